//! PC/SC readers: USB smart card readers on Linux (pcscd), Windows and macOS.
//!
//! Needs feature `pcsc` and the system's library (Debian: `libpcsclite-dev` to build, `pcscd` to run).
//!
//! ```no_run
//! use simcard::transport::Transport;
//! use simcard::transport::pcsc::{PcscTransport, ReaderSelector};
//!
//! let mut card = PcscTransport::open(&ReaderSelector::Only)?;
//! let mut buffer = [0; 258];
//! let response = card.transmit(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00], &mut buffer)?;
//! # Ok::<(), simcard::transport::pcsc::PcscError>(())
//! ```
//!
//! * The card is shared: other programs may use it too, and may reset it. That shows as
//!   [`CardReset`](PcscError::CardReset) and a grown epoch. Keep them out for the length of an operation
//!   with [`exclusive`](Transport::exclusive).
//! * Dropping the transport leaves the card as it is, powered and with its PIN verified.
//! * PC/SC knows no deadline: a [`transmit`](Transport::transmit) takes as long as the reader's driver waits
//!   (for T=0 work waiting time: seconds, and longer while the card asks for more time), and
//!   [`exclusive`](Transport::exclusive) as long as another program holds the card. Connecting waits for that
//!   too: don't open a second transport to a card while one is inside `exclusive` on the same thread.
//! * Windows ends a transaction in which nothing is sent for five seconds, and resets the card.
//! * The `pcsc` crate panics in builds with debug assertions if the system answers with an error code that it
//!   does not know.

mod error;
mod readers;

pub use error::PcscError;
pub use readers::{Canceller, CardPresence, ReaderInfo, ReaderSelector, Readers, readers};

use alloc::ffi::CString;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use ::pcsc::{Card, Context, Disposition, Protocol, Protocols, ReaderState, ShareMode, State, Transaction};

use super::{Level, Limits, Transport, TransportInfo};
use crate::apdu::Atr;
use error::is_dead;

/// T=0 or T=1, never raw: with either agreed on, `pcsc` has no reason to panic when sending.
const PROTOCOLS: Protocols = Protocols::T0.union(Protocols::T1);

/// No command is shorter than class, instruction, P1 and P2.
const HEADER: usize = 4;

/// How long a failed exchange waits to learn whether the card was pulled. pcscd looks after its readers
/// about every 400 ms.
const REMOVAL_NOTICE: Duration = Duration::from_millis(1000);

/// A card in a PC/SC reader. See the [module](self) for what to know about it.
pub struct PcscTransport {
    card: Shared,
    link: Link,
}

impl PcscTransport {
    /// Connects to the card in the reader asked for.
    ///
    /// ```no_run
    /// use simcard::Card;
    /// use simcard::transport::pcsc::{PcscTransport, ReaderSelector};
    ///
    /// let mut card = Card::new(PcscTransport::open(&ReaderSelector::from("omnikey"))?);
    /// println!("{}", card.iccid()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Each situation has its own: [`NoService`](PcscError::NoService), [`NoReader`](PcscError::NoReader),
    /// [`NoCard`](PcscError::NoCard), [`Ambiguous`](PcscError::Ambiguous),
    /// [`CardMute`](PcscError::CardMute), [`InUse`](PcscError::InUse),
    /// [`NoProtocol`](PcscError::NoProtocol).
    pub fn open(selector: &ReaderSelector) -> Result<Self, PcscError> {
        let mut readers = Readers::new()?;
        let list = readers.list()?;
        Self::connect(&readers, &selector.choose(&list)?.name)
    }

    /// Connects to the card in the reader of exactly this name.
    ///
    /// ```no_run
    /// use simcard::transport::pcsc::{PcscTransport, Readers};
    ///
    /// let mut readers = Readers::new()?;
    /// let cards: Vec<_> = readers.with_cards()?.map(|reader| PcscTransport::connect(&readers, &reader.name)).collect();
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), without `Ambiguous`.
    pub fn connect(readers: &Readers, reader: &str) -> Result<Self, PcscError> {
        let no_such_reader = |_| PcscError::of_reader(::pcsc::Error::UnknownReader, reader);
        let link = Link {
            context: readers.context().clone(),
            reader: CString::new(reader).map_err(no_such_reader)?,
            name: String::from(reader),
            protocol: Protocol::T0,
            atr: Vec::new(),
            events: None,
            epoch: 0,
            dead: false,
        };
        let mut transport = Self { card: Shared(None), link };
        transport.join().map_err(|error| match error {
            PcscError::NoReader { wanted, source, .. } => {
                PcscError::NoReader { wanted, existing: readers.known_names(), source }
            }
            error => error,
        })?;
        Ok(transport)
    }

    /// The reader's name.
    ///
    /// ```no_run
    /// # use simcard::transport::pcsc::{PcscTransport, ReaderSelector};
    /// let transport = PcscTransport::open(&ReaderSelector::Only)?;
    /// println!("the card is in {}", transport.reader());
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    pub fn reader(&self) -> &str {
        &self.link.name
    }

    /// The card's answer to its last reset as the service gives it, be it a valid one or not.
    ///
    /// ```no_run
    /// # use simcard::transport::pcsc::{PcscTransport, ReaderSelector};
    /// let transport = PcscTransport::open(&ReaderSelector::Only)?;
    /// println!("{:02X?}", transport.atr_bytes());
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    pub fn atr_bytes(&self) -> &[u8] {
        &self.link.atr
    }

    /// Connects to the card, for the first time or after the service was restarted.
    fn join(&mut self) -> Result<(), PcscError> {
        let link = &mut self.link;
        link.count_events();
        let connected = link.context.connect(&link.reader, ShareMode::Shared, PROTOCOLS);
        let card = Shared(Some(connected.map_err(|error| link.error(error))?));
        if let Some(card) = &card.0 {
            link.learn(card)?;
        }
        self.card = card;
        link.dead = false;
        Ok(())
    }

    /// Does away with a dead connection. Afterwards either a new one stands and the epoch has grown, or
    /// there is an error.
    fn revive(&mut self) -> Result<(), PcscError> {
        self.card = Shared(None);
        self.link.lose_state();
        self.link.context = readers::establish()?;
        self.join()
    }

    /// Makes a dead connection a [`CardReset`](PcscError::CardReset) on a new one.
    fn revived(&mut self, source: ::pcsc::Error) -> PcscError {
        match self.revive() {
            Ok(()) => PcscError::CardReset { reader: self.link.name.clone(), source },
            Err(error) => error,
        }
    }

    /// The connection to use; if there is none, one more try to get one. The caller learns of it as of a reset:
    /// whatever he did before is gone.
    fn alive(&mut self) -> Result<(&mut Card, &mut Link), PcscError> {
        if self.link.dead || self.card.0.is_none() {
            return Err(self.revived(::pcsc::Error::ServiceStopped));
        }
        let link = &mut self.link;
        match &mut self.card.0 {
            Some(card) => Ok((card, link)),
            None => Err(PcscError::NoService { source: ::pcsc::Error::ServiceStopped }),
        }
    }
}

impl Transport for PcscTransport {
    type Error = PcscError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], PcscError> {
        let (card, link) = self.alive()?;
        match link.transmit(card, command, response) {
            Ok(response) => Ok(response),
            Err(Failure::Dead(source)) => Err(self.revived(source)),
            Err(Failure::Failed(error)) => Err(error),
            Err(Failure::Silent(source)) => Err(self.link.silent(source)),
        }
    }

    fn info(&self) -> TransportInfo {
        self.link.info()
    }

    fn reset(&mut self) -> Result<(), PcscError> {
        if self.link.dead || self.card.0.is_none() {
            self.revive()?;
        }
        let (card, link) = self.alive()?;
        match link.reconnect(card, Disposition::ResetCard) {
            Err(PcscError::NoService { .. }) => self.revive(),
            result => result,
        }
    }

    fn epoch(&self) -> u32 {
        self.link.epoch
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = PcscError>),
    ) -> Result<(), PcscError> {
        if self.link.dead || self.card.0.is_none() {
            self.revive()?;
        }
        match self.locked(body) {
            // the card was reset since we last used it: we are connected again, and the epoch says so
            Err(Failure::Failed(PcscError::CardReset { .. })) => {}
            Err(Failure::Dead(_)) => self.revive()?,
            Err(Failure::Failed(error)) => return Err(error),
            Err(Failure::Silent(source)) => return Err(self.link.silent(source)),
            Ok(()) => return Ok(()),
        }
        self.locked(body).map_err(|failure| match failure {
            Failure::Failed(error) => error,
            Failure::Dead(source) => self.link.error(source),
            Failure::Silent(source) => self.link.silent(source),
        })
    }
}

impl PcscTransport {
    /// One try at a transaction: `body` ran, or it failed before that.
    fn locked(&mut self, body: &mut dyn FnMut(&mut dyn Transport<Error = PcscError>)) -> Result<(), Failure> {
        let link = &mut self.link;
        let Some(card) = &mut self.card.0 else {
            return Err(Failure::Dead(::pcsc::Error::InvalidHandle));
        };
        let error = match card.transaction() {
            Ok(transaction) => {
                let mut inside = Locked { transaction, link };
                body(&mut inside);
                // If ending fails, pcsc's drop tries again, also leaving the card as it is. What was wrong
                // shows in the next command.
                let _ = inside.transaction.end(Disposition::LeaveCard);
                return Ok(());
            }
            Err(error) => error,
        };
        Err(link.failure(card, error))
    }
}

impl fmt::Debug for PcscTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PcscTransport")
            .field("reader", &self.link.name)
            .field("protocol", &self.link.protocol)
            .field("epoch", &self.link.epoch)
            .finish_non_exhaustive()
    }
}

/// The transport inside [`PcscTransport::exclusive`].
struct Locked<'t> {
    transaction: Transaction<'t>,
    link: &'t mut Link,
}

impl Transport for Locked<'_> {
    type Error = PcscError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], PcscError> {
        match self.link.transmit(&mut self.transaction, command, response) {
            Ok(response) => Ok(response),
            Err(Failure::Failed(error)) => Err(error),
            // a new connection can be had only when the transaction is over
            Err(Failure::Dead(source)) => Err(self.link.error(source)),
            Err(Failure::Silent(source)) => Err(self.link.silent(source)),
        }
    }

    fn info(&self) -> TransportInfo {
        // nobody gets in between here
        self.link.info().with_shared(false)
    }

    fn reset(&mut self) -> Result<(), PcscError> {
        self.link.reconnect(&mut self.transaction, Disposition::ResetCard)
    }

    fn epoch(&self) -> u32 {
        self.link.epoch
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = PcscError>),
    ) -> Result<(), PcscError> {
        body(self);
        Ok(())
    }
}

/// A connection that is given back with the card left as it is: `pcsc`'s own drop would reset the card under
/// everybody else.
struct Shared(Option<Card>);

impl Drop for Shared {
    fn drop(&mut self) {
        let Some(card) = self.0.take() else { return };
        if let Err((card, error)) = card.disconnect(Disposition::LeaveCard) {
            // A dead handle can reset nothing. With any other, leaking it is the lesser harm.
            if !is_dead(error) {
                core::mem::forget(card);
            }
        }
    }
}

/// What is known of a connection, apart from its handle, which is a `Card` or a `Transaction`.
struct Link {
    context: Context,
    reader: CString,
    name: String,
    protocol: Protocol,
    atr: Vec<u8>,
    /// The service's count of insertions and removals at this reader, taken before we connected.
    events: Option<u32>,
    epoch: u32,
    /// The service is gone, or was restarted: the handle is worth nothing.
    dead: bool,
}

/// Why a call failed, by what has to be done about it.
enum Failure {
    /// The connection to the service is gone.
    Dead(::pcsc::Error),
    /// The card did not answer: it may have been pulled.
    Silent(Option<::pcsc::Error>),
    /// Everything is done that can be.
    Failed(PcscError),
}

impl Link {
    fn info(&self) -> TransportInfo {
        let level = if self.protocol == Protocol::T1 { Level::Apdu } else { Level::Tpdu };
        let info = TransportInfo::new(level).with_shared(true);
        let Ok(atr) = Atr::parse(&self.atr) else { return info };
        // readers pass extended lengths on only where the card announces that it takes them
        let commands = atr.card_capabilities().and_then(|capabilities| capabilities.commands);
        let extended = level == Level::Apdu && commands.is_some_and(|commands| commands.extended_length);
        info.with_atr(atr).with_limits(if extended { Limits::EXTENDED } else { Limits::SHORT })
    }

    fn error(&self, source: ::pcsc::Error) -> PcscError {
        PcscError::of_reader(source, &self.name)
    }

    fn lose_state(&mut self) {
        self.epoch = self.epoch.wrapping_add(1);
    }

    fn transmit<'r>(
        &mut self,
        handle: &mut impl Handle,
        command: &[u8],
        response: &'r mut [u8],
    ) -> Result<&'r [u8], Failure> {
        // drivers take some of these for orders of their own
        if command.len() < HEADER {
            return Err(Failure::Failed(PcscError::Refused { reader: self.name.clone(), source: None }));
        }
        let size = response.len();
        match handle.card().transmit(command, response) {
            // some drivers say success of a card that was just pulled
            Ok([]) => Err(Failure::Silent(None)),
            Ok(response) => Ok(response),
            Err(::pcsc::Error::InsufficientBuffer) => {
                Err(Failure::Failed(PcscError::ResponseTooLong { reader: self.name.clone(), size }))
            }
            Err(error) => Err(self.failure(handle, error)),
        }
    }

    /// Sorts out a failure, and connects again after a reset.
    fn failure(&mut self, handle: &mut impl Handle, error: ::pcsc::Error) -> Failure {
        use ::pcsc::Error as E;
        match error {
            _ if is_dead(error) => {
                self.dead = true;
                Failure::Dead(error)
            }
            // The service also says this of a new card in the place of the old one. It is left alone then:
            // only `reset` goes on with it.
            E::ResetCard if self.card_was_changed() => {
                self.lose_state();
                Failure::Failed(PcscError::CardRemoved { reader: self.name.clone(), source: Some(error) })
            }
            E::ResetCard => Failure::Failed(match self.reconnect(handle, Disposition::LeaveCard) {
                Ok(()) => self.error(error),
                Err(error) => error,
            }),
            E::RemovedCard | E::NoSmartcard => {
                self.lose_state();
                Failure::Failed(PcscError::CardRemoved { reader: self.name.clone(), source: Some(error) })
            }
            E::NotTransacted | E::CommDataLost | E::Timeout | E::UnpoweredCard | E::UnresponsiveCard => {
                Failure::Silent(Some(error))
            }
            _ => Failure::Failed(self.error(error)),
        }
    }

    /// Connects to the card again. Its state is lost, whether it was us who reset it or somebody before us.
    fn reconnect(&mut self, handle: &mut impl Handle, disposition: Disposition) -> Result<(), PcscError> {
        self.lose_state();
        self.count_events();
        let result = handle.reconnect(disposition).map_err(|error| self.error(error));
        let result = result.and_then(|()| self.learn(handle.card()));
        self.dead = matches!(result, Err(PcscError::NoService { .. }));
        result
    }

    /// Tells a pulled card from a silent one.
    fn silent(&mut self, source: Option<::pcsc::Error>) -> PcscError {
        // the state given is the one we believe in: this returns at once if it is wrong already
        let state = self.state(State::PRESENT, REMOVAL_NOTICE);
        let gone = state.is_some_and(|state| state.event_state().contains(State::EMPTY));
        if gone || self.card_was_changed() {
            self.lose_state();
            PcscError::CardRemoved { reader: self.name.clone(), source }
        } else {
            match source {
                Some(source) => self.error(source),
                None => PcscError::NoAnswer { reader: self.name.clone(), source },
            }
        }
    }

    fn count_events(&mut self) {
        let state = self.state(State::UNAWARE, Duration::ZERO);
        self.events = state.map(|state| state.event_count());
    }

    /// Whether the card was pulled, and perhaps one put in, since we connected.
    fn card_was_changed(&self) -> bool {
        let state = self.state(State::UNAWARE, Duration::ZERO);
        match (self.events, state) {
            (Some(before), Some(state)) => before != state.event_count(),
            _ => false,
        }
    }

    /// The reader's state, as soon as it is another than the one believed in; `None` if it can't be told.
    fn state(&self, believed: State, timeout: Duration) -> Option<ReaderState> {
        let mut states = [ReaderState::new(self.reader.clone(), believed)];
        self.context.get_status_change(timeout, &mut states).ok()?;
        let [state] = states;
        Some(state)
    }

    /// Learns ATR and protocol of a new connection.
    fn learn(&mut self, card: &Card) -> Result<(), PcscError> {
        let status = card.status2_owned().map_err(|error| self.error(error))?;
        self.protocol = match status.protocol2() {
            Some(protocol @ (Protocol::T0 | Protocol::T1)) => protocol,
            _ => return Err(PcscError::NoProtocol { reader: self.name.clone(), source: None }),
        };
        self.atr = status.atr().to_vec();
        Ok(())
    }
}

/// A `Card`, or the `Transaction` that has borrowed it.
trait Handle {
    fn card(&self) -> &Card;
    fn reconnect(&mut self, disposition: Disposition) -> Result<(), ::pcsc::Error>;
}

impl Handle for Card {
    fn card(&self) -> &Card {
        self
    }

    fn reconnect(&mut self, disposition: Disposition) -> Result<(), ::pcsc::Error> {
        Card::reconnect(self, ShareMode::Shared, PROTOCOLS, disposition)
    }
}

impl Handle for Transaction<'_> {
    fn card(&self) -> &Card {
        self
    }

    fn reconnect(&mut self, disposition: Disposition) -> Result<(), ::pcsc::Error> {
        Transaction::reconnect(self, ShareMode::Shared, PROTOCOLS, disposition)
    }
}
