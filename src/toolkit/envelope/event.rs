//! Events that the card asked to be told of: ETSI TS 102 223 7.5, 3GPP TS 31.111 7.5.

use alloc::vec::Vec;
use core::fmt;

use super::events::*;
use crate::codec::EncodeError;
use crate::codec::ctlv::Tag;
use crate::toolkit::message::{self, Body, Layout, Problem, Scan};
use crate::toolkit::object::{Device, RawObject};

/// Which event it is: ETSI TS 102 223 8.25, 3GPP TS 31.111 8.25. Any byte is kept as it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventType(pub u8);

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "event {:02X}", self.0),
        }
    }
}

impl fmt::Debug for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventType({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for EventType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Declares [`Event`] and the constants of [`EventType`]: variant and its struct, constant, number and name, and who may
/// report it, the usual one first.
macro_rules! events {
    ($(
        $(#[$attr:meta])*
        $variant:ident($body:ident) = $constant:ident $code:literal $name:literal from $($source:ident)|+,
    )*) => {
        impl EventType {
            $(
                #[doc = concat!("The event \"", $name, "\".")]
                pub const $constant: Self = Self($code);
            )*

            /// All that are known.
            pub const ALL: &'static [Self] = &[$( Self::$constant, )*];

            /// Its name in the specification, in small letters.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $( $code => Some($name), )*
                    _ => None,
                }
            }
        }

        /// What happened.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Event {
            $( $(#[$attr])* $variant($body), )*
            /// An event that this library does not know, or not exactly one. Its objects are in
            /// [`Envelope::others`](super::Envelope::others).
            Unknown(UnknownEvent),
        }

        impl Event {
            pub(super) fn decode(events: Vec<EventType>, scan: &mut Scan<'_>) -> Result<Self, Problem> {
                match events.as_slice() {
                    $( [EventType($code)] => $body::decode(scan).map(Self::$variant), )*
                    _ => RawBody::decode(scan).map(|RawBody| Self::Unknown(UnknownEvent { events })),
                }
            }

            /// Which event it is; of an unknown one, what its event list begins with.
            pub fn kind(&self) -> Option<EventType> {
                match self {
                    $( Self::$variant(_) => Some(EventType::$constant), )*
                    Self::Unknown(unknown) => unknown.events.first().copied(),
                }
            }

            /// Who may report it, the usual one first; of an unknown event, anyone.
            pub(super) const fn sources(&self) -> &'static [Device] {
                match self {
                    $( Self::$variant(_) => &[$( Device::$source, )+], )*
                    Self::Unknown(_) => &[],
                }
            }

            pub(super) fn write(
                &self,
                out: &mut Vec<u8>,
                layout: &Layout,
                head: &[(Tag, Vec<u8>)],
                others: &[RawObject],
            ) -> Result<(), EncodeError> {
                match self {
                    $( Self::$variant(event) => message::write(out, layout, head, event, others), )*
                    Self::Unknown(_) => message::write(out, layout, head, &RawBody, others),
                }
            }

            /// The value of the event list.
            pub(super) fn list(&self) -> Vec<u8> {
                match self {
                    Self::Unknown(unknown) => unknown.events.iter().map(|event| event.0).collect(),
                    _ => self.kind().map(|event| event.0).into_iter().collect(),
                }
            }

            #[cfg(feature = "serde")]
            pub(super) fn serialize_entries<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $(
                        Self::$variant(event) => {
                            map.serialize_entry("event", $name)?;
                            event.serialize_entries(map)
                        }
                    )*
                    Self::Unknown(unknown) => map.serialize_entry("events", &unknown.events),
                }
            }
        }

        $(
            impl From<$body> for Event {
                fn from(event: $body) -> Self {
                    Self::$variant(event)
                }
            }
        )*
    };
}

events! {
    /// A call arrives.
    MtCall(MtCallEvent) = MT_CALL 0x00 "MT call" from NETWORK,
    /// A call is answered, here or there.
    CallConnected(CallConnectedEvent) = CALL_CONNECTED 0x01 "call connected" from NETWORK | TERMINAL,
    /// Calls ended.
    CallDisconnected(CallDisconnectedEvent) = CALL_DISCONNECTED 0x02 "call disconnected" from NETWORK | TERMINAL,
    /// The service or the place changed.
    LocationStatus(LocationStatusEvent) = LOCATION_STATUS 0x03 "location status" from TERMINAL,
    /// The user did something.
    UserActivity(UserActivityEvent) = USER_ACTIVITY 0x04 "user activity" from TERMINAL,
    /// The screen is free for a text.
    IdleScreenAvailable(IdleScreenAvailableEvent) = IDLE_SCREEN_AVAILABLE 0x05 "idle screen available" from DISPLAY,
    /// A further card came or went.
    CardReaderStatus(CardReaderStatusEvent) = CARD_READER_STATUS 0x06 "card reader status" from TERMINAL,
    /// The user chose a language.
    LanguageSelection(LanguageSelectionEvent) = LANGUAGE_SELECTION 0x07 "language selection" from TERMINAL,
    /// The browser ended.
    BrowserTermination(BrowserTerminationEvent) = BROWSER_TERMINATION 0x08 "browser termination" from TERMINAL,
    /// A channel received data.
    DataAvailable(DataAvailableEvent) = DATA_AVAILABLE 0x09 "data available" from TERMINAL,
    /// A channel changed its state.
    ChannelStatus(ChannelStatusEvent) = CHANNEL_STATUS 0x0A "channel status" from TERMINAL,
    /// The radio technology changed.
    AccessTechnologyChange(AccessTechnologyChangeEvent) =
        ACCESS_TECHNOLOGY_CHANGE 0x0B "access technology change (single access technology)" from TERMINAL,
    /// The screen changed.
    DisplayParametersChanged(DisplayParametersChangedEvent) =
        DISPLAY_PARAMETERS_CHANGED 0x0C "display parameters changed" from TERMINAL,
    /// A device nearby wants a service of the card.
    LocalConnection(LocalConnectionEvent) = LOCAL_CONNECTION 0x0D "local connection" from TERMINAL,
    /// The way of looking for networks changed.
    NetworkSearchModeChange(NetworkSearchModeChangeEvent) =
        NETWORK_SEARCH_MODE_CHANGE 0x0E "network search mode change" from TERMINAL,
    /// The browser had an error.
    BrowsingStatus(BrowsingStatusEvent) = BROWSING_STATUS 0x0F "browsing status" from TERMINAL,
    /// The frames on the screen changed.
    FramesInformationChange(FramesInformationChangeEvent) =
        FRAMES_INFORMATION_CHANGE 0x10 "frames information change" from TERMINAL,
    /// A WLAN came or went.
    WlanAccessStatus(WlanAccessStatusEvent) = WLAN_ACCESS_STATUS 0x11 "(I-)WLAN access status" from TERMINAL,
    /// The network refused the terminal.
    NetworkRejection(NetworkRejectionEvent) = NETWORK_REJECTION 0x12 "network rejection" from NETWORK | TERMINAL,
    /// The contactless interface came up.
    HciConnectivity(HciConnectivityEvent) = HCI_CONNECTIVITY 0x13 "HCI connectivity event" from TERMINAL,
    /// The radio technologies changed.
    AccessTechnologiesChange(AccessTechnologiesChangeEvent) =
        ACCESS_TECHNOLOGIES_CHANGE 0x14 "access technology change (multiple access technologies)" from TERMINAL,
    /// The terminal entered or left a cell of a closed subscriber group.
    CsgCellSelection(CsgCellSelectionEvent) = CSG_CELL_SELECTION 0x15 "CSG cell selection" from TERMINAL | NETWORK,
    /// The user wants contactless on or off.
    ContactlessStateRequest(ContactlessStateRequestEvent) =
        CONTACTLESS_STATE_REQUEST 0x16 "contactless state request" from TERMINAL,
    /// The terminal registered with the IMS, or failed to.
    ImsRegistration(ImsRegistrationEvent) = IMS_REGISTRATION 0x17 "IMS registration" from TERMINAL | NETWORK,
    /// Data for an IMS application of the card arrived.
    IncomingImsData(IncomingImsDataEvent) = INCOMING_IMS_DATA 0x18 "incoming IMS data" from NETWORK | TERMINAL,
    /// What the clients of the encapsulated toolkit can do.
    ProfileContainer(ProfileContainerEvent) = PROFILE_CONTAINER 0x19 "profile container" from TERMINAL,
    /// What a client of the encapsulated toolkit can do, encrypted.
    SecuredProfileContainer(SecuredProfileContainerEvent) =
        SECURED_PROFILE_CONTAINER 0x1B "secured profile container" from TERMINAL,
    /// The terminal asks how rarely it may poll.
    PollIntervalNegotiation(PollIntervalNegotiationEvent) =
        POLL_INTERVAL_NEGOTIATION 0x1C "poll interval negotiation" from TERMINAL,
    /// A data connection came, was refused or ended.
    DataConnectionStatusChange(DataConnectionStatusChangeEvent) =
        DATA_CONNECTION_STATUS_CHANGE 0x1D "data connection status change" from TERMINAL | NETWORK,
    /// The terminal entered or left a cell of a closed access group.
    CagCellSelection(CagCellSelectionEvent) = CAG_CELL_SELECTION 0x1E "CAG cell selection" from TERMINAL | NETWORK,
    /// The slices that are allowed changed.
    SlicesStatusChange(SlicesStatusChangeEvent) =
        SLICES_STATUS_CHANGE 0x1F "slices status change" from TERMINAL | NETWORK,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Event {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        self.serialize_entries(&mut map)?;
        map.end()
    }
}

/// The objects of an event that is not known: all are kept as they are.
struct RawBody;

impl Body for RawBody {
    const FIELDS: u8 = 0;

    fn decode(scan: &mut Scan<'_>) -> Result<Self, Problem> {
        while let Some(tlv) = scan.next()? {
            scan.raw(&tlv);
        }
        Ok(Self)
    }

    fn emit(&self, _: u8, _: usize, _: &mut Vec<u8>) -> Result<Option<(Tag, bool)>, EncodeError> {
        Ok(None)
    }
}

/// An event that is not known, or an event list that does not have exactly one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UnknownEvent {
    /// What the event list says.
    pub events: Vec<EventType>,
}
