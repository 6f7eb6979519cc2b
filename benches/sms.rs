//! How many short messages a second are read, and cut out of a text.
//!
//! * `decode`: `Tpdu::decode` of three messages in turn: one of 160 characters in the GSM 7 bit alphabet, one of 70 in
//!   UCS2, and the part of a longer one.
//! * `decode/text`: the same, and the text of each.
//! * `compose`: a text of 400 characters, cut into three messages, and written.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use simcard::sms::{Composer, Deliver, Direction, Timestamp, Tpdu};
use std::hint::black_box;

/// Messages with these texts, as they come.
fn messages() -> Vec<Vec<u8>> {
    let composer = Composer::new("+447700900123".parse().expect("a number"));
    let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0).expect("a time");
    let texts = ["a".repeat(160), "\u{416}".repeat(70), "b".repeat(200)];
    let first = texts.iter().map(|text| composer.compose(text).expect("it fits").remove(0).user_data);
    first.map(|data| Deliver::new("+447700900000".parse().expect("a number"), time, data).encode()).collect()
}

fn read(bytes: &[u8]) -> Tpdu {
    Tpdu::decode(Direction::ToMobile, bytes).expect("a message")
}

fn sms(criterion: &mut Criterion) {
    let messages = messages();
    let mut group = criterion.benchmark_group("sms");
    group.throughput(Throughput::Elements(messages.len() as u64));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| {
            messages.iter().map(|bytes| read(black_box(bytes)).is_exact()).filter(|exact| *exact).count()
        });
    });
    group.bench_function("decode/text", |bencher| {
        bencher.iter(|| {
            let texts =
                messages.iter().map(|bytes| read(black_box(bytes)).user_data().and_then(|data| data.text()));
            texts.map(|text| text.expect("a text").len()).sum::<usize>()
        });
    });
    group.throughput(Throughput::Elements(1));
    let composer = Composer::new("+447700900123".parse().expect("a number"));
    let text = "The quick brown fox jumps over the lazy dog. 0123456789 {[~]} ".repeat(7);
    group.bench_function("compose", |bencher| {
        bencher.iter(|| {
            let parts = composer.compose(black_box(&text)).expect("it fits");
            parts.iter().map(|part| part.encode().len()).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, sms);
criterion_main!(benches);
