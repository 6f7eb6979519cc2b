//! Short messages in PDU mode: 3GPP TS 27.005.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use super::super::network::{TEMPORARY_FAILURE, Verdict};
use super::VirtualModem;
use super::commands::{Failure, Reply};
use crate::codec::DialingNumber;
use crate::modem::at::Parameter;
use crate::network::StoredStatus;
use crate::sms::{Direction, Pdu, Tpdu};

/// How many messages there is room for in each memory.
const ROOM: usize = 10;
/// The memories: the card and the modem.
const MEMORIES: [&str; 2] = ["SM", "ME"];
/// When the modem gives up waiting for the network.
const PATIENCE: Duration = Duration::from_secs(60);
const CTRL_Z: u8 = 0x1A;
const ESCAPE: u8 = 0x1B;
/// The longest text of hex digits that makes sense.
const MAX_PAYLOAD: usize = 1_024;

const WRONG_PDU: Failure = Failure::Cms(304, "invalid PDU mode parameter");
const WRONG_INDEX: Failure = Failure::Cms(321, "invalid memory index");
const FULL: Failure = Failure::Cms(322, "memory full");
const NO_NETWORK: Failure = Failure::Cms(331, "no network service");
const TIMED_OUT: Failure = Failure::Cms(332, "network timeout");
const NOT_SUPPORTED: Failure = Failure::Cms(303, "operation not supported");
const NOTHING_TO_ACKNOWLEDGE: Failure = Failure::Cms(340, "no +CNMA acknowledgement expected");

type Memory = [Option<(StoredStatus, Vec<u8>)>; ROOM];

/// What a memory of `+CPMS` is for.
#[derive(Clone, Copy)]
enum Use {
    Read,
    Write,
    Receive,
}

/// A message that is being entered.
#[derive(Debug)]
struct Prompt {
    len: usize,
    /// Where it is to be stored as; otherwise it is sent.
    store: Option<StoredStatus>,
    payload: Vec<u8>,
}

/// What the modem knows of messages.
#[derive(Debug)]
pub(super) struct Sms {
    memories: [Memory; MEMORIES.len()],
    /// `+CPMS`: which of them is read and deleted from, written to and sent from, and takes what comes.
    used: [usize; 3],
    /// `+CMMS`.
    more_to_send: u8,
    prompt: Option<Prompt>,
    /// `+CNMI`.
    indications: [u32; 5],
    /// `+CSMS`: whether what is handed on has to be acknowledged.
    phase2: bool,
    unacknowledged: bool,
    service_centre: String,
}

impl Default for Sms {
    fn default() -> Self {
        Self {
            memories: Default::default(),
            used: [0; 3],
            more_to_send: 0,
            prompt: None,
            indications: [0; 5],
            phase2: false,
            unacknowledged: false,
            service_centre: "+447700900000".into(),
        }
    }
}

impl VirtualModem {
    /// Takes a byte, if a message is being entered.
    pub(super) fn prompt_byte(&mut self, byte: u8, now: Duration) -> bool {
        let Some(prompt) = &mut self.sms.prompt else { return false };
        match byte {
            CTRL_Z => {
                let prompt = self.sms.prompt.take();
                let due = self.due(now);
                self.entered(prompt, due);
            }
            ESCAPE => {
                self.sms.prompt = None;
                let due = self.due(now);
                self.send_line("OK", due);
            }
            b'\r' | b'\n' => {}
            byte if prompt.payload.len() < MAX_PAYLOAD => prompt.payload.push(byte),
            _ => {}
        }
        true
    }

    fn entered(&mut self, prompt: Option<Prompt>, due: Duration) {
        let Some(prompt) = prompt else { return };
        let read = |direction| {
            let bytes = hex::decode(&prompt.payload).ok()?;
            let pdu = Pdu::decode(direction, &bytes).ok()?;
            (pdu.tpdu_len() == prompt.len && pdu.encode() == bytes && pdu.tpdu.is_exact())
                .then_some((pdu, bytes))
        };
        let direction = prompt.store.map_or(Direction::ToNetwork, StoredStatus::direction);
        let (reply, due): (Reply, _) = match (read(direction), prompt.store) {
            (None, _) => (Err(WRONG_PDU), due),
            (Some((_, bytes)), Some(status)) => {
                let index = self.store_message(Use::Write, status, bytes).ok_or(FULL);
                (index.map(|index| Vec::from([format!("+CMGW: {index}")])), due)
            }
            (Some((pdu, _)), None) => self.submit("+CMGS", &pdu.tpdu, due),
        };
        match reply {
            Ok(lines) => self.answer(lines, None, due),
            Err(failure) => self.answer(Vec::new(), Some(failure), due),
        }
    }

    /// Gives a message to the network: what comes of it, and when.
    fn submit(&mut self, name: &str, tpdu: &Tpdu, due: Duration) -> (Reply, Duration) {
        if !self.registered() {
            return (Err(NO_NETWORK), due);
        }
        match self.network.submit(tpdu, due) {
            Verdict::Answer(after, Ok(reference)) => {
                (Ok(Vec::from([format!("{name}: {reference}")])), due.saturating_add(after))
            }
            Verdict::Answer(after, Err(cause)) => {
                (Err(Failure::Cms(cause, "unassigned (unallocated) number")), due.saturating_add(after))
            }
            Verdict::Refused => (Err(Failure::Cms(TEMPORARY_FAILURE, "temporary failure")), due),
            Verdict::Silence => (Err(TIMED_OUT), due.saturating_add(PATIENCE)),
        }
    }

    fn memory(&self, purpose: Use) -> &Memory {
        let [first, ..] = &self.sms.memories;
        let used = self.sms.used.get(purpose as usize).copied().unwrap_or_default();
        self.sms.memories.get(used).unwrap_or(first)
    }

    fn memory_mut(&mut self, purpose: Use) -> Option<&mut Memory> {
        let used = self.sms.used.get(purpose as usize).copied()?;
        self.sms.memories.get_mut(used)
    }

    /// Puts a message into the first free place.
    fn store_message(&mut self, purpose: Use, status: StoredStatus, bytes: Vec<u8>) -> Option<usize> {
        let memory = self.memory_mut(purpose)?;
        let index = memory.iter().position(Option::is_none)?;
        *memory.get_mut(index)? = Some((status, bytes));
        Some(index.saturating_add(1))
    }

    /// `+CMGD=<index>[,<flag>]`: one message, or all that were read, sent, ...
    fn delete(&mut self, parameters: &[Parameter<'_>]) -> Reply {
        let flag: u8 = parameters.get(1).map_or(Some(0), |flag| flag.number_as()).ok_or(WRONG_INDEX)?;
        if flag == 0 {
            let place = self.place(parameters.first().copied()).and_then(Option::take);
            return place.map(|_| Vec::new()).ok_or(WRONG_INDEX);
        }
        let goes = |status: StoredStatus| match status {
            StoredStatus::Read => true,
            StoredStatus::Sent => flag >= 2,
            StoredStatus::Unsent => flag >= 3,
            StoredStatus::Unread => flag >= 4,
        };
        for place in self.memory_mut(Use::Read).into_iter().flatten() {
            if place.as_ref().is_some_and(|(status, _)| goes(*status)) {
                *place = None;
            }
        }
        Ok(Vec::new())
    }

    /// `+CPMS?` and `+CPMS=<mem1>[,<mem2>[,<mem3>]]`.
    fn storage(&mut self, read: bool, parameters: &[Parameter<'_>]) -> Reply {
        let mut used = self.sms.used;
        for (place, name) in used.iter_mut().zip(parameters) {
            let name = self.text_of(*name);
            let found = MEMORIES.iter().position(|known| name.eq_ignore_ascii_case(known));
            *place = found.ok_or(NOT_SUPPORTED)?;
        }
        self.sms.used = used;
        let purposes = [Use::Read, Use::Write, Use::Receive];
        let one = |purpose: Use| {
            let count = self.memory(purpose).iter().flatten().count();
            match read {
                true => format!("{},{count},{ROOM}", self.name_of(purpose)),
                false => format!("{count},{ROOM}"),
            }
        };
        Ok(Vec::from([format!("+CPMS: {}", purposes.map(one).join(","))]))
    }

    /// The name of a memory, in quotes.
    fn name_of(&self, purpose: Use) -> String {
        let used = self.sms.used.get(purpose as usize).copied().unwrap_or_default();
        format!("\"{}\"", self.in_charset(MEMORIES.get(used).copied().unwrap_or_default()))
    }

    /// `+CMSS=<index>`: sends a message that is stored.
    fn send_stored(&mut self, index: Option<Parameter<'_>>) -> Reply {
        let index: usize = index.and_then(|index| index.number_as()).ok_or(WRONG_INDEX)?;
        let index = index.checked_sub(1).ok_or(WRONG_INDEX)?;
        let (status, bytes) = self.memory(Use::Write).get(index).and_then(Clone::clone).ok_or(WRONG_INDEX)?;
        if status.direction() != Direction::ToNetwork {
            return Err(WRONG_INDEX);
        }
        let pdu = Pdu::decode(Direction::ToNetwork, &bytes).map_err(|_| WRONG_PDU)?;
        let (reply, _) = self.submit("+CMSS", &pdu.tpdu, self.latest);
        if let (Ok(_), Some(Some((status, _)))) =
            (&reply, self.memory_mut(Use::Write).and_then(|memory| memory.get_mut(index)))
        {
            *status = StoredStatus::Sent;
        }
        reply
    }

    fn place(&mut self, index: Option<Parameter<'_>>) -> Option<&mut Option<(StoredStatus, Vec<u8>)>> {
        let index: usize = index?.number_as()?;
        self.memory_mut(Use::Read)?.get_mut(index.checked_sub(1)?)
    }

    /// When something was delivered that nobody has been told of; `None` while there is no room for it.
    pub(super) fn next_delivery(&self) -> Option<Duration> {
        let room = self.memory(Use::Receive).iter().any(Option::is_none) || self.sms.indications[1] == 2;
        let free = room && !(self.sms.phase2 && self.sms.unacknowledged);
        self.network.delivery_due().filter(|_| free && self.registered())
    }

    /// Takes what the network delivers by now.
    pub(super) fn deliver(&mut self, now: Duration) {
        while let Some(due) = self.next_delivery().filter(|due| *due <= now) {
            let Some(tpdu) = self.network.next_delivery(now) else { return };
            let centre = self.sms.service_centre.parse().ok();
            let Ok(pdu) = Pdu::new(centre.as_ref(), tpdu) else { continue };
            let (bytes, len) = (pdu.encode(), pdu.tpdu_len());
            let digits = hex::encode_upper(&bytes);
            let [_, messages, _, reports, _] = self.sms.indications;
            let at_once = match (&pdu.tpdu, messages, reports) {
                (Tpdu::StatusReport(_), _, 1) => Some(format!("+CDS: {len}")),
                (Tpdu::StatusReport(_), _, 0) => continue,
                (Tpdu::Deliver(_), 2, _) => Some(format!("+CMT: ,{len}")),
                _ => None,
            };
            if let Some(header) = at_once {
                self.sms.unacknowledged = self.sms.phase2;
                self.send_line(&header, due);
                self.send_line(&digits, due);
                continue;
            }
            let name = if matches!(pdu.tpdu, Tpdu::StatusReport(_)) { "+CDSI" } else { "+CMTI" };
            let Some(index) = self.store_message(Use::Receive, StoredStatus::Unread, bytes) else { continue };
            if messages != 0 {
                self.send_line(&format!("{name}: {},{index}", self.name_of(Use::Receive)), due);
            }
        }
    }

    pub(super) fn sms_command(&mut self, name: &str, read: bool, parameters: &[Parameter<'_>]) -> Reply {
        let first: Option<u32> = parameters.first().and_then(|first| first.number_as());
        let kind = parameters.get(1).and_then(|kind| kind.number());
        let done = Ok(Vec::new());
        match (name, first) {
            ("+CMGF", _) if read => self.text("+CMGF: 0"),
            ("+CMGF", Some(0)) => done,
            ("+CMGF", _) => Err(NOT_SUPPORTED),
            ("+CSMS", _) if read => self.text(&format!("+CSMS: {},1,1,1", u8::from(self.sms.phase2))),
            ("+CSMS", Some(service @ (0 | 1))) => {
                self.sms.phase2 = service == 1;
                self.text("+CSMS: 1,1,1")
            }
            ("+CNMI", _) if read => {
                let [mode, messages, broadcasts, reports, buffer] = self.sms.indications;
                self.text(&format!("+CNMI: {mode},{messages},{broadcasts},{reports},{buffer}"))
            }
            ("+CNMI", _) => {
                let mut indications = self.sms.indications;
                for (place, value) in indications.iter_mut().zip(parameters) {
                    *place = value.number_as().filter(|value| *value <= 3).ok_or(NOT_SUPPORTED)?;
                }
                self.sms.indications = indications;
                done
            }
            ("+CNMA", _) => match core::mem::take(&mut self.sms.unacknowledged) {
                true => done,
                false => Err(NOTHING_TO_ACKNOWLEDGE),
            },
            ("+CSCA", _) if read => {
                let number = self.in_charset(&self.sms.service_centre);
                self.text(&format!("+CSCA: \"{number}\",145"))
            }
            ("+CSCA", _) => {
                let number = self.text_of(*parameters.first().ok_or(NOT_SUPPORTED)?);
                let number =
                    if number.starts_with('+') || kind != Some(145) { number } else { format!("+{number}") };
                number.parse::<DialingNumber>().map_err(|_| NOT_SUPPORTED)?;
                self.sms.service_centre = number;
                done
            }
            ("+CPMS", _) => self.storage(read, parameters),
            ("+CMMS", _) if read => self.text(&format!("+CMMS: {}", self.sms.more_to_send)),
            ("+CMMS", Some(mode @ 0..=2)) => {
                self.sms.more_to_send = u8::try_from(mode).unwrap_or_default();
                done
            }
            ("+CMSS", _) => self.send_stored(parameters.first().copied()),
            ("+CMGS" | "+CMGW", Some(len)) => {
                let stored =
                    parameters.get(1).and_then(|status| StoredStatus::from_number(status.number_as()?));
                let store = (name == "+CMGW").then_some(stored.unwrap_or(StoredStatus::Unsent));
                let len = usize::try_from(len).unwrap_or(usize::MAX);
                self.sms.prompt = Some(Prompt { len, store, payload: Vec::new() });
                done
            }
            ("+CMGL", _) => Ok(self.list(first.unwrap_or(0))),
            ("+CMGR", _) => {
                let place = self.place(parameters.first().copied()).ok_or(WRONG_INDEX)?;
                let Some((status, bytes)) = place else { return done };
                let lines = Vec::from([described("+CMGR: ", *status, bytes), hex::encode_upper(&*bytes)]);
                mark_read(status);
                Ok(lines)
            }
            ("+CMGD", _) => self.delete(parameters),
            _ => Err(Failure::Unknown),
        }
    }

    fn list(&mut self, wanted: u32) -> Vec<String> {
        let mut lines = Vec::new();
        for (place, index) in self.memory_mut(Use::Read).into_iter().flatten().zip(1..) {
            let Some((status, bytes)) = place else { continue };
            if wanted == 4 || wanted == u32::from(status.number()) {
                let index: u32 = index;
                lines.push(described(&format!("+CMGL: {index},"), *status, bytes));
                lines.push(hex::encode_upper(&*bytes));
                mark_read(status);
            }
        }
        lines
    }

    /// Whether a message is being entered.
    pub(super) const fn is_at_prompt(&self) -> bool {
        self.sms.prompt.is_some()
    }

    /// Sends the prompt for a message.
    pub(super) fn send_prompt(&mut self, at: Duration) {
        self.push(b"\r\n> ", at);
    }

    /// Turns on the service of phase 2+ (`+CSMS=1`), as another program may have done.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    /// use simcard::sms::Composer;
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.set_phase2(true); // what comes wants to be acknowledged
    /// let mut modem = Modem::open(modem.into_port())?;
    /// modem.send_text(&Composer::new("123".parse()?), "BAL")?;
    /// assert!(modem.receive(Duration::from_secs(30))?.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_phase2(&mut self, phase2: bool) {
        self.sms.phase2 = phase2;
    }

    /// How many messages are stored, on card and modem together.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// assert_eq!(VirtualModem::new(VirtualCard::uicc()).stored_messages(), 0);
    /// ```
    pub fn stored_messages(&self) -> usize {
        self.sms.memories.iter().flatten().flatten().count()
    }
}

/// `<stat>,[<alpha>],<length>`
fn described(start: &str, status: StoredStatus, bytes: &[u8]) -> String {
    let service_centre = bytes.first().map_or(0, |len| usize::from(*len)).saturating_add(1);
    format!("{start}{},,{}", status.number(), bytes.len().saturating_sub(service_centre))
}

fn mark_read(status: &mut StoredStatus) {
    if *status == StoredStatus::Unread {
        *status = StoredStatus::Read;
    }
}
