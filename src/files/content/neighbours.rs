use alloc::vec::Vec;

use super::{Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};

const OBJECT: &str = "EF.BCCH";

/// On which carriers the neighbours of a cell send their broadcast channels: EF.BCCH (3GPP TS 51.011 10.3.14), coded as
/// the neighbour cell description of 3GPP TS 44.018 10.5.2.22.
///
/// ```
/// use simcard::files::{ElementaryFile, gsm};
///
/// // variable bit map from carrier 871 on, with the bits for the next one and the 111th
/// let bytes = [0x8F, 0xB3, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01];
/// let neighbours = gsm::Bcch::decode(&bytes)?;
/// assert_eq!(neighbours.carriers(), Some(vec![871, 872, 982]));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NeighbourCells {
    /// The description.
    pub description: [u8; 16],
    /// What follows, without padding.
    pub rest: Bytes,
}

impl NeighbourCells {
    /// How the carriers are coded (3GPP TS 44.018 table 10.5.2.13.1.1).
    pub const fn format(&self) -> &'static str {
        let [first, ..] = self.description;
        match (first >> 6, first >> 1 & 0x07) {
            (0, _) => "bit_map_0",
            (2, 0..=3) => "range_1024",
            (2, 4) => "range_512",
            (2, 5) => "range_256",
            (2, 6) => "range_128",
            (2, _) => "variable_bit_map",
            _ => "reserved",
        }
    }

    /// The numbers of the carriers (ARFCN); `None` if they are coded as a range, which takes the computation of 3GPP
    /// TS 44.018 annex J.
    pub fn carriers(&self) -> Option<Vec<u16>> {
        let [first, second, third, ..] = self.description;
        // Bits from the highest of byte 1 on.
        let bits = self.description.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 != 0));
        match self.format() {
            // The last four bits of byte 1 are carriers 124 to 121, and so on down to 1.
            "bit_map_0" => {
                let mut carriers: Vec<u16> = (1..=124)
                    .rev()
                    .zip(bits.skip(4))
                    .filter(|(_, set)| *set)
                    .map(|(carrier, _)| carrier)
                    .collect();
                carriers.reverse();
                Some(carriers)
            }
            // Ten bits with the first carrier, which is always one of them, and a bit for each that follows.
            "variable_bit_map" => {
                let origin = u16::from(first & 0x01) << 9 | u16::from(second) << 1 | u16::from(third >> 7);
                let following = (1..=111).zip(bits.skip(17)).filter(|(_, set)| *set);
                let carriers = following.map(|(step, _)| origin.wrapping_add(step) & 0x03FF);
                Some(core::iter::once(origin).chain(carriers).collect())
            }
            _ => None,
        }
    }
}

impl Content for NeighbourCells {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        let mut reader = Reader::new(OBJECT, bytes);
        Ok(Self { description: reader.array()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(OBJECT, [&self.description[..], &self.rest.0].concat(), len)
    }
}

serialize_fields!(NeighbourCells, this {
    "format" => this.format(),
    "carriers" if this.carriers().is_some() => this.carriers(),
    "description" if this.carriers().is_none() => Bytes(this.description.to_vec()),
    "rest" if !this.rest.is_empty() => this.rest,
});

#[cfg(test)]
mod tests {
    use super::*;

    /// 3GPP TS 44.018 10.5.2.13.2: carrier 124 is bit 4 of the first byte, carrier 1 bit 1 of the last.
    #[test]
    fn bit_map_0() {
        let mut description = [0; 16];
        description[0] = 0x08;
        description[1] = 0x80;
        description[15] = 0x03;
        let neighbours = NeighbourCells { description, rest: Bytes::default() };
        assert_eq!(
            (neighbours.format(), neighbours.carriers()),
            ("bit_map_0", Some([1, 2, 120, 124].to_vec()))
        );
    }

    #[test]
    fn numbers_go_round() {
        // 10.5.2.13.7: modulo 1024; origin 1023, then 0
        let mut description = [0; 16];
        description[..3].copy_from_slice(&[0x8F, 0xFF, 0xC0]);
        let neighbours = NeighbourCells { description, rest: Bytes::default() };
        assert_eq!(neighbours.carriers(), Some([1023, 0].to_vec()));
    }
}
