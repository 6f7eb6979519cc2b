use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use super::tpdu::{HEADER, REPLY_PATH, STATUS_REPORT, expect, flag, with_flag};
use super::{Address, ProtocolId, Timestamp, UserData};
use crate::codec::dcs::SmsDcs;
use crate::codec::{DecodeError, Reader, RelativeValidity};
use crate::files::content::Bytes;

/// A message to the service centre: SMS-SUBMIT (3GPP TS 23.040 9.2.2.2). `Debug` hides its text.
///
/// [`Composer`](super::Composer) makes them of a text.
///
/// ```
/// use simcard::codec::dcs::SmsDcs;
/// use simcard::codec::gsm7::Alphabet;
/// use simcard::sms::{Header, Submit, UserData};
///
/// let text = UserData::from_text("Hello", SmsDcs::GSM7, &Alphabet::DEFAULT, &Header::new())?;
/// let message = Submit::new("+447700900123".parse()?, text).with_status_report_request(true);
/// assert_eq!(hex::encode(message.encode()), "21000c91447700091032000005c8329bfd06");
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Submit {
    /// Without what follows from the other fields: TP-UDHI, TP-VPF.
    first: u8,
    /// The reference by which a status report names it (TP-MR). Modems put their own.
    pub reference: u8,
    /// Who gets it.
    pub destination: Address,
    /// What is to become of it.
    pub protocol: ProtocolId,
    /// How long the service centre tries to deliver it; otherwise as long as it likes.
    pub validity: Option<ValidityPeriod>,
    /// What it holds.
    pub user_data: UserData,
}

const OBJECT: &str = "SMS-SUBMIT";
const TYPE: u8 = 0x01;
const REJECT_DUPLICATES: u8 = 0x04;
const VALIDITY_FORMAT: u8 = 0x18;

impl Submit {
    /// A message.
    ///
    /// ```
    /// use simcard::sms::{Submit, UserData};
    ///
    /// let message = Submit::new("123".parse()?, UserData::default());
    /// assert_eq!(message.encode(), hex_literal::hex!("01 00 038121F3 00 00 00"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn new(destination: Address, user_data: UserData) -> Self {
        Self {
            first: TYPE,
            reference: 0,
            destination,
            protocol: ProtocolId::DEFAULT,
            validity: None,
            user_data,
        }
    }

    /// The same, asking for a status report (TP-SRR).
    ///
    /// ```
    /// use simcard::sms::{Submit, UserData};
    ///
    /// let message = Submit::new("123".parse()?, UserData::default()).with_status_report_request(true);
    /// assert_eq!(message.encode()[0], 0x21);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_status_report_request(mut self, requested: bool) -> Self {
        self.first = with_flag(self.first, STATUS_REPORT, requested);
        self
    }

    /// The same, asking the service centre to refuse it if it has a message of the same reference to the same
    /// destination (TP-RD).
    ///
    /// ```
    /// use simcard::sms::{Submit, UserData};
    ///
    /// let message = Submit::new("123".parse()?, UserData::default()).with_reject_duplicates(true);
    /// assert_eq!(message.encode()[0], 0x05);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_reject_duplicates(mut self, reject: bool) -> Self {
        self.first = with_flag(self.first, REJECT_DUPLICATES, reject);
        self
    }

    /// The same, asking for a path for replies (TP-RP).
    ///
    /// ```
    /// use simcard::sms::{Submit, UserData};
    ///
    /// let message = Submit::new("123".parse()?, UserData::default()).with_reply_path(true);
    /// assert_eq!(message.encode()[0], 0x81);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_reply_path(mut self, requested: bool) -> Self {
        self.first = with_flag(self.first, REPLY_PATH, requested);
        self
    }

    /// Reads a TPDU.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::sms::Submit;
    ///
    /// // "Hello" to +44 7700 900123, valid for an hour
    /// let message = Submit::decode(&hex_literal::hex!("11 00 0C91447700091032 00 00 0B 05 C8329BFD06"))?;
    /// assert_eq!(message.text().as_deref(), Some("Hello"));
    /// assert_eq!(message.validity.and_then(|validity| validity.duration()), Some(Duration::from_secs(3600)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Truncated`](crate::codec::DecodeErrorKind::Truncated): it ends before the length of the user data;
    /// [`Value`](crate::codec::DecodeErrorKind::Value): it is of another type.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(OBJECT, bytes);
        let first = expect(&mut reader, TYPE)?;
        let reference = reader.u8()?;
        let destination = Address::decode(&mut reader)?;
        let protocol = ProtocolId(reader.u8()?);
        let coding = SmsDcs(reader.u8()?);
        let validity = match first & VALIDITY_FORMAT {
            0x00 => None,
            0x10 => Some(ValidityPeriod::Relative(RelativeValidity(reader.u8()?))),
            0x08 => Some(ValidityPeriod::Enhanced(EnhancedValidity(reader.array()?))),
            _ => Some(ValidityPeriod::Absolute(Timestamp::from_bytes(reader.array()?))),
        };
        let user_data = UserData::decode(&mut reader, coding, flag(first, HEADER))?;
        let first = with_flag(first, HEADER | VALIDITY_FORMAT, false);
        Ok(Self { first, reference, destination, protocol, validity, user_data })
    }

    /// The TPDU.
    ///
    /// ```
    /// use simcard::codec::RelativeValidity;
    /// use simcard::sms::{Submit, UserData, ValidityPeriod};
    ///
    /// let mut message = Submit::new("123".parse()?, UserData::default());
    /// message.validity = Some(ValidityPeriod::Relative(RelativeValidity(0x0B)));
    /// assert_eq!(message.encode(), hex_literal::hex!("11 00 038121F3 00 00 0B 00"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(164);
        let format = self.validity.map_or(0, ValidityPeriod::format);
        let first = with_flag(self.first, HEADER, self.user_data.is_header_indicated());
        out.extend([first | format, self.reference]);
        self.destination.push(&mut out);
        out.extend([self.protocol.0, self.user_data.coding().0]);
        match self.validity {
            Some(ValidityPeriod::Relative(period)) => out.push(period.0),
            Some(ValidityPeriod::Enhanced(period)) => out.extend(period.0),
            Some(ValidityPeriod::Absolute(time)) => out.extend(time.to_bytes()),
            None => {}
        }
        self.user_data.push(&mut out);
        out
    }

    /// Whether a status report is asked for (TP-SRR).
    ///
    /// ```
    /// use simcard::sms::{Submit, UserData};
    ///
    /// let submit = Submit::new("123".parse()?, UserData::default());
    /// assert!(!submit.is_status_report_requested());
    /// assert!(submit.with_status_report_request(true).is_status_report_requested());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn is_status_report_requested(&self) -> bool {
        flag(self.first, STATUS_REPORT)
    }

    /// Whether duplicates are to be refused (TP-RD).
    ///
    /// ```
    /// use simcard::sms::{Submit, UserData};
    ///
    /// let submit = Submit::new("123".parse()?, UserData::default());
    /// assert!(submit.with_reject_duplicates(true).rejects_duplicates());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn rejects_duplicates(&self) -> bool {
        flag(self.first, REJECT_DUPLICATES)
    }

    /// Whether a path for replies is asked for (TP-RP).
    ///
    /// ```
    /// use simcard::sms::{Submit, UserData};
    ///
    /// let submit = Submit::new("123".parse()?, UserData::default());
    /// assert!(submit.with_reply_path(true).has_reply_path());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn has_reply_path(&self) -> bool {
        flag(self.first, REPLY_PATH)
    }

    /// The text of this one message, or part of one; see [`UserData::text`].
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let parts = Composer::new("123".parse()?).compose("BAL")?;
    /// assert_eq!(parts[0].text().as_deref(), Some("BAL"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn text(&self) -> Option<String> {
        self.user_data.text()
    }
}

serialize_fields!(Submit, this {
    "type" => OBJECT,
    "reference" => this.reference,
    "destination" => this.destination,
    "destination_type" => this.destination.ton_npi().ton(),
    "protocol" => this.protocol,
    "coding" => this.user_data.coding(),
    "validity" if this.validity.is_some() => this.validity,
    "reject_duplicates" if this.rejects_duplicates() => true,
    "status_report_requested" if this.is_status_report_requested() => true,
    "reply_path" if this.has_reply_path() => true,
    "user_data" => this.user_data,
});

/// How long a service centre tries to deliver a message: TP-Validity-Period (3GPP TS 23.040 9.2.3.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValidityPeriod {
    /// From when it got it.
    Relative(RelativeValidity),
    /// Until then.
    Absolute(Timestamp),
    /// In one of several ways.
    Enhanced(EnhancedValidity),
}

impl ValidityPeriod {
    /// TP-Validity-Period-Format, in its place in the first byte (9.2.3.3).
    const fn format(self) -> u8 {
        match self {
            Self::Relative(_) => 0x10,
            Self::Absolute(_) => 0x18,
            Self::Enhanced(_) => 0x08,
        }
    }

    /// How long it is from when the service centre got the message; `None` if it is told otherwise, or not at all.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::codec::RelativeValidity;
    /// use simcard::sms::ValidityPeriod;
    ///
    /// let period = ValidityPeriod::Relative(RelativeValidity(167)); // 12 hours and 24 half ones
    /// assert_eq!(period.duration(), Some(Duration::from_secs(24 * 3600)));
    /// ```
    pub fn duration(self) -> Option<Duration> {
        match self {
            Self::Relative(period) => Some(period.duration()),
            Self::Absolute(_) => None,
            Self::Enhanced(period) => period.duration(),
        }
    }

    /// When it ends; `None` if it is told otherwise.
    ///
    /// ```
    /// use simcard::codec::RelativeValidity;
    /// use simcard::sms::{Timestamp, ValidityPeriod};
    ///
    /// let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0)?;
    /// assert_eq!(ValidityPeriod::Absolute(time).until(), Some(time));
    /// assert_eq!(ValidityPeriod::Relative(RelativeValidity(0)).until(), None);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn until(self) -> Option<Timestamp> {
        match self {
            Self::Absolute(time) => Some(time),
            _ => None,
        }
    }

    const fn enhanced(self) -> Option<EnhancedValidity> {
        match self {
            Self::Enhanced(period) => Some(period),
            _ => None,
        }
    }
}

serialize_fields!(ValidityPeriod, this {
    "format" => match this {
        ValidityPeriod::Relative(_) => "relative",
        ValidityPeriod::Absolute(_) => "absolute",
        ValidityPeriod::Enhanced(_) => "enhanced",
    },
    "seconds" if this.duration().is_some() => this.duration().map(|duration| duration.as_secs()),
    "until" if this.until().is_some() => this.until(),
    "bytes" if this.enhanced().is_some() => this.enhanced().map(|period| Bytes(period.0.to_vec())),
});

/// A validity period in the enhanced format (9.2.3.12.3). The seven bytes are kept as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EnhancedValidity(pub [u8; 7]);

impl EnhancedValidity {
    /// So many seconds, 1 to 255.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::sms::EnhancedValidity;
    ///
    /// assert_eq!(EnhancedValidity::seconds(30).duration(), Some(Duration::from_secs(30)));
    /// ```
    pub const fn seconds(seconds: u8) -> Self {
        Self([0x02, seconds, 0, 0, 0, 0, 0])
    }

    /// Whether the message is to be tried once only.
    ///
    /// ```
    /// use simcard::sms::EnhancedValidity;
    ///
    /// assert!(EnhancedValidity([0x40, 0, 0, 0, 0, 0, 0]).is_single_shot());
    /// assert!(!EnhancedValidity::seconds(30).is_single_shot());
    /// ```
    pub const fn is_single_shot(self) -> bool {
        let [indicator, ..] = self.0;
        indicator & 0x40 != 0
    }

    /// How long it is; `None` if no period is told, or in a way that is reserved.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::sms::EnhancedValidity;
    ///
    /// // 01:30:00
    /// let period = EnhancedValidity([0x03, 0x10, 0x03, 0x00, 0, 0, 0]);
    /// assert_eq!(period.duration(), Some(Duration::from_secs(5400)));
    /// assert_eq!(EnhancedValidity([0; 7]).duration(), None);
    /// ```
    pub fn duration(self) -> Option<Duration> {
        let [indicator, a, b, c, ..] = self.0;
        match indicator & 0x87 {
            1 => Some(RelativeValidity(a).duration()),
            2 => Some(Duration::from_secs(a.into())),
            3 => {
                let [hours, minutes, seconds] = [a, b, c].map(|digits| {
                    let (tens, units) = (digits & 0x0F, digits >> 4);
                    (tens < 10 && units < 10)
                        .then(|| u64::from(tens).saturating_mul(10).saturating_add(units.into()))
                });
                let minutes = hours?.saturating_mul(60).saturating_add(minutes?);
                Some(Duration::from_secs(minutes.saturating_mul(60).saturating_add(seconds?)))
            }
            _ => None,
        }
    }
}
