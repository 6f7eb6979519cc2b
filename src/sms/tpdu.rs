use alloc::vec::Vec;

use super::{Address, Command, Deliver, DeliverReport, StatusReport, Submit, SubmitReport, UserData};
use crate::codec::{DecodeError, DecodeErrorKind, DialingNumber, EncodeError, EncodeErrorKind, Reader};
use crate::files::content::{Bytes, ShortMessage};

/// Bits of the first byte that several kinds share (3GPP TS 23.040 9.2.3).
pub(super) const STATUS_REPORT: u8 = 0x20;
pub(super) const HEADER: u8 = 0x40;
pub(super) const REPLY_PATH: u8 = 0x80;
const TYPE: u8 = 0x03;

/// Longer than any TPDU; with the longest address, time stamps and user data it is 178 bytes.
const MAX: usize = 255;

pub(super) const fn flag(byte: u8, bits: u8) -> bool {
    byte & bits != 0
}

pub(super) const fn with_flag(byte: u8, bits: u8, set: bool) -> u8 {
    if set { byte | bits } else { byte & !bits }
}

/// The first byte, if it is of this type (TP-MTI).
pub(super) fn expect(reader: &mut Reader<'_>, kind: u8) -> Result<u8, DecodeError> {
    let first = reader.u8()?;
    if first & TYPE == kind {
        return Ok(first);
    }
    Err(DecodeError::new(reader.object(), 0, DecodeErrorKind::Value(first.into())))
}

/// Which way a message goes. The same type number means different messages each way (3GPP TS 23.040 9.2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the service centre to the phone.
    ToMobile,
    /// From the phone to the service centre.
    ToNetwork,
}

/// A message between phone and service centre, of any kind (3GPP TS 23.040 9.2.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
pub enum Tpdu {
    /// A message that comes.
    Deliver(Deliver),
    /// A message that goes.
    Submit(Submit),
    /// What became of one that went.
    StatusReport(StatusReport),
    /// A command about one that went.
    Command(Command),
    /// The answer to one that came.
    DeliverReport(DeliverReport),
    /// The answer to one that went.
    SubmitReport(SubmitReport),
}

impl Tpdu {
    /// Reads a TPDU by its type.
    ///
    /// ```
    /// use simcard::sms::{Direction, Tpdu};
    ///
    /// // "Hello" from +44 7700 900456
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// assert!(matches!(Tpdu::decode(Direction::ToMobile, &bytes)?, Tpdu::Deliver(_)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Length`](DecodeErrorKind::Length): more than 255 bytes, which no TPDU has;
    /// * [`Value`](DecodeErrorKind::Value): the type is reserved (3, to the network);
    /// * and as each kind's `decode`.
    pub fn decode(direction: Direction, bytes: &[u8]) -> Result<Self, DecodeError> {
        let error = |offset, kind| Err(DecodeError::new("TPDU", offset, kind));
        let Some(first) = bytes.first() else {
            return error(0, DecodeErrorKind::Truncated { missing: 1 });
        };
        if bytes.len() > MAX {
            return error(MAX, DecodeErrorKind::Length);
        }
        match (direction, first & TYPE) {
            (Direction::ToMobile, 0 | 3) => Deliver::decode(bytes).map(Self::Deliver),
            (Direction::ToMobile, 1) => SubmitReport::decode(bytes).map(Self::SubmitReport),
            (Direction::ToMobile, _) => StatusReport::decode(bytes).map(Self::StatusReport),
            (Direction::ToNetwork, 0) => DeliverReport::decode(bytes).map(Self::DeliverReport),
            (Direction::ToNetwork, 1) => Submit::decode(bytes).map(Self::Submit),
            (Direction::ToNetwork, 2) => Command::decode(bytes).map(Self::Command),
            (Direction::ToNetwork, _) => error(0, DecodeErrorKind::Value((*first).into())),
        }
    }

    /// The TPDU.
    ///
    /// ```
    /// use simcard::sms::{Direction, Tpdu};
    ///
    /// // "Hello" from +44 7700 900456
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// assert_eq!(Tpdu::decode(Direction::ToMobile, &bytes)?.encode(), bytes);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Deliver(message) => message.encode(),
            Self::Submit(message) => message.encode(),
            Self::StatusReport(report) => report.encode(),
            Self::Command(command) => command.encode(),
            Self::DeliverReport(report) => report.encode(),
            Self::SubmitReport(report) => report.encode(),
        }
    }

    /// What it holds, if it is of a kind that holds text or data.
    ///
    /// ```
    /// use simcard::sms::{Direction, Tpdu};
    ///
    /// // "Hello" from +44 7700 900456
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// let tpdu = Tpdu::decode(Direction::ToMobile, &bytes)?;
    /// assert_eq!(tpdu.user_data().and_then(|data| data.text()).as_deref(), Some("Hello"));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn user_data(&self) -> Option<&UserData> {
        match self {
            Self::Deliver(message) => Some(&message.user_data),
            Self::Submit(message) => Some(&message.user_data),
            Self::StatusReport(report) => report.parameters.user_data(),
            Self::DeliverReport(report) => report.parameters.user_data(),
            Self::SubmitReport(report) => report.parameters().user_data(),
            Self::Command(_) => None,
        }
    }

    /// Whether the bytes there are, are those that its lengths say.
    ///
    /// ```
    /// use simcard::sms::{Direction, Tpdu};
    ///
    /// // "Hello" from +44 7700 900456
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// assert!(Tpdu::decode(Direction::ToMobile, &bytes)?.is_exact());
    /// let cut = Tpdu::decode(Direction::ToMobile, &bytes[..bytes.len() - 1])?;
    /// assert!(!cut.is_exact());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn is_exact(&self) -> bool {
        let (expected, held) = match self {
            Self::Command(command) => command.lengths(),
            _ => self.user_data().map_or((0, 0), |data| (data.expected_bytes(), data.held_bytes())),
        };
        expected == held
    }

    /// Reads the message in a record of EF.SMS, by the way its status says it went; `None` if there is none.
    ///
    /// Padding of the record is told from the message by the lengths in it.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::codec::gsm7::Alphabet;
    /// use simcard::files::content::{MessageStatus, ShortMessage};
    /// use simcard::sms::{Header, Submit, Tpdu, UserData};
    ///
    /// let text = UserData::from_text("Hello", SmsDcs::GSM7, &Alphabet::DEFAULT, &Header::new())?;
    /// let message = Submit::new("+447700900123".parse()?, text);
    /// let record = ShortMessage::new(MessageStatus::SENT, None, &message.encode())?;
    /// assert_eq!(Tpdu::from_record(&record), Some(Ok(Tpdu::Submit(message))));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn from_record(record: &ShortMessage) -> Option<Result<Self, DecodeError>> {
        let direction = match record.status.0 & 0x07 {
            1 | 3 => Direction::ToMobile,
            5 | 7 => Direction::ToNetwork,
            _ => return None,
        };
        let tpdu = record.tpdu().filter(|tpdu| !tpdu.is_empty())?;
        Some(Self::decode_padded(direction, tpdu))
    }

    /// Reads a TPDU from which padding was taken off, and with it perhaps the end, or to which padding was added.
    fn decode_padded(direction: Direction, bytes: &[u8]) -> Result<Self, DecodeError> {
        /// The longest record of EF.SMS holds no more after its status.
        const ROOM: usize = 175;
        let mut padded = bytes.to_vec();
        if padded.len() < ROOM {
            padded.resize(ROOM, 0xFF);
        }
        let mut tpdu = Self::decode(direction, &padded)?;
        match &mut tpdu {
            Self::Deliver(message) => message.user_data.trim(),
            Self::Submit(message) => message.user_data.trim(),
            Self::Command(command) => command.trim(),
            // What is indicated after a status would be read out of the padding.
            Self::StatusReport(_) | Self::DeliverReport(_) | Self::SubmitReport(_) => {
                return Self::decode(direction, bytes);
            }
        }
        Ok(tpdu)
    }
}

/// A message as modems give and take it in PDU mode: the address of the service centre, and the TPDU (3GPP TS 27.005
/// 3.1).
///
/// ```
/// use simcard::sms::{Direction, Pdu, Tpdu};
///
/// let bytes = hex::decode("0791447700090000040c9144770009103200006211227163040005c8329bfd06").map_err(|error| error.to_string())?;
/// let pdu = Pdu::decode(Direction::ToMobile, &bytes)?;
/// assert_eq!(pdu.service_centre().map(|number| number.to_string()).as_deref(), Some("+447700900000"));
/// let Tpdu::Deliver(message) = &pdu.tpdu else { unreachable!() };
/// assert_eq!(message.text().as_deref(), Some("Hello"));
/// assert_eq!(pdu.encode(), bytes);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Pdu {
    /// Without its length; `None` if it was left out altogether.
    service_centre: Option<Vec<u8>>,
    /// The message.
    pub tpdu: Tpdu,
}

impl Pdu {
    /// A message through this service centre, or through the one that the phone knows.
    ///
    /// ```
    /// use simcard::sms::{Composer, Pdu, Tpdu};
    ///
    /// let submit = Composer::new("123".parse()?).compose("BAL")?.remove(0);
    /// let pdu = Pdu::new(Some(&"+447700900000".parse()?), Tpdu::Submit(submit))?;
    /// assert_eq!(pdu.service_centre(), Some("+447700900000".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): the number of the service centre has more than 20 digits.
    pub fn new(service_centre: Option<&DialingNumber>, tpdu: Tpdu) -> Result<Self, EncodeError> {
        let digits = service_centre.map_or(0, |number| number.digits().len());
        if digits > Address::MAX_DIGITS {
            let kind = EncodeErrorKind::TooLong { len: digits, max: Address::MAX_DIGITS };
            return Err(EncodeError::new("address of a service centre", kind));
        }
        let service_centre = service_centre.map(DialingNumber::to_bytes).unwrap_or_default();
        Ok(Self { service_centre: Some(service_centre), tpdu })
    }

    /// Reads the address of a service centre, and a TPDU.
    ///
    /// ```
    /// use simcard::sms::{Direction, Pdu};
    ///
    /// // "Hello" from +44 7700 900456, by way of +44 7700 900000
    /// let bytes = hex_literal::hex!("07 91447700090000 04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// let pdu = Pdu::decode(Direction::ToMobile, &bytes)?;
    /// assert_eq!(pdu.service_centre().unwrap().to_string(), "+447700900000");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Truncated`](DecodeErrorKind::Truncated): the address goes beyond the bytes; and as [`Tpdu::decode`].
    pub fn decode(direction: Direction, bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("PDU", bytes);
        let len = reader.u8()?;
        let service_centre = reader.take(len.into())?.to_vec();
        let at = reader.position();
        let tpdu = Tpdu::decode(direction, reader.rest()).map_err(|error| error.within(error.object, at))?;
        Ok(Self { service_centre: Some(service_centre), tpdu })
    }

    /// Reads a TPDU alone.
    ///
    /// ```
    /// use simcard::sms::{Direction, Pdu};
    ///
    /// // "Hello" from +44 7700 900456
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// let pdu = Pdu::decode_bare(Direction::ToMobile, &bytes)?;
    /// assert!(!pdu.has_service_centre_field());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Tpdu::decode`].
    pub fn decode_bare(direction: Direction, bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self { service_centre: None, tpdu: Tpdu::decode(direction, bytes)? })
    }

    /// Reads a TPDU with the address of a service centre before it or without, whichever makes sense: lengths that
    /// fit, a service centre and an address of digits, times that are in the calendar. If both do, it is with one.
    ///
    /// ```
    /// use simcard::sms::{Direction, Pdu};
    ///
    /// // "Hello" from +44 7700 900456
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// assert!(!Pdu::detect(Direction::ToMobile, &bytes)?.has_service_centre_field());
    /// let with_length = [&[0], &bytes[..]].concat();
    /// assert!(Pdu::detect(Direction::ToMobile, &with_length)?.has_service_centre_field());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The one of the reading with an address, if neither is possible.
    pub fn detect(direction: Direction, bytes: &[u8]) -> Result<Self, DecodeError> {
        match (Self::decode(direction, bytes), Self::decode_bare(direction, bytes)) {
            (Ok(with), Ok(bare)) => Ok(if bare.doubts() < with.doubts() { bare } else { with }),
            (Ok(pdu), Err(_)) | (Err(_), Ok(pdu)) => Ok(pdu),
            (Err(error), Err(_)) => Err(error),
        }
    }

    /// How much speaks against this reading.
    fn doubts(&self) -> usize {
        let service_centre = match self.service_centre.as_deref() {
            None | Some([]) => false,
            // more than 20 digits, or none
            Some(address) => address.len() > 11 || self.service_centre().is_none(),
        };
        let times = |times: &[bool]| times.iter().filter(|valid| !**valid).count();
        let address = |address: &Address| {
            usize::from(address.to_number().is_none() && address.name().is_none_or(|name| name.is_empty()))
                .saturating_add(address.ton_npi().is_extended().into())
        };
        let tpdu = match &self.tpdu {
            Tpdu::Deliver(message) => usize::from(message.is_reserved_type())
                .saturating_add(address(&message.originator))
                .saturating_add(times(&[message.timestamp.is_valid()])),
            Tpdu::Submit(message) => address(&message.destination),
            Tpdu::StatusReport(report) => address(&report.recipient)
                .saturating_add(times(&[report.timestamp.is_valid(), report.discharged.is_valid()])),
            Tpdu::Command(command) => address(&command.destination),
            Tpdu::SubmitReport(report) => times(&[report.timestamp.is_valid()]),
            Tpdu::DeliverReport(_) => 0,
        };
        // a length that does not fit speaks louder than anything else
        let lengths = if self.tpdu.is_exact() { 0 } else { 4usize };
        tpdu.saturating_add(lengths).saturating_add(if service_centre { 2 } else { 0 })
    }

    /// What was read, or what a modem takes.
    ///
    /// ```
    /// use simcard::sms::{Pdu, Submit, Tpdu, UserData};
    ///
    /// let submit = Submit::new("123".parse()?, UserData::default());
    /// let pdu = Pdu::new(None, Tpdu::Submit(submit))?;
    /// assert_eq!(pdu.encode(), hex_literal::hex!("00 01 00 038121F3 00 00 00"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(180);
        if let Some(address) = &self.service_centre {
            // one that was read had a length of one byte, and one that was made has 20 digits
            out.push(u8::try_from(address.len()).unwrap_or(u8::MAX));
            out.extend(address);
        }
        out.extend(self.tpdu.encode());
        out
    }

    /// How many bytes the TPDU has, which is the length that AT+CMGS and AT+CMGW want.
    ///
    /// ```
    /// use simcard::sms::{Direction, Pdu};
    ///
    /// // "Hello" from +44 7700 900456
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// let with_length = [&[0], &bytes[..]].concat();
    /// assert_eq!(Pdu::decode(Direction::ToMobile, &with_length)?.tpdu_len(), bytes.len());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn tpdu_len(&self) -> usize {
        self.tpdu.encode().len()
    }

    /// Whether the address of a service centre stood before the TPDU, be it an empty one.
    ///
    /// ```
    /// use simcard::sms::{Direction, Pdu};
    ///
    /// let bytes = hex_literal::hex!("00 04 0C91447700094065 00 00 62112271630400 00");
    /// assert!(Pdu::decode(Direction::ToMobile, &bytes)?.has_service_centre_field());
    /// assert!(!Pdu::decode_bare(Direction::ToMobile, &bytes[1..])?.has_service_centre_field());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn has_service_centre_field(&self) -> bool {
        self.service_centre.is_some()
    }

    /// The service centre; `None` if none is told, or if what is told is no number.
    ///
    /// ```
    /// use simcard::sms::{Direction, Pdu};
    ///
    /// // an empty field: the phone knows one
    /// let bytes = hex_literal::hex!("00 04 0C91447700094065 00 00 62112271630400 00");
    /// let pdu = Pdu::decode(Direction::ToMobile, &bytes)?;
    /// assert_eq!(pdu.service_centre(), None);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn service_centre(&self) -> Option<DialingNumber> {
        DialingNumber::from_bytes(self.service_centre.as_deref()?).ok().flatten()
    }
}

impl core::fmt::Debug for Pdu {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Pdu")
            .field("service_centre", &self.service_centre())
            .field("tpdu", &self.tpdu)
            .finish()
    }
}

serialize_fields!(Pdu, this {
    "service_centre" if this.has_service_centre_field() => this.service_centre(),
    "service_centre_bytes" if this.service_centre().is_none() && this.service_centre.as_ref().is_some_and(|bytes| !bytes.is_empty()) =>
        this.service_centre.clone().map(Bytes),
    "tpdu" => this.tpdu,
});
