use alloc::vec::Vec;

use super::objects::{RawObjects, number, objects};
use super::{AccessTechnologies, Content, filled, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

/// A point on the globe (3GPP TS 23.032 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GeographicalPoint(
    /// Latitude and longitude, three bytes each.
    pub [u8; 6],
);

impl GeographicalPoint {
    /// Degrees north: the first bit is the sign.
    pub fn latitude(self) -> f64 {
        let [high, middle, low, ..] = self.0;
        let size = f64::from(u32::from_be_bytes([0, high & 0x7F, middle, low])) * 90.0 / 8_388_608.0;
        if high & 0x80 == 0 { size } else { -size }
    }

    /// Degrees east: a number with a sign.
    pub fn longitude(self) -> f64 {
        let [.., high, middle, low] = self.0;
        // The lowest byte does not count.
        f64::from(i32::from_be_bytes([high, middle, low, 0]) >> 8) * 360.0 / 16_777_216.0
    }
}

serialize_fields!(GeographicalPoint, this { "latitude" => this.latitude(), "longitude" => this.longitude() });

/// A carrier and where it is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LocalCarrier {
    /// The carrier (EARFCN).
    pub earfcn: Option<u32>,
    /// The areas, each by its corners.
    pub areas: Vec<Vec<GeographicalPoint>>,
}

serialize_fields!(LocalCarrier, this { "earfcn" => this.earfcn, "areas" => this.areas });

object_content! {
    /// Where which carriers for machines are: EF.EARFCNList (3GPP TS 31.102 4.2.112).
    EarfcnList, "EF.EARFCNList", [0xA0], this { "earfcns" => this.carriers().collect::<Vec<_>>() }
}

impl EarfcnList {
    /// The file with these carriers.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(carriers: &[LocalCarrier]) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            for carrier in carriers {
                file.nested(Tag(0xA0), |list| {
                    if let Some(earfcn) = carrier.earfcn {
                        list.tlv(Tag(0x80), &earfcn.to_be_bytes());
                    }
                    for area in &carrier.areas {
                        let corners: Vec<u8> = area.iter().flat_map(|point| point.0).collect();
                        list.tlv(Tag(0x81), &corners);
                    }
                });
            }
        });
        objects.map(Self)
    }

    /// The carriers.
    pub fn carriers(&self) -> impl Iterator<Item = LocalCarrier> {
        self.0.all(0xA0).map(|list| {
            let all =
                |tag| objects(list).filter(move |object| object.tag == Tag(tag)).map(|object| object.value);
            let points = |area: &[u8]| {
                let corners = area.chunks(6).filter_map(|point| point.try_into().ok().map(GeographicalPoint));
                corners.collect()
            };
            LocalCarrier { earfcn: all(0x80).find_map(number), areas: all(0x81).map(points).collect() }
        })
    }
}

/// From which signal strength on a network counts as strong, for an access technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SignalThreshold {
    /// The access technologies.
    pub technologies: AccessTechnologies,
    /// The threshold in dBm without its sign; `FF` is none.
    pub threshold: u8,
}

serialize_fields!(SignalThreshold, this {
    "access_technologies" => this.technologies,
    "dbm" => Some(this.threshold).filter(|threshold| *threshold != 0xFF).map(|size| 0_i16.saturating_sub(size.into())),
});

/// Whether and from which signal strength on the phone looks for networks by their signal: EF.OCST, the operator
/// controlled signal threshold per access technology (3GPP TS 31.102 4.2.115).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SignalThresholds {
    /// The first byte, with its reserved bits.
    pub flags: u8,
    objects: RawObjects,
}

impl SignalThresholds {
    /// The file with these thresholds.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(enabled: bool, thresholds: &[SignalThreshold]) -> Result<Self, EncodeError> {
        let bytes = |entry: &SignalThreshold| {
            let [high, low] = entry.technologies.bits().to_be_bytes();
            [high, low, entry.threshold]
        };
        let value: Vec<u8> = thresholds.iter().flat_map(bytes).collect();
        Ok(Self {
            flags: enabled.into(),
            objects: RawObjects::write(|file| _ = file.tlv(Tag(0x80), &value))?,
        })
    }

    /// Whether the operator enables it (SENSE).
    pub const fn is_enabled(&self) -> bool {
        self.flags & 0x01 != 0
    }

    /// The thresholds.
    pub fn thresholds(&self) -> impl Iterator<Item = SignalThreshold> {
        self.objects.all(0x80).flat_map(|value| value.chunks(3)).filter_map(|bytes| {
            let mut reader = Reader::new("EF.OCST", bytes);
            let technologies = AccessTechnologies::from_bits_retain(reader.u16().ok()?);
            Some(SignalThreshold { technologies, threshold: reader.u8().ok()? })
        })
    }
}

impl Content for SignalThresholds {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.OCST", bytes)?;
        let mut reader = Reader::new("EF.OCST", bytes);
        let flags = reader.u8()?;
        Ok(Self { flags, objects: RawObjects::read(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.OCST", [&[self.flags], self.objects.as_bytes()].concat(), len)
    }
}

serialize_fields!(SignalThresholds, this {
    "sense_enabled" => this.is_enabled(),
    "thresholds" => this.thresholds().collect::<Vec<_>>(),
    "others" if !this.objects.others(&[0x80]).is_empty() => this.objects.others(&[0x80]),
    "rest" if !this.objects.rest().is_empty() => this.objects.rest(),
});

#[cfg(test)]
mod tests {
    use super::*;

    // 3GPP TS 23.032 6.1: the latitude has a sign bit, the longitude is a two's complement
    #[test]
    fn points_have_degrees() {
        let point = GeographicalPoint([0xC0, 0x00, 0x00, 0xC0, 0x00, 0x00]);
        assert_eq!((point.latitude(), point.longitude()), (-45.0, -90.0));
        let point = GeographicalPoint([0x20, 0x00, 0x00, 0x10, 0x00, 0x00]);
        assert_eq!((point.latitude(), point.longitude()), (22.5, 22.5));
    }

    #[test]
    fn lists_are_written_and_read() {
        let area = [GeographicalPoint([1; 6]), GeographicalPoint([2; 6]), GeographicalPoint([3; 6])].to_vec();
        let carrier = LocalCarrier { earfcn: Some(6400), areas: [area].to_vec() };
        let list = EarfcnList::new(core::slice::from_ref(&carrier)).unwrap();
        assert_eq!(
            list.encode(28).unwrap()[..10],
            [0xA0, 0x1A, 0x80, 0x04, 0x00, 0x00, 0x19, 0x00, 0x81, 0x12]
        );
        assert_eq!(list.carriers().collect::<Vec<_>>(), [carrier]);

        let threshold = SignalThreshold { technologies: AccessTechnologies::E_UTRAN, threshold: 110 };
        let file = SignalThresholds::new(true, &[threshold]).unwrap();
        assert_eq!(file.encode(6).unwrap(), [0x01, 0x80, 0x03, 0x40, 0x00, 0x6E]);
        assert_eq!((file.is_enabled(), file.thresholds().next()), (true, Some(threshold)));
    }
}
