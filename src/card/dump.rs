//! What is on a card, written down.

#[cfg(feature = "serde")]
mod serialize;

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use core::{fmt, str::FromStr};

use thiserror::Error;

use super::CardKind;
use crate::apdu::{Atr, StatusWord};
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::files::content::PhoneBookReference;
use crate::files::{Content, registry};
use crate::fs::access::{AccessRules, AccessSummary};
use crate::fs::{
    FileId, FileInfo, GsmAccessConditions, GsmHeader, Path, Security, SelectResponse, Structure,
};

/// The longest record, and the most of them (ETSI TS 102 221 8.2.2.2).
const MAX_RECORD: usize = 255;
const MAX_RECORDS: usize = 254;
/// The largest file, and the longest response, in bytes.
const MAX_BYTES: usize = 65_536;

/// DF.PHONEBOOK (3GPP TS 31.102 4.4.2), and the file in it that names the others.
pub(super) const DF_PHONEBOOK: FileId = FileId(0x5F3A);
pub(super) const EF_PBR: FileId = FileId(0x4F30);

/// What is on a card: what [`Card::explore`](super::Card::explore) found.
///
/// With feature `serde` it serialises into any self-describing format (JSON, YAML, CBOR), and loads from it again.
/// Beside what the card answered, each file has its name, and what all that means, as far as the library knows it;
/// when a dump is loaded this is not looked at. [`VirtualCard::from_dump`](crate::mock::VirtualCard::from_dump) makes a
/// card of it.
///
/// ```
/// use simcard::card::ExploreOptions;
/// use simcard::{Card, mock::VirtualCard};
///
/// let dump = Card::new(VirtualCard::uicc()).explore(&ExploreOptions::default(), |_| {})?;
/// let iccid = dump.file(&"MF/2FE2".parse()?).unwrap();
/// assert_eq!(dump.name(&iccid.path), "MF/EF.ICCID");
/// assert_eq!(iccid.size(), Some(10));
/// assert!(dump.access(iccid).unwrap()?.to_string().starts_with("read: always, update: never"));
///
/// let mut again = Card::new(VirtualCard::from_dump(&dump)?);
/// assert_eq!(again.explore(&ExploreOptions::default(), |_| {})?, dump);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump {
    /// The answer to reset, where the transport knew it.
    pub atr: Option<Atr>,
    /// Which command set the card speaks.
    pub kind: CardKind,
    /// The directories and files that there are, a directory before what is in it.
    pub files: Vec<DumpedFile>,
}

/// A directory or file in a [`Dump`].
#[derive(Clone, PartialEq, Eq)]
pub struct DumpedFile {
    /// Where it is. An application has its whole identifier here.
    pub path: Path,
    /// How it is organised.
    pub structure: Structure,
    /// How SELECT ended: `9000`, a warning such as `6283` (deactivated), or why it could not be selected.
    pub select_status: StatusWord,
    /// What SELECT answered: an FCP template, or the header of a 2G card.
    pub select_response: Vec<u8>,
    /// What could be read.
    pub content: FileContent,
    /// Why that is not all there is.
    pub unread: Option<Unread>,
}

/// What could be read of a file.
#[derive(Clone, PartialEq, Eq)]
pub enum FileContent {
    /// Nothing: a directory, or a file that could not be read.
    None,
    /// The bytes of a transparent file.
    Data(Vec<u8>),
    /// The records, from the first on.
    Records(Vec<Vec<u8>>),
}

/// Why a file, or the rest of it, was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unread {
    /// The card refused.
    Status(StatusWord),
    /// It holds keys, and nobody asked for them.
    Secret,
    /// Its data objects are reached by their tags, which SELECT and READ can't.
    BerTlv,
    /// What was read before was enough for any card.
    Limit,
    /// The card's answer was none.
    Protocol,
}

/// Who may do what with a file. Its `Display` is in words: `read: PIN1, update: ADM1`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileAccess {
    /// From the FCP, or the record of EF.ARR that it refers to.
    Rules(AccessSummary),
    /// From the header of a 2G card.
    Gsm(GsmAccessConditions),
    /// In a record of an EF.ARR that could not be read.
    Elsewhere {
        /// The EF.ARR, if the card names it.
        file: Option<FileId>,
        /// The record in it, from 1.
        record: u8,
    },
}

/// Why a dump is that of no card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DumpError {
    /// More files than any card has.
    #[error("a dump has at most {} files", Dump::MAX_FILES)]
    TooManyFiles,
    /// Two files at one place.
    #[error("{0} is there twice")]
    Duplicate(Path),
    /// Something is below a file that is no directory.
    #[error("{0} is no directory, and has files in it")]
    NotADirectory(Path),
    /// An application in an application, or a root that is none.
    #[error("{0} can't be where it is")]
    Place(Path),
    /// More than 254 records, or records longer than 255 bytes.
    #[error("{0} has more than 254 records, or records of more than 255 bytes")]
    Records(Path),
    /// More than 64 KiB.
    #[error("{0} has more than 65536 bytes")]
    TooLong(Path),
}

impl Dump {
    /// The most files that a dump has.
    pub const MAX_FILES: usize = 4096;

    /// Whether this can be the dump of a card. A dump that was loaded is.
    ///
    /// ```
    /// use simcard::card::{DumpError, ExploreOptions};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut dump = Card::new(VirtualCard::gsm()).explore(&ExploreOptions::default(), |_| {})?;
    /// dump.check()?;
    /// let first = dump.files[0].clone();
    /// dump.files.push(first);
    /// assert!(matches!(dump.check(), Err(DumpError::Duplicate(_))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), DumpError> {
        if self.files.len() > Dump::MAX_FILES {
            return Err(DumpError::TooManyFiles);
        }
        let mut places = BTreeMap::new();
        for file in &self.files {
            if places.insert(file.path, file).is_some() {
                return Err(DumpError::Duplicate(file.path));
            }
            let path = file.path;
            // these are no places below a directory
            if path.ids().iter().any(|id| matches!(*id, FileId::MF | FileId::ADF)) {
                return Err(DumpError::Place(path));
            }
            match &file.content {
                FileContent::Data(data) if data.len() > MAX_BYTES => return Err(DumpError::TooLong(path)),
                FileContent::Records(records)
                    if records.len() > MAX_RECORDS
                        || records.iter().any(|record| record.len() > MAX_RECORD) =>
                {
                    return Err(DumpError::Records(path));
                }
                _ if file.select_response.len() > MAX_BYTES => return Err(DumpError::TooLong(path)),
                _ => {}
            }
        }
        for file in &self.files {
            let Some(above) = file.path.parent().and_then(|path| places.get(&path)) else { continue };
            if above.content != FileContent::None {
                return Err(DumpError::NotADirectory(above.path));
            }
        }
        Ok(())
    }

    /// The file at `path`. An application may be given by the beginning of its identifier.
    ///
    /// ```
    /// use simcard::card::{ExploreOptions, FileContent};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let dump = Card::new(VirtualCard::gsm()).explore(&ExploreOptions::default(), |_| {})?;
    /// let phase = dump.file(&"MF/7F20/6FAE".parse()?).expect("EF.Phase");
    /// assert_eq!(phase.content, FileContent::Data(vec![0x03]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn file(&self, path: &Path) -> Option<&DumpedFile> {
        self.files.iter().find(|file| {
            file.path.ids() == path.ids()
                && match (file.path.application(), path.application()) {
                    (Some(aid), Some(wanted)) => aid.starts_with(wanted),
                    (None, None) => true,
                    _ => false,
                }
        })
    }

    /// What the library knows of the file at `path`: by its path, or by what EF.PBR calls it.
    ///
    /// ```
    /// use simcard::card::ExploreOptions;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let dump = Card::new(VirtualCard::gsm()).explore(&ExploreOptions::default(), |_| {})?;
    /// let entry = dump.entry(&"MF/7F20/6F07".parse()?).expect("a known file");
    /// assert_eq!(entry.descriptor.to_string(), "DF.GSM/EF.IMSI");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entry(&self, path: &Path) -> Option<&'static registry::Entry> {
        registry::by_path(path).or_else(|| {
            let (book, id) = (path.parent()?, path.id()?);
            let directory = registry::directory_name(&book)?;
            let pbr = self.file(&book.child(EF_PBR)?).filter(|_| book.id() == Some(DF_PHONEBOOK))?;
            let FileContent::Records(records) = &pbr.content else { return None };
            let mut named = records.iter().filter_map(|record| PhoneBookReference::decode(record).ok());
            let kind = named
                .find_map(|named| named.files().iter().find(|file| file.id == id).map(|file| file.kind))?;
            registry::all()
                .find(|it| it.descriptor.directory == directory && it.descriptor.name == kind.name())
        })
    }

    /// What the specifications call the file or directory at `path`, as far as they do: `ADF.USIM/EF.IMSI`,
    /// `DF.TELECOM`, `DF.TELECOM/6F99`.
    ///
    /// ```
    /// use simcard::card::ExploreOptions;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let dump = Card::new(VirtualCard::gsm()).explore(&ExploreOptions::default(), |_| {})?;
    /// assert_eq!(dump.name(&"MF/7F10".parse()?), "DF.TELECOM");
    /// assert_eq!(dump.name(&"MF/7F10/6F99".parse()?), "DF.TELECOM/6F99");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn name(&self, path: &Path) -> Cow<'static, str> {
        if let Some(entry) = self.entry(path) {
            return format!("{}", entry.descriptor).into();
        }
        if let Some(name) = registry::directory_name(path) {
            return name.into();
        }
        match (path.parent(), path.id()) {
            (Some(parent), Some(id)) => match registry::directory_name(&parent) {
                Some(parent) => format!("{parent}/{id}").into(),
                None => format!("{path}").into(),
            },
            _ => format!("{path}").into(),
        }
    }

    /// Who may do what with a file, with the rules that its FCP refers to; those that hold while the PIN is enabled,
    /// where the FCP makes a difference. `None` if the card does not say.
    ///
    /// ```
    /// use simcard::card::ExploreOptions;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let dump = Card::new(VirtualCard::uicc()).explore(&ExploreOptions::default(), |_| {})?;
    /// let imsi = dump.file(&"ADF.USIM/6F07".parse()?).expect("EF.IMSI");
    /// let access = dump.access(imsi).expect("an FCP with rules")?;
    /// assert!(access.to_string().starts_with("read: PIN1, update: ADM1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The rules are malformed.
    pub fn access(&self, file: &DumpedFile) -> Option<Result<FileAccess, DecodeError>> {
        let security = match SelectResponse::parse(&file.select_response).ok()? {
            SelectResponse::Gsm(GsmHeader::File(header)) => return Some(Ok(FileAccess::Gsm(header.access))),
            SelectResponse::Gsm(GsmHeader::Directory(_)) => return None,
            SelectResponse::Uicc(fcp) => match fcp.security() {
                Ok(security) => security?,
                Err(error) => return Some(Err(error)),
            },
        };
        let summary = match security {
            Security::Referenced(reference) => {
                let (file_id, record) = (reference.file_id(), reference.record(1).or(reference.record(0))?);
                match file_id.and_then(|arr| self.rule(&file.path, arr, record)) {
                    Some(rules) => AccessRules::new(rules).summary(file.structure),
                    None => return Some(Ok(FileAccess::Elsewhere { file: file_id, record })),
                }
            }
            Security::Expanded(rules) => rules.summary(file.structure),
            Security::Compact(rules) => rules.summary(file.structure),
        };
        Some(summary.map(FileAccess::Rules))
    }

    /// The record of EF.ARR that holds for the file at `path`: of the nearest one above (ETSI TS 102 221 9.2.7).
    fn rule(&self, path: &Path, arr: FileId, number: u8) -> Option<&[u8]> {
        let mut directory = Some(above(path));
        while let Some(here) = directory {
            let found = here.child(arr).and_then(|path| self.files.iter().find(|file| file.path == path));
            if let Some(DumpedFile { content: FileContent::Records(records), .. }) = found {
                return records.get(usize::from(number).checked_sub(1)?).map(Vec::as_slice);
            }
            directory = if here == Path::MF { None } else { Some(above(&here)) };
        }
        None
    }
}

/// The directory above; the MF above an application, and above itself.
pub(super) fn above(path: &Path) -> Path {
    path.parent().unwrap_or(Path::MF)
}

impl DumpedFile {
    /// What SELECT answered, as far as reading and writing need it; `None` if it can't be read.
    ///
    /// ```
    /// use simcard::card::ExploreOptions;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let dump = Card::new(VirtualCard::gsm()).explore(&ExploreOptions::default(), |_| {})?;
    /// let contacts = dump.file(&"MF/7F10/6F3A".parse()?).expect("EF.ADN");
    /// assert_eq!(contacts.info().and_then(|info| info.records), Some(10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn info(&self) -> Option<FileInfo> {
        SelectResponse::parse(&self.select_response).ok().map(|response| response.info())
    }

    /// The bytes of content, as the card says, or else as many as were read.
    ///
    /// ```
    /// use simcard::card::ExploreOptions;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let dump = Card::new(VirtualCard::gsm()).explore(&ExploreOptions::default(), |_| {})?;
    /// let contacts = dump.file(&"MF/7F10/6F3A".parse()?).expect("EF.ADN");
    /// assert_eq!(contacts.size(), Some(280));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn size(&self) -> Option<u32> {
        let read = match &self.content {
            FileContent::None => None,
            FileContent::Data(data) => u32::try_from(data.len()).ok(),
            FileContent::Records(records) => {
                let len = records.iter().fold(0_usize, |len, record| len.saturating_add(record.len()));
                u32::try_from(len).ok()
            }
        };
        self.info().and_then(|info| info.size).or(read)
    }
}

impl fmt::Display for FileAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules(rules) => rules.fmt(f),
            Self::Gsm(conditions) => conditions.fmt(f),
            Self::Elsewhere { file: Some(file), record } => write!(f, "rule {record} of {file}"),
            Self::Elsewhere { file: None, record } => write!(f, "rule {record}"),
        }
    }
}

/// How it is said in a dump: a status word, or one word.
impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status:04X}"),
            Self::Secret => f.write_str("secret"),
            Self::BerTlv => f.write_str("ber_tlv"),
            Self::Limit => f.write_str("limit"),
            Self::Protocol => f.write_str("protocol"),
        }
    }
}

impl FromStr for Unread {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        Ok(match text {
            "secret" => Self::Secret,
            "ber_tlv" => Self::BerTlv,
            "limit" => Self::Limit,
            "protocol" => Self::Protocol,
            status if status.len() == 4 => Self::Status(status.parse()?),
            _ => return Err(DecodeError::new("reason in a dump", 0, DecodeErrorKind::Character)),
        })
    }
}

/// The path and size, not the content: it tells who somebody is.
impl fmt::Debug for DumpedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DumpedFile")
            .field("path", &self.path)
            .field("structure", &self.structure)
            .field("select_status", &self.select_status)
            .field("content", &self.content)
            .field("unread", &self.unread)
            .finish_non_exhaustive()
    }
}

/// The kind and size, not the content.
impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Data(data) => write!(f, "Data({} bytes)", data.len()),
            Self::Records(records) => write!(f, "Records({})", records.len()),
        }
    }
}
