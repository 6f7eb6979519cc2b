//! Bytes to values and back. Nothing here knows about cards, and nothing here does I/O.

mod error;

pub use error::{DecodeError, DecodeErrorKind};
