//! What a call is set up with besides the number: capabilities, subaddresses, and what the card makes of it (ETSI TS 102 223
//! clause 8, 3GPP TS 31.111 clause 8).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::macros::{byte_object, whole_value};
use super::named::named_byte;
use super::{Address, AlphaIdentifier, DataObject, RawObject, SsString, UssdString};
use crate::codec::ctlv::Tlvs;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind};
use crate::files::Content;
use crate::files::content;

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

whole_value!(CapabilityConfiguration, 0x07, "capability configuration parameters");

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

whole_value!(Subaddress, 0x08, "subaddress");

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

whole_value!(CallControlAction, 0x27, "call control requested action");

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
    use hex_literal::hex;

    use super::super::testing::vector;
    use super::*;

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
    fn actions_within_actions_are_shown_without_recursion() {
        let mut nested = CallControlAction::default();
        while nested.0.len() < 0x2000 {
            nested = CallControlAction::new(&[RawObject::new(&nested, true).unwrap()]).unwrap();
        }
        assert!(serde_json::to_string(&nested).unwrap().starts_with(r#"{"raw":"a7"#));
        assert!(alloc::format!("{nested:?}").starts_with("CallControlAction(a7"));
    }
}
