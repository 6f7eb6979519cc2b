//! What the commands of a card are, byte for byte, and what becomes of them when something goes wrong.

use std::time::Duration;

use hex_literal::hex;
use simcard::apdu::StatusKind;
use simcard::card::{
    Authentication, Confirm, GbaBootstrapping, NewFile, Record, ResumeToken, Search, SuciContext,
    TerminalCapability, WriteOptions,
};
use simcard::codec::ber::Tag;
use simcard::files::{self, ElementaryFile};
use simcard::fs::{Aid, FileId, Path};
use simcard::mock::ScriptedCard;
use simcard::transport::{Level, TransportErrorKind, TransportInfo};
use simcard::{Card, Error, Misuse};

const EF: Path = Path::mf(&[0x6F01]);

/// The conversation so far.
#[derive(Default)]
struct Script(ScriptedCard);

impl Script {
    /// A command, and what the card answers.
    fn on(self, command: &str, answer: &str) -> Self {
        Self(self.0.answer(&bytes(command), &bytes(answer)))
    }

    /// A command of T=0 with an answer that has to be fetched.
    fn fetched(self, command: &str, answer: &str) -> Self {
        let class = &command[..2];
        let (data, len) = (format!("{answer}9000"), bytes(answer).len());
        let (more, fetch) = match class {
            "A0" => (format!("9F{len:02X}"), format!("A0C00000{len:02X}")),
            _ => (format!("61{len:02X}"), format!("{class}C00000{len:02X}")),
        };
        self.on(command, &more).on(&fetch, &data)
    }

    /// A UICC has EF selected, with this in its FCP.
    fn uicc(self, parameters: &str) -> Self {
        let parameters = parameters.replace(' ', "");
        let fcp = format!("62{:02X}{parameters}", parameters.len() / 2);
        self.fetched("00A40804026F01", &fcp)
    }

    /// A GSM card has EF selected, with this header.
    fn gsm(self, header: &str) -> Self {
        self.on("00A40804026F01", "6E00").on("A0A40000023F00", "9F16").fetched("A0A40000026F01", header)
    }

    /// The same, for a card that has the MF selected.
    fn again(self, parameters: &str) -> Self {
        let parameters = parameters.replace(' ', "");
        let fcp = format!("62{:02X}{parameters}", parameters.len() / 2);
        self.fetched("00A40004026F01", &fcp)
    }

    fn fails(self, command: &str, kind: TransportErrorKind) -> Self {
        Self(self.0.fail(&bytes(command), kind))
    }

    fn card(self) -> Card<ScriptedCard> {
        Card::new(self.0)
    }
}

fn bytes(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// All that was expected came.
fn done(card: Card<ScriptedCard>) {
    card.into_transport().finish().unwrap();
}

/// Descriptor, identifier and size of a transparent file.
fn transparent(size: u16) -> String {
    format!("82024121 83026F01 8002{size:04X}")
}

fn linear(len: u8, count: u8) -> String {
    format!("8205422100{len:02X}{count:02X} 83026F01 8002{:04X}", u16::from(len) * u16::from(count))
}

fn cyclic(len: u8, count: u8) -> String {
    linear(len, count).replace("820542", "820546")
}

/// The header of an EF of a GSM card (3GPP TS 51.011 9.2.1): update needs level 4, everything else CHV1.
fn gsm_header(size: u16, structure: u8, record_len: u8) -> String {
    format!("0000{size:04X}6F0104001411110102{structure:02X}{record_len:02X}")
}

mod binary {
    use super::*;

    #[test]
    fn a_write_goes_out_in_parts() {
        // ETSI TS 102 221 11.1.4: offset in P1 and P2
        let data: Vec<u8> = (0..300).map(|index| index as u8).collect();
        let mut card = Script::default()
            .uicc(&transparent(310))
            .on(&format!("00D60005FF{}", hex_of(&data[..255])), "9000")
            .on(&format!("00D601042D{}", hex_of(&data[255..])), "9110")
            .card();
        card.update_binary(&EF, 5, &data).unwrap();
        done(card);
    }

    #[test]
    fn nothing_is_sent_that_does_not_fit() {
        let too_long = |result| matches!(result, Err(Error::Misuse(Misuse::TooLong { len: 4, room: 3 })));
        let mut card = Script::default().uicc(&transparent(8)).card();
        assert!(too_long(card.update_binary(&EF, 5, &[0; 4])));
        assert!(matches!(
            card.update_binary(&EF, 9, &[]),
            Err(Error::Misuse(Misuse::TooLong { len: 0, room: 0 }))
        ));
        assert!(matches!(
            card.write_file(&EF, &[0; 9], WriteOptions::default()),
            Err(Error::Misuse(Misuse::TooLong { len: 9, room: 8 }))
        ));
        done(card);
        let mut card = Script::default().uicc("82024121 83026F01").card();
        assert!(matches!(card.update_binary(&EF, 0, &[0]), Err(Error::Decode(_))), "the card tells no size");
        done(card);
        let mut card = Script::default().uicc(&linear(4, 2)).card();
        assert!(matches!(card.update_binary(&EF, 0, &[0]), Err(Error::WrongStructure { .. })));
        done(card);
    }

    #[test]
    fn beyond_32_kib_the_offset_is_in_a_data_object() {
        // ISO/IEC 7816-4 7.2.5: 54 offset, 53 data
        let data: Vec<u8> = (0..300).map(|index| index as u8).collect();
        let mut card = Script::default()
            .uicc(&transparent(0x9000))
            .on(&format!("00D67FFFFF{}", hex_of(&data[..255])), "9000")
            .on(&format!("00D7000033 540280FE 532D{}", hex_of(&data[255..])), "9000")
            .card();
        card.update_binary(&EF, 0x7FFF, &data).unwrap();
        done(card);
        let mut card = Script::default()
            .uicc(&transparent(0x9000))
            .on(&format!("00D70000FF 54028100 5381F8{}", hex_of(&data[..248])), "9000")
            .on(&format!("00D700003A 540281F8 5334{}", hex_of(&data[248..])), "9000")
            .card();
        card.update_binary(&EF, 0x8100, &data).unwrap();
        done(card);
    }

    #[test]
    fn only_what_changed_is_sent_and_read_back() {
        let before = "000102030405060708090A0B0C0D0E0F";
        let after = hex!("00 FF 02 FE 04 05 06 07 08 09 0A 0B 0C 0D 0E 0E");
        let mut card = Script::default()
            .uicc(&transparent(16))
            .on("00B0000010", &format!("{before}9000"))
            .on("00D6000103FF02FE", "9000")
            .on("00D6000F010E", "9000")
            .on("00B0000103", "FF02FE9000")
            .on("00B0000F01", "0E9000")
            .card();
        assert_eq!(card.write_file(&EF, &after, WriteOptions::default().verified()).unwrap(), 4);
        done(card);
    }

    #[test]
    fn a_file_that_may_not_be_read_is_written_whole() {
        let mut card = Script::default()
            .uicc(&transparent(4))
            .on("00B0000004", "6982")
            .on("00D600000401020304", "9000")
            .card();
        assert_eq!(card.write_file(&EF, &[1, 2, 3, 4], WriteOptions::default()).unwrap(), 4);
        done(card);
    }

    #[test]
    fn a_card_that_lies_is_found_out() {
        let options = WriteOptions::default().whole().verified();
        let mut card = Script::default()
            .uicc(&transparent(4))
            .on("00D600000401020304", "9000")
            .on("00B0000004", "010203FF9000")
            .card();
        let error = card.write_file(&EF, &[1, 2, 3, 4], options).unwrap_err();
        assert!(matches!(error, Error::NotWritten { offset: 3, .. }), "{error}");
        done(card);
    }

    /// Three parts, the second of which goes wrong.
    fn torn(second: impl FnOnce(Script, &str) -> Script) -> (Error, Card<ScriptedCard>) {
        let data = [0xA5; 600];
        let part = hex_of(&data[..255]);
        let script = Script::default().uicc(&transparent(600)).on(&format!("00D60000FF{part}"), "9000");
        let mut card = second(script, &format!("00D600FFFF{part}")).card();
        let error = card.update_binary(&EF, 0, &data).unwrap_err();
        (error, card)
    }

    #[test]
    fn a_torn_write_says_how_far_it_came() {
        let answers = [("6581", StatusKind::MemoryProblem), ("9300", StatusKind::Busy)];
        for (answer, kind) in answers {
            let (error, card) = torn(|script, part| script.on(part, answer));
            let Error::TornWrite { path, written: 255, offset: 255, source } = &error else {
                panic!("{error}")
            };
            assert_eq!((*path, source.status_word().unwrap().kind()), (EF, kind));
            assert_eq!(
                error.to_string(),
                "the write to MF/6F01 broke off: 255 bytes are written, not those from byte 255 on"
            );
            assert_eq!(error.status_word().unwrap().kind(), kind);
            done(card);
        }
    }

    #[test]
    fn a_write_is_never_sent_again() {
        for kind in
            [TransportErrorKind::CardRemoved, TransportErrorKind::CardReset, TransportErrorKind::Timeout]
        {
            let (error, card) = torn(|script, part| script.fails(part, kind));
            assert!(matches!(error, Error::TornWrite { written: 255, .. }), "{error}");
            assert_eq!(error.is_card_gone(), kind.is_card_gone());
            assert_eq!(error.is_state_lost(), kind == TransportErrorKind::CardReset);
            done(card);
        }
        // answered, but by a card that was reset in between: who knows which file that went to
        let (error, card) = torn(|script, part| Script(script.on(part, "9000").0.then_epoch(1)));
        assert!(matches!(&error, Error::TornWrite { written: 255, .. }), "{error}");
        assert!(error.is_state_lost());
        done(card);
    }

    #[test]
    fn a_first_part_that_got_no_answer_may_be_written() {
        let mut card = Script::default()
            .uicc(&transparent(4))
            .fails("00D600000401020304", TransportErrorKind::Timeout)
            .card();
        let error = card.update_binary(&EF, 0, &[1, 2, 3, 4]).unwrap_err();
        assert!(matches!(error, Error::TornWrite { written: 0, offset: 0, .. }), "{error}");
        done(card);
        // refused: nothing is written, and that is no torn write
        let mut card = Script::default().uicc(&transparent(4)).on("00D600000401020304", "6F00").card();
        assert!(matches!(card.update_binary(&EF, 0, &[1, 2, 3, 4]), Err(Error::Status { .. })));
        done(card);
    }

    #[test]
    fn a_gsm_card() {
        let mut card = Script::default()
            .gsm(&gsm_header(4, 0, 0))
            .on("A0B0000004", "FFFFFFFF9000")
            .on("A0D60002020304", "9200")
            .card();
        assert_eq!(
            card.write_file(&EF, &[0xFF, 0xFF, 3, 4], WriteOptions::default()).unwrap(),
            2,
            "920x: it worked, with retries"
        );
        done(card);
    }

    #[test]
    fn typed_contents_are_encoded_to_the_size_of_the_file() {
        type Spn = files::usim::Spn;
        let spn = Spn::decode(&hex!("01 41 42 43 FF FF FF FF FF FF FF FF FF FF FF FF FF")).unwrap();
        let select = |size: &str| {
            Script::default()
                .on("00A4040C07A0000000871002", "9000")
                .fetched("00A40004026F46", &format!("620C 82024121 83026F46 8002{size}"))
        };
        let mut card = select("0011")
            .on("00B0000011", "0041FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF9000")
            .on("00D6000004 01414243", "9000")
            .card();
        assert_eq!(card.write::<Spn>(&spn).unwrap(), 4);
        done(card);
        // it has three characters, and there is room for two
        let mut card = select("0003").card();
        assert!(matches!(card.write::<Spn>(&spn), Err(Error::Encode(_))));
        done(card);
        let mut card = Script::default().card();
        let record = files::usim::Msisdn::decode(&hex!("FFFF 07 91 4407 0000 1032 FFFFFFFF FF FF"));
        assert!(matches!(
            card.write::<files::usim::Msisdn>(&record.unwrap()),
            Err(Error::Misuse(Misuse::Structure(_)))
        ));
        done(card);
    }
}

mod records {
    use super::*;

    #[test]
    fn absolute_next_and_previous() {
        // ETSI TS 102 221 11.1.6
        let mut card = Script::default()
            .uicc(&linear(3, 5))
            .on("00DC020403010203", "9000")
            .on("00DC000203010203", "9000")
            .on("00DC000303010203", "9000")
            .on("00DC000403010203", "63C2")
            .card();
        for record in [Record::Number(2), Record::Next, Record::Previous, Record::Current] {
            card.update_record(&EF, record, &[1, 2, 3]).unwrap();
        }
        done(card);
    }

    /// Another program may have moved the pointer meanwhile.
    #[test]
    fn on_a_shared_card_no_pointer_is_kept() {
        let shared = TransportInfo::new(Level::Tpdu).with_shared(true);
        let script = Script::default().uicc(&linear(3, 5)).uicc(&linear(3, 5)).on("00DC000203010203", "9000");
        let mut card = Card::new(script.0.with_info(shared));
        let error = card.update_record(&EF, Record::Next, &[1, 2, 3]).unwrap_err();
        assert!(matches!(error, Error::Misuse(Misuse::NothingSelected)), "{error}");
        card.exclusive(|card| card.update_record(&EF, Record::Next, &[1, 2, 3])).unwrap();
        done(card);
    }

    #[test]
    fn nothing_is_sent_that_is_no_record() {
        let mut card = Script::default().uicc(&linear(3, 5)).card();
        for len in [0, 2, 4] {
            let error = card.update_record(&EF, Record::Number(1), &vec![0; len]).unwrap_err();
            assert!(matches!(error, Error::Misuse(Misuse::RecordLength { record_len: 3, .. })), "{error}");
        }
        assert!(card.update_record(&EF, Record::Number(6), &[0; 3]).unwrap_err().is_not_found());
        assert!(matches!(
            card.update_record(&EF, Record::Number(0), &[0; 3]),
            Err(Error::Misuse(Misuse::RecordNumber(0)))
        ));
        done(card);
        let mut card = Script::default().uicc(&transparent(3)).card();
        assert!(matches!(
            card.update_record(&EF, Record::Number(1), &[0; 3]),
            Err(Error::WrongStructure { .. })
        ));
        done(card);
    }

    #[test]
    fn a_cyclic_file_takes_the_place_of_the_oldest() {
        let mut card = Script::default().uicc(&cyclic(3, 5)).on("00DC000303010203", "9000").card();
        for record in [Record::Number(1), Record::Next, Record::Current] {
            let error = card.update_record(&EF, record, &[1, 2, 3]).unwrap_err();
            assert!(matches!(error, Error::Misuse(Misuse::CyclicRecord)), "{error}");
        }
        card.update_record(&EF, Record::Previous, &[1, 2, 3]).unwrap();
        done(card);
    }

    #[test]
    fn typed_records_are_compared_and_read_back() {
        type Msisdn = files::telecom::Msisdn;
        let old = hex!("FFFF 07 91 4407 0000 1032 FFFFFFFF FF FF");
        let new = hex!("4142 07 91 4407 0000 1032 FFFFFFFF FF FF");
        let content = Msisdn::decode(&new).unwrap();
        let select = || {
            Script::default()
                .fetched("00A40804047F106F40", "620F 82054221001002 83026F40 80020020")
                .on("00B2010410", &format!("{}9000", hex_of(&old)))
        };
        let mut card = select()
            .on(&format!("00DC010410{}", hex_of(&new)), "9000")
            .on("00B2010410", &format!("{}9000", hex_of(&new)))
            .card();
        let options = WriteOptions::default().verified();
        assert_eq!(card.write_record_with::<Msisdn>(1, &content, options).unwrap(), 16);
        done(card);
        let mut card = select().card();
        let same = Msisdn::decode(&old).unwrap();
        assert_eq!(card.write_record::<Msisdn>(1, &same).unwrap(), 0);
        assert!(card.write_record::<Msisdn>(3, &same).unwrap_err().is_not_found());
        done(card);
        let mut card = select()
            .on(&format!("00DC010410{}", hex_of(&new)), "9000")
            .on("00B2010410", &format!("{}9000", hex_of(&old)))
            .card();
        let error = card.write_record_with::<Msisdn>(1, &content, options).unwrap_err();
        assert!(matches!(error, Error::NotWritten { offset: 0, .. }), "{error}");
        done(card);
    }
}

mod denied {
    use super::*;

    fn needs(error: &Error) -> String {
        match error {
            Error::Security { needs: Some(needs), .. } => needs.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_rule_in_ef_arr_says_what_is_missing() {
        // read: PIN1; update: PIN2 or ADM1
        let record = "800101A40683010195010880010 2A40683018195010 8A40683010A950108FFFF";
        let mut card = Script::default()
            .uicc(&format!("{} 8B032F0602", transparent(4)))
            .on("00D600000401020304", "6982")
            .again(&format!("{} 8B032F0602", transparent(4)))
            // in the same directory: the MF
            .on("00A4000C022F06", "9000")
            .on("00B2020400", &format!("{record}9000"))
            .card();
        let error = card.update_binary(&EF, 0, &[1, 2, 3, 4]).unwrap_err();
        assert_eq!(needs(&error), "PIN2 or ADM1");
        let text = error.to_string();
        assert!(text.starts_with("UPDATE BINARY on MF/6F01 is not allowed: 6982 ("), "{text}");
        assert!(text.ends_with("; needs PIN2 or ADM1"), "{text}");
        done(card);
    }

    #[test]
    fn rules_in_the_fcp() {
        // compact: update needs a PIN that it does not name, read nothing
        let mut card = Script::default().uicc(&format!("{} 8C03031000", transparent(4))).card();
        assert_eq!(card.access_rules(&EF).unwrap().to_string(), "update: a PIN, read: always");
        done(card);
        // expanded: read always, update ADM1
        let expanded = "AB0D 8001019000 800102A40383010A";
        let mut card = Script::default().uicc(&format!("{} {expanded}", transparent(4))).card();
        assert_eq!(card.access_rules(&EF).unwrap().to_string(), "read: always, update: ADM1");
        done(card);
        let mut card = Script::default().uicc(&transparent(4)).card();
        assert!(matches!(card.access_rules(&EF), Err(Error::Decode(_))));
        done(card);
    }

    #[test]
    fn the_rule_that_holds_depends_on_pin1() {
        // environment 00: record 1, environment 01: record 2
        let directory = |enabled: &str| {
            format!("6213 82027821 83023F00 C609 9001{enabled} 830101 000000").replace(' ', "")
        };
        for (enabled, record) in [("80", "02"), ("00", "01")] {
            let mut card = Script::default()
                .uicc(&format!("{} 8B062F0600010102", transparent(4)))
                .fetched("80F2000000", &directory(enabled))
                .on("00A4000C022F06", "9000")
                .on(&format!("00B2{record}0400"), "8001039000FF9000")
                .card();
            // below T=0 STATUS is a case 2 command, which some cards answer like that
            assert_eq!(card.access_rules(&EF).unwrap().to_string(), "read: always, update: always");
            done(card);
        }
    }

    #[test]
    fn the_nearest_ef_arr_above_counts() {
        let file = Path::mf(&[0x7F10, 0x5F3A, 0x4F01]);
        let mut card = Script::default()
            .fetched("00A40804067F105F3A4F01", "6211 82024121 83024F01 80020004 8B036F0601")
            .on("00A4000C026F06", "6A82")
            .on("00A4080C047F106F06", "9000")
            .on("00B2010400", "8001019000FF9000")
            .card();
        assert_eq!(card.access_rules(&file).unwrap().to_string(), "read: always");
        done(card);
    }

    #[test]
    fn a_lookup_that_fails_leaves_the_refusal() {
        let mut card = Script::default()
            .uicc(&transparent(4))
            .on("00D600000401020304", "6982")
            .again(&transparent(4))
            .card();
        let error = card.update_binary(&EF, 0, &[1, 2, 3, 4]).unwrap_err();
        assert!(matches!(error, Error::Security { needs: None, .. }), "{error}");
        done(card);
    }

    #[test]
    fn the_header_of_a_gsm_card_tells() {
        let header = gsm_header(4, 0, 0);
        let mut card = Script::default()
            .gsm(&header)
            .on("A0D600000401020304", "9804")
            .fetched("A0A40000026F01", &header)
            .card();
        let error = card.update_binary(&EF, 0, &[1, 2, 3, 4]).unwrap_err();
        assert_eq!(needs(&error), "ADM of level 4");
        done(card);
    }
}

mod search {
    use super::*;

    #[test]
    fn simple_and_enhanced() {
        // ETSI TS 102 221 11.1.7
        let mut card = Script::default()
            .uicc(&linear(16, 9))
            .fetched("00A20104024142", "0203")
            .fetched("00A20905024142", "0302")
            .card();
        assert_eq!(card.search_records(&EF, Search::new(b"AB")).unwrap(), [2, 3]);
        assert_eq!(card.search_records(&EF, Search::new(b"AB").backward()).unwrap(), [3, 2]);
        done(card);
        let mut card = Script::default()
            .uicc(&linear(16, 9))
            .fetched("00A20406 04 0403 4142", "05")
            .fetched("00A20506 04 0CFF 4142", "06")
            .card();
        let search = Search::new(b"AB").from_record(4).from_offset(3);
        assert_eq!(card.search_records(&EF, search).unwrap(), [5]);
        let search = Search::new(b"AB").beyond_record(4).after_value(0xFF);
        assert_eq!(card.search_records(&EF, search).unwrap(), [6]);
        done(card);
    }

    #[test]
    fn nothing_found() {
        let mut card = Script::default()
            .uicc(&linear(16, 9))
            .on("00A20104024142", "6282")
            .on("00C0000000", "6F00")
            .on("00A20104024142", "9000")
            .card();
        assert_eq!(card.search_records(&EF, Search::new(b"AB")).unwrap(), [0_u8; 0]);
        assert_eq!(card.search_records(&EF, Search::new(b"AB")).unwrap(), [0_u8; 0]);
        assert!(matches!(card.search_records(&EF, Search::new(b"")), Err(Error::Misuse(Misuse::Empty(_)))));
        assert!(matches!(
            card.search_records(&EF, Search::new(&[0; 256])),
            Err(Error::Misuse(Misuse::TooLong { len: 256, room: 255 }))
        ));
        done(card);
    }

    #[test]
    fn seek() {
        // 3GPP TS 51.011 9.2.7: type 2, from the beginning, then from the next record on
        let mut card = Script::default()
            .gsm(&gsm_header(48, 1, 16))
            .fetched("A0A20010024142", "02")
            .fetched("A0A20012024142", "03")
            .on("A0A20012024142", "9404")
            .on("A0A20011024142", "9404")
            .card();
        assert_eq!(card.search_records(&EF, Search::new(b"AB")).unwrap(), [2, 3]);
        assert_eq!(card.search_records(&EF, Search::new(b"AB").backward()).unwrap(), [0_u8; 0]);
        assert!(matches!(
            card.search_records(&EF, Search::new(b"AB").from_record(2)),
            Err(Error::Misuse(Misuse::NotOnGsm(_)))
        ));
        assert!(matches!(
            card.search_records(&EF, Search::new(&[0; 17])),
            Err(Error::Misuse(Misuse::TooLong { len: 17, room: 16 }))
        ));
        done(card);
    }

    #[test]
    fn a_seek_that_goes_in_circles_ends() {
        let mut card = Script::default()
            .gsm(&gsm_header(48, 1, 16))
            .fetched("A0A200100141", "02")
            .fetched("A0A200120141", "02")
            .card();
        assert_eq!(card.search_records(&EF, Search::new(b"A")).unwrap(), [2]);
        done(card);
    }
}

mod counters {
    use super::*;

    #[test]
    fn increase() {
        // ETSI TS 102 221 11.1.8, 3GPP TS 51.011 9.2.8
        let mut card = Script::default()
            .uicc(&cyclic(3, 5))
            .fetched("803200000300000A", "00010A 00000A")
            .on("8032000003FFFFFF", "9850")
            .card();
        let increased = card.increase(&EF, 10).unwrap();
        assert_eq!((increased.total, increased.added), (0x10A, 10));
        let error = card.increase(&EF, 0xFF_FFFF).unwrap_err();
        assert_eq!(error.status_word().unwrap().kind(), StatusKind::MaximumReached);
        assert!(matches!(card.increase(&EF, 0x100_0000), Err(Error::Misuse(Misuse::TooLong { .. }))));
        done(card);
        let mut card =
            Script::default().gsm(&gsm_header(15, 3, 3)).fetched("A03200000300000A", "00010A00000A").card();
        assert_eq!(card.increase(&EF, 10).unwrap().total, 0x10A);
        done(card);
        let mut card = Script::default().uicc(&linear(3, 5)).card();
        assert!(matches!(card.increase(&EF, 1), Err(Error::WrongStructure { .. })));
        done(card);
    }

    #[test]
    fn an_increase_is_never_sent_again() {
        let mut card = Script::default()
            .uicc(&cyclic(3, 5))
            .fails("803200000300000A", TransportErrorKind::CardReset)
            .card();
        assert!(card.increase(&EF, 10).unwrap_err().is_state_lost());
        done(card);
    }
}

mod data_objects {
    use super::*;

    const OBJECTS: &str = "82027921 83026F01 80020400";

    #[test]
    fn an_object_comes_in_blocks() {
        // ETSI TS 102 221 11.3.1: 5F20 81 82 ...
        let value: Vec<u8> = (0..130).collect();
        let object = format!("5F208182{}", hex_of(&value));
        let mut card = Script::default()
            .uicc(OBJECTS)
            .on("80CB0080025F20", "6164")
            .on("80C0000064", &format!("{}62F1", &object[..200]))
            .on("80CB000000", "6C22")
            .on("80CB000022", &format!("{}9000", &object[200..]))
            .card();
        assert_eq!(card.retrieve_data(&EF, Tag(0x5F20)).unwrap(), value);
        done(card);
    }

    #[test]
    fn blocks_end() {
        let mut card = Script::default()
            .uicc(OBJECTS)
            .on("80CB00800180", "6102")
            .on("80C0000002", "800562F1")
            .on("80CB000000", "62F1")
            .card();
        assert!(matches!(card.retrieve_data(&EF, Tag(0x80)), Err(Error::Exchange { .. })));
        done(card);
    }

    #[test]
    fn tags_and_what_is_not_there() {
        let mut card = Script::default()
            .uicc(OBJECTS)
            .fetched("80CB0080015C", "5C03805F20")
            .again(OBJECTS)
            .on("80CB00800181", "6A88")
            .again(OBJECTS)
            .on("80CB0080015C", "6A88")
            .card();
        assert_eq!(card.data_tags(&EF).unwrap(), [Tag(0x80), Tag(0x5F20)]);
        assert!(card.retrieve_data(&EF, Tag(0x81)).unwrap_err().is_not_found());
        assert_eq!(card.data_tags(&EF).unwrap(), []);
        done(card);
    }

    #[test]
    fn an_object_goes_out_in_blocks() {
        // ETSI TS 102 221 11.3.2
        let value = [0x5A; 300];
        let object = [&hex!("80 82 012C")[..], &value].concat();
        let mut card = Script::default()
            .uicc(OBJECTS)
            .on(&format!("80DB0080FF{}", hex_of(&object[..255])), "63F1")
            .on(&format!("80DB000031{}", hex_of(&object[255..])), "9000")
            .card();
        card.set_data(&EF, Tag(0x80), &value).unwrap();
        done(card);
        let mut card = Script::default().uicc(OBJECTS).on("80DB0080025F20", "9000").card();
        card.delete_data(&EF, Tag(0x5F20)).unwrap();
        done(card);
    }

    #[test]
    fn a_torn_object() {
        let value = [0x5A; 300];
        let object = [&hex!("80 82 012C")[..], &value].concat();
        let first = format!("80DB0080FF{}", hex_of(&object[..255]));
        let second = format!("80DB000031{}", hex_of(&object[255..]));
        let mut card = Script::default().uicc(OBJECTS).on(&first, "63F1").on(&second, "6581").card();
        let error = card.set_data(&EF, Tag(0x80), &value).unwrap_err();
        assert!(matches!(error, Error::TornWrite { written: 255, offset: 255, .. }), "{error}");
        done(card);
        // all is sent, and the card waits for more
        let mut card = Script::default().uicc(OBJECTS).on(&first, "63F1").on(&second, "63F1").card();
        let error = card.set_data(&EF, Tag(0x80), &value).unwrap_err();
        assert!(matches!(error, Error::TornWrite { written: 304, .. }), "{error}");
        done(card);
    }

    #[test]
    fn nothing_is_sent_that_does_not_fit() {
        let mut card = Script::default().uicc("82027921 83026F01 80020010 A504 86020020").card();
        assert!(matches!(
            card.set_data(&EF, Tag(0x80), &[0; 31]),
            Err(Error::Misuse(Misuse::TooLong { len: 33, room: 32 }))
        ));
        assert!(matches!(card.set_data(&EF, Tag(0), &[]), Err(Error::Misuse(Misuse::Tag(0)))));
        done(card);
        let mut card = Script::default().uicc(&transparent(4)).card();
        assert!(matches!(card.retrieve_data(&EF, Tag(0x80)), Err(Error::WrongStructure { .. })));
        done(card);
    }
}

mod administration {
    use super::*;

    #[test]
    fn activate_and_deactivate() {
        // ETSI TS 102 221 11.1.14 and 11.1.15: about the current file; 3GPP TS 51.011 9.2.14 and 9.2.15
        let mut card = Script::default()
            .on("00A4080C026F01", "9000")
            .on("0004000000", "9000")
            .on("00A4080C026F01", "6283")
            .on("0044000000", "9000")
            .card();
        card.deactivate_file(&EF).unwrap();
        card.activate_file(&EF).unwrap();
        done(card);
        let mut card = Script::default()
            .on("00A4080C026F01", "6E00")
            .on("A0A40000023F00", "9F16")
            .on("A0A40000026F01", "9F0F")
            .on("A004000000", "9000")
            .on("A0A40000023F00", "9F16")
            .on("A0A40000026F01", "9F0F")
            .on("A044000000", "9000")
            .card();
        card.deactivate_file(&EF).unwrap();
        card.activate_file(&EF).unwrap();
        done(card);
    }

    #[test]
    fn create_and_delete() {
        // ETSI TS 102 222 6.3 and 6.4
        let file = NewFile::linear_fixed(FileId(0x6F01), 0x10, 3).rule(FileId(0x2F06), 2).sfi(0);
        let directory = Path::mf(&[0x7F10]);
        let path = Path::mf(&[0x7F10, 0x6F01]);
        let mut card = Script::default()
            .on("00A4000C023F00", "9000")
            .on("00A4000C027F10", "9000")
            .on("00E000001A 6218 820442210010 83026F01 8A0105 8B032F0602 80020030 8800", "9000")
            .on("00A4080C027F10", "9000")
            .on("00E40000026F01", "9000")
            .card();
        card.create_file(&directory, &file).unwrap();
        card.delete_file(&path, Confirm::irreversible()).unwrap();
        assert!(matches!(
            card.delete_file(&Path::MF, Confirm::irreversible()),
            Err(Error::Misuse(Misuse::Root))
        ));
        done(card);
    }

    #[test]
    fn resize_and_terminate() {
        // ETSI TS 102 222 6.7 to 6.10
        let mut card = Script::default()
            .on("00A4000C023F00", "9000")
            .on("80D400000A 6208 83026F01 80020100", "9000")
            .on("00A4000C023F00", "9000")
            .on("80D400000B 6209 83026F01 8003010000", "6A84")
            .on("00A4000C023F00", "9000")
            .on("00E80000026F01", "9000")
            .on("00A4000C023F00", "9000")
            .on("00E60000027F10", "9000")
            .on("00FE000000", "9000")
            .card();
        let yes = Confirm::irreversible();
        card.resize_file(&EF, 256, yes).unwrap();
        let error = card.resize_file(&EF, 65_536, yes).unwrap_err();
        assert_eq!(error.status_word().unwrap().kind(), StatusKind::MemoryFull);
        card.terminate_file(&EF, yes).unwrap();
        card.terminate_file(&Path::mf(&[0x7F10]), yes).unwrap();
        card.terminate_card(yes).unwrap();
        done(card);
    }
}

mod terminal {
    use super::*;

    #[test]
    fn terminal_capability() {
        // ETSI TS 102 221 11.1.19
        let mut card = Script::default()
            .on("00A4000C023F00", "9000")
            .on("80AA00000C A90A 80030A0A28 8100 830107", "9000")
            .card();
        let capability = TerminalCapability {
            power_supply: Some([0x0A, 0x0A, 0x28]),
            extended_channels: true,
            euicc: Some(vec![0x07]),
            ..TerminalCapability::default()
        };
        card.terminal_capability(&capability).unwrap();
        done(card);
    }

    #[test]
    fn suspend_and_resume() {
        // ETSI TS 102 221 11.1.22: an hour at least, a day at most; the card agrees to 12 hours
        let mut card = Script::default()
            .on("00A4000C023F00", "9000")
            .fetched("807600000 4013C0218", "020C0102030405060708")
            .on("80760100080102030405060708", "9000")
            .card();
        let (hour, day) = (Duration::from_secs(3600), Duration::from_secs(86_400));
        let suspension = card.suspend(hour, day).unwrap();
        assert_eq!(suspension.duration, Duration::from_secs(12 * 3600));
        assert_eq!(suspension.token, ResumeToken::from_bytes([1, 2, 3, 4, 5, 6, 7, 8]));
        assert_eq!(format!("{:?}", suspension.token), "ResumeToken(..)");
        card.resume(&suspension.token).unwrap();
        done(card);
        // it is the first command after power came back
        let mut card = Script::default().on("80760100080102030405060708", "6985").card();
        assert!(card.resume(&suspension.token).is_err());
        done(card);
    }

    #[test]
    fn random_and_suci() {
        let mut card = Script::default()
            .on("00A4000C023F00", "9000")
            .on("0084000008", "01020304050607089000")
            .on("00A4040C07A0000000871002", "9000")
            .on("8078000100", "6C0C")
            .on("807800010C", "A10A 0100F110FFFF000000 10 9000")
            .on("8078000200", "6A88")
            .card();
        assert_eq!(card.random(8).unwrap(), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(card.suci(SuciContext::Suci).unwrap(), hex!("0100F110FFFF00000010"));
        assert!(card.suci(SuciContext::Nswo).unwrap_err().is_not_found());
        done(card);
    }
}

mod authentication {
    use super::*;

    const RAND: [u8; 16] = hex!("000102030405060708090A0B0C0D0E0F");
    const AUTN: [u8; 16] = hex!("101112131415161718191A1B1C1D1E1F");
    const USIM: &str = "00A4040C07A0000000871002";

    fn usim() -> Script {
        Script::default().on("00A4000C023F00", "9000").on(USIM, "9000")
    }

    fn aka(context: &str) -> String {
        format!("008800{context}22 10{} 10{}", hex_of(&RAND), hex_of(&AUTN))
    }

    fn success() -> String {
        format!("DB08{} 10{} 10{}", "A0".repeat(8), "C0".repeat(16), "B0".repeat(16)).replace(' ', "")
    }

    #[test]
    fn the_3g_context() {
        // 3GPP TS 31.102 7.1.2.1
        let with_kc = format!("{}08{}", success(), "D0".repeat(8));
        let mut card = usim().fetched(&aka("81"), &success()).fetched(&aka("81"), &with_kc).card();
        let Authentication::Success { res, ck, ik, kc: None } = card.authenticate(&RAND, &AUTN).unwrap()
        else {
            panic!("no success")
        };
        assert_eq!(
            (res.reveal(), ck.reveal(), ik.reveal()),
            (&[0xA0; 8][..], &[0xC0; 16][..], &[0xB0; 16][..])
        );
        assert_eq!(format!("{ck:?}"), "Secret(16 bytes)");
        let Authentication::Success { kc: Some(kc), .. } = card.authenticate(&RAND, &AUTN).unwrap() else {
            panic!("no Kc")
        };
        assert_eq!(kc.reveal(), [0xD0; 8]);
        done(card);
    }

    #[test]
    fn what_else_a_usim_says() {
        let auts = hex!("0102030405060708090A0B0C0D0E");
        let mut card = usim()
            .fetched(&aka("81"), &format!("DC0E{}", hex_of(&auts)))
            .on(&aka("81"), "9862")
            .on(&aka("81"), "6982")
            .fetched(&aka("81"), "DC0201 02")
            .fetched(&aka("81"), "DB0801")
            .fetched(&aka("81"), "AA")
            .card();
        assert_eq!(card.authenticate(&RAND, &AUTN).unwrap(), Authentication::SyncFailure { auts });
        assert!(matches!(card.authenticate(&RAND, &AUTN), Err(Error::MacFailure)));
        assert!(card.authenticate(&RAND, &AUTN).unwrap_err().is_denied());
        for _ in 0..3 {
            assert!(matches!(card.authenticate(&RAND, &AUTN), Err(Error::Decode(_))));
        }
        done(card);
    }

    #[test]
    fn the_gsm_context() {
        let answer = "04 A1A2A3A4 08 C1C2C3C4C5C6C7C8".replace(' ', "");
        let command = format!("0088008011 10{}", hex_of(&RAND));
        let mut card = usim().fetched(&command, &answer).card();
        let result = card.authenticate_gsm(&RAND).unwrap();
        assert_eq!(
            (result.sres.reveal(), result.kc.reveal()),
            (&hex!("A1A2A3A4")[..], &hex!("C1C2C3C4C5C6C7C8")[..])
        );
        done(card);
        // RUN GSM ALGORITHM, 3GPP TS 51.011 9.2.16
        let mut card = Script::default()
            .on("00A4000C023F00", "6E00")
            .on("A0A40000023F00", "9F16")
            .on("A0A40000027F20", "9F16")
            .fetched(&format!("A088000010{}", hex_of(&RAND)), "A1A2A3A4C1C2C3C4C5C6C7C8")
            .card();
        assert_eq!(card.authenticate_gsm(&RAND).unwrap(), result);
        assert!(matches!(card.authenticate(&RAND, &AUTN), Err(Error::Misuse(Misuse::NotOnGsm(_)))));
        done(card);
    }

    #[test]
    fn ims_and_gba() {
        // 3GPP TS 31.103 7.1.2, 3GPP TS 31.102 7.1.2.4
        let bootstrap = format!("0088008423 DD 10{} 10{}", hex_of(&RAND), hex_of(&AUTN));
        let mut card = Script::default()
            .on("00A4000C023F00", "9000")
            .on("00A4040C07A0000000871004", "9000")
            .fetched(&aka("81"), &success())
            .fetched(&bootstrap, "DB04A1A2A3A4")
            .fetched("008800840A DE 05 6E6166FFFF 02 7540", "DB02 0102")
            .card();
        assert!(matches!(card.authenticate_ims(&RAND, &AUTN).unwrap(), Authentication::Success { .. }));
        let GbaBootstrapping::Success { res } = card.bootstrap_gba(&Aid::ISIM, &RAND, &AUTN).unwrap() else {
            panic!("no success")
        };
        assert_eq!(res.reveal(), hex!("A1A2A3A4"));
        let key = card.derive_naf_key(&Aid::ISIM, b"naf\xFF\xFF", b"u@").unwrap();
        assert_eq!(key.reveal(), [1, 2]);
        done(card);
    }

    #[test]
    fn an_authentication_is_never_sent_again() {
        let mut card = usim().fails(&aka("81"), TransportErrorKind::CardReset).card();
        assert!(card.authenticate(&RAND, &AUTN).unwrap_err().is_state_lost());
        done(card);
    }
}
