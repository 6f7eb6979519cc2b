//! Applications of the terminal that listen for the card: ETSI TS 102 223 clause 8.

use alloc::vec::Vec;

use super::macros::bytes_object;
use super::{DataObject, TextString};
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

/// An application of the terminal that waits at a TCP port for the card: ETSI TS 102 223 8.88.
///
/// ```
/// use simcard::toolkit::object::{DataObject, RegistryApplicationData};
///
/// let data = RegistryApplicationData::decode(b"\x1F\x90\x04\x01Pay")?;
/// assert_eq!((data.port, data.application_type), (8080, 1));
/// assert_eq!(data.name.text(), "Pay");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RegistryApplicationData {
    /// The port.
    pub port: u16,
    /// The type of application.
    pub application_type: u8,
    /// What the application is called, with the coding of that.
    pub name: TextString,
}

impl DataObject for RegistryApplicationData {
    const TAG: Tag = Tag(0x71);
    const NAME: &'static str = "registry application data";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let port = reader.u16()?;
        let [coding, application_type] = reader.array()?;
        let mut name = alloc::vec![coding];
        name.extend_from_slice(reader.rest());
        Ok(Self { port, application_type, name: TextString::decode(&name)? })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.port.to_be_bytes());
        out.extend([self.name.coding(), self.application_type]);
        out.extend_from_slice(self.name.coded());
        Ok(())
    }
}

/// An application of the terminal with what it takes to start it, in bytes: ETSI TS 102 223 clause 8 (since Release 11).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ExtendedRegistryApplicationData(pub Vec<u8>);

bytes_object!(ExtendedRegistryApplicationData, 0x7A, "extended registry application data");

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn applications() {
        // port 80 = 0050, coding 08 (UCS2), type 02, "Z"
        let name = TextString::with_coding("Z", TextString::UCS2).unwrap();
        let data = RegistryApplicationData { port: 80, application_type: 2, name };
        vector(&[0x00, 0x50, 0x08, 0x02, 0x00, 0x5A], &data);
        assert!(RegistryApplicationData::decode(&[0x00, 0x50, 0x08]).is_err());
        vector(&[0x00, 0x50], &ExtendedRegistryApplicationData(alloc::vec![0x00, 0x50]));
    }
}
