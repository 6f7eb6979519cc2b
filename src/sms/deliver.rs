use alloc::string::String;
use alloc::vec::Vec;

use super::tpdu::{HEADER, REPLY_PATH, STATUS_REPORT, flag, with_flag};
use super::{Address, ProtocolId, Timestamp, UserData};
use crate::codec::dcs::{MessageClass, SmsDcs};
use crate::codec::{DecodeError, Reader};

/// A message from the service centre: SMS-DELIVER (3GPP TS 23.040 9.2.2.1). `Debug` hides its text.
///
/// ```
/// use simcard::sms::Deliver;
///
/// // from +447700900123, GSM 7 bit, 2026-11-22 17:36:40 UTC, "Hello"
/// let bytes = [
///     0x04, 0x0C, 0x91, 0x44, 0x77, 0x00, 0x09, 0x10, 0x32, 0x00, 0x00, 0x62, 0x11, 0x22, 0x71, 0x63, 0x04, 0x00,
///     0x05, 0xC8, 0x32, 0x9B, 0xFD, 0x06,
/// ];
/// let message = Deliver::decode(&bytes)?;
/// assert_eq!(message.originator.to_string(), "+447700900123");
/// assert_eq!(message.timestamp.to_string(), "2026-11-22T17:36:40+00:00");
/// assert_eq!(message.text().as_deref(), Some("Hello"));
/// assert_eq!(message.encode(), bytes);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Deliver {
    /// Without what follows from the other fields: TP-UDHI.
    first: u8,
    /// Who sent it.
    pub originator: Address,
    /// What is to become of it.
    pub protocol: ProtocolId,
    /// When the service centre got it.
    pub timestamp: Timestamp,
    /// What it holds.
    pub user_data: UserData,
}

const OBJECT: &str = "SMS-DELIVER";
const NO_MORE_MESSAGES: u8 = 0x04;
const LOOP_PREVENTION: u8 = 0x08;

impl Deliver {
    /// A message, with no more to follow.
    ///
    /// ```
    /// use simcard::sms::{Deliver, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert_eq!(message.originator.to_string(), "123");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn new(originator: Address, timestamp: Timestamp, user_data: UserData) -> Self {
        Self { first: NO_MORE_MESSAGES, originator, protocol: ProtocolId::DEFAULT, timestamp, user_data }
    }

    /// The same, saying whether more messages wait in the service centre (TP-MMS).
    ///
    /// ```
    /// use simcard::sms::{Deliver, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert_eq!(message.encode()[0], 0x04); // TP-MMS set: no more
    /// assert_eq!(message.with_more_messages(true).encode()[0], 0x00);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_more_messages(mut self, more: bool) -> Self {
        self.first = with_flag(self.first, NO_MORE_MESSAGES, !more);
        self
    }

    /// The same, saying that a status report will go to the sender (TP-SRI).
    ///
    /// ```
    /// use simcard::sms::{Deliver, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert_eq!(message.with_status_report_indication(true).encode()[0], 0x24);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_status_report_indication(mut self, indicated: bool) -> Self {
        self.first = with_flag(self.first, STATUS_REPORT, indicated);
        self
    }

    /// The same, offering a path for replies (TP-RP).
    ///
    /// ```
    /// use simcard::sms::{Deliver, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert_eq!(message.with_reply_path(true).encode()[0], 0x84);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_reply_path(mut self, offered: bool) -> Self {
        self.first = with_flag(self.first, REPLY_PATH, offered);
        self
    }

    /// Reads a TPDU. The reserved message type 3 is read as this one too, as 9.2.3.1 has it.
    ///
    /// ```
    /// use simcard::sms::Deliver;
    ///
    /// // "Hello" from +44 7700 900456
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// assert_eq!(Deliver::decode(&bytes)?.originator.to_string(), "+447700900456");
    /// assert!(Deliver::decode(&bytes[..8]).is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Truncated`](crate::codec::DecodeErrorKind::Truncated): it ends before the length of the user data;
    /// [`Value`](crate::codec::DecodeErrorKind::Value): it is of another type.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(OBJECT, bytes);
        let first = reader.u8()?;
        if !matches!(first & 0x03, 0 | 3) {
            return Err(DecodeError::new(OBJECT, 0, crate::codec::DecodeErrorKind::Value(first.into())));
        }
        let originator = Address::decode(&mut reader)?;
        let protocol = ProtocolId(reader.u8()?);
        let coding = SmsDcs(reader.u8()?);
        let timestamp = Timestamp::from_bytes(reader.array()?);
        let user_data = UserData::decode(&mut reader, coding, flag(first, HEADER))?;
        let first = with_flag(first, HEADER, false);
        Ok(Self { first, originator, protocol, timestamp, user_data })
    }

    /// The TPDU.
    ///
    /// ```
    /// use simcard::sms::{Deliver, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert_eq!(Deliver::decode(&message.encode())?, message);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(160);
        out.push(with_flag(self.first, HEADER, self.user_data.is_header_indicated()));
        self.originator.push(&mut out);
        out.extend([self.protocol.0, self.user_data.coding().0]);
        out.extend(self.timestamp.to_bytes());
        self.user_data.push(&mut out);
        out
    }

    /// Whether more messages wait in the service centre (TP-MMS).
    ///
    /// ```
    /// use simcard::sms::{Deliver, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert!(!message.has_more_messages());
    /// assert!(message.with_more_messages(true).has_more_messages());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn has_more_messages(&self) -> bool {
        !flag(self.first, NO_MORE_MESSAGES)
    }

    /// Whether it has been forwarded, or was made by itself (TP-LP).
    ///
    /// ```
    /// use simcard::sms::Deliver;
    ///
    /// let message = Deliver::decode(&hex_literal::hex!("0C 0C91447700094065 00 00 62112271630400 00"))?;
    /// assert!(message.is_loop_prevented());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn is_loop_prevented(&self) -> bool {
        flag(self.first, LOOP_PREVENTION)
    }

    /// Whether a status report will go to the sender (TP-SRI).
    ///
    /// ```
    /// use simcard::sms::{Deliver, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert!(message.with_status_report_indication(true).is_status_report_indicated());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn is_status_report_indicated(&self) -> bool {
        flag(self.first, STATUS_REPORT)
    }

    /// Whether a path for replies is offered (TP-RP).
    ///
    /// ```
    /// use simcard::sms::{Deliver, Timestamp, UserData};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// let message = Deliver::new("123".parse()?, time, UserData::default());
    /// assert!(message.with_reply_path(true).has_reply_path());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn has_reply_path(&self) -> bool {
        flag(self.first, REPLY_PATH)
    }

    /// Whether its type is the reserved one, 3.
    ///
    /// ```
    /// use simcard::sms::Deliver;
    ///
    /// let message = Deliver::decode(&hex_literal::hex!("07 0C91447700094065 00 00 62112271630400 00"))?;
    /// assert!(message.is_reserved_type());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn is_reserved_type(&self) -> bool {
        self.first & 0x03 == 3
    }

    /// The text of this one message, or part of one; see [`UserData::text`].
    ///
    /// ```
    /// use simcard::sms::Deliver;
    ///
    /// let bytes = hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329BFD06");
    /// assert_eq!(Deliver::decode(&bytes)?.text().as_deref(), Some("Hello"));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn text(&self) -> Option<String> {
        self.user_data.text()
    }

    /// Whether it is for the card, and goes there in an ENVELOPE: SMS-PP data download (3GPP TS 31.111 7.1.1.1). What
    /// it holds is then in [`UserData::data`].
    ///
    /// ```
    /// use simcard::sms::Deliver;
    ///
    /// // protocol 7F, 8 bit data of class 2
    /// let message = Deliver::decode(&hex_literal::hex!("04 0C91447700094065 7F F6 62112271630400 02 0102"))?;
    /// assert!(message.is_sim_data_download());
    /// assert_eq!(message.user_data.data(), Some(&[1, 2][..]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn is_sim_data_download(&self) -> bool {
        self.protocol == ProtocolId::SIM_DATA_DOWNLOAD
            && self.user_data.coding().class() == Some(MessageClass::Class2)
    }
}

serialize_fields!(Deliver, this {
    "type" => OBJECT,
    "originator" => this.originator,
    "originator_type" => this.originator.ton_npi().ton(),
    "timestamp" => this.timestamp,
    "protocol" => this.protocol,
    "coding" => this.user_data.coding(),
    "more_messages" => this.has_more_messages(),
    "loop_prevention" if this.is_loop_prevented() => true,
    "status_report_indicated" if this.is_status_report_indicated() => true,
    "reply_path" if this.has_reply_path() => true,
    "sim_data_download" if this.is_sim_data_download() => true,
    "user_data" => this.user_data,
});
