//! Contents that are data objects, described by tables.

mod show;

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use zeroize::Zeroize;

use super::objects::{RawObjects, number, rest};
use super::{Bytes, Content, PlmnField};
use crate::codec::ber::{Tag, Tlv, Tlvs};
use crate::codec::{DecodeError, EncodeError};

/// What a kind of file may hold: a table of data objects.
pub trait Schema: 'static {
    /// The name of the file.
    const OBJECT: &'static str;
    /// The objects it may hold.
    const OBJECTS: &'static [ObjectKind];
    /// Whether there is key material in it. What is not known to be none is redacted then wherever it is shown.
    const SECRET: bool = false;
}

/// A data object that a specification defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectKind {
    /// The tag; `None` if every tag will do that no other object has.
    pub tag: Option<Tag>,
    /// What the specification calls it.
    pub name: &'static str,
    /// Whether there may be several.
    pub many: bool,
    /// What its value is.
    pub value: ValueKind,
}

/// What the value of a data object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Bytes in a coding of their own.
    Bytes,
    /// UTF-8 text.
    Text,
    /// A number of up to four bytes, the highest first.
    Number,
    /// A network (3GPP TS 24.008 10.5.1.13).
    Plmn,
    /// Two algorithms, for ciphering and for integrity (3GPP TS 24.501 9.11.3.34).
    Algorithms,
    /// The type of an address and the address.
    Address,
    /// Bits with these names, the lowest first.
    Flags(&'static [&'static str]),
    /// Entries of fixed length, which have these parts.
    Entries(&'static [Part]),
    /// Key material, a password and the like.
    Secret,
    /// Further data objects.
    Objects(&'static [ObjectKind]),
}

/// A part of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What the specification calls it.
    pub name: &'static str,
    /// How many bytes it has.
    pub len: usize,
    /// What it is.
    pub value: ValueKind,
}

impl Part {
    pub(super) const fn new(name: &'static str, len: usize, value: ValueKind) -> Self {
        Self { name, len, value }
    }
}

impl ObjectKind {
    /// An object that is there once at most.
    pub(super) const fn one(tag: u32, name: &'static str, value: ValueKind) -> Self {
        Self { tag: Some(Tag(tag)), name, many: false, value }
    }

    /// An object that there may be several of.
    pub(super) const fn many(tag: u32, name: &'static str, value: ValueKind) -> Self {
        Self { tag: Some(Tag(tag)), name, many: true, value }
    }

    /// Objects with any tag.
    pub(super) const fn any(name: &'static str, value: ValueKind) -> Self {
        Self { tag: None, name, many: true, value }
    }
}

/// Data objects that stand side by side in a file or a record, as a [`Schema`] describes them.
///
/// Their bytes are kept as they are: lengths, order and unknown objects are the issuer's. Padding between and
/// behind them is skipped; where the bytes are no objects any more, [`rest`](Self::rest) begins.
///
/// ```
/// use simcard::files::content::Value;
/// use simcard::files::{ElementaryFile, isim};
///
/// let record = isim::PCscf::decode(&[0x80, 0x05, 0x01, 192, 0, 2, 1, 0xFF])?;
/// let Some(Value::Address(address)) = record.value(&["p_cscf_address"]) else { panic!() };
/// assert_eq!(address.to_string(), "192.0.2.1");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
pub struct DataObjects<S: Schema> {
    raw: RawObjects,
    schema: PhantomData<S>,
}

impl<S: Schema> DataObjects<S> {
    /// The content of these data objects; [`ber::Writer`](crate::codec::ber::Writer) makes them.
    pub fn new(objects: &[u8]) -> Self {
        Self { raw: RawObjects::read(objects), schema: PhantomData }
    }

    /// The data objects.
    pub fn objects(&self) -> Objects<'_> {
        Objects { tlvs: Tlvs::new(self.as_bytes()), kinds: S::OBJECTS }
    }

    /// The value of the first object with this name, within the first object with the name before it, and so on.
    pub fn value(&self, names: &[&str]) -> Option<Value<'_>> {
        self.objects().value(names)
    }

    /// All of the bytes, without padding. They may be secret.
    pub fn as_bytes(&self) -> &[u8] {
        self.raw.as_bytes()
    }

    /// The bytes at the end that are no data objects.
    pub fn rest(&self) -> &[u8] {
        rest(self.as_bytes())
    }

    fn show(&self) -> show::Show<'_> {
        show::Show { bytes: self.as_bytes(), kinds: S::OBJECTS, secret: S::SECRET }
    }
}

impl<S: Schema> Clone for DataObjects<S> {
    fn clone(&self) -> Self {
        Self { raw: self.raw.clone(), schema: PhantomData }
    }
}

impl<S: Schema> PartialEq for DataObjects<S> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl<S: Schema> Eq for DataObjects<S> {}

impl<S: Schema> Drop for DataObjects<S> {
    fn drop(&mut self) {
        if S::SECRET {
            self.raw.zeroize();
        }
    }
}

impl<S: Schema> Content for DataObjects<S> {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        RawObjects::decode(S::OBJECT, bytes).map(|raw| Self { raw, schema: PhantomData })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(S::OBJECT, len)
    }
}

/// Shows the objects by their names.
impl<S: Schema> fmt::Debug for DataObjects<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show().fmt(f)
    }
}

#[cfg(feature = "serde")]
impl<S: Schema> serde::Serialize for DataObjects<S> {
    fn serialize<R: serde::Serializer>(&self, serializer: R) -> Result<R::Ok, R::Error> {
        self.show().serialize(serializer)
    }
}

/// Goes through data objects, up to where there are none any more.
#[derive(Clone)]
pub struct Objects<'a> {
    tlvs: Tlvs<'a>,
    kinds: &'static [ObjectKind],
}

impl<'a> Objects<'a> {
    /// As [`DataObjects::value`].
    pub fn value(self, names: &[&str]) -> Option<Value<'a>> {
        let (last, outer) = names.split_last()?;
        let mut objects = self;
        for name in outer {
            let Value::Objects(inner) = objects.find(|object| object.name() == Some(name))?.value() else {
                return None;
            };
            objects = inner;
        }
        Some(objects.find(|object| object.name() == Some(last))?.value())
    }
}

/// Shows the names, but not the values: they may be secret.
impl fmt::Debug for Objects<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a> Iterator for Objects<'a> {
    type Item = Object<'a>;

    fn next(&mut self) -> Option<Object<'a>> {
        let tlv = self.tlvs.next()?.ok()?;
        Some(Object { tlv, kind: kind_of(self.kinds, tlv.tag).map(|(_, kind)| kind) })
    }
}

fn kind_of(kinds: &'static [ObjectKind], tag: Tag) -> Option<(usize, &'static ObjectKind)> {
    let known = |wanted| kinds.iter().enumerate().find(|(_, kind)| kind.tag == wanted);
    known(Some(tag)).or_else(|| known(None))
}

/// A data object.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    tlv: Tlv<'a>,
    kind: Option<&'static ObjectKind>,
}

impl<'a> Object<'a> {
    /// The tag.
    pub const fn tag(&self) -> Tag {
        self.tlv.tag
    }

    /// What the specification calls it; `None` if it is unknown.
    pub fn name(&self) -> Option<&'static str> {
        self.kind.map(|kind| kind.name)
    }

    /// What it holds. What is not as its kind says is [bytes](Value::Bytes).
    pub fn value(&self) -> Value<'a> {
        Value::read(self.kind.map_or(ValueKind::Bytes, |kind| kind.value), self.tlv.value)
    }
}

/// What a data object holds.
#[derive(Clone)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Bytes in a coding of their own, or not as the specification says.
    Bytes(&'a [u8]),
    /// Text.
    Text(&'a str),
    /// A number.
    Number(u32),
    /// A network.
    Plmn(PlmnField),
    /// Two algorithms, by their numbers.
    Algorithms {
        /// For ciphering.
        ciphering: u8,
        /// For integrity.
        integrity: u8,
    },
    /// An address.
    Address(Address<'a>),
    /// Bits that have names.
    Flags {
        /// The bits.
        bits: u8,
        /// Their names, of the lowest first.
        names: &'static [&'static str],
    },
    /// Entries of fixed length.
    Entries(Entries<'a>),
    /// Key material and the like: not to be shown.
    Secret(&'a [u8]),
    /// Further data objects.
    Objects(Objects<'a>),
}

impl<'a> Value<'a> {
    fn read(kind: ValueKind, bytes: &'a [u8]) -> Self {
        let read = match (kind, bytes) {
            (ValueKind::Secret, _) => Some(Self::Secret(bytes)),
            (ValueKind::Text, _) => core::str::from_utf8(bytes).ok().map(Self::Text),
            (ValueKind::Number, _) => number(bytes).map(Self::Number),
            (ValueKind::Plmn, &[first, second, third]) => Some(Self::Plmn(PlmnField([first, second, third]))),
            (ValueKind::Algorithms, &[byte]) => {
                Some(Self::Algorithms { ciphering: byte >> 4, integrity: byte & 0x0F })
            }
            (ValueKind::Address, &[kind, ref address @ ..]) => {
                Address::read(kind, address).map(Self::Address)
            }
            (ValueKind::Flags(names), &[bits]) => Some(Self::Flags { bits, names }),
            (ValueKind::Entries(parts), _) => Entries::read(parts, bytes).map(Self::Entries),
            (ValueKind::Objects(kinds), _) => Some(Self::Objects(Objects { tlvs: Tlvs::new(bytes), kinds })),
            _ => None,
        };
        read.unwrap_or(Self::Bytes(bytes))
    }
}

/// Shows everything but secrets.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => Bytes(bytes.to_vec()).fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Plmn(plmn) => plmn.fmt(f),
            Self::Algorithms { ciphering, integrity } => {
                write!(f, "ciphering {ciphering}, integrity {integrity}")
            }
            Self::Address(address) => fmt::Display::fmt(address, f),
            Self::Flags { bits, .. } => write!(f, "{bits:#010b}"),
            Self::Entries(entries) => entries.fmt(f),
            Self::Secret(_) => f.write_str("redacted"),
            Self::Objects(objects) => objects.fmt(f),
        }
    }
}

/// Entries of fixed length, one after the other.
#[derive(Clone, Copy)]
pub struct Entries<'a> {
    parts: &'static [Part],
    bytes: &'a [u8],
    len: usize,
}

impl<'a> Entries<'a> {
    /// The entries in these bytes; `None` if something is left over.
    fn read(parts: &'static [Part], bytes: &'a [u8]) -> Option<Self> {
        let len = parts.iter().fold(0, |len: usize, part| len.saturating_add(part.len));
        (bytes.len().checked_rem(len)? == 0).then_some(Self { parts, bytes, len })
    }

    /// The entries, each with the names and the values of its parts.
    pub fn iter(&self) -> impl Iterator<Item = impl Iterator<Item = (&'static str, Value<'a>)>> {
        let parts = self.parts;
        self.bytes.chunks_exact(self.len.max(1)).map(move |entry| {
            parts.iter().scan(entry, |rest, part| {
                let (bytes, behind) = rest.split_at_checked(part.len)?;
                *rest = behind;
                Some((part.name, Value::read(part.value, bytes)))
            })
        })
    }
}

impl fmt::Debug for Entries<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        self.iter().for_each(|entry| _ = list.entry(&entry.collect::<Vec<_>>()));
        list.finish()
    }
}

/// An address in the network, as EF.P-CSCF and EF.ePDGId have it (3GPP TS 31.103 4.2.8, 3GPP TS 31.102 4.2.103).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Address<'a> {
    /// Type `00`: a domain name.
    Fqdn(&'a str),
    /// Type `01`: an address of IP version 4.
    Ipv4(core::net::Ipv4Addr),
    /// Type `02`: an address of IP version 6.
    Ipv6(core::net::Ipv6Addr),
}

impl<'a> Address<'a> {
    /// The address of this type in these bytes; `None` if they are none.
    pub fn read(kind: u8, bytes: &'a [u8]) -> Option<Self> {
        match kind {
            0 => core::str::from_utf8(bytes).ok().map(Self::Fqdn),
            1 => <[u8; 4]>::try_from(bytes).ok().map(|bytes| Self::Ipv4(bytes.into())),
            2 => <[u8; 16]>::try_from(bytes).ok().map(|bytes| Self::Ipv6(bytes.into())),
            _ => None,
        }
    }
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fqdn(name) => f.write_str(name),
            Self::Ipv4(address) => address.fmt(f),
            Self::Ipv6(address) => address.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::super::schemas::{FivegsSecurityContext, PcscfAddress, ProseMonitoring};
    use super::*;
    use crate::codec::EncodeErrorKind;
    use crate::codec::ber::Writer;

    #[test]
    fn values_are_found_by_their_names() {
        let mut writer = Writer::new();
        writer.nested(Tag(0xA0), |context| {
            context.tlv(Tag(0x80), &[2]).tlv(Tag(0x81), &[0x5A; 32]).tlv(Tag(0x84), &[0x21]);
            context.tlv(Tag(0x86), &[0x00, 0xF1, 0x10]).tlv(Tag(0x82), &[0; 5]);
        });
        let context = DataObjects::<FivegsSecurityContext>::new(&writer.finish().unwrap());
        let value = |name| context.value(&["5gs_nas_security_context", name]);
        assert!(matches!(value("ng_ksi"), Some(Value::Number(2))));
        assert!(matches!(value("k_amf"), Some(Value::Secret(&[0x5A, ..]))));
        assert!(matches!(value("nas_algorithms"), Some(Value::Algorithms { ciphering: 2, integrity: 1 })));
        let Some(Value::Plmn(plmn)) = value("plmn") else { panic!() };
        assert_eq!(plmn.plmn(), Some("001-01".parse().unwrap()));
        // too long for a number; not there; not a name
        assert!(matches!(value("uplink_nas_count"), Some(Value::Bytes(&[0, 0, 0, 0, 0]))));
        assert!(value("downlink_nas_count").is_none() && value("x").is_none());
        assert!(context.value(&[]).is_none() && context.value(&["x", "ng_ksi"]).is_none());

        let shown = std::format!("{context:?} {:?}", context.objects());
        assert!(shown.contains("redacted") && !shown.contains("5a") && !shown.contains("90"), "{shown}");
        assert_eq!(context.clone(), context);
    }

    #[test]
    fn bytes_are_kept_but_the_padding() {
        // a value that ends in FF; padding between; bytes that are no object; nothing but zeros
        for (bytes, kept, count, rest) in [
            (&[0x80, 0x02, 0x00, 0xFF, 0xFF, 0xFF][..], 4, 1, &[][..]),
            (&[0x80, 0x01, 0x00, 0x00, 0xFF, 0x80, 0x81, 0x01, 0x41, 0xFF], 9, 2, &[]),
            (&[0x80, 0x01, 0x00, 0x81, 0x05, 0x42, 0xFF], 6, 1, &[0x81, 0x05, 0x42]),
            (&[0x00, 0x00], 2, 0, &[]),
        ] {
            let objects = DataObjects::<PcscfAddress>::decode(bytes).unwrap();
            assert_eq!(objects.as_bytes(), &bytes[..kept]);
            assert_eq!(objects.objects().count(), count);
            assert_eq!(objects.rest(), rest);
            assert_eq!(objects.encode(bytes.len()).unwrap(), bytes);
            let error = objects.encode(kept - 1).unwrap_err();
            assert_eq!(error.kind, EncodeErrorKind::TooLong { len: kept, max: kept - 1 });
        }
    }

    #[test]
    fn addresses_have_three_types() {
        assert_eq!(Address::read(0, b"a.example"), Some(Address::Fqdn("a.example")));
        assert_eq!(Address::read(1, &[192, 0, 2, 1]).unwrap().to_string(), "192.0.2.1");
        assert_eq!(Address::read(2, &[0; 16]).unwrap().to_string(), "::");
        assert_eq!(
            (Address::read(1, &[0; 3]), Address::read(2, &[]), Address::read(3, &[])),
            (None, None, None)
        );
    }

    #[test]
    fn bits_have_names() {
        let record = [0xA0, 0x03, 0x82, 0x01, 0x02];
        let objects = DataObjects::<ProseMonitoring>::decode(&record).unwrap();
        let model = objects.value(&["prose_discovery_monitoring_parameters", "model"]);
        let Some(Value::Flags { bits: 2, names }) = model else { panic!() };
        assert_eq!(names[1], "restricted_model_b_discoveree");
    }
}
