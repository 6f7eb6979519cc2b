//! Dates, in digits and with the names of months.

use super::lexicon::{Count, Role};
use super::locale::{Calendar, Locale, Order};
use super::token::{Token, Tokens};
use crate::account::Date;

/// A date, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub first: usize,
    pub last: usize,
    pub reading: Reading,
}

/// How a date is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Date(Date),
    /// The year is not stated, and was chosen to be the next.
    Assumed(Date),
    /// `04/05/2026`: one can't tell.
    Ambiguous,
    /// It is a date, but what day is not stated.
    Unknown,
}

/// Reads dates of one text.
#[derive(Clone, Copy, Debug)]
pub struct Dates<'a> {
    pub tokens: &'a Tokens<'a>,
    pub locale: Option<Locale>,
    pub today: Option<Date>,
}

impl Dates<'_> {
    /// The date that begins at this token. One without a year is taken where `expected`.
    pub fn at(&self, index: usize, expected: bool) -> Option<Found> {
        let token = self.tokens.get(index)?;
        let found = if token.is_digits() {
            self.numeric(index)
                .or_else(|| self.ideographic(index))
                .or_else(|| self.day_month_name(index, expected))
                .or_else(|| self.year_month_name(index))
                .or_else(|| expected.then(|| self.compact(index).or_else(|| self.short(index))).flatten())
                .or_else(|| self.short_before_time(index))
        } else {
            self.month_name_day(index, expected)
        }?;
        let last = self.time_after(found.last).unwrap_or(found.last);
        Some(Found { last, ..found })
    }

    fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    fn len(&self, index: usize) -> usize {
        if self.token(index).is_some_and(Token::is_digits) { self.tokens.text(index).len() } else { 0 }
    }

    fn small(&self, index: usize) -> Option<i16> {
        i16::try_from(self.tokens.small(index)?).ok()
    }

    /// 31.12.2026, 2026-12-31, 12/31/26.
    fn numeric(&self, index: usize) -> Option<Found> {
        let [first_mark, second, second_mark, third] = steps(index);
        let mark = self.token(first_mark)?.sign().filter(|mark| matches!(mark, '.' | '/' | '-'))?;
        if !self.token(second_mark)?.is_sign(mark) {
            return None;
        }
        let glued = |index| !self.token(index).is_some_and(|token| token.space);
        let spaced = mark == '.' || (mark == '/' && !glued(first_mark) && !glued(second));
        let close = [first_mark, second, second_mark, third].into_iter().all(glued);
        if !(spaced || close) {
            return None;
        }
        // `22.11. 10:30`: what stands there is the hour
        let minutes = third.saturating_add(1);
        if !glued(third) && self.tokens.glued_sign(minutes, ':') && self.tokens.glued_digits(steps(third)[1])
        {
            return None;
        }
        let lens = [self.len(index), self.len(second), self.len(third)];
        let minguo = self.locale.is_some_and(|locale| locale.calendar == Calendar::Minguo);
        let minguo = minguo && matches!(lens, [3, 1 | 2, 1 | 2]);
        if !minguo && !matches!(lens, [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2]) {
            return None;
        }
        // more of the same is an address or a version
        if self.tokens.glued_sign(third.saturating_add(1), mark)
            && self.tokens.glued_digits(third.saturating_add(2))
        {
            return None;
        }
        let [a, b, c] = [self.small(index)?, self.small(second)?, self.small(third)?];
        let reading = if minguo || lens[0] == 4 {
            Reading::Date(self.date(self.full_year(a), b, c)?)
        } else if lens[2] == 4 {
            self.day_and_month(a, b, c, mark)?
        } else {
            self.short_year(a, b, c, mark)?
        };
        Some(Found { first: index, last: third, reading })
    }

    /// The year is known, and which of two is the day is not.
    fn day_and_month(&self, a: i16, b: i16, year: i16, mark: char) -> Option<Reading> {
        let (day_first, month_first) = (self.date(year, b, a), self.date(year, a, b));
        let settled = match self.locale.map(|locale| locale.order) {
            Some(Order::MonthDayYear) if mark != '.' => month_first.or(day_first),
            _ if mark == '.' => day_first.or(month_first),
            Some(Order::DayMonthYear) => day_first.or(month_first),
            // where the year comes first by itself, these two follow the language, which differs in Canada
            Some(Order::YearMonthDay)
                if self.locale.is_some_and(|l| l.currency != crate::account::Currency::CAD) =>
            {
                day_first.or(month_first)
            }
            _ => match (day_first, month_first) {
                (Some(a), Some(b)) if a != b => return Some(Reading::Ambiguous),
                (a, b) => a.or(b),
            },
        };
        settled.map(Reading::Date)
    }

    /// All three have two digits or fewer.
    fn short_year(&self, a: i16, b: i16, c: i16, mark: char) -> Option<Reading> {
        // nobody writes years of the Persian calendar so that they can be told from others
        if self.locale.is_some_and(|locale| locale.calendar == Calendar::Jalali) {
            return Some(Reading::Unknown);
        }
        let last = self.full_year(c);
        let first = self.date(self.full_year(a), b, c);
        let day_first = self.date(last, b, a);
        let month_first = self.date(last, a, b);
        let settled = match self.locale.map(|locale| locale.order) {
            Some(Order::YearMonthDay) => {
                first.filter(|date| (2010..2045).contains(&date.year())).or(day_first).or(month_first)
            }
            Some(Order::MonthDayYear) if mark != '.' => month_first.or(day_first),
            Some(_) => day_first.or(month_first).or(first),
            None if mark == '.' => day_first,
            None => match (day_first, month_first) {
                (Some(a), Some(b)) if a != b => return Some(Reading::Ambiguous),
                (a, b) => a.or(b).or(first),
            },
        };
        settled.map(Reading::Date)
    }

    /// The year that two digits stand for, or three where years are counted from 1912.
    fn full_year(&self, year: i16) -> i16 {
        let buddhist = self.locale.is_some_and(|locale| locale.calendar == Calendar::Buddhist);
        if buddhist && (60..100).contains(&year) {
            return year.saturating_add(2500);
        }
        let minguo = self.locale.is_some_and(|locale| locale.calendar == Calendar::Minguo);
        if minguo && (100..200).contains(&year) {
            return year.saturating_add(1911);
        }
        if year < 100 { year.saturating_add(2000) } else { year }
    }

    fn date(&self, year: i16, month: i16, day: i16) -> Option<Date> {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        match year {
            1990..2200 => Date::new(year, month, day).ok(),
            2500..2700 => Date::new(year.checked_sub(543)?, month, day).ok(),
            1380..1480 if self.locale.is_some_and(|locale| locale.calendar == Calendar::Jalali) => {
                jalali(year, month, day)
            }
            _ => None,
        }
    }

    /// A day without a year: the next one.
    fn next(&self, month: i16, day: i16) -> Option<Reading> {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        // in a leap year, so that the 29th of February is a day
        Date::new(2024, month, day).ok()?;
        let Some(today) = self.today else { return Some(Reading::Unknown) };
        let this = Date::new(today.year(), month, day).ok().filter(|date| *date >= today);
        let date = this.or_else(|| Date::new(today.year().checked_add(1)?, month, day).ok());
        Some(date.map_or(Reading::Unknown, Reading::Assumed))
    }

    /// 2026年12月31日, 2026년 12월 31일, 12月31日.
    fn ideographic(&self, index: usize) -> Option<Found> {
        let [year_sign, month, month_sign, day] = steps(index);
        let is = |index: usize, signs: [&str; 2]| {
            self.token(index).is_some_and(|token| {
                let text = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
                signs.iter().any(|sign| text.starts_with(sign))
            })
        };
        let (years, months, days) = (["年", "년"], ["月", "월"], ["日", "일"]);
        if is(year_sign, years) && is(month_sign, months) {
            let date = self.date(self.full_year(self.small(index)?), self.small(month)?, self.small(day)?)?;
            let end = day.saturating_add(1);
            // a day whose sign is the beginning of a longer word keeps the rest of it for others
            let whole = is(end, days)
                && self.token(end).is_some_and(|token| token.end.saturating_sub(token.start) <= 3);
            return Some(Found {
                first: index,
                last: if whole { end } else { day },
                reading: Reading::Date(date),
            });
        }
        if is(year_sign, months) && is(month_sign, days) {
            return Some(Found {
                first: index,
                last: if self.token(month_sign)?.end.saturating_sub(self.token(month_sign)?.start) <= 3 {
                    month_sign
                } else {
                    month
                },
                reading: self.next(self.small(index)?, self.small(month)?)?,
            });
        }
        None
    }

    /// The token after marks and words that stand within a date.
    fn skip(&self, mut index: usize) -> usize {
        for _ in 0..3 {
            let within = self.token(index).is_some_and(|token| {
                matches!(token.sign(), Some('.' | '-' | '/' | ',' | '\'' | 'º' | '°'))
                    || token.entry().has(Role::OF)
            });
            if !within {
                break;
            }
            index = index.saturating_add(1);
        }
        index
    }

    fn month(&self, index: usize) -> Option<i16> {
        let entry = self.token(index)?.entry();
        (entry.month != 0).then_some(i16::from(entry.month))
    }

    /// The year at this token, of four digits, or of two where they look like one.
    fn year(&self, index: usize) -> Option<i16> {
        let year = self.small(index)?;
        match self.len(index) {
            4 if (1380..2700).contains(&year) => Some(year),
            2 => {
                // 12.50 is an amount, and 10:30 a time
                let next = index.saturating_add(1);
                let goes_on = self.token(next).is_some_and(|token| {
                    !token.space
                        && matches!(token.sign(), Some('.' | ',' | ':'))
                        && self.tokens.glued_digits(next.saturating_add(1))
                });
                (!goes_on).then(|| self.full_year(year))
            }
            _ => None,
        }
    }

    /// 12 March 2026, 12-Mar-26, 12 de marzo de 2026, 12th of March.
    fn day_month_name(&self, index: usize, expected: bool) -> Option<Found> {
        let day = self.small(index).filter(|day| (1..=31).contains(day))?;
        let name = self.skip(index.saturating_add(1));
        // 31 tháng 01 năm 2027
        let [number, years, year, _] = steps(name);
        let unit = |at: usize| self.token(at).map(|token| token.entry().unit);
        if unit(name) == Some(Count::Months) && unit(years) == Some(Count::Years) {
            let date = self.date(self.small(year)?, self.small(number)?, day)?;
            return Some(Found { first: index, last: year, reading: Reading::Date(date) });
        }
        let month = self.month(name)?;
        let after = self.skip(name.saturating_add(1));
        if let Some(year) = self.year(after) {
            let found =
                Found { first: index, last: after, reading: Reading::Date(self.date(year, month, day)?) };
            return Some(found);
        }
        let reading = self.next(month, day).filter(|_| expected)?;
        Some(Found { first: index, last: name, reading })
    }

    /// 2026. március 12., 2026 m. kovo 12 d., 2026-Mar-12.
    fn year_month_name(&self, index: usize) -> Option<Found> {
        let year = self.small(index).filter(|_| self.len(index) == 4)?;
        let mut name = self.skip(index.saturating_add(1));
        if self.month(name).is_none() {
            name = name.saturating_add(1);
        }
        let month = self.month(name)?;
        let day = self.skip(name.saturating_add(1));
        let reading = Reading::Date(self.date(year, month, self.small(day)?)?);
        Some(Found { first: index, last: day, reading })
    }

    /// March 12, 2026; Mar 12.
    fn month_name_day(&self, index: usize, expected: bool) -> Option<Found> {
        let month = self.month(index)?;
        let first = self.skip(index.saturating_add(1));
        let day = self.small(first).filter(|day| (1..=31).contains(day))?;
        let after = self.skip(first.saturating_add(1));
        let year = self.year(after).filter(|_| self.len(after) == 4);
        if let Some(year) = year {
            let reading = Reading::Date(self.date(year, month, day)?);
            return Some(Found { first: index, last: after, reading });
        }
        // `Mar-26 ` may be a day or a year
        let next = first.saturating_add(1);
        let amount = self.token(next).is_some_and(|token| {
            !token.space
                && matches!(token.sign(), Some('.' | ','))
                && self.tokens.glued_digits(next.saturating_add(1))
        });
        let reading = self.next(month, day).filter(|_| expected && !amount)?;
        Some(Found { first: index, last: first, reading })
    }

    /// 20261231 or 31122026.
    fn compact(&self, index: usize) -> Option<Found> {
        let text = self.tokens.text(index);
        let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
        let reading = match text.len() {
            8 => {
                let year_first = self.date(part(0, 4)?, part(4, 6)?, part(6, 8)?);
                year_first.or_else(|| self.date(part(4, 8)?, part(2, 4)?, part(0, 2)?))
            }
            14 => self.date(part(0, 4)?, part(4, 6)?, part(6, 8)?),
            _ => None,
        }?;
        Some(Found { first: index, last: index, reading: Reading::Date(reading) })
    }

    /// 31.12. or 31/12.
    fn short(&self, index: usize) -> Option<Found> {
        let [mark, second, after, _] = steps(index);
        let sign = self.token(mark).filter(|token| !token.space)?.sign()?;
        if !matches!(sign, '.' | '/' | '-')
            || !self.tokens.glued_digits(second)
            || self.len(index) > 2
            || self.len(second) > 2
        {
            return None;
        }
        // `12.05` alone is no date without its last point, or words that expect one and nothing that is paid
        let ends =
            !self.token(after).is_some_and(|token| !token.space && matches!(token.sign(), Some(',' | '%')));
        if !ends || self.token(after).is_some_and(|token| token.entry().currency != 0) {
            return None;
        }
        let (a, b) = (self.small(index)?, self.small(second)?);
        let month_first =
            sign != '.' && self.locale.is_some_and(|locale| locale.order == Order::MonthDayYear);
        let (day, month) = if month_first { (b, a) } else { (a, b) };
        let unsure = sign != '.' && self.locale.is_none_or(|locale| locale.order == Order::YearMonthDay);
        let reading = match self.next(month, day) {
            Some(_) if unsure && a != b && self.next(day, month).is_some() => Reading::Ambiguous,
            Some(reading) => reading,
            None if unsure => self.next(day, month)?,
            // the month and the year, perhaps
            None => Reading::Unknown,
        };
        let last = if sign == '.' && self.tokens.glued_sign(after, '.') { after } else { second };
        Some(Found { first: index, last, reading })
    }

    /// 22.11 10:30: a time of day makes it a day, unless a currency stands before it.
    fn short_before_time(&self, index: usize) -> Option<Found> {
        let is_day = |a: i16, b: i16| (1..=31).contains(&a) && (1..=12).contains(&b);
        let [a, b] = [self.small(index)?, self.small(index.saturating_add(2))?];
        let currency = (1..=2_usize)
            .filter_map(|back| self.token(index.checked_sub(back)?))
            .take_while(|token| token.entry().currency != 0 || token.is_sign('.'))
            .any(|token| token.entry().currency != 0);
        let found = self.short(index).filter(|_| !currency && (is_day(a, b) || is_day(b, a)))?;
        self.time_after(found.last).map(|_| found)
    }

    /// The last token of a time of day after this token, with the words before it.
    fn time_after(&self, last: usize) -> Option<usize> {
        let mut index = last.saturating_add(1);
        for _ in 0..3 {
            if let Some(end) = time(self.tokens, index) {
                return Some(end);
            }
            let token = self.token(index)?;
            let text = self.tokens.raw.get(token.start..token.end).unwrap_or_default();
            let skipped = matches!(token.sign(), Some(',' | '-' | '(' | '.'))
                || token.entry().has(Role::CLOCK | Role::AS_OF)
                || matches!(
                    text,
                    "T" | "um"
                        | "at"
                        | "a"
                        | "à"
                        | "в"
                        | "о"
                        | "kl"
                        | "om"
                        | "o"
                        | "v"
                        | "alle"
                        | "las"
                        | "às"
                        | "la"
                );
            if !skipped || token.line {
                return None;
            }
            index = index.saturating_add(1);
        }
        None
    }
}

/// The four tokens after this one.
fn steps(index: usize) -> [usize; 4] {
    [1, 2, 3, 4].map(|step: usize| index.saturating_add(step))
}

/// The last token of the time of day that begins here: 23:59, 23:59:59, 11:59 PM, 14h30.
pub fn time(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    let hours = tokens.small(index).filter(|hours| *hours < 25 && tokens.text(index).len() <= 2)?;
    let [mark, minutes, second_mark, seconds] = steps(index);
    let is_minutes = |at| {
        tokens.glued_digits(at) && tokens.text(at).len() == 2 && tokens.small(at).is_some_and(|m| m < 60)
    };
    let colon = tokens.glued_sign(mark, ':');
    let letter = tokens.get(mark).filter(|token| !token.space && token.end.saturating_sub(token.start) == 1);
    let hour_letter =
        letter.is_some_and(|token| matches!(tokens.raw.get(token.start..token.end), Some("h" | "H")));
    let point = tokens.glued_sign(mark, '.')
        && tokens.get(second_mark).is_some_and(|token| {
            matches!(tokens.raw.get(token.start..token.end), Some("Uhr" | "uhr" | "h" | "hrs" | "Hrs"))
        });
    let mut last = if (colon || hour_letter || point) && is_minutes(minutes) {
        if tokens.glued_sign(second_mark, ':') && is_minutes(seconds) { seconds } else { minutes }
    } else {
        let next = tokens.get(mark)?;
        let text = tokens.raw.get(next.start..next.end).unwrap_or_default();
        let half = text.eq_ignore_ascii_case("am") || text.eq_ignore_ascii_case("pm") || text == "Uhr";
        return (half && hours > 0).then_some(mark);
    };
    // am, pm, o'clock
    if tokens.get(last.saturating_add(1)).is_some_and(|token| {
        let text = tokens.raw.get(token.start..token.end).unwrap_or_default();
        ["am", "pm", "uhr", "hrs", "h", "ч", "gmt"].iter().any(|word| text.eq_ignore_ascii_case(word))
    }) {
        last = last.saturating_add(1);
    }
    Some(last)
}

/// A day of the solar calendar of Iran, whose leap years follow a cycle of 33 in the years that matter here.
fn jalali(year: i16, month: i8, day: i8) -> Option<Date> {
    let (month, day) = (i32::from(month), i32::from(day));
    let longest = if month <= 6 { 31 } else { 30 };
    if !(1..=12).contains(&month) || !(1..=longest).contains(&day) {
        return None;
    }
    let before = month.checked_sub(1)?;
    let months = before.checked_mul(30)?.checked_add(before.min(6))?;
    // 1 Farvardin 1380 is 21 March 2001; leap years of the cycle are those that leave 1, 5, 9, 13, 17, 22, 26 or 30
    let leaps =
        (1380..year).filter(|year| matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)).count();
    let years =
        i32::from(year).checked_sub(1380)?.checked_mul(365)?.checked_add(i32::try_from(leaps).ok()?)?;
    let days = years.checked_add(months)?.checked_add(day.checked_sub(1)?)?;
    add_days(Date::new(2001, 3, 21).ok()?, days)
}

/// The day so many days later.
pub fn add_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
