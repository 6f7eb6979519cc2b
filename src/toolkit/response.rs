use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::CommandType;
use super::command::{GetInkeyQualifier, LocalInformation};
use super::message::{self, Body, HeadObject, Layout, Problem, RawBody, Scan, Warning};
use super::object::{
    self, CommandDetails, DataObject, Descriptor, Device, DeviceIdentities, ItemIdentifier, RawObject,
    TextString, descriptor,
};
use super::result::{CommandResult, GeneralResult};
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

const OBJECT: &str = "TERMINAL RESPONSE";
const HEAD: &[Tag] = &[CommandDetails::TAG, DeviceIdentities::TAG, CommandResult::TAG];

/// What a terminal answers to a proactive command: TERMINAL RESPONSE (ETSI TS 102 223 6.8, 3GPP TS 31.111 6.8).
///
/// Which objects follow the result depends on the command: a text after GET INPUT, an item identifier after SELECT ITEM, a
/// timer and its value after TIMER MANAGEMENT.
///
/// ```
/// use simcard::toolkit::object::{CommandDetails, TextString};
/// use simcard::toolkit::{GeneralResult, TerminalResponse};
///
/// let details = CommandDetails { number: 1, kind: 0x23, qualifier: 0 };
/// let response = TerminalResponse::new(details, GeneralResult::OK).with(&TextString::new("1234")?)?;
/// let bytes = response.encode()?;
/// assert_eq!(bytes, b"\x81\x03\x01\x23\x00\x82\x02\x82\x81\x83\x01\x00\x8D\x05\x041234");
/// assert_eq!(TerminalResponse::decode(&bytes)?.text().as_deref(), Some("1234"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TerminalResponse {
    /// Which command is answered.
    pub details: CommandDetails,
    /// Who answers, and whom.
    pub devices: DeviceIdentities,
    /// How it ended.
    pub result: CommandResult,
    /// What else there is to say.
    pub objects: Vec<RawObject>,
    /// What is unusual about it.
    pub warnings: Vec<Warning>,
    layout: Layout,
}

impl TerminalResponse {
    /// The answer to the command with these details, from the terminal to the card.
    ///
    /// ```
    /// use simcard::toolkit::object::CommandDetails;
    /// use simcard::toolkit::{GeneralResult, TerminalResponse};
    ///
    /// let details = CommandDetails { number: 1, kind: 0x21, qualifier: 0x80 };
    /// let response = TerminalResponse::new(details, GeneralResult::OK);
    /// assert_eq!(response.encode()?, b"\x81\x03\x01\x21\x80\x82\x02\x82\x81\x83\x01\x00");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn new(details: CommandDetails, result: impl Into<CommandResult>) -> Self {
        Self {
            details,
            devices: DeviceIdentities::new(Device::TERMINAL, Device::UICC),
            result: result.into(),
            objects: Vec::new(),
            warnings: Vec::new(),
            layout: Layout::default(),
        }
    }

    /// The same answer with another object, which the card must understand.
    ///
    /// ```
    /// use simcard::toolkit::object::{CommandDetails, ItemIdentifier};
    /// use simcard::toolkit::{GeneralResult, TerminalResponse};
    ///
    /// let details = CommandDetails { number: 1, kind: 0x24, qualifier: 0 };
    /// let response = TerminalResponse::new(details, GeneralResult::OK).with(&ItemIdentifier(3))?;
    /// assert_eq!(response.item(), Some(3));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in the object can't be written.
    pub fn with<T: DataObject>(mut self, object: &T) -> Result<Self, EncodeError> {
        self.objects.push(RawObject::new(object, true)?);
        Ok(self)
    }

    /// Reads the data of a TERMINAL RESPONSE. Objects may stand in any order.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, TerminalResponse};
    ///
    /// let response = TerminalResponse::decode(b"\x81\x03\x01\x21\x80\x82\x02\x82\x81\x83\x01\x10")?;
    /// assert_eq!(response.general(), GeneralResult::SESSION_TERMINATED_BY_USER);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// They are no data objects, or command details, device identities or result are missing or malformed.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut scan = Scan::new(Reader::new(OBJECT, bytes), HEAD, 1);
        let cause = |problem: Problem| problem.cause;
        let details = scan.require::<CommandDetails>().map_err(cause)?;
        let devices = scan.require::<DeviceIdentities>().map_err(cause)?;
        let result = scan.require::<CommandResult>().map_err(cause)?;
        let RawBody = RawBody::decode(&mut scan).map_err(cause)?;
        let Scan { layout, others, mut warnings, .. } = scan;
        if devices.destination != Device::UICC {
            warnings.insert(0, Warning::Devices);
        }
        Ok(Self { details, devices, result, objects: others, warnings, layout })
    }

    /// The data of a TERMINAL RESPONSE: the same bytes, if it was decoded from some.
    ///
    /// ```
    /// use simcard::toolkit::TerminalResponse;
    ///
    /// // flags and order stay as they were
    /// let bytes = b"\x03\x01\x00\x01\x03\x01\x21\x80\x02\x02\x82\x81";
    /// assert_eq!(TerminalResponse::decode(bytes).unwrap().encode()?, bytes);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in it can't be written.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(message::USUAL_LEN);
        self.encode_to(&mut out)?;
        Ok(out)
    }

    /// Appends the data of a TERMINAL RESPONSE to `out`.
    pub(super) fn encode_to(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let head: [&dyn HeadObject; 3] = [&self.details, &self.devices, &self.result];
        message::write(out, &self.layout, &head, &RawBody, &self.objects)
    }

    /// The first object of this kind that can be read.
    ///
    /// ```
    /// use simcard::toolkit::TerminalResponse;
    /// use simcard::toolkit::object::{ItemIdentifier, TextString};
    ///
    /// let bytes = b"\x81\x03\x01\x24\x00\x82\x02\x82\x81\x83\x01\x00\x90\x01\x03";
    /// let response = TerminalResponse::decode(bytes)?;
    /// assert_eq!(response.object(), Some(ItemIdentifier(3)));
    /// assert_eq!(response.object::<TextString>(), None);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn object<T: DataObject>(&self) -> Option<T> {
        self.objects.iter().find_map(RawObject::as_object)?.ok()
    }

    /// How it ended.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, TerminalResponse};
    ///
    /// let response = TerminalResponse::decode(b"\x81\x03\x01\x21\x80\x82\x02\x82\x81\x83\x01\x00")?;
    /// assert_eq!(response.general(), GeneralResult::OK);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn general(&self) -> GeneralResult {
        self.result.general
    }

    /// What the user entered.
    ///
    /// ```
    /// use simcard::toolkit::TerminalResponse;
    ///
    /// let bytes = b"\x81\x03\x01\x23\x00\x82\x02\x82\x81\x83\x01\x00\x8D\x03\x0420";
    /// assert_eq!(TerminalResponse::decode(bytes)?.text().as_deref(), Some("20"));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn text(&self) -> Option<String> {
        self.object().map(|text: TextString| text.text())
    }

    /// Whether the user said yes or no, where GET INKEY asked for that: 01 or 00 instead of a character (ETSI TS 102 223
    /// 6.8.14).
    ///
    /// ```
    /// use simcard::toolkit::TerminalResponse;
    ///
    /// let bytes = b"\x81\x03\x01\x22\x04\x82\x02\x82\x81\x83\x01\x00\x8D\x02\x04\x01";
    /// assert_eq!(TerminalResponse::decode(bytes)?.yes_or_no(), Some(true));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn yes_or_no(&self) -> Option<bool> {
        let asked = CommandType(self.details.kind) == CommandType::GET_INKEY
            && GetInkeyQualifier::from(self.details.qualifier).yes_no();
        match self.object::<TextString>().filter(|_| asked)?.coded() {
            [0x01] => Some(true),
            [0x00] => Some(false),
            _ => None,
        }
    }

    /// Which item the user chose.
    ///
    /// ```
    /// use simcard::toolkit::TerminalResponse;
    ///
    /// let bytes = b"\x81\x03\x01\x24\x00\x82\x02\x82\x81\x83\x01\x00\x90\x01\x03";
    /// assert_eq!(TerminalResponse::decode(bytes)?.item(), Some(3));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn item(&self) -> Option<u8> {
        self.object().map(|item: ItemIdentifier| item.0)
    }
}

macro_rules! kinds {
    ($($object:ident)*) => {
        const { &[$( descriptor::<object::$object>(), )*] }
    };
}

/// What the objects of an answer to this command are whose tags mean something else in most messages.
const fn context(details: CommandDetails) -> &'static [Descriptor] {
    match CommandType(details.kind) {
        CommandType::OPEN_CHANNEL => kinds![DnsServerAddress],
        CommandType::GET_READER_STATUS => kinds![CardReaderIdentifier],
        CommandType::COMMAND_CONTAINER | CommandType::ENCAPSULATED_SESSION_CONTROL => {
            kinds![EcatClientIdentity EcatSequenceNumber EncryptedTlvList SaTemplate]
        }
        CommandType::LSI_COMMAND => kinds![LsiNumbers],
        CommandType::PROVIDE_LOCAL_INFORMATION => match LocalInformation(details.qualifier) {
            LocalInformation::NETWORK_MEASUREMENTS | LocalInformation::NETWORK_MEASUREMENTS_OF_ALL => {
                kinds![EutranInterFrequencyMeasurements]
            }
            LocalInformation::TIMING_ADVANCE => kinds![EutranTimingAdvance],
            LocalInformation::WSID | LocalInformation::WLAN_IDENTIFIER => kinds![Bssid Hessid],
            LocalInformation::HNB_IP_ADDRESS => kinds![IpAddressList],
            LocalInformation::MACROCELLS => kinds![SurroundingMacrocells],
            LocalInformation::SLICES | LocalInformation::REJECTED_SLICES => {
                kinds![
                    SlicesInformation AllowedSlices MappedAllowedSlices RejectedSlices MappedRejectedSlices
                    PartialNssai
                ]
            }
            LocalInformation::CAG_LIST => kinds![CagInformationList CagNames],
            LocalInformation::SUPPORTED_ACCESS_TECHNOLOGIES => kinds![SupportedTechnologies],
            _ => kinds![ExtendedInformation],
        },
        _ => &[],
    }
}

/// Shows everything but what a user typed.
impl fmt::Debug for TerminalResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TerminalResponse");
        shown.field("details", &self.details).field("devices", &self.devices).field("result", &self.result);
        let typed =
            [CommandType::GET_INKEY, CommandType::GET_INPUT].contains(&CommandType(self.details.kind));
        if !typed {
            let context = context(self.details);
            let objects: Vec<_> = self.objects.iter().map(|object| object.shown(context)).collect();
            shown.field("objects", &objects);
        }
        shown.field("warnings", &self.warnings).finish_non_exhaustive()
    }
}

/// Appends the data of an answer from the terminal to the card, without the objects behind the result.
pub(super) fn encode_head(
    out: &mut Vec<u8>,
    details: CommandDetails,
    result: &CommandResult,
) -> Result<(), EncodeError> {
    let devices = DeviceIdentities::new(Device::TERMINAL, Device::UICC);
    message::write(out, &Layout::default(), &[&details, &devices, result], &RawBody, &[])
}

#[cfg(feature = "serde")]
impl serde::Serialize for TerminalResponse {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("command", &CommandType(self.details.kind))?;
        map.serialize_entry("number", &self.details.number)?;
        map.serialize_entry("qualifier", &self.details.qualifier)?;
        map.serialize_entry("source", &self.devices.source)?;
        map.serialize_entry("destination", &self.devices.destination)?;
        map.serialize_entry("result", &self.result)?;
        if let Some(yes) = self.yes_or_no() {
            map.serialize_entry("yes", &yes)?;
        }
        if !self.objects.is_empty() {
            let context = context(self.details);
            let objects: Vec<_> = self.objects.iter().map(|object| object.shown(context)).collect();
            map.serialize_entry("objects", &objects)?;
        }
        if !self.warnings.is_empty() {
            map.serialize_entry("warnings", &self.warnings)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "serde")]
    use alloc::string::ToString;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn select_item() {
        // ETSI TS 102 223 6.8: details (8.6), device identities (8.7), result (8.12), item identifier (8.10)
        let bytes = hex!("8103012400 82028281 830100 900103");
        let response = TerminalResponse::decode(&bytes).unwrap();
        assert_eq!(response.details, CommandDetails { number: 1, kind: 0x24, qualifier: 0 });
        assert_eq!((response.general(), response.item()), (GeneralResult::OK, Some(3)));
        assert_eq!(response.encode().unwrap(), bytes);
        assert!(response.warnings.is_empty());
    }

    #[test]
    fn any_order_and_form_is_kept() {
        // result first, a length of two bytes, no flags, an object that nobody knows
        let bytes = hex!("0302 1005 0103012180 7F012302AABB 0281028281");
        let response = TerminalResponse::decode(&bytes).unwrap();
        assert_eq!(response.general(), GeneralResult::SESSION_TERMINATED_BY_USER);
        assert_eq!(response.encode().unwrap(), bytes);
        let mut other = response;
        other.result = GeneralResult::OK.into();
        assert_eq!(other.encode().unwrap(), hex!("030100 0103012180 7F012302AABB 0281028281"));
    }

    #[test]
    fn what_a_user_typed_is_not_shown() {
        let response = TerminalResponse::decode(&hex!("8103012300 82028281 830100 8D050439393939")).unwrap();
        assert_eq!(response.text().as_deref(), Some("9999"));
        assert!(!alloc::format!("{response:?}").contains("9999"));
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = TerminalResponse::decode(&hex!("8103012180 82028281")).unwrap_err();
        assert_eq!(error.kind, crate::codec::DecodeErrorKind::Missing("result"));
    }

    #[test]
    fn yes_and_no_are_no_characters() {
        let asked = |qualifier, text: u8| {
            let bytes =
                [&[0x81, 0x03, 1, 0x22, qualifier], &hex!("82028281 830100 8D0204")[..], &[text]].concat();
            TerminalResponse::decode(&bytes).unwrap().yes_or_no()
        };
        assert_eq!((asked(0x04, 1), asked(0x84, 0), asked(0x04, b'1')), (Some(true), Some(false), None));
        // a pound sign
        assert_eq!(asked(0x00, 1), None);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn the_command_tells_what_a_tag_is() {
        let shown = |bytes: &[u8]| {
            let response = TerminalResponse::decode(bytes).unwrap();
            let json = serde_json::to_value(&response).unwrap();
            (json["objects"][0]["name"].as_str().unwrap().to_string(), alloc::format!("{response:?}"))
        };
        // tag 3A with one byte: a reader's identifier, after GET READER STATUS; otherwise a policy
        let (name, debug) = shown(&hex!("8103013301 82028281 830100 BA0152"));
        assert_eq!(name, "card reader identifier");
        assert!(debug.contains("CardReaderIdentifier"), "{debug}");
        assert_eq!(shown(&hex!("8103010100 82028281 830100 BA0107")).0, "REFRESH enforcement policy");
        // tag 40 of 5 bytes: no screen, whatever the command
        assert_eq!(shown(&hex!("8103012100 82028281 830100 C00521C0000235")).0, "DNS server address");
        // tag 09: how far the base station of E-UTRAN is, or an SS string
        assert_eq!(shown(&hex!("8103012605 82028281 830100 8903010010")).0, "E-UTRAN timing advance");
        assert_eq!(shown(&hex!("8103011100 82028281 830100 8903911AF2")).0, "SS string");
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut all = hex!("8103012180 82028281 830100").to_vec();
            all.extend(&bytes);
            if let Ok(response) = TerminalResponse::decode(&all) {
                prop_assert_eq!(response.encode().unwrap(), all);
            }
            let _ = TerminalResponse::decode(&bytes);
        }
    }
}
