//! What a session does by itself: polling, the event list, the menu, timers.

use core::time::Duration;

use super::Session;
use crate::toolkit::Envelope;
use crate::toolkit::command::{Command, PollInterval, ProactiveCommand, TimerManagement};
use crate::toolkit::object::{Duration as DurationObject, TimerIdentifier, TimerValue};
use crate::toolkit::reply::Reply;
use crate::toolkit::result::GeneralResult;
use crate::toolkit::timers;

impl Session {
    /// Carries out what needs no host. `None`: it needs one.
    pub(super) fn housekeeping(&mut self, now: Duration, command: &ProactiveCommand) -> Option<Reply> {
        match &command.command {
            Command::MoreTime(_) => Some(Reply::ok()),
            Command::PollInterval(PollInterval { duration, .. }) => {
                // a card that wants to be asked all the time is asked every second
                const SHORTEST: Duration = Duration::from_secs(1);
                let (interval, granted) = match duration.as_time() {
                    None => return Some(GeneralResult::DATA_NOT_UNDERSTOOD.into()),
                    Some(time) if time < SHORTEST => (SHORTEST, DurationObject::seconds(1)),
                    Some(time) => (time, *duration),
                };
                self.poll = Some(interval);
                self.poll_at = now.checked_add(interval);
                Some(Reply::ok().with(&granted))
            }
            Command::PollingOff(_) => {
                self.poll = None;
                self.poll_at = None;
                Some(Reply::ok())
            }
            Command::SetUpEventList(list) => {
                let events = list.events.0.iter().copied();
                if events.clone().any(|event| !self.events_supported.contains(&event)) {
                    return Some(Reply::beyond_capabilities());
                }
                self.events = events.collect();
                Some(Reply::ok())
            }
            Command::SetUpMenu(menu) => {
                self.menu = (!menu.removes()).then(|| menu.clone());
                Some(Reply::ok())
            }
            Command::TimerManagement(management) => Some(self.manage_timer(now, management)),
            Command::EndOfProactiveSession(_) => Some(Reply::ok()),
            Command::Unknown(_) => Some(Reply::from(GeneralResult::TYPE_NOT_UNDERSTOOD)),
            _ => None,
        }
    }

    fn manage_timer(&mut self, now: Duration, management: &TimerManagement) -> Reply {
        let timer = management.timer;
        let contradiction = || Reply::from(GeneralResult::TIMER_CONTRADICTION).with(&timer);
        if management.qualifier.starts() {
            let Some(value) = management.value else { return Reply::from(GeneralResult::VALUES_MISSING) };
            return match value.as_time() {
                Some(value) if self.timers.start(timer.0, now, value) => Reply::ok().with(&timer),
                _ => Reply::from(GeneralResult::DATA_NOT_UNDERSTOOD),
            };
        }
        let left = if management.qualifier.deactivates() {
            self.timers.stop(timer.0, now)
        } else if management.qualifier.gets_value() {
            self.timers.left(timer.0, now)
        } else {
            return GeneralResult::DATA_NOT_UNDERSTOOD.into();
        };
        match left {
            Some(left) => Reply::ok().with(&timer).with(&timer_value(left)),
            None => contradiction(),
        }
    }

    /// Tells the card of the timers that ran out.
    pub(super) fn expire_timers(&mut self, now: Duration) {
        while let Some((timer, ran)) = self.timers.expire(now) {
            let envelope = Envelope::timer_expiration(TimerIdentifier(timer), timer_value(ran));
            // a timer that can't be told of is over all the same
            if let Ok(envelope) = envelope.encode() {
                self.envelopes.push_back(envelope.into());
            }
        }
    }
}

/// The value of a timer, none of which runs for longer than a value can say.
fn timer_value(time: Duration) -> TimerValue {
    TimerValue::try_from(time.min(timers::LONGEST)).unwrap_or(TimerValue::LONGEST)
}
