//! SIM, USIM and ISIM cards at APDU level: whose card it is, what is on it, its toolkit menu, and what is left on its
//! account; over a PC/SC reader, a modem or a virtual card.
//!
//! ```
//! use simcard::{Card, mock::VirtualCard};
//!
//! let mut card = Card::new(VirtualCard::uicc());
//! let identity = card.identity()?;
//! assert_eq!(identity.iccid?.as_str(), "8944000000001234567");
//! assert_eq!(identity.imsi?.as_str(), "001010123456789");
//! assert_eq!(identity.msisdn()?.to_string(), "+447700900123");
//! assert_eq!(card.traffic().commands, 15);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A card in a reader is the same with `PcscTransport::open(&ReaderSelector::Only)?` (feature `pcsc`) in place of the
//! virtual one. In a modem it is the same with a [`modem::Modem`] (feature `serial` for serial ports).
//!
//! # Where things are
//!
//! | module | what it is for | main types |
//! | --- | --- | --- |
//! | [`card`] | what one does with a card | [`Card`], [`card::Identity`], [`card::Profile`], [`card::Channel`] |
//! | [`files`] | the elementary files, typed | [`files::ElementaryFile`], [`files::registry`] |
//! | [`toolkit`] | the card's own menu, and what it asks of the terminal | [`toolkit::Toolkit`], [`toolkit::Host`], [`toolkit::ProactiveCommand`] |
#![cfg_attr(
    feature = "account",
    doc = "| [`account`] | how much is left on a prepaid card, and topping it up (feature `account`) | [`account::balance`], [`account::top_up`] |"
)]
#![cfg_attr(
    not(feature = "account"),
    doc = "| `account` | how much is left on a prepaid card, and topping it up (feature `account`) | `account::balance`, `account::top_up` |"
)]
//! | [`modem`] | the card in a modem; its network; USSD; AT commands without I/O | [`modem::Modem`], [`modem::at::Dialogue`] |
//! | [`network`] | USSD and short messages, whatever they go over | [`network::Network`] |
//! | [`sms`] | short messages: TPDUs, texts cut and put together | [`sms::Tpdu`], [`sms::Composer`], [`sms::Reassembler`] |
//! | [`ussd`] | USSD dialogues | [`ussd::Session`] |
//! | [`mock`] | cards and modems without hardware, for tests | [`mock::VirtualCard`], [`mock::ScriptedCard`], [`mock::VirtualModem`], [`mock::Applet`] |
//! | [`fs`] | names and paths of files, and what a card says of them | [`fs::Path`], [`fs::Aid`], [`fs::Fcp`] |
//! | [`numbering`] | the numbers that identify card and subscriber | [`Iccid`], [`Imsi`], [`Msisdn`], [`numbering::Plmn`] |
//! | [`transport`] | bytes to a card and back; tracing, recording, faults | [`Transport`], [`transport::TransportInfo`] |
//! | [`exchange`] | one command to its final response | [`exchange::Exchange`] |
//! | [`apdu`] | commands, status words, the answer to reset | [`apdu::Command`], [`apdu::StatusWord`], [`apdu::Atr`] |
//! | [`codec`] | bytes to values: BER-TLV, BCD, GSM 7-bit, alpha identifiers | [`codec::ber`], [`codec::DialingNumber`] |
//!
//! Each layer is usable alone. `codec`, `apdu`, `numbering`, `fs`, `files` and `sms` are bytes and values, and do no I/O;
//! an [`exchange::Exchange`], a [`toolkit::Session`], a [`ussd::Session`] and a [`modem::at::Dialogue`] say what to send and
//! take what came.
//!
//! The [`manual`] tells the rest: cards in ten minutes, how to write a transport, how to test your own code.
//!
//! # Errors
//!
//! Everything that can go wrong with a card is an [`Error`], by who is at fault, with what to do about it. What a card
//! does not have, or not give out, is no error of [`Card::identity`]: it is a [`card::Absence`].
//!
//! # Safety
//!
//! Bytes from a card are never trusted: nothing here panics on them, loops without end over them, or follows what they nest
//! deeper than 16 levels. PINs are sent once, after asking how many tries are left, and never the last try unasked
//! ([`Card::verify_pin`]). What a card's toolkit wants of the network needs consent ([`toolkit::Host::consent`]).
//!
//! # Features
//!
//! * `std` (default): without it the crate is `no_std` with `alloc`.
//! * `serde` (default): values serialise.
//! * `account` (default): balance and top-up of prepaid accounts. Takes `std` and `serde`.
//! * `pcsc`: readers. Takes `std`, and needs the system's libpcsclite.
//! * `serial`: modems on serial ports. Takes `std`.
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

#[macro_use]
mod serialize;

#[cfg(feature = "account")]
pub mod account;
pub mod apdu;
pub mod card;
pub mod codec;
mod error;
pub mod exchange;
pub mod files;
pub mod fs;
#[cfg(any(doc, doctest))]
pub mod manual;
pub mod mock;
pub mod modem;
pub mod network;
pub mod numbering;
pub mod sms;
pub mod toolkit;
pub mod transport;
pub mod ussd;

pub use card::Card;
pub use error::{Error, Misuse, PinError, Result};
pub use numbering::{Iccid, Imsi, Msisdn};
pub use transport::Transport;

/// The examples in the README compile and run; one of them needs the feature `account`.
#[cfg(all(doctest, feature = "account"))]
#[doc = include_str!("../README.md")]
struct Readme;
