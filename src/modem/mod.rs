//! Modems: the card in one, its network, USSD, all through AT commands.
//!
//! ```
//! use simcard::Card;
//! use simcard::mock::{VirtualCard, VirtualModem};
//! use simcard::modem::Modem;
//!
//! // on a serial port: TtyPort::open("/dev/ttyUSB2")? (feature `serial`); behind a socket: TcpPort::connect(..)?
//! let port = VirtualModem::new(VirtualCard::uicc()).into_port();
//! let mut card = Card::new(Modem::open(port)?);
//! assert_eq!(card.identity()?.imsi?.as_str(), "001010123456789");
//!
//! let modem = card.transport_mut();
//! assert_eq!(modem.registration()?.is_registered(), Some(true));
//! assert_eq!(modem.ussd("*100#")?.text(), "Your balance is 12.34 EUR");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | part | what it is |
//! | --- | --- |
//! | [`Modem`] | a modem, and the way to its card: a [`Transport`](crate::Transport) |
//! | [`SharedModem`] | the same for those who need card and network at once |
//! | [`Port`] | what bytes go over: `TtyPort`, `TcpPort`, or one of your own |
//! | [`ModemCapabilities`] | what the modem turned out to do |
//! | [`network`] | registration, signal, operator |
//! | [`ussd`] | USSD: requests, answers in every coding, dialogues |
//! | [`sms`] | short messages |
//! | [`at`] | AT commands without I/O |
//!
//! # The way to the card
//!
//! Of three ways the first that works is taken ([`SimRoute`]); what modems answer to `=?` is not asked for.
//!
//! | commands | what goes over them | channels |
//! | --- | --- | --- |
//! | `+CSIM` | anything, on the basic channel that the modem uses too: what was selected is selected again for each operation | ours |
//! | `+CCHO`, `+CGLA`, `+CCHC` | anything, on a logical channel for each application | the modem's |
//! | `+CRSM` | reading and writing files; PINs and authentication are refused | none |
//!
//! # After a time-out
//!
//! A command that has no result in time is given up ([`ModemError::TimedOut`]) and not sent again. Before the next one,
//! the modem is brought back into step, so that a late result is not taken for that of another command.

mod as_network;
pub mod at;
mod capabilities;
mod client;
mod error;
pub mod network;
mod port;
#[cfg(feature = "serial")]
mod serial;
mod shared;
mod sim;
pub mod sms;
#[cfg(test)]
mod tests;
pub mod ussd;

pub use capabilities::{CrsmPath, ModemCapabilities, SimRoute, Support};
pub use client::{Modem, ModemOptions};
pub use error::ModemError;
pub use network::{Operator, Registration, RegistrationState, Signal};
#[cfg(feature = "std")]
pub use port::TcpPort;
pub use port::{Port, PortError};
#[cfg(feature = "serial")]
pub use serial::TtyPort;
pub use shared::SharedModem;
