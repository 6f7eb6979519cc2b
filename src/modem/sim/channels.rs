//! `+CCHO`, `+CGLA` and `+CCHC`, logical channels (3GPP TS 27.007 8.43 to 8.46).

use alloc::string::String;
use alloc::vec::Vec;

use super::{level_from, response_in, with_status};
use crate::apdu::{Command, Instruction, StatusWord};
use crate::fs::Aid;
use crate::modem::at::{AtCommand, Line, Parameter};
use crate::modem::client::Modem;
use crate::modem::error::ModemError;
use crate::modem::port::Port;
use crate::transport::Level;

/// Channels that are kept open at once. Cards have three besides the basic one, and the modem wants some too.
const MAX_SESSIONS: usize = 2;
/// SELECT of the current application (ETSI TS 102 221 8.3).
const SELECT_CURRENT: [u8; 7] = [0x00, 0xA4, 0x00, 0x04, 0x02, 0x7F, 0xFF];
/// The longest handle that is believed, in characters.
const MAX_HANDLE: usize = 64;

/// The logical channels that the modem has opened for us, one for each application.
///
/// The modem puts the channel's number into the class byte, so all commands are for channel 0.
#[derive(Debug)]
pub(in crate::modem) struct Channels {
    sessions: Vec<Session>,
    /// Which of them commands go to.
    current: usize,
    level: Level,
}

#[derive(Clone, Debug)]
struct Session {
    aid: Vec<u8>,
    handle: Handle,
    /// Whether the modem takes hex digits in quotes.
    quoted: bool,
}

/// What the modem calls a channel: kept as it came, since some have 64 bits in hex and some one digit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Handle {
    text: String,
    quoted: bool,
}

impl<P: Port> Modem<P> {
    /// Opens a channel to the USIM, or else the ISIM.
    pub(super) fn connect_channels(&mut self) -> Result<Channels, ModemError> {
        let mut refusal = None;
        for aid in [Aid::USIM, Aid::ISIM] {
            match self.open_session(aid.as_bytes()) {
                Ok(session) => {
                    let response = match self.cgla(&session, &SELECT_CURRENT) {
                        Ok(response) => response,
                        Err(error) => {
                            let _ = self.close_session(&session);
                            return Err(error);
                        }
                    };
                    let level = level_from(&response);
                    return Ok(Channels { sessions: Vec::from([session]), current: 0, level });
                }
                Err(error @ ModemError::Refused { .. }) => {
                    refusal.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(refusal.unwrap_or(super::NO_WAY))
    }

    fn open_session(&mut self, aid: &[u8]) -> Result<Session, ModemError> {
        let (lines, quoted) = match self.run(AtCommand::set("+CCHO").hex(aid)) {
            // some look for the quotes in the name of the application, too
            Err(ModemError::Refused { result, .. }) if !result.is_about_card() => {
                (self.run(AtCommand::set("+CCHO").bare_hex(aid))?, false)
            }
            lines => (lines?, true),
        };
        let handle = lines.iter().find_map(handle_in);
        let missing = ModemError::malformed("+CCHO", "no handle", lines.first().cloned());
        Ok(Session { aid: aid.to_vec(), handle: handle.ok_or(missing)?, quoted })
    }

    fn close_session(&mut self, session: &Session) -> Result<(), ModemError> {
        self.run(session.handle.add_to(AtCommand::set("+CCHC"))).map(drop)
    }

    fn cgla(&mut self, session: &Session, command: &[u8]) -> Result<Vec<u8>, ModemError> {
        let digits = u32::try_from(command.len().saturating_mul(2)).unwrap_or(u32::MAX);
        let start = session.handle.add_to(AtCommand::set("+CGLA")).number(digits);
        let lines = self.run(if session.quoted { start.hex(command) } else { start.bare_hex(command) })?;
        response_in("+CGLA", &lines)
    }
}

impl Channels {
    pub(super) const fn level(&self) -> Level {
        self.level
    }

    pub(super) fn transmit<P: Port>(
        &mut self,
        modem: &mut Modem<P>,
        command: &[u8],
    ) -> Result<Vec<u8>, ModemError> {
        let parsed = Command::parse(command).ok();
        match parsed {
            Some(parsed) if is_application(&parsed) => self.select_application(modem, &parsed),
            _ => self.send(modem, command),
        }
    }

    /// Goes to the channel of this application, opening one if need be, and selects its directory there.
    fn select_application<P: Port>(
        &mut self,
        modem: &mut Modem<P>,
        select: &Command<'_>,
    ) -> Result<Vec<u8>, ModemError> {
        let open = self.sessions.iter().position(|session| session.aid.starts_with(select.data));
        self.current = match open {
            Some(open) => open,
            None => match self.open(modem, select.data) {
                Ok(opened) => opened,
                // the specification has no code for an application that is not there
                Err(ModemError::Refused { .. }) => {
                    return Ok(with_status(Vec::new(), StatusWord::new(0x6A82)));
                }
                Err(error) => return Err(error),
            },
        };
        let current = Command { p1: 0, data: &[0x7F, 0xFF], ..*select };
        let bytes = current.to_vec().unwrap_or(SELECT_CURRENT.to_vec());
        self.send(modem, &bytes)
    }

    fn open<P: Port>(&mut self, modem: &mut Modem<P>, aid: &[u8]) -> Result<usize, ModemError> {
        if self.sessions.len() >= MAX_SESSIONS {
            // the oldest one but the first, which always leads somewhere
            let oldest = self.sessions.remove(1.min(self.sessions.len().saturating_sub(1)));
            self.current = 0;
            modem.close_session(&oldest)?;
        }
        self.sessions.push(modem.open_session(aid)?);
        Ok(self.sessions.len().saturating_sub(1))
    }

    fn send<P: Port>(&mut self, modem: &mut Modem<P>, command: &[u8]) -> Result<Vec<u8>, ModemError> {
        let session = self.sessions.get(self.current).or(self.sessions.first());
        let session = session.ok_or(ModemError::malformed("+CGLA", "no channel is open", None))?;
        modem.cgla(session, command)
    }

    pub(super) fn close<P: Port>(self, modem: &mut Modem<P>) -> Result<(), ModemError> {
        let mut result = Ok(());
        for session in &self.sessions {
            result = result.and(modem.close_session(session));
        }
        result
    }
}

impl Handle {
    fn add_to(&self, command: AtCommand) -> AtCommand {
        match self.quoted {
            true => command.quoted(&self.text),
            false => command.bare(&self.text),
        }
    }
}

/// The handle in `+CCHO: 1`, `+CCHO: "A0"` or a line of nothing but the handle.
fn handle_in(line: &Line) -> Option<Handle> {
    let parameter = line.parameters().next()?;
    let text = parameter.text();
    let proper = !text.is_empty()
        && text.len() <= MAX_HANDLE
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
    proper.then(|| Handle { text: text.into_owned(), quoted: matches!(parameter, Parameter::Quoted(_)) })
}

/// SELECT by application identifier: modems keep that to themselves.
fn is_application(command: &Command<'_>) -> bool {
    command.instruction == Instruction::SELECT && command.p1 == 0x04 && !command.class.is_gsm()
}
