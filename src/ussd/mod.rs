//! USSD dialogues without I/O (3GPP TS 22.090, 3GPP TS 27.007 7.15).
//!
//! | part | what it is |
//! | --- | --- |
//! | [`Session`] | one dialogue after the other: what to send, what came, when it is over |
//! | [`UssdState`] | what became of a dialogue |
//! | [`UssdError`] | why there is no text |

mod session;

pub use session::{Event, Phase, Session, SessionError, Transmit};

use thiserror::Error;

/// What became of a USSD dialogue: `<m>` of `+CUSD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UssdState {
    /// 0: it is over.
    Done,
    /// 1: the network waits for a reply.
    ReplyExpected,
    /// 2: the network ended it.
    Released,
    /// 3: another program has answered.
    OtherClient,
    /// 4: the network or the modem does not do that.
    NotSupported,
    /// 5: the network did not answer in time.
    NetworkTimeout,
    /// Something that the specification does not have.
    Other(u8),
}

impl UssdState {
    /// The state that a number stands for.
    ///
    /// ```
    /// use simcard::ussd::UssdState;
    ///
    /// assert_eq!(UssdState::from_number(1), UssdState::ReplyExpected);
    /// ```
    pub const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Done,
            1 => Self::ReplyExpected,
            2 => Self::Released,
            3 => Self::OtherClient,
            4 => Self::NotSupported,
            5 => Self::NetworkTimeout,
            other => Self::Other(other),
        }
    }

    /// The number that stands for it.
    ///
    /// ```
    /// assert_eq!(simcard::ussd::UssdState::Released.number(), 2);
    /// ```
    pub const fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::ReplyExpected => 1,
            Self::Released => 2,
            Self::OtherClient => 3,
            Self::NotSupported => 4,
            Self::NetworkTimeout => 5,
            Self::Other(number) => number,
        }
    }
}

/// Why there is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum UssdError {
    /// The network said nothing in time. The dialogue was cancelled; the request may have had its effect.
    #[error("the network did not answer the USSD request in time; it may have had its effect")]
    Silence,
    /// The network ended the dialogue without a word.
    #[error("the network ended the USSD dialogue without a text")]
    Released,
    /// Another program answered in our place.
    #[error("another program took part in the USSD dialogue")]
    OtherClient,
    /// The network does not know this request, or knows no USSD.
    #[error("the network does not support this USSD request")]
    NotSupported,
    /// The network says that it took too long.
    #[error("the network reports that the USSD request timed out")]
    NetworkTimeout,
    /// The dialogue went on or ended without a text.
    #[error("the answer to the USSD request has no text")]
    NoText,
    /// A value of `<m>` that the specification does not have.
    #[error("the modem reports an unknown USSD state ({0})")]
    Unknown(u8),
}
