//! Who carries out what a card asks for.

use alloc::boxed::Box;
use core::error::Error;

use super::action::NetworkAction;
use super::command::*;
use super::object::Event;
use super::profile::{Facility, TerminalProfile};
use super::reply::Reply;
use super::result::GeneralResult;
use super::session::Note;

/// What a host gives: how it went, or why it could not even try. After an error the card is told that the terminal is
/// currently unable.
pub type HostResult = Result<Reply, Box<dyn Error + Send + Sync>>;

/// A set of types of commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommandSet([u64; 4]);

impl CommandSet {
    /// The set of these.
    ///
    /// ```
    /// use simcard::toolkit::{CommandSet, CommandType};
    ///
    /// let set = CommandSet::of(&[CommandType::DISPLAY_TEXT, CommandType::GET_INPUT]);
    /// assert_eq!(set.iter().count(), 2);
    /// ```
    pub fn of(kinds: &[CommandType]) -> Self {
        kinds.iter().fold(Self::default(), |set, kind| set.with(*kind))
    }

    /// The set with another one in it.
    ///
    /// ```
    /// use simcard::toolkit::{CommandSet, CommandType};
    ///
    /// let set = CommandSet::default().with(CommandType::DISPLAY_TEXT);
    /// assert!(set.contains(CommandType::DISPLAY_TEXT));
    /// ```
    #[must_use]
    pub fn with(mut self, kind: CommandType) -> Self {
        if let Some(word) = self.0.get_mut(usize::from(kind.0 >> 6)) {
            *word |= 1 << (kind.0 & 0x3F);
        }
        self
    }

    /// Whether it is in the set.
    ///
    /// ```
    /// use simcard::toolkit::{CommandSet, CommandType};
    ///
    /// let set = CommandSet::of(&[CommandType::DISPLAY_TEXT]);
    /// assert!(!set.contains(CommandType::SEND_USSD));
    /// ```
    pub fn contains(&self, kind: CommandType) -> bool {
        self.0.get(usize::from(kind.0 >> 6)).is_some_and(|word| word & (1 << (kind.0 & 0x3F)) != 0)
    }

    /// All in either.
    ///
    /// ```
    /// use simcard::toolkit::{CommandSet, CommandType};
    ///
    /// let texts = CommandSet::of(&[CommandType::DISPLAY_TEXT]);
    /// let both = texts.union(CommandSet::of(&[CommandType::SEND_USSD]));
    /// assert!(both.contains(CommandType::DISPLAY_TEXT) && both.contains(CommandType::SEND_USSD));
    /// ```
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let [a, b, c, d] = self.0;
        let [e, f, g, h] = other.0;
        Self([a | e, b | f, c | g, d | h])
    }

    /// The types in it, in the order of their values.
    ///
    /// ```
    /// use simcard::toolkit::{CommandSet, CommandType};
    ///
    /// let set = CommandSet::of(&[CommandType::GET_INPUT, CommandType::DISPLAY_TEXT]); // 23 and 21
    /// assert!(set.iter().eq([CommandType::DISPLAY_TEXT, CommandType::GET_INPUT]));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = CommandType> + '_ {
        (0..=u8::MAX).map(CommandType).filter(|kind| self.contains(*kind))
    }
}

impl FromIterator<CommandType> for CommandSet {
    fn from_iter<I: IntoIterator<Item = CommandType>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::default(), Self::with)
    }
}

/// What a host can do. The TERMINAL PROFILE is made of it, and what is not in it is never asked of the host: the two can't
/// disagree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// The commands that it carries out.
    pub commands: CommandSet,
    /// The events that it tells the card of.
    pub events: alloc::vec::Vec<Event>,
    /// What else there is to say: the size of the screen, kinds of input.
    pub profile: TerminalProfile,
}

impl Capabilities {
    /// What a [`Session`](super::Session) takes care of without a host.
    pub const BUILT_IN: &'static [CommandType] = &[
        CommandType::REFRESH,
        CommandType::MORE_TIME,
        CommandType::POLL_INTERVAL,
        CommandType::POLLING_OFF,
        CommandType::SET_UP_EVENT_LIST,
        CommandType::SET_UP_MENU,
        CommandType::TIMER_MANAGEMENT,
        CommandType::END_OF_PROACTIVE_SESSION,
    ];

    /// The capabilities of a host that carries out these commands.
    ///
    /// ```
    /// use simcard::toolkit::{Capabilities, CommandType};
    ///
    /// let capabilities = Capabilities::new(&[CommandType::DISPLAY_TEXT]);
    /// assert!(capabilities.commands.contains(CommandType::DISPLAY_TEXT));
    /// ```
    pub fn new(commands: &[CommandType]) -> Self {
        Self { commands: CommandSet::of(commands), ..Self::default() }
    }

    /// The same, for a host that answers these sorts of PROVIDE LOCAL INFORMATION.
    ///
    /// ```
    /// use simcard::toolkit::command::LocalInformation;
    /// use simcard::toolkit::{Capabilities, CommandType};
    ///
    /// let host = Capabilities::new(&[CommandType::PROVIDE_LOCAL_INFORMATION]);
    /// let telling = host.clone().local_information(&[LocalInformation::LANGUAGE]);
    /// assert_ne!(telling.terminal_profile(), host.terminal_profile());
    /// ```
    #[must_use]
    pub fn local_information(mut self, sorts: &[LocalInformation]) -> Self {
        if self.commands.contains(CommandType::PROVIDE_LOCAL_INFORMATION) {
            sorts.iter().for_each(|sort| self.profile.insert_local_information(u8::from(*sort)));
        }
        self
    }

    /// The same, for a host that shows and takes all characters (UCS2), not only those of the GSM alphabet.
    ///
    /// ```
    /// use simcard::toolkit::{Capabilities, CommandType, Facility};
    ///
    /// let host = Capabilities::new(&[CommandType::DISPLAY_TEXT]).all_characters();
    /// assert!(host.terminal_profile().contains(Facility::UCS2_DISPLAY));
    /// ```
    #[must_use]
    pub fn all_characters(mut self) -> Self {
        self.profile.extend([Facility::UCS2_ENTRY, Facility::UCS2_DISPLAY]);
        self
    }

    /// The TERMINAL PROFILE that says so.
    ///
    /// ```
    /// use simcard::toolkit::{Capabilities, CommandType, Facility};
    ///
    /// let profile = Capabilities::new(&[CommandType::DISPLAY_TEXT]).terminal_profile();
    /// assert!(profile.contains(Facility::PROFILE_DOWNLOAD));
    /// assert_eq!(profile.as_bytes()[0] & 0x01, 0x01); // that is bit 1 of byte 1
    /// ```
    pub fn terminal_profile(&self) -> TerminalProfile {
        let commands = self.commands.union(CommandSet::of(Self::BUILT_IN));
        let mut profile = self.profile.clone();
        profile.extend([Facility::PROFILE_DOWNLOAD, Facility::COMMAND_RESULT]);
        commands.iter().for_each(|command| profile.insert_command(command));
        self.events.iter().for_each(|event| profile.insert_event(*event));
        profile
    }
}

/// Declares [`Host`] from its methods: each carries out the command of one variant of [`Command`].
macro_rules! host {
    ($( $(#[$attr:meta])* $method:ident: $name:ident, )*) => {
        /// Who carries out what a card asks for: a person at a console, a script, a program.
        ///
        /// A host implements the methods of the commands that it names in [`capabilities`](Self::capabilities); no other is
        /// called but [`refresh`](Self::refresh). Commands that cost money, touch the network or give away where one is are put before
        /// [`consent`](Self::consent) first, which refuses unless told otherwise.
        ///
        /// ```
        /// use simcard::toolkit::command::DisplayText;
        /// use simcard::toolkit::{Capabilities, CommandType, Host, HostResult, Reply};
        ///
        /// struct Printer;
        ///
        /// impl Host for Printer {
        ///     fn capabilities(&self) -> Capabilities {
        ///         Capabilities::new(&[CommandType::DISPLAY_TEXT])
        ///     }
        ///
        ///     fn display_text(&mut self, command: &DisplayText) -> HostResult {
        ///         println!("{}", command.text.text());
        ///         Ok(Reply::ok())
        ///     }
        /// }
        /// ```
        pub trait Host {
            /// What it can do. Asked once, when the session begins.
            fn capabilities(&self) -> Capabilities;

            /// Whether that may be done: it costs money, touches the network, or tells where one is. Refused by default.
            fn consent(&mut self, action: &NetworkAction) -> bool {
                let _ = action;
                false
            }

            /// Carries out a command: by the method for it, unless a host that wraps another one does it here.
            ///
            /// # Errors
            ///
            /// The host can't; the card is told that the terminal is currently unable.
            fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
                match &command.command {
                    $( Command::$name(command) => self.$method(command), )*
                    _ => Ok(GeneralResult::TYPE_NOT_UNDERSTOOD.into()),
                }
            }

            $(
                $(#[$attr])*
                ///
                /// # Errors
                ///
                /// The host can't; the card is told that the terminal is currently unable.
                fn $method(&mut self, command: &$name) -> HostResult {
                    let _ = command;
                    Ok(Reply::beyond_capabilities())
                }
            )*

            /// The card set up its menu, changed it, or removed it.
            fn menu_changed(&mut self, menu: Option<&SetUpMenu>) {
                let _ = menu;
            }

            /// A command was answered, by the host or without it.
            fn answered(&mut self, command: &ProactiveCommand, reply: &Reply) {
                let _ = (command, reply);
            }

            /// A command could not be understood, and was refused.
            fn refused(&mut self, refusal: &Refusal) {
                let _ = refusal;
            }

            /// Something that happened on the way.
            fn note(&mut self, note: &Note) {
                let _ = note;
            }
        }

        impl<H: Host + ?Sized> Host for &mut H {
            fn capabilities(&self) -> Capabilities {
                (**self).capabilities()
            }

            fn consent(&mut self, action: &NetworkAction) -> bool {
                (**self).consent(action)
            }

            fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
                (**self).perform(command)
            }

            fn menu_changed(&mut self, menu: Option<&SetUpMenu>) {
                (**self).menu_changed(menu);
            }

            fn answered(&mut self, command: &ProactiveCommand, reply: &Reply) {
                (**self).answered(command, reply);
            }

            fn refused(&mut self, refusal: &Refusal) {
                (**self).refused(refusal);
            }

            fn note(&mut self, note: &Note) {
                (**self).note(note);
            }
        }
    };
}

host! {
    /// DISPLAY TEXT: show a text, and wait for the user if it says so.
    display_text: DisplayText,
    /// GET INKEY: ask for one key, or yes or no.
    get_inkey: GetInkey,
    /// GET INPUT: ask for a text.
    get_input: GetInput,
    /// SELECT ITEM: let the user choose.
    select_item: SelectItem,
    /// PLAY TONE.
    play_tone: PlayTone,
    /// SET UP IDLE MODE TEXT: show a text while nothing else is shown; an empty one removes it.
    set_up_idle_mode_text: SetUpIdleModeText,
    /// LANGUAGE NOTIFICATION: the card uses this language.
    language_notification: LanguageNotification,
    /// PROVIDE LOCAL INFORMATION: time, language, location and so on, by the qualifier.
    provide_local_information: ProvideLocalInformation,
    /// REFRESH: files have changed. The library forgets what it knew of them; this is for what the host knew.
    refresh: Refresh,
    /// SET UP CALL, with consent.
    set_up_call: SetUpCall,
    /// SEND SS: a supplementary service string, with consent.
    send_ss: SendSs,
    /// SEND USSD, with consent. The answer of the network goes into the reply as a text.
    send_ussd: SendUssd,
    /// SEND SHORT MESSAGE, with consent.
    send_short_message: SendShortMessage,
    /// SEND DTMF, with consent.
    send_dtmf: SendDtmf,
    /// LAUNCH BROWSER, with consent.
    launch_browser: LaunchBrowser,
    /// GEOGRAPHICAL LOCATION REQUEST, with consent.
    geographical_location_request: GeographicalLocationRequest,
    /// PERFORM CARD APDU: a command to a further card.
    perform_card_apdu: PerformCardApdu,
    /// POWER ON CARD: a further card.
    power_on_card: PowerOnCard,
    /// POWER OFF CARD: a further card.
    power_off_card: PowerOffCard,
    /// GET READER STATUS of further readers.
    get_reader_status: GetReaderStatus,
    /// RUN AT COMMAND, with consent.
    run_at_command: RunAtCommand,
    /// OPEN CHANNEL, with consent.
    open_channel: OpenChannel,
    /// CLOSE CHANNEL.
    close_channel: CloseChannel,
    /// RECEIVE DATA from a channel.
    receive_data: ReceiveData,
    /// SEND DATA into a channel.
    send_data: SendData,
    /// GET CHANNEL STATUS.
    get_channel_status: GetChannelStatus,
    /// SERVICE SEARCH: services nearby.
    service_search: ServiceSearch,
    /// GET SERVICE INFORMATION.
    get_service_information: GetServiceInformation,
    /// DECLARE SERVICE.
    declare_service: DeclareService,
    /// SET FRAMES on the screen.
    set_frames: SetFrames,
    /// GET FRAMES STATUS.
    get_frames_status: GetFramesStatus,
    /// RETRIEVE MULTIMEDIA MESSAGE, with consent.
    retrieve_multimedia_message: RetrieveMultimediaMessage,
    /// SUBMIT MULTIMEDIA MESSAGE, with consent.
    submit_multimedia_message: SubmitMultimediaMessage,
    /// DISPLAY MULTIMEDIA MESSAGE.
    display_multimedia_message: DisplayMultimediaMessage,
    /// ACTIVATE an interface.
    activate: Activate,
    /// CONTACTLESS STATE CHANGED.
    contactless_state_changed: ContactlessStateChanged,
    /// COMMAND CONTAINER: a command for another client.
    command_container: CommandContainer,
    /// ENCAPSULATED SESSION CONTROL.
    encapsulated_session_control: EncapsulatedSessionControl,
    /// LSI COMMAND: logical secure elements.
    lsi_command: LsiCommand,
}
