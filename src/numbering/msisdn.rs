use core::fmt;
use core::str::FromStr;

use super::digits::{Alphabet, Digits, NumberError, serde_as_text};

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
    /// # Errors
    ///
    /// No digits, more than 20, or other characters than decimal digits.
    pub fn new(digits: &str, international: bool) -> Result<Self, NumberError> {
        let digits = Digits::parse(digits, Self::NUMBER, 1, Alphabet::Decimal)?;
        Ok(Self { digits, international })
    }

    /// The digits, as text, without the plus of international numbers.
    pub fn digits(&self) -> &str {
        self.digits.as_str()
    }

    /// Whether the digits start with a country code (type of number 001, 3GPP TS 24.008 10.5.4.7).
    pub const fn is_international(&self) -> bool {
        self.international
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
