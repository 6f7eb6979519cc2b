use hex_literal::hex;
use proptest::prelude::*;

use super::super::{Access, Condition, File, KeyReference, Pin, Quirks, VirtualCard};
use crate::transport::Level;

/// Bytes that look like a command often enough to get far.
fn command() -> impl Strategy<Value = alloc::vec::Vec<u8>> {
    let class = prop_oneof![Just(0x00), Just(0x80), Just(0x01), Just(0x40), Just(0xA0), any::<u8>()];
    let known: &[u8] = &[
        0xA4, 0xB0, 0xB1, 0xB2, 0xC0, 0xF2, 0x20, 0x24, 0x26, 0x28, 0x2C, 0x70, 0x84, 0xAA, 0x10, 0xFA, 0xD6,
        0xD7, 0xDC, 0xA2, 0x32, 0x88, 0x78, 0xCB, 0xDB, 0x04, 0x44, 0xE0, 0xE4, 0xE6, 0xE8, 0xD4, 0x76,
    ];
    let instruction = prop_oneof![9 => proptest::sample::select(known), 1 => any::<u8>()];
    let parameter = prop_oneof![0..0x20u8, any::<u8>()];
    let fids: &[&[u8]] = &[
        &[0x02, 0x3F, 0x00],
        &[0x02, 0x7F, 0x10],
        &[0x02, 0x2F, 0xE2],
        &[0x02, 0x6F, 0x3A],
        &[0x02, 0x7F, 0xFF],
        &[0x05, 0xA0, 0x00, 0x00, 0x00, 0x87],
        &[0x00],
        // FCPs of a transparent and a linear fixed file, and of a directory
        &hex!("13 6211 82024121 83022F42 8A0105 80020010 880148"),
        &hex!("15 6213 82054221000302 83026F42 8A0105 80020006 8800"),
        &hex!("10 620E 82027821 83027F70 8A0105 8B032F0601"),
        &hex!("0A 6208 83022F40 80020020"),
        // a tag, a whole object, the beginning of one
        &hex!("01 80"),
        &hex!("03 8001AA"),
        &hex!("04 DF2010AA"),
        &hex!("02 2F40"),
        &hex!("08 3838383838383838"),
        &hex!("04 01010102"),
        &hex!("11 10 23553CBE9637A89D218AE64DAE47BF35"),
        &hex!("22 10 23553CBE9637A89D218AE64DAE47BF35 10 55F328B43577B9B94A9FFAC354DFAFB3"),
        &hex!("10 23553CBE9637A89D218AE64DAE47BF35"),
    ];
    let body = prop_oneof![
        proptest::sample::select(fids).prop_map(<[u8]>::to_vec),
        proptest::collection::vec(any::<u8>(), 0..24),
    ];
    (class, instruction, parameter.clone(), parameter, body).prop_map(|(class, instruction, p1, p2, body)| {
        let mut command = alloc::vec![class, instruction, p1, p2];
        command.extend(body);
        command
    })
}

/// Open to everybody, with a file of data objects.
fn open_card() -> VirtualCard {
    let adm = Pin::digits("88888888").map(Pin::disabled).unwrap();
    let access = Access::new(Condition::Always, Condition::Always);
    VirtualCard::builder()
        .uicc_and_gsm()
        .command_chaining()
        .pin(KeyReference::adm(1), adm)
        .file("MF", File::ber_tlv("EF.OBJECTS", 0x2F40, &[0x80, 0x01, 0xAA], 64).sfi(9).access(access))
        .build()
}

fn cards() -> [VirtualCard; 6] {
    let quirks =
        Quirks { data_at_once: true, no_sfi: true, failed_select_drops_ef: true, ..Quirks::default() };
    [
        open_card(),
        VirtualCard::uicc(),
        VirtualCard::gsm(),
        VirtualCard::builder().level(Level::Apdu).channels(20).uicc_and_gsm().build(),
        VirtualCard::builder().gsm().level(Level::Apdu).build(),
        VirtualCard::builder().quirks(quirks).channels(1).build(),
    ]
}

proptest! {
    #[test]
    fn every_command_gets_a_response(commands in proptest::collection::vec(command(), 1..40)) {
        for mut card in cards() {
            let mut response = alloc::vec::Vec::new();
            for command in &commands {
                card.process_into(command, &mut response);
                prop_assert!(response.len() >= 2);
                prop_assert!(response.len() <= 65_538);
                let sw1 = response[response.len() - 2];
                prop_assert!(matches!(sw1, 0x61..=0x6F | 0x90..=0x9F), "{sw1:02X}");
            }
        }
    }

    #[test]
    fn so_do_bytes_of_any_kind(command in proptest::collection::vec(any::<u8>(), 0..300)) {
        for mut card in cards() {
            prop_assert!(card.process(&command).len() >= 2);
        }
    }
}

#[test]
fn edits_below_a_selection() {
    let mut card = VirtualCard::uicc();
    super::check(&mut card, &[("00A4040C07A0000000871002", "9000"), ("00A4000C026F07", "9000")]);
    card.remove_file("ADF.USIM").unwrap();
    super::check(
        &mut card,
        &[
            ("00B0000009", "6986"),
            ("80F2000112", "6A88"),
            ("00A4000C022FE2", "9000"), // at the MF again
            ("00A4040C07A0000000871002", "6A82"),
        ],
    );
    card.blank_all();
    super::check(&mut card, &[("00B0000002", "FFFF9000"), ("00B201F401", "6C26")]);
}
