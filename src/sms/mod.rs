//! Short messages: the TPDUs of 3GPP TS 23.040, texts cut into them and put together again. No I/O.
//!
//! ```
//! use simcard::sms::{Composer, Deliver, Reassembler, Received, Reference, Timestamp};
//!
//! // a text that takes two messages, sent ...
//! let composer = Composer::new("+447700900123".parse()?).with_reference(Reference::Eight(0x2A));
//! let text = "all work and no play ".repeat(9);
//! let parts = composer.compose(&text)?;
//! assert_eq!(parts.len(), 2);
//!
//! // ... and received, the second part first
//! let mut reassembler = Reassembler::new();
//! let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
//! let from: simcard::sms::Address = "+447700900000".parse()?;
//! let mut arrive = |part: usize| {
//!     reassembler.push(Deliver::new(from.clone(), time, parts[part].user_data.clone()), None)
//! };
//! assert!(matches!(arrive(1), Received::Part { have: 1, total: 2, .. }));
//! let Received::Whole(message) = arrive(0) else { unreachable!() };
//! assert_eq!(message.text(), Some(text));
//! # Ok::<(), simcard::codec::EncodeError>(())
//! ```
//!
//! | what | types |
//! | --- | --- |
//! | messages | [`Tpdu`]: [`Deliver`], [`Submit`], [`StatusReport`], [`Command`], [`DeliverReport`], [`SubmitReport`]; [`Pdu`] with the service centre, as modems have it |
//! | what they hold | [`UserData`], [`Header`] and [`Element`]; [`Address`], [`Timestamp`], [`ValidityPeriod`] |
//! | what bytes stand for | [`ProtocolId`], [`Status`], [`FailureCause`], [`CommandType`], [`SmsDcs`](crate::codec::dcs::SmsDcs) |
//! | texts of any length | [`Composer`], [`Reassembler`] |
//! | on the card | [`Tpdu::from_record`]; [`ShortMessage::new`](crate::files::content::ShortMessage::new) |
//!
//! What was read is kept as it is: encoding gives the same bytes back, whatever spare bits, lengths and trailing bytes
//! they had. `Debug` hides texts and most digits; with feature `serde`, serialising shows all.

mod address;
mod codes;
mod command;
mod compose;
mod deliver;
mod header;
mod reassemble;
mod report;
mod submit;
#[cfg(test)]
mod tests;
mod timestamp;
mod tpdu;
mod user_data;

pub use address::Address;
pub use codes::{CommandType, FailureCause, Outcome, ProtocolId, Status};
pub use command::Command;
pub use compose::Composer;
pub use deliver::Deliver;
pub use header::{
    Concatenation, Element, Elements, Header, InformationElement, Ports, Reference, WaitingCount,
};
pub use reassemble::{Message, Reassembler, Received};
pub use report::{DeliverReport, Parameters, StatusReport, SubmitReport};
pub use submit::{EnhancedValidity, Submit, ValidityPeriod};
pub use timestamp::Timestamp;
pub use tpdu::{Direction, Pdu, Tpdu};
pub use user_data::UserData;
