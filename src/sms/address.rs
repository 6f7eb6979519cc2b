use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::codec::gsm7::{self, Alphabet, Septets};
use crate::codec::{
    DecodeError, DialingNumber, EncodeError, EncodeErrorKind, NumberingPlan, Reader, TonNpi, TypeOfNumber,
    bcd,
};
use crate::files::content::Bytes;

const OBJECT: &str = "TP-Address";

/// Who sent a message or gets it: a number, or a name (3GPP TS 23.040 9.1.2.5). What was read is kept as it is.
///
/// `Display` shows the number as it is written down, or the name; `Debug` hides the digits of a number.
///
/// ```
/// use simcard::sms::Address;
///
/// let number: Address = "+447700900123".parse()?;
/// assert_eq!(number.to_bytes(), [12, 0x91, 0x44, 0x77, 0x00, 0x09, 0x10, 0x32]);
/// let name = Address::alphanumeric("SimCard")?;
/// assert_eq!(name.to_bytes(), [13, 0xD0, 0xD3, 0x74, 0x7B, 0x18, 0x96, 0x93, 0x01]);
/// assert_eq!(name.to_string(), "SimCard");
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// How many halves of bytes of the value count.
    len: u8,
    ton_npi: TonNpi,
    value: Vec<u8>,
}

impl Address {
    /// The most digits there are room for (9.1.2.5).
    pub const MAX_DIGITS: usize = 20;
    /// The most characters of a name there are room for.
    pub const MAX_CHARACTERS: usize = 11;

    /// A number.
    ///
    /// ```
    /// use simcard::sms::Address;
    ///
    /// let address = Address::number(&"+447700900456".parse()?)?;
    /// assert_eq!(address.to_string(), "+447700900456");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It has more than 20 digits.
    pub fn number(number: &DialingNumber) -> Result<Self, EncodeError> {
        let digits = number.digits().len();
        if digits > Self::MAX_DIGITS {
            return Err(too_long(digits, Self::MAX_DIGITS));
        }
        let value = number.to_bytes().split_off(1);
        Ok(Self { len: u8::try_from(digits).unwrap_or(u8::MAX), ton_npi: number.ton_npi(), value })
    }

    /// A name, in the GSM 7 bit default alphabet.
    ///
    /// ```
    /// use simcard::sms::Address;
    ///
    /// assert_eq!(Address::alphanumeric("Operator")?.name().as_deref(), Some("Operator"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It is empty, has a character that the alphabet lacks, or takes more than 11 septets.
    pub fn alphanumeric(name: &str) -> Result<Self, EncodeError> {
        let septets = Alphabet::DEFAULT.encode(name)?;
        if septets.is_empty() {
            return Err(EncodeError::new(OBJECT, EncodeErrorKind::Empty));
        }
        if septets.len() > Self::MAX_CHARACTERS {
            return Err(too_long(septets.len(), Self::MAX_CHARACTERS));
        }
        let len = septets.len().saturating_mul(7).div_ceil(4);
        Ok(Self {
            len: u8::try_from(len).unwrap_or(u8::MAX),
            ton_npi: TonNpi::new(TypeOfNumber::Alphanumeric, NumberingPlan::Unknown),
            value: gsm7::pack(&septets),
        })
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let len = reader.u8()?;
        let ton_npi = TonNpi::from_byte(reader.u8()?);
        let value = reader.take(usize::from(len.div_ceil(2)))?.to_vec();
        Ok(Self { len, ton_npi, value })
    }

    pub(super) fn push(&self, out: &mut Vec<u8>) {
        out.extend([self.len, self.ton_npi.byte()]);
        out.extend(&self.value);
    }

    /// The field: length, TON/NPI, value.
    ///
    /// ```
    /// use simcard::sms::Address;
    ///
    /// let address: Address = "+447700900456".parse()?;
    /// assert_eq!(address.to_bytes(), [0x0C, 0x91, 0x44, 0x77, 0x00, 0x09, 0x40, 0x65]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(12);
        self.push(&mut out);
        out
    }

    /// Type and numbering plan.
    ///
    /// ```
    /// use simcard::codec::TypeOfNumber;
    /// use simcard::sms::Address;
    ///
    /// let address: Address = "+447700900456".parse()?;
    /// assert_eq!(address.ton_npi().ton(), TypeOfNumber::International);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn ton_npi(&self) -> TonNpi {
        self.ton_npi
    }

    /// The number; `None` if it is a name, if there are no digits, or if the value is no number.
    ///
    /// ```
    /// use simcard::sms::Address;
    ///
    /// let address: Address = "123".parse()?;
    /// assert_eq!(address.to_number(), "123".parse().ok());
    /// assert_eq!(Address::alphanumeric("Operator")?.to_number(), None);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn to_number(&self) -> Option<DialingNumber> {
        let halves = bcd::halves(&self.value).take(usize::from(self.len));
        let digits: Option<String> = halves.map(|half| bcd::Alphabet::Dialling.digit(half)).collect();
        DialingNumber::new(self.ton_npi, digits?).ok()
    }

    /// The name; `None` if it is a number.
    ///
    /// An `@` that comes from seven bits that were left over is none.
    ///
    /// ```
    /// use simcard::sms::Address;
    ///
    /// let address: Address = "123".parse()?;
    /// assert_eq!(address.name(), None);
    /// assert_eq!(Address::alphanumeric("Operator")?.name().as_deref(), Some("Operator"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn name(&self) -> Option<String> {
        if self.ton_npi.ton() != TypeOfNumber::Alphanumeric {
            return None;
        }
        let count = usize::from(self.len).saturating_mul(4) / 7;
        let mut septets: Vec<u8> = Septets::new(&self.value, count).collect();
        if septets.len() % 8 == 0 && septets.last() == Some(&0) {
            septets.pop();
        }
        Some(Alphabet::DEFAULT.decode(&septets))
    }
}

const fn too_long(len: usize, max: usize) -> EncodeError {
    EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len, max })
}

impl TryFrom<&DialingNumber> for Address {
    type Error = EncodeError;

    fn try_from(number: &DialingNumber) -> Result<Self, EncodeError> {
        Self::number(number)
    }
}

/// Reads a number as it is written down ([`DialingNumber`]), up to 20 digits. A name is none: see
/// [`Address::alphanumeric`].
impl FromStr for Address {
    type Err = EncodeError;

    fn from_str(text: &str) -> Result<Self, EncodeError> {
        Self::number(&text.parse()?)
    }
}

/// The number or name. What is neither shows its bytes in hexadecimal, and nothing is nothing.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.to_number(), self.name()) {
            (Some(number), _) => fmt::Display::fmt(&number, f),
            (None, Some(name)) => f.write_str(&name),
            (None, None) => fmt::Display::fmt(&Bytes(self.value.clone()), f),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.to_number(), self.name()) {
            (Some(number), _) => write!(f, "Address({number:?})"),
            (None, Some(name)) => write!(f, "Address({name:?})"),
            (None, None) => write!(f, "Address({:?}, {} digits)", self.ton_npi, self.len),
        }
    }
}

/// As it is shown.
#[cfg(feature = "serde")]
impl serde::Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8]) -> Address {
        let mut reader = Reader::new("test", bytes);
        let address = Address::decode(&mut reader).unwrap();
        assert!(reader.is_empty());
        assert_eq!(address.to_bytes(), bytes);
        address
    }

    // 9.1.2.5: the length counts digits
    #[test]
    fn numbers() {
        let odd = decode(&hex!("0B 91 4477000900F1"));
        assert_eq!(odd.to_string(), "+44770090001");
        assert_eq!(decode(&hex!("03 81 21F3")).to_string(), "123");
        // filling that is no F
        assert_eq!(decode(&hex!("03 81 2103")).to_string(), "123");
        assert_eq!(decode(&hex!("05 81 1A00FB")).to_string(), "*100#");
        assert_eq!("123".parse::<Address>().unwrap().to_bytes(), hex!("03 81 21F3"));
        assert_eq!(format!("{:?}", decode(&hex!("04 81 2143"))), "Address(DialingNumber(81 ••34))");
    }

    #[test]
    fn neither_number_nor_name() {
        let empty = decode(&hex!("00 81"));
        assert_eq!((empty.to_number(), empty.name(), empty.to_string()), (None, None, String::new()));
        let filled = decode(&hex!("04 81 21FF"));
        assert_eq!((filled.to_number(), filled.to_string()), (None, "21ff".into()));
    }

    #[test]
    fn names() {
        // eleven septets: 77 bits, 20 halves
        let name = Address::alphanumeric("SimCardTest").unwrap();
        assert_eq!((name.len, name.value.len()), (20, 10));
        assert_eq!(name.name().as_deref(), Some("SimCardTest"));
        assert_eq!(name.to_number(), None);
        // seven characters, but the length says 14 halves: no @ at the end
        assert_eq!(decode(&hex!("0E D0 D3747B18969301")).to_string(), "SimCard");
        assert_eq!(decode(&hex!("00 D0")).name().as_deref(), Some(""));
        for (name, kind) in [
            ("", EncodeErrorKind::Empty),
            ("SimCardTests", EncodeErrorKind::TooLong { len: 12, max: 11 }),
            ("aЖ", EncodeErrorKind::Character { index: 1 }),
        ] {
            assert_eq!(Address::alphanumeric(name).unwrap_err().kind, kind);
        }
        let long = "123456789012345678901".parse::<Address>().unwrap_err();
        assert_eq!(long.kind, EncodeErrorKind::TooLong { len: 21, max: 20 });
    }

    proptest! {
        #[test]
        fn numbers_round_trip(text in "\\+?[0-9*#abc]{1,20}") {
            if let Ok(address) = text.parse::<Address>() {
                prop_assert_eq!(&decode(&address.to_bytes()), &address);
                prop_assert_eq!(address.to_string(), text);
            }
        }

        #[test]
        fn names_round_trip(name in "[A-Za-z0-9 .@]{0,10}[A-Za-z]") {
            let address = Address::alphanumeric(&name).unwrap();
            prop_assert_eq!(decode(&address.to_bytes()).to_string(), name);
        }

        #[test]
        fn random_bytes_never_panic(bytes: Vec<u8>) {
            let mut reader = Reader::new("test", &bytes);
            if let Ok(address) = Address::decode(&mut reader) {
                let _ = (address.to_string(), format!("{address:?}"));
                prop_assert_eq!(address.to_bytes(), &bytes[..reader.position()]);
            }
        }
    }
}
