//! The browser of the terminal: ETSI TS 102 223 8.47 to 8.51, 8.77.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::DataObject;
use super::macros::{byte_object, bytes_object, whole_value};
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind};
use crate::fs::FileId;

named_byte! {
    /// Which browser: ETSI TS 102 223 8.47. Any value is kept.
    BrowserIdentity {
        DEFAULT = 0x00 "default browser",
        WML = 0x01 "WML browser",
        HTML = 0x02 "HTML browser",
        XHTML = 0x03 "XHTML browser",
        CHTML = 0x04 "cHTML browser",
    }
}

byte_object!(BrowserIdentity, 0x30, "browser identity");

/// An address on the web: ETSI TS 102 223 8.48, 3GPP TS 31.111 8.108 (an IMS URI has the same tag and coding). Empty, it
/// is the address that the terminal has as its default. Bytes that are no text are kept, and read as replacement
/// characters.
///
/// ```
/// use simcard::toolkit::object::{DataObject, Url};
///
/// let url = Url::decode(b"http://example.com/")?;
/// assert_eq!(url.text(), "http://example.com/");
/// assert_eq!(url, Url::new("http://example.com/")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Url(Vec<u8>);

impl Url {
    /// This address.
    ///
    /// # Errors
    ///
    /// A character is not of ASCII: an address has them escaped (RFC 1738).
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        match text.chars().position(|c| !c.is_ascii()) {
            Some(index) => Err(EncodeError::new(Self::NAME, EncodeErrorKind::Character { index })),
            None => Ok(Self(text.into())),
        }
    }

    /// The address; empty for the default one.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it stands for the default address.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

whole_value!(Url, 0x31, "URL");

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({:?})", self.text())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Url {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

named_byte! {
    /// A way to connect the browser. Any value is kept.
    BrowserBearer {
        SHORT_MESSAGE = 0x00 "short message",
        CIRCUIT_SWITCHED = 0x01 "circuit switched data",
        USSD = 0x02 "USSD",
        PACKET = 0x03 "packet service",
    }
}

/// How the browser is to connect, the first choice first: ETSI TS 102 223 8.49, 3GPP TS 31.111 8.49.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Bearer(pub Vec<BrowserBearer>);

impl DataObject for Bearer {
    const TAG: Tag = Tag(0x32);
    const NAME: &'static str = "bearer";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(value.iter().copied().map(BrowserBearer).collect()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.iter().map(|bearer| bearer.0));
        Ok(())
    }
}

/// Where on the card the settings for the browser are, from the MF on: ETSI TS 102 223 8.50.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ProvisioningFile(pub Vec<FileId>);

impl DataObject for ProvisioningFile {
    const TAG: Tag = Tag(0x33);
    const NAME: &'static str = "provisioning file reference";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let ids = value.chunks_exact(2);
        if !ids.remainder().is_empty() {
            let at = value.len();
            return Err(DecodeError::new(Self::NAME, at, DecodeErrorKind::Truncated { missing: 1 }));
        }
        let id = |bytes: &[u8]| <[u8; 2]>::try_from(bytes).ok().map(|id| FileId(u16::from_be_bytes(id)));
        Ok(Self(ids.filter_map(id).collect()))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.iter().flat_map(|id| id.to_bytes()));
        Ok(())
    }
}

named_byte! {
    /// Why the browser ended: ETSI TS 102 223 8.51. Any value is kept.
    BrowserTerminationCause {
        USER = 0x00 "user termination",
        ERROR = 0x01 "error termination",
    }
}

byte_object!(BrowserTerminationCause, 0x34, "browser termination cause");

/// The error that the browser got from the network, in bytes: ETSI TS 102 223 8.77.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BrowsingStatus(pub Vec<u8>);

bytes_object!(BrowsingStatus, 0x64, "browsing status");

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn urls() {
        vector(b"http://example.com", &Url::new("http://example.com").unwrap());
        vector(&[], &Url::default());
        assert!(Url::default().is_empty());
        assert!(Url::new("http://exämple.com").is_err());
        assert_eq!(Url::decode(&[0x61, 0xFF]).unwrap().text(), "a\u{FFFD}");
    }

    #[test]
    fn choices() {
        vector(&[0x02], &BrowserIdentity::HTML);
        vector(&[0x80], &BrowserIdentity(0x80));
        // 8.49: the list is in the order of priority: packet service before short message
        vector(&[0x03, 0x00], &Bearer(alloc::vec![BrowserBearer::PACKET, BrowserBearer::SHORT_MESSAGE]));
        vector(&[0x01], &BrowserTerminationCause::ERROR);
        vector(&[0x04, 0x04], &BrowsingStatus(alloc::vec![0x04, 0x04]));
        assert_eq!(BrowserBearer(9).name(), None);
    }

    #[test]
    fn provisioning_files() {
        // 3F00, 7F10, 6F42
        let path = ProvisioningFile(alloc::vec![FileId::MF, FileId::DF_TELECOM, FileId(0x6F42)]);
        vector(&[0x3F, 0x00, 0x7F, 0x10, 0x6F, 0x42], &path);
        assert_eq!(
            ProvisioningFile::decode(&[0x3F, 0x00, 0x7F]),
            Err(DecodeError::new(
                "provisioning file reference",
                3,
                DecodeErrorKind::Truncated { missing: 1 }
            ))
        );
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        assert_eq!(serde_json::to_string(&BrowserIdentity::WML).unwrap(), "\"WML browser\"");
        let bearers = Bearer(alloc::vec![BrowserBearer::USSD, BrowserBearer(0x0F)]);
        assert_eq!(serde_json::to_string(&bearers).unwrap(), "[\"USSD\",\"0F\"]");
    }
}
