//! Where on Earth the terminal is.

use alloc::vec::Vec;
use core::fmt;

use bitflags::bitflags;

use super::DataObject;
use super::utf8::text_object;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};
use crate::files::content::Bytes;

bitflags! {
    /// Shapes in which a location may be told: 3GPP TS 31.111 8.94, 3GPP TS 23.032.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct PreferredShapes: u8 {
        /// Ellipsoid point.
        const POINT = 0x01;
        /// Ellipsoid point with uncertainty circle.
        const CIRCLE = 0x02;
        /// Ellipsoid point with uncertainty ellipse.
        const ELLIPSE = 0x04;
        /// Ellipsoid point with altitude.
        const ALTITUDE = 0x08;
        /// Polygon.
        const POLYGON = 0x10;
        /// Ellipsoid point with altitude and uncertainty ellipsoid.
        const ELLIPSOID = 0x20;
        /// Ellipsoid arc.
        const ARC = 0x40;
        const _ = !0;
    }
}

serialize_flags!(PreferredShapes);

bitflags! {
    /// Sentences in which a location may be told: 3GPP TS 31.111 8.94, IEC 61162-1.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct PreferredSentences: u8 {
        /// Recommended minimum.
        const RMC = 0x01;
        /// Fix of the global positioning system.
        const GGA = 0x02;
        /// Latitude and longitude.
        const GLL = 0x04;
        /// Fix of any satellites.
        const GNS = 0x08;
        const _ = !0;
    }
}

serialize_flags!(PreferredSentences);

/// How exact a location has to be, and how it is wanted: 3GPP TS 31.111 8.94.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GeographicalLocationParameters {
    /// How exact the place has to be: with the highest bit, it need not be; otherwise by the uncertainty code of 3GPP TS
    /// 23.032 6.1.
    pub horizontal_accuracy: u8,
    /// Whether the altitude is wanted, and how exact.
    pub vertical_coordinate: u8,
    /// Whether the velocity is wanted.
    pub velocity: u8,
    /// Which shapes are preferred.
    pub gad_shapes: PreferredShapes,
    /// Which sentences are preferred.
    pub nmea_sentences: PreferredSentences,
    /// How long it may take.
    pub response_time: u8,
    /// What follows.
    pub rest: Bytes,
}

impl DataObject for GeographicalLocationParameters {
    const TAG: Tag = Tag(0x76);
    const NAME: &'static str = "geographical location parameters";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [horizontal_accuracy, vertical_coordinate, velocity, gad_shapes, nmea_sentences, response_time] =
            reader.array()?;
        Ok(Self {
            horizontal_accuracy,
            vertical_coordinate,
            velocity,
            gad_shapes: PreferredShapes::from_bits_retain(gad_shapes),
            nmea_sentences: PreferredSentences::from_bits_retain(nmea_sentences),
            response_time,
            rest: Bytes(reader.rest().to_vec()),
        })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([
            self.horizontal_accuracy,
            self.vertical_coordinate,
            self.velocity,
            self.gad_shapes.bits(),
            self.nmea_sentences.bits(),
            self.response_time,
        ]);
        out.extend_from_slice(&self.rest.0);
        Ok(())
    }
}

/// A place on Earth, and how fast the terminal moves: 3GPP TS 31.111 8.95, in the shapes of 3GPP TS 23.032.
///
/// ```
/// use simcard::toolkit::object::{DataObject, GadShape};
///
/// // an ellipsoid point: 45 degrees north, 90 degrees west
/// let place = GadShape::decode(&[0x07, 0x00, 0x40, 0x00, 0x00, 0xC0, 0x00, 0x00])?;
/// assert_eq!(place.kind(), Some("ellipsoid point"));
/// assert_eq!((place.latitude(), place.longitude()), (Some(45.0), Some(-90.0)));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct GadShape {
    /// The shape as it is written.
    pub shape: Vec<u8>,
    /// The velocity as it is written, if there is one.
    pub velocity: Option<Vec<u8>>,
}

impl GadShape {
    /// What shape it is (3GPP TS 23.032 table 2a).
    pub fn kind(&self) -> Option<&'static str> {
        Some(match self.shape.first()? >> 4 {
            0 => "ellipsoid point",
            1 => "ellipsoid point with uncertainty circle",
            3 => "ellipsoid point with uncertainty ellipse",
            5 => "polygon",
            8 => "ellipsoid point with altitude",
            9 => "ellipsoid point with altitude and uncertainty ellipsoid",
            10 => "ellipsoid arc",
            11 => "high accuracy ellipsoid point with uncertainty ellipse",
            12 => "high accuracy ellipsoid point with altitude and uncertainty ellipsoid",
            13 => "high accuracy ellipsoid point with scalable uncertainty ellipse",
            14 => "high accuracy ellipsoid point with altitude and scalable uncertainty ellipsoid",
            _ => return None,
        })
    }

    /// The point that most shapes are around, or that a polygon begins with: three bytes each for latitude and
    /// longitude. The shapes of high accuracy write it otherwise.
    fn point(&self) -> Option<(u32, u32)> {
        match *self.shape.as_slice() {
            [kind, a, b, c, d, e, f, ..] if kind >> 4 <= 10 && self.kind().is_some() => {
                Some((u32::from_be_bytes([0, a, b, c]), u32::from_be_bytes([0, d, e, f])))
            }
            _ => None,
        }
    }

    /// The latitude in degrees, negative in the south (3GPP TS 23.032 6.1): sign and 23 bits, 90 degrees in 2^23 parts.
    pub fn latitude(&self) -> Option<f64> {
        let (latitude, _) = self.point()?;
        let degrees = f64::from(latitude & 0x7F_FFFF) * 90.0 / f64::from(0x80_0000);
        Some(if latitude & 0x80_0000 == 0 { degrees } else { -degrees })
    }

    /// The longitude in degrees, negative in the west (3GPP TS 23.032 6.1): 24 bits in two's complement, 360 degrees in
    /// 2^24 parts.
    pub fn longitude(&self) -> Option<f64> {
        let (_, longitude) = self.point()?;
        let signed = i32::from_be_bytes((longitude << 8).to_be_bytes()) >> 8;
        Some(f64::from(signed) * 360.0 / f64::from(0x100_0000))
    }

    /// The altitude in metres above the ellipsoid, if the shape has one (3GPP TS 23.032 6.3).
    pub fn altitude(&self) -> Option<i32> {
        match *self.shape.as_slice() {
            [kind, _, _, _, _, _, _, high, low, ..] if matches!(kind >> 4, 8 | 9) => {
                let metres = i32::from(u16::from_be_bytes([high & 0x7F, low]));
                Some(if high & 0x80 == 0 { metres } else { metres.wrapping_neg() })
            }
            _ => None,
        }
    }

    /// The radius in metres around the point, if the shape has one (3GPP TS 23.032 6.2): 10 (1.1^K - 1).
    pub fn uncertainty(&self) -> Option<f64> {
        match *self.shape.as_slice() {
            [kind, _, _, _, _, _, _, code, ..] if kind >> 4 == 1 => {
                let power = (0..code & 0x7F).fold(1.0, |power, _| power * 1.1);
                Some(10.0 * (power - 1.0))
            }
            _ => None,
        }
    }
}

impl DataObject for GadShape {
    const TAG: Tag = Tag(0x77);
    const NAME: &'static str = "GAD shapes";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let mut part = || -> Result<Vec<u8>, DecodeError> {
            let len = reader.u8()?;
            Ok(reader.take(len.into())?.to_vec())
        };
        let shape = part()?;
        let velocity = if value.len() > shape.len().saturating_add(1) { Some(part()?) } else { None };
        reader.finish()?;
        Ok(Self { shape, velocity })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        for part in [Some(&self.shape), self.velocity.as_ref()].into_iter().flatten() {
            let too_long = EncodeErrorKind::TooLong { len: part.len(), max: 0xFF };
            out.push(u8::try_from(part.len()).map_err(|_| EncodeError::new(Self::NAME, too_long))?);
            out.extend_from_slice(part);
        }
        Ok(())
    }
}

impl fmt::Debug for GadShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GadShape")
            .field("shape", &hex::encode(&self.shape))
            .field("latitude", &self.latitude())
            .field("longitude", &self.longitude())
            .field("velocity", &self.velocity.as_ref().map(hex::encode))
            .finish()
    }
}

serialize_fields!(GadShape, this {
    "kind" if this.kind().is_some() => this.kind(),
    "latitude" if this.latitude().is_some() => this.latitude(),
    "longitude" if this.longitude().is_some() => this.longitude(),
    "altitude" if this.altitude().is_some() => this.altitude(),
    "uncertainty" if this.uncertainty().is_some() => this.uncertainty(),
    "shape" => hex::encode(&this.shape),
    "velocity" if this.velocity.is_some() => this.velocity.as_ref().map(hex::encode),
});

/// What a receiver of satellite signals says: 3GPP TS 31.111 8.96, a sentence of IEC 61162-1 in ASCII.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NmeaSentence(Vec<u8>);

text_object!(NmeaSentence, 0x78, "NMEA sentence");

impl NmeaSentence {
    /// Whether the checksum after the `*` fits: all characters between `$` and `*`, combined by exclusive or. `None` if
    /// there is none.
    pub fn checksum_fits(&self) -> Option<bool> {
        let sentence = self.0.strip_prefix(b"$").unwrap_or(&self.0);
        let star = sentence.iter().position(|byte| *byte == b'*')?;
        let (text, checksum) = sentence.split_at_checked(star)?;
        let checksum = core::str::from_utf8(checksum.get(1..3)?).ok()?;
        let checksum = u8::from_str_radix(checksum, 16).ok()?;
        Some(text.iter().fold(0, |sum, byte| sum ^ byte) == checksum)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn parameters() {
        vector(
            &[0x81, 0x00, 0x01, 0x02, 0x03, 0x04],
            &GeographicalLocationParameters {
                horizontal_accuracy: 0x81,
                vertical_coordinate: 0,
                velocity: 1,
                gad_shapes: PreferredShapes::CIRCLE,
                nmea_sentences: PreferredSentences::RMC | PreferredSentences::GGA,
                response_time: 4,
                rest: Bytes::default(),
            },
        );
        assert!(GeographicalLocationParameters::decode(&[0; 5]).is_err());
    }

    #[test]
    fn shapes() {
        // 3GPP TS 23.032 7.3.2: type 1; latitude: sign and 2^22 = half of 90 degrees; longitude: -2^22 = a quarter of -360
        // degrees; uncertainty code 2: 10 (1.21 - 1) = 2.1 m
        let shape = vec![0x10, 0xC0, 0x00, 0x00, 0xC0, 0x00, 0x00, 0x02];
        let circle = GadShape { shape, velocity: Some(vec![0x00, 0x01, 0x02, 0x03]) };
        vector(
            &[0x08, 0x10, 0xC0, 0x00, 0x00, 0xC0, 0x00, 0x00, 0x02, 0x04, 0x00, 0x01, 0x02, 0x03],
            &circle,
        );
        assert_eq!(circle.kind(), Some("ellipsoid point with uncertainty circle"));
        assert_eq!((circle.latitude(), circle.longitude()), (Some(-45.0), Some(-90.0)));
        assert!((circle.uncertainty().unwrap() - 2.1).abs() < 1e-9);
        assert_eq!(circle.altitude(), None);
        // type 8, altitude: sign and 15 bits
        let mut high = GadShape { shape: vec![0x80, 0, 0, 0, 0, 0, 0, 0x81, 0x00], velocity: None };
        assert_eq!(high.altitude(), Some(-256));
        high.shape[7] = 0x01;
        assert_eq!(high.altitude(), Some(256));
        // a shape that the specification does not have, and one that is too short
        for shape in [vec![0xF0, 0, 0, 0, 0, 0, 0], vec![0x00, 0], vec![]] {
            let other = GadShape { shape, velocity: None };
            assert_eq!((other.latitude(), other.altitude(), other.uncertainty()), (None, None, None));
        }
        assert!(GadShape::decode(&[0x02, 0x00]).is_err());
        assert!(GadShape::decode(&[]).is_err());
        assert!(GadShape { shape: vec![0; 256], velocity: None }.encode(&mut Vec::new()).is_err());
    }

    #[test]
    fn sentences() {
        // exclusive or of G (47), P (50) and X (58): 47 ^ 50 = 17, 17 ^ 58 = 4F
        vector(b"$GPX*4F\r\n", &NmeaSentence::new("$GPX*4F\r\n"));
        assert_eq!(NmeaSentence::new("$GPX*4F\r\n").checksum_fits(), Some(true));
        assert_eq!(NmeaSentence::new("GPX*40").checksum_fits(), Some(false));
        for none in ["", "$GPX", "$GPX*", "$GPX*4", "$GPX*ZZ", "$GPX*4é"] {
            assert_eq!(NmeaSentence::new(none).checksum_fits(), None, "{none}");
        }
    }
}
