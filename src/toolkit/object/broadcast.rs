//! USSD strings and cell broadcast pages, which share their codings: 3GPP TS 31.111 8.5 and 8.17, 3GPP TS 23.038 clause 5,
//! 3GPP TS 23.041 9.4.1.

use alloc::string::String;
use alloc::vec::Vec;
use core::char::REPLACEMENT_CHARACTER;
use core::fmt;

use zeroize::Zeroize;

use super::DataObject;
use super::macros::{fixed_value, whole_value};
use crate::codec::dcs::{CbsDcs, Coding};
use crate::codec::gsm7::{self, Alphabet, Septets};
use crate::codec::{EncodeError, EncodeErrorKind, ucs2};
use crate::toolkit::action::without_secrets;

const CARRIAGE_RETURN: char = '\r';

/// The text of a USSD string or of a page. 8-bit data are shown as the GSM 7 bit alphabet, a byte a septet; compressed text
/// is one replacement character.
fn text(scheme: CbsDcs, bytes: &[u8]) -> String {
    if scheme.has_user_data_header() {
        return after_header(scheme, bytes);
    }
    match scheme.decode(bytes) {
        Some(text) => text.text,
        None if scheme.is_compressed() => String::from(REPLACEMENT_CHARACTER),
        None => Alphabet::DEFAULT.decode(bytes),
    }
}

/// The text behind a length and as many bytes of header. Septets begin at a multiple of seven bits.
fn after_header(scheme: CbsDcs, bytes: &[u8]) -> String {
    let header = bytes.first().map_or(0, |len| usize::from(*len).saturating_add(1));
    let rest = bytes.get(header..).unwrap_or_default();
    match scheme.coding() {
        Coding::EightBit => Alphabet::DEFAULT.decode(rest),
        Coding::Ucs2 => ucs2::decode(rest),
        Coding::Gsm7 => {
            // seven bytes of header are eight septets: each byte of it moves the next septet by one bit
            let fill_bits = u8::try_from(6_usize.saturating_sub(header.saturating_sub(1) % 7)).unwrap_or(0);
            Alphabet::DEFAULT.chars(Septets::with_fill_bits(rest, fill_bits, usize::MAX)).collect()
        }
    }
}

/// What is sent to the network in SEND USSD, or was: 3GPP TS 31.111 8.17, a data coding scheme of 3GPP TS 23.038 clause 5
/// and a text. Bytes that are no text are kept.
///
/// ```
/// use simcard::toolkit::object::{DataObject, UssdString};
///
/// let balance = UssdString::new("*100#")?;
/// let mut value = Vec::new();
/// balance.encode(&mut value)?;
/// assert_eq!(value, [0x0F, 0xAA, 0x18, 0x0C, 0x36, 0x02]);
/// assert_eq!(balance.text(), "*100#");
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UssdString(Vec<u8>);

impl UssdString {
    /// GSM 7 bit default alphabet, packed, of no language in particular.
    pub const PACKED: u8 = 0x0F;
    /// 8-bit data, written and shown as the GSM 7 bit default alphabet, a byte a septet.
    pub const UNPACKED: u8 = 0x44;
    /// UCS2.
    pub const UCS2: u8 = 0x48;

    /// This text: packed in the default alphabet, or in UCS2 where that has not all the characters.
    ///
    /// # Errors
    ///
    /// UCS2 has not all the characters either.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        Self::with_coding(text, Self::PACKED).or_else(|_| Self::with_coding(text, Self::UCS2))
    }

    /// This text with this data coding scheme. Packed text is filled with a carriage return where it would seem to have
    /// one more character (3GPP TS 23.038 6.1.2.3.1).
    ///
    /// # Errors
    ///
    /// The coding has not all the characters, or it is one of those that put something before the text, or compress it.
    pub fn with_coding(text: &str, scheme: u8) -> Result<Self, EncodeError> {
        let dcs = CbsDcs(scheme);
        if dcs.has_language_indication() || dcs.has_user_data_header() || dcs.is_compressed() {
            return Err(EncodeError::new(Self::NAME, EncodeErrorKind::Value(scheme.into())));
        }
        let mut bytes = alloc::vec![scheme];
        bytes.extend(match dcs.coding() {
            Coding::Gsm7 => gsm7::pack_ussd(&Alphabet::DEFAULT.encode(text)?),
            Coding::EightBit => Alphabet::DEFAULT.encode(text)?,
            Coding::Ucs2 => ucs2::encode(text)?,
        });
        Ok(Self(bytes))
    }

    /// The text; empty if there is none. Compressed text is one replacement character.
    pub fn text(&self) -> String {
        self.coding().map(|scheme| text(CbsDcs(scheme), self.coded())).unwrap_or_default()
    }

    /// The language that the text or its scheme says it is in, by two letters.
    pub fn language(&self) -> Option<String> {
        CbsDcs(self.coding()?).decode(self.coded())?.language
    }

    /// The data coding scheme; `None` if there is nothing.
    pub fn coding(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The text as it is coded, without the data coding scheme.
    pub fn coded(&self) -> &[u8] {
        self.0.get(1..).unwrap_or_default()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.coded().is_empty()
    }
}

/// Overwrites the string: a voucher code may be in it.
impl Drop for UssdString {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

/// Without long numbers.
impl fmt::Debug for UssdString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.coding() {
            Some(scheme) => write!(f, "UssdString({:?}, {scheme:02X})", without_secrets(&self.text())),
            None => f.write_str("UssdString()"),
        }
    }
}

serialize_fields!(UssdString, string {
    "text" => string.text(),
    "coding" => string.coding().map(|scheme| hex::encode([scheme])),
    "language" if string.language().is_some() => string.language(),
});

whole_value!(UssdString, 0x0A, "USSD string");

/// A page of a cell broadcast message: 3GPP TS 31.111 8.5, the 88 bytes of 3GPP TS 23.041 9.4.1.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CellBroadcastPage([u8; Self::LEN]);

impl CellBroadcastPage {
    /// How many bytes a page has.
    pub const LEN: usize = 88;

    /// The page of these bytes.
    pub const fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// The serial number: geographical scope in the two highest bits, message code in ten, update number in four.
    pub const fn serial_number(&self) -> u16 {
        let [high, low, ..] = self.0;
        u16::from_be_bytes([high, low])
    }

    /// Source and type of the message: the number by which one subscribes to it.
    pub const fn message_identifier(&self) -> u16 {
        let [_, _, high, low, ..] = self.0;
        u16::from_be_bytes([high, low])
    }

    /// The data coding scheme (3GPP TS 23.038 clause 5).
    pub const fn coding(&self) -> u8 {
        let [_, _, _, _, scheme, ..] = self.0;
        scheme
    }

    /// Which page it is of how many; 0 of 0 is to be read as 1 of 1.
    pub const fn page(&self) -> (u8, u8) {
        let [_, _, _, _, _, page, ..] = self.0;
        (page >> 4, page & 0x0F)
    }

    /// The content, as it is coded.
    pub const fn content(&self) -> &[u8] {
        let [_, _, _, _, _, _, content @ ..] = &self.0;
        content
    }

    /// The text on this page, without the carriage returns that fill it up.
    pub fn text(&self) -> String {
        let mut text = text(CbsDcs(self.coding()), self.content());
        text.truncate(text.trim_end_matches(CARRIAGE_RETURN).len());
        text
    }

    /// The language that the text or its scheme says it is in, by two letters.
    pub fn language(&self) -> Option<String> {
        CbsDcs(self.coding()).decode(self.content())?.language
    }
}

impl fmt::Debug for CellBroadcastPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, serial) = (self.message_identifier(), self.serial_number());
        let (page, pages) = self.page();
        write!(f, "CellBroadcastPage({number:04X}, {serial:04X}, {page}/{pages}, {:?})", self.text())
    }
}

serialize_fields!(CellBroadcastPage, page {
    "serial_number" => page.serial_number(),
    "message_identifier" => page.message_identifier(),
    "coding" => hex::encode([page.coding()]),
    "page" => page.page().0,
    "pages" => page.page().1,
    "text" => page.text(),
    "language" if page.language().is_some() => page.language(),
    "raw" => hex::encode(page.0),
});

fixed_value!(CellBroadcastPage, 0x0C, "cell broadcast page");

#[cfg(test)]
mod tests {
    use alloc::format;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn ussd_strings() {
        // "*100#" is 2A 31 30 30 23; packed by 23.038 6.1.2.3.1: AA 18 0C 36 02
        vector(&hex!("0F AA180C3602"), &UssdString::new("*100#").unwrap());
        vector(&hex!("F0 AA180C3602"), &UssdString::with_coding("*100#", 0xF0).unwrap());
        vector(&hex!("44 2A31303023"), &UssdString::with_coding("*100#", UssdString::UNPACKED).unwrap());
        vector(&hex!("48 002A0023"), &UssdString::with_coding("*#", UssdString::UCS2).unwrap());
        vector(&hex!("48 0417"), &UssdString::new("З").unwrap());
        vector(&[], &UssdString::default());
        assert_eq!((UssdString::default().text(), UssdString::default().coding()), (String::new(), None));
        for scheme in [0x10, 0x11, 0x60, 0x94] {
            assert!(UssdString::with_coding("1", scheme).is_err(), "{scheme:02X}");
        }
    }

    #[test]
    fn seven_spare_bits_hold_a_carriage_return() {
        // "*101*1#": 2A 31 30 31 2A 31 23, and 0D as the eighth septet
        let seven = UssdString::new("*101*1#").unwrap();
        assert_eq!(seven.coded(), hex!("AA 18 2C A6 8A 8D 1A"));
        assert_eq!(seven.text(), "*101*1#");
        // eight septets fill seven bytes
        let eight = UssdString::new("*101*11#").unwrap();
        assert_eq!((eight.coded().len(), eight.text().as_str()), (7, "*101*11#"));
    }

    #[test]
    fn alphabets_of_the_schemes() {
        let shown = |bytes: &[u8]| UssdString(bytes.to_vec()).text();
        // "Hi" packed: 48 | 69 << 7 = 34C8
        for scheme in [0x00, 0x01, 0x08, 0x0F, 0x21, 0x3F, 0x40, 0x4C, 0x53, 0x80, 0xA0, 0xC4, 0xF0, 0xF3] {
            assert_eq!(shown(&[scheme, 0xC8, 0x34]), "Hi", "{scheme:02X}");
        }
        for scheme in [0x44, 0x47, 0x54, 0xD1, 0xE8, 0xF4, 0xF7, 0xFC] {
            assert_eq!(shown(&[scheme, 0x48, 0x69]), "Hi", "{scheme:02X}");
        }
        for scheme in [0x48, 0x4B, 0x5A] {
            assert_eq!(shown(&[scheme, 0x00, 0x48, 0x00, 0x69]), "Hi", "{scheme:02X}");
        }
        assert_eq!(shown(&[0x64, 0x48]), "\u{FFFD}");
    }

    #[test]
    fn a_language_before_the_text() {
        // two letters, a carriage return, and the text, packed together
        let packed = gsm7::pack_ussd(&Alphabet::DEFAULT.encode("en\rHi").unwrap());
        let english = UssdString([&[0x10], &packed[..]].concat());
        assert_eq!((english.language().as_deref(), english.text().as_str()), (Some("en"), "Hi"));
        // "de" packed is 64 | 65 << 7 = 32E4
        let german = UssdString(hex!("11 E432 0048 00FC").to_vec());
        assert_eq!((german.language().as_deref(), german.text().as_str()), (Some("de"), "Hü"));
        assert_eq!(UssdString(hex!("10 65").to_vec()).language(), None);
        assert_eq!(UssdString(hex!("0F C834").to_vec()).language(), None);
    }

    #[test]
    fn text_behind_a_header() {
        // 94, 98: a header of two bytes, then bytes or UCS2
        assert_eq!(UssdString(hex!("94 02 7000 48 69").to_vec()).text(), "Hi");
        assert_eq!(UssdString(hex!("98 02 7000 0048").to_vec()).text(), "H");
        // 90: three bytes are 24 bits, four bits fill up to 28; "Hi" is 34C8, moved by four 034C80
        assert_eq!(UssdString(hex!("90 02 7000 80 4C 03").to_vec()).text(), "Hi");
        // six bytes are 48 bits, one bit fills up to 49: 6990
        assert_eq!(UssdString(hex!("90 05 000301 02 01 90 69").to_vec()).text(), "Hi");
        // seven are 56, eight septets
        assert_eq!(UssdString(hex!("90 06 000301020100 C8 34").to_vec()).text(), "Hi");
        assert_eq!(UssdString(hex!("90 FF 48").to_vec()).text(), "");
    }

    #[test]
    fn pages() {
        // serial number 4011 (cell wide, code 001, update 1), message 50, page 1 of 2
        let mut bytes = [0; 88];
        bytes[..6].copy_from_slice(&hex!("4011 0032 01 12"));
        let mut septets = Alphabet::DEFAULT.encode("Hi there").unwrap();
        septets.resize(93, 0x0D);
        bytes[6..].copy_from_slice(&gsm7::pack(&septets));
        let page = CellBroadcastPage::new(bytes);
        vector(&bytes, &page);
        assert_eq!(page.serial_number(), 0x4011);
        assert_eq!((page.message_identifier(), page.coding(), page.page()), (50, 0x01, (1, 2)));
        assert_eq!((page.text().as_str(), page.language()), ("Hi there", Some("en".into())));
        assert_eq!(page.content().len(), 82);
        assert_eq!(format!("{page:?}"), "CellBroadcastPage(0032, 4011, 1/2, \"Hi there\")");
        assert!(CellBroadcastPage::decode(&bytes[..87]).is_err());
        assert!(CellBroadcastPage::decode(&[0; 89]).is_err());
    }

    proptest! {
        #[test]
        fn texts_come_back(text in "[a-zA-Z0-9*#@ ]{0,40}|[а-я]{1,40}") {
            prop_assert_eq!(UssdString::new(&text).unwrap().text(), text);
        }

        #[test]
        fn any_coding_reads(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let string = UssdString(bytes);
            string.text();
            string.language();
        }
    }
}
