use thiserror::Error;

/// Bytes that could not be read as what they were said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("{object}: {kind} (at byte {offset})")]
pub struct DecodeError {
    /// What was being read, by its name in the specification: `"BER-TLV"`, `"EF.IMSI"`, `"ATR"`.
    pub object: &'static str,
    /// Where in the given bytes the reading stopped.
    pub offset: usize,
    /// What was wrong there.
    pub kind: DecodeErrorKind,
}

impl DecodeError {
    /// An error of `kind`, `offset` bytes into `object`.
    ///
    /// ```
    /// use simcard::codec::{DecodeError, DecodeErrorKind};
    ///
    /// let error = DecodeError::new("EF.IMSI", 0, DecodeErrorKind::Length);
    /// assert_eq!(error.to_string(), "EF.IMSI: malformed length (at byte 0)");
    /// ```
    pub const fn new(object: &'static str, offset: usize, kind: DecodeErrorKind) -> Self {
        Self { object, offset, kind }
    }

    /// The same error, told of a larger object in which the bytes stood `base` bytes from the start.
    ///
    /// ```
    /// use simcard::codec::{DecodeError, DecodeErrorKind};
    ///
    /// let inner = DecodeError::new("file descriptor (82)", 1, DecodeErrorKind::Blank);
    /// assert_eq!(inner.within("FCP", 4), DecodeError::new("FCP", 5, DecodeErrorKind::Blank));
    /// ```
    pub const fn within(self, object: &'static str, base: usize) -> Self {
        Self { object, offset: self.offset.saturating_add(base), kind: self.kind }
    }
}

/// Why bytes could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The bytes end before the object does.
    #[error("ends too early, {missing} more {} needed", if *missing == 1 { "byte is" } else { "bytes are" })]
    Truncated {
        /// How many bytes were missing at least.
        missing: usize,
    },
    /// Bytes follow where the object should have ended.
    #[error("{extra} unexpected {}", if *extra == 1 { "byte follows" } else { "bytes follow" })]
    Trailing {
        /// How many bytes were left over.
        extra: usize,
    },
    /// A tag that can't stand here, or of more than four bytes.
    #[error("unexpected or malformed tag")]
    Tag,
    /// The tag of an object that is not known, and has to be.
    #[error("unknown object with the tag {0:02X}")]
    UnknownTag(u32),
    /// A length that is malformed, indefinite, or of more than four bytes.
    #[error("malformed length")]
    Length,
    /// Nested deeper than the limit (16).
    #[error("nested too deeply")]
    Depth,
    /// A digit that the coding does not have.
    #[error("invalid digit {0:#x}")]
    Digit(u8),
    /// A character that the coding does not have.
    #[error("invalid character")]
    Character,
    /// A value outside what the specification allows.
    #[error("invalid value {0:#x}")]
    Value(u32),
    /// A mandatory part is missing.
    #[error("a mandatory part is missing: {0}")]
    Missing(&'static str),
    /// A check digit or check byte does not match.
    #[error("checksum does not match")]
    Checksum,
    /// The object is blank: nothing but FF padding.
    #[error("blank")]
    Blank,
}

/// A value that its coding cannot say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("{object}: {kind}")]
pub struct EncodeError {
    /// What was being written, by its name in the specification.
    pub object: &'static str,
    /// What was wrong with the value.
    pub kind: EncodeErrorKind,
}

impl EncodeError {
    /// An error of `kind` in writing an `object`.
    ///
    /// ```
    /// use simcard::codec::{EncodeError, EncodeErrorKind};
    ///
    /// let error = EncodeError::new("dialling number", EncodeErrorKind::Empty);
    /// assert_eq!(error.to_string(), "dialling number: empty");
    /// ```
    pub const fn new(object: &'static str, kind: EncodeErrorKind) -> Self {
        Self { object, kind }
    }

    /// The character of `text`, which was to be encoded, that has no coding.
    ///
    /// ```
    /// use simcard::codec::gsm7::Alphabet;
    ///
    /// let text = "5 € Жук";
    /// let error = Alphabet::DEFAULT.encode(text).unwrap_err();
    /// assert_eq!(error.character(text), Some('Ж'));
    /// ```
    pub fn character(&self, text: &str) -> Option<char> {
        match self.kind {
            EncodeErrorKind::Character { index } => text.chars().nth(index),
            _ => None,
        }
    }
}

/// Why a value could not be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum EncodeErrorKind {
    /// A character that the coding does not have. Its place is told, not the character itself, which may be
    /// part of a secret: [`EncodeError::character`] has it.
    #[error("the character at index {index} has no coding")]
    Character {
        /// Which character of the text, counted in characters from 0.
        index: usize,
    },
    /// The value takes more room than there is.
    #[error("{len} are too many, at most {max} fit")]
    TooLong {
        /// What the value takes: digits of a number, septets, parts of a message, otherwise bytes.
        len: usize,
        /// What there is room for, in the same unit.
        max: usize,
    },
    /// There is nothing to write where something must be.
    #[error("empty")]
    Empty,
    /// A number that is not the tag of any data object.
    #[error("{0:#x} is not a tag")]
    Tag(u32),
    /// A number outside what the coding can say.
    #[error("invalid value {0:#x}")]
    Value(u32),
}
