use core::time::Duration;

/// What kind of command it is: how long its final result may take.
///
/// The figures are the upper ends of what makers of modems state for theirs. A [`Dialogue`](super::Dialogue) adds
/// the latency of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CommandKind {
    /// A setting of the modem itself: `AT`, `ATE0`, `+CMEE`, `+CSCS`. 300 ms.
    Local,
    /// Who made the modem, and its serial number. 1 s.
    Identification,
    /// What the modem knows of the network already: `+CSQ`, `+CREG?`. 5 s.
    Status,
    /// A command to the card: `+CSIM`, `+CRSM`, `+CCHO`, `+CGLA`, `+CCHC`. 15 s.
    Sim,
    /// Whether a PIN is wanted, or the PIN: `+CPIN`. 10 s.
    Pin,
    /// `+COPS?`. 10 s.
    Operator,
    /// The prompt for the text of a message. 10 s.
    Prompt,
    /// Stored messages and phone book entries: read, list, delete. 30 s.
    Storage,
    /// Radio on or off: `+CFUN`. 30 s.
    Functionality,
    /// A message or a USSD request on its way to the network. 120 s.
    Message,
    /// `+CGATT`, `+CGACT`. 150 s.
    Attach,
    /// Choosing a network, or looking for all: `+COPS=`. 180 s.
    Scan,
    /// Calls, and supplementary services such as `+CCFC` and `+CLCK`. 240 s.
    Service,
}

impl CommandKind {
    /// How long the final result may take.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::modem::at::CommandKind;
    ///
    /// assert_eq!(CommandKind::Message.deadline(), Duration::from_secs(120));
    /// ```
    pub const fn deadline(self) -> Duration {
        Duration::from_millis(match self {
            Self::Local => 300,
            Self::Identification => 1_000,
            Self::Status => 5_000,
            Self::Pin | Self::Operator | Self::Prompt => 10_000,
            Self::Sim => 15_000,
            Self::Storage | Self::Functionality => 30_000,
            Self::Message => 120_000,
            Self::Attach => 150_000,
            Self::Scan => 180_000,
            Self::Service => 240_000,
        })
    }

    /// The kind of the command with this name, `+CSIM` or `D`; `set` says that it has parameters.
    pub(super) fn of(name: &str, set: bool) -> Self {
        const NAMES: &[(&str, CommandKind)] = &[
            ("+CSIM", CommandKind::Sim),
            ("+CRSM", CommandKind::Sim),
            ("+CCHO", CommandKind::Sim),
            ("+CGLA", CommandKind::Sim),
            ("+CCHC", CommandKind::Sim),
            ("+CIMI", CommandKind::Sim),
            ("+CNUM", CommandKind::Sim),
            ("+CCID", CommandKind::Sim),
            ("+ICCID", CommandKind::Sim),
            ("+CUAD", CommandKind::Sim),
            ("+CPIN", CommandKind::Pin),
            ("+CPWD", CommandKind::Pin),
            ("+CGMI", CommandKind::Identification),
            ("+CGMM", CommandKind::Identification),
            ("+CGMR", CommandKind::Identification),
            ("+CGSN", CommandKind::Identification),
            ("I", CommandKind::Identification),
            ("+CSQ", CommandKind::Status),
            ("+CESQ", CommandKind::Status),
            ("+CREG", CommandKind::Status),
            ("+CGREG", CommandKind::Status),
            ("+CEREG", CommandKind::Status),
            ("+C5GREG", CommandKind::Status),
            ("+CNMI", CommandKind::Status),
            ("+CSCA", CommandKind::Status),
            ("+CPMS", CommandKind::Storage),
            ("+CMGL", CommandKind::Storage),
            ("+CMGR", CommandKind::Storage),
            ("+CMGD", CommandKind::Storage),
            ("+CMGW", CommandKind::Storage),
            ("+CPBR", CommandKind::Storage),
            ("+CPBF", CommandKind::Storage),
            ("+CPBW", CommandKind::Storage),
            ("+CFUN", CommandKind::Functionality),
            ("+CUSD", CommandKind::Message),
            ("+CMGS", CommandKind::Message),
            ("+CMGC", CommandKind::Message),
            ("+CMSS", CommandKind::Message),
            ("+CGATT", CommandKind::Attach),
            ("+CGACT", CommandKind::Attach),
            ("D", CommandKind::Service),
            ("A", CommandKind::Service),
            ("H", CommandKind::Service),
            ("+CHUP", CommandKind::Service),
            ("+CCFC", CommandKind::Service),
            ("+CLCK", CommandKind::Service),
            ("+CCWA", CommandKind::Service),
        ];
        match name {
            "+COPS" if set => Self::Scan,
            "+COPS" => Self::Operator,
            _ => NAMES.iter().find(|(known, _)| *known == name).map_or(Self::Local, |(_, kind)| *kind),
        }
    }
}
