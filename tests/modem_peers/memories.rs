//! A modem with two memories for messages, that may have them as text only.

use std::collections::BTreeMap;
use std::time::Duration;

use simcard::modem::{Modem, ModemError};
use simcard::network::{Network, NetworkError, StoredStatus};
use simcard::sms::{Composer, Pdu, Tpdu};

use super::port::{Memory, Peer};
use super::{HELLO_LEN, hello};

/// A modem with two memories for messages.
struct TwoMemories {
    text_only: bool,
    /// The one in use, and what is in each, by its index.
    memory: String,
    messages: BTreeMap<(String, u32), String>,
    /// Whether it does not take the memory in use back any more.
    stuck: bool,
    lines: Vec<String>,
}

impl TwoMemories {
    fn new(text_only: bool) -> Self {
        let message = |memory: &str, index, digits| ((memory.to_string(), index), digits);
        // "Hello" backwards, in the memory in use, at the place of the other one's message
        let other = hello().replace("05C8329BFD06", "056F36BB8C04");
        Self {
            text_only,
            memory: "ME".into(),
            messages: [message("ME", 1, other), message("SM", 1, hello())].into(),
            stuck: false,
            lines: Vec::new(),
        }
    }

    fn reply(&mut self, command: &str) -> Vec<String> {
        let ok = |line: String| vec![line, "OK".to_string()];
        let (name, argument) = command.split_once('=').unwrap_or((command, ""));
        match (name, argument) {
            ("" | "E0", _) => vec!["OK".into()],
            ("+CMGF", "0") if !self.text_only => vec!["OK".into()],
            ("+CMGF?", _) => ok(format!("+CMGF: {}", u8::from(self.text_only))),
            ("+CREG?", _) => ok("+CREG: 0,1".into()),
            ("+CUSD", _) => ok("+CUSD: 0,\"Hi\",15".into()),
            ("+CPMS?", _) => {
                let one = format!("\"{}\",1,10", self.memory);
                ok(format!("+CPMS: {one},{one},{one}"))
            }
            ("+CPMS", "\"ME\"") if core::mem::take(&mut self.stuck) => vec!["ERROR".into()],
            ("+CPMS", "\"ME\"" | "\"SM\"") => {
                self.memory = argument.trim_matches('"').into();
                ok("+CPMS: 1,10,1,10,1,10".into())
            }
            ("+CNMI" | "+CNMI?", _) => vec!["OK".into()],
            ("+CMGL", _) => vec!["OK".into()],
            ("+CMGR", index) => match self.messages.get(&(self.memory.clone(), index.parse().unwrap())) {
                Some(digits) => vec![format!("+CMGR: 0,,{HELLO_LEN}"), digits.clone(), "OK".into()],
                None => vec!["+CMS ERROR: 321".into()],
            },
            ("+CMGD", index) => match self.messages.remove(&(self.memory.clone(), index.parse().unwrap())) {
                Some(_) => vec!["OK".into()],
                None => vec!["+CMS ERROR: 321".into()],
            },
            _ => vec!["ERROR".into()],
        }
    }
}

impl Peer for TwoMemories {
    fn answer(&mut self, line: &str) -> Vec<u8> {
        let command = line.strip_prefix("AT").unwrap_or_default();
        self.lines.push(command.into());
        self.reply(command).iter().map(|line| format!("\r\n{line}\r\n")).collect::<String>().into()
    }

    fn echoes(&self) -> bool {
        false
    }
}

fn submit() -> Pdu {
    let parts = Composer::new("+447700900456".parse().unwrap()).compose("Hello").unwrap();
    Pdu::new(None, Tpdu::Submit(parts[0].clone())).unwrap()
}

#[test]
fn messages_as_text_only_are_refused_and_nothing_is_sent() {
    let mut modem = Modem::open(Memory::new(TwoMemories::new(true))).unwrap();
    let composer = Composer::new("+447700900456".parse().unwrap());
    let only = |result: Result<(), ModemError>| assert!(matches!(result, Err(ModemError::TextModeOnly)));
    only(modem.send_text(&composer, "Hello").map(drop));
    only(modem.send_pdu(&submit()).map(drop));
    only(modem.store(&submit(), StoredStatus::Unsent).map(drop));
    only(modem.messages().map(drop));
    only(modem.message(1).map(drop));
    only(modem.receive(Duration::from_secs(1)).map(drop));
    let error = Network::send_text(&mut modem, &composer, "Hello").unwrap_err();
    assert!(matches!(error, NetworkError::Unsupported) && !error.may_have_had_effect(), "{error:?}");
    // what does not need them works
    assert_eq!(modem.ussd("*100#").unwrap().text(), "Hi");
    modem.delete_message(1).unwrap();
    let lines = &modem.port_mut().peer().lines;
    assert!(!lines.iter().any(|line| ["+CMGS", "+CMGW", "+CMGL"].iter().any(|name| line.starts_with(name))));
}

/// A message is read where the modem says that it is, and what it says of deleting is about another memory.
#[test]
fn a_message_in_another_memory_is_read_there() {
    let mut modem = Modem::open(Memory::new(TwoMemories::new(false))).unwrap();
    modem.listen_for_messages().unwrap();
    modem.port_mut().push(b"\r\n+CMTI: \"SM\",1\r\n\r\n+CMTI: \"ME\",1\r\n");
    let came = modem.receive(Duration::from_secs(1)).unwrap().unwrap();
    assert_eq!((came.text().as_deref(), came.index), (Some("Hello"), None));
    assert_eq!(modem.port_mut().peer().memory, "ME");
    let came = modem.receive(Duration::from_secs(1)).unwrap().unwrap();
    assert_eq!((came.text().as_deref(), came.index), (Some("olleH"), Some(1)));
    modem.delete_message(1).unwrap();
    assert_eq!(modem.port_mut().peer().messages.keys().collect::<Vec<_>>(), [&("SM".to_string(), 1)]);
    // one that has no such memory
    modem.port_mut().push(b"\r\n+CMTI: \"BM\",1\r\n");
    assert!(matches!(modem.receive(Duration::from_secs(1)), Err(ModemError::Refused { .. })));
    assert_eq!(modem.port_mut().peer().memory, "ME");
}

/// Nothing is deleted as long as the wrong memory is in use.
#[test]
fn a_memory_that_is_not_taken_back_is_tried_again() {
    let mut modem = Modem::open(Memory::new(TwoMemories::new(false))).unwrap();
    modem.listen_for_messages().unwrap();
    modem.port_mut().peer().stuck = true;
    modem.port_mut().push(b"\r\n+CMTI: \"SM\",1\r\n");
    // what was read is not lost
    let came = modem.receive(Duration::from_secs(1)).unwrap().unwrap();
    assert_eq!((came.text().as_deref(), came.index), (Some("Hello"), None));
    assert_eq!(modem.port_mut().peer().memory, "SM");
    modem.delete_message(1).unwrap();
    assert_eq!(modem.port_mut().peer().memory, "ME");
    assert_eq!(modem.port_mut().peer().messages.keys().collect::<Vec<_>>(), [&("SM".to_string(), 1)]);
}
