//! What a call is set up with: numbers and control strings, capabilities, subaddresses, tones to dial (ETSI TS 102 223
//! clause 8, 3GPP TS 31.111 clause 8).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::macros::byte_object;
use super::named::named_byte;
use super::{AlphaIdentifier, DataObject, RawObject, UssdString};
use crate::codec::bcd::{self, Alphabet, Digits};
use crate::codec::ctlv::{Tag, Tlvs};
use crate::codec::{DecodeError, DialingNumber, EncodeError, EncodeErrorKind, TonNpi, TypeOfNumber};
use crate::files::Content;
use crate::files::content;

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

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ton_npi() {
            Some(ton_npi) => write!(f, "Address({self}, {:02X})", ton_npi.byte()),
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

impl DataObject for Address {
    const TAG: Tag = Tag(0x06);
    const NAME: &'static str = "address";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.to_vec()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(&self.0);
        Ok(())
    }
}

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

impl fmt::Debug for SsString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ton_npi() {
            Some(ton_npi) => write!(f, "SsString({}, {:02X})", self.text(), ton_npi.byte()),
            None => f.write_str("SsString()"),
        }
    }
}

impl DataObject for SsString {
    const TAG: Tag = Tag(0x09);
    const NAME: &'static str = "SS string";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.to_vec()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(&self.0);
        Ok(())
    }
}

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

impl fmt::Debug for DtmfString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DtmfString({})", self.text())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for DtmfString {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl DataObject for DtmfString {
    const TAG: Tag = Tag(0x2C);
    const NAME: &'static str = "DTMF string";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.to_vec()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(&self.0);
        Ok(())
    }
}

/// What a call needs of its bearer: ETSI TS 102 223 8.4, 3GPP TS 31.111 8.4, coded as a record of EF.CCP: a length, the
/// bearer capability, and filling.
///
/// ```
/// use simcard::toolkit::object::{CapabilityConfiguration, DataObject};
///
/// let speech = CapabilityConfiguration::decode(&[0x01, 0xA0, 0xFF])?;
/// assert_eq!(speech.record().unwrap().information_transfer_capability(), Some("speech"));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CapabilityConfiguration(pub Vec<u8>);

impl CapabilityConfiguration {
    /// The parameters with this bearer capability (3GPP TS 24.008 10.5.4.5), from its octet 3 on.
    ///
    /// # Errors
    ///
    /// It has more than 254 bytes.
    pub fn new(bearer_capability: &[u8]) -> Result<Self, EncodeError> {
        let record = content::CapabilityConfiguration::new(bearer_capability)?;
        record.encode(bearer_capability.len().saturating_add(1)).map(Self)
    }

    /// What the bytes say; `None` if there are none but filling.
    pub fn record(&self) -> Option<content::CapabilityConfiguration> {
        content::CapabilityConfiguration::decode(&self.0).ok().filter(|_| !self.0.is_empty())
    }
}

impl fmt::Debug for CapabilityConfiguration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CapabilityConfiguration({})", hex::encode(&self.0))
    }
}

impl DataObject for CapabilityConfiguration {
    const TAG: Tag = Tag(0x07);
    const NAME: &'static str = "capability configuration parameters";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.to_vec()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(&self.0);
        Ok(())
    }
}

serialize_fields!(CapabilityConfiguration, capabilities {
    "information_transfer_capability" => capabilities.record().and_then(|record| record.information_transfer_capability()),
    "raw" => hex::encode(&capabilities.0),
});

/// A number behind a number: ETSI TS 102 223 8.3, the called party subaddress of 3GPP TS 24.008 10.5.4.8 from its octet
/// 3 on.
///
/// ```
/// use simcard::toolkit::object::{DataObject, Subaddress};
///
/// let subaddress = Subaddress::decode(&[0x80, 0x50, 0x31, 0x32])?;
/// assert_eq!(subaddress.kind(), Some("NSAP"));
/// assert_eq!(subaddress.information(), [0x50, 0x31, 0x32]);
/// assert_eq!(subaddress.text().as_deref(), Some("12"));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Subaddress(pub Vec<u8>);

impl Subaddress {
    /// The first byte of an NSAP whose digits are characters of the international alphabet no. 5, as X.213 has it.
    const IA5: u8 = 0x50;

    /// An NSAP of these characters.
    ///
    /// # Errors
    ///
    /// [`Character`](EncodeErrorKind::Character): one that the international alphabet no. 5 does not have.
    pub fn nsap(text: &str) -> Result<Self, EncodeError> {
        match text.chars().position(|character| !character.is_ascii()) {
            Some(index) => Err(EncodeError::new(Self::NAME, EncodeErrorKind::Character { index })),
            None => Ok(Self([&[0x80, Self::IA5], text.as_bytes()].concat())),
        }
    }

    /// Its type: `"NSAP"` (X.213) or `"user specified"`; `None` if it is reserved, or there is nothing.
    pub fn kind(&self) -> Option<&'static str> {
        match self.0.first()? & 0x70 {
            0x00 => Some("NSAP"),
            0x20 => Some("user specified"),
            _ => None,
        }
    }

    /// Whether its number of digits is odd, where it is user specified.
    pub fn is_odd(&self) -> bool {
        self.0.first().is_some_and(|first| first & 0x08 != 0)
    }

    /// The subaddress itself.
    pub fn information(&self) -> &[u8] {
        self.0.get(1..).unwrap_or_default()
    }

    /// The characters of an NSAP that is made of such.
    pub fn text(&self) -> Option<String> {
        match self.information().split_first() {
            Some((&Self::IA5, text)) if self.kind() == Some("NSAP") && text.is_ascii() => {
                String::from_utf8(text.to_vec()).ok()
            }
            _ => None,
        }
    }
}

impl fmt::Debug for Subaddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subaddress({})", hex::encode(&self.0))
    }
}

impl DataObject for Subaddress {
    const TAG: Tag = Tag(0x08);
    const NAME: &'static str = "subaddress";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.to_vec()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(&self.0);
        Ok(())
    }
}

serialize_fields!(Subaddress, subaddress {
    "type" => subaddress.kind(),
    "text" if subaddress.text().is_some() => subaddress.text(),
    "raw" => hex::encode(&subaddress.0),
});

named_byte! {
    /// How the two capabilities of a call are used: ETSI TS 102 223 8.42, 3GPP TS 31.111 8.42, with the values of 3GPP TS
    /// 24.008 10.5.4.22. Any byte is kept as it is.
    RepeatIndicator {
        ALTERNATE = 0x01 "alternate mode",
        FALLBACK = 0x02 "support of fallback",
        SEQUENTIAL = 0x03 "sequential mode",
        SERVICE_CHANGE = 0x04 "support of service change and fallback",
    }
}

byte_object!(RepeatIndicator, 0x2A, "BC repeat indicator");

/// What the card made of a call, SS or USSD operation: ETSI TS 102 223 8.30. It is a row of data objects, those that the
/// card gave in answer to the envelope; what can't be read as such is kept.
///
/// ```
/// use simcard::toolkit::object::{Address, CallControlAction, DataObject, RawObject};
///
/// let address: Address = "+447700900123".parse()?;
/// let action = CallControlAction::new(&[RawObject::new(&address, true)?])?;
/// assert_eq!(action.find::<Address>(), Some(Ok(address)));
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CallControlAction(pub Vec<u8>);

impl CallControlAction {
    /// The action of these objects.
    ///
    /// # Errors
    ///
    /// One of them can't be written.
    pub fn new(objects: &[RawObject]) -> Result<Self, EncodeError> {
        let mut out = Vec::new();
        objects.iter().try_for_each(|object| object.form.push(&mut out, &object.value))?;
        Ok(Self(out))
    }

    /// The objects, up to the first that can't be read.
    pub fn objects(&self) -> impl Iterator<Item = RawObject> + '_ {
        Tlvs::new(&self.0).map_while(Result::ok).map(RawObject::from)
    }

    /// The first object of this kind.
    ///
    /// # Errors
    ///
    /// Its bytes are no `T`.
    pub fn find<T: DataObject>(&self) -> Option<Result<T, DecodeError>> {
        let tlv = Tlvs::new(&self.0).map_while(Result::ok).find(|tlv| tlv.tag() == T::TAG)?;
        Some(T::decode(tlv.value))
    }

    fn readable<T: DataObject>(&self) -> Option<T> {
        self.find().and_then(Result::ok)
    }
}

/// The bytes: what is in them may again be such an action, and showing that would recurse.
impl fmt::Debug for CallControlAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallControlAction({})", hex::encode(&self.0))
    }
}

impl DataObject for CallControlAction {
    const TAG: Tag = Tag(0x27);
    const NAME: &'static str = "call control requested action";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.to_vec()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(&self.0);
        Ok(())
    }
}

serialize_fields!(CallControlAction, action {
    "address" if action.readable::<Address>().is_some() => action.readable::<Address>(),
    "ss_string" if action.readable::<SsString>().is_some() => action.readable::<SsString>(),
    "ussd_string" if action.readable::<UssdString>().is_some() => action.readable::<UssdString>(),
    "capabilities" if action.readable::<CapabilityConfiguration>().is_some() => action.readable::<CapabilityConfiguration>(),
    "subaddress" if action.readable::<Subaddress>().is_some() => action.readable::<Subaddress>(),
    "alpha" if action.readable::<AlphaIdentifier>().is_some() => action.readable::<AlphaIdentifier>(),
    "raw" => hex::encode(&action.0),
});

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
        assert_eq!(format!("{:?} {:?}", address, Address::empty()), "Address(+447700900123, 91) Address()");
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

    #[test]
    fn capabilities() {
        vector(&hex!("01 A0"), &CapabilityConfiguration::new(&[0xA0]).unwrap());
        let padded = CapabilityConfiguration(hex!("07 A1 B8 89 21 15 63 80 FF FF").to_vec());
        vector(&padded.0, &padded);
        assert_eq!(padded.record().unwrap().bearer_capability(), Some(&hex!("A1 B8 89 21 15 63 80")[..]));
        assert_eq!(CapabilityConfiguration::default().record(), None);
        assert!(CapabilityConfiguration::new(&[0; 255]).is_err());
    }

    #[test]
    fn subaddresses() {
        // 80: last octet 3, NSAP, even; 50: characters
        let text = Subaddress::nsap("95").unwrap();
        vector(&hex!("80 50 39 35"), &text);
        assert_eq!(text.text().as_deref(), Some("95"));
        // A8: user specified, odd: digits 1, 2, 3
        let user = Subaddress(hex!("A8 12 30").to_vec());
        assert_eq!((user.kind(), user.is_odd(), user.text()), (Some("user specified"), true, None));
        assert_eq!(Subaddress(hex!("90").to_vec()).kind(), None);
        assert_eq!(Subaddress::default().kind(), None);
        assert!(Subaddress::nsap("ö").is_err());
    }

    #[test]
    fn actions() {
        // the card let the call be, with a name: 85 03 "Bob", which is all
        let action = CallControlAction(b"\x85\x03Bob\x86\x03\x81\x11\xF2".to_vec());
        vector(&action.0.clone(), &action);
        assert_eq!(action.find::<AlphaIdentifier>().unwrap().unwrap().text(), "Bob");
        assert_eq!(action.find::<Address>().unwrap().unwrap().digits(), "112");
        assert_eq!(action.find::<SsString>(), None);
        assert_eq!(action.objects().count(), 2);
        let again = CallControlAction::new(&action.objects().collect::<Vec<_>>()).unwrap();
        assert_eq!(again, action);
        assert_eq!(CallControlAction(hex!("85 05 41").to_vec()).objects().count(), 0);
        vector(&[0x03], &RepeatIndicator::SEQUENTIAL);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn as_json() {
        let json = |value: &dyn erased_serde::Serialize| serde_json::to_string(value).unwrap();
        let address: Address = "+447700900123".parse().unwrap();
        assert_eq!(json(&address), r#"{"number":"+447700900123","type":"International","plan":"Telephony"}"#);
        assert_eq!(json(&Address::empty()), r#"{"number":""}"#);
        assert_eq!(json(&DtmfString::new("12").unwrap()), r#""12""#);
        // actions within actions, thousands deep: shown without recursion
        let mut nested = CallControlAction::default();
        while nested.0.len() < 0x2000 {
            nested = CallControlAction::new(&[RawObject::new(&nested, true).unwrap()]).unwrap();
        }
        assert!(json(&nested).starts_with(r#"{"raw":"a7"#));
        assert!(format!("{nested:?}").starts_with("CallControlAction(a7"));
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
