//! Commands about the session itself, the card's applications and what they want to know: ETSI TS 102 223 6.6.4, 6.6.6,
//! 6.6.13 to 6.6.16, 6.6.21, 6.6.23, 6.6.25, 6.6.40, 6.6.41.

use super::qualifier::{
    LanguageNotificationQualifier, LocalInformation, NoQualifier, RefreshMode, TimerAction,
};
use crate::toolkit::message::message;
use crate::toolkit::object::{
    ActivateDescriptor, Aid, AlphaIdentifier, ApplicationRefreshData, AtCommand, ContactlessFunctionality,
    Duration, EventList, FileList, FrameIdentifier, IconIdentifier, Language, PlmnList, PlmnWactList,
    RefreshEnforcementPolicy, TextAttribute, TimerIdentifier, TimerValue, UtranMeasurementQualifier,
};

message! {
    /// MORE TIME: ETSI TS 102 223 6.6.4.
    MoreTime [NoQualifier] {}
}

message! {
    /// POLL INTERVAL: how often the card wants to be asked, ETSI TS 102 223 6.6.6.
    PollInterval [NoQualifier] {
        /// The interval.
        duration: required Duration,
    }
}

message! {
    /// POLLING OFF: ETSI TS 102 223 6.6.14.
    PollingOff [NoQualifier] {}
}

message! {
    /// REFRESH: something on the card changed, ETSI TS 102 223 6.6.13, 3GPP TS 31.111 6.6.13.
    Refresh [RefreshMode] {
        /// The files that changed, in those modes that are about files.
        files: optional FileList,
        /// The application that it is about; without it, the current one.
        aid: optional Aid,
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
        /// When the terminal may not put it off.
        enforcement_policy: optional RefreshEnforcementPolicy,
        /// Networks in the order of preference, with their technologies, in "steering of roaming".
        plmns_with_technology: optional PlmnWactList,
        /// Networks in the order of preference, in "steering of roaming for I-WLAN".
        plmns: optional PlmnList,
        /// What the application is told, in "application update".
        application_data: optional ApplicationRefreshData,
    }
}

message! {
    /// SET UP EVENT LIST: what the card wants to be told of, ETSI TS 102 223 6.6.16.
    SetUpEventList [NoQualifier] {
        /// The events. An empty list takes those away that were set before.
        events: required EventList,
    }
}

message! {
    /// PROVIDE LOCAL INFORMATION: ETSI TS 102 223 6.6.15, 3GPP TS 31.111 6.6.15.
    ProvideLocalInformation [LocalInformation] {
        /// Which measurements, where the card asks for those of UTRAN, E-UTRAN or NG-RAN.
        measurement_qualifier: optional UtranMeasurementQualifier,
    }
}

message! {
    /// TIMER MANAGEMENT: ETSI TS 102 223 6.6.21.
    TimerManagement [TimerAction] {
        /// Which timer.
        timer: required TimerIdentifier,
        /// How long it runs, where it is started.
        value: optional TimerValue,
    }
}

message! {
    /// RUN AT COMMAND: ETSI TS 102 223 6.6.23.
    RunAtCommand [NoQualifier] {
        /// What to show meanwhile. Empty: nothing.
        alpha: optional AlphaIdentifier,
        /// The command.
        at_command: required AtCommand,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// LANGUAGE NOTIFICATION: which language the card's texts are in, ETSI TS 102 223 6.6.25.
    LanguageNotification [LanguageNotificationQualifier] {
        /// The language, where the notification is a specific one.
        language: optional Language,
    }
}

message! {
    /// ACTIVATE: an interface of the card, ETSI TS 102 223 6.6.40.
    Activate [NoQualifier] {
        /// Which one.
        target: required ActivateDescriptor,
    }
}

message! {
    /// CONTACTLESS STATE CHANGED: ETSI TS 102 223 6.6.41.
    ContactlessStateChanged [NoQualifier] {
        /// Whether contactless is on.
        state: required ContactlessFunctionality,
    }
}

message! {
    /// END OF PROACTIVE SESSION: no command that a card sends, but what items of a menu may lead to (ETSI TS 102 223
    /// 9.4).
    EndOfProactiveSession [NoQualifier] {}
}

impl PollInterval {
    /// This interval.
    pub const fn new(duration: Duration) -> Self {
        Self { qualifier: NoQualifier::empty(), duration }
    }
}

impl Refresh {
    /// A REFRESH in this mode.
    pub const fn new(mode: RefreshMode) -> Self {
        Self {
            qualifier: mode,
            files: None,
            aid: None,
            alpha: None,
            icon: None,
            text_attribute: None,
            frame: None,
            enforcement_policy: None,
            plmns_with_technology: None,
            plmns: None,
            application_data: None,
        }
    }
}

impl SetUpEventList {
    /// These events.
    pub const fn new(events: EventList) -> Self {
        Self { qualifier: NoQualifier::empty(), events }
    }

    /// Whether it takes the events away that were set before: its list is empty.
    pub fn removes(&self) -> bool {
        self.events.0.is_empty()
    }
}

impl ProvideLocalInformation {
    /// Asks for this.
    pub const fn new(what: LocalInformation) -> Self {
        Self { qualifier: what, measurement_qualifier: None }
    }
}

impl TimerManagement {
    /// Starts the timer with a value.
    pub const fn start(timer: TimerIdentifier, value: TimerValue) -> Self {
        Self { qualifier: TimerAction::START, timer, value: Some(value) }
    }

    /// Stops the timer, and asks for its value.
    pub const fn deactivate(timer: TimerIdentifier) -> Self {
        Self { qualifier: TimerAction::DEACTIVATE, timer, value: None }
    }

    /// Asks for the timer's value.
    pub const fn get_value(timer: TimerIdentifier) -> Self {
        Self { qualifier: TimerAction::GET_VALUE, timer, value: None }
    }
}

impl RunAtCommand {
    /// This command.
    pub const fn new(at_command: AtCommand) -> Self {
        Self {
            qualifier: NoQualifier::empty(),
            alpha: None,
            at_command,
            icon: None,
            text_attribute: None,
            frame: None,
        }
    }
}

impl LanguageNotification {
    /// The card's texts are in this language; without one, no longer in that which was notified.
    pub fn new(language: impl Into<Option<Language>>) -> Self {
        let language = language.into();
        let qualifier = match language {
            Some(_) => LanguageNotificationQualifier::SPECIFIC,
            None => LanguageNotificationQualifier::empty(),
        };
        Self { qualifier, language }
    }
}
