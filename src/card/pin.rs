//! PINs: how many tries are left, and VERIFY that never burns the last one unasked.

use core::fmt;
use core::str::FromStr;

use thiserror::Error;
use zeroize::Zeroizing;

use super::{Card, Exclusive};
use crate::apdu::{Instruction, StatusKind};
use crate::error::{Error, Misuse, PinError, Result};
use crate::fs::{Fcp, GsmHeader, Path};
use crate::transport::{Transport, TransportError};

/// Which PIN (ETSI TS 102 221 9.5.1, table 9.3: the key references).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PinId {
    /// PIN1 of the first application, `01`; CHV1 of a GSM card.
    Pin1,
    /// PIN2 of the first application, `81`; CHV2 of a GSM card.
    Pin2,
    /// The universal PIN, `11`.
    Universal,
    /// An administrative key, ADM1 to ADM10 by number: `0A` to `0E`, `8A` to `8E`.
    Adm(u8),
    /// Any other, by its key reference: the PINs of further applications are `02` to `08` and `82` to `88`.
    Reference(u8),
}

impl PinId {
    /// P2 of the commands about it.
    fn reference(self, gsm: bool) -> Result<u8> {
        match self {
            Self::Pin1 => Ok(0x01),
            Self::Pin2 if gsm => Ok(0x02),
            Self::Pin2 => Ok(0x81),
            Self::Adm(_) | Self::Universal | Self::Reference(_) if gsm => {
                Err(Misuse::NotOnGsm("standard command for this PIN").into())
            }
            Self::Universal => Ok(0x11),
            Self::Adm(number @ 1..=5) => Ok(number.saturating_add(0x09)),
            Self::Adm(number @ 6..=10) => Ok(number.saturating_add(0x84)),
            Self::Adm(_) => Err(PinError::NoSuchPin.into()),
            Self::Reference(reference) => Ok(reference),
        }
    }
}

/// A PIN, or an administrative key, as the card gets it: 8 bytes. Wiped when dropped, and never shown.
///
/// ```
/// use simcard::card::Pin;
///
/// let pin: Pin = "1234".parse()?;
/// assert_eq!(format!("{pin:?}"), "Pin(..)");
/// assert!("12 34".parse::<Pin>().is_err());
/// # Ok::<(), simcard::card::PinParseError>(())
/// ```
#[derive(Clone)]
pub struct Pin(Zeroizing<[u8; 8]>);

/// A text that is no PIN. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("a PIN has 4 to 8 decimal digits")]
pub struct PinParseError;

impl Pin {
    /// A key that is no decimal PIN: its 8 bytes as they are.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl FromStr for Pin {
    type Err = PinParseError;

    /// 4 to 8 decimal digits, padded with FF (ETSI TS 102 221 9.5.1).
    fn from_str(text: &str) -> Result<Self, PinParseError> {
        let mut bytes = Zeroizing::new([0xFF; 8]);
        if !(4..=8).contains(&text.len()) || !text.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(PinParseError);
        }
        bytes.iter_mut().zip(text.bytes()).for_each(|(place, digit)| *place = digit);
        Ok(Self(bytes))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

/// What the card tells of a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PinStatus {
    /// Tries left before it is blocked; `None` where the card does not tell.
    pub remaining: Option<u8>,
    /// Whether it is asked for at all; `None` where the card does not tell.
    pub enabled: Option<bool>,
}

impl PinStatus {
    /// Whether no tries are left.
    pub const fn is_blocked(&self) -> bool {
        matches!(self.remaining, Some(0))
    }
}

/// What to do where a wrong PIN would block the card, or where the card does not tell how many tries are left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LastTry {
    /// Send nothing: [`PinError::LastTry`] or [`PinError::UnknownTries`].
    #[default]
    Refuse,
    /// Send it: whoever asks for this knows what a wrong PIN does.
    Allow,
}

impl<T: Transport> Card<T> {
    /// How many tries are left, and whether the PIN is asked for. Costs no try.
    ///
    /// # Errors
    ///
    /// [`PinError::NoSuchPin`], or the card refuses to tell.
    pub fn pin_status(&mut self, id: PinId) -> Result<PinStatus> {
        self.reading(|card| {
            let reference = card.pin_reference(id)?;
            let status = card.query_pin(reference)?;
            if card.is_gsm() || status.enabled.is_some() {
                return Ok(status);
            }
            let enabled = card.pin_enabled(reference)?;
            Ok(PinStatus { enabled, ..status })
        })
    }

    /// Verifies a PIN, once, after asking the card how many tries are left.
    ///
    /// Never repeated, whatever goes wrong on the way. A PIN that is blocked is not sent; neither is one whose
    /// last try this would be, unless `last_try` allows it.
    ///
    /// ```
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::{Card, Error, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let wrong = "9999".parse()?;
    /// match card.verify_pin(PinId::Pin2, &wrong, LastTry::Refuse) {
    ///     Err(Error::Pin(error)) => assert_eq!(error.to_string(), "wrong PIN, 2 tries left"),
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok::<(), simcard::card::PinParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Pin`] if it was wrong or not sent; others if the card or the transport failed.
    pub fn verify_pin(&mut self, id: PinId, pin: &Pin, last_try: LastTry) -> Result<()> {
        self.exclusive(|card| {
            let reference = card.pin_reference(id)?;
            let before = card.query_pin(reference)?;
            match (before.remaining, before.enabled, last_try) {
                (Some(0), ..) => return Err(PinError::Blocked.into()),
                (_, Some(false), _) => return Err(PinError::Disabled.into()),
                (Some(1), _, LastTry::Refuse) => return Err(PinError::LastTry.into()),
                (None, _, LastTry::Refuse) => return Err(PinError::UnknownTries.into()),
                _ => {}
            }
            let command = card.command(Instruction::VERIFY, 0, reference).data(&*pin.0);
            let status = card.send(command)?.status;
            match status.kind() {
                StatusKind::PinRetries { remaining: 0 } | StatusKind::AuthenticationBlocked => {
                    Err(PinError::Blocked.into())
                }
                StatusKind::PinRetries { remaining } => {
                    Err(PinError::Wrong { remaining: Some(remaining) }.into())
                }
                // a GSM card says "wrong" and leaves the counter to the next STATUS
                StatusKind::SecurityNotSatisfied if card.is_gsm() => {
                    let remaining = card.query_pin(reference)?.remaining;
                    Err(PinError::Wrong { remaining }.into())
                }
                StatusKind::NotFound => Err(PinError::NoSuchPin.into()),
                StatusKind::Deactivated => Err(PinError::Disabled.into()),
                _ if status.is_success() => Ok(()),
                _ => Err(Error::status(status, Instruction::VERIFY, None)),
            }
        })
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    /// The key reference, with the application selected that a local one belongs to.
    fn pin_reference(&mut self, id: PinId) -> Result<u8> {
        self.find_dialect()?;
        let reference = id.reference(self.is_gsm())?;
        if reference & 0x80 != 0 && self.selection().application.is_none() {
            match self.go_to(&Path::adf(crate::fs::Aid::USIM, &[])) {
                Err(error) if !error.is_not_found() => return Err(error),
                _ => {}
            }
        }
        Ok(reference)
    }

    /// Asks for the tries left, in the way that costs none.
    fn query_pin(&mut self, reference: u8) -> Result<PinStatus> {
        if self.is_gsm() {
            return self.query_chv(reference);
        }
        // ETSI TS 102 221 11.1.9.1.2: without data, VERIFY only tells
        let status = self.send(self.command(Instruction::VERIFY, 0, reference))?.status;
        match status.kind() {
            StatusKind::PinRetries { remaining } => {
                Ok(PinStatus { remaining: Some(remaining), enabled: None })
            }
            StatusKind::AuthenticationBlocked => Ok(PinStatus { remaining: Some(0), enabled: None }),
            StatusKind::Deactivated => Ok(PinStatus { remaining: None, enabled: Some(false) }),
            StatusKind::NotFound => Err(PinError::NoSuchPin.into()),
            // verified already, or a card that tells in some other way
            _ => Ok(PinStatus { remaining: None, enabled: None }),
        }
    }

    /// A GSM card tells in the header of a directory. VERIFY CHV without data might count as a try there.
    fn query_chv(&mut self, reference: u8) -> Result<PinStatus> {
        let command = self.command(Instruction::STATUS, 0, 0).expect(22);
        let status = self.send(command)?.status;
        if status.is_error() {
            return Err(Error::status(status, Instruction::STATUS, None));
        }
        let GsmHeader::Directory(directory) = GsmHeader::parse(self.data())? else {
            return Ok(PinStatus { remaining: None, enabled: None });
        };
        let (chv, enabled) = match reference {
            0x01 => (directory.chv1, Some(directory.characteristics.chv1_enabled)),
            _ => (directory.chv2, None),
        };
        if !chv.initialised {
            return Err(PinError::NoSuchPin.into());
        }
        Ok(PinStatus { remaining: Some(chv.remaining), enabled })
    }

    /// Whether the FCP of the current directory says that the PIN is enabled.
    fn pin_enabled(&mut self, reference: u8) -> Result<Option<bool>> {
        let mut command = self.command(Instruction::STATUS, 0, 0).expect(256);
        command.class = crate::apdu::Class::ETSI;
        if self.send(command)?.status.is_error() {
            return Ok(None);
        }
        // a card that says nothing readable of its PINs says nothing
        let Ok(fcp) = Fcp::parse(self.data()) else { return Ok(None) };
        let status =
            fcp.pin_status().and_then(|pins| pins.flatten().find(|pin| pin.key_reference == reference));
        Ok(status.map(|pin| pin.enabled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_references() {
        // ETSI TS 102 221 table 9.3
        let table = [
            (PinId::Pin1, 0x01),
            (PinId::Pin2, 0x81),
            (PinId::Universal, 0x11),
            (PinId::Adm(1), 0x0A),
            (PinId::Adm(5), 0x0E),
            (PinId::Adm(6), 0x8A),
            (PinId::Adm(10), 0x8E),
            (PinId::Reference(0x82), 0x82),
        ];
        for (id, reference) in table {
            assert_eq!(id.reference(false).unwrap(), reference);
        }
        assert_eq!(PinId::Pin2.reference(true).unwrap(), 2);
        assert!(matches!(PinId::Adm(11).reference(false), Err(Error::Pin(PinError::NoSuchPin))));
        assert!(matches!(PinId::Adm(1).reference(true), Err(Error::Misuse(Misuse::NotOnGsm(_)))));
    }

    #[test]
    fn texts() {
        let pin: Pin = "1234".parse().unwrap();
        assert_eq!(*pin.0, [0x31, 0x32, 0x33, 0x34, 0xFF, 0xFF, 0xFF, 0xFF]);
        let pin: Pin = "12345678".parse().unwrap();
        assert_eq!(*pin.0, *b"12345678");
        for wrong in ["", "123", "123456789", "12a4", "١٢٣٤"] {
            assert_eq!(wrong.parse::<Pin>().err(), Some(PinParseError), "{wrong}");
        }
    }
}
