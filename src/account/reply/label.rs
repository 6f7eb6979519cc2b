//! What the words around an amount say of it.

use super::before::Words;
use super::items::{Item, What};
use super::lexicon::Role;
use super::token::{Token, Tokens};

/// How well an amount is labelled as the main balance; the order matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It is something else: a cost, a limit, a price.
    Not,
    /// A bonus, a part of the account.
    Other,
    /// Nothing is said of it.
    Bare,
    /// `left`, `account`.
    Weak,
    /// The balance.
    Balance,
    /// The main balance.
    Main,
}

/// What was found around an amount.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    pub class: Class,
    /// The tokens that say so.
    pub first: usize,
    pub last: usize,
    /// Whether the words stand right before the amount.
    pub close: bool,
    /// A word says that it is below zero.
    pub minus: bool,
}

/// How far two tokens belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    None,
    /// A comma, `and`.
    Weak,
    /// The end of a sentence or a line.
    Strong,
}

/// Labels the things of one text.
#[derive(Debug)]
pub struct Labels<'a> {
    pub tokens: &'a Tokens<'a>,
    pub items: &'a [Item],
}

impl Labels<'_> {
    pub fn item_at(&self, index: usize) -> Option<&Item> {
        let after = self.items.partition_point(|item| item.last < index);
        self.items.get(after).filter(|item| item.first <= index)
    }

    /// What separates a token from the one before it.
    pub fn break_before(&self, index: usize) -> Break {
        let Some(token) = self.tokens.get(index) else { return Break::Strong };
        if token.line {
            return Break::Strong;
        }
        let Some(before) = index.checked_sub(1) else { return Break::None };
        if self.item_at(before).is_some_and(|item| item.last >= index) {
            return Break::None;
        }
        let Some(sign) = self.tokens.get(before).and_then(Token::sign) else {
            return if token.entry().has(Role::AND) && !token.entry().has(Role::BALANCE) {
                Break::Weak
            } else {
                Break::None
            };
        };
        match sign {
            ';' | '!' | '?' | '|' => Break::Strong,
            '.' => {
                // a currency behind an amount, and a word that begins another sentence: `1,11 EUR. Bono activo`
                let ends = token.space
                    && self.is_capitalised(index)
                    && before.checked_sub(1).and_then(|at| self.item_at(at)).is_some_and(|item| {
                        matches!(item.what, What::Amount(_)) && item.last < before && item.first < item.last
                    });
                if ends {
                    return Break::Strong;
                }
                // the point of an abbreviation: Bal. 12.50, Cr.Bal, Rs.5
                let short = before.checked_sub(1).and_then(|at| self.tokens.get(at)).is_some_and(|word| {
                    word.is_word()
                        && (word.end.saturating_sub(word.start) <= 3
                            || !word.entry().roles.is_empty() && !token.is_word() && !token.space)
                });
                if short { Break::None } else { Break::Strong }
            }
            ',' | '(' | ')' | '[' | ']' | '/' | '+' | '&' => Break::Weak,
            '-' if token.space && self.tokens.get(before).is_some_and(|dash| dash.space) => Break::Weak,
            _ => Break::None,
        }
    }

    /// Whether a word begins with a capital letter, and goes on with others.
    pub fn is_capitalised(&self, index: usize) -> bool {
        self.tokens.get(index).filter(|token| token.is_word()).is_some_and(|token| {
            let word = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
            word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
        })
    }

    /// Whether a word near behind it, in the same sentence, says that it is owed.
    fn is_owed(&self, item: &Item) -> bool {
        (item.last.saturating_add(1)..item.last.saturating_add(4))
            .filter_map(|at| self.tokens.get(at))
            .take_while(|token| !token.line && token.sign().is_none())
            .any(|token| token.entry().has(Role::DEBT) && !token.entry().has(Role::BALANCE | Role::TOP_UP))
    }

    /// Whether it says that an amount is a part of another one.
    pub fn is_part(&self, label: &Label) -> bool {
        (label.first..=label.last)
            .filter_map(|at| self.tokens.get(at))
            .any(|token| token.entry().has(Role::INCLUDING))
    }

    fn is_figure(item: &Item) -> bool {
        matches!(item.what, What::Amount(_) | What::Count { .. })
    }

    /// Labels an amount.
    pub fn amount(&self, item: &Item) -> Label {
        let label = self.words_around(item);
        if label.class >= Class::Bare
            && (self.is_conditional(item)
                || self.is_wished(item)
                || self.is_priced(item)
                || self.is_target(item)
                || self.is_spent(item)
                || self.is_offered(item))
        {
            return Label { class: Class::Not, ..label };
        }
        if self.is_lone_airtime(item) {
            return Label { class: Class::Balance, ..label };
        }
        label
    }

    /// Whether it is what has to be paid to get something: `Load P50 and get P10`.
    fn is_offered(&self, item: &Item) -> bool {
        let Some(verb) = item.first.checked_sub(1) else { return false };
        let urges = self.tokens.get(verb).is_some_and(|token| token.entry().has(Role::TOP_UP))
            && self.break_before(verb) == Break::Strong;
        urges
            && (item.last.saturating_add(1)..item.last.saturating_add(4))
                .take_while(|at| self.break_before(*at) != Break::Strong)
                .filter_map(|at| self.tokens.get(at))
                .any(|token| token.entry().has(Role::URGE))
    }

    /// Whether the word right behind it says that it is gone: `3,20 EUR verbraucht`.
    fn is_spent(&self, item: &Item) -> bool {
        let behind = item.last.saturating_add(1);
        let next = behind.saturating_add(1);
        let gone = self.break_before(behind) == Break::None
            && self.tokens.get(behind).is_some_and(|token| token.entry().has(Role::SPENT | Role::DEDUCTED));
        // `500 used of 650`
        let of = self.tokens.get(next).is_some_and(|token| token.entry().has(Role::OF));
        // unless it is the label of what follows
        gone && !(next..next.saturating_add(3)).any(|at| {
            self.break_before(at) != Break::Strong
                && (self.tokens.get(at).is_some_and(|token| token.is_sign(':') || token.is_sign('='))
                    || (!of && self.item_at(at).is_some_and(Self::is_figure)))
        })
    }

    /// Whether the words before it leave room for it to be the balance if the words behind it say so: `5 EUR credit` is
    /// one, and `collect 5 EUR credit` is not.
    fn is_plain_before(&self, item: &Item) -> bool {
        let mut index = item.first;
        let mut words = false;
        loop {
            match self.break_before(index) {
                Break::Strong => return true,
                Break::Weak if !words => return true,
                _ => {}
            }
            let Some(before) = index.checked_sub(1) else { return true };
            if let Some(other) = self.item_at(before) {
                if words && Self::is_figure(other) {
                    return false;
                }
                index = other.first;
                continue;
            }
            let Some(token) = self.tokens.get(before) else { return true };
            let name = self.tokens.get(index).is_some_and(|_| token.is_sign(':'));
            if name {
                return true;
            }
            if token.is_word() {
                if !token.entry().has(Role::OWN | Role::LEFT | Role::HAVE | Role::AS_OF | Role::MAIN) {
                    return false;
                }
                words = true;
            }
            index = before;
        }
    }

    fn words_around(&self, item: &Item) -> Label {
        let left = self.left(item);
        match left {
            Some(left)
                if left.class == Class::Balance || left.class == Class::Main || left.class == Class::Weak =>
            {
                let right = self.right(item);
                let (bonus, last) =
                    right.map_or((false, left.last), |(class, last)| (class == Class::Other, last));
                match right {
                    _ if bonus && left.class != Class::Main => Label { class: Class::Other, last, ..left },
                    Some((class @ (Class::Balance | Class::Main), last)) if left.class == Class::Weak => {
                        let close = left.close || last == item.last.saturating_add(1) && has_decimals(item);
                        Label { class, last, close, ..left }
                    }
                    // `Your account is 5 EUR in arrears`
                    Some((Class::Not, _)) if left.class != Class::Main && self.is_owed(item) => {
                        Label { class: Class::Not, ..left }
                    }
                    _ => left,
                }
            }
            Some(left) => left,
            None => {
                let none = Label {
                    class: Class::Bare,
                    first: item.first,
                    last: item.last,
                    close: false,
                    minus: false,
                };
                let right = self.right(item).map(|(class, last)| {
                    // short words are too many things in too many languages
                    let left_over = (item.last..=last).filter_map(|at| self.tokens.get(at)).any(|token| {
                        token.entry().has(Role::LEFT) && token.end.saturating_sub(token.start) > 3
                    });
                    let claims = class == Class::Balance || class == Class::Weak;
                    let plain = !claims || left_over || self.is_plain_before(item);
                    (if plain { class } else { Class::Not }, last)
                });
                right.map_or(none, |(class, last)| Label {
                    // of two behind which something stands, one is not more of a balance than the other
                    class: if class == Class::Balance { Class::Weak } else { class },
                    first: item.last.saturating_add(1).min(last),
                    last,
                    // `0.40 credit`
                    close: class == Class::Balance && last == item.last.saturating_add(1),
                    ..none
                })
            }
        }
    }

    /// What the words before it say.
    fn left(&self, item: &Item) -> Option<Label> {
        let mut words = Words::default();
        let mut index = item.first;
        let mut steps = 0_u8;
        let (mut first, mut last) = (item.first, item.first);
        let mut crossed = self.break_before(index);
        if crossed == Break::Strong && !self.header_before(index) {
            return None;
        }
        while let Some(before) = index.checked_sub(1) {
            if let Some(other) = self.item_at(before) {
                if Self::is_figure(other) || matches!(other.what, What::Key) {
                    // words behind another figure, and a comma after them, are that one's
                    if crossed == Break::Weak && Self::is_figure(other) {
                        return None;
                    }
                    break;
                }
                index = other.first;
            } else {
                let Some(token) = self.tokens.get(before) else { break };
                if token.is_word() {
                    words.push(token, steps);
                    if !token.entry().roles.is_empty() {
                        if last == item.first {
                            last = before;
                        }
                        first = before;
                    }
                    steps = steps.saturating_add(1);
                } else if token.sign().is_some_and(|sign| matches!(sign, ':' | '=')) && steps == 0 {
                    words.colon = true;
                }
                index = before;
            }
            match self.break_before(index) {
                Break::Strong => {
                    // a heading on its own line says what the line after it is
                    if words.decided() || !self.header_before(index) {
                        break;
                    }
                }
                Break::Weak => {
                    if words.decided() {
                        break;
                    }
                    crossed = Break::Weak;
                }
                Break::None => {}
            }
            if steps > 14 {
                break;
            }
        }
        let class = words.class()?;
        let close = words.colon || (words.balance_at <= 3 && crossed != Break::Strong);
        Some(Label { class, first, last, close, minus: words.minus })
    }

    /// Whether the line before this token ends with a colon or is a heading of one or two words about the balance.
    fn header_before(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        let Some(token) = self.tokens.get(before) else { return false };
        if self.item_at(before).is_some() {
            return false;
        }
        token.is_sign(':')
            || (token.is_word()
                && (token.entry().has(Role::BALANCE)
                    || before
                        .checked_sub(1)
                        .and_then(|at| self.tokens.get(at))
                        .is_some_and(|token| token.entry().has(Role::BALANCE))))
    }

    /// What the words after it say, up to the end of its part of the sentence.
    fn right(&self, item: &Item) -> Option<(Class, usize)> {
        let mut index = item.last.saturating_add(1);
        let mut class = None;
        let mut last = item.last;
        for step in 0..5_u8 {
            let Some(token) = self.tokens.get(index) else { break };
            let open = token.is_sign('(');
            let opened = step == 1 && self.tokens.before(index).is_some_and(|token| token.is_sign('('));
            let part = token.entry().has(Role::INCLUDING);
            if (self.break_before(index) != Break::None && !opened) || part {
                break;
            }
            if let Some(other) = self.item_at(index) {
                // what stands before the next amount is that one's
                if Self::is_figure(other) {
                    return None;
                }
                break;
            }
            if token.is_sign(':') || token.is_sign('=') {
                return None;
            }
            if token.entry().has(Role::UNTIL | Role::VALID) && !token.entry().has(Role::BALANCE) {
                break;
            }
            if !open && token.is_word() {
                let entry = token.entry();
                let found = if entry.has(Role::EXPIRED) && !entry.has(Role::UNTIL | Role::VALID) {
                    class = Some(Class::Not);
                    Some(Class::Not)
                } else if entry.has(Role::BONUS | Role::BUNDLE | Role::PURSE) && !entry.has(Role::LEFT) {
                    Some(Class::Other)
                } else if entry.has(Role::COST | Role::LIMIT | Role::DEBT | Role::TARIFF | Role::URGE) {
                    Some(Class::Not)
                } else if entry.has(Role::MAIN) && class >= Some(Class::Weak) {
                    Some(Class::Main)
                } else if entry.has(Role::BALANCE) {
                    Some(Class::Balance)
                } else if entry.has(Role::LEFT | Role::ACCOUNT) {
                    Some(Class::Weak)
                } else {
                    None
                };
                if let Some(found) = found {
                    last = index;
                    class = Some(match class {
                        Some(Class::Weak) => found,
                        Some(Class::Balance) if found == Class::Main => found,
                        Some(class) => class.min(found),
                        None => found,
                    });
                }
            }
            index = index.saturating_add(1);
        }
        class.map(|class| (class, last))
    }
}

/// Whether it is a number that has decimals for certain.
fn has_decimals(item: &Item) -> bool {
    matches!(&item.what, What::Amount(amount) if amount.figure.decimal_mark().is_some())
}
