//! Cells that are for some subscribers only: closed subscriber groups (CSG), closed access groups (CAG), and what is
//! around a base station at home.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::DataObject;
use super::macros::{bytes_object, fixed_value, whole_value};
use super::utf8::text_object;
use crate::codec::ber::{self, Tlvs};
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::files::content::{Bytes, PlmnField};
use crate::numbering::Plmn;

/// The two bytes that say whether the terminal uses a cell for some subscribers only.
macro_rules! selection_status {
    ($(#[$doc:meta])* $name:ident, $object:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name {
            /// `01`: the terminal is camped on such a cell; `00`: it is not.
            pub status: u8,
            /// How the cell was selected, and what else there is to say.
            pub additional: Bytes,
        }

        impl $name {
            /// Whether the terminal is camped on such a cell, if that is said.
            pub const fn is_camped(&self) -> Option<bool> {
                match self.status {
                    0x00 => Some(false),
                    0x01 => Some(true),
                    _ => None,
                }
            }
        }

        impl DataObject for $name {
            const TAG: Tag = Tag(0x55);
            const NAME: &'static str = $object;

            fn decode(value: &[u8]) -> Result<Self, DecodeError> {
                let mut reader = Reader::new(Self::NAME, value);
                Ok(Self { status: reader.u8()?, additional: Bytes(reader.rest().to_vec()) })
            }

            fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
                out.push(self.status);
                out.extend_from_slice(&self.additional.0);
                Ok(())
            }
        }

        serialize_fields!($name, this {
            "camped" if this.is_camped().is_some() => this.is_camped(),
            "status" if this.is_camped().is_none() => this.status,
            "additional" => this.additional,
        });
    };
}

selection_status! {
    /// Whether the terminal uses a cell of a closed subscriber group: 3GPP TS 31.111 clause 8.
    CsgSelectionStatus, "CSG cell selection status"
}

selection_status! {
    /// Whether the terminal uses a cell of a closed access group: 3GPP TS 31.111 clause 8 (Release 17 and later). It
    /// shares the tag of [`CsgSelectionStatus`].
    CagSelectionStatus, "CAG cell selection status"
}

/// A closed subscriber group: 3GPP TS 31.111 clause 8, 27 bits from the left (3GPP TS 23.003 4.7).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CsgId([u8; 4]);

impl CsgId {
    /// The group with this identifier, of which the lower 27 bits count.
    pub const fn new(id: u32) -> Self {
        Self((id << 5 | 0x1F).to_be_bytes())
    }

    /// The identifier (27 bits).
    pub const fn id(self) -> u32 {
        u32::from_be_bytes(self.0) >> 5
    }
}

fixed_value!(CsgId, 0x56, "CSG ID");

impl fmt::Debug for CsgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CsgId({})", self.id())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CsgId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.id())
    }
}

/// The name of a base station at home: 3GPP TS 31.111 clause 8, in UTF-8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct HnbName(Vec<u8>);

text_object!(HnbName, 0x57, "HNB name");

/// The closed subscriber groups around the terminal: 3GPP TS 31.111 clause 8. What is no list is kept.
///
/// ```
/// use simcard::toolkit::object::{CsgIdList, DataObject};
///
/// let list = CsgIdList::decode(b"\x80\x03\x00\xF1\x10\x81\x08\x00\x00\x00\x3Fhome")?;
/// let group = list.groups().next().unwrap();
/// assert_eq!((group.plmn, group.id.id()), (Some("001-01".parse()?), 1));
/// assert_eq!(group.name, "home");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CsgIdList(Vec<u8>);

/// A closed subscriber group around the terminal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CsgEntry<'a> {
    /// Its network; `None` if there is none, or if what is there is none.
    pub plmn: Option<Plmn>,
    /// The group.
    pub id: CsgId,
    /// The name of its base station; empty if there is none.
    pub name: Cow<'a, str>,
}

impl CsgIdList {
    /// The tag of a network, to which the groups behind it belong.
    const PLMN: ber::Tag = ber::Tag(0x80);
    /// The tag of a group.
    const GROUP: ber::Tag = ber::Tag(0x81);

    /// The groups of these networks, with the names of their base stations.
    ///
    /// # Errors
    ///
    /// A name is longer than any object can be.
    pub fn new(networks: &[(Plmn, &[(CsgId, &str)])]) -> Result<Self, EncodeError> {
        let mut bytes = Vec::new();
        for (plmn, groups) in networks {
            ber::push_tlv(&mut bytes, Self::PLMN, &plmn.to_bcd())?;
            for (id, name) in *groups {
                ber::push_tlv(&mut bytes, Self::GROUP, &[&id.0, name.as_bytes()].concat())?;
            }
        }
        Ok(Self(bytes))
    }

    /// The groups, in order, up to what can't be read.
    pub fn groups(&self) -> impl Iterator<Item = CsgEntry<'_>> {
        let mut plmn = None;
        Tlvs::new(&self.0).map_while(Result::ok).filter_map(move |object| match object.tag {
            Self::PLMN => {
                plmn = object.value.try_into().ok().and_then(|bytes| PlmnField(bytes).plmn());
                None
            }
            Self::GROUP => {
                let (id, name) = object.value.split_first_chunk()?;
                Some(CsgEntry { plmn, id: CsgId(*id), name: String::from_utf8_lossy(name) })
            }
            _ => None,
        })
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

whole_value!(CsgIdList, 0x7E, "CSG ID list");

impl fmt::Debug for CsgIdList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsgIdList")?;
        f.debug_list().entries(self.groups()).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CsgIdList {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.groups())
    }
}

/// The closed access groups around the terminal: 3GPP TS 31.111 clause 8 (Release 17 and later), the list of 3GPP TS
/// 24.501 9.11.3.18A. It shares the tag of [`CsgId`].
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CagInformationList(pub Vec<u8>);

bytes_object!(CagInformationList, 0x56, "CAG information list");

/// The names of closed access groups: 3GPP TS 31.111 clause 8 (Release 17 and later), in the order of the groups. It
/// shares the tag of [`HnbName`]. What is no list is kept.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CagNames(Vec<u8>);

impl CagNames {
    /// The tag of a name in the list.
    const NAME: ber::Tag = ber::Tag(0x80);

    /// These names.
    ///
    /// # Errors
    ///
    /// One is longer than any object can be.
    pub fn new(names: &[&str]) -> Result<Self, EncodeError> {
        let mut bytes = Vec::new();
        names.iter().try_for_each(|name| ber::push_tlv(&mut bytes, Self::NAME, name.as_bytes()))?;
        Ok(Self(bytes))
    }

    /// The names, in order, up to what can't be read.
    pub fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        Tlvs::new(&self.0)
            .map_while(Result::ok)
            .filter(|object| object.tag == Self::NAME)
            .map(|object| String::from_utf8_lossy(object.value))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

whole_value!(CagNames, 0x57, "CAG human-readable network name list");

impl fmt::Debug for CagNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CagNames")?;
        f.debug_list().entries(self.names()).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CagNames {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names())
    }
}

/// The IP addresses of a base station at home: 3GPP TS 31.111 clause 8 (Release 10 and later), in answer to PROVIDE LOCAL
/// INFORMATION. It shares the tag of a USSD string.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct IpAddressList(pub Vec<u8>);

bytes_object!(IpAddressList, 0x0A, "IP address list");

/// The cells of the network around a base station at home: 3GPP TS 31.111 clause 8 (Release 10 and later), in answer to
/// PROVIDE LOCAL INFORMATION. It shares the tag of a short message.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SurroundingMacrocells(pub Vec<u8>);

bytes_object!(SurroundingMacrocells, 0x0B, "surrounding macrocells");

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn groups() {
        // 3GPP TS 23.003 4.7: 27 bits 000...001 and five ones: 00 00 00 3F
        vector(&[0x00, 0x00, 0x00, 0x3F], &CsgId::new(1));
        // 27 ones
        vector(&[0xFF; 4], &CsgId::new(0x07FF_FFFF));
        // the five bits behind it need not be ones
        vector(&[0x00, 0x00, 0x00, 0x20], &CsgId([0, 0, 0, 0x20]));
        assert_eq!(CsgId([0, 0, 0, 0x20]).id(), 1);
        vector(b"home", &HnbName::new("home"));
        let camped = CsgSelectionStatus { status: 1, additional: Bytes(vec![0]) };
        vector(&[0x01, 0x00], &camped);
        assert_eq!(camped.is_camped(), Some(true));
        vector(&[0x00], &CagSelectionStatus { status: 0, additional: Bytes::default() });
        assert_eq!(CagSelectionStatus { status: 2, additional: Bytes::default() }.is_camped(), None);
    }

    #[test]
    fn lists() {
        let plmn: Plmn = "001-01".parse().unwrap();
        // 80 03 network, 81 08 group and name, 81 04 group without a name
        let groups: &[(CsgId, &str)] = &[(CsgId::new(1), "home"), (CsgId::new(2), "")];
        vector(
            b"\x80\x03\x00\xF1\x10\x81\x08\x00\x00\x00\x3Fhome\x81\x04\x00\x00\x00\x5F",
            &CsgIdList::new(&[(plmn, groups)]).unwrap(),
        );
        let list = CsgIdList::new(&[(plmn, groups)]).unwrap();
        let ids: Vec<_> = list.groups().map(|group| (group.plmn, group.id.id(), group.name)).collect();
        assert_eq!(ids, [(Some(plmn), 1, "home".into()), (Some(plmn), 2, "".into())]);
        // too short for a group, and a length beyond the end
        assert_eq!(CsgIdList::decode(&[0x81, 0x02, 0, 0, 0x80, 0x70]).unwrap().groups().count(), 0);

        vector(b"\x80\x03Lab\x80\x04Hall", &CagNames::new(&["Lab", "Hall"]).unwrap());
        assert_eq!(CagNames::new(&["Lab", "Hall"]).unwrap().names().collect::<Vec<_>>(), ["Lab", "Hall"]);
        vector(&[0x01], &CagInformationList(vec![1]));
        vector(&[0x02], &IpAddressList(vec![2]));
        vector(&[0x03], &SurroundingMacrocells(vec![3]));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let list = CsgIdList::decode(b"\x80\x03\x00\xF1\x10\x81\x05\x00\x00\x00\x3Fh").unwrap();
        assert_eq!(serde_json::to_string(&list).unwrap(), r#"[{"plmn":"001-01","id":1,"name":"h"}]"#);
        let status = CsgSelectionStatus { status: 1, additional: Bytes(vec![0x41]) };
        assert_eq!(serde_json::to_string(&status).unwrap(), r#"{"camped":true,"additional":"41"}"#);
    }
}
