//! Bytes to values and back. Nothing here knows about cards, and nothing here does I/O.

pub mod alpha;
pub mod bcd;
pub mod ber;
pub mod ctlv;
pub mod dcs;
mod error;
pub mod gsm7;
mod number;
mod reader;
pub mod ucs2;
mod validity;

pub use error::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind};
pub use number::{DialingNumber, NumberingPlan, TonNpi, TypeOfNumber};
pub use reader::Reader;
pub use validity::RelativeValidity;
