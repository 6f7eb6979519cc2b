//! SEARCH RECORD, and SEEK of a GSM 11.11 card.

use alloc::vec::Vec;

use super::read::MAX_RECORDS;
use super::{Card, Exclusive, worked};
use crate::apdu::{Command, Instruction, StatusKind};
use crate::error::{Error, Misuse, Result};
use crate::fs::Path;
use crate::transport::{Transport, TransportError};

/// The longest pattern that SEEK takes, in bytes (3GPP TS 51.011 9.2.7).
const MAX_SEEK: usize = 16;

/// What to search the records of a file for, and where to begin.
///
/// ```
/// use simcard::card::Search;
/// use simcard::{Card, fs::Path, mock::VirtualCard};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let adn = Path::mf(&[0x7F10, 0x6F3A]);
/// let first = card.read_records(&adn)?.remove(0);
/// let found = card.search_records(&adn, Search::new(&first[..4]))?;
/// assert!(found.contains(&1));
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search<'p> {
    pattern: &'p [u8],
    start: Start,
    backward: bool,
    place: Place,
}

/// Where a search begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// At the first record, or the last one if it goes backward.
    End,
    /// At the record with this number.
    At(u8),
    /// At the one behind the record with this number, in the direction of the search.
    Beyond(u8),
}

/// Where in a record the pattern must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Where a simple search looks: from the first byte on.
    Simple,
    /// From this byte on.
    Offset(u8),
    /// After the first byte with this value.
    After(u8),
}

impl<'p> Search<'p> {
    /// A simple search for these bytes, through all records from the first to the last.
    ///
    /// ```
    /// use simcard::{Card, card::Search, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let directory = Path::mf(&[0x2F00]); // EF.DIR
    /// assert_eq!(card.search_records(&directory, Search::new(b"ISIM"))?, [2]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn new(pattern: &'p [u8]) -> Self {
        Self { pattern, start: Start::End, backward: false, place: Place::Simple }
    }

    /// The same, from the last record to the first, or from where it starts.
    ///
    /// ```
    /// use simcard::{Card, card::Search, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let found = card.search_records(&Path::mf(&[0x2F00]), Search::new(b"SIM").backward())?;
    /// assert_eq!(found, [2, 1]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub const fn backward(self) -> Self {
        Self { backward: true, ..self }
    }

    /// The same, starting at record `number`, 1 to 254.
    ///
    /// ```
    /// use simcard::{Card, card::Search, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let found = card.search_records(&Path::mf(&[0x2F00]), Search::new(b"SIM").from_record(2))?;
    /// assert_eq!(found, [2]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub const fn from_record(self, number: u8) -> Self {
        Self { start: Start::At(number), ..self }
    }

    /// The same, starting at the record that comes next after record `number` in the direction of the search.
    ///
    /// ```
    /// use simcard::{Card, card::Search, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let found = card.search_records(&Path::mf(&[0x2F00]), Search::new(b"SIM").beyond_record(1))?;
    /// assert_eq!(found, [2]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub const fn beyond_record(self, number: u8) -> Self {
        Self { start: Start::Beyond(number), ..self }
    }

    /// The same as an enhanced search: the pattern stands `offset` bytes from the start of a record, or later.
    ///
    /// ```
    /// use simcard::{Card, card::Search, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// // the name of an application stands behind its identifier
    /// let found = card.search_records(&Path::mf(&[0x2F00]), Search::new(b"USIM").from_offset(20))?;
    /// assert_eq!(found, [1]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub const fn from_offset(self, offset: u8) -> Self {
        Self { place: Place::Offset(offset), ..self }
    }

    /// The same as an enhanced search: the pattern stands somewhere after the first byte `value` in the record.
    ///
    /// ```
    /// use simcard::{Card, card::Search, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// // after the tag of the label
    /// let found = card.search_records(&Path::mf(&[0x2F00]), Search::new(b"USIM").after_value(0x50))?;
    /// assert_eq!(found, [1]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub const fn after_value(self, value: u8) -> Self {
        Self { place: Place::After(value), ..self }
    }

    /// The record to name in P1, `last` being the number of the last one; `None` if the search would begin beyond
    /// the end.
    fn record(&self, last: u8) -> Result<Option<u8>> {
        match self.start {
            Start::End if self.backward => Ok(Some(last)),
            Start::End => Ok(Some(1)),
            Start::At(number @ 1..=MAX_RECORDS) => Ok(Some(number)),
            // "next" and "previous" of the enhanced search go by the record pointer, not by P1
            Start::Beyond(number @ 1..=MAX_RECORDS) if self.backward => {
                Ok(number.checked_sub(1).filter(|n| *n > 0))
            }
            Start::Beyond(number @ 1..=MAX_RECORDS) => Ok(number.checked_add(1).filter(|next| *next <= last)),
            Start::At(number) | Start::Beyond(number) => Err(Misuse::RecordNumber(number).into()),
        }
    }

    /// P2 and the bytes before the pattern (ETSI TS 102 221 11.1.7, tables 11.12 to 11.14).
    fn mode(&self) -> (u8, Option<[u8; 2]>) {
        let (value, place) = match self.place {
            Place::Simple => return (0x04 | u8::from(self.backward), None),
            Place::Offset(offset) => (0x00, offset),
            Place::After(value) => (0x08, value),
        };
        (0x06, Some([value | 0x04 | u8::from(self.backward), place]))
    }
}

impl<T: Transport> Card<T> {
    /// The numbers of the records in which the card finds the pattern, in the order of the search; none if there
    /// is no such record.
    ///
    /// A GSM 11.11 card takes simple searches from one end of a linear fixed file, for at most 16 bytes with
    /// which a record begins. It finds one record per command.
    ///
    /// ```
    /// use simcard::{Card, card::Search, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let contacts = Path::mf(&[0x7F10, 0x6F3A]);
    /// assert_eq!(card.search_records(&contacts, Search::new(b"Customer"))?, [1]);
    /// assert_eq!(card.search_records(&contacts, Search::new(b"Nobody"))?.len(), 0);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, not readable or has no records; the card knows no such search, or
    /// [`Misuse::NotOnGsm`]; [`Misuse::Empty`] without a pattern.
    pub fn search_records(&mut self, path: &Path, search: Search<'_>) -> Result<Vec<u8>> {
        if search.pattern.is_empty() {
            return Err(Misuse::Empty("pattern to search for").into());
        }
        self.reading(|card| {
            let info = card.record_file(path)?;
            card.go_to(path)?;
            if card.is_gsm() {
                return card.seek(path, search);
            }
            let count = info.records.map_or(MAX_RECORDS, |count| u8::try_from(count).unwrap_or(MAX_RECORDS));
            card.search(path, search, count.clamp(1, MAX_RECORDS))
        })
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    fn search(&mut self, path: &Path, search: Search<'_>, last: u8) -> Result<Vec<u8>> {
        let Some(p1) = search.record(last)? else { return Ok(Vec::new()) };
        let (p2, indication) = search.mode();
        let mut data = Vec::new();
        data.extend(indication.iter().flatten());
        data.extend_from_slice(search.pattern);
        if data.len() > Command::MAX_SHORT_DATA {
            let room = Command::MAX_SHORT_DATA.saturating_sub(indication.map_or(0, |bytes| bytes.len()));
            return Err(Misuse::TooLong { len: search.pattern.len(), room }.into());
        }
        let command = self.command(Instruction::SEARCH_RECORD, p1, p2).data(&data).expect(256);
        let status = self.send(command)?.status;
        match worked(status) {
            // some say that they found nothing with 6282, some with 9000 and no data
            true => Ok(self.data().to_vec()),
            false => Err(self.explain(path, Error::status(status, Instruction::SEARCH_RECORD, Some(*path)))),
        }
    }

    /// SEEK (3GPP TS 51.011 9.2.7), until it finds no more.
    fn seek(&mut self, path: &Path, search: Search<'_>) -> Result<Vec<u8>> {
        if search.place != Place::Simple || search.start != Start::End {
            return Err(Misuse::NotOnGsm("search but from one end of a file").into());
        }
        if search.pattern.len() > MAX_SEEK {
            return Err(Misuse::TooLong { len: search.pattern.len(), room: MAX_SEEK }.into());
        }
        let mut found: Vec<u8> = Vec::new();
        for round in 0..MAX_RECORDS {
            // type 2 answers with the record number; from one end first, then from where it is
            let p2 = 0x10 | u8::from(search.backward) | if round == 0 { 0 } else { 0x02 };
            let command = self.command(Instruction::SEARCH_RECORD, 0, p2).data(search.pattern).expect(1);
            let status = self.send(command)?.status;
            match status.kind() {
                StatusKind::NotFound => break,
                _ if !worked(status) => {
                    let error = Error::status(status, Instruction::SEARCH_RECORD, Some(*path));
                    return Err(self.explain(path, error));
                }
                _ => {}
            }
            match self.data() {
                // a card that comes back to a record goes in circles
                [number, ..] if !found.contains(number) => found.push(*number),
                _ => break,
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_indications() {
        // ETSI TS 102 221 tables 11.12 to 11.14
        let search = Search::new(b"x");
        assert_eq!(search.mode(), (0x04, None));
        assert_eq!(search.backward().mode(), (0x05, None));
        assert_eq!(search.from_offset(3).mode(), (0x06, Some([0x04, 3])));
        assert_eq!(search.from_offset(3).backward().mode(), (0x06, Some([0x05, 3])));
        assert_eq!(search.after_value(0xFF).mode(), (0x06, Some([0x0C, 0xFF])));
        assert_eq!((search.record(9).unwrap(), search.backward().record(9).unwrap()), (Some(1), Some(9)));
        let beyond = |number| search.beyond_record(number);
        assert_eq!(
            (beyond(2).record(9).unwrap(), beyond(2).backward().record(9).unwrap()),
            (Some(3), Some(1))
        );
        assert_eq!((beyond(9).record(9).unwrap(), beyond(1).backward().record(9).unwrap()), (None, None));
        assert_eq!(beyond(2).mode(), (0x04, None));
        assert!(matches!(search.from_record(0).record(9), Err(Error::Misuse(Misuse::RecordNumber(0)))));
    }
}
