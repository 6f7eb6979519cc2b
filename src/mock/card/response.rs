use alloc::vec::Vec;

use super::{Fault, Le, Outcome, Request, Running, VirtualCard};
use crate::apdu::StatusWord;
use crate::transport::Level;

/// What a command that worked answers. Data lies in the card's answer buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// No data.
    Nothing,
    /// Data that the command came for (case 2).
    Data,
    /// The same, ending in this status word.
    Warning(StatusWord),
    /// Data after data (case 4): below T=0 it has to be fetched. Other than `9000`, a status word.
    Fetch(Option<StatusWord>),
    /// A part of what had to be fetched.
    Part {
        /// The first byte.
        from: usize,
        /// How many.
        len: usize,
    },
    /// A status word by itself.
    Status(StatusWord),
}

/// Response data that waits for GET RESPONSE.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    channel: u8,
    gsm: bool,
    /// Bytes fetched so far.
    from: usize,
}

impl VirtualCard {
    /// Writes the data of a reply and gives the status word to end with.
    pub(super) fn reply(&mut self, request: &Request<'_>, reply: Reply, out: &mut Vec<u8>) -> StatusWord {
        match reply {
            Reply::Nothing => self.success(),
            Reply::Status(status) => status,
            Reply::Data => {
                out.extend_from_slice(&self.answer);
                self.success()
            }
            Reply::Warning(status) => {
                out.extend_from_slice(&self.answer);
                status
            }
            Reply::Part { from, len } => {
                out.extend(self.answer.iter().skip(from).take(len));
                match self.pending {
                    Some(pending) => self.more(pending),
                    None => self.success(),
                }
            }
            Reply::Fetch(warning) => {
                // Whole APDUs bring the data at once. A GSM card below them says 9Fxx to a case 3 as ever.
                let in_two_steps =
                    request.level == Level::Tpdu || request.is_gsm() && request.le == Le::Absent;
                if in_two_steps && !self.quirks.data_at_once && !self.answer.is_empty() {
                    let pending = Pending { channel: request.channel, gsm: request.is_gsm(), from: 0 };
                    self.pending = Some(pending);
                    return warning.unwrap_or_else(|| self.more(pending));
                }
                let wanted = match request.le {
                    Le::UpTo(n) | Le::Exactly(n) => n,
                    Le::Absent if in_two_steps => usize::MAX,
                    Le::Absent => 0,
                };
                out.extend(self.answer.iter().take(wanted));
                warning.unwrap_or_else(|| self.success())
            }
        }
    }

    /// `9000`, or `91xx` while proactive commands wait.
    fn success(&mut self) -> StatusWord {
        match self.proactive.answers.checked_sub(1) {
            // what a toolkit application has to say
            None => match self.applet.as_ref().and_then(Running::announces) {
                Some(len) => StatusWord::new(u16::from_be_bytes([0x91, len])),
                None => StatusWord::OK,
            },
            Some(left) => {
                self.proactive.answers = left;
                StatusWord::new(u16::from_be_bytes([0x91, self.proactive.len]))
            }
        }
    }

    /// `61xx` or `9Fxx` with what is left, 00 for 256 and more.
    fn more(&self, pending: Pending) -> StatusWord {
        let left = u8::try_from(self.answer.len().saturating_sub(pending.from)).unwrap_or(0);
        StatusWord::new(u16::from_be_bytes([if pending.gsm { 0x9F } else { 0x61 }, left]))
    }

    /// GET RESPONSE (ETSI TS 102 221 12.1.1, 3GPP TS 51.011 9.2.18). P3 may be less than what there is, not more.
    pub(super) fn get_response(&mut self, request: &Request<'_>) -> Outcome {
        if request.level == Level::Apdu && !request.is_gsm() {
            return Err(Fault::Instruction);
        }
        if self.quirks.endless_61 {
            return Ok(Reply::Status(StatusWord::new(0x6100)));
        }
        let ours = |pending: &Pending| pending.channel == request.channel && pending.gsm == request.is_gsm();
        let Some(pending) = self.pending.filter(ours) else {
            self.pending = None;
            return Err(Fault::NothingPending);
        };
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        let left = self.answer.len().saturating_sub(pending.from);
        let len = match request.le {
            Le::UpTo(_) if request.level == Level::Apdu => left.min(256),
            Le::UpTo(n) | Le::Exactly(n) if n <= left => n,
            Le::UpTo(_) | Le::Exactly(_) => return Err(Fault::Le(left)),
            Le::Absent => return Err(Fault::Length),
        };
        let from = pending.from.saturating_add(len);
        // A GSM card forgets the rest; a UICC keeps it for the next GET RESPONSE.
        self.pending = (from < self.answer.len() && !pending.gsm).then_some(Pending { from, ..pending });
        Ok(Reply::Part { from: pending.from, len })
    }
}
