//! A network: USSD and short messages, whatever they go over.
//!
//! ```
//! use simcard::mock::VirtualNetwork;
//! use simcard::network::Network;
//! use simcard::sms::Composer;
//!
//! fn balance(network: &mut dyn Network) -> Result<String, simcard::network::NetworkError> {
//!     Ok(network.ussd("*100#")?.text)
//! }
//!
//! // the same with a modem: Modem::open(TtyPort::open("/dev/ttyUSB2")?)?
//! let mut network = VirtualNetwork::new();
//! assert_eq!(balance(&mut network)?, "Your balance is 12.34 EUR");
//! network.send_text(&Composer::new("123".parse()?), "NUM")?;
//! let answer = network.receive(std::time::Duration::from_secs(30))?.unwrap();
//! assert_eq!(answer.text().as_deref(), Some("Your number is +447700900123"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | part | what it is |
//! | --- | --- |
//! | [`Network`] | what a network does; [`Modem`](crate::modem::Modem) and [`VirtualNetwork`](crate::mock::VirtualNetwork) implement it |
//! | [`NoNetwork`] | none |
//! | [`UssdMessage`], [`Sent`], [`Incoming`], [`StoredMessage`] | what comes of it |
//! | [`NetworkError`] | what can go wrong, by what it means for the user's money |

mod error;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

pub use error::NetworkError;

use crate::codec::DecodeError;
use crate::files::content::Bytes;
use crate::sms::{Composer, Deliver, Pdu, StatusReport, Tpdu};
use crate::ussd::UssdState;

/// What the network said in a USSD dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UssdMessage {
    /// Whether the dialogue goes on.
    pub state: UssdState,
    /// The text.
    pub text: String,
}

impl UssdMessage {
    /// Whether the network waits for a reply ([`Network::ussd_reply`]).
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// assert!(network.ussd("*101#")?.wants_reply());
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub fn wants_reply(&self) -> bool {
        self.state == UssdState::ReplyExpected
    }
}

/// A message that the network took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Sent {
    /// The reference by which a status report names it (TP-MR); `None` where that was not told.
    pub reference: Option<u8>,
}

/// A message or a report that came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Incoming {
    /// What came.
    pub pdu: Pdu,
    /// Where it is stored, if it is where [`Network::delete_message`] deletes: that makes room.
    pub index: Option<u32>,
}

impl Incoming {
    /// The message, if it is one.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network, sms::Composer};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.send_text(&Composer::new("123".parse()?), "BAL")?;
    /// let came = network.receive(Duration::from_secs(10))?.unwrap();
    /// assert_eq!(came.message().unwrap().originator.to_string(), "123");
    /// assert!(came.report().is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn message(&self) -> Option<&Deliver> {
        match &self.pdu.tpdu {
            Tpdu::Deliver(message) => Some(message),
            _ => None,
        }
    }

    /// The report, if it is one.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network, sms::Composer};
    ///
    /// let mut network = VirtualNetwork::new();
    /// let composer = Composer::new("+447700900456".parse()?).with_status_report_request(true);
    /// let sent = network.send_text(&composer, "Hello")?;
    /// let came = network.receive(Duration::from_secs(10))?.unwrap();
    /// assert_eq!(Some(came.report().unwrap().reference), sent[0].reference);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn report(&self) -> Option<&StatusReport> {
        match &self.pdu.tpdu {
            Tpdu::StatusReport(report) => Some(report),
            _ => None,
        }
    }

    /// The text of a message.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network, sms::Composer};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.send_text(&Composer::new("123".parse()?), "BAL")?;
    /// let came = network.receive(Duration::from_secs(10))?.unwrap();
    /// assert_eq!(came.text().as_deref(), Some("Your balance is 12.34 EUR"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn text(&self) -> Option<String> {
        self.message()?.text()
    }
}

/// What is known of a stored message (3GPP TS 27.005 3.1, `<stat>`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum StoredStatus {
    /// Received, not read yet.
    Unread,
    /// Received and read.
    Read,
    /// Not sent yet.
    Unsent,
    /// Sent.
    Sent,
}

impl StoredStatus {
    /// The status that a number stands for.
    ///
    /// ```
    /// use simcard::network::StoredStatus;
    ///
    /// assert_eq!(StoredStatus::from_number(1), Some(StoredStatus::Read));
    /// assert_eq!(StoredStatus::from_number(4), None); // "all", in a request
    /// ```
    pub const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Unread,
            1 => Self::Read,
            2 => Self::Unsent,
            3 => Self::Sent,
            _ => return None,
        })
    }

    /// The number that stands for it.
    ///
    /// ```
    /// assert_eq!(simcard::network::StoredStatus::Unsent.number(), 2);
    /// ```
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Which way the message goes or went.
    ///
    /// ```
    /// use simcard::{network::StoredStatus, sms::Direction};
    ///
    /// assert_eq!(StoredStatus::Unread.direction(), Direction::ToMobile);
    /// ```
    pub const fn direction(self) -> crate::sms::Direction {
        match self {
            Self::Unread | Self::Read => crate::sms::Direction::ToMobile,
            Self::Unsent | Self::Sent => crate::sms::Direction::ToNetwork,
        }
    }
}

/// A message in the memory of a modem or a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    /// Where it is.
    pub index: u32,
    /// Whether it came or went.
    pub status: StoredStatus,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What they mean, if anything.
    pub pdu: Result<Pdu, DecodeError>,
}

impl StoredMessage {
    /// Reads the bytes of a message.
    ///
    /// ```
    /// use simcard::network::{StoredMessage, StoredStatus};
    ///
    /// let bytes = vec![0x07, 0x91, 0x44]; // cut off
    /// let message = StoredMessage::new(3, StoredStatus::Read, bytes);
    /// assert!(message.pdu.is_err() && message.bytes.len() == 3);
    /// ```
    pub fn new(index: u32, status: StoredStatus, bytes: Vec<u8>) -> Self {
        let pdu = Pdu::decode(status.direction(), &bytes);
        Self { index, status, bytes, pdu }
    }

    /// The text, where it has one.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network, sms::Composer};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.send_text(&Composer::new("123".parse()?), "NUM")?;
    /// network.receive(Duration::from_secs(10))?;
    /// let stored = network.messages()?;
    /// assert_eq!(stored[0].text().as_deref(), Some("Your number is +447700900123"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn text(&self) -> Option<String> {
        self.pdu.as_ref().ok()?.tpdu.user_data()?.text()
    }
}

serialize_fields!(StoredMessage, this {
    "index" => this.index,
    "status" => this.status,
    "pdu" if this.pdu.is_ok() => this.pdu.as_ref().ok(),
    "bytes" if this.pdu.is_err() => Bytes(this.bytes.clone()),
});

/// A network that takes USSD requests and short messages.
///
/// # For callers
///
/// Nothing that may cost money is ever sent twice. Where it is not known what became of it, that is
/// [`NetworkError::OutcomeUnknown`].
///
/// # For implementers
///
/// All of it is optional but for errors that tell the truth: [`NetworkError::OutcomeUnknown`] only after something was
/// handed over, and everything else only if nothing was.
pub trait Network {
    /// Sends a USSD request, `*100#`, and waits for what the network says. A dialogue that waits for a reply is ended
    /// first.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// assert_eq!(network.ussd("*100#")?.text, "Your balance is 12.34 EUR");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`NetworkError`] says.
    fn ussd(&mut self, request: &str) -> Result<UssdMessage, NetworkError> {
        let _ = request;
        Err(NetworkError::Unsupported)
    }

    /// Answers the network, which waits for a reply.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.ussd("*101#")?;
    /// assert_eq!(network.ussd_reply("2")?.text, "+447700900123");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`NetworkError::UssdSession`] if it does not; otherwise as [`NetworkError`] says.
    fn ussd_reply(&mut self, reply: &str) -> Result<UssdMessage, NetworkError> {
        let _ = reply;
        Err(NetworkError::Unsupported)
    }

    /// Sends a USSD request, and waits up to `timeout` for what the network says. `None` if it said nothing so far:
    /// [`ussd_wait`](Self::ussd_wait) waits further, and [`ussd_cancel`](Self::ussd_cancel) ends it at once.
    ///
    /// A network that can't wait in parts waits as long as for [`ussd`](Self::ussd), which is what it does unless it is
    /// implemented.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_delay(Duration::from_secs(20));
    /// assert_eq!(network.ussd_begin("*100#", Duration::from_secs(5))?, None);
    /// assert_eq!(network.ussd_wait(Duration::from_secs(30))?.unwrap().text, "Your balance is 12.34 EUR");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ussd`](Self::ussd).
    fn ussd_begin(&mut self, request: &str, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        let _ = timeout;
        self.ussd(request).map(Some)
    }

    /// Answers the network as [`ussd_reply`](Self::ussd_reply) does, and waits as [`ussd_begin`](Self::ussd_begin) does.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.ussd("*101#")?;
    /// let answer = network.ussd_begin_reply("2", Duration::from_secs(10))?;
    /// assert_eq!(answer.expect("it takes half a second").text, "+447700900123");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ussd_reply`](Self::ussd_reply).
    fn ussd_begin_reply(
        &mut self,
        reply: &str,
        timeout: Duration,
    ) -> Result<Option<UssdMessage>, NetworkError> {
        let _ = timeout;
        self.ussd_reply(reply).map(Some)
    }

    /// Waits further, up to `timeout`, for the answer to what was begun. `None` if there is none so far; the network's
    /// time ([`set_patience`](Self::set_patience)) goes on from the beginning.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network, network::NetworkError};
    ///
    /// let mut network = VirtualNetwork::new();
    /// let nothing = network.ussd_wait(Duration::from_secs(1));
    /// assert!(matches!(nothing, Err(NetworkError::UssdSession(_)))); // nothing was begun
    /// ```
    ///
    /// # Errors
    ///
    /// [`NetworkError::UssdSession`] if nothing was begun; otherwise as [`ussd`](Self::ussd).
    fn ussd_wait(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        let _ = timeout;
        Err(crate::ussd::SessionError::NotAsked.into())
    }

    /// Ends the dialogue, if there is one.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.ussd("*101#")?;
    /// network.ussd_cancel()?;
    /// assert!(network.ussd_reply("2").is_err());
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The way to the network failed.
    fn ussd_cancel(&mut self) -> Result<(), NetworkError> {
        Ok(())
    }

    /// What the network says unasked, waiting for it up to `timeout`. `None` if it says nothing.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.push_ussd(0, "You have won");
    /// let news = network.ussd_listen(Duration::from_secs(5))?.unwrap();
    /// assert_eq!(news.text, "You have won");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The way to the network failed.
    fn ussd_listen(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        let _ = timeout;
        Ok(None)
    }

    /// Sends a message: an SMS-SUBMIT or SMS-COMMAND, through the service centre that it names or the default one.
    ///
    /// ```
    /// use simcard::{mock::VirtualNetwork, network::Network};
    /// use simcard::sms::{Composer, Pdu, Tpdu};
    ///
    /// let parts = Composer::new("+447700900456".parse()?).compose("Hello")?;
    /// let pdu = Pdu::new(None, Tpdu::Submit(parts[0].clone()))?;
    /// assert_eq!(VirtualNetwork::new().send_pdu(&pdu)?.reference, Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`NetworkError`] says.
    fn send_pdu(&mut self, pdu: &Pdu) -> Result<Sent, NetworkError> {
        let _ = pdu;
        Err(NetworkError::Unsupported)
    }

    /// Sends a text, in as many messages as it takes, one after the other.
    ///
    /// ```
    /// use simcard::{mock::VirtualNetwork, network::Network, sms::Composer};
    ///
    /// let composer = Composer::new("+447700900456".parse()?);
    /// let sent = VirtualNetwork::new().send_text(&composer, &"Hello! ".repeat(30))?;
    /// assert_eq!(sent.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`NetworkError::Text`] if it can't be sent, and [`NetworkError::Parts`] if only some of several parts were.
    fn send_text(&mut self, composer: &Composer, text: &str) -> Result<Vec<Sent>, NetworkError> {
        let parts = composer.compose(text)?;
        let total = parts.len();
        let mut sent = Vec::with_capacity(total);
        for part in parts {
            match self.send_pdu(&Pdu::new(None, Tpdu::Submit(part))?) {
                Ok(one) => sent.push(one),
                Err(error) if sent.is_empty() => return Err(error),
                Err(error) => {
                    return Err(NetworkError::Parts { sent: sent.len(), total, source: Box::new(error) });
                }
            }
        }
        Ok(sent)
    }

    /// How long the network may take from now on for each USSD answer, and for taking each message; `None` is what is
    /// usual. What did not come by then is [`NetworkError::OutcomeUnknown`], if anything was sent by then.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::network::NetworkError;
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_silent(true);
    /// network.set_patience(Some(Duration::from_secs(20)));
    /// assert!(matches!(network.ussd("*100#"), Err(NetworkError::OutcomeUnknown)));
    /// assert_eq!(network.now(), Duration::from_secs(20));
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    fn set_patience(&mut self, patience: Option<Duration>) {
        let _ = patience;
    }

    /// The time since some origin, where the network has a clock of its own: deadlines go by it then.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.receive(Duration::from_secs(60))?; // nothing comes, and it takes no time
    /// assert_eq!(network.clock(), Some(Duration::from_secs(60)));
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    fn clock(&self) -> Option<Duration> {
        None
    }

    /// The next message or report that comes, waiting for it up to `timeout`. `None` if none comes.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::sms::Composer;
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.send_text(&Composer::new("123".parse().unwrap()), "BAL")?;
    /// assert!(network.receive(Duration::from_secs(10))?.is_some());
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The way to the network failed, or what came is no message.
    fn receive(&mut self, timeout: Duration) -> Result<Option<Incoming>, NetworkError> {
        let _ = timeout;
        Err(NetworkError::Unsupported)
    }

    /// All messages that are stored.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// assert!(network.messages()?.is_empty());
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`NetworkError`] says.
    fn messages(&mut self) -> Result<Vec<StoredMessage>, NetworkError> {
        Err(NetworkError::Unsupported)
    }

    /// One stored message; `None` if there is none at this place.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// assert_eq!(network.message(1)?, None);
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`NetworkError`] says.
    fn message(&mut self, index: u32) -> Result<Option<StoredMessage>, NetworkError> {
        Ok(self.messages()?.into_iter().find(|message| message.index == index))
    }

    /// Deletes a stored message.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::sms::Composer;
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.send_text(&Composer::new("123".parse().unwrap()), "BAL")?;
    /// let answer = network.receive(Duration::from_secs(10))?.unwrap();
    /// network.delete_message(answer.index.unwrap())?;
    /// assert!(network.messages()?.is_empty());
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`NetworkError::NoMessage`] where it is told that there is none; otherwise as [`NetworkError`] says.
    fn delete_message(&mut self, index: u32) -> Result<(), NetworkError> {
        let _ = index;
        Err(NetworkError::Unsupported)
    }
}

macro_rules! forward {
    ($($type:ty),*) => {$(
        impl<N: Network + ?Sized> Network for $type {
            fn ussd(&mut self, request: &str) -> Result<UssdMessage, NetworkError> {
                (**self).ussd(request)
            }

            fn ussd_reply(&mut self, reply: &str) -> Result<UssdMessage, NetworkError> {
                (**self).ussd_reply(reply)
            }

            fn ussd_begin(
                &mut self,
                request: &str,
                timeout: Duration,
            ) -> Result<Option<UssdMessage>, NetworkError> {
                (**self).ussd_begin(request, timeout)
            }

            fn ussd_begin_reply(
                &mut self,
                reply: &str,
                timeout: Duration,
            ) -> Result<Option<UssdMessage>, NetworkError> {
                (**self).ussd_begin_reply(reply, timeout)
            }

            fn ussd_wait(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
                (**self).ussd_wait(timeout)
            }

            fn ussd_cancel(&mut self) -> Result<(), NetworkError> {
                (**self).ussd_cancel()
            }

            fn ussd_listen(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
                (**self).ussd_listen(timeout)
            }

            fn set_patience(&mut self, patience: Option<Duration>) {
                (**self).set_patience(patience);
            }

            fn clock(&self) -> Option<Duration> {
                (**self).clock()
            }

            fn send_pdu(&mut self, pdu: &Pdu) -> Result<Sent, NetworkError> {
                (**self).send_pdu(pdu)
            }

            fn send_text(&mut self, composer: &Composer, text: &str) -> Result<Vec<Sent>, NetworkError> {
                (**self).send_text(composer, text)
            }

            fn receive(&mut self, timeout: Duration) -> Result<Option<Incoming>, NetworkError> {
                (**self).receive(timeout)
            }

            fn messages(&mut self) -> Result<Vec<StoredMessage>, NetworkError> {
                (**self).messages()
            }

            fn message(&mut self, index: u32) -> Result<Option<StoredMessage>, NetworkError> {
                (**self).message(index)
            }

            fn delete_message(&mut self, index: u32) -> Result<(), NetworkError> {
                (**self).delete_message(index)
            }
        }
    )*};
}

forward!(&mut N, Box<N>);

/// No network, as over a card reader: whatever one asks of it, there is [none](NetworkError::NoNetwork).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoNetwork;

impl Network for NoNetwork {
    fn ussd(&mut self, _: &str) -> Result<UssdMessage, NetworkError> {
        Err(NetworkError::NoNetwork)
    }

    fn ussd_reply(&mut self, _: &str) -> Result<UssdMessage, NetworkError> {
        Err(NetworkError::NoNetwork)
    }

    fn send_pdu(&mut self, _: &Pdu) -> Result<Sent, NetworkError> {
        Err(NetworkError::NoNetwork)
    }

    fn receive(&mut self, _: Duration) -> Result<Option<Incoming>, NetworkError> {
        Err(NetworkError::NoNetwork)
    }

    fn messages(&mut self) -> Result<Vec<StoredMessage>, NetworkError> {
        Err(NetworkError::NoNetwork)
    }

    fn delete_message(&mut self, _: u32) -> Result<(), NetworkError> {
        Err(NetworkError::NoNetwork)
    }
}
