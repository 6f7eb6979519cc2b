//! A card: select, read, write, search, PIN, channels, authentication, and whose it is.
//!
//! [`Card`] wraps a [`Transport`]. It finds out by itself whether it speaks to a UICC or to a GSM 11.11 card,
//! remembers what is selected so that nothing is selected twice, and counts what went over the wire.
//!
//! An operation that takes several commands has the card to itself meanwhile ([`Transport::exclusive`]). If
//! another program resets the card in the middle of reading, the reading starts over once. Writes, PINs and
//! authentications are never sent again, whatever goes wrong.

mod access;
mod authenticate;
mod channel;
mod data;
mod dump;
mod explore;
mod habits;
mod identity;
mod increase;
mod manage;
mod network_name;
#[cfg(feature = "pcsc")]
mod pcsc;
mod phonebook;
mod pin;
mod pin_id;
mod proactive;
mod profile;
mod read;
mod search;
mod select;
mod terminal;
mod update;

pub use authenticate::{Authentication, GbaBootstrapping, GsmAuthentication, Secret};
pub use channel::Channel;
pub use dump::{Dump, DumpError, DumpedFile, FileAccess, FileContent, Unread};
pub use explore::{ExploreOptions, Progress};
#[cfg(feature = "account")]
pub(crate) use identity::absence;
pub use identity::{Absence, CardKind, Identity, Reading};
pub use increase::Increased;
pub use manage::{Confirm, NewFile};
pub use network_name::{DisplayedName, NetworkNames};
pub use phonebook::{
    Contact, ContactGroup, ContactNumber, NumberList, PhoneBook, PhoneBookPlace, UnreadFile,
};
pub use pin::{LastTry, PinStatus};
pub use pin_id::{Pin, PinId, PinParseError, Puk, UnknownPin};
pub(crate) use proactive::Stale;
pub use profile::{MsisdnRecord, Profile, ServiceSet};
pub use read::{Record, Target};
pub use search::Search;
pub use select::Selected;
pub use terminal::{ResumeToken, SuciContext, Suspension, TerminalCapability};
pub use update::WriteOptions;

use alloc::vec::Vec;
use core::mem;

use crate::apdu::{Atr, Class, Command, Instruction, Response, StatusWord};
use crate::error::{Error, Result};
use crate::exchange::{self, Buffers, Outcome, Traffic};
use crate::fs::Aid;
use crate::transport::{Transport, TransportError};
use habits::Habits;
use select::Selections;

/// A SIM, USIM or whatever else is at the other end of a transport.
///
/// ```
/// use simcard::{Card, mock::VirtualCard};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let identity = card.identity()?;
/// assert_eq!(identity.imsi?.as_str(), "001010123456789");
/// assert!(card.traffic().commands <= 22);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Card<T> {
    transport: T,
    state: State,
}

/// A card that one has to oneself: see [`Card::exclusive`].
pub type Exclusive<'t, E> = Card<&'t mut (dyn Transport<Error = E> + 't)>;

/// Which command set a card speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Class 00, FCPs, applications: ETSI TS 102 221.
    Uicc,
    /// Class A0 only, 9Fxx, headers: 3GPP TS 51.011.
    Gsm,
}

/// What we know of the card, and what we need to speak to it.
#[derive(Debug, Default)]
struct State {
    buffers: Buffers,
    traffic: Traffic,
    /// The transport's epoch when we last looked.
    epoch: Option<u32>,
    dialect: Option<Dialect>,
    habits: Habits,
    /// The logical channel that commands go to.
    channel: u8,
    selections: Selections,
    /// The application selected last on each channel, by us: what others select does not change it.
    applications: Vec<(u8, Aid)>,
    /// How many `exclusive` calls we are inside of.
    depth: u8,
    /// Whether other programs use the card too.
    shared: bool,
    /// What the last command ended with, as an [`Error`] need not tell.
    last_status: Option<StatusWord>,
    /// The length of a proactive command that the card announced and nobody has fetched.
    proactive: Option<u16>,
    /// The proactive command that set up the card's menu.
    menu: Option<Vec<u8>>,
}

impl State {
    /// Forgets all that does not survive a reset, or that another card would not share.
    fn forget_card(&mut self) {
        self.dialect = None;
        self.habits = Habits::default();
        self.selections = Selections::default();
        self.applications.clear();
        self.proactive = None;
        self.menu = None;
    }

    /// The application that we selected last on the present channel.
    fn application(&self) -> Option<Aid> {
        self.applications.iter().find(|(channel, _)| *channel == self.channel).map(|(_, aid)| *aid)
    }

    fn set_application(&mut self, aid: Aid) {
        self.applications.retain(|(channel, _)| *channel != self.channel);
        self.applications.push((self.channel, aid));
    }
}

impl<T: Transport> Card<T> {
    /// The card at the other end of `transport`. Sends nothing yet.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let card = Card::new(VirtualCard::gsm());
    /// assert_eq!(card.traffic().commands, 0);
    /// ```
    pub fn new(transport: T) -> Self {
        Self { transport, state: State::default() }
    }

    /// The transport.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, VirtualCard};
    /// use simcard::Card;
    ///
    /// let card = Card::new(VirtualCard::uicc());
    /// // what a test may look at, and a program can't
    /// assert_eq!(card.transport().pin(KeyReference::PIN2).map(|pin| pin.remaining()), Some(3));
    /// ```
    pub const fn transport(&self) -> &T {
        &self.transport
    }

    /// The transport, to do something with it that we need not know of. What is selected is forgotten.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.imsi()?;
    /// // a test takes the file away
    /// card.transport_mut().remove_file("ADF.USIM/EF.IMSI")?;
    /// card.transport_mut().remove_file("DF.GSM/EF.IMSI")?;
    /// assert!(card.imsi().unwrap_err().is_not_found());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn transport_mut(&mut self) -> &mut T {
        self.state.selections = Selections::default();
        &mut self.transport
    }

    /// The transport, for good.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, VirtualCard};
    /// use simcard::Card;
    /// use simcard::card::{LastTry, PinId};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.verify_pin(PinId::Pin2, &"5678".parse()?, LastTry::Refuse)?;
    /// assert!(card.into_transport().is_verified(KeyReference::PIN2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_transport(self) -> T {
        self.transport
    }

    /// The answer to reset, where the transport knows it.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let card = Card::new(VirtualCard::uicc());
    /// let atr = card.atr().expect("readers tell it; some modems don't");
    /// assert_eq!(atr.as_bytes()[0], 0x3B); // direct convention
    /// ```
    pub fn atr(&self) -> Option<Atr> {
        self.transport.info().atr
    }

    /// What went over the transport so far: commands, bytes sent and received.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.iccid()?;
    /// let before = card.traffic();
    /// card.imsi()?;
    /// let spent = card.traffic().since(before);
    /// assert_eq!((spent.commands, spent.bytes()), (2, 30));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn traffic(&self) -> Traffic {
        self.state.traffic
    }

    /// Resets the card: nothing is selected then, no PIN verified, no logical channel open.
    ///
    /// ```
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::mock::{KeyReference, VirtualCard};
    /// use simcard::Card;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.verify_pin(PinId::Pin2, &"5678".parse().unwrap(), LastTry::Refuse)?;
    /// assert!(card.transport().is_verified(KeyReference::PIN2));
    /// card.reset()?;
    /// assert!(!card.transport().is_verified(KeyReference::PIN2));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The transport can't, or the card does not come back.
    pub fn reset(&mut self) -> Result<()> {
        self.state.forget_card();
        self.transport.reset().map_err(Error::transport)?;
        self.state.epoch = Some(self.transport.epoch());
        Ok(())
    }

    /// Sends a command of one's own and returns what the card answered, whatever the status word.
    ///
    /// GET RESPONSE and wrong lengths are taken care of. The class byte goes out as it is. What is selected is
    /// forgotten afterwards, since the command may have changed it.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction, StatusWord};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x00, 0x0C);
    /// let response = card.transmit(select.data(&[0x2F, 0xE2]))?;
    /// assert_eq!(response.status, StatusWord::OK);
    /// // a refusal is an answer as well
    /// let response = card.transmit(select.data(&[0x6F, 0xFF]))?;
    /// assert_eq!(response.status.value(), 0x6A82);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The transport failed, or the card's answers led nowhere.
    pub fn transmit(&mut self, command: Command<'_>) -> Result<Response<'_>> {
        let status = self.exclusive(|card| {
            card.state.selections.forget(card.state.channel);
            Ok(card.send_as_is(command)?.status)
        })?;
        Ok(Response { data: self.state.buffers.data(), status })
    }

    /// Runs `body` with the card to itself, so that no other program gets a command in between.
    ///
    /// Operations of [`Card`] do so by themselves; this is for several of them that belong together.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let (iccid, imsi) = card.exclusive(|card| Ok((card.iccid()?, card.imsi()?)))?;
    /// assert_eq!(imsi.mcc().as_str(), "001");
    /// # let _ = iccid;
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What `body` gives, or that the card could not be had.
    pub fn exclusive<R>(
        &mut self,
        body: impl FnOnce(&mut Exclusive<'_, T::Error>) -> Result<R>,
    ) -> Result<R> {
        if self.state.depth == 0 {
            self.state.shared = self.transport.info().shared;
            if self.state.shared {
                // another program may have selected something else since we last had the card
                self.state.selections = Selections::default();
            }
        }
        let Self { transport, state } = self;
        let mut body = Some(body);
        let mut result = None;
        transport
            .exclusive(&mut |transport| {
                let Some(body) = body.take() else { return };
                let mut card = Card { transport, state: mem::take(state) };
                card.state.depth = card.state.depth.saturating_add(1);
                // before the first command a reset does no harm, unless it closed the channel we are on
                let closed = card.lost_state() && card.state.channel != 0;
                result = Some(if closed { Err(Error::StateLost) } else { body(&mut card) });
                *state = card.state;
                state.depth = state.depth.saturating_sub(1);
            })
            .map_err(Error::transport)?;
        // a backend that reports success has called the body
        result.unwrap_or(Err(Error::StateLost))
    }

    /// As [`Card::exclusive`], for an operation that only reads: it starts over once if the card was reset.
    pub(crate) fn reading<R>(
        &mut self,
        mut body: impl FnMut(&mut Exclusive<'_, T::Error>) -> Result<R>,
    ) -> Result<R> {
        match self.exclusive(&mut body) {
            Err(error) if error.is_state_lost() && self.state.depth == 0 && self.state.channel == 0 => {
                self.exclusive(body)
            }
            result => result,
        }
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    /// Looks whether the card was reset since we last looked, and forgets what that undid.
    fn lost_state(&mut self) -> bool {
        let epoch = self.transport.epoch();
        let lost = self.state.epoch.replace(epoch).is_some_and(|before| before != epoch);
        if lost {
            self.state.forget_card();
        }
        lost
    }

    /// Sends a command on the current channel and takes it to its end. The data are in [`Card::data`].
    fn send(&mut self, command: Command<'_>) -> Result<Outcome> {
        let class = match command.class.with_channel(self.state.channel) {
            Ok(class) => class,
            // class A0 has channels 0 to 3 only, and a GSM card none but 0
            Err(_) => command.class,
        };
        self.send_as_is(Command { class, ..command })
    }

    /// Sends a command with the class that it has.
    fn send_as_is(&mut self, command: Command<'_>) -> Result<Outcome> {
        let State { buffers, traffic, .. } = &mut self.state;
        let result = exchange::run(&mut self.transport, command, buffers, traffic);
        let mut file = None;
        if result.is_err() {
            // nobody knows what it did
            file = self.selection().file;
            self.state.selections.forget(self.state.channel);
        }
        // what the card answers after a reset may be about another file than the one we selected
        if self.lost_state() && result.is_ok() {
            return Err(Error::StateLost);
        }
        self.state.last_status = result.as_ref().ok().map(|outcome| outcome.status);
        self.note_proactive(result.as_ref().ok().and_then(|outcome| outcome.proactive));
        result.map_err(|error| Error::from_run(error, command.instruction, file))
    }

    /// The data of the last response.
    fn data(&self) -> &[u8] {
        self.state.buffers.data()
    }

    /// The class that the file commands of this card have.
    fn class(&self) -> Class {
        match self.state.dialect {
            Some(Dialect::Gsm) => Class::GSM,
            _ => Class::INTERINDUSTRY,
        }
    }

    fn is_gsm(&self) -> bool {
        self.state.dialect == Some(Dialect::Gsm)
    }

    fn command(&self, instruction: Instruction, p1: u8, p2: u8) -> Command<'static> {
        Command::new(self.class(), instruction, p1, p2)
    }

    /// One of the commands that a UICC knows under class 80 (ETSI TS 102 221 table 10.5).
    fn etsi_command(&self, instruction: Instruction, p1: u8, p2: u8) -> Command<'static> {
        let class = if self.is_gsm() { Class::GSM } else { Class::ETSI };
        Command::new(class, instruction, p1, p2)
    }
}

/// Whether a command did what it was asked to: success, with or without data left on the card, or a warning.
fn worked(status: StatusWord) -> bool {
    !status.is_error()
}
