use alloc::boxed::Box;
use core::time::Duration;

use super::Envelope;
use super::action::NetworkAction;
use super::clock::Clock;
#[cfg(feature = "std")]
use super::clock::SystemClock;
use super::command::{Command, ProactiveCommand, Refresh, RefreshMode};
use super::envelope::EventDownload;
use super::error::ToolkitError;
use super::host::{CommandSet, Host, HostResult};
use super::menu::Menu;
use super::object::Event;
use super::reply::Reply;
use super::result::GeneralResult;
use super::session::{End, Limits, Request, Session, Step};
use crate::card::{Card, Stale};
use crate::error::Result;
use crate::transport::Transport;

/// REFRESHes with a reset of the card within one run: a card that wants more of them wants no end.
const MAX_RESETS: u8 = 3;

/// The toolkit of a card, running: it drives a [`Session`] over the card and has a [`Host`] carry out what the card asks for.
///
/// ```
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
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Debug)]
pub struct Toolkit<'c, T, H, C> {
    pub(super) engine: Engine<'c, T, C>,
    pub(super) host: H,
}

impl<T: Transport> Card<T> {
    /// The card's toolkit, with `host` to carry out what the card asks for. Sends nothing yet.
    #[cfg(feature = "std")]
    pub fn toolkit<H: Host>(&mut self, host: H) -> Toolkit<'_, T, H, SystemClock> {
        self.toolkit_with(host, SystemClock::default(), Limits::default())
    }

    /// The card's toolkit, with a clock and limits of one's own.
    pub fn toolkit_with<H: Host, C: Clock>(
        &mut self,
        host: H,
        clock: C,
        limits: Limits,
    ) -> Toolkit<'_, T, H, C> {
        let capabilities = host.capabilities();
        let session = Session::new(&capabilities.terminal_profile(), capabilities.events, limits);
        let engine = Engine { card: self, clock, session, commands: capabilities.commands, menu: None };
        Toolkit { engine, host }
    }
}

impl<T: Transport, H: Host, C: Clock> Toolkit<'_, T, H, C> {
    /// Tells the card what the host can do (TERMINAL PROFILE), and does what the card asks for until it asks no more.
    ///
    /// What the card wanted before the profile is done first: some cards listen to nothing else meanwhile.
    ///
    /// # Errors
    ///
    /// [`Error::Toolkit`](crate::Error::Toolkit): the card has no toolkit, asks without end, or the host failed. [`Error::StateLost`](crate::Error::StateLost): the card was
    /// reset by somebody else; starting again is all there is to do. Or the transport failed.
    pub fn start(&mut self) -> Result<()> {
        self.run().map(drop)
    }

    /// Does what there is to do, and returns when there is nothing: until when, if a timer or the polling of the card is
    /// due then.
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn run(&mut self) -> Result<Option<Duration>> {
        self.engine.run(&mut self.host)
    }

    /// Does what there is to do until `until`, by the clock: polls the card, and waits for its timers.
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
    pub const fn card(&mut self) -> &mut Card<T> {
        self.engine.card
    }

    /// The host.
    pub const fn host(&mut self) -> &mut H {
        &mut self.host
    }

    /// The session.
    pub const fn session(&self) -> &Session {
        &self.engine.session
    }

    /// Chooses an item of the menu, by its identifier, and does what the card then asks for.
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn select(&mut self, item: u8) -> Result<()> {
        self.envelope(&Envelope::menu_selection(item, false))
    }

    /// Asks for help on an item of the menu.
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn help(&mut self, item: u8) -> Result<()> {
        self.envelope(&Envelope::menu_selection(item, true))
    }

    /// Sends an envelope, and does what the card then asks for.
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn envelope(&mut self, envelope: &Envelope) -> Result<()> {
        self.engine.session.envelope(envelope).map_err(ToolkitError::from)?;
        self.run().map(drop)
    }

    /// Tells the card of an event, if it asked to be told; says whether it did.
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn event(&mut self, event: EventDownload) -> Result<bool> {
        let wanted = self.engine.session.event(event).map_err(ToolkitError::from)?;
        self.run()?;
        Ok(wanted)
    }

    /// Ends it: a command that waits on the card is not fetched any more. The card can be used on.
    pub fn close(mut self) {
        self.engine.session.close();
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
}

impl<T: Transport, C: Clock> Engine<'_, T, C> {
    /// Does what there is to do, with this host.
    pub fn run(&mut self, host: &mut dyn Host) -> Result<Option<Duration>> {
        // what the card said to other commands than ours
        if let Some(len) = self.card.pending_proactive() {
            self.session.announced(len);
        }
        let Self { card, clock, session, commands, menu } = self;
        let mut failure = None;
        let mut resets = 0_u8;
        loop {
            match session.poll(clock.now()) {
                Step::Transmit(request) => {
                    send(card, session, clock, request)?;
                }
                Step::Perform(command) => {
                    let allowed = commands.contains(command.kind());
                    let (reply, reset) = match &command.command {
                        Command::Refresh(refresh) => refresh_card(card, host, &command, refresh),
                        _ if !allowed => (Ok(Reply::beyond_capabilities()), false),
                        _ => (carry_out(host, &command), false),
                    };
                    if reset {
                        resets = resets.saturating_add(1);
                        session.reset();
                        if resets > MAX_RESETS {
                            session.close();
                            return Err(ToolkitError::Ended(End::TooManyCommands).into());
                        }
                        card.reset()?;
                        *menu = None;
                        host.menu_changed(None);
                        continue;
                    }
                    let (reply, panic) = match reply {
                        Ok(reply) => (reply, None),
                        Err(Failure::Error(error)) => {
                            failure.get_or_insert(ToolkitError::Host(error).into());
                            (Reply::unable(0), None)
                        }
                        #[cfg(feature = "std")]
                        Err(Failure::Panic(panic)) => (Reply::unable(0), Some(panic)),
                    };
                    session.answer(&command, &reply);
                    #[cfg(feature = "std")]
                    if let Some(panic) = panic {
                        // the card gets its answer before the panic goes on
                        if let Step::Transmit(request) = session.poll(clock.now()) {
                            let _ = send(card, session, clock, request);
                        }
                        std::panic::resume_unwind(panic);
                    }
                    #[cfg(not(feature = "std"))]
                    let _: Option<()> = panic;
                    host.answered(&command, &reply);
                }
                Step::Handled(command, result) => {
                    if let Command::SetUpMenu(set_up) = &command.command {
                        let set_up = (!set_up.removes()).then_some(set_up);
                        *menu = set_up.map(Menu::from);
                        host.menu_changed(set_up);
                    }
                    host.answered(&command, &Reply::from(result));
                }
                Step::Refused(refusal) => host.refused(&refusal),
                Step::Note(note) => host.note(&note),
                Step::Idle(until) => return failure.map_or(Ok(until), Err),
                // nothing is due outside of this loop
                Step::Waiting => return Err(failure.unwrap_or(ToolkitError::Ended(End::Closed).into())),
                Step::Ended(end) => return Err(failure.unwrap_or(ToolkitError::Ended(end).into())),
            }
        }
    }
}

/// Has the session's request sent, and gives the answer to the session.
fn send<T: Transport>(
    card: &mut Card<T>,
    session: &mut Session,
    clock: &mut dyn Clock,
    request: Request,
) -> Result<()> {
    let sent = card.toolkit_command(
        session,
        |session, class| session.command(request, class),
        |session, status, data| session.answered(clock.now(), status, data),
    );
    if let Err(error) = &sent {
        match error.is_state_lost() || error.is_card_gone() {
            true => session.reset(),
            false => session.unanswered(),
        }
    }
    sent
}

/// Why a host did not carry out a command.
enum Failure {
    Error(Box<dyn core::error::Error + Send + Sync>),
    #[cfg(feature = "std")]
    Panic(Box<dyn core::any::Any + Send>),
}

/// Has the host carry out a command, if it consents to it.
fn carry_out(host: &mut dyn Host, command: &ProactiveCommand) -> Result<Reply, Failure> {
    guarded(|| match NetworkAction::of(command) {
        Some(action) if !host.consent(&action) => Ok(Reply::not_accepted()),
        _ => host.perform(command),
    })
}

/// What `body` gives, or how it failed. What a host left half done when it panicked is the host's: we pass the panic on.
#[cfg(feature = "std")]
fn guarded(body: impl FnOnce() -> HostResult) -> Result<Reply, Failure> {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).map_err(Failure::Panic)?;
    result.map_err(Failure::Error)
}

/// What `body` gives, or how it failed.
#[cfg(not(feature = "std"))]
fn guarded(body: impl FnOnce() -> HostResult) -> Result<Reply, Failure> {
    body().map_err(Failure::Error)
}

/// Does what a REFRESH asks for (ETSI TS 102 223 6.4.7). The flag: the card has to be reset, and gets no answer.
fn refresh_card<T: Transport>(
    card: &mut Card<T>,
    host: &mut dyn Host,
    command: &ProactiveCommand,
    refresh: &Refresh,
) -> (Result<Reply, Failure>, bool) {
    let mode = refresh.qualifier;
    if mode == RefreshMode::UICC_RESET {
        return (carry_out(host, command), true);
    }
    card.forget_stale(match mode {
        RefreshMode::FILE_CHANGE | RefreshMode::STEERING_OF_ROAMING => Stale::Files,
        _ => Stale::Applications,
    });
    let reply = carry_out(host, command).map(|reply| match reply.general() {
        // that the host has nothing to forget does not keep the library from doing so
        GeneralResult::BEYOND_CAPABILITIES => Reply::ok(),
        _ => reply,
    });
    (reply, false)
}
