use alloc::ffi::CString;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use ::pcsc::{Context, PNP_NOTIFICATION, ReaderState, Scope, State};

use super::PcscError;
use super::error::is_dead;

/// A wait looks again after this long even if the service tells of no change: the library of macOS tells of
/// no new readers, and a cancel that comes between two waits would be lost.
const SLICE: Duration = Duration::from_millis(500);

/// How many readers pcsc-lite takes in one question.
const MOST_AT_ONCE: usize = 16;

/// Which reader to use.
///
/// Reader numbers change between boots, so there is no selection by number. To select by the ICCID on
/// the card, use [`Card::with_iccid`](crate::Card::with_iccid).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReaderSelector {
    /// The only reader that holds a card.
    #[default]
    Only,
    /// The reader of exactly this name; if there is none, the one with this in its name, in upper or lower case.
    NamePart(String),
    /// The reader of exactly this name.
    Name(String),
    /// The reader that holds a card with exactly this answer to reset.
    Atr(Vec<u8>),
}

impl ReaderSelector {
    /// Whether this reader is one that was asked for, card or not.
    ///
    /// ```no_run
    /// use simcard::transport::pcsc::{ReaderSelector, readers};
    ///
    /// let selector = ReaderSelector::from("omnikey");
    /// for reader in readers()?.iter().filter(|reader| selector.matches(reader)) {
    ///     println!("{}", reader.name);
    /// }
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    pub fn matches(&self, reader: &ReaderInfo) -> bool {
        match self {
            Self::Only => true,
            Self::NamePart(part) => reader.name.to_lowercase().contains(&part.to_lowercase()),
            Self::Name(name) => reader.name == *name,
            Self::Atr(atr) => reader.atr.as_ref() == Some(atr),
        }
    }

    /// The one reader among these that was asked for and holds a card.
    ///
    /// ```
    /// use simcard::transport::pcsc::{PcscError, ReaderSelector};
    ///
    /// let error = ReaderSelector::from("omnikey").choose(&[]).unwrap_err();
    /// assert!(matches!(error, PcscError::NoReader { existing, .. } if existing.is_empty()));
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoReader`](PcscError::NoReader), [`NoCard`](PcscError::NoCard),
    /// [`CardMute`](PcscError::CardMute), or [`Ambiguous`](PcscError::Ambiguous) where more than one would do.
    pub fn choose<'r>(&self, readers: &'r [ReaderInfo]) -> Result<&'r ReaderInfo, PcscError> {
        // a name that is another one's beginning is still a name
        let exact = |reader: &ReaderInfo| matches!(self, Self::NamePart(part) if *part == reader.name);
        let named = readers.iter().any(exact);
        let matching =
            || readers.iter().filter(move |reader| if named { exact(reader) } else { self.matches(reader) });
        let mut usable = matching().filter(|reader| reader.card == CardPresence::Present);
        match (usable.next(), usable.next()) {
            (Some(reader), None) => return Ok(reader),
            (Some(_), Some(_)) => {
                let readers = matching().filter(|reader| reader.card == CardPresence::Present);
                return Err(PcscError::Ambiguous { readers: readers.map(|r| r.name.clone()).collect() });
            }
            (None, _) => {}
        }
        if let Some(mute) = matching().find(|reader| reader.card == CardPresence::Mute) {
            return Err(PcscError::CardMute { reader: mute.name.clone(), source: None });
        }
        let names: Vec<String> = matching().map(|reader| reader.name.clone()).collect();
        if names.is_empty() {
            return Err(PcscError::NoReader {
                wanted: self.clone(),
                existing: readers.iter().map(|reader| reader.name.clone()).collect(),
                source: None,
            });
        }
        Err(PcscError::NoCard { readers: names, source: None })
    }
}

/// What a user types as a reader is a part of its name.
impl From<&str> for ReaderSelector {
    fn from(part: &str) -> Self {
        Self::NamePart(part.to_string())
    }
}

impl fmt::Display for ReaderSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Only => f.write_str("with a card"),
            Self::NamePart(part) => write!(f, "with {part:?} in its name"),
            Self::Name(name) => write!(f, "{name:?}"),
            Self::Atr(atr) => write!(f, "with a card whose ATR is {}", hex::encode_upper(atr)),
        }
    }
}

/// A reader as the service describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ReaderInfo {
    /// Its name, such as `"Virtual PCD 00 00"`. The numbers at the end may change between boots.
    pub name: String,
    /// Whether it holds a card.
    pub card: CardPresence,
    /// The card's answer to reset, 2 to 33 bytes, where the service tells one. Serialised in hexadecimal
    /// digits.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))]
    pub atr: Option<Vec<u8>>,
    /// Some program is connected to the card.
    pub in_use: bool,
    /// Some program has the card for itself: connecting fails with [`PcscError::InUse`].
    pub exclusive: bool,
}

impl ReaderInfo {
    fn new(state: &ReaderState) -> Self {
        let event = state.event_state();
        let card = if !event.contains(State::PRESENT) {
            CardPresence::Absent
        } else if event.contains(State::MUTE) {
            CardPresence::Mute
        } else {
            CardPresence::Present
        };
        let atr = Some(state.atr()).filter(|atr| card == CardPresence::Present && !atr.is_empty());
        Self {
            name: state.name().to_string_lossy().into_owned(),
            card,
            atr: atr.map(<[u8]>::to_vec),
            in_use: event.contains(State::INUSE),
            exclusive: event.contains(State::EXCLUSIVE),
        }
    }

    /// Whether it holds a card, be it a mute one.
    ///
    /// ```no_run
    /// use simcard::transport::pcsc::readers;
    ///
    /// let empty = readers()?.into_iter().filter(|reader| !reader.has_card()).count();
    /// println!("{empty} readers are empty");
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    pub fn has_card(&self) -> bool {
        self.card != CardPresence::Absent
    }
}

/// Whether a reader holds a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum CardPresence {
    /// No card.
    Absent,
    /// A card that answered to reset.
    Present,
    /// A card that did not answer to reset.
    Mute,
}

/// The readers of this machine.
///
/// ```no_run
/// use simcard::transport::pcsc::Readers;
///
/// for reader in Readers::new()?.list()? {
///     println!("{}: {:?}", reader.name, reader.card);
/// }
/// # Ok::<(), simcard::transport::pcsc::PcscError>(())
/// ```
pub struct Readers {
    context: Context,
    shared: Arc<Shared>,
}

/// What a [`Canceller`] on another thread reaches.
struct Shared {
    cancelled: AtomicBool,
    /// The same context as in [`Readers`].
    context: Mutex<Context>,
}

/// Lists the readers of this machine: [`Readers::new`] and [`Readers::list`] in one.
///
/// ```no_run
/// for reader in simcard::transport::pcsc::readers()? {
///     println!("{}: {:?}", reader.name, reader.card);
/// }
/// # Ok::<(), simcard::transport::pcsc::PcscError>(())
/// ```
///
/// # Errors
///
/// [`PcscError::NoService`] and other failures of the service. No reader is no error but an empty list.
pub fn readers() -> Result<Vec<ReaderInfo>, PcscError> {
    Readers::new()?.list()
}

impl Readers {
    /// Connects to the service.
    ///
    /// ```no_run
    /// use simcard::transport::pcsc::{PcscError, Readers};
    ///
    /// match Readers::new() {
    ///     Ok(mut readers) => println!("{} readers", readers.list()?.len()),
    ///     Err(PcscError::NoService { .. }) => println!("start pcscd first"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok::<(), PcscError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`PcscError::NoService`], and other failures of the service.
    pub fn new() -> Result<Self, PcscError> {
        let context = establish()?;
        let shared = Shared { cancelled: AtomicBool::new(false), context: Mutex::new(context.clone()) };
        Ok(Self { context, shared: Arc::new(shared) })
    }

    pub(super) fn context(&self) -> &Context {
        &self.context
    }

    /// The names of the readers there are, for messages; none if the service does not tell.
    pub(super) fn known_names(&self) -> Vec<String> {
        let names = self.context.list_readers_owned().unwrap_or_default();
        names.iter().map(|name| name.to_string_lossy().into_owned()).collect()
    }

    /// All readers, in the service's order. No reader is an empty list.
    ///
    /// ```no_run
    /// use simcard::transport::pcsc::Readers;
    ///
    /// let names: Vec<String> = Readers::new()?.list()?.into_iter().map(|reader| reader.name).collect();
    /// println!("{}", names.join(", "));
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`PcscError::NoService`] and other failures of the service. A service that was restarted is found again.
    pub fn list(&mut self) -> Result<Vec<ReaderInfo>, PcscError> {
        let names = self.names()?;
        let mut list = Vec::with_capacity(names.len());
        for name in names {
            let mut state = [ReaderState::new(name, State::UNAWARE)];
            match self.context.get_status_change(Duration::ZERO, &mut state) {
                Ok(()) => list.extend(state.iter().map(ReaderInfo::new)),
                // unplugged since we asked for the names
                Err(::pcsc::Error::UnknownReader | ::pcsc::Error::Timeout) => {}
                Err(error) => return Err(PcscError::of_service(error)),
            }
        }
        Ok(list)
    }

    /// The readers that hold a card which answered to reset: to look at each card for, say, its ICCID.
    ///
    /// ```no_run
    /// use simcard::transport::pcsc::Readers;
    ///
    /// for reader in Readers::new()?.with_cards()? {
    ///     println!("{}: {:02X?}", reader.name, reader.atr);
    /// }
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub fn with_cards(&mut self) -> Result<impl Iterator<Item = ReaderInfo> + use<>, PcscError> {
        Ok(self.list()?.into_iter().filter(|reader| reader.card == CardPresence::Present))
    }

    /// Waits until one of the readers asked for holds a card, and returns it. Returns at once if one does
    /// already.
    ///
    /// ```no_run
    /// use core::time::Duration;
    /// use simcard::transport::pcsc::{ReaderSelector, Readers};
    ///
    /// let reader = Readers::new()?.wait_for_card(&ReaderSelector::Only, Duration::from_secs(60))?;
    /// println!("a card is in {}", reader.name);
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Deadline`](PcscError::Deadline), or [`CardMute`](PcscError::CardMute) if there was one;
    /// [`Cancelled`](PcscError::Cancelled), [`Ambiguous`](PcscError::Ambiguous) if several do, and failures of
    /// the service.
    pub fn wait_for_card(
        &mut self,
        selector: &ReaderSelector,
        timeout: Duration,
    ) -> Result<ReaderInfo, PcscError> {
        let mut mute = None;
        let result = self.wait(timeout, |readers| match selector.choose(readers) {
            Ok(reader) => Some(Ok(reader.clone())),
            Err(PcscError::NoReader { .. } | PcscError::NoCard { .. }) => None,
            // a card that is just being put in may answer at the service's next try
            Err(error @ PcscError::CardMute { .. }) => {
                mute = Some(error);
                None
            }
            Err(error) => Some(Err(error)),
        });
        match (result, mute) {
            (Err(PcscError::Deadline), Some(mute)) => Err(mute),
            (result, _) => result,
        }
    }

    /// Waits until the reader of this name holds no card, or is gone itself.
    ///
    /// ```no_run
    /// use core::time::Duration;
    /// use simcard::transport::pcsc::Readers;
    ///
    /// Readers::new()?.wait_for_removal("Virtual PCD 00 00", Duration::from_secs(60))?;
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Deadline`](PcscError::Deadline), [`Cancelled`](PcscError::Cancelled), and failures of the service.
    pub fn wait_for_removal(&mut self, reader: &str, timeout: Duration) -> Result<(), PcscError> {
        self.wait(timeout, |readers| {
            let present = readers.iter().any(|info| info.name == reader && info.has_card());
            (!present).then_some(Ok(()))
        })
    }

    /// Waits until a reader that was asked for exists, card or not, and returns it.
    ///
    /// ```no_run
    /// use core::time::Duration;
    /// use simcard::transport::pcsc::Readers;
    ///
    /// let reader = Readers::new()?.wait_for_reader(&"omnikey".into(), Duration::from_secs(60))?;
    /// println!("{} was plugged in", reader.name);
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Deadline`](PcscError::Deadline), [`Cancelled`](PcscError::Cancelled), and failures of the service.
    pub fn wait_for_reader(
        &mut self,
        selector: &ReaderSelector,
        timeout: Duration,
    ) -> Result<ReaderInfo, PcscError> {
        self.wait(timeout, |readers| readers.iter().find(|reader| selector.matches(reader)).cloned().map(Ok))
    }

    /// What ends a wait from another thread.
    ///
    /// ```no_run
    /// use core::time::Duration;
    /// use simcard::transport::pcsc::{PcscError, ReaderSelector, Readers};
    ///
    /// let mut readers = Readers::new()?;
    /// let canceller = readers.canceller();
    /// std::thread::spawn(move || canceller.cancel());
    /// let result = readers.wait_for_card(&ReaderSelector::Only, Duration::from_secs(60));
    /// assert!(matches!(result, Err(PcscError::Cancelled)));
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    pub fn canceller(&self) -> Canceller {
        Canceller { shared: Arc::clone(&self.shared) }
    }

    /// Looks at all readers, now and after each change, until `done` has an answer.
    fn wait<R>(
        &mut self,
        timeout: Duration,
        mut done: impl FnMut(&[ReaderInfo]) -> Option<Result<R, PcscError>>,
    ) -> Result<R, PcscError> {
        let start = Instant::now();
        loop {
            let mut states = self.watch_list()?;
            // against UNAWARE everything is a change, so this returns at once with the present state
            match self.context.get_status_change(Duration::ZERO, &mut states) {
                // without any reader there is no change to tell of
                Ok(()) | Err(::pcsc::Error::Timeout) => {
                    let readers = states.iter().filter(|state| state.name() != PNP_NOTIFICATION());
                    let readers: Vec<ReaderInfo> = readers.map(ReaderInfo::new).collect();
                    if let Some(result) = done(&readers) {
                        return result;
                    }
                }
                Err(::pcsc::Error::UnknownReader) => {}
                Err(error) if is_dead(error) => self.rebuild(error)?,
                Err(error) => return Err(PcscError::of_service(error)),
            }
            states.iter_mut().for_each(ReaderState::sync_current_state);
            let left = timeout.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(PcscError::Deadline);
            }
            if self.shared.cancelled.swap(false, Ordering::SeqCst) {
                return Err(PcscError::Cancelled);
            }
            if states.is_empty() {
                // no reader, and a library that can't tell of new ones
                std::thread::sleep(left.min(SLICE));
                continue;
            }
            // the service counts in milliseconds, and 0 would make this a busy loop
            let slice = left.min(SLICE).max(Duration::from_millis(1));
            match self.context.get_status_change(slice, &mut states) {
                Ok(()) | Err(::pcsc::Error::Timeout | ::pcsc::Error::UnknownReader) => {}
                // somebody's cancel; ours has set the flag, which the next round sees
                Err(::pcsc::Error::Cancelled) => {}
                Err(error) if is_dead(error) => self.rebuild(error)?,
                Err(error) => return Err(PcscError::of_service(error)),
            }
        }
    }

    /// All readers, and where the library has it the pseudo-reader that tells of new ones.
    fn watch_list(&mut self) -> Result<Vec<ReaderState>, PcscError> {
        let names = self.names()?;
        let mut states: Vec<_> =
            names.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)).collect();
        states.truncate(MOST_AT_ONCE);
        if states.len() < MOST_AT_ONCE && !cfg!(target_os = "macos") {
            states.push(ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE));
        }
        Ok(states)
    }

    fn names(&mut self) -> Result<Vec<CString>, PcscError> {
        match self.context.list_readers_owned() {
            Err(error) if is_dead(error) => {
                self.rebuild(error)?;
                self.context.list_readers_owned().map_err(PcscError::of_service)
            }
            names => names.map_err(PcscError::of_service),
        }
    }

    /// A context does not survive a restart of the service, although it still looks valid.
    fn rebuild(&mut self, error: ::pcsc::Error) -> Result<(), PcscError> {
        self.context = Context::establish(Scope::User).map_err(|_| PcscError::NoService { source: error })?;
        *self.shared.context.lock().unwrap_or_else(PoisonError::into_inner) = self.context.clone();
        Ok(())
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").finish_non_exhaustive()
    }
}

/// Ends a wait from another thread: see [`Readers::canceller`].
#[derive(Clone)]
pub struct Canceller {
    shared: Arc<Shared>,
}

impl Canceller {
    /// Ends the wait that is under way, or the next one, with [`PcscError::Cancelled`].
    ///
    /// ```no_run
    /// use core::time::Duration;
    /// use simcard::transport::pcsc::{PcscError, Readers};
    ///
    /// let mut readers = Readers::new()?;
    /// readers.canceller().cancel(); // before the wait: it ends the next one
    /// let result = readers.wait_for_removal("Virtual PCD 00 00", Duration::from_secs(60));
    /// assert!(matches!(result, Ok(()) | Err(PcscError::Cancelled)));
    /// # Ok::<(), simcard::transport::pcsc::PcscError>(())
    /// ```
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::SeqCst);
        let context = self.shared.context.lock().unwrap_or_else(PoisonError::into_inner);
        // if this fails, the flag still ends the wait, half a second later
        let _ = context.cancel();
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canceller").finish_non_exhaustive()
    }
}

pub(super) fn establish() -> Result<Context, PcscError> {
    Context::establish(Scope::User).map_err(PcscError::of_service)
}

#[cfg(feature = "serde")]
fn as_hex<S: serde::Serializer>(atr: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&atr.as_ref().map(hex::encode_upper), serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(name: &str, card: CardPresence) -> ReaderInfo {
        let atr = (card == CardPresence::Present).then(|| alloc::vec![0x3B, 0x00]);
        ReaderInfo { name: name.into(), card, atr, in_use: false, exclusive: false }
    }

    fn names(error: PcscError) -> Vec<String> {
        match error {
            PcscError::Ambiguous { readers } | PcscError::NoCard { readers, .. } => readers,
            PcscError::NoReader { existing, .. } => existing,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_only_card_is_chosen() {
        let list = [reader("A 00", CardPresence::Absent), reader("B 00", CardPresence::Present)];
        assert_eq!(ReaderSelector::Only.choose(&list).unwrap().name, "B 00");
    }

    #[test]
    fn two_cards_are_never_chosen_between() {
        let list = [reader("Card A 00", CardPresence::Present), reader("Card B 00", CardPresence::Present)];
        for selector in
            [ReaderSelector::Only, ReaderSelector::from("card"), ReaderSelector::Atr(alloc::vec![0x3B, 0])]
        {
            let error = selector.choose(&list).unwrap_err();
            assert!(matches!(error, PcscError::Ambiguous { .. }), "{error}");
            assert_eq!(names(error), ["Card A 00", "Card B 00"]);
        }
        assert_eq!(ReaderSelector::from("b 0").choose(&list).unwrap().name, "Card B 00");
        assert_eq!(ReaderSelector::Name("Card A 00".into()).choose(&list).unwrap().name, "Card A 00");
    }

    #[cfg(feature = "serde")]
    #[test]
    fn an_atr_is_serialised_in_hex() {
        let json = serde_json::to_value(reader("A 00", CardPresence::Present)).unwrap();
        assert_eq!((&json["atr"], &json["card"]), (&"3B00".into(), &"Present".into()));
        assert!(serde_json::to_value(reader("A 00", CardPresence::Mute)).unwrap()["atr"].is_null());
    }

    #[test]
    fn an_exact_name_is_exact() {
        let list = [reader("Card A 00", CardPresence::Present)];
        let error = ReaderSelector::Name("card a 00".into()).choose(&list).unwrap_err();
        assert!(matches!(error, PcscError::NoReader { .. }));
        assert_eq!(names(error), ["Card A 00"]);
    }

    #[test]
    fn empty_readers_mute_cards_and_no_readers_differ() {
        let empty = [reader("A 00", CardPresence::Absent), reader("B 00", CardPresence::Absent)];
        let error = ReaderSelector::Only.choose(&empty).unwrap_err();
        assert!(matches!(error, PcscError::NoCard { .. }));
        assert_eq!(names(error), ["A 00", "B 00"]);
        let mute = [reader("A 00", CardPresence::Mute), reader("B 00", CardPresence::Absent)];
        let error = ReaderSelector::Only.choose(&mute).unwrap_err();
        assert!(matches!(error, PcscError::CardMute { reader, .. } if reader == "A 00"));
        let error = ReaderSelector::Only.choose(&[]).unwrap_err();
        assert!(matches!(error, PcscError::NoReader { .. }));
        // a named reader without a card is not excused by a card in another
        let other = [reader("A 00", CardPresence::Absent), reader("B 00", CardPresence::Present)];
        let error = ReaderSelector::from("A").choose(&other).unwrap_err();
        assert_eq!(names(error), ["A 00"]);
    }
}
