use alloc::boxed::Box;
use alloc::string::String;
use core::error::Error;

use thiserror::Error;

use crate::codec::EncodeError;
use crate::ussd::{SessionError, UssdError};

/// What can go wrong with a network, by what it means for the one who asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// There is no network: nothing was sent.
    #[error("no network")]
    NoNetwork,
    /// The network, or what leads to it, refused.
    #[error("refused: {reason}")]
    Refused {
        /// The number of the reason, where there is one: of `+CMS ERROR` or `+CME ERROR`.
        code: Option<u16>,
        /// The reason in words.
        reason: String,
    },
    /// It was sent, or may have been, and there was no answer in time. It was not sent again: find out what became of it
    /// before you do.
    #[error("no answer in time: it may have had its effect, and was not sent again")]
    OutcomeUnknown,
    /// This network can't do that.
    #[error("not supported")]
    Unsupported,
    /// There is no room for messages.
    #[error("the memory for messages is full")]
    StorageFull,
    /// There is no message at this place.
    #[error("there is no such message")]
    NoMessage,
    /// The USSD dialogue ended without a text.
    #[error(transparent)]
    Ussd(UssdError),
    /// No USSD dialogue is in a state for that.
    #[error(transparent)]
    UssdSession(#[from] SessionError),
    /// A text can't be sent.
    #[error(transparent)]
    Text(#[from] EncodeError),
    /// Of a message of several parts only some were sent.
    #[error("{sent} of {total} parts were sent: {source}")]
    Parts {
        /// How many were sent for certain.
        sent: usize,
        /// How many there are.
        total: usize,
        /// What became of the next one.
        #[source]
        source: Box<NetworkError>,
    },
    /// The way to the network failed before anything was sent.
    #[error(transparent)]
    Failed(Box<dyn Error + Send + Sync>),
}

impl NetworkError {
    /// Whether it may have had its effect all the same, and may have cost money.
    ///
    /// ```
    /// use simcard::network::NetworkError;
    ///
    /// assert!(NetworkError::OutcomeUnknown.may_have_had_effect());
    /// assert!(!NetworkError::NoNetwork.may_have_had_effect());
    /// ```
    pub fn may_have_had_effect(&self) -> bool {
        match self {
            Self::OutcomeUnknown | Self::Parts { .. } => true,
            Self::Ussd(error) => matches!(
                error,
                UssdError::Silence | UssdError::NetworkTimeout | UssdError::Released | UssdError::NoText
            ),
            _ => false,
        }
    }
}

/// Silence of the network is an unknown outcome.
impl From<UssdError> for NetworkError {
    fn from(error: UssdError) -> Self {
        match error {
            UssdError::Silence | UssdError::NetworkTimeout => Self::OutcomeUnknown,
            error => Self::Ussd(error),
        }
    }
}
