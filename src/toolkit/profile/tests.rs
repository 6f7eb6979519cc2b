//! Every bit once, and profiles worked out by hand.

use alloc::collections::BTreeSet;
use alloc::vec;

use super::*;
use crate::toolkit::object::Event;
use proptest::prelude::*;

/// Bits that no specification names: byte, mask.
const RESERVED: [(u8, u8); 16] = [
    (7, 0xE0),
    (10, 0xFC),
    (16, 0x10),
    (19, 0xF0),
    (20, 0xFF),
    (21, 0xF0),
    (24, 0xF0),
    (26, 0xFC),
    (27, 0xFF),
    (28, 0xC0),
    (29, 0x80),
    (34, 0x80),
    (35, 0xC0),
    (37, 0xF0),
    (38, 0xFF),
    (39, 0xFE),
];
const LAST: u8 = 39;

#[test]
fn every_bit_has_one_meaning() {
    for byte in 1..=u8::MAX {
        for bit in 1..=8 {
            let facility = Facility::new(byte, bit).unwrap();
            let named = FACILITIES.iter().filter(|(named, ..)| *named == facility).count();
            let numbers = Number::ALL.iter().filter(|number| number.covers(facility)).count();
            let reserved = RESERVED.iter().filter(|(at, mask)| *at == byte && mask & facility.mask() != 0);
            assert_eq!(named + numbers + reserved.count(), usize::from(byte <= LAST), "{byte}.{bit}");
            assert_eq!(facility.name().is_some(), named == 1);
            assert_eq!(facility.source().is_some(), named == 1);
            assert_eq!(facility.number().is_some(), numbers == 1);
        }
    }
    assert!(FACILITIES.is_sorted_by(|(a, ..), (b, ..)| a < b));
    assert!(Number::ALL.is_sorted_by(|a, b| a < b));
    assert_eq!((Facility::new(0, 1), Facility::new(1, 0), Facility::new(1, 9)), (None, None, None));
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<_> = FACILITIES.iter().map(|(_, name, _)| *name).collect();
    // 312 bits, 34 of them in numbers, 69 reserved
    assert_eq!((names.len(), FACILITIES.len()), (209, 209));
    let numbers: BTreeSet<_> = Number::ALL.iter().map(|number| number.name()).collect();
    assert_eq!(numbers.len(), 7);
}

#[test]
fn places_in_the_specification() {
    // ETSI TS 102 223 5.2 and 3GPP TS 31.111 5.2, one of each byte or so
    let cases = [
        (Facility::PROFILE_DOWNLOAD, 1, 1),
        (Facility::CALL_CONTROL, 2, 2),
        (Facility::GET_INPUT, 3, 3),
        (Facility::SEND_USSD, 4, 4),
        (Facility::EVENT_LOCATION_STATUS, 5, 5),
        (Facility::EVENT_LANGUAGE_SELECTION, 6, 1),
        (Facility::READER_IDENTIFIER, 7, 5),
        (Facility::SET_UP_IDLE_MODE_TEXT, 8, 5),
        (Facility::LAUNCH_BROWSER, 9, 7),
        (Facility::SOFT_KEYS_SET_UP_MENU, 10, 2),
        (Facility::GET_CHANNEL_STATUS, 12, 5),
        (Facility::BEARER_GPRS, 13, 2),
        (Facility::NO_KEYPAD, 14, 7),
        (Facility::VARIABLE_SIZE_FONTS, 15, 8),
        (Facility::TEXT_ATTRIBUTES, 16, 4),
        (Facility::TCP_SERVER, 17, 3),
        (Facility::IMEISV, 18, 7),
        (Facility::BROWSER_CHTML, 21, 4),
        (Facility::BATTERY_STATE, 22, 2),
        (Facility::USSD_DOWNLOAD, 23, 8),
        (Facility::EVENT_HCI_CONNECTIVITY, 25, 6),
        (Facility::EVENT_CONTACTLESS_STATE_REQUEST, 26, 2),
        (Facility::FONT_SMALL, 28, 6),
        (Facility::STYLE_BACKGROUND_COLOUR, 29, 7),
        (Facility::REFRESH_STEERING, 30, 4),
        (Facility::CAT_OVER_MODEM, 31, 5),
        (Facility::REFRESH_ENFORCEMENT_POLICY, 32, 8),
        (Facility::WLAN_IDENTIFIER, 33, 8),
        (Facility::REFRESH_EUICC_PROFILE, 34, 6),
        (Facility::REFRESH_APPLICATION_UPDATE, 35, 4),
        (Facility::EVENT_SLICES_STATUS_CHANGE, 36, 8),
        (Facility::PROSE_USAGE_5G, 37, 4),
        (Facility::TIMING_ADVANCE_NG_RAN, 39, 1),
    ];
    for (facility, byte, bit) in cases {
        assert_eq!((facility.byte(), facility.bit()), (byte, bit), "{facility}");
    }
}

#[test]
fn numbers_of_several_bits() {
    // byte 13: bits 6 to 8, byte 14: bits 1 to 5, byte 15: bits 1 to 7, byte 16: bits 6 to 8
    let mut bytes = vec![0; 12];
    bytes.extend([0xE2, 0x84, 0x90, 0xA2]);
    let mut profile = TerminalProfile::from_bytes(&bytes);
    let numbers: Vec<_> = profile.numbers().collect();
    assert_eq!(
        numbers,
        [
            (Number::CHANNELS, 7),
            (Number::DISPLAY_LINES, 4),
            (Number::DISPLAY_COLUMNS, 16),
            (Number::MENU_WIDTH_REDUCTION, 5),
        ]
    );
    let facilities: Vec<_> = profile.facilities().collect();
    assert_eq!(
        facilities,
        [
            Facility::BEARER_GPRS,
            Facility::SCREEN_SIZING,
            Facility::VARIABLE_SIZE_FONTS,
            Facility::TEXT_WRAPPING,
        ]
    );
    profile.set_number(Number::CHANNELS, 2).unwrap();
    assert_eq!(profile.as_bytes()[12], 0x42);
    assert!(profile.set_number(Number::CHANNELS, 8).is_err());
    profile.set_number(Number::SOFT_KEYS, 0xFF).unwrap();
    assert_eq!((profile.as_bytes()[10], profile.number(Number::FRAMES)), (0xFF, 0));
    assert_eq!(Number::ALL.iter().map(|number| number.largest()).max(), Some(0xFF));
}

#[test]
fn bits_and_length() {
    let mut profile = TerminalProfile::new();
    assert_eq!((profile.as_bytes(), profile.to_bytes()), (&[][..], vec![0x00]));
    profile.remove(Facility::GET_INPUT);
    assert!(profile.as_bytes().is_empty());
    profile.insert(Facility::GET_INPUT);
    profile.insert(Facility::BEARER_GPRS);
    assert_eq!(profile.as_bytes(), [0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    profile.remove(Facility::BEARER_GPRS);
    assert_eq!((profile.as_bytes().len(), profile.to_bytes()), (13, vec![0, 0, 4]));
    assert!(!profile.contains(Facility::TIMING_ADVANCE_NG_RAN));
    // bits without a meaning, and bytes beyond those of the specification, are kept
    let profile = TerminalProfile::from_bytes(&[0xFF; 300]);
    assert_eq!(profile.as_bytes().len(), 300);
    assert!(profile.contains(Facility::new(255, 8).unwrap()));
}

#[test]
fn a_profile_for_every_command() {
    let profile = TerminalProfile::for_commands(CommandType::ALL.iter().copied());
    for command in CommandType::ALL {
        let expected = !matches!(
            *command,
            CommandType::PROVIDE_LOCAL_INFORMATION | CommandType::END_OF_PROACTIVE_SESSION
        );
        assert_eq!(profile.supports(*command), expected, "{command}");
    }
    assert!(TerminalProfile::for_commands([]).contains(Facility::PROFILE_DOWNLOAD));
    // byte 1: profile download, menu selection; byte 2: command result, extension text; byte 3: DISPLAY TEXT,
    // GET INPUT; byte 4: SEND USSD, SET UP MENU; byte 9: sustained text
    let commands =
        [CommandType::DISPLAY_TEXT, CommandType::GET_INPUT, CommandType::SET_UP_MENU, CommandType::SEND_USSD];
    let profile = TerminalProfile::for_commands(commands);
    assert_eq!(profile.as_bytes(), [0x09, 0x81, 0x05, 0x28, 0, 0, 0, 0, 0x01]);
    for command in CommandType::ALL {
        assert_eq!(profile.supports(*command), commands.contains(command), "{command}");
    }
}

#[test]
fn each_command_is_there_once_and_has_bits() {
    let commands: BTreeSet<_> = SUPPORT.iter().map(|support| support.command).collect();
    assert_eq!(commands.len(), SUPPORT.len());
    for command in CommandType::ALL {
        let known = *command != CommandType::END_OF_PROACTIVE_SESSION;
        assert_eq!(CommandSupport::of(*command).is_some(), known, "{command}");
    }
    for support in SUPPORT {
        for facility in support.base.iter().chain(support.options) {
            assert!(facility.name().is_some());
            assert!(facility.commands().any(|command| command == support.command));
        }
    }
    // the name of a facility that is a command begins with that command
    for (facility, name, _) in FACILITIES {
        for command in CommandType::ALL {
            if command.name() == Some(*name) {
                assert_eq!(facility.commands().collect::<Vec<_>>(), [*command]);
            }
        }
    }
}

#[test]
fn events_and_local_information() {
    for event in 0..=u8::MAX {
        let mut profile = TerminalProfile::new();
        profile.insert_event(Event(event));
        // 1A is void
        let known = event <= 0x1F && event != 0x1A;
        assert_eq!(Event(event).name().is_some(), known);
        assert_eq!(profile.supports_event(Event(event)), known, "{event:02X}");
    }
    let mut profile = TerminalProfile::new();
    profile.insert_event(Event(0x0B));
    assert!(!profile.supports_event(Event(0x14)));
    for qualifier in 0..=u8::MAX {
        let mut profile = TerminalProfile::new();
        profile.insert_local_information(qualifier);
        let known = matches!(qualifier, 0x00..=0x17 | 0x1A);
        assert_eq!(!profile.as_bytes().is_empty(), known, "{qualifier:02X}");
    }
    let mut profile = TerminalProfile::new();
    profile.insert_local_information(0x04);
    assert!(profile.supports(CommandType::PROVIDE_LOCAL_INFORMATION));
    assert_eq!(profile.as_bytes(), [0, 0, 0, 0, 0, 0, 0, 0, 0x08]);
}

#[cfg(feature = "serde")]
#[test]
fn as_json() {
    let profile = TerminalProfile::from_bytes(&[0x01, 0, 0x01, 0, 0, 0, 0x80, 0, 0, 0, 0x02]);
    assert_eq!(
        serde_json::to_value(&profile).unwrap(),
        serde_json::json!([
            { "byte": 1, "bit": 1, "name": "profile download" },
            { "byte": 3, "bit": 1, "name": "DISPLAY TEXT" },
            { "byte": 7, "bit": 8, "name": "reserved" },
            { "byte": 11, "bit": 1, "name": "maximum number of soft keys", "value": 2 },
        ])
    );
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..=255)) {
        let profile = TerminalProfile::from_bytes(&bytes);
        prop_assert_eq!(profile.as_bytes(), &bytes[..]);
        // what it says makes it
        let mut again: TerminalProfile = profile.facilities().collect();
        for (number, value) in profile.numbers() {
            again.set_number(number, value).unwrap();
        }
        prop_assert_eq!(again.to_bytes(), profile.to_bytes());
        let _ = alloc::format!("{profile:?}");
    }
}
