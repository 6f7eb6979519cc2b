//! Slices of a 5G network.

use alloc::vec::Vec;
use core::fmt;

use super::DataObject;
use super::macros::{byte_object, bytes_object, whole_value};
use crate::codec::{EncodeError, EncodeErrorKind};

/// A slice: 3GPP TS 23.003 28.4.2.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SNssai {
    /// The slice/service type (SST): 1 is mobile broadband, 2 low latency, 3 Internet of things, 4 vehicles.
    pub service: u8,
    /// The slice differentiator (SD), 24 bits; `FFFFFF` is none.
    pub differentiator: u32,
}

impl SNssai {
    /// The differentiator of a slice that has none.
    pub const NO_DIFFERENTIATOR: u32 = 0xFF_FFFF;

    /// The slice of this type without a differentiator.
    pub const fn new(service: u8) -> Self {
        Self { service, differentiator: Self::NO_DIFFERENTIATOR }
    }
}

/// The type, and the differentiator in hexadecimal if there is one: `1` or `1-0000AB`.
impl fmt::Display for SNssai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.differentiator {
            Self::NO_DIFFERENTIATOR => write!(f, "{}", self.service),
            differentiator => write!(f, "{}-{differentiator:06X}", self.service),
        }
    }
}

impl fmt::Debug for SNssai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SNssai({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for SNssai {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The slices that serve the terminal: 3GPP TS 31.111 8.145 (Release 16 and later), their number, and four bytes each. It
/// shares the tag of a CSG ID. What is no list is kept.
///
/// ```
/// use simcard::toolkit::object::{DataObject, SNssai, SlicesInformation};
///
/// let slices = SlicesInformation::decode(&[0x02, 0x01, 0xFF, 0xFF, 0xFF, 0x02, 0x00, 0x00, 0xAB])?;
/// let second = SNssai { service: 2, differentiator: 0xAB };
/// assert_eq!(slices.slices(), Some(vec![SNssai::new(1), second]));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SlicesInformation(Vec<u8>);

impl SlicesInformation {
    /// These slices.
    ///
    /// # Errors
    ///
    /// There are more than 255, or a differentiator has more than 24 bits.
    pub fn new(slices: &[SNssai]) -> Result<Self, EncodeError> {
        let too_long = EncodeErrorKind::TooLong { len: slices.len(), max: 0xFF };
        let mut bytes = Vec::new();
        bytes.push(u8::try_from(slices.len()).map_err(|_| EncodeError::new(Self::NAME, too_long))?);
        for slice in slices {
            bytes.push(slice.service);
            match slice.differentiator.to_be_bytes() {
                [0, differentiator @ ..] => bytes.extend(differentiator),
                _ => {
                    let kind = EncodeErrorKind::Value(slice.differentiator);
                    return Err(EncodeError::new(Self::NAME, kind));
                }
            }
        }
        Ok(Self(bytes))
    }

    /// The slices, in order; `None` if their number does not fit the bytes.
    pub fn slices(&self) -> Option<Vec<SNssai>> {
        let (count, slices) = self.0.split_first()?;
        if usize::from(*count).checked_mul(4)? != slices.len() {
            return None;
        }
        let slice = |bytes: &[u8]| match *bytes {
            [service, a, b, c] => Some(SNssai { service, differentiator: u32::from_be_bytes([0, a, b, c]) }),
            _ => None,
        };
        slices.chunks_exact(4).map(slice).collect()
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

whole_value!(SlicesInformation, 0x56, "slices information");

impl fmt::Debug for SlicesInformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.slices() {
            Some(slices) => f.debug_tuple("SlicesInformation").field(&slices).finish(),
            None => write!(f, "SlicesInformation(invalid {})", hex::encode(&self.0)),
        }
    }
}

serialize_fields!(SlicesInformation, this {
    "slices" if this.slices().is_some() => this.slices(),
    "invalid" if this.slices().is_none() => hex::encode(&this.0),
});

/// What changed about the slices of the terminal: 3GPP TS 31.111 8.150 (Release 17 and later). It shares the tag of a CSG
/// cell selection status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SlicesStatus(pub u8);

byte_object!(SlicesStatus, 0x55, "slices status");

/// Slices that the network refused, with those of the home network that they stand for: 3GPP TS 31.111 8.151 (Release 18).
/// It shares the tag of an HNB name.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MappedRejectedSlices(pub Vec<u8>);

bytes_object!(MappedRejectedSlices, 0x57, "rejected slices information with S-NSSAI mapping");

/// Slices that the network allows, with those of the home network that they stand for: 3GPP TS 31.111 8.152 (Release 18).
/// It shares the tag of GAD shapes.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MappedAllowedSlices(pub Vec<u8>);

bytes_object!(MappedAllowedSlices, 0x77, "allowed slices information with S-NSSAI mapping");

/// Slices that the network refused: 3GPP TS 31.111 8.153 (Release 18). It shares the tag of a URL.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RejectedSlices(pub Vec<u8>);

bytes_object!(RejectedSlices, 0x31, "rejected slices information");

/// Slices that the network allows in a part of the area: 3GPP TS 31.111 8.154 (Release 18). It shares the tag of a PLMN
/// list.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PartialNssai(pub Vec<u8>);

bytes_object!(PartialNssai, 0x79, "partial NSSAI");

/// Slices that the network allows: 3GPP TS 31.111 8.156 (Release 17 and later). It shares the tag of an NMEA sentence.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AllowedSlices(pub Vec<u8>);

bytes_object!(AllowedSlices, 0x78, "allowed slices information");

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn slices() {
        // 3GPP TS 31.111 8.145: one slice, SST 1, SD 0000AB
        let slice = SNssai { service: 1, differentiator: 0xAB };
        vector(&[0x01, 0x01, 0x00, 0x00, 0xAB], &SlicesInformation::new(&[slice]).unwrap());
        vector(&[0x00], &SlicesInformation::new(&[]).unwrap());
        assert_eq!(slice.to_string(), "1-0000AB");
        assert_eq!(SNssai::new(3).to_string(), "3");
        for invalid in [&[][..], &[0x01], &[0x02, 1, 2, 3, 4], &[0x01, 1, 2, 3, 4, 5]] {
            assert_eq!(SlicesInformation::decode(invalid).unwrap().slices(), None, "{invalid:02X?}");
        }
        let wrong = SNssai { service: 1, differentiator: 0x0100_0000 };
        assert!(SlicesInformation::new(&[wrong]).is_err());
        assert!(SlicesInformation::new(&[slice; 256]).is_err());
        vector(&[0x01], &SlicesStatus(1));
        vector(&[1], &MappedRejectedSlices(vec![1]));
        vector(&[2], &MappedAllowedSlices(vec![2]));
        vector(&[3], &RejectedSlices(vec![3]));
        vector(&[4], &PartialNssai(vec![4]));
        vector(&[5], &AllowedSlices(vec![5]));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let slices = SlicesInformation::new(&[SNssai::new(1)]).unwrap();
        assert_eq!(serde_json::to_string(&slices).unwrap(), r#"{"slices":["1"]}"#);
    }
}
