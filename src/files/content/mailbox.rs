//! What waits for the user elsewhere: messages in mailboxes, and calls that are forwarded.

use alloc::vec::Vec;

use super::dialing::none_if_ff;
use super::{Bytes, Content, NumberField, not_blank, with_rest};
use crate::codec::{DecodeError, EncodeError, Reader};

/// Which records of EF.MBDN have the numbers of the mailboxes: a record of EF.MBI, one for each subscriber profile
/// (3GPP TS 31.102 4.2.62, 3GPP TS 51.011 10.3.44).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MailboxIdentifiers {
    /// The records for voice mail, fax, electronic mail and other messages; 0 is none.
    pub records: [u8; 4],
    /// What follows, without padding; first the record for video mail.
    pub rest: Bytes,
}

impl MailboxIdentifiers {
    /// The record for voice mail.
    pub const fn voicemail(&self) -> Option<u8> {
        let [voicemail, ..] = self.records;
        record(voicemail)
    }

    /// The record for fax.
    pub const fn fax(&self) -> Option<u8> {
        let [_, fax, ..] = self.records;
        record(fax)
    }

    /// The record for electronic mail.
    pub const fn electronic_mail(&self) -> Option<u8> {
        let [_, _, electronic_mail, _] = self.records;
        record(electronic_mail)
    }

    /// The record for other messages.
    pub const fn other(&self) -> Option<u8> {
        let [.., other] = self.records;
        record(other)
    }

    /// The record for video mail.
    pub fn videomail(&self) -> Option<u8> {
        self.rest.0.first().copied().and_then(record)
    }
}

const fn record(number: u8) -> Option<u8> {
    match number {
        0x00 | 0xFF => None,
        number => Some(number),
    }
}

impl Content for MailboxIdentifiers {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.MBI", bytes)?;
        let mut reader = Reader::new("EF.MBI", bytes);
        Ok(Self { records: reader.array()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        with_rest("EF.MBI", &self.records, &self.rest, len)
    }
}

serialize_fields!(MailboxIdentifiers, this {
    "voicemail" => this.voicemail(),
    "fax" => this.fax(),
    "electronic_mail" => this.electronic_mail(),
    "other" => this.other(),
    "videomail" => this.videomail(),
    "rest" if this.rest.0.len() > 1 => Bytes(this.rest.0.iter().skip(1).copied().collect()),
});

/// Which messages wait, and how many: a record of EF.MWIS, one for each subscriber profile (3GPP TS 31.102 4.2.63,
/// 3GPP TS 51.011 10.3.45).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageWaiting {
    /// A bit for each kind, set if the phone is to tell: voice mail the lowest, then fax, electronic mail, other,
    /// video mail.
    pub indicators: u8,
    /// How many wait: voice mail, fax, electronic mail, other.
    pub counts: [u8; 4],
    /// What follows, without padding; first how much video mail waits.
    pub rest: Bytes,
}

impl MessageWaiting {
    /// The kinds the phone is to tell of.
    pub fn active(&self) -> impl Iterator<Item = &'static str> {
        let kinds = ["voicemail", "fax", "electronic_mail", "other", "videomail"];
        kinds.into_iter().enumerate().filter(|(bit, _)| self.indicators >> bit & 1 != 0).map(|(_, kind)| kind)
    }

    fn count(&self, kind: usize) -> Option<u8> {
        self.counts.iter().chain(self.rest.0.first()).nth(kind).copied()
    }
}

impl Content for MessageWaiting {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.MWIS", bytes)?;
        let mut reader = Reader::new("EF.MWIS", bytes);
        Ok(Self { indicators: reader.u8()?, counts: reader.array()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let [a, b, c, d] = self.counts;
        with_rest("EF.MWIS", &[self.indicators, a, b, c, d], &self.rest, len)
    }
}

serialize_fields!(MessageWaiting, this {
    "active_indicators" => this.active().collect::<Vec<_>>(),
    "reserved_indicators" if this.indicators & 0xE0 != 0 => this.indicators & 0xE0,
    "voicemail" => this.count(0),
    "fax" => this.count(1),
    "electronic_mail" => this.count(2),
    "other" => this.count(3),
    "videomail" => this.count(4),
    "rest" if this.rest.0.len() > 1 => Bytes(this.rest.0.iter().skip(1).copied().collect()),
});

/// Whether calls are forwarded, and where to: a record of EF.CFIS, one for each subscriber profile (3GPP TS 31.102
/// 4.2.64, 3GPP TS 51.011 10.3.46).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CallForwarding {
    /// The subscriber profile: 1 to 4.
    pub profile: u8,
    /// A bit for each kind of call that is forwarded unconditionally: voice the lowest, then fax, data.
    pub indicators: u8,
    /// Where to.
    pub number: NumberField,
    /// The record of EF.CCP2 with the capabilities of the call.
    pub capability: Option<u8>,
    /// The record of EF.EXT7 with what does not fit in here.
    pub extension: Option<u8>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl CallForwarding {
    /// The kinds of calls that are forwarded.
    pub fn active(&self) -> impl Iterator<Item = &'static str> {
        let kinds = ["voice", "fax", "data"];
        kinds.into_iter().enumerate().filter(|(bit, _)| self.indicators >> bit & 1 != 0).map(|(_, kind)| kind)
    }
}

impl Content for CallForwarding {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.CFIS", bytes)?;
        let mut reader = Reader::new("EF.CFIS", bytes);
        Ok(Self {
            profile: reader.u8()?,
            indicators: reader.u8()?,
            number: NumberField::from_bytes(reader.array()?),
            capability: none_if_ff(reader.u8()?),
            extension: none_if_ff(reader.u8()?),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut fixed = [self.profile, self.indicators].to_vec();
        fixed.extend(self.number.as_bytes());
        fixed.extend([self.capability.unwrap_or(0xFF), self.extension.unwrap_or(0xFF)]);
        with_rest("EF.CFIS", &fixed, &self.rest, len)
    }
}

serialize_fields!(CallForwarding, this {
    "msp_number" => this.profile,
    "cfu_active" => this.active().collect::<Vec<_>>(),
    "reserved_indicators" if this.indicators & 0xF8 != 0 => this.indicators & 0xF8,
    "number" => this.number.number(),
    "ton_npi" => this.number.number().map(|number| number.ton_npi().byte()),
    "number_bytes" if !this.number.is_empty() && this.number.number().is_none() =>
        Bytes(this.number.as_bytes().to_vec()),
    "capability" => this.capability,
    "extension" => this.extension,
    "rest" if !this.rest.is_empty() => this.rest,
});
