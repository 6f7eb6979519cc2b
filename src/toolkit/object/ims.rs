//! The IP multimedia subsystem (IMS).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bitflags::bitflags;

use super::DataObject;
use super::macros::whole_value;
use super::named::named_byte;
use super::utf8::text_object;
use crate::codec::ber::{self, Tlvs};
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

/// The address of a call or a message in IMS: 3GPP TS 31.111 8.108. It shares the tag of a URL.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ImsUri(Vec<u8>);

text_object!(ImsUri, 0x31, "IMS URI");

/// An IMS application (IMS application reference identifier): 3GPP TS 31.111 8.110, 3GPP TS 24.229.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Iari(Vec<u8>);

text_object!(Iari, 0x76, "IARI");

/// That an [`ImsUri`] beside it was too long and is cut off: 3GPP TS 31.111 8.135.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UriTruncated;

impl DataObject for UriTruncated {
    const TAG: Tag = Tag(0x73);
    const NAME: &'static str = "URI truncated";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Reader::new(Self::NAME, value).finish()?;
        Ok(Self)
    }

    fn encode(&self, _out: &mut Vec<u8>) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// The public user identities that are registered: 3GPP TS 31.111 clause 8. What is no list is kept.
///
/// ```
/// use simcard::toolkit::object::{DataObject, ImpuList};
///
/// let list = ImpuList::decode(b"\x80\x12sip:me@ims.example\x80\x05tel:1")?;
/// assert_eq!(list.uris().collect::<Vec<_>>(), ["sip:me@ims.example", "tel:1"]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ImpuList(Vec<u8>);

impl ImpuList {
    /// The tag of an identity in the list.
    const URI: ber::Tag = ber::Tag(0x80);

    /// These identities.
    ///
    /// # Errors
    ///
    /// One is longer than any object can be.
    pub fn new(uris: &[&str]) -> Result<Self, EncodeError> {
        let mut bytes = Vec::new();
        uris.iter().try_for_each(|uri| ber::push_tlv(&mut bytes, Self::URI, uri.as_bytes()))?;
        Ok(Self(bytes))
    }

    /// The identities, in order, up to what can't be read.
    pub fn uris(&self) -> impl Iterator<Item = Cow<'_, str>> {
        Tlvs::new(&self.0)
            .map_while(Result::ok)
            .filter(|object| object.tag == Self::URI)
            .map(|object| String::from_utf8_lossy(object.value))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

whole_value!(ImpuList, 0x77, "IMPU list");

impl fmt::Debug for ImpuList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ImpuList")?;
        f.debug_list().entries(self.uris()).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ImpuList {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.uris())
    }
}

/// How a registration ended: 3GPP TS 31.111 clause 8, the status code of SIP in three digits.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ImsStatusCode(Vec<u8>);

text_object!(ImsStatusCode, 0x78, "IMS status-code");

impl ImsStatusCode {
    /// The number: 200 is success (RFC 3261 clause 21). `None` if it is none.
    pub fn code(&self) -> Option<u16> {
        match *self.0.as_slice() {
            [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => core::str::from_utf8(&self.0).ok()?.parse().ok(),
            _ => None,
        }
    }
}

named_byte! {
    /// By whose numbers a call ended.
    CauseProtocol {
        SIP = 0x01 "SIP",
        Q850 = 0x02 "Q.850",
    }
}

/// Why a call in IMS ended: 3GPP TS 31.111 8.133, what the Reason header of SIP says (RFC 3326).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ImsDisconnectionCause {
    /// By whose numbers.
    pub protocol: CauseProtocol,
    /// The cause: a status code of SIP, or a cause of ITU-T Q.850.
    pub cause: u16,
}

impl DataObject for ImsDisconnectionCause {
    const TAG: Tag = Tag(0x55);
    const NAME: &'static str = "IMS call disconnection cause";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let protocol = CauseProtocol(reader.u8()?);
        let cause = reader.u16()?;
        reader.finish()?;
        Ok(Self { protocol, cause })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.protocol.0);
        out.extend(self.cause.to_be_bytes());
        Ok(())
    }
}

bitflags! {
    /// Voice or video: 3GPP TS 31.111 8.132.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct MediaType: u8 {
        /// Voice.
        const VOICE = 0x01;
        /// Video.
        const VIDEO = 0x02;
        const _ = !0;
    }
}

serialize_flags!(MediaType);

impl DataObject for MediaType {
    const TAG: Tag = Tag(0x7E);
    const NAME: &'static str = "media type";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let media = Self::from_bits_retain(reader.u8()?);
        reader.finish()?;
        Ok(media)
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.bits());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn addresses() {
        vector(b"sip:+447700900123@ims.example", &ImsUri::new("sip:+447700900123@ims.example"));
        assert_eq!(ImsUri::decode(&[0x73, 0xFF]).unwrap().text(), "s\u{FFFD}");
        vector(b"urn:urn-7:3gpp-application.ims.iari.x", &Iari::new("urn:urn-7:3gpp-application.ims.iari.x"));
        vector(&[], &UriTruncated);
        assert!(UriTruncated::decode(&[0]).is_err());
    }

    #[test]
    fn identities() {
        // tag 80, length 18, "sip:me@ims.example"; tag 80, length 5, "tel:1"
        vector(
            b"\x80\x12sip:me@ims.example\x80\x05tel:1",
            &ImpuList::new(&["sip:me@ims.example", "tel:1"]).unwrap(),
        );
        assert_eq!(ImpuList::decode(b"\x80\x01a\x80\x7F").unwrap().uris().count(), 1);
        assert_eq!(
            format!("{:?}", ImpuList::new(&["sip:me@ims.example"]).unwrap()),
            r#"ImpuList["sip:me@ims.example"]"#
        );
    }

    #[test]
    fn outcomes() {
        vector(b"200", &ImsStatusCode::new("200"));
        assert_eq!(ImsStatusCode::new("403").code(), Some(403));
        for wrong in ["", "20", "2000", "2x0", "099"] {
            assert_eq!(ImsStatusCode::new(wrong).code(), None, "{wrong}");
        }
        // 3GPP TS 31.111 8.133: protocol 01, cause 486 = 01E6
        vector(&[0x01, 0x01, 0xE6], &ImsDisconnectionCause { protocol: CauseProtocol::SIP, cause: 486 });
        vector(&[0x02, 0x00, 0x10], &ImsDisconnectionCause { protocol: CauseProtocol::Q850, cause: 16 });
        vector(&[0x03], &(MediaType::VOICE | MediaType::VIDEO));
        vector(&[0x80], &MediaType::from_bits_retain(0x80));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let cause = ImsDisconnectionCause { protocol: CauseProtocol::SIP, cause: 486 };
        assert_eq!(serde_json::to_string(&cause).unwrap(), r#"{"protocol":"SIP","cause":486}"#);
        assert_eq!(serde_json::to_string(&MediaType::from_bits_retain(0x81)).unwrap(), r#"["voice","128"]"#);
        assert_eq!(serde_json::to_string(&ImpuList::new(&["tel:1"]).unwrap()).unwrap(), r#"["tel:1"]"#);
    }
}
