//! Access rules: who may do what with a file (ETSI TS 102 221 9.2 and 11.1.1.4.7, ISO/IEC 7816-4 9.3).
//!
//! The rules stand in the file's FCP ([`CompactRules`], [`AccessRules`]), or in a record of an EF.ARR that the FCP
//! refers to ([`ArrReference`], then [`AccessRules`] again). An [`AccessSummary`] says in words what they come to.

mod condition;
#[cfg(feature = "serde")]
pub(super) mod serialize;
mod summary;
#[cfg(test)]
mod tests;

use core::fmt;

use bitflags::bitflags;

use super::{FileId, Structure};
use crate::codec::ber::{Tag, Tlv, Tlvs};
use crate::codec::{DecodeError, DecodeErrorKind, Reader};

pub use condition::{Authentication, Condition, Conditions, SecurityByte};
pub use summary::{AccessSummary, KeyReference, Requirement};

bitflags! {
    /// The access mode byte: what a rule is about. The names are those for an elementary file; three bits mean
    /// something else for a directory (ISO/IEC 7816-4 9.3.2).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct AccessMode: u8 {
        /// READ BINARY, READ RECORD, SEARCH RECORD.
        const READ = 0x01;
        /// UPDATE BINARY, UPDATE RECORD, ERASE.
        const UPDATE = 0x02;
        /// WRITE BINARY, WRITE RECORD, APPEND RECORD.
        const WRITE = 0x04;
        /// DEACTIVATE FILE.
        const DEACTIVATE = 0x08;
        /// ACTIVATE FILE.
        const ACTIVATE = 0x10;
        /// TERMINATE.
        const TERMINATE = 0x20;
        /// DELETE FILE of the file itself.
        const DELETE = 0x40;
        /// [`DEACTIVATE`](Self::DEACTIVATE) to [`DELETE`](Self::DELETE) have another meaning, which the card's
        /// maker knows.
        const PROPRIETARY = 0x80;
    }
}

impl AccessMode {
    /// For a directory: DELETE FILE of a file in it.
    pub const DELETE_CHILD: Self = Self::READ;
    /// For a directory: CREATE FILE of an elementary file in it.
    pub const CREATE_EF: Self = Self::UPDATE;
    /// For a directory: CREATE FILE of a directory in it.
    pub const CREATE_DF: Self = Self::WRITE;

    /// What the bits stand for on a file of this structure; both meanings if the structure is unknown.
    ///
    /// ```
    /// use simcard::fs::{Structure, access::AccessMode};
    ///
    /// let mode = AccessMode::READ | AccessMode::DEACTIVATE;
    /// assert!(mode.names(Structure::Transparent).eq(["read", "deactivate"]));
    /// assert!(mode.names(Structure::Directory).eq(["delete child", "deactivate"]));
    /// ```
    pub fn names(self, structure: Structure) -> impl Iterator<Item = &'static str> {
        let low: [&str; 3] = match structure {
            Structure::Directory => ["delete child", "create EF", "create DF"],
            Structure::Unknown(_) => ["read / delete child", "update / create EF", "write / create DF"],
            _ => ["read", "update", "write"],
        };
        let high: [&str; 4] = if self.contains(Self::PROPRIETARY) {
            ["proprietary 4", "proprietary 5", "proprietary 6", "proprietary 7"]
        } else {
            ["deactivate", "activate", "terminate", "delete"]
        };
        let bits = [
            Self::READ,
            Self::UPDATE,
            Self::WRITE,
            Self::DEACTIVATE,
            Self::ACTIVATE,
            Self::TERMINATE,
            Self::DELETE,
        ];
        let names = bits.into_iter().zip(low.into_iter().chain(high));
        names.filter(move |(bit, _)| self.contains(*bit)).map(|(_, name)| name)
    }
}

/// Which rule of which EF.ARR holds for a file, tag `8B` (ETSI TS 102 221 11.1.1.4.7.3).
///
/// ```
/// use simcard::fs::{FileId, access::ArrReference};
///
/// // rule 3 in security environment 00, rule 4 in 01
/// let reference = ArrReference::parse(&[0x6F, 0x06, 0x00, 0x03, 0x01, 0x04])?;
/// assert_eq!(reference.file_id(), Some(FileId(0x6F06)));
/// assert_eq!((reference.record(0), reference.record(1), reference.record(2)), (Some(3), Some(4), None));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ArrReference<'a> {
    file_id: Option<FileId>,
    records: ArrRecords<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum ArrRecords<'a> {
    One(u8),
    /// Pairs of security environment and record.
    PerEnvironment(&'a [u8]),
}

impl<'a> ArrReference<'a> {
    /// Reads the value of the data object: a file identifier and a record number, or a file identifier and pairs
    /// of security environment and record number, or a record number alone.
    ///
    /// ```
    /// use simcard::fs::access::ArrReference;
    ///
    /// // a record number alone: the card knows which EF.ARR
    /// assert_eq!(ArrReference::parse(&[0x03])?.record(1), Some(3));
    /// assert!(ArrReference::parse(&[0x6F, 0x06]).is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): none of these.
    pub const fn parse(value: &'a [u8]) -> Result<Self, DecodeError> {
        let (file_id, records) = match value {
            [record] => (None, ArrRecords::One(*record)),
            [high, low, record] => (Some([*high, *low]), ArrRecords::One(*record)),
            [high, low, pairs @ ..] if !pairs.is_empty() && pairs.len() % 2 == 0 => {
                (Some([*high, *low]), ArrRecords::PerEnvironment(pairs))
            }
            _ => return Err(DecodeError::new("reference to EF.ARR (8B)", 0, DecodeErrorKind::Length)),
        };
        let file_id = match file_id {
            Some(bytes) => Some(FileId(u16::from_be_bytes(bytes))),
            None => None,
        };
        Ok(Self { file_id, records })
    }

    /// The EF.ARR. It is in the file's directory or the nearest one above that has it; `None`: the card knows.
    ///
    /// ```
    /// use simcard::fs::{FileId, access::ArrReference};
    ///
    /// assert_eq!(ArrReference::parse(&[0x2F, 0x06, 0x04])?.file_id(), Some(FileId(0x2F06)));
    /// assert_eq!(ArrReference::parse(&[0x04])?.file_id(), None);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn file_id(&self) -> Option<FileId> {
        self.file_id
    }

    /// The record with the rule that holds in a security environment: 0 where the PIN is disabled, 1 where it is
    /// enabled (ETSI TS 102 221 9.2). `None`: the card gives no rule for that environment.
    ///
    /// ```
    /// use simcard::fs::access::ArrReference;
    ///
    /// let reference = ArrReference::parse(&[0x6F, 0x06, 0x01, 0x04])?;
    /// assert_eq!((reference.record(0), reference.record(1)), (None, Some(4)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn record(&self, environment: u8) -> Option<u8> {
        self.records().find(|(of, _)| of.is_none_or(|of| of == environment)).map(|(_, record)| record)
    }

    /// Every security environment and its record; a record without one holds in all of them.
    ///
    /// ```
    /// use simcard::fs::access::ArrReference;
    ///
    /// assert!(ArrReference::parse(&[0x6F, 0x06, 0x04])?.records().eq([(None, 4)]));
    /// let two = ArrReference::parse(&[0x6F, 0x06, 0x00, 0x03, 0x01, 0x04])?;
    /// assert!(two.records().eq([(Some(0), 3), (Some(1), 4)]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn records(&self) -> impl Iterator<Item = (Option<u8>, u8)> + use<'a> {
        let (one, pairs): (Option<u8>, &[u8]) = match self.records {
            ArrRecords::One(record) => (Some(record), &[]),
            ArrRecords::PerEnvironment(pairs) => (None, pairs),
        };
        let pairs = pairs.chunks_exact(2).filter_map(|pair| match pair {
            [environment, record] => Some((Some(*environment), *record)),
            _ => None,
        });
        one.map(|record| (None, record)).into_iter().chain(pairs)
    }
}

/// Rules as bits and bytes, tag `8C` (ETSI TS 102 221 11.1.1.4.7.1): single access modes with their condition.
/// If a mode comes more than once, any of its conditions is enough. After an error it ends.
///
/// ```
/// use simcard::fs::access::{AccessMode, CompactRules, SecurityByte};
///
/// // update never, read always
/// let rules: Result<Vec<_>, _> = CompactRules::new(&[0x03, 0xFF, 0x00]).collect();
/// let expected =
///     [(AccessMode::UPDATE, SecurityByte::NEVER), (AccessMode::READ, SecurityByte::ALWAYS)];
/// assert_eq!(rules?, expected);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CompactRules<'a> {
    reader: Reader<'a>,
    base: usize,
    /// The access mode byte whose conditions are being read, and which of its bits still lack theirs.
    mode: u8,
    pending: u8,
}

impl<'a> CompactRules<'a> {
    const OBJECT: &'static str = "compact access rules (8C)";

    /// The rules in the value of the data object.
    ///
    /// ```
    /// use simcard::fs::access::{AccessMode, CompactRules, SecurityByte};
    ///
    /// // deactivate: a PIN; read: always. Conditions come from the highest bit to the lowest
    /// let rules: Vec<_> = CompactRules::new(&[0x09, 0x10, 0x00]).collect::<Result<_, _>>()?;
    /// assert_eq!(rules, [(AccessMode::DEACTIVATE, SecurityByte(0x10)), (AccessMode::READ, SecurityByte::ALWAYS)]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn new(value: &'a [u8]) -> Self {
        Self { reader: Reader::new(Self::OBJECT, value), base: 0, mode: 0, pending: 0 }
    }

    pub(super) const fn within(object: &Tlv<'a>) -> Self {
        Self { base: object.value_offset(), ..Self::new(object.value) }
    }

    fn read(&mut self) -> Result<Option<(AccessMode, SecurityByte)>, DecodeError> {
        while self.pending == 0 {
            if self.reader.is_empty() {
                return Ok(None);
            }
            self.mode = self.reader.u8()?;
            self.pending = self.mode & 0x7F;
        }
        // conditions come from the highest bit to the lowest
        let bit = 0x80_u8.wrapping_shr(self.pending.leading_zeros());
        self.pending &= !bit;
        let proprietary = if bit >= 0x08 { self.mode & 0x80 } else { 0 };
        Ok(Some((AccessMode::from_bits_retain(bit | proprietary), SecurityByte(self.reader.u8()?))))
    }
}

impl Iterator for CompactRules<'_> {
    type Item = Result<(AccessMode, SecurityByte), DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rule = self.read().map_err(|error| error.within(Self::OBJECT, self.base)).transpose();
        if let Some(Err(_)) = rule {
            *self = Self::new(&[]);
        }
        rule
    }
}

/// Rules in full: of an FCP (tag `AB`, ETSI TS 102 221 11.1.1.4.7.2), or of a record of EF.ARR (9.2.7). After an
/// error it ends.
///
/// ```
/// use simcard::fs::access::{Access, AccessMode, AccessRules, Authentication, Condition};
///
/// // read: always; update: PIN1
/// let record = [
///     0x80, 0x01, 0x01, 0x90, 0x00, 0x80, 0x01, 0x02, 0xA4, 0x06, 0x83, 0x01, 0x01, 0x95, 0x01, 0x08, 0xFF, 0xFF,
/// ];
/// let mut rules = AccessRules::new(&record);
/// let read = rules.next().unwrap()?;
/// assert_eq!(read.access, Access::Mode(AccessMode::READ));
/// assert!(matches!(read.conditions.clone().next(), Some(Ok(Condition::Always))));
/// let update = rules.next().unwrap()?;
/// let Some(Ok(Condition::Authentication(pin))) = update.conditions.clone().next() else { panic!("no PIN") };
/// assert_eq!(pin, Authentication { key_reference: Some(0x01), usage: Some(0x08) });
/// assert!(rules.next().is_none());
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct AccessRules<'a> {
    objects: Tlvs<'a>,
}

/// A rule: what it is about, and what must be done first.
#[derive(Clone, Debug)]
pub struct AccessRule<'a> {
    /// What it is about.
    pub access: Access<'a>,
    /// What must be done first: any one of these is enough. Without one the rule says nothing, and allows nothing.
    pub conditions: Conditions<'a>,
}

/// What a rule is about: an access mode data object (ISO/IEC 7816-4 9.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access<'a> {
    /// The usual commands (tag `80`).
    Mode(AccessMode),
    /// Commands by their header bytes (tags `81` to `8F`); `84 01 32` is INCREASE.
    Commands(CommandPatterns<'a>),
    /// Something else: tag `9C` is for states that the card's maker defines.
    Other(Tlv<'a>),
}

impl<'a> AccessRules<'a> {
    const OBJECT: &'static str = "access rules";

    /// The rules in `bytes`; padding after and between them is skipped.
    ///
    /// ```
    /// use simcard::fs::access::{Access, AccessMode, AccessRules};
    ///
    /// // update: never, and the filling of the record
    /// let rule = AccessRules::new(&[0x80, 0x01, 0x02, 0x97, 0x00, 0xFF, 0xFF]).next().unwrap()?;
    /// assert_eq!(rule.access, Access::Mode(AccessMode::UPDATE));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { objects: Tlvs::new(bytes) }
    }

    pub(super) const fn within(object: &Tlv<'a>) -> Self {
        Self { objects: object.children() }
    }

    fn read(&mut self) -> Result<Option<AccessRule<'a>>, DecodeError> {
        let Some(access) = self.objects.next().transpose()? else { return Ok(None) };
        let access = Access::read(access)?;
        // The conditions go on until the next rule starts.
        let objects = self.objects.clone();
        let mut count = 0_usize;
        let mut ahead = objects.clone();
        while let Some(next) = ahead.next().transpose()? {
            if is_access(next.tag) {
                break;
            }
            count = count.saturating_add(1);
            self.objects = ahead.clone();
        }
        Ok(Some(AccessRule { access, conditions: Conditions::new(objects, count) }))
    }
}

impl<'a> Iterator for AccessRules<'a> {
    type Item = Result<AccessRule<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rule = self.read().map_err(|error| error.within(Self::OBJECT, 0)).transpose();
        if let Some(Err(_)) = rule {
            self.objects = Tlvs::new(&[]);
        }
        rule
    }
}

const fn is_access(tag: Tag) -> bool {
    matches!(tag.0, 0x80..=0x8F | 0x9C)
}

impl<'a> Access<'a> {
    fn read(object: Tlv<'a>) -> Result<Self, DecodeError> {
        let length = DecodeError::new(AccessRules::OBJECT, object.value_offset(), DecodeErrorKind::Length);
        match object.tag.0 {
            0x80 => match object.value {
                [mode] => Ok(Self::Mode(AccessMode::from_bits_retain(*mode))),
                _ => Err(length),
            },
            tag @ 0x81..=0x8F => {
                let patterns = CommandPatterns { which: tag.to_be_bytes()[3] & 0x0F, bytes: object.value };
                let whole = patterns.bytes.chunks_exact(patterns.len()).remainder().is_empty();
                if whole && !patterns.bytes.is_empty() { Ok(Self::Commands(patterns)) } else { Err(length) }
            }
            0x9C => Ok(Self::Other(object)),
            _ => Err(DecodeError::new(AccessRules::OBJECT, object.offset(), DecodeErrorKind::Tag)),
        }
    }
}

/// Commands, each told by some of its four header bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CommandPatterns<'a> {
    /// Bits 4 to 1: CLA, INS, P1 and P2 are given.
    which: u8,
    bytes: &'a [u8],
}

/// A command, told by some of its four header bytes; the others can be anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CommandPattern {
    /// The class.
    pub class: Option<u8>,
    /// The instruction.
    pub instruction: Option<u8>,
    /// The first parameter.
    pub p1: Option<u8>,
    /// The second parameter.
    pub p2: Option<u8>,
}

impl<'a> CommandPatterns<'a> {
    /// The bytes of one pattern, 1 to 4.
    const fn len(&self) -> usize {
        match self.which.count_ones() {
            0 | 1 => 1,
            2 => 2,
            3 => 3,
            _ => 4,
        }
    }

    /// The patterns; at least one.
    ///
    /// ```
    /// use simcard::fs::access::{Access, AccessRules};
    ///
    /// // INCREASE: never
    /// let rule = AccessRules::new(&[0x84, 0x01, 0x32, 0x97, 0x00]).next().unwrap()?;
    /// let Access::Commands(commands) = rule.access else { panic!("no commands") };
    /// assert!(commands.iter().map(|command| command.instruction).eq([Some(0x32)]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = CommandPattern> + use<'a> {
        let which = self.which;
        self.bytes.chunks_exact(self.len()).map(move |pattern| {
            let mut bytes = pattern.iter().copied();
            let mut next = |bit: u8| if which & bit != 0 { bytes.next() } else { None };
            CommandPattern { class: next(0x08), instruction: next(0x04), p1: next(0x02), p2: next(0x01) }
        })
    }
}

impl fmt::Debug for CommandPatterns<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The four bytes in hexadecimal, `..` for any: `..32....` is INCREASE.
impl fmt::Display for CommandPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        [self.class, self.instruction, self.p1, self.p2].iter().try_for_each(|byte| match byte {
            Some(byte) => write!(f, "{byte:02X}"),
            None => f.write_str(".."),
        })
    }
}
