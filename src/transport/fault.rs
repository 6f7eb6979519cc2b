use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use super::layer::{Layer, layered};
use super::{Transport, TransportError, TransportErrorKind, TransportInfo};
use crate::apdu::StatusWord;

/// What goes wrong with a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The transport fails in this way, and the command does not reach the card.
    Error(TransportErrorKind),
    /// The command reaches the card, and the answer is lost: nobody knows what it did.
    Mute,
    /// The card is pulled before the command, and stays away until [`Faulty::insert`].
    Removed,
    /// The card is reset by another program before the command, which fails.
    Reset,
    /// The answer has no bytes at all.
    Empty,
    /// The answer has one byte, the first one.
    OneByte,
    /// This many bytes are missing at the end of the answer.
    Truncated(usize),
    /// The answer fills the whole buffer, whatever was asked for.
    Oversized,
    /// The answer has its length, and is noise that this number decides.
    Garbage(u32),
    /// The answer has its data, and this status word.
    Status(StatusWord),
    /// The answer has its status word, and no data.
    NoData,
    /// The answer has its length and its status word, and nothing but zeros for data.
    Zeros,
    /// The answer comes after the transport has given it up: it arrives in place of the next one, that one in place of the
    /// one after it, and so on until the card is reset.
    Late,
    /// The same without an error: the answer before comes once more, and from here on each comes one command late.
    Behind,
    /// From here on, nothing reaches the card, and every command is answered with this and no data: `61xx`,
    /// `6Cxx`, `91xx`, whatever it does not end with.
    Stuck(StatusWord),
    /// The same, with one byte of data each time.
    Dripping(StatusWord),
}

/// A transport on which something goes wrong, at commands of one's choice: to test what a program makes of it.
///
/// ```
/// use simcard::Card;
/// use simcard::mock::VirtualCard;
/// use simcard::transport::{Fault, Faulty};
///
/// // the third command finds the card gone
/// let transport = Faulty::new(VirtualCard::uicc()).at(2, Fault::Removed);
/// let error = Card::new(transport).identity().unwrap_err();
/// assert!(error.is_card_gone());
/// ```
#[derive(Debug)]
pub struct Faulty<T> {
    inner: T,
    layer: Faults,
}

#[derive(Debug, Default)]
struct Faults {
    at: Vec<(u64, Fault)>,
    commands: u64,
    removed: bool,
    /// Losses of state that the card inside knows nothing of.
    extra_epochs: u32,
    /// The status word and the data that everything is answered with from now on.
    stuck: Option<(StatusWord, &'static [u8])>,
    /// The answer before, where a fault may want it.
    last: Answer,
    /// The answer that comes in place of the next one.
    late: Option<Answer>,
}

/// An answer of the card, which may hold a key.
#[derive(Default)]
struct Answer(Zeroizing<Vec<u8>>);

impl Answer {
    fn new(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    /// As the used part of a buffer.
    fn write<'r, E>(&self, response: &'r mut [u8]) -> Result<&'r [u8], FaultyError<E>> {
        let too_long = FaultyError::Injected(TransportErrorKind::ResponseTooLong);
        let Some(used) = response.get_mut(..self.0.len()) else { return Err(too_long) };
        used.copy_from_slice(&self.0);
        Ok(used)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({} bytes)", self.0.len())
    }
}

/// The error of a [`Faulty`] transport.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum FaultyError<E> {
    /// It is one that was asked for.
    #[error("injected fault: {0}")]
    Injected(TransportErrorKind),
    /// The transport inside failed by itself.
    #[error(transparent)]
    Inner(#[from] E),
}

impl<E: TransportError> TransportError for FaultyError<E> {
    fn kind(&self) -> TransportErrorKind {
        match self {
            Self::Injected(kind) => *kind,
            Self::Inner(error) => error.kind(),
        }
    }
}

impl<T: Transport> Faulty<T> {
    /// No faults yet.
    ///
    /// ```
    /// use simcard::Card;
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::Faulty;
    ///
    /// let mut card = Card::new(Faulty::new(VirtualCard::uicc()));
    /// assert_eq!(card.iccid()?, Card::new(VirtualCard::uicc()).iccid()?);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn new(transport: T) -> Self {
        Self { inner: transport, layer: Faults::default() }
    }

    /// The same, with this fault at the command of this index, counted from 0. Of two at the same command, the
    /// first one counts.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Fault, Faulty, Transport};
    ///
    /// let fault = Fault::Status(StatusWord::new(0x6F00));
    /// let mut card = Faulty::new(VirtualCard::uicc()).at(1, fault);
    /// let (select, mut buffer) = ([0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], [0; 258]);
    /// assert_eq!(card.transmit(&select, &mut buffer)?, [0x90, 0x00]);
    /// assert_eq!(card.transmit(&select, &mut buffer)?, [0x6F, 0x00]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn at(mut self, index: u64, fault: Fault) -> Self {
        self.layer.at.push((index, fault));
        self
    }

    /// Puts a card back that was removed by a fault. It has lost its state.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Fault, Faulty, Transport};
    ///
    /// let mut card = Faulty::new(VirtualCard::uicc()).at(0, Fault::Removed);
    /// let (select, mut buffer) = ([0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], [0; 258]);
    /// assert!(card.transmit(&select, &mut buffer).is_err());
    /// assert!(card.transmit(&select, &mut buffer).is_err()); // it stays away
    /// card.insert()?;
    /// assert_eq!(card.transmit(&select, &mut buffer)?, [0x90, 0x00]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The transport inside can't reset its card.
    pub fn insert(&mut self) -> Result<(), T::Error> {
        self.layer.removed = false;
        self.layer.late = None;
        self.inner.reset()
    }

    /// How many commands were sent so far, those that failed included.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Fault, Faulty, Transport};
    ///
    /// let mut card = Faulty::new(VirtualCard::uicc()).at(0, Fault::Mute);
    /// let select = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00];
    /// assert!(card.transmit(&select, &mut [0; 258]).is_err());
    /// assert!(card.transmit(&select, &mut [0; 258]).is_ok());
    /// assert_eq!(card.commands(), 2);
    /// ```
    pub const fn commands(&self) -> u64 {
        self.layer.commands
    }

    /// The transport inside.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Faulty, Transport};
    ///
    /// let card = Faulty::new(VirtualCard::uicc());
    /// assert_eq!(card.inner().epoch(), card.epoch());
    /// ```
    pub const fn inner(&self) -> &T {
        &self.inner
    }

    /// The transport inside, for good.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Fault, Faulty, Transport};
    ///
    /// let card = Faulty::new(VirtualCard::uicc()).at(0, Fault::Removed);
    /// let mut buffer = [0; 258];
    /// let mut whole = card.into_inner();
    /// assert_eq!(whole.transmit(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], &mut buffer)?, [0x90, 0x00]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_inner(self) -> T {
        self.inner
    }
}

impl Faults {
    fn next(&mut self) -> Option<Fault> {
        let index = self.commands;
        self.commands = index.saturating_add(1);
        self.at.iter().find(|(at, _)| *at == index).map(|(_, fault)| *fault)
    }

    fn lose_state(&mut self) {
        self.extra_epochs = self.extra_epochs.wrapping_add(1);
    }
}

impl<E: TransportError> Layer<E> for Faults {
    type Error = FaultyError<E>;

    fn transmit<'r>(
        &mut self,
        inner: &mut dyn Transport<Error = E>,
        command: &[u8],
        response: &'r mut [u8],
    ) -> Result<&'r [u8], FaultyError<E>> {
        let injected = |kind| Err(FaultyError::Injected(kind));
        let fault = self.next();
        if self.removed {
            return injected(TransportErrorKind::CardRemoved);
        }
        // what never reaches the card
        match fault {
            Some(Fault::Error(kind)) => return injected(kind),
            Some(Fault::Removed) => {
                self.removed = true;
                self.lose_state();
                return injected(TransportErrorKind::CardRemoved);
            }
            Some(Fault::Reset) => {
                self.late = None;
                let before = inner.epoch();
                inner.reset()?;
                if inner.epoch() == before {
                    self.lose_state();
                }
                return injected(TransportErrorKind::CardReset);
            }
            Some(Fault::Stuck(status)) => self.stuck = Some((status, &[])),
            Some(Fault::Dripping(status)) => self.stuck = Some((status, &[0])),
            _ => {}
        }
        if let Some((status, data)) = self.stuck {
            return write(response, data, status);
        }
        let own = inner.transmit(command, response)?;
        let len = own.len();
        if self.late.is_some() || self.at.iter().any(|(_, fault)| *fault == Fault::Behind) {
            let own = Answer::new(own);
            if let Some(late) = self.late.take() {
                self.late = Some(own);
                return late.write(response);
            }
            if fault == Some(Fault::Behind) {
                self.late = Some(own);
                return core::mem::take(&mut self.last).write(response);
            }
            self.last = own;
        }
        let all = response.len();
        match fault {
            Some(Fault::Late) => {
                self.late = Some(Answer::new(response.get(..len).unwrap_or_default()));
                return injected(TransportErrorKind::Timeout);
            }
            Some(Fault::Mute) => return injected(TransportErrorKind::Timeout),
            Some(Fault::Status(status)) => {
                let (_, end) = response.split_at_mut_checked(len.saturating_sub(2)).unwrap_or_default();
                end.iter_mut().zip(status.value().to_be_bytes()).for_each(|(byte, new)| *byte = new);
            }
            Some(Fault::Garbage(seed)) => noise(seed, response.get_mut(..len).unwrap_or_default()),
            Some(Fault::Oversized) => response.iter_mut().skip(len).for_each(|byte| *byte = 0xA5),
            Some(Fault::Zeros) => response.iter_mut().take(len.saturating_sub(2)).for_each(|byte| *byte = 0),
            Some(Fault::NoData) => {
                response.copy_within(len.saturating_sub(2)..len, 0);
            }
            _ => {}
        }
        let len = match fault {
            Some(Fault::NoData) => len.min(2),
            Some(Fault::Empty) => 0,
            Some(Fault::OneByte) => len.min(1),
            Some(Fault::Truncated(missing)) => len.saturating_sub(missing),
            Some(Fault::Oversized) => all,
            _ => len,
        };
        Ok(response.get(..len).unwrap_or_default())
    }

    fn reset(&mut self, inner: &mut dyn Transport<Error = E>) -> Result<(), FaultyError<E>> {
        if self.removed {
            return Err(FaultyError::Injected(TransportErrorKind::NoCard));
        }
        self.late = None;
        Ok(inner.reset()?)
    }

    fn not_exclusive(&mut self, error: E) -> FaultyError<E> {
        FaultyError::Inner(error)
    }

    fn epoch(&self, inner: u32) -> u32 {
        inner.wrapping_add(self.extra_epochs)
    }
}

layered!([T: Transport] Faulty<T>, FaultyError<T::Error>);

fn write<'r, E>(response: &'r mut [u8], data: &[u8], status: StatusWord) -> Result<&'r [u8], FaultyError<E>> {
    let too_long = FaultyError::Injected(TransportErrorKind::ResponseTooLong);
    let Some(used) = response.get_mut(..data.len().saturating_add(2)) else { return Err(too_long) };
    let bytes = data.iter().copied().chain(status.value().to_be_bytes());
    used.iter_mut().zip(bytes).for_each(|(byte, new)| *byte = new);
    Ok(used)
}

/// Marsaglia's xorshift, which must not start from 0.
fn noise(seed: u32, bytes: &mut [u8]) {
    let mut state = seed ^ 0x9E37_79B9;
    if state == 0 {
        state = 1;
    }
    for byte in bytes {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        *byte = state.to_be_bytes()[0];
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(kind) => write!(f, "{kind}"),
            Self::Mute => f.write_str("the answer is lost"),
            Self::Removed => f.write_str("the card is pulled"),
            Self::Reset => f.write_str("another program resets the card"),
            Self::Empty => f.write_str("an answer without a byte"),
            Self::OneByte => f.write_str("an answer of one byte"),
            Self::Truncated(missing) => write!(f, "an answer that lacks {missing} bytes"),
            Self::Oversized => f.write_str("an answer longer than any"),
            Self::Garbage(seed) => write!(f, "an answer of noise ({seed})"),
            Self::Status(status) => write!(f, "{status} in place of the status word"),
            Self::NoData => f.write_str("an answer without its data"),
            Self::Zeros => f.write_str("an answer of zeros"),
            Self::Late => f.write_str("the answer comes in place of the next one"),
            Self::Behind => f.write_str("each answer comes one command late"),
            Self::Stuck(status) => write!(f, "{status} for ever"),
            Self::Dripping(status) => write!(f, "a byte and {status} for ever"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::*;
    use crate::mock::VirtualCard;
    use crate::{Card, Error};

    /// SELECT MF without data in the answer, then READ BINARY of EF.ICCID by SFI.
    const SELECT_MF: [u8; 7] = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00];
    const READ_ICCID: [u8; 5] = [0x00, 0xB0, 0x82, 0x00, 0x0A];

    fn run(fault: Fault) -> (Faulty<VirtualCard>, Result<Vec<u8>, TransportErrorKind>) {
        let mut transport = Faulty::new(VirtualCard::uicc()).at(1, fault);
        assert_eq!(send(&mut transport, &SELECT_MF).unwrap(), [0x90, 0x00]);
        let result = send(&mut transport, &READ_ICCID);
        assert_eq!(transport.commands(), 2);
        (transport, result)
    }

    fn send(transport: &mut Faulty<VirtualCard>, command: &[u8]) -> Result<Vec<u8>, TransportErrorKind> {
        let mut buffer = [0; 258];
        transport.transmit(command, &mut buffer).map(<[u8]>::to_vec).map_err(|error| error.kind())
    }

    fn answer(fault: Fault) -> Vec<u8> {
        run(fault).1.unwrap()
    }

    #[test]
    fn answers_are_bent() {
        let mut transport = Faulty::new(VirtualCard::uicc());
        let right = send(&mut transport, &READ_ICCID).unwrap();
        assert_eq!((right.len(), &right[10..]), (12, &[0x90, 0x00][..]));
        assert!(answer(Fault::Empty).is_empty());
        assert_eq!(answer(Fault::OneByte), right[..1]);
        assert_eq!(answer(Fault::Truncated(3)), right[..9]);
        assert!(answer(Fault::Truncated(usize::MAX)).is_empty());
        let long = answer(Fault::Oversized);
        assert_eq!((long.len(), &long[..12], long[257]), (258, &right[..], 0xA5));
        let refused = answer(Fault::Status(StatusWord::new(0x6982)));
        assert_eq!((&refused[..10], &refused[10..]), (&right[..10], &[0x69, 0x82][..]));
        let noise = answer(Fault::Garbage(7));
        assert_eq!(noise.len(), 12);
        assert_ne!(noise, right);
        assert_eq!(noise, answer(Fault::Garbage(7)));
        assert_ne!(noise, answer(Fault::Garbage(8)));
    }

    #[test]
    fn data_that_are_none() {
        let right = send(&mut Faulty::new(VirtualCard::uicc()), &READ_ICCID).unwrap();
        assert_eq!(answer(Fault::NoData), right[10..]);
        assert_eq!(answer(Fault::Zeros), [&[0; 10], &right[10..]].concat());
    }

    #[test]
    fn answers_that_come_late() {
        let right = send(&mut Faulty::new(VirtualCard::uicc()), &READ_ICCID).unwrap();
        let (mut transport, result) = run(Fault::Late);
        assert_eq!(result, Err(TransportErrorKind::Timeout));
        assert_eq!(send(&mut transport, &SELECT_MF).unwrap(), right);
        assert_eq!(send(&mut transport, &READ_ICCID).unwrap(), [0x90, 0x00]);
        transport.insert().unwrap();
        assert_eq!(send(&mut transport, &READ_ICCID).unwrap(), right);
        let (mut transport, result) = run(Fault::Behind);
        // the answer to SELECT
        assert_eq!(result.unwrap(), [0x90, 0x00]);
        assert!(!format!("{transport:?}").contains(&format!("{:?}", &right[..2])));
        assert_eq!(send(&mut transport, &SELECT_MF).unwrap(), right);
        transport.reset().unwrap();
        assert_eq!(send(&mut transport, &READ_ICCID).unwrap(), right);
        // there was none before the first
        let mut transport = Faulty::new(VirtualCard::uicc()).at(0, Fault::Behind);
        assert!(send(&mut transport, &SELECT_MF).unwrap().is_empty());
    }

    #[test]
    fn errors_before_and_after_the_card() {
        let (transport, result) = run(Fault::Error(TransportErrorKind::Busy));
        assert_eq!((result, transport.inner().counters().commands), (Err(TransportErrorKind::Busy), 1));
        let (transport, result) = run(Fault::Mute);
        assert_eq!((result, transport.inner().counters().commands), (Err(TransportErrorKind::Timeout), 2));
    }

    #[test]
    fn a_removed_card_stays_away() {
        let (mut transport, result) = run(Fault::Removed);
        let removed = Err(TransportErrorKind::CardRemoved);
        assert_eq!(result, removed);
        assert_eq!(send(&mut transport, &SELECT_MF), removed);
        let epoch = transport.epoch();
        assert!(epoch > 0);
        assert_eq!(transport.reset().unwrap_err().kind(), TransportErrorKind::NoCard);
        transport.insert().unwrap();
        assert!(transport.epoch() > epoch);
        assert_eq!(send(&mut transport, &SELECT_MF).unwrap(), [0x90, 0x00]);
    }

    #[test]
    fn a_reset_really_resets() {
        let mut transport = Faulty::new(VirtualCard::uicc()).at(1, Fault::Reset);
        // EF.ICCID becomes current
        send(&mut transport, &READ_ICCID).unwrap();
        let epoch = transport.epoch();
        let current = [0x00, 0xB0, 0x00, 0x00, 0x0A];
        assert_eq!(send(&mut transport, &current), Err(TransportErrorKind::CardReset));
        assert_eq!(transport.epoch(), epoch + 1);
        assert_eq!(send(&mut transport, &current).unwrap(), [0x69, 0x86]);
    }

    #[test]
    fn loops_are_endless() {
        let (mut transport, result) = run(Fault::Stuck(StatusWord::new(0x6110)));
        assert_eq!(result.unwrap(), [0x61, 0x10]);
        for _ in 0..1000 {
            assert_eq!(send(&mut transport, &[0x00, 0xC0, 0, 0, 0x10]).unwrap(), [0x61, 0x10]);
        }
        let (mut transport, result) = run(Fault::Dripping(StatusWord::new(0x6101)));
        assert_eq!(result.unwrap(), [0, 0x61, 0x01]);
        assert_eq!(send(&mut transport, &[0x00, 0xC0, 0, 0, 1]).unwrap(), [0, 0x61, 0x01]);
        let error = transport.transmit(&SELECT_MF, &mut [0; 2]).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::ResponseTooLong);
    }

    #[test]
    fn a_card_survives_every_fault_at_every_command() {
        let kinds = [
            Fault::Error(TransportErrorKind::Busy),
            Fault::Mute,
            Fault::Removed,
            Fault::Reset,
            Fault::Empty,
            Fault::OneByte,
            Fault::Truncated(1),
            Fault::Oversized,
            Fault::Garbage(1),
            Fault::Status(StatusWord::new(0x6F00)),
            Fault::NoData,
            Fault::Zeros,
            Fault::Late,
            Fault::Behind,
            Fault::Stuck(StatusWord::new(0x6100)),
            Fault::Stuck(StatusWord::new(0x6C10)),
            Fault::Stuck(StatusWord::new(0x9110)),
            Fault::Dripping(StatusWord::new(0x6101)),
        ];
        for fault in kinds {
            for index in 0..24 {
                let mut card = Card::new(Faulty::new(VirtualCard::uicc()).at(index, fault));
                // whatever comes of it, it comes
                let result = card.identity();
                assert!(!matches!(result, Err(Error::Misuse(_))), "{fault} at {index}: {result:?}");
                assert!(card.transport().commands() < 3000, "{fault} at {index}");
            }
        }
    }
}
