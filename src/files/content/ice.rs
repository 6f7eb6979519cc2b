use alloc::vec::Vec;

use super::objects::{RawObjects, well_formed};
use super::{AlphaIdentifier, Content};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError};

/// What the user wants known in an emergency: a record of EF.ICE_FF (3GPP TS 31.102 4.5.7). Data objects the library
/// does not know are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmergencyInformation {
    label: AlphaIdentifier,
    content: AlphaIdentifier,
    malformed_from: Option<usize>,
    /// The whole record: its lengths and other objects are the issuer's.
    raw: RawObjects,
}

impl EmergencyInformation {
    const OBJECT: &'static str = "EF.ICE_FF";
    const LABEL: Tag = Tag(0x80);
    const CONTENT: Tag = Tag(0x81);

    /// A record with this content, called `label`.
    ///
    /// # Errors
    ///
    /// No coding has a character of them.
    pub fn new(label: &str, content: &str) -> Result<Self, EncodeError> {
        let (label, content) = (AlphaIdentifier::new(label)?, AlphaIdentifier::new(content)?);
        let raw = RawObjects::write(|record| {
            record.tlv(Self::LABEL, label.as_bytes()).tlv(Self::CONTENT, content.as_bytes());
        })?;
        Ok(Self { label, content, malformed_from: None, raw })
    }

    /// What it is about.
    pub const fn label(&self) -> &AlphaIdentifier {
        &self.label
    }

    /// What is to be known.
    pub const fn content(&self) -> &AlphaIdentifier {
        &self.content
    }
}

impl Content for EmergencyInformation {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let raw = RawObjects::decode(Self::OBJECT, bytes)?;
        let (mut label, mut content) = (AlphaIdentifier::default(), AlphaIdentifier::default());
        let mut malformed_from = None;
        for object in well_formed(bytes, &mut malformed_from) {
            match object.tag {
                Self::LABEL => label = AlphaIdentifier::from_bytes(object.value),
                Self::CONTENT => content = AlphaIdentifier::from_bytes(object.value),
                _ => {}
            }
        }
        Ok(Self { label, content, malformed_from, raw })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(Self::OBJECT, len)
    }
}

serialize_fields!(EmergencyInformation, this {
    "label" => this.label,
    "content" => this.content,
    "malformed_from" if this.malformed_from.is_some() => this.malformed_from,
});
