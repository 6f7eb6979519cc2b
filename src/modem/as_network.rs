use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::time::Duration;

use super::at::FinalResult;
use super::client::Modem;
use super::error::ModemError;
use super::port::Port;
use super::ussd::UssdAnswer;
use crate::network::{Incoming, Network, NetworkError, Sent, StoredMessage, UssdMessage};
use crate::sms::{Composer, Pdu};

impl From<UssdAnswer> for UssdMessage {
    fn from(answer: UssdAnswer) -> Self {
        Self { state: answer.state, text: answer.reading.text }
    }
}

impl From<ModemError> for NetworkError {
    fn from(error: ModemError) -> Self {
        match error {
            ModemError::NoNetwork(_) => Self::NoNetwork,
            // an answer that can't be read is one: the network had the request
            ModemError::OutcomeUnknown { .. }
            | ModemError::TimedOut { command: "+CUSD" }
            | ModemError::Malformed { command: "+CUSD", .. }
            | ModemError::TooLong { command: "+CUSD" } => Self::OutcomeUnknown,
            ModemError::Ussd(error) => error.into(),
            ModemError::UssdSession(error) => error.into(),
            ModemError::Text(error) => error.into(),
            ModemError::Parts { sent, total, source } => {
                Self::Parts { sent, total, source: Box::new(Self::from(*source)) }
            }
            ModemError::TextModeOnly => Self::Unsupported,
            ModemError::Refused { ref result, .. } => match of_result(result) {
                Some(known) => known,
                None => Self::Failed(Box::new(error)),
            },
            error => Self::Failed(Box::new(error)),
        }
    }
}

/// What a refusal means (3GPP TS 27.007 9.2, 3GPP TS 27.005 3.2.5).
fn of_result(result: &FinalResult) -> Option<NetworkError> {
    let (code, reason) = match result {
        FinalResult::Cms(error) => (error.code(), error.to_string()),
        FinalResult::Cme(error) => (error.code(), error.to_string()),
        _ => return None,
    };
    Some(match (result, code) {
        (FinalResult::Cms(_), Some(331)) | (FinalResult::Cme(_), Some(30)) => NetworkError::NoNetwork,
        (FinalResult::Cms(_), Some(332)) | (FinalResult::Cme(_), Some(31)) => NetworkError::OutcomeUnknown,
        (FinalResult::Cms(_), Some(208 | 211 | 322)) | (FinalResult::Cme(_), Some(20)) => {
            NetworkError::StorageFull
        }
        (FinalResult::Cms(_), Some(321)) | (FinalResult::Cme(_), Some(21 | 22)) => NetworkError::NoMessage,
        (FinalResult::Cms(_), Some(303)) | (FinalResult::Cme(_), Some(4)) => NetworkError::Unsupported,
        _ => NetworkError::Refused { code, reason },
    })
}

impl<P: Port> Modem<P> {
    /// What the error of a USSD request means. A port that fails while a dialogue is under way does not say what the
    /// network had by then.
    fn of_ussd(&self, error: ModemError) -> NetworkError {
        match error {
            ModemError::Port(_) if self.ussd_open => NetworkError::OutcomeUnknown,
            error => error.into(),
        }
    }
}

/// The network that a modem is registered with. [`Modem`] has methods of the same names that tell more.
impl<P: Port> Network for Modem<P> {
    fn ussd(&mut self, request: &str) -> Result<UssdMessage, NetworkError> {
        match self.in_time(|modem| Self::ussd(modem, request)) {
            Ok(answer) => Ok(answer.into()),
            Err(error) => Err(self.of_ussd(error)),
        }
    }

    fn ussd_reply(&mut self, reply: &str) -> Result<UssdMessage, NetworkError> {
        match self.in_time(|modem| Self::ussd_reply(modem, reply)) {
            Ok(answer) => Ok(answer.into()),
            Err(error) => Err(self.of_ussd(error)),
        }
    }

    fn ussd_begin(&mut self, request: &str, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        match self.in_time(|modem| Self::ussd_begin(modem, request, timeout)) {
            Ok(answer) => Ok(answer.map(UssdMessage::from)),
            Err(error) => Err(self.of_ussd(error)),
        }
    }

    fn ussd_begin_reply(
        &mut self,
        reply: &str,
        timeout: Duration,
    ) -> Result<Option<UssdMessage>, NetworkError> {
        match self.in_time(|modem| Self::ussd_begin_reply(modem, reply, timeout)) {
            Ok(answer) => Ok(answer.map(UssdMessage::from)),
            Err(error) => Err(self.of_ussd(error)),
        }
    }

    fn ussd_wait(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        match Self::ussd_wait(self, timeout) {
            Ok(answer) => Ok(answer.map(UssdMessage::from)),
            Err(error) => Err(self.of_ussd(error)),
        }
    }

    fn ussd_cancel(&mut self) -> Result<(), NetworkError> {
        match Self::ussd_cancel(self) {
            // some refuse where there is no dialogue
            Ok(()) | Err(ModemError::Refused { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn ussd_listen(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        Ok(Self::ussd_listen(self, timeout)?.map(UssdMessage::from))
    }

    fn set_patience(&mut self, patience: Option<Duration>) {
        self.patience = patience;
        self.ussd.set_patience(patience);
    }

    fn clock(&self) -> Option<Duration> {
        Some(self.port.now())
    }

    fn send_pdu(&mut self, pdu: &Pdu) -> Result<Sent, NetworkError> {
        Ok(self.in_time(|modem| Self::send_pdu(modem, pdu))?)
    }

    fn send_text(&mut self, composer: &Composer, text: &str) -> Result<Vec<Sent>, NetworkError> {
        Ok(self.in_time(|modem| Self::send_text(modem, composer, text))?)
    }

    fn receive(&mut self, timeout: Duration) -> Result<Option<Incoming>, NetworkError> {
        Ok(Self::receive(self, timeout)?)
    }

    fn messages(&mut self) -> Result<Vec<StoredMessage>, NetworkError> {
        Ok(Self::messages(self)?)
    }

    fn message(&mut self, index: u32) -> Result<Option<StoredMessage>, NetworkError> {
        Ok(Self::message(self, index)?)
    }

    fn delete_message(&mut self, index: u32) -> Result<(), NetworkError> {
        Ok(Self::delete_message(self, index)?)
    }
}
