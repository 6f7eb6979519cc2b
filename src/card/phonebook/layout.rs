//! Which files a phone book is made of.

use alloc::vec::Vec;

use super::{Exclusive, PhoneBookPlace};
use crate::card::read::MAX_RECORDS;
use crate::error::{Error, Result};
use crate::files::content::{PhoneBookFile, PhoneBookFileKind, PhoneBookFileLink, PhoneBookReference};
use crate::files::{Content, ElementaryFile, telecom};
use crate::fs::{FileId, FileInfo, Path};
use crate::transport::TransportError;

/// The files for up to 254 contacts.
#[derive(Debug)]
pub(super) struct FileSet {
    files: Vec<(PhoneBookFile, Path)>,
}

impl FileSet {
    /// The files that `found` names, in this directory.
    fn new(directory: &Path, found: &[PhoneBookFile]) -> Self {
        let placed = |file: &PhoneBookFile| Some((*file, directory.child(file.id)?));
        Self { files: found.iter().filter_map(placed).collect() }
    }

    /// These files, wherever they are.
    pub fn of(files: [(PhoneBookFileLink, PhoneBookFileKind, Path); 2]) -> Self {
        let placed = |(link, kind, path): (_, _, Path)| {
            Some((PhoneBookFile { link, kind, id: path.id()?, sfi: None }, path))
        };
        Self { files: files.into_iter().filter_map(placed).collect() }
    }

    /// The file of this kind, if there is one.
    pub fn path(&self, kind: PhoneBookFileKind) -> Option<Path> {
        self.files.iter().find(|(file, _)| file.kind == kind).map(|(_, path)| *path)
    }

    /// The files that are linked in this way, in order.
    pub fn linked(&self, link: PhoneBookFileLink) -> impl Iterator<Item = (PhoneBookFileKind, Path)> {
        let linked = self.files.iter().filter(move |(file, _)| file.link == link);
        linked.map(|(file, path)| (file.kind, *path))
    }
}

/// How many contact numbers an EF.ADN takes up: as many as it says it has records, however many there are. So a
/// contact keeps its number from reading to deleting.
pub(super) fn span(info: &FileInfo) -> u8 {
    info.records.map_or(MAX_RECORDS, |count| u8::try_from(count).unwrap_or(MAX_RECORDS)).min(MAX_RECORDS)
}

impl<E: TransportError> Exclusive<'_, E> {
    /// The files of a phone book; not found if there are none with names and numbers.
    pub(super) fn phone_book_files(&mut self, place: PhoneBookPlace) -> Result<Vec<FileSet>> {
        let root = place.root();
        let missing = Error::NotFound { path: root };
        let Some(directory) = root.parent() else { return Err(missing) };
        if place == PhoneBookPlace::Sim {
            let named =
                |link, kind, id: Option<FileId>| Some(PhoneBookFile { link, kind, id: id?, sfi: None });
            let files = [
                named(PhoneBookFileLink::Type1, PhoneBookFileKind::Adn, root.id()),
                named(PhoneBookFileLink::Type3, PhoneBookFileKind::Ext1, telecom::Ext1::DESCRIPTOR.path.id()),
            ];
            let files: Vec<_> = files.into_iter().flatten().collect();
            return Ok(Vec::from([FileSet::new(&directory, &files)]));
        }
        let records = self.all_records(&root, None)?;
        let references = records.iter().filter_map(|record| PhoneBookReference::decode(record).ok());
        let sets = references.map(|reference| FileSet::new(&directory, reference.files()));
        let sets: Vec<_> = sets.filter(|set| set.path(PhoneBookFileKind::Adn).is_some()).collect();
        if sets.is_empty() { Err(missing) } else { Ok(sets) }
    }
}
