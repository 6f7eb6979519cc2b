use alloc::vec::Vec;

use super::tpdu::{HEADER, STATUS_REPORT, expect, flag, with_flag};
use super::{Address, CommandType, ProtocolId};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};
use crate::files::content::Bytes;

/// A command to the service centre about a message that was sent: SMS-COMMAND (3GPP TS 23.040 9.2.2.4).
///
/// ```
/// use simcard::sms::{Command, CommandType};
///
/// // delete the message of reference 42
/// let command = Command::new(CommandType::DELETE, 42, "+447700900123".parse()?);
/// assert_eq!(hex::encode(command.encode()), "020000022a0c9144770009103200");
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Command {
    first: u8,
    /// The reference of the command (TP-MR).
    pub reference: u8,
    /// What is to become of it.
    pub protocol: ProtocolId,
    /// What it asks for.
    pub kind: CommandType,
    /// The reference of the message it is about (TP-MN).
    pub message: u8,
    /// Who was to get that message.
    pub destination: Address,
    /// TP-Command-Data-Length.
    len: u8,
    /// What follows, which may be less or more than the length says.
    data: Vec<u8>,
}

const OBJECT: &str = "SMS-COMMAND";
const TYPE: u8 = 0x02;

impl Command {
    /// A command about the message of reference `message`.
    ///
    /// ```
    /// use simcard::sms::{Command, CommandType};
    ///
    /// let command = Command::new(CommandType::DELETE, 42, "+447700900123".parse()?);
    /// assert_eq!((command.kind, command.message), (CommandType::DELETE, 42));
    /// assert_eq!(command.destination.to_string(), "+447700900123");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn new(kind: CommandType, message: u8, destination: Address) -> Self {
        Self {
            first: TYPE,
            reference: 0,
            protocol: ProtocolId::DEFAULT,
            kind,
            message,
            destination,
            len: 0,
            data: Vec::new(),
        }
    }

    /// The same, asking for a status report (TP-SRR).
    ///
    /// ```
    /// use simcard::sms::{Command, CommandType};
    ///
    /// let command = Command::new(CommandType::DELETE, 42, "123".parse()?).with_status_report_request(true);
    /// assert_eq!(command.encode()[0], 0x22); // SMS-COMMAND, TP-SRR
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_status_report_request(mut self, requested: bool) -> Self {
        self.first = with_flag(self.first, STATUS_REPORT, requested);
        self
    }

    /// The same with data.
    ///
    /// ```
    /// use simcard::sms::{Command, CommandType};
    ///
    /// let command = Command::new(CommandType(0xE0), 0, "123".parse()?);
    /// assert_eq!(command.clone().with_data(&[0x0A, 0x0B])?.data(), [0x0A, 0x0B]);
    /// assert!(command.with_data(&[0; 158]).is_err());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): more than 157 bytes.
    pub fn with_data(mut self, data: &[u8]) -> Result<Self, EncodeError> {
        const MAX: u8 = 157;
        self.len = u8::try_from(data.len()).ok().filter(|len| *len <= MAX).ok_or_else(|| {
            EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len: data.len(), max: MAX.into() })
        })?;
        self.data = data.to_vec();
        Ok(self)
    }

    /// Reads a TPDU.
    ///
    /// ```
    /// use simcard::sms::{Command, CommandType};
    ///
    /// let bytes = hex_literal::hex!("02 00 00 02 2A 0C91447700091032 00");
    /// let command = Command::decode(&bytes)?;
    /// assert_eq!((command.kind, command.message), (CommandType::DELETE, 0x2A));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Truncated`](crate::codec::DecodeErrorKind::Truncated): it ends before the length of the data;
    /// [`Value`](crate::codec::DecodeErrorKind::Value): it is of another type.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(OBJECT, bytes);
        Ok(Self {
            first: expect(&mut reader, TYPE)?,
            reference: reader.u8()?,
            protocol: ProtocolId(reader.u8()?),
            kind: CommandType(reader.u8()?),
            message: reader.u8()?,
            destination: Address::decode(&mut reader)?,
            len: reader.u8()?,
            data: reader.rest().to_vec(),
        })
    }

    /// The TPDU.
    ///
    /// ```
    /// use simcard::sms::{Command, CommandType};
    ///
    /// let command = Command::new(CommandType(0xE0), 1, "123".parse()?).with_data(&[0xAA])?;
    /// assert_eq!(hex::encode(command.encode()), "020000e001038121f301aa");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::from([self.first, self.reference, self.protocol.0, self.kind.0, self.message]);
        self.destination.push(&mut out);
        out.push(self.len);
        out.extend(&self.data);
        out
    }

    /// Whether a status report is asked for (TP-SRR).
    ///
    /// ```
    /// use simcard::sms::Command;
    ///
    /// let command = Command::decode(&hex_literal::hex!("22 00 00 02 2A 0C91447700091032 00"))?;
    /// assert!(command.is_status_report_requested());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn is_status_report_requested(&self) -> bool {
        flag(self.first, STATUS_REPORT)
    }

    /// Whether the data begin with a user data header (TP-UDHI).
    ///
    /// ```
    /// use simcard::sms::Command;
    ///
    /// let command = Command::decode(&hex_literal::hex!("42 00 00 E0 2A 0C91447700091032 03 027000"))?;
    /// assert!(command.is_header_indicated());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn is_header_indicated(&self) -> bool {
        flag(self.first, HEADER)
    }

    /// The data, as far as the length goes and bytes are there.
    ///
    /// ```
    /// use simcard::sms::Command;
    ///
    /// // the length says two bytes, and three follow
    /// let command = Command::decode(&hex_literal::hex!("02 00 00 E0 2A 0C91447700091032 02 0A0B0C"))?;
    /// assert_eq!(command.data(), [0x0A, 0x0B]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn data(&self) -> &[u8] {
        self.data.get(..usize::from(self.len)).unwrap_or(&self.data)
    }

    /// How many bytes the length says there are, and how many there are.
    pub(super) fn lengths(&self) -> (usize, usize) {
        (self.len.into(), self.data.len())
    }

    /// Drops what follows beyond the length.
    pub(super) fn trim(&mut self) {
        self.data.truncate(usize::from(self.len));
    }
}

serialize_fields!(Command, this {
    "type" => OBJECT,
    "reference" => this.reference,
    "protocol" => this.protocol,
    "command" => this.kind,
    "message_reference" => this.message,
    "destination" => this.destination,
    "destination_type" => this.destination.ton_npi().ton(),
    "status_report_requested" if this.is_status_report_requested() => true,
    "data" => Bytes(this.data().to_vec()),
    "missing_bytes" if this.data.len() < usize::from(this.len) => usize::from(this.len).saturating_sub(this.data.len()),
    "trailing" if this.data.len() > usize::from(this.len) => Bytes(this.data.get(usize::from(this.len)..).unwrap_or_default().to_vec()),
});
