//! Who sends, and who is sent to: ETSI TS 102 223 8.7.

use alloc::vec::Vec;

use super::DataObject;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

/// One end of a command: ETSI TS 102 223 8.7. Any byte is kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Device(pub u8);

impl Device {
    /// The keypad.
    pub const KEYPAD: Self = Self(0x01);
    /// The display.
    pub const DISPLAY: Self = Self(0x02);
    /// The earpiece.
    pub const EARPIECE: Self = Self(0x03);
    /// The card.
    pub const UICC: Self = Self(0x81);
    /// The terminal.
    pub const TERMINAL: Self = Self(0x82);
    /// The network.
    pub const NETWORK: Self = Self(0x83);

    /// The further card in this reader, 0 to 7.
    pub const fn card_reader(reader: u8) -> Self {
        Self(0x10 | reader & 0x07)
    }

    /// The channel with this number, 1 to 7.
    pub const fn channel(channel: u8) -> Self {
        Self(0x20 | channel & 0x07)
    }

    /// The client of the eCAT with this number, 1 to 15.
    pub const fn ecat_client(client: u8) -> Self {
        Self(0x30 | client & 0x0F)
    }

    /// The channel that it is, 1 to 7.
    pub const fn as_channel(self) -> Option<u8> {
        match self.0 {
            0x21..=0x27 => Some(self.0 & 0x07),
            _ => None,
        }
    }

    /// What it is, in words.
    pub const fn name(self) -> &'static str {
        match self.0 {
            0x01 => "keypad",
            0x02 => "display",
            0x03 => "earpiece",
            0x10..=0x17 => "additional card reader",
            0x21..=0x27 => "channel",
            0x31..=0x3F => "eCAT client",
            0x81 => "UICC",
            0x82 => "terminal",
            0x83 => "network",
            _ => "reserved",
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Device {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            0x10..=0x3F => serializer.collect_str(&format_args!("{} {}", self.name(), self.0 & 0x0F)),
            _ if self.name() == "reserved" => serializer.collect_str(&format_args!("{:02X}", self.0)),
            _ => serializer.serialize_str(self.name()),
        }
    }
}

/// Source and destination of a command: ETSI TS 102 223 8.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DeviceIdentities {
    /// Who sends.
    pub source: Device,
    /// Who it is for.
    pub destination: Device,
}

impl DeviceIdentities {
    /// From `source` to `destination`.
    pub const fn new(source: Device, destination: Device) -> Self {
        Self { source, destination }
    }
}

impl DataObject for DeviceIdentities {
    const TAG: Tag = Tag(0x02);
    const NAME: &'static str = "device identities";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [source, destination] = reader.array()?;
        reader.finish()?;
        Ok(Self::new(Device(source), Device(destination)))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.source.0, self.destination.0]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn uicc_to_display() {
        vector(&[0x81, 0x02], &DeviceIdentities::new(Device::UICC, Device::DISPLAY));
        assert_eq!(Device(0x23).as_channel(), Some(3));
        assert_eq!(Device(0x20).as_channel(), None);
    }
}
