//! A walk through all of a card, with no command sent twice.

mod content;

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::dump::{Dump, DumpedFile, FileContent, Unread, above};
use super::select::{Selection, is_directory};
use super::{Card, Exclusive};
use crate::apdu::StatusWord;
use crate::error::{Error, Result};
use crate::files::content::{IsimServices, ServiceTable, SimServiceTable, UsimServices};
use crate::files::{Content, ElementaryFile, gsm, isim, mf, registry, usim};
use crate::fs::{Aid, FileId, FileInfo, Path, Security, SelectResponse, Structure};
use crate::transport::{Transport, TransportError};

/// The most applications that are looked at.
const MAX_APPLICATIONS: usize = 64;
/// The most files that are looked for because other files name them.
const MAX_NAMED: usize = 512;

/// What [`Card::explore`] looks at.
///
/// ```
/// use simcard::card::ExploreOptions;
/// use simcard::fs::{Aid, Path};
///
/// // whether it is an eUICC too
/// let options = ExploreOptions { also: vec![Path::adf(Aid::ISD_R, &[])], ..Default::default() };
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExploreOptions {
    /// Read files that hold keys too.
    pub secrets: bool,
    /// Don't look for files whose service the card's service table (EF.UST, EF.IST, EF.SST) does not have. Saves time
    /// on a slow reader, and misses files on cards whose table is wrong: many are.
    pub trust_services: bool,
    /// Look for these files and applications too, besides those that the library knows or the card lists.
    pub also: Vec<Path>,
}

/// How far [`Card::explore`] has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'p> {
    /// Places that were looked at.
    pub done: usize,
    /// Places that there are, as far as is known by now: it grows as applications are found.
    pub total: usize,
    /// The place that is looked at now.
    pub path: &'p Path,
}

impl<T: Transport> Card<T> {
    /// Looks at every directory and file of the card that the library knows or the card itself names (in EF.DIR,
    /// EF.PBR, EF.IMG, or as the EF.ARR of a file), and reads all that can be read. Does not need any of them: what is
    /// not there, or not readable, is part of the answer.
    ///
    /// `progress` is called before each. Sends SELECT, READ BINARY, READ RECORD, GET RESPONSE, and one STATUS; no file is
    /// selected twice and nothing is read twice. PINs are not asked for: verify them before.
    ///
    /// ```
    /// use simcard::card::ExploreOptions;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let mut places = 0;
    /// let dump = card.explore(&ExploreOptions::default(), |progress| places = progress.total)?;
    /// assert!(places > dump.files.len());
    /// assert!(dump.file(&"MF/7F20/6F07".parse()?).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card can't be talked to, or has no MF.
    pub fn explore(
        &mut self,
        options: &ExploreOptions,
        mut progress: impl FnMut(Progress<'_>),
    ) -> Result<Dump> {
        self.reading(|card| Explorer::new(options, &mut progress).run(card))
    }
}

/// Which services an application has.
enum Services {
    Usim(ServiceTable<UsimServices>),
    Isim(ServiceTable<IsimServices>),
    Sim(SimServiceTable),
}

impl Services {
    fn contains(&self, number: u16) -> bool {
        match self {
            Self::Usim(table) => table.contains(number),
            Self::Isim(table) => table.contains(number),
            Self::Sim(table) => table.is_allocated(number),
        }
    }
}

struct Explorer<'a> {
    options: &'a ExploreOptions,
    progress: &'a mut dyn FnMut(Progress<'_>),
    /// Every directory and file that there may be, a directory before what is in it.
    places: Vec<Path>,
    known: BTreeSet<Path>,
    asked: BTreeSet<Path>,
    done: usize,
    named: usize,
    files: Vec<DumpedFile>,
    /// Bytes of content so far.
    read: usize,
    /// The service tables, each with the directory whose files it is about.
    services: Vec<(Path, Services)>,
    /// Whether the current directory stays current when a SELECT fails.
    keeps_directory: Option<bool>,
}

impl<'a> Explorer<'a> {
    fn new(options: &'a ExploreOptions, progress: &'a mut dyn FnMut(Progress<'_>)) -> Self {
        Self {
            options,
            progress,
            places: Vec::new(),
            known: BTreeSet::new(),
            asked: BTreeSet::new(),
            done: 0,
            named: 0,
            files: Vec::new(),
            read: 0,
            services: Vec::new(),
            keeps_directory: None,
        }
    }

    fn run<E: TransportError>(mut self, card: &mut Exclusive<'_, E>) -> Result<Dump> {
        self.add_known(&Path::MF);
        let mut ahead = alloc::vec![Path::MF];
        while let Some(place) = ahead.pop() {
            let Some(directory) = self.enter(card, &place)? else {
                self.done = self
                    .done
                    .saturating_add(self.places.iter().filter(|path| is_below(path, &place)).count());
                continue;
            };
            self.read_directory(card, &directory)?;
            let mut next: Vec<Path> = self
                .places
                .iter()
                .filter(|path| is_in(path, &directory) && is_directory(path))
                .copied()
                .collect();
            if directory == Path::MF && !card.is_gsm() {
                next.extend(self.applications());
            }
            // what is pushed last comes next
            ahead.extend(next.into_iter().rev());
        }
        Ok(Dump { atr: card.atr(), kind: card.card_kind(), files: self.files })
    }

    /// Adds the files that may be below a root: those the library knows, and those asked for.
    fn add_known(&mut self, root: &Path) {
        let below = |path: &Path| {
            let same = match (path.application(), root.application()) {
                (Some(beginning), Some(aid)) => aid.starts_with(beginning),
                (None, None) => true,
                _ => false,
            };
            path.ids().iter().try_fold(*root, |path, id| path.child(*id)).filter(|_| same)
        };
        self.add(*root);
        // where the card chooses the identifier, another file names it
        let known = registry::all().filter(|entry| entry.descriptor.named_by.is_none());
        let known = known.map(|entry| &entry.descriptor.path);
        for path in known.chain(&self.options.also).filter_map(below) {
            self.add(path);
        }
    }

    /// Adds a place, and the directories on the way there.
    fn add(&mut self, path: Path) {
        for level in 0..=path.ids().len() {
            let place = path.ancestor(level);
            if self.known.insert(place) {
                self.places.push(place);
            }
        }
    }

    /// Adds a file that another one names.
    fn add_named(&mut self, directory: &Path, id: FileId) {
        let path = directory.child(id).filter(|path| !is_directory(path));
        if let Some(path) = path.filter(|path| !self.known.contains(path) && self.named < MAX_NAMED) {
            self.named = self.named.saturating_add(1);
            self.add(path);
        }
    }

    /// The applications that EF.DIR lists, and those asked for; without any, those that UICCs are for.
    fn applications(&mut self) -> Vec<Path> {
        let dir = self.files.iter().find(|file| file.path == mf::Dir::DESCRIPTOR.path);
        let records = match dir {
            Some(DumpedFile { content: FileContent::Records(records), .. }) => records.as_slice(),
            _ => &[],
        };
        let listed = records.iter().filter_map(|record| mf::Dir::decode(record).ok());
        let mut aids: Vec<Aid> = Vec::new();
        let mut add = |aid: Aid| {
            if aids.len() < MAX_APPLICATIONS && !aids.iter().any(|known| known.starts_with(&aid)) {
                aids.push(aid);
            }
        };
        listed.for_each(|application| add(*application.aid()));
        let also = self.options.also.iter().filter_map(Path::application);
        also.for_each(|aid| add(*aid));
        if aids.is_empty() {
            aids.extend([Aid::USIM, Aid::ISIM]);
        }
        let roots: Vec<Path> = aids.iter().map(|aid| Path::adf(*aid, &[])).collect();
        roots.iter().for_each(|root| self.add(*root));
        roots
    }

    /// Selects a directory; gives its path if it is there: that of an application has the whole identifier.
    fn enter<E: TransportError>(
        &mut self,
        card: &mut Exclusive<'_, E>,
        place: &Path,
    ) -> Result<Option<Path>> {
        let found = self.select(card, place)?.is_some();
        if !found && *place == Path::MF {
            return Err(Error::NotFound { path: *place });
        }
        let Some(file) = self.files.last_mut().filter(|_| found) else { return Ok(None) };
        let Some(aid) = place.application().filter(|_| place.ids().is_empty()) else {
            return Ok(Some(*place));
        };
        let whole = match SelectResponse::parse(&file.select_response) {
            Ok(SelectResponse::Uicc(fcp)) => fcp.aid().ok().flatten(),
            _ => None,
        };
        let root = whole.filter(|whole| whole.starts_with(aid)).map_or(*place, |whole| Path::adf(whole, &[]));
        if root != *place && self.known.contains(&root) && self.asked.contains(&root) {
            // two entries of EF.DIR for one application
            self.files.pop();
            return Ok(None);
        }
        file.path = root;
        self.known.insert(root);
        self.asked.insert(root);
        card.set_selection(Selection {
            application: root.application().copied(),
            directory: Some(root),
            ..Selection::default()
        });
        self.add_known(&root);
        Ok(Some(root))
    }

    /// Reads all files of the current directory, then the EF.ARR above that they refer to.
    fn read_directory<E: TransportError>(
        &mut self,
        card: &mut Exclusive<'_, E>,
        directory: &Path,
    ) -> Result<()> {
        if self.options.trust_services {
            let tables = [usim::Ust::DESCRIPTOR.path, isim::Ist::DESCRIPTOR.path, gsm::Sst::DESCRIPTOR.path];
            let here = self.places.iter().find(|path| {
                is_in(path, directory)
                    && registry::by_path(path).is_some_and(|it| tables.contains(&it.descriptor.path))
            });
            if let Some(table) = here.copied() {
                self.visit(card, &table)?;
                self.learn_services(directory);
            }
        }
        // reading adds places
        let mut at = 0_usize;
        while let Some(path) = self.places.get(at).copied() {
            at = at.saturating_add(1);
            if is_in(&path, directory) && !is_directory(&path) && !self.asked.contains(&path) {
                self.visit(card, &path)?;
            }
        }
        for (of, arr) in self.rule_files(directory) {
            self.find_rules(card, &of, arr)?;
        }
        Ok(())
    }

    fn learn_services(&mut self, directory: &Path) {
        let Some(DumpedFile { path, content: FileContent::Data(data), .. }) = self.files.last() else {
            return;
        };
        let Some(entry) = registry::by_path(path) else { return };
        let known = &entry.descriptor.path;
        let services = if *known == usim::Ust::DESCRIPTOR.path {
            ServiceTable::decode(data).map(Services::Usim)
        } else if *known == isim::Ist::DESCRIPTOR.path {
            ServiceTable::decode(data).map(Services::Isim)
        } else if *known == gsm::Sst::DESCRIPTOR.path {
            SimServiceTable::decode(data).map(Services::Sim)
        } else {
            return;
        };
        self.services.extend(services.ok().map(|services| (*directory, services)));
    }

    /// Whether the service table says that a file need not be there.
    fn is_without_service(&self, path: &Path) -> bool {
        let Some(service) = registry::by_path(path).and_then(|entry| entry.descriptor.service) else {
            return false;
        };
        let table = self.services.iter().find(|(directory, _)| is_below(path, directory));
        table.is_some_and(|(_, services)| !services.contains(service))
    }

    /// The EF.ARRs that the files of a directory, or the directory itself, refer to; each with the directory where
    /// looking for it starts.
    fn rule_files(&self, directory: &Path) -> BTreeSet<(Path, FileId)> {
        let here = self.files.iter().filter(|file| file.path == *directory || is_in(&file.path, directory));
        here.filter_map(|file| {
            let SelectResponse::Uicc(fcp) = SelectResponse::parse(&file.select_response).ok()? else {
                return None;
            };
            let Ok(Some(Security::Referenced(reference))) = fcp.security() else { return None };
            let arr = reference.file_id()?;
            // these are right below the MF (ETSI TS 102 221 8.3)
            let start = if matches!(arr.to_bytes(), [0x2F, _]) { Path::MF } else { above(&file.path) };
            Some((start, arr))
        })
        .collect()
    }

    /// Reads the nearest EF.ARR from `directory` upwards, unless that was read.
    fn find_rules<E: TransportError>(
        &mut self,
        card: &mut Exclusive<'_, E>,
        directory: &Path,
        arr: FileId,
    ) -> Result<()> {
        let mut here = *directory;
        loop {
            let Some(path) = here.child(arr).filter(|path| !is_directory(path)) else { return Ok(()) };
            if !self.asked.contains(&path) {
                self.add_named(&here, arr);
                if !self.known.contains(&path) {
                    return Ok(());
                }
                self.visit(card, &path)?;
            }
            if here == Path::MF || self.files.iter().any(|file| file.path == path) {
                return Ok(());
            }
            here = above(&here);
            // these are in a directory below the MF
            if here == Path::MF && matches!(arr.to_bytes(), [0x4F | 0x6F, _]) {
                return Ok(());
            }
        }
    }

    /// Selects and reads a file.
    fn visit<E: TransportError>(&mut self, card: &mut Exclusive<'_, E>, path: &Path) -> Result<()> {
        if self.is_without_service(path) {
            self.asked.insert(*path);
            self.done = self.done.saturating_add(1);
            return Ok(());
        }
        let Some(info) = self.select(card, path)? else { return Ok(()) };
        let (content, unread) = self.content(card, path, &info)?;
        self.follow(path, &content);
        if let Some(file) = self.files.last_mut() {
            (file.content, file.unread) = (content, unread);
        }
        Ok(())
    }

    /// Selects what may be at `path`; if it is there, it is the last of the files then.
    fn select<E: TransportError>(
        &mut self,
        card: &mut Exclusive<'_, E>,
        path: &Path,
    ) -> Result<Option<FileInfo>> {
        (self.progress)(Progress { done: self.done, total: self.places.len(), path });
        self.done = self.done.saturating_add(1);
        self.asked.insert(*path);
        let mut file = DumpedFile {
            path: *path,
            structure: Structure::Unknown(0),
            select_status: StatusWord::OK,
            select_response: Vec::new(),
            content: FileContent::None,
            unread: None,
        };
        match card.ask_for(path) {
            Ok(status) => {
                if status.is_warning() {
                    file.select_status = status;
                }
                file.select_response = card.data().to_vec();
                let info = file.info().unwrap_or_else(|| unknown_info(path));
                file.structure = info.structure;
                if !is_directory(path) {
                    let (record_len, info) = (info.record_len, Some(info));
                    card.set_selection(Selection { info, record_len, ..card.selection() });
                }
                self.files.push(file);
                Ok(Some(info))
            }
            Err(error) if ends(&error) => Err(error),
            Err(error) => {
                // what is there and can't be selected is worth telling
                if !error.is_not_found() {
                    match card.state.last_status.filter(|status| status.is_error()) {
                        Some(status) => file.select_status = status,
                        None => file.unread = Some(Unread::Protocol),
                    }
                    self.files.push(file);
                }
                self.after_failure(card)?;
                Ok(None)
            }
        }
    }

    /// After a SELECT that failed: the directory is what it was (ETSI TS 102 221 11.1.1), on cards that hold to that.
    fn after_failure<E: TransportError>(&mut self, card: &mut Exclusive<'_, E>) -> Result<()> {
        let Selection { application, directory, .. } = card.selection();
        let Some(here) = directory else { return Ok(()) };
        let keeps = match self.keeps_directory {
            Some(keeps) => keeps,
            None => is_current(card, &here)?,
        };
        self.keeps_directory = Some(keeps);
        let directory = directory.filter(|_| keeps);
        card.set_selection(Selection { application, directory, ..Selection::default() });
        Ok(())
    }
}

/// Whether `path` is right in a directory.
fn is_in(path: &Path, directory: &Path) -> bool {
    path.parent() == Some(*directory)
}

/// Whether `path` is anywhere below a directory.
fn is_below(path: &Path, directory: &Path) -> bool {
    path != directory
        && path.application() == directory.application()
        && path.ids().starts_with(directory.ids())
}

/// Whether going on makes no sense.
fn ends(error: &Error) -> bool {
    matches!(error, Error::Transport { .. } | Error::StateLost | Error::Misuse(_))
}

/// What is assumed of a file whose card does not say.
fn unknown_info(path: &Path) -> FileInfo {
    let structure = if is_directory(path) { Structure::Directory } else { Structure::Unknown(0) };
    FileInfo::unknown(structure)
}

/// Whether the card says that this is its current directory. Where it says nothing, it is.
fn is_current<E: TransportError>(card: &mut Exclusive<'_, E>, directory: &Path) -> Result<bool> {
    match card.send_status() {
        Err(error) if ends(&error) => return Err(error),
        Err(_) => return Ok(true),
        Ok(_) => {}
    }
    let application = directory.application().filter(|_| directory.ids().is_empty());
    Ok(match SelectResponse::parse(card.data()) {
        Ok(SelectResponse::Uicc(fcp)) => match (application, fcp.df_name(), fcp.file_id()) {
            (Some(aid), Ok(Some(name)), _) => name.starts_with(aid.as_bytes()),
            (None, _, Ok(Some(id))) => directory.id() == Some(id),
            _ => true,
        },
        Ok(response) => response.info().file_id.is_none_or(|id| directory.id() == Some(id)),
        Err(_) => true,
    })
}
