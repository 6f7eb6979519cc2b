//! A text as words, digits and signs.

use alloc::string::String;
use alloc::vec::Vec;

use super::fold::{self, Script};
use super::lexicon::{Entry, Lexicon};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, and what the lexicon says of them.
    Word(Entry),
    /// Digits of any script.
    Digits,
    /// A sign, in ASCII form where it has one.
    Sign(char),
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    /// Where it stands in the text.
    pub start: usize,
    pub end: usize,
    /// Where it stands in the folded text.
    folded: (usize, usize),
    /// Whether white space stands before it.
    pub space: bool,
    /// Whether a new line begins with it.
    pub line: bool,
}

impl Token {
    pub fn entry(&self) -> Entry {
        match self.kind {
            Kind::Word(entry) => entry,
            _ => Entry::default(),
        }
    }

    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word(_))
    }

    pub fn is_digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    pub fn sign(&self) -> Option<char> {
        match self.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// A text in tokens.
#[derive(Debug)]
pub struct Tokens<'a> {
    pub raw: &'a str,
    folded: String,
    pub list: Vec<Token>,
    /// Whether letters of another script were taken for those that look like them.
    pub look_alikes: bool,
}

impl<'a> Tokens<'a> {
    pub fn of(raw: &'a str) -> Self {
        let lexicon = Lexicon::shared();
        let mut tokens = Self {
            raw,
            folded: String::with_capacity(raw.len().saturating_add(8)),
            list: Vec::with_capacity(raw.len() / 4),
            look_alikes: false,
        };
        let (mut space, mut line) = (true, true);
        let mut rest = raw;
        while let Some(first) = rest.chars().next() {
            let start = raw.len().saturating_sub(rest.len());
            if fold::is_invisible(first) {
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            let sign = fold::punctuation(first);
            if sign.is_whitespace() || sign.is_control() {
                space = true;
                line |= matches!(sign, '\n' | '\r');
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            let from = tokens.folded.len();
            let taken = if let Some(digit) = fold::digit(first) {
                tokens.folded.push(digit);
                tokens.digits(rest, first.len_utf8())
            } else if fold::is_letter(first) {
                tokens.word(rest, lexicon, start, (space, line));
                0
            } else {
                for lower in sign.to_lowercase() {
                    tokens.folded.push(lower);
                }
                first.len_utf8()
            };
            let taken = if taken == 0 {
                tokens.list.last().map_or(first.len_utf8(), |token| token.end.saturating_sub(start))
            } else {
                let end = start.saturating_add(taken);
                let kind = if fold::digit(first).is_some() {
                    Kind::Digits
                } else {
                    let entry = lexicon.exact(tokens.folded.get(from..).unwrap_or_default());
                    entry.filter(|entry| entry.currency != 0).map_or(Kind::Sign(sign), Kind::Word)
                };
                let folded = (from, tokens.folded.len());
                tokens.list.push(Token { kind, start, end, folded, space, line });
                tokens.join_currency(lexicon);
                taken
            };
            rest = rest.get(taken.max(first.len_utf8())..).unwrap_or_default();
            (space, line) = (false, false);
        }
        tokens
    }

    /// Takes the digits of `rest`, of which the first is `taken` long; returns how long they are.
    fn digits(&mut self, rest: &str, mut taken: usize) -> usize {
        while let Some(c) = rest.get(taken..).and_then(|rest| rest.chars().next()) {
            match fold::digit(c) {
                Some(digit) => self.folded.push(digit),
                None if fold::is_invisible(c) => {}
                None => break,
            }
            taken = taken.saturating_add(c.len_utf8());
        }
        taken
    }

    /// Takes the word that `rest` begins with: one token, or several where words have no spaces between them.
    fn word(&mut self, rest: &str, lexicon: &Lexicon, start: usize, (mut space, mut line): (bool, bool)) {
        let word = word_of(rest);
        let from = self.folded.len();
        let script = self.script_of(word);
        word.chars()
            .filter(|c| *c != '\'' && !fold::is_invisible(*c))
            .for_each(|c| fold::push(&mut self.folded, fold::punctuation(c), script));
        if !word.chars().any(fold::is_unspaced) {
            let folded = self.folded.get(from..).unwrap_or_default();
            let mut entry = lexicon.word(folded);
            if entry.is_none()
                && word.len() > 3
                && word.chars().all(|c| c.is_ascii_uppercase() && fold::looks_cyrillic(c))
            {
                let mut other = String::new();
                word.chars().for_each(|c| fold::push(&mut other, c, Script::Cyrillic));
                entry = lexicon.word(&other).filter(|_| word.len() > 3);
                self.look_alikes |= entry.is_some();
            }
            // the first part of MainBal; the rest comes next
            let mut word = word;
            if let Some(part) = hump(word).and_then(|hump| word.get(..hump)).filter(|_| entry.is_none()) {
                self.folded.truncate(from);
                part.chars().for_each(|c| fold::push(&mut self.folded, c, Script::Latin));
                entry = lexicon.word(self.folded.get(from..).unwrap_or_default());
                word = part;
            }
            let entry = entry.unwrap_or_default();
            let (end, folded) = (start.saturating_add(word.len()), (from, self.folded.len()));
            let entry = entry.written(word);
            self.list.push(Token { kind: Kind::Word(entry), start, end, folded, space, line });
            self.join_abbreviation(lexicon);
            self.join_currency(lexicon);
            return;
        }
        // The longest words that are known, one after the other, and what is between them.
        let (mut at, mut unknown) = (0_usize, None::<usize>);
        let mut flush = |list: &mut Vec<Token>, entry: Entry, range: (usize, usize)| {
            let (start, end) = (start.saturating_add(range.0), start.saturating_add(range.1));
            let folded = (from.saturating_add(range.0), from.saturating_add(range.1));
            list.push(Token { kind: Kind::Word(entry), start, end, folded, space, line });
            (space, line) = (false, false);
        };
        while let Some(left) = word.get(at..).filter(|left| !left.is_empty()) {
            let len = left.chars().next().map_or(1, char::len_utf8);
            match lexicon.longest(left) {
                Some((entry, len)) if len > 0 => {
                    if let Some(unknown) = unknown.take() {
                        flush(&mut self.list, Entry::default(), (unknown, at));
                    }
                    let end = at.saturating_add(len);
                    flush(&mut self.list, entry, (at, end));
                    at = end;
                }
                _ => {
                    unknown.get_or_insert(at);
                    at = at.saturating_add(len);
                }
            }
        }
        if let Some(unknown) = unknown {
            flush(&mut self.list, Entry::default(), (unknown, word.len()));
        }
        self.join_abbreviation(lexicon);
    }

    /// The script that a word is in, where its letters are of several.
    fn script_of(&mut self, word: &str) -> Script {
        if word.is_ascii() {
            return Script::Latin;
        }
        let has = |script| word.chars().any(|c| fold::script(c) == script);
        let (latin, cyrillic, greek) = (has(Script::Latin), has(Script::Cyrillic), has(Script::Greek));
        match (latin, cyrillic, greek) {
            (true, true, _) => {
                self.look_alikes = true;
                let own = word.chars().any(|c| fold::script(c) == Script::Cyrillic && !fold::looks_latin(c));
                let latin =
                    word.chars().any(|c| fold::script(c) == Script::Latin && !fold::looks_cyrillic(c));
                if own || !latin { Script::Cyrillic } else { Script::Latin }
            }
            (true, _, true) => {
                self.look_alikes = true;
                Script::Greek
            }
            (_, true, _) => Script::Cyrillic,
            (_, _, true) => Script::Greek,
            _ => Script::Latin,
        }
    }

    /// Makes one token of `s`, `/` and `d`, where that is an abbreviation.
    fn join_abbreviation(&mut self, lexicon: &Lexicon) {
        // `s/` may be one token already
        if let [.., first, last] = self.list.as_slice() {
            let whole = self.folded.get(first.folded.0..last.folded.1).unwrap_or_default();
            let joined = first.is_word() && !last.space && whole.len() == 3 && whole.contains('/');
            if let Some(entry) = lexicon.exact(whole).filter(|_| joined) {
                let (end, folded) = (last.end, (first.folded.0, last.folded.1));
                let joined = Token { kind: Kind::Word(entry), end, folded, ..*first };
                self.list.truncate(self.list.len().saturating_sub(2));
                self.list.push(joined);
                return;
            }
        }
        let [.., first, mark, last] = self.list.as_slice() else { return };
        let whole = self.folded.get(first.folded.0..last.folded.1).unwrap_or_default();
        let close = first.is_word() && !mark.space && !last.space && matches!(mark.sign(), Some('.' | '/'));
        if !close || whole.chars().count() != 3 {
            return;
        }
        let Some(entry) = lexicon.exact(whole) else { return };
        let (end, folded) = (last.end, (first.folded.0, last.folded.1));
        let joined = Token { kind: Kind::Word(entry), end, folded, ..*first };
        let kept = self.list.len().saturating_sub(3);
        self.list.truncate(kept);
        self.list.push(joined);
    }

    /// Makes one token of `US` and `$`, `R` and `$`.
    fn join_currency(&mut self, lexicon: &Lexicon) {
        let [.., word, sign] = self.list.as_slice() else { return };
        if !word.is_word()
            || !(sign.is_word() || sign.is_sign('/'))
            || sign.space
            || word.folded.1 != sign.folded.0
        {
            return;
        }
        let whole = self.folded.get(word.folded.0..sign.folded.1).unwrap_or_default();
        if whole.len() > 6 {
            return;
        }
        let Some(entry) = lexicon.exact(whole) else { return };
        let joined =
            Token { kind: Kind::Word(entry), end: sign.end, folded: (word.folded.0, sign.folded.1), ..*word };
        self.list.pop();
        self.list.pop();
        self.list.push(joined);
    }

    pub fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
    }

    /// The token before this one.
    pub fn before(&self, index: usize) -> Option<&Token> {
        self.list.get(index.checked_sub(1)?)
    }

    /// The digits of a token, in ASCII.
    pub fn text(&self, index: usize) -> &str {
        let range = self.list.get(index).map_or((0, 0), |token| token.folded);
        self.folded.get(range.0..range.1).unwrap_or_default()
    }

    /// The digits of a token as a number, if it is small.
    pub fn small(&self, index: usize) -> Option<u32> {
        if !self.list.get(index)?.is_digits() {
            return None;
        }
        self.text(index).parse().ok()
    }

    /// Whether this sign stands at `index`, with no space before it.
    pub fn glued_sign(&self, index: usize, sign: char) -> bool {
        self.get(index).is_some_and(|token| token.is_sign(sign) && !token.space)
    }

    /// Whether digits stand at `index`, with no space before them.
    pub fn glued_digits(&self, index: usize) -> bool {
        self.get(index).is_some_and(|token| token.is_digits() && !token.space)
    }

    /// The text from one token to another, with what is between.
    pub fn between(&self, from: usize, to: usize) -> &'a str {
        let (Some(first), Some(last)) = (self.list.get(from), self.list.get(to)) else { return "" };
        self.raw.get(first.start..last.end).unwrap_or_default()
    }
}

/// Where the second part of a word such as `MainBal` begins, if both are long enough to be words.
fn hump(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    let humps = bytes.windows(2).zip(1_usize..).filter(|(pair, _)| {
        pair.first().is_some_and(u8::is_ascii_lowercase) && pair.last().is_some_and(u8::is_ascii_uppercase)
    });
    humps.map(|(_, at)| at).find(|at| *at >= 3)
}

/// The word that this begins with; an apostrophe after two letters or more is part of it (so'm, not l'offre).
fn word_of(rest: &str) -> &str {
    let (mut end, mut letters) = (0_usize, 0_usize);
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if fold::is_letter(c) {
            letters = letters.saturating_add(1);
        } else if !fold::is_invisible(c)
            && (fold::punctuation(c) != '\'' || letters < 2 || !next.is_some_and(fold::is_letter))
        {
            break;
        }
        end = at.saturating_add(c.len_utf8());
    }
    rest.get(..end).unwrap_or_default()
}
