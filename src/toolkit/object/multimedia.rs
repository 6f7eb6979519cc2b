//! Multimedia messages (ETSI TS 102 223 8.82 to 8.87), and short messages of 3GPP2 (8.71).

use alloc::vec::Vec;

use super::DataObject;
use super::macros::bytes_object;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

/// Where the network has a multimedia message: ETSI TS 102 223 8.82.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MessageReference(pub Vec<u8>);

bytes_object!(MessageReference, 0x6A, "multimedia message reference");

/// Which message, or messages, of a file: ETSI TS 102 223 8.83.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MessageIdentifier(pub Vec<u8>);

bytes_object!(MessageIdentifier, 0x6B, "multimedia message identifier");

/// How the transfer of a multimedia message ended, as the network says it: ETSI TS 102 223 8.84.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TransferStatus(pub Vec<u8>);

bytes_object!(TransferStatus, 0x6C, "multimedia message transfer status");

/// Which part of a multimedia message: ETSI TS 102 223 8.85.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ContentIdentifier(pub Vec<u8>);

bytes_object!(ContentIdentifier, 0x6E, "multimedia message content identifier");

/// That a multimedia message waits, as the network says it: ETSI TS 102 223 8.86. A long one comes in pieces.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MessageNotification(pub Vec<u8>);

bytes_object!(MessageNotification, 0x6F, "multimedia message notification");

/// That no more pieces follow: ETSI TS 102 223 8.87. It has no value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LastEnvelope;

impl DataObject for LastEnvelope {
    const TAG: Tag = Tag(0x70);
    const NAME: &'static str = "last envelope";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Reader::new(Self::NAME, value).finish()?;
        Ok(Self)
    }

    fn encode(&self, _: &mut Vec<u8>) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// A short message of 3GPP2: ETSI TS 102 223 8.71, 3GPP2 C.S0015.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CdmaSmsTpdu(pub Vec<u8>);

bytes_object!(CdmaSmsTpdu, 0x48, "CDMA-SMS-TPDU");

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn messages() {
        vector(b"http://example.com/1", &MessageReference(b"http://example.com/1".to_vec()));
        vector(&[0x01], &MessageIdentifier(alloc::vec![1]));
        vector(&[0x80], &TransferStatus(alloc::vec![0x80]));
        vector(&[0x02], &ContentIdentifier(alloc::vec![2]));
        // X-Mms-Message-Type (8C): m-notification-ind (82)
        vector(&[0x8C, 0x82], &MessageNotification(alloc::vec![0x8C, 0x82]));
        vector(&[0x00, 0x00], &CdmaSmsTpdu(alloc::vec![0, 0]));
    }

    #[test]
    fn the_last_envelope_is_empty() {
        vector(&[], &LastEnvelope);
        assert!(LastEnvelope::decode(&[0x00]).is_err());
    }
}
