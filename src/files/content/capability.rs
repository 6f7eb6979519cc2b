use alloc::vec::Vec;

use super::{Bytes, Content, filled, not_blank, unpadded};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind};

/// What a call needs of its bearer: a record of EF.CCP (3GPP TS 51.011 10.5.4), EF.ECCP, EF.CCP1 and EF.CCP2 (3GPP TS
/// 31.102 4.2.38 and 4.4.2.11).
///
/// It is the bearer capability information element without its identifier (3GPP TS 24.008 10.5.4.5): a length and as
/// many bytes.
///
/// ```
/// use simcard::files::{Content, content::CapabilityConfiguration};
///
/// let speech = CapabilityConfiguration::new(&[0xA0])?;
/// assert_eq!(speech.encode(4)?, [0x01, 0xA0, 0xFF, 0xFF]);
/// assert_eq!(speech.information_transfer_capability(), Some("speech"));
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CapabilityConfiguration(
    /// The length, the bytes, and what follows without padding.
    Vec<u8>,
);

impl CapabilityConfiguration {
    const OBJECT: &'static str = "EF.CCP";

    /// The record with this bearer capability, from its octet 3 on.
    ///
    /// # Errors
    ///
    /// It has more than 254 bytes.
    pub fn new(bearer_capability: &[u8]) -> Result<Self, EncodeError> {
        match u8::try_from(bearer_capability.len()) {
            Ok(len @ 0..=0xFE) => Ok(Self([&[len], bearer_capability].concat())),
            _ => {
                let kind = EncodeErrorKind::TooLong { len: bearer_capability.len(), max: 0xFE };
                Err(EncodeError::new(Self::OBJECT, kind))
            }
        }
    }

    /// The bearer capability, from its octet 3 on; `None` if the length goes beyond the record.
    pub fn bearer_capability(&self) -> Option<&[u8]> {
        let (len, rest) = self.0.split_first()?;
        rest.get(..usize::from(*len))
    }

    fn octet_3(&self) -> Option<u8> {
        self.bearer_capability()?.first().copied()
    }

    /// What is to be transferred.
    pub fn information_transfer_capability(&self) -> Option<&'static str> {
        Some(match self.octet_3()? & 0x07 {
            0 => "speech",
            1 => "unrestricted_digital_information",
            2 => "3.1_khz_audio_ex_plmn",
            3 => "facsimile_group_3",
            5 => "other",
            _ => "reserved",
        })
    }

    /// What follows the bearer capability, without padding.
    fn rest(&self) -> &[u8] {
        let used = self.bearer_capability().map_or(0, |bytes| bytes.len().saturating_add(1));
        self.0.get(used..).unwrap_or_default()
    }
}

impl Content for CapabilityConfiguration {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        // The last byte of the element may well be FF.
        let element = bytes.first().map_or(0, |len| usize::from(*len).saturating_add(1));
        let used = unpadded(bytes);
        Ok(Self(bytes.get(..element.max(used.len())).unwrap_or(used).to_vec()))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(Self::OBJECT, &self.0, len)
    }
}

serialize_fields!(CapabilityConfiguration, this {
    "bearer_capability" => this.bearer_capability().map(|bytes| Bytes(bytes.to_vec())),
    "information_transfer_capability" => this.information_transfer_capability(),
    "rest" if !this.rest().is_empty() => Bytes(this.rest().to_vec()),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_that_ends_in_ff_is_not_cut_off() {
        let record = CapabilityConfiguration::decode(&[0x02, 0xA0, 0xFF, 0xFF]).unwrap();
        assert_eq!(record.encode(3).unwrap(), [0x02, 0xA0, 0xFF]);
        assert!(record.encode(2).is_err());
    }
}
