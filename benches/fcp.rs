//! How many FCPs a second are read, and what it costs to make a tree of one first.
//!
//! Both get the same three templates in turn, and hand out the same six fields of each: descriptor byte, file
//! identifier, size, short identifier, life cycle, and the reference to EF.ARR.
//!
//! * `simcard`: `Fcp::parse`, then six accessors, which check lengths and make types of them.
//! * `simcard/info`: `SelectResponse::parse` and `info`, as a card does for every file it selects.
//! * `simcard/pins`: the security attributes, the UICC characteristics and all PINs of a directory.
//! * `iso7816-tlv`: `Tlv::from_bytes` makes an owned tree; each field is the first child with its tag, as bytes.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hex_literal::hex;
use iso7816_tlv::ber::{Tag, Tlv, Value};
use simcard::fs::{Fcp, GsmHeader, Security, SelectResponse};
use std::hint::black_box;

/// A transparent EF, a linear fixed EF and an MF with its PIN status, as in ETSI TS 102 221 11.1.1.3.
const TEMPLATES: [&[u8]; 3] = [
    &hex!("6220 82024121 83026F05 A503C00100 8A0105 8B036F0602 8002000A 880110 81020020"),
    &hex!("6222 82054221001A0A 83026F3B A503C00100 8A0105 8B036F0603 80020104 81020118 8800"),
    &hex!("6223 82027821 83023F00 A503800171 8A0105 8B032F0602 C60C90016083010183018183010A"),
];
const GSM_HEADER: [u8; 15] = hex!("0000 1B58 6F3A 04 00 11F044 01 02 01 1C");

fn six_fields(bytes: &[u8]) -> u32 {
    let fcp = Fcp::parse(bytes).expect("an FCP");
    let mut sum =
        u32::from(fcp.file_descriptor().expect("its length").expect("mandatory").record_len.unwrap_or(0));
    sum += u32::from(fcp.file_id().expect("two bytes").expect("mandatory").0);
    sum += fcp.file_size().expect("a number").unwrap_or(0);
    sum += u32::from(fcp.sfi().expect("a short identifier").value().unwrap_or(0));
    sum += u32::from(fcp.life_cycle().expect("a byte").is_some());
    if let Some(Security::Referenced(rule)) = fcp.security().expect("a reference") {
        sum += u32::from(rule.record(1).unwrap_or(0));
    }
    sum
}

fn security_and_pins(bytes: &[u8]) -> usize {
    let fcp = Fcp::parse(bytes).expect("an FCP");
    let security = fcp.security().expect("a reference").is_some();
    let contacts = fcp.proprietary().and_then(|it| it.uicc_characteristics().expect("a byte")).is_some();
    let pins = fcp.pin_status().map_or(0, |pins| pins.filter(|pin| pin.expect("a PIN").enabled).count());
    usize::from(security) + usize::from(contacts) + pins
}

struct Tags([Tag; 6]);

impl Tags {
    fn new() -> Self {
        Self([0x82_u8, 0x83, 0x80, 0x88, 0x8A, 0x8B].map(|tag| Tag::try_from(tag).expect("a tag")))
    }
}

fn six_fields_of_tree(bytes: &[u8], tags: &Tags) -> usize {
    let tree = Tlv::from_bytes(bytes).expect("an FCP");
    let Value::Constructed(objects) = tree.value() else { panic!("a template") };
    let field = |tag| match objects.iter().find(|object| object.tag() == tag)?.value() {
        Value::Primitive(bytes) => Some(bytes.len()),
        Value::Constructed(_) => None,
    };
    tags.0.iter().filter_map(field).sum()
}

fn benchmarks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fcp");
    let count = TEMPLATES.len().try_into().expect("three");
    group.throughput(Throughput::Elements(count));
    group.bench_function("simcard", |b| b.iter(|| TEMPLATES.map(|it| six_fields(black_box(it)))));
    group.bench_function("simcard/info", |b| {
        b.iter(|| TEMPLATES.map(|it| SelectResponse::parse(black_box(it)).expect("an FCP").info()));
    });
    group.bench_function("simcard/pins", |b| b.iter(|| TEMPLATES.map(|it| security_and_pins(black_box(it)))));
    let tags = Tags::new();
    group.bench_function("iso7816-tlv", |b| {
        b.iter(|| TEMPLATES.map(|it| six_fields_of_tree(black_box(it), &tags)));
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("gsm header", |b| {
        b.iter(|| GsmHeader::parse(black_box(&GSM_HEADER)).expect("a header"))
    });
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
