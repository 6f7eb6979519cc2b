use alloc::boxed::Box;
use alloc::vec::Vec;
use core::time::Duration;

use super::Envelope;
use super::action::NetworkAction;
use super::clock::Clock;
#[cfg(feature = "std")]
use super::clock::SystemClock;
use super::command::{Command, ProactiveCommand, Refresh, RefreshMode};
use super::envelope::EventDownload;
use super::error::ToolkitError;
use super::host::{CommandSet, Host};
use super::menu::Menu;
use super::object::Event;
use super::reply::Reply;
use super::result::GeneralResult;
use super::session::{End, Limits, Note, Request, Session, Step};
use crate::apdu::StatusWord;
use crate::card::{Card, Stale};
use crate::error::{Error, Result};
use crate::transport::Transport;

/// REFRESHes with a reset of the card within one run: a card that wants more of them wants no end.
const MAX_RESETS: u8 = 3;
/// How often a clock may wake us up early while the card is busy.
const MAX_WAITS: u16 = 10_000;

/// How a card answered an ENVELOPE.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EnvelopeAnswer {
    /// The status word.
    pub status: StatusWord,
    /// The data with it: the decision of call control, the acknowledgement of a short message.
    pub data: Vec<u8>,
}

/// The toolkit of a card, running: it drives a [`Session`] over the card and has a [`Host`] carry out what the card asks for.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use simcard::mock::VirtualCard;
/// use simcard::toolkit::ScriptedHost;
/// use simcard::Card;
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let mut host = ScriptedHost::new();
/// let mut toolkit = card.toolkit(&mut host);
/// toolkit.start()?;
/// let titles: Vec<_> = toolkit.menu().iter().flat_map(|menu| &menu.items).map(|item| item.text.as_str()).collect();
/// assert_eq!(titles, ["Balance", "Top up", "My number", "Language", "Info"]);
/// # }
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Debug)]
pub struct Toolkit<'c, T, H, C> {
    pub(super) engine: Engine<'c, T, C>,
    pub(super) host: H,
}

impl<T: Transport> Card<T> {
    /// The card's toolkit, with `host` to carry out what the card asks for. Sends nothing yet.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::ScriptedHost;
    /// use simcard::Card;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// assert_eq!(toolkit.menu().map(|menu| menu.items.len()), Some(5));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[cfg(feature = "std")]
    pub fn toolkit<H: Host>(&mut self, host: H) -> Toolkit<'_, T, H, SystemClock> {
        self.toolkit_with(host, SystemClock::default(), Limits::default())
    }

    /// The card's toolkit, with a clock and limits of one's own.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::{Limits, ManualClock, ScriptedHost};
    /// use simcard::Card;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// // a patient card and an impatient terminal, in a test that takes no time
    /// let limits = Limits { commands: 10, ..Limits::default() };
    /// let mut toolkit = card.toolkit_with(ScriptedHost::new(), ManualClock::default(), limits);
    /// toolkit.start()?;
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn toolkit_with<H: Host, C: Clock>(
        &mut self,
        host: H,
        clock: C,
        limits: Limits,
    ) -> Toolkit<'_, T, H, C> {
        let capabilities = host.capabilities();
        let session = Session::new(&capabilities.terminal_profile(), capabilities.events, limits);
        let engine = Engine {
            card: self,
            clock,
            session,
            commands: capabilities.commands,
            menu: None,
            life: None,
            answers: Vec::new(),
        };
        Toolkit { engine, host }
    }
}

impl<T: Transport, H: Host, C: Clock> Toolkit<'_, T, H, C> {
    /// Tells the card what the host can do (TERMINAL PROFILE), and does what the card asks for until it asks no more.
    ///
    /// What the card wanted before the profile is done first: some cards listen to nothing else meanwhile. After an error
    /// this goes on where it was, or begins anew if the card was reset.
    ///
    /// A second toolkit of the same card, without a reset in between, sends TERMINAL PROFILE again. Some cards then set up
    /// everything anew. For those that don't, the menu that the first one was given is taken; events and timers that
    /// the card had set up are not known any more, and [`Card::reset`] is the way to have it begin anew.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::ScriptedHost;
    ///
    /// let mut card = Card::new(VirtualCard::builder().no_toolkit().build());
    /// let error = card.toolkit(ScriptedHost::new()).start().unwrap_err();
    /// assert_eq!(error.to_string(), "the card knows no toolkit");
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Toolkit`](crate::Error::Toolkit): the card has no toolkit, asks without end, is too busy, or the host
    /// failed. [`Error::StateLost`](crate::Error::StateLost): the card was reset by somebody else; starting again is all
    /// there is to do. Or the transport failed.
    pub fn start(&mut self) -> Result<()> {
        self.engine.session.reopen();
        if self.engine.card.toolkit_lost(&mut self.engine.life)? {
            self.engine.forget(&mut self.host);
        }
        self.run()?;
        self.engine.recall(&mut self.host);
        Ok(())
    }

    /// Does what there is to do, and returns when there is nothing: until when, if a timer or the polling of the card is
    /// due then.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::{Limits, ManualClock, ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit_with(ScriptedHost::new(), ManualClock::default(), Limits::default());
    /// toolkit.start()?;
    /// // the next thing to do is to ask the card whether it wants something
    /// assert_eq!(toolkit.run()?, Some(Duration::from_secs(30)));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn run(&mut self) -> Result<Option<Duration>> {
        self.engine.run(&mut self.host)
    }

    /// Does what there is to do until `until`, by the clock: polls the card, and waits for its timers.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::{Limits, ManualClock, ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit_with(ScriptedHost::new(), ManualClock::default(), Limits::default());
    /// toolkit.start()?;
    /// toolkit.run_until(Duration::from_secs(300))?;
    /// assert_eq!(toolkit.clock().0, Duration::from_secs(300));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn run_until(&mut self, until: Duration) -> Result<()> {
        loop {
            let next = self.run()?.map_or(until, |next| next.min(until));
            if self.engine.clock.now() >= until {
                return Ok(());
            }
            self.engine.clock.sleep(next);
        }
    }

    /// The menu of the card, as far as it is known: a submenu is known once it was shown.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::ScriptedHost;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// assert_eq!(toolkit.menu().map(|menu| menu.title.as_str()), Some("Test operator"));
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn menu(&self) -> Option<&Menu> {
        self.engine.menu.as_ref()
    }

    /// The events that the card wants to be told of.
    pub fn events(&self) -> &[Event] {
        self.engine.session.events()
    }

    /// The card.
    ///
    /// What it announces meanwhile is fetched at the next opportunity.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::ScriptedHost;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// assert_eq!(toolkit.card().imsi()?.as_str(), "001010123456789");
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn card(&mut self) -> &mut Card<T> {
        self.engine.card
    }

    /// The host.
    pub const fn host(&self) -> &H {
        &self.host
    }

    /// The host, to change it. What it can do was told to the card when the toolkit was made.
    pub const fn host_mut(&mut self) -> &mut H {
        &mut self.host
    }

    /// The clock.
    pub const fn clock(&mut self) -> &mut C {
        &mut self.engine.clock
    }

    /// The session.
    pub const fn session(&self) -> &Session {
        &self.engine.session
    }

    /// Chooses an item of the menu, by its identifier, and does what the card then asks for.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::ScriptedHost;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().choose("English"));
    /// toolkit.start()?;
    /// toolkit.select(4)?; // Language
    /// assert_eq!(toolkit.host().texts(), ["The language is English."]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start); [`Refused`](ToolkitError::Refused): the card has no such item.
    pub fn select(&mut self, item: u8) -> Result<()> {
        self.chosen(item, false)
    }

    /// Asks for help on an item of the menu.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::Card;
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::toolkit::ScriptedHost;
    ///
    /// let applet = Applet::new("Bank").item("Balance", Flow::new()).help("It costs nothing.");
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// toolkit.help(1)?;
    /// assert_eq!(toolkit.host().texts(), ["It costs nothing."]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`select`](Self::select).
    pub fn help(&mut self, item: u8) -> Result<()> {
        self.chosen(item, true)
    }

    fn chosen(&mut self, item: u8, help: bool) -> Result<()> {
        self.engine.choose(&mut self.host, &Envelope::menu_selection(item, help))
    }

    /// Sends an envelope, does what the card then asks for, and returns how the card answered the envelope.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::{Envelope, ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// let answer = toolkit.envelope(&Envelope::menu_selection(99, false))?;
    /// assert!(answer.status.is_error()); // there is no such item
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn envelope(&mut self, envelope: &Envelope) -> Result<EnvelopeAnswer> {
        self.engine.envelope(&mut self.host, envelope)
    }

    /// Tells the card of an event, if it asked to be told; says whether it did.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::Card;
    /// use simcard::mock::{Applet, VirtualCard};
    /// use simcard::toolkit::ScriptedHost;
    /// use simcard::toolkit::command::SetUpEventList;
    /// use simcard::toolkit::envelope::UserActivityEvent;
    /// use simcard::toolkit::object::Event;
    ///
    /// let wanted = SetUpEventList::new([Event::USER_ACTIVITY].into_iter().collect());
    /// let card = VirtualCard::builder().applet(Applet::new("Menu").first(wanted)).build();
    /// let mut card = Card::new(card);
    /// let mut toolkit = card.toolkit(ScriptedHost::new().events(&[Event::USER_ACTIVITY]));
    /// toolkit.start()?;
    /// assert!(toolkit.event(UserActivityEvent {}.into())?);
    /// assert!(!toolkit.event(UserActivityEvent {}.into())?); // it wanted to know once
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn event(&mut self, event: EventDownload) -> Result<bool> {
        self.engine.is_open()?;
        let wanted = self.engine.session.event(event).map_err(ToolkitError::from)?;
        self.run()?;
        Ok(wanted)
    }

    /// Ends it: a command that waits on the card is not fetched any more. The card can be used on.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::ScriptedHost;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().choose("English"));
    /// toolkit.start()?;
    /// toolkit.select(4)?;
    /// let host = toolkit.close();
    /// assert_eq!(host.texts(), ["The language is English."]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn close(self) -> H {
        self.host
    }
}

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

impl<T: Transport, C: Clock> Engine<'_, T, C> {
    /// Sends an envelope, and does what there is to do.
    fn envelope(&mut self, host: &mut dyn Host, envelope: &Envelope) -> Result<EnvelopeAnswer> {
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

    fn is_open(&self) -> Result<()> {
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
