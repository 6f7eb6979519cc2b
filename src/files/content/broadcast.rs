//! Which cell broadcast messages the phone takes.

use alloc::vec::Vec;

use super::{Bytes, Content, entries};
use crate::codec::{DecodeError, EncodeError};

/// Cell broadcast messages by their identifiers: EF.CBMI and EF.CBMID (3GPP TS 31.102 4.2.14 and 4.2.20, 3GPP TS
/// 51.011 10.3.13 and 10.3.26; the identifiers: 3GPP TS 23.041).
///
/// A file of nothing but `FF` is an empty list.
///
/// ```
/// use simcard::files::{ElementaryFile, usim};
///
/// let file = usim::Cbmi::decode(&[0x00, 0x32, 0xFF, 0xFF, 0x11, 0x12, 0xFF, 0xFF])?;
/// assert_eq!(file.identifiers, [Some(50), None, Some(4370)]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MessageIdentifiers {
    /// The identifiers; there may be empty entries before others.
    pub identifiers: Vec<Option<u16>>,
    /// Bytes that are too few for another entry.
    pub rest: Bytes,
}

const NO_IDENTIFIER: u16 = 0xFFFF;

impl Content for MessageIdentifiers {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (found, rest) = entries::read("EF.CBMI", bytes);
        let identifiers = found.into_iter().map(u16::from_be_bytes);
        let identifiers = identifiers.map(|identifier| Some(identifier).filter(|it| *it != NO_IDENTIFIER));
        Ok(Self { identifiers: identifiers.collect(), rest })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let found = self.identifiers.iter().map(|entry| entry.unwrap_or(NO_IDENTIFIER).to_be_bytes());
        entries::write("EF.CBMI", found, &self.rest, len)
    }
}

serialize_fields!(MessageIdentifiers, this {
    "message_identifiers" => this.identifiers,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Cell broadcast messages by ranges of identifiers: EF.CBMIR (3GPP TS 31.102 4.2.22, 3GPP TS 51.011 10.3.28).
///
/// A file of nothing but `FF` is an empty list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MessageIdentifierRanges {
    /// The ranges; there may be empty entries before others.
    pub ranges: Vec<Option<MessageIdentifierRange>>,
    /// Bytes that are too few for another entry.
    pub rest: Bytes,
}

/// Identifiers of cell broadcast messages, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MessageIdentifierRange {
    /// The first.
    pub lower: u16,
    /// The last.
    pub upper: u16,
}

serialize_fields!(MessageIdentifierRange, this { "lower" => this.lower, "upper" => this.upper });

impl Content for MessageIdentifierRanges {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (found, rest) = entries::read("EF.CBMIR", bytes);
        let range = |[a, b, c, d]: [u8; 4]| {
            let [lower, upper] = [[a, b], [c, d]].map(u16::from_be_bytes);
            (lower != NO_IDENTIFIER || upper != NO_IDENTIFIER)
                .then_some(MessageIdentifierRange { lower, upper })
        };
        Ok(Self { ranges: found.into_iter().map(range).collect(), rest })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let bytes = |entry: &Option<MessageIdentifierRange>| {
            let [a, b] = entry.map_or(NO_IDENTIFIER, |range| range.lower).to_be_bytes();
            let [c, d] = entry.map_or(NO_IDENTIFIER, |range| range.upper).to_be_bytes();
            [a, b, c, d]
        };
        entries::write("EF.CBMIR", self.ranges.iter().map(bytes), &self.rest, len)
    }
}

serialize_fields!(MessageIdentifierRanges, this {
    "ranges" => this.ranges,
    "rest" if !this.rest.is_empty() => this.rest,
});
