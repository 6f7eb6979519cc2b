use alloc::vec::Vec;

use super::dialing::none_if_ff;
use super::{Bytes, Content, not_blank, with_rest};
use crate::codec::{DecodeError, EncodeError, Reader};

/// Whether the card accepted a device: a record of EF.IPS, the first the latest (3GPP TS 31.102 4.2.101).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PairingStatus {
    /// `OK`, or `KO`.
    pub status: [u8; 2],
    /// The record of EF.IPD with the identity of the device.
    pub device: Option<u8>,
    /// What follows, without padding; the first byte is reserved.
    pub rest: Bytes,
}

impl PairingStatus {
    /// Whether it did; `None` if the record says neither.
    pub const fn is_paired(&self) -> Option<bool> {
        match &self.status {
            b"OK" => Some(true),
            b"KO" => Some(false),
            _ => None,
        }
    }
}

impl Content for PairingStatus {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.IPS", bytes)?;
        let mut reader = Reader::new("EF.IPS", bytes);
        Ok(Self {
            status: reader.array()?,
            device: none_if_ff(reader.u8()?),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let [first, second] = self.status;
        with_rest("EF.IPS", &[first, second, self.device.unwrap_or(0xFF)], &self.rest, len)
    }
}

serialize_fields!(PairingStatus, this {
    "paired" => this.is_paired(),
    "status" if this.is_paired().is_none() => Bytes(this.status.to_vec()),
    "ipd_record" => this.device,
    "rest" if !this.rest.is_empty() => this.rest,
});
