use hex_literal::hex;

use super::super::{File, FileSystem, VirtualCard};
use super::check;

/// EF.ARR: rule 1 is read always, update PIN1 or ADM1; rule 2 is read PIN1, all else ADM2.
const ARR: [u8; 52] = hex!(
    "800101 9000 800102 A010 A406830101950108 A40683010A950108"
    "800101 A406830101950108 80011A A40683010B950108 FFFFFFFF"
);

fn uicc() -> VirtualCard {
    let mut files = FileSystem::new();
    let mf = hex!("6218 82027821 83023F00 8A0105 8B032F0601 C606 90010083 0101");
    *files.file_mut(FileSystem::MF).unwrap() = File::from_response("MF", &mf, &[]).unwrap();
    let arr = hex!("621A 82054221001A02 83022F06 8A0105 8B032F0601 80020034 880130");
    files.add(FileSystem::MF, File::from_response("EF.ARR", &arr, &ARR).unwrap());
    // A real FCP: the size before the descriptor, an unknown tag, no SFI
    let note = hex!("6219 80020003 82024121 83022F40 CA0155 8A0105 8B032F0601 8800");
    files.add(FileSystem::MF, File::from_response("EF.NOTE", &note, b"abc").unwrap());
    // SFI 0B, which is not that of the FID; nobody could read it
    let secret = hex!("6217 82024121 83022F41 8A0105 8B032F0602 80020003 880158");
    files.add(FileSystem::MF, File::from_response("EF.SECRET", &secret, &[]).unwrap().unreadable());
    let off = hex!("6217 82024121 83022F42 8A0104 8B032F0602 80020003 880160");
    files.add(FileSystem::MF, File::from_response("EF.OFF", &off, b"off").unwrap());
    let ring = hex!("621A 82054621000202 83022F43 8A0105 8B032F0602 80020004 880168");
    files.add(FileSystem::MF, File::from_response("EF.RING", &ring, &[0, 2, 0, 1]).unwrap());
    let adf = hex!("6217 82027821 8409A00000008710020102 8A0105 8B032F0601");
    let adf = files.add(FileSystem::MF, File::from_response("ADF.USIM", &adf, &[]).unwrap());
    let imsi = hex!("6217 82024121 83026F07 8A0105 8B032F0602 80020009 880138");
    files.add(adf, File::from_response("EF.IMSI", &imsi, &hex!("080910101032547698")).unwrap());
    let manager = hex!("6F10 8408A000000003000000 A504 9F6501FE");
    files.add(FileSystem::MF, File::from_response("ISD", &manager[..], &[]).unwrap());
    VirtualCard::builder().dump(files).atr(&hex!("3B9F96801FC78031A073BE21136743200718000001A5")).build()
}

#[test]
fn a_uicc_answers_as_it_did() {
    let mut card = uicc();
    assert_eq!(card.atr()[..4], hex!("3B9F9680"));
    check(
        &mut card,
        &[
            ("00A40004023F00", "611A"),
            ("00C000001A", "6218 82027821 83023F00 8A0105 8B032F0601 C606900100830101 9000"),
            ("00A40004022F40", "611B"),
            ("00C000001B", "6219 80020003 82024121 83022F40 CA0155 8A0105 8B032F0601 8800 9000"),
            ("00B0000003", "616263 9000"),
            ("00D6000001 78", "9000"), // PIN1 is disabled
            ("00B0800003", "6A82"),    // an empty 88 is no SFI
            ("00B08B0003", "6982"),    // unreadable
            ("00A4000C022F41", "9000"),
            ("00B0000003", "6982"),
            ("00D6000001 00", "6982"), // ADM2, which this card does not have
            ("00A4000C022F42", "6283"),
            ("00B08C0003", "6984"),
            ("00B201F602", "6A82"),
            ("00B2016C02", "0002 9000"),
            ("00B2026C02", "0001 9000"),
            ("00B201341A", &alloc::format!("{}9000", hex::encode_upper(&ARR[..26]))),
            ("00A4040407A0000000871002", "6119"),
            ("00C0000019", "6217 82027821 8409A00000008710020102 8A0105 8B032F0601 9000"),
            ("00B0870009", "080910101032547698 9000"),
            ("00A4000C027FFF", "9000"),
            ("00A4040408A000000003000000", "6112"),
            ("00C0000012", "6F10 8408A000000003000000 A504 9F6501FE 9000"),
        ],
    );
}

/// The life cycle shows in the raw FCP.
#[test]
fn a_raw_fcp_lives() {
    use super::super::{KeyReference, Pin};
    let mut card = uicc();
    card.set_pin(KeyReference::adm(2), Pin::digits("22222222").unwrap().disabled());
    check(
        &mut card,
        &[
            ("00440000022F42", "9000"),
            ("00B0000003", "6F6666 9000"),
            ("00A40004022F42", "6119"),
            ("00C0000019", "6217 82024121 83022F42 8A0105 8B032F0602 80020003 880160 9000"),
        ],
    );
}

#[test]
fn a_gsm_card_answers_as_it_did() {
    let mut files = FileSystem::new();
    let mf = hex!("0000125C 3F00 01 0000000000 0A 93 03 02 0C 00 83 8A 83 8A 00");
    *files.file_mut(FileSystem::MF).unwrap() = File::from_response("MF", &mf, &[]).unwrap();
    let iccid = hex!("0000000A 2FE2 04 00 05 FF 55 01 02 00 00");
    let content = hex!("984400000000214365F7");
    files.add(FileSystem::MF, File::from_response("EF.ICCID", &iccid, &content).unwrap());
    // Update CHV1, rehabilitate and invalidate CHV1; invalidated. Records of 3 bytes, the second one unknown.
    let list = hex!("00000006 2F10 04 00 01 FF 11 00 02 01 03");
    files.add(FileSystem::MF, File::from_response("EF.LIST", &list, b"abc").unwrap());
    let mut card = VirtualCard::builder().gsm().dump(files).build();
    check(
        &mut card,
        &[
            ("A0A40000023F00", "9F17"),
            ("A0C0000017", "0000125C 3F00 01 0000000000 0A 93 03 02 0C 00 83 8A 83 8A 00 9000"),
            ("A0A40000022FE2", "9F0F"),
            ("A0C000000F", "0000000A 2FE2 04 00 05 FF 55 01 02 00 00 9000"),
            ("A0B000000A", "984400000000214365F7 9000"),
            ("A0D6000001 00", "9804"), // ADM 5, which is ADM2 here
            ("A0A40000022F10", "9F0F"),
            ("A0B2010403", "9810"),
            ("A044000000", "9000"),
            ("A0A40000022F10", "9F0F"),
            ("A0C000000F", "00000006 2F10 04 00 01 FF 11 01 02 01 03 9000"),
            ("A0B2010403", "616263 9000"),
            ("A0B2020403", "FFFFFF 9000"),
            ("A0B2030403", "9402"),
            ("A0DC020403 646566", "9000"),
        ],
    );
}

#[test]
fn what_is_no_response() {
    for response in [&[][..], &[0x62], &[0x62, 0x02, 0x82, 0x05], &[0x00; 5]] {
        assert!(File::from_response("X", response, b"abc").is_err(), "{response:?}");
    }
    // records of no length
    let fcp = hex!("6211 82054221000002 83022F40 80020006 8800");
    File::from_response("X", &fcp, b"abc").unwrap_err();
}
