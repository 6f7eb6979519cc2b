//! Contacts: read from every kind of card there is, in how many commands.

use hex_literal::hex;
use simcard::card::{Absence, Contact, ContactNumber, PhoneBook, PhoneBookPlace};
use simcard::files::telecom;
use simcard::mock::{Condition, File, VirtualCard};
use simcard::transport::Level;
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
    let quirks = simcard::mock::Quirks::default();
    for quirks in [
        simcard::mock::Quirks { no_path_selection: true, ..quirks },
        simcard::mock::Quirks { plain_wrong_length: true, ..quirks },
        simcard::mock::Quirks { no_sfi: true, full_aid_only: true, ..quirks },
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
        *file = file.clone().access(simcard::mock::Access::new(Condition::Never, Condition::Never));
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
