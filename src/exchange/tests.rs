use super::*;
use crate::transport::{Limits, TransportInfo};
use hex_literal::hex;
use proptest::prelude::*;
use std::vec;

const SELECT: Command<'static> =
    Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x00, 0x04).data(&[0x3F, 0x00]).expect(256);
const READ: Command<'static> = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0, 0).expect(10);
const GSM_READ: Command<'static> = Command::new(Class::GSM, Instruction::READ_RECORD, 1, 4).expect(16);
const VERIFY: Command<'static> = Command::new(Class::INTERINDUSTRY, Instruction::VERIFY, 0, 1);

const TPDU: TransportInfo = TransportInfo::new(Level::Tpdu);
const APDU: TransportInfo = TransportInfo::new(Level::Apdu);

/// Plays `script`, pairs of what must be sent and what comes back, and gives how it ended.
fn play(
    command: Command<'_>,
    info: &TransportInfo,
    script: &[(&[u8], &[u8])],
) -> Result<(u16, Vec<u8>), ExchangeError> {
    let mut exchange = Exchange::new(command, info)?;
    let (mut buffer, mut data) = (vec![0; 70_000], Vec::new());
    for (index, (expected, response)) in script.iter().enumerate() {
        let sent = exchange.next(&mut buffer)?.unwrap_or_else(|| panic!("ended before command {index}"));
        assert_eq!(hex::encode(sent), hex::encode(expected), "command {index}");
        exchange.receive(response, &mut data)?;
    }
    assert_eq!(exchange.next(&mut buffer)?, None, "the script is over, the exchange is not");
    Ok((exchange.outcome().unwrap().status.value(), data))
}

#[test]
fn case_1_gets_p3_below_t0_only() {
    assert_eq!(play(VERIFY, &TPDU, &[(&hex!("0020000100"), &hex!("63C3"))]), Ok((0x63C3, vec![])));
    assert_eq!(play(VERIFY, &APDU, &[(&hex!("00200001"), &hex!("63C3"))]), Ok((0x63C3, vec![])));
}

#[test]
fn case_4_goes_without_le_below_t0_and_with_it_above() {
    let fetch: (&[u8], &[u8]) = (&hex!("00C0000002"), &hex!("62009000"));
    let t0: &[(&[u8], &[u8])] = &[(&hex!("00A40004023F00"), &hex!("6102")), fetch];
    assert_eq!(play(SELECT, &TPDU, t0), Ok((0x9000, vec![0x62, 0])));
    let t1: &[(&[u8], &[u8])] = &[(&hex!("00A40004023F0000"), &hex!("62009000"))];
    assert_eq!(play(SELECT, &APDU, t1), Ok((0x9000, vec![0x62, 0])));
}

#[test]
fn data_with_9000_where_61_was_due_are_taken() {
    let script: &[(&[u8], &[u8])] = &[(&hex!("00A40004023F00"), &hex!("62009000"))];
    assert_eq!(play(SELECT, &TPDU, script), Ok((0x9000, vec![0x62, 0])));
}

#[test]
fn get_response_keeps_class_and_channel() {
    let command = Command { class: Class::new(0x41), ..SELECT };
    let script: &[(&[u8], &[u8])] =
        &[(&hex!("41A40004023F00"), &hex!("6101")), (&hex!("41C0000001"), &hex!("AA9000"))];
    assert_eq!(play(command, &TPDU, script), Ok((0x9000, vec![0xAA])));
    let gsm = Command { class: Class::GSM, ..SELECT };
    let script: &[(&[u8], &[u8])] =
        &[(&hex!("A0A40004023F00"), &hex!("9F01")), (&hex!("A0C0000001"), &hex!("AA9000"))];
    assert_eq!(play(gsm, &TPDU, script), Ok((0x9000, vec![0xAA])));
}

#[test]
fn get_response_falls_back_to_the_interindustry_class() {
    let command = Command { class: Class::new(0x81), ..SELECT };
    let script: &[(&[u8], &[u8])] = &[
        (&hex!("81A40004023F00"), &hex!("6101")),
        (&hex!("81C0000001"), &hex!("6E00")),
        (&hex!("01C0000001"), &hex!("AA9000")),
    ];
    assert_eq!(play(command, &TPDU, script), Ok((0x9000, vec![0xAA])));
}

#[test]
fn le_00_is_256_and_long_answers_are_put_together() {
    let (first, second) =
        ([&[0x11; 256][..], &hex!("6110")].concat(), [&[0x22; 16][..], &hex!("9000")].concat());
    let script: &[(&[u8], &[u8])] = &[
        (&hex!("00A40004023F00"), &hex!("6100")),
        (&hex!("00C0000000"), &first),
        (&hex!("00C0000010"), &second),
    ];
    assert_eq!(play(SELECT, &TPDU, script), Ok((0x9000, [&[0x11; 256][..], &[0x22; 16]].concat())));
}

#[test]
fn no_more_is_fetched_than_was_wanted() {
    let command = SELECT.expect(4);
    let script: &[(&[u8], &[u8])] =
        &[(&hex!("00A40004023F00"), &hex!("6120")), (&hex!("00C0000004"), &hex!("01020304611C"))];
    assert_eq!(play(command, &TPDU, script), Ok((0x9000, vec![1, 2, 3, 4])));
    // nothing wanted: the announcement is the answer
    let script: &[(&[u8], &[u8])] = &[(&hex!("A0A40004023F00"), &hex!("9F16"))];
    assert_eq!(play(Command { class: Class::GSM, ..SELECT.expect(0) }, &TPDU, script), Ok((0x9F16, vec![])));
}

#[test]
fn a_wrong_length_is_corrected_once() {
    let script: &[(&[u8], &[u8])] =
        &[(&hex!("00B000000A"), &hex!("6C02")), (&hex!("00B0000002"), &hex!("AABB9000"))];
    assert_eq!(play(READ, &TPDU, script), Ok((0x9000, vec![0xAA, 0xBB])));
    let again: &[(&[u8], &[u8])] =
        &[(&hex!("00B000000A"), &hex!("6C02")), (&hex!("00B0000002"), &hex!("6C02"))];
    let refused = ExchangeError::LengthRefused(StatusWord::new(0x6C02));
    assert_eq!(play(READ, &TPDU, again), Err(refused));
}

#[test]
fn the_gsm_form_of_a_wrong_length() {
    let script: &[(&[u8], &[u8])] =
        &[(&hex!("A0B2010410"), &hex!("6702")), (&hex!("A0B2010402"), &hex!("AABB9000"))];
    assert_eq!(play(GSM_READ, &TPDU, script), Ok((0x9000, vec![0xAA, 0xBB])));
    assert_eq!(play(GSM_READ, &TPDU, &[(&hex!("A0B2010410"), &hex!("6700"))]), Ok((0x6700, vec![])));
    // in any other class 67xx names no length
    assert_eq!(play(READ, &TPDU, &[(&hex!("00B000000A"), &hex!("6702"))]), Ok((0x6702, vec![])));
}

#[test]
fn a_wrong_length_inside_a_get_response_chain_loses_nothing() {
    let script: &[(&[u8], &[u8])] = &[
        (&hex!("00A40004023F00"), &hex!("6102")),
        (&hex!("00C0000002"), &hex!("01026120")),
        (&hex!("00C0000020"), &hex!("6C01")),
        (&hex!("00C0000001"), &hex!("039000")),
    ];
    assert_eq!(play(SELECT, &TPDU, script), Ok((0x9000, vec![1, 2, 3])));
}

#[test]
fn a_warning_brings_its_data() {
    let command = Command { instruction: Instruction::SEARCH_RECORD, ..SELECT };
    let script: &[(&[u8], &[u8])] = &[
        (&hex!("00A20004023F00"), &hex!("6282")),
        (&hex!("00C0000000"), &hex!("6C01")),
        (&hex!("00C0000001"), &hex!("079000")),
    ];
    assert_eq!(play(command, &TPDU, script), Ok((0x6282, vec![7])));
    // and stays a warning where there are none
    let script: &[(&[u8], &[u8])] =
        &[(&hex!("00A20004023F00"), &hex!("6282")), (&hex!("00C0000000"), &hex!("6F00"))];
    assert_eq!(play(command, &TPDU, script), Ok((0x6282, vec![])));
    // case 2: data and warning come together
    assert_eq!(play(READ, &TPDU, &[(&hex!("00B000000A"), &hex!("016282"))]), Ok((0x6282, vec![1])));
    // an SMS that a GSM card could not use, with its answer for the network (TS 51.011 9.4.1)
    let envelope = Command::new(Class::GSM, Instruction::ENVELOPE, 0, 0).data(&[0xD1, 0]).expect(256);
    let script: &[(&[u8], &[u8])] =
        &[(&hex!("A0C2000002D100"), &hex!("9E01")), (&hex!("A0C0000001"), &hex!("079000"))];
    assert_eq!(play(envelope, &TPDU, script), Ok((0x9E01, vec![7])));
}

#[test]
fn a_pending_proactive_command_is_success() {
    let mut exchange = Exchange::new(READ, &TPDU).unwrap();
    let (mut buffer, mut data) = ([0; 261], Vec::new());
    exchange.next(&mut buffer).unwrap();
    exchange.receive(&hex!("019110"), &mut data).unwrap();
    let outcome = exchange.outcome().unwrap();
    assert_eq!((outcome.status.value(), outcome.proactive, data), (0x9110, Some(16), vec![1]));
}

#[test]
fn busy_and_errors_are_handed_on() {
    for status in [0x9300_u16, 0x9240, 0x6A82, 0x6982, 0x9404] {
        let response = status.to_be_bytes();
        assert_eq!(play(READ, &TPDU, &[(&hex!("00B000000A"), &response)]), Ok((status, vec![])));
    }
}

#[test]
fn long_data_go_out_as_a_chain() {
    let payload = [0x5A; 300];
    let command = Command::new(Class::ETSI, Instruction::STORE_DATA, 0x91, 0).data(&payload).expect(256);
    let first = [&hex!("90E29100FF"), &payload[..255]].concat();
    let last = [&hex!("80E291002D"), &payload[..45]].concat();
    let script: &[(&[u8], &[u8])] =
        &[(&first, &hex!("9000")), (&last, &hex!("6101")), (&hex!("80C0000001"), &hex!("AA9000"))];
    assert_eq!(play(command, &TPDU, script), Ok((0x9000, vec![0xAA])));
    // a link that fails ends the chain
    assert_eq!(play(command, &TPDU, &[(&first, &hex!("6883"))]), Ok((0x6883, vec![])));
    // extended length needs no chain
    let extended = APDU.with_limits(Limits::EXTENDED);
    let whole = [&hex!("80E2910000012C")[..], &payload, &hex!("0100")].concat();
    assert_eq!(play(command, &extended, &[(&whole, &hex!("AA9000"))]), Ok((0x9000, vec![0xAA])));
    // and GSM cards have neither
    let gsm = Command { class: Class::GSM, ..command };
    let too_long = CommandError::DataTooLong { len: 300, max: 255 };
    assert_eq!(play(gsm, &TPDU, &[]), Err(too_long.into()));
}

#[test]
fn short_and_oversized_responses_are_errors() {
    assert_eq!(play(READ, &TPDU, &[(&hex!("00B000000A"), &[])]), Err(ExchangeError::TooShort { len: 0 }));
    assert_eq!(play(READ, &TPDU, &[(&hex!("00B000000A"), &[0x90])]), Err(ExchangeError::TooShort { len: 1 }));
    assert_eq!(play(READ, &TPDU, &[(&hex!("00B000000A"), &[0; 259])]), Err(ExchangeError::TooLong));
    // eleven bytes where ten were asked for: one of them is something else
    let eleven = [&[0x60][..], &[0x11; 10], &hex!("9000")].concat();
    assert_eq!(play(READ, &TPDU, &[(&hex!("00B000000A"), &eleven)]), Err(ExchangeError::TooLong));
}

/// A card that gives the same answer to everything.
fn stubborn(command: Command<'_>, answer: &[u8]) -> (Result<(), ExchangeError>, u16) {
    let mut exchange = Exchange::new(command, &TPDU).unwrap();
    let (mut buffer, mut data) = ([0; 300], Vec::new());
    let mut sent = 0;
    loop {
        match exchange.next(&mut buffer) {
            Ok(Some(_)) => sent += 1,
            Ok(None) => return (Ok(()), sent),
            Err(error) => return (Err(error), sent),
        }
        if let Err(error) = exchange.receive(answer, &mut data) {
            return (Err(error), sent);
        }
    }
}

#[test]
fn loops_end() {
    assert_eq!(stubborn(SELECT, &hex!("6110")), (Err(ExchangeError::NoProgress), 3));
    assert_eq!(stubborn(SELECT, &hex!("9F10")), (Err(ExchangeError::NoProgress), 3));
    assert_eq!(stubborn(SELECT, &hex!("AA6110")), (Err(ExchangeError::TooManyRounds), 256));
    assert_eq!(stubborn(SELECT, &hex!("9110")), (Ok(()), 1));
    let refused = Err(ExchangeError::LengthRefused(StatusWord::new(0x6C10)));
    assert_eq!(stubborn(READ, &hex!("6C10")), (refused, 2));
    let much = [&[0; 256][..], &hex!("6100")].concat();
    assert_eq!(stubborn(SELECT, &much), (Err(ExchangeError::TooManyRounds), 256));
}

proptest! {
    /// Whatever a card answers, the exchange ends in time, and holds what its limits say.
    #[test]
    fn always_ends(
        answers in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 1..20),
        which in 0..4_usize,
        apdu in any::<bool>(),
    ) {
        let command = [SELECT, READ, GSM_READ, VERIFY][which];
        let mut exchange = Exchange::new(command, if apdu { &APDU } else { &TPDU }).unwrap();
        let (mut buffer, mut data) = ([0; 300], Vec::new());
        let mut sent = 0_u16;
        for answer in answers.iter().cycle() {
            match exchange.next(&mut buffer) {
                Ok(Some(bytes)) => prop_assert!(bytes.len() >= 4),
                Ok(None) => break,
                Err(_) => break,
            }
            sent += 1;
            prop_assert!(sent <= MAX_ROUNDS);
            if exchange.receive(answer, &mut data).is_err() {
                break;
            }
            prop_assert!(data.len() <= MAX_RESPONSE);
        }
    }
}

#[test]
fn nothing_is_sent_after_a_failure() {
    for response in [&hex!("90")[..], &[0x90; 300], &hex!("6C05")] {
        let mut exchange = Exchange::new(READ, &APDU).unwrap();
        let (mut buffer, mut data) = (vec![0; 300], Vec::new());
        let mut failed = Ok(());
        while failed.is_ok() {
            assert!(exchange.next(&mut buffer).unwrap().is_some());
            failed = exchange.receive(response, &mut data);
        }
        assert_eq!(exchange.next(&mut buffer), Ok(None));
        assert_eq!((exchange.outcome(), data.len()), (None, 0));
    }
}
