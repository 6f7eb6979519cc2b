//! What the terminal receives, and with which technologies.

use alloc::vec::Vec;

use super::DataObject;
use super::macros::byte_object;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::files::content::Bytes;

named_byte! {
    /// A radio technology: ETSI TS 102 223 8.61. Any byte is kept as it is.
    ///
    /// NB-IoT counts as E-UTRAN here; the access technologies of a [`PlmnWactList`](super::PlmnWactList) tell them apart.
    Technology {
        GSM = 0x00 "GSM",
        AMPS = 0x01 "TIA/EIA-553",
        DAMPS = 0x02 "TIA/EIA-136-C",
        UTRAN = 0x03 "UTRAN",
        TETRA = 0x04 "TETRA",
        CDMA = 0x05 "TIA/EIA-95-B",
        CDMA2000_1X = 0x06 "cdma2000 1x",
        CDMA2000_HRPD = 0x07 "cdma2000 HRPD",
        E_UTRAN = 0x08 "E-UTRAN",
        EHRPD = 0x09 "eHRPD",
        NG_RAN = 0x0A "NG-RAN",
        SATELLITE_NG_RAN = 0x0B "satellite NG-RAN",
        SATELLITE_E_UTRAN = 0x0C "satellite E-UTRAN",
    }
}

/// Radio technologies, of which there is one unless several were asked for: ETSI TS 102 223 8.61.
///
/// ```
/// use simcard::toolkit::object::{AccessTechnology, DataObject, Technology};
///
/// let both = AccessTechnology::decode(&[0x08, 0x0A])?;
/// assert_eq!(both.0, [Technology::E_UTRAN, Technology::NG_RAN]);
/// assert_eq!(both.0[1].name(), Some("NG-RAN"));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccessTechnology(pub Vec<Technology>);

impl From<Technology> for AccessTechnology {
    fn from(technology: Technology) -> Self {
        Self(alloc::vec![technology])
    }
}

impl DataObject for AccessTechnology {
    const TAG: Tag = Tag(0x3F);
    const NAME: &'static str = "access technology";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.iter().copied().map(Technology).collect()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.iter().map(|technology| technology.0));
        Ok(())
    }
}

/// A radio technology that the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SupportedTechnology {
    /// The technology.
    pub technology: Technology,
    /// Its state: bit 1 says that it is enabled.
    pub state: u8,
}

impl SupportedTechnology {
    /// This technology, enabled or not.
    pub const fn new(technology: Technology, enabled: bool) -> Self {
        Self { technology, state: enabled as u8 }
    }

    /// Whether it is enabled.
    pub const fn is_enabled(self) -> bool {
        self.state & 0x01 != 0
    }
}

serialize_fields!(SupportedTechnology, this {
    "technology" => this.technology,
    "enabled" => this.is_enabled(),
});

/// The radio technologies that the terminal has, and whether they are enabled: ETSI TS 102 223 8.105 (Release 13 and
/// later). It shares the tag of a browser termination cause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SupportedTechnologies(pub Vec<SupportedTechnology>);

impl DataObject for SupportedTechnologies {
    const TAG: Tag = Tag(0x34);
    const NAME: &'static str = "supported radio access technologies";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let mut technologies = Vec::new();
        while !reader.is_empty() {
            let [technology, state] = reader.array()?;
            technologies.push(SupportedTechnology { technology: Technology(technology), state });
        }
        Ok(Self(technologies))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.iter().flat_map(|supported| [supported.technology.0, supported.state]));
        Ok(())
    }
}

named_byte! {
    /// How networks are looked for: ETSI TS 102 223 8.75.
    NetworkSearchMode {
        MANUAL = 0x00 "manual",
        AUTOMATIC = 0x01 "automatic",
    }
}

byte_object!(NetworkSearchMode, 0x65, "network search mode");

named_byte! {
    /// How full the battery is: ETSI TS 102 223 8.76.
    BatteryState {
        VERY_LOW = 0x00 "very low",
        LOW = 0x01 "low",
        AVERAGE = 0x02 "average",
        GOOD = 0x03 "good",
        FULL = 0x04 "full",
        NOT_APPLICABLE = 0xFE "not applicable",
        UNKNOWN = 0xFF "unknown",
    }
}

byte_object!(BatteryState, 0x63, "battery state");

/// Where the terminal is in a network that broadcasts, such as DVB-H: ETSI TS 102 223 clause
/// 8 (Release 8 and later).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BroadcastNetworkInformation {
    /// The technology of the network, by the numbers of the specification.
    pub technology: u8,
    /// What the technology calls the place.
    pub location: Bytes,
}

impl DataObject for BroadcastNetworkInformation {
    const TAG: Tag = Tag(0x7A);
    const NAME: &'static str = "broadcast network information";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        Ok(Self { technology: reader.u8()?, location: Bytes(reader.rest().to_vec()) })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.technology);
        out.extend_from_slice(&self.location.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn technologies() {
        // ETSI TS 102 223 8.61
        vector(&[0x03], &AccessTechnology::from(Technology::UTRAN));
        vector(
            &[0x00, 0x0B, 0xEE],
            &AccessTechnology(vec![Technology(0), Technology(0x0B), Technology(0xEE)]),
        );
        vector(&[], &AccessTechnology::default());
        assert_eq!(Technology::SATELLITE_NG_RAN.name(), Some("satellite NG-RAN"));
        assert_eq!(format!("{:?}", Technology(0xEE)), "Technology(EE)");
        // ETSI TS 102 223 8.105: technology and state, twice
        let enabled = SupportedTechnology::new(Technology::E_UTRAN, true);
        let disabled = SupportedTechnology::new(Technology::NG_RAN, false);
        vector(&[0x08, 0x01, 0x0A, 0x00], &SupportedTechnologies(vec![enabled, disabled]));
        assert!(enabled.is_enabled() && !disabled.is_enabled());
        assert!(SupportedTechnologies::decode(&[0x08]).is_err());
    }

    #[test]
    fn states() {
        // ETSI TS 102 223 8.76, 8.75
        vector(&[0x04], &BatteryState::FULL);
        vector(&[0xFF], &BatteryState::UNKNOWN);
        vector(&[0x01], &NetworkSearchMode::AUTOMATIC);
        assert_eq!((BatteryState(4).name(), NetworkSearchMode(0).name()), (Some("full"), Some("manual")));
        assert!(BatteryState::decode(&[]).is_err());
        let location = Bytes(vec![0x12, 0x34]);
        vector(&[0x00, 0x12, 0x34], &BroadcastNetworkInformation { technology: 0, location });
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let technologies = AccessTechnology(vec![Technology::E_UTRAN, Technology(0xEE)]);
        assert_eq!(serde_json::to_string(&technologies).unwrap(), r#"["E-UTRAN","EE"]"#);
        let supported = SupportedTechnologies(vec![SupportedTechnology::new(Technology::UTRAN, true)]);
        assert_eq!(serde_json::to_string(&supported).unwrap(), r#"[{"technology":"UTRAN","enabled":true}]"#);
    }
}
