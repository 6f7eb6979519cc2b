use core::fmt;
use core::str::FromStr;

use super::digits::{Alphabet, Digits, NumberError, is_blank, is_padding, pack, serde_as_text, unpack};
use super::{CallingCode, Country};
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
/// let content = [0x98, 0x44, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xF7];
/// let iccid = Iccid::from_ef(&content)?;
/// assert_eq!(iccid.as_str(), "8944010000000000017");
/// assert_eq!(iccid.luhn(), Luhn::Valid);
/// assert_eq!(iccid.issuer_country().map(|country| country.name()), Some("United Kingdom"));
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
    /// ```
    /// use simcard::numbering::Iccid;
    ///
    /// let iccid = Iccid::from_ef(&[0x98, 0x44, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xF7])?;
    /// assert_eq!(iccid.as_str(), "8944010000000000017");
    /// assert!(Iccid::from_ef(&[0xFF; 10]).is_err()); // blank
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
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
    ///
    /// ```
    /// use simcard::numbering::Iccid;
    ///
    /// let iccid: Iccid = "8944010000000000017".parse()?;
    /// assert_eq!(iccid.to_ef(), [0x98, 0x44, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xF7]);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn to_ef(&self) -> [u8; 10] {
        pack(self.0.nibbles())
    }

    /// The digits, as text.
    ///
    /// ```
    /// use simcard::numbering::Iccid;
    ///
    /// assert_eq!("8944010000000000017".parse::<Iccid>()?.as_str(), "8944010000000000017");
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether every digit is decimal, as ITU-T E.118 wants it.
    ///
    /// ```
    /// use simcard::numbering::Iccid;
    ///
    /// assert!("8944010000000000017".parse::<Iccid>()?.is_decimal());
    /// assert!(!"894401000000000001A".parse::<Iccid>()?.is_decimal());
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn is_decimal(&self) -> bool {
        self.0.nibbles().all(|digit| digit <= 9)
    }

    /// Whether the last digit is the check digit of the others.
    ///
    /// ITU-T E.118 has 19 digits at most, the last one for checking. Numbers of 20 digits are older than
    /// that or break it: many, not all, end in a check digit too, so [`Luhn::Invalid`] among 20 digits is
    /// no proof of a misread one. In numbers of 18 digits the check digit was left out.
    ///
    /// ```
    /// use simcard::numbering::{Iccid, Luhn};
    ///
    /// assert_eq!("8944010000000000017".parse::<Iccid>()?.luhn(), Luhn::Valid);
    /// assert_eq!("8944010000000000018".parse::<Iccid>()?.luhn(), Luhn::Invalid);
    /// assert_eq!("894401000000000001".parse::<Iccid>()?.luhn(), Luhn::NotApplicable); // without check digit
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
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

    /// The first two digits: 89 on every card of telecommunications (ITU-T E.118).
    ///
    /// `None` if they are not decimal. A card that says 98 was written with its digits unswapped.
    ///
    /// ```
    /// use simcard::numbering::Iccid;
    ///
    /// assert_eq!("8944010000000000017".parse::<Iccid>()?.major_industry(), Some(89));
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn major_industry(&self) -> Option<u8> {
        self.as_str().get(..2)?.parse().ok()
    }

    /// The country code (ITU-T E.164) of the issuer, after the 89 (ITU-T E.118).
    ///
    /// `None` if there is no 89 or no such code, and for the issuers that count differently
    /// (see [`Iccid::issuer_country`]). The issuers of zone 1 write `1` or `01`; both are understood.
    ///
    /// ```
    /// use simcard::numbering::Iccid;
    ///
    /// let issuer = "8944010000000000017".parse::<Iccid>()?.issuer_code();
    /// assert_eq!(issuer.map(|code| code.code()), Some(44));
    /// let issuer = "8901260000000000000".parse::<Iccid>()?.issuer_code();
    /// assert_eq!(issuer.map(|code| code.code()), Some(1)); // written 01
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn issuer_code(&self) -> Option<CallingCode> {
        let digits = self.issuer()?;
        if OTHER_PREFIXES.iter().any(|(prefix, _)| digits.starts_with(prefix)) {
            return None;
        }
        CallingCode::of(digits.strip_prefix('0').filter(|rest| rest.starts_with('1')).unwrap_or(digits))
    }

    /// The country of the issuer, if its country code belongs to one alone.
    ///
    /// `None` for codes that several countries share, +1 and +7 among them: [`Iccid::issuer_code`] names
    /// those. Two prefixes are no country codes, and still have a country: Canadian issuers write their
    /// mobile country code, 302, and those of Kazakhstan 997.
    ///
    /// ```
    /// use simcard::numbering::Iccid;
    ///
    /// let country = "8944010000000000017".parse::<Iccid>()?.issuer_country();
    /// assert_eq!(country.map(|country| country.alpha2()), Some("GB"));
    /// // 302 is no country code, but what Canadian issuers write
    /// let country = "8930272000000000000".parse::<Iccid>()?.issuer_country();
    /// assert_eq!(country.map(|country| country.alpha2()), Some("CA"));
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn issuer_country(&self) -> Option<Country> {
        let digits = self.issuer()?;
        match OTHER_PREFIXES.iter().find(|(prefix, _)| digits.starts_with(prefix)) {
            Some((_, alpha2)) => Country::from_alpha2(alpha2),
            None => self.issuer_code()?.country(),
        }
    }

    /// What follows the 89 of telecommunications.
    fn issuer(&self) -> Option<&str> {
        self.as_str().strip_prefix("89")
    }
}

/// What issuers write in place of a country code. 302 would be 30, Greece, whose issuers are numbered below
/// 20; 997 is not assigned.
const OTHER_PREFIXES: [(&str, &str); 2] = [("302", "CA"), ("997", "KZ")];

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

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString;

    use proptest::prelude::*;

    use super::*;

    fn iccid(text: &str) -> Iccid {
        text.parse().unwrap()
    }

    #[test]
    fn ef_iccid_is_swapped_bcd_left_justified() {
        // TS 102 221 13.2: byte 1 holds digit 1 in b1 to b4 and digit 2 in b5 to b8.
        let nineteen = [0x98, 0x44, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0xF4];
        assert_eq!(Iccid::from_ef(&nineteen), Ok(iccid("8944012345678901234")));
        assert_eq!(iccid("8944012345678901234").to_ef(), nineteen);

        let eighteen = [0x98, 0x44, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0xFF];
        assert_eq!(Iccid::from_ef(&eighteen), Ok(iccid("894401234567890123")));
        assert_eq!(iccid("894401234567890123").to_ef(), eighteen);

        let twenty = [0x98, 0x44, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0x54];
        assert_eq!(Iccid::from_ef(&twenty), Ok(iccid("89440123456789012345")));
        assert_eq!(iccid("89440123456789012345").to_ef(), twenty);
    }

    #[test]
    fn filler_after_the_file_is_ignored() {
        let content = [0x98, 0x44, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0xF4, 0xFF, 0xFF];
        assert_eq!(Iccid::from_ef(&content), Ok(iccid("8944012345678901234")));
        let error = Iccid::from_ef(&[0x11; 12]).unwrap_err();
        assert_eq!((error.offset, error.kind), (10, DecodeErrorKind::Trailing { extra: 2 }));
    }

    #[test]
    fn hexadecimal_digits_are_kept_in_upper_case() {
        let content = [0x98, 0x44, 0xA0, 0x32, 0x54, 0x76, 0x98, 0x10, 0xE2, 0xF4];
        let odd = Iccid::from_ef(&content).unwrap();
        assert_eq!(odd.as_str(), "89440A23456789012E4");
        assert!(!odd.is_decimal());
        assert_eq!(odd.luhn(), Luhn::NotApplicable);
        assert_eq!(odd.to_ef(), content);
        assert_eq!(iccid("89440a23456789012e4"), odd);
        assert!(iccid("8944012345678901234").is_decimal());
    }

    #[test]
    fn blank_is_not_a_number() {
        assert_eq!(Iccid::from_ef(&[0xFF; 10]), Err(DecodeError::new("EF.ICCID", 0, DecodeErrorKind::Blank)));
    }

    #[test]
    fn short_content_is_refused() {
        for len in 0..10 {
            let error = Iccid::from_ef(&[0x98; 10][..len]).unwrap_err();
            assert_eq!((error.offset, error.kind), (len, DecodeErrorKind::Truncated { missing: 10 - len }));
        }
        // 17 digits
        let short = [0x98, 0x44, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0xF2, 0xFF];
        let error = Iccid::from_ef(&short).unwrap_err();
        assert_eq!((error.offset, error.kind), (8, DecodeErrorKind::Missing("digits")));
    }

    #[test]
    fn a_digit_after_the_filler_is_refused() {
        for content in [
            [0x98, 0x44, 0x10, 0x32, 0x5F, 0x76, 0x98, 0x10, 0x32, 0xF4],
            [0x98, 0x44, 0x10, 0x32, 0xF5, 0x76, 0x98, 0x10, 0x32, 0x54],
            [0x98, 0x44, 0x10, 0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x54],
        ] {
            let error = Iccid::from_ef(&content).unwrap_err();
            assert_eq!((error.offset, error.kind), (4, DecodeErrorKind::Digit(0xF)));
        }
        // Digit 20 without digit 19.
        let content = [0x98, 0x44, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0x4F];
        assert_eq!(Iccid::from_ef(&content).unwrap_err().offset, 9);
    }

    #[test]
    fn luhn_by_hand() {
        // 89 44 01 then zeros and a 1. From the right, every second digit of the 18 before the last is
        // doubled: 1 -> 2, 1 -> 2, 0, 4, 4 -> 8, 9 -> 18 -> 9, 8: 2 + 2 + 4 + 8 + 9 + 8 = 33, so 7.
        assert_eq!(iccid("8944010000000000017").luhn(), Luhn::Valid);
        assert_eq!(iccid("8944010000000000016").luhn(), Luhn::Invalid);
        // Two neighbours swapped.
        assert_eq!(iccid("8944010000000000071").luhn(), Luhn::Invalid);
        // 20 digits: now the 8 is doubled, to 16 -> 7, the 9 stays, 4 -> 8, 4, 0, 1, zeros: 29, so 1.
        assert_eq!(iccid("89440100000000000001").luhn(), Luhn::Valid);
        assert_eq!(iccid("89440100000000000000").luhn(), Luhn::Invalid);
        // 18 digits: none.
        assert_eq!(iccid("894401000000000001").luhn(), Luhn::NotApplicable);
    }

    #[test]
    fn the_issuer_has_a_country() {
        let country = |text: &str| iccid(text).issuer_country().map(Country::alpha2);
        assert_eq!(country("8944010000000000017"), Some("GB"));
        assert_eq!(country("8935301000000000000"), Some("IE"));
        assert_eq!(country("8949010000000000000"), Some("DE"));
        // Greece, and not Canada; Canada, and not Greece.
        assert_eq!(country("8930010000000000000"), Some("GR"));
        assert_eq!(country("8930272000000000000"), Some("CA"));
        assert_eq!(country("8999701000000000000"), Some("KZ"));
        // Zone 1, in both spellings, and zone 7 have several countries.
        for shared in ["8901000000000000000", "8912230000000000000", "8970100000000000000"] {
            assert_eq!(country(shared), None, "{shared}");
        }
        // No telecommunications card; no such code; no country.
        for none in ["9844010000000000017", "8900440000000000000", "8988216000000000000"] {
            assert_eq!(country(none), None, "{none}");
        }
    }

    #[test]
    fn the_issuer_has_a_country_code() {
        let code = |text: &str| iccid(text).issuer_code().map(CallingCode::code);
        assert_eq!(code("8944010000000000017"), Some(44));
        assert_eq!(code("8900100000000000000"), None, "00 is no code");
        assert_eq!(code("8901410000000000000"), Some(1));
        assert_eq!(code("8912230000000000000"), Some(1));
        assert_eq!(code("8970100000000000000"), Some(7));
        assert_eq!(code("8988216000000000000"), Some(882));
        assert_eq!(code("8930272000000000000"), None, "302 is no country code");
        assert_eq!(code("8904400000000000000"), None, "only zone 1 has a 0 before it");
    }

    #[test]
    fn the_industry_is_the_first_two_digits() {
        assert_eq!(iccid("8944010000000000017").major_industry(), Some(89));
        assert_eq!(iccid("9844010000000000017").major_industry(), Some(98));
        assert_eq!(iccid("8A44010000000000017").major_industry(), None);
    }

    #[test]
    fn text_is_checked() {
        let error = |text: &str| text.parse::<Iccid>().unwrap_err();
        let length = |digits| NumberError::Length { number: "an ICCID", digits, min: 18, max: 20 };
        let character = |position| NumberError::Character { number: "an ICCID", position };
        assert_eq!(error(""), length(0));
        assert_eq!(error("89440123456789012"), length(17));
        assert_eq!(error("894401234567890123456"), length(21));
        assert_eq!(error("8944 0123456789012"), character(4));
        assert_eq!(error("894401234567890123F"), character(18));
        assert_eq!(error("89440123456789012٣"), character(17));
        assert_eq!(length(17).to_string(), "an ICCID has 18 to 20 digits, not 17");
    }

    #[test]
    fn debug_is_masked_and_display_is_not() {
        let iccid = iccid("8944010000000000017");
        assert_eq!(format!("{iccid:?}"), "Iccid(89440…, 19 digits)");
        assert_eq!(iccid.to_string(), "8944010000000000017");
        assert_eq!(format!("{iccid:>21}"), "  8944010000000000017");
    }

    #[test]
    fn order_is_that_of_the_text() {
        assert!(iccid("894401234567890123") < iccid("8944012345678901230"));
        assert!(iccid("8944012345678901239") < iccid("894401234567890124"));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serde_is_text_and_checked() {
        let json = serde_json::to_string(&iccid("8944010000000000017")).unwrap();
        assert_eq!(json, "\"8944010000000000017\"");
        assert_eq!(serde_json::from_str::<Iccid>(&json).unwrap(), iccid("8944010000000000017"));
        assert!(serde_json::from_str::<Iccid>("\"89\"").is_err());
        assert!(serde_json::from_str::<Iccid>("8944010000000000017").is_err());
    }

    proptest! {
        #[test]
        fn text_round_trips(text in "[0-9A-E]{18,20}") {
            let iccid = iccid(&text);
            prop_assert_eq!(iccid.to_string(), text);
            prop_assert_eq!(Iccid::from_ef(&iccid.to_ef()), Ok(iccid));
        }

        #[test]
        fn exactly_one_check_digit_fits(text in "[0-9]{18,19}") {
            let valid = (0..10).filter(|digit| iccid(&format!("{text}{digit}")).luhn() == Luhn::Valid);
            prop_assert_eq!(valid.count(), 1);
        }

        #[test]
        fn bytes_never_panic_and_round_trip(bytes in proptest::collection::vec(any::<u8>(), 0..24)) {
            if let Ok(iccid) = Iccid::from_ef(&bytes) {
                prop_assert_eq!(&iccid.to_ef()[..], &bytes[..10]);
                let _ = (iccid.luhn(), iccid.issuer_country(), iccid.issuer_code(), iccid.major_industry());
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,24}") {
            if let Ok(iccid) = text.parse::<Iccid>() {
                prop_assert_eq!(iccid.to_string(), text.to_ascii_uppercase());
            }
        }
    }
}
