use alloc::string::String;
use alloc::vec::Vec;

use super::dialing::none_if_ff;
use super::{Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader, bcd};

const OBJECT: &str = "EF.EXT";

/// What did not fit into a record with a number: a record of EF.EXT1 and the like (3GPP TS 31.102 4.4.2.4, 3GPP TS
/// 51.011 10.5.10).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extension {
    /// What it holds: 1 a subaddress, 2 further digits.
    pub record_type: u8,
    /// The data: a length and up to ten bytes.
    pub data: [u8; 11],
    /// The record that goes on where this one ends.
    pub next: Option<u8>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Extension {
    /// The further digits; `None` if this is something else, or is malformed.
    pub fn digits(&self) -> Option<String> {
        let [len, digits @ ..] = &self.data;
        if self.record_type != 2 {
            return None;
        }
        bcd::decode(OBJECT, digits.get(..usize::from(*len))?, bcd::Alphabet::Dialling).ok()
    }
}

impl Content for Extension {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        let mut reader = Reader::new(OBJECT, bytes);
        Ok(Self {
            record_type: reader.u8()?,
            data: reader.array()?,
            next: none_if_ff(reader.u8()?),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        out.push(self.record_type);
        out.extend(self.data);
        out.push(self.next.unwrap_or(0xFF));
        out.extend(&self.rest.0);
        filled(OBJECT, out, len)
    }
}

serialize_fields!(Extension, this {
    "type" => match this.record_type {
        0 => "free",
        1 => "called_party_subaddress",
        2 => "additional_data",
        _ => "reserved",
    },
    "digits" if this.digits().is_some() => this.digits(),
    "data" => Bytes(this.data.to_vec()),
    "next" => this.next,
    "rest" if !this.rest.is_empty() => this.rest,
});
