use core::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// How long a message may be tried to be delivered, in steps that grow with its length (3GPP TS 23.040 9.2.3.12.1):
/// five minutes up to twelve hours, half an hour up to a day, a day up to 30 days, a week up to 63 weeks.
///
/// ```
/// use core::time::Duration;
/// use simcard::codec::RelativeValidity;
///
/// let day = RelativeValidity::at_least(Duration::from_secs(24 * 3600));
/// assert_eq!(day, RelativeValidity(167));
/// assert_eq!(day.duration(), Duration::from_secs(24 * 3600));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativeValidity(pub u8);

impl RelativeValidity {
    /// The longest: 63 weeks.
    pub const MAX: Self = Self(0xFF);

    /// The shortest period that is at least this long; the [longest](Self::MAX) there is if none is.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::codec::RelativeValidity;
    ///
    /// assert_eq!(RelativeValidity::at_least(Duration::from_secs(301)), RelativeValidity(1)); // ten minutes
    /// assert_eq!(RelativeValidity::at_least(Duration::MAX), RelativeValidity::MAX);
    /// ```
    pub fn at_least(duration: Duration) -> Self {
        let value = (0..=0xFF).find(|value| Self(*value).duration() >= duration);
        value.map_or(Self::MAX, Self)
    }

    /// How long it is.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::codec::RelativeValidity;
    ///
    /// assert_eq!(RelativeValidity(0).duration(), Duration::from_secs(5 * 60));
    /// assert_eq!(RelativeValidity(143).duration(), Duration::from_secs(12 * 3600));
    /// assert_eq!(RelativeValidity(168).duration(), Duration::from_secs(2 * 24 * 3600));
    /// ```
    pub const fn duration(self) -> Duration {
        let value = self.0 as u64;
        Duration::from_secs(match self.0 {
            0..=143 => value.saturating_add(1).saturating_mul(5 * MINUTE),
            144..=167 => value.saturating_sub(143).saturating_mul(30 * MINUTE).saturating_add(12 * HOUR),
            168..=196 => value.saturating_sub(166).saturating_mul(DAY),
            197..=255 => value.saturating_sub(192).saturating_mul(WEEK),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods() {
        for (value, seconds) in [
            (0, 300),
            (143, 12 * HOUR),
            (144, 12 * HOUR + 30 * MINUTE),
            (167, DAY),
            (168, 2 * DAY),
            (196, 30 * DAY),
            (197, 5 * WEEK),
            (255, 63 * WEEK),
        ] {
            assert_eq!(RelativeValidity(value).duration(), Duration::from_secs(seconds));
        }
        for value in 0..=0xFF {
            let period = RelativeValidity(value);
            assert_eq!(RelativeValidity::at_least(period.duration()), period);
        }
        assert_eq!(RelativeValidity::at_least(Duration::ZERO), RelativeValidity(0));
        assert_eq!(RelativeValidity::at_least(Duration::from_secs(301)), RelativeValidity(1));
        assert_eq!(RelativeValidity::at_least(Duration::MAX), RelativeValidity::MAX);
    }
}
