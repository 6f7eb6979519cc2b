//! SELECT without a card: what is current, and what an identifier means from there.

use alloc::format;
use alloc::vec::Vec;

use super::{ADF, Current, EF_IMSI, FileAccess, MF, NOT_FOUND, WRONG_PARAMETERS, minimal_fcp};
use crate::Imsi;
use crate::apdu::{Command, StatusKind, StatusWord};
use crate::codec::bcd;
use crate::fs::Aid;
use crate::modem::at::AtCommand;
use crate::modem::capabilities::CrsmPath;
use crate::modem::client::Modem;
use crate::modem::error::ModemError;
use crate::modem::port::Port;

/// Directories are named this deep at most.
const MAX_DEPTH: usize = 6;

/// EF.IMSI: 9 bytes, transparent, as an FCP (ETSI TS 102 221 11.1.1.3) and as a header (3GPP TS 51.011 9.2.1).
const FCP_OF_IMSI: [u8; 14] = [0x62, 12, 0x80, 2, 0, 9, 0x82, 2, 0x41, 0x21, 0x83, 2, 0x6F, 0x07];
const GSM_HEADER_OF_IMSI: [u8; 15] = [0, 0, 0, 9, 0x6F, 0x07, 0x04, 0, 0, 0, 0, 0x01, 2, 0, 0];

/// The current directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Directory {
    /// Whether it is below the USIM rather than the MF.
    pub usim: bool,
    pub ids: Vec<u16>,
}

/// What SELECT found.
enum Found {
    Directory(Directory),
    File(Directory, Current),
}

impl FileAccess {
    pub(super) fn select<P: Port>(
        &mut self,
        modem: &mut Modem<P>,
        command: &Command<'_>,
    ) -> Result<(Vec<u8>, StatusWord), ModemError> {
        let found = match self.find(modem, command)? {
            Ok(found) => found,
            Err(status) => return Ok((Vec::new(), status)),
        };
        let silent = if self.gsm { command.ne == 0 } else { command.p2 & 0x0C == 0x0C };
        let answer = match found {
            Found::Directory(directory) => {
                self.directory = directory;
                self.file = None;
                if silent { Vec::new() } else { self.describe_directory(modem)? }
            }
            Found::File(directory, file) => {
                self.directory = directory;
                let description = file.description.clone();
                self.file = Some(file);
                if silent { Vec::new() } else { description }
            }
        };
        Ok((answer, StatusWord::OK))
    }

    /// What a SELECT means, if the card has it.
    fn find<P: Port>(
        &self,
        modem: &mut Modem<P>,
        command: &Command<'_>,
    ) -> Result<Result<Found, StatusWord>, ModemError> {
        let ids: Vec<u16> = command.data.chunks_exact(2).map(id_of).collect();
        let whole = command.data.len() % 2 == 0;
        match (command.p1, ids.as_slice()) {
            (0x00, [id]) if whole => self.find_id(modem, &self.directory, *id),
            (0x00, []) => Ok(Ok(Found::Directory(Directory::default()))),
            (0x03, []) if !self.gsm => {
                let mut directory = self.directory.clone();
                if directory.ids.pop().is_none() {
                    directory.usim = false;
                }
                Ok(Ok(Found::Directory(directory)))
            }
            (0x04, _) if !self.gsm => {
                let usim = Aid::USIM;
                let wanted = command.data;
                let is_usim = wanted.starts_with(usim.as_bytes())
                    || (wanted.len() >= 5 && usim.as_bytes().starts_with(wanted));
                Ok(match self.usim && is_usim {
                    true => Ok(Found::Directory(Directory { usim: true, ids: Vec::new() })),
                    false => Err(NOT_FOUND),
                })
            }
            (0x08 | 0x09, [first @ .., last]) if whole && !self.gsm => {
                let mut directory =
                    if command.p1 == 0x09 { self.directory.clone() } else { Directory::default() };
                for id in first {
                    match child(&directory, *id) {
                        Some(below) if is_directory(*id) => directory = below,
                        _ => return Ok(Err(NOT_FOUND)),
                    }
                }
                self.find_id(modem, &directory, *last)
            }
            _ => Ok(Err(WRONG_PARAMETERS)),
        }
    }

    /// The file or directory that an identifier means, seen from `here`.
    fn find_id<P: Port>(
        &self,
        modem: &mut Modem<P>,
        here: &Directory,
        id: u16,
    ) -> Result<Result<Found, StatusWord>, ModemError> {
        if id == MF {
            return Ok(Ok(Found::Directory(Directory::default())));
        }
        if is_directory(id) {
            let Some(directory) = self.reach(here, id) else { return Ok(Err(NOT_FOUND)) };
            if directory.ids.is_empty() {
                return Ok(if self.usim { Ok(Found::Directory(directory)) } else { Err(NOT_FOUND) });
            }
            // whether there is such a directory shows only if the modem describes directories too
            let above = Directory {
                usim: directory.usim,
                ids: directory.ids.split_last().map_or_else(Vec::new, |(_, above)| above.to_vec()),
            };
            let absent = self
                .describe(modem, &above, id)?
                .is_some_and(|answer| answer.status.kind() == StatusKind::NotFound);
            // where paths are not looked at, directories are nothing, and may be missing from what it knows
            let absent = absent && self.path != CrsmPath::None;
            return Ok(if absent { Err(NOT_FOUND) } else { Ok(Found::Directory(directory)) });
        }
        let described = match self.describe(modem, here, id)? {
            Some(answer) if answer.status.is_error() => {
                let told = self.told_otherwise(modem, here, id)?;
                return Ok(told.map(|file| Found::File(here.clone(), file)).ok_or(answer.status));
            }
            Some(answer) => answer.data,
            None => Vec::new(),
        };
        let info = self.info(&described).filter(|info| !info.is_directory());
        if info.and_then(|info| info.file_id).is_some_and(|found| found.0 != id) {
            // the modem has found another file
            return Ok(Err(NOT_FOUND));
        }
        let description = match described.is_empty() {
            true if !self.gsm => minimal_fcp(id, None),
            _ => described,
        };
        Ok(Ok(Found::File(here.clone(), Current { id, info, description, contents: None })))
    }

    /// What the modem has of a file that it does not give: of EF.IMSI it tells the contents in another way.
    fn told_otherwise<P: Port>(
        &self,
        modem: &mut Modem<P>,
        here: &Directory,
        id: u16,
    ) -> Result<Option<Current>, ModemError> {
        if id != EF_IMSI || *here != self.root_of_subscription() {
            return Ok(None);
        }
        let lines = modem.attempt(AtCommand::execute("+CIMI"))?.unwrap_or_default();
        let digits = lines.first().and_then(|line| Some(line.parameters().next()?.text().into_owned()));
        let Some(imsi) = digits.and_then(|digits| digits.parse::<Imsi>().ok()) else { return Ok(None) };
        // how many bytes follow; whether the digits are odd; the digits (3GPP TS 31.102 4.2.2)
        let digits = imsi.as_str();
        let parity = if digits.len() % 2 == 1 { '9' } else { '1' };
        let coded = bcd::encode("EF.IMSI", &format!("{parity}{digits}"), bcd::Alphabet::Decimal, 8);
        let used = u8::try_from(digits.len().saturating_add(2) / 2).unwrap_or_default();
        let contents = coded.map(|coded| [&[used], coded.as_slice()].concat()).ok();
        let description = match self.gsm {
            true => GSM_HEADER_OF_IMSI.to_vec(),
            false => FCP_OF_IMSI.to_vec(),
        };
        Ok(contents.map(|contents| Current {
            id,
            info: self.info(&description),
            description,
            contents: Some(contents),
        }))
    }

    /// The directory that an identifier means, seen from `here` (ETSI TS 102 221 8.4.1): a child, a sibling, the
    /// parent, the application.
    fn reach(&self, here: &Directory, id: u16) -> Option<Directory> {
        if id == ADF {
            return (!self.gsm).then_some(Directory { usim: true, ids: Vec::new() });
        }
        let [kind, _] = id.to_be_bytes();
        let mut directory = here.clone();
        if kind == 0x7F {
            // those of the first level are in the MF
            return Some(Directory { usim: false, ids: Vec::from([id]) });
        }
        if let Some(at) = directory.ids.iter().position(|above| *above == id) {
            directory.ids.truncate(at.saturating_add(1));
            return Some(directory);
        }
        // one of the second level replaces another one
        if directory.ids.last().is_some_and(|last| last.to_be_bytes().first() == Some(&kind)) {
            directory.ids.pop();
        }
        child(&directory, id)
    }
}

fn child(directory: &Directory, id: u16) -> Option<Directory> {
    if id == ADF && directory.ids.is_empty() && !directory.usim {
        return Some(Directory { usim: true, ids: Vec::new() });
    }
    let mut below = directory.clone();
    below.ids.push(id);
    Some(below).filter(|below| below.ids.len() <= MAX_DEPTH)
}

/// By the rule for the first byte (ETSI TS 102 221 8.3).
const fn is_directory(id: u16) -> bool {
    let [kind, _] = id.to_be_bytes();
    matches!(kind, 0x3F | 0x5F | 0x7F)
}

fn id_of(pair: &[u8]) -> u16 {
    match *pair {
        [high, low] => u16::from_be_bytes([high, low]),
        _ => 0,
    }
}
