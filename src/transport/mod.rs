//! The one trait a backend writes, and the transports that wrap others.
//!
//! | transport | what it is |
//! | --- | --- |
//! | `pcsc::PcscTransport` | a card in a PC/SC reader (feature `pcsc`) |
//! | [`Tracer`] | wraps one, and tells what goes over it |
//! | [`Recorder`], [`Replay`] | wraps one and writes a session down; plays it back |
//! | [`Faulty`] | wraps one, and lets go wrong what one chooses |
//! | [`BoxTransport`] | one of whatever type |
//!
//! Cards without hardware are in [`mock`](crate::mock).

mod erased;
mod fault;
mod info;
mod layer;
#[cfg(feature = "pcsc")]
pub mod pcsc;
mod record;
mod redact;
pub(crate) mod script;
mod trace;

pub use erased::{AnyTransportError, BoxTransport};
pub use fault::{Fault, Faulty, FaultyError};
pub use info::{ChannelOwner, Level, Limits, TransportInfo};
pub use record::{Recorder, Replay};
pub use redact::Redacted;
pub use script::{ScriptError, ScriptParseError, ScriptParseErrorKind};
pub use trace::{Event, Tracer};

use alloc::boxed::Box;
use core::fmt;

/// Bytes to a card and back.
///
/// # For callers
///
/// Use a card rather than this: a transport moves bytes and knows nothing of GET RESPONSE,
/// status words or retries.
///
/// # For implementers
///
/// * [`transmit`](Transport::transmit) sends one command exactly as given and returns the whole response,
///   status word included. No retries, no GET RESPONSE, no change of the class byte: the exchange does
///   that, from what [`info`](Transport::info) tells it.
/// * It blocks, but never without end: a backend has a deadline and then fails with
///   [`Timeout`](TransportErrorKind::Timeout). An answer that comes later than that is nobody's: it must not be taken
///   for that of the next command.
/// * [`epoch`](Transport::epoch) grows whenever the card lost its state: a reset, a removal, whoever did it.
/// * The trait is object-safe; `&mut T` and `Box<T>` are transports too.
pub trait Transport {
    /// What can go wrong.
    type Error: TransportError;

    /// Sends `command` and returns what the card answered, as the used part of `response`.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::Transport;
    ///
    /// let mut buffer = [0; 258];
    /// let answer = VirtualCard::uicc().transmit(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00], &mut buffer)?;
    /// assert_eq!((answer.len(), answer[0]), (2, 0x61)); // GET RESPONSE is not its business
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// See [`TransportErrorKind`]. An answer that does not fit is
    /// [`ResponseTooLong`](TransportErrorKind::ResponseTooLong).
    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], Self::Error>;

    /// What lies between us and the card.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Level, Transport};
    ///
    /// assert_eq!(VirtualCard::uicc().info().level, Level::Tpdu);
    /// ```
    fn info(&self) -> TransportInfo;

    /// Resets the card. Its state is lost: selection, PINs, channels, toolkit session.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::Transport;
    ///
    /// let mut card = VirtualCard::uicc();
    /// let before = card.epoch();
    /// card.reset()?;
    /// assert!(card.epoch() > before);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card could not be reset, or does not answer after it.
    fn reset(&mut self) -> Result<(), Self::Error>;

    /// A number that grows whenever the card has lost its state.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::Transport;
    ///
    /// let mut card = VirtualCard::uicc();
    /// let before = card.epoch();
    /// card.transmit(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], &mut [0; 258])?;
    /// assert_eq!(card.epoch(), before);
    /// card.reset()?;
    /// assert_ne!(card.epoch(), before);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn epoch(&self) -> u32;

    /// Runs `body` with the card to itself: no other program gets a command in between.
    ///
    /// `body` is called once, with the transport to use inside, or not at all if this fails. Calls may nest.
    /// A backend that shares its card with nobody just runs it.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::Transport;
    ///
    /// let mut random = Vec::new();
    /// VirtualCard::uicc().exclusive(&mut |card| {
    ///     let mut buffer = [0; 258];
    ///     let answer = card.transmit(&[0x00, 0x84, 0x00, 0x00, 0x08], &mut buffer).unwrap_or_default();
    ///     random.extend_from_slice(answer);
    /// })?;
    /// assert_eq!(random.len(), 10); // eight bytes, and the status word
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card could not be had for oneself.
    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = Self::Error>),
    ) -> Result<(), Self::Error>;

    /// The same transport without its type: see [`BoxTransport`].
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{BoxTransport, Transport};
    ///
    /// let old = true;
    /// let transport: BoxTransport = if old { VirtualCard::gsm().boxed() } else { VirtualCard::uicc().boxed() };
    /// assert!(simcard::Card::new(transport).iccid().is_ok());
    /// ```
    fn boxed(self) -> BoxTransport
    where
        Self: Sized + Send + 'static,
    {
        Box::new(erased::Erased::new(self))
    }
}

/// What a transport's error tells, whatever the backend.
pub trait TransportError: core::error::Error + Send + Sync + 'static {
    /// Which of the known situations this is.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Transport, TransportError, TransportErrorKind};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.remove();
    /// let error = card.transmit(&[0x00, 0xB0, 0x00, 0x00, 0x00], &mut [0; 258]).unwrap_err();
    /// assert_eq!(error.kind(), TransportErrorKind::CardRemoved);
    /// ```
    fn kind(&self) -> TransportErrorKind;
}

/// The situations a transport can fail in. Each has its own advice for the user: see its `Display`.
///
/// ```
/// use simcard::transport::TransportErrorKind;
///
/// let kind = TransportErrorKind::NoCard;
/// assert_eq!(kind.to_string(), "no card in the reader; insert one");
/// assert!(kind.is_card_gone() && !TransportErrorKind::Timeout.is_card_gone());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The service behind the readers (pcscd, the Windows smart card service) does not run.
    NoService,
    /// No reader, or not the one that was named.
    NoReader,
    /// The reader holds no card.
    NoCard,
    /// The card was pulled.
    CardRemoved,
    /// Something reset the card; all its state is gone.
    CardReset,
    /// The card is there but does not answer to a reset.
    CardMute,
    /// Another program has the card.
    Busy,
    /// More than one reader holds a card and none was named.
    Ambiguous,
    /// No answer in time.
    Timeout,
    /// The answer did not fit the buffer.
    ResponseTooLong,
    /// The backend refused the command before any card saw it.
    Rejected,
    /// The connection is closed.
    Closed,
    /// Anything else.
    Other,
}

impl TransportErrorKind {
    /// Whether the card, the reader or the connection is gone, so that repeating the command is pointless.
    ///
    /// ```
    /// use simcard::transport::TransportErrorKind;
    ///
    /// assert!(TransportErrorKind::CardRemoved.is_card_gone());
    /// assert!(!TransportErrorKind::CardReset.is_card_gone()); // it lost its state, and is still there
    /// ```
    pub const fn is_card_gone(self) -> bool {
        matches!(self, Self::NoService | Self::NoReader | Self::NoCard | Self::CardRemoved | Self::Closed)
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoService => "the smart card service does not run; start it (pcscd on Linux)",
            Self::NoReader => "no such reader; check that it is plugged in, and its name",
            Self::NoCard => "no card in the reader; insert one",
            Self::CardRemoved => "the card was removed; insert it again and start over",
            Self::CardReset => "the card was reset by another program; start over",
            Self::CardMute => {
                "the card does not answer; check that it sits the right way round, and its contacts"
            }
            Self::Busy => "another program is using the card; close it or wait",
            Self::Ambiguous => "several readers hold a card; name the one to use",
            Self::Timeout => "the card did not answer in time",
            Self::ResponseTooLong => "the answer is longer than any valid one",
            Self::Rejected => "the reader or modem refused to pass the command on",
            Self::Closed => "the connection is closed",
            Self::Other => "the reader or modem failed",
        })
    }
}

macro_rules! forward_transport {
    ($(#[$meta:meta])* $ty:ty) => {
        $(#[$meta])*
        impl<T: Transport + ?Sized> Transport for $ty {
            type Error = T::Error;

            fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], T::Error> {
                (**self).transmit(command, response)
            }

            fn info(&self) -> TransportInfo {
                (**self).info()
            }

            fn reset(&mut self) -> Result<(), T::Error> {
                (**self).reset()
            }

            fn epoch(&self) -> u32 {
                (**self).epoch()
            }

            fn exclusive(
                &mut self,
                body: &mut dyn FnMut(&mut dyn Transport<Error = T::Error>),
            ) -> Result<(), T::Error> {
                (**self).exclusive(body)
            }
        }
    };
}

forward_transport!(&mut T);
forward_transport!(Box<T>);
