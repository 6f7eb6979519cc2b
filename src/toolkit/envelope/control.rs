//! Call control: the card is asked before a call, a supplementary service, a USSD string, a short message or a data
//! connection goes out, and may forbid or change it (3GPP TS 31.111 7.3).

use alloc::vec::Vec;
use core::fmt;

use super::EnvelopeError;
use crate::codec::EncodeError;
use crate::toolkit::message::{self, Body, Layout, Problem, Scan, Warning, message};
use crate::toolkit::object::{
    Address, AlphaIdentifier, CapabilityConfiguration, EpsActivationParameters, ImsUri, LocationInformation,
    MediaType, PdpActivationParameters, PduSessionParameters, RawObject, RepeatIndicator, SsString,
    Subaddress, UssdString,
};

const OBJECT: &str = "call control response";

/// What call control is about: the object that must be there, whichever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ControlSubject<'a> {
    /// A call to this number; in the response to a short message, its service centre.
    Call(&'a Address),
    /// A supplementary service.
    SupplementaryService(&'a SsString),
    /// A USSD string.
    Ussd(&'a UssdString),
    /// A PDP context.
    PdpContext(&'a PdpActivationParameters),
    /// A PDN connection of EPS.
    PdnConnection(&'a EpsActivationParameters),
    /// A PDU session of 5GS.
    PduSession(&'a PduSessionParameters),
    /// A call in the IMS.
    ImsCall(&'a ImsUri),
}

message! {
    /// May this go out? 3GPP TS 31.111 7.3.1.6. One of the objects that [`subject`](Self::subject) looks at must be there.
    #[derive(Default)]
    CallControl {
        /// The number to call.
        address: optional Address,
        /// The supplementary service.
        ss: optional SsString,
        /// The USSD string.
        ussd: optional UssdString,
        /// The PDP context.
        pdp: optional PdpActivationParameters,
        /// The PDN connection.
        pdn: optional EpsActivationParameters,
        /// The PDU session.
        pdu: optional PduSessionParameters,
        /// Who to call in the IMS.
        uri: optional ImsUri,
        /// What the call needs.
        capabilities: optional CapabilityConfiguration,
        /// The subaddress to call.
        subaddress: optional Subaddress,
        /// Where the terminal is.
        location: optional LocationInformation,
        /// What else the call needs.
        more_capabilities: optional CapabilityConfiguration,
        /// How the two relate.
        repeat: optional RepeatIndicator,
        /// Voice or video.
        media: optional MediaType,
    }
    check CallControl::check
}

impl CallControl {
    fn check(&self) -> Result<(), Problem> {
        match self.subject() {
            Some(_) => Ok(()),
            None => Err(Problem::missing("address, or what else is to be controlled")),
        }
    }
}

message! {
    /// May this short message go out? 3GPP TS 31.111 7.3.2.2.
    MoShortMessageControl {
        /// The service centre.
        service_centre: required Address,
        /// Who it is for.
        destination_address: required Address,
        /// Where the terminal is.
        location: optional LocationInformation,
    }
}

message! {
    /// What a card wants to be done instead: 3GPP TS 31.111 7.3.1.6 and 7.3.2.2.
    #[derive(Default)]
    ControlChanges {
        /// The number to call; for a short message, the service centre.
        address: optional Address,
        /// For a short message, who it is for.
        destination_address: optional Address,
        /// The supplementary service.
        ss: optional SsString,
        /// The USSD string.
        ussd: optional UssdString,
        /// The PDP context.
        pdp: optional PdpActivationParameters,
        /// The PDN connection.
        pdn: optional EpsActivationParameters,
        /// The PDU session.
        pdu: optional PduSessionParameters,
        /// Who to call in the IMS.
        uri: optional ImsUri,
        /// What the call needs.
        capabilities: optional CapabilityConfiguration,
        /// The subaddress to call.
        subaddress: optional Subaddress,
        /// A text to tell the user.
        text: optional AlphaIdentifier,
        /// How the two capability configurations relate.
        repeat: optional RepeatIndicator,
        /// What else the call needs.
        more_capabilities: optional CapabilityConfiguration,
        /// Voice or video.
        media: optional MediaType,
    }
}

macro_rules! subject {
    ($body:ident) => {
        impl $body {
            /// What it is about: the first of the objects that tell.
            ///
            #[doc = "```"]
            #[doc = concat!("use simcard::toolkit::envelope::{", stringify!($body), ", ControlSubject};")]
            /// use simcard::toolkit::object::UssdString;
            ///
            #[doc = concat!("let mut control = ", stringify!($body), "::default();")]
            /// assert_eq!(control.subject(), None);
            /// control.ussd = Some(UssdString::new("*100#")?);
            /// assert!(matches!(control.subject(), Some(ControlSubject::Ussd(_))));
            /// # Ok::<(), simcard::codec::EncodeError>(())
            #[doc = "```"]
            pub fn subject(&self) -> Option<ControlSubject<'_>> {
                let call = self.address.as_ref().map(ControlSubject::Call);
                call.or_else(|| self.ss.as_ref().map(ControlSubject::SupplementaryService))
                    .or_else(|| self.ussd.as_ref().map(ControlSubject::Ussd))
                    .or_else(|| self.pdp.as_ref().map(ControlSubject::PdpContext))
                    .or_else(|| self.pdn.as_ref().map(ControlSubject::PdnConnection))
                    .or_else(|| self.pdu.as_ref().map(ControlSubject::PduSession))
                    .or_else(|| self.uri.as_ref().map(ControlSubject::ImsCall))
            }
        }
    };
}

subject!(CallControl);
subject!(ControlChanges);

/// Whether it may go out: 3GPP TS 31.111 7.3.1.6. Any byte is kept as it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ControlResult(pub u8);

impl ControlResult {
    /// As it is.
    pub const ALLOWED: Self = Self(0x00);
    /// Not at all.
    pub const NOT_ALLOWED: Self = Self(0x01);
    /// With the changes of the response.
    pub const ALLOWED_WITH_MODIFICATIONS: Self = Self(0x02);

    /// What it means.
    ///
    /// ```
    /// use simcard::toolkit::envelope::ControlResult;
    ///
    /// assert_eq!(ControlResult::NOT_ALLOWED.name(), "not allowed");
    /// assert_eq!(ControlResult(0x03).name(), "reserved");
    /// ```
    pub const fn name(self) -> &'static str {
        match self.0 {
            0x00 => "allowed, no modification",
            0x01 => "not allowed",
            0x02 => "allowed with modifications",
            _ => "reserved",
        }
    }
}

impl fmt::Debug for ControlResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ControlResult({:02X}, {})", self.0, self.name())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ControlResult {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            0x00..=0x02 => serializer.serialize_str(self.name()),
            other => serializer.serialize_u8(other),
        }
    }
}

/// What a card answers to call control and to the control of short messages: 3GPP TS 31.111 7.3.1.6 and 7.3.2.2.
///
/// A card that answers 9000 without data allows what it was asked, without changes.
///
/// ```
/// use simcard::toolkit::envelope::{CallControlResponse, ControlResult};
///
/// // allowed with modifications: call +44 7700 900123, and tell "Home"
/// let bytes = b"\x02\x0F\x86\x07\x91\x44\x77\x00\x09\x10\x32\x85\x04Home";
/// let response = CallControlResponse::decode(bytes)?;
/// assert_eq!(response.result, ControlResult::ALLOWED_WITH_MODIFICATIONS);
/// assert_eq!(response.changes.text.as_ref().map(|text| text.text()).as_deref(), Some("Home"));
/// assert_eq!(response.encode()?, bytes);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallControlResponse {
    /// Whether it may go out.
    pub result: ControlResult,
    /// What is to be done instead, and what to tell the user.
    pub changes: ControlChanges,
    /// Objects that have no place in the response, as they are.
    pub others: Vec<RawObject>,
    /// What is unusual about it.
    pub warnings: Vec<Warning>,
    layout: Layout,
}

impl CallControlResponse {
    /// A response with this result and these changes.
    ///
    /// ```
    /// use simcard::toolkit::envelope::{CallControlResponse, ControlChanges, ControlResult};
    ///
    /// let response = CallControlResponse::new(ControlResult::NOT_ALLOWED, ControlChanges::default());
    /// assert_eq!(response.encode()?, [0x01, 0x00]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn new(result: ControlResult, changes: ControlChanges) -> Self {
        Self { result, changes, others: Vec::new(), warnings: Vec::new(), layout: Layout::default() }
    }

    /// Reads the data that a card answered with. Padding may follow.
    ///
    /// ```
    /// use simcard::toolkit::envelope::{CallControlResponse, ControlResult};
    ///
    /// let response = CallControlResponse::decode(b"\x00\x06\x85\x04Home")?;
    /// assert_eq!(response.result, ControlResult::ALLOWED);
    /// assert_eq!(response.changes.text.unwrap().text(), "Home");
    /// assert!(CallControlResponse::decode(&[0x00, 0x05, 0x85]).is_err());
    /// # Ok::<(), simcard::toolkit::envelope::EnvelopeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The data are no such response, an object in it can't be read, or one is not known whose comprehension is required.
    pub fn decode(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let (bytes, padding) = message::split_padding(bytes);
        let (result, objects, length_bytes) =
            message::open(OBJECT, bytes).map_err(EnvelopeError::not_understood)?;
        let mut scan = Scan::new(objects, &[], length_bytes);
        let changes = ControlChanges::decode(&mut scan)?;
        scan.padded(padding);
        let Scan { layout, others, warnings, .. } = scan;
        Ok(Self { result: ControlResult(result), changes, others, warnings, layout })
    }

    /// The data for the terminal: the same bytes, if it was decoded from some.
    ///
    /// ```
    /// use simcard::toolkit::envelope::CallControlResponse;
    ///
    /// let bytes = b"\x01\x08\x85\x06Barred";
    /// assert_eq!(CallControlResponse::decode(bytes)?.encode()?, bytes);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in it can't be written, or it is too long for its length.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        message::close(self.result.0, &self.layout, |out| {
            message::write(out, &self.layout, &[], &self.changes, &self.others)
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CallControlResponse {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("result", &self.result)?;
        self.changes.serialize_entries(&mut map)?;
        if !self.others.is_empty() {
            map.serialize_entry("others", &self.others)?;
        }
        if !self.warnings.is_empty() {
            map.serialize_entry("warnings", &self.warnings)?;
        }
        map.end()
    }
}
