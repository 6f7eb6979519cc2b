//! Where the phone was last, and as whom.

use alloc::vec::Vec;

use super::{Bytes, Content, PlmnField, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};

/// What came of the last registration: the last byte of the location files, with its reserved bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UpdateStatus(pub u8);

impl UpdateStatus {
    /// Registered.
    pub const fn is_updated(self) -> bool {
        self.0 & 0x07 == 0
    }

    const fn name(self, three: &'static str, two: &'static str) -> &'static str {
        match self.0 & 0x07 {
            0 => "updated",
            1 => "not_updated",
            2 => two,
            3 => three,
            _ => "reserved",
        }
    }
}

/// Location in the circuit-switched domain: EF.LOCI (3GPP TS 31.102 4.2.17, 3GPP TS 51.011 10.3.17).
///
/// ```
/// use simcard::files::{ElementaryFile, usim};
///
/// let content = [0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xF1, 0x10, 0x12, 0x34, 0xFF, 0x01];
/// let location = usim::Loci::decode(&content)?;
/// assert_eq!(location.plmn.plmn(), Some("001-01".parse()?));
/// assert_eq!(location.area_code, 0x1234);
/// assert!(!location.status.is_updated());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// The temporary identity (TMSI).
    pub tmsi: [u8; 4],
    /// The network.
    pub plmn: PlmnField,
    /// The location area code (LAC).
    pub area_code: u16,
    /// Reserved; once the time until the next periodic update (TMSI TIME).
    pub reserved: u8,
    /// What came of the last location update: updated, not updated, network not allowed, area not allowed.
    pub status: UpdateStatus,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for Location {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.LOCI", bytes)?;
        let mut reader = Reader::new("EF.LOCI", bytes);
        Ok(Self {
            tmsi: reader.array()?,
            plmn: PlmnField(reader.array()?),
            area_code: reader.u16()?,
            reserved: reader.u8()?,
            status: UpdateStatus(reader.u8()?),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.tmsi.to_vec();
        out.extend(self.plmn.0);
        out.extend(self.area_code.to_be_bytes());
        out.extend([self.reserved, self.status.0]);
        out.extend(&self.rest.0);
        filled("EF.LOCI", out, len)
    }
}

serialize_fields!(Location, this {
    "tmsi" => Bytes(this.tmsi.to_vec()),
    "plmn" => this.plmn,
    "lac" => this.area_code,
    "status" => this.status.name("location_area_not_allowed", "plmn_not_allowed"),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Location in the packet-switched domain: EF.PSLOCI (3GPP TS 31.102 4.2.23).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PacketLocation {
    /// The temporary identity (P-TMSI).
    pub p_tmsi: [u8; 4],
    /// Its signature.
    pub p_tmsi_signature: [u8; 3],
    /// The network.
    pub plmn: PlmnField,
    /// The location area code (LAC).
    pub area_code: u16,
    /// The routing area code (RAC).
    pub routing_area_code: u8,
    /// What came of the last update: updated, not updated, network not allowed, area not allowed.
    pub status: UpdateStatus,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for PacketLocation {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.PSLOCI", bytes)?;
        let mut reader = Reader::new("EF.PSLOCI", bytes);
        Ok(Self {
            p_tmsi: reader.array()?,
            p_tmsi_signature: reader.array()?,
            plmn: PlmnField(reader.array()?),
            area_code: reader.u16()?,
            routing_area_code: reader.u8()?,
            status: UpdateStatus(reader.u8()?),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.p_tmsi.to_vec();
        out.extend(self.p_tmsi_signature);
        out.extend(self.plmn.0);
        out.extend(self.area_code.to_be_bytes());
        out.extend([self.routing_area_code, self.status.0]);
        out.extend(&self.rest.0);
        filled("EF.PSLOCI", out, len)
    }
}

serialize_fields!(PacketLocation, this {
    "p_tmsi" => Bytes(this.p_tmsi.to_vec()),
    "p_tmsi_signature" => Bytes(this.p_tmsi_signature.to_vec()),
    "plmn" => this.plmn,
    "lac" => this.area_code,
    "rac" => this.routing_area_code,
    "status" => this.status.name("routing_area_not_allowed", "plmn_not_allowed"),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Location in EPS: EF.EPSLOCI (3GPP TS 31.102 4.2.91).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EpsLocation {
    /// The temporary identity (GUTI) as the network sent it: length, type, network, MME group and code, M-TMSI
    /// (3GPP TS 24.301 9.9.3.12).
    pub guti: [u8; 12],
    /// The network of the last tracking area.
    pub plmn: PlmnField,
    /// The tracking area code (TAC).
    pub area_code: u16,
    /// What came of the last update: updated, not updated, roaming not allowed.
    pub status: UpdateStatus,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for EpsLocation {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.EPSLOCI", bytes)?;
        let mut reader = Reader::new("EF.EPSLOCI", bytes);
        Ok(Self {
            guti: reader.array()?,
            plmn: PlmnField(reader.array()?),
            area_code: reader.u16()?,
            status: UpdateStatus(reader.u8()?),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.guti.to_vec();
        out.extend(self.plmn.0);
        out.extend(self.area_code.to_be_bytes());
        out.push(self.status.0);
        out.extend(&self.rest.0);
        filled("EF.EPSLOCI", out, len)
    }
}

serialize_fields!(EpsLocation, this {
    "guti" => Bytes(this.guti.to_vec()),
    "plmn" => this.plmn,
    "tac" => this.area_code,
    "status" => this.status.name("reserved", "roaming_not_allowed"),
    "rest" if !this.rest.is_empty() => this.rest,
});
