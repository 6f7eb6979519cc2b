//! The shapes that many data objects share.

/// An object of one byte: an open number with names. `$name` is a tuple struct with a public `u8`.
macro_rules! byte_object {
    ($name:ident, $tag:literal, $object:literal) => {
        impl crate::toolkit::object::DataObject for $name {
            const TAG: crate::codec::ctlv::Tag = crate::codec::ctlv::Tag($tag);
            const NAME: &'static str = $object;

            fn decode(value: &[u8]) -> Result<Self, crate::codec::DecodeError> {
                let mut reader = crate::codec::Reader::new($object, value);
                let byte = reader.u8()?;
                reader.finish()?;
                Ok(Self(byte))
            }

            fn encode(&self, out: &mut alloc::vec::Vec<u8>) -> Result<(), crate::codec::EncodeError> {
                out.push(self.0);
                Ok(())
            }
        }
    };
}

/// An object that keeps its value as it is, however long. `$name` is a tuple struct with a `Vec<u8>`.
macro_rules! whole_value {
    ($name:ident, $tag:expr, $object:expr) => {
        impl crate::toolkit::object::DataObject for $name {
            const TAG: crate::codec::ctlv::Tag = crate::codec::ctlv::Tag($tag);
            const NAME: &'static str = $object;

            fn decode(value: &[u8]) -> Result<Self, crate::codec::DecodeError> {
                Ok(Self(value.to_vec()))
            }

            fn encode(&self, out: &mut alloc::vec::Vec<u8>) -> Result<(), crate::codec::EncodeError> {
                out.extend_from_slice(&self.0);
                Ok(())
            }
        }
    };
}

/// An object whose value has one length. `$name` is a tuple struct with an array of bytes.
macro_rules! fixed_value {
    ($name:ident, $tag:expr, $object:expr) => {
        impl crate::toolkit::object::DataObject for $name {
            const TAG: crate::codec::ctlv::Tag = crate::codec::ctlv::Tag($tag);
            const NAME: &'static str = $object;

            fn decode(value: &[u8]) -> Result<Self, crate::codec::DecodeError> {
                let mut reader = crate::codec::Reader::new(Self::NAME, value);
                let bytes = reader.array()?;
                reader.finish()?;
                Ok(Self(bytes))
            }

            fn encode(&self, out: &mut alloc::vec::Vec<u8>) -> Result<(), crate::codec::EncodeError> {
                out.extend_from_slice(&self.0);
                Ok(())
            }
        }
    };
}

/// An object that is a string of bytes to us. `$name` is a tuple struct with a public `Vec<u8>`; this gives it `Debug`
/// and, with feature `serde`, `Serialize`, both in hexadecimal; `without Debug` where the bytes may be a secret.
macro_rules! bytes_object {
    ($name:ident, $tag:literal, $object:literal) => {
        crate::toolkit::object::macros::bytes_object!($name, $tag, $object, without Debug);

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}({})", stringify!($name), hex::encode(&self.0))
            }
        }
    };
    ($name:ident, $tag:literal, $object:literal, without Debug) => {
        crate::toolkit::object::macros::whole_value!($name, $tag, $object);

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&hex::encode(&self.0))
            }
        }
    };
}

pub(crate) use {byte_object, bytes_object, fixed_value, whole_value};
