use core::net::{IpAddr, Ipv4Addr};

use super::{bytes, command, opt, raw, refused};
use crate::toolkit::command::*;
use crate::toolkit::object::{
    BearerDescription, BearerType, BufferSize, ChannelDataLength, Device, TransportLevel, TransportProtocol,
};
use crate::toolkit::result::GeneralResult;

const HTTPS: TransportLevel = TransportLevel::new(TransportProtocol::TCP_CLIENT_REMOTE, 443);

#[test]
fn packet_data_channel() {
    // 3GPP TS 31.111 6.6.27.2: packet data, with an access point, both addresses, login and password
    let channel = command!(
        OpenChannel,
        "81 03 01 40 07 82 02 81 82 85 04 'Open 9E 02 00 01 B5 07 02 03 04 03 04 1F 02 B9 02 05 DC \
         C7 09 08 'internet BE 05 21 C0 00 02 01 8D 05 04 'user 8D 05 04 'pass BC 03 02 01 BB \
         BE 05 21 C0 00 02 02 D0 04 00 04 00 B4 E8 01 00"
    );
    assert_eq!(channel.form(), Some(ChannelForm::PacketData));
    assert_eq!(channel.alpha.as_ref().unwrap().text(), "Open");
    assert_eq!(channel.bearer.as_ref().unwrap().kind(), BearerType::PACKET);
    assert_eq!(channel.buffer_size, BufferSize(1500));
    assert_eq!(channel.access_point.as_ref().unwrap().text().as_deref(), Some("internet"));
    let ip = |last| Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
    assert_eq!(channel.local_address.as_ref().unwrap().ip(), ip(1));
    assert_eq!(channel.destination_address.as_ref().unwrap().ip(), ip(2));
    assert_eq!(channel.login.as_ref().unwrap().text(), "user");
    assert_eq!(channel.passphrase().unwrap().text(), "pass");
    assert_eq!(channel.transport, Some(HTTPS));
    let qualifier = channel.qualifier;
    assert!(qualifier.immediate() && qualifier.reconnects() && qualifier.background());
    assert!(!qualifier.wants_dns());
    assert!(OpenChannelQualifier::from(8).wants_dns());
}

#[test]
fn an_address_behind_the_transport_level_is_the_other_end() {
    let channel = command!(
        OpenChannel,
        "81 03 01 40 01 82 02 81 82 B5 01 03 B9 02 05 DC BC 03 02 01 BB BE 05 21 C0 00 02 02"
    );
    assert_eq!(channel.form(), Some(ChannelForm::Default));
    assert_eq!(channel.local_address, None);
    assert!(channel.destination_address.is_some());
    // and one before it, alone, is this end
    let channel = command!(
        OpenChannel,
        "81 03 01 40 01 82 02 81 82 B5 01 03 B9 02 05 DC BE 05 21 C0 00 02 01 BC 03 02 01 BB"
    );
    assert!(channel.local_address.is_some());
    assert_eq!(channel.destination_address, None);
    // an empty one asks the network for an address
    let channel = command!(
        OpenChannel,
        "81 03 01 40 01 82 02 81 82 B5 01 03 B9 02 05 DC BE 00 BC 03 02 01 BB BE 05 21 C0 00 02 02"
    );
    assert_eq!(opt(&channel.local_address), Some(bytes("")));
    assert!(channel.destination_address.is_some());
}

#[test]
fn other_channels() {
    // 6.6.27.1: a circuit-switched call has two durations, to reconnect and to give up
    let call = command!(
        OpenChannel,
        "81 03 01 40 01 82 02 81 82 85 00 86 07 91 44 77 00 09 10 32 88 02 80 50 84 02 01 0A 84 02 01 1E \
         B5 04 01 07 00 01 B9 02 02 00 0D 02 04 'u 0D 02 04 'p"
    );
    assert_eq!(call.form(), Some(ChannelForm::CircuitSwitched));
    assert_eq!(opt(&call.reconnect_duration), Some(bytes("01 0A")));
    assert_eq!(opt(&call.idle_duration), Some(bytes("01 1E")));
    assert_eq!(call.passphrase().unwrap().text(), "p");
    // 6.6.27.3: a local bearer, Bluetooth, with a password alone
    let local = command!(
        OpenChannel,
        "81 03 01 40 01 82 02 81 82 B5 01 05 B9 02 02 00 0D 05 04 '1234 C9 07 00 01 02 03 04 05 06"
    );
    assert_eq!(local.form(), Some(ChannelForm::Local));
    assert_eq!(local.passphrase().unwrap().text(), "1234");
    assert_eq!(opt(&local.remote_entity), Some(bytes("00 01 02 03 04 05 06")));
    // 6.6.27.5 and 6.6.27.6: no bearer
    let server = command!(OpenChannel, "81 03 01 40 00 82 02 81 82 B9 02 02 00 BC 03 03 1F 90");
    assert_eq!(server.form(), Some(ChannelForm::UiccServer));
    assert_eq!(server.bearer, None);
    let terminal = command!(OpenChannel, "81 03 01 40 00 82 02 81 82 B9 02 02 00 BC 03 05 1F 90");
    assert_eq!(terminal.form(), Some(ChannelForm::TerminalServer));
    // 3GPP TS 31.111 6.6.27: IMS
    let ims = command!(OpenChannel, "81 03 01 40 00 82 02 81 82 B9 02 02 00 F6 0A 'urn:urn-7:");
    assert_eq!(ims.form(), Some(ChannelForm::Ims));
    assert_eq!(opt(&ims.iari), Some(bytes("'urn:urn-7:")));
}

#[test]
fn what_a_channel_needs() {
    for objects in [
        // neither a bearer nor a transport level
        "81 03 01 40 00 82 02 81 82 B9 02 02 00",
        // no buffer size
        "81 03 01 40 00 82 02 81 82 B5 01 03",
        // a call to nobody
        "81 03 01 40 00 82 02 81 82 B5 04 01 07 00 01 B9 02 02 00",
    ] {
        assert_eq!(refused(objects), GeneralResult::VALUES_MISSING, "{objects}");
    }
    // a buffer size of one byte
    assert_eq!(refused("81 03 01 40 00 82 02 81 82 B5 01 03 B9 01 02"), GeneralResult::DATA_NOT_UNDERSTOOD);
    let mut built =
        OpenChannel::new(BearerDescription::without_parameters(BearerType::DEFAULT), BufferSize(512));
    built.transport = Some(HTTPS);
    assert_eq!(
        ProactiveCommand::new(1, built).encode().unwrap(),
        super::around("81 03 01 40 00 82 02 81 82 B5 01 03 B9 02 02 00 3C 03 02 01 BB")
    );
}

#[test]
fn data_of_a_channel() {
    let send = command!(
        SendData,
        "81 03 01 43 01 82 02 81 21 85 04 'Send 9E 02 00 01 B6 08 00 01 02 03 04 05 06 07 D0 04 00 04 00 B4 E8 01 00"
    );
    assert_eq!(raw(&send.data), bytes("00 01 02 03 04 05 06 07"));
    assert!(send.qualifier.immediate());
    let sent = SendData::new(send.data);
    assert!(!sent.qualifier.immediate());
    let receive = command!(
        ReceiveData,
        "81 03 01 42 00 82 02 81 22 85 04 'Read 9E 02 00 01 B7 01 C8 D0 04 00 04 00 B4 E8 01 00"
    );
    assert_eq!(receive.length, ChannelDataLength(200));
    let built = ProactiveCommand::new(1, ReceiveData::new(ChannelDataLength(200))).to(Device::channel(2));
    assert_eq!(built.encode().unwrap(), super::around("81 03 01 42 00 82 02 81 22 B7 01 C8"));
    let close = command!(
        CloseChannel,
        "81 03 01 41 01 82 02 81 21 85 05 'Close 9E 02 00 01 D0 04 00 05 00 B4 E8 01 00"
    );
    assert!(close.qualifier.keeps());
    assert_eq!(close.alpha.unwrap().text(), "Close");
}

#[test]
fn services() {
    let search = command!(
        ServiceSearch,
        "81 03 01 45 00 82 02 81 82 85 01 'S 9E 02 00 01 C3 03 00 00 03 C2 04 00 00 00 00 D0 04 00 01 00 B4 E8 01 00"
    );
    assert_eq!(raw(&search.services), bytes("00 00 03"));
    assert_eq!(opt(&search.devices), Some(bytes("00 00 00 00")));
    let information = command!(
        GetServiceInformation,
        "81 03 01 46 00 82 02 81 82 85 01 'S 9E 02 00 01 C4 03 00 00 03 D0 04 00 01 00 B4 E8 01 00"
    );
    assert_eq!(raw(&information.attributes), bytes("00 00 03"));
    let declare = command!(DeclareService, "81 03 01 47 01 82 02 81 82 C1 03 03 01 AA BC 03 03 1F 90");
    assert_eq!(raw(&declare.service), bytes("03 01 AA"));
    assert!(declare.qualifier.deletes() && declare.transport.is_some());
}

#[test]
fn card_readers() {
    let apdu = command!(PerformCardApdu, "81 03 01 30 00 82 02 81 11 A2 07 A0 A4 00 00 02 3F 00");
    assert_eq!(raw(&apdu.apdu), bytes("A0 A4 00 00 02 3F 00"));
    let built = ProactiveCommand::new(1, PerformCardApdu::new(apdu.apdu)).to(Device::card_reader(1));
    assert_eq!(
        built.encode().unwrap(),
        super::around("81 03 01 30 00 82 02 81 11 A2 07 A0 A4 00 00 02 3F 00")
    );
    let status = command!(GetReaderStatus, "81 03 01 33 01 82 02 81 11");
    assert_eq!(status.qualifier, ReaderQuery::IDENTIFIER);
}
