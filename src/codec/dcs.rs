//! Data coding schemes: how the text of a message is coded, and what is to become of it (3GPP TS 23.038).
//!
//! The same byte means different things in a short message ([`SmsDcs`], clause 4) and in a cell broadcast or a USSD
//! string ([`CbsDcs`], clause 5). Every byte has a meaning in both; reserved ones are to be read as the GSM 7 bit
//! default alphabet, and [`is_reserved`](SmsDcs::is_reserved) tells them.
//!
//! ```
//! use simcard::codec::dcs::{CbsDcs, Coding, MessageClass, SmsDcs};
//!
//! let flash = SmsDcs::UCS2.with_class(MessageClass::Class0);
//! assert_eq!(flash, SmsDcs(0x18));
//! assert_eq!((flash.coding(), flash.class()), (Coding::Ucs2, Some(MessageClass::Class0)));
//!
//! let russian = CbsDcs(0x23);
//! assert_eq!((russian.coding(), russian.language()), (Coding::Gsm7, Some("ru")));
//! let text = CbsDcs(0x0F).decode(&[0xAA, 0x18, 0x0C, 0x36, 0x02]).unwrap();
//! assert_eq!(text.text, "*100#");
//! ```

use alloc::format;
use alloc::string::String;

use super::gsm7::{Alphabet, Septets, unpack_ussd};
use super::ucs2;

/// How text is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Coding {
    /// The GSM 7 bit alphabet, eight characters in seven bytes.
    Gsm7,
    /// Bytes whose meaning is not told here.
    EightBit,
    /// Two bytes a character, high byte first.
    Ucs2,
}

impl Coding {
    /// The coding that bits 3 and 2 tell in the general groups; the fourth value is reserved.
    const fn general(byte: u8) -> Option<Self> {
        match byte >> 2 & 0x03 {
            0 => Some(Self::Gsm7),
            1 => Some(Self::EightBit),
            2 => Some(Self::Ucs2),
            _ => None,
        }
    }
}

/// For whom a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum MessageClass {
    /// Shown at once, and not stored.
    Class0,
    /// For the phone.
    Class1,
    /// For the card.
    Class2,
    /// For equipment connected to the phone.
    Class3,
}

impl MessageClass {
    /// The class with this value; only the low two bits count.
    ///
    /// ```
    /// use simcard::codec::dcs::MessageClass;
    ///
    /// assert_eq!(MessageClass::from_value(0), MessageClass::Class0);
    /// assert_eq!(MessageClass::from_value(0x12), MessageClass::Class2);
    /// ```
    pub const fn from_value(value: u8) -> Self {
        match value & 0x03 {
            0 => Self::Class0,
            1 => Self::Class1,
            2 => Self::Class2,
            _ => Self::Class3,
        }
    }

    /// The value, 0 to 3.
    ///
    /// ```
    /// use simcard::codec::dcs::MessageClass;
    ///
    /// assert_eq!((MessageClass::Class0.value(), MessageClass::Class3.value()), (0, 3));
    /// ```
    pub const fn value(self) -> u8 {
        match self {
            Self::Class0 => 0,
            Self::Class1 => 1,
            Self::Class2 => 2,
            Self::Class3 => 3,
        }
    }
}

/// What kind of messages wait elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum WaitingKind {
    /// Voice mail.
    Voicemail,
    /// Fax.
    Fax,
    /// Electronic mail.
    Email,
    /// Anything else.
    Other,
}

impl WaitingKind {
    /// The kind with this value; only the low two bits count.
    ///
    /// ```
    /// use simcard::codec::dcs::WaitingKind;
    ///
    /// assert_eq!(WaitingKind::from_value(0), WaitingKind::Voicemail);
    /// assert_eq!(WaitingKind::from_value(0xC9), WaitingKind::Fax);
    /// ```
    pub const fn from_value(value: u8) -> Self {
        match value & 0x03 {
            0 => Self::Voicemail,
            1 => Self::Fax,
            2 => Self::Email,
            _ => Self::Other,
        }
    }

    /// The value, 0 to 3.
    ///
    /// ```
    /// use simcard::codec::dcs::WaitingKind;
    ///
    /// assert_eq!((WaitingKind::Voicemail.value(), WaitingKind::Email.value()), (0, 2));
    /// ```
    pub const fn value(self) -> u8 {
        match self {
            Self::Voicemail => 0,
            Self::Fax => 1,
            Self::Email => 2,
            Self::Other => 3,
        }
    }
}

/// That messages wait, or no longer do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MessageWaiting {
    /// What waits.
    pub kind: WaitingKind,
    /// Whether any wait: the indication is to be shown, and otherwise taken away.
    pub active: bool,
    /// Whether the message that says so is to be stored; otherwise it may be thrown away.
    pub store: bool,
}

/// The data coding scheme of a short message, TP-DCS (clause 4). Any byte is kept as it is.
///
/// ```
/// use simcard::codec::dcs::{Coding, SmsDcs, SmsGroup, WaitingKind};
///
/// // voice mail waits, and the message that says so may be thrown away
/// let dcs = SmsDcs(0xC8);
/// assert_eq!((dcs.group(), dcs.coding()), (SmsGroup::MessageWaitingDiscard, Coding::Gsm7));
/// let waiting = dcs.message_waiting().unwrap();
/// assert_eq!((waiting.kind, waiting.active, waiting.store), (WaitingKind::Voicemail, true, false));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct SmsDcs(pub u8);

/// What kind of scheme a [`SmsDcs`] is; its coding groups, bits 7 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SmsGroup {
    /// `00xx`: coding, compression and perhaps a class.
    General,
    /// `01xx`: the same, and the message is to be deleted once it was read.
    AutomaticDeletion,
    /// `1100`: messages wait; this one may be thrown away.
    MessageWaitingDiscard,
    /// `1101`: messages wait; this one is to be stored.
    MessageWaitingStore,
    /// `1110`: the same, with text in UCS2.
    MessageWaitingStoreUcs2,
    /// `1111`: coding and class.
    CodingAndClass,
    /// `1000` to `1011`: reserved.
    Reserved,
}

impl SmsDcs {
    /// `00`: the GSM 7 bit default alphabet, no class.
    pub const GSM7: Self = Self(0x00);
    /// `04`: bytes, no class.
    pub const EIGHT_BIT: Self = Self(0x04);
    /// `08`: UCS2, no class.
    pub const UCS2: Self = Self(0x08);

    /// The plain scheme for this coding, without a class.
    ///
    /// ```
    /// use simcard::codec::dcs::{Coding, SmsDcs};
    ///
    /// assert_eq!(SmsDcs::new(Coding::Gsm7), SmsDcs(0x00));
    /// assert_eq!(SmsDcs::new(Coding::Ucs2), SmsDcs(0x08));
    /// ```
    pub const fn new(coding: Coding) -> Self {
        match coding {
            Coding::Gsm7 => Self::GSM7,
            Coding::EightBit => Self::EIGHT_BIT,
            Coding::Ucs2 => Self::UCS2,
        }
    }

    /// A scheme of this coding and class, in the general group.
    ///
    /// ```
    /// use simcard::codec::dcs::{MessageClass, SmsDcs};
    ///
    /// assert_eq!(SmsDcs::EIGHT_BIT.with_class(MessageClass::Class2), SmsDcs(0x16));
    /// ```
    pub const fn with_class(self, class: MessageClass) -> Self {
        Self(Self::new(self.coding()).0 | 0x10 | class.value())
    }

    /// What kind of scheme it is.
    ///
    /// ```
    /// use simcard::codec::dcs::{SmsDcs, SmsGroup};
    ///
    /// assert_eq!(SmsDcs(0x18).group(), SmsGroup::General);
    /// assert_eq!(SmsDcs(0xD0).group(), SmsGroup::MessageWaitingStore);
    /// assert_eq!(SmsDcs(0xF5).group(), SmsGroup::CodingAndClass);
    /// ```
    pub const fn group(self) -> SmsGroup {
        match self.0 >> 4 {
            0x0..=0x3 => SmsGroup::General,
            0x4..=0x7 => SmsGroup::AutomaticDeletion,
            0xC => SmsGroup::MessageWaitingDiscard,
            0xD => SmsGroup::MessageWaitingStore,
            0xE => SmsGroup::MessageWaitingStoreUcs2,
            0xF => SmsGroup::CodingAndClass,
            _ => SmsGroup::Reserved,
        }
    }

    /// The coding of the text, which may be [compressed](Self::is_compressed).
    ///
    /// ```
    /// use simcard::codec::dcs::{Coding, SmsDcs};
    ///
    /// assert_eq!(SmsDcs(0x19).coding(), Coding::Ucs2);
    /// assert_eq!(SmsDcs(0xF5).coding(), Coding::EightBit);
    /// assert_eq!(SmsDcs(0x80).coding(), Coding::Gsm7); // reserved
    /// ```
    pub const fn coding(self) -> Coding {
        match self.group() {
            SmsGroup::General | SmsGroup::AutomaticDeletion => match Coding::general(self.0) {
                Some(coding) => coding,
                None => Coding::Gsm7,
            },
            SmsGroup::MessageWaitingStoreUcs2 => Coding::Ucs2,
            SmsGroup::CodingAndClass if self.0 & 0x04 != 0 => Coding::EightBit,
            _ => Coding::Gsm7,
        }
    }

    /// The class, if the scheme says one.
    ///
    /// ```
    /// use simcard::codec::dcs::{MessageClass, SmsDcs};
    ///
    /// assert_eq!(SmsDcs(0x11).class(), Some(MessageClass::Class1));
    /// assert_eq!(SmsDcs(0xF2).class(), Some(MessageClass::Class2));
    /// assert_eq!(SmsDcs(0x00).class(), None); // not class 0: no class
    /// ```
    pub const fn class(self) -> Option<MessageClass> {
        match self.group() {
            SmsGroup::General | SmsGroup::AutomaticDeletion if self.0 & 0x10 == 0 => None,
            SmsGroup::General | SmsGroup::AutomaticDeletion | SmsGroup::CodingAndClass => {
                Some(MessageClass::from_value(self.0))
            }
            _ => None,
        }
    }

    /// Whether the text is compressed (3GPP TS 23.042).
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    ///
    /// assert!(SmsDcs(0x20).is_compressed());
    /// assert!(!SmsDcs(0xE0).is_compressed()); // another group
    /// ```
    pub const fn is_compressed(self) -> bool {
        matches!(self.group(), SmsGroup::General | SmsGroup::AutomaticDeletion) && self.0 & 0x20 != 0
    }

    /// Whether the message is to be deleted once it was read.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    ///
    /// assert!(SmsDcs(0x40).is_deleted_after_reading());
    /// assert!(!SmsDcs(0x00).is_deleted_after_reading());
    /// ```
    pub const fn is_deleted_after_reading(self) -> bool {
        matches!(self.group(), SmsGroup::AutomaticDeletion)
    }

    /// What the scheme says of messages that wait elsewhere.
    ///
    /// ```
    /// use simcard::codec::dcs::{SmsDcs, WaitingKind};
    ///
    /// let waiting = SmsDcs(0xD9).message_waiting().unwrap();
    /// assert_eq!((waiting.kind, waiting.active, waiting.store), (WaitingKind::Fax, true, true));
    /// assert_eq!(SmsDcs(0x00).message_waiting(), None);
    /// ```
    pub const fn message_waiting(self) -> Option<MessageWaiting> {
        let store = match self.group() {
            SmsGroup::MessageWaitingDiscard => false,
            SmsGroup::MessageWaitingStore | SmsGroup::MessageWaitingStoreUcs2 => true,
            _ => return None,
        };
        Some(MessageWaiting { kind: WaitingKind::from_value(self.0), active: self.0 & 0x08 != 0, store })
    }

    /// Whether the coding is one that the specification reserves. It is read as the GSM 7 bit default alphabet. Spare
    /// bits within other schemes don't count.
    ///
    /// ```
    /// use simcard::codec::dcs::SmsDcs;
    ///
    /// assert!(SmsDcs(0x80).is_reserved() && SmsDcs(0x0C).is_reserved());
    /// assert!(!SmsDcs(0x08).is_reserved());
    /// ```
    pub const fn is_reserved(self) -> bool {
        match self.group() {
            SmsGroup::General | SmsGroup::AutomaticDeletion => Coding::general(self.0).is_none(),
            SmsGroup::Reserved => true,
            _ => false,
        }
    }
}

serialize_fields!(SmsDcs, this {
    "value" => format!("{:02x}", this.0),
    "group" => this.group(),
    "coding" => this.coding(),
    "class" if this.class().is_some() => this.class(),
    "compressed" if this.is_compressed() => true,
    "message_waiting" if this.message_waiting().is_some() => this.message_waiting(),
    "reserved" if this.is_reserved() => true,
});

/// The data coding scheme of a cell broadcast, and of a USSD string (clause 5). Any byte is kept as it is.
///
/// ```
/// use simcard::codec::dcs::{CbsDcs, CbsGroup, Coding};
///
/// let german = CbsDcs(0x00);
/// assert_eq!((german.group(), german.coding()), (CbsGroup::Language, Coding::Gsm7));
/// assert_eq!(german.language(), Some("de"));
/// assert_eq!(CbsDcs::new(Coding::Ucs2), CbsDcs(0x48));
/// assert!(CbsDcs(0x11).has_language_indication() && CbsDcs(0x30).is_reserved());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CbsDcs(pub u8);

/// What kind of scheme a [`CbsDcs`] is; its coding groups, bits 7 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CbsGroup {
    /// `0000` and `0010`: a language.
    Language,
    /// `0001`: the text begins with its language.
    LanguageIndication,
    /// `01xx`: coding, compression and perhaps a class.
    General,
    /// `1001`: coding and class of a message with a user data header.
    UserDataHeader,
    /// `1101`: a message of the I1 protocol (3GPP TS 24.294).
    I1Protocol,
    /// `1110`: as the WAP Forum defines it.
    Wap,
    /// `1111`: coding and perhaps a class.
    CodingAndClass,
    /// `0011`, `1000`, `1010` to `1100`, and what the groups above have no meaning for: reserved.
    Reserved,
}

impl CbsDcs {
    /// `0F`: the GSM 7 bit default alphabet, no language told.
    pub const GSM7: Self = Self(0x0F);
    /// `44`: bytes, no class.
    pub const EIGHT_BIT: Self = Self(0x44);
    /// `48`: UCS2, no class.
    pub const UCS2: Self = Self(0x48);

    /// The plain scheme for this coding: no language, no class.
    ///
    /// ```
    /// use simcard::codec::dcs::{CbsDcs, Coding};
    ///
    /// assert_eq!(CbsDcs::new(Coding::Gsm7), CbsDcs(0x0F));
    /// assert_eq!(CbsDcs::new(Coding::EightBit), CbsDcs(0x44));
    /// ```
    pub const fn new(coding: Coding) -> Self {
        match coding {
            Coding::Gsm7 => Self::GSM7,
            Coding::EightBit => Self::EIGHT_BIT,
            Coding::Ucs2 => Self::UCS2,
        }
    }

    /// What kind of scheme it is.
    ///
    /// ```
    /// use simcard::codec::dcs::{CbsDcs, CbsGroup};
    ///
    /// assert_eq!(CbsDcs(0x0F).group(), CbsGroup::Language);
    /// assert_eq!(CbsDcs(0x48).group(), CbsGroup::General);
    /// assert_eq!(CbsDcs(0x30).group(), CbsGroup::Reserved);
    /// ```
    pub const fn group(self) -> CbsGroup {
        match self.0 {
            0x00..=0x0F | 0x20..=0x24 => CbsGroup::Language,
            0x10 | 0x11 => CbsGroup::LanguageIndication,
            0x40..=0x7F if Coding::general(self.0).is_some() => CbsGroup::General,
            0x90..=0x9F if Coding::general(self.0).is_some() => CbsGroup::UserDataHeader,
            0xD0..=0xDF => CbsGroup::I1Protocol,
            0xE0..=0xEF => CbsGroup::Wap,
            0xF0..=0xFF => CbsGroup::CodingAndClass,
            _ => CbsGroup::Reserved,
        }
    }

    /// The coding of the text, which may be [compressed](Self::is_compressed). What other protocols define is bytes.
    ///
    /// ```
    /// use simcard::codec::dcs::{CbsDcs, Coding};
    ///
    /// assert_eq!(CbsDcs(0x0F).coding(), Coding::Gsm7);
    /// assert_eq!(CbsDcs(0x11).coding(), Coding::Ucs2);
    /// assert_eq!(CbsDcs(0xF4).coding(), Coding::EightBit);
    /// ```
    pub const fn coding(self) -> Coding {
        match (self.group(), Coding::general(self.0)) {
            (CbsGroup::General | CbsGroup::UserDataHeader, Some(coding)) => coding,
            (CbsGroup::LanguageIndication, _) if self.0 & 0x01 != 0 => Coding::Ucs2,
            (CbsGroup::CodingAndClass, _) if self.0 & 0x04 != 0 => Coding::EightBit,
            (CbsGroup::I1Protocol | CbsGroup::Wap, _) => Coding::EightBit,
            _ => Coding::Gsm7,
        }
    }

    /// The language that the scheme itself says, by its two letters (ISO 639).
    ///
    /// ```
    /// use simcard::codec::dcs::CbsDcs;
    ///
    /// assert_eq!((CbsDcs(0x01).language(), CbsDcs(0x20).language()), (Some("en"), Some("cs")));
    /// assert_eq!(CbsDcs(0x0F).language(), None);
    /// ```
    pub const fn language(self) -> Option<&'static str> {
        Some(match self.0 {
            0x00 => "de",
            0x01 => "en",
            0x02 => "it",
            0x03 => "fr",
            0x04 => "es",
            0x05 => "nl",
            0x06 => "sv",
            0x07 => "da",
            0x08 => "pt",
            0x09 => "fi",
            0x0A => "no",
            0x0B => "el",
            0x0C => "tr",
            0x0D => "hu",
            0x0E => "pl",
            0x20 => "cs",
            0x21 => "he",
            0x22 => "ar",
            0x23 => "ru",
            0x24 => "is",
            _ => return None,
        })
    }

    /// Whether the text begins with its language, which [`decode`](Self::decode) takes off.
    ///
    /// ```
    /// use simcard::codec::dcs::CbsDcs;
    ///
    /// assert!(CbsDcs(0x10).has_language_indication());
    /// assert!(!CbsDcs(0x01).has_language_indication()); // the scheme itself says it
    /// ```
    pub const fn has_language_indication(self) -> bool {
        matches!(self.group(), CbsGroup::LanguageIndication)
    }

    /// Whether the text begins with a user data header, as in a short message (3GPP TS 23.040 9.2.3.24).
    ///
    /// ```
    /// use simcard::codec::dcs::CbsDcs;
    ///
    /// assert!(CbsDcs(0x94).has_user_data_header());
    /// assert!(!CbsDcs(0x44).has_user_data_header());
    /// ```
    pub const fn has_user_data_header(self) -> bool {
        matches!(self.group(), CbsGroup::UserDataHeader)
    }

    /// The class, if the scheme says one. In group `1111` classes 1 and 2 mean what the user makes of them, and there
    /// is no class 0.
    ///
    /// ```
    /// use simcard::codec::dcs::{CbsDcs, MessageClass};
    ///
    /// assert_eq!(CbsDcs(0x52).class(), Some(MessageClass::Class2));
    /// assert_eq!(CbsDcs(0xF1).class(), Some(MessageClass::Class1));
    /// assert_eq!((CbsDcs(0x42).class(), CbsDcs(0xF0).class()), (None, None));
    /// ```
    pub const fn class(self) -> Option<MessageClass> {
        match self.group() {
            CbsGroup::General if self.0 & 0x10 == 0 => None,
            CbsGroup::CodingAndClass if self.0 & 0x03 == 0 => None,
            CbsGroup::General | CbsGroup::UserDataHeader | CbsGroup::CodingAndClass => {
                Some(MessageClass::from_value(self.0))
            }
            _ => None,
        }
    }

    /// Whether the text is compressed (3GPP TS 23.042).
    ///
    /// ```
    /// use simcard::codec::dcs::CbsDcs;
    ///
    /// assert!(CbsDcs(0x60).is_compressed());
    /// assert!(!CbsDcs(0x20).is_compressed()); // Czech
    /// ```
    pub const fn is_compressed(self) -> bool {
        matches!(self.group(), CbsGroup::General) && self.0 & 0x20 != 0
    }

    /// Whether the coding is one that the specification reserves. It is read as the GSM 7 bit default alphabet. Spare
    /// bits within other schemes don't count.
    ///
    /// ```
    /// use simcard::codec::dcs::CbsDcs;
    ///
    /// assert!(CbsDcs(0x30).is_reserved() && CbsDcs(0x4C).is_reserved());
    /// assert!(!CbsDcs(0x0F).is_reserved());
    /// ```
    pub const fn is_reserved(self) -> bool {
        matches!(self.group(), CbsGroup::Reserved)
    }

    /// The text in `bytes`; `None` if they are not text: [`Coding::EightBit`], compressed, or with a user data header.
    ///
    /// Packed septets are read as USSD and cell broadcast fill them ([`unpack_ussd`]). What stands for a language in
    /// front of the text is taken off if it is two letters, and otherwise is text.
    ///
    /// ```
    /// use simcard::codec::dcs::CbsDcs;
    ///
    /// // the language stands in front of the text
    /// let text = CbsDcs(0x11).decode(&[0xF2, 0x3A, 0x04, 0x11, 0x04, 0x30]).unwrap();
    /// assert_eq!((text.language.as_deref(), text.text.as_str()), (Some("ru"), "Ба"));
    /// assert_eq!(CbsDcs::EIGHT_BIT.decode(&[0x00, 0x01]), None);
    /// ```
    pub fn decode(self, bytes: &[u8]) -> Option<CbsText> {
        if self.is_compressed() || self.has_user_data_header() {
            return None;
        }
        match (self.coding(), self.has_language_indication()) {
            (Coding::EightBit, _) => None,
            (Coding::Gsm7, indicated) => {
                let septets = unpack_ussd(bytes);
                let (language, septets) = match septets.as_slice() {
                    [first, second, b'\r', text @ ..] if indicated && is_language(*first, *second) => {
                        (Some([*first, *second]), text)
                    }
                    septets => (None, septets),
                };
                Some(CbsText::new(self, language, Alphabet::DEFAULT.decode(septets)))
            }
            (Coding::Ucs2, false) => Some(CbsText::new(self, None, ucs2::decode(bytes))),
            (Coding::Ucs2, true) => {
                // two septets, and two bits of filling
                let mut septets = Septets::new(bytes, 2);
                let language = match (septets.next(), septets.next()) {
                    (Some(first), Some(second)) if is_language(first, second) => Some([first, second]),
                    _ => None,
                };
                let text = language.and_then(|_| bytes.get(2..)).unwrap_or(bytes);
                Some(CbsText::new(self, language, ucs2::decode(text)))
            }
        }
    }
}

const fn is_language(first: u8, second: u8) -> bool {
    first.is_ascii_alphabetic() && second.is_ascii_alphabetic()
}

serialize_fields!(CbsDcs, this {
    "value" => format!("{:02x}", this.0),
    "group" => this.group(),
    "coding" => this.coding(),
    "language" if this.language().is_some() => this.language(),
    "class" if this.class().is_some() => this.class(),
    "compressed" if this.is_compressed() => true,
    "reserved" if this.is_reserved() => true,
});

/// A text, and its language if that was told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CbsText {
    /// Two letters (ISO 639), lower case: those before the text, or those the scheme stands for.
    pub language: Option<String>,
    /// The text.
    pub text: String,
}

impl CbsText {
    fn new(scheme: CbsDcs, indicated: Option<[u8; 2]>, text: String) -> Self {
        let indicated = indicated
            .map(|letters| letters.iter().map(|letter| char::from(letter.to_ascii_lowercase())).collect());
        Self { language: indicated.or_else(|| scheme.language().map(String::from)), text }
    }
}

#[cfg(test)]
mod tests;
