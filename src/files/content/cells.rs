//! Frequencies that a phone looks at first.

use alloc::vec::Vec;

use super::objects::{RawObjects, objects};
use super::{AccessTechnologies, Bytes, Content, entries, filled, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

/// A frequency in units of 200 kHz.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CarrierFrequency(pub u16);

impl CarrierFrequency {
    /// The frequency in kHz.
    pub const fn khz(self) -> u32 {
        // at most 16 bits times 8
        (self.0 as u32).saturating_mul(200)
    }
}

/// A frequency and what tells its cells apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Carrier {
    /// The downlink frequency.
    pub frequency: CarrierFrequency,
    /// Primary scrambling codes of FDD cells, two bytes each; the cell parameters of TDD cells.
    pub cells: Bytes,
}

impl Carrier {
    /// The primary scrambling codes of FDD cells.
    pub fn scrambling_codes(&self) -> impl Iterator<Item = u16> {
        pairs(&self.cells.0)
    }
}

/// The cells of one kind in EF.NETPAR.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Carriers {
    /// Those on the frequency of the serving cell.
    pub intra_frequency: Vec<Carrier>,
    /// Those on others.
    pub inter_frequency: Vec<Carrier>,
}

/// GSM frequencies in EF.NETPAR.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GsmFrequencies {
    /// That of the serving cell.
    pub camped: Option<CarrierFrequency>,
    /// Those of its neighbours.
    pub neighbours: Vec<CarrierFrequency>,
}

fn pairs(bytes: &[u8]) -> impl Iterator<Item = u16> {
    let mut reader = Reader::new("EF.NETPAR", bytes);
    core::iter::from_fn(move || reader.u16().ok())
}

object_content! {
    /// Where the phone found cells last: EF.NETPAR (3GPP TS 31.102 4.2.57 and annex C).
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, usim};
    ///
    /// // GSM: 935.2 MHz (4676 times 200 kHz), no neighbours
    /// let parameters = usim::NetPar::decode(&[0xA0, 0x04, 0x80, 0x02, 0x12, 0x44])?;
    /// assert_eq!(parameters.gsm().unwrap().camped.unwrap().khz(), 935_200);
    /// assert_eq!(parameters.fdd(), None);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    NetworkParameters, "EF.NETPAR", [0xA0, 0xA1, 0xA2], this {
        "gsm" => this.gsm(),
        "fdd" => this.fdd().as_ref().map(Fdd),
        "tdd" => this.tdd(),
    }
}

impl NetworkParameters {
    const GSM: u32 = 0xA0;
    const FDD: u32 = 0xA1;
    const TDD: u32 = 0xA2;

    /// The file with these cells.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(
        gsm: Option<&GsmFrequencies>,
        fdd: Option<&Carriers>,
        tdd: Option<&Carriers>,
    ) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            if let Some(gsm) = gsm {
                file.nested(Tag(Self::GSM), |cells| {
                    if let Some(camped) = gsm.camped {
                        cells.tlv(Tag(0x80), &camped.0.to_be_bytes());
                    }
                    let neighbours: Vec<_> =
                        gsm.neighbours.iter().flat_map(|one| one.0.to_be_bytes()).collect();
                    if !neighbours.is_empty() {
                        cells.tlv(Tag(0x81), &neighbours);
                    }
                });
            }
            for (tag, carriers) in [(Self::FDD, fdd), (Self::TDD, tdd)] {
                let Some(carriers) = carriers else { continue };
                file.nested(Tag(tag), |cells| {
                    for (tag, list) in [(0x80, &carriers.intra_frequency), (0x81, &carriers.inter_frequency)]
                    {
                        for carrier in list {
                            let frequency = carrier.frequency.0.to_be_bytes();
                            cells.tlv(Tag(tag), &[&frequency[..], &carrier.cells.0].concat());
                        }
                    }
                });
            }
        });
        objects.map(Self)
    }

    /// The GSM frequencies.
    pub fn gsm(&self) -> Option<GsmFrequencies> {
        let cells = self.0.find(Self::GSM)?;
        let all = |tag| {
            objects(cells).filter(move |object| object.tag == Tag(tag)).flat_map(|one| pairs(one.value))
        };
        Some(GsmFrequencies {
            camped: all(0x80).next().map(CarrierFrequency),
            neighbours: all(0x81).map(CarrierFrequency).collect(),
        })
    }

    /// The UTRA FDD cells.
    pub fn fdd(&self) -> Option<Carriers> {
        self.carriers(Self::FDD)
    }

    /// The UTRA TDD cells.
    pub fn tdd(&self) -> Option<Carriers> {
        self.carriers(Self::TDD)
    }

    fn carriers(&self, tag: u32) -> Option<Carriers> {
        let cells = self.0.find(tag)?;
        let all = |tag| {
            objects(cells).filter(move |object| object.tag == Tag(tag)).filter_map(|one| carrier(one.value))
        };
        Some(Carriers { intra_frequency: all(0x80).collect(), inter_frequency: all(0x81).collect() })
    }
}

fn carrier(bytes: &[u8]) -> Option<Carrier> {
    let (frequency, cells) = bytes.split_first_chunk()?;
    Some(Carrier {
        frequency: CarrierFrequency(u16::from_be_bytes(*frequency)),
        cells: Bytes(cells.to_vec()),
    })
}

serialize_fields!(GsmFrequencies, this {
    "camped_khz" => this.camped.map(CarrierFrequency::khz),
    "neighbours_khz" => this.neighbours.iter().map(|one| one.khz()).collect::<Vec<_>>(),
});

serialize_fields!(Carrier, this { "frequency_khz" => this.frequency.khz(), "cell_parameters" => this.cells });

serialize_fields!(Carriers, this {
    "intra_frequency" => this.intra_frequency,
    "inter_frequency" => this.inter_frequency,
});

struct Fdd<'a>(&'a Carriers);

struct FddCarrier<'a>(&'a Carrier);

serialize_fields!(Fdd<'_>, this {
    "intra_frequency" => this.0.intra_frequency.iter().map(FddCarrier).collect::<Vec<_>>(),
    "inter_frequency" => this.0.inter_frequency.iter().map(FddCarrier).collect::<Vec<_>>(),
});

serialize_fields!(FddCarrier<'_>, this {
    "frequency_khz" => this.0.frequency.khz(),
    "scrambling_codes" => this.0.scrambling_codes().collect::<Vec<_>>(),
});

/// A carrier with a CPBCCH, the broadcast channel of GPRS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PacketCarrier(
    /// Both bytes of it, reserved bits and all.
    pub [u8; 2],
);

impl PacketCarrier {
    /// The carrier of this number (ARFCN, 10 bits).
    pub const fn new(arfcn: u16, high_band: bool) -> Self {
        let [high, low] = arfcn.to_be_bytes();
        Self([low, high & 0x03 | if high_band { 0x04 } else { 0 }])
    }

    /// The number of the carrier (ARFCN); `None` if the entry is empty.
    pub const fn arfcn(self) -> Option<u16> {
        let Self([low, high]) = self;
        if high & 0x80 != 0 { None } else { Some(u16::from_be_bytes([high & 0x03, low])) }
    }

    /// Whether it is one of PCS 1900, where its number could be one of DCS 1800 as well.
    pub const fn is_high_band(self) -> bool {
        let Self([_, high]) = self;
        high & 0x04 != 0
    }
}

serialize_fields!(PacketCarrier, this { "arfcn" => this.arfcn(), "high_band" => this.is_high_band() });

/// Where the phone found the broadcast channel of GPRS: EF.CPBCCH (3GPP TS 31.102 4.4.3.3, 3GPP TS 44.018).
///
/// A file of nothing but `FF` is an empty list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PacketCarriers {
    /// The entries, in order; there may be empty ones before others.
    pub entries: Vec<PacketCarrier>,
    /// A byte that is too few for another entry.
    pub rest: Bytes,
}

impl Content for PacketCarriers {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (found, rest) = entries::read("EF.CPBCCH", bytes);
        Ok(Self { entries: found.into_iter().map(PacketCarrier).collect(), rest })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        entries::write("EF.CPBCCH", self.entries.iter().map(|entry| entry.0), &self.rest, len)
    }
}

serialize_fields!(PacketCarriers, this {
    "carriers" => this
        .entries
        .iter()
        .map(|entry| Some(entry).filter(|entry| entry.arfcn().is_some()))
        .collect::<Vec<_>>(),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// The access technologies of the network the phone was registered in last: EF.RPLMNAcTD (3GPP TS 31.102 4.2.56 of
/// Release 1999; later releases have no such file).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegisteredTechnologies {
    /// The access technologies.
    pub technologies: AccessTechnologies,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for RegisteredTechnologies {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.RPLMNAcTD", bytes)?;
        let mut reader = Reader::new("EF.RPLMNAcTD", bytes);
        Ok(Self {
            technologies: AccessTechnologies::from_bits_retain(reader.u16()?),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.RPLMNAcTD", [&self.technologies.bits().to_be_bytes()[..], &self.rest.0].concat(), len)
    }
}

serialize_fields!(RegisteredTechnologies, this {
    "access_technologies" => this.technologies,
    "rest" if !this.rest.is_empty() => this.rest,
});

#[cfg(test)]
mod tests {
    use super::*;

    // 3GPP TS 31.102 annex C
    #[test]
    fn cells_are_written_and_read() {
        let gsm = GsmFrequencies {
            camped: Some(CarrierFrequency(0x1244)),
            neighbours: [CarrierFrequency(0x1245), CarrierFrequency(0x1250)].to_vec(),
        };
        let carrier =
            Carrier { frequency: CarrierFrequency(0x2940), cells: Bytes([0x00, 0x0A, 0x01, 0x02].to_vec()) };
        let fdd = Carriers { intra_frequency: [carrier.clone()].to_vec(), inter_frequency: Vec::new() };
        let parameters = NetworkParameters::new(Some(&gsm), Some(&fdd), None).unwrap();
        let bytes = parameters.encode(24).unwrap();
        assert_eq!(hex::encode(&bytes), "a00a80021244810412451250a10880062940000a0102ffff");
        let read = NetworkParameters::decode(&bytes).unwrap();
        assert_eq!((read.gsm(), read.fdd(), read.tdd()), (Some(gsm), Some(fdd), None));
        assert_eq!(carrier.scrambling_codes().collect::<Vec<_>>(), [10, 258]);
    }

    #[test]
    fn carriers_have_ten_bits() {
        let carrier = PacketCarrier::new(0x0212, true);
        assert_eq!(carrier.0, [0x12, 0x06]);
        assert_eq!((carrier.arfcn(), carrier.is_high_band()), (Some(530), true));
        assert_eq!(PacketCarrier([0x00, 0x80]).arfcn(), None);
    }
}
