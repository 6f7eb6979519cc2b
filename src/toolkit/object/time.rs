//! Durations, timers and dates: ETSI TS 102 223 8.8, 8.37 to 8.39.

use alloc::vec::Vec;
use core::{fmt, time};

use super::DataObject;
use super::macros::{byte_object, fixed_value};
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

named_byte! {
    /// What a [`Duration`] counts. Any byte is kept as it is.
    TimeUnit {
        MINUTES = 0x00 "minutes",
        SECONDS = 0x01 "seconds",
        TENTHS = 0x02 "tenths of a second",
    }
}

/// How long: ETSI TS 102 223 8.8.
///
/// ```
/// use core::time;
/// use simcard::toolkit::object::{DataObject, Duration};
///
/// let duration = Duration::decode(&[0x02, 0x05])?;
/// assert_eq!(duration, Duration::tenths(5));
/// assert_eq!(duration.as_time(), Some(time::Duration::from_millis(500)));
/// assert_eq!(Duration::try_from(time::Duration::from_secs(30)), Ok(Duration::seconds(30)));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Duration {
    /// What is counted.
    pub unit: TimeUnit,
    /// How many of them; 0 is reserved.
    pub value: u8,
}

impl Duration {
    /// So many minutes.
    pub const fn minutes(value: u8) -> Self {
        Self { unit: TimeUnit::MINUTES, value }
    }

    /// So many seconds.
    pub const fn seconds(value: u8) -> Self {
        Self { unit: TimeUnit::SECONDS, value }
    }

    /// So many tenths of a second.
    pub const fn tenths(value: u8) -> Self {
        Self { unit: TimeUnit::TENTHS, value }
    }

    /// How long that is; `None` if the unit is reserved.
    pub fn as_time(self) -> Option<time::Duration> {
        let value = u64::from(self.value);
        match self.unit {
            TimeUnit::MINUTES => Some(time::Duration::from_secs(value.saturating_mul(60))),
            TimeUnit::SECONDS => Some(time::Duration::from_secs(value)),
            TimeUnit::TENTHS => Some(time::Duration::from_millis(value.saturating_mul(100))),
            _ => None,
        }
    }
}

/// In seconds if they say it exactly, otherwise in the finest unit that reaches so far, rounded up. Nothing at all and
/// more than 255 minutes can't be said.
impl TryFrom<time::Duration> for Duration {
    type Error = EncodeError;

    fn try_from(time: time::Duration) -> Result<Self, EncodeError> {
        let ceil = |unit: time::Duration| u8::try_from(time.as_nanos().div_ceil(unit.as_nanos())).ok();
        let [tenth, second, minute] = [100, 1000, 60_000].map(time::Duration::from_millis);
        let whole = time.subsec_nanos() == 0;
        let found = match (ceil(tenth), ceil(second), ceil(minute)) {
            _ if time.is_zero() => None,
            (Some(tenths), _, _) if !whole => Some(Self::tenths(tenths)),
            (_, Some(seconds), _) => Some(Self::seconds(seconds)),
            (_, _, Some(minutes)) => Some(Self::minutes(minutes)),
            _ => None,
        };
        let seconds = u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        found.ok_or(EncodeError::new(Self::NAME, EncodeErrorKind::Value(seconds)))
    }
}

impl DataObject for Duration {
    const TAG: Tag = Tag(0x04);
    const NAME: &'static str = "duration";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [unit, value] = reader.array()?;
        reader.finish()?;
        Ok(Self { unit: TimeUnit(unit), value })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.unit.0, self.value]);
        Ok(())
    }
}

/// Which timer, 1 to 8: ETSI TS 102 223 8.37.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TimerIdentifier(pub u8);

byte_object!(TimerIdentifier, 0x24, "timer identifier");

impl TimerIdentifier {
    /// Whether there is such a timer.
    pub const fn is_valid(self) -> bool {
        matches!(self.0, 1..=8)
    }
}

/// The decimal number in a byte with swapped halves (3GPP TS 23.040 9.1.2.3).
const fn from_swapped(byte: u8) -> Option<u8> {
    match (byte & 0x0F, byte >> 4) {
        (tens @ 0..=9, units @ 0..=9) => Some(tens.saturating_mul(10).saturating_add(units)),
        _ => None,
    }
}

/// A number up to 99 as a byte with swapped halves.
const fn to_swapped(number: u8) -> u8 {
    (number % 10) << 4 | (number / 10) & 0x0F
}

/// Hours, minutes and seconds that a timer runs: ETSI TS 102 223 8.38. Bytes that are no number are kept.
///
/// ```
/// use core::time;
/// use simcard::toolkit::object::{DataObject, TimerValue};
///
/// let value = TimerValue::decode(&[0x10, 0x32, 0x54])?;
/// assert_eq!(value.to_string(), "01:23:45");
/// assert_eq!(value, TimerValue::try_from(time::Duration::from_secs(5025))?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimerValue([u8; 3]);

impl TimerValue {
    /// 23 hours, 59 minutes, 59 seconds.
    pub const LONGEST: Self = Self([0x32, 0x95, 0x95]);

    /// The longest that a timer runs, in seconds.
    const MAX: u64 = 86_400;

    /// Hours, minutes and seconds; `None` if the bytes say none.
    pub const fn parts(self) -> Option<(u8, u8, u8)> {
        let [hours, minutes, seconds] = self.0;
        match (from_swapped(hours), from_swapped(minutes), from_swapped(seconds)) {
            (Some(hours), Some(minutes), Some(seconds)) => Some((hours, minutes, seconds)),
            _ => None,
        }
    }

    /// How long that is; `None` if the bytes say no time.
    pub fn as_time(self) -> Option<time::Duration> {
        let (hours, minutes, seconds) = self.parts()?;
        let minutes = u64::from(hours).saturating_mul(60).saturating_add(u64::from(minutes));
        let seconds = minutes.saturating_mul(60).saturating_add(u64::from(seconds));
        Some(time::Duration::from_secs(seconds))
    }
}

/// Rounded up to whole seconds. A timer runs for a day at most.
impl TryFrom<time::Duration> for TimerValue {
    type Error = EncodeError;

    fn try_from(time: time::Duration) -> Result<Self, EncodeError> {
        let seconds = time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0));
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60];
        match parts.map(|part| u8::try_from(part).unwrap_or(u8::MAX)) {
            parts if seconds <= Self::MAX => Ok(Self(parts.map(to_swapped))),
            _ => {
                let value = u32::try_from(seconds).unwrap_or(u32::MAX);
                Err(EncodeError::new(Self::NAME, EncodeErrorKind::Value(value)))
            }
        }
    }
}

impl fmt::Display for TimerValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            Some((hours, minutes, seconds)) => write!(f, "{hours:02}:{minutes:02}:{seconds:02}"),
            None => f.write_str(&hex::encode(self.0)),
        }
    }
}

impl fmt::Debug for TimerValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimerValue({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for TimerValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fixed_value!(TimerValue, 0x25, "timer value");

/// A point in time, and how far local time is from universal time: ETSI TS 102 223 8.39, coded as the time stamp of a
/// short message (3GPP TS 23.040 9.2.3.11). Bytes that are no date are kept.
///
/// ```
/// use simcard::toolkit::object::{DataObject, DateTime};
///
/// let now = DateTime::decode(&[0x62, 0x30, 0x90, 0x71, 0x50, 0x03, 0x40])?;
/// assert_eq!(now.to_string(), "2026-03-09T17:05:30+01:00");
/// assert_eq!(now, DateTime::new((2026, 3, 9), (17, 5, 30), Some(60))?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime([u8; 7]);

impl DateTime {
    /// The byte that says that the time zone is not known.
    const NO_ZONE: u8 = 0xFF;
    /// The sign of the time zone.
    const WEST: u8 = 0x08;

    /// This year (2000 to 2099), month and day, this hour, minute and second of local time, and how many minutes local
    /// time is ahead of universal time, if that is known: a multiple of 15.
    ///
    /// # Errors
    ///
    /// There is no such time, or no such zone.
    pub fn new(date: (u16, u8, u8), time: (u8, u8, u8), zone: Option<i16>) -> Result<Self, EncodeError> {
        let refused = |value: u32| EncodeError::new(Self::NAME, EncodeErrorKind::Value(value));
        let (year, month, day) = date;
        let (hour, minute, second) = time;
        let Some(short_year @ 0..=99) = year.checked_sub(2000).and_then(|year| u8::try_from(year).ok())
        else {
            return Err(refused(year.into()));
        };
        let limits = [(month, 1, 12), (day, 1, 31), (hour, 0, 23), (minute, 0, 59), (second, 0, 59)];
        if let Some((wrong, ..)) = limits.iter().find(|(part, min, max)| part < min || part > max) {
            return Err(refused(u32::from(*wrong)));
        }
        let zone = match zone {
            None => Self::NO_ZONE,
            Some(minutes) => {
                let ahead = minutes.unsigned_abs();
                match u8::try_from(ahead / 15) {
                    Ok(quarters @ 0..=79) if ahead % 15 == 0 => {
                        to_swapped(quarters) | if minutes < 0 { Self::WEST } else { 0 }
                    }
                    _ => return Err(refused(u32::from(ahead))),
                }
            }
        };
        let [year, month, day, hour, minute, second] =
            [short_year, month, day, hour, minute, second].map(to_swapped);
        Ok(Self([year, month, day, hour, minute, second, zone]))
    }

    /// Year, month and day; `None` if the bytes say none. The year is coded with two digits: it is taken to be in this
    /// century.
    pub fn date(self) -> Option<(u16, u8, u8)> {
        let [year, month, day, ..] = self.0;
        let year = u16::from(from_swapped(year)?).saturating_add(2000);
        Some((year, from_swapped(month)?, from_swapped(day)?))
    }

    /// Hour, minute and second of local time; `None` if the bytes say none.
    pub fn time(self) -> Option<(u8, u8, u8)> {
        let [_, _, _, hour, minute, second, _] = self.0;
        Some((from_swapped(hour)?, from_swapped(minute)?, from_swapped(second)?))
    }

    /// How many minutes local time is ahead of universal time; `None` if that is not known.
    pub fn zone(self) -> Option<i16> {
        let [.., zone] = self.0;
        let quarters = from_swapped(zone & !Self::WEST)?;
        let minutes = i16::from(quarters).saturating_mul(15);
        Some(if zone & Self::WEST == 0 { minutes } else { minutes.saturating_neg() })
    }
}

/// As ISO 8601 has it, without an offset if the zone is not known; the bytes in hexadecimal if they are no date.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some((year, month, day)), Some((hour, minute, second))) = (self.date(), self.time()) else {
            return f.write_str(&hex::encode(self.0));
        };
        write!(f, "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match self.zone() {
            Some(zone) => {
                let (sign, ahead) = (if zone < 0 { '-' } else { '+' }, zone.unsigned_abs());
                write!(f, "{sign}{:02}:{:02}", ahead / 60, ahead % 60)
            }
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateTime({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for DateTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fixed_value!(DateTime, 0x26, "date-time and time zone");

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use core::time::Duration as Time;

    use proptest::prelude::*;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn durations() {
        vector(&[0x00, 0x03], &Duration::minutes(3));
        vector(&[0x01, 0xFF], &Duration::seconds(255));
        vector(&[0x02, 0x05], &Duration::tenths(5));
        vector(&[0x07, 0x00], &Duration { unit: TimeUnit(7), value: 0 });
        assert_eq!(Duration::minutes(3).as_time(), Some(Time::from_secs(180)));
        assert_eq!(Duration { unit: TimeUnit(7), value: 1 }.as_time(), None);
        assert!(Duration::decode(&[0x01]).is_err());
        assert!(Duration::decode(&[0x01, 0x01, 0x01]).is_err());
        for (millis, expected) in [
            (1, Some(Duration::tenths(1))),
            (500, Some(Duration::tenths(5))),
            (1000, Some(Duration::seconds(1))),
            (25_450, Some(Duration::tenths(255))),
            // more than 255 tenths
            (25_501, Some(Duration::seconds(26))),
            (255_000, Some(Duration::seconds(255))),
            // 256 s are 4 min 16 s
            (255_001, Some(Duration::minutes(5))),
            (15_300_000, Some(Duration::minutes(255))),
            (15_300_001, None),
            (0, None),
        ] {
            assert_eq!(Duration::try_from(Time::from_millis(millis)).ok(), expected, "{millis}");
        }
        assert!(Duration::try_from(Time::MAX).is_err());
    }

    #[test]
    fn timers() {
        vector(&[8], &TimerIdentifier(8));
        assert!(
            TimerIdentifier(8).is_valid() && !TimerIdentifier(9).is_valid() && !TimerIdentifier(0).is_valid()
        );
        // 00:05:30, each byte with its halves swapped
        vector(&[0x00, 0x50, 0x03], &TimerValue::try_from(Time::from_secs(330)).unwrap());
        vector(&[0x42, 0x00, 0x00], &TimerValue::try_from(Time::from_secs(86_400)).unwrap());
        assert!(TimerValue::try_from(Time::from_millis(86_400_001)).is_err());
        assert!(TimerValue::try_from(Time::MAX).is_err());
        vector(&[0x00, 0x00, 0x10], &TimerValue::try_from(Time::from_millis(1)).unwrap());
        let broken = TimerValue([0x0A, 0x00, 0x00]);
        vector(&[0x0A, 0x00, 0x00], &broken);
        assert_eq!((broken.as_time(), broken.to_string()), (None, "0a0000".into()));
    }

    #[test]
    fn dates() {
        let date = ((2025, 12, 31), (23, 59, 8));
        // 3 h 30 min behind are 14 quarters: 41 swapped, with the sign 49
        let west = DateTime::new(date.0, date.1, Some(-210)).unwrap();
        vector(&[0x52, 0x21, 0x13, 0x32, 0x95, 0x80, 0x49], &west);
        assert_eq!(west.to_string(), "2025-12-31T23:59:08-03:30");
        assert_eq!((west.date(), west.time(), west.zone()), (Some(date.0), Some(date.1), Some(-210)));
        let unknown = DateTime::new(date.0, date.1, None).unwrap();
        vector(&[0x52, 0x21, 0x13, 0x32, 0x95, 0x80, 0xFF], &unknown);
        assert_eq!(format!("{unknown:?}"), "DateTime(2025-12-31T23:59:08)");
        // 79 quarters are the most that three bits and a digit can say
        assert_eq!(DateTime::new(date.0, date.1, Some(79 * 15)).unwrap().zone(), Some(1185));
        assert!(DateTime::new(date.0, date.1, Some(80 * 15)).is_err());
        assert!(DateTime::new(date.0, date.1, Some(10)).is_err());
        assert!(DateTime::new(date.0, date.1, Some(i16::MIN)).is_err());
        assert!(DateTime::new((2100, 1, 1), date.1, None).is_err());
        assert!(DateTime::new((1999, 1, 1), date.1, None).is_err());
        assert!(DateTime::new((2025, 13, 1), date.1, None).is_err());
        assert!(DateTime::new((2025, 1, 0), date.1, None).is_err());
        assert!(DateTime::new(date.0, (24, 0, 0), None).is_err());
        let blank = DateTime::decode(&[0xFF; 7]).unwrap();
        assert_eq!((blank.date(), blank.time(), blank.zone()), (None, None, None));
        assert_eq!(blank.to_string(), "ffffffffffffff");
    }

    proptest! {
        #[test]
        fn what_is_written_is_not_shorter(millis in 1_u64..15_300_000) {
            let time = Time::from_millis(millis);
            let duration = Duration::try_from(time).unwrap();
            prop_assert!(duration.as_time().unwrap() >= time);
            let value = TimerValue::try_from(time).unwrap();
            prop_assert!(value.as_time().unwrap() >= time);
            prop_assert!(value.as_time().unwrap() < time + Time::from_secs(1));
        }
    }
}
