//! Toolkit applications that talk through the terminal to somewhere else (eCAT), and several cards in one: ETSI TS 102 223
//! clause 8, since Release 10.
//!
//! These objects only stand in COMMAND CONTAINER, ENCAPSULATED SESSION CONTROL, LSI COMMAND and the containers of events;
//! their tags are those of older objects (ETSI TS 101 220 table 7.23). All are bytes.

use alloc::vec::Vec;

use super::macros::bytes_object;

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

/// The number of a message in a secured session of an eCAT client.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EcatSequenceNumber(pub Vec<u8>);

bytes_object!(EcatSequenceNumber, 0x21, "eCAT sequence number");

/// Objects of a secured session of an eCAT client, enciphered.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EncryptedTlvList(pub Vec<u8>);

bytes_object!(EncryptedTlvList, 0x22, "encrypted TLV list");

/// What a secured session of an eCAT client needs to begin: a security association.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SaTemplate(pub Vec<u8>);

bytes_object!(SaTemplate, 0x23, "SA template");

/// The authentication code of a secured container.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Mac(pub Vec<u8>);

bytes_object!(Mac, 0x60, "MAC");

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::super::{DataObject, OBJECTS};
    use super::*;
    use crate::codec::ctlv::Tag;

    #[test]
    fn bytes() {
        vector(&[1, 2], &EcatClientProfile(alloc::vec![1, 2]));
        vector(&[1, 2], &EcatClientIdentity(alloc::vec![1, 2]));
        vector(&[1, 2], &EncapsulatedEnvelopeType(alloc::vec![1, 2]));
        vector(&[1, 2], &CallControlResult(alloc::vec![1, 2]));
        vector(&[1, 2], &CatServiceList(alloc::vec![1, 2]));
        vector(&[1, 2], &LsiNumbers(alloc::vec![1, 2]));
        vector(&[1, 2], &EcatSequenceNumber(alloc::vec![1, 2]));
        vector(&[1, 2], &EncryptedTlvList(alloc::vec![1, 2]));
        vector(&[1, 2], &SaTemplate(alloc::vec![1, 2]));
        vector(&[1, 2], &Mac(alloc::vec![1, 2]));
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
