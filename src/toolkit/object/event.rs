//! What a card wants to be told of: ETSI TS 102 223 8.25, 3GPP TS 31.111 8.25.

use alloc::vec::Vec;

use super::DataObject;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError};

named_byte! {
    /// Something that a card may want to be told of. Any byte is kept as it is.
    Event {
        MT_CALL = 0x00 "MT call",
        CALL_CONNECTED = 0x01 "call connected",
        CALL_DISCONNECTED = 0x02 "call disconnected",
        LOCATION_STATUS = 0x03 "location status",
        USER_ACTIVITY = 0x04 "user activity",
        IDLE_SCREEN_AVAILABLE = 0x05 "idle screen available",
        CARD_READER_STATUS = 0x06 "card reader status",
        LANGUAGE_SELECTION = 0x07 "language selection",
        BROWSER_TERMINATION = 0x08 "browser termination",
        DATA_AVAILABLE = 0x09 "data available",
        CHANNEL_STATUS = 0x0A "channel status",
        ACCESS_TECHNOLOGY_CHANGE = 0x0B "access technology change (single)",
        DISPLAY_PARAMETERS_CHANGED = 0x0C "display parameters changed",
        LOCAL_CONNECTION = 0x0D "local connection",
        NETWORK_SEARCH_MODE_CHANGE = 0x0E "network search mode change",
        BROWSING_STATUS = 0x0F "browsing status",
        FRAMES_INFORMATION_CHANGE = 0x10 "frames information change",
        WLAN_ACCESS_STATUS = 0x11 "(I-)WLAN access status",
        NETWORK_REJECTION = 0x12 "network rejection",
        HCI_CONNECTIVITY = 0x13 "HCI connectivity event",
        ACCESS_TECHNOLOGY_CHANGE_MULTIPLE = 0x14 "access technology change (multiple)",
        CSG_CELL_SELECTION = 0x15 "CSG cell selection",
        CONTACTLESS_STATE_REQUEST = 0x16 "contactless state request",
        IMS_REGISTRATION = 0x17 "IMS registration",
        INCOMING_IMS_DATA = 0x18 "incoming IMS data",
        PROFILE_CONTAINER = 0x19 "profile container",
        SECURED_PROFILE_CONTAINER = 0x1B "secured profile container",
        POLL_INTERVAL_NEGOTIATION = 0x1C "poll interval negotiation",
        DATA_CONNECTION_STATUS_CHANGE = 0x1D "data connection status change",
        CAG_CELL_SELECTION = 0x1E "CAG cell selection",
        SLICES_STATUS_CHANGE = 0x1F "slices status change",
    }
}

/// Events, in the order in which they are listed: ETSI TS 102 223 8.25. In SET UP EVENT LIST an empty list takes back
/// the one before; an event download has a list of one.
///
/// ```
/// use simcard::toolkit::object::{DataObject, Event, EventList};
///
/// let list = EventList::decode(&[0x03, 0x1D])?;
/// assert!(list.contains(Event::DATA_CONNECTION_STATUS_CHANGE));
/// assert_eq!(list.0[0].to_string(), "location status");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EventList(pub Vec<Event>);

impl EventList {
    /// Whether the event is in the list.
    pub fn contains(&self, event: Event) -> bool {
        self.0.contains(&event)
    }
}

impl From<Event> for EventList {
    fn from(event: Event) -> Self {
        Self(alloc::vec![event])
    }
}

impl FromIterator<Event> for EventList {
    fn from_iter<I: IntoIterator<Item = Event>>(events: I) -> Self {
        Self(events.into_iter().collect())
    }
}

impl DataObject for EventList {
    const TAG: Tag = Tag(0x19);
    const NAME: &'static str = "event list";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(value.iter().copied().map(Event).collect())
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.iter().map(|event| event.0));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn lists_of_events() {
        // 102 223 8.25: 00 is an MT call, 1A is void; 31.111 8.25: 1F is the last one that is defined
        vector(
            &[0x00, 0x1F, 0x1A],
            &EventList(alloc::vec![Event::MT_CALL, Event::SLICES_STATUS_CHANGE, Event(0x1A)]),
        );
        vector(&[], &EventList::default());
        vector(&[0x07], &EventList::from(Event::LANGUAGE_SELECTION));
        assert_eq!(Event(0x1A).to_string(), "1A");
        assert_eq!(format!("{:?}", Event::MT_CALL), "Event(MT call)");
        assert_eq!(Event::ALL.len(), 31);
        assert!(Event::ALL.is_sorted());
    }
}
