//! Envelopes: what the terminal tells the card (ETSI TS 102 223 clause 7, 3GPP TS 31.111 clause 7).
//!
//! An [`Envelope`] is the data of an ENVELOPE command. What a card answers to call control is a [`CallControlResponse`]; to
//! a short message, bytes for its sender; to all others, nothing.

mod control;
mod download;
mod event;
mod events;
#[cfg(test)]
mod tests;

pub use control::{
    CallControl, CallControlResponse, ControlChanges, ControlResult, ControlSubject, MoShortMessageControl,
};
pub use download::{
    CellBroadcastDownload, EnvelopeContainer, GeographicalLocationReport, MenuSelection,
    MmsNotificationDownload, MmsTransferStatus, ProseReport, SmsPpDownload, TerminalApplications,
    TimerExpiration, UssdDownload,
};
pub use event::{EventDownload, UnknownEvent};
pub use events::*;

use alloc::vec::Vec;
use core::fmt;

use super::message::{self, Body, Layout, Problem, Scan, Warning};
use super::object::{
    Address, DataObject, Device, DeviceIdentities, EventList, HelpRequest, ItemIdentifier, RawObject,
    SmsTpdu, TimerIdentifier, TimerValue,
};
use super::result::GeneralResult;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError};

const OBJECT: &str = "envelope";
const HEAD: &[Tag] = &[DeviceIdentities::TAG];
const EVENT_HEAD: &[Tag] = &[EventList::TAG, DeviceIdentities::TAG];
/// What is told of an event, and the tags that are none of an envelope: padding, and that of a proactive command.
const EVENT: u8 = 0xD6;
const NO_TAG: [u8; 3] = [0x00, 0xD0, 0xFF];

/// Declares [`EnvelopeContent`]: the struct that is also the name of the variant, the tag (ETSI TS 101 220 table 7.17), the
/// name, and who may send it, the usual one first.
macro_rules! envelopes {
    ($( $(#[$attr:meta])* $name:ident = $tag:literal $text:literal from $($source:ident)|+, )*) => {
        /// What an envelope says, by its tag.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum EnvelopeContent {
            $( $(#[$attr])* $name($name), )*
            /// Something happened.
            EventDownload(EventDownload),
            /// An envelope that this library does not know.
            Unknown(UnknownEnvelope),
        }

        impl EnvelopeContent {
            /// Whether it is an envelope with objects in it.
            const fn is_known(tag: u8) -> bool {
                matches!(tag, EVENT $(| $tag)*)
            }

            fn decode(tag: u8, scan: &mut Scan<'_>) -> Result<Self, Problem> {
                match tag {
                    $( $tag => $name::decode(scan).map(Self::$name), )*
                    _ => {
                        let EventList(events) = scan.require()?;
                        EventDownload::decode(events, scan).map(Self::EventDownload)
                    }
                }
            }

            /// The tag around it.
            ///
            /// ```
            /// use simcard::toolkit::Envelope;
            ///
            /// assert_eq!(Envelope::menu_selection(1, false).content.tag(), 0xD3);
            /// ```
            pub const fn tag(&self) -> u8 {
                match self {
                    $( Self::$name(_) => $tag, )*
                    Self::EventDownload(_) => EVENT,
                    Self::Unknown(unknown) => unknown.tag,
                }
            }

            /// What it is called; `None` if it is not known.
            ///
            /// ```
            /// use simcard::toolkit::Envelope;
            ///
            /// assert_eq!(Envelope::menu_selection(1, false).content.name(), Some("menu selection"));
            /// ```
            pub const fn name(&self) -> Option<&'static str> {
                match self {
                    $( Self::$name(_) => Some($text), )*
                    Self::EventDownload(_) => Some("event download"),
                    Self::Unknown(_) => None,
                }
            }

            /// Who may send it, the usual one first; of an unknown one, anyone.
            const fn sources(&self) -> &'static [Device] {
                match self {
                    $( Self::$name(_) => &[$( Device::$source, )+], )*
                    Self::EventDownload(event) => event.sources(),
                    Self::Unknown(_) => &[],
                }
            }

            fn write(
                &self,
                out: &mut Vec<u8>,
                layout: &Layout,
                devices: &DeviceIdentities,
                others: &[RawObject],
            ) -> Result<(), EncodeError> {
                match self {
                    $( Self::$name(content) => message::write(out, layout, &[devices], content, others), )*
                    Self::EventDownload(event) => {
                        event.write(out, layout, &[&event.list(), devices], others)
                    }
                    Self::Unknown(unknown) => {
                        out.extend_from_slice(&unknown.value);
                        Ok(())
                    }
                }
            }

            #[cfg(feature = "serde")]
            fn serialize_entries<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $( Self::$name(content) => content.serialize_entries(map), )*
                    Self::EventDownload(event) => event.serialize_entries(map),
                    Self::Unknown(unknown) => map.serialize_entry("value", &hex::encode(&unknown.value)),
                }
            }
        }

        $(
            impl From<$name> for EnvelopeContent {
                fn from(content: $name) -> Self {
                    Self::$name(content)
                }
            }
        )*
    };
}

envelopes! {
    /// A short message for the card.
    SmsPpDownload = 0xD1 "SMS-PP download" from NETWORK,
    /// A cell broadcast page for the card.
    CellBroadcastDownload = 0xD2 "cell broadcast download" from NETWORK,
    /// The user chose an item of the menu.
    MenuSelection = 0xD3 "menu selection" from KEYPAD,
    /// May this go out?
    CallControl = 0xD4 "call control" from TERMINAL,
    /// May this short message go out?
    MoShortMessageControl = 0xD5 "MO short message control" from TERMINAL,
    /// A timer ran out.
    TimerExpiration = 0xD7 "timer expiration" from TERMINAL,
    /// A USSD string for the card.
    UssdDownload = 0xD9 "USSD download" from NETWORK,
    /// How the transfer of a multimedia message ended.
    MmsTransferStatus = 0xDA "MMS transfer status" from TERMINAL,
    /// A multimedia message waits.
    MmsNotificationDownload = 0xDB "MMS notification download" from NETWORK | TERMINAL,
    /// Applications of the terminal.
    TerminalApplications = 0xDC "terminal applications" from TERMINAL,
    /// Where the terminal is.
    GeographicalLocationReport = 0xDD "geographical location reporting" from TERMINAL | NETWORK,
    /// An envelope of an encapsulated session.
    EnvelopeContainer = 0xDE "envelope container" from TERMINAL,
    /// How proximity services were used.
    ProseReport = 0xDF "ProSe report" from TERMINAL | NETWORK,
}

impl<T: Into<EventDownload>> From<T> for EnvelopeContent {
    fn from(event: T) -> Self {
        Self::EventDownload(event.into())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for EnvelopeContent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        self.serialize_entries(&mut map)?;
        map.end()
    }
}

/// An envelope with a tag that is not known.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownEnvelope {
    /// The tag around it.
    pub tag: u8,
    /// All that is in it, its device identities too.
    pub value: Vec<u8>,
}

impl fmt::Debug for UnknownEnvelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnknownEnvelope({:02X}, {})", self.tag, hex::encode(&self.value))
    }
}

/// The data of an ENVELOPE command: ETSI TS 102 223 clause 7.
///
/// ```
/// use simcard::toolkit::Envelope;
/// use simcard::toolkit::envelope::{EnvelopeContent, EventDownload, UserActivityEvent};
///
/// // the user chose item 3
/// assert_eq!(Envelope::menu_selection(3, false).encode()?, b"\xD3\x07\x82\x02\x01\x81\x90\x01\x03");
///
/// let activity = Envelope::decode(b"\xD6\x07\x99\x01\x04\x82\x02\x82\x81")?;
/// let event = EventDownload::UserActivity(UserActivityEvent {});
/// assert_eq!(activity.content, EnvelopeContent::EventDownload(event));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Who sends it, and who it is for. Of an unknown envelope, what it says of that, or what would be usual.
    pub devices: DeviceIdentities,
    /// What it says.
    pub content: EnvelopeContent,
    /// Objects that have no place in it, as they are.
    pub others: Vec<RawObject>,
    /// What is unusual about it.
    pub warnings: Vec<Warning>,
    layout: Layout,
}

impl Envelope {
    /// The envelope that says this, with the device identities that the specification has for it.
    ///
    /// ```
    /// use simcard::toolkit::Envelope;
    /// use simcard::toolkit::envelope::MenuSelection;
    /// use simcard::toolkit::object::{Device, ItemIdentifier};
    ///
    /// let envelope = Envelope::new(MenuSelection { item: ItemIdentifier(3), help: None });
    /// assert_eq!((envelope.devices.source, envelope.devices.destination), (Device::KEYPAD, Device::UICC));
    /// assert_eq!(envelope, Envelope::menu_selection(3, false));
    /// ```
    pub fn new(content: impl Into<EnvelopeContent>) -> Self {
        let content = content.into();
        let source = content.sources().first().copied().unwrap_or(Device::TERMINAL);
        Self {
            devices: DeviceIdentities::new(source, Device::UICC),
            content,
            others: Vec::new(),
            warnings: Vec::new(),
            layout: Layout::default(),
        }
    }

    /// The user chose the item with this identifier, or asked for help on it.
    ///
    /// ```
    /// use simcard::toolkit::Envelope;
    ///
    /// let help = Envelope::menu_selection(3, true);
    /// assert_eq!(help.encode()?, b"\xD3\x09\x82\x02\x01\x81\x90\x01\x03\x15\x00");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn menu_selection(item: u8, help: bool) -> Self {
        let help = help.then(HelpRequest::new);
        Self::new(MenuSelection { item: ItemIdentifier(item), help })
    }

    /// The timer ran out after this time.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::Envelope;
    /// use simcard::toolkit::object::{TimerIdentifier, TimerValue};
    ///
    /// let after = TimerValue::try_from(Duration::from_secs(90))?;
    /// let envelope = Envelope::timer_expiration(TimerIdentifier(2), after);
    /// // 00:01:30, digits swapped
    /// assert_eq!(envelope.encode()?, b"\xD7\x0C\x82\x02\x82\x81\xA4\x01\x02\xA5\x03\x00\x10\x03");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn timer_expiration(timer: TimerIdentifier, value: TimerValue) -> Self {
        Self::new(TimerExpiration { timer, value })
    }

    /// A short message came from this service centre.
    ///
    /// ```
    /// use simcard::toolkit::Envelope;
    /// use simcard::toolkit::object::{Device, SmsTpdu};
    ///
    /// let deliver = SmsTpdu(b"\x44\x02\x81\x21\x7F\xF6\x22\x80\x01\x01\x00\x00\x00\x02Hi".to_vec());
    /// let envelope = Envelope::sms_pp_download(None, deliver);
    /// assert_eq!(envelope.devices.source, Device::NETWORK);
    /// assert_eq!(envelope.encode()?[..8], *b"\xD1\x16\x82\x02\x83\x81\x8B\x10");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn sms_pp_download(service_centre: Option<Address>, tpdu: SmsTpdu) -> Self {
        Self::new(SmsPpDownload { address: service_centre, tpdu })
    }

    /// Something happened that the card asked to be told of.
    ///
    /// ```
    /// use simcard::toolkit::Envelope;
    /// use simcard::toolkit::envelope::UserActivityEvent;
    ///
    /// let envelope = Envelope::event(UserActivityEvent {});
    /// assert_eq!(envelope.encode()?, b"\xD6\x07\x99\x01\x04\x82\x02\x82\x81");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn event(event: impl Into<EventDownload>) -> Self {
        Self::new(event.into())
    }

    /// Reads the data of an ENVELOPE command.
    ///
    /// Objects may stand in any order, and padding may follow. What is optional and can't be read, and what has no place
    /// in the envelope, is kept in [`others`](Self::others), with a [`Warning`].
    ///
    /// ```
    /// use simcard::toolkit::{Envelope, GeneralResult};
    ///
    /// let chosen = Envelope::decode(b"\xD3\x07\x82\x02\x01\x81\x90\x01\x03")?;
    /// assert_eq!(chosen, Envelope::menu_selection(3, false));
    /// let error = Envelope::decode(b"\xD3\x04\x82\x02\x01\x81").unwrap_err();
    /// assert_eq!(error.result, GeneralResult::VALUES_MISSING); // which item?
    /// # Ok::<(), simcard::toolkit::envelope::EnvelopeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something mandatory is missing or can't be read, or an object is not known whose comprehension is required.
    pub fn decode(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let (bytes, padding) = message::split_padding(bytes);
        let (tag, mut objects, length_bytes) =
            message::open(OBJECT, bytes).map_err(EnvelopeError::not_understood)?;
        if NO_TAG.contains(&tag) {
            return Err(EnvelopeError::not_understood(DecodeError::new(OBJECT, 0, DecodeErrorKind::Tag)));
        }
        let mut scan = Scan::new(objects, if tag == EVENT { EVENT_HEAD } else { HEAD }, length_bytes);
        let devices = scan.require::<DeviceIdentities>();
        if !EnvelopeContent::is_known(tag) {
            let mut envelope = Self::new(UnknownEnvelope { tag, value: objects.rest().to_vec() });
            envelope.devices = devices.unwrap_or(envelope.devices);
            scan.padded(padding);
            envelope.layout = scan.layout;
            return Ok(envelope);
        }
        let devices = devices?;
        let content = EnvelopeContent::decode(tag, &mut scan)?;
        scan.padded(padding);
        let Scan { layout, others, mut warnings, .. } = scan;
        let sources = content.sources();
        if devices.destination != Device::UICC || !(sources.is_empty() || sources.contains(&devices.source)) {
            warnings.insert(0, Warning::Devices);
        }
        Ok(Self { devices, content, others, warnings, layout })
    }

    /// The data for an ENVELOPE command: the same bytes, if it was decoded from some.
    ///
    /// ```
    /// use simcard::toolkit::Envelope;
    ///
    /// // what is not understood is written as it was read
    /// let bytes = b"\xD3\x0A\x82\x02\x01\x81\x90\x01\x03\x7A\x01\xFF";
    /// let envelope = Envelope::decode(bytes).unwrap();
    /// assert_eq!((envelope.others.len(), envelope.encode()?), (1, bytes.to_vec()));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in it can't be written, or it is too long for its length.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        message::close(self.content.tag(), &self.layout, |out| {
            self.content.write(out, &self.layout, &self.devices, &self.others)
        })
    }
}

impl From<UnknownEnvelope> for EnvelopeContent {
    fn from(unknown: UnknownEnvelope) -> Self {
        Self::Unknown(unknown)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Envelope {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        match self.content.name() {
            Some(name) => map.serialize_entry("envelope", name)?,
            None => {
                map.serialize_entry("envelope", &alloc::format!("envelope {:02X}", self.content.tag()))?
            }
        }
        map.serialize_entry("source", &self.devices.source)?;
        map.serialize_entry("destination", &self.devices.destination)?;
        self.content.serialize_entries(&mut map)?;
        if !self.others.is_empty() {
            map.serialize_entry("others", &self.others)?;
        }
        if !self.warnings.is_empty() {
            map.serialize_entry("warnings", &self.warnings)?;
        }
        map.end()
    }
}

/// Why an envelope, or the answer to one, can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvelopeError {
    /// Whether something is missing or could not be understood, in the words of a TERMINAL RESPONSE.
    pub result: GeneralResult,
    /// What is wrong where.
    pub cause: DecodeError,
}

impl EnvelopeError {
    fn not_understood(cause: DecodeError) -> Self {
        Self { result: GeneralResult::DATA_NOT_UNDERSTOOD, cause }
    }
}

impl From<Problem> for EnvelopeError {
    fn from(problem: Problem) -> Self {
        Self { result: problem.result, cause: problem.cause }
    }
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.result, self.cause)
    }
}

impl core::error::Error for EnvelopeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.cause)
    }
}
