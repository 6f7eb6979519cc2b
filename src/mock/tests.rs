//! Exchanges at byte level, worked out by hand from the specifications.

use alloc::string::String;
use alloc::vec::Vec;

use super::VirtualCard;

fn exchange(card: &mut VirtualCard, command: &str) -> String {
    let bytes: Vec<u8> = hex::decode(command.replace(' ', "")).unwrap();
    hex::encode_upper(card.process(&bytes))
}

/// Commands and what they must give, one after another on one card.
#[track_caller]
fn check(card: &mut VirtualCard, table: &[(&str, &str)]) {
    for (step, (command, expected)) in table.iter().enumerate() {
        let response = exchange(card, command);
        assert_eq!(response, expected.replace(' ', ""), "step {step}: {command}");
    }
}

#[test]
fn smoke() {
    let mut card = VirtualCard::uicc();
    for c in [
        "00A40004023F00",
        "00C000002D",
        "00A40804022FE2",
        "00C000001E",
        "00B000000A",
        "00B0000000",
        "00B2011E26",
        "00A4040410A0000000871002FF44FFFF89010000 00",
        "00A4040407A0000000871002",
        "00C0000040",
        "00B087000009",
        "00B0870009",
        "00A40804047FFF6F07",
        "80F2000000",
        "80F2010012",
        "00A4080404 7F106F3A",
        "00B201041C",
        "00B2010400",
    ] {
        std::println!("{c} -> {}", exchange(&mut card, c));
    }
    let mut card = VirtualCard::gsm();
    for c in [
        "A0A40000023F00",
        "A0C0000017",
        "A0A40000027F20",
        "A0A40000026F07",
        "A0C000000F",
        "A0B0000009",
        "00A40000023F00",
        "A0F2000000",
    ] {
        std::println!("{c} -> {}", exchange(&mut card, c));
    }
    std::println!("{:?} {:?}", VirtualCard::uicc(), VirtualCard::gsm());
}
