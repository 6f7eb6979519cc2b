//! Commands that handle multimedia messages: ETSI TS 102 223 6.6.37 to 6.6.39.

use super::qualifier::{DisplayTextQualifier, NoQualifier};
use crate::toolkit::message::message;
use crate::toolkit::object::{
    AlphaIdentifier, ContentIdentifier, FileList, FrameIdentifier, IconIdentifier, ImmediateResponse,
    MessageIdentifier, MessageReference, TextAttribute,
};

message! {
    /// RETRIEVE MULTIMEDIA MESSAGE: ETSI TS 102 223 6.6.37.
    RetrieveMultimediaMessage [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// The message, as the network knows it.
        reference: required MessageReference,
        /// The file that takes it.
        reception_file: required FileList,
        /// The part of the message that is wanted.
        content: optional ContentIdentifier,
        /// Where it goes in the file.
        message: optional MessageIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// SUBMIT MULTIMEDIA MESSAGE: ETSI TS 102 223 6.6.38.
    SubmitMultimediaMessage [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// The file that it is in.
        submission_file: required FileList,
        /// Where it is in the file.
        message: optional MessageIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// DISPLAY MULTIMEDIA MESSAGE: ETSI TS 102 223 6.6.39.
    DisplayMultimediaMessage [DisplayTextQualifier] {
        /// The file that it is in.
        file: required FileList,
        /// Where it is in the file.
        message: optional MessageIdentifier,
        /// If it is there, the answer is due as soon as the message is shown.
        immediate_response: optional ImmediateResponse,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}
