//! Types of commands: ETSI TS 102 223 9.4, 3GPP TS 31.111 9.4.

use core::fmt;

/// The type of a proactive command: ETSI TS 102 223 9.4. Any byte is kept as it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandType(pub u8);

macro_rules! kinds {
    ($( $constant:ident = $value:literal $name:literal, )*) => {
        impl CommandType {
            $(
                #[doc = $name]
                pub const $constant: Self = Self($value);
            )*

            /// All that are known.
            pub const ALL: &'static [Self] = &[$( Self::$constant, )*];

            /// Its name in the specification, in capitals.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $( $value => Some($name), )*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    REFRESH = 0x01 "REFRESH",
    MORE_TIME = 0x02 "MORE TIME",
    POLL_INTERVAL = 0x03 "POLL INTERVAL",
    POLLING_OFF = 0x04 "POLLING OFF",
    SET_UP_EVENT_LIST = 0x05 "SET UP EVENT LIST",
    SET_UP_CALL = 0x10 "SET UP CALL",
    SEND_SS = 0x11 "SEND SS",
    SEND_USSD = 0x12 "SEND USSD",
    SEND_SHORT_MESSAGE = 0x13 "SEND SHORT MESSAGE",
    SEND_DTMF = 0x14 "SEND DTMF",
    LAUNCH_BROWSER = 0x15 "LAUNCH BROWSER",
    GEOGRAPHICAL_LOCATION_REQUEST = 0x16 "GEOGRAPHICAL LOCATION REQUEST",
    PLAY_TONE = 0x20 "PLAY TONE",
    DISPLAY_TEXT = 0x21 "DISPLAY TEXT",
    GET_INKEY = 0x22 "GET INKEY",
    GET_INPUT = 0x23 "GET INPUT",
    SELECT_ITEM = 0x24 "SELECT ITEM",
    SET_UP_MENU = 0x25 "SET UP MENU",
    PROVIDE_LOCAL_INFORMATION = 0x26 "PROVIDE LOCAL INFORMATION",
    TIMER_MANAGEMENT = 0x27 "TIMER MANAGEMENT",
    SET_UP_IDLE_MODE_TEXT = 0x28 "SET UP IDLE MODE TEXT",
    PERFORM_CARD_APDU = 0x30 "PERFORM CARD APDU",
    POWER_ON_CARD = 0x31 "POWER ON CARD",
    POWER_OFF_CARD = 0x32 "POWER OFF CARD",
    GET_READER_STATUS = 0x33 "GET READER STATUS",
    RUN_AT_COMMAND = 0x34 "RUN AT COMMAND",
    LANGUAGE_NOTIFICATION = 0x35 "LANGUAGE NOTIFICATION",
    OPEN_CHANNEL = 0x40 "OPEN CHANNEL",
    CLOSE_CHANNEL = 0x41 "CLOSE CHANNEL",
    RECEIVE_DATA = 0x42 "RECEIVE DATA",
    SEND_DATA = 0x43 "SEND DATA",
    GET_CHANNEL_STATUS = 0x44 "GET CHANNEL STATUS",
    SERVICE_SEARCH = 0x45 "SERVICE SEARCH",
    GET_SERVICE_INFORMATION = 0x46 "GET SERVICE INFORMATION",
    DECLARE_SERVICE = 0x47 "DECLARE SERVICE",
    SET_FRAMES = 0x50 "SET FRAMES",
    GET_FRAMES_STATUS = 0x51 "GET FRAMES STATUS",
    RETRIEVE_MULTIMEDIA_MESSAGE = 0x60 "RETRIEVE MULTIMEDIA MESSAGE",
    SUBMIT_MULTIMEDIA_MESSAGE = 0x61 "SUBMIT MULTIMEDIA MESSAGE",
    DISPLAY_MULTIMEDIA_MESSAGE = 0x62 "DISPLAY MULTIMEDIA MESSAGE",
    ACTIVATE = 0x70 "ACTIVATE",
    CONTACTLESS_STATE_CHANGED = 0x71 "CONTACTLESS STATE CHANGED",
    COMMAND_CONTAINER = 0x72 "COMMAND CONTAINER",
    ENCAPSULATED_SESSION_CONTROL = 0x73 "ENCAPSULATED SESSION CONTROL",
    LSI_COMMAND = 0x79 "LSI COMMAND",
    END_OF_PROACTIVE_SESSION = 0x81 "END OF PROACTIVE SESSION",
}

impl fmt::Display for CommandType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "unknown command {:02X}", self.0),
        }
    }
}

impl fmt::Debug for CommandType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CommandType({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CommandType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
