use crate::apdu::Atr;

/// What a transport tells of itself, so that the exchange speaks to it the way it wants.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TransportInfo {
    /// Whether T=0 TPDUs or whole APDUs go over it.
    pub level: Level,
    /// The longest command and response.
    pub limits: Limits,
    /// The answer to reset, where the transport knows it.
    pub atr: Option<Atr>,
    /// Who assigns logical channels.
    pub channels: ChannelOwner,
    /// Whether other programs, or the modem itself, may use the card between two operations of ours. What was
    /// selected is selected again then.
    pub shared: bool,
}

impl TransportInfo {
    /// A transport with this level, short lengths, no ATR, channels of our own.
    ///
    /// ```
    /// use simcard::transport::{ChannelOwner, Level, Limits, TransportInfo};
    ///
    /// let info = TransportInfo::new(Level::Apdu);
    /// assert_eq!((info.level, info.limits, info.channels), (Level::Apdu, Limits::SHORT, ChannelOwner::Us));
    /// assert!(info.atr.is_none() && !info.shared);
    /// ```
    pub const fn new(level: Level) -> Self {
        Self { level, limits: Limits::SHORT, atr: None, channels: ChannelOwner::Us, shared: false }
    }

    /// The limits that commands are cut to: below T=0 the short ones, whatever is said.
    ///
    /// ```
    /// use simcard::transport::{Level, Limits, TransportInfo};
    ///
    /// let info = |level| TransportInfo::new(level).with_limits(Limits::EXTENDED);
    /// assert_eq!(info(Level::Apdu).effective_limits(), Limits::EXTENDED);
    /// assert_eq!(info(Level::Tpdu).effective_limits(), Limits::SHORT);
    /// ```
    pub const fn effective_limits(&self) -> Limits {
        match self.level {
            Level::Tpdu => Limits::SHORT,
            Level::Apdu => self.limits,
        }
    }

    /// The same with an ATR.
    ///
    /// ```
    /// use simcard::transport::{Level, TransportInfo};
    ///
    /// let info = TransportInfo::new(Level::Tpdu).with_atr("3B 00".parse()?);
    /// assert_eq!(info.atr.unwrap().as_bytes(), [0x3B, 0x00]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    #[must_use]
    pub const fn with_atr(self, atr: Atr) -> Self {
        Self { atr: Some(atr), ..self }
    }

    /// The same with other limits.
    ///
    /// ```
    /// use simcard::transport::{Level, Limits, TransportInfo};
    ///
    /// let limits = Limits { command_data: 255, response_data: 128 };
    /// assert_eq!(TransportInfo::new(Level::Apdu).with_limits(limits).limits.response_data, 128);
    /// ```
    #[must_use]
    pub const fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same, of a card that is not ours alone.
    ///
    /// ```
    /// use simcard::transport::{Level, TransportInfo};
    ///
    /// assert!(TransportInfo::new(Level::Apdu).with_shared(true).shared);
    /// ```
    #[must_use]
    pub const fn with_shared(self, shared: bool) -> Self {
        Self { shared, ..self }
    }

    /// The same with another owner of the channels.
    ///
    /// ```
    /// use simcard::transport::{ChannelOwner, Level, TransportInfo};
    ///
    /// let info = TransportInfo::new(Level::Apdu).with_channels(ChannelOwner::Backend);
    /// assert_eq!(info.channels, ChannelOwner::Backend);
    /// ```
    #[must_use]
    pub const fn with_channels(self, channels: ChannelOwner) -> Self {
        Self { channels, ..self }
    }
}

/// What goes over a transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// T=0 TPDUs: case 1 with P3 = 00, case 4 without Le, responses fetched with GET RESPONSE.
    Tpdu,
    /// Whole APDUs (T=1, most modems): all four cases as they are.
    Apdu,
}

/// The longest command and response a transport passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The most bytes of command data in one command.
    pub command_data: usize,
    /// The most bytes of response data in one response, without the status word.
    pub response_data: usize,
}

impl Limits {
    /// Short APDUs: 255 bytes out, 256 back.
    pub const SHORT: Self = Self { command_data: 255, response_data: 256 };
    /// Extended APDUs: 65,535 bytes out, 65,536 back.
    pub const EXTENDED: Self = Self { command_data: 65_535, response_data: 65_536 };
}

/// Who assigns logical channels and puts their number into the class byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelOwner {
    /// We do, by MANAGE CHANNEL and class byte.
    Us,
    /// The backend does (`+CCHO`/`+CGLA`): class bytes go out with channel 0.
    Backend,
}
