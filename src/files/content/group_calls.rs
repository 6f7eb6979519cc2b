//! Voice group calls (VGCS), voice broadcasts (VBS), and the priorities of calls.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bitflags::bitflags;

use super::{Bytes, Content, entries, not_blank, with_rest};
use crate::codec::{DecodeError, EncodeError, Reader, bcd};

/// The number of a group: up to eight digits (3GPP TS 23.003 9). What is there is kept even where it is none.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroupId(pub [u8; 4]);

impl GroupId {
    /// A place without a group.
    pub const EMPTY: Self = Self([0xFF; 4]);

    /// The group of these digits.
    ///
    /// # Errors
    ///
    /// They are more than eight, or not decimal.
    pub fn new(digits: &str) -> Result<Self, EncodeError> {
        let mut group = Self::EMPTY;
        let bytes = bcd::encode("group ID", digits, bcd::Alphabet::Decimal, 4)?;
        group.0.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
        Ok(group)
    }

    /// The digits; `None` if there are none, or if what is there is no number.
    pub fn digits(&self) -> Option<String> {
        let digits = bcd::decode("group ID", &self.0, bcd::Alphabet::Decimal).ok()?;
        Some(digits).filter(|digits| !digits.is_empty())
    }
}

impl fmt::Debug for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.digits() {
            Some(digits) => f.write_str(&digits),
            None if *self == Self::EMPTY => f.write_str("none"),
            None => Bytes(self.0.to_vec()).fmt(f),
        }
    }
}

/// The digits; nothing, or the bytes in an object.
#[cfg(feature = "serde")]
impl serde::Serialize for GroupId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        match self.digits() {
            Some(digits) => serializer.serialize_str(&digits),
            None if *self == Self::EMPTY => serializer.serialize_none(),
            None => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("invalid", &Bytes(self.0.to_vec()))?;
                map.end()
            }
        }
    }
}

/// The groups the user belongs to: EF.VGCS and EF.VBS (3GPP TS 31.102 4.2.73 and 4.2.75, 3GPP TS 51.011 10.3.20 and
/// 10.3.22).
///
/// A file of nothing but `FF` is an empty list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GroupIds {
    /// The groups; there may be empty entries before others. Other files number them from 1.
    pub groups: Vec<GroupId>,
    /// Bytes that are too few for another entry.
    pub rest: Bytes,
}

impl Content for GroupIds {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (groups, rest) = entries::read("EF.VGCS", bytes);
        Ok(Self { groups: groups.into_iter().map(GroupId).collect(), rest })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        entries::write("EF.VGCS", self.groups.iter().map(|group| group.0), &self.rest, len)
    }
}

serialize_fields!(GroupIds, this {
    "group_ids" => this.groups,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Which of the groups are switched on: EF.VGCSS and EF.VBSS (3GPP TS 31.102 4.2.74 and 4.2.76, 3GPP TS 51.011
/// 10.3.21 and 10.3.23). One of nothing but `FF` is blank: nobody has set it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GroupStatus {
    /// A bit for each group, the lowest of the first byte for group 1. Those beyond group 50 are reserved.
    pub flags: [u8; 7],
    /// What follows, without padding.
    pub rest: Bytes,
}

impl GroupStatus {
    /// The groups that are on: 1 to 50.
    pub fn active(&self) -> impl Iterator<Item = usize> {
        let bits = self.flags.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 != 0));
        (1..=50).zip(bits).filter(|(_, set)| *set).map(|(group, _)| group)
    }
}

impl Content for GroupStatus {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.VGCSS", bytes)?;
        let mut reader = Reader::new("EF.VGCSS", bytes);
        Ok(Self { flags: reader.array()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        with_rest("EF.VGCSS", &self.flags, &self.rest, len)
    }
}

serialize_fields!(GroupStatus, this {
    "active_groups" => this.active().collect::<Vec<_>>(),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// How the calls of each group are ciphered: EF.VGCSCA and EF.VBSCA (3GPP TS 31.102 4.2.77 and 4.2.78).
///
/// A file of nothing but `FF` is an empty list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GroupCiphering {
    /// The algorithms for the first and the second master key of each group, in the order of EF.VGCS or EF.VBS.
    pub algorithms: Vec<[CipheringAlgorithm; 2]>,
    /// A byte that is too few for another entry.
    pub rest: Bytes,
}

/// How group calls are ciphered: 0 not at all, 1 to 7 with A5/1 to A5/7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CipheringAlgorithm(pub u8);

impl CipheringAlgorithm {
    /// What it is called; `None` if the value is reserved.
    pub const fn name(self) -> Option<&'static str> {
        Some(match self.0 {
            0 => "no_ciphering",
            1 => "a5/1",
            2 => "a5/2",
            3 => "a5/3",
            4 => "a5/4",
            5 => "a5/5",
            6 => "a5/6",
            7 => "a5/7",
            _ => return None,
        })
    }
}

/// The name, or the value where that is reserved.
#[cfg(feature = "serde")]
impl serde::Serialize for CipheringAlgorithm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.name() {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_u8(self.0),
        }
    }
}

impl Content for GroupCiphering {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (found, rest) = entries::read("EF.VGCSCA", bytes);
        Ok(Self {
            algorithms: found.into_iter().map(|pair: [u8; 2]| pair.map(CipheringAlgorithm)).collect(),
            rest,
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let found = self.algorithms.iter().map(|pair| pair.map(|algorithm| algorithm.0));
        entries::write("EF.VGCSCA", found, &self.rest, len)
    }
}

serialize_fields!(GroupCiphering, this {
    "algorithms" => this.algorithms,
    "rest" if !this.rest.is_empty() => this.rest,
});

bitflags! {
    /// Priorities of calls, highest first (3GPP TS 22.067).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct PriorityLevels: u8 {
        /// Level A: for the network itself.
        const A = 0x01;
        /// Level B: for the network itself.
        const B = 0x02;
        /// Level 0.
        const LEVEL_0 = 0x04;
        /// Level 1.
        const LEVEL_1 = 0x08;
        /// Level 2.
        const LEVEL_2 = 0x10;
        /// Level 3.
        const LEVEL_3 = 0x20;
        /// Level 4.
        const LEVEL_4 = 0x40;
        const _ = !0;
    }
}

/// The levels: `A`, `B`, `0` to `4`. The reserved bit is left out.
#[cfg(feature = "serde")]
impl serde::Serialize for PriorityLevels {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = self.iter_names().map(|(name, _)| name.trim_start_matches("LEVEL_"));
        serializer.collect_seq(names)
    }
}

/// The priorities the user's calls may have: EF.eMLPP (3GPP TS 31.102 4.2.39, 3GPP TS 51.011 10.3.24).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CallPriorities {
    /// The levels subscribed to.
    pub levels: PriorityLevels,
    /// The levels whose calls may be set up fast.
    pub fast_set_up: PriorityLevels,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for CallPriorities {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.eMLPP", bytes)?;
        let mut reader = Reader::new("EF.eMLPP", bytes);
        let [levels, fast_set_up] = reader.array()?.map(PriorityLevels::from_bits_retain);
        Ok(Self { levels, fast_set_up, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        with_rest("EF.eMLPP", &[self.levels.bits(), self.fast_set_up.bits()], &self.rest, len)
    }
}

serialize_fields!(CallPriorities, this {
    "priority_levels" => this.levels,
    "fast_call_set_up_conditions" => this.fast_set_up,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// The priorities whose calls the phone answers by itself: EF.AAeM (3GPP TS 31.102 4.2.40, 3GPP TS 51.011 10.3.25).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AutomaticAnswer {
    /// The levels.
    pub levels: PriorityLevels,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for AutomaticAnswer {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.AAeM", bytes)?;
        let mut reader = Reader::new("EF.AAeM", bytes);
        Ok(Self {
            levels: PriorityLevels::from_bits_retain(reader.u8()?),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        with_rest("EF.AAeM", &[self.levels.bits()], &self.rest, len)
    }
}

serialize_fields!(AutomaticAnswer, this {
    "automatic_answer_priority_levels" => this.levels,
    "rest" if !this.rest.is_empty() => this.rest,
});
