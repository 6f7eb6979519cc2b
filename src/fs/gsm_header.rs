use super::{ClockStop, FileId, Structure};
use crate::codec::{DecodeError, DecodeErrorKind, Reader};

const OBJECT: &str = "GSM file header";

/// What a 2G card answers to SELECT and STATUS (3GPP TS 51.011 9.2.1).
///
/// ```
/// use simcard::fs::{FileId, GsmAccess, GsmHeader, Structure};
///
/// // EF.ADN: 250 records of 28 bytes; READ and UPDATE after CHV1
/// let header = [0, 0, 0x1B, 0x58, 0x6F, 0x3A, 0x04, 0, 0x11, 0xF0, 0x44, 0x01, 0x02, 0x01, 0x1C];
/// let GsmHeader::File(adn) = GsmHeader::parse(&header)? else { panic!("a directory") };
/// assert_eq!((adn.file_id, adn.size, adn.record_len), (FileId(0x6F3A), 7000, Some(28)));
/// assert_eq!(adn.structure, Structure::LinearFixed);
/// assert_eq!((adn.access.read, adn.access.invalidate), (GsmAccess::Chv1, GsmAccess::Adm(4)));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum GsmHeader {
    /// The MF or a DF.
    Directory(GsmDirectory),
    /// An elementary file.
    File(GsmFile),
}

impl GsmHeader {
    /// Reads a header: at least 22 bytes for a directory, 15 for a file with records, 14 for a transparent one.
    /// What follows (it is for administrative use) is not looked at.
    ///
    /// Byte 13, the length of what follows it, is not relied on: cards fill it in carelessly, and the number of
    /// bytes that came says the same.
    ///
    /// # Errors
    ///
    /// [`Truncated`](DecodeErrorKind::Truncated): a mandatory byte did not come.
    /// [`Value`](DecodeErrorKind::Value): the type in byte 7 is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(OBJECT, bytes);
        reader.take(2)?;
        let size = reader.u16()?;
        let file_id = FileId(reader.u16()?);
        let at_type = reader;
        match reader.u8()? {
            0x01 => GsmDirectory::read(reader, true, size, file_id).map(Self::Directory),
            0x02 => GsmDirectory::read(reader, false, size, file_id).map(Self::Directory),
            0x04 => GsmFile::read(reader, size, file_id).map(Self::File),
            other => Err(at_type.error(DecodeErrorKind::Value(u32::from(other)))),
        }
    }
}

/// The header of the MF or a DF of a 2G card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GsmDirectory {
    /// The identifier.
    pub file_id: FileId,
    /// Whether it is the MF.
    pub is_mf: bool,
    /// Bytes of memory in it that are not allocated yet.
    pub free_memory: u16,
    /// What the card needs and allows.
    pub characteristics: GsmCharacteristics,
    /// DFs directly below it.
    pub directories: u8,
    /// EFs directly below it.
    pub files: u8,
    /// How many CHVs, UNBLOCK CHVs and administrative codes there are.
    pub codes: u8,
    /// CHV1, the PIN.
    pub chv1: ChvStatus,
    /// UNBLOCK CHV1, the PUK.
    pub unblock_chv1: ChvStatus,
    /// CHV2, the PIN2.
    pub chv2: ChvStatus,
    /// UNBLOCK CHV2, the PUK2.
    pub unblock_chv2: ChvStatus,
}

impl GsmDirectory {
    fn read(
        mut reader: Reader<'_>,
        is_mf: bool,
        free_memory: u16,
        file_id: FileId,
    ) -> Result<Self, DecodeError> {
        // bytes 8 to 12 are reserved; 13 is a length
        reader.take(6)?;
        let [characteristics, directories, files, codes, _, chv1, unblock_chv1, chv2, unblock_chv2] =
            reader.array()?;
        Ok(Self {
            file_id,
            is_mf,
            free_memory,
            characteristics: GsmCharacteristics::from_byte(characteristics),
            directories,
            files,
            codes,
            chv1: ChvStatus::from_byte(chv1),
            unblock_chv1: ChvStatus::from_byte(unblock_chv1),
            chv2: ChvStatus::from_byte(chv2),
            unblock_chv2: ChvStatus::from_byte(unblock_chv2),
        })
    }
}

/// What a 2G card needs and allows: the file characteristics (3GPP TS 51.011 9.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GsmCharacteristics {
    /// Whether the clock may be stopped.
    pub clock_stop: ClockStop,
    /// Whether the GSM algorithm or profile download needs a clock of 13/4 MHz instead of 13/8.
    pub fast_clock: bool,
    /// Whether CHV1 is asked for at all.
    pub chv1_enabled: bool,
}

impl GsmCharacteristics {
    const fn from_byte(byte: u8) -> Self {
        Self {
            clock_stop: ClockStop::from_byte(byte),
            fast_clock: byte & 0x02 != 0,
            chv1_enabled: byte & 0x80 == 0,
        }
    }
}

/// The state of a CHV or UNBLOCK CHV of a 2G card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChvStatus {
    /// Whether there is a code at all.
    pub initialised: bool,
    /// Wrong tries that are left; 0: blocked.
    pub remaining: u8,
}

impl ChvStatus {
    const fn from_byte(byte: u8) -> Self {
        Self { initialised: byte & 0x80 != 0, remaining: byte & 0x0F }
    }
}

/// The header of an elementary file of a 2G card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GsmFile {
    /// The identifier.
    pub file_id: FileId,
    /// Bytes of content: of all records where there are records.
    pub size: u16,
    /// How it is organised.
    pub structure: Structure,
    /// The bytes in a record; `None` where there are no records.
    pub record_len: Option<u8>,
    /// Whether INCREASE works. Only a cyclic file can have it.
    pub increase_allowed: bool,
    /// What has to be done before the file can be used.
    pub access: GsmAccessConditions,
    /// Whether it can be used at all.
    pub status: GsmFileStatus,
}

impl GsmFile {
    fn read(mut reader: Reader<'_>, size: u16, file_id: FileId) -> Result<Self, DecodeError> {
        let [flags, read_update, increase, rehabilitate_invalidate, status, _, structure] = reader.array()?;
        let structure = match structure {
            0 => Structure::Transparent,
            1 => Structure::LinearFixed,
            3 => Structure::Cyclic,
            other => Structure::Unknown(other),
        };
        let record_len = if structure.has_records() { Some(reader.u8()?) } else { None };
        Ok(Self {
            file_id,
            size,
            structure,
            record_len,
            increase_allowed: matches!(structure, Structure::Cyclic) && flags & 0x40 != 0,
            access: GsmAccessConditions {
                read: GsmAccess::from_nibble(read_update >> 4),
                update: GsmAccess::from_nibble(read_update),
                increase: GsmAccess::from_nibble(increase >> 4),
                reserved: GsmAccess::from_nibble(increase),
                rehabilitate: GsmAccess::from_nibble(rehabilitate_invalidate >> 4),
                invalidate: GsmAccess::from_nibble(rehabilitate_invalidate),
            },
            status: GsmFileStatus {
                invalidated: status & 0x01 == 0,
                usable_when_invalidated: status & 0x04 != 0,
            },
        })
    }
}

/// What has to be done before each command on a file of a 2G card (3GPP TS 51.011 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GsmAccessConditions {
    /// For READ and SEEK.
    pub read: GsmAccess,
    /// For UPDATE.
    pub update: GsmAccess,
    /// For INCREASE.
    pub increase: GsmAccess,
    /// The nibble that the specification reserves.
    pub reserved: GsmAccess,
    /// For REHABILITATE, which undoes INVALIDATE.
    pub rehabilitate: GsmAccess,
    /// For INVALIDATE.
    pub invalidate: GsmAccess,
}

/// An access condition of a 2G card (3GPP TS 51.011 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum GsmAccess {
    /// Nothing: always allowed.
    Always,
    /// CHV1 was verified, or is disabled.
    Chv1,
    /// CHV2 was verified.
    Chv2,
    /// The reserved level 3.
    Reserved,
    /// An administrative code, level 4 to 14.
    Adm(u8),
    /// Never allowed.
    Never,
}

impl GsmAccess {
    /// The condition in the low four bits.
    pub const fn from_nibble(nibble: u8) -> Self {
        match nibble & 0x0F {
            0 => Self::Always,
            1 => Self::Chv1,
            2 => Self::Chv2,
            3 => Self::Reserved,
            15 => Self::Never,
            level => Self::Adm(level),
        }
    }
}

/// Whether a file of a 2G card can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GsmFileStatus {
    /// Whether INVALIDATE switched the file off.
    pub invalidated: bool,
    /// Whether it can be read and updated even so.
    pub usable_when_invalidated: bool,
}
