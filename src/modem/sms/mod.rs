//! Short messages through a modem, in PDU mode: 3GPP TS 27.005.
//!
//! | what | commands |
//! | --- | --- |
//! | [`Modem::send_pdu`], [`Modem::send_text`] | `+CMGS` |
//! | [`Modem::messages`], [`Modem::message`], [`Modem::delete_message`] | `+CMGL`, `+CMGR`, `+CMGD` |
//! | [`Modem::store`] | `+CMGW` |
//! | [`Modem::receive`] | `+CNMI`; `+CMT`, `+CMTI`, `+CDS`, `+CDSI`; `+CNMA`, `+CPMS` |
//! | [`Modem::service_centre`], [`Modem::message_storage`] | `+CSCA`, `+CPMS` |

mod receive;
#[cfg(test)]
mod tests;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::at::{AtCommand, FinalResult, Line, Parameter};
use super::client::Modem;
use super::error::ModemError;
use super::network::dialled;
use super::port::Port;
use crate::codec::{DialingNumber, ucs2};
use crate::network::{Sent, StoredMessage, StoredStatus};
use crate::sms::{Composer, Pdu, Tpdu};

pub(super) use receive::Sms;

/// `<stat>` of `+CMGL`: all messages.
const ALL: u32 = 4;
/// Types of numbers in ISDN numbering (3GPP TS 24.008 10.5.4.7).
const INTERNATIONAL: u32 = 145;
const UNKNOWN: u32 = 129;

/// Where messages are stored (`+CPMS`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MessageStorage {
    /// `SM`: the card; `ME`: the modem; `MT`: both.
    pub name: String,
    /// How many messages it holds.
    pub used: u32,
    /// How many it has room for.
    pub total: u32,
}

impl<P: Port> Modem<P> {
    /// PDU mode: the only one in which nothing gets lost. Set before each operation, as others may use the modem too.
    fn pdu_mode(&mut self) -> Result<(), ModemError> {
        self.back_to_memory()?;
        let Err(error) = self.run(AtCommand::set("+CMGF").number(0)) else { return Ok(()) };
        if error.result().is_none() {
            return Err(error);
        }
        // a modem that knows no other refuses, too
        let mode = self.attempt(AtCommand::read("+CMGF"))?.unwrap_or_default();
        match mode.first().and_then(|line| line.parameters().next()?.number()) {
            Some(1) => Err(ModemError::TextModeOnly),
            _ => Ok(()),
        }
    }

    /// Sends a message.
    ///
    /// Never twice: if the modem took it and does not say what became of it, that is
    /// [`ModemError::OutcomeUnknown`]. All other errors mean that it was not sent.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    /// use simcard::sms::{Composer, Pdu, Tpdu};
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let [submit] = &Composer::new("+447700900456".parse()?).compose("Hello")?[..] else { panic!() };
    /// let sent = modem.send_pdu(&Pdu::new(None, Tpdu::Submit(submit.clone()))?)?;
    /// assert_eq!(sent.reference, Some(1));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::NoNetwork`]; [`ModemError::Refused`] with the reason of modem or network;
    /// [`ModemError::OutcomeUnknown`].
    pub fn send_pdu(&mut self, pdu: &Pdu) -> Result<Sent, ModemError> {
        self.need_network()?;
        self.pdu_mode()?;
        self.send_prepared(pdu)
    }

    fn send_prepared(&mut self, pdu: &Pdu) -> Result<Sent, ModemError> {
        let (len, bytes) = with_service_centre(pdu);
        let command = AtCommand::set("+CMGS").number(len).payload(&bytes);
        let name = command.name();
        let (mut lines, mut prompted) = (Vec::new(), false);
        let result = self.run_noting(command, &mut lines, &mut prompted);
        let reference = lines.iter().find(|line| line.is_of("+CMGS"));
        let sent = reference
            .map(|line| Sent { reference: line.parameters().next().and_then(|value| value.number_as()) });
        match (result, sent) {
            // a result without a prompt is that of something else
            (Ok(()), _) if !prompted => Err(ModemError::malformed(name, "no prompt for the message", None)),
            (Ok(()), sent) => Ok(sent.unwrap_or(Sent { reference: None })),
            (Err(_), Some(sent)) if prompted => Ok(sent),
            (Err(error @ ModemError::Refused { .. }), _) if !is_network_timeout(&error) => Err(error),
            (Err(error), _) if !prompted => Err(error),
            (Err(_), _) => Err(ModemError::OutcomeUnknown { command: name }),
        }
    }

    /// Sends a text, in as many messages as it takes.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    /// use simcard::sms::Composer;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let sent = modem.send_text(&Composer::new("+447700900456".parse()?), &"Hello! ".repeat(30))?;
    /// assert_eq!(sent.len(), 2);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::Text`] if it can't be sent; [`ModemError::Parts`] if only some of several parts were, after which
    /// the rest is not tried; otherwise as [`send_pdu`](Self::send_pdu).
    pub fn send_text(&mut self, composer: &Composer, text: &str) -> Result<Vec<Sent>, ModemError> {
        let parts = composer.compose(text)?;
        let total = parts.len();
        self.need_network()?;
        self.pdu_mode()?;
        if total > 1 {
            // the connection stays up between the parts; a modem without this sends them all the same
            self.attempt(AtCommand::set("+CMMS").number(1))?;
        }
        let mut sent = Vec::with_capacity(total);
        for part in parts {
            match self.send_prepared(&Pdu::new(None, Tpdu::Submit(part))?) {
                Ok(one) => sent.push(one),
                Err(error) if sent.is_empty() => return Err(error),
                Err(error) => {
                    return Err(ModemError::Parts { sent: sent.len(), total, source: Box::new(error) });
                }
            }
        }
        Ok(sent)
    }

    /// Stores a message that is to be sent some time, or was sent. Where it is.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    /// use simcard::network::StoredStatus;
    /// use simcard::sms::{Pdu, Submit, Tpdu, UserData};
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let pdu = Pdu::new(None, Tpdu::Submit(Submit::new("123".parse()?, UserData::default())))?;
    /// let index = modem.store(&pdu, StoredStatus::Unsent)?;
    /// let stored = modem.message(index)?.expect("it was just stored");
    /// assert_eq!((stored.status, stored.pdu), (StoredStatus::Unsent, Ok(pdu)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::Refused`] with `+CMS ERROR` 322 if there is no room; others if the modem refuses, or does not
    /// answer.
    pub fn store(&mut self, pdu: &Pdu, status: StoredStatus) -> Result<u32, ModemError> {
        self.pdu_mode()?;
        let (len, bytes) = with_service_centre(pdu);
        let command = AtCommand::set("+CMGW").number(len).number(status.number().into()).payload(&bytes);
        let lines = self.run(command)?;
        let index = lines.first().and_then(|line| line.parameters().next()?.number_as());
        index.ok_or_else(|| ModemError::malformed("+CMGW", "no index", lines.first().cloned()))
    }

    /// All messages that the modem or its card has stored. Those that were unread are read then.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::{modem::Modem, sms::Composer};
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert!(modem.messages()?.is_empty());
    /// modem.send_text(&Composer::new("123".parse()?), "NUM")?;
    /// modem.receive(Duration::from_secs(30))?;
    /// assert_eq!(modem.messages()?[0].text().as_deref(), Some("Your number is +447700900123"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refuses, or does not answer; or a line of its answer was damaged on the way.
    pub fn messages(&mut self) -> Result<Vec<StoredMessage>, ModemError> {
        self.pdu_mode()?;
        self.list(ALL)
    }

    fn list(&mut self, status: u32) -> Result<Vec<StoredMessage>, ModemError> {
        let lines = self.run(AtCommand::set("+CMGL").number(status))?;
        let mut messages = Vec::new();
        let mut lines = lines.into_iter();
        while let Some(header) = lines.next() {
            let Some(bytes) = lines.next() else { return Err(damaged("+CMGL", header)) };
            let mut parameters = header.parameters();
            let index = parameters.next().and_then(|index| index.number_as());
            match index.filter(|_| header.is_of("+CMGL")) {
                Some(index) => messages.push(stored("+CMGL", index, &header, parameters, &bytes)?),
                None => return Err(damaged("+CMGL", header)),
            }
        }
        Ok(messages)
    }

    /// One stored message; `None` if there is none at this place.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.message(1)?, None);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`messages`](Self::messages).
    pub fn message(&mut self, index: u32) -> Result<Option<StoredMessage>, ModemError> {
        self.pdu_mode()?;
        self.read_message(index)
    }

    fn read_message(&mut self, index: u32) -> Result<Option<StoredMessage>, ModemError> {
        let lines = match self.run(AtCommand::set("+CMGR").number(index)) {
            Ok(lines) => lines,
            Err(error) if is_no_message(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        match lines.as_slice() {
            [] => Ok(None),
            // of an empty place some tell the header, with a length of 0
            [header] if header.parameters().last().and_then(Parameter::number) == Some(0) => Ok(None),
            [header, bytes] if header.is_of("+CMGR") => {
                Ok(Some(stored("+CMGR", index, header, header.parameters(), bytes)?))
            }
            [first, ..] => Err(damaged("+CMGR", first.clone())),
        }
    }

    /// Deletes a stored message.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::{modem::Modem, sms::Composer};
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.send_text(&Composer::new("123".parse()?), "NUM")?;
    /// let came = modem.receive(Duration::from_secs(30))?.expect("the network answers");
    /// modem.delete_message(came.index.expect("it is stored"))?;
    /// assert!(modem.messages()?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::Refused`] with `+CMS ERROR` 321 if there is none, on some; others if the modem refuses, or does not
    /// answer.
    pub fn delete_message(&mut self, index: u32) -> Result<(), ModemError> {
        self.back_to_memory()?;
        self.run(AtCommand::set("+CMGD").number(index)).map(drop)
    }

    /// Chooses where messages are read and deleted, written, and stored when they come: `SM` the card, `ME` the modem,
    /// `MT` both. Stays so until it is changed again.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.set_message_storage("ME")?;
    /// assert_eq!(modem.message_storage()?.name, "ME");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::Refused`] if the modem has no such memory; others if it does not answer.
    pub fn set_message_storage(&mut self, name: &str) -> Result<(), ModemError> {
        let all = AtCommand::set("+CPMS").quoted(name).quoted(name).quoted(name);
        match self.run(all) {
            Ok(_) => {}
            // some have one memory only for what comes
            Err(error) if error.is_refusal_of_form() => {
                self.run(AtCommand::set("+CPMS").quoted(name).quoted(name))?;
            }
            Err(error) => return Err(error),
        }
        self.sms.forget_memory();
        Ok(())
    }

    /// Sets the service centre that messages go to if they name none.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.set_service_centre(&"+447700900999".parse()?)?;
    /// assert_eq!(modem.service_centre()?, Some("+447700900999".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refuses, or does not answer.
    pub fn set_service_centre(&mut self, number: &DialingNumber) -> Result<(), ModemError> {
        self.charset()?;
        let text = number.to_string();
        let kind = if text.starts_with('+') { INTERNATIONAL } else { UNKNOWN };
        let command = AtCommand::set("+CSCA");
        let command = match self.charset.as_deref() {
            Some("UCS2") => command.hex(&ucs2::encode(&text)?),
            _ => command.quoted(&text),
        };
        self.run(command.number(kind)).map(drop)
    }

    /// Where messages are stored, and how much room there is.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let storage = modem.message_storage()?;
    /// assert!(storage.used == 0 && storage.total > 0);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refuses, or does not answer.
    pub fn message_storage(&mut self) -> Result<MessageStorage, ModemError> {
        let lines = self.run(AtCommand::read("+CPMS"))?;
        let storage = |line: &Line| {
            let mut parameters = line.parameters();
            Some(MessageStorage {
                name: storage_name(parameters.next()?),
                used: parameters.next()?.number_as()?,
                total: parameters.next()?.number_as()?,
            })
        };
        let malformed = || ModemError::malformed("+CPMS", "no storage", lines.first().cloned());
        lines.first().and_then(storage).ok_or_else(malformed)
    }

    /// The service centre that messages go to if they name none; `None` if none is set.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.set_service_centre(&"+447700900999".parse()?)?;
    /// assert_eq!(modem.service_centre()?.unwrap().to_string(), "+447700900999");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refuses, or does not answer.
    pub fn service_centre(&mut self) -> Result<Option<DialingNumber>, ModemError> {
        self.charset()?;
        let lines = self.run(AtCommand::read("+CSCA"))?;
        let malformed = |line| ModemError::malformed("+CSCA", "no service centre", line);
        let line = lines.first().ok_or_else(|| malformed(None))?;
        let ucs2 = self.charset.as_deref() == Some("UCS2");
        let mut parameters = line.parameters();
        let number = parameters.next().filter(|_| !line.is_cut_off());
        let kind = parameters.next().and_then(Parameter::number);
        number.and_then(|number| dialled(number, kind, ucs2)).ok_or_else(|| malformed(Some(line.clone())))
    }
}

/// `SM`, which some give in UCS2 where that is the character set, and some don't.
fn storage_name(name: Parameter<'_>) -> String {
    let wide = name.hex().filter(|bytes| bytes.len() == 4);
    wide.map_or_else(|| name.text().into_owned(), |bytes| ucs2::decode(&bytes))
}

/// The length that `+CMGS` wants, and the bytes: those of a message without the field of a service centre get an empty
/// one.
fn with_service_centre(pdu: &Pdu) -> (u32, Vec<u8>) {
    let mut bytes = pdu.encode();
    if !pdu.has_service_centre_field() {
        bytes.insert(0, 0);
    }
    (u32::try_from(pdu.tpdu_len()).unwrap_or(u32::MAX), bytes)
}

fn damaged(command: &'static str, line: Line) -> ModemError {
    ModemError::malformed(command, "a message is damaged", Some(line))
}

/// A message behind `<stat>,[<alpha>],<length>`.
fn stored(
    command: &'static str,
    index: u32,
    header: &Line,
    mut parameters: super::at::Parameters<'_>,
    bytes: &Line,
) -> Result<StoredMessage, ModemError> {
    let status = parameters.next().and_then(|status| StoredStatus::from_number(status.number_as()?));
    let length = parameters.last().and_then(|length| length.number_as());
    let bytes = checked(bytes, length);
    match (status, bytes) {
        (Some(status), Some(bytes)) => Ok(StoredMessage::new(index, status, bytes)),
        _ => Err(damaged(command, header.clone())),
    }
}

/// The bytes of a PDU, if they are as many as they should be: without the service centre.
fn checked(line: &Line, length: Option<usize>) -> Option<Vec<u8>> {
    let bytes = hex::decode(line.as_bytes().trim_ascii()).ok()?;
    let service_centre = usize::from(*bytes.first()?).checked_add(1)?;
    (bytes.len().checked_sub(service_centre) == length).then_some(bytes)
}

/// `+CMS ERROR` 321: invalid memory index; `+CME ERROR` 21, 22.
fn is_no_message(error: &ModemError) -> bool {
    match error.result() {
        Some(FinalResult::Cms(error)) => error.code() == Some(321),
        Some(FinalResult::Cme(error)) => matches!(error.code(), Some(21 | 22)),
        _ => false,
    }
}

/// `+CMS ERROR` 332, `+CME ERROR` 31: the network did not say whether it has the message.
fn is_network_timeout(error: &ModemError) -> bool {
    match error.result() {
        Some(FinalResult::Cms(error)) => error.code() == Some(332),
        Some(FinalResult::Cme(error)) => error.code() == Some(31),
        _ => false,
    }
}
