//! Messages that come.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use super::{checked, damaged, storage_name};
use crate::modem::at::{AtCommand, Line};
use crate::modem::client::Modem;
use crate::modem::error::ModemError;
use crate::modem::port::Port;
use crate::network::{Incoming, StoredMessage, StoredStatus};
use crate::sms::{Direction, Pdu};

/// How long the line with the bytes may come after the one that announces them.
const REST: Duration = Duration::from_secs(2);
/// Where new messages go, best first: stored and announced, with reports as they come; the same without reports.
const INDICATIONS: [[u32; 5]; 4] = [[2, 1, 0, 1, 0], [2, 1, 0, 2, 0], [1, 1, 0, 1, 0], [2, 1, 0, 0, 0]];

/// What is known of a modem's messages.
#[derive(Debug, Default)]
pub(in crate::modem) struct Sms {
    /// Whether it was told to say when messages come.
    listening: bool,
    /// What `+CNMI` was before.
    old_indications: Option<Vec<u32>>,
    /// Whether what is handed on at once has to be acknowledged: the service of phase 2+.
    acknowledge: bool,
    /// What had come unread before anybody listened.
    earlier: VecDeque<Incoming>,
    /// The memories to go back to, while another one is selected.
    memories: Vec<String>,
}

impl Sms {
    /// Another memory was chosen on purpose.
    pub(super) fn forget_memory(&mut self) {
        self.memories.clear();
    }
}

impl<P: Port> Modem<P> {
    /// Has the modem say when messages come. [`receive`](Self::receive) does so by itself; do it before where something
    /// may come sooner.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::network::Network;
    /// use simcard::sms::Composer;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.listen_for_messages()?;
    /// modem.send_text(&Composer::new("123".parse()?), "BAL")?;
    /// assert!(modem.receive(Duration::from_secs(30))?.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem does not answer.
    pub fn listen_for_messages(&mut self) -> Result<(), ModemError> {
        if self.sms.listening {
            return Ok(());
        }
        self.pdu_mode()?;
        let service = self.attempt(AtCommand::read("+CSMS"))?.unwrap_or_default();
        let first = service.first().and_then(|line| line.parameters().next()?.number());
        self.sms.acknowledge = first == Some(1);
        let before = self.attempt(AtCommand::read("+CNMI"))?.unwrap_or_default();
        let before: Option<Vec<u32>> = before.first().and_then(|line| {
            let numbers: Vec<u32> = line.parameters().map_while(|number| number.number_as()).collect();
            Some(numbers).filter(|numbers| !numbers.is_empty() && numbers.len() <= 5)
        });
        for indications in INDICATIONS {
            match self.run(indications.into_iter().fold(AtCommand::set("+CNMI"), AtCommand::number)) {
                Ok(_) => {
                    self.sms.old_indications = before.filter(|before| before.as_slice() != indications);
                    self.sms.listening = true;
                    return self.look_for_earlier();
                }
                Err(ModemError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        // one that can't be told may hand messages on all the same
        self.sms.listening = true;
        self.look_for_earlier()
    }

    /// What came before nobody announces.
    fn look_for_earlier(&mut self) -> Result<(), ModemError> {
        // a modem that does not list messages may hand them on all the same
        let unread = match self.list(StoredStatus::Unread.number().into()) {
            Ok(messages) => messages,
            Err(ModemError::Refused { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        let current = if self.has_urc("+CMTI") { self.current_memories()?.into_iter().next() } else { None };
        for message in unread {
            // one that came just now is announced as well
            self.forget_urc(|line| {
                let here = current.is_none() || memory_in(line).is_none() || memory_in(line) == current;
                line.is_of("+CMTI") && here && index_in(line) == Some(message.index)
            });
            let index = Some(message.index);
            self.sms.earlier.extend(message.pdu.ok().map(|pdu| Incoming { pdu, index }));
        }
        Ok(())
    }

    /// Puts `+CNMI` back to what it was.
    pub(in crate::modem) fn restore_indications(&mut self) -> Result<(), ModemError> {
        self.sms.listening = false;
        match self.sms.old_indications.take() {
            Some(before) => {
                self.run(before.into_iter().fold(AtCommand::set("+CNMI"), AtCommand::number)).map(drop)
            }
            None => Ok(()),
        }
    }

    /// The next message or report that comes, waiting for it up to `timeout`. `None` if none comes. What had come before, and
    /// nobody has read, is first.
    ///
    /// Messages are stored before they are announced, so that none is lost: delete them at [`Incoming::index`] once they
    /// are dealt with, as the memory is small and full means that no more come. One that the modem has put into another
    /// memory than the [current](Self::message_storage) one, as many do with messages for the card itself, is read
    /// there; it has no index, and [`set_message_storage`](Self::set_message_storage) leads to it.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    /// use simcard::sms::Composer;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.send_text(&Composer::new("123".parse()?), "BAL")?;
    /// let answer = modem.receive(Duration::from_secs(30))?.unwrap();
    /// assert_eq!(answer.text().as_deref(), Some("Your balance is 12.34 EUR"));
    /// modem.delete_message(answer.index.unwrap())?;
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::Malformed`] if what came is no message, or was damaged on the way; others if the modem refuses, or
    /// does not answer.
    pub fn receive(&mut self, timeout: Duration) -> Result<Option<Incoming>, ModemError> {
        self.listen_for_messages()?;
        if let Some(incoming) = self.sms.earlier.pop_front() {
            return Ok(Some(incoming));
        }
        let until = self.port.now().saturating_add(timeout);
        let Some(line) = self.urc_of(&["+CMTI", "+CMT", "+CDS", "+CDSI"], until)? else { return Ok(None) };
        match line.name() {
            Some(name @ ("+CMTI" | "+CDSI")) => {
                let command = if name == "+CMTI" { "+CMTI" } else { "+CDSI" };
                let index = index_in(&line).ok_or_else(|| damaged(command, line.clone()))?;
                let (message, here) = self.announced(memory_in(&line), index)?;
                // a byte may have been lost from the index: then there is nothing, or something else that was there before
                match message {
                    Some(StoredMessage { pdu: Ok(pdu), .. }) => {
                        Ok(Some(Incoming { pdu, index: Some(index).filter(|_| here) }))
                    }
                    _ => Err(ModemError::malformed(command, "there is no message at that place", Some(line))),
                }
            }
            name => {
                let command = if name == Some("+CMT") { "+CMT" } else { "+CDS" };
                let length = line.parameters().last().and_then(|length| length.number_as());
                let until = self.port.now().saturating_add(REST);
                let bytes = self.urc_of_digits(until)?;
                let checked = bytes.as_ref().and_then(|bytes| checked(bytes, length));
                let pdu = match (checked, length) {
                    (Some(bytes), _) => Pdu::decode(Direction::ToMobile, &bytes).ok(),
                    // some don't count: then all of it has to fit together
                    (None, Some(0)) => bytes.and_then(|bytes| {
                        let bytes = hex::decode(bytes.as_bytes()).ok()?;
                        let pdu = Pdu::decode(Direction::ToMobile, &bytes).ok()?;
                        (pdu.tpdu.is_exact() && pdu.encode() == bytes).then_some(pdu)
                    }),
                    _ => None,
                };
                // otherwise the network sends it again
                let pdu = pdu.ok_or_else(|| damaged(command, line))?;
                if self.sms.acknowledge {
                    self.run(AtCommand::execute("+CNMA"))?;
                }
                Ok(Some(Incoming { pdu, index: None }))
            }
        }
    }
}

impl<P: Port> Modem<P> {
    /// A message that was announced at this place, and whether that is where messages are deleted.
    fn announced(
        &mut self,
        memory: Option<String>,
        index: u32,
    ) -> Result<(Option<StoredMessage>, bool), ModemError> {
        self.pdu_mode()?;
        let current = match memory {
            Some(_) => self.current_memories()?,
            None => Vec::new(),
        };
        let other = memory.filter(|memory| current.first().is_some_and(|current| current != memory));
        let Some(memory) = other else { return Ok((self.read_message(index)?, true)) };
        let wanted: Vec<String> = core::iter::once(memory).chain(current.iter().skip(1).cloned()).collect();
        // noted before, in case nobody answers
        self.sms.memories = current;
        if let Err(error) = self.select_memories(&wanted) {
            if error.result().is_some() {
                // it has changed nothing
                self.sms.memories.clear();
            }
            return Err(error);
        }
        let message = self.read_message(index);
        // what was read is not lost if this fails: it is tried again before the next thing
        drop(self.back_to_memory());
        Ok((message?, false))
    }

    /// The memories that messages are read and deleted in, written to, and stored in when they come; none where the modem
    /// does not tell.
    fn current_memories(&mut self) -> Result<Vec<String>, ModemError> {
        self.back_to_memory()?;
        let lines = self.attempt(AtCommand::read("+CPMS"))?.unwrap_or_default();
        // each with how much is in it, and how much has room
        let names = lines.first().into_iter().flat_map(|line| line.parameters().step_by(3));
        Ok(names.map(storage_name).take_while(|name| !name.is_empty()).collect())
    }

    /// Selects the first of these memories to read from; the others are what they are already.
    fn select_memories(&mut self, names: &[String]) -> Result<(), ModemError> {
        let command = |names: &[String]| {
            names.iter().fold(AtCommand::set("+CPMS"), |command, name| command.quoted(name))
        };
        match self.run(command(names.get(..1).unwrap_or_default())) {
            // some want to be told all of them
            Err(error) if error.is_refusal_of_form() && names.len() > 1 => self.run(command(names)).map(drop),
            result => result.map(drop),
        }
    }

    /// Selects the memory again that was current before, if that is another one now.
    pub(in crate::modem) fn back_to_memory(&mut self) -> Result<(), ModemError> {
        if self.sms.memories.is_empty() {
            return Ok(());
        }
        let names = self.sms.memories.clone();
        self.select_memories(&names)?;
        self.sms.memories.clear();
        Ok(())
    }
}

/// The memory in `+CMTI: "SM",<index>` and in `+CPMS: "SM",...`.
fn memory_in(line: &Line) -> Option<String> {
    line.parameters().next().map(storage_name).filter(|name| !name.is_empty())
}

/// The place in `+CMTI: "SM",<index>`.
fn index_in(line: &Line) -> Option<u32> {
    line.parameters().nth(1)?.number_as()
}
