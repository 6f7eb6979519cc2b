//! What kind of reply it is, and in what language.

use super::items::{Item, What};
use super::lexicon::Role;
use super::token::Tokens;
use crate::account::{BalanceReport, Note, Quantity, ReplyKind};

/// The roles of all words of a text.
pub fn roles(tokens: &Tokens<'_>) -> Role {
    tokens.list.iter().fold(Role::empty(), |roles, token| roles | token.entry().roles)
}

/// What kind of reply it is.
pub fn kind(tokens: &Tokens<'_>, items: &[Item], report: &BalanceReport) -> ReplyKind {
    let roles = roles(tokens);
    let undecided =
        report.notes.iter().any(|note| matches!(note, Note::SeveralAmounts | Note::AmbiguousAmount(_)));
    let keys = items.iter().filter(|item| matches!(item.what, What::Key)).count();
    if report.main.is_some() || undecided {
        return ReplyKind::Balance;
    }
    if keys >= 2 || (report.others.is_empty() && super::menu(tokens.raw).is_some()) {
        return ReplyKind::Menu;
    }
    if report.others.iter().any(|other| matches!(other.quantity, Quantity::Money(_))) {
        return ReplyKind::Balance;
    }
    let message = roles.intersects(Role::MESSAGE) && roles.intersects(Role::GET | Role::FOLLOWS | Role::WAIT);
    let soon = roles.intersects(Role::WAIT) && !roles.intersects(Role::ERROR);
    if message && !asks(roles) || soon {
        return ReplyKind::SmsFollows;
    }
    if roles.intersects(Role::ERROR) {
        return ReplyKind::Error;
    }
    if roles.intersects(Role::BALANCE) && report.valid_until.is_some() {
        return ReplyKind::Balance;
    }
    ReplyKind::Unknown
}

/// Whether something has to be entered.
fn asks(roles: Role) -> bool {
    roles.intersects(Role::PIN) && roles.intersects(Role::CHOOSE | Role::URGE)
}

/// Adds what concerns the whole text.
pub fn notes(tokens: &Tokens<'_>, items: &[Item], report: &mut BalanceReport) {
    if tokens.look_alikes {
        report.notes.push(Note::LookAlikeLetters);
    }
    let roles = roles(tokens);
    let amounts = items.iter().any(|item| matches!(item.what, What::Amount(_)));
    let pays = roles.intersects(Role::AGREE) && roles.intersects(Role::COST) && amounts;
    if report.main.is_none() && report.kind != ReplyKind::Error && (asks(roles) || pays) {
        report.notes.push(Note::AsksForPaymentOrPin);
    }
}

/// The language that most of the words are of.
pub fn language(tokens: &Tokens<'_>) -> Option<&'static str> {
    let mut votes: [(&'static str, u8); 12] = [("", 0); 12];
    for token in &tokens.list {
        let Some(language) = token.entry().language.filter(|language| !language.is_empty()) else { continue };
        if let Some(place) = votes.iter_mut().find(|(known, count)| *known == language || *count == 0) {
            *place = (language, place.1.saturating_add(1));
        }
    }
    let (language, count) = votes.iter().copied().max_by_key(|(_, count)| *count)?;
    let tied = votes.iter().filter(|(_, other)| *other == count).count() > 1;
    (count > 0 && !tied).then_some(language)
}
