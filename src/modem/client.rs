use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use super::at::{AtCommand, Dialogue, Event, Line};
use super::capabilities::{ModemCapabilities, SimRoute};
use super::error::ModemError;
use super::port::Port;
use super::sim::Sim;
use super::sms::Sms;
use super::ussd::{UssdPending, UssdReading};
use crate::ussd::Session;

/// The most bytes of lines in one answer.
const MAX_ANSWER: usize = 1 << 20;
/// Unsolicited results that nobody has fetched: beyond this the oldest ones are dropped.
const MAX_URCS: usize = 256;
/// How long clearing away may take when there is no time left.
const CLEARING: Duration = Duration::from_secs(5);
/// How long one read waits at most, so that a port that can't be interrupted does not hold us up.
const SLICE: Duration = Duration::from_millis(500);

/// How to speak to a modem.
#[derive(Clone, Copy, Debug)]
pub struct ModemOptions {
    /// How much longer than the modem itself an answer may take on its way.
    pub latency: Duration,
    /// The way to the card, instead of the best that works.
    pub route: Option<SimRoute>,
    /// Whether to try to lock the card against the modem's own use while an operation lasts (`+CSIM=1`).
    pub lock: bool,
    /// Whether the card's toolkit goes through the modem's own commands (`+CUSATP`, `+CUSATT`, `+CUSATE`) rather than FETCH and
    /// TERMINAL RESPONSE: for modems that keep it for themselves. With `+CRSM` it always does.
    pub toolkit_by_modem: bool,
}

impl Default for ModemOptions {
    fn default() -> Self {
        Self { latency: Duration::from_millis(700), route: None, lock: true, toolkit_by_modem: false }
    }
}

/// A modem: one AT command after the other, its card, its network.
///
/// It is a [`Transport`](crate::Transport), so [`Card`](crate::Card) works through it as over a reader:
///
/// ```
/// use simcard::Card;
/// use simcard::mock::{VirtualCard, VirtualModem};
/// use simcard::modem::Modem;
///
/// // a modem on a port: Modem::open(TtyPort::open("/dev/ttyUSB2")?)?, or TcpPort
/// let modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
/// let mut card = Card::new(modem);
/// assert_eq!(card.iccid()?.as_str(), "8944000000001234567");
/// assert_eq!(card.transport_mut().signal()?.dbm(), Some(-73));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// When dropped or [closed](Self::close), it puts back what it changed: character set, form of errors, where new
/// messages go, locks and logical channels.
pub struct Modem<P: Port> {
    pub(super) port: P,
    dialogue: Dialogue,
    urcs: VecDeque<Line>,
    urcs_dropped: u64,
    pub(super) options: ModemOptions,
    pub(super) capabilities: ModemCapabilities,
    pub(super) sim: Sim,
    pub(super) epoch: u32,
    /// How many `exclusive` calls we are inside of.
    pub(super) depth: u8,
    /// How long the network may take for what is asked of it.
    pub(super) patience: Option<Duration>,
    /// When all that is done now has to be over.
    pub(super) limit: Option<Duration>,
    /// The USSD dialogue.
    pub(super) ussd: Session<UssdReading>,
    /// Whether the network may have a dialogue going on, for all we know.
    pub(super) ussd_open: bool,
    /// What waits for its answer, where that is waited for in parts.
    pub(super) ussd_pending: Option<UssdPending>,
    /// What is known of the modem's messages.
    pub(super) sms: Sms,
    /// The character set that is set now, where we have asked.
    pub(super) charset: Option<String>,
    /// What was set before we changed it.
    old_charset: Option<String>,
    old_errors: Option<u32>,
    closed: bool,
}

impl<P: Port> Modem<P> {
    /// Brings the modem behind `port` into step, switches its echo off and error numbers on.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert!(modem.port().modem().commands().contains(&"E0".to_string()));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Nobody answers to `AT` there ([`ModemError::Unresponsive`]), or the port failed.
    pub fn open(port: P) -> Result<Self, ModemError> {
        Self::open_with(port, ModemOptions::default())
    }

    /// As [`open`](Self::open), with options.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, ModemOptions, SimRoute};
    ///
    /// let port = VirtualModem::new(VirtualCard::uicc()).into_port();
    /// let options = ModemOptions { route: Some(SimRoute::Crsm), ..ModemOptions::default() };
    /// assert_eq!(Modem::open_with(port, options)?.connect_sim()?, SimRoute::Crsm);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_with(port: P, options: ModemOptions) -> Result<Self, ModemError> {
        let mut modem = Self {
            port,
            dialogue: Dialogue::new(options.latency),
            urcs: VecDeque::new(),
            urcs_dropped: 0,
            options,
            capabilities: ModemCapabilities::default(),
            sim: Sim::default(),
            epoch: 0,
            depth: 0,
            patience: None,
            limit: None,
            ussd: Session::new(),
            ussd_open: false,
            ussd_pending: None,
            sms: Sms::default(),
            charset: None,
            old_charset: None,
            old_errors: None,
            closed: false,
        };
        // a modem without one of these works all the same
        modem.attempt(AtCommand::execute("E0"))?;
        if let Some(lines) = modem.attempt(AtCommand::read("+CMEE"))? {
            let before = lines.first().and_then(|line| line.parameters().next()?.number_as());
            if before != Some(1) && modem.attempt(AtCommand::set("+CMEE").number(1))?.is_some() {
                modem.old_errors = before;
            }
        }
        Ok(modem)
    }

    /// What the modem turned out to do so far.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, Support};
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.capabilities().csim, Support::Untried);
    /// modem.connect_sim()?;
    /// assert_eq!(modem.capabilities().csim, Support::Works);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub const fn capabilities(&self) -> &ModemCapabilities {
        &self.capabilities
    }

    /// The port.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.port().modem().network().balance(), 1234);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub const fn port(&self) -> &P {
        &self.port
    }

    /// The port, to do something with it that we need not know of.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.port_mut().modem_mut().network_mut().set_balance(500);
    /// assert_eq!(modem.ussd("*100#")?.text(), "Your balance is 5.00 EUR");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub const fn port_mut(&mut self) -> &mut P {
        &mut self.port
    }

    /// Sends one command and returns the lines of its answer.
    ///
    /// Never repeated, whatever goes wrong. Unsolicited results that come meanwhile are kept for
    /// [`next_urc`](Self::next_urc).
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, at::AtCommand};
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let lines = modem.run(AtCommand::execute("+CSQ"))?;
    /// assert_eq!(lines[0].as_bytes(), b"+CSQ: 20,99");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::Refused`] if it ended with anything but `OK`, [`ModemError::TimedOut`] if it did not end at all.
    pub fn run(&mut self, command: AtCommand) -> Result<Vec<Line>, ModemError> {
        let mut lines = Vec::new();
        self.run_noting(command, &mut lines, &mut false)?;
        Ok(lines)
    }

    /// As [`run`](Self::run). The lines that came are there however it ends; and so is whether the modem prompted for the
    /// message, and has it.
    pub(super) fn run_noting(
        &mut self,
        command: AtCommand,
        lines: &mut Vec<Line>,
        prompted: &mut bool,
    ) -> Result<(), ModemError> {
        let name = command.name();
        let now = self.port.now();
        if self.limit.is_some_and(|limit| limit <= now) {
            return Err(ModemError::NoTime { command: name });
        }
        self.dialogue.send(command, now)?;
        let mut room = Some(MAX_ANSWER);
        loop {
            let Some(event) = self.next_event(self.limit)? else {
                let sent = self.dialogue.has_sent();
                self.dialogue.give_up();
                return Err(match sent {
                    true => ModemError::TimedOut { command: name },
                    false => ModemError::NoTime { command: name },
                });
            };
            match event {
                Event::Line(line) => {
                    room = room.and_then(|room| room.checked_sub(line.as_bytes().len().saturating_add(32)));
                    if room.is_some() {
                        lines.push(line);
                    }
                }
                Event::Final(result) if !result.is_ok() => {
                    return Err(ModemError::Refused { command: name, result });
                }
                Event::Final(_) if room.is_none() => return Err(ModemError::TooLong { command: name }),
                Event::Final(_) => return Ok(()),
                Event::TimedOut => return Err(ModemError::TimedOut { command: name }),
                Event::Unresponsive => return Err(ModemError::Unresponsive { command: name }),
                Event::Overlong => room = None,
                Event::Urc(line) => self.note_urc(line),
                Event::Prompt => *prompted = true,
            }
        }
    }

    /// Does something that has to be over when the patience of the caller is.
    pub(super) fn in_time<R>(&mut self, body: impl FnOnce(&mut Self) -> R) -> R {
        self.limit = self.patience.map(|patience| self.port.now().saturating_add(patience));
        let result = body(self);
        self.limit = None;
        result
    }

    /// Gives what has to be cleared away a little time, even if there is none left.
    pub(super) fn clearing_away(&mut self) {
        let least = self.port.now().saturating_add(CLEARING);
        self.limit = self.limit.map(|limit| limit.max(least));
    }

    /// As [`run`](Self::run); `None` if the modem refused.
    pub(super) fn attempt(&mut self, command: AtCommand) -> Result<Option<Vec<Line>>, ModemError> {
        match self.run(command) {
            Ok(lines) => Ok(Some(lines)),
            Err(ModemError::Refused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The next unsolicited result, waiting for one up to `timeout`. `None` if none came.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let now = Duration::ZERO;
    /// modem.port_mut().modem_mut().push(b"\r\nRING\r\n", now);
    /// assert_eq!(modem.next_urc(Duration::from_secs(1))?.unwrap().as_bytes(), b"RING");
    /// assert_eq!(modem.next_urc(Duration::from_secs(1))?, None);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The port failed.
    pub fn next_urc(&mut self, timeout: Duration) -> Result<Option<Line>, ModemError> {
        let until = self.port.now().saturating_add(timeout);
        while self.urcs.is_empty() {
            match self.next_event(Some(until))? {
                Some(Event::Urc(line)) => self.note_urc(line),
                Some(_) => {}
                None => break,
            }
        }
        Ok(self.urcs.pop_front())
    }

    /// How many unsolicited results were dropped because nobody fetched them.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.urcs_dropped(), 0);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub const fn urcs_dropped(&self) -> u64 {
        self.urcs_dropped
    }

    /// The first unsolicited result of this name, waiting for one until `until`. Others stay where they are.
    pub(super) fn urc_named(&mut self, name: &str, until: Duration) -> Result<Option<Line>, ModemError> {
        self.urc_where(|line| line.is_of(name), until)
    }

    /// The first unsolicited result of one of these names, waiting for one until `until`. Others stay where they are.
    pub(super) fn urc_of(&mut self, names: &[&str], until: Duration) -> Result<Option<Line>, ModemError> {
        self.urc_where(|line| line.name().is_some_and(|name| names.contains(&name)), until)
    }

    /// The first unsolicited line of hex digits, waiting for one until `until`.
    pub(super) fn urc_of_digits(&mut self, until: Duration) -> Result<Option<Line>, ModemError> {
        let digits = |line: &Line| line.as_bytes().iter().all(u8::is_ascii_hexdigit);
        self.urc_where(digits, until)
    }

    fn urc_where(
        &mut self,
        wanted: impl Fn(&Line) -> bool,
        until: Duration,
    ) -> Result<Option<Line>, ModemError> {
        loop {
            if let Some(at) = self.urcs.iter().position(&wanted) {
                return Ok(self.urcs.remove(at));
            }
            match self.next_event(Some(until))? {
                Some(Event::Urc(line)) => self.note_urc(line),
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }

    /// An unsolicited result of this name that has come already.
    pub(super) fn take_urc(&mut self, name: &str) -> Option<Line> {
        let at = self.urcs.iter().position(|line| line.is_of(name))?;
        self.urcs.remove(at)
    }

    /// Drops the unsolicited results that fit.
    pub(super) fn forget_urc(&mut self, unwanted: impl Fn(&Line) -> bool) {
        self.urcs.retain(|line| !unwanted(line));
    }

    pub(super) fn has_urc(&self, name: &str) -> bool {
        self.urcs.iter().any(|line| line.is_of(name))
    }

    /// Puts back what was taken, before all others.
    pub(super) fn put_urcs_back(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.urcs.push_front(line);
        }
        self.urcs.truncate(MAX_URCS);
    }

    /// Waits, and takes what the modem sends meanwhile.
    pub(super) fn wait(&mut self, time: Duration) -> Result<(), ModemError> {
        let until = self.port.now().saturating_add(time);
        while let Some(event) = self.next_event(Some(until))? {
            if let Event::Urc(line) = event {
                self.note_urc(line);
            }
        }
        Ok(())
    }

    /// The next event, until `until`, or without that as long as the dialogue waits for something.
    fn next_event(&mut self, until: Option<Duration>) -> Result<Option<Event>, ModemError> {
        let result = self.poll(until);
        if result.is_err() {
            self.dialogue.give_up();
        }
        result
    }

    fn poll(&mut self, until: Option<Duration>) -> Result<Option<Event>, ModemError> {
        let mut buffer = [0; 1024];
        loop {
            if let Some(bytes) = self.dialogue.poll_transmit() {
                self.port.write(&bytes)?;
            }
            if let Some(event) = self.dialogue.poll_event() {
                return Ok(Some(event));
            }
            let now = self.port.now();
            let timeout = self.dialogue.poll_timeout();
            if timeout.is_some_and(|due| due <= now) {
                self.dialogue.handle_timeout(now);
                continue;
            }
            let Some(due) = [until, timeout].into_iter().flatten().min().filter(|due| *due > now) else {
                return Ok(None);
            };
            let len = self.port.read(&mut buffer, due.saturating_sub(now).min(SLICE))?;
            if len > 0 {
                let now = self.port.now();
                self.dialogue.receive(buffer.get(..len).unwrap_or_default(), now);
            }
        }
    }

    fn note_urc(&mut self, line: Line) {
        // what makers send when a card comes or goes
        let of_card = ["+CPIN", "^SIMST", "+SIM", "+QSIMSTAT", "#QSS", "+XSIM"];
        if line.name().is_some_and(|name| of_card.contains(&name)) {
            self.epoch = self.epoch.wrapping_add(1);
            self.sim = Sim::default();
        }
        if self.urcs.len() >= MAX_URCS {
            self.urcs.pop_front();
            self.urcs_dropped = self.urcs_dropped.saturating_add(1);
        }
        self.urcs.push_back(line);
    }

    /// The character set of strings (`+CSCS`, 3GPP TS 27.007 5.5); `None` where the modem does not tell.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.charset()?, Some("IRA"));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem does not answer.
    pub fn charset(&mut self) -> Result<Option<&str>, ModemError> {
        if self.charset.is_none() {
            let lines = self.attempt(AtCommand::read("+CSCS"))?.unwrap_or_default();
            let name = lines.first().and_then(|line| Some(line.parameters().next()?.text().into_owned()));
            self.charset = name.filter(|name| !name.is_empty());
        }
        Ok(self.charset.as_deref())
    }

    /// Sets the character set, and remembers which to put back at the end. False if the modem refuses.
    pub(super) fn set_charset(&mut self, name: &str) -> Result<bool, ModemError> {
        let before: Option<String> = self.charset()?.map(String::from);
        if before.as_deref() == Some(name) {
            return Ok(true);
        }
        let result = self.attempt(AtCommand::set("+CSCS").quoted(name));
        if let Ok(None) = result {
            return Ok(false);
        }
        // one that does not answer may have taken it
        self.charset = result.is_ok().then(|| name.into());
        if self.old_charset.is_none() {
            self.old_charset = before;
        }
        result.map(|_| true)
    }

    /// Puts the character set back to what it was.
    pub(super) fn restore_charset(&mut self) -> Result<(), ModemError> {
        let Some(before) = self.old_charset.take() else { return Ok(()) };
        self.charset = None;
        match self.run(AtCommand::set("+CSCS").quoted(&before)) {
            Ok(_) => {
                self.charset = Some(before);
                Ok(())
            }
            Err(error) => {
                // what it refuses it will refuse again
                self.old_charset = Some(before).filter(|_| error.result().is_none());
                Err(error)
            }
        }
    }

    /// Puts back what was changed: logical channels, locks, character set, memory of messages, form of errors. Dropping
    /// does the same, and says nothing.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.close()?;
    /// let commands = modem.port().modem().commands();
    /// assert_eq!(commands.last().map(String::as_str), Some("+CMEE=0"));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refused, or does not answer: the first error of all; the rest is tried anyway.
    pub fn close(&mut self) -> Result<(), ModemError> {
        if core::mem::replace(&mut self.closed, true) {
            return Ok(());
        }
        let sim = self.close_sim();
        let charset = self.restore_charset();
        let memory = self.back_to_memory();
        let messages = self.restore_indications();
        let errors = match self.old_errors.take() {
            Some(before) => self.run(AtCommand::set("+CMEE").number(before)).map(drop),
            None => Ok(()),
        };
        sim.and(charset).and(memory).and(messages).and(errors)
    }
}

impl<P: Port> Drop for Modem<P> {
    fn drop(&mut self) {
        // a modem that owes an answer is not waited for
        if self.dialogue.is_in_step() {
            let _ = self.close();
        }
    }
}

impl<P: Port> fmt::Debug for Modem<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Modem")
            .field("dialogue", &self.dialogue)
            .field("capabilities", &self.capabilities)
            .finish_non_exhaustive()
    }
}
