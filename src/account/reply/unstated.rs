//! Amounts beside a word for the balance that do not say what it is: conditions, wishes, questions, prices, targets.

use super::items::{Item, What};
use super::label::{Break, Labels};
use super::lexicon::{Count, Role};
use super::token::Token;

impl Labels<'_> {
    /// Whether its part of the sentence says what is only if something else is.
    pub fn is_conditional(&self, item: &Item) -> bool {
        let mut index = item.first;
        let mut told = false;
        while self.break_before(index) != Break::Strong {
            let Some(before) = index.checked_sub(1) else { break };
            told |= self.tokens.get(before).is_some_and(|token| token.is_sign(':') || token.is_sign('='));
            if self.is_if(before, told) {
                return true;
            }
            index = before;
        }
        self.is_said_behind(item, Role::IF)
    }

    /// Whether the word here makes the sentence a condition; `told` if a colon stands between it and the amount.
    fn is_if(&self, index: usize, told: bool) -> bool {
        /// Words that are others within a sentence.
        const AT_START: [&str; 6] = ["si", "se", "om", "als", "jos", "once"];
        let Some(token) = self.tokens.get(index).filter(|token| token.entry().has(Role::IF)) else {
            return false;
        };
        let word = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
        if AT_START.iter().any(|short| word.eq_ignore_ascii_case(short)) {
            return !told && (index == 0 || self.break_before(index) == Break::Strong);
        }
        // `24 saat`, `saat 10:30`: hours
        let hours = self.item_at(index).is_some() || self.item_at(index.saturating_add(1)).is_some();
        let is_time = token.entry().unit != Count::None && hours;
        !is_time && !self.is_at_present(index)
    }

    /// Whether a word that means `when` is a part of one that means `now`: `saat ini`.
    pub fn is_at_present(&self, index: usize) -> bool {
        let next = self.tokens.get(index.saturating_add(1));
        self.tokens.get(index).is_some_and(|token| token.entry().has(Role::IF))
            && next.is_some_and(|next| {
                let word = self.tokens.raw.get(next.start..next.end).unwrap_or_default();
                ["ini", "itu"].iter().any(|this| word.eq_ignore_ascii_case(this))
            })
    }

    /// Whether the verb right behind it, where a language has its verbs there, says so: `100 TL yapın`, `5 TL ise`.
    fn is_said_behind(&self, item: &Item, role: Role) -> bool {
        let next = item.last.saturating_add(1);
        let named = self.tokens.get(next).is_some_and(|token| token.entry().has(Role::BALANCE));
        let behind = if named { next.saturating_add(1) } else { next };
        (next..=behind).all(|at| self.break_before(at) == Break::None)
            && self.tokens.get(behind).is_some_and(|token| {
                let entry = token.entry();
                entry.has(role) && matches!(entry.language, Some("de" | "nl" | "tr"))
            })
    }

    /// Whether no sign stands before a token that parts it from what is before. An article or a verb may be the `and` of
    /// another language.
    fn goes_on(&self, index: usize) -> bool {
        match self.break_before(index) {
            Break::None => true,
            Break::Weak => self.tokens.before(index).is_some_and(|token| token.sign().is_none()),
            Break::Strong => false,
        }
    }

    /// Whether it is what should be there, or could: `Keep a balance of`, `You could have a balance of`.
    pub fn is_wished(&self, item: &Item) -> bool {
        let mut index = item.first;
        while self.goes_on(index) {
            let Some(before) = index.checked_sub(1).filter(|before| self.item_at(*before).is_none()) else {
                break;
            };
            let Some(token) = self.tokens.get(before) else { break };
            if token.is_sign(':') || token.is_sign('=') {
                break;
            }
            if token.entry().has(Role::WISH) {
                return true;
            }
            index = before;
        }
        self.is_said_behind(item, Role::WISH) || self.is_required(item) || self.is_asked(item)
    }

    /// Whether the words behind it say that it has to be there: `A balance of 5 GBP is required`.
    fn is_required(&self, item: &Item) -> bool {
        const WORDS: [&str; 17] = [
            "required",
            "needed",
            "necessary",
            "erforderlich",
            "notwendig",
            "nötig",
            "nécessaire",
            "requis",
            "necesari",
            "necessári",
            "necessari",
            "wymagan",
            "необходим",
            "gerekli",
            "diperlukan",
            "nødvendig",
            "nödvändig",
        ];
        let behind = item.last.saturating_add(1);
        (behind..behind.saturating_add(3))
            .take_while(|at| self.goes_on(*at) && self.item_at(*at).is_none())
            .filter_map(|at| self.tokens.get(at))
            .any(|token| {
                let word = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
                WORDS.iter().any(|required| word.starts_with(required))
            })
    }

    /// Whether it is what the reader is asked about: `Is your balance 5 GBP?`. A number without a currency may have had its
    /// sign replaced by the question mark.
    fn is_asked(&self, item: &Item) -> bool {
        let behind = item.last.saturating_add(1);
        let mark = (behind..behind.saturating_add(4))
            .take_while(|at| *at == behind || self.break_before(*at) != Break::Strong)
            .find_map(|at| self.tokens.get(at).filter(|token| token.sign().is_some()));
        matches!(&item.what, What::Amount(amount) if amount.currency.is_some())
            && mark.is_some_and(|mark| mark.is_sign('?'))
    }

    /// Whether it is what something is sold for, or what is sold: `10 GBP credit for 5 GBP`.
    pub fn is_priced(&self, item: &Item) -> bool {
        let is_for = |at: usize| {
            self.break_before(at.saturating_add(1)) == Break::None
                && self.tokens.get(at).is_some_and(|token| token.entry().has(Role::FOR))
        };
        let behind = item.last.saturating_add(1);
        let named = self.break_before(behind) == Break::None
            && self.tokens.get(behind).is_some_and(|token| token.entry().has(Role::BALANCE));
        let price = if named { behind.saturating_add(1) } else { behind };
        let sold = self.break_before(price) == Break::None
            && is_for(price)
            && self
                .item_at(price.saturating_add(1))
                .is_some_and(|next| matches!(&next.what, What::Amount(amount) if amount.currency.is_some()));
        sold || item.first.checked_sub(1).is_some_and(is_for)
    }

    /// Whether it is what the balance is to be topped up to, or with: `Top up your balance to 100 GBP`.
    pub fn is_target(&self, item: &Item) -> bool {
        const TO: [&str; 7] = ["to", "auf", "до", "til", "till", "op", "na"];
        const ARTICLES: [&str; 7] = ["the", "il", "le", "la", "el", "o", "das"];
        const COPULAS: [&str; 6] = ["is", "ist", "est", "es", "è", "é"];
        let start = (0..=item.first).rev().find(|at| *at == 0 || self.break_before(*at) == Break::Strong);
        let start = start.unwrap_or_default();
        let Some(sentence) = self.tokens.list.get(start..item.first) else { return false };
        let is_one_of = |token: &Token, words: &[&str]| {
            let word = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
            words.iter().any(|known| word.eq_ignore_ascii_case(known))
        };
        let [first, second, ..] = sentence else { return false };
        let done = Role::SUCCESS | Role::CREDITED;
        if !first.entry().has(Role::TOP_UP) || sentence.iter().any(|token| token.entry().has(done)) {
            return false;
        }
        let told = sentence.iter().any(|token| token.is_sign(':') || is_one_of(token, &COPULAS));
        let is_object = second.entry().has(Role::OWN) || is_one_of(second, &ARTICLES);
        sentence.last().is_some_and(|last| is_one_of(last, &TO)) || (is_object && !told)
    }

    /// Whether `Talktime: Rs 5` is all that a text says of money.
    pub fn is_lone_airtime(&self, item: &Item) -> bool {
        let amounts = self.items.iter().filter(|item| matches!(item.what, What::Amount(_))).count();
        let sale = Role::TOP_UP
            | Role::SUCCESS
            | Role::CREDITED
            | Role::COST
            | Role::URGE
            | Role::WISH
            | Role::FOR
            | Role::LAST;
        amounts == 1
            && item.first == 2
            && self.tokens.get(0).is_some_and(|token| token.entry().has(Role::AIRTIME))
            && self.tokens.get(1).is_some_and(|token| token.is_sign(':'))
            && !self.tokens.list.iter().any(|token| token.entry().has(sale))
    }
}
