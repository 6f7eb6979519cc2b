use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::unpadded;
use crate::codec::{EncodeError, EncodeErrorKind, alpha};

/// A name on a card: an alpha identifier (ETSI TS 102 221 annex A), in the coding the card has it in.
///
/// Many cards hold bytes there that are no text; they are kept, and read as replacement characters.
///
/// ```
/// use simcard::files::content::AlphaIdentifier;
///
/// let name = AlphaIdentifier::new("Ελένη")?;
/// assert_eq!(name.text(), "Ελένη");
/// assert_eq!(AlphaIdentifier::from_bytes(b"Voicemail\xFF\xFF\xFF").text(), "Voicemail");
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AlphaIdentifier(Vec<u8>);

impl AlphaIdentifier {
    /// A name with this text, in the shortest coding that has its characters.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        Ok(Self::from_bytes(&alpha::encode(text)?))
    }

    /// The name in these bytes of a file, padding and all.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(used(bytes).to_vec())
    }

    /// The name; empty if there is none.
    pub fn text(&self) -> String {
        alpha::decode(&self.0).unwrap_or_default()
    }

    /// Its bytes, without padding.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Appends the bytes to `out`, filled up to `len`.
    pub(crate) fn push(
        &self,
        object: &'static str,
        out: &mut Vec<u8>,
        len: usize,
    ) -> Result<(), EncodeError> {
        let Some(padding) = len.checked_sub(self.0.len()) else {
            return Err(EncodeError::new(object, EncodeErrorKind::TooLong { len: self.0.len(), max: len }));
        };
        out.extend(&self.0);
        out.extend(core::iter::repeat_n(0xFF, padding));
        Ok(())
    }
}

/// The bytes up to the padding: the last byte of a character may well be `FF`.
fn used(bytes: &[u8]) -> &[u8] {
    let short = unpadded(bytes);
    let len = match *bytes {
        // Two bytes a character.
        [0x80, ..] if short.len() % 2 == 0 => short.len().saturating_add(1),
        // The second byte says how many follow the third or fourth.
        [0x81, count, ..] => short.len().max(usize::from(count).saturating_add(3)),
        [0x82, count, ..] => short.len().max(usize::from(count).saturating_add(4)),
        _ => short.len(),
    };
    bytes.get(..len).unwrap_or(short)
}

impl fmt::Debug for AlphaIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for AlphaIdentifier {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}
