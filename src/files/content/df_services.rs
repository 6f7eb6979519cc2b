//! Service tables of directories.

use alloc::vec::Vec;

use super::{Content, ServiceTable, Services};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader};

/// The services for phones close to each other in 5G (3GPP TS 31.102 4.4.13.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FivegProseServices;

impl Services for FivegProseServices {
    const OBJECT: &'static str = "EF.5G_PROSE_ST";
    const NAMES: &'static [&'static str] = &[
        "5G ProSe configuration data for direct discovery",
        "5G ProSe configuration data for direct communication",
        "5G ProSe configuration data for UE-to-network relay UE",
        "5G ProSe configuration data for remote UE",
        "5G ProSe configuration data for usage information reporting",
        "5G ProSe configuration data for UE-to-UE relay UE",
        "5G ProSe configuration data for end UE",
    ];
}

/// The services for phones close to each other (3GPP TS 31.102 4.4.8.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProseServices;

impl Services for ProseServices {
    const OBJECT: &'static str = "EF.PST";
    const NAMES: &'static [&'static str] = &[];
}

/// The mission critical services (3GPP TS 31.102 4.6.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct McsServices;

impl Services for McsServices {
    const OBJECT: &'static str = "EF.MST";
    const NAMES: &'static [&'static str] = &[
        "MCPTT UE configuration data",
        "MCPTT user profile data",
        "MCS group configuration data",
        "MCPTT service configuration data",
        "MCS UE initial configuration data",
        "MCData UE configuration data",
        "MCData user profile data",
        "MCData service configuration data",
        "MCVideo UE configuration data",
        "MCVideo user profile data",
        "MCVideo service configuration data",
    ];
}

/// The services for vehicles (3GPP TS 31.102 4.6.5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct V2xServices;

impl Services for V2xServices {
    const OBJECT: &'static str = "EF.VST";
    const NAMES: &'static [&'static str] = &[
        "V2X configuration data",
        "V2X policy configuration data over PC5",
        "V2X policy configuration data over Uu",
    ];
}

/// Which services there are, and how the data for them is coded: EF.MST and EF.VST (3GPP TS 31.102 4.6.4.1 and
/// 4.6.5.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodedServiceTable<K: Services> {
    /// How the data is coded: 0 is XML.
    pub coding: u8,
    /// The services.
    pub services: ServiceTable<K>,
}

impl<K: Services + core::fmt::Debug> Content for CodedServiceTable<K> {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        super::not_blank(K::OBJECT, bytes)?;
        let mut reader = Reader::new(K::OBJECT, bytes);
        let coding = reader.u8()?;
        let table = reader.rest();
        let services = match ServiceTable::decode(table) {
            // Behind a coding, nothing but ones is no blank file.
            Err(error) if error.kind == DecodeErrorKind::Blank => {
                let count = u16::try_from(table.len().saturating_mul(8)).map_err(|_| error)?;
                ServiceTable::new(1..=count)
            }
            services => services.map_err(|error| error.within(K::OBJECT, 1))?,
        };
        Ok(Self { coding, services })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = [self.coding].to_vec();
        out.extend(self.services.encode(len.saturating_sub(1))?);
        super::filled(K::OBJECT, &out, len)
    }
}

#[cfg(feature = "serde")]
impl<K: Services> serde::Serialize for CodedServiceTable<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Table<'a, K: Services> {
            coding: u8,
            #[serde(flatten, bound = "")]
            services: &'a ServiceTable<K>,
        }
        Table { coding: self.coding, services: &self.services }.serialize(serializer)
    }
}
