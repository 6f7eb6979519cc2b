use crate::apdu::StatusWord;

/// Why a command fails. What status word that gives depends on the kind of card: 10.2.1 of ETSI TS 102 221, or
/// 9.4 of 3GPP TS 51.011.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Just this.
    Status(StatusWord),
    /// No such file, application or SFI.
    FileNotFound,
    /// No EF is current.
    NoCurrentEf,
    /// The command does not fit the structure of the file.
    Incompatible,
    /// The access condition is not fulfilled.
    Security,
    /// No such record.
    RecordNotFound,
    /// The offset lies behind the end.
    Offset,
    /// A command data length that the instruction does not have, or data where there is none.
    Length,
    /// A wrong Le; this many bytes can be had.
    Le(usize),
    /// P1 or P2.
    Parameters,
    /// The command data.
    Data,
    /// The file is deactivated or terminated.
    Invalidated,
    /// There is no such PIN or key.
    KeyNotFound,
    /// The value was wrong; so many tries are left.
    WrongPin(u8),
    /// No tries are left.
    Blocked,
    /// The PIN is in the wrong state for this: disabled, or enabled already.
    PinState,
    /// This PIN does not allow that.
    Conditions,
    /// The value of INCREASE does not fit the record any more.
    MaximumReached,
    /// The network's MAC is wrong.
    WrongMac,
    /// The application does not have this security context.
    SecurityContext,
    /// No room for more.
    NoMemory,
    /// There is a file with this FID.
    FileExists,
    /// There is an application with this name.
    NameExists,
    /// A chain of commands did not go on.
    LastLinkExpected,
    /// No record matches.
    PatternNotFound,
    /// Something asked for (the name of a current application) is not there.
    DataNotFound,
    /// No logical channel is left.
    NoChannel,
    /// Not this channel.
    Channel,
    /// Secure messaging.
    SecureMessaging,
    /// Command chaining.
    Chaining,
    /// The class.
    Class,
    /// The instruction.
    Instruction,
    /// GET RESPONSE without anything to get.
    NothingPending,
}

impl Fault {
    /// The status word of a UICC.
    pub fn uicc(self) -> StatusWord {
        StatusWord::new(match self {
            Self::Status(status) => status.value(),
            Self::FileNotFound => 0x6A82,
            Self::NoCurrentEf => 0x6986,
            Self::Incompatible => 0x6981,
            Self::Security => 0x6982,
            Self::RecordNotFound => 0x6A83,
            Self::Offset => 0x6B00,
            Self::Length => 0x6700,
            Self::Le(len) => u16::from_be_bytes([0x6C, low(len)]),
            Self::Parameters => 0x6A86,
            Self::Data => 0x6A80,
            Self::Invalidated | Self::PinState => 0x6984,
            Self::KeyNotFound | Self::DataNotFound => 0x6A88,
            Self::WrongPin(left) => 0x63C0 | u16::from(left & 0x0F),
            Self::Blocked => 0x6983,
            Self::Conditions => 0x6985,
            Self::MaximumReached => 0x9850,
            Self::NoMemory => 0x6A84,
            Self::FileExists => 0x6A89,
            Self::NameExists => 0x6A8A,
            Self::LastLinkExpected => 0x6883,
            Self::WrongMac => 0x9862,
            Self::SecurityContext => 0x9864,
            Self::PatternNotFound => 0x6282,
            Self::NoChannel => 0x6A81,
            Self::Channel => 0x6881,
            Self::SecureMessaging => 0x6882,
            Self::Chaining => 0x6884,
            Self::Class => 0x6E00,
            Self::Instruction => 0x6D00,
            Self::NothingPending => 0x6F00,
        })
    }

    /// The status word of a GSM card.
    pub fn gsm(self) -> StatusWord {
        StatusWord::new(match self {
            Self::FileNotFound | Self::PatternNotFound => 0x9404,
            Self::NoCurrentEf => 0x9400,
            Self::Incompatible => 0x9408,
            Self::Security => 0x9804,
            Self::RecordNotFound => 0x9402,
            Self::Le(len) => u16::from_be_bytes([0x67, low(len)]),
            Self::Parameters | Self::Offset => 0x6B00,
            Self::Invalidated => 0x9810,
            Self::KeyNotFound => 0x9802,
            Self::WrongPin(0) | Self::Blocked => 0x9840,
            Self::WrongPin(_) => 0x9804,
            Self::PinState | Self::Conditions => 0x9808,
            other => return other.uicc(),
        })
    }
}

fn low(len: usize) -> u8 {
    len.to_le_bytes().first().copied().unwrap_or_default()
}
