//! Root keys for programs on the phone: the mobile execution environment (MExE).

use alloc::vec::Vec;

use super::objects::{prefixed, push_prefixed};
use super::{Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::fs::FileId;

/// Where a root key or its certificate is: a record of EF.ORPK or EF.ARPK, the operator's and the administrator's keys
/// (3GPP TS 31.102 4.4.4.2 and 4.4.4.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RootKeyDescriptor {
    /// Whether it is of a key (0) or of a certificate (1), with reserved bits.
    pub parameters: u8,
    /// Whether the certificate is an authority's (1), with reserved bits.
    pub flags: u8,
    /// The certificate: 0 WTLS, 1 X.509, 2 X9.68.
    pub certificate_type: u8,
    /// The file it is in.
    pub file: FileId,
    /// Where in the file it starts.
    pub offset: u16,
    /// How long it is.
    pub len: u16,
    /// What tells the key from others. `None` if its length does not fit.
    pub key_identifier: Option<Bytes>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl RootKeyDescriptor {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            parameters: reader.u8()?,
            flags: reader.u8()?,
            certificate_type: reader.u8()?,
            file: FileId(reader.u16()?),
            offset: reader.u16()?,
            len: reader.u16()?,
            key_identifier: prefixed(reader).map(|value| Bytes(value.to_vec())),
            rest: Bytes::default(),
        })
    }

    fn write(&self, object: &'static str) -> Result<Vec<u8>, EncodeError> {
        let mut out = [self.parameters, self.flags, self.certificate_type].to_vec();
        for number in [self.file.0, self.offset, self.len] {
            out.extend(number.to_be_bytes());
        }
        if let Some(identifier) = &self.key_identifier {
            push_prefixed(object, &mut out, &identifier.0)?;
        }
        Ok(out)
    }
}

impl Content for RootKeyDescriptor {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.ORPK", bytes)?;
        let mut reader = Reader::new("EF.ORPK", bytes);
        let descriptor = Self::read(&mut reader)?;
        Ok(Self { rest: Bytes::unpadded(reader.rest()), ..descriptor })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.write("EF.ORPK")?;
        out.extend(&self.rest.0);
        filled("EF.ORPK", &out, len)
    }
}

serialize_fields!(RootKeyDescriptor, this {
    "describes" => if this.parameters & 0x01 == 0 { "key" } else { "certificate" },
    "authority_certificate" => this.flags & 0x01 != 0,
    "certificate_type" => match this.certificate_type {
        0 => "wtls",
        1 => "x509",
        2 => "x9.68",
        _ => "reserved",
    },
    "file" => this.file,
    "offset" => this.offset,
    "length" => this.len,
    "key_identifier" => this.key_identifier,
    "parameters" if this.parameters & 0xFE != 0 => this.parameters,
    "flags" if this.flags & 0xFE != 0 => this.flags,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Where a third party's root key or its certificate is: a record of EF.TPRPK (3GPP TS 31.102 4.4.4.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThirdPartyKeyDescriptor {
    /// The key.
    pub key: RootKeyDescriptor,
    /// What tells the certificate from others. `None` if its length does not fit.
    pub certificate_identifier: Option<Bytes>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for ThirdPartyKeyDescriptor {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.TPRPK", bytes)?;
        let mut reader = Reader::new("EF.TPRPK", bytes);
        let key = RootKeyDescriptor::read(&mut reader)?;
        let identifier = key.key_identifier.as_ref().and_then(|_| prefixed(&mut reader));
        let certificate_identifier = identifier.map(|value| Bytes(value.to_vec()));
        Ok(Self { key, certificate_identifier, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.key.write("EF.TPRPK")?;
        if let Some(identifier) = &self.certificate_identifier {
            push_prefixed("EF.TPRPK", &mut out, &identifier.0)?;
        }
        out.extend(&self.rest.0);
        filled("EF.TPRPK", &out, len)
    }
}

serialize_fields!(ThirdPartyKeyDescriptor, this {
    "key" => this.key,
    "certificate_identifier" => this.certificate_identifier,
    "rest" if !this.rest.is_empty() => this.rest,
});
