use alloc::format;
use alloc::vec::Vec;

use crate::codec::dcs::WaitingKind;
use crate::codec::gsm7::{Alphabet, NationalLanguage};
use crate::codec::{EncodeError, EncodeErrorKind};
use crate::files::content::Bytes;

/// A part of a user data header: an identifier, and data (3GPP TS 23.040 9.2.3.24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InformationElement<'a> {
    /// What the data are.
    pub id: u8,
    /// The data.
    pub data: &'a [u8],
}

/// What an information element says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Element<'a> {
    /// Which part of a message this is (9.2.3.24.1, 9.2.3.24.8).
    Concatenation(Concatenation),
    /// Between which ports the message goes (9.2.3.24.3, 9.2.3.24.4).
    Ports(Ports),
    /// How many messages wait elsewhere (9.2.3.24.2).
    MessageWaiting(WaitingCount),
    /// The language of the single shift table (9.2.3.24.15).
    SingleShift(NationalLanguage),
    /// The language of the locking shift table (9.2.3.24.16).
    LockingShift(NationalLanguage),
    /// A security header of the SIM toolkit (9.2.3.24.7, 3GPP TS 31.115): the identifier, 70 to 7F, and its data. `70`
    /// comes before a command packet, `71` before a response packet.
    SimToolkit(u8, &'a [u8]),
    /// Anything else, and what breaks the rules of its kind.
    Other,
}

/// Which part of a message this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Concatenation {
    /// The number that the parts of one message share.
    pub reference: Reference,
    /// How many parts there are: 1 or more.
    pub total: u8,
    /// Which of them this is: 1 to `total`.
    pub sequence: u8,
}

/// The number that the parts of one message share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Reference {
    /// Of one byte, as most send it.
    Eight(u8),
    /// Of two bytes, which takes a byte more of each part.
    Sixteen(u16),
}

/// Between which ports a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ports {
    /// The port of the recipient.
    pub destination: u16,
    /// The port of the sender.
    pub source: u16,
    /// Whether they are written in two bytes each, as those above 255 must be.
    pub wide: bool,
}

/// How many messages wait elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WaitingCount {
    /// What waits. [`WaitingKind::Other`] with an extension other than 0 is of a finer kind.
    pub kind: WaitingKind,
    /// What else the kind tells, 0 to 7: with [`WaitingKind::Other`], 1 means video messages.
    pub extension: u8,
    /// Of which of the subscriber's profiles, 0 to 3.
    pub profile: u8,
    /// Whether the message that says so is to be stored.
    pub store: bool,
    /// How many wait; 255 means that or more.
    pub count: u8,
}

/// Identifiers of information elements (9.2.3.24).
const CONCATENATION_8: u8 = 0x00;
const MESSAGE_WAITING: u8 = 0x01;
const PORTS_8: u8 = 0x04;
const PORTS_16: u8 = 0x05;
const CONCATENATION_16: u8 = 0x08;
const SINGLE_SHIFT: u8 = 0x24;
const LOCKING_SHIFT: u8 = 0x25;

impl<'a> InformationElement<'a> {
    /// What it says.
    ///
    /// ```
    /// use simcard::sms::{Element, InformationElement, Ports};
    ///
    /// let element = InformationElement { id: 0x05, data: &[0x0B, 0x84, 0x23, 0xF0] };
    /// assert_eq!(element.element(), Element::Ports(Ports { destination: 2948, source: 9200, wide: true }));
    /// // a sequence number beyond the total
    /// assert_eq!(InformationElement { id: 0x00, data: &[7, 2, 3] }.element(), Element::Other);
    /// ```
    pub fn element(&self) -> Element<'a> {
        match (self.id, self.data) {
            (CONCATENATION_8, &[reference, total, sequence]) => {
                concatenation(Reference::Eight(reference), total, sequence)
            }
            (CONCATENATION_16, &[high, low, total, sequence]) => {
                concatenation(Reference::Sixteen(u16::from_be_bytes([high, low])), total, sequence)
            }
            (PORTS_8, &[destination, source]) => {
                Element::Ports(Ports { destination: destination.into(), source: source.into(), wide: false })
            }
            (PORTS_16, &[a, b, c, d]) => Element::Ports(Ports {
                destination: u16::from_be_bytes([a, b]),
                source: u16::from_be_bytes([c, d]),
                wide: true,
            }),
            (MESSAGE_WAITING, &[kind, count]) => Element::MessageWaiting(WaitingCount {
                kind: WaitingKind::from_value(kind),
                extension: kind >> 2 & 0x07,
                profile: kind >> 5 & 0x03,
                store: kind & 0x80 != 0,
                count,
            }),
            (SINGLE_SHIFT, &[language]) => Element::SingleShift(NationalLanguage(language)),
            (LOCKING_SHIFT, &[language]) => Element::LockingShift(NationalLanguage(language)),
            (0x70..=0x7F, data) => Element::SimToolkit(self.id, data),
            _ => Element::Other,
        }
    }
}

/// 9.2.3.24.1: an element with a total of 0, or a sequence number of 0 or beyond the total, is to be ignored.
const fn concatenation<'a>(reference: Reference, total: u8, sequence: u8) -> Element<'a> {
    if sequence == 0 || sequence > total {
        return Element::Other;
    }
    Element::Concatenation(Concatenation { reference, total, sequence })
}

serialize_fields!(InformationElement<'_>, this {
    "id" => format!("{:02x}", this.id),
    "data" => Bytes(this.data.to_vec()),
});

/// The information elements of a header, one at a time. It ends where the header does, or where an element would go
/// beyond it.
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// The elements in `header`, which is without the byte that tells its length.
    ///
    /// ```
    /// use simcard::sms::Elements;
    ///
    /// let mut elements = Elements::new(&[0x00, 0x03, 0x07, 0x02, 0x01, 0x24, 0x01, 0x02]);
    /// assert_eq!(elements.next().unwrap().data, [0x07, 0x02, 0x01]);
    /// assert_eq!(elements.next().unwrap().id, 0x24);
    /// assert_eq!(elements.next(), None);
    /// ```
    pub const fn new(header: &'a [u8]) -> Self {
        Self { rest: header }
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = InformationElement<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let ([id, len], rest) = self.rest.split_first_chunk()?;
        let (data, rest) = rest.split_at_checked(usize::from(*len))?;
        self.rest = rest;
        Some(InformationElement { id: *id, data })
    }
}

/// A user data header, to be written.
///
/// ```
/// use simcard::sms::{Concatenation, Header, Reference};
///
/// let part = Concatenation { reference: Reference::Eight(0x2A), total: 3, sequence: 1 };
/// let header = Header::new().with_concatenation(part);
/// assert_eq!(header.to_bytes()?, [0x05, 0x00, 0x03, 0x2A, 0x03, 0x01]);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Header(Vec<u8>);

impl Header {
    /// A header without elements.
    ///
    /// ```
    /// use simcard::sms::Header;
    ///
    /// assert!(Header::new().to_bytes()?.is_empty());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether there are no elements.
    ///
    /// ```
    /// use simcard::sms::{Header, InformationElement};
    ///
    /// assert!(Header::new().is_empty());
    /// assert!(!Header::new().with(InformationElement { id: 0x70, data: &[] }).is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with one more element. Data of more than 255 bytes make [`to_bytes`](Self::to_bytes) fail.
    ///
    /// ```
    /// use simcard::sms::{Header, InformationElement};
    ///
    /// let header = Header::new().with(InformationElement { id: 0x70, data: &[] });
    /// assert_eq!(header.to_bytes()?, [0x02, 0x70, 0x00]); // a command packet follows
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with(mut self, element: InformationElement<'_>) -> Self {
        let len = u8::try_from(element.data.len()).unwrap_or(u8::MAX);
        self.0.extend([element.id, len]);
        self.0.extend(element.data);
        self
    }

    /// The same, telling which part of a message it is.
    ///
    /// ```
    /// use simcard::sms::{Concatenation, Header, Reference};
    ///
    /// let part = Concatenation { reference: Reference::Sixteen(0x0102), total: 2, sequence: 1 };
    /// assert_eq!(Header::new().with_concatenation(part).to_bytes()?, [0x06, 0x08, 0x04, 0x01, 0x02, 0x02, 0x01]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with_concatenation(self, part: Concatenation) -> Self {
        let Concatenation { reference, total, sequence } = part;
        match reference {
            Reference::Eight(reference) => {
                self.with(InformationElement { id: CONCATENATION_8, data: &[reference, total, sequence] })
            }
            Reference::Sixteen(reference) => {
                let [high, low] = reference.to_be_bytes();
                self.with(InformationElement { id: CONCATENATION_16, data: &[high, low, total, sequence] })
            }
        }
    }

    /// The same, telling between which ports it goes, in two bytes each if one of them takes that.
    ///
    /// ```
    /// use simcard::sms::{Header, Ports};
    ///
    /// let header = Header::new().with_ports(Ports { destination: 1, source: 2, wide: false });
    /// assert_eq!(header.to_bytes()?, [0x04, 0x04, 0x02, 0x01, 0x02]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with_ports(self, ports: Ports) -> Self {
        let ([a, b], [c, d]) = (ports.destination.to_be_bytes(), ports.source.to_be_bytes());
        match ports.wide || a != 0 || c != 0 {
            true => self.with(InformationElement { id: PORTS_16, data: &[a, b, c, d] }),
            false => self.with(InformationElement { id: PORTS_8, data: &[b, d] }),
        }
    }

    /// The same, naming the tables of this alphabet that are not the default ones.
    ///
    /// ```
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
    /// use simcard::sms::Header;
    ///
    /// let alphabet = Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::DEFAULT);
    /// assert_eq!(Header::new().with_alphabet(&alphabet).to_bytes()?, [0x03, 0x25, 0x01, 0x01]);
    /// assert!(Header::new().with_alphabet(&Alphabet::DEFAULT).is_empty());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with_alphabet(self, alphabet: &Alphabet) -> Self {
        let mut header = self;
        for (id, language) in [(LOCKING_SHIFT, alphabet.locking()), (SINGLE_SHIFT, alphabet.single())] {
            if language != NationalLanguage::DEFAULT {
                header = header.with(InformationElement { id, data: &[language.0] });
            }
        }
        header
    }

    /// The same, with the elements of another header.
    ///
    /// ```
    /// use simcard::sms::{Header, InformationElement};
    ///
    /// let one = Header::new().with(InformationElement { id: 0x70, data: &[] });
    /// let other = Header::new().with(InformationElement { id: 0x24, data: &[0x02] });
    /// assert_eq!(one.with_elements_of(&other).to_bytes()?, [0x05, 0x70, 0x00, 0x24, 0x01, 0x02]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with_elements_of(mut self, other: &Self) -> Self {
        self.0.extend(&other.0);
        self
    }

    /// The length, and the elements. A header without elements is no byte at all.
    ///
    /// ```
    /// use simcard::sms::{Header, InformationElement};
    ///
    /// let header = Header::new().with(InformationElement { id: 0x24, data: &[0x02] });
    /// assert_eq!(header.to_bytes()?, [0x03, 0x24, 0x01, 0x02]);
    /// assert!(Header::new().with(InformationElement { id: 0x0A, data: &[0; 138] }).to_bytes().is_err());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): more than fit in the user data.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EncodeError> {
        const MAX: usize = 139;
        match u8::try_from(self.0.len()) {
            Ok(0) => Ok(Vec::new()),
            Ok(len) if self.0.len() <= MAX => Ok([&[len], self.0.as_slice()].concat()),
            _ => Err(EncodeError::new(
                "user data header",
                EncodeErrorKind::TooLong { len: self.0.len(), max: MAX },
            )),
        }
    }

    /// How many bytes [`to_bytes`](Self::to_bytes) gives.
    ///
    /// ```
    /// use simcard::sms::{Header, InformationElement};
    ///
    /// assert_eq!(Header::new().len(), 0);
    /// assert_eq!(Header::new().with(InformationElement { id: 0x24, data: &[0x02] }).len(), 4);
    /// ```
    pub fn len(&self) -> usize {
        if self.0.is_empty() { 0 } else { self.0.len().saturating_add(1) }
    }
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    fn elements(header: &[u8]) -> Vec<Element<'_>> {
        Elements::new(header).map(|element| element.element()).collect()
    }

    // Layouts of 9.2.3.24.1 to 9.2.3.24.16.
    #[test]
    fn elements_of_all_kinds() {
        assert_eq!(
            elements(&hex!(
                "00032A0302 0804123402 01 04021020 050415B315B4 0102C003 24010D 250101 7000 7F0155 0A0100"
            )),
            [
                Element::Concatenation(Concatenation {
                    reference: Reference::Eight(0x2A),
                    total: 3,
                    sequence: 2
                }),
                Element::Concatenation(Concatenation {
                    reference: Reference::Sixteen(0x1234),
                    total: 2,
                    sequence: 1
                }),
                Element::Ports(Ports { destination: 0x10, source: 0x20, wide: false }),
                Element::Ports(Ports { destination: 5555, source: 5556, wide: true }),
                Element::MessageWaiting(WaitingCount {
                    kind: WaitingKind::Voicemail,
                    extension: 0,
                    profile: 2,
                    store: true,
                    count: 3
                }),
                Element::SingleShift(NationalLanguage::URDU),
                Element::LockingShift(NationalLanguage::TURKISH),
                Element::SimToolkit(0x70, &[]),
                Element::SimToolkit(0x7F, &[0x55]),
                Element::Other,
            ]
        );
        // 00111: video messages
        assert_eq!(
            elements(&hex!("01020701")),
            [Element::MessageWaiting(WaitingCount {
                kind: WaitingKind::Other,
                extension: 1,
                profile: 0,
                store: false,
                count: 1
            })]
        );
    }

    #[test]
    fn what_breaks_the_rules_says_nothing() {
        for header in [hex!("0003000000"), hex!("0003000001"), hex!("0003000302"), hex!("0003000200")].map(
            |mut header| {
                // total, then sequence: 0 of 0, 1 of 0, 3 of 2 ...
                header.swap(3, 4);
                header
            },
        ) {
            let expected = header[4] >= 1 && header[4] <= header[3];
            assert_eq!(elements(&header) != [Element::Other], expected, "{header:02X?}");
        }
        assert_eq!(elements(&hex!("00020000 0500")), [Element::Other, Element::Other]);
        // the last element goes beyond the header
        assert_eq!(elements(&hex!("0A00 0003AA02")), [Element::Other]);
        assert_eq!(elements(&hex!("0A00 00")), [Element::Other]);
        assert!(elements(&[]).is_empty());
    }

    #[test]
    fn written_headers() {
        let alphabet = Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::SPANISH);
        let header = Header::new()
            .with_concatenation(Concatenation {
                reference: Reference::Sixteen(0x0102),
                total: 2,
                sequence: 1,
            })
            .with_ports(Ports { destination: 0x1234, source: 0, wide: true })
            .with_ports(Ports { destination: 1, source: 2, wide: false })
            .with_alphabet(&alphabet);
        assert_eq!(header.to_bytes().unwrap(), hex!("16 080401020201 050412340000 04020102 250101 240102"));
        assert_eq!(header.len(), 23);
        assert!(Header::new().with_alphabet(&Alphabet::DEFAULT).is_empty());
        assert_eq!((Header::new().to_bytes(), Header::new().len()), (Ok(Vec::new()), 0));
        let long = Header::new().with(InformationElement { id: 0x0A, data: &[0; 138] });
        assert_eq!(long.to_bytes().unwrap_err().kind, EncodeErrorKind::TooLong { len: 140, max: 139 });
    }

    proptest! {
        #[test]
        fn elements_are_bounded(header: Vec<u8>) {
            let read: usize = Elements::new(&header).map(|element| element.data.len() + 2).sum();
            prop_assert!(read <= header.len());
        }

        #[test]
        fn elements_round_trip(all in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..20)), 1..6)) {
            let header = all.iter().fold(Header::new(), |header, (id, data)| header.with(InformationElement { id: *id, data }));
            let bytes = header.to_bytes().unwrap();
            let read: Vec<_> = Elements::new(&bytes[1..]).map(|element| (element.id, element.data.to_vec())).collect();
            prop_assert_eq!(read, all);
        }
    }
}
