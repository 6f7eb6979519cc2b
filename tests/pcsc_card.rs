//! What a `Card` does besides reading, in a reader of a real pcscd: writing, counting, data objects, administration,
//! channels, authentication, contacts. Each over T=0 and over T=1, as far as the card has it.

mod support;

use hex_literal::hex;
use simcard::card::{Authentication, Confirm, LastTry, NewFile, Pin, PinId, Record, Search, WriteOptions};
use simcard::codec::ber::Tag;
use simcard::fs::{Aid, FileId, Path};
use simcard::mock::{self, Access, Builder, Condition, File, KeyReference, VirtualCard};
use simcard::transport::pcsc::{PcscTransport, ReaderSelector};
use simcard::transport::{Level, Transport};
use simcard::{Card, Error};
use support::{FIRST, Pcsc};

const FREE: Access = Access::new(Condition::Always, Condition::Always);
const OBJECTS: Path = Path::mf(&[0x6FF1]);
const LONG: Path = Path::mf(&[0x6FF2]);
const LIST: Path = Path::mf(&[0x6FF3]);

/// With three files that anybody may write.
fn with_files(builder: Builder) -> Builder {
    builder
        .file("MF", File::ber_tlv("EF.OBJECTS", 0x6FF1, &[], 2000).access(FREE))
        .file("MF", File::transparent("EF.LONG", 0x6FF2, &[0xFF; 700]).access(FREE))
        .file("MF", File::linear("EF.LIST", 0x6FF3, 4, [[0; 4]; 3]).access(FREE))
}

/// Runs with UICCs that talk T=0 and T=1 in a reader of the service.
fn in_a_reader(build: impl Fn(Builder) -> Builder, run: impl Fn(&mut Card<PcscTransport>)) {
    for level in [Level::Tpdu, Level::Apdu] {
        with(build(VirtualCard::builder().level(level)), level, &run);
    }
}

/// Runs with a 2G card, which talks T=0, in a reader of the service.
fn with_a_2g_card(run: impl Fn(&mut Card<PcscTransport>)) {
    with(VirtualCard::builder().gsm(), Level::Tpdu, run);
}

fn with(builder: Builder, level: Level, run: impl Fn(&mut Card<PcscTransport>)) {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(builder.build());
    let mut card = Card::new(PcscTransport::open(&ReaderSelector::Name(FIRST.into())).unwrap());
    assert_eq!(card.transport().info().level, level);
    run(&mut card);
}

#[test]
fn files_and_records_are_written_found_and_counted() {
    in_a_reader(with_files, |card| {
        let content: Vec<u8> = (0..700_u16).map(|index| (index * 7) as u8).collect();
        let options = WriteOptions::default().verified();
        assert!(card.write_file(&LONG, &content, options).unwrap() >= 690);
        assert_eq!(card.write_file(&LONG, &content, options).unwrap(), 0);
        assert_eq!(card.read_file(&LONG).unwrap(), content);

        card.update_record(&LIST, Record::Number(2), &hex!("01020304")).unwrap();
        card.update_record(&LIST, Record::Number(3), &hex!("00020304")).unwrap();
        assert_eq!(card.read_records(&LIST).unwrap()[1], hex!("01020304"));
        assert_eq!(card.search_records(&LIST, Search::new(&hex!("0203"))).unwrap(), [2, 3]);

        let meter = Path::adf(Aid::USIM, &[0x6F39]);
        assert_eq!(card.increase(&meter, 7).unwrap().total, 7);
        assert_eq!(card.increase(&meter, 0x100).unwrap().total, 0x107);
    });
}

#[test]
fn data_objects_come_and_go() {
    in_a_reader(with_files, |card| {
        let value = [0x5A; 1000];
        card.set_data(&OBJECTS, Tag(0x9F7F), &value).unwrap();
        card.set_data(&OBJECTS, Tag(0x80), &[]).unwrap();
        assert_eq!(card.data_tags(&OBJECTS).unwrap().len(), 2);
        assert_eq!(card.retrieve_data(&OBJECTS, Tag(0x9F7F)).unwrap(), value);
        card.delete_data(&OBJECTS, Tag(0x9F7F)).unwrap();
        assert!(card.retrieve_data(&OBJECTS, Tag(0x9F7F)).unwrap_err().is_not_found());
    });
}

#[test]
fn files_come_and_go() {
    let adm = |builder: Builder| builder.pin(KeyReference::adm(1), mock::Pin::raw(*b"ADMADMAD"));
    in_a_reader(adm, |card| {
        let (yes, spn, new) = (Confirm::irreversible(), Path::adf(Aid::USIM, &[0x6F46]), Path::mf(&[0x6F91]));
        let file = NewFile::transparent(FileId(0x6F91), 10).rules(&hex!("8001039000 80017F9000"));
        assert!(card.create_file(&Path::MF, &file).unwrap_err().is_denied());
        card.verify_pin(PinId::Adm(1), &Pin::from_bytes(*b"ADMADMAD"), LastTry::Refuse).unwrap();
        card.create_file(&Path::MF, &file).unwrap();
        assert_eq!(card.write_file(&new, &[1; 10], WriteOptions::default()).unwrap(), 10);
        card.resize_file(&new, 300, yes).unwrap();
        assert_eq!(card.read_file(&new).unwrap().len(), 300);
        card.terminate_file(&new, yes).unwrap();
        assert!(card.read_file(&new).is_err());
        card.delete_file(&new, yes).unwrap();
        assert!(card.select(&new).unwrap_err().is_not_found());

        card.deactivate_file(&spn).unwrap();
        assert!(card.spn().is_err());
        card.activate_file(&spn).unwrap();
        assert_eq!(card.spn().unwrap(), "simcard");
    });
}

#[test]
fn channels_have_their_own_selection() {
    in_a_reader(
        |builder| builder.channels(20),
        |card| {
            let imsi = card.imsi().unwrap();
            {
                let mut channel = card.open_channel().unwrap();
                assert_eq!(channel.number(), 1);
                channel.select_application(&Aid::ISIM).unwrap();
                let mut inner = channel.open_channel().unwrap();
                assert_eq!((inner.number(), inner.imsi().unwrap()), (2, imsi));
            }
            // both are closed again
            assert_eq!(card.open_channel().unwrap().number(), 1);
        },
    );
}

#[test]
fn a_card_authenticates() {
    // test set 1 of 3GPP TS 35.208 4.3
    let (rand, autn) = (hex!("23553CBE9637A89D218AE64DAE47BF35"), hex!("55F328B43577 B9B9 4A9FFAC354DFAFB3"));
    in_a_reader(
        |builder| builder,
        |card| {
            let Authentication::Success { res, ck, .. } = card.authenticate(&rand, &autn).unwrap() else {
                panic!("no success")
            };
            assert_eq!(res.reveal(), hex!("A54211D5E3BA50BF"));
            assert_eq!(ck.reveal(), hex!("B40BA9A3C58B2A05BBF0D987B21BF8CB"));
            assert!(matches!(card.authenticate(&rand, &autn).unwrap(), Authentication::SyncFailure { .. }));
            assert!(matches!(card.authenticate_ims(&rand, &[0; 16]), Err(Error::MacFailure)));
        },
    );
    with_a_2g_card(|card| {
        assert_eq!(card.authenticate_gsm(&rand).unwrap().kc.reveal(), hex!("EAE4BE823AF9A08B"));
    });
}

#[test]
fn contacts_are_added_and_deleted() {
    let add_and_delete = |card: &mut Card<PcscTransport>| {
        let before = card.phonebook().unwrap();
        let free = card.add_contact("Zoë", &"+447700900042".parse().unwrap()).unwrap();
        let book = card.phonebook().unwrap();
        let zoe = book.contacts.iter().find(|contact| contact.record == free).unwrap();
        assert_eq!(zoe.name, "Zoë");
        assert_eq!(zoe.number.as_ref().unwrap().number.to_string(), "+447700900042");
        card.delete_contact(free).unwrap();
        assert_eq!(card.phonebook().unwrap(), before);
    };
    in_a_reader(|builder| builder, add_and_delete);
    with_a_2g_card(add_and_delete);
}
