//! The SIM toolkit: what a card asks of the terminal, and what the terminal tells the card (ETSI TS 102 223, 3GPP TS 31.111).
//!
//! ```
//! # #[cfg(feature = "std")] {
//! use simcard::mock::VirtualCard;
//! use simcard::toolkit::ScriptedHost;
//! use simcard::Card;
//!
//! let mut card = Card::new(VirtualCard::uicc());
//! let host = ScriptedHost::new().consenting().ussd("*100#", "Your balance is 12.34 EUR");
//! let mut toolkit = card.toolkit(host);
//! toolkit.start()?;
//! let found = toolkit.navigate(["Balance"], &[])?;
//! assert_eq!(found.text(), Some("Your balance is 12.34 EUR"));
//! # }
//! # Ok::<(), simcard::Error>(())
//! ```
//!
//! | layer | types |
//! | --- | --- |
//! | what one does with it | [`Toolkit`] (made by [`Card::toolkit`](crate::Card::toolkit)), [`Menu`], [`Navigation`] |
//! | who carries out what a card asks for | [`Host`]; [`ScriptedHost`], [`NetworkHost`], [`RecordingHost`], `ConsoleHost` |
//! | the session, without I/O | [`Session`], [`Reply`] |
//! | what goes over the wire | [`ProactiveCommand`], [`TerminalResponse`], [`Envelope`], [`TerminalProfile`] |
//! | what that is made of | [`object`] |

mod action;
mod clock;
pub mod command;
mod engine;
pub mod envelope;
mod error;
mod host;
mod hosts;
mod input;
mod menu;
mod message;
mod navigate;
pub mod object;
pub mod profile;
mod reply;
mod response;
mod result;
mod run;
mod session;
mod timers;

pub use action::NetworkAction;
#[cfg(feature = "std")]
pub use clock::SystemClock;
pub use clock::{Clock, ManualClock};
pub use command::{Command, CommandType, ProactiveCommand, Refusal, Warning};
pub use envelope::{Envelope, EnvelopeContent};
pub use error::ToolkitError;
pub use host::{Capabilities, CommandSet, Host, HostResult};
#[cfg(feature = "std")]
pub use hosts::ConsoleHost;
pub use hosts::{NetworkHost, RecordingHost, ScriptError, ScriptedHost, Transcript, TranscriptLine};
pub use input::InputProblem;
pub use menu::{Choice, Menu, MenuItem};
pub use navigate::{ActionTaken, Navigation, NavigationEnd};
pub use profile::{Facility, TerminalProfile};
pub use reply::Reply;
pub use response::TerminalResponse;
pub use result::{
    AdditionalInfo, BipProblem, BrowserProblem, CommandResult, ControlProblem, FramesProblem, GeneralResult,
    MmsProblem, MultipleCardProblem, NetworkProblem, SmsProblem, SsProblem, TerminalProblem,
};
pub use run::{EnvelopeAnswer, Toolkit};
pub use session::{End, Limits, Note, Request, Session, Step};
