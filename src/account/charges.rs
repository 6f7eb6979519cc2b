//! The call meter of a card: what calls have cost, counted by the phone.

use super::{Currency, Decimal, Money};
use crate::card::{Absence, Card, Reading, absence};
use crate::error::Result;
use crate::files::content::{CallMeter, CallMeterMaximum, PriceTable};
use crate::files::{Content, ElementaryFile, gsm, usim};
use crate::transport::Transport;

/// What a card says of the cost of calls (3GPP TS 22.024, advice of charge): units that the phone counted, how many
/// there may be, and what a unit costs. Few networks tell phones any more; it is no balance.
///
/// ```
/// use simcard::{Card, account, mock::VirtualCard};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let charges = account::call_charges(&mut card)?;
/// assert_eq!(charges.units.is_ok(), charges.spent().is_some() || charges.price.is_err());
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallCharges {
    /// The units that calls have cost (EF.ACM).
    pub units: Reading<u32>,
    /// How many units calls may cost; 0 is no limit (EF.ACMmax).
    pub maximum: Reading<u32>,
    /// What a unit costs, and in which currency (EF.PUCT).
    pub price: Reading<PriceTable>,
}

impl CallCharges {
    /// The units that are left; `None` without a limit.
    ///
    /// ```
    /// use simcard::{Card, account, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_record("ADF.USIM/EF.ACM", 1, &[0x00, 0x00, 12])?;
    /// card.set_data("ADF.USIM/EF.ACMmax", &[0x00, 0x00, 100])?;
    /// assert_eq!(account::call_charges(&mut Card::new(card))?.left(), Some(88));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn left(&self) -> Option<u32> {
        let maximum = self.maximum.ok().filter(|maximum| *maximum != 0)?;
        Some(maximum.saturating_sub(self.units.ok()?))
    }

    /// What a unit costs.
    ///
    /// ```
    /// use simcard::{Card, account, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_data("ADF.USIM/EF.PUCT", b"GBP\x00\x55")?; // 5 times 10 to the power of -2
    /// let charges = account::call_charges(&mut Card::new(card))?;
    /// assert_eq!(charges.price_per_unit().unwrap().to_string(), "0.05 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn price_per_unit(&self) -> Option<Money> {
        let price = self.price.as_ref().ok()?;
        let amount: Decimal = price.price_per_unit().parse().ok()?;
        let currency = price.currency().and_then(|code| Currency::from_code(code.trim()));
        Some(Money { amount, currency })
    }

    /// What calls have cost.
    ///
    /// ```
    /// use simcard::{Card, account, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_record("ADF.USIM/EF.ACM", 1, &[0x00, 0x00, 12])?;
    /// card.set_data("ADF.USIM/EF.PUCT", b"GBP\x00\x55")?; // 0.05 a unit
    /// assert_eq!(account::call_charges(&mut Card::new(card))?.spent().unwrap().to_string(), "0.60 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn spent(&self) -> Option<Money> {
        self.money(self.units.ok()?)
    }

    /// What calls may cost yet.
    ///
    /// ```
    /// use simcard::{Card, account, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_data("ADF.USIM/EF.ACMmax", &[0x00, 0x00, 100])?;
    /// card.set_data("ADF.USIM/EF.PUCT", b"GBP\x00\x55")?; // 0.05 a unit
    /// assert_eq!(account::call_charges(&mut Card::new(card))?.money_left().unwrap().to_string(), "5.00 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn money_left(&self) -> Option<Money> {
        self.money(self.left()?)
    }

    fn money(&self, units: u32) -> Option<Money> {
        let price = self.price_per_unit()?;
        Some(Money { amount: price.amount.checked_mul(units.into())?, ..price })
    }
}

serialize_fields!(CallCharges, this {
    "units" => this.units.ok(),
    "maximum" => this.maximum.ok().filter(|maximum| *maximum != 0),
    "left" => this.left(),
    "price_per_unit" => this.price_per_unit(),
    "spent" => this.spent(),
    "money_left" => this.money_left(),
});

/// Reads the call meter of a card.
///
/// ```
/// use simcard::{Card, account, mock::VirtualCard};
///
/// let mut card = VirtualCard::uicc();
/// card.set_record("ADF.USIM/EF.ACM", 1, &[0x00, 0x01, 0x00])?;
/// assert_eq!(account::call_charges(&mut Card::new(card))?.units, Ok(256));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Only if the card can't be talked to.
pub fn call_charges<T: Transport>(card: &mut Card<T>) -> Result<CallCharges> {
    card.reading(|card| {
        let units = card.first_of(&[usim::Acm::DESCRIPTOR, gsm::Acm::DESCRIPTOR], |card, file| {
            let record = card.record_of(&file.path, 1)?;
            Ok(CallMeter::decode(&record)?.units)
        });
        let units = absence(units, Absence::EmptyRecord)?;
        let maximum =
            card.decode_beginning(&[usim::AcmMax::DESCRIPTOR, gsm::AcmMax::DESCRIPTOR], 3, |bytes| {
                Ok(CallMeterMaximum::decode(bytes)?.units)
            });
        let maximum = absence(maximum, Absence::EmptyFile)?;
        let price =
            card.decode_beginning(&[usim::Puct::DESCRIPTOR, gsm::Puct::DESCRIPTOR], 5, PriceTable::decode);
        Ok(CallCharges { units, maximum, price: absence(price, Absence::EmptyFile)? })
    })
}
