//! The historical bytes: COMPACT-TLV objects (ISO/IEC 7816-4 8.1.1).

use super::super::StatusWord;
use crate::codec::{DecodeError, DecodeErrorKind};

const OBJECT: &str = "historical bytes";

/// The COMPACT-TLV objects in historical bytes. See [`Atr::compact_tlvs`](super::Atr::compact_tlvs).
///
/// It ends with its first error.
#[derive(Clone, Debug)]
pub struct CompactTlvs<'a> {
    rest: &'a [u8],
    /// Where `rest` starts.
    offset: usize,
    /// The three bytes that end historical bytes of category 00.
    status: Option<&'a [u8]>,
}

/// An object in the historical bytes. Values that do not follow the specification are
/// [`Other`](Self::Other).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CompactTlv<'a> {
    /// Tag 1: country code (ISO 3166-1, as digits) and national data.
    Country(#[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))] &'a [u8]),
    /// Tag 2: issuer identification number.
    IssuerId(#[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))] &'a [u8]),
    /// Tag 3: how applications are found.
    CardServiceData(CardServiceData),
    /// Tag 4: how to get more data objects from the card first.
    InitialAccess(#[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))] &'a [u8]),
    /// Tag 5: what the card issuer wrote.
    IssuerData(#[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))] &'a [u8]),
    /// Tag 6: what the card manufacturer wrote (chip, operating system, versions).
    PreIssuingData(#[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))] &'a [u8]),
    /// Tag 7: what the card can do.
    CardCapabilities(CardCapabilities),
    /// Tag 8, or the last three of historical bytes that begin with `00`.
    Status(StatusIndicator),
    /// Tag F: identifier of the application that a reset selects.
    Aid(#[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))] &'a [u8]),
    /// Any other object.
    Other {
        /// The tag, 0 to 15.
        tag: u8,
        /// The value, 0 to 15 bytes.
        #[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))]
        value: &'a [u8],
    },
}

#[cfg(feature = "serde")]
fn as_hex<S: serde::Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex::encode_upper(bytes))
}

/// How the applications of a card are found (ISO/IEC 7816-4 8.1.1.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CardServiceData {
    /// SELECT by full DF name (AID) works.
    pub select_by_full_name: bool,
    /// SELECT by the beginning of a DF name works.
    pub select_by_partial_name: bool,
    /// EF.DIR has data objects.
    pub ef_dir: bool,
    /// EF.ATR has data objects.
    pub ef_atr: bool,
    /// How both are read; none for a reserved value.
    pub access: Option<AccessService>,
    /// The card has a master file.
    pub mf: bool,
}

/// The command that reads EF.DIR and EF.ATR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AccessService {
    /// READ BINARY.
    ReadBinary,
    /// READ RECORD.
    ReadRecord,
    /// GET DATA.
    GetData,
}

/// What a card can do (ISO/IEC 7816-4 8.1.1.2.7). A card tells one, two or all three parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CardCapabilities {
    /// How files and records are addressed.
    pub selection: Selection,
    /// How data are coded in files.
    pub data_coding: Option<DataCoding>,
    /// How commands are coded.
    pub commands: Option<CommandCoding>,
}

/// How files and records are addressed: the first software function table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Selection {
    /// DFs by full name.
    pub full_name: bool,
    /// DFs by the beginning of the name.
    pub partial_name: bool,
    /// DFs by path.
    pub path: bool,
    /// DFs by file identifier.
    pub file_id: bool,
    /// DFs implicitly.
    pub implicit: bool,
    /// EFs by short identifier (SFI).
    pub short_ef_id: bool,
    /// Records by number.
    pub record_number: bool,
    /// Records by identifier.
    pub record_id: bool,
}

/// How data are coded in files: the second software function table, the data coding byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DataCoding {
    /// The card has EFs of TLV structure.
    pub tlv_files: bool,
    /// What WRITE does.
    pub write: WriteBehaviour,
    /// A BER-TLV tag may begin with FF.
    pub ff_tag: bool,
    /// Size of a data unit in quartets (half bytes): 2 is a byte, 1 to 32,768.
    pub unit_quartets: u16,
}

/// What a WRITE command (not UPDATE) does to what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum WriteBehaviour {
    /// Writes once.
    OneTime,
    /// Something proprietary.
    Proprietary,
    /// Sets bits.
    Or,
    /// Clears bits.
    And,
}

/// How commands are coded: the third software function table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CommandCoding {
    /// Command chaining works.
    pub chaining: bool,
    /// Extended Lc and Le work.
    pub extended_length: bool,
    /// EF.ATR tells how long commands and responses may be.
    pub extended_length_info: bool,
    /// The card assigns logical channel numbers.
    pub channels_by_card: bool,
    /// The terminal assigns logical channel numbers.
    pub channels_by_terminal: bool,
    /// How many logical channels there are, basic channel included: 1 to 8, where 8 means "8 or more".
    pub max_channels: u8,
}

/// The state of a card at its reset (ISO/IEC 7816-4 8.1.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StatusIndicator {
    /// The life cycle status byte; none where it is not told (`00`).
    pub life_cycle: Option<u8>,
    /// A status word; none where it is not told (`0000`).
    pub status: Option<StatusWord>,
}

const fn bit(byte: u8, number: u8) -> bool {
    // b8 is the most significant bit, b1 the least
    matches!(byte.checked_shr(number.saturating_sub(1) as u32), Some(shifted) if shifted & 1 != 0)
}

impl CardServiceData {
    /// From its byte.
    ///
    /// ```
    /// use simcard::apdu::atr::CardServiceData;
    ///
    /// let services = CardServiceData::from_byte(0xB0); // b8, b6 and b5
    /// assert!(services.select_by_full_name && services.ef_dir && services.ef_atr);
    /// assert!(!services.select_by_partial_name && services.mf);
    /// ```
    pub const fn from_byte(byte: u8) -> Self {
        Self {
            select_by_full_name: bit(byte, 8),
            select_by_partial_name: bit(byte, 7),
            ef_dir: bit(byte, 6),
            ef_atr: bit(byte, 5),
            access: match byte >> 1 & 0x07 {
                0b100 => Some(AccessService::ReadBinary),
                0b000 => Some(AccessService::ReadRecord),
                0b010 => Some(AccessService::GetData),
                _ => None,
            },
            mf: !bit(byte, 1),
        }
    }
}

impl CardCapabilities {
    /// From its one, two or three bytes, as they stand in an ATR under tag 7 and in EF.ATR under tag `47`;
    /// none where there are more or fewer.
    ///
    /// ```
    /// use simcard::apdu::atr::CardCapabilities;
    ///
    /// let capabilities = CardCapabilities::from_bytes(&[0x94, 0x01, 0xD3]).unwrap();
    /// assert!(capabilities.selection.full_name && capabilities.selection.file_id);
    /// let commands = capabilities.commands.unwrap();
    /// assert!(commands.chaining && commands.extended_length && commands.channels_by_card);
    /// assert_eq!(commands.max_channels, 4);
    /// assert_eq!(CardCapabilities::from_bytes(&[]), None);
    /// ```
    pub const fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (first, second, third) = match *bytes {
            [first] => (first, None, None),
            [first, second] => (first, Some(second), None),
            [first, second, third] => (first, Some(second), Some(third)),
            _ => return None,
        };
        let selection = Selection {
            full_name: bit(first, 8),
            partial_name: bit(first, 7),
            path: bit(first, 6),
            file_id: bit(first, 5),
            implicit: bit(first, 4),
            short_ef_id: bit(first, 3),
            record_number: bit(first, 2),
            record_id: bit(first, 1),
        };
        let data_coding = match second {
            Some(byte) => Some(DataCoding::from_byte(byte)),
            None => None,
        };
        let commands = match third {
            Some(byte) => Some(CommandCoding::from_byte(byte)),
            None => None,
        };
        Some(Self { selection, data_coding, commands })
    }
}

impl DataCoding {
    const fn from_byte(byte: u8) -> Self {
        Self {
            tlv_files: bit(byte, 8),
            write: match byte >> 5 & 0x03 {
                0 => WriteBehaviour::OneTime,
                1 => WriteBehaviour::Proprietary,
                2 => WriteBehaviour::Or,
                _ => WriteBehaviour::And,
            },
            ff_tag: bit(byte, 5),
            unit_quartets: 1 << (byte & 0x0F),
        }
    }
}

impl CommandCoding {
    const fn from_byte(byte: u8) -> Self {
        let (by_card, by_terminal) = (bit(byte, 5), bit(byte, 4));
        Self {
            chaining: bit(byte, 8),
            extended_length: bit(byte, 7),
            extended_length_info: bit(byte, 6),
            channels_by_card: by_card,
            channels_by_terminal: by_terminal,
            // where nobody assigns numbers there is only the basic channel
            max_channels: if by_card || by_terminal { (byte & 0x07).saturating_add(1) } else { 1 },
        }
    }
}

impl StatusIndicator {
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (life_cycle, status) = match *bytes {
            [life_cycle] => (life_cycle, [0, 0]),
            [sw1, sw2] => (0, [sw1, sw2]),
            [life_cycle, sw1, sw2] => (life_cycle, [sw1, sw2]),
            _ => return None,
        };
        Some(Self {
            life_cycle: Some(life_cycle).filter(|byte| *byte != 0),
            status: Some(StatusWord::from(status)).filter(|status| status.value() != 0),
        })
    }
}

impl<'a> CompactTlv<'a> {
    fn new(tag: u8, value: &'a [u8]) -> Self {
        let known = match (tag, value) {
            (0x1, _) => Some(Self::Country(value)),
            (0x2, _) => Some(Self::IssuerId(value)),
            (0x3, [byte]) => Some(Self::CardServiceData(CardServiceData::from_byte(*byte))),
            (0x4, _) => Some(Self::InitialAccess(value)),
            (0x5, _) => Some(Self::IssuerData(value)),
            (0x6, _) => Some(Self::PreIssuingData(value)),
            (0x7, _) => CardCapabilities::from_bytes(value).map(Self::CardCapabilities),
            (0x8, _) => StatusIndicator::from_bytes(value).map(Self::Status),
            (0xF, _) => Some(Self::Aid(value)),
            _ => None,
        };
        known.unwrap_or(Self::Other { tag, value })
    }
}

impl<'a> CompactTlvs<'a> {
    pub(super) fn new(historical_bytes: &'a [u8]) -> Self {
        let (rest, status): (&[u8], _) = match historical_bytes {
            [0x80, rest @ ..] => (rest, None),
            [0x00, rest @ ..] => {
                let (objects, status) = rest.split_at(rest.len().saturating_sub(3));
                (objects, Some(status))
            }
            _ => (&[], None),
        };
        Self { rest, offset: 1, status }
    }

    fn end(&mut self, missing: usize) -> DecodeError {
        let offset = self.offset.saturating_add(self.rest.len());
        self.rest = &[];
        self.status = None;
        DecodeError::new(OBJECT, offset, DecodeErrorKind::Truncated { missing })
    }
}

impl<'a> Iterator for CompactTlvs<'a> {
    type Item = Result<CompactTlv<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some((header, rest)) = self.rest.split_first() else {
            let status = self.status.take()?;
            return Some(match StatusIndicator::from_bytes(status) {
                Some(indicator) if status.len() == 3 => Ok(CompactTlv::Status(indicator)),
                _ => {
                    self.rest = status;
                    Err(self.end(3usize.saturating_sub(status.len())))
                }
            });
        };
        let (tag, len) = (header >> 4, usize::from(header & 0x0F));
        let Some((value, rest)) = rest.split_at_checked(len) else {
            return Some(Err(self.end(len.saturating_sub(rest.len()))));
        };
        self.rest = rest;
        self.offset = self.offset.saturating_add(len).saturating_add(1);
        Some(Ok(CompactTlv::new(tag, value)))
    }
}

impl core::iter::FusedIterator for CompactTlvs<'_> {}
