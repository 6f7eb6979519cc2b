//! Topping up with a voucher code, in two steps: a plan, and its confirmation.

mod confirm;
mod error;
mod plan;
mod report;

use core::ops::ControlFlow;

use zeroize::Zeroizing;

use super::attempt::Progress;
use super::options::Options;
use crate::card::Card;
use crate::network::Network;
use crate::numbering::Msisdn;
use crate::transport::Transport;
use alloc::string::String;
use core::fmt;

pub use error::TopUpError;
pub use plan::{PlannedWay, TopUpPlan};
pub use report::TopUpReport;

/// Begins to top up the account of a card: say with which [code](TopUp::code), and make a [plan](TopUp::plan).
///
/// ```
/// use simcard::account::{self, Options, reply::TopUpOutcome};
/// use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
/// use simcard::Card;
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let mut network = VirtualNetwork::new();
/// let mut options = Options::default();
/// options.directory.extend(&[virtual_operator()])?;
///
/// let plan = account::top_up().code("1111-1111-1111-11").plan(&mut card, &mut network, &options)?;
/// // nothing was sent so far but an enquiry for the balance: show it to whoever pays
/// assert_eq!(plan.subscriber.iccid?.to_string(), "8944000000001234567");
/// assert_eq!(plan.sends().as_deref(), Some("USSD *105*CODE#"));
/// assert_eq!(plan.reveal().unwrap().as_str(), "USSD *105*11111111111111#");
///
/// let report = plan.confirm(&mut card, &mut network)?;
/// assert_eq!(report.outcome, TopUpOutcome::Accepted);
/// assert_eq!(report.before.unwrap().to_string(), "12.34 EUR");
/// assert_eq!(report.after.unwrap().to_string(), "22.34 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn top_up() -> TopUp {
    TopUp::default()
}

/// A top-up that is being prepared: made by [`top_up`].
#[derive(Default)]
pub struct TopUp {
    /// As it was given. It is checked when the operator is known.
    code: Option<Zeroizing<String>>,
    beneficiary: Option<Msisdn>,
}

/// Without the code.
impl fmt::Debug for TopUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopUp").field("beneficiary", &self.beneficiary).finish_non_exhaustive()
    }
}

impl TopUp {
    /// With this voucher code: digits, with spaces and hyphens as they are printed. The text itself stays the caller's to
    /// wipe. A plan without a code can be exported, so that somebody pays for the account in another way.
    ///
    /// ```
    /// # use simcard::account::{self, Options};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// let plan = account::top_up().code("1111-1111-1111-11").plan(&mut card, &mut network, &options)?;
    /// assert_eq!(plan.code_digits(), Some(14));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(Zeroizing::new(code.into()));
        self
    }

    /// For the account of this number instead of the card's, where the operator has a way for that.
    ///
    /// ```
    /// use simcard::account::{self, Options, directory::Way};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    ///
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// let mut operator = virtual_operator();
    /// operator.top_up = vec![Way::Ussd("*107*NUMBER*CODE#".into()).into()];
    /// options.directory.extend(&[operator])?;
    /// let top_up = account::top_up().code("11111111111111").beneficiary("+447700900456".parse()?);
    /// let plan = top_up.plan(&mut card, &mut network, &options)?;
    /// assert_eq!(plan.sends().as_deref(), Some("USSD *107*447700900456*CODE#"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn beneficiary(mut self, number: Msisdn) -> Self {
        self.beneficiary = Some(number);
        self
    }

    /// Finds out for whom it is, asks for the balance, and says what would be sent. The code does not leave the program.
    ///
    /// The way is the first of [`Options::ways`] that the operator, or the card's menu, has.
    ///
    /// ```
    /// # use simcard::account::{self, Options};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// let plan = account::top_up().code("1111-1111-1111-11").plan(&mut card, &mut network, &options)?;
    /// assert_eq!(plan.sends().as_deref(), Some("USSD *105*CODE#"));
    /// assert_eq!(network.requests(), ["*100#"]); // the balance, and nothing else
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TopUpError::Code`] if it is no voucher code, [`TopUpError::Card`] if the card can't be read.
    pub fn plan<T: Transport>(
        self,
        card: &mut Card<T>,
        network: &mut dyn Network,
        options: &Options,
    ) -> Result<TopUpPlan, TopUpError> {
        self.plan_with(card, network, options, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`plan`](Self::plan), and tells `progress` what goes on.
    ///
    /// ```
    /// # use core::ops::ControlFlow;
    /// # use simcard::account::{self, Ended, Options};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// let top_up = account::top_up().code("1111-1111-1111-11");
    /// let plan = top_up.plan_with(&mut card, &mut network, &options, &mut |_| ControlFlow::Break(()))?;
    /// assert_eq!(plan.balance.ended, Ended::Cancelled); // nobody wanted to wait for it
    /// assert!(network.requests().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan).
    pub fn plan_with<T: Transport>(
        self,
        card: &mut Card<T>,
        network: &mut dyn Network,
        options: &Options,
        progress: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
    ) -> Result<TopUpPlan, TopUpError> {
        plan::make(self, card, network, options, progress)
    }
}
