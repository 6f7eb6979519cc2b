//! Networks reached over WLAN (I-WLAN).

use alloc::vec::Vec;

use super::objects::{RawObjects, Text, number, prefixed, push_prefixed, redacted, text};
use super::{Bytes, Content, PlmnField, SecretBytes, filled, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

const PSEUDONYM: &str = "EF.Pseudo";
const IDENTIFIER: &str = "EF.WSIDL";

/// The name the phone goes by for the time being: EF.Pseudo (3GPP TS 31.102 4.4.5.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pseudonym {
    /// The name: text. `None` if its length does not fit.
    pub pseudonym: Option<Bytes>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Pseudonym {
    /// The name as text.
    pub fn text(&self) -> Option<&str> {
        text(&self.pseudonym.as_ref()?.0)
    }
}

impl Content for Pseudonym {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(PSEUDONYM, bytes)?;
        let mut reader = Reader::new(PSEUDONYM, bytes);
        let mut attempt = reader;
        let pseudonym = attempt.u16().and_then(|len| attempt.take(len.into())).ok();
        let pseudonym = pseudonym.map(|value| {
            reader = attempt;
            Bytes(value.to_vec())
        });
        Ok(Self { pseudonym, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        if let Some(Bytes(value)) = &self.pseudonym {
            let max = u16::MAX;
            let error = EncodeErrorKind::TooLong { len: value.len(), max: max.into() };
            let len = u16::try_from(value.len()).map_err(|_| EncodeError::new(PSEUDONYM, error))?;
            out.extend(len.to_be_bytes());
            out.extend(value);
        }
        out.extend(&self.rest.0);
        filled(PSEUDONYM, &out, len)
    }
}

serialize_fields!(Pseudonym, this {
    "pseudonym" => this.pseudonym.as_ref().map(|value| Text(&value.0)),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// The name of a WLAN: a record of EF.UWSIDL, EF.OWSIDL or EF.HWSIDL (3GPP TS 31.102 4.4.5.4, 4.4.5.5, 4.4.5.7).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WlanIdentifier {
    /// The identifier (WSID), which is a name (SSID). `None` if its length does not fit.
    pub identifier: Option<Bytes>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for WlanIdentifier {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(IDENTIFIER, bytes)?;
        let mut reader = Reader::new(IDENTIFIER, bytes);
        let identifier = prefixed(&mut reader).map(|value| Bytes(value.to_vec()));
        Ok(Self { identifier, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        if let Some(Bytes(value)) = &self.identifier {
            push_prefixed(IDENTIFIER, &mut out, value)?;
        }
        out.extend(&self.rest.0);
        filled(IDENTIFIER, &out, len)
    }
}

serialize_fields!(WlanIdentifier, this {
    "wsid" => this.identifier.as_ref().map(|value| Text(&value.0)),
    "rest" if !this.rest.is_empty() => this.rest,
});

secret_object_content! {
    /// As whom and with what the phone authenticates again quickly: EF.WRI (3GPP TS 31.102 4.4.5.6).
    WlanReauthentication, "EF.WRI", this {
        "reauthentication_identity" => this.identity().map(Text),
        "master_key" => redacted(this.0.find(0x81)),
        "counter" => this.counter(),
    }
}

impl WlanReauthentication {
    /// The file with these.
    ///
    /// # Errors
    ///
    /// They are too long for any file.
    pub fn new(identity: &[u8], master_key: &[u8], counter: u16) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            file.tlv(Tag(0x80), identity).tlv(Tag(0x81), master_key).tlv(Tag(0x82), &counter.to_be_bytes());
        });
        objects.map(|objects| Self(objects.into()))
    }

    /// The identity.
    pub fn identity(&self) -> Option<&[u8]> {
        self.0.find(0x80)
    }

    /// The master key.
    pub fn master_key(&self) -> Option<SecretBytes> {
        self.0.find(0x81).map(SecretBytes::new)
    }

    /// How often it was done.
    pub fn counter(&self) -> Option<u32> {
        number(self.0.find(0x82)?)
    }
}

/// The network the phone was registered in last over WLAN: EF.WLRPLMN (3GPP TS 31.102 4.4.5.10).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegisteredNetwork {
    /// The network.
    pub plmn: PlmnField,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for RegisteredNetwork {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.WLRPLMN", bytes)?;
        let mut reader = Reader::new("EF.WLRPLMN", bytes);
        Ok(Self { plmn: PlmnField(reader.array()?), rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.WLRPLMN", [&self.plmn.0[..], &self.rest.0].concat(), len)
    }
}

serialize_fields!(RegisteredNetwork, this {
    "plmn" => this.plmn,
    "rest" if !this.rest.is_empty() => this.rest,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reauthentication_is_written_and_read() {
        let file = WlanReauthentication::new(b"user", &[0x5A; 4], 3).unwrap();
        assert_eq!(hex::encode(file.encode(17).unwrap()), "80047573657281045a5a5a5a82020003ff");
        assert_eq!(file.master_key().unwrap().reveal(), [0x5A; 4]);
        assert_eq!((file.identity(), file.counter()), (Some(&b"user"[..]), Some(3)));
        assert!(!std::format!("{file:?}").contains("5a"));
    }

    #[test]
    fn lengths_that_do_not_fit_are_kept() {
        for bytes in [&[0x00, 0x05, 0x41][..], &[0x01], &[0xFF, 0xFF, 0x41]] {
            let file = Pseudonym::decode(bytes).unwrap();
            assert_eq!((file.text(), file.encode(bytes.len()).unwrap().as_slice()), (None, bytes));
        }
    }
}
