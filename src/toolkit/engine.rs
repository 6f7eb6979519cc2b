//! What a [`Toolkit`](super::Toolkit) does between its card and its host.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::time::Duration;

use super::Envelope;
use super::action::NetworkAction;
use super::clock::Clock;
use super::command::{Command, ProactiveCommand, Refresh, RefreshMode};
use super::error::ToolkitError;
use super::host::{CommandSet, Host};
use super::menu::Menu;
use super::reply::Reply;
use super::result::GeneralResult;
use super::run::EnvelopeAnswer;
use super::session::{End, Note, Request, Session, Step};
use crate::apdu::StatusWord;
use crate::card::{Card, Stale};
use crate::error::{Error, Result};
use crate::transport::Transport;

/// REFRESHes with a reset of the card within one run: a card that wants more of them wants no end.
const MAX_RESETS: u8 = 3;
/// How often a clock may wake us up early while the card is busy.
const MAX_WAITS: u16 = 10_000;

/// A toolkit without its host.
#[derive(Debug)]
pub(super) struct Engine<'c, T, C> {
    pub card: &'c mut Card<T>,
    pub clock: C,
    pub session: Session,
    /// The commands that the card was told the host carries out.
    commands: CommandSet,
    pub menu: Option<Menu>,
    /// The epoch of the transport that we know the card since.
    life: Option<u32>,
    /// How the envelopes of this run were answered.
    answers: Vec<EnvelopeAnswer>,
}

impl<'c, T: Transport, C: Clock> Engine<'c, T, C> {
    /// Sends nothing yet.
    pub fn new(card: &'c mut Card<T>, clock: C, session: Session, commands: CommandSet) -> Self {
        Self { card, clock, session, commands, menu: None, life: None, answers: Vec::new() }
    }

    /// Begins, or goes on where it was.
    pub fn start(&mut self, host: &mut dyn Host) -> Result<()> {
        self.session.reopen();
        if self.card.toolkit_lost(&mut self.life)? {
            self.forget(host);
        }
        self.run(host)?;
        self.recall(host);
        Ok(())
    }

    /// Sends an envelope, and does what there is to do.
    pub fn envelope(&mut self, host: &mut dyn Host, envelope: &Envelope) -> Result<EnvelopeAnswer> {
        self.is_open()?;
        let before = self.session.envelopes_waiting();
        self.session.envelope(envelope).map_err(ToolkitError::from)?;
        self.run(host)?;
        // they are answered in the order in which they were sent
        let answer = self.answers.drain(..).nth(before);
        answer.ok_or_else(|| ToolkitError::Ended(self.session.end().unwrap_or(End::Closed)).into())
    }

    /// Sends the choice from a menu, and does what there is to do.
    pub fn choose(&mut self, host: &mut dyn Host, envelope: &Envelope) -> Result<()> {
        let answer = self.envelope(host, envelope)?;
        match answer.status.is_error() {
            true => Err(ToolkitError::Refused(answer.status).into()),
            false => Ok(()),
        }
    }

    pub fn is_open(&self) -> Result<()> {
        self.session.end().map_or(Ok(()), |end| Err(ToolkitError::Ended(end).into()))
    }

    /// The card was reset: what it had set up is gone.
    fn forget(&mut self, host: &mut dyn Host) {
        self.session.reset();
        self.life = None;
        if self.menu.take().is_some() {
            host.menu_changed(None);
        }
    }

    /// Takes the menu that the card gave to a toolkit before this one, if it gave none to this one.
    fn recall(&mut self, host: &mut dyn Host) {
        if self.menu.is_some() {
            return;
        }
        let command = self.card.menu_command().and_then(|bytes| ProactiveCommand::decode(bytes).ok());
        if let Some(Command::SetUpMenu(set_up)) = command.map(|command| command.command) {
            self.menu = Some(Menu::from(&set_up));
            host.menu_changed(Some(&set_up));
            self.session.recall(set_up);
        }
    }

    /// Does what there is to do, with this host.
    pub fn run(&mut self, host: &mut dyn Host) -> Result<Option<Duration>> {
        self.answers.clear();
        let mut failure = None;
        let (mut resets, mut waits) = (0_u8, 0_u16);
        loop {
            if let Err(error) = self.card.toolkit_begins(&mut self.life) {
                return Err(self.failed(host, error));
            }
            // what the card said to other commands than ours
            if let Some(len) = self.card.pending_proactive() {
                self.session.announced(len);
            }
            match self.session.poll(self.clock.now()) {
                Step::Transmit(request) => self.send(host, request)?,
                Step::Perform(command) => match self.perform(host, &command, resets < MAX_RESETS) {
                    Performed::Replied(reply) => self.reply(host, &command, &reply)?,
                    Performed::Failed(error) => {
                        failure.get_or_insert(ToolkitError::Host(error).into());
                        self.reply(host, &command, &Reply::unable(0))?;
                    }
                    #[cfg(feature = "std")]
                    Performed::Panicked(panic) => {
                        // the card gets its answer before the panic goes on
                        self.session.answer(&command, &Reply::unable(0));
                        let _ = self.settle(host);
                        std::panic::resume_unwind(panic);
                    }
                    Performed::Resets => {
                        resets = resets.saturating_add(1);
                        self.forget(host);
                        self.card.reset()?;
                    }
                    Performed::ResetsTooOften => {
                        self.session.finish(End::TooManyCommands);
                        self.reply(host, &command, &Reply::unable(0))?;
                    }
                },
                Step::Handled(command, result) => {
                    let sent = self.settle(host);
                    if let Command::SetUpMenu(set_up) = &command.command {
                        let set_up = (!set_up.removes()).then_some(set_up);
                        self.menu = set_up.map(Menu::from);
                        let bytes = set_up.and_then(|_| command.encode().ok());
                        self.card.set_menu_command(bytes);
                        host.menu_changed(set_up);
                    }
                    host.answered(&command, &Reply::from(result));
                    sent?;
                }
                Step::Refused(refusal) => {
                    let sent = self.settle(host);
                    host.refused(&refusal);
                    sent?;
                }
                Step::Note(note) => {
                    host.note(&note);
                    if let Note::EnvelopeAnswered { status, data } = note {
                        if status == StatusWord::TOOLKIT_BUSY {
                            failure.get_or_insert(ToolkitError::Busy.into());
                        }
                        self.answers.push(EnvelopeAnswer { status, data });
                    }
                }
                // an envelope waits for a card that is busy
                Step::Idle(Some(until)) if self.session.envelopes_waiting() > 0 && waits < MAX_WAITS => {
                    waits = waits.saturating_add(1);
                    self.clock.sleep(until);
                }
                Step::Idle(until) => return failure.map_or(Ok(until), Err),
                // nothing is due outside of this loop
                Step::Waiting => return Err(failure.unwrap_or(ToolkitError::Ended(End::Closed).into())),
                Step::Ended(end) => return Err(failure.unwrap_or(ToolkitError::Ended(end).into())),
            }
        }
    }

    /// Answers a command, and then tells the host.
    fn reply(&mut self, host: &mut dyn Host, command: &ProactiveCommand, reply: &Reply) -> Result<()> {
        self.session.answer(command, reply);
        let sent = self.settle(host);
        host.answered(command, reply);
        sent
    }

    /// Gives the card the answer that it waits for, before anything else can go wrong.
    fn settle(&mut self, host: &mut dyn Host) -> Result<()> {
        match self.session.owed() {
            Some(request) => self.send(host, request),
            None => Ok(()),
        }
    }

    /// Has the session's request sent, and gives the answer to the session.
    fn send(&mut self, host: &mut dyn Host, request: Request) -> Result<()> {
        let Self { card, clock, session, life, .. } = self;
        let sent = card.toolkit_command(
            life,
            session,
            |session, class| session.command(request, class),
            |session, status, data| session.answered(clock.now(), status, data),
        );
        sent.map_err(|error| self.failed(host, error))
    }

    /// Takes note of what an error undoes.
    fn failed(&mut self, host: &mut dyn Host, error: Error) -> Error {
        match error.is_state_lost() || error.is_card_gone() {
            true => self.forget(host),
            false => self.session.unanswered(),
        }
        error
    }

    /// Carries out a command.
    fn perform(&mut self, host: &mut dyn Host, command: &ProactiveCommand, may_reset: bool) -> Performed {
        match &command.command {
            Command::Refresh(refresh) => self.refresh(host, command, refresh, may_reset),
            _ if self.commands.contains(command.kind()) => carry_out(host, command),
            _ => Performed::Replied(Reply::beyond_capabilities()),
        }
    }

    /// Does what a REFRESH asks for (ETSI TS 102 223 6.4.7).
    fn refresh(
        &mut self,
        host: &mut dyn Host,
        command: &ProactiveCommand,
        refresh: &Refresh,
        may_reset: bool,
    ) -> Performed {
        let mode = refresh.qualifier;
        if mode == RefreshMode::UICC_RESET && !may_reset {
            return Performed::ResetsTooOften;
        }
        let performed = carry_out(host, command);
        let reply = match performed {
            // that the host has nothing to forget does not keep the library from doing so
            Performed::Replied(reply) if reply.general() == GeneralResult::BEYOND_CAPABILITIES => Reply::ok(),
            Performed::Replied(reply) => reply,
            other => return other,
        };
        if reply.general() >= GeneralResult::SESSION_TERMINATED_BY_USER {
            // the user is in the middle of something, and the card may ask again
            return Performed::Replied(reply);
        }
        if mode == RefreshMode::UICC_RESET {
            // no answer: the reset is the answer
            return Performed::Resets;
        }
        self.card.forget_stale(match mode {
            RefreshMode::FILE_CHANGE | RefreshMode::STEERING_OF_ROAMING => Stale::Files,
            _ => Stale::Applications,
        });
        Performed::Replied(reply)
    }
}

/// What became of a command.
enum Performed {
    Replied(Reply),
    Failed(Box<dyn core::error::Error + Send + Sync>),
    #[cfg(feature = "std")]
    Panicked(Box<dyn core::any::Any + Send>),
    /// The card has to be reset, and gets no answer.
    Resets,
    /// The same, once too often.
    ResetsTooOften,
}

/// Has the host carry out a command, if it consents to it.
fn carry_out(host: &mut dyn Host, command: &ProactiveCommand) -> Performed {
    let body = || match NetworkAction::of(command) {
        Some(action) if !host.consent(&action) => Ok(Reply::not_accepted()),
        _ => host.perform(command),
    };
    #[cfg(feature = "std")]
    // what the host may have left half done is the host's: we only see that it panicked, and pass that on
    let result = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)) {
        Ok(result) => result,
        Err(panic) => return Performed::Panicked(panic),
    };
    #[cfg(not(feature = "std"))]
    let result = { body }();
    match result {
        Ok(reply) => Performed::Replied(reply),
        Err(error) => Performed::Failed(error),
    }
}
