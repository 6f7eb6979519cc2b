//! Vectors worked out by hand from the clauses named, as the conformance tests of 3GPP TS 31.124 27.22 would have them.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::codec::ctlv::Form;
use crate::toolkit::object::{self, Event, LocationStatus};

/// Bytes of a hexadecimal text with blanks.
fn hex(text: &str) -> Vec<u8> {
    hex::decode(text.split_whitespace().collect::<String>()).unwrap()
}

/// Puts tag and length around the objects.
fn around(tag: u8, objects: &str) -> Vec<u8> {
    let mut out = alloc::vec![tag];
    let objects = hex(objects);
    crate::codec::ctlv::push_length(&mut out, objects.len(), 1).unwrap();
    out.extend(objects);
    out
}

/// Decodes without a warning and encodes to the same bytes; the shortest form when nothing is known of how it was written
/// says the same.
fn read(tag: u8, objects: &str) -> Envelope {
    let bytes = around(tag, objects);
    let envelope = Envelope::decode(&bytes).unwrap_or_else(|error| panic!("{objects}: {error}"));
    assert_eq!(envelope.encode().unwrap(), bytes, "{envelope:?}");
    assert_eq!(envelope.warnings, [], "{objects}");
    assert_eq!(envelope.others, [], "{objects}");
    let again = Envelope { layout: Layout::default(), ..envelope.clone() };
    let again = Envelope::decode(&again.encode().unwrap()).unwrap();
    assert_eq!(again, envelope);
    for len in 0..bytes.len() {
        let _ = Envelope::decode(&bytes[..len]);
    }
    envelope
}

fn event(objects: &str) -> EventDownload {
    match read(EVENT, objects).content {
        EnvelopeContent::EventDownload(event) => event,
        content => panic!("{content:?}"),
    }
}

fn value(object: &impl DataObject) -> String {
    let mut out = Vec::new();
    object.encode(&mut out).unwrap();
    hex::encode_upper(out)
}

macro_rules! content {
    ($envelope:expr, $variant:ident) => {
        match $envelope.content {
            EnvelopeContent::$variant(content) => content,
            content => panic!("{content:?}"),
        }
    };
}

macro_rules! event {
    ($objects:expr, $variant:ident) => {
        match event($objects) {
            EventDownload::$variant(event) => event,
            event => panic!("{event:?}"),
        }
    };
}

#[test]
fn menu() {
    // ETSI TS 102 223 7.2.2: keypad to UICC, item, help request
    let plain = read(0xD3, "82 02 01 81 90 01 02");
    assert_eq!(plain, Envelope::menu_selection(2, false));
    let help = read(0xD3, "82 02 01 81 90 01 02 15 00");
    assert_eq!(help, Envelope::menu_selection(2, true));
    assert_eq!(help.encode(), Envelope::menu_selection(2, true).encode());
    let flagged = read(0xD3, "02 02 01 81 10 01 FF 95 00");
    let selection = content!(flagged, MenuSelection);
    assert_eq!(selection.item, ItemIdentifier(0xFF));
    assert!(selection.help.is_some());
}

#[test]
fn downloads() {
    // 3GPP TS 31.111 7.1.1.2: network to UICC, +44 7700 900000 in 06, an SMS-DELIVER with PID 7F and DCS F6 in 0B
    let tpdu = "44 04 91 44 77 7F F6 62 11 22 12 00 00 00 03 41 42 43";
    let sms = read(0xD1, &alloc::format!("82 02 83 81 06 07 91 44 77 00 09 00 00 8B 12 {tpdu}"));
    let download = content!(sms.clone(), SmsPpDownload);
    assert_eq!(value(&download.tpdu), tpdu.replace(' ', ""));
    assert_eq!(value(download.address.as_ref().unwrap()), "91447700090000");
    let built = Envelope::sms_pp_download(download.address, download.tpdu);
    assert_eq!(built, sms);
    assert_eq!(built.encode(), sms.encode());

    // 7.1.2.2: 88 bytes
    let page = "C0 11 00 01 32 ".to_owned() + &"41 ".repeat(83);
    let download = content!(read(0xD2, &alloc::format!("82 02 83 81 8C 58 {page}")), CellBroadcastDownload);
    assert_eq!(value(&download.page).len(), 176);

    // 7.6.2: DCS 0F, "*100#" packed
    let ussd = content!(read(0xD9, "82 02 83 81 8A 06 0F AA 18 0C 36 02"), UssdDownload);
    assert_eq!(value(&ussd.ussd), "0FAA180C3602");
}

#[test]
fn a_length_of_two_bytes() {
    // ETSI TS 101 220 7.1.2: 81 and the length; a TPDU of 140 bytes
    let objects = "82 02 83 81 8B 81 8C ".to_owned() + &"40 ".repeat(140);
    let sms = read(0xD1, &objects);
    assert_eq!(sms.encode().unwrap()[..3], [0xD1, 0x81, 0x93]);
    // more bytes than it needs stay
    let bytes = hex("D3 82 00 07 82 02 01 81 90 01 02");
    assert_eq!(Envelope::decode(&bytes).unwrap().encode().unwrap(), bytes);
}

#[test]
fn timers() {
    // ETSI TS 102 223 7.4.2: timer 1; 0 hours, 5 minutes, 0 seconds with swapped digits (8.38)
    let expired = read(0xD7, "82 02 82 81 A4 01 01 A5 03 00 50 00");
    let expiration = content!(expired.clone(), TimerExpiration);
    assert_eq!((value(&expiration.timer), value(&expiration.value)), ("01".into(), "005000".into()));
    let built = Envelope::timer_expiration(expiration.timer, expiration.value);
    assert_eq!(built.encode(), expired.encode());
}

#[test]
fn call_control() {
    // 3GPP TS 31.111 7.3.1.6: 08 is a subaddress, 13 where the terminal is: 001-01, LAC 0001, cell 0001
    let location = "13 07 00 F1 10 00 01 00 01";
    let call = "86 07 91 44 77 00 09 10 32 07 02 01 A0 08 03 80 50 95";
    let call = read(0xD4, &alloc::format!("82 02 82 81 {call} {location} 07 02 01 A1 2A 01 01"));
    let control = content!(call, CallControl);
    assert!(matches!(control.subject(), Some(ControlSubject::Call(_))));
    assert_eq!(value(control.capabilities.as_ref().unwrap()), "01A0");
    assert_eq!(value(control.more_capabilities.as_ref().unwrap()), "01A1");
    assert_eq!(value(control.location.as_ref().unwrap()), "00F11000010001");
    assert!(control.repeat.is_some() && control.subaddress.is_some());

    for (object, expected) in [
        ("89 04 FF AA 12 0A", "SupplementaryService"),
        ("8A 06 0F AA 18 0C 36 02", "Ussd"),
        ("D2 04 0A 15 41 00", "PdpContext"),
        ("FC 03 02 01 D0", "PdnConnection"),
        ("8C 05 2E 01 01 C1 FF", "PduSession"),
        ("B1 0F 73 69 70 3A 61 40 65 78 61 6D 70 6C 65 2E 6F", "ImsCall"),
    ] {
        let control = content!(read(0xD4, &alloc::format!("82 02 82 81 {object} {location}")), CallControl);
        let subject = alloc::format!("{:?}", control.subject().unwrap());
        assert!(subject.starts_with(expected), "{subject}");
        assert!(control.location.is_some());
    }

    let error = Envelope::decode(&around(0xD4, &alloc::format!("82 02 82 81 {location}"))).unwrap_err();
    assert_eq!(error.result, GeneralResult::VALUES_MISSING);
}

#[test]
fn short_message_control() {
    // 3GPP TS 31.111 7.3.2.2: service centre, destination, location
    let location = "13 07 00 F1 10 00 01 00 01";
    let to = "86 07 91 44 77 00 09 00 00 86 06 81 07 07 00 09 10";
    let control = content!(read(0xD5, &alloc::format!("82 02 82 81 {to} {location}")), MoShortMessageControl);
    assert_eq!(value(&control.service_centre), "91447700090000");
    assert_eq!(value(&control.destination_address), "810707000910");
    assert!(control.location.is_some());

    let one = around(0xD5, "82 02 82 81 86 07 91 44 77 00 09 00 00");
    assert_eq!(Envelope::decode(&one).unwrap_err().result, GeneralResult::VALUES_MISSING);
}

#[test]
fn control_responses() {
    let respond = |bytes: &str| {
        let bytes = hex(bytes);
        let response = CallControlResponse::decode(&bytes).unwrap();
        assert_eq!(response.encode().unwrap(), bytes);
        assert_eq!(response.warnings, []);
        response
    };
    // 3GPP TS 31.111 7.3.1.6: result, length
    let allowed = respond("00 00");
    assert_eq!(allowed, CallControlResponse::new(ControlResult::ALLOWED, ControlChanges::default()));
    assert_eq!(allowed.changes.subject(), None);
    let refused = respond("01 06 85 04 53 74 6F 70");
    assert_eq!(refused.result, ControlResult::NOT_ALLOWED);
    assert_eq!(value(refused.changes.text.as_ref().unwrap()), "53746F70");
    // an emergency call instead, with other capabilities
    let other = respond("02 0C 86 03 FF 11 F2 07 01 A0 07 02 01 A1");
    assert_eq!(other.result.name(), "allowed with modifications");
    assert!(matches!(other.changes.subject(), Some(ControlSubject::Call(_))));
    assert_eq!(value(other.changes.capabilities.as_ref().unwrap()), "A0");
    assert_eq!(value(other.changes.more_capabilities.as_ref().unwrap()), "01A1");
    let ussd = respond("02 08 8A 06 0F AA 18 0C 36 02");
    assert!(matches!(ussd.changes.subject(), Some(ControlSubject::Ussd(_))));
    let padded = hex("01 00 FF FF");
    let response = CallControlResponse::decode(&padded).unwrap();
    assert_eq!(
        (response.result, &response.warnings[..]),
        (ControlResult::NOT_ALLOWED, &[Warning::Trailing][..])
    );
    assert_eq!(response.encode().unwrap(), padded);
    // 7.3.2.2: two addresses
    let sms = respond("02 12 86 07 91 44 77 00 09 00 00 86 07 81 07 07 00 09 10 32");
    assert_eq!(value(sms.changes.address.as_ref().unwrap()), "91447700090000");
    assert!(sms.changes.destination_address.is_some());

    for wrong in ["", "00", "00 01", "02 02 86 07", "00 00 01"] {
        assert_eq!(
            CallControlResponse::decode(&hex(wrong)).unwrap_err().result,
            GeneralResult::DATA_NOT_UNDERSTOOD,
            "{wrong}"
        );
    }
}

#[test]
fn call_events() {
    // ETSI TS 102 223 7.5.1: transaction 0, called by this side; 8.28
    let call = event!("99 01 00 82 02 83 81 9C 01 00 86 07 91 44 77 00 09 10 32", MtCall);
    assert_eq!(value(&call.transaction), "00");
    assert_eq!(value(call.address.as_ref().unwrap()), "91447700091032");
    let call = event!("99 01 00 82 02 83 81 9C 01 00 B1 05 74 65 6C 3A 31 7E 01 01 73 00", MtCall);
    assert_eq!(call.uri.unwrap().text(), "tel:1");
    assert!(call.media.is_some() && call.truncated.is_some());
    for source in ["82", "83"] {
        let objects = alloc::format!("99 01 01 82 02 {source} 81 9C 01 80");
        assert_eq!(value(&event!(&objects, CallConnected).transaction), "80");
        let objects = alloc::format!("99 01 02 82 02 {source} 81 9C 01 80 9A 02 60 90");
        let ended = event!(&objects, CallDisconnected);
        assert_eq!(value(ended.cause.as_ref().unwrap()), "6090");
    }
    // a radio link failure is an empty cause
    assert!(event!("99 01 02 82 02 82 81 9C 01 80 9A 00", CallDisconnected).cause.is_some());
}

#[test]
fn events_without_more() {
    assert_eq!(event("99 01 04 82 02 82 81"), EventDownload::UserActivity(UserActivityEvent {}));
    assert_eq!(
        event("99 01 05 82 02 02 81"),
        EventDownload::IdleScreenAvailable(IdleScreenAvailableEvent {})
    );
    assert_eq!(event("99 01 13 82 02 82 81"), EventDownload::HciConnectivity(HciConnectivityEvent {}));
    assert_eq!(
        Envelope::event(IdleScreenAvailableEvent {}).encode().unwrap(),
        hex("D6 07 99 01 05 82 02 02 81")
    );
    assert_eq!(Envelope::new(UserActivityEvent {}).encode().unwrap(), hex("D6 07 99 01 04 82 02 82 81"));
    assert_eq!(Envelope::event(UserActivityEvent {}).devices.source, Device::TERMINAL);
}

#[test]
fn terminal_events() {
    // ETSI TS 102 223 7.5.4: normal service, with the place; no service, without
    let status = event!("99 01 03 82 02 82 81 9B 01 00 93 07 00 F1 10 00 01 00 01", LocationStatus);
    assert_eq!(value(&status.status), "00");
    assert!(status.location.is_some());
    assert_eq!(value(&event!("99 01 03 82 02 82 81 9B 01 02", LocationStatus).status), "02");
    // 7.5.7: reader 1, card inserted
    assert_eq!(value(&event!("99 01 06 82 02 82 81 A0 01 79", CardReaderStatus).status), "79");
    // 7.5.8: "en"
    assert_eq!(value(&event!("99 01 07 82 02 82 81 AD 02 65 6E", LanguageSelection).language), "656E");
    // 7.5.9: the user ended it
    assert_eq!(value(&event!("99 01 08 82 02 82 81 B4 01 00", BrowserTermination).cause), "00");
    // 7.5.10: channel 1 is open, 200 bytes
    let data = event!("99 01 09 82 02 82 81 B8 02 81 00 B7 01 C8", DataAvailable);
    assert_eq!((value(&data.channel), value(&data.len)), ("8100".into(), "C8".into()));
    // 7.5.11: channel 1, link dropped
    assert_eq!(value(&event!("99 01 0A 82 02 82 81 B8 02 01 05", ChannelStatus).channel), "0105");
    let status = event!(
        "99 01 0A 82 02 82 81 B8 02 81 00 B5 07 02 03 04 03 04 1F 02 3E 05 21 7F 00 00 01",
        ChannelStatus
    );
    assert!(status.bearer.is_some());
    assert_eq!(value(status.address.as_ref().unwrap()), "217F000001");
    // 7.5.12: UTRAN; UTRAN and E-UTRAN
    let change = event!("99 01 0B 82 02 82 81 BF 01 03", AccessTechnologyChange);
    assert_eq!(value(&change.technology), "03");
    let change = event!("99 01 14 82 02 82 81 BF 02 03 08", AccessTechnologiesChange);
    assert_eq!(value(&change.technologies), "0308");
    // 7.5.13
    let change = event!("99 01 0C 82 02 82 81 C0 03 10 8A 01", DisplayParametersChanged);
    assert_eq!(value(&change.parameters), "108A01");
    // 7.5.14: Bluetooth service 1
    let local = event!("99 01 0D 82 02 82 81 C1 03 01 01 AA C9 07 00 01 02 03 04 05 06", LocalConnection);
    assert_eq!(value(&local.service), "0101AA");
    assert!(local.remote.is_some());
    // 7.5.15: automatic; 7.5.16: HTTP 404; 7.5.17
    assert_eq!(value(&event!("99 01 0E 82 02 82 81 E5 01 01", NetworkSearchModeChange).mode), "01");
    assert_eq!(value(&event!("99 01 0F 82 02 82 81 E4 02 34 30", BrowsingStatus).status), "3430");
    let change = event!("99 01 10 82 02 82 81 E7 03 01 10 20", FramesInformationChange);
    assert_eq!(value(&change.frames), "011020");
    // 7.5.19: enable; 7.5.22: 45 seconds
    assert_eq!(value(&event!("99 01 16 82 02 82 81 D3 01 01", ContactlessStateRequest).request), "01");
    let poll = event!("99 01 1C 82 02 82 81 84 02 01 2D", PollIntervalNegotiation);
    assert_eq!(value(&poll.interval), "012D");
}

#[test]
fn encapsulated_events() {
    let profile = event!("99 01 19 82 02 82 81 8F 02 31 01 8E 03 01 00 08", ProfileContainer);
    assert_eq!((value(&profile.clients[0]), value(&profile.profiles[0])), ("3101".into(), "010008".into()));
    let secured =
        event!("99 01 1B 82 02 82 81 A1 03 80 00 01 E0 04 01 02 03 04 A2 02 AB CD", SecuredProfileContainer);
    assert_eq!(value(&secured.encrypted[0]), "ABCD");
    assert!(secured.mac.is_some() && secured.sequence.is_some());
}

#[test]
fn network_events() {
    // 3GPP TS 31.111 7.5.1
    assert_eq!(value(&event!("99 01 11 82 02 82 81 CB 01 81", WlanAccessStatus).status), "81");
    // 7.5.2: E-UTRAN, EPS attach, cause 15; 001-01 and TAC 0001
    let refused =
        event!("99 01 12 82 02 83 81 7D 05 00 F1 10 00 01 3F 01 08 74 01 09 75 01 0F", NetworkRejection);
    assert_eq!(value(&refused.cause), "0F");
    assert_eq!(value(&refused.update), "09");
    assert_eq!(value(refused.tracking_area.as_ref().unwrap()), "00F1100001");
    let refused =
        event!("99 01 12 82 02 83 81 73 06 00 F1 10 00 01 01 3F 01 03 74 01 03 75 01 07", NetworkRejection);
    assert!(refused.routing_area.is_some() && refused.location.is_none());
    // 7.5.3: entered, group 00000042, its name, 001-01
    let csg = event!(
        "99 01 15 82 02 82 81 BF 01 08 D5 02 01 80 56 04 00 00 08 5F 57 03 80 41 42 09 03 00 F1 10",
        CsgCellSelection
    );
    assert_eq!(value(&csg.status), "0180");
    assert_eq!(csg.plmn.unwrap().0.plmn().unwrap().to_string(), "001-01");
    assert!(csg.csg.is_some() && csg.name.is_some());
    // 7.5.20, 7.5.21: tel:1; 403
    let data = event!("99 01 18 82 02 83 81 F6 02 61 62", IncomingImsData);
    assert_eq!(value(&data.application), "6162");
    let registered = event!("99 01 17 82 02 82 81 77 07 80 05 74 65 6C 3A 31", ImsRegistration);
    assert_eq!(value(registered.identities.as_ref().unwrap()), "800574656C3A31");
    let refused = event!("99 01 17 82 02 82 81 78 03 34 30 33", ImsRegistration);
    assert_eq!(value(refused.status.as_ref().unwrap()), "343033");
    // 7.5.25: a PDU session is refused for reason 1A, 2026-01-02 03:04:05 UTC
    let change = event!(
        "99 01 1D 82 02 82 81 9D 01 01 AA 01 02 AE 01 1A 9C 01 85 A6 07 62 10 20 30 40 50 00 \
         93 07 00 F1 10 00 FF 00 01 BF 01 0A 9B 01 00 C7 05 04 74 65 73 74 0B 01 03",
        DataConnectionStatusChange
    );
    assert_eq!(
        (change.status, change.connection),
        (object::DataConnectionStatus::REJECTED, object::DataConnectionType::PDU,)
    );
    assert_eq!(value(change.cause.as_ref().unwrap()), "1A");
    assert_eq!(value(change.data_type.as_ref().unwrap()), "03");
    assert_eq!(value(change.access_point.as_ref().unwrap()), "0474657374");
    assert!(change.time.is_some() && change.technology.is_some() && change.location.is_some());
    // 7.5.26, 7.5.27
    let cag =
        event!("99 01 1E 82 02 82 81 BF 01 0A D5 01 01 D6 04 00 00 00 2A D7 02 41 42", CagCellSelection);
    assert_eq!(value(cag.groups.as_ref().unwrap()), "0000002A");
    let slices = event!("99 01 1F 82 02 82 81 D5 01 00 D6 02 01 01 F8 02 01 01", SlicesStatusChange);
    assert_eq!(value(slices.allowed.as_ref().unwrap()), "0101");
}

#[test]
fn what_else_there_is() {
    // ETSI TS 102 223 7.6.2: the file 3F00 7F10 5F3C 4F20; 7.7.2; 7.8.2
    let status = content!(
        read(0xDA, "82 02 82 81 92 09 01 3F 00 7F 10 5F 3C 4F 20 EB 01 01 EC 01 00"),
        MmsTransferStatus
    );
    assert_eq!(value(&status.status), "00");
    assert!(status.message.is_some());
    let waiting = content!(read(0xDB, "82 02 83 81 EF 02 8C 82 F0 00"), MmsNotificationDownload);
    assert_eq!(value(&waiting.notification), "8C82");
    assert!(waiting.last.is_some());
    let applications = content!(read(0xDC, "82 02 82 81 F1 04 00 50 04 41 F0 00"), TerminalApplications);
    assert_eq!(applications.applications.len(), 1);
    // 3GPP TS 31.111 7.10.2: the length of an ellipsoid point, and the point (3GPP TS 23.032 7.3.1)
    let place = content!(read(0xDD, "82 02 82 81 F7 08 07 00 40 00 00 00 00 00"), GeographicalLocationReport);
    assert_eq!(value(place.shape.as_ref().unwrap()), "0700400000000000");
    let place = content!(read(0xDD, "82 02 82 81 F8 04 24 47 50 52"), GeographicalLocationReport);
    assert!(place.sentence.is_some());
    let container =
        content!(read(0xDE, "82 02 82 81 A1 03 00 00 01 90 01 D3 A2 02 AB CD"), EnvelopeContainer);
    assert_eq!(value(container.kind.as_ref().unwrap()), "D3");
    let report = content!(read(0xDF, "82 02 82 81 F4 02 01 02"), ProseReport);
    assert_eq!(value(&report.report), "0102");
}

#[test]
fn unknown_envelopes_and_events() {
    let bytes = hex("E4 05 82 02 83 81 00");
    let envelope = Envelope::decode(&bytes).unwrap();
    assert_eq!(envelope.encode().unwrap(), bytes);
    assert_eq!(envelope.devices.source, Device::NETWORK);
    assert_eq!(content!(envelope, Unknown).value, bytes[2..]);
    let unknown = UnknownEnvelope { tag: 0xE0, value: hex("FF 00 80") };
    assert_eq!(Envelope::new(unknown.clone()).encode().unwrap(), hex("E0 03 FF 00 80"));

    // an object that is not known, of an event that is not known
    let bytes = hex("D6 0C 99 01 7E 82 02 02 81 7F 81 23 01 AB");
    let envelope = Envelope::decode(&bytes).unwrap();
    assert_eq!(envelope.encode().unwrap(), bytes);
    assert_eq!((envelope.others.len(), envelope.warnings.len()), (1, 0));
    let EnvelopeContent::EventDownload(unknown) = envelope.content else { panic!() };
    assert_eq!(unknown.event(), Some(Event(0x7E)));
    // two events, and none
    for list in ["99 02 04 05", "99 00"] {
        let EventDownload::Unknown(unknown) = event(&alloc::format!("{list} 82 02 82 81")) else { panic!() };
        assert_eq!(unknown.events.len(), hex(list).len() - 2);
    }
}

#[test]
fn what_is_refused() {
    for (bytes, result) in [
        // no device identities, no item, no event list, no status
        ("D3 03 90 01 02", GeneralResult::VALUES_MISSING),
        ("D3 04 82 02 01 81", GeneralResult::VALUES_MISSING),
        ("D6 04 82 02 82 81", GeneralResult::VALUES_MISSING),
        ("D6 07 99 01 03 82 02 82 81", GeneralResult::VALUES_MISSING),
        // an unknown object that must be understood; device identities that are none
        ("D3 0B 82 02 01 81 90 01 02 7F 81 23 00", GeneralResult::DATA_NOT_UNDERSTOOD),
        ("D3 06 82 01 01 90 01 02", GeneralResult::DATA_NOT_UNDERSTOOD),
        // a proactive command, nothing, lengths that lie
        ("D0 00", GeneralResult::DATA_NOT_UNDERSTOOD),
        ("", GeneralResult::DATA_NOT_UNDERSTOOD),
        ("D3 08 82 02 01 81 90 01 02", GeneralResult::DATA_NOT_UNDERSTOOD),
        ("D3 07 82 02 01 81 90 02 02", GeneralResult::DATA_NOT_UNDERSTOOD),
    ] {
        let error = Envelope::decode(&hex(bytes)).unwrap_err();
        assert_eq!(error.result, result, "{bytes}: {error}");
    }
    let error = Envelope::decode(&hex("D3 04 82 02 01 81")).unwrap_err();
    assert!(error.to_string().contains("item identifier"), "{error}");
}

#[test]
fn what_is_unusual() {
    // identities of another envelope, an unknown object, and one out of place
    let bytes = hex("D3 10 90 01 02 7F 01 23 01 AA 8D 02 04 41 82 02 82 81");
    let envelope = Envelope::decode(&bytes).unwrap();
    assert_eq!(
        envelope.warnings,
        [Warning::Devices, Warning::Unknown(Tag(0x0123)), Warning::Unexpected(Tag(0x0D))]
    );
    assert_eq!(envelope.encode().unwrap(), bytes);
    assert_eq!(envelope.others[0].form, Form { long_tag: true, ..Form::new(Tag(0x0123), false) });
    // to the terminal
    let bytes = hex("D6 07 99 01 04 82 02 82 82");
    assert_eq!(Envelope::decode(&bytes).unwrap().warnings, [Warning::Devices]);
    // what was read stays as it was, what was changed changes
    let mut envelope = Envelope::decode(&hex("D6 0A 82 02 82 81 19 01 03 9B 01 00")).unwrap();
    let EnvelopeContent::EventDownload(EventDownload::LocationStatus(status)) = &mut envelope.content else {
        panic!()
    };
    status.status = LocationStatus::decode(&[0x02]).unwrap();
    assert_eq!(envelope.encode().unwrap(), hex("D6 0A 82 02 82 81 19 01 03 9B 01 02"));
}

#[test]
fn every_event_has_its_struct() {
    for kind in Event::ALL {
        let decoded = Envelope::decode(&around(EVENT, &alloc::format!("99 01 {:02X} 82 02 82 81", kind.0)));
        match decoded {
            Ok(envelope) => {
                let EnvelopeContent::EventDownload(event) = envelope.content else { panic!() };
                assert_eq!(event.event(), Some(*kind));
            }
            Err(error) => assert_eq!(error.result, GeneralResult::VALUES_MISSING),
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn as_json() {
    let json = |envelope: &Envelope| serde_json::to_value(envelope).unwrap();
    assert_eq!(
        json(&Envelope::menu_selection(3, false)),
        serde_json::json!({"envelope": "menu selection", "source": "keypad", "destination": "UICC", "item": 3})
    );
    assert_eq!(
        json(&Envelope::event(UserActivityEvent {})),
        serde_json::json!({
            "envelope": "event download",
            "source": "terminal",
            "destination": "UICC",
            "event": "user activity",
        })
    );
    assert_eq!(
        json(&Envelope::decode(&hex("E4 02 AB CD")).unwrap()),
        serde_json::json!({
            "envelope": "envelope E4",
            "source": "terminal",
            "destination": "UICC",
            "value": "abcd",
        })
    );
    let refused = CallControlResponse::new(ControlResult::NOT_ALLOWED, ControlChanges::default());
    assert_eq!(serde_json::to_value(refused).unwrap(), serde_json::json!({"result": "not allowed"}));
}

/// Objects with tags and lengths that fit, so that more than the first is reached.
fn objects() -> impl Strategy<Value = Vec<u8>> {
    let tag = prop_oneof![4 => 0x01..=0x7E_u8, 4 => 0x81..=0xFE_u8, 1 => Just(0x99), 1 => Just(0x82)];
    let object = (tag, prop::collection::vec(any::<u8>(), 0..12)).prop_map(|(tag, value)| {
        let mut bytes = alloc::vec![tag, value.len() as u8];
        bytes.extend(value);
        bytes
    });
    prop::collection::vec(object, 0..8).prop_map(|objects| objects.concat())
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(envelope) = Envelope::decode(&bytes) {
            prop_assert_eq!(envelope.encode().unwrap(), bytes.clone());
        }
        if let Ok(response) = CallControlResponse::decode(&bytes) {
            prop_assert_eq!(response.encode().unwrap(), bytes);
        }
    }

    #[test]
    fn any_objects(tag in 0xD1..=0xE1_u8, kind in 0..0x22_u8, objects in objects()) {
        let head: &[u8] = &[0x99, 0x01, kind, 0x82, 0x02, 0x82, 0x81];
        let head = if tag == EVENT { head } else { &head[3..] };
        let mut bytes = alloc::vec![tag];
        crate::codec::ctlv::push_length(&mut bytes, head.len() + objects.len(), 1).unwrap();
        bytes.extend_from_slice(head);
        bytes.extend_from_slice(&objects);
        if let Ok(envelope) = Envelope::decode(&bytes) {
            prop_assert_eq!(envelope.encode().unwrap(), bytes);
            let _ = alloc::format!("{envelope:?}");
            #[cfg(feature = "serde")]
            serde_json::to_string(&envelope).unwrap();
        }
        let mut response = alloc::vec![tag & 0x03];
        crate::codec::ctlv::push_length(&mut response, objects.len(), 1).unwrap();
        response.extend(objects);
        if let Ok(decoded) = CallControlResponse::decode(&response) {
            prop_assert_eq!(decoded.encode().unwrap(), response);
        }
    }
}
