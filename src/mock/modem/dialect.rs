use core::time::Duration;

/// How a virtual modem deviates from the specification, as real ones do.
///
/// ```
/// use simcard::mock::{Dialect, LineEnd};
///
/// let dialect = Dialect { line_end: LineEnd::Cr, echo: false, ..Dialect::WITHOUT_CSIM };
/// assert!(dialect.channels && !dialect.csim);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Whether it echoes until told not to.
    pub echo: bool,
    /// Whether it takes `ATE0`.
    pub echo_can_be_off: bool,
    /// How lines end.
    pub line_end: LineEnd,
    /// Whether it has `+CSIM`.
    pub csim: bool,
    /// Whether the card can be locked with `+CSIM=1`.
    pub lock: bool,
    /// Whether it has `+CCHO`, `+CGLA` and `+CCHC`.
    pub channels: bool,
    /// Whether it has `+CRSM`.
    pub crsm: bool,
    /// Whether `+CRSM` takes GET RESPONSE.
    pub crsm_describes: bool,
    /// Whether `+CRSM` takes paths, and with the MF or without.
    pub crsm_path: Option<bool>,
    /// Whether strings of hex digits come in quotes.
    pub quoted: bool,
    /// Whether it does GET RESPONSE by itself, so that data come together with the status word.
    pub data_at_once: bool,
    /// What the handles of `+CCHO` look like.
    pub handles: Handles,
    /// In which form it takes and gives USSD texts.
    pub ussd: UssdStyle,
    /// Whether the answer of the network comes before the `OK`.
    pub ussd_before_ok: bool,
    /// Whether it sends unsolicited results between all lines.
    pub chatty: bool,
    /// How long it takes for each command.
    pub delay: Duration,
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// CR and LF before and after each line, as V.250 has it.
    CrLf,
    /// A CR after each line.
    Cr,
    /// An LF after each line.
    Lf,
}

/// What the handles of `+CCHO` look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handles {
    /// `+CCHO: 1`
    Number,
    /// `+CCHO: 00000000038a0001`
    Hex,
    /// `1`, without a name before it.
    Bare,
    /// `+CCHO: "1"`
    Quoted,
}

/// In which form USSD texts go to and come from a modem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UssdStyle {
    /// In the character set that is set, as the specification has it.
    Standard,
    /// Packed, in hex digits, whatever the character set.
    PackedHex,
    /// In UCS2 only: that is its character set when it starts, and with any other it takes none.
    Ucs2,
}

impl Dialect {
    /// As the specifications have it: with everything.
    pub const STANDARD: Self = Self {
        echo: true,
        echo_can_be_off: true,
        line_end: LineEnd::CrLf,
        csim: true,
        lock: false,
        channels: true,
        crsm: true,
        crsm_describes: true,
        crsm_path: Some(false),
        quoted: true,
        data_at_once: false,
        handles: Handles::Number,
        ussd: UssdStyle::Standard,
        ussd_before_ok: false,
        chatty: false,
        delay: Duration::from_millis(5),
    };
    /// No `+CSIM`.
    pub const WITHOUT_CSIM: Self = Self { csim: false, handles: Handles::Hex, ..Self::STANDARD };
    /// Logical channels only.
    pub const CHANNELS_ONLY: Self = Self { crsm: false, ..Self::WITHOUT_CSIM };
    /// `+CRSM` only.
    pub const CRSM_ONLY: Self = Self { channels: false, ..Self::WITHOUT_CSIM };
    /// USSD texts packed, in hex digits.
    pub const PACKED_USSD: Self = Self { ussd: UssdStyle::PackedHex, ..Self::STANDARD };
    /// UCS2 for everything.
    pub const UCS2: Self = Self { ussd: UssdStyle::Ucs2, ..Self::STANDARD };
    /// An echo that can't be switched off, and unsolicited results between all lines.
    pub const CHATTY: Self = Self { echo_can_be_off: false, chatty: true, ..Self::STANDARD };
    /// Two seconds for each command.
    pub const SLOW: Self = Self { delay: Duration::from_millis(2_000), ..Self::STANDARD };
}
