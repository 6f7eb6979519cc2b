//! How many replies about a balance are read in a second: short ones and long ones, in several scripts.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use simcard::account::reply::{self, Context};
use simcard::account::{Country, Date};
use std::hint::black_box;

const REPLIES: [(&str, Country); 6] = [
    ("Your balance is £6.45", Country::GB),
    ("Ihr Guthaben beträgt 12,34 EUR und ist gültig bis zum 31.01.2027.", Country::DE),
    ("Баланс: 150,25 р. Бонусы: 20. Срок действия до 31.12.2026. Подробнее: *100#", Country::RU),
    ("Main Bal: N1,234.56 Bonus: N50.00, 500MB, 20SMS. Expires 12/03/2027. Dial *123# for data", Country::NG),
    ("رصيدك هو ١٢٫٣٤ جنيه صالح حتى ٣١/١٢/٢٠٢٦", Country::EG),
    ("您的话费余额为12.34元，有效期至2026年12月31日。", Country::CN),
];

fn balance(criterion: &mut Criterion) {
    let today = Some(Date::constant(2026, 11, 22));
    let mut group = criterion.benchmark_group("balance");
    group.throughput(Throughput::Elements(REPLIES.len() as u64));
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let reports = REPLIES.iter().map(|(text, country)| {
                reply::read(black_box(text), &Context { country: Some(*country), today })
            });
            reports.filter(|report| report.main.is_some()).count()
        });
    });
    group.finish();
}

criterion_group!(benches, balance);
criterion_main!(benches);
