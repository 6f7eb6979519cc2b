use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{CmeError, CmsError};

/// How a command ended (ITU-T V.250 5.7.1, 3GPP TS 27.007 9.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FinalResult {
    /// Done.
    Ok,
    /// Not done, and no more is said.
    Error,
    /// `+CME ERROR`.
    Cme(CmeError),
    /// `+CMS ERROR`.
    Cms(CmsError),
    /// The command was ended by what was sent after it.
    Aborted,
    /// `COMMAND NOT SUPPORT`, as some makers have it.
    NotSupported,
    /// `TOO MANY PARAMETERS`, as some makers have it.
    TooManyParameters,
    /// A connection stands; what follows the word is kept.
    Connect(String),
    /// The call ended, or there was none.
    NoCarrier,
    /// Nobody picks up, because he is talking.
    Busy,
    /// Nobody picks up.
    NoAnswer,
    /// No network for a call.
    NoDialtone,
}

impl FinalResult {
    /// Reads a line, if it is a final result. Those of calls are told only if `call` says that one was asked for:
    /// otherwise they are unsolicited.
    ///
    /// ```
    /// use simcard::modem::at::{CmeError, FinalResult};
    ///
    /// assert_eq!(FinalResult::parse(b"OK", false), Some(FinalResult::Ok));
    /// let error = FinalResult::parse(b"+CME ERROR: 10", false);
    /// assert_eq!(error, Some(FinalResult::Cme(CmeError::Code(10))));
    /// assert_eq!(FinalResult::parse(b"NO CARRIER", false), None);
    /// ```
    pub fn parse(line: &[u8], call: bool) -> Option<Self> {
        const WORDS: &[(&[u8], FinalResult, bool)] = &[
            (b"OK", FinalResult::Ok, false),
            (b"ERROR", FinalResult::Error, false),
            (b"ABORTED", FinalResult::Aborted, false),
            (b"COMMAND NOT SUPPORT", FinalResult::NotSupported, false),
            (b"COMMAND NOT SUPPORTED", FinalResult::NotSupported, false),
            (b"NOT SUPPORTED", FinalResult::NotSupported, false),
            (b"TOO MANY PARAMETERS", FinalResult::TooManyParameters, false),
            (b"NO CARRIER", FinalResult::NoCarrier, true),
            (b"BUSY", FinalResult::Busy, true),
            (b"NO ANSWER", FinalResult::NoAnswer, true),
            (b"NO DIALTONE", FinalResult::NoDialtone, true),
            (b"NO DIAL TONE", FinalResult::NoDialtone, true),
        ];
        let line = line.trim_ascii();
        // nearly all lines are none: one look at the first byte tells
        if !matches!(line.first()?, b'+' | b'A'..=b'Z' | b'a'..=b'z') {
            return None;
        }
        for (words, result, of_call) in WORDS {
            if line == *words {
                return (call || !of_call).then(|| result.clone());
            }
        }
        if let Some(value) = behind(line, b"+CME ERROR").or_else(|| behind(line, b"CME ERROR")) {
            return Some(Self::Cme(CmeError::parse(&value)));
        }
        if let Some(value) = behind(line, b"+CMS ERROR").or_else(|| behind(line, b"CMS ERROR")) {
            return Some(Self::Cms(CmsError::parse(&value)));
        }
        match line.strip_prefix(b"CONNECT") {
            Some(speed @ ([] | [b' ', ..])) if call => {
                Some(Self::Connect(String::from_utf8_lossy(speed.trim_ascii()).into_owned()))
            }
            _ => None,
        }
    }

    /// Reads the digit that stands for a final result after `ATV0` (V.250 6.2.6).
    pub(super) fn parse_digit(line: &[u8], call: bool) -> Option<Self> {
        Some(match line.trim_ascii() {
            b"0" => Self::Ok,
            b"4" => Self::Error,
            b"1" if call => Self::Connect(String::new()),
            b"3" if call => Self::NoCarrier,
            b"6" if call => Self::NoDialtone,
            b"7" if call => Self::Busy,
            b"8" if call => Self::NoAnswer,
            _ => return None,
        })
    }

    /// Whether the command did what it was asked to.
    ///
    /// ```
    /// use simcard::modem::at::FinalResult;
    ///
    /// assert!(FinalResult::Ok.is_ok() && !FinalResult::Error.is_ok());
    /// ```
    pub const fn is_ok(&self) -> bool {
        matches!(self, Self::Ok | Self::Connect(_))
    }

    /// The number of a `+CME ERROR`, where it is one.
    ///
    /// ```
    /// use simcard::modem::at::{CmeError, FinalResult};
    ///
    /// assert_eq!(FinalResult::Cme(CmeError::Code(10)).cme(), Some(10));
    /// assert_eq!(FinalResult::Error.cme(), None);
    /// ```
    pub const fn cme(&self) -> Option<u16> {
        match self {
            Self::Cme(error) => error.code(),
            _ => None,
        }
    }

    /// Whether a modem refused because of the card, so that other commands will fare no better: there is none, it is busy, it
    /// wants a PIN.
    pub(in crate::modem) const fn is_about_card(&self) -> bool {
        matches!(self.cme(), Some(5..=7 | 10..=18))
    }

    /// Whether the modem refused the form of the command, before it did anything: it does not know the command,
    /// or this way of giving its parameters.
    ///
    /// ```
    /// use simcard::modem::at::{CmeError, FinalResult};
    ///
    /// assert!(FinalResult::Cme(CmeError::Code(50)).is_refusal_of_form()); // incorrect parameters
    /// assert!(!FinalResult::Cme(CmeError::Code(10)).is_refusal_of_form()); // no card
    /// ```
    pub const fn is_refusal_of_form(&self) -> bool {
        match self {
            Self::Error | Self::NotSupported | Self::TooManyParameters => true,
            // operation not allowed or supported; wrong characters or too long; parameters; alphabet; value; missing
            Self::Cme(CmeError::Code(code)) => matches!(code, 3 | 4 | 24..=27 | 50 | 58 | 59 | 61),
            Self::Cms(CmsError::Code(code)) => matches!(code, 302..=305),
            _ => false,
        }
    }
}

/// What follows `words` and a colon.
fn behind(line: &[u8], words: &[u8]) -> Option<String> {
    let rest = line.strip_prefix(words)?.trim_ascii_start();
    let rest: Vec<u8> = match rest {
        [] => Vec::new(),
        [b':', rest @ ..] => rest.trim_ascii().to_vec(),
        _ => return None,
    };
    Some(String::from_utf8_lossy(&rest).into_owned())
}

impl fmt::Display for FinalResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cme(error) => return error.fmt(f),
            Self::Cms(error) => return error.fmt(f),
            Self::Ok => "OK",
            Self::Error => "ERROR",
            Self::Aborted => "ABORTED",
            Self::NotSupported => "COMMAND NOT SUPPORT",
            Self::TooManyParameters => "TOO MANY PARAMETERS",
            Self::Connect(_) => "CONNECT",
            Self::NoCarrier => "NO CARRIER",
            Self::Busy => "BUSY",
            Self::NoAnswer => "NO ANSWER",
            Self::NoDialtone => "NO DIALTONE",
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for FinalResult {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
