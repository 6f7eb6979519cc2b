use alloc::vec::Vec;

use super::{Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::numbering::MncLength;

const OBJECT: &str = "EF.AD";

/// Administrative data (3GPP TS 31.102 4.2.18, 3GPP TS 31.103 4.2.5, 3GPP TS 51.011 10.3.18): the mode the phone
/// works in, and how many digits of the IMSI are the network code.
///
/// ```
/// use simcard::files::{ElementaryFile, content::OperationMode, usim};
/// use simcard::numbering::MncLength;
///
/// let ad = usim::Ad::decode(&[0x00, 0x00, 0x01, 0x02])?;
/// assert_eq!(ad.operation_mode, OperationMode::Normal);
/// assert!(ad.ciphering_indicator());
/// assert_eq!(ad.mnc_length(), Some(MncLength::Two));
///
/// // Older cards end before that byte, others leave it unfilled.
/// assert_eq!(usim::Ad::decode(&[0x00, 0x00, 0x00])?.mnc_length(), None);
/// assert_eq!(usim::Ad::decode(&[0x00, 0x00, 0x00, 0xFF])?.mnc_length(), None);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AdministrativeData {
    /// Byte 1: how the phone is to work.
    pub operation_mode: OperationMode,
    /// Bytes 2 and 3: facilities that depend on the mode, and in the last byte features of the USIM.
    pub additional_information: [u8; 2],
    /// Byte 4, if there is one, with its reserved upper half; [`mnc_length`](Self::mnc_length) reads it.
    pub mnc_length_byte: Option<u8>,
    /// What follows, without padding.
    pub rest: Bytes,
}

/// How a phone with this card works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum OperationMode {
    /// `00`: as usual.
    Normal,
    /// `01`: as usual, with specific facilities.
    NormalSpecificFacilities,
    /// `02`: off line, for maintenance.
    Maintenance,
    /// `04`: for testing cells.
    CellTest,
    /// `80`: for type approval.
    TypeApproval,
    /// `81`: for type approval, with specific facilities.
    TypeApprovalSpecificFacilities,
    /// A value that has no meaning yet.
    Reserved(u8),
}

impl OperationMode {
    /// The mode that has this value.
    pub const fn new(value: u8) -> Self {
        match value {
            0x00 => Self::Normal,
            0x01 => Self::NormalSpecificFacilities,
            0x02 => Self::Maintenance,
            0x04 => Self::CellTest,
            0x80 => Self::TypeApproval,
            0x81 => Self::TypeApprovalSpecificFacilities,
            value => Self::Reserved(value),
        }
    }

    /// Its value.
    pub const fn value(self) -> u8 {
        match self {
            Self::Normal => 0x00,
            Self::NormalSpecificFacilities => 0x01,
            Self::Maintenance => 0x02,
            Self::CellTest => 0x04,
            Self::TypeApproval => 0x80,
            Self::TypeApprovalSpecificFacilities => 0x81,
            Self::Reserved(value) => value,
        }
    }
}

impl AdministrativeData {
    /// Data for normal operation with network codes of this many digits.
    pub const fn new(mnc_length: MncLength) -> Self {
        Self {
            operation_mode: OperationMode::Normal,
            additional_information: [0; 2],
            mnc_length_byte: Some(mnc_length.to_ad()),
            rest: Bytes(Vec::new()),
        }
    }

    /// How many digits the network code in the IMSI has; `None` if the file ends before it, or the value is
    /// neither 2 nor 3.
    pub fn mnc_length(&self) -> Option<MncLength> {
        MncLength::from_ad(self.mnc_length_byte?)
    }

    /// Whether the phone is to tell its user when calls are not ciphered.
    pub const fn ciphering_indicator(&self) -> bool {
        self.feature(0x01)
    }

    /// Whether the display of cells for closed groups is controlled by the card (USIM only).
    pub const fn csg_display_control(&self) -> bool {
        self.feature(0x02)
    }

    /// Whether the phone may use ProSe, direct services between phones, for public safety (USIM only).
    pub const fn prose_public_safety(&self) -> bool {
        self.feature(0x04)
    }

    /// Whether the phone may use extended DRX cycles, long gaps in its reception (USIM only).
    pub const fn extended_drx(&self) -> bool {
        self.feature(0x08)
    }

    const fn feature(&self, bit: u8) -> bool {
        self.additional_information[1] & bit != 0
    }
}

impl Content for AdministrativeData {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        let mut reader = Reader::new(OBJECT, bytes);
        Ok(Self {
            operation_mode: OperationMode::new(reader.u8()?),
            additional_information: reader.array()?,
            mnc_length_byte: reader.u8().ok(),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        out.push(self.operation_mode.value());
        out.extend(self.additional_information);
        out.extend(self.mnc_length_byte);
        out.extend(&self.rest.0);
        filled(OBJECT, out, len)
    }
}

serialize_fields!(AdministrativeData, this {
    "ue_operation_mode" => this.operation_mode,
    "additional_information" => Bytes(this.additional_information.to_vec()),
    "ciphering_indicator" => this.ciphering_indicator(),
    "csg_display_control" => this.csg_display_control(),
    "prose_public_safety" => this.prose_public_safety(),
    "extended_drx" => this.extended_drx(),
    "mnc_length" => this.mnc_length().map(MncLength::digits),
    "rest" if !this.rest.is_empty() => this.rest,
});
