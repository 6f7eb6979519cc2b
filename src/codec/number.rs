use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind, bcd};

const OBJECT: &str = "dialling number";

/// A number as it is dialled: its type, its numbering plan and its digits (3GPP TS 24.008 10.5.4.7).
///
/// There is at least one digit; digits are `0` to `9` and those of [`bcd::Alphabet::Dialling`]. `Debug` hides all but
/// the last two, for it may be a subscriber's number or hold a voucher code; `Display` shows it as it is written down.
///
/// ```
/// use simcard::codec::{DialingNumber, TypeOfNumber};
///
/// // length, TON/NPI and digits, as EF.MSISDN has them after the name (3GPP TS 31.102 4.2.26)
/// let field = [0x07, 0x91, 0x44, 0x77, 0x00, 0x09, 0x10, 0x32, 0xFF, 0xFF, 0xFF, 0xFF];
/// let number = DialingNumber::from_length_prefixed(&field)?.unwrap();
/// assert_eq!(number.to_string(), "+447700900123");
/// assert_eq!(number.ton(), TypeOfNumber::International);
/// assert_eq!("+447700900123".parse(), Ok(number.clone()));
/// assert_eq!(number.to_length_prefixed(12).unwrap(), field);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DialingNumber {
    ton_npi: TonNpi,
    digits: String,
}

impl DialingNumber {
    /// A number of these digits.
    ///
    /// ```
    /// use simcard::codec::{DialingNumber, TonNpi};
    ///
    /// let number = DialingNumber::new(TonNpi::INTERNATIONAL, "447700900123")?;
    /// assert_eq!(number.to_string(), "+447700900123");
    /// assert!(DialingNumber::new(TonNpi::UNKNOWN, "07700 900123").is_err()); // a space is no digit
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is no digit, or a character that is none, or the type says that letters follow.
    pub fn new(ton_npi: TonNpi, digits: impl Into<String>) -> Result<Self, EncodeError> {
        let digits = digits.into();
        if ton_npi.ton() == TypeOfNumber::Alphanumeric {
            return Err(EncodeError::new(OBJECT, EncodeErrorKind::Value(u32::from(ton_npi.0))));
        }
        if digits.is_empty() {
            return Err(EncodeError::new(OBJECT, EncodeErrorKind::Empty));
        }
        match digits.chars().position(|digit| bcd::Alphabet::Dialling.half(digit).is_none()) {
            Some(index) => Err(EncodeError::new(OBJECT, EncodeErrorKind::Character { index })),
            None => Ok(Self { ton_npi, digits }),
        }
    }

    /// The number in a TON/NPI byte and the digits after it; `None` if there are no digits.
    ///
    /// ```
    /// use simcard::codec::DialingNumber;
    ///
    /// let number = DialingNumber::from_bytes(&[0x81, 0x21, 0xF3])?;
    /// assert_eq!(number.unwrap().to_string(), "123");
    /// assert_eq!(DialingNumber::from_bytes(&[0xFF, 0xFF, 0xFF])?, None);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Truncated`](DecodeErrorKind::Truncated): there is no byte at all;
    /// * [`Digit`](DecodeErrorKind::Digit): a digit behind the filling;
    /// * [`Value`](DecodeErrorKind::Value): the TON says that letters follow, not digits. That happens in short
    ///   messages (3GPP TS 23.040 9.1.2.5).
    pub fn from_bytes(bytes: &[u8]) -> Result<Option<Self>, DecodeError> {
        let Some((ton_npi, digits)) = bytes.split_first() else {
            return Err(DecodeError::new(OBJECT, 0, DecodeErrorKind::Truncated { missing: 1 }));
        };
        if digits.iter().all(|byte| *byte == 0xFF) {
            return Ok(None);
        }
        let ton_npi = TonNpi(*ton_npi);
        if ton_npi.ton() == TypeOfNumber::Alphanumeric {
            return Err(DecodeError::new(OBJECT, 0, DecodeErrorKind::Value(u32::from(ton_npi.0))));
        }
        let digits =
            bcd::decode(OBJECT, digits, bcd::Alphabet::Dialling).map_err(|error| error.within(OBJECT, 1))?;
        Ok(Some(Self { ton_npi, digits }))
    }

    /// The number in a field of fixed size: a byte that says how many bytes TON/NPI and digits take, these bytes,
    /// and filling. `None` if it holds no number: the length is `00` or `FF`, or there are no digits.
    ///
    /// So EF.ADN, EF.FDN, EF.MSISDN, EF.SDN (3GPP TS 31.102 4.4.2.3) and the service centre address of EF.SMSP
    /// have it. What follows the length is ignored; a length that counts filling does no harm. (A TP-Address counts
    /// digits instead: that is not this.)
    ///
    /// ```
    /// use simcard::codec::DialingNumber;
    ///
    /// let number = DialingNumber::from_length_prefixed(&[0x03, 0x81, 0x21, 0xF3, 0xFF, 0xFF])?;
    /// assert_eq!(number.unwrap().to_string(), "123");
    /// assert_eq!(DialingNumber::from_length_prefixed(&[0xFF; 6])?, None);
    /// assert!(DialingNumber::from_length_prefixed(&[0x07, 0x81, 0x21]).is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): the length goes beyond the field; and as [`from_bytes`](Self::from_bytes).
    pub fn from_length_prefixed(field: &[u8]) -> Result<Option<Self>, DecodeError> {
        match field.split_first() {
            None => Err(DecodeError::new(OBJECT, 0, DecodeErrorKind::Truncated { missing: 1 })),
            Some((0x00 | 0xFF, _)) => Ok(None),
            Some((_, rest)) if rest.iter().all(|byte| *byte == 0xFF) => Ok(None),
            Some((len, rest)) => {
                let bytes = rest.get(..usize::from(*len));
                let bytes = bytes.ok_or(DecodeError::new(OBJECT, 0, DecodeErrorKind::Length))?;
                Self::from_bytes(bytes).map_err(|error| error.within(OBJECT, 1))
            }
        }
    }

    /// Type and numbering plan.
    ///
    /// ```
    /// use simcard::codec::{DialingNumber, TonNpi};
    ///
    /// let control: DialingNumber = "*100#".parse()?;
    /// assert_eq!(control.ton_npi(), TonNpi::NONE);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn ton_npi(&self) -> TonNpi {
        self.ton_npi
    }

    /// The type of number.
    ///
    /// ```
    /// use simcard::codec::{DialingNumber, TypeOfNumber};
    ///
    /// assert_eq!("+447700900123".parse::<DialingNumber>()?.ton(), TypeOfNumber::International);
    /// assert_eq!("07700900123".parse::<DialingNumber>()?.ton(), TypeOfNumber::Unknown);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn ton(&self) -> TypeOfNumber {
        self.ton_npi.ton()
    }

    /// The numbering plan.
    ///
    /// ```
    /// use simcard::codec::{DialingNumber, NumberingPlan};
    ///
    /// assert_eq!("07700900123".parse::<DialingNumber>()?.npi(), NumberingPlan::Telephony);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn npi(&self) -> NumberingPlan {
        self.ton_npi.npi()
    }

    /// The digits, without a plus sign.
    ///
    /// ```
    /// use simcard::codec::DialingNumber;
    ///
    /// assert_eq!("+447700900123".parse::<DialingNumber>()?.digits(), "447700900123");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The TON/NPI byte and the digits, with half a byte of filling if their number is odd.
    ///
    /// ```
    /// use simcard::codec::DialingNumber;
    ///
    /// assert_eq!("12345".parse::<DialingNumber>()?.to_bytes(), [0x81, 0x21, 0x43, 0xF5]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let len = self.digits.len().div_ceil(2);
        let digits = bcd::encode(OBJECT, &self.digits, bcd::Alphabet::Dialling, len).unwrap_or_default();
        [&[self.ton_npi.0], digits.as_slice()].concat()
    }

    /// The number in a field of `len` bytes, as [`from_length_prefixed`](Self::from_length_prefixed) reads it.
    ///
    /// ```
    /// use simcard::codec::DialingNumber;
    ///
    /// let number: DialingNumber = "12345".parse()?;
    /// assert_eq!(number.to_length_prefixed(6)?, [0x04, 0x81, 0x21, 0x43, 0xF5, 0xFF]);
    /// assert!(number.to_length_prefixed(4).is_err());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): there are more digits than fit.
    pub fn to_length_prefixed(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let bytes = self.to_bytes();
        match u8::try_from(bytes.len()) {
            // 255 would say that there is no number
            Ok(count) if count < 0xFF && bytes.len() < len => {
                let mut field = [&[count], bytes.as_slice()].concat();
                field.resize(len, 0xFF);
                Ok(field)
            }
            _ => {
                let max = len.min(0xFF).saturating_sub(2).saturating_mul(2);
                Err(EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len: self.digits.len(), max }))
            }
        }
    }
}

/// The digits, after a plus sign if the number is international.
impl fmt::Display for DialingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let international = self.ton() == TypeOfNumber::International;
        write!(f, "{}{}", if international { "+" } else { "" }, self.digits)
    }
}

/// Shows the TON/NPI byte and, of the digits, how many there are and the last two.
impl fmt::Debug for DialingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown_from = self.digits.len().saturating_sub(2);
        write!(f, "DialingNumber({:02X} ", self.ton_npi.0)?;
        for (index, digit) in self.digits.chars().enumerate() {
            write!(f, "{}", if index < shown_from { '•' } else { digit })?;
        }
        f.write_str(")")
    }
}

/// Reads a number as it is written down: `+447700900123` is international, anything else of unknown type; both in
/// the telephony plan. A string that starts with `*` or `#` is no number but a control string, and gets
/// [`TonNpi::NONE`] as 3GPP TS 31.102 4.4.2.3 wants it.
impl FromStr for DialingNumber {
    type Err = EncodeError;

    fn from_str(text: &str) -> Result<Self, EncodeError> {
        if let Some(digits) = text.strip_prefix('+') {
            // the index in the error counts the plus sign
            return Self::new(TonNpi::INTERNATIONAL, digits).map_err(|error| match error.kind {
                EncodeErrorKind::Character { index } => {
                    EncodeError::new(OBJECT, EncodeErrorKind::Character { index: index.saturating_add(1) })
                }
                _ => error,
            });
        }
        let control = text.starts_with(['*', '#']);
        Self::new(if control { TonNpi::NONE } else { TonNpi::UNKNOWN }, text)
    }
}

/// As it is written down. Read back, a type other than "international" becomes "unknown".
#[cfg(feature = "serde")]
impl serde::Serialize for DialingNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for DialingNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The byte before the digits of a number: type of number and numbering plan. Any byte is kept as it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TonNpi(u8);

impl TonNpi {
    /// `91`: international number, telephony plan.
    pub const INTERNATIONAL: Self = Self(0x91);
    /// `81`: number of unknown type, telephony plan.
    pub const UNKNOWN: Self = Self(0x81);
    /// `FF`: not a number, but a control string (3GPP TS 31.102 4.4.2.3).
    pub const NONE: Self = Self(0xFF);

    /// The byte as it is.
    ///
    /// ```
    /// use simcard::codec::{NumberingPlan, TonNpi, TypeOfNumber};
    ///
    /// let national = TonNpi::from_byte(0xA1);
    /// assert_eq!((national.ton(), national.npi()), (TypeOfNumber::National, NumberingPlan::Telephony));
    /// ```
    pub const fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// Type and plan, with bit 8 set: no extension follows.
    ///
    /// ```
    /// use simcard::codec::{NumberingPlan, TonNpi, TypeOfNumber};
    ///
    /// let international = TonNpi::new(TypeOfNumber::International, NumberingPlan::Telephony);
    /// assert_eq!(international, TonNpi::INTERNATIONAL);
    /// ```
    pub const fn new(ton: TypeOfNumber, npi: NumberingPlan) -> Self {
        Self(0x80 | ton.value() << 4 | npi.value())
    }

    /// The byte.
    ///
    /// ```
    /// use simcard::codec::TonNpi;
    ///
    /// assert_eq!((TonNpi::INTERNATIONAL.byte(), TonNpi::UNKNOWN.byte()), (0x91, 0x81));
    /// ```
    pub const fn byte(self) -> u8 {
        self.0
    }

    /// The type of number (bits 7 to 5).
    ///
    /// ```
    /// use simcard::codec::{TonNpi, TypeOfNumber};
    ///
    /// assert_eq!(TonNpi::from_byte(0xD0).ton(), TypeOfNumber::Alphanumeric);
    /// ```
    pub const fn ton(self) -> TypeOfNumber {
        TypeOfNumber::from_value(self.0 >> 4)
    }

    /// The numbering plan (bits 4 to 1).
    ///
    /// ```
    /// use simcard::codec::{NumberingPlan, TonNpi};
    ///
    /// assert_eq!(TonNpi::from_byte(0x89).npi(), NumberingPlan::Private);
    /// ```
    pub const fn npi(self) -> NumberingPlan {
        NumberingPlan::from_value(self.0)
    }

    /// Whether bit 8 is clear, which says that a further byte of information follows. On cards it never does.
    ///
    /// ```
    /// use simcard::codec::TonNpi;
    ///
    /// assert!(!TonNpi::from_byte(0x91).is_extended());
    /// assert!(TonNpi::from_byte(0x11).is_extended());
    /// ```
    pub const fn is_extended(self) -> bool {
        self.0 & 0x80 == 0
    }
}

impl fmt::Debug for TonNpi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TonNpi({:02X}: {:?}, {:?})", self.0, self.ton(), self.npi())
    }
}

/// Type of number: 3GPP TS 24.008 table 10.5.118, TS 23.040 9.1.2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TypeOfNumber {
    /// Not known: the network finds out from the digits.
    Unknown,
    /// With country code; written with a plus sign.
    International,
    /// Without country code, and without the prefix for long distance.
    National,
    /// A service of the network.
    NetworkSpecific,
    /// Dedicated access, short code; "subscriber number" in short messages.
    DedicatedAccess,
    /// Letters in the GSM 7 bit alphabet instead of digits (short messages only).
    Alphanumeric,
    /// Abbreviated (short messages only).
    Abbreviated,
    /// Reserved for extension.
    Reserved,
}

impl TypeOfNumber {
    /// The type with this value; only the low three bits count.
    ///
    /// ```
    /// use simcard::codec::TypeOfNumber;
    ///
    /// assert_eq!(TypeOfNumber::from_value(1), TypeOfNumber::International);
    /// assert_eq!(TypeOfNumber::from_value(0x0D), TypeOfNumber::Alphanumeric);
    /// ```
    pub const fn from_value(value: u8) -> Self {
        match value & 0x07 {
            0 => Self::Unknown,
            1 => Self::International,
            2 => Self::National,
            3 => Self::NetworkSpecific,
            4 => Self::DedicatedAccess,
            5 => Self::Alphanumeric,
            6 => Self::Abbreviated,
            _ => Self::Reserved,
        }
    }

    /// The value, 0 to 7.
    ///
    /// ```
    /// use simcard::codec::TypeOfNumber;
    ///
    /// assert_eq!((TypeOfNumber::National.value(), TypeOfNumber::Abbreviated.value()), (2, 6));
    /// ```
    pub const fn value(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::International => 1,
            Self::National => 2,
            Self::NetworkSpecific => 3,
            Self::DedicatedAccess => 4,
            Self::Alphanumeric => 5,
            Self::Abbreviated => 6,
            Self::Reserved => 7,
        }
    }
}

/// Numbering plan: 3GPP TS 24.008 table 10.5.118, TS 23.040 9.1.2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum NumberingPlan {
    /// Not known.
    Unknown,
    /// Telephony (ITU-T E.164).
    Telephony,
    /// Data (ITU-T X.121).
    Data,
    /// Telex (ITU-T F.69).
    Telex,
    /// National.
    National,
    /// Private.
    Private,
    /// ERMES paging (short messages only).
    Ermes,
    /// Reserved for extension.
    Reserved,
    /// Any other value, 0 to 15.
    Other(u8),
}

impl NumberingPlan {
    /// The plan with this value; only the low four bits count.
    ///
    /// ```
    /// use simcard::codec::NumberingPlan;
    ///
    /// assert_eq!(NumberingPlan::from_value(0x91), NumberingPlan::Telephony);
    /// assert_eq!(NumberingPlan::from_value(2), NumberingPlan::Other(2));
    /// ```
    pub const fn from_value(value: u8) -> Self {
        match value & 0x0F {
            0 => Self::Unknown,
            1 => Self::Telephony,
            3 => Self::Data,
            4 => Self::Telex,
            8 => Self::National,
            9 => Self::Private,
            10 => Self::Ermes,
            15 => Self::Reserved,
            other => Self::Other(other),
        }
    }

    /// The value, 0 to 15.
    ///
    /// ```
    /// use simcard::codec::NumberingPlan;
    ///
    /// assert_eq!((NumberingPlan::Telephony.value(), NumberingPlan::National.value()), (1, 8));
    /// ```
    pub const fn value(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Telephony => 1,
            Self::Data => 3,
            Self::Telex => 4,
            Self::National => 8,
            Self::Private => 9,
            Self::Ermes => 10,
            Self::Reserved => 15,
            Self::Other(value) => value & 0x0F,
        }
    }
}

#[cfg(test)]
mod tests;
