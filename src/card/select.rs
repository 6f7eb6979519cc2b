//! SELECT, with nothing selected twice.

use alloc::vec::Vec;

use super::read::MAX_RECORDS;
use super::{Card, Dialect, Exclusive, worked};
use crate::apdu::{Instruction, StatusKind, StatusWord};
use crate::codec::DecodeError;
use crate::error::{Error, Misuse, Result};
use crate::exchange::Outcome;
use crate::files::ElementaryFile;
use crate::files::mf::{Dir, Iccid};
use crate::fs::{Aid, Fcp, FileId, FileInfo, GsmHeader, Path, SelectResponse};
use crate::transport::{Transport, TransportError};

/// How a file or application is named to SELECT (ETSI TS 102 221 11.1.1, table 11.1).
#[derive(Clone, Copy)]
enum By<'a> {
    /// P1 = 00: within reach of the current directory, or the MF.
    FileId(FileId),
    /// P1 = 04.
    Aid(&'a Aid),
    /// P1 = 08: from the MF, or with 7FFF from the current application.
    Path(&'a Path),
    /// P1 = 03.
    Parent,
}

/// A file that is selected now, and what the card said of it.
#[derive(Debug)]
pub struct Selected<'c> {
    /// What is common to FCPs and GSM 11.11 headers: structure, sizes, records.
    pub info: FileInfo,
    response: &'c [u8],
}

impl<'c> Selected<'c> {
    /// The response as the card sent it: an FCP template, or the header of a GSM card.
    ///
    /// ```
    /// use simcard::{Card, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// assert_eq!(card.select(&Path::MF)?.bytes()[0], 0x62); // an FCP template
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn bytes(&self) -> &'c [u8] {
        self.response
    }

    /// The response, decoded whole.
    ///
    /// ```
    /// use simcard::fs::{Path, SelectResponse};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let selected = card.select(&Path::mf(&[0x2FE2]))?;
    /// let SelectResponse::Uicc(fcp) = selected.response()? else { panic!() };
    /// assert!(fcp.security()?.is_some());
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It is malformed.
    pub fn response(&self) -> Result<SelectResponse<'c>, DecodeError> {
        SelectResponse::parse(self.response)
    }
}

/// What is selected on each logical channel.
#[derive(Debug, Default)]
pub(super) struct Selections(Vec<(u8, Selection)>);

/// What is selected on one logical channel, as far as we know.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Selection {
    /// The application that 7FFF stands for, by the identifier it was selected with.
    pub application: Option<Aid>,
    /// The current directory.
    pub directory: Option<Path>,
    /// The current EF.
    pub file: Option<Path>,
    /// What the card said of the current EF.
    pub info: Option<FileInfo>,
    /// The length of its records: from the card's word, or from the first one that was read.
    pub record_len: Option<u16>,
}

impl Selections {
    pub fn get(&self, channel: u8) -> Selection {
        self.0
            .iter()
            .find(|(number, _)| *number == channel)
            .map(|(_, selection)| *selection)
            .unwrap_or_default()
    }

    pub fn set(&mut self, channel: u8, selection: Selection) {
        match self.0.iter_mut().find(|(number, _)| *number == channel) {
            Some((_, known)) => *known = selection,
            None => self.0.push((channel, selection)),
        }
    }

    pub fn forget(&mut self, channel: u8) {
        self.0.retain(|(number, _)| *number != channel);
    }
}

impl<T: Transport> Card<T> {
    /// Selects the file at `path` and tells what the card says of it.
    ///
    /// The application is selected first where the path needs it; a file that is selected already is selected
    /// again, because only then does the card say what it is.
    ///
    /// ```
    /// use simcard::{Card, fs::{Path, Structure}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let dir = card.select(&Path::mf(&[0x2F00]))?;
    /// assert_eq!(dir.info.structure, Structure::LinearFixed);
    /// assert_eq!((dir.info.record_len, dir.info.records), (Some(38), Some(2)));
    /// assert_eq!(dir.bytes()[0], 0x62); // the FCP
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if the card has no such file, [`Error::Decode`] if what it says makes no sense.
    pub fn select(&mut self, path: &Path) -> Result<Selected<'_>> {
        let info = self.exclusive(|card| card.select_for_info(path, None))?;
        Ok(Selected { info, response: self.state.buffers.data() })
    }

    /// Selects an application by its identifier, or the beginning of one, and tells what the card says of it.
    ///
    /// ```
    /// use simcard::{Card, fs::Aid, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.select_application(&Aid::USIM)?;
    /// let error = card.select_application(&Aid::ISD_R).unwrap_err(); // of an eUICC
    /// assert!(error.is_not_found());
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if the card has no such application; a GSM 11.11 card has none at all.
    pub fn select_application(&mut self, aid: &Aid) -> Result<Selected<'_>> {
        self.select(&Path::adf(*aid, &[]))
    }

    /// Selects the directory above the current one.
    ///
    /// ```
    /// use simcard::{Card, fs::{FileId, Path}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.select(&Path::mf(&[0x7F10, 0x5F3A]))?; // DF.PHONEBOOK
    /// assert_eq!(card.select_parent()?.info.file_id, Some(FileId(0x7F10)));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card refuses. A GSM 11.11 card knows no such thing.
    pub fn select_parent(&mut self) -> Result<Selected<'_>> {
        let info = self.exclusive(|card| {
            card.find_dialect()?;
            if card.is_gsm() {
                return Err(Misuse::NotOnGsm("SELECT of the parent directory").into());
            }
            let before = card.selection();
            let outcome = card.send_select(By::Parent, true)?;
            // after a refusal we are where we were, or nowhere
            let above = before.directory.and_then(|directory| directory.parent());
            let directory = above.filter(|_| worked(outcome.status));
            let application = before.application;
            card.set_selection(Selection { application, directory, ..Selection::default() });
            card.selected_info(outcome.status, None)
        })?;
        Ok(Selected { info, response: self.state.buffers.data() })
    }

    /// What the card says of its current directory (STATUS, ETSI TS 102 221 11.1.2). Selects nothing.
    ///
    /// ```
    /// use simcard::{Card, fs::{FileId, Path}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.read_file(&Path::mf(&[0x7F20, 0x6F07]))?;
    /// assert_eq!(card.status()?.info.file_id, Some(FileId(0x7F20))); // the directory of that file
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card refuses, or what it says makes no sense.
    pub fn status(&mut self) -> Result<Selected<'_>> {
        let info = self.reading(|card| {
            card.find_dialect()?;
            card.send_status()
        })?;
        Ok(Selected { info, response: self.state.buffers.data() })
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    pub(super) fn selection(&self) -> Selection {
        self.state.selections.get(self.state.channel)
    }

    pub(super) fn set_selection(&mut self, selection: Selection) {
        self.state.selections.set(self.state.channel, selection);
    }

    /// Finds out which command set the card speaks, by selecting the MF, unless that is known.
    pub(super) fn find_dialect(&mut self) -> Result<()> {
        if self.state.dialect.is_none() {
            self.select_path(&Path::MF, false)?;
        }
        Ok(())
    }

    /// Selects `path`, unless it is selected.
    pub(super) fn go_to(&mut self, path: &Path) -> Result<()> {
        let now = self.selection();
        let there = match is_directory(path) {
            true => now.directory == Some(*path) && now.file.is_none(),
            false => now.file == Some(*path),
        };
        if !there {
            self.select_path(path, false)?;
        }
        Ok(())
    }

    /// Makes a directory of this application current, unless one is: it does not do that the application was selected
    /// (3GPP TS 31.102 7.1.1.1, 7.5.1).
    pub(super) fn enter(&mut self, application: &Aid) -> Result<()> {
        let directory = self.selection().directory;
        match directory.and_then(|directory| directory.application().copied()) {
            Some(current) if current == *application => Ok(()),
            _ => self.go_to(&Path::adf(*application, &[])),
        }
    }

    /// Selects `path` and keeps what the card says of it. `specified` is the SFI that it should have.
    pub(super) fn select_for_info(&mut self, path: &Path, specified: Option<u8>) -> Result<FileInfo> {
        let outcome = self.select_path(path, true)?;
        let info = self.selected_info(outcome.status, Some(*path))?;
        let directory = is_directory(path);
        if let Some(id) = path.id().filter(|_| !self.is_gsm() && !directory) {
            self.state.habits.sfi.learn(id, specified, info.sfi);
        }
        if !directory {
            self.set_selection(Selection {
                info: Some(info),
                record_len: info.record_len,
                ..self.selection()
            });
        }
        Ok(info)
    }

    /// Selects `path` to be told of it, and goes looking nowhere else: an application by just this identifier. What
    /// the card says is in [`Card::data`]. After a refusal the selection is what it was, or as far as the walk came.
    pub(super) fn ask_for(&mut self, path: &Path) -> Result<StatusWord> {
        let outcome = match path.application().filter(|_| path.ids().is_empty()) {
            Some(aid) => self.send_select(By::Aid(aid), true)?,
            None if self.may_try_paths(path) => self.try_paths(path)?,
            None => self.find_path(path, true)?,
        };
        if !worked(outcome.status) {
            return Err(Error::status(outcome.status, Instruction::SELECT, Some(*path)));
        }
        self.note_selected(path);
        Ok(outcome.status)
    }

    /// Whether this file, which all cards have, is one to find out with whether the card takes paths.
    fn may_try_paths(&self, path: &Path) -> bool {
        let unknown = !self.state.habits.paths_work && !self.state.habits.no_paths;
        unknown && *path == Iccid::DESCRIPTOR.path && self.state.dialect == Some(Dialect::Uicc)
    }

    fn try_paths(&mut self, path: &Path) -> Result<Outcome> {
        let outcome = self.send_select(By::Path(path), true)?;
        if worked(outcome.status) {
            self.state.habits.paths_work = true;
            return Ok(outcome);
        }
        let outcome = self.walk(path, true)?;
        self.state.habits.no_paths = worked(outcome.status);
        Ok(outcome)
    }

    /// Selects `path`, in the way that takes the fewest bytes, and falls back to slower ones.
    fn select_path(&mut self, path: &Path, answer: bool) -> Result<Outcome> {
        let outcome = self.find_path(path, answer)?;
        if worked(outcome.status) {
            self.note_selected(path);
            return Ok(outcome);
        }
        // some cards keep the old file then and some lose it
        let application = self.selection().application;
        self.set_selection(Selection { application, ..Selection::default() });
        Err(Error::status(outcome.status, Instruction::SELECT, Some(*path)))
    }

    /// Sends what it takes to select `path`.
    fn find_path(&mut self, path: &Path, answer: bool) -> Result<Outcome> {
        let mut outcome = None;
        if !self.is_gsm() {
            outcome = Some(self.select_on_uicc(path, answer)?);
        }
        // the first SELECT may just have told
        if self.is_gsm() {
            outcome = if path.application().is_some() { None } else { Some(self.walk(path, answer)?) };
            let wrong_class = outcome.is_some_and(|outcome| outcome.status.kind() == StatusKind::WrongClass);
            if wrong_class && self.selection().directory.is_none() {
                // no GSM card after all: it was the form of the first SELECT that it did not know
                self.state.dialect = Some(Dialect::Uicc);
                self.state.habits.no_paths = true;
                outcome = Some(self.select_on_uicc(path, answer)?);
            }
        }
        outcome.ok_or(Error::NotFound { path: *path })
    }

    fn select_on_uicc(&mut self, path: &Path, answer: bool) -> Result<Outcome> {
        let root = path.ids().is_empty();
        if let Some(aid) = path.application().filter(|aid| self.state.habits.absent.contains(aid)) {
            return Err(Error::NotFound { path: Path::adf(*aid, &[]) });
        }
        if let Some(aid) =
            path.application().filter(|aid| root || self.selection().application != Some(**aid))
        {
            let outcome = self.select_aid(aid, answer && root)?;
            if root || !worked(outcome.status) {
                return Ok(outcome);
            }
            self.note_selected(&Path::adf(*aid, &[]));
        }
        let in_reach = path.parent().is_some_and(|parent| self.selection().directory == Some(parent));
        if let Some(id) = path.id().filter(|_| root || in_reach) {
            return self.send_select(By::FileId(id), answer);
        }
        if !self.state.habits.no_paths {
            let outcome = self.send_select(By::Path(path), answer)?;
            if worked(outcome.status) {
                self.state.habits.paths_work = true;
                return Ok(outcome);
            }
            // until one has worked, "not found" may be about the path as such
            let doubtful = !self.state.habits.paths_work && outcome.status.kind() == StatusKind::NotFound;
            if self.is_gsm() || !(doubtful || refuses_form(outcome.status)) {
                return Ok(outcome);
            }
            if doubtful {
                let walked = self.walk(path, answer)?;
                self.state.habits.no_paths = worked(walked.status);
                return Ok(walked);
            }
            self.state.habits.no_paths = true;
        }
        self.walk(path, answer)
    }

    /// Selects an application. A card that wants the whole identifier and not its beginning gets it from EF.DIR.
    fn select_aid(&mut self, aid: &Aid, answer: bool) -> Result<Outcome> {
        if let Some((_, whole)) = self.state.habits.whole_aids.iter().find(|(beginning, _)| beginning == aid)
        {
            let whole = *whole;
            return self.send_select(By::Aid(&whole), answer);
        }
        let outcome = self.send_select(By::Aid(aid), answer)?;
        if self.is_gsm() || worked(outcome.status) || self.state.habits.absent.contains(aid) {
            return Ok(outcome);
        }
        if let Some(whole) = self.listed_aid(aid)? {
            let outcome = self.send_select(By::Aid(&whole), answer)?;
            if worked(outcome.status) {
                self.state.habits.whole_aids.push((*aid, whole));
                return Ok(outcome);
            }
        }
        self.state.habits.absent.push(*aid);
        Ok(outcome)
    }

    /// The whole identifier of an application, if EF.DIR lists one that begins like this.
    fn listed_aid(&mut self, beginning: &Aid) -> Result<Option<Aid>> {
        for number in 1..=MAX_RECORDS {
            let record = match self.record_of(&Dir::DESCRIPTOR.path, number) {
                Ok(record) => record,
                Err(error) if error.is_fatal() => return Err(error),
                // no EF.DIR, or no more records
                Err(_) => break,
            };
            let listed = Dir::decode(&record).ok().map(|application| *application.aid());
            if let Some(aid) = listed.filter(|aid| aid.starts_with(beginning) && aid != beginning) {
                return Ok(Some(aid));
            }
        }
        Ok(None)
    }

    /// Selects one directory after the other, from where we are or from the root.
    fn walk(&mut self, path: &Path, answer: bool) -> Result<Outcome> {
        let here = self.selection().directory;
        let depth = path.ids().len();
        let mut first = 0;
        let deepest = if is_directory(path) { depth } else { depth.saturating_sub(1) };
        for level in (0..=deepest).rev() {
            let directory = path.ancestor(level);
            if here == Some(directory) {
                first = level.saturating_add(1);
                break;
            }
            if here.is_some_and(|here| in_reach_of(&here, &directory)) {
                first = level;
                break;
            }
        }
        for level in first..depth {
            let directory = path.ancestor(level);
            let outcome = self.send_select(By::FileId(directory.id().unwrap_or(FileId::ADF)), false)?;
            if !worked(outcome.status) {
                return Ok(outcome);
            }
            self.note_selected(&directory);
        }
        self.send_select(By::FileId(path.id().unwrap_or(FileId::ADF)), answer)
    }

    /// Sends one SELECT. The first one tells which dialect the card speaks.
    fn send_select(&mut self, by: By<'_>, answer: bool) -> Result<Outcome> {
        let mut path_bytes = [0; 2 * (Path::MAX_DEPTH + 1)];
        let id_bytes;
        let (p1, data) = match by {
            By::FileId(id) => {
                id_bytes = id.to_bytes();
                (0x00, &id_bytes[..])
            }
            By::Aid(aid) => (0x04, aid.as_bytes()),
            By::Path(path) => (0x08, write_path(path, &mut path_bytes)),
            By::Parent => (0x03, &[][..]),
        };
        let ne = if answer { 256 } else { 0 };
        if self.is_gsm() {
            return self.send(self.command(Instruction::SELECT, 0, 0).data(data).expect(ne));
        }
        let silent = !answer && !self.state.habits.must_answer;
        // without Le an answer stays on the card
        let p2 = if silent { 0x0C } else { 0x04 };
        let outcome = self.send(self.command(Instruction::SELECT, p1, p2).data(data).expect(ne))?;
        if self.state.dialect.is_none() && !says_nothing(outcome.status) {
            let gsm = speaks_gsm(outcome.status);
            self.state.dialect = Some(if gsm { Dialect::Gsm } else { Dialect::Uicc });
        }
        // a path that is refused may be refused for being a path, and the caller knows what to do then
        let by_path = matches!(by, By::Path(_));
        if self.is_gsm() || by_path || !silent || !refuses_form(outcome.status) {
            return Ok(outcome);
        }
        self.state.habits.must_answer = true;
        // and it was for this that the card refused the path
        self.state.habits.no_paths = false;
        self.send(self.command(Instruction::SELECT, p1, 0x04).data(data))
    }

    pub(super) fn send_status(&mut self) -> Result<FileInfo> {
        let mut command = self.command(Instruction::STATUS, 0, 0);
        if self.is_gsm() {
            // TS 51.011 9.2.2: the header of a directory has at least 22 bytes
            command = command.expect(22);
        } else {
            command.class = crate::apdu::Class::ETSI;
            command = command.expect(256);
        }
        let outcome = self.send(command)?;
        self.selected_info(outcome.status, None)
    }

    /// Notes that `path` is selected.
    fn note_selected(&mut self, path: &Path) {
        let before = self.selection();
        if let Some(aid) = path.application() {
            self.state.set_application(*aid);
        }
        let application = path.application().copied().or(before.application);
        let (directory, file) = match is_directory(path) {
            true => (Some(*path), None),
            false => (path.parent(), Some(*path)),
        };
        self.set_selection(Selection { application, directory, file, ..Selection::default() });
    }

    /// What the response to SELECT or STATUS says.
    fn selected_info(&self, status: StatusWord, path: Option<Path>) -> Result<FileInfo> {
        if !worked(status) {
            return Err(Error::status(status, Instruction::SELECT, path));
        }
        Ok(match self.is_gsm() {
            true => FileInfo::from(&GsmHeader::parse(self.data())?),
            false => FileInfo::from(&Fcp::parse(self.data())?),
        })
    }
}

/// The identifiers below the MF, or 7FFF and those below the application.
fn write_path<'b>(path: &Path, buffer: &'b mut [u8]) -> &'b [u8] {
    let root = path.application().map(|_| FileId::ADF);
    let mut len = 0_usize;
    for (id, place) in root.iter().chain(path.ids()).zip(buffer.chunks_exact_mut(2)) {
        place.copy_from_slice(&id.to_bytes());
        len = len.saturating_add(2);
    }
    buffer.get(..len).unwrap_or_default()
}

/// Whether the directory `there` can be selected by its identifier from `here` (ETSI TS 102 221 8.4.1,
/// 3GPP TS 51.011 6.5): a child, a sibling, the parent, or the MF.
fn in_reach_of(here: &Path, there: &Path) -> bool {
    let up = there.parent();
    *there == Path::MF
        || up == Some(*here)
        || here.parent() == Some(*there)
        || (up.is_some() && up == here.parent())
}

/// Whether a path is that of a directory, by the rule for the first byte (ETSI TS 102 221 8.3).
pub(super) fn is_directory(path: &Path) -> bool {
    path.id().is_none_or(|id| matches!(id.to_bytes(), [0x3F | 0x5F | 0x7F, _]))
}

/// What a GSM 11.11 card says to a SELECT of class 00.
fn speaks_gsm(status: StatusWord) -> bool {
    matches!(status.kind(), StatusKind::WrongClass | StatusKind::WrongInstruction)
        || matches!(status.sw1(), 0x94 | 0x9F)
}

/// Whether a refusal has nothing to do with the command, so that it does not tell which ones the card speaks.
fn says_nothing(status: StatusWord) -> bool {
    matches!(
        status.kind(),
        StatusKind::Busy | StatusKind::MemoryProblem | StatusKind::ExecutionError | StatusKind::Unknown
    )
}

/// Whether the card does not know this form of the command.
fn refuses_form(status: StatusWord) -> bool {
    matches!(status.value(), 0x6A81 | 0x6A86 | 0x6A87 | 0x6A80 | 0x6B00 | 0x6700 | 0x6A00)
}
