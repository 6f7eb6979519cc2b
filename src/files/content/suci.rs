use alloc::vec::Vec;

use super::objects::{RawObjects, objects};
use super::{Bytes, Content, DataObject, unpadded};
use crate::codec::ber::{self, Tag};
use crate::codec::{DecodeError, EncodeError, Reader};

const OBJECT: &str = "EF.SUCI_Calc_Info";
const SCHEMES: Tag = Tag(0xA0);
const KEYS: Tag = Tag(0xA1);
const KEY_IDENTIFIER: Tag = Tag(0x80);
const KEY: Tag = Tag(0x81);

/// How to conceal the subscriber's identity on its way to the home network: EF.SUCI_Calc_Info (3GPP TS 31.102
/// 4.4.11.8).
///
/// ```
/// use simcard::files::content::{HomeNetworkPublicKey, ProtectionScheme, SchemeEntry, SuciCalculation};
///
/// let entry = SchemeEntry { scheme: ProtectionScheme::ProfileA, key_index: 1 };
/// let key = HomeNetworkPublicKey { identifier: 27, key: vec![0x5A; 32] };
/// let information = SuciCalculation::new(vec![entry], vec![key.clone()])?;
/// assert_eq!(information.public_key(&entry), Some(&key));
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SuciCalculation {
    schemes: Vec<SchemeEntry>,
    keys: Vec<HomeNetworkPublicKey>,
    /// The whole file, up to the padding: lengths, order and other objects are the issuer's.
    raw: RawObjects,
    /// Objects that are neither of the two lists, and what stands in those and is no entry.
    others: Vec<(Tag, Bytes)>,
    /// What follows where there are no objects any more.
    rest: Bytes,
}

/// A protection scheme, and the key for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SchemeEntry {
    /// The scheme.
    pub scheme: ProtectionScheme,
    /// Which of the keys in the list it uses, from 1; 0 if it needs none.
    pub key_index: u8,
}

/// A way to conceal an identity (3GPP TS 33.501 C).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProtectionScheme {
    /// `0`: none, the identity is sent as it is.
    Null,
    /// `1`: ECIES with Curve25519.
    ProfileA,
    /// `2`: ECIES with secp256r1.
    ProfileB,
    /// Reserved, or the home network's own (`C` to `F`).
    Other(u8),
}

/// A public key of the home network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HomeNetworkPublicKey {
    /// The number by which the home network knows it.
    pub identifier: u8,
    /// The key: 32 bytes for [`ProfileA`](ProtectionScheme::ProfileA) (IETF RFC 7748), 33 or 65 for
    /// [`ProfileB`](ProtectionScheme::ProfileB) (IETF RFC 5480).
    pub key: Vec<u8>,
}

impl ProtectionScheme {
    /// The scheme with this identifier.
    pub const fn new(identifier: u8) -> Self {
        match identifier {
            0 => Self::Null,
            1 => Self::ProfileA,
            2 => Self::ProfileB,
            other => Self::Other(other),
        }
    }

    /// Its identifier.
    pub const fn identifier(self) -> u8 {
        match self {
            Self::Null => 0,
            Self::ProfileA => 1,
            Self::ProfileB => 2,
            Self::Other(identifier) => identifier,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::ProfileA => "profile_a",
            Self::ProfileB => "profile_b",
            Self::Other(0x0C..=0x0F) => "proprietary",
            Self::Other(_) => "reserved",
        }
    }
}

impl SuciCalculation {
    /// The information that the schemes are these, best first, and the keys these.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(schemes: Vec<SchemeEntry>, keys: Vec<HomeNetworkPublicKey>) -> Result<Self, EncodeError> {
        let entries: Vec<u8> =
            schemes.iter().flat_map(|entry| [entry.scheme.identifier(), entry.key_index]).collect();
        let raw = RawObjects::write(|file| {
            file.tlv(SCHEMES, &entries);
            if !keys.is_empty() {
                file.nested(KEYS, |list| {
                    for key in &keys {
                        list.tlv(KEY_IDENTIFIER, &[key.identifier]).tlv(KEY, &key.key);
                    }
                });
            }
        })?;
        Ok(Self { raw, schemes, keys, others: Vec::new(), rest: Bytes::default() })
    }

    /// The protection schemes, best first.
    pub fn schemes(&self) -> &[SchemeEntry] {
        &self.schemes
    }

    /// The public keys of the home network, in the order that key indexes count.
    pub fn keys(&self) -> &[HomeNetworkPublicKey] {
        &self.keys
    }

    /// The key a scheme uses; `None` if it needs none, or if there is none.
    pub fn public_key(&self, entry: &SchemeEntry) -> Option<&HomeNetworkPublicKey> {
        self.keys.get(usize::from(entry.key_index).checked_sub(1)?)
    }

    fn read_schemes(&mut self, value: &[u8]) {
        let mut reader = Reader::new(OBJECT, value);
        while let Ok([scheme, key_index]) = reader.array() {
            self.schemes.push(SchemeEntry { scheme: ProtectionScheme::new(scheme), key_index });
        }
        if !reader.is_empty() {
            self.others.push((SCHEMES, Bytes(reader.rest().to_vec())));
        }
    }

    /// A key belongs to the identifier right before it.
    fn read_keys(&mut self, list: ber::Tlv<'_>) {
        let mut objects = list.children();
        let start = objects.position();
        let mut pending = None;
        for object in objects.by_ref().map_while(Result::ok) {
            match (object.tag, object.value, pending) {
                (KEY_IDENTIFIER, &[identifier], before) => {
                    self.lonely(before);
                    pending = Some(identifier);
                }
                (KEY, key, Some(identifier)) => {
                    self.keys.push(HomeNetworkPublicKey { identifier, key: key.to_vec() });
                    pending = None;
                }
                (tag, value, _) => self.others.push((tag, Bytes(value.to_vec()))),
            }
        }
        self.lonely(pending);
        let rest = list.value.get(objects.position().saturating_sub(start)..).unwrap_or_default();
        if !unpadded(rest).is_empty() {
            self.others.push((KEYS, Bytes(rest.to_vec())));
        }
    }

    /// Keeps an identifier without a key.
    fn lonely(&mut self, identifier: Option<u8>) {
        self.others.extend(identifier.map(|identifier| (KEY_IDENTIFIER, Bytes([identifier].to_vec()))));
    }
}

impl Content for SuciCalculation {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut information = Self {
            schemes: Vec::new(),
            keys: Vec::new(),
            raw: RawObjects::decode(OBJECT, bytes)?,
            others: Vec::new(),
            rest: Bytes::default(),
        };
        for object in objects(bytes) {
            match object.tag {
                SCHEMES => information.read_schemes(object.value),
                KEYS => information.read_keys(object),
                tag => information.others.push((tag, Bytes(object.value.to_vec()))),
            }
        }
        information.rest = information.raw.rest();
        Ok(information)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(OBJECT, len)
    }
}

serialize_fields!(SchemeEntry, this {
    "protection_scheme_identifier" => this.scheme.identifier(),
    "protection_scheme" => this.scheme.name(),
    "key_index" => this.key_index,
});

serialize_fields!(HomeNetworkPublicKey, this {
    "home_network_public_key_identifier" => this.identifier,
    "home_network_public_key" => Bytes(this.key.clone()),
});

serialize_fields!(SuciCalculation, this {
    "protection_scheme_identifier_list" => this.schemes,
    "home_network_public_key_list" => this.keys,
    "others" if !this.others.is_empty() =>
        this.others.iter().map(|(tag, value)| DataObject::new(*tag, &value.0)).collect::<Vec<_>>(),
    "rest" if !this.rest.is_empty() => this.rest,
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{DecodeErrorKind, EncodeErrorKind};

    fn key(identifier: u8, len: usize) -> HomeNetworkPublicKey {
        HomeNetworkPublicKey { identifier, key: alloc::vec![0xFF; len] }
    }

    #[test]
    fn what_was_written_is_read() {
        let schemes = [
            SchemeEntry { scheme: ProtectionScheme::ProfileB, key_index: 2 },
            SchemeEntry { scheme: ProtectionScheme::ProfileA, key_index: 1 },
            SchemeEntry { scheme: ProtectionScheme::Null, key_index: 0 },
        ];
        // the list of keys has more than 127 bytes: its length has two
        let keys = [key(27, 32), key(30, 65), key(31, 33)];
        let information = SuciCalculation::new(schemes.to_vec(), keys.to_vec()).unwrap();
        let bytes = information.encode(200).unwrap();
        assert_eq!(bytes[..11], [0xA0, 0x06, 2, 2, 1, 1, 0, 0, 0xA1, 0x81, 0x91]);

        let read = SuciCalculation::decode(&bytes).unwrap();
        assert_eq!(read, information);
        assert_eq!((read.schemes(), read.keys()), (&schemes[..], &keys[..]));
        assert_eq!(read.public_key(&schemes[0]), Some(&keys[1]));
        assert_eq!(read.public_key(&schemes[2]), None);
        let lost = SchemeEntry { key_index: 4, ..schemes[1] };
        assert_eq!(read.public_key(&lost), None);
        // A key of FFs is no padding.
        let error = read.encode(bytes.len() - 60).unwrap_err();
        assert!(matches!(error.kind, EncodeErrorKind::TooLong { .. }));
    }

    #[test]
    fn no_keys_make_no_list() {
        let null = SchemeEntry { scheme: ProtectionScheme::Null, key_index: 0 };
        let information = SuciCalculation::new(alloc::vec![null], Vec::new()).unwrap();
        assert_eq!(information.encode(5).unwrap(), [0xA0, 0x02, 0x00, 0x00, 0xFF]);
    }

    #[test]
    fn keys_without_identifiers_and_identifiers_without_keys_are_told_apart() {
        let bytes = [0xA1, 0x0B, 0x80, 0x01, 0x01, 0x80, 0x01, 0x02, 0x81, 0x00, 0x81, 0x01, 0x05];
        let read = SuciCalculation::decode(&bytes).unwrap();
        assert_eq!(read.keys(), [key(2, 0)]);
        let others = [(KEY_IDENTIFIER, Bytes([0x01].to_vec())), (KEY, Bytes([0x05].to_vec()))];
        assert_eq!(read.others, others);
        assert_eq!(read.encode(20).unwrap()[..13], bytes);
    }

    #[test]
    fn blank_files_say_nothing() {
        let error = SuciCalculation::decode(&[0xFF; 30]).unwrap_err();
        assert_eq!(error.kind, DecodeErrorKind::Blank);
        let zeros = SuciCalculation::decode(&[0x00; 30]).unwrap();
        assert!(zeros.schemes().is_empty() && zeros.keys().is_empty());
        assert_eq!(zeros.encode(30).unwrap(), [0x00; 30]);
    }

    #[test]
    fn schemes_have_identifiers() {
        for identifier in 0..=0xFF {
            assert_eq!(ProtectionScheme::new(identifier).identifier(), identifier);
        }
        let name = |identifier| ProtectionScheme::new(identifier).name();
        assert_eq!(
            (name(1), name(2), name(3), name(0x0C)),
            ("profile_a", "profile_b", "reserved", "proprietary")
        );
    }
}
