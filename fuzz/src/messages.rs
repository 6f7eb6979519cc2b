//! Short messages that come in parts, and those that are stored.

use std::time::Duration;

use arbitrary::Arbitrary;
use simcard::codec::dcs::SmsDcs;
use simcard::codec::gsm7::Alphabet;
use simcard::network::{StoredMessage, StoredStatus};
use simcard::sms::{
    Concatenation, Deliver, Direction, Header, Message, Reassembler, Received, Reference, Timestamp, Tpdu,
    UserData,
};

use super::structured;

/// What comes to a phone.
#[derive(Arbitrary, Debug)]
struct Post<'a> {
    capacity: u8,
    comes: Vec<Comes<'a>>,
}

#[derive(Arbitrary, Debug)]
enum Comes<'a> {
    Part(Part),
    /// One of those that came before.
    Again(u8),
    /// Any message.
    Raw(&'a [u8]),
    /// Nothing for so many seconds, after which what is older than so many is given up.
    Later {
        seconds: u16,
        age: u16,
    },
}

#[derive(Arbitrary, Debug)]
struct Part {
    sender: bool,
    wide: bool,
    reference: u8,
    total: u8,
    sequence: u8,
    minute: u8,
    text: Text,
}

#[derive(Arbitrary, Debug)]
enum Text {
    /// So many of this letter.
    Gsm7 {
        letter: u8,
        count: u8,
    },
    Ucs2 {
        letter: u8,
        count: u8,
    },
    Bytes {
        value: u8,
        count: u8,
    },
}

impl Part {
    fn deliver(&self) -> Option<Deliver> {
        let reference = match self.wide {
            true => Reference::Sixteen(u16::from(self.reference % 4)),
            false => Reference::Eight(self.reference % 4),
        };
        let part = Concatenation { reference, total: self.total % 6, sequence: self.sequence % 7 };
        let header = Header::new().with_concatenation(part);
        let letter = |letter: u8| char::from(b'a' + letter % 26);
        let text = |letter: char, count: u8| letter.to_string().repeat(usize::from(count) % 40);
        let gsm = &Alphabet::DEFAULT;
        let data = match self.text {
            Text::Gsm7 { letter: l, count } => {
                UserData::from_text(&text(letter(l), count), SmsDcs::GSM7, gsm, &header)
            }
            Text::Ucs2 { letter: l, count } => {
                UserData::from_text(&text(letter(l), count), SmsDcs::UCS2, gsm, &header)
            }
            Text::Bytes { value, count } => {
                UserData::from_bytes(&vec![value; usize::from(count) % 40], SmsDcs::EIGHT_BIT, &header)
            }
        };
        let sender = if self.sender { "+447700900001" } else { "12345" };
        let time = Timestamp::from_unix(1_795_365_400 + 60 * i64::from(self.minute), 0).expect("a time");
        Some(Deliver::new(sender.parse().expect("a number"), time, data.ok()?))
    }
}

/// Parts of messages that come in any order, some twice and some never: a whole message is made of parts that came, each once,
/// which belong together, and its text is theirs. A stored message is written as it was read.
pub fn sms_parts(data: &[u8]) {
    const MOST: usize = 64;
    let Some(Post { capacity, comes }) = structured(data) else { return };
    let capacity = usize::from(capacity % 16);
    let mut reassembler = Reassembler::new().with_capacity(capacity);
    let mut now = Duration::ZERO;
    let mut came: Vec<Deliver> = Vec::new();
    // what whole messages are made of so far
    let mut used: Vec<Deliver> = Vec::new();
    for comes in comes.into_iter().take(MOST) {
        let part = match comes {
            Comes::Part(part) => part.deliver(),
            Comes::Again(which) => came.get(usize::from(which)).cloned(),
            Comes::Raw(bytes) => {
                stored(bytes);
                match Tpdu::decode(Direction::ToMobile, bytes) {
                    Ok(Tpdu::Deliver(message)) => Some(message),
                    _ => None,
                }
            }
            Comes::Later { seconds, age } => {
                now += Duration::from_secs(seconds.into());
                let held = reassembler.pending().count();
                let expired = reassembler.expire(now, Duration::from_secs(age.into()));
                assert_eq!(expired.len() + reassembler.pending().count(), held);
                assert!(expired.iter().all(|message| !message.is_complete()));
                None
            }
        };
        let Some(part) = part else { continue };
        came.push(part.clone());
        match reassembler.push(part, Some(now)) {
            Received::Whole(message) => {
                check(&message);
                for part in message.parts() {
                    used.push(part.clone());
                    let count = |all: &[Deliver]| all.iter().filter(|other| *other == part).count();
                    assert!(count(&used) <= count(&came), "a part was used twice");
                }
            }
            Received::Part { have, total, evicted } => {
                assert!(have >= 1 && have < total);
                assert!(evicted.is_none_or(|message| !message.is_complete()));
            }
            Received::Duplicate => assert!(came.len() > 1),
        }
        let held: usize = reassembler.pending().map(|message| message.parts().count()).sum();
        assert!(held <= capacity);
        for message in reassembler.pending() {
            assert_eq!(message.parts().count() + message.missing().count(), usize::from(message.total()));
            assert_eq!((message.text(), message.data()), (None, None));
        }
    }
}

/// A whole message.
fn check(message: &Message) {
    assert!(message.is_complete() && message.missing().next().is_none());
    let parts: Vec<&Deliver> = message.parts().collect();
    assert_eq!(parts.len(), usize::from(message.total()));
    if let [_, _, ..] = parts[..] {
        let first = parts[0].user_data.concatenation().expect("a part");
        for (part, sequence) in parts.iter().zip(1..) {
            let of = part.user_data.concatenation().expect("a part");
            assert_eq!(of, Concatenation { sequence, ..first });
            assert_eq!(Some(&part.originator), message.originator());
            let times = [parts[0], part].map(|part| part.timestamp.unix_seconds());
            if let [Some(one), Some(other)] = times {
                assert!(one.abs_diff(other) <= 3600, "too far from one another");
            }
        }
    }
    let texts: Option<String> = parts.iter().map(|part| part.text()).collect();
    if let (Some(text), Some(texts)) = (message.text(), texts) {
        // what a sender cut in two reads otherwise in two
        let cut = |text: &str| text.contains(['\u{FFFD}', ' ']);
        assert!(text == texts || cut(&texts), "{text:?} is not {texts:?}");
    }
}

/// A message as a modem or a card stores it.
fn stored(bytes: &[u8]) {
    for status in [StoredStatus::Unread, StoredStatus::Unsent] {
        let message = StoredMessage::new(1, status, bytes.to_vec());
        if let Ok(pdu) = &message.pdu {
            assert_eq!(pdu.encode(), bytes);
            assert!(message.text().is_none_or(|text| text.len() <= 4 * bytes.len()));
        } else {
            assert_eq!(message.text(), None);
        }
    }
}
