use core::fmt;

use crate::account::Money;
use crate::account::attempt::Attempt;
use crate::account::balance::BalanceOutcome;
use crate::account::reply::{TopUpOutcome, TopUpReply};

/// What came of a top-up.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TopUpReport {
    /// What the network said of it, or that nobody knows.
    pub outcome: TopUpOutcome,
    /// What the network said, without the code.
    pub reply: Option<TopUpReply>,
    /// What was sent and said, without the code.
    pub attempt: Attempt,
    /// The balance before, if it is known.
    #[serde(serialize_with = "money")]
    pub before: Option<Money>,
    /// The balance afterwards, if it is known.
    #[serde(serialize_with = "money")]
    pub after: Option<Money>,
    /// How much more it is, if both are known in one currency.
    #[serde(serialize_with = "money")]
    pub gained: Option<Money>,
    /// How the balance was asked for afterwards; `None` if that was not possible.
    pub balance: Option<BalanceOutcome>,
}

fn money<S: serde::Serializer>(money: &Option<Money>, serializer: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(money, serializer)
}

impl TopUpReport {
    /// What was gained between two balances.
    pub(super) fn gained(before: Option<Money>, after: Option<Money>) -> Option<Money> {
        let (before, after) = (before?, after?);
        let amount = after.amount.checked_sub(before.amount).filter(|_| before.currency == after.currency)?;
        Some(Money { amount, currency: after.currency })
    }
}

/// In one line.
impl fmt::Display for TopUpReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |f: &mut fmt::Formatter<'_>, money: &Option<Money>| match money {
            Some(money) => write!(f, "{money}"),
            None => f.write_str("unknown"),
        };
        f.write_str(words(self.outcome))?;
        if let Some(tries) = self.reply.as_ref().and_then(|reply| reply.tries_left) {
            write!(f, " ({tries} tries left)")?;
        }
        f.write_str("; balance before: ")?;
        show(f, &self.before)?;
        f.write_str(", after: ")?;
        show(f, &self.after)
    }
}

const fn words(outcome: TopUpOutcome) -> &'static str {
    match outcome {
        TopUpOutcome::Accepted => "accepted",
        TopUpOutcome::WrongCode => "wrong code",
        TopUpOutcome::AlreadyUsed => "the code was used before",
        TopUpOutcome::Expired => "the code is too old",
        TopUpOutcome::Blocked => "topping up is blocked",
        TopUpOutcome::NotAllowed => "this account cannot be topped up so",
        TopUpOutcome::SmsFollows => "unknown: a message was to say, and did not come",
        TopUpOutcome::Unknown => "unknown: check the balance",
    }
}
