use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::command::{
    Command, CommandType, LocalInformation, OpenChannel, ProactiveCommand, SendShortMessage, SetUpCall,
};
use super::object::AlphaIdentifier;
use crate::sms::Tpdu;

/// Digits in a row from which on they may be a voucher code or a card number.
const SECRET_DIGITS: usize = 10;

/// Something that a card wants done that may cost money, reaches the network, or gives away where the user is. A
/// [`Host`](super::Host) is asked for consent before.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NetworkAction {
    /// By which command.
    pub command: CommandType,
    /// What exactly: the USSD string, the number to call, the address to load. Serialised without long numbers.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize_target"))]
    pub target: String,
    /// What the card would have the user told, where it says something.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "Option::is_none", serialize_with = "serialize_alpha")
    )]
    pub alpha: Option<String>,
}

impl NetworkAction {
    /// What a command would do to the network; `None` if nothing.
    ///
    /// ```
    /// use simcard::toolkit::command::{DisplayText, SetUpCall};
    /// use simcard::toolkit::{NetworkAction, ProactiveCommand};
    ///
    /// let call = ProactiveCommand::new(1, SetUpCall::new("+447700900456".parse()?));
    /// assert_eq!(NetworkAction::of(&call).unwrap().to_string(), "call +447700900456");
    /// let text = ProactiveCommand::new(2, DisplayText::new("Hello")?);
    /// assert!(NetworkAction::of(&text).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(command: &ProactiveCommand) -> Option<Self> {
        let (target, alpha) = match &command.command {
            Command::SendUssd(send) => (send.ussd_string.text(), &send.alpha),
            Command::SendSs(send) => (send.ss_string.text(), &send.alpha),
            Command::SendShortMessage(send) => (short_message(send), &send.alpha),
            Command::SetUpCall(call) => (callee(call), &call.confirmation_alpha),
            Command::SendDtmf(send) => (send.dtmf.text(), &send.alpha),
            Command::LaunchBrowser(launch) => (launch.url.text(), &launch.alpha),
            Command::OpenChannel(open) => (channel(open), &open.alpha),
            Command::RunAtCommand(run) => (run.at_command.text(), &run.alpha),
            Command::GeographicalLocationRequest(request) => (String::new(), &request.alpha),
            Command::ProvideLocalInformation(provide) if tells_where(provide.qualifier) => {
                (provide.qualifier.name().unwrap_or_default().to_string(), &None)
            }
            Command::SubmitMultimediaMessage(submit) => (String::new(), &submit.alpha),
            Command::RetrieveMultimediaMessage(retrieve) => (String::new(), &retrieve.alpha),
            _ => return None,
        };
        let alpha = alpha.as_ref().map(AlphaIdentifier::text).filter(|text| !text.is_empty());
        Some(Self { command: command.kind(), target, alpha })
    }

    /// As it is displayed, but without long numbers, which may be voucher codes or card numbers: for logs.
    ///
    /// ```
    /// use simcard::toolkit::command::SendUssd;
    /// use simcard::toolkit::object::UssdString;
    /// use simcard::toolkit::{NetworkAction, ProactiveCommand};
    ///
    /// let command = ProactiveCommand::new(1, SendUssd::new(UssdString::new("*103*12345678901234#")?));
    /// let action = NetworkAction::of(&command).unwrap();
    /// assert_eq!(action.to_string(), "USSD *103*12345678901234#");
    /// assert_eq!(action.redacted(), "USSD *103*…#");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn redacted(&self) -> String {
        without_secrets(&self.to_string())
    }

    /// Whether a command makes the terminal send something, or call somebody.
    pub(super) const fn sends(command: CommandType) -> bool {
        matches!(
            command,
            CommandType::SEND_USSD
                | CommandType::SEND_SS
                | CommandType::SEND_SHORT_MESSAGE
                | CommandType::SET_UP_CALL
                | CommandType::SEND_DTMF
                | CommandType::LAUNCH_BROWSER
                | CommandType::OPEN_CHANNEL
                | CommandType::SEND_DATA
                | CommandType::RUN_AT_COMMAND
                | CommandType::SUBMIT_MULTIMEDIA_MESSAGE
                | CommandType::RETRIEVE_MULTIMEDIA_MESSAGE
        )
    }

    /// What it is, without what it is about.
    ///
    /// ```
    /// use simcard::toolkit::command::SendUssd;
    /// use simcard::toolkit::object::UssdString;
    /// use simcard::toolkit::{NetworkAction, ProactiveCommand};
    ///
    /// let command = ProactiveCommand::new(1, SendUssd::new(UssdString::new("*100#")?));
    /// assert_eq!(NetworkAction::of(&command).unwrap().what(), "USSD");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn what(&self) -> &'static str {
        match self.command {
            CommandType::SEND_USSD => "USSD",
            CommandType::SEND_SS => "supplementary service",
            CommandType::SEND_SHORT_MESSAGE => "short message",
            CommandType::SET_UP_CALL => "call",
            CommandType::SEND_DTMF => "tones",
            CommandType::LAUNCH_BROWSER => "browser",
            CommandType::OPEN_CHANNEL => "data channel",
            CommandType::RUN_AT_COMMAND => "AT command",
            CommandType::GEOGRAPHICAL_LOCATION_REQUEST | CommandType::PROVIDE_LOCAL_INFORMATION => "location",
            _ => "multimedia message",
        }
    }
}

/// `USSD *100#`, `call +447700900123`.
impl fmt::Display for NetworkAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what())?;
        if !self.target.is_empty() {
            write!(f, " {}", self.target)?;
        }
        Ok(())
    }
}

/// Whether a piece of information tells where the terminal is, or nearly so: the cells, access points and femtocells
/// that it hears.
const fn tells_where(what: LocalInformation) -> bool {
    matches!(
        what,
        LocalInformation::LOCATION
            | LocalInformation::NETWORK_MEASUREMENTS
            | LocalInformation::TIMING_ADVANCE
            | LocalInformation::BROADCAST_NETWORK
            | LocalInformation::LOCATIONS
            | LocalInformation::NETWORK_MEASUREMENTS_OF_ALL
            | LocalInformation::CSG_LIST
            | LocalInformation::HNB_IP_ADDRESS
            | LocalInformation::MACROCELLS
            | LocalInformation::WLAN_IDENTIFIER
            | LocalInformation::CAG_LIST
    )
}

fn callee(call: &SetUpCall) -> String {
    match (&call.address, &call.uri) {
        (Some(address), _) => address.to_string(),
        (None, Some(uri)) => uri.text().into_owned(),
        (None, None) => String::new(),
    }
}

/// Whom a short message goes to.
fn short_message(send: &SendShortMessage) -> String {
    let message = send.message();
    let address = match &message {
        Some(Tpdu::Submit(submit)) => &submit.destination,
        Some(Tpdu::Command(command)) => &command.destination,
        _ => return String::new(),
    };
    address.to_string()
}

/// The text with an ellipsis for every long number: it may be a voucher code or a card number.
pub(crate) fn without_secrets(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let end = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
        let (digits, after) = digits.split_at(end);
        shown.push_str(before);
        shown.push_str(if digits.len() < SECRET_DIGITS { digits } else { "…" });
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// Without long numbers: what a card has sent may be what the user entered.
impl fmt::Debug for NetworkAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetworkAction")
            .field("command", &self.command)
            .field("target", &without_secrets(&self.target))
            .field("alpha", &self.alpha.as_deref().map(without_secrets))
            .finish()
    }
}

#[cfg(feature = "serde")]
fn serialize_target<S: serde::Serializer>(target: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&without_secrets(target))
}

#[cfg(feature = "serde")]
fn serialize_alpha<S: serde::Serializer>(alpha: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&alpha.as_deref().map(without_secrets), serializer)
}

fn channel(open: &OpenChannel) -> String {
    let address = open.destination_address.as_ref().and_then(|address| address.ip());
    let port = open.transport.as_ref().map(|transport| transport.port);
    match (address, port) {
        (Some(address), Some(port)) => format!("to {address} port {port}"),
        (Some(address), None) => format!("to {address}"),
        (None, Some(port)) => format!("port {port}"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::{CommandType, NetworkAction, without_secrets};

    #[test]
    fn what_tells_where_one_is_needs_consent() {
        use super::super::ProactiveCommand;
        use super::super::command::{LocalInformation, ProvideLocalInformation};

        let asked = |what: u8| {
            let command = ProvideLocalInformation::new(LocalInformation(what));
            NetworkAction::of(&ProactiveCommand::new(1, command)).is_some()
        };
        let telling: alloc::vec::Vec<u8> = (0..=0xFF).filter(|what| asked(*what)).collect();
        // ETSI TS 102 223 and 3GPP TS 31.111 8.6: cells and what is measured of them, by whichever network
        assert_eq!(telling, [0x00, 0x02, 0x05, 0x0D, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16]);
    }

    #[test]
    fn long_numbers_are_left_out() {
        assert_eq!(without_secrets("USSD *103*12345678901234#"), "USSD *103*…#");
        assert_eq!(without_secrets("*100#"), "*100#");
        assert_eq!(without_secrets("123456789"), "123456789");
        assert_eq!(without_secrets("1234567890"), "…");
    }

    #[test]
    fn an_action_is_shown_and_serialised_without_them() {
        let action = NetworkAction {
            command: CommandType::SEND_USSD,
            target: "*103*12345678901234#".into(),
            alpha: Some("Sending 12345678901234".into()),
        };
        assert_eq!(action.to_string(), "USSD *103*12345678901234#", "whoever consents sees all of it");
        assert!(!format!("{action:?}").contains("1234"));
        #[cfg(feature = "serde")]
        assert_eq!(
            serde_json::to_value(&action).unwrap(),
            serde_json::json!({ "command": "SEND USSD", "target": "*103*…#", "alpha": "Sending …" })
        );
    }

    #[test]
    fn a_command_is_shown_without_codes() {
        use super::super::command::{SendDtmf, SendSs, SendUssd};
        use super::super::object::{AlphaIdentifier, DtmfString, SsString, TextString, UssdString};
        use super::super::{ProactiveCommand, Session, Step};

        let mut ussd = SendUssd::new(UssdString::new("*103*12345678901234#").unwrap());
        ussd.alpha = Some(AlphaIdentifier::new("Sending 12345678901234").unwrap());
        let ussd = ProactiveCommand::new(1, ussd);
        let shown = format!("{ussd:?}");
        assert!(shown.contains("*103*…#") && !shown.contains("1234"), "{shown}");
        assert_eq!(NetworkAction::of(&ussd).unwrap().redacted(), "USSD *103*…#");
        let mut session = Session::new(&Default::default(), Default::default(), Default::default());
        session.announced(50);
        session.poll(Default::default());
        session.answered(Default::default(), crate::apdu::StatusWord::OK, &ussd.encode().unwrap());
        let step = session.poll(Default::default());
        assert!(matches!(step, Step::Perform(_)));
        assert!(!format!("{step:?} {session:?}").contains("1234"));

        let ss = ProactiveCommand::new(1, SendSs::new(SsString::new("*103*12345678901234#").unwrap()));
        assert!(!format!("{ss:?}").contains("1234"));
        // a short code may well be dialled
        let tones = ProactiveCommand::new(1, SendDtmf::new(DtmfString::new("1234").unwrap()));
        assert!(!format!("{tones:?}").contains("1234"));
        assert!(!format!("{:?}", TextString::new("Code 12345678901234").unwrap()).contains("1234"));
    }
}
