//! Broadcast: keys of MBMS and television.

use alloc::vec::Vec;

use super::objects::{RawObjects, Text, find, number};
use super::{Bytes, Content, PlmnField, filled, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::fs::FileId;

/// A service key of MBMS: its name, not the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ServiceKeyId {
    /// The identifier: group and number of the key (MSK ID).
    pub id: [u8; 4],
    /// The counter against replayed messages.
    pub time_stamp_counter: u32,
}

serialize_fields!(ServiceKeyId, this {
    "msk_id" => Bytes(this.id.to_vec()),
    "time_stamp_counter" => this.time_stamp_counter,
});

/// Which service keys of a domain the card has: a record of EF.MSK (3GPP TS 31.102 4.2.80, 3GPP TS 33.246).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServiceKeys {
    /// The domain the keys are of.
    pub key_domain_id: [u8; 3],
    /// How many keys the record says it has.
    pub count: u8,
    /// The keys that are there.
    pub keys: Vec<ServiceKeyId>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for ServiceKeys {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.MSK", bytes)?;
        let mut reader = Reader::new("EF.MSK", bytes);
        let (key_domain_id, count) = (reader.array()?, reader.u8()?);
        let mut keys = Vec::new();
        while keys.len() < usize::from(count) && reader.remaining() >= 8 {
            keys.push(ServiceKeyId { id: reader.array()?, time_stamp_counter: reader.u32()? });
        }
        Ok(Self { key_domain_id, count, keys, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.key_domain_id.to_vec();
        out.push(self.count);
        for key in &self.keys {
            out.extend(key.id);
            out.extend(key.time_stamp_counter.to_be_bytes());
        }
        out.extend(&self.rest.0);
        filled("EF.MSK", &out, len)
    }
}

serialize_fields!(ServiceKeys, this {
    "key_domain_id" => Bytes(this.key_domain_id.to_vec()),
    "count" => this.count,
    "keys" => this.keys,
    "rest" if !this.rest.is_empty() => this.rest,
});

object_content! {
    /// Whom the user key of MBMS is shared with: a record of EF.MUK (3GPP TS 31.102 4.2.81). The key itself is not
    /// there.
    UserKeyId, "EF.MUK", [0xA0, 0x81], this {
        "muk_idr" => this.idr().map(Text),
        "muk_idi" => this.idi().map(Text),
        "time_stamp_counter" => this.time_stamp_counter(),
    }
}

impl UserKeyId {
    /// The record of these identities.
    ///
    /// # Errors
    ///
    /// They are too long for any record.
    pub fn new(idr: &[u8], idi: &[u8], time_stamp_counter: u32) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|record| {
            record.nested(Tag(0xA0), |id| _ = id.tlv(Tag(0x80), idr).tlv(Tag(0x82), idi));
            record.tlv(Tag(0x81), &time_stamp_counter.to_be_bytes());
        });
        objects.map(Self)
    }

    /// The server's identity (MUK IDr).
    pub fn idr(&self) -> Option<&[u8]> {
        find(self.0.find(0xA0)?, 0x80)
    }

    /// The card's identity (MUK IDi).
    pub fn idi(&self) -> Option<&[u8]> {
        find(self.0.find(0xA0)?, 0x82)
    }

    /// The counter against replayed messages.
    pub fn time_stamp_counter(&self) -> Option<u32> {
        number(self.0.find(0x81)?)
    }
}

/// A television service in EF.TVCONFIG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TelevisionService {
    /// The number of the service.
    pub service_id: [u8; 3],
    /// The network it is of.
    pub plmn: PlmnField,
    /// The file in DF.TV that describes it.
    pub description: FileId,
    /// What kind it is: 1 a service announcement, 2 a user service.
    pub service_type: u8,
}

serialize_fields!(TelevisionService, this {
    "mbms_service_id" => Bytes(this.service_id.to_vec()),
    "plmn" => this.plmn,
    "usd_file_id" => this.description,
    "service_type" => this.service_type,
});

/// The television of a network: a record of EF.TVCONFIG (3GPP TS 31.102 4.2.108, 3GPP TS 24.117).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TelevisionConfiguration {
    /// The network.
    pub plmn: PlmnField,
    objects: RawObjects,
}

impl TelevisionConfiguration {
    /// The record of these services on these E-UTRA carriers.
    ///
    /// # Errors
    ///
    /// They are too many for any record.
    pub fn new(
        plmn: PlmnField,
        services: &[TelevisionService],
        earfcns: &[u32],
    ) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|record| {
            let bytes = services.iter().flat_map(|service| {
                let ids = service.service_id.into_iter().chain(service.plmn.0);
                ids.chain(service.description.to_bytes()).chain([service.service_type])
            });
            record.tlv(Tag(0xA0), &bytes.collect::<Vec<_>>());
            let bytes = earfcns.iter().flat_map(|earfcn| earfcn.to_be_bytes());
            record.tlv(Tag(0xA1), &bytes.collect::<Vec<_>>());
        });
        Ok(Self { plmn, objects: objects? })
    }

    /// The services.
    pub fn services(&self) -> impl Iterator<Item = TelevisionService> {
        let bytes = self.objects.find(0xA0).unwrap_or_default();
        bytes.chunks(9).filter_map(|bytes| {
            let mut reader = Reader::new("EF.TVCONFIG", bytes);
            Some(TelevisionService {
                service_id: reader.array().ok()?,
                plmn: PlmnField(reader.array().ok()?),
                description: FileId(reader.u16().ok()?),
                service_type: reader.u8().ok()?,
            })
        })
    }

    /// The carriers they are on (EARFCN).
    pub fn earfcns(&self) -> impl Iterator<Item = u32> {
        let bytes = self.objects.find(0xA1).unwrap_or_default();
        bytes.chunks(4).filter_map(|bytes| Some(u32::from_be_bytes(bytes.try_into().ok()?)))
    }
}

impl Content for TelevisionConfiguration {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.TVCONFIG", bytes)?;
        let mut reader = Reader::new("EF.TVCONFIG", bytes);
        Ok(Self { plmn: PlmnField(reader.array()?), objects: RawObjects::read(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.plmn.0.to_vec();
        out.extend(self.objects.as_bytes());
        filled("EF.TVCONFIG", &out, len)
    }
}

serialize_fields!(TelevisionConfiguration, this {
    "plmn" => this.plmn,
    "services" => this.services().collect::<Vec<_>>(),
    "earfcns" => this.earfcns().collect::<Vec<_>>(),
    "others" if !this.objects.others(&[0xA0, 0xA1]).is_empty() => this.objects.others(&[0xA0, 0xA1]),
    "rest" if !this.objects.rest().is_empty() => this.objects.rest(),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_built() {
        let plmn = PlmnField([0x00, 0xF1, 0x10]);
        let service =
            TelevisionService { service_id: [1, 2, 3], plmn, description: FileId(0x4F01), service_type: 2 };
        let record = TelevisionConfiguration::new(plmn, &[service], &[6400]).unwrap();
        let bytes = record.encode(22).unwrap();
        assert_eq!(hex::encode(&bytes), "00f110a00901020300f1104f0102a10400001900ffff"[..44]);
        let read = TelevisionConfiguration::decode(&bytes).unwrap();
        assert_eq!(read.services().collect::<Vec<_>>(), [service]);
        assert_eq!(read.earfcns().collect::<Vec<_>>(), [6400]);

        let key = UserKeyId::new(b"bmsc", b"user", 7).unwrap();
        assert_eq!(
            (key.idr(), key.idi(), key.time_stamp_counter()),
            (Some(&b"bmsc"[..]), Some(&b"user"[..]), Some(7))
        );
    }
}
