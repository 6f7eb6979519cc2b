//! Access points to packet networks.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::objects::{RawObjects, well_formed};
use super::{Bytes, Content, SecretBytes, filled, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

/// The name of an access point or data network: labels, each with its length before it (3GPP TS 23.003 9.1). What is
/// there is kept even where it is none.
///
/// ```
/// use simcard::files::content::AccessPointName;
///
/// let name = AccessPointName::new("internet.example")?;
/// assert_eq!(name.as_bytes(), b"\x08internet\x07example");
/// assert_eq!(name.text().as_deref(), Some("internet.example"));
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AccessPointName(Vec<u8>);

impl AccessPointName {
    /// The name with these labels, dots between them.
    ///
    /// # Errors
    ///
    /// A label is empty, or longer than 63 bytes.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        let error = |kind| EncodeError::new("APN", kind);
        let mut bytes = Vec::with_capacity(text.len().saturating_add(1));
        for label in text.split('.') {
            match u8::try_from(label.len()) {
                Ok(0) => return Err(error(EncodeErrorKind::Empty)),
                Ok(len @ 1..=63) => bytes.push(len),
                _ => return Err(error(EncodeErrorKind::TooLong { len: label.len(), max: 63 })),
            }
            bytes.extend(label.as_bytes());
        }
        Ok(Self(bytes))
    }

    /// The name in these bytes.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The labels with dots between them; `None` if there are none, or if what is there is no name.
    pub fn text(&self) -> Option<String> {
        let mut text = String::with_capacity(self.0.len());
        let mut rest = self.0.as_slice();
        while let Some((len, behind)) = rest.split_first() {
            let (label, behind) = behind.split_at_checked(usize::from(*len))?;
            if label.is_empty() || !label.iter().all(u8::is_ascii_graphic) {
                return None;
            }
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(core::str::from_utf8(label).ok()?);
            rest = behind;
        }
        Some(text).filter(|text| !text.is_empty())
    }
}

impl fmt::Debug for AccessPointName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Some(text) => f.write_str(&text),
            None => Bytes(self.0.clone()).fmt(f),
        }
    }
}

/// The name; nothing, or the bytes in an object.
#[cfg(feature = "serde")]
impl serde::Serialize for AccessPointName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        match self.text() {
            Some(text) => serializer.serialize_str(&text),
            None if self.0.is_empty() => serializer.serialize_none(),
            None => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("invalid", &Bytes(self.0.clone()))?;
                map.end()
            }
        }
    }
}

/// The access points that may be used: EF.ACL (3GPP TS 31.102 4.2.48).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccessPointList {
    count: u8,
    names: Vec<AccessPointName>,
    malformed_from: Option<usize>,
    /// What follows the count: its lengths are the issuer's.
    raw: RawObjects,
}

impl AccessPointList {
    const OBJECT: &'static str = "EF.ACL";
    const NAME: Tag = Tag(0xDD);

    /// The list of these names. An empty one stands for whichever the network provides.
    ///
    /// # Errors
    ///
    /// They are more than 255, or too long.
    pub fn new(names: Vec<AccessPointName>) -> Result<Self, EncodeError> {
        let Ok(count) = u8::try_from(names.len()) else {
            let kind = EncodeErrorKind::TooLong { len: names.len(), max: 0xFF };
            return Err(EncodeError::new(Self::OBJECT, kind));
        };
        let raw = RawObjects::write(|list| {
            names.iter().for_each(|name| _ = list.tlv(Self::NAME, name.as_bytes()));
        })?;
        Ok(Self { count, names, malformed_from: None, raw })
    }

    /// How many names the file says there are.
    pub const fn count(&self) -> u8 {
        self.count
    }

    /// The names. An empty one stands for whichever the network provides.
    pub fn names(&self) -> &[AccessPointName] {
        &self.names
    }
}

impl Content for AccessPointList {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        let count = reader.u8()?;
        let objects = reader.rest();
        let mut malformed_from = None;
        let found = well_formed(objects, &mut malformed_from).filter(|object| object.tag == Self::NAME);
        let names = found.map(|object| AccessPointName::from_bytes(object.value)).collect();
        Ok(Self {
            count,
            names,
            malformed_from: malformed_from.map(|at| at.saturating_add(1)),
            raw: RawObjects::read(objects),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled(Self::OBJECT, [&[self.count], self.raw.as_bytes()].concat(), len)
    }
}

serialize_fields!(AccessPointList, this {
    "number_of_apns" => this.count,
    "apns" => this.names,
    "malformed_from" if this.malformed_from.is_some() => this.malformed_from,
});

/// How the card reaches an IP network through the phone: a record of EF.NCP-IP (3GPP TS 31.102 4.2.90), the best first.
/// The password is redacted wherever it is shown. Data objects the library does not know are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectivityParameters {
    access_point: Option<AccessPointName>,
    login: Option<Bytes>,
    password: Option<SecretBytes>,
    destination: Option<AddressRange>,
    bearer: Option<Bytes>,
    malformed_from: Option<usize>,
    /// The whole record: its lengths and other objects are the issuer's.
    raw: Zeroizing<RawObjects>,
}

/// A range of IP addresses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AddressRange {
    /// `21` for IPv4, `57` for IPv6.
    pub address_type: u8,
    /// How many bits of the prefix count; with none, all addresses of the type are in the range.
    pub prefix_length: u8,
    /// The prefix.
    pub prefix: Bytes,
}

serialize_fields!(AddressRange, this {
    "type_of_address" => match this.address_type {
        0x21 => "ipv4",
        0x57 => "ipv6",
        _ => "reserved",
    },
    "prefix_length" => this.prefix_length,
    "prefix" => this.prefix,
});

impl ConnectivityParameters {
    const OBJECT: &'static str = "EF.NCP-IP";
    const ACCESS_POINT: Tag = Tag(0x80);
    const LOGIN: Tag = Tag(0x81);
    const PASSWORD: Tag = Tag(0x82);
    const DESTINATION: Tag = Tag(0x83);
    const BEARER: Tag = Tag(0x84);

    /// The record for this access point, login and password, for IP packets to these addresses.
    ///
    /// # Errors
    ///
    /// They are too long for any record.
    pub fn new(
        access_point: Option<AccessPointName>,
        credentials: Option<(&[u8], &[u8])>,
        destination: Option<AddressRange>,
    ) -> Result<Self, EncodeError> {
        let raw = RawObjects::write(|record| {
            if let Some(name) = &access_point {
                record.tlv(Self::ACCESS_POINT, name.as_bytes());
            }
            if let Some((login, password)) = credentials {
                record.tlv(Self::LOGIN, login).tlv(Self::PASSWORD, password);
            }
            if let Some(AddressRange { address_type, prefix_length, prefix }) = &destination {
                let value = [&[*address_type, *prefix_length], prefix.0.as_slice()].concat();
                record.tlv(Self::DESTINATION, &value);
            }
        })?;
        Ok(Self {
            access_point,
            login: credentials.map(|(login, _)| Bytes(login.to_vec())),
            password: credentials.map(|(_, password)| SecretBytes::new(password)),
            destination,
            bearer: None,
            malformed_from: None,
            raw: raw.into(),
        })
    }

    /// The access point.
    pub const fn access_point(&self) -> Option<&AccessPointName> {
        self.access_point.as_ref()
    }

    /// The name to log in with, as the card has it.
    pub fn login(&self) -> Option<&[u8]> {
        self.login.as_ref().map(|login| login.0.as_slice())
    }

    /// The password: not to be shown.
    pub const fn password(&self) -> Option<&SecretBytes> {
        self.password.as_ref()
    }

    /// The addresses that are reached this way.
    pub const fn destination(&self) -> Option<&AddressRange> {
        self.destination.as_ref()
    }

    /// The bearer (3GPP TS 31.111 8.52).
    pub fn bearer(&self) -> Option<&[u8]> {
        self.bearer.as_ref().map(|bearer| bearer.0.as_slice())
    }
}

impl Content for ConnectivityParameters {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut parameters = Self {
            access_point: None,
            login: None,
            password: None,
            destination: None,
            bearer: None,
            malformed_from: None,
            raw: RawObjects::read(bytes).into(),
        };
        let mut malformed_from = None;
        for object in well_formed(bytes, &mut malformed_from) {
            match (object.tag, object.value) {
                (Self::ACCESS_POINT, name) => {
                    parameters.access_point = Some(AccessPointName::from_bytes(name));
                }
                (Self::LOGIN, login) => parameters.login = Some(Bytes(login.to_vec())),
                (Self::PASSWORD, password) => {
                    parameters.password = Some(SecretBytes::new(password));
                }
                (Self::DESTINATION, [address_type, prefix_length, prefix @ ..]) => {
                    let (address_type, prefix_length) = (*address_type, *prefix_length);
                    let prefix = Bytes(prefix.to_vec());
                    parameters.destination = Some(AddressRange { address_type, prefix_length, prefix });
                }
                (Self::BEARER, bearer) => parameters.bearer = Some(Bytes(bearer.to_vec())),
                _ => {}
            }
        }
        Ok(Self { malformed_from, ..parameters })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(Self::OBJECT, len)
    }
}

serialize_fields!(ConnectivityParameters, this {
    "access_point_name" => this.access_point,
    "login" => this.login,
    "password" => this.password.as_ref().map(|_| "redacted"),
    "data_destination_address_range" => this.destination,
    "bearer_description" => this.bearer,
    "malformed_from" if this.malformed_from.is_some() => this.malformed_from,
});

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec;

    use super::*;

    #[test]
    fn names_are_labels() {
        assert_eq!(AccessPointName::from_bytes(b"\x03web\x02ex").text().as_deref(), Some("web.ex"));
        for wrong in [&b""[..], b"\0", b"\x04web", b"\x03web\0", b"\x03w b", b"\x03w\x80b"] {
            assert_eq!(AccessPointName::from_bytes(wrong).text(), None, "{wrong:?}");
        }
        assert!(AccessPointName::new("").is_err());
        assert!(AccessPointName::new("a..b").is_err());
        assert!(AccessPointName::new(&"a".repeat(64)).is_err());
    }

    #[test]
    fn what_is_built_reads_the_same() {
        let name = AccessPointName::new("web.ex").unwrap();
        let list = AccessPointList::new(vec![name.clone(), AccessPointName::default()]).unwrap();
        assert_eq!(AccessPointList::decode(&list.encode(20).unwrap()).unwrap(), list);

        let range = AddressRange { address_type: 0x21, prefix_length: 24, prefix: Bytes(vec![192, 0, 2]) };
        let built = ConnectivityParameters::new(Some(name), Some((b"me", b"hush")), Some(range)).unwrap();
        let read = ConnectivityParameters::decode(&built.encode(40).unwrap()).unwrap();
        assert_eq!(read, built);
        assert_eq!(read.password().map(SecretBytes::reveal), Some(&b"hush"[..]));
        assert!(!format!("{read:?}").contains("104, 117"));
    }

    #[test]
    fn a_password_that_ends_in_ff_is_not_cut_off() {
        let built = ConnectivityParameters::new(None, Some((b"me", &[0x68, 0xFF])), None).unwrap();
        let len = 2 + 2 + 2 + 2;
        assert_eq!(built.encode(len).unwrap(), [0x81, 2, b'm', b'e', 0x82, 2, 0x68, 0xFF]);
        assert!(built.encode(len - 1).is_err());
    }
}
