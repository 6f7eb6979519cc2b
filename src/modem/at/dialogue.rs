use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use super::line::{is_sign, name_of};
use super::{Answer, AtCommand, AtCommandError, CommandKind, FinalResult, Line, LineParser, Token};

/// How long nothing may come from a modem that has finished with what it was asked before.
const SILENCE: Duration = Duration::from_millis(200);
/// How long silence is waited for before asking anyway.
const LONGEST_NOISE: Duration = Duration::from_secs(2);
/// How often `AT` is sent before the modem is given up, and how long its answer may take.
const MAX_TRIES: u8 = 5;
const TRY: Duration = Duration::from_secs(1);
/// How many late results are swallowed in a row once the modem answers again.
const MAX_LATE: u8 = 64;
/// How long the text of a `+CUSD` that does not seem to end is waited for.
const OPEN_TEXT: Duration = Duration::from_secs(2);
/// How long the result of a USSD request is waited for once the network has answered: some give none.
const AFTER_ANSWER: Duration = Duration::from_secs(5);
/// Events that nobody has fetched: beyond this the oldest ones are dropped.
const MAX_EVENTS: usize = 4_096;
/// Ends the text at a prompt, and sends it; cancels it.
const CTRL_Z: u8 = 0x1A;
const ESCAPE: u8 = 0x1B;

/// What came of what was sent, or unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A line of the answer to the command.
    Line(Line),
    /// The command has ended.
    Final(FinalResult),
    /// The modem takes the message now. It is sent without further ado.
    Prompt,
    /// A line that no command asked for, or that fits none.
    Urc(Line),
    /// A line was too long and is lost. If it was part of an answer, that is incomplete.
    Overlong,
    /// The command has no final result within its deadline. It may have had its effect, or have it yet: it is never
    /// repeated. The next command brings the modem back into step first.
    TimedOut,
    /// The modem did not answer to `AT`. The command was not sent.
    Unresponsive,
}

/// Why a command was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DialogueError {
    /// Another one is under way. One is sent at a time.
    #[error("another command is under way")]
    Busy,
    /// It can't be sent.
    #[error(transparent)]
    Command(#[from] AtCommandError),
}

/// Where we are with the modem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// It has answered everything.
    InStep,
    /// It has a command, and its final result is awaited until then.
    Running { deadline: Duration },
    /// It may still answer something older.
    OutOfStep,
    /// Waiting for silence, before `AT`.
    Quieting { until: Duration, latest: Duration },
    /// `AT` was sent so often; its answer is awaited until then.
    Probing { tries: u8, deadline: Duration },
    /// An `OK` came; if it was a late one, that of `AT` follows.
    Settling { until: Duration, late: u8 },
}

/// One conversation with a modem, without I/O and without a clock.
///
/// Time is whatever [`Duration`] since some origin the caller counts. Give it bytes that came
/// ([`receive`](Self::receive)), say when time has passed ([`handle_timeout`](Self::handle_timeout) at
/// [`poll_timeout`](Self::poll_timeout)), send what it wants sent ([`poll_transmit`](Self::poll_transmit)), and fetch
/// the [events](Self::poll_event).
///
/// At the beginning and after a time-out the modem is out of step: it may still answer something older. Then, before
/// the next command, silence is waited for, and `AT` sent until its `OK` comes. Whatever arrives meanwhile is
/// not taken for an answer to that command.
///
/// ```
/// use core::time::Duration;
/// use simcard::modem::at::{AtCommand, Dialogue, Event, FinalResult};
///
/// let mut at = Dialogue::new(Duration::ZERO);
/// at.assume_in_step();
/// at.send(AtCommand::execute("+CSQ"), Duration::ZERO)?;
/// assert_eq!(at.poll_transmit().unwrap().as_slice(), b"AT+CSQ\r");
/// at.receive(b"AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n", Duration::from_millis(20)); // with an echo
/// let Some(Event::Line(line)) = at.poll_event() else { panic!() };
/// assert_eq!(line.parameters().next().and_then(|rssi| rssi.number()), Some(20));
/// assert_eq!(at.poll_event(), Some(Event::Final(FinalResult::Ok)));
/// # Ok::<(), simcard::modem::at::DialogueError>(())
/// ```
pub struct Dialogue {
    parser: LineParser,
    phase: Phase,
    /// The command under way, or the one that waits until the modem is in step.
    current: Option<AtCommand>,
    /// The line sent last, to know its echo by.
    sent: Zeroizing<Vec<u8>>,
    outgoing: Zeroizing<Vec<u8>>,
    events: VecDeque<Event>,
    /// What deadlines are longer by.
    latency: Duration,
    /// When something came last that might be an answer.
    last_answer: Option<Duration>,
    /// When the text of a `+CUSD` that goes on counts as ended.
    text_ends: Option<Duration>,
    /// The modem may be at a prompt that nobody answers.
    at_prompt: bool,
    /// Whether a line of the answer has come.
    answered: bool,
    /// The line before was an unsolicited one with a TPDU in the next line.
    urc_goes_on: bool,
    /// Commands whose final result never came: if one comes late, it comes without what it belongs to.
    unanswered: u8,
    /// When `AT` was sent first, how often since, and how many results came after it.
    probing_since: Duration,
    probes: u8,
    results: u8,
    /// How long `AT` took when nothing else was under way: a slow modem needs as much longer for everything.
    slowness: Duration,
    /// Events that were dropped because nobody fetched them.
    dropped: u64,
}

impl Dialogue {
    /// A conversation over a connection on which a byte there and one back take up to `latency`.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::Dialogue;
    ///
    /// let at = Dialogue::new(Duration::ZERO);
    /// assert!(!at.is_in_step() && !at.is_busy()); // the modem may still answer somebody else
    /// ```
    pub fn new(latency: Duration) -> Self {
        Self {
            parser: LineParser::new(),
            phase: Phase::OutOfStep,
            current: None,
            sent: Zeroizing::new(Vec::new()),
            outgoing: Zeroizing::new(Vec::new()),
            events: VecDeque::new(),
            latency,
            last_answer: None,
            text_ends: None,
            at_prompt: false,
            answered: false,
            urc_goes_on: false,
            unanswered: 0,
            probing_since: Duration::ZERO,
            probes: 0,
            results: 0,
            slowness: Duration::ZERO,
            dropped: 0,
        }
    }

    /// Takes it that the modem has nothing to answer: the first command goes out at once.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.assume_in_step();
    /// at.send(AtCommand::execute("+CSQ"), Duration::ZERO)?;
    /// assert_eq!(at.poll_transmit().unwrap().as_slice(), b"AT+CSQ\r"); // no AT before it
    /// # Ok::<(), simcard::modem::at::DialogueError>(())
    /// ```
    pub fn assume_in_step(&mut self) {
        if self.phase == Phase::OutOfStep && self.current.is_none() {
            self.phase = Phase::InStep;
        }
    }

    /// Whether the modem has answered everything.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.assume_in_step();
    /// assert!(at.is_in_step());
    /// at.send(AtCommand::execute("+CSQ"), Duration::ZERO)?;
    /// assert!(!at.is_in_step());
    /// # Ok::<(), simcard::modem::at::DialogueError>(())
    /// ```
    pub fn is_in_step(&self) -> bool {
        self.phase == Phase::InStep
    }

    /// Whether a command is under way.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue, DialogueError};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.send(AtCommand::execute("+CSQ"), Duration::ZERO)?;
    /// assert!(at.is_busy());
    /// assert_eq!(at.send(AtCommand::attention(), Duration::ZERO), Err(DialogueError::Busy));
    /// # Ok::<(), DialogueError>(())
    /// ```
    pub const fn is_busy(&self) -> bool {
        self.current.is_some()
    }

    /// Whether the command under way has gone out.
    pub(in crate::modem) const fn has_sent(&self) -> bool {
        matches!(self.phase, Phase::Running { .. })
    }

    /// How many events were dropped because nobody fetched them.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::Dialogue;
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// for _ in 0..4_097 {
    ///     at.receive(b"\r\nRING\r\n", Duration::ZERO);
    /// }
    /// assert_eq!(at.dropped(), 1); // 4096 are kept
    /// ```
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Sends a command, as soon as the modem is in step.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.send(AtCommand::execute("+CSQ"), Duration::ZERO)?;
    /// // out of step: first it is seen whether the modem answers at all
    /// assert_eq!(at.poll_transmit().unwrap().as_slice(), b"AT\r");
    /// # Ok::<(), simcard::modem::at::DialogueError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Another one is under way, or this one holds what can't be sent.
    pub fn send(&mut self, command: AtCommand, now: Duration) -> Result<(), DialogueError> {
        if self.current.is_some() {
            return Err(DialogueError::Busy);
        }
        command.line()?;
        self.current = Some(command);
        match self.phase {
            Phase::InStep => self.start(now),
            _ => {
                let latest = now.saturating_add(LONGEST_NOISE);
                let until = match self.last_answer {
                    Some(last) => last.saturating_add(SILENCE),
                    None => now,
                };
                self.phase = Phase::Quieting { until, latest };
                self.handle_timeout(now);
            }
        }
        Ok(())
    }

    /// What is to be sent to the modem now.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.assume_in_step();
    /// at.send(AtCommand::read("+CREG"), Duration::ZERO)?;
    /// assert_eq!(at.poll_transmit().unwrap().as_slice(), b"AT+CREG?\r");
    /// assert!(at.poll_transmit().is_none());
    /// # Ok::<(), simcard::modem::at::DialogueError>(())
    /// ```
    pub fn poll_transmit(&mut self) -> Option<Zeroizing<Vec<u8>>> {
        (!self.outgoing.is_empty()).then(|| core::mem::take(&mut self.outgoing))
    }

    /// What has happened.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{Dialogue, Event};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.receive(b"\r\nRING\r\n", Duration::ZERO);
    /// let Some(Event::Urc(line)) = at.poll_event() else { panic!() };
    /// assert_eq!(line.as_bytes(), b"RING");
    /// assert_eq!(at.poll_event(), None);
    /// ```
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called, unless bytes come first.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.assume_in_step();
    /// assert_eq!(at.poll_timeout(), None);
    /// let command = AtCommand::execute("+CSQ");
    /// let deadline = command.command_kind().deadline();
    /// at.send(command, Duration::from_secs(3))?;
    /// assert_eq!(at.poll_timeout(), Some(Duration::from_secs(3) + deadline));
    /// # Ok::<(), simcard::modem::at::DialogueError>(())
    /// ```
    pub fn poll_timeout(&self) -> Option<Duration> {
        [self.due(), self.text_ends].into_iter().flatten().min()
    }

    /// When the present phase ends.
    const fn due(&self) -> Option<Duration> {
        match self.phase {
            Phase::InStep | Phase::OutOfStep => None,
            Phase::Running { deadline } | Phase::Probing { deadline, .. } => Some(deadline),
            Phase::Quieting { until, .. } | Phase::Settling { until, .. } => Some(until),
        }
    }

    /// Takes bytes from the modem.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue, Event, FinalResult};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.assume_in_step();
    /// at.send(AtCommand::attention(), Duration::ZERO)?;
    /// at.receive(b"\r\nO", Duration::from_millis(5)); // in any pieces
    /// at.receive(b"K\r\n", Duration::from_millis(6));
    /// assert_eq!(at.poll_event(), Some(Event::Final(FinalResult::Ok)));
    /// # Ok::<(), simcard::modem::at::DialogueError>(())
    /// ```
    pub fn receive(&mut self, bytes: &[u8], now: Duration) {
        let mut parser = core::mem::take(&mut self.parser);
        parser.expect_prompt(self.wants_prompt());
        let mut rest = bytes;
        while let Some(token) = parser.next(&mut rest) {
            match token {
                Token::Line(line) => self.line(line, now),
                Token::Prompt => self.prompt(now),
                Token::Overlong => self.push(Event::Overlong),
            }
            parser.expect_prompt(self.wants_prompt());
        }
        self.text_ends = parser.is_in_text().then(|| now.saturating_add(OPEN_TEXT));
        self.parser = parser;
    }

    /// Says that the time is `now`. Does nothing before [`poll_timeout`](Self::poll_timeout).
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue, Event};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.assume_in_step();
    /// at.send(AtCommand::execute("+CSQ"), Duration::ZERO)?;
    /// let due = at.poll_timeout().expect("an answer is waited for");
    /// at.handle_timeout(due);
    /// assert_eq!(at.poll_event(), Some(Event::TimedOut));
    /// # Ok::<(), simcard::modem::at::DialogueError>(())
    /// ```
    pub fn handle_timeout(&mut self, now: Duration) {
        if self.text_ends.is_some_and(|due| now >= due) {
            self.text_ends = None;
            if let Some(text) = self.parser.end_text() {
                self.line(&text, now);
            }
        }
        if self.due().is_none_or(|due| now < due) {
            return;
        }
        match self.phase {
            Phase::InStep | Phase::OutOfStep => {}
            Phase::Running { .. } => {
                self.give_up();
                self.push(Event::TimedOut);
            }
            Phase::Quieting { .. } => self.probe(0, now),
            Phase::Probing { tries, .. } => self.probe(tries, now),
            Phase::Settling { .. } => {
                // what came beyond one for each `AT` were late ones
                let late = self.results.saturating_sub(self.probes);
                self.unanswered = self.unanswered.saturating_sub(late);
                self.phase = Phase::InStep;
                self.start(now);
            }
        }
    }

    /// Gives up the command under way, as if its time were over, but without an event.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::{AtCommand, Dialogue};
    ///
    /// let mut at = Dialogue::new(Duration::ZERO);
    /// at.assume_in_step();
    /// at.send(AtCommand::execute("+CSQ"), Duration::ZERO)?;
    /// at.give_up();
    /// assert!(!at.is_busy() && !at.is_in_step());
    /// assert_eq!(at.poll_event(), None);
    /// # Ok::<(), simcard::modem::at::DialogueError>(())
    /// ```
    pub fn give_up(&mut self) {
        if let Some(command) = self.current.take() {
            // it may still be at its prompt, or have a message without an end: what we send next would be part of that
            self.at_prompt |= command.payload_digits().is_some();
            self.reset_parser();
            if matches!(self.phase, Phase::Running { .. }) {
                self.unanswered = self.unanswered.saturating_add(1);
            }
            self.last_answer = None;
            self.phase = Phase::OutOfStep;
        }
    }

    /// Sends the current command.
    fn start(&mut self, now: Duration) {
        let Some(command) = &self.current else { return };
        let kind =
            if command.payload_digits().is_some() { CommandKind::Prompt } else { command.command_kind() };
        let line = command.line().unwrap_or_default();
        self.sent.zeroize();
        self.sent.extend_from_slice(line);
        self.outgoing.extend_from_slice(line);
        self.outgoing.push(b'\r');
        self.at_prompt = command.payload_digits().is_some();
        self.answered = false;
        self.phase = Phase::Running { deadline: self.deadline(kind.deadline(), now) };
    }

    /// Sends `AT`, or gives up.
    fn probe(&mut self, tries: u8, now: Duration) {
        self.reset_parser();
        if tries >= MAX_TRIES {
            self.phase = Phase::OutOfStep;
            self.current = None;
            self.push(Event::Unresponsive);
            return;
        }
        if self.at_prompt {
            self.outgoing.push(ESCAPE);
        }
        self.sent.zeroize();
        self.sent.extend_from_slice(b"AT");
        self.outgoing.extend_from_slice(b"AT\r");
        if tries == 0 {
            self.probing_since = now;
            self.probes = 0;
            self.results = 0;
        }
        self.probes = self.probes.saturating_add(1);
        let deadline = self.deadline(TRY, now);
        self.phase = Phase::Probing { tries: tries.saturating_add(1), deadline };
    }

    fn reset_parser(&mut self) {
        self.parser.reset();
        self.text_ends = None;
    }

    fn deadline(&self, own: Duration, now: Duration) -> Duration {
        now.saturating_add(own).saturating_add(self.latency.max(self.slowness))
    }

    /// Waits so long at most for the final result from now on.
    fn hurry(&mut self, time: Duration, now: Duration) {
        if let Phase::Running { deadline } = self.phase {
            self.phase = Phase::Running { deadline: deadline.min(self.deadline(time, now)) };
        }
    }

    fn wants_prompt(&self) -> bool {
        let payload = self.current.as_ref().is_some_and(|command| command.payload_digits().is_some());
        payload && self.at_prompt && matches!(self.phase, Phase::Running { .. })
    }

    fn prompt(&mut self, now: Duration) {
        let Some(command) = &self.current else { return };
        let Some(payload) = command.payload_digits() else { return };
        self.sent.zeroize();
        self.sent.extend_from_slice(payload);
        self.outgoing.extend_from_slice(payload);
        self.outgoing.push(CTRL_Z);
        let deadline = self.deadline(command.command_kind().deadline(), now);
        self.phase = Phase::Running { deadline };
        self.at_prompt = false;
        self.push(Event::Prompt);
    }

    fn line(&mut self, line: &[u8], now: Duration) {
        let after_header = core::mem::take(&mut self.urc_goes_on);
        // the echo of a message has no end of its own where answers have nothing before them
        let echo = line.strip_prefix(self.sent.as_slice()).and_then(|rest| rest.strip_prefix(&[CTRL_Z]));
        let line = echo.map(<[u8]>::trim_ascii).filter(|rest| !rest.is_empty()).unwrap_or(line);
        if self.is_echo(line) {
            return;
        }
        if after_header && is_hex(line) {
            return self.push(Event::Urc(Line::new(line)));
        }
        match self.phase {
            Phase::Running { .. } => self.line_of_command(line, now),
            Phase::InStep if is_result(line) => {}
            Phase::InStep => self.unsolicited(line),
            _ => self.line_out_of_step(line, now),
        }
    }

    fn line_of_command(&mut self, line: &[u8], now: Duration) {
        let Some((name, answer, kind)) =
            self.current.as_ref().map(|command| (command.name(), command.expected(), command.command_kind()))
        else {
            return;
        };
        let call = kind == CommandKind::Service;
        let digit = || FinalResult::parse_digit(line, call).filter(|_| answer != Answer::Text);
        if let Some(result) = FinalResult::parse(line, call).or_else(digit) {
            let missing = answer == Answer::One && !self.answered;
            if missing && result.is_ok() && self.unanswered > 0 {
                // it belongs to a command that was given up
                self.unanswered = self.unanswered.saturating_sub(1);
                return;
            }
            self.current = None;
            self.last_answer = Some(now);
            // a result before the prompt may be a late one of another command, and the prompt still to come
            self.phase = if self.at_prompt { Phase::OutOfStep } else { Phase::InStep };
            return self.push(Event::Final(result));
        }
        let named = name_of(line).is_some_and(|own| own.eq_ignore_ascii_case(name));
        let part = match answer {
            Answer::Nothing => false,
            Answer::One | Answer::Many => named,
            Answer::ManyWithHex => named || is_hex(line),
            Answer::Text => named || !looks_unsolicited(line),
        };
        if part {
            self.answered = true;
            self.push(Event::Line(Line::new(line)));
        } else {
            if name == "+CUSD" && name_of(line) == Some(name) {
                self.hurry(AFTER_ANSWER, now);
            }
            self.unsolicited(line);
        }
    }

    /// A line from before the modem was in step, or an unsolicited one.
    fn line_out_of_step(&mut self, line: &[u8], now: Duration) {
        let digit = FinalResult::parse_digit(line, false);
        let Some(result) = FinalResult::parse(line, false).or(digit) else {
            return if looks_unsolicited(line) { self.unsolicited(line) } else { self.noise(now) };
        };
        self.last_answer = Some(now);
        self.results = self.results.saturating_add(1);
        match self.phase {
            Phase::Probing { .. } if result.is_ok() => {
                self.at_prompt = false;
                let took = now.saturating_sub(self.probing_since);
                if self.unanswered == 0 && took > SILENCE {
                    self.slowness = self.slowness.max(took.saturating_add(took));
                }
                self.phase = Phase::Settling { until: self.settled(now), late: 0 };
            }
            // what we sent was taken for the end of something else, or this is a late one
            Phase::Probing { tries, .. } => self.probe(tries, now),
            Phase::Settling { late, .. } if late < MAX_LATE => {
                let late = late.saturating_add(1);
                self.phase = Phase::Settling { until: self.settled(now), late };
            }
            _ => {
                self.unanswered = self.unanswered.saturating_sub(1);
                self.noise(now);
            }
        }
    }

    /// When nothing more is to be expected after the result that just came.
    fn settled(&self, now: Duration) -> Duration {
        // those of commands that were given up, if they ever come, and one for each `AT`
        let expected = self.probes.saturating_add(self.unanswered);
        let silence = if self.results < expected { SILENCE.max(self.slowness) } else { SILENCE };
        now.saturating_add(silence)
    }

    /// Something came that means nothing, except that there is no silence yet.
    fn noise(&mut self, now: Duration) {
        self.last_answer = Some(now);
        if let Phase::Quieting { latest, .. } = self.phase {
            self.phase = Phase::Quieting { until: now.saturating_add(SILENCE).min(latest), latest };
        }
    }

    fn unsolicited(&mut self, line: &[u8]) {
        let name = name_of(line).unwrap_or_default();
        self.urc_goes_on = ["+CMT", "+CDS", "+CBM"].contains(&name);
        self.push(Event::Urc(Line::new(line)));
    }

    /// Whether this is what was sent, coming back, if need be with bytes lost.
    fn is_echo(&self, line: &[u8]) -> bool {
        if line.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"AT+")) {
            return true;
        }
        if self.sent.is_empty() {
            return false;
        }
        let line = line.strip_prefix(b">").unwrap_or(line).trim_ascii();
        let end = |byte: &u8| matches!(*byte, CTRL_Z | ESCAPE);
        let line = line.strip_prefix(&[ESCAPE]).unwrap_or(line);
        let line = match line.split_last() {
            Some((last, rest)) if end(last) => rest,
            _ => line,
        };
        line == self.sent.as_slice()
    }

    fn push(&mut self, event: Event) {
        if self.events.len() >= MAX_EVENTS {
            self.events.pop_front();
            self.dropped = self.dropped.saturating_add(1);
        }
        self.events.push_back(event);
    }
}

/// Shows no text: it may be a secret.
impl fmt::Debug for Dialogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialogue")
            .field("phase", &self.phase)
            .field("current", &self.current)
            .finish_non_exhaustive()
    }
}

/// Whether a line is a final result of whatever command.
fn is_result(line: &[u8]) -> bool {
    FinalResult::parse(line, false).or_else(|| FinalResult::parse_digit(line, false)).is_some()
}

fn is_hex(line: &[u8]) -> bool {
    !line.is_empty() && line.len() % 2 == 0 && line.iter().all(u8::is_ascii_hexdigit)
}

/// Whether a line has the form of an unsolicited result: a name and a colon, or one of the bare words.
fn looks_unsolicited(line: &[u8]) -> bool {
    const WORDS: &[&[u8]] =
        &[b"RING", b"NO CARRIER", b"RDY", b"Call Ready", b"SMS Ready", b"SMS DONE", b"PB DONE"];
    name_of(line).is_some()
        || WORDS.contains(&line)
        || line.first().is_some_and(|first| is_sign(*first) && *first != b'+')
}
