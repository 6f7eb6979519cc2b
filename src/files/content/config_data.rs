//! Configuration of IMS on cards: BER-TLV files. Their content is their data objects, one after the other.

use alloc::vec::Vec;

use super::Bytes;
use super::objects::{RawObjects, Text, find, number, objects, redacted, text};
use crate::codec::EncodeError;
use crate::codec::ber::{Tag, Writer};

macro_rules! management_object {
    ($(#[$meta:meta])* $type:ident, $object:literal) => {
        object_content! {
            $(#[$meta])*
            $type, $object, [0x80, 0x81], this {
                "encoding" => this.encoding(),
                "data" => this.0.find(0x81).map(Text),
            }
        }

        impl $type {
            /// The content with this document, in this encoding.
            ///
            /// # Errors
            ///
            /// It is longer than a length can say.
            pub fn new(encoding: u8, document: &str) -> Result<Self, EncodeError> {
                RawObjects::write(|file| _ = file.tlv(Tag(0x80), &[encoding]).tlv(Tag(0x81), document.as_bytes()))
                    .map(Self)
            }

            /// How the document is encoded; 0 is XML.
            pub fn encoding(&self) -> Option<u32> {
                number(self.0.find(0x80)?)
            }

            /// The document; `None` if it is not there or no text.
            pub fn document(&self) -> Option<&str> {
                text(self.0.find(0x81)?)
            }
        }
    };
}

management_object! {
    /// How the phone uses IMS: EF.IMSConfigData, a management object (3GPP TS 31.102 4.2.107, 3GPP TS 31.103 4.2.18,
    /// 3GPP TS 24.167).
    ImsConfiguration, "EF.IMSConfigData"
}

management_object! {
    /// Several devices, several identities: EF.MuDMiDConfigData, a management object (3GPP TS 31.102 4.2.113, 3GPP TS
    /// 31.103 4.2.21, 3GPP TS 24.175).
    MultiDeviceConfiguration, "EF.MuDMiDConfigData"
}

/// How settings of supplementary services are reached by one access.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct XcapConnection<'a> {
    /// Which access it is for.
    pub access: &'a [u8],
    /// The name of the application.
    pub application_name: Option<&'a str>,
    /// Who provides it.
    pub provider_id: Option<&'a str>,
    /// The root of the documents.
    pub uri: Option<&'a str>,
    /// Who asks.
    pub user_name: Option<&'a str>,
    /// How users are authenticated.
    pub authentication_type: Option<&'a str>,
    /// What sort of address the next is.
    pub address_type: Option<&'a str>,
    /// Of the access point.
    pub address: Option<&'a str>,
}

secret_object_content! {
    /// How settings of supplementary services are reached: EF.XCAPConfigData (3GPP TS 31.102 4.2.111, 3GPP TS 31.103
    /// 4.2.19, 3GPP TS 24.424). It may have passwords.
    XcapConfiguration, "EF.XCAPConfigData", this {
        "access_for_xcap" => this.policy().and_then(|policy| find(policy, 0x81)).map(|access| Bytes(access.to_vec())),
        "number_of_parts" => this.policy().and_then(|policy| number(find(policy, 0x82)?)),
        "parts" => this.parts().map(Part).collect::<Vec<_>>(),
    }
}

impl XcapConfiguration {
    /// The content with these connections; passwords are not written.
    ///
    /// # Errors
    ///
    /// They are longer than a length can say.
    pub fn new(access_for_xcap: &[u8], connections: &[XcapConnection<'_>]) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            file.nested(Tag(0x80), |file| {
                file.nested(Tag(0xA0), |policy| {
                    let count = u8::try_from(connections.len()).unwrap_or(u8::MAX);
                    policy.tlv(Tag(0x81), access_for_xcap).tlv(Tag(0x82), &[count]);
                    for connection in connections {
                        policy.nested(Tag(0xA1), |part| connection.write(part));
                    }
                });
            });
        });
        objects.map(|objects| Self(objects.into()))
    }

    /// The policy stands in an object of its own in the file, or is the object of the file.
    fn policy(&self) -> Option<&[u8]> {
        self.0.all(0x80).find_map(|object| find(object, 0xA0)).or_else(|| self.0.find(0xA0))
    }

    fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let parts = objects(self.policy().unwrap_or_default()).filter(|object| object.tag == Tag(0xA1));
        parts.map(|object| object.value)
    }

    /// The connections, without their passwords.
    pub fn connections(&self) -> impl Iterator<Item = XcapConnection<'_>> {
        self.parts().map(|part| {
            let field = |tag| text(find(part, tag)?);
            XcapConnection {
                access: find(part, 0x81).unwrap_or_default(),
                application_name: field(0x82),
                provider_id: field(0x83),
                uri: field(0x84),
                user_name: field(0x85),
                authentication_type: field(0x87),
                address_type: field(0x88),
                address: field(0x89),
            }
        })
    }
}

impl XcapConnection<'_> {
    fn write(&self, part: &mut Writer) {
        part.tlv(Tag(0x81), self.access);
        let fields = [
            (0x82, self.application_name),
            (0x83, self.provider_id),
            (0x84, self.uri),
            (0x85, self.user_name),
            (0x87, self.authentication_type),
            (0x88, self.address_type),
            (0x89, self.address),
        ];
        for (tag, field) in fields {
            if let Some(field) = field {
                part.tlv(Tag(tag), field.as_bytes());
            }
        }
    }
}

struct Part<'a>(&'a [u8]);

serialize_fields!(Part<'_>, this {
    "access" => find(this.0, 0x81).map(|access| Bytes(access.to_vec())),
    "application_name" => find(this.0, 0x82).map(Text),
    "provider_id" => find(this.0, 0x83).map(Text),
    "uri" => find(this.0, 0x84).map(Text),
    "xcap_authentication_user_name" => find(this.0, 0x85).map(Text),
    "xcap_authentication_password" => redacted(find(this.0, 0x86)),
    "xcap_authentication_type" => find(this.0, 0x87).map(Text),
    "address_type" => find(this.0, 0x88).map(Text),
    "address" => find(this.0, 0x89).map(Text),
    "pdp_authentication_type" => find(this.0, 0x8A).map(Text),
    "pdp_authentication_name" => find(this.0, 0x8B).map(Text),
    "pdp_authentication_secret" => redacted(find(this.0, 0x8C)),
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Content;

    #[test]
    fn connections_are_written_and_read() {
        let connection = XcapConnection {
            access: &[0x01],
            uri: Some("http://xcap.example"),
            address: Some("xcap"),
            ..XcapConnection::default()
        };
        let file = XcapConfiguration::new(&[0x00], &[connection]).unwrap();
        let read = XcapConfiguration::decode(&file.encode(60).unwrap()).unwrap();
        assert_eq!(read.connections().collect::<Vec<_>>(), [connection]);
        // without the outermost object
        let bare = XcapConfiguration::decode(&file.encode(60).unwrap()[2..]).unwrap();
        assert_eq!(bare.connections().count(), 1);
    }

    #[test]
    fn documents_are_written_and_read() {
        let file = ImsConfiguration::new(0, "<MgmtTree/>").unwrap();
        assert_eq!((file.encoding(), file.document()), (Some(0), Some("<MgmtTree/>")));
    }
}
