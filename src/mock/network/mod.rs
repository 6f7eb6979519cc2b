//! A network in memory.

mod account;
mod as_network;
mod messages;
#[cfg(feature = "account")]
mod operator;
#[cfg(test)]
mod tests;
mod ussd;

use alloc::collections::VecDeque;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use crate::network::StoredMessage;
use crate::sms::Tpdu;
use crate::ussd::Session;
use account::Account;
pub(super) use messages::TEMPORARY_FAILURE;
#[cfg(feature = "account")]
pub use operator::virtual_operator;

/// How long the network takes for what it does.
const DELAY: Duration = Duration::from_millis(500);

/// A network in memory, with one subscriber: a USSD menu, an account with a balance, vouchers to top it up with, short
/// codes that answer messages, and delivery of messages to the own number.
///
/// It has no clock but the time that one waits for it, so two minutes take no time, and the same is the same each time.
///
/// | request | what it does |
/// | --- | --- |
/// | `*100#` | the balance |
/// | `*101#` | a menu: balance, own number, top-up |
/// | `*102#` | the balance, after the end of the dialogue |
/// | `*103#` | nothing, ever |
/// | `*104#` | a text in the end of the dialogue |
/// | `*105*CODE#` | top-up; 11111111111111 is worth 10 EUR, 22222222222222 is used, all others are wrong |
/// | `*106#` | the own number |
/// | `*103*CODE#`, `*110#` | top-up and own number again, as the menu of the virtual card asks for them |
/// | `BAL`, `NUM`, `TOPUP CODE` to 123 | the same by messages |
/// | anything to the own number | comes back |
///
/// A message costs 0.10 EUR, those to 123 nothing.
///
/// ```
/// use simcard::mock::VirtualNetwork;
/// use simcard::network::Network;
///
/// let mut network = VirtualNetwork::new();
/// assert!(network.ussd("*101#")?.wants_reply());
/// assert_eq!(network.ussd_reply("3")?.text, "Voucher code?");
/// assert_eq!(
///     network.ussd_reply("11111111111111")?.text,
///     "Topped up with 10.00 EUR. Your balance is 22.34 EUR"
/// );
/// assert_eq!(network.balance(), 2234);
/// # Ok::<(), simcard::network::NetworkError>(())
/// ```
pub struct VirtualNetwork {
    account: Account,
    ussd: ussd::Menu,
    messages: messages::Centre,
    delay: Duration,
    /// What goes wrong with the next requests and messages.
    faults: VecDeque<NetworkFault>,
    /// Whether there is a network at all.
    reachable: bool,
    /// Whether it takes everything and says nothing.
    silent: bool,
    /// How often something was asked of the network, and reached it.
    requests: Vec<String>,
    // what follows is the phone's side, where it is used without a modem
    now: Duration,
    session: Session<String>,
    /// What the network will say, and when.
    spoken: VecDeque<(Duration, u8, String)>,
    stored: Vec<StoredMessage>,
}

/// What goes wrong with a request or a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkFault {
    /// It does not arrive, and nothing comes back.
    LoseRequest,
    /// It has its effect, and nothing comes back.
    LoseAnswer,
    /// The network refuses.
    Refuse,
    /// The answer comes so much later.
    Delay(Duration),
}

/// What comes of a request or a message.
pub(super) enum Verdict<T> {
    /// This, so much later.
    Answer(Duration, T),
    /// Nothing.
    Silence,
    /// A refusal.
    Refused,
}

impl Default for VirtualNetwork {
    fn default() -> Self {
        Self::new()
    }
}

impl VirtualNetwork {
    /// A network with the subscriber +44 7700 900123, who has 12.34 EUR.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    ///
    /// let network = VirtualNetwork::new();
    /// assert_eq!((network.number().as_str(), network.balance()), ("+447700900123", 1234));
    /// ```
    pub fn new() -> Self {
        Self {
            account: Account::default(),
            ussd: ussd::Menu::default(),
            messages: messages::Centre::default(),
            delay: DELAY,
            faults: VecDeque::new(),
            reachable: true,
            silent: false,
            requests: Vec::new(),
            now: Duration::ZERO,
            session: Session::new(),
            spoken: VecDeque::new(),
            stored: Vec::new(),
        }
    }

    /// The balance in cents.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    ///
    /// assert_eq!(VirtualNetwork::new().balance(), 1234);
    /// ```
    pub const fn balance(&self) -> i64 {
        self.account.balance
    }

    /// Sets the balance in cents.
    ///
    /// ```
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_balance(5);
    /// assert_eq!(network.ussd("*100#")?.text, "Your balance is 0.05 EUR");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub fn set_balance(&mut self, cents: i64) {
        self.account.balance = cents;
    }

    /// Adds a voucher that is worth so many cents.
    ///
    /// ```
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.add_voucher("33333333333333", 500);
    /// network.ussd("*105*33333333333333#")?;
    /// assert_eq!(network.balance(), 1734);
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub fn add_voucher(&mut self, code: &str, cents: i64) {
        self.account.vouchers.push(account::Voucher { code: code.to_string(), cents, used: false });
    }

    /// How long it takes for what it does.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_delay(Duration::from_secs(7));
    /// network.ussd("*100#")?;
    /// assert_eq!(network.now(), Duration::from_secs(7));
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub fn set_delay(&mut self, delay: Duration) {
        self.delay = delay;
    }

    /// Whether there is a network at all. In a modem the registration says that.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::network::{Network, NetworkError};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_reachable(false);
    /// assert!(matches!(network.ussd("*100#"), Err(NetworkError::NoNetwork)));
    /// ```
    pub fn set_reachable(&mut self, reachable: bool) {
        self.reachable = reachable;
    }

    /// What goes wrong with the next request or message; several in the order in which they are added.
    ///
    /// ```
    /// use simcard::mock::{NetworkFault, VirtualNetwork};
    /// use simcard::network::Network;
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.add_fault(NetworkFault::LoseAnswer);
    /// assert!(network.ussd("*105*11111111111111#").is_err()); // and yet
    /// assert_eq!(network.balance(), 2234);
    /// ```
    pub fn add_fault(&mut self, fault: NetworkFault) {
        self.faults.push_back(fault);
    }

    /// What it says to a USSD request: the number of the state (`<m>` of `+CUSD`) and the text, once or several times. A
    /// reply within a dialogue is told by the way to it: `*101#/1`. `{balance}` and `{number}` are put in.
    ///
    /// ```
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_ussd("*555#", &[(1, "1. Weather")]); // asks for a reply
    /// network.set_ussd("*555#/1", &[(0, "Rain. You have {balance}.")]);
    /// assert!(network.ussd("*555#")?.wants_reply());
    /// assert_eq!(network.ussd_reply("1")?.text, "Rain. You have 12.34 EUR.");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub fn set_ussd(&mut self, request: &str, answers: &[(u8, &str)]) {
        self.ussd.set(request, answers);
    }

    /// What it answers to a message with this first word, in capitals, to this short code; without a word, to all others.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network, sms::Composer};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_short_code("555", "RAIN", "None today");
    /// network.send_text(&Composer::new("555".parse()?), "rain")?;
    /// network.receive(Duration::from_secs(10))?;
    /// assert_eq!(network.messages()?[0].text().as_deref(), Some("None today"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_short_code(&mut self, number: &str, word: &str, answer: &str) {
        self.messages.set(number, word, answer);
    }

    /// Answers no USSD request any more but those that are [set](Self::set_ussd) from now on: all others are refused.
    ///
    /// ```
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.clear_ussd();
    /// network.set_ussd("*555#", &[(0, "Rain")]);
    /// assert!(network.ussd("*100#").is_err());
    /// assert_eq!(network.ussd("*555#")?.text, "Rain");
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub fn clear_ussd(&mut self) {
        self.ussd.clear();
    }

    /// Answers no message any more but to those codes that are [set](Self::set_short_code) from now on.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{mock::VirtualNetwork, network::Network, sms::Composer};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.clear_short_codes();
    /// network.send_text(&Composer::new("123".parse()?), "BAL")?;
    /// assert!(network.receive(Duration::from_secs(10))?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn clear_short_codes(&mut self) {
        self.messages.clear();
    }

    /// Whether it takes everything and says nothing.
    ///
    /// ```
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_silent(true);
    /// assert!(network.ussd("*105*11111111111111#").is_err());
    /// assert_eq!(network.balance(), 2234); // it took the voucher all the same
    /// ```
    pub fn set_silent(&mut self, silent: bool) {
        self.silent = silent;
    }

    /// All USSD requests, replies and messages that reached it: `*100#`, `*101#/1`, `123 BAL`.
    ///
    /// ```
    /// use simcard::{mock::VirtualNetwork, network::Network};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.ussd("*101#")?;
    /// network.ussd_reply("1")?;
    /// assert_eq!(network.requests(), ["*101#", "*101#/1"]);
    /// # Ok::<(), simcard::network::NetworkError>(())
    /// ```
    pub fn requests(&self) -> &[String] {
        &self.requests
    }

    /// What is to happen to a request that leads to `answer`.
    fn verdict<T>(&mut self, answer: impl FnOnce(&mut Self) -> T) -> Verdict<T> {
        let silence = self.silent.then_some(NetworkFault::LoseAnswer);
        match self.faults.pop_front().or(silence) {
            None => Verdict::Answer(self.delay, answer(self)),
            Some(NetworkFault::Delay(more)) => Verdict::Answer(self.delay.saturating_add(more), answer(self)),
            Some(NetworkFault::LoseRequest) => Verdict::Silence,
            Some(NetworkFault::LoseAnswer) => {
                answer(self);
                Verdict::Silence
            }
            Some(NetworkFault::Refuse) => Verdict::Refused,
        }
    }

    /// A message that is to be delivered by now.
    pub(super) fn next_delivery(&mut self, now: Duration) -> Option<Tpdu> {
        self.messages.next(now)
    }

    /// When there is one to be delivered.
    pub(super) fn delivery_due(&self) -> Option<Duration> {
        self.messages.due()
    }
}

impl fmt::Debug for VirtualNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualNetwork").field("account", &self.account).finish_non_exhaustive()
    }
}
