//! Contacts: read from every kind of card there is, in how many commands.

use hex_literal::hex;
use proptest::prelude::*;
use simcard::apdu::StatusWord;
use simcard::card::{Absence, Contact, ContactNumber, PhoneBook, PhoneBookPlace};
use simcard::codec::DialingNumber;
use simcard::files::telecom;
use simcard::mock::{Access, Body, Condition, File, Quirks, VirtualCard};
use simcard::transport::{Fault, Faulty, Level};
use simcard::{Card, Error};

const BOOK: &str = "ADF.USIM/DF.PHONEBOOK";

fn phonebook(card: VirtualCard) -> PhoneBook {
    Card::new(card).phonebook().unwrap()
}

fn numbers(contact: &Contact) -> Vec<String> {
    contact.number.iter().chain(&contact.additional_numbers).map(shown).collect()
}

fn shown(number: &ContactNumber) -> String {
    let kind = number.kind.as_deref().map_or(String::new(), |kind| format!("{kind} "));
    format!("{kind}{}{}", number.number, if number.truncated { "..." } else { "" })
}

/// A record of EF.ADN: a name of 14 bytes and the number +447700900xxx of these last three digits.
fn entry(name: &str, last: u16, extension: u8) -> Vec<u8> {
    let [a, b, c] = [last / 100, last / 10 % 10, last % 10].map(|digit| u8::try_from(digit).unwrap());
    let mut record = name.as_bytes().to_vec();
    record.resize(14, 0xFF);
    record.extend([0x07, 0x91, 0x44, 0x77, 0x00, 0x09, a << 4, c << 4 | b, 0xFF, 0xFF, 0xFF, 0xFF]);
    record.extend([0xFF, extension]);
    record
}

#[test]
fn everything_that_belongs_to_a_contact() {
    let book = phonebook(VirtualCard::uicc());
    assert_eq!((book.place, book.capacity), (PhoneBookPlace::Usim, 10));
    assert_eq!(book.unread, []);
    let [alice, bob, conference, voicemail] = &book.contacts[..] else { panic!("{book:?}") };
    assert_eq!((alice.record, alice.name.as_str()), (1, "Alice"));
    assert_eq!(numbers(alice), ["+447700900456", "Work +447700900457"]);
    assert_eq!(alice.emails, ["alice@example.org"]);
    assert_eq!(alice.second_name.as_deref(), Some("Liddell"));
    assert_eq!((alice.uid, alice.hidden), (Some(1), false));
    let groups: Vec<_> = bob.groups.iter().map(|group| group.name.as_deref().unwrap()).collect();
    assert_eq!(groups, ["Friends", "Chess"]);
    assert_eq!((numbers(bob), bob.emails.len()), (vec!["07700900789".to_string()], 0));
    // 20 digits in the entry and 2 in the extension
    assert_eq!(numbers(conference), ["+447700900100a12345678#"]);
    assert!(voicemail.hidden);
}

#[test]
fn the_same_whatever_the_card_is_like() {
    let expected = phonebook(VirtualCard::uicc());
    let quirks = Quirks::default();
    for quirks in [
        Quirks { no_path_selection: true, ..quirks },
        Quirks { plain_wrong_length: true, ..quirks },
        Quirks { no_sfi: true, full_aid_only: true, ..quirks },
    ] {
        for level in [Level::Tpdu, Level::Apdu] {
            assert_eq!(phonebook(VirtualCard::builder().quirks(quirks).level(level).build()), expected);
        }
    }
}

#[test]
fn the_other_phone_books_of_a_card() {
    let mut card = Card::new(VirtualCard::uicc());
    let global = card.phonebook_at(PhoneBookPlace::Card).unwrap();
    assert_eq!((global.capacity, global.contacts.len()), (10, 3));
    let sim = card.phonebook_at(PhoneBookPlace::Sim).unwrap();
    assert_eq!(sim.contacts, global.contacts);
    assert_eq!(sim.contacts[1].name, "Balance");
    assert_eq!(phonebook(VirtualCard::gsm()), sim);

    let mut card = VirtualCard::uicc();
    card.remove_file(BOOK).unwrap();
    assert_eq!(phonebook(card.clone()), global);
    // named by EF.PBR, and not there
    card.remove_file("DF.TELECOM/DF.PHONEBOOK/EF.ADN").unwrap();
    assert_eq!(phonebook(card.clone()), sim);
    card.remove_file("DF.TELECOM/EF.ADN").unwrap();
    assert!(matches!(Card::new(card).phonebook(), Err(Error::NotFound { .. })));
    let error = Card::new(VirtualCard::gsm()).phonebook_at(PhoneBookPlace::Card).unwrap_err();
    assert!(error.is_not_found());
}

/// SELECT with its answer (2 commands in T=0) and a command for each record. Finding the file through EF.PBR costs
/// three more.
#[test]
fn what_it_costs() {
    let entries: Vec<_> = (0..250).map(|number| entry(&format!("Contact {number}"), number, 0xFF)).collect();
    let builder = VirtualCard::builder()
        .file("DF.TELECOM", File::linear("EF.ADN", 0x6F3A, 28, entries.clone()))
        .file("DF.TELECOM/DF.PHONEBOOK", File::linear("EF.ADN", 0x4F3A, 28, entries));
    for (level, select) in [(Level::Tpdu, 2), (Level::Apdu, 1)] {
        let mut card = Card::new(builder.clone().level(level).build());
        assert_eq!(card.read_all::<telecom::Adn>().unwrap().len(), 250);
        assert_eq!(card.traffic().commands, 250 + select);

        let mut card = Card::new(builder.clone().level(level).build());
        let book = card.phonebook_at(PhoneBookPlace::Sim).unwrap();
        assert_eq!((book.contacts.len(), book.contacts[249].name.as_str()), (250, "Contact 249"));
        assert_eq!(numbers(&book.contacts[249]), ["+447700900249"]);
        assert_eq!(card.traffic().commands, 250 + select);

        let mut card = Card::new(builder.clone().level(level).build());
        assert_eq!(card.phonebook_at(PhoneBookPlace::Card).unwrap().contacts.len(), 250);
        assert_eq!(card.traffic().commands, 250 + select + select + 1);
    }
}

#[test]
fn extensions_that_lead_nowhere() {
    let mut free = [0xFF; 13];
    free[0] = 0x00;
    let chain = [
        // one digit, then record 2, which goes back to record 1
        hex!("020131FFFFFFFFFFFFFFFFFF02").to_vec(),
        hex!("020132FFFFFFFFFFFFFFFFFF01").to_vec(),
        free.to_vec(),
        // a subaddress of 3 bytes, then one digit
        hex!("0103A0B1C2FFFFFFFFFFFFFF05").to_vec(),
        hex!("0201F9FFFFFFFFFFFFFFFFFFFF").to_vec(),
        // a length beyond the record
        hex!("020C11FFFFFFFFFFFFFFFFFFFF").to_vec(),
    ];
    let entries = (1..=7).map(|extension| entry("N", 123, extension)).chain([entry("N", 123, 0x00)]);
    let card = VirtualCard::builder()
        .file(BOOK, File::linear("EF.ADN", 0x4F3A, 28, entries))
        .file(BOOK, File::linear("EF.EXT1", 0x4F4A, 13, chain))
        .build();
    let book = phonebook(card.clone());
    let found: Vec<_> =
        book.contacts.iter().flat_map(numbers).filter(|number| !number.contains(' ')).collect();
    assert_eq!(
        found,
        [
            "+4477009001231323...",
            "+4477009001232313...",
            "+447700900123...",
            "+4477009001239",
            "+4477009001239",
            "+447700900123...",
            "+447700900123...",
            "+447700900123",
        ]
    );
    let subaddress = book.contacts[3].number.as_ref().unwrap().subaddress.as_ref().unwrap();
    assert_eq!(subaddress.0, [0xA0, 0xB1, 0xC2]);

    let mut without = card;
    without.remove_file("ADF.USIM/DF.PHONEBOOK/EF.EXT1").unwrap();
    let book = phonebook(without);
    assert!(book.contacts[0].number.as_ref().unwrap().truncated);
    assert!(!book.contacts[7].number.as_ref().unwrap().truncated);
}

#[test]
fn files_that_are_missing_or_closed() {
    let mut card = VirtualCard::uicc();
    card.remove_file("ADF.USIM/DF.PHONEBOOK/EF.ANR").unwrap();
    card.remove_file("ADF.USIM/DF.PHONEBOOK/EF.IAP").unwrap();
    let book = phonebook(card);
    let unread: Vec<_> = book.unread.iter().map(|file| (file.file, file.reason)).collect();
    assert_eq!(unread, [("EF.IAP", Absence::NoSuchFile), ("EF.ANR", Absence::NoSuchFile)]);
    assert_eq!(book.contacts.len(), 4);
    assert_eq!(numbers(&book.contacts[0]), ["+447700900456"]);
    assert!(book.contacts[0].emails.is_empty());

    let mut card = VirtualCard::uicc();
    card.edit_files(|files| {
        let adn = files.find("ADF.USIM/DF.PHONEBOOK/EF.ADN").unwrap();
        let file = files.file_mut(adn).unwrap();
        *file = file.clone().access(Access::new(Condition::Never, Condition::Never));
    });
    assert!(Card::new(card).phonebook().unwrap_err().is_denied());
}

/// Two records of EF.PBR: contacts beyond 254.
#[test]
fn several_sets_of_files() {
    let references =
        [&hex!("A805C0034F3A01AA05C2034F4A02")[..], &[0xFF; 14], &hex!("A80AC0034F3B03CA034F5105")];
    let first = (0..254).map(|number| entry("A", number, 0xFF));
    let second = [entry("B", 1, 0xFF), vec![0xFF; 28], entry("C", 2, 0xFF)];
    let card = VirtualCard::builder()
        .file(BOOK, File::linear("EF.PBR", 0x4F30, 14, references))
        .file(BOOK, File::linear("EF.ADN", 0x4F3A, 28, first))
        .file(BOOK, File::linear("EF.ADN1", 0x4F3B, 28, second))
        .file(BOOK, File::linear("EF.EMAIL1", 0x4F51, 14, [&b""[..], b"", b"c\x00example.org"]))
        .build();
    let book = phonebook(card);
    assert_eq!((book.capacity, book.contacts.len()), (257, 256));
    assert_eq!((book.contacts[254].record, book.contacts[254].name.as_str()), (255, "B"));
    assert_eq!((book.contacts[255].record, book.contacts[255].name.as_str()), (257, "C"));
    assert_eq!(book.contacts[255].emails, ["c@example.org"]);
}

#[cfg(feature = "serde")]
#[test]
fn contacts_in_json() {
    let value = serde_json::to_value(phonebook(VirtualCard::uicc())).unwrap();
    assert_eq!(value["place"], "usim");
    assert_eq!(
        value["contacts"][0],
        serde_json::json!({
            "record": 1,
            "name": "Alice",
            "number": {"number": "+447700900456", "kind": null, "subaddress": null, "truncated": false},
            "additional_numbers":
                [{"number": "+447700900457", "kind": "Work", "subaddress": null, "truncated": false}],
            "emails": ["alice@example.org"],
            "second_name": "Liddell",
            "groups": [{"record": 1, "name": "Friends"}],
            "uris": [],
            "uid": 1,
            "hidden": false,
        })
    );
}

/// The bytes of a record of the default card's phone book.
fn record(card: &Card<VirtualCard>, file: &str, number: usize) -> Vec<u8> {
    let files = card.transport().files();
    let file = files.file(files.find(&format!("{BOOK}/{file}")).unwrap()).unwrap();
    let Body::LinearFixed(records) = file.body() else { panic!("{file:?}") };
    records.get(number).unwrap().to_vec()
}

fn content(card: &Card<VirtualCard>, file: &str) -> Vec<u8> {
    let files = card.transport().files();
    files.file(files.find(&format!("{BOOK}/{file}")).unwrap()).unwrap().content().to_vec()
}

#[test]
fn a_contact_is_added_and_deleted() {
    let mut card = Card::new(VirtualCard::uicc());
    let before = card.phonebook().unwrap();
    let number = "+447700900042".parse().unwrap();
    assert_eq!(card.add_contact("Zoë", &number).unwrap(), 5);
    let book = card.phonebook().unwrap();
    let [.., zoe] = &book.contacts[..] else { panic!() };
    assert_eq!((zoe.record, zoe.name.as_str(), zoe.uid), (5, "Zoë", Some(5)));
    assert_eq!(numbers(zoe), ["+447700900042"]);
    assert_eq!(record(&card, "EF.ADN", 5)[14..26], hex!("07914477000900 24FFFFFFFF"));
    // 3GPP TS 31.102 4.4.2.12: the change is counted, the identifier given out
    assert_eq!((content(&card, "EF.CC"), content(&card, "EF.PUID")), (vec![0, 5], vec![0, 5]));

    card.delete_contact(5).unwrap();
    let after = card.phonebook().unwrap();
    assert_eq!(after, before);
    assert_eq!(record(&card, "EF.ADN", 5), [0xFF; 28]);
    assert_eq!((content(&card, "EF.CC"), record(&card, "EF.UID", 5)), (vec![0, 6], vec![0, 0]));
    assert!(card.delete_contact(5).unwrap_err().is_not_found());
    assert!(card.delete_contact(0).unwrap_err().is_not_found());
    assert!(card.delete_contact(11).unwrap_err().is_not_found());
}

#[test]
fn all_that_belongs_to_a_contact_goes_with_it() {
    let mut card = Card::new(VirtualCard::uicc());
    card.delete_contact(1).unwrap();
    card.delete_contact(3).unwrap();
    let book = card.phonebook().unwrap();
    assert_eq!(
        book.contacts.iter().map(|contact| contact.name.as_str()).collect::<Vec<_>>(),
        ["Bob", "Voicemail"]
    );
    assert_eq!(record(&card, "EF.EMAIL", 2), [0xFF; 32]);
    assert_eq!(record(&card, "EF.SNE", 1), [0xFF; 14]);
    assert_eq!(record(&card, "EF.ANR", 1), [0xFF; 15]);
    assert_eq!((record(&card, "EF.IAP", 1), record(&card, "EF.GRP", 1)), (vec![0xFF], vec![0, 0]));
    assert_eq!(record(&card, "EF.EXT1", 1), [&[0x00][..], &[0xFF; 12]].concat());
    // the next one begins with nothing, in the first free record
    let number = "07700900001".parse().unwrap();
    assert_eq!(card.add_contact("Carol", &number).unwrap(), 1);
    let carol = card.phonebook().unwrap().contacts.remove(0);
    assert_eq!((carol.name.as_str(), carol.emails.len(), carol.groups.len()), ("Carol", 0, 0));
    assert_eq!((carol.second_name, carol.uid), (None, Some(5)));
}

#[test]
fn long_numbers_take_extension_records() {
    let mut card = Card::new(VirtualCard::uicc());
    // 20, 20 and 3 digits: two more records
    let long: DialingNumber = "+447700900100a1234567890123456789012345678".parse().unwrap();
    assert_eq!(long.digits().len(), 41);
    let number = card.add_contact("Bridge", &long).unwrap();
    let book = card.phonebook().unwrap();
    let bridge = book.contacts.iter().find(|contact| contact.record == number).unwrap();
    assert_eq!(bridge.number.as_ref().unwrap().number, long);
    assert!(!bridge.number.as_ref().unwrap().truncated);
    assert_eq!(record(&card, "EF.ADN", 5)[27], 2);
    assert_eq!(record(&card, "EF.EXT1", 2), hex!("020A 9810325476 9810325476 03"));
    // one is left
    let error = card.add_contact("Other", &long).unwrap_err();
    assert!(matches!(error, Error::Full { .. }), "{error}");
    card.delete_contact(number).unwrap();
    assert_eq!(record(&card, "EF.EXT1", 3)[0], 0x00);
    // that of another contact stays
    assert_eq!(record(&card, "EF.EXT1", 1)[0], 0x02);
}

#[test]
fn extension_records_that_two_numbers_share_stay() {
    let entries = [entry("A", 1, 2), entry("B", 2, 1)];
    let chain = [hex!("020131FFFFFFFFFFFFFFFFFF02"), hex!("020132FFFFFFFFFFFFFFFFFFFF")];
    let pin = Access::new(Condition::Pin1, Condition::Pin1);
    let card = VirtualCard::builder()
        .file(BOOK, File::linear("EF.ADN", 0x4F3A, 28, entries).access(pin))
        .file(BOOK, File::linear("EF.EXT1", 0x4F4A, 13, chain).access(pin))
        .build();
    let mut card = Card::new(card);
    card.delete_contact(1).unwrap();
    assert_eq!(record(&card, "EF.EXT1", 2), chain[1]);
    card.delete_contact(2).unwrap();
    assert_eq!((record(&card, "EF.EXT1", 1)[0], record(&card, "EF.EXT1", 2)[0]), (0, 0));
}

#[test]
fn nothing_is_written_that_does_not_fit() {
    let mut card = Card::new(VirtualCard::uicc());
    let number = "+447700900042".parse().unwrap();
    let error = card.add_contact("Fifteen letters", &number).unwrap_err();
    assert!(matches!(error, Error::Encode(_)), "{error}");
    assert_eq!(card.phonebook().unwrap().contacts.len(), 4);
    for _ in 0..6 {
        card.add_contact("N", &number).unwrap();
    }
    assert!(matches!(card.add_contact("N", &number), Err(Error::Full { .. })));

    let mut closed = VirtualCard::uicc();
    closed.edit_files(|files| {
        let adn = files.find("ADF.USIM/DF.PHONEBOOK/EF.ADN").unwrap();
        let file = files.file_mut(adn).unwrap();
        *file = file.clone().access(Access::new(Condition::Pin1, Condition::Adm(1)));
    });
    let mut card = Card::new(closed);
    assert!(card.add_contact("N", &number).unwrap_err().is_denied());
    assert!(card.delete_contact(1).unwrap_err().is_denied());
    assert_eq!(card.phonebook().unwrap().contacts.len(), 4);
}

#[test]
fn on_a_2g_card() {
    let mut card = Card::new(VirtualCard::gsm());
    let number = "+447700900042".parse().unwrap();
    assert_eq!(card.add_contact("Zoe", &number).unwrap(), 4);
    assert_eq!(numbers(&card.phonebook().unwrap().contacts[3]), ["+447700900042"]);
    card.delete_contact(2).unwrap();
    assert_eq!(card.phonebook().unwrap().contacts.len(), 3);
    assert!(card.add_contact_at(PhoneBookPlace::Card, "Zoe", &number).unwrap_err().is_not_found());
}

/// One fault at every command of adding and deleting. What is on the card afterwards is the contact whole, or none.
#[test]
fn a_write_that_breaks_off_leaves_no_half_of_a_contact() {
    let long: DialingNumber = "+447700900100a1234567890123456789012345678".parse().unwrap();
    let before = phonebook(VirtualCard::uicc());
    let mut with = Card::new(VirtualCard::uicc());
    with.add_contact("Bridge", &long).unwrap();
    let after = with.phonebook().unwrap();
    let with = with.into_transport();
    let whole = |book: &PhoneBook| {
        // the identifier is given out last
        let mut book = book.clone();
        book.contacts.iter_mut().for_each(|contact| contact.uid = None);
        book
    };
    for fault in [Fault::Removed, Fault::Reset, Fault::Empty, Fault::Status(StatusWord::new(0x6F00))] {
        for index in 0.. {
            let mut card = Card::new(Faulty::new(VirtualCard::uicc()).at(index, fault));
            let result = card.add_contact("Bridge", &long);
            let commands = card.traffic().commands;
            let found = phonebook(card.into_transport().into_inner());
            let expected = [&before, &after].map(whole);
            assert!(expected.contains(&whole(&found)), "{fault:?} at command {index}: {found:?}");
            if result.is_ok() {
                assert_eq!(whole(&found), expected[1], "{fault:?} at command {index}");
            }
            if index > commands {
                break;
            }
        }
        for index in 0.. {
            let mut card = Card::new(Faulty::new(with.clone()).at(index, fault));
            let result = card.delete_contact(5);
            let commands = card.traffic().commands;
            let found = phonebook(card.into_transport().into_inner());
            assert!([&before, &after].contains(&&found), "{fault:?} at command {index}: {found:?}");
            if result.is_ok() {
                assert_eq!(found, before, "{fault:?} at command {index}");
            }
            if index > commands {
                break;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is in the files, nothing panics or goes on for ever.
    #[test]
    fn random_files(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        small in proptest::collection::vec(0..12_u8, 400),
        record in 0..12_u16,
    ) {
        let pin = Access::new(Condition::Pin1, Condition::Pin1);
        let mut builder = VirtualCard::builder();
        let files: [(&str, u16, u8); 9] = [
            ("EF.ADN", 0x4F3A, 28), ("EF.IAP", 0x4F25, 1), ("EF.EXT1", 0x4F4A, 13), ("EF.ANR", 0x4F11, 15),
            ("EF.EMAIL", 0x4F50, 32), ("EF.GRP", 0x4F26, 2), ("EF.SNE", 0x4F19, 14), ("EF.AAS", 0x4F4B, 12),
            ("EF.UID", 0x4F21, 2),
        ];
        for (index, (name, id, len)) in files.into_iter().enumerate() {
            // small numbers more often than not, so that records refer to each other
            let content = if index % 2 == 0 { &small[index * 8..] } else { &bytes };
            let mut records: Vec<Vec<u8>> =
                content.chunks(usize::from(len)).take(10).map(<[u8]>::to_vec).collect();
            if id == 0x4F3A {
                records = (0..10).map(|number| entry("N", number, small[usize::from(number)])).collect();
            }
            builder = builder.file(BOOK, File::linear(name, id, len, records).access(pin));
        }
        let mut card = Card::new(builder.build());
        let book = card.phonebook().unwrap();
        prop_assert!(card.traffic().commands < 400);
        if card.delete_contact(record).is_ok() {
            let after = card.phonebook().unwrap();
            prop_assert_eq!(after.contacts.len() + 1, book.contacts.len());
        }
        let _ = card.add_contact("N", &"+447700900042".parse().unwrap());

        let reference = File::linear("EF.PBR", 0x4F30, 64, bytes.chunks(64)).access(pin);
        let _ = Card::new(VirtualCard::builder().file(BOOK, reference).build()).phonebook();
    }
}

/// A number of 24 digits: 20 in the record, the rest in an extension record.
#[test]
fn numbers_of_every_list_are_put_together() {
    use simcard::card::NumberList;
    use simcard::mock::File;

    let entry = [&b"Long"[..], &hex!("0B91 44770009103254769810 FF 01")].concat();
    // type 2 (additional data), two bytes of it, no further record (3GPP TS 31.102 4.4.2.4)
    let extension = hex!("02 02 3254 FFFFFFFFFFFFFFFF FF");
    let barred = [&entry[..], &[0xFF]].concat();
    let lists: [(NumberList, &str, u16, u16, &[u8]); 5] = [
        (NumberList::Own, "ADF.USIM", 0x6F40, 0x6F4E, &entry),
        (NumberList::Fixed, "ADF.USIM", 0x6F3B, 0x6F4B, &entry),
        (NumberList::Service, "DF.TELECOM", 0x6F49, 0x6F4C, &entry),
        (NumberList::Barred, "ADF.USIM", 0x6F4D, 0x6F55, &barred),
        (NumberList::LastDialled, "DF.TELECOM", 0x6F44, 0x6F4A, &entry),
    ];
    for (list, directory, numbers, extensions, record) in lists {
        let mut card = VirtualCard::uicc();
        card.edit_files(|files| {
            for place in ["ADF.USIM", "DF.TELECOM"] {
                for id in [numbers, extensions] {
                    let parent = files.find(place).unwrap();
                    let old = files.children(parent).find(|(_, file)| file.fid() == id).map(|(id, _)| id);
                    old.into_iter().for_each(|old| files.remove(old));
                }
            }
            let parent = files.find(directory).unwrap();
            let blank = vec![0xFF; record.len()];
            files.add(
                parent,
                File::linear("numbers", numbers, record.len() as u8, [blank.as_slice(), record]),
            );
            files.add(parent, File::linear("extensions", extensions, 13, [extension]));
        });
        let found = Card::new(card).numbers(list).unwrap_or_else(|error| panic!("{list:?}: {error}"));
        assert_eq!(found.len(), 1, "{list:?}");
        assert_eq!((found[0].record, found[0].name.as_str()), (2, "Long"), "{list:?}");
        let number = found[0].number.as_ref().unwrap();
        assert_eq!(number.number.to_string(), "+447700900123456789012345", "{list:?}");
        assert!(!number.truncated, "{list:?}");
    }
}

#[test]
fn a_list_that_is_not_there_is_not_found() {
    use simcard::card::NumberList;

    let mut card = VirtualCard::gsm();
    card.edit_files(|files| {
        if let Some(id) = files.find("DF.TELECOM/EF.SDN") {
            files.remove(id);
        }
    });
    assert!(Card::new(card).numbers(NumberList::Service).unwrap_err().is_not_found());
}
