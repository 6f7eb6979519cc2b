//! Where the terminal is.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::DataObject;
use super::macros::byte_object;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};
use crate::files::content::{Bytes, PlmnField};
use crate::numbering::Plmn;

/// An area of a network.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum AreaCode {
    /// A location area (GSM, UTRAN) or a tracking area of E-UTRAN: two bytes.
    Two(u16),
    /// A tracking area of NG-RAN: three bytes.
    Three(u32),
}

impl AreaCode {
    /// The number.
    pub const fn value(self) -> u32 {
        match self {
            Self::Two(area) => area as u32,
            Self::Three(area) => area,
        }
    }

    fn encode(self, object: &'static str, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::Two(area) => out.extend(area.to_be_bytes()),
            Self::Three(area) => match area.to_be_bytes() {
                [0, area @ ..] => out.extend(area),
                _ => return Err(EncodeError::new(object, EncodeErrorKind::Value(area))),
            },
        }
        Ok(())
    }
}

/// In hexadecimal, two digits a byte.
impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Two(area) => write!(f, "{area:04X}"),
            Self::Three(area) => write!(f, "{area:06X}"),
        }
    }
}

impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AreaCode({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for AreaCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where the terminal is: network, area and cell (ETSI TS 102 223 8.19, 3GPP TS 31.111 8.19).
///
/// GSM writes 7 bytes; UTRAN 9, the cell followed by its extended identity; E-UTRAN 9, the cell in 28 bits from the
/// left; NG-RAN 11, the area in three bytes and the cell in 36 bits from the left of five. Nothing in the object tells
/// UTRAN and E-UTRAN apart: that is for the [`AccessTechnology`](super::AccessTechnology) beside it.
///
/// ```
/// use simcard::toolkit::object::{DataObject, LocationInformation};
///
/// let gsm = LocationInformation::decode(&[0x00, 0xF1, 0x10, 0x12, 0x34, 0x56, 0x78])?;
/// assert_eq!(gsm.plmn(), Some("001-01".parse()?));
/// assert_eq!((gsm.area.unwrap().value(), gsm.cell_id()), (0x1234, Some(0x5678)));
///
/// let lte = LocationInformation::eutran("001-01".parse()?, 0x1234, 1);
/// assert_eq!(lte.eutran_cell_id(), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LocationInformation {
    /// The network; absent if the object is empty.
    pub network: Option<PlmnField>,
    /// The location area or tracking area.
    pub area: Option<AreaCode>,
    /// The cell as it is written.
    pub cell: Bytes,
}

impl LocationInformation {
    fn new(plmn: Plmn, area: AreaCode, cell: Vec<u8>) -> Self {
        Self { network: Some(plmn.into()), area: Some(area), cell: Bytes(cell) }
    }

    /// A cell of GSM, or one of UTRAN without its extended identity.
    pub fn gsm(plmn: Plmn, area: u16, cell: u16) -> Self {
        Self::new(plmn, AreaCode::Two(area), cell.to_be_bytes().to_vec())
    }

    /// A cell of UTRAN; the extended identity is that of its radio network controller.
    pub fn utran(plmn: Plmn, area: u16, cell: u16, extended: u16) -> Self {
        Self::new(plmn, AreaCode::Two(area), [cell.to_be_bytes(), extended.to_be_bytes()].concat())
    }

    /// A cell of E-UTRAN: of its identity the lower 28 bits count.
    pub fn eutran(plmn: Plmn, area: u16, cell: u32) -> Self {
        Self::new(plmn, AreaCode::Two(area), (cell << 4 | 0x0F).to_be_bytes().to_vec())
    }

    /// A cell of NG-RAN: of its identity the lower 36 bits count, of its area the lower 24.
    pub fn nr(plmn: Plmn, area: u32, cell: u64) -> Self {
        let [.., b1, b2, b3, b4, b5] = (cell << 4 | 0x0F).to_be_bytes();
        Self::new(plmn, AreaCode::Three(area & 0xFF_FFFF), [b1, b2, b3, b4, b5].to_vec())
    }

    /// The network; `None` if there is none, or if what is there is none.
    pub fn plmn(&self) -> Option<Plmn> {
        self.network?.plmn()
    }

    /// The cell, if it is one of GSM or UTRAN.
    pub fn cell_id(&self) -> Option<u16> {
        match *self.cell.0.as_slice() {
            [high, low] | [high, low, _, _] => Some(u16::from_be_bytes([high, low])),
            _ => None,
        }
    }

    /// The extended identity of the cell, if it is one of UTRAN.
    pub fn extended_cell_id(&self) -> Option<u16> {
        match *self.cell.0.as_slice() {
            [_, _, high, low] => Some(u16::from_be_bytes([high, low])),
            _ => None,
        }
    }

    /// The cell (28 bits), if it is one of E-UTRAN.
    pub fn eutran_cell_id(&self) -> Option<u32> {
        let cell = self.cell.0.as_slice().try_into().ok()?;
        Some(u32::from_be_bytes(cell) >> 4)
    }

    /// The cell (36 bits), if it is one of NG-RAN.
    pub fn nr_cell_id(&self) -> Option<u64> {
        let [b1, b2, b3, b4, b5]: [u8; 5] = self.cell.0.as_slice().try_into().ok()?;
        Some(u64::from_be_bytes([0, 0, 0, b1, b2, b3, b4, b5]) >> 4)
    }

    /// Whether there is nothing in it: the terminal does not know where it is.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl DataObject for LocationInformation {
    const TAG: Tag = Tag(0x13);
    const NAME: &'static str = "location information";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let mut location = Self::default();
        if reader.is_empty() {
            return Ok(location);
        }
        location.network = Some(PlmnField(reader.array()?));
        location.area = match reader.remaining() {
            0 => None,
            // without a cell, or of NG-RAN
            3 | 8.. => Some(AreaCode::Three(reader.u24()?)),
            _ => Some(AreaCode::Two(reader.u16()?)),
        };
        location.cell = Bytes(reader.rest().to_vec());
        Ok(location)
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if let Some(network) = self.network {
            out.extend(network.0);
        }
        if let Some(area) = self.area {
            area.encode(Self::NAME, out)?;
        }
        out.extend_from_slice(&self.cell.0);
        Ok(())
    }
}

serialize_fields!(LocationInformation, this {
    "plmn" if this.network.is_some() => this.network,
    "area" if this.area.is_some() => this.area,
    "cell" if !this.cell.0.is_empty() => this.cell,
});

named_byte! {
    /// Whether there is service: ETSI TS 102 223 8.27.
    LocationStatus {
        NORMAL = 0x00 "normal service",
        LIMITED = 0x01 "limited service",
        NO_SERVICE = 0x02 "no service",
    }
}

byte_object!(LocationStatus, 0x1B, "location status");

/// A routing area: 3GPP TS 31.111 8.91, coded as in 3GPP TS 24.008 10.5.5.15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RoutingArea {
    /// The network.
    pub plmn: PlmnField,
    /// The location area it is in.
    pub area: AreaCode,
    /// Which routing area of that.
    pub code: u8,
}

impl RoutingArea {
    /// The routing area `code` of a location area.
    pub fn new(plmn: Plmn, area: u16, code: u8) -> Self {
        Self { plmn: plmn.into(), area: AreaCode::Two(area), code }
    }
}

impl DataObject for RoutingArea {
    const TAG: Tag = Tag(0x73);
    const NAME: &'static str = "routing area information";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let plmn = PlmnField(reader.array()?);
        let area = AreaCode::Two(reader.u16()?);
        let code = reader.u8()?;
        reader.finish()?;
        Ok(Self { plmn, area, code })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.plmn.0);
        self.area.encode(Self::NAME, out)?;
        out.push(self.code);
        Ok(())
    }
}

/// A tracking area of E-UTRAN or NG-RAN: 3GPP TS 31.111 8.99, coded as in 3GPP TS 24.301 9.9.3.32 (area of two bytes) or
/// 3GPP TS 24.501 9.11.3.8 (three).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TrackingArea {
    /// The network.
    pub plmn: PlmnField,
    /// The area.
    pub area: AreaCode,
}

impl TrackingArea {
    /// This area of a network.
    pub fn new(plmn: Plmn, area: AreaCode) -> Self {
        Self { plmn: plmn.into(), area }
    }
}

impl DataObject for TrackingArea {
    const TAG: Tag = Tag(0x7D);
    const NAME: &'static str = "tracking area identification";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let plmn = PlmnField(reader.array()?);
        let area = match reader.remaining() {
            0..=2 => AreaCode::Two(reader.u16()?),
            _ => AreaCode::Three(reader.u24()?),
        };
        reader.finish()?;
        Ok(Self { plmn, area })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.plmn.0);
        self.area.encode(Self::NAME, out)
    }
}

/// How far the base station is: 3GPP TS 31.111 8.46.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimingAdvance {
    /// `00`: the terminal is idle; `01`: it is not.
    pub status: u8,
    /// The timing advance of 3GPP TS 44.018: in bits of 48/13 µs, about 554 metres each.
    pub advance: u8,
}

impl TimingAdvance {
    /// Whether the terminal is idle: the timing advance is the last one it had.
    pub const fn is_idle(&self) -> bool {
        self.status == 0
    }
}

impl DataObject for TimingAdvance {
    const TAG: Tag = Tag(0x2E);
    const NAME: &'static str = "timing advance";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [status, advance] = reader.array()?;
        reader.finish()?;
        Ok(Self { status, advance })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.status, self.advance]);
        Ok(())
    }
}

serialize_fields!(TimingAdvance, this {
    "status" => match this.status {
        0 => String::from("idle"),
        1 => String::from("not idle"),
        other => alloc::format!("{other:02X}"),
    },
    "advance" => this.advance,
});

/// How far the base station of E-UTRAN is: 3GPP TS 31.111 8.46, under the tag of an SS string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EutranTimingAdvance {
    /// `00`: the terminal is idle; `01`: it is not.
    pub status: u8,
    /// The timing advance as it is written.
    pub advance: Bytes,
}

impl DataObject for EutranTimingAdvance {
    const TAG: Tag = Tag(0x09);
    const NAME: &'static str = "E-UTRAN timing advance";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        Ok(Self { status: reader.u8()?, advance: Bytes(reader.rest().to_vec()) })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.status);
        out.extend_from_slice(&self.advance.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;

    fn plmn() -> Plmn {
        "001-01".parse().unwrap()
    }

    #[test]
    fn locations_of_all_technologies() {
        // 3GPP TS 31.111 8.19. PLMN 001-01: 00 F1 10 (3GPP TS 24.008 10.5.1.13: MCC2 MCC1, MNC3=F MCC3, MNC2 MNC1)
        vector(
            &[0x00, 0xF1, 0x10, 0x12, 0x34, 0x56, 0x78],
            &LocationInformation::gsm(plmn(), 0x1234, 0x5678),
        );
        let utran = LocationInformation::utran(plmn(), 0x1234, 0x5678, 0x0ABC);
        vector(&[0x00, 0xF1, 0x10, 0x12, 0x34, 0x56, 0x78, 0x0A, 0xBC], &utran);
        assert_eq!((utran.cell_id(), utran.extended_cell_id()), (Some(0x5678), Some(0x0ABC)));
        // 28 bits 0000001 and four bits of filling: 00 00 00 1F
        let eutran = LocationInformation::eutran(plmn(), 1, 1);
        vector(&[0x00, 0xF1, 0x10, 0x00, 0x01, 0x00, 0x00, 0x00, 0x1F], &eutran);
        assert_eq!((eutran.eutran_cell_id(), eutran.nr_cell_id()), (Some(1), None));
        // 36 bits 123456789 and four bits of filling: 12 34 56 78 9F
        let nr = LocationInformation::nr(plmn(), 0x01_0203, 0x1_2345_6789);
        vector(&[0x00, 0xF1, 0x10, 0x01, 0x02, 0x03, 0x12, 0x34, 0x56, 0x78, 0x9F], &nr);
        assert_eq!((nr.nr_cell_id(), nr.cell_id()), (Some(0x1_2345_6789), None));
        assert_eq!(nr.area, Some(AreaCode::Three(0x01_0203)));

        // an area alone, as the event of a refusal tells it
        let network = Some(plmn().into());
        let area = LocationInformation { network, area: Some(AreaCode::Two(1)), cell: Bytes::default() };
        vector(&[0x00, 0xF1, 0x10, 0x00, 0x01], &area);
        vector(&[], &LocationInformation::default());
        assert!(LocationInformation::decode(&[]).unwrap().is_empty());
        for wrong in [1, 2, 4] {
            assert!(LocationInformation::decode(&[0x00, 0xF1, 0x10, 0x00][..wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_area_has_its_bytes() {
        let out = &mut Vec::new();
        assert!(AreaCode::Three(0x0100_0000).encode("area", out).is_err());
        assert_eq!((AreaCode::Two(1).to_string(), AreaCode::Three(1).value()), ("0001".into(), 1));
    }

    #[test]
    fn areas() {
        vector(&[0x00, 0xF1, 0x10, 0x12, 0x34, 0x05], &RoutingArea::new(plmn(), 0x1234, 5));
        vector(&[0x00, 0xF1, 0x10, 0x12, 0x34], &TrackingArea::new(plmn(), AreaCode::Two(0x1234)));
        vector(&[0x00, 0xF1, 0x10, 0, 0x12, 0x34], &TrackingArea::new(plmn(), AreaCode::Three(0x1234)));
        assert!(TrackingArea::decode(&[0x00, 0xF1, 0x10, 0, 0, 0, 0]).is_err());
    }

    #[test]
    fn status_and_distance() {
        vector(&[0x01], &LocationStatus::LIMITED);
        assert_eq!(LocationStatus(7).name(), None);
        vector(&[0x00, 0x3F], &TimingAdvance { status: 0, advance: 63 });
        assert!(TimingAdvance { status: 0, advance: 63 }.is_idle());
        vector(&[0x01, 0x00, 0x10], &EutranTimingAdvance { status: 1, advance: Bytes(vec![0x00, 0x10]) });
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let json = |value: &dyn erased_serde::Serialize| serde_json::to_string(value).unwrap();
        assert_eq!(
            json(&LocationInformation::gsm(plmn(), 0x1234, 0x5678)),
            r#"{"plmn":"001-01","area":"1234","cell":"5678"}"#
        );
        assert_eq!(json(&LocationInformation::default()), "{}");
        assert_eq!(json(&LocationStatus::NORMAL), r#""normal service""#);
        assert_eq!(json(&LocationStatus(9)), r#""09""#);
        assert_eq!(json(&TimingAdvance { status: 1, advance: 2 }), r#"{"status":"not idle","advance":2}"#);
    }
}
