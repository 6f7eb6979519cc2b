//! How data objects are shown.

use core::fmt;

use super::super::objects::{objects, rest};
use super::{Bytes, Object, ObjectKind, Value, ValueKind, kind_of};

/// Shows data objects by their names. An unknown object is shown with its tag; what may be secret is not shown.
#[derive(Clone, Copy)]
pub(super) struct Show<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) kinds: &'static [ObjectKind],
    pub(super) secret: bool,
}

impl<'a> Show<'a> {
    fn objects(self) -> impl Iterator<Item = (Option<usize>, Object<'a>)> {
        let kinds = self.kinds;
        objects(self.bytes).map(move |tlv| {
            let kind = kind_of(kinds, tlv.tag);
            (kind.map(|(index, _)| index), Object { tlv, kind: kind.map(|(_, kind)| kind) })
        })
    }

    fn rest(self) -> &'a [u8] {
        rest(self.bytes)
    }

    fn value(self, object: Object<'a>) -> ShowValue<'a> {
        ShowValue { object, secret: self.secret }
    }
}

#[derive(Clone, Copy)]
struct ShowValue<'a> {
    object: Object<'a>,
    secret: bool,
}

impl<'a> ShowValue<'a> {
    fn nested(self) -> Option<Show<'a>> {
        match self.object.kind?.value {
            ValueKind::Objects(kinds) => {
                Some(Show { bytes: self.object.tlv.value, kinds, secret: self.secret })
            }
            _ => None,
        }
    }

    /// Bytes in a file of secrets may be one: only what is known to be none is shown.
    fn is_secret(self, bytes: &[u8]) -> bool {
        self.secret && !bytes.is_empty()
    }
}

impl fmt::Debug for Show<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (_, object) in self.objects() {
            match object.name() {
                Some(name) => map.entry(&name, &self.value(object)),
                None => map.entry(&object.tag(), &self.value(object)),
            };
        }
        let rest = self.rest();
        if !rest.is_empty() {
            if self.secret {
                map.entry(&"rest", &"redacted");
            } else {
                map.entry(&"rest", &Bytes(rest.to_vec()));
            }
        }
        map.finish()
    }
}

impl fmt::Debug for ShowValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(nested) = self.nested() {
            return nested.fmt(f);
        }
        match self.object.value() {
            Value::Secret(_) => f.write_str("redacted"),
            Value::Bytes(bytes) if self.is_secret(bytes) => f.write_str("redacted"),
            Value::Bytes(bytes) => Bytes(bytes.to_vec()).fmt(f),
            other => other.fmt(f),
        }
    }
}

#[cfg(feature = "serde")]
mod json {
    use serde::ser::{Serialize, SerializeMap, Serializer};

    use alloc::vec::Vec;

    use super::super::{Object, ObjectKind, Value};
    use super::{Bytes, Show, ShowValue};

    impl<'a> Show<'a> {
        /// The objects of a kind: one at most, unless there may be many.
        fn of_kind(self, index: usize, kind: &ObjectKind) -> impl Iterator<Item = Object<'a>> {
            let limit = if kind.many { usize::MAX } else { 1 };
            self.objects()
                .filter(move |(found, _)| *found == Some(index))
                .take(limit)
                .map(|(_, object)| object)
        }

        /// The objects that have no name, and those there are too many of.
        fn others(self) -> impl Iterator<Item = Object<'a>> {
            let mut seen = 0_u64;
            self.objects().filter_map(move |(index, object)| {
                let (Some(index), Some(kind)) = (index, object.kind) else { return Some(object) };
                let bit = u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(0);
                let repeated = seen & bit != 0 && !kind.many;
                seen |= bit;
                repeated.then_some(object)
            })
        }
    }

    impl Serialize for Show<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            for (index, kind) in self.kinds.iter().enumerate() {
                let mut values = self.of_kind(index, kind).map(|object| Entry::new(*self, object)).peekable();
                match values.peek() {
                    Some(_) if kind.many => map.serialize_entry(kind.name, &values.collect::<Vec<_>>())?,
                    Some(value) => map.serialize_entry(kind.name, value)?,
                    None => {}
                }
            }
            let others: Vec<_> = self.others().map(|object| Other(Entry::new(*self, object))).collect();
            if !others.is_empty() {
                map.serialize_entry("others", &others)?;
            }
            let rest = self.rest();
            if !rest.is_empty() {
                if self.secret {
                    map.serialize_entry("rest", "redacted")?;
                } else {
                    map.serialize_entry("rest", &Bytes(rest.to_vec()))?;
                }
            }
            map.end()
        }
    }

    /// A value, with the tag if the kind is for all tags.
    struct Entry<'a> {
        value: ShowValue<'a>,
        tagged: bool,
    }

    impl<'a> Entry<'a> {
        fn new(show: Show<'a>, object: Object<'a>) -> Self {
            Self { value: show.value(object), tagged: object.kind.is_some_and(|kind| kind.tag.is_none()) }
        }
    }

    impl Serialize for Entry<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.tagged { with_tag(self, serializer) } else { self.value.serialize(serializer) }
        }
    }

    struct Other<'a>(Entry<'a>);

    impl Serialize for Other<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            with_tag(&self.0, serializer)
        }
    }

    fn with_tag<S: Serializer>(entry: &Entry<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("tag", &entry.value.object.tag())?;
        map.serialize_entry("value", &entry.value)?;
        map.end()
    }

    impl Serialize for ShowValue<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if let Some(nested) = self.nested() {
                return nested.serialize(serializer);
            }
            match self.object.value() {
                Value::Bytes(bytes) if self.is_secret(bytes) => serializer.serialize_str("redacted"),
                value => Plain(value).serialize(serializer),
            }
        }
    }

    /// A value by itself.
    struct Plain<'a>(Value<'a>);

    impl Serialize for Plain<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0 {
                Value::Secret(_) => serializer.serialize_str("redacted"),
                Value::Bytes(bytes) => Bytes(bytes.to_vec()).serialize(serializer),
                Value::Text(text) => serializer.serialize_str(text),
                Value::Number(number) => serializer.serialize_u32(number),
                Value::Plmn(plmn) => plmn.serialize(serializer),
                Value::Algorithms { ciphering, integrity } => {
                    let mut map = serializer.serialize_map(Some(2))?;
                    map.serialize_entry("ciphering", &ciphering)?;
                    map.serialize_entry("integrity", &integrity)?;
                    map.end()
                }
                Value::Address(address) => serializer.collect_str(&address),
                Value::Flags { bits, names } => serialize_flags(bits, names, serializer),
                Value::Entries(ref entries) => {
                    serializer.collect_seq(entries.iter().map(|parts| Row(parts.collect())))
                }
                // They are shown with their names, above.
                Value::Objects(_) => serializer.serialize_unit(),
            }
        }
    }

    /// An entry: its only part, or all parts with their names.
    struct Row<'a>(Vec<(&'static str, Value<'a>)>);

    impl Serialize for Row<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if let [(_, only)] = self.0.as_slice() {
                return Plain(only.clone()).serialize(serializer);
            }
            let parts = self.0.iter().map(|(name, value)| (name, Plain(value.clone())));
            serializer.collect_map(parts)
        }
    }

    /// The names of the bits that are set; a number for each that has none.
    fn serialize_flags<S: Serializer>(bits: u8, names: &[&str], serializer: S) -> Result<S::Ok, S::Error> {
        use alloc::string::{String, ToString};

        let name = |bit: usize| names.get(bit).map_or_else(|| bit.to_string(), |name| String::from(*name));
        serializer.collect_seq((0..8).filter(|bit| bits >> bit & 1 != 0).map(name))
    }
}
