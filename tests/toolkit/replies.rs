//! What a user enters, in the coding that the card asks for.

use hex_literal::hex;
use simcard::Card;
use simcard::toolkit::command::{GetInkey, GetInkeyQualifier, GetInput, GetInputQualifier, SendUssd};
use simcard::toolkit::object::{ResponseLength, TextString, UssdString};
use simcard::toolkit::{Command, InputProblem, ProactiveCommand, Reply, ScriptedHost};

use crate::support::{Puppet, proactive, responses};

/// The text string of the answer to a command, as it is coded.
fn answer(command: impl Into<Command>, entered: &str) -> Vec<u8> {
    let puppet = Puppet::new([proactive(command)]);
    let log = puppet.log();
    let mut host = ScriptedHost::new().enter(entered);
    Card::new(puppet).toolkit(&mut host).start().unwrap();
    let response = responses(&log.borrow()).remove(0);
    assert_eq!(response.general().0, 0x00, "{entered}");
    let bytes = response.encode().unwrap();
    bytes[12..].to_vec()
}

fn input(qualifier: GetInputQualifier) -> GetInput {
    let mut input = GetInput::new("?", ResponseLength { min: 0, max: 20 }).unwrap();
    input.qualifier = qualifier;
    input
}

#[test]
fn get_input() {
    use GetInputQualifier as Q;

    // ETSI TS 102 223 8.15: coding 04, one byte a character
    assert_eq!(answer(input(Q::empty()), "*12#"), hex!("8D05 04 2A313223"));
    assert_eq!(answer(input(Q::ALPHABET), "Hello"), hex!("8D06 04 48656C6C6F"));
    // packed: the septets of "Hello" (3GPP TS 23.038 6.1.2.1)
    assert_eq!(answer(input(Q::ALPHABET | Q::PACKED), "Hello"), hex!("8D06 00 C8329BFD06"));
    assert_eq!(answer(input(Q::PACKED), "1234"), hex!("8D05 00 31D98C06"));
    // UCS2, which counts before packing
    assert_eq!(answer(input(Q::ALPHABET | Q::UCS2), "ΩЖ"), hex!("8D05 08 03A90416"));
    // nothing
    assert_eq!(answer(input(Q::ALPHABET), ""), hex!("8D01 04"));
    assert_eq!(answer(input(Q::ALPHABET | Q::UCS2), ""), hex!("8D01 08"));
}

#[test]
fn get_inkey() {
    use GetInkeyQualifier as Q;

    let inkey = |qualifier| {
        let mut inkey = GetInkey::new("?").unwrap();
        inkey.qualifier = qualifier;
        inkey
    };
    assert_eq!(answer(inkey(Q::empty()), "7"), hex!("8D02 04 37"));
    assert_eq!(answer(inkey(Q::ALPHABET), "é"), hex!("8D02 04 05"));
    assert_eq!(answer(inkey(Q::ALPHABET | Q::UCS2), "Ж"), hex!("8D03 08 0416"));
    // yes and no (6.8.14)
    for (entered, byte) in [("yes", 1), ("Y", 1), ("1", 1), ("no", 0), ("N", 0), ("0", 0)] {
        assert_eq!(answer(inkey(Q::YES_NO), entered), [0x8D, 0x02, 0x04, byte]);
    }
    // neither is no answer, rather than a no
    let command = ProactiveCommand::new(1, inkey(Q::YES_NO));
    assert!(Reply::text("perhaps").to_response(&command).is_err());
}

#[test]
fn what_a_card_takes() {
    use GetInputQualifier as Q;

    let check = |qualifier, text: &str| {
        let mut input = input(qualifier);
        input.response_length = ResponseLength { min: 2, max: 3 };
        input.check(text)
    };
    assert_eq!(check(Q::empty(), "+12"), Ok(()));
    assert_eq!(check(Q::empty(), "1"), Err(InputProblem::TooShort { min: 2 }));
    assert_eq!(check(Q::empty(), ""), Err(InputProblem::TooShort { min: 2 }));
    assert_eq!(check(Q::empty(), "1234"), Err(InputProblem::TooLong { max: 3 }));
    assert_eq!(check(Q::empty(), "1a"), Err(InputProblem::NotDigits));
    assert_eq!(check(Q::ALPHABET, "1aЖ"), Err(InputProblem::Characters));
    assert_eq!(check(Q::ALPHABET | Q::UCS2, "1aЖ"), Ok(()));
    // the euro sign takes two characters of the default alphabet
    assert_eq!(check(Q::ALPHABET, "€"), Ok(()));
    assert_eq!(check(Q::ALPHABET, "€€"), Err(InputProblem::TooLong { max: 3 }));
    let mut any = input(Q::ALPHABET);
    any.response_length = ResponseLength { min: 0, max: 0xFF };
    assert_eq!(any.check(&"x".repeat(1000)), Ok(()));
    assert_eq!(any.check(""), Ok(()));
}

#[test]
fn what_the_network_answers() {
    let answer = |network: &str| {
        let send = SendUssd::new(UssdString::new("*100#").unwrap());
        let puppet = Puppet::new([proactive(send)]);
        let log = puppet.log();
        let mut host = ScriptedHost::new().consenting().ussd("*100#", network);
        Card::new(puppet).toolkit(&mut host).start().unwrap();
        let responses = responses(&log.borrow());
        let [response] = &responses[..] else { panic!() };
        (response.general().0, response.object::<TextString>().unwrap())
    };
    let (result, text) = answer("12 EUR");
    assert_eq!((result, text.coding(), text.text().as_str()), (0x00, TextString::UNPACKED, "12 EUR"));
    let (result, text) = answer("Υπόλοιπο");
    assert_eq!((result, text.coding(), text.text().as_str()), (0x00, TextString::UCS2, "Υπόλοιπο"));
    // as much as a command can carry: 255 bytes, less 12, and 8D, 81, the length and the coding
    let (result, text) = answer(&"9".repeat(300));
    assert_eq!((result, text.text()), (0x02, "9".repeat(239)));
    let (result, text) = answer(&"Ж".repeat(182));
    assert_eq!((result, text.text()), (0x02, "Ж".repeat(119)));
}

#[test]
fn what_was_entered_is_nowhere_to_be_seen() {
    let reply = Reply::text("19283746");
    assert!(!format!("{reply:?}").contains("19283746"));
    let host = ScriptedHost::new().enter("19283746").reply(reply);
    assert!(!format!("{host:?}").contains("19283746"));
}
