use alloc::string::String;

use thiserror::Error;

use crate::numbering::{Country, NumberError};

/// Why entries of one's own were not taken. None of them was then.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DirectoryError {
    /// The text is longer than any list of operators.
    #[error("the text has {len} bytes; up to {max} are read")]
    TooLarge {
        /// Its length in bytes.
        len: usize,
        /// The most that is read.
        max: usize,
    },
    /// There would be more entries than anybody has.
    #[error("there would be more than {max} entries")]
    TooManyEntries {
        /// The most there can be.
        max: usize,
    },
    /// The text is not TOML or JSON, or has a field that there is not, or one of another type.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// The line, counted from 1; 0 if it is not known.
        line: usize,
        /// The column, counted from 1; 0 if it is not known.
        column: usize,
        /// What is wrong, in words of the parser.
        reason: String,
    },
    /// A field of an entry is not what it must be.
    #[error("entry {entry} ({name:?}), {field}: {problem}")]
    Entry {
        /// Which entry, counted from 1.
        entry: usize,
        /// The name in it.
        name: String,
        /// The field, as it is called in the text.
        field: &'static str,
        /// What is wrong with it.
        problem: EntryProblem,
    },
}

/// What is wrong with a field of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EntryProblem {
    /// It is needed, and empty or not there.
    #[error("it is missing or empty")]
    Missing,
    /// The list is too long.
    #[error("there are more than {max}")]
    TooMany {
        /// The most there can be.
        max: usize,
    },
    /// The text is too long.
    #[error("it has more than {max} characters")]
    TooLong {
        /// The most it can have.
        max: usize,
    },
    /// A character that can't be there.
    #[error("it cannot have this character: number {position} of the text, counted from 0")]
    Character {
        /// Which character, counted from 0.
        position: usize,
    },
    /// No two letters of ISO 3166-1 in upper case.
    #[error("it is no country of ISO 3166-1, by two letters in upper case")]
    Country,
    /// The PLMN is one of another country.
    #[error("the country of this PLMN is {}", .0.name())]
    CountryOfPlmn(Country),
    /// Not a PLMN such as `001-01`.
    #[error(transparent)]
    Plmn(#[from] NumberError),
    /// A way has to be one of `ussd`, `sms` and `call`, and only `sms` has a `text`.
    #[error("a way is one of ussd, sms and call, and only sms has a text")]
    Way,
    /// The placeholder is not there as often as it must be.
    #[error("it must have {placeholder} {}", if *.placeholder == super::CODE { "once" } else { "no more than once" })]
    Placeholder {
        /// The placeholder.
        placeholder: &'static str,
    },
    /// Not a range of lengths of a voucher code.
    #[error("it must be a range within {min} to {max}")]
    Range {
        /// The least.
        min: u8,
        /// The most.
        max: u8,
    },
}
