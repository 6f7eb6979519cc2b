use core::time::Duration;

/// A clock that a [`Toolkit`](super::Toolkit) asks for the time, and waits with.
pub trait Clock {
    /// The time, counted from any point that stays the same.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::{Clock, ManualClock};
    ///
    /// assert_eq!(ManualClock(Duration::from_secs(5)).now(), Duration::from_secs(5));
    /// ```
    fn now(&mut self) -> Duration;

    /// Returns when it is `until`, or before.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::toolkit::{Clock, ManualClock};
    ///
    /// let mut clock = ManualClock::default();
    /// clock.sleep(Duration::from_secs(30));
    /// assert_eq!(clock.now(), Duration::from_secs(30));
    /// ```
    fn sleep(&mut self, until: Duration);
}

impl<C: Clock + ?Sized> Clock for &mut C {
    fn now(&mut self) -> Duration {
        (**self).now()
    }

    fn sleep(&mut self, until: Duration) {
        (**self).sleep(until);
    }
}

/// The clock of the system.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug)]
pub struct SystemClock(std::time::Instant);

#[cfg(feature = "std")]
impl Default for SystemClock {
    fn default() -> Self {
        Self(std::time::Instant::now())
    }
}

#[cfg(feature = "std")]
impl Clock for SystemClock {
    fn now(&mut self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&mut self, until: Duration) {
        std::thread::sleep(until.saturating_sub(self.now()));
    }
}

/// A clock that stands still, unless it is told otherwise, or slept with: for tests, and where there is no clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ManualClock(pub Duration);

impl Clock for ManualClock {
    fn now(&mut self) -> Duration {
        self.0
    }

    fn sleep(&mut self, until: Duration) {
        self.0 = self.0.max(until);
    }
}
