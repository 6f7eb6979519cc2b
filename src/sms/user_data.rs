use alloc::string::String;
use alloc::vec::Vec;
use core::char::REPLACEMENT_CHARACTER;
use core::fmt;

use super::header::{Concatenation, Element, Elements, Header, Ports};
use crate::codec::dcs::{Coding, SmsDcs};
use crate::codec::gsm7::{self, Alphabet, NationalLanguage, Septets};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};
use crate::files::content::Bytes;

/// What a message holds: TP-User-Data with its length, and the scheme it is coded in (3GPP TS 23.040 9.2.3.24). What
/// was read is kept as it is. `Debug` hides the text. The default is empty.
///
/// ```
/// use simcard::sms::{Header, UserData};
/// use simcard::codec::dcs::SmsDcs;
/// use simcard::codec::gsm7::Alphabet;
///
/// let data = UserData::from_text("Hello", SmsDcs::GSM7, &Alphabet::DEFAULT, &Header::new())?;
/// assert_eq!(data.to_bytes(), [0x05, 0xC8, 0x32, 0x9B, 0xFD, 0x06]);
/// assert_eq!(data.text().as_deref(), Some("Hello"));
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UserData {
    /// How the text is coded.
    coding: SmsDcs,
    /// Whether a header is said to be there (TP-UDHI).
    indicated: bool,
    /// TP-UDL: septets, or bytes.
    len: u8,
    /// What follows, which may be less or more than the length says.
    bytes: Vec<u8>,
}

impl UserData {
    /// The bytes there is room for.
    pub const MAX_BYTES: usize = 140;
    /// The septets there is room for.
    pub const MAX_SEPTETS: usize = 160;

    /// A text after a header. The coding is that of the scheme; `alphabet` counts if it is the GSM 7 bit one, and is
    /// not named in the header by this function: [`Header::with_alphabet`] does.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::codec::gsm7::Alphabet;
    /// use simcard::sms::{Header, UserData};
    ///
    /// let data = UserData::from_text("Ба", SmsDcs(0x08), &Alphabet::DEFAULT, &Header::new())?;
    /// assert_eq!(data.to_bytes(), [0x04, 0x04, 0x11, 0x04, 0x30]);
    /// assert!(UserData::from_text("Ба", SmsDcs::GSM7, &Alphabet::DEFAULT, &Header::new()).is_err());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Character`](EncodeErrorKind::Character): one that the alphabet lacks;
    /// * [`TooLong`](EncodeErrorKind::TooLong): it does not fit, in bytes or septets with those of the header;
    /// * [`Value`](EncodeErrorKind::Value): the scheme is not for text, or for compressed text.
    pub fn from_text(
        text: &str,
        scheme: SmsDcs,
        alphabet: &Alphabet,
        header: &Header,
    ) -> Result<Self, EncodeError> {
        if scheme.is_compressed() {
            return Err(EncodeError::new("short message text", EncodeErrorKind::Value(scheme.0.into())));
        }
        match scheme.coding() {
            Coding::Gsm7 => Self::from_septets(&alphabet.encode(text)?, scheme, header),
            Coding::Ucs2 => {
                let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
                Self::from_bytes(&bytes, scheme, header)
            }
            Coding::EightBit => {
                Err(EncodeError::new("short message text", EncodeErrorKind::Value(scheme.0.into())))
            }
        }
    }

    /// Septets after a header, which is filled up to a whole number of septets.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::sms::{Header, UserData};
    ///
    /// let data = UserData::from_septets(&[0x48, 0x69], SmsDcs::GSM7, &Header::new())?;
    /// assert_eq!((data.to_bytes(), data.text()), (vec![0x02, 0xC8, 0x34], Some("Hi".to_owned())));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): more than 160 septets with those of the header.
    pub fn from_septets(septets: &[u8], scheme: SmsDcs, header: &Header) -> Result<Self, EncodeError> {
        let mut bytes = header.to_bytes()?;
        let (before, fill_bits) = header_septets(bytes.len());
        let len = before.saturating_add(septets.len());
        bytes.extend(gsm7::pack_with_fill_bits(fill_bits, septets));
        let limit = if len > Self::MAX_SEPTETS { None } else { u8::try_from(len).ok() };
        let len = limit.ok_or_else(|| too_long(len, Self::MAX_SEPTETS))?;
        Ok(Self { coding: scheme, indicated: !header.is_empty(), len, bytes })
    }

    /// Bytes after a header.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::sms::{Header, InformationElement, UserData};
    ///
    /// let header = Header::new().with(InformationElement { id: 0x70, data: &[] });
    /// let data = UserData::from_bytes(&[0x0A, 0x0B], SmsDcs(0x04), &header)?;
    /// assert_eq!(data.to_bytes(), [0x05, 0x02, 0x70, 0x00, 0x0A, 0x0B]);
    /// assert!(UserData::from_bytes(&[0; 141], SmsDcs(0x04), &Header::new()).is_err());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): more than 140 with those of the header.
    pub fn from_bytes(data: &[u8], scheme: SmsDcs, header: &Header) -> Result<Self, EncodeError> {
        let mut bytes = header.to_bytes()?;
        bytes.extend(data);
        let limit = if bytes.len() > Self::MAX_BYTES { None } else { u8::try_from(bytes.len()).ok() };
        let len = limit.ok_or_else(|| too_long(bytes.len(), Self::MAX_BYTES))?;
        Ok(Self { coding: scheme, indicated: !header.is_empty(), len, bytes })
    }

    /// Reads the length, and all that is left.
    pub(super) fn decode(
        reader: &mut Reader<'_>,
        coding: SmsDcs,
        indicated: bool,
    ) -> Result<Self, DecodeError> {
        Ok(Self { coding, indicated, len: reader.u8()?, bytes: reader.rest().to_vec() })
    }

    pub(super) fn push(&self, out: &mut Vec<u8>) {
        out.push(self.len);
        out.extend(&self.bytes);
    }

    /// TP-User-Data-Length, and TP-User-Data.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::sms::{Header, UserData};
    ///
    /// let data = UserData::from_bytes(&[0x0A, 0x0B], SmsDcs(0x04), &Header::new())?;
    /// assert_eq!(data.to_bytes(), [0x02, 0x0A, 0x0B]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len().saturating_add(1));
        self.push(&mut out);
        out
    }

    /// The scheme: how the text is coded, and what is to become of it.
    pub const fn coding(&self) -> SmsDcs {
        self.coding
    }

    /// Whether a header is said to be there (TP-UDHI).
    ///
    /// ```
    /// use simcard::sms::{Composer, UserData};
    ///
    /// let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// assert!(parts[0].user_data.is_header_indicated());
    /// assert!(!UserData::default().is_header_indicated());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn is_header_indicated(&self) -> bool {
        self.indicated
    }

    /// The length that is told (TP-UDL): septets of GSM 7 bit text, otherwise bytes.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let parts = Composer::new("123".parse()?).compose("Hello")?;
    /// assert_eq!(parts[0].user_data.told_len(), 5);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn told_len(&self) -> u8 {
        self.len
    }

    /// How many bytes the length says there are.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let parts = Composer::new("123".parse()?).compose(&"a".repeat(160))?;
    /// assert_eq!(parts[0].user_data.expected_bytes(), 140); // seven bits each
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn expected_bytes(&self) -> usize {
        let len = usize::from(self.len);
        if self.is_in_septets() { len.saturating_mul(7).div_ceil(8) } else { len }
    }

    /// How many bytes there are: fewer than [expected](Self::expected_bytes) if the end is missing, more if something
    /// follows.
    ///
    /// ```
    /// use simcard::sms::Deliver;
    ///
    /// // five septets are told, and the last two bytes are missing
    /// let message = Deliver::decode(&hex_literal::hex!("04 0C91447700094065 00 00 62112271630400 05 C8329B"))?;
    /// assert_eq!((message.user_data.expected_bytes(), message.user_data.held_bytes()), (5, 3));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn held_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Drops what follows beyond the length.
    pub(super) fn trim(&mut self) {
        self.bytes.truncate(self.expected_bytes());
    }

    fn is_in_septets(&self) -> bool {
        self.coding.coding() == Coding::Gsm7 && !self.coding.is_compressed()
    }

    /// The header and the text, as far as the length goes and bytes are there.
    fn all(&self) -> &[u8] {
        self.bytes.get(..self.expected_bytes()).unwrap_or(&self.bytes)
    }

    /// The header without its length; empty if there is none. `None` if one is said to be there, but goes beyond the
    /// data: then it is not known where the text begins.
    ///
    /// ```
    /// use simcard::sms::Deliver;
    ///
    /// // "Hi", the first part of two
    /// let bytes = hex_literal::hex!("44 0C91447700094065 00 00 62112271630400 09 0500030702019069");
    /// let message = Deliver::decode(&bytes)?;
    /// assert_eq!(message.user_data.header(), Some(&[0x00, 0x03, 0x07, 0x02, 0x01][..]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn header(&self) -> Option<&[u8]> {
        if !self.indicated {
            return Some(&[]);
        }
        let (len, rest) = self.all().split_first()?;
        rest.get(..usize::from(*len))
    }

    /// The information elements in the header.
    ///
    /// ```
    /// use simcard::sms::{Composer, Ports};
    ///
    /// let ports = Ports { destination: 2948, source: 9200, wide: true };
    /// let parts = Composer::new("123".parse()?).with_ports(ports).compose("Hello")?;
    /// let ids: Vec<u8> = parts[0].user_data.elements().map(|element| element.id).collect();
    /// assert_eq!(ids, [0x05]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn elements(&self) -> Elements<'_> {
        Elements::new(self.header().unwrap_or_default())
    }

    /// Which part of a message this is. Of several elements that say so the last counts (9.2.3.24).
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let parts = Composer::new("123".parse()?).compose(&"a".repeat(161))?;
    /// let place = parts[1].user_data.concatenation().unwrap();
    /// assert_eq!((place.sequence, place.total), (2, 2));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn concatenation(&self) -> Option<Concatenation> {
        let parts = self.elements().filter_map(|element| match element.element() {
            Element::Concatenation(part) => Some(part),
            _ => None,
        });
        parts.last()
    }

    /// Between which ports it goes.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::sms::{Header, Ports, UserData};
    ///
    /// let ports = Ports { destination: 1, source: 2, wide: false };
    /// let data = UserData::from_bytes(&[0x0A], SmsDcs(0x04), &Header::new().with_ports(ports))?;
    /// assert_eq!(data.ports(), Some(ports));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn ports(&self) -> Option<Ports> {
        let ports = self.elements().filter_map(|element| match element.element() {
            Element::Ports(ports) => Some(ports),
            _ => None,
        });
        ports.last()
    }

    /// The tables of GSM 7 bit text that the header names.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
    /// use simcard::sms::{Header, UserData};
    ///
    /// let turkish = Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::DEFAULT);
    /// let header = Header::new().with_alphabet(&turkish);
    /// let data = UserData::from_text("ış", SmsDcs::GSM7, &turkish, &header)?;
    /// assert_eq!((data.alphabet(), data.text().as_deref()), (turkish, Some("ış")));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn alphabet(&self) -> Alphabet {
        if !self.indicated {
            return Alphabet::DEFAULT;
        }
        let mut tables = (NationalLanguage::DEFAULT, NationalLanguage::DEFAULT);
        for element in self.elements() {
            match element.element() {
                Element::LockingShift(language) => tables.0 = language,
                Element::SingleShift(language) => tables.1 = language,
                _ => {}
            }
        }
        Alphabet::national(tables.0, tables.1)
    }

    /// The bytes after the header. They hold GSM 7 bit text after [filling](Self::septets).
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::sms::{Header, InformationElement, UserData};
    ///
    /// let header = Header::new().with(InformationElement { id: 0x70, data: &[] });
    /// let data = UserData::from_bytes(&[0x0A, 0x0B], SmsDcs(0x04), &header)?;
    /// assert_eq!(data.data(), Some(&[0x0A, 0x0B][..]));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn data(&self) -> Option<&[u8]> {
        let header = self.header()?;
        let before = if self.indicated { header.len().saturating_add(1) } else { 0 };
        self.all().get(before..)
    }

    /// The septets of GSM 7 bit text; `None` if it is in another coding, or compressed, or its header is broken.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::codec::gsm7::Alphabet;
    /// use simcard::sms::{Header, UserData};
    ///
    /// let data = UserData::from_text("Hi", SmsDcs::GSM7, &Alphabet::DEFAULT, &Header::new())?;
    /// assert!(data.septets().unwrap().eq([0x48, 0x69]));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn septets(&self) -> Option<Septets<'_>> {
        if !self.is_in_septets() {
            return None;
        }
        let data = self.data()?;
        let (before, fill_bits) = header_septets(self.all().len().saturating_sub(data.len()));
        Some(Septets::with_fill_bits(data, fill_bits, usize::from(self.len).saturating_sub(before)))
    }

    /// The text; `None` if it is bytes, or compressed, or its header is broken.
    ///
    /// UCS2 is read as UTF-16, and what is no character in it becomes U+FFFD.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    /// use simcard::sms::{Header, UserData};
    ///
    /// let euro = UserData::from_bytes(&[0x20, 0xAC], SmsDcs(0x08), &Header::new())?;
    /// assert_eq!(euro.text().as_deref(), Some("€"));
    /// let data = UserData::from_bytes(&[0x20, 0xAC], SmsDcs(0x04), &Header::new())?;
    /// assert_eq!(data.text(), None);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn text(&self) -> Option<String> {
        match self.coding.coding() {
            _ if self.coding.is_compressed() => None,
            Coding::Gsm7 => Some(self.alphabet().chars(self.septets()?).collect()),
            Coding::Ucs2 => Some(utf16(self.data()?)),
            Coding::EightBit => None,
        }
    }
}

/// How many septets a header of so many bytes takes with its filling, and the bits of that.
pub(super) fn header_septets(bytes: usize) -> (usize, u8) {
    let bits = bytes.saturating_mul(8);
    let septets = bits.div_ceil(7);
    (septets, u8::try_from(septets.saturating_mul(7).saturating_sub(bits)).unwrap_or_default())
}

/// UTF-16, high byte first. Unlike on a card, `FFFF` is not filling.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|pair| match *pair {
        [high, low] => u16::from_be_bytes([high, low]),
        // half a unit reads as half a surrogate pair
        _ => 0xD800,
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(REPLACEMENT_CHARACTER)).collect()
}

const fn too_long(len: usize, max: usize) -> EncodeError {
    EncodeError::new("short message", EncodeErrorKind::TooLong { len, max })
}

/// Shows the coding and how long it is.
impl fmt::Debug for UserData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserData({:?}, length {}, {} bytes)", self.coding, self.len, self.bytes.len())
    }
}

serialize_fields!(UserData, this {
    "length" => this.len,
    "header" if this.indicated && this.header().is_some() => this.elements().collect::<Vec<_>>(),
    "header_broken" if this.header().is_none() => true,
    "concatenation" if this.concatenation().is_some() => this.concatenation(),
    "ports" if this.ports().is_some() => this.ports(),
    "locking_shift" if this.alphabet().locking() != NationalLanguage::DEFAULT => this.alphabet().locking(),
    "single_shift" if this.alphabet().single() != NationalLanguage::DEFAULT => this.alphabet().single(),
    "text" if this.text().is_some() => this.text(),
    "data" if this.text().is_none() => Bytes(this.data().unwrap_or(&this.bytes).to_vec()),
    "missing_bytes" if this.held_bytes() < this.expected_bytes() => this.expected_bytes().saturating_sub(this.held_bytes()),
    "trailing" if this.held_bytes() > this.expected_bytes() => Bytes(this.bytes.get(this.expected_bytes()..).unwrap_or_default().to_vec()),
});

#[cfg(test)]
mod tests {
    use alloc::format;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::super::{InformationElement, Reference};
    use super::*;

    fn data(coding: u8, indicated: bool, bytes: &[u8]) -> UserData {
        let mut reader = Reader::new("test", bytes);
        let data = UserData::decode(&mut reader, SmsDcs(coding), indicated).unwrap();
        assert_eq!(data.to_bytes(), bytes);
        data
    }

    fn part(total: u8, sequence: u8) -> Header {
        Header::new().with_concatenation(Concatenation { reference: Reference::Eight(7), total, sequence })
    }

    // A header of six bytes takes seven septets, with one bit of filling: "Hi" is 48, 69 from bit 49 on.
    #[test]
    fn text_after_a_header() {
        let expected = hex!("09 050003070201 90 69");
        let made = UserData::from_text("Hi", SmsDcs::GSM7, &Alphabet::DEFAULT, &part(2, 1)).unwrap();
        assert_eq!(made.to_bytes(), expected);
        let read = data(0x00, true, &expected);
        assert_eq!(read, made);
        assert_eq!(read.text().as_deref(), Some("Hi"));
        assert_eq!(read.header(), Some(&hex!("0003070201")[..]));
        assert_eq!(read.concatenation().unwrap().sequence, 1);
        assert_eq!(read.septets().unwrap().len(), 2);

        let read = data(0x08, true, &hex!("0A 050003070201 0411 0430"));
        assert_eq!(read.text().as_deref(), Some("Ба"));
        let read = data(0x04, true, &hex!("08 050003070201 0102"));
        assert_eq!((read.text(), read.data()), (None, Some(&[1, 2][..])));
    }

    #[test]
    fn tables_that_the_header_names() {
        // Turkish locking shift: ı is 07, ş is 1D; the header of 4 bytes takes 5 septets with 3 bits of filling
        let alphabet = Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::DEFAULT);
        let header = Header::new().with_alphabet(&alphabet);
        let made = UserData::from_text("ış", SmsDcs::GSM7, &alphabet, &header).unwrap();
        // 07 from bit 3 on, 1D from bit 10 on: 07 << 3 = 38, 1D << 2 = 74, and a last bit that is 0
        assert_eq!(made.to_bytes(), hex!("07 03250101 387400"));
        assert_eq!(made.text().as_deref(), Some("ış"));
        assert_eq!(made.alphabet(), alphabet);
    }

    #[test]
    fn lengths_that_are_wrong() {
        // the length says 5, there are 3 septets' worth of bytes
        let short = data(0x00, false, &hex!("05 C8329B"));
        assert_eq!(
            (short.text().as_deref(), short.expected_bytes(), short.held_bytes()),
            (Some("Hel"), 5, 3)
        );
        let mut long = data(0x08, false, &hex!("02 0041 0042"));
        assert_eq!(long.text().as_deref(), Some("A"));
        long.trim();
        assert_eq!(long.to_bytes(), hex!("02 0041"));
        // an odd length
        assert_eq!(data(0x08, false, &hex!("03 0041 00")).text().as_deref(), Some("A\u{FFFD}"));
        assert_eq!(data(0x00, false, &hex!("00")).text().as_deref(), Some(""));
        // a header that goes beyond the data
        let broken = data(0x00, true, &hex!("05 09 C8329BFD"));
        assert_eq!((broken.header(), broken.text(), broken.data()), (None, None, None));
        assert_eq!(data(0x00, true, &hex!("00")).text(), None);
        // a header and nothing else
        assert_eq!(data(0x00, true, &hex!("01 00")).text().as_deref(), Some(""));
    }

    #[test]
    fn utf16_is_read_to_its_end() {
        assert_eq!(data(0x08, false, &hex!("06 FFFF D83DDCF1")).text().unwrap(), "\u{FFFF}\u{1F4F1}");
        assert_eq!(data(0x20, false, &hex!("02 0041")).text(), None);
    }

    #[test]
    fn how_much_fits() {
        let text = "a".repeat(161);
        let made =
            |text: &str, header: &Header| UserData::from_text(text, SmsDcs::GSM7, &Alphabet::DEFAULT, header);
        assert_eq!(made(&text[1..], &Header::new()).unwrap().to_bytes().len(), 141);
        assert_eq!(
            made(&text, &Header::new()).unwrap_err().kind,
            EncodeErrorKind::TooLong { len: 161, max: 160 }
        );
        assert_eq!(made(&text[8..], &part(2, 1)).unwrap().to_bytes().len(), 141);
        assert!(made(&text[7..], &part(2, 1)).is_err());
        let error =
            UserData::from_text("a", SmsDcs::EIGHT_BIT, &Alphabet::DEFAULT, &Header::new()).unwrap_err();
        assert_eq!(error.kind, EncodeErrorKind::Value(4));
        assert!(UserData::from_bytes(&[0; 141], SmsDcs::EIGHT_BIT, &Header::new()).is_err());
        let security = Header::new().with(InformationElement { id: 0x70, data: &[] });
        let packet = UserData::from_bytes(&[1, 2, 3], SmsDcs(0xF6), &security).unwrap();
        assert_eq!(packet.to_bytes(), hex!("06 027000 010203"));
        assert_eq!(packet.elements().next().unwrap().element(), Element::SimToolkit(0x70, &[]));
    }

    #[test]
    fn debug_hides_the_text() {
        let made = UserData::from_text("secret", SmsDcs::GSM7, &Alphabet::DEFAULT, &Header::new()).unwrap();
        assert_eq!(format!("{made:?}"), "UserData(SmsDcs(0), length 6, 6 bytes)");
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(coding: u8, indicated: bool, bytes in prop::collection::vec(any::<u8>(), 1..180)) {
            let data = data(coding, indicated, &bytes);
            let text = data.text().unwrap_or_default();
            prop_assert!(text.chars().count() <= 255);
            let _ = (data.concatenation(), data.ports(), data.alphabet());
        }

        #[test]
        fn text_round_trip(text in "[a-zA-Z€\\[\n ]{0,70}", locking in 0u8..14, single in 0u8..14) {
            let alphabet = Alphabet::national(NationalLanguage(locking), NationalLanguage(single));
            let header = Header::new().with_alphabet(&alphabet);
            if let Ok(made) = UserData::from_text(&text, SmsDcs::GSM7, &alphabet, &header) {
                prop_assert_eq!(made.text(), Some(text.clone()));
            }
            if let Ok(made) = UserData::from_text(&text, SmsDcs::UCS2, &alphabet, &Header::new()) {
                prop_assert_eq!(made.text(), Some(text));
            }
        }
    }
}
