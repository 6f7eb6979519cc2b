use alloc::string::String;

use thiserror::Error;

use super::{MAGIC, VERSION};
use crate::codec::DecodeError;
use crate::transport::{TransportError, TransportErrorKind};

/// Why a transport that plays a script did not do what it was asked to.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// Something else comes next in the script.
    #[error("line {line} of the script expects {expected}, and this came: {got}")]
    Unexpected {
        /// The line of the script, or the number of the step where it was not made from text.
        line: usize,
        /// What should have come.
        expected: String,
        /// What came. Secrets are shown as `..`.
        got: String,
    },
    /// The script is at its end.
    #[error("the script is at its end, and this came: {got}")]
    Ended {
        /// What came. Secrets are shown as `..`.
        got: String,
    },
    /// The script says that this fails.
    #[error("line {line} of the script: {kind}")]
    Scripted {
        /// The line of the script, or the number of the step.
        line: usize,
        /// How it fails.
        kind: TransportErrorKind,
    },
    /// The answer does not fit the buffer.
    #[error("line {line} of the script: the answer of {len} bytes does not fit the buffer")]
    ResponseTooLong {
        /// The line of the script, or the number of the step.
        line: usize,
        /// The length of the answer in bytes, with its status word.
        len: usize,
    },
    /// The script goes on, but nothing more came.
    #[error("{steps} steps of the script were not used, the first in line {line}")]
    Unused {
        /// The line of the script, or the number of the step.
        line: usize,
        /// How many are left.
        steps: usize,
    },
}

impl TransportError for ScriptError {
    fn kind(&self) -> TransportErrorKind {
        match self {
            Self::Unexpected { .. } => TransportErrorKind::Rejected,
            Self::Scripted { kind, .. } => *kind,
            Self::ResponseTooLong { .. } => TransportErrorKind::ResponseTooLong,
            Self::Ended { .. } | Self::Unused { .. } => TransportErrorKind::Closed,
        }
    }
}

/// Text that is no script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {kind}")]
pub struct ScriptParseError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub kind: ScriptParseErrorKind,
}

/// What is wrong with a line of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScriptParseErrorKind {
    /// A recording begins with the line `simcard-session 1`.
    #[error("a recording begins with the line \"{MAGIC} {VERSION}\"")]
    Magic,
    /// A version that is not known here.
    #[error("only version {VERSION} of the format is known")]
    Version,
    /// None of the lines there are.
    #[error("unknown line")]
    Unknown,
    /// A line about the transport stands after the first command.
    #[error("this must stand before the first command")]
    Late,
    /// Bytes are written as two hexadecimal digits each, or `..`.
    #[error("not a list of bytes in hexadecimal digits")]
    Hex,
    /// More bytes than a command or a response can have.
    #[error("longer than any command or response")]
    TooLong,
    /// An answer or an error that nothing asked for.
    #[error("an answer without a command before it")]
    NoCommand,
    /// A command without an answer, or `exclusive` without an error.
    #[error("no answer follows")]
    NoAnswer,
    /// Not the name of an error.
    #[error("unknown error name")]
    ErrorName,
    /// Not a number, or one that is too large.
    #[error("not a number, or too large")]
    Number,
    /// Bytes that are no ATR.
    #[error(transparent)]
    Atr(DecodeError),
}
