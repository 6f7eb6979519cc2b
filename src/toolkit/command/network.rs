//! Commands that make the terminal call, and send messages and requests: ETSI TS 102 223 6.6.12, 6.6.24, 3GPP TS 31.111
//! 6.6.9 to 6.6.12, 6.6.40.

use alloc::string::String;

use super::qualifier::{CallMode, NoQualifier, SendShortMessageQualifier};
use crate::codec::dcs::Coding;
use crate::codec::gsm7::Alphabet;
use crate::sms::{Direction, Tpdu};
use crate::toolkit::message::{Problem, message};
use crate::toolkit::object::{
    Address, AlphaIdentifier, CapabilityConfiguration, CdmaSmsTpdu, DataObject, DtmfString, Duration,
    FrameIdentifier, GeographicalLocationParameters, IconIdentifier, ImsUri, MediaType, SmsTpdu, SsString,
    Subaddress, TextAttribute, UssdString,
};

message! {
    /// SET UP CALL: ETSI TS 102 223 6.6.12, 3GPP TS 31.111 6.6.12.
    ///
    /// One that has a text to ask the user with and one to show while the call is set up has them in this order. A text
    /// that stands behind the address is the second, whether there is a first or not.
    SetUpCall [CallMode] {
        /// What to ask the user with. Empty: the terminal does not ask with a text of its own.
        confirmation_alpha: optional AlphaIdentifier,
        /// Whom to call: this, or a [`uri`](Self::uri).
        address: either Address,
        /// What the call needs; without it, speech.
        capability_configuration: optional CapabilityConfiguration,
        /// The subaddress of whom to call.
        subaddress: optional Subaddress,
        /// For how long to try again.
        redial_duration: optional Duration,
        /// An icon for the question.
        confirmation_icon: optional IconIdentifier,
        /// What to show while the call is set up.
        setup_alpha: optional AlphaIdentifier,
        /// An icon to show while the call is set up.
        setup_icon: optional IconIdentifier,
        /// How the question looks.
        confirmation_text_attribute: optional TextAttribute,
        /// How what is shown while the call is set up looks.
        setup_text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
        /// Whom to call, as a SIP or tel URI.
        uri: either ImsUri,
        /// Voice or video.
        media_type: optional MediaType,
    }
    check SetUpCall::check
}

message! {
    /// SEND SS: a supplementary service operation, 3GPP TS 31.111 6.6.10.
    SendSs [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// What to send.
        ss_string: required SsString,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// SEND USSD: 3GPP TS 31.111 6.6.11.
    SendUssd [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// What to send.
        ussd_string: required UssdString,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// SEND SHORT MESSAGE: ETSI TS 102 223 6.6.9, 3GPP TS 31.111 6.6.9.
    SendShortMessage [SendShortMessageQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// The service centre; without it, the default one.
        service_centre: optional Address,
        /// The message, an SMS-SUBMIT or SMS-COMMAND: this or a [`cdma_tpdu`](Self::cdma_tpdu).
        tpdu: either SmsTpdu,
        /// The message, where it is one of 3GPP2.
        cdma_tpdu: either CdmaSmsTpdu,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
        /// Where the message goes, as a SIP or tel URI.
        uri: optional ImsUri,
    }
    check SendShortMessage::check
    where {
        "message": SendShortMessage::message,
        "text_to_pack": SendShortMessage::text_to_pack,
    }
}

message! {
    /// SEND DTMF: tones in the current call, ETSI TS 102 223 6.6.24.
    SendDtmf [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// The tones.
        dtmf: required DtmfString,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// GEOGRAPHICAL LOCATION REQUEST: 3GPP TS 31.111 6.6.40.
    GeographicalLocationRequest [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
        /// How exact the location has to be.
        parameters: required GeographicalLocationParameters,
    }
}

impl SetUpCall {
    /// A call to `address`, if no other is going on.
    pub const fn new(address: Address) -> Self {
        Self {
            qualifier: CallMode::IF_IDLE,
            confirmation_alpha: None,
            address: Some(address),
            capability_configuration: None,
            subaddress: None,
            redial_duration: None,
            confirmation_icon: None,
            setup_alpha: None,
            setup_icon: None,
            confirmation_text_attribute: None,
            setup_text_attribute: None,
            frame: None,
            uri: None,
            media_type: None,
        }
    }

    fn check(&self) -> Result<(), Problem> {
        match (&self.address, &self.uri) {
            (None, None) => Err(Problem::missing(Address::NAME)),
            _ => Ok(()),
        }
    }
}

impl SendSs {
    /// This operation.
    pub const fn new(ss_string: SsString) -> Self {
        Self {
            qualifier: NoQualifier::empty(),
            alpha: None,
            ss_string,
            icon: None,
            text_attribute: None,
            frame: None,
        }
    }
}

impl SendUssd {
    /// This string.
    pub const fn new(ussd_string: UssdString) -> Self {
        Self {
            qualifier: NoQualifier::empty(),
            alpha: None,
            ussd_string,
            icon: None,
            text_attribute: None,
            frame: None,
        }
    }
}

impl SendShortMessage {
    /// This message, by way of the default service centre.
    pub const fn new(tpdu: SmsTpdu) -> Self {
        Self {
            qualifier: SendShortMessageQualifier::empty(),
            alpha: None,
            service_centre: None,
            tpdu: Some(tpdu),
            cdma_tpdu: None,
            icon: None,
            text_attribute: None,
            frame: None,
            uri: None,
        }
    }

    /// The message; `None` if there is none of 3GPP, or none that can be read.
    pub fn message(&self) -> Option<Tpdu> {
        self.tpdu.as_ref()?.message(Direction::ToNetwork).ok()
    }

    /// The text that the terminal has to pack in the GSM 7 bit alphabet, where it has to. It comes as 8-bit data, a byte a
    /// character (3GPP TS 31.111 6.4.10).
    pub fn text_to_pack(&self) -> Option<String> {
        let message = self.message().filter(|_| self.qualifier.needs_packing())?;
        let user_data = message.user_data()?;
        let coding = user_data.coding();
        let unpacked = coding.coding() == Coding::EightBit && !coding.is_compressed();
        Some(Alphabet::DEFAULT.decode(user_data.data().filter(|_| unpacked)?))
    }

    fn check(&self) -> Result<(), Problem> {
        match (&self.tpdu, &self.cdma_tpdu) {
            (None, None) => Err(Problem::missing(SmsTpdu::NAME)),
            _ => Ok(()),
        }
    }
}

impl SendDtmf {
    /// These tones.
    pub const fn new(dtmf: DtmfString) -> Self {
        Self {
            qualifier: NoQualifier::empty(),
            alpha: None,
            dtmf,
            icon: None,
            text_attribute: None,
            frame: None,
        }
    }
}
