use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use hex_literal::hex;
use iso7816_tlv::ber as oracle;
use proptest::prelude::*;

use super::*;
use crate::codec::{EncodeError, EncodeErrorKind};

fn tags(bytes: &[u8]) -> Result<Vec<(u32, &[u8])>, DecodeError> {
    Tlvs::new(bytes).map(|tlv| tlv.map(|tlv| (tlv.tag.0, tlv.value))).collect()
}

fn error(offset: usize, kind: DecodeErrorKind) -> DecodeError {
    DecodeError::new("BER-TLV", offset, kind)
}

#[test]
fn tags_of_one_to_four_bytes() {
    let bytes = hex!("84 01 AA  7F21 01 BB  BF8A01 00  DF818001 01 CC");
    assert_eq!(
        tags(&bytes).unwrap(),
        [(0x84, &[0xAA][..]), (0x7F21, &[0xBB]), (0xBF_8A01, &[]), (0xDF81_8001, &[0xCC])]
    );
    assert_eq!(Tlv::parse(&hex!("1F 81 82 83 01 00")).unwrap_err(), error(0, DecodeErrorKind::Tag));
    assert_eq!(Tlv::parse(&hex!("1F 81")).unwrap_err(), error(2, DecodeErrorKind::Truncated { missing: 1 }));
}

#[test]
fn lengths_of_one_to_five_bytes() {
    for header in
        [&hex!("C003")[..], &hex!("C08103"), &hex!("C0820003"), &hex!("C083000003"), &hex!("C08400000003")]
    {
        let bytes = [header, b"abcd"].concat();
        let (tlv, rest) = Tlv::parse(&bytes).unwrap();
        assert_eq!((tlv.tag, tlv.value, rest), (Tag(0xC0), &b"abc"[..], &b"d"[..]));
        assert_eq!(tlv.raw(), &bytes[..header.len() + 3]);
        assert_eq!((tlv.offset(), tlv.value_offset()), (0, header.len()));
    }
    for bytes in [&hex!("C0 80 0000")[..], &hex!("C0 85 0000000001 AA"), &hex!("C0 FF 00")] {
        assert_eq!(Tlv::parse(bytes).unwrap_err(), error(1, DecodeErrorKind::Length));
    }
}

#[test]
fn every_way_to_end_too_early() {
    for (bytes, offset, missing) in [
        (&[][..], 0, 1),
        (&hex!("82"), 1, 1),
        (&hex!("82 02"), 2, 2),
        (&hex!("82 02 41"), 2, 1),
        (&hex!("82 81"), 2, 1),
        (&hex!("82 82 01"), 2, 1),
        (&hex!("82 84 FFFFFFFF"), 6, 0xFFFF_FFFF),
    ] {
        assert_eq!(
            Tlv::parse(bytes).unwrap_err(),
            error(offset, DecodeErrorKind::Truncated { missing }),
            "{bytes:02X?}"
        );
    }
}

#[test]
fn padding_is_skipped_or_refused() {
    let bytes = hex!("FF00 8001AA 0000 FF 8101BB FFFFFF");
    assert_eq!(tags(&bytes).unwrap(), [(0x80, &[0xAA][..]), (0x81, &[0xBB])]);
    assert!(tags(&hex!("FFFF00")).unwrap().is_empty());

    let mut strict = Tlvs::strict(&bytes[2..]);
    assert_eq!(strict.next().unwrap().unwrap().value, [0xAA]);
    assert_eq!(strict.next().unwrap(), Err(error(3, DecodeErrorKind::Tag)));
    assert!(strict.next().is_none());
    assert_eq!(Tlv::parse(&hex!("FF 01 00")).unwrap_err(), error(0, DecodeErrorKind::Tag));
}

#[test]
fn errors_stand_where_they_are_in_the_whole() {
    // 62 { A5 { C0 } , 8A with a byte missing }
    let bytes = hex!("62 07 A5 02 C0 00  8A 02 05");
    let template = find(&bytes, Tag(0x62)).unwrap().unwrap();
    let nested = template.find(Tag(0xA5)).unwrap().unwrap();
    assert_eq!((nested.offset(), nested.value_offset()), (2, 4));
    assert_eq!(nested.find(Tag(0xC0)).unwrap().unwrap().offset(), 4);
    assert_eq!(nested.find(Tag(0xC1)), Ok(None));

    let expected = error(8, DecodeErrorKind::Truncated { missing: 1 });
    assert_eq!(template.find(Tag(0x8A)), Err(expected));
    let mut children = template.children();
    assert_eq!(children.next().unwrap().unwrap().tag, Tag(0xA5));
    assert_eq!(children.position(), 6);
    assert_eq!(children.next(), Some(Err(expected)));
    assert_eq!(children.next(), None);
    assert_eq!(Walk::new(&bytes).last().unwrap(), Err(expected));
}

#[test]
fn a_walk_sees_all_and_comes_back_up() {
    let bytes = hex!("62 0C A5 05 A1 00 FF C001 40 00 8301 6F FF 80 01 01");
    //                       A5 ends after C0; 00 is padding at its end
    let bytes =
        [&bytes[..2], &hex!("A5 06 A1 00 FF C0 01 40"), &hex!("00 83 01 6F")[..], &hex!("FF 80 01 01")]
            .concat();
    let seen: Vec<_> = Walk::new(&bytes)
        .map(|step| step.map(|(depth, tlv)| (depth, tlv.tag.0, tlv.offset())).unwrap())
        .collect();
    assert_eq!(seen, [(0, 0x62, 0), (1, 0xA5, 2), (2, 0xA1, 4), (2, 0xC0, 7), (1, 0x83, 11), (0, 0x80, 15)]);
}

/// `levels` constructed objects within each other; the innermost holds `inner`.
fn nest(levels: usize, inner: &[u8]) -> Vec<u8> {
    (0..levels).fold(inner.to_vec(), |value, _| {
        let mut out = Vec::new();
        push_tlv(&mut out, Tag(0x30), &value).unwrap();
        out
    })
}

#[test]
fn a_walk_goes_sixteen_levels_deep() {
    let deepest = nest(15, &hex!("04 00"));
    assert_eq!(Walk::new(&deepest).last().unwrap().unwrap().0, 15);
    let empty = nest(16, &[]);
    assert_eq!(Walk::new(&empty).last().unwrap().unwrap().0, 15);

    let too_deep = nest(16, &hex!("04 00"));
    let steps: Vec<_> = Walk::new(&too_deep).collect();
    assert_eq!(steps.len(), 16);
    assert_eq!(steps[15], Err(error(30, DecodeErrorKind::Depth)));
    // what overflows the stack of those that recurse
    assert_eq!(Walk::new(&nest(10_000, &[])).count(), 16);
}

#[test]
fn what_a_tag_tells() {
    for (tag, len, constructed, class, shown) in [
        (0x02, 1, false, TagClass::Universal, "02"),
        (0x62, 1, true, TagClass::Application, "62"),
        (0x5F50, 2, false, TagClass::Application, "5F50"),
        (0xA5, 1, true, TagClass::Context, "A5"),
        (0xBF_8A01, 3, true, TagClass::Context, "BF8A01"),
        (0xDF81_8001, 4, false, TagClass::Private, "DF818001"),
    ] {
        let tag = Tag(tag);
        assert_eq!((tag.len(), tag.is_constructed(), tag.class()), (len, constructed, class));
        assert_eq!(format!("{tag}"), shown);
        assert!(tag.is_valid());
    }
    for tag in [0x00, 0xFF, 0x1F, 0x8282, 0x7F81, 0x7F_2101, 0xFF21, 0x1F81_8283] {
        assert!(!Tag(tag).is_valid(), "{tag:X}");
    }
}

#[test]
fn the_writer_takes_the_shortest_length() {
    for (len, header) in [
        (0x7F, &hex!("53 7F")[..]),
        (0x80, &hex!("53 81 80")),
        (0xFF, &hex!("53 81 FF")),
        (0x100, &hex!("53 82 0100")),
        (0xFFFF, &hex!("53 82 FFFF")),
        (0x1_0000, &hex!("53 83 010000")),
    ] {
        let value = vec![0xA5; len];
        let mut writer = Writer::new();
        writer.tlv(Tag(0x53), &value);
        assert_eq!(writer.finish().unwrap(), [header, &value].concat());
    }
}

#[test]
fn the_writer_nests_and_keeps_its_first_error() {
    let mut writer = Writer::new();
    writer
        .nested(Tag(0x62), |fcp| {
            fcp.tlv(Tag(0x82), &hex!("4121")).nested(Tag(0xA5), |inner| {
                inner.raw(&hex!("C00100"));
            });
        })
        .tlv(Tag(0x7F20), &[]);
    assert_eq!(format!("{writer:?}"), "Writer(14 bytes)");
    assert_eq!(writer.finish().unwrap(), hex!("62 09 82 02 4121 A5 03 C00100  7F20 00"));

    let mut writer = Writer::new();
    writer.nested(Tag(0x62), |fcp| {
        fcp.tlv(Tag(0x1F), &[]).tlv(Tag(0xFF), &[]);
    });
    assert_eq!(writer.finish(), Err(EncodeError::new("BER-TLV", EncodeErrorKind::Tag(0x1F))));
}

#[test]
fn debug_shows_no_value() {
    let (tlv, _) = Tlv::parse(&hex!("80 02 1234")).unwrap();
    assert_eq!(format!("{tlv:?}"), "Tlv(80, 2 bytes, at 0)");
}

#[cfg(feature = "serde")]
#[test]
fn a_tag_serialises_as_hex() {
    assert_eq!(serde_json::to_string(&Tag(0x5F50)).unwrap(), "\"5F50\"");
}

/// A tree to write in both ways.
#[derive(Clone, Debug)]
enum Tree {
    Primitive(u32, Vec<u8>),
    Constructed(u32, Vec<Tree>),
}

/// Tags of up to three bytes, as many as the other implementation knows.
fn tag(constructed: bool) -> impl Strategy<Value = u32> {
    let first = (0u32..4, 0u32..31)
        .prop_map(move |(class, number)| class << 6 | u32::from(constructed) << 5 | number);
    let one = first.clone().prop_filter("00 is no tag", |tag| *tag != 0);
    // FF never starts a tag here
    let leading = (0u32..3).prop_map(move |class| class << 6 | u32::from(constructed) << 5 | 0x1F);
    let two = (leading.clone(), 0x1Fu32..0x80).prop_map(|(first, second)| first << 8 | second);
    let three = (leading, 0x81u32..0x100, 0u32..0x80).prop_map(|(a, b, c)| a << 16 | b << 8 | c);
    prop_oneof![3 => one, 1 => two, 1 => three]
}

fn tree() -> impl Strategy<Value = Tree> {
    let primitive =
        (tag(false), prop::collection::vec(any::<u8>(), 0..140)).prop_map(|(t, v)| Tree::Primitive(t, v));
    primitive.prop_recursive(5, 40, 5, |inner| {
        (tag(true), prop::collection::vec(inner, 0..5)).prop_map(|(t, v)| Tree::Constructed(t, v))
    })
}

fn write(writer: &mut Writer, tree: &Tree) {
    match tree {
        Tree::Primitive(tag, value) => {
            writer.tlv(Tag(*tag), value);
        }
        Tree::Constructed(tag, children) => {
            writer.nested(Tag(*tag), |inner| children.iter().for_each(|child| write(inner, child)));
        }
    }
}

/// Depth, tag, and the value of a primitive object.
type Step<'t> = (usize, Vec<u8>, Option<&'t [u8]>);

/// The steps of a walk, as the other implementation's tree has them.
fn flatten<'t>(tree: &'t oracle::Tlv, depth: usize, out: &mut Vec<Step<'t>>) {
    let tag = tree.tag().to_bytes().to_vec();
    match tree.value() {
        oracle::Value::Primitive(value) => out.push((depth, tag, Some(value))),
        oracle::Value::Constructed(children) => {
            out.push((depth, tag, None));
            children.iter().for_each(|child| flatten(child, depth + 1, out));
        }
    }
}

proptest! {
    #[test]
    fn agrees_with_iso7816_tlv(trees in prop::collection::vec(tree(), 1..4)) {
        let mut writer = Writer::new();
        trees.iter().for_each(|tree| write(&mut writer, tree));
        let bytes = writer.finish().unwrap();

        let others = oracle::Tlv::parse_all(&bytes);
        let mut expected = Vec::new();
        others.iter().for_each(|tree| flatten(tree, 0, &mut expected));
        let seen: Vec<_> = Walk::strict(&bytes)
            .map(|step| step.unwrap())
            .map(|(depth, tlv)| {
                let tag = hex::decode(format!("{}", tlv.tag)).unwrap();
                (depth, tag, (!tlv.tag.is_constructed()).then_some(tlv.value))
            })
            .collect();
        prop_assert_eq!(seen, expected);

        // It writes 127-byte values with a length of two bytes, and then gets the lengths around them wrong.
        let odd = Walk::strict(&bytes).any(|step| step.unwrap().1.value.len() == 127);
        if !odd {
            let theirs: Vec<u8> = others.iter().flat_map(oracle::Tlv::to_vec).collect();
            prop_assert_eq!(theirs, bytes);
        }
    }

    #[test]
    fn random_bytes_never_panic_and_objects_add_up(bytes: Vec<u8>) {
        for tlvs in [Tlvs::new(&bytes), Tlvs::strict(&bytes)] {
            for tlv in tlvs.map_while(Result::ok) {
                let end = tlv.offset() + tlv.raw().len();
                prop_assert_eq!(tlv.raw(), &bytes[tlv.offset()..end]);
                prop_assert_eq!(tlv.value, &bytes[tlv.value_offset()..end]);
                prop_assert!(tlv.tag.is_valid());
                let mut out = Vec::new();
                push_tlv(&mut out, tlv.tag, tlv.value).unwrap();
                prop_assert!(out.len() <= tlv.raw().len());
                prop_assert_eq!(Tlv::parse(&out).unwrap().0.value, tlv.value);
            }
        }
        let steps = Walk::new(&bytes).count();
        prop_assert!(steps <= bytes.len());
        for (depth, tlv) in Walk::new(&bytes).map_while(Result::ok) {
            prop_assert!(depth < MAX_DEPTH);
            prop_assert_eq!(tlv.raw(), &bytes[tlv.offset()..tlv.offset() + tlv.raw().len()]);
        }
    }

    #[test]
    fn a_walk_of_padded_objects_is_the_same(trees in prop::collection::vec(tree(), 1..4), pad in "[\u{0}-\u{1}]{0,3}") {
        let padding: Vec<u8> = pad.bytes().map(|byte| if byte == 0 { 0x00 } else { 0xFF }).collect();
        let (mut plain, mut padded) = (Writer::new(), Writer::new());
        for tree in &trees {
            write(&mut plain, tree);
            padded.raw(&padding);
            write(&mut padded, tree);
        }
        padded.raw(&padding);
        let (plain, padded) = (plain.finish().unwrap(), padded.finish().unwrap());
        let walk = |bytes| -> Vec<_> {
            Walk::new(bytes).map(|step| step.unwrap()).map(|(depth, tlv)| (depth, tlv.tag, tlv.value)).collect()
        };
        prop_assert_eq!(walk(&plain), walk(&padded));
    }
}
