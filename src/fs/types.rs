use super::{Fcp, FileId, GsmFile, GsmHeader};
use crate::codec::{DecodeError, DecodeErrorKind, Reader};

/// What a card says of a file when it is selected, as far as reading and writing it needs: the same whether the
/// card answered with an FCP or with a header of a 2G card.
///
/// Made from an [`Fcp`] or a [`GsmHeader`]. What the card left out or said in a malformed way is absent here;
/// their own accessors tell which of the two it was.
///
/// ```
/// use simcard::fs::{Fcp, FileId, FileInfo, Sfi, Structure};
///
/// // EF.ADN: linear fixed, records of 28 bytes, 250 of them; no short identifier
/// let fcp = [
///     0x62, 0x14, 0x82, 0x05, 0x42, 0x21, 0x00, 0x1C, 0xFA, 0x83, 0x02, 0x6F, 0x3A, 0x8A, 0x01, 0x05, 0x80, 0x02,
///     0x1B, 0x58, 0x88, 0x00, 0xFF,
/// ];
/// let info = FileInfo::from(&Fcp::parse(&fcp)?);
/// assert_eq!(info.file_id, Some(FileId(0x6F3A)));
/// assert_eq!(info.structure, Structure::LinearFixed);
/// assert_eq!((info.size, info.record_len, info.records), (Some(7000), Some(28), Some(250)));
/// assert_eq!(info.sfi, Sfi::NotSupported);
/// assert!(info.activated);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FileInfo {
    /// The identifier. An ADF need not have one.
    pub file_id: Option<FileId>,
    /// Directory, or how the content is organised.
    pub structure: Structure,
    /// The bytes of content of an elementary file.
    pub size: Option<u32>,
    /// The bytes in a record, at least 1. `None` where there are no records.
    pub record_len: Option<u16>,
    /// How many records there are: as the card says, or size divided by record length where it says nothing or 0.
    pub records: Option<u16>,
    /// The short identifier.
    pub sfi: Sfi,
    /// Whether the file can be used: not deactivated (2G: invalidated), not terminated.
    pub activated: bool,
}

impl FileInfo {
    /// Whether this is the MF, a DF or an ADF.
    ///
    /// ```
    /// use simcard::fs::{Fcp, FileInfo};
    ///
    /// let telecom = Fcp::parse(&[0x62, 0x08, 0x82, 0x02, 0x78, 0x21, 0x83, 0x02, 0x7F, 0x10])?;
    /// assert!(FileInfo::from(&telecom).is_directory());
    /// let iccid = Fcp::parse(&[0x62, 0x08, 0x82, 0x02, 0x41, 0x21, 0x83, 0x02, 0x2F, 0xE2])?;
    /// assert!(!FileInfo::from(&iccid).is_directory());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn is_directory(&self) -> bool {
        matches!(self.structure, Structure::Directory)
    }

    /// Of a file of which no more is known than this.
    pub(crate) fn unknown(structure: Structure) -> Self {
        Self::new(structure, None, None, None)
    }

    fn new(structure: Structure, size: Option<u32>, record_len: Option<u16>, count: Option<u16>) -> Self {
        let record_len = record_len.filter(|len| structure.has_records() && *len > 0);
        let records = record_len.and_then(|len| {
            let fitting = || u16::try_from(size?.checked_div(u32::from(len))?).ok();
            count.filter(|count| *count > 0).or_else(fitting)
        });
        Self { file_id: None, structure, size, record_len, records, sfi: Sfi::NotSupported, activated: true }
    }
}

impl From<&Fcp<'_>> for FileInfo {
    fn from(fcp: &Fcp<'_>) -> Self {
        let descriptor = fcp.file_descriptor().ok().flatten();
        let structure = descriptor.map_or(Structure::Unknown(0), |descriptor| descriptor.structure);
        let size = fcp.file_size().ok().flatten();
        let record_len = descriptor.and_then(|descriptor| descriptor.record_len);
        let records = descriptor.and_then(|descriptor| descriptor.records);
        let life_cycle = fcp.life_cycle().ok().flatten();
        Self {
            file_id: fcp.file_id().ok().flatten(),
            sfi: fcp.sfi().unwrap_or(Sfi::NotSupported),
            activated: !matches!(life_cycle, Some(LifeCycle::Deactivated | LifeCycle::Terminated)),
            ..Self::new(structure, size, record_len, records)
        }
    }
}

impl From<&GsmHeader> for FileInfo {
    fn from(header: &GsmHeader) -> Self {
        match header {
            GsmHeader::Directory(directory) => {
                Self { file_id: Some(directory.file_id), ..Self::new(Structure::Directory, None, None, None) }
            }
            GsmHeader::File(GsmFile { file_id, size, structure, record_len, status, .. }) => Self {
                file_id: Some(*file_id),
                activated: !status.invalidated,
                ..Self::new(*structure, Some(u32::from(*size)), record_len.map(u16::from), None)
            },
        }
    }
}

/// How a file is organised (ETSI TS 102 221 8.2 and 11.1.1.4.3, 3GPP TS 51.011 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Structure {
    /// A directory: MF, DF or ADF.
    Directory,
    /// A string of bytes.
    Transparent,
    /// Records of one length, numbered from 1.
    LinearFixed,
    /// Records of one length in a ring; number 1 is the one written last.
    Cyclic,
    /// Data objects, each reached by its tag.
    BerTlv,
    /// None of these, or the card does not say: the byte that should tell, 0 where there was none.
    Unknown(u8),
}

impl Structure {
    /// Whether the content is read and written by records.
    ///
    /// ```
    /// use simcard::fs::Structure;
    ///
    /// assert!(Structure::LinearFixed.has_records() && Structure::Cyclic.has_records());
    /// assert!(!Structure::Transparent.has_records());
    /// ```
    pub const fn has_records(self) -> bool {
        matches!(self, Self::LinearFixed | Self::Cyclic)
    }
}

/// What sort of file it is (ETSI TS 102 221 11.1.1.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum FileType {
    /// A directory: MF, DF or ADF.
    Directory,
    /// An elementary file for the world outside the card.
    WorkingEf,
    /// An elementary file that the card itself uses.
    InternalEf,
    /// Another sort: the whole file descriptor byte.
    Unknown(u8),
}

/// The file descriptor, tag `82` of an FCP (ETSI TS 102 221 11.1.1.4.3, ISO/IEC 7816-4 7.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FileDescriptor {
    /// Whether several logical channels may have the file selected at once.
    pub shareable: bool,
    /// What sort of file it is.
    pub file_type: FileType,
    /// How it is organised.
    pub structure: Structure,
    /// The data coding byte. ETSI TS 102 221 asks terminals not to look at it.
    pub data_coding: Option<u8>,
    /// The bytes in a record, as the card says.
    pub record_len: Option<u16>,
    /// The number of records, as the card says.
    pub records: Option<u16>,
}

impl FileDescriptor {
    const OBJECT: &'static str = "file descriptor (82)";

    /// Reads the value of the data object. ETSI knows 2 and 5 bytes; the 1 to 6 of ISO/IEC 7816-4 are read too.
    ///
    /// ```
    /// use simcard::fs::{FileDescriptor, FileType, Structure};
    ///
    /// let cyclic = FileDescriptor::parse(&[0x46, 0x21, 0x00, 0x03, 0x05])?;
    /// assert_eq!((cyclic.file_type, cyclic.structure), (FileType::WorkingEf, Structure::Cyclic));
    /// assert_eq!((cyclic.shareable, cyclic.record_len, cyclic.records), (true, Some(3), Some(5)));
    /// assert!(FileDescriptor::parse(&[]).is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): no bytes or more than six.
    pub fn parse(value: &[u8]) -> Result<Self, DecodeError> {
        let (byte, data_coding, record_len, records) = match *value {
            [byte] => (byte, None, None, None),
            [byte, coding] => (byte, Some(coding), None, None),
            [byte, coding, len] => (byte, Some(coding), Some([0, len]), None),
            [byte, coding, high, low] => (byte, Some(coding), Some([high, low]), None),
            [byte, coding, high, low, count] => (byte, Some(coding), Some([high, low]), Some([0, count])),
            [byte, coding, high, low, more, less] => {
                (byte, Some(coding), Some([high, low]), Some([more, less]))
            }
            _ => return Err(DecodeError::new(Self::OBJECT, 0, DecodeErrorKind::Length)),
        };
        let (file_type, structure) = Self::kind(byte);
        Ok(Self {
            // bit 8 set means that the other bits are not coded like this
            shareable: byte & 0xC0 == 0x40,
            file_type,
            structure,
            data_coding,
            record_len: record_len.map(u16::from_be_bytes),
            records: records.map(u16::from_be_bytes),
        })
    }

    const fn kind(byte: u8) -> (FileType, Structure) {
        let file_type = match byte & 0xB8 {
            0x00 => FileType::WorkingEf,
            0x08 => FileType::InternalEf,
            // A BER-TLV file has the type bits of a directory: 39, not 09
            0x38 if byte & 0x07 == 0 => FileType::Directory,
            0x38 if byte & 0x07 == 1 => FileType::WorkingEf,
            _ => FileType::Unknown(byte),
        };
        let structure = match (file_type, byte & 0x3F) {
            (FileType::Directory, _) => Structure::Directory,
            (FileType::Unknown(_), _) => Structure::Unknown(byte),
            (_, 0x39) => Structure::BerTlv,
            (_, bits) => match bits & 0x07 {
                1 => Structure::Transparent,
                2 => Structure::LinearFixed,
                6 => Structure::Cyclic,
                _ => Structure::Unknown(byte),
            },
        };
        (file_type, structure)
    }
}

/// The short file identifier: how a file can be read without being selected first (ETSI TS 102 221 11.1.1.4.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Sfi {
    /// The card says it: 1 to 30.
    Explicit(u8),
    /// The card says nothing, so it is the low five bits of the file identifier: 1 to 30.
    FromFid(u8),
    /// There is none: the card says so, it is a directory or a file of a 2G card, or the low bits of the file
    /// identifier are no short one.
    NotSupported,
}

impl Sfi {
    const OBJECT: &'static str = "short file identifier (88)";

    /// Reads the value of tag `88`: one byte, or none where the file has no short identifier.
    ///
    /// ```
    /// use simcard::fs::Sfi;
    ///
    /// assert_eq!(Sfi::parse(&[0x10])?, Sfi::Explicit(2)); // in the upper five bits
    /// assert_eq!(Sfi::parse(&[])?, Sfi::NotSupported);
    /// assert!(Sfi::parse(&[0x02]).is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): more than a byte. [`Value`](DecodeErrorKind::Value): the low three
    /// bits are not zero, or the upper five are 31; that names no file.
    pub fn parse(value: &[u8]) -> Result<Self, DecodeError> {
        match *value {
            [] | [0] => Ok(Self::NotSupported),
            [byte] if byte & 0x07 == 0 && byte != 0xF8 => Ok(Self::Explicit(byte >> 3)),
            [byte] => Err(DecodeError::new(Self::OBJECT, 0, DecodeErrorKind::Value(u32::from(byte)))),
            _ => Err(DecodeError::new(Self::OBJECT, 0, DecodeErrorKind::Length)),
        }
    }

    /// The short identifier that a file has by its identifier alone.
    ///
    /// ```
    /// use simcard::fs::{FileId, Sfi};
    ///
    /// assert_eq!(Sfi::from_file_id(FileId(0x6F07)), Sfi::FromFid(7));
    /// assert_eq!(Sfi::from_file_id(FileId(0x6F40)), Sfi::NotSupported); // the low five bits are zero
    /// ```
    pub const fn from_file_id(id: FileId) -> Self {
        let [_, low] = id.to_bytes();
        match low & 0x1F {
            0 | 31 => Self::NotSupported,
            sfi => Self::FromFid(sfi),
        }
    }

    /// The number, 1 to 30.
    ///
    /// ```
    /// use simcard::fs::Sfi;
    ///
    /// assert_eq!((Sfi::Explicit(2).value(), Sfi::FromFid(7).value()), (Some(2), Some(7)));
    /// assert_eq!(Sfi::NotSupported.value(), None);
    /// ```
    pub const fn value(self) -> Option<u8> {
        match self {
            Self::Explicit(sfi) | Self::FromFid(sfi) => Some(sfi),
            Self::NotSupported => None,
        }
    }
}

/// Where a file stands in its life, tag `8A` of an FCP (ETSI TS 102 221 11.1.1.4.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum LifeCycle {
    /// The card does not say.
    NoInformation,
    /// Being created.
    Creation,
    /// Being filled.
    Initialisation,
    /// In use.
    Activated,
    /// Switched off; ACTIVATE FILE switches it on again.
    Deactivated,
    /// Ended for good.
    Terminated,
    /// A value the specification leaves to the card's maker, or reserves.
    Unknown(u8),
}

impl LifeCycle {
    /// The state with this value.
    ///
    /// ```
    /// use simcard::fs::LifeCycle;
    ///
    /// assert_eq!(LifeCycle::from_byte(0x05), LifeCycle::Activated);
    /// assert_eq!(LifeCycle::from_byte(0x04), LifeCycle::Deactivated);
    /// assert_eq!(LifeCycle::from_byte(0x0C), LifeCycle::Terminated);
    /// ```
    pub const fn from_byte(byte: u8) -> Self {
        match byte {
            0x00 => Self::NoInformation,
            0x01 => Self::Creation,
            0x03 => Self::Initialisation,
            // bit 2 does not matter in these two, bits 2 and 1 in the last
            0x05 | 0x07 => Self::Activated,
            0x04 | 0x06 => Self::Deactivated,
            0x0C..=0x0F => Self::Terminated,
            _ => Self::Unknown(byte),
        }
    }
}

/// Whether the card's clock may be stopped, and how the line is left then (ETSI TS 102 221 11.1.1.4.6.1,
/// 3GPP TS 51.011 9.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum ClockStop {
    /// Yes, at either level.
    Allowed,
    /// Yes, better at the high level.
    HighPreferred,
    /// Yes, better at the low level.
    LowPreferred,
    /// Never.
    Never,
    /// Only at the high level.
    OnlyHigh,
    /// Only at the low level.
    OnlyLow,
    /// A reserved coding: bits 4, 3 and 1 of the byte.
    Unknown(u8),
}

impl ClockStop {
    /// Bits 4, 3 and 1 of the byte of characteristics that UICCs and 2G cards share.
    ///
    /// ```
    /// use simcard::fs::ClockStop;
    ///
    /// assert_eq!(ClockStop::from_byte(0x71), ClockStop::Allowed);
    /// assert_eq!(ClockStop::from_byte(0x70), ClockStop::Never);
    /// ```
    pub const fn from_byte(byte: u8) -> Self {
        match byte & 0x0D {
            0x01 => Self::Allowed,
            0x05 => Self::HighPreferred,
            0x09 => Self::LowPreferred,
            0x00 => Self::Never,
            0x04 => Self::OnlyHigh,
            0x08 => Self::OnlyLow,
            bits => Self::Unknown(bits),
        }
    }
}

/// Reads all of `value` as a big-endian number; leading zeros may make it as long as they like.
pub(super) fn number(object: &'static str, value: &[u8]) -> Result<u32, DecodeError> {
    let zeros = value.iter().take_while(|byte| **byte == 0).count();
    let mut reader = Reader::new(object, value);
    reader.take(zeros)?;
    match reader.remaining() {
        0 if zeros == 0 => Err(reader.error(DecodeErrorKind::Length)),
        0 => Ok(0),
        1 => reader.u8().map(u32::from),
        2 => reader.u16().map(u32::from),
        3 => reader.u24(),
        4 => reader.u32(),
        _ => Err(reader.error(DecodeErrorKind::Length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptor_bytes() {
        // ETSI TS 102 221 11.1.1.4.3
        for (byte, shareable, file_type, structure) in [
            (0x38, false, FileType::Directory, Structure::Directory),
            (0x78, true, FileType::Directory, Structure::Directory),
            (0x01, false, FileType::WorkingEf, Structure::Transparent),
            (0x41, true, FileType::WorkingEf, Structure::Transparent),
            (0x42, true, FileType::WorkingEf, Structure::LinearFixed),
            (0x46, true, FileType::WorkingEf, Structure::Cyclic),
            (0x49, true, FileType::InternalEf, Structure::Transparent),
            (0x39, false, FileType::WorkingEf, Structure::BerTlv),
            (0x79, true, FileType::WorkingEf, Structure::BerTlv),
            (0x40, true, FileType::WorkingEf, Structure::Unknown(0x40)),
            (0x43, true, FileType::WorkingEf, Structure::Unknown(0x43)),
            (0x51, true, FileType::Unknown(0x51), Structure::Unknown(0x51)),
            (0x7A, true, FileType::Unknown(0x7A), Structure::Unknown(0x7A)),
            (0xC1, false, FileType::Unknown(0xC1), Structure::Unknown(0xC1)),
        ] {
            let found = FileDescriptor::parse(&[byte, 0x21]).unwrap();
            assert_eq!(
                (found.shareable, found.file_type, found.structure),
                (shareable, file_type, structure)
            );
        }
    }

    #[test]
    fn descriptor_lengths() {
        let records = |value: &[u8]| FileDescriptor::parse(value).map(|it| (it.record_len, it.records));
        assert_eq!(records(&[0x42]), Ok((None, None)));
        assert_eq!(records(&[0x42, 0x21, 0x1C]), Ok((Some(0x1C), None)));
        assert_eq!(records(&[0x42, 0x21, 0x01, 0x1C]), Ok((Some(0x11C), None)));
        assert_eq!(records(&[0x42, 0x21, 0x00, 0x1C, 0xFA]), Ok((Some(28), Some(250))));
        assert_eq!(records(&[0x42, 0x21, 0x00, 0x1C, 0x01, 0x00]), Ok((Some(28), Some(256))));
        for wrong in [&[][..], &[0x42; 7]] {
            assert_eq!(records(wrong).unwrap_err().kind, DecodeErrorKind::Length);
        }
    }

    #[test]
    fn short_identifiers() {
        assert_eq!(Sfi::parse(&[]), Ok(Sfi::NotSupported));
        assert_eq!(Sfi::parse(&[0x00]), Ok(Sfi::NotSupported));
        assert_eq!(Sfi::parse(&[0x08]), Ok(Sfi::Explicit(1)));
        assert_eq!(Sfi::parse(&[0xF0]), Ok(Sfi::Explicit(30)));
        for wrong in [0x07, 0xF8, 0xFF] {
            assert_eq!(Sfi::parse(&[wrong]).unwrap_err().kind, DecodeErrorKind::Value(u32::from(wrong)));
        }
        assert_eq!(Sfi::parse(&[0x08, 0x08]).unwrap_err().kind, DecodeErrorKind::Length);
        assert_eq!(Sfi::from_file_id(FileId(0x6F07)), Sfi::FromFid(7));
        assert_eq!(Sfi::from_file_id(FileId(0x2FE2)).value(), Some(2));
        assert_eq!(Sfi::from_file_id(FileId(0x6F40)), Sfi::NotSupported);
        assert_eq!(Sfi::from_file_id(FileId(0x6F3F)), Sfi::NotSupported);
    }

    #[test]
    fn life_cycles() {
        // ETSI TS 102 221 11.1.1.4.9: 0000 01-1, 0000 01-0, 0000 11--
        for (bytes, state) in [
            (&[0x00][..], LifeCycle::NoInformation),
            (&[0x01], LifeCycle::Creation),
            (&[0x03], LifeCycle::Initialisation),
            (&[0x05, 0x07], LifeCycle::Activated),
            (&[0x04, 0x06], LifeCycle::Deactivated),
            (&[0x0C, 0x0D, 0x0E, 0x0F], LifeCycle::Terminated),
        ] {
            assert!(bytes.iter().all(|byte| LifeCycle::from_byte(*byte) == state), "{state:?}");
        }
        for byte in (0x08..0x0C).chain(0x10..=0xFF).chain([0x02]) {
            assert_eq!(LifeCycle::from_byte(byte), LifeCycle::Unknown(byte));
        }
    }

    #[test]
    fn numbers_of_any_length() {
        assert_eq!(number("n", &[0x0A]), Ok(10));
        assert_eq!(number("n", &[0, 0]), Ok(0));
        assert_eq!(number("n", &[0x01, 0x02, 0x03]), Ok(0x0001_0203));
        assert_eq!(number("n", &[0, 0, 0xFF, 0xFF, 0xFF, 0xFF]), Ok(u32::MAX));
        for wrong in [&[][..], &[1, 0, 0, 0, 0]] {
            assert_eq!(number("n", wrong).unwrap_err().kind, DecodeErrorKind::Length);
        }
    }
}
