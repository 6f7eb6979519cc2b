//! Numbers: digits with marks of decimals and thousands between them.

use super::locale::{self, Decimals, Locale};
use super::token::{Kind, Tokens};
use crate::account::{Currency, Decimal};

/// The most groups of digits in one number.
const MAX_GROUPS: usize = 8;

/// Digits with marks between them, not interpreted.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The first token, and the last.
    pub first: usize,
    pub last: usize,
    /// The marks between the groups: a comma, a point, an apostrophe, a space.
    marks: [char; MAX_GROUPS],
    /// How many digits each group has.
    lens: [u8; MAX_GROUPS],
    groups: usize,
}

/// How a number is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Value(Decimal),
    /// `1.234`: one can't tell.
    Ambiguous,
    /// It is no number.
    None,
}

impl Figure {
    /// The number that begins at this token, as far as it goes.
    pub fn at(tokens: &Tokens<'_>, first: usize) -> Option<Self> {
        let mut figure =
            Self { first, last: first, marks: ['\0'; MAX_GROUPS], lens: [0; MAX_GROUPS], groups: 0 };
        figure.push(tokens, first, '\0')?;
        loop {
            let next = figure.last.saturating_add(1);
            let digits = next.saturating_add(1);
            let mark = tokens.get(next).filter(|mark| !mark.space).and_then(|mark| match mark.kind {
                Kind::Sign(sign @ (',' | '.' | '\'' | '٫' | '٬')) => Some(sign),
                _ => None,
            });
            let grown = match mark {
                Some(mark) if tokens.glued_digits(digits) => figure.push(tokens, digits, mark),
                // `12. 34` and `12, 34` are not taken; `1 234` is
                None if figure.takes_thousands(tokens, next) => figure.push(tokens, next, ' '),
                _ => None,
            };
            if grown.is_none() {
                return Some(figure);
            }
        }
    }

    /// Whether the digits at `next` are a group of thousands after a space.
    fn takes_thousands(&self, tokens: &Tokens<'_>, next: usize) -> bool {
        let spaced = tokens.get(next).is_some_and(|token| token.is_digits() && token.space && !token.line);
        let only_spaces = self.marks.iter().take(self.groups).all(|mark| matches!(mark, '\0' | ' '));
        let first = self.lens.first().is_some_and(|len| (1..=3).contains(len));
        let zero = tokens.text(self.first).starts_with('0');
        spaced
            && only_spaces
            && first
            && !zero
            && tokens.text(next).len() == 3
            && !tokens.get(next.saturating_add(1)).is_some_and(|after| {
                !after.space
                    && (after.is_sign('/') || after.is_sign(':') || after.is_sign('-') || after.is_sign('#'))
            })
    }

    fn push(&mut self, tokens: &Tokens<'_>, index: usize, mark: char) -> Option<()> {
        let len = u8::try_from(tokens.text(index).len()).ok()?;
        *self.marks.get_mut(self.groups)? = mark;
        *self.lens.get_mut(self.groups)? = len;
        self.groups = self.groups.saturating_add(1);
        self.last = index;
        Some(())
    }

    fn len(&self, group: usize) -> u8 {
        self.lens.get(group).copied().unwrap_or_default()
    }

    fn mark(&self, group: usize) -> char {
        self.marks.get(group).copied().unwrap_or_default()
    }

    fn marks(&self) -> impl DoubleEndedIterator<Item = char> + '_ {
        self.marks.iter().copied().take(self.groups).skip(1)
    }

    /// The mark before the decimals, if one can tell from the number alone.
    pub fn decimal_mark(&self) -> Option<char> {
        let last = self.groups.checked_sub(1)?;
        let mark = self.mark(last);
        let alone = self.marks().filter(|other| *other == mark).count() == 1;
        match (self.groups, self.len(last)) {
            (0 | 1, _) => None,
            (2, 1 | 2) | (3.., 1 | 2) if alone => Some(mark),
            (2.., len) if alone && len > 3 => Some(mark),
            _ => None,
        }
    }

    /// The mark between thousands, if one can tell from the number alone.
    fn thousands_mark(&self) -> Option<char> {
        let first = self.marks().next()?;
        let several = self.marks().filter(|mark| *mark == first).count() > 1;
        let mixed = self.marks().any(|mark| mark != first);
        (several || mixed).then_some(first)
    }

    /// How many decimals it has, from what is known: other numbers of the text, the currency, the country.
    pub fn read(&self, tokens: &Tokens<'_>, about: &About) -> Reading {
        let decimals = match self.decimals(tokens, about) {
            Some(Ok(decimals)) => decimals,
            Some(Err(())) => return Reading::Ambiguous,
            None => return Reading::None,
        };
        let groups = if decimals == 0 { self.groups } else { self.groups.saturating_sub(1) };
        let mut mantissa: i128 = 0;
        let mut scale = 0_u32;
        let mut group = 0_usize;
        for index in self.first..=self.last {
            if !tokens.get(index).is_some_and(|token| token.is_digits()) {
                continue;
            }
            for digit in tokens.text(index).bytes() {
                let digit = i128::from(digit.wrapping_sub(b'0'));
                let Some(next) = mantissa.checked_mul(10).and_then(|value| value.checked_add(digit)) else {
                    return Reading::None;
                };
                mantissa = next;
                if group >= groups {
                    scale = scale.saturating_add(1);
                }
            }
            group = group.saturating_add(1);
        }
        Decimal::try_from_i128_with_scale(mantissa, scale).map_or(Reading::None, Reading::Value)
    }

    /// The number of decimals; `None` if it is no number at all, an error if one can't tell.
    fn decimals(&self, tokens: &Tokens<'_>, about: &About) -> Option<Result<u8, ()>> {
        let Some(last) = self.groups.checked_sub(1).filter(|last| *last > 0) else { return Some(Ok(0)) };
        let (mark, len) = (self.mark(last), self.len(last));
        if self.marks().any(|mark| mark == '٬') || mark == '٫' {
            return Some(Ok(if mark == '٫' { len } else { 0 }));
        }
        let thousands = |groups: usize| {
            let inner = (1..groups).all(|group| {
                let len = self.len(group);
                // one hundred thousand is 1,00,000 in India
                len == 3 || (len == 2 && group.saturating_add(1) < groups && self.mark(group) == ',')
            });
            inner && (1..=3).contains(&self.len(0)) && self.len(groups.saturating_sub(1)) == 3
        };
        if self.groups > 2 {
            let first = self.mark(1);
            if self.marks().all(|mark| mark == first) {
                return thousands(self.groups).then_some(Ok(0));
            }
            let inner = (1..last).all(|group| self.mark(group) == first);
            let whole = (last == 1 || thousands(last)) && inner && mark != first;
            return (whole && matches!(mark, ',' | '.')).then_some(Ok(len));
        }
        if matches!(mark, ' ' | '\'') {
            return match (mark, len) {
                ('\'', 1 | 2) => Some(Ok(len)),
                (_, 3) => Some(Ok(0)),
                _ => None,
            };
        }
        let leading_zero = tokens.text(self.first).starts_with('0');
        if len != 3 || leading_zero || self.len(0) > 3 {
            return Some(Ok(len));
        }
        // three digits after one mark
        if about.decimal_mark == Some(mark)
            || (about.thousands_mark.is_some() && about.thousands_mark != Some(mark))
        {
            return Some(Ok(len));
        }
        if about.decimal_mark.is_some() || about.thousands_mark == Some(mark) {
            return Some(Ok(0));
        }
        let style = about.locale.map(|locale| locale.decimals);
        match about.currency {
            Some(currency) if locale::is_whole(currency) => {
                let decimal = style == Some(Decimals::Point) && mark == '.';
                return Some(if decimal { Err(()) } else { Ok(0) });
            }
            Some(currency) if locale::has_mills(currency) => {
                let comma = style == Some(Decimals::Comma);
                return Some(if mark == '.' || comma { Ok(len) } else { Err(()) });
            }
            _ => {}
        }
        Some(match (style, mark) {
            (Some(Decimals::Point | Decimals::Apostrophe), ',') => Ok(0),
            (Some(Decimals::Point | Decimals::Apostrophe), _) | (Some(Decimals::Comma), ',') => Ok(len),
            _ => Err(()),
        })
    }
}

/// What is known besides the number itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    pub locale: Option<Locale>,
    pub currency: Option<Currency>,
    /// The mark before decimals, as other numbers of the text have it.
    pub decimal_mark: Option<char>,
    /// The mark between thousands, as other numbers of the text have it.
    pub thousands_mark: Option<char>,
}

impl About {
    /// Learns from a number.
    pub fn learn(&mut self, figure: &Figure) {
        self.decimal_mark = self.decimal_mark.or(figure.decimal_mark());
        self.thousands_mark =
            self.thousands_mark.or(figure.thousands_mark().filter(|mark| matches!(mark, ',' | '.')));
    }
}
