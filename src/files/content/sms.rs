//! Short messages.

use alloc::vec::Vec;
use core::fmt;

use super::{Bytes, Content, filled, not_blank, unpadded, with_rest};
use crate::codec::{DecodeError, DialingNumber, EncodeError, EncodeErrorKind, Reader};

/// A short message: a record of EF.SMS (3GPP TS 31.102 4.2.25, 3GPP TS 51.011 10.5.3). `Debug` hides its text.
///
/// ```
/// use simcard::files::{Content, ElementaryFile, content::{MessageStatus, ShortMessage}, telecom};
///
/// let message = ShortMessage::new(MessageStatus::UNREAD, Some(&"+447700900000".parse()?), &[0x04, 0x00])?;
/// let record = message.encode(176)?;
/// assert_eq!(record[..11], [0x03, 0x07, 0x91, 0x44, 0x77, 0x00, 0x09, 0x00, 0x00, 0x04, 0x00]);
/// assert_eq!(telecom::Sms::decode(&record), Ok(message));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ShortMessage {
    /// Whether the record is in use, and what became of the message.
    pub status: MessageStatus,
    /// The address of the service centre and the TPDU, without padding. A free record may still hold those of the
    /// message that was there.
    message: Vec<u8>,
}

/// Whether a record is in use, and what became of the message in it; the first byte of a record of EF.SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MessageStatus(pub u8);

impl MessageStatus {
    /// The record is free.
    pub const FREE: Self = Self(0x00);
    /// Received, and read.
    pub const READ: Self = Self(0x01);
    /// Received, but not read.
    pub const UNREAD: Self = Self(0x03);
    /// Sent, without asking for a status report.
    pub const SENT: Self = Self(0x05);
    /// To be sent.
    pub const TO_BE_SENT: Self = Self(0x07);

    /// Whether the record is in use.
    pub const fn is_used(self) -> bool {
        self.0 & 0x01 != 0
    }

    /// What became of the message.
    pub const fn name(self) -> &'static str {
        match (self.0 & 0x07, self.0 & 0x18) {
            (1, _) => "received_read",
            (3, _) => "received_to_be_read",
            (5, 0x00) => "sent",
            (5, 0x08) => "sent_status_report_requested",
            (5, 0x10) => "sent_status_report_received",
            (5, _) => "sent_status_report_stored",
            (7, _) => "to_be_sent",
            _ => "free",
        }
    }
}

impl ShortMessage {
    const OBJECT: &'static str = "EF.SMS";

    /// A message of this status, with the address of the service centre, as a TPDU (3GPP TS 23.040 9.2.2).
    ///
    /// # Errors
    ///
    /// The address has more digits than a length can say.
    pub fn new(
        status: MessageStatus,
        service_centre: Option<&DialingNumber>,
        tpdu: &[u8],
    ) -> Result<Self, EncodeError> {
        let address = service_centre.map(DialingNumber::to_bytes).unwrap_or_default();
        let Some(len @ 0..=0xFE) = u8::try_from(address.len()).ok() else {
            let kind = EncodeErrorKind::TooLong { len: address.len(), max: 0xFE };
            return Err(EncodeError::new(Self::OBJECT, kind));
        };
        let message = [&[len], address.as_slice(), tpdu].concat();
        Ok(Self { status, message: unpadded(&message).to_vec() })
    }

    /// A record that is free.
    pub const fn free() -> Self {
        Self { status: MessageStatus::FREE, message: Vec::new() }
    }

    /// Splits it into the address of the service centre, without its length, and the TPDU.
    fn parts(&self) -> Option<(&[u8], &[u8])> {
        let (len, rest) = self.message.split_first()?;
        rest.split_at_checked(usize::from(*len))
    }

    /// The service centre it came from or goes to; `None` if there is none, or if what is there is no number.
    pub fn service_centre(&self) -> Option<DialingNumber> {
        let (address, _) = self.parts()?;
        DialingNumber::from_bytes(address).ok().flatten()
    }

    /// The TPDU (3GPP TS 23.040 9.2.2): SMS-DELIVER, SMS-SUBMIT and so on; `None` if there is none. Bytes `FF` at its
    /// end look like padding, and are missing here: its own lengths tell.
    pub fn tpdu(&self) -> Option<&[u8]> {
        self.parts().map(|(_, tpdu)| tpdu)
    }
}

impl Content for ShortMessage {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        Ok(Self { status: MessageStatus(reader.u8()?), message: unpadded(reader.rest()).to_vec() })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(Self::OBJECT, [&[self.status.0], self.message.as_slice()].concat(), len)
    }
}

/// Shows the status and how long the message is.
impl fmt::Debug for ShortMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShortMessage({}, {} bytes)", self.status.name(), self.message.len())
    }
}

serialize_fields!(ShortMessage, this {
    "status" => this.status.name(),
    "status_byte" => Bytes([this.status.0].to_vec()),
    "service_centre" => this.service_centre(),
    "service_centre_bytes" if this.service_centre().is_none() && this.parts().is_some_and(|(sc, _)| !sc.is_empty()) =>
        this.parts().map(|(address, _)| Bytes(address.to_vec())),
    "tpdu" => this.tpdu().map(|tpdu| Bytes(tpdu.to_vec())),
    "message_bytes" if this.parts().is_none() && !this.message.is_empty() => Bytes(this.message.clone()),
});

/// What became of a message that was sent: a record of EF.SMSR (3GPP TS 31.102 4.2.32, 3GPP TS 51.011 10.5.15).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatusReport {
    /// The record of EF.SMS with the message; 0 if this record is free.
    pub record: u8,
    /// The SMS-STATUS-REPORT (3GPP TS 23.040 9.2.2.3), without padding.
    pub tpdu: Bytes,
}

impl Content for StatusReport {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.SMSR", bytes)?;
        let mut reader = Reader::new("EF.SMSR", bytes);
        Ok(Self { record: reader.u8()?, tpdu: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        with_rest("EF.SMSR", &[self.record], &self.tpdu, len)
    }
}

serialize_fields!(StatusReport, this {
    "sms_record" => Some(this.record).filter(|record| *record != 0),
    "tpdu" => this.tpdu,
});

/// The state of the short message service: EF.SMSS (3GPP TS 31.102 4.2.28, 3GPP TS 51.011 10.5.7). One of nothing but
/// `FF` is that of a new card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageServiceStatus {
    /// The reference (TP-MR) of the message sent last.
    pub last_reference: u8,
    /// The lowest bit is clear if a message came for which there was no room; the others are reserved, and set.
    pub flags: u8,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl MessageServiceStatus {
    /// Whether a message came for which there was no room.
    pub const fn is_memory_exceeded(&self) -> bool {
        self.flags & 0x01 == 0
    }
}

impl Content for MessageServiceStatus {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("EF.SMSS", bytes);
        Ok(Self { last_reference: reader.u8()?, flags: reader.u8()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        with_rest("EF.SMSS", &[self.last_reference, self.flags], &self.rest, len)
    }
}

serialize_fields!(MessageServiceStatus, this {
    "last_used_tp_mr" => this.last_reference,
    "memory_capacity_exceeded" => this.is_memory_exceeded(),
    "rest" if !this.rest.is_empty() => this.rest,
});
