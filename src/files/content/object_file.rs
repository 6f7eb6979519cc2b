use alloc::vec::Vec;

use super::objects::RawObjects;
use super::{Bytes, Content};
use crate::codec::ber::Tag;
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
pub struct ObjectFile(RawObjects);

/// A data object by itself: of an [`ObjectFile`], or one that has no meaning where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataObject {
    /// What it is.
    pub tag: Tag,
    /// What it holds.
    pub value: Bytes,
}

impl DataObject {
    pub(super) fn new(tag: Tag, value: &[u8]) -> Self {
        Self { tag, value: Bytes(value.to_vec()) }
    }
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
        let objects = RawObjects::write(|file| {
            for (tag, value) in objects {
                file.tlv(tag, value);
            }
        });
        objects.map(Self)
    }

    /// The objects, up to where they are malformed.
    pub fn objects(&self) -> impl Iterator<Item = DataObject> {
        self.0.iter().map(|object| DataObject::new(object.tag, object.value))
    }

    /// All bytes, without the padding behind the last object.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Content for ObjectFile {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        RawObjects::decode(Self::OBJECT, bytes).map(Self)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.0.encode(Self::OBJECT, len)
    }
}

serialize_fields!(ObjectFile, this {
    "objects" => this.objects().collect::<Vec<_>>(),
    "rest" if !this.0.rest().is_empty() => this.0.rest(),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_ends_in_ff_is_not_cut_off() {
        let file = ObjectFile::decode(&[0x80, 0x02, 0x01, 0xFF, 0xFF]).unwrap();
        assert_eq!(file.as_bytes(), [0x80, 0x02, 0x01, 0xFF]);
        assert_eq!(file.encode(4).unwrap(), file.as_bytes());
        assert!(file.encode(3).is_err());
    }
}
