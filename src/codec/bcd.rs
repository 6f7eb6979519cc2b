//! Digits two to a byte, the first in the low half: how cards hold identities and telephone numbers.
//!
//! `21 43 F5` is "12345": each byte has its halves swapped, and `F` fills what is left at the end
//! (3GPP TS 24.008 10.5.4.7, TS 31.102 4.4.2.3, ITU-T E.118 numbers in EF.ICCID).
//!
//! ```
//! use simcard::codec::bcd::{self, Alphabet};
//!
//! assert_eq!(bcd::decode("IMSI", &[0x00, 0x01, 0x21, 0xF3], Alphabet::Decimal)?, "0010123");
//! assert_eq!(bcd::decode("number", &[0x1A, 0x00, 0xFB], Alphabet::Dialling)?, "*100#");
//! assert_eq!(bcd::encode("number", "*100#", Alphabet::Dialling, 5).unwrap(), [0x1A, 0x00, 0xFB, 0xFF, 0xFF]);
//! # Ok::<(), simcard::codec::DecodeError>(())
//! ```

use alloc::string::String;
use alloc::vec::Vec;
use core::iter::FusedIterator;

use super::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind};

/// What fills the halves that hold no digit.
const FILLER: u8 = 0xF;

/// Which digits there are besides `0` to `9`.
///
/// ```
/// use simcard::codec::bcd::Alphabet;
///
/// assert_eq!((Alphabet::Dialling.digit(0xA), Alphabet::Dialling.half('#')), (Some('*'), Some(0xB)));
/// assert_eq!((Alphabet::Decimal.digit(0xA), Alphabet::Decimal.half('#')), (None, None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// None: identities, dates, amounts.
    Decimal,
    /// What can be dialled: `*` (A), `#` (B), `a` (C), `b` (D) and `c` (E), as 3GPP TS 24.008 table 10.5.118
    /// writes them. On a card (TS 31.102 table 4.4) `a` is a pause before tones are sent, `b` stands for any
    /// digit, `c` shifts the digit after it.
    Dialling,
}

impl Alphabet {
    /// The digit that half a byte stands for, if it stands for one.
    ///
    /// ```
    /// use simcard::codec::bcd::Alphabet;
    ///
    /// assert_eq!((Alphabet::Decimal.digit(7), Alphabet::Decimal.digit(0xA)), (Some('7'), None));
    /// assert_eq!(Alphabet::Dialling.digit(0xA), Some('*'));
    /// ```
    pub const fn digit(self, half: u8) -> Option<char> {
        match (half, self) {
            (0..=9, _) => Some((b'0' | half) as char),
            (0xA, Self::Dialling) => Some('*'),
            (0xB, Self::Dialling) => Some('#'),
            (0xC, Self::Dialling) => Some('a'),
            (0xD, Self::Dialling) => Some('b'),
            (0xE, Self::Dialling) => Some('c'),
            _ => None,
        }
    }

    /// The half of a byte that stands for a digit, if there is one.
    ///
    /// ```
    /// use simcard::codec::bcd::Alphabet;
    ///
    /// assert_eq!((Alphabet::Decimal.half('7'), Alphabet::Decimal.half('#')), (Some(7), None));
    /// assert_eq!(Alphabet::Dialling.half('#'), Some(0xB));
    /// ```
    pub const fn half(self, digit: char) -> Option<u8> {
        match (digit, self) {
            ('0'..='9', _) => Some(digit as u8 & 0x0F),
            ('*', Self::Dialling) => Some(0xA),
            ('#', Self::Dialling) => Some(0xB),
            ('a', Self::Dialling) => Some(0xC),
            ('b', Self::Dialling) => Some(0xD),
            ('c', Self::Dialling) => Some(0xE),
            _ => None,
        }
    }
}

/// The halves of each byte, low half first.
///
/// ```
/// use simcard::codec::bcd;
///
/// assert!(bcd::halves(&[0x21, 0xF3]).eq([1, 2, 3, 0xF]));
/// ```
pub fn halves(bytes: &[u8]) -> impl Iterator<Item = u8> + '_ {
    bytes.iter().flat_map(|byte| [byte & 0x0F, byte >> 4])
}

/// The digits in some bytes, up to the filling at their end. After an error it ends.
///
/// ```
/// use simcard::codec::bcd::{Alphabet, Digits};
///
/// let mut digits = Digits::new("number", &[0x21, 0xA3], Alphabet::Decimal);
/// let read: String = digits.by_ref().map_while(Result::ok).collect();
/// assert_eq!((read.as_str(), digits.next()), ("123", None)); // A is no decimal digit
/// ```
#[derive(Clone, Debug)]
pub struct Digits<'a> {
    object: &'static str,
    bytes: &'a [u8],
    alphabet: Alphabet,
    /// Counted in halves of bytes.
    position: usize,
}

impl<'a> Digits<'a> {
    /// The digits in `bytes`, which are said to be an `object`.
    ///
    /// ```
    /// use simcard::codec::bcd::{Alphabet, Digits};
    ///
    /// assert!(Digits::new("number", &[0x21, 0xF3], Alphabet::Decimal).eq([Ok('1'), Ok('2'), Ok('3')]));
    /// ```
    pub const fn new(object: &'static str, bytes: &'a [u8], alphabet: Alphabet) -> Self {
        Self { object, bytes, alphabet, position: 0 }
    }

    fn half(&self) -> Option<u8> {
        let byte = *self.bytes.get(self.position / 2)?;
        Some(if self.position % 2 == 0 { byte & 0x0F } else { byte >> 4 })
    }
}

impl Iterator for Digits<'_> {
    type Item = Result<char, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let half = self.half()?;
        if let Some(digit) = self.alphabet.digit(half) {
            self.position = self.position.saturating_add(1);
            return Some(Ok(digit));
        }
        // Behind the first filler there may only be more of it.
        let mut wrong = half;
        while wrong == FILLER {
            self.position = self.position.saturating_add(1);
            wrong = self.half()?;
        }
        let kind = DecodeErrorKind::Digit(wrong);
        let error = DecodeError::new(self.object, self.position / 2, kind);
        self.bytes = &[];
        Some(Err(error))
    }
}

impl FusedIterator for Digits<'_> {}

/// The digits in `bytes` as text. There may be none: then everything is filling.
///
/// ```
/// use simcard::codec::bcd::{self, Alphabet};
///
/// assert_eq!(bcd::decode("number", &[0x44, 0x77, 0xF0, 0xFF], Alphabet::Decimal)?, "44770");
/// let error = bcd::decode("number", &[0x44, 0x7F], Alphabet::Decimal).unwrap_err();
/// assert_eq!(error.to_string(), "number: invalid digit 0x7 (at byte 1)");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
///
/// # Errors
///
/// [`Digit`](DecodeErrorKind::Digit): a half that is no digit of the alphabet, or a digit behind filling.
pub fn decode(object: &'static str, bytes: &[u8], alphabet: Alphabet) -> Result<String, DecodeError> {
    Digits::new(object, bytes, alphabet).collect()
}

/// Writes `digits` into `len` bytes, filled up with `F`.
///
/// ```
/// use simcard::codec::bcd::{self, Alphabet};
///
/// assert_eq!(bcd::encode("number", "44770", Alphabet::Decimal, 4)?, [0x44, 0x77, 0xF0, 0xFF]);
/// assert!(bcd::encode("number", "44770", Alphabet::Decimal, 2).is_err());
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
///
/// # Errors
///
/// A character that the alphabet does not have, or more than two digits a byte.
pub fn encode(
    object: &'static str,
    digits: &str,
    alphabet: Alphabet,
    len: usize,
) -> Result<Vec<u8>, EncodeError> {
    let mut halves = Vec::with_capacity(digits.len());
    for (index, digit) in digits.chars().enumerate() {
        let half = alphabet.half(digit);
        halves.push(half.ok_or(EncodeError::new(object, EncodeErrorKind::Character { index }))?);
    }
    let max = len.saturating_mul(2);
    if halves.len() > max {
        return Err(EncodeError::new(object, EncodeErrorKind::TooLong { len: halves.len(), max }));
    }
    let mut bytes: Vec<u8> = halves
        .chunks(2)
        .map(|pair| match *pair {
            [low, high] => high << 4 | low,
            [low] => FILLER << 4 | low,
            _ => 0xFF,
        })
        .collect();
    bytes.resize(len, 0xFF);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    fn digit_error(offset: usize, half: u8) -> DecodeError {
        DecodeError::new("test", offset, DecodeErrorKind::Digit(half))
    }

    #[test]
    fn halves_are_swapped_and_filling_ends_it() {
        assert_eq!(decode("test", &hex!("2143F5"), Alphabet::Decimal).unwrap(), "12345");
        assert_eq!(decode("test", &hex!("2143FFFF"), Alphabet::Decimal).unwrap(), "1234");
        assert_eq!(decode("test", &hex!("FFFF"), Alphabet::Decimal).unwrap(), "");
        assert_eq!(decode("test", &[], Alphabet::Decimal).unwrap(), "");
        assert!(halves(&hex!("2143")).eq([1, 2, 3, 4]));
    }

    // 3GPP TS 24.008 table 10.5.118
    #[test]
    fn the_dialling_digits() {
        let bytes = hex!("1032547698 BADC FE");
        assert_eq!(decode("test", &bytes, Alphabet::Dialling).unwrap(), "0123456789*#abc");
        assert_eq!(encode("test", "0123456789*#abc", Alphabet::Dialling, 8).unwrap(), bytes);
        assert_eq!(decode("test", &bytes, Alphabet::Decimal), Err(digit_error(5, 0xA)));
    }

    #[test]
    fn a_digit_after_filling_is_an_error() {
        assert_eq!(decode("test", &hex!("1F"), Alphabet::Decimal), Err(digit_error(0, 1)));
        assert_eq!(decode("test", &hex!("21FFFF 3F"), Alphabet::Dialling), Err(digit_error(3, 3)));
        assert_eq!(decode("test", &hex!("21FF F3"), Alphabet::Dialling), Err(digit_error(2, 3)));
        let mut digits = Digits::new("test", &hex!("F1 23"), Alphabet::Decimal);
        assert_eq!(digits.next(), Some(Ok('1')));
        assert_eq!(digits.next(), Some(Err(digit_error(1, 3))));
        assert_eq!(digits.next(), None);
    }

    #[test]
    fn what_cannot_be_written() {
        assert_eq!(
            encode("test", "12a", Alphabet::Decimal, 4),
            Err(EncodeError::new("test", EncodeErrorKind::Character { index: 2 }))
        );
        assert_eq!(
            encode("test", "12345", Alphabet::Decimal, 2),
            Err(EncodeError::new("test", EncodeErrorKind::TooLong { len: 5, max: 4 }))
        );
        assert_eq!(encode("test", "", Alphabet::Decimal, 2).unwrap(), hex!("FFFF"));
    }

    proptest! {
        #[test]
        fn round_trip(digits in "[0-9*#abc]{0,24}", spare in 0usize..4) {
            let bytes = encode("test", &digits, Alphabet::Dialling, digits.len().div_ceil(2) + spare).unwrap();
            prop_assert_eq!(decode("test", &bytes, Alphabet::Dialling).unwrap(), digits);
        }

        #[test]
        fn whatever_can_be_read_is_written_the_same(bytes: Vec<u8>) {
            for alphabet in [Alphabet::Decimal, Alphabet::Dialling] {
                if let Ok(digits) = decode("test", &bytes, alphabet) {
                    prop_assert_eq!(encode("test", &digits, alphabet, bytes.len()).unwrap(), &bytes[..]);
                }
            }
        }
    }
}
