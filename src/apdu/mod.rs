//! Commands, responses, status words and the answer to reset (ISO/IEC 7816-3 and 7816-4).

pub mod atr;
mod class;
mod command;
mod instruction;
mod response;
mod status;

pub use atr::Atr;
pub use class::{Class, ClassError, SecureMessaging};
pub use command::{Case, Command, CommandError};
pub use instruction::Instruction;
pub use response::Response;
pub use status::{StatusKind, StatusWord};
