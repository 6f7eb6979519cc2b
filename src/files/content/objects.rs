//! What contents of data objects have in common.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use super::{Bytes, DataObject, filled, not_blank, unpadded};
use crate::codec::ber::{Tag, Tlv, Tlvs, Writer};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

/// The data objects of a file or a record, with all its bytes but the padding: objects of no meaning here and bytes
/// that are no objects are kept, as are lengths that are not the shortest. Every content that is made of data objects
/// holds its bytes like this.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct RawObjects(Vec<u8>);

impl RawObjects {
    pub(super) fn decode(object: &'static str, bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(object, bytes)?;
        Ok(Self::read(bytes))
    }

    /// Objects that need not be there.
    pub(super) fn read(bytes: &[u8]) -> Self {
        // A value may end in FF: padding begins behind the last object.
        let end = objects(bytes).last().map_or(0, |last| last.offset().saturating_add(last.raw().len()));
        let len = unpadded(bytes).len().max(end);
        Self(bytes.get(..len).unwrap_or(bytes).to_vec())
    }

    pub(super) fn encode(&self, object: &'static str, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(object, &self.0, len)
    }

    /// What `body` writes.
    pub(super) fn write(body: impl FnOnce(&mut Writer)) -> Result<Self, EncodeError> {
        let mut writer = Writer::new();
        body(&mut writer);
        writer.finish().map(Self)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Tlv<'_>> {
        objects(&self.0)
    }

    pub(super) fn all(&self, tag: u32) -> impl Iterator<Item = &[u8]> {
        self.iter().filter(move |object| object.tag == Tag(tag)).map(|object| object.value)
    }

    pub(super) fn find(&self, tag: u32) -> Option<&[u8]> {
        self.all(tag).next()
    }

    pub(super) fn others(&self, known: &[u32]) -> Vec<DataObject> {
        let others = self.iter().filter(|object| !known.contains(&object.tag.0));
        others.map(|object| DataObject::new(object.tag, object.value)).collect()
    }

    /// The bytes from the first that begin no object.
    pub(super) fn rest(&self) -> Bytes {
        Bytes(rest(&self.0).to_vec())
    }
}

/// The bytes from the first that begin no object, without padding.
pub(super) fn rest(bytes: &[u8]) -> &[u8] {
    let mut objects = Tlvs::new(bytes);
    while let Some(Ok(_)) = objects.next() {}
    unpadded(bytes.get(objects.position()..).unwrap_or_default())
}

/// The objects in `bytes`, up to where there are no more.
pub(super) fn objects(bytes: &[u8]) -> impl Iterator<Item = Tlv<'_>> {
    Tlvs::new(bytes).map_while(Result::ok)
}

/// The data objects in `bytes`, up to what is none: where that is, if anywhere, is noted. Cards hold objects that are
/// cut short, and other things behind good ones.
pub(super) fn well_formed<'a>(
    bytes: &'a [u8],
    malformed_from: &mut Option<usize>,
) -> impl Iterator<Item = Tlv<'a>> {
    Tlvs::new(bytes).map_while(|object| object.map_err(|error| *malformed_from = Some(error.offset)).ok())
}

/// The value of the first object in `bytes` with this tag.
pub(super) fn find(bytes: &[u8], tag: u32) -> Option<&[u8]> {
    objects(bytes).find(|object| object.tag == Tag(tag)).map(|object| object.value)
}

impl Zeroize for RawObjects {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// Shows the tags and lengths.
impl fmt::Debug for RawObjects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A length byte and so many bytes; nothing is read if they are not there, or if the length is `FF`: blank.
pub(super) fn prefixed<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let mut attempt = *reader;
    let len = attempt.u8().ok().filter(|len| *len != 0xFF)?;
    let value = attempt.take(usize::from(len)).ok()?;
    *reader = attempt;
    Some(value)
}

/// Appends a length byte and the value.
pub(super) fn push_prefixed(
    object: &'static str,
    out: &mut Vec<u8>,
    value: &[u8],
) -> Result<(), EncodeError> {
    let Some(len) = u8::try_from(value.len()).ok().filter(|len| *len != 0xFF) else {
        return Err(EncodeError::new(object, EncodeErrorKind::TooLong { len: value.len(), max: 254 }));
    };
    out.push(len);
    out.extend(value);
    Ok(())
}

/// Up to four bytes as a number, high byte first.
pub(super) fn number(bytes: &[u8]) -> Option<u32> {
    let number = bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
    (1..=4).contains(&bytes.len()).then_some(number)
}

/// The bytes as UTF-8 text without padding; `None` if they are none.
pub(super) fn text(bytes: &[u8]) -> Option<&str> {
    let printable = |text: &&str| !text.chars().any(|char| char.is_control() && !"\t\r\n".contains(char));
    core::str::from_utf8(unpadded(bytes)).ok().filter(printable)
}

/// Serialises as the text in the bytes; where there is none, as an object with them.
pub(super) struct Text<'a>(pub(super) &'a [u8]);

#[cfg(feature = "serde")]
impl serde::Serialize for Text<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let Some(text) = text(self.0) else {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry("bytes", &Bytes(self.0.to_vec()))?;
            return map.end();
        };
        serializer.serialize_str(text)
    }
}

/// Without serde nobody reads it.
#[cfg(not(feature = "serde"))]
const _: fn(&Text<'_>) -> usize = |text| text.0.len();

/// Declares a content that is data objects, by the tags that mean something and what is serialised of them.
macro_rules! object_content {
    (
        $(#[$meta:meta])* $type:ident, $object:literal, [$($tag:literal),* $(,)?],
        $this:ident { $($key:literal $(if $condition:expr)? => $value:expr),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $type(super::objects::RawObjects);

        impl $crate::files::Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, $crate::codec::DecodeError> {
                super::objects::RawObjects::decode($object, bytes).map(Self)
            }

            fn encode(&self, len: usize) -> Result<alloc::vec::Vec<u8>, $crate::codec::EncodeError> {
                self.0.encode($object, len)
            }
        }

        serialize_fields!($type, $this {
            $($key $(if $condition)? => $value,)*
            "others" if !$this.0.others(&[$($tag),*]).is_empty() => $this.0.others(&[$($tag),*]),
            "rest" if !$this.0.rest().is_empty() => $this.0.rest(),
        });
    };
}

/// The same for key material: redacted, and erased when it is dropped.
macro_rules! secret_object_content {
    (
        $(#[$meta:meta])* $type:ident, $object:literal,
        $this:ident { $($key:literal $(if $condition:expr)? => $value:expr),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $type(zeroize::Zeroizing<super::objects::RawObjects>);

        impl $crate::files::Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, $crate::codec::DecodeError> {
                super::objects::RawObjects::decode($object, bytes).map(|objects| Self(objects.into()))
            }

            fn encode(&self, len: usize) -> Result<alloc::vec::Vec<u8>, $crate::codec::EncodeError> {
                self.0.encode($object, len)
            }
        }

        /// Shows the tags of the data objects only.
        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($type), "(redacted, {:?})"), *self.0)
            }
        }

        serialize_fields!($type, $this { $($key $(if $condition)? => $value),* });
    };
}

/// Serialises a secret that is there.
pub(super) fn redacted(secret: Option<&[u8]>) -> Option<&'static str> {
    secret.map(|_| "redacted")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::DecodeErrorKind;

    #[test]
    fn all_bytes_are_kept_but_the_padding() {
        // a value that ends in FF; a length that is not the shortest; bytes that are no object
        for (bytes, kept, count, rest) in [
            (&[0x80, 0x02, 0x41, 0xFF, 0xFF, 0xFF][..], 4, 1, &[][..]),
            (&[0x80, 0x81, 0x01, 0x41, 0x00, 0x81, 0x00, 0xFF], 7, 2, &[]),
            (&[0x80, 0x01, 0x41, 0x81, 0x05, 0x42, 0xFF], 6, 1, &[0x81, 0x05, 0x42]),
            (&[0x00, 0x00], 2, 0, &[]),
        ] {
            let objects = RawObjects::decode("test", bytes).unwrap();
            assert_eq!(objects.0, bytes[..kept]);
            assert_eq!(objects.iter().count(), count);
            assert_eq!(objects.rest().0, rest);
            assert_eq!(objects.encode("test", bytes.len()).unwrap(), bytes);
            assert!(objects.encode("test", kept - 1).is_err());
        }
        let error = RawObjects::decode("test", &[0xFF; 3]).unwrap_err();
        assert_eq!(error.kind, DecodeErrorKind::Blank);
    }

    #[test]
    fn a_length_that_does_not_fit_reads_nothing() {
        let mut reader = Reader::new("test", &[0x01, 0x41, 0x02, 0x42]);
        assert_eq!(prefixed(&mut reader), Some(&[0x41][..]));
        assert_eq!(prefixed(&mut reader), None);
        assert_eq!(reader.rest(), [0x02, 0x42]);
        assert_eq!(prefixed(&mut Reader::new("test", &[0xFF; 300])), None);
    }

    #[test]
    fn texts_and_numbers() {
        assert_eq!(text(b"epdg.example\xFF"), Some("epdg.example"));
        assert_eq!((text(&[0x41, 0x00]), text(&[0xC3, 0x28])), (None, None));
        assert_eq!((number(&[1, 2]), number(&[]), number(&[0; 5])), (Some(0x0102), None, None));
    }
}
