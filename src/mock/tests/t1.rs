use super::super::{File, VirtualCard};
use super::{check, exchange};
use crate::transport::Level;

fn card() -> VirtualCard {
    VirtualCard::builder().level(Level::Apdu).build()
}

const ICCID_FCP: &str = "621B82024121 83022FE2 8A0105 8B032F0603 8002000A 8102001A 880110 9000";

#[test]
fn data_come_at_once() {
    check(
        &mut card(),
        &[
            ("00A40004022FE200", ICCID_FCP),
            ("00A40004022FE21D", ICCID_FCP),
            ("00A40004022FE2FF", ICCID_FCP),
            ("00A40004022FE205", "621B820241 9000"), // as much as was asked for
            ("00A40004022FE2", "9000"),              // case 3
            ("00A4000C", "9000"),
            ("00A4000C022FE200", "9000"),
            ("00C000001D", "6D00"), // nothing below T=0
            ("00B0000000", "984400000000214365F7 9000"),
            ("00B0000002", "9844 9000"),
            ("00B000000B", "6C0A"),
            ("00B00000", "6700"), // no Le
            (
                "00B201F400",
                "6118 4F10A0000000871002FF44FFFF8901000000 50045553494D FFFFFFFFFFFFFFFFFFFFFFFF 9000",
            ),
            ("00B201F410", "6C26"),
            ("00B201F4FF", "6C26"),
            ("80F2000100", "6A88"),
            ("80F2000010", "6C32"),
            ("80F2000C", "9000"),
            ("0070000000", "019000"),
            ("00700000", "6700"),
            ("00708001", "9000"),
            ("0020008100", "63C3"),
            ("00200081", "63C3"),
        ],
    );
}

#[test]
fn extended_lengths() {
    let data: alloc::vec::Vec<u8> = (0..=255u8).chain(0..=99).collect();
    let mut card = VirtualCard::builder()
        .level(Level::Apdu)
        .file("MF", File::transparent("EF.LONG", 0x2F42, &data))
        .build();
    let all = alloc::format!("{}9000", hex::encode_upper(&data));
    let most = alloc::format!("{}9000", hex::encode_upper(&data[..0x150]));
    check(
        &mut card,
        &[
            ("00A4000400 00022FE2 0000", ICCID_FCP),
            ("00A4000C00 00022F42", "9000"),
            ("00B0000000 0000", &all),
            ("00B0000000 0150", &most),
            ("00B0000000 0165", "6C64"), // 356 bytes; 6Cxx names the low byte
            ("00A4000400 00022F", "6700"),
            ("00A4000400 00022FE200", "6700"),
            ("00A4000400 0000 0000", "6700"),
            ("00A40004022F", "6700"),
            ("00A40004022FE20000", "6700"),
        ],
    );
    assert_eq!(exchange(&mut card, "00B0000000").len(), 2 * 258);
}

#[test]
fn a_gsm_card_behind_whole_apdus() {
    let mut card = VirtualCard::builder().gsm().level(Level::Apdu).build();
    check(
        &mut card,
        &[
            ("A0A40000022FE2", "9F0F"),
            ("A0C000000F", "0000 000A 2FE2 04 00 0F F0 44 01 02 00 00 9000"),
            ("A0A40000022FE200", "0000 000A 2FE2 04 00 0F F0 44 01 02 00 00 9000"),
            ("A0B0000000", "984400000000214365F7 9000"),
            ("A0F2000000", "0000 1000 3F00 01 0000000000 0A B1 02 02 05 00 83 8A 83 8A 00 9000"),
        ],
    );
}
