//! PINs: how many tries are left, and commands that never burn the last one unasked.

use zeroize::Zeroizing;

use super::{Card, Exclusive, Pin, PinId, Puk};
use crate::apdu::{Instruction, StatusKind, StatusWord};
use crate::error::{Error, Misuse, PinError, Result};
use crate::fs::{Aid, ChvStatus, Fcp, GsmHeader};
use crate::transport::{Transport, TransportError};

/// What the card tells of a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PinStatus {
    /// Tries left before it is blocked; `None` where the card does not tell.
    pub remaining: Option<u8>,
    /// Whether it is asked for at all; `None` where the card does not tell.
    pub enabled: Option<bool>,
    /// Whether the card says that it needs no verification now: it was verified, or is not required.
    pub verified: bool,
}

impl PinStatus {
    const UNKNOWN: Self = Self { remaining: None, enabled: None, verified: false };

    /// So many tries, and nothing else known.
    const fn tries(remaining: u8) -> Self {
        Self { remaining: Some(remaining), ..Self::UNKNOWN }
    }

    /// Whether no tries are left.
    ///
    /// ```
    /// use simcard::{Card, card::PinId, mock::VirtualCard};
    ///
    /// assert!(!Card::new(VirtualCard::uicc()).pin_status(PinId::Pin2)?.is_blocked());
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn is_blocked(&self) -> bool {
        matches!(self.remaining, Some(0))
    }
}

/// What to do where a wrong PIN or PUK would block it, or where the card does not tell how many tries are left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LastTry {
    /// Send nothing: [`PinError::LastTry`] or [`PinError::UnknownTries`], and their like for a PUK.
    #[default]
    Refuse,
    /// Send it: whoever asks for this knows what a wrong PIN does.
    Allow,
}

/// What a PIN is presented for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Verify,
    Change,
    Disable,
    /// Disable it, and have the universal PIN in its place.
    Replace,
    Enable,
}

impl Purpose {
    /// Instruction and P1.
    const fn header(self) -> (Instruction, u8) {
        match self {
            Self::Verify => (Instruction::VERIFY, 0),
            Self::Change => (Instruction::CHANGE_PIN, 0),
            Self::Disable => (Instruction::DISABLE_PIN, 0),
            // b8: an alternative, which is the global key in b5 to b1 (ETSI TS 102 221 table 11.21)
            Self::Replace => (Instruction::DISABLE_PIN, 0x80 | UNIVERSAL_PIN),
            Self::Enable => (Instruction::ENABLE_PIN, 0),
        }
    }

    /// What the card means when it says that the PIN is in the wrong state.
    const fn wrong_state(self) -> PinError {
        match self {
            Self::Enable => PinError::Enabled,
            _ => PinError::Disabled,
        }
    }
}

/// "No CHV initialised" of a GSM card (3GPP TS 51.011 9.4.5).
const NO_CHV: u16 = 0x9802;
/// The key reference of the universal PIN.
const UNIVERSAL_PIN: u8 = 0x11;

impl<T: Transport> Card<T> {
    /// How many tries are left, and whether the PIN is asked for. Costs no try.
    ///
    /// ```
    /// use simcard::{Card, card::PinId, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let pin1 = card.pin_status(PinId::Pin1)?;
    /// assert_eq!(pin1.enabled, Some(false)); // as on most cards sold
    /// let pin2 = card.pin_status(PinId::Pin2)?;
    /// assert_eq!((pin2.remaining, pin2.verified), (Some(3), false));
    /// # Ok::<(), simcard::Error>(())
    /// ```
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
    /// Never repeated, whatever goes wrong on the way. A PIN that is blocked is not sent; neither is one that the card
    /// says is verified already, nor one whose last try this would be, unless `last_try` allows it.
    ///
    /// PIN2 and the other keys of an application (references from `81` on) are those of the application that was
    /// selected last; PIN2 and ADM6 to ADM10 are the USIM's if none was.
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
        self.present(id, pin.bytes(), Purpose::Verify, last_try)
    }

    /// Changes a PIN, which counts as verified then. As safe as [`Card::verify_pin`].
    ///
    /// ```
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::mock::{KeyReference, Pin, VirtualCard};
    /// use simcard::Card;
    ///
    /// let pin = Pin::digits("1234").unwrap();
    /// let mut card = Card::new(VirtualCard::builder().pin(KeyReference::PIN1, pin).build());
    /// card.change_pin(PinId::Pin1, &"1234".parse()?, &"2580".parse()?, LastTry::Refuse)?;
    /// card.verify_pin(PinId::Pin1, &"2580".parse()?, LastTry::Refuse)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::verify_pin`], for the old PIN.
    pub fn change_pin(&mut self, id: PinId, old: &Pin, new: &Pin, last_try: LastTry) -> Result<()> {
        self.present(id, &*both(old.bytes(), new.bytes()), Purpose::Change, last_try)
    }

    /// Disables a PIN: nothing needs it any more. As safe as [`Card::verify_pin`].
    ///
    /// ```
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::mock::{KeyReference, Pin, VirtualCard};
    /// use simcard::Card;
    ///
    /// let pin = Pin::digits("1234").unwrap();
    /// let mut card = Card::new(VirtualCard::builder().pin(KeyReference::PIN1, pin).build());
    /// assert!(card.imsi().unwrap_err().is_denied());
    /// card.disable_pin(PinId::Pin1, &"1234".parse()?, LastTry::Refuse)?;
    /// assert_eq!(card.imsi()?.as_str(), "001010123456789");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::verify_pin`]. Cards may refuse to disable a PIN.
    pub fn disable_pin(&mut self, id: PinId, pin: &Pin, last_try: LastTry) -> Result<()> {
        self.present(id, pin.bytes(), Purpose::Disable, last_try)
    }

    /// Disables a PIN, and has the universal PIN asked for in its place (ETSI TS 102 221 11.1.11). As safe as
    /// [`Card::verify_pin`].
    ///
    /// ```
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::mock::{KeyReference, Pin, VirtualCard};
    /// use simcard::Card;
    ///
    /// let pin = Pin::digits("1234").unwrap();
    /// let mut card = Card::new(VirtualCard::builder().pin(KeyReference::PIN1, pin).build());
    /// card.replace_pin(PinId::Pin1, &"1234".parse()?, LastTry::Refuse)?;
    /// card.verify_pin(PinId::Universal, &"0000".parse()?, LastTry::Refuse)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::verify_pin`]. [`Misuse::NotOnGsm`] on a GSM 11.11 card.
    pub fn replace_pin(&mut self, id: PinId, pin: &Pin, last_try: LastTry) -> Result<()> {
        self.present(id, pin.bytes(), Purpose::Replace, last_try)
    }

    /// Enables a PIN that was disabled; it counts as verified then. As safe as [`Card::verify_pin`].
    ///
    /// ```
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.enable_pin(PinId::Pin1, &"1234".parse()?, LastTry::Refuse)?;
    /// assert_eq!(card.pin_status(PinId::Pin1)?.enabled, Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::verify_pin`], but [`PinError::Enabled`] if there is nothing to do.
    pub fn enable_pin(&mut self, id: PinId, pin: &Pin, last_try: LastTry) -> Result<()> {
        self.present(id, pin.bytes(), Purpose::Enable, last_try)
    }

    /// How many tries are left for the PUK of this PIN. Costs no try.
    ///
    /// ```
    /// use simcard::{Card, card::PinId, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// assert_eq!(card.puk_status(PinId::Pin1)?.remaining, Some(10));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`PinError::NoSuchPin`], or the card refuses to tell.
    pub fn puk_status(&mut self, id: PinId) -> Result<PinStatus> {
        self.reading(|card| {
            let reference = card.pin_reference(id)?;
            card.query_puk(reference)
        })
    }

    /// Unblocks a PIN with its PUK, and gives it a new value. It is enabled and counts as verified then.
    ///
    /// Once, after asking the card how many tries are left for the PUK; never repeated. A PUK whose last try this
    /// would be is not sent unless `last_try` allows it: when that fails, the PIN is lost for good.
    ///
    /// ```
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let wrong = "9999".parse()?;
    /// while !card.pin_status(PinId::Pin2)?.is_blocked() {
    ///     let _ = card.verify_pin(PinId::Pin2, &wrong, LastTry::Allow);
    /// }
    /// card.unblock_pin(PinId::Pin2, &"87654321".parse()?, &"2580".parse()?, LastTry::Refuse)?;
    /// card.verify_pin(PinId::Pin2, &"2580".parse()?, LastTry::Refuse)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Pin`] if the PUK was wrong or not sent; others if the card or the transport failed.
    pub fn unblock_pin(&mut self, id: PinId, puk: &Puk, new: &Pin, last_try: LastTry) -> Result<()> {
        self.exclusive(|card| {
            let reference = card.pin_reference(id)?;
            match (card.query_puk(reference)?.remaining, last_try) {
                (Some(0), _) => return Err(PinError::PukBlocked.into()),
                (Some(1), LastTry::Refuse) => return Err(PinError::LastPukTry.into()),
                (None, LastTry::Refuse) => return Err(PinError::UnknownPukTries.into()),
                _ => {}
            }
            let data = both(puk.bytes(), new.bytes());
            let p2 = card.unblock_reference(reference);
            let status = card.send(card.command(Instruction::UNBLOCK_PIN, 0, p2).data(&*data))?.status;
            card.check_unblocked(status, reference)
        })
    }

    fn present(&mut self, id: PinId, data: &[u8], purpose: Purpose, last_try: LastTry) -> Result<()> {
        self.exclusive(|card| {
            if purpose == Purpose::Replace {
                card.uicc_only("universal PIN")?;
            }
            let reference = card.pin_reference(id)?;
            let before = card.query_pin(reference)?;
            let enabled = match before.enabled {
                None if purpose == Purpose::Enable => card.pin_enabled(reference)?,
                enabled => enabled,
            };
            let wanted = purpose != Purpose::Enable;
            match (before.remaining, enabled, last_try) {
                (Some(0), ..) => return Err(PinError::Blocked.into()),
                (_, Some(enabled), _) if enabled != wanted => return Err(purpose.wrong_state().into()),
                (None, ..) if before.verified && purpose == Purpose::Verify => return Ok(()),
                (Some(1), _, LastTry::Refuse) => return Err(PinError::LastTry.into()),
                (None, _, LastTry::Refuse) => return Err(PinError::UnknownTries.into()),
                _ => {}
            }
            let (instruction, p1) = purpose.header();
            let status = card.send(card.command(instruction, p1, reference).data(data))?.status;
            card.check_presented(status, reference, purpose)
        })
    }
}

/// Two values side by side.
fn both(first: &[u8; 8], second: &[u8; 8]) -> Zeroizing<[u8; 16]> {
    let mut data = Zeroizing::new([0; 16]);
    data.iter_mut().zip(first.iter().chain(second)).for_each(|(place, byte)| *place = *byte);
    data
}

impl<E: TransportError> Exclusive<'_, E> {
    /// The key reference, with the application selected that a local one belongs to.
    fn pin_reference(&mut self, id: PinId) -> Result<u8> {
        self.find_dialect()?;
        let reference = id.reference(self.is_gsm())?;
        if reference & 0x80 == 0 || self.is_gsm() {
            return Ok(reference);
        }
        let application = match (self.state.application(), id) {
            (Some(application), _) => application,
            (None, PinId::Pin2 | PinId::Adm(_)) => Aid::USIM,
            (None, _) => return Err(Misuse::NoApplication.into()),
        };
        // a local key is looked for in the current directory
        match self.enter(&application) {
            // a UICC may have PIN2 without a USIM
            Err(error) if error.is_not_found() && self.state.application().is_none() => {}
            result => result?,
        }
        Ok(reference)
    }

    /// Asks for the tries left, in the way that costs none.
    fn query_pin(&mut self, reference: u8) -> Result<PinStatus> {
        if self.is_gsm() {
            return self.query_chvs(reference).map(|(pin, _)| pin);
        }
        // ETSI TS 102 221 11.1.9.1.2: without data, VERIFY only tells
        let status = self.send(self.command(Instruction::VERIFY, 0, reference))?.status;
        match status.kind() {
            StatusKind::PinRetries { remaining } => Ok(PinStatus::tries(remaining)),
            StatusKind::AuthenticationBlocked => Ok(PinStatus::tries(0)),
            StatusKind::Deactivated => Ok(PinStatus { enabled: Some(false), ..PinStatus::UNKNOWN }),
            StatusKind::NotFound => Err(PinError::NoSuchPin.into()),
            _ if status.is_success() => Ok(PinStatus { verified: true, ..PinStatus::UNKNOWN }),
            // a card that tells in some other way
            _ => Ok(PinStatus::UNKNOWN),
        }
    }

    /// Asks for the tries that the PUK has left, in the way that costs none.
    fn query_puk(&mut self, reference: u8) -> Result<PinStatus> {
        if self.is_gsm() {
            return self.query_chvs(reference).map(|(_, puk)| puk);
        }
        // ETSI TS 102 221 11.1.13.1.2: without data, UNBLOCK PIN only tells
        let status = self.send(self.command(Instruction::UNBLOCK_PIN, 0, reference))?.status;
        match status.kind() {
            StatusKind::PinRetries { remaining } => Ok(PinStatus::tries(remaining)),
            StatusKind::AuthenticationBlocked => Ok(PinStatus::tries(0)),
            StatusKind::NotFound => Err(PinError::NoSuchPin.into()),
            _ => Ok(PinStatus::UNKNOWN),
        }
    }

    /// P2 of UNBLOCK: CHV1 of a GSM card is 00 there (3GPP TS 51.011 9.2.13).
    fn unblock_reference(&self, reference: u8) -> u8 {
        match reference {
            0x01 if self.is_gsm() => 0x00,
            reference => reference,
        }
    }

    fn check_presented(&mut self, status: StatusWord, reference: u8, purpose: Purpose) -> Result<()> {
        let wrong = |remaining| match remaining {
            Some(0) => PinError::Blocked,
            remaining => PinError::Wrong { remaining },
        };
        let error = match status.kind() {
            StatusKind::PinRetries { remaining } => wrong(Some(remaining)),
            StatusKind::AuthenticationBlocked => PinError::Blocked,
            StatusKind::NotFound => PinError::NoSuchPin,
            StatusKind::Deactivated => purpose.wrong_state(),
            _ if status.is_success() => return Ok(()),
            // "verification failed", without saying how many are left (ISO/IEC 7816-4 7.5.6)
            _ if status.sw1() == 0x63 => wrong(None),
            StatusKind::SecurityNotSatisfied if status.value() == NO_CHV => PinError::NoSuchPin,
            // a GSM card says "wrong" and leaves the counter to the next STATUS
            StatusKind::SecurityNotSatisfied if self.is_gsm() => {
                wrong(self.query_pin(reference).ok().and_then(|pin| pin.remaining))
            }
            // in contradiction with the state of the CHV (3GPP TS 51.011 9.4.5)
            StatusKind::ConditionsNotSatisfied if self.is_gsm() => purpose.wrong_state(),
            _ => return Err(Error::status(status, purpose.header().0, None)),
        };
        Err(error.into())
    }

    fn check_unblocked(&mut self, status: StatusWord, reference: u8) -> Result<()> {
        let wrong = |remaining| match remaining {
            Some(0) => PinError::PukBlocked,
            remaining => PinError::WrongPuk { remaining },
        };
        let error = match status.kind() {
            StatusKind::PinRetries { remaining } => wrong(Some(remaining)),
            StatusKind::AuthenticationBlocked => PinError::PukBlocked,
            StatusKind::NotFound => PinError::NoSuchPin,
            _ if status.is_success() => return Ok(()),
            StatusKind::SecurityNotSatisfied if status.value() == NO_CHV => PinError::NoSuchPin,
            StatusKind::SecurityNotSatisfied if self.is_gsm() => {
                wrong(self.query_puk(reference).ok().and_then(|puk| puk.remaining))
            }
            _ => return Err(Error::status(status, Instruction::UNBLOCK_PIN, None)),
        };
        Err(error.into())
    }

    /// A GSM card tells of a CHV and its PUK in the header of a directory. VERIFY CHV without data might count as
    /// a try there.
    fn query_chvs(&mut self, reference: u8) -> Result<(PinStatus, PinStatus)> {
        let command = self.command(Instruction::STATUS, 0, 0).expect(22);
        let status = self.send(command)?.status;
        if status.is_error() {
            return Err(Error::status(status, Instruction::STATUS, None));
        }
        let GsmHeader::Directory(directory) = GsmHeader::parse(self.data())? else {
            return Ok((PinStatus::UNKNOWN, PinStatus::UNKNOWN));
        };
        let (chv, puk, enabled) = match reference {
            0x01 => (directory.chv1, directory.unblock_chv1, Some(directory.characteristics.chv1_enabled)),
            _ => (directory.chv2, directory.unblock_chv2, None),
        };
        if !chv.initialised {
            return Err(PinError::NoSuchPin.into());
        }
        let status = |chv: ChvStatus, enabled| PinStatus {
            remaining: Some(chv.remaining).filter(|_| chv.initialised),
            enabled,
            verified: false,
        };
        Ok((status(chv, enabled), status(puk, None)))
    }

    /// Whether the FCP of the current directory says that the PIN is enabled.
    pub(super) fn pin_enabled(&mut self, reference: u8) -> Result<Option<bool>> {
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
