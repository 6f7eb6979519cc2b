//! Logical channels (ETSI TS 102 221 8.7): each has its own selection.

use core::fmt;
use core::ops::{Deref, DerefMut};

use super::{Card, worked};
use crate::apdu::{Class, Instruction};
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::error::{Error, Misuse, Result};
use crate::transport::{ChannelOwner, Transport};

/// A logical channel of one's own. It is the [`Card`], with all commands going over this channel; when dropped,
/// the channel is closed.
///
/// ```
/// use simcard::{Card, fs::Aid, mock::VirtualCard};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let mut channel = card.open_channel()?;
/// assert_eq!(channel.number(), 1);
/// channel.select_application(&Aid::ISIM)?;
/// channel.close()?;
/// // what was selected on the basic channel still is
/// # Ok::<(), simcard::Error>(())
/// ```
pub struct Channel<'c, T: Transport> {
    card: &'c mut Card<T>,
    number: u8,
    /// The channel that the card was on before.
    before: u8,
    /// When it was opened: after a reset it is not ours any more.
    epoch: u32,
    closed: bool,
}

impl<T: Transport> Card<T> {
    /// Opens a logical channel; the card chooses which.
    ///
    /// ```
    /// use simcard::{Card, fs::Aid, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.select_application(&Aid::USIM)?;
    /// {
    ///     let mut channel = card.open_channel()?;
    ///     channel.select_application(&Aid::ISIM)?;
    ///     assert_eq!(channel.open_channel()?.number(), 2);
    /// }
    /// // both are closed again
    /// assert_eq!(card.open_channel()?.number(), 1);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card has no channel left (6881, 6A81) or knows none; a transport that assigns channels itself
    /// can't be asked for one.
    pub fn open_channel(&mut self) -> Result<Channel<'_, T>> {
        if self.transport.info().channels == ChannelOwner::Backend {
            return Err(Misuse::Channels.into());
        }
        let number = self.exclusive(|card| {
            card.find_dialect()?;
            if card.is_gsm() {
                return Err(Misuse::NotOnGsm("logical channels").into());
            }
            let status = card.send(card.command(Instruction::MANAGE_CHANNEL, 0, 0).expect(1))?.status;
            if !worked(status) {
                return Err(Error::status(status, Instruction::MANAGE_CHANNEL, None));
            }
            match card.data() {
                [number @ 1..=Class::MAX_CHANNEL] => Ok(*number),
                [number, ..] => Err(DecodeErrorKind::Value(u32::from(*number))),
                [] => Err(DecodeErrorKind::Truncated { missing: 1 }),
            }
            .map_err(|kind| DecodeError::new("logical channel", 0, kind).into())
        })?;
        let before = self.state.channel;
        self.state.channel = number;
        // a channel that was just opened has the MF selected, or what the one it was opened from has
        self.state.selections.forget(number);
        let epoch = self.transport.epoch();
        Ok(Channel { card: self, number, before, epoch, closed: false })
    }
}

impl<T: Transport> Channel<'_, T> {
    /// Its number, 1 to 19.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// assert_eq!(Card::new(VirtualCard::uicc()).open_channel()?.number(), 1);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn number(&self) -> u8 {
        self.number
    }

    /// Closes it, and says whether that worked. Dropping does the same and says nothing.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.open_channel()?.close()?;
    /// assert_eq!(card.open_channel()?.number(), 1); // it is free again
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card refuses, or is gone.
    pub fn close(mut self) -> Result<()> {
        self.shut()
    }

    fn shut(&mut self) -> Result<()> {
        if self.closed {
            return Ok(());
        }
        self.closed = true;
        let (number, epoch) = (self.number, self.epoch);
        self.card.state.channel = self.before;
        self.card.state.selections.forget(number);
        self.card.exclusive(|card| {
            // a reset closed it, and by now the number may be somebody else's
            if card.transport.epoch() != epoch {
                return Ok(());
            }
            let status = card.send(card.command(Instruction::MANAGE_CHANNEL, 0x80, number))?.status;
            match worked(status) {
                true => Ok(()),
                false => Err(Error::status(status, Instruction::MANAGE_CHANNEL, None)),
            }
        })
    }
}

impl<T: Transport> Drop for Channel<'_, T> {
    fn drop(&mut self) {
        // whoever wants to know uses `close`
        let _ = self.shut();
    }
}

impl<T: Transport> Deref for Channel<'_, T> {
    type Target = Card<T>;

    fn deref(&self) -> &Card<T> {
        self.card
    }
}

impl<T: Transport> DerefMut for Channel<'_, T> {
    fn deref_mut(&mut self) -> &mut Card<T> {
        self.card
    }
}

impl<T: Transport> fmt::Debug for Channel<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").field("number", &self.number).finish_non_exhaustive()
    }
}
