//! Whose card it is, on every kind of card there is, and in how many commands.

use hex_literal::hex;
use simcard::card::{Absence, CardKind};
use simcard::codec::{DecodeError, DecodeErrorKind};
use simcard::mock::{Condition, File, MockError, Quirks, ReadPastEnd, Sfi, VirtualCard};
use simcard::numbering::MncLength;
use simcard::transport::{Level, Transport, TransportInfo};
use simcard::{Card, Error};

const MOST_COMMANDS: u64 = 22;
const MOST_BYTES: u64 = 450;

/// Reads the identity and checks what it cost.
fn identity(card: VirtualCard) -> simcard::card::Identity {
    let mut card = Card::new(card);
    let identity = card.identity().unwrap();
    let traffic = card.traffic();
    assert!(traffic.commands <= MOST_COMMANDS, "{traffic:?}");
    assert!(traffic.bytes_sent + traffic.bytes_received <= MOST_BYTES, "{traffic:?}");
    identity
}

fn assert_is_the_default(identity: &simcard::card::Identity) {
    let Ok(iccid) = identity.iccid else { panic!("{identity:?}") };
    assert_eq!(iccid.as_str(), "8944000000001234567");
    assert_eq!(iccid.issuer_country().unwrap().alpha2(), "GB");
    assert_eq!(identity.imsi.unwrap().as_str(), "001010123456789");
    assert_eq!(identity.mcc().unwrap().as_str(), "001");
    assert_eq!(identity.mnc().unwrap().as_str(), "01");
    assert_eq!(identity.msisdn().unwrap().to_string(), "+447700900123");
    assert_eq!(identity.msisdns.as_ref().unwrap().len(), 1);
    assert_eq!(identity.spn.as_deref(), Ok("simcard"));
    assert_eq!(identity.smsc.unwrap().to_string(), "+447700900999");
}

#[test]
fn a_uicc() {
    let identity = identity(VirtualCard::uicc());
    assert_is_the_default(&identity);
    assert_eq!(identity.kind, CardKind::Uicc);
    assert_eq!(identity.mnc_length, Some(MncLength::Two));
    assert_eq!(identity.atr.unwrap().as_bytes(), VirtualCard::uicc().atr());
}

#[test]
fn a_gsm_card() {
    let identity = identity(VirtualCard::gsm());
    assert_is_the_default(&identity);
    assert_eq!(identity.kind, CardKind::Gsm);
}

/// The figures themselves, so that a change in either direction is noticed. By hand for the UICC: EF.ICCID by path
/// and 10 bytes (2), the USIM, EF.IMSI by its short identifier (2), EF.AD (2), EF.SPN (2), EF.MSISDN and its
/// first record, with 6Cxx, and the second, blank one (4), EF.SMSP with 6Cxx (3): 15.
#[test]
fn what_it_costs() {
    let cost = |card: VirtualCard| {
        let mut card = Card::new(card);
        card.identity().unwrap();
        let traffic = card.traffic();
        (traffic.commands, traffic.bytes_sent + traffic.bytes_received)
    };
    assert_eq!(cost(VirtualCard::uicc()), (15, 260));
    assert_eq!(cost(VirtualCard::builder().level(Level::Apdu).build()), (13, 246));
    assert_eq!(cost(VirtualCard::gsm()), (19, 321));
}

#[test]
fn the_three_numbers_alone() {
    let mut card = Card::new(VirtualCard::uicc());
    card.exclusive(|card| Ok((card.iccid()?, card.imsi()?, card.msisdn()?))).unwrap();
    assert!(card.traffic().commands <= 8, "{:?}", card.traffic());
}

/// Every way in which the virtual card can deviate, alone and all together, on all kinds.
#[test]
fn cards_that_deviate() {
    let plain = Quirks::default();
    let ends =
        [ReadPastEnd::WrongLength, ReadPastEnd::Warning, ReadPastEnd::Short, ReadPastEnd::WrongParameters];
    let single = [
        plain,
        Quirks { data_at_once: true, ..plain },
        Quirks { plain_wrong_length: true, ..plain },
        Quirks { no_sfi: true, ..plain },
        Quirks { failed_select_drops_ef: true, ..plain },
        Quirks { unknown_class_6d00: true, ..plain },
    ];
    for quirks in single {
        for read_past_end in ends {
            let quirks = Quirks { read_past_end, ..quirks };
            for builder in
                [VirtualCard::builder(), VirtualCard::builder().gsm(), VirtualCard::builder().uicc_and_gsm()]
            {
                for level in [Level::Tpdu, Level::Apdu] {
                    assert_is_the_default(&identity(builder.clone().quirks(quirks).level(level).build()));
                }
            }
        }
    }
}

/// These cost more, but come to the same.
#[test]
fn cards_that_want_the_long_way() {
    let plain = Quirks::default();
    let slow = Quirks {
        full_aid_only: true,
        no_path_selection: true,
        plain_wrong_length: true,
        no_sfi: true,
        ..plain
    };
    let quirks = [Quirks { full_aid_only: true, ..plain }, Quirks { no_path_selection: true, ..plain }, slow];
    for quirks in quirks {
        let mut card = Card::new(VirtualCard::builder().quirks(quirks).build());
        assert_is_the_default(&card.identity().unwrap());
        assert!(card.traffic().commands <= 45, "{:?}", card.traffic());
    }
}

/// On a card without tag 88, SFI 03 is that of any file whose identifier ends in these five bits: EF.SMSS (6F43) or
/// EF.EPSLOCI (6FE3), and not EF.AD. Whoever reads it blindly takes their bytes for the MNC length.
#[test]
fn a_short_identifier_that_means_another_file() {
    let mut card = VirtualCard::uicc();
    card.edit_files(|files| {
        let ids: Vec<_> = files.iter().map(|(id, _)| id).collect();
        for id in ids {
            let file = files.file_mut(id).unwrap();
            *file = file.clone().sfi_mode(Sfi::Implicit);
        }
        let usim = files.find("ADF.USIM").unwrap();
        files.add(usim, File::transparent("EF.TRAP", 0x6F43, &hex!("00000003")).sfi_mode(Sfi::Implicit));
    });
    let identity = identity(card);
    assert_eq!(identity.mnc_length, Some(MncLength::Two));
    assert_is_the_default(&identity);
}

#[test]
fn files_that_are_in_the_2g_directories_only() {
    let mut card = VirtualCard::uicc();
    for file in ["EF.SPN", "EF.MSISDN", "EF.SMSP"] {
        card.remove_file(&format!("ADF.USIM/{file}")).unwrap();
    }
    let spn = [&[0x01][..], b"2G", &[0xFF; 14]].concat();
    let own = [&[0xFF; 4][..], &hex!("079144770009104243FFFFFFFFFF"), &[0xFF; 0]].concat();
    let smsp = [&hex!("FD")[..], &[0xFF; 12], &hex!("0791447700099099FFFFFFFF"), &[0xFF; 3]].concat();
    card.edit_files(|files| {
        let gsm = files.find("DF.GSM").unwrap();
        files.add(gsm, File::transparent("EF.SPN", 0x6F46, &spn));
        let telecom = files.find("DF.TELECOM").unwrap();
        for id in [files.find("DF.TELECOM/EF.MSISDN"), files.find("DF.TELECOM/EF.SMSP")].into_iter().flatten()
        {
            files.remove(id);
        }
        files.add(telecom, File::linear("EF.MSISDN", 0x6F40, 18, [own]));
        files.add(telecom, File::linear("EF.SMSP", 0x6F42, 28, [smsp]));
    });
    let identity = identity(card);
    assert_eq!(identity.spn.as_deref(), Ok("2G"));
    assert_eq!(identity.msisdn().unwrap().to_string(), "+447700900124");
    assert_eq!(identity.smsc.unwrap().to_string(), "+447700900999");
}

#[test]
fn a_uicc_without_a_usim() {
    let mut card = VirtualCard::builder().uicc_and_gsm().build();
    card.remove_file("ADF.USIM").unwrap();
    let identity = identity(card);
    assert_eq!(identity.kind, CardKind::Uicc);
    assert_eq!(identity.imsi.unwrap().as_str(), "001010123456789", "from DF.GSM");
}

/// A card that was made and never filled: no value is made of its FFs.
#[test]
fn a_blank_card() {
    for mut card in [VirtualCard::uicc(), VirtualCard::gsm()] {
        card.blank_all();
        let identity = identity(card);
        assert_eq!(identity.iccid, Err(Absence::EmptyFile));
        assert_eq!(identity.imsi, Err(Absence::EmptyFile));
        assert_eq!(identity.msisdns, Err(Absence::EmptyRecord));
        assert_eq!(identity.spn, Err(Absence::EmptyFile));
        assert_eq!(identity.smsc, Err(Absence::EmptyRecord));
        assert_eq!((identity.mcc(), identity.mnc(), identity.mnc_length), (None, None, None));
    }
}

#[test]
fn a_card_without_files() {
    for (mut card, directories) in [
        (VirtualCard::uicc(), ["ADF.USIM", "DF.GSM", "DF.TELECOM"]),
        (VirtualCard::gsm(), ["", "DF.GSM", "DF.TELECOM"]),
    ] {
        for directory in directories.into_iter().filter(|directory| !directory.is_empty()) {
            let _ = card.remove_file(directory);
        }
        card.remove_file("EF.ICCID").unwrap();
        let identity = identity(card);
        assert_eq!(identity.iccid, Err(Absence::NoSuchFile));
        assert_eq!(identity.imsi, Err(Absence::NoSuchFile));
        assert_eq!(identity.msisdns, Err(Absence::NoSuchFile));
        assert_eq!(identity.spn, Err(Absence::NoSuchFile));
        assert_eq!(identity.smsc, Err(Absence::NoSuchFile));
    }
}

#[test]
fn a_card_that_gives_nothing_out() {
    let mut card = VirtualCard::uicc();
    for file in ["EF.IMSI", "EF.MSISDN", "EF.SPN", "EF.SMSP", "EF.AD"] {
        card.require(&format!("ADF.USIM/{file}"), Condition::Never).unwrap();
    }
    let identity = identity(card);
    let denied = |absence: Absence| assert_eq!(absence.to_string().split(':').next(), Some("not allowed"));
    denied(identity.imsi.unwrap_err());
    denied(identity.msisdns.clone().unwrap_err());
    denied(identity.spn.clone().unwrap_err());
    denied(identity.smsc.unwrap_err());
    assert!(identity.iccid.is_ok());
    assert_eq!(identity.mnc(), None);
}

#[test]
fn the_length_of_the_network_code() {
    // (EF.AD, IMSI by nibbles, what must come out)
    let table: [(&[u8], [u8; 9], Option<&str>); 6] = [
        (&hex!("00000003"), hex!("080910101032547698"), Some("010")),
        // no such byte: 001-01 is the test network by name
        (&hex!("000000"), hex!("080910101032547698"), Some("01")),
        // a byte that says nothing valid, and a country where all have two digits (262)
        (&hex!("000000FF"), hex!("082926103254769810"), Some("01")),
        (&hex!("0000000F"), hex!("082926103254769810"), Some("01")),
        // three digits (310), and both (405)
        (&hex!("000000"), hex!("083901163254769810"), Some("612")),
        (&hex!("000000"), hex!("084950203254769810"), None),
    ];
    for (ad, imsi, mnc) in table {
        let mut card = VirtualCard::uicc();
        card.set_data("ADF.USIM/EF.AD", ad).unwrap();
        card.set_data("ADF.USIM/EF.IMSI", &imsi).unwrap();
        let identity = identity(card);
        assert_eq!(identity.mnc().map(|mnc| mnc.to_string()).as_deref(), mnc, "{identity:?}");
    }
}

#[test]
fn a_number_of_nonsense_is_said_to_be_one() {
    let mut card = VirtualCard::uicc();
    let len =
        card.files().file(card.files().find("ADF.USIM/EF.MSISDN").unwrap()).unwrap().content().len() / 4;
    // a length of 200 bytes
    let record = [vec![0xFF; len - 14], hex!("C8914477FFFFFFFFFFFFFFFFFFFF").to_vec()].concat();
    card.set_record("ADF.USIM/EF.MSISDN", 1, &record).unwrap();
    let identity = identity(card);
    assert!(matches!(identity.msisdns, Err(Absence::Malformed(_))), "{:?}", identity.msisdns);
}

#[test]
fn single_values() {
    let mut card = Card::new(VirtualCard::uicc());
    assert_eq!(card.kind().unwrap(), CardKind::Uicc);
    assert_eq!(card.iccid().unwrap().as_str(), "8944000000001234567");
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789");
    assert_eq!(card.mnc_length().unwrap(), Some(MncLength::Two));
    assert_eq!(card.msisdn().unwrap().to_string(), "+447700900123");
    assert_eq!(card.spn().unwrap(), "simcard");
    assert_eq!(card.smsc().unwrap().to_string(), "+447700900999");

    let mut blank = VirtualCard::gsm();
    blank.blank_all();
    let mut card = Card::new(blank);
    assert_eq!(card.kind().unwrap(), CardKind::Gsm);
    assert!(matches!(card.msisdn(), Err(Error::Decode(DecodeError { kind: DecodeErrorKind::Blank, .. }))));
    assert!(matches!(card.spn(), Err(Error::Decode(DecodeError { kind: DecodeErrorKind::Blank, .. }))));
}

#[cfg(feature = "serde")]
#[test]
fn as_json() {
    let mut card = Card::new(VirtualCard::uicc());
    let value = serde_json::to_value(card.identity().unwrap()).unwrap();
    let expected = serde_json::json!({
        "atr": hex::encode(VirtualCard::uicc().atr()).to_uppercase(), "kind": "uicc", "iccid": "8944000000001234567",
        "issuer_country": "GB", "imsi": "001010123456789", "mcc": "001", "mnc": "01", "msisdn": "+447700900123",
        "spn": "simcard", "smsc": "+447700900999",
    });
    assert_eq!(value, expected);
    let mut blank = VirtualCard::gsm();
    blank.blank_all();
    let value = serde_json::to_value(Card::new(blank).identity().unwrap()).unwrap();
    assert_eq!((&value["kind"], &value["msisdn"]), (&"gsm".into(), &serde_json::Value::Null));
    assert_eq!(value["msisdn_reason"], "empty record");
    assert_eq!(value["iccid_reason"], "empty file");
}

/// A virtual card that answers some commands in its own way.
struct Twisted<F>(VirtualCard, F);

impl<F: FnMut(&[u8]) -> Option<[u8; 2]>> Transport for Twisted<F> {
    type Error = MockError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], MockError> {
        match (self.1)(command) {
            Some(status) => {
                response[..2].copy_from_slice(&status);
                Ok(&response[..2])
            }
            None => self.0.transmit(command, response),
        }
    }

    fn info(&self) -> TransportInfo {
        self.0.info()
    }

    fn reset(&mut self) -> Result<(), MockError> {
        self.0.reset()
    }

    fn epoch(&self) -> u32 {
        self.0.epoch()
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = MockError>),
    ) -> Result<(), MockError> {
        body(self);
        Ok(())
    }
}

/// A card that does not know SELECT by path may say so in any of these ways. "Not found" is no answer about the
/// file then, and "wrong instruction" none about the card.
#[test]
fn paths_that_are_refused_in_every_way() {
    for status in
        [[0x6A, 0x82], [0x6D, 0x00], [0x6E, 0x00], [0x6A, 0x86], [0x6B, 0x00], [0x6A, 0x81], [0x94, 0x04]]
    {
        let no_paths = |command: &[u8]| (command[1] == 0xA4 && command[2] == 0x08).then_some(status);
        let mut card = Card::new(Twisted(VirtualCard::uicc(), no_paths));
        let identity = card.identity().unwrap();
        assert_is_the_default(&identity);
        assert_eq!(identity.kind, CardKind::Uicc, "{status:02X?}");
        assert!(card.traffic().commands <= MOST_COMMANDS, "{status:02X?}: {:?}", card.traffic());
    }
}

#[test]
fn a_silent_select_that_is_refused() {
    for status in [[0x6A, 0x86], [0x6B, 0x00]] {
        let loud_only = |command: &[u8]| (command[1] == 0xA4 && command[3] == 0x0C).then_some(status);
        let mut card = Card::new(Twisted(VirtualCard::uicc(), loud_only));
        assert_is_the_default(&card.identity().unwrap());
        assert!(card.traffic().commands <= MOST_COMMANDS, "{:?}", card.traffic());
    }
}

/// Tag 88 may give any SFI to any file. What is read by an SFI that was only supposed is looked at.
#[test]
fn a_card_that_gives_the_usual_short_identifier_to_another_file() {
    for other in ["EF.Keys", "EF.UST", "EF.ACC", "EF.FPLMN"] {
        let mut card = VirtualCard::uicc();
        card.edit_files(|files| {
            let imsi = files.find("ADF.USIM/EF.IMSI").unwrap();
            let other = files.find(&format!("ADF.USIM/{other}")).unwrap();
            let file = files.file(imsi).unwrap().clone().sfi_mode(Sfi::None);
            *files.file_mut(imsi).unwrap() = file;
            let file = files.file(other).unwrap().clone().sfi(7);
            *files.file_mut(other).unwrap() = file;
        });
        assert_is_the_default(&identity(card));
    }
}

/// The longest way within the limits: no SFIs, a short EF.AD, and all but the IMSI in the 2G directories.
#[test]
fn the_dearest_cards() {
    let mut card = VirtualCard::builder().quirks(Quirks { no_sfi: true, ..Quirks::default() }).build();
    for file in ["EF.SPN", "EF.MSISDN", "EF.SMSP"] {
        card.remove_file(&format!("ADF.USIM/{file}")).unwrap();
    }
    card.set_data("ADF.USIM/EF.AD", &[0, 0, 0]).unwrap();
    let number = |last: u8| [&[0xFF; 46][..], &hex!("079144770009"), &[last, 0x32], &[0xFF; 6]].concat();
    let records: Vec<_> = (0..9).map(number).collect();
    card.edit_files(|files| {
        if let Some(id) = files.find("DF.TELECOM/EF.MSISDN") {
            files.remove(id);
        }
        let telecom = files.find("DF.TELECOM").unwrap();
        files.add(telecom, File::linear("EF.MSISDN", 0x6F40, 60, records));
    });
    let identity = identity(card);
    assert!(!identity.msisdns.unwrap().is_empty());
}

#[test]
fn long_records_stay_within_the_budget() {
    for gsm in [false, true] {
        let builder = VirtualCard::builder();
        let mut card = if gsm { builder.gsm() } else { builder }.build();
        let directory = if gsm { "DF.TELECOM" } else { "ADF.USIM" };
        card.edit_files(|files| {
            let old = files.find(&format!("{directory}/EF.MSISDN")).unwrap();
            files.remove(old);
            let number = [&[0xFF; 46][..], &hex!("079144770009 1032"), &[0xFF; 6]].concat();
            let directory = files.find(directory).unwrap();
            files.add(directory, File::linear("EF.MSISDN", 0x6F40, 60, vec![number; 9]));
        });
        let identity = identity(card);
        assert!(identity.msisdns.unwrap().len() >= 2, "as many as there is room for");
    }
}

#[test]
fn a_number_that_goes_on_elsewhere_is_not_told_in_part() {
    let mut card = VirtualCard::uicc();
    let record = [&[0xFF; 14][..], &hex!("0B91 44770009103254769810 FF 01")].concat();
    card.set_record("ADF.USIM/EF.MSISDN", 1, &record).unwrap();
    assert!(matches!(identity(card).msisdns, Err(Absence::Malformed(_))));
}

#[test]
fn names_that_are_filled_up_with_something_else() {
    for filler in [0x00, 0x20] {
        let mut card = VirtualCard::uicc();
        card.set_data("ADF.USIM/EF.SPN", &[&[0x01][..], b"Foo", &[filler; 13]].concat()).unwrap();
        assert_eq!(identity(card).spn.as_deref(), Ok("Foo"));
    }
}
