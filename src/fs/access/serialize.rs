//! Access rules as data: errors stand where the value would, as `{"error": text}`.

use core::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{
    Access, AccessMode, AccessRule, AccessRules, ArrReference, CommandPattern, CommandPatterns, CompactRules,
};
use super::{AccessSummary, Authentication, Condition, Conditions, KeyReference, Requirement, SecurityByte};
use crate::codec::DecodeError;
use crate::fs::Structure;

/// Bytes as one string of hexadecimal digits.
pub(in crate::fs) struct Hex<'a>(pub(in crate::fs) &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value, or `{"error": text}`.
pub(in crate::fs) struct OrError<T>(pub(in crate::fs) Result<T, DecodeError>);

impl<T: Serialize> Serialize for OrError<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(value) => value.serialize(serializer),
            Err(error) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("error", &Text(error))?;
                map.end()
            }
        }
    }
}

struct Text<T>(T);

impl<T: fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// The list of what an iterator gives; the function makes the iterator.
pub(in crate::fs) struct List<F>(pub(in crate::fs) F);

impl<I: Iterator<Item: Serialize>, F: Fn() -> I> Serialize for List<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Something that says more when the structure of the file is known.
pub(in crate::fs) struct For<T>(pub(in crate::fs) T, pub(in crate::fs) Structure);

impl Serialize for For<AccessMode> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.names(self.1))
    }
}

impl Serialize for AccessMode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        For(*self, Structure::Unknown(0)).serialize(serializer)
    }
}

impl Serialize for For<&AccessRules<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone().map(|rule| OrError(rule.map(|rule| For(rule, self.1)))))
    }
}

impl Serialize for AccessRules<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        For(self, Structure::Unknown(0)).serialize(serializer)
    }
}

impl Serialize for For<AccessRule<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rule = serializer.serialize_struct("AccessRule", 2)?;
        rule.serialize_field("access", &For(self.0.access, self.1))?;
        rule.serialize_field("conditions", &self.0.conditions)?;
        rule.end()
    }
}

impl Serialize for AccessRule<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        For(self.clone(), Structure::Unknown(0)).serialize(serializer)
    }
}

impl Serialize for For<Access<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Access::Mode(mode) => For(mode, self.1).serialize(serializer),
            Access::Commands(patterns) => {
                serializer.serialize_newtype_variant("Access", 1, "commands", &patterns)
            }
            Access::Other(object) => {
                serializer.serialize_newtype_variant("Access", 2, "other", &Hex(object.raw()))
            }
        }
    }
}

impl Serialize for Access<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        For(*self, Structure::Unknown(0)).serialize(serializer)
    }
}

impl Serialize for CommandPatterns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Serialize for CommandPattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Conditions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.clone().map(OrError))
    }
}

impl Serialize for Condition<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const NAME: &str = "Condition";
        match self {
            Self::Always => serializer.serialize_unit_variant(NAME, 0, "always"),
            Self::Never => serializer.serialize_unit_variant(NAME, 1, "never"),
            Self::Authentication(key) => serializer.serialize_newtype_variant(NAME, 2, "authentication", key),
            Self::Byte(byte) => serializer.serialize_newtype_variant(NAME, 3, "byte", byte),
            // Conditions stop at 16 levels, and so does this.
            Self::Or(any) => serializer.serialize_newtype_variant(NAME, 4, "or", any),
            Self::And(all) => serializer.serialize_newtype_variant(NAME, 5, "and", all),
            Self::Not(none) => serializer.serialize_newtype_variant(NAME, 6, "not", none),
            Self::Other(object) => serializer.serialize_newtype_variant(NAME, 7, "other", &Hex(object.raw())),
        }
    }
}

impl Serialize for Authentication {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut key = serializer.serialize_struct("Authentication", 2)?;
        key.serialize_field("key_reference", &self.key_reference.as_ref().map(hex))?;
        key.serialize_field("usage", &self.usage.as_ref().map(hex))?;
        key.end()
    }
}

pub(in crate::fs) fn hex(byte: &u8) -> Hex<'_> {
    Hex(core::slice::from_ref(byte))
}

impl Serialize for SecurityByte {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::ALWAYS => return serializer.serialize_str("always"),
            Self::NEVER => return serializer.serialize_str("never"),
            _ => {}
        }
        let mut byte = serializer.serialize_struct("SecurityByte", 5)?;
        byte.serialize_field("needs_all", &self.needs_all())?;
        byte.serialize_field("secure_messaging", &self.secure_messaging())?;
        byte.serialize_field("external_authentication", &self.external_authentication())?;
        byte.serialize_field("user_authentication", &self.user_authentication())?;
        byte.serialize_field("environment", &self.environment())?;
        byte.end()
    }
}

impl Serialize for KeyReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The alternatives, each as a text.
impl Serialize for Requirement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.alternatives().iter().map(Text))
    }
}

/// `{"read": ["PIN1"], "update": ["PIN2", "ADM1"]}`: any one of a list is enough.
impl Serialize for AccessSummary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

struct CompactRule((AccessMode, SecurityByte), Structure);

impl Serialize for CompactRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mode, condition) = self.0;
        let mut rule = serializer.serialize_struct("CompactRule", 2)?;
        rule.serialize_field("access", &For(mode, self.1))?;
        rule.serialize_field("condition", &condition)?;
        rule.end()
    }
}

impl Serialize for For<&CompactRules<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone().map(|rule| OrError(rule.map(|rule| CompactRule(rule, self.1)))))
    }
}

impl Serialize for CompactRules<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        For(self, Structure::Unknown(0)).serialize(serializer)
    }
}

struct ArrRecord((Option<u8>, u8));

impl Serialize for ArrRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (environment, number) = self.0;
        let mut record = serializer.serialize_struct("ArrRecord", 2)?;
        record.serialize_field("environment", &environment)?;
        record.serialize_field("record", &number)?;
        record.end()
    }
}

impl Serialize for ArrReference<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reference = serializer.serialize_struct("ArrReference", 2)?;
        reference.serialize_field("file_id", &self.file_id())?;
        reference.serialize_field("records", &List(|| self.records().map(ArrRecord)))?;
        reference.end()
    }
}
