//! READ BINARY and READ RECORD, and whole files from them.

use alloc::vec::Vec;

use super::habits::SfiHabit;
use super::select::Selection;
use super::{Card, Exclusive, worked};
use crate::apdu::{Command, Instruction, StatusKind, StatusWord};
use crate::codec::{DecodeError, DecodeErrorKind, ber};
use crate::error::{Error, Misuse, Result};
use crate::files::{Content, ElementaryFile};
use crate::fs::{Path, Structure};
use crate::transport::{Transport, TransportError};

/// The largest file, in bytes.
pub(super) const MAX_FILE: u32 = 65_536;
/// The first offset that P1 and P2 can't say (ETSI TS 102 221 11.1.3): beyond it the odd form is used.
pub(super) const FAR_OFFSET: u32 = 0x8000;
/// The most records a file has (ETSI TS 102 221 11.1.5.2: 01 to FE).
pub(super) const MAX_RECORDS: u8 = 254;

/// The file that a read is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// The file at a path, selected first where it is not.
    Path(Path),
    /// The file with this short file identifier in the current directory, 1 to 30. It is current afterwards.
    ///
    /// On a card that other programs use too (a PC/SC reader), "current" means something only within one
    /// [`Card::exclusive`].
    Sfi(u8),
    /// The current file. As with an SFI, on a shared card only within one [`Card::exclusive`].
    Current,
}

impl From<Path> for Target {
    fn from(path: Path) -> Self {
        Self::Path(path)
    }
}

/// Which record a read is about (ETSI TS 102 221 11.1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Record {
    /// The record with this number, 1 to 254. The record pointer stays where it is.
    Number(u8),
    /// The record that the pointer is at.
    Current,
    /// The one after it, or the first. The pointer moves there.
    Next,
    /// The one before it, or the last. The pointer moves there.
    Previous,
}

impl Record {
    /// P1 and the lower bits of P2.
    pub(super) fn parameters(self) -> Result<(u8, u8)> {
        match self {
            Self::Number(number @ 1..=MAX_RECORDS) => Ok((number, 0x04)),
            Self::Number(number) => Err(Misuse::RecordNumber(number).into()),
            Self::Current => Ok((0, 0x04)),
            Self::Next => Ok((0, 0x02)),
            Self::Previous => Ok((0, 0x03)),
        }
    }
}

impl<T: Transport> Card<T> {
    /// Reads `len` bytes at `offset` of a transparent file; fewer if it ends before.
    ///
    /// ```
    /// use simcard::{Card, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let iccid = Path::mf(&[0x2FE2]);
    /// assert_eq!(card.read_binary(iccid, 0, 4)?, [0x98, 0x44, 0x00, 0x00]);
    /// assert_eq!(card.read_binary(iccid, 8, 100)?, [0x65, 0xF7]); // it has 10 bytes
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, not readable or no transparent one; the offset is beyond its end.
    pub fn read_binary(&mut self, target: impl Into<Target>, offset: u32, len: u32) -> Result<Vec<u8>> {
        let target = target.into();
        self.reading(|card| {
            let sfi = card.aim(target)?;
            let mut out = Vec::new();
            card.read_range(sfi, offset, len, &mut out)?;
            Ok(out)
        })
    }

    /// Reads a whole transparent file, up to 64 KiB.
    ///
    /// ```
    /// use simcard::{Card, fs::{Aid, Path}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let imsi = card.read_file(&Path::adf(Aid::USIM, &[0x6F07]))?;
    /// assert_eq!(imsi, [0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, not readable or no transparent one.
    pub fn read_file(&mut self, path: &Path) -> Result<Vec<u8>> {
        self.reading(|card| card.whole_file(path, None))
    }

    /// Reads one record.
    ///
    /// ```
    /// use simcard::card::{Record, Target};
    /// use simcard::{Card, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let first = card.read_record(Path::mf(&[0x2F00]), Record::Number(1))?; // EF.DIR
    /// let second = card.read_record(Target::Current, Record::Number(2))?;
    /// assert_eq!((first.len(), second.len()), (38, 38));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file or the record is not there or not readable, or the file has no records.
    pub fn read_record(&mut self, target: impl Into<Target>, record: Record) -> Result<Vec<u8>> {
        let target = target.into();
        self.reading(|card| {
            let sfi = card.aim(target)?;
            let mut out = Vec::new();
            card.record_into(sfi, record, &mut out)?;
            Ok(out)
        })
    }

    /// Reads all records of a file, from the first to the last.
    ///
    /// ```
    /// use simcard::{Card, fs::{Aid, Path}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let emergency_codes = card.read_records(&Path::adf(Aid::USIM, &[0x6FB7]))?;
    /// assert_eq!(emergency_codes.len(), 2);
    /// assert_eq!(emergency_codes[0][..3], [0x11, 0xF2, 0xFF]); // 112
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there or not readable, or it has no records.
    pub fn read_records(&mut self, path: &Path) -> Result<Vec<Vec<u8>>> {
        self.reading(|card| card.all_records(path, None))
    }

    /// Reads and decodes a transparent file.
    ///
    /// ```
    /// use simcard::{Card, files, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let spn = card.read::<files::usim::Spn>()?;
    /// assert_eq!(spn.name.text(), "simcard");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there or not readable, or its content is not what the specification says;
    /// [`Misuse::Structure`] if it is a file of records.
    pub fn read<F: ElementaryFile>(&mut self) -> Result<F::Content> {
        let descriptor = F::DESCRIPTOR;
        if descriptor.structure != Structure::Transparent {
            return Err(Misuse::Structure("transparent").into());
        }
        let bytes = self.reading(|card| card.whole_file(&descriptor.path, descriptor.sfi))?;
        Ok(F::Content::decode(&bytes)?)
    }

    /// Reads and decodes the records of a file. Each stands for itself: blank ones are
    /// [`DecodeErrorKind::Blank`].
    ///
    /// ```
    /// use simcard::{Card, files, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let labels: Vec<_> = card
    ///     .read_all::<files::mf::Dir>()?
    ///     .into_iter()
    ///     .filter_map(|record| Some(record.ok()?.label()?.to_string()))
    ///     .collect();
    /// assert_eq!(labels, ["USIM", "ISIM"]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there or not readable; [`Misuse::Structure`] if it is a transparent one.
    pub fn read_all<F: ElementaryFile>(&mut self) -> Result<Vec<Result<F::Content, DecodeError>>> {
        let descriptor = F::DESCRIPTOR;
        if !matches!(descriptor.structure, Structure::LinearFixed | Structure::Cyclic) {
            return Err(Misuse::Structure("a file of records").into());
        }
        let records = self.reading(|card| card.all_records(&descriptor.path, descriptor.sfi))?;
        Ok(records.iter().map(|record| F::Content::decode(record)).collect())
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    /// Makes the target the current file, or gives its SFI.
    fn aim(&mut self, target: Target) -> Result<Option<u8>> {
        match target {
            Target::Path(path) => self.go_to(&path).map(|()| None),
            Target::Sfi(1..=30) | Target::Current if self.may_be_elsewhere() => {
                Err(Misuse::NothingSelected.into())
            }
            // a card that nothing was selected on yet is taken for a UICC: finding out would select the MF
            Target::Sfi(1..=30) if self.is_gsm() => Err(Misuse::NotOnGsm("short file identifiers").into()),
            Target::Sfi(sfi @ 1..=30) => {
                // whichever file that is, it is current from now on, and no other
                let selection = self.selection();
                self.set_selection(Selection { file: None, info: None, record_len: None, ..selection });
                Ok(Some(sfi))
            }
            Target::Sfi(sfi) => Err(Misuse::Sfi(sfi).into()),
            Target::Current => Ok(None),
        }
    }

    /// Whether what is current may be what another program selected.
    fn may_be_elsewhere(&self) -> bool {
        self.state.shared && self.selection().directory.is_none()
    }

    /// Reads a whole transparent file. `specified` is the SFI that it should have.
    pub(super) fn whole_file(&mut self, path: &Path, specified: Option<u8>) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        if let Some(sfi) = self.usable_sfi(path, specified, false)? {
            let first = self.most_at_once();
            match self.read_once(Some(sfi), 0, first, &mut out) {
                Ok(more) => {
                    self.note_current(path);
                    if more {
                        let offset = u32::from(first);
                        self.read_range(None, offset, MAX_FILE.saturating_sub(offset), &mut out)?;
                    }
                    if !out.is_empty() {
                        return Ok(out);
                    }
                    self.give_up_sfi(nothing("READ BINARY"))?;
                }
                Err(error) => self.give_up_sfi(error)?,
            }
        }
        self.go_to(path)?;
        self.read_range(None, 0, MAX_FILE, &mut out)?;
        Ok(out)
    }

    /// Reads the first `len` bytes of a transparent file, for those who need no more of it, and gives them to
    /// `decode`. What was read by an SFI that may mean another file counts only if it makes sense.
    pub(super) fn beginning<R>(
        &mut self,
        path: &Path,
        specified: Option<u8>,
        len: u16,
        decode: impl Fn(&[u8]) -> Result<R>,
    ) -> Result<R> {
        let mut out = Vec::new();
        let proven = self.state.habits.sfi == SfiHabit::Named;
        if let Some(sfi) = self.usable_sfi(path, specified, true)? {
            match self.read_once(Some(sfi), 0, len, &mut out) {
                Ok(_) => {
                    let decoded = decode(&out);
                    if proven || decoded.is_ok() {
                        self.note_current(path);
                        return decoded;
                    }
                    self.give_up_sfi(Error::NotFound { path: *path })?;
                }
                Err(error) => self.give_up_sfi(error)?,
            }
            out.clear();
        }
        self.go_to(path)?;
        match self.read_once(None, 0, len, &mut out) {
            Ok(_) => decode(&out),
            // shorter than it should be, on a card that does not say by how much
            Err(error) if is_past_end(&error) => decode(&self.whole_file(path, None)?),
            Err(error) => Err(error),
        }
    }

    /// The SFI to read `path` by, if it has one that is safe to use and saves the SELECT. Enters the application
    /// that the file is right below, where that has to be selected anyway. `checked` says that the caller looks
    /// whether what comes makes sense.
    fn usable_sfi(&mut self, path: &Path, specified: Option<u8>, checked: bool) -> Result<Option<u8>> {
        let usable = path.id().and_then(|id| self.state.habits.sfi.usable(id, specified, checked));
        let (Some(sfi), Some(parent), false) = (usable, path.parent(), self.is_gsm()) else {
            return Ok(None);
        };
        if parent.ids().is_empty() && parent.application().copied() != self.selection().application {
            self.go_to(&parent)?;
        }
        let now = self.selection();
        Ok(Some(sfi).filter(|_| now.directory == Some(parent) && now.file != Some(*path)))
    }

    /// Notes that a read by SFI made `path` the current file.
    fn note_current(&mut self, path: &Path) {
        self.set_selection(Selection { file: Some(*path), info: None, record_len: None, ..self.selection() });
    }

    /// After a refused read by SFI: goes on with SELECT, unless the reason was another one.
    fn give_up_sfi(&mut self, error: Error) -> Result<()> {
        self.set_selection(Selection { file: None, info: None, record_len: None, ..self.selection() });
        match error {
            Error::Status { .. } | Error::NotFound { .. } => {
                self.state.habits.sfi = SfiHabit::None;
                Ok(())
            }
            // an SFI that names another file may be denied where this one is not
            Error::Security { .. } | Error::Decode(_) => Ok(()),
            error => Err(error),
        }
    }

    /// Reads up to `len` bytes from `offset` on, fewer if the file ends before. A card that does not say where it
    /// ends is asked for the FCP.
    pub(super) fn read_range(
        &mut self,
        sfi: Option<u8>,
        offset: u32,
        len: u32,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        if offset >= MAX_FILE {
            return Err(Misuse::Offset(offset).into());
        }
        let end = offset.saturating_add(len).min(MAX_FILE);
        let before = out.len();
        let error = match self.read_until(sfi, offset, end, out) {
            Err(error) if is_past_end(&error) => error,
            Ok(()) if len > 0 && out.len() == before => nothing("READ BINARY"),
            result => return result,
        };
        let got = u32::try_from(out.len().saturating_sub(before)).unwrap_or(MAX_FILE);
        let at = offset.saturating_add(got);
        // only a file that was selected by its path can be selected again
        let Some(path) = self.selection().file else { return Err(error) };
        let info = self.select_for_info(&path, None)?;
        match info.size {
            _ if info.structure != Structure::Transparent => {
                Err(Error::WrongStructure { path, structure: info.structure })
            }
            Some(size) if at < size => {
                self.read_until(None, at, end.min(size), out)?;
                if out.len() == before { Err(error) } else { Ok(()) }
            }
            Some(size) if at == size => Ok(()),
            _ => Err(error),
        }
    }

    /// Reads from `offset` to `end`, or to where a card gives less than was asked for.
    fn read_until(&mut self, sfi: Option<u8>, offset: u32, end: u32, out: &mut Vec<u8>) -> Result<()> {
        let (mut at, mut sfi) = (offset, sfi);
        while at < end {
            let wanted = u16::try_from(end.saturating_sub(at)).unwrap_or(256).min(self.most_at_once());
            let before = out.len();
            let more = self.read_once(sfi.take(), at, wanted, out)?;
            let got = u32::try_from(out.len().saturating_sub(before)).unwrap_or(MAX_FILE);
            at = at.saturating_add(got);
            if got == 0 || !more {
                break;
            }
        }
        Ok(())
    }

    /// How many bytes one response brings at most: 256, or less over a transport that is narrow.
    pub(super) fn most_at_once(&self) -> u16 {
        let limit = self.transport.info().effective_limits().response_data;
        u16::try_from(limit).unwrap_or(256).clamp(1, 256)
    }

    /// Sends one READ BINARY for `len` bytes (256 at most), and says whether it gave all of them.
    pub(super) fn read_once(
        &mut self,
        sfi: Option<u8>,
        offset: u32,
        len: u16,
        out: &mut Vec<u8>,
    ) -> Result<bool> {
        if offset >= FAR_OFFSET && !self.is_gsm() {
            return self.read_far(offset, len, out);
        }
        let [_, _, high, low] = offset.to_be_bytes();
        let (p1, p2) = match sfi {
            // with an SFI the offset has one byte; the rest is read without
            Some(sfi) if offset <= 0xFF => (0x80 | sfi, low),
            _ => (high, low),
        };
        let command = self.command(Instruction::READ_BINARY, p1, p2).expect(u32::from(len));
        let outcome = self.send(command)?;
        self.check_read(outcome.status, Instruction::READ_BINARY)?;
        out.extend_from_slice(self.data());
        Ok(self.data().len() >= usize::from(len))
    }

    /// READ BINARY with an odd instruction (ISO/IEC 7816-4 7.2.3): the offset is in a data object, so it can be
    /// beyond 32 KiB, and so are the data.
    fn read_far(&mut self, offset: u32, len: u16, out: &mut Vec<u8>) -> Result<bool> {
        let [_, _, high, low] = offset.to_be_bytes();
        let data = [0x54, 0x02, high, low];
        // the data come in a data object, so all that fits is asked for
        let command = self.command(Instruction::READ_BINARY_ODD, 0, 0).data(&data).expect(256);
        let outcome = self.send(command)?;
        self.check_read(outcome.status, Instruction::READ_BINARY_ODD)?;
        let (object, _) = ber::Tlv::parse(self.data())?;
        let value = object.value.get(..usize::from(len)).unwrap_or(object.value);
        out.extend_from_slice(value);
        Ok(!value.is_empty())
    }

    /// Reads one record of the current file, or of the one with this SFI.
    pub(super) fn record_into(&mut self, sfi: Option<u8>, record: Record, out: &mut Vec<u8>) -> Result<()> {
        let (p1, p2) = record.parameters()?;
        let p2 = p2 | sfi.map_or(0, |sfi| sfi << 3);
        let known = self.selection().record_len.filter(|_| sfi.is_none());
        let ne = known.map_or(Command::MAX_SHORT_NE, u32::from);
        let outcome = self.send(self.command(Instruction::READ_RECORD, p1, p2).expect(ne))?;
        self.check_read(outcome.status, Instruction::READ_RECORD)?;
        if self.data().is_empty() {
            return Err(nothing("READ RECORD"));
        }
        out.extend_from_slice(self.data());
        if sfi.is_none() {
            // all records of a file have one length, so the next one is asked for with the right one
            let record_len = u16::try_from(self.data().len()).ok().filter(|len| *len > 0);
            self.set_selection(Selection { record_len, ..self.selection() });
        }
        Ok(())
    }

    /// Reads record `number` of the file at `path`. A card that wants to be told the right length and does not
    /// say what it is gets asked for its FCP.
    pub(crate) fn record_of(&mut self, path: &Path, number: u8) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        let known =
            |this: &Self| this.selection().file == Some(*path) && this.selection().record_len.is_some();
        // a GSM 11.11 card refuses a wrong length without naming the right one
        if self.is_gsm() && !known(self) {
            self.select_for_info(path, None)?;
        }
        self.go_to(path)?;
        match self.record_into(None, Record::Number(number), &mut out) {
            Err(error) if is_wrong_length(&error) && !known(self) => {
                self.select_for_info(path, None)?;
                self.record_into(None, Record::Number(number), &mut out)?;
            }
            result => result?,
        }
        Ok(out)
    }

    /// Reads all records of the file at `path`.
    pub(super) fn all_records(&mut self, path: &Path, specified: Option<u8>) -> Result<Vec<Vec<u8>>> {
        let info = match self.selection() {
            Selection { file: Some(file), info: Some(info), .. }
                if file == *path && info.records.is_some() =>
            {
                info
            }
            _ => self.select_for_info(path, specified)?,
        };
        if !matches!(info.structure, Structure::LinearFixed | Structure::Cyclic) {
            return Err(Error::WrongStructure { path: *path, structure: info.structure });
        }
        let count = info.records.map_or(MAX_RECORDS, |count| u8::try_from(count).unwrap_or(MAX_RECORDS));
        let mut records = Vec::new();
        for number in 1..=count.min(MAX_RECORDS) {
            let mut record = Vec::new();
            match self.record_into(None, Record::Number(number), &mut record) {
                Ok(()) => records.push(record),
                // fewer than announced
                Err(_) if number > 1 && self.has_no_such_record() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }

    /// Whether the card has just said that there is no record of that number: 6A83 (ETSI TS 102 221), 9402 (3GPP TS
    /// 51.011).
    pub(super) fn has_no_such_record(&self) -> bool {
        self.state.last_status.is_some_and(|status| matches!(status.value(), 0x6A83 | 0x9402))
    }

    fn check_read(&self, status: StatusWord, instruction: Instruction) -> Result<()> {
        match worked(status) {
            true => Ok(()),
            false => Err(Error::status(status, instruction, self.selection().file)),
        }
    }
}

/// What a card that says "read", and gives no byte, has said.
fn nothing(object: &'static str) -> Error {
    DecodeError::new(object, 0, DecodeErrorKind::Length).into()
}

/// Whether the card refused a length and did not say which would be right.
fn is_wrong_length(error: &Error) -> bool {
    error.status_word().is_some_and(|status| matches!(status.kind(), StatusKind::WrongLength { .. }))
}

/// Whether an offset was beyond the end of the file: 6B00 (ETSI TS 102 221), 9402 (3GPP TS 51.011), or a length
/// that can't be right there.
pub(super) fn is_past_end(error: &Error) -> bool {
    let wrong = |status: StatusWord| {
        matches!(status.value(), 0x6B00 | 0x6A86 | 0x6282)
            || matches!(status.kind(), StatusKind::WrongLength { .. })
    };
    error.is_not_found() || error.status_word().is_some_and(wrong)
}
