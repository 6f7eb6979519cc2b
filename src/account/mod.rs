//! The account behind a prepaid card: how much is left on it, until when, and topping it up.
//!
//! | part | what it is |
//! | --- | --- |
//! | [`directory`] | the codes of operators, and whose card it is |
//! | [`BalanceReport`] | what an operator's reply says |
//! | [`reply::read`] | a reply's text, read |
//! | [`Money`] | an amount, and its currency where that is known |
//!
//! Countries and currencies are those of ISO 3166 and ISO 4217, dates are those of the Gregorian calendar.

pub mod directory;
mod money;
pub mod reply;
mod report;

pub use iso_currency::{Country, Currency};
pub use jiff::civil::Date;
pub use rust_decimal::Decimal;

pub use money::Money;
pub use report::{BalanceReport, LabelledDate, Note, OtherBalance, Quantity, ReplyKind, Unit};
