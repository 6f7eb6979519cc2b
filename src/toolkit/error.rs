use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use thiserror::Error;

use super::session::End;
use crate::apdu::StatusWord;
use crate::codec::EncodeError;

/// What can go wrong with a toolkit, besides what can go wrong with any card.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ToolkitError {
    /// The session is over.
    #[error("{0}")]
    Ended(End),
    /// The host failed. The card was told that the terminal is unable.
    #[error("what the card asked for could not be carried out: {0}")]
    Host(#[source] Box<dyn core::error::Error + Send + Sync>),
    /// An envelope can't be written.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The card was too busy to take an envelope, however often it was sent.
    #[error("the card is busy with its toolkit: try again later")]
    Busy,
    /// The card does not take what was chosen.
    #[error("the card does not take this choice: {0}")]
    Refused(StatusWord),
    /// The card has set up no menu.
    #[error("the card has no menu")]
    NoMenu,
    /// The path of a navigation is empty.
    #[error("say which item of the menu is wanted")]
    EmptyPath,
    /// No item of the menu is called so, or more than one.
    #[error("{}{wanted:?} in this menu; it has {items:?}", if *ambiguous { "there is more than one item that could be " } else { "there is no " })]
    NoSuchItem {
        /// What was looked for.
        wanted: String,
        /// Whether it could be more than one.
        ambiguous: bool,
        /// What there is.
        items: Vec<String>,
    },
}
