//! The gateway that phones reach from networks that nobody trusts (3GPP TS 24.302).

use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::objects::{RawObjects, Text};
use super::{Bytes, PlmnField};
use crate::codec::ber::Tag;
use crate::codec::{EncodeError, Reader};

/// Where a gateway is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EpdgAddress<'a> {
    /// By name.
    Fqdn(&'a str),
    /// By address.
    Ip(IpAddr),
}

object_content! {
    /// The home network's gateways: EF.ePDGId and EF.ePDGIdEm, the latter for emergencies (3GPP TS 31.102 4.2.103 and
    /// 4.2.104a).
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, content::EpdgAddress, usim};
    ///
    /// let gateways = usim::EpdgId::decode(&[0x80, 0x05, 0x01, 192, 0, 2, 1, 0xFF])?;
    /// assert_eq!(gateways.addresses().collect::<Vec<_>>(), [EpdgAddress::Ip("192.0.2.1".parse()?)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    EpdgIdentifiers, "EF.ePDGId", [0x80], this {
        "epdgs" => this.0.all(0x80).map(AddressField).collect::<Vec<_>>(),
    }
}

impl EpdgIdentifiers {
    /// The file with these gateways.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new<'a>(addresses: impl IntoIterator<Item = EpdgAddress<'a>>) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            for address in addresses {
                let value = match address {
                    EpdgAddress::Fqdn(name) => [&[0x00], name.as_bytes()].concat(),
                    EpdgAddress::Ip(IpAddr::V4(address)) => [&[0x01], &address.octets()[..]].concat(),
                    EpdgAddress::Ip(IpAddr::V6(address)) => [&[0x02], &address.octets()[..]].concat(),
                };
                file.tlv(Tag(0x80), &value);
            }
        });
        objects.map(Self)
    }

    /// The gateways. Those that are malformed are left out.
    pub fn addresses(&self) -> impl Iterator<Item = EpdgAddress<'_>> {
        self.0.all(0x80).filter_map(|value| AddressField(value).read())
    }
}

struct AddressField<'a>(&'a [u8]);

impl<'a> AddressField<'a> {
    fn read(&self) -> Option<EpdgAddress<'a>> {
        match *self.0 {
            [0x00, ref name @ ..] => super::objects::text(name).map(EpdgAddress::Fqdn),
            [0x01, ref address @ ..] => {
                let address: [u8; 4] = address.try_into().ok()?;
                Some(EpdgAddress::Ip(Ipv4Addr::from(address).into()))
            }
            [0x02, ref address @ ..] => {
                let address: [u8; 16] = address.try_into().ok()?;
                Some(EpdgAddress::Ip(Ipv6Addr::from(address).into()))
            }
            _ => None,
        }
    }

    fn ip(&self) -> Option<IpAddr> {
        match self.read() {
            Some(EpdgAddress::Ip(address)) => Some(address),
            _ => None,
        }
    }

    fn name(&self) -> Option<Text<'a>> {
        match *self.0 {
            [0x00, ref name @ ..] => Some(Text(name)),
            _ => None,
        }
    }
}

serialize_fields!(AddressField<'_>, this {
    "fqdn" if this.name().is_some() => this.name(),
    "ip" if this.ip().is_some() => this.ip().map(|address| alloc::format!("{address}")),
    "bytes" if this.name().is_none() && this.ip().is_none() => Bytes(this.0.to_vec()),
});

/// How the gateway of a network is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EpdgSelectionEntry {
    /// The network; digits `D` stand for any.
    pub plmn: PlmnField,
    /// How much it is preferred: the lower, the more.
    pub priority: u16,
    /// Which name is looked up: 0 for the operator's, 1 for that of the area the phone is in.
    pub fqdn_format: u8,
}

serialize_fields!(EpdgSelectionEntry, this {
    "plmn" => this.plmn,
    "priority" => this.priority,
    "fqdn_format" => match this.fqdn_format {
        0 => "operator_identifier",
        1 => "location_based",
        _ => "reserved",
    },
});

object_content! {
    /// In which networks a gateway is looked for: EF.ePDGSelection and EF.ePDGSelectionEm, the latter for emergencies
    /// (3GPP TS 31.102 4.2.104 and 4.2.105).
    EpdgSelection, "EF.ePDGSelection", [0x80], this { "plmns" => this.entries().collect::<Vec<_>>() }
}

impl EpdgSelection {
    /// The file with these entries.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(entries: &[EpdgSelectionEntry]) -> Result<Self, EncodeError> {
        let bytes = |entry: &EpdgSelectionEntry| {
            let [mcc, middle, mnc] = entry.plmn.0;
            let [high, low] = entry.priority.to_be_bytes();
            [mcc, middle, mnc, high, low, entry.fqdn_format]
        };
        let value: Vec<u8> = entries.iter().flat_map(bytes).collect();
        RawObjects::write(|file| _ = file.tlv(Tag(0x80), &value)).map(Self)
    }

    /// The entries.
    pub fn entries(&self) -> impl Iterator<Item = EpdgSelectionEntry> {
        self.0.all(0x80).flat_map(|value| value.chunks(6)).filter_map(|bytes| {
            let mut reader = Reader::new("EF.ePDGSelection", bytes);
            Some(EpdgSelectionEntry {
                plmn: PlmnField(reader.array().ok()?),
                priority: reader.u16().ok()?,
                fqdn_format: reader.u8().ok()?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Content;

    #[test]
    fn gateways_are_written_and_read() {
        let addresses = [
            EpdgAddress::Fqdn("epdg.example"),
            EpdgAddress::Ip(Ipv6Addr::new(0x2001, 0xDB8, 0, 0, 0, 0, 0, 1).into()),
        ];
        let file = EpdgIdentifiers::new(addresses).unwrap();
        let read = EpdgIdentifiers::decode(&file.encode(50).unwrap()).unwrap();
        assert_eq!(read.addresses().collect::<Vec<_>>(), addresses);

        let entry = EpdgSelectionEntry { plmn: PlmnField([0x00, 0xF1, 0x10]), priority: 258, fqdn_format: 1 };
        let file = EpdgSelection::new(&[entry]).unwrap();
        assert_eq!(file.encode(8).unwrap(), [0x80, 0x06, 0x00, 0xF1, 0x10, 0x01, 0x02, 0x01]);
        assert_eq!(file.entries().collect::<Vec<_>>(), [entry]);
    }
}
