use core::fmt;

use crate::codec::{EncodeError, EncodeErrorKind};
use crate::files::content::Bytes;

/// A time with its zone: TP-Service-Centre-Time-Stamp, TP-Discharge-Time and the absolute TP-Validity-Period (3GPP TS
/// 23.040 9.2.3.11). What was read is kept as it is, also if it is no time.
///
/// A year is told by two digits: those from 90 on are taken for 19xx, when the first short messages were sent, and
/// the others for 20xx.
///
/// ```
/// use simcard::sms::Timestamp;
///
/// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 4)?;
/// assert_eq!(time.to_bytes(), [0x62, 0x11, 0x22, 0x71, 0x63, 0x04, 0x40]);
/// assert_eq!(time.to_string(), "2026-11-22T17:36:40+01:00");
/// assert_eq!(time.unix_seconds(), Some(1_795_365_400));
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timestamp([u8; 7]);

const OBJECT: &str = "time stamp";
const QUARTER: i64 = 15 * 60;
const DAY: i64 = 24 * 60 * 60;

/// The parts of a valid time.
struct Parts {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl Timestamp {
    /// The seven bytes as they are.
    ///
    /// ```
    /// use simcard::sms::Timestamp;
    ///
    /// let time = Timestamp::from_bytes([0x62, 0x11, 0x22, 0x71, 0x63, 0x04, 0x00]);
    /// assert_eq!(time.unix_seconds(), Some(1_795_369_000));
    /// ```
    pub const fn from_bytes(bytes: [u8; 7]) -> Self {
        Self(bytes)
    }

    /// A local time, and how many quarters of an hour it is ahead of UTC.
    ///
    /// ```
    /// use simcard::sms::Timestamp;
    ///
    /// let time = Timestamp::new(2026, 11, 22, 18, 36, 40, 4)?;
    /// assert_eq!(time.to_string(), "2026-11-22T18:36:40+01:00");
    /// assert!(Timestamp::new(2026, 2, 29, 0, 0, 0, 0).is_err());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It is not in the calendar, the year is not 1990 to 2089, or the zone is not within 79 quarters.
    pub fn new(
        year: u16,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
        zone_quarters: i8,
    ) -> Result<Self, EncodeError> {
        let wrong = |value| Err(EncodeError::new(OBJECT, EncodeErrorKind::Value(value)));
        if !(1990..=2089).contains(&year) {
            return wrong(year.into());
        }
        let digits = |value: u8| (value % 10) << 4 | (value / 10) & 0x0F;
        let quarters = zone_quarters.unsigned_abs();
        if quarters > 79 {
            return wrong(quarters.into());
        }
        let sign = if zone_quarters < 0 { 0x08 } else { 0 };
        let in_century = u8::try_from(year % 100).unwrap_or_default();
        let time = Self([
            digits(in_century),
            digits(month),
            digits(day),
            digits(hour),
            digits(minute),
            digits(second),
            digits(quarters) | sign,
        ]);
        match time.parts() {
            Some(parts)
                if (parts.month, parts.day, parts.hour, parts.minute, parts.second)
                    == (month, day, hour, minute, second) =>
            {
                Ok(time)
            }
            _ => wrong(day.into()),
        }
    }

    /// The time this many seconds after the beginning of 1970 in UTC, told in a zone that many quarters of an hour
    /// ahead.
    ///
    /// ```
    /// use simcard::sms::Timestamp;
    ///
    /// let time = Timestamp::from_unix(1_795_369_000, 0)?;
    /// assert_eq!(time.to_bytes(), [0x62, 0x11, 0x22, 0x71, 0x63, 0x04, 0x00]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn from_unix(seconds: i64, zone_quarters: i8) -> Result<Self, EncodeError> {
        let local = seconds.saturating_add(i64::from(zone_quarters).saturating_mul(QUARTER));
        let (year, month, day) = date(local.div_euclid(DAY));
        let in_day = local.rem_euclid(DAY);
        let part = |value: i64| u8::try_from(value).unwrap_or(u8::MAX);
        Self::new(
            u16::try_from(year).unwrap_or_default(),
            part(month),
            part(day),
            part(in_day / 3600),
            part(in_day / 60 % 60),
            part(in_day % 60),
            zone_quarters,
        )
    }

    /// The seven bytes.
    ///
    /// ```
    /// use simcard::sms::Timestamp;
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// assert_eq!(time.to_bytes(), [0x62, 0x11, 0x22, 0x71, 0x63, 0x04, 0x00]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn to_bytes(self) -> [u8; 7] {
        self.0
    }

    /// Whether it is a time of the calendar, with a zone.
    ///
    /// ```
    /// use simcard::sms::Timestamp;
    ///
    /// assert!(!Timestamp::from_bytes([0; 7]).is_valid()); // there is no month 0
    /// ```
    pub fn is_valid(self) -> bool {
        self.unix_seconds().is_some()
    }

    /// The seconds from the beginning of 1970 in UTC; `None` if it is no time of the calendar, or has no zone.
    ///
    /// ```
    /// use simcard::sms::Timestamp;
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// assert_eq!(time.unix_seconds(), Some(1_795_369_000));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn unix_seconds(self) -> Option<i64> {
        let parts = self.parts()?;
        let time = i64::from(parts.hour)
            .saturating_mul(3600)
            .saturating_add(i64::from(parts.minute).saturating_mul(60))
            .saturating_add(parts.second.into());
        let days = days(parts.year.into(), parts.month.into(), parts.day.into());
        let zone = i64::from(self.zone_quarters()?).saturating_mul(QUARTER);
        Some(days.saturating_mul(DAY).saturating_add(time).saturating_sub(zone))
    }

    /// How many quarters of an hour the time is ahead of UTC; `None` if the zone is no number.
    ///
    /// ```
    /// use simcard::sms::Timestamp;
    ///
    /// let time = Timestamp::new(2026, 11, 22, 18, 36, 40, 4)?;
    /// assert_eq!(time.zone_quarters(), Some(4)); // an hour east of Greenwich
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn zone_quarters(self) -> Option<i8> {
        let [.., zone] = self.0;
        let quarters = i8::try_from(two_digits(zone & !0x08)?).ok()?;
        Some(if zone & 0x08 == 0 { quarters } else { quarters.saturating_neg() })
    }

    fn parts(self) -> Option<Parts> {
        let [year, month, day, hour, minute, second, _] = self.0;
        let parts = Parts {
            year: match two_digits(year)? {
                year @ 90.. => 1900u16.saturating_add(year.into()),
                year => 2000u16.saturating_add(year.into()),
            },
            month: two_digits(month)?,
            day: two_digits(day)?,
            hour: two_digits(hour)?,
            minute: two_digits(minute)?,
            second: two_digits(second)?,
        };
        let valid = (1..=12).contains(&parts.month)
            && (1..=days_in(parts.year, parts.month)).contains(&parts.day)
            && parts.hour < 24
            && parts.minute < 60
            && parts.second < 60;
        valid.then_some(parts)
    }
}

/// Two decimal digits, the first in the low half.
fn two_digits(byte: u8) -> Option<u8> {
    let (tens, units) = (byte & 0x0F, byte >> 4);
    (tens < 10 && units < 10).then(|| tens.saturating_mul(10).saturating_add(units))
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970-01-01 to a date. Years begin in March here, so that the day that some have more is their last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month.saturating_sub(3))
    } else {
        (year.saturating_sub(1), month.saturating_add(9))
    };
    let (era, in_era) = (year.div_euclid(400), year.rem_euclid(400));
    let in_year = month.saturating_mul(153).saturating_add(2) / 5;
    let leap_days = (in_era / 4).saturating_sub(in_era / 100);
    era.saturating_mul(146_097)
        .saturating_add(in_era.saturating_mul(365))
        .saturating_add(leap_days)
        .saturating_add(in_year)
        .saturating_add(day)
        .saturating_sub(719_469)
}

/// The date that many days after 1970-01-01.
fn date(since_1970: i64) -> (i64, i64, i64) {
    // It is in the year that the average year tells, or in the one after or before.
    let near = since_1970.saturating_mul(400).div_euclid(146_097).saturating_add(1970);
    let year = if days(near.saturating_add(1), 1, 1) <= since_1970 {
        near.saturating_add(1)
    } else if days(near, 1, 1) > since_1970 {
        near.saturating_sub(1)
    } else {
        near
    };
    let month = (2..=12).rev().find(|month| days(year, *month, 1) <= since_1970).unwrap_or(1);
    (year, month, since_1970.saturating_sub(days(year, month, 1)).saturating_add(1))
}

/// As ISO 8601 has it; the bytes in hexadecimal if it is no time. A zone that is no number is left out.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Parts { year, month, day, hour, minute, second }) = self.parts() else {
            return fmt::Display::fmt(&Bytes(self.0.to_vec()), f);
        };
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        let Some(quarters) = self.zone_quarters() else { return Ok(()) };
        let sign = if quarters < 0 { '-' } else { '+' };
        let quarters = quarters.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", quarters / 4, (quarters % 4).saturating_mul(15))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

/// As it is shown.
#[cfg(feature = "serde")]
impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    // Days worked out from known ones: 1970-01-01 is 0, 2000-03-01 is 11017.
    #[test]
    fn the_calendar() {
        for (year, month, day, since) in [
            (1970, 1, 1, 0),
            (1970, 12, 31, 364),
            (2000, 2, 29, 11_016),
            (2000, 3, 1, 11_017),
            (2026, 11, 22, 20_779),
        ] {
            assert_eq!(days(year, month, day), since);
            assert_eq!(date(since), (year, month, day));
        }
        for since in days(1989, 1, 1)..days(2101, 1, 1) {
            let (year, month, day) = date(since);
            assert_eq!(days(year, month, day), since);
            assert!((1..=12).contains(&month) && (1..=31).contains(&day));
        }
    }

    #[test]
    fn zones() {
        // 9.2.3.11: bit 3 is the sign; 40 (halves swapped 04) is one hour ahead
        for (zone, quarters, shown) in [
            (0x00, 0, "+00:00"),
            (0x40, 4, "+01:00"),
            (0x22, 22, "+05:30"),
            (0x32, 23, "+05:45"),
            (0x0A, -20, "-05:00"),
            (0x69, -16, "-04:00"),
            (0x84, 48, "+12:00"),
        ] {
            let time = Timestamp::from_bytes([0x42, 0x10, 0x20, 0x30, 0x40, 0x50, zone]);
            assert_eq!(time.zone_quarters(), Some(quarters));
            assert_eq!(time.to_string(), std::format!("2024-01-02T03:04:05{shown}"));
            assert_eq!(Timestamp::new(2024, 1, 2, 3, 4, 5, quarters), Ok(time));
        }
    }

    #[test]
    fn what_is_no_time_is_kept() {
        for bytes in [
            hex!("00000000000000"),
            hex!("FFFFFFFFFFFFFF"),
            hex!("32 31 10 00 00 00 00"),
            hex!("32 20 92 00 00 00 00"),
            hex!("32 10 10 42 00 00 00"),
            hex!("A2 10 10 00 00 00 00"),
        ] {
            let time = Timestamp::from_bytes(bytes);
            assert!(!time.is_valid());
            assert_eq!(time.to_string(), hex::encode(bytes));
            assert_eq!(time.to_bytes(), bytes);
        }
        // a time without a zone
        let time = Timestamp::from_bytes(hex!("42 10 20 30 40 50 FF"));
        assert_eq!((time.to_string().as_str(), time.is_valid()), ("2024-01-02T03:04:05", false));
    }

    #[test]
    fn what_cannot_be_said() {
        for (year, month, day, hour, zone) in [
            (1989, 1, 1, 0, 0),
            (2090, 1, 1, 0, 0),
            (2023, 2, 29, 0, 0),
            (2024, 13, 1, 0, 0),
            (2024, 0, 1, 0, 0),
            (2024, 1, 0, 0, 0),
            (2024, 1, 1, 24, 0),
            (2024, 1, 200, 0, 0),
            (2024, 1, 1, 0, 80),
            (2024, 1, 1, 0, -128),
        ] {
            assert!(
                Timestamp::new(year, month, day, hour, 0, 0, zone).is_err(),
                "{year}-{month}-{day} {hour} {zone}"
            );
        }
        assert_eq!(
            Timestamp::new(1999, 12, 31, 23, 59, 59, 0).unwrap().to_string(),
            "1999-12-31T23:59:59+00:00"
        );
    }

    proptest! {
        #[test]
        fn seconds_round_trip(seconds in 631_152_000i64 + 100_000..3_786_912_000 - 100_000, zone in -79i8..=79) {
            let time = Timestamp::from_unix(seconds, zone).unwrap();
            prop_assert_eq!(time.unix_seconds(), Some(seconds));
            prop_assert_eq!(time.zone_quarters(), Some(zone));
        }

        #[test]
        fn random_bytes_never_panic(bytes: [u8; 7], seconds: i64, zone: i8) {
            let time = Timestamp::from_bytes(bytes);
            let _ = (time.to_string(), time.unix_seconds());
            let _ = Timestamp::from_unix(seconds, zone);
        }
    }
}
