use alloc::boxed::Box;
use core::cell::RefCell;
use core::ops::ControlFlow;

use super::{PlannedWay, TopUpError, TopUpPlan, TopUpReport};
use crate::account::Note;
use crate::account::ask::{self, Asked, Goal, Verdict};
use crate::account::attempt::{AttemptOutcome, Progress};
use crate::account::balance::balance_of;
use crate::account::directory::{TopUpRequest, VoucherCode};
use crate::account::line::Line;
use crate::account::reply::{self, Context, TopUpOutcome, TopUpReply};
use crate::card::Card;
use crate::network::Network;
use crate::numbering::Iccid;
use crate::toolkit::{CommandType, NetworkAction};
use crate::transport::Transport;

impl TopUpPlan {
    /// Sends the code, once: whatever becomes of it, it is not sent again. Then asks for the balance.
    ///
    /// The ICCID is read again right before; nothing is sent if it is another one. `network` must be the one that the
    /// card is in.
    ///
    /// ```
    /// # use simcard::account::{self, Options};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// let plan = account::top_up().code("1111-1111-1111-11").plan(&mut card, &mut network, &options)?;
    /// let report = plan.confirm(&mut card, &mut network)?;
    /// assert_eq!(report.gained.unwrap().to_string(), "10.00 EUR");
    /// assert_eq!(network.balance(), 2234);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TopUpError::OutcomeUnknown`] if the code was sent, or may have been, and there was no answer. All others say that
    /// it was not sent.
    pub fn confirm<T: Transport>(
        self,
        card: &mut Card<T>,
        network: &mut dyn Network,
    ) -> Result<TopUpReport, TopUpError> {
        self.confirm_with(card, network, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`confirm`](Self::confirm), and tells `progress` what goes on.
    ///
    /// ```
    /// # use core::ops::ControlFlow;
    /// # use simcard::account::{self, Options, Progress, Step};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// let plan = account::top_up().code("1111-1111-1111-11").plan(&mut card, &mut network, &options)?;
    /// let mut said = Vec::new();
    /// plan.confirm_with(&mut card, &mut network, &mut |progress| {
    ///     if let Progress::Step(step) = progress {
    ///         said.extend(step.said().map(str::to_owned));
    ///     }
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(said[0], "Topped up with 10.00 EUR. Your balance is 22.34 EUR");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`confirm`](Self::confirm).
    pub fn confirm_with<T: Transport>(
        self,
        card: &mut Card<T>,
        network: &mut dyn Network,
        progress: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
    ) -> Result<TopUpReport, TopUpError> {
        let code = self.code.as_ref().ok_or(TopUpError::NoCode)?;
        let way = match (&self.way, self.operator.candidates.is_empty()) {
            (Some(way), _) => way,
            (None, false) => {
                let candidates = self.operator.candidates.clone();
                return Err(TopUpError::WhichOperator { candidates });
            }
            (None, true) => return Err(TopUpError::NoWay),
        };
        let planned = *self.subscriber.iccid.as_ref().map_err(|_| TopUpError::NoIccid)?;
        let mut line = Line::new(network, progress, self.options.deadline).with_code(code.clone());
        let kind = way.kind();
        let name = alloc::format!("{way}");
        line.begin(self.options.way_deadline);
        line.tell(&Progress::Trying { kind, way: &name });
        let item = match way {
            PlannedWay::Toolkit { item } => item.as_str(),
            _ => "",
        };
        let goal = TopUpGoal { code, item, context: &self.context, first: RefCell::new(None) };
        let mut entered = false;
        let asked = match way {
            PlannedWay::Request(request) => {
                if matches!(request, TopUpRequest::Sms { .. }) {
                    // takes a while with some modems, and a card can be taken out meanwhile
                    ask::discard_earlier(&mut line);
                }
                check(card, planned)?;
                self.send(&mut line, &goal, request)
            }
            PlannedWay::Toolkit { .. } => {
                let mut wrong = None;
                let numbers = self.numbers();
                let numbers: alloc::vec::Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
                let walk = ask::walk_checked(card, &mut line, &goal, &numbers, &self.options, |card| {
                    check(card, planned).map_err(|error| {
                        wrong = Some(error);
                        AttemptOutcome::NotOffered
                    })
                });
                if let Some(error) = wrong {
                    return Err(error);
                }
                entered = walk.entered;
                walk.result
            }
        };
        let failed = matches!(asked, Err(AttemptOutcome::Failed { .. }));
        // what was said before it was understood is better than nothing
        let reply = match &asked {
            Ok(reply) => Some(reply.clone()),
            Err(_) => goal.first.take(),
        };
        let sent = line.code_sent();
        let reply = reply.filter(|_| sent);
        let refused_by_network = line.trouble.is_some();
        let outcome = match &asked {
            Ok(_) => AttemptOutcome::Answered,
            Err(outcome) => outcome.clone(),
        };
        let attempt = ask::finish(&mut line, kind, name, outcome, core::time::Duration::ZERO, &self.context);
        // a card that has the code, and was lost before it asked for the network, may ask another terminal
        let lost = entered && !sent && !refused_by_network && failed;
        if !sent && !lost && reply.is_none() {
            return Err(TopUpError::NotSent(Box::new(attempt)));
        }
        let unanswered = reply.is_none();
        let outcome = reply.as_ref().map_or(TopUpOutcome::Unknown, |reply| reply.outcome);
        let before = self.balance.report.as_ref().and_then(|report| report.main);
        let balance = balance_of(card, network, &self.options, progress, self.subscriber.clone(), Some(code));
        let asked_later = balance.report.as_ref().and_then(|report| report.main);
        let after = asked_later.or_else(|| reply.as_ref().and_then(|reply| reply.balance.main));
        let report = TopUpReport {
            outcome,
            reply,
            attempt,
            before,
            after,
            gained: TopUpReport::gained(before, after),
            balance: Some(balance),
        };
        match unanswered {
            true => Err(TopUpError::OutcomeUnknown(Box::new(report))),
            false => Ok(report),
        }
    }

    fn send(&self, line: &mut Line<'_>, goal: &TopUpGoal<'_>, request: &TopUpRequest) -> Asked<TopUpReply> {
        match request {
            TopUpRequest::Ussd(text) => ask::ask_ussd(line, goal, text.expose(), &[], &self.options),
            TopUpRequest::Sms { number, text } => {
                ask::ask_by_message(line, goal, number, text.expose(), &self.options)
            }
        }
    }

    /// The numbers to which the operator has messages sent to top up.
    fn numbers(&self) -> alloc::vec::Vec<alloc::string::String> {
        let found = crate::account::options::Found::of(&self.subscriber, &self.options);
        let ways = found.operator.into_iter().flat_map(|operator| operator.top_up());
        ways.filter_map(|way| match way {
            crate::account::directory::TopUpWay::Sms { number, .. } => Some(number),
            _ => None,
        })
        .collect()
    }
}

/// Fails unless it is still the same card.
fn check<T: Transport>(card: &mut Card<T>, planned: Iccid) -> Result<(), TopUpError> {
    let found = card.iccid()?;
    match found == planned {
        true => Ok(()),
        false => Err(TopUpError::WrongCard { planned, found }),
    }
}

/// A top-up is asked for.
struct TopUpGoal<'c> {
    code: &'c VoucherCode,
    /// The item of the card's menu that the plan has shown.
    item: &'c str,
    context: &'c Context,
    /// What was said first that says nothing certain.
    first: RefCell<Option<TopUpReply>>,
}

impl Goal for TopUpGoal<'_> {
    type Found = TopUpReply;

    fn judge(&self, text: &str) -> Verdict<TopUpReply> {
        let reply = reply::read_top_up(text, self.context);
        let asks = reply.balance.notes.contains(&Note::AsksForPaymentOrPin);
        let verdict = match reply.outcome {
            TopUpOutcome::SmsFollows => Verdict::SmsFollows,
            TopUpOutcome::Unknown if asks => Verdict::NeedsConfirmation,
            TopUpOutcome::Unknown => Verdict::Nothing,
            _ => return Verdict::Found(reply),
        };
        self.first.borrow_mut().get_or_insert(reply);
        verdict
    }

    /// What is asked before the code is sent is no answer to it.
    fn asks(&self, text: &str) -> bool {
        reply::read(text, self.context).notes.contains(&Note::AsksForPaymentOrPin)
    }

    fn leads(&self, label: &str) -> bool {
        reply::is_top_up_label(label)
    }

    /// The one that was shown, whatever else the menu has by now.
    fn begins(&self, item: &str) -> bool {
        item == self.item
    }

    /// The code, by USSD, and nothing else.
    fn allows(&self, action: &NetworkAction) -> bool {
        let code = self.code.expose();
        action.command == CommandType::SEND_USSD
            && action.target.matches(code).count() == 1
            // what is left is the code of a service
            && ask::is_enquiry(&action.target.replacen(code, "0", 1))
    }

    fn input(&self) -> Option<&VoucherCode> {
        Some(self.code)
    }
}
