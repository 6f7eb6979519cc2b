//! A toolkit session without I/O and without a clock: what comes from the card goes in, what is to be done comes out.

mod answers;
mod housekeeping;
mod step;

pub use step::{End, Limits, Note, Request, Step};

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use zeroize::{Zeroize, Zeroizing};

use super::command::{ProactiveCommand, SetUpMenu};
use super::envelope::EventDownload;
use super::object::{CommandDetails, Event};
use super::reply::Reply;
use super::response::TerminalResponse;
use super::result::{CommandResult, GeneralResult};
use super::timers::Timers;
use super::{Envelope, TerminalProfile};
use crate::apdu::{Class, Command as Apdu, Instruction};
use crate::codec::{EncodeError, EncodeErrorKind};

/// The most data that a command can carry, at T=0 and in class `A0`.
const MAX_DATA: usize = Apdu::MAX_SHORT_DATA;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing is due.
    Ready,
    /// A request was sent, or is about to be.
    Sent(Request),
    /// The host has a command.
    Performing(CommandDetails),
}

/// A TERMINAL RESPONSE of which nobody knows whether the card has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lost {
    /// There is none.
    Nothing,
    /// The card has to be asked whether it goes on.
    Unasked,
    /// It goes on, by a command that was not fetched yet; it may be the same one.
    GoesOn,
}

/// A session between a terminal and the toolkit of a card: ETSI TS 102 223.
///
/// It does no I/O and has no clock. [`poll`](Self::poll) says what to do next, and times are given to it, counted from any
/// point that stays the same. [`Card::toolkit`](crate::Card::toolkit) drives one over a card.
///
/// Every proactive command gets one TERMINAL RESPONSE: from the session itself for what it takes care of (timers, polling,
/// the event list, the menu, what can't be understood), and otherwise by [`answer`](Self::answer). Only a REFRESH that
/// resets the card gets none (6.4.7).
///
/// ```
/// use core::time::Duration;
/// use simcard::apdu::{Class, StatusWord};
/// use simcard::toolkit::{Command, Limits, Reply, Request, Session, Step, TerminalProfile};
///
/// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
/// let now = Duration::ZERO;
/// assert_eq!(session.poll(now), Step::Transmit(Request::Profile));
/// // ... send session.command(Request::Profile, Class::ETSI); the card says: a command of 22 bytes
/// session.answered(now, StatusWord::new(0x9116), &[]);
/// assert_eq!(session.poll(now), Step::Transmit(Request::Fetch(22)));
/// session.answered(now, StatusWord::OK, b"\xD0\x14\x81\x03\x01\x21\x80\x82\x02\x81\x02\x8D\x09\x04Balance:");
/// let Step::Perform(command) = session.poll(now) else { panic!() };
/// session.answer(&command, &Reply::ok());
/// assert_eq!(session.poll(now), Step::Transmit(Request::Response));
/// let response = session.command(Request::Response, Class::ETSI);
/// assert_eq!(response.data, b"\x81\x03\x01\x21\x80\x82\x02\x82\x81\x83\x01\x00");
/// ```
pub struct Session {
    profile: Vec<u8>,
    events_supported: Vec<Event>,
    limits: Limits,
    phase: Phase,
    /// Whether TERMINAL PROFILE has still to be sent.
    profile_due: bool,
    /// The length of the command that waits on the card.
    pending: Option<u16>,
    /// What the card gave, to be told.
    steps: VecDeque<Step>,
    /// A TERMINAL RESPONSE to be sent, or being sent.
    response: Zeroizing<Vec<u8>>,
    response_due: bool,
    /// What is known of an answer that was sent, and of which nothing was heard.
    lost: Lost,
    /// Of the command that is being answered: the sum of its bytes, and whether it reaches the network.
    answering: (u64, bool),
    /// Envelopes to be sent; the first may be on its way.
    envelopes: VecDeque<Zeroizing<Vec<u8>>>,
    busy_tries: u8,
    busy_until: Option<Duration>,
    failures: u8,
    /// Whether to ask by STATUS what the card wants: its last answer was lost, or it is busy and did not say with what.
    ask: bool,
    /// Commands since there was last nothing to do, or something from our side, and when the first one came.
    commands: u32,
    began: Option<Duration>,
    timers: Timers,
    poll: Option<Duration>,
    poll_at: Option<Duration>,
    events: Vec<Event>,
    menu: Option<SetUpMenu>,
    ended: Option<End>,
}

impl Session {
    /// A session that begins with this TERMINAL PROFILE, and takes event lists of these events.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::{Limits, Request, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// assert_eq!(session.poll(Duration::ZERO), Step::Transmit(Request::Profile));
    /// ```
    pub fn new(profile: &TerminalProfile, events: Vec<Event>, limits: Limits) -> Self {
        Self {
            profile: profile.to_bytes(),
            events_supported: events,
            limits,
            phase: Phase::Ready,
            profile_due: true,
            pending: None,
            steps: VecDeque::new(),
            response: Zeroizing::default(),
            response_due: false,
            lost: Lost::Nothing,
            answering: (0, false),
            envelopes: VecDeque::new(),
            busy_tries: 0,
            busy_until: None,
            failures: 0,
            ask: false,
            commands: 0,
            began: None,
            timers: Timers::default(),
            poll: limits.poll,
            poll_at: None,
            events: Vec::new(),
            menu: None,
            ended: None,
        }
    }

    /// The menu that the card has set up, if it has.
    ///
    /// ```
    /// use simcard::toolkit::{Limits, Session, TerminalProfile};
    ///
    /// let session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// assert!(session.menu().is_none()); // not yet
    /// ```
    pub const fn menu(&self) -> Option<&SetUpMenu> {
        self.menu.as_ref()
    }

    /// Takes a menu that the card has set up before.
    pub(super) fn recall(&mut self, menu: SetUpMenu) {
        self.menu = Some(menu);
    }

    /// The events that the card wants to be told of.
    ///
    /// ```
    /// use simcard::toolkit::{Limits, Session, TerminalProfile};
    ///
    /// let session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// assert!(session.events().is_empty());
    /// ```
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Whether the card is busy with us: a command of its is being carried out, or waits.
    ///
    /// ```
    /// use simcard::toolkit::{Limits, Session, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// assert!(!session.is_active());
    /// session.announced(22);
    /// assert!(session.is_active());
    /// ```
    pub const fn is_active(&self) -> bool {
        self.pending.is_some() || self.response_due || !matches!(self.phase, Phase::Ready)
    }

    /// How the session ended, if it has.
    ///
    /// ```
    /// use simcard::toolkit::{End, Limits, Session, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// assert_eq!(session.end(), None);
    /// session.close();
    /// assert_eq!(session.end(), Some(End::Closed));
    /// ```
    pub const fn end(&self) -> Option<End> {
        self.ended
    }

    /// The card announced a proactive command of so many bytes in its answer to some other command (`91xx`).
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::{Limits, Request, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.announced(22); // the answer to a READ BINARY was 9116
    /// assert_eq!(session.poll(Duration::ZERO), Step::Transmit(Request::Fetch(22)));
    /// ```
    pub const fn announced(&mut self, len: u16) {
        self.pending = Some(len);
    }

    /// The card was reset: all that was set up is gone, and the next thing it gets is the TERMINAL PROFILE. What counts
    /// towards the [`Limits`] goes on counting.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::apdu::StatusWord;
    /// use simcard::toolkit::{Limits, Request, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.poll(Duration::ZERO);
    /// session.answered(Duration::ZERO, StatusWord::OK, &[]);
    /// session.reset();
    /// assert_eq!(session.poll(Duration::ZERO), Step::Transmit(Request::Profile));
    /// ```
    pub fn reset(&mut self) {
        self.phase = Phase::Ready;
        self.profile_due = true;
        self.pending = None;
        self.steps.clear();
        self.response_due = false;
        self.lost = Lost::Nothing;
        self.wipe_response();
        self.envelopes.clear();
        self.busy_tries = 0;
        self.busy_until = None;
        self.ask = false;
        self.timers = Timers::default();
        self.poll = self.limits.poll;
        self.poll_at = None;
        self.events.clear();
        self.menu = None;
    }

    /// Ends the session. A command that is being carried out can still be answered; nothing else is sent.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::{End, Limits, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.close();
    /// assert_eq!(session.poll(Duration::ZERO), Step::Ended(End::Closed));
    /// ```
    pub fn close(&mut self) {
        self.finish(End::Closed);
    }

    pub(super) fn finish(&mut self, end: End) {
        self.ended.get_or_insert(end);
        // one that is on its way stays until it is answered
        self.envelopes.truncate(usize::from(self.phase == Phase::Sent(Request::Envelope)));
    }

    /// Begins to send the answer that the card waits for, if one is owed, before anything is told of it.
    pub(super) fn owed(&mut self) -> Option<Request> {
        if !self.response_due || self.phase != Phase::Ready {
            return None;
        }
        self.transmit(Request::Response);
        Some(Request::Response)
    }

    /// How many envelopes the card has not taken yet.
    pub(super) fn envelopes_waiting(&self) -> usize {
        self.envelopes.len()
    }

    /// Goes on after an [`End`]: what was counted is counted anew. A command that waits on the card is fetched.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::{Limits, Request, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.close();
    /// session.reopen();
    /// assert_eq!(session.poll(Duration::ZERO), Step::Transmit(Request::Profile));
    /// ```
    pub fn reopen(&mut self) {
        self.ended = None;
        self.ours();
        self.failures = 0;
    }

    /// Something from our side: whatever the card says to it is no endless row of commands.
    fn ours(&mut self) {
        self.commands = 0;
        self.began = None;
    }

    /// Sends the card an envelope, as soon as it has nothing else to do.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::apdu::StatusWord;
    /// use simcard::toolkit::{Envelope, Limits, Request, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.envelope(&Envelope::menu_selection(1, false))?;
    /// // the profile comes first
    /// assert_eq!(session.poll(Duration::ZERO), Step::Transmit(Request::Profile));
    /// session.answered(Duration::ZERO, StatusWord::OK, &[]);
    /// assert_eq!(session.poll(Duration::ZERO), Step::Transmit(Request::Envelope));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in it can't be written, or it is longer than a command can carry.
    pub fn envelope(&mut self, envelope: &Envelope) -> Result<(), EncodeError> {
        let bytes = Zeroizing::new(envelope.encode()?);
        if bytes.len() > MAX_DATA {
            let kind = EncodeErrorKind::TooLong { len: bytes.len(), max: MAX_DATA };
            return Err(EncodeError::new("ENVELOPE", kind));
        }
        self.envelopes.push_back(bytes);
        self.ours();
        Ok(())
    }

    /// Tells the card of an event, if it wants to know. An event that is told once is forgotten by the list where the
    /// specification has it so (user activity and idle screen available: 7.5.5, 7.5.6).
    ///
    /// ```
    /// use simcard::toolkit::envelope::UserActivityEvent;
    /// use simcard::toolkit::{Limits, Session, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// // the card has not asked for it
    /// assert_eq!(session.event(UserActivityEvent {}.into()), Ok(false));
    /// ```
    ///
    /// # Errors
    ///
    /// Something in it can't be written.
    pub fn event(&mut self, event: EventDownload) -> Result<bool, EncodeError> {
        let Some(code) = event.event() else { return Ok(false) };
        let Some(index) = self.events.iter().position(|wanted| *wanted == code) else {
            return Ok(false);
        };
        self.envelope(&Envelope::event(event))?;
        if code == Event::USER_ACTIVITY || code == Event::IDLE_SCREEN_AVAILABLE {
            self.events.remove(index);
        }
        Ok(true)
    }

    /// What to do now.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::apdu::StatusWord;
    /// use simcard::toolkit::{Limits, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.poll(Duration::ZERO);
    /// assert_eq!(session.poll(Duration::ZERO), Step::Waiting);
    /// session.answered(Duration::ZERO, StatusWord::OK, &[]);
    /// // nothing to do until the card is to be asked again
    /// assert_eq!(session.poll(Duration::ZERO), Step::Idle(Some(Duration::from_secs(30))));
    /// ```
    pub fn poll(&mut self, now: Duration) -> Step {
        if let Some(step) = self.steps.pop_front() {
            return step;
        }
        if self.phase != Phase::Ready {
            return Step::Waiting;
        }
        // an answer is owed whatever happened since
        if self.response_due {
            match (self.lost, self.pending) {
                (Lost::Nothing | Lost::GoesOn, _) => return self.transmit(Request::Response),
                (Lost::Unasked, None) => {
                    self.ask = false;
                    return self.transmit(Request::Status);
                }
                // it was the answer that the card went on after
                (Lost::Unasked, Some(_)) => {
                    self.response_due = false;
                    self.lost = Lost::GoesOn;
                }
            }
        }
        if let Some(end) = self.ended {
            return Step::Ended(end);
        }
        if let Some(len) = self.pending {
            return self.transmit(Request::Fetch(len));
        }
        if self.profile_due {
            return self.transmit(Request::Profile);
        }
        if core::mem::take(&mut self.ask) {
            return self.transmit(Request::Status);
        }
        self.expire_timers(now);
        if !self.envelopes.is_empty() && self.busy_until.is_none_or(|until| until <= now) {
            return self.transmit(Request::Envelope);
        }
        if let (Some(interval), None) = (self.poll, self.poll_at) {
            self.poll_at = now.checked_add(interval);
        }
        if self.poll_at.is_some_and(|at| at <= now) {
            self.poll_at = None;
            return self.transmit(Request::Status);
        }
        // only now: timers that run out at once, or envelopes that lead to more of them, could go on for ever
        self.ours();
        let busy = self.busy_until.filter(|_| !self.envelopes.is_empty());
        Step::Idle([self.poll_at, self.timers.next(), busy].into_iter().flatten().min())
    }

    fn transmit(&mut self, request: Request) -> Step {
        if request == Request::Response {
            // what was announced before it tells nothing of whether it came
            self.pending = None;
        }
        self.phase = Phase::Sent(request);
        Step::Transmit(request)
    }

    /// The command to send for a request.
    ///
    /// ```
    /// use simcard::apdu::Class;
    /// use simcard::toolkit::{Limits, Request, Session, TerminalProfile};
    ///
    /// let profile = TerminalProfile::from_bytes(&[0x09, 0x01]);
    /// let session = Session::new(&profile, vec![], Limits::default());
    /// let command = session.command(Request::Profile, Class::ETSI);
    /// assert_eq!((command.instruction.value(), command.data), (0x10, &[0x09, 0x01][..]));
    /// ```
    pub fn command(&self, request: Request, class: Class) -> Apdu<'_> {
        let (instruction, p2, data, ne) = match request {
            Request::Profile => (Instruction::TERMINAL_PROFILE, 0x00, &self.profile[..], 0),
            Request::Fetch(len) => (Instruction::FETCH, 0x00, &[][..], u32::from(len)),
            Request::Response => (Instruction::TERMINAL_RESPONSE, 0x00, &self.response[..], 0),
            Request::Envelope => {
                let data = self.envelopes.front().map(|envelope| envelope.as_slice()).unwrap_or_default();
                let ne = if answers(data) { Apdu::MAX_SHORT_NE } else { 0 };
                (Instruction::ENVELOPE, 0x00, data, ne)
            }
            // class A0 has no form without data (3GPP TS 51.011 9.2.2): 22 bytes tell of the MF
            Request::Status if class == Class::GSM => (Instruction::STATUS, 0x00, &[][..], 22),
            Request::Status => (Instruction::STATUS, 0x0C, &[][..], 0),
        };
        Apdu::new(class, instruction, 0x00, p2).data(data).expect(ne)
    }

    /// Answers the command that was to be performed. An answer to any other command, or a second one, is not sent: the card
    /// gets one for each.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::apdu::StatusWord;
    /// use simcard::toolkit::{Limits, Reply, Session, Step, TerminalProfile};
    ///
    /// let text = b"\xD0\x14\x81\x03\x01\x21\x80\x82\x02\x81\x02\x8D\x09\x04Balance:";
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.announced(22);
    /// session.poll(Duration::ZERO);
    /// session.answered(Duration::ZERO, StatusWord::OK, text);
    /// let Step::Perform(command) = session.poll(Duration::ZERO) else { panic!() };
    /// assert!(session.answer(&command, &Reply::ok()));
    /// assert!(!session.answer(&command, &Reply::back())); // it has its answer
    /// ```
    pub fn answer(&mut self, command: &ProactiveCommand, reply: &Reply) -> bool {
        if self.phase != Phase::Performing(command.details()) {
            return false;
        }
        self.phase = Phase::Ready;
        self.put_answer(command, reply);
        true
    }

    fn put_answer(&mut self, command: &ProactiveCommand, reply: &Reply) {
        match reply.encode_within(command, MAX_DATA, &mut self.response) {
            Ok(()) => self.response_due = true,
            Err(error) => {
                self.steps.push_back(Step::Note(Note::Unwritable(error)));
                self.respond(&TerminalResponse::new(
                    command.details(),
                    CommandResult::new(GeneralResult::TERMINAL_UNABLE),
                ));
            }
        }
    }

    fn respond(&mut self, response: &TerminalResponse) {
        // details and result of our own making can always be written
        self.wipe_response();
        if response.encode_to(&mut self.response).is_err() {
            self.wipe_response();
        }
        self.response_due = true;
    }

    /// An answer that may have been lost is of no use any more.
    fn no_longer_lost(&mut self) {
        if core::mem::replace(&mut self.lost, Lost::Nothing) == Lost::GoesOn {
            self.wipe_response();
        }
    }

    /// Overwrites the answer: what a user typed may be in it. The buffer stays.
    fn wipe_response(&mut self) {
        self.response.as_mut_slice().zeroize();
        self.response.clear();
    }
}

/// What says what it is doing, and not what was entered.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("phase", &self.phase)
            .field("pending", &self.pending)
            .field("response_due", &self.response_due)
            .field("envelopes", &self.envelopes.len())
            .field("events", &self.events)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

/// Whether the card may have data to say to an envelope: to call control and short messages, not to a choice or an event.
const fn answers(envelope: &[u8]) -> bool {
    matches!(envelope, [0xD1 | 0xD2 | 0xD4 | 0xD5 | 0xD9 | 0xDD | 0xDE, ..])
}
