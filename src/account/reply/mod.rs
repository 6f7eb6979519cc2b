//! Reading replies: a text in, and what it says of an account out.
//!
//! A reply is cut into words, digits and signs (`token`); letters are folded to one form, so that case, accents and the
//! script of Cyrillic and Greek words do not matter (`fold`); words are looked up in one list for all languages
//! (`words`). Digits become amounts, counts, dates and what is none of these (`items`, `beside`). The words around an amount say
//! whether it is the balance (`label`, `before`, `unstated`). Where they leave two that differ, neither is given.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

mod before;
mod beside;
mod currencies;
mod date;
pub(super) mod fold;
mod items;
mod kind;
mod label;
mod lexicon;
mod locale;
mod menu;
mod number;
mod own_number;
mod pick;
mod token;
mod top_up;
mod unstated;
mod validity;
mod words;

#[cfg(test)]
mod tests;

pub(super) use fold::digit;
pub use menu::{MenuLine, is_balance_label, is_number_label, is_top_up_label, menu, more};
pub(super) use menu::{amounts, is_about_a_purchase, is_left_label, is_risky_label};
pub use own_number::own_number;
pub use top_up::{TopUpOutcome, TopUpReply, read_top_up};

use super::{BalanceReport, Country, Date};

/// What is known besides the text.
///
/// ```
/// use simcard::account::reply::{self, Context};
/// use simcard::account::{Country, Currency};
///
/// let text = "Balance: $12.50";
/// let canada = Context { country: Some(Country::CA), ..Context::default() };
/// assert_eq!(reply::read(text, &canada).main.and_then(|money| money.currency), Some(Currency::CAD));
/// // `$` alone is one of many
/// assert_eq!(reply::read(text, &Context::default()).main.and_then(|money| money.currency), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The operator's country: it settles which currency `$` is, and how numbers and dates are written.
    pub country: Option<Country>,
    /// The day on which the text came: validities such as "30 days" and dates without a year are counted from it.
    pub today: Option<Date>,
}

/// Reads an operator's reply about a balance.
///
/// It never fails: what the text does not say, or says in a way that can be read as two things, is left out. Amounts are
/// never computed or guessed; every digit of them stands in the text, or its word for zero.
///
/// ```
/// use simcard::account::reply::{self, Context};
/// use simcard::account::{Country, Date};
///
/// let context = Context { country: Some(Country::GB), today: Some(Date::constant(2026, 11, 22)) };
/// let report = reply::read("O2: Your balance is £6.45. Valid for 30 days.", &context);
/// assert_eq!(report.main.map(|money| money.to_string()).as_deref(), Some("6.45 GBP"));
/// assert_eq!(report.valid_until, Some(Date::constant(2026, 12, 22)));
///
/// // nobody can tell whether this is one euro or a thousand
/// let context = Context { country: Some(Country::DE), today: None };
/// assert_eq!(reply::read("Guthaben: 1.234 EUR", &context).main, None);
/// ```
pub fn read(text: &str, context: &Context) -> BalanceReport {
    let text_read = cut(text);
    let tokens = token::Tokens::of(text_read);
    let locale = context.country.and_then(locale::Locale::of);
    let dates = date::Dates { tokens: &tokens, locale, today: context.today };
    let items = items::items(&tokens, &dates);
    let labels = label::Labels { tokens: &tokens, items: &items };
    let mut report = pick::report(&labels, &dates);
    report.raw = text.to_string();
    report.language = kind::language(&tokens);
    report.kind = kind::kind(&tokens, &items, &report);
    kind::notes(&tokens, &items, &mut report);
    report
}

/// The most bytes of a text that are read. A USSD string has 182 characters, and ten concatenated messages some 1,500.
const MAX_LEN: usize = 8192;

fn cut(text: &str) -> &str {
    let end = (0..=MAX_LEN.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// The text from one token to another, on one line and not too long.
fn words_between(tokens: &token::Tokens<'_>, first: usize, last: usize) -> String {
    let text = tokens.between(first, last.max(first));
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_matches([' ', ':', '-', '=', '.', ',']).chars().take(60).collect()
}
