use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{AlphaIdentifier, Bytes, Content, filled, not_blank, unpadded};
use crate::codec::ber::{self, Tag, Tlv};
use crate::codec::{DecodeError, EncodeError};

const OBJECT: &str = "record with a URI";
const URI: Tag = Tag(0x80);

/// A URI with a name: a record of EF.FDNURI, EF.BDNURI, EF.SDNURI (3GPP TS 31.102 4.2.97 to 4.2.99).
///
/// ```
/// use simcard::files::{Content, ElementaryFile, content::UriRecord, usim};
///
/// let record = UriRecord::new("tel:+447700900123", "Mum")?;
/// assert_eq!(record.encode(24)?, b"\x80\x11tel:+447700900123Mum\xFF\xFF");
/// assert_eq!(usim::FdnUri::decode(&record.encode(24)?), Ok(record));
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UriRecord {
    uri: Option<String>,
    alpha: AlphaIdentifier,
    /// The whole record, without padding: its lengths and where the name stands are the issuer's.
    raw: Vec<u8>,
}

impl UriRecord {
    /// A record of this URI and name.
    ///
    /// # Errors
    ///
    /// No coding has a character of the name.
    pub fn new(uri: &str, alpha: &str) -> Result<Self, EncodeError> {
        let alpha = AlphaIdentifier::new(alpha)?;
        let mut raw = Vec::new();
        ber::push_tlv(&mut raw, URI, uri.as_bytes())?;
        raw.extend(alpha.as_bytes());
        Ok(Self { uri: Some(uri.into()), alpha, raw })
    }

    /// The URI; `None` if what is there is none.
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }

    /// Whose it is.
    pub const fn alpha(&self) -> &AlphaIdentifier {
        &self.alpha
    }
}

impl Content for UriRecord {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        let Some((object, rest)) = Tlv::parse(bytes).ok().filter(|(object, _)| object.tag == URI) else {
            return Ok(Self { uri: None, alpha: AlphaIdentifier::default(), raw: unpadded(bytes).to_vec() });
        };
        // The name may stand in a place of its own, at the end of a record that is longer than the URI needs.
        let padding = rest.iter().take_while(|byte| **byte == 0xFF).count();
        let alpha = AlphaIdentifier::from_bytes(rest.get(padding..).unwrap_or_default());
        // URI and name may end in FF.
        let name_at = if alpha.is_empty() { 0 } else { padding };
        let used = object.raw().len().saturating_add(name_at).saturating_add(alpha.as_bytes().len());
        Ok(Self {
            uri: Some(String::from_utf8_lossy(unpadded(object.value)).into_owned()),
            alpha,
            raw: bytes.get(..used).unwrap_or(bytes).to_vec(),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(OBJECT, &self.raw, len)
    }
}

/// Shows how long it is: it may identify somebody.
impl fmt::Debug for UriRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UriRecord({} bytes)", self.raw.len())
    }
}

serialize_fields!(UriRecord, this {
    "uri" => this.uri,
    "alpha" => this.alpha,
    "bytes" if this.uri.is_none() => Bytes(this.raw.clone()),
});
