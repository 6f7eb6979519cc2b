//! The two bytes that end every response, and what they mean.

mod meaning;
#[cfg(test)]
mod tests;

#[cfg(feature = "serde")]
use alloc::string::String;
use core::{fmt, str::FromStr};

use crate::codec::{DecodeError, DecodeErrorKind};

/// The two status bytes that end every response (ISO/IEC 7816-4 5.6, ETSI TS 102 221 10.2, 3GPP TS 51.011 9.4).
///
/// Every status word is exactly one of four things:
///
/// | | status words | what to do |
/// | --- | --- | --- |
/// | [success](Self::is_success) | `9000`, `91xx`, `92xx` but not `9240` | go on; after `91xx`, FETCH |
/// | [more data](Self::more_data) | `61xx`, `9Fxx` | it worked; GET RESPONSE fetches the rest |
/// | [warning](Self::is_warning) | `62xx`, `63xx`, `9Exx` | it worked in part; data may have come with it |
/// | [error](Self::is_error) | all others | see [`kind`](Self::kind) |
///
/// ```
/// use simcard::apdu::{StatusKind, StatusWord};
///
/// let sw = StatusWord::new(0x6A82);
/// assert_eq!(sw.kind(), StatusKind::NotFound);
/// assert_eq!(sw.to_string(), "6A82 (file not found)");
///
/// assert_eq!(StatusWord::new(0x6100).more_data(), Some(256));
/// assert_eq!(StatusWord::new(0x63C2).pin_retries(), Some(2));
/// assert_eq!("9120".parse::<StatusWord>()?.proactive_len(), Some(32));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusWord(u16);

/// What a status word asks of the caller. Many status words share a kind;
/// [`StatusWord::meaning`] tells them apart in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum StatusKind {
    /// Done: `9000`, and `92xx` from `9210` on, `9240` excepted (done, a data transfer session goes on).
    Success,
    /// Done, and the card has a proactive command waiting for FETCH: `91xx`.
    SuccessWithProactive {
        /// Length of the proactive command in bytes, 1 to 256.
        len: u16,
    },
    /// Done, but the card had to write its memory more than once: `920x` of a GSM card. It is wearing out.
    MemoryUpdateRetried {
        /// Retries needed, 0 to 15.
        times: u8,
    },
    /// Done; response data wait for GET RESPONSE: `61xx`.
    MoreData {
        /// Bytes waiting, 1 to 256; where it is 256 it may be more.
        len: u16,
    },
    /// Done; response data wait for GET RESPONSE: `9Fxx` of a GSM card.
    MoreDataGsm {
        /// Bytes waiting, 1 to 256.
        len: u16,
    },
    /// Done with a reservation: `62xx` and `63xx` unless listed below. Data may have come with it, and below
    /// T=0 may still wait for GET RESPONSE.
    Warning,
    /// An SMS data download failed, and the card has an answer for the network: `9Exx` of a GSM card.
    WarningWithData {
        /// Bytes waiting for GET RESPONSE, 1 to 256.
        len: u16,
    },
    /// A wrong PIN, or an inquiry for the tries: `63Cx`. After an UPDATE, x writing retries that succeeded.
    PinRetries {
        /// Tries left, 0 to 15.
        remaining: u8,
    },
    /// This block is done, the same command fetches the next: `62F1`, `62F2`, and `6310` of GlobalPlatform.
    MoreBlocks {
        /// Whether a proactive command waits too (its length is not told).
        proactive: bool,
    },
    /// This block is taken, the card expects the next: `63F1`, `63F2`.
    BlockExpected {
        /// Whether a proactive command waits too (its length is not told).
        proactive: bool,
    },
    /// Wrong Lc or Le: `67xx`, `6Cxx`.
    WrongLength {
        /// The Le to repeat the command with, 1 to 256: told by `6Cxx` only. Under the GSM class, `67xx` tells
        /// it too: see [`StatusWord::correct_len_in`].
        correct: Option<u16>,
    },
    /// The toolkit of the card is busy, the command was not executed and may be sent later: `9300`.
    Busy,
    /// The memory of the card failed: `6581`, `9240`.
    MemoryProblem,
    /// No room left on the card or in a file: `6A84`, `9866`, `9867`.
    MemoryFull,
    /// No such file, record, application, PIN or data: `6A82`, `6A83`, `6A88`, `9402`, `9404`.
    NotFound,
    /// Something of that name exists: `6A89`, `6A8A`.
    AlreadyExists,
    /// No EF is selected: `6986`, `9400`.
    NoFileSelected,
    /// A PIN or key has to be presented first, or was wrong: `6982`, `6987`, `6988`, `6989`, `66xx`, `9802`,
    /// `9804`.
    SecurityNotSatisfied,
    /// The PIN, PUK or key is blocked: `6983`, `9840`.
    AuthenticationBlocked,
    /// The file is deactivated, or the PIN disabled: `6984`, `9810`.
    Deactivated,
    /// Not allowed in this state: `69xx` unless listed elsewhere, `6883`, `9808`.
    ConditionsNotSatisfied,
    /// The card does not know this class: `6Exx`. To a first SELECT under class 00, a GSM 11.11 card.
    WrongClass,
    /// The card does not know this instruction: `6Dxx`.
    WrongInstruction,
    /// The command does not fit the structure of the file: `6981`, `9408`.
    IncompatibleFile,
    /// P1, P2, Lc or the command data are wrong: `6A80`, `6A85`, `6A86`, `6A87`, `6Bxx`, others of `6Axx`,
    /// `9485`.
    WrongParameters,
    /// The card cannot do that: `6A81`, `68xx` unless listed elsewhere, `9484`.
    FunctionNotSupported,
    /// INCREASE would go past the maximum: `9850`.
    MaximumReached,
    /// The network could not prove who it is, the MAC is wrong: `9862`.
    AuthenticationMacFailure,
    /// Another error of the application: `98xx` unless listed elsewhere.
    ApplicationError,
    /// The card failed while executing: `64xx`, `65xx` but not `6581`, `6Fxx`.
    ExecutionError,
    /// No specification we know has this status word.
    Unknown,
}

/// SW2 as a length: 00 stands for 256.
const fn length(sw2: u8) -> u16 {
    match sw2 {
        0 => 256,
        // u16::from is not const
        len => len as u16,
    }
}

impl StatusWord {
    /// `9000`: normal ending.
    pub const OK: Self = Self(0x9000);
    /// `9300`: the toolkit of the card is busy (ETSI TS 102 221 10.2.1.1).
    pub const TOOLKIT_BUSY: Self = Self(0x9300);

    /// The status word with this value, SW1 in the upper byte.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x9000), StatusWord::OK);
    /// ```
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// Both bytes, SW1 in the upper one.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::from([0x6A, 0x82]).value(), 0x6A82);
    /// ```
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Both bytes as the card sends them.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x6A82).to_bytes(), [0x6A, 0x82]);
    /// ```
    pub const fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// The first byte.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x6C0F).sw1(), 0x6C);
    /// ```
    pub const fn sw1(self) -> u8 {
        self.0.to_be_bytes()[0]
    }

    /// The second byte.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x6C0F).sw2(), 0x0F);
    /// ```
    pub const fn sw2(self) -> u8 {
        self.0.to_be_bytes()[1]
    }

    /// What it asks of the caller.
    ///
    /// ```
    /// use simcard::apdu::{StatusKind, StatusWord};
    ///
    /// assert_eq!(StatusWord::new(0x9110).kind(), StatusKind::SuccessWithProactive { len: 16 });
    /// assert_eq!(StatusWord::new(0x6C00).kind(), StatusKind::WrongLength { correct: Some(256) });
    /// assert_eq!(StatusWord::new(0x6982).kind(), StatusKind::SecurityNotSatisfied);
    /// ```
    pub const fn kind(self) -> StatusKind {
        use StatusKind as Kind;
        let [sw1, sw2] = self.0.to_be_bytes();
        match (sw1, sw2) {
            (0x61, len) => Kind::MoreData { len: length(len) },
            (0x62, 0xF1) => Kind::MoreBlocks { proactive: false },
            (0x62, 0xF2) => Kind::MoreBlocks { proactive: true },
            (0x63, 0x10) => Kind::MoreBlocks { proactive: false },
            (0x63, 0xF1) => Kind::BlockExpected { proactive: false },
            (0x63, 0xF2) => Kind::BlockExpected { proactive: true },
            (0x63, 0xC0..=0xCF) => Kind::PinRetries { remaining: sw2 & 0x0F },
            (0x62 | 0x63, _) => Kind::Warning,
            (0x65, 0x81) => Kind::MemoryProblem,
            (0x64 | 0x65, _) => Kind::ExecutionError,
            (0x66, _) => Kind::SecurityNotSatisfied,
            (0x67, _) => Kind::WrongLength { correct: None },
            (0x68, 0x83) => Kind::ConditionsNotSatisfied,
            (0x68, _) => Kind::FunctionNotSupported,
            (0x69, 0x81) => Kind::IncompatibleFile,
            (0x69, 0x82 | 0x87 | 0x88 | 0x89) => Kind::SecurityNotSatisfied,
            (0x69, 0x83) => Kind::AuthenticationBlocked,
            (0x69, 0x84) => Kind::Deactivated,
            (0x69, 0x86) => Kind::NoFileSelected,
            (0x69, _) => Kind::ConditionsNotSatisfied,
            (0x6A, 0x81) => Kind::FunctionNotSupported,
            (0x6A, 0x82 | 0x83 | 0x88) => Kind::NotFound,
            (0x6A, 0x84) => Kind::MemoryFull,
            (0x6A, 0x89 | 0x8A) => Kind::AlreadyExists,
            (0x6A | 0x6B, _) => Kind::WrongParameters,
            (0x6C, len) => Kind::WrongLength { correct: Some(length(len)) },
            (0x6D, _) => Kind::WrongInstruction,
            (0x6E, _) => Kind::WrongClass,
            (0x6F, _) => Kind::ExecutionError,
            (0x90, 0x00) => Kind::Success,
            (0x91, len) => Kind::SuccessWithProactive { len: length(len) },
            (0x92, 0x00..=0x0F) => Kind::MemoryUpdateRetried { times: sw2 },
            (0x92, 0x40) => Kind::MemoryProblem,
            (0x92, _) => Kind::Success,
            (0x93, 0x00) => Kind::Busy,
            (0x94, 0x00) => Kind::NoFileSelected,
            (0x94, 0x02 | 0x04) => Kind::NotFound,
            (0x94, 0x08) => Kind::IncompatibleFile,
            (0x94, 0x84) => Kind::FunctionNotSupported,
            (0x94, 0x85) => Kind::WrongParameters,
            (0x98, 0x02 | 0x04) => Kind::SecurityNotSatisfied,
            (0x98, 0x08) => Kind::ConditionsNotSatisfied,
            (0x98, 0x10) => Kind::Deactivated,
            (0x98, 0x40) => Kind::AuthenticationBlocked,
            (0x98, 0x50) => Kind::MaximumReached,
            (0x98, 0x62) => Kind::AuthenticationMacFailure,
            (0x98, 0x66 | 0x67) => Kind::MemoryFull,
            (0x98, _) => Kind::ApplicationError,
            (0x9E, len) => Kind::WarningWithData { len: length(len) },
            (0x9F, len) => Kind::MoreDataGsm { len: length(len) },
            _ => Kind::Unknown,
        }
    }

    /// Whether the command did what it should and nothing is left to fetch: `9000`, `91xx` (a proactive
    /// command waits), `92xx` but not `9240`. Not `61xx` and `9Fxx`: see [`more_data`](Self::more_data).
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert!(StatusWord::new(0x9000).is_success() && StatusWord::new(0x9110).is_success());
    /// assert!(!StatusWord::new(0x6110).is_success() && !StatusWord::new(0x9240).is_success());
    /// ```
    pub const fn is_success(self) -> bool {
        matches!(
            self.kind(),
            StatusKind::Success
                | StatusKind::SuccessWithProactive { .. }
                | StatusKind::MemoryUpdateRetried { .. }
        )
    }

    /// Whether the command worked in part, or its result has to be looked at: `62xx`, `63xx` (a wrong PIN,
    /// `63Cx`, among them), and `9Exx` of a GSM card.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert!(StatusWord::new(0x6282).is_warning() && StatusWord::new(0x63C2).is_warning());
    /// assert!(!StatusWord::new(0x6A82).is_warning());
    /// ```
    pub const fn is_warning(self) -> bool {
        matches!(self.sw1(), 0x62 | 0x63 | 0x9E)
    }

    /// Whether the command failed: neither success nor more data nor a warning. Unknown status words count.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert!(StatusWord::new(0x6A82).is_error() && StatusWord::new(0x1234).is_error());
    /// assert!(!StatusWord::new(0x6110).is_error() && !StatusWord::new(0x6282).is_error());
    /// ```
    pub const fn is_error(self) -> bool {
        !self.is_success() && !self.is_warning() && self.more_data().is_none()
    }

    /// Length of the proactive command that waits for FETCH, 1 to 256 bytes: `91xx`.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x9120).proactive_len(), Some(32));
    /// assert_eq!(StatusWord::new(0x9100).proactive_len(), Some(256));
    /// assert_eq!(StatusWord::OK.proactive_len(), None);
    /// ```
    pub const fn proactive_len(self) -> Option<u16> {
        match self.kind() {
            StatusKind::SuccessWithProactive { len } => Some(len),
            _ => None,
        }
    }

    /// How many response bytes wait for GET RESPONSE, 1 to 256: `61xx`, `9Fxx`. (After `9Exx` a warning
    /// waits too: [`StatusKind::WarningWithData`].)
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x6120).more_data(), Some(32));
    /// assert_eq!(StatusWord::new(0x9F16).more_data(), Some(22)); // a GSM card
    /// assert_eq!(StatusWord::OK.more_data(), None);
    /// ```
    pub const fn more_data(self) -> Option<u16> {
        match self.kind() {
            StatusKind::MoreData { len } | StatusKind::MoreDataGsm { len } => Some(len),
            _ => None,
        }
    }

    /// The Le to repeat the command with, 1 to 256: `6Cxx`.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x6C0A).correct_len(), Some(10));
    /// assert_eq!(StatusWord::new(0x6700).correct_len(), None);
    /// ```
    pub const fn correct_len(self) -> Option<u16> {
        match self.kind() {
            StatusKind::WrongLength { correct } => correct,
            _ => None,
        }
    }

    /// The P3 to repeat a command of this class with, 1 to 256: `6Cxx`, and under the GSM class `67xx` where
    /// xx is not 00 (3GPP TS 51.011 9.4.6). Under other classes `6701` and `6702` mean something else.
    ///
    /// ```
    /// use simcard::apdu::{Class, StatusWord};
    ///
    /// assert_eq!(StatusWord::new(0x670A).correct_len_in(Class::GSM), Some(10));
    /// assert_eq!(StatusWord::new(0x670A).correct_len_in(Class::INTERINDUSTRY), None);
    /// ```
    pub const fn correct_len_in(self, class: super::Class) -> Option<u16> {
        match self.to_bytes() {
            [0x67, sw2] if sw2 != 0 && class.is_gsm() => Some(length(sw2)),
            _ => self.correct_len(),
        }
    }

    /// PIN tries left, 0 to 15: `63Cx`. A PIN that is blocked says
    /// [`AuthenticationBlocked`](StatusKind::AuthenticationBlocked); a GSM card says nothing here but in the
    /// response to SELECT or STATUS.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x63C2).pin_retries(), Some(2));
    /// assert_eq!(StatusWord::new(0x6983).pin_retries(), None); // blocked
    /// ```
    pub const fn pin_retries(self) -> Option<u8> {
        match self.kind() {
            StatusKind::PinRetries { remaining } => Some(remaining),
            _ => None,
        }
    }
}

impl From<u16> for StatusWord {
    fn from(value: u16) -> Self {
        Self(value)
    }
}

impl From<[u8; 2]> for StatusWord {
    fn from(bytes: [u8; 2]) -> Self {
        Self(u16::from_be_bytes(bytes))
    }
}

/// Four hexadecimal digits, as `6A82`.
impl FromStr for StatusWord {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        let error = |offset, kind| DecodeError::new("status word", offset, kind);
        if let Some(at) = text.bytes().position(|byte| !byte.is_ascii_hexdigit()) {
            return Err(error(at, DecodeErrorKind::Character));
        }
        match text.len() {
            4 => u16::from_str_radix(text, 16).map(Self).map_err(|_| error(0, DecodeErrorKind::Character)),
            len => Err(error(len, DecodeErrorKind::Length)),
        }
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusWord({:04X})", self.0)
    }
}

/// Value and meaning, as `6A82 (file not found)`.
impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X} ({})", self.0, self.meaning())
    }
}

/// The value alone, as `6A82`.
impl fmt::UpperHex for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::UpperHex::fmt(&self.0, f)
    }
}

/// Four hexadecimal digits, as `"6A82"`.
#[cfg(feature = "serde")]
impl serde::Serialize for StatusWord {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self:04X}"))
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for StatusWord {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
