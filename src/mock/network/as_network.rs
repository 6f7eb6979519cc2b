use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::messages::TEMPORARY_FAILURE;
use super::{Verdict, VirtualNetwork};
use crate::network::{Incoming, Network, NetworkError, Sent, StoredMessage, StoredStatus, UssdMessage};
use crate::sms::{Pdu, Tpdu};
use crate::ussd::{Event, Phase, SessionError, Transmit, UssdState};

/// How many messages the phone stores.
const STORAGE: usize = 10;

impl VirtualNetwork {
    /// The time that was spent waiting for it.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// assert_eq!(network.now(), Duration::ZERO);
    /// network.ussd("*100#")?;
    /// assert_eq!(network.now(), Duration::from_millis(500));
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub const fn now(&self) -> Duration {
        self.now
    }

    /// Says something unasked, as soon as somebody listens.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.push_ussd(0, "You have won");
    /// assert_eq!(network.ussd_listen(Duration::from_secs(1))?.unwrap().text, "You have won");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub fn push_ussd(&mut self, m: u8, text: &str) {
        self.spoken.push_back((self.now, m, text.to_string()));
    }

    fn need(&self) -> Result<(), NetworkError> {
        if self.reachable { Ok(()) } else { Err(NetworkError::NoNetwork) }
    }

    /// Carries out what the session wants, until it has an answer, or the time is over.
    fn converse(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        let until = self.now.saturating_add(timeout);
        loop {
            while let Some(transmit) = self.session.poll_transmit() {
                match transmit {
                    Transmit::Request(text) | Transmit::Reply(text) => self.speak(&text),
                    Transmit::Cancel => self.end_ussd(),
                }
            }
            match self.session.poll_event() {
                Some(Event::Answer { state, text, .. }) => return Ok(Some(UssdMessage { state, text })),
                Some(Event::Failed(error)) => {
                    if matches!(self.session.poll_transmit(), Some(Transmit::Cancel)) {
                        self.end_ussd();
                    }
                    return Err(error.into());
                }
                Some(Event::Unasked { .. }) | None => {}
            }
            let due = self.session.poll_timeout().unwrap_or(self.now);
            match self.spoken.front().map(|(at, ..)| *at).filter(|at| *at <= due.min(until)) {
                Some(at) => {
                    self.now = self.now.max(at);
                    self.hear();
                }
                None if until < due => {
                    self.now = until;
                    return Ok(None);
                }
                None => {
                    self.now = self.now.max(due);
                    self.session.handle_timeout(self.now);
                }
            }
        }
    }

    /// Puts a request to the network.
    fn speak(&mut self, text: &str) {
        if let Verdict::Answer(after, answers) = self.ussd_answers(text) {
            let mut due = self.now;
            for (m, text) in answers {
                due = due.saturating_add(after);
                let place = self.spoken.iter().position(|(at, ..)| *at > due).unwrap_or(self.spoken.len());
                self.spoken.insert(place, (due, m, text));
            }
        }
    }

    /// Gives the session what the network said next.
    fn hear(&mut self) {
        if let Some((_, m, text)) = self.spoken.pop_front() {
            let text = Some(text).filter(|text| !text.is_empty());
            self.session.receive(UssdState::from_number(m), text, self.now);
        }
    }

    /// Hears everything that was said before now: none of it answers what is asked only then.
    fn catch_up(&mut self) {
        while self.spoken.front().is_some_and(|(at, ..)| *at <= self.now) {
            self.hear();
        }
    }
}

/// As a phone would have it: requests are answered, messages come and are stored.
impl Network for VirtualNetwork {
    fn ussd(&mut self, request: &str) -> Result<UssdMessage, NetworkError> {
        self.ussd_begin(request, Duration::MAX)?.ok_or(NetworkError::OutcomeUnknown)
    }

    fn ussd_reply(&mut self, reply: &str) -> Result<UssdMessage, NetworkError> {
        self.ussd_begin_reply(reply, Duration::MAX)?.ok_or(NetworkError::OutcomeUnknown)
    }

    fn ussd_begin(&mut self, request: &str, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        self.need()?;
        if self.session.is_asked_back() {
            self.ussd_cancel()?;
        }
        self.catch_up();
        self.session.request(request, self.now)?;
        self.converse(timeout)
    }

    fn ussd_begin_reply(
        &mut self,
        reply: &str,
        timeout: Duration,
    ) -> Result<Option<UssdMessage>, NetworkError> {
        self.need()?;
        self.session.reply(reply, self.now)?;
        self.converse(timeout)
    }

    fn ussd_wait(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        if !matches!(self.session.phase(), Phase::Waiting { .. }) {
            return Err(SessionError::NotAsked.into());
        }
        self.converse(timeout)
    }

    fn ussd_cancel(&mut self) -> Result<(), NetworkError> {
        self.session.cancel();
        if let Some(Transmit::Cancel) = self.session.poll_transmit() {
            self.end_ussd();
        }
        Ok(())
    }

    fn ussd_listen(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        let until = self.now.saturating_add(timeout);
        if let Some(at) = self.spoken.front().map(|(at, ..)| *at).filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.catch_up();
        } else {
            self.now = until;
        }
        while let Some(event) = self.session.poll_event() {
            if let Event::Unasked { state, text: Some(text) } = event {
                return Ok(Some(UssdMessage { state, text }));
            }
        }
        Ok(None)
    }

    fn set_patience(&mut self, patience: Option<Duration>) {
        self.session.set_patience(patience);
    }

    fn clock(&self) -> Option<Duration> {
        Some(self.now)
    }

    fn send_pdu(&mut self, pdu: &Pdu) -> Result<Sent, NetworkError> {
        self.need()?;
        let refused = |code: u16| NetworkError::Refused {
            code: Some(code),
            reason: crate::modem::at::CmsError::Code(code).words().map(String::from).unwrap_or_default(),
        };
        match self.submit(&pdu.tpdu, self.now) {
            Verdict::Answer(after, result) => {
                self.now = self.now.saturating_add(after);
                result.map(|reference| Sent { reference: Some(reference) }).map_err(refused)
            }
            Verdict::Silence => {
                self.now = self.now.saturating_add(Duration::from_secs(60));
                Err(NetworkError::OutcomeUnknown)
            }
            Verdict::Refused => Err(refused(TEMPORARY_FAILURE)),
        }
    }

    fn receive(&mut self, timeout: Duration) -> Result<Option<Incoming>, NetworkError> {
        let until = self.now.saturating_add(timeout);
        let due = self.delivery_due().filter(|due| *due <= until && self.reachable);
        self.now = due.map_or(until, |due| due.max(self.now));
        // with the memory full the network keeps messages back
        let free = (1..).find(|index| self.stored.iter().all(|stored| stored.index != *index));
        let Some(index) = free.filter(|_| self.stored.len() < STORAGE) else { return Ok(None) };
        let Some(tpdu) = self.next_delivery(self.now) else { return Ok(None) };
        let pdu = Pdu::new(None, tpdu)?;
        if matches!(pdu.tpdu, Tpdu::StatusReport(_)) {
            return Ok(Some(Incoming { pdu, index: None }));
        }
        self.stored.push(StoredMessage::new(index, StoredStatus::Unread, pdu.encode()));
        self.stored.sort_by_key(|stored| stored.index);
        Ok(Some(Incoming { pdu, index: Some(index) }))
    }

    fn messages(&mut self) -> Result<Vec<StoredMessage>, NetworkError> {
        let messages = self.stored.clone();
        for message in &mut self.stored {
            if message.status == StoredStatus::Unread {
                message.status = StoredStatus::Read;
            }
        }
        Ok(messages)
    }

    fn delete_message(&mut self, index: u32) -> Result<(), NetworkError> {
        let place = self.stored.iter().position(|stored| stored.index == index);
        let place = place.ok_or(NetworkError::NoMessage)?;
        self.stored.remove(place);
        Ok(())
    }
}
