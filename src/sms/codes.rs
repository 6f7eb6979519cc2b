//! Bytes that stand for something: what a message is for, what became of it, why it was refused.

use alloc::format;

/// What becomes of a message on its way and at its end: TP-PID (3GPP TS 23.040 9.2.3.9). Any byte is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct ProtocolId(pub u8);

impl ProtocolId {
    /// `00`: from one phone to another.
    pub const DEFAULT: Self = Self(0x00);
    /// `40`: short message type 0. It is acknowledged, and neither shown nor stored.
    pub const TYPE_0: Self = Self(0x40);
    /// `7F`: for the card (SMS-PP data download).
    pub const SIM_DATA_DOWNLOAD: Self = Self(0x7F);

    /// The number of the kind of messages that replace each other, 1 to 7: of those from one address only the last is
    /// kept.
    ///
    /// ```
    /// use simcard::sms::ProtocolId;
    ///
    /// assert_eq!(ProtocolId(0x43).replaces(), Some(3));
    /// assert_eq!(ProtocolId::DEFAULT.replaces(), None);
    /// ```
    pub const fn replaces(self) -> Option<u8> {
        match self.0 {
            0x41..=0x47 => Some(self.0 & 0x07),
            _ => None,
        }
    }

    /// What it says.
    ///
    /// ```
    /// use simcard::sms::ProtocolId;
    ///
    /// assert_eq!(ProtocolId::DEFAULT.name(), "default");
    /// ```
    pub const fn name(self) -> &'static str {
        match self.0 {
            0x00 => "default",
            0x01..=0x1F => "SME-to-SME protocol",
            0x20 => "telematic: implicit",
            0x21 => "telematic: telex",
            0x22 => "telematic: group 3 telefax",
            0x23 => "telematic: group 4 telefax",
            0x24 => "telematic: voice telephone",
            0x25 => "telematic: ERMES",
            0x26 => "telematic: national paging system",
            0x27 => "telematic: videotex",
            0x28 => "telematic: teletex, carrier unspecified",
            0x29 => "telematic: teletex, PSPDN",
            0x2A => "telematic: teletex, CSPDN",
            0x2B => "telematic: teletex, analog PSTN",
            0x2C => "telematic: teletex, digital ISDN",
            0x2D => "telematic: UCI",
            0x30 => "telematic: message handling facility",
            0x31 => "telematic: X.400 message handling system",
            0x32 => "telematic: Internet electronic mail",
            0x38..=0x3E => "telematic: specific to the service centre",
            0x3F => "telematic: GSM or UMTS mobile station",
            0x40 => "short message type 0",
            0x41 => "replace short message type 1",
            0x42 => "replace short message type 2",
            0x43 => "replace short message type 3",
            0x44 => "replace short message type 4",
            0x45 => "replace short message type 5",
            0x46 => "replace short message type 6",
            0x47 => "replace short message type 7",
            0x48 => "device triggering",
            0x5E => "enhanced message service",
            0x5F => "return call",
            0x7C => "ANSI-136 R-DATA",
            0x7D => "ME data download",
            0x7E => "ME depersonalisation",
            0x7F => "SIM data download",
            0xC0..=0xFF => "specific to the service centre",
            _ => "reserved",
        }
    }
}

serialize_fields!(ProtocolId, this {
    "value" => format!("{:02x}", this.0),
    "name" => this.name(),
});

/// What became of a message: TP-Status (3GPP TS 23.040 9.2.3.15). Any byte is kept.
///
/// ```
/// use simcard::sms::{Outcome, Status};
///
/// assert_eq!(Status(0x00).outcome(), Outcome::Completed);
/// assert_eq!(Status(0x46).outcome(), Outcome::Failed);
/// assert_eq!(Status(0x46).name(), "validity period expired");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Status(pub u8);

/// How far the service centre has come with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// It is done: delivered, handed on, or replaced.
    Completed,
    /// It did not succeed yet, and tries on.
    StillTrying,
    /// It failed for good.
    Failed,
    /// It did not succeed, and tries no more.
    GivenUp,
    /// The value is reserved.
    Reserved,
}

impl Status {
    /// `00`: delivered.
    pub const DELIVERED: Self = Self(0x00);

    /// How far the service centre has come.
    ///
    /// ```
    /// use simcard::sms::{Outcome, Status};
    ///
    /// assert_eq!(Status::DELIVERED.outcome(), Outcome::Completed);
    /// ```
    pub const fn outcome(self) -> Outcome {
        match self.0 {
            0x00..=0x1F => Outcome::Completed,
            0x20..=0x3F => Outcome::StillTrying,
            0x40..=0x5F => Outcome::Failed,
            0x60..=0x7F => Outcome::GivenUp,
            0x80..=0xFF => Outcome::Reserved,
        }
    }

    /// What happened.
    ///
    /// ```
    /// use simcard::sms::Status;
    ///
    /// assert_eq!(Status::DELIVERED.name(), "delivered");
    /// ```
    pub const fn name(self) -> &'static str {
        match self.0 {
            0x00 => "delivered",
            0x01 => "forwarded, delivery not confirmed",
            0x02 => "replaced by the service centre",
            0x20 | 0x60 => "congestion",
            0x21 | 0x61 => "recipient busy",
            0x22 | 0x62 => "no response from the recipient",
            0x23 | 0x63 => "service rejected",
            0x24 | 0x44 | 0x64 => "quality of service not available",
            0x25 | 0x65 => "error at the recipient",
            0x40 => "remote procedure error",
            0x41 => "incompatible destination",
            0x42 => "connection rejected by the recipient",
            0x43 => "not obtainable",
            0x45 => "no interworking available",
            0x46 => "validity period expired",
            0x47 => "deleted by the sender",
            0x48 => "deleted by the service centre",
            0x49 => "message does not exist",
            0x10..=0x1F | 0x30..=0x3F | 0x50..=0x5F | 0x70..=0x7F => "specific to the service centre",
            _ => "reserved",
        }
    }
}

serialize_fields!(Status, this {
    "value" => format!("{:02x}", this.0),
    "outcome" => this.outcome(),
    "name" => this.name(),
});

/// Why a message was not taken: TP-Failure-Cause (3GPP TS 23.040 9.2.3.22). Any byte is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FailureCause(pub u8);

impl FailureCause {
    /// `D0`: there is no room for messages on the card.
    pub const SIM_STORAGE_FULL: Self = Self(0xD0);
    /// `D3`: there is no room for messages.
    pub const MEMORY_EXCEEDED: Self = Self(0xD3);
    /// `D4`: the toolkit of the card is busy.
    pub const TOOLKIT_BUSY: Self = Self(0xD4);
    /// `D5`: the card did not take the data (SMS-PP data download).
    pub const DATA_DOWNLOAD_ERROR: Self = Self(0xD5);
    /// `FF`: not told.
    pub const UNSPECIFIED: Self = Self(0xFF);

    /// What is wrong.
    ///
    /// ```
    /// use simcard::sms::FailureCause;
    ///
    /// assert_eq!(FailureCause::MEMORY_EXCEEDED.name(), "memory capacity exceeded");
    /// assert_eq!(FailureCause(0xC3).name(), "invalid address");
    /// ```
    pub const fn name(self) -> &'static str {
        match self.0 {
            0x80 => "telematic interworking not supported",
            0x81 => "short message type 0 not supported",
            0x82 => "cannot replace the message",
            0x8F => "unspecified error of the protocol identifier",
            0x90 => "alphabet not supported",
            0x91 => "message class not supported",
            0x9F => "unspecified error of the data coding scheme",
            0xA0 => "command cannot be actioned",
            0xA1 => "command unsupported",
            0xAF => "unspecified error of the command",
            0xB0 => "TPDU not supported",
            0xC0 => "service centre busy",
            0xC1 => "no subscription at the service centre",
            0xC2 => "failure of the service centre",
            0xC3 => "invalid address",
            0xC4 => "destination barred",
            0xC5 => "rejected as a duplicate",
            0xC6 => "validity period format not supported",
            0xC7 => "validity period not supported",
            0xD0 => "card storage full",
            0xD1 => "no storage on the card",
            0xD2 => "error in the mobile station",
            0xD3 => "memory capacity exceeded",
            0xD4 => "SIM toolkit busy",
            0xD5 => "SIM data download error",
            0xE0..=0xFE => "specific to the application",
            0xFF => "unspecified",
            _ => "reserved",
        }
    }
}

serialize_fields!(FailureCause, this {
    "value" => format!("{:02x}", this.0),
    "name" => this.name(),
});

/// What an SMS-COMMAND asks for: TP-Command-Type (3GPP TS 23.040 9.2.3.19). Any byte is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CommandType(pub u8);

impl CommandType {
    /// A status report on a message that was sent.
    pub const ENQUIRY: Self = Self(0x00);
    /// No status report on it.
    pub const CANCEL_STATUS_REPORT: Self = Self(0x01);
    /// That it be deleted.
    pub const DELETE: Self = Self(0x02);
    /// A status report once it was delivered.
    pub const ENABLE_STATUS_REPORT: Self = Self(0x03);

    /// What it asks for.
    ///
    /// ```
    /// use simcard::sms::CommandType;
    ///
    /// assert_eq!(CommandType::ENQUIRY.name(), "enquiry");
    /// ```
    pub const fn name(self) -> &'static str {
        match self.0 {
            0x00 => "enquiry",
            0x01 => "cancel status report request",
            0x02 => "delete message",
            0x03 => "enable status report request",
            0xE0..=0xFF => "specific to the service centre",
            _ => "reserved",
        }
    }
}

serialize_fields!(CommandType, this {
    "value" => format!("{:02x}", this.0),
    "name" => this.name(),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocol_identifiers() {
        assert_eq!(ProtocolId(0x43).replaces(), Some(3));
        assert_eq!((ProtocolId(0x40).replaces(), ProtocolId(0x48).replaces()), (None, None));
        for (byte, name) in [
            (0x00, "default"),
            (0x1F, "SME-to-SME protocol"),
            (0x32, "telematic: Internet electronic mail"),
            (0x47, "replace short message type 7"),
            (0x5F, "return call"),
            (0x80, "reserved"),
            (0xC0, "specific to the service centre"),
        ] {
            assert_eq!(ProtocolId(byte).name(), name);
        }
    }

    // 9.2.3.15: the outcome is in bits 6 and 5, and each group has its causes and those of the service centre
    #[test]
    fn every_status_has_an_outcome() {
        for byte in 0..=0xFF {
            let status = Status(byte);
            let expected = match byte >> 5 {
                0 => Outcome::Completed,
                1 => Outcome::StillTrying,
                2 => Outcome::Failed,
                3 => Outcome::GivenUp,
                _ => Outcome::Reserved,
            };
            assert_eq!(status.outcome(), expected);
            assert_eq!(status.name() == "specific to the service centre", byte < 0x80 && byte & 0x10 != 0);
        }
        for (byte, name) in [
            (0x01, "forwarded, delivery not confirmed"),
            (0x25, "error at the recipient"),
            (0x44, "quality of service not available"),
            (0x49, "message does not exist"),
            (0x4A, "reserved"),
            (0x65, "error at the recipient"),
            (0x66, "reserved"),
            (0x80, "reserved"),
        ] {
            assert_eq!(Status(byte).name(), name);
        }
    }

    #[test]
    fn causes_and_commands() {
        assert_eq!(FailureCause(0xC5).name(), "rejected as a duplicate");
        assert_eq!(FailureCause(0xE0).name(), "specific to the application");
        assert_eq!(FailureCause(0x00).name(), "reserved");
        assert_eq!(CommandType(0x02).name(), "delete message");
        assert_eq!(CommandType(0x04).name(), "reserved");
    }
}
