//! The SIM toolkit: what a card asks of the terminal, and what the terminal tells the card (ETSI TS 102 223, 3GPP TS 31.111).

pub mod command;
pub mod envelope;
mod message;
pub mod object;
pub mod profile;
mod result;

pub use command::{Command, CommandType, ProactiveCommand, Refusal, Warning};
pub use envelope::Envelope;
pub use profile::{Facility, TerminalProfile};
pub use result::{
    AdditionalInfo, BipProblem, BrowserProblem, CommandResult, ControlProblem, FramesProblem, GeneralResult,
    MmsProblem, MultipleCardProblem, NetworkProblem, SmsProblem, SsProblem, TerminalProblem,
};
