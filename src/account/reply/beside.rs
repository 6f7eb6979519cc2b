//! What stands beside a number and makes it money: currencies, signs, hundredths.

use super::currencies::{self, Meaning, Rank};
use super::fold;
use super::items::{Amount, Item, Scan, What};
use super::lexicon::{Count, Role};
use super::number::{Figure, Reading};
use super::token::Token;

impl Scan<'_> {
    /// `0:50 kr`, `R12-50`, `99:-`: marks that only some countries have before hundredths.
    pub fn with_parts(&self, index: usize) -> Option<Item> {
        use crate::account::Currency::*;
        let own = self.dates.locale?.currency;
        let mark = index.saturating_add(1);
        let parts = mark.saturating_add(1);
        let digits = self.tokens.glued_digits(parts)
            && self.tokens.text(parts).len() == 2
            && !self.get(parts.saturating_add(1)).is_some_and(|next| {
                !next.space && (next.is_digits() || matches!(next.sign(), Some(':' | '-' | '/')))
            });
        let amount = |first, last, currency, parts| {
            let figure = Figure::at(self.tokens, index)?;
            let (negative, reading) = (false, Reading::None);
            let amount = Amount { figure, currency, negative, parts, fraction: 0, reading };
            (figure.last == index).then_some(Item { first, last, what: What::Amount(amount) })
        };
        match own {
            SEK | NOK | DKK | ISK if self.tokens.glued_sign(mark, ':') => {
                if self.tokens.glued_sign(parts, '-') {
                    let currency = Meaning { currency: Some(own), by_country: true, part: false };
                    return amount(index, parts, Some(currency), None);
                }
                let unit = parts.saturating_add(1);
                let spaced = self.get(unit)?.space;
                let currency = self.currency(unit, spaced).filter(|unit| digits && !unit.part)?;
                // a time, before an amount or behind the word for it: `kl.12:50`, `12:50 kr 100`
                let next = self.get(unit.saturating_add(1)).filter(|next| !next.line);
                let is_time = next.is_some_and(Token::is_digits) || self.is_told_by_clock(index);
                let item = amount(index, unit, Some(currency), self.tokens.small(parts));
                item.filter(|_| !is_time)
            }
            ZAR | NAD | LSL | SZL if digits && self.tokens.glued_sign(mark, '-') => {
                let before = index.checked_sub(1)?;
                let spaced = self.get(index)?.space;
                let currency = self.currency(before, spaced).filter(|_| !spaced)?;
                // `R10-15 June`, `R5-10 SMS`, `R10-50%`
                let behind = parts.saturating_add(1);
                let next = self.get(behind).filter(|next| !next.line);
                if next.is_some_and(|next| next.entry().month != 0) {
                    let year = behind.saturating_add(1);
                    let last = if self.tokens.text(year).len() == 4 { year } else { behind };
                    return Some(Item { first: before, last, what: What::Other });
                }
                let of_next = next.is_some_and(|next| next.is_sign('%') || next.entry().unit != Count::None);
                let item = amount(before, parts, Some(currency), self.tokens.small(parts));
                item.filter(|_| !of_next)
            }
            _ => None,
        }
    }

    /// Whether the word for a time of day stands before it: `kl 12:50`.
    fn is_told_by_clock(&self, index: usize) -> bool {
        let before = index.checked_sub(1);
        let word = before.filter(|at| !self.tokens.glued_sign(*at, '.')).or(index.checked_sub(2));
        word.and_then(|at| self.get(at)).is_some_and(|word| word.entry().has(Role::CLOCK))
    }

    /// How many decimals a number is that has only a mark before it: `$.50`, `is .75`. An error where it is not clear that
    /// it is so.
    pub fn fraction(&self, first: usize) -> Result<u32, ()> {
        let Some(at) = first.checked_sub(1) else { return Ok(0) };
        let Some(token) = self.get(first) else { return Ok(0) };
        let Some(dot) = self.get(at).filter(|dot| dot.is_sign('.') && !token.space) else { return Ok(0) };
        let before = at.checked_sub(1).and_then(|before| self.get(before));
        let symbol = before.is_some_and(|sign| self.is_symbol(sign));
        if !(symbol || dot.space) {
            // the point of an abbreviation: Rs.50
            return Ok(0);
        }
        // `Rs .50` may be one that is badly set
        let abbreviated = !symbol && before.is_some_and(|before| before.entry().currency != 0);
        match self.tokens.text(first).len() {
            len @ (1 | 2) if !abbreviated => u32::try_from(len).map_err(|_| ()),
            _ => Err(()),
        }
    }

    /// Whether it is a sign of a currency, without letters.
    pub fn is_symbol(&self, token: &Token) -> bool {
        let text = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
        token.entry().currency != 0 && !text.starts_with(fold::is_letter)
    }

    /// The currency before a number, whether it is below zero, and where it begins.
    pub fn prefix(&self, first: usize, floor: usize) -> (Option<Meaning>, bool, usize) {
        let mut negative = false;
        let mut start = first;
        let mut at = first;
        for _ in 0..4 {
            let Some(before) = at.checked_sub(1).filter(|before| *before >= floor) else { break };
            let (Some(token), Some(following)) = (self.get(before), self.get(at)) else { break };
            if token.is_word() {
                if following.line {
                    break;
                }
                let Some(meaning) = self.currency(before, following.space) else { break };
                // a minus before the currency: -$5
                let minus = before.checked_sub(1).filter(|minus| *minus >= floor);
                if minus.is_some_and(|minus| !token.space && self.is_minus(minus, floor)) {
                    negative = true;
                }
                return (Some(meaning), negative, before);
            }
            match token.sign() {
                Some('-') if !following.space && self.is_minus(before, floor) => {
                    negative = true;
                    start = before;
                }
                Some('.' | ':' | '=' | '/' | '-') => {}
                _ => break,
            }
            at = before;
        }
        (None, negative, start)
    }

    /// Whether the `-` here is a sign rather than a dash; what follows it stands close.
    fn is_minus(&self, index: usize, floor: usize) -> bool {
        let Some(dash) = self.get(index).filter(|token| token.is_sign('-')) else { return false };
        // `R10-R50`
        if !dash.space
            && index.checked_sub(1).and_then(|before| self.get(before)).is_some_and(Token::is_digits)
        {
            return false;
        }
        let Some(before) =
            index.checked_sub(1).filter(|before| *before >= floor).and_then(|before| self.get(before))
        else {
            return true;
        };
        // `Bal:-12.50` has a dash in South Asia, and `Bal-12.50` everywhere
        dash.space
            || (before.is_sign(':') && !self.dates.locale.is_some_and(|locale| south_asian(locale.currency)))
            || before.is_sign('(')
            || before.is_sign('=')
            || (before.entry().currency != 0
                && !self.dates.locale.is_some_and(|locale| south_asian(locale.currency)))
    }

    /// What the word at `index` means as a currency beside a number; `spaced` if there is a space between.
    fn currency(&self, index: usize, spaced: bool) -> Option<Meaning> {
        let token = self.get(index)?;
        let entry = token.entry();
        let meaning = currencies::meaning(entry, self.dates.locale)?;
        let letters = token.end.saturating_sub(token.start);
        let own = self.dates.locale.is_some();
        let loose = matches!(currencies::rank(entry), Some(Rank::Local | Rank::Pence));
        // Italian and Portuguese `e` is a word
        if spaced && self.text(index) == "e" {
            return None;
        }
        // a lone letter far from home is a name or a word
        if loose && !own && (spaced || letters > 2) {
            return None;
        }
        Some(meaning)
    }

    /// The currency after a number, and where it ends.
    pub fn suffix(&self, last: usize) -> (Option<Meaning>, usize) {
        let next = last.saturating_add(1);
        let Some(token) = self.get(next).filter(|token| !token.line) else { return (None, last) };
        // 12,- and 12.-
        if matches!(token.sign(), Some(',' | '.'))
            && !token.space
            && self.tokens.glued_sign(next.saturating_add(1), '-')
        {
            let end = next.saturating_add(1);
            let (currency, after) = self.suffix(end);
            return if currency.is_some() { (currency, after) } else { (None, last) };
        }
        // 500/= and 500/-
        if token.is_sign('/')
            && !token.space
            && self.get(next.saturating_add(1)).is_some_and(|t| matches!(t.sign(), Some('=' | '-')))
        {
            let own = self.dates.locale.map(|locale| locale.currency);
            return (
                Some(Meaning { currency: own, by_country: own.is_some(), part: false }),
                next.saturating_add(1),
            );
        }
        // a currency in parentheses or after a dash is not taken; one that begins the next amount neither
        if !token.is_word() {
            return (None, last);
        }
        let Some(meaning) = self.currency(next, token.space) else { return (None, last) };
        let after = next.saturating_add(1);
        // `13.45 USD: 0.50` has a heading there
        if self.tokens.glued_sign(after, ':') {
            return (None, last);
        }
        let starts_next = token.space && self.tokens.glued_digits(after);
        if starts_next && token.end.saturating_sub(token.start) <= 3 {
            return (None, last);
        }
        // a price per unit is told by what follows the point of an abbreviation
        (Some(meaning), next)
    }

    /// Hundredths behind the main unit: 12 rub 50 kop.
    pub fn parts(&self, end: usize, possible: bool) -> (Option<u32>, usize) {
        let mut at = end.saturating_add(1);
        if !possible {
            return (None, end);
        }
        // 2€35
        if self.tokens.glued_digits(at)
            && self.get(end).is_some_and(Token::is_word)
            && self.tokens.text(at).len() == 2
        {
            return (self.tokens.small(at), at);
        }
        if self
            .get(at)
            .is_some_and(|token| matches!(token.sign(), Some('.' | ',')) || token.entry().has(Role::AND))
        {
            at = at.saturating_add(1);
        }
        let parts = self.tokens.small(at).filter(|parts| *parts < 100);
        let unit = at.saturating_add(1);
        let meaning = self.get(unit).and_then(|token| currencies::meaning(token.entry(), self.dates.locale));
        match (parts, meaning) {
            (Some(parts), Some(meaning)) if meaning.part && self.tokens.text(at).len() == 2 => {
                (Some(parts), unit)
            }
            (Some(parts), _) if self.tokens.text(at).len() == 2 && self.is_part_here(unit) => {
                (Some(parts), unit)
            }
            _ => (None, end),
        }
    }

    /// Whether a word that means other things elsewhere is for hundredths in this country: kopecks, kuruş.
    fn is_part_here(&self, index: usize) -> bool {
        let text = self.text(index);
        let turkish =
            self.dates.locale.is_some_and(|locale| locale.currency == crate::account::Currency::TRY);
        // with the ending that a sentence gives it: 40 Kr'dir
        let stem = text.split(['\'', '’']).next().unwrap_or(text);
        text == "к" || (turkish && ["kr", "krs"].iter().any(|part| stem.eq_ignore_ascii_case(part)))
    }
}

fn south_asian(currency: crate::account::Currency) -> bool {
    use crate::account::Currency::*;
    matches!(currency, INR | PKR | BDT | LKR | NPR)
}
