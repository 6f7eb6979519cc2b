//! The virtual card: its state, and how a command finds its instruction.

mod admin;
mod auth;
mod chain;
mod channels;
mod dispatch;
mod edit;
mod fault;
mod life;
mod misc;
mod read;
mod request;
mod response;
mod search;
mod security;
mod select;
mod suspend;
mod tlv;
mod toolkit;
mod transport;
mod update;

use alloc::vec::Vec;
use core::fmt;

pub use edit::EditError;
pub use transport::{Counters, MockError};

use super::applet::{Applet, Running};
use super::builder::{Builder, Kind};
use super::fcp::Style;
use super::filesystem::FileSystem;
use super::keys::{KeyReference, Keys, Pin};
use super::milenage::{Milenage, SequenceNumbers};
use super::quirks::Quirks;
use crate::apdu::Atr;
use crate::transport::Level;
use auth::Authentication;
use chain::Chain;
use channels::Channel;
use fault::Fault;
use request::{Direction, Le, Request};
use response::{Pending, Reply};
use suspend::Suspension;
use tlv::Transfer;
use transport::Slot;

/// What an instruction gives: what to answer, or why not.
type Outcome = Result<Reply, Fault>;

/// A SIM card in memory that takes command bytes and gives response bytes as a real one does.
///
/// It is a [`Transport`](crate::transport::Transport) too, so whatever works on a card works on this.
///
/// ```
/// use simcard::mock::VirtualCard;
///
/// let mut card = VirtualCard::uicc(); // T=0, as nearly all UICCs are
/// // SELECT EF.ICCID with its FCP: 61xx, the card holds xx bytes ready
/// let [0x61, len] = card.process(&[0x00, 0xA4, 0x08, 0x04, 0x02, 0x2F, 0xE2])[..] else { panic!() };
/// let fcp = card.process(&[0x00, 0xC0, 0x00, 0x00, len]);
/// assert_eq!(fcp[0], 0x62);
/// // READ BINARY
/// let iccid = card.process(&[0x00, 0xB0, 0x00, 0x00, 0x0A]);
/// assert_eq!(iccid, [0x98, 0x44, 0x00, 0x00, 0x00, 0x00, 0x21, 0x43, 0x65, 0xF7, 0x90, 0x00]);
/// ```
#[derive(Clone)]
pub struct VirtualCard {
    kind: Kind,
    level: Level,
    quirks: Quirks,
    pub(super) style: Style,
    atr: Vec<u8>,
    /// The same as a value, where it is a valid one.
    parsed_atr: Option<Atr>,
    pub(super) files: FileSystem,
    pub(super) keys: Keys,
    authentication: Authentication,
    channels: [Channel; 20],
    /// How many of `channels` there are, the basic one included.
    channel_count: u8,
    /// Response data of the command in hand, and of the last one while `pending` says so. Kept for its capacity.
    answer: Vec<u8>,
    pending: Option<Pending>,
    proactive: Proactive,
    /// What its toolkit application does; without one the card has no toolkit.
    applet: Option<Running>,
    /// Data objects on their way, one for each channel.
    transfers: [Option<Transfer>; 20],
    chaining: bool,
    chain: Option<Chain>,
    suspension: Option<Suspension>,
    /// TERMINATE CARD USAGE was here.
    terminated: bool,
    random: u64,
    counters: Counters,
    slot: Slot,
    /// The response on its way to [`transmit`](crate::transport::Transport::transmit). Kept for its capacity.
    wire: Vec<u8>,
}

/// Proactive commands that the card says it has.
#[derive(Clone, Copy, Debug, Default)]
struct Proactive {
    /// So many successful answers are still `91xx`.
    answers: u32,
    /// The length they name.
    len: u8,
}

impl VirtualCard {
    /// A UICC with a USIM and an ISIM, T=0, PIN1 disabled: see [`Builder`] for what can be different.
    ///
    /// PIN1 is 1234 (PUK 12345678), PIN2 5678 (PUK 87654321), the universal PIN 0000 (PUK 11111111), ADM1 88888888.
    /// AUTHENTICATE uses [`Milenage::test_keys`].
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// assert_eq!(Card::new(VirtualCard::uicc()).imsi()?.as_str(), "001010123456789");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn uicc() -> Self {
        Self::builder().build()
    }

    /// A SIM of the second generation: class `A0`, no applications, T=0, CHV1 disabled.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::gsm();
    /// assert_eq!(card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]), [0x6E, 0x00]);
    /// assert_eq!(card.process(&[0xA0, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00])[0], 0x9F);
    /// ```
    pub fn gsm() -> Self {
        Self::builder().gsm().build()
    }

    /// Makes a card of one's own.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let card = VirtualCard::builder().channels(20).no_toolkit().build();
    /// assert_eq!(card.atr()[0], 0x3B);
    /// ```
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(super) fn new(parts: Parts) -> Self {
        let Parts {
            kind,
            level,
            quirks,
            style,
            atr,
            mut files,
            keys,
            milenage,
            channel_count,
            chaining,
            applet,
        } = parts;
        files.refresh_rules();
        let mut card = Self {
            kind,
            level,
            quirks,
            style,
            parsed_atr: Atr::parse(&atr).ok(),
            atr,
            files,
            keys,
            authentication: Authentication { keys: milenage, sequence: SequenceNumbers::new() },
            channels: [Channel::default(); 20],
            channel_count,
            answer: Vec::with_capacity(256),
            pending: None,
            proactive: Proactive::default(),
            applet: applet.map(Running::new),
            transfers: [const { None }; 20],
            chaining,
            chain: None,
            suspension: None,
            terminated: false,
            random: 0x2545_F491_4F6C_DD1D,
            counters: Counters::default(),
            slot: Slot::default(),
            wire: Vec::with_capacity(258),
        };
        card.restart();
        card
    }

    /// Sends a command and returns the response: data, if any, then the status word.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::uicc();
    /// assert_eq!(card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0xE2]), [0x90, 0x00]);
    /// assert_eq!(card.process(&[0x00, 0xB0, 0x00, 0x00, 0x02]), [0x98, 0x44, 0x90, 0x00]);
    /// ```
    pub fn process(&mut self, command: &[u8]) -> Vec<u8> {
        let mut response = Vec::new();
        self.process_into(command, &mut response);
        response
    }

    /// Sends a command and puts the response in place of what `response` held. Its capacity is reused: once it is
    /// large enough, SELECT and READ allocate nothing.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut response = Vec::new();
    /// VirtualCard::uicc().process_into(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x6F, 0xFF], &mut response);
    /// assert_eq!(response, [0x6A, 0x82]);
    /// ```
    pub fn process_into(&mut self, command: &[u8], response: &mut Vec<u8>) {
        response.clear();
        response.extend(core::iter::repeat_n(0x60, usize::from(self.quirks.null_bytes)));
        let status = match self.execute(command, response) {
            Ok(status) => status,
            Err(fault) => self.refusal(command, fault),
        };
        response.extend(status.value().to_be_bytes());
        self.counters.add(command.len(), response.len());
    }

    /// A reset: the MF is current, only the basic channel is open, and no PIN counts as verified.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0xE2]);
    /// card.restart();
    /// assert_eq!(card.process(&[0x00, 0xB0, 0x00, 0x00, 0x02]), [0x69, 0x86]); // no current EF
    /// ```
    pub fn restart(&mut self) {
        self.channels = [Channel::default(); 20];
        if let Some(basic) = self.channels.first_mut() {
            basic.open = true;
        }
        self.transfers = [const { None }; 20];
        self.chain = None;
        self.reset_suspension();
        self.keys.reset();
        if let Some(applet) = &mut self.applet {
            applet.restart();
        }
        self.pending = None;
        self.answer.clear();
    }

    /// The answer to reset.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// assert_eq!(VirtualCard::uicc().atr()[0], 0x3B); // direct convention
    /// ```
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// Whether it takes T=0 TPDUs or whole APDUs.
    ///
    /// ```
    /// use simcard::{mock::VirtualCard, transport::Level};
    ///
    /// assert_eq!(VirtualCard::uicc().level(), Level::Tpdu);
    /// ```
    pub const fn level(&self) -> Level {
        self.level
    }

    /// What is on it.
    ///
    /// ```
    /// use simcard::{Card, files, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let forbidden = card.read::<files::usim::Fplmn>()?;
    /// card.write::<files::usim::Fplmn>(&forbidden)?;
    /// // what is really there now
    /// let files = card.transport().files();
    /// let fplmn = files.find("ADF.USIM/EF.FPLMN").and_then(|id| files.file(id)).unwrap();
    /// assert_eq!(fplmn.content(), [0xFF; 12]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn files(&self) -> &FileSystem {
        &self.files
    }

    /// A PIN or key, for its counters and state.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, VirtualCard};
    ///
    /// let card = VirtualCard::uicc();
    /// assert_eq!(card.pin(KeyReference::PIN2).map(|pin| pin.remaining()), Some(3));
    /// ```
    pub fn pin(&self, reference: KeyReference) -> Option<&Pin> {
        self.keys.find(reference).map(|key| &key.pin)
    }

    /// Whether a PIN or key was verified since the last reset.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, VirtualCard};
    ///
    /// assert!(!VirtualCard::uicc().is_verified(KeyReference::PIN2));
    /// ```
    pub fn is_verified(&self, reference: KeyReference) -> bool {
        self.keys.find(reference).is_some_and(|key| key.verified)
    }

    /// The next `answers` successful responses end in `91xx` with this length instead of `9000`, as if the card had
    /// a proactive command.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.announce_proactive(1, 0x16);
    /// let select = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0xE2];
    /// assert_eq!(card.process(&select), [0x91, 0x16]);
    /// assert_eq!(card.process(&select), [0x90, 0x00]);
    /// ```
    pub fn announce_proactive(&mut self, answers: u32, len: u8) {
        self.proactive = Proactive { answers, len };
    }

    /// Changes how the card deviates from its specification.
    ///
    /// ```
    /// use simcard::mock::{Quirks, VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_quirks(Quirks { no_path_selection: true, ..Quirks::default() });
    /// assert_eq!(card.process(&[0x00, 0xA4, 0x08, 0x0C, 0x02, 0x2F, 0xE2]), [0x6A, 0x86]);
    /// ```
    pub fn set_quirks(&mut self, quirks: Quirks) {
        self.style.no_sfi = quirks.no_sfi;
        self.quirks = quirks;
    }
}

impl Default for VirtualCard {
    fn default() -> Self {
        Self::uicc()
    }
}

impl fmt::Debug for VirtualCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualCard")
            .field("level", &self.level)
            .field("atr", &format_args!("{}", hex::encode_upper(&self.atr)))
            .finish_non_exhaustive()
    }
}

/// What a builder hands over.
pub(super) struct Parts {
    pub kind: Kind,
    pub level: Level,
    pub quirks: Quirks,
    pub style: Style,
    pub atr: Vec<u8>,
    pub files: FileSystem,
    pub keys: Keys,
    pub milenage: Milenage,
    pub channel_count: u8,
    pub chaining: bool,
    pub applet: Option<Applet>,
}
