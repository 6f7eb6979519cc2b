//! The generic bootstrapping architecture: keys for applications from an authentication (3GPP TS 33.220).

use alloc::vec::Vec;

use super::objects::{RawObjects, Text, prefixed, push_prefixed, text};
use super::{Bytes, Content, filled, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

const PARAMETERS: &str = "EF.GBABP";

/// The last bootstrapping: EF.GBABP (3GPP TS 31.102 4.2.79, 3GPP TS 31.103 4.2.9).
///
/// What is missing, and all behind it, is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BootstrappingParameters {
    /// The challenge (RAND).
    pub rand: Option<Bytes>,
    /// The transaction identifier (B-TID): text.
    pub b_tid: Option<Bytes>,
    /// Until when the keys are valid: text.
    pub key_lifetime: Option<Bytes>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for BootstrappingParameters {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(PARAMETERS, bytes)?;
        let mut reader = Reader::new(PARAMETERS, bytes);
        let mut parts = [const { None }; 3];
        for part in &mut parts {
            let Some(value) = prefixed(&mut reader) else { break };
            *part = Some(Bytes(value.to_vec()));
        }
        let [rand, b_tid, key_lifetime] = parts;
        Ok(Self { rand, b_tid, key_lifetime, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        for part in [&self.rand, &self.b_tid, &self.key_lifetime] {
            let Some(part) = part else { break };
            push_prefixed(PARAMETERS, &mut out, &part.0)?;
        }
        out.extend(&self.rest.0);
        filled(PARAMETERS, &out, len)
    }
}

serialize_fields!(BootstrappingParameters, this {
    "rand" => this.rand,
    "b_tid" => this.b_tid.as_ref().map(|b_tid| Text(&b_tid.0)),
    "key_lifetime" => this.key_lifetime.as_ref().map(|lifetime| Text(&lifetime.0)),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Which application server keys are for: its name, and five bytes for the protocol spoken with it (NAF_ID, 3GPP TS
/// 33.220 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NafId<'a> {
    /// The fully qualified domain name.
    pub fqdn: &'a str,
    /// The security protocol (Ua).
    pub protocol: [u8; 5],
}

impl<'a> NafId<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (fqdn, protocol) = bytes.split_last_chunk()?;
        Some(Self { fqdn: core::str::from_utf8(fqdn).ok()?, protocol: *protocol })
    }

    fn to_bytes(self) -> Vec<u8> {
        [self.fqdn.as_bytes(), &self.protocol].concat()
    }
}

/// A NAF_ID as object; what is none, as bytes.
struct NafField<'a>(&'a [u8]);

serialize_fields!(NafField<'_>, this {
    "fqdn" if NafId::read(this.0).is_some() => NafId::read(this.0).map(|naf| naf.fqdn),
    "ua_security_protocol" if NafId::read(this.0).is_some() =>
        NafId::read(this.0).map(|naf| Bytes(naf.protocol.to_vec())),
    "bytes" if NafId::read(this.0).is_none() => Bytes(this.0.to_vec()),
});

object_content! {
    /// For which application server keys were made from which bootstrapping: a record of EF.GBANL (3GPP TS 31.102
    /// 4.2.83, 3GPP TS 31.103 4.2.10).
    NafKeyIdentifier, "EF.GBANL", [0x80, 0x81], this {
        "naf_id" => this.0.find(0x80).map(NafField),
        "b_tid" => this.b_tid().map(Text),
    }
}

impl NafKeyIdentifier {
    /// The record with these identifiers.
    ///
    /// # Errors
    ///
    /// They are too long for any record.
    pub fn new(naf: NafId<'_>, b_tid: &[u8]) -> Result<Self, EncodeError> {
        RawObjects::write(|record| _ = record.tlv(Tag(0x80), &naf.to_bytes()).tlv(Tag(0x81), b_tid)).map(Self)
    }

    /// The application server; `None` if it is not there or malformed.
    pub fn naf_id(&self) -> Option<NafId<'_>> {
        NafId::read(self.0.find(0x80)?)
    }

    /// The transaction identifier of the bootstrapping (B-TID).
    pub fn b_tid(&self) -> Option<&[u8]> {
        self.0.find(0x81)
    }
}

object_content! {
    /// Where keys shared with a terminal are set up: a record of EF.NAFKCA, the NAF key centre (3GPP TS 31.102 4.2.87,
    /// 3GPP TS 31.103 4.2.11).
    NafKeyCentre, "EF.NAFKCA", [0x80], this { "naf_key_centre_address" => this.0.find(0x80).map(Text) }
}

impl NafKeyCentre {
    /// The record with this domain name.
    ///
    /// # Errors
    ///
    /// It is too long for any record.
    pub fn new(fqdn: &str) -> Result<Self, EncodeError> {
        RawObjects::write(|record| _ = record.tlv(Tag(0x80), fqdn.as_bytes())).map(Self)
    }

    /// The fully qualified domain name; `None` if there is none.
    pub fn fqdn(&self) -> Option<&str> {
        text(self.0.find(0x80)?)
    }
}

object_content! {
    /// Which applet may use keys for which application server: a record of EF.GBAUAPI, in the specification
    /// `AC_GBAUAPI` (3GPP TS 31.102 4.2.116, 3GPP TS 31.103 4.2.22).
    AppletNafAccess, "EF.GBAUAPI", [0x80], this {
        "applets" => this.0.all(0x80).map(AppletField).collect::<Vec<_>>(),
    }
}

impl AppletNafAccess {
    /// The record that gives this applet access.
    ///
    /// # Errors
    ///
    /// An identifier is longer than a length byte can say.
    pub fn new(aid: &[u8], naf: NafId<'_>) -> Result<Self, EncodeError> {
        let mut value = Vec::new();
        push_prefixed("EF.GBAUAPI", &mut value, aid)?;
        push_prefixed("EF.GBAUAPI", &mut value, &naf.to_bytes())?;
        RawObjects::write(|record| _ = record.tlv(Tag(0x80), &value)).map(Self)
    }

    /// The identifiers of the applets and their servers. Those that are malformed are left out.
    pub fn applets(&self) -> impl Iterator<Item = (&[u8], NafId<'_>)> {
        self.0.all(0x80).filter_map(|value| {
            let (aid, naf) = AppletField(value).parts()?;
            Some((aid, NafId::read(naf)?))
        })
    }
}

struct AppletField<'a>(&'a [u8]);

impl<'a> AppletField<'a> {
    fn parts(&self) -> Option<(&'a [u8], &'a [u8])> {
        let mut reader = Reader::new("EF.GBAUAPI", self.0);
        Some((prefixed(&mut reader)?, prefixed(&mut reader)?))
    }
}

serialize_fields!(AppletField<'_>, this {
    "aid" if this.parts().is_some() => this.parts().map(|(aid, _)| Bytes(aid.to_vec())),
    "naf_id" if this.parts().is_some() => this.parts().map(|(_, naf)| NafField(naf)),
    "bytes" if this.parts().is_none() => Bytes(this.0.to_vec()),
});

#[cfg(test)]
mod tests {
    use super::*;

    const NAF: NafId<'static> = NafId { fqdn: "naf.example", protocol: [0x01, 0x00, 0x00, 0x00, 0x02] };

    #[test]
    fn identifiers_are_written_and_read() {
        let record = NafKeyIdentifier::new(NAF, b"tid@bsf").unwrap();
        let bytes = record.encode(40).unwrap();
        assert_eq!(bytes[..2], [0x80, 0x10]);
        assert_eq!(NafKeyIdentifier::decode(&bytes).unwrap(), record);
        assert_eq!((record.naf_id(), record.b_tid()), (Some(NAF), Some(&b"tid@bsf"[..])));

        let access = AppletNafAccess::new(&[0xA0, 0x00, 0x00, 0x00, 0x01], NAF).unwrap();
        let read = AppletNafAccess::decode(&access.encode(40).unwrap()).unwrap();
        assert_eq!(read.applets().collect::<Vec<_>>(), [(&[0xA0, 0x00, 0x00, 0x00, 0x01][..], NAF)]);
        assert!(AppletNafAccess::new(&[0; 255], NAF).is_err());

        let centre = NafKeyCentre::new("nkc.example").unwrap();
        assert_eq!(centre.fqdn(), Some("nkc.example"));
    }

    #[test]
    fn half_a_bootstrapping_is_kept() {
        let parameters = BootstrappingParameters::decode(&[0x02, 0xA1, 0xFF, 0xFF, 0xFF, 0x07]).unwrap();
        assert_eq!(parameters.rand, Some(Bytes([0xA1, 0xFF].to_vec())));
        assert_eq!((parameters.b_tid, parameters.rest.0), (None, [0xFF, 0xFF, 0x07].to_vec()));
    }
}
