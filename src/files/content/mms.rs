//! Multimedia messages (MMS).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bitflags::bitflags;

use super::dialing::none_if_ff;
use super::objects::{RawObjects, well_formed};
use super::{AlphaIdentifier, Bytes, Content, not_blank, unpadded};
use crate::codec::ber::{Tag, Tlv};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

bitflags! {
    /// In which ways multimedia messages come (3GPP TS 31.102 4.2.67).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct MmsImplementation: u8 {
        /// WAP.
        const WAP = 0x01;
        /// M-IMAP (3GPP2).
        const M_IMAP = 0x02;
        /// SIP (3GPP2).
        const SIP = 0x04;
        const _ = !0;
    }
}

serialize_flags!(MmsImplementation);

/// Word that a multimedia message is there to be fetched: a record of EF.MMSN (3GPP TS 31.102 4.2.67, 3GPP TS 51.011
/// 10.3.51).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MmsNotification {
    /// Whether the record is in use, and what became of the message; the second byte is reserved.
    pub status: [u8; 2],
    /// In which way it comes.
    pub implementation: MmsImplementation,
    /// The notification as the network sent it, without padding.
    pub notification: Bytes,
    /// The record of EF.EXT8 with what does not fit in here.
    pub extension: Option<u8>,
}

impl MmsNotification {
    const OBJECT: &'static str = "EF.MMSN";

    /// Whether the record is in use.
    pub const fn is_used(&self) -> bool {
        let [first, _] = self.status;
        first & 0x01 != 0
    }

    /// Whether the user has read the notification.
    pub const fn is_read(&self) -> bool {
        let [first, _] = self.status;
        self.is_used() && first & 0x02 != 0
    }

    /// What became of the message; `None` if the record is not in use.
    pub const fn retrieval(&self) -> Option<&'static str> {
        if !self.is_used() {
            return None;
        }
        let [first, _] = self.status;
        Some(match first >> 2 & 0x03 {
            0 => "not_retrieved",
            1 => "retrieved",
            2 => "rejected",
            _ => "forwarded",
        })
    }
}

impl Content for MmsNotification {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        let status = reader.array()?;
        let implementation = MmsImplementation::from_bits_retain(reader.u8()?);
        let notification = reader.take(reader.remaining().saturating_sub(1))?;
        let extension = none_if_ff(reader.u8()?);
        Ok(Self { status, implementation, notification: Bytes::unpadded(notification), extension })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let [first, second] = self.status;
        let mut out = [first, second, self.implementation.bits()].to_vec();
        out.extend(&self.notification.0);
        framed(Self::OBJECT, out, self.extension, len)
    }
}

/// `out` filled up to a record of `len` bytes, the last of which is `last`.
fn framed(
    object: &'static str,
    mut out: Vec<u8>,
    last: Option<u8>,
    len: usize,
) -> Result<Vec<u8>, EncodeError> {
    let body = len.saturating_sub(1);
    if out.len() > body {
        let needed = out.len().saturating_add(1);
        return Err(EncodeError::new(object, EncodeErrorKind::TooLong { len: needed, max: len }));
    }
    out.resize(body, 0xFF);
    out.push(last.unwrap_or(0xFF));
    Ok(out)
}

serialize_fields!(MmsNotification, this {
    "used" => this.is_used(),
    "read" => this.is_read(),
    "retrieval" => this.retrieval(),
    "status" => Bytes(this.status.to_vec()),
    "mms_implementation" => this.implementation,
    "mms_notification" => this.notification,
    "extension" => this.extension,
});

/// What did not fit into a notification: a record of EF.EXT8 (3GPP TS 31.102 4.2.68, 3GPP TS 51.011 10.3.52).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MmsExtension {
    /// What it holds: 2 for further data.
    pub record_type: u8,
    /// The data: a length and as many bytes; without padding.
    pub data: Bytes,
    /// The record that goes on where this one ends.
    pub next: Option<u8>,
}

impl MmsExtension {
    const OBJECT: &'static str = "EF.EXT8";

    /// Further data.
    ///
    /// # Errors
    ///
    /// They are more than 254 bytes.
    pub fn new(data: &[u8], next: Option<u8>) -> Result<Self, EncodeError> {
        let Some(len @ 0..=0xFE) = u8::try_from(data.len()).ok() else {
            return Err(EncodeError::new(
                Self::OBJECT,
                EncodeErrorKind::TooLong { len: data.len(), max: 0xFE },
            ));
        };
        Ok(Self { record_type: 2, data: Bytes([&[len], data].concat()), next })
    }

    /// The further bytes of the notification; `None` if this is something else. Padding at their end may be missing.
    pub fn further_data(&self) -> Option<&[u8]> {
        let (len, data) = self.data.0.split_first()?;
        (self.record_type == 2).then(|| data.get(..usize::from(*len)).unwrap_or(data))
    }
}

impl Content for MmsExtension {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        let record_type = reader.u8()?;
        let data = Bytes::unpadded(reader.take(reader.remaining().saturating_sub(1))?);
        Ok(Self { record_type, data, next: none_if_ff(reader.u8()?) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        framed(Self::OBJECT, [&[self.record_type], self.data.0.as_slice()].concat(), self.next, len)
    }
}

serialize_fields!(MmsExtension, this {
    "type" => match this.record_type {
        0 => "free",
        1 => "called_party_subaddress",
        2 => "additional_data",
        _ => "reserved",
    },
    "data" => this.data,
    "next" => this.next,
});

const CONNECTIVITY: Tag = Tag(0xAB);
const IMPLEMENTATION: Tag = Tag(0x80);
const SERVER_OR_NAME: Tag = Tag(0x81);
const INTERFACE_OR_PREFERENCES: Tag = Tag(0x82);
const GATEWAY: Tag = Tag(0x83);

/// How to reach the server for multimedia messages: EF.MMSICP and EF.MMSUCP (3GPP TS 31.102 4.2.69 and 4.2.71, 3GPP
/// TS 51.011 10.3.53 and 10.3.55). Data objects the library does not know are kept.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MmsConnectivity {
    sets: Vec<MmsConnectivitySet>,
    malformed_from: Option<usize>,
    /// The whole file: its lengths and other objects are the issuer's.
    raw: RawObjects,
}

/// One way to reach the server for multimedia messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MmsConnectivitySet {
    /// In which ways the messages come.
    pub implementation: Option<MmsImplementation>,
    /// The address of the MMS relay or server.
    pub server: String,
    /// How to reach the network, best first.
    pub interfaces: Vec<BearerParameters>,
    /// The gateway.
    pub gateway: Option<BearerParameters>,
}

impl MmsConnectivity {
    const OBJECT: &'static str = "EF.MMSICP";

    /// The file of these sets, the default one first.
    ///
    /// # Errors
    ///
    /// They are too long for any file.
    pub fn new(sets: Vec<MmsConnectivitySet>) -> Result<Self, EncodeError> {
        let raw = RawObjects::write(|file| {
            for set in &sets {
                file.nested(CONNECTIVITY, |body| {
                    if let Some(implementation) = set.implementation {
                        body.tlv(IMPLEMENTATION, &[implementation.bits()]);
                    }
                    body.tlv(SERVER_OR_NAME, set.server.as_bytes());
                    for interface in &set.interfaces {
                        body.tlv(INTERFACE_OR_PREFERENCES, &interface.0);
                    }
                    if let Some(gateway) = &set.gateway {
                        body.tlv(GATEWAY, &gateway.0);
                    }
                });
            }
        })?;
        Ok(Self { sets, malformed_from: None, raw })
    }

    /// The sets, the default one first.
    pub fn sets(&self) -> &[MmsConnectivitySet] {
        &self.sets
    }
}

impl MmsConnectivitySet {
    fn read(template: &Tlv<'_>) -> Self {
        let mut set = Self::default();
        for object in template.children().map_while(Result::ok) {
            match object.tag {
                IMPLEMENTATION => {
                    let first = object.value.first().copied();
                    set.implementation = first.map(MmsImplementation::from_bits_retain);
                }
                SERVER_OR_NAME => set.server = String::from_utf8_lossy(unpadded(object.value)).into_owned(),
                INTERFACE_OR_PREFERENCES => set.interfaces.push(BearerParameters(object.value.to_vec())),
                GATEWAY => set.gateway = Some(BearerParameters(object.value.to_vec())),
                _ => {}
            }
        }
        set
    }
}

impl Content for MmsConnectivity {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let raw = RawObjects::decode(Self::OBJECT, bytes)?;
        let mut malformed_from = None;
        let objects = well_formed(bytes, &mut malformed_from);
        let sets = objects.filter(|object| object.tag == CONNECTIVITY);
        let sets = sets.map(|object| MmsConnectivitySet::read(&object)).collect();
        Ok(Self { sets, malformed_from, raw })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(Self::OBJECT, len)
    }
}

/// Shows what was understood: the rest may hold a password.
impl fmt::Debug for MmsConnectivity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MmsConnectivity").field(&self.sets).finish()
    }
}

serialize_fields!(MmsConnectivity, this {
    "mms_connectivity_parameters" => this.sets,
    "malformed_from" if this.malformed_from.is_some() => this.malformed_from,
});

serialize_fields!(MmsConnectivitySet, this {
    "mms_implementation" => this.implementation,
    "mms_relay_server" => this.server,
    "interfaces_to_core_network" => this.interfaces,
    "gateway" => this.gateway,
});

/// The parameters of a bearer or a gateway, each a byte that names it and a value (3GPP TS 31.102 4.2.69 and annex
/// J.2, WAP provisioning). Passwords are redacted where they are shown.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BearerParameters(pub Vec<u8>);

/// The parameter of a bearer or a gateway.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BearerParameter<'a> {
    /// What it is called.
    pub name: &'static str,
    /// Its value: text, or a byte.
    pub value: &'a [u8],
    is_text: bool,
}

impl BearerParameters {
    /// The parameters, up to the first that is not known.
    pub fn parameters(&self) -> impl Iterator<Item = BearerParameter<'_>> {
        let mut rest = self.0.as_slice();
        core::iter::from_fn(move || {
            let (token, behind) = rest.split_first()?;
            let (name, is_text) = match token {
                0x08 | 0x20 => ("address", true),
                0x09 | 0x21 => ("type_of_address", false),
                0x0A => ("call_type", false),
                0x0C | 0x19 => ("authentication_type", false),
                0x0D | 0x1A => ("authentication_id", true),
                0x0E | 0x1B => ("authentication_password", true),
                0x10 => ("bearer", false),
                0x23 => ("port", true),
                0x24 => ("service", false),
                0x25 => ("speed", false),
                _ => return None,
            };
            // Text ends with a zero byte.
            let len = if is_text { behind.iter().position(|byte| *byte == 0)? } else { 1 };
            let value = behind.get(..len)?;
            rest = behind.get(len.saturating_add(usize::from(is_text))..).unwrap_or_default();
            Some(BearerParameter { name, value, is_text })
        })
    }
}

impl BearerParameter<'_> {
    fn shown(&self) -> String {
        match self.name {
            "authentication_password" => "redacted".into(),
            _ if self.is_text => String::from_utf8_lossy(self.value).into_owned(),
            _ => alloc::format!("{}", Bytes(self.value.to_vec())),
        }
    }
}

impl fmt::Debug for BearerParameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.shown())
    }
}

impl fmt::Debug for BearerParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.parameters()).finish()
    }
}

/// A list of names and values.
#[cfg(feature = "serde")]
impl serde::Serialize for BearerParameters {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.parameters().map(|parameter| (parameter.name, parameter.shown())))
    }
}

/// How the user wants to send multimedia messages: a record of EF.MMSUP (3GPP TS 31.102 4.2.70, 3GPP TS 51.011
/// 10.3.54). Data objects the library does not know are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MmsPreferences {
    implementation: Option<MmsImplementation>,
    name: AlphaIdentifier,
    information: Bytes,
    malformed_from: Option<usize>,
    /// The whole record: its lengths and other objects are the issuer's.
    raw: RawObjects,
}

impl MmsPreferences {
    const OBJECT: &'static str = "EF.MMSUP";

    /// A profile of this name and preferences.
    ///
    /// # Errors
    ///
    /// No coding has a character of the name.
    pub fn new(
        implementation: MmsImplementation,
        name: &str,
        information: &[u8],
    ) -> Result<Self, EncodeError> {
        let name = AlphaIdentifier::new(name)?;
        let raw = RawObjects::write(|record| {
            record.tlv(IMPLEMENTATION, &[implementation.bits()]);
            record.tlv(SERVER_OR_NAME, name.as_bytes()).tlv(INTERFACE_OR_PREFERENCES, information);
        })?;
        let information = Bytes(information.to_vec());
        Ok(Self { implementation: Some(implementation), name, information, malformed_from: None, raw })
    }

    /// In which ways the messages go.
    pub const fn implementation(&self) -> Option<MmsImplementation> {
        self.implementation
    }

    /// The name of the profile.
    pub const fn name(&self) -> &AlphaIdentifier {
        &self.name
    }

    /// The preferences as header fields of the MMS protocol: visibility of the sender, delivery report, read reply,
    /// priority, times of expiry and earliest delivery.
    pub fn information(&self) -> &[u8] {
        &self.information.0
    }
}

impl Content for MmsPreferences {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut preferences = Self {
            implementation: None,
            name: AlphaIdentifier::default(),
            information: Bytes::default(),
            malformed_from: None,
            raw: RawObjects::decode(Self::OBJECT, bytes)?,
        };
        for object in well_formed(bytes, &mut preferences.malformed_from) {
            match object.tag {
                IMPLEMENTATION => {
                    let first = object.value.first().copied();
                    preferences.implementation = first.map(MmsImplementation::from_bits_retain);
                }
                SERVER_OR_NAME => preferences.name = AlphaIdentifier::from_bytes(object.value),
                INTERFACE_OR_PREFERENCES => preferences.information = Bytes(object.value.to_vec()),
                _ => {}
            }
        }
        Ok(preferences)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(Self::OBJECT, len)
    }
}

serialize_fields!(MmsPreferences, this {
    "mms_implementation" => this.implementation,
    "mms_user_preference_profile_name" => this.name,
    "mms_user_preference_information" => this.information,
    "malformed_from" if this.malformed_from.is_some() => this.malformed_from,
});

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn what_is_built_reads_the_same() {
        let set = MmsConnectivitySet {
            implementation: Some(MmsImplementation::WAP),
            server: "http://mms.example".into(),
            interfaces: [BearerParameters([&[0x10, 0xAA, 0x0E][..], b"pass\0"].concat())].to_vec(),
            gateway: Some(BearerParameters(b"\x20192.0.2.1\0\x21\x85".to_vec())),
        };
        let built = MmsConnectivity::new([set].to_vec()).unwrap();
        let bytes = built.encode(80).unwrap();
        assert_eq!(MmsConnectivity::decode(&bytes).unwrap(), built);
        assert!(!format!("{built:?}").contains("pass\""));

        let built = MmsPreferences::new(MmsImplementation::WAP, "Mine", &[0x8F, 0x81]).unwrap();
        assert_eq!(MmsPreferences::decode(&built.encode(30).unwrap()).unwrap(), built);

        let built = MmsExtension::new(&[1, 2, 0xFF], Some(2)).unwrap();
        assert_eq!(built.further_data(), Some(&[1, 2, 0xFF][..]));
        assert!(built.encode(5).is_err());
    }
}
