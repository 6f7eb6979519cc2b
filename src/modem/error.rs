use alloc::boxed::Box;

use thiserror::Error;

use super::at::{AtCommandError, DialogueError, FinalResult, Line};
use super::port::PortError;
use crate::transport::{TransportError, TransportErrorKind};

/// What can go wrong with a modem.
///
/// Commands are told by name only, since their parameters may be a PIN.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ModemError {
    /// The port failed, or was closed.
    #[error(transparent)]
    Port(#[from] PortError),
    /// The command can't be sent: a parameter holds what would not stay one.
    #[error(transparent)]
    Command(#[from] AtCommandError),
    /// The modem did not finish the command in time. It may have had its effect, and is not repeated.
    #[error("the modem did not finish AT{command} in time")]
    TimedOut {
        /// The command's name.
        command: &'static str,
    },
    /// The time that the caller gave was over before the command could be sent.
    #[error("no time was left for AT{command}: it was not sent")]
    NoTime {
        /// The command's name.
        command: &'static str,
    },
    /// The modem does not answer to `AT`, so the command was not sent.
    #[error("the modem does not answer to AT; check port, speed and power. AT{command} was not sent")]
    Unresponsive {
        /// The command's name.
        command: &'static str,
    },
    /// The modem refused the command, or could not do it.
    #[error("AT{command}: {result}")]
    Refused {
        /// The command's name.
        command: &'static str,
        /// What it said.
        result: FinalResult,
    },
    /// The answer is not what the command should give.
    #[error("the modem's answer to AT{command} makes no sense: {reason}")]
    Malformed {
        /// The command's name.
        command: &'static str,
        /// What is wrong with it.
        reason: &'static str,
        /// The line, where there was one. It may hold secrets.
        line: Option<Line>,
    },
    /// The answer is longer than any valid one.
    #[error("the modem's answer to AT{command} is too long")]
    TooLong {
        /// The command's name.
        command: &'static str,
    },
    /// The card's response does not fit the buffer.
    #[error("the card's response needs {len} bytes")]
    ResponseTooLong {
        /// How long it is, in bytes.
        len: usize,
    },
    /// The modem has no command that reaches the card: none of +CSIM, +CCHO with +CGLA, and +CRSM works.
    #[error("the modem gives no access to its card: +CSIM, +CCHO and +CRSM are refused")]
    NoSimAccess {
        /// What it said to the last one.
        #[source]
        source: Box<ModemError>,
    },
    /// The way to the card that this modem has can't carry this command: `+CRSM` serves files only.
    #[error("through this modem the card's files can be read and written, and nothing else: no {0}")]
    FilesOnly(crate::apdu::Instruction),
    /// A modem can reset its card only by restarting, which takes it off the network.
    #[error("the modem can't reset its card without restarting (AT+CFUN)")]
    NoReset,
    /// The modem is not registered with a network: what was asked for needs one.
    #[error("no network: {0}")]
    NoNetwork(super::network::RegistrationState),
    /// The modem gives and takes messages as text only (`+CMGF=1`), which loses what they are.
    #[error("the modem has no PDU mode for messages: it refuses AT+CMGF=0")]
    TextModeOnly,
    /// A text can't be sent.
    #[error(transparent)]
    Text(#[from] crate::codec::EncodeError),
    /// The modem answered with the end of a USSD dialogue.
    #[error(transparent)]
    Ussd(#[from] crate::ussd::UssdError),
    /// No USSD dialogue is in a state for that.
    #[error(transparent)]
    UssdSession(#[from] crate::ussd::SessionError),
    /// A message was handed over, and whether it was sent is not known. It is not sent again.
    #[error(
        "the modem took the message for AT{command} and did not say what became of it: it may have been sent"
    )]
    OutcomeUnknown {
        /// The command's name.
        command: &'static str,
    },
    /// Of a message of several parts only some were sent.
    #[error("{sent} of {total} parts were sent: {source}")]
    Parts {
        /// How many were sent for certain.
        sent: usize,
        /// How many there are.
        total: usize,
        /// What became of the next one.
        #[source]
        source: Box<ModemError>,
    },
}

impl ModemError {
    pub(super) const fn malformed(command: &'static str, reason: &'static str, line: Option<Line>) -> Self {
        Self::Malformed { command, reason, line }
    }

    /// What the modem said, where it refused.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, at::AtCommand};
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let error = modem.run(AtCommand::execute("+NOSUCH")).unwrap_err();
    /// assert!(error.result().is_some_and(|result| result.is_refusal_of_form()));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub const fn result(&self) -> Option<&FinalResult> {
        match self {
            Self::Refused { result, .. } => Some(result),
            _ => None,
        }
    }

    /// Whether the modem refused the form of a command, so that another one is worth a try.
    pub(super) fn is_refusal_of_form(&self) -> bool {
        self.result().is_some_and(FinalResult::is_refusal_of_form)
    }

    /// Whether the modem says that there is no usable card.
    ///
    /// ```
    /// use simcard::modem::ModemError;
    /// use simcard::modem::at::{CmeError, FinalResult};
    ///
    /// let refused = |code| ModemError::Refused { command: "+CRSM", result: FinalResult::Cme(CmeError::Code(code)) };
    /// assert!(refused(10).is_no_card()); // SIM not inserted
    /// assert!(!refused(30).is_no_card()); // no network service
    /// ```
    pub fn is_no_card(&self) -> bool {
        self.kind() == TransportErrorKind::NoCard
    }
}

impl TransportError for ModemError {
    fn kind(&self) -> TransportErrorKind {
        match self {
            Self::Port(error) if error.is_closed() => TransportErrorKind::Closed,
            Self::TimedOut { .. }
            | Self::NoTime { .. }
            | Self::Unresponsive { .. }
            | Self::OutcomeUnknown { .. } => TransportErrorKind::Timeout,
            Self::Parts { source, .. } => source.kind(),
            Self::Refused { result, .. } => kind_of(result),
            Self::NoSimAccess { .. }
            | Self::FilesOnly(_)
            | Self::Command(_)
            | Self::NoReset
            | Self::TextModeOnly
            | Self::Text(_) => TransportErrorKind::Rejected,
            Self::ResponseTooLong { .. } | Self::TooLong { .. } => TransportErrorKind::ResponseTooLong,
            _ => TransportErrorKind::Other,
        }
    }
}

/// The situation behind a refusal (3GPP TS 27.007 9.2, 3GPP TS 27.005 3.2.5).
fn kind_of(result: &FinalResult) -> TransportErrorKind {
    let code = match result {
        FinalResult::Cme(error) => error.code(),
        FinalResult::Cms(error) => error.code(),
        _ => return TransportErrorKind::Rejected,
    };
    match code {
        Some(10 | 310) => TransportErrorKind::NoCard,
        Some(13 | 15 | 313 | 315) => TransportErrorKind::CardMute,
        Some(14 | 314 | 2 | 57) => TransportErrorKind::Busy,
        _ => TransportErrorKind::Rejected,
    }
}

impl From<DialogueError> for ModemError {
    fn from(error: DialogueError) -> Self {
        match error {
            DialogueError::Command(error) => Self::Command(error),
            DialogueError::Busy => {
                Self::Malformed { command: "", reason: "another command is under way", line: None }
            }
        }
    }
}
