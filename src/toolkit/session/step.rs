//! What a session takes, asks for and tells.

use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

#[cfg(doc)]
use super::Session;
use crate::apdu::StatusWord;
use crate::codec::EncodeError;
use crate::toolkit::command::{ProactiveCommand, Refusal};
use crate::toolkit::result::GeneralResult;

/// What a session may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Proactive commands in a row, without anything from our side in between.
    pub commands: u32,
    /// How long they may go on.
    pub duration: Duration,
    /// How often an envelope is sent again when the card is busy (`9300`), and how long to wait before.
    pub busy: (u8, Duration),
    /// FETCHes in a row that bring nothing.
    pub failures: u8,
    /// How often the card is asked by STATUS whether it wants something, before it says how often itself. Terminals do
    /// so every 30 seconds (ETSI TS 102 223 6.4.5); `None` is never.
    pub poll: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            commands: 1000,
            duration: Duration::from_secs(3600),
            busy: (10, Duration::from_millis(500)),
            failures: 3,
            poll: Some(Duration::from_secs(30)),
        }
    }
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a step is taken apart at once; a box would cost an allocation each"
)]
pub enum Step {
    /// Send [`Session::command`] for this request, and give what the card answers to [`Session::answered`].
    Transmit(Request),
    /// Carry out the command, and [`answer`](Session::answer) it.
    Perform(ProactiveCommand),
    /// A command that the session has carried out itself; its answer is on its way.
    Handled(ProactiveCommand, GeneralResult),
    /// A command that can't be understood; its answer is on its way.
    Refused(Refusal),
    /// Something that the caller may want to know of.
    Note(Note),
    /// Nothing to do until then, or until something happens.
    Idle(Option<Duration>),
    /// The answer of the card, or of the host, is still due.
    Waiting,
    /// The session is over; nothing is sent any more.
    Ended(End),
}

/// What goes to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// TERMINAL PROFILE.
    Profile,
    /// FETCH of so many bytes, 1 to 256.
    Fetch(u16),
    /// TERMINAL RESPONSE.
    Response,
    /// ENVELOPE.
    Envelope,
    /// STATUS, to see whether the card wants something.
    Status,
}

/// What happened on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// How the card answered an envelope: it carries data after call control, and where a short message is acknowledged.
    EnvelopeAnswered {
        /// The status word; `9300` if the card was busy to the last.
        status: StatusWord,
        /// The data with it.
        data: Vec<u8>,
    },
    /// FETCH brought nothing.
    FetchFailed(StatusWord),
    /// The card does not like the answer it got.
    ResponseRejected(StatusWord),
    /// The card does not like the TERMINAL PROFILE, but may have commands all the same.
    ProfileRejected(StatusWord),
    /// What was to be answered can't be written; the card was told that the terminal is unable.
    Unwritable(EncodeError),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EnvelopeAnswered { status, data } if data.is_empty() => {
                write!(f, "the card answered the envelope with {status}")
            }
            Self::EnvelopeAnswered { status, data } => {
                write!(f, "the card answered the envelope with {status} and {} bytes", data.len())
            }
            Self::FetchFailed(status) => {
                write!(f, "the card did not give the command it announced: {status}")
            }
            Self::ResponseRejected(status) => write!(f, "the card does not take the answer: {status}"),
            Self::ProfileRejected(status) => {
                write!(f, "the card does not take the terminal profile: {status}")
            }
            Self::Unwritable(error) => write!(f, "the answer can't be written: {error}"),
        }
    }
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// The card knows no toolkit: it refused TERMINAL PROFILE as an unknown instruction.
    NoToolkit,
    /// More commands in a row than [`Limits::commands`].
    TooManyCommands,
    /// They went on for longer than [`Limits::duration`].
    TooLong,
    /// FETCH failed more often than [`Limits::failures`].
    FetchFails,
    /// The caller ended it.
    Closed,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoToolkit => "the card knows no toolkit",
            Self::TooManyCommands => "the card sends commands without end",
            Self::TooLong => "the card's commands take too long",
            Self::FetchFails => "the card announces commands and does not give them",
            Self::Closed => "the session was ended",
        })
    }
}
