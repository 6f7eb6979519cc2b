//! Menus: their lines, and what a line is for.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::fold;
use super::lexicon::{Entry, Role};
use super::token::{Token, Tokens};

/// A line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MenuLine {
    /// What to answer to choose it: `1`, `00`, `*`, `#`.
    pub key: String,
    /// What it is called.
    pub label: String,
}

/// The most lines of a menu that are read.
const MAX_LINES: usize = 64;

/// The lines of a menu; `None` if a text is none. Two lines with keys make a menu.
///
/// ```
/// use simcard::account::reply::menu;
///
/// let lines = menu("Main menu\n1. Balance\n2) Top up\n0 Exit").ok_or("no menu")?;
/// let lines: Vec<_> = lines.iter().map(|line| (line.key.as_str(), line.label.as_str())).collect();
/// assert_eq!(lines, [("1", "Balance"), ("2", "Top up"), ("0", "Exit")]);
/// assert_eq!(menu("Your balance is 5.00 EUR"), None);
/// # Ok::<(), &str>(())
/// ```
pub fn menu(text: &str) -> Option<Vec<MenuLine>> {
    let text = super::cut(text);
    let mut lines: Vec<MenuLine> = text.lines().filter_map(line).take(MAX_LINES).collect();
    if lines.len() < 2 {
        lines = inline(text);
    }
    (lines.len() >= 2).then_some(lines)
}

/// `1. Balance`, `1) Balance`, `1 Balance`, `#1 Balance`, `*. Back`.
fn line(line: &str) -> Option<MenuLine> {
    let line = line.trim().trim_start_matches(['(', '[']);
    let end = line.find(|c| fold::digit(c).is_none() && !matches!(c, '*' | '#')).unwrap_or(line.len());
    let (key, rest) = line.split_at_checked(end)?;
    let label = rest.trim_start_matches([' ', '.', ')', ']', ':', '-', '=', '>', '\t']).trim();
    let marked = rest.starts_with([' ', '.', ')', ']', ':', '-', '=', '>', '\t']);
    // `12.50 EUR` is no line of a menu
    let word = label.starts_with(fold::is_letter) || label.starts_with(['*', '"', '<', '\'']);
    let key: String = key.chars().map(|c| fold::digit(c).unwrap_or(c)).collect();
    (!key.is_empty() && key.len() <= 3 && marked && word).then(|| MenuLine { key, label: label.to_string() })
}

/// The line by which the rest of a menu, or of a text, is had: `9. More`, `#: suite`, `00 Next page`. None where the text is
/// about a purchase, as going on may then be to agree.
///
/// ```
/// use simcard::account::reply::more;
///
/// let line = more("1 Data\n2 News\n9 More").ok_or("no more")?;
/// assert_eq!((line.key.as_str(), line.label.as_str()), ("9", "More"));
/// assert_eq!(more("1 Data\n2 More airtime"), None);
/// assert_eq!(more("Subscribe for 5 EUR?\n1 Next\n2 Cancel"), None);
/// # Ok::<(), &str>(())
/// ```
pub fn more(text: &str) -> Option<MenuLine> {
    let text = super::cut(text);
    let is_more = |line: &MenuLine| {
        let entries = entries(&line.label);
        count(&entries, Role::MORE) > 0
            && entries.len() <= 3
            && entries.iter().all(|entry| entry.has(Role::MORE | Role::PAGE))
    };
    let mut found = text.lines().filter_map(|text| line(text).or_else(|| lettered(text))).find(is_more);
    if found.is_none() {
        found = inline(text).into_iter().find(is_more);
    }
    let asks = Tokens::of(text).list.iter().any(|token| token.entry().has(Role::PIN | Role::AGREE));
    found.filter(|_| !is_about_a_purchase(text) && !asks)
}

/// Whether a menu is about paying, ordering or closing something, by all but its lines.
pub(in crate::account) fn is_about_a_purchase(text: &str) -> bool {
    headings(text).into_iter().any(|heading| {
        entries(heading).iter().any(|entry| entry.has(COMMITTING | Role::COST) && !entry.has(Role::BALANCE))
    })
}

/// How many amounts of money stand in a menu, in all but its lines.
pub(in crate::account) fn amounts(text: &str) -> usize {
    let of = |heading: &str| {
        let tokens = Tokens::of(heading);
        let is_digits = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(Token::is_digits);
        let currencies = tokens.list.iter().enumerate().filter(|(_, token)| token.entry().currency != 0);
        let beside = currencies.filter(|(at, _)| {
            let next = at.saturating_add(1);
            let next = if tokens.glued_sign(next, '.') { next.saturating_add(1) } else { next };
            is_digits(at.checked_sub(1)) || is_digits(Some(next))
        });
        beside.count()
    };
    headings(text).into_iter().map(of).sum()
}

/// What a menu says besides its lines: where it is all in one line, what stands before the first key.
fn headings(text: &str) -> Vec<&str> {
    let text = super::cut(text);
    let keyed = text.lines().filter(|text| line(text).is_some()).count();
    if keyed < 2 {
        let tokens = Tokens::of(text);
        let keys = keys(&tokens);
        if let (true, Some(first)) = (keys.len() > 1, keys.first().and_then(|key| tokens.get(*key))) {
            return text.get(..first.start).into_iter().collect();
        }
    }
    text.lines().filter(|text| line(text).is_none()).collect()
}

/// `N. Next`, `M) More`: a letter, which is a key only where all the rest says so.
fn lettered(line: &str) -> Option<MenuLine> {
    let mut chars = line.trim().chars();
    let key = chars.next().filter(char::is_ascii_alphabetic)?;
    let rest = chars.as_str().strip_prefix(['.', ')', ':', '-', '>', '='])?;
    let label = rest.trim_start_matches([' ', '>']);
    Some(MenuLine { key: key.to_string(), label: label.to_string() })
}

/// A menu on one line: `1.Balance 2.Top up 0.Exit`, with keys that count up.
fn inline(text: &str) -> Vec<MenuLine> {
    let tokens = Tokens::of(text);
    let keys = keys(&tokens);
    let mut lines = Vec::with_capacity(keys.len());
    for (place, key) in keys.iter().enumerate() {
        let next = keys.get(place.saturating_add(1)).and_then(|next| next.checked_sub(1));
        let last = next.unwrap_or_else(|| tokens.list.len().saturating_sub(1));
        let label = tokens.between(key.saturating_add(2), last).trim().trim_end_matches([',', ';']);
        lines.push(MenuLine { key: tokens.text(*key).to_string(), label: label.to_string() });
    }
    lines
}

/// Where the keys of a menu on one line stand.
fn keys(tokens: &Tokens<'_>) -> Vec<usize> {
    let is_key = |index: usize| {
        tokens.get(index).is_some_and(Token::is_digits)
            && tokens.text(index).len() <= 2
            && ['.', ')', ':', '-'].iter().any(|mark| tokens.glued_sign(index.saturating_add(1), *mark))
            && tokens.get(index.saturating_add(2)).is_some_and(Token::is_word)
    };
    (0..tokens.list.len()).filter(|index| is_key(*index)).take(MAX_LINES).collect()
}

/// The roles of the words of a label.
fn entries(label: &str) -> Vec<Entry> {
    Tokens::of(super::cut(label)).list.iter().filter(|token| token.is_word()).map(Token::entry).collect()
}

fn count(entries: &[Entry], roles: Role) -> usize {
    entries.iter().filter(|entry| entry.has(roles)).count()
}

/// Whether a line of a menu is for asking the balance.
///
/// ```
/// use simcard::account::reply::is_balance_label;
///
/// assert!(is_balance_label("Check balance") && is_balance_label("Guthaben") && is_balance_label("Баланс"));
/// assert!(!is_balance_label("Share balance") && !is_balance_label("Close account"));
/// assert!(!is_balance_label("Top up balance") && !is_balance_label("News") && !is_balance_label("Balance transfer PIN"));
/// ```
pub fn is_balance_label(label: &str) -> bool {
    let entries = entries(label);
    let money =
        count(&entries, Role::BALANCE) > 0 || (count(&entries, Role::ACCOUNT) > 0 && entries.len() <= 3);
    let barred = entries.iter().any(|entry| {
        // `More credit` is sold
        let barred = COMMITTING | Role::BONUS | Role::BUNDLE | Role::LIMIT | Role::MORE;
        !entry.has(Role::BALANCE) && entry.has(barred)
    });
    money && !barred
}

/// What words have that commit somebody to something: to pay, to order, to close.
const COMMITTING: Role = Role::TOP_UP
    .union(Role::DEBT)
    .union(Role::PIN)
    .union(Role::VOUCHER)
    .union(Role::AGREE)
    .union(Role::BLOCKED)
    .union(Role::HANDS_OVER);

/// Whether words before an amount say that one has it: `Bonus`, `M-PESA balance`, but not `10 MB bonus for`.
pub(in crate::account) fn is_left_label(label: &str) -> bool {
    let had = Role::BALANCE | Role::BONUS | Role::ACCOUNT | Role::MAIN | Role::LEFT | Role::PURSE;
    let entries = entries(label);
    // not what it is the price of
    let closes = entries.last().is_some_and(|entry| entry.has(had | Role::HAVE | Role::OWN));
    closes && entries.iter().any(|entry| entry.has(had)) && !label.chars().any(|c| fold::digit(c).is_some())
}

/// Whether a line of a menu may be for paying, ordering or closing something, so that nothing but its own words should
/// have it chosen.
pub(in crate::account) fn is_risky_label(label: &str) -> bool {
    let barred = COMMITTING | Role::COST | Role::TARIFF | Role::BONUS | Role::BUNDLE;
    entries(label).iter().any(|entry| entry.has(barred) && !entry.has(Role::BALANCE))
}

/// Whether a line of a menu is for topping up.
///
/// ```
/// use simcard::account::reply::is_top_up_label;
///
/// assert!(is_top_up_label("Recharge") && is_top_up_label("Guthaben aufladen") && is_top_up_label("Пополнить баланс"));
/// assert!(!is_top_up_label("Balance") && !is_top_up_label("Last recharge") && !is_top_up_label("Recharge 10 EUR"));
/// ```
pub fn is_top_up_label(label: &str) -> bool {
    let entries = entries(label);
    // an amount in it is a price
    let priced = label.chars().any(|c| fold::digit(c).is_some());
    count(&entries, Role::TOP_UP) > 0
        && count(&entries, Role::LAST | Role::DEBT | Role::HANDS_OVER) == 0
        && !priced
}

/// Whether a line of a menu is for asking one's own number.
///
/// ```
/// use simcard::account::reply::is_number_label;
///
/// assert!(is_number_label("My number") && is_number_label("Eigene Rufnummer") && is_number_label("Мой номер"));
/// assert!(!is_number_label("Balance") && !is_number_label("Block my number"));
/// ```
pub fn is_number_label(label: &str) -> bool {
    let entries = entries(label);
    let number = count(&entries, Role::NUMBER) > 0 && count(&entries, Role::BALANCE | COMMITTING) == 0;
    number
        && entries.len() <= 4
        && (entries.len() == 1 || count(&entries, Role::OWN) > 0)
        && entries.iter().all(|entry| !entry.roles.is_empty())
}
