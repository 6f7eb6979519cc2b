//! Proactive commands: what a card asks of the terminal (ETSI TS 102 223 clause 6, 3GPP TS 31.111 clause 6).

mod display;
mod kind;
mod qualifier;

pub use display::{DisplayText, SelectItem};
pub use kind::CommandType;
pub use qualifier::{DisplayTextQualifier, NoQualifier, SelectItemQualifier};

use alloc::vec::Vec;
use core::fmt;

pub use super::message::Warning;
use super::message::{self, Body, Layout, Problem, Scan};
use super::object::{CommandDetails, DataObject, Device, DeviceIdentities, RawObject};
use super::result::GeneralResult;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError};

const OBJECT: &str = "proactive command";
/// The tag around a proactive command (ETSI TS 101 220 7.2).
const TAG: u8 = 0xD0;
const HEAD: &[Tag] = &[CommandDetails::TAG, DeviceIdentities::TAG];

/// Declares [`Command`] from its variants: each is a struct of the same name, its type, its destination, and its name.
macro_rules! commands {
    ($( $(#[$attr:meta])* $name:ident = $kind:ident => $destination:ident, )*) => {
        /// What a card asks for, by its type.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Command {
            $( $(#[$attr])* $name($name), )*
            /// A command that this library does not know, or an empty one that may be anything.
            Unknown(UnknownCommand),
        }

        impl Command {
            fn decode(kind: CommandType, scan: &mut Scan<'_>) -> Result<Self, Problem> {
                match kind {
                    $( CommandType::$kind => $name::decode(scan).map(Self::$name), )*
                    _ => {
                        while let Some(tlv) = scan.next()? {
                            scan.raw(&tlv);
                        }
                        Ok(Self::Unknown(UnknownCommand { kind, qualifier: scan.qualifier }))
                    }
                }
            }

            /// Its type.
            pub const fn kind(&self) -> CommandType {
                match self {
                    $( Self::$name(_) => CommandType::$kind, )*
                    Self::Unknown(unknown) => unknown.kind,
                }
            }

            /// Its qualifier, as a byte.
            pub fn qualifier(&self) -> u8 {
                match self {
                    $( Self::$name(command) => command.qualifier.into(), )*
                    Self::Unknown(unknown) => unknown.qualifier,
                }
            }

            /// Where the specification has it go to.
            pub(crate) const fn destination(&self) -> Device {
                match self {
                    $( Self::$name(_) => Device::$destination, )*
                    Self::Unknown(_) => Device::TERMINAL,
                }
            }

            fn write(&self, out: &mut Vec<u8>, layout: &Layout, head: &[(Tag, Vec<u8>)], others: &[RawObject]) -> Result<(), EncodeError> {
                match self {
                    $( Self::$name(command) => message::write(out, layout, head, command, others), )*
                    Self::Unknown(unknown) => message::write(out, layout, head, unknown, others),
                }
            }

            #[cfg(feature = "serde")]
            fn serialize_entries<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $( Self::$name(command) => command.serialize_entries(map), )*
                    Self::Unknown(unknown) => map.serialize_entry("qualifier", &unknown.qualifier),
                }
            }
        }

        $(
            impl From<$name> for Command {
                fn from(command: $name) -> Self {
                    Self::$name(command)
                }
            }
        )*
    };
}

commands! {
    /// Show a text.
    DisplayText = DISPLAY_TEXT => DISPLAY,
    /// Let the user choose.
    SelectItem = SELECT_ITEM => TERMINAL,
}

/// A command of a type that is not known. Its objects are in [`ProactiveCommand::others`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UnknownCommand {
    /// The type.
    pub kind: CommandType,
    /// The qualifier.
    pub qualifier: u8,
}

impl Body for UnknownCommand {
    const FIELDS: u8 = 0;

    fn decode(_: &mut Scan<'_>) -> Result<Self, Problem> {
        Err(Problem::missing(CommandDetails::NAME))
    }

    fn emit(&self, _: u8, _: usize, _: &mut Vec<u8>) -> Result<Option<(Tag, bool)>, EncodeError> {
        Ok(None)
    }
}

/// A proactive command: what FETCH brings (ETSI TS 102 223 6.6).
///
/// ```
/// use simcard::toolkit::{Command, CommandType, ProactiveCommand};
///
/// let bytes = b"\xD0\x14\x81\x03\x01\x21\x80\x82\x02\x81\x02\x8D\x09\x04Balance:";
/// let command = ProactiveCommand::decode(bytes)?;
/// let Command::DisplayText(display) = &command.command else { panic!() };
/// assert_eq!(display.text.text(), "Balance:");
/// assert!(display.qualifier.waits_for_user());
/// assert_eq!(command.encode()?, bytes);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProactiveCommand {
    /// The number that the card gave the command, 1 to 254.
    pub number: u8,
    /// Who sends it, and who it is for.
    pub devices: DeviceIdentities,
    /// What is asked for.
    pub command: Command,
    /// Objects that have no place in the command, as they are.
    pub others: Vec<RawObject>,
    /// What is unusual about it.
    pub warnings: Vec<Warning>,
    layout: Layout,
}

impl ProactiveCommand {
    /// The command with this number (1 to 254), from the card to where the specification has it go.
    pub fn new(number: u8, command: impl Into<Command>) -> Self {
        let command = command.into();
        Self {
            number,
            devices: DeviceIdentities::new(Device::UICC, command.destination()),
            command,
            others: Vec::new(),
            warnings: Vec::new(),
            layout: Layout::default(),
        }
    }

    /// Reads what FETCH brought.
    ///
    /// Objects may stand in any order. What is optional and can't be read, and what has no place in the command, is kept
    /// in [`others`](Self::others), with a [`Warning`].
    ///
    /// # Errors
    ///
    /// A [`Refusal`], which knows what a terminal has to answer: something mandatory is missing or can't be read, or an
    /// object is not known whose comprehension is required.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let refuse =
            |cause: DecodeError| Refusal { details: None, result: GeneralResult::DATA_NOT_UNDERSTOOD, cause };
        let (tag, objects, length_bytes) = message::open(OBJECT, bytes).map_err(refuse)?;
        if tag != TAG {
            return Err(refuse(DecodeError::new(OBJECT, 0, DecodeErrorKind::Tag)));
        }
        let mut scan = Scan::new(objects, HEAD, length_bytes);
        let details = scan.require::<CommandDetails>();
        let refuse = |problem: Problem| Refusal {
            details: details.ok(),
            result: problem.result,
            cause: problem.cause,
        };
        let CommandDetails { number, kind, qualifier } = details.map_err(refuse)?;
        let devices = scan.require::<DeviceIdentities>().map_err(refuse)?;
        scan.qualifier = qualifier;
        let command = Command::decode(CommandType(kind), &mut scan).map_err(refuse)?;
        let Scan { layout, others, mut warnings, .. } = scan;
        if devices.source != Device::UICC || !usual(devices.destination, &command) {
            warnings.insert(0, Warning::Devices);
        }
        Ok(Self { number, devices, command, others, warnings, layout })
    }

    /// The command as FETCH brings it: the same bytes, if it was decoded from some.
    ///
    /// # Errors
    ///
    /// Something in it can't be written, or it is too long for its length.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut objects = Vec::new();
        let head = [message::head(&self.details())?, message::head(&self.devices)?];
        self.command.write(&mut objects, &self.layout, &head, &self.others)?;
        message::close(TAG, &self.layout, &objects)
    }

    /// What a TERMINAL RESPONSE repeats of it.
    pub fn details(&self) -> CommandDetails {
        CommandDetails {
            number: self.number,
            kind: self.command.kind().0,
            qualifier: self.command.qualifier(),
        }
    }

    /// Its type.
    pub const fn kind(&self) -> CommandType {
        self.command.kind()
    }
}

/// Whether a command may go there; SEND DATA and its like go to a channel, those for further cards to a reader.
fn usual(destination: Device, command: &Command) -> bool {
    let expected = command.destination();
    destination == expected || (expected == Device::TERMINAL && matches!(destination.0, 0x10..=0x3F))
}

#[cfg(feature = "serde")]
impl serde::Serialize for ProactiveCommand {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("command", &self.kind())?;
        map.serialize_entry("number", &self.number)?;
        map.serialize_entry("source", &self.devices.source)?;
        map.serialize_entry("destination", &self.devices.destination)?;
        self.command.serialize_entries(&mut map)?;
        if !self.others.is_empty() {
            map.serialize_entry("others", &self.others)?;
        }
        if !self.warnings.is_empty() {
            map.serialize_entry("warnings", &self.warnings)?;
        }
        map.end()
    }
}

/// Why a command can't be carried out, and what a terminal has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which command it is, where that could be read.
    pub details: Option<CommandDetails>,
    /// What the terminal has to answer.
    pub result: GeneralResult,
    /// What is wrong where.
    pub cause: DecodeError,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.result, self.cause)
    }
}

impl core::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.cause)
    }
}
