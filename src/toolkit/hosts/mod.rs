//! Hosts that are ready to use.

#[cfg(feature = "std")]
mod console;
mod recording;
mod scripted;

#[cfg(feature = "std")]
pub use console::ConsoleHost;
pub use recording::{RecordingHost, Transcript, TranscriptLine};
pub use scripted::{ScriptError, ScriptedHost};
