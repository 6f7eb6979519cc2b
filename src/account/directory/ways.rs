//! How one asks an operator, and how one tops up.

use alloc::string::String;
use core::fmt;

use serde::ser::SerializeMap;

use super::voucher::{SecretText, TopUpError, VoucherCode};
use crate::numbering::Msisdn;

/// Where the voucher code stands in a template.
pub const CODE: &str = "CODE";
/// Where the number that is topped up stands in a template.
pub const NUMBER: &str = "NUMBER";

/// How one asks an operator for something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// A USSD request: `*100#`.
    Ussd(String),
    /// A message. The answer comes as a message, too.
    Sms {
        /// Where to.
        number: String,
        /// What it says.
        text: String,
    },
    /// A call. It is there to be shown: this library makes no calls.
    Call {
        /// What to dial.
        digits: String,
    },
}

impl Way {
    /// Reads what [`line_item`] writes.
    pub(super) fn read(item: &str) -> Option<Self> {
        Some(match item.split_at_checked(1)? {
            ("u", code) => Self::Ussd(code.into()),
            ("s", message) => {
                let (number, text) = message.split_once(' ')?;
                Self::Sms { number: number.into(), text: text.into() }
            }
            ("c", digits) => Self::Call { digits: digits.into() },
            _ => return None,
        })
    }
}

/// `USSD *100#`, `SMS to 123: BAL`, `call *22`.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ussd(code) => write!(f, "USSD {code}"),
            Self::Sms { number, text } => write!(f, "SMS to {number}: {text}"),
            Self::Call { digits } => write!(f, "call {digits}"),
        }
    }
}

/// How one tops up: a [`Way`] with [`CODE`] where the voucher code goes, and perhaps [`NUMBER`] where the number of
/// somebody else goes.
///
/// ```
/// use simcard::account::directory::{TopUpRequest, TopUpWay, VoucherCode};
///
/// let way = TopUpWay::Ussd("*103*CODE#".into());
/// let code = VoucherCode::new("1111 1111 1111 11", None)?;
/// let request = way.with_code(&code)?;
/// assert_eq!(format!("{request:?}"), "Ussd(SecretText(*103*CODE#))"); // no code in logs
/// let TopUpRequest::Ussd(text) = request else { unreachable!() };
/// assert_eq!(text.expose(), "*103*11111111111111#");
/// # Ok::<(), simcard::account::directory::TopUpError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TopUpWay {
    /// A USSD request.
    Ussd(String),
    /// A message.
    Sms {
        /// Where to.
        number: String,
        /// What it says.
        text: String,
    },
    /// A call, on which one types the code. It is there to be shown.
    Call {
        /// What to dial.
        digits: String,
    },
}

/// What is sent to top up. The code is in it, so it is wiped when dropped.
#[derive(Clone, Debug)]
pub enum TopUpRequest {
    /// This USSD request.
    Ussd(SecretText),
    /// This message.
    Sms {
        /// Where to.
        number: String,
        /// What it says.
        text: SecretText,
    },
}

impl TopUpWay {
    pub(super) fn read(item: &str) -> Option<Self> {
        Way::read(item).map(|way| match way {
            Way::Ussd(template) => Self::Ussd(template),
            Way::Sms { number, text } => Self::Sms { number, text },
            Way::Call { digits } => Self::Call { digits },
        })
    }

    /// The text with the placeholders; `None` for a call.
    ///
    /// ```
    /// use simcard::account::directory::TopUpWay;
    ///
    /// assert_eq!(TopUpWay::Ussd("*105*CODE#".into()).template(), Some("*105*CODE#"));
    /// assert_eq!(TopUpWay::Call { digits: "*22".into() }.template(), None);
    /// ```
    pub fn template(&self) -> Option<&str> {
        match self {
            Self::Ussd(text) | Self::Sms { text, .. } => Some(text),
            Self::Call { .. } => None,
        }
    }

    /// Whether it tops up the account of a number that one gives, which may be somebody else's.
    ///
    /// ```
    /// use simcard::account::directory::TopUpWay;
    ///
    /// assert!(TopUpWay::Ussd("*103*NUMBER*CODE#".into()).names_a_number());
    /// assert!(!TopUpWay::Ussd("*105*CODE#".into()).names_a_number());
    /// ```
    pub fn names_a_number(&self) -> bool {
        self.template().is_some_and(|template| template.contains(NUMBER))
    }

    /// What to send to top up the own account with this code.
    ///
    /// ```
    /// use simcard::account::directory::{TopUpError, TopUpWay, VoucherCode};
    ///
    /// let code = VoucherCode::new("11111111111111", None)?;
    /// assert!(TopUpWay::Ussd("*105*CODE#".into()).with_code(&code).is_ok());
    /// let other = TopUpWay::Ussd("*103*NUMBER*CODE#".into());
    /// assert_eq!(other.with_code(&code).unwrap_err(), TopUpError::NumberNeeded);
    /// # Ok::<(), TopUpError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It is a call, or a way that names a number.
    pub fn with_code(&self, code: &VoucherCode) -> Result<TopUpRequest, TopUpError> {
        if self.names_a_number() {
            return Err(TopUpError::NumberNeeded);
        }
        self.fill(code, "")
    }

    /// What to send to top up the account of this number: its digits with the country code, without the plus.
    ///
    /// # Errors
    ///
    /// It is a call, or a way that names no number, or the number has no country code (ITU-T E.164).
    ///
    /// ```
    /// use simcard::account::directory::{TopUpRequest, TopUpWay, VoucherCode};
    ///
    /// let way = TopUpWay::Ussd("*103*NUMBER*CODE#".into());
    /// let code = VoucherCode::new("11111111111111", None)?;
    /// let TopUpRequest::Ussd(text) = way.with_code_for(&code, &"+447700900456".parse()?)? else { unreachable!() };
    /// assert_eq!(text.expose(), "*103*447700900456*11111111111111#");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_code_for(&self, code: &VoucherCode, number: &Msisdn) -> Result<TopUpRequest, TopUpError> {
        if !self.names_a_number() {
            return Err(if self.template().is_none() {
                TopUpError::Call
            } else {
                TopUpError::OwnAccountOnly
            });
        }
        if number.calling_code().is_none() {
            return Err(TopUpError::NotInternational);
        }
        self.fill(code, number.digits())
    }

    fn fill(&self, code: &VoucherCode, number: &str) -> Result<TopUpRequest, TopUpError> {
        Ok(match self {
            Self::Ussd(template) => TopUpRequest::Ussd(SecretText::fill(template, number, code)?),
            Self::Sms { number: to, text } => {
                TopUpRequest::Sms { number: to.clone(), text: SecretText::fill(text, number, code)? }
            }
            Self::Call { .. } => return Err(TopUpError::Call),
        })
    }
}

/// With the placeholders: `USSD *103*CODE#`.
impl fmt::Display for TopUpWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ussd(text) => write!(f, "USSD {text}"),
            Self::Sms { number, text } => write!(f, "SMS to {number}: {text}"),
            Self::Call { digits } => write!(f, "call {digits}"),
        }
    }
}

/// How many digits the voucher codes of an operator have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VoucherDigits {
    /// The fewest.
    pub min: u8,
    /// The most.
    pub max: u8,
}

impl VoucherDigits {
    /// What a code has where nobody says how long it is.
    pub const USUAL: Self = Self { min: 6, max: 20 };
    /// What an operator can say.
    pub(super) const LIMITS: Self = Self { min: 4, max: 32 };

    pub(super) fn read(item: &str) -> Option<Self> {
        let (min, max) = item.split_once('-')?;
        Some(Self { min: min.parse().ok()?, max: max.parse().ok()? })
    }
}

/// As in entries: `{"ussd": "*100#"}`, `{"sms": "123", "text": "BAL"}`, `{"call": "*22"}`.
fn serialize<S: serde::Serializer>(
    serializer: S,
    kind: &str,
    to: &str,
    text: Option<&str>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry(kind, to)?;
    if let Some(text) = text {
        map.serialize_entry("text", text)?;
    }
    map.end()
}

impl serde::Serialize for Way {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Ussd(code) => serialize(serializer, "ussd", code, None),
            Self::Sms { number, text } => serialize(serializer, "sms", number, Some(text)),
            Self::Call { digits } => serialize(serializer, "call", digits, None),
        }
    }
}

impl serde::Serialize for TopUpWay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Ussd(template) => serialize(serializer, "ussd", template, None),
            Self::Sms { number, text } => serialize(serializer, "sms", number, Some(text)),
            Self::Call { digits } => serialize(serializer, "call", digits, None),
        }
    }
}
