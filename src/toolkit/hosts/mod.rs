//! Hosts that are ready to use.

#[cfg(feature = "std")]
mod console;
mod network;
mod recording;
mod scripted;

#[cfg(feature = "std")]
pub use console::ConsoleHost;
pub use network::NetworkHost;
pub use recording::{RecordingHost, Transcript, TranscriptLine};
pub use scripted::{ScriptError, ScriptedHost};
