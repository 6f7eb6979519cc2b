//! Which PIN, and what it is.

use core::fmt;
use core::str::FromStr;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::error::{Misuse, PinError, Result};
use crate::fs::access::KeyReference;

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
    pub(super) fn reference(self, gsm: bool) -> Result<u8> {
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

    /// The PIN with this key reference.
    ///
    /// ```
    /// use simcard::card::PinId;
    ///
    /// assert_eq!([0x81, 0x8A, 0x02].map(PinId::from_reference), [PinId::Pin2, PinId::Adm(6), PinId::Reference(2)]);
    /// ```
    pub const fn from_reference(reference: u8) -> Self {
        match reference {
            0x01 => Self::Pin1,
            0x81 => Self::Pin2,
            0x11 => Self::Universal,
            0x0A..=0x0E => Self::Adm(reference.wrapping_sub(0x09)),
            0x8A..=0x8E => Self::Adm(reference.wrapping_sub(0x84)),
            _ => Self::Reference(reference),
        }
    }
}

/// `PIN1`, `ADM6`, `universal PIN`, `PIN1 of application 2`.
impl fmt::Display for PinId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pin1 => f.write_str("PIN1"),
            Self::Pin2 => f.write_str("PIN2"),
            Self::Universal => f.write_str("universal PIN"),
            Self::Adm(number) => write!(f, "ADM{number}"),
            Self::Reference(reference) => write!(f, "{}", KeyReference(*reference)),
        }
    }
}

/// `pin1`, `pin2`, `universal`, `adm1` to `adm10`, or a key reference in two hexadecimal digits; in letters of
/// either case.
impl FromStr for PinId {
    type Err = UnknownPin;

    fn from_str(text: &str) -> Result<Self, UnknownPin> {
        let is = |name: &str| text.eq_ignore_ascii_case(name);
        let adm = text.split_at_checked(3).filter(|(start, _)| start.eq_ignore_ascii_case("adm"));
        match adm.and_then(|(_, number)| number.parse().ok()) {
            Some(number @ 1..=10) => return Ok(Self::Adm(number)),
            Some(_) => return Err(UnknownPin),
            None => {}
        }
        match () {
            () if is("pin1") || is("chv1") => Ok(Self::Pin1),
            () if is("pin2") || is("chv2") => Ok(Self::Pin2),
            () if is("universal") => Ok(Self::Universal),
            () if text.len() == 2 && text.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                u8::from_str_radix(text, 16).map(Self::from_reference).map_err(|_| UnknownPin)
            }
            () => Err(UnknownPin),
        }
    }
}

/// A text that names no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("PINs are called pin1, pin2, universal, adm1 to adm10, or by their key reference in hexadecimal")]
pub struct UnknownPin;

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
#[error("a PIN has 4 to 8 decimal digits, a PUK 8")]
pub struct PinParseError;

impl Pin {
    /// A key that is no decimal PIN: its 8 bytes as they are.
    ///
    /// ```
    /// use simcard::card::Pin;
    ///
    /// let key = Pin::from_bytes([0x0F, 0x1E, 0x2D, 0x3C, 0x4B, 0x5A, 0x69, 0x78]); // as of an ADM
    /// assert_eq!(format!("{key:?}"), "Pin(..)");
    /// ```
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; 8] {
        &self.0
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

/// The code that unblocks a PIN: 8 decimal digits. Wiped when dropped, and never shown.
///
/// ```
/// use simcard::card::Puk;
///
/// let puk: Puk = "12345678".parse()?;
/// assert_eq!(format!("{puk:?}"), "Puk(..)");
/// // a shorter one would only cost a try
/// assert!("1234".parse::<Puk>().is_err());
/// # Ok::<(), simcard::card::PinParseError>(())
/// ```
#[derive(Clone)]
pub struct Puk(Pin);

impl Puk {
    /// A code that is no decimal number: its 8 bytes as they are.
    ///
    /// ```
    /// use simcard::card::Puk;
    ///
    /// assert_eq!(format!("{:?}", Puk::from_bytes([0x55; 8])), "Puk(..)");
    /// ```
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(Pin::from_bytes(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; 8] {
        self.0.bytes()
    }
}

impl FromStr for Puk {
    type Err = PinParseError;

    /// 8 decimal digits (ETSI TS 102 221 9.5.2).
    fn from_str(text: &str) -> Result<Self, PinParseError> {
        match text.len() {
            8 => text.parse().map(Self),
            _ => Err(PinParseError),
        }
    }
}

impl fmt::Debug for Puk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Puk(..)")
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

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
