//! How fast FCPs are read as BER-TLV, and how fast others do it.
//!
//! All get the same stream of templates and visit every object in it, nested ones too. What they do with them:
//!
//! * `simcard/walk`: `Walk` over the whole stream; counts objects and bytes of plain values. Skips padding, checks
//!   depth, keeps offsets.
//! * `simcard/tlvs`: the same with one `Tlvs` per level, as code that decodes an FCP does it.
//! * `der`: `Header::decode` and `read_slice` / `read_nested`, the lowest level it offers; counts the same. Borrows too.
//!   It checks that lengths are the shortest (DER) and knows tag numbers as types.
//! * `iso7816-tlv`: `Tlv::parse` one template after the other; builds an owned tree of each, which is not looked at.
//! * `tlv_parser`: `Tlv::from_vec`, given each template by itself, since it does not say where one ends; an owned tree too.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use der::{Decode, Header, Reader, SliceReader};
use hex_literal::hex;
use simcard::codec::ber::{Tlvs, Walk};
use std::hint::black_box;

/// A transparent EF, a linear fixed EF and an ADF with its PIN status, as in ETSI TS 102 221 11.1.1.3.
const TEMPLATES: [&[u8]; 3] = [
    &hex!("621F 82024121 83026F05 A503C00100 8A0105 8B036F0602 80020005 880110 810100"),
    &hex!("6227 82054221001A0A 83026F3B A506C00140910100 8A0105 8B036F0603 80020104 810400000104 8800"),
    &hex!(
        "6231 82027821 8410A0000000871002FF44FF0189000001FF A503800171 8A0105 8B032F0602 C60C90016083010183018183010A"
    ),
];

fn stream() -> Vec<u8> {
    TEMPLATES.iter().copied().cycle().take(1500).flatten().copied().collect()
}

/// Objects seen, and bytes of plain values.
type Count = (usize, usize);

fn walk(bytes: &[u8]) -> Count {
    let mut count = (0, 0);
    for step in Walk::new(bytes) {
        let (_, tlv) = step.expect("well-formed");
        count.0 += 1;
        if !tlv.tag.is_constructed() {
            count.1 += tlv.value.len();
        }
    }
    count
}

fn nested_tlvs(tlvs: Tlvs<'_>, count: &mut Count) {
    for tlv in tlvs {
        let tlv = tlv.expect("well-formed");
        count.0 += 1;
        if tlv.tag.is_constructed() {
            nested_tlvs(tlv.children(), count);
        } else {
            count.1 += tlv.value.len();
        }
    }
}

fn with_der<'a>(reader: &mut SliceReader<'a>, count: &mut Count) -> der::Result<()> {
    while !reader.is_finished() {
        let header = Header::decode(reader)?;
        count.0 += 1;
        if header.is_constructed() {
            reader.read_nested(header.length(), |inner| with_der(inner, count))?;
        } else {
            count.1 += reader.read_slice(header.length())?.len();
        }
    }
    Ok(())
}

fn bench(criterion: &mut Criterion) {
    let bytes = stream();
    let mut by_tlvs = (0, 0);
    nested_tlvs(Tlvs::new(&bytes), &mut by_tlvs);
    let mut by_der = (0, 0);
    with_der(&mut SliceReader::new(&bytes).expect("short enough"), &mut by_der).expect("well-formed");
    assert_eq!(walk(&bytes), by_tlvs);
    assert_eq!(walk(&bytes), by_der);

    let mut group = criterion.benchmark_group("fcp stream");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("simcard/walk", |b| b.iter(|| walk(black_box(&bytes))));
    group.bench_function("simcard/tlvs", |b| {
        b.iter(|| {
            let mut count = (0, 0);
            nested_tlvs(Tlvs::new(black_box(&bytes)), &mut count);
            count
        })
    });
    group.bench_function("der", |b| {
        b.iter(|| {
            let mut count = (0, 0);
            with_der(&mut SliceReader::new(black_box(&bytes)).expect("short enough"), &mut count)
                .map(|()| count)
        })
    });
    group.bench_function("iso7816-tlv", |b| {
        b.iter(|| {
            let mut rest = black_box(&bytes[..]);
            while !rest.is_empty() {
                let (tree, after) = iso7816_tlv::ber::Tlv::parse(rest);
                black_box(tree.expect("well-formed"));
                rest = after;
            }
        })
    });
    group.bench_function("tlv_parser", |b| {
        b.iter(|| {
            for template in TEMPLATES.iter().cycle().take(1500) {
                black_box(tlv_parser::tlv::Tlv::from_vec(black_box(template)).expect("well-formed"));
            }
        })
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
