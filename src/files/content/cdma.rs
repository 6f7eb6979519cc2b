//! What a removable user identity module (R-UIM) of cdma2000 networks keeps (3GPP2 C.S0023-D 3.4).

use alloc::string::String;
use alloc::vec::Vec;

use super::{Bytes, Content, OperationMode, filled, not_blank, unpadded};
use crate::codec::gsm7::{Alphabet, Septets};
use crate::codec::{DecodeError, EncodeError, Reader, ucs2};

/// The name of the home service provider: EF.SPN (3GPP2 C.S0023-D 3.4.31).
///
/// ```
/// use simcard::files::{ElementaryFile, cdma};
///
/// let spn = cdma::Spn::decode(b"\x01\x08\x01Caf\xE9\xFF\xFF")?;
/// assert_eq!(spn.name().as_deref(), Some("Café"));
/// assert!(spn.shows_in_home_area());
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CdmaServiceProviderName {
    /// Byte 1: whether to show the name, with its reserved bits.
    pub display_condition: u8,
    /// Byte 2: how the name is coded, with its reserved bits.
    pub character_encoding: u8,
    /// Byte 3: its language (3GPP2 C.R1001).
    pub language_indicator: u8,
    /// The bytes of the name, without padding.
    pub name: Bytes,
}

/// How a text is coded (3GPP2 C.R1001, table 9.1-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CharacterEncoding {
    /// `0`: bytes of unspecified meaning.
    Octet,
    /// `2`: ASCII.
    Ascii,
    /// `3`: IA5.
    Ia5,
    /// `4`: Unicode, two bytes a character.
    Unicode,
    /// `8`: Latin (ISO 8859-1).
    Latin,
    /// `9`: the GSM default alphabet, packed.
    Gsm7,
    /// Any other value.
    Other(u8),
}

impl CharacterEncoding {
    /// The coding that has this value.
    pub const fn new(value: u8) -> Self {
        match value {
            0 => Self::Octet,
            2 => Self::Ascii,
            3 => Self::Ia5,
            4 => Self::Unicode,
            8 => Self::Latin,
            9 => Self::Gsm7,
            value => Self::Other(value),
        }
    }

    /// The text in these bytes; `None` if it is not known how to read them.
    pub fn text(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Octet | Self::Ascii | Self::Ia5 => {
                bytes.is_ascii().then(|| bytes.iter().copied().map(char::from).collect())
            }
            Self::Latin => Some(bytes.iter().copied().map(char::from).collect()),
            Self::Unicode => Some(ucs2::decode(bytes)),
            Self::Gsm7 => Some(Alphabet::DEFAULT.chars(Septets::new(bytes, usize::MAX)).collect()),
            Self::Other(_) => None,
        }
    }
}

impl CdmaServiceProviderName {
    const OBJECT: &'static str = "EF.SPN";

    /// Whether the name is to be shown in the home service area.
    pub const fn shows_in_home_area(&self) -> bool {
        self.display_condition & 0x01 != 0
    }

    /// How the name is coded.
    pub const fn encoding(&self) -> CharacterEncoding {
        CharacterEncoding::new(self.character_encoding & 0x1F)
    }

    /// The name; `None` if its coding is not known.
    pub fn name(&self) -> Option<String> {
        self.encoding().text(&self.name.0)
    }
}

impl Content for CdmaServiceProviderName {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        let [display_condition, character_encoding, language_indicator] = reader.array()?;
        let field = reader.rest();
        let mut used = unpadded(field).len();
        // The last byte of a character may be FF.
        if CharacterEncoding::new(character_encoding & 0x1F) == CharacterEncoding::Unicode {
            used = used.next_multiple_of(2);
        }
        let name = Bytes(field.get(..used).unwrap_or(field).to_vec());
        Ok(Self { display_condition, character_encoding, language_indicator, name })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let header = [self.display_condition, self.character_encoding, self.language_indicator];
        filled(Self::OBJECT, [&header, self.name.0.as_slice()].concat(), len)
    }
}

serialize_fields!(CdmaServiceProviderName, this {
    "show_in_home_service_area" => this.shows_in_home_area(),
    "character_encoding" => this.encoding(),
    "language_indicator" => this.language_indicator,
    "service_provider_name" => this.name(),
    "bytes" if this.name().is_none() => this.name,
});

/// The mode the phone works in: EF.AD (3GPP2 C.S0023-D 3.4.33).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RuimAdministrativeData {
    /// Byte 1: how the phone is to work.
    pub operation_mode: OperationMode,
    /// Bytes 2 and 3: facilities that depend on the mode.
    pub additional_information: [u8; 2],
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for RuimAdministrativeData {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.AD", bytes)?;
        let mut reader = Reader::new("EF.AD", bytes);
        Ok(Self {
            operation_mode: OperationMode::new(reader.u8()?),
            additional_information: reader.array()?,
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = [self.operation_mode.value()].to_vec();
        out.extend(self.additional_information);
        out.extend(&self.rest.0);
        filled("EF.AD", out, len)
    }
}

serialize_fields!(RuimAdministrativeData, this {
    "ms_operation_mode" => this.operation_mode,
    "additional_information" => Bytes(this.additional_information.to_vec()),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// A short message: a record of EF.SMS (3GPP2 C.S0023-D 3.4.27).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CdmaMessage {
    /// Byte 1: whether the record is in use, and what became of the message.
    pub status: u8,
    /// Byte 2: the length of the message.
    pub message_length: u8,
    /// All that follows, without padding, but with the message in full.
    body: Bytes,
}

impl CdmaMessage {
    const OBJECT: &'static str = "EF.SMS";

    /// Whether the record holds a message.
    pub const fn is_used(&self) -> bool {
        self.status & 0x01 != 0
    }

    /// Whether the message is protected by a PIN.
    pub const fn is_protected(&self) -> bool {
        self.status & 0x20 != 0
    }

    /// What became of the message.
    pub const fn state(&self) -> &'static str {
        match self.status & 0x07 {
            1 => "received_and_read",
            3 => "received_to_be_read",
            5 => "sent",
            7 => "to_be_sent",
            _ => "free",
        }
    }

    /// The transport layer message (3GPP2 C.S0015), as far as the record goes.
    pub fn message(&self) -> &[u8] {
        self.body.0.get(..usize::from(self.message_length)).unwrap_or(&self.body.0)
    }

    fn rest(&self) -> Bytes {
        Bytes(self.body.0.get(usize::from(self.message_length)..).unwrap_or_default().to_vec())
    }
}

/// Hides the message itself.
impl core::fmt::Debug for CdmaMessage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut debug = f.debug_struct("CdmaMessage");
        debug.field("status", &self.status).field("length", &self.message_length).finish_non_exhaustive()
    }
}

impl Content for CdmaMessage {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        let [status, message_length] = reader.array()?;
        let body = reader.rest();
        // Where there is no message, its length is padding too.
        let least = if status & 0x01 == 0 { 0 } else { usize::from(message_length).min(body.len()) };
        let used = unpadded(body).len().max(least);
        Ok(Self { status, message_length, body: Bytes(body.get(..used).unwrap_or(body).to_vec()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let header = [self.status, self.message_length];
        filled(Self::OBJECT, [&header, self.body.0.as_slice()].concat(), len)
    }
}

serialize_fields!(CdmaMessage, this {
    "status" => this.state(),
    "protected" if this.is_protected() => true,
    "reserved" if this.status & 0xD8 != 0 => this.status & 0xD8,
    "message" if this.is_used() => Bytes(this.message().to_vec()),
    "rest" if this.is_used() && !this.rest().is_empty() => this.rest(),
    "rest" if !this.is_used() && !this.body.is_empty() => this.body,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_each_coding() {
        // 3GPP2 C.R1001 table 9.1-1; packed septets: 3GPP TS 23.038 6.1.2.1.1
        let text = |coding, bytes: &[u8]| CharacterEncoding::new(coding).text(bytes);
        assert_eq!(text(2, b"Rail").as_deref(), Some("Rail"));
        assert_eq!(text(2, &[0xE9]), None);
        assert_eq!(text(4, &[0x04, 0x11, 0x04, 0x30]).as_deref(), Some("Ба"));
        assert_eq!(text(8, &[0x43, 0xE9]).as_deref(), Some("Cé"));
        assert_eq!(text(9, &[0xD4, 0xF2, 0x9C, 0x0E]).as_deref(), Some("Test"));
        assert_eq!(text(5, b"x"), None);
    }

    #[test]
    fn a_character_or_a_message_may_end_in_ff() {
        let spn = CdmaServiceProviderName::decode(&[1, 4, 1, 0x00, 0xFF, 0xFF, 0xFF]).unwrap();
        assert_eq!(spn.name().as_deref(), Some("\u{FF}"));
        assert_eq!(spn.encode(5).unwrap(), [1, 4, 1, 0x00, 0xFF]);
        let message = CdmaMessage::decode(&[1, 2, 0x00, 0xFF, 0xFF]).unwrap();
        assert_eq!(message.encode(4).unwrap(), [1, 2, 0x00, 0xFF]);
        assert!(spn.encode(4).is_err() && message.encode(3).is_err());
    }
}
