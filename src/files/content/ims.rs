//! Names of a subscriber in IMS.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::objects::RawObjects;
use super::{Content, unpadded};
use crate::codec::ber::{Tag, Tlvs};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError};

const TEXT: Tag = Tag(0x80);

/// A text in a data object `80`, as EF.IMPI, EF.DOMAIN and EF.IMPU have it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct TextObject {
    text: String,
    /// All bytes: lengths and what follows are the issuer's.
    raw: RawObjects,
}

impl TextObject {
    fn new(text: &str) -> Result<Self, EncodeError> {
        let raw = RawObjects::write(|out| _ = out.tlv(TEXT, text.as_bytes()))?;
        Ok(Self { text: text.into(), raw })
    }

    fn decode(object: &'static str, bytes: &[u8]) -> Result<Self, DecodeError> {
        let raw = RawObjects::decode(object, bytes)?;
        let found = Tlvs::new(bytes).next().transpose().map_err(|error| error.within(object, 0))?;
        let found = found.ok_or(DecodeError::new(object, 0, DecodeErrorKind::Missing("text (80)")))?;
        if found.tag != TEXT {
            return Err(DecodeError::new(object, found.offset(), DecodeErrorKind::Tag));
        }
        let text = unpadded(found.value);
        let text = core::str::from_utf8(text).map_err(|error| {
            let offset = found.value_offset().saturating_add(error.valid_up_to());
            DecodeError::new(object, offset, DecodeErrorKind::Character)
        })?;
        Ok(Self { text: text.into(), raw })
    }
}

/// A content of one text.
macro_rules! text_object {
    ($(#[$meta:meta])* $type:ident, $object:literal, $key:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $type(TextObject);

        impl $type {
            /// The content with this text.
            ///
            /// # Errors
            ///
            /// It is longer than a length can say.
            pub fn new(text: &str) -> Result<Self, EncodeError> {
                TextObject::new(text).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0.text
            }
        }

        impl Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
                TextObject::decode($object, bytes).map(Self)
            }

            fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
                self.0.raw.encode($object, len)
            }
        }

        /// Shows how long it is: it may identify the subscriber.
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($type), "({} bytes)"), self.0.text.len())
            }
        }

        serialize_fields!($type, this { $key => this.as_str() });
    };
}

text_object! {
    /// Who the subscriber is to the home network: EF.IMPI, a network access identifier (3GPP TS 31.103 4.2.2).
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, isim};
    ///
    /// let identity = isim::Impi::decode(b"\x80\x0Buser@ims.ex\xFF")?;
    /// assert_eq!(identity.as_str(), "user@ims.ex");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    PrivateIdentity, "EF.IMPI", "impi"
}

text_object! {
    /// The home network's domain: EF.DOMAIN (3GPP TS 31.103 4.2.3).
    HomeDomain, "EF.DOMAIN", "domain"
}

text_object! {
    /// Under which name others reach the subscriber: a record of EF.IMPU, a SIP or telephone URI (3GPP TS 31.103
    /// 4.2.4).
    PublicIdentity, "EF.IMPU", "impu"
}

text_object! {
    /// The address of the service centre in IMS: a record of EF.PSISMSC, a SIP or telephone URI (3GPP TS 31.102
    /// 4.5.9).
    ServiceCentreIdentity, "EF.PSISMSC", "psi_sm_sc"
}
