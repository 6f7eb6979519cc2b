//! Which bits belong to which command, event and local information.

use super::{Facility, TerminalProfile};
use crate::toolkit::command::CommandType;
use crate::toolkit::object::Event;

/// Which bits of a TERMINAL PROFILE are about a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandSupport {
    /// The command.
    pub command: CommandType,
    /// Whoever carries out the command sets these; the first one says that it does. Empty for PROVIDE LOCAL INFORMATION,
    /// which has a bit for each sort of information.
    pub base: &'static [Facility],
    /// Whoever carries it out in full sets these too.
    pub options: &'static [Facility],
}

macro_rules! support {
    ($( $command:ident: [$($base:ident),*] [$($option:ident),*], )*) => {
        /// The commands, and the bits that are about each: ETSI TS 102 223 5.2, 3GPP TS 31.111 5.2. Several bits for one
        /// thing are what is left of SAT, where they meant different things.
        pub const SUPPORT: &[CommandSupport] = &[$(
            CommandSupport {
                command: CommandType::$command,
                base: &[$( Facility::$base, )*],
                options: &[$( Facility::$option, )*],
            },
        )*];
    };
}

support! {
    REFRESH: [REFRESH] [
        REFRESH_ALPHA_IDENTIFIER, REFRESH_STEERING, REFRESH_STEERING_I_WLAN, REFRESH_ENFORCEMENT_POLICY,
        REFRESH_EUICC_PROFILE, REFRESH_APPLICATION_UPDATE, REFRESH_SOR_CMCI
    ],
    MORE_TIME: [MORE_TIME] [],
    POLL_INTERVAL: [POLL_INTERVAL] [],
    POLLING_OFF: [POLLING_OFF] [],
    SET_UP_EVENT_LIST: [SET_UP_EVENT_LIST] [],
    SET_UP_CALL: [SET_UP_CALL, SET_UP_CALL_SECOND_ALPHA] [
        MULTIMEDIA_CALLS, SET_UP_CALL_URI, MEDIA_VOICE, MEDIA_VIDEO
    ],
    SEND_SS: [SEND_SS] [],
    SEND_USSD: [SEND_USSD] [],
    SEND_SHORT_MESSAGE: [SEND_SHORT_MESSAGE] [SEND_SHORT_MESSAGE_URI],
    SEND_DTMF: [SEND_DTMF] [],
    LAUNCH_BROWSER: [LAUNCH_BROWSER] [BROWSER_WML, BROWSER_XHTML, BROWSER_HTML, BROWSER_CHTML],
    GEOGRAPHICAL_LOCATION_REQUEST: [GEOGRAPHICAL_LOCATION_REQUEST] [GEOGRAPHICAL_LOCATION_REPORTING],
    PLAY_TONE: [PLAY_TONE] [PLAY_TONE_MELODY],
    DISPLAY_TEXT: [DISPLAY_TEXT, DISPLAY_TEXT_EXTENSION, DISPLAY_TEXT_SUSTAINED] [DISPLAY_TEXT_TIMEOUT],
    GET_INKEY: [GET_INKEY, GET_INKEY_BINARY] [GET_INKEY_HELP, GET_INKEY_TIMEOUT],
    GET_INPUT: [GET_INPUT] [GET_INPUT_TIMEOUT],
    SELECT_ITEM: [SELECT_ITEM] [SOFT_KEYS_SELECT_ITEM],
    SET_UP_MENU: [SET_UP_MENU, MENU_SELECTION] [SOFT_KEYS_SET_UP_MENU],
    PROVIDE_LOCAL_INFORMATION: [] [
        LOCATION_INFORMATION, NETWORK_MEASUREMENTS, DATE_TIME, BCCH_CHANNELS, LANGUAGE, TIMING_ADVANCE,
        ACCESS_TECHNOLOGY, ESN, IMEISV, SEARCH_MODE, BATTERY_STATE, MEID, NETWORK_MEASUREMENTS_UTRAN, WSID,
        BROADCAST_NETWORK, HNB_IP_ADDRESS, HNB_MACROCELLS, RADIO_ACCESS_TECHNOLOGIES, WLAN_IDENTIFIER,
        TIMING_ADVANCE_E_UTRAN, SLICES, REJECTED_SLICES, TIMING_ADVANCE_NG_RAN
    ],
    TIMER_MANAGEMENT: [TIMER_MANAGEMENT, TIMER_VALUE, TIMER_EXPIRATION] [],
    SET_UP_IDLE_MODE_TEXT: [SET_UP_IDLE_MODE_TEXT] [],
    PERFORM_CARD_APDU: [PERFORM_CARD_APDU] [],
    POWER_ON_CARD: [POWER_ON_CARD] [],
    POWER_OFF_CARD: [POWER_OFF_CARD] [],
    GET_READER_STATUS: [READER_STATUS] [READER_IDENTIFIER],
    RUN_AT_COMMAND: [RUN_AT_COMMAND] [],
    LANGUAGE_NOTIFICATION: [LANGUAGE_NOTIFICATION] [],
    OPEN_CHANNEL: [OPEN_CHANNEL] [
        BEARER_CSD, BEARER_GPRS, BEARER_BLUETOOTH, BEARER_IRDA, BEARER_RS232, TCP_REMOTE, UDP_REMOTE, TCP_SERVER,
        TCP_LOCAL, UDP_LOCAL, DIRECT_CHANNEL, BEARER_E_UTRAN, BEARER_HSDPA, BEARER_USB, UTRAN_PS_EXTENDED,
        BEARER_I_WLAN, TERMINAL_APPLICATIONS, OPEN_CHANNEL_CONFIRMATION, BEARER_IMS, OPEN_CHANNEL_LAUNCH,
        OPEN_CHANNEL_DIRECT, OPEN_CHANNEL_DNS, BEARER_WLAN, NON_IP_DATA_DELIVERY
    ],
    CLOSE_CHANNEL: [CLOSE_CHANNEL] [CLOSE_CHANNEL_NAME_REUSE],
    RECEIVE_DATA: [RECEIVE_DATA] [],
    SEND_DATA: [SEND_DATA] [],
    GET_CHANNEL_STATUS: [GET_CHANNEL_STATUS] [],
    SERVICE_SEARCH: [SERVICE_SEARCH] [],
    GET_SERVICE_INFORMATION: [GET_SERVICE_INFORMATION] [],
    DECLARE_SERVICE: [DECLARE_SERVICE] [],
    SET_FRAMES: [SET_FRAMES] [],
    GET_FRAMES_STATUS: [GET_FRAMES_STATUS] [],
    RETRIEVE_MULTIMEDIA_MESSAGE: [RETRIEVE_MULTIMEDIA_MESSAGE] [],
    SUBMIT_MULTIMEDIA_MESSAGE: [SUBMIT_MULTIMEDIA_MESSAGE] [],
    DISPLAY_MULTIMEDIA_MESSAGE: [DISPLAY_MULTIMEDIA_MESSAGE] [],
    ACTIVATE: [ACTIVATE] [],
    CONTACTLESS_STATE_CHANGED: [CONTACTLESS_STATE_CHANGED] [],
    COMMAND_CONTAINER: [CONTAINERS] [SECURED_CONTAINERS],
    ENCAPSULATED_SESSION_CONTROL: [CONTAINERS] [SECURED_CONTAINERS],
    LSI_COMMAND: [LSI_PROACTIVE_SESSION] [LSI_PLATFORM_RESET],
}

impl CommandSupport {
    /// What there is to say about `command`.
    ///
    /// ```
    /// use simcard::toolkit::profile::CommandSupport;
    /// use simcard::toolkit::{CommandType, Facility};
    ///
    /// let support = CommandSupport::of(CommandType::SELECT_ITEM).expect("a known command");
    /// assert_eq!(support.base, [Facility::SELECT_ITEM]);
    /// assert_eq!(support.options, [Facility::SOFT_KEYS_SELECT_ITEM]);
    /// ```
    pub fn of(command: CommandType) -> Option<&'static Self> {
        SUPPORT.iter().find(|support| support.command == command)
    }
}

impl Facility {
    /// All bits about SMS-PP data download.
    pub const ALL_OF_SMS_PP_DOWNLOAD: [Self; 2] = [Self::SMS_PP_DOWNLOAD, Self::SMS_PP_DOWNLOAD_ERROR];

    /// All bits about call control of calls, supplementary services and USSD. That of GPRS has a bit of its own.
    pub const ALL_OF_CALL_CONTROL: [Self; 6] = [
        Self::CALL_CONTROL,
        Self::CALL_CONTROL_USSD,
        Self::CALL_CONTROL_REDIAL,
        Self::CALL_CONTROL_CELL_IDENTITY,
        Self::CALL_CONTROL_ALPHA_IDENTIFIER,
        Self::CALL_CONTROL_SECOND_CAPABILITY,
    ];

    /// The bits about an event of SET UP EVENT LIST (ETSI TS 102 223 8.25, 3GPP TS 31.111 8.25); none for
    /// events that are not known. Where there are several, each stands for a network or sort of connection.
    ///
    /// ```
    /// use simcard::toolkit::Facility;
    /// use simcard::toolkit::object::Event;
    ///
    /// assert_eq!(Facility::of_event(Event::LOCATION_STATUS), [Facility::EVENT_LOCATION_STATUS]);
    /// assert!(Facility::of_event(Event(0xFE)).is_empty());
    /// ```
    pub const fn of_event(event: Event) -> &'static [Self] {
        match event {
            Event::MT_CALL => &[Self::EVENT_MT_CALL],
            Event::CALL_CONNECTED => &[Self::EVENT_CALL_CONNECTED],
            Event::CALL_DISCONNECTED => &[Self::EVENT_CALL_DISCONNECTED],
            Event::LOCATION_STATUS => &[Self::EVENT_LOCATION_STATUS],
            Event::USER_ACTIVITY => &[Self::EVENT_USER_ACTIVITY],
            Event::IDLE_SCREEN_AVAILABLE => &[Self::EVENT_IDLE_SCREEN],
            Event::CARD_READER_STATUS => &[Self::EVENT_CARD_READER_STATUS],
            Event::LANGUAGE_SELECTION => &[Self::EVENT_LANGUAGE_SELECTION],
            Event::BROWSER_TERMINATION => &[Self::EVENT_BROWSER_TERMINATION],
            Event::DATA_AVAILABLE => &[Self::EVENT_DATA_AVAILABLE],
            Event::CHANNEL_STATUS => &[Self::EVENT_CHANNEL_STATUS],
            Event::ACCESS_TECHNOLOGY_CHANGE => &[Self::EVENT_ACCESS_TECHNOLOGY_CHANGE],
            Event::DISPLAY_PARAMETERS_CHANGED => &[Self::EVENT_DISPLAY_PARAMETERS_CHANGED],
            Event::LOCAL_CONNECTION => &[Self::EVENT_LOCAL_CONNECTION],
            Event::NETWORK_SEARCH_MODE_CHANGE => &[Self::EVENT_NETWORK_SEARCH_MODE_CHANGE],
            Event::BROWSING_STATUS => &[Self::EVENT_BROWSING_STATUS],
            Event::FRAMES_INFORMATION_CHANGE => &[Self::EVENT_FRAMES_INFORMATION_CHANGED],
            Event::WLAN_ACCESS_STATUS => &[Self::EVENT_I_WLAN_ACCESS_STATUS, Self::EVENT_WLAN_ACCESS_STATUS],
            Event::NETWORK_REJECTION => &[
                Self::EVENT_NETWORK_REJECTION,
                Self::EVENT_NETWORK_REJECTION_E_UTRAN,
                Self::EVENT_NETWORK_REJECTION_NG_RAN,
                Self::EVENT_NETWORK_REJECTION_SATELLITE,
            ],
            Event::HCI_CONNECTIVITY => &[Self::EVENT_HCI_CONNECTIVITY],
            Event::ACCESS_TECHNOLOGY_CHANGE_MULTIPLE => {
                &[Self::EVENT_ACCESS_TECHNOLOGY_CHANGE, Self::MULTIPLE_ACCESS_TECHNOLOGIES]
            }
            Event::CSG_CELL_SELECTION => &[Self::EVENT_CSG_CELL_SELECTION],
            Event::CONTACTLESS_STATE_REQUEST => &[Self::EVENT_CONTACTLESS_STATE_REQUEST],
            Event::IMS_REGISTRATION => &[Self::EVENT_IMS_REGISTRATION],
            Event::INCOMING_IMS_DATA => &[Self::EVENT_INCOMING_IMS_DATA],
            Event::PROFILE_CONTAINER => &[Self::CONTAINERS],
            Event::SECURED_PROFILE_CONTAINER => &[Self::SECURED_CONTAINERS],
            Event::POLL_INTERVAL_NEGOTIATION => &[Self::EVENT_POLL_INTERVAL_NEGOTIATION],
            Event::DATA_CONNECTION_STATUS_CHANGE => &[
                Self::EVENT_DATA_CONNECTION_PDP,
                Self::EVENT_DATA_CONNECTION_PDN,
                Self::EVENT_DATA_CONNECTION_PDU,
            ],
            Event::CAG_CELL_SELECTION => &[Self::CAG],
            Event::SLICES_STATUS_CHANGE => &[Self::EVENT_SLICES_STATUS_CHANGE],
            _ => &[],
        }
    }

    /// The bits about a sort of local information, by the qualifier of PROVIDE LOCAL INFORMATION (ETSI TS 102 223 8.6,
    /// 3GPP TS 31.111 8.6); none for those that are not known. One bit says that there are both location information and
    /// the IMEI.
    ///
    /// ```
    /// use simcard::toolkit::Facility;
    ///
    /// assert_eq!(Facility::of_local_information(0x03), [Facility::DATE_TIME]);
    /// ```
    pub const fn of_local_information(qualifier: u8) -> &'static [Self] {
        match qualifier {
            0x00 | 0x01 => &[Self::LOCATION_INFORMATION],
            0x02 => &[Self::NETWORK_MEASUREMENTS, Self::BCCH_CHANNELS],
            0x03 => &[Self::DATE_TIME],
            0x04 => &[Self::LANGUAGE],
            0x05 => &[Self::TIMING_ADVANCE],
            0x06 => &[Self::ACCESS_TECHNOLOGY],
            0x07 => &[Self::ESN],
            0x08 => &[Self::IMEISV],
            0x09 => &[Self::SEARCH_MODE],
            0x0A => &[Self::BATTERY_STATE],
            0x0B => &[Self::MEID],
            0x0C => &[Self::WSID],
            0x0D => &[Self::BROADCAST_NETWORK],
            0x0E => &[Self::ACCESS_TECHNOLOGY, Self::MULTIPLE_ACCESS_TECHNOLOGIES],
            0x0F => &[Self::LOCATION_INFORMATION, Self::MULTIPLE_ACCESS_TECHNOLOGIES],
            0x10 => &[Self::NETWORK_MEASUREMENTS, Self::MULTIPLE_ACCESS_TECHNOLOGIES],
            0x11 => &[Self::CSG_CELL_DISCOVERY],
            0x12 => &[Self::HNB_IP_ADDRESS],
            0x13 => &[Self::HNB_MACROCELLS],
            0x14 => &[Self::WLAN_IDENTIFIER],
            0x15 => &[Self::SLICES],
            0x16 => &[Self::CAG],
            0x17 => &[Self::REJECTED_SLICES],
            0x1A => &[Self::RADIO_ACCESS_TECHNOLOGIES],
            _ => &[],
        }
    }

    /// The commands that the bit is about.
    ///
    /// ```
    /// use simcard::toolkit::{CommandType, Facility};
    ///
    /// let commands: Vec<_> = Facility::CONTAINERS.commands().collect();
    /// assert_eq!(commands, [CommandType::COMMAND_CONTAINER, CommandType::ENCAPSULATED_SESSION_CONTROL]);
    /// ```
    pub fn commands(self) -> impl Iterator<Item = CommandType> {
        SUPPORT
            .iter()
            .filter(move |support| support.base.contains(&self) || support.options.contains(&self))
            .map(|support| support.command)
    }
}

impl TerminalProfile {
    /// Says that the terminal carries out `command`: sets its [`base`](CommandSupport::base). For PROVIDE LOCAL
    /// INFORMATION there is none; [`insert_local_information`](Self::insert_local_information) says what there is.
    ///
    /// ```
    /// use simcard::toolkit::{CommandType, Facility, TerminalProfile};
    ///
    /// let mut profile = TerminalProfile::new();
    /// profile.insert_command(CommandType::SET_UP_MENU);
    /// // a menu is of use only where one can choose from it
    /// assert!(profile.contains(Facility::SET_UP_MENU) && profile.contains(Facility::MENU_SELECTION));
    /// ```
    pub fn insert_command(&mut self, command: CommandType) {
        if let Some(support) = CommandSupport::of(command) {
            self.extend(support.base.iter().copied());
        }
    }

    /// Says that the terminal reports an event.
    ///
    /// ```
    /// use simcard::toolkit::object::Event;
    /// use simcard::toolkit::{Facility, TerminalProfile};
    ///
    /// let mut profile = TerminalProfile::new();
    /// profile.insert_event(Event::LOCATION_STATUS);
    /// assert!(profile.contains(Facility::EVENT_LOCATION_STATUS));
    /// ```
    pub fn insert_event(&mut self, event: Event) {
        self.extend(Facility::of_event(event).iter().copied());
    }

    /// Says that the terminal provides a sort of local information, by its qualifier of PROVIDE LOCAL INFORMATION.
    ///
    /// ```
    /// use simcard::toolkit::{CommandType, TerminalProfile};
    ///
    /// let mut profile = TerminalProfile::new();
    /// profile.insert_local_information(0x03); // date and time
    /// assert!(profile.supports(CommandType::PROVIDE_LOCAL_INFORMATION));
    /// ```
    pub fn insert_local_information(&mut self, qualifier: u8) {
        self.extend(Facility::of_local_information(qualifier).iter().copied());
    }

    /// Whether the terminal carries out `command`; with PROVIDE LOCAL INFORMATION whether it provides any.
    ///
    /// ```
    /// use simcard::toolkit::{CommandType, TerminalProfile};
    ///
    /// let profile = TerminalProfile::for_commands([CommandType::GET_INPUT]);
    /// assert!(profile.supports(CommandType::GET_INPUT));
    /// assert!(!profile.supports(CommandType::GET_INKEY));
    /// ```
    pub fn supports(&self, command: CommandType) -> bool {
        match CommandSupport::of(command) {
            Some(CommandSupport { base: [first, ..], .. }) => self.contains(*first),
            Some(support) => support.options.iter().any(|option| self.contains(*option)),
            None => false,
        }
    }

    /// Whether the terminal reports an event.
    ///
    /// ```
    /// use simcard::toolkit::TerminalProfile;
    /// use simcard::toolkit::object::Event;
    ///
    /// let mut profile = TerminalProfile::new();
    /// profile.insert_event(Event::USER_ACTIVITY);
    /// assert!(profile.supports_event(Event::USER_ACTIVITY));
    /// assert!(!profile.supports_event(Event::MT_CALL));
    /// ```
    pub fn supports_event(&self, event: Event) -> bool {
        let bits = Facility::of_event(event);
        match event {
            // needs both: the event, and what it then tells
            Event::ACCESS_TECHNOLOGY_CHANGE_MULTIPLE => bits.iter().all(|bit| self.contains(*bit)),
            _ => bits.iter().any(|bit| self.contains(*bit)),
        }
    }
}
