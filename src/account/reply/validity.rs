//! What the words around a date, or a number of days, say of it.

use super::items::{Item, What};
use super::label::{Break, Labels};
use super::lexicon::{Count, Role};
use super::token::Token;

/// What a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateKind {
    Until,
    Since,
    AsOf,
    Unknown,
}

/// Of what it says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    None,
    Balance,
    /// A bonus, data.
    Bundle,
    /// The card or the number.
    Subscription,
    /// The item with this number.
    Figure(usize),
}

/// What a date is about.
#[derive(Clone, Copy, Debug)]
pub struct DateLabel {
    pub kind: DateKind,
    pub subject: Subject,
    /// The first token that says so.
    pub first: usize,
    /// Whether a word says that it is a validity.
    pub valid: bool,
}

impl Labels<'_> {
    /// What a date or a number of days is: until when, of what.
    pub fn date(&self, item: &Item) -> DateLabel {
        let mut label =
            DateLabel { kind: DateKind::Unknown, subject: Subject::None, first: item.first, valid: false };
        let mut index = item.first;
        let mut bundle = None;
        let mut words = 0_u8;
        let mut crossed = false;
        // words that say nothing, before those that say until when
        let mut unknown = false;
        // whether it is in a language of which so many words are known that one that is not is a name
        let mut well_known = false;
        if self.after(item, Role::UNTIL) {
            label.kind = DateKind::Until;
        }
        let term = matches!(item.what, What::Count { .. });
        if term
            && label.kind == DateKind::Unknown
            && (self.after(item, Role::LEFT) || self.before(item, Role::LEFT))
        {
            label.kind = DateKind::Until;
        }
        while let Some(before) = index.checked_sub(1) {
            if self.break_before(index) == Break::Strong {
                if !crossed && label.subject == Subject::None && well_known && self.is_named(index) {
                    label.subject = Subject::Bundle;
                }
                // the amount that the sentence before is about
                crossed = true;
            }
            if let Some(other) = self.item_at(before) {
                match other.what {
                    What::Amount(_) | What::Count { .. } => {
                        if label.subject == Subject::None {
                            let figure = self.items.iter().position(|item| item.first == other.first);
                            label.subject = figure.map_or(Subject::None, Subject::Figure);
                        }
                        break;
                    }
                    What::Date(_) if label.kind == DateKind::Unknown && !crossed => {}
                    What::Date(_) if label.subject != Subject::None => break,
                    _ => {}
                }
                index = other.first;
                continue;
            }
            let Some(token) = self.tokens.get(before) else { break };
            let roles = token.entry().roles;
            if !crossed && token.is_word() {
                words = words.saturating_add(1);
                let kind = if roles.intersects(Role::UNTIL | Role::VALID | Role::EXPIRED) {
                    DateKind::Until
                } else if roles.intersects(Role::LAST | Role::SINCE) && words <= 4 {
                    DateKind::Since
                } else if roles.intersects(Role::AS_OF) {
                    DateKind::AsOf
                } else if roles.intersects(Role::TOP_UP) {
                    DateKind::Since
                } else {
                    DateKind::Unknown
                };
                if roles.intersects(Role::TOP_UP | Role::URGE | Role::COST)
                    && !roles.intersects(Role::BALANCE | Role::VALID | Role::UNTIL | Role::SUBSCRIPTION)
                    && label.kind == DateKind::Until
                    && !label.valid
                    && words <= 4
                {
                    label.kind = DateKind::Since;
                }
                if roles.intersects(Role::UNTIL | Role::VALID) {
                    well_known |=
                        token.entry().language.is_some_and(|language| WELL_KNOWN.contains(&language));
                }
                label.valid |= roles.intersects(Role::VALID);
                let better = match (label.kind, kind) {
                    (_, DateKind::Unknown) => false,
                    (DateKind::Unknown, _) => true,
                    (DateKind::AsOf, _) => words <= 8,
                    _ => false,
                };
                if better {
                    label.kind = kind;
                    label.first = before;
                }
                if label.subject == Subject::None {
                    if roles.intersects(Role::BALANCE | Role::MAIN) {
                        // `data balance`: what stands before it may say more
                        label.subject = Subject::Balance;
                        bundle = Some(2_u8);
                    } else if roles.intersects(Role::SUBSCRIPTION) {
                        label.subject = Subject::Subscription;
                    } else if roles.intersects(Role::BONUS | Role::BUNDLE | Role::TARIFF)
                        || matches!(token.entry().unit, Count::Bytes(_) | Count::Messages)
                    {
                        label.subject = Subject::Bundle;
                    }
                } else if label.subject == Subject::Balance
                    && bundle.is_some_and(|left| left > 0)
                    && roles.intersects(Role::BONUS | Role::BUNDLE)
                {
                    label.subject = Subject::Bundle;
                }
                bundle = bundle.and_then(|left| left.checked_sub(1));
                // `Your goodybag ends`: something that has a name, whatever it is. Short words are many things
                let long = token.end.saturating_sub(token.start) > 2;
                let owner =
                    roles.intersects(Role::OWN) && (long || self.break_before(before) == Break::Strong);
                if unknown && owner && label.subject == Subject::None {
                    label.subject = Subject::Bundle;
                }
                unknown = is_unknown(token);
            } else if crossed && label.subject != Subject::None {
                break;
            }
            index = before;
        }
        label
    }

    /// Whether a sentence begins here with a name that is not known: `Superspeedy ends`.
    fn is_named(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| is_unknown(token) && self.is_capitalised(index))
    }

    /// Whether the word before it has this role.
    fn before(&self, item: &Item, role: Role) -> bool {
        self.tokens.before(item.first).is_some_and(|token| token.entry().has(role))
    }

    /// Whether a word with this role stands right behind it.
    fn after(&self, item: &Item, role: Role) -> bool {
        let mut at = item.last.saturating_add(1);
        for _ in 0..3 {
            let Some(token) = self.tokens.get(at) else { return false };
            let text = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
            if role == Role::UNTIL && text.ends_with("까지") {
                return true;
            }
            if token.entry().has(role) {
                // what a colon follows is about the next
                return !self
                    .tokens
                    .get(at.saturating_add(1))
                    .is_some_and(|next| next.is_sign(':') || next.is_digits())
                    && !token.line;
            }
            if token.line
                || matches!(token.sign(), Some(',' | ';' | '!' | ':' | '('))
                || (token.is_sign('.') && token.space)
            {
                return false;
            }
            at = at.saturating_add(1);
        }
        false
    }
}

/// Languages of which many words are known.
const WELL_KNOWN: [&str; 7] = ["en", "de", "fr", "es", "it", "pt", "nl"];

/// Whether it is a word that is in no list.
fn is_unknown(token: &Token) -> bool {
    token.is_word() && token.entry().is_unknown()
}

/// Whether a unit is a length of time that a validity can have.
pub fn is_term(unit: Count) -> bool {
    matches!(unit, Count::Days | Count::Weeks | Count::Months | Count::Years)
}
