//! Data objects that stand in envelopes only, under tags that other objects have elsewhere: 3GPP TS 31.111 clause 8 and
//! ETSI TS 102 223 clause 8, tags of ETSI TS 101 220 table 7.23.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::files::content::PlmnField;
use crate::toolkit::object::DataObject;
use crate::toolkit::object::macros::{byte_object, bytes_object};
use crate::toolkit::object::named::named_byte;

named_byte! {
    /// How a data connection changed: 3GPP TS 31.111 8.137.
    DataConnectionStatus {
        SUCCESSFUL = 0x00 "successful",
        REJECTED = 0x01 "rejected",
        DROPPED = 0x02 "dropped or deactivated",
    }
}

byte_object!(DataConnectionStatus, 0x1D, "data connection status");

named_byte! {
    /// What sort of data connection it is: 3GPP TS 31.111 8.138.
    DataConnectionType {
        PDP = 0x00 "PDP connection",
        PDN = 0x01 "PDN connection",
        PDU = 0x02 "PDU connection",
    }
}

byte_object!(DataConnectionType, 0x2A, "data connection type");

/// Why a data connection was refused or ended: 3GPP TS 31.111 8.139, the cause of 3GPP TS 24.008, 24.301 or 24.501.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SmCause(pub Vec<u8>);

bytes_object!(SmCause, 0x2E, "SM cause");

/// IPv4, IPv6 or others: 3GPP TS 31.111 8.142, as 3GPP TS 24.008, 24.301 or 24.501 code it.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PdnType(pub Vec<u8>);

bytes_object!(PdnType, 0x0B, "PDP/PDN/PDU type");

/// The message that asks for a PDU session: 3GPP TS 31.111 7.3.1.6, 3GPP TS 24.501.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PduSessionParameters(pub Vec<u8>);

bytes_object!(PduSessionParameters, 0x0C, "PDU session establishment parameters");

/// A network: 3GPP TS 31.111 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlmnId(pub PlmnField);

impl DataObject for PlmnId {
    const TAG: Tag = Tag(0x09);
    const NAME: &'static str = "PLMN ID";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let plmn = reader.array()?;
        reader.finish()?;
        Ok(Self(PlmnField(plmn)))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.0);
        Ok(())
    }
}

/// A SIP or tel URI: 3GPP TS 31.111 8.108.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ImsUri(Vec<u8>);

impl ImsUri {
    /// The object with this URI: `sip:user@example.com`, `tel:+447700900123`.
    pub fn new(uri: &str) -> Self {
        Self(uri.as_bytes().to_vec())
    }

    /// The URI; bytes that are no UTF-8 become U+FFFD.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

impl DataObject for ImsUri {
    const TAG: Tag = Tag(0x31);
    const NAME: &'static str = "IMS URI";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.to_vec()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(&self.0);
        Ok(())
    }
}

impl fmt::Debug for ImsUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImsUri({:?})", self.text())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ImsUri {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.text())
    }
}

/// Whether the terminal camps on a cell of a closed access group: 3GPP TS 31.111 7.5.26.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CagSelectionStatus(pub Vec<u8>);

bytes_object!(CagSelectionStatus, 0x55, "CAG cell selection status");

/// Closed access groups: 3GPP TS 31.111 7.5.26.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CagInformationList(pub Vec<u8>);

bytes_object!(CagInformationList, 0x56, "CAG information list");

/// The names of closed access groups: 3GPP TS 31.111 7.5.26.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CagNames(pub Vec<u8>);

bytes_object!(CagNames, 0x57, "CAG human-readable network name list");

/// What changed in the slices of the network: 3GPP TS 31.111 7.5.27.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SlicesStatus(pub Vec<u8>);

bytes_object!(SlicesStatus, 0x55, "slices status");

/// The slices that are served: 3GPP TS 31.111 7.5.27, S-NSSAIs of 3GPP TS 24.501.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SlicesInformation(pub Vec<u8>);

bytes_object!(SlicesInformation, 0x56, "slices information");

/// The slices that are allowed: 3GPP TS 31.111 7.5.27, S-NSSAIs of 3GPP TS 24.501.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AllowedSlices(pub Vec<u8>);

bytes_object!(AllowedSlices, 0x78, "allowed slices information");

/// How proximity services were used: 3GPP TS 31.111 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ProseReportData(pub Vec<u8>);

bytes_object!(ProseReportData, 0x74, "ProSe report data");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::toolkit::object::testing::{round_trip, vector};

    #[test]
    fn values() {
        vector(&[0x02], &DataConnectionStatus::DROPPED);

        vector(&[0x01], &DataConnectionType::PDN);
        assert_eq!(DataConnectionType(0x7F).name(), None);
        // 3GPP TS 24.008 10.5.1.13: 001-01
        vector(&[0x00, 0xF1, 0x10], &PlmnId(PlmnField([0x00, 0xF1, 0x10])));
        vector(b"tel:+447700900123", &ImsUri::new("tel:+447700900123"));
        assert_eq!(ImsUri::decode(&[0xFF]).unwrap().text(), "\u{FFFD}");
        assert!(PlmnId::decode(&[0x00, 0xF1]).is_err());
        assert!(DataConnectionType::decode(&[]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            round_trip::<DataConnectionStatus>(&bytes);
            round_trip::<PlmnId>(&bytes);
            round_trip::<ImsUri>(&bytes);
            round_trip::<SmCause>(&bytes);
        }
    }
}
