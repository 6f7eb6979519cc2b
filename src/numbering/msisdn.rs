use core::fmt;
use core::str::FromStr;

use super::digits::{Alphabet, Digits, NumberError, serde_as_text};
use super::{CallingCode, Country};

/// The telephone number of a subscription, as a card stores it: 1 to 20 decimal digits.
///
/// International numbers (ITU-T E.164) start with a country code and are written with a plus; others are
/// whatever the country dials. E.164 has 15 digits at most; 20 are what a record of EF.MSISDN holds
/// (3GPP TS 31.102 4.2.26), and some hold more than 15. `Debug` shows the first three digits at most.
///
/// ```
/// use simcard::numbering::Msisdn;
///
/// let number: Msisdn = "+447700900123".parse()?;
/// assert_eq!((number.digits(), number.is_international()), ("447700900123", true));
/// assert_eq!(number.to_string(), "+447700900123");
/// assert_eq!(format!("{number:?}"), "Msisdn(+447…, 12 digits)");
///
/// let national: Msisdn = "07700900123".parse()?;
/// assert!(!national.is_international());
/// # Ok::<(), simcard::numbering::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Msisdn {
    digits: Digits<20>,
    international: bool,
}

impl Msisdn {
    /// The most digits.
    pub const MAX_DIGITS: usize = 20;
    const NUMBER: &str = "a telephone number";

    /// The number of these digits, without a plus.
    ///
    /// ```
    /// use simcard::numbering::Msisdn;
    ///
    /// assert_eq!(Msisdn::new("447700900123", true)?.to_string(), "+447700900123");
    /// assert!(Msisdn::new("+447700900123", true).is_err()); // the plus is no digit
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No digits, more than 20, or other characters than decimal digits.
    pub fn new(digits: &str, international: bool) -> Result<Self, NumberError> {
        let digits = Digits::parse(digits, Self::NUMBER, 1, Alphabet::Decimal)?;
        Ok(Self { digits, international })
    }

    /// The digits, as text, without the plus of international numbers.
    ///
    /// ```
    /// use simcard::numbering::Msisdn;
    ///
    /// assert_eq!("+447700900123".parse::<Msisdn>()?.digits(), "447700900123");
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn digits(&self) -> &str {
        self.digits.as_str()
    }

    /// Whether the digits start with a country code (type of number 001, 3GPP TS 24.008 10.5.4.7).
    ///
    /// ```
    /// use simcard::numbering::Msisdn;
    ///
    /// assert!("+447700900123".parse::<Msisdn>()?.is_international());
    /// assert!(!"07700900123".parse::<Msisdn>()?.is_international());
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub const fn is_international(&self) -> bool {
        self.international
    }

    /// The country code it starts with; `None` for national numbers, and codes that are not assigned.
    ///
    /// ```
    /// use simcard::numbering::Msisdn;
    ///
    /// let code = "+447700900123".parse::<Msisdn>()?.calling_code();
    /// assert_eq!(code.map(|code| code.to_string()).as_deref(), Some("+44"));
    /// assert_eq!("07700900123".parse::<Msisdn>()?.calling_code(), None);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn calling_code(&self) -> Option<CallingCode> {
        if self.international { CallingCode::of(self.digits()) } else { None }
    }

    /// The country, if its country code belongs to one alone. The 25 countries of +1 and the two of +7 are
    /// not told apart: [`Msisdn::calling_code`] lists them.
    ///
    /// ```
    /// use simcard::numbering::Msisdn;
    ///
    /// let country = "+447700900123".parse::<Msisdn>()?.country();
    /// assert_eq!(country.map(|country| country.alpha2()), Some("GB"));
    /// assert_eq!("+12025550123".parse::<Msisdn>()?.country(), None); // +1 has 25
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn country(&self) -> Option<Country> {
        self.calling_code()?.country()
    }
}

impl FromStr for Msisdn {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let Some(digits) = text.strip_prefix('+') else {
            return Self::new(text, false);
        };
        Self::new(digits, true).map_err(|error| match error {
            NumberError::Character { number, position } => {
                NumberError::Character { number, position: position.saturating_add(1) }
            }
            other => other,
        })
    }
}

impl Msisdn {
    const fn sign(&self) -> &'static str {
        if self.international { "+" } else { "" }
    }
}

impl fmt::Display for Msisdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.sign(), self.digits())
    }
}

impl fmt::Debug for Msisdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of short numbers, no more than half.
        let shown = (self.digits.len() / 2).min(3);
        self.digits.fmt_masked(f, "Msisdn", self.sign(), shown)
    }
}

serde_as_text!(Msisdn, "a telephone number of 1 to 20 digits, with a plus if it is international");

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString;

    use proptest::prelude::*;

    use super::*;

    fn msisdn(text: &str) -> Msisdn {
        text.parse().unwrap()
    }

    #[test]
    fn the_plus_makes_it_international() {
        let number = msisdn("+447700900123");
        assert_eq!((number.digits(), number.is_international()), ("447700900123", true));
        assert_eq!(Msisdn::new("447700900123", true), Ok(number));
        assert_ne!(Msisdn::new("447700900123", false), Ok(number));
        assert_eq!(number.to_string(), "+447700900123");

        let number = msisdn("07700900123");
        assert_eq!((number.digits(), number.is_international()), ("07700900123", false));
        assert_eq!(number.to_string(), "07700900123");
    }

    #[test]
    fn only_international_numbers_have_a_country() {
        let country = |text: &str| msisdn(text).country().map(Country::alpha2);
        assert_eq!(country("+447700900123"), Some("GB"));
        assert_eq!(country("447700900123"), None);
        assert_eq!(country("+12025550123"), None);
        assert_eq!(msisdn("+12025550123").calling_code().map(CallingCode::code), Some(1));
        assert_eq!(msisdn("+999").calling_code(), None);
    }

    #[test]
    fn text_is_checked() {
        let error = |text: &str| text.parse::<Msisdn>().unwrap_err();
        let length = |digits| NumberError::Length { number: "a telephone number", digits, min: 1, max: 20 };
        let character = |position| NumberError::Character { number: "a telephone number", position };
        assert_eq!(error(""), length(0));
        assert_eq!(error("+"), length(0));
        assert_eq!(error("123456789012345678901"), length(21));
        assert_eq!(error("++44"), character(1));
        assert_eq!(error("44+"), character(2));
        assert_eq!(error("*100#"), character(0));
        assert_eq!(error("+44 7700"), character(3));
        assert_eq!(error("12a"), character(2));
        assert_eq!(msisdn("+12345678901234567890").digits().len(), 20);
    }

    #[test]
    fn debug_is_masked() {
        assert_eq!(format!("{:?}", msisdn("+447700900123")), "Msisdn(+447…, 12 digits)");
        assert_eq!(format!("{:?}", msisdn("07700900123")), "Msisdn(077…, 11 digits)");
        assert_eq!(format!("{:?}", msisdn("123")), "Msisdn(1…, 3 digits)");
        assert_eq!(format!("{:?}", msisdn("1")), "Msisdn(…, 1 digits)");
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serde_is_text_and_checked() {
        let json = serde_json::to_string(&msisdn("+447700900123")).unwrap();
        assert_eq!(json, "\"+447700900123\"");
        assert_eq!(serde_json::from_str::<Msisdn>(&json).unwrap(), msisdn("+447700900123"));
        assert!(serde_json::from_str::<Msisdn>("\"*100#\"").is_err());
    }

    proptest! {
        #[test]
        fn text_round_trips(text in "\\+?[0-9]{1,20}") {
            prop_assert_eq!(msisdn(&text).to_string(), text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,24}") {
            if let Ok(number) = text.parse::<Msisdn>() {
                prop_assert_eq!(number.to_string(), text);
                let _ = (number.country(), format!("{number:?}"));
            }
        }
    }
}
