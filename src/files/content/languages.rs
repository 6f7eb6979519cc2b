use alloc::vec::Vec;

use super::{Content, filled, not_blank, unpadded};
use crate::codec::dcs::CbsDcs;
use crate::codec::{DecodeError, EncodeError};

/// The languages a user prefers, best first: EF.PL and EF.LI (ETSI TS 102 221 13.3, 3GPP TS 31.102 4.2.1).
///
/// ```
/// use simcard::files::{ElementaryFile, mf};
///
/// let languages = mf::Pl::decode(b"ende\xFF\xFF")?;
/// assert_eq!(languages.codes().collect::<Vec<_>>(), [Some("en"), Some("de")]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Languages(Vec<u8>);

impl Languages {
    /// These languages, by their two letters of ISO 639.
    pub fn new(codes: &[[u8; 2]]) -> Self {
        Self(codes.concat())
    }

    /// The two letters of each language; `None` where there are none.
    pub fn codes(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.chunks(2).map(|code| {
            let text = core::str::from_utf8(code).ok()?;
            Some(text)
                .filter(|text| text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_alphabetic()))
        })
    }
}

impl Content for Languages {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("languages", bytes)?;
        Ok(Self(unpadded(bytes).to_vec()))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("languages", &self.0, len)
    }
}

serialize_fields!(Languages, this { "languages" => this.codes().collect::<Vec<_>>() });

/// The languages a user prefers, best first, as a 2G SIM has them: data coding schemes of cell broadcast
/// (EF.LP, 3GPP TS 51.011 10.3.1, 3GPP TS 23.038 5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LanguagePreference(
    /// The coding schemes.
    pub Vec<u8>,
);

impl LanguagePreference {
    /// The two letters (ISO 639) of each language; `None` where the scheme stands for none.
    pub fn codes(&self) -> impl Iterator<Item = Option<&'static str>> {
        self.0.iter().map(|scheme| CbsDcs(*scheme).language())
    }
}

impl Content for LanguagePreference {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.LP", bytes)?;
        Ok(Self(unpadded(bytes).to_vec()))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.LP", &self.0, len)
    }
}

serialize_fields!(LanguagePreference, this {
    "languages" => this.codes().collect::<Vec<_>>(),
    "data_coding_schemes" => super::Bytes(this.0.clone()),
});
