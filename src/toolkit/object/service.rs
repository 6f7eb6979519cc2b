//! Services of devices nearby: ETSI TS 102 223 8.63 to 8.68.

use alloc::vec::Vec;

use super::DataObject;
use super::macros::whole_value;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::files::content::Bytes;

named_byte! {
    /// A technology of local links. Any value is kept.
    LocalTechnology {
        INDEPENDENT = 0x00 "technology independent",
        BLUETOOTH = 0x01 "Bluetooth",
        IRDA = 0x02 "IrDA",
        RS232 = 0x03 "RS232",
        USB = 0x04 "USB",
    }
}

/// A service that a device offers: ETSI TS 102 223 8.63.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ServiceRecord {
    /// The technology.
    pub technology: LocalTechnology,
    /// The number of the service.
    pub service: u8,
    /// The record, as the technology has it.
    pub record: Bytes,
}

impl DataObject for ServiceRecord {
    const TAG: Tag = Tag(0x41);
    const NAME: &'static str = "service record";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [technology, service] = reader.array()?;
        let record = Bytes(reader.rest().to_vec());
        Ok(Self { technology: LocalTechnology(technology), service, record })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.technology.0, self.service]);
        out.extend_from_slice(&self.record.0);
        Ok(())
    }
}

/// An object of a number in one byte, and bytes whose meaning depends on it.
macro_rules! numbered_bytes {
    ($(#[$attr:meta])* $type:ident {
        $(#[$number_attr:meta])* $number:ident: $number_type:ident,
        $(#[$bytes_attr:meta])* $bytes:ident,
    } $tag:literal, $name:literal) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        pub struct $type {
            $(#[$number_attr])*
            pub $number: $number_type,
            $(#[$bytes_attr])*
            pub $bytes: Bytes,
        }

        impl DataObject for $type {
            const TAG: Tag = Tag($tag);
            const NAME: &'static str = $name;

            fn decode(value: &[u8]) -> Result<Self, DecodeError> {
                let mut reader = Reader::new(Self::NAME, value);
                let $number = $number_type(reader.u8()?);
                Ok(Self { $number, $bytes: Bytes(reader.rest().to_vec()) })
            }

            fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
                out.push(self.$number.0);
                out.extend_from_slice(&self.$bytes.0);
                Ok(())
            }
        }
    };
}

numbered_bytes! {
    /// Which devices are looked for: ETSI TS 102 223 8.64.
    DeviceFilter {
        /// The technology.
        technology: LocalTechnology,
        /// The classes of device, as the technology has them.
        filter,
    } 0x42, "device filter"
}

numbered_bytes! {
    /// Which services are looked for: ETSI TS 102 223 8.65.
    ServiceSearch {
        /// The technology.
        technology: LocalTechnology,
        /// The services, as the technology has them.
        search,
    } 0x43, "service search"
}

numbered_bytes! {
    /// What is asked about a service: ETSI TS 102 223 8.66.
    AttributeInformation {
        /// The technology.
        technology: LocalTechnology,
        /// The attributes, as the technology has them.
        attributes,
    } 0x44, "attribute information"
}

/// The services found, by their numbers: ETSI TS 102 223 8.67.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ServiceAvailability(pub Vec<u8>);

whole_value!(ServiceAvailability, 0x45, "service availability");

named_byte! {
    /// How the address of a device is coded. Any value is kept.
    EntityCoding {
        IEEE_802 = 0x00 "48-bit address",
        IRDA = 0x01 "32-bit IrDA address",
    }
}

numbered_bytes! {
    /// The address of a device nearby: ETSI TS 102 223 8.68.
    RemoteEntityAddress {
        /// How it is coded.
        coding: EntityCoding,
        /// The address.
        address,
    } 0x49, "remote entity address"
}

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn services() {
        // technology 01 Bluetooth, service 07, record
        let record = ServiceRecord {
            technology: LocalTechnology::BLUETOOTH,
            service: 7,
            record: Bytes(alloc::vec![0x12, 0x34]),
        };
        vector(&[0x01, 0x07, 0x12, 0x34], &record);
        assert!(ServiceRecord::decode(&[0x01]).is_err());
        vector(&[0x01, 0x07, 0x08], &ServiceAvailability(alloc::vec![1, 7, 8]));
    }

    #[test]
    fn searches() {
        // a Bluetooth class of device has 3 bytes
        let filter = DeviceFilter {
            technology: LocalTechnology::BLUETOOTH,
            filter: Bytes(alloc::vec![0x50, 0x02, 0x04]),
        };
        vector(&[0x01, 0x50, 0x02, 0x04], &filter);
        let search = ServiceSearch { technology: LocalTechnology::IRDA, search: Bytes(b"OBEX".to_vec()) };
        vector(b"\x02OBEX", &search);
        let attributes =
            AttributeInformation { technology: LocalTechnology(0x7F), attributes: Bytes::default() };
        vector(&[0x7F], &attributes);
        assert!(AttributeInformation::decode(&[]).is_err());
    }

    #[test]
    fn entities() {
        let address = Bytes(alloc::vec![0x02, 0x00, 0x5E, 0x10, 0x00, 0x01]);
        let entity = RemoteEntityAddress { coding: EntityCoding::IEEE_802, address };
        vector(&[0x00, 0x02, 0x00, 0x5E, 0x10, 0x00, 0x01], &entity);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let search = ServiceSearch { technology: LocalTechnology::USB, search: Bytes(alloc::vec![0xAB]) };
        assert_eq!(serde_json::to_string(&search).unwrap(), r#"{"technology":"USB","search":"ab"}"#);
        assert_eq!(serde_json::to_string(&ServiceAvailability(alloc::vec![1, 2])).unwrap(), "[1,2]");
    }
}
