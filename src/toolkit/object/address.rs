//! Addresses on IP networks: ETSI TS 102 223 8.58 and 8.104.

use alloc::vec::Vec;
use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::DataObject;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

/// An address on an IP network: ETSI TS 102 223 8.58. It is the local address, or where data go to.
///
/// ```
/// use simcard::toolkit::object::{DataObject, OtherAddress};
///
/// let address = OtherAddress::decode(&[0x21, 192, 0, 2, 1])?;
/// assert_eq!(address.ip(), Some([192, 0, 2, 1].into()));
/// assert_eq!(OtherAddress::decode(&[])?, OtherAddress::Dynamic);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum OtherAddress {
    /// None: the network gives one.
    Dynamic,
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 address.
    V6(Ipv6Addr),
    /// Anything else.
    Other {
        /// The type of address.
        kind: u8,
        /// The address.
        address: Vec<u8>,
    },
}

impl OtherAddress {
    const IPV4: u8 = 0x21;
    const IPV6: u8 = 0x57;

    /// The address, if it is one of IP.
    pub const fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::V4(address) => Some(IpAddr::V4(*address)),
            Self::V6(address) => Some(IpAddr::V6(*address)),
            Self::Dynamic | Self::Other { .. } => None,
        }
    }
}

impl From<IpAddr> for OtherAddress {
    fn from(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => Self::V6(address),
        }
    }
}

impl DataObject for OtherAddress {
    const TAG: Tag = Tag(0x3E);
    const NAME: &'static str = "other address";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let Some((kind, address)) = value.split_first() else { return Ok(Self::Dynamic) };
        let v4 = <[u8; 4]>::try_from(address).ok().filter(|_| *kind == Self::IPV4);
        let v6 = <[u8; 16]>::try_from(address).ok().filter(|_| *kind == Self::IPV6);
        Ok(match (v4, v6) {
            (Some(v4), _) => Self::V4(v4.into()),
            (_, Some(v6)) => Self::V6(v6.into()),
            _ => Self::Other { kind: *kind, address: address.to_vec() },
        })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::Dynamic => {}
            Self::V4(address) => {
                out.push(Self::IPV4);
                out.extend(address.octets());
            }
            Self::V6(address) => {
                out.push(Self::IPV6);
                out.extend(address.octets());
            }
            Self::Other { kind, address } => {
                out.push(*kind);
                out.extend_from_slice(address);
            }
        }
        Ok(())
    }
}

impl fmt::Debug for OtherAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dynamic => f.write_str("Dynamic"),
            Self::V4(address) => write!(f, "V4({address})"),
            Self::V6(address) => write!(f, "V6({address})"),
            Self::Other { kind, address } => write!(f, "Other({kind:02X}, {})", hex::encode(address)),
        }
    }
}

/// The address; nothing for a dynamic one, the bytes of an unknown one.
#[cfg(feature = "serde")]
impl serde::Serialize for OtherAddress {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        match self {
            Self::Dynamic => serializer.serialize_none(),
            Self::V4(address) => serializer.collect_str(address),
            Self::V6(address) => serializer.collect_str(address),
            Self::Other { kind, address } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("type", &alloc::format!("{kind:02X}"))?;
                map.serialize_entry("address", &hex::encode(address))?;
                map.end()
            }
        }
    }
}

/// The address of a name server, which a terminal gives when OPEN CHANNEL asks for it: ETSI TS 102 223 8.104 (since
/// Release 13). It is coded like any other address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DnsServerAddress(pub OtherAddress);

impl DataObject for DnsServerAddress {
    const TAG: Tag = Tag(0x40);
    const NAME: &'static str = "DNS server address";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        // unlike another address, this one is never dynamic
        Reader::new(Self::NAME, value).u8()?;
        OtherAddress::decode(value).map(Self)
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.0.encode(out)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn addresses() {
        // type 21, 127.0.0.1
        vector(&[0x21, 0x7F, 0x00, 0x00, 0x01], &OtherAddress::V4(Ipv4Addr::LOCALHOST));
        // type 57, ::1
        let mut v6 = [0_u8; 17];
        v6[0] = 0x57;
        v6[16] = 1;
        vector(&v6, &OtherAddress::V6(Ipv6Addr::LOCALHOST));
        vector(&[], &OtherAddress::Dynamic);
        assert_eq!(
            OtherAddress::from(IpAddr::from(Ipv4Addr::LOCALHOST)).ip(),
            Some(Ipv4Addr::LOCALHOST.into())
        );
    }

    #[test]
    fn what_is_no_address_is_kept() {
        vector(&[0x21, 1, 2, 3], &OtherAddress::Other { kind: 0x21, address: alloc::vec![1, 2, 3] });
        vector(&[0x99], &OtherAddress::Other { kind: 0x99, address: Vec::new() });
    }

    #[test]
    fn name_servers() {
        let server = DnsServerAddress(OtherAddress::V4(Ipv4Addr::new(192, 0, 2, 53)));
        vector(&[0x21, 0xC0, 0x00, 0x02, 0x35], &server);
        assert!(DnsServerAddress::decode(&[]).is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        assert_eq!(serde_json::to_string(&OtherAddress::Dynamic).unwrap(), "null");
        let server = DnsServerAddress(OtherAddress::V6(Ipv6Addr::LOCALHOST));
        assert_eq!(serde_json::to_string(&server).unwrap(), "\"::1\"");
        let other = OtherAddress::Other { kind: 0x99, address: alloc::vec![1] };
        assert_eq!(serde_json::to_string(&other).unwrap(), r#"{"type":"99","address":"01"}"#);
    }
}
