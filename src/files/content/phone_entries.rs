//! What belongs to an entry of a phone book beside its name and number.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::dialing::none_if_ff;
use super::{AlphaIdentifier, Bytes, Content, NumberField, filled, not_blank, unpadded, with_rest};
use crate::codec::ber::{self, Tag, Tlv};
use crate::codec::{DecodeError, DecodeErrorKind, DialingNumber, EncodeError, EncodeErrorKind, Reader};

/// The entry that a record of type 2 belongs to: which EF.ADN, and which record of it (3GPP TS 31.102 4.4.2.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AdnReference {
    /// The short file identifier of EF.ADN, 1 to 30.
    pub sfi: u8,
    /// The number of the record, 1 to 254.
    pub record: u8,
}

impl AdnReference {
    const LEN: usize = 2;

    fn from_bytes(bytes: [u8; 2]) -> Option<Self> {
        match bytes {
            [sfi @ 1..=30, record @ 1..=254] => Some(Self { sfi, record }),
            _ => None,
        }
    }

    const fn to_bytes(self) -> [u8; 2] {
        [self.sfi, self.record]
    }
}

/// Which records of the files of type 2 belong to an entry: a record of EF.IAP (3GPP TS 31.102 4.4.2.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IndexRecord {
    /// A record number for each file of type 2, in the order of EF.PBR; `FF` is none.
    pub numbers: Vec<u8>,
}

impl IndexRecord {
    /// The record of the file at this place, the first of which is 0.
    pub fn record(&self, place: usize) -> Option<u8> {
        self.numbers.get(place).copied().filter(|number| matches!(number, 1..=254))
    }
}

impl Content for IndexRecord {
    /// A record of `FF` is not blank: it says that there are no further records.
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self { numbers: bytes.to_vec() })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.IAP", &self.numbers, len)
    }
}

serialize_fields!(IndexRecord, this {
    "record_numbers" => this.numbers.iter().copied().map(none_if_ff).collect::<Vec<_>>(),
});

/// What was modified and what is hidden: a record of EF.PBC (3GPP TS 31.102 4.4.2.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhoneBookControl {
    /// The entry control information, with reserved bits.
    pub entry_control: u8,
    /// The record of EF.DIR of the application whose secret code shows the entry; 0 if it is not hidden.
    pub hidden_information: u8,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl PhoneBookControl {
    const MODIFIED: u8 = 0x01;
    const HIDDEN: u8 = 0x02;

    /// Whether a phone that does not know about the change counter modified the entry.
    pub const fn is_modified(&self) -> bool {
        self.entry_control & Self::MODIFIED != 0
    }

    /// Whether the entry is to be hidden until a secret code is verified.
    pub const fn is_hidden(&self) -> bool {
        self.entry_control & Self::HIDDEN != 0
    }
}

impl Content for PhoneBookControl {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.PBC", bytes)?;
        let mut reader = Reader::new("EF.PBC", bytes);
        Ok(Self {
            entry_control: reader.u8()?,
            hidden_information: reader.u8()?,
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        with_rest("EF.PBC", &[self.entry_control, self.hidden_information], &self.rest, len)
    }
}

serialize_fields!(PhoneBookControl, this {
    "entry_control_information" => this.entry_control,
    "modified" => this.is_modified(),
    "hidden" => this.is_hidden(),
    "hidden_information" => this.hidden_information,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// The groups that an entry is in: a record of EF.GRP (3GPP TS 31.102 4.4.2.6).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GroupMembership {
    /// Records of EF.GAS; 0 is none.
    pub identifiers: Vec<u8>,
}

impl GroupMembership {
    /// The groups, as records of EF.GAS.
    pub fn groups(&self) -> impl Iterator<Item = u8> {
        self.identifiers.iter().copied().filter(|group| matches!(group, 1..=254))
    }
}

impl Content for GroupMembership {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.GRP", bytes)?;
        Ok(Self { identifiers: bytes.to_vec() })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let unused = |group: &&u8| matches!(group, 0x00 | 0xFF);
        let padding = self.identifiers.iter().rev().take_while(unused).count();
        let used = self.identifiers.len().saturating_sub(padding);
        if used > len {
            return Err(EncodeError::new("EF.GRP", EncodeErrorKind::TooLong { len: used, max: len }));
        }
        let mut out = self.identifiers.clone();
        out.resize(len, 0x00);
        Ok(out)
    }
}

serialize_fields!(GroupMembership, this { "groups" => this.groups().collect::<Vec<_>>() });

/// A name by itself: a record of EF.AAS or EF.GAS (3GPP TS 31.102 4.4.2.7 and 4.4.2.8).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NameRecord {
    /// What a group, or a kind of number, is called.
    pub alpha: AlphaIdentifier,
}

impl NameRecord {
    /// A record with this name.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters.
    pub fn new(name: &str) -> Result<Self, EncodeError> {
        Ok(Self { alpha: AlphaIdentifier::new(name)? })
    }
}

impl Content for NameRecord {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.AAS", bytes)?;
        Ok(Self { alpha: AlphaIdentifier::from_bytes(bytes) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        self.alpha.push("EF.AAS", &mut out, len)?;
        Ok(out)
    }
}

serialize_fields!(NameRecord, this { "alpha" => this.alpha });

/// A further number of an entry: a record of EF.ANR (3GPP TS 31.102 4.4.2.9).
///
/// ```
/// use simcard::files::content::{AdditionalNumber, AdnReference, Content};
///
/// let number = AdditionalNumber::new(&"+447700900124".parse()?)?.described(2);
/// let record = number.encode(15)?;
/// assert_eq!(record[..9], [0x02, 0x07, 0x91, 0x44, 0x77, 0x00, 0x09, 0x10, 0x42]);
/// // in a file of type 2 it says whose number it is
/// let record = number.of(AdnReference { sfi: 1, record: 5 }).encode(17)?;
/// assert_eq!(record[15..], [0x01, 0x05]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AdditionalNumber {
    /// The record of EF.AAS that says what kind of number it is; 0 is none.
    pub identifier: u8,
    /// The number.
    pub number: NumberField,
    /// The record of EF.CCP1 with the capabilities of the call.
    pub capability: Option<u8>,
    /// The record of EF.EXT1 with what does not fit in here.
    pub extension: Option<u8>,
    /// The reference to the entry in a file of type 2, and what follows, without padding.
    tail: Bytes,
}

impl AdditionalNumber {
    const OBJECT: &'static str = "EF.ANR";
    /// The bytes of a record of type 1.
    const LEN: usize = NumberField::LEN + 3;

    /// A number of no kind.
    ///
    /// # Errors
    ///
    /// It has more than 20 digits.
    pub fn new(number: &DialingNumber) -> Result<Self, EncodeError> {
        let number = number.try_into()?;
        Ok(Self { identifier: 0, number, capability: None, extension: None, tail: Bytes::default() })
    }

    /// The same, of the kind that this record of EF.AAS names.
    #[must_use]
    pub fn described(self, identifier: u8) -> Self {
        Self { identifier, ..self }
    }

    /// The same as a number of this entry.
    #[must_use]
    pub fn of(self, entry: AdnReference) -> Self {
        Self { tail: Bytes(entry.to_bytes().to_vec()), ..self }
    }

    /// The record of EF.AAS that says what kind of number it is.
    pub fn description(&self) -> Option<u8> {
        Some(self.identifier).filter(|record| matches!(record, 1..=254))
    }

    /// The entry it belongs to, where the record says that.
    pub fn entry(&self) -> Option<AdnReference> {
        AdnReference::from_bytes(*self.tail.0.first_chunk()?)
    }

    fn rest(&self) -> Bytes {
        let known = if self.entry().is_some() { AdnReference::LEN } else { 0 };
        Bytes(self.tail.0.get(known..).unwrap_or_default().to_vec())
    }
}

impl Content for AdditionalNumber {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        Ok(Self {
            identifier: reader.u8()?,
            number: NumberField::from_bytes(reader.array()?),
            capability: none_if_ff(reader.u8()?),
            extension: none_if_ff(reader.u8()?),
            tail: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(Self::LEN);
        out.push(self.identifier);
        out.extend(self.number.as_bytes());
        out.extend([self.capability.unwrap_or(0xFF), self.extension.unwrap_or(0xFF)]);
        with_rest(Self::OBJECT, &out, &self.tail, len)
    }
}

serialize_fields!(AdditionalNumber, this {
    "additional_number_identifier" => this.identifier,
    "number" => this.number.number(),
    "ton_npi" => this.number.number().map(|number| number.ton_npi().byte()),
    "number_bytes" if DialingNumber::from_length_prefixed(this.number.as_bytes()).is_err() =>
        Bytes(this.number.as_bytes().to_vec()),
    "capability" => this.capability,
    "extension" => this.extension,
    "entry" if this.entry().is_some() => this.entry(),
    "rest" if !this.rest().is_empty() => this.rest(),
});

/// Declares a record of a text that ends, in a file of type 2, with the entry it belongs to.
macro_rules! linked_text {
    ($(#[$meta:meta])* $type:ident, $object:literal, $key:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $type(LinkedText);

        impl $type {
            /// A record with this text.
            ///
            /// # Errors
            ///
            /// No coding has one of the characters.
            pub fn new(text: &str) -> Result<Self, EncodeError> {
                Ok(Self(LinkedText { alpha: AlphaIdentifier::new(text)?, link: None }))
            }

            /// The same, as one of this entry, for a file of type 2.
            #[must_use]
            pub fn of(self, entry: AdnReference) -> Self {
                Self(LinkedText { link: Some(entry.to_bytes()), ..self.0 })
            }

            /// Reads a record of a file of type 1 or, if `linked`, of type 2. [`Content::decode`] does not know
            /// which of them it is and judges by the last two bytes.
            ///
            /// # Errors
            ///
            /// The record is blank.
            pub fn decode_as(bytes: &[u8], linked: bool) -> Result<Self, DecodeError> {
                not_blank($object, bytes)?;
                Ok(Self(LinkedText::read(bytes, linked)))
            }

            /// The text.
            pub fn text(&self) -> String {
                self.0.alpha.text()
            }

            /// The entry it belongs to, where the record says that.
            pub fn entry(&self) -> Option<AdnReference> {
                AdnReference::from_bytes(self.0.link?)
            }
        }

        impl Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
                let link = bytes.last_chunk().copied().and_then(AdnReference::from_bytes);
                Self::decode_as(bytes, link.is_some())
            }

            fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
                self.0.write($object, len)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($type)).field(&self.0.alpha).field(&self.entry()).finish()
            }
        }

        serialize_fields!($type, this {
            $key => this.0.alpha,
            "entry" if this.entry().is_some() => this.entry(),
        });
    };
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct LinkedText {
    alpha: AlphaIdentifier,
    /// The last two bytes, if they are set aside.
    link: Option<[u8; 2]>,
}

impl LinkedText {
    fn read(bytes: &[u8], linked: bool) -> Self {
        match bytes.split_last_chunk() {
            Some((text, link)) if linked => {
                Self { alpha: AlphaIdentifier::from_bytes(text), link: Some(*link) }
            }
            _ => Self { alpha: AlphaIdentifier::from_bytes(bytes), link: None },
        }
    }

    fn write(&self, object: &'static str, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        let Some(link) = self.link else {
            self.alpha.push(object, &mut out, len)?;
            return Ok(out);
        };
        let Some(room) = len.checked_sub(link.len()) else {
            return Err(EncodeError::new(object, EncodeErrorKind::TooLong { len: link.len(), max: len }));
        };
        self.alpha.push(object, &mut out, room)?;
        out.extend(link);
        Ok(out)
    }
}

linked_text! {
    /// A second name: a record of EF.SNE (3GPP TS 31.102 4.4.2.10).
    SecondName, "EF.SNE", "alpha"
}

linked_text! {
    /// An e-mail address: a record of EF.EMAIL (3GPP TS 31.102 4.4.2.13).
    ///
    /// ```
    /// use simcard::files::content::{AdnReference, Content, EmailAddress};
    ///
    /// let address = EmailAddress::new("a@b.example")?.of(AdnReference { sfi: 1, record: 3 });
    /// // the commercial at is 00 in the GSM alphabet
    /// assert_eq!(address.encode(14)?, *b"a\x00b.example\xFF\x01\x03");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    EmailAddress, "EF.EMAIL", "email_address"
}

/// A URI of an entry: a record of EF.PURI (3GPP TS 31.102 4.4.2.15).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ContactUri {
    uri: String,
    /// The bytes of the data object.
    object: Vec<u8>,
    /// The whole record, if it was read: where the reference stands depends on its length.
    raw: Option<Vec<u8>>,
    entry: Option<AdnReference>,
}

impl ContactUri {
    const OBJECT: &'static str = "EF.PURI";
    const TAG: Tag = Tag(0x80);

    /// A record with this URI.
    ///
    /// # Errors
    ///
    /// It is longer than a length can say.
    pub fn new(uri: &str) -> Result<Self, EncodeError> {
        let mut object = Vec::new();
        ber::push_tlv(&mut object, Self::TAG, uri.as_bytes())?;
        Ok(Self { uri: uri.into(), object, raw: None, entry: None })
    }

    /// The same, as one of this entry, for a file of type 2.
    #[must_use]
    pub fn of(self, entry: AdnReference) -> Self {
        Self { entry: Some(entry), raw: None, ..self }
    }

    /// The URI.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The entry it belongs to, where the record says that.
    pub const fn entry(&self) -> Option<AdnReference> {
        self.entry
    }
}

impl Content for ContactUri {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let (object, rest) = Tlv::parse(bytes).map_err(|error| error.within(Self::OBJECT, 0))?;
        if object.tag != Self::TAG {
            return Err(DecodeError::new(Self::OBJECT, 0, DecodeErrorKind::Tag));
        }
        let uri = unpadded(object.value);
        Ok(Self {
            uri: String::from_utf8_lossy(uri).into_owned(),
            object: object.raw().to_vec(),
            raw: Some(bytes.to_vec()),
            entry: rest.last_chunk().copied().and_then(AdnReference::from_bytes),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        if let Some(raw) = self.raw.as_ref().filter(|raw| raw.len() == len) {
            return Ok(raw.clone());
        }
        let link = self.entry.map(AdnReference::to_bytes);
        let link = link.as_ref().map_or(&[][..], |link| link);
        let room = len.saturating_sub(link.len());
        let used = self.object.len();
        if used.saturating_add(link.len()) > len {
            return Err(EncodeError::new(Self::OBJECT, EncodeErrorKind::TooLong { len: used, max: room }));
        }
        let mut out = self.object.clone();
        out.resize(room, 0xFF);
        out.extend(link);
        Ok(out)
    }
}

/// Shows how long it is: it may identify somebody.
impl fmt::Debug for ContactUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContactUri({} bytes)", self.uri.len())
    }
}

serialize_fields!(ContactUri, this {
    "uri" => this.uri,
    "entry" if this.entry.is_some() => this.entry,
});

/// Declares a file of one number.
macro_rules! number {
    ($(#[$meta:meta])* $type:ident($number:ty), $read:ident, $object:literal, $key:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $type {
            /// The value.
            pub value: $number,
            /// What follows, without padding.
            pub rest: Bytes,
        }

        impl $type {
            /// The content with this value.
            pub const fn new(value: $number) -> Self {
                Self { value, rest: Bytes(Vec::new()) }
            }
        }

        impl Content for $type {
            /// No value is blank.
            fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
                let mut reader = Reader::new($object, bytes);
                Ok(Self { value: reader.$read()?, rest: Bytes::unpadded(reader.rest()) })
            }

            fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
                with_rest($object, &self.value.to_be_bytes(), &self.rest, len)
            }
        }

        serialize_fields!($type, this {
            $key => this.value,
            "rest" if !this.rest.is_empty() => this.rest,
        });
    };
}

number! {
    /// What tells an entry from all others, for good: a record of EF.UID (3GPP TS 31.102 4.4.2.12.1); 0 is none.
    UniqueIdentifier(u16), u16, "EF.UID", "uid"
}

number! {
    /// How often all unique identifiers were given out anew: EF.PSC (3GPP TS 31.102 4.4.2.12.2).
    SynchronisationCounter(u32), u32, "EF.PSC", "phone_book_synchronisation_counter"
}

number! {
    /// How often an entry was changed, added or deleted: EF.CC (3GPP TS 31.102 4.4.2.12.3).
    ChangeCounter(u16), u16, "EF.CC", "change_counter"
}

number! {
    /// The unique identifier that was given out last: EF.PUID (3GPP TS 31.102 4.4.2.12.4).
    PreviousUniqueIdentifier(u16), u16, "EF.PUID", "previous_uid"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_either_type() {
        // 11 bytes of text and a reference, or 13 bytes of text
        let bytes = *b"a\x00b.example\x01\x03";
        let linked = EmailAddress::decode_as(&bytes, true).unwrap();
        assert_eq!(linked.text(), "a@b.example");
        assert_eq!(linked.entry(), Some(AdnReference { sfi: 1, record: 3 }));
        assert_eq!(EmailAddress::decode(&bytes), Ok(linked.clone()));
        let plain = EmailAddress::decode_as(&bytes, false).unwrap();
        assert_eq!((plain.text().as_str(), plain.entry()), ("a@b.example£¥", None));
        for read in [linked, plain] {
            assert_eq!(read.encode(13).unwrap(), bytes);
        }
        // a reference that is not filled in
        let bytes = *b"a\x00b.example\xFF\xFF";
        assert_eq!(EmailAddress::decode(&bytes).unwrap().text(), "a@b.example");
        assert!(EmailAddress::new("a@b.example").unwrap().encode(10).is_err());
    }

    #[test]
    fn groups_that_are_not_used_are_zero() {
        let groups = GroupMembership { identifiers: [2, 3].to_vec() };
        assert_eq!(groups.encode(4).unwrap(), [2, 3, 0, 0]);
        assert!(groups.encode(1).is_err());
        let read = GroupMembership::decode(&[2, 0xFF, 0, 3]).unwrap();
        assert_eq!(read.groups().collect::<Vec<_>>(), [2, 3]);
        assert_eq!(read.encode(4).unwrap(), [2, 0xFF, 0, 3]);
    }

    #[test]
    fn uris_are_padded_before_the_reference() {
        let uri = ContactUri::new("sip:a@b").unwrap();
        assert_eq!(uri.encode(11).unwrap(), *b"\x80\x07sip:a@b\xFF\xFF");
        let linked = uri.of(AdnReference { sfi: 2, record: 9 }).encode(12).unwrap();
        assert_eq!(linked, *b"\x80\x07sip:a@b\xFF\x02\x09");
        let read = ContactUri::decode(&linked).unwrap();
        assert_eq!((read.uri(), read.entry()), ("sip:a@b", Some(AdnReference { sfi: 2, record: 9 })));
        assert_eq!(read.encode(14).unwrap(), *b"\x80\x07sip:a@b\xFF\xFF\xFF\x02\x09");
    }
}
