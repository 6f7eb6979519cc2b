//! USSD through a modem: `+CUSD` (3GPP TS 27.007 7.15).
//!
//! | part | what it is |
//! | --- | --- |
//! | [`Modem::ussd`] | sends a request and waits for what the network says |
//! | [`UssdAnswer`] | what it said, and whether the dialogue goes on |
//! | [`UssdReading`] | its text, and how that was made of what the modem gave |
//! | [`Cusd`] | one `+CUSD` line |
//!
//! How a dialogue goes is for [`Session`](crate::ussd::Session) to say.
//!
//! A request is sent once. Only if the modem itself refused its form, before anything reached the network, another
//! form is tried.

mod reading;
#[cfg(test)]
mod tests;

pub use reading::{UssdCoding, UssdEvidence, UssdReading};

use alloc::vec::Vec;
use core::time::Duration;

use super::at::{AtCommand, CommandKind, Line};
use super::client::Modem;
use super::error::ModemError;
use super::port::Port;
use crate::codec::dcs::CbsDcs;
use crate::codec::gsm7::{self, Alphabet};
use crate::codec::ucs2;
use crate::ussd::{Event, SessionError, UssdError, UssdState};
use reading::Context;

/// How texts are coded on the air.
const GSM7: u32 = CbsDcs::GSM7.0 as u32;
const UCS2: u32 = CbsDcs::UCS2.0 as u32;

/// How soon a modem says that it does not take a form: later it may be the network that refuses, and the request may have
/// cost something.
const QUICK: Duration = Duration::from_secs(4);

/// How long an answer is waited for at least: who never waits reads nothing either.
const SHORTEST: Duration = Duration::from_millis(1);

/// The form in which a modem takes the text of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum UssdForm {
    /// As it is: `*100#`.
    Plain,
    /// As it is, without a coding scheme.
    PlainWithoutScheme,
    /// In UCS2 and hex digits, with the character set set to that: `002A0031...`.
    Ucs2,
    /// Packed as it goes over the air, in hex digits: `AA180C3602`.
    PackedHex,
}

/// What the network said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UssdAnswer {
    /// Whether the dialogue goes on.
    pub state: UssdState,
    /// The text.
    pub reading: UssdReading,
    /// Texts that came before it, in lines of their own.
    pub earlier: Vec<UssdReading>,
}

impl UssdAnswer {
    /// The text.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let answer = modem.ussd("*106#")?;
    /// assert_eq!(answer.text(), "+447700900123");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub fn text(&self) -> &str {
        &self.reading.text
    }

    /// Whether the network waits for a reply ([`Modem::ussd_reply`]).
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert!(modem.ussd("*101#")?.wants_reply());
    /// assert!(!modem.ussd_reply("2")?.wants_reply());
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub fn wants_reply(&self) -> bool {
        self.state == UssdState::ReplyExpected
    }
}

/// What waits for its answer.
#[derive(Debug)]
pub(super) struct UssdPending {
    /// The form that had worked before.
    known: Option<UssdForm>,
    /// What the network said before this was asked.
    earlier: Vec<Line>,
    /// A line that could not be read.
    unreadable: Option<Line>,
}

/// One line `+CUSD: <m>[,<text>[,<scheme>]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cusd {
    /// What became of the dialogue.
    pub state: UssdState,
    /// The text as the modem gave it, without quotes; `None` where there is none.
    pub text: Option<Vec<u8>>,
    /// The data coding scheme, which may be wrong.
    pub scheme: Option<u8>,
    /// The whole line.
    pub raw: Line,
}

impl Cusd {
    /// Reads a line. The text goes from its first quote to the last one, whatever stands between.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    /// use simcard::modem::ussd::Cusd;
    /// use simcard::ussd::UssdState;
    ///
    /// let cusd = Cusd::parse(&Line::new(*b"+CUSD: 1,\"Say \"yes\"\nor no\",15")).unwrap();
    /// assert_eq!((cusd.state, cusd.scheme), (UssdState::ReplyExpected, Some(15)));
    /// assert_eq!(cusd.read(None).unwrap().text, "Say \"yes\"\nor no");
    /// ```
    pub fn parse(line: &Line) -> Option<Self> {
        if !line.is_of("+CUSD") {
            return None;
        }
        let state = line.parameters().next()?.number_as().map(UssdState::from_number)?;
        let value = line.value();
        let behind_state = match value.iter().position(|byte| *byte == b',') {
            Some(comma) => value.get(comma.saturating_add(1)..).unwrap_or_default().trim_ascii(),
            None => &[],
        };
        let (text, scheme) = match behind_state.split_first() {
            Some((b'"', inner)) => match inner.iter().rposition(|byte| *byte == b'"') {
                Some(end) => (inner.get(..end), inner.get(end.saturating_add(1)..)),
                // the closing quote is lost, and with it what followed
                None => return None,
            },
            // the opening quote is lost
            Some(_) if behind_state.contains(&b'"') => return None,
            // without quotes a number behind the last comma is the scheme
            Some(_) => match behind_state.iter().rposition(|byte| *byte == b',') {
                Some(comma) => (behind_state.get(..comma), behind_state.get(comma..)),
                None => (Some(behind_state), None),
            },
            None => (None, None),
        };
        let scheme = scheme.unwrap_or_default().trim_ascii();
        let number = scheme.strip_prefix(b",").unwrap_or(scheme).trim_ascii();
        let scheme = core::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        let text = text.filter(|text| !text.is_empty()).map(<[u8]>::to_vec);
        Some(Self { state, text, scheme, raw: line.clone() })
    }

    /// Its text, where it has one and no hex digit of it is missing. `charset` is what `+CSCS` says, where that is known.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    /// use simcard::modem::ussd::{Cusd, UssdCoding};
    ///
    /// let cusd = Cusd::parse(&Line::new(*b"+CUSD: 0,\"04110430043B0430043D0441\",72")).unwrap();
    /// let reading = cusd.read(Some("UCS2")).unwrap();
    /// assert_eq!((reading.text.as_str(), reading.coding), ("Баланс", UssdCoding::Ucs2));
    /// ```
    pub fn read(&self, charset: Option<&str>) -> Option<UssdReading> {
        self.read_in(&Context { charset, packed: false })
    }

    fn read_in(&self, context: &Context<'_>) -> Option<UssdReading> {
        let text = self.text.as_ref()?;
        reading::read(text, self.scheme, context, self.raw.clone())
    }
}

impl<P: Port> Modem<P> {
    /// Sends a USSD request, `*100#`, and waits for what the network says.
    ///
    /// Takes up to two minutes. Without a network it fails at once. Never sent again, unless the modem refused the form
    /// of the command and so sent nothing.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let answer = modem.ussd("*100#")?;
    /// assert_eq!(answer.text(), "Your balance is 12.34 EUR");
    /// assert!(!answer.wants_reply());
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::NoNetwork`], [`ModemError::Ussd`] if the network gave no text, [`ModemError::UssdSession`] while the
    /// answer to another request is waited for in parts; others if the modem refused or does not answer.
    pub fn ussd(&mut self, request: &str) -> Result<UssdAnswer, ModemError> {
        self.ussd_begin(request, Duration::MAX)?.ok_or_else(|| UssdError::Silence.into())
    }

    /// As [`ussd`](Self::ussd), and waits up to `timeout` only. `None` if there is no answer so far:
    /// [`ussd_wait`](Self::ussd_wait) waits further, and [`ussd_cancel`](Self::ussd_cancel) ends it at once.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let mut answer = modem.ussd_begin("*100#", Duration::from_secs(1))?;
    /// while answer.is_none() {
    ///     answer = modem.ussd_wait(Duration::from_secs(1))?; // or modem.ussd_cancel(), if somebody had enough
    /// }
    /// assert_eq!(answer.unwrap().text(), "Your balance is 12.34 EUR");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ussd`](Self::ussd).
    pub fn ussd_begin(&mut self, request: &str, timeout: Duration) -> Result<Option<UssdAnswer>, ModemError> {
        // it may have cost something already, and be somebody else's who shares the modem
        let now = self.port.now();
        if self.ussd_pending.is_some() && self.ussd.poll_timeout().is_some_and(|due| due > now) {
            return Err(SessionError::Busy.into());
        }
        self.need_network()?;
        self.charset()?;
        if self.ussd_open || self.ussd.is_asked_back() {
            // as a reply it would mean something else
            match self.ussd_cancel() {
                // some refuse where there is no dialogue
                Ok(()) | Err(ModemError::Refused { .. }) => self.ussd_open = false,
                Err(error) => return Err(error),
            }
        }
        // what came earlier is no answer to this
        let mut earlier = Vec::new();
        while let Some(line) = self.take_urc("+CUSD") {
            earlier.push(line);
        }
        let now = self.port.now();
        if let Err(error) = self.ussd.request(request, now) {
            self.put_urcs_back(earlier);
            return Err(error.into());
        }
        self.ussd_turn(request, earlier, timeout)
    }

    /// Answers the network, which waits for a reply.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let menu = modem.ussd("*101#")?;
    /// assert!(menu.wants_reply());
    /// assert_eq!(modem.ussd_reply("2")?.text(), "+447700900123");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ussd`](Self::ussd), and [`ModemError::UssdSession`] if the network does not wait for a reply.
    pub fn ussd_reply(&mut self, reply: &str) -> Result<UssdAnswer, ModemError> {
        self.ussd_begin_reply(reply, Duration::MAX)?.ok_or_else(|| UssdError::Silence.into())
    }

    /// As [`ussd_reply`](Self::ussd_reply), and waits as [`ussd_begin`](Self::ussd_begin).
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.ussd("*101#")?;
    /// let answer = modem.ussd_begin_reply("2", Duration::from_secs(10))?;
    /// assert_eq!(answer.expect("it takes half a second").text(), "+447700900123");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ussd_reply`](Self::ussd_reply).
    pub fn ussd_begin_reply(
        &mut self,
        reply: &str,
        timeout: Duration,
    ) -> Result<Option<UssdAnswer>, ModemError> {
        self.charset()?;
        let now = self.port.now();
        self.ussd.reply(reply, now)?;
        self.ussd_turn(reply, Vec::new(), timeout)
    }

    /// Waits further for the answer to what was begun. `None` if there is none so far.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.network_mut().set_delay(Duration::from_secs(20));
    /// let mut modem = Modem::open(modem.into_port())?;
    /// assert!(modem.ussd_begin("*100#", Duration::from_secs(5))?.is_none());
    /// let answer = modem.ussd_wait(Duration::from_secs(30))?.expect("it takes 20 seconds");
    /// assert_eq!(answer.text(), "Your balance is 12.34 EUR");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::UssdSession`] if nothing was begun; otherwise as [`ussd`](Self::ussd).
    pub fn ussd_wait(&mut self, timeout: Duration) -> Result<Option<UssdAnswer>, ModemError> {
        let mut pending = self.ussd_pending.take().ok_or(SessionError::NotAsked)?;
        let result = self.ussd_collect(&mut pending, timeout);
        self.ussd_settle(result, pending)
    }

    /// Ends the dialogue.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert!(modem.ussd("*101#")?.wants_reply());
    /// modem.ussd_cancel()?;
    /// assert!(modem.ussd_reply("2").is_err());
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refuses, as some do where there is no dialogue, or does not answer.
    pub fn ussd_cancel(&mut self) -> Result<(), ModemError> {
        self.ussd.abandon();
        if let Some(pending) = self.ussd_pending.take() {
            self.capabilities.ussd = pending.known;
            self.put_urcs_back(pending.earlier);
        }
        let result = self.run(AtCommand::set("+CUSD").number(2).kind(CommandKind::Status)).map(drop);
        self.ussd_open &= result.is_err();
        self.restore_charset()?;
        result
    }

    /// What the network says unasked, waiting for it up to `timeout`. `None` if it says nothing.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, Port};
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let soon = modem.port().now() + Duration::from_secs(5);
    /// modem.port_mut().modem_mut().push_ussd(0, "You have won", soon);
    /// assert_eq!(modem.ussd_listen(Duration::from_secs(30))?.unwrap().text(), "You have won");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::Ussd`] if it says something without a text, [`ModemError::UssdSession`] while an answer is waited for; the
    /// port failed.
    pub fn ussd_listen(&mut self, timeout: Duration) -> Result<Option<UssdAnswer>, ModemError> {
        if self.ussd_pending.is_some() {
            return Err(SessionError::Busy.into());
        }
        let until = self.port.now().saturating_add(timeout);
        while let Some(line) = self.urc_named("+CUSD", until)? {
            self.ussd_receive(line)?;
            match self.ussd.poll_event() {
                Some(Event::Unasked { state, text: Some(reading) }) => {
                    return Ok(Some(UssdAnswer { state, reading, earlier: Vec::new() }));
                }
                Some(Event::Unasked { state: UssdState::Released, .. }) => {
                    return Err(UssdError::Released.into());
                }
                Some(Event::Unasked { .. }) => return Err(UssdError::NoText.into()),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Sends what the session has to send, and waits for what comes of it.
    fn ussd_turn(
        &mut self,
        text: &str,
        earlier: Vec<Line>,
        timeout: Duration,
    ) -> Result<Option<UssdAnswer>, ModemError> {
        while self.ussd.poll_event().is_some() {}
        // it is given out once; here it goes over the line in one form or another
        self.ussd.poll_transmit();
        let mut pending = UssdPending { known: self.capabilities.ussd, earlier, unreadable: None };
        let result = self.ussd_send(text).and_then(|()| self.ussd_collect(&mut pending, timeout));
        self.ussd_settle(result, pending)
    }

    /// Leaves the modem as what came of it wants it.
    fn ussd_settle(
        &mut self,
        result: Result<Option<UssdAnswer>, ModemError>,
        pending: UssdPending,
    ) -> Result<Option<UssdAnswer>, ModemError> {
        if let Ok(None) = result {
            self.ussd_open = true;
            self.ussd_pending = Some(pending);
            return result;
        }
        if result.is_err() {
            // what the modem takes need not be what it means: a form has worked when an answer came
            self.capabilities.ussd = pending.known;
        }
        let result = self.ussd_close(result);
        self.put_urcs_back(pending.earlier);
        result
    }

    /// Ends what the answer has ended.
    fn ussd_close(
        &mut self,
        result: Result<Option<UssdAnswer>, ModemError>,
    ) -> Result<Option<UssdAnswer>, ModemError> {
        let open = self.ussd_open;
        self.ussd_open = match &result {
            Ok(answer) => answer
                .as_ref()
                .is_some_and(|answer| !matches!(answer.state, UssdState::Done | UssdState::Released)),
            // nothing was sent: what was open still is
            Err(
                ModemError::Refused { .. }
                | ModemError::Text(_)
                | ModemError::Unresponsive { .. }
                | ModemError::NoTime { .. },
            ) => open,
            Err(ModemError::Ussd(error)) => matches!(error, UssdError::Silence | UssdError::NoText),
            Err(_) => true,
        };
        self.clearing_away();
        match &result {
            Ok(Some(answer)) if answer.wants_reply() => {}
            Err(ModemError::Ussd(UssdError::Silence) | ModemError::TimedOut { .. }) => {
                // so that the network's dialogue does not block the next one; what comes of it is no news
                let _ = self.ussd_cancel();
            }
            // the text is here; a modem that does not take its old character set back does not spoil it
            Ok(_) => drop(self.restore_charset()),
            Err(_) => {
                self.ussd.abandon();
                drop(self.restore_charset());
            }
        }
        result
    }

    /// Sends a text in the first form that the modem takes.
    fn ussd_send(&mut self, text: &str) -> Result<(), ModemError> {
        use UssdForm::{PackedHex, Plain, PlainWithoutScheme, Ucs2};
        let known = self.capabilities.ussd;
        let in_ucs2 = self.charset.as_deref() == Some("UCS2");
        let order = match in_ucs2 {
            true => [Ucs2, PackedHex, Plain, PlainWithoutScheme],
            false => [Plain, PackedHex, Ucs2, PlainWithoutScheme],
        };
        let others = order.into_iter().filter(|form| Some(*form) != known);
        let mut refusal = None;
        for form in known.into_iter().chain(others) {
            let Some(command) = self.ussd_command(text, form)? else { continue };
            let started = self.port.now();
            match self.run(command) {
                // the network was asked, whatever the modem says of it, if anything
                Ok(_) => {}
                Err(_) if self.has_urc("+CUSD") => {}
                // a form that has worked is not what it refuses; and what takes long is not the modem's own word
                Err(error)
                    if error.is_refusal_of_form()
                        && Some(form) != known
                        && self.port.now().saturating_sub(started)
                            < QUICK.saturating_add(self.options.latency) =>
                {
                    refusal = Some(error);
                    continue;
                }
                Err(error) => return Err(error),
            }
            self.capabilities.ussd = Some(form);
            return Ok(());
        }
        Err(match refusal {
            Some(error) => error,
            // no form has room for it: the character that is lacking is told
            None => {
                let lacking = ucs2::encode(text).err().or(Alphabet::DEFAULT.encode(text).err());
                lacking.map_or(UssdError::NotSupported.into(), ModemError::from)
            }
        })
    }

    /// The command in this form; `None` where the text has none, or the modem does not take the character set.
    fn ussd_command(&mut self, text: &str, form: UssdForm) -> Result<Option<AtCommand>, ModemError> {
        let command = AtCommand::set("+CUSD").number(1);
        let septets = Alphabet::DEFAULT.encode(text).ok();
        Ok(match form {
            UssdForm::Plain | UssdForm::PlainWithoutScheme => {
                // what is the same in all character sets that are no hex
                let plain = |character: char| {
                    character.is_ascii_alphanumeric() || " *#+-.,:;!?()/%&'=<>".contains(character)
                };
                let hex = matches!(self.charset.as_deref(), Some("UCS2" | "HEX"));
                if !text.chars().all(plain) || (hex && !self.set_charset("GSM")?) {
                    return Ok(None);
                }
                let command = command.quoted(text);
                Some(if form == UssdForm::Plain { command.number(GSM7) } else { command })
            }
            UssdForm::PackedHex => {
                septets.map(|septets| command.hex(&gsm7::pack_ussd(&septets)).number(GSM7))
            }
            UssdForm::Ucs2 => {
                let Ok(bytes) = ucs2::encode(text) else { return Ok(None) };
                if !self.set_charset("UCS2")? {
                    return Ok(None);
                }
                let scheme = if septets.is_some() { GSM7 } else { UCS2 };
                Some(command.hex(&bytes).number(scheme))
            }
        })
    }

    /// Waits for the text of the network, up to `timeout`. `None` if it did not come so far.
    fn ussd_collect(
        &mut self,
        pending: &mut UssdPending,
        timeout: Duration,
    ) -> Result<Option<UssdAnswer>, ModemError> {
        let until = self.port.now().saturating_add(timeout.max(SHORTEST));
        loop {
            match self.ussd.poll_event() {
                Some(Event::Answer { state, text, earlier }) => {
                    return Ok(Some(UssdAnswer { state, reading: text, earlier }));
                }
                Some(Event::Failed(UssdError::NoText)) if pending.unreadable.is_some() => {
                    let line = pending.unreadable.take();
                    return Err(ModemError::malformed("+CUSD", "not a USSD text", line));
                }
                Some(Event::Failed(error)) => return Err(error.into()),
                Some(Event::Unasked { .. }) | None => {}
            }
            let due = self.ussd.poll_timeout().unwrap_or_default();
            // a caller without more time hears nothing more
            let last = self.limit.map_or(due, |limit| limit.min(due));
            match self.urc_named("+CUSD", last.min(until))? {
                Some(line) => {
                    if Cusd::parse(&line).is_none() {
                        pending.unreadable = Some(line.clone());
                    }
                    self.ussd_receive(line)?;
                }
                None if until < last => return Ok(None),
                None => {
                    let now = self.port.now();
                    self.ussd.handle_timeout(now.max(due));
                }
            }
        }
    }

    /// Gives the session a line.
    fn ussd_receive(&mut self, line: Line) -> Result<(), ModemError> {
        let now = self.port.now();
        let Some(cusd) = Cusd::parse(&line) else {
            self.ussd.receive_unreadable(now);
            return Ok(());
        };
        let packed = self.capabilities.ussd == Some(UssdForm::PackedHex);
        let reading = cusd.read_in(&Context { charset: self.charset.as_deref(), packed });
        if cusd.text.is_some() && reading.is_none() {
            if cusd.state == UssdState::ReplyExpected {
                // nobody can reply to what nobody can read
                let _ = self.ussd_cancel();
            }
            return Err(ModemError::malformed("+CUSD", "hex digits are missing", Some(line)));
        }
        self.ussd.receive(cusd.state, reading, now);
        Ok(())
    }
}
