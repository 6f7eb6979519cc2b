//! Localised service areas (LSA): where a subscription is worth more.

use alloc::vec::Vec;

use super::dialing::split_name;
use super::{AlphaIdentifier, Bytes, Content, PlmnField, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::fs::FileId;

/// Whether the phone may be used in its service areas only: EF.SAI (3GPP TS 31.102 4.4.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AreaAccess {
    /// The indicator, with its reserved bits.
    pub indicator: u8,
    /// What to show outside of the areas.
    pub text: AlphaIdentifier,
}

impl AreaAccess {
    /// Whether it may be used in the areas only.
    pub const fn is_areas_only(&self) -> bool {
        self.indicator & 0x01 != 0
    }
}

impl Content for AreaAccess {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.SAI", bytes)?;
        let mut reader = Reader::new("EF.SAI", bytes);
        Ok(Self { indicator: reader.u8()?, text: AlphaIdentifier::from_bytes(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        out.push(self.indicator);
        self.text.push("EF.SAI", &mut out, len.saturating_sub(1))?;
        filled("EF.SAI", out, len)
    }
}

serialize_fields!(AreaAccess, this {
    "lsa_only_access" => this.is_areas_only(),
    "indicator" => this.indicator,
    "text" => this.text,
});

/// A service area: a record of EF.SLL (3GPP TS 31.102 4.4.1.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServiceArea {
    /// Its name.
    pub name: AlphaIdentifier,
    /// How its icon is to be used, what happens in idle mode; with reserved bits.
    pub configuration: u8,
    /// A reserved byte.
    pub reserved: u8,
    /// The record of EF.IMG with the icon.
    pub icon: u8,
    /// How much it is preferred, with reserved bits.
    pub priority: u8,
    /// The network.
    pub plmn: PlmnField,
    /// The file with the cells of it.
    pub descriptor_file: FileId,
    /// The first record there.
    pub descriptor_record: u8,
}

impl ServiceArea {
    const FIXED_LEN: usize = 10;

    /// Whether the phone prefers the area while idle.
    pub const fn has_idle_mode_support(&self) -> bool {
        self.configuration & 0x04 != 0
    }

    /// Whether the phone shows the area while idle.
    pub const fn is_shown_in_idle_mode(&self) -> bool {
        self.configuration & 0x08 != 0
    }
}

impl Content for ServiceArea {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.SLL", bytes)?;
        let (name, mut reader) = split_name("EF.SLL", bytes, Self::FIXED_LEN)?;
        Ok(Self {
            name,
            configuration: reader.u8()?,
            reserved: reader.u8()?,
            icon: reader.u8()?,
            priority: reader.u8()?,
            plmn: PlmnField(reader.array()?),
            descriptor_file: FileId(reader.u16()?),
            descriptor_record: reader.u8()?,
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        self.name.push("EF.SLL", &mut out, len.saturating_sub(Self::FIXED_LEN))?;
        out.extend([self.configuration, self.reserved, self.icon, self.priority]);
        out.extend(self.plmn.0);
        out.extend(self.descriptor_file.to_bytes());
        out.push(self.descriptor_record);
        filled("EF.SLL", out, len)
    }
}

serialize_fields!(ServiceArea, this {
    "lsa_name" => this.name,
    "icon_qualifier" => match this.configuration & 0x03 {
        0 => "not_used",
        1 => "self_explanatory",
        2 => "not_self_explanatory",
        _ => "reserved",
    },
    "idle_mode_support" => this.has_idle_mode_support(),
    "shown_in_idle_mode" => this.is_shown_in_idle_mode(),
    "configuration" => this.configuration,
    "reserved" => this.reserved,
    "icon_record" => this.icon,
    "priority" => this.priority,
    "plmn" => this.plmn,
    "descriptor_file" => this.descriptor_file,
    "descriptor_record" => this.descriptor_record,
});

/// Which cells are in a service area: a record of a file that EF.SLL names (3GPP TS 31.102 4.4.1.3).
///
/// Those files have no identifier of their own in the specification.
///
/// ```
/// use simcard::files::{Content, content::AreaCells};
///
/// // two cell identities; the last record
/// let cells = AreaCells::decode(&[0x0A, 0x12, 0x34, 0x56, 0x78, 0xFF])?;
/// assert_eq!((cells.kind(), cells.count()), (2, 2));
/// assert_eq!(cells.next(), None);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AreaCells {
    /// What sort of descriptors there are and how many: two bits and six.
    pub type_and_number: u8,
    /// The descriptors, filled up.
    pub descriptors: Bytes,
    /// The record that goes on, as it stands there.
    pub identifier: u8,
}

impl AreaCells {
    /// The sort of descriptors: 0 a service area's number, 1 location and cell, 2 a cell, 3 a location area.
    pub const fn kind(&self) -> u8 {
        self.type_and_number & 0x03
    }

    /// How many descriptors there are.
    pub const fn count(&self) -> u8 {
        self.type_and_number >> 2
    }

    /// The record that goes on; `None` if this is the last.
    pub fn next(&self) -> Option<u8> {
        super::dialing::none_if_ff(self.identifier)
    }
}

impl Content for AreaCells {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("LSA descriptor", bytes)?;
        let mut reader = Reader::new("LSA descriptor", bytes);
        let type_and_number = reader.u8()?;
        let descriptors = Bytes(reader.take(reader.remaining().saturating_sub(1))?.to_vec());
        Ok(Self { type_and_number, descriptors, identifier: reader.u8()? })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        out.push(self.type_and_number);
        out.extend(super::filled("LSA descriptor", &self.descriptors.0, len.saturating_sub(2))?);
        out.push(self.identifier);
        filled("LSA descriptor", out, len)
    }
}

serialize_fields!(AreaCells, this {
    "type" => this.kind(),
    "number" => this.count(),
    "descriptors" => this.descriptors,
    "next" => this.next(),
});
