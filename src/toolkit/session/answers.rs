//! What a session makes of the card's answers.

use core::time::Duration;

use super::{End, Lost, Note, Phase, Request, Session, Step};
use crate::apdu::StatusWord;
use crate::toolkit::action::NetworkAction;
use crate::toolkit::command::ProactiveCommand;
use crate::toolkit::response::TerminalResponse;
use crate::toolkit::result::GeneralResult;

/// The tag of an envelope with a choice from the menu (ETSI TS 101 220 7.2).
const MENU_SELECTION: u8 = 0xD3;

impl Session {
    /// What the card answered to the last request.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::apdu::StatusWord;
    /// use simcard::toolkit::{End, Limits, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.poll(Duration::ZERO);
    /// session.answered(Duration::ZERO, StatusWord::new(0x6D00), &[]);
    /// assert_eq!(session.poll(Duration::ZERO), Step::Ended(End::NoToolkit));
    /// ```
    pub fn answered(&mut self, now: Duration, status: StatusWord, data: &[u8]) {
        let Phase::Sent(request) = self.phase else { return };
        self.phase = Phase::Ready;
        self.pending = status.proactive_len();
        let failed = status.is_error();
        match request {
            Request::Profile => {
                self.profile_due = false;
                if failed && is_unknown(status) {
                    self.finish(End::NoToolkit);
                } else if failed {
                    self.steps.push_back(Step::Note(Note::ProfileRejected(status)));
                }
            }
            Request::Fetch(_) if failed || data.is_empty() => {
                self.no_longer_lost();
                self.steps.push_back(Step::Note(Note::FetchFailed(status)));
                self.failures = self.failures.saturating_add(1);
                if self.failures >= self.limits.failures {
                    self.finish(End::FetchFails);
                }
            }
            Request::Fetch(_) => {
                self.failures = 0;
                self.fetched(now, data);
            }
            Request::Response => {
                self.response_due = false;
                self.lost = Lost::Nothing;
                self.wipe_response();
                if failed {
                    self.steps.push_back(Step::Note(Note::ResponseRejected(status)));
                }
            }
            Request::Envelope => self.envelope_answered(now, status, data),
            // a card that says nothing more may wait for the answer, or be done
            Request::Status if self.response_due && self.pending.is_none() => self.lost = Lost::Nothing,
            Request::Status => {}
        }
    }

    /// The last request went nowhere, or its answer did not come: nobody knows which.
    ///
    /// An envelope is not sent again: the card may have begun with what was chosen. A profile and a FETCH are, as they
    /// change nothing. Of an answer nobody can tell whether the card has it, so the card is asked by STATUS first. If a
    /// command waits, it has gone on, and the answer is not sent again; should it be the same command, and one that reaches the
    /// network, it gets the same answer, and is not carried out a second time. If no command waits, the answer is sent
    /// again: a card that has had it is done, and refuses the second one, while one that has not listens to nothing else.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::{Limits, Request, Session, Step, TerminalProfile};
    ///
    /// let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    /// session.poll(Duration::ZERO);
    /// session.unanswered(); // the modem did not answer
    /// assert_eq!(session.poll(Duration::ZERO), Step::Transmit(Request::Profile));
    /// ```
    pub fn unanswered(&mut self) {
        let Phase::Sent(request) = self.phase else { return };
        self.phase = Phase::Ready;
        self.ask = true;
        match request {
            Request::Envelope => {
                self.envelopes.pop_front();
                self.busy_tries = 0;
                self.busy_until = None;
            }
            // some cards never give a command a second time
            Request::Fetch(_) => {
                self.failures = self.failures.saturating_add(1);
                if self.failures >= self.limits.failures {
                    self.pending = None;
                    self.finish(End::FetchFails);
                }
            }
            Request::Response => self.lost = Lost::Unasked,
            Request::Profile | Request::Status => {}
        }
    }

    fn envelope_answered(&mut self, now: Duration, status: StatusWord, data: &[u8]) {
        let (tries, delay) = self.limits.busy;
        if status == StatusWord::TOOLKIT_BUSY && self.busy_tries < tries {
            self.busy_tries = self.busy_tries.saturating_add(1);
            self.busy_until = now.checked_add(delay);
            // it may be busy with a command that it announced to somebody else
            self.ask = true;
            return;
        }
        self.busy_tries = 0;
        self.busy_until = None;
        let envelope = self.envelopes.pop_front();
        // some cards take a choice, and only then think of what comes of it
        let chosen = envelope.is_some_and(|bytes| bytes.first() == Some(&MENU_SELECTION));
        self.ask |= chosen && status.is_success() && self.pending.is_none();
        self.steps.push_back(Step::Note(Note::EnvelopeAnswered { status, data: data.to_vec() }));
    }

    fn fetched(&mut self, now: Duration, data: &[u8]) {
        self.commands = self.commands.saturating_add(1);
        let began = *self.began.get_or_insert(now);
        let sum = sum(data);
        if self.lost == Lost::GoesOn && self.answering == (sum, true) && !self.response.is_empty() {
            // it never had the answer
            self.lost = Lost::Nothing;
            self.response_due = true;
            return;
        }
        self.no_longer_lost();
        self.answering = (sum, false);
        let over = if self.commands > self.limits.commands {
            Some(End::TooManyCommands)
        } else if now.saturating_sub(began) > self.limits.duration {
            Some(End::TooLong)
        } else {
            None
        };
        match (ProactiveCommand::decode(data), over) {
            (Err(refusal), over) => {
                if let Some(end) = over {
                    self.finish(end);
                }
                // without readable details all of them are 0 (6.8.1)
                let details = refusal.details.unwrap_or_default();
                self.respond(&TerminalResponse::new(details, refusal.result));
                self.steps.push_back(Step::Refused(refusal));
            }
            (Ok(command), Some(end)) => {
                self.respond(&TerminalResponse::new(
                    command.details(),
                    GeneralResult::SESSION_TERMINATED_BY_USER,
                ));
                self.finish(end);
            }
            (Ok(command), None) => match self.housekeeping(now, &command) {
                Some(reply) => {
                    let result = reply.general();
                    self.put_answer(&command, &reply);
                    self.steps.push_back(Step::Handled(command, result));
                }
                None => {
                    self.answering = (sum, NetworkAction::sends(command.kind()));
                    self.phase = Phase::Performing(command.details());
                    self.steps.push_back(Step::Perform(command));
                }
            },
        }
    }
}

/// A sum of bytes by which a command is known again: FNV-1a.
fn sum(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// Whether a card does not know a command at all.
const fn is_unknown(status: StatusWord) -> bool {
    matches!(status.to_bytes(), [0x6D | 0x6E, _])
}
