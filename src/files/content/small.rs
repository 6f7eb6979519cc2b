//! Files of a few bytes.

use alloc::vec::Vec;

use super::{Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};

/// Which access classes the phone belongs to: EF.ACC (3GPP TS 31.102 4.2.15, 3GPP TS 22.011 4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccessControlClasses {
    /// A bit for each class, class 0 the lowest. Class 10 is no class.
    pub bits: u16,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl AccessControlClasses {
    /// The classes, 0 to 15.
    pub fn classes(&self) -> impl Iterator<Item = u8> {
        (0..16).filter(|class| self.bits >> class & 1 != 0)
    }
}

impl Content for AccessControlClasses {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.ACC", bytes)?;
        let mut reader = Reader::new("EF.ACC", bytes);
        Ok(Self { bits: reader.u16()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.ACC", [&self.bits.to_be_bytes()[..], &self.rest.0].concat(), len)
    }
}

serialize_fields!(AccessControlClasses, this {
    "access_control_classes" => this.classes().collect::<Vec<_>>(),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// A group of cards, such as those of a company or a virtual operator: EF.GID1 and EF.GID2 (3GPP TS 31.102 4.2.10
/// and 4.2.11).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GroupIdentifier(
    /// The identifier, without padding.
    pub Bytes,
);

impl Content for GroupIdentifier {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.GID", bytes)?;
        Ok(Self(Bytes::unpadded(bytes)))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.GID", &self.0.0, len)
    }
}

serialize_fields!(GroupIdentifier, this { "group_identifier" => this.0 });

/// How often to look for a better network abroad: EF.HPPLMN (3GPP TS 31.102 4.2.6, 3GPP TS 51.011 10.3.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchInterval {
    /// The value: 0 is never; values above 80 stand for the phone's own choice.
    pub value: u8,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl SearchInterval {
    /// The interval in minutes, for phones on networks whose unit is six minutes (all but those for machines);
    /// `None` if there is to be no search, or if the phone is to choose.
    pub fn minutes(&self) -> Option<u16> {
        match self.value {
            0 => None,
            value @ 1..=80 => Some(u16::from(value).saturating_mul(6)),
            81.. => None,
        }
    }
}

impl Content for SearchInterval {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("EF.HPPLMN", bytes);
        Ok(Self { value: reader.u8()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.HPPLMN", [&[self.value], self.rest.0.as_slice()].concat(), len)
    }
}

serialize_fields!(SearchInterval, this {
    "interval" => this.value,
    "minutes" => this.minutes(),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Which phase of GSM the SIM is of: EF.Phase (3GPP TS 51.011 10.3.19).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phase {
    /// The value.
    pub value: u8,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Phase {
    /// Whether it wants to be told what the phone can do: a SIM with toolkit applications.
    pub const fn wants_profile_download(&self) -> bool {
        self.value >= 3 && self.value != 0xFF
    }
}

impl Content for Phase {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.Phase", bytes)?;
        let mut reader = Reader::new("EF.Phase", bytes);
        Ok(Self { value: reader.u8()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.Phase", [&[self.value], self.rest.0.as_slice()].concat(), len)
    }
}

serialize_fields!(Phase, this {
    "phase" => match this.value {
        0 => "1",
        2 => "2",
        3 => "2 and profile download",
        _ => "reserved",
    },
    "value" => this.value,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// What the card needs of the phone's battery: EF.UMPC (ETSI TS 102 221 13.6).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PowerConsumption {
    /// The most it takes, in milliamperes.
    pub maximum: u8,
    /// After how long the operator wants it switched off, in seconds.
    pub timeout: u8,
    /// What it needs besides, with reserved bits.
    pub additional_information: u8,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl PowerConsumption {
    /// Whether it needs more current than others when idle.
    pub const fn needs_increased_idle_current(&self) -> bool {
        self.additional_information & 0x01 != 0
    }

    /// Whether it can be suspended.
    pub const fn supports_suspension(&self) -> bool {
        self.additional_information & 0x02 != 0
    }
}

impl Content for PowerConsumption {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.UMPC", bytes)?;
        let mut reader = Reader::new("EF.UMPC", bytes);
        Ok(Self {
            maximum: reader.u8()?,
            timeout: reader.u8()?,
            additional_information: reader.u8()?,
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = [self.maximum, self.timeout, self.additional_information].to_vec();
        out.extend(&self.rest.0);
        filled("EF.UMPC", out, len)
    }
}

serialize_fields!(PowerConsumption, this {
    "maximum_power_consumption_ma" => this.maximum,
    "operator_defined_timeout_s" => this.timeout,
    "needs_increased_idle_current" => this.needs_increased_idle_current(),
    "supports_suspension" => this.supports_suspension(),
    "rest" if !this.rest.is_empty() => this.rest,
});
