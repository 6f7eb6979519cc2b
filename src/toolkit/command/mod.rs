//! Proactive commands: what a card asks of the terminal (ETSI TS 102 223 clause 6, 3GPP TS 31.111 clause 6).

mod browser;
mod card_reader;
mod channel;
mod destination;
mod display;
mod encapsulated;
mod kind;
mod multimedia;
mod network;
mod qualifier;
mod refusal;
mod session;
#[cfg(test)]
mod tests;

pub use browser::LaunchBrowser;
pub use card_reader::{GetReaderStatus, PerformCardApdu, PowerOffCard, PowerOnCard};
pub use channel::{
    ChannelForm, CloseChannel, DeclareService, GetChannelStatus, GetServiceInformation, OpenChannel,
    ReceiveData, SendData, ServiceSearch,
};
pub use display::{
    DisplayText, GetFramesStatus, GetInkey, GetInput, PlayTone, SelectItem, SetFrames, SetUpIdleModeText,
    SetUpMenu,
};
pub use encapsulated::{CommandContainer, EncapsulatedSessionControl, LsiCommand};
pub use kind::CommandType;
pub use multimedia::{DisplayMultimediaMessage, RetrieveMultimediaMessage, SubmitMultimediaMessage};
pub use network::{GeographicalLocationRequest, SendDtmf, SendShortMessage, SendSs, SendUssd, SetUpCall};
pub use qualifier::{
    BrowserMode, CallMode, CloseChannelQualifier, DeclareServiceQualifier, DisplayTextQualifier,
    GetInkeyQualifier, GetInputQualifier, LanguageNotificationQualifier, LocalInformation, LsiAction,
    NoQualifier, OpenChannelQualifier, PlayToneQualifier, ReaderQuery, RefreshMode, SelectItemQualifier,
    SendDataQualifier, SendShortMessageQualifier, SessionControl, SetFramesQualifier, SetUpMenuQualifier,
    TimerAction,
};
pub use refusal::Refusal;
pub use session::{
    Activate, ContactlessStateChanged, EndOfProactiveSession, LanguageNotification, MoreTime, PollInterval,
    PollingOff, ProvideLocalInformation, Refresh, RunAtCommand, SetUpEventList, TimerManagement,
};

use alloc::vec::Vec;
use destination::Destination;

pub use super::message::Warning;
use super::message::{self, Body, HeadObject, Layout, Problem, Scan};
use super::object::{
    AlphaIdentifier, CommandDetails, DataObject, Device, DeviceIdentities, IconIdentifier, RawObject,
    TextString,
};
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
            ///
            /// ```
            /// use simcard::toolkit::command::CloseChannel;
            /// use simcard::toolkit::{Command, CommandType};
            ///
            /// assert_eq!(Command::from(CloseChannel::new()).kind(), CommandType::CLOSE_CHANNEL);
            /// ```
            pub const fn kind(&self) -> CommandType {
                match self {
                    $( Self::$name(_) => CommandType::$kind, )*
                    Self::Unknown(unknown) => unknown.kind,
                }
            }

            /// Its qualifier, as a byte.
            ///
            /// ```
            /// use simcard::toolkit::Command;
            /// use simcard::toolkit::command::{Refresh, RefreshMode};
            ///
            /// assert_eq!(Command::from(Refresh::new(RefreshMode::UICC_RESET)).qualifier(), 0x04);
            /// ```
            pub fn qualifier(&self) -> u8 {
                match self {
                    $( Self::$name(command) => command.qualifier.into(), )*
                    Self::Unknown(unknown) => unknown.qualifier,
                }
            }

            /// Where the specification has it go to.
            const fn destination(&self) -> Destination {
                match self {
                    $( Self::$name(_) => Destination::$destination, )*
                    Self::Unknown(_) => Destination::Anywhere,
                }
            }

            /// The `nth` value of field `index`.
            fn emit(&self, index: u8, nth: usize, out: &mut Vec<u8>) -> Result<Option<(Tag, bool)>, EncodeError> {
                match self {
                    $( Self::$name(command) => command.emit(index, nth, out), )*
                    Self::Unknown(unknown) => unknown.emit(index, nth, out),
                }
            }

            const fn fields(&self) -> u8 {
                match self {
                    $( Self::$name(_) => <$name as Body>::FIELDS, )*
                    Self::Unknown(_) => UnknownCommand::FIELDS,
                }
            }

            fn write(&self, out: &mut Vec<u8>, layout: &Layout, head: &[&dyn HeadObject], others: &[RawObject]) -> Result<(), EncodeError> {
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
    /// Something on the card changed.
    Refresh = REFRESH => Terminal,
    /// The card needs more time.
    MoreTime = MORE_TIME => Terminal,
    /// Ask the card this often whether it wants something.
    PollInterval = POLL_INTERVAL => Terminal,
    /// No longer ask the card whether it wants something.
    PollingOff = POLLING_OFF => Terminal,
    /// Tell the card of these events.
    SetUpEventList = SET_UP_EVENT_LIST => Terminal,
    /// Call somebody.
    SetUpCall = SET_UP_CALL => Network,
    /// Send a supplementary service operation.
    SendSs = SEND_SS => Network,
    /// Send a USSD string.
    SendUssd = SEND_USSD => Network,
    /// Send a short message.
    SendShortMessage = SEND_SHORT_MESSAGE => Network,
    /// Send tones in the current call.
    SendDtmf = SEND_DTMF => Network,
    /// Show a page on the web.
    LaunchBrowser = LAUNCH_BROWSER => Terminal,
    /// Find out where the terminal is.
    GeographicalLocationRequest = GEOGRAPHICAL_LOCATION_REQUEST => Terminal,
    /// Play a tone.
    PlayTone = PLAY_TONE => Earpiece,
    /// Show a text.
    DisplayText = DISPLAY_TEXT => Display,
    /// Ask for a character.
    GetInkey = GET_INKEY => Terminal,
    /// Ask for a line.
    GetInput = GET_INPUT => Terminal,
    /// Let the user choose.
    SelectItem = SELECT_ITEM => Terminal,
    /// Offer a menu, or take it away.
    SetUpMenu = SET_UP_MENU => Terminal,
    /// Tell the card something that the terminal knows.
    ProvideLocalInformation = PROVIDE_LOCAL_INFORMATION => Terminal,
    /// Start, stop or read a timer.
    TimerManagement = TIMER_MANAGEMENT => Terminal,
    /// Show a text on the idle screen, or take it away.
    SetUpIdleModeText = SET_UP_IDLE_MODE_TEXT => Terminal,
    /// Send a command to a further card.
    PerformCardApdu = PERFORM_CARD_APDU => Reader,
    /// Switch a further card on.
    PowerOnCard = POWER_ON_CARD => Reader,
    /// Switch a further card off.
    PowerOffCard = POWER_OFF_CARD => Reader,
    /// Tell the card of the terminal's other readers.
    GetReaderStatus = GET_READER_STATUS => TerminalOrReader,
    /// Run an AT command.
    RunAtCommand = RUN_AT_COMMAND => Terminal,
    /// The card's texts are in this language.
    LanguageNotification = LANGUAGE_NOTIFICATION => Terminal,
    /// Open a channel.
    OpenChannel = OPEN_CHANNEL => Terminal,
    /// Close a channel.
    CloseChannel = CLOSE_CHANNEL => Channel,
    /// Take data from a channel.
    ReceiveData = RECEIVE_DATA => Channel,
    /// Put data into a channel.
    SendData = SEND_DATA => Channel,
    /// Tell the card of the state of its channels.
    GetChannelStatus = GET_CHANNEL_STATUS => Terminal,
    /// Search for services.
    ServiceSearch = SERVICE_SEARCH => Terminal,
    /// Ask what a service is.
    GetServiceInformation = GET_SERVICE_INFORMATION => Terminal,
    /// Offer a service of the card.
    DeclareService = DECLARE_SERVICE => Terminal,
    /// Divide the screen.
    SetFrames = SET_FRAMES => Terminal,
    /// Tell the card how the screen is divided.
    GetFramesStatus = GET_FRAMES_STATUS => Terminal,
    /// Fetch a multimedia message from the network.
    RetrieveMultimediaMessage = RETRIEVE_MULTIMEDIA_MESSAGE => NetworkOrTerminal,
    /// Send a multimedia message.
    SubmitMultimediaMessage = SUBMIT_MULTIMEDIA_MESSAGE => NetworkOrTerminal,
    /// Show a multimedia message.
    DisplayMultimediaMessage = DISPLAY_MULTIMEDIA_MESSAGE => DisplayOrTerminal,
    /// Switch an interface of the card on.
    Activate = ACTIVATE => Terminal,
    /// Contactless was switched on or off.
    ContactlessStateChanged = CONTACTLESS_STATE_CHANGED => Terminal,
    /// A command for a client.
    CommandContainer = COMMAND_CONTAINER => TerminalOrClient,
    /// Begin or end a session with a client.
    EncapsulatedSessionControl = ENCAPSULATED_SESSION_CONTROL => TerminalOrClient,
    /// A request of a logical secure element.
    LsiCommand = LSI_COMMAND => Terminal,
    /// Nothing: only a menu item can lead to it.
    EndOfProactiveSession = END_OF_PROACTIVE_SESSION => Terminal,
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
    ///
    /// ```
    /// use simcard::toolkit::ProactiveCommand;
    /// use simcard::toolkit::command::{CloseChannel, DisplayText};
    /// use simcard::toolkit::object::Device;
    ///
    /// let command = ProactiveCommand::new(1, DisplayText::new("Hello")?);
    /// assert_eq!(command.devices.destination, Device::DISPLAY);
    /// let command = ProactiveCommand::new(2, CloseChannel::new());
    /// assert_eq!(command.encode()?, *b"\xD0\x09\x81\x03\x02\x41\x00\x82\x02\x81\x21");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn new(number: u8, command: impl Into<Command>) -> Self {
        let command = command.into();
        Self {
            number,
            devices: DeviceIdentities::new(Device::UICC, command.destination().device()),
            command,
            others: Vec::new(),
            warnings: Vec::new(),
            layout: Layout::default(),
        }
    }

    /// The same command to this channel, reader or client; [`new`](Self::new) has it go to the first one.
    ///
    /// ```
    /// use simcard::toolkit::ProactiveCommand;
    /// use simcard::toolkit::command::CloseChannel;
    /// use simcard::toolkit::object::Device;
    ///
    /// let command = ProactiveCommand::new(1, CloseChannel::new()).to(Device::channel(2));
    /// assert_eq!(command.encode()?, *b"\xD0\x09\x81\x03\x01\x41\x00\x82\x02\x81\x22");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    #[must_use]
    pub const fn to(mut self, destination: Device) -> Self {
        self.devices.destination = destination;
        self
    }

    /// Reads what FETCH brought.
    ///
    /// Objects may stand in any order, and padding may follow. What is optional and can't be read, and what has no place
    /// in the command, is kept in [`others`](Self::others), with a [`Warning`].
    ///
    /// ```
    /// use simcard::toolkit::{CommandType, GeneralResult, ProactiveCommand};
    ///
    /// let command = ProactiveCommand::decode(b"\xD0\x09\x81\x03\x01\x02\x00\x82\x02\x81\x82")?;
    /// assert_eq!(command.kind(), CommandType::MORE_TIME);
    /// // DISPLAY TEXT without a text
    /// let refusal = ProactiveCommand::decode(b"\xD0\x09\x81\x03\x01\x21\x00\x82\x02\x81\x02").unwrap_err();
    /// assert_eq!(refusal.result, GeneralResult::VALUES_MISSING);
    /// # Ok::<(), simcard::toolkit::Refusal>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A [`Refusal`], which knows what a terminal has to answer: something mandatory is missing or can't be read, or an
    /// object is not known whose comprehension is required, or an icon that does not explain itself has no text.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let refuse =
            |cause: DecodeError| Refusal { details: None, result: GeneralResult::DATA_NOT_UNDERSTOOD, cause };
        let (bytes, padding) = message::split_padding(bytes);
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
        scan.padded(padding);
        let Scan { layout, others, mut warnings, .. } = scan;
        if devices.source != Device::UICC || !command.destination().has(devices.destination) {
            warnings.insert(0, Warning::Devices);
        }
        // an icon that does not explain itself must have a text (ETSI TS 102 223 6.5.4)
        if layout.forms(IconIdentifier::TAG).next().is_some() && bare_icon(&command) {
            let cause = DecodeError::new(OBJECT, 0, DecodeErrorKind::Missing("text of the icon"));
            return Err(refuse(Problem { result: GeneralResult::DATA_NOT_UNDERSTOOD, cause }));
        }
        Ok(Self { number, devices, command, others, warnings, layout })
    }

    /// The command as FETCH brings it: the same bytes, if it was decoded from some.
    ///
    /// ```
    /// use simcard::toolkit::ProactiveCommand;
    /// use simcard::toolkit::command::SendUssd;
    /// use simcard::toolkit::object::UssdString;
    ///
    /// let command = ProactiveCommand::new(1, SendUssd::new(UssdString::new("*100#")?));
    /// let bytes = command.encode()?;
    /// assert_eq!(ProactiveCommand::decode(&bytes).unwrap(), command);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in it can't be written, or it is too long for its length.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let head: [&dyn HeadObject; 2] = [&self.details(), &self.devices];
        message::close(TAG, &self.layout, |out| self.command.write(out, &self.layout, &head, &self.others))
    }

    /// What a TERMINAL RESPONSE repeats of it.
    ///
    /// ```
    /// use simcard::toolkit::ProactiveCommand;
    /// use simcard::toolkit::command::CloseChannel;
    ///
    /// let details = ProactiveCommand::new(7, CloseChannel::new()).details();
    /// assert_eq!((details.number, details.kind, details.qualifier), (7, 0x41, 0x00));
    /// ```
    pub fn details(&self) -> CommandDetails {
        CommandDetails {
            number: self.number,
            kind: self.command.kind().0,
            qualifier: self.command.qualifier(),
        }
    }

    /// Its type.
    ///
    /// ```
    /// use simcard::toolkit::command::CloseChannel;
    /// use simcard::toolkit::{CommandType, ProactiveCommand};
    ///
    /// assert_eq!(ProactiveCommand::new(1, CloseChannel::new()).kind(), CommandType::CLOSE_CHANNEL);
    /// ```
    pub const fn kind(&self) -> CommandType {
        self.command.kind()
    }
}

/// Whether the command has an icon that does not explain itself, and no text beside it.
fn bare_icon(command: &Command) -> bool {
    let own_text = matches!(
        command,
        Command::DisplayText(_) | Command::GetInkey(_) | Command::GetInput(_) | Command::SetUpIdleModeText(_)
    );
    let (mut bare, mut text) = (false, false);
    let mut value = Vec::new();
    for index in 0..command.fields() {
        value.clear();
        match command.emit(index, 0, &mut value) {
            Ok(Some((IconIdentifier::TAG, _))) => bare |= value.first().is_some_and(|byte| byte & 0x01 != 0),
            Ok(Some((AlphaIdentifier::TAG, _))) => text |= !value.is_empty(),
            Ok(Some((TextString::TAG, _))) if own_text => text |= value.len() > 1,
            _ => {}
        }
    }
    bare && !text
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
