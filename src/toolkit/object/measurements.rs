//! What the terminal measures of the cells around it.

use alloc::vec::Vec;
use core::fmt;

use super::DataObject;
use super::macros::{byte_object, bytes_object, whole_value};
use super::named::named_byte;
use crate::codec::{EncodeError, EncodeErrorKind};

/// What the terminal measures: 3GPP TS 31.111 8.22.
///
/// GSM has 16 bytes, of which [`gsm`](Self::gsm) tells the meaning. The other technologies have the measurement report of
/// their radio protocol, in ASN.1, which [`UtranMeasurementQualifier`] narrows down.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NetworkMeasurements(pub Vec<u8>);

bytes_object!(NetworkMeasurements, 0x16, "network measurement results");

impl NetworkMeasurements {
    /// The measurements as GSM has them (3GPP TS 44.018 10.5.2.20); `None` if there are not 16 bytes. That they are of
    /// GSM is for the caller to know.
    pub fn gsm(&self) -> Option<GsmMeasurements> {
        let bits = Bits(u128::from_be_bytes(self.0.as_slice().try_into().ok()?));
        let neighbours = match bits.at(23, 3) {
            count @ 0..=6 => (0..count)
                .map(|index| {
                    let bit = index.saturating_mul(17).saturating_add(26);
                    GsmNeighbour {
                        level: bits.at(bit, 6),
                        frequency: bits.at(bit.saturating_add(6), 5),
                        network_colour: bits.at(bit.saturating_add(11), 3),
                        base_station_colour: bits.at(bit.saturating_add(14), 3),
                    }
                })
                .collect(),
            _ => Vec::new(),
        };
        Some(GsmMeasurements {
            valid: bits.at(9, 1) == 0,
            discontinuous: bits.at(1, 1) == 1,
            level_full: bits.at(2, 6),
            level_sub: bits.at(10, 6),
            quality_full: bits.at(17, 3),
            quality_sub: bits.at(20, 3),
            neighbours,
        })
    }
}

/// Bits, counted from the highest.
struct Bits(u128);

impl Bits {
    /// The number in `count` bits, at most 8.
    fn at(&self, first: u8, count: u8) -> u8 {
        let shift = 128_u8.saturating_sub(first).saturating_sub(count);
        let [.., byte] = self.0.wrapping_shr(shift.into()).to_be_bytes();
        byte & u8::MAX.wrapping_shr(8_u8.saturating_sub(count).into())
    }
}

/// The measurements of GSM: 3GPP TS 44.018 10.5.2.20. Levels are RXLEV, 0 to 63: 0 is below -110 dBm, each step is 1 dB
/// (3GPP TS 45.008 8.1.4). Qualities are RXQUAL, 0 (best) to 7.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GsmMeasurements {
    /// Whether the measurements of the own cell are valid.
    pub valid: bool,
    /// Whether the terminal transmitted discontinuously (DTX).
    pub discontinuous: bool,
    /// The level of the own cell, over all frames.
    pub level_full: u8,
    /// The level of the own cell, over some frames.
    pub level_sub: u8,
    /// The quality of the own cell, over all frames.
    pub quality_full: u8,
    /// The quality of the own cell, over some frames.
    pub quality_sub: u8,
    /// The cells nearby, strongest first.
    pub neighbours: Vec<GsmNeighbour>,
}

/// A cell nearby: 3GPP TS 44.018 10.5.2.20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GsmNeighbour {
    /// Its level.
    pub level: u8,
    /// Its carrier: an index into the list of neighbouring carriers, from 0.
    pub frequency: u8,
    /// The upper half of its BSIC: the colour of its network.
    pub network_colour: u8,
    /// The lower half of its BSIC: its own colour.
    pub base_station_colour: u8,
}

named_byte! {
    /// Which measurements are wanted: 3GPP TS 31.111 8.73.
    UtranMeasurementQualifier {
        UTRAN_INTRA_FREQUENCY = 0x01 "UTRAN intra-frequency",
        UTRAN_INTER_FREQUENCY = 0x02 "UTRAN inter-frequency",
        UTRAN_GERAN = 0x03 "UTRAN inter-RAT (GERAN)",
        UTRAN_E_UTRAN = 0x04 "UTRAN inter-RAT (E-UTRAN)",
        E_UTRAN_INTRA_FREQUENCY = 0x05 "E-UTRAN intra-frequency",
        E_UTRAN_INTER_FREQUENCY = 0x06 "E-UTRAN inter-frequency",
        E_UTRAN_GERAN = 0x07 "E-UTRAN inter-RAT (GERAN)",
        E_UTRAN_UTRAN = 0x08 "E-UTRAN inter-RAT (UTRAN)",
        E_UTRAN_NR = 0x09 "E-UTRAN inter-RAT (NR)",
        NG_RAN_INTRA_FREQUENCY = 0x0A "NG-RAN intra-frequency",
        NG_RAN_INTER_FREQUENCY = 0x0B "NG-RAN inter-frequency",
        NG_RAN_E_UTRAN = 0x0C "NG-RAN inter-RAT (E-UTRAN)",
        NG_RAN_UTRAN = 0x0D "NG-RAN inter-RAT (UTRAN)",
    }
}

byte_object!(UtranMeasurementQualifier, 0x69, "UTRAN/E-UTRAN measurement qualifier");

/// What the terminal measures on the other frequencies of E-UTRAN: 3GPP TS 31.111 clause 8 (Release 10 and later), the
/// measurement report of 3GPP TS 36.331. It shares the tag of a PLMN list.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EutranInterFrequencyMeasurements(pub Vec<u8>);

bytes_object!(EutranInterFrequencyMeasurements, 0x79, "E-UTRAN inter-frequency network measurement results");

/// The carriers of neighbouring cells of GSM: 3GPP TS 31.111 8.29, ten bits each.
///
/// ```
/// use simcard::toolkit::object::{BcchChannels, DataObject};
///
/// let channels = BcchChannels::new(&[1, 1023, 512])?;
/// assert_eq!(BcchChannels::decode(&[0x00, 0x7F, 0xF8, 0x00])?, channels);
/// assert_eq!(channels.channels().collect::<Vec<_>>(), [1, 1023, 512]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BcchChannels(Vec<u8>);

impl BcchChannels {
    /// The highest number of a carrier (ARFCN).
    pub const MAX: u16 = 1023;

    /// These carriers, by their ARFCN.
    ///
    /// # Errors
    ///
    /// One is above [`MAX`](Self::MAX).
    pub fn new(channels: &[u16]) -> Result<Self, EncodeError> {
        if let Some(wrong) = channels.iter().find(|channel| **channel > Self::MAX) {
            return Err(EncodeError::new(Self::NAME, EncodeErrorKind::Value(u32::from(*wrong))));
        }
        let mut bits = channels.iter().flat_map(|channel| (0..10).rev().map(move |bit| channel >> bit & 1));
        let mut bytes = Vec::new();
        while let Some(first) = bits.next() {
            let byte = (0..7).fold(first, |byte, _| byte << 1 | bits.next().unwrap_or_default());
            bytes.push(u8::try_from(byte).unwrap_or_default());
        }
        Ok(Self(bytes))
    }

    /// The carriers, by their ARFCN, in order. Bits that are too few for another are left out.
    pub fn channels(&self) -> impl Iterator<Item = u16> + '_ {
        let mut bits = self.0.iter().flat_map(|byte| (0..8).rev().map(move |bit| u16::from(byte >> bit & 1)));
        core::iter::from_fn(move || {
            (0..10).try_fold(0, |channel, _| bits.next().map(|bit| channel << 1 | bit))
        })
    }
}

whole_value!(BcchChannels, 0x1D, "BCCH channel list");

impl fmt::Debug for BcchChannels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BcchChannels")?;
        f.debug_list().entries(self.channels()).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for BcchChannels {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.channels())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn carriers_take_ten_bits() {
        // 3GPP TS 31.111 8.29. 0000000001 1111111111 1000000000 and two spare bits: 00 7F F8 00
        vector(&[0x00, 0x7F, 0xF8, 0x00], &BcchChannels::new(&[1, 1023, 512]).unwrap());
        // 0000000101 and six spare bits: 01 40
        vector(&[0x01, 0x40], &BcchChannels::new(&[5]).unwrap());
        vector(&[], &BcchChannels::new(&[]).unwrap());
        assert!(BcchChannels::new(&[1024]).is_err());
        assert_eq!(format!("{:?}", BcchChannels::new(&[5, 6]).unwrap()), "BcchChannels[5, 6]");
    }

    #[test]
    fn measurements_of_gsm() {
        // 3GPP TS 44.018 10.5.2.20, bit by bit: BA 0, DTX 1, RXLEV-FULL 101010 (42) = 6A; 3G-BA 0, valid 0, RXLEV-SUB
        // 101000 (40) = 28; spare 0, RXQUAL-FULL 001, RXQUAL-SUB 010, NO-NCELL high bit 0 = 14; low bits 10 (two cells),
        // then RXLEV 100000 (32) = A0; BCCH-FREQ 00011, NCC 101 = 1D; BCC 110, RXLEV 011111 (31) starts with 01111 =
        // CF; 1, BCCH-FREQ 11111, NCC starts with 00 = FC; 1, BCC 111 = F0
        let mut bytes = vec![0x6A, 0x28, 0x14, 0xA0, 0x1D, 0xCF, 0xFC, 0xF0];
        bytes.resize(16, 0);
        let measured = NetworkMeasurements(bytes.clone());
        let first = GsmNeighbour { level: 32, frequency: 3, network_colour: 5, base_station_colour: 6 };
        let second = GsmNeighbour { level: 31, frequency: 31, network_colour: 1, base_station_colour: 7 };
        assert_eq!(
            measured.gsm(),
            Some(GsmMeasurements {
                valid: true,
                discontinuous: true,
                level_full: 42,
                level_sub: 40,
                quality_full: 1,
                quality_sub: 2,
                neighbours: vec![first, second],
            })
        );
        vector(&bytes, &measured);
        // NO-NCELL 111: nothing is known of neighbours
        bytes[2] |= 0x01;
        bytes[3] |= 0xC0;
        assert_eq!(NetworkMeasurements(bytes).gsm().unwrap().neighbours, []);
        assert_eq!(NetworkMeasurements(vec![0; 15]).gsm(), None);
    }

    #[test]
    fn qualifiers() {
        vector(&[0x01], &UtranMeasurementQualifier::UTRAN_INTRA_FREQUENCY);
        assert_eq!(UtranMeasurementQualifier(0x0A).name(), Some("NG-RAN intra-frequency"));
        assert_eq!(UtranMeasurementQualifier(0x0E).name(), None);
        vector(&[0x01, 0x02], &EutranInterFrequencyMeasurements(vec![1, 2]));
    }

    proptest! {
        #[test]
        fn carriers_round_trip(channels in prop::collection::vec(0..=BcchChannels::MAX, 0..32)) {
            let written = BcchChannels::new(&channels).unwrap();
            prop_assert_eq!(written.channels().collect::<Vec<_>>(), channels);
        }

        #[test]
        fn any_measurements_are_read(bytes: [u8; 16]) {
            let measured = NetworkMeasurements(bytes.to_vec()).gsm().unwrap();
            prop_assert!(measured.neighbours.len() <= 6);
        }
    }
}
