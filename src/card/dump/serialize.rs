//! A dump as data. What can be worked out from the rest is written, and not read.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Dump, DumpedFile, FileContent, Unread};
use crate::apdu::{Atr, StatusWord};
use crate::card::CardKind;
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::files::registry;
use crate::fs::{Aid, FileId, FileInfo, Path, PathError, SelectResponse, Structure};

impl Serialize for Dump {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("atr", &self.atr)?;
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("files", &Files(self))?;
        map.end()
    }
}

struct Files<'a>(&'a Dump);

impl Serialize for Files<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.files.iter().map(|file| InDump { dump: self.0, file }))
    }
}

/// A file, with the dump that has the access rules.
struct InDump<'a> {
    dump: &'a Dump,
    file: &'a DumpedFile,
}

impl Serialize for InDump<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { dump, file } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", &Text(Identifiers(&file.path)))?;
        map.serialize_entry("name", &*dump.name(&file.path))?;
        map.serialize_entry("structure", structure_name(file.structure))?;
        if let Some(size) = file.size() {
            map.serialize_entry("size", &size)?;
        }
        if let Some(access) = dump.access(file) {
            match access {
                Ok(access) => map.serialize_entry("access", &Text(access))?,
                Err(error) => map.serialize_entry("access", &Failed(error))?,
            }
        }
        if file.select_status != StatusWord::OK {
            map.serialize_entry("select_status", &file.select_status)?;
        }
        map.serialize_entry("select_response", &Hex(&file.select_response))?;
        if let Ok(response) = SelectResponse::parse(&file.select_response) {
            map.serialize_entry("selected", &response)?;
        }
        match &file.content {
            FileContent::None => {}
            FileContent::Data(data) => map.serialize_entry("data", &Hex(data))?,
            FileContent::Records(records) => map.serialize_entry("records", &Records(records))?,
        }
        if let Some(unread) = &file.unread {
            map.serialize_entry("unread", &Text(unread))?;
            map.serialize_entry("unread_reason", &Text(Reason(unread)))?;
        }
        if let Some(entry) = dump.entry(&file.path) {
            match &file.content {
                FileContent::None => {}
                FileContent::Data(data) => map.serialize_entry("decoded", &Decoded(entry, data))?,
                FileContent::Records(records) => {
                    map.serialize_entry("decoded", &DecodedRecords(entry, records))?;
                }
            }
        }
        map.end()
    }
}

/// An error in place of a value.
struct Failed(DecodeError);

impl Serialize for Failed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("error", &Text(self.0))?;
        map.end()
    }
}

struct Text<T>(T);

impl<T: fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Bytes as hexadecimal digits.
struct Hex<'a>(&'a [u8]);

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode_upper(self.0))
    }
}

struct Records<'a>(&'a [Vec<u8>]);

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|record| Hex(record)))
    }
}

/// What bytes mean: null if they are blank.
struct Decoded<'a>(&'static registry::Entry, &'a [u8]);

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0.decode)(self.1) {
            Ok(content) => content.serialize(serializer),
            Err(DecodeError { kind: DecodeErrorKind::Blank, .. }) => serializer.serialize_none(),
            Err(error) => Failed(error).serialize(serializer),
        }
    }
}

struct DecodedRecords<'a>(&'static registry::Entry, &'a [Vec<u8>]);

impl Serialize for DecodedRecords<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.1.len()))?;
        for record in self.1 {
            list.serialize_element(&Decoded(self.0, record))?;
        }
        list.end()
    }
}

/// The reason in words.
struct Reason<'a>(&'a Unread);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unread::Status(status) => f.write_str(status.meaning()),
            Unread::Secret => f.write_str("it holds keys"),
            Unread::BerTlv => f.write_str("its data objects have to be asked for by their tags"),
            Unread::Limit => f.write_str("the card gave more than any card has"),
            Unread::Protocol => f.write_str("the card's answer was none"),
        }
    }
}

/// A path in identifiers only: `3F00/7F10/6F3A`, `3F00/A0000000871002FF44FFFF8901000000/6F07`.
struct Identifiers<'a>(&'a Path);

impl fmt::Display for Identifiers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", FileId::MF)?;
        self.0.application().map_or(Ok(()), |aid| write!(f, "/{aid}"))?;
        self.0.ids().iter().try_for_each(|id| write!(f, "/{id}"))
    }
}

/// Reads what [`Identifiers`] writes, and what [`Path`] does.
fn path(text: &str) -> Result<Path, PathError> {
    match text.split_once('/') {
        Some((root, rest)) if root.eq_ignore_ascii_case("3F00") => match rest.split_once('/') {
            Some((aid, rest)) if aid.len() > 4 => {
                let root = Path::adf(aid.parse().map_err(|_| PathError::Part)?, &[]);
                let below: Path = rest.parse()?;
                below.ids().iter().try_fold(root, |path, id| path.child(*id)).ok_or(PathError::TooDeep)
            }
            None if rest.len() > 4 => {
                let aid: Aid = rest.parse().map_err(|_| PathError::Part)?;
                Ok(Path::adf(aid, &[]))
            }
            _ => text.parse(),
        },
        _ => text.parse(),
    }
}

const fn structure_name(structure: Structure) -> &'static str {
    match structure {
        Structure::Directory => "directory",
        Structure::Transparent => "transparent",
        Structure::LinearFixed => "linear_fixed",
        Structure::Cyclic => "cyclic",
        Structure::BerTlv => "ber_tlv",
        Structure::Unknown(_) => "unknown",
    }
}

fn structure(name: &str) -> Option<Structure> {
    Some(match name {
        "directory" | "df" => Structure::Directory,
        "transparent" => Structure::Transparent,
        "linear_fixed" => Structure::LinearFixed,
        "cyclic" => Structure::Cyclic,
        "ber_tlv" => Structure::BerTlv,
        "unknown" => Structure::Unknown(0),
        _ => return None,
    })
}

/// What is read of a dump.
#[derive(serde::Deserialize)]
struct RawDump {
    #[serde(default)]
    atr: Option<Atr>,
    kind: CardKind,
    files: Vec<RawFile>,
}

#[derive(serde::Deserialize)]
struct RawFile {
    path: String,
    structure: String,
    #[serde(default)]
    select_status: Option<StatusWord>,
    #[serde(default)]
    select_response: String,
    #[serde(default)]
    data: Option<String>,
    #[serde(default)]
    records: Option<Vec<String>>,
    #[serde(default)]
    unread: Option<String>,
}

impl<'de> Deserialize<'de> for Dump {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawDump::deserialize(deserializer)?;
        let files: Result<Vec<_>, D::Error> = raw.files.iter().map(file).collect();
        let dump = Self { atr: raw.atr, kind: raw.kind, files: files? };
        dump.check().map_err(D::Error::custom)?;
        Ok(dump)
    }
}

fn file<E: serde::de::Error>(raw: &RawFile) -> Result<DumpedFile, E> {
    let wrong = |what: &str| E::custom(format_args!("{}: {what}", raw.path));
    let bytes = |text: &str| hex::decode(text).map_err(|_| wrong("bytes that are not hexadecimal"));
    let content = match (&raw.data, &raw.records) {
        (None, None) => FileContent::None,
        (Some(data), None) => FileContent::Data(bytes(data)?),
        (None, Some(records)) => {
            FileContent::Records(records.iter().map(|record| bytes(record)).collect::<Result<_, _>>()?)
        }
        (Some(_), Some(_)) => return Err(wrong("data and records")),
    };
    let mut file = DumpedFile {
        path: path(&raw.path).map_err(|error| E::custom(format_args!("{}: {error}", raw.path)))?,
        structure: structure(&raw.structure).ok_or_else(|| wrong("no structure of a file"))?,
        select_status: raw.select_status.unwrap_or(StatusWord::OK),
        select_response: bytes(&raw.select_response)?,
        content,
        unread: match &raw.unread {
            Some(unread) => Some(unread.parse().map_err(|_| wrong("no reason why it was not read"))?),
            None => None,
        },
    };
    // the card's own word says more
    if let Some(FileInfo { structure, .. }) = file.info() {
        file.structure = structure;
    }
    Ok(file)
}
