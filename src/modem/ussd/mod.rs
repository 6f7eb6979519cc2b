//! USSD through a modem: `+CUSD` (3GPP TS 27.007 7.15).
//!
//! | part | what it is |
//! | --- | --- |
//! | [`Modem::ussd`] | sends a request and waits for what the network says |
//! | [`UssdAnswer`], [`UssdState`] | what it said, and whether the dialogue goes on |
//! | [`UssdReading`] | its text, and how that was made of what the modem gave |
//! | [`Cusd`] | one `+CUSD` line |
//!
//! A request is sent once. Only if the modem itself refused its form, before anything reached the network, another
//! form is tried.

mod reading;
#[cfg(test)]
mod tests;

pub use reading::{UssdCoding, UssdEvidence, UssdReading};

use alloc::vec::Vec;
use core::time::Duration;

use thiserror::Error;

use super::at::{AtCommand, CommandKind, Line};
use super::client::Modem;
use super::error::ModemError;
use super::port::Port;
use crate::codec::dcs::CbsDcs;
use crate::codec::gsm7::{self, Alphabet};
use crate::codec::ucs2;
use reading::Context;

/// How long the network may take.
const PATIENCE: Duration = CommandKind::Message.deadline();
/// How long a second `+CUSD` is waited for where one may follow.
const SECOND: Duration = Duration::from_secs(3);
/// `+CUSD` lines of one answer that are looked at.
const MAX_LINES: usize = 16;
/// How texts are coded on the air.
const GSM7: u32 = CbsDcs::GSM7.0 as u32;
const UCS2: u32 = CbsDcs::UCS2.0 as u32;

/// The form in which a modem takes the text of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum UssdForm {
    /// As it is: `*100#`.
    Plain,
    /// In UCS2 and hex digits, with the character set set to that: `002A0031...`.
    Ucs2,
    /// Packed as it goes over the air, in hex digits: `AA180C3602`.
    PackedHex,
}

/// What became of a USSD dialogue: `<m>` of `+CUSD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UssdState {
    /// 0: it is over.
    Done,
    /// 1: the network waits for a reply.
    ReplyExpected,
    /// 2: the network ended it.
    Released,
    /// 3: another program has answered.
    OtherClient,
    /// 4: the network or the modem does not do that.
    NotSupported,
    /// 5: the network did not answer in time.
    NetworkTimeout,
    /// Something that the specification does not have.
    Other(u8),
}

impl UssdState {
    const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Done,
            1 => Self::ReplyExpected,
            2 => Self::Released,
            3 => Self::OtherClient,
            4 => Self::NotSupported,
            5 => Self::NetworkTimeout,
            other => Self::Other(other),
        }
    }
}

/// Why there is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum UssdError {
    /// The network said nothing in time. The dialogue was cancelled; the request may have had its effect.
    #[error("the network did not answer the USSD request in time; it may have had its effect")]
    Silence,
    /// The network ended the dialogue without a word.
    #[error("the network ended the USSD dialogue without a text")]
    Released,
    /// Another program answered in our place.
    #[error("another program took part in the USSD dialogue")]
    OtherClient,
    /// The network does not know this request, or knows no USSD.
    #[error("the network does not support this USSD request")]
    NotSupported,
    /// The network says that it took too long.
    #[error("the network reports that the USSD request timed out")]
    NetworkTimeout,
    /// The dialogue went on or ended without a text.
    #[error("the answer to the USSD request has no text")]
    NoText,
    /// A value of `<m>` that the specification does not have.
    #[error("the modem reports an unknown USSD state ({0})")]
    Unknown(u8),
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
    pub fn text(&self) -> &str {
        &self.reading.text
    }

    /// Whether the network waits for a reply ([`Modem::ussd_reply`]).
    pub fn wants_reply(&self) -> bool {
        self.state == UssdState::ReplyExpected
    }
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
    /// use simcard::modem::ussd::{Cusd, UssdState};
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
    /// [`ModemError::NoNetwork`], [`ModemError::Ussd`] if the network gave no text; others if the modem refused or does
    /// not answer.
    pub fn ussd(&mut self, request: &str) -> Result<UssdAnswer, ModemError> {
        self.need_network()?;
        self.charset()?;
        // what came earlier is no answer to this
        let mut pushed = Vec::new();
        while let Some(line) = self.take_urc("+CUSD") {
            pushed.push(line);
        }
        let result = self.ussd_turn(request);
        self.put_urcs_back(pushed);
        result
    }

    /// Answers the network, which waits for a reply.
    ///
    /// # Errors
    ///
    /// As [`ussd`](Self::ussd).
    pub fn ussd_reply(&mut self, reply: &str) -> Result<UssdAnswer, ModemError> {
        self.ussd_turn(reply)
    }

    /// Ends the dialogue.
    ///
    /// # Errors
    ///
    /// The modem refuses, as some do where there is no dialogue, or does not answer.
    pub fn ussd_cancel(&mut self) -> Result<(), ModemError> {
        let result = self.run(AtCommand::set("+CUSD").number(2).kind(CommandKind::Status)).map(drop);
        self.restore_charset()?;
        result
    }

    /// What the network says unasked, waiting for it up to `timeout`. `None` if it says nothing.
    ///
    /// # Errors
    ///
    /// [`ModemError::Ussd`] if it says something without a text; the port failed.
    pub fn ussd_listen(&mut self, timeout: Duration) -> Result<Option<UssdAnswer>, ModemError> {
        let until = self.port.now().saturating_add(timeout);
        match self.ussd_collect(until) {
            Err(ModemError::Ussd(UssdError::Silence)) => Ok(None),
            result => result.map(Some),
        }
    }

    fn ussd_turn(&mut self, text: &str) -> Result<UssdAnswer, ModemError> {
        let result = self.ussd_send(text).and_then(|()| {
            let until = self.port.now().saturating_add(PATIENCE);
            self.ussd_collect(until)
        });
        match &result {
            Ok(answer) if answer.wants_reply() => {}
            Err(ModemError::Ussd(UssdError::Silence) | ModemError::TimedOut { .. }) => {
                // so that the network's dialogue does not block the next one; what comes of it is no news
                let _ = self.ussd_cancel();
            }
            // the text is here; a modem that does not take its old character set back does not spoil it
            Ok(_) => drop(self.restore_charset()),
            Err(_) => drop(self.restore_charset()),
        }
        result
    }

    /// Sends a text in the first form that the modem takes.
    fn ussd_send(&mut self, text: &str) -> Result<(), ModemError> {
        let known = self.capabilities.ussd;
        let in_ucs2 = self.charset.as_deref() == Some("UCS2");
        let order = match in_ucs2 {
            true => [UssdForm::Ucs2, UssdForm::PackedHex, UssdForm::Plain],
            false => [UssdForm::Plain, UssdForm::PackedHex, UssdForm::Ucs2],
        };
        let others = order.into_iter().filter(|form| Some(*form) != known);
        let mut refusal = None;
        for form in known.into_iter().chain(others) {
            let Some(command) = self.ussd_command(text, form)? else { continue };
            match self.run(command) {
                Ok(_) => {
                    self.capabilities.ussd = Some(form);
                    return Ok(());
                }
                // the network was asked after all
                Err(_) if self.has_urc("+CUSD") => return Ok(()),
                Err(error) if error.is_refusal_of_form() => refusal = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(match refusal {
            Some(error) => error,
            None => ucs2::encode(text).err().map_or(UssdError::NotSupported.into(), ModemError::from),
        })
    }

    /// The command in this form; `None` where the text has none, or the modem does not take the character set.
    fn ussd_command(&mut self, text: &str, form: UssdForm) -> Result<Option<AtCommand>, ModemError> {
        let command = AtCommand::set("+CUSD").number(1);
        let septets = Alphabet::DEFAULT.encode(text).ok();
        Ok(match form {
            UssdForm::Plain => {
                // what is the same in all character sets that are no hex
                let plain = |character: char| {
                    character.is_ascii_alphanumeric() || " *#+-.,:;!?()/%&'=<>".contains(character)
                };
                let hex = matches!(self.charset.as_deref(), Some("UCS2" | "HEX"));
                if !text.chars().all(plain) || (hex && !self.set_charset("GSM")?) {
                    return Ok(None);
                }
                Some(command.quoted(text).number(GSM7))
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

    /// Waits for the text of the network.
    fn ussd_collect(&mut self, until: Duration) -> Result<UssdAnswer, ModemError> {
        let mut until = until;
        let mut texts: Vec<(UssdState, UssdReading)> = Vec::new();
        let mut reason = ModemError::Ussd(UssdError::Silence);
        for _ in 0..MAX_LINES {
            let Some(line) = self.urc_named("+CUSD", until)? else { break };
            let second = self.port.now().saturating_add(SECOND);
            let Some(cusd) = Cusd::parse(&line) else {
                reason = ModemError::malformed("+CUSD", "not a USSD text", Some(line));
                until = until.min(second);
                continue;
            };
            let packed = self.capabilities.ussd == Some(UssdForm::PackedHex);
            let reading = cusd.read_in(&Context { charset: self.charset.as_deref(), packed });
            let has_text = reading.is_some();
            if cusd.text.is_some() && !has_text {
                return Err(ModemError::malformed("+CUSD", "hex digits are missing", Some(line)));
            }
            texts.extend(reading.map(|reading| (cusd.state, reading)));
            match cusd.state {
                UssdState::Done | UssdState::ReplyExpected if has_text => break,
                UssdState::OtherClient => return Err(UssdError::OtherClient.into()),
                UssdState::NotSupported if !has_text => return Err(UssdError::NotSupported.into()),
                UssdState::NetworkTimeout if !has_text => return Err(UssdError::NetworkTimeout.into()),
                UssdState::Other(number) if !has_text => return Err(UssdError::Unknown(number).into()),
                // some end the dialogue first, and bring the text in another line
                UssdState::Released => reason = UssdError::Released.into(),
                _ => reason = UssdError::NoText.into(),
            }
            until = until.min(second);
        }
        let Some((state, reading)) = texts.pop() else { return Err(reason) };
        Ok(UssdAnswer { state, reading, earlier: texts.into_iter().map(|(_, reading)| reading).collect() })
    }
}
