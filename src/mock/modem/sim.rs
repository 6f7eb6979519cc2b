//! The card behind `+CSIM`, `+CCHO`, `+CGLA`, `+CCHC` and `+CRSM`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::commands::{Failure, NO_SIM, Reply, WRONG};
use super::{Handles, VirtualModem};
use crate::apdu::{Class, Command, Instruction, StatusWord};
use crate::exchange::{self, Buffers, Traffic};
use crate::fs::Aid;
use crate::mock::VirtualCard;
use crate::modem::at::Parameter;

/// The logical channels that programs have opened: handle and channel.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    open: Vec<(String, u8)>,
    /// How many were opened so far.
    count: u32,
}

const NOT_FOUND: Failure = Failure::Cme(22, "Not found");
const INVALID: Failure = Failure::Cme(21, "Invalid index");

impl VirtualModem {
    /// `+CSIM=<length>,<command>`; with a lock, also `+CSIM=1` and `+CSIM=0`.
    pub(super) fn csim(&mut self, parameters: &[Parameter<'_>]) -> Reply {
        match parameters {
            [lock] if self.dialect.lock && matches!(lock.number(), Some(0 | 1)) => Ok(Vec::new()),
            [length, command] => {
                let command = command_of(*length, *command)?;
                let response = self.apdu(&command)?;
                Ok(Vec::from([self.response_line("+CSIM", &response)]))
            }
            _ => Err(WRONG),
        }
    }

    pub(super) fn open_channel(&mut self, parameters: &[Parameter<'_>]) -> Reply {
        let [aid] = parameters else { return Err(WRONG) };
        let aid = aid.hex().filter(|aid| (5..=16).contains(&aid.len())).ok_or(WRONG)?;
        let open = Command::new(Class::INTERINDUSTRY, Instruction::MANAGE_CHANNEL, 0, 0).expect(1);
        let (status, data) = self.run(open)?;
        let [channel] = data[..] else { return Err(Failure::Cme(20, "Memory full")) };
        if status.is_error() {
            return Err(Failure::Cme(20, "Memory full"));
        }
        let class = Class::INTERINDUSTRY.with_channel(channel).map_err(|_| WRONG)?;
        let (status, _) = self.run(Command::new(class, Instruction::SELECT, 0x04, 0x0C).data(&aid))?;
        if status.is_error() {
            self.run(Command::new(Class::INTERINDUSTRY, Instruction::MANAGE_CHANNEL, 0x80, channel))?;
            return Err(NOT_FOUND);
        }
        self.sessions.count = self.sessions.count.saturating_add(1);
        let count = self.sessions.count;
        let (handle, line) = match self.dialect.handles {
            Handles::Number => (format!("{count}"), format!("+CCHO: {count}")),
            Handles::Hex => (format!("00000000038a{count:04x}"), format!("+CCHO: 00000000038a{count:04x}")),
            Handles::Bare => (format!("{count}"), format!("{count}")),
            Handles::Quoted => (format!("{count}"), format!("+CCHO: \"{count}\"")),
        };
        self.sessions.open.push((handle, channel));
        Ok(Vec::from([line]))
    }

    pub(super) fn channel_access(&mut self, parameters: &[Parameter<'_>]) -> Reply {
        let [handle, length, command] = parameters else { return Err(WRONG) };
        let channel = self.channel_of(*handle)?;
        let mut command = command_of(*length, *command)?;
        let class = command.first_mut().ok_or(WRONG)?;
        // the number of the channel is the modem's business
        if Class::new(*class).channel() != Some(0) {
            return Err(WRONG);
        }
        *class = Class::new(*class).with_channel(channel).map_err(|_| WRONG)?.value();
        let response = self.apdu(&command)?;
        Ok(Vec::from([self.response_line("+CGLA", &response)]))
    }

    pub(super) fn close_channel(&mut self, parameters: &[Parameter<'_>]) -> Reply {
        let [handle] = parameters else { return Err(WRONG) };
        let channel = self.channel_of(*handle)?;
        self.sessions.open.retain(|(_, open)| *open != channel);
        self.run(Command::new(Class::INTERINDUSTRY, Instruction::MANAGE_CHANNEL, 0x80, channel))?;
        Ok(Vec::new())
    }

    /// How many channels programs have open.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// assert_eq!(modem.open_channels(), 0);
    /// modem.receive(b"AT+CCHO=\"A0000000871002\"\r", Duration::ZERO);
    /// assert_eq!(modem.open_channels(), 1);
    /// ```
    pub fn open_channels(&self) -> usize {
        self.sessions.open.len()
    }

    fn channel_of(&self, handle: Parameter<'_>) -> Result<u8, Failure> {
        let handle = handle.text();
        let found = self.sessions.open.iter().find(|(known, _)| known.as_str() == handle);
        found.map(|(_, channel)| *channel).ok_or(INVALID)
    }

    fn response_line(&self, name: &str, response: &[u8]) -> String {
        let digits = self.digits(response);
        format!("{name}: {},{digits}", response.len().saturating_mul(2))
    }

    fn digits(&self, bytes: &[u8]) -> String {
        let digits = hex::encode_upper(bytes);
        if self.dialect.quoted { format!("\"{digits}\"") } else { digits }
    }

    fn card_mut(&mut self) -> Result<&mut VirtualCard, Failure> {
        self.card.as_mut().ok_or(NO_SIM)
    }

    /// Passes a command on as it is, or with everything that follows from it.
    fn apdu(&mut self, command: &[u8]) -> Result<Vec<u8>, Failure> {
        if !self.dialect.data_at_once {
            return Ok(self.card_mut()?.process(command));
        }
        let Ok(parsed) = Command::parse(command) else { return Ok(Vec::from([0x67, 0x00])) };
        let all = if parsed.data.is_empty() { parsed } else { parsed.expect(256) };
        let (status, mut data) = self.run(all)?;
        data.extend_from_slice(&status.to_bytes());
        Ok(data)
    }

    /// Runs a command to its end.
    pub(super) fn run(&mut self, command: Command<'_>) -> Result<(StatusWord, Vec<u8>), Failure> {
        let card = self.card_mut()?;
        let mut buffers = Buffers::default();
        let outcome = exchange::run(card, command, &mut buffers, &mut Traffic::default());
        let outcome = outcome.map_err(|_| Failure::Cme(13, "SIM failure"))?;
        Ok((outcome.status, buffers.data().to_vec()))
    }

    /// `+CRSM=<command>,<file>,<P1>,<P2>,<P3>,<data>,<path>`.
    pub(super) fn crsm(&mut self, parameters: &[Parameter<'_>]) -> Reply {
        let number = |at: usize| parameters.get(at).and_then(|parameter| parameter.number());
        let byte = |at: usize| number(at).and_then(|number| u8::try_from(number).ok());
        let instruction = byte(0).ok_or(WRONG)?;
        if instruction == 242 {
            let gsm = self.is_gsm()?;
            let (class, ne) = if gsm { (Class::GSM, 22) } else { (Class::ETSI, 256) };
            let (status, data) = self.run(Command::new(class, Instruction::STATUS, 0, 0).expect(ne))?;
            return Ok(Vec::from([self.crsm_line(status, &data)]));
        }
        let file = number(1).and_then(|file| u16::try_from(file).ok()).ok_or(WRONG)?;
        let (p1, p2, p3) = (byte(2).ok_or(WRONG)?, byte(3).ok_or(WRONG)?, byte(4).ok_or(WRONG)?);
        let data = parameters.get(5).map_or(Some(Vec::new()), |data| data.hex()).ok_or(WRONG)?;
        let path = parameters.get(6).map_or(Some(Vec::new()), |path| path.hex()).ok_or(WRONG)?;
        let path = match (self.dialect.crsm_path, path.as_slice()) {
            (_, []) => None,
            (Some(true), [0x3F, 0x00, below @ ..]) => Some(below),
            (Some(false), below) if !below.starts_with(&[0x3F, 0x00]) => Some(below),
            _ => return Err(WRONG),
        };
        if instruction == 192 && !self.dialect.crsm_describes {
            return Err(Failure::Cme(4, "Operation not supported"));
        }
        // finding out selects the MF, so it comes first
        let class = if self.is_gsm()? { Class::GSM } else { Class::INTERINDUSTRY };
        let (status, description) = self.select(file, path)?;
        if status.is_error() {
            return Ok(Vec::from([self.crsm_line(status, &[])]));
        }
        let (status, data) = match instruction {
            192 => {
                let len = if p3 == 0 { description.len() } else { usize::from(p3).min(description.len()) };
                (StatusWord::OK, description.get(..len).unwrap_or_default().to_vec())
            }
            176 | 178 => {
                let ne = if p3 == 0 { 256 } else { u32::from(p3) };
                self.run(Command::new(class, Instruction::new(instruction), p1, p2).expect(ne))?
            }
            214 | 220 if data.len() == usize::from(p3) => {
                self.run(Command::new(class, Instruction::new(instruction), p1, p2).data(&data))?
            }
            _ => return Err(Failure::Cme(4, "Operation not supported")),
        };
        Ok(Vec::from([self.crsm_line(status, &data)]))
    }

    fn crsm_line(&self, status: StatusWord, data: &[u8]) -> String {
        let [sw1, sw2] = status.to_bytes();
        match data {
            [] => format!("+CRSM: {sw1},{sw2}"),
            data => format!("+CRSM: {sw1},{sw2},{}", self.digits(data)),
        }
    }

    pub(super) fn is_gsm(&mut self) -> Result<bool, Failure> {
        let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0, 0x0C).data(&[0x3F, 0x00]);
        Ok(self.run(select)?.0.sw1() == 0x6E)
    }

    /// Selects a file below `path`; without one, wherever there is a file with this identifier.
    pub(super) fn select(
        &mut self,
        file: u16,
        path: Option<&[u8]>,
    ) -> Result<(StatusWord, Vec<u8>), Failure> {
        if self.is_gsm()? {
            return self.select_on_gsm(file, path);
        }
        let usim = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x04, 0x0C);
        self.run(usim.data(Aid::USIM.as_bytes()))?;
        let places: &[&[u8]] = match &path {
            Some(path) => &[path],
            None => &[&[], &[0x7F, 0xFF], &[0x7F, 0x10], &[0x7F, 0x20]],
        };
        let mut last = (StatusWord::new(0x6A82), Vec::new());
        for place in places {
            let mut whole = place.to_vec();
            if file != 0x3F00 {
                whole.extend_from_slice(&file.to_be_bytes());
            }
            // the MF and the application are named by their identifiers
            let (p1, data) = match whole.as_slice() {
                [] => (0x00, [0x3F, 0x00].as_slice()),
                [0x7F, 0xFF] => (0x00, [0x7F, 0xFF].as_slice()),
                whole => (0x08, whole),
            };
            let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, p1, 0x04);
            last = self.run(select.data(data).expect(256))?;
            if !last.0.is_error() {
                break;
            }
        }
        Ok(last)
    }

    fn select_on_gsm(&mut self, file: u16, path: Option<&[u8]>) -> Result<(StatusWord, Vec<u8>), Failure> {
        let places: &[&[u8]] = match &path {
            Some(path) => &[path],
            None => &[&[], &[0x7F, 0x20], &[0x7F, 0x10]],
        };
        let mut last = (StatusWord::new(0x9404), Vec::new());
        for place in places {
            let last_id = file.to_be_bytes();
            let steps = [0x3F, 0x00].chunks(2).chain(place.chunks(2)).chain(last_id.chunks(2));
            for step in steps {
                let select = Command::new(Class::GSM, Instruction::SELECT, 0, 0).data(step).expect(256);
                last = self.run(select)?;
                if last.0.is_error() {
                    break;
                }
            }
            if !last.0.is_error() {
                break;
            }
        }
        Ok(last)
    }
}

/// `<length>,<command>`: so many digits.
fn command_of(length: Parameter<'_>, command: Parameter<'_>) -> Result<Vec<u8>, Failure> {
    let bytes = command.hex().ok_or(WRONG)?;
    match length.number_as::<usize>() == Some(bytes.len().saturating_mul(2)) {
        true => Ok(bytes),
        false => Err(WRONG),
    }
}
