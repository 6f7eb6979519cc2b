use alloc::boxed::Box;
use core::fmt;

use thiserror::Error;

use crate::apdu::{CommandError, Instruction, StatusKind, StatusWord};
use crate::codec::{DecodeError, EncodeError};
use crate::exchange::{ExchangeError, RunError};
use crate::fs::access::Requirement;
use crate::fs::{Path, Structure};
use crate::toolkit::ToolkitError;
use crate::transport::{TransportError, TransportErrorKind};

/// What an operation on a card gives.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Whatever can go wrong with a card, by who is at fault.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The reader, the modem or the way to it failed.
    #[error("{kind}")]
    Transport {
        /// Which situation it is, with advice.
        kind: TransportErrorKind,
        /// The backend's own error.
        source: Box<dyn core::error::Error + Send + Sync>,
    },
    /// The card refused, for a reason that none of the other variants tells.
    #[error("{instruction}{} was answered with {status}", On(path))]
    Status {
        /// What the card said.
        status: StatusWord,
        /// What it was asked to do.
        instruction: Instruction,
        /// The file it was asked to do it with, where there was one.
        path: Option<Path>,
    },
    /// The card has no such file, record or application.
    #[error("not on this card: {path}")]
    NotFound {
        /// What was looked for.
        path: Path,
    },
    /// The file is on the card, but not of the structure that this operation needs.
    #[error("{path} has another structure: {structure:?}")]
    WrongStructure {
        /// The file.
        path: Path,
        /// The structure it has.
        structure: Structure,
    },
    /// The card does not allow it before some PIN or key was verified, or not at all.
    #[error("{instruction}{} is not allowed: {status}{}", On(path), Needs(needs))]
    Security {
        /// What the card said.
        status: StatusWord,
        /// What it was asked to do.
        instruction: Instruction,
        /// The file it was asked to do it with, where there was one.
        path: Option<Path>,
        /// What has to be done first, from the access rules of the file: where they were looked up, and could
        /// be read.
        needs: Option<Requirement>,
    },
    /// A write of several commands broke off in the middle: part of the new content is on the card.
    ///
    /// Where the card did not answer, the bytes of the command that failed may be written or not.
    #[error("the write to {path} broke off: {written} bytes are written, not those from byte {offset} on")]
    TornWrite {
        /// The file.
        path: Path,
        /// How many bytes the card took.
        written: usize,
        /// Where the part begins that failed: in the file, or in the data object.
        offset: usize,
        /// What went wrong.
        source: Box<Error>,
    },
    /// The card said that it wrote, and reads back something else.
    #[error("{path} does not hold what was written, from byte {offset} on")]
    NotWritten {
        /// The file.
        path: Path,
        /// The first byte that differs: of the file, or of the record.
        offset: usize,
    },
    /// All was written, but could not be read back to verify it.
    #[error("{path} was written ({written} bytes), but could not be read back: {source}")]
    NotVerified {
        /// The file.
        path: Path,
        /// How many bytes the card took.
        written: usize,
        /// Why it could not be read.
        source: Box<Error>,
    },
    /// There is no room for another record.
    #[error("no record of {path} is free")]
    Full {
        /// The file.
        path: Path,
    },
    /// The network could not prove to the card who it is: `9862` (3GPP TS 31.102 7.1.2).
    #[error("the network's proof of identity (MAC) is wrong")]
    MacFailure,
    /// A PIN was refused, by the card or before it was sent.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// What the card sent is not what it should be.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A content can't be written like that. Nothing was written.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The card's answers led nowhere: too short, too long or without end.
    #[error("{instruction}{}: {source}", On(path))]
    Exchange {
        /// What was wrong with them.
        source: ExchangeError,
        /// What the card was asked to do.
        instruction: Instruction,
        /// The file that was selected, where one was.
        path: Option<Path>,
    },
    /// The toolkit of the card, or what carries out its commands, failed.
    #[error(transparent)]
    Toolkit(#[from] ToolkitError),
    /// The card lost its state since the logical channel was opened or the PIN verified.
    #[error("the card was reset in between, and its state is lost; start over")]
    StateLost,
    /// The operation can't be done like that, whatever the card. Nothing was sent.
    #[error(transparent)]
    Misuse(#[from] Misuse),
}

/// Why a PIN was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum PinError {
    /// The card says it is wrong.
    #[error("wrong PIN{}", Remaining(remaining))]
    Wrong {
        /// Tries left, where the card tells.
        remaining: Option<u8>,
    },
    /// No tries are left; only the PUK helps.
    #[error("the PIN is blocked; it takes the PUK to unblock it")]
    Blocked,
    /// Nothing was sent, because a wrong PIN would have blocked the card.
    #[error("only one try is left: not sent; a wrong PIN would block the card. Ask for it explicitly")]
    LastTry,
    /// Nothing was sent, because the card does not tell how many tries are left.
    #[error("the card does not tell how many tries are left: not sent. Ask for it explicitly")]
    UnknownTries,
    /// The card has no such PIN.
    #[error("the card has no such PIN")]
    NoSuchPin,
    /// The PIN is disabled, so there is nothing to verify.
    #[error("this PIN is disabled: nothing needs it")]
    Disabled,
    /// The PIN is enabled already.
    #[error("this PIN is enabled already")]
    Enabled,
    /// The card says that the PUK is wrong.
    #[error("wrong PUK{}", Remaining(remaining))]
    WrongPuk {
        /// Tries left, where the card tells.
        remaining: Option<u8>,
    },
    /// No tries are left for the PUK: the PIN is blocked for good.
    #[error("the PUK is blocked too: this PIN can't be unblocked any more")]
    PukBlocked,
    /// Nothing was sent, because a wrong PUK would have blocked the PIN for good.
    #[error(
        "only one try is left for the PUK: not sent; a wrong one would block the PIN for good. Ask for it explicitly"
    )]
    LastPukTry,
    /// Nothing was sent, because the card does not tell how many tries are left for the PUK.
    #[error("the card does not tell how many tries are left for the PUK: not sent. Ask for it explicitly")]
    UnknownPukTries,
}

/// What a caller asked for that can't be done like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Misuse {
    /// The command cannot be encoded.
    #[error(transparent)]
    Command(CommandError),
    /// Records are numbered from 1 to 254.
    #[error("there is no record number {0}: they go from 1 to 254")]
    RecordNumber(u8),
    /// Short file identifiers go from 1 to 30.
    #[error("there is no short file identifier {0}: they go from 1 to 30")]
    Sfi(u8),
    /// The offset, or the end of what is to be read, is beyond 64 KiB.
    #[error("offset {0} is beyond what a file can hold")]
    Offset(u32),
    /// The card speaks GSM 11.11 only, which has nothing of that kind.
    #[error("a GSM 11.11 card has no {0}")]
    NotOnGsm(&'static str),
    /// Nothing is known to be selected: on a card that other programs use too, what is current is current within
    /// one [`Card::exclusive`](crate::Card::exclusive) only.
    #[error("nothing is known to be selected; select it, and read it, within one `Card::exclusive`")]
    NothingSelected,
    /// The key belongs to an application, and none was selected.
    #[error("this key belongs to an application: select the application first")]
    NoApplication,
    /// The transport assigns logical channels itself.
    #[error("this transport assigns logical channels itself")]
    Channels,
    /// The specification gives the file another structure than this operation is for.
    #[error("by its specification the file is not {0}")]
    Structure(&'static str),
    /// What is to be written does not fit.
    #[error("{len} bytes do not fit: there is room for {room}")]
    TooLong {
        /// Bytes given.
        len: usize,
        /// Bytes that fit.
        room: usize,
    },
    /// A record is written whole.
    #[error("{len} bytes are no record of this file: they have {record_len}")]
    RecordLength {
        /// Bytes given.
        len: usize,
        /// Bytes that a record of the file has.
        record_len: usize,
    },
    /// Cyclic files are written in one way only, the oldest record first (ETSI TS 102 221 11.1.6).
    #[error("a cyclic file takes new records only in place of the oldest one")]
    CyclicRecord,
    /// There is nothing to send where something must be.
    #[error("there is no {0}")]
    Empty(&'static str),
    /// The number is no tag of a data object.
    #[error("{0:X} is not the tag of a data object")]
    Tag(u32),
    /// The MF and an ADF have no identifier that this command could name them by.
    #[error("the command can't name the MF or an ADF")]
    Root,
    /// A time that the card can't be told.
    #[error("a UICC can be suspended for 2550 days at most")]
    Duration,
}

impl Error {
    pub(crate) fn transport<E: TransportError>(error: E) -> Self {
        Self::Transport { kind: error.kind(), source: Box::new(error) }
    }

    /// What stopped an exchange.
    pub(crate) fn from_run<E: TransportError>(
        error: RunError<E>,
        instruction: Instruction,
        path: Option<Path>,
    ) -> Self {
        match error {
            RunError::Transport(error) => Self::transport(error),
            RunError::Exchange(ExchangeError::Command(error)) => Self::Misuse(Misuse::Command(error)),
            RunError::Exchange(source) => Self::Exchange { source, instruction, path },
        }
    }

    /// The error that a status word stands for; `path` is what the command was about.
    pub(crate) fn status(status: StatusWord, instruction: Instruction, path: Option<Path>) -> Self {
        match (status.kind(), path) {
            (StatusKind::NotFound, Some(path)) => Self::NotFound { path },
            (StatusKind::SecurityNotSatisfied, path) => {
                Self::Security { status, instruction, path, needs: None }
            }
            _ => Self::Status { status, instruction, path },
        }
    }

    /// Whether the card, the reader or the connection to it is gone.
    ///
    /// ```
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Fault, Faulty};
    ///
    /// let pulled = Faulty::new(VirtualCard::uicc()).at(0, Fault::Removed);
    /// assert!(Card::new(pulled).iccid().unwrap_err().is_card_gone());
    /// assert!(!simcard::Error::StateLost.is_card_gone());
    /// ```
    pub fn is_card_gone(&self) -> bool {
        match self {
            Self::Transport { kind, .. } => kind.is_card_gone(),
            Self::TornWrite { source, .. } | Self::NotVerified { source, .. } => source.is_card_gone(),
            _ => false,
        }
    }

    /// Whether the card lost its state: selections, verified PINs and logical channels.
    ///
    /// ```
    /// use simcard::Error;
    ///
    /// assert!(Error::StateLost.is_state_lost());
    /// assert!(!Error::MacFailure.is_state_lost());
    /// ```
    pub fn is_state_lost(&self) -> bool {
        match self {
            Self::StateLost | Self::Transport { kind: TransportErrorKind::CardReset, .. } => true,
            Self::TornWrite { source, .. } | Self::NotVerified { source, .. } => source.is_state_lost(),
            _ => false,
        }
    }

    /// Whether the card has no such file, record or application.
    ///
    /// ```
    /// use simcard::Error;
    /// use simcard::fs::Path;
    ///
    /// assert!(Error::NotFound { path: Path::mf(&[0x2F05]) }.is_not_found());
    /// assert!(!Error::MacFailure.is_not_found());
    /// ```
    pub const fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }

    /// Whether the card wants a PIN or key first, or never allows it.
    ///
    /// ```
    /// use simcard::Error;
    /// use simcard::apdu::{Instruction, StatusWord};
    ///
    /// let status = StatusWord::new(0x6982);
    /// let refused = Error::Security { status, instruction: Instruction::READ_BINARY, path: None, needs: None };
    /// assert!(refused.is_denied());
    /// assert!(!Error::MacFailure.is_denied());
    /// ```
    pub fn is_denied(&self) -> bool {
        match self {
            Self::Security { .. } => true,
            Self::TornWrite { source, .. } | Self::NotVerified { source, .. } => source.is_denied(),
            _ => false,
        }
    }

    /// Whether the card can't be talked to, so that trying its other files is pointless too.
    pub(crate) fn is_fatal(&self) -> bool {
        match self {
            Self::Transport { .. } | Self::Exchange { .. } | Self::StateLost => true,
            Self::TornWrite { source, .. } | Self::NotVerified { source, .. } => source.is_fatal(),
            _ => false,
        }
    }

    /// The status word behind it, if the card answered with one.
    ///
    /// ```
    /// use simcard::Error;
    /// use simcard::apdu::{Instruction, StatusWord};
    ///
    /// let status = StatusWord::new(0x6F00);
    /// let failed = Error::Status { status, instruction: Instruction::SELECT, path: None };
    /// assert_eq!(failed.status_word(), Some(status));
    /// assert_eq!(Error::StateLost.status_word(), None);
    /// ```
    pub fn status_word(&self) -> Option<StatusWord> {
        match self {
            Self::Status { status, .. } | Self::Security { status, .. } => Some(*status),
            Self::TornWrite { source, .. } | Self::NotVerified { source, .. } => source.status_word(),
            _ => None,
        }
    }
}

/// ` on MF/2FE2`, or nothing.
struct On<'a>(&'a Option<Path>);

impl fmt::Display for On<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(path) => write!(f, " on {path}"),
            None => Ok(()),
        }
    }
}

/// `; it needs ADM1`, or nothing.
struct Needs<'a>(&'a Option<Requirement>);

impl fmt::Display for Needs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            // it is the rule that says so, but the card refused
            None | Some(Requirement::Always) => Ok(()),
            Some(Requirement::Never) => f.write_str("; no one may, whatever was verified"),
            Some(needs) => write!(f, "; needs {needs}"),
        }
    }
}

/// `, 2 tries left`, or nothing.
struct Remaining<'a>(&'a Option<u8>);

impl fmt::Display for Remaining<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(1) => f.write_str(", 1 try left"),
            Some(tries) => write!(f, ", {tries} tries left"),
            None => Ok(()),
        }
    }
}
