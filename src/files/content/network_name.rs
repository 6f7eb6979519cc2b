use alloc::string::String;
use alloc::vec::Vec;

use super::Content;
use super::objects::RawObjects;
use crate::codec::ber::{Tag, Tlvs};
use crate::codec::gsm7::{Alphabet, Septets};
use crate::codec::{DecodeError, EncodeError, ucs2};

const OBJECT: &str = "EF.PNN";
const FULL: Tag = Tag(0x43);
const SHORT: Tag = Tag(0x45);
const KNOWN: [u32; 2] = [FULL.0, SHORT.0];

/// What a network is called: a record of EF.PNN (3GPP TS 31.102 4.2.58, 3GPP TS 24.008 10.5.3.5a).
///
/// ```
/// use simcard::files::{ElementaryFile, usim};
///
/// // GSM 7 bit, packed, 4 spare bits: "Test"
/// let record = usim::Pnn::decode(&[0x43, 0x05, 0x84, 0xD4, 0xF2, 0x9C, 0x0E, 0xFF])?;
/// assert_eq!(record.full_name().as_deref(), Some("Test"));
/// assert_eq!(record.short_name(), None);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NetworkName(RawObjects);

impl NetworkName {
    /// The record with these names, in UCS2.
    ///
    /// # Errors
    ///
    /// No coding has a character of a name, or it is longer than a length can say.
    pub fn new(full: &str, short: Option<&str>) -> Result<Self, EncodeError> {
        // 9: no extension, UCS2
        let value = |name: &str| ucs2::encode(name).map(|name| [&[0x90], name.as_slice()].concat());
        let (full, short) = (value(full)?, short.map(value).transpose()?);
        let objects = RawObjects::write(|record| {
            record.tlv(FULL, &full);
            if let Some(short) = &short {
                record.tlv(SHORT, short);
            }
        });
        objects.map(Self)
    }

    /// The long form.
    pub fn full_name(&self) -> Option<String> {
        self.name(FULL)
    }

    /// The short form.
    pub fn short_name(&self) -> Option<String> {
        self.name(SHORT)
    }

    fn name(&self, tag: Tag) -> Option<String> {
        let (first, text) = self.0.find(tag.0)?.split_first()?;
        match first >> 4 & 0x07 {
            0 => {
                let spare = usize::from(first & 0x07);
                let septets = text.len().saturating_mul(8).saturating_sub(spare) / 7;
                Some(Alphabet::DEFAULT.chars(Septets::new(text, septets)).collect())
            }
            1 => Some(ucs2::decode(text)),
            _ => None,
        }
    }
}

impl Content for NetworkName {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let objects = RawObjects::decode(OBJECT, bytes)?;
        if let Some(Err(error)) = Tlvs::new(bytes).next() {
            return Err(error.within(OBJECT, 0));
        }
        Ok(Self(objects))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.0.encode(OBJECT, len)
    }
}

serialize_fields!(NetworkName, this {
    "full_name" => this.full_name(),
    "short_name" => this.short_name(),
    "others" if !this.0.others(&KNOWN).is_empty() => this.0.others(&KNOWN),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_end_in_ff() {
        // U+00FF ends in the byte that fills records
        let name = NetworkName::new("Zo\u{FF}", None).unwrap();
        assert_eq!(name.full_name().as_deref(), Some("Zo\u{FF}"));
        let record = name.encode(12).unwrap();
        assert_eq!(record, [0x43, 0x07, 0x90, 0, b'Z', 0, b'o', 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        assert_eq!(NetworkName::decode(&record).unwrap(), name);
        assert!(name.encode(8).is_err());
    }
}
