//! What is added to a result: ETSI TS 102 223 8.12.1 and following, 3GPP TS 31.111 8.12.1 and following.

use core::fmt;

use super::{CommandResult, GeneralResult};

/// What is added to a result, by the result it is added to. Bytes behind a cause are in [`CommandResult::additional`].
///
/// ```
/// use simcard::toolkit::{AdditionalInfo, BipProblem, CommandResult, GeneralResult};
///
/// let result = CommandResult::with_cause(GeneralResult::BIP_ERROR, 0x07);
/// let AdditionalInfo::Bip(problem) = result.additional_info() else { panic!() };
/// assert_eq!(problem, BipProblem::REMOTE_DEVICE_NOT_REACHABLE);
/// assert_eq!(problem.name(), Some("remote device is not reachable"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AdditionalInfo<'a> {
    /// Nothing.
    None,
    /// Why the terminal could not: with [`GeneralResult::TERMINAL_UNABLE`].
    Terminal(TerminalProblem),
    /// Why the network could not: with [`GeneralResult::NETWORK_UNABLE`].
    Network(NetworkProblem),
    /// What went wrong with a browser: with [`GeneralResult::BROWSER_ERROR`].
    Browser(BrowserProblem),
    /// What went wrong with a multimedia message: with [`GeneralResult::MMS_TEMPORARY`] and
    /// [`GeneralResult::MMS_ERROR`].
    Mms(MmsProblem),
    /// Why the network refused a supplementary service or USSD: with [`GeneralResult::SS_RETURN_ERROR`] and
    /// [`GeneralResult::USSD_RETURN_ERROR`].
    Ss(SsProblem),
    /// Why the network refused a short message: with [`GeneralResult::SMS_RP_ERROR`].
    Sms(SmsProblem),
    /// What went wrong with a further card: with [`GeneralResult::MULTIPLE_CARD_ERROR`].
    MultipleCard(MultipleCardProblem),
    /// What call control or short message control did: with [`GeneralResult::CALL_CONTROL_PERMANENT`].
    Control(ControlProblem),
    /// What went wrong with a channel: with [`GeneralResult::BIP_ERROR`].
    Bip(BipProblem),
    /// What went wrong with frames: with [`GeneralResult::FRAMES_ERROR`].
    Frames(FramesProblem),
    /// Bytes, with a result that no cause is defined for. With a SEND SS that succeeded they are what the network
    /// answered: [`CommandResult::ss_return_result`].
    Other(&'a [u8]),
}

impl<'a> AdditionalInfo<'a> {
    pub(super) fn new(general: GeneralResult, additional: &'a [u8]) -> Self {
        let Some(first) = additional.first() else { return Self::None };
        match general {
            GeneralResult::TERMINAL_UNABLE => Self::Terminal(TerminalProblem(*first)),
            GeneralResult::NETWORK_UNABLE => Self::Network(NetworkProblem(*first)),
            GeneralResult::BROWSER_ERROR => Self::Browser(BrowserProblem(*first)),
            GeneralResult::MMS_TEMPORARY | GeneralResult::MMS_ERROR => Self::Mms(MmsProblem(*first)),
            GeneralResult::SS_RETURN_ERROR | GeneralResult::USSD_RETURN_ERROR => Self::Ss(SsProblem(*first)),
            GeneralResult::SMS_RP_ERROR => Self::Sms(SmsProblem(*first)),
            GeneralResult::MULTIPLE_CARD_ERROR => Self::MultipleCard(MultipleCardProblem(*first)),
            GeneralResult::CALL_CONTROL_PERMANENT => Self::Control(ControlProblem(*first)),
            GeneralResult::BIP_ERROR => Self::Bip(BipProblem(*first)),
            GeneralResult::FRAMES_ERROR => Self::Frames(FramesProblem(*first)),
            _ => Self::Other(additional),
        }
    }
}

impl fmt::Display for AdditionalInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Terminal(problem) => problem.fmt(f),
            Self::Network(problem) => problem.fmt(f),
            Self::Browser(problem) => problem.fmt(f),
            Self::Mms(problem) => problem.fmt(f),
            Self::Ss(problem) => problem.fmt(f),
            Self::Sms(problem) => problem.fmt(f),
            Self::MultipleCard(problem) => problem.fmt(f),
            Self::Control(problem) => problem.fmt(f),
            Self::Bip(problem) => problem.fmt(f),
            Self::Frames(problem) => problem.fmt(f),
            Self::Other(bytes) => f.write_str(&hex::encode(bytes)),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for AdditionalInfo<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Declares causes: an open number with names. With `=> RESULT` a cause is a whole result.
macro_rules! causes {
    (
        $(#[$attr:meta])*
        $name:ident $(=> $general:ident)? {
            $( $(#[$constant_attr:meta])* $constant:ident = $value:literal $words:literal, )*
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u8);

        impl $name {
            $(
                #[doc = concat!($words, ": `", stringify!($value), "`.")]
                pub const $constant: Self = Self($value);
            )*

            /// All that are defined.
            pub const ALL: &'static [Self] = &[$( Self::$constant, )*];

            /// What it means, in the words of the specification.
            ///
            #[doc = "```"]
            #[doc = concat!("use simcard::toolkit::", stringify!($name), ";")]
            ///
            #[doc = concat!("let problem = ", stringify!($name), "::UNSPECIFIED;")]
            /// assert_eq!(problem.name(), Some("no specific cause can be given"));
            #[doc = concat!("assert_eq!(", stringify!($name), "(0x70).name(), None);")]
            #[doc = "```"]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $( $value => Some($words), )*
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "cause {:02X}", self.0),
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:02X}, {self})", stringify!($name), self.0)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        $(
            impl From<$name> for CommandResult {
                fn from(problem: $name) -> Self {
                    Self::with_cause(GeneralResult::$general, problem.0)
                }
            }
        )?
    };
}

causes! {
    /// Why the terminal can't process a command now: ETSI TS 102 223 8.12.2, 3GPP TS 31.111 8.12.2.
    TerminalProblem => TERMINAL_UNABLE {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        SCREEN_BUSY = 0x01 "screen is busy",
        BUSY_ON_CALL = 0x02 "terminal currently busy on call",
        BUSY_ON_SS = 0x03 "terminal currently busy on SS transaction",
        NO_SERVICE = 0x04 "no service",
        ACCESS_CLASS_BARRED = 0x05 "access control class bar",
        RADIO_RESOURCE_NOT_GRANTED = 0x06 "radio resource not granted",
        NOT_IN_SPEECH_CALL = 0x07 "not in speech call",
        BUSY_ON_USSD = 0x08 "terminal currently busy on USSD transaction",
        BUSY_ON_DTMF = 0x09 "terminal currently busy on SEND DTMF command",
        NO_NAA_ACTIVE = 0x0A "no NAA active",
    }
}

causes! {
    /// What went wrong with a browser: ETSI TS 102 223 8.12, additional information for LAUNCH BROWSER.
    BrowserProblem => BROWSER_ERROR {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        BEARER_UNAVAILABLE = 0x01 "bearer unavailable",
        BROWSER_UNAVAILABLE = 0x02 "browser unavailable",
        PROVISIONING_DATA_UNREADABLE = 0x03 "terminal unable to read the provisioning data",
        DEFAULT_URL_UNAVAILABLE = 0x04 "default URL unavailable",
    }
}

causes! {
    /// What went wrong with a further card: ETSI TS 102 223 8.12, additional information for MultipleCard commands.
    MultipleCardProblem => MULTIPLE_CARD_ERROR {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        READER_REMOVED = 0x01 "card reader removed or not present",
        CARD_REMOVED = 0x02 "card removed or not present",
        READER_BUSY = 0x03 "card reader busy",
        CARD_POWERED_OFF = 0x04 "card powered off",
        C_APDU_FORMAT = 0x05 "C-APDU format error",
        MUTE_CARD = 0x06 "mute card",
        TRANSMISSION_ERROR = 0x07 "transmission error",
        PROTOCOL_NOT_SUPPORTED = 0x08 "protocol not supported",
        READER_NOT_VALID = 0x09 "specified reader not valid",
    }
}

causes! {
    /// What call control or short message control by the card did to a command: ETSI TS 102 223 8.12, 3GPP TS 31.111
    /// 8.12.
    ControlProblem => CALL_CONTROL_PERMANENT {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        ACTION_NOT_ALLOWED = 0x01 "action not allowed",
        TYPE_CHANGED = 0x02 "the type of request has changed",
    }
}

causes! {
    /// What went wrong with a channel: ETSI TS 102 223 8.12.11.
    BipProblem => BIP_ERROR {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        NO_CHANNEL_AVAILABLE = 0x01 "no channel available",
        CHANNEL_CLOSED = 0x02 "channel closed",
        CHANNEL_IDENTIFIER_INVALID = 0x03 "channel identifier not valid",
        BUFFER_SIZE_NOT_AVAILABLE = 0x04 "requested buffer size not available",
        SECURITY_ERROR = 0x05 "security error (unsuccessful authentication)",
        TRANSPORT_LEVEL_NOT_AVAILABLE = 0x06 "requested UICC/terminal interface transport level not available",
        REMOTE_DEVICE_NOT_REACHABLE = 0x07 "remote device is not reachable",
        SERVICE_ERROR = 0x08 "service error (service not available on remote device)",
        SERVICE_IDENTIFIER_UNKNOWN = 0x09 "service identifier unknown",
        PORT_NOT_AVAILABLE = 0x10 "port not available",
        LAUNCH_PARAMETERS = 0x11 "launch parameters missing or incorrect",
        APPLICATION_LAUNCH_FAILED = 0x12 "application launch failed",
    }
}

causes! {
    /// What went wrong with frames: ETSI TS 102 223 8.12.12.
    FramesProblem => FRAMES_ERROR {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        FRAME_IDENTIFIER_INVALID = 0x01 "frame identifier is not valid",
        TOO_MANY_FRAMES = 0x02 "number of frames beyond the terminal's capabilities",
        NO_FRAME_DEFINED = 0x03 "no frame defined",
        SIZE_NOT_SUPPORTED = 0x04 "requested size not supported",
        DEFAULT_ACTIVE_FRAME_INVALID = 0x05 "default active frame is not valid",
    }
}

causes! {
    /// What went wrong with a multimedia message: ETSI TS 102 223 8.12.13. It goes with two results, `27` and `3D`, so
    /// [`CommandResult::with_cause`] makes the result.
    MmsProblem {
        UNSPECIFIED = 0x00 "no specific cause can be given",
    }
}

causes! {
    /// Why the network refused a supplementary service or USSD: 3GPP TS 31.111 8.12, the error codes of 3GPP TS 24.080
    /// 4.3 and 4.5 (3GPP TS 29.002 17.5). It goes with two results, `34` and `37`, so [`CommandResult::with_cause`] makes
    /// the result.
    SsProblem {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        UNKNOWN_SUBSCRIBER = 0x01 "unknown subscriber",
        ILLEGAL_SUBSCRIBER = 0x09 "illegal subscriber",
        BEARER_SERVICE_NOT_PROVISIONED = 0x0A "bearer service not provisioned",
        TELESERVICE_NOT_PROVISIONED = 0x0B "teleservice not provisioned",
        ILLEGAL_EQUIPMENT = 0x0C "illegal equipment",
        CALL_BARRED = 0x0D "call barred",
        FORWARDING_VIOLATION = 0x0E "forwarding violation",
        CUG_REJECT = 0x0F "CUG reject",
        ILLEGAL_SS_OPERATION = 0x10 "illegal SS operation",
        SS_ERROR_STATUS = 0x11 "SS error status",
        SS_NOT_AVAILABLE = 0x12 "SS not available",
        SS_SUBSCRIPTION_VIOLATION = 0x13 "SS subscription violation",
        SS_INCOMPATIBILITY = 0x14 "SS incompatibility",
        FACILITY_NOT_SUPPORTED = 0x15 "facility not supported",
        ABSENT_SUBSCRIBER = 0x1B "absent subscriber",
        SHORT_TERM_DENIAL = 0x1D "short term denial",
        LONG_TERM_DENIAL = 0x1E "long term denial",
        SYSTEM_FAILURE = 0x22 "system failure",
        DATA_MISSING = 0x23 "data missing",
        UNEXPECTED_DATA_VALUE = 0x24 "unexpected data value",
        PASSWORD_REGISTRATION_FAILURE = 0x25 "password registration failure",
        NEGATIVE_PASSWORD_CHECK = 0x26 "negative password check",
        PASSWORD_ATTEMPTS_VIOLATION = 0x2B "number of password attempts violation",
        FORWARDING_FAILED = 0x2F "forwarding failed",
        RESOURCE_LIMITATION = 0x33 "resource limitation",
        UNAUTHORIZED_REQUESTING_NETWORK = 0x34 "unauthorized requesting network",
        UNAUTHORIZED_LCS_CLIENT = 0x35 "unauthorized LCS client",
        POSITION_METHOD_FAILURE = 0x36 "position method failure",
        UNKNOWN_ALPHABET = 0x47 "unknown alphabet",
        USSD_BUSY = 0x48 "USSD busy",
        REJECTED_BY_USER = 0x79 "rejected by user",
        REJECTED_BY_NETWORK = 0x7A "rejected by network",
        DEFLECTION_TO_SERVED_SUBSCRIBER = 0x7B "deflection to served subscriber",
        SPECIAL_SERVICE_CODE = 0x7C "special service code",
        INVALID_DEFLECTED_TO_NUMBER = 0x7D "invalid deflected-to number",
        MAX_MPTY_PARTICIPANTS_EXCEEDED = 0x7E "maximum number of MPTY participants exceeded",
        RESOURCES_NOT_AVAILABLE = 0x7F "resources not available",
    }
}

causes! {
    /// Why the network refused a short message: 3GPP TS 31.111 8.12, the RP-Cause of 3GPP TS 24.011 8.2.5.4.
    SmsProblem => SMS_RP_ERROR {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        UNASSIGNED_NUMBER = 0x01 "unassigned (unallocated) number",
        OPERATOR_DETERMINED_BARRING = 0x08 "operator determined barring",
        CALL_BARRED = 0x0A "call barred",
        TRANSFER_REJECTED = 0x15 "short message transfer rejected",
        MEMORY_CAPACITY_EXCEEDED = 0x16 "memory capacity exceeded",
        DESTINATION_OUT_OF_ORDER = 0x1B "destination out of order",
        UNIDENTIFIED_SUBSCRIBER = 0x1C "unidentified subscriber",
        FACILITY_REJECTED = 0x1D "facility rejected",
        UNKNOWN_SUBSCRIBER = 0x1E "unknown subscriber",
        NETWORK_OUT_OF_ORDER = 0x26 "network out of order",
        TEMPORARY_FAILURE = 0x29 "temporary failure",
        CONGESTION = 0x2A "congestion",
        RESOURCES_UNAVAILABLE = 0x2F "resources unavailable, unspecified",
        FACILITY_NOT_SUBSCRIBED = 0x32 "requested facility not subscribed",
        FACILITY_NOT_IMPLEMENTED = 0x45 "requested facility not implemented",
        INVALID_TRANSFER_REFERENCE = 0x51 "invalid short message transfer reference value",
        SEMANTICALLY_INCORRECT = 0x5F "semantically incorrect message",
        INVALID_MANDATORY_INFORMATION = 0x60 "invalid mandatory information",
        MESSAGE_TYPE_NOT_IMPLEMENTED = 0x61 "message type non-existent or not implemented",
        MESSAGE_NOT_COMPATIBLE = 0x62 "message not compatible with short message protocol state",
        ELEMENT_NOT_IMPLEMENTED = 0x63 "information element non-existent or not implemented",
        PROTOCOL_ERROR = 0x6F "protocol error, unspecified",
        INTERWORKING = 0x7F "interworking, unspecified",
    }
}

causes! {
    /// Why the network can't process a command now: 3GPP TS 31.111 8.12.3. A cause of call control (3GPP TS 24.008
    /// 10.5.4.11) with bit 8 set, or `00`.
    ///
    /// ```
    /// use simcard::toolkit::NetworkProblem;
    ///
    /// let busy = NetworkProblem::from_cause(17);
    /// assert_eq!(busy, NetworkProblem::USER_BUSY);
    /// assert_eq!((busy.0, busy.cause()), (0x91, Some(17)));
    /// ```
    NetworkProblem => NETWORK_UNABLE {
        UNSPECIFIED = 0x00 "no specific cause can be given",
        UNASSIGNED_NUMBER = 0x81 "unassigned (unallocated) number",
        NO_ROUTE_TO_DESTINATION = 0x83 "no route to destination",
        CHANNEL_UNACCEPTABLE = 0x86 "channel unacceptable",
        OPERATOR_DETERMINED_BARRING = 0x88 "operator determined barring",
        NORMAL_CALL_CLEARING = 0x90 "normal call clearing",
        USER_BUSY = 0x91 "user busy",
        NO_USER_RESPONDING = 0x92 "no user responding",
        USER_ALERTING = 0x93 "user alerting, no answer",
        CALL_REJECTED = 0x95 "call rejected",
        NUMBER_CHANGED = 0x96 "number changed",
        REJECTED_BY_FEATURE = 0x98 "call rejected due to feature at the destination",
        PRE_EMPTION = 0x99 "pre-emption",
        NON_SELECTED_USER_CLEARING = 0x9A "non selected user clearing",
        DESTINATION_OUT_OF_ORDER = 0x9B "destination out of order",
        INVALID_NUMBER_FORMAT = 0x9C "invalid number format (incomplete number)",
        FACILITY_REJECTED = 0x9D "facility rejected",
        RESPONSE_TO_STATUS_ENQUIRY = 0x9E "response to STATUS ENQUIRY",
        NORMAL_UNSPECIFIED = 0x9F "normal, unspecified",
        NO_CIRCUIT_AVAILABLE = 0xA2 "no circuit/channel available",
        NETWORK_OUT_OF_ORDER = 0xA6 "network out of order",
        TEMPORARY_FAILURE = 0xA9 "temporary failure",
        CONGESTION = 0xAA "switching equipment congestion",
        ACCESS_INFORMATION_DISCARDED = 0xAB "access information discarded",
        REQUESTED_CHANNEL_NOT_AVAILABLE = 0xAC "requested circuit/channel not available",
        RESOURCES_UNAVAILABLE = 0xAF "resources unavailable, unspecified",
        QUALITY_OF_SERVICE_UNAVAILABLE = 0xB1 "quality of service unavailable",
        FACILITY_NOT_SUBSCRIBED = 0xB2 "requested facility not subscribed",
        INCOMING_CALLS_BARRED_IN_CUG = 0xB7 "incoming calls barred within the CUG",
        BEARER_CAPABILITY_NOT_AUTHORIZED = 0xB9 "bearer capability not authorized",
        BEARER_CAPABILITY_NOT_AVAILABLE = 0xBA "bearer capability not presently available",
        SERVICE_NOT_AVAILABLE = 0xBF "service or option not available, unspecified",
        BEARER_SERVICE_NOT_IMPLEMENTED = 0xC1 "bearer service not implemented",
        ACM_MAXIMUM = 0xC4 "ACM equal to or greater than ACMmax",
        FACILITY_NOT_IMPLEMENTED = 0xC5 "requested facility not implemented",
        RESTRICTED_DIGITAL_ONLY = 0xC6 "only restricted digital information bearer capability is available",
        SERVICE_NOT_IMPLEMENTED = 0xCF "service or option not implemented, unspecified",
        INVALID_TRANSACTION_IDENTIFIER = 0xD1 "invalid transaction identifier value",
        NOT_MEMBER_OF_CUG = 0xD7 "user not member of CUG",
        INCOMPATIBLE_DESTINATION = 0xD8 "incompatible destination",
        INVALID_TRANSIT_NETWORK = 0xDB "invalid transit network selection",
        SEMANTICALLY_INCORRECT = 0xDF "semantically incorrect message",
        INVALID_MANDATORY_INFORMATION = 0xE0 "invalid mandatory information",
        MESSAGE_TYPE_NOT_IMPLEMENTED = 0xE1 "message type non-existent or not implemented",
        MESSAGE_TYPE_NOT_COMPATIBLE = 0xE2 "message type not compatible with protocol state",
        ELEMENT_NOT_IMPLEMENTED = 0xE3 "information element non-existent or not implemented",
        CONDITIONAL_ELEMENT_ERROR = 0xE4 "conditional IE error",
        MESSAGE_NOT_COMPATIBLE = 0xE5 "message not compatible with protocol state",
        RECOVERY_ON_TIMER_EXPIRY = 0xE6 "recovery on timer expiry",
        PROTOCOL_ERROR = 0xEF "protocol error, unspecified",
        INTERWORKING = 0xFF "interworking, unspecified",
    }
}

impl NetworkProblem {
    /// The problem with this cause of 3GPP TS 24.008 10.5.4.11, 0 to 127.
    ///
    /// ```
    /// use simcard::toolkit::NetworkProblem;
    ///
    /// assert_eq!(NetworkProblem::from_cause(34), NetworkProblem::NO_CIRCUIT_AVAILABLE); // A2
    /// ```
    pub const fn from_cause(cause: u8) -> Self {
        Self(cause | 0x80)
    }

    /// The cause of 3GPP TS 24.008 10.5.4.11, 0 to 127. Without bit 8 there is none.
    ///
    /// ```
    /// use simcard::toolkit::NetworkProblem;
    ///
    /// assert_eq!(NetworkProblem::CALL_REJECTED.cause(), Some(21)); // 95
    /// assert_eq!(NetworkProblem::UNSPECIFIED.cause(), None);
    /// ```
    pub const fn cause(self) -> Option<u8> {
        match self.0 {
            0x80.. => Some(self.0 & 0x7F),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::*;

    macro_rules! check {
        ($($name:ident $count:literal,)*) => {$(
            let names: BTreeSet<_> = $name::ALL.iter().filter_map(|cause| cause.name()).collect();
            assert_eq!((names.len(), $name::ALL.len()), ($count, $count), stringify!($name));
            assert!($name::ALL.is_sorted(), stringify!($name));
            for byte in 0..=u8::MAX {
                assert_eq!($name(byte).name().is_some(), $name::ALL.contains(&$name(byte)));
            }
        )*};
    }

    #[test]
    fn names_are_unique_and_in_order() {
        check! {
            TerminalProblem 11,
            BrowserProblem 5,
            MultipleCardProblem 10,
            ControlProblem 3,
            BipProblem 13,
            FramesProblem 6,
            MmsProblem 1,
            SsProblem 38,
            SmsProblem 24,
            NetworkProblem 51,
        }
    }

    #[test]
    fn network_causes_have_bit_8() {
        assert_eq!(NetworkProblem(0x11).cause(), None);
        assert_eq!(NetworkProblem(0x11).name(), None);
        assert_eq!(NetworkProblem::UNSPECIFIED.cause(), None);
        for problem in &NetworkProblem::ALL[1..] {
            assert_eq!(problem.cause().map(NetworkProblem::from_cause), Some(*problem));
        }
    }
}
