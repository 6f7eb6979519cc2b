use alloc::string::ToString;
use std::collections::HashSet;

use super::{StatusKind as Kind, StatusWord};
use crate::{
    apdu::Class,
    codec::{DecodeError, DecodeErrorKind},
};

const fn sw(value: u16) -> StatusWord {
    StatusWord::new(value)
}

/// Every status word that one of the specifications lists, and what is asked of the caller.
const LISTED: &[(u16, Kind, &str)] = &[
    // ISO/IEC 7816-4 tables 5 to 7, with what ETSI TS 102 221 10.2.1 adds
    (0x6100, Kind::MoreData { len: 256 }, "GET RESPONSE"),
    (0x61FF, Kind::MoreData { len: 255 }, "GET RESPONSE"),
    (0x6200, Kind::Warning, "nothing was changed"),
    (0x6202, Kind::Warning, "wants to be asked"),
    (0x6280, Kind::Warning, "wants to be asked"),
    (0x6281, Kind::Warning, "corrupted"),
    (0x6282, Kind::Warning, "end of file"),
    (0x6283, Kind::Warning, "deactivated"),
    (0x6284, Kind::Warning, "malformed"),
    (0x6285, Kind::Warning, "terminated"),
    (0x6286, Kind::Warning, "sensor"),
    (0x6287, Kind::Warning, "records is deactivated"),
    (0x62F1, Kind::MoreBlocks { proactive: false }, "next one"),
    (0x62F2, Kind::MoreBlocks { proactive: true }, "proactive"),
    (0x62F3, Kind::Warning, "response data wait"),
    (0x6300, Kind::Warning, "verification failed"),
    (0x6310, Kind::MoreBlocks { proactive: false }, "next ones"),
    (0x6340, Kind::Warning, "comparison"),
    (0x6381, Kind::Warning, "full"),
    (0x63C0, Kind::PinRetries { remaining: 0 }, "no tries left"),
    (0x63C1, Kind::PinRetries { remaining: 1 }, "1 try left"),
    (0x63C3, Kind::PinRetries { remaining: 3 }, "3 tries left"),
    (0x63CA, Kind::PinRetries { remaining: 10 }, "10 tries left"),
    (0x63CF, Kind::PinRetries { remaining: 15 }, "15 tries left"),
    (0x63F1, Kind::BlockExpected { proactive: false }, "send the next"),
    (0x63F2, Kind::BlockExpected { proactive: true }, "proactive"),
    (0x6400, Kind::ExecutionError, "nothing was changed"),
    (0x6401, Kind::ExecutionError, "at once"),
    (0x6402, Kind::ExecutionError, "wants to be asked"),
    (0x6481, Kind::ExecutionError, "share"),
    (0x6482, Kind::ExecutionError, "opened"),
    (0x6500, Kind::ExecutionError, "something was changed"),
    (0x6581, Kind::MemoryProblem, "memory"),
    (0x6600, Kind::SecurityNotSatisfied, "security"),
    (0x6700, Kind::WrongLength { correct: None }, "wrong length"),
    (0x6701, Kind::WrongLength { correct: None }, "malformed"),
    (0x6702, Kind::WrongLength { correct: None }, "Lc"),
    (0x6800, Kind::FunctionNotSupported, "class byte"),
    (0x6881, Kind::FunctionNotSupported, "logical channel"),
    (0x6882, Kind::FunctionNotSupported, "secure messaging"),
    (0x6883, Kind::ConditionsNotSatisfied, "chain expected"),
    (0x6884, Kind::FunctionNotSupported, "chaining not supported"),
    (0x6900, Kind::ConditionsNotSatisfied, "not allowed"),
    (0x6981, Kind::IncompatibleFile, "structure"),
    (0x6982, Kind::SecurityNotSatisfied, "security status"),
    (0x6983, Kind::AuthenticationBlocked, "blocked"),
    (0x6984, Kind::Deactivated, "deactivated"),
    (0x6985, Kind::ConditionsNotSatisfied, "conditions of use"),
    (0x6986, Kind::NoFileSelected, "no EF"),
    (0x6987, Kind::SecurityNotSatisfied, "missing"),
    (0x6988, Kind::SecurityNotSatisfied, "incorrect"),
    (0x6989, Kind::SecurityNotSatisfied, "secure channel"),
    (0x6A00, Kind::WrongParameters, "P1 or P2"),
    (0x6A80, Kind::WrongParameters, "command data"),
    (0x6A81, Kind::FunctionNotSupported, "function"),
    (0x6A82, Kind::NotFound, "file not found"),
    (0x6A83, Kind::NotFound, "record not found"),
    (0x6A84, Kind::MemoryFull, "not enough memory"),
    (0x6A85, Kind::WrongParameters, "TLV"),
    (0x6A86, Kind::WrongParameters, "P1 or P2"),
    (0x6A87, Kind::WrongParameters, "length"),
    (0x6A88, Kind::NotFound, "referenced data"),
    (0x6A89, Kind::AlreadyExists, "file exists"),
    (0x6A8A, Kind::AlreadyExists, "DF name"),
    (0x6B00, Kind::WrongParameters, "P1 or P2"),
    (0x6C00, Kind::WrongLength { correct: Some(256) }, "Le"),
    (0x6C0A, Kind::WrongLength { correct: Some(10) }, "Le"),
    (0x6D00, Kind::WrongInstruction, "instruction"),
    (0x6E00, Kind::WrongClass, "class"),
    (0x6F00, Kind::ExecutionError, "technical"),
    (0x9000, Kind::Success, "done"),
    (0x9100, Kind::SuccessWithProactive { len: 256 }, "FETCH"),
    (0x9120, Kind::SuccessWithProactive { len: 32 }, "FETCH"),
    (0x9210, Kind::Success, "session"),
    (0x9300, Kind::Busy, "busy"),
    // ETSI TS 102 221 table 10.16, 3GPP TS 31.102 7.3
    (0x9850, Kind::MaximumReached, "maximum"),
    (0x9862, Kind::AuthenticationMacFailure, "MAC"),
    (0x9863, Kind::ApplicationError, "expired"),
    (0x9864, Kind::ApplicationError, "context"),
    (0x9865, Kind::ApplicationError, "fresh"),
    (0x9866, Kind::MemoryFull, "memory"),
    (0x9867, Kind::MemoryFull, "EF.MUK"),
    // 3GPP TS 51.011 9.4
    (0x9E04, Kind::WarningWithData { len: 4 }, "download"),
    (0x9F16, Kind::MoreDataGsm { len: 22 }, "GET RESPONSE"),
    (0x9F00, Kind::MoreDataGsm { len: 256 }, "GET RESPONSE"),
    (0x9200, Kind::MemoryUpdateRetried { times: 0 }, "done"),
    (0x9203, Kind::MemoryUpdateRetried { times: 3 }, "more than once"),
    (0x9240, Kind::MemoryProblem, "memory"),
    (0x9400, Kind::NoFileSelected, "no EF"),
    (0x9402, Kind::NotFound, "out of range"),
    (0x9404, Kind::NotFound, "file not found"),
    (0x9408, Kind::IncompatibleFile, "structure"),
    (0x9802, Kind::SecurityNotSatisfied, "no PIN"),
    (0x9804, Kind::SecurityNotSatisfied, "access condition"),
    (0x9808, Kind::ConditionsNotSatisfied, "status of the PIN"),
    (0x9810, Kind::Deactivated, "invalidation"),
    (0x9840, Kind::AuthenticationBlocked, "blocked"),
    (0x670A, Kind::WrongLength { correct: None }, "right one"),
    (0x6B12, Kind::WrongParameters, "P1 or P2"),
    (0x6D12, Kind::WrongInstruction, "instruction"),
    (0x6E12, Kind::WrongClass, "class"),
    (0x6F12, Kind::ExecutionError, "technical"),
    // GlobalPlatform
    (0x9484, Kind::FunctionNotSupported, "algorithm"),
    (0x9485, Kind::WrongParameters, "key check"),
];

#[test]
fn listed_status_words() {
    let mut seen = HashSet::new();
    for &(value, kind, word) in LISTED {
        assert!(seen.insert(value), "{value:04X} is listed twice");
        assert_eq!(sw(value).kind(), kind, "{value:04X}");
        let meaning = sw(value).meaning();
        assert!(meaning.contains(word), "{value:04X}: {meaning}");
        assert!(!meaning.contains("unknown"), "{value:04X}: {meaning}");
    }
}

#[test]
fn every_status_word() {
    for value in 0..=u16::MAX {
        let word = sw(value);
        let kind = word.kind();
        assert!(word.meaning().len() >= 4, "{value:04X}");
        let groups = [word.is_success(), word.more_data().is_some(), word.is_warning(), word.is_error()];
        assert_eq!(groups.iter().filter(|group| **group).count(), 1, "{value:04X}: {groups:?}");
        let success = matches!(
            kind,
            Kind::Success | Kind::SuccessWithProactive { .. } | Kind::MemoryUpdateRetried { .. }
        );
        assert_eq!(word.is_success(), success, "{value:04X}");
        let warning = matches!(
            kind,
            Kind::Warning
                | Kind::WarningWithData { .. }
                | Kind::PinRetries { .. }
                | Kind::MoreBlocks { .. }
                | Kind::BlockExpected { .. }
        );
        assert_eq!(word.is_warning(), warning, "{value:04X}");
        assert_eq!(word.proactive_len().is_some(), word.sw1() == 0x91, "{value:04X}");
        assert_eq!(word.more_data().is_some(), matches!(word.sw1(), 0x61 | 0x9F), "{value:04X}");
        assert_eq!(word.correct_len().is_some(), word.sw1() == 0x6C, "{value:04X}");
        assert_eq!(word.pin_retries().is_some(), value & 0xFFF0 == 0x63C0, "{value:04X}");
        for len in [word.proactive_len(), word.more_data(), word.correct_len()].into_iter().flatten() {
            assert!((1..=256).contains(&len), "{value:04X}");
            assert_eq!(len & 0xFF, u16::from(word.sw2()), "{value:04X}");
        }
        if kind == Kind::Unknown {
            assert!(word.meaning().starts_with("unknown"), "{value:04X}");
            assert!(word.is_error(), "{value:04X}");
        }
        let hex = std::format!("{value:04X}");
        assert_eq!(hex.parse(), Ok(word));
        assert_eq!(word.to_string(), std::format!("{hex} ({})", word.meaning()));
        assert_eq!(StatusWord::from(word.to_bytes()), word);
        assert_eq!(u16::from_be_bytes([word.sw1(), word.sw2()]), value);
    }
}

#[test]
fn unknown_ones_are_errors() {
    for value in [0x0000, 0x6000, 0x6010, 0x9001, 0x9301, 0x9410, 0x9500, 0x9C00, 0xA000, 0xFFFF] {
        assert_eq!(sw(value).kind(), Kind::Unknown, "{value:04X}");
        assert!(sw(value).is_error(), "{value:04X}");
    }
}

#[test]
fn gsm_tells_the_right_length_in_67xx() {
    let gsm = Class::GSM;
    let uicc = Class::INTERINDUSTRY;
    // EF.ACC is two bytes long: the GSM card that answers 6702 means that
    assert_eq!(sw(0x6702).correct_len_in(gsm), Some(2));
    assert_eq!(sw(0x6702).correct_len_in(uicc), None);
    assert_eq!(sw(0x6700).correct_len_in(gsm), None);
    for class in [gsm, uicc] {
        assert_eq!(sw(0x6C00).correct_len_in(class), Some(256));
        assert_eq!(sw(0x9000).correct_len_in(class), None);
    }
}

#[test]
fn parsing_refuses_what_is_not_four_digits() {
    let error = |offset, kind| Err(DecodeError::new("status word", offset, kind));
    assert_eq!("900".parse::<StatusWord>(), error(3, DecodeErrorKind::Length));
    assert_eq!("90000".parse::<StatusWord>(), error(5, DecodeErrorKind::Length));
    assert_eq!("90 0".parse::<StatusWord>(), error(2, DecodeErrorKind::Character));
    assert_eq!("+900".parse::<StatusWord>(), error(0, DecodeErrorKind::Character));
    assert_eq!("".parse::<StatusWord>(), error(0, DecodeErrorKind::Length));
    assert_eq!("6a82".parse(), Ok(sw(0x6A82)));
}

#[test]
#[cfg(feature = "serde")]
fn serde_is_hex() {
    assert_eq!(serde_json::to_string(&sw(0x6A82)).unwrap(), "\"6A82\"");
    assert_eq!(serde_json::from_str::<StatusWord>("\"0a82\"").unwrap(), sw(0x0A82));
    assert!(serde_json::from_str::<StatusWord>("\"6A8\"").is_err());
    let kind = serde_json::to_string(&sw(0x63C2).kind()).unwrap();
    assert_eq!(kind, r#"{"pin_retries":{"remaining":2}}"#);
    assert_eq!(serde_json::from_str::<Kind>(&kind).unwrap(), sw(0x63C2).kind());
}
