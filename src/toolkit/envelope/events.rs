//! What is told of each event: ETSI TS 102 223 7.5, 3GPP TS 31.111 7.5.

use crate::toolkit::message::message;
use crate::toolkit::object::{
    AccessTechnology, Address, AllowedSlices, BearerDescription, BrowserTerminationCause, BrowsingStatus,
    CagInformationList, CagNames, CagSelectionStatus, CardReaderStatus, CatServiceList, Cause,
    ChannelDataLength, ChannelStatus, ContactlessStateRequest, CsgId, CsgSelectionStatus,
    DataConnectionStatus, DataConnectionType, DateTime, DisplayParameters, Duration, EcatClientIdentity,
    EcatClientProfile, EcatSequenceNumber, EncryptedTlvList, ExtendedInformation, ExtendedRejectionCause,
    FramesInformation, HnbName, Iari, ImpuList, ImsDisconnectionCause, ImsStatusCode, ImsUri, Language,
    LocationInformation, LocationStatus, Mac, MappedAllowedSlices, MappedRejectedSlices, MediaType,
    NetworkAccessName, NetworkSearchMode, OtherAddress, PartialNssai, PdnType, PlmnId, RejectedSlices,
    RejectionCause, RemoteEntityAddress, RoutingArea, ServiceRecord, SlicesInformation, SlicesStatus,
    SmCause, Subaddress, TrackingArea, TransactionIdentifier, TransportLevel, UpdateAttachType, UriTruncated,
    WlanAccessStatus,
};

message! {
    /// A call arrives: ETSI TS 102 223 7.5.1, 3GPP TS 31.111 7.5.1A.
    MtCallEvent {
        /// The call.
        transaction: required TransactionIdentifier,
        /// Who calls.
        address: optional Address,
        /// Who calls, more exactly.
        subaddress: optional Subaddress,
        /// Who calls, in the IMS.
        uri: optional ImsUri,
        /// Voice or video.
        media: optional MediaType,
        /// That the URI was too long.
        truncated: optional UriTruncated,
    }
}

message! {
    /// A call is answered: ETSI TS 102 223 7.5.2, 3GPP TS 31.111 7.5.2A.
    CallConnectedEvent {
        /// The call.
        transaction: required TransactionIdentifier,
        /// Voice or video.
        media: optional MediaType,
    }
}

message! {
    /// Calls ended: ETSI TS 102 223 7.5.3, 3GPP TS 31.111 7.5.3A.
    CallDisconnectedEvent {
        /// The calls.
        transactions: required TransactionIdentifier,
        /// Why.
        cause: optional Cause,
        /// Voice or video.
        media: optional MediaType,
        /// Why, in the IMS.
        ims_cause: optional ImsDisconnectionCause,
    }
}

message! {
    /// The service or the place changed: ETSI TS 102 223 7.5.4.
    LocationStatusEvent {
        /// Whether there is service.
        status: required LocationStatus,
        /// Where, if there is normal service.
        location: optional LocationInformation,
    }
}

message! {
    /// The user did something: ETSI TS 102 223 7.5.5.
    #[derive(Copy, Default)]
    UserActivityEvent {}
}

message! {
    /// The screen is free for a text: ETSI TS 102 223 7.5.6.
    #[derive(Copy, Default)]
    IdleScreenAvailableEvent {}
}

message! {
    /// A further card came or went: ETSI TS 102 223 7.5.7.
    CardReaderStatusEvent {
        /// The state of the reader.
        status: required CardReaderStatus,
    }
}

message! {
    /// The user chose a language: ETSI TS 102 223 7.5.8.
    LanguageSelectionEvent {
        /// The language.
        language: required Language,
    }
}

message! {
    /// The browser ended: ETSI TS 102 223 7.5.9.
    BrowserTerminationEvent {
        /// Why.
        cause: required BrowserTerminationCause,
    }
}

message! {
    /// A channel received data: ETSI TS 102 223 7.5.10.
    DataAvailableEvent {
        /// The channel.
        channel: required ChannelStatus,
        /// How many bytes.
        len: required ChannelDataLength,
    }
}

message! {
    /// A channel changed its state: ETSI TS 102 223 7.5.11.
    ChannelStatusEvent {
        /// The channel.
        channel: required ChannelStatus,
        /// What the bearer is now.
        bearer: optional BearerDescription,
        /// The address of the terminal.
        address: optional OtherAddress,
    }
}

message! {
    /// The radio technology changed: ETSI TS 102 223 7.5.12.
    AccessTechnologyChangeEvent {
        /// The technology.
        technology: required AccessTechnology,
    }
}

message! {
    /// The screen changed: ETSI TS 102 223 7.5.13.
    DisplayParametersChangedEvent {
        /// What it can show.
        parameters: required DisplayParameters,
    }
}

message! {
    /// A device nearby wants a service of the card: ETSI TS 102 223 7.5.14.
    LocalConnectionEvent {
        /// The service.
        service: required ServiceRecord,
        /// The device.
        remote: optional RemoteEntityAddress,
        /// Protocol and port.
        transport: optional TransportLevel,
        /// The device, by its address in the protocol.
        address: optional OtherAddress,
    }
}

message! {
    /// The way of looking for networks changed: ETSI TS 102 223 7.5.15.
    NetworkSearchModeChangeEvent {
        /// The way.
        mode: required NetworkSearchMode,
    }
}

message! {
    /// The browser had an error: ETSI TS 102 223 7.5.16.
    BrowsingStatusEvent {
        /// The error.
        status: required BrowsingStatus,
    }
}

message! {
    /// The frames on the screen changed: ETSI TS 102 223 7.5.17.
    FramesInformationChangeEvent {
        /// The frames.
        frames: required FramesInformation,
    }
}

message! {
    /// A WLAN came or went: 3GPP TS 31.111 7.5.1.
    WlanAccessStatusEvent {
        /// Whether there is one.
        status: required WlanAccessStatus,
    }
}

message! {
    /// The network refused the terminal: 3GPP TS 31.111 7.5.2.
    NetworkRejectionEvent {
        /// Where, if the terminal asked for a location update.
        location: optional LocationInformation,
        /// Where, if it asked for GPRS.
        routing_area: optional RoutingArea,
        /// Where, if it asked for EPS or 5GS.
        tracking_area: optional TrackingArea,
        /// By which technology.
        technology: required AccessTechnology,
        /// What it asked for.
        update: required UpdateAttachType,
        /// Why it was refused.
        cause: required RejectionCause,
        /// Why it was refused, more exactly.
        extended_cause: optional ExtendedRejectionCause,
        /// More about the refusal.
        extended: optional ExtendedInformation,
    }
}

message! {
    /// The contactless interface came up: ETSI TS 102 223 7.5.18.
    #[derive(Copy, Default)]
    HciConnectivityEvent {}
}

message! {
    /// The radio technologies changed: ETSI TS 102 223 7.5.12.
    AccessTechnologiesChangeEvent {
        /// The technologies.
        technologies: required AccessTechnology,
    }
}

message! {
    /// The terminal entered or left a cell of a closed subscriber group: 3GPP TS 31.111 7.5.3.
    CsgCellSelectionEvent {
        /// By which technology.
        technology: required AccessTechnology,
        /// Whether it entered, and how it found the cell.
        status: required CsgSelectionStatus,
        /// The group.
        csg: optional CsgId,
        /// The name of the cell.
        name: optional HnbName,
        /// The network.
        plmn: optional PlmnId,
    }
}

message! {
    /// The user wants contactless on or off: ETSI TS 102 223 7.5.19.
    ContactlessStateRequestEvent {
        /// What is wanted.
        request: required ContactlessStateRequest,
    }
}

message! {
    /// The terminal registered with the IMS, or failed to: 3GPP TS 31.111 7.5.21.
    #[derive(Default)]
    ImsRegistrationEvent {
        /// The identities that are registered.
        identities: optional ImpuList,
        /// Why it failed.
        status: optional ImsStatusCode,
    }
}

message! {
    /// Data for an IMS application of the card arrived: 3GPP TS 31.111 7.5.20.
    IncomingImsDataEvent {
        /// The application.
        application: required Iari,
    }
}

message! {
    /// What the clients of the encapsulated toolkit can do: ETSI TS 102 223 7.5.20.
    #[derive(Default)]
    ProfileContainerEvent {
        /// The clients.
        clients: repeated EcatClientIdentity,
        /// What each can do.
        profiles: repeated EcatClientProfile,
        /// What they offer.
        services: repeated CatServiceList,
    }
}

message! {
    /// What a client of the encapsulated toolkit can do, encrypted: ETSI TS 102 223 7.5.21.
    #[derive(Default)]
    SecuredProfileContainerEvent {
        /// Counts the messages.
        sequence: optional EcatSequenceNumber,
        /// Authenticates it.
        mac: optional Mac,
        /// The objects inside.
        encrypted: repeated EncryptedTlvList,
    }
}

message! {
    /// The terminal asks how rarely it may poll: ETSI TS 102 223 7.5.22.
    PollIntervalNegotiationEvent {
        /// The interval that it would like.
        interval: required Duration,
    }
}

message! {
    /// A data connection came, was refused or ended: 3GPP TS 31.111 7.5.25.
    DataConnectionStatusChangeEvent {
        /// What happened.
        status: required DataConnectionStatus,
        /// To what sort of connection.
        connection: required DataConnectionType,
        /// Why.
        cause: optional SmCause,
        /// Which connection.
        transaction: required TransactionIdentifier,
        /// When.
        time: optional DateTime,
        /// Where.
        location: optional LocationInformation,
        /// By which technology.
        technology: optional AccessTechnology,
        /// Whether there is service.
        location_status: required LocationStatus,
        /// The access point.
        access_point: optional NetworkAccessName,
        /// IPv4, IPv6 or others.
        data_type: optional PdnType,
    }
}

message! {
    /// The terminal entered or left a cell of a closed access group: 3GPP TS 31.111 7.5.26.
    #[derive(Default)]
    CagCellSelectionEvent {
        /// By which technology.
        technology: optional AccessTechnology,
        /// Whether it entered.
        status: optional CagSelectionStatus,
        /// The groups.
        groups: optional CagInformationList,
        /// Their names.
        names: optional CagNames,
        /// The network.
        plmn: optional PlmnId,
    }
}

message! {
    /// The slices that are allowed changed: 3GPP TS 31.111 7.5.27.
    #[derive(Default)]
    SlicesStatusChangeEvent {
        /// What changed.
        status: optional SlicesStatus,
        /// The slices that are served.
        served: optional SlicesInformation,
        /// The slices that are allowed.
        allowed: optional AllowedSlices,
        /// The slices that are allowed, and what they are at home.
        mapped_allowed: optional MappedAllowedSlices,
        /// The slices that are refused.
        rejected: optional RejectedSlices,
        /// The slices that are refused, and what they are at home.
        mapped_rejected: optional MappedRejectedSlices,
        /// The slices that are allowed in a part of the area.
        partial: optional PartialNssai,
    }
}
