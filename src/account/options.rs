//! How to ask an operator.

use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use super::Date;
use super::attempt::WayKind;
use super::directory::{Directory, Evidence, Match, Operator, Way};
use super::reply::Context;
use super::subscriber::Subscriber;

/// How to ask an operator: in which ways, for how long, by whose codes.
///
/// ```
/// use simcard::account::{Options, WayKind};
///
/// // nothing that may cost a message
/// let options = Options { ways: vec![WayKind::Ussd, WayKind::Toolkit], ..Options::default() };
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    /// The ways to try, in this order. USSD enquiries are free with most operators; a message may cost what any message
    /// costs, so leave [`WayKind::Sms`] out where that is too much.
    pub ways: Vec<WayKind>,
    /// The time for all of an enquiry. A top-up has as much for its plan, for sending the code, and for the enquiry after
    /// that. A message that a modem is slow to take may outlast it.
    pub deadline: Duration,
    /// The time for each way.
    pub way_deadline: Duration,
    /// The day of asking, from which on operators reckon; without it, "30 days" is no date.
    pub today: Option<Date>,
    /// The codes of operators.
    pub directory: Directory,
    /// The name of the operator, where the card does not tell which it is.
    pub operator: Option<String>,
    /// Whether to delete the messages that answer. All others are left alone in any case.
    pub delete_answers: bool,
}

/// USSD, then the card's menu, then a message; five minutes, two and a half for each way; the directory that is built
/// in.
impl Default for Options {
    fn default() -> Self {
        Self {
            ways: Vec::from([WayKind::Ussd, WayKind::Toolkit, WayKind::Sms]),
            deadline: Duration::from_secs(300),
            way_deadline: Duration::from_secs(150),
            today: None,
            directory: Directory::builtin(),
            operator: None,
            delete_answers: false,
        }
    }
}

/// The operator of a card, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct AccountOperator {
    /// Its name; `None` if it is not known.
    pub name: Option<String>,
    /// Its country, by two letters of ISO 3166-1.
    pub country: Option<String>,
    /// What makes it the card's; `None` if the caller said so.
    pub evidence: Option<Evidence>,
    /// Which it may be, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
}

/// The operator, and what it knows.
pub(super) struct Found<'d> {
    pub shown: AccountOperator,
    pub operator: Option<Operator<'d>>,
    /// Who it may be.
    matched: Match<'d>,
}

impl<'d> Found<'d> {
    /// Finds the operator of a card.
    pub fn of(subscriber: &Subscriber, options: &'d Options) -> Self {
        let directory = &options.directory;
        let matched = subscriber.selector().map_or(Match::None, |selector| directory.find(&selector));
        let named = options.operator.as_deref().and_then(|name| {
            let is_named = |operator: &Operator<'d>| {
                operator
                    .brands()
                    .chain([operator.name()])
                    .any(|other| other.to_lowercase() == name.to_lowercase())
            };
            let candidate = matched.operators().iter().copied().find(is_named);
            candidate.or_else(|| {
                let mut all = directory.operators().filter(is_named);
                all.next().filter(|_| all.next().is_none())
            })
        });
        let (operator, evidence) = match (&matched, named) {
            (_, Some(named)) => (Some(named), None),
            // a name that nobody has is not to be passed over
            (_, None) if options.operator.is_some() => (None, None),
            (Match::One { operator, evidence }, None) => (Some(*operator), Some(*evidence)),
            _ => (None, None),
        };
        let candidates = match operator {
            Some(_) => Vec::new(),
            None => matched.operators().iter().map(|operator| operator.name().into()).collect(),
        };
        let shown = AccountOperator {
            name: operator.map(|operator| operator.name().into()),
            country: operator.map(|operator| operator.country_code().into()),
            evidence,
            candidates,
        };
        Self { shown, operator, matched }
    }

    /// How to ask for the balance: the ways of the operator, or those that all candidates share.
    pub fn balance(&self) -> Vec<Way> {
        match self.operator {
            Some(operator) => operator.balance().collect(),
            None => self.matched.common_balance(),
        }
    }

    /// What a reply has to be read with.
    pub fn context(&self, options: &Options) -> Context {
        let mut countries = self.matched.operators().iter().map(|operator| operator.country());
        let shared = countries.next().flatten();
        let shared = shared.filter(|country| countries.all(|other| other == Some(*country)));
        Context {
            country: self.operator.and_then(|operator| operator.country()).or(shared),
            today: options.today,
        }
    }
}
