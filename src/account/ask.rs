//! Asking an operator in one way: by USSD, through the menu of the card, by a message.

mod message;
mod toolkit;
mod ussd;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::attempt::{Attempt, AttemptOutcome, Ended, Progress, WayKind};
use super::directory::{VoucherCode, Way};
use super::line::{Halt, Line};
use super::options::Options;
use super::reply::{self, Context};
use super::{Money, Note};
use crate::card::Card;
use crate::toolkit::NetworkAction;
use crate::transport::Transport;
pub(super) use message::{ask as ask_by_message, discard_earlier};
use toolkit::walk;
pub(super) use toolkit::{capabilities, is_enquiry, walk_checked};
pub(super) use ussd::ask as ask_ussd;

/// What one asks for.
pub(super) trait Goal {
    /// What it is when one has it.
    type Found;

    /// What a reply is.
    fn judge(&self, text: &str) -> Verdict<Self::Found>;

    /// Whether that is all that one wants to know, so that no further page of it is looked at.
    fn is_whole(&self, found: &Self::Found) -> bool {
        let _ = found;
        true
    }

    /// Whether a line of a menu leads there.
    fn leads(&self, label: &str) -> bool;

    /// Whether it is this item of the card's main menu that leads there.
    fn begins(&self, item: &str) -> bool {
        self.leads(item)
    }

    /// Whether the card may ask the network for this on the way.
    fn allows(&self, action: &NetworkAction) -> bool;

    /// Whether this asks for a payment, a subscription or a PIN.
    fn asks(&self, text: &str) -> bool {
        matches!(self.judge(text), Verdict::NeedsConfirmation)
    }

    /// What to give a card that asks for an input.
    fn input(&self) -> Option<&VoucherCode> {
        None
    }
}

/// What a reply is.
pub(super) enum Verdict<F> {
    /// What was asked for.
    Found(F),
    /// It comes as a message.
    SmsFollows,
    /// The network asks for something first.
    NeedsConfirmation,
    /// Something else, as far as can be told.
    Nothing,
}

/// What came of asking.
pub(super) type Asked<F> = Result<F, AttemptOutcome>;

/// The ways to ask, and what helps on them.
pub(super) struct Ways<'w> {
    pub ways: &'w [Way],
    /// What to reply where a USSD menu opens, and its labels say nothing.
    pub replies: &'w [&'w str],
    pub options: &'w Options,
    pub context: &'w Context,
}

/// What came of all ways together.
pub(super) struct Tried<F> {
    pub found: Option<F>,
    pub attempts: Vec<Attempt>,
    pub ended: Ended,
}

/// Tries the ways, one after the other, until one gives what is asked for.
pub(super) fn try_all<T: Transport, G: Goal>(
    card: &mut Card<T>,
    line: &mut Line<'_>,
    goal: &G,
    ways: &Ways<'_>,
) -> Tried<G::Found> {
    let mut tried = Tried { found: None, attempts: Vec::new(), ended: Ended::Exhausted };
    let numbers: Vec<&str> = ways.ways.iter().filter_map(|way| sms_number(way)).collect();
    for kind in &ways.options.ways {
        let of_kind = ways.ways.iter().filter(|way| kind_of(way) == Some(*kind)).map(Some);
        let toolkit = (*kind == WayKind::Toolkit).then_some(None);
        for way in of_kind.chain(toolkit) {
            let name = way.map_or_else(|| String::from("the card's menu"), |way| format!("{way}"));
            let started = line.now();
            match line.begin(ways.options.way_deadline) {
                Some(Halt::Cancelled) => tried.ended = Ended::Cancelled,
                Some(_) => tried.ended = Ended::Deadline,
                None => {}
            }
            if tried.ended != Ended::Exhausted {
                return tried;
            }
            line.tell(&Progress::Trying { kind: *kind, way: &name });
            let asked = match way {
                Some(Way::Ussd(code)) => ussd::ask(line, goal, code, ways.replies, ways.options),
                Some(Way::Sms { number, text }) => message::ask(line, goal, number, text, ways.options),
                Some(Way::Call { .. }) => continue,
                None => walk(card, line, goal, &numbers, ways.options).result,
            };
            let (outcome, found) = match asked {
                Ok(found) => (AttemptOutcome::Answered, Some(found)),
                Err(outcome) => (outcome, None),
            };
            let attempt = finish(line, *kind, name, outcome, started, ways.context);
            tried.ended = match &attempt.outcome {
                AttemptOutcome::Answered => Ended::Found,
                AttemptOutcome::NeedsConfirmation { .. } => Ended::NeedsConfirmation,
                AttemptOutcome::Cancelled => Ended::Cancelled,
                // what was under way may have had its effect
                AttemptOutcome::OutcomeUnknown if line.halted() == Some(Halt::Cancelled) => Ended::Cancelled,
                _ if line.is_over() => Ended::Deadline,
                _ => Ended::Exhausted,
            };
            tried.attempts.push(attempt);
            tried.found = found;
            if tried.ended != Ended::Exhausted {
                return tried;
            }
        }
    }
    tried
}

/// The record of an attempt.
pub(super) fn finish(
    line: &mut Line<'_>,
    kind: WayKind,
    way: String,
    outcome: AttemptOutcome,
    started: core::time::Duration,
    context: &Context,
) -> Attempt {
    let outcome = match (outcome, line.halted()) {
        (outcome @ (AttemptOutcome::Answered | AttemptOutcome::OutcomeUnknown), _) => outcome,
        (outcome @ AttemptOutcome::NeedsConfirmation { .. }, _) => outcome,
        (_, Some(Halt::Cancelled)) => AttemptOutcome::Cancelled,
        (AttemptOutcome::NoMessage, _) => AttemptOutcome::NoMessage,
        (_, Some(Halt::Deadline)) => AttemptOutcome::Deadline,
        (outcome, _) => outcome,
    };
    let steps = core::mem::take(&mut line.steps);
    let costs = steps.iter().filter_map(|step| cost(step.said()?, context)).collect();
    Attempt { kind, way, steps, outcome, costs, took: line.now().saturating_sub(started) }
}

/// What it cost, if the text says so.
fn cost(text: &str, context: &Context) -> Option<Money> {
    reply::read(text, context).notes.iter().find_map(|note| match note {
        Note::Cost(money) => Some(*money),
        _ => None,
    })
}

fn kind_of(way: &Way) -> Option<WayKind> {
    match way {
        Way::Ussd(_) => Some(WayKind::Ussd),
        Way::Sms { .. } => Some(WayKind::Sms),
        Way::Call { .. } => None,
    }
}

fn sms_number(way: &Way) -> Option<&str> {
    match way {
        Way::Sms { number, .. } => Some(number),
        _ => None,
    }
}
