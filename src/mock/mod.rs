//! What to test against without hardware: a virtual card that behaves at byte level like a real one.
//!
//! | part | what it is |
//! | --- | --- |
//! | [`VirtualCard`] | a whole UICC, or a 2G-only SIM: files, access rules, PINs, channels, T=0 and T=1 |
//! | [`Builder`] | makes one of your own: mode, PINs, files, channels, [`Quirks`] |
//! | [`FileSystem`], [`File`], [`Access`] | what is on it |
//! | [`Identity`] | whose it is |
//! | [`Applet`], [`Flow`] | what its toolkit does |
//! | [`ScriptedCard`] | answers the commands of a script and no others |
//! | [`VirtualModem`], [`Dialect`] | a modem with such a card and a network in it, as careless as one likes |
//! | [`VirtualNetwork`], [`NetworkFault`] | the network: USSD menu, balance, vouchers, short codes |
//! | `virtual_operator` | the virtual network's codes, for the operator directory (feature `account`) |
//! | `vpcd` | puts any of them into a reader of pcscd (feature `std`) |
//! | [`Milenage`] | its secret: what AUTHENTICATE computes with |
//! | [`Quirks`] | where it deviates, as cards in the field do |

mod applet;
mod builder;
mod card;
mod dump;
mod encode;
mod fcp;
mod file;
mod filesystem;
mod keys;
mod load;
mod milenage;
mod modem;
mod network;
mod objects;
mod phone_book;
mod profile;
mod quirks;
mod rules;
mod scripted;
#[cfg(feature = "std")]
pub mod vpcd;

pub use applet::{Applet, Flow};
pub use builder::Builder;
pub use card::{Counters, EditError, MockError, VirtualCard};
pub use file::{Access, Body, Condition, File, LifeCycle, Records, Sfi};
pub use filesystem::{FileSystem, NodeId};
pub use keys::{KeyReference, Pin, PinError};
pub use milenage::Milenage;
#[cfg(feature = "std")]
pub use modem::serve_modem;
pub use modem::{
    Dialect, Direction, Handles, LineEnd, LineFault, LineFaultKind, UssdStyle, VirtualModem, VirtualPort,
};
#[cfg(feature = "account")]
pub use network::virtual_operator;
pub use network::{NetworkFault, VirtualNetwork};
pub use objects::Objects;
pub use profile::Identity;
pub use quirks::{Quirks, ReadPastEnd};
pub use scripted::ScriptedCard;

#[cfg(test)]
mod tests;
