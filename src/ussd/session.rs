use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use super::{UssdError, UssdState};

/// How long the network may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long another text is waited for where one may follow: some networks end the dialogue first, and give the text
/// then; some say that they will end it, and then what there is to say.
const SECOND: Duration = Duration::from_secs(3);
/// Texts of one answer that are looked at.
const MAX_TEXTS: usize = 16;
/// Events that nobody has fetched: beyond this the oldest ones are dropped.
const MAX_EVENTS: usize = 64;

/// Where a [`Session`] stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing has been sent yet.
    Idle,
    /// The network has a request or a reply, and its answer is awaited until then.
    Waiting {
        /// When the wait is over.
        until: Duration,
    },
    /// The network has asked back, and waits for a reply.
    AskedBack,
    /// The dialogue is over, in whatever way.
    Ended,
}

/// What is to be sent. Each is given out once, whatever becomes of it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transmit {
    /// A new request.
    Request(Zeroizing<String>),
    /// The reply to what the network asked.
    Reply(Zeroizing<String>),
    /// The end of the dialogue.
    Cancel,
}

/// Without the text: it may be a voucher code or a PIN.
impl fmt::Debug for Transmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request(_) => "Request(..)",
            Self::Reply(_) => "Reply(..)",
            Self::Cancel => "Cancel",
        })
    }
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<T> {
    /// The answer to what was sent.
    Answer {
        /// Whether the dialogue goes on.
        state: UssdState,
        /// What the network said.
        text: T,
        /// What it said just before, in texts of their own.
        earlier: Vec<T>,
    },
    /// There is no answer. What was sent may have had its effect, and is not sent again.
    Failed(UssdError),
    /// What the network said without being asked, or too late.
    Unasked {
        /// Whether it waits for a reply.
        state: UssdState,
        /// What it said.
        text: Option<T>,
    },
}

/// Why nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The network has not answered yet.
    #[error("the network has not answered the USSD request before")]
    Busy,
    /// The network has asked back: reply, or cancel first.
    #[error("the network waits for a reply in a USSD dialogue")]
    AskedBack,
    /// The network has not asked for a reply.
    #[error("the network does not wait for a reply")]
    NotAsked,
}

/// USSD dialogues, one after the other, without I/O and without a clock. `T` is what a text is: a [`String`], or more.
///
/// Tell it what is wanted ([`request`](Self::request), [`reply`](Self::reply), [`cancel`](Self::cancel)), send what it
/// gives out ([`poll_transmit`](Self::poll_transmit)), tell it what came ([`receive`](Self::receive)) and that time has
/// passed ([`handle_timeout`](Self::handle_timeout)), and fetch the [events](Self::poll_event).
///
/// Nothing is ever given out twice. What comes after the time is over is told as [unasked](Event::Unasked).
///
/// ```
/// use core::time::Duration;
/// use simcard::ussd::{Event, Session, Transmit, UssdState};
///
/// let mut session: Session<&str> = Session::new();
/// session.request("*101#", Duration::ZERO)?;
/// assert_eq!(session.poll_transmit(), Some(Transmit::Request("*101#".to_string().into())));
/// session.receive(UssdState::ReplyExpected, Some("1. Balance"), Duration::from_secs(2));
/// assert!(matches!(session.poll_event(), Some(Event::Answer { text: "1. Balance", .. })));
/// session.reply("1", Duration::from_secs(9))?;
/// assert_eq!(session.poll_transmit(), Some(Transmit::Reply("1".to_string().into())));
/// assert_eq!(session.poll_transmit(), None);
/// # Ok::<(), simcard::ussd::SessionError>(())
/// ```
#[derive(Debug)]
pub struct Session<T> {
    phase: Phase,
    outgoing: VecDeque<Transmit>,
    events: VecDeque<Event<T>>,
    /// The texts of the answer so far.
    texts: Vec<(UssdState, T)>,
    /// Why there is none, if none comes.
    reason: UssdError,
    /// How many lines the answer had so far.
    lines: usize,
    patience: Duration,
}

impl<T> Default for Session<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Session<T> {
    /// No dialogue yet.
    ///
    /// ```
    /// use simcard::ussd::{Phase, Session};
    ///
    /// let mut session: Session<String> = Session::new();
    /// assert_eq!((session.phase(), session.poll_transmit()), (Phase::Idle, None));
    /// ```
    pub const fn new() -> Self {
        Self {
            phase: Phase::Idle,
            outgoing: VecDeque::new(),
            events: VecDeque::new(),
            texts: Vec::new(),
            reason: UssdError::Silence,
            lines: 0,
            patience: PATIENCE,
        }
    }

    /// How long the network may take for each answer from the next request or reply on; `None` is what is usual: two
    /// minutes. What comes later than that is told as [unasked](Event::Unasked).
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::Session;
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.set_patience(Some(Duration::from_secs(20)));
    /// session.request("*100#", Duration::ZERO)?;
    /// assert_eq!(session.poll_timeout(), Some(Duration::from_secs(20)));
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub const fn set_patience(&mut self, patience: Option<Duration>) {
        self.patience = match patience {
            Some(patience) => patience,
            None => PATIENCE,
        };
    }

    /// Where it stands.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Phase, Session};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// assert_eq!(session.phase(), Phase::Idle);
    /// session.request("*100#", Duration::ZERO)?;
    /// assert!(matches!(session.phase(), Phase::Waiting { .. }));
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether the network waits for a reply.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Session, UssdState};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.request("*101#", Duration::ZERO)?;
    /// session.poll_transmit();
    /// session.receive(UssdState::ReplyExpected, Some("1. Balance"), Duration::from_secs(1));
    /// assert!(session.is_asked_back());
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub fn is_asked_back(&self) -> bool {
        self.phase == Phase::AskedBack
    }

    /// Begins a dialogue.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Session, Transmit};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.request("*100#", Duration::ZERO)?;
    /// assert!(matches!(session.poll_transmit(), Some(Transmit::Request(text)) if *text == "*100#"));
    /// assert!(session.request("*100#", Duration::ZERO).is_err()); // the network has not answered
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Another one goes on.
    pub fn request(&mut self, text: &str, now: Duration) -> Result<(), SessionError> {
        match self.phase {
            Phase::Idle | Phase::Ended => {}
            Phase::Waiting { .. } => return Err(SessionError::Busy),
            Phase::AskedBack => return Err(SessionError::AskedBack),
        }
        self.send(Transmit::Request(Zeroizing::new(text.into())), now);
        Ok(())
    }

    /// Replies to what the network asked.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Session, SessionError};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// assert_eq!(session.reply("1", Duration::ZERO), Err(SessionError::NotAsked));
    /// ```
    ///
    /// # Errors
    ///
    /// It has not asked.
    pub fn reply(&mut self, text: &str, now: Duration) -> Result<(), SessionError> {
        match self.phase {
            Phase::AskedBack => {}
            Phase::Waiting { .. } => return Err(SessionError::Busy),
            Phase::Idle | Phase::Ended => return Err(SessionError::NotAsked),
        }
        self.send(Transmit::Reply(Zeroizing::new(text.into())), now);
        Ok(())
    }

    fn send(&mut self, transmit: Transmit, now: Duration) {
        self.texts.clear();
        self.lines = 0;
        self.reason = UssdError::Silence;
        self.outgoing.push_back(transmit);
        self.phase = Phase::Waiting { until: now.saturating_add(self.patience) };
    }

    /// Ends the dialogue, if there is one. What has not been given out yet is not sent at all.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Session, Transmit};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.request("*101#", Duration::ZERO)?;
    /// session.poll_transmit();
    /// session.cancel();
    /// assert_eq!(session.poll_transmit(), Some(Transmit::Cancel));
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub fn cancel(&mut self) {
        let begun = self.outgoing.is_empty();
        self.outgoing.clear();
        if begun && matches!(self.phase, Phase::Waiting { .. } | Phase::AskedBack) {
            self.outgoing.push_back(Transmit::Cancel);
        }
        self.phase = Phase::Ended;
    }

    /// What was given out could not be sent, or the way it went is gone: the dialogue is over, without an event.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Phase, Session};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.request("*101#", Duration::ZERO)?;
    /// session.abandon();
    /// assert_eq!((session.poll_transmit(), session.phase()), (None, Phase::Ended));
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub fn abandon(&mut self) {
        self.outgoing.clear();
        self.phase = Phase::Ended;
    }

    /// What is to be sent now.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Session, Transmit};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.request("*100#", Duration::ZERO)?;
    /// assert_eq!(session.poll_transmit(), Some(Transmit::Request("*100#".to_string().into())));
    /// assert_eq!(session.poll_transmit(), None); // once
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.outgoing.pop_front()
    }

    /// What has happened.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Event, Session, UssdState};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.receive(UssdState::Done, Some("You have won"), Duration::ZERO);
    /// assert!(matches!(session.poll_event(), Some(Event::Unasked { .. })));
    /// assert_eq!(session.poll_event(), None);
    /// ```
    pub fn poll_event(&mut self) -> Option<Event<T>> {
        self.events.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::Session;
    ///
    /// let mut session: Session<&str> = Session::new();
    /// assert_eq!(session.poll_timeout(), None);
    /// session.request("*100#", Duration::from_secs(5))?;
    /// assert_eq!(session.poll_timeout(), Some(Duration::from_secs(125))); // two minutes
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub const fn poll_timeout(&self) -> Option<Duration> {
        match self.phase {
            Phase::Waiting { until } => Some(until),
            _ => None,
        }
    }

    /// Says that the network ended the dialogue, went on with it, or spoke unasked.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Event, Session, UssdState};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.request("*100#", Duration::ZERO)?;
    /// session.poll_transmit();
    /// session.receive(UssdState::Done, Some("Balance 12.34 EUR"), Duration::from_secs(2));
    /// assert!(matches!(session.poll_event(), Some(Event::Answer { text: "Balance 12.34 EUR", .. })));
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub fn receive(&mut self, state: UssdState, text: Option<T>, now: Duration) {
        let Phase::Waiting { until } = self.phase else { return self.unasked(state, text) };
        // what was not sent has no answer
        if !self.outgoing.is_empty() {
            return self.push(Event::Unasked { state, text });
        }
        self.lines = self.lines.saturating_add(1);
        let has_text = text.is_some();
        self.texts.extend(text.map(|text| (state, text)));
        match state {
            UssdState::Done | UssdState::ReplyExpected if has_text => return self.finish(),
            UssdState::OtherClient => return self.fail(UssdError::OtherClient),
            UssdState::NotSupported if !has_text => return self.fail(UssdError::NotSupported),
            UssdState::NetworkTimeout if !has_text => return self.fail(UssdError::NetworkTimeout),
            UssdState::Other(number) if !has_text => return self.fail(UssdError::Unknown(number)),
            UssdState::Released => self.reason = UssdError::Released,
            _ => self.reason = UssdError::NoText,
        }
        if self.lines >= MAX_TEXTS {
            return self.finish();
        }
        self.phase = Phase::Waiting { until: until.min(now.saturating_add(SECOND)) };
    }

    /// Says that something came that could not be read: if nothing better follows soon, that was the answer.
    ///
    /// Its text is lost; [`UssdError::NoText`] is what it comes to.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Event, Session, UssdError};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.request("*100#", Duration::ZERO)?;
    /// session.poll_transmit();
    /// session.receive_unreadable(Duration::from_secs(1));
    /// session.handle_timeout(Duration::from_secs(4));
    /// assert_eq!(session.poll_event(), Some(Event::Failed(UssdError::NoText)));
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub fn receive_unreadable(&mut self, now: Duration) {
        if let Phase::Waiting { until } = self.phase {
            self.reason = UssdError::NoText;
            self.phase = Phase::Waiting { until: until.min(now.saturating_add(SECOND)) };
        }
    }

    /// Says that the time is `now`. Does nothing before [`poll_timeout`](Self::poll_timeout).
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::ussd::{Event, Session, Transmit, UssdError};
    ///
    /// let mut session: Session<&str> = Session::new();
    /// session.request("*100#", Duration::ZERO)?;
    /// session.poll_transmit();
    /// session.handle_timeout(Duration::from_secs(120));
    /// assert_eq!(session.poll_event(), Some(Event::Failed(UssdError::Silence)));
    /// assert_eq!(session.poll_transmit(), Some(Transmit::Cancel));
    /// # Ok::<(), simcard::ussd::SessionError>(())
    /// ```
    pub fn handle_timeout(&mut self, now: Duration) {
        if self.poll_timeout().is_some_and(|due| now >= due) {
            self.finish();
        }
    }

    /// Takes what came for the answer.
    fn finish(&mut self) {
        let Some((state, text)) = self.texts.pop() else {
            if self.reason == UssdError::Silence && self.outgoing.is_empty() {
                // so that it does not block the next dialogue
                self.outgoing.push_back(Transmit::Cancel);
            }
            return self.fail(self.reason);
        };
        let earlier = self.texts.drain(..).map(|(_, text)| text).collect();
        self.phase = match state {
            UssdState::ReplyExpected => Phase::AskedBack,
            _ => Phase::Ended,
        };
        self.push(Event::Answer { state, text, earlier });
    }

    fn fail(&mut self, reason: UssdError) {
        self.texts.clear();
        self.phase = Phase::Ended;
        self.push(Event::Failed(reason));
    }

    fn unasked(&mut self, state: UssdState, text: Option<T>) {
        self.phase = match (state, self.phase) {
            (UssdState::ReplyExpected, _) => Phase::AskedBack,
            // a notification does not end a dialogue; all others do
            (UssdState::Done, phase) => phase,
            (_, Phase::Idle) => Phase::Idle,
            _ => Phase::Ended,
        };
        self.push(Event::Unasked { state, text });
    }

    fn push(&mut self, event: Event<T>) {
        if self.events.len() >= MAX_EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn asked() -> Session<&'static str> {
        let mut session = Session::new();
        session.request("*100#", s(0)).unwrap();
        assert_eq!(session.poll_transmit(), Some(Transmit::Request(Zeroizing::new("*100#".into()))));
        assert_eq!(session.poll_transmit(), None);
        session
    }

    fn answer(state: UssdState, text: &'static str) -> Option<Event<&'static str>> {
        Some(Event::Answer { state, text, earlier: Vec::new() })
    }

    #[test]
    fn a_dialogue_of_several_turns() {
        let mut session = asked();
        assert_eq!(session.request("*100#", s(1)), Err(SessionError::Busy));
        assert_eq!(session.reply("1", s(1)), Err(SessionError::Busy));
        session.receive(UssdState::ReplyExpected, Some("1. Balance"), s(2));
        assert_eq!(session.poll_event(), answer(UssdState::ReplyExpected, "1. Balance"));
        assert!(session.is_asked_back());
        assert_eq!(session.request("*100#", s(3)), Err(SessionError::AskedBack));
        session.reply("1", s(4)).unwrap();
        assert_eq!(session.poll_transmit(), Some(Transmit::Reply(Zeroizing::new("1".into()))));
        session.receive(UssdState::Done, Some("12.34 EUR"), s(5));
        assert_eq!(session.poll_event(), answer(UssdState::Done, "12.34 EUR"));
        assert_eq!((session.phase(), session.poll_timeout()), (Phase::Ended, None));
        assert_eq!(session.reply("1", s(6)), Err(SessionError::NotAsked));
    }

    #[test]
    fn two_answers_in_a_row() {
        let mut session = asked();
        session.receive(UssdState::Released, Some("Initiating Release"), s(1));
        assert_eq!((session.poll_event(), session.poll_timeout()), (None, Some(s(4))));
        session.receive(UssdState::Done, Some("Balance 1"), s(2));
        let earlier = vec!["Initiating Release"];
        let both = Event::Answer { state: UssdState::Done, text: "Balance 1", earlier };
        assert_eq!(session.poll_event(), Some(both));
        // the end without a text, and nothing behind it
        let mut session = asked();
        session.receive(UssdState::Released, None, s(1));
        session.handle_timeout(s(3));
        assert_eq!(session.poll_event(), None);
        session.handle_timeout(s(4));
        assert_eq!(session.poll_event(), Some(Event::Failed(UssdError::Released)));
        // the text in the end itself
        let mut session = asked();
        session.receive(UssdState::Released, Some("Balance 2"), s(1));
        session.handle_timeout(s(4));
        assert_eq!(session.poll_event(), answer(UssdState::Released, "Balance 2"));
        // texts without end
        let mut session = asked();
        (0..16).for_each(|_| session.receive(UssdState::Released, Some("x"), s(1)));
        let Some(Event::Answer { earlier, .. }) = session.poll_event() else { panic!() };
        assert_eq!(earlier.len(), 15);
    }

    #[test]
    fn ends_of_every_kind() {
        let cases = [
            (2, UssdError::Released),
            (3, UssdError::OtherClient),
            (4, UssdError::NotSupported),
            (5, UssdError::NetworkTimeout),
            (9, UssdError::Unknown(9)),
            (0, UssdError::NoText),
            (1, UssdError::NoText),
        ];
        for (m, error) in cases {
            let mut session = asked();
            let state = UssdState::from_number(m);
            assert_eq!(state.number(), m);
            session.receive(state, None, s(1));
            session.handle_timeout(s(10));
            assert_eq!((session.poll_event(), session.phase()), (Some(Event::Failed(error)), Phase::Ended));
            assert_eq!(session.poll_transmit(), None);
        }
    }

    #[test]
    fn silence_is_cancelled_and_a_late_answer_is_no_answer() {
        let mut session = asked();
        session.handle_timeout(s(119));
        assert_eq!(session.poll_event(), None);
        session.handle_timeout(s(120));
        assert_eq!(session.poll_event(), Some(Event::Failed(UssdError::Silence)));
        assert_eq!(session.poll_transmit(), Some(Transmit::Cancel));
        session.receive(UssdState::Done, Some("late"), s(121));
        let late = Event::Unasked { state: UssdState::Done, text: Some("late") };
        assert_eq!(session.poll_event(), Some(late));
        assert_eq!(session.poll_transmit(), None);
    }

    #[test]
    fn what_the_network_begins() {
        let mut session: Session<&str> = Session::new();
        session.receive(UssdState::Done, Some("You have won"), s(0));
        assert_eq!(session.phase(), Phase::Idle);
        session.receive(UssdState::ReplyExpected, Some("Rate us"), s(1));
        assert_eq!(session.phase(), Phase::AskedBack);
        session.reply("5", s(2)).unwrap();
        // what was not sent yet has no answer
        session.receive(UssdState::Done, Some("Too late"), s(2));
        assert!(matches!(session.phase(), Phase::Waiting { .. }));
        session.cancel();
        assert_eq!((session.poll_transmit(), session.phase()), (None, Phase::Ended));
        session.receive(UssdState::ReplyExpected, Some("Rate us"), s(3));
        session.receive(UssdState::Released, None, s(4));
        assert_eq!(session.phase(), Phase::Ended);
        session.receive(UssdState::ReplyExpected, Some("Rate us"), s(5));
        session.cancel();
        assert_eq!(session.poll_transmit(), Some(Transmit::Cancel));
        assert_eq!(std::format!("{:?}", Transmit::Reply(Zeroizing::new("1234".into()))), "Reply(..)");
    }
}
