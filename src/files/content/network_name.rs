use alloc::string::String;
use alloc::vec::Vec;

use super::{Bytes, Content, filled, not_blank, unpadded};
use crate::codec::ber::{self, Tag, Tlvs};
use crate::codec::gsm7::{Alphabet, Septets};
use crate::codec::{DecodeError, EncodeError, ucs2};

const OBJECT: &str = "EF.PNN";
const FULL: Tag = Tag(0x43);
const SHORT: Tag = Tag(0x45);

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
pub struct NetworkName(Bytes);

impl NetworkName {
    /// The record with these names, in UCS2.
    ///
    /// # Errors
    ///
    /// No coding has a character of a name, or it is longer than a length can say.
    pub fn new(full: &str, short: Option<&str>) -> Result<Self, EncodeError> {
        let mut writer = ber::Writer::new();
        for (tag, name) in [(FULL, Some(full)), (SHORT, short)] {
            let Some(name) = name else { continue };
            // 9: no extension, UCS2
            writer.tlv(tag, &[&[0x90], ucs2::encode(name)?.as_slice()].concat());
        }
        Ok(Self(Bytes::unpadded(&writer.finish()?)))
    }

    /// The long form.
    pub fn full_name(&self) -> Option<String> {
        self.name(FULL)
    }

    /// The short form.
    pub fn short_name(&self) -> Option<String> {
        self.name(SHORT)
    }

    fn objects(&self) -> impl Iterator<Item = ber::Tlv<'_>> {
        Tlvs::new(&self.0.0).map_while(Result::ok)
    }

    fn name(&self, tag: Tag) -> Option<String> {
        let object = self.objects().find(|object| object.tag == tag)?;
        let (first, text) = object.value.split_first()?;
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

    fn others(&self) -> Vec<super::dir::OtherObject> {
        let others = self.objects().filter(|object| object.tag != FULL && object.tag != SHORT);
        others.map(|object| super::dir::OtherObject::new(object.tag, object.value)).collect()
    }
}

impl Content for NetworkName {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        if let Some(Err(error)) = Tlvs::new(bytes).next() {
            return Err(error.within(OBJECT, 0));
        }
        Ok(Self(Bytes(unpadded(bytes).to_vec())))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(OBJECT, self.0.0.clone(), len)
    }
}

serialize_fields!(NetworkName, this {
    "full_name" => this.full_name(),
    "short_name" => this.short_name(),
    "others" if !this.others().is_empty() => this.others(),
});
