//! What REFRESH says besides its files: applications, policies, data of applications. ETSI TS 102 223 clause 8.

use alloc::vec::Vec;

use bitflags::bitflags;

use super::DataObject;
use super::macros::bytes_object;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader};
use crate::fs::Aid;

/// An application: ETSI TS 102 223 8.60.
impl DataObject for Aid {
    const TAG: Tag = Tag(0x2F);
    const NAME: &'static str = "AID";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Self::new(value).map_err(|_| DecodeError::new(Self::NAME, 0, DecodeErrorKind::Length))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(self.as_bytes());
        Ok(())
    }
}

bitflags! {
    /// What must not hold up a REFRESH: ETSI TS 102 223 8.103 (since Release 12). Reserved bits are kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct RefreshEnforcementPolicy: u8 {
        /// The user is in a menu.
        const MENU_NAVIGATION = 0x01;
        /// There is a data call.
        const DATA_CALL = 0x02;
        /// There is a voice call.
        const VOICE_CALL = 0x04;
        // reserved bits are kept
        const _ = !0;
    }
}

serialize_flags!(RefreshEnforcementPolicy);

impl DataObject for RefreshEnforcementPolicy {
    const TAG: Tag = Tag(0x3A);
    const NAME: &'static str = "REFRESH enforcement policy";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let flags = reader.u8()?;
        reader.finish()?;
        Ok(Self::from_bits_retain(flags))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.bits());
        Ok(())
    }
}

/// What an application on the terminal has to know of an update (a REFRESH of type "application update"), in bytes that
/// are the application's own: ETSI TS 102 223 8.107 (since Release 14).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ApplicationRefreshData(pub Vec<u8>);

bytes_object!(ApplicationRefreshData, 0x3B, "application specific refresh data");

/// What changed in files, in bytes: ETSI TS 101 220 table 7.23.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FileUpdateInformation(pub Vec<u8>);

bytes_object!(FileUpdateInformation, 0x3B, "file update information");

/// A profile of an eUICC: ETSI TS 102 223 clause 8 (since Release 14).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ProfileIdentifier(pub Vec<u8>);

bytes_object!(ProfileIdentifier, 0x67, "profile identifier");

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn applications() {
        vector(&[0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02], &Aid::USIM);
        assert_eq!(Aid::decode(&[0xA0; 4]), Err(DecodeError::new("AID", 0, DecodeErrorKind::Length)));
        assert!(Aid::decode(&[0xA0; 17]).is_err());
    }

    #[test]
    fn policies() {
        // b1 menus, b2 data calls, b3 voice calls
        vector(
            &[0x03],
            &RefreshEnforcementPolicy::all().intersection(RefreshEnforcementPolicy::from_bits_retain(3)),
        );
        let policy = RefreshEnforcementPolicy::decode(&[0xF2]).unwrap();
        assert!(policy.contains(RefreshEnforcementPolicy::DATA_CALL));
        assert!(!policy.contains(RefreshEnforcementPolicy::MENU_NAVIGATION));
        vector(&[0xF2], &policy);
        assert!(RefreshEnforcementPolicy::decode(&[]).is_err());
    }

    #[test]
    fn bytes() {
        vector(&[1, 2], &ApplicationRefreshData(alloc::vec![1, 2]));
        vector(&[1, 2], &FileUpdateInformation(alloc::vec![1, 2]));
        vector(&[1, 2], &ProfileIdentifier(alloc::vec![1, 2]));
    }
}
