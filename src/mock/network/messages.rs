use alloc::collections::VecDeque;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::{Verdict, VirtualNetwork};
use crate::sms::{Address, Composer, Deliver, Status, StatusReport, Submit, Timestamp, Tpdu};

/// What a message costs, in cents.
const PRICE: i64 = 10;
/// 22 November 2026, 17:36:40 UTC: when the clock of the network begins.
const BEGINNING: i64 = 1_795_369_000;
/// Messages that wait to be delivered: beyond this the oldest ones are dropped.
const MAX_WAITING: usize = 1_000;
/// The network does not know the number (3GPP TS 24.011 annex E-2).
const UNASSIGNED: u16 = 1;
/// The network refuses for now (3GPP TS 24.011 annex E-2).
pub(in crate::mock) const TEMPORARY_FAILURE: u16 = 41;

/// The service centre.
pub(super) struct Centre {
    /// Short code, first word in capitals, answer.
    codes: Vec<(String, String, String)>,
    /// What is to be delivered, and when.
    waiting: VecDeque<(Duration, Tpdu)>,
    reference: u8,
}

impl Default for Centre {
    fn default() -> Self {
        let mut centre = Self { codes: Vec::new(), waiting: VecDeque::new(), reference: 0 };
        centre.set("123", "BAL", "Your balance is {balance}");
        centre.set("123", "NUM", "Your number is {number}");
        centre.set("123", "TOPUP", "{topup}");
        centre.set("123", "", "Unknown command. Send BAL, NUM or TOPUP and a code");
        centre
    }
}

impl Centre {
    pub fn set(&mut self, number: &str, word: &str, answer: &str) {
        self.codes.retain(|(known, first, _)| known != number || first != word);
        self.codes.push((number.into(), word.into(), answer.into()));
    }

    pub fn clear(&mut self) {
        self.codes.clear();
    }

    pub fn due(&self) -> Option<Duration> {
        self.waiting.front().map(|(due, _)| *due)
    }

    pub fn next(&mut self, now: Duration) -> Option<Tpdu> {
        self.due().filter(|due| *due <= now)?;
        self.waiting.pop_front().map(|(_, tpdu)| tpdu)
    }

    fn deliver(&mut self, due: Duration, tpdu: Tpdu) {
        let place = self.waiting.iter().position(|(at, _)| *at > due).unwrap_or(self.waiting.len());
        self.waiting.insert(place, (due, tpdu));
        if self.waiting.len() > MAX_WAITING {
            self.waiting.pop_front();
        }
    }
}

fn timestamp(at: Duration) -> Timestamp {
    let seconds = i64::try_from(at.as_secs()).unwrap_or_default();
    Timestamp::from_unix(BEGINNING.saturating_add(seconds), 0).unwrap_or(Timestamp::from_bytes([0; 7]))
}

impl VirtualNetwork {
    /// Takes a message from the phone: its reference, or why it is refused.
    pub(in crate::mock) fn submit(&mut self, tpdu: &Tpdu, now: Duration) -> Verdict<Result<u8, u16>> {
        self.verdict(|network| match tpdu {
            Tpdu::Submit(submit) => Ok(network.take(submit, now)),
            Tpdu::Command(_) => {
                network.messages.reference = network.messages.reference.wrapping_add(1);
                Ok(network.messages.reference)
            }
            _ => Err(UNASSIGNED),
        })
    }

    fn take(&mut self, submit: &Submit, now: Duration) -> u8 {
        let to = submit.destination.to_string();
        let text = submit.text().unwrap_or_default();
        self.requests.push(format!("{to} {text}"));
        self.messages.reference = self.messages.reference.wrapping_add(1);
        let reference = self.messages.reference;
        let sent = now.saturating_add(self.delay);
        let arrived = sent.saturating_add(self.delay);
        if to == self.account.number {
            let deliver = Deliver::new(submit.destination.clone(), timestamp(sent), submit.user_data.clone());
            self.messages.deliver(arrived, Tpdu::Deliver(deliver));
        }
        let answer = self.answer(&to, &text);
        match &answer {
            Some(_) if self.silent => {}
            Some(answer) => self.say(&submit.destination, answer, arrived),
            None => self.account.balance = self.account.balance.saturating_sub(PRICE),
        }
        if submit.is_status_report_requested() {
            let status = Status::DELIVERED;
            let report = StatusReport::new(
                reference,
                submit.destination.clone(),
                timestamp(sent),
                timestamp(arrived),
                status,
            );
            self.messages.deliver(arrived.saturating_add(self.delay), Tpdu::StatusReport(report));
        }
        reference
    }

    /// What a short code answers; `None` if it is none.
    fn answer(&mut self, to: &str, text: &str) -> Option<String> {
        let (word, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let word = word.to_uppercase();
        let of_number = |known: &&(String, String, String)| known.0 == to;
        let codes = || self.messages.codes.iter().filter(of_number);
        let found = codes().find(|(_, first, _)| *first == word).or(codes().find(|code| code.1.is_empty()))?;
        Some(match found.2.as_str() {
            "{topup}" => self.account.top_up(rest.trim()),
            text => self.account.fill(text),
        })
    }

    /// Sends the phone a text.
    fn say(&mut self, from: &Address, text: &str, due: Duration) {
        let parts = Composer::new(from.clone()).compose(text).unwrap_or_default();
        for part in parts {
            let deliver = Deliver::new(from.clone(), timestamp(due), part.user_data);
            self.messages.deliver(due, Tpdu::Deliver(deliver));
        }
    }

    /// Sends the phone a text at some time, as somebody else may.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.push_message(&"+447700900456".parse()?, "Hello", Duration::from_secs(5))?;
    /// assert!(network.receive(Duration::from_secs(4))?.is_none());
    /// assert!(network.receive(Duration::from_secs(4))?.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text can't be sent.
    pub fn push_message(
        &mut self,
        from: &Address,
        text: &str,
        due: Duration,
    ) -> Result<(), crate::codec::EncodeError> {
        Composer::new(from.clone()).compose(text)?;
        self.say(from, text, due);
        Ok(())
    }

    /// Sends the phone a message or a report at some time, as it is.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    /// use simcard::sms::{Deliver, Timestamp, Tpdu, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let tpdu = Tpdu::Deliver(Deliver::new("+447700900456".parse()?, time, UserData::default()));
    /// let mut network = VirtualNetwork::new();
    /// network.push_tpdu(tpdu.clone(), Duration::ZERO);
    /// assert_eq!(network.receive(Duration::from_secs(1))?.unwrap().pdu.tpdu, tpdu);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn push_tpdu(&mut self, tpdu: Tpdu, due: Duration) {
        self.messages.deliver(due, tpdu);
    }

    /// The number of the subscriber.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    ///
    /// assert_eq!(VirtualNetwork::new().number(), "+447700900123");
    /// ```
    pub fn number(&self) -> String {
        self.account.number.to_string()
    }
}
