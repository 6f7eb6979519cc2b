use alloc::vec::Vec;

use super::{Bytes, Content, filled, not_blank, unpadded_objects};
use crate::codec::ber::{self, Tag, Tlvs};
use crate::codec::{DecodeError, EncodeError};

/// A file of data objects side by side that have their meaning elsewhere.
///
/// ```
/// use simcard::codec::ber::Tag;
/// use simcard::files::{Content, content::ObjectFile};
///
/// let file = ObjectFile::decode(&[0x80, 0x02, 0x01, 0xFF, 0xFF, 0xFF])?;
/// assert_eq!(file.objects().map(|object| (object.tag, object.value.0)).collect::<Vec<_>>(), [(Tag(0x80), vec![1, 0xFF])]);
/// assert_eq!(file.encode(6).unwrap(), [0x80, 0x02, 0x01, 0xFF, 0xFF, 0xFF]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectFile(Bytes);

/// An object of an [`ObjectFile`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataObject {
    /// What it is.
    pub tag: Tag,
    /// What it holds.
    pub value: Bytes,
}

serialize_fields!(DataObject, this { "tag" => this.tag, "value" => this.value });

impl ObjectFile {
    const OBJECT: &'static str = "file of data objects";

    /// A file of these objects.
    ///
    /// # Errors
    ///
    /// A tag is none, or a value is longer than a length can say.
    pub fn new<'a>(objects: impl IntoIterator<Item = (Tag, &'a [u8])>) -> Result<Self, EncodeError> {
        let mut writer = ber::Writer::new();
        for (tag, value) in objects {
            writer.tlv(tag, value);
        }
        writer.finish().map(|bytes| Self(Bytes(bytes)))
    }

    /// The objects, up to where they are malformed.
    pub fn objects(&self) -> impl Iterator<Item = DataObject> {
        let objects = Tlvs::new(&self.0.0).map_while(Result::ok);
        objects.map(|object| DataObject { tag: object.tag, value: Bytes(object.value.to_vec()) })
    }

    /// All bytes, without the padding behind the last object.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0.0
    }

    /// The bytes from the first that begin no object.
    fn rest(&self) -> Bytes {
        let mut objects = Tlvs::new(&self.0.0);
        let mut position = 0;
        while let Some(object) = objects.next() {
            if object.is_err() {
                return Bytes(self.0.0.get(position..).unwrap_or_default().to_vec());
            }
            position = objects.position();
        }
        Bytes::default()
    }
}

impl Content for ObjectFile {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        Ok(Self(Bytes(unpadded_objects(bytes).to_vec())))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(Self::OBJECT, self.0.0.clone(), len)
    }
}

serialize_fields!(ObjectFile, this {
    "objects" => this.objects().collect::<Vec<_>>(),
    "rest" if !this.rest().is_empty() => this.rest(),
});
