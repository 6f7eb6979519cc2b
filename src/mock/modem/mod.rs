//! A modem in memory: bytes in, bytes out, with a virtual card and a virtual network.

mod commands;
mod dialect;
mod general;
mod port;
mod probes;
mod registration;
#[cfg(feature = "std")]
mod serve;
mod sim;
mod sms;
#[cfg(test)]
mod tests;
mod ussd;

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

pub use dialect::{Dialect, Handles, LineEnd, UssdStyle};
pub use port::{Direction, LineFault, LineFaultKind, VirtualPort};
#[cfg(feature = "std")]
pub use serve::serve_modem;

use super::{VirtualCard, VirtualNetwork};
use registration::Registration;
use sim::Sessions;
use sms::Sms;

/// The longest command line, in bytes. What is longer is an error, as in real modems.
const MAX_COMMAND: usize = 4_096;
const ESCAPE: u8 = 0x1B;

/// A modem in memory that takes AT commands and answers as real ones do: with a [`VirtualCard`] and a network.
///
/// Without I/O and without a clock: give it bytes and the time, and fetch what it sends. [`into_port`](Self::into_port)
/// makes a port of it whose clock runs as fast as one waits; `serve_modem` puts it behind any stream.
///
/// ```
/// use core::time::Duration;
/// use simcard::mock::{VirtualCard, VirtualModem};
///
/// let mut modem = VirtualModem::new(VirtualCard::uicc());
/// modem.receive(b"AT+CSIM=14,\"00A40004023F00\"\r", Duration::ZERO);
/// let answer = modem.poll_output(Duration::from_secs(1)).unwrap();
/// assert!(answer.starts_with(b"AT+CSIM=14,")); // its echo is on
/// assert!(answer.ends_with(b"\r\nOK\r\n"));
/// ```
pub struct VirtualModem {
    card: Option<VirtualCard>,
    dialect: Dialect,
    /// The command line so far.
    line: Vec<u8>,
    output: VecDeque<(Duration, Vec<u8>)>,
    echo: bool,
    /// `+CMEE`.
    errors: u8,
    /// `+CSCS`.
    charset: String,
    sessions: Sessions,
    network: VirtualNetwork,
    sms: Sms,
    /// The latest time that it was told of.
    latest: Duration,
    /// What the network says after the result of the command: how much later, and the line.
    waiting: Vec<(Duration, String)>,
    registration: Registration,
    /// The lines of all commands, in order.
    commands: Vec<String>,
    /// Commands that are not answered at once: how many more, and how much later.
    stall: Option<(u32, Duration)>,
}

impl VirtualModem {
    /// A modem as the specification has it, with this card in it, registered with its home network.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.receive(b"ATE0\r", Duration::ZERO);
    /// let answer = modem.poll_output(Duration::from_secs(1)).unwrap();
    /// assert!(answer.ends_with(b"\r\nOK\r\n"));
    /// ```
    pub fn new(card: VirtualCard) -> Self {
        Self::with_dialect(card, Dialect::STANDARD)
    }

    /// A modem that deviates from the specification.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{Dialect, LineEnd, VirtualCard, VirtualModem};
    ///
    /// let dialect = Dialect { line_end: LineEnd::Cr, echo: false, ..Dialect::STANDARD };
    /// let mut modem = VirtualModem::with_dialect(VirtualCard::uicc(), dialect);
    /// modem.receive(b"AT\r", Duration::ZERO);
    /// assert_eq!(modem.poll_output(Duration::from_secs(1)).unwrap(), b"OK\r");
    /// ```
    pub fn with_dialect(card: VirtualCard, dialect: Dialect) -> Self {
        let charset = if dialect.ussd == UssdStyle::Ucs2 { "UCS2" } else { "IRA" };
        Self {
            card: Some(card),
            dialect,
            line: Vec::new(),
            output: VecDeque::new(),
            echo: dialect.echo,
            errors: 0,
            charset: charset.into(),
            sessions: Sessions::default(),
            network: VirtualNetwork::new(),
            sms: Sms::default(),
            latest: Duration::ZERO,
            waiting: Vec::new(),
            registration: Registration::default(),
            commands: Vec::new(),
            stall: None,
        }
    }

    /// Takes the card out.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// assert!(modem.remove_card().is_some());
    /// assert!(modem.card().is_none());
    /// ```
    pub fn remove_card(&mut self) -> Option<VirtualCard> {
        self.card.take()
    }

    /// The card, if there is one.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::{Card, modem::Modem};
    ///
    /// let modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let mut card = Card::new(modem);
    /// card.imsi()?;
    /// let virtual_card = card.transport().port().modem().card().expect("it is in the modem");
    /// assert!(virtual_card.counters().commands > 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn card(&self) -> Option<&VirtualCard> {
        self.card.as_ref()
    }

    /// The character set that is set (`+CSCS`).
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// assert_eq!(VirtualModem::new(VirtualCard::uicc()).charset(), "IRA");
    /// ```
    pub fn charset(&self) -> &str {
        &self.charset
    }

    /// Sets the character set, as another program may have done.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.set_charset("UCS2");
    /// let mut modem = Modem::open(modem.into_port())?;
    /// assert_eq!(modem.ussd("*100#")?.text(), "Your balance is 12.34 EUR");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub fn set_charset(&mut self, charset: &str) {
        self.charset = charset.into();
    }

    /// What the network says to a USSD request: [`VirtualNetwork::set_ussd`].
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.set_ussd("*555#", &[(0, "Rain")]);
    /// assert_eq!(Modem::open(modem.into_port())?.ussd("*555#")?.text(), "Rain");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub fn set_ussd(&mut self, request: &str, answers: &[(u8, &str)]) {
        self.network.set_ussd(request, answers);
    }

    /// The network that it is registered with.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.ussd("*100#")?;
    /// assert_eq!(modem.port().modem().network().requests(), ["*100#"]);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub const fn network(&self) -> &VirtualNetwork {
        &self.network
    }

    /// The network that it is registered with, to change something about it.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.network_mut().set_balance(5);
    /// assert_eq!(Modem::open(modem.into_port())?.ussd("*100#")?.text(), "Your balance is 0.05 EUR");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub const fn network_mut(&mut self) -> &mut VirtualNetwork {
        &mut self.network
    }

    /// The same modem in another network.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem, VirtualNetwork};
    ///
    /// let mut network = VirtualNetwork::new();
    /// network.set_balance(500);
    /// let modem = VirtualModem::new(VirtualCard::uicc()).with_network(network);
    /// assert_eq!(modem.network().balance(), 500);
    /// ```
    #[must_use]
    pub fn with_network(mut self, network: VirtualNetwork) -> Self {
        self.network = network;
        self
    }

    /// All command lines so far, without `AT`.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.receive(b"ATE0\rAT+CSQ\r", Duration::ZERO);
    /// assert_eq!(modem.commands(), ["E0", "+CSQ"]);
    /// ```
    pub fn commands(&self) -> &[String] {
        &self.commands
    }

    /// The next `count` commands are answered so much later.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{Dialect, VirtualCard, VirtualModem};
    ///
    /// let quiet = Dialect { echo: false, ..Dialect::STANDARD };
    /// let mut modem = VirtualModem::with_dialect(VirtualCard::uicc(), quiet);
    /// modem.stall(1, Duration::from_secs(30));
    /// modem.receive(b"AT\r", Duration::ZERO);
    /// assert_eq!(modem.poll_output(Duration::from_secs(29)), None);
    /// assert_eq!(modem.poll_output(Duration::from_secs(31)).unwrap(), b"\r\nOK\r\n");
    /// ```
    pub fn stall(&mut self, count: u32, delay: Duration) {
        self.stall = Some((count, delay));
    }

    /// Sends something unasked, as it is.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.push(b"\r\nRING\r\n", Duration::from_secs(5));
    /// assert_eq!(modem.poll_output(Duration::from_secs(4)), None);
    /// assert_eq!(modem.poll_output(Duration::from_secs(5)).unwrap(), b"\r\nRING\r\n");
    /// ```
    pub fn push(&mut self, bytes: &[u8], at: Duration) {
        let place = self.output.iter().position(|(due, _)| *due > at).unwrap_or(self.output.len());
        self.output.insert(place, (at, bytes.to_vec()));
    }

    /// Takes bytes: command lines, and messages up to their Ctrl-Z.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.receive(b"AT+C", Duration::ZERO); // in any pieces
    /// modem.receive(b"SQ\r", Duration::ZERO);
    /// assert_eq!(modem.commands(), ["+CSQ"]);
    /// ```
    pub fn receive(&mut self, bytes: &[u8], now: Duration) {
        self.latest = self.latest.max(now);
        for byte in bytes {
            if self.echo {
                self.push(&[*byte], now);
            }
            if self.prompt_byte(*byte, now) {
                continue;
            }
            match *byte {
                b'\r' => {
                    let line = core::mem::take(&mut self.line);
                    self.command_line(&line, now);
                }
                ESCAPE => self.line.clear(),
                b'\n' | 0 => {}
                byte if self.line.len() < MAX_COMMAND => self.line.push(byte),
                _ => {}
            }
        }
    }

    /// What is to be sent by now, if anything.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.receive(b"AT\r", Duration::ZERO);
    /// let answer = modem.poll_output(Duration::from_secs(1)).unwrap();
    /// assert_eq!(answer, b"AT\r\r\nOK\r\n"); // its echo is on
    /// ```
    pub fn poll_output(&mut self, now: Duration) -> Option<Vec<u8>> {
        self.latest = self.latest.max(now);
        self.deliver(now);
        let mut bytes = Vec::new();
        while self.output.front().is_some_and(|(due, _)| *due <= now) {
            let (_, more) = self.output.pop_front()?;
            bytes.extend_from_slice(&more);
        }
        (!bytes.is_empty()).then_some(bytes)
    }

    /// The latest time that it was told of.
    #[cfg(feature = "std")]
    const fn latest(&self) -> Duration {
        self.latest
    }

    /// When there will be something to send.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// assert_eq!(modem.next_output(), None);
    /// modem.push(b"\r\nRING\r\n", Duration::from_secs(5));
    /// assert_eq!(modem.next_output(), Some(Duration::from_secs(5)));
    /// ```
    pub fn next_output(&self) -> Option<Duration> {
        let due = self.output.front().map(|(due, _)| *due);
        [due, self.next_delivery()].into_iter().flatten().min()
    }

    /// A port with this modem behind it, and a clock that runs as fast as one waits.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::{Card, modem::Modem};
    ///
    /// let port = VirtualModem::new(VirtualCard::uicc()).into_port();
    /// assert_eq!(Card::new(Modem::open(port)?).imsi()?.as_str(), "001010123456789");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_port(self) -> VirtualPort {
        VirtualPort::new(self)
    }
}

impl fmt::Debug for VirtualModem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualModem").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}
