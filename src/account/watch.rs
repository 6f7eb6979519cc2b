//! Until when an account is valid, watched for one card or many.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{BalanceReport, Date, Money};

/// How urgent it is to top up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Nobody said until when it is valid.
    Unknown,
    /// There is time.
    Fine,
    /// It ends soon.
    Soon,
    /// It ends within days.
    Urgent,
    /// Today is the last day.
    LastDay,
    /// It has ended.
    Expired,
}

impl fmt::Display for Urgency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Unknown => "unknown",
            Self::Fine => "fine",
            Self::Soon => "soon",
            Self::Urgent => "urgent",
            Self::LastDay => "last day",
            Self::Expired => "expired",
        })
    }
}

/// From how many days on one is warned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// So many days are soon.
    pub soon: i32,
    /// So many are urgent.
    pub urgent: i32,
}

/// 30 days, and 7.
impl Default for Watch {
    fn default() -> Self {
        Self { soon: 30, urgent: 7 }
    }
}

/// Until when an account is valid, seen from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validity {
    /// The last day.
    pub valid_until: Option<Date>,
    /// The day it is seen from.
    pub today: Date,
    /// How many days are left after today: 0 on the last day, below 0 when it has ended.
    pub days_left: Option<i32>,
    /// How urgent it is.
    pub urgency: Urgency,
}

serialize_fields!(Validity, this {
    "valid_until" => this.valid_until.map(|date| alloc::format!("{date}")),
    "today" => alloc::format!("{}", this.today),
    "days_left" => this.days_left,
    "urgency" => this.urgency,
    "expired" => this.valid_until.map(|_| this.urgency == Urgency::Expired),
});

impl Watch {
    /// Looks at a last day.
    ///
    /// ```
    /// use simcard::account::{Date, Urgency, Watch};
    ///
    /// let until: Date = "2027-01-31".parse()?;
    /// let seen = |day: &str| -> Result<_, jiff::Error> {
    ///     let validity = Watch::default().validity(Some(until), day.parse()?);
    ///     Ok((validity.days_left, validity.urgency))
    /// };
    /// assert_eq!(seen("2026-11-22")?, (Some(70), Urgency::Fine));
    /// assert_eq!(seen("2027-01-31")?, (Some(0), Urgency::LastDay));
    /// assert_eq!(seen("2027-02-01")?, (Some(-1), Urgency::Expired));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn validity(&self, valid_until: Option<Date>, today: Date) -> Validity {
        let days_left = valid_until.and_then(|until| today.until(until).ok()).map(|span| span.get_days());
        let urgency = match days_left {
            None => Urgency::Unknown,
            Some(..0) => Urgency::Expired,
            Some(0) => Urgency::LastDay,
            Some(days) if days <= self.urgent => Urgency::Urgent,
            Some(days) if days <= self.soon => Urgency::Soon,
            Some(_) => Urgency::Fine,
        };
        Validity { valid_until, today, days_left, urgency }
    }

    /// Looks at many accounts: whoever has the least time comes first.
    ///
    /// ```
    /// use simcard::account::{BalanceReport, Watch};
    ///
    /// let until = |day: &str| -> Result<_, jiff::Error> {
    ///     Ok(BalanceReport { valid_until: Some(day.parse()?), ..BalanceReport::default() })
    /// };
    /// let (one, two) = (until("2027-01-31")?, until("2026-11-30")?);
    /// let accounts = [("van 1".into(), Some(&one)), ("van 2".into(), Some(&two))];
    /// let table = Watch::default().table(accounts, "2026-11-22".parse()?);
    /// assert_eq!((table.rows[0].name.as_str(), table.rows[0].validity.days_left), ("van 2", Some(8)));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn table<'r>(
        &self,
        accounts: impl IntoIterator<Item = (String, Option<&'r BalanceReport>)>,
        today: Date,
    ) -> WatchTable {
        let mut rows: Vec<WatchRow> = accounts
            .into_iter()
            .map(|(name, report)| WatchRow {
                name,
                balance: report.and_then(|report| report.main),
                validity: self.validity(report.and_then(|report| report.valid_until), today),
            })
            .collect();
        rows.sort_by_key(|row| (row.validity.days_left.is_none(), row.validity.days_left));
        WatchTable { rows }
    }
}

/// An account in a [`WatchTable`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct WatchRow {
    /// What the caller calls it.
    pub name: String,
    /// The main balance, if it is known.
    pub balance: Option<Money>,
    /// Until when it is valid.
    #[serde(flatten)]
    pub validity: Validity,
}

/// Many accounts, by how much time they have. `Display` is a table in plain text.
///
/// ```
/// use simcard::account::{BalanceReport, Watch};
///
/// let report = BalanceReport { valid_until: Some("2026-11-30".parse()?), ..BalanceReport::default() };
/// let table = Watch::default().table([("van 1".into(), None), ("van 2".into(), Some(&report))], "2026-11-22".parse()?);
/// assert_eq!(table.to_string(), "\
/// account  balance  valid until  days left  warning
/// van 2    unknown  2026-11-30   8          soon
/// van 1    unknown  unknown      unknown    unknown
/// ");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct WatchTable {
    /// The accounts; whoever has the least time comes first, and of whom nothing is known last.
    pub rows: Vec<WatchRow>,
}

impl WatchTable {
    /// The most urgent there is.
    ///
    /// ```
    /// use simcard::account::{BalanceReport, Urgency, Watch};
    ///
    /// let report = BalanceReport { valid_until: Some("2026-11-21".parse()?), ..BalanceReport::default() };
    /// let accounts = [("van 1".into(), None), ("van 2".into(), Some(&report))];
    /// let table = Watch::default().table(accounts, "2026-11-22".parse()?);
    /// assert_eq!(table.urgency(), Urgency::Expired);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn urgency(&self) -> Urgency {
        self.rows.iter().map(|row| row.validity.urgency).max().unwrap_or(Urgency::Unknown)
    }
}

impl fmt::Display for WatchTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = || String::from("unknown");
        let shown = |row: &WatchRow| {
            // a name is the caller's; a line end in it would end the row
            let name = row.name.replace(char::is_control, " ");
            let text = |value: Option<String>| value.unwrap_or_else(unknown);
            [
                name,
                text(row.balance.map(|money| money.to_string())),
                text(row.validity.valid_until.map(|date| date.to_string())),
                text(row.validity.days_left.map(|days| days.to_string())),
                row.validity.urgency.to_string(),
            ]
        };
        let head = ["account", "balance", "valid until", "days left", "warning"].map(String::from);
        let mut lines = Vec::from([head]);
        lines.extend(self.rows.iter().map(shown));
        let mut widths = [0_usize; 5];
        for line in &lines {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = (*width).max(cell.chars().count());
            }
        }
        for line in &lines {
            let mut text = String::new();
            for (cell, width) in line.iter().zip(widths) {
                text.push_str(&alloc::format!("{cell:<width$}  "));
            }
            writeln!(f, "{}", text.trim_end())?;
        }
        Ok(())
    }
}
