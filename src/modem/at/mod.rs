//! AT commands without I/O (ITU-T V.250, 3GPP TS 27.007 and 27.005): what to send, and what comes back.
//!
//! | part | what it does |
//! | --- | --- |
//! | [`AtCommand`] | builds a command line, and lets no injected control character or quote through |
//! | [`LineParser`] | cuts the bytes of a modem into lines, however they arrive |
//! | [`Line`], [`Parameters`] | a line, its name and its parameters |
//! | [`FinalResult`], [`CmeError`], [`CmsError`] | how a command ended |
//! | [`CommandKind`] | how long each kind of command may take |
//! | [`Dialogue`] | one command after the other, with deadlines, unsolicited results and resynchronisation |
//!
//! Nothing here reads a clock or a port: bytes and the time are arguments, as in [`Dialogue`].

mod command;
mod deadline;
mod dialogue;
mod errors;
mod line;
mod lines;
mod parameters;
mod result;

pub use command::{Answer, AtCommand, AtCommandError};
pub use deadline::CommandKind;
pub use dialogue::{Dialogue, DialogueError, Event};
pub use errors::{CmeError, CmsError};
pub use line::Line;
pub use lines::{LineParser, MAX_LINE, Token};
pub use parameters::{Parameter, Parameters};
pub use result::FinalResult;

#[cfg(test)]
mod tests;
