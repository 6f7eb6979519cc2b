use thiserror::Error;

use super::VirtualCard;
use crate::transport::{Level, Limits, Transport, TransportError, TransportErrorKind, TransportInfo};

/// What went through a virtual card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Counters {
    /// Commands, GET RESPONSE and repetitions included.
    pub commands: u64,
    /// Bytes of commands, to the card.
    pub bytes_in: u64,
    /// Bytes of responses, from the card.
    pub bytes_out: u64,
}

impl Counters {
    pub(super) fn add(&mut self, command: usize, response: usize) {
        let add = |sum: u64, len: usize| sum.saturating_add(u64::try_from(len).unwrap_or(u64::MAX));
        self.commands = self.commands.saturating_add(1);
        self.bytes_in = add(self.bytes_in, command);
        self.bytes_out = add(self.bytes_out, response);
    }
}

/// What can go wrong between us and a virtual card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MockError {
    /// It was [removed](VirtualCard::remove).
    #[error("the virtual card was removed")]
    Removed,
    /// It was [reset behind our back](VirtualCard::reset_by_other).
    #[error("the virtual card was reset by someone else")]
    Reset,
    /// It is [mute](VirtualCard::mute).
    #[error("the virtual card does not answer")]
    Mute,
    /// It is mute, and a reset did not change that.
    #[error("the virtual card does not answer to a reset")]
    MuteAfterReset,
    /// The response does not fit the buffer.
    #[error("the response needs {0} bytes")]
    ResponseTooLong(usize),
}

impl TransportError for MockError {
    fn kind(&self) -> TransportErrorKind {
        match self {
            Self::Removed => TransportErrorKind::CardRemoved,
            Self::Reset => TransportErrorKind::CardReset,
            Self::Mute => TransportErrorKind::Timeout,
            Self::MuteAfterReset => TransportErrorKind::CardMute,
            Self::ResponseTooLong(_) => TransportErrorKind::ResponseTooLong,
        }
    }
}

/// The reader's side of things.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    removed: bool,
    mute: bool,
    /// The next command learns that the card was reset.
    reset: bool,
    epoch: u32,
}

impl VirtualCard {
    /// Takes the card out of its reader.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.transport_mut().remove();
    /// assert!(card.iccid().unwrap_err().is_card_gone());
    /// ```
    pub fn remove(&mut self) {
        self.slot.removed = true;
        self.lose_state();
    }

    /// Puts it back.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.transport_mut().remove();
    /// card.transport_mut().insert();
    /// assert_eq!(card.iccid()?.to_string(), "8944000000001234567");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn insert(&mut self) {
        self.slot.removed = false;
        self.lose_state();
    }

    /// From now on the card answers nothing, or it does again.
    ///
    /// ```
    /// use simcard::{Card, Error, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.transport_mut().mute(true);
    /// assert!(matches!(card.iccid(), Err(Error::Transport { .. })));
    /// ```
    pub fn mute(&mut self, mute: bool) {
        self.slot.mute = mute;
    }

    /// Resets the card as another program would: the next command fails, and finds that the state is gone.
    ///
    /// ```
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.transport_mut().reset_by_other();
    /// // nothing that counts tries is sent again
    /// let error = card.verify_pin(PinId::Pin2, &"5678".parse().unwrap(), LastTry::Refuse).unwrap_err();
    /// assert!(error.is_state_lost());
    /// ```
    pub fn reset_by_other(&mut self) {
        self.slot.reset = true;
        self.lose_state();
    }

    /// What went through since it was made, or since [`reset_counters`](Self::reset_counters).
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0xE2]);
    /// assert_eq!((card.counters().commands, card.counters().bytes_in), (1, 7));
    /// ```
    pub const fn counters(&self) -> Counters {
        self.counters
    }

    /// Counts from zero again.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.iccid()?;
    /// card.transport_mut().reset_counters();
    /// card.iccid()?;
    /// assert!(card.transport().counters().commands <= 2);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn reset_counters(&mut self) {
        self.counters = Counters::default();
    }

    fn lose_state(&mut self) {
        self.restart();
        self.slot.epoch = self.slot.epoch.saturating_add(1);
    }
}

impl Transport for VirtualCard {
    type Error = MockError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], MockError> {
        if self.slot.removed {
            return Err(MockError::Removed);
        }
        if core::mem::take(&mut self.slot.reset) {
            return Err(MockError::Reset);
        }
        if self.slot.mute {
            return Err(MockError::Mute);
        }
        let mut wire = core::mem::take(&mut self.wire);
        self.process_into(command, &mut wire);
        let fitting = response.get_mut(..wire.len());
        let result = match fitting {
            Some(fitting) => {
                fitting.copy_from_slice(&wire);
                Ok(&*fitting)
            }
            None => Err(MockError::ResponseTooLong(wire.len())),
        };
        self.wire = wire;
        result
    }

    fn info(&self) -> TransportInfo {
        let info = TransportInfo::new(self.level);
        let info = match self.level {
            Level::Tpdu => info,
            Level::Apdu => info.with_limits(Limits::EXTENDED),
        };
        match self.parsed_atr {
            Some(atr) => info.with_atr(atr),
            None => info,
        }
    }

    fn reset(&mut self) -> Result<(), MockError> {
        if self.slot.removed {
            return Err(MockError::Removed);
        }
        self.slot.reset = false;
        self.lose_state();
        if self.slot.mute { Err(MockError::MuteAfterReset) } else { Ok(()) }
    }

    fn epoch(&self) -> u32 {
        self.slot.epoch
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = MockError>),
    ) -> Result<(), MockError> {
        if self.slot.removed {
            return Err(MockError::Removed);
        }
        body(self);
        Ok(())
    }
}
