use super::Fault;
use crate::apdu::{Class, Instruction};
use crate::transport::Level;

/// A command as an instruction sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub class: Class,
    pub instruction: Instruction,
    /// The logical channel that the class names.
    pub channel: u8,
    pub p1: u8,
    pub p2: u8,
    /// Command data.
    pub data: &'a [u8],
    pub le: Le,
    /// How it came.
    pub level: Level,
}

/// How many response bytes a command asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Le {
    /// None.
    Absent,
    /// Coded as 0: up to this many.
    UpTo(usize),
    /// This many.
    Exactly(usize),
}

/// Which way the data of an instruction goes. Below T=0 the card has to know, since P3 can be Lc or Le.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the card: cases 1, 3 and 4.
    In,
    /// From the card: case 2.
    Out,
    /// Either, as P2 says: with data it is to the card.
    Both,
}

impl<'a> Request<'a> {
    /// Whether this is a command of a GSM card.
    pub const fn is_gsm(&self) -> bool {
        self.class.is_gsm()
    }

    /// Checks that the command data are `wanted` bytes.
    pub fn expect_data(&self, wanted: usize) -> Result<(), Fault> {
        match self.data.len() == wanted {
            true => Ok(()),
            // A GSM card says how many it wants (3GPP TS 51.011 9.4.6).
            false if self.is_gsm() => Err(Fault::Le(wanted)),
            false => Err(Fault::Length),
        }
    }

    /// Checks that exactly `available` bytes were asked for, or, above T=0, any number that has room for them where
    /// `more` says that this is no error.
    pub fn expect_exactly(&self, available: usize, more: bool) -> Result<(), Fault> {
        let fits = match (self.le, self.level) {
            (Le::Absent, _) => return Err(Fault::Length),
            (Le::UpTo(n) | Le::Exactly(n), Level::Tpdu) => n == available,
            (Le::UpTo(n), Level::Apdu) => available <= n,
            (Le::Exactly(n), Level::Apdu) => n == available || more && n > available,
        };
        if fits { Ok(()) } else { Err(Fault::Le(available)) }
    }
}

/// Reads what follows the four bytes of the header.
pub(super) fn body(level: Level, direction: Direction, rest: &[u8]) -> Result<(&[u8], Le), Fault> {
    match level {
        Level::Tpdu => tpdu_body(direction, rest),
        Level::Apdu => {
            let (data, le) = apdu_body(rest).ok_or(Fault::Length)?;
            if direction == Direction::Out && !data.is_empty() {
                return Err(Fault::Length);
            }
            Ok((data, le))
        }
    }
}

/// P3 and, when it is Lc, as many bytes and no more (ISO 7816-3 10.3.2). A missing P3 is 00.
fn tpdu_body(direction: Direction, rest: &[u8]) -> Result<(&[u8], Le), Fault> {
    let (p3, data) = rest.split_first().map_or((0, rest), |(p3, data)| (*p3, data));
    match direction {
        Direction::In | Direction::Both if data.len() == usize::from(p3) => Ok((data, Le::Absent)),
        Direction::Out | Direction::Both if data.is_empty() => Ok((data, short_le(p3))),
        _ => Err(Fault::Length),
    }
}

/// The short and extended forms of ISO 7816-3 12.1.3.
fn apdu_body(rest: &[u8]) -> Option<(&[u8], Le)> {
    match rest {
        [] => Some((rest, Le::Absent)),
        [le] => Some((&[], short_le(*le))),
        [0, high, low] => Some((&[], extended_le(*high, *low))),
        [0, high, low, tail @ ..] => {
            let len = usize::from(u16::from_be_bytes([*high, *low]));
            let (data, le) = tail.split_at_checked(len)?;
            match (len, le) {
                (0, _) => None,
                (_, []) => Some((data, Le::Absent)),
                (_, [high, low]) => Some((data, extended_le(*high, *low))),
                _ => None,
            }
        }
        [lc, tail @ ..] => {
            let (data, le) = tail.split_at_checked(usize::from(*lc))?;
            match le {
                [] if *lc != 0 => Some((data, Le::Absent)),
                [le] if *lc != 0 => Some((data, short_le(*le))),
                _ => None,
            }
        }
    }
}

fn short_le(le: u8) -> Le {
    if le == 0 { Le::UpTo(256) } else { Le::Exactly(usize::from(le)) }
}

fn extended_le(high: u8, low: u8) -> Le {
    match u16::from_be_bytes([high, low]) {
        0 => Le::UpTo(65_536),
        le => Le::Exactly(usize::from(le)),
    }
}
