use super::super::{Counters, EditError, File, MockError, VirtualCard};
use crate::apdu::{Class, Command, Instruction, StatusWord};
use crate::exchange::{Buffers, Traffic, run};
use crate::transport::{Level, Limits, Transport, TransportError, TransportErrorKind};

const SELECT: [u8; 7] = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0xE2];

#[test]
fn info_says_what_the_card_takes() {
    let card = VirtualCard::uicc();
    let info = card.info();
    assert_eq!((info.level, info.limits), (Level::Tpdu, Limits::SHORT));
    // TA1, TD1: T=0, TD2: T=15, TA3; 15 historical bytes; check byte
    let atr = "3B9F96801FC7 8031E073FE211B 6773696D63617264 B3".replace(' ', "");
    assert_eq!(hex::encode_upper(card.atr()), atr);
    assert_eq!(info.atr.unwrap().as_bytes(), card.atr());
    let info = VirtualCard::builder().level(Level::Apdu).channels(20).build().info();
    assert_eq!((info.level, info.limits), (Level::Apdu, Limits::EXTENDED));
    let capabilities = info.atr.unwrap().card_capabilities();
    assert!(capabilities.is_some());
    let gsm = VirtualCard::gsm();
    assert_eq!(hex::encode_upper(gsm.info().atr.unwrap().as_bytes()), "3B97950067736D2D73696D");
}

#[test]
fn what_can_happen_to_a_card() {
    let mut card = VirtualCard::uicc();
    let mut buffer = [0; 258];
    assert_eq!(card.transmit(&SELECT, &mut buffer), Ok(&[0x90, 0x00][..]));
    assert_eq!(card.epoch(), 0);

    card.reset().unwrap();
    assert_eq!(card.epoch(), 1);
    assert_eq!(card.transmit(&[0x00, 0xB0, 0, 0, 1], &mut buffer), Ok(&[0x69, 0x86][..]));

    card.reset_by_other();
    assert_eq!(card.epoch(), 2);
    assert_eq!(card.transmit(&SELECT, &mut buffer), Err(MockError::Reset));
    assert_eq!(card.transmit(&SELECT, &mut buffer), Ok(&[0x90, 0x00][..]));

    card.mute(true);
    assert_eq!(card.transmit(&SELECT, &mut buffer), Err(MockError::Mute));
    assert_eq!(card.reset(), Err(MockError::MuteAfterReset));
    card.mute(false);

    card.remove();
    assert_eq!(card.transmit(&SELECT, &mut buffer), Err(MockError::Removed));
    assert_eq!(card.reset(), Err(MockError::Removed));
    assert_eq!(card.exclusive(&mut |_| unreachable!()), Err(MockError::Removed));
    card.insert();
    assert_eq!(card.transmit(&SELECT, &mut buffer), Ok(&[0x90, 0x00][..]));
    assert_eq!(card.epoch(), 5);

    assert_eq!(card.transmit(&SELECT, &mut buffer[..1]), Err(MockError::ResponseTooLong(2)));
    assert_eq!(MockError::Removed.kind(), TransportErrorKind::CardRemoved);
    assert_eq!(MockError::Mute.kind(), TransportErrorKind::Timeout);
}

#[test]
fn counters() {
    let mut card = VirtualCard::uicc();
    card.process(&SELECT);
    card.process(&[0x00, 0xB0, 0x00, 0x00, 0x0A]);
    assert_eq!(card.counters(), Counters { commands: 2, bytes_in: 12, bytes_out: 14 });
    card.reset_counters();
    assert_eq!(card.counters(), Counters::default());
}

/// The same commands come to the same end over both protocols.
#[test]
fn the_exchange_gets_along_with_it() {
    for level in [Level::Tpdu, Level::Apdu] {
        let mut card = VirtualCard::builder().level(level).build();
        let (mut buffers, mut traffic) = (Buffers::default(), Traffic::default());
        let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x04, 0x04)
            .data(&[0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02])
            .expect(256);
        let outcome = run(&mut card, select, &mut buffers, &mut traffic).unwrap();
        assert_eq!(outcome.status, StatusWord::OK, "{level:?}");
        assert_eq!((buffers.data().len(), buffers.data()[0]), (60, 0x62), "{level:?}");
        let imsi = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0x87, 0x00).expect(256);
        let outcome = run(&mut card, imsi, &mut buffers, &mut traffic).unwrap();
        assert_eq!(outcome.status, StatusWord::OK, "{level:?}");
        assert_eq!(hex::encode_upper(buffers.data()), "080910101032547698", "{level:?}");
        // T=0: SELECT, GET RESPONSE, READ with Le 00, READ with Le 09
        assert_eq!(card.counters().commands, if level == Level::Tpdu { 4 } else { 2 });
    }
}

#[test]
fn edits() {
    let mut card = VirtualCard::uicc();
    assert_eq!(card.set_data("EF.NONE", &[]), Err(EditError::NoSuchFile));
    assert_eq!(card.set_data("EF.DIR", &[]), Err(EditError::Structure));
    assert_eq!(card.set_record("EF.PL", 1, &[]), Err(EditError::Structure));
    assert_eq!(card.set_record("EF.DIR", 3, &[]), Err(EditError::NoSuchRecord));
    assert_eq!(card.remove_file("ADF.USIM/EF.NONE"), Err(EditError::NoSuchFile));
    card.set_data("mf/ef.iccid", &[0x12]).unwrap();
    card.set_record("2F00", 2, &[0x61, 0x00]).unwrap();
    card.edit_files(|files| {
        let usim = files.find("ADF.USIM").unwrap();
        files.add(usim, File::transparent("EF.IMSI", 0x6F07, &[0xAB]).sfi(7));
    });
    card.remove_file("7F10/6F3A").unwrap();
    let dir = alloc::format!("6100{}9000", "FF".repeat(36));
    super::check(
        &mut card,
        &[
            ("00B0820001", "129000"),
            ("00B202F426", &dir),
            ("00A4080C047F106F3A", "6A82"),
            ("00A4040C07A0000000871002", "9000"),
            ("00B0870001", "AB9000"),
        ],
    );
}
