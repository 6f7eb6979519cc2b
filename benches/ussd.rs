//! How many answers of the network a second are read: the line of `+CUSD`, cut and decoded.
//!
//! `plain`, `packed`, `ucs2`: a balance of some 60 characters in each coding. `request`: packed for sending.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use simcard::codec::gsm7::{self, Alphabet};
use simcard::codec::ucs2;
use simcard::modem::at::Line;
use simcard::modem::ussd::Cusd;
use std::hint::black_box;

const TEXT: &str = "Your balance is 12.34 EUR. It is valid until 31 December 2026";

fn ussd(criterion: &mut Criterion) {
    let packed =
        hex::encode_upper(gsm7::pack_ussd(&Alphabet::DEFAULT.encode(TEXT).expect("it has a coding")));
    let wide = hex::encode_upper(ucs2::encode(TEXT).expect("it has a coding"));
    let mut group = criterion.benchmark_group("ussd");
    group.throughput(Throughput::Elements(1));
    for (name, text, scheme) in
        [("plain", TEXT, 15), ("packed", packed.as_str(), 15), ("ucs2", wide.as_str(), 72)]
    {
        let line = Line::new(format!("+CUSD: 0,\"{text}\",{scheme}").into_bytes());
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let cusd = Cusd::parse(black_box(&line)).expect("a line");
                let reading = cusd.read(Some("GSM")).expect("a text");
                assert_eq!(reading.text.len(), TEXT.len());
                reading
            });
        });
    }
    group.bench_function("request", |bencher| {
        bencher.iter(|| {
            gsm7::pack_ussd(&Alphabet::DEFAULT.encode(black_box("*100#")).expect("it has a coding"))
        });
    });
    group.finish();
}

criterion_group!(benches, ussd);
criterion_main!(benches);
