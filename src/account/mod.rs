//! The account behind a prepaid card: how much is left on it, until when, and topping it up.
//!
//! ```
//! use simcard::account::{self, Options};
//! use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
//! use simcard::Card;
//!
//! let mut card = Card::new(VirtualCard::uicc());
//! let mut network = VirtualNetwork::new(); // a modem's: SharedModem::new(Modem::open(port)?)
//! let mut options = Options::default();
//! options.directory.extend(&[virtual_operator()])?; // a test network, which is not built in
//! let outcome = account::balance(&mut card, &mut network, &options)?;
//! assert_eq!(outcome.report.unwrap().main.unwrap().to_string(), "12.34 EUR");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | part | what it is |
//! | --- | --- |
//! | [`balance()`] | asks how much is left: by USSD, through the card's menu, by a message |
//! | [`top_up`] | tops up with a voucher code: a [plan](TopUpPlan), and its confirmation |
//! | [`own_number()`] | the telephone number of a card that does not know it |
//! | [`Options`], [`Progress`] | in which ways, for how long, and what goes on meanwhile |
//! | [`Attempt`] | what was tried, sent and said |
//! | [`Watch`] | until when accounts are valid, and whom to warn |
//! | [`call_charges`] | the call meter of a card |
//! | [`Subscriber`] | whose account it is |
//! | [`directory`] | the codes of operators, and whose card it is |
//! | [`BalanceReport`] | what an operator's reply says |
//! | [`reply::read`] | a reply's text, read |
//! | [`Money`] | an amount, and its currency where that is known |
//!
//! Countries and currencies are those of ISO 3166 and ISO 4217, dates are those of the Gregorian calendar.

mod ask;
mod attempt;
mod balance;
mod charges;
pub mod directory;
mod line;
mod money;
mod options;
mod own_number;
pub mod reply;
mod report;
mod subscriber;
mod topup;
mod watch;

pub use iso_currency::{Country, Currency};
pub use jiff::civil::Date;
pub use rust_decimal::Decimal;

pub use attempt::{Attempt, AttemptOutcome, Ended, Progress, Step, WayKind};
pub use balance::{BalanceOutcome, balance, balance_with};
pub use charges::{CallCharges, call_charges};
pub use money::Money;
pub use options::{AccountOperator, Options};
pub use own_number::{OwnNumberOutcome, own_number, own_number_with, write_own_number};
pub use report::{BalanceReport, LabelledDate, Note, OtherBalance, Quantity, ReplyKind, Unit};
pub use subscriber::Subscriber;
pub use topup::{PlannedWay, TopUp, TopUpError, TopUpPlan, TopUpReport, top_up};
pub use watch::{Urgency, Validity, Watch, WatchRow, WatchTable};
