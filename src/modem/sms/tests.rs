use std::string::ToString;

use super::*;
use crate::codec::dcs::Coding;
use crate::codec::gsm7::NationalLanguage;
use crate::mock::{
    Dialect, Direction as Way, LineFault, LineFaultKind, NetworkFault, VirtualCard, VirtualModem, VirtualPort,
};
use crate::modem::at::CmsError;
use crate::network::{Incoming, Network, NetworkError};
use crate::sms::{Outcome, Reassembler, Received};
use core::time::Duration;
use proptest::prelude::*;

const OTHER: &str = "+447700900456";
const OWN: &str = "+447700900123";

fn open(dialect: Dialect) -> Modem<VirtualPort> {
    Modem::open(VirtualModem::with_dialect(VirtualCard::uicc(), dialect).into_port()).unwrap()
}

fn to(number: &str) -> Composer {
    Composer::new(number.parse().unwrap())
}

fn virtual_modem(modem: &mut Modem<VirtualPort>) -> &mut VirtualModem {
    modem.port_mut().modem_mut()
}

fn commands<'a>(modem: &'a Modem<VirtualPort>, start: &'a str) -> Vec<&'a str> {
    let commands = modem.port().modem().commands();
    commands.iter().map(String::as_str).filter(|command| command.starts_with(start)).collect()
}

#[test]
fn sending_and_receiving_in_every_dialect() {
    for dialect in [
        Dialect::STANDARD,
        Dialect::CHATTY,
        Dialect::UCS2,
        Dialect::SLOW,
        Dialect { line_end: crate::mock::LineEnd::Cr, ..Dialect::STANDARD },
        Dialect { line_end: crate::mock::LineEnd::Lf, echo: false, ..Dialect::STANDARD },
    ] {
        let mut modem = open(dialect);
        assert_eq!(modem.send_text(&to("123"), "BAL").unwrap(), [Sent { reference: Some(1) }]);
        let answer = modem.receive(Duration::from_secs(30)).unwrap().unwrap();
        assert_eq!(answer.text().as_deref(), Some("Your balance is 12.34 EUR"), "{dialect:?}");
        assert_eq!(answer.index, Some(1));
        let listed = modem.messages().unwrap();
        assert_eq!(
            (listed.len(), listed[0].status, listed[0].text()),
            (1, StoredStatus::Read, answer.text())
        );
        assert_eq!(modem.message(1).unwrap().as_ref(), listed.first());
        assert_eq!(
            modem.message_storage().unwrap(),
            MessageStorage { name: "SM".into(), used: 1, total: 10 }
        );
        modem.delete_message(1).unwrap();
        assert_eq!((modem.messages().unwrap(), modem.message(1).unwrap()), (Vec::new(), None));
        let error = modem.delete_message(1).unwrap_err();
        assert_eq!(error.result(), Some(&FinalResult::Cms(CmsError::Code(321))));
        assert_eq!(modem.service_centre().unwrap().unwrap().to_string(), "+447700900000");
        assert_eq!(modem.receive(Duration::from_secs(1)).unwrap(), None);
        modem.close().unwrap();
        assert_eq!(commands(&modem, "+CNMI="), ["+CNMI=2,1,0,1,0", "+CNMI=0,0,0,0,0"]);
    }
}

#[test]
fn what_is_sent_is_in_pdu_mode() {
    let mut modem = open(Dialect::STANDARD);
    modem.send_text(&to(OTHER), "Hello").unwrap();
    let commands = modem.port().modem().commands();
    // SMS-SUBMIT: first byte, reference, address of 8 bytes, PID, DCS, length, 5 bytes of text
    assert_eq!(commands[commands.len() - 2..], ["+CMGF=0", "+CMGS=18"]);
    let network = modem.port().modem().network();
    assert_eq!((network.balance(), network.requests()), (1_224, &["+447700900456 Hello".to_string()][..]));
    // through another service centre
    let [submit] = &to(OTHER).compose("Hello").unwrap()[..] else { panic!() };
    let centre = "+447700900999".parse().unwrap();
    let pdu = Pdu::new(Some(&centre), Tpdu::Submit(submit.clone())).unwrap();
    assert_eq!(modem.send_pdu(&pdu).unwrap(), Sent { reference: Some(2) });
    let bare = Pdu::decode_bare(crate::sms::Direction::ToNetwork, &submit.encode()).unwrap();
    assert_eq!(modem.send_pdu(&bare).unwrap(), Sent { reference: Some(3) });
    // what can't be sent is told by its place, before anything is
    let strict = to(OTHER).with_coding(Coding::Gsm7);
    let error = modem.send_text(&strict, "Gruß Ж").unwrap_err();
    assert_eq!(error.to_string(), "GSM 7 bit text: the character at index 5 has no coding");
}

#[test]
fn refusals_have_reasons_and_nothing_is_sent_twice() {
    let mut modem = open(Dialect::STANDARD);
    virtual_modem(&mut modem).network_mut().add_fault(NetworkFault::Refuse);
    let error = modem.send_text(&to(OTHER), "Hello").unwrap_err();
    assert_eq!(error.to_string(), "AT+CMGS: temporary failure (+CMS ERROR 41)");
    assert!(matches!(NetworkError::from(error), NetworkError::Refused { code: Some(41), .. }));
    for fault in [NetworkFault::LoseAnswer, NetworkFault::LoseRequest] {
        virtual_modem(&mut modem).network_mut().add_fault(fault);
        let before = modem.port().now();
        let error = modem.send_text(&to(OTHER), "Hello").unwrap_err();
        assert!(matches!(error, ModemError::OutcomeUnknown { command: "+CMGS" }), "{error:?}");
        assert!(modem.port().now() - before < Duration::from_secs(125));
    }
    assert_eq!(modem.port().modem().network().balance(), 1_224);
    assert_eq!(commands(&modem, "+CMGS").len(), 3);
    // later than the modem may take
    let late = NetworkFault::Delay(Duration::from_secs(300));
    virtual_modem(&mut modem).network_mut().add_fault(late);
    assert!(matches!(Network::send_text(&mut modem, &to(OTHER), "x"), Err(NetworkError::OutcomeUnknown)));
    modem.wait(Duration::from_secs(300)).unwrap();
    assert_eq!(modem.signal().unwrap().dbm(), Some(-73));
    assert_eq!(modem.port().modem().network().balance(), 1_214);

    virtual_modem(&mut modem).set_registration(0);
    let error = modem.send_text(&to(OTHER), "Hello").unwrap_err();
    assert!(matches!(NetworkError::from(error), NetworkError::NoNetwork));
    assert_eq!(commands(&modem, "+CMGS").len(), 4);
}

#[test]
fn long_texts_in_parts() {
    let mut modem = open(Dialect::STANDARD);
    let text = "all work and no play ".repeat(20);
    assert_eq!(modem.send_text(&to(OWN), &text).unwrap().len(), 3);
    assert_eq!(receive_all(&mut modem), [text.as_str()]);
    // the second part fails: the third is not tried
    let network = virtual_modem(&mut modem).network_mut();
    network.add_fault(NetworkFault::Delay(Duration::ZERO));
    network.add_fault(NetworkFault::Refuse);
    let error = modem.send_text(&to(OTHER), &text).unwrap_err();
    assert!(matches!(error, ModemError::Parts { sent: 1, total: 3, .. }), "{error:?}");
    assert_eq!(commands(&modem, "+CMGS").len(), 5);
}

/// The texts that come, with their messages deleted.
fn receive_all(modem: &mut Modem<VirtualPort>) -> Vec<String> {
    let mut reassembler = Reassembler::new();
    let mut texts = Vec::new();
    while let Some(incoming) = modem.receive(Duration::from_secs(5)).unwrap() {
        if let Received::Whole(message) = reassembler.push(incoming.message().unwrap().clone(), None) {
            texts.extend(message.text());
        }
        if let Some(index) = incoming.index {
            modem.delete_message(index).unwrap();
        }
    }
    texts
}

#[test]
fn national_characters_both_ways() {
    let languages = [
        (NationalLanguage::TURKISH, "ışığıyla ğüşç İ"),
        (NationalLanguage::PORTUGUESE, "coração ÁÃÕ"),
        (NationalLanguage::SPANISH, "¿Dónde está Ángel? Íñigo"),
    ];
    let mut modem = open(Dialect::UCS2);
    for (language, text) in languages {
        let composer = to(OWN).with_languages(&[language]).with_coding(Coding::Gsm7);
        modem.send_text(&composer, text).unwrap();
        assert_eq!(receive_all(&mut modem), [text]);
    }
    for text in ["Привет, мир", "余额不足", "שלום", "العربية", "😀 £¥€ {}[]~\\|^"]
    {
        modem.send_text(&to(OWN), text).unwrap();
        assert_eq!(receive_all(&mut modem), [text]);
    }
    for number in [NationalLanguage::HINDI, NationalLanguage::BENGALI] {
        let composer = to(OWN).with_languages(&[number]);
        modem.send_text(&composer, "नमस्ते").unwrap();
        assert_eq!(receive_all(&mut modem), ["नमस्ते"]);
    }
}

/// Every character of every table of 3GPP TS 23.038 6.2.1 and annex A, there and back: the locking table of a language with
/// its single shift table, whichever of them it has.
#[test]
fn every_national_table_both_ways() {
    let mut modem = open(Dialect::STANDARD);
    let languages = core::iter::once(NationalLanguage::DEFAULT).chain(NationalLanguage::ALL);
    for language in languages {
        let locking = if language.has_locking_table() { language } else { NationalLanguage::DEFAULT };
        let single = if language.has_single_table() { language } else { NationalLanguage::DEFAULT };
        let alphabet = crate::codec::gsm7::Alphabet::national(locking, single);
        // one septet, or the escape and one
        let basic = (0..128).filter(|septet| *septet != 0x1B).map(|septet| Vec::from([septet]));
        let extended = (0..128).filter(|septet| *septet != 0x1B).map(|septet| Vec::from([0x1B, septet]));
        let all: Vec<char> =
            basic.chain(extended).flat_map(|one| alphabet.decode(&one).chars().collect::<Vec<_>>()).collect();
        let mut text: String =
            all.into_iter().filter(|one| alphabet.encode(&one.to_string()).is_ok()).collect();
        // white space at the end of a packed text may be filling
        text.push('x');
        assert!(text.chars().count() > 120, "{language:?}");
        let composer = to(OWN).with_languages(&[language]).with_coding(Coding::Gsm7);
        modem.send_text(&composer, &text).unwrap();
        assert_eq!(receive_all(&mut modem), [text], "{language:?}");
    }
}

/// Unicode as it is: a character of every block, in UCS2 with surrogates, by message and by USSD, both ways.
#[test]
fn all_of_unicode_both_ways() {
    let mut modem = open(Dialect::UCS2);
    let characters: Vec<char> = (0xA0..0x11_0000)
        .step_by(251)
        .filter_map(char::from_u32)
        .filter(|one| !matches!(*one as u32, 0xE000..=0xF8FF | 0xFFF0..=0xFFFF | 0xFEFF))
        .collect();
    for some in characters.chunks(1_000) {
        let text: String = some.iter().collect();
        modem.send_text(&to(OWN).with_coding(Coding::Ucs2), &text).unwrap();
        assert_eq!(receive_all(&mut modem), [text]);
    }
    for some in characters.chunks(30).step_by(7) {
        let text: String = core::iter::once(&'Ж').chain(some).collect();
        virtual_modem(&mut modem).set_ussd(&text, &[(0, &text)]);
        assert_eq!(modem.ussd(&text).unwrap().text(), text);
    }
}

/// The whole default alphabet by USSD, in every form that modems have.
#[test]
fn the_default_alphabet_by_ussd() {
    let alphabet = crate::codec::gsm7::Alphabet::DEFAULT;
    let basic: Vec<u8> = (0..128).filter(|septet| ![0x0A, 0x0D, 0x1B].contains(septet)).collect();
    let text = alphabet.decode(&basic);
    for dialect in [Dialect::PACKED_USSD, Dialect::UCS2] {
        let mut modem = open(dialect);
        for part in text.chars().collect::<Vec<_>>().chunks(40) {
            let part: String = core::iter::once(&'a').chain(part).chain(&['b']).collect();
            virtual_modem(&mut modem).set_ussd(&part, &[(0, &part)]);
            assert_eq!(modem.ussd(&part).unwrap().text(), part, "{dialect:?}");
        }
    }
}

#[test]
fn other_memories() {
    for dialect in [Dialect::STANDARD, Dialect::UCS2] {
        let mut modem = open(dialect);
        modem.set_message_storage("ME").unwrap();
        assert_eq!(
            modem.message_storage().unwrap(),
            MessageStorage { name: "ME".into(), used: 0, total: 10 }
        );
        modem.send_text(&to("123"), "NUM").unwrap();
        let came = modem.receive(Duration::from_secs(9)).unwrap().unwrap();
        assert_eq!((came.index, came.text().as_deref()), (Some(1), Some("Your number is +447700900123")));
        modem.set_message_storage("SM").unwrap();
        assert_eq!(modem.messages().unwrap(), []);
        assert!(modem.set_message_storage("XX").is_err());
        let centre = "+447700900999".parse().unwrap();
        modem.set_service_centre(&centre).unwrap();
        assert_eq!(modem.service_centre().unwrap(), Some(centre));
    }
}

/// A port to a modem that wants to be told all memories at once, and on which one command gets lost.
struct Losing {
    inner: VirtualPort,
    wants_all: bool,
    lost: Option<&'static [u8]>,
}

impl crate::modem::Port for Losing {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, crate::modem::PortError> {
        self.inner.read(buffer, timeout)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), crate::modem::PortError> {
        if self.lost == Some(bytes) {
            self.lost = None;
            return Ok(());
        }
        let few = bytes.starts_with(b"AT+CPMS=") && bytes.iter().filter(|byte| **byte == b',').count() < 2;
        self.inner.write(if self.wants_all && few { b"AT+XXXX\r" } else { bytes })
    }

    fn now(&self) -> Duration {
        self.inner.now()
    }
}

#[test]
fn a_message_in_another_memory() {
    // the way back gets lost; and a modem that wants to be told all of its memories
    for (wants_all, lost) in [(false, Some(&b"AT+CPMS=\"SM\"\r"[..])), (true, None)] {
        let inner = VirtualModem::new(VirtualCard::uicc()).into_port();
        let mut modem = Modem::open(Losing { inner, wants_all, lost: None }).unwrap();
        modem.set_message_storage("ME").unwrap();
        modem.send_text(&to("123"), "NUM").unwrap();
        assert!(modem.receive(Duration::from_secs(9)).unwrap().is_some());
        modem.set_message_storage("SM").unwrap();
        let now = modem.port().inner.now();
        modem.port_mut().inner.modem_mut().push(b"\r\n+CMTI: \"ME\",1\r\n", now);
        modem.port_mut().lost = lost;
        let came = modem.receive(Duration::from_secs(9)).unwrap().unwrap();
        assert_eq!((came.index, came.text().as_deref()), (None, Some("Your number is +447700900123")));
        assert!(modem.port().lost.is_none());
        assert_eq!(modem.message_storage().unwrap().name, if lost.is_some() { "ME" } else { "SM" });
        // what is still to be put back is, at the end at the latest
        modem.close().unwrap();
        assert_eq!(modem.message_storage().unwrap().name, "SM");
        // one that can't be selected is no reason to select another one again
        modem.port_mut().inner.modem_mut().push(b"\r\n+CMTI: \"XX\",1\r\n", now);
        let before = modem.port().inner.modem().commands().len();
        assert!(modem.receive(Duration::from_secs(9)).is_err());
        assert!(modem.delete_message(9).is_err());
        let commands = &modem.port().inner.modem().commands()[before..];
        assert!(!commands.iter().any(|command| command.starts_with("+CPMS=\"SM\"")), "{commands:?}");
    }
}

#[test]
fn reports_and_messages_at_once() {
    let mut modem = open(Dialect::CHATTY);
    virtual_modem(&mut modem).set_phase2(true);
    modem.listen_for_messages().unwrap();
    let sent = modem.send_text(&to(OTHER).with_status_report_request(true), "Hello").unwrap();
    let report = modem.receive(Duration::from_secs(9)).unwrap().unwrap();
    let status = report.report().map(|report| (Some(report.reference), report.status.outcome()));
    assert_eq!((status, report.index), (Some((sent[0].reference, Outcome::Completed)), None));
    assert_eq!(commands(&modem, "+CNMA"), ["+CNMA"]);
    // another program wants messages handed on
    modem.run(AtCommand::set("+CNMI").number(2).number(2)).unwrap();
    modem.send_text(&to("123"), "NUM").unwrap();
    modem.send_text(&to("123"), "BAL").unwrap();
    let texts: Vec<_> = (0..2)
        .map(|_| {
            modem.receive(Duration::from_secs(9)).unwrap().and_then(|incoming: Incoming| incoming.text())
        })
        .collect();
    assert_eq!(texts[0].as_deref(), Some("Your number is +447700900123"));
    assert_eq!(texts[1].as_deref(), Some("Your balance is 12.24 EUR"));
    assert_eq!((commands(&modem, "+CNMA").len(), modem.port().modem().stored_messages()), (3, 0));
}

#[test]
fn a_full_memory() {
    let mut modem = open(Dialect::STANDARD);
    let [submit] = &to(OTHER).compose("Hello").unwrap()[..] else { panic!() };
    let pdu = Pdu::new(None, Tpdu::Submit(submit.clone())).unwrap();
    for index in 1..=10 {
        assert_eq!(modem.store(&pdu, StoredStatus::Unsent).unwrap(), index);
    }
    let error = modem.store(&pdu, StoredStatus::Unsent).unwrap_err();
    assert_eq!(error.to_string(), "AT+CMGW: memory full (+CMS ERROR 322)");
    assert!(matches!(NetworkError::from(error), NetworkError::StorageFull));
    modem.listen_for_messages().unwrap();
    modem.send_text(&to("123"), "NUM").unwrap();
    assert_eq!(modem.receive(Duration::from_secs(30)).unwrap(), None);
    modem.delete_message(7).unwrap();
    let incoming = modem.receive(Duration::from_secs(30)).unwrap().unwrap();
    assert_eq!((incoming.index, incoming.text().as_deref()), (Some(7), Some("Your number is +447700900123")));
    let listed = modem.messages().unwrap();
    assert_eq!((listed.len(), listed[0].status), (10, StoredStatus::Unsent));
    assert_eq!(listed[0].pdu.as_ref(), Ok(&pdu));
}

#[test]
fn damaged_answers_are_errors() {
    let line = |text: &str| Line::new(text.as_bytes());
    // an empty service centre and 3 bytes
    assert_eq!(checked(&line("00010203"), Some(3)), Some(Vec::from([0, 1, 2, 3])));
    for (digits, length) in
        [("00010203", Some(4)), ("0001020", Some(3)), ("", Some(0)), ("07010203", Some(3)), ("000102", None)]
    {
        assert_eq!(checked(&line(digits), length), None, "{digits}");
    }
    assert!(
        stored("+CMGR", 1, &line("+CMGR: 1,,3"), line("+CMGR: 1,,3").parameters(), &line("00010203")).is_ok()
    );
    for header in ["+CMGR: ,,3", "+CMGR: 7,,3", "+CMGR: 1,,", "+CMGR: 1,,33"] {
        let header = line(header);
        assert!(stored("+CMGR", 1, &header, header.parameters(), &line("00010203")).is_err(), "{header:?}");
    }
}

/// What a flow did: whether it got to its end, and what the money says.
fn flow(modem: &mut Modem<VirtualPort>) -> Result<(), NetworkError> {
    let topped_up = modem.ussd("*105*11111111111111#")?;
    assert_eq!(topped_up.text(), "Topped up with 10.00 EUR. Your balance is 22.34 EUR");
    assert_eq!(modem.ussd("*101#")?.text(), "1. Balance\n2. Own number\n3. Top up\n0. End");
    assert_eq!(modem.ussd_reply("2")?.text(), OWN);
    modem.send_text(&to(OTHER), "Hello")?;
    modem.send_text(&to("123"), "NUM")?;
    let Some(incoming) = modem.receive(Duration::from_secs(30))? else { return Ok(()) };
    assert_eq!(incoming.text().as_deref(), Some("Your number is +447700900123"));
    for message in modem.messages()? {
        assert_eq!(message.text().as_deref(), Some("Your number is +447700900123"));
        modem.delete_message(message.index)?;
    }
    Ok(())
}

#[test]
fn faults_at_every_byte() {
    for dialect in [Dialect { crsm: false, ..Dialect::PACKED_USSD }, Dialect { echo: false, ..Dialect::UCS2 }]
    {
        let mut modem = open(dialect);
        let begun = modem.port().traffic();
        flow(&mut modem).unwrap();
        let ended = modem.port().traffic();
        let kinds = [
            LineFaultKind::Lost,
            LineFaultKind::Doubled,
            LineFaultKind::Delayed(Duration::from_secs(20)),
            LineFaultKind::LineLost,
        ];
        let (mut right, mut wrong) = (0, 0);
        for (direction, range) in [(Way::ToModem, begun.0..ended.0), (Way::FromModem, begun.1..ended.1)] {
            for (at, kind) in range.flat_map(|at| kinds.map(|kind| (at, kind))) {
                let fault = LineFault { direction, at, kind };
                let mut modem = open(dialect);
                modem.port_mut().add_fault(fault);
                let before = modem.port().now();
                match flow(&mut modem) {
                    Ok(()) => right += 1,
                    Err(_) => wrong += 1,
                }
                let spent = modem.port().now() - before;
                assert!(spent < Duration::from_secs(400), "{fault:?}: {spent:?}");
                // the next command works, though the modem may still be busy with what was late
                if modem.signal().is_err() {
                    assert_eq!(modem.signal().unwrap().dbm(), Some(-73), "{fault:?}");
                }
                // nothing was paid twice, and nobody was topped up twice
                let network = modem.port().modem().network();
                let count = |text: &str| network.requests().iter().filter(|one| one.ends_with(text)).count();
                for text in ["11111111111111#", "456 Hello", "123 NUM"] {
                    assert!(count(text) <= 1, "{fault:?}: {:?}", network.requests());
                }
                assert!([1_234, 1_224, 2_234, 2_224].contains(&network.balance()), "{fault:?}");
                let next = modem.ussd("*106#");
                assert!(
                    next.as_ref().is_ok_and(|answer| answer.text() == OWN),
                    "{fault:?}: {next:?} {:?}",
                    modem.port().modem().commands()
                );
            }
        }
        assert!(right > 100 && wrong > 100, "{right} {wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_text_goes_and_comes(text in "[ -~А-яà-ö😀-😎]{1,100}") {
        let mut modem = open(Dialect::STANDARD);
        modem.send_text(&to(OWN), &text).unwrap();
        prop_assert_eq!(receive_all(&mut modem), [text]);
    }

    #[test]
    fn any_text_goes_and_comes_by_ussd(text in "[ -~А-яà-ö]{1,60}") {
        for dialect in [Dialect::STANDARD, Dialect::UCS2] {
            let mut modem = open(dialect);
            virtual_modem(&mut modem).set_charset("UCS2");
            virtual_modem(&mut modem).set_ussd(&text, &[(0, &text)]);
            let answer = modem.ussd(&text).unwrap();
            prop_assert_eq!(answer.text(), text.as_str());
        }
    }
}

/// The caller's deadline holds, and what was not sent by then is not sent.
#[test]
fn a_message_takes_no_longer_than_the_caller_has_time() {
    let mut modem = open(Dialect::STANDARD);
    virtual_modem(&mut modem).network_mut().set_silent(true);
    Network::set_patience(&mut modem, Some(Duration::from_secs(20)));
    let begun = modem.port.now();
    let error = Network::send_text(&mut modem, &to(OTHER), "Hello").unwrap_err();
    assert!(matches!(error, NetworkError::OutcomeUnknown), "{error:?}");
    let spent = modem.port.now() - begun;
    assert!((Duration::from_secs(20)..Duration::from_secs(21)).contains(&spent), "{spent:?}");
    Network::set_patience(&mut modem, Some(Duration::ZERO));
    let requests = modem.port().modem().network().requests().len();
    for error in [
        Network::send_text(&mut modem, &to(OTHER), "Hello").unwrap_err(),
        Network::ussd(&mut modem, "*100#").unwrap_err(),
    ] {
        assert!(!error.may_have_had_effect(), "{error:?}");
    }
    assert_eq!(modem.port().modem().network().requests().len(), requests);
    // the modem says later that it gave up, and nobody takes that for the next one's result
    Network::set_patience(&mut modem, None);
    virtual_modem(&mut modem).network_mut().set_silent(false);
    assert_eq!(modem.next_urc(Duration::from_secs(60)).unwrap(), None);
    assert_eq!(modem.send_text(&to(OTHER), "Again").unwrap().len(), 1);
    assert_eq!(modem.ussd("*100#").unwrap().state, crate::ussd::UssdState::Done);
}
