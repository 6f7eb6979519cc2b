use alloc::vec::Vec;

use super::Content;
use super::objects::RawObjects;
use crate::codec::{DecodeError, EncodeError};
use crate::fs::Structure;
use crate::fs::access::{AccessRules, AccessSummary};

/// Access rules that files refer to: a record of EF.ARR (ETSI TS 102 221 13.4).
///
/// ```
/// use simcard::files::{ElementaryFile, mf};
/// use simcard::fs::Structure;
///
/// // whoever: read; PIN 1: update
/// let record = mf::Arr::decode(&[0x80, 0x01, 0x01, 0x90, 0x00, 0x80, 0x01, 0x02, 0xA4, 0x03, 0x83, 0x01, 0x01, 0xFF])?;
/// assert_eq!(record.rules().count(), 2);
/// assert_eq!(record.summary(Structure::Transparent)?.to_string(), "read: always, update: PIN1");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccessRuleRecord(RawObjects);

impl AccessRuleRecord {
    /// The record of these rules.
    pub fn new(rules: &[u8]) -> Self {
        Self(RawObjects::read(rules))
    }

    /// The rules.
    pub fn rules(&self) -> AccessRules<'_> {
        AccessRules::new(self.0.as_bytes())
    }

    /// What they come to, for a file of this structure.
    ///
    /// # Errors
    ///
    /// A rule is malformed.
    pub fn summary(&self, structure: Structure) -> Result<AccessSummary, DecodeError> {
        self.rules().summary(structure)
    }
}

impl Content for AccessRuleRecord {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        RawObjects::decode("EF.ARR", bytes).map(Self)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.0.encode("EF.ARR", len)
    }
}

// Most files are elementary files, so that is how the accesses are called; which files refer to a record, it does
// not say.
serialize_fields!(AccessRuleRecord, this {
    "access" if this.summary(Structure::Transparent).is_ok() => this.summary(Structure::Transparent).ok(),
    "rules" => this.rules(),
});
