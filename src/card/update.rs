//! UPDATE BINARY and UPDATE RECORD: nothing is sent before its length was checked against what the card says of
//! the file, and nothing is sent twice.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::iter::once;
use core::ops::Range;
use core::slice;

use super::read::{FAR_OFFSET, MAX_FILE, MAX_RECORDS};
use super::select::Selection;
use super::{Card, Exclusive, Record, worked};
use crate::apdu::{Command, Instruction, StatusWord};
use crate::codec::{DecodeError, DecodeErrorKind, ber};
use crate::error::{Error, Misuse, Result};
use crate::files::{Content, ElementaryFile};
use crate::fs::{FileInfo, Path, Structure};
use crate::transport::{Transport, TransportError};

/// The bytes of a command beyond [`FAR_OFFSET`] that are not for the file: two data objects share the data field, one
/// of 4 bytes and one with 3 bytes of tag and length.
const FAR_HEADER: usize = 7;
/// Bytes that a command costs beside what it carries: header, Lc and status word. Fewer unchanged bytes than that
/// are written along.
const COMMAND_COST: usize = 7;

/// How a file or record is written.
///
/// ```
/// use simcard::card::WriteOptions;
///
/// let careful = WriteOptions::default().verified();
/// assert_eq!((careful.compare, careful.verify), (true, true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct WriteOptions {
    /// Whether to read first, and to send only what differs: it spares the card's memory, which wears out. What
    /// may not be read is sent whole.
    pub compare: bool,
    /// Whether to read back afterwards what was sent.
    pub verify: bool,
}

impl WriteOptions {
    /// The same, reading back afterwards: [`Error::NotWritten`] if something else is there.
    ///
    /// ```
    /// use simcard::card::WriteOptions;
    ///
    /// assert!(WriteOptions::default().verified().verify);
    /// ```
    #[must_use]
    pub const fn verified(self) -> Self {
        Self { verify: true, ..self }
    }

    /// The same, sending everything without reading first.
    ///
    /// ```
    /// use simcard::card::WriteOptions;
    ///
    /// assert!(!WriteOptions::default().whole().compare);
    /// ```
    #[must_use]
    pub const fn whole(self) -> Self {
        Self { compare: false, ..self }
    }
}

/// Only what changed, not read back.
impl Default for WriteOptions {
    fn default() -> Self {
        Self { compare: true, verify: false }
    }
}

impl<T: Transport> Card<T> {
    /// Writes `data` at `offset` of a transparent file, without looking what was there.
    ///
    /// ```
    /// use simcard::{Card, fs::{Aid, Path}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let fplmn = Path::adf(Aid::USIM, &[0x6F7B]);
    /// card.update_binary(&fplmn, 3, &[0x00, 0xF1, 0x20])?; // 001-02 is forbidden
    /// assert_eq!(card.read_binary(fplmn, 3, 3)?, [0x00, 0xF1, 0x20]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Misuse::TooLong`] if the file ends before, [`Error::WrongStructure`] if it is no transparent one: nothing
    /// was sent then. [`Error::Security`] if the card wants a PIN or key first, [`Error::TornWrite`] if only a
    /// part was written.
    pub fn update_binary(&mut self, path: &Path, offset: u32, data: &[u8]) -> Result<()> {
        self.exclusive(|card| {
            let at = card.room_for(path, offset, data.len())?;
            card.write_ranges(path, at, data, slice::from_ref(&(0..data.len())))
        })
    }

    /// Writes `data` to the beginning of a transparent file, and returns how many bytes had to be sent. What the
    /// file holds behind them stays.
    ///
    /// ```
    /// use simcard::card::WriteOptions;
    /// use simcard::{Card, fs::{Aid, Path}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let fplmn = Path::adf(Aid::USIM, &[0x6F7B]);
    /// let before = card.read_file(&fplmn)?;
    /// // nothing changes, so nothing is sent
    /// assert_eq!(card.write_file(&fplmn, &before, WriteOptions::default().verified())?, 0);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::update_binary`]; [`Error::NotWritten`] if it was to be verified and something else is there,
    /// [`Error::NotVerified`] if it could not be read back.
    pub fn write_file(&mut self, path: &Path, data: &[u8], options: WriteOptions) -> Result<usize> {
        self.exclusive(|card| card.write_binary(path, data, options))
    }

    /// Writes one record, whole.
    ///
    /// [`Record::Next`] and [`Record::Previous`] count from the record pointer, which the card keeps as long as
    /// the file stays selected: on a card that other programs use too, within one [`Card::exclusive`] only. A
    /// cyclic file takes [`Record::Previous`] only: the oldest record is overwritten and becomes number 1.
    ///
    /// ```
    /// use simcard::card::Record;
    /// use simcard::{Card, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let contacts = Path::mf(&[0x7F10, 0x6F3A]);
    /// let first = card.read_record(contacts, Record::Number(1))?;
    /// card.update_record(&contacts, Record::Number(5), &first)?;
    /// assert_eq!(card.read_record(contacts, Record::Number(5))?, first);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Misuse::RecordLength`], [`Misuse::CyclicRecord`], [`Misuse::NothingSelected`], [`Error::WrongStructure`], or
    /// [`Error::NotFound`] if there is no such record: nothing was sent then. [`Error::Security`] if the card wants
    /// a PIN or key first.
    pub fn update_record(&mut self, path: &Path, record: Record, data: &[u8]) -> Result<()> {
        self.exclusive(|card| {
            let selection = card.selection();
            let current = selection.file == Some(*path) && selection.info.is_none();
            if let (true, Record::Current | Record::Next | Record::Previous, Some(record_len)) =
                (current, record, selection.record_len)
            {
                // to ask for its FCP would select it again, and the record pointer would be gone
                return card.write_at_pointer(path, record, usize::from(record_len), data);
            }
            let info = card.record_file(path)?;
            // the pointer of a moment ago is gone, since another program may have had the card
            let alone = card.state.shared && card.state.depth == 1;
            if alone && !matches!(record, Record::Number(_)) && info.structure != Structure::Cyclic {
                return Err(Misuse::NothingSelected.into());
            }
            card.write_one_record(path, &info, record, data)
        })
    }

    /// Encodes and writes a transparent file, and returns how many bytes had to be sent.
    ///
    /// ```
    /// use simcard::{Card, files, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let forbidden = card.read::<files::usim::Fplmn>()?;
    /// assert_eq!(card.write::<files::usim::Fplmn>(&forbidden)?, 0); // that is what it holds
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] if it does not fit into the file, and nothing was sent; else as [`Card::write_file`].
    pub fn write<F: ElementaryFile>(&mut self, content: &F::Content) -> Result<usize> {
        self.write_with::<F>(content, WriteOptions::default())
    }

    /// As [`Card::write`], with options.
    ///
    /// ```
    /// use simcard::card::WriteOptions;
    /// use simcard::{Card, files, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let forbidden = card.read::<files::usim::Fplmn>()?;
    /// let all = WriteOptions::default().whole().verified();
    /// assert_eq!(card.write_with::<files::usim::Fplmn>(&forbidden, all)?, 12);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::write`].
    pub fn write_with<F: ElementaryFile>(
        &mut self,
        content: &F::Content,
        options: WriteOptions,
    ) -> Result<usize> {
        let path = F::DESCRIPTOR.path;
        if F::DESCRIPTOR.structure != Structure::Transparent {
            return Err(Misuse::Structure("transparent").into());
        }
        self.exclusive(|card| {
            let info = card.file_info(&path)?;
            check_structure(&path, &info, Structure::Transparent)?;
            let data = content.encode(to_usize(size(&info)?))?;
            card.write_binary(&path, &data, options)
        })
    }

    /// Encodes and writes record `number` of a linear fixed file, unless that is what it holds already. Returns
    /// how many bytes were sent.
    ///
    /// ```
    /// use simcard::{Card, files, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let contact = card.read_all::<files::telecom::Adn>()?.remove(0).unwrap();
    /// assert_eq!(card.write_record::<files::telecom::Adn>(1, &contact)?, 0); // it is there
    /// assert_eq!(card.write_record::<files::telecom::Adn>(5, &contact)?, 28);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] if it does not fit into a record, and nothing was sent; else as
    /// [`Card::update_record`].
    pub fn write_record<F: ElementaryFile>(&mut self, number: u8, content: &F::Content) -> Result<usize> {
        self.write_record_with::<F>(number, content, WriteOptions::default())
    }

    /// As [`Card::write_record`], with options.
    ///
    /// ```
    /// use simcard::card::WriteOptions;
    /// use simcard::{Card, files, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let contact = card.read_all::<files::telecom::Adn>()?.remove(0).unwrap();
    /// let verified = WriteOptions::default().verified();
    /// card.write_record_with::<files::telecom::Adn>(5, &contact, verified)?;
    /// assert_eq!(card.read_all::<files::telecom::Adn>()?[4], Ok(contact));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::write_record`]; [`Error::NotWritten`] if it was to be verified and something else is there,
    /// [`Error::NotVerified`] if it could not be read back.
    pub fn write_record_with<F: ElementaryFile>(
        &mut self,
        number: u8,
        content: &F::Content,
        options: WriteOptions,
    ) -> Result<usize> {
        let path = F::DESCRIPTOR.path;
        match F::DESCRIPTOR.structure {
            Structure::LinearFixed => {}
            Structure::Cyclic => return Err(Misuse::CyclicRecord.into()),
            _ => return Err(Misuse::Structure("a file of records").into()),
        }
        self.exclusive(|card| {
            let info = card.record_file(&path)?;
            let data = content.encode(record_len(&info)?)?;
            card.check_record(&path, &info, Record::Number(number), &data)?;
            if options.compare && card.readable(|card| card.record_of(&path, number))? == Some(data.clone()) {
                return Ok(0);
            }
            card.write_one_record(&path, &info, Record::Number(number), &data)?;
            if options.verify {
                let mut found = Vec::new();
                card.record_into(None, Record::Number(number), &mut found)
                    .map_err(|error| not_verified(&path, data.len(), error))?;
                compare(&path, 0, &data, &found)?;
            }
            Ok(data.len())
        })
    }

    /// Encodes a record and puts it into a cyclic file, in place of the oldest one. It is number 1 then.
    ///
    /// ```
    /// use simcard::{Card, files, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let last_dialled = card.read_all::<files::telecom::Adn>()?.remove(0).unwrap();
    /// card.push_record::<files::telecom::Lnd>(&last_dialled)?;
    /// assert_eq!(card.read_all::<files::telecom::Lnd>()?[0], Ok(last_dialled));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] if it does not fit into a record, and nothing was sent; else as
    /// [`Card::update_record`].
    pub fn push_record<F: ElementaryFile>(&mut self, content: &F::Content) -> Result<()> {
        let path = F::DESCRIPTOR.path;
        if F::DESCRIPTOR.structure != Structure::Cyclic {
            return Err(Misuse::Structure("cyclic").into());
        }
        self.exclusive(|card| {
            let info = card.record_file(&path)?;
            let data = content.encode(record_len(&info)?)?;
            card.write_one_record(&path, &info, Record::Previous, &data)
        })
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    /// What the card says of the file at `path`, which is current afterwards. Asks only once.
    pub(super) fn file_info(&mut self, path: &Path) -> Result<FileInfo> {
        match self.selection() {
            Selection { file: Some(file), info: Some(info), .. } if file == *path => Ok(info),
            _ => self.select_for_info(path, None),
        }
    }

    /// Checks that `len` bytes fit at `offset` of a transparent file.
    fn room_for(&mut self, path: &Path, offset: u32, len: usize) -> Result<usize> {
        let info = self.file_info(path)?;
        check_structure(path, &info, Structure::Transparent)?;
        let size = to_usize(size(&info)?);
        let at = to_usize(offset);
        match size.checked_sub(at) {
            // no command names what is behind 64 KiB
            Some(room) if len <= room && at.saturating_add(len) > to_usize(MAX_FILE) => {
                Err(Misuse::Offset(offset).into())
            }
            Some(room) if len <= room => Ok(at),
            room => Err(Misuse::TooLong { len, room: room.unwrap_or_default() }.into()),
        }
    }

    fn write_binary(&mut self, path: &Path, data: &[u8], options: WriteOptions) -> Result<usize> {
        self.room_for(path, 0, data.len())?;
        let before = match options.compare {
            true => self.readable(|card| card.read_back(path, 0, data.len()))?,
            false => None,
        };
        let ranges = match before {
            Some(before) => changed(&before, data),
            None => once(0..data.len()).collect(),
        };
        self.write_ranges(path, 0, data, &ranges)?;
        let written = ranges.iter().map(Range::len).sum();
        if options.verify {
            for range in &ranges {
                let found = self
                    .read_back(path, range.start, range.len())
                    .map_err(|error| not_verified(path, written, error))?;
                compare(path, range.start, data.get(range.clone()).unwrap_or_default(), &found)?;
            }
        }
        Ok(written)
    }

    /// What `read` gives, or `None` if the card does not give it out. The file is current afterwards either way.
    fn readable<R>(&mut self, read: impl FnOnce(&mut Self) -> Result<R>) -> Result<Option<R>> {
        match read(self) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_fatal() => Err(error),
            Err(_) => Ok(None),
        }
    }

    fn read_back(&mut self, path: &Path, offset: usize, len: usize) -> Result<Vec<u8>> {
        self.go_to(path)?;
        let mut found = Vec::new();
        self.read_range(None, to_u32(offset), to_u32(len), &mut found)?;
        Ok(found)
    }

    /// Sends these parts of `data`, which begins at `offset` of the file at `path`. Their room is checked.
    fn write_ranges(
        &mut self,
        path: &Path,
        offset: usize,
        data: &[u8],
        ranges: &[Range<usize>],
    ) -> Result<()> {
        self.go_to(path)?;
        let most = self.most_sent();
        let mut written = 0_usize;
        for range in ranges {
            let mut at = offset.saturating_add(range.start);
            let mut rest = data.get(range.clone()).unwrap_or_default();
            while !rest.is_empty() {
                let far = at >= to_usize(FAR_OFFSET) && !self.is_gsm();
                let most = if far { most.saturating_sub(FAR_HEADER) } else { most };
                let (chunk, more) = rest.split_at(rest.len().min(most));
                if let Err(error) = self.update_chunk(path, at, far, chunk) {
                    return Err(self.torn(path, written, at, error));
                }
                written = written.saturating_add(chunk.len());
                at = at.saturating_add(chunk.len());
                rest = more;
            }
        }
        Ok(())
    }

    /// How many bytes go out with one command: 255, or fewer over a transport that is narrow. A chain of commands is
    /// nothing that every card understands.
    pub(super) fn most_sent(&self) -> usize {
        let limit = self.transport.info().effective_limits().command_data;
        limit.clamp(FAR_HEADER.saturating_add(1), Command::MAX_SHORT_DATA)
    }

    fn update_chunk(&mut self, path: &Path, at: usize, far: bool, chunk: &[u8]) -> Result<()> {
        let [_, _, high, low] = to_u32(at).to_be_bytes();
        let far_data;
        let command = match far {
            false => self.command(Instruction::UPDATE_BINARY, high, low).data(chunk),
            true => {
                let mut objects = Vec::from([0x54, 0x02, high, low]);
                ber::push_tlv(&mut objects, ber::Tag(0x53), chunk)?;
                far_data = objects;
                self.command(Instruction::UPDATE_BINARY_ODD, 0, 0).data(&far_data)
            }
        };
        self.perform(command, path)?;
        Ok(())
    }

    /// A refusal of the first part is a refusal; everything else leaves the file torn, or unknown.
    pub(super) fn torn(&mut self, path: &Path, written: usize, offset: usize, error: Error) -> Error {
        let fatal = error.is_fatal();
        let error = self.explain(path, error);
        if written == 0 && !fatal {
            return error;
        }
        Error::TornWrite { path: *path, written, offset, source: Box::new(error) }
    }

    /// Sends a command about the file at `path`, which is current.
    pub(super) fn perform(&mut self, command: Command<'_>, path: &Path) -> Result<StatusWord> {
        let status = self.send(command)?.status;
        match worked(status) {
            true => Ok(status),
            false => Err(Error::status(status, command.instruction, Some(*path))),
        }
    }

    /// Selects a file of records.
    pub(super) fn record_file(&mut self, path: &Path) -> Result<FileInfo> {
        let info = self.file_info(path)?;
        if !info.structure.has_records() {
            return Err(Error::WrongStructure { path: *path, structure: info.structure });
        }
        Ok(info)
    }

    fn check_record(&self, path: &Path, info: &FileInfo, record: Record, data: &[u8]) -> Result<()> {
        let record_len = record_len(info)?;
        if data.len() != record_len {
            return Err(Misuse::RecordLength { len: data.len(), record_len }.into());
        }
        let count = info.records.unwrap_or(u16::from(MAX_RECORDS));
        match record {
            Record::Previous => Ok(()),
            _ if info.structure == Structure::Cyclic => Err(Misuse::CyclicRecord.into()),
            Record::Number(number) if u16::from(number) > count => Err(Error::NotFound { path: *path }),
            _ => Ok(()),
        }
    }

    /// Writes a record that the pointer tells, of the current file, which was read and has records of this length.
    fn write_at_pointer(
        &mut self,
        path: &Path,
        record: Record,
        record_len: usize,
        data: &[u8],
    ) -> Result<()> {
        if data.len() != record_len {
            return Err(Misuse::RecordLength { len: data.len(), record_len }.into());
        }
        self.send_record(path, record, data)
    }

    fn write_one_record(&mut self, path: &Path, info: &FileInfo, record: Record, data: &[u8]) -> Result<()> {
        record.parameters()?;
        self.check_record(path, info, record, data)?;
        self.go_to(path)?;
        self.send_record(path, record, data)
    }

    fn send_record(&mut self, path: &Path, record: Record, data: &[u8]) -> Result<()> {
        let (p1, p2) = record.parameters()?;
        match self.perform(self.command(Instruction::UPDATE_RECORD, p1, p2).data(data), path) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.explain(path, error)),
        }
    }
}

fn check_structure(path: &Path, info: &FileInfo, structure: Structure) -> Result<()> {
    match info.structure == structure {
        true => Ok(()),
        false => Err(Error::WrongStructure { path: *path, structure: info.structure }),
    }
}

/// The size of a file that is to be written. Without it nothing is.
pub(super) fn size(info: &FileInfo) -> Result<u32> {
    Ok(info.size.ok_or(DecodeError::new("FCP", 0, DecodeErrorKind::Missing("file size")))?)
}

fn record_len(info: &FileInfo) -> Result<usize> {
    let missing = DecodeError::new("FCP", 0, DecodeErrorKind::Missing("record length"));
    Ok(info.record_len.map(usize::from).ok_or(missing)?)
}

/// Where `after` differs from `before`, which may be shorter. Differences close to each other go together.
fn changed(before: &[u8], after: &[u8]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, byte) in after.iter().enumerate() {
        if before.get(at) == Some(byte) {
            continue;
        }
        let end = at.saturating_add(1);
        match ranges.last_mut() {
            Some(last) if at.saturating_sub(last.end) <= COMMAND_COST => last.end = end,
            _ => ranges.push(at..end),
        }
    }
    ranges
}

fn compare(path: &Path, base: usize, sent: &[u8], found: &[u8]) -> Result<()> {
    let equal = sent.iter().zip(found).take_while(|(sent, found)| sent == found).count();
    match equal == sent.len() {
        true => Ok(()),
        false => Err(Error::NotWritten { path: *path, offset: base.saturating_add(equal) }),
    }
}

fn to_usize(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

fn to_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// What stopped the reading back of what was written.
fn not_verified(path: &Path, written: usize, error: Error) -> Error {
    Error::NotVerified { path: *path, written, source: error.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_differs() {
        assert!(changed(b"abcdef", b"abcdef").is_empty());
        let one = |range| once(range).collect::<Vec<_>>();
        assert_eq!(changed(b"abcdef", b"abXdef"), one(2..3));
        assert_eq!(changed(b"ab", b"abcd"), one(2..4));
        // seven equal bytes between two differences are written along, eight are not
        assert_eq!(changed(b"a1234567b", b"A1234567B"), one(0..9));
        assert_eq!(changed(b"a12345678b", b"A12345678B"), [0..1, 9..10]);
    }

    proptest! {
        #[test]
        fn the_ranges_make_one_into_the_other(
            before in proptest::collection::vec(0..3_u8, 0..60),
            after in proptest::collection::vec(0..3_u8, 0..60),
        ) {
            let mut file = before.clone();
            file.resize(before.len().max(after.len()), 0);
            for range in changed(&before, &after) {
                file[range.clone()].copy_from_slice(&after[range]);
            }
            prop_assert_eq!(&file[..after.len()], &after[..]);
        }
    }
}
