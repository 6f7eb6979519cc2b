//! An FCP as data: what a card left out is absent or null, what could not be read is `{"error": text}`.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{Fcp, PinStatus, PinStatuses, Proprietary, Security};
use crate::codec::DecodeError;
use crate::codec::ber::Tlv;
use crate::fs::Structure;
use crate::fs::access::serialize::{For, Hex, List, OrError, hex};

impl Serialize for Fcp<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let descriptor = self.file_descriptor();
        let structure = match descriptor {
            Ok(Some(descriptor)) => descriptor.structure,
            _ => Structure::Unknown(0),
        };
        let security = self.security().map(|security| security.map(|security| For(security, structure)));
        let mut fcp = serializer.serialize_struct("Fcp", 11)?;
        fcp.serialize_field("file_descriptor", &OrError(descriptor))?;
        fcp.serialize_field("file_id", &OrError(self.file_id()))?;
        fcp.serialize_field("df_name", &OrError(self.df_name().map(|name| name.map(Hex))))?;
        fcp.serialize_field("sfi", &OrError(self.sfi()))?;
        fcp.serialize_field("life_cycle", &OrError(self.life_cycle()))?;
        fcp.serialize_field("file_size", &OrError(self.file_size()))?;
        fcp.serialize_field("total_file_size", &OrError(self.total_file_size()))?;
        fcp.serialize_field("security", &OrError(security))?;
        fcp.serialize_field("proprietary", &self.proprietary())?;
        fcp.serialize_field("pin_status", &self.pin_status())?;
        fcp.serialize_field("unknown", &List(|| self.unknown().map(Object)))?;
        fcp.end()
    }
}

/// A data object as tag and value.
struct Object<'a>(Tlv<'a>);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Object", 2)?;
        object.serialize_field("tag", &self.0.tag)?;
        object.serialize_field("value", &Hex(self.0.value))?;
        object.end()
    }
}

impl Serialize for For<Security<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const NAME: &str = "Security";
        match &self.0 {
            Security::Referenced(rule) => serializer.serialize_newtype_variant(NAME, 0, "referenced", rule),
            Security::Expanded(rules) => {
                serializer.serialize_newtype_variant(NAME, 1, "expanded", &For(rules, self.1))
            }
            Security::Compact(rules) => {
                serializer.serialize_newtype_variant(NAME, 2, "compact", &For(rules, self.1))
            }
        }
    }
}

impl Serialize for Security<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        For(self.clone(), Structure::Unknown(0)).serialize(serializer)
    }
}

/// Only what the card says: it may leave out all of it.
impl Serialize for Proprietary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        said(&mut map, "uicc_characteristics", self.uicc_characteristics())?;
        if self.power_consumption().next().is_some() {
            map.serialize_entry("power_consumption", &List(|| self.power_consumption().map(OrError)))?;
        }
        said(&mut map, "minimum_clock_khz", self.minimum_clock_khz())?;
        said(&mut map, "available_memory", self.available_memory())?;
        said(&mut map, "file_details", self.file_details())?;
        said(&mut map, "reserved_file_size", self.reserved_file_size())?;
        said(&mut map, "maximum_file_size", self.maximum_file_size())?;
        said(&mut map, "system_commands", self.system_commands())?;
        said(&mut map, "environment", self.environment())?;
        said(&mut map, "p2p_cat_secured_apdu", self.p2p_cat_secured_apdu().map(|it| it.map(Hex)))?;
        map.serialize_entry("vendor", &List(|| self.vendor().map(|it| OrError(it.map(Object)))))?;
        map.serialize_entry("unknown", &List(|| self.unknown().map(|it| OrError(it.map(Object)))))?;
        map.end()
    }
}

/// Writes an entry, unless the card said nothing of it.
fn said<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &str,
    value: Result<Option<T>, DecodeError>,
) -> Result<(), M::Error> {
    match value.transpose() {
        None => Ok(()),
        Some(value) => map.serialize_entry(name, &OrError(value)),
    }
}

impl Serialize for PinStatuses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.clone().map(OrError))
    }
}

impl Serialize for PinStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pin = serializer.serialize_struct("PinStatus", 3)?;
        pin.serialize_field("key_reference", &hex(&self.key_reference))?;
        pin.serialize_field("enabled", &self.enabled)?;
        pin.serialize_field("usage", &self.usage.as_ref().map(hex))?;
        pin.end()
    }
}
