//! What programs that use cards are tested with.

#[cfg(feature = "std")]
pub mod vpcd;
