//! One command to its final response, whatever the card and the transport make of it.
//!
//! [`Exchange`] does no I/O: it says which bytes to send next and takes what came back, so that the same
//! rules serve readers, modems and tests. [`run`] drives one over a [`Transport`](crate::transport::Transport).
//!
//! | situation | what happens |
//! | --- | --- |
//! | T=0, case 1 and case 4 | P3 = 00 is appended; Le is left out, GET RESPONSE follows (ISO/IEC 7816-3 12.2) |
//! | `61xx`, `9Fxx` | GET RESPONSE in the same class and channel, data appended |
//! | `6Cxx` (`67xx` in class A0) | the same command once more with that Le |
//! | `62xx`, `63xx` on case 4 below T=0 | GET RESPONSE; the warning stays the status |
//! | `91xx` | success; the length of the pending proactive command is kept |
//! | data with `9000` where `61xx` was due | accepted |
//! | too short, too long, without progress, without end | a typed [`ExchangeError`] |

mod drive;

pub use drive::{Buffers, RunError, Traffic, run};

use alloc::vec::Vec;

use thiserror::Error;

use crate::apdu::{Case, Class, Command, CommandError, Instruction, StatusKind, StatusWord};
use crate::transport::{Level, Limits, TransportInfo};

/// The most commands that one exchange sends.
pub const MAX_ROUNDS: u16 = 256;
/// The most response data that one exchange collects, in bytes.
pub const MAX_RESPONSE: usize = 65_536;
/// Answers to GET RESPONSE that say "more" and bring nothing, in a row, before we stop asking.
const MAX_EMPTY_ANSWERS: u8 = 2;

/// Why an exchange came to no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// A response has at least the two bytes of a status word.
    #[error("a response of {len} bytes is too short to be one")]
    TooShort {
        /// Bytes received.
        len: usize,
    },
    /// A response, or all of them together, is longer than any valid one.
    #[error("the response is longer than {MAX_RESPONSE} bytes or than was asked for")]
    TooLong,
    /// The card named a length, and refused that too.
    #[error("the card refuses the response length that it named itself ({0})")]
    LengthRefused(StatusWord),
    /// The card keeps saying that there is more, and gives nothing.
    #[error("the card keeps announcing data and sends none")]
    NoProgress,
    /// More than [`MAX_ROUNDS`] commands for one answer.
    #[error("the card found no end within {MAX_ROUNDS} commands")]
    TooManyRounds,
    /// The command cannot be encoded for this transport.
    #[error(transparent)]
    Command(#[from] CommandError),
}

/// How an exchange ended. The data are in the vector that was passed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The final status word; the first one where a warning came before its data.
    ///
    /// `61xx` and `9Fxx` stand here where the command asked for no data: the card has some, and that is all
    /// it says.
    pub status: StatusWord,
    /// The length of the proactive command that the card wants to have fetched (`91xx`), in bytes.
    pub proactive: Option<u16>,
}

/// What the exchange does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Send the command, or the part of its data that begins at `offset`.
    Command { offset: usize },
    /// Fetch this many bytes (1 to 256).
    GetResponse { len: u16 },
    /// Nothing more.
    Done(Outcome),
    /// Nothing more: what came back led nowhere.
    Failed,
}

/// One command on its way to its final response.
///
/// ```
/// use simcard::apdu::{Class, Command, Instruction, StatusKind, StatusWord};
/// use simcard::exchange::Exchange;
/// use simcard::transport::{Level, TransportInfo};
///
/// let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0, 4).data(&[0x3F, 0]).expect(256);
/// let mut exchange = Exchange::new(select, &TransportInfo::new(Level::Tpdu))?;
/// let (mut buffer, mut data) = ([0; 261], Vec::new());
///
/// assert_eq!(exchange.next(&mut buffer)?, Some(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00][..]));
/// exchange.receive(&[0x61, 0x02], &mut data)?;
/// assert_eq!(exchange.next(&mut buffer)?, Some(&[0x00, 0xC0, 0x00, 0x00, 0x02][..]));
/// exchange.receive(&[0x62, 0x00, 0x90, 0x00], &mut data)?;
/// assert_eq!(exchange.next(&mut buffer)?, None);
/// assert_eq!(exchange.outcome().map(|end| end.status), Some(StatusWord::OK));
/// assert_eq!(data, [0x62, 0x00]);
/// # Ok::<(), simcard::exchange::ExchangeError>(())
/// ```
#[derive(Debug)]
pub struct Exchange<'c> {
    command: Command<'c>,
    level: Level,
    limits: Limits,
    phase: Phase,
    rounds: u16,
    /// Whether the last command sent was answered with `6Cxx` before.
    corrected: bool,
    empty_answers: u8,
    /// The class of GET RESPONSE.
    fetch_class: Class,
    /// A warning that came before its data.
    warning: Option<StatusWord>,
}

impl<'c> Exchange<'c> {
    /// An exchange of `command` over a transport with this `info`.
    ///
    /// More response data than the transport can carry at once is asked for in parts; longer command data
    /// go out as a chain of commands (ISO/IEC 7816-4 5.3.3).
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, CommandError, Instruction};
    /// use simcard::exchange::{Exchange, ExchangeError};
    /// use simcard::transport::{Level, TransportInfo};
    ///
    /// // the GSM class knows no chaining
    /// let long = Command::new(Class::GSM, Instruction::UPDATE_BINARY, 0, 0).data(&[0; 300]);
    /// let error = Exchange::new(long, &TransportInfo::new(Level::Tpdu)).unwrap_err();
    /// assert_eq!(error, ExchangeError::Command(CommandError::DataTooLong { len: 300, max: 255 }));
    /// ```
    ///
    /// # Errors
    ///
    /// The command's data are too long, and its class has no chaining.
    pub fn new(command: Command<'c>, info: &TransportInfo) -> Result<Self, ExchangeError> {
        let limits = info.effective_limits();
        if command.data.len() > limits.command_data && command.class.with_chaining(true).is_err() {
            let len = command.data.len();
            return Err(CommandError::DataTooLong { len, max: limits.command_data }.into());
        }
        let fetch_class = command.class.with_chaining(false).unwrap_or(command.class);
        let most = u32::try_from(limits.response_data).unwrap_or(Command::MAX_NE);
        Ok(Self {
            command: command.expect(command.ne.min(most)),
            level: info.level,
            limits,
            phase: Phase::Command { offset: 0 },
            rounds: 0,
            corrected: false,
            empty_answers: 0,
            fetch_class,
            warning: None,
        })
    }

    /// How it ended, once it has.
    pub const fn outcome(&self) -> Option<Outcome> {
        match self.phase {
            Phase::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// The bytes to send next, encoded into `buffer`; `None` once the exchange has ended or failed.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction};
    /// use simcard::exchange::Exchange;
    /// use simcard::transport::{Level, TransportInfo};
    ///
    /// let verify = Command::new(Class::INTERINDUSTRY, Instruction::VERIFY, 0, 1);
    /// let mut exchange = Exchange::new(verify, &TransportInfo::new(Level::Tpdu))?;
    /// assert_eq!(exchange.next(&mut [0; 5])?, Some(&[0x00, 0x20, 0x00, 0x01, 0x00][..])); // P3 = 00 below T=0
    /// # Ok::<(), simcard::exchange::ExchangeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `buffer` is too small, or this would be one command too many.
    pub fn next<'b>(&mut self, buffer: &'b mut [u8]) -> Result<Option<&'b [u8]>, ExchangeError> {
        let command = match self.phase {
            Phase::Done(_) | Phase::Failed => return Ok(None),
            Phase::Command { offset } => self.part(offset)?,
            Phase::GetResponse { len } => {
                Command::new(self.fetch_class, Instruction::GET_RESPONSE, 0, 0).expect(u32::from(len))
            }
        };
        self.rounds = self.rounds.saturating_add(1);
        if self.rounds > MAX_ROUNDS {
            return Err(ExchangeError::TooManyRounds);
        }
        let encoded = match (self.level, command.case()) {
            // a case 1 TPDU has the form of case 2 with P3 = 00, and that is how Ne = 256 is written
            (Level::Tpdu, Case::One) => command.expect(256).encode(buffer)?,
            (Level::Tpdu, Case::Four) => command.expect(0).encode(buffer)?,
            _ => command.encode(buffer)?,
        };
        Ok(Some(encoded))
    }

    /// The command, or the link of its chain that begins at `offset`.
    fn part(&self, offset: usize) -> Result<Command<'c>, ExchangeError> {
        let rest = self.command.data.get(offset..).unwrap_or_default();
        let command = Command { data: rest, ..self.command };
        let Some((link, _)) =
            rest.split_at_checked(self.limits.command_data).filter(|(_, more)| !more.is_empty())
        else {
            return Ok(command);
        };
        let class = command.class.with_chaining(true).map_err(|_| CommandError::DataTooLong {
            len: self.command.data.len(),
            max: self.limits.command_data,
        })?;
        Ok(Command { class, ne: 0, ..command }.data(link))
    }

    /// Takes what came back for the last command and appends its data to `data`.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction, StatusWord};
    /// use simcard::exchange::Exchange;
    /// use simcard::transport::{Level, TransportInfo};
    ///
    /// let read = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0, 0).expect(4);
    /// let mut exchange = Exchange::new(read, &TransportInfo::new(Level::Apdu))?;
    /// let mut data = Vec::new();
    /// exchange.next(&mut [0; 5])?;
    /// exchange.receive(&[0x6C, 0x02], &mut data)?; // the file has two bytes only
    /// assert_eq!(exchange.next(&mut [0; 5])?, Some(&[0x00, 0xB0, 0x00, 0x00, 0x02][..]));
    /// exchange.receive(&[0xCA, 0xFE, 0x90, 0x00], &mut data)?;
    /// assert_eq!((exchange.outcome().unwrap().status, data), (StatusWord::OK, vec![0xCA, 0xFE]));
    /// # Ok::<(), simcard::exchange::ExchangeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What came back is no response, or leads nowhere. The exchange is over then, without an outcome.
    pub fn receive(&mut self, response: &[u8], data: &mut Vec<u8>) -> Result<(), ExchangeError> {
        let result = self.take(response, data);
        if result.is_err() {
            self.phase = Phase::Failed;
        }
        result
    }

    fn take(&mut self, response: &[u8], data: &mut Vec<u8>) -> Result<(), ExchangeError> {
        let Some((body, &[sw1, sw2])) = response.split_last_chunk::<2>() else {
            return Err(ExchangeError::TooShort { len: response.len() });
        };
        // A case 4 command below T=0 has no Le, but some bridges answer it at once. Otherwise more than was asked
        // for is not what was asked for.
        let asked = match self.phase {
            Phase::GetResponse { len } => usize::from(len),
            _ if self.command.case() == Case::Two => usize::try_from(self.command.ne).unwrap_or(usize::MAX),
            _ => self.limits.response_data,
        };
        if body.len() > asked || data.len().saturating_add(body.len()) > MAX_RESPONSE {
            return Err(ExchangeError::TooLong);
        }
        let status = StatusWord::new(u16::from_be_bytes([sw1, sw2]));
        if let Some(len) = self.correct_len(status) {
            return self.correct(status, len);
        }
        data.extend_from_slice(body);
        match self.phase {
            Phase::Done(_) | Phase::Failed => Ok(()),
            Phase::Command { offset } => {
                self.after_command(offset, status, body.is_empty(), data.len());
                Ok(())
            }
            Phase::GetResponse { .. } => self.after_fetch(status, body.is_empty(), data.len()),
        }
    }

    fn after_command(&mut self, offset: usize, status: StatusWord, empty: bool, collected: usize) {
        let next = offset.saturating_add(self.limits.command_data);
        if next < self.command.data.len() {
            if status == StatusWord::OK {
                self.phase = Phase::Command { offset: next };
            } else {
                self.finish(status);
            }
        } else if let Some(len) = status.more_data() {
            self.fetch(status, len, collected);
        } else if let Some(len) = self.behind_warning(status).filter(|_| empty) {
            self.warning = Some(status);
            self.fetch(status, len, collected);
        } else {
            self.finish(status);
        }
    }

    fn after_fetch(
        &mut self,
        status: StatusWord,
        empty: bool,
        collected: usize,
    ) -> Result<(), ExchangeError> {
        self.corrected = false;
        if let Some(len) = status.more_data() {
            self.empty_answers = if empty { self.empty_answers.saturating_add(1) } else { 0 };
            if self.empty_answers >= MAX_EMPTY_ANSWERS {
                return Err(ExchangeError::NoProgress);
            }
            self.fetch(status, len, collected);
        } else if status.sw1() == 0x6E && self.fetch_class != without_etsi(self.fetch_class) {
            // TS 102 221 table 10.5 has GET RESPONSE in the interindustry classes only, and some cards
            // insist on it after a command of class 8X
            self.fetch_class = without_etsi(self.fetch_class);
        } else {
            self.finish(status);
        }
        Ok(())
    }

    /// How much may be fetched behind a warning: below T=0 a case 4 command has had no chance to answer yet.
    fn behind_warning(&self, status: StatusWord) -> Option<u16> {
        match status.kind() {
            StatusKind::WarningWithData { len } => Some(len),
            _ => {
                let waiting = self.level == Level::Tpdu && self.command.case() == Case::Four;
                (waiting && status.is_warning()).then_some(256)
            }
        }
    }

    /// The length that the card wants instead, where the command asked for data at all.
    fn correct_len(&self, status: StatusWord) -> Option<u16> {
        let asked = self.command.ne > 0 || matches!(self.phase, Phase::GetResponse { .. });
        status.correct_len_in(self.command.class).filter(|_| asked)
    }

    fn correct(&mut self, status: StatusWord, len: u16) -> Result<(), ExchangeError> {
        if self.corrected {
            return Err(ExchangeError::LengthRefused(status));
        }
        self.corrected = true;
        match &mut self.phase {
            Phase::GetResponse { len: asked } => *asked = len,
            Phase::Command { .. } | Phase::Done(_) | Phase::Failed => self.command.ne = u32::from(len),
        }
        Ok(())
    }

    /// Goes on with GET RESPONSE for `len` bytes, or ends where no more are wanted.
    fn fetch(&mut self, status: StatusWord, len: u16, collected: usize) {
        // A short Le of 00 asks for all there is; a smaller one for just that many.
        let wanted = match usize::try_from(self.command.ne).unwrap_or(usize::MAX) {
            0 => 0,
            ne if ne >= 256 => usize::from(len),
            ne => usize::from(len).min(ne.saturating_sub(collected)),
        };
        match u16::try_from(wanted) {
            Ok(len) if len > 0 => {
                self.corrected = false;
                self.phase = Phase::GetResponse { len };
            }
            _ if self.command.ne == 0 => self.finish(status),
            _ => self.finish(StatusWord::OK),
        }
    }

    fn finish(&mut self, last: StatusWord) {
        let status = self.warning.unwrap_or(last);
        self.phase = Phase::Done(Outcome { status, proactive: last.proactive_len() });
    }
}

/// The interindustry class for one of ETSI's, on the same channel; any other class as it is.
const fn without_etsi(class: Class) -> Class {
    match class.value() >> 4 {
        0x8 | 0x9 | 0xC..=0xE => Class::new(class.value() & 0x7F),
        _ => class,
    }
}

#[cfg(test)]
mod tests;
