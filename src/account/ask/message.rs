use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::attempt::{AttemptOutcome, Step};
use super::super::line::{Halt, Line};
use super::super::options::Options;
use super::{Asked, Goal, Verdict};
use crate::codec::TypeOfNumber;
use crate::network::{Network, NetworkError};
use crate::sms::{Address, Composer, Deliver, Message, Reassembler, Received};

/// Messages that came before, and are looked at before anything is asked.
const MAX_EARLIER: usize = 100;
/// How often receiving may fail: a message that can't be read is no reason not to wait for the next.
const MAX_FAILURES: usize = 8;
/// The most digits of a short code.
const SHORT_CODE: usize = 6;

/// Asks by a message, and waits for the one that answers it.
pub fn ask<G: Goal>(
    line: &mut Line<'_>,
    goal: &G,
    number: &str,
    text: &str,
    options: &Options,
) -> Asked<G::Found> {
    let composer = composer(number)?;
    discard_earlier(line);
    match line.send_text(&composer, text) {
        Ok(_) => {}
        // if it was sent after all, its answer says so
        Err(error) if error.may_have_had_effect() => {
            return wait(line, goal, &[number], options).map_err(|outcome| match outcome {
                AttemptOutcome::NoMessage => AttemptOutcome::OutcomeUnknown,
                outcome => outcome,
            });
        }
        Err(error) => return Err(line.outcome_of(&error)),
    }
    wait(line, goal, &[number], options)
}

/// What makes messages to a number of the directory.
pub fn composer(number: &str) -> Result<Composer, AttemptOutcome> {
    let failed = |reason| AttemptOutcome::Failed { reason };
    let to: Address = number.parse().map_err(|_| failed(alloc::format!("{number} is no number")))?;
    Ok(Composer::new(to))
}

/// What came before anything was asked is no answer. It stays where it is stored.
pub fn discard_earlier(line: &mut Line<'_>) {
    for _ in 0..MAX_EARLIER {
        if line.earlier_message().is_none() {
            return;
        }
    }
}

/// Waits for a message with the answer: from one of these numbers, or from an operator as far as the sender tells, which
/// is a name or a short code.
pub fn wait<G: Goal>(line: &mut Line<'_>, goal: &G, numbers: &[&str], options: &Options) -> Asked<G::Found> {
    let mut reassembler = Reassembler::new();
    let mut parts: Vec<(u32, Deliver)> = Vec::new();
    let mut failures = 0;
    let mut answer = AttemptOutcome::NoMessage;
    loop {
        let incoming = match line.next_message() {
            Ok(Some(incoming)) => incoming,
            Ok(None) => continue,
            Err(NetworkError::Failed(halt)) if halt.is::<Halt>() => return Err(answer),
            Err(error @ (NetworkError::NoNetwork | NetworkError::Unsupported)) => {
                return Err(line.outcome_of(&error));
            }
            Err(error) if failures >= MAX_FAILURES => return Err(line.outcome_of(&error)),
            Err(_) => {
                failures = failures.saturating_add(1);
                continue;
            }
        };
        let Some(part) = incoming.message() else { continue };
        parts.extend(incoming.index.map(|index| (index, part.clone())));
        let Received::Whole(message) = reassembler.push(part.clone(), None) else { continue };
        let Some((sender, text)) = message.originator().cloned().zip(message.text()) else { continue };
        let asked = numbers.iter().any(|number| same_number(number, &sender.to_string()));
        if !asked && !is_operators(&sender) {
            line.note(Step::MessageIgnored);
            continue;
        }
        let text = line.redact(&text);
        let verdict = goal.judge(&text);
        if !asked && !matches!(verdict, Verdict::Found(_)) {
            line.note(Step::MessageIgnored);
            continue;
        }
        line.note(Step::MessageReceived { from: sender.to_string(), text: text.clone() });
        if options.delete_answers {
            delete(line, &parts, &message);
        }
        match verdict {
            Verdict::Found(found) => return Ok(found),
            Verdict::NeedsConfirmation => return Err(AttemptOutcome::NeedsConfirmation { text }),
            // it may say more in another one
            Verdict::SmsFollows => {}
            Verdict::Nothing => answer = AttemptOutcome::NotUnderstood,
        }
    }
}

fn delete(line: &mut Line<'_>, parts: &[(u32, Deliver)], message: &Message) {
    for (index, part) in parts {
        if message.parts().any(|other| other == part) {
            line.delete(*index);
        }
    }
}

/// Whether two numbers are the same, but for the plus.
fn same_number(one: &str, other: &str) -> bool {
    one.trim_start_matches('+') == other.trim_start_matches('+')
}

/// Whether this sender may be an operator: a name, or a short code. Anybody may send from a number.
fn is_operators(sender: &Address) -> bool {
    match sender.to_number() {
        Some(number) => number.ton() != TypeOfNumber::International && number.digits().len() <= SHORT_CODE,
        None => sender.name().is_some(),
    }
}
