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
    pub fn new(card: VirtualCard) -> Self {
        Self::with_dialect(card, Dialect::STANDARD)
    }

    /// A modem that deviates from the specification.
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
    pub fn remove_card(&mut self) -> Option<VirtualCard> {
        self.card.take()
    }

    /// The card, if there is one.
    pub const fn card(&self) -> Option<&VirtualCard> {
        self.card.as_ref()
    }

    /// The character set that is set (`+CSCS`).
    pub fn charset(&self) -> &str {
        &self.charset
    }

    /// Sets the character set, as another program may have done.
    pub fn set_charset(&mut self, charset: &str) {
        self.charset = charset.into();
    }

    /// What the network says to a USSD request: [`VirtualNetwork::set_ussd`].
    pub fn set_ussd(&mut self, request: &str, answers: &[(u8, &str)]) {
        self.network.set_ussd(request, answers);
    }

    /// The network that it is registered with.
    pub const fn network(&self) -> &VirtualNetwork {
        &self.network
    }

    /// The network that it is registered with, to change something about it.
    pub const fn network_mut(&mut self) -> &mut VirtualNetwork {
        &mut self.network
    }

    /// The same modem in another network.
    #[must_use]
    pub fn with_network(mut self, network: VirtualNetwork) -> Self {
        self.network = network;
        self
    }

    /// All command lines so far, without `AT`.
    pub fn commands(&self) -> &[String] {
        &self.commands
    }

    /// The next `count` commands are answered so much later.
    pub fn stall(&mut self, count: u32, delay: Duration) {
        self.stall = Some((count, delay));
    }

    /// Sends something unasked, as it is.
    pub fn push(&mut self, bytes: &[u8], at: Duration) {
        let place = self.output.iter().position(|(due, _)| *due > at).unwrap_or(self.output.len());
        self.output.insert(place, (at, bytes.to_vec()));
    }

    /// Takes bytes: command lines, and messages up to their Ctrl-Z.
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
    pub fn next_output(&self) -> Option<Duration> {
        let due = self.output.front().map(|(due, _)| *due);
        [due, self.next_delivery()].into_iter().flatten().min()
    }

    /// A port with this modem behind it, and a clock that runs as fast as one waits.
    pub fn into_port(self) -> VirtualPort {
        VirtualPort::new(self)
    }
}

impl fmt::Debug for VirtualModem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualModem").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}
