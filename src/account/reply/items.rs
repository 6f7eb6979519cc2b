//! What the digits of a text are: amounts, counts, dates, times, telephone numbers, codes, names.

use alloc::vec::Vec;

use super::currencies::{self, Meaning};
use super::date::{self, Dates, Found};
use super::fold;
use super::lexicon::{Count, Role};
use super::number::{About, Figure, Reading};
use super::token::{Token, Tokens};

/// Something with digits in it.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The first token of it, and the last.
    pub first: usize,
    pub last: usize,
    pub what: What,
}

#[derive(Clone, Copy, Debug)]
pub enum What {
    /// A number that may be money.
    Amount(Amount),
    /// A number of something.
    Count { figure: Figure, unit: Count },
    /// A date.
    Date(Found),
    /// A time, a telephone number, a code, a name, a percentage, a price per something.
    Other,
    /// The number of a line in a menu.
    Key,
}

/// A number that may be money.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    pub figure: Figure,
    /// What the sign or word beside it says; `None` if there is none.
    pub currency: Option<Meaning>,
    pub negative: bool,
    /// Hundredths that stand behind it: 12 rub 50 kop.
    pub parts: Option<u32>,
    /// How many of its digits are decimals that have nothing before their mark: 2 for `$.50`.
    pub fraction: u32,
    pub reading: Reading,
}

/// Finds them.
pub fn items(tokens: &Tokens<'_>, dates: &Dates<'_>) -> Vec<Item> {
    let scan = Scan { tokens, dates };
    let mut items: Vec<Item> = Vec::with_capacity(8);
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let floor = items.last().map_or(0, |item| item.last.saturating_add(1));
        match scan.item(index, token, floor) {
            Some(item) => {
                index = item.last.saturating_add(1);
                items.push(item);
            }
            None => index = index.saturating_add(1),
        }
    }
    read_amounts(tokens, dates, &mut items);
    items
}

/// Reads the amounts, with what each says about how the others are written.
fn read_amounts(tokens: &Tokens<'_>, dates: &Dates<'_>, items: &mut [Item]) {
    let mut about = About { locale: dates.locale, ..About::default() };
    for item in items.iter() {
        match &item.what {
            What::Amount(Amount { figure, .. }) | What::Count { figure, .. } => about.learn(figure),
            _ => {}
        }
    }
    for item in items {
        if let What::Amount(amount) = &mut item.what {
            let own = dates.locale.map(|locale| locale.currency);
            let currency = amount.currency.map_or(own, |meaning| meaning.currency);
            amount.reading = amount.figure.read(tokens, &About { currency, ..about });
        }
    }
}

/// Goes through a text.
pub struct Scan<'a> {
    pub tokens: &'a Tokens<'a>,
    pub dates: &'a Dates<'a>,
}

impl Scan<'_> {
    pub fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The item at this token, if one begins here; tokens before `floor` belong to others.
    fn item(&self, index: usize, token: &Token, floor: usize) -> Option<Item> {
        if token.sign().is_some_and(|sign| matches!(sign, '*' | '#')) {
            let last = self.code(index);
            return (last > index).then_some(Item { first: index, last, what: What::Other });
        }
        if token.is_word() && token.entry().month != 0 {
            let found = self.dates.at(index, self.expects_date(index))?;
            return Some(Item { first: index, last: found.last, what: What::Date(found) });
        }
        if !token.is_digits() {
            return None;
        }
        let other = |last| Some(Item { first: index, last, what: What::Other });
        if self.tokens.before(index).is_some_and(|before| before.is_sign('+') && !token.space) {
            return other(self.phone(index));
        }
        let next = index.saturating_add(1);
        if self.tokens.glued_sign(next, '*') || self.tokens.glued_sign(next, '#') {
            return other(self.code(index));
        }
        // the number of a line, before what looks like a date behind it
        if let Some(found) = self.dates.at(index, self.expects_date(index)) {
            return Some(Item { first: index, last: found.last, what: What::Date(found) });
        }
        if let Some(item) = self.with_parts(index) {
            return Some(item);
        }
        if let Some(last) = date::time(self.tokens, index) {
            return other(last);
        }
        if self.is_key(index) || self.is_bare_key(index) {
            return Some(Item { first: index, last: index, what: What::Key });
        }
        let figure = Figure::at(self.tokens, index)?;
        Some(self.number(figure, floor))
    }

    pub fn text(&self, index: usize) -> &str {
        self.get(index).and_then(|token| self.tokens.raw.get(token.start..token.end)).unwrap_or_default()
    }

    /// The unit that stands before a number: `SMS: 20`, `siku 30`.
    fn unit_before(&self, first: usize, floor: usize) -> Option<Count> {
        let mut at = first.checked_sub(1)?;
        if self.get(at).is_some_and(|token| matches!(token.sign(), Some(':' | '='))) {
            at = at.checked_sub(1)?;
        }
        let token = self.get(at).filter(|token| at >= floor && token.end.saturating_sub(token.start) > 1)?;
        let entry = token.entry();
        let unit = matches!(
            entry.unit,
            Count::Messages | Count::Days | Count::Bytes(_) | Count::Hours | Count::Minutes
        );
        (unit && entry.currency == 0 && !entry.has(Role::BALANCE | Role::MINIMUM | Role::MAIN | Role::UNTIL))
            .then_some(entry.unit)
    }

    /// The end of a code such as *100# that goes on here.
    fn code(&self, index: usize) -> usize {
        let mut last = index;
        while let Some(next) = self.get(last.saturating_add(1)) {
            if next.space || !(next.is_digits() || matches!(next.sign(), Some('*' | '#'))) {
                break;
            }
            last = last.saturating_add(1);
        }
        last
    }

    /// The end of a telephone number that begins here.
    fn phone(&self, index: usize) -> usize {
        let mut last = index;
        for _ in 0..6 {
            let next = last.saturating_add(1);
            let mark = self.get(next).is_some_and(|token| matches!(token.sign(), Some('-' | '(' | ')')));
            let digits = if mark { next.saturating_add(1) } else { next };
            let more = self
                .get(digits)
                .is_some_and(|token| token.is_digits() && self.tokens.text(digits).len() >= 2);
            let figure =
                Figure::at(self.tokens, digits).is_some_and(|figure| figure.decimal_mark().is_none());
            if !more || !figure {
                break;
            }
            last = digits;
        }
        last
    }

    /// Whether the words before this token expect a date.
    fn expects_date(&self, index: usize) -> bool {
        let mut index = index;
        for _ in 0..5 {
            let Some(before) = self.tokens.before(index) else { return false };
            let entry = before.entry();
            if entry.has(Role::UNTIL | Role::VALID | Role::EXPIRED) {
                return true;
            }
            let passes = matches!(before.sign(), Some(':' | '.' | '-' | '=' | '(' | '/'))
                || entry.has(Role::AS_OF | Role::WEEKDAY | Role::OF | Role::CLOCK);
            if !passes {
                return false;
            }
            index = index.saturating_sub(1);
        }
        false
    }

    /// Whether this is the number of a line of a menu: `1.`, `1)`, `1:`, `1-` before a word.
    fn is_key(&self, index: usize) -> bool {
        let Some(token) = self.get(index) else { return false };
        let starts = token.line
            || index == 0
            || self
                .tokens
                .before(index)
                .is_some_and(|before| !token.space || before.sign().is_some() || before.is_word());
        let mark = index.saturating_add(1);
        let after = mark.saturating_add(1);
        let marked = match self.get(mark).filter(|mark| !mark.space).and_then(Token::sign) {
            Some(')' | ']' | ':') => true,
            Some('.' | '-' | '>') => {
                token.line && !self.get(after).is_some_and(|after| after.line)
                    || self.get(after).is_some_and(|after| after.is_word() && !after.space)
            }
            _ => false,
        };
        let prefixed = self.tokens.before(index).is_some_and(|before| {
            before.entry().currency != 0
                || (before.entry().has(Role::BALANCE) && self.tokens.glued_sign(mark, '.'))
                || (matches!(before.sign(), Some(':' | '=' | '-' | '(' | '.' | ','))
                    && !self.is_between_labels(index))
        });
        starts
            && marked
            && self.tokens.text(index).len() <= 2
            && (!prefixed || token.line)
            && self.get(after).is_some_and(Token::is_word)
    }

    /// Whether this is the number of a line of a menu without a mark: `0 Next`, `1 Balance 2 Top up`.
    fn is_bare_key(&self, index: usize) -> bool {
        let is_word = |at: usize| {
            self.get(at).is_some_and(|word| {
                let entry = word.entry();
                // `Top up`, and no paʻanga
                let is_currency = entry.currency != 0 && entry.roles.is_empty();
                word.is_word() && entry.unit == Count::None && !is_currency
            })
        };
        let Some(key) = self.tokens.small(index).filter(|_| self.tokens.text(index).len() <= 2) else {
            return false;
        };
        let next = index.saturating_add(1);
        let marked = self.tokens.glued_sign(next, '.')
            && self.get(next.saturating_add(1)).is_some_and(|word| !word.space);
        let next = if marked { next.saturating_add(1) } else { next };
        let before = index.checked_sub(1).and_then(|at| self.get(at));
        let has_currency = before.is_some_and(|before| before.entry().currency != 0);
        if has_currency || !is_word(next) || self.get(next).is_some_and(|word| word.line) {
            return false;
        }
        let turns = self.get(next).is_some_and(|word| word.entry().has(Role::MORE | Role::CHOOSE));
        let behind = self.get(next.saturating_add(1));
        let ends = behind.is_none_or(|token| {
            token.line || !token.is_word() || token.entry().has(Role::PAGE | Role::CHOOSE)
        });
        let told = before.is_some_and(|before| matches!(before.sign(), Some(':' | '=')));
        if turns && ends && (!told || key == 0) {
            return true;
        }
        // keys count up from the 1 that a line begins with
        let is_at = |key: u32, at: usize| {
            self.tokens.small(at) == Some(key)
                && is_word(at.saturating_add(1))
                && (key > 1
                    || self.get(at).is_some_and(|token| token.line)
                    || at.checked_sub(1).is_none_or(|before| self.tokens.glued_sign(before, ':')))
        };
        let has = |key: u32| (0..self.tokens.list.len()).any(|at| is_at(key, at));
        (1..=9).contains(&key) && is_at(key, index) && (1..=key.max(2)).all(has)
    }

    /// Whether a number stands between the labels of a menu without spaces: `1.Balance.2.Top up`.
    fn is_between_labels(&self, index: usize) -> bool {
        let glued = |at: usize| self.get(at).filter(|token| !token.space);
        let label = index.saturating_add(2);
        // keys count up
        let before = self.tokens.small(index).and_then(|number| number.checked_sub(1)).filter(|one| *one > 0);
        let counts = before.is_some_and(|number| {
            (0..index).any(|at| {
                self.tokens.small(at) == Some(number) && self.tokens.glued_sign(at.saturating_add(1), '.')
            })
        });
        let ends_label = index
            .checked_sub(2)
            .and_then(|before| self.get(before))
            .is_some_and(|before| before.is_word() && before.entry().currency == 0);
        counts
            && ends_label
            && glued(index).is_some()
            && self.tokens.glued_sign(index.saturating_sub(1), '.')
            && self.tokens.glued_sign(index.saturating_add(1), '.')
            && glued(label).is_some_and(|label| {
                label.is_word() && label.entry().currency == 0 && label.entry().unit == Count::None
            })
    }

    /// What a number is, by what stands around it.
    fn number(&self, figure: Figure, floor: usize) -> Item {
        let (first, last) = (figure.first, figure.last);
        let other = Item { first, last, what: What::Other };
        let Some(token) = self.get(first) else { return other };
        let next = last.saturating_add(1);
        let after = self.get(next).copied();
        let glued_after = after.filter(|after| !after.space);
        if glued_after.is_some_and(|after| after.is_sign('%'))
            || after.is_some_and(|after| after.is_sign('%') || after.is_sign('٪'))
        {
            return Item { last: next, ..other };
        }
        if glued_after.is_some_and(|after| matches!(after.sign(), Some('/' | ':' | '-' | '*' | '#')))
            && self.tokens.glued_digits(next.saturating_add(1))
        {
            // 24/7, 1:30, 12-34: none of these is an amount
            return Item { last: next.saturating_add(1), ..other };
        }
        // a range: R10-R50
        let (unit, end) = (next.saturating_add(1), next.saturating_add(2));
        if glued_after.is_some_and(|after| after.is_sign('-'))
            && self.get(unit).is_some_and(|unit| !unit.space && unit.entry().currency != 0)
            && self.tokens.glued_digits(end)
        {
            return Item { last: end, ..other };
        }
        // what goes on behind these: 12-34-56
        let dash = first.checked_sub(1).filter(|dash| self.tokens.glued_sign(*dash, '-') && !token.space);
        if dash.and_then(|dash| dash.checked_sub(1)).and_then(|at| self.get(at)).is_some_and(Token::is_digits)
        {
            return other;
        }
        // zeros that are letters: nobody can say what was meant
        if glued_after.is_some_and(|after| matches!(after.sign(), Some(',' | '.')))
            && self.get(next.saturating_add(1)).is_some_and(|letters| {
                let text = self.tokens.raw.get(letters.start..letters.end).unwrap_or_default();
                !letters.space && text.len() == 3 && text.bytes().all(|c| matches!(c, b'O' | b'o'))
            })
        {
            let end = (next..).take_while(|at| self.get(*at).is_some_and(|token| !token.space)).last();
            return Item { last: end.unwrap_or(next), ..other };
        }
        let Ok(fraction) = self.fraction(first) else { return other };
        if fraction > 0 && figure.first != figure.last {
            return other;
        }
        let (prefix, mut negative, start) = self.prefix(first, floor);
        let start = if fraction > 0 { start.min(first.saturating_sub(1)).max(floor) } else { start };
        let plain = first == last;
        let digits = self.tokens.text(first);
        if prefix.is_none() {
            // the letter before it makes it a name: O2
            if !token.space
                && self.tokens.before(first).is_some_and(|before| {
                    self.is_spelled(before)
                        && !before.entry().has(
                            Role::BALANCE
                                | Role::UNTIL
                                | Role::VALID
                                | Role::MAIN
                                | Role::BUNDLE
                                | Role::BONUS,
                        )
                })
            {
                return other;
            }
            let numbered = (1..4_usize).any(|back| {
                first.checked_sub(back).and_then(|at| self.get(at)).is_some_and(|before| {
                    before.entry().has(Role::NUMBER) && !before.entry().has(Role::BALANCE)
                })
            });
            if plain
                && (digits.len() >= 10
                    || (digits.len() > 1 && digits.starts_with('0'))
                    || (numbered && digits.len() >= 5))
            {
                return Item { last: self.phone(first), ..other };
            }
        }
        if let Some(after) = after {
            let entry = after.entry();
            let text = self.tokens.raw.get(after.start..after.end).unwrap_or_default();
            if plain && digits.len() == 1 && !after.space && text.eq_ignore_ascii_case("g") {
                return Item { last: next, ..other };
            }
            let short = text.len() == 1;
            let currency = currencies::meaning(entry, self.dates.locale);
            let is_unit = entry.unit != Count::None
                && !currency.is_some_and(|currency| currency.by_country)
                && !(short && (after.space || currency.is_some()))
                && prefix.is_none();
            if is_unit {
                return Item { first: start, last: next, what: What::Count { figure, unit: entry.unit } };
            }
        }
        // a name that ends in a number: `Mix 49: `
        if plain && prefix.is_none() && glued_after.is_some_and(|after| after.is_sign(':')) {
            return other;
        }
        // SMS 20, siku 30: the unit stands first
        if let Some(unit) = self.unit_before(first, floor).filter(|_| prefix.is_none()) {
            if self.suffix(last).0.is_none() {
                let first = first.saturating_sub(if self.tokens.before(first).is_some_and(Token::is_word) {
                    1
                } else {
                    2
                });
                return Item { first: first.max(floor), last, what: What::Count { figure, unit } };
            }
        }
        let (mut suffix, mut end) = self.suffix(last);
        // `Bs. 120,50 USD 3,20`: what stands before the next number is its own, where this one has one already
        let next_starts = self.get(end.saturating_add(1)).is_some_and(|next| next.is_digits() && !next.line);
        if prefix.is_some() && suffix.is_some() && next_starts {
            (suffix, end) = (None, last);
        }
        // 3,40- EUR
        if suffix.is_none() && glued_after.is_some_and(|after| after.is_sign('-')) {
            (suffix, end) = self.suffix(next);
            if suffix.is_some() && self.get(next.saturating_add(1)).is_some_and(|unit| !unit.space) {
                // a minus, or a dash: 10.00-KES
                return Item { last: end, ..other };
            }
            negative |= suffix.is_some();
        }
        let glued_name = glued_after.is_some_and(|after| after.is_word() && after.entry().roles.is_empty());
        if suffix.is_none() && prefix.is_none() && glued_name {
            return other;
        }
        // a suffix that begins the next amount belongs to that: `Rs 5 Rs 6`
        let currency = match (prefix, suffix) {
            (Some(prefix), Some(suffix)) if suffix.currency.is_some() && !suffix.part => {
                Some(if prefix.currency.is_some() && suffix.by_country { prefix } else { suffix })
            }
            (Some(prefix), Some(_)) => Some(prefix),
            (prefix, suffix) => prefix.or(suffix),
        };
        let end = if suffix.is_some() { end } else { last };
        let (parts, end) = self.parts(end, plain && currency.is_some_and(|currency| !currency.part));
        if self.is_price(end) {
            return Item { first: start, last: end, what: What::Other };
        }
        let amount = Amount { figure, currency, negative, parts, fraction, reading: Reading::None };
        Item { first: start, last: end, what: What::Amount(amount) }
    }

    /// Whether a word is of letters that have spaces around them.
    fn is_spelled(&self, token: &Token) -> bool {
        let text = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
        token.is_word() && text.chars().next_back().is_some_and(|c| fold::script(c) != fold::Script::Other)
    }

    /// Whether what stands behind an amount makes it a price: `/min`, `per SMS`.
    fn is_price(&self, end: usize) -> bool {
        let mut at = end.saturating_add(1);
        let point = self.tokens.glued_sign(at, '.');
        if point {
            at = at.saturating_add(1);
        }
        let Some(token) = self.get(at) else { return false };
        let word = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
        if point && word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase) {
            // another sentence: `7,43 euro. Je bundel`
            return false;
        }
        let unit = self.get(at.saturating_add(1)).map(Token::entry).unwrap_or_default();
        let further = self.get(at.saturating_add(2)).map(Token::entry).unwrap_or_default();
        let counted = |entry: super::lexicon::Entry| entry.unit != Count::None || entry.has(Role::BUNDLE);
        // `/min`, and `/samtal`, whatever that is
        let per_word = self.get(at.saturating_add(1)).is_some_and(Token::is_word)
            && unit.currency == 0
            && unit.roles.difference(Role::OF).is_empty();
        (token.is_sign('/')
            && !self.get(at.saturating_add(1)).is_some_and(|next| next.space)
            && (counted(unit) || per_word))
            || (token.entry().has(Role::PER)
                && (counted(unit) || (unit.roles.is_empty() && counted(further))))
    }
}
