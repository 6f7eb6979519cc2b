use alloc::vec::Vec;
use core::time::Duration;

use super::Envelope;
use super::clock::Clock;
#[cfg(feature = "std")]
use super::clock::SystemClock;
use super::engine::Engine;
use super::envelope::EventDownload;
use super::error::ToolkitError;
use super::host::Host;
use super::menu::Menu;
use super::object::Event;
use super::session::{Limits, Session};
use crate::apdu::StatusWord;
use crate::card::Card;
use crate::error::Result;
use crate::transport::Transport;

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
        Toolkit { engine: Engine::new(self, clock, session, capabilities.commands), host }
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
        self.engine.start(&mut self.host)
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
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, VirtualCard};
    /// use simcard::toolkit::{ScriptedHost, command::SetUpEventList, object::Event};
    /// use simcard::Card;
    ///
    /// let wanted = SetUpEventList::new([Event::USER_ACTIVITY].into_iter().collect());
    /// let card = VirtualCard::builder().applet(Applet::new("Menu").first(wanted)).build();
    /// let mut card = Card::new(card);
    /// let mut toolkit = card.toolkit(ScriptedHost::new().events(&[Event::USER_ACTIVITY]));
    /// toolkit.start()?;
    /// assert_eq!(toolkit.events(), [Event::USER_ACTIVITY]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
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
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// toolkit.select(5)?; // Info
    /// assert_eq!(toolkit.host().texts().len(), 3);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn host(&self) -> &H {
        &self.host
    }

    /// The host, to change it. What it can do was told to the card when the toolkit was made.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// *toolkit.host_mut() = ScriptedHost::new().choose("English");
    /// toolkit.select(4)?; // Language
    /// assert_eq!(toolkit.host().texts(), ["The language is English."]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn host_mut(&mut self) -> &mut H {
        &mut self.host
    }

    /// The clock.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::{Clock, Limits, ManualClock, ScriptedHost};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let clock = ManualClock(Duration::from_secs(5));
    /// let mut toolkit = card.toolkit_with(ScriptedHost::new(), clock, Limits::default());
    /// assert_eq!(toolkit.clock().now(), Duration::from_secs(5));
    /// ```
    pub const fn clock(&mut self) -> &mut C {
        &mut self.engine.clock
    }

    /// The session.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// assert!(toolkit.session().menu().is_some());
    /// assert_eq!(toolkit.session().end(), None); // it goes on
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
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
