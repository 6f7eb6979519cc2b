//! Bytes to values and back. Nothing here knows about cards, and nothing here does I/O.

pub mod ber;
mod error;
mod reader;

pub use error::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind};
pub use reader::Reader;
