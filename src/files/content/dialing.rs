//! Telephone numbers, and records that hold one with a name.

use alloc::vec::Vec;
use core::fmt;

use super::{AlphaIdentifier, Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, DecodeErrorKind, DialingNumber, EncodeError, Reader, TypeOfNumber};
use crate::numbering::Msisdn;

const OBJECT: &str = "record with a dialling number";

/// Where a record holds a number: a length, type and plan, ten bytes of digits (3GPP TS 31.102 4.4.2.3).
///
/// What is there is kept even where it is no number. `Debug` hides most digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NumberField([u8; Self::LEN]);

impl NumberField {
    /// Its length in bytes.
    pub const LEN: usize = 12;
    /// A field without a number.
    pub const EMPTY: Self = Self([0xFF; Self::LEN]);

    /// The field of these bytes.
    pub const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// The number; `None` if there is none, or if what is there is no number.
    pub fn number(&self) -> Option<DialingNumber> {
        DialingNumber::from_length_prefixed(&self.0).ok().flatten()
    }

    /// The number as one of a subscriber; `None` if there is none, or if it has other than decimal digits.
    pub fn msisdn(&self) -> Option<Msisdn> {
        let number = self.number()?;
        let international = number.ton() == TypeOfNumber::International;
        Msisdn::new(number.digits(), international).ok()
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }
}

impl TryFrom<&DialingNumber> for NumberField {
    type Error = EncodeError;

    /// Fails if there are more than 20 digits; the others belong into an extension record.
    fn try_from(number: &DialingNumber) -> Result<Self, EncodeError> {
        let mut field = Self::EMPTY;
        let bytes = number.to_length_prefixed(Self::LEN)?;
        field.0.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
        Ok(field)
    }
}

impl fmt::Debug for NumberField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number() {
            Some(number) => number.fmt(f),
            None if self.is_empty() => f.write_str("NumberField(empty)"),
            None => f.write_str("NumberField(no number)"),
        }
    }
}

/// A record with a name and a number: EF.MSISDN, EF.ADN, EF.FDN, EF.SDN, EF.LND (3GPP TS 31.102 4.2.26 and
/// 4.4.2.3, 3GPP TS 51.011 10.5.1).
///
/// ```
/// use simcard::files::{Content, ElementaryFile, content::DialingRecord, usim};
///
/// let record = [
///     b'M', b'e', 0xFF, 0xFF, 0x07, 0x91, 0x44, 0x77, 0x00, 0x09, 0x10, 0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
/// ];
/// let own = usim::Msisdn::decode(&record)?;
/// assert_eq!(own.alpha.text(), "Me");
/// assert_eq!(own.number.msisdn(), Some("+447700900123".parse()?));
///
/// assert_eq!(own, DialingRecord::new("Me", &"+447700900123".parse()?)?);
/// assert_eq!(own.encode(18)?, record);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DialingRecord {
    /// Whose number it is.
    pub alpha: AlphaIdentifier,
    /// The number.
    pub number: NumberField,
    /// The record of EF.CCP (or EF.CCP1, EF.CCP2) with the capabilities of the call.
    pub capability: Option<u8>,
    /// The record of EF.EXT1 (or EF.EXT2 to EF.EXT5) with what does not fit in here.
    pub extension: Option<u8>,
}

impl DialingRecord {
    /// The bytes of a record behind the name.
    pub const FIXED_LEN: usize = 14;

    /// A record with this name and number.
    ///
    /// # Errors
    ///
    /// The name cannot be coded, or the number has more than 20 digits.
    pub fn new(alpha: &str, number: &DialingNumber) -> Result<Self, EncodeError> {
        Ok(Self {
            alpha: AlphaIdentifier::new(alpha)?,
            number: number.try_into()?,
            capability: None,
            extension: None,
        })
    }
}

/// Splits a record into its name and the `fixed` bytes behind it.
pub(super) fn split_name<'a>(
    object: &'static str,
    bytes: &'a [u8],
    fixed: usize,
) -> Result<(AlphaIdentifier, Reader<'a>), DecodeError> {
    let Some(name_len) = bytes.len().checked_sub(fixed) else {
        let missing = fixed.saturating_sub(bytes.len());
        return Err(DecodeError::new(object, bytes.len(), DecodeErrorKind::Truncated { missing }));
    };
    let mut reader = Reader::new(object, bytes);
    Ok((AlphaIdentifier::from_bytes(reader.take(name_len)?), reader))
}

pub(super) fn none_if_ff(byte: u8) -> Option<u8> {
    Some(byte).filter(|byte| *byte != 0xFF)
}

impl DialingRecord {
    /// Reads a record, be it blank or not.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (alpha, mut reader) = split_name(OBJECT, bytes, Self::FIXED_LEN)?;
        Ok(Self {
            alpha,
            number: NumberField(reader.array()?),
            capability: none_if_ff(reader.u8()?),
            extension: none_if_ff(reader.u8()?),
        })
    }
}

impl Content for DialingRecord {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        Self::read(bytes)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        self.alpha.push(OBJECT, &mut out, len.saturating_sub(Self::FIXED_LEN))?;
        out.extend(self.number.0);
        out.extend([self.capability.unwrap_or(0xFF), self.extension.unwrap_or(0xFF)]);
        filled(OBJECT, out, len)
    }
}

serialize_fields!(DialingRecord, this {
    "alpha" => this.alpha,
    "number" => this.number.number(),
    "ton_npi" => this.number.number().map(|number| number.ton_npi().byte()),
    "number_bytes" if DialingNumber::from_length_prefixed(&this.number.0).is_err() =>
        Bytes(this.number.0.to_vec()),
    "capability" => this.capability,
    "extension" => this.extension,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_none_and_kept() {
        // length 12 goes beyond the field (3GPP TS 31.102 4.4.2.3: at most 11)
        let mut bytes = [0xFF; 14];
        bytes[..3].copy_from_slice(&[12, 0x91, 0x44]);
        let record = DialingRecord::decode(&bytes).unwrap();
        assert_eq!(record.number.number(), None);
        assert_eq!(record.encode(14).unwrap(), bytes);
    }

    #[test]
    fn numbers_of_21_digits_need_an_extension_record() {
        let twenty: DialingNumber = "01234567890123456789".parse().unwrap();
        assert_eq!(DialingRecord::new("", &twenty).unwrap().number.number(), Some(twenty));
        let longer: DialingNumber = "012345678901234567890".parse().unwrap();
        assert!(DialingRecord::new("", &longer).is_err());
    }
}
