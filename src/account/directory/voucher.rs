//! What is secret about a top-up.

use alloc::string::String;
use core::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use super::ways::{CODE, NUMBER, VoucherDigits};

/// Why a code is no voucher code, or can't be sent in this way.
///
/// It does not repeat the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TopUpError {
    /// Something else than digits, spaces and hyphens.
    #[error("a voucher code is made of digits: character {position} is none, counted from 0")]
    Character {
        /// Which character of the text, counted from 0.
        position: usize,
    },
    /// Too few or too many digits.
    #[error("the voucher code has {digits} digits; it should have {min} to {max}")]
    Length {
        /// The digits there are.
        digits: usize,
        /// The fewest there can be.
        min: u8,
        /// The most there can be.
        max: u8,
    },
    /// One has to call, and this library makes no calls.
    #[error("topping up in this way takes a call")]
    Call,
    /// This way is for the account of a number that one gives.
    #[error("this way tops up the account of a number: give the number")]
    NumberNeeded,
    /// This way is for the own account.
    #[error("this way tops up the own account only")]
    OwnAccountOnly,
    /// The number has no country code of ITU-T E.164.
    #[error("the number to top up must begin with + and a country code")]
    NotInternational,
    /// The template has no place for the code, or more than one.
    #[error("the way has no place for the code, or more than one")]
    Template,
}

/// The code of a voucher: digits. It is wiped when dropped, and shown nowhere.
///
/// ```
/// use simcard::account::directory::{TopUpError, VoucherCode};
///
/// let code = VoucherCode::new("1234-5678 9012 34", None)?;
/// assert_eq!((code.digits(), format!("{code:?}")), (14, "VoucherCode(14 digits)".to_string()));
/// let error = VoucherCode::new("12345", None).unwrap_err();
/// assert_eq!(error, TopUpError::Length { digits: 5, min: 6, max: 20 });
/// # Ok::<(), TopUpError>(())
/// ```
#[derive(Clone)]
pub struct VoucherCode(Zeroizing<String>);

impl VoucherCode {
    /// Reads a code as it is printed or typed: spaces and hyphens between its digits don't count.
    ///
    /// `digits` is how many it has with its operator ([`Operator::voucher_digits`](super::Operator::voucher_digits)); 6
    /// to 20 if that is not known. The text itself stays the caller's to wipe.
    ///
    /// ```
    /// use simcard::account::directory::{TopUpError, VoucherCode, VoucherDigits};
    ///
    /// let digits = VoucherDigits { min: 14, max: 14 };
    /// assert!(VoucherCode::new("1111-1111-1111-11", Some(digits)).is_ok());
    /// let error = VoucherCode::new("1111 1111", Some(digits)).unwrap_err();
    /// assert_eq!(error, TopUpError::Length { digits: 8, min: 14, max: 14 });
    /// assert_eq!(VoucherCode::new("11A111", None).unwrap_err(), TopUpError::Character { position: 2 });
    /// ```
    ///
    /// # Errors
    ///
    /// [`TopUpError::Character`], [`TopUpError::Length`].
    pub fn new(text: &str, digits: Option<VoucherDigits>) -> Result<Self, TopUpError> {
        let VoucherDigits { min, max } = digits.unwrap_or(VoucherDigits::USUAL);
        // as much as it can need, so that it does not move and leave digits behind
        let mut code = Zeroizing::new(String::with_capacity(usize::from(max)));
        let mut count = 0_usize;
        for (position, character) in text.chars().enumerate() {
            if character.is_ascii_digit() {
                count = count.saturating_add(1);
                if count <= usize::from(max) {
                    code.push(character);
                }
            } else if !(character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}')) {
                return Err(TopUpError::Character { position });
            }
        }
        if (usize::from(min)..=usize::from(max)).contains(&count) {
            Ok(Self(code))
        } else {
            Err(TopUpError::Length { digits: count, min, max })
        }
    }

    /// How many digits it has.
    ///
    /// ```
    /// use simcard::account::directory::VoucherCode;
    ///
    /// assert_eq!(VoucherCode::new("1111-1111-1111-11", None)?.digits(), 14);
    /// # Ok::<(), simcard::account::directory::TopUpError>(())
    /// ```
    pub fn digits(&self) -> usize {
        self.0.len()
    }

    /// The digits. Take care where they go.
    ///
    /// ```
    /// use simcard::account::directory::VoucherCode;
    ///
    /// assert_eq!(VoucherCode::new("1111-1111-1111-11", None)?.expose(), "11111111111111");
    /// # Ok::<(), simcard::account::directory::TopUpError>(())
    /// ```
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for VoucherCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VoucherCode({} digits)", self.digits())
    }
}

/// A text with a voucher code in it. It is wiped when dropped; what is shown of it is a template.
#[derive(Clone)]
pub struct SecretText {
    text: Zeroizing<String>,
    template: String,
    preview: String,
}

impl SecretText {
    /// Puts number and code in.
    pub(super) fn fill(template: &str, number: &str, code: &VoucherCode) -> Result<Self, TopUpError> {
        let preview = template.replacen(NUMBER, number, 1);
        let (before, behind) = preview.split_once(CODE).ok_or(TopUpError::Template)?;
        if behind.contains(CODE) {
            return Err(TopUpError::Template);
        }
        let code = code.expose();
        let len = before.len().saturating_add(code.len()).saturating_add(behind.len());
        let mut text = Zeroizing::new(String::with_capacity(len));
        for part in [before, code, behind] {
            text.push_str(part);
        }
        Ok(Self { text, template: template.into(), preview })
    }

    /// The text. Take care where it goes.
    ///
    /// ```
    /// use simcard::account::directory::{TopUpRequest, TopUpWay, VoucherCode};
    ///
    /// let code = VoucherCode::new("11111111111111", None)?;
    /// let way = TopUpWay::Sms { number: "123".into(), text: "TOPUP CODE".into() };
    /// let TopUpRequest::Sms { text, .. } = way.with_code(&code)? else { unreachable!() };
    /// assert_eq!(text.expose(), "TOPUP 11111111111111");
    /// # Ok::<(), simcard::account::directory::TopUpError>(())
    /// ```
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The text with [`CODE`] in place of the code, for the one who is asked whether to send it.
    ///
    /// ```
    /// use simcard::account::directory::{TopUpRequest, TopUpWay, VoucherCode};
    ///
    /// let code = VoucherCode::new("11111111111111", None)?;
    /// let way = TopUpWay::Ussd("*105*CODE#".into());
    /// let TopUpRequest::Ussd(text) = way.with_code(&code)? else { unreachable!() };
    /// assert_eq!(text.preview(), "*105*CODE#");
    /// # Ok::<(), simcard::account::directory::TopUpError>(())
    /// ```
    pub fn preview(&self) -> &str {
        &self.preview
    }
}

/// The template, without code and number.
impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretText({})", self.template)
    }
}
