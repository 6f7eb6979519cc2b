use alloc::vec::Vec;

use proptest::prelude::*;

use super::{SHORTEST, around, bytes, lenient, read, refused};
use crate::codec::ctlv::{Tag, push_length};
use crate::toolkit::command::*;
use crate::toolkit::object::{Device, Item};
use crate::toolkit::result::GeneralResult;

#[test]
fn objects_in_any_order() {
    let usual = read("81 03 01 24 00 82 02 81 82 85 01 'T 8F 02 01 'a 8F 02 02 'b 90 01 02");
    let unusual = read("90 01 02 8F 02 01 'a 82 02 81 82 85 01 'T 8F 02 02 'b 81 03 01 24 00");
    assert_eq!(unusual.command, usual.command);
}

#[test]
fn unknown_objects() {
    // tag 5A is not assigned; without the flag it is kept where it stands
    let kept = lenient("81 03 01 21 00 5A 02 01 02 82 02 81 02 8D 02 04 41 5B 00");
    assert_eq!(kept.warnings, [Warning::Unknown(Tag(0x5A)), Warning::Unknown(Tag(0x5B))]);
    assert_eq!(kept.others[0].value, [1, 2]);
    // with it, the command is not understood
    assert_eq!(
        refused("81 03 01 21 00 82 02 81 02 8D 02 04 41 DA 01 00"),
        GeneralResult::DATA_NOT_UNDERSTOOD
    );
    // the same with a tag of three bytes
    let long = lenient("81 03 01 21 00 82 02 81 02 8D 02 04 41 7F 12 34 01 00");
    assert_eq!(long.warnings, [Warning::Unknown(Tag(0x1234))]);
    assert_eq!(
        refused("81 03 01 21 00 82 02 81 02 8D 02 04 41 7F 92 34 01 00"),
        GeneralResult::DATA_NOT_UNDERSTOOD
    );
    // what is known, but has no place in the command, is kept, flag or not
    let unexpected = lenient("81 03 01 21 00 82 02 81 02 8D 02 04 41 AD 02 'en 8D 02 04 42");
    assert_eq!(unexpected.warnings, [Warning::Unexpected(Tag(0x2D)), Warning::Unexpected(Tag(0x0D))]);
    let Command::DisplayText(display) = unexpected.command else { panic!() };
    assert_eq!(display.text.text(), "A");
    // command details twice: the first ones count
    let twice = lenient("81 03 01 02 00 82 02 81 82 81 03 02 01 00");
    assert_eq!((twice.number, twice.kind()), (1, CommandType::MORE_TIME));
    assert_eq!(twice.warnings, [Warning::Unexpected(Tag(0x01))]);
}

#[test]
fn what_is_missing_and_what_is_malformed() {
    assert_eq!(refused("81 03 01 21 00 82 02 81 02"), GeneralResult::VALUES_MISSING);
    assert_eq!(refused("81 03 01 21 00 8D 02 04 41"), GeneralResult::VALUES_MISSING);
    assert_eq!(refused("81 03 01 21 00 82 01 81 8D 02 04 41"), GeneralResult::DATA_NOT_UNDERSTOOD);
    let refusal = ProactiveCommand::decode(&around("82 02 81 02 8D 02 04 41")).unwrap_err();
    assert_eq!((refusal.details, refusal.result), (None, GeneralResult::VALUES_MISSING));
    let refusal = ProactiveCommand::decode(&around("81 02 01 21 82 02 81 02")).unwrap_err();
    assert_eq!((refusal.details, refusal.result), (None, GeneralResult::DATA_NOT_UNDERSTOOD));
    // an optional object that can't be read: kept without the flag, refused with it
    let kept = lenient("81 03 01 21 00 82 02 81 02 8D 02 04 41 68 00");
    assert_eq!(kept.warnings, [Warning::Malformed(Tag(0x68))]);
    assert_eq!(refused("81 03 01 21 00 82 02 81 02 8D 02 04 41 E8 00"), GeneralResult::DATA_NOT_UNDERSTOOD);
    // no object: a length that lies
    assert_eq!(refused("81 03 01 21 00 82 02 81 02 8D 7F 04 41"), GeneralResult::DATA_NOT_UNDERSTOOD);
    for pdu in ["", "D0", "D0 80", "D0 7F 81", "D1 02 02 00", "D0 84 00 00 00 00"] {
        let refusal = ProactiveCommand::decode(&bytes(pdu)).unwrap_err();
        assert_eq!((refusal.details, refusal.result), (None, GeneralResult::DATA_NOT_UNDERSTOOD), "{pdu}");
    }
    assert_eq!(ProactiveCommand::decode(&[0xD0, 0]).unwrap_err().result, GeneralResult::VALUES_MISSING);
}

#[test]
fn commands_that_are_not_known() {
    let command = lenient("81 03 07 99 05 82 02 81 40 FA 01 01 5A 01 02 0D 02 04 41");
    assert_eq!(command.command, Command::Unknown(UnknownCommand { kind: CommandType(0x99), qualifier: 5 }));
    assert_eq!((command.number, command.others.len(), command.warnings.len()), (7, 3, 0));
}

#[test]
fn padding_is_kept() {
    let inside = lenient("81 03 01 02 00 82 02 81 82 FF FF FF");
    assert_eq!(inside.warnings, [Warning::Trailing]);
    for padding in [&[0xFF; 5][..], &[0x00; 3], &[0xFF, 0x00]] {
        let mut pdu = around("81 03 01 02 00 82 02 81 82");
        pdu.extend_from_slice(padding);
        let command = ProactiveCommand::decode(&pdu).unwrap();
        assert_eq!(command.warnings, [Warning::Trailing]);
        assert_eq!(command.encode().unwrap(), pdu);
    }
    let mut pdu = around("81 03 01 02 00 82 02 81 82");
    pdu.extend([0x90, 0x00]);
    assert_eq!(ProactiveCommand::decode(&pdu).unwrap_err().result, GeneralResult::DATA_NOT_UNDERSTOOD);
}

#[test]
fn changed_commands_stay_as_they_were_where_they_can() {
    let pdu = around("90 01 02 81 03 01 24 00 82 02 81 82 8F 02 01 'a 5A 00 8F 02 02 'b 05 01 'T");
    let mut command = ProactiveCommand::decode(&pdu).unwrap();
    let Command::SelectItem(choice) = &mut command.command else { panic!() };
    choice.items.push(Item::new(3, "c").unwrap());
    choice.default_item = None;
    assert_eq!(
        command.encode().unwrap(),
        around("81 03 01 24 00 82 02 81 82 8F 02 01 'a 5A 00 8F 02 02 'b 05 01 'T 8F 02 03 'c")
    );
    command.number = 5;
    command.devices.destination = Device::DISPLAY;
    assert_eq!(command.encode().unwrap()[2..11], *b"\x81\x03\x05\x24\x00\x82\x02\x81\x02");
}

#[test]
fn huge_and_deep() {
    // 64 KiB of objects in objects, of empty unknown ones, of items, of things that have no place
    let mut nested = Vec::new();
    while nested.len() < 0xFF00 {
        let mut outer = alloc::vec![0x5A];
        push_length(&mut outer, nested.len(), 1).unwrap();
        if nested.len() < 0x8000 {
            nested.extend_from_within(..);
        }
        outer.extend(nested);
        nested = outer;
    }
    for filling in
        [nested, [0x5A, 0x00].repeat(0x7FE0), [0x0F, 0x00].repeat(0x7FE0), [0x2D, 0x00].repeat(0x7FE0)]
    {
        let mut objects = bytes("81 03 01 24 00 82 02 81 82 8F 02 01 41");
        objects.extend(filling);
        let mut pdu = alloc::vec![0xD0];
        push_length(&mut pdu, objects.len(), 1).unwrap();
        pdu.extend(objects);
        let command = ProactiveCommand::decode(&pdu).unwrap();
        assert!(command.encode().unwrap() == pdu);
        assert_eq!(ProactiveCommand::decode(&pdu).unwrap(), command);
    }
}

#[test]
#[cfg(feature = "serde")]
fn as_json() {
    let json = |objects| serde_json::to_value(lenient(objects)).unwrap();
    assert_eq!(
        json("81 03 01 24 80 82 02 81 82 85 01 'T 8F 02 01 'a 5A 01 07"),
        serde_json::json!({
            "command": "SELECT ITEM",
            "number": 1,
            "source": "UICC",
            "destination": "terminal",
            "qualifier": ["help"],
            "title": "T",
            "items": [{ "identifier": 1, "text": "a" }],
            "others": [{ "tag": "5A", "raw": "07" }],
            "warnings": ["unknown object (5A)"],
        })
    );
    assert_eq!(
        json("81 03 01 41 01 82 02 81 23"),
        serde_json::json!({
            "command": "CLOSE CHANNEL", "number": 1, "source": "UICC", "destination": "channel 3", "qualifier": ["keep"],
        })
    );
    assert_eq!(json("81 03 01 01 04 82 02 81 82")["qualifier"], "UICC reset");
    // a qualifier that is reserved is only told of if it is not zero
    assert_eq!(json("81 03 01 02 00 82 02 81 82").get("qualifier"), None);
    assert_eq!(json("81 03 01 02 80 82 02 81 82")["qualifier"], serde_json::json!(["128"]));
    assert_eq!(json("81 03 01 43 00 82 02 81 21 B6 00")["qualifier"], serde_json::json!([]));
    assert_eq!(json("81 03 01 99 04 82 02 81 82")["command"], "unknown command 99");
}

/// What any bytes must stand.
fn stand(pdu: &[u8]) {
    match ProactiveCommand::decode(pdu) {
        Ok(command) => {
            assert_eq!(command.encode().unwrap(), pdu, "{command:?}");
            #[cfg(feature = "serde")]
            serde_json::to_string(&command).unwrap();
        }
        Err(refusal) => assert!(!alloc::format!("{refusal}").is_empty()),
    }
}

fn put_around(objects: &[u8]) -> Vec<u8> {
    let mut pdu = alloc::vec![0xD0];
    push_length(&mut pdu, objects.len(), 1).unwrap();
    pdu.extend_from_slice(objects);
    pdu
}

proptest! {
    #[test]
    fn any_bytes(pdu in prop::collection::vec(any::<u8>(), 0..300)) {
        stand(&pdu);
        stand(&put_around(&pdu));
    }

    #[test]
    fn any_objects(
        kind in any::<prop::sample::Index>(),
        qualifier in any::<u8>(),
        objects in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..12)), 0..12),
    ) {
        let kind = kind.get(CommandType::ALL).0;
        let mut body = alloc::vec![0x81, 3, 1, kind, qualifier, 0x82, 2, 0x81, 0x82];
        for (tag, value) in objects {
            body.extend([tag, value.len() as u8]);
            body.extend(value);
        }
        stand(&put_around(&body));
    }

    #[test]
    fn broken_vectors(
        vector in any::<prop::sample::Index>(),
        position in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut pdu = around(SHORTEST[vector.index(SHORTEST.len())]);
        let position = position.index(pdu.len());
        pdu[position] = byte;
        stand(&pdu);
    }
}
