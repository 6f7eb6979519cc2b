use alloc::vec::Vec;
use core::fmt;

use super::{Content, SecretBytes, filled, not_blank, unpadded};
use crate::codec::{DecodeError, EncodeError, bcd};

/// The code that shows hidden entries of the phone book: EF.Hiddenkey (3GPP TS 31.102 4.2.42). Four to eight digits,
/// redacted wherever it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct HiddenKey(SecretBytes);

impl HiddenKey {
    const OBJECT: &'static str = "EF.Hiddenkey";

    /// The code of these digits.
    ///
    /// # Errors
    ///
    /// They are more than eight, or not decimal.
    pub fn new(digits: &str) -> Result<Self, EncodeError> {
        let bytes = bcd::encode(Self::OBJECT, digits, bcd::Alphabet::Decimal, 4)?;
        Ok(Self(SecretBytes::new(unpadded(&bytes))))
    }

    /// Its bytes without padding, two digits each: not to be shown.
    pub fn reveal(&self) -> &[u8] {
        self.0.reveal()
    }
}

impl Content for HiddenKey {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        Ok(Self(SecretBytes::new(unpadded(bytes))))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(Self::OBJECT, self.reveal(), len)
    }
}

impl fmt::Debug for HiddenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HiddenKey(redacted)")
    }
}

serialize_fields!(HiddenKey, _this { "hidden_key" => "redacted" });
