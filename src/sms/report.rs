use alloc::vec::Vec;

use super::tpdu::{HEADER, STATUS_REPORT, expect, flag, with_flag};
use super::{Address, FailureCause, ProtocolId, Status, Timestamp, UserData};
use crate::codec::dcs::SmsDcs;
use crate::codec::{DecodeError, Reader};
use crate::files::content::Bytes;

/// What may follow in reports: TP-Parameter-Indicator and what it indicates (3GPP TS 23.040 9.2.3.27). What was read
/// is kept as it is; what is indicated, but not there, is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Parameters {
    indicator: Vec<u8>,
    protocol: Option<ProtocolId>,
    coding: Option<SmsDcs>,
    user_data: Option<UserData>,
    /// Whether a header is said to be there (TP-UDHI), also where there are no user data.
    header: bool,
    /// What follows that is not indicated.
    rest: Vec<u8>,
}

const PROTOCOL: u8 = 0x01;
const CODING: u8 = 0x02;
const USER_DATA: u8 = 0x04;
/// Another byte of the indicator follows.
const EXTENSION: u8 = 0x80;

impl Parameters {
    /// A protocol identifier, and user data with their coding.
    ///
    /// ```
    /// use simcard::sms::{DeliverReport, Parameters, ProtocolId};
    ///
    /// let parameters = Parameters::new(Some(ProtocolId(0x7F)), None);
    /// assert_eq!(DeliverReport::new(None, parameters).encode(), [0x00, 0x01, 0x7F]);
    /// ```
    pub fn new(protocol: Option<ProtocolId>, user_data: Option<UserData>) -> Self {
        let indicator = with_flag(0, PROTOCOL, protocol.is_some());
        let indicator = with_flag(indicator, CODING | USER_DATA, user_data.is_some());
        let coding = user_data.as_ref().map(UserData::coding);
        let header = user_data.as_ref().is_some_and(UserData::is_header_indicated);
        Self { indicator: Vec::from([indicator]), protocol, coding, user_data, header, rest: Vec::new() }
    }

    /// Reads what is left.
    fn decode(reader: &mut Reader<'_>, header: bool) -> Result<Self, DecodeError> {
        let mut this = Self { header, ..Self::default() };
        while let Some(byte) = reader.peek() {
            this.indicator.push(reader.u8()?);
            if !flag(byte, EXTENSION) {
                break;
            }
        }
        let indicated = this.indicator.first().copied().unwrap_or_default();
        if flag(indicated, PROTOCOL) && !reader.is_empty() {
            this.protocol = Some(ProtocolId(reader.u8()?));
        }
        if flag(indicated, CODING) && !reader.is_empty() {
            this.coding = Some(SmsDcs(reader.u8()?));
        }
        if flag(indicated, USER_DATA) && !reader.is_empty() {
            this.user_data = Some(UserData::decode(reader, this.coding.unwrap_or_default(), header)?);
        }
        this.rest = reader.rest().to_vec();
        Ok(this)
    }

    fn push(&self, out: &mut Vec<u8>) {
        out.extend(&self.indicator);
        out.extend(self.protocol.map(|protocol| protocol.0));
        out.extend(self.coding.map(|coding| coding.0));
        if let Some(user_data) = &self.user_data {
            user_data.push(out);
        }
        out.extend(&self.rest);
    }

    /// The protocol identifier.
    ///
    /// ```
    /// use simcard::sms::{DeliverReport, ProtocolId};
    ///
    /// let report = DeliverReport::decode(&[0x00, 0x01, 0x7F])?;
    /// assert_eq!(report.parameters.protocol(), Some(ProtocolId(0x7F)));
    /// assert_eq!(DeliverReport::decode(&[0x00, 0x01])?.parameters.protocol(), None); // indicated, not there
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn protocol(&self) -> Option<ProtocolId> {
        self.protocol
    }

    /// The data coding scheme.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::sms::DeliverReport;
    ///
    /// let report = DeliverReport::decode(&[0x00, 0x06, 0xF6, 0x02, 0x0A, 0x0B])?;
    /// assert_eq!(report.parameters.coding(), Some(SmsDcs(0xF6)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn coding(&self) -> Option<SmsDcs> {
        self.coding
    }

    /// The user data. Without a data coding scheme they are in the GSM 7 bit default alphabet.
    ///
    /// ```
    /// use simcard::sms::DeliverReport;
    ///
    /// let report = DeliverReport::decode(&[0x00, 0x06, 0xF6, 0x02, 0x0A, 0x0B])?;
    /// assert_eq!(report.parameters.user_data().and_then(|data| data.data()), Some(&[0x0A, 0x0B][..]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn user_data(&self) -> Option<&UserData> {
        self.user_data.as_ref()
    }

    /// The same, with an indicator if there is none: some reports must have it.
    fn with_indicator(self) -> Self {
        if self.indicator.is_empty() { Self::new(None, None) } else { self }
    }
}

serialize_fields!(Parameters, this {
    "protocol" if this.protocol.is_some() => this.protocol,
    "coding" if this.coding.is_some() => this.coding,
    "user_data" if this.user_data.is_some() => this.user_data,
    "trailing" if !this.rest.is_empty() => Bytes(this.rest.clone()),
});

/// What became of a message that was sent: SMS-STATUS-REPORT (3GPP TS 23.040 9.2.2.3).
///
/// ```
/// use simcard::sms::{Outcome, StatusReport};
///
/// let bytes = [
///     0x06, 0x2A, 0x0C, 0x91, 0x44, 0x77, 0x00, 0x09, 0x10, 0x32, 0x62, 0x11, 0x22, 0x71, 0x63, 0x04, 0x00, 0x62,
///     0x11, 0x22, 0x71, 0x63, 0x14, 0x00, 0x00,
/// ];
/// let report = StatusReport::decode(&bytes)?;
/// assert_eq!((report.reference, report.status.outcome()), (0x2A, Outcome::Completed));
/// assert_eq!(report.discharged.to_string(), "2026-11-22T17:36:41+00:00");
/// assert_eq!(report.encode(), bytes);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatusReport {
    /// Without what follows from the other fields: TP-UDHI.
    first: u8,
    /// The reference of the message (TP-MR).
    pub reference: u8,
    /// Who was to get it.
    pub recipient: Address,
    /// When the service centre got the message.
    pub timestamp: Timestamp,
    /// When it was delivered, or last tried.
    pub discharged: Timestamp,
    /// What became of it.
    pub status: Status,
    /// What follows.
    pub parameters: Parameters,
}

const STATUS_REPORT_OBJECT: &str = "SMS-STATUS-REPORT";
const STATUS_REPORT_TYPE: u8 = 0x02;
const NO_MORE_MESSAGES: u8 = 0x04;
const LOOP_PREVENTION: u8 = 0x08;

impl StatusReport {
    /// A report on the message of this reference, with no more messages to follow.
    ///
    /// ```
    /// use simcard::sms::{Outcome, Status, StatusReport, Timestamp};
    ///
    /// let sent = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let arrived = Timestamp::new(2026, 11, 22, 17, 36, 41, 0)?;
    /// let report = StatusReport::new(0x2A, "+447700900123".parse()?, sent, arrived, Status(0x00));
    /// assert_eq!((report.reference, report.status.outcome()), (42, Outcome::Completed));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn new(
        reference: u8,
        recipient: Address,
        timestamp: Timestamp,
        discharged: Timestamp,
        status: Status,
    ) -> Self {
        let first = STATUS_REPORT_TYPE | NO_MORE_MESSAGES;
        Self { first, reference, recipient, timestamp, discharged, status, parameters: Parameters::default() }
    }

    /// Reads a TPDU.
    ///
    /// ```
    /// use simcard::sms::{Outcome, StatusReport};
    ///
    /// let bytes = hex_literal::hex!("06 2A 0C91447700091032 62112271630400 62112271631400 00");
    /// let report = StatusReport::decode(&bytes)?;
    /// assert_eq!((report.reference, report.status.outcome()), (42, Outcome::Completed));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Truncated`](crate::codec::DecodeErrorKind::Truncated): it ends before the status;
    /// [`Value`](crate::codec::DecodeErrorKind::Value): it is of another type.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(STATUS_REPORT_OBJECT, bytes);
        let first = expect(&mut reader, STATUS_REPORT_TYPE)?;
        Ok(Self {
            first: with_flag(first, HEADER, false),
            reference: reader.u8()?,
            recipient: Address::decode(&mut reader)?,
            timestamp: Timestamp::from_bytes(reader.array()?),
            discharged: Timestamp::from_bytes(reader.array()?),
            status: Status(reader.u8()?),
            parameters: Parameters::decode(&mut reader, flag(first, HEADER))?,
        })
    }

    /// The TPDU.
    ///
    /// ```
    /// use simcard::sms::{Status, StatusReport, Timestamp};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let report = StatusReport::new(7, "123".parse()?, time, time, Status(0x46));
    /// let bytes = hex_literal::hex!("06 07 038121F3 62112271630400 62112271630400 46");
    /// assert_eq!(report.encode(), bytes);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(40);
        out.extend([with_flag(self.first, HEADER, self.parameters.header), self.reference]);
        self.recipient.push(&mut out);
        out.extend(self.timestamp.to_bytes());
        out.extend(self.discharged.to_bytes());
        out.push(self.status.0);
        self.parameters.push(&mut out);
        out
    }

    /// Whether more messages wait in the service centre (TP-MMS).
    ///
    /// ```
    /// use simcard::sms::StatusReport;
    ///
    /// let report = StatusReport::decode(&hex_literal::hex!("02 07 038121F3 62112271630400 62112271630400 00"))?;
    /// assert!(report.has_more_messages());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn has_more_messages(&self) -> bool {
        !flag(self.first, NO_MORE_MESSAGES)
    }

    /// Whether it has been forwarded (TP-LP).
    ///
    /// ```
    /// use simcard::sms::StatusReport;
    ///
    /// let report = StatusReport::decode(&hex_literal::hex!("0E 07 038121F3 62112271630400 62112271630400 00"))?;
    /// assert!(report.is_loop_prevented());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn is_loop_prevented(&self) -> bool {
        flag(self.first, LOOP_PREVENTION)
    }

    /// Whether it answers an SMS-COMMAND; otherwise an SMS-SUBMIT (TP-SRQ).
    ///
    /// ```
    /// use simcard::sms::StatusReport;
    ///
    /// let report = StatusReport::decode(&hex_literal::hex!("26 07 038121F3 62112271630400 62112271630400 00"))?;
    /// assert!(report.answers_command());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn answers_command(&self) -> bool {
        flag(self.first, STATUS_REPORT)
    }
}

serialize_fields!(StatusReport, this {
    "type" => STATUS_REPORT_OBJECT,
    "reference" => this.reference,
    "recipient" => this.recipient,
    "recipient_type" => this.recipient.ton_npi().ton(),
    "timestamp" => this.timestamp,
    "discharged" => this.discharged,
    "status" => this.status,
    "more_messages" => this.has_more_messages(),
    "loop_prevention" if this.is_loop_prevented() => true,
    "answers_command" if this.answers_command() => true,
    "parameters" if this.parameters != Parameters::default() => this.parameters,
});

/// The answer to a message: SMS-DELIVER-REPORT (3GPP TS 23.040 9.2.2.1a), which the phone or the card gives.
///
/// Whether it is an acknowledgement or an error is told by the layer below. Here it is told by the first byte of what
/// follows: a cause is `80` or more, and an indicator is less.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeliverReport {
    /// Without what follows from the other fields: TP-UDHI.
    first: u8,
    /// Why the message was not taken; `None` if it was.
    pub cause: Option<FailureCause>,
    /// What follows.
    pub parameters: Parameters,
}

const DELIVER_REPORT_OBJECT: &str = "SMS-DELIVER-REPORT";

impl DeliverReport {
    /// A report.
    ///
    /// ```
    /// use simcard::sms::{DeliverReport, FailureCause, Parameters};
    ///
    /// let report = DeliverReport::new(Some(FailureCause::MEMORY_EXCEEDED), Parameters::default());
    /// assert_eq!(report.encode(), [0x00, 0xD3, 0x00]);
    /// ```
    pub fn new(cause: Option<FailureCause>, parameters: Parameters) -> Self {
        Self { first: 0x00, cause, parameters: parameters.with_indicator() }
    }

    /// Reads a TPDU.
    ///
    /// ```
    /// use simcard::sms::{DeliverReport, FailureCause};
    ///
    /// assert_eq!(DeliverReport::decode(&[0x00, 0xD4, 0x00])?.cause, Some(FailureCause::TOOLKIT_BUSY));
    /// assert_eq!(DeliverReport::decode(&[0x00, 0x00])?.cause, None);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Truncated`](crate::codec::DecodeErrorKind::Truncated): it is empty;
    /// [`Value`](crate::codec::DecodeErrorKind::Value): it is of another type.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(DELIVER_REPORT_OBJECT, bytes);
        let first = expect(&mut reader, 0x00)?;
        let cause = read_cause(&mut reader)?;
        let parameters = Parameters::decode(&mut reader, flag(first, HEADER))?;
        Ok(Self { first: with_flag(first, HEADER, false), cause, parameters })
    }

    /// The TPDU.
    ///
    /// ```
    /// use simcard::sms::{DeliverReport, Parameters};
    ///
    /// assert_eq!(DeliverReport::new(None, Parameters::default()).encode(), [0x00, 0x00]);
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::from([with_flag(self.first, HEADER, self.parameters.header)]);
        out.extend(self.cause.map(|cause| cause.0));
        self.parameters.push(&mut out);
        out
    }
}

serialize_fields!(DeliverReport, this {
    "type" => DELIVER_REPORT_OBJECT,
    "cause" => this.cause,
    "parameters" => this.parameters,
});

/// The answer of a service centre to a message or a command: SMS-SUBMIT-REPORT (3GPP TS 23.040 9.2.2.2a). Whether it is
/// an error is told as in [`DeliverReport`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubmitReport {
    /// Without what follows from the other fields: TP-UDHI.
    first: u8,
    /// Why the message was not taken; `None` if it was.
    pub cause: Option<FailureCause>,
    /// The indicator, which comes before the time stamp here.
    parameters: Parameters,
    /// When the service centre got the message.
    pub timestamp: Timestamp,
}

const SUBMIT_REPORT_OBJECT: &str = "SMS-SUBMIT-REPORT";
const SUBMIT_REPORT_TYPE: u8 = 0x01;

impl SubmitReport {
    /// A report.
    ///
    /// ```
    /// use simcard::sms::{FailureCause, Parameters, SubmitReport, Timestamp};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let report = SubmitReport::new(Some(FailureCause(0xC3)), time, Parameters::default());
    /// assert_eq!(report.encode(), hex_literal::hex!("01 C3 00 62112271630400"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn new(cause: Option<FailureCause>, timestamp: Timestamp, parameters: Parameters) -> Self {
        Self { first: SUBMIT_REPORT_TYPE, cause, parameters: parameters.with_indicator(), timestamp }
    }

    /// Reads a TPDU.
    ///
    /// ```
    /// use simcard::sms::SubmitReport;
    ///
    /// let report = SubmitReport::decode(&hex_literal::hex!("01 00 62112271630400"))?;
    /// assert_eq!(report.cause, None);
    /// assert_eq!(report.timestamp.to_string(), "2026-11-22T17:36:40+00:00");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Truncated`](crate::codec::DecodeErrorKind::Truncated): it ends before the time stamp does;
    /// [`Value`](crate::codec::DecodeErrorKind::Value): it is of another type.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(SUBMIT_REPORT_OBJECT, bytes);
        let first = expect(&mut reader, SUBMIT_REPORT_TYPE)?;
        let cause = read_cause(&mut reader)?;
        // Indicator, time stamp, what is indicated: read as if the time stamp were not between them.
        let indicator = leading_indicator(&mut reader)?;
        let timestamp = Timestamp::from_bytes(reader.array()?);
        let rest = [indicator, reader.rest()].concat();
        let mut rest = Reader::new(SUBMIT_REPORT_OBJECT, &rest);
        let parameters = Parameters::decode(&mut rest, flag(first, HEADER))?;
        Ok(Self { first: with_flag(first, HEADER, false), cause, parameters, timestamp })
    }

    /// The TPDU.
    ///
    /// ```
    /// use simcard::sms::{Parameters, ProtocolId, SubmitReport, Timestamp};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let report = SubmitReport::new(None, time, Parameters::new(Some(ProtocolId(0x41)), None));
    /// assert_eq!(report.encode(), hex_literal::hex!("01 01 62112271630400 41"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::from([with_flag(self.first, HEADER, self.parameters.header)]);
        out.extend(self.cause.map(|cause| cause.0));
        let mut parameters = Vec::new();
        self.parameters.push(&mut parameters);
        let (indicator, rest) =
            parameters.split_at_checked(self.parameters.indicator.len()).unwrap_or((&parameters, &[]));
        out.extend(indicator);
        out.extend(self.timestamp.to_bytes());
        out.extend(rest);
        out
    }

    /// What follows.
    ///
    /// ```
    /// use simcard::sms::{ProtocolId, SubmitReport};
    ///
    /// let report = SubmitReport::decode(&hex_literal::hex!("01 01 62112271630400 41"))?;
    /// assert_eq!(report.parameters().protocol(), Some(ProtocolId(0x41)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn parameters(&self) -> &Parameters {
        &self.parameters
    }
}

serialize_fields!(SubmitReport, this {
    "type" => SUBMIT_REPORT_OBJECT,
    "cause" => this.cause,
    "timestamp" => this.timestamp,
    "parameters" => this.parameters,
});

/// The cause, if there is one.
fn read_cause(reader: &mut Reader<'_>) -> Result<Option<FailureCause>, DecodeError> {
    match reader.peek() {
        Some(byte) if flag(byte, 0x80) => Ok(Some(FailureCause(reader.u8()?))),
        _ => Ok(None),
    }
}

/// The bytes of a parameter indicator.
fn leading_indicator<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
    let mut ahead = *reader;
    let mut len = 1usize;
    while flag(ahead.u8()?, EXTENSION) {
        len = len.saturating_add(1);
    }
    reader.take(len)
}
