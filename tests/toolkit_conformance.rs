//! Proactive commands, TERMINAL RESPONSEs and envelopes in the manner of the conformance specifications 3GPP TS 31.124, ETSI
//! TS 102 384 and 3GPP TS 51.010-4 (27.22).
//!
//! A line of a file in `tests/conformance` is a name, the bytes, and what they say: the JSON of the message, of which
//! everything that the line has must be there, and warnings must not be there unless it has them; or `{"refused":"36"}`,
//! the result that a terminal refuses the command with. Names that are numbers are those of the sequences of the
//! specification whose message it has or resembles. The lengths were computed by another program than the library.

#![cfg(feature = "serde")]

use std::fmt::Debug;

use serde_json::Value;
use simcard::toolkit::envelope::CallControlResponse;
use simcard::toolkit::{Envelope, ProactiveCommand, TerminalResponse};

/// What is wrong with a line, if anything.
type Outcome = Result<(), String>;

/// Every part of `expected` is in `actual`, too; lists are equally long.
fn has(actual: &Value, expected: &Value) -> bool {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => {
            expected.iter().all(|(key, value)| actual.get(key).is_some_and(|actual| has(actual, value)))
        }
        (Value::Array(actual), Value::Array(expected)) => {
            actual.len() == expected.len()
                && actual.iter().zip(expected).all(|(actual, expected)| has(actual, expected))
        }
        _ => actual == expected,
    }
}

/// What was read says what is expected, without warnings that are not, and writes as the same bytes.
fn says<T: Debug + serde::Serialize>(
    message: &T,
    encoded: Result<Vec<u8>, impl Debug>,
    bytes: &[u8],
    expected: &Value,
) -> Outcome {
    let json = serde_json::to_string(message).map_err(|error| error.to_string())?;
    let actual: Value = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    let once = actual.to_string();
    if once != json {
        return Err(format!("has a key twice: {json}"));
    }
    if !has(&actual, expected) {
        return Err(format!("says {actual}"));
    }
    for unexpected in ["warnings", "others"] {
        let explained = [unexpected, "warnings"].iter().any(|key| expected.get(key).is_some());
        if !explained && actual.get(unexpected).is_some() {
            return Err(format!("has {unexpected}: {actual}"));
        }
    }
    match encoded {
        Ok(encoded) if encoded == bytes => {}
        other => return Err(format!("encodes to {other:02X?}")),
    }
    if format!("{message:?}").is_empty() {
        return Err("shows nothing".into());
    }
    Ok(())
}

/// A message that was read, or the result it was refused with.
fn judge<T: Debug + serde::Serialize>(
    decoded: Result<(T, Result<Vec<u8>, impl Debug>), u8>,
    bytes: &[u8],
    expected: &Value,
) -> Outcome {
    match (decoded, expected.get("refused")) {
        (Err(result), Some(refused)) if *refused == format!("{result:02X}") => Ok(()),
        (Err(result), _) => Err(format!("refused with {result:02X}")),
        (Ok((message, _)), Some(_)) => Err(format!("not refused: {message:?}")),
        (Ok((message, encoded)), None) => says(&message, encoded, bytes, expected),
    }
}

/// Whatever becomes of `bytes` when a byte is changed or missing: if they can be read, they write as they were.
fn damage<E: Debug>(bytes: &[u8], again: impl Fn(&[u8]) -> Option<Result<Vec<u8>, E>>) -> Outcome {
    let check = |damaged: &[u8]| match again(damaged) {
        Some(Ok(encoded)) if encoded == damaged => Ok(()),
        Some(other) => Err(format!("{} encodes to {other:02X?}", hex::encode_upper(damaged))),
        None => Ok(()),
    };
    for position in 0..bytes.len() {
        check(&bytes[..position])?;
        for change in [0x01, 0x02, 0x80, 0xFF] {
            let mut damaged = bytes.to_vec();
            damaged[position] ^= change;
            check(&damaged)?;
        }
    }
    Ok(())
}

fn command(bytes: &[u8], expected: &Value) -> Outcome {
    let decoded = ProactiveCommand::decode(bytes).map_err(|refusal| refusal.result.0);
    damage(bytes, |bytes| ProactiveCommand::decode(bytes).ok().map(|command| command.encode()))?;
    judge(decoded.map(|command| (command.clone(), command.encode())), bytes, expected)
}

fn response(bytes: &[u8], expected: &Value) -> Outcome {
    // the card does not say why it can't read a response
    let decoded = TerminalResponse::decode(bytes).map_err(|_| 0x32);
    damage(bytes, |bytes| TerminalResponse::decode(bytes).ok().map(|response| response.encode()))?;
    judge(decoded.map(|response| (response.clone(), response.encode())), bytes, expected)
}

fn envelope(bytes: &[u8], expected: &Value) -> Outcome {
    let decoded = Envelope::decode(bytes).map_err(|error| error.result.0);
    damage(bytes, |bytes| Envelope::decode(bytes).ok().map(|envelope| envelope.encode()))?;
    judge(decoded.map(|envelope| (envelope.clone(), envelope.encode())), bytes, expected)
}

fn control(bytes: &[u8], expected: &Value) -> Outcome {
    let decoded = CallControlResponse::decode(bytes).map_err(|error| error.result.0);
    damage(bytes, |bytes| CallControlResponse::decode(bytes).ok().map(|response| response.encode()))?;
    judge(decoded.map(|response| (response.clone(), response.encode())), bytes, expected)
}

/// Runs every line, tells of all that fail, and gives their number.
fn run(file: &str, table: &str, check: fn(&[u8], &Value) -> Outcome) {
    let mut failed = Vec::new();
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let [name, bytes, expected] = line.split('\t').collect::<Vec<_>>().try_into().expect(line);
        let bytes = hex::decode(bytes).expect(line);
        let expected: Value = serde_json::from_str(expected).expect(line);
        if let Err(problem) = check(&bytes, &expected) {
            failed.push(format!(
                "{name}: {problem}\n  expected {expected}\n  of {}",
                hex::encode_upper(&bytes)
            ));
        }
    }
    assert!(failed.is_empty(), "{file}: {} lines:\n{}", failed.len(), failed.join("\n"));
}

macro_rules! tables {
    ($( $name:ident: $check:ident, )*) => {
        $(
            #[test]
            fn $name() {
                let file = concat!(stringify!($name), ".txt");
                run(file, include_str!(concat!("conformance/", stringify!($name), ".txt")), $check);
            }
        )*
    };
}

tables! {
    display_text: command,
    get_inkey: command,
    get_input: command,
    polling: command,
    play_tone: command,
    refresh: command,
    set_up_menu: command,
    select_item: command,
    send_short_message: command,
    send_ss: command,
    send_ussd: command,
    set_up_call: command,
    local_information_events_timers: command,
    card_reader: command,
    set_up_idle_mode_text: command,
    run_at_command: command,
    send_dtmf: command,
    language_notification: command,
    launch_browser: command,
    open_channel: command,
    channels: command,
    other_commands: command,
    terminal_responses: response,
    envelopes: envelope,
    control_responses: control,
}
