//! What an EAP client on the card keeps (ETSI TS 102 310 7).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::objects::{RawObjects, number, redacted};
use super::{Bytes, Content, filled, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

secret_object_content! {
    /// Keys that the last EAP authentication derived: EF.EAPKEYS (ETSI TS 102 310 7.1).
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, eap};
    ///
    /// let keys = eap::EapKeys::decode(&[0x80, 0x02, 0xA1, 0xB2, 0xFF])?;
    /// assert_eq!(keys.msk(), Some(&[0xA1, 0xB2][..]));
    /// assert_eq!(keys.emsk(), None);
    /// assert!(!format!("{keys:?}").contains("161"));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    EapKeys, "EF.EAPKEYS", this { "msk" => redacted(this.msk()), "emsk" => redacted(this.emsk()) }
}

impl EapKeys {
    const MSK: u32 = 0x80;
    const EMSK: u32 = 0x81;

    /// A file of these keys.
    ///
    /// # Errors
    ///
    /// A key is longer than a length can say.
    pub fn new(msk: &[u8], emsk: &[u8]) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| _ = file.tlv(Tag(Self::MSK), msk).tlv(Tag(Self::EMSK), emsk));
        objects.map(|objects| Self(objects.into()))
    }

    /// The master session key: not to be shown.
    pub fn msk(&self) -> Option<&[u8]> {
        self.0.find(Self::MSK)
    }

    /// The extended master session key: not to be shown.
    pub fn emsk(&self) -> Option<&[u8]> {
        self.0.find(Self::EMSK)
    }
}

/// How far the authentication is: EF.EAPSTATUS (ETSI TS 102 310 7.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EapStatus {
    /// The value.
    pub value: u8,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl EapStatus {
    /// What the value stands for.
    pub const fn name(&self) -> &'static str {
        match self.value {
            0 => "no_authentication_started",
            1 => "authenticating",
            2 => "authenticated",
            3 => "held_authentication_failure",
            _ => "reserved",
        }
    }
}

impl Content for EapStatus {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.EAPSTATUS", bytes)?;
        let mut reader = Reader::new("EF.EAPSTATUS", bytes);
        Ok(Self { value: reader.u8()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.EAPSTATUS", [&[self.value], self.rest.0.as_slice()].concat(), len)
    }
}

serialize_fields!(EapStatus, this {
    "eap_status" => this.name(),
    "value" => this.value,
    "rest" if !this.rest.is_empty() => this.rest,
});

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A file that is an identity and nothing else.
macro_rules! identity {
    ($(#[$meta:meta])* $type:ident, $object:literal, $key:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $type(
            /// The bytes, without padding.
            pub Bytes,
        );

        impl $type {
            /// The identity, with replacement characters where it is no UTF-8.
            pub fn text(&self) -> String {
                text(&self.0.0)
            }
        }

        impl From<&str> for $type {
            fn from(identity: &str) -> Self {
                Self(Bytes(identity.as_bytes().to_vec()))
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($type)).field(&self.text()).finish()
            }
        }

        impl Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
                not_blank($object, bytes)?;
                Ok(Self(Bytes::unpadded(bytes)))
            }

            fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
                filled($object, &self.0.0, len)
            }
        }

        serialize_fields!($type, this {
            $key => this.text(),
            "bytes" if core::str::from_utf8(&this.0.0).is_err() => this.0,
        });
    };
}

identity! {
    /// Who the user is for good: EF.PUId (ETSI TS 102 310 7.3).
    PermanentUserIdentity, "EF.PUId", "permanent_user_identity"
}

identity! {
    /// Who the user says to be instead: EF.Ps (ETSI TS 102 310 7.4).
    EapPseudonym, "EF.Ps", "pseudonym"
}

/// A length, as many bytes of text, and what follows.
#[derive(Clone, PartialEq, Eq, Hash)]
struct CountedText {
    length: u8,
    /// All that follows the length, without padding, but with the text in full.
    bytes: Bytes,
}

impl CountedText {
    fn new(object: &'static str, text: &str) -> Result<Self, EncodeError> {
        let length = u8::try_from(text.len()).map_err(|_| {
            let kind = crate::codec::EncodeErrorKind::TooLong { len: text.len(), max: usize::from(u8::MAX) };
            EncodeError::new(object, kind)
        })?;
        Ok(Self { length, bytes: Bytes(text.as_bytes().to_vec()) })
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let length = reader.u8()?;
        let bytes = reader.rest();
        let used = super::unpadded(bytes).len().max(usize::from(length)).min(bytes.len());
        Ok(Self { length, bytes: Bytes(bytes.get(..used).unwrap_or(bytes).to_vec()) })
    }

    /// The text, as far as the file goes.
    fn text(&self) -> String {
        text(self.bytes.0.get(..usize::from(self.length)).unwrap_or(&self.bytes.0))
    }

    fn rest(&self) -> Bytes {
        Bytes(self.bytes.0.get(usize::from(self.length)..).unwrap_or_default().to_vec())
    }

    fn push(&self, out: &mut Vec<u8>) {
        out.push(self.length);
        out.extend(&self.bytes.0);
    }
}

impl fmt::Debug for CountedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

/// What kind of identity is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum IdentityType {
    /// `00`: that of EF.PUId.
    Permanent,
    /// `01`: that of EF.Ps.
    Pseudonym,
    /// `02`: that of EF.ReID.
    ReAuthentication,
    /// `FF`: it should not be revealed.
    NotRevealed,
    /// A value that has no meaning yet.
    Reserved(u8),
}

impl IdentityType {
    /// The type that has this value.
    pub const fn new(value: u8) -> Self {
        match value {
            0x00 => Self::Permanent,
            0x01 => Self::Pseudonym,
            0x02 => Self::ReAuthentication,
            0xFF => Self::NotRevealed,
            value => Self::Reserved(value),
        }
    }

    /// Its value.
    pub const fn value(self) -> u8 {
        match self {
            Self::Permanent => 0x00,
            Self::Pseudonym => 0x01,
            Self::ReAuthentication => 0x02,
            Self::NotRevealed => 0xFF,
            Self::Reserved(value) => value,
        }
    }
}

/// The identity in use: EF.CurID (ETSI TS 102 310 7.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CurrentIdentity {
    /// What kind of identity it is.
    pub identity_type: IdentityType,
    value: CountedText,
}

impl CurrentIdentity {
    const OBJECT: &'static str = "EF.CurID";

    /// An identity of this kind.
    ///
    /// # Errors
    ///
    /// It is longer than 255 bytes.
    pub fn new(identity_type: IdentityType, identity: &str) -> Result<Self, EncodeError> {
        Ok(Self { identity_type, value: CountedText::new(Self::OBJECT, identity)? })
    }

    /// The identity, with replacement characters where it is no UTF-8.
    pub fn identity(&self) -> String {
        self.value.text()
    }
}

impl Content for CurrentIdentity {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        Ok(Self { identity_type: IdentityType::new(reader.u8()?), value: CountedText::read(&mut reader)? })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = [self.identity_type.value()].to_vec();
        self.value.push(&mut out);
        filled(Self::OBJECT, out, len)
    }
}

serialize_fields!(CurrentIdentity, this {
    "type" => this.identity_type,
    "identity" => this.identity(),
    "rest" if !this.value.rest().is_empty() => this.value.rest(),
});

/// The realm of the identity: EF.Realm (ETSI TS 102 310 7.7).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Realm(CountedText);

impl Realm {
    const OBJECT: &'static str = "EF.Realm";

    /// This realm.
    ///
    /// # Errors
    ///
    /// It is longer than 255 bytes.
    pub fn new(realm: &str) -> Result<Self, EncodeError> {
        CountedText::new(Self::OBJECT, realm).map(Self)
    }

    /// The realm, with replacement characters where it is no UTF-8.
    pub fn realm(&self) -> String {
        self.0.text()
    }
}

impl Content for Realm {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        CountedText::read(&mut Reader::new(Self::OBJECT, bytes)).map(Self)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        self.0.push(&mut out);
        filled(Self::OBJECT, out, len)
    }
}

serialize_fields!(Realm, this {
    "realm" => this.realm(),
    "rest" if !this.0.rest().is_empty() => this.0.rest(),
});

object_content! {
    /// The identity for being authenticated again faster, and how often that was done: EF.ReID (ETSI TS 102 310 7.6).
    ReauthenticationIdentity, "EF.ReID", [0x80, 0x81], this {
        "identity" => this.identity(),
        "counter" => this.counter(),
    }
}

impl ReauthenticationIdentity {
    const IDENTITY: u32 = 0x80;
    const COUNTER: u32 = 0x81;

    /// This identity with a counter of two bytes.
    ///
    /// # Errors
    ///
    /// The identity is longer than a length can say.
    pub fn new(identity: &str, counter: u16) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            file.tlv(Tag(Self::IDENTITY), identity.as_bytes())
                .tlv(Tag(Self::COUNTER), &counter.to_be_bytes());
        });
        objects.map(Self)
    }

    /// The identity, with replacement characters where it is no UTF-8.
    pub fn identity(&self) -> Option<String> {
        self.0.find(Self::IDENTITY).map(text)
    }

    /// The counter; `None` if there is none, or it has more than four bytes.
    pub fn counter(&self) -> Option<u32> {
        number(self.0.find(Self::COUNTER)?)
    }
}
