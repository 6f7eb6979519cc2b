//! The numbers that identify a card and its subscriber.
//!
//! | type | what it numbers | from |
//! | --- | --- | --- |
//! | [`Iccid`] | the card | ITU-T E.118, EF.ICCID |
//! | [`Imsi`] | the subscription | 3GPP TS 23.003 2.2, EF.IMSI |
//! | [`Msisdn`] | the telephone number | ITU-T E.164, EF.MSISDN |
//! | [`Plmn`], [`Mcc`], [`Mnc`] | a network | ITU-T E.212, 3GPP TS 24.008 10.5.1.13 |
//! | [`CallingCode`], [`Country`] | a country | ITU-T E.164, ISO 3166-1 |
//!
//! All are small, `Copy`, and checked when made: a value of these types is well-formed. With feature
//! `serde` the numbers are text, and are checked when read. `Debug` of those that identify a person or a card is
//! masked; `Display` is not.

mod country;
mod digits;
mod e164;
mod e212;
mod iccid;
mod imsi;
mod msisdn;
mod plmn;

pub use country::Country;
pub use digits::NumberError;
pub use e164::CallingCode;
pub use iccid::{Iccid, Luhn};
pub use imsi::Imsi;
pub use msisdn::Msisdn;
pub use plmn::{Mcc, Mnc, MncLength, Plmn};
