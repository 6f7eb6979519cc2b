//! What could not be read.

#[cfg(feature = "serde")]
use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::{AnyContent, Bytes, filled};
use crate::codec::{DecodeError, EncodeError};

/// The bytes of a file, or of a record, that its type of content refuses, and why: cards hold what no specification
/// has, and it is to be shown and kept even so.
pub(in crate::files) struct Unreadable {
    raw: Zeroizing<Vec<u8>>,
    error: DecodeError,
    secret: bool,
}

impl Unreadable {
    /// These bytes, which gave this error; `secret` if they are not to be shown.
    pub(in crate::files) fn new(bytes: &[u8], error: DecodeError, secret: bool) -> Self {
        Self { raw: Zeroizing::new(bytes.to_vec()), error, secret }
    }
}

impl AnyContent for Unreadable {
    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(self.error.object, self.raw.as_slice(), len)
    }

    fn error(&self) -> Option<DecodeError> {
        Some(self.error)
    }

    #[cfg(feature = "serde")]
    fn object(&self) -> Box<dyn erased_serde::Serialize + '_> {
        Box::new(self)
    }
}

serialize_fields!(Unreadable, this {
    "error" => this.error.to_string(),
    "raw" if !this.secret => Bytes(this.raw.to_vec()),
    "raw" if this.secret => "redacted",
});

/// Shows how long it is: it may be secret, or identify somebody.
impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = if self.secret { ", redacted" } else { "" };
        write!(f, "Unreadable({} bytes{redacted}, {})", self.raw.len(), self.error)
    }
}
