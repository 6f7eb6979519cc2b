use alloc::vec::Vec;

use super::{AlphaIdentifier, Content, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};

const OBJECT: &str = "EF.NIA";

/// How a kind of alert of the network is to be shown: a record of EF.NIA (3GPP TS 31.102 4.2.72).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlertingIndication {
    /// The alerting pattern and what it is for (3GPP TS 24.008 10.5.4.26), with its reserved bits.
    pub category: u8,
    /// What to show.
    pub text: AlphaIdentifier,
}

impl Content for AlertingIndication {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        let mut reader = Reader::new(OBJECT, bytes);
        Ok(Self { category: reader.u8()?, text: AlphaIdentifier::from_bytes(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        out.push(self.category);
        self.text.push(OBJECT, &mut out, len.saturating_sub(1))?;
        super::filled(OBJECT, out, len)
    }
}

serialize_fields!(AlertingIndication, this {
    "alerting_category" => this.category,
    "informative_text" => this.text,
});
