//! The answer to a top-up.

use alloc::string::{String, ToString};

use super::items::{self, What};
use super::kind;
use super::lexicon::{Entry, Role};
use super::number::Reading;
use super::token::{Token, Tokens};
use super::{Context, date, locale, read};
use crate::account::{BalanceReport, Money, ReplyKind};

/// What became of a top-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum TopUpOutcome {
    /// It was credited.
    Accepted,
    /// The code is not a code.
    WrongCode,
    /// The code was used before.
    AlreadyUsed,
    /// The code is too old.
    Expired,
    /// Topping up is blocked.
    Blocked,
    /// This account cannot be topped up so.
    NotAllowed,
    /// The answer comes as a message.
    SmsFollows,
    /// The text does not say.
    #[default]
    Unknown,
}

/// What an operator's answer to a top-up says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopUpReply {
    /// The text as it came.
    pub raw: String,
    /// What became of it.
    pub outcome: TopUpOutcome,
    /// What was credited, where the text says so.
    pub credited: Option<Money>,
    /// How many tries are left before topping up is blocked, where the text says so.
    pub tries_left: Option<u32>,
    /// What it says of the balance afterwards.
    pub balance: BalanceReport,
}

serialize_fields!(TopUpReply, this {
    "raw" => &this.raw,
    "outcome" => this.outcome,
    "credited" => this.credited,
    "tries_left" => this.tries_left,
    "balance" => &this.balance,
});

/// Reads an operator's answer to a top-up. Whatever is not clearly one thing is [`TopUpOutcome::Unknown`].
///
/// ```
/// use simcard::account::Country;
/// use simcard::account::reply::{Context, TopUpOutcome, read_top_up};
///
/// let context = Context { country: Some(Country::GB), today: None };
/// let reply = read_top_up("You have successfully topped up £10. Your new balance is £12.50.", &context);
/// assert_eq!(reply.outcome, TopUpOutcome::Accepted);
/// assert_eq!(reply.credited.map(|money| money.to_string()).as_deref(), Some("10 GBP"));
/// assert_eq!(reply.balance.main.map(|money| money.to_string()).as_deref(), Some("12.50 GBP"));
///
/// let reply = read_top_up("The voucher has already been used. 2 attempts left.", &context);
/// assert_eq!((reply.outcome, reply.tries_left), (TopUpOutcome::AlreadyUsed, Some(2)));
/// ```
pub fn read_top_up(text: &str, context: &Context) -> TopUpReply {
    let mut balance = read(text, context);
    let tokens = Tokens::of(super::cut(text));
    let roles = kind::roles(&tokens);
    let outcome = outcome(&tokens, roles, &balance);
    let credited =
        if outcome == TopUpOutcome::Accepted { credited(&tokens, context, &mut balance) } else { None };
    TopUpReply { raw: text.to_string(), outcome, credited, tries_left: tries_left(&tokens), balance }
}

fn outcome(tokens: &Tokens<'_>, roles: Role, balance: &BalanceReport) -> TopUpOutcome {
    let has = |role| roles.intersects(role);
    let exact = |role: Role| tokens.list.iter().filter(|token| token.entry().has(role)).count();
    let negated = has(Role::NOT) || has(Role::ERROR);
    if has(Role::BLOCKED) {
        TopUpOutcome::Blocked
    } else if has(Role::EXPIRED) && !has(Role::SUCCESS) {
        TopUpOutcome::Expired
    } else if exact(Role::USED) > 0 && !has(Role::SUCCESS) {
        TopUpOutcome::AlreadyUsed
    } else if has(Role::WRONG) && has(Role::VOUCHER | Role::NUMBER) && (negated || !has(Role::SUCCESS)) {
        TopUpOutcome::WrongCode
    } else if negated && has(Role::SUCCESS) {
        // `was not successful`, or a success and advice what not to do
        TopUpOutcome::Unknown
    } else if has(Role::SUCCESS) || (has(Role::CREDITED) && !negated) {
        TopUpOutcome::Accepted
    } else if balance.kind == ReplyKind::SmsFollows {
        TopUpOutcome::SmsFollows
    } else if negated && has(Role::AGREE | Role::TOP_UP) && has(Role::ACCOUNT | Role::TARIFF) {
        TopUpOutcome::NotAllowed
    } else {
        TopUpOutcome::Unknown
    }
}

/// The amount that is not the balance, if there is one alone.
fn credited(tokens: &Tokens<'_>, context: &Context, balance: &mut BalanceReport) -> Option<Money> {
    let locale = context.country.and_then(locale::Locale::of);
    let dates = date::Dates { tokens, locale, today: context.today };
    let items = items::items(tokens, &dates);
    let mut found = None;
    for item in &items {
        let What::Amount(amount) = &item.what else { continue };
        let (Reading::Value(value), Some(currency)) = (amount.reading, amount.currency) else { continue };
        // the words of its part of the sentence
        let words = (1..8_usize).filter_map(|back| tokens.get(item.first.checked_sub(back)?));
        let words = words.take_while(|token| token.is_word() || token.is_sign(':')).map(Token::entry);
        let words = words.fold(Entry::default(), |mut all, entry| {
            all.roles |= entry.roles;
            all
        });
        let labelled = words.has(Role::BALANCE) && !words.has(Role::TOP_UP | Role::CREDITED | Role::SUCCESS);
        if labelled || words.has(Role::BONUS) || currency.part {
            continue;
        }
        let money = Money { amount: value, currency: currency.currency };
        if found.replace(money).is_some_and(|other| other != money) {
            return None;
        }
    }
    // the only amount of the text is what was credited, unless it is called the balance
    if found.is_some()
        && found == balance.main
        && items.iter().filter(|item| matches!(item.what, What::Amount(_))).count() == 1
    {
        balance.main = None;
    }
    found
}

/// The number beside `attempts`.
fn tries_left(tokens: &Tokens<'_>) -> Option<u32> {
    let at = tokens.list.iter().position(|token| token.entry().has(Role::TRIES))?;
    let near =
        [at.checked_sub(1), at.checked_add(1), at.checked_sub(2), at.checked_add(2), at.checked_add(3)];
    near.into_iter().flatten().find_map(|index| tokens.small(index)).filter(|tries| *tries < 100)
}
