//! A toolkit session without I/O and without a clock: what comes from the card goes in, what is to be done comes out.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use zeroize::{Zeroize, Zeroizing};

use super::action::NetworkAction;
use super::command::{Command, PollInterval, ProactiveCommand, Refusal, SetUpMenu, TimerManagement};
use super::envelope::EventDownload;
use super::object::{CommandDetails, Duration as DurationObject, Event, TimerIdentifier, TimerValue};
use super::reply::Reply;
use super::response::TerminalResponse;
use super::result::{CommandResult, GeneralResult};
use super::timers::{self, Timers};
use super::{Envelope, TerminalProfile};
use crate::apdu::{Class, Command as Apdu, Instruction, StatusWord};
use crate::codec::{EncodeError, EncodeErrorKind};

/// The most data that a command can carry, at T=0 and in class `A0`.
const MAX_DATA: usize = Apdu::MAX_SHORT_DATA;

/// The tag of an envelope with a choice from the menu (ETSI TS 101 220 7.2).
const MENU_SELECTION: u8 = 0xD3;

/// What a session may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Proactive commands in a row, without anything from our side in between.
    pub commands: u32,
    /// How long they may go on.
    pub duration: Duration,
    /// How often an envelope is sent again when the card is busy (`9300`), and how long to wait before.
    pub busy: (u8, Duration),
    /// FETCHes in a row that bring nothing.
    pub failures: u8,
    /// How often the card is asked by STATUS whether it wants something, before it says how often itself. Terminals do
    /// so every 30 seconds (ETSI TS 102 223 6.4.5); `None` is never.
    pub poll: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            commands: 1000,
            duration: Duration::from_secs(3600),
            busy: (10, Duration::from_millis(500)),
            failures: 3,
            poll: Some(Duration::from_secs(30)),
        }
    }
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a step is taken apart at once; a box would cost an allocation each"
)]
pub enum Step {
    /// Send [`Session::command`] for this request, and give what the card answers to [`Session::answered`].
    Transmit(Request),
    /// Carry out the command, and [`answer`](Session::answer) it.
    Perform(ProactiveCommand),
    /// A command that the session has carried out itself; its answer is on its way.
    Handled(ProactiveCommand, GeneralResult),
    /// A command that can't be understood; its answer is on its way.
    Refused(Refusal),
    /// Something that the caller may want to know of.
    Note(Note),
    /// Nothing to do until then, or until something happens.
    Idle(Option<Duration>),
    /// The answer of the card, or of the host, is still due.
    Waiting,
    /// The session is over; nothing is sent any more.
    Ended(End),
}

/// What goes to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// TERMINAL PROFILE.
    Profile,
    /// FETCH of so many bytes, 1 to 256.
    Fetch(u16),
    /// TERMINAL RESPONSE.
    Response,
    /// ENVELOPE.
    Envelope,
    /// STATUS, to see whether the card wants something.
    Status,
}

/// What happened on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// How the card answered an envelope: it carries data after call control, and where a short message is acknowledged.
    EnvelopeAnswered {
        /// The status word; `9300` if the card was busy to the last.
        status: StatusWord,
        /// The data with it.
        data: Vec<u8>,
    },
    /// FETCH brought nothing.
    FetchFailed(StatusWord),
    /// The card does not like the answer it got.
    ResponseRejected(StatusWord),
    /// The card does not like the TERMINAL PROFILE, but may have commands all the same.
    ProfileRejected(StatusWord),
    /// What was to be answered can't be written; the card was told that the terminal is unable.
    Unwritable(EncodeError),
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// The card knows no toolkit: it refused TERMINAL PROFILE as an unknown instruction.
    NoToolkit,
    /// More commands in a row than [`Limits::commands`].
    TooManyCommands,
    /// They went on for longer than [`Limits::duration`].
    TooLong,
    /// FETCH failed more often than [`Limits::failures`].
    FetchFails,
    /// The caller ended it.
    Closed,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoToolkit => "the card knows no toolkit",
            Self::TooManyCommands => "the card sends commands without end",
            Self::TooLong => "the card's commands take too long",
            Self::FetchFails => "the card announces commands and does not give them",
            Self::Closed => "the session was ended",
        })
    }
}

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
    pub const fn menu(&self) -> Option<&SetUpMenu> {
        self.menu.as_ref()
    }

    /// Takes a menu that the card has set up before.
    pub(super) fn recall(&mut self, menu: SetUpMenu) {
        self.menu = Some(menu);
    }

    /// The events that the card wants to be told of.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Whether the card is busy with us: a command of its is being carried out, or waits.
    pub const fn is_active(&self) -> bool {
        self.pending.is_some() || self.response_due || !matches!(self.phase, Phase::Ready)
    }

    /// How the session ended, if it has.
    pub const fn end(&self) -> Option<End> {
        self.ended
    }

    /// The card announced a proactive command of so many bytes in its answer to some other command (`91xx`).
    pub const fn announced(&mut self, len: u16) {
        self.pending = Some(len);
    }

    /// The card was reset: all that was set up is gone, and the next thing it gets is the TERMINAL PROFILE. What counts
    /// towards the [`Limits`] goes on counting.
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
    pub fn close(&mut self) {
        self.finish(End::Closed);
    }

    pub(super) fn finish(&mut self, end: End) {
        self.ended.get_or_insert(end);
        self.envelopes.clear();
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

    fn expire_timers(&mut self, now: Duration) {
        while let Some((timer, ran)) = self.timers.expire(now) {
            let envelope = Envelope::timer_expiration(TimerIdentifier(timer), timer_value(ran));
            // a timer that can't be told of is over all the same
            if let Ok(envelope) = envelope.encode() {
                self.envelopes.push_back(envelope.into());
            }
        }
    }

    /// The command to send for a request.
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

    /// What the card answered to the last request.
    pub fn answered(&mut self, now: Duration, status: StatusWord, data: &[u8]) {
        let Phase::Sent(request) = self.phase else { return };
        self.phase = Phase::Ready;
        self.pending = status.proactive_len();
        let failed = status.is_error();
        match request {
            Request::Profile => {
                self.profile_due = false;
                if failed && is_unknown(status) {
                    self.finish(End::NoToolkit);
                } else if failed {
                    self.steps.push_back(Step::Note(Note::ProfileRejected(status)));
                }
            }
            Request::Fetch(_) if failed || data.is_empty() => {
                self.no_longer_lost();
                self.steps.push_back(Step::Note(Note::FetchFailed(status)));
                self.failures = self.failures.saturating_add(1);
                if self.failures >= self.limits.failures {
                    self.finish(End::FetchFails);
                }
            }
            Request::Fetch(_) => {
                self.failures = 0;
                self.fetched(now, data);
            }
            Request::Response => {
                self.response_due = false;
                self.lost = Lost::Nothing;
                self.wipe_response();
                if failed {
                    self.steps.push_back(Step::Note(Note::ResponseRejected(status)));
                }
            }
            Request::Envelope => self.envelope_answered(now, status, data),
            // a card that says nothing more may wait for the answer, or be done
            Request::Status if self.response_due && self.pending.is_none() => self.lost = Lost::Nothing,
            Request::Status => {}
        }
    }

    /// The last request went nowhere, or its answer did not come: nobody knows which.
    ///
    /// An envelope is not sent again: the card may have begun with what was chosen. A profile and a FETCH are, as they
    /// change nothing. Of an answer nobody can tell whether the card has it, so the card is asked by STATUS first. If a
    /// command waits, it has gone on, and the answer is not sent again; should it be the same command, and one that reaches the
    /// network, it gets the same answer, and is not carried out a second time. If no command waits, the answer is sent
    /// again: a card that has had it is done, and refuses the second one, while one that has not listens to nothing else.
    pub fn unanswered(&mut self) {
        let Phase::Sent(request) = self.phase else { return };
        self.phase = Phase::Ready;
        self.ask = true;
        match request {
            Request::Envelope => {
                self.envelopes.pop_front();
                self.busy_tries = 0;
                self.busy_until = None;
            }
            // some cards never give a command a second time
            Request::Fetch(_) => {
                self.failures = self.failures.saturating_add(1);
                if self.failures >= self.limits.failures {
                    self.pending = None;
                    self.finish(End::FetchFails);
                }
            }
            Request::Response => self.lost = Lost::Unasked,
            Request::Profile | Request::Status => {}
        }
    }

    fn envelope_answered(&mut self, now: Duration, status: StatusWord, data: &[u8]) {
        let (tries, delay) = self.limits.busy;
        if status == StatusWord::TOOLKIT_BUSY && self.busy_tries < tries {
            self.busy_tries = self.busy_tries.saturating_add(1);
            self.busy_until = now.checked_add(delay);
            // it may be busy with a command that it announced to somebody else
            self.ask = true;
            return;
        }
        self.busy_tries = 0;
        self.busy_until = None;
        let envelope = self.envelopes.pop_front();
        // some cards take a choice, and only then think of what comes of it
        let chosen = envelope.is_some_and(|bytes| bytes.first() == Some(&MENU_SELECTION));
        self.ask |= chosen && status.is_success() && self.pending.is_none();
        self.steps.push_back(Step::Note(Note::EnvelopeAnswered { status, data: data.to_vec() }));
    }

    fn fetched(&mut self, now: Duration, data: &[u8]) {
        self.commands = self.commands.saturating_add(1);
        let began = *self.began.get_or_insert(now);
        let sum = sum(data);
        if self.lost == Lost::GoesOn && self.answering == (sum, true) && !self.response.is_empty() {
            // it never had the answer
            self.lost = Lost::Nothing;
            self.response_due = true;
            return;
        }
        self.no_longer_lost();
        self.answering = (sum, false);
        let over = if self.commands > self.limits.commands {
            Some(End::TooManyCommands)
        } else if now.saturating_sub(began) > self.limits.duration {
            Some(End::TooLong)
        } else {
            None
        };
        match (ProactiveCommand::decode(data), over) {
            (Err(refusal), over) => {
                if let Some(end) = over {
                    self.finish(end);
                }
                // without readable details all of them are 0 (6.8.1)
                let details = refusal.details.unwrap_or_default();
                self.respond(&TerminalResponse::new(details, refusal.result));
                self.steps.push_back(Step::Refused(refusal));
            }
            (Ok(command), Some(end)) => {
                self.respond(&TerminalResponse::new(
                    command.details(),
                    GeneralResult::SESSION_TERMINATED_BY_USER,
                ));
                self.finish(end);
            }
            (Ok(command), None) => match self.housekeeping(now, &command) {
                Some(reply) => {
                    let result = reply.general();
                    self.put_answer(&command, &reply);
                    self.steps.push_back(Step::Handled(command, result));
                }
                None => {
                    self.answering = (sum, NetworkAction::sends(command.kind()));
                    self.phase = Phase::Performing(command.details());
                    self.steps.push_back(Step::Perform(command));
                }
            },
        }
    }

    /// Carries out what needs no host. `None`: it needs one.
    fn housekeeping(&mut self, now: Duration, command: &ProactiveCommand) -> Option<Reply> {
        match &command.command {
            Command::MoreTime(_) => Some(Reply::ok()),
            Command::PollInterval(PollInterval { duration, .. }) => {
                // a card that wants to be asked all the time is asked every second
                const SHORTEST: Duration = Duration::from_secs(1);
                let (interval, granted) = match duration.as_time() {
                    None => return Some(GeneralResult::DATA_NOT_UNDERSTOOD.into()),
                    Some(time) if time < SHORTEST => (SHORTEST, DurationObject::seconds(1)),
                    Some(time) => (time, *duration),
                };
                self.poll = Some(interval);
                self.poll_at = now.checked_add(interval);
                Some(Reply::ok().with(&granted))
            }
            Command::PollingOff(_) => {
                self.poll = None;
                self.poll_at = None;
                Some(Reply::ok())
            }
            Command::SetUpEventList(list) => {
                let events = list.events.0.iter().copied();
                if events.clone().any(|event| !self.events_supported.contains(&event)) {
                    return Some(Reply::beyond_capabilities());
                }
                self.events = events.collect();
                Some(Reply::ok())
            }
            Command::SetUpMenu(menu) => {
                self.menu = (!menu.removes()).then(|| menu.clone());
                Some(Reply::ok())
            }
            Command::TimerManagement(management) => Some(self.manage_timer(now, management)),
            Command::EndOfProactiveSession(_) => Some(Reply::ok()),
            Command::Unknown(_) => Some(Reply::from(GeneralResult::TYPE_NOT_UNDERSTOOD)),
            _ => None,
        }
    }

    fn manage_timer(&mut self, now: Duration, management: &TimerManagement) -> Reply {
        let timer = management.timer;
        let contradiction = || Reply::from(GeneralResult::TIMER_CONTRADICTION).with(&timer);
        if management.qualifier.starts() {
            let Some(value) = management.value else { return Reply::from(GeneralResult::VALUES_MISSING) };
            return match value.as_time() {
                Some(value) if self.timers.start(timer.0, now, value) => Reply::ok().with(&timer),
                _ => Reply::from(GeneralResult::DATA_NOT_UNDERSTOOD),
            };
        }
        let left = if management.qualifier.deactivates() {
            self.timers.stop(timer.0, now)
        } else if management.qualifier.gets_value() {
            self.timers.left(timer.0, now)
        } else {
            return GeneralResult::DATA_NOT_UNDERSTOOD.into();
        };
        match left {
            Some(left) => Reply::ok().with(&timer).with(&timer_value(left)),
            None => contradiction(),
        }
    }

    /// Answers the command that was to be performed. An answer to any other command, or a second one, is not sent: the card
    /// gets one for each.
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

/// A sum of bytes by which a command is known again: FNV-1a.
fn sum(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// The value of a timer, none of which runs for longer than a value can say.
fn timer_value(time: Duration) -> TimerValue {
    TimerValue::try_from(time.min(timers::LONGEST)).unwrap_or(TimerValue::LONGEST)
}

/// Whether a card does not know a command at all.
const fn is_unknown(status: StatusWord) -> bool {
    matches!(status.to_bytes(), [0x6D | 0x6E, _])
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EnvelopeAnswered { status, data } if data.is_empty() => {
                write!(f, "the card answered the envelope with {status}")
            }
            Self::EnvelopeAnswered { status, data } => {
                write!(f, "the card answered the envelope with {status} and {} bytes", data.len())
            }
            Self::FetchFailed(status) => {
                write!(f, "the card did not give the command it announced: {status}")
            }
            Self::ResponseRejected(status) => write!(f, "the card does not take the answer: {status}"),
            Self::ProfileRejected(status) => {
                write!(f, "the card does not take the terminal profile: {status}")
            }
            Self::Unwritable(error) => write!(f, "the answer can't be written: {error}"),
        }
    }
}
