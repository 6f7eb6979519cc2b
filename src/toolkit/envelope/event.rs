//! Events that the card asked to be told of: ETSI TS 102 223 7.5, 3GPP TS 31.111 7.5.

use alloc::vec::Vec;

use super::events::*;
use crate::codec::EncodeError;
use crate::toolkit::message::{self, Body, HeadObject, Layout, Problem, RawBody, Scan};
use crate::toolkit::object::{Device, Event, EventList, RawObject};

/// Declares [`EventDownload`]: variant and its struct, the event, and who may report it, the usual one first.
macro_rules! events {
    ($(
        $(#[$attr:meta])*
        $variant:ident($body:ident) = $constant:ident from $($source:ident)|+,
    )*) => {
        /// What happened.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum EventDownload {
            $( $(#[$attr])* $variant($body), )*
            /// An event that this library does not know, or not exactly one. Its objects are in
            /// [`Envelope::others`](super::Envelope::others).
            Unknown(UnknownEvent),
        }

        impl EventDownload {
            pub(super) fn decode(events: Vec<Event>, scan: &mut Scan<'_>) -> Result<Self, Problem> {
                match events.as_slice() {
                    $( [Event::$constant] => $body::decode(scan).map(Self::$variant), )*
                    _ => RawBody::decode(scan).map(|RawBody| Self::Unknown(UnknownEvent { events })),
                }
            }

            /// Which event it is; of an unknown one, what its event list begins with.
            ///
            /// ```
            /// use simcard::toolkit::envelope::{EventDownload, UserActivityEvent};
            /// use simcard::toolkit::object::Event;
            ///
            /// assert_eq!(EventDownload::from(UserActivityEvent {}).event(), Some(Event::USER_ACTIVITY));
            /// ```
            pub fn event(&self) -> Option<Event> {
                match self {
                    $( Self::$variant(_) => Some(Event::$constant), )*
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
                head: &[&dyn HeadObject],
                others: &[RawObject],
            ) -> Result<(), EncodeError> {
                match self {
                    $( Self::$variant(event) => message::write(out, layout, head, event, others), )*
                    Self::Unknown(_) => message::write(out, layout, head, &RawBody, others),
                }
            }

            /// The event list.
            pub(super) fn list(&self) -> EventList {
                match self {
                    Self::Unknown(unknown) => unknown.events.iter().copied().collect(),
                    _ => self.event().into_iter().collect(),
                }
            }

            #[cfg(feature = "serde")]
            pub(super) fn serialize_entries<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $(
                        Self::$variant(event) => {
                            map.serialize_entry("event", &Event::$constant)?;
                            event.serialize_entries(map)
                        }
                    )*
                    Self::Unknown(unknown) => map.serialize_entry("events", &unknown.events),
                }
            }
        }

        $(
            impl From<$body> for EventDownload {
                fn from(event: $body) -> Self {
                    Self::$variant(event)
                }
            }
        )*
    };
}

events! {
    /// A call arrives.
    MtCall(MtCallEvent) = MT_CALL from NETWORK,
    /// A call is answered, here or there.
    CallConnected(CallConnectedEvent) = CALL_CONNECTED from NETWORK | TERMINAL,
    /// Calls ended.
    CallDisconnected(CallDisconnectedEvent) = CALL_DISCONNECTED from NETWORK | TERMINAL,
    /// The service or the place changed.
    LocationStatus(LocationStatusEvent) = LOCATION_STATUS from TERMINAL,
    /// The user did something.
    UserActivity(UserActivityEvent) = USER_ACTIVITY from TERMINAL,
    /// The screen is free for a text.
    IdleScreenAvailable(IdleScreenAvailableEvent) = IDLE_SCREEN_AVAILABLE from DISPLAY,
    /// A further card came or went.
    CardReaderStatus(CardReaderStatusEvent) = CARD_READER_STATUS from TERMINAL,
    /// The user chose a language.
    LanguageSelection(LanguageSelectionEvent) = LANGUAGE_SELECTION from TERMINAL,
    /// The browser ended.
    BrowserTermination(BrowserTerminationEvent) = BROWSER_TERMINATION from TERMINAL,
    /// A channel received data.
    DataAvailable(DataAvailableEvent) = DATA_AVAILABLE from TERMINAL,
    /// A channel changed its state.
    ChannelStatus(ChannelStatusEvent) = CHANNEL_STATUS from TERMINAL,
    /// The radio technology changed.
    AccessTechnologyChange(AccessTechnologyChangeEvent) = ACCESS_TECHNOLOGY_CHANGE from TERMINAL,
    /// The screen changed.
    DisplayParametersChanged(DisplayParametersChangedEvent) = DISPLAY_PARAMETERS_CHANGED from TERMINAL,
    /// A device nearby wants a service of the card.
    LocalConnection(LocalConnectionEvent) = LOCAL_CONNECTION from TERMINAL,
    /// The way of looking for networks changed.
    NetworkSearchModeChange(NetworkSearchModeChangeEvent) = NETWORK_SEARCH_MODE_CHANGE from TERMINAL,
    /// The browser had an error.
    BrowsingStatus(BrowsingStatusEvent) = BROWSING_STATUS from TERMINAL,
    /// The frames on the screen changed.
    FramesInformationChange(FramesInformationChangeEvent) = FRAMES_INFORMATION_CHANGE from TERMINAL,
    /// A WLAN came or went.
    WlanAccessStatus(WlanAccessStatusEvent) = WLAN_ACCESS_STATUS from TERMINAL,
    /// The network refused the terminal.
    NetworkRejection(NetworkRejectionEvent) = NETWORK_REJECTION from NETWORK | TERMINAL,
    /// The contactless interface came up.
    HciConnectivity(HciConnectivityEvent) = HCI_CONNECTIVITY from TERMINAL,
    /// The radio technologies changed.
    AccessTechnologiesChange(AccessTechnologiesChangeEvent) = ACCESS_TECHNOLOGY_CHANGE_MULTIPLE from TERMINAL,
    /// The terminal entered or left a cell of a closed subscriber group.
    CsgCellSelection(CsgCellSelectionEvent) = CSG_CELL_SELECTION from TERMINAL | NETWORK,
    /// The user wants contactless on or off.
    ContactlessStateRequest(ContactlessStateRequestEvent) = CONTACTLESS_STATE_REQUEST from TERMINAL,
    /// The terminal registered with the IMS, or failed to.
    ImsRegistration(ImsRegistrationEvent) = IMS_REGISTRATION from TERMINAL | NETWORK,
    /// Data for an IMS application of the card arrived.
    IncomingImsData(IncomingImsDataEvent) = INCOMING_IMS_DATA from NETWORK | TERMINAL,
    /// What the clients of the encapsulated toolkit can do.
    ProfileContainer(ProfileContainerEvent) = PROFILE_CONTAINER from TERMINAL,
    /// What a client of the encapsulated toolkit can do, encrypted.
    SecuredProfileContainer(SecuredProfileContainerEvent) = SECURED_PROFILE_CONTAINER from TERMINAL,
    /// The terminal asks how rarely it may poll.
    PollIntervalNegotiation(PollIntervalNegotiationEvent) = POLL_INTERVAL_NEGOTIATION from TERMINAL,
    /// A data connection came, was refused or ended.
    DataConnectionStatusChange(DataConnectionStatusChangeEvent) = DATA_CONNECTION_STATUS_CHANGE from TERMINAL | NETWORK,
    /// The terminal entered or left a cell of a closed access group.
    CagCellSelection(CagCellSelectionEvent) = CAG_CELL_SELECTION from TERMINAL | NETWORK,
    /// The slices that are allowed changed.
    SlicesStatusChange(SlicesStatusChangeEvent) = SLICES_STATUS_CHANGE from TERMINAL | NETWORK,
}

#[cfg(feature = "serde")]
impl serde::Serialize for EventDownload {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        self.serialize_entries(&mut map)?;
        map.end()
    }
}

/// An event that is not known, or an event list that does not have exactly one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UnknownEvent {
    /// What the event list says.
    pub events: Vec<Event>,
}
