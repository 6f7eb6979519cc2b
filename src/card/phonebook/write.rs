//! Adding and deleting contacts.
//!
//! What an entry refers to is written before it, and erased after it: whenever the writing ends, no entry refers to
//! what is not there.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::layout::{FileSet, span};
use super::read::{is_free, usable};
use super::{Card, Exclusive, PhoneBookPlace};
use crate::card::Record;
use crate::codec::{DecodeErrorKind, DialingNumber, EncodeError, EncodeErrorKind, bcd};
use crate::error::{Error, Result};
use crate::files::content::{
    AdditionalNumber, AlphaIdentifier, Bytes, ChangeCounter, ContactUri, DialingRecord, EmailAddress,
    Extension, IndexRecord, NumberField, PhoneBookFileKind as Kind, PhoneBookFileLink,
    PreviousUniqueIdentifier, SecondName, SynchronisationCounter, UniqueIdentifier,
};
use crate::files::{Content, ElementaryFile, phonebook};
use crate::fs::{FileInfo, Path};
use crate::transport::{Transport, TransportError};

/// How many digits a record with a number holds, and each extension record.
const DIGITS: usize = 20;

/// The files for up to 254 contacts, and where they begin in the phone book.
struct Located {
    set: FileSet,
    adn: Path,
    info: FileInfo,
    /// How many contacts come before the first of these.
    before: u16,
}

impl Located {
    fn count(&self) -> u8 {
        span(&self.info)
    }

    fn record_len(&self) -> usize {
        self.info.record_len.map_or(0, usize::from)
    }
}

impl<T: Transport> Card<T> {
    /// Adds a contact to the phone book that [`Card::phonebook`] reads, and returns its record.
    ///
    /// It goes into the first free record. Digits beyond 20 go into extension records.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let record = card.add_contact("Zoë", &"+447700900042".parse().unwrap())?;
    /// let book = card.phonebook()?;
    /// let zoe = book.contacts.iter().find(|contact| contact.record == record).unwrap();
    /// assert_eq!(zoe.name, "Zoë");
    /// card.delete_contact(record)?;
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if the card has no phone book, [`Error::Full`] if no record is free, [`Error::Encode`] if
    /// name or number do not fit: nothing was written then. [`Error::Security`] if the card wants a PIN or key
    /// first.
    pub fn add_contact(&mut self, name: &str, number: &DialingNumber) -> Result<u16> {
        self.exclusive(|card| card.write_contact(None, name, number))
    }

    /// Adds a contact to this phone book of the card, and returns its record.
    ///
    /// ```
    /// use simcard::card::PhoneBookPlace;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let number = "+447700900042".parse().unwrap();
    /// let record = card.add_contact_at(PhoneBookPlace::Card, "Zoë", &number)?;
    /// let book = card.phonebook_at(PhoneBookPlace::Card)?;
    /// assert!(book.contacts.iter().any(|contact| contact.record == record && contact.name == "Zoë"));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::add_contact`].
    pub fn add_contact_at(
        &mut self,
        place: PhoneBookPlace,
        name: &str,
        number: &DialingNumber,
    ) -> Result<u16> {
        self.exclusive(|card| card.write_contact(Some(place), name, number))
    }

    /// Deletes the contact with this [record](super::Contact::record) from the phone book that [`Card::phonebook`]
    /// reads, with all that belongs to it.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let first = card.phonebook()?.contacts[0].record;
    /// card.delete_contact(first)?;
    /// assert!(card.phonebook()?.contacts.iter().all(|contact| contact.record != first));
    /// assert!(card.delete_contact(first).unwrap_err().is_not_found());
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is no such contact, [`Error::Security`] if the card wants a PIN or key first.
    pub fn delete_contact(&mut self, record: u16) -> Result<()> {
        self.exclusive(|card| card.erase_contact(None, record))
    }

    /// Deletes a contact from this phone book of the card.
    ///
    /// ```
    /// use simcard::card::PhoneBookPlace;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let before = card.phonebook()?.contacts;
    /// card.delete_contact_at(PhoneBookPlace::Sim, before[0].record)?;
    /// assert_eq!(card.phonebook()?.contacts, before[1..]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::delete_contact`].
    pub fn delete_contact_at(&mut self, place: PhoneBookPlace, record: u16) -> Result<()> {
        self.exclusive(|card| card.erase_contact(Some(place), record))
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    fn write_contact(
        &mut self,
        place: Option<PhoneBookPlace>,
        name: &str,
        number: &DialingNumber,
    ) -> Result<u16> {
        let (place, sets) = self.in_phone_book(place, |card, place| Ok((place, card.locate(place)?)))?;
        let (first, further) = split(number)?;
        let mut entry = DialingRecord {
            alpha: AlphaIdentifier::new(name)?,
            number: first,
            capability: None,
            extension: None,
        };
        let mut full = place.root();
        for located in &sets {
            full = located.adn;
            let Some(free) = self.free_entry(located)? else { continue };
            // before anything is written
            entry.encode(located.record_len())?;
            let chain = self.free_extensions(&located.set, further.len(), number)?;
            self.clear_linked(&located.set, free)?;
            entry.extension = self.write_extensions(&located.set, &further, &chain)?;
            let bytes = entry.encode(located.record_len())?;
            self.update_record(&located.adn, Record::Number(free), &bytes)?;
            self.assign_identifier(place, &located.set, free)?;
            self.count_change(place)?;
            return Ok(located.before.saturating_add(u16::from(free)));
        }
        Err(Error::Full { path: full })
    }

    fn erase_contact(&mut self, place: Option<PhoneBookPlace>, contact: u16) -> Result<()> {
        let (place, sets) = self.in_phone_book(place, |card, place| Ok((place, card.locate(place)?)))?;
        let missing = Error::NotFound { path: sets.last().map_or(place.root(), |located| located.adn) };
        let found = sets.iter().find_map(|located| {
            let record = u8::try_from(contact.checked_sub(located.before)?).ok()?;
            (1..=located.count()).contains(&record).then_some((located, record))
        });
        let Some((located, record)) = found else { return Err(missing) };
        let before = self.record_of(&located.adn, record)?;
        if is_free(&before) {
            return Err(missing);
        }
        let mut extensions: Vec<u8> = extension_of(Kind::Adn, &before).into_iter().collect();
        self.update_record(&located.adn, Record::Number(record), &alloc::vec![0xFF; before.len()])?;
        for (kind, path, number) in self.linked_records(&located.set, record)? {
            let Some(bytes) = self.readable_record(&path, number)? else { continue };
            extensions.extend(extension_of(kind, &bytes));
            // from here on the contact is gone, whatever becomes of what belonged to it
            self.permitted(|card| card.blank(kind, &path, number, &bytes))?;
        }
        if !extensions.is_empty() {
            self.permitted(|card| card.release_extensions(&sets, &located.set, extensions))?;
        }
        self.count_change(place)
    }

    /// The files of a phone book whose EF.ADN is there.
    fn locate(&mut self, place: PhoneBookPlace) -> Result<Vec<Located>> {
        let mut located = Vec::new();
        let mut before = 0_u16;
        for set in self.phone_book_files(place)? {
            let Some(adn) = set.path(Kind::Adn) else { continue };
            let info = match self.record_file(&adn) {
                Err(error) if error.is_not_found() => continue,
                info => info?,
            };
            let found = Located { set, adn, info, before };
            before = before.saturating_add(u16::from(found.count()));
            located.push(found);
        }
        if located.is_empty() { Err(Error::NotFound { path: place.root() }) } else { Ok(located) }
    }

    fn free_entry(&mut self, located: &Located) -> Result<Option<u8>> {
        for number in 1..=located.count() {
            match self.record_of(&located.adn, number) {
                Ok(record) if is_free(&record) => return Ok(Some(number)),
                Ok(_) => {}
                // fewer than announced
                Err(error) if number > 1 && error.is_not_found() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// As many extension records as are needed for this number.
    fn free_extensions(&mut self, set: &FileSet, wanted: usize, number: &DialingNumber) -> Result<Vec<u8>> {
        let mut free = Vec::new();
        if wanted == 0 {
            return Ok(free);
        }
        let too_long = EncodeErrorKind::TooLong { len: number.digits().len(), max: DIGITS };
        let path = set.path(Kind::Ext1).ok_or(EncodeError::new("dialling number", too_long))?;
        let records = self.all_records(&path, None)?;
        for (record, number) in records.iter().zip(1_u8..) {
            let unused = match Extension::decode(record) {
                Ok(extension) => extension.record_type == 0,
                Err(error) => error.kind == DecodeErrorKind::Blank,
            };
            if unused && free.len() < wanted {
                free.push(number);
            }
        }
        if free.len() < wanted { Err(Error::Full { path }) } else { Ok(free) }
    }

    /// Writes extension records, the last one first, and returns the first.
    fn write_extensions(&mut self, set: &FileSet, further: &[[u8; 11]], chain: &[u8]) -> Result<Option<u8>> {
        let Some(path) = set.path(Kind::Ext1) else { return Ok(None) };
        let mut next = None;
        for (data, number) in further.iter().zip(chain).rev() {
            let extension = Extension { record_type: 2, data: *data, next, rest: Bytes::default() };
            let len = self.record_file(&path)?.record_len.map_or(0, usize::from);
            self.update_record(&path, Record::Number(*number), &extension.encode(len)?)?;
            next = Some(*number);
        }
        Ok(next)
    }

    /// Records of other files that belong to an entry: those of type 1 with its number, and those of type 2 that its
    /// record in EF.IAP names, unless they say that they are another's. EF.IAP comes last.
    fn linked_records(&mut self, set: &FileSet, record: u8) -> Result<Vec<(Kind, Path, u8)>> {
        let mut found = Vec::new();
        let mut index = None;
        let mut index_file = None;
        for (kind, path) in set.linked(PhoneBookFileLink::Type1) {
            match kind {
                Kind::Adn => {}
                kind if is_shared(kind) => {}
                Kind::Iap => {
                    let bytes = self.readable_record(&path, record)?;
                    index_file = Some((kind, path, record));
                    index = bytes.and_then(|bytes| IndexRecord::decode(&bytes).ok());
                }
                kind => found.push((kind, path, record)),
            }
        }
        for (place, (kind, path)) in set.linked(PhoneBookFileLink::Type2).enumerate() {
            let number = index.as_ref().and_then(|index| index.record(place));
            let Some(number) = number.filter(|_| !is_shared(kind)) else { continue };
            let Some(bytes) = self.readable_record(&path, number)? else { continue };
            if owner(kind, &bytes).is_none_or(|owner| owner == record) {
                found.push((kind, path, number));
            }
        }
        found.extend(index_file);
        Ok(found)
    }

    /// Erases what the records of type 1 with this number hold, so that the next entry does not inherit it.
    fn clear_linked(&mut self, set: &FileSet, record: u8) -> Result<()> {
        let linked = set.linked(PhoneBookFileLink::Type1);
        for (kind, path) in linked.filter(|(kind, _)| *kind != Kind::Adn && !is_shared(*kind)) {
            if let Some(bytes) = self.readable_record(&path, record)? {
                self.blank(kind, &path, record, &bytes)?;
            }
        }
        Ok(())
    }

    /// A record, if the card has it and gives it out.
    fn readable_record(&mut self, path: &Path, record: u8) -> Result<Option<Vec<u8>>> {
        match self.record_of(path, record) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.is_not_found() || error.is_denied() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Erases a record that holds `bytes`, unless it is blank.
    fn blank(&mut self, kind: Kind, path: &Path, record: u8, bytes: &[u8]) -> Result<()> {
        let zero = matches!(kind, Kind::Pbc | Kind::Grp | Kind::Uid);
        let is_blank = |byte: &u8| *byte == 0xFF || (zero && *byte == 0x00);
        if bytes.iter().all(is_blank) {
            return Ok(());
        }
        let blank = if zero { 0x00 } else { 0xFF };
        self.update_record(path, Record::Number(record), &alloc::vec![blank; bytes.len()])
    }

    /// Frees the extension records from these on, as far as no other number goes on in them.
    fn release_extensions(&mut self, sets: &[Located], set: &FileSet, first: Vec<u8>) -> Result<()> {
        let Some(path) = set.path(Kind::Ext1) else { return Ok(()) };
        let mut in_use = Vec::new();
        for other in sets.iter().filter(|other| other.set.path(Kind::Ext1) == Some(path)) {
            let files = [PhoneBookFileLink::Type1, PhoneBookFileLink::Type2];
            let files = files.into_iter().flat_map(|link| other.set.linked(link));
            for (kind, file) in files.filter(|(kind, _)| matches!(kind, Kind::Adn | Kind::Anr)) {
                let records = self.all_records(&file, None)?;
                in_use.extend(records.iter().filter_map(|record| extension_of(kind, record)));
            }
        }
        let records = self.all_records(&path, None)?;
        let in_use = chained(&records, in_use);
        for number in chained(&records, first).difference(&in_use) {
            let len = records.first().map_or(0, Vec::len);
            let mut free = alloc::vec![0xFF; len];
            free.splice(..1, [0x00]);
            self.update_record(&path, Record::Number(*number), &free)?;
        }
        Ok(())
    }

    /// Gives the entry an identifier that no other ever had (3GPP TS 31.102 4.4.2.12).
    fn assign_identifier(&mut self, place: PhoneBookPlace, set: &FileSet, record: u8) -> Result<()> {
        let Some(uids) = set.path(Kind::Uid) else { return Ok(()) };
        let Some(path) = sibling(place, &phonebook::usim::Puid::DESCRIPTOR.path) else { return Ok(()) };
        let Some(last) = self.counter::<PreviousUniqueIdentifier>(&path)? else { return Ok(()) };
        // without a value left the entry has none, until a phone gives all of them out anew
        let Some(uid) = last.value.checked_add(1) else { return Ok(()) };
        let Some(bytes) = self.readable_record(&uids, record)? else { return Ok(()) };
        if self.permitted(|card| card.update_binary(&path, 0, &uid.to_be_bytes()))? {
            let bytes = UniqueIdentifier::new(uid).encode(bytes.len())?;
            self.permitted(|card| card.update_record(&uids, Record::Number(record), &bytes))?;
        }
        Ok(())
    }

    /// Counts a change, so that phones notice that there was one (3GPP TS 31.102 4.4.2.12.3).
    fn count_change(&mut self, place: PhoneBookPlace) -> Result<()> {
        let Some(path) = sibling(place, &phonebook::usim::Cc::DESCRIPTOR.path) else { return Ok(()) };
        let Some(count) = self.counter::<ChangeCounter>(&path)? else { return Ok(()) };
        if count.value == u16::MAX {
            let synchronisation = sibling(place, &phonebook::usim::Psc::DESCRIPTOR.path);
            if let Some(path) = synchronisation {
                if let Some(count) = self.counter::<SynchronisationCounter>(&path)? {
                    let next = count.value.wrapping_add(1).to_be_bytes();
                    self.permitted(|card| card.update_binary(&path, 0, &next))?;
                }
            }
        }
        let next = count.value.checked_add(1).unwrap_or(1).to_be_bytes();
        self.permitted(|card| card.update_binary(&path, 0, &next)).map(drop)
    }

    /// What a file beside EF.PBR holds, if it is there.
    fn counter<C: Content>(&mut self, path: &Path) -> Result<Option<C>> {
        match self.whole_file(path, None) {
            Ok(bytes) => Ok(C::decode(&bytes).ok()),
            Err(error) if error.is_fatal() => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// Writes what the contact does not depend on: a card that refuses it has the contact nevertheless. Says whether
    /// it was written.
    fn permitted(&mut self, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<bool> {
        match write(self) {
            Ok(()) => Ok(true),
            Err(Error::Security { .. } | Error::Status { .. } | Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The file of the same identifier in the directory of this phone book; a 2G SIM has none of them.
fn sibling(place: PhoneBookPlace, example: &Path) -> Option<Path> {
    match place {
        PhoneBookPlace::Sim => None,
        place => place.root().parent()?.child(example.id()?),
    }
}

/// The first 20 digits, and the data of extension records with the others.
fn split(number: &DialingNumber) -> Result<(NumberField, Vec<[u8; 11]>)> {
    let digits = number.digits();
    let (first, mut rest) = digits.split_at_checked(digits.len().min(DIGITS)).unwrap_or((digits, ""));
    let first = NumberField::try_from(&DialingNumber::new(number.ton_npi(), first)?)?;
    let mut further = Vec::new();
    while !rest.is_empty() {
        let (some, others) = rest.split_at_checked(rest.len().min(DIGITS)).unwrap_or((rest, ""));
        let bytes = bcd::encode("dialling number", some, bcd::Alphabet::Dialling, 10)?;
        let mut data = [0xFF; 11];
        let len = u8::try_from(some.len().div_ceil(2)).unwrap_or(10);
        data.iter_mut().zip([len].into_iter().chain(bytes)).for_each(|(place, byte)| *place = byte);
        further.push(data);
        rest = others;
    }
    Ok((first, further))
}

/// The extension record that a record with a number refers to.
fn extension_of(kind: Kind, bytes: &[u8]) -> Option<u8> {
    usable(match kind {
        Kind::Adn => DialingRecord::decode(bytes).ok()?.extension,
        Kind::Anr => AdditionalNumber::decode(bytes).ok()?.extension,
        _ => None,
    })
}

/// Whether the records of a file are nobody's own, in whatever way EF.PBR says that they are linked.
const fn is_shared(kind: Kind) -> bool {
    matches!(kind, Kind::Ext1 | Kind::Aas | Kind::Gas | Kind::Ccp1)
}

/// The entry that a record of type 2 says it belongs to.
fn owner(kind: Kind, bytes: &[u8]) -> Option<u8> {
    let entry = match kind {
        Kind::Anr => AdditionalNumber::decode(bytes).ok()?.entry(),
        Kind::Sne => SecondName::decode_as(bytes, true).ok()?.entry(),
        Kind::Email => EmailAddress::decode_as(bytes, true).ok()?.entry(),
        Kind::Puri => ContactUri::decode(bytes).ok()?.entry(),
        _ => None,
    };
    entry.map(|entry| entry.record)
}

/// The extension records that are reached from these.
fn chained(records: &[Vec<u8>], first: Vec<u8>) -> BTreeSet<u8> {
    let mut reached = BTreeSet::new();
    let mut open = first;
    while let Some(number) = open.pop() {
        let place = usize::from(number).checked_sub(1);
        let Some(record) = place.and_then(|place| records.get(place)) else { continue };
        if reached.insert(number) {
            let next = Extension::decode(record).ok().and_then(|extension| usable(extension.next));
            open.extend(next);
        }
    }
    reached
}
