//! Networks, and lists of them.

use alloc::vec::Vec;

use super::DataObject;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader};
use crate::files::content::{AccessTechnologies, PlmnAccess, PlmnField};
use crate::numbering::Plmn;

/// Reads entries of `N` bytes.
fn entries<const N: usize>(object: &'static str, value: &[u8]) -> Result<Vec<[u8; N]>, DecodeError> {
    let mut reader = Reader::new(object, value);
    let mut entries = Vec::new();
    while !reader.is_empty() {
        let incomplete = reader.error(DecodeErrorKind::Length);
        entries.push(reader.array().map_err(|_| incomplete)?);
    }
    Ok(entries)
}

/// Networks: 3GPP TS 31.111 8.97, three bytes each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlmnList(pub Vec<PlmnField>);

impl FromIterator<Plmn> for PlmnList {
    fn from_iter<I: IntoIterator<Item = Plmn>>(plmns: I) -> Self {
        Self(plmns.into_iter().map(PlmnField::from).collect())
    }
}

impl DataObject for PlmnList {
    const TAG: Tag = Tag(0x79);
    const NAME: &'static str = "PLMN list";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(entries(Self::NAME, value)?.into_iter().map(PlmnField).collect()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.iter().flat_map(|plmn| plmn.0));
        Ok(())
    }
}

/// Networks and how to reach them, best first: 3GPP TS 31.111 8.90, as in EF.PLMNwAcT. With it REFRESH steers a terminal
/// that roams.
///
/// ```
/// use simcard::files::content::AccessTechnologies;
/// use simcard::toolkit::object::{DataObject, PlmnWactList};
///
/// let list = PlmnWactList::decode(&[0x00, 0xF1, 0x10, 0x48, 0x00])?;
/// assert_eq!(list.0[0].plmn.plmn(), Some("001-01".parse()?));
/// assert_eq!(list.0[0].technologies, AccessTechnologies::E_UTRAN | AccessTechnologies::NG_RAN);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlmnWactList(pub Vec<PlmnAccess>);

impl DataObject for PlmnWactList {
    const TAG: Tag = Tag(0x72);
    const NAME: &'static str = "PLMNwAcT list";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let entry = |[b1, b2, b3, high, low]: [u8; 5]| PlmnAccess {
            plmn: PlmnField([b1, b2, b3]),
            technologies: AccessTechnologies::from_bits_retain(u16::from_be_bytes([high, low])),
        };
        Ok(Self(entries(Self::NAME, value)?.into_iter().map(entry).collect()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        for entry in &self.0 {
            out.extend(entry.plmn.0);
            out.extend(entry.technologies.bits().to_be_bytes());
        }
        Ok(())
    }
}

/// A network: 3GPP TS 31.111 clause 8 (Release 12 and later), that of the cell beside it. It shares the tag of an SS
/// string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlmnId(pub PlmnField);

impl From<Plmn> for PlmnId {
    fn from(plmn: Plmn) -> Self {
        Self(plmn.into())
    }
}

impl DataObject for PlmnId {
    const TAG: Tag = Tag(0x09);
    const NAME: &'static str = "PLMN ID";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let plmn = PlmnField(reader.array()?);
        reader.finish()?;
        Ok(Self(plmn))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn lists() {
        let plmn: Plmn = "001-01".parse().unwrap();
        vector(&[0x00, 0xF1, 0x10, 0x00, 0xF1, 0x10], &PlmnList::from_iter([plmn, plmn]));
        vector(&[], &PlmnList::default());
        assert!(PlmnList::decode(&[0x00, 0xF1, 0x10, 0x00]).is_err());
        // 3GPP TS 31.102 4.2.5: E-UTRAN is bit 7 of the first byte, GSM bit 8 of the second
        let technologies = AccessTechnologies::E_UTRAN | AccessTechnologies::GSM;
        vector(
            &[0x00, 0xF1, 0x10, 0x40, 0x80],
            &PlmnWactList(vec![PlmnAccess { plmn: plmn.into(), technologies }]),
        );
        assert!(PlmnWactList::decode(&[0x00, 0xF1, 0x10, 0x40]).is_err());
        vector(&[0x00, 0xF1, 0x10], &PlmnId::from(plmn));
        // what is no network is kept
        vector(&[0xAB, 0xCD, 0xEF], &PlmnId(PlmnField([0xAB, 0xCD, 0xEF])));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let list = PlmnWactList::decode(&[0x00, 0xF1, 0x10, 0x40, 0x00]).unwrap();
        assert_eq!(
            serde_json::to_string(&list).unwrap(),
            r#"[{"plmn":"001-01","access_technologies":["e_utran"]}]"#
        );
    }
}
