//! The way to the network, watched: what goes over it, how long it takes, and whether the caller has had enough.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::ControlFlow;
use core::time::Duration;
use std::time::Instant;

use thiserror::Error;

use super::attempt::{AttemptOutcome, Progress, Step};
use super::directory::VoucherCode;
use super::reply;
use crate::modem::ModemError;
use crate::network::{Incoming, Network, NetworkError, Sent, UssdMessage};
use crate::sms::{Composer, Pdu, Tpdu};
use crate::ussd::UssdError;

/// What stands for a voucher code.
pub(super) const HIDDEN: &str = "…";
/// How long an answer is waited for before the caller is asked again.
const SLICE: Duration = Duration::from_secs(1);
/// How often an answer is waited for when the time is over already: the network's own end a little later.
const OVERTIME: u8 = 60;

/// Who watches.
pub(super) type Observer<'o> = &'o mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>;

/// Why nothing is sent any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum Halt {
    #[error("the time is over")]
    Deadline,
    #[error("cancelled")]
    Cancelled,
    /// A code that was sent is not sent again.
    #[error("the voucher code was sent already")]
    SentOnce,
}

/// A network on which every step is noted, deadlines are kept, and a voucher code is sent once at most.
pub(super) struct Line<'l> {
    network: &'l mut dyn Network,
    observer: Observer<'l>,
    started: Instant,
    origin: Option<Duration>,
    until: Duration,
    way_until: Duration,
    pub steps: Vec<Step>,
    halt: Option<Halt>,
    /// What is taken out of all that is noted.
    hidden: Option<VoucherCode>,
    /// What may be sent, once.
    code: Option<VoucherCode>,
    /// Whether a card was given the code, which may then put it into whatever it sends.
    pub code_with_card: bool,
    /// Whether the code was given to the network, or may have been.
    code_sent: bool,
    /// How the network failed last.
    pub trouble: Option<AttemptOutcome>,
}

impl<'l> Line<'l> {
    pub fn new(network: &'l mut dyn Network, observer: Observer<'l>, deadline: Duration) -> Self {
        Self {
            origin: network.clock(),
            network,
            observer,
            started: Instant::now(),
            until: deadline,
            way_until: deadline,
            steps: Vec::new(),
            halt: None,
            hidden: None,
            code: None,
            code_with_card: false,
            code_sent: false,
            trouble: None,
        }
    }

    /// The same, for sending this code.
    pub fn with_code(mut self, code: VoucherCode) -> Self {
        self.code = Some(code.clone());
        self.hiding(Some(code))
    }

    /// The same, keeping this code out of what is noted: some networks repeat it in what they say of the balance.
    pub fn hiding(mut self, code: Option<VoucherCode>) -> Self {
        self.hidden = code;
        self
    }

    pub const fn code_sent(&self) -> bool {
        self.code_sent
    }

    /// The time since it began, by the network's clock where it has one.
    pub fn now(&self) -> Duration {
        match (self.network.clock(), self.origin) {
            (Some(now), Some(origin)) => now.saturating_sub(origin),
            _ => self.started.elapsed(),
        }
    }

    /// How much time there is for this way.
    pub fn left(&self) -> Duration {
        self.way_until.saturating_sub(self.now())
    }

    /// Begins another way, with so much time. Why it can't, if it can't.
    pub fn begin(&mut self, limit: Duration) -> Option<Halt> {
        if self.halt != Some(Halt::Cancelled) {
            self.halt = None;
        }
        self.trouble = None;
        self.steps.clear();
        self.way_until = self.until.min(self.now().saturating_add(limit));
        self.halted()
    }

    /// Whether the time of all ways is over.
    pub fn is_over(&self) -> bool {
        self.now() >= self.until
    }

    /// Why it has stopped, if it has.
    pub fn halted(&mut self) -> Option<Halt> {
        if self.halt.is_none() && self.left().is_zero() {
            self.halt = Some(Halt::Deadline);
        }
        self.halt
    }

    /// Tells the observer.
    pub fn tell(&mut self, progress: &Progress<'_>) {
        if (self.observer)(progress).is_break() {
            self.halt = Some(Halt::Cancelled);
        }
    }

    /// Notes what happened.
    pub fn note(&mut self, step: Step) {
        self.tell(&Progress::Step(&step));
        self.steps.push(step);
    }

    /// Without the voucher code.
    pub fn redact(&self, text: &str) -> String {
        match &self.hidden {
            Some(code) => hide(text, code.expose()),
            None => text.to_string(),
        }
    }

    /// What an error of the network means for a way. A reason may repeat what was sent.
    pub fn outcome_of(&self, error: &NetworkError) -> AttemptOutcome {
        match error {
            NetworkError::NoNetwork => AttemptOutcome::NoNetwork,
            NetworkError::Failed(inner) => match inner.downcast_ref() {
                Some(Halt::Deadline) => AttemptOutcome::Deadline,
                Some(Halt::Cancelled) => AttemptOutcome::Cancelled,
                _ => AttemptOutcome::Failed { reason: self.redact(&error.to_string()) },
            },
            error if error.may_have_had_effect() => AttemptOutcome::OutcomeUnknown,
            error => AttemptOutcome::Failed { reason: self.redact(&error.to_string()) },
        }
    }

    /// Whether the text has the voucher code in it.
    fn has_code(&self, text: &str) -> bool {
        self.code.as_ref().is_some_and(|code| place_of(text, code.expose()).is_some())
    }

    /// Asks whether this may be sent, and notes that it is.
    fn send(&mut self, step: Step, with_code: bool) -> Result<(), NetworkError> {
        if with_code && self.code_sent {
            return Err(stopped(Halt::SentOnce));
        }
        if self.halted().is_none() {
            self.tell(&Progress::Step(&step));
        }
        if let Some(halt) = self.halt {
            return Err(stopped(halt));
        }
        self.steps.push(step);
        // before it goes, so that whatever becomes of it, it does not go again
        self.code_sent |= with_code;
        Ok(())
    }

    /// Notes how it went.
    fn sent<R>(&mut self, result: Result<R, NetworkError>, with_code: bool) -> Result<R, NetworkError> {
        if let Err(error) = &result {
            self.trouble = Some(self.outcome_of(error));
            if with_code && was_not_sent(error) {
                self.code_sent = false;
            } else if with_code {
                self.trouble = Some(AttemptOutcome::OutcomeUnknown);
            }
            let reason = self.redact(&error.to_string());
            self.note(Step::Failed { reason });
        } else {
            self.trouble = None;
        }
        result
    }

    fn said(&mut self, message: UssdMessage) -> UssdMessage {
        let text = self.redact(&message.text);
        self.note(Step::UssdSaid { text: text.clone() });
        UssdMessage { state: message.state, text }
    }

    /// A reply in a USSD dialogue: a line of a menu.
    pub fn choose(&mut self, key: &str, label: &str) -> Result<UssdMessage, NetworkError> {
        self.send(Step::UssdReplied { text: key.into(), label: label.into() }, false)?;
        let result = self.wait_for_ussd(|network| network.ussd_begin_reply(key, SLICE), false);
        let message = self.sent(result, false)?;
        Ok(self.said(message))
    }

    /// Begins a turn of a USSD dialogue, and waits for its answer, unless the caller has had enough: then the dialogue is
    /// ended at once. One that has taken a voucher code is waited for in any case, as only its answer tells what became of
    /// that.
    fn wait_for_ussd(
        &mut self,
        begin: impl FnOnce(&mut dyn Network) -> Result<Option<UssdMessage>, NetworkError>,
        with_code: bool,
    ) -> Result<UssdMessage, NetworkError> {
        self.network.set_patience(Some(self.left()));
        let mut result = begin(self.network);
        // it counts from there; what others do meanwhile who share the modem has its own time
        self.network.set_patience(None);
        let mut overtime = 0_u8;
        loop {
            match result {
                Ok(Some(message)) => return Ok(message),
                Ok(None) => {}
                Err(error) => return Err(error),
            }
            let left = self.left();
            self.tell(&Progress::Waiting { left });
            overtime = overtime.saturating_add(u8::from(left.is_zero()));
            if overtime > OVERTIME || (self.halt == Some(Halt::Cancelled) && !with_code) {
                // what comes of it is no news
                let _ = self.network.ussd_cancel();
                return Err(NetworkError::OutcomeUnknown);
            }
            result = self.network.ussd_wait(SLICE).map_err(of_waiting);
        }
    }

    /// The next message, waiting up to a second for it. `Ok(None)`: none so far.
    pub fn next_message(&mut self) -> Result<Option<Incoming>, NetworkError> {
        let left = self.left();
        self.tell(&Progress::Waiting { left });
        if let Some(halt) = self.halted() {
            return Err(stopped(halt));
        }
        self.network.receive(left.min(SLICE))
    }

    /// A message that came before, without waiting.
    pub fn earlier_message(&mut self) -> Option<Incoming> {
        self.network.receive(Duration::ZERO).ok().flatten()
    }

    pub fn delete(&mut self, index: u32) {
        if let Err(error) = self.network.delete_message(index) {
            self.note(Step::Failed { reason: error.to_string() });
        }
    }
}

/// As a network for the toolkit, which sends what the card wants.
impl Network for Line<'_> {
    fn ussd(&mut self, request: &str) -> Result<UssdMessage, NetworkError> {
        let with_code = self.code_with_card || self.has_code(request);
        let text = self.redact(request);
        self.send(Step::UssdSent { text }, with_code)?;
        let result = self.wait_for_ussd(|network| network.ussd_begin(request, SLICE), with_code);
        let message = self.sent(result, with_code)?;
        Ok(self.said(message))
    }

    fn ussd_cancel(&mut self) -> Result<(), NetworkError> {
        self.network.ussd_cancel()
    }

    fn send_pdu(&mut self, pdu: &Pdu) -> Result<Sent, NetworkError> {
        let (to, text) = match &pdu.tpdu {
            Tpdu::Submit(submit) => (submit.destination.to_string(), submit.text().unwrap_or_default()),
            _ => (String::new(), String::new()),
        };
        // what can't be read may have it
        let with_code =
            self.code_with_card || self.has_code(&text) || (self.code.is_some() && text.is_empty());
        let text = self.redact(&text);
        self.send(Step::MessageSent { to, text }, with_code)?;
        self.network.set_patience(Some(self.left()));
        let result = self.network.send_pdu(pdu);
        self.network.set_patience(None);
        self.sent(result, with_code)
    }

    fn send_text(&mut self, composer: &Composer, text: &str) -> Result<Vec<Sent>, NetworkError> {
        let with_code = self.has_code(text);
        let shown = self.redact(text);
        self.send(Step::MessageSent { to: composer.destination().to_string(), text: shown }, with_code)?;
        self.network.set_patience(Some(self.left()));
        let result = self.network.send_text(composer, text);
        self.network.set_patience(None);
        self.sent(result, with_code)
    }
}

/// The text with an ellipsis for each of these digits' appearances, however they are grouped.
fn hide(text: &str, digits: &str) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, end)) = place_of(rest, digits) {
        hidden.push_str(rest.get(..start).unwrap_or_default());
        hidden.push_str(HIDDEN);
        rest = rest.get(end..).unwrap_or_default();
    }
    hidden.push_str(rest);
    hidden
}

/// Where these digits stand in a text, in one piece or in groups: `1234 5678`, `1234-5678`, or digits of another script.
fn place_of(text: &str, digits: &str) -> Option<(usize, usize)> {
    let ends_at = |from: &str| {
        let mut wanted = digits.chars();
        let mut next = wanted.next()?;
        for (at, character) in from.char_indices() {
            match reply::digit(character) {
                Some(digit) if digit == next => match wanted.next() {
                    Some(after) => next = after,
                    None => return Some(at.saturating_add(character.len_utf8())),
                },
                Some(_) => return None,
                None if at > 0 && is_between_groups(character) => {}
                None => return None,
            }
        }
        None
    };
    text.char_indices().find_map(|(start, _)| {
        let length = ends_at(text.get(start..)?)?;
        Some((start, start.saturating_add(length)))
    })
}

/// Whether it may stand between groups of digits.
fn is_between_groups(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}')
}

fn stopped(halt: Halt) -> NetworkError {
    NetworkError::Failed(Box::new(halt))
}

/// What an error means for a request that is out already: that it was not sent can only be the network's own word.
fn of_waiting(error: NetworkError) -> NetworkError {
    match error {
        NetworkError::Ussd(_) | NetworkError::Refused { .. } => error,
        error if was_not_sent(&error) => NetworkError::OutcomeUnknown,
        error => error,
    }
}

/// Whether it is certain that the network got nothing, or would have none of it.
fn was_not_sent(error: &NetworkError) -> bool {
    match error {
        NetworkError::NoNetwork
        | NetworkError::Refused { .. }
        | NetworkError::Unsupported
        | NetworkError::StorageFull
        | NetworkError::UssdSession(_)
        | NetworkError::Text(_) => true,
        NetworkError::Ussd(error) => matches!(error, UssdError::NotSupported | UssdError::OtherClient),
        NetworkError::Failed(error) => match error.downcast_ref() {
            Some(
                ModemError::Unresponsive { .. }
                | ModemError::NoTime { .. }
                | ModemError::Command(_)
                | ModemError::Refused { .. },
            ) => true,
            // what came before
            Some(
                ModemError::TimedOut { command }
                | ModemError::Malformed { command, .. }
                | ModemError::TooLong { command },
            ) => *command != "+CUSD",
            // that a port failed does not say when
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use core::ops::ControlFlow;
    use core::time::Duration;

    use super::{Line, hide};
    use crate::network::{Network, NetworkError, UssdMessage};
    use crate::ussd::SessionError;

    /// A network that has the request, and of the answer says this.
    struct Waiting {
        end: fn() -> Result<Option<UssdMessage>, NetworkError>,
        asked: u32,
        patience: Option<Duration>,
    }

    impl Network for Waiting {
        fn ussd(&mut self, _: &str) -> Result<UssdMessage, NetworkError> {
            Err(NetworkError::Unsupported)
        }

        fn ussd_begin(&mut self, _: &str, _: Duration) -> Result<Option<UssdMessage>, NetworkError> {
            assert!(self.patience.is_some());
            self.asked += 1;
            Ok(None)
        }

        fn ussd_wait(&mut self, _: Duration) -> Result<Option<UssdMessage>, NetworkError> {
            assert!(self.patience.is_none());
            (self.end)()
        }

        fn set_patience(&mut self, patience: Option<Duration>) {
            self.patience = patience;
        }
    }

    #[test]
    fn a_request_that_is_out_was_sent_whatever_becomes_of_it() {
        let ends: [fn() -> _; 4] = [
            // somebody else with the same modem ended it
            || Err(SessionError::NotAsked.into()),
            || Err(NetworkError::NoNetwork),
            || Err(NetworkError::Unsupported),
            // and one that never ends
            || Ok(None),
        ];
        for end in ends {
            let mut network = Waiting { end, asked: 0, patience: None };
            let mut watch = |_: &super::Progress<'_>| ControlFlow::Continue(());
            let mut line = Line::new(&mut network, &mut watch, Duration::from_millis(20))
                .with_code(super::VoucherCode::new("12345678901234", None).unwrap());
            let error = line.ussd("*104*12345678901234#").unwrap_err();
            assert!(matches!(error, NetworkError::OutcomeUnknown), "{error:?}");
            assert!(line.code_sent());
            assert!(line.ussd("*104*12345678901234#").is_err());
            assert_eq!(network.asked, 1);
        }
    }

    #[test]
    fn a_code_is_hidden_however_it_is_grouped() {
        for text in ["123456", "1234 56", "12-34-56", "12\u{a0}34.56", "١٢٣٤٥٦"] {
            let said = alloc::format!("Voucher {text} was used; {text}!");
            assert_eq!(hide(&said, "123456"), "Voucher … was used; …!");
        }
        for text in ["12345", "1234 and 56", "balance 12.34, 5 texts", "1234657", ""] {
            assert_eq!(hide(text, "123456"), text);
        }
        assert_eq!(hide("1123456", "123456"), "1…", "a digit before it does not hide it");
    }
}
