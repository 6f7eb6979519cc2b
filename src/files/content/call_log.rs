//! Calls that were.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::dialing::{none_if_ff, split_name};
use super::{AlphaIdentifier, Bytes, Content, NumberField, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

const OBJECT: &str = "call information";
const NO_DURATION: u32 = 0x00FF_FFFF;

/// A call: a record of EF.OCI for one to somebody (3GPP TS 31.102 4.2.34), and nearly all of one of EF.ICI.
///
/// ```
/// use simcard::files::{ElementaryFile, usim};
///
/// let mut record = vec![b'M', b'u', b'm', 0x03, 0x81, 0x21, 0xF3];
/// record.extend([0xFF; 10]); // no more digits, no capabilities, no extension
/// record.extend([0x62, 0x11, 0x22, 0x51, 0x03, 0x00, 0x04, 0x00, 0x00, 0x3C, 0x01, 0x01, 0x07]);
/// let call = usim::Oci::decode(&record)?;
/// assert_eq!(call.alpha.text(), "Mum");
/// assert_eq!(call.time.text().as_deref(), Some("2026-11-22T15:30:00+10:00"));
/// assert_eq!(call.duration, Some(60));
/// assert_eq!(call.link.map(|link| link.contact), Some(7));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CallInformation {
    /// Whom the number belongs to.
    pub alpha: AlphaIdentifier,
    /// The number.
    pub number: NumberField,
    /// The record of EF.CCP2 with the capabilities of the call.
    pub capability: Option<u8>,
    /// The record of EF.EXT5 with what does not fit in here.
    pub extension: Option<u8>,
    /// When it was.
    pub time: CallTime,
    /// How long it took, in seconds.
    pub duration: Option<u32>,
    /// Where the phone book has the number.
    pub link: Option<PhoneBookLink>,
}

/// A call from somebody: a record of EF.ICI (3GPP TS 31.102 4.2.33).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IncomingCall {
    /// The call.
    pub call: CallInformation,
    /// Whether it was answered, with reserved bits.
    pub status: u8,
}

impl IncomingCall {
    /// Whether the user took the call.
    pub const fn is_answered(&self) -> bool {
        self.status & 0x01 == 0
    }
}

/// The place of a number in a phone book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PhoneBookLink {
    /// Which phone book, with reserved bits.
    pub phone_book: u8,
    /// The record of its EF.PBR.
    pub reference: u8,
    /// The record of its EF.ADN.
    pub contact: u8,
}

impl PhoneBookLink {
    /// Whether it is the phone book of the application, not the one below DF.TELECOM.
    pub const fn is_local(self) -> bool {
        self.phone_book & 0x01 != 0
    }
}

serialize_fields!(PhoneBookLink, this {
    "phone_book" => if this.is_local() { "local" } else { "global" },
    "pbr_record" => this.reference,
    "adn_record" => this.contact,
});

/// When a call was: year, month, day, hour, minute, second, time zone (coded as the TP-SCTS of 3GPP TS 23.040
/// 9.2.3.11). What is there is kept even where it is no time.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallTime(pub [u8; 7]);

impl CallTime {
    /// No time.
    pub const EMPTY: Self = Self([0xFF; 7]);

    /// The time, such as `2026-11-22T15:30:00+01:00`, without a zone if none is there; the years are those from 2000
    /// on. `None` if there is no time, or if what is there is none.
    pub fn text(&self) -> Option<String> {
        let [year, month, day, hour, minute, second, zone] = self.0;
        let number = |byte: u8, min: u8, max: u8| {
            let (tens, units) = (byte & 0x0F, byte >> 4);
            let value = tens.checked_mul(10)?.checked_add(units)?;
            (tens <= 9 && units <= 9 && (min..=max).contains(&value)).then_some(value)
        };
        let date =
            format!("20{:02}-{:02}-{:02}", number(year, 0, 99)?, number(month, 1, 12)?, number(day, 1, 31)?);
        let time = format!(
            "{:02}:{:02}:{:02}",
            number(hour, 0, 23)?,
            number(minute, 0, 59)?,
            number(second, 0, 59)?
        );
        if zone == 0xFF {
            return Some(format!("{date}T{time}"));
        }
        // In quarters of an hour; the sign is the highest bit of the tens.
        let sign = if zone & 0x08 == 0 { '+' } else { '-' };
        let quarters = number(zone & !0x08, 0, 79)?;
        Some(format!("{date}T{time}{sign}{:02}:{:02}", quarters >> 2, (quarters & 0x03).saturating_mul(15)))
    }
}

impl fmt::Debug for CallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Some(text) => f.write_str(&text),
            None if *self == Self::EMPTY => f.write_str("none"),
            None => Bytes(self.0.to_vec()).fmt(f),
        }
    }
}

/// The time; nothing, or the bytes in an object.
#[cfg(feature = "serde")]
impl serde::Serialize for CallTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        match self.text() {
            Some(text) => serializer.serialize_str(&text),
            None if *self == Self::EMPTY => serializer.serialize_none(),
            None => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("invalid", &Bytes(self.0.to_vec()))?;
                map.end()
            }
        }
    }
}

impl CallInformation {
    /// The bytes behind the name, without the status.
    const FIXED_LEN: usize = 27;

    /// Reads all but what `between` reads, which stands before the link.
    fn read<'a, T>(
        bytes: &'a [u8],
        fixed: usize,
        between: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
    ) -> Result<(Self, T), DecodeError> {
        not_blank(OBJECT, bytes)?;
        let (alpha, mut reader) = split_name(OBJECT, bytes, fixed)?;
        let number = NumberField::from_bytes(reader.array()?);
        let capability = none_if_ff(reader.u8()?);
        let extension = none_if_ff(reader.u8()?);
        let time = CallTime(reader.array()?);
        let duration = Some(reader.u24()?).filter(|seconds| *seconds != NO_DURATION);
        let between = between(&mut reader)?;
        let link = match reader.array()? {
            [0xFF, 0xFF, 0xFF] => None,
            [phone_book, reference, contact] => Some(PhoneBookLink { phone_book, reference, contact }),
        };
        Ok((Self { alpha, number, capability, extension, time, duration, link }, between))
    }

    fn write(&self, between: &[u8], len: usize) -> Result<Vec<u8>, EncodeError> {
        let fixed = Self::FIXED_LEN.saturating_add(between.len());
        let Some(name_len) = len.checked_sub(fixed) else {
            return Err(EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len: fixed, max: len }));
        };
        let mut out = Vec::with_capacity(len);
        self.alpha.push(OBJECT, &mut out, name_len)?;
        out.extend(self.number.as_bytes());
        out.extend([self.capability.unwrap_or(0xFF), self.extension.unwrap_or(0xFF)]);
        out.extend(self.time.0);
        let [0, duration @ ..] = self.duration.unwrap_or(NO_DURATION).to_be_bytes() else {
            let seconds = self.duration.unwrap_or_default();
            return Err(EncodeError::new(OBJECT, EncodeErrorKind::Value(seconds)));
        };
        out.extend(duration);
        out.extend(between);
        out.extend(self.link.map_or([0xFF; 3], |link| [link.phone_book, link.reference, link.contact]));
        filled(OBJECT, out, len)
    }
}

impl Content for CallInformation {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (call, ()) = Self::read(bytes, Self::FIXED_LEN, |_| Ok(()))?;
        Ok(call)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.write(&[], len)
    }
}

impl Content for IncomingCall {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fixed = CallInformation::FIXED_LEN.saturating_add(1);
        let (call, status) = CallInformation::read(bytes, fixed, Reader::u8)?;
        Ok(Self { call, status })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.call.write(&[self.status], len)
    }
}

serialize_fields!(CallInformation, this {
    "alpha" => this.alpha,
    "number" => this.number.number(),
    "ton_npi" => this.number.number().map(|number| number.ton_npi().byte()),
    "number_bytes" if !this.number.is_empty() && this.number.number().is_none() =>
        Bytes(this.number.as_bytes().to_vec()),
    "capability" => this.capability,
    "extension" => this.extension,
    "date_and_time" => this.time,
    "duration_s" => this.duration,
    "phone_book_entry" => this.link,
});

serialize_fields!(IncomingCall, this {
    "alpha" => this.call.alpha,
    "number" => this.call.number.number(),
    "ton_npi" => this.call.number.number().map(|number| number.ton_npi().byte()),
    "number_bytes" if !this.call.number.is_empty() && this.call.number.number().is_none() =>
        Bytes(this.call.number.as_bytes().to_vec()),
    "capability" => this.call.capability,
    "extension" => this.call.extension,
    "date_and_time" => this.call.time,
    "duration_s" => this.call.duration,
    "answered" => this.is_answered(),
    "reserved_status" if this.status & !0x01 != 0 => this.status & !0x01,
    "phone_book_entry" => this.call.link,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_what_is_none() {
        // half an hour: quarters 2; 10 h behind: quarters 40, bit 4 of the tens set
        assert_eq!(
            CallTime([0x62, 0x11, 0x22, 0x51, 0x03, 0x95, 0x20]).text().unwrap(),
            "2026-11-22T15:30:59+00:30"
        );
        assert_eq!(
            CallTime([0x00, 0x10, 0x10, 0x00, 0x00, 0x00, 0x0C]).text().unwrap(),
            "2000-01-01T00:00:00-10:00"
        );
        assert_eq!(
            CallTime([0x62, 0x11, 0x22, 0x51, 0x03, 0x95, 0xFF]).text().unwrap(),
            "2026-11-22T15:30:59"
        );
        for wrong in [
            [0xFF; 7],
            [0; 7],
            [0x62, 0x31, 0x22, 0x51, 0x03, 0x95, 0],
            [0x62, 0x1A, 0x22, 0x51, 0x03, 0x95, 0],
        ] {
            assert_eq!(CallTime(wrong).text(), None);
        }
    }

    #[test]
    fn durations_beyond_three_bytes_are_refused() {
        let mut call = CallInformation::decode(&[&[0][..], &[0xFF; 26]].concat()).unwrap();
        assert_eq!(call.duration, None);
        call.duration = Some(0x0100_0000);
        assert!(call.encode(27).is_err());
    }
}
