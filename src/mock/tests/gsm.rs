use super::super::{Applet, KeyReference, LifeCycle, Pin, VirtualCard};
use super::check;

fn with_chv() -> VirtualCard {
    let chv = Pin::digits("1234").and_then(|pin| pin.puk("12345678")).unwrap();
    VirtualCard::builder().gsm().pin(KeyReference::PIN1, chv).build()
}

#[test]
fn select_and_headers() {
    check(
        &mut VirtualCard::gsm(),
        &[
            ("A0A40000023F00", "9F17"),
            // free memory, FID, MF, 10 bytes follow: CHV1 disabled, 2 DFs, 2 EFs, 5 codes, tries 3/10 and 3/10
            ("A0C0000017", "0000 1000 3F00 01 0000000000 0A B1 02 02 05 00 83 8A 83 8A 00 9000"),
            ("A0A40000027F20", "9F17"),
            ("A0C0000017", "0000 1000 7F20 02 0000000000 0A B1 00 15 05 00 83 8A 83 8A 00 9000"),
            ("A0A40000026F07", "9F0F"),
            // 9 bytes, EF, read CHV1, update ADM, activated, transparent
            ("A0C000000F", "0000 0009 6F07 04 00 14 F0 44 01 02 00 00 9000"),
            ("A0B0000009", "080910101032547698 9000"),
            ("A0A40000026F39", "9F0F"),
            // EF.ACM: INCREASE allowed, with CHV1; update CHV2; cyclic, records of 3 bytes
            ("A0C000000F", "0000 0009 6F39 04 40 12 10 44 01 02 03 03 9000"),
            ("A0A40000027F10", "9F17"), // beside the current DF
            ("A0A40000026F3A", "9F0F"),
            ("A0C000000F", "0000 0118 6F3A 04 00 11 F0 44 01 02 01 1C 9000"),
            ("A0A40000026F07", "9404"), // in DF.GSM
            ("A0A40000023F00", "9F17"),
            ("A0A40000022FE2", "9F0F"),
            ("A0C000000F", "0000 000A 2FE2 04 00 0F F0 44 01 02 00 00 9000"), // updated never
            ("A0A4000002", "6700"),                                           // no data
            ("A0A40000012F", "6702"),
            ("A0A400000300003F", "6702"),
            ("A0A40100022FE2", "6B00"),
            ("A0A40000022FE20F", "6700"),
        ],
    );
}

#[test]
fn get_response_and_status() {
    check(
        &mut VirtualCard::gsm(),
        &[
            ("A0C0000001", "6F00"),
            ("A0A40000022FE2", "9F0F"),
            ("A0C0000010", "670F"),
            ("A0C0000000", "670F"),
            ("A0C0000004", "0000000A 9000"), // the beginning, and no more
            ("A0C0000001", "6F00"),
            ("A0F2000000", "6717"),
            ("A0F2000018", "6717"),
            ("A0F2000006", "000010003F00 9000"), // the directory, not the EF
            ("A0F2010017", "6B00"),
        ],
    );
}

#[test]
fn other_classes() {
    check(
        // an application without a menu has nothing to say
        &mut VirtualCard::builder().gsm().applet(Applet::default()).build(),
        &[
            ("00A40004023F00", "6E00"),
            ("80F2000000", "6E00"),
            ("A1A40000023F00", "6E00"),
            ("A0FF000000", "6D00"),
            ("A070000001", "6D00"), // there are no channels
            ("A010000001FF", "9000"),
            ("A0FA000000", "9000"),
            ("A0", "6700"),
        ],
    );
}

#[test]
fn read() {
    check(
        &mut VirtualCard::gsm(),
        &[
            ("A0B000000A", "9400"),
            ("A0A40000022FE2", "9F0F"),
            ("A0B000000A", "984400000000214365F7 9000"),
            ("A0B0000000", "670A"),
            ("A0B000000B", "670A"),
            ("A0B0000A01", "6B00"),
            ("A0B0820001", "6B00"), // an offset, and no SFI
            ("A0B201040A", "9408"),
            ("A0A40000027F10", "9F17"),
            ("A0B000000A", "9400"), // a directory has nothing to read
            ("A0A40000026F40", "9F0F"),
            ("A0B000000A", "9408"),
            ("A0B2010400", "671C"),
            ("A0B201041C", "4D79206E756D626572FFFFFFFFFF 07 91 447700091032 FFFFFFFF FFFF 9000"),
            ("A0B205041C", "9402"),
            ("A0B200041C", "9402"), // no record pointer
            ("A0B200021C", "4D79206E756D626572FFFFFFFFFF 07 91 447700091032 FFFFFFFF FFFF 9000"),
            ("A0B201051C", "6B00"),
            ("A0B201141C", "6B00"), // an SFI
        ],
    );
}

#[test]
fn chv() {
    let mut card = with_chv();
    check(
        &mut card,
        &[
            ("A0A40000027F20", "9F17"),
            ("A0C0000017", "0000 1000 7F20 02 0000000000 0A 31 00 15 05 00 83 8A 83 8A 00 9000"),
            ("A0A40000026F07", "9F0F"),
            ("A0B0000009", "9804"),
            ("A020000100", "6708"), // the counter is in the header, not here
            ("A020000308 31323334FFFFFFFF", "6B00"),
            ("A020000108 39393939FFFFFFFF", "9804"),
            ("A0F2000017", "0000 1000 7F20 02 0000000000 0A 31 00 15 05 00 82 8A 83 8A 00 9000"),
            ("A020000108 39393939FFFFFFFF", "9804"),
            ("A020000108 31323334FFFFFFFF", "9000"),
            ("A0B0000009", "080910101032547698 9000"),
            ("A020000108 39393939FFFFFFFF", "9804"),
            ("A020000108 39393939FFFFFFFF", "9804"),
            ("A020000108 39393939FFFFFFFF", "9840"), // the last try
            ("A020000108 31323334FFFFFFFF", "9840"),
            ("A02C000010 3030303030303030 34333231FFFFFFFF", "9804"),
            ("A02C000110 3132333435363738 34333231FFFFFFFF", "6B00"), // CHV1 is 00 here
            ("A02C000010 3132333435363738 34333231FFFFFFFF", "9000"),
            ("A0B0000009", "080910101032547698 9000"),
            ("A024000110 34333231FFFFFFFF 35353535FFFFFFFF", "9000"),
            ("A024000108 34333231FFFFFFFF", "6710"),
            ("A028000108 35353535FFFFFFFF", "9808"), // enabled
            ("A026000108 35353535FFFFFFFF", "9000"),
            ("A026000108 35353535FFFFFFFF", "9808"),
            ("A020000108 35353535FFFFFFFF", "9808"),
            ("A026000208 35363738FFFFFFFF", "6B00"), // CHV2 cannot be disabled
            ("A028000108 35353535FFFFFFFF", "9000"),
            ("A020000208 35363738FFFFFFFF", "9000"),
        ],
    );
}

#[test]
fn an_invalidated_file() {
    let mut card = VirtualCard::gsm();
    card.set_life_cycle("EF.ICCID", LifeCycle::Deactivated).unwrap();
    check(
        &mut card,
        &[
            ("A0A40000022FE2", "9F0F"),
            ("A0C000000F", "0000 000A 2FE2 04 00 0F F0 44 00 02 00 00 9000"),
            ("A0B000000A", "9810"),
        ],
    );
}

#[test]
fn a_uicc_that_is_a_gsm_card_too() {
    let mut card = VirtualCard::builder().uicc_and_gsm().build();
    check(
        &mut card,
        &[
            ("A0A40000027F20", "9F17"),
            ("A0A40000026F07", "9F0F"),
            ("A0C000000F", "0000 0009 6F07 04 00 14 F0 44 01 02 00 00 9000"),
            ("00A4040407A0000000871002", "613C"),
            ("A0C000003C", "6F00"),     // 00 has to fetch it
            ("A0A40000026F07", "9F0F"), // the same channel
            ("A1A40000026F07", "6E00"),
        ],
    );
}
