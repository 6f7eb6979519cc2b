//! Vectors worked out by hand from the clauses named, in the form of the conformance tests of ETSI TS 102 384 and 3GPP
//! TS 31.124.

mod channel;
mod display;
mod hostile;
mod network;
mod session;

use alloc::string::String;
use alloc::vec::Vec;

use super::*;
use crate::toolkit::object::AnyObject;
use crate::toolkit::{Capabilities, Host, NetworkAction};

/// Bytes of a text of hexadecimal bytes and of `'words`, which stand for their ASCII (`_` for a blank).
pub(super) fn bytes(text: &str) -> Vec<u8> {
    text.split_whitespace()
        .flat_map(|word| match word.strip_prefix('\'') {
            Some(ascii) => ascii.replace('_', " ").into_bytes(),
            None => hex::decode(word).unwrap(),
        })
        .collect()
}

/// Puts tag and length around the objects.
pub(super) fn around(objects: &str) -> Vec<u8> {
    let objects = bytes(objects);
    let mut out = alloc::vec![TAG];
    crate::codec::ctlv::push_length(&mut out, objects.len(), 1).unwrap();
    out.extend(objects);
    out
}

/// Decodes, whatever the warnings, and encodes to the same bytes. What is read of it without knowing how it was written
/// says the same, and every beginning of it does no harm.
pub(super) fn lenient(objects: &str) -> ProactiveCommand {
    let pdu = around(objects);
    let command = ProactiveCommand::decode(&pdu).unwrap_or_else(|refusal| panic!("{objects}: {refusal}"));
    assert_eq!(command.encode().unwrap(), pdu, "{command:?}");
    let again = ProactiveCommand { layout: Layout::default(), ..command.clone() };
    let again = ProactiveCommand::decode(&again.encode().unwrap()).unwrap();
    assert_eq!((&again.command, &again.others), (&command.command, &command.others));
    assert!(!alloc::format!("{command:?}").is_empty());
    #[cfg(feature = "serde")]
    assert!(serde_json::to_value(&command).unwrap().is_object());
    for len in 0..pdu.len() {
        assert!(ProactiveCommand::decode(&pdu[..len]).is_err(), "{len} bytes of {objects}");
    }
    command
}

/// Decodes without a warning.
pub(super) fn read(objects: &str) -> ProactiveCommand {
    let command = lenient(objects);
    assert_eq!(command.warnings, [], "{objects}");
    assert_eq!(command.others, [], "{objects}");
    command
}

/// What a terminal has to answer to a command that is refused.
pub(super) fn refused(objects: &str) -> GeneralResult {
    let refusal = ProactiveCommand::decode(&around(objects)).unwrap_err();
    assert!(refusal.details.is_some(), "{refusal}");
    refusal.result
}

/// The bytes of an object.
pub(super) fn raw(object: &impl AnyObject) -> Vec<u8> {
    object.to_bytes().unwrap()
}

/// The bytes of an object that may be missing.
pub(super) fn opt<T: AnyObject>(object: &Option<T>) -> Option<Vec<u8>> {
    object.as_ref().map(|object| object.to_bytes().unwrap())
}

/// Reads a command, and takes the variant out of it.
macro_rules! command {
    ($variant:ident, $objects:expr) => {
        match super::read($objects).command {
            Command::$variant(command) => command,
            other => panic!("{other:?}"),
        }
    };
}
pub(super) use command;

/// A vector for every command, with the mandatory objects alone.
pub(super) const SHORTEST: &[&str] = &[
    "81 03 01 01 00 82 02 81 82",
    "81 03 01 02 00 82 02 81 82",
    "81 03 01 03 00 82 02 81 82 84 02 00 01",
    "81 03 01 04 00 82 02 81 82",
    "81 03 01 05 00 82 02 81 82 99 01 05",
    "81 03 01 10 00 82 02 81 83 86 03 81 21 F3",
    "81 03 01 11 00 82 02 81 83 89 04 FF BA 12 FB",
    "81 03 01 12 00 82 02 81 83 8A 06 0F AA 18 0C 36 02",
    "81 03 01 13 00 82 02 81 83 8B 0B 01 00 03 81 21 F3 00 04 02 48 69",
    "81 03 01 14 00 82 02 81 83 AC 01 F1",
    "81 03 01 15 00 82 02 81 82 B1 00",
    "81 03 01 16 00 82 02 81 82 F6 06 00 00 00 00 00 00",
    "81 03 01 20 00 82 02 81 03",
    "81 03 01 21 00 82 02 81 02 8D 02 04 41",
    "81 03 01 22 00 82 02 81 82 8D 02 04 41",
    "81 03 01 23 00 82 02 81 82 8D 02 04 41 91 02 01 05",
    "81 03 01 24 00 82 02 81 82 8F 02 01 41",
    "81 03 01 25 00 82 02 81 82 85 00 8F 02 01 41",
    "81 03 01 26 00 82 02 81 82",
    "81 03 01 27 01 82 02 81 82 A4 01 01",
    "81 03 01 28 00 82 02 81 82 8D 00",
    "81 03 01 30 00 82 02 81 11 A2 05 A0 A4 00 00 00",
    "81 03 01 31 00 82 02 81 11",
    "81 03 01 32 00 82 02 81 11",
    "81 03 01 33 00 82 02 81 82",
    "81 03 01 34 00 82 02 81 82 A8 02 41 54",
    "81 03 01 35 00 82 02 81 82",
    "81 03 01 40 00 82 02 81 82 B5 01 03 B9 02 02 00",
    "81 03 01 41 00 82 02 81 21",
    "81 03 01 42 00 82 02 81 21 B7 01 C8",
    "81 03 01 43 01 82 02 81 21 B6 02 00 01",
    "81 03 01 44 00 82 02 81 82",
    "81 03 01 45 00 82 02 81 82 C3 02 00 01",
    "81 03 01 46 00 82 02 81 82 C4 02 00 01",
    "81 03 01 47 00 82 02 81 82 C1 03 00 01 02",
    "81 03 01 50 00 82 02 81 82 E8 01 00",
    "81 03 01 51 00 82 02 81 82",
    "81 03 01 60 00 82 02 81 83 EA 01 01 92 05 01 3F 00 2F E2",
    "81 03 01 61 00 82 02 81 83 92 05 01 3F 00 2F E2",
    "81 03 01 62 80 82 02 81 02 92 05 01 3F 00 2F E2",
    "81 03 01 70 00 82 02 81 82 FB 01 01",
    "81 03 01 71 00 82 02 81 82 D4 01 01",
    "81 03 01 72 00 82 02 81 31",
    "81 03 01 73 00 82 02 81 31",
    "81 03 01 79 00 82 02 81 82",
    "81 03 01 81 00 82 02 81 82",
];

#[test]
fn every_command_needs_just_this() {
    assert_eq!(SHORTEST.len(), CommandType::ALL.len());
    for (objects, kind) in SHORTEST.iter().zip(CommandType::ALL) {
        let command = read(objects);
        assert_eq!(command.kind(), *kind, "{objects}");
        assert!(!matches!(command.command, Command::Unknown(_)), "{objects}");
        assert_eq!((command.number, command.devices.source), (1, Device::UICC));
        assert_eq!(command.command.qualifier(), bytes(objects)[4]);
        let again = ProactiveCommand::new(1, command.command.clone());
        let again = again.to(command.devices.destination);
        assert_eq!(again.encode().unwrap(), around(objects), "{objects}");
    }
}

/// Whoever adds a command decides it here.
#[test]
fn every_command_needs_consent_or_is_known_not_to() {
    const FREE: &[CommandType] = &[
        CommandType::REFRESH,
        CommandType::MORE_TIME,
        CommandType::POLL_INTERVAL,
        CommandType::POLLING_OFF,
        CommandType::SET_UP_EVENT_LIST,
        CommandType::PLAY_TONE,
        CommandType::DISPLAY_TEXT,
        CommandType::GET_INKEY,
        CommandType::GET_INPUT,
        CommandType::SELECT_ITEM,
        CommandType::SET_UP_MENU,
        CommandType::TIMER_MANAGEMENT,
        CommandType::SET_UP_IDLE_MODE_TEXT,
        CommandType::PERFORM_CARD_APDU,
        CommandType::POWER_ON_CARD,
        CommandType::POWER_OFF_CARD,
        CommandType::GET_READER_STATUS,
        CommandType::LANGUAGE_NOTIFICATION,
        // of a channel that was opened with consent
        CommandType::CLOSE_CHANNEL,
        CommandType::RECEIVE_DATA,
        CommandType::SEND_DATA,
        CommandType::GET_CHANNEL_STATUS,
        CommandType::SERVICE_SEARCH,
        CommandType::GET_SERVICE_INFORMATION,
        CommandType::DECLARE_SERVICE,
        CommandType::SET_FRAMES,
        CommandType::GET_FRAMES_STATUS,
        CommandType::DISPLAY_MULTIMEDIA_MESSAGE,
        CommandType::ACTIVATE,
        CommandType::CONTACTLESS_STATE_CHANGED,
        CommandType::COMMAND_CONTAINER,
        CommandType::ENCAPSULATED_SESSION_CONTROL,
        CommandType::LSI_COMMAND,
        CommandType::END_OF_PROACTIVE_SESSION,
    ];
    for objects in SHORTEST {
        let command = read(objects);
        let free = NetworkAction::of(&command).is_none();
        assert_eq!(free, FREE.contains(&command.kind()), "{}", command.kind());
    }
}

#[test]
fn every_command_that_the_session_leaves_has_a_method_of_the_host() {
    struct Idle;

    impl Host for Idle {
        fn capabilities(&self) -> Capabilities {
            Capabilities::default()
        }
    }

    for objects in SHORTEST {
        let command = read(objects);
        let kind = command.kind();
        // the host is told of a REFRESH, too
        let session = Capabilities::BUILT_IN.contains(&kind) && kind != CommandType::REFRESH;
        let expected = match session {
            true => GeneralResult::TYPE_NOT_UNDERSTOOD,
            false => GeneralResult::BEYOND_CAPABILITIES,
        };
        assert_eq!(Idle.perform(&command).unwrap().general(), expected, "{kind}");
    }
}

#[test]
fn without_its_last_object_values_are_missing() {
    for objects in SHORTEST {
        let all = bytes(objects);
        // command details and device identities take nine bytes
        if all.len() == 9 {
            continue;
        }
        // the objects behind them, all with a short length
        let mut ends = alloc::vec![9];
        while let Some(end) = ends.last().filter(|end| **end < all.len()) {
            ends.push(end + 2 + usize::from(all[end + 1]));
        }
        for pair in ends.windows(2) {
            let mut less = all.clone();
            less.drain(pair[0]..pair[1]);
            let less: String = hex::encode(&less);
            assert_eq!(refused(&less), GeneralResult::VALUES_MISSING, "{less}");
        }
    }
}

#[test]
fn commands_go_to_the_devices_of_the_specification() {
    let wrong = [0x01, 0x18, 0x20, 0x28, 0x30, 0x40, 0x81, 0xFF];
    for objects in SHORTEST {
        let mut pdu = around(objects);
        for device in wrong {
            pdu[10] = device;
            let command = ProactiveCommand::decode(&pdu).unwrap();
            assert_eq!(command.warnings, [Warning::Devices], "{objects}");
            assert_eq!(command.encode().unwrap(), pdu);
        }
        pdu = around(objects);
        pdu[9] = 0x83;
        assert_eq!(ProactiveCommand::decode(&pdu).unwrap().warnings, [Warning::Devices]);
    }
    // GET READER STATUS may ask the terminal or a reader; SEND DATA goes to any channel
    read("81 03 01 33 01 82 02 81 17");
    read("81 03 01 43 00 82 02 81 27 B6 01 00");
    assert_eq!(lenient("81 03 01 21 00 82 02 81 82 8D 02 04 41").warnings, [Warning::Devices]);
}
