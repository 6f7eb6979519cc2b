//! Replies of operators, as they are worded around the world, and how each is to be read.
//!
//! `tests/replies/*.jsonl` has a reply a line: `text`, `country`, `today`, and the `amount`, `currency`, `valid_until` and
//! `kind` that it states; what is missing is not stated, or not to be given. `also` are other amounts that it states.

#![cfg(feature = "serde")]

use std::fs;
use std::path::Path;

use serde_json::Value;
use simcard::account::Quantity;
use simcard::account::reply::{self, Context};

struct Score {
    replies: usize,
    failures: Vec<String>,
}

fn check(line: &str, name: &str, score: &mut Score) {
    let reply: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}"));
    let field = |key: &str| reply[key].as_str();
    let context = Context {
        country: field("country").map(|code| code.parse().expect("a country")),
        today: field("today").map(|date| date.parse().expect("a date")),
    };
    let text = field("text").expect("a text");
    let report = reply::read(text, &context);
    assert_eq!(report.raw, text);
    let amount = report.main.map(|money| money.amount.normalize().to_string());
    let wanted = field("amount").map(|amount| {
        amount.parse::<simcard::account::Decimal>().expect("an amount").normalize().to_string()
    });
    let currency = report.main.and_then(|money| money.currency_code());
    let valid_until = report.valid_until.map(|date| date.to_string());
    let kind = serde_json::to_value(report.kind).expect("a kind");
    let same_kind = reply["kind"].is_null() || reply["kind"] == kind;
    let others: Vec<_> = report
        .others
        .iter()
        .filter_map(|other| match other.quantity {
            Quantity::Money(money) => Some(money.to_string()),
            _ => None,
        })
        .collect();
    let also = reply["also"].as_array().map(Vec::as_slice).unwrap_or_default();
    let same_others = also.iter().all(|other| others.iter().any(|found| other == found));
    score.replies += 1;
    if (amount.as_deref(), currency, valid_until.as_deref())
        != (wanted.as_deref(), field("currency"), field("valid_until"))
        || !same_kind
        || !same_others
    {
        score.failures.push(format!(
            "{name}: {text:?} in {:?}\n   read {amount:?} {currency:?} {valid_until:?} {kind} {others:?}\n   want {wanted:?} {:?} {:?} {} {also:?}",
            field("country"),
            field("currency"),
            field("valid_until"),
            reply["kind"],
        ));
    }
}

#[test]
fn replies_are_read_as_they_are_meant() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replies");
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("replies").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let mut score = Score { replies: 0, failures: Vec::new() };
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "jsonl")) {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let lines = fs::read_to_string(file).expect("text");
        lines.lines().filter(|line| !line.trim().is_empty()).for_each(|line| check(line, &name, &mut score));
    }
    assert!(score.replies >= 200, "only {} replies", score.replies);
    let failures = score.failures.len();
    assert!(
        failures == 0,
        "{failures} of {} are read otherwise:\n{}",
        score.replies,
        score.failures.join("\n")
    );
}
