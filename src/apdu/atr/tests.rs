use alloc::{string::ToString, vec::Vec};
use std::format;

use hex_literal::hex;
use proptest::prelude::*;

use super::{InterfaceKind::*, *};
use crate::apdu::StatusWord;

/// A UICC: T0 = 9F (TA1, TD1, 15 historical bytes), TD1 = 80 (T=0, TD2), TD2 = 1F (T=15, TA3).
const UICC: [u8; 22] = hex!("3B 9F 96 80 1F C7 80 31A0 73BE2113 67432007 18000001 A5");
/// T0 = 99 (TA1, TD1, 9 historical bytes), TD1 = 00 (T=0 and no more): no TCK.
const T0_ONLY: [u8; 13] = hex!("3B 99 18 00 118822334455667760");
/// T0 = 95 (TA1, TD1, 5 historical bytes), TD1 = 81 (T=1, TD2), TD2 = 71 (T=1, TA3, TB3, TC3).
const T1_ONLY: [u8; 14] = hex!("3B 95 11 81 71 FE 25 01 48454C4C4F EC");
/// T0 = 42 (TC1, two historical bytes).
const INVERSE: [u8; 5] = hex!("3F 42 FF 1020");
/// T0 = 80 (TD1), TD1 = 80 (T=0, TD2), TD2 = 01 (T=1 and no more).
const T0_AND_T1: [u8; 5] = hex!("3B 80 80 01 01");

const ALL: [&[u8]; 5] = [&UICC, &T0_ONLY, &T1_ONLY, &INVERSE, &T0_AND_T1];

fn atr(bytes: &[u8]) -> Atr {
    Atr::parse(bytes).unwrap()
}

fn protocols(bytes: &[u8]) -> Vec<u8> {
    atr(bytes).protocols().collect()
}

fn error(offset: usize, kind: DecodeErrorKind) -> Result<Atr, DecodeError> {
    Err(DecodeError::new("ATR", offset, kind))
}

/// An ATR with these historical bytes and no interface bytes.
fn with_historical(bytes: &[u8]) -> Atr {
    let mut all = Vec::from([0x3B, u8::try_from(bytes.len()).unwrap()]);
    all.extend_from_slice(bytes);
    atr(&all)
}

#[test]
fn uicc() {
    let atr = atr(&UICC);
    assert_eq!(atr.convention(), Convention::Direct);
    assert_eq!(atr.tck(), Tck::Valid);
    assert_eq!(atr.trailing(), [0; 0]);
    let interface: Vec<_> =
        atr.interface_bytes().map(|byte| (byte.index, byte.kind, byte.protocol, byte.value)).collect();
    assert_eq!(
        interface,
        [(1, Ta, None, 0x96), (1, Td, None, 0x80), (2, Td, Some(0), 0x1F), (3, Ta, Some(15), 0xC7)]
    );
    assert_eq!(protocols(&UICC), [0]);
    assert_eq!(atr.fi_di(), Some(FiDi { fi: 512, di: 32, max_khz: 5_000 }));
    assert_eq!(atr.specific_mode(), None);
    assert_eq!(atr.extra_guard_time(), 0);
    assert_eq!(atr.waiting_integer(), Some(10));
    assert_eq!(atr.t1(), None);
    // C7: no preference, classes A, B and C
    assert_eq!(atr.clock_stop(), ClockStop::NoPreference);
    assert_eq!(atr.voltage_classes(), VoltageClasses::A | VoltageClasses::B | VoltageClasses::C);
    assert_eq!(atr.uicc_features(), UiccFeatures::empty());
    assert_eq!(atr.historical_bytes(), hex!("80 31A0 73BE2113 67432007 18000001"));

    let service = CardServiceData {
        select_by_full_name: true,
        select_by_partial_name: false,
        ef_dir: true,
        ef_atr: false,
        access: Some(AccessService::ReadRecord),
        mf: true,
    };
    // BE: full name, path, file identifier, implicit, SFI, record number
    let selection = Selection {
        full_name: true,
        partial_name: false,
        path: true,
        file_id: true,
        implicit: true,
        short_ef_id: true,
        record_number: true,
        record_id: false,
    };
    // 21: proprietary write, unit of 2^1 quartets
    let data_coding =
        DataCoding { tlv_files: false, write: WriteBehaviour::Proprietary, ff_tag: false, unit_quartets: 2 };
    // 13: channels assigned by the card, 3 + 1 of them
    let commands = CommandCoding {
        chaining: false,
        extended_length: false,
        extended_length_info: false,
        channels_by_card: true,
        channels_by_terminal: false,
        max_channels: 4,
    };
    let capabilities =
        CardCapabilities { selection, data_coding: Some(data_coding), commands: Some(commands) };
    assert_eq!(atr.card_capabilities(), Some(capabilities));
    assert_eq!(
        atr.compact_tlvs().collect::<Vec<_>>(),
        [
            Ok(CompactTlv::CardServiceData(service)),
            Ok(CompactTlv::CardCapabilities(capabilities)),
            Ok(CompactTlv::PreIssuingData(&hex!("43 20 07 18 00 00 01"))),
        ]
    );
}

#[test]
fn t0_only_has_no_tck() {
    let atr = atr(&T0_ONLY);
    assert_eq!(atr.tck(), Tck::Absent);
    assert_eq!(protocols(&T0_ONLY), [0]);
    assert_eq!(atr.fi_di(), Some(FiDi { fi: 372, di: 12, max_khz: 5_000 }));
    assert_eq!(atr.historical_bytes(), hex!("118822334455667760"));
    // category 11 is proprietary
    assert_eq!(atr.compact_tlvs().next(), None);
    assert_eq!(atr.card_capabilities(), None);
    assert_eq!(atr.clock_stop(), ClockStop::NotSupported);
    assert_eq!(atr.voltage_classes(), VoltageClasses::A);
}

#[test]
fn t1_only() {
    let atr = atr(&T1_ONLY);
    assert_eq!(atr.tck(), Tck::Valid);
    assert_eq!(protocols(&T1_ONLY), [1]);
    assert_eq!(atr.fi_di(), Some(FiDi::DEFAULT));
    assert_eq!(atr.t1(), Some(T1 { ifsc: Some(254), bwi: Some(2), cwi: 5, crc: true }));
    assert_eq!(atr.historical_bytes(), b"HELLO");
}

#[test]
fn both_protocols_with_the_defaults_of_t1() {
    let atr = atr(&T0_AND_T1);
    assert_eq!(atr.tck(), Tck::Valid);
    assert_eq!(protocols(&T0_AND_T1), [0, 1]);
    assert_eq!(atr.t1(), Some(T1 { ifsc: Some(32), bwi: Some(4), cwi: 13, crc: false }));
    assert_eq!(atr.historical_bytes(), [0; 0]);
}

#[test]
fn inverse_convention() {
    let atr = atr(&INVERSE);
    assert_eq!(atr.convention(), Convention::Inverse);
    assert_eq!(atr.extra_guard_time(), 255);
    assert_eq!(atr.fi_di(), Some(FiDi::DEFAULT));
    assert_eq!(protocols(&INVERSE), [0]);
    assert_eq!(atr.historical_bytes(), [0x10, 0x20]);
}

#[test]
fn specific_mode() {
    // TD1 = 10 (T=0, TA2); TA2 = 90: cannot change, parameters implicit, T=0
    let expected = SpecificMode { protocol: 0, can_change: false, implicit_parameters: true };
    assert_eq!(atr(&hex!("3B 80 10 90")).specific_mode(), Some(expected));
    // TD1 = 11 (T=1, TA2); TA2 = 01; TCK = 80 ^ 11 ^ 01
    let t1 = atr(&hex!("3B 80 11 01 90"));
    let expected = SpecificMode { protocol: 1, can_change: true, implicit_parameters: false };
    assert_eq!(t1.specific_mode(), Some(expected));
    assert_eq!(t1.tck(), Tck::Valid);
    // TA2 is not TA3: T=1 has its defaults
    assert_eq!(t1.t1().unwrap().ifsc, Some(32));
}

#[test]
fn reserved_values_are_none() {
    assert_eq!(atr(&hex!("3B 10 71")).fi_di(), None);
    assert_eq!(atr(&hex!("3B 10 10")).fi_di(), None);
    // TD1 = 40 (TC2)
    assert_eq!(atr(&hex!("3B 80 40 00")).waiting_integer(), None);
    assert_eq!(atr(&hex!("3B 80 40 0B")).waiting_integer(), Some(11));
    // TD2 = 31 (TA3, TB3)
    let t1 = atr(&hex!("3B 80 81 31 FF A0")).t1().unwrap();
    assert_eq!(t1, T1 { ifsc: None, bwi: None, cwi: 0, crc: false });
}

#[test]
fn fi_and_di_of_every_ta1() {
    // ISO/IEC 7816-3 tables 7 and 8; 0 is reserved
    let fi = [372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0];
    let khz = [4000, 5000, 6000, 8000, 12000, 16000, 20000, 0, 0, 5000, 7500, 10000, 15000, 20000, 0, 0];
    let di = [0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0];
    for ta1 in 0..=0xFFu8 {
        let (high, low) = (usize::from(ta1 >> 4), usize::from(ta1 & 0x0F));
        let expected =
            (fi[high] != 0 && di[low] != 0).then_some(FiDi { fi: fi[high], di: di[low], max_khz: khz[high] });
        assert_eq!(FiDi::from_ta1(ta1), expected, "{ta1:02X}");
    }
    assert_eq!(FiDi::from_ta1(0x11), Some(FiDi::DEFAULT));
}

#[test]
fn clock_voltage_and_features() {
    // TD1 = 80, TD2 = 3F: T=15 with TA3 and TB3
    let with = |ta, tb| atr(&[0x3B, 0x80, 0x80, 0x3F, ta, tb]);
    assert_eq!(with(0x03, 0).clock_stop(), ClockStop::NotSupported);
    assert_eq!(with(0x43, 0).clock_stop(), ClockStop::Low);
    assert_eq!(with(0x83, 0).clock_stop(), ClockStop::High);
    assert_eq!(with(0x43, 0).voltage_classes(), VoltageClasses::A | VoltageClasses::B);
    assert_eq!(with(0x46, 0).voltage_classes(), VoltageClasses::B | VoltageClasses::C);
    assert_eq!(with(0x48, 0).voltage_classes().bits(), 0x08);
    assert_eq!(with(0x46, 0x82).uicc_features(), UiccFeatures::EUICC);
    assert_eq!(with(0x46, 0xA0).uicc_features(), UiccFeatures::CLF);
    assert_eq!(with(0x46, 0x22).uicc_features(), UiccFeatures::empty());
    assert_eq!(with(0x46, 0x22).tck(), Tck::Missing);
    assert_eq!(protocols(with(0x46, 0).as_bytes()), [0]);
}

#[test]
fn a_wrong_or_missing_tck_is_told() {
    let mut bytes = UICC;
    bytes[21] ^= 1;
    assert_eq!(atr(&bytes).tck(), Tck::Wrong);
    assert_eq!(atr(&UICC[..21]).tck(), Tck::Missing);
    assert_eq!(atr(&UICC[..21]).historical_bytes(), &UICC[6..21]);
    for at in 6..21 {
        let mut bytes = UICC;
        bytes[at] ^= 0x40;
        assert_eq!(atr(&bytes).tck(), Tck::Wrong, "byte {at}");
    }
}

#[test]
fn what_follows_is_kept() {
    let bytes = [&UICC[..], &[0x90, 0x00]].concat();
    let longer = atr(&bytes);
    assert_eq!(longer.tck(), Tck::Valid);
    assert_eq!(longer.trailing(), [0x90, 0x00]);
    assert_eq!(longer.as_bytes(), bytes);
    assert_eq!(longer.historical_bytes(), atr(&UICC).historical_bytes());
    // T=0 alone needs no TCK
    assert_eq!(atr(&hex!("3B 00 00")).trailing(), [0x00]);
    assert_eq!(Atr::parse(&[0x3B; 34]), error(33, DecodeErrorKind::Trailing { extra: 1 }));
}

#[test]
fn truncated_at_every_byte() {
    for bytes in ALL {
        let end = bytes.len() - usize::from(atr(bytes).tck() == Tck::Valid);
        for len in 0..end {
            let Err(DecodeError { object, offset, kind: DecodeErrorKind::Truncated { missing } }) =
                Atr::parse(&bytes[..len])
            else {
                panic!("{len} of {bytes:02X?}");
            };
            assert_eq!((object, offset), ("ATR", len));
            assert!((1..=end - len).contains(&missing), "{missing} missing after {len} of {bytes:02X?}");
        }
    }
    // once all interface bytes are there, the number is exact
    for len in 6..21 {
        let kind = DecodeErrorKind::Truncated { missing: 21 - len };
        assert_eq!(Atr::parse(&UICC[..len]), error(len, kind));
    }
    // a chain of TD bytes without an end
    let chain = [&[0x3B][..], &[0x80; 32]].concat();
    assert_eq!(Atr::parse(&chain), error(33, DecodeErrorKind::Truncated { missing: 1 }));
}

#[test]
fn the_first_byte_is_3b_or_3f() {
    for ts in (0..=0xFF).filter(|ts| !matches!(ts, 0x3B | 0x3F)) {
        assert_eq!(Atr::parse(&[ts, 0x00]), error(0, DecodeErrorKind::Value(u32::from(ts))));
    }
    assert_eq!(Atr::parse(&[]), error(0, DecodeErrorKind::Truncated { missing: 2 }));
}

#[test]
fn compact_tlvs_of_category_00_end_with_a_status() {
    let atr = with_historical(&hex!("00 31 51 05 9000"));
    let objects: Vec<_> = atr.compact_tlvs().collect();
    let Ok(CompactTlv::CardServiceData(service)) = objects[0] else { panic!("{objects:?}") };
    assert!(service.select_by_partial_name && service.ef_atr && !service.mf);
    let status = StatusIndicator { life_cycle: Some(5), status: Some(StatusWord::OK) };
    assert_eq!(objects[1..], [Ok(CompactTlv::Status(status))]);

    for (bytes, missing) in [(&hex!("00 9000")[..], 1), (&hex!("00"), 3)] {
        let atr = with_historical(bytes);
        let mut objects = atr.compact_tlvs();
        let kind = DecodeErrorKind::Truncated { missing };
        assert_eq!(objects.next(), Some(Err(DecodeError::new("historical bytes", bytes.len(), kind))));
        assert_eq!(objects.next(), None);
    }
}

#[test]
fn every_kind_of_compact_tlv() {
    let first =
        |bytes: &[u8]| format!("{:?}", with_historical(bytes).compact_tlvs().next().unwrap().unwrap());
    assert_eq!(first(&hex!("80 12 826F")), "Country([130, 111])");
    assert_eq!(first(&hex!("80 21 07")), "IssuerId([7])");
    assert_eq!(first(&hex!("80 41 07")), "InitialAccess([7])");
    assert_eq!(first(&hex!("80 50")), "IssuerData([])");
    assert_eq!(first(&hex!("80 F2 A000")), "Aid([160, 0])");
    assert_eq!(first(&hex!("80 91 07")), "Other { tag: 9, value: [7] }");
    // of a length that the specification does not have
    assert_eq!(first(&hex!("80 32 A000")), "Other { tag: 3, value: [160, 0] }");
    assert_eq!(first(&hex!("80 70")), "Other { tag: 7, value: [] }");
    assert_eq!(first(&hex!("80 80")), "Other { tag: 8, value: [] }");

    let status = |bytes: &[u8]| match with_historical(bytes).compact_tlvs().next() {
        Some(Ok(CompactTlv::Status(StatusIndicator { life_cycle, status }))) => (life_cycle, status),
        other => panic!("{other:?}"),
    };
    assert_eq!(status(&hex!("80 81 07")), (Some(7), None));
    assert_eq!(status(&hex!("80 82 6283")), (None, Some(StatusWord::new(0x6283))));
    assert_eq!(status(&hex!("80 83 009000")), (None, Some(StatusWord::OK)));
    assert_eq!(status(&hex!("80 83 050000")), (Some(5), None));
}

#[test]
fn a_compact_tlv_beyond_the_end_is_an_error() {
    let atr = with_historical(&hex!("80 31A0 73BE"));
    let mut objects = atr.compact_tlvs();
    assert!(matches!(objects.next(), Some(Ok(CompactTlv::CardServiceData(_)))));
    let kind = DecodeErrorKind::Truncated { missing: 2 };
    assert_eq!(objects.next(), Some(Err(DecodeError::new("historical bytes", 5, kind))));
    assert_eq!(objects.next(), None);
    assert_eq!(atr.card_capabilities(), None);
}

#[test]
fn capabilities_of_one_to_three_bytes() {
    let one = CardCapabilities::from_bytes(&[0x41]).unwrap();
    assert!(one.selection.partial_name && one.selection.record_id);
    assert_eq!((one.data_coding, one.commands), (None, None));
    let two = CardCapabilities::from_bytes(&[0x00, 0xDF]).unwrap().data_coding.unwrap();
    let expected =
        DataCoding { tlv_files: true, write: WriteBehaviour::Or, ff_tag: true, unit_quartets: 32_768 };
    assert_eq!(two, expected);
    let three = |byte| CardCapabilities::from_bytes(&[0, 0, byte]).unwrap().commands.unwrap();
    assert!(three(0x80).chaining && three(0x40).extended_length && three(0x20).extended_length_info);
    assert_eq!(three(0xE7).max_channels, 1, "nobody assigns numbers");
    assert_eq!(three(0x0F).max_channels, 8);
    assert!(three(0x0F).channels_by_terminal && !three(0x0F).channels_by_card);
    assert_eq!(CardCapabilities::from_bytes(&[]), None);
    assert_eq!(CardCapabilities::from_bytes(&[0; 4]), None);
}

#[test]
fn text() {
    let hex = "3B9F96801FC78031A073BE21136743200718000001A5";
    assert_eq!(atr(&UICC).to_string(), hex);
    assert_eq!(format!("{:?}", atr(&INVERSE)), "Atr(3F42FF1020)");
    assert_eq!(hex.parse(), Ok(atr(&UICC)));
    assert_eq!(" 3f:42:FF\t10 20\n".parse(), Ok(atr(&INVERSE)));
    assert_eq!("3B 0x".parse::<Atr>(), error(4, DecodeErrorKind::Character));
    assert_eq!("3B 0".parse::<Atr>(), error(4, DecodeErrorKind::Length));
    assert_eq!("".parse::<Atr>(), error(0, DecodeErrorKind::Truncated { missing: 2 }));
}

#[test]
#[cfg(feature = "serde")]
fn serde_is_hex() {
    assert_eq!(serde_json::to_string(&atr(&INVERSE)).unwrap(), "\"3F42FF1020\"");
    assert_eq!(serde_json::from_str::<Atr>("\"3F 42 FF 10 20\"").unwrap(), atr(&INVERSE));
    assert!(serde_json::from_str::<Atr>("\"3C00\"").is_err());
    let objects: Vec<_> = atr(&UICC).compact_tlvs().map(Result::unwrap).skip(2).map(to_json).collect();
    assert_eq!(objects, [r#"{"pre_issuing_data":"43200718000001"}"#]);
    assert_eq!(to_json(atr(&UICC).voltage_classes()), r#"["A","B","C"]"#);
}

#[cfg(feature = "serde")]
fn to_json(value: impl serde::Serialize) -> std::string::String {
    serde_json::to_string(&value).unwrap()
}

/// Calls every accessor and checks what must hold of any ATR.
fn check(atr: &Atr, bytes: &[u8]) -> Result<(), TestCaseError> {
    prop_assert_eq!(atr.as_bytes(), bytes);
    prop_assert_eq!(&atr.to_vec(), bytes);
    prop_assert_eq!(atr.to_string().parse(), Ok(*atr));
    let interface = atr.interface_bytes().count();
    let tck = usize::from(matches!(atr.tck(), Tck::Valid | Tck::Wrong));
    prop_assert_eq!(2 + interface + atr.historical_bytes().len() + tck + atr.trailing().len(), bytes.len());
    prop_assert_eq!(atr.historical_bytes().len(), usize::from(bytes[1] & 0x0F));
    let offered: Vec<_> = atr.protocols().collect();
    prop_assert!(!offered.is_empty() && !offered.contains(&15));
    prop_assert_eq!(atr.t1().is_some(), offered.contains(&1));
    let objects = atr.compact_tlvs().count();
    prop_assert!(objects <= 15);
    let _ = (atr.convention(), atr.specific_mode(), atr.fi_di(), atr.extra_guard_time());
    let _ = (atr.waiting_integer(), atr.clock_stop(), atr.voltage_classes(), atr.uicc_features());
    let _ = atr.card_capabilities();
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..40), inverse: bool, plausible: bool) {
        let mut bytes = bytes;
        if let Some(ts) = bytes.first_mut().filter(|_| plausible) {
            *ts = if inverse { 0x3F } else { 0x3B };
        }
        if let Ok(atr) = Atr::parse(&bytes) {
            check(&atr, &bytes)?;
        }
    }

    #[test]
    fn one_byte_changed(which in 0..ALL.len(), at: prop::sample::Index, value: u8) {
        let mut bytes = ALL[which].to_vec();
        let at = at.index(bytes.len());
        bytes[at] = value;
        if let Ok(atr) = Atr::parse(&bytes) {
            check(&atr, &bytes)?;
        }
    }

    #[test]
    fn any_text(text in "\\PC*") {
        let _ = text.parse::<Atr>();
        let _ = text.parse::<StatusWord>();
    }
}
