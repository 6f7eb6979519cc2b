//! The toolkit of a card whose modem keeps it for itself and hands it on as results and commands of its own: 3GPP TS 27.007
//! clause 12.2.
//!
//! | the card's commands | here |
//! | --- | --- |
//! | `91xx`, FETCH | `+CUSATP: <command>`, unasked |
//! | TERMINAL RESPONSE | `+CUSATT=<response>` |
//! | ENVELOPE | `+CUSATE=<envelope>`, answered by `+CUSATE: <response>[,<busy>]` and `+CUSATE2: <sw1>,<sw2>` |
//! | TERMINAL PROFILE | the modem has sent it; `+CUSATD?` tells whether the commands are there, and has some modems begin |
//!
//! Dressed up as what a card says, so that a [`Toolkit`](crate::toolkit::Toolkit) needs not know. Modems whose results don't hold
//! the command itself can't be used in this way: `+STKPRO`, `+QSTK`, `#STN` and `^STIN` tell the number of its kind, and then
//! the modem's own reading of it.

use alloc::vec::Vec;
use core::time::Duration;

use super::with_status;
use crate::apdu::{Command, Instruction, StatusWord};
use crate::modem::at::{Answer, AtCommand, Line, Parameter};
use crate::modem::client::Modem;
use crate::modem::error::ModemError;
use crate::modem::port::Port;

/// How long the card's next command may take to come.
const NEXT: Duration = Duration::from_millis(500);
/// What announces a command, all of it in hex digits.
const COMMAND: &str = "+CUSATP";
const END: &str = "+CUSATEND";

const UNKNOWN_INSTRUCTION: StatusWord = StatusWord::new(0x6D00);
const NOTHING_TO_FETCH: StatusWord = StatusWord::new(0x6F00);
const BUSY: StatusWord = StatusWord::new(0x9300);

impl<P: Port> Modem<P> {
    /// Serves a command of the toolkit; `None` if it is none.
    pub(super) fn usat(&mut self, command: &[u8]) -> Result<Option<Vec<u8>>, ModemError> {
        let Ok(command) = Command::parse(command) else { return Ok(None) };
        let (data, status) = match command.instruction {
            Instruction::TERMINAL_PROFILE => (Vec::new(), self.usat_begin()?),
            Instruction::FETCH => match self.usat_take()? {
                Some(command) => (command, StatusWord::OK),
                None => (Vec::new(), NOTHING_TO_FETCH),
            },
            Instruction::TERMINAL_RESPONSE => (Vec::new(), self.usat_respond(command.data)?),
            Instruction::ENVELOPE => self.usat_envelope(command.data)?,
            _ => return Ok(None),
        };
        let status = match (command.instruction, status) {
            (Instruction::FETCH, status) => status,
            (_, StatusWord::OK) => self.usat_pending(NEXT)?.unwrap_or(StatusWord::OK),
            (_, status) => status,
        };
        Ok(Some(with_status(data, status)))
    }

    /// `91xx`, if the card has announced a command by then.
    pub(super) fn usat_pending(&mut self, wait: Duration) -> Result<Option<StatusWord>, ModemError> {
        self.forget_urc(|line| line.as_bytes().starts_with(END.as_bytes()));
        let until = self.port.now().saturating_add(wait);
        let Some(line) = self.urc_named(COMMAND, until)? else { return Ok(None) };
        let len = command_in(&line).map(|command| command.len());
        self.put_urcs_back(Vec::from([line]));
        // 00 stands for 256; what can't be read shows when it is fetched
        let [.., len] = len.unwrap_or(1).to_be_bytes();
        Ok(Some(StatusWord::new(u16::from_be_bytes([0x91, len]))))
    }

    fn usat_begin(&mut self) -> Result<StatusWord, ModemError> {
        let known = self.attempt(AtCommand::read("+CUSATD").answer(Answer::Many))?;
        Ok(if known.is_some() { StatusWord::OK } else { UNKNOWN_INSTRUCTION })
    }

    fn usat_take(&mut self) -> Result<Option<Vec<u8>>, ModemError> {
        let Some(line) = self.take_urc(COMMAND) else { return Ok(None) };
        let command = command_in(&line);
        command.map(Some).ok_or(ModemError::malformed(COMMAND, "no hex digits", Some(line)))
    }

    fn usat_respond(&mut self, response: &[u8]) -> Result<StatusWord, ModemError> {
        let done = self.attempt(AtCommand::set("+CUSATT").hex(response).kind(USAT))?;
        Ok(if done.is_some() { StatusWord::OK } else { UNKNOWN_INSTRUCTION })
    }

    fn usat_envelope(&mut self, envelope: &[u8]) -> Result<(Vec<u8>, StatusWord), ModemError> {
        let command = AtCommand::set("+CUSATE").hex(envelope).kind(USAT);
        let Some(lines) = self.attempt(command)? else { return Ok((Vec::new(), UNKNOWN_INSTRUCTION)) };
        let Some(line) = lines.first() else { return Ok((Vec::new(), StatusWord::OK)) };
        let mut parameters = line.parameters();
        // some give a number instead of no data
        let data = parameters.next().and_then(Parameter::hex).unwrap_or_default();
        let busy = parameters.next().and_then(Parameter::number);
        if let Some(status) = self.take_urc("+CUSATE2").as_ref().and_then(status_in) {
            return Ok((data, status));
        }
        Ok((data, if matches!(busy, Some(1 | 2)) { BUSY } else { StatusWord::OK }))
    }
}

/// How long the card may take.
const USAT: crate::modem::at::CommandKind = crate::modem::at::CommandKind::Sim;

/// The bytes of a command, in quotes or not.
fn command_in(line: &Line) -> Option<Vec<u8>> {
    line.parameters().next()?.hex().filter(|command| !command.is_empty() && command.len() <= 256)
}

/// `<sw1>,<sw2>`
fn status_in(line: &Line) -> Option<StatusWord> {
    let mut parameters = line.parameters();
    let (first, second): (u8, u8) = (parameters.next()?.number_as()?, parameters.next()?.number_as()?);
    super::is_status([first, second]).then(|| StatusWord::new(u16::from_be_bytes([first, second])))
}
