//! A card made from a dump.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::builder::Builder;
use super::card::VirtualCard;
use super::file::{Body, File, LifeCycle, Records};
use super::filesystem::{FileSystem, NodeId};
use super::objects::Objects;
use crate::apdu::StatusWord;
use crate::card::{CardKind, Dump, DumpError, DumpedFile, FileContent, Unread};
use crate::fs::{FileId, Path, SelectResponse, Structure};
use crate::transport::Level;

/// The largest file, in bytes.
const MAX_BYTES: usize = 65_536;

impl VirtualCard {
    /// The card that a dump is of: it answers SELECT and READ as that one did. See [`Builder::load`].
    ///
    /// ```
    /// use simcard::card::ExploreOptions;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let dump = Card::new(VirtualCard::uicc()).explore(&ExploreOptions::default(), |_| {})?;
    /// let mut copy = Card::new(VirtualCard::from_dump(&dump)?);
    /// assert_eq!(copy.imsi()?.as_str(), "001010123456789");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The dump is that of no card.
    pub fn from_dump(dump: &Dump) -> Result<Self, DumpError> {
        Ok(Self::builder().load(dump)?.build())
    }
}

impl Builder {
    /// The kind, ATR and files of the card that a dump is of.
    ///
    /// What was read can be read without a PIN, what was not is refused with the same status word. Files with keys that
    /// were left out are there and blank. To write, what the FCPs and EF.ARR say must have been verified; PINs and keys
    /// are those of this card.
    ///
    /// ```
    /// use simcard::card::ExploreOptions;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let dump = Card::new(VirtualCard::gsm()).explore(&ExploreOptions::default(), |_| {})?;
    /// let mut copy = VirtualCard::builder().load(&dump)?.build();
    /// assert_eq!(copy.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]), [0x6E, 0x00]); // it is a GSM card too
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The dump is that of no card.
    pub fn load(mut self, dump: &Dump) -> Result<Self, DumpError> {
        dump.check()?;
        let mut files = FileSystem::new();
        let mut places: BTreeMap<Path, NodeId> = BTreeMap::new();
        places.insert(Path::MF, FileSystem::MF);
        // directories come before what is in them
        let mut sorted: Vec<&DumpedFile> = dump.files.iter().collect();
        sorted.sort_by_key(|file| file.path.ids().len());
        let directories: Vec<Path> = sorted.iter().filter_map(|file| file.path.parent()).collect();
        for file in sorted {
            let is_directory = directories.contains(&file.path)
                || file.structure == Structure::Directory
                || file.path.ids().is_empty();
            let made = make(dump, file, is_directory);
            if file.path == Path::MF {
                if let Some(mf) = files.file_mut(FileSystem::MF) {
                    *mf = made;
                }
                continue;
            }
            let parent = directory(dump, &mut files, &mut places, file.path.parent().unwrap_or(Path::MF))?;
            places.insert(file.path, files.add(parent, made));
        }
        if dump.kind == CardKind::Gsm {
            self = self.gsm();
        }
        if let Some(atr) = &dump.atr {
            let t0 = atr.protocols().next().is_none_or(|protocol| protocol == 0);
            self = self.atr(atr.as_bytes()).level(if t0 { Level::Tpdu } else { Level::Apdu });
        }
        Ok(self.dump(files))
    }
}

/// The directory at `path`, made up where the dump has none.
fn directory(
    dump: &Dump,
    files: &mut FileSystem,
    places: &mut BTreeMap<Path, NodeId>,
    path: Path,
) -> Result<NodeId, DumpError> {
    let mut at = FileSystem::MF;
    for level in 0..=path.ids().len() {
        let here = path.ancestor(level);
        if let Some(known) = places.get(&here) {
            at = *known;
            continue;
        }
        let name = short_name(dump, &here);
        let made = match (here.ids().last(), here.application()) {
            (Some(id), _) => File::directory(name, id.0),
            (None, Some(aid)) => File::application(name, aid.as_bytes()),
            (None, None) => continue,
        };
        at = files.add(at, made);
        places.insert(here, at);
    }
    if files.file(at).is_some_and(File::is_directory) { Ok(at) } else { Err(DumpError::NotADirectory(path)) }
}

/// The last part of the name.
fn short_name(dump: &Dump, path: &Path) -> String {
    let name = dump.name(path);
    name.rsplit('/').next().unwrap_or(&name).into()
}

fn make(dump: &Dump, file: &DumpedFile, is_directory: bool) -> File {
    let fid = file.path.id().unwrap_or(FileId(File::CURRENT_APPLICATION));
    let body = match (is_directory, file.path.application().filter(|_| file.path.ids().is_empty())) {
        (_, Some(aid)) => {
            let whole = match SelectResponse::parse(&file.select_response) {
                Ok(SelectResponse::Uicc(fcp)) => fcp.aid().ok().flatten(),
                _ => None,
            };
            let aid = whole.filter(|whole| whole.starts_with(aid)).unwrap_or(*aid);
            Body::Application(aid.as_bytes().to_vec())
        }
        (true, None) => Body::Directory,
        (false, None) => body(file),
    };
    let mut made = File::new(short_name(dump, &file.path), fid.0, body).exact_response(&file.select_response);
    if file.select_status != StatusWord::OK || made.life_cycle() != LifeCycle::Activated {
        made = made.select_status(file.select_status);
    }
    match (&file.content, file.unread) {
        (FileContent::None, Some(Unread::Status(status))) => made = made.read_status(status),
        (FileContent::None, _) => {}
        // what could be read can be read, whatever its state is called
        _ => made = made.state(LifeCycle::Activated),
    }
    if is_directory { made.state(LifeCycle::Activated) } else { made }
}

fn body(file: &DumpedFile) -> Body {
    let info = file.info();
    let size = info.and_then(|info| info.size).and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
    let size = size.min(MAX_BYTES);
    match (&file.content, file.structure) {
        (FileContent::Records(records), structure) => {
            let len = records.iter().map(Vec::len).max().unwrap_or(0);
            let len = info.and_then(|info| info.record_len).map_or(len, |said| len.max(usize::from(said)));
            let records = Records::new(u8::try_from(len).unwrap_or(u8::MAX), records);
            if structure == Structure::Cyclic { Body::Cyclic(records) } else { Body::LinearFixed(records) }
        }
        (FileContent::Data(data), _) => Body::Transparent(data.clone()),
        (FileContent::None, Structure::LinearFixed | Structure::Cyclic) => {
            let len =
                info.and_then(|info| info.record_len).and_then(|len| u8::try_from(len).ok()).unwrap_or(1);
            let count = usize::from(info.and_then(|info| info.records).unwrap_or(0));
            let blank = core::iter::repeat_n([0xFF; 0], count);
            let records = Records::new(len, blank);
            match file.structure {
                Structure::Cyclic => Body::Cyclic(records),
                _ => Body::LinearFixed(records),
            }
        }
        (FileContent::None, Structure::BerTlv) => Body::BerTlv(Objects::new(&[], size)),
        (FileContent::None, _) => Body::Transparent(alloc::vec![0xFF; size]),
    }
}
