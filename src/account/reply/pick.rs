//! Which of the amounts is the balance, and which of the dates its end.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::currencies::Meaning;
use super::date::{self, Dates};
use super::items::{Amount, Item, What};
use super::label::{Break, Class, Label, Labels};
use super::lexicon::{Count, Role};
use super::number::{About, Figure, Reading};
use super::token::Token;
use super::validity::{DateKind, DateLabel, Subject, is_term};
use super::words_between;
use crate::account::{BalanceReport, Date, Decimal, LabelledDate, Money, Note, OtherBalance, Quantity, Unit};

/// A report of what the items say.
pub fn report(labels: &Labels<'_>, dates: &Dates<'_>) -> BalanceReport {
    let mut report = BalanceReport::default();
    let found: Vec<Option<Label>> = labels
        .items
        .iter()
        .map(|item| matches!(item.what, What::Amount(_)).then(|| labels.amount(item)))
        .collect();
    let main = pick_main(labels, dates, &found, &mut report);
    let others = others(labels, dates, &found, main, &mut report);
    pick_dates(labels, dates, &found, main, &others, &mut report);
    in_other_currencies(labels, dates, &found, main, &mut report);
    report
}

/// The value of an amount as money; a note where the country settled the currency.
fn money(amount: &Amount, value: Decimal, dates: &Dates<'_>) -> (Money, bool) {
    let own = dates.locale.map(|locale| locale.currency);
    let meaning =
        amount.currency.unwrap_or(Meaning { currency: own, by_country: own.is_some(), part: false });
    let mut value = value;
    if meaning.part && value.scale() == 0 {
        // so many hundredths
        value.set_scale(2).ok();
    }
    if amount.fraction > 0 {
        value.set_scale(amount.fraction).ok();
    }
    if let Some(parts) = amount.parts {
        value = value.checked_add(Decimal::new(i64::from(parts), 2)).unwrap_or(value);
    }
    if amount.negative && !value.is_zero() {
        value.set_sign_negative(true);
    }
    (Money { amount: value, currency: meaning.currency }, meaning.by_country)
}

/// The item that is the main balance, which goes into the report.
fn pick_main(
    labels: &Labels<'_>,
    dates: &Dates<'_>,
    found: &[Option<Label>],
    report: &mut BalanceReport,
) -> Option<usize> {
    let candidates = || {
        labels.items.iter().zip(found).enumerate().filter_map(|(index, (item, label))| {
            match (&item.what, label) {
                (What::Amount(amount), Some(label)) => {
                    let class = if label.class == Class::Bare && !stands_alone(labels, amount) {
                        Class::Not
                    } else {
                        label.class
                    };
                    let stated = match class {
                        Class::Main | Class::Balance => amount.currency.is_some() || label.close,
                        Class::Weak => amount.currency.is_some() || (label.close && has_decimals(amount)),
                        Class::Bare => amount.currency.is_some(),
                        Class::Other | Class::Not => false,
                    };
                    stated.then_some((index, class, amount, *label))
                }
                _ => None,
            }
        })
    };
    let Some(best) = candidates().map(|(_, class, ..)| class).max() else {
        report.main = nothing_left(labels, dates);
        if report.main.is_some_and(|money| money.currency.is_some()) {
            report.notes.push(Note::CurrencyFromCountry);
        }
        return None;
    };
    // of two that are labelled as well, one with a currency is better than a number without
    let named = candidates().any(|(_, class, amount, _)| class == best && amount.currency.is_some());
    let mut chosen: Option<(usize, Money, bool)> = None;
    for (index, class, amount, label) in candidates() {
        if class != best || (named && amount.currency.is_none()) {
            continue;
        }
        let value = match amount.reading {
            Reading::Value(value) => value,
            Reading::Ambiguous => {
                let text = words_between(labels.tokens, amount.figure.first, amount.figure.last);
                report.notes.push(Note::AmbiguousAmount(text));
                return None;
            }
            Reading::None => continue,
        };
        let signed = Amount { negative: amount.negative || label.minus, ..*amount };
        let (money, by_country) = money(&signed, value, dates);
        match chosen {
            None => chosen = Some((index, money, by_country)),
            Some((_, known, _)) if known.amount == money.amount => {}
            // each of them is one: the first is the main one
            Some((_, known, _))
                if known.currency != money.currency
                    && known.currency.is_some()
                    && money.currency.is_some() => {}
            Some(_) => {
                report.notes.push(Note::SeveralAmounts);
                return None;
            }
        }
    }
    let (index, money, by_country) = chosen?;
    if by_country {
        report.notes.push(Note::CurrencyFromCountry);
    }
    report.main = Some(money);
    Some(index)
}

/// No money, where the text says so in a word: `Your balance is nil`, `zero credit`.
fn nothing_left(labels: &Labels<'_>, dates: &Dates<'_>) -> Option<Money> {
    /// What makes a sentence one about something else than what there is.
    const OTHER: Role = Role::IF
        .union(Role::URGE)
        .union(Role::UNTIL)
        .union(Role::LESS)
        .union(Role::NOT)
        .union(Role::BONUS)
        .union(Role::BUNDLE)
        .union(Role::COST)
        .union(Role::DEBT)
        .union(Role::LIMIT)
        .union(Role::TARIFF)
        .union(Role::UNREAL)
        .union(Role::LAST)
        .union(Role::PURSE)
        .union(Role::ERROR)
        .union(Role::HANDS_OVER)
        .union(Role::AIRTIME)
        .union(Role::WISH)
        .union(Role::TOP_UP);
    let tokens = &labels.tokens.list;
    let said = tokens.iter().enumerate().any(|(at, token)| {
        if !token.entry().has(Role::NIL) {
            return false;
        }
        let first =
            (0..at).rev().find(|before| labels.break_before(before.saturating_add(1)) == Break::Strong);
        let first = first.map_or(0, |before| before.saturating_add(1));
        let end =
            (at.saturating_add(1)..tokens.len()).find(|next| labels.break_before(*next) == Break::Strong);
        let sentence = tokens.get(first..end.unwrap_or(tokens.len())).unwrap_or_default();
        let entries = || sentence.iter().map(Token::entry);
        // a word that is not known may be any of these: `even with zero balance`
        let others = sentence.iter().zip(first..).any(|(token, at)| {
            let entry = token.entry();
            let other = if labels.is_at_present(at) { OTHER.difference(Role::IF) } else { OTHER };
            entry.has(other) && !entry.has(Role::BALANCE) || token.is_word() && entry.is_unknown()
        });
        let asks = sentence.last().is_some_and(|token| token.is_sign('?'));
        let balance = entries().any(|entry| entry.has(Role::BALANCE));
        // `is nil`, `zero credit`: right before its end, or before the word for the balance
        let next = tokens.get(at.saturating_add(1));
        let closes = labels.break_before(at.saturating_add(1)) == Break::Strong
            || next.is_none_or(|next| {
                next.is_sign('.') || next.entry().has(Role::BALANCE) || next.entry().currency != 0
            });
        balance && !others && !asks && closes && sentence.iter().all(|token| !token.is_digits())
    });
    let currency = dates.locale.map(|locale| locale.currency);
    said.then_some(Money { amount: Decimal::ZERO, currency })
}

fn has_decimals(amount: &Amount) -> bool {
    amount.figure.decimal_mark().is_some()
}

/// Whether a text is little more than this amount.
fn stands_alone(labels: &Labels<'_>, amount: &Amount) -> bool {
    let words = labels.tokens.list.iter().filter(|token| token.is_word()).count();
    let urges = labels.tokens.list.iter().any(|token| {
        token.entry().has(
            Role::URGE
                | Role::COST
                | Role::TOP_UP
                | Role::DEBT
                | Role::LIMIT
                | Role::CREDITED
                | Role::ERROR
                | Role::AIRTIME
                | Role::WISH
                | Role::IF
                | Role::FOR,
        )
    });
    let amounts = labels.items.iter().filter(|item| matches!(item.what, What::Amount(_))).count();
    amount.currency.is_some() && words <= 6 && !urges && amounts == 1
}

/// What else is left: bonuses and what is counted. Returns the item of each.
fn others(
    labels: &Labels<'_>,
    dates: &Dates<'_>,
    found: &[Option<Label>],
    main: Option<usize>,
    report: &mut BalanceReport,
) -> Vec<usize> {
    let mut kept = Vec::new();
    for (index, (item, label)) in labels.items.iter().zip(found).enumerate() {
        let quantity = match (&item.what, label) {
            (What::Amount(amount), Some(label)) if label.class == Class::Other && Some(index) != main => {
                let Reading::Value(value) = amount.reading else { continue };
                if amount.currency.is_none() && !label.close {
                    continue;
                }
                Quantity::Money(money(amount, value, dates).0)
            }
            (What::Count { figure, unit }, _) => match counted(labels, dates, item, figure, *unit) {
                Some(quantity) => quantity,
                None => continue,
            },
            _ => continue,
        };
        let text = label_of(labels, item, label.as_ref());
        report.others.push(OtherBalance { label: text, quantity, valid_until: None });
        kept.push(index);
    }
    kept
}

/// The balance in another currency, or that of another currency, beside the main one: `5,11 EUR (10,00 BGN)`.
fn in_other_currencies(
    labels: &Labels<'_>,
    dates: &Dates<'_>,
    found: &[Option<Label>],
    main: Option<usize>,
    report: &mut BalanceReport,
) {
    let Some(main) = main else { return };
    let Some(currency) = report.main.and_then(|money| money.currency) else { return };
    let label = found.get(main).copied().flatten();
    let label = label.map(|label| words_between(labels.tokens, label.first, label.last)).unwrap_or_default();
    for (index, (item, label_of)) in labels.items.iter().zip(found).enumerate() {
        let (What::Amount(amount), Some(label_of)) = (&item.what, label_of) else { continue };
        let Reading::Value(value) = amount.reading else { continue };
        let (money, _) = money(amount, value, dates);
        let named = amount.currency.is_some() && money.currency.is_some_and(|other| other != currency);
        let beside = label_of.class >= Class::Weak || is_beside(labels, main, index);
        if named && beside && report.others.len() < MAX_OTHERS {
            report.others.push(OtherBalance {
                label: label.clone(),
                quantity: Quantity::Money(money),
                valid_until: None,
            });
        }
    }
}

/// The most amounts in other currencies that are told.
const MAX_OTHERS: usize = 16;

/// Whether nothing but signs and `and` stand between two amounts.
fn is_beside(labels: &Labels<'_>, main: usize, other: usize) -> bool {
    let (Some(main), Some(other)) = (labels.items.get(main), labels.items.get(other)) else { return false };
    let between = main.last.saturating_add(1)..other.first;
    between.start <= between.end
        && between.len() <= 3
        && between.filter_map(|at| labels.tokens.get(at)).all(|token| {
            matches!(token.sign(), Some('(' | '/' | '=' | ',' | '|' | '+' | '[' | '~' | '≈' | '&' | '-'))
                || token.entry().has(Role::AND)
        })
}

/// The words that say what a figure is: those before it, or those behind it.
fn label_of(labels: &Labels<'_>, item: &Item, label: Option<&Label>) -> alloc::string::String {
    if let Some(label) = label {
        return words_between(labels.tokens, label.first, label.last);
    }
    let before = item.first.checked_sub(1).filter(|before| {
        labels.tokens.get(*before).is_some_and(|token| token.is_word() || token.is_sign(':'))
    });
    match before {
        Some(before) => {
            let first = (0..3_usize).map_while(|back| {
                let at = before.checked_sub(back)?;
                let token = labels.tokens.get(at)?;
                let inside = token.is_word() || (back == 0 && token.is_sign(':'));
                let own = labels.items.iter().any(|item| item.first <= at && at <= item.last);
                (inside && !own).then_some(at)
            });
            let first = first.last().unwrap_or(before);
            words_between(labels.tokens, first, before)
        }
        None => words_between(labels.tokens, item.last, item.last),
    }
}

/// A count as a quantity that is left; `None` if it is a length of time, or what is paid for.
fn counted(
    labels: &Labels<'_>,
    dates: &Dates<'_>,
    item: &Item,
    figure: &Figure,
    unit: Count,
) -> Option<Quantity> {
    let about = About { locale: dates.locale, ..About::default() };
    let Reading::Value(amount) = figure.read(labels.tokens, &about) else { return None };
    let (factor, unit) = match unit {
        Count::Bytes(power) => (10_i64.checked_pow(u32::from(power))?, Unit::Bytes),
        Count::Minutes => (1, Unit::Minutes),
        Count::Seconds => (1, Unit::Seconds),
        Count::Messages => (1, Unit::Messages),
        Count::Multimedia => (1, Unit::MultimediaMessages),
        Count::Points => (1, Unit::Points),
        _ => return None,
    };
    // what can be bought is not what is left
    let offered =
        (1..4_usize).filter_map(|back| labels.tokens.get(item.first.checked_sub(back)?)).any(|token| {
            token.entry().has(Role::URGE | Role::TARIFF | Role::COST | Role::PER | Role::SPENT)
                && !token.entry().has(Role::BUNDLE | Role::LEFT)
        });
    let amount = amount.checked_mul(Decimal::from(factor))?;
    (!offered).then(|| Quantity::Count { amount: amount.normalize(), unit })
}

/// Puts the dates where they belong.
fn pick_dates(
    labels: &Labels<'_>,
    dates: &Dates<'_>,
    found: &[Option<Label>],
    main: Option<usize>,
    others: &[usize],
    report: &mut BalanceReport,
) {
    let mut second = None;
    let mut notes = Vec::new();
    for item in labels.items {
        let (date, note, label) = match &item.what {
            What::Date(found) => {
                let label = labels.date(item);
                match found.reading {
                    date::Reading::Date(date) => (date, None, label),
                    date::Reading::Assumed(date) => (date, Some(Note::YearAssumed), label),
                    date::Reading::Ambiguous => {
                        if label.kind == DateKind::Until {
                            let text = words_between(labels.tokens, found.first, found.last);
                            report.notes.push(Note::AmbiguousDate(text));
                        }
                        continue;
                    }
                    date::Reading::Unknown => continue,
                }
            }
            What::Count { figure, unit } if is_term(*unit) => {
                let label = labels.date(item);
                if label.kind != DateKind::Until {
                    continue;
                }
                let Some(today) = dates.today else {
                    if bundle(label.subject, others).is_none() {
                        notes.push(Note::RelativeWithoutToday);
                    }
                    continue;
                };
                let Some(date) = after(labels, figure, *unit, today) else { continue };
                (date, Some(Note::RelativeDate), label)
            }
            _ => continue,
        };
        // what is a part of the balance has its validity
        let label = match label.subject {
            Subject::Figure(index)
                if found.get(index).copied().flatten().is_some_and(|of| labels.is_part(&of)) =>
            {
                DateLabel { subject: Subject::None, ..label }
            }
            _ => label,
        };
        let place = bundle(label.subject, others);
        let of_money = match label.subject {
            // of the balance, or of an amount beside it that is nothing else: the same in another currency
            Subject::Figure(index) => {
                main == Some(index)
                    || (found.get(index).copied().flatten().is_some_and(|label| label.class >= Class::Bare)
                        && main.is_none_or(|main| !differ(labels, dates, main, index)))
            }
            Subject::Bundle => false,
            _ => true,
        };
        if label.kind == DateKind::Until {
            if let Some(other) = place.and_then(|place| report.others.get_mut(place)) {
                if other.valid_until.is_none() {
                    other.valid_until = Some(date);
                    continue;
                }
            }
            if of_money && label.subject != Subject::Subscription && report.valid_until.is_none() {
                report.valid_until = Some(date);
                report.notes.extend(note);
                continue;
            }
            if label.subject == Subject::Subscription && second.is_none() {
                second = Some((date, note.clone()));
            }
        }
        report.dates.push(LabelledDate { label: text_of(labels, item, &label), date });
    }
    if report.valid_until.is_none() && second.is_none() && report.others.is_empty() {
        report.valid_until = named_day(labels, dates);
        if report.valid_until.is_some() {
            report.notes.push(Note::RelativeDate);
        }
    }
    if report.valid_until.is_none() {
        if let Some((date, note)) = second {
            report.valid_until = Some(date);
            report.notes.extend(note);
            report.dates.retain(|other| other.date != date);
        } else {
            report.notes.extend(notes.into_iter().next());
        }
    }
}

/// Whether two amounts are in one currency, and not the same.
fn differ(labels: &Labels<'_>, dates: &Dates<'_>, one: usize, other: usize) -> bool {
    let money = |index: usize| {
        let What::Amount(amount) = &labels.items.get(index)?.what else { return None };
        let Reading::Value(value) = amount.reading else { return None };
        Some(money(amount, value, dates).0)
    };
    match (money(one), money(other)) {
        (Some(one), Some(other)) => one.currency == other.currency && one.amount != other.amount,
        _ => false,
    }
}

/// The place among the others of what a date is about.
fn bundle(subject: Subject, others: &[usize]) -> Option<usize> {
    match subject {
        Subject::Figure(index) => others.iter().position(|other| *other == index),
        _ => None,
    }
}

fn text_of(labels: &Labels<'_>, item: &Item, label: &DateLabel) -> alloc::string::String {
    match item.first.checked_sub(1) {
        Some(before) if label.first < item.first => words_between(labels.tokens, label.first, before),
        _ => "".to_string(),
    }
}

/// The day so many days, weeks, months or years after `today`.
fn after(labels: &Labels<'_>, figure: &Figure, unit: Count, today: Date) -> Option<Date> {
    let count = i64::from(labels.tokens.small(figure.first).filter(|_| figure.first == figure.last)?);
    let span = match unit {
        Count::Days => jiff::Span::new().try_days(count),
        Count::Weeks => jiff::Span::new().try_weeks(count),
        Count::Months => jiff::Span::new().try_months(count),
        Count::Years => jiff::Span::new().try_years(count),
        _ => return None,
    };
    today.checked_add(span.ok()?).ok()
}

/// The day that `expires tomorrow` names.
fn named_day(labels: &Labels<'_>, dates: &Dates<'_>) -> Option<Date> {
    let today = dates.today?;
    let list = &labels.tokens.list;
    let days = list.iter().enumerate().find_map(|(index, token)| {
        let entry = token.entry();
        let days = if entry.has(Role::TODAY) {
            0
        } else if entry.has(Role::TOMORROW) {
            1
        } else {
            return None;
        };
        let until = (1..=2_usize).filter_map(|back| list.get(index.checked_sub(back)?));
        until.take_while(|token| token.is_word()).any(|token| token.entry().has(Role::UNTIL)).then_some(days)
    })?;
    date::add_days(today, days)
}
