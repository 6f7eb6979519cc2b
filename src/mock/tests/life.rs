use super::super::{KeyReference, LifeCycle, Pin, VirtualCard};
use super::check;
use crate::transport::Level;

const ADM: (&str, &str) = ("0020000A08 3838383838383838", "9000");

#[test]
fn deactivate_and_activate() {
    for level in [Level::Tpdu, Level::Apdu] {
        check(
            &mut VirtualCard::builder().level(level).build(),
            &[
                ("00040000022F05", "6982"),
                ADM,
                ("0004000000", "6986"), // no EF
                ("00040000022F05", "9000"),
                ("00B0000002", "6984"), // current, and off
                ("00D6000001 00", "6984"),
                ("00A4000C022F05", "6283"),
                ("00440000022F05", "9000"),
                ("00B0000002", "656E 9000"),
                ("00040800022F05", "9000"), // by path
                ("0044000000", "9000"),     // the current one
                ("0044000000", "9000"),     // so it was
                ("00B0000002", "656E 9000"),
                ("00A4000C027F10", "9000"),
                ("00040900026F3A", "9000"), // from here
                ("00440800047F106F3A", "9000"),
                ("00040000022F99", "6A82"),
                ("00040000012F", "6700"),
                ("00040001022F05", "6A86"),
                ("00040100022F05", "6A86"),
                ("00040000023F00", "6985"), // not the MF
            ],
        );
    }
}

#[test]
fn what_is_in_a_deactivated_directory() {
    let mut card = VirtualCard::uicc();
    check(
        &mut card,
        &[
            ADM,
            ("00040000027F10", "9000"),
            ("00A4000C027F10", "6283"),
            ("00A4000C026F43", "9000"),
            ("00B0000002", "6984"),
            ("00440800027F10", "9000"),
            ("00B0000002", "FFFF 9000"),
        ],
    );
    card.set_life_cycle("EF.PL", LifeCycle::Terminated).unwrap();
    check(&mut card, &[("00A4000C023F00", "9000"), ("00440000022F05", "6985"), ("00B0850002", "6984")]);
}

#[test]
fn invalidate_and_rehabilitate() {
    let adm = Pin::digits("88888888").map(Pin::disabled).unwrap();
    let mut card = VirtualCard::builder().gsm().pin(KeyReference::adm(1), adm).build();
    check(
        &mut card,
        &[
            ("A004000000", "9400"),
            ("A0A40000022F05", "9F0F"),
            ("A044000000", "9810"), // it is
            ("A004000000", "9000"),
            ("A004000000", "9810"),
            ("A0B0000002", "9810"),
            ("A0A40000022F05", "9F0F"),
            ("A0C000000F", "0000 0004 2F05 04 00 01 F0 44 00 02 00 00 9000"),
            ("A044000000", "9000"),
            ("A0B0000004", "656EFFFF 9000"),
            ("A0040000022F05", "6700"),
            ("A004010000", "6B00"),
        ],
    );
    let mut card = VirtualCard::gsm();
    check(&mut card, &[("A0A40000022F05", "9F0F"), ("A004000000", "9804")]);
}
