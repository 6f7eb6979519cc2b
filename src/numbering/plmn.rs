use core::fmt;
use core::str::FromStr;

use super::digits::{Alphabet, Digits, FILLER, NumberError, is_padding, pack, serde_as_text, unpack};
use crate::codec::{DecodeError, DecodeErrorKind};

/// A mobile country code: three digits (ITU-T E.212).
///
/// ```
/// use simcard::numbering::Mcc;
///
/// let mcc: Mcc = "001".parse()?;
/// assert_eq!(mcc, Mcc::TEST);
/// assert_eq!((mcc.as_str(), mcc.value()), ("001", 1));
/// # Ok::<(), simcard::numbering::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mcc([u8; 3]);

/// A mobile network code: two or three digits. It is text: `01` and `001` are different networks.
///
/// ```
/// use simcard::numbering::{Mnc, MncLength};
///
/// let (two, three): (Mnc, Mnc) = ("01".parse()?, "001".parse()?);
/// assert_ne!(two, three);
/// assert_eq!((two.length(), three.length()), (MncLength::Two, MncLength::Three));
/// # Ok::<(), simcard::numbering::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mnc(Digits<3>);

/// How many digits a mobile network code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum MncLength {
    /// Two digits.
    Two,
    /// Three digits.
    Three,
}

/// A public land mobile network: country code and network code.
///
/// ```
/// use simcard::numbering::Plmn;
///
/// let plmn: Plmn = "001-01".parse()?;
/// assert_eq!(plmn.to_bcd(), [0x00, 0xF1, 0x10]);
/// assert_eq!(Plmn::from_bcd([0x00, 0xF1, 0x10])?, Some(plmn));
/// assert_eq!(Plmn::from_bcd([0xFF, 0xFF, 0xFF])?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plmn {
    /// The country.
    pub mcc: Mcc,
    /// The network within the country.
    pub mnc: Mnc,
}

impl Mcc {
    /// 001: test networks.
    pub const TEST: Self = Self(*b"001");
    /// 901: networks that belong to no country, such as satellites and global machine-to-machine ones.
    pub const INTERNATIONAL: Self = Self(*b"901");
    /// 999: private networks.
    pub const PRIVATE: Self = Self(*b"999");

    /// The code of this number, 0 to 999.
    ///
    /// ```
    /// use simcard::numbering::Mcc;
    ///
    /// assert_eq!(Mcc::new(1)?.as_str(), "001");
    /// assert!(Mcc::new(1000).is_err());
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// More than three digits.
    pub fn new(value: u16) -> Result<Self, NumberError> {
        if value > 999 {
            let digits = if value > 9999 { 5 } else { 4 };
            return Err(NumberError::Length { number: "an MCC", digits, min: 3, max: 3 });
        }
        Ok(Self::from_nibbles(decimals(value).into_iter()))
    }

    /// The code of the first three of these digits.
    pub(super) fn from_nibbles(mut nibbles: impl Iterator<Item = u8>) -> Self {
        Self([(); 3].map(|()| b'0' | nibbles.next().unwrap_or_default() & 0x0F))
    }

    /// The digits, as text.
    ///
    /// ```
    /// use simcard::numbering::Mcc;
    ///
    /// assert_eq!(Mcc::new(46)?.as_str(), "046");
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The number, 0 to 999.
    ///
    /// ```
    /// use simcard::numbering::Mcc;
    ///
    /// assert_eq!((Mcc::TEST.value(), Mcc::INTERNATIONAL.value()), (1, 901));
    /// ```
    pub fn value(self) -> u16 {
        number(self.as_str())
    }
}

impl Mnc {
    /// The code of this number in this many digits.
    ///
    /// ```
    /// use simcard::numbering::{Mnc, MncLength};
    ///
    /// assert_eq!(Mnc::new(1, MncLength::Two)?.as_str(), "01");
    /// assert_eq!(Mnc::new(1, MncLength::Three)?.as_str(), "001");
    /// assert!(Mnc::new(100, MncLength::Two).is_err());
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It has more digits.
    pub fn new(value: u16, length: MncLength) -> Result<Self, NumberError> {
        let (max, limit) = match length {
            MncLength::Two => (2, 99),
            MncLength::Three => (3, 999),
        };
        if value > limit {
            let digits = usize::try_from(value.checked_ilog10().unwrap_or_default()).unwrap_or_default();
            let digits = digits.saturating_add(1);
            return Err(NumberError::Length { number: "an MNC of this length", digits, min: max, max });
        }
        let digits = decimals(value).into_iter().skip(3_usize.saturating_sub(max));
        let digits = Digits::from_nibbles(digits.map(|digit| (0, digit)), "MNC", 0, Alphabet::Decimal);
        digits.map(Self).map_err(|_| NumberError::Character { number: "an MNC", position: 0 })
    }

    /// The digits, as text.
    ///
    /// ```
    /// use simcard::numbering::Mnc;
    ///
    /// assert_eq!("07".parse::<Mnc>()?.as_str(), "07");
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The number, 0 to 999. Two codes of one number may differ in length.
    ///
    /// ```
    /// use simcard::numbering::Mnc;
    ///
    /// assert_eq!(("07".parse::<Mnc>()?.value(), "007".parse::<Mnc>()?.value()), (7, 7));
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn value(self) -> u16 {
        number(self.as_str())
    }

    /// How many digits it has.
    ///
    /// ```
    /// use simcard::numbering::{Mnc, MncLength};
    ///
    /// assert_eq!("07".parse::<Mnc>()?.length(), MncLength::Two);
    /// assert_eq!("007".parse::<Mnc>()?.length(), MncLength::Three);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub const fn length(self) -> MncLength {
        if self.0.len() == 2 { MncLength::Two } else { MncLength::Three }
    }
}

impl MncLength {
    /// Reads byte 4 of EF.AD (3GPP TS 31.102 4.2.18): 2 or 3 in its lower half.
    ///
    /// `None` for the values that are reserved: cards that have the byte but don't fill it.
    ///
    /// ```
    /// use simcard::numbering::MncLength;
    ///
    /// assert_eq!(MncLength::from_ad(0x02), Some(MncLength::Two));
    /// assert_eq!(MncLength::from_ad(0xFF), None);
    /// ```
    pub const fn from_ad(byte: u8) -> Option<Self> {
        match byte & 0x0F {
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            _ => None,
        }
    }

    /// The byte for EF.AD.
    ///
    /// ```
    /// use simcard::numbering::MncLength;
    ///
    /// assert_eq!((MncLength::Two.to_ad(), MncLength::Three.to_ad()), (0x02, 0x03));
    /// ```
    pub const fn to_ad(self) -> u8 {
        match self {
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// The number of digits.
    ///
    /// ```
    /// use simcard::numbering::MncLength;
    ///
    /// assert_eq!((MncLength::Two.digits(), MncLength::Three.digits()), (2, 3));
    /// ```
    pub const fn digits(self) -> usize {
        match self {
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

impl Plmn {
    const OBJECT: &str = "PLMN";

    /// Reads the three bytes of 3GPP TS 24.008 10.5.1.13; `None` if they are blank (`FF FF FF`).
    ///
    /// They hold MCC digits 2 and 1, MNC digit 3 (or `F`) and MCC digit 3, MNC digits 2 and 1.
    ///
    /// ```
    /// use simcard::numbering::Plmn;
    ///
    /// let [two, three] = [[0x00, 0xF1, 0x10], [0x00, 0x21, 0x10]].map(Plmn::from_bcd);
    /// assert_eq!(two?.map(|plmn| plmn.to_string()).as_deref(), Some("001-01"));
    /// assert_eq!(three?.map(|plmn| plmn.to_string()).as_deref(), Some("001-012"));
    /// assert_eq!(Plmn::from_bcd([0xFF, 0xFF, 0xFF])?, None);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A nibble is no decimal digit, and not the filler of a two-digit network code.
    pub fn from_bcd(bytes: [u8; 3]) -> Result<Option<Self>, DecodeError> {
        if is_padding(&bytes) {
            return Ok(None);
        }
        for (index, (offset, nibble)) in unpack(&bytes).enumerate() {
            let may_be_filler = index == 3;
            if nibble > 9 && !(may_be_filler && nibble == FILLER) {
                return Err(DecodeError::new(Self::OBJECT, offset, DecodeErrorKind::Digit(nibble)));
            }
        }
        let [b1, b2, b3] = bytes;
        let mcc = Mcc::from_nibbles([b1 & 0x0F, b1 >> 4, b2 & 0x0F].into_iter());
        let mnc = [(2, b3 & 0x0F), (2, b3 >> 4), (1, b2 >> 4)].into_iter();
        let mnc = Digits::from_nibbles(mnc, Self::OBJECT, 2, Alphabet::Decimal).map(Mnc)?;
        Ok(Some(Self { mcc, mnc }))
    }

    /// The three bytes of 3GPP TS 24.008 10.5.1.13.
    ///
    /// ```
    /// use simcard::numbering::Plmn;
    ///
    /// assert_eq!("001-01".parse::<Plmn>()?.to_bcd(), [0x00, 0xF1, 0x10]);
    /// assert_eq!("001-012".parse::<Plmn>()?.to_bcd(), [0x00, 0x21, 0x10]);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn to_bcd(self) -> [u8; 3] {
        let (mut mcc, mut mnc) = (self.mcc.0.into_iter(), self.mnc.0.nibbles());
        let mut mcc = || mcc.next().unwrap_or_default() & 0x0F;
        let mut mnc = || mnc.next().unwrap_or(FILLER);
        let (mcc1, mcc2, mcc3) = (mcc(), mcc(), mcc());
        let (mnc1, mnc2, mnc3) = (mnc(), mnc(), mnc());
        pack([mcc1, mcc2, mcc3, mnc3, mnc1, mnc2].into_iter())
    }
}

/// The three decimal digits of a number up to 999.
fn decimals(value: u16) -> [u8; 3] {
    [value / 100, value / 10, value].map(|value| u8::try_from(value % 10).unwrap_or_default())
}

fn number(digits: &str) -> u16 {
    digits.parse().unwrap_or_default()
}

impl FromStr for Mcc {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let digits = Digits::<3>::parse(text, "an MCC", 3, Alphabet::Decimal)?;
        Ok(Self::from_nibbles(digits.nibbles()))
    }
}

impl FromStr for Mnc {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Digits::parse(text, "an MNC", 2, Alphabet::Decimal).map(Self)
    }
}

/// Reads `001-01`, and also `00101`: the country code always has three digits.
impl FromStr for Plmn {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        // A text that can't be cut after three characters is too short, or not of digits.
        let (mcc, mnc) = text.split_at_checked(3).unwrap_or((text, ""));
        let mcc = mcc.parse()?;
        let mnc = mnc.strip_prefix('-').unwrap_or(mnc).parse()?;
        Ok(Self { mcc, mnc })
    }
}

impl fmt::Display for Mcc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Mnc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Plmn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.mcc, self.mnc)
    }
}

impl fmt::Debug for Mcc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mcc({self})")
    }
}

impl fmt::Debug for Mnc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mnc({self})")
    }
}

impl fmt::Debug for Plmn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plmn({self})")
    }
}

serde_as_text!(Mcc, "an MCC of 3 digits");
serde_as_text!(Mnc, "an MNC of 2 or 3 digits");
serde_as_text!(Plmn, "a PLMN such as 001-01");

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString;

    use proptest::prelude::*;

    use super::*;

    fn plmn(text: &str) -> Plmn {
        text.parse().unwrap()
    }

    #[test]
    fn three_bytes_of_two_digit_networks() {
        // TS 24.008 10.5.1.13: MCC 2|MCC 1, MNC 3|MCC 3, MNC 2|MNC 1; MNC 3 is F.
        assert_eq!(plmn("001-01").to_bcd(), [0x00, 0xF1, 0x10]);
        assert_eq!(Plmn::from_bcd([0x00, 0xF1, 0x10]), Ok(Some(plmn("001-01"))));
        assert_eq!(plmn("234-56").to_bcd(), [0x32, 0xF4, 0x65]);
        assert_eq!(Plmn::from_bcd([0x32, 0xF4, 0x65]), Ok(Some(plmn("234-56"))));
    }

    #[test]
    fn three_bytes_of_three_digit_networks() {
        assert_eq!(plmn("001-001").to_bcd(), [0x00, 0x11, 0x00]);
        assert_eq!(Plmn::from_bcd([0x00, 0x11, 0x00]), Ok(Some(plmn("001-001"))));
        assert_eq!(plmn("123-456").to_bcd(), [0x21, 0x63, 0x54]);
        assert_eq!(Plmn::from_bcd([0x21, 0x63, 0x54]), Ok(Some(plmn("123-456"))));
    }

    #[test]
    fn blank_is_absent_and_halves_are_errors() {
        assert_eq!(Plmn::from_bcd([0xFF; 3]), Ok(None));
        let error = |bytes| Plmn::from_bcd(bytes).unwrap_err();
        assert_eq!(error([0xF1, 0xF1, 0x10]), DecodeError::new("PLMN", 0, DecodeErrorKind::Digit(0xF)));
        assert_eq!(error([0x00, 0x1F, 0x10]), DecodeError::new("PLMN", 1, DecodeErrorKind::Digit(0xF)));
        assert_eq!(error([0x00, 0xA1, 0x10]), DecodeError::new("PLMN", 1, DecodeErrorKind::Digit(0xA)));
        assert_eq!(error([0x00, 0xF1, 0xF1]), DecodeError::new("PLMN", 2, DecodeErrorKind::Digit(0xF)));
        assert_eq!(error([0x00, 0xF1, 0xFF]), DecodeError::new("PLMN", 2, DecodeErrorKind::Digit(0xF)));
        assert_eq!(error([0x0D, 0xF1, 0x10]), DecodeError::new("PLMN", 0, DecodeErrorKind::Digit(0xD)));
    }

    #[test]
    fn network_codes_are_text() {
        assert_ne!(plmn("001-01"), plmn("001-001"));
        assert_eq!(plmn("00101"), plmn("001-01"));
        assert_eq!(plmn("001001").to_string(), "001-001");
        assert!(plmn("001-01") < plmn("001-010") && plmn("001-010") < plmn("001-02"));
    }

    #[test]
    fn codes_from_numbers() {
        assert_eq!(Mcc::new(1), Ok(Mcc::TEST));
        assert_eq!(Mcc::new(901), Ok(Mcc::INTERNATIONAL));
        assert_eq!(Mcc::new(999), Ok(Mcc::PRIVATE));
        assert_eq!(Mcc::new(310).unwrap().as_str(), "310");
        let too_long = |digits| NumberError::Length { number: "an MCC", digits, min: 3, max: 3 };
        assert_eq!((Mcc::new(1000), Mcc::new(65_535)), (Err(too_long(4)), Err(too_long(5))));

        assert_eq!(Mnc::new(7, MncLength::Two).unwrap().as_str(), "07");
        assert_eq!(Mnc::new(7, MncLength::Three).unwrap().as_str(), "007");
        assert_eq!(Mnc::new(410, MncLength::Three).unwrap().value(), 410);
        let number = "an MNC of this length";
        assert_eq!(
            Mnc::new(100, MncLength::Two),
            Err(NumberError::Length { number, digits: 3, min: 2, max: 2 })
        );
        assert_eq!(
            Mnc::new(1000, MncLength::Three),
            Err(NumberError::Length { number, digits: 4, min: 3, max: 3 })
        );
    }

    #[test]
    fn ef_ad_says_how_long() {
        assert_eq!(MncLength::from_ad(0x02), Some(MncLength::Two));
        assert_eq!(MncLength::from_ad(0x03), Some(MncLength::Three));
        // b8 to b5 are reserved.
        assert_eq!(MncLength::from_ad(0xF2), Some(MncLength::Two));
        for reserved in [0x00, 0x01, 0x04, 0x0F, 0xFF] {
            assert_eq!(MncLength::from_ad(reserved), None, "{reserved:02X}");
        }
        for length in [MncLength::Two, MncLength::Three] {
            assert_eq!(MncLength::from_ad(length.to_ad()), Some(length));
            assert_eq!(usize::from(length.to_ad()), length.digits());
        }
    }

    #[test]
    fn text_is_checked() {
        for wrong in
            ["", "-", "001", "001-", "001-1", "001-0001", "01-01", "001--01", "0O1-01", "é01-01", "00é-01"]
        {
            assert!(wrong.parse::<Plmn>().is_err(), "{wrong}");
        }
        for wrong in ["", "01", "0001", "0x1", "+01"] {
            assert!(wrong.parse::<Mcc>().is_err(), "{wrong}");
        }
        for wrong in ["", "1", "0001", "1A"] {
            assert!(wrong.parse::<Mnc>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn debug_is_not_masked() {
        let plmn = plmn("001-01");
        assert_eq!(format!("{plmn:?} {:?} {:?}", plmn.mcc, plmn.mnc), "Plmn(001-01) Mcc(001) Mnc(01)");
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serde_is_text_and_checked() {
        let json = serde_json::to_string(&(plmn("001-01"), Mcc::TEST, plmn("001-01").mnc)).unwrap();
        assert_eq!(json, r#"["001-01","001","01"]"#);
        assert_eq!(
            serde_json::from_str::<(Plmn, Mcc, Mnc)>(&json).unwrap(),
            (plmn("001-01"), Mcc::TEST, "01".parse().unwrap())
        );
        assert!(serde_json::from_str::<Mnc>("\"1\"").is_err());
    }

    proptest! {
        #[test]
        fn text_round_trips(text in "[0-9]{3}-[0-9]{2,3}") {
            let plmn = plmn(&text);
            prop_assert_eq!(plmn.to_string(), text);
            prop_assert_eq!(Plmn::from_bcd(plmn.to_bcd()), Ok(Some(plmn)));
        }

        #[test]
        fn bytes_round_trip(bytes: [u8; 3]) {
            if let Ok(Some(plmn)) = Plmn::from_bcd(bytes) {
                prop_assert_eq!(plmn.to_bcd(), bytes);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9é-]{0,8}") {
            if let Ok(plmn) = text.parse::<Plmn>() {
                prop_assert_eq!(plmn.to_string().replace('-', ""), text.replace('-', ""));
            }
        }

        #[test]
        fn codes_keep_their_number(value in 0_u16..1000) {
            prop_assert_eq!(Mcc::new(value).unwrap().value(), value);
            let mnc = Mnc::new(value, MncLength::Three).unwrap();
            prop_assert_eq!((mnc.value(), mnc.length()), (value, MncLength::Three));
        }
    }
}
