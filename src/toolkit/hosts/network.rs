use crate::codec::EncodeError;
use crate::codec::dcs::SmsDcs;
use crate::network::{Network, NetworkError};
use crate::sms::{Direction, Header, Pdu, Tpdu, UserData};
use crate::toolkit::action::NetworkAction;
use crate::toolkit::command::{
    Command, CommandType, ProactiveCommand, Refusal, SendShortMessage, SendUssd, SetUpMenu,
};
use crate::toolkit::host::{Capabilities, Host, HostResult};
use crate::toolkit::reply::Reply;
use crate::toolkit::result::{
    CommandResult, GeneralResult, NetworkProblem, SmsProblem, SsProblem, TerminalProblem,
};
use crate::toolkit::session::Note;

/// A host that has a [`Network`]: what the card sends as USSD or short message goes there, after the host within has
/// consented. Everything else is for the host within. Calls are refused.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use simcard::Card;
/// use simcard::mock::{VirtualCard, VirtualNetwork};
/// use simcard::toolkit::{NetworkHost, ScriptedHost};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let host = NetworkHost::new(ScriptedHost::new().consenting(), VirtualNetwork::new());
/// let mut toolkit = card.toolkit(host);
/// toolkit.start()?;
/// let found = toolkit.navigate(["Balance"], &[])?;
/// assert_eq!(found.text(), Some("Your balance is 12.34 EUR"));
/// # }
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Debug)]
pub struct NetworkHost<H, N> {
    host: H,
    network: N,
}

impl<H: Host, N: Network> NetworkHost<H, N> {
    /// The network for what is sent, and the host for everything else.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::toolkit::{CommandType, Host, NetworkHost, ScriptedHost};
    ///
    /// let host = NetworkHost::new(ScriptedHost::new(), VirtualNetwork::new());
    /// assert!(host.capabilities().commands.contains(CommandType::SEND_USSD));
    /// ```
    pub const fn new(host: H, network: N) -> Self {
        Self { host, network }
    }

    /// The host within.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::toolkit::{NetworkHost, ScriptedHost};
    ///
    /// let host = NetworkHost::new(ScriptedHost::new().enter("20"), VirtualNetwork::new());
    /// assert_eq!(host.host().left(), 1);
    /// ```
    pub const fn host(&self) -> &H {
        &self.host
    }

    /// The network.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::toolkit::{NetworkHost, ScriptedHost};
    ///
    /// let host = NetworkHost::new(ScriptedHost::new(), VirtualNetwork::new());
    /// assert_eq!(host.network().balance(), 1234);
    /// ```
    pub const fn network(&self) -> &N {
        &self.network
    }

    /// The network, to do something else with it.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::toolkit::{NetworkHost, ScriptedHost};
    ///
    /// let mut host = NetworkHost::new(ScriptedHost::new(), VirtualNetwork::new());
    /// host.network_mut().set_balance(500);
    /// assert_eq!(host.network().balance(), 500);
    /// ```
    pub const fn network_mut(&mut self) -> &mut N {
        &mut self.network
    }

    /// Both.
    ///
    /// ```
    /// use simcard::mock::VirtualNetwork;
    /// use simcard::toolkit::{NetworkHost, ScriptedHost};
    ///
    /// let host = NetworkHost::new(ScriptedHost::new().enter("20"), VirtualNetwork::new());
    /// let (host, network) = host.into_parts();
    /// assert_eq!((host.left(), network.balance()), (1, 1234));
    /// ```
    pub fn into_parts(self) -> (H, N) {
        (self.host, self.network)
    }

    fn ussd(&mut self, command: &SendUssd) -> Reply {
        match self.network.ussd(&command.ussd_string.text()) {
            Ok(answer) => {
                // the command ends with the answer (3GPP TS 31.111 6.4.12): nobody replies to a question
                if answer.wants_reply() {
                    let _ = self.network.ussd_cancel();
                }
                Reply::text(answer.text)
            }
            Err(error) => failure(
                &error,
                CommandResult::with_cause(GeneralResult::USSD_RETURN_ERROR, SsProblem::UNSPECIFIED.0),
            ),
        }
    }

    fn short_message(&mut self, command: &SendShortMessage) -> Reply {
        let Some(tpdu) = &command.tpdu else { return Reply::beyond_capabilities() };
        let not_understood = || Reply::from(GeneralResult::DATA_NOT_UNDERSTOOD);
        let Ok(tpdu) = Tpdu::decode(Direction::ToNetwork, &tpdu.0) else { return not_understood() };
        let tpdu = match tpdu {
            Tpdu::Submit(mut submit) if command.qualifier.needs_packing() => {
                match packed(&submit.user_data) {
                    Ok(user_data) => submit.user_data = user_data,
                    Err(_) => return not_understood(),
                }
                Tpdu::Submit(submit)
            }
            tpdu @ (Tpdu::Submit(_) | Tpdu::Command(_)) => tpdu,
            _ => return not_understood(),
        };
        let centre = command.service_centre.as_ref().and_then(|address| address.number());
        let Ok(pdu) = Pdu::new(centre.as_ref(), tpdu) else { return not_understood() };
        match self.network.send_pdu(&pdu) {
            Ok(_) => Reply::ok(),
            // the causes of the network are those of 3GPP TS 24.011, as in the result (3GPP TS 31.111 8.12.5)
            Err(NetworkError::Refused { code: Some(code @ 1..=127), .. }) => {
                SmsProblem(u8::try_from(code).unwrap_or_default()).into()
            }
            Err(error) => failure(&error, SmsProblem::UNSPECIFIED.into()),
        }
    }
}

/// What the card is told of a failure: `refused` where that was the network's.
fn failure(error: &NetworkError, refused: CommandResult) -> Reply {
    match error {
        NetworkError::NoNetwork => TerminalProblem::NO_SERVICE.into(),
        NetworkError::UssdSession(_) => TerminalProblem::BUSY_ON_USSD.into(),
        NetworkError::OutcomeUnknown => NetworkProblem::UNSPECIFIED.into(),
        NetworkError::Unsupported => Reply::beyond_capabilities(),
        NetworkError::Text(_) => GeneralResult::DATA_NOT_UNDERSTOOD.into(),
        NetworkError::Refused { .. } | NetworkError::Ussd(_) => refused.into(),
        _ => TerminalProblem::UNSPECIFIED.into(),
    }
}

/// A text that the card gives a byte a character, packed as it goes over the air (3GPP TS 31.111 6.4.10).
fn packed(unpacked: &UserData) -> Result<UserData, EncodeError> {
    let header = unpacked.elements().fold(Header::new(), Header::with);
    let class = unpacked.coding().class();
    let scheme = class.map_or(SmsDcs::GSM7, |class| SmsDcs::GSM7.with_class(class));
    UserData::from_septets(unpacked.data().unwrap_or_default(), scheme, &header)
}

impl<H: Host, N: Network> Host for NetworkHost<H, N> {
    fn capabilities(&self) -> Capabilities {
        let mut capabilities = self.host.capabilities();
        let own = [CommandType::SEND_USSD, CommandType::SEND_SHORT_MESSAGE];
        capabilities.commands = own.into_iter().fold(capabilities.commands, |set, kind| set.with(kind));
        capabilities
    }

    fn consent(&mut self, action: &NetworkAction) -> bool {
        // there is nobody to talk
        action.command != CommandType::SET_UP_CALL && self.host.consent(action)
    }

    fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
        match &command.command {
            Command::SendUssd(send) => Ok(self.ussd(send)),
            Command::SendShortMessage(send) => Ok(self.short_message(send)),
            _ => self.host.perform(command),
        }
    }

    fn menu_changed(&mut self, menu: Option<&SetUpMenu>) {
        self.host.menu_changed(menu);
    }

    fn answered(&mut self, command: &ProactiveCommand, reply: &Reply) {
        self.host.answered(command, reply);
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.host.refused(refusal);
    }

    fn note(&mut self, note: &Note) {
        self.host.note(note);
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::mock::{NetworkFault, VirtualNetwork};
    use crate::sms::{Address, Submit};
    use crate::toolkit::command::{SendShortMessageQualifier, SetUpCall};
    use crate::toolkit::hosts::ScriptedHost;
    use crate::toolkit::object::{SmsTpdu, UssdString};

    fn host() -> NetworkHost<ScriptedHost, VirtualNetwork> {
        NetworkHost::new(ScriptedHost::new().consenting(), VirtualNetwork::new())
    }

    fn message(to: &str) -> SendShortMessage {
        let to: Address = to.parse().unwrap();
        // unpacked: a byte a character, as 8-bit data
        let text = UserData::from_bytes(b"BAL", SmsDcs::EIGHT_BIT, &Header::new()).unwrap();
        let mut send = SendShortMessage::new(SmsTpdu(Submit::new(to, text).encode()));
        send.qualifier = SendShortMessageQualifier::PACKING;
        send
    }

    #[test]
    fn the_network_answers_and_refuses() {
        let mut host = host();
        let ussd = |text: &str| ProactiveCommand::new(1, SendUssd::new(UssdString::new(text).unwrap()));
        let reply = host.perform(&ussd("*100#")).unwrap();
        assert_eq!(reply.entered(), Some("Your balance is 12.34 EUR"));
        // a question is shown, and the dialogue ended
        assert!(host.perform(&ussd("*101#")).unwrap().entered().unwrap().starts_with("1. Balance"));
        assert_eq!(host.perform(&ussd("*106#")).unwrap().entered(), Some("+447700900123"));
        assert_eq!(host.perform(&ussd("*9#")).unwrap().general(), GeneralResult::USSD_RETURN_ERROR);
        assert_eq!(host.perform(&ussd("*103#")).unwrap().general(), GeneralResult::NETWORK_UNABLE);
        host.network_mut().set_reachable(false);
        assert_eq!(host.perform(&ussd("*100#")).unwrap(), TerminalProblem::NO_SERVICE.into());
        assert_eq!(host.network().requests().len(), 5);
    }

    #[test]
    fn messages_are_packed_where_the_card_wants_it() {
        let mut host = host();
        let command = ProactiveCommand::new(1, message("123"));
        let action = NetworkAction::of(&command).unwrap();
        assert_eq!(action.to_string(), "short message 123");
        assert!(host.consent(&action));
        assert_eq!(host.perform(&command).unwrap(), Reply::ok());
        assert_eq!(host.network().requests(), ["123 BAL"]);
        host.network_mut().add_fault(NetworkFault::Refuse);
        assert_eq!(host.perform(&command).unwrap(), SmsProblem::TEMPORARY_FAILURE.into());
        let broken = ProactiveCommand::new(1, SendShortMessage::new(SmsTpdu([0x01, 0x00].to_vec())));
        assert_eq!(host.perform(&broken).unwrap().general(), GeneralResult::DATA_NOT_UNDERSTOOD);
    }

    #[test]
    fn calls_are_refused() {
        let call = SetUpCall::new("+447700900456".parse().unwrap());
        let action = NetworkAction::of(&ProactiveCommand::new(1, call)).unwrap();
        assert!(!host().consent(&action));
        let capabilities = host().capabilities();
        assert!(capabilities.commands.contains(CommandType::SEND_SHORT_MESSAGE));
    }
}
