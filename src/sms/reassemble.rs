use alloc::collections::{BTreeMap, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use super::header::Concatenation;
use super::user_data::utf16;
use super::{Address, Deliver, Timestamp};
use crate::codec::dcs::{Coding, SmsDcs};
use crate::files::content::Bytes;

/// A message of one part or more, some of which may not have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    total: u8,
    /// By their sequence numbers, from 1; never empty.
    parts: BTreeMap<u8, Deliver>,
}

impl Message {
    fn new(total: u8, sequence: u8, part: Deliver) -> Self {
        Self { total, parts: BTreeMap::from([(sequence, part)]) }
    }

    /// How many parts it has.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(1)?, None);
    /// let message = reassembler.pending().next().unwrap();
    /// assert_eq!(message.total(), 2);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn total(&self) -> u8 {
        self.total
    }

    /// The parts that have come, in their order.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Received, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(0)?, None);
    /// let Received::Whole(message) = reassembler.push(deliver(1)?, None) else { unreachable!() };
    /// assert_eq!(message.parts().count(), 2);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn parts(&self) -> impl Iterator<Item = &Deliver> {
        self.parts.values()
    }

    /// The sequence numbers of the parts that have not come.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(1)?, None);
    /// let message = reassembler.pending().next().unwrap();
    /// assert_eq!(message.missing().collect::<Vec<_>>(), [1]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn missing(&self) -> impl Iterator<Item = u8> + '_ {
        (1..=self.total).filter(|sequence| !self.parts.contains_key(sequence))
    }

    /// Whether all parts have come.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(1)?, None);
    /// let message = reassembler.pending().next().unwrap();
    /// assert!(!message.is_complete());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn is_complete(&self) -> bool {
        self.parts.len() == usize::from(self.total)
    }

    /// Who sent it.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(1)?, None);
    /// let message = reassembler.pending().next().unwrap();
    /// assert_eq!(message.originator().unwrap().to_string(), "123");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn originator(&self) -> Option<&Address> {
        self.parts().next().map(|part| &part.originator)
    }

    /// When the service centre got the first of the parts that have come.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(1)?, None);
    /// let message = reassembler.pending().next().unwrap();
    /// assert_eq!(message.timestamp(), Some(time));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.parts().next().map(|part| part.timestamp)
    }

    /// How the first of the parts that have come is coded.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Timestamp};
    /// use simcard::codec::dcs::SmsDcs;
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    ///
    /// reassembler.push(deliver(1)?, None);
    /// assert_eq!(reassembler.pending().next().unwrap().coding(), Some(SmsDcs::GSM7));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn coding(&self) -> Option<SmsDcs> {
        self.parts().next().map(|part| part.user_data.coding())
    }

    /// The text; `None` if parts are missing, or one of them is no text.
    ///
    /// A character that some sender cut in two is put together again.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Received, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(0)?, None);
    /// let Received::Whole(message) = reassembler.push(deliver(1)?, None) else { unreachable!() };
    /// assert_eq!(message.text(), Some("a".repeat(161)));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn text(&self) -> Option<String> {
        if !self.is_complete() {
            return None;
        }
        let first = self.parts().next()?.user_data.alphabet();
        let in_coding = |coding| self.parts().all(|part| part.user_data.coding().coding() == coding);
        if in_coding(Coding::Ucs2) && self.parts().all(|part| part.text().is_some()) {
            return Some(utf16(&self.data()?));
        }
        if in_coding(Coding::Gsm7) && self.parts().all(|part| part.user_data.alphabet() == first) {
            let septets: Option<Vec<_>> = self.parts().map(|part| part.user_data.septets()).collect();
            return Some(first.chars(septets?.into_iter().flatten()).collect());
        }
        self.parts().map(Deliver::text).collect()
    }

    /// The bytes of all parts, without their headers; `None` if parts are missing. They are what counts where there is
    /// no text.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::sms::{Deliver, Header, Reassembler, Received, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let data = UserData::from_bytes(&[1, 2, 3], SmsDcs(0x04), &Header::new())?;
    /// let mut reassembler = Reassembler::new();
    /// let Received::Whole(message) = reassembler.push(Deliver::new("123".parse()?, time, data), None) else {
    ///     unreachable!()
    /// };
    /// assert_eq!((message.text(), message.data()), (None, Some(vec![1, 2, 3])));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn data(&self) -> Option<Vec<u8>> {
        if !self.is_complete() {
            return None;
        }
        let data: Option<Vec<&[u8]>> = self.parts().map(|part| part.user_data.data()).collect();
        Some(data?.concat())
    }
}

serialize_fields!(Message, this {
    "originator" => this.originator(),
    "timestamp" => this.timestamp(),
    "coding" => this.coding(),
    "total" => this.total,
    "missing" if !this.is_complete() => this.missing().collect::<Vec<_>>(),
    "text" if this.text().is_some() => this.text(),
    "data" if this.is_complete() && this.text().is_none() => this.data().map(Bytes),
});

/// What became of a message that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is whole, or was the last part that was missing.
    Whole(Message),
    /// It is a part, and others are missing.
    Part {
        /// How many parts of this message have come.
        have: u8,
        /// How many it has.
        total: u8,
        /// Parts of a message that had to make room; the rest of it will not be put to them.
        evicted: Option<Message>,
    },
    /// It came before.
    Duplicate,
}

/// Puts the parts of messages together: in any order, of several messages at a time, and though some come twice or not
/// at all. What it holds is bounded.
///
/// Parts belong together if they have sender, reference and total in common, and the service centre got them within an
/// hour ([`with_window`](Self::with_window)): references are used again. A part that differs from the one of the same
/// number begins another message.
///
/// It has no clock: who calls may say what time it is, and have [expired](Self::expire) what is too old.
#[derive(Clone, Debug)]
pub struct Reassembler {
    /// Oldest first.
    pending: VecDeque<Pending>,
    /// The parts of messages that were completed last, which may come again.
    completed: VecDeque<Deliver>,
    capacity: usize,
    window: Duration,
}

/// Parts that wait for others.
#[derive(Clone, Debug)]
struct Pending {
    key: Concatenation,
    message: Message,
    /// When the last part came.
    at: Option<Duration>,
}

/// How many parts of completed messages are remembered.
const COMPLETED: usize = 64;

impl Default for Reassembler {
    fn default() -> Self {
        Self::new()
    }
}

impl Reassembler {
    /// One that holds up to 1024 parts.
    ///
    /// ```
    /// use simcard::sms::{Deliver, Reassembler, Received, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert!(matches!(Reassembler::new().push(message, None), Received::Whole(_))); // of one part
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn new() -> Self {
        Self {
            pending: VecDeque::new(),
            completed: VecDeque::new(),
            capacity: 1024,
            window: Duration::from_secs(3600),
        }
    }

    /// The same, holding so many parts. A message of more is never whole.
    ///
    /// ```
    /// use simcard::sms::Reassembler;
    ///
    /// let reassembler = Reassembler::new().with_capacity(64);
    /// assert_eq!(reassembler.pending().count(), 0);
    /// ```
    pub const fn with_capacity(mut self, parts: usize) -> Self {
        self.capacity = parts;
        self
    }

    /// The same, with another time within which the service centre got the parts of one message.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::sms::{Composer, Deliver, Reassembler, Received, Timestamp};
    ///
    /// let mut reassembler = Reassembler::new().with_window(Duration::from_secs(60));
    /// for (part, minute) in Composer::new("123".parse()?).compose(&"a".repeat(161))?.into_iter().zip([36, 38]) {
    ///     let time = Timestamp::new(2026, 11, 22, 17, minute, 40, 0)?;
    ///     let received = reassembler.push(Deliver::new("123".parse()?, time, part.user_data), None);
    ///     assert!(matches!(received, Received::Part { have: 1, .. })); // two minutes are too many
    /// }
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Takes a message that came; `now` is the time on any clock, if there is one.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Received, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// assert!(matches!(reassembler.push(deliver(1)?, None), Received::Part { have: 1, total: 2, .. }));
    /// assert_eq!(reassembler.push(deliver(1)?, None), Received::Duplicate);
    /// assert!(matches!(reassembler.push(deliver(0)?, None), Received::Whole(_)));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn push(&mut self, part: Deliver, now: Option<Duration>) -> Received {
        let key = match part.user_data.concatenation() {
            Some(key) if key.total > 1 => key,
            _ => return Received::Whole(Message::new(1, 1, part)),
        };
        if self.completed.iter().any(|other| is_same(other, &part)) {
            return Received::Duplicate;
        }
        // The newest that it may belong to.
        let place = self.pending.iter().rposition(|pending| pending.takes(&key, &part, self.window));
        let Some(place) = place else {
            return self.begin(key, part, now);
        };
        let Some(pending) = self.pending.get_mut(place) else {
            return self.begin(key, part, now);
        };
        if pending.message.parts.contains_key(&key.sequence) {
            return Received::Duplicate;
        }
        pending.at = now.or(pending.at);
        pending.message.parts.insert(key.sequence, part);
        let have = u8::try_from(pending.message.parts.len()).unwrap_or(u8::MAX);
        if !pending.message.is_complete() {
            let evicted = self.make_room(place);
            return Received::Part { have, total: key.total, evicted };
        }
        match self.pending.remove(place) {
            Some(Pending { message, .. }) => {
                for part in message.parts() {
                    if self.completed.len() >= COMPLETED {
                        self.completed.pop_front();
                    }
                    self.completed.push_back(part.clone());
                }
                Received::Whole(message)
            }
            // it was there a moment ago
            None => Received::Duplicate,
        }
    }

    fn begin(&mut self, key: Concatenation, part: Deliver, now: Option<Duration>) -> Received {
        let message = Message::new(key.total, key.sequence, part);
        self.pending.push_back(Pending { key, message, at: now });
        let evicted = self.make_room(self.pending.len().saturating_sub(1));
        Received::Part { have: 1, total: key.total, evicted }
    }

    /// If there is more than may be, the oldest message goes, but rather another one than that at `keep`. One goes at
    /// most, for at most one part has come.
    fn make_room(&mut self, keep: usize) -> Option<Message> {
        let held: usize = self.pending.iter().map(|pending| pending.message.parts.len()).sum();
        if held <= self.capacity {
            return None;
        }
        let oldest = if keep == 0 && self.pending.len() > 1 { 1 } else { 0 };
        self.pending.remove(oldest).map(|pending| pending.message)
    }

    /// The messages of which parts are missing, oldest first.
    ///
    /// ```
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(1)?, None);
    /// assert_eq!(reassembler.pending().count(), 1);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn pending(&self) -> impl Iterator<Item = &Message> {
        self.pending.iter().map(|pending| &pending.message)
    }

    /// Takes out the messages whose last part came `age` or longer before `now`. Those for which no time was told stay.
    ///
    /// ```
    /// use core::time::Duration;
    /// # use simcard::sms::{Composer, Deliver, Reassembler, Timestamp};
    /// #
    /// # let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// # let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// # let deliver = |part: usize| Ok(Deliver::new("123".parse()?, time, parts[part].user_data.clone()));
    /// # let mut reassembler = Reassembler::new();
    /// reassembler.push(deliver(1)?, Some(Duration::ZERO));
    /// let hour = Duration::from_secs(3_600);
    /// assert_eq!(reassembler.expire(hour, hour).len(), 1);
    /// assert_eq!(reassembler.pending().count(), 0);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn expire(&mut self, now: Duration, age: Duration) -> Vec<Message> {
        let is_old = |pending: &Pending| {
            pending.at.is_some_and(|at| now.checked_sub(at).is_some_and(|since| since >= age))
        };
        let (old, rest) = self.pending.drain(..).partition(is_old);
        self.pending = rest;
        let old: VecDeque<Pending> = old;
        old.into_iter().map(|pending| pending.message).collect()
    }
}

impl Pending {
    /// Whether a part may belong to this message, or is there already.
    fn takes(&self, key: &Concatenation, part: &Deliver, window: Duration) -> bool {
        if (self.key.reference, self.key.total) != (key.reference, key.total)
            || self.message.originator() != Some(&part.originator)
        {
            return false;
        }
        let near = self.message.parts().all(|other| {
            match (other.timestamp.unix_seconds(), part.timestamp.unix_seconds()) {
                (Some(one), Some(other)) => Duration::from_secs(one.abs_diff(other)) <= window,
                // times that are none tell nothing
                _ => true,
            }
        });
        let same = match self.message.parts.get(&key.sequence) {
            Some(other) => other.user_data == part.user_data,
            None => true,
        };
        near && same
    }
}

/// Whether the same message came again; what the service centre has more of may have changed.
fn is_same(one: &Deliver, other: &Deliver) -> bool {
    one.originator == other.originator && one.timestamp == other.timestamp && one.user_data == other.user_data
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::super::{Composer, Header, Reference, UserData};
    use super::*;
    use crate::codec::gsm7::Alphabet;

    fn composed(text: &str, reference: u8) -> Vec<UserData> {
        let composer = Composer::new("123".parse().unwrap()).with_reference(Reference::Eight(reference));
        composer.compose(text).unwrap().into_iter().map(|part| part.user_data).collect()
    }

    /// A message from this sender, which the service centre got at this minute.
    fn deliver(from: &str, minute: i64, user_data: &UserData) -> Deliver {
        let time = Timestamp::from_unix(1_795_365_400 + minute * 60, 0).unwrap();
        Deliver::new(from.parse().unwrap(), time, user_data.clone())
    }

    fn part(received: Received) -> (u8, u8) {
        let Received::Part { have, total, evicted: None } = received else { panic!("{received:?}") };
        (have, total)
    }

    fn whole(received: Received) -> String {
        let Received::Whole(message) = received else { panic!("{received:?}") };
        assert!(message.is_complete());
        message.text().unwrap()
    }

    const LONG: &str = "The quick brown fox jumps over the lazy dog. ";

    #[test]
    fn parts_come_in_any_order_and_twice() {
        let text = LONG.repeat(9);
        let parts = composed(&text, 7);
        assert_eq!(parts.len(), 3);
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut reassembler = Reassembler::new();
            assert_eq!(part(reassembler.push(deliver("123", 0, &parts[order[0]]), None)), (1, 3));
            assert_eq!(reassembler.push(deliver("123", 0, &parts[order[0]]), None), Received::Duplicate);
            assert_eq!(part(reassembler.push(deliver("123", 1, &parts[order[1]]), None)), (2, 3));
            let missing: Vec<_> = reassembler.pending().flat_map(Message::missing).collect();
            assert_eq!(missing, [order[2] as u8 + 1]);
            assert_eq!(reassembler.pending().next().unwrap().text(), None);
            assert_eq!(whole(reassembler.push(deliver("123", 2, &parts[order[2]]), None)), text);
            assert_eq!(reassembler.pending().count(), 0);
            // the last one once more
            assert_eq!(reassembler.push(deliver("123", 2, &parts[order[2]]), None), Received::Duplicate);
            assert_eq!(reassembler.pending().count(), 0);
        }
    }

    #[test]
    fn one_part_is_whole() {
        let mut reassembler = Reassembler::new();
        let alone = composed("Hello", 7);
        assert_eq!(whole(reassembler.push(deliver("123", 0, &alone[0]), None)), "Hello");
        // twice the same text may be meant
        assert_eq!(whole(reassembler.push(deliver("123", 0, &alone[0]), None)), "Hello");
        let header = Header::new().with_concatenation(Concatenation {
            reference: Reference::Eight(1),
            total: 1,
            sequence: 1,
        });
        let one = UserData::from_text("one", SmsDcs::GSM7, &Alphabet::DEFAULT, &header).unwrap();
        assert_eq!(whole(reassembler.push(deliver("123", 0, &one), None)), "one");
    }

    #[test]
    fn senders_and_references_are_kept_apart() {
        let (one, other) = ("1".repeat(200), "2".repeat(200));
        let (a, b) = (composed(&one, 7), composed(&other, 7));
        let mut reassembler = Reassembler::new();
        part(reassembler.push(deliver("111", 0, &a[0]), None));
        part(reassembler.push(deliver("222", 0, &b[0]), None));
        part(reassembler.push(deliver("111", 0, &composed(&other, 8)[1]), None));
        assert_eq!(whole(reassembler.push(deliver("222", 0, &b[1]), None)), other);
        assert_eq!(whole(reassembler.push(deliver("111", 0, &a[1]), None)), one);
        assert_eq!(reassembler.pending().count(), 1);
        // eight bits are not sixteen
        let wide = Composer::new("123".parse().unwrap()).with_reference(Reference::Sixteen(8));
        let wide = wide.compose(&other).unwrap();
        part(reassembler.push(deliver("111", 0, &wide[0].user_data), None));
        assert_eq!(reassembler.pending().count(), 2);
    }

    #[test]
    fn references_are_used_again() {
        let (one, other) = ("1".repeat(200), "2".repeat(200));
        let (a, b) = (composed(&one, 7), composed(&other, 7));
        // two hours later: not the second part of the first message
        let mut reassembler = Reassembler::new();
        part(reassembler.push(deliver("123", 0, &a[0]), None));
        part(reassembler.push(deliver("123", 120, &b[1]), None));
        assert_eq!(whole(reassembler.push(deliver("123", 120, &b[0]), None)), other);
        assert_eq!(whole(reassembler.push(deliver("123", 1, &a[1]), None)), one);
        // at once: a first part that differs begins another message, and what follows belongs to that
        part(reassembler.push(deliver("123", 300, &a[0]), None));
        part(reassembler.push(deliver("123", 301, &b[0]), None));
        assert_eq!(whole(reassembler.push(deliver("123", 301, &b[1]), None)), other);
        assert_eq!(reassembler.pending().count(), 1);
        // and after it was complete
        assert_eq!(whole(reassembler.push(deliver("123", 302, &a[1]), None)), one);
    }

    #[test]
    fn it_holds_no_more_than_it_may() {
        let mut reassembler = Reassembler::new().with_capacity(3);
        let parts = composed(&LONG.repeat(20), 7);
        for (index, sender) in ["1", "2", "3"].into_iter().enumerate() {
            part(reassembler.push(deliver(sender, 0, &parts[index]), None));
        }
        let Received::Part { evicted: Some(message), .. } =
            reassembler.push(deliver("4", 0, &parts[0]), None)
        else {
            panic!("nothing was evicted")
        };
        assert_eq!(
            (message.originator().unwrap().to_string(), message.missing().count()),
            ("1".into(), parts.len() - 1)
        );
        // the oldest one takes a part: the next one goes
        let Received::Part { evicted: Some(message), have: 2, .. } =
            reassembler.push(deliver("2", 0, &parts[0]), None)
        else {
            panic!("nothing was evicted")
        };
        assert_eq!(message.originator().unwrap().to_string(), "3");
        // a message that can't be held
        let mut reassembler = Reassembler::new().with_capacity(1);
        for part in &parts {
            assert!(!matches!(reassembler.push(deliver("1", 0, part), None), Received::Whole(_)));
            assert!(reassembler.pending().map(|message| message.parts().count()).sum::<usize>() <= 1);
        }
        assert!(matches!(
            Reassembler::new().with_capacity(0).push(deliver("1", 0, &parts[0]), None),
            Received::Part { evicted: Some(_), .. }
        ));
    }

    #[test]
    fn what_is_old_expires() {
        let seconds = Duration::from_secs;
        let mut reassembler = Reassembler::new();
        let parts = composed(&LONG.repeat(9), 7);
        reassembler.push(deliver("1", 0, &parts[0]), Some(seconds(100)));
        reassembler.push(deliver("2", 0, &parts[0]), Some(seconds(150)));
        reassembler.push(deliver("3", 0, &parts[0]), None);
        reassembler.push(deliver("1", 0, &parts[1]), Some(seconds(160)));
        assert!(reassembler.expire(seconds(50), seconds(10)).is_empty());
        let old = reassembler.expire(seconds(165), seconds(10));
        assert_eq!(
            old.iter().map(|message| message.originator().unwrap().to_string()).collect::<Vec<_>>(),
            ["2"]
        );
        assert_eq!(reassembler.expire(seconds(1000), seconds(10)).len(), 1);
        assert_eq!(reassembler.pending().count(), 1);
    }

    // Some senders cut wherever the bytes end.
    #[test]
    fn characters_that_were_cut_in_two() {
        let header = |sequence| {
            Header::new().with_concatenation(Concatenation {
                reference: Reference::Eight(9),
                total: 2,
                sequence,
            })
        };
        let join = |parts: [UserData; 2]| {
            let mut reassembler = Reassembler::new();
            reassembler.push(deliver("1", 0, &parts[0]), None);
            whole(reassembler.push(deliver("1", 0, &parts[1]), None))
        };
        let ucs2 =
            |bytes: &[u8], sequence| UserData::from_bytes(bytes, SmsDcs::UCS2, &header(sequence)).unwrap();
        assert_eq!(join([ucs2(&[0x00, 0x41, 0xD8, 0x3D], 1), ucs2(&[0xDC, 0xF1], 2)]), "A\u{1F4F1}");
        let gsm7 = |septets: &[u8], sequence| {
            UserData::from_septets(septets, SmsDcs::GSM7, &header(sequence)).unwrap()
        };
        assert_eq!(join([gsm7(&[0x41, 0x1B], 1), gsm7(&[0x65], 2)]), "A€");
        // parts in different codings
        assert_eq!(join([gsm7(&[0x41], 1), ucs2(&[0x04, 0x11], 2)]), "AБ");
    }

    #[test]
    fn data_in_parts() {
        let data: Vec<u8> = (0..=255).collect();
        let parts = Composer::new("123".parse().unwrap()).compose_data(&data).unwrap();
        let mut reassembler = Reassembler::new();
        part(reassembler.push(deliver("1", 0, &parts[1].user_data), None));
        let Received::Whole(message) = reassembler.push(deliver("1", 0, &parts[0].user_data), None) else {
            panic!("not whole")
        };
        assert_eq!((message.text(), message.data()), (None, Some(data)));
        assert_eq!(message.coding(), Some(SmsDcs::EIGHT_BIT));
    }

    proptest! {
        #[test]
        fn any_text_in_any_order(text in "\\PC{1,400}", seed: u64) {
            let parts = composed(&text, 1);
            let mut order: Vec<usize> = (0..parts.len()).collect();
            order.sort_by_key(|index| seed.rotate_left(*index as u32 * 7) ^ (*index as u64).wrapping_mul(seed));
            let mut reassembler = Reassembler::new();
            let (last, before) = order.split_last().unwrap();
            for index in before {
                part(reassembler.push(deliver("1", 0, &parts[*index]), None));
            }
            prop_assert_eq!(whole(reassembler.push(deliver("1", 0, &parts[*last]), None)), text);
        }

        #[test]
        fn anything_may_come(messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..20), 0..60)) {
            let mut reassembler = Reassembler::new().with_capacity(10);
            for bytes in messages {
                // a few references and totals, so that parts meet
                let header = Header::new().with_concatenation(Concatenation {
                    reference: Reference::Eight(bytes[0] & 1),
                    total: 3,
                    sequence: bytes[0] >> 1 & 3,
                });
                let data = UserData::from_bytes(&bytes, SmsDcs(bytes[0]), &header).unwrap();
                reassembler.push(deliver("1", i64::from(bytes[0] >> 4) * 20, &data), None);
                let held: usize = reassembler.pending().map(|message| message.parts().count()).sum();
                prop_assert!(held <= 10);
                prop_assert!(reassembler.completed.len() <= COMPLETED);
            }
        }
    }
}
