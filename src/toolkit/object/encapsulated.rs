//! Toolkit applications that talk through the terminal to somewhere else (eCAT), and several cards in one: ETSI TS 102 223
//! clause 8, since Release 10.
//!
//! These objects only stand in COMMAND CONTAINER, ENCAPSULATED SESSION CONTROL, LSI COMMAND and the containers of events;
//! their tags are those of older objects (ETSI TS 101 220 table 7.23).

use alloc::vec::Vec;

use super::DataObject;
use super::macros::bytes_object;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

/// The TERMINAL PROFILE of an eCAT client.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EcatClientProfile(pub Vec<u8>);

bytes_object!(EcatClientProfile, 0x0E, "eCAT client profile");

/// Which eCAT client it is.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EcatClientIdentity(pub Vec<u8>);

bytes_object!(EcatClientIdentity, 0x0F, "eCAT client identity");

/// Which envelope an envelope container has in it.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EncapsulatedEnvelopeType(pub Vec<u8>);

bytes_object!(EncapsulatedEnvelopeType, 0x10, "encapsulated envelope type");

/// What call control decided about a call of an eCAT client.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CallControlResult(pub Vec<u8>);

bytes_object!(CallControlResult, 0x11, "call control result");

/// Which services of the toolkit an eCAT client may use.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CatServiceList(pub Vec<u8>);

bytes_object!(CatServiceList, 0x12, "CAT service list");

/// Which logical secure element interfaces LSI COMMAND is about, by their numbers: ETSI TS 102 223 8.108 (since
/// Release 17).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct LsiNumbers(pub Vec<u8>);

bytes_object!(LsiNumbers, 0x12, "LSI numbers");

named_byte! {
    /// A message of a secured session of an eCAT client; two bits of a number.
    EcatMessage {
        COMMAND_CONTAINER = 0x00 "command container",
        TERMINAL_RESPONSE = 0x01 "terminal response",
        PROFILE_CONTAINER = 0x02 "envelope with a profile container",
        CONTAINER_RESPONSE = 0x03 "response to an envelope with a profile container",
    }
}

/// The number of a message in a secured session of an eCAT client: ETSI TS 102 223 8.98.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EcatSequenceNumber {
    /// Which message.
    pub message: EcatMessage,
    /// How many there were, in 22 bits.
    pub counter: u32,
}

impl EcatSequenceNumber {
    /// The highest counter.
    pub const MAX_COUNTER: u32 = 0x3F_FFFF;
    /// The bits of the first byte that are the counter's.
    const COUNTER: u8 = 0x3F;
}

impl DataObject for EcatSequenceNumber {
    const TAG: Tag = Tag(0x21);
    const NAME: &'static str = "eCAT sequence number";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [first, middle, last] = reader.array()?;
        reader.finish()?;
        Ok(Self {
            message: EcatMessage(first >> 6),
            counter: u32::from_be_bytes([0, first & Self::COUNTER, middle, last]),
        })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let error = |value| EncodeError::new(Self::NAME, EncodeErrorKind::Value(value));
        if self.message.name().is_none() {
            return Err(error(self.message.0.into()));
        }
        if self.counter > Self::MAX_COUNTER {
            return Err(error(self.counter));
        }
        let [_, first, middle, last] = self.counter.to_be_bytes();
        out.extend([self.message.0 << 6 | first, middle, last]);
        Ok(())
    }
}

/// Objects of a secured session of an eCAT client, enciphered: ETSI TS 102 223 8.99.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EncryptedTlvList(pub Vec<u8>);

bytes_object!(EncryptedTlvList, 0x22, "encrypted TLV list");

/// What a secured session of an eCAT client needs to begin, a security association: ETSI TS 102 223 8.101.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SaTemplate(pub Vec<u8>);

bytes_object!(SaTemplate, 0x23, "SA template");

/// The authentication code of a secured container: ETSI TS 102 223 8.100.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Mac(pub Vec<u8>);

bytes_object!(Mac, 0x60, "MAC");

#[cfg(test)]
mod tests {
    use super::super::OBJECTS;
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn bytes() {
        vector(&[1, 2], &EcatClientProfile(alloc::vec![1, 2]));
        vector(&[1, 2], &EcatClientIdentity(alloc::vec![1, 2]));
        vector(&[1, 2], &EncapsulatedEnvelopeType(alloc::vec![1, 2]));
        vector(&[1, 2], &CallControlResult(alloc::vec![1, 2]));
        vector(&[1, 2], &CatServiceList(alloc::vec![1, 2]));
        vector(&[1, 2], &LsiNumbers(alloc::vec![1, 2]));
        vector(&[1, 2], &EncryptedTlvList(alloc::vec![1, 2]));
        vector(&[1, 2], &SaTemplate(alloc::vec![1, 2]));
        vector(&[1, 2], &Mac(alloc::vec![1, 2]));
    }

    #[test]
    fn sequence_numbers() {
        // b7-b8 of the first byte: 01, a TERMINAL RESPONSE; 22 bits: 0x010203
        let number = EcatSequenceNumber { message: EcatMessage::TERMINAL_RESPONSE, counter: 0x01_0203 };
        vector(&[0x41, 0x02, 0x03], &number);
        let highest =
            EcatSequenceNumber { message: EcatMessage(3), counter: EcatSequenceNumber::MAX_COUNTER };
        vector(&[0xFF, 0xFF, 0xFF], &highest);
        let too_high = EcatSequenceNumber { counter: 0x40_0000, ..number };
        assert!(too_high.encode(&mut Vec::new()).is_err());
        let no_message = EcatSequenceNumber { message: EcatMessage(4), ..number };
        assert!(no_message.encode(&mut Vec::new()).is_err());
        assert!(EcatSequenceNumber::decode(&[0x41, 0x02]).is_err());
    }

    #[test]
    fn the_older_object_of_a_tag_comes_first() {
        let names = |tag| {
            OBJECTS
                .iter()
                .filter(move |object| object.tag == tag)
                .map(|object| object.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(EcatClientProfile::TAG), ["tone", "eCAT client profile"]);
        assert_eq!(names(Tag(0x12)), ["file list", "CAT service list", "LSI numbers"]);
        assert_eq!(names(Tag(0x22)), ["C-APDU", "encrypted TLV list"]);
    }
}
