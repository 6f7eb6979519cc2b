//! Networks, and lists of them.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bitflags::bitflags;

use super::objects::RawObjects;
use super::{Bytes, Content, filled};
use crate::codec::ber::{self, Tag};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader, bcd};
use crate::numbering::Plmn;

/// Where a file holds a network: three bytes (3GPP TS 24.008 10.5.1.13).
///
/// What is there is kept even where it is no network, and digits `D` stand for any digit where a file allows that.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlmnField(pub [u8; 3]);

impl PlmnField {
    /// A field without a network.
    pub const EMPTY: Self = Self([0xFF; 3]);

    /// The network; `None` if there is none, or if what is there is none.
    pub fn plmn(&self) -> Option<Plmn> {
        Plmn::from_bcd(self.0).ok().flatten()
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    /// The network with a `?` for each digit that may be any: `001-0?`. `None` if what is there is no network and
    /// no such pattern.
    pub fn pattern(&self) -> Option<String> {
        let mut halves = bcd::halves(&self.0);
        let mut digit = || match halves.next() {
            Some(digit @ 0..=9) => Some(char::from(b'0' | digit)),
            Some(0xD) => Some('?'),
            _ => None,
        };
        let (mcc1, mcc2, mcc3) = (digit(), digit(), digit());
        let (mnc3, mnc1, mnc2) = (digit(), digit(), digit());
        let mut text: String = [mcc1?, mcc2?, mcc3?, '-', mnc1?, mnc2?].into_iter().collect();
        let [_, middle, _] = self.0;
        match mnc3 {
            Some(digit) => text.push(digit),
            None if middle >> 4 == 0xF => {}
            None => return None,
        }
        Some(text)
    }
}

impl From<Plmn> for PlmnField {
    fn from(plmn: Plmn) -> Self {
        Self(plmn.to_bcd())
    }
}

/// The network or pattern; `none`, or the bytes.
impl fmt::Debug for PlmnField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pattern() {
            Some(pattern) => f.write_str(&pattern),
            None if self.is_empty() => f.write_str("none"),
            None => Bytes(self.0.to_vec()).fmt(f),
        }
    }
}

/// The network or pattern; nothing, or the bytes in an object.
#[cfg(feature = "serde")]
impl serde::Serialize for PlmnField {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        match self.pattern() {
            Some(pattern) => serializer.serialize_str(&pattern),
            None if self.is_empty() => serializer.serialize_none(),
            None => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("invalid", &Bytes(self.0.to_vec()))?;
                map.end()
            }
        }
    }
}

/// A list of networks: EF.FPLMN, EF.PLMNsel, EF.EHPLMN (3GPP TS 31.102 4.2.16 and 4.2.84, 3GPP TS 51.011 10.3.4).
///
/// A file of nothing but `FF` is an empty list.
///
/// ```
/// use simcard::files::{ElementaryFile, usim};
///
/// let forbidden = usim::Fplmn::decode(&[0x00, 0xF1, 0x10, 0xFF, 0xFF, 0xFF])?;
/// assert_eq!(forbidden.plmns().collect::<Vec<_>>(), ["001-01".parse()?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PlmnList {
    /// The entries, in order; there may be empty ones before others.
    pub entries: Vec<PlmnField>,
    /// Bytes that are too few for another entry.
    pub rest: Bytes,
}

impl PlmnList {
    /// The networks in it, in order.
    pub fn plmns(&self) -> impl Iterator<Item = Plmn> {
        self.entries.iter().filter_map(PlmnField::plmn)
    }

    fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader::new("PLMN list", bytes);
        let mut entries = Vec::new();
        while let Ok(entry) = reader.array() {
            entries.push(PlmnField(entry));
        }
        let rest = Bytes::unpadded(reader.rest());
        // Only if nothing comes behind them, empty entries are the padding of the file.
        while rest.is_empty() && entries.last().is_some_and(PlmnField::is_empty) {
            entries.pop();
        }
        Self { entries, rest }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut out: Vec<u8> = self.entries.iter().flat_map(|entry| entry.0).collect();
        out.extend(&self.rest.0);
        out
    }
}

impl FromIterator<Plmn> for PlmnList {
    fn from_iter<I: IntoIterator<Item = Plmn>>(plmns: I) -> Self {
        Self { entries: plmns.into_iter().map(PlmnField::from).collect(), rest: Bytes::default() }
    }
}

impl Content for PlmnList {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self::read(bytes))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("PLMN list", self.to_bytes(), len)
    }
}

serialize_fields!(PlmnList, this {
    "plmns" => this.entries,
    "rest" if !this.rest.is_empty() => this.rest,
});

bitflags! {
    /// Access technologies (3GPP TS 31.102 4.2.5): the first byte in the upper half, the second in the lower one.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct AccessTechnologies: u16 {
        /// UTRAN.
        const UTRAN = 0x8000;
        /// E-UTRAN. Both modes, unless exactly one of the next two is set.
        const E_UTRAN = 0x4000;
        /// With [`E_UTRAN`](Self::E_UTRAN): WB-S1 mode.
        const E_UTRAN_WB_S1 = 0x2000;
        /// With [`E_UTRAN`](Self::E_UTRAN): NB-S1 mode.
        const E_UTRAN_NB_S1 = 0x1000;
        /// NG-RAN.
        const NG_RAN = 0x0800;
        /// Satellite NG-RAN.
        const SATELLITE_NG_RAN = 0x0400;
        /// GSM. With and without EC-GSM-IoT, unless exactly one of those two is set.
        const GSM = 0x0080;
        /// GSM COMPACT.
        const GSM_COMPACT = 0x0040;
        /// cdma2000 HRPD.
        const CDMA2000_HRPD = 0x0020;
        /// cdma2000 1xRTT.
        const CDMA2000_1XRTT = 0x0010;
        /// With [`GSM`](Self::GSM): without EC-GSM-IoT.
        const GSM_WITHOUT_EC_IOT = 0x0008;
        /// With [`GSM`](Self::GSM): EC-GSM-IoT.
        const EC_GSM_IOT = 0x0004;
        const _ = !0;
    }
}

serialize_flags!(AccessTechnologies);

/// A network and how to reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlmnAccess {
    /// The network.
    pub plmn: PlmnField,
    /// Its access technologies.
    pub technologies: AccessTechnologies,
}

serialize_fields!(PlmnAccess, this { "plmn" => this.plmn, "access_technologies" => this.technologies });

/// A list of networks with access technologies, best first: EF.PLMNwAcT, EF.OPLMNwAcT, EF.HPLMNwAcT (3GPP TS 31.102
/// 4.2.5, 4.2.53, 4.2.54).
///
/// A file of nothing but `FF` is an empty list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PlmnAccessList {
    /// The entries, in order; there may be empty ones before others.
    pub entries: Vec<PlmnAccess>,
    /// Bytes that are too few for another entry.
    pub rest: Bytes,
    /// How many empty entries (`FFFFFF0000`) follow, before the padding of the file.
    empty: usize,
}

impl PlmnAccessList {
    const EMPTY: PlmnAccess =
        PlmnAccess { plmn: PlmnField::EMPTY, technologies: AccessTechnologies::empty() };

    /// A list of these entries.
    pub const fn new(entries: Vec<PlmnAccess>) -> Self {
        Self { entries, rest: Bytes(Vec::new()), empty: 0 }
    }
}

impl Content for PlmnAccessList {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("PLMN list", bytes);
        let mut entries = Vec::new();
        while reader.remaining() >= 5 {
            let plmn = PlmnField(reader.array()?);
            entries
                .push(PlmnAccess { plmn, technologies: AccessTechnologies::from_bits_retain(reader.u16()?) });
        }
        let rest = Bytes::unpadded(reader.rest());
        let mut list = Self { entries, rest, empty: 0 };
        if list.rest.is_empty() {
            let padding = PlmnAccess { technologies: AccessTechnologies::all(), ..Self::EMPTY };
            while list.entries.last() == Some(&padding) {
                list.entries.pop();
            }
            while list.entries.last() == Some(&Self::EMPTY) {
                list.entries.pop();
                list.empty = list.empty.saturating_add(1);
            }
        }
        Ok(list)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let bytes = |entry: &PlmnAccess| {
            let [first, second, third] = entry.plmn.0;
            let [high, low] = entry.technologies.bits().to_be_bytes();
            [first, second, third, high, low]
        };
        let mut out: Vec<u8> = self.entries.iter().flat_map(bytes).collect();
        out.extend(&self.rest.0);
        // Empty entries that do not fit any more are not missed.
        let room = len.saturating_sub(out.len()) / 5;
        out.extend(core::iter::repeat_n(bytes(&Self::EMPTY), self.empty.min(room)).flatten());
        filled("PLMN list", out, len)
    }
}

serialize_fields!(PlmnAccessList, this {
    "plmns" => this.entries,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Networks that count as home for showing the service provider's name: EF.SPDI (3GPP TS 31.102 4.2.66).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServiceProviderDisplay {
    plmns: PlmnList,
    /// The whole file: its lengths and other objects are the issuer's.
    raw: RawObjects,
}

impl ServiceProviderDisplay {
    const OBJECT: &'static str = "EF.SPDI";

    /// The file that lists these networks.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(plmns: PlmnList) -> Result<Self, EncodeError> {
        let list = plmns.to_bytes();
        let raw = RawObjects::write(|file| {
            file.nested(Tag(0xA3), |display| _ = display.tlv(Tag(0x80), &list));
        })?;
        Ok(Self { plmns, raw })
    }

    /// The networks.
    pub const fn plmns(&self) -> &PlmnList {
        &self.plmns
    }
}

impl Content for ServiceProviderDisplay {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let raw = RawObjects::decode(Self::OBJECT, bytes)?;
        let within = |error: DecodeError| error.within(Self::OBJECT, 0);
        let missing = |what| DecodeError::new(Self::OBJECT, 0, DecodeErrorKind::Missing(what));
        let display =
            ber::find(bytes, Tag(0xA3)).map_err(within)?.ok_or(missing("display information (A3)"))?;
        let list = display.find(Tag(0x80)).map_err(within)?.ok_or(missing("PLMN list (80)"))?;
        Ok(Self { plmns: PlmnList::read(list.value), raw })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(Self::OBJECT, len)
    }
}

serialize_fields!(ServiceProviderDisplay, this { "plmns" => this.plmns.entries });

/// Which networks and areas have which name: a record of EF.OPL (3GPP TS 31.102 4.2.59).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OperatorPlmn {
    /// The networks; digits `D` stand for any.
    pub plmn: PlmnField,
    /// The first location or tracking area code.
    pub first_area: u16,
    /// The last one.
    pub last_area: u16,
    /// The record of EF.PNN with the name, from 1. With 0, the name is taken from elsewhere.
    pub name_record: u8,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for OperatorPlmn {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        super::not_blank("EF.OPL", bytes)?;
        let mut reader = Reader::new("EF.OPL", bytes);
        Ok(Self {
            plmn: PlmnField(reader.array()?),
            first_area: reader.u16()?,
            last_area: reader.u16()?,
            name_record: reader.u8()?,
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.plmn.0.to_vec();
        out.extend(self.first_area.to_be_bytes());
        out.extend(self.last_area.to_be_bytes());
        out.push(self.name_record);
        out.extend(&self.rest.0);
        filled("EF.OPL", out, len)
    }
}

serialize_fields!(OperatorPlmn, this {
    "plmn" => this.plmn,
    "first_area" => this.first_area,
    "last_area" => this.last_area,
    "pnn_record" => this.name_record,
    "rest" if !this.rest.is_empty() => this.rest,
});
