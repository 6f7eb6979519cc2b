//! Cells that are for some subscribers only: closed subscriber groups (CSG) of home base stations.

use alloc::vec::Vec;

use super::objects::{RawObjects, Text, find, number, objects};
use super::{AlphaIdentifier, Bytes, PlmnField};
use crate::codec::EncodeError;
use crate::codec::ber::Tag;

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Csg {
    /// The record of EF.CSGT (or EF.OCSGT) with its type; 0 if that is to be found elsewhere.
    pub type_record: u8,
    /// The record of EF.HNBN (or EF.OHNBN) with its name; 0 if that is to be found elsewhere.
    pub name_record: u8,
    /// Its identifier as it stands there: 27 bits from the left.
    pub identifier: Bytes,
}

impl Csg {
    /// The group with this identifier (27 bits), with no type and name.
    pub fn new(id: u32) -> Self {
        Self { type_record: 0, name_record: 0, identifier: Bytes((id << 5).to_be_bytes().to_vec()) }
    }

    /// The identifier (27 bits); `None` if it has not four bytes.
    pub fn id(&self) -> Option<u32> {
        let bytes = self.identifier.0.as_slice().try_into().ok()?;
        Some(u32::from_be_bytes(bytes) >> 5)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let ([type_record, name_record], identifier) = bytes.split_first_chunk()?;
        let identifier = Bytes(identifier.to_vec());
        Some(Self { type_record: *type_record, name_record: *name_record, identifier })
    }
}

serialize_fields!(Csg, this {
    "csg_type_record" => this.type_record,
    "hnb_name_record" => this.name_record,
    "csg_id" => this.id(),
    "identifier" if this.id().is_none() => this.identifier,
});

/// The groups of a network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CsgList {
    /// The network.
    pub plmn: Option<PlmnField>,
    /// The groups.
    pub groups: Vec<Csg>,
    /// In the operator's lists: 0 to show all groups that are there, 1 to show those in the list only.
    pub display_indicator: Option<u8>,
}

serialize_fields!(CsgList, this {
    "plmn" => this.plmn,
    "csgs" => this.groups,
    "display_indicator" if this.display_indicator.is_some() => match this.display_indicator {
        Some(0) => "all_available",
        Some(1) => "only_in_operator_list",
        _ => "reserved",
    },
});

object_content! {
    /// The groups the subscriber is in: a record of EF.ACSGL or EF.OCSGL (3GPP TS 31.102 4.4.6.2 and 4.4.6.5).
    CsgLists, "EF.ACSGL", [0xA0], this { "csg_lists" => this.lists().collect::<Vec<_>>() }
}

impl CsgLists {
    /// The record with these lists.
    ///
    /// # Errors
    ///
    /// They are too long for any record.
    pub fn new(lists: &[CsgList]) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|record| {
            for list in lists {
                record.nested(Tag(0xA0), |object| {
                    if let Some(plmn) = list.plmn {
                        object.tlv(Tag(0x80), &plmn.0);
                    }
                    for group in &list.groups {
                        let records = [group.type_record, group.name_record];
                        object.tlv(Tag(0x81), &[&records[..], &group.identifier.0].concat());
                    }
                    if let Some(indicator) = list.display_indicator {
                        object.tlv(Tag(0x82), &[indicator]);
                    }
                });
            }
        });
        objects.map(Self)
    }

    /// The lists.
    pub fn lists(&self) -> impl Iterator<Item = CsgList> {
        self.0.all(0xA0).map(|list| CsgList {
            plmn: find(list, 0x80).and_then(|plmn| plmn.try_into().ok()).map(PlmnField),
            groups: objects(list)
                .filter(|object| object.tag == Tag(0x81))
                .filter_map(|object| Csg::read(object.value))
                .collect(),
            display_indicator: find(list, 0x82).and_then(|value| value.first().copied()),
        })
    }
}

object_content! {
    /// What sort of group one is: a record of EF.CSGT or EF.OCSGT (3GPP TS 31.102 4.4.6.3 and 4.4.6.6).
    CsgType, "EF.CSGT", [0x89, 0x80, 0x81], this {
        "text" => this.text(),
        "uri" if this.0.find(0x80).is_some() => this.0.find(0x80).map(Text),
        "image_record" if this.image_record().is_some() => this.image_record(),
    }
}

impl CsgType {
    /// The record with this text.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters, or it is too long for any record.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        let text = AlphaIdentifier::new(text)?;
        RawObjects::write(|record| _ = record.tlv(Tag(0x89), text.as_bytes())).map(Self)
    }

    /// The text to show.
    pub fn text(&self) -> Option<AlphaIdentifier> {
        self.0.find(0x89).map(AlphaIdentifier::from_bytes)
    }

    /// The record of EF.IMG with the picture to show.
    pub fn image_record(&self) -> Option<u32> {
        number(self.0.find(0x81)?)
    }
}

object_content! {
    /// What a home base station is called: a record of EF.HNBN or EF.OHNBN (3GPP TS 31.102 4.4.6.4 and 4.4.6.7).
    HomeNodeBName, "EF.HNBN", [0x80], this { "hnb_name" => this.name() }
}

impl HomeNodeBName {
    /// The record with this name.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters, or it is too long for any record.
    pub fn new(name: &str) -> Result<Self, EncodeError> {
        let name = AlphaIdentifier::new(name)?;
        RawObjects::write(|record| _ = record.tlv(Tag(0x80), name.as_bytes())).map(Self)
    }

    /// The name.
    pub fn name(&self) -> Option<AlphaIdentifier> {
        self.0.find(0x80).map(AlphaIdentifier::from_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Content;

    #[test]
    fn lists_are_written_and_read() {
        let list = CsgList {
            plmn: Some(PlmnField([0x00, 0xF1, 0x10])),
            groups: [Csg::new(1), Csg { type_record: 2, ..Csg::new(0x07FF_FFFF) }].to_vec(),
            display_indicator: Some(1),
        };
        let record = CsgLists::new(core::slice::from_ref(&list)).unwrap();
        let bytes = record.encode(27).unwrap();
        assert_eq!(hex::encode(&bytes), "a018800300f110810600000000002081060200ffffffe0820101ff");
        assert_eq!(CsgLists::decode(&bytes).unwrap().lists().collect::<Vec<_>>(), [list]);
        assert_eq!(HomeNodeBName::new("Дом").unwrap().name().unwrap().text(), "Дом");
        assert_eq!(CsgType::new("Home").unwrap().text().unwrap().text(), "Home");
    }
}
