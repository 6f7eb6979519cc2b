use alloc::vec::Vec;

use super::file::{Access, Body, Condition, File, Records};
use crate::fs::access::AccessRules;

/// Where a file stands in a [`FileSystem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(usize);

/// The files of a card: a tree below the MF.
///
/// ADFs stand directly below the MF, but can be selected by AID only (ETSI TS 102 221 8.4.1).
///
/// EF.ARR files are made by the file system itself, so that the access rules that an FCP refers to are always
/// those that the card enforces: see [`add_access_rules`](FileSystem::add_access_rules).
///
/// ```
/// use simcard::mock::{File, FileSystem};
///
/// let mut files = FileSystem::new();
/// let telecom = files.add(FileSystem::MF, File::directory("DF.TELECOM", 0x7F10));
/// files.add(telecom, File::linear("EF.ADN", 0x6F3A, 30, [[0xFF; 30]; 10]));
/// assert_eq!(files.find("DF.TELECOM/EF.ADN"), files.find("3F00/7F10/6F3A"));
/// assert!(files.find("7F10/6F3B").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSystem {
    /// A removed file leaves its place empty, so that no other file's `NodeId` changes.
    nodes: Vec<Option<Node>>,
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    parent: Option<NodeId>,
    file: File,
    /// Whether this is an EF.ARR that `refresh_rules` fills.
    rules: bool,
}

/// One record of EF.ARR. The same conditions read differently for EFs and directories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    access: Access,
    directory: bool,
}

impl FileSystem {
    /// The master file.
    pub const MF: NodeId = NodeId(0);

    /// A file system with nothing but a master file.
    ///
    /// ```
    /// use simcard::mock::FileSystem;
    ///
    /// let files = FileSystem::new();
    /// assert_eq!(files.file(FileSystem::MF).map(|file| file.fid()), Some(0x3F00));
    /// assert_eq!(files.iter().count(), 1);
    /// ```
    pub fn new() -> Self {
        let mf = Node { parent: None, file: File::directory("MF", 0x3F00), rules: false };
        Self { nodes: alloc::vec![Some(mf)], rules: Vec::new() }
    }

    /// Adds a file to a directory. A file with the same FID there is replaced; applications are told apart by
    /// their AID.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem};
    ///
    /// let mut files = FileSystem::new();
    /// files.add(FileSystem::MF, File::transparent("EF.NOTE", 0x2F42, b"old"));
    /// let id = files.add(FileSystem::MF, File::transparent("EF.NOTE", 0x2F42, b"new"));
    /// assert_eq!(files.children(FileSystem::MF).count(), 1);
    /// assert_eq!(files.file(id).unwrap().content(), b"new");
    /// ```
    pub fn add(&mut self, parent: NodeId, file: File) -> NodeId {
        self.insert(parent, file, false)
    }

    /// Adds an EF.ARR, to be filled by the file system with the rules of all files.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem, VirtualCard};
    ///
    /// let mut files = FileSystem::new();
    /// files.add_access_rules(FileSystem::MF, 0x2F06, 6);
    /// files.add(FileSystem::MF, File::transparent("EF.NOTE", 0x2F42, b"hello"));
    /// let card = VirtualCard::builder().files(files).build();
    /// let arr = card.files().find("EF.ARR").and_then(|id| card.files().file(id)).unwrap();
    /// assert_eq!(arr.content()[0], 0x80); // an access mode: the rules were filled in
    /// ```
    pub fn add_access_rules(&mut self, parent: NodeId, fid: u16, sfi: u8) -> NodeId {
        let file = File::new("EF.ARR", fid, Body::LinearFixed(Records::new(1, [[0xFF]])))
            .sfi(sfi)
            .access(Access::new(Condition::Always, Condition::Adm(1)));
        self.insert(parent, file, true)
    }

    fn insert(&mut self, parent: NodeId, file: File, rules: bool) -> NodeId {
        let twin = self
            .children(parent)
            .find(|(_, other)| other.fid() == file.fid() && other.aid() == file.aid())
            .map(|(id, _)| id);
        if let Some(twin) = twin {
            self.remove(twin);
        }
        let id = NodeId(self.nodes.len());
        self.nodes.push(Some(Node { parent: Some(parent), file, rules }));
        id
    }

    /// Removes a file and everything below it. The MF stays.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem};
    ///
    /// let mut files = FileSystem::new();
    /// let telecom = files.add(FileSystem::MF, File::directory("DF.TELECOM", 0x7F10));
    /// let adn = files.add(telecom, File::linear("EF.ADN", 0x6F3A, 28, [[0xFF; 28]; 10]));
    /// files.remove(telecom);
    /// assert!(files.file(adn).is_none());
    /// ```
    pub fn remove(&mut self, id: NodeId) {
        if id == Self::MF {
            return;
        }
        if let Some(slot) = self.nodes.get_mut(id.0) {
            *slot = None;
        }
        // A child is always added after its parent, so one pass forward finds whole subtrees.
        for index in id.0..self.nodes.len() {
            let parent = self.nodes.get(index).and_then(Option::as_ref).and_then(|node| node.parent);
            let orphan = parent.is_some_and(|parent| self.file(parent).is_none());
            if let (true, Some(slot)) = (orphan, self.nodes.get_mut(index)) {
                *slot = None;
            }
        }
    }

    /// The file there.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem};
    ///
    /// let mut files = FileSystem::new();
    /// let id = files.add(FileSystem::MF, File::transparent("EF.NOTE", 0x2F42, b"hello"));
    /// assert_eq!(files.file(id).map(|file| file.name()), Some("EF.NOTE"));
    /// ```
    pub fn file(&self, id: NodeId) -> Option<&File> {
        self.node(id).map(|node| &node.file)
    }

    /// The file there, to be changed.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem, LifeCycle};
    ///
    /// let mut files = FileSystem::new();
    /// let id = files.add(FileSystem::MF, File::transparent("EF.NOTE", 0x2F42, b"hello"));
    /// files.file_mut(id).unwrap().set_life_cycle(LifeCycle::Deactivated);
    /// assert_eq!(files.file(id).unwrap().life_cycle(), LifeCycle::Deactivated);
    /// ```
    pub fn file_mut(&mut self, id: NodeId) -> Option<&mut File> {
        self.nodes.get_mut(id.0)?.as_mut().map(|node| &mut node.file)
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0)?.as_ref()
    }

    /// The directory that holds a file; `None` for the MF.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem};
    ///
    /// let mut files = FileSystem::new();
    /// let telecom = files.add(FileSystem::MF, File::directory("DF.TELECOM", 0x7F10));
    /// assert_eq!(files.parent(telecom), Some(FileSystem::MF));
    /// assert_eq!(files.parent(FileSystem::MF), None);
    /// ```
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.parent
    }

    /// A file and all directories above it, the nearest first.
    pub(super) fn ancestry(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        core::iter::successors(Some(id), |id| self.parent(*id))
    }

    /// All files, parents before their children.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem};
    ///
    /// let mut files = FileSystem::new();
    /// files.add(FileSystem::MF, File::directory("DF.TELECOM", 0x7F10));
    /// let names: Vec<&str> = files.iter().map(|(_, file)| file.name()).collect();
    /// assert_eq!(names, ["MF", "DF.TELECOM"]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &File)> {
        self.nodes.iter().enumerate().filter_map(|(i, node)| Some((NodeId(i), &node.as_ref()?.file)))
    }

    /// The files of a directory.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem};
    ///
    /// let mut files = FileSystem::new();
    /// let telecom = files.add(FileSystem::MF, File::directory("DF.TELECOM", 0x7F10));
    /// files.add(telecom, File::linear("EF.ADN", 0x6F3A, 28, [[0xFF; 28]; 10]));
    /// assert!(files.children(telecom).map(|(_, file)| file.fid()).eq([0x6F3A]));
    /// ```
    pub fn children(&self, parent: NodeId) -> impl Iterator<Item = (NodeId, &File)> {
        self.nodes.iter().enumerate().filter_map(move |(i, node)| {
            let node = node.as_ref()?;
            (node.parent == Some(parent)).then_some((NodeId(i), &node.file))
        })
    }

    /// The child of a directory with this FID. ADFs have none that counts here.
    pub(super) fn child(&self, parent: NodeId, fid: u16) -> Option<NodeId> {
        self.children(parent).find(|(_, file)| file.fid() == fid && file.aid().is_none()).map(|(id, _)| id)
    }

    /// Finds a file by its path from the MF: names or FIDs in hex, separated by `/`. The MF itself may be left out.
    ///
    /// `"MF/EF.ICCID"`, `"2FE2"`, `"ADF.USIM/EF.IMSI"`, `"7F10/6F3A"`.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let card = VirtualCard::uicc();
    /// assert!(card.files().find("ADF.USIM/EF.IMSI").is_some());
    /// assert_eq!(card.files().find("MF/EF.ICCID"), card.files().find("2FE2"));
    /// ```
    pub fn find(&self, path: &str) -> Option<NodeId> {
        let mut at = Self::MF;
        for (depth, segment) in path.split('/').enumerate() {
            let matches = |file: &File| {
                file.name().eq_ignore_ascii_case(segment)
                    || segment.len() == 4 && u16::from_str_radix(segment, 16) == Ok(file.fid())
            };
            if depth == 0 && self.file(Self::MF).is_some_and(matches) {
                continue;
            }
            at = self.children(at).find(|(_, file)| matches(file))?.0;
        }
        Some(at)
    }

    /// The first EF.ARR that counts for a file, and the record in it that holds its rule: that of the nearest
    /// directory above which has one, as ETSI TS 102 221 9.2.7 has it. A directory's own rule is not in itself.
    pub(super) fn rule_of(&self, id: NodeId) -> Option<(u16, u8)> {
        let file = self.file(id)?;
        let rule = Rule { access: file.conditions(), directory: file.is_directory() };
        let number = self.rules.iter().position(|other| *other == rule)?.checked_add(1)?;
        let mut directory = self.parent(id).unwrap_or(Self::MF);
        loop {
            let arr = self
                .children(directory)
                .find(|(child, _)| self.node(*child).is_some_and(|node| node.rules))
                .map(|(_, file)| file.fid());
            match (arr, self.parent(directory)) {
                (Some(arr), _) => return Some((arr, u8::try_from(number).ok()?)),
                (None, Some(parent)) => directory = parent,
                (None, None) => return None,
            }
        }
    }

    /// The conditions in a record of an EF.ARR: that of the nearest directory which has one with this FID, starting
    /// with this one.
    pub(super) fn rule(&self, directory: NodeId, arr: u16, record: u8) -> Option<Access> {
        let arr = self.ancestry(directory).find_map(|id| self.child(id, arr))?;
        let Body::LinearFixed(records) = self.file(arr)?.body() else { return None };
        let record = records.get(usize::from(record))?;
        Some(super::rules::expanded(AccessRules::new(record)))
    }

    /// Makes EF.ARR agree with the files. To be called after every change of files or conditions.
    pub(super) fn refresh_rules(&mut self) {
        // Rules already known keep their number: a reader may hold an FCP that refers to it.
        for node in self.nodes.iter().flatten() {
            let rule = Rule { access: node.file.conditions(), directory: node.file.is_directory() };
            if !self.rules.contains(&rule) {
                self.rules.push(rule);
            }
        }
        let coded: Vec<Vec<u8>> =
            self.rules.iter().map(|rule| super::fcp::access_rule(&rule.access, rule.directory)).collect();
        let len = coded.iter().map(Vec::len).max().and_then(|len| u8::try_from(len).ok()).unwrap_or(u8::MAX);
        for node in self.nodes.iter_mut().flatten().filter(|node| node.rules) {
            *node.file.body_mut() = Body::LinearFixed(Records::new(len, &coded));
        }
    }
}

impl Default for FileSystem {
    fn default() -> Self {
        Self::new()
    }
}
