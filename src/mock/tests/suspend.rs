use super::super::{KeyReference, Pin, VirtualCard};
use super::{check, exchange};
use crate::transport::Level;

fn card(level: Level) -> VirtualCard {
    VirtualCard::builder().level(level).pin(KeyReference::PIN1, Pin::digits("1234").unwrap()).build()
}

const SESSION: &[(&str, &str)] = &[
    ("00A4040C07A0000000871002", "9000"),
    ("0020000108 31323334FFFFFFFF", "9000"),
    ("00A4000C026F07", "9000"),
    ("0070000001", "019000"),
];

/// 60 seconds to 12 hours; the answer is 12 hours, and the token.
#[test]
fn suspend_and_resume() {
    let mut card = card(Level::Tpdu);
    check(&mut card, SESSION);
    check(&mut card, &[("8076000004 0101020C", "610A"), ("00B0000009", "6985")]);
    let mut card = self::card(Level::Tpdu);
    check(&mut card, SESSION);
    check(&mut card, &[("8076000004 0101020C", "610A")]);
    let response = exchange(&mut card, "00C000000A");
    assert_eq!((&response[..4], &response[20..]), ("020C", "9000"));
    let token = alloc::string::String::from(&response[4..20]);
    check(&mut card, &[("00B0000009", "6985"), ("80F2000C00", "6985")]); // asleep

    card.restart();
    let resume = alloc::format!("8076010008 {token}");
    check(
        &mut card,
        &[
            ("8076010008 0000000000000000", "6985"), // not the token
            ("8076010007 00000000000000", "6700"),
            (&resume, "9000"),
            ("00B0000009", "080910101032547698 9000"), // selected, PIN verified
            ("01A4000C023F00", "9000"),                // channel 1 open
            (&resume, "6985"),                         // once
        ],
    );
}

#[test]
fn any_other_command_ends_it() {
    let mut card = card(Level::Apdu);
    check(&mut card, SESSION);
    let response = exchange(&mut card, "8076000004 0000 0401 00");
    assert_eq!(response.len(), 24);
    let resume = alloc::format!("8076010008 {}", &response[4..20]);
    card.restart();
    check(
        &mut card,
        &[("80F2000C", "9000"), (&resume, "6985"), ("00B0000009", "6986"), ("01A4000C023F00", "6881")],
    );
}

#[test]
fn wrong_parameters() {
    check(&mut card(Level::Tpdu), &[("8076000004 0105013C", "610A")]);
    check(
        &mut card(Level::Tpdu),
        &[
            ("8076000004 01050104", "6A80"), // at least 5, at most 4 minutes
            ("8076000004 05010501", "6A80"), // no such unit
            ("8076000002 0101", "6700"),
            ("8076020004 01010101", "6A86"),
            ("8076000104 01010101", "6A86"),
            ("0076000004 01010101", "6E00"),
            ("0070000001", "019000"),
            ("8176000004 01010101", "6E00"), // the basic channel only
            ("8076010008 0000000000000000", "6985"),
        ],
    );
}
