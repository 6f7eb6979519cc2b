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
    pub const fn new(level: Level) -> Self {
        Self { level, limits: Limits::SHORT, atr: None, channels: ChannelOwner::Us, shared: false }
    }

    /// The limits that commands are cut to: below T=0 the short ones, whatever is said.
    pub const fn effective_limits(&self) -> Limits {
        match self.level {
            Level::Tpdu => Limits::SHORT,
            Level::Apdu => self.limits,
        }
    }

    /// The same with an ATR.
    #[must_use]
    pub const fn with_atr(self, atr: Atr) -> Self {
        Self { atr: Some(atr), ..self }
    }

    /// The same with other limits.
    #[must_use]
    pub const fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same, of a card that is not ours alone.
    #[must_use]
    pub const fn with_shared(self, shared: bool) -> Self {
        Self { shared, ..self }
    }

    /// The same with another owner of the channels.
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
