//! What was tried, and what came of it.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use super::{Money, Subscriber};

/// A way to ask an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WayKind {
    /// A USSD request, and replies where a menu opens.
    Ussd,
    /// The menu of the card.
    Toolkit,
    /// A message, and the message that answers it.
    Sms,
}

impl fmt::Display for WayKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ussd => "USSD",
            Self::Toolkit => "card menu",
            Self::Sms => "SMS",
        })
    }
}

/// One thing that was sent, said, shown or asked on the way.
///
/// A voucher code is an ellipsis in all of them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "step")]
#[non_exhaustive]
pub enum Step {
    /// A USSD request was sent.
    UssdSent {
        /// What was sent.
        text: String,
    },
    /// A line of a USSD menu was chosen.
    UssdReplied {
        /// What was sent.
        text: String,
        /// What the menu calls it; empty if that is not known.
        label: String,
    },
    /// The network answered.
    UssdSaid {
        /// What it said.
        text: String,
    },
    /// A message was sent.
    MessageSent {
        /// Where to.
        to: String,
        /// What it says.
        text: String,
    },
    /// A message came that was taken for the answer.
    MessageReceived {
        /// From whom.
        from: String,
        /// What it says.
        text: String,
    },
    /// A message came that is none of ours. It was left alone.
    MessageIgnored,
    /// An item of the card's menu was chosen.
    MenuChosen {
        /// What the card calls it.
        label: String,
    },
    /// The card showed a text.
    CardShowed {
        /// What it says.
        text: String,
    },
    /// The card asked for an input.
    CardAsked {
        /// What it says.
        prompt: String,
        /// Whether it got an answer.
        answered: bool,
    },
    /// The card wanted something of the network.
    CardWanted {
        /// What it is: `USSD *100#`.
        action: String,
        /// Whether that was allowed.
        allowed: bool,
    },
    /// Something did not work.
    Failed {
        /// Why.
        reason: String,
    },
}

impl Step {
    /// What the network said, if that is what it is.
    ///
    /// ```
    /// use simcard::account::Step;
    ///
    /// let step = Step::UssdSaid { text: "Your balance is 12.34 EUR".into() };
    /// assert_eq!(step.said(), Some("Your balance is 12.34 EUR"));
    /// assert_eq!(Step::UssdSent { text: "*100#".into() }.said(), None);
    /// ```
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::UssdSaid { text } | Self::MessageReceived { text, .. } => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UssdSent { text } => write!(f, "sent USSD {text}"),
            Self::UssdReplied { text, label } if label.is_empty() => write!(f, "replied {text}"),
            Self::UssdReplied { text, label } => write!(f, "replied {text} ({label})"),
            Self::UssdSaid { text } => write!(f, "the network said: {text}"),
            Self::MessageSent { to, text } => write!(f, "sent a message to {to}: {text}"),
            Self::MessageReceived { from, text } => write!(f, "a message from {from}: {text}"),
            Self::MessageIgnored => f.write_str("a message of somebody else"),
            Self::MenuChosen { label } => write!(f, "chose {label:?} from the card's menu"),
            Self::CardShowed { text } => write!(f, "the card showed: {text}"),
            Self::CardAsked { prompt, answered: true } => {
                write!(f, "the card asked {prompt:?}, and was answered")
            }
            Self::CardAsked { prompt, answered: false } => write!(f, "the card asked {prompt:?}"),
            Self::CardWanted { action, allowed: true } => write!(f, "the card wanted {action}"),
            Self::CardWanted { action, allowed: false } => {
                write!(f, "the card wanted {action}, which was not allowed")
            }
            Self::Failed { reason } => write!(f, "failed: {reason}"),
        }
    }
}

/// What came of one way.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// It gave what was asked for.
    Answered,
    /// There was an answer, but what was asked for is not in it.
    NotUnderstood,
    /// The network, or the card, asks for a payment, a subscription, a PIN or a yes first. Nobody answered that.
    NeedsConfirmation {
        /// What it says.
        text: String,
    },
    /// The card, or the network's menu, does not offer it.
    NotOffered,
    /// The message that should answer did not come in time.
    NoMessage,
    /// There is no network.
    NoNetwork,
    /// What the card wanted of the network was not allowed.
    NotAllowed {
        /// What it wanted.
        action: String,
    },
    /// It was sent, and nobody knows what became of it. It was not sent again.
    OutcomeUnknown,
    /// It did not work, and had no effect.
    Failed {
        /// Why.
        reason: String,
    },
    /// The time was over.
    Deadline,
    /// The caller had enough.
    Cancelled,
}

impl fmt::Display for AttemptOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered => f.write_str("answered"),
            Self::NotUnderstood => f.write_str("an answer without what was asked for"),
            Self::NeedsConfirmation { text } => write!(f, "stopped, because it asks: {text}"),
            Self::NotOffered => f.write_str("not offered"),
            Self::NoMessage => f.write_str("no message came"),
            Self::NoNetwork => f.write_str("no network"),
            Self::NotAllowed { action } => write!(f, "not allowed: {action}"),
            Self::OutcomeUnknown => {
                f.write_str("no answer: it may have had its effect, and was not sent again")
            }
            Self::Failed { reason } => write!(f, "failed: {reason}"),
            Self::Deadline => f.write_str("the time was over"),
            Self::Cancelled => f.write_str("cancelled"),
        }
    }
}

/// One way that was tried.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Attempt {
    /// What kind of way it is.
    pub kind: WayKind,
    /// Which one: `USSD *100#`.
    pub way: String,
    /// What was sent and said, in that order.
    pub steps: Vec<Step>,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: AttemptOutcome,
    /// What it cost, as far as the network said so.
    pub costs: Vec<Money>,
    /// How long it took.
    #[serde(rename = "took_s", serialize_with = "seconds")]
    pub took: Duration,
}

fn seconds<S: serde::Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(took.as_secs_f64())
}

/// How an enquiry ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ended {
    /// With what was asked for.
    Found,
    /// All ways were tried.
    Exhausted,
    /// The network or the card asks for a payment, a subscription, a PIN or a yes first: see the last attempt. No other
    /// way was tried.
    NeedsConfirmation,
    /// The time was over.
    Deadline,
    /// The caller had enough.
    Cancelled,
}

/// What goes on, for those who wait. Who returns [`Break`](core::ops::ControlFlow::Break) cancels: nothing more is sent
/// then, and a USSD dialogue that is under way is ended at once. Only a voucher code that was sent is waited for until the
/// network answers or the time is over, as nothing else tells what became of it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// The card was read.
    Identified(&'a Subscriber),
    /// A way is tried next.
    Trying {
        /// Which kind of way.
        kind: WayKind,
        /// Which one.
        way: &'a str,
    },
    /// This is done next, or happened.
    Step(&'a Step),
    /// A USSD answer or a message is waited for. Told about every second, as far as the network can wait in parts.
    Waiting {
        /// How much longer at most.
        left: Duration,
    },
}
