//! `+CRSM`, restricted SIM access (3GPP TS 27.007 8.18): a card made of nothing but reading and writing files.
//!
//! SELECT becomes state here; what the card says of a file is fetched with GET RESPONSE (192); READ and UPDATE name
//! file and path themselves. So a [`Card`](crate::Card) needs not know.

mod find;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use super::{is_status, with_status};
use crate::apdu::{Class, Command, Instruction, StatusWord};
use crate::fs::{Fcp, FileInfo, GsmHeader};
use crate::modem::at::AtCommand;
use crate::modem::capabilities::CrsmPath;
use crate::modem::client::Modem;
use crate::modem::error::ModemError;
use crate::modem::port::Port;
use find::Directory;

const NOT_FOUND: StatusWord = StatusWord::new(0x6A82);
const NO_FILE_SELECTED: StatusWord = StatusWord::new(0x6986);
/// No precise diagnosis: the modem refused, and has not said what the card did.
const NOT_TOLD: StatusWord = StatusWord::new(0x6F00);
const WRONG_PARAMETERS: StatusWord = StatusWord::new(0x6A86);
const PAST_END: StatusWord = StatusWord::new(0x6B00);
const WRONG_LENGTH: StatusWord = StatusWord::new(0x6700);
const UNKNOWN_INSTRUCTION: StatusWord = StatusWord::new(0x6D00);
const UNKNOWN_CLASS: StatusWord = StatusWord::new(0x6E00);

const MF: u16 = 0x3F00;
const ADF: u16 = 0x7FFF;
const EF_ICCID: u16 = 0x2FE2;
const EF_IMSI: u16 = 0x6F07;
const EF_AD: u16 = 0x6FAD;
/// A directory that no specification has.
const NOWHERE: u16 = 0x5FFE;
/// Bytes of the header of a file on a 2G card, which some modems want to be asked for: all that is mandatory.
const HEADER_LEN: u8 = 15;

/// The commands of `+CRSM`: their instruction bytes.
const READ_BINARY: u32 = 176;
const READ_RECORD: u32 = 178;
const GET_RESPONSE: u32 = 192;
const UPDATE_BINARY: u32 = 214;
const UPDATE_RECORD: u32 = 220;
const STATUS: u32 = 242;

/// A command about a file.
#[derive(Clone, Copy)]
struct Restricted<'a> {
    command: u32,
    file: u16,
    parameters: [u8; 3],
    data: &'a [u8],
}

/// What `+CRSM` gave.
struct Answer {
    status: StatusWord,
    data: Vec<u8>,
}

/// Files by `+CRSM`, in the shape of a card.
#[derive(Debug)]
pub(in crate::modem) struct FileAccess {
    /// Whether the modem describes files in the way of a 2G card. Then it is taken for one.
    gsm: bool,
    path: CrsmPath,
    /// P3 of the GET RESPONSE that the modem answers; `None` if it answers none.
    describe: Option<u8>,
    /// Whether there is a USIM.
    usim: bool,
    directory: Directory,
    file: Option<Current>,
}

/// The current file.
#[derive(Clone, Debug)]
struct Current {
    id: u16,
    info: Option<FileInfo>,
    description: Vec<u8>,
    /// What is in it, where the modem has told that in another way.
    contents: Option<Vec<u8>>,
}

impl<P: Port> Modem<P> {
    /// Finds out whether `+CRSM` works, and how the modem wants to be asked.
    pub(super) fn connect_crsm(&mut self) -> Result<FileAccess, ModemError> {
        let mut files = FileAccess {
            gsm: false,
            path: CrsmPath::None,
            describe: None,
            usim: false,
            directory: Directory::default(),
            file: None,
        };
        self.try_reading()?;
        for wanted in [0, HEADER_LEN] {
            files.describe = Some(wanted);
            let described = files.describe(self, &Directory::default(), EF_ICCID)?;
            if let Some(answer) = described {
                // an FCP begins with its tag, a header with two bytes of zeros
                files.gsm = answer.data.first() != Some(&0x62);
                let of_iccid = |info: FileInfo| info.file_id.is_none_or(|found| found.0 == EF_ICCID);
                if files.info(&answer.data).is_some_and(of_iccid) {
                    break;
                }
            }
            files.gsm = false;
            files.describe = None;
        }
        let root = files.root_of_subscription();
        for path in [CrsmPath::BelowMf, CrsmPath::FromMf, CrsmPath::None] {
            files.path = path;
            if files.has(self, &root, EF_AD)? {
                files.usim = !files.gsm;
                // where any path leads to the file, paths are not looked at, and may be taken for something else
                let nowhere = Directory { usim: root.usim, ids: Vec::from([NOWHERE]) };
                if path != CrsmPath::None && files.has(self, &nowhere, EF_AD)? {
                    files.path = CrsmPath::None;
                }
                let path = files.path;
                self.capabilities.crsm_path = Some(path);
                break;
            }
        }
        Ok(files)
    }

    /// Reads a file that every card has. Whatever the card says, `+CRSM` works then.
    fn try_reading(&mut self) -> Result<(), ModemError> {
        let mut refusal = None;
        for (file, len) in [(EF_ICCID, 10), (EF_IMSI, 9)] {
            let read = Restricted { command: READ_BINARY, file, parameters: [0, 0, len], data: &[] };
            match self.crsm(read, None) {
                Ok(_) => return Ok(()),
                Err(error @ ModemError::Refused { .. }) => {
                    refusal.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(refusal.unwrap_or(super::NO_WAY))
    }

    /// Sends one `+CRSM`.
    fn crsm(&mut self, request: Restricted<'_>, path: Option<&str>) -> Result<Answer, ModemError> {
        let [p1, p2, p3] = request.parameters;
        let mut command = AtCommand::set("+CRSM").number(request.command).number(u32::from(request.file));
        for parameter in [p1, p2, p3] {
            command = command.number(u32::from(parameter));
        }
        command = match (request.data, path) {
            ([], None) => command,
            ([], Some(path)) => command.omitted().quoted(path),
            (data, None) => command.hex(data),
            (data, Some(path)) => command.hex(data).quoted(path),
        };
        let lines = self.run(command)?;
        answer_in(&lines)
    }

    /// STATUS, which names no file.
    fn crsm_status(&mut self) -> Result<Option<Answer>, ModemError> {
        let lines =
            self.attempt(AtCommand::set("+CRSM").number(STATUS).answer(super::super::at::Answer::One))?;
        lines.map(|lines| answer_in(&lines)).transpose()
    }
}

/// `+CRSM: <sw1>,<sw2>[,<response>]`.
fn answer_in(lines: &[super::Line]) -> Result<Answer, ModemError> {
    const NAME: &str = "+CRSM";
    let line = lines.iter().find(|line| line.is_of(NAME));
    let line = line.ok_or(ModemError::malformed(NAME, "no response", None))?;
    let malformed = |reason| ModemError::malformed(NAME, reason, Some(line.clone()));
    if line.is_cut_off() {
        return Err(malformed("the end of the line is missing"));
    }
    let mut parameters = line.parameters();
    let mut next = || parameters.next();
    let sw1: Option<u8> = next().and_then(|sw| sw.number_as());
    let sw2: Option<u8> = next().and_then(|sw| sw.number_as());
    let (Some(sw1), Some(sw2)) = (sw1, sw2) else { return Err(malformed("no status word")) };
    if !is_status([sw1, sw2]) {
        return Err(malformed("no status word"));
    }
    let data = next().map_or(Some(Vec::new()), |data| data.hex()).ok_or(malformed("no hex digits"))?;
    Ok(Answer { status: StatusWord::new(u16::from_be_bytes([sw1, sw2])), data })
}

impl FileAccess {
    /// Serves a command as a card would.
    pub(super) fn transmit<P: Port>(
        &mut self,
        modem: &mut Modem<P>,
        command: &[u8],
    ) -> Result<Vec<u8>, ModemError> {
        let Ok(command) = Command::parse(command) else {
            return Ok(with_status(Vec::new(), WRONG_LENGTH));
        };
        if command.class.is_gsm() != self.gsm {
            return Ok(with_status(Vec::new(), UNKNOWN_CLASS));
        }
        let (data, status) = match command.instruction {
            Instruction::SELECT => self.select(modem, &command)?,
            Instruction::READ_BINARY => self.read_binary(modem, &command)?,
            Instruction::READ_RECORD => self.read_record(modem, &command)?,
            Instruction::UPDATE_BINARY => self.update(modem, &command, UPDATE_BINARY)?,
            Instruction::UPDATE_RECORD => self.update(modem, &command, UPDATE_RECORD)?,
            Instruction::STATUS => (self.describe_directory(modem)?, StatusWord::OK),
            // to answer for the card here would be to tell of tries that nobody counted
            Instruction::VERIFY
            | Instruction::CHANGE_PIN
            | Instruction::DISABLE_PIN
            | Instruction::ENABLE_PIN
            | Instruction::UNBLOCK_PIN
            | Instruction::AUTHENTICATE => return Err(ModemError::FilesOnly(command.instruction)),
            _ => (Vec::new(), UNKNOWN_INSTRUCTION),
        };
        Ok(with_status(data, status))
    }

    fn root_of_subscription(&self) -> Directory {
        match self.gsm {
            true => Directory { usim: false, ids: Vec::from([0x7F20]) },
            false => Directory { usim: true, ids: Vec::new() },
        }
    }

    /// Whether this file is there, as far as the modem understands the question.
    fn has<P: Port>(&self, modem: &mut Modem<P>, directory: &Directory, id: u16) -> Result<bool, ModemError> {
        if self.describe.is_some() {
            let described = self.describe(modem, directory, id)?;
            let info = described.and_then(|answer| self.info(&answer.data));
            return Ok(info.and_then(|info| info.file_id).is_some_and(|found| found.0 == id));
        }
        let request = Restricted { command: READ_BINARY, file: id, parameters: [0, 0, 3], data: &[] };
        match modem.crsm(request, self.path_of(directory).as_deref()) {
            Ok(answer) => Ok(!answer.status.is_error()),
            Err(ModemError::Refused { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What the card says of a file; `None` if the modem does not pass that on.
    fn describe<P: Port>(
        &self,
        modem: &mut Modem<P>,
        directory: &Directory,
        id: u16,
    ) -> Result<Option<Answer>, ModemError> {
        let Some(mut len) = self.describe else { return Ok(None) };
        let path = self.path_of(directory);
        for _ in 0..2 {
            let request = Restricted { command: GET_RESPONSE, file: id, parameters: [0, 0, len], data: &[] };
            let answer = match modem.crsm(request, path.as_deref()) {
                Ok(answer) => answer,
                Err(ModemError::Refused { result, .. }) if result.is_about_card() => {
                    return Err(ModemError::Refused { command: "+CRSM", result });
                }
                Err(ModemError::Refused { .. }) => return Ok(None),
                Err(error) => return Err(error),
            };
            match answer.status.correct_len_in(Class::GSM).or(answer.status.correct_len()) {
                Some(correct) if answer.data.is_empty() => len = u8::try_from(correct).unwrap_or(0),
                _ => return Ok(Some(answer)),
            }
        }
        Ok(None)
    }

    fn describe_directory<P: Port>(&self, modem: &mut Modem<P>) -> Result<Vec<u8>, ModemError> {
        let Directory { usim, ids } = &self.directory;
        let (above, id) = match ids.split_last() {
            Some((last, above)) => (Directory { usim: *usim, ids: above.to_vec() }, *last),
            None if *usim => (Directory::default(), ADF),
            None => (Directory::default(), MF),
        };
        let is_it = |answer: &Answer| {
            let info = self.info(&answer.data).filter(FileInfo::is_directory);
            info.is_some_and(|info| info.file_id.is_none_or(|found| found.0 == id || id == ADF))
        };
        if let Some(answer) = self.describe(modem, &above, id)?.filter(is_it) {
            return Ok(answer.data);
        }
        if id == MF {
            if let Some(answer) = modem.crsm_status()?.filter(is_it) {
                return Ok(answer.data);
            }
        }
        // a header would have to say how many tries are left; an FCP may leave everything out
        Ok(if self.gsm { Vec::new() } else { minimal_fcp(id, Some(DIRECTORY)) })
    }

    fn info(&self, description: &[u8]) -> Option<FileInfo> {
        match self.gsm {
            true => GsmHeader::parse(description).ok().as_ref().map(FileInfo::from),
            false => Fcp::parse(description).ok().as_ref().map(FileInfo::from),
        }
    }

    /// The path of a directory in the form that the modem takes.
    fn path_of(&self, directory: &Directory) -> Option<String> {
        let mut path = String::new();
        let root = [MF].into_iter().filter(|_| self.path == CrsmPath::FromMf);
        let adf = [ADF].into_iter().filter(|_| directory.usim);
        for id in root.chain(adf).chain(directory.ids.iter().copied()) {
            // a string takes whatever is written to it
            let _ = write!(path, "{id:04X}");
        }
        // files right below the MF have identifiers of their own
        let needed = directory.usim || !directory.ids.is_empty();
        Some(path).filter(|_| needed && self.path != CrsmPath::None)
    }

    fn read_binary<P: Port>(
        &self,
        modem: &mut Modem<P>,
        command: &Command<'_>,
    ) -> Result<(Vec<u8>, StatusWord), ModemError> {
        if command.p1 & 0x80 != 0 {
            // nothing here knows which file has which short identifier
            return Ok((Vec::new(), NOT_FOUND));
        }
        let Some(file) = &self.file else { return Ok((Vec::new(), NO_FILE_SELECTED)) };
        let offset = u32::from(u16::from_be_bytes([command.p1, command.p2]));
        let size = file.info.and_then(|info| info.size);
        if let Some(contents) = &file.contents {
            let behind = usize::try_from(offset).ok().and_then(|offset| contents.get(offset..));
            let wanted = usize::try_from(command.ne).unwrap_or(usize::MAX);
            return Ok(match behind {
                Some(behind @ [_, ..]) => (behind.get(..wanted).unwrap_or(behind).to_vec(), StatusWord::OK),
                _ => (Vec::new(), PAST_END),
            });
        }
        let len = match size.map(|size| size.checked_sub(offset)) {
            Some(None | Some(0)) => return Ok((Vec::new(), PAST_END)),
            Some(Some(rest)) => command.ne.min(rest),
            None => command.ne,
        };
        self.read(modem, READ_BINARY, file, [command.p1, command.p2], len)
    }

    fn read_record<P: Port>(
        &self,
        modem: &mut Modem<P>,
        command: &Command<'_>,
    ) -> Result<(Vec<u8>, StatusWord), ModemError> {
        // the record pointer does not live from one +CRSM to the next
        if command.p1 == 0 || command.p2 != 0x04 {
            let by_sfi = command.p2 >> 3 != 0;
            return Ok((Vec::new(), if by_sfi { NOT_FOUND } else { WRONG_PARAMETERS }));
        }
        let Some(file) = &self.file else { return Ok((Vec::new(), NO_FILE_SELECTED)) };
        let record_len = file.info.and_then(|info| info.record_len).map(u32::from);
        self.read(modem, READ_RECORD, file, [command.p1, command.p2], record_len.unwrap_or(command.ne))
    }

    fn read<P: Port>(
        &self,
        modem: &mut Modem<P>,
        command: u32,
        file: &Current,
        [p1, p2]: [u8; 2],
        len: u32,
    ) -> Result<(Vec<u8>, StatusWord), ModemError> {
        // 00 stands for 256
        let p3 = u8::try_from(len).unwrap_or(0);
        let request = Restricted { command, file: file.id, parameters: [p1, p2, p3], data: &[] };
        let path = self.path_of(&self.directory);
        let Answer { status, mut data } = match modem.crsm(request, path.as_deref()) {
            // a modem that has refused one file may well give the next one
            Err(ModemError::Refused { result, .. }) if !result.is_about_card() => {
                let found = !matches!(result.cme(), Some(21 | 22));
                return Ok((Vec::new(), if found { NOT_TOLD } else { NOT_FOUND }));
            }
            result => result?,
        };
        let told = status.to_bytes();
        let status = match status.sw1() {
            // what the card had ready has been fetched
            0x61 | 0x9F if !data.is_empty() => StatusWord::OK,
            _ => status,
        };
        let wanted = usize::try_from(len).unwrap_or(usize::MAX);
        let tail: Option<[u8; 2]> = data.last_chunk().copied();
        // some leave the status word behind the data as well
        if data.len() == wanted.saturating_add(2)
            && tail.is_some_and(|tail| tail == told || tail == StatusWord::OK.to_bytes())
        {
            data.truncate(wanted);
        }
        match data.len() > wanted {
            true => Err(ModemError::malformed("+CRSM", "more data than asked for", None)),
            false => Ok((data, status)),
        }
    }

    fn update<P: Port>(
        &self,
        modem: &mut Modem<P>,
        command: &Command<'_>,
        crsm: u32,
    ) -> Result<(Vec<u8>, StatusWord), ModemError> {
        let by_sfi = match crsm {
            UPDATE_BINARY => command.p1 & 0x80 != 0,
            _ => command.p2 >> 3 != 0,
        };
        if by_sfi {
            return Ok((Vec::new(), NOT_FOUND));
        }
        let Some(file) = &self.file else { return Ok((Vec::new(), NO_FILE_SELECTED)) };
        let Ok(p3) = u8::try_from(command.data.len()) else { return Ok((Vec::new(), WRONG_LENGTH)) };
        let parameters = [command.p1, command.p2, p3];
        let request = Restricted { command: crsm, file: file.id, parameters, data: command.data };
        let path = self.path_of(&self.directory);
        let answer = modem.crsm(request, path.as_deref())?;
        Ok((Vec::new(), answer.status))
    }
}

/// The file descriptor of a directory (ETSI TS 102 221 11.1.1.4.3): shareable, DF or ADF.
const DIRECTORY: [u8; 2] = [0x78, 0x21];

/// An FCP that says no more than is known: the identifier, and whether it is a directory.
fn minimal_fcp(id: u16, descriptor: Option<[u8; 2]>) -> Vec<u8> {
    let [high, low] = id.to_be_bytes();
    match descriptor {
        Some([first, second]) => Vec::from([0x62, 0x08, 0x82, 0x02, first, second, 0x83, 0x02, high, low]),
        None => Vec::from([0x62, 0x04, 0x83, 0x02, high, low]),
    }
}
