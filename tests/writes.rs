//! Writing, searching, counting and authenticating against the virtual card, and what becomes of it when something
//! goes wrong at any command.

use std::time::Duration;

use hex_literal::hex;
use simcard::apdu::StatusKind;
use simcard::card::{
    Authentication, Confirm, LastTry, NewFile, PinId, Record, Search, SuciContext, Target,
    TerminalCapability, WriteOptions,
};
use simcard::codec::ber::Tag;
use simcard::files::{self, ElementaryFile};
use simcard::fs::{Aid, FileId, Path};
use simcard::mock::{Access, Condition, File, KeyReference, Milenage, Pin, VirtualCard};
use simcard::transport::{Fault, Faulty, Level, TransportErrorKind};
use simcard::{Card, Error, Misuse};

const LONG: Path = Path::adf(Aid::USIM, &[0x6FF0]);
const GSM_LONG: Path = Path::mf(&[0x7F20, 0x6FF0]);

/// A card with a file of this content that anyone may read and write.
fn card_with(content: &[u8], gsm: bool, level: Level) -> VirtualCard {
    let access = Access::new(Condition::Always, Condition::Always);
    let file = File::transparent("EF.LONG", 0x6FF0, content).access(access);
    match gsm {
        true => VirtualCard::builder().gsm().level(level).file("DF.GSM", file).build(),
        false => VirtualCard::builder().level(level).file("ADF.USIM", file).build(),
    }
}

fn pattern(len: usize, seed: usize) -> Vec<u8> {
    (0..len).map(|index| (index * 7 + seed) as u8).collect()
}

#[test]
fn files_of_every_length_are_written_whole() {
    for (gsm, path) in [(false, LONG), (true, GSM_LONG)] {
        for level in [Level::Tpdu, Level::Apdu] {
            for len in [1, 254, 255, 256, 510, 511, 1000, 32_768, 33_000] {
                let mut card = Card::new(card_with(&vec![0xFF; len], gsm, level));
                let content = pattern(len, 1);
                let options = WriteOptions::default().verified();
                let sent = card
                    .write_file(&path, &content, options)
                    .unwrap_or_else(|error| panic!("{len} {gsm} {level:?}: {error}"));
                assert!(sent <= len);
                assert_eq!(card.read_file(&path).unwrap(), content, "{len} {gsm} {level:?}");
                // once more, and there is nothing to do
                assert_eq!(card.write_file(&path, &content, options).unwrap(), 0);
            }
        }
    }
}

#[test]
fn only_what_changed_costs_something() {
    let mut card = Card::new(card_with(&[0; 1000], false, Level::Tpdu));
    let mut content = vec![0; 1000];
    (content[3], content[500], content[999]) = (1, 2, 3);
    assert_eq!(card.write_file(&LONG, &content, WriteOptions::default()).unwrap(), 3);
    assert_eq!(card.read_file(&LONG).unwrap(), content);
}

/// Whatever goes wrong at whatever command: what the error says was written is written, the rest is old or, for
/// the command that got no answer, either.
#[test]
fn a_torn_write_tells_the_truth() {
    let (before, after) = (pattern(700, 1), pattern(700, 2));
    let faults = [
        Fault::Mute,
        Fault::Error(TransportErrorKind::Timeout),
        Fault::Reset,
        Fault::Removed,
        Fault::Empty,
        Fault::OneByte,
    ];
    for fault in faults {
        let mut torn = 0;
        for index in 0..12 {
            let inner = card_with(&before, false, Level::Tpdu);
            let mut card = Card::new(Faulty::new(inner).at(index, fault));
            let result = card.write_file(&LONG, &after, WriteOptions::default());
            let written = match result {
                Ok(sent) => {
                    assert_eq!(sent, 700);
                    700
                }
                Err(Error::TornWrite { written, offset, source, .. }) => {
                    torn += 1;
                    assert_eq!(written, offset);
                    assert!(
                        source.is_card_gone() || source.is_state_lost() || source.status_word().is_none()
                    );
                    written
                }
                Err(_) => 0,
            };
            let inner = card.into_transport().into_inner();
            let found = inner.files().find("ADF.USIM/EF.LONG").and_then(|id| inner.files().file(id)).unwrap();
            let found = found.content();
            assert_eq!(found[..written], after[..written], "{fault:?} at {index}");
            let next = (written + 255).min(700);
            assert!(
                found[written..next] == before[written..next] || found[written..next] == after[written..next]
            );
            assert_eq!(found[next..], before[next..], "{fault:?} at {index}");
        }
        assert_eq!(torn, 3, "one for each part: {fault:?}");
    }
}

#[test]
fn what_does_not_fit_is_not_sent() {
    let before = pattern(20, 1);
    let mut card = Card::new(card_with(&before, false, Level::Tpdu));
    assert!(matches!(
        card.write_file(&LONG, &[0; 21], WriteOptions::default()),
        Err(Error::Misuse(Misuse::TooLong { len: 21, room: 20 }))
    ));
    assert_eq!(card.read_file(&LONG).unwrap(), before);
}

fn adm() -> Pin {
    Pin::raw(*b"ADMADMAD")
}

#[test]
fn a_refusal_names_the_key_that_is_missing() {
    for builder in [VirtualCard::builder(), VirtualCard::builder().compact_security()] {
        let mut card = Card::new(builder.pin(KeyReference::adm(1), adm()).build());
        let mut spn = card.read::<files::usim::Spn>().unwrap();
        spn.name =
            files::usim::Spn::decode(b"\x01other\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF").unwrap().name;
        let error = card.write::<files::usim::Spn>(&spn).unwrap_err();
        let Error::Security { needs: Some(needs), .. } = &error else { panic!("{error:?}") };
        let needs = needs.to_string();
        assert!(error.to_string().ends_with(&format!("needs {needs}")), "{error}");
        let key = simcard::card::Pin::from_bytes(*b"ADMADMAD");
        card.verify_pin(PinId::Adm(1), &key, LastTry::Refuse).unwrap();
        assert!(card.write_with::<files::usim::Spn>(&spn, WriteOptions::default().verified()).unwrap() > 0);
        assert_eq!(card.read::<files::usim::Spn>().unwrap(), spn);
    }
}

#[test]
fn ef_arr_names_adm1() {
    let mut card = Card::new(VirtualCard::uicc());
    let spn = Path::adf(Aid::USIM, &[0x6F46]);
    let error = card.update_binary(&spn, 0, &[0]).unwrap_err();
    assert!(error.to_string().ends_with("; needs ADM1"), "{error}");
    let rules = card.access_rules(&spn).unwrap().to_string();
    assert!(rules.contains("update: ADM1"), "{rules}");
    for directory in [Path::MF, Path::mf(&[0x7F10]), Path::adf(Aid::USIM, &[])] {
        let rules = card.access_rules(&directory).unwrap().to_string();
        assert!(rules.contains("create EF: ADM1"), "{directory}: {rules}");
    }
    let mut card = Card::new(VirtualCard::gsm());
    let error = card.update_binary(&Path::mf(&[0x7F20, 0x6F46]), 0, &[0]).unwrap_err();
    assert!(error.to_string().contains("; needs ADM"), "{error}");
}

#[test]
fn records() {
    for (card, path) in [
        (VirtualCard::uicc(), Path::mf(&[0x7F10, 0x6F3A])),
        (VirtualCard::gsm(), Path::mf(&[0x7F10, 0x6F3A])),
    ] {
        let mut card = Card::new(card);
        let mut records = card.read_records(&path).unwrap();
        let len = records[0].len();
        let fresh = |byte: u8| vec![byte; len];
        card.update_record(&path, Record::Number(2), &fresh(0x22)).unwrap();
        records[1] = fresh(0x22);
        card.select(&path).unwrap();
        card.update_record(&path, Record::Next, &fresh(0x11)).unwrap();
        card.update_record(&path, Record::Next, &fresh(0x23)).unwrap();
        (records[0], records[1]) = (fresh(0x11), fresh(0x23));
        card.update_record(&path, Record::Previous, &fresh(0x12)).unwrap();
        records[0] = fresh(0x12);
        assert_eq!(card.read_records(&path).unwrap(), records);
        assert_eq!(card.search_records(&path, Search::new(&[0x23, 0x23])).unwrap(), [2]);
        assert!(card.search_records(&path, Search::new(&[0x77, 0x78])).unwrap().is_empty());
    }
}

#[test]
fn counters() {
    let paths = [Path::adf(Aid::USIM, &[0x6F39]), Path::mf(&[0x7F20, 0x6F39])];
    for (card, path) in [VirtualCard::uicc(), VirtualCard::gsm()].into_iter().zip(paths) {
        let mut card = Card::new(card);
        let first = card.increase(&path, 7).unwrap();
        assert_eq!((first.total, first.added), (7, 7));
        assert_eq!(card.increase(&path, 0x100).unwrap().total, 0x107);
        assert_eq!(card.read_record(path, Record::Number(1)).unwrap(), [0, 1, 7]);
        assert_eq!(card.read_record(path, Record::Number(2)).unwrap(), [0, 0, 7]);
        let error = card.increase(&path, 0xFF_FFFF).unwrap_err();
        assert_eq!(error.status_word().unwrap().kind(), StatusKind::MaximumReached);
    }
}

#[test]
fn authentication_with_milenage() {
    // test set 1 of 3GPP TS 35.208 4.3
    let rand = hex!("23553CBE9637A89D218AE64DAE47BF35");
    let autn = hex!("55F328B43577 B9B9 4A9FFAC354DFAFB3");
    for level in [Level::Tpdu, Level::Apdu] {
        let mut card = Card::new(VirtualCard::builder().level(level).build());
        let Authentication::Success { res, ck, ik, kc } = card.authenticate(&rand, &autn).unwrap() else {
            panic!("no success")
        };
        assert_eq!(res.reveal(), hex!("A54211D5E3BA50BF"));
        assert_eq!(ck.reveal(), hex!("B40BA9A3C58B2A05BBF0D987B21BF8CB"));
        assert_eq!(ik.reveal(), hex!("F769BCD751044604127672711C6D3441"));
        assert_eq!(kc.unwrap().reveal(), hex!("EAE4BE823AF9A08B"));
        // an old sequence number
        let Authentication::SyncFailure { auts } = card.authenticate(&rand, &autn).unwrap() else {
            panic!("the same challenge twice")
        };
        assert_eq!(Milenage::test_keys().resynchronise(&rand, &auts), Some(0xFF9B_B4D0_B607));
        let mut forged = autn;
        forged[15] ^= 1;
        assert!(matches!(card.authenticate(&rand, &forged), Err(Error::MacFailure)));
        assert!(matches!(card.authenticate_ims(&rand, &forged), Err(Error::MacFailure)));
    }
    let mut card = Card::new(VirtualCard::gsm());
    let result = card.authenticate_gsm(&rand).unwrap();
    assert_eq!(result.kc.reveal(), hex!("EAE4BE823AF9A08B"));
    assert_eq!(result.sres.reveal().len(), 4);
}

#[test]
fn each_channel_writes_its_own_file() {
    let mut card = Card::new(card_with(&[0; 4], false, Level::Tpdu));
    card.select(&Path::mf(&[0x2FE2])).unwrap();
    {
        let mut channel = card.open_channel().unwrap();
        channel.update_binary(&LONG, 1, &[5]).unwrap();
    }
    assert_eq!(card.read_file(&LONG).unwrap(), [0, 5, 0, 0]);
}

/// A card whose administrative key was verified.
fn administered() -> Card<VirtualCard> {
    let mut card = Card::new(VirtualCard::builder().pin(KeyReference::adm(1), adm()).build());
    card.verify_pin(PinId::Adm(1), &simcard::card::Pin::from_bytes(*b"ADMADMAD"), LastTry::Refuse).unwrap();
    card
}

#[test]
fn data_objects() {
    let objects = Path::mf(&[0x6FF1]);
    let access = Access::new(Condition::Always, Condition::Always);
    let file = File::ber_tlv("EF.OBJECTS", 0x6FF1, &[], 2000).access(access);
    for level in [Level::Tpdu, Level::Apdu] {
        let mut card = Card::new(VirtualCard::builder().level(level).file("MF", file.clone()).build());
        assert_eq!(card.data_tags(&objects).unwrap(), []);
        for (tag, len) in [(Tag(0x80), 0), (Tag(0x5F20), 130), (Tag(0x9F7F), 1000)] {
            let value = pattern(len, 5);
            card.set_data(&objects, tag, &value).unwrap();
            assert_eq!(card.retrieve_data(&objects, tag).unwrap(), value, "{level:?} {tag}");
        }
        assert_eq!(card.data_tags(&objects).unwrap().len(), 3);
        card.set_data(&objects, Tag(0x5F20), &[7]).unwrap();
        assert_eq!(card.retrieve_data(&objects, Tag(0x5F20)).unwrap(), [7]);
        card.delete_data(&objects, Tag(0x5F20)).unwrap();
        assert!(card.retrieve_data(&objects, Tag(0x5F20)).unwrap_err().is_not_found());
        assert!(matches!(
            card.set_data(&objects, Tag(0x81), &[0; 2000]),
            Err(Error::Misuse(Misuse::TooLong { .. }))
        ));
    }
}

#[test]
fn a_file_out_of_use_and_back() {
    let mut card = administered();
    let spn = Path::adf(Aid::USIM, &[0x6F46]);
    assert!(card.select(&spn).unwrap().info.activated);
    card.deactivate_file(&spn).unwrap();
    assert!(!card.select(&spn).unwrap().info.activated);
    assert!(card.spn().is_err());
    card.activate_file(&spn).unwrap();
    assert_eq!(card.spn().unwrap(), "simcard");
}

#[test]
fn files_come_and_go() {
    let yes = Confirm::irreversible();
    let mut card = administered();
    let rules = hex!("8001039000 80017F9000");
    let (one, two) = (Path::mf(&[0x6F91]), Path::mf(&[0x6F92]));
    card.create_file(&Path::MF, &NewFile::transparent(FileId(0x6F91), 10).rules(&rules)).unwrap();
    let error = card.create_file(&Path::MF, &NewFile::transparent(FileId(0x6F91), 10)).unwrap_err();
    assert_eq!(error.status_word().unwrap().kind(), StatusKind::AlreadyExists);
    card.create_file(&Path::MF, &NewFile::linear_fixed(FileId(0x6F92), 4, 3).rules(&rules)).unwrap();
    assert_eq!(card.write_file(&one, &[1; 10], WriteOptions::default()).unwrap(), 10);
    card.update_record(&two, Record::Number(3), &[1, 2, 3, 4]).unwrap();
    assert_eq!(card.read_records(&two).unwrap().len(), 3);
    card.resize_file(&one, 300, yes).unwrap();
    assert_eq!(card.read_file(&one).unwrap().len(), 300);
    card.delete_file(&one, yes).unwrap();
    assert!(card.read_file(&one).unwrap_err().is_not_found());
    card.terminate_file(&two, yes).unwrap();
    assert!(card.read_records(&two).is_err());
    card.delete_file(&two, yes).unwrap();
    assert!(card.select(&two).unwrap_err().is_not_found());
}

#[test]
fn administration_without_the_key_is_denied() {
    let mut card = Card::new(VirtualCard::builder().pin(KeyReference::adm(1), adm()).build());
    let denied = [
        card.create_file(&Path::MF, &NewFile::transparent(FileId(0x6F91), 10)),
        card.delete_file(&Path::mf(&[0x2FE2]), Confirm::irreversible()),
        card.terminate_file(&Path::mf(&[0x2FE2]), Confirm::irreversible()),
        card.deactivate_file(&Path::adf(Aid::USIM, &[0x6F46])),
    ];
    for result in denied {
        assert!(result.unwrap_err().is_denied());
    }
    assert!(card.iccid().is_ok());
}

#[test]
fn a_suspended_card_comes_back_to_where_it_was() {
    let mut card = administered();
    card.select(&LONG).unwrap_err();
    let (hour, day) = (Duration::from_secs(3600), Duration::from_secs(86_400));
    let suspension = card.suspend(hour, day).unwrap();
    assert_eq!(suspension.duration, day);
    assert!(card.imsi().is_err(), "it wants to be without power now");
    card.reset().unwrap();
    card.resume(&suspension.token).unwrap();
    // the key is still verified
    card.deactivate_file(&Path::adf(Aid::USIM, &[0x6F46])).unwrap();
    assert!(card.resume(&suspension.token).is_err());
}

#[test]
fn random_numbers_and_suci() {
    let mut card = Card::new(VirtualCard::uicc());
    assert_eq!(card.random(16).unwrap().len(), 16);
    assert_ne!(card.random(16).unwrap(), card.random(16).unwrap());
    card.terminal_capability(&TerminalCapability::default()).unwrap();
    // the null scheme: 001 01, and the digits behind them
    assert_eq!(card.suci(SuciContext::Suci).unwrap(), hex!("01 00F110 F0FF 00 00 1032547698"));
}

/// What is read by an SFI is current afterwards, and nothing else is taken to be.
#[test]
fn a_read_by_sfi_does_not_divert_the_next_write() {
    let access = Access::new(Condition::Always, Condition::Always);
    let other = File::transparent("EF.OTHER", 0x6FF1, &[0xBB; 4]).access(access).sfi(0x1E);
    let file = File::transparent("EF.LONG", 0x6FF0, &[0xAA; 4]).access(access);
    let builder = VirtualCard::builder().file("DF.TELECOM", other).file("DF.TELECOM", file);
    let mut card = Card::new(builder.build());
    let file = Path::mf(&[0x7F10, 0x6FF0]);
    card.select(&file).unwrap();
    assert_eq!(card.read_binary(Target::Sfi(0x1E), 0, 4).unwrap(), [0xBB; 4]);
    card.update_binary(&file, 0, &[1, 2, 3, 4]).unwrap();
    assert_eq!(card.read_file(&Path::mf(&[0x7F10, 0x6FF1])).unwrap(), [0xBB; 4]);
    assert_eq!(card.read_file(&file).unwrap(), [1, 2, 3, 4]);
}

#[test]
fn a_write_goes_on_from_the_record_that_was_read() {
    let access = Access::new(Condition::Always, Condition::Always);
    let file = File::linear("EF.LIST", 0x6FF0, 1, [[1], [2], [3], [4]]).access(access);
    let mut card = Card::new(VirtualCard::builder().file("ADF.USIM", file).build());
    assert_eq!(card.read_record(LONG, Record::Next).unwrap(), [1]);
    assert_eq!(card.read_record(LONG, Record::Next).unwrap(), [2]);
    let error = card.update_record(&LONG, Record::Current, &[0, 0]).unwrap_err();
    assert!(matches!(error, Error::Misuse(Misuse::RecordLength { len: 2, record_len: 1 })), "{error}");
    card.update_record(&LONG, Record::Current, &[0x22]).unwrap();
    card.update_record(&LONG, Record::Next, &[0x33]).unwrap();
    assert_eq!(card.read_records(&LONG).unwrap(), [[1], [0x22], [0x33], [4]]);
}

#[test]
fn nothing_is_written_where_no_offset_reaches() {
    let mut card = Card::new(card_with(&[0; 70_000], false, Level::Tpdu));
    let error = card.update_binary(&LONG, 65_546, &[7]).unwrap_err();
    assert!(matches!(error, Error::Misuse(Misuse::Offset(65_546))), "{error}");
    assert!(matches!(card.update_binary(&LONG, 65_535, &[7, 7]), Err(Error::Misuse(Misuse::Offset(_)))));
    card.update_binary(&LONG, 65_535, &[7]).unwrap();
    assert_eq!(card.read_binary(LONG, 8, 4).unwrap(), [0; 4]);
}

/// 3GPP TS 31.102 7.1.1.1: in a directory of the application, which a file of the MF is not.
#[test]
fn authentication_from_elsewhere_enters_the_application() {
    let rand = hex!("23553CBE9637A89D218AE64DAE47BF35");
    let autn = Milenage::test_keys().challenge(&rand, 0x40, [0x80, 0x00]);
    let mut card = Card::new(VirtualCard::uicc());
    card.select(&Path::adf(Aid::USIM, &[0x6F07])).unwrap();
    card.select(&Path::mf(&[0x2FE2])).unwrap();
    let before = card.traffic().commands;
    let success = card.authenticate(&rand, &autn).unwrap();
    assert!(matches!(success, Authentication::Success { .. }));
    assert_eq!(card.traffic().commands - before, 3);
}

/// A search beyond a record finds what comes after it on a card that goes by its record pointer as well.
#[test]
fn a_search_beyond_a_record() {
    let records = [b"AB", b"AB", b"xx", b"AB"];
    let access = Access::new(Condition::Always, Condition::Never);
    let file = File::linear("EF.FOUR", 0x6FF0, 2, records).access(access);
    let mut card = Card::new(VirtualCard::builder().file("ADF.USIM", file).build());
    let path = Path::adf(Aid::USIM, &[0x6FF0]);
    let mut found = |search| card.search_records(&path, search).unwrap();
    let search = Search::new(b"AB");
    assert_eq!(found(search), [1, 2, 4]);
    assert_eq!(found(search.beyond_record(1)), [2, 4]);
    assert!(found(search.beyond_record(4)).is_empty());
    assert_eq!(found(search.beyond_record(4).backward()), [2, 1]);
}
