use std::string::String;

use proptest::prelude::*;

use super::*;
use crate::mock::{Dialect, VirtualCard, VirtualModem, VirtualPort};
use crate::ussd::SessionError;

fn read(line: &str, charset: Option<&str>) -> (String, UssdCoding, UssdEvidence) {
    let cusd = Cusd::parse(&Line::new(line.as_bytes())).unwrap();
    let reading = cusd.read(charset).unwrap();
    assert_eq!(reading.raw.as_bytes(), line.as_bytes());
    (reading.text, reading.coding, reading.evidence)
}

use UssdCoding::{EightBit, Packed7, Plain, Ucs2, Unpacked7};
use UssdEvidence::{Modem as ByModem, Scheme, Shape};

#[test]
fn texts_in_every_coding() {
    // "Balance" is 42 61 6C 61 6E 63 65; packed (3GPP TS 23.038 6.1.2.3) with the filling of seven septets, a CR
    let cases = [
        ("+CUSD: 0,\"Balance\",15", None, "Balance", Plain, Scheme),
        ("+CUSD: 0,\"Balance\"", None, "Balance", Plain, Shape),
        ("+CUSD: 0,Balance,15", None, "Balance", Plain, Scheme),
        ("+CUSD: 0,\"C2303BEC1E971B\",15", None, "Balance", Packed7, Shape),
        ("+CUSD: 0,C2303BEC1E971B,15", None, "Balance", Packed7, Shape),
        ("+CUSD: 0,\"00420061006C0061006E00630065\",72", None, "Balance", Ucs2, Scheme),
        ("+CUSD: 0,\"00420061006C0061006E00630065\",15", None, "Balance", Ucs2, Shape),
        ("+CUSD: 0,\"00420061006C0061006E00630065\",15", Some("UCS2"), "Balance", Ucs2, ByModem),
        ("+CUSD: 0,\"04110430043B0430043D0441\",72", None, "Баланс", Ucs2, Scheme),
        ("+CUSD: 0,\"04110430043B0430043D0441\",15", None, "Баланс", Ucs2, Shape),
        ("+CUSD: 0,\"42616C616E6365\",68", None, "Balance", EightBit, Scheme),
        ("+CUSD: 0,\"42616C616E6365\",15", Some("HEX"), "Balance", Unpacked7, ByModem),
        // numbers are numbers
        ("+CUSD: 0,\"1050\",15", None, "1050", Plain, Scheme),
        ("+CUSD: 0,\"447700900123\",15", None, "447700900123", Plain, Scheme),
        ("+CUSD: 0,\"1050\"", None, "1050", Plain, Shape),
        ("+CUSD: 0,\"CAFE\",15", None, "CAFE", Plain, Scheme),
        // ideographs, with their scheme
        ("+CUSD: 0,\"4F59989D\",72", None, "余额", Ucs2, Scheme),
    ];
    for (line, charset, text, coding, evidence) in cases {
        assert_eq!(read(line, charset), (text.into(), coding, evidence), "{line}");
    }
}

#[test]
fn a_language_before_the_text_is_left_out() {
    // scheme 10: two letters and a CR; scheme 11: two packed letters ("en": 65 37), then UCS2 (3GPP TS 23.038 5)
    assert_eq!(read("+CUSD: 0,\"en\rHello\",16", None).0, "Hello");
    assert_eq!(read("+CUSD: 0,\"653700480069\",17", None), ("Hi".into(), Ucs2, Scheme));
    assert_eq!(read("+CUSD: 0,\"00480069\",17", None).0, "Hi");
}

#[test]
fn lines_of_all_kinds() {
    let parse = |line: &str| Cusd::parse(&Line::new(line.as_bytes()));
    let bare = parse("+CUSD: 2").unwrap();
    assert_eq!((bare.state, bare.text, bare.scheme), (UssdState::Released, None, None));
    let empty = parse("+CUSD: 4,\"\",15").unwrap();
    assert_eq!((empty.state, empty.text, empty.scheme), (UssdState::NotSupported, None, Some(15)));
    let quotes = parse("+CUSD: 1,\"say \"a, b\", or \"c\"\",15").unwrap();
    assert_eq!(quotes.text.as_deref(), Some(&b"say \"a, b\", or \"c\""[..]));
    assert_eq!(parse("+CUSD:5").unwrap().state, UssdState::NetworkTimeout);
    // what has lost a byte
    for line in ["+CUSD: ,\"a\",15", "+CUSD: 0,\"a,15", "+CUSD: 0,a\",15", "+CUSD: x", "+CSQ: 0", "CUSD: 0"] {
        assert_eq!(parse(line), None, "{line}");
    }
    // a digit lost where hex is certain
    assert_eq!(parse("+CUSD: 0,\"00420061006C0061006E0063006\",72").unwrap().read(None), None);
}

fn open(dialect: Dialect) -> Modem<VirtualPort> {
    Modem::open(VirtualModem::with_dialect(VirtualCard::uicc(), dialect).into_port()).unwrap()
}

/// The requests among the commands.
fn requests(modem: &Modem<VirtualPort>) -> Vec<&str> {
    let commands = modem.port().modem().commands();
    commands.iter().map(String::as_str).filter(|command| command.starts_with("+CUSD=1")).collect()
}

#[test]
fn each_modem_gets_its_form() {
    let cases = [
        (Dialect::STANDARD, UssdForm::Plain, Plain, "+CUSD=1,\"*100#\",15"),
        (Dialect::PACKED_USSD, UssdForm::PackedHex, Packed7, "+CUSD=1,\"AA180C3602\",15"),
        (Dialect::UCS2, UssdForm::Ucs2, Ucs2, "+CUSD=1,\"002A0031003000300023\",15"),
        (Dialect { ussd_before_ok: true, ..Dialect::CHATTY }, UssdForm::Plain, Plain, "+CUSD=1,\"*100#\",15"),
    ];
    for (dialect, form, coding, request) in cases {
        let mut modem = open(dialect);
        for _ in 0..2 {
            let answer = modem.ussd("*100#").unwrap();
            assert_eq!((answer.text(), answer.state), ("Your balance is 12.34 EUR", UssdState::Done));
            assert_eq!(answer.reading.coding, coding);
        }
        assert_eq!(modem.capabilities().ussd, Some(form));
        // the form that worked is used again at once
        assert_eq!(requests(&modem).iter().filter(|line| **line == request).count(), 2);
    }
}

#[test]
fn dialogues() {
    for dialect in [Dialect::STANDARD, Dialect::PACKED_USSD, Dialect::UCS2] {
        let mut modem = open(dialect);
        let menu = modem.ussd("*101#").unwrap();
        assert_eq!(menu.text(), "1. Balance\n2. Own number\n3. Top up\n0. End");
        assert!(menu.wants_reply());
        assert_eq!(modem.ussd_reply("2").unwrap().text(), "+447700900123");
        assert!(modem.ussd("*101#").unwrap().wants_reply());
        let error = modem.ussd_reply("0").unwrap_err();
        assert!(matches!(error, ModemError::Ussd(UssdError::Released)), "{error:?}");
        assert!(modem.ussd("*101#").unwrap().wants_reply());
        modem.ussd_cancel().unwrap();
        assert_eq!(modem.ussd("*100#").unwrap().text(), "Your balance is 12.34 EUR");
    }
}

#[test]
fn ends_of_every_kind() {
    let mut modem = open(Dialect::STANDARD);
    // the end first, then the text; and the text in the end
    assert_eq!(modem.ussd("*102#").unwrap().text(), "Your balance is 12.34 EUR");
    let ended = modem.ussd("*104#").unwrap();
    assert_eq!((ended.text(), ended.state), ("Balance 5.00 EUR, \"until\" 31 Dec", UssdState::Released));
    let vm = modem.port_mut().modem_mut();
    vm.set_ussd("*1#", &[(2, "Initiating Release"), (0, "Balance 1")]);
    vm.set_ussd("*2#", &[(3, "")]);
    vm.set_ussd("*3#", &[(5, "")]);
    vm.set_ussd("*4#", &[(0, "")]);
    let both = modem.ussd("*1#").unwrap();
    assert_eq!((both.text(), both.earlier[0].text.as_str()), ("Balance 1", "Initiating Release"));
    let mut error = |request: &str| match modem.ussd(request) {
        Err(ModemError::Ussd(error)) => error,
        other => panic!("{request}: {other:?}"),
    };
    assert_eq!(error("*2#"), UssdError::OtherClient);
    assert_eq!(error("*3#"), UssdError::NetworkTimeout);
    assert_eq!(error("*4#"), UssdError::NoText);
    assert_eq!(error("*999#"), UssdError::NotSupported);
    assert_eq!(error("*103#"), UssdError::Silence);
    // which was sent once, and cancelled
    assert_eq!(requests(&modem).iter().filter(|line| line.contains("*103#")).count(), 1);
    assert_eq!(modem.port().modem().commands().last().unwrap(), "+CUSD=2");
}

#[test]
fn no_network_is_an_answer() {
    let mut modem = open(Dialect::STANDARD);
    modem.port_mut().modem_mut().set_registration(2);
    let before = modem.port().now();
    let error = modem.ussd("*100#").unwrap_err();
    assert_eq!(std::format!("{error}"), "no network: not registered, searching");
    assert!(modem.port().now() - before < Duration::from_secs(1));
    assert_eq!(requests(&modem), [""; 0]);
}

#[test]
fn nothing_is_sent_twice_after_a_time_out() {
    let mut modem = open(Dialect::STANDARD);
    modem.charset().unwrap();
    modem.port_mut().modem_mut().set_ussd("*100#", &[(0, "late")]);
    assert!(matches!(modem.ussd_reply("1"), Err(ModemError::UssdSession(SessionError::NotAsked))));
    let now = modem.port().now();
    modem.port_mut().modem_mut().push_ussd(1, "Rate us", now);
    assert!(modem.ussd_listen(Duration::from_secs(1)).unwrap().unwrap().wants_reply());
    modem.port_mut().modem_mut().stall(1, Duration::from_secs(200));
    let error = modem.ussd_reply("*100#").unwrap_err();
    assert!(matches!(error, ModemError::TimedOut { command: "+CUSD" }), "{error:?}");
    assert_eq!(requests(&modem).len(), 1);
}

#[test]
fn an_answer_waited_for_in_parts_is_not_ended_in_passing() {
    let mut modem = open(Dialect::STANDARD);
    modem.port_mut().modem_mut().network_mut().set_delay(Duration::from_secs(20));
    assert_eq!(modem.ussd_begin("*100#", Duration::from_secs(1)).unwrap(), None);
    for error in [modem.ussd("*106#").unwrap_err(), modem.ussd_listen(Duration::ZERO).unwrap_err()] {
        assert!(matches!(error, ModemError::UssdSession(SessionError::Busy)), "{error:?}");
    }
    // who asks again and again without waiting gets it as well
    let answer = (0..60_000).find_map(|_| modem.ussd_wait(Duration::ZERO).unwrap());
    assert_eq!(answer.unwrap().text(), "Your balance is 12.34 EUR");
    assert_eq!(requests(&modem).len(), 1);
    // what nobody waits for any more is ended by the next request
    assert_eq!(modem.ussd_begin("*103#", Duration::from_secs(1)).unwrap(), None);
    assert_eq!(modem.next_urc(Duration::from_secs(120)).unwrap(), None);
    assert_eq!(modem.ussd("*106#").unwrap().text(), "+447700900123");
    assert!(modem.ussd_wait(Duration::ZERO).is_err());
}

#[test]
fn what_the_network_says_unasked() {
    let mut modem = open(Dialect::PACKED_USSD);
    assert_eq!(modem.ussd_listen(Duration::from_secs(1)).unwrap(), None);
    let now = modem.port().now();
    modem.port_mut().modem_mut().push_ussd(0, "You have won", now);
    // it is no answer to a request that is sent only then
    assert_eq!(modem.ussd("*100#").unwrap().text(), "Your balance is 12.34 EUR");
    let now = modem.port().now();
    modem.port_mut().modem_mut().push_ussd(1, "Rate us: 1 to 5", now);
    let pushed = modem.ussd_listen(Duration::from_secs(5)).unwrap().unwrap();
    assert_eq!((pushed.text(), pushed.wants_reply()), ("You have won", false));
    let pushed = modem.ussd_listen(Duration::from_secs(5)).unwrap().unwrap();
    assert_eq!((pushed.text(), pushed.wants_reply()), ("Rate us: 1 to 5", true));
}

#[test]
fn the_character_set_is_put_back() {
    let mut modem = open(Dialect::STANDARD);
    modem.port_mut().modem_mut().set_ussd("Ж", &[(1, "Привет")]);
    let answer = modem.ussd("Ж").unwrap();
    assert_eq!((answer.text(), answer.reading.coding), ("Привет", Ucs2));
    // while the dialogue lasts it stays
    assert_eq!(modem.port().modem().charset(), "UCS2");
    modem.ussd_cancel().unwrap();
    assert_eq!(modem.port().modem().charset(), "IRA");
    modem.ussd("Ж").unwrap();
    modem.close().unwrap();
    assert_eq!(modem.port().modem().charset(), "IRA");
    // the modem took it, and said so too late
    let mut modem = open(Dialect::STANDARD);
    modem.charset().unwrap();
    modem.port_mut().modem_mut().stall(1, Duration::from_secs(5));
    assert!(matches!(modem.set_charset("UCS2"), Err(ModemError::TimedOut { command: "+CSCS" })));
    assert_eq!(modem.port().modem().charset(), "UCS2");
    modem.close().unwrap();
    assert_eq!(modem.port().modem().charset(), "IRA");
    // a character set that somebody else has set is used as it is
    let mut modem = open(Dialect::STANDARD);
    modem.port_mut().modem_mut().set_charset("UCS2");
    assert_eq!(modem.ussd("*100#").unwrap().text(), "Your balance is 12.34 EUR");
    assert_eq!(modem.port().modem().charset(), "UCS2");
}

#[test]
fn nothing_gets_out_of_a_request() {
    let mut modem = open(Dialect::STANDARD);
    for text in ["*100#\"\rATD1;", "a\u{1A}", "1\n2"] {
        let result = modem.ussd(text);
        let error = result.unwrap_err();
        assert!(matches!(error, ModemError::Ussd(UssdError::NotSupported)), "{error:?}");
        for request in requests(&modem) {
            assert!(request.trim_end_matches(",15").trim_end_matches(",72").ends_with('"'), "{request}");
        }
    }
}

proptest! {
    #[test]
    fn reading_never_panics(text: Vec<u8>, scheme: Option<u8>, charset in 0..4_usize, packed: bool) {
        let charset = [None, Some("GSM"), Some("UCS2"), Some("HEX")][charset];
        let _ = reading::read(&text, scheme, &Context { charset, packed }, Line::new(text.clone()));
    }

    #[test]
    fn any_text_comes_back_in_ucs2(text in "[ -~А-яא-ת一-龥]{1,60}") {
        let digits = hex::encode_upper(ucs2::encode(&text).unwrap());
        let line = std::format!("+CUSD: 0,\"{digits}\",72");
        prop_assert_eq!(read(&line, None).0, text);
    }

    #[test]
    fn any_gsm_text_comes_back_packed(text in "[a-zA-Z0-9 .,:]{1,60}") {
        let digits = hex::encode_upper(gsm7::pack_ussd(&Alphabet::DEFAULT.encode(&text).unwrap()));
        let cusd = Cusd::parse(&Line::new(std::format!("+CUSD: 0,\"{digits}\",15").into_bytes())).unwrap();
        let context = Context { charset: Some("IRA"), packed: true };
        let reading = cusd.read_in(&context).unwrap();
        if reading.coding == Packed7 {
            prop_assert_eq!(reading.text, text);
        } else {
            // two digits a character, or four: short texts look like both
            prop_assert!(digits.len() <= 8, "{:?}", reading);
        }
    }
}
