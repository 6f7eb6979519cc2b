use alloc::string::{String, ToString};
use core::fmt;
use core::ops::ControlFlow;

use zeroize::Zeroizing;

use super::{TopUp, TopUpError};
use crate::account::ask;
use crate::account::attempt::{Progress, WayKind};
use crate::account::balance::{BalanceOutcome, balance_of};
use crate::account::directory::{CODE, TopUpRequest, TopUpWay, VoucherCode};
use crate::account::options::{AccountOperator, Found, Options};
use crate::account::reply::{self, Context};
use crate::account::subscriber::Subscriber;
use crate::card::Card;
use crate::network::Network;
use crate::numbering::Msisdn;
use crate::toolkit::{Capabilities, Host};
use crate::transport::Transport;

/// What a top-up will do, for whoever pays to look at: nothing has been sent yet.
///
/// `Debug` shows neither code nor numbers in full. With feature `serde` it serialises for whoever is to pay: with the
/// account's numbers in full, and without the code.
#[non_exhaustive]
pub struct TopUpPlan {
    /// Whose card sends it.
    pub subscriber: Subscriber,
    /// The operator.
    pub operator: AccountOperator,
    /// Whose account is topped up, if it is not the card's.
    pub beneficiary: Option<Msisdn>,
    /// The balance now, as far as it could be found out.
    pub balance: BalanceOutcome,
    /// The way; `None` if there is none, or no code.
    pub(super) way: Option<PlannedWay>,
    pub(super) code: Option<VoucherCode>,
    pub(super) options: Options,
    pub(super) context: Context,
}

/// How a top-up is sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PlannedWay {
    /// As a request to the network.
    Request(TopUpRequest),
    /// Through the menu of the card, which asks for the code and sends it.
    Toolkit {
        /// The item of the menu.
        item: String,
    },
}

impl PlannedWay {
    /// Which kind of way it is.
    ///
    /// ```
    /// # use simcard::account::{self, Options, WayKind};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// let plan = account::top_up().code("1111-1111-1111-11").plan(&mut card, &mut network, &options)?;
    /// assert_eq!(plan.way().map(|way| way.kind()), Some(WayKind::Ussd));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn kind(&self) -> WayKind {
        match self {
            Self::Request(TopUpRequest::Ussd(_)) => WayKind::Ussd,
            Self::Request(TopUpRequest::Sms { .. }) => WayKind::Sms,
            Self::Toolkit { .. } => WayKind::Toolkit,
        }
    }
}

/// With `CODE` in place of the code.
impl fmt::Display for PlannedWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(TopUpRequest::Ussd(text)) => write!(f, "USSD {}", text.preview()),
            Self::Request(TopUpRequest::Sms { number, text }) => {
                write!(f, "SMS to {number}: {}", text.preview())
            }
            Self::Toolkit { item } => write!(f, "the card's menu, {item:?}, with {CODE}"),
        }
    }
}

impl TopUpPlan {
    /// How it will be sent; `None` if there is no way, or no code.
    ///
    /// ```
    /// # use simcard::account::{self, Options};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// let plan = account::top_up().plan(&mut card, &mut network, &options)?;
    /// assert!(plan.way().is_none()); // there is no code
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn way(&self) -> Option<&PlannedWay> {
        self.way.as_ref()
    }

    /// What will be sent, with `CODE` in place of the code.
    ///
    /// ```
    /// # use simcard::account::{self, Options, WayKind};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// options.ways = vec![WayKind::Sms];
    /// let plan = account::top_up().code("1111-1111-1111-11").plan(&mut card, &mut network, &options)?;
    /// assert_eq!(plan.sends().as_deref(), Some("SMS to 123: TOPUP CODE"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sends(&self) -> Option<String> {
        self.way.as_ref().map(ToString::to_string)
    }

    /// What will be sent, to the last digit. It is wiped when dropped; take care where it goes.
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
    /// assert_eq!(plan.reveal().unwrap().as_str(), "USSD *105*11111111111111#");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reveal(&self) -> Option<Zeroizing<String>> {
        let code = self.code.as_ref()?;
        let shown = self.sends()?;
        let (before, behind) = shown.rsplit_once(CODE)?;
        let len = before.len().saturating_add(code.digits()).saturating_add(behind.len());
        let mut text = Zeroizing::new(String::with_capacity(len));
        text.push_str(before);
        text.push_str(code.expose());
        text.push_str(behind);
        Some(text)
    }

    /// How many digits the code has.
    ///
    /// ```
    /// # use simcard::account::{self, Options};
    /// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
    /// # use simcard::Card;
    /// # let mut card = Card::new(VirtualCard::uicc());
    /// # let mut network = VirtualNetwork::new();
    /// # let mut options = Options::default();
    /// # options.directory.extend(&[virtual_operator()])?;
    /// assert_eq!(account::top_up().plan(&mut card, &mut network, &options)?.code_digits(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn code_digits(&self) -> Option<usize> {
        self.code.as_ref().map(VoucherCode::digits)
    }
}

impl fmt::Debug for TopUpPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopUpPlan")
            .field("subscriber", &self.subscriber)
            .field("operator", &self.operator)
            .field("beneficiary", &self.beneficiary)
            .field("way", &self.sends())
            .finish_non_exhaustive()
    }
}

serialize_fields!(TopUpPlan, this {
    "account" => &this.subscriber,
    "operator" => &this.operator,
    "beneficiary" => this.beneficiary,
    "balance" => &this.balance.report,
    "way" => this.way.as_ref().map(PlannedWay::kind),
    "sends" => this.sends(),
    "code_digits" => this.code_digits(),
});

/// Makes a plan.
pub fn make<T: Transport>(
    top_up: TopUp,
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
    progress: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
) -> Result<TopUpPlan, TopUpError> {
    let subscriber = Subscriber::read(card)?;
    let found = Found::of(&subscriber, options);
    let digits = found.operator.and_then(|operator| operator.voucher_digits());
    let code = top_up.code.as_ref().map(|code| VoucherCode::new(code, digits)).transpose()?;
    let mut way = None;
    if let Some(code) = &code {
        for kind in &options.ways {
            way = match kind {
                WayKind::Toolkit if top_up.beneficiary.is_none() => {
                    menu_item(card).map(|item| PlannedWay::Toolkit { item })
                }
                WayKind::Toolkit => None,
                kind => {
                    let mut ways = found.operator.iter().flat_map(|operator| operator.top_up());
                    let mut of_kind = ways.by_ref().filter(|way| kind_of(way) == Some(*kind));
                    let mut request = |way: TopUpWay| match &top_up.beneficiary {
                        Some(number) => way.with_code_for(code, number).ok(),
                        None => way.with_code(code).ok(),
                    };
                    of_kind.find_map(&mut request).map(PlannedWay::Request)
                }
            };
            if way.is_some() {
                break;
            }
        }
        if let (None, Some(number)) = (&way, top_up.beneficiary) {
            // what is wrong with the number is more to the point than that there is no way
            let mut ways = found.operator.iter().flat_map(|operator| operator.top_up());
            if let Some(way) = ways.find(TopUpWay::names_a_number) {
                way.with_code_for(code, &number)?;
            }
        }
    }
    let context = found.context(options);
    let operator = found.shown;
    let balance = balance_of(card, network, options, progress, subscriber.clone(), code.as_ref());
    Ok(TopUpPlan {
        subscriber,
        operator,
        beneficiary: top_up.beneficiary,
        balance,
        way,
        code,
        options: options.clone(),
        context,
    })
}

const fn kind_of(way: &TopUpWay) -> Option<WayKind> {
    match way {
        TopUpWay::Ussd(_) => Some(WayKind::Ussd),
        TopUpWay::Sms { .. } => Some(WayKind::Sms),
        TopUpWay::Call { .. } => None,
    }
}

/// The item of the card's menu that tops up, if it has one. A card without a menu has none.
fn menu_item<T: Transport>(card: &mut Card<T>) -> Option<String> {
    let mut toolkit = card.toolkit(Looker);
    toolkit.start().ok()?;
    let menu = toolkit.menu()?;
    menu.items.iter().find(|item| reply::is_top_up_label(&item.text)).map(|item| item.text.clone())
}

/// Who only looks at the menu.
struct Looker;

impl Host for Looker {
    fn capabilities(&self) -> Capabilities {
        ask::capabilities()
    }
}
