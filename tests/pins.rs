//! PINs: what is sent, byte for byte, and that the last try is never spent unasked.

use simcard::apdu::StatusWord;
use simcard::card::{LastTry, Pin, PinId, Puk};
use simcard::fs::{Aid, Path};
use simcard::mock::{self, KeyReference, ScriptedCard, VirtualCard};
use simcard::transport::{Fault, Faulty, Level, Transport, TransportErrorKind, TransportInfo};
use simcard::{Card, Error, Misuse, PinError, Result};

/// 1234 and 2580, padded; the PUK 12345678.
const OLD: &str = "31323334FFFFFFFF";
const NEW: &str = "32353830FFFFFFFF";
const PUK: &str = "3132333435363738";

fn old() -> Pin {
    "1234".parse().unwrap()
}

fn new() -> Pin {
    "2580".parse().unwrap()
}

fn puk() -> Puk {
    "12345678".parse().unwrap()
}

fn bytes(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

fn script(steps: &[(&str, &str)]) -> Card<ScriptedCard> {
    let card = ScriptedCard::new();
    Card::new(steps.iter().fold(card, |card, (command, answer)| card.answer(&bytes(command), &bytes(answer))))
}

fn done(card: Card<ScriptedCard>) {
    card.into_transport().finish().unwrap();
}

fn refused(result: Result<()>) -> PinError {
    match result {
        Err(Error::Pin(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// One of the five operations, on a card of any kind.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operation {
    Verify,
    Change,
    Disable,
    Enable,
    Unblock,
}

use Operation::{Change, Disable, Enable, Unblock, Verify};

const ALL: [Operation; 5] = [Verify, Change, Disable, Enable, Unblock];

impl Operation {
    fn run<T: Transport>(self, card: &mut Card<T>, id: PinId, last_try: LastTry) -> Result<()> {
        match self {
            Verify => card.verify_pin(id, &old(), last_try),
            Change => card.change_pin(id, &old(), &new(), last_try),
            Disable => card.disable_pin(id, &old(), last_try),
            Enable => card.enable_pin(id, &old(), last_try),
            Unblock => card.unblock_pin(id, &puk(), &new(), last_try),
        }
    }

    /// What tells of the tries, and costs none.
    fn query(self, reference: &str) -> String {
        match self {
            Unblock => format!("002C00{reference}00"),
            _ => format!("002000{reference}00"),
        }
    }

    fn command(self, reference: &str) -> String {
        match self {
            Verify => format!("002000{reference}08{OLD}"),
            Change => format!("002400{reference}10{OLD}{NEW}"),
            Disable => format!("002600{reference}08{OLD}"),
            Enable => format!("002800{reference}08{OLD}"),
            Unblock => format!("002C00{reference}10{PUK}{NEW}"),
        }
    }

    fn last_try(self) -> PinError {
        if self == Unblock { PinError::LastPukTry } else { PinError::LastTry }
    }

    fn unknown(self) -> PinError {
        if self == Unblock { PinError::UnknownPukTries } else { PinError::UnknownTries }
    }

    fn blocked(self) -> PinError {
        if self == Unblock { PinError::PukBlocked } else { PinError::Blocked }
    }

    fn wrong(self, remaining: u8) -> PinError {
        let remaining = Some(remaining);
        if self == Unblock { PinError::WrongPuk { remaining } } else { PinError::Wrong { remaining } }
    }
}

const MF: (&str, &str) = ("00A4000C023F00", "9000");
/// ENABLE asks the directory whether there is anything to do.
const STATUS: (&str, &str) = ("80F2000000", "6D00");

/// The beginning of an operation: the MF, and the question how many tries are left, with its answer.
fn beginning(operation: Operation, reference: &str, answer: &str) -> Vec<(String, String)> {
    let mut steps = vec![(MF.0.into(), MF.1.into()), (operation.query(reference), answer.into())];
    if operation == Enable {
        steps.push((STATUS.0.into(), STATUS.1.into()));
    }
    steps
}

fn play(steps: &[(String, String)]) -> Card<ScriptedCard> {
    let steps: Vec<_> = steps.iter().map(|(command, answer)| (&command[..], &answer[..])).collect();
    script(&steps)
}

#[test]
fn commands_of_a_uicc() {
    // ETSI TS 102 221 11.1.9 to 11.1.13
    for operation in ALL {
        for (id, reference) in
            [(PinId::Pin1, "01"), (PinId::Universal, "11"), (PinId::Adm(1), "0A"), (PinId::Adm(5), "0E")]
        {
            let mut steps = beginning(operation, reference, "63C3");
            steps.push((operation.command(reference), "9000".into()));
            let mut card = play(&steps);
            operation.run(&mut card, id, LastTry::Refuse).unwrap();
            done(card);
        }
    }
}

#[test]
fn a_local_pin_has_its_application_selected() {
    for operation in [Verify, Change, Disable, Unblock] {
        for (id, reference) in [(PinId::Pin2, "81"), (PinId::Adm(6), "8A"), (PinId::Adm(10), "8E")] {
            let mut steps = beginning(operation, reference, "63C3");
            steps.insert(1, ("00A4040C07A0000000871002".into(), "9000".into()));
            steps.push((operation.command(reference), "9000".into()));
            let mut card = play(&steps);
            operation.run(&mut card, id, LastTry::Refuse).unwrap();
            done(card);
        }
    }
}

#[test]
fn the_universal_pin_in_place_of_pin1() {
    // ETSI TS 102 221 11.1.11: P1 = 80 and the number of the global key
    let command = format!("0026910108{OLD}");
    let mut card = script(&[MF, ("0020000100", "63C3"), (&command, "9000")]);
    card.replace_pin(PinId::Pin1, &old(), LastTry::Refuse).unwrap();
    done(card);
}

/// What the card says of the tries left, whether the last one is allowed, and whether anything may be sent.
#[test]
fn the_last_try_is_never_spent_unasked() {
    for operation in ALL {
        let table = [
            ("63C3", LastTry::Refuse, None),
            ("63C2", LastTry::Refuse, None),
            ("63C1", LastTry::Refuse, Some(operation.last_try())),
            ("63C1", LastTry::Allow, None),
            ("63C0", LastTry::Refuse, Some(operation.blocked())),
            ("63C0", LastTry::Allow, Some(operation.blocked())),
            ("6983", LastTry::Refuse, Some(operation.blocked())),
            ("6983", LastTry::Allow, Some(operation.blocked())),
            // a card that does not tell
            ("6700", LastTry::Refuse, Some(operation.unknown())),
            ("6700", LastTry::Allow, None),
            ("6D00", LastTry::Refuse, Some(operation.unknown())),
            ("6A88", LastTry::Allow, Some(PinError::NoSuchPin)),
        ];
        for (answer, last_try, refusal) in table {
            let mut steps = beginning(operation, "01", answer);
            if answer == "6A88" {
                steps.truncate(2);
            }
            if refusal.is_none() {
                steps.push((operation.command("01"), "9000".into()));
            }
            let mut card = play(&steps);
            let result = operation.run(&mut card, PinId::Pin1, last_try);
            match refusal {
                Some(refusal) => assert_eq!(refused(result), refusal, "{operation:?} {answer}"),
                None => result.unwrap_or_else(|error| panic!("{operation:?} {answer}: {error}")),
            }
            done(card);
        }
    }
}

#[test]
fn what_the_card_answers() {
    for operation in ALL {
        let wrong_state = if operation == Enable { PinError::Enabled } else { PinError::Disabled };
        let mut table = vec![
            ("63C2", operation.wrong(2)),
            ("63C1", operation.wrong(1)),
            ("63C0", operation.blocked()),
            ("6983", operation.blocked()),
            ("6A88", PinError::NoSuchPin),
        ];
        if operation != Unblock {
            table.push(("6984", wrong_state));
        }
        for (answer, error) in table {
            let mut steps = beginning(operation, "01", "63C3");
            steps.push((operation.command("01"), answer.into()));
            let mut card = play(&steps);
            let result = operation.run(&mut card, PinId::Pin1, LastTry::Refuse);
            assert_eq!(refused(result), error, "{operation:?} {answer}");
            done(card);
        }
        let mut steps = beginning(operation, "01", "63C3");
        steps.push((operation.command("01"), "6985".into()));
        let error = operation.run(&mut play(&steps), PinId::Pin1, LastTry::Refuse).unwrap_err();
        assert_eq!(error.status_word(), Some(StatusWord::new(0x6985)), "{operation:?}");
    }
}

/// The header of the MF of a GSM card (3GPP TS 51.011 9.2.1) with these counters; bit 8 of the characteristics is
/// set where CHV1 is disabled.
fn gsm_mf(disabled: bool, chv1: u8, puk1: u8) -> String {
    let characteristics = if disabled { "80" } else { "00" };
    format!("000000003F0001000000000009{characteristics}010108 00{chv1:02X}{puk1:02X}838A")
}

fn gsm(operation: Operation, tries: u8, more: &[(String, &str)]) -> Card<ScriptedCard> {
    let (chv, puk) = if operation == Unblock { (0x80, 0x80 | tries) } else { (0x80 | tries, 0x8A) };
    let header = format!("{}9000", gsm_mf(operation == Enable, chv, puk));
    let mut steps = vec![("00A4000C023F00", "6E00"), ("A0A40000023F00", "9F16"), ("A0F2000016", &header)];
    steps.extend(more.iter().map(|(command, answer)| (&command[..], *answer)));
    script(&steps)
}

#[test]
fn commands_of_a_gsm_card() {
    // 3GPP TS 51.011 9.2.9 to 9.2.13; UNBLOCK calls CHV1 00
    let commands = [
        (Verify, format!("A020000108{OLD}")),
        (Change, format!("A024000110{OLD}{NEW}")),
        (Disable, format!("A026000108{OLD}")),
        (Enable, format!("A028000108{OLD}")),
        (Unblock, format!("A02C000010{PUK}{NEW}")),
    ];
    for (operation, command) in commands {
        let mut card = gsm(operation, 3, &[(command.clone(), "9000")]);
        operation.run(&mut card, PinId::Pin1, LastTry::Refuse).unwrap();
        done(card);
        let mut card = gsm(operation, 1, &[]);
        let refusal = refused(operation.run(&mut card, PinId::Pin1, LastTry::Refuse));
        assert_eq!(refusal, operation.last_try());
        done(card);
        let mut card = gsm(operation, 1, &[(command.clone(), "9840")]);
        let refusal = refused(operation.run(&mut card, PinId::Pin1, LastTry::Allow));
        assert_eq!(refusal, operation.blocked());
        done(card);
        // wrong: the next STATUS tells what is left
        let (chv, puk) = if operation == Unblock { (0x80, 0x82) } else { (0x82, 0x8A) };
        let header = format!("{}9000", gsm_mf(operation == Enable, chv, puk));
        let more = [(command.clone(), "9804"), ("A0F2000016".into(), &header[..])];
        let mut card = gsm(operation, 3, &more);
        let refusal = refused(operation.run(&mut card, PinId::Pin1, LastTry::Refuse));
        assert_eq!(refusal, operation.wrong(2));
        done(card);
        let mut card = gsm(operation, 3, &[(command, "9802")]);
        let refusal = refused(operation.run(&mut card, PinId::Pin1, LastTry::Refuse));
        assert_eq!(refusal, PinError::NoSuchPin);
        done(card);
    }
    // CHV2 is 02 everywhere
    let header = format!("{}9000", gsm_mf(false, 0x83, 0x8A));
    let command = format!("A02C000210{PUK}{NEW}");
    let mut card = script(&[
        ("00A4000C023F00", "6E00"),
        ("A0A40000023F00", "9F16"),
        ("A0F2000016", &header),
        (&command, "9000"),
    ]);
    card.unblock_pin(PinId::Pin2, &puk(), &new(), LastTry::Refuse).unwrap();
    done(card);
}

#[test]
fn what_there_is_nothing_to_do_for_is_not_sent() {
    for (operation, disabled, error) in [
        (Verify, true, PinError::Disabled),
        (Change, true, PinError::Disabled),
        (Disable, true, PinError::Disabled),
        (Enable, false, PinError::Enabled),
    ] {
        let header = format!("{}9000", gsm_mf(disabled, 0x83, 0x8A));
        let mut card =
            script(&[("00A4000C023F00", "6E00"), ("A0A40000023F00", "9F16"), ("A0F2000016", &header)]);
        assert_eq!(refused(operation.run(&mut card, PinId::Pin1, LastTry::Allow)), error);
        done(card);
    }
}

/// A PIN that was sent is never sent again, whatever happened to it.
#[test]
fn nothing_is_repeated() {
    let kinds = [TransportErrorKind::CardReset, TransportErrorKind::CardRemoved, TransportErrorKind::Timeout];
    for operation in ALL {
        for kind in kinds {
            let steps = beginning(operation, "01", "63C3");
            let mut transport = steps.iter().fold(ScriptedCard::new(), |card, (command, answer)| {
                card.answer(&bytes(command), &bytes(answer))
            });
            transport = transport.fail(&bytes(&operation.command("01")), kind);
            let mut card = Card::new(transport);
            let error = operation.run(&mut card, PinId::Pin1, LastTry::Refuse).unwrap_err();
            assert!(matches!(error, Error::Transport { .. }), "{error}");
            done(card);
        }
    }
}

fn virtual_pin() -> mock::Pin {
    mock::Pin::digits("1234").unwrap().tries(3).puk("12345678").unwrap()
}

#[test]
fn the_life_of_a_pin() {
    for gsm in [false, true] {
        let builder = if gsm { VirtualCard::builder().gsm() } else { VirtualCard::builder() };
        let mut card = Card::new(builder.pin(KeyReference::PIN1, virtual_pin()).build());
        let refuse = LastTry::Refuse;
        let id = PinId::Pin1;
        let tries = |card: &mut Card<VirtualCard>| {
            (card.pin_status(id).unwrap().remaining, card.puk_status(id).unwrap().remaining)
        };
        card.verify_pin(id, &old(), refuse).unwrap();
        card.change_pin(id, &old(), &new(), refuse).unwrap();
        assert_eq!(refused(card.verify_pin(id, &old(), refuse)), PinError::Wrong { remaining: Some(2) });
        card.disable_pin(id, &new(), refuse).unwrap();
        assert_eq!(card.pin_status(id).unwrap().enabled, Some(false));
        assert_eq!(refused(card.disable_pin(id, &new(), refuse)), PinError::Disabled);
        card.enable_pin(id, &new(), refuse).unwrap();
        assert_eq!(refused(card.enable_pin(id, &new(), refuse)), PinError::Enabled);
        assert_eq!(tries(&mut card), (Some(3), Some(10)), "gsm: {gsm}");
        for _ in 0..2 {
            refused(card.verify_pin(id, &old(), refuse));
        }
        assert_eq!(refused(card.verify_pin(id, &old(), refuse)), PinError::LastTry);
        assert_eq!(refused(card.verify_pin(id, &old(), LastTry::Allow)), PinError::Blocked);
        assert_eq!(refused(card.change_pin(id, &new(), &old(), LastTry::Allow)), PinError::Blocked);
        let wrong: Puk = "00000000".parse().unwrap();
        assert_eq!(
            refused(card.unblock_pin(id, &wrong, &old(), refuse)),
            PinError::WrongPuk { remaining: Some(9) }
        );
        card.unblock_pin(id, &puk(), &old(), refuse).unwrap();
        assert_eq!(tries(&mut card), (Some(3), Some(10)));
        card.verify_pin(id, &old(), refuse).unwrap();
        // and to the end of the PUK
        for left in (1..10).rev() {
            let error = refused(card.unblock_pin(id, &wrong, &old(), refuse));
            assert_eq!(error, PinError::WrongPuk { remaining: Some(left) });
        }
        assert_eq!(refused(card.unblock_pin(id, &puk(), &old(), refuse)), PinError::LastPukTry);
        assert_eq!(tries(&mut card).1, Some(1));
        assert_eq!(refused(card.unblock_pin(id, &wrong, &old(), LastTry::Allow)), PinError::PukBlocked);
        assert_eq!(refused(card.unblock_pin(id, &puk(), &old(), LastTry::Allow)), PinError::PukBlocked);
    }
}

/// Whatever goes wrong at whatever command, at most one try is spent.
#[test]
fn faults_spend_one_try_at_most() {
    for operation in [Verify, Change, Disable, Unblock] {
        for index in 0..6 {
            for fault in [
                Fault::Mute,
                Fault::Reset,
                Fault::Empty,
                Fault::OneByte,
                Fault::Error(TransportErrorKind::Timeout),
                Fault::Status(StatusWord::new(0x9300)),
                Fault::Status(StatusWord::new(0x6C10)),
            ] {
                let pin = mock::Pin::digits("9999").unwrap().tries(3).puk("99999999").unwrap();
                let inner = VirtualCard::builder().pin(KeyReference::PIN1, pin).build();
                let mut card = Card::new(Faulty::new(inner).at(index, fault));
                let _ = operation.run(&mut card, PinId::Pin1, LastTry::Refuse);
                let inner = card.into_transport().into_inner();
                let pin = inner.pin(KeyReference::PIN1).unwrap();
                let spent = if operation == Unblock {
                    10 - pin.puk_remaining().unwrap()
                } else {
                    3 - pin.remaining()
                };
                assert!(spent <= 1, "{operation:?} {index} {fault:?}: {spent} tries");
            }
        }
    }
}

/// Over a reader that others use too, a key of the ISIM stays one of the ISIM: the ISIM is selected again, since
/// another program may have selected something else meanwhile.
#[test]
fn the_key_of_an_application_is_that_of_the_one_selected_last() {
    let steps = [("00A4040C07A0000000871004", "9000"), ("0020008300", "63C3"), ("80F2000000", "6D00")];
    let select = [("00A4040407A0000000871004", "6106"), ("00C0000006", "6204820278219000")];
    let shared = TransportInfo::new(Level::Tpdu).with_shared(true);
    let script = select.iter().chain(&steps);
    let card = script.fold(ScriptedCard::new().with_info(shared), |card, (command, answer)| {
        card.answer(&bytes(command), &bytes(answer))
    });
    let mut card = Card::new(card);
    card.select_application(&Aid::ISIM).unwrap();
    assert_eq!(card.pin_status(PinId::Reference(0x83)).unwrap().remaining, Some(3));
    done(card);
}

#[test]
fn the_key_of_no_application_is_none() {
    let mut card = Card::new(VirtualCard::uicc());
    let none = card.pin_status(PinId::Reference(0x83));
    assert!(matches!(none, Err(Error::Misuse(Misuse::NoApplication))), "{none:?}");
}

/// 9000 to a command without a PIN: there is nothing to verify, so nothing is sent. Other operations are not told how
/// many tries are left, and ask for leave.
#[test]
fn a_pin_that_is_verified_is_not_sent_again() {
    for operation in ALL {
        let mut card = play(&beginning(operation, "01", "9000"));
        let result = operation.run(&mut card, PinId::Pin1, LastTry::Refuse);
        match operation {
            Verify => result.unwrap(),
            _ => assert_eq!(refused(result), operation.unknown(), "{operation:?}"),
        }
        done(card);
    }
}

/// 6300: wrong, and no word of how many tries are left.
#[test]
fn a_card_that_does_not_count_aloud() {
    let verify = format!("0020000108{OLD}");
    let mut card = script(&[("00A4000C023F00", "9000"), ("0020000100", "63C3"), (verify.as_str(), "6300")]);
    assert_eq!(
        refused(card.verify_pin(PinId::Pin1, &old(), LastTry::Refuse)),
        PinError::Wrong { remaining: None }
    );
    done(card);
}

/// P1 says so, which a GSM 11.11 card may overlook: the PIN would be disabled, with nothing in its place.
#[test]
fn a_gsm_card_has_no_universal_pin_to_ask_for_instead() {
    let mut card = Card::new(VirtualCard::gsm());
    card.select(&Path::MF).unwrap();
    let before = card.traffic().commands;
    let result = card.replace_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Allow);
    assert!(matches!(result, Err(Error::Misuse(Misuse::NotOnGsm(_)))), "{result:?}");
    assert_eq!(card.traffic().commands, before);
}
