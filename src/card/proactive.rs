//! What the SIM toolkit needs of a card: commands on the basic channel, and what the card announced meanwhile.

use alloc::vec::Vec;

use super::select::Selections;
use super::{Card, Exclusive, Habits};
use crate::apdu::{Class, Command, StatusWord};
use crate::error::{Error, Result};
use crate::transport::{Transport, TransportError};

/// How much of what we know of a card a REFRESH undoes (ETSI TS 102 223 6.4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stale {
    /// Contents of files; which files there are may have changed too.
    Files,
    /// Applications as well.
    Applications,
}

impl<T: Transport> Card<T> {
    /// The length in bytes of a proactive command that the card has announced (`91xx`) and nobody has fetched.
    ///
    /// A [`Toolkit`](crate::toolkit::Toolkit) fetches it. Some cards answer to nothing else until someone does.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.iccid()?;
    /// assert_eq!(card.pending_proactive(), None);
    /// // a card may announce a command with any answer
    /// card.transport_mut().announce_proactive(1, 16);
    /// card.imsi()?;
    /// assert_eq!(card.pending_proactive(), Some(16));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn pending_proactive(&self) -> Option<u16> {
        self.state.proactive
    }

    /// Finds out which class the card speaks, unless that is known: a command of the toolkit shall not be the first one, so
    /// that what the card already wants is known. `life` is the epoch of the transport that the toolkit knows the card
    /// since; another one is [`Error::StateLost`].
    pub(crate) fn toolkit_begins(&mut self, life: &mut Option<u32>) -> Result<()> {
        if self.state.dialect.is_some() && life.is_some() {
            return Ok(());
        }
        self.exclusive(|card| {
            card.same_life(life)?;
            card.find_dialect()
        })
    }

    /// Finds out whether the card was reset since `life`: `true`, and `life` is the new epoch.
    pub(crate) fn toolkit_lost(&mut self, life: &mut Option<u32>) -> Result<bool> {
        self.exclusive(|card| Ok(card.same_life(life).is_err()))
    }

    /// Sends a command of the toolkit, on the basic channel, in the class that the card speaks. `build` makes the command
    /// and `take` gets the answer: one after the other, with the same `state`. `life` is as in
    /// [`toolkit_begins`](Self::toolkit_begins).
    pub(crate) fn toolkit_command<S>(
        &mut self,
        life: &mut Option<u32>,
        state: &mut S,
        build: impl FnOnce(&S, Class) -> Command<'_>,
        take: impl FnOnce(&mut S, StatusWord, &[u8]),
    ) -> Result<()> {
        self.exclusive(|card| {
            card.same_life(life)?;
            card.find_dialect()?;
            let class = if card.is_gsm() { Class::GSM } else { Class::ETSI };
            let command = build(state, class);
            // what was announced before may be over by then
            card.state.proactive = None;
            let outcome = card.send_as_is(command)?;
            card.state.proactive = outcome.proactive;
            take(state, outcome.status, card.data());
            Ok(())
        })
    }

    /// Remembers the command that set up the card's menu until the card is reset, or forgets it: a card may not set it up
    /// again for the next [`Toolkit`](crate::toolkit::Toolkit).
    pub(crate) fn set_menu_command(&mut self, command: Option<Vec<u8>>) {
        self.state.menu = command;
    }

    /// The command that set up the card's menu.
    pub(crate) fn menu_command(&self) -> Option<&[u8]> {
        self.state.menu.as_deref()
    }

    /// Forgets what a REFRESH made stale.
    pub(crate) fn forget_stale(&mut self, stale: Stale) {
        self.state.selections = Selections::default();
        self.state.habits = Habits { sfi: self.state.habits.sfi, ..Habits::default() };
        if stale == Stale::Applications {
            self.state.applications.clear();
        }
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    fn same_life(&self, life: &mut Option<u32>) -> Result<()> {
        let epoch = self.transport.epoch();
        match life.replace(epoch) {
            Some(before) if before != epoch => Err(Error::StateLost),
            _ => Ok(()),
        }
    }

    /// Takes note of what the card announces.
    pub(super) fn note_proactive(&mut self, announced: Option<u16>) {
        if announced.is_some() {
            self.state.proactive = announced;
        }
    }
}
