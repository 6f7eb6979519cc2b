use super::super::{Access, Condition, File, KeyReference, LifeCycle, Pin, VirtualCard};
use super::check;
use crate::transport::Level;

const FREE: Access = Access::new(Condition::Always, Condition::Always).increase(Condition::Always);

fn card(level: Level) -> VirtualCard {
    VirtualCard::builder()
        .level(level)
        .uicc_and_gsm()
        .file("MF", File::transparent("EF.NOTE", 0x2F40, b"abcdef").sfi(9).access(FREE))
        .file(
            "MF",
            File::linear("EF.LIST", 0x2F41, 2, [[0x11; 2], [0x22; 2], [0x33; 2]]).sfi(10).access(FREE),
        )
        .file(
            "MF",
            File::cyclic("EF.RING", 0x2F42, 3, [[0, 0, 3], [0, 0, 2], [0, 0, 1]]).sfi(11).access(FREE),
        )
        .build()
}

#[test]
fn binary() {
    for level in [Level::Tpdu, Level::Apdu] {
        check(
            &mut card(level),
            &[
                ("00D6000001 AA", "6986"), // no EF
                ("00A4000C022F40", "9000"),
                ("00D6000002 4142", "9000"),
                ("00D6000402 5859", "9000"),
                ("00B0000006", "414263645859 9000"),
                ("00D6000403 585958", "6700"), // one too many
                ("00D6000601 58", "6B00"),
                ("00D6000000", "6700"), // no data
                ("00A4000C023F00", "9000"),
                ("00D6890502 5A5A", "6700"),
                ("00D6890501 5A", "9000"),
                ("00B0000006", "41426364585A 9000"), // current now
                ("00D6990001 5A", "6A82"),
                ("00D6E90001 5A", "6A86"),
                ("00D68A0001 5A", "6981"), // a list
                ("80D6000001 5A", "6E00"),
                ("00DC010402 4142", "6981"),
            ],
        );
    }
}

#[test]
fn binary_of_a_gsm_card() {
    check(
        &mut card(Level::Tpdu),
        &[
            ("A0D6000001 AA", "9400"),
            ("A0A40000022F40", "9F0F"),
            ("A0D6000206 414243444546", "6704"), // four are left
            ("A0D6000204 41424344", "9000"),
            ("A0B0000006", "616241424344 9000"),
            ("A0D6000601 58", "6B00"),
            ("A0A40000022F41", "9F0F"),
            ("A0D6000001 58", "9408"),
            ("A0DC010403 414243", "6702"),
            ("A0DC010402 4142", "9000"),
            ("A0DC040402 4142", "9402"),
            ("A0B2010402", "4142 9000"),
        ],
    );
}

/// ISO/IEC 7816-4 7.2.5 and 7.2.3.
#[test]
fn binary_beyond_32_kib() {
    let file = File::transparent("EF.LONG", 0x2F43, &[0; 0x8002]).access(FREE);
    let mut card = VirtualCard::builder().file("MF", file).build();
    check(
        &mut card,
        &[
            ("00A4000C022F43", "9000"),
            ("00D7000008 54028000 53024142", "9000"),
            ("00D7000009 54028000 53810243 44", "9000"),
            ("00D7000009 54028000 5303414243", "6700"),
            ("00D7000008 54028000 53034142", "6A80"),
            ("00D7000004 54028002", "6A80"),
            ("00D7000007 54028002 530141", "6B00"),
            ("00D7000107 54028000 530141", "6A86"),
            ("00B1000004 54028000", "6105"),
            ("00C0000005", "538102 4344 9000"),
        ],
    );
}

#[test]
fn records_of_a_list() {
    for level in [Level::Tpdu, Level::Apdu] {
        check(
            &mut card(level),
            &[
                ("00DC010402 AAAA", "6986"),
                ("00DC025402 AABB", "9000"), // SFI 0A, absolute
                ("00B2020402", "AABB 9000"),
                ("00DC040402 AAAA", "6A83"),
                ("00DC000402 AAAA", "6A83"), // no record is current
                ("00DC010401 AA", "6700"),
                ("00DC010403 AABBCC", "6700"),
                ("00DC000202 1001", "9000"), // next: the first
                ("00DC000202 2002", "9000"),
                ("00DC000402 2102", "9000"), // current
                ("00B2000402", "2102 9000"),
                ("00DC000202 3003", "9000"),
                ("00DC000202 4004", "6A83"),
                ("00DC000302 2202", "9000"), // previous
                ("00B2010402", "1001 9000"),
                ("00B2020402", "2202 9000"),
                ("00B2030402", "3003 9000"),
                ("00DC010702 AAAA", "6A86"),
                ("00A4000C022F41", "9000"),
                ("00DC000302 3303", "9000"), // previous, from nowhere: the last
                ("00B2030402", "3303 9000"),
                ("00D6000001 41", "6981"),
            ],
        );
    }
}

#[test]
fn records_of_a_ring() {
    check(
        &mut card(Level::Tpdu),
        &[
            ("00A4000C022F42", "9000"),
            ("00DC010403 AAAAAA", "6981"), // only as the newest
            ("00DC000203 AAAAAA", "6981"),
            ("00DC000302 AAAA", "6700"),
            ("00DC000303 AAAAAA", "9000"),
            ("00B2000403", "AAAAAA 9000"), // the current one
            ("00B2010403", "AAAAAA 9000"),
            ("00B2020403", "000003 9000"),
            ("00B2030403", "000002 9000"), // 000001 is gone
            ("A0DC000303 BBBBBB", "9000"),
            ("A0DC010403 BBBBBB", "9408"),
            ("A0B2010403", "BBBBBB 9000"),
            ("A0B2030403", "000003 9000"),
        ],
    );
}

#[test]
fn increase() {
    check(
        &mut card(Level::Tpdu),
        &[
            ("8032000003 000001", "6986"),
            ("80328B0001 05", "6104"), // SFI 0B; one byte will do
            ("00C0000004", "000008 05 9000"),
            ("00B2000403", "000008 9000"),
            ("00B2010403", "000008 9000"),
            ("00B2030403", "000002 9000"),
            ("8032000003 00FFFF", "6106"),
            ("00C0000006", "010007 00FFFF 9000"),
            ("8032000003 FEFFF9", "9850"),
            ("8032000003 FEFFF8", "6106"),
            ("8032000003 000001", "9850"), // full
            ("00B2010403", "FFFFFF 9000"),
            ("8032000004 00000001", "6700"),
            ("8032000000", "6700"),
            ("8032000103 000001", "6A86"),
            ("80320B0003 000001", "6A86"),
            ("80328A0003 000001", "6981"),
            ("0032000003 000001", "6E00"),
        ],
    );
    check(
        &mut card(Level::Tpdu),
        &[
            ("A032000003 000001", "9400"),
            ("A0A40000022F42", "9F0F"),
            ("A032000003 000001", "9F06"),
            ("A0C0000006", "000004 000001 9000"),
            ("A032000001 01", "6703"),
            ("A0328B0003 000001", "6B00"),
            ("A032000003 FFFFFF", "9850"),
            ("A0A40000022F41", "9F0F"),
            ("A032000003 000001", "9408"),
        ],
    );
    check(
        &mut card(Level::Apdu),
        &[("80328B0003 000001 00", "000004 000001 9000"), ("80328B0003 000001", "9000")],
    );
}

#[test]
fn writing_has_conditions_of_its_own() {
    let pin = Pin::digits("1234").unwrap();
    let mut card = VirtualCard::builder()
        .uicc_and_gsm()
        .pin(KeyReference::PIN1, pin)
        .file(
            "MF",
            File::transparent("EF.NOTE", 0x2F40, b"a")
                .access(Access::new(Condition::Always, Condition::Pin1)),
        )
        .build();
    check(
        &mut card,
        &[
            ("00A4000C022F40", "9000"),
            ("00B0000001", "61 9000"),
            ("00D6000001 62", "6982"),
            ("A0D6000001 62", "9804"),
            ("0020000108 31323334FFFFFFFF", "9000"),
            ("00D6000001 62", "9000"),
            ("00B0000001", "62 9000"),
            ("00A4000C022FE2", "9000"),
            ("00D6000001 62", "6982"), // EF.ICCID: never
            // EF.ACM: INCREASE with PIN1
            ("00A4040C07A0000000871002", "9000"),
            ("00A4000C026F39", "9000"),
            ("8032000003 00000A", "6106"),
            ("00C0000006", "00000A 00000A 9000"),
            ("00DC000303 000000", "6982"), // but PIN2 to set it
            ("0020008108 35363738FFFFFFFF", "9000"),
            ("00DC000303 000000", "9000"),
        ],
    );
    card.set_life_cycle("EF.NOTE", LifeCycle::Deactivated).unwrap();
    check(&mut card, &[("00A4000C023F00", "9000"), ("00A4000C022F40", "6283"), ("00D6000001 62", "6984")]);
}

/// ADM6 to ADM10 have the references 8A to 8E (ETSI TS 102 221 table 9.3).
#[test]
fn all_administrative_keys() {
    let mut card = VirtualCard::uicc();
    for n in 2..=10 {
        card.set_pin(KeyReference::adm(n), Pin::raw([n; 8]));
    }
    card.require("EF.PL", Condition::Adm(10)).unwrap();
    card.require("EF.UMPC", Condition::Adm(5)).unwrap();
    check(
        &mut card,
        &[
            ("00B0850002", "6982"),
            ("0020008E08 0A0A0A0A0A0A0A0A", "9000"),
            ("00B0850002", "656E 9000"),
            ("00B0880001", "6982"),
            ("0020000E08 0505050505050505", "9000"),
            ("00B0880001", "3C 9000"),
            ("0020008A00", "63C3"),
            ("0020000F00", "6A88"),
        ],
    );
}
