use core::fmt;

use thiserror::Error;

use crate::codec::{DecodeError, DecodeErrorKind};

/// The nibble that fills up a half-used byte and blank files.
pub(super) const FILLER: u8 = 0xF;

/// Why a text is not the number it was said to be.
///
/// It does not repeat the text: numbers that identify a subscriber stay out of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum NumberError {
    /// Too few or too many digits.
    #[error("{number} has {min} to {max} digits, not {digits}")]
    Length {
        /// What was wanted: `"an IMSI"`.
        number: &'static str,
        /// Digits given.
        digits: usize,
        /// The fewest digits there can be.
        min: usize,
        /// The most digits there can be.
        max: usize,
    },
    /// A character that is no digit of this number.
    #[error("{number} cannot have this character: number {position} of the text, counted from 0")]
    Character {
        /// What was wanted: `"an IMSI"`.
        number: &'static str,
        /// Which character of the text, counted from 0.
        position: usize,
    },
}

/// Up to `N` digits in place, as upper-case ASCII characters `0` to `9` and `A` to `E`.
///
/// Unused places stay 0, which sorts before every digit: the derived order is that of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Digits<const N: usize> {
    ascii: [u8; N],
    len: u8,
}

/// Which digits a number may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// `0` to `9`.
    Decimal,
    /// `0` to `9` and `A` to `E`; `F` is the filler.
    Hexadecimal,
}

impl Alphabet {
    const fn highest(self) -> u8 {
        match self {
            Self::Decimal => 0x9,
            Self::Hexadecimal => 0xE,
        }
    }
}

impl<const N: usize> Digits<N> {
    const EMPTY: Self = Self { ascii: [0; N], len: 0 };

    /// Reads a text of `min` to `N` digits and nothing else.
    pub(super) fn parse(
        text: &str,
        number: &'static str,
        min: usize,
        alphabet: Alphabet,
    ) -> Result<Self, NumberError> {
        let mut digits = Self::EMPTY;
        let mut count = 0_usize;
        for (position, character) in text.chars().enumerate() {
            let nibble = character.to_digit(16).and_then(|value| u8::try_from(value).ok());
            match nibble {
                Some(nibble) if nibble <= alphabet.highest() => digits.push(nibble),
                _ => return Err(NumberError::Character { number, position }),
            };
            count = count.saturating_add(1);
        }
        if (min..=N).contains(&count) {
            Ok(digits)
        } else {
            Err(NumberError::Length { number, digits: count, min, max: N })
        }
    }

    /// Reads nibbles up to the first filler; after it, only fillers may come.
    ///
    /// Each nibble comes with the offset of its byte, for errors in `object`.
    pub(super) fn from_nibbles(
        nibbles: impl Iterator<Item = (usize, u8)>,
        object: &'static str,
        min: usize,
        alphabet: Alphabet,
    ) -> Result<Self, DecodeError> {
        let mut digits = Self::EMPTY;
        let mut filler_at = None;
        for (offset, nibble) in nibbles {
            match (nibble, filler_at) {
                (FILLER, None) => filler_at = Some(offset),
                (FILLER, Some(_)) => {}
                // The filler is what is out of place, not the digit that follows it.
                (_, Some(at)) => return Err(DecodeError::new(object, at, DecodeErrorKind::Digit(FILLER))),
                (nibble, None) if nibble > alphabet.highest() => {
                    return Err(DecodeError::new(object, offset, DecodeErrorKind::Digit(nibble)));
                }
                (nibble, None) => {
                    if !digits.push(nibble) {
                        return Err(DecodeError::new(object, offset, DecodeErrorKind::Trailing { extra: 1 }));
                    }
                }
            }
        }
        if digits.len() < min {
            return Err(DecodeError::new(
                object,
                filler_at.unwrap_or_default(),
                DecodeErrorKind::Missing("digits"),
            ));
        }
        Ok(digits)
    }

    /// Appends the digit of this nibble; `false` where there is no place left.
    fn push(&mut self, nibble: u8) -> bool {
        let character = char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase();
        let len = self.len();
        match (self.ascii.get_mut(len), u8::try_from(character)) {
            (Some(place), Ok(character)) => {
                *place = character;
                self.len = self.len.saturating_add(1);
                true
            }
            _ => false,
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.len as usize
    }

    pub(super) fn as_str(&self) -> &str {
        let used = self.ascii.get(..self.len()).unwrap_or_default();
        core::str::from_utf8(used).unwrap_or_default()
    }

    /// The digits as nibbles.
    pub(super) fn nibbles(&self) -> impl DoubleEndedIterator<Item = u8> {
        self.as_str().bytes().map(nibble)
    }

    /// `name(first `shown` digits…, n digits)`: enough to tell whose it is, not which one.
    pub(super) fn fmt_masked(
        &self,
        f: &mut fmt::Formatter<'_>,
        name: &str,
        sign: &str,
        shown: usize,
    ) -> fmt::Result {
        let shown = self.as_str().get(..shown).unwrap_or_default();
        write!(f, "{name}({sign}{shown}…, {} digits)", self.len)
    }
}

/// The value of an ASCII digit.
fn nibble(ascii: u8) -> u8 {
    char::from(ascii).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or(FILLER)
}

/// The nibbles of swapped BCD, lower half first (ETSI TS 102 221 13.2), each with the offset of its byte.
pub(super) fn unpack(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> + '_ {
    bytes.iter().enumerate().flat_map(|(offset, byte)| [(offset, byte & 0x0F), (offset, byte >> 4)])
}

/// Swapped BCD, lower half first, filled up with `F`.
pub(super) fn pack<const N: usize>(mut nibbles: impl Iterator<Item = u8>) -> [u8; N] {
    let mut bytes = [0xFF; N];
    for byte in &mut bytes {
        let low = nibbles.next().unwrap_or(FILLER);
        let high = nibbles.next().unwrap_or(FILLER);
        *byte = high << 4 | low;
    }
    bytes
}

/// Whether there are bytes, and nothing but filler.
pub(super) fn is_blank(bytes: &[u8]) -> bool {
    !bytes.is_empty() && is_padding(bytes)
}

/// Whether there is nothing but filler.
pub(super) fn is_padding(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0xFF)
}

/// Serde as text: what `Display` writes, read back and checked by `FromStr`.
macro_rules! serde_as_text {
    ($type:ty, $expecting:literal) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl serde::de::Visitor<'_> for Text {
                    type Value = $type;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($expecting)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }
    };
}
pub(super) use serde_as_text;
