//! How long it takes to find whose card it is.
//!
//! * `find/one`: a network with one operator, without a name.
//! * `find/spn`: a network with three brands, one of which the card names.
//! * `find/none`: a network that nobody is known on.
//! * `find/candidates`: a network with sixteen brands, and no name: a list of all.
//! * `codes`: the ways to ask for the balance of the one that was found, as texts of one's own.

use criterion::{Criterion, criterion_group, criterion_main};
use simcard::account::directory::{Directory, Selector};
use std::hint::black_box;

fn selector(plmn: &str) -> Selector<'static> {
    Selector::of_plmn(plmn.parse().expect("a PLMN"))
}

fn bench(c: &mut Criterion) {
    let directory = Directory::builtin();
    let mut group = c.benchmark_group("directory");
    for (name, selector, found) in [
        ("find/one", selector("262-43"), 1),
        ("find/spn", selector("234-10").with_spn("giffgaff"), 1),
        ("find/none", selector("262-99"), 0),
        ("find/candidates", selector("505-02"), 16),
    ] {
        assert_eq!(directory.find(&selector).operators().len(), found);
        group.bench_function(name, |b| b.iter(|| directory.find(black_box(&selector)).operators().len()));
    }
    let operator = directory.find(&selector("262-43")).operator().expect("it is listed");
    group.bench_function("codes", |b| b.iter(|| black_box(operator).balance().collect::<Vec<_>>()));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
