use core::fmt;

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
    /// ```
    /// use simcard::fs::{FileId, GsmHeader, Structure};
    ///
    /// // EF.ICCID of a 2G card: ten bytes
    /// let header = [0, 0, 0, 0x0A, 0x2F, 0xE2, 0x04, 0, 0x0F, 0xFF, 0xFF, 0x01, 0x02, 0x00];
    /// let GsmHeader::File(iccid) = GsmHeader::parse(&header)? else { panic!("a directory") };
    /// assert_eq!((iccid.file_id, iccid.size, iccid.structure), (FileId(0x2FE2), 10, Structure::Transparent));
    /// assert!(GsmHeader::parse(&header[..7]).is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
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
    /// Whether the GSM algorithm and SIM data download need a clock of 13/4 MHz instead of 13/8.
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
///
/// ```
/// use simcard::fs::GsmHeader;
///
/// let header = [0, 0, 0, 0x0A, 0x2F, 0xE2, 0x04, 0, 0x0F, 0xFF, 0x44, 0x01, 0x02, 0x00, 0x00];
/// let GsmHeader::File(iccid) = GsmHeader::parse(&header)? else { panic!("a directory") };
/// let access = "read: always, update: never, rehabilitate: ADM level 4, invalidate: ADM level 4";
/// assert_eq!(iccid.access.to_string(), access);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
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

/// `read: CHV1, update: CHV2, rehabilitate: ADM level 4, invalidate: ADM level 4`; INCREASE only where it is allowed.
impl fmt::Display for GsmAccessConditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "read: {}, update: {}, ", self.read, self.update)?;
        if self.increase != GsmAccess::Never {
            write!(f, "increase: {}, ", self.increase)?;
        }
        write!(f, "rehabilitate: {}, invalidate: {}", self.rehabilitate, self.invalidate)
    }
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
    ///
    /// ```
    /// use simcard::fs::GsmAccess;
    ///
    /// assert_eq!(GsmAccess::from_nibble(0x1), GsmAccess::Chv1);
    /// assert_eq!(GsmAccess::from_nibble(0x4), GsmAccess::Adm(4));
    /// assert_eq!(GsmAccess::from_nibble(0xF), GsmAccess::Never);
    /// ```
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

/// `always`, `CHV1`, `ADM level 4`, `never`.
impl fmt::Display for GsmAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("always"),
            Self::Chv1 => f.write_str("CHV1"),
            Self::Chv2 => f.write_str("CHV2"),
            Self::Reserved => f.write_str("reserved level 3"),
            Self::Adm(level) => write!(f, "ADM level {level}"),
            Self::Never => f.write_str("never"),
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

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;
    use crate::fs::{FileInfo, SelectResponse, Sfi};

    /// DF.GSM: 22 mandatory bytes (3GPP TS 51.011 9.2.1).
    const DF: [u8; 22] = hex!("0000 0A5B 7F20 02 0000000000 09 83 02 1A 08 00 83 8A 03 0A");
    /// EF.SMS, 10 records of 176 bytes.
    const SMS: [u8; 15] = hex!("0000 06E0 6F3C 04 00 11F044 01 02 01 B0");

    fn file(bytes: &[u8]) -> GsmFile {
        match GsmHeader::parse(bytes).unwrap() {
            GsmHeader::File(file) => file,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn directory() {
        let GsmHeader::Directory(df) = GsmHeader::parse(&DF).unwrap() else { panic!("a file") };
        assert_eq!((df.file_id, df.is_mf, df.free_memory), (FileId::DF_GSM, false, 0x0A5B));
        assert_eq!((df.directories, df.files, df.codes), (2, 26, 8));
        // 83: CHV1 disabled, 13/4 MHz, clock stop allowed
        let expected =
            GsmCharacteristics { clock_stop: ClockStop::Allowed, fast_clock: true, chv1_enabled: false };
        assert_eq!(df.characteristics, expected);
        let status = |initialised, remaining| ChvStatus { initialised, remaining };
        assert_eq!((df.chv1, df.unblock_chv1), (status(true, 3), status(true, 10)));
        assert_eq!((df.chv2, df.unblock_chv2), (status(false, 3), status(false, 10)));

        let mut mf = [&DF[..], &[0; 12]].concat();
        (mf[4], mf[5], mf[6], mf[13]) = (0x3F, 0x00, 0x01, 0x15);
        let GsmHeader::Directory(mf) = GsmHeader::parse(&mf).unwrap() else { panic!("a file") };
        assert!(mf.is_mf && mf.characteristics.chv1_enabled && !mf.characteristics.fast_clock);
        assert_eq!(mf.characteristics.clock_stop, ClockStop::HighPreferred);
        let info = FileInfo::from(&GsmHeader::Directory(mf));
        assert!(info.is_directory() && info.activated);
        assert_eq!((info.file_id, info.size, info.sfi), (Some(FileId::MF), None, Sfi::NotSupported));
    }

    #[test]
    fn records() {
        let sms = file(&SMS);
        assert_eq!((sms.structure, sms.size, sms.record_len), (Structure::LinearFixed, 1760, Some(176)));
        let expected = GsmAccessConditions {
            read: GsmAccess::Chv1,
            update: GsmAccess::Chv1,
            increase: GsmAccess::Never,
            reserved: GsmAccess::Always,
            rehabilitate: GsmAccess::Adm(4),
            invalidate: GsmAccess::Adm(4),
        };
        assert_eq!(sms.access, expected);
        assert_eq!(sms.status, GsmFileStatus { invalidated: false, usable_when_invalidated: false });
        let info = SelectResponse::parse(&SMS).unwrap().info();
        assert_eq!((info.record_len, info.records, info.activated), (Some(176), Some(10), true));
    }

    #[test]
    fn cyclic() {
        // EF.ACM: INCREASE allowed and after CHV1, UPDATE after CHV2, invalidated but readable
        let acm = file(&hex!("0000 0009 6F39 04 40 12 10 E4 04 02 03 03"));
        assert_eq!((acm.structure, acm.record_len, acm.increase_allowed), (Structure::Cyclic, Some(3), true));
        assert_eq!((acm.access.update, acm.access.increase), (GsmAccess::Chv2, GsmAccess::Chv1));
        assert_eq!((acm.access.rehabilitate, acm.access.invalidate), (GsmAccess::Adm(14), GsmAccess::Adm(4)));
        assert_eq!(acm.status, GsmFileStatus { invalidated: true, usable_when_invalidated: true });
        assert!(!FileInfo::from(&GsmHeader::File(acm)).activated);
    }

    #[test]
    fn transparent() {
        // the flag of byte 8 means something for cyclic files only; byte 15 may be missing
        let iccid = hex!("0000 000A 2FE2 04 40 0FFFFF 01 01 00");
        let found = file(&iccid);
        assert_eq!(
            (found.structure, found.record_len, found.increase_allowed),
            (Structure::Transparent, None, false)
        );
        assert_eq!((found.access.read, found.access.update), (GsmAccess::Always, GsmAccess::Never));
        assert_eq!(file(&[&iccid[..], &[0x00]].concat()), found);
        assert_eq!(file(&[&iccid[..], &[0xFF; 8]].concat()), found);
        let mut odd = iccid;
        odd[13] = 0x07;
        assert_eq!(file(&odd).structure, Structure::Unknown(7));
        assert_eq!(GsmAccess::from_nibble(0x33), GsmAccess::Reserved);
    }

    #[test]
    fn what_is_missing_is_an_error() {
        for whole in [&DF[..], &SMS] {
            for cut in 0..whole.len() {
                let error = GsmHeader::parse(&whole[..cut]).unwrap_err();
                assert_eq!(error.object, OBJECT);
                assert!(
                    matches!(error.kind, DecodeErrorKind::Truncated { missing } if missing <= whole.len() - cut)
                );
            }
        }
        let mut none = SMS;
        none[6] = 0x03;
        assert_eq!(GsmHeader::parse(&none), Err(DecodeError::new(OBJECT, 6, DecodeErrorKind::Value(3))));
    }

    #[test]
    fn records_of_no_bytes_divide_nothing() {
        let mut empty = SMS;
        empty[14] = 0;
        assert_eq!(file(&empty).record_len, Some(0));
        let info = SelectResponse::parse(&empty).unwrap().info();
        assert_eq!((info.record_len, info.records, info.size), (None, None, Some(1760)));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn as_json() {
        let json = serde_json::to_value(SelectResponse::parse(&SMS).unwrap()).unwrap();
        let file = &json["gsm"]["file"];
        assert_eq!((&file["file_id"], &file["structure"]), (&"6F3C".into(), &"linear_fixed".into()));
        assert_eq!(file["access"]["invalidate"], serde_json::json!({"adm": 4}));
        assert_eq!(file["access"]["increase"], "never");
        let json = serde_json::to_value(GsmHeader::parse(&DF).unwrap()).unwrap();
        assert_eq!(json["directory"]["chv1"], serde_json::json!({"initialised": true, "remaining": 3}));
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, kind in 0_u8..5) {
            _ = GsmHeader::parse(&bytes).map(|header| FileInfo::from(&header));
            let mut bytes = bytes;
            if let Some(byte) = bytes.get_mut(6) {
                *byte = kind;
            }
            _ = GsmHeader::parse(&bytes).map(|header| FileInfo::from(&header));
        }
    }
}
