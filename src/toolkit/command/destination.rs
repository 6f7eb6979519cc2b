//! Where commands go: the device identities of ETSI TS 102 223 6.4.

use crate::toolkit::object::Device;

/// Where the specification has a command go to.
#[derive(Clone, Copy)]
pub(super) enum Destination {
    /// The terminal.
    Terminal,
    /// The display.
    Display,
    /// The display, or the terminal.
    DisplayOrTerminal,
    /// The earpiece.
    Earpiece,
    /// The network.
    Network,
    /// The network, or the terminal.
    NetworkOrTerminal,
    /// One of the terminal's other card readers.
    Reader,
    /// The terminal, or one of its other card readers.
    TerminalOrReader,
    /// An open channel.
    Channel,
    /// The terminal, or an eCAT client.
    TerminalOrClient,
    /// It does not say.
    Anywhere,
}

impl Destination {
    /// The device that a command goes to which says nothing else: the first one.
    pub const fn device(self) -> Device {
        match self {
            Self::Terminal | Self::TerminalOrReader | Self::TerminalOrClient | Self::Anywhere => {
                Device::TERMINAL
            }
            Self::Display | Self::DisplayOrTerminal => Device::DISPLAY,
            Self::Earpiece => Device::EARPIECE,
            Self::Network | Self::NetworkOrTerminal => Device::NETWORK,
            Self::Reader => Device::card_reader(0),
            Self::Channel => Device::channel(1),
        }
    }

    /// Whether the device is one that the specification has the command go to.
    pub const fn has(self, device: Device) -> bool {
        match (self, device.0) {
            (Self::Anywhere, _)
            | (Self::Reader | Self::TerminalOrReader, 0x10..=0x17)
            | (Self::Channel, 0x21..=0x27)
            | (Self::TerminalOrClient, 0x31..=0x3F) => true,
            (Self::DisplayOrTerminal | Self::NetworkOrTerminal, byte) if byte == Device::TERMINAL.0 => true,
            (Self::Reader | Self::Channel, _) => false,
            (_, byte) => byte == self.device().0,
        }
    }
}
