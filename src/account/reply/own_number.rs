//! The answer to a query for one's own number.

use alloc::string::String;
use alloc::vec::Vec;

use super::lexicon::Role;
use super::token::{Token, Tokens};
use crate::account::Country;
use crate::numbering::Msisdn;

/// The fewest digits of a number that is taken for one's own.
const MIN_DIGITS: usize = 7;

/// The telephone number that a reply states; `None` if it states none, or two that differ.
///
/// A number with a plus, with `00`, or with the country's calling code is international; others are left as they are dialled
/// at home.
///
/// ```
/// use simcard::account::{Country, reply::own_number};
///
/// let number = own_number("Your number is 447700900123. Dial *100# for more.", Some(Country::GB)).ok_or("none")?;
/// assert_eq!(number.to_string(), "+447700900123");
/// assert_eq!(own_number("Your balance is 12.50", Some(Country::GB)), None);
/// assert_eq!(own_number("Not available. For help call 08001234567", Some(Country::GB)), None);
/// # Ok::<(), &str>(())
/// ```
pub fn own_number(text: &str, country: Option<Country>) -> Option<Msisdn> {
    let tokens = Tokens::of(super::cut(text));
    let roles = super::kind::roles(&tokens);
    // what fails, or tells something else, may name a number to turn to
    let other = roles.intersects(Role::ERROR)
        || (roles.intersects(Role::BALANCE) && !roles.intersects(Role::NUMBER | Role::OWN));
    if other {
        return None;
    }
    let mut found: Vec<Msisdn> = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        if !token.is_digits() {
            index = index.saturating_add(1);
            continue;
        }
        let (digits, plus, end) = run(&tokens, index);
        let to_call = is_to_call(&tokens, index);
        index = end.saturating_add(1);
        let length = (MIN_DIGITS..=15).contains(&digits.len());
        if !length || to_call {
            continue;
        }
        let number = number(&digits, plus, country);
        if let Some(number) = number.filter(|number| !found.contains(number)) {
            found.push(number);
        }
    }
    match found.as_slice() {
        [number] => Some(*number),
        _ => None,
    }
}

/// Whether the words right before a number say that one can call it, write to it, or dial it.
fn is_to_call(tokens: &Tokens<'_>, index: usize) -> bool {
    let before = (1..=4_usize).filter_map(|back| tokens.get(index.checked_sub(back)?));
    let words = before.take_while(|token| !matches!(token.sign(), Some('.' | ';' | '!' | '?' | ':')));
    for token in words.filter(|token| token.is_word()) {
        if token.entry().has(Role::NUMBER | Role::OWN) {
            return false;
        }
        if token.entry().has(Role::URGE) {
            return true;
        }
    }
    false
}

/// The digits of a telephone number that begins here, with spaces, hyphens and parentheses left out.
fn run(tokens: &Tokens<'_>, index: usize) -> (String, bool, usize) {
    let mut digits = String::from(tokens.text(index));
    let sign = |back: usize, sign| {
        index.checked_sub(back).and_then(|at| tokens.get(at)).is_some_and(|token| token.is_sign(sign))
    };
    let plus = sign(1, '+') || (sign(1, '(') && sign(2, '+'));
    let code = sign(1, '*') || sign(1, '#');
    let mut end = index;
    loop {
        let mut next = end.saturating_add(1);
        for _ in 0..2 {
            if tokens.get(next).is_some_and(|token| matches!(token.sign(), Some('-' | '(' | ')' | '/'))) {
                next = next.saturating_add(1);
            }
        }
        let follows = tokens.get(next).is_some_and(|token| token.is_digits() && !token.line);
        if !follows || digits.len() > 15 {
            break;
        }
        digits.push_str(tokens.text(next));
        end = next;
    }
    // codes, amounts, times and dates are no numbers
    let after = tokens.get(end.saturating_add(1)).filter(|token| !token.space);
    let figure = after.is_some_and(|token| {
        matches!(token.sign(), Some('*' | '#' | ':' | '%'))
            || (matches!(token.sign(), Some('.' | ','))
                && tokens.get(end.saturating_add(2)).is_some_and(|t| t.is_digits() && !t.space))
    });
    let before = index.checked_sub(1).and_then(|at| tokens.get(at));
    let part = before.is_some_and(|token| matches!(token.sign(), Some('.' | ',' | ':')))
        && tokens.get(index).is_some_and(|token| !token.space)
        && index.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(Token::is_digits);
    if code || figure || part {
        digits.clear();
    }
    (digits, plus, end)
}

fn number(digits: &str, plus: bool, country: Option<Country>) -> Option<Msisdn> {
    if plus {
        return Msisdn::new(digits, true).ok().filter(|_| !digits.starts_with('0'));
    }
    if let Some(international) = digits.strip_prefix("00") {
        // no country's code begins with 0 (ITU-T E.164)
        return Msisdn::new(international, true).ok().filter(|_| !international.starts_with('0'));
    }
    let alpha2 = country.map(|country| alloc::format!("{country:?}"));
    let own = Msisdn::new(digits, true).ok().filter(|number| {
        let codes = number.calling_code().into_iter().flat_map(crate::numbering::CallingCode::countries);
        // a national number may begin with the same digits; with the code it is longer
        digits.len() >= 11
            && codes.map(|country| country.alpha2()).any(|code| Some(code) == alpha2.as_deref())
    });
    own.or_else(|| Msisdn::new(digits, false).ok())
}
