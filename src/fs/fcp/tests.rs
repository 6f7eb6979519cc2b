use alloc::vec;
use alloc::vec::Vec;

use hex_literal::hex;
use proptest::prelude::*;

use super::*;
use crate::codec::ber::push_tlv;
use crate::fs::access::{Access, AccessMode, Authentication, Condition, SecurityByte};
use crate::fs::{ClockStop, FileInfo, FileType, SelectResponse};

/// An MF by the table of ETSI TS 102 221 11.1.1.3.1, with all objects of 11.1.1.4.6 that it can have.
const MF: &[u8] = &hex!(
    "62 2E"
    "82 02 78 21" "83 02 3F00"
    "A5 0E" "80 01 71" "83 03 01E240" "87 01 01" "88 01 09"
    "8A 01 05" "8B 03 2F0602"
    "C6 0C" "90 01 60" "83 01 01" "83 01 81" "83 01 0A"
);

/// An ADF by the same table, with its rules in the expanded format.
const ADF: &[u8] = &hex!(
    "62 4E"
    "82 02 78 21" "83 02 7FF0" "84 0C A0000000871002FFFFFFFF89"
    "A5 08" "81 03 02 0A 28" "82 01 0A"
    "8A 01 07"
    "AB 17" "80 01 01 90 00" "80 01 42 A4 06 83 01 0A 95 01 08" "84 01 32 97 00" "9C 00"
    "81 02 1234"
    "C6 0C" "90 01 80" "95 01 08" "83 01 11" "83 01 01"
);

/// A linear fixed file with compact rules, and 5 records of 110 bytes: the table of 11.1.1.3.2.
const EF: &[u8] = &hex!("62 1D" "82 05 4221006E05" "83 02 6F40" "8A 01 05" "8C 03 03 10 00" "80 02 0226" "81 02 0230" "88 00");

fn within(object: &'static str, offset: usize, kind: DecodeErrorKind) -> DecodeError {
    DecodeError::new(object, offset, kind)
}

fn tlv(tag: u32, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    push_tlv(&mut out, Tag(tag), value).unwrap();
    out
}

fn fcp(content: &[u8]) -> Vec<u8> {
    tlv(0x62, content)
}

#[test]
fn master_file() {
    let mf = Fcp::parse(MF).unwrap();
    let descriptor = mf.file_descriptor().unwrap().unwrap();
    assert_eq!((descriptor.file_type, descriptor.structure), (FileType::Directory, Structure::Directory));
    assert!(descriptor.shareable);
    assert_eq!(descriptor.data_coding, Some(0x21));
    assert_eq!(mf.file_id(), Ok(Some(FileId::MF)));
    assert_eq!(mf.df_name(), Ok(None));
    assert_eq!((mf.file_size(), mf.total_file_size()), (Ok(None), Ok(None)));
    assert_eq!(mf.sfi(), Ok(Sfi::NotSupported));
    assert_eq!(mf.life_cycle(), Ok(Some(LifeCycle::Activated)));

    let Some(Security::Referenced(rule)) = mf.security().unwrap() else { panic!("not referenced") };
    assert_eq!(rule.records().collect::<Vec<_>>(), [(None, 2)]);

    let proprietary = mf.proprietary().unwrap();
    let contacts =
        UiccCharacteristics { clock_stop: ClockStop::Allowed, class_a: true, class_b: true, class_c: true };
    assert_eq!(proprietary.uicc_characteristics(), Ok(Some(contacts)));
    assert_eq!(proprietary.available_memory(), Ok(Some(123_456)));
    assert_eq!(proprietary.system_commands(), Ok(Some(SystemCommands { terminal_capability: true })));
    let environment = Environment { temperature: TemperatureClass::A, high_humidity: true };
    assert_eq!(proprietary.environment(), Ok(Some(environment)));
    assert_eq!(proprietary.minimum_clock_khz(), Ok(None));
    assert_eq!(proprietary.objects().count(), 4);
    assert_eq!(proprietary.vendor().count() + proprietary.unknown().count(), 0);

    // PS_DO 60 = 0110 0000: the first is disabled
    let pins: Result<Vec<_>, _> = mf.pin_status().unwrap().collect();
    let pin = |key_reference, enabled| PinStatus { key_reference, enabled, usage: None };
    assert_eq!(pins.unwrap(), [pin(0x01, false), pin(0x81, true), pin(0x0A, true)]);
    assert_eq!(mf.unknown().count(), 0);
}

#[test]
fn application() {
    let adf = Fcp::parse(ADF).unwrap();
    assert_eq!(adf.df_name(), Ok(Some(&hex!("A0000000871002FFFFFFFF89")[..])));
    assert_eq!(adf.aid().unwrap().unwrap().application(), Some(crate::fs::Application::Usim));
    assert_eq!(adf.life_cycle(), Ok(Some(LifeCycle::Activated)));
    assert_eq!(adf.total_file_size(), Ok(Some(0x1234)));

    let proprietary = adf.proprietary().unwrap();
    let power = PowerConsumption { voltage_class: 2, milliamperes: Some(10), reference_khz: Some(4000) };
    assert_eq!(proprietary.power_consumption().collect::<Vec<_>>(), [Ok(power)]);
    assert_eq!(proprietary.minimum_clock_khz(), Ok(Some(1000)));

    let Some(Security::Expanded(rules)) = adf.security().unwrap() else { panic!("not expanded") };
    let rules: Vec<_> = rules.map(|rule| rule.unwrap()).collect();
    assert_eq!(rules.len(), 4);
    assert_eq!(rules[0].access, Access::Mode(AccessMode::DELETE_CHILD));
    assert!(matches!(rules[0].conditions.clone().next(), Some(Ok(Condition::Always))));
    assert_eq!(rules[1].access, Access::Mode(AccessMode::CREATE_EF | AccessMode::DELETE));
    let Some(Ok(Condition::Authentication(key))) = rules[1].conditions.clone().next() else {
        panic!("no key")
    };
    assert_eq!(key, Authentication { key_reference: Some(0x0A), usage: Some(0x08) });
    let Access::Commands(commands) = rules[2].access else { panic!("no commands") };
    assert_eq!(commands.iter().next().unwrap().instruction, Some(0x32));
    assert!(matches!(rules[2].conditions.clone().next(), Some(Ok(Condition::Never))));
    assert!(rules[3].conditions.clone().next().is_none());

    let pins: Result<Vec<_>, _> = adf.pin_status().unwrap().collect();
    let universal = PinStatus { key_reference: 0x11, enabled: true, usage: Some(0x08) };
    // the qualifier is for the one PIN that follows it
    assert_eq!(pins.unwrap(), [universal, PinStatus { key_reference: 0x01, enabled: false, usage: None }]);
}

#[test]
fn elementary_file() {
    let ef = Fcp::parse(EF).unwrap();
    let descriptor = ef.file_descriptor().unwrap().unwrap();
    assert_eq!((descriptor.record_len, descriptor.records), (Some(110), Some(5)));
    assert_eq!((ef.file_size(), ef.total_file_size()), (Ok(Some(550)), Ok(Some(560))));
    assert_eq!(ef.sfi(), Ok(Sfi::NotSupported));
    let Some(Security::Compact(rules)) = ef.security().unwrap() else { panic!("not compact") };
    let rules: Result<Vec<_>, _> = rules.collect();
    assert_eq!(
        rules.unwrap(),
        [(AccessMode::UPDATE, SecurityByte(0x10)), (AccessMode::READ, SecurityByte::ALWAYS)]
    );
    let info = FileInfo::from(&ef);
    assert_eq!(info, SelectResponse::parse(EF).unwrap().info());
    assert_eq!((info.record_len, info.records, info.size), (Some(110), Some(5), Some(550)));
}

#[test]
fn proprietary_objects_of_ber_tlv_files() {
    let bytes = fcp(&hex!(
        "82 02 7921 A5 1B 84 01 01 85 02 0100 86 03 010000 89 02 ABCD C0 01 40 D2 00 9F10 01 05 01 00"
    ));
    let file = Fcp::parse(&bytes).unwrap();
    assert_eq!(file.file_descriptor().unwrap().unwrap().structure, Structure::BerTlv);
    let proprietary = file.proprietary().unwrap();
    assert_eq!(proprietary.file_details(), Ok(Some(FileDetails { der_only: true })));
    assert_eq!(proprietary.reserved_file_size(), Ok(Some(256)));
    assert_eq!(proprietary.maximum_file_size(), Ok(Some(65_536)));
    assert_eq!(proprietary.p2p_cat_secured_apdu(), Ok(Some(&[0xAB, 0xCD][..])));
    let tags = |tlv: Result<Tlv<'_>, _>| tlv.unwrap().tag.0;
    assert_eq!(proprietary.vendor().map(tags).collect::<Vec<_>>(), [0xC0, 0xD2]);
    assert_eq!(proprietary.unknown().map(tags).collect::<Vec<_>>(), [0x9F10, 0x01]);
}

#[test]
fn what_is_not_indicated_is_absent() {
    let bytes = fcp(&hex!("A5 0D 81 03 01 FF FF 81 03 04 3C C8 82 01 FF"));
    let file = Fcp::parse(&bytes).unwrap();
    let proprietary = file.proprietary().unwrap();
    let power: Vec<_> = proprietary.power_consumption().collect();
    let none = PowerConsumption { voltage_class: 1, milliamperes: None, reference_khz: None };
    let most = PowerConsumption { voltage_class: 4, milliamperes: Some(60), reference_khz: Some(20_000) };
    assert_eq!(power, [Ok(none), Ok(most)]);
    assert_eq!(proprietary.minimum_clock_khz(), Ok(None));
}

#[test]
fn characteristics() {
    // ETSI TS 102 221 11.1.1.4.6.1
    for (byte, clock_stop, classes) in [
        (0x00, ClockStop::Never, [false; 3]),
        (0x14, ClockStop::OnlyHigh, [true, false, false]),
        (0x28, ClockStop::OnlyLow, [false, true, false]),
        (0x45, ClockStop::HighPreferred, [false, false, true]),
        (0x69, ClockStop::LowPreferred, [false, true, true]),
        (0x0C, ClockStop::Unknown(0x0C), [false; 3]),
    ] {
        let bytes = fcp(&[0xA5, 3, 0x80, 1, byte]);
        let it = Fcp::parse(&bytes).unwrap().proprietary().unwrap().uicc_characteristics().unwrap().unwrap();
        assert_eq!(
            (it.clock_stop, [it.class_a, it.class_b, it.class_c]),
            (clock_stop, classes),
            "{byte:02X}"
        );
    }
}

#[test]
fn wrappers_and_padding() {
    let plain = Fcp::parse(EF).unwrap();
    let mut padded = EF.to_vec();
    padded.extend([0xFF, 0x00, 0xFF]);
    assert_eq!(Fcp::parse(&padded).unwrap(), plain);

    let wrapped = tlv(0x6F, &[EF, &hex!("64 02 50 00")].concat());
    let wrapped = Fcp::parse(&wrapped).unwrap();
    assert_eq!(wrapped.file_size(), Ok(Some(550)));
    assert_eq!(FileInfo::from(&wrapped), FileInfo::from(&plain));

    let mut direct = EF.to_vec();
    direct[0] = 0x6F;
    assert_eq!(FileInfo::from(&Fcp::parse(&direct).unwrap()), FileInfo::from(&plain));

    // a length of two bytes, and padding between the objects
    let long = hex!("62 81 0C 82 02 41 21 FF FF 83 02 2F E2 00 00");
    let info = FileInfo::from(&Fcp::parse(&long).unwrap());
    assert_eq!((info.structure, info.file_id), (Structure::Transparent, Some(FileId(0x2FE2))));
}

#[test]
fn order_does_not_matter_and_the_first_counts() {
    let bytes = fcp(&hex!("88 01 10 C7 01 AA 83 02 2FE2 82 02 4121 83 02 3F00 80 02 000A"));
    let file = Fcp::parse(&bytes).unwrap();
    assert_eq!(file.file_id(), Ok(Some(FileId(0x2FE2))));
    assert_eq!(file.sfi(), Ok(Sfi::Explicit(2)));
    assert_eq!(file.objects().filter(|object| object.tag == Tag(0x83)).count(), 2);
    let unknown: Vec<_> = file.unknown().map(|object| (object.tag, object.value, object.offset())).collect();
    assert_eq!(unknown, [(Tag(0xC7), &[0xAA][..], 5)]);
    assert!(alloc::format!("{file:?}").starts_with("Fcp[Tlv(88, 1 bytes, at 2)"));
}

#[test]
fn lying_lengths_are_errors() {
    for cut in 0..EF.len() {
        let error = Fcp::parse(&EF[..cut]).unwrap_err();
        assert_eq!((error.object, matches!(error.kind, DecodeErrorKind::Truncated { .. })), ("FCP", true));
    }
    // the template ends within its last object, or before it
    let mut short = EF.to_vec();
    short[1] = 0x1C;
    let missing = DecodeErrorKind::Truncated { missing: 1 };
    assert_eq!(Fcp::parse(&short), Err(within("FCP", 30, missing)));
    short[1] = 0x1B;
    assert_eq!(Fcp::parse(&short), Err(within("FCP", 29, DecodeErrorKind::Trailing { extra: 2 })));
    // an object longer than the template
    assert_eq!(Fcp::parse(&hex!("62 04 82 03 41 21")), Err(within("FCP", 4, missing)));
    for other in [&hex!("61 02 4F 00")[..], &hex!("85 00"), &hex!("FF FF")] {
        assert_eq!(Fcp::parse(other), Err(within("FCP", 0, DecodeErrorKind::Tag)));
    }
}

#[test]
fn wrong_lengths_spoil_their_own_accessor_only() {
    use DecodeErrorKind::{Length, Missing, Value};
    let bytes = fcp(&hex!(
        "82 00 83 01 6F 84 00 80 00 81 05 0100000000 88 01 11 8A 00 8B 02 6F06 A5 0A 80 00 83 00 81 01 01 8201FF C6 03 83 01 01"
    ));
    let file = Fcp::parse(&bytes).unwrap();
    assert_eq!(file.file_descriptor(), Err(within("FCP file descriptor (82)", 4, Length)));
    assert_eq!(file.file_id(), Err(within("FCP file identifier (83)", 6, Length)));
    assert_eq!(file.df_name(), Err(within("FCP DF name (84)", 9, Length)));
    assert_eq!(file.aid(), Err(within("FCP DF name (84)", 9, Length)));
    assert_eq!(file.file_size(), Err(within("FCP file size (80)", 11, Length)));
    assert_eq!(file.total_file_size(), Err(within("FCP total file size (81)", 13, Length)));
    assert_eq!(file.sfi(), Err(within("FCP short file identifier (88)", 20, Value(0x11))));
    assert_eq!(file.life_cycle(), Err(within("FCP life cycle status (8A)", 23, Length)));
    assert_eq!(file.security().unwrap_err(), within("FCP security attributes (8B)", 25, Length));
    let proprietary = file.proprietary().unwrap();
    let error = within("FCP UICC characteristics (A5 80)", 31, Length);
    assert_eq!(proprietary.uicc_characteristics(), Err(error));
    assert_eq!(proprietary.available_memory(), Err(within("FCP available memory (A5 83)", 33, Length)));
    let error = within("FCP application power consumption (A5 81)", 35, Length);
    assert_eq!(proprietary.power_consumption().collect::<Vec<_>>(), [Err(error)]);
    let pins: Vec<_> = file.pin_status().unwrap().collect();
    assert_eq!(pins, [Err(within("FCP PIN status template (C6)", 39, Missing("PS_DO (90)")))]);
    // nothing of that is usable, and nothing is made up
    let info = FileInfo::from(&file);
    assert_eq!((info.structure, info.size, info.sfi), (Structure::Unknown(0), None, Sfi::NotSupported));
}

#[test]
fn malformed_proprietary_templates_say_so() {
    let bytes = fcp(&hex!("A5 06 80 01 71 C0 05 01"));
    let file = Fcp::parse(&bytes).unwrap();
    let proprietary = file.proprietary().unwrap();
    assert!(proprietary.uicc_characteristics().unwrap().is_some());
    let error = within("FCP proprietary information (A5)", 9, DecodeErrorKind::Truncated { missing: 4 });
    assert_eq!(proprietary.available_memory(), Err(error));
    assert_eq!(proprietary.vendor().collect::<Vec<_>>(), [Err(error)]);
}

#[test]
fn nine_pins_need_two_bytes() {
    let keys: Vec<u8> = (1..=9).flat_map(|key| [0x83, 0x01, key]).collect();
    let template = |bits: &[u8]| fcp(&tlv(0xC6, &[&keys[..], &tlv(0x90, bits)].concat()));
    let bytes = template(&[0x01, 0x80]);
    let pins: Result<Vec<_>, _> = Fcp::parse(&bytes).unwrap().pin_status().unwrap().collect();
    let enabled: Vec<_> =
        pins.unwrap().iter().filter(|pin| pin.enabled).map(|pin| pin.key_reference).collect();
    assert_eq!(enabled, [8, 9]);

    let bytes = template(&[0x01]);
    let pins: Vec<_> = Fcp::parse(&bytes).unwrap().pin_status().unwrap().collect();
    assert_eq!(pins.len(), 9);
    let missing = DecodeErrorKind::Missing("bit in the PS_DO (90)");
    assert_eq!(pins[8], Err(within("FCP PIN status template (C6)", 28, missing)));
}

#[cfg(feature = "serde")]
#[test]
fn as_json() {
    let json = serde_json::to_value(Fcp::parse(MF).unwrap()).unwrap();
    let expected = serde_json::json!({
        "file_descriptor": {
            "shareable": true, "file_type": "directory", "structure": "directory",
            "data_coding": 0x21, "record_len": null, "records": null,
        },
        "file_id": "3F00",
        "df_name": null,
        "sfi": "not_supported",
        "life_cycle": "activated",
        "file_size": null,
        "total_file_size": null,
        "security": {"referenced": {"file_id": "2F06", "records": [{"environment": null, "record": 2}]}},
        "proprietary": {
            "uicc_characteristics": {"clock_stop": "allowed", "class_a": true, "class_b": true, "class_c": true},
            "available_memory": 123_456,
            "system_commands": {"terminal_capability": true},
            "environment": {"temperature": "a", "high_humidity": true},
            "vendor": [],
            "unknown": [],
        },
        "pin_status": [
            {"key_reference": "01", "enabled": false, "usage": null},
            {"key_reference": "81", "enabled": true, "usage": null},
            {"key_reference": "0A", "enabled": true, "usage": null},
        ],
        "unknown": [],
    });
    assert_eq!(json, expected);

    let json = serde_json::to_value(Fcp::parse(ADF).unwrap()).unwrap();
    let expected = serde_json::json!({"expanded": [
        {"access": ["delete child"], "conditions": ["always"]},
        {"access": ["create EF", "delete"],
         "conditions": [{"authentication": {"key_reference": "0A", "usage": "08"}}]},
        {"access": {"commands": ["..32...."]}, "conditions": ["never"]},
        {"access": {"other": "9C00"}, "conditions": []},
    ]});
    assert_eq!(json["security"], expected);
    assert_eq!(json["df_name"], "A0000000871002FFFFFFFF89");

    let json = serde_json::to_value(SelectResponse::parse(EF).unwrap()).unwrap();
    let user = serde_json::json!({
        "needs_all": false, "secure_messaging": false, "external_authentication": false,
        "user_authentication": true, "environment": null,
    });
    let expected = serde_json::json!({"compact": [
        {"access": ["update"], "condition": user},
        {"access": ["read"], "condition": "always"},
    ]});
    assert_eq!(json["uicc"]["security"], expected);

    let bytes = fcp(&hex!("82 00 C7 02 ABCD A5 02 80 00"));
    let json = serde_json::to_value(Fcp::parse(&bytes).unwrap()).unwrap();
    let error = "FCP file descriptor (82): malformed length (at byte 4)";
    assert_eq!(json["file_descriptor"], serde_json::json!({"error": error}));
    assert_eq!(json["unknown"], serde_json::json!([{"tag": "C7", "value": "ABCD"}]));
    let error = "FCP UICC characteristics (A5 80): malformed length (at byte 12)";
    assert_eq!(json["proprietary"]["uicc_characteristics"], serde_json::json!({"error": error}));
}

/// Reads everything there is; for what must not panic.
fn read_all(bytes: &[u8]) {
    let Ok(response) = SelectResponse::parse(bytes) else { return };
    let info = response.info();
    assert!(info.sfi.value().is_none_or(|sfi| (1..=30).contains(&sfi)));
    assert_ne!(info.record_len, Some(0));
    if let SelectResponse::Uicc(file) = &response {
        for object in file.objects() {
            assert_eq!(object.raw(), &bytes[object.offset()..][..object.raw().len()]);
        }
        _ = (file.total_file_size(), file.df_name(), file.aid());
        if let Some(proprietary) = file.proprietary() {
            _ = proprietary.power_consumption().count();
            _ = (proprietary.file_details(), proprietary.reserved_file_size());
        }
    }
    #[cfg(feature = "serde")]
    serde_json::to_string(&response).unwrap();
}

#[test]
fn every_truncation_and_bit_flip_is_survived() {
    for whole in [MF, ADF, EF] {
        for cut in 0..whole.len() {
            assert!(Fcp::parse(&whole[..cut]).is_err());
        }
        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            read_all(&bytes);
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>) {
        read_all(&bytes);
        read_all(&fcp(&bytes));
        for tag in [0xA5, 0xAB, 0x8B, 0x8C, 0xC6] {
            read_all(&fcp(&tlv(tag, &bytes)));
        }
    }

    #[test]
    fn any_objects_are_survived(
        objects in proptest::collection::vec((0_usize..12, proptest::collection::vec(any::<u8>(), 0..8)), 0..12)
    ) {
        let tags = [0x80, 0x81, 0x82, 0x83, 0x84, 0x88, 0x8A, 0x8B, 0x8C, 0xAB, 0xA5, 0xC6];
        let content: Vec<u8> = objects.iter().flat_map(|(tag, value)| tlv(tags[*tag], value)).collect();
        read_all(&fcp(&content));
    }

    #[test]
    fn fields_come_back(id: u16, size: u32, sfi in 1_u8..=30, len: u16, count: u8) {
        let [high, low] = len.to_be_bytes();
        let records = tlv(0x82, &[0x42, 0x21, high, low, count]);
        let size_and_id = [tlv(0x80, &size.to_be_bytes()), tlv(0x83, &id.to_be_bytes())].concat();
        let bytes = fcp(&[records, size_and_id, tlv(0x88, &[sfi << 3])].concat());
        let info = FileInfo::from(&Fcp::parse(&bytes).unwrap());
        let expected_len = if len == 0 { None } else { Some(len) };
        let fitting = size.checked_div(u32::from(len)).and_then(|count| u16::try_from(count).ok());
        let expected_count = match (len, count) {
            (0, _) => None,
            (_, 0) => fitting,
            _ => Some(u16::from(count)),
        };
        prop_assert_eq!(info.file_id, Some(FileId(id)));
        prop_assert_eq!(info.size, Some(size));
        prop_assert_eq!(info.sfi, Sfi::Explicit(sfi));
        prop_assert_eq!((info.record_len, info.records), (expected_len, expected_count));
    }
}

#[test]
fn long_templates() {
    // the largest an answer can be: an unknown object of 64 KiB
    let bytes = fcp(&[tlv(0xC7, &vec![0xAA; 65_000]), tlv(0x83, &[0x6F, 0x07])].concat());
    assert_eq!(Fcp::parse(&bytes).unwrap().file_id(), Ok(Some(FileId(0x6F07))));
}
