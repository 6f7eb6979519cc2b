//! The bearer independent protocol: channels, their data, and where they lead. ETSI TS 102 223 8.53 to 8.56, 8.59, 8.70.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::DataObject;
use super::macros::{byte_object, bytes_object};
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::files::content::AccessPointName;

/// Data to send on a channel, or received on one: ETSI TS 102 223 8.53.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ChannelData(pub Vec<u8>);

bytes_object!(ChannelData, 0x36, "channel data");

/// How many bytes are asked for, are left to read, or can be sent: ETSI TS 102 223 8.54.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChannelDataLength(pub u8);

byte_object!(ChannelDataLength, 0x37, "channel data length");

impl ChannelDataLength {
    /// 255, which in an answer means "255 or more".
    pub const MAX: Self = Self(0xFF);

    /// This many bytes, or [`MAX`](Self::MAX) if they are more.
    pub fn of(len: usize) -> Self {
        u8::try_from(len).map_or(Self::MAX, Self)
    }
}

/// How large a buffer is, in bytes: ETSI TS 102 223 8.55.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BufferSize(pub u16);

impl DataObject for BufferSize {
    const TAG: Tag = Tag(0x39);
    const NAME: &'static str = "buffer size";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let size = reader.u16()?;
        reader.finish()?;
        Ok(Self(size))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend(self.0.to_be_bytes());
        Ok(())
    }
}

/// What state a channel is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum LinkState {
    /// There is no link, or it is closed.
    Down,
    /// The card is a server and waits for a connection.
    Listening,
    /// There is a link.
    Established,
}

named_byte! {
    /// What happened to a channel. Any value is kept.
    ChannelInfo {
        NONE = 0x00 "no further info",
        LINK_DROPPED = 0x05 "link dropped",
    }
}

/// The state of a channel: ETSI TS 102 223 8.56.
///
/// ```
/// use simcard::toolkit::object::{ChannelInfo, ChannelStatus, DataObject, LinkState};
///
/// let status = ChannelStatus::decode(&[0x82, 0x00])?;
/// assert_eq!((status.channel(), status.link()), (Some(2), LinkState::Established));
/// assert_eq!(status, ChannelStatus::new(2, LinkState::Established, ChannelInfo::NONE));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChannelStatus {
    /// The channel and its state, as they are coded.
    pub state: u8,
    /// What happened.
    pub info: ChannelInfo,
}

impl ChannelStatus {
    const ESTABLISHED: u8 = 0x80;
    const LISTENING: u8 = 0x40;

    /// The state of this channel (1 to 7).
    pub const fn new(channel: u8, link: LinkState, info: ChannelInfo) -> Self {
        let link = match link {
            LinkState::Down => 0,
            LinkState::Listening => Self::LISTENING,
            LinkState::Established => Self::ESTABLISHED,
        };
        Self { state: link | channel & 0x07, info }
    }

    /// That there is no channel.
    pub const fn no_channel() -> Self {
        Self { state: 0, info: ChannelInfo::NONE }
    }

    /// Which channel, 1 to 7; `None` if there is none.
    pub const fn channel(self) -> Option<u8> {
        match self.state & 0x07 {
            0 => None,
            channel => Some(channel),
        }
    }

    /// Whether it has a link.
    pub const fn link(self) -> LinkState {
        if self.state & Self::ESTABLISHED != 0 {
            LinkState::Established
        } else if self.state & Self::LISTENING != 0 {
            LinkState::Listening
        } else {
            LinkState::Down
        }
    }
}

impl DataObject for ChannelStatus {
    const TAG: Tag = Tag(0x38);
    const NAME: &'static str = "channel status";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [state, info] = reader.array()?;
        reader.finish()?;
        Ok(Self { state, info: ChannelInfo(info) })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.state, self.info.0]);
        Ok(())
    }
}

impl fmt::Debug for ChannelStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChannelStatus({:?}, {:?}, {:?})", self.channel(), self.link(), self.info)
    }
}

serialize_fields!(ChannelStatus, status {
    "channel" => status.channel(),
    "link" => status.link(),
    "info" => status.info,
});

named_byte! {
    /// A transport protocol, and what the card is in it. Any value is kept.
    TransportProtocol {
        UDP_CLIENT_REMOTE = 0x01 "UDP client, remote connection",
        TCP_CLIENT_REMOTE = 0x02 "TCP client, remote connection",
        TCP_SERVER = 0x03 "TCP server",
        UDP_CLIENT_LOCAL = 0x04 "UDP client, local connection",
        TCP_CLIENT_LOCAL = 0x05 "TCP client, local connection",
        DIRECT = 0x06 "direct communication channel",
    }
}

/// Protocol and port of a channel: ETSI TS 102 223 8.59.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TransportLevel {
    /// The protocol.
    pub protocol: TransportProtocol,
    /// The port: of the remote end where the card is a client, the card's own where it is a server.
    pub port: u16,
}

impl TransportLevel {
    /// This protocol at this port.
    pub const fn new(protocol: TransportProtocol, port: u16) -> Self {
        Self { protocol, port }
    }
}

impl DataObject for TransportLevel {
    const TAG: Tag = Tag(0x3C);
    const NAME: &'static str = "UICC/terminal interface transport level";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let protocol = TransportProtocol(reader.u8()?);
        let port = reader.u16()?;
        reader.finish()?;
        Ok(Self { protocol, port })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.protocol.0);
        out.extend(self.port.to_be_bytes());
        Ok(())
    }
}

/// An access point or data network: ETSI TS 102 223 8.70, 3GPP TS 31.111 8.70. The name has its labels each with its
/// length before it; empty, it stands for the one of the subscription.
///
/// ```
/// use simcard::toolkit::object::{DataObject, NetworkAccessName};
///
/// let name = NetworkAccessName::decode(b"\x08internet\x07example")?;
/// assert_eq!(name.text().as_deref(), Some("internet.example"));
/// assert_eq!(name, NetworkAccessName::new("internet.example")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NetworkAccessName(pub AccessPointName);

impl NetworkAccessName {
    /// The name with these labels, dots between them.
    ///
    /// # Errors
    ///
    /// A label is empty, or longer than 63 bytes.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        AccessPointName::new(text).map(Self)
    }

    /// The labels with dots between them. Cards exist that have the dots in the coding, without lengths: such a name is
    /// read as it is. `None` if it is neither, or empty.
    pub fn text(&self) -> Option<String> {
        let dotted = || {
            let text = core::str::from_utf8(self.0.as_bytes()).ok()?;
            (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| text.into())
        };
        self.0.text().or_else(dotted)
    }
}

impl DataObject for NetworkAccessName {
    const TAG: Tag = Tag(0x47);
    const NAME: &'static str = "network access name";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(AccessPointName::from_bytes(value)))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend_from_slice(self.0.as_bytes());
        Ok(())
    }
}

impl fmt::Debug for NetworkAccessName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Some(text) => write!(f, "NetworkAccessName({text:?})"),
            None => write!(f, "NetworkAccessName({})", hex::encode(self.0.as_bytes())),
        }
    }
}

/// The name; nothing, or the bytes in an object.
#[cfg(feature = "serde")]
impl serde::Serialize for NetworkAccessName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.text() {
            Some(text) => serializer.serialize_str(&text),
            None => self.0.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn sizes() {
        // 8.55: 2 bytes, the high one first: 1400 = 0578
        vector(&[0x05, 0x78], &BufferSize(1400));
        assert!(BufferSize::decode(&[0x05, 0x78, 0x00]).is_err());
        vector(&[0xC8], &ChannelDataLength(200));
        assert_eq!(ChannelDataLength::of(255), ChannelDataLength::MAX);
        assert_eq!(ChannelDataLength::of(300), ChannelDataLength::MAX);
        assert_eq!(ChannelDataLength::of(7), ChannelDataLength(7));
        vector(&[1, 2, 3], &ChannelData(alloc::vec![1, 2, 3]));
    }

    #[test]
    fn channel_states() {
        // 8.56: b1-b3 the channel, b8 link established; a TCP server has b7-b8: 01 LISTEN, 10 ESTABLISHED
        vector(&[0x81, 0x00], &ChannelStatus::new(1, LinkState::Established, ChannelInfo::NONE));
        vector(&[0x43, 0x00], &ChannelStatus::new(3, LinkState::Listening, ChannelInfo::NONE));
        vector(&[0x01, 0x05], &ChannelStatus::new(1, LinkState::Down, ChannelInfo::LINK_DROPPED));
        vector(&[0x00, 0x00], &ChannelStatus::no_channel());
        assert_eq!(ChannelStatus::no_channel().channel(), None);
        let reserved = ChannelStatus::decode(&[0xBF, 0x77]).unwrap();
        assert_eq!((reserved.channel(), reserved.link()), (Some(7), LinkState::Established));
        vector(&[0xBF, 0x77], &reserved);
    }

    #[test]
    fn transport_levels() {
        // TCP client, remote, port 80 = 0050
        vector(&[0x02, 0x00, 0x50], &TransportLevel::new(TransportProtocol::TCP_CLIENT_REMOTE, 80));
        vector(&[0x7F, 0xFF, 0xFF], &TransportLevel::new(TransportProtocol(0x7F), 65535));
        assert!(TransportLevel::decode(&[0x02, 0x00]).is_err());
    }

    #[test]
    fn access_names() {
        vector(b"\x03foo\x02ex", &NetworkAccessName::new("foo.ex").unwrap());
        vector(&[], &NetworkAccessName::default());
        assert_eq!(NetworkAccessName::default().text(), None);
        // dots instead of lengths
        assert_eq!(NetworkAccessName::decode(b"foo.ex").unwrap().text().as_deref(), Some("foo.ex"));
        assert_eq!(NetworkAccessName::decode(&[0x05, 0x61]).unwrap().text(), None);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let status = ChannelStatus::new(1, LinkState::Established, ChannelInfo(0x42));
        assert_eq!(
            serde_json::to_string(&status).unwrap(),
            r#"{"channel":1,"link":"established","info":"42"}"#
        );
        let level = TransportLevel::new(TransportProtocol::TCP_SERVER, 8080);
        assert_eq!(serde_json::to_string(&level).unwrap(), r#"{"protocol":"TCP server","port":8080}"#);
        let name = NetworkAccessName::decode(&[0x05, 0x61]).unwrap();
        assert_eq!(serde_json::to_string(&name).unwrap(), r#"{"invalid":"0561"}"#);
    }
}
