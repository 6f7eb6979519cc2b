//! Commands of the bearer independent protocol, which lends the card a connection: ETSI TS 102 223 6.6.27 to 6.6.34.

use super::qualifier::{
    CloseChannelQualifier, DeclareServiceQualifier, NoQualifier, OpenChannelQualifier, SendDataQualifier,
};
use crate::toolkit::message::{Problem, message};
use crate::toolkit::object::{
    self, Address, AlphaIdentifier, AttributeInformation, BearerDescription, BearerType, BufferSize,
    ChannelData, ChannelDataLength, DataObject, DeviceFilter, Duration, FrameIdentifier, Iari,
    IconIdentifier, NetworkAccessName, OtherAddress, RemoteEntityAddress, ServiceRecord, Subaddress,
    TextAttribute, TextString, TransportLevel, TransportProtocol,
};

message! {
    /// OPEN CHANNEL: ETSI TS 102 223 6.6.27, 3GPP TS 31.111 6.6.27. Which of its forms it is, [`form`](Self::form) tells.
    ///
    /// Texts are the user's login and password, in this order; with a local bearer, where there is no login, the first
    /// is the password, as [`passphrase`](Self::passphrase) knows. An address that stands before the transport level is the
    /// local one, one behind it that of the other end.
    OpenChannel [OpenChannelQualifier] {
        /// What to ask the user with. Empty: the terminal does not ask.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// Whom to call. With a circuit-switched bearer, which can't do without.
        address: optional Address,
        /// The subaddress of whom to call.
        subaddress: optional Subaddress,
        /// For how long to try again.
        reconnect_duration: optional Duration,
        /// After how long without data the link is given up.
        idle_duration: optional Duration,
        /// The bearer; none in server mode.
        bearer: either BearerDescription,
        /// How much room the card wants.
        buffer_size: required BufferSize,
        /// The access point, with a packet data bearer.
        access_point: optional NetworkAccessName,
        /// The address of this end; of no length, or of none, if the network gives one.
        local_address: optional OtherAddress,
        /// The user's login: the first text that there is.
        login: optional TextString,
        /// The user's password: the second text.
        password: optional TextString,
        /// Protocol and port.
        transport: optional TransportLevel,
        /// The address of the other end.
        destination_address: optional OtherAddress,
        /// The address of the other device, with a local bearer.
        remote_entity: optional RemoteEntityAddress,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
        /// The application that IMS data are for.
        iari: optional Iari,
    }
    check OpenChannel::check
}

/// The forms of an OPEN CHANNEL: the clauses of ETSI TS 102 223 6.6.27 and 3GPP TS 31.111 6.6.27.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ChannelForm {
    /// A circuit-switched call (bearer type 01).
    CircuitSwitched,
    /// Packet data: GPRS, UTRAN, E-UTRAN, NG-RAN, WLAN.
    PacketData,
    /// A local link: Bluetooth, infrared, RS232, USB (bearer types 04 to 07, 10).
    Local,
    /// Whatever the network offers (bearer type 03).
    Default,
    /// The card waits for a connection from the terminal or the network (no bearer, transport protocol 03).
    UiccServer,
    /// The terminal is the server (no bearer, other transport protocols).
    TerminalServer,
    /// IMS data for an application of the card.
    Ims,
}

message! {
    /// CLOSE CHANNEL: ETSI TS 102 223 6.6.28.
    CloseChannel [CloseChannelQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// RECEIVE DATA: ETSI TS 102 223 6.6.29.
    ReceiveData [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How much the card wants.
        length: required ChannelDataLength,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// SEND DATA: ETSI TS 102 223 6.6.30.
    SendData [SendDataQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// The data.
        data: required ChannelData,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// GET CHANNEL STATUS: ETSI TS 102 223 6.6.31.
    GetChannelStatus [NoQualifier] {}
}

message! {
    /// SERVICE SEARCH: what local links have to offer, ETSI TS 102 223 6.6.32.
    ServiceSearch [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// Which services.
        services: required object::ServiceSearch,
        /// On which devices.
        devices: optional DeviceFilter,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// GET SERVICE INFORMATION: ETSI TS 102 223 6.6.33.
    GetServiceInformation [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// Which attributes of the service.
        attributes: required AttributeInformation,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// DECLARE SERVICE: what the card itself offers, ETSI TS 102 223 6.6.34.
    DeclareService [DeclareServiceQualifier] {
        /// The service.
        service: required ServiceRecord,
        /// Protocol and port, where the service is added.
        transport: optional TransportLevel,
    }
}

impl OpenChannel {
    /// A channel over this bearer.
    pub const fn new(bearer: BearerDescription, buffer_size: BufferSize) -> Self {
        Self {
            qualifier: OpenChannelQualifier::empty(),
            alpha: None,
            icon: None,
            address: None,
            subaddress: None,
            reconnect_duration: None,
            idle_duration: None,
            bearer: Some(bearer),
            buffer_size,
            access_point: None,
            local_address: None,
            login: None,
            password: None,
            transport: None,
            destination_address: None,
            remote_entity: None,
            text_attribute: None,
            frame: None,
            iari: None,
        }
    }

    /// Which form it has, by its bearer and its transport level (ETSI TS 102 223 8.52 and 8.59); `None` for a bearer
    /// that is not known.
    pub fn form(&self) -> Option<ChannelForm> {
        if self.iari.is_some() {
            return Some(ChannelForm::Ims);
        }
        let Some(bearer) = &self.bearer else {
            return Some(match self.transport.map(|transport| transport.protocol) {
                Some(TransportProtocol::TCP_SERVER) => ChannelForm::UiccServer,
                _ => ChannelForm::TerminalServer,
            });
        };
        match bearer.kind() {
            BearerType::CSD => Some(ChannelForm::CircuitSwitched),
            BearerType::DEFAULT => Some(ChannelForm::Default),
            BearerType::PACKET
            | BearerType::CDMA2000
            | BearerType::UTRAN
            | BearerType::WLAN
            | BearerType::EUTRAN
            | BearerType::NG_RAN => Some(ChannelForm::PacketData),
            BearerType::LOCAL_LINK
            | BearerType::BLUETOOTH
            | BearerType::IRDA
            | BearerType::RS232
            | BearerType::USB => Some(ChannelForm::Local),
            _ => None,
        }
    }

    /// The password, also where it is the only text.
    pub fn passphrase(&self) -> Option<&TextString> {
        match self.form() {
            Some(ChannelForm::Local) if self.password.is_none() => self.login.as_ref(),
            _ => self.password.as_ref(),
        }
    }

    fn check(&self) -> Result<(), Problem> {
        if self.bearer.is_none() && self.transport.is_none() && self.iari.is_none() {
            return Err(Problem::missing(BearerDescription::NAME));
        }
        if self.form() == Some(ChannelForm::CircuitSwitched) && self.address.is_none() {
            return Err(Problem::missing(Address::NAME));
        }
        Ok(())
    }
}

impl CloseChannel {
    /// Closes the channel that the command goes to.
    pub const fn new() -> Self {
        Self {
            qualifier: CloseChannelQualifier::empty(),
            alpha: None,
            icon: None,
            text_attribute: None,
            frame: None,
        }
    }
}

impl Default for CloseChannel {
    fn default() -> Self {
        Self::new()
    }
}

impl ReceiveData {
    /// Asks for this much.
    pub const fn new(length: ChannelDataLength) -> Self {
        Self {
            qualifier: NoQualifier::empty(),
            alpha: None,
            icon: None,
            length,
            text_attribute: None,
            frame: None,
        }
    }
}

impl SendData {
    /// Puts these data into the buffer.
    pub const fn new(data: ChannelData) -> Self {
        Self {
            qualifier: SendDataQualifier::empty(),
            alpha: None,
            icon: None,
            data,
            text_attribute: None,
            frame: None,
        }
    }
}
