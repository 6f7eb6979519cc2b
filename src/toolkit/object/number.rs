//! What is dialled: numbers, control strings, tones (ETSI TS 102 223 8.1, 8.14, 8.44).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::DataObject;
use super::macros::whole_value;
use crate::codec::bcd::{self, Alphabet, Digits};
use crate::codec::{DialingNumber, EncodeError, EncodeErrorKind, TonNpi, TypeOfNumber};
use crate::toolkit::action::without_secrets;

/// The digits up to the filling, or up to what is no digit.
fn digits(object: &'static str, bytes: &[u8]) -> String {
    Digits::new(object, bytes, Alphabet::Dialling).map_while(Result::ok).collect()
}

fn digit_bytes(object: &'static str, digits: &str) -> Result<Vec<u8>, EncodeError> {
    bcd::encode(object, digits, Alphabet::Dialling, digits.len().div_ceil(2))
}

/// Type, plan and digits, as [`Address`] and [`SsString`] have them.
fn typed_digits(object: &'static str, ton_npi: TonNpi, digits: &str) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = digit_bytes(object, digits)?;
    bytes.insert(0, ton_npi.byte());
    Ok(bytes)
}

/// A number to call, or a control string, with type and numbering plan: ETSI TS 102 223 8.1. It may be empty. Bytes that
/// are no digits are kept.
///
/// Digits are those of [`Alphabet::Dialling`]: besides `0` to `9` there are `*` and `#`, and `a` separates the number
/// from the tones to send when the call is connected.
///
/// ```
/// use simcard::toolkit::object::{Address, DataObject};
///
/// let address: Address = "+447700900123".parse()?;
/// let mut value = Vec::new();
/// address.encode(&mut value)?;
/// assert_eq!(value, [0x91, 0x44, 0x77, 0x00, 0x09, 0x10, 0x32]);
/// assert_eq!(Address::decode(&value)?.to_string(), "+447700900123");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Address(Vec<u8>);

impl Address {
    /// The address of this type, plan and digits. There may be no digits.
    ///
    /// # Errors
    ///
    /// [`Character`](EncodeErrorKind::Character): one that is no digit.
    pub fn new(ton_npi: TonNpi, digits: &str) -> Result<Self, EncodeError> {
        typed_digits(Self::NAME, ton_npi, digits).map(Self)
    }

    /// The address without anything: no type either.
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Type and numbering plan; `None` if the address is empty.
    pub fn ton_npi(&self) -> Option<TonNpi> {
        self.0.first().copied().map(TonNpi::from_byte)
    }

    /// The digits, without a plus sign, up to the filling.
    pub fn digits(&self) -> String {
        digits(Self::NAME, self.0.get(1..).unwrap_or_default())
    }

    /// The number; `None` if there is none, or something that is no number.
    pub fn number(&self) -> Option<DialingNumber> {
        DialingNumber::from_bytes(&self.0).ok().flatten()
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// As it is written down: an international number with a plus sign.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        let international =
            self.ton_npi().is_some_and(|ton_npi| ton_npi.ton() == TypeOfNumber::International);
        let plus = international && digits.starts_with(|first: char| first.is_ascii_digit());
        write!(f, "{}{digits}", if plus { "+" } else { "" })
    }
}

/// Without the number but for the last two digits, as [`DialingNumber`] is shown.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ton_npi() {
            Some(ton_npi) => {
                let digits = self.digits();
                let hidden = digits.len().saturating_sub(2);
                let shown = digits.get(hidden..).unwrap_or_default();
                write!(f, "Address({}{shown}, {:02X})", "•".repeat(hidden), ton_npi.byte())
            }
            None => f.write_str("Address()"),
        }
    }
}

/// As [`DialingNumber`] reads it; no text at all is the empty address.
impl FromStr for Address {
    type Err = EncodeError;

    fn from_str(text: &str) -> Result<Self, EncodeError> {
        match text.is_empty() {
            true => Ok(Self::empty()),
            false => text.parse().map(|number: DialingNumber| Self::from(&number)),
        }
    }
}

impl From<&DialingNumber> for Address {
    fn from(number: &DialingNumber) -> Self {
        Self(number.to_bytes())
    }
}

whole_value!(Address, 0x06, "address");

serialize_fields!(Address, address {
    "number" => alloc::format!("{address}"),
    "type" if address.ton_npi().is_some() => address.ton_npi().map(TonNpi::ton),
    "plan" if address.ton_npi().is_some() => address.ton_npi().map(TonNpi::npi),
});

/// What the network is asked to do for a supplementary service, as one would dial it: ETSI TS 102 223 8.14, 3GPP TS
/// 31.111 8.14. Bytes that are no digits are kept.
///
/// ```
/// use simcard::toolkit::object::{DataObject, SsString};
///
/// let forward = SsString::new("*21*07700900123#")?;
/// assert_eq!(forward.text(), "*21*07700900123#");
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SsString(Vec<u8>);

impl SsString {
    /// This control string, with the type that control strings have ([`TonNpi::NONE`]).
    ///
    /// # Errors
    ///
    /// [`Character`](EncodeErrorKind::Character): one that can't be dialled; [`Empty`](EncodeErrorKind::Empty).
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        Self::with_type(TonNpi::NONE, text)
    }

    /// This control string, with this type and numbering plan.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_type(ton_npi: TonNpi, text: &str) -> Result<Self, EncodeError> {
        match text.is_empty() {
            true => Err(EncodeError::new(Self::NAME, EncodeErrorKind::Empty)),
            false => typed_digits(Self::NAME, ton_npi, text).map(Self),
        }
    }

    /// Type and numbering plan; `None` if there is nothing.
    pub fn ton_npi(&self) -> Option<TonNpi> {
        self.0.first().copied().map(TonNpi::from_byte)
    }

    /// What would be dialled.
    pub fn text(&self) -> String {
        digits(Self::NAME, self.0.get(1..).unwrap_or_default())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Without long numbers.
impl fmt::Debug for SsString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ton_npi() {
            Some(ton_npi) => write!(f, "SsString({}, {:02X})", without_secrets(&self.text()), ton_npi.byte()),
            None => f.write_str("SsString()"),
        }
    }
}

whole_value!(SsString, 0x09, "SS string");

serialize_fields!(SsString, string {
    "text" => string.text(),
    "type" if string.ton_npi().is_some() => string.ton_npi().map(TonNpi::ton),
    "plan" if string.ton_npi().is_some() => string.ton_npi().map(TonNpi::npi),
});

/// Tones to send in a call: ETSI TS 102 223 8.44. Digits are those of [`Alphabet::Dialling`]; `a` is a pause. Bytes that
/// are no digits are kept.
///
/// ```
/// use simcard::toolkit::object::{DataObject, DtmfString};
///
/// assert_eq!(DtmfString::decode(&[0x21, 0xC3, 0xB4])?.text(), "123a4#");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DtmfString(Vec<u8>);

impl DtmfString {
    /// These tones.
    ///
    /// # Errors
    ///
    /// [`Character`](EncodeErrorKind::Character): one that is no tone; [`Empty`](EncodeErrorKind::Empty).
    pub fn new(digits: &str) -> Result<Self, EncodeError> {
        match digits.is_empty() {
            true => Err(EncodeError::new(Self::NAME, EncodeErrorKind::Empty)),
            false => digit_bytes(Self::NAME, digits).map(Self),
        }
    }

    /// The tones, up to the filling.
    pub fn text(&self) -> String {
        digits(Self::NAME, &self.0)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// How many tones: they may be a code.
impl fmt::Debug for DtmfString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DtmfString({} tones)", self.text().len())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for DtmfString {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

whole_value!(DtmfString, 0x2C, "DTMF string");

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::super::testing::{round_trip, vector};
    use super::*;

    #[test]
    fn addresses() {
        // type 91, then 44 77 00 90 01 23 with the halves of each byte swapped
        let address: Address = "+447700900123".parse().unwrap();
        vector(&hex!("91 44 77 00 09 10 32"), &address);
        assert_eq!(address.number().unwrap().to_string(), "+447700900123");
        assert_eq!(address.ton_npi(), Some(TonNpi::INTERNATIONAL));
        // an odd number of digits is filled with F; C (here "a") is a pause
        vector(&hex!("81 21 C3 54 F6"), &Address::new(TonNpi::UNKNOWN, "123a456").unwrap());
        vector(&hex!("FF 1A 00 FB"), &"*100#".parse::<Address>().unwrap());
        vector(&[], &Address::empty());
        vector(&[], &"".parse::<Address>().unwrap());
        vector(&[0x91], &Address::new(TonNpi::INTERNATIONAL, "").unwrap());
        assert_eq!(Address::empty().ton_npi(), None);
        assert_eq!(format!("{:?} {:?}", address, Address::empty()), "Address(••••••••••23, 91) Address()");
        assert!(Address::new(TonNpi::UNKNOWN, "12x").is_err());
        // filling in the middle, and more of it at the end: kept, not read
        round_trip::<Address>(&hex!("91 21 F3 54"));
        round_trip::<Address>(&hex!("91 21 FF FF"));
        let broken = Address::decode(&hex!("91 21 F3 54")).unwrap();
        assert_eq!((broken.number(), broken.digits().as_str()), (None, "123"));
    }

    #[test]
    fn control_strings() {
        let string = SsString::with_type(TonNpi::INTERNATIONAL, "**21*07700900123#").unwrap();
        // AA 12 0A 77 00 09 10 32 FB: "**", "21", "*0", "77", "00", "90", "01", "23", "#" and filling
        vector(&hex!("91 AA 12 0A 77 00 09 10 32 FB"), &string);
        assert_eq!(string.text(), "**21*07700900123#");
        vector(&hex!("FF 1A 00 FB"), &SsString::new("*100#").unwrap());
        vector(&[], &SsString::default());
        assert!(SsString::new("").is_err());
        // an SS string shown as an address has no plus sign, although its type says so
        assert_eq!(Address::decode(string.as_bytes()).unwrap().to_string(), "**21*07700900123#");
    }

    #[test]
    fn tones() {
        vector(&hex!("21 C3 B4"), &DtmfString::new("123a4#").unwrap());
        vector(&hex!("F1"), &DtmfString::new("1").unwrap());
        assert!(DtmfString::new("").is_err());
        assert!(DtmfString::new("A").is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn as_json() {
        let json = |value: &dyn erased_serde::Serialize| serde_json::to_string(value).unwrap();
        let address: Address = "+447700900123".parse().unwrap();
        assert_eq!(json(&address), r#"{"number":"+447700900123","type":"International","plan":"Telephony"}"#);
        assert_eq!(json(&Address::empty()), r#"{"number":""}"#);
        assert_eq!(json(&DtmfString::new("12").unwrap()), r#""12""#);
    }

    proptest! {
        #[test]
        fn digits_come_back(text in "[0-9*#abc]{1,40}") {
            let address = Address::new(TonNpi::UNKNOWN, &text).unwrap();
            prop_assert_eq!(Address::decode(address.as_bytes()).unwrap().digits(), text.clone());
            prop_assert_eq!(DtmfString::new(&text).unwrap().text(), text.clone());
            prop_assert_eq!(SsString::new(&text).unwrap().text(), text);
        }
    }
}
