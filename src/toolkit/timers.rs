//! The eight timers that a terminal keeps for a card: ETSI TS 102 223 6.4.21.

use core::time::Duration;

/// How long a timer may run: 23 hours, 59 minutes, 59 seconds are what a timer value can say (8.38).
pub(super) const LONGEST: Duration = Duration::from_secs(24 * 3600 - 1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Timer {
    started: Duration,
    ends: Duration,
}

/// Timers 1 to 8.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers([Option<Timer>; 8]);

impl Timers {
    fn slot(&mut self, timer: u8) -> Option<&mut Option<Timer>> {
        self.0.get_mut(usize::from(timer.checked_sub(1)?))
    }

    /// Starts a timer, or starts it anew. `false`: there is no such timer, or the time is too long.
    pub fn start(&mut self, timer: u8, now: Duration, value: Duration) -> bool {
        let Some(ends) = now.checked_add(value).filter(|_| value <= LONGEST) else { return false };
        match self.slot(timer) {
            Some(slot) => {
                *slot = Some(Timer { started: now, ends });
                true
            }
            None => false,
        }
    }

    /// How long a timer has still to run; `None` if it does not.
    pub fn left(&mut self, timer: u8, now: Duration) -> Option<Duration> {
        (*self.slot(timer)?).map(|timer| timer.ends.saturating_sub(now))
    }

    /// Stops a timer, and says how long it had still to run.
    pub fn stop(&mut self, timer: u8, now: Duration) -> Option<Duration> {
        self.slot(timer)?.take().map(|timer| timer.ends.saturating_sub(now))
    }

    /// When the next one ends.
    pub fn next(&self) -> Option<Duration> {
        self.0.iter().flatten().map(|timer| timer.ends).min()
    }

    /// Takes one that has ended: which, and how long it ran.
    pub fn expire(&mut self, now: Duration) -> Option<(u8, Duration)> {
        let (number, slot) =
            (1_u8..).zip(&mut self.0).find(|(_, slot)| slot.is_some_and(|timer| timer.ends <= now))?;
        let timer = slot.take()?;
        // the value told is the time that has passed, which is at least what was asked for (7.4.2)
        Some((number, now.saturating_sub(timer.started).min(LONGEST)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_timer_runs_out_once() {
        let mut timers = Timers::default();
        assert!(timers.start(3, seconds(10), seconds(5)));
        assert!(timers.start(8, seconds(10), seconds(60)));
        assert_eq!(timers.next(), Some(seconds(15)));
        assert_eq!(timers.left(3, seconds(12)), Some(seconds(3)));
        assert_eq!(timers.expire(seconds(14)), None);
        assert_eq!(timers.expire(seconds(16)), Some((3, seconds(6))));
        assert_eq!(timers.expire(seconds(16)), None);
        assert_eq!(timers.left(3, seconds(16)), None);
        assert_eq!(timers.stop(8, seconds(20)), Some(seconds(50)));
        assert_eq!((timers.stop(8, seconds(20)), timers.next()), (None, None));
    }

    #[test]
    fn what_can_not_be_started() {
        let mut timers = Timers::default();
        for timer in [0, 9, 255] {
            assert!(!timers.start(timer, seconds(0), seconds(1)));
        }
        assert!(!timers.start(1, seconds(0), seconds(24 * 3600)));
        assert!(!timers.start(1, Duration::MAX, seconds(1)));
    }
}
