use super::super::{File, VirtualCard};
use super::check;

/// An application template with the USIM's AID and label, filled up to 38 bytes.
const USIM: &str = "6118 4F10A0000000871002FF44FFFF8901000000 50045553494D FFFFFFFFFFFFFFFFFFFFFFFF 9000";
const ISIM: &str = "6118 4F10A0000000871004FF44FFFF8901000000 50044953494D FFFFFFFFFFFFFFFFFFFFFFFF 9000";

#[test]
fn binary() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00B000000A", "6986"), // no EF
            ("00A4000C022FE2", "9000"),
            ("00B000000A", "984400000000214365F7 9000"), // ICCID 8944000000001234567
            ("00B0000000", "6C0A"),                      // 00 is 256
            ("00B00000", "6C0A"),
            ("00B000000B", "6C0A"),
            ("00B0000602", "2143 9000"),
            ("00B0000904", "6C01"),
            ("00B0000A01", "6B00"),
            ("00B07FFF01", "6B00"),
            ("00B000000100", "6700"),
            ("00A4000C022F00", "9000"),
            ("00B0000001", "6981"),
        ],
    );
}

#[test]
fn binary_by_sfi() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00B082000A", "984400000000214365F7 9000"),
            ("00B0000001", "989000"), // current now
            ("00B0820805", "6C02"),
            ("00B0820A01", "6B00"),
            ("00B0990001", "6A82"),
            ("00B0000001", "989000"), // and still
            ("00B0800001", "6A82"),   // 0 is no SFI
            ("00B0A20001", "6A86"),   // 101xxxxx is nothing
            ("00B0C20001", "6A86"),
            ("00B09E0001", "6981"), // EF.DIR has records
            ("00A4000C027F20", "9000"),
            ("00B082000A", "6A82"), // not in this directory
        ],
    );
}

#[test]
fn a_long_file() {
    let data: alloc::vec::Vec<u8> = (0..=255u8).chain(0..=99).collect();
    let file = File::transparent("EF.LONG", 0x2F42, &data);
    let mut card = VirtualCard::builder().file("MF", file).build();
    let first = alloc::format!("{}9000", hex::encode_upper(&data[..256]));
    check(
        &mut card,
        &[
            ("00A4000C022F42", "9000"),
            ("00B0000000", &first), // 256 bytes are there
            ("00B0010000", "6C64"),
            ("00B0016204", "6C02"),
            ("00B0016202", "6263 9000"),
        ],
    );
}

#[test]
fn an_implicit_sfi_is_in_the_fid() {
    let file = File::transparent("EF.X", 0x2F43, b"x").sfi_mode(super::super::Sfi::Implicit);
    let mut card = VirtualCard::builder().no_total_size().file("MF", file).build();
    check(
        &mut card,
        &[
            ("00B0830001", "789000"),
            ("00A40004022F43", "6116"),
            // no tag 88; read with PIN1, updated with ADM1: rule 7
            ("00C0000016", "6214 82024121 83022F43 8A0105 8B032F0607 80020001 9000"),
        ],
    );
}

#[test]
fn records() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00B2010426", "6986"),
            ("00B201F426", USIM), // SFI 1E
            ("00B2020426", ISIM), // current now
            ("00B2010400", "6C26"),
            ("00B2010425", "6C26"),
            ("00B2030426", "6A83"),
            ("00B2FF0426", "6A83"),
            ("00B2010526", "6A86"),
            ("00B2010026", "6A86"),
            ("00B201C426", "6A82"),
            ("00A4000C022FE2", "9000"),
            ("00B2010426", "6981"),
            ("00B2011426", "6981"), // SFI 02
        ],
    );
}

#[test]
fn the_record_pointer_of_a_list() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A4000C022F00", "9000"),
            ("00B2000426", "6A83"), // current, but it points nowhere
            ("00B2000226", USIM),   // next: the first
            ("00B2000226", ISIM),
            ("00B2000226", "6A83"),
            ("00B2000426", ISIM), // where it was
            ("00B2010426", USIM), // absolute: the pointer stays
            ("00B2000426", ISIM),
            ("00B2000326", USIM), // previous
            ("00B2000326", "6A83"),
            ("00B2000420", "6C26"),
            ("00A4000C022F00", "9000"), // the pointer is lost
            ("00B2000326", ISIM),       // previous: the last
        ],
    );
}

#[test]
fn the_record_pointer_of_a_ring() {
    let file = File::cyclic("EF.RING", 0x2F42, 1, [[1], [2], [3]]).sfi(9);
    let mut card = VirtualCard::builder().file("MF", file).build();
    check(
        &mut card,
        &[
            ("00B2004B01", "039000"), // previous by SFI, from nowhere: the last
            ("00B2000201", "019000"), // next goes round
            ("00B2000201", "029000"),
            ("00B2000301", "019000"),
            ("00B2000301", "039000"),
            ("00B2000401", "039000"),
            ("00B2040401", "6A83"),
        ],
    );
}

#[test]
fn the_test_identity() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A4040C07A0000000871002", "9000"),
            ("00B0870009", "080910101032547698 9000"), // IMSI 001010123456789
            ("00B0830004", "00000002 9000"),           // two digits of MNC
            ("00B0860002", "0200 9000"),               // class 9
            ("00B09D0006", "00F110FFFFFF 9000"),       // EF.EHPLMN: 001-01
            ("00A4000C026F46", "9000"),
            ("00B0000011", "01 73696D63617264 FFFFFFFFFFFFFFFFFF 9000"), // EF.SPN
            ("00A4000C026F40", "9000"),
            // EF.MSISDN: My number, 7 bytes, international, +447700900123
            ("00B201041C", "4D79206E756D626572FFFFFFFFFF 07 91 447700091032 FFFFFFFF FFFF 9000"),
            ("00B202041C", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 9000"),
            ("00B205041C", "6A83"),
            ("00A4000C026F42", "9000"),
            // EF.SMSP: +447700900999
            (
                "00B201042A",
                "534D53FFFFFFFFFFFFFFFFFFFFFF E1 FFFFFFFFFFFFFFFFFFFFFFFF \
             07 91 447700099099 FFFFFFFF 0000A7 9000",
            ),
            ("00B2010C0E", "11F2FF 456D657267656E6379FF 00 9000"), // EF.ECC: 112
            // EF.PNN: full name in UCS2
            ("00B201CC18", "430F90 00730069006D0063006100720064 FFFFFFFFFFFFFF 9000"),
            ("00B201D408", "00F11000 00FFFE01 9000"), // EF.OPL
            // services 1 2 8 | 9 10 12 13 | 17 to 21 | 27 | 33 34 38 | 42 43 45 46 | 51 | - | 71 | - | 85 | 124 125
            ("00B0840010", "83 1B 1F 04 23 36 04 00 40 00 10 00 00 00 00 18 9000"),
        ],
    );
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A4040C07A0000000871004", "9000"),
            (
                "00B0850023",
                // ims.mnc001.mcc001.3gppnetwork.org
                "8021 696D732E6D6E633030312E6D63633030312E336770706E6574776F726B2E6F7267 9000",
            ),
            ("00B2032450", "6A83"), // two public identities
            ("00B2022400", "6C50"),
        ],
    );
}
