//! Commands for several clients and several cards in one: eCAT (ETSI TS 102 223 6.6.42, 6.6.43) and logical secure
//! elements (6.6.44).

use super::qualifier::{LsiAction, NoQualifier, SessionControl};
use crate::toolkit::message::message;
use crate::toolkit::object::{
    AlphaIdentifier, EcatClientIdentity, EcatSequenceNumber, EncryptedTlvList, FrameIdentifier,
    IconIdentifier, LsiNumbers, Mac, RefreshEnforcementPolicy, SaTemplate, TextAttribute,
};

message! {
    /// COMMAND CONTAINER: a command for an eCAT client, ETSI TS 102 223 6.6.42. The objects of a command that is not
    /// encrypted are in [`others`](super::ProactiveCommand::others).
    CommandContainer [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
        /// The client.
        client: optional EcatClientIdentity,
        /// The number of the message in the secured session.
        sequence_number: optional EcatSequenceNumber,
        /// The objects of the command, encrypted.
        encrypted: optional EncryptedTlvList,
        /// What authenticates them.
        mac: optional Mac,
    }
}

message! {
    /// ENCAPSULATED SESSION CONTROL: ETSI TS 102 223 6.6.43.
    EncapsulatedSessionControl [SessionControl] {
        /// The client.
        client: optional EcatClientIdentity,
        /// What a secured session is set up with.
        sa_template: optional SaTemplate,
        /// The number of the message in the secured session.
        sequence_number: optional EcatSequenceNumber,
        /// What authenticates it.
        mac: optional Mac,
        /// When a REFRESH may not be put off.
        refresh_policy: optional RefreshEnforcementPolicy,
    }
}

message! {
    /// LSI COMMAND: one logical secure element asks for a session with others, or for a reset, ETSI TS 102 223 6.6.44.
    LsiCommand [LsiAction] {
        /// The logical secure elements that it is about.
        numbers: optional LsiNumbers,
    }
}
