//! The commands of `tests/conformance` with their objects in other orders, doubled or lost: they are carried out, or refused for
//! what is missing, not for what is there; and what still reads is written as the same bytes.

use std::fs;
use std::path::Path;

use simcard::toolkit::{GeneralResult, ProactiveCommand};

/// All commands, with the file and the name of each.
fn commands() -> Vec<(String, Vec<u8>)> {
    const OTHERS: [&str; 3] = ["terminal_responses.txt", "envelopes.txt", "control_responses.txt"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut commands = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        if OTHERS.contains(&file.as_str()) {
            continue;
        }
        for line in fs::read_to_string(&path).unwrap().lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let name = format!("{file}, {}", columns.next().unwrap());
            commands.push((name, hex::decode(columns.next().unwrap()).unwrap()));
        }
    }
    assert!(commands.len() > 300);
    commands
}

/// The tag and value of each object of a command, or nothing if there are others than those with a tag of one byte.
fn objects(command: &[u8]) -> Option<Vec<(u8, Vec<u8>)>> {
    let mut rest = value(&command[1..]).filter(|(_, behind)| behind.is_empty())?.0;
    let mut objects = Vec::new();
    while let [tag, behind @ ..] = rest {
        if matches!(tag, 0x00 | 0x7F | 0x80 | 0xFF) {
            return None;
        }
        let (value, behind) = value(behind)?;
        objects.push((*tag, value.to_vec()));
        rest = behind;
    }
    Some(objects)
}

/// What a length counts, and what is behind that.
fn value(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    match bytes {
        [len @ ..=0x7F, rest @ ..] | [0x81, len, rest @ ..] => rest.split_at_checked(usize::from(*len)),
        _ => None,
    }
}

fn push(out: &mut Vec<u8>, tag: u8, value: &[u8]) {
    out.push(tag);
    match value.len() {
        len @ ..=0x7F => out.push(len as u8),
        len @ ..=0xFF => out.extend([0x81, len as u8]),
        len => out.extend([0x82, (len >> 8) as u8, len as u8]),
    }
    out.extend_from_slice(value);
}

fn command(objects: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut value = Vec::new();
    for (tag, bytes) in objects {
        push(&mut value, *tag, bytes);
    }
    let mut command = Vec::new();
    push(&mut command, 0xD0, &value);
    command
}

/// Reads a command and writes it again; the result that it is refused with, if it is.
fn refused(objects: &[(u8, Vec<u8>)], name: &str) -> Option<GeneralResult> {
    let bytes = command(objects);
    match ProactiveCommand::decode(&bytes) {
        Ok(command) => {
            assert_eq!(hex::encode(command.encode().unwrap()), hex::encode(&bytes), "{name}");
            None
        }
        Err(refusal) => Some(refusal.result),
    }
}

#[test]
fn commands_with_an_object_less_or_more() {
    for (name, bytes) in commands() {
        let readable = ProactiveCommand::decode(&bytes).is_ok();
        let Some(all) = readable.then(|| objects(&bytes)).flatten() else { continue };
        for index in 0..all.len() {
            let mut without = all.clone();
            let object = without.remove(index);
            // an icon that needs the text which is gone is not understood (ETSI TS 102 223 6.5.4)
            let needed = matches!(object.0 & 0x7F, 0x05 | 0x0D);
            match refused(&without, &name) {
                None | Some(GeneralResult::VALUES_MISSING) => {}
                Some(GeneralResult::DATA_NOT_UNDERSTOOD) if needed => {}
                Some(result) => panic!("{name} without object {:02X}: {result}", object.0),
            }
            // a second one is too many, but no reason to refuse anything
            let twice = [&all[..], &[object]].concat();
            assert_eq!(refused(&twice, &name), None, "{name}");
            // values that are empty, or of one byte more or less, are read or refused
            let value = &all[index].1;
            for value in [&[][..], &[&value[..], &[0]].concat(), value.get(1..).unwrap_or_default()] {
                let mut changed = all.clone();
                changed[index].1 = value.to_vec();
                refused(&changed, &name);
            }
        }
    }
}

#[test]
fn commands_in_any_order() {
    for (name, bytes) in commands() {
        let readable = ProactiveCommand::decode(&bytes).is_ok();
        let Some(all) = readable.then(|| objects(&bytes)).flatten() else { continue };
        for index in 0..all.len() {
            let mut moved = all.clone();
            moved.rotate_left(index);
            // which of two frames of a SET FRAMES is meant, only their order says
            if !all.iter().any(|(tag, _)| tag & 0x7F == 0x66) {
                assert_eq!(refused(&moved, &name), None, "{name}");
            }
        }
    }
}
