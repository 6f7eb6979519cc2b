//! Commands for a further card in another reader of the terminal: ETSI TS 102 223 6.6.17 to 6.6.20.

use super::qualifier::{NoQualifier, ReaderQuery};
use crate::toolkit::message::message;
use crate::toolkit::object::CApdu;

message! {
    /// PERFORM CARD APDU: ETSI TS 102 223 6.6.17.
    PerformCardApdu [NoQualifier] {
        /// The command for the further card.
        apdu: required CApdu,
    }
}

message! {
    /// POWER OFF CARD: ETSI TS 102 223 6.6.18.
    PowerOffCard [NoQualifier] {}
}

message! {
    /// POWER ON CARD: ETSI TS 102 223 6.6.19.
    PowerOnCard [NoQualifier] {}
}

message! {
    /// GET READER STATUS: ETSI TS 102 223 6.6.20.
    GetReaderStatus [ReaderQuery] {}
}

impl PerformCardApdu {
    /// This command.
    pub const fn new(apdu: CApdu) -> Self {
        Self { qualifier: NoQualifier::empty(), apdu }
    }
}
