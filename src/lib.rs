//! SIM cards at APDU level.
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

pub mod apdu;
pub mod card;
pub mod codec;
mod error;
pub mod exchange;
pub mod files;
pub mod fs;
pub mod mock;
pub mod numbering;
pub mod transport;

pub use card::Card;
pub use error::{Error, Misuse, PinError, Result};
pub use numbering::{Iccid, Imsi, Msisdn};
pub use transport::Transport;
