//! The words that the reader knows, in one sorted list.

use alloc::string::String;
use alloc::vec::Vec;
use std::sync::OnceLock;

use super::currencies::CURRENCIES;
use super::fold::{self, Script};
use super::words::{MONTHS, UNITS, WORDS};

bitflags::bitflags! {
    /// What a word says of the amounts and dates around it.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Role: u64 {
        /// The balance: `balance`, `Guthaben`.
        const BALANCE = 1;
        /// An account, which may be the balance: `account`, `Konto`.
        const ACCOUNT = 1 << 1;
        /// The main one of several.
        const MAIN = 1 << 2;
        /// What is left: `left`, `remaining`; `you have`.
        const LEFT = 1 << 3;
        /// A bonus, a gift, a promotion.
        const BONUS = 1 << 4;
        /// Data, minutes or messages.
        const BUNDLE = 1 << 5;
        /// What something cost.
        const COST = 1 << 6;
        /// Topping up, as a noun.
        const TOP_UP = 1 << 7;
        /// What the reader is asked to do: `dial`, `buy`.
        const URGE = 1 << 8;
        /// A limit.
        const LIMIT = 1 << 9;
        /// A debt, an advance.
        const DEBT = 1 << 10;
        /// `per`.
        const PER = 1 << 11;
        /// `last`: of a call, of a top-up.
        const LAST = 1 << 12;
        /// What was credited.
        const CREDITED = 1 << 13;
        /// The least.
        const MINIMUM = 1 << 14;
        /// `less than`.
        const LESS = 1 << 15;
        /// The whole of several.
        const TOTAL = 1 << 16;
        /// `including`, `without`.
        const INCLUDING = 1 << 17;
        /// A tariff, an offer.
        const TARIFF = 1 << 18;
        /// `until`, `expires`.
        const UNTIL = 1 << 19;
        /// `validity`: a date or a number of days follows.
        const VALID = 1 << 20;
        /// The time of asking.
        const AS_OF = 1 << 21;
        /// Since when.
        const SINCE = 1 << 22;
        /// A telephone number.
        const NUMBER = 1 << 23;
        /// The card or the number rather than the money.
        const SUBSCRIPTION = 1 << 24;
        /// Below zero.
        const MINUS = 1 << 25;
        /// `and`.
        const AND = 1 << 26;
        /// `not`.
        const NOT = 1 << 27;
        /// Something went wrong.
        const ERROR = 1 << 28;
        /// An answer follows.
        const FOLLOWS = 1 << 29;
        /// A short message.
        const MESSAGE = 1 << 30;
        /// A PIN or a password.
        const PIN = 1 << 31;
        /// To agree to something, to subscribe.
        const AGREE = 1 << 32;
        /// It is done.
        const SUCCESS = 1 << 33;
        /// Already used.
        const USED = 1 << 34;
        /// Wrong.
        const WRONG = 1 << 35;
        /// Blocked.
        const BLOCKED = 1 << 36;
        /// Tries that are left.
        const TRIES = 1 << 37;
        /// A voucher, a code.
        const VOUCHER = 1 << 38;
        /// No limit.
        const UNLIMITED = 1 << 39;
        /// Expired.
        const EXPIRED = 1 << 40;
        /// The day of asking, the day after.
        const TODAY = 1 << 41;
        const TOMORROW = 1 << 42;
        /// To choose from a menu.
        const CHOOSE = 1 << 43;
        /// Wait.
        const WAIT = 1 << 44;
        /// To get, to come: of what follows.
        const GET = 1 << 45;
        /// Own, mine.
        const OWN = 1 << 46;
        /// `midnight`, `o'clock`: belongs to a time.
        const CLOCK = 1 << 47;
        /// Stands between the parts of a date: `of`, `th`.
        const OF = 1 << 48;
        /// A day of the week.
        const WEEKDAY = 1 << 49;
        /// An amount that is spent or used.
        const SPENT = 1 << 50;
        /// To pay or give away, to order, to close: what nobody does by asking.
        const HANDS_OVER = 1 << 51;
        /// Not now: `was`, `will be`.
        const UNREAL = 1 << 52;
        /// `if`, `when`.
        const IF = 1 << 53;
        /// Taken away, behind an amount.
        const DEDUCTED = 1 << 54;
        /// `you have`, `on the card`: what a balance is said with, and says nothing by itself.
        const HAVE = 1 << 55;
        /// The rest of a menu, and the word for page beside it.
        const MORE = 1 << 56;
        const PAGE = 1 << 57;
        /// Money that is no airtime: what a telephone pays with.
        const PURSE = 1 << 58;
        /// What a date is told with, and says nothing of what it is the date of: `date`, `use`, `it`.
        const FILLER = 1 << 59;
        /// No money at all: `nil`, `zero`.
        const NIL = 1 << 60;
        /// Airtime by a word for what is sold and credited as well: `talktime`.
        const AIRTIME = 1 << 61;
        /// What should be, or could: `keep`, `must`.
        const WISH = 1 << 62;
        /// Right before a price: `for`.
        const FOR = 1 << 63;
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    #[default]
    None,
    Bytes(u8),
    Minutes,
    Seconds,
    Hours,
    Messages,
    Multimedia,
    Days,
    Weeks,
    Months,
    Years,
    Points,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub roles: Role,
    /// 1 to 12.
    pub month: u8,
    pub unit: Count,
    /// Its place in the list of currencies, from 1.
    pub currency: u8,
    /// The language whose word it is, where it is the word of one.
    pub language: Option<&'static str>,
    /// Whether it was written in capitals.
    pub capitals: bool,
}

impl Entry {
    fn add(&mut self, other: Self) {
        self.roles |= other.roles;
        if self.month == 0 {
            self.month = other.month;
        }
        if self.unit == Count::None {
            self.unit = other.unit;
        }
        if self.currency == 0 {
            self.currency = other.currency;
        }
        match (self.language, other.language) {
            (None, language) => self.language = language,
            (Some(own), Some(other)) if own != other => self.language = Some(""),
            _ => {}
        }
    }

    /// The entry of a word as it was written.
    pub fn written(self, word: &str) -> Self {
        Self { capitals: !word.chars().any(char::is_lowercase), ..self }
    }

    pub fn has(self, roles: Role) -> bool {
        self.roles.intersects(roles)
    }

    /// Whether it is that of a word in no list.
    pub fn is_unknown(self) -> bool {
        Self { capitals: false, ..self } == Self::default()
    }
}

/// A word of the lexicon.
#[derive(Debug)]
struct Known {
    word: String,
    /// Whether longer words that begin so are meant too.
    stem: bool,
    entry: Entry,
    /// The place of the longest other word that this one begins with.
    shorter: Option<usize>,
}

/// All words.
#[derive(Debug)]
pub struct Lexicon {
    /// In the order of their bytes.
    words: Vec<Known>,
    /// How many words begin with a smaller byte.
    starts: [usize; 256],
}

impl Lexicon {
    /// The one that is made when it is needed first.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Lexicon> = OnceLock::new();
        SHARED.get_or_init(Self::build)
    }

    fn build() -> Self {
        let mut words: Vec<(String, bool, Entry)> = Vec::with_capacity(4096);
        let mut add = |text: &str, entry: Entry| {
            for word in text.split_whitespace() {
                let (word, stem) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
                let script = word.chars().next().map_or(Script::Other, fold::script);
                let mut folded = String::new();
                word.chars().filter(|c| *c != '\'').for_each(|c| fold::push(&mut folded, c, script));
                words.push((folded, stem, entry));
            }
        };
        for (language, roles) in WORDS {
            for (role, text) in *roles {
                let language = (!language.is_empty()).then_some(*language);
                add(text, Entry { roles: *role, language, ..Entry::default() });
            }
        }
        for (month, text) in (1_u8..).zip(MONTHS) {
            add(text, Entry { month, ..Entry::default() });
        }
        for (unit, text) in UNITS {
            add(text, Entry { unit: *unit, ..Entry::default() });
        }
        for (currency, entry) in (1_u8..).zip(CURRENCIES) {
            add(entry.words, Entry { currency, ..Entry::default() });
        }
        words.sort_by(|a, b| a.0.cmp(&b.0));
        let mut merged: Vec<Known> = Vec::with_capacity(words.len());
        for (word, stem, entry) in words {
            match merged.last_mut() {
                Some(last) if last.word == word => {
                    last.stem |= stem;
                    last.entry.add(entry);
                    continue;
                }
                _ => {}
            }
            // the words that this one begins with are the one before it, or those that that one begins with
            let mut shorter = merged.len().checked_sub(1);
            while let Some(known) = shorter.and_then(|at| merged.get(at)) {
                if word.starts_with(known.word.as_str()) {
                    break;
                }
                shorter = known.shorter;
            }
            merged.push(Known { word, stem, entry, shorter });
        }
        let mut starts = [0; 256];
        for (byte, start) in (0_u8..=255).zip(&mut starts) {
            *start = merged.partition_point(|known| known.word.bytes().next() < Some(byte));
        }
        Self { words: merged, starts }
    }

    /// How many words are not behind this one in the order.
    fn upto(&self, word: &str) -> usize {
        let Some(first) = word.bytes().next() else { return 0 };
        let start = self.starts.get(usize::from(first)).copied().unwrap_or_default();
        let end = self.starts.get(usize::from(first).saturating_add(1)).copied().unwrap_or(self.words.len());
        let words = self.words.get(start..end).unwrap_or_default();
        start.saturating_add(words.partition_point(|known| known.word.as_str() <= word))
    }

    /// Exactly this word.
    pub fn exact(&self, word: &str) -> Option<Entry> {
        let known = self.words.get(self.upto(word).checked_sub(1)?)?;
        (known.word == word).then_some(known.entry)
    }

    /// The longest word, or beginning of a word, that this begins with, and how long it is. Words that are no stems are taken
    /// for a beginning where `whole` is not asked for.
    fn find(&self, word: &str, whole: bool) -> Option<(Entry, usize)> {
        let mut known = self.words.get(self.upto(word).checked_sub(1)?)?;
        loop {
            let matches = known.stem || !whole || known.word.len() == word.len();
            if matches && word.starts_with(known.word.as_str()) {
                return Some((known.entry, known.word.len()));
            }
            known = self.words.get(known.shorter?)?;
        }
    }

    /// A word of a script with spaces: itself, the longest stem it begins with, what is left of it without an article, or
    /// the last part of a German compound.
    pub fn word(&self, word: &str) -> Option<Entry> {
        if let Some((entry, _)) = self.find(word, true) {
            return Some(entry);
        }
        if word.starts_with(|c| ('\u{590}'..'\u{700}').contains(&c)) {
            const ARTICLES: [&str; 10] = ["وال", "بال", "لل", "ال", "و", "ب", "ל", "ה", "ב", "ו"];
            let bare = ARTICLES.iter().find_map(|article| word.strip_prefix(article))?;
            return self.find(bare, true).map(|(entry, _)| entry);
        }
        for last in ["guthaben", "tegoed", "saldo", "credito", "kosten"] {
            if let Some(at) = word.find(last).filter(|at| *at > 0) {
                let mut entry = self.exact(last)?;
                if let Some((first, _)) = word.get(..at).and_then(|first| self.find(first, true)) {
                    entry.roles |= first.roles;
                }
                return Some(entry);
            }
        }
        None
    }

    /// The longest word that a text without spaces begins with.
    pub fn longest(&self, text: &str) -> Option<(Entry, usize)> {
        self.find(text, false)
    }
}
