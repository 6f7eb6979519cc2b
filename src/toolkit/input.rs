//! What a user may enter.

use thiserror::Error;
use zeroize::Zeroizing;

use super::command::{GetInkey, GetInput};
use crate::codec::gsm7::Alphabet;
use crate::codec::ucs2;

/// Why a card does not take what a user entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InputProblem {
    /// Too short.
    #[error("at least {min} characters are needed")]
    TooShort {
        /// How many characters there must be.
        min: u8,
    },
    /// Too long.
    #[error("at most {max} characters are allowed")]
    TooLong {
        /// How many characters there may be.
        max: u8,
    },
    /// Only digits are asked for.
    #[error("only 0 to 9, *, # and + are allowed")]
    NotDigits,
    /// A character that the card's alphabet does not have.
    #[error("the card does not know all of these characters")]
    Characters,
    /// Yes or no is the question.
    #[error("the answer is yes or no")]
    NotYesOrNo,
}

fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '*' | '#' | '+')
}

/// How many characters a text has for the card; `None` if it has characters that can't be said.
fn length(text: &str, ucs2: bool) -> Option<usize> {
    if ucs2 {
        ucs2::encode(text).ok().map(|bytes| Zeroizing::new(bytes).len() / 2)
    } else {
        Alphabet::DEFAULT.encode(text).ok().map(|septets| Zeroizing::new(septets).len())
    }
}

impl GetInput {
    /// Whether the card takes this text.
    ///
    /// ```
    /// use simcard::toolkit::InputProblem;
    /// use simcard::toolkit::command::GetInput;
    /// use simcard::toolkit::object::ResponseLength;
    ///
    /// let mut input = GetInput::new("Voucher code?", ResponseLength { min: 4, max: 6 })?;
    /// input.qualifier.remove(simcard::toolkit::command::GetInputQualifier::ALPHABET);
    /// assert_eq!(input.check("12345"), Ok(()));
    /// assert_eq!(input.check("123"), Err(InputProblem::TooShort { min: 4 }));
    /// assert_eq!(input.check("12E4"), Err(InputProblem::NotDigits));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn check(&self, text: &str) -> Result<(), InputProblem> {
        if self.qualifier.digits_only() && !text.chars().all(is_digit) {
            return Err(InputProblem::NotDigits);
        }
        let len = length(text, self.qualifier.ucs2()).ok_or(InputProblem::Characters)?;
        let lengths = self.response_length;
        if len < usize::from(lengths.min) {
            return Err(InputProblem::TooShort { min: lengths.min });
        }
        // FF is "no limit" (ETSI TS 102 223 8.11)
        if lengths.max != 0xFF && len > usize::from(lengths.max) {
            return Err(InputProblem::TooLong { max: lengths.max });
        }
        Ok(())
    }
}

impl GetInkey {
    /// Whether the card takes this text, which is one character, or for a yes-or-no question `yes` or `no`, `1` or `0`.
    ///
    /// ```
    /// use simcard::toolkit::InputProblem;
    /// use simcard::toolkit::command::GetInkey;
    ///
    /// let inkey = GetInkey::new("How many?")?; // for a digit
    /// assert_eq!(inkey.check("7"), Ok(()));
    /// assert_eq!(inkey.check("12"), Err(InputProblem::TooLong { max: 1 }));
    /// assert_eq!(inkey.check("x"), Err(InputProblem::NotDigits));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn check(&self, text: &str) -> Result<(), InputProblem> {
        if self.qualifier.yes_no() {
            return yes_or_no(text).map(drop).ok_or(InputProblem::NotYesOrNo);
        }
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (None, _) => return Err(InputProblem::TooShort { min: 1 }),
            (Some(_), Some(_)) => return Err(InputProblem::TooLong { max: 1 }),
            (Some(character), None) if self.qualifier.digits_only() && !is_digit(character) => {
                return Err(InputProblem::NotDigits);
            }
            (Some(_), None) => {}
        }
        length(text, self.qualifier.ucs2()).map(drop).ok_or(InputProblem::Characters)
    }
}

/// What an answer to a yes-or-no question means.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    if ["yes", "y", "1"].iter().any(|yes| text.eq_ignore_ascii_case(yes)) {
        Some(true)
    } else if ["no", "n", "0"].iter().any(|no| text.eq_ignore_ascii_case(no)) {
        Some(false)
    } else {
        None
    }
}
