//! What an operator's reply says of an account.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Date, Decimal, Money};

/// What kind of reply it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum ReplyKind {
    /// It states a balance.
    Balance,
    /// It is a menu, and waits for a choice.
    Menu,
    /// The answer comes as a message.
    SmsFollows,
    /// The network could not or would not.
    Error,
    /// None of these, as far as can be told.
    #[default]
    Unknown,
}

/// What a quantity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Unit {
    /// Bytes of data, after conversion; a kilobyte is 1,000 of them.
    Bytes,
    /// Minutes of calls.
    Minutes,
    /// Seconds of calls.
    Seconds,
    /// Short messages.
    Messages,
    /// Multimedia messages.
    MultimediaMessages,
    /// Points of a bonus programme, or units of the card's own.
    Points,
}

/// How much of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Quantity {
    /// Money: a bonus, a sub-account, a debt (below zero).
    Money(Money),
    /// Something that is counted.
    Count {
        /// How much, in `unit`.
        #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
        amount: Decimal,
        /// What is counted.
        unit: Unit,
    },
    /// No limit.
    Unlimited(Unit),
}

#[cfg(feature = "serde")]
fn as_text<S: serde::Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

/// Something else that is left beside the main balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherBalance {
    /// What the reply calls it, in its own words.
    pub label: String,
    /// How much is left.
    pub quantity: Quantity,
    /// Until when, where the reply says so.
    pub valid_until: Option<Date>,
}

serialize_fields!(OtherBalance, this {
    "label" => &this.label,
    "quantity" => this.quantity,
    "valid_until" if this.valid_until.is_some() => this.valid_until.map(|date| alloc::format!("{date}")),
});

/// A date that is not the end of the main balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledDate {
    /// What the reply says of it, in its own words.
    pub label: String,
    /// The date.
    pub date: Date,
}

serialize_fields!(LabelledDate, this {
    "label" => &this.label,
    "date" => alloc::format!("{}", this.date),
});

/// What one should know of how a reply was read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Note {
    /// The currency is the one of the operator's country: the reply does not name it, or names it by a sign of many.
    CurrencyFromCountry,
    /// The amount can be read in two ways (`1.234`), and nothing says which is meant, so none is given.
    AmbiguousAmount(String),
    /// The date can be read in two ways (`04/05/2026`), and nothing says which is meant, so none is given.
    AmbiguousDate(String),
    /// The year is not stated; it is the next time that this day comes.
    YearAssumed,
    /// The date was reckoned from a number of days and the day of asking.
    RelativeDate,
    /// The validity is stated relative to today, and the day of asking was not given.
    RelativeWithoutToday,
    /// Letters of another script were taken for those that look like them.
    LookAlikeLetters,
    /// There are several amounts that might be the balance, so none is given.
    SeveralAmounts,
    /// The reply asks for a payment, a subscription or a PIN before it answers.
    AsksForPaymentOrPin,
    /// What the enquiry cost, if the text tells.
    Cost(Money),
}

/// What an operator's reply says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BalanceReport {
    /// The text as it came.
    pub raw: String,
    /// The language it seems to be in, by the two letters of ISO 639-1.
    pub language: Option<&'static str>,
    /// What kind of reply it is.
    pub kind: ReplyKind,
    /// The main balance.
    pub main: Option<Money>,
    /// The last day on which the main balance can be used.
    pub valid_until: Option<Date>,
    /// What else is left: bonuses, data, minutes, messages, the money of a purse such as M-PESA, and the balance in another
    /// currency.
    pub others: Vec<OtherBalance>,
    /// Other dates.
    pub dates: Vec<LabelledDate>,
    /// What one should know of how it was read.
    pub notes: Vec<Note>,
}

serialize_fields!(BalanceReport, this {
    "raw" => &this.raw,
    "language" => this.language,
    "kind" => this.kind,
    "main" => this.main,
    "valid_until" => this.valid_until.map(|date| alloc::format!("{date}")),
    "others" => &this.others,
    "dates" => &this.dates,
    "notes" => &this.notes,
});
