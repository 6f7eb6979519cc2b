//! How fast what a modem sends is cut into lines, and taken for answers and unsolicited results.
//!
//! The stream is what a chatty modem gives: answers with hex, unsolicited results, a USSD text with line ends.
//!
//! * `lines`: `LineParser` alone, given all at once.
//! * `lines, 64 bytes at a time`: as a serial port gives them.
//! * `dialogue`: `Dialogue`, which makes an event with a copy of each line.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use simcard::modem::at::{Dialogue, LineParser};

fn stream() -> Vec<u8> {
    let answer = format!("\r\n+CSIM: 516,\"{}9000\"\r\n\r\nOK\r\n", "A0".repeat(256));
    let part = format!(
        "{answer}\r\n^RSSI: 20\r\n\r\n+CREG: 2,1,\"1A2B\",\"0000C3D4\",7\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\n+CUSD: 1,\"1. Balance\n2. Own number\n0. End\",15\r\n"
    );
    part.repeat(1000).into_bytes()
}

fn lines(bytes: &[u8], chunk: usize) -> usize {
    let mut parser = LineParser::new();
    let mut count = 0;
    for mut part in bytes.chunks(chunk) {
        while parser.next(&mut part).is_some() {
            count += 1;
        }
    }
    count
}

fn events(bytes: &[u8]) -> usize {
    let mut dialogue = Dialogue::new(Duration::ZERO);
    dialogue.assume_in_step();
    let mut count = 0;
    for part in bytes.chunks(1024) {
        dialogue.receive(part, Duration::ZERO);
        while let Some(event) = dialogue.poll_event() {
            black_box(event);
            count += 1;
        }
    }
    count
}

fn bench(criterion: &mut Criterion) {
    let bytes = stream();
    assert_eq!(lines(&bytes, usize::MAX), 7000);
    let mut group = criterion.benchmark_group("at");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("lines", |b| b.iter(|| lines(black_box(&bytes), usize::MAX)));
    group.bench_function("lines, 64 bytes at a time", |b| b.iter(|| lines(black_box(&bytes), 64)));
    group.bench_function("dialogue", |b| b.iter(|| events(black_box(&bytes))));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
