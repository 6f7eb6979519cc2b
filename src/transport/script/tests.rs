use hex_literal::hex;
use proptest::prelude::*;

use super::*;
use crate::transport::TransportError;

fn fails(text: &str) -> (usize, ScriptParseErrorKind) {
    let error = text.parse::<Script>().map(|_| ()).unwrap_err();
    (error.line, error.kind)
}

#[test]
fn every_bad_line_is_named() {
    use ScriptParseErrorKind as K;
    assert_eq!(fails("> 00A\n< 9000"), (1, K::Hex));
    assert_eq!(fails("> 0.A4\n< 9000"), (1, K::Hex));
    assert_eq!(fails("> 00Ä4"), (1, K::Hex));
    assert_eq!(fails("# hello\n< 9000"), (2, K::NoCommand));
    assert_eq!(fails("! busy"), (1, K::NoCommand));
    assert_eq!(fails("reset\n\n> 00A4\n# where is it?"), (3, K::NoAnswer));
    assert_eq!(fails("> 00\n> 01\n< 9000"), (2, K::NoAnswer));
    assert_eq!(fails("exclusive\nreset"), (2, K::NoAnswer));
    assert_eq!(fails("> 00\n! tired"), (2, K::ErrorName));
    assert_eq!(fails("epoch x"), (1, K::Number));
    assert_eq!(fails("epoch 4294967296"), (1, K::Number));
    assert_eq!(fails("limits 255"), (1, K::Number));
    assert_eq!(fails("limits 255 99999999"), (1, K::Number));
    assert_eq!(fails("level t=0"), (1, K::Unknown));
    assert_eq!(fails("resets"), (1, K::Unknown));
    assert_eq!(fails("> 00\n< 9000\nlevel tpdu"), (3, K::Late));
    assert_eq!(fails("atr 3B.."), (1, K::Hex));
    assert!(matches!(fails("atr 00"), (1, K::Atr(_))));
    assert_eq!(fails("simcard-session 2"), (1, K::Version));
    assert_eq!(fails("simcard-sessions 1"), (1, K::Magic));
    let long = alloc::format!("> 00\n< {}", "00".repeat(MAX_RESPONSE + 1));
    assert_eq!(fails(&long), (2, K::TooLong));
}

#[test]
fn names_of_errors_are_unique() {
    for (kind, name) in KINDS {
        assert_eq!(super::kind(name), Ok(kind));
        assert_eq!(kind_name(kind), name);
    }
}

#[test]
fn a_mismatch_names_both_and_shows_no_secret() {
    let mut script: Script = "> 0020000108 3132333435363738\n< 9000".parse().unwrap();
    let error = script.transmit(&hex!("002000010839393939FFFFFFFF"), &mut [0; 2]).unwrap_err();
    let shown = "> 0020000108................";
    let unexpected = ScriptError::Unexpected { line: 1, expected: shown.into(), got: shown.to_string() };
    assert_eq!((error.kind(), &error), (TransportErrorKind::Rejected, &unexpected));
    assert_eq!(script.reset().map_err(|error| error.kind()), Err(TransportErrorKind::Rejected));
    // it stays where it is
    assert_eq!(script.finish(), Err(ScriptError::Unused { line: 1, steps: 1 }));
    script.transmit(&hex!("00200001083132333435363738"), &mut [0; 2]).unwrap();
    assert_eq!(script.finish(), Ok(()));
    let error = script.transmit(&hex!("00B00000"), &mut [0; 2]).unwrap_err();
    assert_eq!(error, ScriptError::Ended { got: "> 00B00000".into() });
}

#[test]
fn an_answer_that_does_not_fit() {
    let mut script: Script = "> 00B0000002\n< 01029000".parse().unwrap();
    let error = script.transmit(&hex!("00B0000002"), &mut [0; 3]).unwrap_err();
    assert_eq!(error, ScriptError::ResponseTooLong { line: 1, len: 4 });
}

#[test]
fn epochs_belong_to_what_came_before() {
    let mut script: Script = "epoch 7\n> 00\n! card-reset\nepoch 8\nreset\nepoch 9\n".parse().unwrap();
    assert_eq!(script.epoch(), 7);
    let error = script.transmit(&[0], &mut []).unwrap_err();
    assert_eq!((error.kind(), script.epoch()), (TransportErrorKind::CardReset, 8));
    script.reset().unwrap();
    assert_eq!((script.epoch(), script.finish()), (9, Ok(())));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "([><!#] ?|reset|epoch |atr |limits |exclusive|[0-9A-F. ä]{0,9}|busy|\n){0,40}") {
        if let Ok(mut script) = text.parse::<Script>() {
            let _ = script.transmit(&[0], &mut [0; 4]);
            let _ = script.reset();
            let _ = script.exclusive(&mut |_| {});
            let _ = script.finish();
        }
    }
}
