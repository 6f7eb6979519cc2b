//! Whole messages, worked out by hand from the layouts in 3GPP TS 23.040 9.2.2.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::time::Duration;

use hex_literal::hex;
use proptest::prelude::*;

use super::*;
use crate::codec::dcs::{MessageClass, SmsDcs};
use crate::codec::gsm7::Alphabet;
use crate::codec::{DecodeErrorKind, RelativeValidity};
use crate::files::content::{Content, MessageStatus, ShortMessage};

use Direction::{ToMobile, ToNetwork};

/// Reads a TPDU, and sees that it is written as it was.
fn decode(direction: Direction, bytes: &[u8]) -> Tpdu {
    let tpdu = Tpdu::decode(direction, bytes).unwrap();
    assert_eq!(tpdu.encode(), bytes, "{tpdu:?}");
    tpdu
}

fn deliver(bytes: &[u8]) -> Deliver {
    match decode(ToMobile, bytes) {
        Tpdu::Deliver(message) => message,
        other => panic!("{other:?}"),
    }
}

fn submit(bytes: &[u8]) -> Submit {
    match decode(ToNetwork, bytes) {
        Tpdu::Submit(message) => message,
        other => panic!("{other:?}"),
    }
}

fn text(text: &str) -> UserData {
    UserData::from_text(text, SmsDcs::GSM7, &Alphabet::DEFAULT, &Header::new()).unwrap()
}

#[test]
fn deliver_from_a_name_in_ucs2() {
    // every flag, PID 7F, class 2 in UCS2, zone -05:00
    let message = deliver(&hex!("A8 0D D0 D3747B18969301 7F 1A 6211227163040A 04 0411 0430"));
    assert_eq!(message.originator.to_string(), "SimCard");
    assert_eq!(message.text().as_deref(), Some("Ба"));
    assert_eq!(message.timestamp.to_string(), "2026-11-22T17:36:40-05:00");
    assert!(message.has_more_messages() && message.is_loop_prevented());
    assert!(message.is_status_report_indicated() && message.has_reply_path());
    assert!(message.is_sim_data_download() && !message.is_reserved_type());

    let made = Deliver::new(message.originator.clone(), message.timestamp, message.user_data.clone());
    assert!(!made.has_more_messages() && !made.has_reply_path() && !made.is_sim_data_download());
    let made = made.with_more_messages(true).with_status_report_indication(true).with_reply_path(true);
    assert_eq!(made.encode()[0], 0xA0);
}

// 9.2.3.1: the reserved type is read as an SMS-DELIVER; the spare bit 4 is kept
#[test]
fn spare_bits_are_kept() {
    let message = deliver(&hex!("17 04 81 2143 00 00 62112271630400 01 41"));
    assert!(message.is_reserved_type());
    assert_eq!(message.text().as_deref(), Some("A"));
}

#[test]
fn submit_with_all_kinds_of_validity() {
    let none = submit(&hex!("01 05 04 81 2143 00 00 02 C834"));
    assert_eq!((none.validity, none.reference, none.text().as_deref()), (None, 5, Some("Hi")));
    assert_eq!(none.destination.to_string(), "1234");

    let relative = submit(&hex!("B5 05 04 81 2143 00 00 A7 02 C834"));
    assert_eq!(relative.validity, Some(ValidityPeriod::Relative(RelativeValidity(0xA7))));
    assert_eq!(relative.validity.unwrap().duration(), Some(Duration::from_secs(24 * 3600)));
    assert!(
        relative.is_status_report_requested() && relative.rejects_duplicates() && relative.has_reply_path()
    );

    let absolute = submit(&hex!("19 05 04 81 2143 00 00 62112271630400 02 C834"));
    let Some(ValidityPeriod::Absolute(until)) = absolute.validity else { panic!() };
    assert_eq!(until.to_string(), "2026-11-22T17:36:40+00:00");
    assert_eq!(absolute.validity.unwrap().duration(), None);

    for (period, seconds, single_shot) in [
        (hex!("02 1E 0000000000"), Some(30), false),
        (hex!("41 00 0000000000"), Some(300), true),
        (hex!("03 10 20 30 000000"), Some(3600 + 2 * 60 + 3), false),
        (hex!("03 A0 20 30 000000"), None, false),
        (hex!("40 00 0000000000"), None, true),
        (hex!("05 01 0000000000"), None, false),
        (hex!("82 01 1E00000000"), None, false),
    ] {
        let bytes = [&hex!("09 05 04 81 2143 00 00")[..], &period, &hex!("02 C834")].concat();
        let Some(ValidityPeriod::Enhanced(read)) = submit(&bytes).validity else { panic!() };
        assert_eq!(read.duration(), seconds.map(Duration::from_secs));
        assert_eq!(read.is_single_shot(), single_shot);
    }
    assert_eq!(EnhancedValidity::seconds(30), EnhancedValidity(hex!("02 1E 0000000000")));

    let mut made = Submit::new("1234".parse().unwrap(), text("Hi"));
    made.reference = 5;
    assert_eq!(made, none);
    made.validity = relative.validity;
    let made = made.with_status_report_request(true).with_reject_duplicates(true).with_reply_path(true);
    assert_eq!(made, relative);
}

#[test]
fn status_reports() {
    let bytes = hex!("06 2A 0C 91 447700091032 62112271630400 62112271631400 46");
    let Tpdu::StatusReport(report) = decode(ToMobile, &bytes) else { panic!() };
    assert_eq!(report.recipient.to_string(), "+447700900123");
    assert_eq!((report.status.outcome(), report.status.name()), (Outcome::Failed, "validity period expired"));
    assert!(!report.has_more_messages() && !report.answers_command() && !report.is_loop_prevented());
    let made =
        StatusReport::new(42, report.recipient.clone(), report.timestamp, report.discharged, Status(0x46));
    assert_eq!(made, report);

    // with all that may follow
    let long = [&bytes[..], &hex!("07 00 08 04 0411 0430")].concat();
    let Tpdu::StatusReport(report) = decode(ToMobile, &long) else { panic!() };
    assert_eq!(report.parameters.protocol(), Some(ProtocolId::DEFAULT));
    assert_eq!(report.parameters.coding(), Some(SmsDcs::UCS2));
    assert_eq!(report.parameters.user_data().unwrap().text().as_deref(), Some("Ба"));

    // an indicator of things that are not there, one with an extension, and things that are not indicated
    for rest in
        [&hex!("07")[..], &hex!("07 00"), &hex!("FF FF 00"), &hex!("00 0102"), &hex!("87 00 00 00 02 C834")]
    {
        let bytes = [&bytes[..], rest].concat();
        let Tpdu::StatusReport(report) = decode(ToMobile, &bytes) else { panic!() };
        assert_eq!(report.status, Status(0x46));
    }
}

#[test]
fn commands() {
    let bytes = hex!("22 01 00 02 2A 0C 91 447700091032 02 AABB");
    let Tpdu::Command(command) = decode(ToNetwork, &bytes) else { panic!() };
    assert_eq!((command.kind, command.message, command.data()), (CommandType::DELETE, 42, &hex!("AABB")[..]));
    assert!(command.is_status_report_requested() && !command.is_header_indicated());
    let mut made = Command::new(CommandType::DELETE, 42, "+447700900123".parse().unwrap());
    made.reference = 1;
    let made = made.with_status_report_request(true);
    assert!(made.clone().with_data(&[0; 158]).is_err());
    assert_eq!(made.with_data(&hex!("AABB")).unwrap(), command);
}

#[test]
fn answers() {
    // taken
    let Tpdu::DeliverReport(report) = decode(ToNetwork, &hex!("00 00")) else { panic!() };
    assert_eq!(report, DeliverReport::new(None, Parameters::default()));
    decode(ToNetwork, &hex!("00"));
    // not taken: the card's toolkit is busy
    let Tpdu::DeliverReport(report) = decode(ToNetwork, &hex!("00 D4 00")) else { panic!() };
    assert_eq!(report.cause.unwrap().name(), "SIM toolkit busy");
    assert_eq!(report, DeliverReport::new(Some(FailureCause::TOOLKIT_BUSY), Parameters::default()));
    // the card's answer to data download: PID 7F, 8 bit data of class 2 (3GPP TS 31.111 7.1.1.2)
    let bytes = hex!("40 07 7F F6 05 027100 AABB");
    let Tpdu::DeliverReport(report) = decode(ToNetwork, &bytes) else { panic!() };
    let packet = report.parameters.user_data().unwrap();
    assert_eq!(packet.data(), Some(&hex!("AABB")[..]));
    assert_eq!(packet.elements().next().unwrap().element(), Element::SimToolkit(0x71, &[]));
    let made = Parameters::new(Some(ProtocolId::SIM_DATA_DOWNLOAD), Some(packet.clone()));
    assert_eq!(DeliverReport::new(None, made).encode(), bytes);

    let Tpdu::SubmitReport(report) = decode(ToMobile, &hex!("01 00 62112271630400")) else { panic!() };
    assert_eq!((report.cause, report.timestamp.is_valid()), (None, true));
    assert_eq!(report, SubmitReport::new(None, report.timestamp, Parameters::default()));
    let bytes = hex!("01 C5 06 62112271630400 00 02 C834");
    let Tpdu::SubmitReport(report) = decode(ToMobile, &bytes) else { panic!() };
    assert_eq!(report.cause.unwrap().name(), "rejected as a duplicate");
    assert_eq!(report.parameters().user_data().unwrap().text().as_deref(), Some("Hi"));
    let made = SubmitReport::new(report.cause, report.timestamp, Parameters::new(None, Some(text("Hi"))));
    assert_eq!(made.encode(), bytes);
    decode(ToMobile, &hex!("01 80 81 00 62112271630400"));
}

#[test]
fn what_is_no_tpdu() {
    let kind = |direction, bytes: &[u8]| Tpdu::decode(direction, bytes).unwrap_err().kind;
    assert_eq!(kind(ToMobile, &[]), DecodeErrorKind::Truncated { missing: 1 });
    assert_eq!(kind(ToNetwork, &[0x03]), DecodeErrorKind::Value(3));
    assert_eq!(kind(ToMobile, &[0; 256]), DecodeErrorKind::Length);
    for len in 0..17 {
        let bytes = hex!("04 04 81 2143 00 00 62112271630400 02 C834");
        assert!(
            matches!(Deliver::decode(&bytes[..len]), Err(error) if len < 15 && error.object == "SMS-DELIVER")
                || len >= 15,
            "{len}"
        );
    }
    assert_eq!(Submit::decode(&[0x00, 0, 0, 0]).unwrap_err().kind, DecodeErrorKind::Value(0));
    assert_eq!(Deliver::decode(&[0x01]).unwrap_err().kind, DecodeErrorKind::Value(1));
    // an address that goes beyond
    assert_eq!(kind(ToMobile, &hex!("04 FF 91 00")), DecodeErrorKind::Truncated { missing: 127 });
}

#[test]
fn pdus_of_modems() {
    let tpdu = hex!("04 0C 91 447700091032 00 00 62112271630400 05 C8329BFD06");
    let with = [&hex!("07 91 447700090000")[..], &tpdu].concat();
    let empty = [&[0x00][..], &tpdu].concat();

    let pdu = Pdu::detect(ToMobile, &with).unwrap();
    assert_eq!(pdu.service_centre().unwrap().to_string(), "+447700900000");
    assert_eq!((pdu.encode(), pdu.tpdu_len()), (with.clone(), tpdu.len()));
    assert_eq!(Pdu::new(Some(&"+447700900000".parse().unwrap()), pdu.tpdu.clone()).unwrap(), pdu);
    assert!(Pdu::new(Some(&"1".repeat(21).parse().unwrap()), pdu.tpdu.clone()).is_err());

    let pdu = Pdu::detect(ToMobile, &empty).unwrap();
    assert_eq!((pdu.has_service_centre_field(), pdu.service_centre(), pdu.encode()), (true, None, empty));
    assert_eq!(Pdu::new(None, pdu.tpdu.clone()).unwrap(), pdu);

    let pdu = Pdu::detect(ToMobile, &tpdu).unwrap();
    assert_eq!((pdu.has_service_centre_field(), pdu.encode()), (false, tpdu.to_vec()));
    let Tpdu::Deliver(message) = &pdu.tpdu else { panic!() };
    assert_eq!(message.text().as_deref(), Some("Hello"));

    for sent in
        [&hex!("01 05 04 81 2143 00 00 02 C834")[..], &hex!("11 00 0C 91 447700091032 00 08 A7 04 0411 0430")]
    {
        for before in [&hex!("07 91 447700090000")[..], &[0x00], &[]] {
            let pdu = Pdu::detect(ToNetwork, &[before, sent].concat()).unwrap();
            assert_eq!(pdu.has_service_centre_field(), !before.is_empty(), "{sent:02X?} {before:02X?}");
            assert_eq!(pdu.tpdu.encode(), sent);
        }
    }
    assert!(Pdu::decode(ToMobile, &[]).is_err());
    assert!(Pdu::decode(ToMobile, &[0x07, 0x91]).is_err());
    assert_eq!(Pdu::decode(ToMobile, &hex!("01 91 04")).unwrap_err().offset, 3);
    assert!(Pdu::detect(ToMobile, &[0x04]).is_err());
}

// Padding of a record looks like the end of a message that ends with FF.
#[test]
fn messages_on_the_card() {
    let ends_with_ff = UserData::from_bytes(&[0x01, 0xFF, 0xFF], SmsDcs::EIGHT_BIT, &Header::new()).unwrap();
    let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0).unwrap();
    let message = Deliver::new("123".parse().unwrap(), time, ends_with_ff);
    let record =
        ShortMessage::new(MessageStatus::UNREAD, None, &message.encode()).unwrap().encode(176).unwrap();
    let record = ShortMessage::decode(&record).unwrap();
    assert_eq!(Tpdu::from_record(&record), Some(Ok(Tpdu::Deliver(message))));

    let report = StatusReport::new(1, "123".parse().unwrap(), time, time, Status::DELIVERED);
    let record = ShortMessage::new(MessageStatus::READ, None, &report.encode()).unwrap();
    assert_eq!(Tpdu::from_record(&record), Some(Ok(Tpdu::StatusReport(report))));
    let command = Command::new(CommandType::ENQUIRY, 7, "123".parse().unwrap());
    let record = ShortMessage::new(MessageStatus::TO_BE_SENT, None, &command.encode()).unwrap();
    assert_eq!(Tpdu::from_record(&record), Some(Ok(Tpdu::Command(command))));

    assert_eq!(Tpdu::from_record(&ShortMessage::free()), None);
    let nothing = ShortMessage::new(MessageStatus::READ, None, &[]).unwrap();
    assert_eq!(Tpdu::from_record(&nothing), None);
    let broken = ShortMessage::new(MessageStatus::SENT, None, &[0x03]).unwrap();
    assert!(Tpdu::from_record(&broken).unwrap().is_err());
}

#[test]
fn debug_hides_what_is_said_and_to_whom() {
    let message = Submit::new("+447700900123".parse().unwrap(), text("my secret"));
    let shown =
        format!("{:?}", Pdu::new(Some(&"+447700900000".parse().unwrap()), Tpdu::Submit(message)).unwrap());
    assert!(!shown.contains("secret") && !shown.contains("4477009"), "{shown}");
    assert!(shown.contains("••••••••••23"), "{shown}");
}

#[cfg(feature = "serde")]
#[test]
fn serialising_shows_all() {
    use serde_json::json;

    let message = deliver(&hex!("44 04 81 2143 00 00 62112271630400 09 050003070201 9069"));
    assert_eq!(
        serde_json::to_value(&message).unwrap(),
        json!({
            "type": "SMS-DELIVER",
            "originator": "1234",
            "originator_type": "Unknown",
            "timestamp": "2026-11-22T17:36:40+00:00",
            "protocol": { "value": "00", "name": "default" },
            "coding": { "value": "00", "group": "general", "coding": "gsm7" },
            "more_messages": false,
            "user_data": {
                "length": 9,
                "header": [{ "id": "00", "data": "070201" }],
                "concatenation": { "reference": { "eight": 7 }, "total": 2, "sequence": 1 },
                "text": "Hi",
            },
        })
    );
    let relative = ValidityPeriod::Relative(RelativeValidity(0));
    assert_eq!(serde_json::to_value(relative).unwrap(), json!({ "format": "relative", "seconds": 300 }));
}

#[test]
fn class_2_is_for_the_card() {
    assert_eq!(SmsDcs(0xF6).class(), Some(MessageClass::Class2));
}

/// Bytes that look like messages.
fn likely() -> impl Strategy<Value = Vec<u8>> {
    let first = prop::sample::select(Vec::from(hex!("00 01 02 03 04 11 19 09 44 51 42 64")));
    let address = prop::sample::select(Vec::from([
        hex!("04 81 2143").to_vec(),
        hex!("0D D0 D3747B18969301").to_vec(),
        hex!("00 91").to_vec(),
    ]));
    let rest = prop::collection::vec(any::<u8>(), 0..180);
    (first, prop::option::of(any::<u8>()), address, rest).prop_map(|(first, reference, address, rest)| {
        Vec::from_iter([first].into_iter().chain(reference).chain(address).chain(rest))
    })
}

proptest! {
    #[test]
    fn what_is_read_is_written_as_it_was(bytes in prop_oneof![likely(), prop::collection::vec(any::<u8>(), 0..200)]) {
        for direction in [ToMobile, ToNetwork] {
            if let Ok(tpdu) = Tpdu::decode(direction, &bytes) {
                prop_assert_eq!(tpdu.encode(), &bytes[..]);
                let _ = format!("{tpdu:?}");
                if let Some(data) = tpdu.user_data() {
                    let _ = (data.text(), data.concatenation());
                }
                #[cfg(feature = "serde")]
                serde_json::to_string(&tpdu).unwrap();
            }
            for pdu in [Pdu::decode(direction, &bytes), Pdu::detect(direction, &bytes)].into_iter().flatten() {
                prop_assert_eq!(pdu.encode(), &bytes[..]);
            }
        }
    }

    #[test]
    fn records_never_panic(bytes in prop::collection::vec(any::<u8>(), 1..180)) {
        if let Ok(record) = ShortMessage::decode(&bytes) {
            let _ = Tpdu::from_record(&record);
        }
    }
}
