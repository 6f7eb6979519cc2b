//! Menus, dialogues and tones: ETSI TS 102 223 clause 8.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::macros::{byte_object, whole_value};
use super::named::named_byte;
use super::{DataObject, TextString};
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::toolkit::CommandType;

named_byte! {
    /// What is to be heard: ETSI TS 102 223 8.16. Up to `08` a tone of the network, from `10` on one of the terminal. Any
    /// byte is kept as it is.
    Tone {
        DIAL = 0x01 "dial tone",
        BUSY = 0x02 "called subscriber busy",
        CONGESTION = 0x03 "congestion",
        RADIO_PATH_ACKNOWLEDGE = 0x04 "radio path acknowledge",
        RADIO_PATH_NOT_AVAILABLE = 0x05 "radio path not available/call dropped",
        ERROR = 0x06 "error/special information",
        CALL_WAITING = 0x07 "call waiting tone",
        RINGING = 0x08 "ringing tone",
        GENERAL_BEEP = 0x10 "general beep",
        POSITIVE_ACKNOWLEDGEMENT = 0x11 "positive acknowledgement tone",
        NEGATIVE_ACKNOWLEDGEMENT = 0x12 "negative acknowledgement or error tone",
        USER_RINGING = 0x13 "ringing tone as selected by the user for incoming speech call",
        USER_ALERT = 0x14 "alert tone as selected by the user for incoming SMS",
        CRITICAL_ALERT = 0x15 "critical alert",
        VIBRATE_ONLY = 0x20 "vibrate only, if available",
        HAPPY = 0x30 "happy tone",
        SAD = 0x31 "sad tone",
        URGENT_ACTION = 0x32 "urgent action tone",
        QUESTION = 0x33 "question tone",
        MESSAGE_RECEIVED = 0x34 "message received tone",
        MELODY_1 = 0x40 "melody 1",
        MELODY_2 = 0x41 "melody 2",
        MELODY_3 = 0x42 "melody 3",
        MELODY_4 = 0x43 "melody 4",
        MELODY_5 = 0x44 "melody 5",
        MELODY_6 = 0x45 "melody 6",
        MELODY_7 = 0x46 "melody 7",
        MELODY_8 = 0x47 "melody 8",
    }
}

byte_object!(Tone, 0x0E, "tone");

/// How many characters an answer may have: ETSI TS 102 223 8.11.
///
/// ```
/// use simcard::toolkit::object::{DataObject, ResponseLength};
///
/// let voucher = ResponseLength::decode(&[14, 16])?;
/// assert!(voucher.allows(14) && !voucher.allows(17));
/// assert_eq!(ResponseLength::at_least(4), ResponseLength { min: 4, max: 255 });
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ResponseLength {
    /// The fewest; 0: the answer may be empty.
    pub min: u8,
    /// The most; 255: as many as the terminal can.
    pub max: u8,
}

impl ResponseLength {
    /// The `max` that sets no limit.
    pub const UNLIMITED: u8 = 0xFF;

    /// From `min` to `max` characters.
    pub const fn new(min: u8, max: u8) -> Self {
        Self { min, max }
    }

    /// `min` characters or more.
    pub const fn at_least(min: u8) -> Self {
        Self { min, max: Self::UNLIMITED }
    }

    /// Whether an answer may have so many characters. 255 as the most allows any number.
    pub const fn allows(self, characters: usize) -> bool {
        characters >= self.min as usize && (self.max == Self::UNLIMITED || characters <= self.max as usize)
    }
}

impl DataObject for ResponseLength {
    const TAG: Tag = Tag(0x11);
    const NAME: &'static str = "response length";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [min, max] = reader.array()?;
        reader.finish()?;
        Ok(Self { min, max })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.min, self.max]);
        Ok(())
    }
}

/// An object that is there or not, and has no value. One that has a value all the same is kept as it is.
macro_rules! empty_object {
    ($(#[$attr:meta])* $name:ident, $tag:literal, $object:literal) => {
        $(#[$attr])*
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// The object, without a value.
            pub const fn new() -> Self {
                Self(Vec::new())
            }
        }

        whole_value!($name, $tag, $object);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_bool(true)
            }
        }
    };
}

empty_object! {
    /// That the user wants help on an item: ETSI TS 102 223 8.21. To be there is all it says.
    HelpRequest, 0x15, "help request"
}

empty_object! {
    /// That the terminal is to answer as soon as the text is shown: ETSI TS 102 223 8.43. To be there is all it says.
    ImmediateResponse, 0x2B, "immediate response"
}

/// The text an input begins with: ETSI TS 102 223 8.23, coded as a [`TextString`].
///
/// ```
/// use simcard::toolkit::object::{DataObject, DefaultText};
///
/// assert_eq!(DefaultText::decode(b"\x0410")?.text(), "10");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DefaultText(pub TextString);

impl DefaultText {
    /// This text, as [`TextString::new`] codes it.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        TextString::new(text).map(Self)
    }

    /// The text.
    pub fn text(&self) -> String {
        self.0.text()
    }
}

impl DataObject for DefaultText {
    const TAG: Tag = Tag(0x17);
    const NAME: &'static str = "default text";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        TextString::decode(value).map(Self)
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.0.encode(out)
    }
}

/// What each item of a menu leads to: ETSI TS 102 223 8.24, the type of command that its choice is answered with, item by
/// item; type `00` where nothing can be said.
///
/// ```
/// use simcard::toolkit::{CommandType, object::{DataObject, NextActions}};
///
/// let actions = NextActions::decode(&[0x24, 0x12])?;
/// assert_eq!(actions.0, [CommandType::SELECT_ITEM, CommandType::SEND_USSD]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NextActions(pub Vec<CommandType>);

impl DataObject for NextActions {
    const TAG: Tag = Tag(0x18);
    const NAME: &'static str = "items next action indicator";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.iter().copied().map(CommandType).collect()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.iter().map(|kind| kind.0));
        Ok(())
    }
}

/// How icons go with texts: the first byte of [`IconIdentifier`] and [`ItemIcons`]. Any byte is kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IconQualifier(pub u8);

impl IconQualifier {
    /// The icon may stand instead of the text.
    pub const SELF_EXPLANATORY: Self = Self(0x00);
    /// The icon has to stand beside the text.
    pub const NOT_SELF_EXPLANATORY: Self = Self(0x01);

    /// Whether the icon may stand instead of the text.
    pub const fn is_self_explanatory(self) -> bool {
        self.0 & 0x01 == 0
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for IconQualifier {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self.is_self_explanatory() {
            true => "self-explanatory",
            false => "not self-explanatory",
        })
    }
}

/// An icon: ETSI TS 102 223 8.31.
///
/// ```
/// use simcard::toolkit::object::{DataObject, IconIdentifier};
///
/// let icon = IconIdentifier::decode(&[0x01, 0x05])?;
/// assert!(!icon.qualifier.is_self_explanatory());
/// assert_eq!(icon.record, 5);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct IconIdentifier {
    /// Whether it may stand instead of the text.
    pub qualifier: IconQualifier,
    /// Its record in EF.IMG.
    pub record: u8,
}

impl IconIdentifier {
    /// The icon in this record of EF.IMG.
    pub const fn new(qualifier: IconQualifier, record: u8) -> Self {
        Self { qualifier, record }
    }
}

impl DataObject for IconIdentifier {
    const TAG: Tag = Tag(0x1E);
    const NAME: &'static str = "icon identifier";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [qualifier, record] = reader.array()?;
        reader.finish()?;
        Ok(Self { qualifier: IconQualifier(qualifier), record })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.qualifier.0, self.record]);
        Ok(())
    }
}

/// The icons of the items of a menu, in their order: ETSI TS 102 223 8.32.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ItemIcons {
    /// Whether they may stand instead of the texts.
    pub qualifier: IconQualifier,
    /// Their records in EF.IMG, one for each item.
    pub records: Vec<u8>,
}

impl ItemIcons {
    /// The icons in these records of EF.IMG.
    pub fn new(qualifier: IconQualifier, records: impl Into<Vec<u8>>) -> Self {
        Self { qualifier, records: records.into() }
    }
}

impl DataObject for ItemIcons {
    const TAG: Tag = Tag(0x1F);
    const NAME: &'static str = "item icon identifier list";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        Ok(Self { qualifier: IconQualifier(reader.u8()?), records: reader.rest().to_vec() })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.qualifier.0);
        out.extend_from_slice(&self.records);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::super::testing::{round_trip, vector};
    use super::*;

    #[test]
    fn tones() {
        vector(&[0x10], &Tone::GENERAL_BEEP);
        vector(&[0x47], &Tone::MELODY_8);
        assert_eq!(Tone::RADIO_PATH_ACKNOWLEDGE.to_string(), "radio path acknowledge");
        assert_eq!(Tone(0x16).to_string(), "16");
        assert_eq!(Tone(0x09).name(), None);
        assert_eq!(Tone::ALL.len(), 28);
        assert!(Tone::ALL.is_sorted());
        assert!(Tone::decode(&[]).is_err() && Tone::decode(&[1, 1]).is_err());
    }

    #[test]
    fn lengths() {
        vector(&[0, 0xFF], &ResponseLength::at_least(0));
        vector(&[4, 8], &ResponseLength::new(4, 8));
        assert!(ResponseLength::new(4, 8).allows(8) && !ResponseLength::new(4, 8).allows(3));
        assert!(ResponseLength::at_least(1).allows(1000) && !ResponseLength::at_least(1).allows(0));
        assert!(ResponseLength::decode(&[4]).is_err());
    }

    #[test]
    fn texts_and_actions() {
        vector(b"\x0412345", &DefaultText::new("12345").unwrap());
        vector(&[0x08, 0x04, 0x17], &DefaultText::new("З").unwrap());
        vector(&[], &DefaultText::default());
        vector(&[0x13, 0x00], &NextActions(alloc::vec![CommandType::SEND_SHORT_MESSAGE, CommandType(0)]));
        vector(&[], &HelpRequest::new());
        vector(&[], &ImmediateResponse::new());
        round_trip::<ImmediateResponse>(&[0x00]);
    }

    #[test]
    fn icons() {
        vector(&[0x00, 0x01], &IconIdentifier::new(IconQualifier::SELF_EXPLANATORY, 1));
        vector(&[0x01, 0x05, 0x05, 0x06], &ItemIcons::new(IconQualifier::NOT_SELF_EXPLANATORY, [5, 5, 6]));
        vector(&[0x00], &ItemIcons::new(IconQualifier::SELF_EXPLANATORY, []));
        // reserved bits are kept
        round_trip::<IconIdentifier>(&[0xFE, 0x01]);
        assert!(IconQualifier(0xFE).is_self_explanatory());
        assert!(IconIdentifier::decode(&[0x00]).is_err() && ItemIcons::decode(&[]).is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn as_json() {
        let icons = ItemIcons::new(IconQualifier::NOT_SELF_EXPLANATORY, [5]);
        assert_eq!(
            serde_json::to_string(&icons).unwrap(),
            r#"{"qualifier":"not self-explanatory","records":[5]}"#
        );
        assert_eq!(serde_json::to_string(&Tone::BUSY).unwrap(), r#""called subscriber busy""#);
        assert_eq!(serde_json::to_string(&HelpRequest::new()).unwrap(), "true");
    }
}
