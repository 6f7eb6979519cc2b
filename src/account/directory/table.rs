//! The tables that are built in.
//!
//! `operators.tsv` has a line for each operator (see `operator.rs`). `networks.txt` has a line for each operator on each
//! network, sorted: PLMN, and where in the other file the operator's line begins.

use alloc::string::String;
use alloc::vec::Vec;

use super::operator::Operator;
use crate::numbering::Plmn;

/// Lines of operators, sorted, after lines of comment.
static OPERATORS: &str = include_str!("operators.tsv");
/// Lines of the form `23201- 012345`.
static NETWORKS: &str = include_str!("networks.txt");

/// A PLMN as it sorts: `23201-`, `310410`.
pub(super) type Key = [u8; 6];

/// A key, a space, six digits, the end of the line.
const ROW: usize = 14;

pub(super) fn key(plmn: Plmn) -> Key {
    let mut key = [b'-'; 6];
    let digits = plmn.mcc.as_str().bytes().chain(plmn.mnc.as_str().bytes());
    key.iter_mut().zip(digits).for_each(|(place, digit)| *place = digit);
    key
}

/// Name, version and date of what the tables were made of.
pub(super) fn source() -> &'static str {
    OPERATORS.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default()
}

/// All operators, by country and name.
pub(super) fn operators<'d>() -> impl Iterator<Item = Operator<'d>> {
    OPERATORS.lines().filter(|line| !line.starts_with('#')).map(Operator::new)
}

/// The operators on this network: where their lines begin, and what they say.
pub(super) fn operators_of<'d>(key: Key) -> impl Iterator<Item = Operator<'d>> {
    let rows = NETWORKS.as_bytes();
    let row = |index: usize| rows.get(index.saturating_mul(ROW)..)?.get(..ROW);
    let (mut first, mut end) = (0, rows.len() / ROW);
    while first < end {
        let middle = first.midpoint(end);
        if row(middle).and_then(|row| row.get(..6)) < Some(&key[..]) {
            first = middle.saturating_add(1);
        } else {
            end = middle;
        }
    }
    let rows = rows.chunks_exact(ROW).skip(first);
    let here = rows.take_while(move |row| row.starts_with(&key));
    here.filter_map(|row| {
        let offset = row.get(7..13)?.iter().fold(0_usize, |offset, digit| {
            offset.saturating_mul(10).saturating_add(usize::from(digit & 0x0F))
        });
        OPERATORS.get(offset..)?.lines().next().map(Operator::new)
    })
}

/// The two tables that are built in, as they would be written today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// `operators.tsv`.
    pub operators: String,
    /// `networks.txt`.
    pub networks: String,
}

/// Writes tables of these operators; `comment` has lines of its own.
pub(super) fn write<'d>(comment: &str, operators: impl Iterator<Item = Operator<'d>>) -> Tables {
    let mut tables = Tables { operators: String::new(), networks: String::new() };
    for line in comment.lines() {
        tables.operators.extend(["# ", line, "\n"]);
    }
    let mut lines: Vec<_> = operators.map(Operator::line).collect();
    lines.sort_unstable();
    let mut rows = Vec::new();
    for line in lines {
        let offset = tables.operators.len();
        rows.extend(Operator::new(line).plmns().map(|plmn| (key(plmn), offset)));
        tables.operators.extend([line, "\n"]);
    }
    rows.sort_unstable();
    for (key, offset) in rows {
        tables.networks.push_str(core::str::from_utf8(&key).unwrap_or_default());
        tables.networks.push_str(&alloc::format!(" {offset:06}\n"));
    }
    tables
}
