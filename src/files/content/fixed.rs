//! Contents that are fields of fixed length, one after the other.

use alloc::vec::Vec;

use super::PlmnField;
use crate::codec::{DecodeError, Reader};

/// A field of fixed length.
pub(super) trait Field: Sized {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;
    fn write(&self, out: &mut Vec<u8>);
}

impl Field for u8 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.u8()
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }
}

impl<const N: usize> Field for [u8; N] {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array()
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self);
    }
}

impl Field for PlmnField {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self(reader.array()?))
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.0);
    }
}

/// A content of fields of fixed length, and of what follows them.
macro_rules! fixed_fields {
    (
        $(#[$meta:meta])*
        $type:ident = $object:literal {
            $($(#[$field_meta:meta])* $field:ident: $field_type:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $type {
            $($(#[$field_meta])* pub $field: $field_type,)*
            /// What follows, without padding.
            pub rest: $crate::files::content::Bytes,
        }

        impl $crate::files::content::Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, $crate::codec::DecodeError> {
                $crate::files::content::not_blank($object, bytes)?;
                let mut reader = $crate::codec::Reader::new($object, bytes);
                Ok(Self {
                    $($field: $crate::files::content::fixed::Field::read(&mut reader)?,)*
                    rest: $crate::files::content::Bytes::unpadded(reader.rest()),
                })
            }

            fn encode(&self, len: usize) -> Result<alloc::vec::Vec<u8>, $crate::codec::EncodeError> {
                let mut out = alloc::vec::Vec::with_capacity(len);
                $($crate::files::content::fixed::Field::write(&self.$field, &mut out);)*
                out.extend(&self.rest.0);
                $crate::files::content::filled($object, out, len)
            }
        }
    };
}
