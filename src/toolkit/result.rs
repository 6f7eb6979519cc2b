//! How a command ended: ETSI TS 102 223 8.12, 3GPP TS 31.111 8.12.

mod additional;

pub use additional::{
    AdditionalInfo, BipProblem, BrowserProblem, ControlProblem, FramesProblem, MmsProblem,
    MultipleCardProblem, NetworkProblem, SmsProblem, SsProblem, TerminalProblem,
};

use alloc::vec::Vec;
use core::fmt;

use super::object::DataObject;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

/// The first byte of a result: ETSI TS 102 223 8.12, 3GPP TS 31.111 8.12. Any byte is kept as it is.
///
/// ```
/// use simcard::toolkit::GeneralResult;
///
/// assert!(GeneralResult::NO_RESPONSE.is_performed());
/// assert!(GeneralResult::TERMINAL_UNABLE.is_temporary());
/// assert_eq!(GeneralResult(0x32), GeneralResult::DATA_NOT_UNDERSTOOD);
/// assert_eq!(GeneralResult(0x32).to_string(), "command data not understood by terminal");
/// assert_eq!(GeneralResult(0x3F).to_string(), "result 3F");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GeneralResult(pub u8);

macro_rules! general_results {
    ($( $constant:ident = $value:literal $name:literal, )*) => {
        impl GeneralResult {
            $(
                #[doc = concat!($name, ": `", stringify!($value), "`.")]
                pub const $constant: Self = Self($value);
            )*

            /// All that are defined.
            pub const ALL: &'static [Self] = &[$( Self::$constant, )*];

            /// What it means, in the words of the specification.
            ///
            /// ```
            /// use simcard::toolkit::GeneralResult;
            ///
            /// assert_eq!(GeneralResult(0x12).name(), Some("no response from user"));
            /// assert_eq!(GeneralResult(0x3F).name(), None);
            /// ```
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $( $value => Some($name), )*
                    _ => None,
                }
            }
        }
    };
}

general_results! {
    OK = 0x00 "command performed successfully",
    PARTIAL_COMPREHENSION = 0x01 "command performed with partial comprehension",
    MISSING_INFORMATION = 0x02 "command performed, with missing information",
    REFRESH_WITH_ADDITIONAL_FILES = 0x03 "REFRESH performed with additional EFs read",
    ICON_NOT_DISPLAYED = 0x04 "command performed successfully, but requested icon could not be displayed",
    MODIFIED_BY_CALL_CONTROL = 0x05 "command performed, but modified by call control by NAA",
    LIMITED_SERVICE = 0x06 "command performed successfully, limited service",
    MODIFIED = 0x07 "command performed with modification",
    NAA_NOT_ACTIVE = 0x08 "REFRESH performed but indicated NAA was not active",
    TONE_NOT_PLAYED = 0x09 "command performed successfully, tone not played",
    SESSION_TERMINATED_BY_USER = 0x10 "proactive UICC session terminated by the user",
    BACKWARD_MOVE = 0x11 "backward move in the proactive UICC session requested by the user",
    NO_RESPONSE = 0x12 "no response from user",
    HELP_REQUESTED = 0x13 "help information required by the user",
    USSD_TERMINATED_BY_USER = 0x14 "USSD or SS transaction terminated by the user",
    TERMINAL_UNABLE = 0x20 "terminal currently unable to process command",
    NETWORK_UNABLE = 0x21 "network currently unable to process command",
    USER_DID_NOT_ACCEPT = 0x22 "user did not accept the proactive command",
    USER_CLEARED_DOWN = 0x23 "user cleared down call before connection or network release",
    TIMER_CONTRADICTION = 0x24 "action in contradiction with the current timer state",
    CALL_CONTROL_TEMPORARY = 0x25 "interaction with call control by NAA, temporary problem",
    BROWSER_ERROR = 0x26 "launch browser generic error",
    MMS_TEMPORARY = 0x27 "MMS temporary problem",
    BEYOND_CAPABILITIES = 0x30 "command beyond terminal's capabilities",
    TYPE_NOT_UNDERSTOOD = 0x31 "command type not understood by terminal",
    DATA_NOT_UNDERSTOOD = 0x32 "command data not understood by terminal",
    NUMBER_NOT_KNOWN = 0x33 "command number not known by terminal",
    SS_RETURN_ERROR = 0x34 "SS return error",
    SMS_RP_ERROR = 0x35 "SMS RP-ERROR",
    VALUES_MISSING = 0x36 "error, required values are missing",
    USSD_RETURN_ERROR = 0x37 "USSD return error",
    MULTIPLE_CARD_ERROR = 0x38 "MultipleCard commands error",
    CALL_CONTROL_PERMANENT = 0x39 "interaction with call control or MO short message control by NAA, permanent problem",
    BIP_ERROR = 0x3A "Bearer Independent Protocol error",
    ACCESS_TECHNOLOGY_UNABLE = 0x3B "access technology unable to process command",
    FRAMES_ERROR = 0x3C "frames error",
    MMS_ERROR = 0x3D "MMS error",
}

impl GeneralResult {
    /// Whether the command has been performed: `0x`, and `1x`, where the user ended it in one way or another.
    ///
    /// ```
    /// use simcard::toolkit::GeneralResult;
    ///
    /// assert!(GeneralResult::BACKWARD_MOVE.is_performed());
    /// assert!(!GeneralResult::USER_DID_NOT_ACCEPT.is_performed());
    /// ```
    pub const fn is_performed(self) -> bool {
        matches!(self.0, 0x00..=0x1F)
    }

    /// Whether it failed, and may be worth another try later: `2x`.
    ///
    /// ```
    /// use simcard::toolkit::GeneralResult;
    ///
    /// assert!(GeneralResult::NETWORK_UNABLE.is_temporary());
    /// assert!(!GeneralResult::BEYOND_CAPABILITIES.is_temporary());
    /// ```
    pub const fn is_temporary(self) -> bool {
        matches!(self.0, 0x20..=0x2F)
    }

    /// Whether it failed, and will fail again: `3x`.
    ///
    /// ```
    /// use simcard::toolkit::GeneralResult;
    ///
    /// assert!(GeneralResult::BEYOND_CAPABILITIES.is_permanent());
    /// assert!(!GeneralResult::NETWORK_UNABLE.is_permanent());
    /// ```
    pub const fn is_permanent(self) -> bool {
        matches!(self.0, 0x30..=0x3F)
    }

    /// Whether a terminal has to add a cause to it: ETSI TS 102 223 8.12.2 and following, 3GPP TS 31.111 8.12.2 and
    /// following.
    ///
    /// ```
    /// use simcard::toolkit::GeneralResult;
    ///
    /// assert!(GeneralResult::TERMINAL_UNABLE.needs_cause());
    /// assert!(!GeneralResult::NO_RESPONSE.needs_cause());
    /// ```
    pub const fn needs_cause(self) -> bool {
        matches!(self.0, 0x20 | 0x21 | 0x26 | 0x34 | 0x35 | 0x37..=0x3A | 0x3C | 0x3D)
    }
}

impl fmt::Display for GeneralResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "result {:02X}", self.0),
        }
    }
}

impl fmt::Debug for GeneralResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GeneralResult({:02X}, {self})", self.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for GeneralResult {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How a command ended, with what else there is to say of it: ETSI TS 102 223 8.12, 3GPP TS 31.111 8.12.
///
/// ```
/// use simcard::toolkit::object::DataObject;
/// use simcard::toolkit::{CommandResult, GeneralResult, TerminalProblem};
///
/// let busy = CommandResult::from(TerminalProblem::SCREEN_BUSY);
/// assert_eq!(busy.to_string(), "terminal currently unable to process command: screen is busy");
/// assert_eq!(CommandResult::decode(&[0x20, 0x01])?, busy);
/// assert!(busy.general.is_temporary());
///
/// let done = CommandResult::new(GeneralResult::OK);
/// assert!(done.additional.is_empty());
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CommandResult {
    /// How it ended.
    pub general: GeneralResult,
    /// What is added to it, as bytes; [`additional_info`](Self::additional_info) says what they mean.
    pub additional: Vec<u8>,
}

impl CommandResult {
    /// This result. Where a cause [has to](GeneralResult::needs_cause) be given, it is "no specific cause can be given".
    ///
    /// ```
    /// use simcard::toolkit::{CommandResult, GeneralResult};
    ///
    /// assert!(CommandResult::new(GeneralResult::OK).additional.is_empty());
    /// assert_eq!(CommandResult::new(GeneralResult::TERMINAL_UNABLE).additional, [0x00]);
    /// ```
    pub fn new(general: GeneralResult) -> Self {
        let additional = if general.needs_cause() { Vec::from([0x00]) } else { Vec::new() };
        Self { general, additional }
    }

    /// This result, with one byte of additional information.
    ///
    /// ```
    /// use simcard::toolkit::{CommandResult, GeneralResult, TerminalProblem};
    ///
    /// let result = CommandResult::with_cause(GeneralResult::TERMINAL_UNABLE, 0x04);
    /// assert_eq!(result, CommandResult::from(TerminalProblem::NO_SERVICE));
    /// ```
    pub fn with_cause(general: GeneralResult, cause: u8) -> Self {
        Self { general, additional: Vec::from([cause]) }
    }

    /// What is added to the result.
    ///
    /// ```
    /// use simcard::toolkit::{AdditionalInfo, CommandResult, GeneralResult, SmsProblem};
    ///
    /// let result = CommandResult::with_cause(GeneralResult::SMS_RP_ERROR, 0x15);
    /// assert_eq!(result.additional_info(), AdditionalInfo::Sms(SmsProblem::TRANSFER_REJECTED));
    /// ```
    pub fn additional_info(&self) -> AdditionalInfo<'_> {
        AdditionalInfo::new(self.general, &self.additional)
    }

    /// The answer of the network to SEND SS, where this is the result of that: the operation code of 3GPP TS 24.080 and
    /// the parameters behind it (3GPP TS 31.111 8.12.1).
    ///
    /// ```
    /// use simcard::toolkit::{CommandResult, GeneralResult};
    ///
    /// // the answer to interrogateSS (14): call forwarding is registered and active
    /// let result = CommandResult { general: GeneralResult::OK, additional: vec![14, 0x80, 0x01, 0x07] };
    /// assert_eq!(result.ss_return_result(), Some((14, &[0x80, 0x01, 0x07][..])));
    /// assert_eq!(CommandResult::new(GeneralResult::SS_RETURN_ERROR).ss_return_result(), None);
    /// ```
    pub fn ss_return_result(&self) -> Option<(u8, &[u8])> {
        let (operation, parameters) = self.additional.split_first()?;
        self.general.is_performed().then_some((*operation, parameters))
    }
}

impl From<GeneralResult> for CommandResult {
    fn from(general: GeneralResult) -> Self {
        Self::new(general)
    }
}

impl DataObject for CommandResult {
    const TAG: Tag = Tag(0x03);
    const NAME: &'static str = "result";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let general = GeneralResult(reader.u8()?);
        Ok(Self { general, additional: reader.rest().to_vec() })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.general.0);
        out.extend_from_slice(&self.additional);
        Ok(())
    }
}

impl fmt::Display for CommandResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.additional_info() {
            AdditionalInfo::None => self.general.fmt(f),
            info => write!(f, "{}: {info}", self.general),
        }
    }
}

impl fmt::Debug for CommandResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandResult")
            .field("general", &self.general)
            .field("additional", &self.additional_info())
            .field("raw", &format_args!("{}", hex::encode(&self.additional)))
            .finish()
    }
}

serialize_fields!(CommandResult, this {
    "general" => this.general,
    "additional" if !this.additional.is_empty() => this.additional_info(),
    // what a cause does not say
    "raw" if this.additional.len() > 1 && this.general.needs_cause() => hex::encode(&this.additional),
});

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::string::ToString;
    use alloc::vec;

    use super::super::object::testing::vector;
    use super::*;

    fn result(general: u8, additional: &[u8]) -> CommandResult {
        CommandResult { general: GeneralResult(general), additional: additional.to_vec() }
    }

    #[test]
    fn vectors() {
        // ETSI TS 102 223 8.12: general result, then additional information
        vector(&[0x00], &CommandResult::new(GeneralResult::OK));
        vector(&[0x12], &CommandResult::new(GeneralResult::NO_RESPONSE));
        vector(&[0x20, 0x01], &CommandResult::from(TerminalProblem::SCREEN_BUSY));
        vector(&[0x3A, 0x03], &CommandResult::from(BipProblem::CHANNEL_IDENTIFIER_INVALID));
        vector(&[0x39, 0x01], &CommandResult::from(ControlProblem::ACTION_NOT_ALLOWED));
        vector(&[0x21, 0x91], &CommandResult::from(NetworkProblem::from_cause(17)));
        // 3GPP TS 31.111 8.12.1: SEND SS, interrogateSS (0E) answered with ss-Status
        let ss = result(0x00, &[0x0E, 0x80, 0x01, 0x0A]);
        vector(&[0x00, 0x0E, 0x80, 0x01, 0x0A], &ss);
        assert_eq!(ss.ss_return_result(), Some((0x0E, &[0x80, 0x01, 0x0A][..])));
        assert_eq!(result(0x20, &[0x01]).ss_return_result(), None);
        // unknown ones are kept
        vector(&[0xFF, 0xFF], &result(0xFF, &[0xFF]));
        assert!(CommandResult::decode(&[]).is_err());
    }

    #[test]
    fn every_value_has_one_class_and_the_defined_ones_a_name() {
        for byte in 0..=u8::MAX {
            let general = GeneralResult(byte);
            let classes = [general.is_performed(), general.is_temporary(), general.is_permanent()];
            let count = classes.iter().filter(|class| **class).count();
            assert_eq!(count, usize::from(byte < 0x40), "{byte:02X}");
            assert_eq!(general.name().is_some(), GeneralResult::ALL.contains(&general));
        }
        let names: BTreeSet<_> = GeneralResult::ALL.iter().filter_map(|general| general.name()).collect();
        assert_eq!((names.len(), GeneralResult::ALL.len()), (37, 37));
        assert!(GeneralResult::ALL.is_sorted());
    }

    #[test]
    fn a_cause_where_one_is_due() {
        for general in GeneralResult::ALL {
            let result = CommandResult::new(*general);
            let expected = if general.needs_cause() { vec![0x00] } else { vec![] };
            assert_eq!(result.additional, expected, "{general}");
            let words = result.additional_info().to_string();
            assert_eq!(
                words == "no specific cause can be given",
                general.needs_cause(),
                "{general}: {words}"
            );
        }
    }

    #[test]
    fn in_words() {
        let cases: [(&[u8], &str); 8] = [
            (&[0x00], "command performed successfully"),
            (&[0x20, 0x04], "terminal currently unable to process command: no service"),
            (&[0x21, 0x91], "network currently unable to process command: user busy"),
            (&[0x35, 0x15], "SMS RP-ERROR: short message transfer rejected"),
            (&[0x37, 0x48], "USSD return error: USSD busy"),
            (&[0x26, 0x77], "launch browser generic error: cause 77"),
            (&[0x20], "terminal currently unable to process command"),
            (&[0x32, 0x01, 0x02], "command data not understood by terminal: 0102"),
        ];
        for (bytes, words) in cases {
            assert_eq!(CommandResult::decode(bytes).unwrap().to_string(), words);
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn as_json() {
        let json = |bytes: &[u8]| serde_json::to_value(CommandResult::decode(bytes).unwrap()).unwrap();
        assert_eq!(json(&[0x00]), serde_json::json!({ "general": "command performed successfully" }));
        assert_eq!(
            json(&[0x3A, 0x10]),
            serde_json::json!({ "general": "Bearer Independent Protocol error", "additional": "port not available" })
        );
        assert_eq!(
            json(&[0x21, 0x80 | 41, 0x01]),
            serde_json::json!({
                "general": "network currently unable to process command",
                "additional": "temporary failure",
                "raw": "a901",
            })
        );
    }
}
