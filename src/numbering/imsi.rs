use core::fmt;
use core::str::FromStr;

use super::digits::{Alphabet, Digits, NumberError, is_blank, is_padding, pack, serde_as_text, unpack};
use super::{Mcc, Mnc, MncLength, Plmn};
use crate::codec::{DecodeError, DecodeErrorKind};

/// The number of the subscription: IMSI, 6 to 15 decimal digits (3GPP TS 23.003 2.2).
///
/// It starts with the mobile country code (three digits) and the mobile network code (two or three); what
/// is left is the MSIN. How many digits the network code has, the number itself does not say: EF.AD
/// does, or [`Mcc::mnc_length`]. `Debug` shows the country code only.
///
/// ```
/// use simcard::numbering::{Imsi, MncLength};
///
/// let content = [0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98];
/// let imsi = Imsi::from_ef(&content)?;
/// assert_eq!(imsi.as_str(), "001010123456789");
/// assert_eq!(imsi.plmn(MncLength::Two).map(|plmn| plmn.to_string()).as_deref(), Some("001-01"));
/// assert_eq!(imsi.msin(MncLength::Two), Some("0123456789"));
/// assert_eq!(format!("{imsi:?}"), "Imsi(001…, 15 digits)");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Imsi(Digits<15>);

impl Imsi {
    /// The fewest digits: country code, two-digit network code, one digit of MSIN.
    pub const MIN_DIGITS: usize = 6;
    /// The most digits.
    pub const MAX_DIGITS: usize = 15;
    const OBJECT: &str = "EF.IMSI";

    /// Reads the content of EF.IMSI (3GPP TS 31.102 4.2.2): length, parity, swapped BCD.
    ///
    /// A length that counts filler in is accepted, and so is filler after the end.
    ///
    /// ```
    /// use simcard::numbering::Imsi;
    ///
    /// let imsi = Imsi::from_ef(&[0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98])?;
    /// assert_eq!(imsi.as_str(), "001010123456789");
    /// assert!(Imsi::from_ef(&[0xFF; 9]).is_err()); // blank
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Blank`] if nothing but `FF` is there, with or without a length; otherwise what
    /// is wrong: a length of 0 or more than 8, fewer bytes than it says, no IMSI by its type nibble, a
    /// parity that does not match, a digit that is not decimal, fewer than six digits, trailing bytes.
    pub fn from_ef(bytes: &[u8]) -> Result<Self, DecodeError> {
        let error = |offset, kind| Err(DecodeError::new(Self::OBJECT, offset, kind));
        let Some((&len, rest)) = bytes.split_first() else {
            return error(0, DecodeErrorKind::Truncated { missing: 9 });
        };
        if is_blank(rest) {
            return error(0, DecodeErrorKind::Blank);
        }
        let len = match len {
            1..=8 => usize::from(len),
            _ => return error(0, DecodeErrorKind::Length),
        };
        let Some((content, rest)) = rest.split_at_checked(len) else {
            let missing = len.saturating_sub(rest.len());
            return error(bytes.len(), DecodeErrorKind::Truncated { missing });
        };
        if !is_padding(rest) {
            return error(len.saturating_add(1), DecodeErrorKind::Trailing { extra: rest.len() });
        }

        let first = content.first().copied().unwrap_or_default();
        // b3 to b1: type of identity 001, an IMSI. b4: set if the digits are odd in number.
        let odd = match first & 0x0F {
            0x9 => true,
            0x1 => false,
            _ => return error(1, DecodeErrorKind::Value(u32::from(first))),
        };
        let nibbles = unpack(content).skip(1).map(|(offset, nibble)| (offset.saturating_add(1), nibble));
        let digits = Digits::from_nibbles(nibbles, Self::OBJECT, Self::MIN_DIGITS, Alphabet::Decimal)?;
        if odd != (digits.len() % 2 == 1) {
            return error(1, DecodeErrorKind::Value(u32::from(first)));
        }
        Ok(Self(digits))
    }

    /// The content of EF.IMSI: always nine bytes, filled up with `F`.
    ///
    /// ```
    /// use simcard::numbering::Imsi;
    ///
    /// let imsi: Imsi = "001010123456789".parse()?;
    /// assert_eq!(imsi.to_ef(), [0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98]);
    /// let shorter: Imsi = "00101012345678".parse()?;
    /// assert_eq!(shorter.to_ef(), [0x08, 0x01, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0xF8]);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn to_ef(&self) -> [u8; 9] {
        let odd = self.0.len() % 2 == 1;
        let parity = if odd { 0x9 } else { 0x1 };
        let [b2, b3, b4, b5, b6, b7, b8, b9] = pack(core::iter::once(parity).chain(self.0.nibbles()));
        // One nibble of parity and the digits, two to a byte.
        let len = (self.0.len() / 2).saturating_add(1);
        [u8::try_from(len).unwrap_or(8), b2, b3, b4, b5, b6, b7, b8, b9]
    }

    /// The digits, as text.
    ///
    /// ```
    /// use simcard::numbering::Imsi;
    ///
    /// assert_eq!("001010123456789".parse::<Imsi>()?.as_str(), "001010123456789");
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The mobile country code.
    ///
    /// ```
    /// use simcard::numbering::{Imsi, Mcc};
    ///
    /// assert_eq!("001010123456789".parse::<Imsi>()?.mcc(), Mcc::TEST);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn mcc(&self) -> Mcc {
        Mcc::from_nibbles(self.0.nibbles())
    }

    /// How many digits the network code has, as far as the assignments tell: the same for all networks of most
    /// countries, and for those with a certain beginning in some others. `None` where they don't tell.
    ///
    /// This is what is left where EF.AD does not say ([`MncLength::from_ad`]).
    ///
    /// ```
    /// use simcard::numbering::{Imsi, MncLength};
    ///
    /// let test: Imsi = "001010123456789".parse()?;
    /// assert_eq!(test.mnc_length(), Some(MncLength::Two)); // 001-01 is the test network of ITU-T E.212
    /// assert_eq!("310260000000000".parse::<Imsi>()?.mnc_length(), Some(MncLength::Three));
    /// assert_eq!("405025000000000".parse::<Imsi>()?.mnc_length(), None); // India has both
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn mnc_length(&self) -> Option<MncLength> {
        self.mcc().mnc_length_of(self.as_str().get(3..)?)
    }

    /// The mobile network code, if it has this many digits; `None` if that leaves none for the MSIN.
    ///
    /// ```
    /// use simcard::numbering::{Imsi, MncLength};
    ///
    /// let imsi: Imsi = "001010123456789".parse()?;
    /// assert_eq!(imsi.mnc(MncLength::Two), Some("01".parse()?));
    /// assert_eq!(imsi.mnc(MncLength::Three), Some("010".parse()?));
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn mnc(&self, length: MncLength) -> Option<Mnc> {
        let (mnc, _) = self.split(length)?;
        mnc.parse().ok()
    }

    /// The network that issued the card, if its network code has this many digits.
    ///
    /// ```
    /// use simcard::numbering::{Imsi, MncLength};
    ///
    /// let imsi: Imsi = "001010123456789".parse()?;
    /// assert_eq!(imsi.plmn(MncLength::Two), Some("001-01".parse()?));
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn plmn(&self, length: MncLength) -> Option<Plmn> {
        Some(Plmn { mcc: self.mcc(), mnc: self.mnc(length)? })
    }

    /// The subscriber's number within the network, if the network code has this many digits.
    ///
    /// ```
    /// use simcard::numbering::{Imsi, MncLength};
    ///
    /// let imsi: Imsi = "001010123456789".parse()?;
    /// assert_eq!(imsi.msin(MncLength::Two), Some("0123456789"));
    /// assert_eq!(imsi.msin(MncLength::Three), Some("123456789"));
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn msin(&self, length: MncLength) -> Option<&str> {
        let (_, msin) = self.split(length)?;
        Some(msin)
    }

    /// MNC and MSIN.
    fn split(&self, length: MncLength) -> Option<(&str, &str)> {
        let (_, rest) = self.as_str().split_at_checked(3)?;
        rest.split_at_checked(length.digits()).filter(|(_, msin)| !msin.is_empty())
    }
}

impl FromStr for Imsi {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Digits::parse(text, "an IMSI", Self::MIN_DIGITS, Alphabet::Decimal).map(Self)
    }
}

impl fmt::Display for Imsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Imsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_masked(f, "Imsi", "", 3)
    }
}

serde_as_text!(Imsi, "an IMSI of 6 to 15 digits");

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString;

    use proptest::prelude::*;

    use super::*;

    fn imsi(text: &str) -> Imsi {
        text.parse().unwrap()
    }

    fn error(bytes: &[u8]) -> (usize, DecodeErrorKind) {
        let error = Imsi::from_ef(bytes).unwrap_err();
        assert_eq!(error.object, "EF.IMSI");
        (error.offset, error.kind)
    }

    #[test]
    fn fifteen_digits() {
        // TS 31.102 4.2.2: 8 bytes follow; digit 1 above the nibble 1001 (odd); then digits 3 and 2, ...
        let content = [0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98];
        assert_eq!(Imsi::from_ef(&content), Ok(imsi("001010123456789")));
        assert_eq!(imsi("001010123456789").to_ef(), content);
    }

    #[test]
    fn an_even_number_of_digits() {
        // 14 digits and the nibble 0001: the last half-byte is filler.
        let content = [0x08, 0x01, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0xF8];
        assert_eq!(Imsi::from_ef(&content), Ok(imsi("00101012345678")));
        assert_eq!(imsi("00101012345678").to_ef(), content);
        // The shortest: 6 digits, 4 bytes.
        let content = [0x04, 0x01, 0x10, 0x10, 0xF7, 0xFF, 0xFF, 0xFF, 0xFF];
        assert_eq!(Imsi::from_ef(&content), Ok(imsi("001017")));
        assert_eq!(imsi("001017").to_ef(), content);
        // 7 digits: 4 bytes too, all used.
        assert_eq!(imsi("0010178").to_ef(), [0x04, 0x09, 0x10, 0x10, 0x87, 0xFF, 0xFF, 0xFF, 0xFF]);
    }

    #[test]
    fn a_length_that_counts_filler_is_accepted() {
        let content = [0x08, 0x01, 0x10, 0x10, 0xF7, 0xFF, 0xFF, 0xFF, 0xFF];
        assert_eq!(Imsi::from_ef(&content), Ok(imsi("001017")));
        // So is a file that ends with its content, or is longer.
        assert_eq!(Imsi::from_ef(&[0x04, 0x01, 0x10, 0x10, 0xF7]), Ok(imsi("001017")));
        let content = [0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98, 0xFF, 0xFF];
        assert_eq!(Imsi::from_ef(&content), Ok(imsi("001010123456789")));
    }

    #[test]
    fn blank_is_not_a_number() {
        assert_eq!(error(&[0xFF; 9]), (0, DecodeErrorKind::Blank));
        for len in [0x00, 0x08] {
            let mut content = [0xFF; 9];
            content[0] = len;
            assert_eq!(error(&content), (0, DecodeErrorKind::Blank));
        }
    }

    #[test]
    fn malformed_content_is_refused() {
        assert_eq!(error(&[]), (0, DecodeErrorKind::Truncated { missing: 9 }));
        assert_eq!(error(&[0x08]), (1, DecodeErrorKind::Truncated { missing: 8 }));
        assert_eq!(error(&[0x08, 0x09, 0x10]), (3, DecodeErrorKind::Truncated { missing: 6 }));
        assert_eq!(error(&[0; 9]), (0, DecodeErrorKind::Length));
        assert_eq!(error(&[0x09; 10]), (0, DecodeErrorKind::Length));
        // Type of identity: IMEI.
        let content = [0x08, 0x0A, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98];
        assert_eq!(error(&content), (1, DecodeErrorKind::Value(0x0A)));
        // Parity says even, and there are 15.
        let content = [0x08, 0x01, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98];
        assert_eq!(error(&content), (1, DecodeErrorKind::Value(0x01)));
        // A digit of 0xA; filler before a digit.
        let content = [0x08, 0x09, 0x10, 0x10, 0xA0, 0x32, 0x54, 0x76, 0x98];
        assert_eq!(error(&content), (4, DecodeErrorKind::Digit(0xA)));
        let content = [0x08, 0x09, 0x10, 0x10, 0xF0, 0x32, 0x54, 0x76, 0x98];
        assert_eq!(error(&content), (4, DecodeErrorKind::Digit(0xF)));
        // Five digits.
        assert_eq!(error(&[0x03, 0x09, 0x10, 0x10]), (0, DecodeErrorKind::Missing("digits")));
        // Bytes after the end that are no filler.
        let content = [0x04, 0x01, 0x10, 0x10, 0xF7, 0xFF, 0xFF, 0xFF, 0x00];
        assert_eq!(error(&content), (5, DecodeErrorKind::Trailing { extra: 4 }));
    }

    #[test]
    fn its_parts() {
        let imsi = imsi("310410123456789");
        assert_eq!(imsi.mcc(), "310".parse().unwrap());
        assert_eq!(imsi.mnc(MncLength::Three).unwrap().as_str(), "410");
        assert_eq!(imsi.mnc(MncLength::Two).unwrap().as_str(), "41");
        assert_eq!(imsi.plmn(MncLength::Three).unwrap().to_string(), "310-410");
        assert_eq!(imsi.msin(MncLength::Three), Some("123456789"));
        assert_eq!(imsi.msin(MncLength::Two), Some("0123456789"));
    }

    #[test]
    fn a_network_code_leaves_a_digit_for_the_subscriber() {
        let imsi = imsi("001017");
        assert_eq!(imsi.msin(MncLength::Two), Some("7"));
        assert_eq!(imsi.msin(MncLength::Three), None);
        assert_eq!(imsi.mnc(MncLength::Three), None);
        assert_eq!(imsi.plmn(MncLength::Three), None);
    }

    #[test]
    fn text_is_checked() {
        let error = |text: &str| text.parse::<Imsi>().unwrap_err();
        let length = |digits| NumberError::Length { number: "an IMSI", digits, min: 6, max: 15 };
        let character = |position| NumberError::Character { number: "an IMSI", position };
        assert_eq!(error("00101"), length(5));
        assert_eq!(error("0010101234567890"), length(16));
        assert_eq!(error("00101A123456789"), character(5));
        assert_eq!(error("001-01012345678"), character(3));
    }

    #[test]
    fn debug_shows_the_country_only() {
        assert_eq!(format!("{:?}", imsi("001010123456789")), "Imsi(001…, 15 digits)");
        assert_eq!(imsi("001010123456789").to_string(), "001010123456789");
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serde_is_text_and_checked() {
        let json = serde_json::to_string(&imsi("001010123456789")).unwrap();
        assert_eq!(json, "\"001010123456789\"");
        assert_eq!(serde_json::from_str::<Imsi>(&json).unwrap(), imsi("001010123456789"));
        assert!(serde_json::from_str::<Imsi>("\"00101\"").is_err());
    }

    proptest! {
        #[test]
        fn text_round_trips(text in "[0-9]{6,15}") {
            let imsi = imsi(&text);
            prop_assert_eq!(Imsi::from_ef(&imsi.to_ef()), Ok(imsi));
            prop_assert_eq!(imsi.to_string(), &text[..]);
            prop_assert_eq!(imsi.mcc().to_string(), &text[..3]);
        }

        #[test]
        fn bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..16)) {
            if let Ok(imsi) = Imsi::from_ef(&bytes) {
                prop_assert_eq!(Imsi::from_ef(&imsi.to_ef()), Ok(imsi));
            }
        }

        #[test]
        fn near_misses_never_panic(len in 0_u8..10, bytes in proptest::collection::vec(0_u8..=0x99, 0..10)) {
            let content: std::vec::Vec<u8> = core::iter::once(len).chain(bytes).collect();
            if let Ok(imsi) = Imsi::from_ef(&content) {
                prop_assert_eq!(&imsi.to_ef()[1..content.len().min(9)], &content[1..content.len().min(9)]);
            }
        }
    }
}
