use core::fmt;
use core::str::FromStr;

use super::digits::{Alphabet, Digits, NumberError, is_blank, is_padding, pack, serde_as_text, unpack};
use crate::codec::{DecodeError, DecodeErrorKind};

/// The number of the card itself: ICCID, 18 to 20 digits.
///
/// ITU-T E.118 numbers the card (`89`, the country code of the issuer, the issuer, the account, a check
/// digit); ETSI TS 102 221 13.2 stores it in EF.ICCID. `Debug` shows the first five digits only.
///
/// Some cards in use have hexadecimal digits in theirs, which no specification allows. They are kept,
/// as `A` to `E`; [`Iccid::is_decimal`] tells.
///
/// ```
/// use simcard::numbering::{Iccid, Luhn};
///
/// let content = [0x98, 0x44, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xF4];
/// let iccid = Iccid::from_ef(&content)?;
/// assert_eq!(iccid.as_str(), "8944010000000000014");
/// assert_eq!(iccid.luhn(), Luhn::Valid);
/// assert_eq!(format!("{iccid:?}"), "Iccid(89440…, 19 digits)");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iccid(Digits<20>);

/// What the last digit of an [`Iccid`] says about the others (ISO/IEC 7812-1 annex B).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Luhn {
    /// The last digit is the check digit of the ones before it.
    Valid,
    /// It is not.
    Invalid,
    /// There is no check digit (18 digits), or none that can be reckoned (a digit is not decimal).
    NotApplicable,
}

impl Iccid {
    /// The fewest digits.
    pub const MIN_DIGITS: usize = 18;
    /// The most digits.
    pub const MAX_DIGITS: usize = 20;
    const OBJECT: &str = "EF.ICCID";

    /// Reads the ten bytes of EF.ICCID (ETSI TS 102 221 13.2): swapped BCD, filled up with `F`.
    ///
    /// Filler after the tenth byte is ignored.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Blank`] if nothing but `FF` is there; otherwise what is wrong: fewer than ten
    /// bytes, fewer than 18 digits, a digit after the filler, other bytes after the tenth.
    pub fn from_ef(bytes: &[u8]) -> Result<Self, DecodeError> {
        let error = |offset, kind| Err(DecodeError::new(Self::OBJECT, offset, kind));
        if is_blank(bytes) {
            return error(0, DecodeErrorKind::Blank);
        }
        let Some((content, rest)) = bytes.split_first_chunk::<10>() else {
            let missing = 10_usize.saturating_sub(bytes.len());
            return error(bytes.len(), DecodeErrorKind::Truncated { missing });
        };
        if !is_padding(rest) {
            return error(10, DecodeErrorKind::Trailing { extra: rest.len() });
        }
        Digits::from_nibbles(unpack(content), Self::OBJECT, Self::MIN_DIGITS, Alphabet::Hexadecimal).map(Self)
    }

    /// The content of EF.ICCID: always ten bytes, filled up with `F`.
    pub fn to_ef(&self) -> [u8; 10] {
        pack(self.0.nibbles())
    }

    /// The digits, as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether every digit is decimal, as ITU-T E.118 wants it.
    pub fn is_decimal(&self) -> bool {
        self.0.nibbles().all(|digit| digit <= 9)
    }

    /// Whether the last digit is the check digit of the others.
    ///
    /// ITU-T E.118 has 19 digits at most, the last one for checking. Numbers of 20 digits are older than
    /// that or break it: many, not all, end in a check digit too, so [`Luhn::Invalid`] among 20 digits is
    /// no proof of a misread one. In numbers of 18 digits the check digit was left out.
    pub fn luhn(&self) -> Luhn {
        if self.0.len() == 18 || !self.is_decimal() {
            return Luhn::NotApplicable;
        }
        let sum = self.0.nibbles().rev().zip([false, true].into_iter().cycle()).fold(
            0_u32,
            |sum, (digit, doubled)| {
                let value = match (doubled, u32::from(digit)) {
                    (false, value) => value,
                    // Twice the digit, and the digits of that added up.
                    (true, value @ 0..=4) => value.saturating_mul(2),
                    (true, value) => value.saturating_mul(2).saturating_sub(9),
                };
                sum.saturating_add(value)
            },
        );
        if sum % 10 == 0 { Luhn::Valid } else { Luhn::Invalid }
    }

    /// The first two digits: 89 on every card of telecommunications (ITU-T E.118 4.1).
    ///
    /// `None` if they are not decimal. A card that says 98 was written with its digits unswapped.
    pub fn major_industry(&self) -> Option<u8> {
        self.as_str().get(..2)?.parse().ok()
    }
}

impl FromStr for Iccid {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Digits::parse(text, "an ICCID", Self::MIN_DIGITS, Alphabet::Hexadecimal).map(Self)
    }
}

impl fmt::Display for Iccid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Iccid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_masked(f, "Iccid", "", 5)
    }
}

serde_as_text!(Iccid, "an ICCID of 18 to 20 digits");
