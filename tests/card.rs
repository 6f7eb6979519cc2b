//! The card's own operations against the virtual card: selecting, reading, PINs and logical channels, and what
//! they cost.

use hex_literal::hex;
use simcard::card::{LastTry, PinId, Record, Target};
use simcard::codec::DecodeErrorKind;
use simcard::fs::{Aid, FileId, Path, Structure};
use simcard::mock::{
    Condition, File, Identity, KeyReference, MockError, Pin, Quirks, ReadPastEnd, ScriptedCard, VirtualCard,
};
use simcard::transport::{Level, Limits, Transport, TransportInfo};
use simcard::{Card, Error, Misuse, PinError, files};

const IMSI: Path = Path::adf(Aid::USIM, &[0x6F07]);
const ADN: Path = Path::mf(&[0x7F10, 0x6F3A]);

fn commands(card: &Card<VirtualCard>, before: u64) -> u64 {
    card.traffic().commands - before
}

#[test]
fn select_tells_what_a_file_is() {
    let mut card = Card::new(VirtualCard::uicc());
    let selected = card.select(&IMSI).unwrap();
    assert_eq!(selected.info.file_id, Some(FileId(0x6F07)));
    assert_eq!((selected.info.structure, selected.info.size), (Structure::Transparent, Some(9)));
    assert_eq!(selected.bytes()[0], 0x62);
    let selected = card.select(&Path::adf(Aid::USIM, &[0x6F40])).unwrap();
    assert_eq!((selected.info.structure, selected.info.records), (Structure::LinearFixed, Some(4)));

    let mut card = Card::new(VirtualCard::gsm());
    let selected = card.select(&Path::mf(&[0x7F20, 0x6F07])).unwrap();
    assert_eq!((selected.info.structure, selected.info.size), (Structure::Transparent, Some(9)));
    let directory = card.select(&Path::mf(&[0x7F20])).unwrap();
    assert_eq!(directory.info.structure, Structure::Directory);
    assert_eq!(directory.bytes()[4..6], hex!("7F20"));
}

#[test]
fn an_application_is_found_by_the_beginning_of_its_identifier() {
    let mut card = Card::new(VirtualCard::uicc());
    let selected = card.select_application(&Aid::ISIM).unwrap();
    assert_eq!(selected.info.structure, Structure::Directory);
    let unknown: Aid = "A0000000990001".parse().unwrap();
    assert!(card.select_application(&unknown).unwrap_err().is_not_found());
    // what it does not have is asked for once
    let before = card.traffic().commands;
    assert!(card.select_application(&unknown).unwrap_err().is_not_found());
    assert_eq!(commands(&card, before), 0);
}

#[test]
fn a_card_that_wants_the_whole_identifier_gets_it() {
    let quirks = Quirks { full_aid_only: true, ..Quirks::default() };
    let mut card = Card::new(VirtualCard::builder().quirks(quirks).build());
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789");
    let before = card.traffic().commands;
    card.select_application(&Aid::ISIM).unwrap();
    card.imsi().unwrap();
    assert!(
        commands(&card, before) < 14,
        "EF.DIR is not read for every application that was selected before"
    );
}

#[test]
fn parent_and_status() {
    let mut card = Card::new(VirtualCard::uicc());
    card.select(&ADN).unwrap();
    assert_eq!(card.status().unwrap().info.file_id, Some(FileId(0x7F10)));
    assert_eq!(card.select_parent().unwrap().info.file_id, Some(FileId::MF));
    assert_eq!(card.status().unwrap().info.file_id, Some(FileId::MF));

    let mut card = Card::new(VirtualCard::gsm());
    card.select(&ADN).unwrap();
    assert_eq!(card.status().unwrap().info.file_id, Some(FileId(0x7F10)));
    assert!(matches!(card.select_parent(), Err(Error::Misuse(Misuse::NotOnGsm(_)))));
}

#[test]
fn a_refused_parent_leaves_nothing_selected() {
    let script = "
        > 00A40804027F10
        < 6108
        > 00C0000008
        < 6206 8202 7821 8300 9000
        > 00A4030400
        < 6A86
        > 00A4080C022FE2
        < 9000
        > 00B0000000
        < 6C02
        > 00B0000002
        < 9844 9000
    ";
    let mut card = Card::new(script.parse::<ScriptedCard>().unwrap());
    card.select(&Path::mf(&[0x7F10])).unwrap();
    assert_eq!(card.select_parent().unwrap_err().status_word().unwrap().value(), 0x6A86);
    // the card is still in DF.TELECOM, from where the file has to be named by its path
    assert_eq!(card.read_file(&Path::mf(&[0x2FE2])).unwrap(), [0x98, 0x44]);
    card.into_transport().finish().unwrap();
}

#[test]
fn more_than_there_can_be_is_all_there_is() {
    let mut card = Card::new(VirtualCard::uicc());
    let iccid = Path::mf(&[0x2FE2]);
    assert_eq!(card.read_binary(iccid, 8, u32::MAX).unwrap(), hex!("65F7"));
    assert!(matches!(card.read_binary(iccid, 65_536, 1), Err(Error::Misuse(Misuse::Offset(65_536)))));
}

#[test]
fn nothing_is_selected_twice() {
    for card in [VirtualCard::uicc(), VirtualCard::gsm()] {
        let mut card = Card::new(card);
        let first = card.read_record(ADN, Record::Number(1)).unwrap();
        let before = card.traffic().commands;
        // the length is known and the file is current: one command a record
        assert_eq!(card.read_record(ADN, Record::Number(1)).unwrap(), first);
        assert_eq!(card.read_record(ADN, Record::Number(2)).unwrap().len(), first.len());
        assert_eq!(commands(&card, before), 2);
    }
}

#[test]
fn a_failed_select_makes_nothing_certain() {
    let quirks = Quirks { failed_select_drops_ef: true, ..Quirks::default() };
    for quirks in [quirks, Quirks::default()] {
        let mut card = Card::new(VirtualCard::builder().quirks(quirks).build());
        let imsi = card.read_file(&IMSI).unwrap();
        assert!(card.select(&Path::adf(Aid::USIM, &[0x6FFE])).unwrap_err().is_not_found());
        assert_eq!(card.read_file(&IMSI).unwrap(), imsi);
    }
}

#[test]
fn records_by_position() {
    let mut card = Card::new(VirtualCard::uicc());
    let records = card.read_records(&ADN).unwrap();
    assert!(records.len() > 2);
    assert_eq!(card.read_record(Target::Current, Record::Next).unwrap(), records[0]);
    assert_eq!(card.read_record(Target::Current, Record::Next).unwrap(), records[1]);
    assert_eq!(card.read_record(Target::Current, Record::Current).unwrap(), records[1]);
    assert_eq!(card.read_record(Target::Current, Record::Previous).unwrap(), records[0]);
    assert!(matches!(card.read_record(ADN, Record::Number(0)), Err(Error::Misuse(Misuse::RecordNumber(0)))));
    assert!(matches!(
        card.read_record(ADN, Record::Number(255)),
        Err(Error::Misuse(Misuse::RecordNumber(255)))
    ));
    assert!(card.read_record(ADN, Record::Number(254)).unwrap_err().is_not_found());
}

#[test]
fn reading_by_short_identifier() {
    let mut card = Card::new(VirtualCard::uicc());
    card.select_application(&Aid::USIM).unwrap();
    let before = card.traffic().commands;
    assert_eq!(card.read_binary(Target::Sfi(7), 0, 9).unwrap(), hex!("080910101032547698"));
    assert_eq!(commands(&card, before), 1);
    assert_eq!(card.read_binary(Target::Current, 1, 2).unwrap(), hex!("0910"));
    assert_eq!(card.read_binary(Target::Sfi(7), 3, 2).unwrap(), hex!("1010"));
    // EF.ECC has records
    assert_eq!(
        card.read_record(Target::Sfi(1), Record::Number(1)).unwrap().len(),
        card.read_record(Target::Current, Record::Number(1)).unwrap().len()
    );
    assert!(matches!(card.read_binary(Target::Sfi(31), 0, 1), Err(Error::Misuse(Misuse::Sfi(31)))));
    let mut card = Card::new(VirtualCard::gsm());
    card.kind().unwrap();
    assert!(matches!(card.read_binary(Target::Sfi(7), 0, 1), Err(Error::Misuse(Misuse::NotOnGsm(_)))));
}

fn card_with_file(len: usize, quirks: Quirks, level: Level) -> Card<VirtualCard> {
    let data: Vec<u8> = (0..len).map(|index| (index % 251) as u8).collect();
    let file = File::transparent("EF.LONG", 0x6FF0, &data);
    Card::new(VirtualCard::builder().quirks(quirks).level(level).file("ADF.USIM", file).build())
}

#[test]
fn whole_files_of_every_length() {
    let path = Path::adf(Aid::USIM, &[0x6FF0]);
    let ends =
        [ReadPastEnd::WrongLength, ReadPastEnd::Warning, ReadPastEnd::Short, ReadPastEnd::WrongParameters];
    for level in [Level::Tpdu, Level::Apdu] {
        for read_past_end in ends {
            for plain_wrong_length in [false, true] {
                let quirks = Quirks { read_past_end, plain_wrong_length, ..Quirks::default() };
                for len in [1, 2, 9, 254, 255, 256, 257, 511, 512, 513, 1000, 32_768, 33_000, 65_535] {
                    let mut card = card_with_file(len, quirks, level);
                    let read =
                        card.read_file(&path).unwrap_or_else(|error| panic!("{len} {quirks:?}: {error}"));
                    assert_eq!(read.len(), len, "{quirks:?} {level:?}");
                    assert!(read.iter().enumerate().all(|(index, byte)| usize::from(*byte) == index % 251));
                }
            }
        }
    }
}

#[test]
fn parts_of_a_file() {
    let path = Path::adf(Aid::USIM, &[0x6FF0]);
    let mut card = card_with_file(700, Quirks::default(), Level::Tpdu);
    assert_eq!(card.read_binary(path, 0, 300).unwrap().len(), 300);
    assert_eq!(card.read_binary(path, 251, 2).unwrap(), [0, 1]);
    assert_eq!(card.read_binary(path, 600, 1000).unwrap().len(), 100);
    assert!(card.read_binary(path, 0, 0).unwrap().is_empty());
    assert!(card.read_binary(path, 701, 1).is_err());
    assert!(matches!(card.read_binary(path, 65_536, 1), Err(Error::Misuse(Misuse::Offset(_)))));
}

/// A transport that carries little at once, as some modems do.
#[test]
fn a_narrow_transport() {
    struct Narrow(VirtualCard);

    impl Transport for Narrow {
        type Error = MockError;

        fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], MockError> {
            let response = self.0.transmit(command, response)?;
            assert!(response.len() <= 102, "more than fits");
            Ok(response)
        }

        fn info(&self) -> TransportInfo {
            self.0.info().with_limits(Limits { command_data: 100, response_data: 100 })
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

    for len in [99, 100, 101, 250, 300, 1000] {
        let file = File::transparent("EF.LONG", 0x6FF0, &vec![7; len]);
        let card = VirtualCard::builder().level(Level::Apdu).file("ADF.USIM", file).build();
        let mut card = Card::new(Narrow(card));
        let path = Path::adf(Aid::USIM, &[0x6FF0]);
        assert_eq!(card.read_file(&path).unwrap().len(), len);
        assert_eq!(card.read_binary(path, 0, 250).unwrap().len(), len.min(250));
    }
}

#[test]
fn a_read_of_the_wrong_kind_is_said_to_be_one() {
    let mut card = Card::new(VirtualCard::uicc());
    assert!(matches!(
        card.read_records(&IMSI),
        Err(Error::WrongStructure { structure: Structure::Transparent, .. })
    ));
    assert!(card.read_file(&ADN).is_err());
    assert!(matches!(card.read::<files::usim::Msisdn>(), Err(Error::Misuse(Misuse::Structure(_)))));
    assert!(matches!(card.read_all::<files::usim::Imsi>(), Err(Error::Misuse(Misuse::Structure(_)))));
}

#[test]
fn typed_files() {
    let mut card = Card::new(VirtualCard::uicc());
    assert_eq!(card.read::<files::usim::Spn>().unwrap().name.text(), "simcard");
    let records = card.read_all::<files::usim::Msisdn>().unwrap();
    assert_eq!(records.len(), 4);
    assert_eq!(records[0].as_ref().unwrap().number.msisdn(), Some("+447700900123".parse().unwrap()));
    assert_eq!(records[1].as_ref().unwrap_err().kind, DecodeErrorKind::Blank);
}

fn pin2() -> KeyReference {
    KeyReference::new(0x81)
}

#[test]
fn the_tries_of_a_pin_are_asked_for_and_never_spent_unasked() {
    let card = VirtualCard::builder().pin(pin2(), Pin::digits("5678").unwrap().tries(3)).build();
    let mut card = Card::new(card);
    let (right, wrong) = ("5678".parse().unwrap(), "9999".parse().unwrap());
    assert_eq!(card.pin_status(PinId::Pin2).unwrap().remaining, Some(3));
    for left in [2, 1] {
        let result = card.verify_pin(PinId::Pin2, &wrong, LastTry::Refuse);
        assert!(
            matches!(result, Err(Error::Pin(PinError::Wrong { remaining: Some(tries) })) if tries == left)
        );
    }
    // one is left: not even the right one is sent unasked
    let result = card.verify_pin(PinId::Pin2, &right, LastTry::Refuse);
    assert!(matches!(result, Err(Error::Pin(PinError::LastTry))));
    assert_eq!(card.pin_status(PinId::Pin2).unwrap().remaining, Some(1));
    card.verify_pin(PinId::Pin2, &right, LastTry::Allow).unwrap();
    assert_eq!(card.transport().pin(pin2()).unwrap().remaining(), 3);
}

#[test]
fn a_blocked_pin_is_not_sent() {
    let card =
        VirtualCard::builder().pin(pin2(), Pin::digits("5678").unwrap().tries(3).tries_left(1)).build();
    let mut card = Card::new(card);
    let wrong = "9999".parse().unwrap();
    let blocked = |result| matches!(result, Err(Error::Pin(PinError::Blocked)));
    assert!(blocked(card.verify_pin(PinId::Pin2, &wrong, LastTry::Allow)));
    assert!(card.pin_status(PinId::Pin2).unwrap().is_blocked());
    let before = card.traffic().commands;
    assert!(blocked(card.verify_pin(PinId::Pin2, &wrong, LastTry::Allow)));
    assert_eq!(commands(&card, before), 1, "the query alone");
}

#[test]
fn pins_of_a_gsm_card() {
    let card =
        VirtualCard::builder().gsm().pin(KeyReference::PIN1, Pin::digits("1234").unwrap().tries(3)).build();
    let mut card = Card::new(card);
    let status = card.pin_status(PinId::Pin1).unwrap();
    assert_eq!((status.remaining, status.enabled), (Some(3), Some(true)));
    let result = card.verify_pin(PinId::Pin1, &"9999".parse().unwrap(), LastTry::Refuse);
    assert!(matches!(result, Err(Error::Pin(PinError::Wrong { remaining: Some(2) }))));
    card.verify_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse).unwrap();
    assert_eq!(card.pin_status(PinId::Pin1).unwrap().remaining, Some(3));
    assert!(matches!(card.pin_status(PinId::Adm(1)), Err(Error::Misuse(Misuse::NotOnGsm(_)))));
}

#[test]
fn a_file_behind_a_pin_is_denied_until_it_is_verified() {
    let mut virtual_card =
        VirtualCard::builder().pin(KeyReference::PIN1, Pin::digits("1234").unwrap().tries(3)).build();
    virtual_card.require("ADF.USIM/EF.IMSI", Condition::Pin1).unwrap();
    let mut card = Card::new(virtual_card);
    assert!(card.imsi().unwrap_err().is_denied());
    let status = card.pin_status(PinId::Pin1).unwrap();
    assert_eq!((status.remaining, status.enabled), (Some(3), Some(true)));
    card.verify_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse).unwrap();
    assert_eq!(card.imsi().unwrap().as_str(), Identity::default().imsi);
    card.reset().unwrap();
    assert!(card.imsi().unwrap_err().is_denied());
}

#[test]
fn a_disabled_pin_is_said_to_be_one() {
    let mut card = Card::new(VirtualCard::uicc());
    assert_eq!(card.pin_status(PinId::Pin1).unwrap().enabled, Some(false));
    let result = card.verify_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Allow);
    assert!(matches!(result, Err(Error::Pin(PinError::Disabled))), "{result:?}");
}

#[test]
fn a_channel_has_its_own_selection_and_closes_itself() {
    let mut card = Card::new(VirtualCard::builder().channels(20).build());
    let imsi = card.read_file(&IMSI).unwrap();
    {
        let mut channel = card.open_channel().unwrap();
        assert_eq!(channel.number(), 1);
        channel.select_application(&Aid::ISIM).unwrap();
        assert_eq!(channel.open_channel().unwrap().number(), 2);
        // the inner one is closed again, so its number is free
        assert_eq!(channel.open_channel().unwrap().number(), 2);
    }
    let before = card.traffic().commands;
    assert_eq!(card.read_file(&IMSI).unwrap(), imsi);
    assert_eq!(
        commands(&card, before),
        2,
        "the file was still selected on the basic channel: 6C09 and again"
    );
    assert_eq!(card.open_channel().unwrap().number(), 1);
}

#[test]
fn all_nineteen_channels_work() {
    fn nest(card: &mut Card<VirtualCard>, depth: u8) {
        if depth > 19 {
            assert!(card.open_channel().is_err());
            return;
        }
        let mut channel = card.open_channel().unwrap();
        assert_eq!(channel.number(), depth);
        assert_eq!(channel.imsi().unwrap().as_str(), "001010123456789");
        nest(&mut channel, depth + 1);
        channel.close().unwrap();
    }
    nest(&mut Card::new(VirtualCard::builder().channels(20).build()), 1);
}

#[test]
fn a_reset_ends_a_channel() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut channel = card.open_channel().unwrap();
    channel.transport_mut().reset_by_other();
    assert!(channel.imsi().unwrap_err().is_state_lost());
    drop(channel);
    // and its number is not closed for whoever got it since
    let before = card.transport().counters().commands;
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789");
    assert!(card.transport().counters().commands > before);
    assert_eq!(card.open_channel().unwrap().number(), 1);
}

#[test]
fn gsm_cards_have_no_channels() {
    let mut card = Card::new(VirtualCard::gsm());
    assert!(matches!(card.open_channel(), Err(Error::Misuse(Misuse::NotOnGsm(_)))));
}

#[test]
fn a_reset_in_the_middle_starts_reading_over() {
    let mut card = Card::new(VirtualCard::uicc());
    card.imsi().unwrap();
    card.transport_mut().reset_by_other();
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789");
}

#[test]
fn errors_say_what_and_where() {
    let mut card = Card::new(VirtualCard::uicc());
    let error = card.select(&Path::adf(Aid::USIM, &[0x6FFE])).unwrap_err();
    assert_eq!(error.to_string(), "not on this card: ADF.USIM/6FFE");
    let mut virtual_card = VirtualCard::uicc();
    virtual_card.deny_reading("ADF.USIM/EF.IMSI").unwrap();
    let error = Card::new(virtual_card).read_file(&IMSI).unwrap_err();
    assert!(error.to_string().starts_with("READ BINARY on ADF.USIM/6F07 is not allowed: 6982"), "{error}");
}

/// Messages in EF.SMS: one is stored, and found beside the free places.
#[test]
fn messages_on_the_card() {
    use simcard::codec::dcs::SmsDcs;
    use simcard::codec::gsm7::Alphabet;
    use simcard::files::content::{MessageStatus, ShortMessage};
    use simcard::sms::{Deliver, Header, Timestamp, Tpdu, UserData};

    let text = UserData::from_text("Saldo: 5 €", SmsDcs::GSM7, &Alphabet::DEFAULT, &Header::new()).unwrap();
    let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0).unwrap();
    let message = Deliver::new("+447700900123".parse().unwrap(), time, text);
    let centre = "+447700900000".parse().unwrap();
    let record = ShortMessage::new(MessageStatus::UNREAD, Some(&centre), &message.encode()).unwrap();

    let mut card = Card::new(VirtualCard::uicc());
    card.write_record::<files::usim::Sms>(3, &record).unwrap();
    let stored = card.read_all::<files::usim::Sms>().unwrap();
    let found: Vec<_> = stored
        .iter()
        .enumerate()
        .filter_map(|(index, record)| Some((index + 1, Tpdu::from_record(record.as_ref().ok()?)?.unwrap())))
        .collect();
    assert_eq!(found.len(), 1);
    let (number, Tpdu::Deliver(found)) = &found[0] else { panic!("{found:?}") };
    assert_eq!((*number, found.text().as_deref()), (3, Some("Saldo: 5 €")));
    assert_eq!(found, &message);
}
