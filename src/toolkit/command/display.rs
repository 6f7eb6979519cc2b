//! Commands that show something and ask the user: ETSI TS 102 223 6.6.1 to 6.6.9.

use super::qualifier::{DisplayTextQualifier, SelectItemQualifier};
use crate::toolkit::message::message;
use crate::toolkit::object::{AlphaIdentifier, Item, ItemIdentifier, TextString};

message! {
    /// DISPLAY TEXT: ETSI TS 102 223 6.6.1.
    DisplayText [DisplayTextQualifier] {
        /// The text.
        text: required TextString,
    }
}

message! {
    /// SELECT ITEM: ETSI TS 102 223 6.6.8.
    SelectItem [SelectItemQualifier] {
        /// What the choice is about.
        title: optional AlphaIdentifier,
        /// What there is to choose from.
        items: some Item,
        /// Which item is marked to begin with.
        default_item: optional ItemIdentifier,
    }
}
