//! Further card readers of the terminal and the cards in them: ETSI TS 102 223 8.33 to 8.36, 8.57.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::macros::{byte_object, bytes_object};
use crate::apdu::{Atr, Command, CommandError, Response};
use crate::codec::DecodeError;

/// The state of a further reader: ETSI TS 102 223 8.33.
///
/// ```
/// use simcard::toolkit::object::{CardReaderStatus, DataObject};
///
/// let status = CardReaderStatus::decode(&[0xF1])?;
/// assert_eq!(status.reader(), 1);
/// assert!(status.is_present() && status.has_card() && status.is_powered());
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CardReaderStatus(pub u8);

byte_object!(CardReaderStatus, 0x20, "card reader status");

impl CardReaderStatus {
    const REMOVABLE: u8 = 0x08;
    const PRESENT: u8 = 0x10;
    const ID_1: u8 = 0x20;
    const CARD: u8 = 0x40;
    const POWERED: u8 = 0x80;

    /// Which reader, 0 to 7.
    pub const fn reader(self) -> u8 {
        self.0 & 0x07
    }

    /// Whether the reader can be taken off.
    pub const fn is_removable(self) -> bool {
        self.0 & Self::REMOVABLE != 0
    }

    /// Whether the reader is there.
    pub const fn is_present(self) -> bool {
        self.0 & Self::PRESENT != 0
    }

    /// Whether the reader is for cards of the size of a credit card.
    pub const fn is_id_1(self) -> bool {
        self.0 & Self::ID_1 != 0
    }

    /// Whether a card is in it.
    pub const fn has_card(self) -> bool {
        self.0 & Self::CARD != 0
    }

    /// Whether the card in it has power.
    pub const fn is_powered(self) -> bool {
        self.0 & Self::POWERED != 0
    }
}

impl fmt::Debug for CardReaderStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardReaderStatus({:02X})", self.0)
    }
}

serialize_fields!(CardReaderStatus, status {
    "reader" => status.reader(),
    "removable" => status.is_removable(),
    "present" => status.is_present(),
    "id_1" => status.is_id_1(),
    "card_present" => status.has_card(),
    "card_powered" => status.is_powered(),
});

/// The answer to reset of a further card: ETSI TS 102 223 8.34.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CardAtr(pub Vec<u8>);

bytes_object!(CardAtr, 0x21, "card ATR");

impl CardAtr {
    /// What it says.
    ///
    /// # Errors
    ///
    /// The bytes are no ATR.
    pub fn atr(&self) -> Result<Atr, DecodeError> {
        Atr::parse(&self.0)
    }
}

impl From<Atr> for CardAtr {
    fn from(atr: Atr) -> Self {
        Self(atr.as_bytes().to_vec())
    }
}

/// A command for a further card: ETSI TS 102 223 8.35.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CApdu(pub Vec<u8>);

bytes_object!(CApdu, 0x22, "C-APDU", without Debug);

/// Without data that are a secret, such as a PIN.
impl fmt::Debug for CApdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Command::parse(&self.0) {
            Ok(command) => write!(f, "CApdu({command})"),
            Err(_) => write!(f, "CApdu({} bytes)", self.0.len()),
        }
    }
}

impl CApdu {
    /// This command.
    ///
    /// # Errors
    ///
    /// Its data are too long for any command, or it expects too much.
    pub fn new(command: &Command<'_>) -> Result<Self, CommandError> {
        command.to_vec().map(Self)
    }

    /// The command.
    ///
    /// # Errors
    ///
    /// The bytes are no command.
    pub fn command(&self) -> Result<Command<'_>, DecodeError> {
        Command::parse(&self.0)
    }
}

/// The answer of a further card: ETSI TS 102 223 8.36.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RApdu(pub Vec<u8>);

bytes_object!(RApdu, 0x23, "R-APDU");

impl RApdu {
    /// The data and the status word.
    ///
    /// # Errors
    ///
    /// The bytes have no status word.
    pub fn response(&self) -> Result<Response<'_>, DecodeError> {
        Response::parse(&self.0)
    }
}

/// What a further reader is called: ETSI TS 102 223 8.57.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CardReaderIdentifier(pub Vec<u8>);

bytes_object!(CardReaderIdentifier, 0x3A, "card reader identifier");

impl CardReaderIdentifier {
    /// The identifier, where it is text.
    pub fn text(&self) -> Option<String> {
        let text = core::str::from_utf8(&self.0).ok()?;
        (!text.chars().any(char::is_control)).then(|| text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::super::DataObject;
    use super::super::testing::vector;
    use super::*;
    use crate::apdu::{Class, Instruction, StatusWord};

    #[test]
    fn status_bits() {
        // 8.33: b1-b3 identity, b4 removable, b5 present, b6 ID-1, b7 card present, b8 card powered
        let status = CardReaderStatus(0x5A);
        vector(&[0x5A], &status);
        assert_eq!(status.reader(), 2);
        assert!(status.is_removable() && status.is_present() && status.has_card());
        assert!(!status.is_id_1() && !status.is_powered());
        assert!(CardReaderStatus::decode(&[]).is_err());
    }

    #[test]
    fn apdus() {
        // SELECT MF, class A0: A0 A4 00 00, Lc 02, 3F00
        let select = Command::new(Class::GSM, Instruction::new(0xA4), 0, 0).data(&[0x3F, 0x00]);
        let object = CApdu::new(&select).unwrap();
        vector(&[0xA0, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00], &object);
        assert_eq!(object.command().unwrap().data, [0x3F, 0x00]);
        assert!(CApdu(alloc::vec![0xA0]).command().is_err());

        let response = RApdu(alloc::vec![0x12, 0x90, 0x00]);
        vector(&[0x12, 0x90, 0x00], &response);
        assert_eq!(response.response().unwrap().data, [0x12]);
        assert_eq!(response.response().unwrap().status, StatusWord::OK);
        assert!(RApdu(alloc::vec![0x90]).response().is_err());
    }

    #[test]
    fn atr() {
        // TS 3B, T0 00: no interface bytes, no historical ones
        let object = CardAtr(alloc::vec![0x3B, 0x00]);
        vector(&[0x3B, 0x00], &object);
        assert_eq!(CardAtr::from(object.atr().unwrap()), object);
        assert!(CardAtr::default().atr().is_err());
    }

    #[test]
    fn identifier() {
        vector(b"Reader", &CardReaderIdentifier(b"Reader".to_vec()));
        assert_eq!(CardReaderIdentifier(b"Reader".to_vec()).text().as_deref(), Some("Reader"));
        assert_eq!(CardReaderIdentifier(alloc::vec![0x00, 0xFF]).text(), None);
    }
}
