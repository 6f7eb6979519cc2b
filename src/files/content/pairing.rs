//! The phones a card works in: USAT application pairing.

use alloc::string::String;
use alloc::vec::Vec;

use super::Bytes;
use super::objects::RawObjects;
use crate::codec::ber::{Tag, Tlv};
use crate::codec::{EncodeError, bcd};

/// The digits in these bytes, the first in the lower half, up to a half byte `F`; `None` if there is any other.
fn digits(bytes: &[u8]) -> Option<String> {
    let halves = bcd::halves(bytes).take_while(|half| *half != 0xF);
    halves.map(|half| char::from_digit(half.into(), 10)).collect()
}

/// The bytes of the digits, the last half byte filled up.
fn packed(digits: &str) -> Vec<u8> {
    let half = |byte: &u8| byte.wrapping_sub(b'0') & 0x0F;
    let byte = |pair: &[u8]| pair.first().map_or(0, half) | pair.get(1).map_or(0xF, half) << 4;
    digits.as_bytes().chunks(2).map(byte).collect()
}

/// Which phones a card works in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImeiRange {
    /// Whether the numbers have a software version (IMEISV).
    pub with_software_version: bool,
    /// The first number.
    pub first: String,
    /// The last number.
    pub last: String,
}

object_content! {
    /// Which phones a card works in: a record of EF.IAL, the IMEI(SV) allowed list (3GPP TS 31.102 4.2.100).
    AllowedPhones, "EF.IAL", [0x80, 0x81], this {
        "ranges" => this.0.iter().filter(is_number).map(RangeField).collect::<Vec<_>>(),
    }
}

impl AllowedPhones {
    /// The record of these ranges; numbers are digits.
    ///
    /// # Errors
    ///
    /// They are too many for any record.
    pub fn new(ranges: &[ImeiRange]) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|record| {
            for range in ranges {
                let tag = if range.with_software_version { 0x81 } else { 0x80 };
                record.tlv(Tag(tag), &[packed(&range.first), packed(&range.last)].concat());
            }
        });
        objects.map(Self)
    }

    /// The ranges. Those that are malformed are left out.
    pub fn ranges(&self) -> impl Iterator<Item = ImeiRange> {
        self.0.iter().filter(is_number).filter_map(|object| RangeField(object).read())
    }
}

fn is_number(object: &Tlv<'_>) -> bool {
    matches!(object.tag.0, 0x80 | 0x81)
}

struct RangeField<'a>(Tlv<'a>);

impl RangeField<'_> {
    fn read(&self) -> Option<ImeiRange> {
        let value = self.0.value;
        let (first, last) = value.split_at_checked(value.len() / 2)?;
        let (first, last) = (digits(first)?, digits(last)?);
        let with_software_version = self.0.tag == Tag(0x81);
        (!first.is_empty() && first.len() == last.len()).then_some(ImeiRange {
            with_software_version,
            first,
            last,
        })
    }
}

serialize_fields!(RangeField<'_>, this {
    "type" => if this.0.tag == Tag(0x81) { "imeisv" } else { "imei" },
    "first" if this.read().is_some() => this.read().map(|range| range.first),
    "last" if this.read().is_some() => this.read().map(|range| range.last),
    "bytes" if this.read().is_none() => Bytes(this.0.value.to_vec()),
});

object_content! {
    /// The phone a card was paired with: a record of EF.IPD (3GPP TS 31.102 4.2.102).
    PairedPhone, "EF.IPD", [0x80, 0x81], this { "imei" => this.imei(), "imeisv" => this.imeisv() }
}

impl PairedPhone {
    /// The record of a phone with this IMEI, or IMEISV if it has 16 digits.
    ///
    /// # Errors
    ///
    /// It is too long for any record.
    pub fn new(imei: &str) -> Result<Self, EncodeError> {
        let tag = if imei.len() == 16 { 0x81 } else { 0x80 };
        RawObjects::write(|record| _ = record.tlv(Tag(tag), &packed(imei))).map(Self)
    }

    /// The phone's IMEI.
    pub fn imei(&self) -> Option<String> {
        digits(self.0.find(0x80)?)
    }

    /// The phone's IMEI with the software version.
    pub fn imeisv(&self) -> Option<String> {
        digits(self.0.find(0x81)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Content;

    #[test]
    fn phones_are_written_and_read() {
        let phone = PairedPhone::new("001234567890123").unwrap();
        assert_eq!(hex::encode(phone.encode(10).unwrap()), "8008002143658709 21f3".replace(' ', ""));
        assert_eq!((phone.imei().as_deref(), phone.imeisv()), (Some("001234567890123"), None));
        let range = ImeiRange {
            with_software_version: true,
            first: "0012345600000000".into(),
            last: "0012345699999999".into(),
        };
        let record = AllowedPhones::new(core::slice::from_ref(&range)).unwrap();
        assert_eq!(record.ranges().collect::<Vec<_>>(), [range]);
    }
}
