use super::super::file::{Body, Records};
use super::{Fault, Outcome, Reply, Request, VirtualCard};

/// Where in a record a search string is looked for.
#[derive(Clone, Copy)]
enum From {
    /// From this byte on; the first is 0.
    Offset(u8),
    /// Behind the first byte with this value.
    Value(u8),
}

impl From {
    fn part(self, record: &[u8]) -> &[u8] {
        let start = match self {
            Self::Offset(offset) => Some(usize::from(offset)),
            Self::Value(value) => {
                record.iter().position(|byte| *byte == value).and_then(|at| at.checked_add(1))
            }
        };
        start.and_then(|start| record.get(start..)).unwrap_or_default()
    }
}

/// Which records are searched, in which order.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    backward: bool,
}

impl Span {
    /// The numbers of the records with this property.
    fn hits<'a>(
        self,
        records: &'a Records,
        matches: impl Fn(&[u8]) -> bool + 'a,
    ) -> impl Iterator<Item = u8> + 'a {
        let count = records.count();
        let left =
            if self.backward { self.start } else { count.saturating_add(1).saturating_sub(self.start) };
        (0..left)
            .map(move |step| match self.backward {
                true => self.start.saturating_sub(step),
                false => self.start.saturating_add(step),
            })
            .filter(move |number| records.get(*number).is_some_and(&matches))
            .filter_map(|number| u8::try_from(number).ok())
    }
}

impl VirtualCard {
    /// SEARCH RECORD (ETSI TS 102 221 11.1.7): the numbers of all records that hold a search string, from a record on,
    /// forward or backward. The first of them becomes the current record.
    pub(super) fn search_record(&mut self, request: &Request<'_>) -> Outcome {
        let ef = self.record_ef(request)?;
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        let (Body::LinearFixed(records) | Body::Cyclic(records)) = file.body() else {
            return Err(Fault::Incompatible);
        };
        self.usable(ef.id, file.conditions().read)?;
        let pointer = self.pointer(request.channel, ef);
        let (span, from, wanted) = self.search(request, records, pointer)?;
        if wanted.is_empty() || wanted.len() > records.record_len() {
            return Err(Fault::Length);
        }
        let holds = |record: &[u8]| from.part(record).windows(wanted.len()).any(|window| window == wanted);
        let hits = span.hits(records, holds);
        self.answer.extend(hits);
        let first = *self.answer.first().ok_or(Fault::PatternNotFound)?;
        self.used(request.channel, ef)?;
        self.channel_mut(request.channel)?.record = usize::from(first);
        Ok(Reply::Fetch(None))
    }

    /// What P1, P2 and, of an enhanced search, the two bytes before the string say (tables 11.14 to 11.16).
    fn search<'a>(
        &self,
        request: &Request<'a>,
        records: &Records,
        pointer: usize,
    ) -> Result<(Span, From, &'a [u8]), Fault> {
        let (mode, from, wanted) = match (request.p2 & 0x07, request.data) {
            (mode @ (0x04 | 0x05), wanted) => (mode, From::Offset(0), wanted),
            (0x06, [indication @ 0x00..=0x0F, byte, wanted @ ..]) => {
                let from = if indication & 0x08 == 0 { From::Offset(*byte) } else { From::Value(*byte) };
                (indication & 0x07, from, wanted)
            }
            (0x06, [_, _, ..]) => return Err(Fault::Data),
            (0x06, _) => return Err(Fault::Length),
            _ => return Err(Fault::Parameters),
        };
        let count = records.count();
        let given = if request.p1 == 0 { pointer } else { usize::from(request.p1) };
        let span = match mode {
            0x04 | 0x05 => Span { start: given, backward: mode == 0x05 },
            // Next and previous count from the current record: P1 is not looked at.
            0x06 => Span { start: pointer.saturating_add(1), backward: false },
            0x07 if pointer == 0 => Span { start: count, backward: true },
            0x07 => Span { start: pointer.saturating_sub(1), backward: true },
            _ => return Err(Fault::Data),
        };
        match (mode, span.start) {
            (0x04 | 0x05, start) if start == 0 || start > count => Err(Fault::RecordNotFound),
            _ => Ok((span, from, wanted)),
        }
    }

    /// SEEK (3GPP TS 51.011 8.7 and 9.2.7): the next record of a list that begins with a pattern of 1 to 16 bytes
    /// becomes the current one. Type 2 answers its number.
    pub(super) fn seek(&mut self, request: &Request<'_>) -> Outcome {
        if request.p1 != 0 || request.p2 & 0xEC != 0 {
            return Err(Fault::Parameters);
        }
        let ef = self.current_ef(request)?;
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        let Body::LinearFixed(records) = file.body() else { return Err(Fault::Incompatible) };
        self.usable(ef.id, file.conditions().read)?;
        let longest = records.record_len().min(16);
        if request.data.is_empty() || request.data.len() > longest {
            return Err(Fault::Le(longest));
        }
        let pointer = self.pointer(request.channel, ef);
        let span = match request.p2 & 0x03 {
            0x00 => Span { start: 1, backward: false },
            0x01 => Span { start: records.count(), backward: true },
            0x02 => Span { start: pointer.saturating_add(1), backward: false },
            _ if pointer == 0 => Span { start: records.count(), backward: true },
            _ => Span { start: pointer.saturating_sub(1), backward: true },
        };
        let found = span.hits(records, |record| record.starts_with(request.data)).next();
        let number = found.ok_or(Fault::PatternNotFound)?;
        self.channel_mut(request.channel)?.record = usize::from(number);
        if request.p2 & 0x10 == 0 {
            return Ok(Reply::Nothing);
        }
        self.answer.push(number);
        Ok(Reply::Fetch(None))
    }
}
