use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;
use zeroize::Zeroize;

use super::{Exchange, ExchangeError, Outcome};
use crate::apdu::{Command, Instruction};
use crate::transport::{Limits, Transport, TransportInfo};

/// What went over a transport: the cost that a user feels.
///
/// ```
/// use simcard::{Card, mock::VirtualCard};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// card.iccid()?;
/// let before = card.traffic();
/// card.imsi()?;
/// let imsi = card.traffic().since(before);
/// assert!(imsi.commands > 0 && imsi.bytes() < card.traffic().bytes());
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Traffic {
    /// Commands sent, GET RESPONSE and repeats included.
    pub commands: u64,
    /// Bytes of commands.
    pub bytes_sent: u64,
    /// Bytes of responses, status words included.
    pub bytes_received: u64,
}

impl Traffic {
    /// What went over since `start`.
    #[must_use]
    pub const fn since(self, start: Self) -> Self {
        Self {
            commands: self.commands.saturating_sub(start.commands),
            bytes_sent: self.bytes_sent.saturating_sub(start.bytes_sent),
            bytes_received: self.bytes_received.saturating_sub(start.bytes_received),
        }
    }

    /// The bytes in both directions.
    pub const fn bytes(self) -> u64 {
        self.bytes_sent.saturating_add(self.bytes_received)
    }
}

/// The buffers of [`run`], kept from one exchange to the next so that none of them allocates.
#[derive(Default)]
pub struct Buffers {
    command: Vec<u8>,
    response: Vec<u8>,
    data: Vec<u8>,
    /// Whether the data may be keys, and are to be wiped before the next run.
    secret: bool,
    /// Whether the data are a proactive command, in which a voucher code may be.
    fetched: bool,
}

impl Buffers {
    /// The response data of the last exchange, without status word.
    ///
    /// ```
    /// let buffers = simcard::exchange::Buffers::default();
    /// assert!(buffers.data().is_empty()); // nothing ran yet; see `run`
    /// ```
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Overwrites everything with zeros.
    ///
    /// ```
    /// # use simcard::apdu::{Class, Command, Instruction};
    /// # use simcard::exchange::{Buffers, Traffic, run};
    /// # use simcard::mock::VirtualCard;
    /// # let (mut card, mut buffers) = (VirtualCard::uicc(), Buffers::default());
    /// let random = Command::new(Class::INTERINDUSTRY, Instruction::GET_CHALLENGE, 0, 0).expect(8);
    /// run(&mut card, random, &mut buffers, &mut Traffic::default())?;
    /// assert_eq!(buffers.data().len(), 8);
    /// buffers.wipe();
    /// assert!(buffers.data().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn wipe(&mut self) {
        // a buffer without memory points nowhere, and some processors take long to write nothing there
        if self.command.capacity() > 0 {
            self.command.as_mut_slice().zeroize();
        }
        if self.response.capacity() > 0 {
            self.response.as_mut_slice().zeroize();
        }
        if self.data.capacity() > 0 {
            self.data.zeroize();
        }
    }

    fn prepare(&mut self, command: &Command<'_>, limits: Limits) {
        if self.secret {
            self.wipe();
        } else if self.fetched {
            self.data.as_mut_slice().zeroize();
        }
        self.secret = command.instruction.has_secret_response();
        self.fetched = command.instruction == Instruction::FETCH;
        let longest = command.data.len().min(limits.command_data).saturating_add(9);
        if self.command.len() < longest {
            self.command.resize(longest, 0);
        }
        let longest = limits.response_data.saturating_add(2);
        if self.response.len() < longest {
            self.response.resize(longest, 0);
        }
        self.data.clear();
    }
}

/// Shows no content: it may be a secret.
impl fmt::Debug for Buffers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffers").finish_non_exhaustive()
    }
}

impl Drop for Buffers {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// What stopped [`run`].
#[derive(Debug, Error)]
pub enum RunError<E> {
    /// The transport failed.
    #[error(transparent)]
    Transport(E),
    /// The card's answers led nowhere.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
}

/// Runs `command` over `transport` to its end. The data are in `buffers` afterwards.
///
/// Buffers that may hold a secret (PIN, keys) are wiped: the command's always, the data's by the next run
/// or when dropped.
///
/// ```
/// use simcard::apdu::{Class, Command, Instruction, StatusWord};
/// use simcard::exchange::{self, Buffers, Traffic};
/// use simcard::mock::VirtualCard;
///
/// let mut card = VirtualCard::uicc();
/// let (mut buffers, mut traffic) = (Buffers::default(), Traffic::default());
/// let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0, 4).data(&[0x3F, 0x00]).expect(256);
/// let outcome = exchange::run(&mut card, select, &mut buffers, &mut traffic)?;
/// assert_eq!((outcome.status, buffers.data()[0]), (StatusWord::OK, 0x62)); // an FCP
/// assert_eq!(traffic.commands, 2); // SELECT, GET RESPONSE
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The transport failed, or the card's answers led nowhere. A status word that tells of an error is no
/// error here.
pub fn run<T: Transport + ?Sized>(
    transport: &mut T,
    command: Command<'_>,
    buffers: &mut Buffers,
    traffic: &mut Traffic,
) -> Result<Outcome, RunError<T::Error>> {
    let info = transport.info();
    buffers.prepare(&command, info.effective_limits());
    let result = drive(transport, command, &info, buffers, traffic);
    let Command { instruction, data, .. } = command;
    if instruction.has_secret_data() || instruction.has_secret_response() {
        buffers.command.as_mut_slice().zeroize();
        buffers.response.as_mut_slice().zeroize();
    } else if matches!(instruction, Instruction::TERMINAL_RESPONSE | Instruction::ENVELOPE) {
        // what a user typed for the card, and what call control is asked; no more than that, as it is done at every turn
        zeroize_first(&mut buffers.command, data.len().saturating_add(9));
    } else if instruction == Instruction::FETCH {
        zeroize_first(&mut buffers.response, buffers.data.len().saturating_add(2));
    }
    result
}

/// Overwrites the first `len` bytes.
fn zeroize_first(bytes: &mut [u8], len: usize) {
    bytes.iter_mut().take(len).for_each(Zeroize::zeroize);
}

fn drive<T: Transport + ?Sized>(
    transport: &mut T,
    command: Command<'_>,
    info: &TransportInfo,
    buffers: &mut Buffers,
    traffic: &mut Traffic,
) -> Result<Outcome, RunError<T::Error>> {
    let mut exchange = Exchange::new(command, info)?;
    while let Some(bytes) = exchange.next(&mut buffers.command)? {
        traffic.commands = traffic.commands.saturating_add(1);
        traffic.bytes_sent = traffic.bytes_sent.saturating_add(bytes.len() as u64);
        let response = transport.transmit(bytes, &mut buffers.response).map_err(RunError::Transport)?;
        traffic.bytes_received = traffic.bytes_received.saturating_add(response.len() as u64);
        exchange.receive(response, &mut buffers.data)?;
    }
    // `next` gave `None`, so the exchange has ended
    exchange.outcome().ok_or(RunError::Exchange(ExchangeError::TooManyRounds))
}
