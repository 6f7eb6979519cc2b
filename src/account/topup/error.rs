use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use thiserror::Error;

use super::TopUpReport;
use crate::account::attempt::Attempt;
use crate::account::directory;
use crate::numbering::Iccid;

/// Why an account was not topped up, or may not have been.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TopUpError {
    /// The card could not be read. Nothing was sent.
    #[error("nothing was sent: {0}")]
    Card(#[from] crate::Error),
    /// The code is no voucher code of this operator, or the way is not for this account. Nothing was sent.
    #[error("nothing was sent: {0}")]
    Code(#[from] directory::TopUpError),
    /// The plan has no code. Nothing was sent.
    #[error("nothing was sent: there is no voucher code")]
    NoCode,
    /// Neither the operator nor the card's menu has a way to top up that is allowed. Nothing was sent.
    #[error("nothing was sent: there is no known way to top up this account")]
    NoWay,
    /// The card may be of several operators, and they don't top up alike. Nothing was sent.
    #[error("nothing was sent: the operator may be one of {candidates:?}: say which")]
    WhichOperator {
        /// Which.
        candidates: Vec<String>,
    },
    /// The card does not tell its number, so that nobody could tell it from another one. Nothing was sent.
    #[error("nothing was sent: the card does not tell its ICCID")]
    NoIccid,
    /// It is another card than the one that the plan was made for. Nothing was sent.
    #[error("nothing was sent: this is another card than the one that the plan was made for")]
    WrongCard {
        /// The card of the plan.
        planned: Iccid,
        /// The card that is there.
        found: Iccid,
    },
    /// The code was not sent, for the reason that the attempt has.
    #[error("the code was not sent: {}", .0.outcome)]
    NotSent(Box<Attempt>),
    /// The code was sent, or may have been, and nobody said what became of it. It must not be sent again before somebody
    /// knows: the report has the balance from afterwards, where the network told.
    #[error("unknown: check the balance")]
    OutcomeUnknown(Box<TopUpReport>),
}

impl TopUpError {
    /// Whether the code may have been used up all the same.
    ///
    /// ```
    /// use simcard::account::{self, Options};
    /// # use simcard::Card;
    /// use simcard::mock::{NetworkFault, VirtualCard, VirtualNetwork, virtual_operator};
    ///
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// let plan = account::top_up().code("1111-1111-1111-11").plan(&mut card, &mut network, &options)?;
    /// network.add_fault(NetworkFault::LoseAnswer);
    /// assert!(plan.confirm(&mut card, &mut network).unwrap_err().may_have_had_effect());
    /// assert_eq!(network.balance(), 2234);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn may_have_had_effect(&self) -> bool {
        matches!(self, Self::OutcomeUnknown(_))
    }
}
