//! Qualifiers: ETSI TS 102 223 8.6, 3GPP TS 31.111 8.6, one byte whose meaning depends on the command.
//!
//! Where it is bits, the type is a set of flags that keeps reserved ones; where it is a number, any number is kept, and
//! those that are known have names.

use core::fmt;

use bitflags::bitflags;

#[cfg(feature = "serde")]
use crate::toolkit::message::Qualifier;

macro_rules! flags {
    ($(
        $(#[$attr:meta])*
        $name:ident { $( $(#[$flag_attr:ident $($flag_args:tt)*])* $flag:ident = $value:literal, )* }
    )*) => {
        $(
            bitflags! {
                $(#[$attr])*
                #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
                pub struct $name: u8 {
                    $( $(#[$flag_attr $($flag_args)*])* const $flag = $value; )*
                    // reserved bits are kept
                    const _ = !0;
                }
            }

            impl From<u8> for $name {
                fn from(byte: u8) -> Self {
                    Self::from_bits_retain(byte)
                }
            }

            impl From<$name> for u8 {
                fn from(flags: $name) -> Self {
                    flags.bits()
                }
            }

            serialize_flags!($name);

            #[cfg(feature = "serde")]
            impl Qualifier for $name {
                fn is_said(self) -> bool {
                    !self.is_empty() || <Self as bitflags::Flags>::FLAGS.iter().any(|flag| !flag.name().is_empty())
                }
            }
        )*
    };
}

macro_rules! numbers {
    ($(
        $(#[$attr:meta])*
        $name:ident & $mask:literal { $( $constant:ident = $value:literal $text:literal, )* }
    )*) => {
        $(
            $(#[$attr])*
            #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u8);

            impl $name {
                $(
                    #[doc = concat!("\"", $text, "\".")]
                    pub const $constant: Self = Self($value);
                )*

                /// All that are known.
                pub const ALL: &'static [Self] = &[$( Self::$constant, )*];

                /// What it means; `None` if the value is reserved.
                pub const fn name(self) -> Option<&'static str> {
                    match self.0 & $mask {
                        $( $value => Some($text), )*
                        _ => None,
                    }
                }
            }

            impl From<u8> for $name {
                fn from(byte: u8) -> Self {
                    Self(byte)
                }
            }

            impl From<$name> for u8 {
                fn from(number: $name) -> Self {
                    number.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    match self.name() {
                        Some(name) => f.write_str(name),
                        None => write!(f, "reserved {:02X}", self.0),
                    }
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{}({:02X}: {self})", stringify!($name), self.0)
                }
            }

            #[cfg(feature = "serde")]
            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            #[cfg(feature = "serde")]
            impl Qualifier for $name {
                fn is_said(self) -> bool {
                    true
                }
            }
        )*
    };
}

flags! {
    /// The qualifier of a command that has none: all bits are reserved.
    NoQualifier {}
    /// The qualifier of DISPLAY TEXT, and of DISPLAY MULTIMEDIA MESSAGE.
    DisplayTextQualifier {
        /// High priority: to be shown although something else is on the screen.
        HIGH_PRIORITY = 0x01,
        /// The text stays until the user clears it; otherwise it goes after a delay.
        WAIT_FOR_USER = 0x80,
    }
    /// The qualifier of GET INKEY.
    GetInkeyQualifier {
        /// Any character; otherwise a digit, `*`, `#` or `+`.
        ALPHABET = 0x01,
        /// Characters are of UCS2; otherwise of the default alphabet.
        UCS2 = 0x02,
        /// "Yes" or "no" is asked for; [`ALPHABET`](Self::ALPHABET) and [`UCS2`](Self::UCS2) mean nothing then.
        YES_NO = 0x04,
        /// The digit is the answer as soon as it is pressed, and is not shown.
        IMMEDIATE = 0x08,
        /// Help is available.
        HELP = 0x80,
    }
    /// The qualifier of GET INPUT.
    GetInputQualifier {
        /// Any characters; otherwise digits, `*`, `#` and `+`.
        ALPHABET = 0x01,
        /// Characters are of UCS2; otherwise of the default alphabet.
        UCS2 = 0x02,
        /// What the user types must not be shown.
        HIDDEN = 0x04,
        /// The answer is to be packed.
        PACKED = 0x08,
        /// Help is available.
        HELP = 0x80,
    }
    /// The qualifier of SELECT ITEM.
    SelectItemQualifier {
        /// The type of presentation is told by [`NAVIGATION`](Self::NAVIGATION).
        PRESENTATION = 0x01,
        /// A choice of navigation options; otherwise of data values.
        NAVIGATION = 0x02,
        /// Soft keys are preferred.
        SOFT_KEYS = 0x04,
        /// Help is available.
        HELP = 0x80,
    }
    /// The qualifier of SET UP MENU.
    SetUpMenuQualifier {
        /// Soft keys are preferred.
        SOFT_KEYS = 0x01,
        /// Help is available.
        HELP = 0x80,
    }
    /// The qualifier of PLAY TONE.
    PlayToneQualifier {
        /// The terminal is to vibrate as well; otherwise it may.
        VIBRATE = 0x01,
    }
    /// The qualifier of SEND SHORT MESSAGE.
    SendShortMessageQualifier {
        /// The terminal has to pack the text.
        PACKING = 0x01,
    }
    /// The qualifier of LANGUAGE NOTIFICATION.
    LanguageNotificationQualifier {
        /// One language, which the command names; otherwise the one that was notified is no longer used.
        SPECIFIC = 0x01,
    }
    /// The qualifier of OPEN CHANNEL; in server mode, and for IMS, all bits are reserved.
    OpenChannelQualifier {
        /// The link is to be established at once; otherwise with the first data.
        IMMEDIATE = 0x01,
        /// A lost link is to be established again.
        RECONNECT = 0x02,
        /// The link is established in the background: the answer does not wait for it. Not with a circuit-switched
        /// bearer.
        BACKGROUND = 0x04,
        /// The addresses of name servers are wanted. With a packet data bearer.
        DNS = 0x08,
    }
    /// The qualifier of CLOSE CHANNEL.
    CloseChannelQualifier {
        /// In UICC server mode, the connection is closed, but the terminal goes on listening. With a packet data bearer,
        /// the next OPEN CHANNEL will use the same access point and bearer, which can be kept.
        KEEP = 0x01,
    }
    /// The qualifier of SEND DATA.
    SendDataQualifier {
        /// The data are to be sent now; otherwise they are put into the buffer.
        IMMEDIATE = 0x01,
    }
    /// The qualifier of DECLARE SERVICE.
    DeclareServiceQualifier {
        /// The service is to be forgotten; otherwise to be added.
        DELETE = 0x01,
    }
    /// The qualifier of SET FRAMES.
    SetFramesQualifier {
        /// No line between adjoining frames.
        NO_SEPARATORS = 0x01,
    }
}

numbers! {
    /// What a REFRESH is about: its qualifier.
    ///
    /// ```
    /// use simcard::toolkit::command::RefreshMode;
    ///
    /// assert_eq!(RefreshMode::UICC_RESET.name(), Some("UICC reset"));
    /// assert_eq!(RefreshMode(0x7F).to_string(), "reserved 7F");
    /// ```
    RefreshMode & 0xFF {
        INITIALIZATION_AND_FULL_FILE_CHANGE = 0x00 "NAA initialization and full file change notification",
        FILE_CHANGE = 0x01 "file change notification",
        INITIALIZATION_AND_FILE_CHANGE = 0x02 "NAA initialization and file change notification",
        INITIALIZATION = 0x03 "NAA initialization",
        UICC_RESET = 0x04 "UICC reset",
        APPLICATION_RESET = 0x05 "NAA application reset",
        SESSION_RESET = 0x06 "NAA session reset",
        STEERING_OF_ROAMING = 0x07 "steering of roaming",
        STEERING_OF_ROAMING_WLAN = 0x08 "steering of roaming for I-WLAN",
        PROFILE_STATE_CHANGE = 0x09 "eUICC profile state change",
        APPLICATION_UPDATE = 0x0A "application update",
    }
    /// What becomes of other calls in a SET UP CALL: its qualifier.
    CallMode & 0xFF {
        IF_IDLE = 0x00 "only if not busy on another call",
        IF_IDLE_REDIAL = 0x01 "only if not busy on another call, with redial",
        HOLD_OTHERS = 0x02 "putting all other calls on hold",
        HOLD_OTHERS_REDIAL = 0x03 "putting all other calls on hold, with redial",
        END_OTHERS = 0x04 "disconnecting all other calls",
        END_OTHERS_REDIAL = 0x05 "disconnecting all other calls, with redial",
    }
    /// What a PROVIDE LOCAL INFORMATION asks for: its qualifier.
    LocalInformation & 0xFF {
        LOCATION = 0x00 "location information",
        IMEI = 0x01 "IMEI",
        NETWORK_MEASUREMENTS = 0x02 "network measurement results",
        DATE_TIME = 0x03 "date, time and time zone",
        LANGUAGE = 0x04 "language setting",
        TIMING_ADVANCE = 0x05 "timing advance",
        ACCESS_TECHNOLOGY = 0x06 "access technology",
        ESN = 0x07 "ESN",
        IMEISV = 0x08 "IMEISV",
        SEARCH_MODE = 0x09 "search mode",
        BATTERY = 0x0A "charge state of the battery",
        MEID = 0x0B "MEID",
        WSID = 0x0C "current WSID",
        BROADCAST_NETWORK = 0x0D "broadcast network information",
        ACCESS_TECHNOLOGIES = 0x0E "multiple access technologies",
        LOCATIONS = 0x0F "location information for multiple access technologies",
        NETWORK_MEASUREMENTS_OF_ALL = 0x10 "network measurement results for multiple access technologies",
        CSG_LIST = 0x11 "CSG ID list and HNB names",
        HNB_IP_ADDRESS = 0x12 "H(e)NB IP address",
        MACROCELLS = 0x13 "H(e)NB surrounding macrocells",
        WLAN_IDENTIFIER = 0x14 "current WLAN identifier",
        SLICES = 0x15 "slices information",
        CAG_LIST = 0x16 "CAG information list",
        REJECTED_SLICES = 0x17 "rejected slices information",
        SUPPORTED_ACCESS_TECHNOLOGIES = 0x1A "supported radio access technologies",
    }
    /// What a TIMER MANAGEMENT does with the timer: two bits of its qualifier.
    TimerAction & 0x03 {
        START = 0x00 "start",
        DEACTIVATE = 0x01 "deactivate",
        GET_VALUE = 0x02 "get the current value",
    }
    /// What a LAUNCH BROWSER does with a browser that runs: its qualifier.
    BrowserMode & 0xFF {
        IF_NOT_LAUNCHED = 0x00 "launch the browser if it is not launched",
        USE_EXISTING = 0x02 "use the existing browser",
        CLOSE_AND_LAUNCH = 0x03 "close the existing session and launch a new one",
    }
    /// What a GET READER STATUS asks for: its qualifier.
    ReaderQuery & 0xFF {
        STATUS = 0x00 "card reader status",
        IDENTIFIER = 0x01 "card reader identifier",
    }
    /// What an ENCAPSULATED SESSION CONTROL does: its qualifier.
    SessionControl & 0xFF {
        END = 0x00 "end the encapsulated command session",
        MASTER_SETUP = 0x01 "request master SA setup",
        CONNECTION_SETUP = 0x02 "request connection SA setup",
        SECURE_CHANNEL = 0x03 "request secure channel start",
        CLOSE = 0x04 "close master and connection SA",
    }
    /// What an LSI COMMAND asks for: its qualifier.
    LsiAction & 0xFF {
        SESSION_REQUEST = 0x00 "proactive session request",
        PLATFORM_RESET = 0x01 "UICC platform reset",
    }
}

impl DisplayTextQualifier {
    /// Whether the text stays until the user clears it.
    pub const fn waits_for_user(self) -> bool {
        self.contains(Self::WAIT_FOR_USER)
    }

    /// Whether the text is to be shown although something else is on the screen.
    pub const fn high_priority(self) -> bool {
        self.contains(Self::HIGH_PRIORITY)
    }
}

impl GetInkeyQualifier {
    /// Whether "yes" or "no" is asked for.
    pub const fn yes_no(self) -> bool {
        self.contains(Self::YES_NO)
    }

    /// Whether only a digit, `*`, `#` or `+` is an answer.
    pub const fn digits_only(self) -> bool {
        !self.intersects(Self::ALPHABET.union(Self::YES_NO))
    }

    /// Whether the character may be one that the default alphabet does not have.
    pub const fn ucs2(self) -> bool {
        self.contains(Self::ALPHABET.union(Self::UCS2)) && !self.yes_no()
    }

    /// Whether the digit is the answer as soon as it is pressed.
    pub const fn immediate(self) -> bool {
        self.contains(Self::IMMEDIATE)
    }

    /// Whether the user can ask for help.
    pub const fn help_available(self) -> bool {
        self.contains(Self::HELP)
    }
}

impl GetInputQualifier {
    /// Whether only digits, `*`, `#` and `+` are an answer.
    pub const fn digits_only(self) -> bool {
        !self.contains(Self::ALPHABET)
    }

    /// Whether characters may be such as the default alphabet does not have.
    pub const fn ucs2(self) -> bool {
        self.contains(Self::ALPHABET.union(Self::UCS2))
    }

    /// Whether what the user types must not be shown.
    pub const fn hides_input(self) -> bool {
        self.contains(Self::HIDDEN)
    }

    /// Whether the answer is to be packed.
    pub const fn packed(self) -> bool {
        self.contains(Self::PACKED)
    }

    /// Whether the user can ask for help.
    pub const fn help_available(self) -> bool {
        self.contains(Self::HELP)
    }
}

impl SelectItemQualifier {
    /// Whether soft keys are preferred.
    pub const fn soft_keys(self) -> bool {
        self.contains(Self::SOFT_KEYS)
    }

    /// Whether the items are navigation options (`true`) or data values (`false`); `None` if the card does not say.
    pub const fn navigation(self) -> Option<bool> {
        if self.contains(Self::PRESENTATION) { Some(self.contains(Self::NAVIGATION)) } else { None }
    }

    /// Whether the user can ask for help.
    pub const fn help_available(self) -> bool {
        self.contains(Self::HELP)
    }
}

impl SetUpMenuQualifier {
    /// Whether soft keys are preferred.
    pub const fn soft_keys(self) -> bool {
        self.contains(Self::SOFT_KEYS)
    }

    /// Whether the user can ask for help.
    pub const fn help_available(self) -> bool {
        self.contains(Self::HELP)
    }
}

impl PlayToneQualifier {
    /// Whether the terminal is to vibrate as well.
    pub const fn vibrates(self) -> bool {
        self.contains(Self::VIBRATE)
    }
}

impl SendShortMessageQualifier {
    /// Whether the terminal has to pack the text.
    pub const fn needs_packing(self) -> bool {
        self.contains(Self::PACKING)
    }
}

impl LanguageNotificationQualifier {
    /// Whether it is about one language, which the command names.
    pub const fn specific(self) -> bool {
        self.contains(Self::SPECIFIC)
    }
}

impl OpenChannelQualifier {
    /// Whether the link is to be established at once.
    pub const fn immediate(self) -> bool {
        self.contains(Self::IMMEDIATE)
    }

    /// Whether a lost link is to be established again.
    pub const fn reconnects(self) -> bool {
        self.contains(Self::RECONNECT)
    }

    /// Whether the link is established in the background.
    pub const fn background(self) -> bool {
        self.contains(Self::BACKGROUND)
    }

    /// Whether the addresses of name servers are wanted.
    pub const fn wants_dns(self) -> bool {
        self.contains(Self::DNS)
    }
}

impl CloseChannelQualifier {
    /// Whether the terminal goes on listening, or keeps the bearer for the next channel.
    pub const fn keeps(self) -> bool {
        self.contains(Self::KEEP)
    }
}

impl SendDataQualifier {
    /// Whether the data are to be sent now.
    pub const fn immediate(self) -> bool {
        self.contains(Self::IMMEDIATE)
    }
}

impl DeclareServiceQualifier {
    /// Whether the service is to be forgotten.
    pub const fn deletes(self) -> bool {
        self.contains(Self::DELETE)
    }
}

impl SetFramesQualifier {
    /// Whether there is a line between adjoining frames.
    pub const fn draws_separators(self) -> bool {
        !self.contains(Self::NO_SEPARATORS)
    }
}

impl RefreshMode {
    /// Whether the network access application starts anew (modes 00, 02 and 03).
    pub const fn initializes(self) -> bool {
        matches!(
            self,
            Self::INITIALIZATION_AND_FULL_FILE_CHANGE
                | Self::INITIALIZATION_AND_FILE_CHANGE
                | Self::INITIALIZATION
        )
    }

    /// Whether the card is reset, wholly or in part (modes 04 to 06, and 09).
    pub const fn resets(self) -> bool {
        matches!(
            self,
            Self::UICC_RESET | Self::APPLICATION_RESET | Self::SESSION_RESET | Self::PROFILE_STATE_CHANGE
        )
    }

    /// Whether any file may have changed (modes 00, 04, 05 and 09).
    pub const fn changes_all_files(self) -> bool {
        matches!(
            self,
            Self::INITIALIZATION_AND_FULL_FILE_CHANGE
                | Self::UICC_RESET
                | Self::APPLICATION_RESET
                | Self::PROFILE_STATE_CHANGE
        )
    }
}

impl CallMode {
    /// Whether the call is dialled again if it fails.
    pub const fn redials(self) -> bool {
        matches!(self, Self::IF_IDLE_REDIAL | Self::HOLD_OTHERS_REDIAL | Self::END_OTHERS_REDIAL)
    }
}

impl TimerAction {
    /// Starts the timer with a value.
    pub const fn starts(self) -> bool {
        self.0 & 0x03 == Self::START.0
    }

    /// Stops the timer, and asks for its value.
    pub const fn deactivates(self) -> bool {
        self.0 & 0x03 == Self::DEACTIVATE.0
    }

    /// Asks for its value.
    pub const fn gets_value(self) -> bool {
        self.0 & 0x03 == Self::GET_VALUE.0
    }
}
