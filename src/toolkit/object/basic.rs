//! What nearly every command has: its details, texts and items.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::DataObject;
use super::macros::{byte_object, whole_value};
use crate::codec::ctlv::Tag;
use crate::codec::dcs::{Coding, SmsDcs};
use crate::codec::gsm7::{self, Alphabet, Septets};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader, alpha, ucs2};
use crate::toolkit::CommandType;
use crate::toolkit::action::without_secrets;

/// Which command it is: ETSI TS 102 223 8.6. A TERMINAL RESPONSE repeats it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CommandDetails {
    /// The number that the card gave it, 1 to 254.
    pub number: u8,
    /// The type of command: see [`CommandType`].
    pub kind: u8,
    /// What the command says in one byte; its meaning depends on the type.
    pub qualifier: u8,
}

serialize_fields!(CommandDetails, details {
    "number" => details.number,
    "command" => CommandType(details.kind),
    "qualifier" => details.qualifier,
});

impl DataObject for CommandDetails {
    const TAG: Tag = Tag(0x01);
    const NAME: &'static str = "command details";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [number, kind, qualifier] = reader.array()?;
        reader.finish()?;
        Ok(Self { number, kind, qualifier })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.number, self.kind, self.qualifier]);
        Ok(())
    }
}

/// A short text to show: ETSI TS 102 223 8.2, an alpha identifier without padding. Bytes that are no text are kept, and
/// read as replacement characters.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AlphaIdentifier(Vec<u8>);

impl AlphaIdentifier {
    /// This text, in the shortest coding that has its characters.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        alpha::encode(text).map(Self)
    }

    /// The text; empty if there is none, which with some commands means "show nothing".
    pub fn text(&self) -> String {
        alpha::decode(&self.0).unwrap_or_default()
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it is there, but empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

whole_value!(AlphaIdentifier, 0x05, "alpha identifier");

/// Without long numbers: they may be what the user entered.
impl fmt::Debug for AlphaIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AlphaIdentifier({:?})", without_secrets(&self.text()))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for AlphaIdentifier {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

/// A text with its coding: ETSI TS 102 223 8.15. Bytes that are no text are kept, and read as replacement characters.
///
/// ```
/// use simcard::toolkit::object::{DataObject, TextString};
///
/// let packed = TextString::decode(&[0x00, 0xD4, 0xF2, 0x9C, 0x0E])?;
/// assert_eq!(packed.text(), "Test");
/// assert_eq!(TextString::decode(&[0x08, 0x04, 0x17])?.text(), "З");
/// assert_eq!(TextString::new("Hi")?.coding(), 0x04);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TextString(Vec<u8>);

impl TextString {
    /// GSM 7 bit default alphabet, packed.
    pub const PACKED: u8 = 0x00;
    /// GSM 7 bit default alphabet, a byte a septet ("8-bit data").
    pub const UNPACKED: u8 = 0x04;
    /// UCS2.
    pub const UCS2: u8 = 0x08;

    /// This text: in the default alphabet, a byte a character, or in UCS2 where that has not all the characters.
    ///
    /// # Errors
    ///
    /// UCS2 has not all the characters either.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        Self::with_coding(text, Self::UNPACKED).or_else(|_| Self::with_coding(text, Self::UCS2))
    }

    /// This text in one of the three codings.
    ///
    /// # Errors
    ///
    /// The coding has not all the characters, or there is no such coding. A packed text of eight, 16, 24 and so on septets
    /// can't end with `@`: that would be read as filling.
    pub fn with_coding(text: &str, coding: u8) -> Result<Self, EncodeError> {
        let mut bytes = Vec::new();
        Self::append(text, coding, &mut bytes)?;
        Ok(Self(bytes))
    }

    /// Appends the value of such an object to `out`, and leaves nothing of the text anywhere else: it may be a secret.
    pub(crate) fn append(text: &str, coding: u8, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let coded = Zeroizing::new(match coding {
            Self::PACKED => {
                let septets = Zeroizing::new(Alphabet::DEFAULT.encode(text)?);
                if septets.len() % 8 == 0 && septets.last() == Some(&0) {
                    let index = text.chars().count().saturating_sub(1);
                    return Err(EncodeError::new(Self::NAME, EncodeErrorKind::Character { index }));
                }
                gsm7::pack(&septets)
            }
            Self::UNPACKED => Alphabet::DEFAULT.encode(text)?,
            Self::UCS2 => ucs2::encode(text)?,
            _ => {
                return Err(EncodeError::new(Self::NAME, EncodeErrorKind::Value(coding.into())));
            }
        });
        out.reserve(coded.len().saturating_add(1));
        out.push(coding);
        out.extend_from_slice(&coded);
        Ok(())
    }

    /// What GET INKEY wants for a yes or a no: a byte of 01 or 00 (ETSI TS 102 223 6.8.14).
    pub fn yes_or_no(yes: bool) -> Self {
        Self(alloc::vec![Self::UNPACKED, u8::from(yes)])
    }

    /// A text string without a text: no coding either.
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// The text. Of any data coding scheme only the alphabet counts. Packed text does not say how many characters it has:
    /// where the last seven bits are zero and could be filling, they are taken for it, not for an `@`.
    pub fn text(&self) -> String {
        let Some((coding, text)) = self.0.split_first() else { return String::new() };
        match SmsDcs(*coding).coding() {
            Coding::Gsm7 => packed_text(text),
            Coding::Ucs2 => ucs2::decode(text),
            Coding::EightBit => Alphabet::DEFAULT.decode(text),
        }
    }

    /// The data coding scheme (3GPP TS 23.038); 04 if there is no text.
    pub fn coding(&self) -> u8 {
        self.0.first().copied().unwrap_or(Self::UNPACKED)
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

/// Packed text does not say how many septets it has: of seven bytes, the last seven bits may be filling.
fn packed_text(bytes: &[u8]) -> String {
    let septets = bytes.len().saturating_mul(8) / 7;
    let last_is_zero = bytes.last().is_some_and(|last| last >> 1 == 0);
    let filled = bytes.len() % 7 == 0 && last_is_zero && septets > 0;
    let septets = if filled { septets.saturating_sub(1) } else { septets };
    Alphabet::DEFAULT.chars(Septets::new(bytes, septets)).collect()
}

whole_value!(TextString, 0x0D, "text string");

/// Without long numbers: they may be what the user entered.
impl fmt::Debug for TextString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextString({:?}, {:02X})", without_secrets(&self.text()), self.coding())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for TextString {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut fields = serializer.serialize_struct("TextString", 2)?;
        fields.serialize_field("text", &self.text())?;
        fields.serialize_field("coding", &hex::encode([self.coding()]))?;
        fields.end()
    }
}

/// One line of a menu: ETSI TS 102 223 8.9. An item without identifier and text is how SET UP MENU removes the menu.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Item(Vec<u8>);

impl Item {
    /// The item with this identifier (1 to 255) and text, in the shortest coding that has its characters.
    ///
    /// # Errors
    ///
    /// The identifier is 0, or no coding has one of the characters.
    pub fn new(identifier: u8, text: &str) -> Result<Self, EncodeError> {
        if identifier == 0 {
            return Err(EncodeError::new(Self::NAME, EncodeErrorKind::Value(0)));
        }
        let mut bytes = alloc::vec![identifier];
        bytes.extend(alpha::encode(text)?);
        Ok(Self(bytes))
    }

    /// The item without anything.
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// What the card calls it; `None` if the item is empty.
    pub fn identifier(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// Its text; empty if there is none.
    pub fn text(&self) -> String {
        self.0.get(1..).and_then(alpha::decode).unwrap_or_default()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

whole_value!(Item, 0x0F, "item");

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.identifier() {
            Some(identifier) => write!(f, "Item({identifier}, {:?})", self.text()),
            None => f.write_str("Item()"),
        }
    }
}

serialize_fields!(Item, item {
    "identifier" => item.identifier(),
    "text" => item.text(),
});

/// Which item was chosen, or is to be marked: ETSI TS 102 223 8.10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ItemIdentifier(pub u8);

byte_object!(ItemIdentifier, 0x10, "item identifier");

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn texts_in_all_codings() {
        // "Test" packed: T=54 e=65 s=73 t=74, by 3GPP TS 23.038 6.1.2.1
        vector(
            &[0x00, 0xD4, 0xF2, 0x9C, 0x0E],
            &TextString::with_coding("Test", TextString::PACKED).unwrap(),
        );
        vector(b"\x04Test", &TextString::new("Test").unwrap());
        vector(&[0x08, 0x04, 0x17], &TextString::new("З").unwrap());
        vector(&[], &TextString::empty());
        assert_eq!(TextString::decode(&[]).unwrap().text(), "");
        assert_eq!(TextString::decode(&[0x04]).unwrap().text(), "");
        // F4: data coding group 1111, 8-bit data
        assert_eq!(TextString::decode(&[0xF4, 0x41]).unwrap().text(), "A");
        assert_eq!(TextString::decode(&[0x19, 0x00, 0x41]).unwrap().text(), "A");
    }

    #[test]
    fn filling_is_no_character() {
        let seven = TextString::with_coding("1234567", TextString::PACKED).unwrap();
        assert_eq!(seven.coded().len(), 7);
        assert_eq!(seven.text(), "1234567");
        let eight = TextString::with_coding("12345678", TextString::PACKED).unwrap();
        assert_eq!(eight.coded().len(), 7);
        assert_eq!(eight.text(), "12345678");
        // the eighth septet of seven bytes may be filling, the seventh of seven in as many bytes may not
        let error = EncodeError::new("text string", EncodeErrorKind::Character { index: 7 });
        assert_eq!(TextString::with_coding("1234567@", TextString::PACKED), Err(error));
        let seventh = TextString::with_coding("123456@", TextString::PACKED).unwrap();
        assert_eq!(seventh.text(), "123456@");
    }

    #[test]
    fn details() {
        let details = CommandDetails { number: 1, kind: 0x21, qualifier: 0x80 };
        vector(&[0x01, 0x21, 0x80], &details);
        assert!(CommandDetails::decode(&[0x01, 0x21]).is_err());
        #[cfg(feature = "serde")]
        assert_eq!(
            serde_json::to_string(&details).unwrap(),
            r#"{"number":1,"command":"DISPLAY TEXT","qualifier":128}"#
        );
    }

    #[test]
    fn items() {
        vector(b"\x01One", &Item::new(1, "One").unwrap());
        vector(&[], &Item::empty());
        assert_eq!(Item::decode(&[5]).unwrap().text(), "");
        assert!(Item::new(0, "One").is_err());
        // 80: UCS2, ETSI TS 102 221 annex A
        vector(&[0x02, 0x80, 0x04, 0x17], &Item::new(2, "З").unwrap());
        vector(&[3], &ItemIdentifier(3));
    }
}
