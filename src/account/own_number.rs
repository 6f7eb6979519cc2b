//! The telephone number of a card that does not know it.

use alloc::vec::Vec;
use core::ops::ControlFlow;

use super::ask::{self, Goal, Tried, Verdict, Ways};
use super::attempt::{Attempt, Ended, Progress};
use super::directory::Way;
use super::line::Line;
use super::options::{AccountOperator, Found, Options};
use super::reply::{self, Context};
use super::subscriber::Subscriber;
use super::{Country, Note, ReplyKind};
use crate::card::{Card, Record};
use crate::codec::DialingNumber;
use crate::error::Result;
use crate::files::content::DialingRecord;
use crate::files::{Content, ElementaryFile, telecom, usim};
use crate::network::Network;
use crate::numbering::Msisdn;
use crate::toolkit::{CommandType, NetworkAction};
use crate::transport::Transport;

/// What came of asking for the own number.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct OwnNumberOutcome {
    /// Whose card it is.
    pub subscriber: Subscriber,
    /// The operator.
    pub operator: AccountOperator,
    /// The number, of the card or of the network.
    pub number: Option<Msisdn>,
    /// Whether the card knew it, so that nobody was asked.
    pub from_card: bool,
    /// How it ended.
    pub ended: Ended,
    /// What was tried.
    pub attempts: Vec<Attempt>,
}

/// The own number: what the card says in EF.MSISDN, and if it says nothing, what the operator answers.
///
/// It is asked as for the [`balance`](super::balance()).
///
/// ```
/// use simcard::account::{self, Options};
/// use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
/// use simcard::Card;
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let mut options = Options::default();
/// options.directory.extend(&[virtual_operator()])?;
/// let outcome = account::own_number(&mut card, &mut VirtualNetwork::new(), &options)?;
/// assert_eq!(outcome.number.unwrap().to_string(), "+447700900123");
/// assert!(outcome.from_card);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Only if the card can't be read.
pub fn own_number<T: Transport>(
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
) -> Result<OwnNumberOutcome> {
    own_number_with(card, network, options, &mut |_| ControlFlow::Continue(()))
}

/// As [`own_number`], and tells `progress` what goes on.
///
/// ```
/// use core::ops::ControlFlow;
/// use simcard::account::{self, Options};
/// # use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
/// # use simcard::Card;
///
/// # let mut options = Options::default();
/// # options.directory.extend(&[virtual_operator()])?;
/// let mut card = VirtualCard::uicc();
/// card.set_record("ADF.USIM/EF.MSISDN", 1, &[0xFF; 28])?; // the card does not know it
/// let (mut card, mut network, mut steps) = (Card::new(card), VirtualNetwork::new(), 0);
/// let outcome = account::own_number_with(&mut card, &mut network, &options, &mut |_| {
///     steps += 1;
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(outcome.number.unwrap().to_string(), "+447700900123");
/// assert!(!outcome.from_card && steps > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`own_number`].
pub fn own_number_with<T: Transport>(
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
    progress: &mut dyn FnMut(&Progress<'_>) -> ControlFlow<()>,
) -> Result<OwnNumberOutcome> {
    let subscriber = Subscriber::read(card)?;
    let found = Found::of(&subscriber, options);
    let mut outcome = OwnNumberOutcome {
        operator: found.shown.clone(),
        number: subscriber.msisdn.as_ref().ok().copied(),
        from_card: subscriber.msisdn.is_ok(),
        ended: Ended::Found,
        attempts: Vec::new(),
        subscriber,
    };
    if outcome.from_card {
        return Ok(outcome);
    }
    let context = found.context(options);
    let ways: Vec<Way> = found.operator.iter().flat_map(|operator| operator.own_number()).collect();
    let mut line = Line::new(network, progress, options.deadline);
    line.tell(&Progress::Identified(&outcome.subscriber));
    let goal = OwnNumber { country: context.country };
    let ways = Ways { ways: &ways, replies: &[], options, context: &context };
    let Tried { found: number, attempts, ended } = ask::try_all(card, &mut line, &goal, &ways);
    outcome.number = number;
    outcome.ended = ended;
    outcome.attempts = attempts;
    Ok(outcome)
}

/// Writes the own number into the first record of EF.MSISDN. Its name there stays.
///
/// ```
/// use simcard::{Card, account, mock::VirtualCard};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// account::write_own_number(&mut card, &"+447700900456".parse()?)?;
/// assert_eq!(card.msisdn()?.to_string(), "+447700900456");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As for [`Card::write_record`]: mostly that PIN1 has to be verified.
pub fn write_own_number<T: Transport>(card: &mut Card<T>, number: &Msisdn) -> Result<()> {
    match write_to::<usim::Msisdn, T>(card, number) {
        Err(error) if error.is_not_found() => write_to::<telecom::Msisdn, T>(card, number),
        result => result,
    }
}

fn write_to<F: ElementaryFile<Content = DialingRecord>, T: Transport>(
    card: &mut Card<T>,
    number: &Msisdn,
) -> Result<()> {
    let number: DialingNumber = alloc::format!("{number}").parse()?;
    let before = card.read_record(F::DESCRIPTOR.path, Record::Number(1))?;
    let mut record = DialingRecord::new("", &number)?;
    if let Ok(before) = DialingRecord::decode(&before) {
        record.alpha = before.alpha;
    }
    card.write_record::<F>(1, &record).map(drop)
}

/// The own number is asked for.
struct OwnNumber {
    country: Option<Country>,
}

impl Goal for OwnNumber {
    type Found = Msisdn;

    fn judge(&self, text: &str) -> Verdict<Msisdn> {
        match reply::own_number(text, self.country) {
            Some(number) => Verdict::Found(number),
            None => {
                let report = reply::read(text, &Context { country: self.country, today: None });
                match report.kind {
                    ReplyKind::SmsFollows => Verdict::SmsFollows,
                    _ if report.notes.contains(&Note::AsksForPaymentOrPin) => Verdict::NeedsConfirmation,
                    _ => Verdict::Nothing,
                }
            }
        }
    }

    fn leads(&self, label: &str) -> bool {
        reply::is_number_label(label)
    }

    fn allows(&self, action: &NetworkAction) -> bool {
        action.command == CommandType::SEND_USSD && ask::is_enquiry(&action.target)
    }
}
