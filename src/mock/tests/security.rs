use super::super::{Condition, KeyReference, Pin, VirtualCard};
use super::check;

fn with_pin() -> VirtualCard {
    let pin = Pin::digits("1234").and_then(|pin| pin.puk("12345678")).unwrap();
    VirtualCard::builder().pin(KeyReference::PIN1, pin).build()
}

const USIM: (&str, &str) = ("00A4040C07A0000000871002", "9000");
const READ_IMSI: &str = "00B0870009";
const IMSI: &str = "080910101032547698 9000";

#[test]
fn verify() {
    let mut card = with_pin();
    check(
        &mut card,
        &[
            USIM,
            (READ_IMSI, "6982"),
            ("00B0830004", "00000002 9000"), // EF.AD needs no PIN
            ("0020000100", "63C3"),          // how many tries?
            ("00200001", "63C3"),
            ("002000010839393939FFFFFFFF", "63C2"),
            ("0020000100", "63C2"),
            (READ_IMSI, "6982"),
            ("002000010431323334", "6700"), // not filled up
            ("0020000108", "6700"),
            ("0020010108 31323334FFFFFFFF", "6A86"),
            ("0020000208 31323334FFFFFFFF", "6A88"), // no such key
            ("0020000108 31323334FFFFFFFF", "9000"),
            ("0020000100", "63C3"),
            (READ_IMSI, IMSI),
        ],
    );
    assert!(card.is_verified(KeyReference::PIN1));
    card.restart();
    check(&mut card, &[USIM, (READ_IMSI, "6982")]);
    assert!(!card.is_verified(KeyReference::PIN1));
}

#[test]
fn a_wrong_value_takes_the_verified_state_away() {
    check(
        &mut with_pin(),
        &[
            USIM,
            ("0020000108 31323334FFFFFFFF", "9000"),
            ("0020000108 31323335FFFFFFFF", "63C2"),
            (READ_IMSI, "6982"),
        ],
    );
}

#[test]
fn blocked_and_unblocked() {
    let mut card = with_pin();
    check(
        &mut card,
        &[
            USIM,
            ("0020000108 30303030FFFFFFFF", "63C2"),
            ("0020000108 30303030FFFFFFFF", "63C1"),
            ("0020000108 30303030FFFFFFFF", "63C0"),
            ("0020000108 31323334FFFFFFFF", "6983"), // even the right one
            ("0020000100", "63C0"),
            ("0024000110 31323334FFFFFFFF 30303030FFFFFFFF", "6983"),
            ("002C000100", "63CA"),
            ("002C000110 3030303030303030 34333231FFFFFFFF", "63C9"),
            ("002C000108 3132333435363738", "6700"),
            ("002C000110 3132333435363738 34333231FFFFFFFF", "9000"),
            (READ_IMSI, IMSI), // verified too
            ("0020000108 34333231FFFFFFFF", "9000"),
            ("002C000A00", "6A88"), // ADM1 has no PUK
        ],
    );
    assert_eq!(card.pin(KeyReference::PIN1).unwrap().puk_remaining(), Some(10));
}

#[test]
fn a_puk_can_be_used_up() {
    let mut card = with_pin();
    for left in (0..10).rev() {
        let expected = alloc::format!("63C{left:X}");
        check(&mut card, &[("002C000110 3030303030303030 34333231FFFFFFFF", &expected)]);
    }
    check(&mut card, &[("002C000110 3132333435363738 34333231FFFFFFFF", "6983"), ("002C000100", "63C0")]);
}

#[test]
fn change() {
    check(
        &mut with_pin(),
        &[
            ("0024000110 30303030FFFFFFFF 35353535FFFFFFFF", "63C2"),
            ("0024000110 31323334FFFFFFFF 35353535FFFFFFFF", "9000"),
            ("0020000108 31323334FFFFFFFF", "63C2"),
            ("0020000108 35353535FFFFFFFF", "9000"),
            ("0024000100", "6700"),
            ("0024010110 31323334FFFFFFFF 35353535FFFFFFFF", "6A86"),
        ],
    );
}

#[test]
fn enable_and_disable() {
    check(
        &mut with_pin(),
        &[
            USIM,
            ("0028000108 31323334FFFFFFFF", "6984"), // it is
            ("0026000108 30303030FFFFFFFF", "63C2"),
            ("0026000108 31323334FFFFFFFF", "9000"),
            (READ_IMSI, IMSI),
            ("0026000108 31323334FFFFFFFF", "6984"),
            ("0020000108 31323334FFFFFFFF", "6984"), // nothing to verify
            ("0024000110 31323334FFFFFFFF 35353535FFFFFFFF", "6984"),
            ("0020000100", "63C3"), // but the counter can be asked for
            ("0028000108 31323334FFFFFFFF", "9000"),
            (READ_IMSI, IMSI),                       // the value was presented just now
            ("0026008108 35363738FFFFFFFF", "6985"), // PIN2 cannot be disabled
            ("0026020108 31323334FFFFFFFF", "6A86"),
        ],
    );
}

#[test]
fn the_universal_pin_in_place_of_pin1() {
    let mut card = with_pin();
    check(&mut card, &[USIM, ("0026800108 31323334FFFFFFFF", "9000")]);
    card.restart();
    check(
        &mut card,
        &[USIM, (READ_IMSI, "6982"), ("0020001108 30303030FFFFFFFF", "9000"), (READ_IMSI, IMSI)],
    );
}

#[test]
fn other_keys() {
    let mut card = VirtualCard::uicc();
    card.require("EF.PL", Condition::Pin2).unwrap();
    card.require("EF.UMPC", Condition::Adm(1)).unwrap();
    card.require("EF.ICCID", Condition::Adm(2)).unwrap();
    check(
        &mut card,
        &[
            ("00B0850002", "6982"),
            ("0020008100", "63C3"),
            ("0020008108 35363738FFFFFFFF", "9000"),
            ("00B0850002", "656E 9000"),
            ("00B0880001", "6982"),
            ("0020000A00", "63CA"), // ten tries
            ("0020000A08 3838383838383838", "9000"),
            ("00B0880001", "3C 9000"),
            ("0020000B00", "6A88"), // there is no ADM2
            ("00B0820001", "6982"),
        ],
    );
}

#[test]
fn no_secret_in_debug() {
    let card = with_pin();
    let text = alloc::format!("{card:?} {:?} {:?}", card.pin(KeyReference::PIN1), VirtualCard::builder());
    let text = text + &alloc::format!("{:?}", card.files());
    assert!(text.contains(r#"name: "EF.IMSI", fid: 28423, sfi: Explicit(7), body: Transparent(9 bytes)"#));
    for secret in ["1234", "49, 50, 51, 52", "31323334", "447700", "68, 119, 0"] {
        assert!(!text.contains(secret), "{text}");
    }
}
