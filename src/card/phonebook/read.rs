//! Reading contacts, a file after the other, so that no file is selected twice.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::layout::{FileSet, span};
use super::{Contact, ContactGroup, ContactNumber, Exclusive, PhoneBook, PhoneBookPlace, UnreadFile};
use crate::card::identity::{Absence, absence};
use crate::codec::{DecodeErrorKind, DialingNumber};
use crate::error::Result;
use crate::files::Content;
use crate::files::content::{
    AdditionalNumber, Bytes, ContactUri, DialingRecord, EmailAddress, Extension, GroupMembership,
    IndexRecord, NameRecord, NumberField, PhoneBookControl, PhoneBookFileKind as Kind, PhoneBookFileLink,
    SecondName, UniqueIdentifier,
};
use crate::fs::Path;
use crate::transport::TransportError;

/// A contact that refers to records of other files.
pub(super) struct Draft {
    contact: Contact,
    /// Its record in EF.ADN.
    record: u8,
    number: Option<DraftNumber>,
    additional: Vec<DraftNumber>,
    groups: Vec<u8>,
    index: Option<IndexRecord>,
}

/// A number that refers to records of other files.
struct DraftNumber {
    number: DialingNumber,
    extension: Option<u8>,
    kind: Option<u8>,
}

impl DraftNumber {
    fn new(field: &NumberField, extension: Option<u8>, kind: Option<u8>) -> Option<Self> {
        Some(Self { number: field.number()?, extension: usable(extension), kind })
    }
}

/// A record number that stands for a record: cards that were never written to have 0 there, too.
pub(super) fn usable(record: Option<u8>) -> Option<u8> {
    record.filter(|record| matches!(record, 1..=254))
}

/// Whether a record of EF.ADN may be written to.
pub(super) fn is_free(record: &[u8]) -> bool {
    match DialingRecord::decode(record) {
        Ok(entry) => entry.alpha.is_empty() && matches!(entry.number.as_bytes(), [0x00 | 0xFF, ..]),
        Err(error) => error.kind == DecodeErrorKind::Blank,
    }
}

/// Records of files that others refer to, each read once.
#[derive(Default)]
pub(super) struct References {
    records: BTreeMap<(Path, u8), Option<Vec<u8>>>,
    pub unread: Vec<UnreadFile>,
}

impl<E: TransportError> Exclusive<'_, E> {
    pub(super) fn read_phone_book(&mut self, place: PhoneBookPlace) -> Result<PhoneBook> {
        let (mut capacity, mut before) = (0_u16, 0_u16);
        let mut contacts = Vec::new();
        let mut references = References::default();
        let mut missing = None;
        let sets = self.phone_book_files(place)?;
        for set in &sets {
            let Some(adn) = set.path(Kind::Adn) else { continue };
            let records = match self.all_records(&adn, None) {
                Ok(records) => records,
                // a phone book without any EF.ADN is none
                Err(error) if error.is_not_found() => {
                    references.unread.push(UnreadFile {
                        file: Kind::Adn.name(),
                        path: adn,
                        reason: Absence::NoSuchFile,
                    });
                    missing = Some(error);
                    continue;
                }
                Err(error) => return Err(error),
            };
            let taken = self.selection().info.as_ref().map_or(0, span);
            let mut drafts = drafts(&records, before, adn, &mut references.unread);
            before = before.saturating_add(u16::from(taken));
            capacity = capacity.saturating_add(u16::try_from(records.len()).unwrap_or(u16::MAX));
            self.read_linked_files(set, &mut drafts, &mut references)?;
            for draft in drafts {
                contacts.push(self.complete(set, draft, &mut references)?);
            }
        }
        match missing {
            Some(error) if capacity == 0 => Err(error),
            _ => Ok(PhoneBook { place, capacity, contacts, unread: references.unread }),
        }
    }

    /// Reads what belongs to these contacts: the files of type 1 and, through EF.IAP, those of type 2.
    fn read_linked_files(
        &mut self,
        set: &FileSet,
        drafts: &mut [Draft],
        references: &mut References,
    ) -> Result<()> {
        for (kind, path) in set.linked(PhoneBookFileLink::Type1).filter(|(kind, _)| *kind != Kind::Adn) {
            for draft in &mut *drafts {
                match self.linked_record(kind, path, draft.record, references)? {
                    Some(bytes) => draft.add(kind, &bytes, false),
                    None => break,
                }
            }
        }
        for (place, (kind, path)) in set.linked(PhoneBookFileLink::Type2).enumerate() {
            for draft in &mut *drafts {
                let record = draft.index.as_ref().and_then(|index| index.record(place));
                let Some(record) = record else { continue };
                match self.linked_record(kind, path, record, references)? {
                    Some(bytes) => draft.add(kind, &bytes, true),
                    None => break,
                }
            }
        }
        Ok(())
    }

    /// A record of a file that belongs to contacts. `None` if the file is of no use to us, or to anybody.
    fn linked_record(
        &mut self,
        kind: Kind,
        path: Path,
        record: u8,
        references: &mut References,
    ) -> Result<Option<Vec<u8>>> {
        let useless = matches!(kind, Kind::Ext1 | Kind::Aas | Kind::Gas | Kind::Ccp1);
        if useless || references.is_unread(&path) {
            return Ok(None);
        }
        match absence(self.record_of(&path, record), Absence::EmptyRecord)? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(reason) => {
                references.unread.push(UnreadFile { file: kind.name(), path, reason });
                Ok(None)
            }
        }
    }

    /// A record that another one refers to; `None` if it can't be had.
    fn referred_record(
        &mut self,
        set: &FileSet,
        kind: Kind,
        record: u8,
        references: &mut References,
    ) -> Result<Option<Vec<u8>>> {
        let Some(path) = set.path(kind) else { return Ok(None) };
        if let Some(known) = references.records.get(&(path, record)) {
            return Ok(known.clone());
        }
        if references.is_unread(&path) {
            return Ok(None);
        }
        let found = match absence(self.record_of(&path, record), Absence::EmptyRecord)? {
            Ok(bytes) => Some(bytes),
            // the file may end before this record and still have others
            Err(Absence::NoSuchFile) => None,
            Err(reason) => {
                references.unread.push(UnreadFile { file: kind.name(), path, reason });
                None
            }
        };
        references.records.insert((path, record), found.clone());
        Ok(found)
    }

    /// Resolves what a contact refers to.
    pub(super) fn complete(
        &mut self,
        set: &FileSet,
        draft: Draft,
        references: &mut References,
    ) -> Result<Contact> {
        let mut contact = draft.contact;
        if let Some(number) = draft.number {
            contact.number = Some(self.complete_number(set, number, references)?);
        }
        for number in draft.additional {
            contact.additional_numbers.push(self.complete_number(set, number, references)?);
        }
        for record in draft.groups {
            let name = self.referred_name(set, Kind::Gas, record, references)?;
            contact.groups.push(ContactGroup { record, name });
        }
        Ok(contact)
    }

    fn referred_name(
        &mut self,
        set: &FileSet,
        kind: Kind,
        record: u8,
        references: &mut References,
    ) -> Result<Option<String>> {
        let bytes = self.referred_record(set, kind, record, references)?;
        let name = bytes.and_then(|bytes| NameRecord::decode(&bytes).ok()).map(|name| name.alpha.text());
        Ok(name.filter(|name| !name.is_empty()))
    }

    /// Adds what the extension records say, following them from one to the next.
    fn complete_number(
        &mut self,
        set: &FileSet,
        draft: DraftNumber,
        references: &mut References,
    ) -> Result<ContactNumber> {
        let kind = match draft.kind {
            Some(record) => self.referred_name(set, Kind::Aas, record, references)?,
            None => None,
        };
        let mut number = ContactNumber { number: draft.number, kind, subaddress: None, truncated: false };
        let mut seen = BTreeSet::new();
        let mut next = draft.extension;
        while let Some(record) = next {
            let extension = match seen.insert(record) {
                true => self.referred_record(set, Kind::Ext1, record, references)?,
                // it goes round in circles
                false => None,
            };
            let extension = extension.and_then(|bytes| Extension::decode(&bytes).ok());
            let understood = extension.as_ref().is_some_and(|extension| number.extend(extension));
            number.truncated |= !understood;
            next = extension.filter(|_| understood).and_then(|extension| usable(extension.next));
        }
        Ok(number)
    }
}

/// The contacts in these records of EF.ADN, the first of which has the number after `before`.
pub(super) fn drafts(
    records: &[Vec<u8>],
    before: u16,
    adn: Path,
    unread: &mut Vec<UnreadFile>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (bytes, record) in records.iter().zip(1_u8..) {
        let number = before.saturating_add(u16::from(record));
        match DialingRecord::decode(bytes) {
            Ok(_) if is_free(bytes) => {}
            Ok(entry) => drafts.push(Draft::new(number, record, &entry)),
            Err(error) if error.kind == DecodeErrorKind::Blank => {}
            // all its records have the same length, so none is any better
            Err(error) => {
                unread.push(UnreadFile {
                    file: Kind::Adn.name(),
                    path: adn,
                    reason: Absence::Malformed(error.within(Kind::Adn.name(), 0)),
                });
                break;
            }
        }
    }
    drafts
}

impl Draft {
    fn new(number: u16, record: u8, entry: &DialingRecord) -> Self {
        let contact = Contact {
            record: number,
            name: entry.alpha.text(),
            number: None,
            additional_numbers: Vec::new(),
            emails: Vec::new(),
            second_name: None,
            groups: Vec::new(),
            uris: Vec::new(),
            uid: None,
            hidden: false,
        };
        let number = DraftNumber::new(&entry.number, entry.extension, None);
        Self { contact, record, number, additional: Vec::new(), groups: Vec::new(), index: None }
    }

    /// Adds what a record of another file says. A blank or malformed one says nothing.
    fn add(&mut self, kind: Kind, bytes: &[u8], linked: bool) {
        let contact = &mut self.contact;
        match kind {
            Kind::Iap => self.index = IndexRecord::decode(bytes).ok(),
            Kind::Sne => {
                let name = SecondName::decode_as(bytes, linked).ok().map(|name| name.text());
                contact.second_name = name.filter(|name| !name.is_empty()).or(contact.second_name.take());
            }
            Kind::Anr => {
                let number = AdditionalNumber::decode(bytes).ok().and_then(|number| {
                    DraftNumber::new(&number.number, number.extension, number.description())
                });
                self.additional.extend(number);
            }
            Kind::Pbc => contact.hidden = PhoneBookControl::decode(bytes).is_ok_and(|pbc| pbc.is_hidden()),
            Kind::Grp => {
                self.groups = GroupMembership::decode(bytes).map_or(Vec::new(), |grp| grp.groups().collect());
            }
            Kind::Uid => {
                let uid = UniqueIdentifier::decode(bytes).ok().map(|uid| uid.value);
                contact.uid = uid.filter(|uid| *uid != 0);
            }
            Kind::Email => {
                let address = EmailAddress::decode_as(bytes, linked).ok().map(|address| address.text());
                contact.emails.extend(address.filter(|address| !address.is_empty()));
            }
            Kind::Puri => {
                contact.uris.extend(ContactUri::decode(bytes).ok().map(|uri| String::from(uri.uri())));
            }
            Kind::Adn | Kind::Ext1 | Kind::Aas | Kind::Gas | Kind::Ccp1 => {}
        }
    }
}

impl ContactNumber {
    /// Adds what an extension record says, if it says anything.
    fn extend(&mut self, extension: &Extension) -> bool {
        match (extension.record_type, extension.digits(), extension.data) {
            (2, Some(digits), _) => {
                let digits = [self.number.digits(), &digits].concat();
                match DialingNumber::new(self.number.ton_npi(), digits) {
                    Ok(number) => self.number = number,
                    Err(_) => return false,
                }
                true
            }
            (1, _, [len, subaddress @ ..]) => {
                let subaddress = subaddress.get(..usize::from(len));
                self.subaddress = subaddress.map(|bytes| Bytes(bytes.to_vec())).or(self.subaddress.take());
                subaddress.is_some()
            }
            _ => false,
        }
    }
}

impl References {
    fn is_unread(&self, path: &Path) -> bool {
        self.unread.iter().any(|file| file.path == *path)
    }
}
