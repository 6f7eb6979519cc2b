//! Test set 1 of 3GPP TS 35.208 4.3, which are the card's default keys: SQN FF9BB4D0B607, AMF B9B9.

use super::super::{KeyReference, Milenage, Pin, VirtualCard};
use super::check;
use crate::transport::Level;

const RAND: &str = "23553CBE9637A89D218AE64DAE47BF35";
/// SQN xor AK, AMF, MAC-A.
const AUTN: &str = "55F328B43577 B9B9 4A9FFAC354DFAFB3";
const RES: &str = "08 A54211D5E3BA50BF";
const CK: &str = "10 B40BA9A3C58B2A05BBF0D987B21BF8CB";
const IK: &str = "10 F769BCD751044604127672711C6D3441";
const KC: &str = "08 EAE4BE823AF9A08B";

const USIM: (&str, &str) = ("00A4040C07A0000000871002", "9000");
const ISIM: (&str, &str) = ("00A4040C07A0000000871004", "9000");

#[test]
fn third_generation() {
    let challenge = alloc::format!("0088008122 10{RAND} 10{AUTN}");
    let success = alloc::format!("DB {RES} {CK} {IK} {KC} 9000");
    let mut card = VirtualCard::uicc();
    check(
        &mut card,
        &[
            (&challenge, "6985"), // no application
            USIM,
            (&challenge, "6135"),
            ("00C0000035", &success),
        ],
    );
    assert_eq!(card.sequence_number(), 0xFF9B_B4D0_B607);
    // Once more: SQN_MS xor AK*, FF9BB4D0B607 xor 451E8BECA43B; MAC-S for AMF 0000.
    let response = super::exchange(&mut card, &challenge);
    assert_eq!(response, "6110");
    let response = super::exchange(&mut card, "00C0000010");
    assert_eq!(response[..16], *"DC0EBA853F3C123C");
    let auts: [u8; 14] = hex::decode(&response[4..32]).unwrap().try_into().unwrap();
    let rand = hex::decode(RAND).unwrap().try_into().unwrap();
    assert_eq!(Milenage::test_keys().resynchronise(&rand, &auts), Some(0xFF9B_B4D0_B607));

    // Seven bytes later in the sequence all is well.
    let next = Milenage::test_keys().challenge(&rand, 0xFF9B_B4D0_B627, [0x80, 0x00]);
    let next = alloc::format!("0088008122 10{RAND} 10{}", hex::encode_upper(next));
    check(&mut card, &[(&next, "6135"), ("00C0000035", &success), (&next, "6110")]);
    card.restart();
    check(&mut card, &[USIM, (&next, "6110")]); // it remembers
    card.set_sequence_number(0);
    check(&mut card, &[(&next, "6135")]);
}

#[test]
fn whole_apdus_and_wrong_ones() {
    let challenge = alloc::format!("0088008122 10{RAND} 10{AUTN} 00");
    let success = alloc::format!("DB {RES} {CK} {IK} {KC} 9000");
    let wrong_mac = alloc::format!("0088008122 10{RAND} 1055F328B43577 B9B9 4A9FFAC354DFAFB2 00");
    let wrong_amf = alloc::format!("0088008122 10{RAND} 1055F328B43577 B9B8 4A9FFAC354DFAFB3 00");
    let short = alloc::format!("0088008121 10{RAND} 0F55F328B43577 B9B9 4A9FFAC354DFAF 00");
    let no_autn = alloc::format!("0088008111 10{RAND} 00");
    let other_context = alloc::format!("0088008411 10{RAND} 00");
    let p1 = alloc::format!("0088018122 10{RAND} 10{AUTN} 00");
    let p2 = alloc::format!("0088000122 10{RAND} 10{AUTN} 00");
    let mut card = VirtualCard::builder().level(Level::Apdu).build();
    check(
        &mut card,
        &[
            USIM,
            (&wrong_mac, "9862"),
            (&wrong_amf, "9862"),
            (&short, "6700"),
            (&no_autn, "6700"),
            ("0088008100", "6700"),
            (&other_context, "9864"),
            (&p1, "6A86"),
            (&p2, "6A86"),
            (&challenge, &success), // nothing of that counted
        ],
    );
}

#[test]
fn ims() {
    let challenge = alloc::format!("0088008122 10{RAND} 10{AUTN}");
    let gsm = alloc::format!("0088008011 10{RAND}");
    let success = alloc::format!("DB {RES} {CK} {IK} 9000"); // never with Kc
    check(&mut VirtualCard::uicc(), &[ISIM, (&gsm, "9864"), (&challenge, "612C"), ("00C000002C", &success)]);
}

#[test]
fn second_generation() {
    let gsm = alloc::format!("0088008011 10{RAND}");
    let run = alloc::format!("A088000010 {RAND}");
    let on_uicc = alloc::format!("04 46F8416A {KC} 9000");
    let mut card = VirtualCard::builder().uicc_and_gsm().build();
    check(
        &mut card,
        &[
            USIM,
            (&gsm, "610E"),
            ("00C000000E", &on_uicc),
            ("0088008010 10000102030405060708090A0B0C0D0E", "6700"),
            ("A0A40000023F00", "9F17"),
            (&run, "9408"), // not in DF.GSM
            ("A0A40000027F20", "9F17"),
            (&run, "9F0C"),
            ("A0C000000C", "46F8416A EAE4BE823AF9A08B 9000"),
            ("A0A40000026F07", "9F0F"),
            (&run, "9F0C"),
            ("A08800000F 000102030405060708090A0B0C0D0E", "6710"),
            ("A088008010 000102030405060708090A0B0C0D0E0F", "6B00"),
        ],
    );
    // Without the services: no Kc, and no GSM context.
    card.set_data("ADF.USIM/EF.UST", &[0x82, 0x1B, 0x1F]).unwrap();
    let challenge = alloc::format!("0088008122 10{RAND} 10{AUTN}");
    check(&mut card, &[USIM, (&gsm, "9864"), (&challenge, "612C")]);
}

#[test]
fn the_pin_comes_first() {
    let challenge = alloc::format!("0088008122 10{RAND} 10{AUTN}");
    let run = alloc::format!("A088000010 {RAND}");
    let pin = Pin::digits("1234").unwrap();
    let mut card = VirtualCard::builder().uicc_and_gsm().pin(KeyReference::PIN1, pin).build();
    check(
        &mut card,
        &[
            USIM,
            (&challenge, "6982"),
            ("8078000100", "6982"),
            ("A0A40000023F00", "9F17"),
            ("A0A40000027F20", "9F17"),
            (&run, "9804"),
            ("0020000108 31323334FFFFFFFF", "9000"),
            (&run, "9F0C"),
            USIM,
            (&challenge, "6135"),
        ],
    );
}

#[test]
fn other_keys() {
    // Test set 3 of 3GPP TS 35.208 4.3: SQN 9D0277595FFC xor AK 33484DC2136B
    let keys = Milenage::new(
        0xFEC8_6BA6_EB70_7ED0_8905_757B_1BB4_4B8F_u128.to_be_bytes(),
        0x1006_020F_0A47_8BF6_B699_F15C_062E_42B3_u128.to_be_bytes(),
    );
    let mut card = VirtualCard::builder().milenage_keys(keys).build();
    check(
        &mut card,
        &[
            ISIM,
            ("0088008122 10 9F7C8D021ACCF4DB213CCFF0C7F71A6A 10 AE4A3A9B4C97 725C 9CABC3E99BAF7281", "612C"),
            (
                "00C000002C",
                "DB 08 8011C48C0C214ED2 10 5DBDBB2954E8F3CDE665B046179A5098 \
                 10 59A92D3B476A0443487055CF88B2307B 9000",
            ),
        ],
    );
}

/// 3GPP TS 31.102 7.5: the bytes of TS 24.501 9.11.3.4 from octet 4.
#[test]
fn subscription_concealed_identifier() {
    let mut card = VirtualCard::uicc();
    check(
        &mut card,
        &[
            ("8078000100", "6985"), // no USIM
            USIM,
            ("8078000100", "610F"),
            // IMSI type, 001-01, routing indicator 0, null scheme, no key, 0123456789
            ("00C000000F", "A10D 01 00F110 F0FF 00 00 1032547698 9000"),
            ("8078000200", "6A86"),
            ("8078010100", "6A86"),
            ("8078000101 00", "6700"),
            ("0078000100", "6E00"),
        ],
    );
    card.set_data("ADF.USIM/EF.AD", &[0x00, 0x00, 0x00, 0x03]).unwrap();
    card.set_data("ADF.USIM/DF.5GS/EF.Routing_Indicator", &[0x21, 0x43, 0x00, 0x00]).unwrap();
    check(&mut card, &[("8078000100", "610F"), ("00C000000F", "A10D 01 000110 2143 00 00 21436587F9 9000")]);
    card.set_data("ADF.USIM/EF.UST", &[0x82, 0x1B, 0x1F]).unwrap();
    check(&mut card, &[("8078000100", "6985")]);
    let mut card = VirtualCard::builder().level(Level::Apdu).build();
    check(&mut card, &[USIM, ("8078000100", "A10D 01 00F110 F0FF 00 00 1032547698 9000")]);
}
