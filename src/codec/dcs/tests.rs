use alloc::vec::Vec;

use hex_literal::hex;
use proptest::prelude::*;

use super::*;

use Coding::{EightBit, Gsm7, Ucs2};
use MessageClass::{Class0, Class1, Class2, Class3};

// Worked out from the table in clause 4.
#[test]
fn short_message_schemes() {
    for (byte, group, coding, class, compressed, reserved) in [
        (0x00, SmsGroup::General, Gsm7, None, false, false),
        (0x04, SmsGroup::General, EightBit, None, false, false),
        (0x08, SmsGroup::General, Ucs2, None, false, false),
        (0x0C, SmsGroup::General, Gsm7, None, false, true),
        (0x03, SmsGroup::General, Gsm7, None, false, false),
        (0x10, SmsGroup::General, Gsm7, Some(Class0), false, false),
        (0x16, SmsGroup::General, EightBit, Some(Class2), false, false),
        (0x19, SmsGroup::General, Ucs2, Some(Class1), false, false),
        (0x20, SmsGroup::General, Gsm7, None, true, false),
        (0x3B, SmsGroup::General, Ucs2, Some(Class3), true, false),
        (0x3F, SmsGroup::General, Gsm7, Some(Class3), true, true),
        (0x40, SmsGroup::AutomaticDeletion, Gsm7, None, false, false),
        (0x5A, SmsGroup::AutomaticDeletion, Ucs2, Some(Class2), false, false),
        (0x74, SmsGroup::AutomaticDeletion, EightBit, Some(Class0), true, false),
        (0x80, SmsGroup::Reserved, Gsm7, None, false, true),
        (0xBF, SmsGroup::Reserved, Gsm7, None, false, true),
        (0xC8, SmsGroup::MessageWaitingDiscard, Gsm7, None, false, false),
        (0xD1, SmsGroup::MessageWaitingStore, Gsm7, None, false, false),
        (0xEA, SmsGroup::MessageWaitingStoreUcs2, Ucs2, None, false, false),
        (0xF0, SmsGroup::CodingAndClass, Gsm7, Some(Class0), false, false),
        (0xF5, SmsGroup::CodingAndClass, EightBit, Some(Class1), false, false),
        (0xF6, SmsGroup::CodingAndClass, EightBit, Some(Class2), false, false),
        (0xFB, SmsGroup::CodingAndClass, Gsm7, Some(Class3), false, false),
    ] {
        let dcs = SmsDcs(byte);
        assert_eq!(dcs.group(), group, "{byte:02X}");
        assert_eq!(dcs.coding(), coding, "{byte:02X}");
        assert_eq!(dcs.class(), class, "{byte:02X}");
        assert_eq!((dcs.is_compressed(), dcs.is_reserved()), (compressed, reserved), "{byte:02X}");
    }
}

#[test]
fn messages_that_wait() {
    for (byte, kind, active, store) in [
        (0xC0, WaitingKind::Voicemail, false, false),
        (0xC9, WaitingKind::Fax, true, false),
        (0xD8, WaitingKind::Voicemail, true, true),
        (0xD2, WaitingKind::Email, false, true),
        (0xEB, WaitingKind::Other, true, true),
    ] {
        assert_eq!(SmsDcs(byte).message_waiting(), Some(MessageWaiting { kind, active, store }));
        assert_eq!(WaitingKind::from_value(byte).value(), byte & 0x03);
    }
    assert_eq!(SmsDcs(0x08).message_waiting(), None);
    assert_eq!(SmsDcs(0xF8).message_waiting(), None);
}

#[test]
fn every_short_message_scheme() {
    for byte in 0..=0xFF {
        let dcs = SmsDcs(byte);
        let high = byte >> 4;
        assert_eq!(dcs.is_deleted_after_reading(), (0x40..0x80).contains(&byte));
        assert_eq!(dcs.message_waiting().is_some(), (0xC0..0xF0).contains(&byte));
        assert_eq!(dcs.is_compressed(), byte < 0x80 && byte & 0x20 != 0);
        assert_eq!(dcs.is_reserved(), byte < 0x80 && byte & 0x0C == 0x0C || (8..=0xB).contains(&high));
        assert_eq!(dcs.class().is_some(), byte < 0x80 && byte & 0x10 != 0 || high == 0xF);
        if dcs.is_reserved() {
            assert_eq!(dcs.coding(), Gsm7);
        }
        let with_class = dcs.with_class(Class2);
        assert_eq!((with_class.coding(), with_class.class()), (dcs.coding(), Some(Class2)));
    }
    for coding in [Gsm7, EightBit, Ucs2] {
        assert_eq!(SmsDcs::new(coding).coding(), coding);
        assert_eq!(CbsDcs::new(coding).coding(), coding);
        assert!(!CbsDcs::new(coding).is_reserved());
    }
}

// Worked out from the table in clause 5.
#[test]
fn broadcast_schemes() {
    for (byte, group, coding, language, class) in [
        (0x00, CbsGroup::Language, Gsm7, Some("de"), None),
        (0x01, CbsGroup::Language, Gsm7, Some("en"), None),
        (0x0E, CbsGroup::Language, Gsm7, Some("pl"), None),
        (0x0F, CbsGroup::Language, Gsm7, None, None),
        (0x10, CbsGroup::LanguageIndication, Gsm7, None, None),
        (0x11, CbsGroup::LanguageIndication, Ucs2, None, None),
        (0x12, CbsGroup::Reserved, Gsm7, None, None),
        (0x1F, CbsGroup::Reserved, Gsm7, None, None),
        (0x20, CbsGroup::Language, Gsm7, Some("cs"), None),
        (0x24, CbsGroup::Language, Gsm7, Some("is"), None),
        (0x25, CbsGroup::Reserved, Gsm7, None, None),
        (0x30, CbsGroup::Reserved, Gsm7, None, None),
        (0x40, CbsGroup::General, Gsm7, None, None),
        (0x44, CbsGroup::General, EightBit, None, None),
        (0x48, CbsGroup::General, Ucs2, None, None),
        (0x4C, CbsGroup::Reserved, Gsm7, None, None),
        (0x5A, CbsGroup::General, Ucs2, None, Some(Class2)),
        (0x80, CbsGroup::Reserved, Gsm7, None, None),
        (0x91, CbsGroup::UserDataHeader, Gsm7, None, Some(Class1)),
        (0x98, CbsGroup::UserDataHeader, Ucs2, None, Some(Class0)),
        (0xA0, CbsGroup::Reserved, Gsm7, None, None),
        (0xCF, CbsGroup::Reserved, Gsm7, None, None),
        (0xD0, CbsGroup::I1Protocol, EightBit, None, None),
        (0xE0, CbsGroup::Wap, EightBit, None, None),
        (0xF0, CbsGroup::CodingAndClass, Gsm7, None, None),
        (0xF3, CbsGroup::CodingAndClass, Gsm7, None, Some(Class3)),
        (0xF6, CbsGroup::CodingAndClass, EightBit, None, Some(Class2)),
    ] {
        let dcs = CbsDcs(byte);
        assert_eq!(dcs.group(), group, "{byte:02X}");
        assert_eq!(dcs.coding(), coding, "{byte:02X}");
        assert_eq!(dcs.language(), language, "{byte:02X}");
        assert_eq!(dcs.class(), class, "{byte:02X}");
    }
}

#[test]
fn every_broadcast_scheme() {
    let languages: Vec<_> = (0..=0xFF).filter_map(|byte| CbsDcs(byte).language()).collect();
    assert_eq!(languages.len(), 20);
    for byte in 0..=0xFF {
        let dcs = CbsDcs(byte);
        assert_eq!(dcs.is_compressed(), (0x60..0x80).contains(&byte) && byte & 0x0C != 0x0C);
        assert_eq!(dcs.has_language_indication(), byte == 0x10 || byte == 0x11);
        assert_eq!(dcs.has_user_data_header(), (0x90..0x9C).contains(&byte));
        if dcs.is_reserved() {
            assert_eq!((dcs.coding(), dcs.language(), dcs.class()), (Gsm7, None, None));
        }
    }
}

fn text(language: Option<&str>, text: &str) -> Option<CbsText> {
    Some(CbsText { language: language.map(String::from), text: text.into() })
}

#[test]
fn broadcast_text() {
    use crate::codec::gsm7::pack_ussd;

    assert_eq!(CbsDcs(0x01).decode(&hex!("C834")), text(Some("en"), "Hi"));
    assert_eq!(CbsDcs(0x48).decode(&hex!("0411 0430")), text(None, "Ба"));
    let packed = pack_ussd(&Alphabet::DEFAULT.encode("EN\rYes").unwrap());
    assert_eq!(CbsDcs(0x10).decode(&packed), text(Some("en"), "Yes"));
    assert_eq!(CbsDcs(0x0F).decode(&packed), text(None, "EN\rYes"));
    // no language although the scheme says so: nothing is lost
    let packed = pack_ussd(&Alphabet::DEFAULT.encode("12\rYes").unwrap());
    assert_eq!(CbsDcs(0x10).decode(&packed), text(None, "12\rYes"));
    // "ru": 72, 75: 1110010 and 1110101 make F2 3A
    assert_eq!(CbsDcs(0x11).decode(&hex!("F23A 0411 0430")), text(Some("ru"), "Ба"));
    assert_eq!(CbsDcs(0x11).decode(&hex!("0411 0430")), text(None, "Ба"));
    for byte in [0x44, 0x60, 0x91, 0xD0] {
        assert_eq!(CbsDcs(byte).decode(&hex!("C834")), None);
    }
}

#[cfg(feature = "serde")]
#[test]
fn schemes_serialise_as_what_they_mean() {
    use serde_json::json;

    assert_eq!(
        serde_json::to_value(SmsDcs(0xD8)).unwrap(),
        json!({
            "value": "d8", "group": "message_waiting_store", "coding": "gsm7",
            "message_waiting": { "kind": "voicemail", "active": true, "store": true },
        })
    );
    assert_eq!(
        serde_json::to_value(CbsDcs(0x23)).unwrap(),
        json!({ "value": "23", "group": "language", "coding": "gsm7", "language": "ru" })
    );
}

proptest! {
    #[test]
    fn random_bytes_never_panic(scheme: u8, bytes: Vec<u8>) {
        CbsDcs(scheme).decode(&bytes);
    }
}
