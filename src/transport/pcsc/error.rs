use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;

use super::ReaderSelector;
use crate::transport::{TransportError, TransportErrorKind};

/// What can go wrong with a PC/SC reader, and what to do about it.
///
/// `source()` is the error of the `pcsc` crate where there was one.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum PcscError {
    /// The smart card service does not run.
    #[error("the smart card service does not run; start it (pcscd on Linux, SCardSvr on Windows)")]
    NoService {
        /// What the service's library said.
        source: ::pcsc::Error,
    },
    /// There is no reader at all, or not the one asked for.
    #[error("{}", NoReader(.wanted, .existing))]
    NoReader {
        /// What was asked for.
        wanted: ReaderSelector,
        /// The readers that do exist.
        existing: Vec<String>,
        /// What the service said, if it was the one to miss the reader.
        source: Option<::pcsc::Error>,
    },
    /// None of the readers asked for holds a card.
    #[error("no card in {}; insert one", List(.readers))]
    NoCard {
        /// The readers looked at.
        readers: Vec<String>,
        /// What the service said, if it was the one to miss the card.
        source: Option<::pcsc::Error>,
    },
    /// Several readers hold a card that would do, and choosing is not ours.
    #[error("several readers hold a card: {}; name the one to use", List(.readers))]
    Ambiguous {
        /// The readers to choose from.
        readers: Vec<String>,
    },
    /// The card does not answer to a reset.
    #[error(
        "the card in {reader:?} does not answer; check that it sits the right way round, and its contacts"
    )]
    CardMute {
        /// The reader.
        reader: String,
        /// What the service said, if it was the one to tell.
        source: Option<::pcsc::Error>,
    },
    /// Another program has the card for itself.
    #[error("another program has the card in {reader:?} for itself; close it or wait")]
    InUse {
        /// The reader.
        reader: String,
        /// What the service said.
        source: ::pcsc::Error,
    },
    /// The card was pulled. [`reset`](crate::transport::Transport::reset) goes on with the next one.
    #[error("the card in {reader:?} was removed; insert it again and start over")]
    CardRemoved {
        /// The reader.
        reader: String,
        /// What the service said, if it said anything.
        source: Option<::pcsc::Error>,
    },
    /// The card was reset by another program, or by a restart of the service. The transport is connected
    /// again, its epoch has grown, and the command was not repeated.
    #[error("the card in {reader:?} was reset by another program; start over")]
    CardReset {
        /// The reader.
        reader: String,
        /// What the service said.
        source: ::pcsc::Error,
    },
    /// The reader could not get the command to the card and an answer back: mostly the card fell silent.
    #[error("the card in {reader:?} gave no valid answer")]
    NoAnswer {
        /// The reader.
        reader: String,
        /// What the service said, if it said anything.
        source: Option<::pcsc::Error>,
    },
    /// The answer does not fit the buffer.
    #[error("the answer of the card in {reader:?} is longer than {size} bytes")]
    ResponseTooLong {
        /// The reader.
        reader: String,
        /// The size of the buffer in bytes.
        size: usize,
    },
    /// Nothing changed before the deadline.
    #[error("nothing happened before the deadline")]
    Deadline,
    /// A wait was ended by its [`Canceller`](super::Canceller).
    #[error("the wait was cancelled")]
    Cancelled,
    /// The reader and the card did not agree on T=0 or T=1, so nothing can be sent.
    #[error("the card in {reader:?} speaks neither T=0 nor T=1; it can't be used")]
    NoProtocol {
        /// The reader.
        reader: String,
        /// What the service said, if it was the one to tell.
        source: Option<::pcsc::Error>,
    },
    /// The command is malformed: shorter than its four header bytes, or the service says so.
    #[error("the reader {reader:?} refused to pass the command on")]
    Refused {
        /// The reader.
        reader: String,
        /// What the service said, if it was the one to refuse.
        source: Option<::pcsc::Error>,
    },
    /// Anything else the service says.
    #[error("the smart card service failed")]
    Other {
        /// What it said.
        source: ::pcsc::Error,
    },
}

impl PcscError {
    /// The error of a call that concerns no reader in particular.
    pub(super) fn of_service(source: ::pcsc::Error) -> Self {
        if is_dead(source) { Self::NoService { source } } else { Self::Other { source } }
    }

    /// The error of a call on this reader.
    pub(super) fn of_reader(source: ::pcsc::Error, reader: &str) -> Self {
        use ::pcsc::Error as E;
        let reader = String::from(reader);
        match source {
            _ if is_dead(source) => Self::NoService { source },
            E::UnknownReader | E::ReaderUnavailable | E::NoReadersAvailable => Self::NoReader {
                wanted: ReaderSelector::Name(reader),
                existing: Vec::new(),
                source: Some(source),
            },
            E::NoSmartcard => Self::NoCard { readers: alloc::vec![reader], source: Some(source) },
            E::RemovedCard => Self::CardRemoved { reader, source: Some(source) },
            E::ResetCard => Self::CardReset { reader, source },
            E::UnresponsiveCard | E::UnpoweredCard => Self::CardMute { reader, source: Some(source) },
            E::SharingViolation => Self::InUse { reader, source },
            E::NotTransacted | E::CommDataLost | E::Timeout | E::WaitedTooLong => {
                Self::NoAnswer { reader, source: Some(source) }
            }
            E::ProtoMismatch | E::UnsupportedCard | E::CardUnsupported => {
                Self::NoProtocol { reader, source: Some(source) }
            }
            E::InvalidParameter | E::InvalidValue => Self::Refused { reader, source: Some(source) },
            E::Cancelled => Self::Cancelled,
            _ => Self::Other { source },
        }
    }
}

/// Whether this says that the service, or our connection to it, is gone, rather than anything about a card.
pub(super) fn is_dead(error: ::pcsc::Error) -> bool {
    use ::pcsc::Error as E;
    matches!(error, E::NoService | E::ServiceStopped | E::InvalidHandle | E::CommError | E::Shutdown)
}

impl TransportError for PcscError {
    fn kind(&self) -> TransportErrorKind {
        match self {
            Self::NoService { .. } => TransportErrorKind::NoService,
            Self::NoReader { .. } => TransportErrorKind::NoReader,
            Self::NoCard { .. } => TransportErrorKind::NoCard,
            Self::Ambiguous { .. } => TransportErrorKind::Ambiguous,
            Self::CardMute { .. } => TransportErrorKind::CardMute,
            Self::InUse { .. } => TransportErrorKind::Busy,
            Self::CardRemoved { .. } => TransportErrorKind::CardRemoved,
            Self::CardReset { .. } => TransportErrorKind::CardReset,
            Self::NoAnswer { .. } | Self::Deadline => TransportErrorKind::Timeout,
            Self::ResponseTooLong { .. } => TransportErrorKind::ResponseTooLong,
            Self::NoProtocol { .. } | Self::Refused { .. } => TransportErrorKind::Rejected,
            Self::Cancelled | Self::Other { .. } => TransportErrorKind::Other,
        }
    }
}

struct NoReader<'a>(&'a ReaderSelector, &'a [String]);

impl fmt::Display for NoReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (ReaderSelector::Only, _) => f.write_str("no smart card reader; plug one in"),
            (wanted, []) => write!(f, "no reader {wanted}; plug it in"),
            (wanted, existing) => write!(f, "no reader {wanted}; there are {}", List(existing)),
        }
    }
}

struct List<'a>(&'a [String]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, name) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{name:?}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;
    use std::string::ToString;

    use super::*;

    fn of(error: ::pcsc::Error) -> PcscError {
        PcscError::of_reader(error, "Reader 00")
    }

    #[test]
    fn five_situations_are_five_kinds() {
        use ::pcsc::Error as E;
        let cases = [
            (E::NoService, TransportErrorKind::NoService),
            (E::ServiceStopped, TransportErrorKind::NoService),
            (E::InvalidHandle, TransportErrorKind::NoService),
            (E::UnknownReader, TransportErrorKind::NoReader),
            (E::NoSmartcard, TransportErrorKind::NoCard),
            (E::UnresponsiveCard, TransportErrorKind::CardMute),
            (E::SharingViolation, TransportErrorKind::Busy),
            (E::RemovedCard, TransportErrorKind::CardRemoved),
            (E::ResetCard, TransportErrorKind::CardReset),
            (E::NotTransacted, TransportErrorKind::Timeout),
            (E::ProtoMismatch, TransportErrorKind::Rejected),
            (E::InternalError, TransportErrorKind::Other),
        ];
        for (error, kind) in cases {
            assert_eq!(of(error).kind(), kind, "{error:?}");
        }
    }

    #[test]
    fn the_source_is_kept() {
        let error = of(::pcsc::Error::SharingViolation);
        let source = error.source().unwrap().downcast_ref::<::pcsc::Error>();
        assert_eq!(source, Some(&::pcsc::Error::SharingViolation));
        let error = of(::pcsc::Error::NoSmartcard);
        assert!(error.source().is_some());
    }

    #[test]
    fn messages_name_the_readers() {
        let readers = alloc::vec![String::from("A 00"), String::from("B 00")];
        let error = PcscError::Ambiguous { readers: readers.clone() };
        assert_eq!(error.to_string(), r#"several readers hold a card: "A 00", "B 00"; name the one to use"#);
        let wanted = ReaderSelector::NamePart("omni".into());
        let error = PcscError::NoReader { wanted, existing: readers, source: None };
        assert_eq!(error.to_string(), r#"no reader with "omni" in its name; there are "A 00", "B 00""#);
        let error = PcscError::NoReader { wanted: ReaderSelector::Only, existing: Vec::new(), source: None };
        assert_eq!(error.to_string(), "no smart card reader; plug one in");
    }
}
