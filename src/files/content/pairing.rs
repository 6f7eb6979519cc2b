//! Which device the card may be used in.

use alloc::vec::Vec;
use core::fmt;

use super::dialing::none_if_ff;
use super::{Bytes, Content, filled, not_blank, unpadded, with_rest};
use crate::codec::ber::{self, Tag, Tlv};
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

/// A device the card was in: a record of EF.IPD (3GPP TS 31.102 4.2.102). `Debug` hides its identity.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PairedDevice {
    /// The tag and the bytes of the identity.
    identity: Option<(Tag, Bytes)>,
    /// The whole record, without padding.
    raw: Vec<u8>,
}

impl PairedDevice {
    const OBJECT: &'static str = "EF.IPD";
    const IMEI: Tag = Tag(0x80);
    const IMEISV: Tag = Tag(0x81);

    /// The device of this identity: an IMEI, or with the version of its software (IMEISV), two digits a byte.
    ///
    /// # Errors
    ///
    /// It is longer than a length can say.
    pub fn new(identity: &[u8], with_version: bool) -> Result<Self, EncodeError> {
        let mut raw = Vec::new();
        let tag = if with_version { Self::IMEISV } else { Self::IMEI };
        ber::push_tlv(&mut raw, tag, identity)?;
        Ok(Self { identity: Some((tag, Bytes(identity.to_vec()))), raw: unpadded(&raw).to_vec() })
    }

    /// The bytes of its IMEI or IMEISV; `None` if what is there is neither.
    pub fn identity(&self) -> Option<&[u8]> {
        self.identity.as_ref().map(|(_, bytes)| bytes.0.as_slice())
    }

    /// Whether it is an IMEISV.
    pub fn has_version(&self) -> bool {
        self.identity.as_ref().is_some_and(|(tag, _)| *tag == Self::IMEISV)
    }
}

impl Content for PairedDevice {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let object = Tlv::parse(bytes).ok().map(|(object, _)| (object.tag, Bytes(object.value.to_vec())));
        let identity = object.filter(|(tag, _)| matches!(*tag, Self::IMEI | Self::IMEISV));
        Ok(Self { identity, raw: unpadded(bytes).to_vec() })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(Self::OBJECT, self.raw.clone(), len)
    }
}

impl fmt::Debug for PairedDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PairedDevice({} bytes)", self.raw.len())
    }
}

serialize_fields!(PairedDevice, this {
    "type" => this.identity().map(|_| if this.has_version() { "imeisv" } else { "imei" }),
    "identity" => this.identity().map(|bytes| Bytes(bytes.to_vec())),
    "bytes" if this.identity().is_none() => Bytes(this.raw.clone()),
});
