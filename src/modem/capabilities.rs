use super::ussd::UssdForm;

/// Whether a modem does something: found by doing it, since what modems answer to `=?` is often wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Support {
    /// There was no need to try yet.
    #[default]
    Untried,
    /// It does.
    Works,
    /// It refused.
    Refused,
}

impl Support {
    pub(super) const fn of(works: bool) -> Self {
        if works { Self::Works } else { Self::Refused }
    }
}

/// The way to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum SimRoute {
    /// `+CSIM`: any command, on the basic channel, which the modem uses too.
    Csim,
    /// `+CCHO`, `+CGLA`, `+CCHC`: any command, on logical channels of our own, one for each application.
    LogicalChannel,
    /// `+CRSM`: files are read and written, and nothing else.
    Crsm,
}

/// How a modem wants to be told the directory of a file in `+CRSM` (3GPP TS 27.007 8.18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum CrsmPath {
    /// From below the MF, as the specification has it: `7FFF`, `7F10`.
    BelowMf,
    /// From the MF: `3F007FFF`, `3F007F10`.
    FromMf,
    /// Not at all: it finds the file by itself, as long as only one has the identifier.
    None,
}

/// What a modem turned out to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ModemCapabilities {
    /// `+CSIM`.
    pub csim: Support,
    /// `+CCHO` and `+CGLA`.
    pub logical_channels: Support,
    /// `+CRSM`.
    pub crsm: Support,
    /// How `+CRSM` takes paths.
    pub crsm_path: Option<CrsmPath>,
    /// Whether the card can be locked against the modem's own use, with `+CSIM=1`.
    pub lock: Support,
    /// The way to the card that is used.
    pub route: Option<SimRoute>,
    /// The form in which it took a USSD request.
    pub ussd: Option<UssdForm>,
}
