use alloc::string::ToString;
use alloc::vec::Vec;

use hex_literal::hex;
use proptest::prelude::*;

use super::*;
use crate::codec::ber::{MAX_DEPTH, Writer};

fn conditions(bytes: &[u8]) -> Vec<Result<Condition<'_>, DecodeError>> {
    AccessRules::new(bytes).next().unwrap().unwrap().conditions.collect()
}

#[test]
fn rules_own_the_conditions_up_to_the_next_rule() {
    // ETSI TS 102 221 9.2.7: AM_DO, SC_DO1, SC_DO2, AM_DO, SC_DO3; then what erased bytes leave
    let record = hex!("80 01 03 A4 03 83 01 01 A4 03 83 01 0A 80 01 58 97 00 FF FF FF");
    let rules: Vec<_> = AccessRules::new(&record).map(|rule| rule.unwrap()).collect();
    assert_eq!(rules.len(), 2);
    assert_eq!(rules[0].access, Access::Mode(AccessMode::READ | AccessMode::UPDATE));
    let keys: Vec<_> = rules[0]
        .conditions
        .clone()
        .map(|condition| match condition.unwrap() {
            Condition::Authentication(key) => key.key_reference,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(keys, [Some(0x01), Some(0x0A)]);
    assert_eq!(
        rules[1].access,
        Access::Mode(AccessMode::DEACTIVATE | AccessMode::ACTIVATE | AccessMode::DELETE)
    );
    assert_eq!(rules[1].conditions.clone().count(), 1);
    assert_eq!(AccessRules::new(&[0xFF; 20]).count(), 0);
}

#[test]
fn nested_conditions() {
    // read: (PIN1 and ADM1) or not always, or a security condition byte, or secure messaging
    let record =
        hex!("80 01 01 A0 10 AF 0A A4 03 83 01 01 A4 03 83 01 0A A7 02 90 00 9E 01 93 B4 03 80 01 02");
    let found = conditions(&record);
    assert_eq!(found.len(), 3);
    let Ok(Condition::Or(any)) = &found[0] else { panic!("no OR") };
    let any: Vec<_> = any.clone().map(|condition| condition.unwrap()).collect();
    assert_eq!(any.len(), 2);
    let Condition::And(all) = &any[0] else { panic!("no AND") };
    assert_eq!(all.clone().count(), 2);
    let Condition::Not(none) = &any[1] else { panic!("no NOT") };
    assert!(matches!(none.clone().next(), Some(Ok(Condition::Always))));
    let Ok(Condition::Byte(byte)) = found[1] else { panic!("no byte") };
    assert!(byte.needs_all() && byte.user_authentication());
    assert!(!byte.secure_messaging() && !byte.external_authentication());
    assert_eq!(byte.environment(), Some(3));
    let Ok(Condition::Other(template)) = &found[2] else { panic!("no template") };
    assert_eq!((template.tag, template.value), (Tag(0xB4), &[0x80, 0x01, 0x02][..]));
}

#[test]
fn depth_is_bounded() {
    let mut nested = hex!("90 00").to_vec();
    for _ in 0..MAX_DEPTH + 4 {
        nested = {
            let mut writer = Writer::new();
            writer.tlv(Tag(0xA0), &nested);
            writer.finish().unwrap()
        };
    }
    let record = [&hex!("80 01 01")[..], &nested].concat();
    let mut level = AccessRules::new(&record).next().unwrap().unwrap().conditions;
    let mut depth = 0;
    let error = loop {
        match level.next().unwrap() {
            Ok(Condition::Or(inner)) => level = inner,
            Ok(other) => panic!("{other:?}"),
            Err(error) => break error,
        }
        depth += 1;
    };
    assert_eq!((depth, error.object, error.kind), (MAX_DEPTH - 1, "access rules", DecodeErrorKind::Depth));
}

#[test]
fn malformed_rules() {
    use DecodeErrorKind::{Length, Tag as BadTag, Truncated};
    for (bytes, offset, kind) in [
        (&hex!("90 00")[..], 0, BadTag),
        (&hex!("80 00 90 00"), 2, Length),
        (&hex!("80 02 01 02 90 00"), 2, Length),
        (&hex!("84 00 90 00"), 2, Length),
        (&hex!("86 03 A4 00 32 90 00"), 2, Length),
        (&hex!("80 01 01 90 05 00"), 5, Truncated { missing: 4 }),
    ] {
        let rules: Vec<_> = AccessRules::new(bytes).collect();
        assert_eq!(rules.len(), 1);
        assert_eq!(
            *rules[0].as_ref().unwrap_err(),
            DecodeError::new("access rules", offset, kind),
            "{bytes:02X?}"
        );
    }
    for (bytes, offset) in [
        (&hex!("80 01 01 90 01 00 97 00")[..], 5),
        (&hex!("80 01 01 97 01 00"), 5),
        (&hex!("80 01 01 9E 02 00 00"), 5),
        (&hex!("80 01 01 A4 04 83 02 01 02"), 7),
    ] {
        let found = conditions(bytes);
        assert_eq!(found.len(), 1);
        assert_eq!(*found[0].as_ref().unwrap_err(), DecodeError::new("access rules", offset, Length));
    }
}

#[test]
fn command_patterns() {
    // ISO/IEC 7816-4 9.3.3: 84 is a list of instructions, 87 of INS, P1 and P2
    let record = hex!("84 02 32 D4 90 00 87 03 A4 04 00 97 00 8F 04 80 10 00 01 97 00");
    let shown: Vec<_> = AccessRules::new(&record)
        .map(|rule| match rule.unwrap().access {
            Access::Commands(commands) => commands.iter().map(|it| it.to_string()).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown[0], ["..32....", "..D4...."]);
    assert_eq!(shown[1], ["..A40400"]);
    assert_eq!(shown[2], ["80100001"]);
}

#[test]
fn compact_rules() {
    // ETSI TS 102 221 11.1.1.4.7.1: b7 to b1 each have their byte, b8 has none; then another set
    let value = hex!("FF 01 02 03 04 05 06 07 00 01 FF");
    let rules: Vec<_> = CompactRules::new(&value).map(|rule| rule.unwrap()).collect();
    let proprietary = |mode| AccessMode::PROPRIETARY | mode;
    let expected = [
        (proprietary(AccessMode::DELETE), 1),
        (proprietary(AccessMode::TERMINATE), 2),
        (proprietary(AccessMode::ACTIVATE), 3),
        (proprietary(AccessMode::DEACTIVATE), 4),
        (AccessMode::WRITE, 5),
        (AccessMode::UPDATE, 6),
        (AccessMode::READ, 7),
        (AccessMode::READ, 0xFF),
    ];
    assert_eq!(rules, expected.map(|(mode, byte)| (mode, SecurityByte(byte))));

    let rules: Vec<_> = CompactRules::new(&[0x03, 0x00]).collect();
    let error = DecodeError::new("compact access rules (8C)", 2, DecodeErrorKind::Truncated { missing: 1 });
    assert_eq!(rules, [Ok((AccessMode::UPDATE, SecurityByte::ALWAYS)), Err(error)]);
    assert_eq!(CompactRules::new(&[0x00, 0x80]).count(), 0);
}

#[test]
fn never_names_nothing() {
    let never = SecurityByte::NEVER;
    assert!(!never.user_authentication() && !never.external_authentication() && !never.secure_messaging());
    assert_eq!((never.environment(), SecurityByte::ALWAYS.environment()), (None, None));
    assert!(SecurityByte(0x70).user_authentication() && SecurityByte(0x70).secure_messaging());
}

#[test]
fn references() {
    let records = |value| ArrReference::parse(value).unwrap().records().collect::<Vec<_>>();
    assert_eq!(records(&[0x05]), [(None, 5)]);
    assert_eq!(ArrReference::parse(&[0x05]).unwrap().file_id(), None);
    assert_eq!(records(&[0x2F, 0x06, 0x05]), [(None, 5)]);
    assert_eq!(ArrReference::parse(&[0x2F, 0x06, 0x05]).unwrap().record(1), Some(5));
    assert_eq!(records(&hex!("2F06 00 03 01 04")), [(Some(0), 3), (Some(1), 4)]);
    for wrong in [&[][..], &[0x2F, 0x06], &hex!("2F06 00 03 01")] {
        assert_eq!(ArrReference::parse(wrong).unwrap_err().kind, DecodeErrorKind::Length);
    }
}

#[test]
fn names_depend_on_the_structure() {
    let names = |mode: AccessMode, structure| mode.names(structure).collect::<Vec<_>>();
    let mode = AccessMode::READ | AccessMode::ACTIVATE;
    assert_eq!(names(mode, Structure::Cyclic), ["read", "activate"]);
    assert_eq!(names(mode, Structure::Directory), ["delete child", "activate"]);
    assert_eq!(names(mode, Structure::Unknown(0)), ["read / delete child", "activate"]);
    assert_eq!(names(mode | AccessMode::PROPRIETARY, Structure::Transparent), ["read", "proprietary 5"]);
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>) {
        let steps = AccessRules::new(&bytes).map(|rule| rule.map_or(1, |rule| 1 + rule.conditions.count())).sum::<usize>();
        prop_assert!(steps <= bytes.len());
        prop_assert!(CompactRules::new(&bytes).count() <= bytes.len() + 1);
    }

    #[test]
    fn one_condition_per_mode_bit(mode: u8, conditions: [u8; 7]) {
        let mut value = Vec::from([mode]);
        value.extend(&conditions[..(mode & 0x7F).count_ones() as usize]);
        let rules: Result<Vec<_>, _> = CompactRules::new(&value).collect();
        let rules = rules.unwrap();
        prop_assert_eq!(rules.iter().fold(0, |bits, (mode, _)| bits | mode.bits() & 0x7F), mode & 0x7F);
        prop_assert!(rules.iter().zip(conditions).all(|((_, byte), condition)| byte.0 == condition));
    }
}
