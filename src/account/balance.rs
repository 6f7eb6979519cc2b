//! How much is left.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::ControlFlow;

use super::ask::{self, Goal, Tried, Verdict, Ways};
use super::attempt::{Attempt, Ended, Progress};
use super::directory::{VoucherCode, Way};
use super::line::Line;
use super::options::{AccountOperator, Found, Options};
use super::reply::{self, Context};
use super::subscriber::Subscriber;
use super::{BalanceReport, Note, Quantity, ReplyKind};
use crate::card::Card;
use crate::error::Result;
use crate::network::Network;
use crate::toolkit::{CommandType, NetworkAction};
use crate::transport::Transport;

/// What came of asking for the balance.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct BalanceOutcome {
    /// Whose account it is.
    pub subscriber: Subscriber,
    /// The operator.
    pub operator: AccountOperator,
    /// What the operator said, if it said a balance.
    pub report: Option<BalanceReport>,
    /// How it ended.
    pub ended: Ended,
    /// What was tried, in that order. The last one gave the balance, if there is one.
    pub attempts: Vec<Attempt>,
    /// Numbers that one could call. This library makes no calls.
    pub calls: Vec<String>,
}

/// Asks the operator of a card how much is left.
///
/// Tries the [ways](Options::ways) that the operator has, one after the other: USSD, with menus that lead to the balance;
/// the card's own menu; a message, and the message that answers it. Stops at the first that gives a balance, and where
/// the network or the card asks for a payment, a subscription, a PIN or a yes: nobody answers that here. Nothing is sent
/// twice. Where it is not certain who the operator is, only what all candidates have in common is sent.
///
/// What the card's menu wants of the network is allowed if it comes from the item that was chosen, and is a USSD enquiry
/// by its looks or a message to a number by which the directory says that this operator is asked. Calls and everything
/// else are refused.
///
/// ```
/// use simcard::account::{self, Options};
/// use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
/// use simcard::Card;
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let mut network = VirtualNetwork::new(); // a modem's: SharedModem::new(Modem::open(port)?)
/// let mut options = Options::default();
/// options.directory.extend(&[virtual_operator()])?; // a test network, which is not built in
/// let outcome = account::balance(&mut card, &mut network, &options)?;
/// let report = outcome.report.expect("the virtual network answers");
/// assert_eq!(report.main.unwrap().to_string(), "12.34 EUR");
/// assert_eq!(outcome.attempts[0].way, "USSD *100#");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Only if the card can't be read. What went wrong on the way is in the [attempts](BalanceOutcome::attempts).
pub fn balance<T: Transport>(
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
) -> Result<BalanceOutcome> {
    balance_with(card, network, options, &mut |_| ControlFlow::Continue(()))
}

/// As [`balance`], and tells `progress` what goes on. It cancels by [`ControlFlow::Break`].
///
/// ```
/// use core::ops::ControlFlow;
/// use simcard::account::{self, Options, Progress};
/// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
/// # use simcard::Card;
///
/// # let mut card = Card::new(VirtualCard::uicc());
/// # let mut network = VirtualNetwork::new();
/// # let mut options = Options::default();
/// # options.directory.extend(&[virtual_operator()])?;
/// let mut tried = Vec::new();
/// account::balance_with(&mut card, &mut network, &options, &mut |progress| {
///     if let Progress::Trying { way, .. } = progress {
///         tried.push(way.to_string());
///     }
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(tried, ["USSD *100#"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`balance`].
pub fn balance_with<T: Transport>(
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
    progress: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
) -> Result<BalanceOutcome> {
    let subscriber = Subscriber::read(card)?;
    Ok(balance_of(card, network, options, progress, subscriber, None))
}

/// As [`balance_with`], for a card that was just read, and without this voucher code in anything that is noted.
pub(super) fn balance_of<T: Transport>(
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
    progress: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
    subscriber: Subscriber,
    hidden: Option<&VoucherCode>,
) -> BalanceOutcome {
    let found = Found::of(&subscriber, options);
    let context = found.context(options);
    let all = found.balance();
    let (calls, ways): (Vec<Way>, Vec<Way>) =
        all.into_iter().partition(|way| matches!(way, Way::Call { .. }));
    let replies: Vec<&str> = found.operator.iter().flat_map(|operator| operator.ussd_replies()).collect();
    let mut line = Line::new(network, progress, options.deadline).hiding(hidden.cloned());
    line.tell(&Progress::Identified(&subscriber));
    let goal = Balance { context: &context };
    let ways = Ways { ways: &ways, replies: &replies, options, context: &context };
    let Tried { found: report, attempts, ended } = ask::try_all(card, &mut line, &goal, &ways);
    let calls = calls.into_iter().filter_map(|way| match way {
        Way::Call { digits } => Some(digits),
        _ => None,
    });
    BalanceOutcome { operator: found.shown, report, ended, attempts, calls: calls.collect(), subscriber }
}

/// A balance is asked for.
pub(super) struct Balance<'c> {
    pub context: &'c Context,
}

impl Goal for Balance<'_> {
    type Found = BalanceReport;

    fn judge(&self, text: &str) -> Verdict<BalanceReport> {
        let report = reply::read(text, self.context);
        if report.main.is_some() || (report.kind == ReplyKind::Balance && !report.others.is_empty()) {
            return Verdict::Found(report);
        }
        if report.notes.contains(&Note::AsksForPaymentOrPin) {
            return Verdict::NeedsConfirmation;
        }
        match report.kind {
            ReplyKind::SmsFollows => Verdict::SmsFollows,
            _ => Verdict::Nothing,
        }
    }

    fn is_whole(&self, found: &BalanceReport) -> bool {
        let of_money = found.others.iter().filter(|other| matches!(other.quantity, Quantity::Money(_)));
        let left = of_money.filter(|other| reply::is_left_label(&other.label)).count();
        // any other amount may be a price, which to go on is to agree to
        found.main.is_some() || reply::amounts(&found.raw) > left
    }

    fn leads(&self, label: &str) -> bool {
        reply::is_balance_label(label)
    }

    fn allows(&self, action: &NetworkAction) -> bool {
        action.command == CommandType::SEND_USSD && ask::is_enquiry(&action.target)
    }
}
