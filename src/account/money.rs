//! An amount of money.

use core::fmt;

use super::{Currency, Decimal};

/// An amount, and its currency where that is known.
///
/// ```
/// use simcard::account::{Currency, Decimal, Money};
///
/// let money = Money { amount: Decimal::new(1234, 2), currency: Some(Currency::EUR) };
/// assert_eq!(money.to_string(), "12.34 EUR");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// The amount in the currency's main unit, with as many decimals as were stated.
    pub amount: Decimal,
    /// The currency; `None` if nobody said which.
    pub currency: Option<Currency>,
}

impl Money {
    /// The three letters of ISO 4217, where the currency is known.
    ///
    /// ```
    /// use simcard::account::{Currency, Decimal, Money};
    ///
    /// let money = Money { amount: Decimal::new(1234, 2), currency: Some(Currency::EUR) };
    /// assert_eq!(money.currency_code(), Some("EUR"));
    /// ```
    pub fn currency_code(&self) -> Option<&'static str> {
        self.currency.map(|currency| currency.code())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.currency_code() {
            Some(code) => write!(f, "{} {code}", self.amount),
            None => self.amount.fmt(f),
        }
    }
}

serialize_fields!(Money, this {
    "amount" => alloc::format!("{}", this.amount),
    "currency" => this.currency_code(),
});
