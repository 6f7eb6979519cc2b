//! How fast files are decoded: the examples of every file in the registry, by the registry, which is the slow way: it
//! boxes each content because its type is known at run time only.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use simcard::files::registry;

fn corpus(c: &mut Criterion) {
    let corpus: Vec<_> = registry::all()
        .flat_map(|entry| entry.examples.iter().map(move |example| (entry, hex::decode(example.content))))
        .map(|(entry, bytes)| (entry, bytes.expect("hexadecimal")))
        .collect();
    let mut group = c.benchmark_group("files");
    group.throughput(Throughput::Elements(corpus.len() as u64));
    group.bench_function("all examples", |b| {
        b.iter(|| {
            for (entry, bytes) in &corpus {
                let _ = black_box((entry.decode)(black_box(bytes)));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, corpus);
criterion_main!(benches);
