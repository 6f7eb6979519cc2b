//! The numbers of card and subscription as contents of files.

use alloc::vec::Vec;

use super::{Content, filled};
use crate::codec::{DecodeError, EncodeError};
use crate::numbering::{Iccid, Imsi};

impl Content for Iccid {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::from_ef(bytes)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.ICCID", self.to_ef().to_vec(), len)
    }

    #[cfg(feature = "serde")]
    fn object(&self) -> alloc::boxed::Box<dyn erased_serde::Serialize + '_> {
        struct Object<'a>(&'a Iccid);
        serialize_fields!(Object<'_>, this {
            "iccid" => this.0,
            "luhn" => match this.0.luhn() {
                crate::numbering::Luhn::Valid => "valid",
                crate::numbering::Luhn::Invalid => "invalid",
                crate::numbering::Luhn::NotApplicable => "not_applicable",
            },
        });
        alloc::boxed::Box::new(Object(self))
    }
}

/// A length that counts padding in is put right when the number is encoded.
impl Content for Imsi {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::from_ef(bytes)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.IMSI", self.to_ef().to_vec(), len)
    }

    #[cfg(feature = "serde")]
    fn object(&self) -> alloc::boxed::Box<dyn erased_serde::Serialize + '_> {
        struct Object<'a>(&'a Imsi);
        serialize_fields!(Object<'_>, this { "imsi" => this.0 });
        alloc::boxed::Box::new(Object(self))
    }
}
