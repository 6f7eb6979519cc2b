//! Numbers that may not be called.

use alloc::vec::Vec;

use super::dialing::{none_if_ff, split_name};
use super::{AlphaIdentifier, Bytes, Content, DialingRecord, not_blank, with_rest};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind};

/// A number that may not be called: a record of EF.BDN (3GPP TS 31.102 4.2.44, 3GPP TS 51.011 10.5.13).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BarredNumber {
    /// Name and number; what does not fit is in EF.EXT4.
    pub entry: DialingRecord,
    /// The record of EF.CMI that says how numbers are compared with this one.
    pub comparison_method: Option<u8>,
}

impl BarredNumber {
    const OBJECT: &'static str = "EF.BDN";
}

impl Content for BarredNumber {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let Some((method, entry)) = bytes.split_last() else {
            return Err(DecodeError::new(Self::OBJECT, 0, DecodeErrorKind::Truncated { missing: 1 }));
        };
        // A record with nothing but a comparison method is no blank one.
        let entry = DialingRecord::read(entry)?;
        Ok(Self { entry, comparison_method: none_if_ff(*method) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.entry.encode(len.saturating_sub(1))?;
        out.push(self.comparison_method.unwrap_or(0xFF));
        with_rest(Self::OBJECT, &out, &Bytes::default(), len)
    }
}

serialize_fields!(BarredNumber, this {
    "alpha" => this.entry.alpha,
    "number" => this.entry.number.number(),
    "ton_npi" => this.entry.number.number().map(|number| number.ton_npi().byte()),
    "number_bytes" if !this.entry.number.is_empty() && this.entry.number.number().is_none() =>
        Bytes(this.entry.number.as_bytes().to_vec()),
    "capability" => this.entry.capability,
    "extension" => this.entry.extension,
    "comparison_method" => this.comparison_method,
});

/// A way to compare a number with a barred one: a record of EF.CMI (3GPP TS 31.102 4.2.46, 3GPP TS 51.011 10.5.16).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ComparisonMethod {
    /// What it is called.
    pub alpha: AlphaIdentifier,
    /// The identifier that the operator gave it, 0 to 254; `None` if it has none.
    pub identifier: Option<u8>,
}

impl ComparisonMethod {
    const OBJECT: &'static str = "EF.CMI";
}

impl Content for ComparisonMethod {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let (alpha, mut reader) = split_name(Self::OBJECT, bytes, 1)?;
        Ok(Self { alpha, identifier: none_if_ff(reader.u8()?) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let Some(name_len) = len.checked_sub(1) else {
            return Err(EncodeError::new(Self::OBJECT, EncodeErrorKind::TooLong { len: 1, max: 0 }));
        };
        let mut out = Vec::with_capacity(len);
        self.alpha.push(Self::OBJECT, &mut out, name_len)?;
        out.push(self.identifier.unwrap_or(0xFF));
        Ok(out)
    }
}

serialize_fields!(ComparisonMethod, this {
    "alpha" => this.alpha,
    "comparison_method_identifier" => this.identifier,
});
