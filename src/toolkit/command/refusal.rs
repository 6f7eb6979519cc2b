//! What becomes of a command that can't be read.

use core::fmt;

use crate::codec::DecodeError;
use crate::toolkit::object::CommandDetails;
use crate::toolkit::result::GeneralResult;

/// Why a command can't be carried out, and what a terminal has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which command it is, where that could be read.
    pub details: Option<CommandDetails>,
    /// What the terminal has to answer.
    pub result: GeneralResult,
    /// What is wrong where.
    pub cause: DecodeError,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.result, self.cause)
    }
}

impl core::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.cause)
    }
}
