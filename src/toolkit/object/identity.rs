//! Which terminal it is.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::DataObject;
use super::macros::whole_value;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader, bcd};

/// The halves of the bytes of a mobile identity before its digits: its type, and whether their number is odd (3GPP TS
/// 24.008 10.5.1.4).
const IMEI_TYPE: u8 = 0xA;
const IMEISV_TYPE: u8 = 0x3;

/// Digits, after the half byte `kind` and with filling behind them. `None` if a half in between is no digit.
fn digits_of(halves: impl Iterator<Item = u8>, count: usize) -> Option<String> {
    let mut halves = halves;
    let digits: Option<String> =
        halves.by_ref().take(count).map(|half| bcd::Alphabet::Decimal.digit(half)).collect();
    // what is left fills up the last byte
    let filled = halves.all(|half| matches!(half, 0x0 | 0xF));
    digits.filter(|digits| filled && digits.len() == count)
}

fn mobile_identity(
    object: &'static str,
    kind: u8,
    digits: &str,
    count: usize,
) -> Result<Vec<u8>, EncodeError> {
    let mut halves = alloc::vec![kind];
    for (index, digit) in digits.chars().enumerate() {
        let half = bcd::Alphabet::Decimal.half(digit);
        halves.push(half.ok_or(EncodeError::new(object, EncodeErrorKind::Character { index }))?);
    }
    let len = digits.len();
    if len != count {
        let kind = match len {
            0 => EncodeErrorKind::Empty,
            _ if len > count => EncodeErrorKind::TooLong { len, max: count },
            _ => EncodeErrorKind::Value(u32::try_from(len).unwrap_or_default()),
        };
        return Err(EncodeError::new(object, kind));
    }
    Ok(halves.chunks(2).map(|pair| pair.get(1).unwrap_or(&0xF) << 4 | pair.first().unwrap_or(&0xF)).collect())
}

macro_rules! identity {
    ($name:ident, $tag:literal, $object:literal) => {
        impl $name {
            /// The bytes.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }
        }

        whole_value!($name, $tag, $object);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.digits() {
                    Some(digits) => write!(f, "{}({digits})", stringify!($name)),
                    None => write!(f, "{}(invalid {})", stringify!($name), hex::encode(&self.0)),
                }
            }
        }

        serialize_fields!($name, this {
            "digits" if this.digits().is_some() => this.digits(),
            "invalid" if this.digits().is_none() => hex::encode(&this.0),
        });
    };
}

/// The identity of the terminal: ETSI TS 102 223 8.20. What is no identity is kept.
///
/// It is written as a mobile identity (3GPP TS 24.008 10.5.1.4): half a byte with its type, then 15 digits. Terminals are
/// also seen to write the digits only; both are read.
///
/// ```
/// use simcard::toolkit::object::{DataObject, Imei};
///
/// let imei = Imei::decode(&[0x4A, 0x09, 0x51, 0x24, 0x30, 0x32, 0x57, 0x81])?;
/// assert_eq!(imei.digits().as_deref(), Some("490154203237518"));
/// assert_eq!(Imei::new("490154203237518")?, imei);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Imei(Vec<u8>);

impl Imei {
    /// The identity of these 15 digits.
    ///
    /// # Errors
    ///
    /// There are more or fewer, or a character is no digit.
    pub fn new(digits: &str) -> Result<Self, EncodeError> {
        mobile_identity(Self::NAME, IMEI_TYPE, digits, 15).map(Self)
    }

    /// The 15 digits; `None` if what is there is no such identity.
    pub fn digits(&self) -> Option<String> {
        let typed = bcd::halves(&self.0).next() == Some(IMEI_TYPE);
        digits_of(bcd::halves(&self.0).skip(usize::from(typed)), 15)
    }
}

identity!(Imei, 0x14, "IMEI");

/// The identity of the terminal and the version of its software: ETSI TS 102 223 8.74. What is no identity is kept.
///
/// It is written as a mobile identity (3GPP TS 24.008 10.5.1.4): half a byte with its type, 16 digits and half a byte of
/// filling. Eight bytes of digits only are read as well.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Imeisv(Vec<u8>);

impl Imeisv {
    /// The identity of these 16 digits.
    ///
    /// # Errors
    ///
    /// There are more or fewer, or a character is no digit.
    pub fn new(digits: &str) -> Result<Self, EncodeError> {
        mobile_identity(Self::NAME, IMEISV_TYPE, digits, 16).map(Self)
    }

    /// The 16 digits; `None` if what is there is no such identity.
    pub fn digits(&self) -> Option<String> {
        // Eight bytes have no room for the type, which looks like a digit.
        let typed = self.0.len() > 8 && bcd::halves(&self.0).next() == Some(IMEISV_TYPE);
        digits_of(bcd::halves(&self.0).skip(usize::from(typed)), 16)
    }
}

identity!(Imeisv, 0x62, "IMEISV");

/// The electronic serial number of a cdma2000 terminal: ETSI TS 102 223 8.69, 3GPP2 C.S0035.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Esn(pub u32);

impl Esn {
    /// The number in decimal, as it is printed on terminals: three digits for the manufacturer, eight for the serial
    /// number.
    pub fn decimal(self) -> String {
        alloc::format!("{:03}{:08}", self.0 >> 24, self.0 & 0xFF_FFFF)
    }
}

impl DataObject for Esn {
    const TAG: Tag = Tag(0x46);
    const NAME: &'static str = "ESN";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let number = reader.u32()?;
        reader.finish()?;
        Ok(Self(number))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.to_be_bytes());
        Ok(())
    }
}

impl fmt::Debug for Esn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Esn({:08X})", self.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Esn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:08X}", self.0))
    }
}

/// The mobile equipment identifier of a cdma2000 terminal: ETSI TS 102 223 8.81, 3GPP2 C.S0035: seven bytes, and one
/// that is reserved.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Meid {
    /// The identifier.
    pub identifier: [u8; 7],
    /// A reserved byte, if there is one.
    pub reserved: Option<u8>,
}

impl Meid {
    /// This identifier, with the reserved byte.
    pub const fn new(identifier: [u8; 7]) -> Self {
        Self { identifier, reserved: Some(0) }
    }

    /// The identifier in hexadecimal, 14 digits.
    pub fn hexadecimal(&self) -> String {
        hex::encode_upper(self.identifier)
    }
}

impl DataObject for Meid {
    const TAG: Tag = Tag(0x6D);
    const NAME: &'static str = "MEID";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let identifier = reader.array()?;
        let reserved = if reader.is_empty() { None } else { Some(reader.u8()?) };
        reader.finish()?;
        Ok(Self { identifier, reserved })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.identifier);
        out.extend(self.reserved);
        Ok(())
    }
}

impl fmt::Debug for Meid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Meid({})", self.hexadecimal())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Meid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hexadecimal())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn an_imei_with_its_type_or_without() {
        // 3GPP TS 24.008 10.5.1.4: digit 1 beside A (odd, IMEI), then two digits a byte, the first in the low half
        let imei = Imei::new("490154203237518").unwrap();
        vector(&[0x4A, 0x09, 0x51, 0x24, 0x30, 0x32, 0x57, 0x81], &imei);
        assert_eq!(imei.digits().as_deref(), Some("490154203237518"));
        // digits only: two a byte, the last half spare
        for spare in [0x08, 0xF8] {
            let plain = Imei::decode(&[0x94, 0x10, 0x45, 0x02, 0x23, 0x73, 0x15, spare]).unwrap();
            assert_eq!(plain.digits().as_deref(), Some("490154203237518"));
        }
        for invalid in [&[][..], &[0xFF; 8], &[0x4A, 0x09], &[0x4A, 0xB9, 0x51, 0x24, 0x30, 0x32, 0x57, 0x81]]
        {
            assert_eq!(Imei::decode(invalid).unwrap().digits(), None, "{invalid:02X?}");
        }
        for wrong in ["", "49015420323751", "4901542032375180", "49015420323751A"] {
            assert!(Imei::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_imeisv_with_its_type_or_without() {
        // digit 1 beside 3 (even, IMEISV), the other digits, F
        let version = Imeisv::new("4901542032375186").unwrap();
        vector(&[0x43, 0x09, 0x51, 0x24, 0x30, 0x32, 0x57, 0x81, 0xF6], &version);
        assert_eq!(version.digits().as_deref(), Some("4901542032375186"));
        let plain = Imeisv::decode(&[0x94, 0x10, 0x45, 0x02, 0x23, 0x73, 0x15, 0x68]).unwrap();
        assert_eq!(plain.digits().as_deref(), Some("4901542032375186"));
        assert_eq!(Imeisv::decode(&[0x43; 3]).unwrap().digits(), None);
    }

    #[test]
    fn cdma2000_identities() {
        // manufacturer 80 = 128, serial number 010203 = 66051
        vector(&[0x80, 0x01, 0x02, 0x03], &Esn(0x8001_0203));
        assert_eq!(Esn(0x8001_0203).decimal(), "12800066051");
        let meid = Meid::new([0xA0, 0, 0, 0, 0, 0, 0x2C]);
        vector(&[0xA0, 0, 0, 0, 0, 0, 0x2C, 0x00], &meid);
        assert_eq!(meid.hexadecimal(), "A000000000002C");
        vector(&[0xA0, 0, 0, 0, 0, 0, 0x2C], &Meid { reserved: None, ..meid });
        assert!(Meid::decode(&[0; 9]).is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let json = |imei: &Imei| serde_json::to_string(imei).unwrap();
        assert_eq!(json(&Imei::new("490154203237518").unwrap()), r#"{"digits":"490154203237518"}"#);
        assert_eq!(json(&Imei::decode(&[0xFF]).unwrap()), r#"{"invalid":"ff"}"#);
    }
}
