use alloc::collections::VecDeque;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;

use crate::toolkit::action::NetworkAction;
use crate::toolkit::command::{Command, CommandType, LocalInformation, ProactiveCommand};
use crate::toolkit::host::{Capabilities, CommandSet, Host, HostResult};
use crate::toolkit::menu::{Choice, Menu};
use crate::toolkit::object::{Event, Language};
use crate::toolkit::reply::Reply;
use crate::toolkit::result::{CommandResult, GeneralResult};

/// A host that does as a script says: for tests, and for runs without a person.
///
/// Texts are seen and gone, so that a card's pages need no script. What the card asks (GET INPUT, GET INKEY, SELECT ITEM) is
/// answered by the next line of the script; without one the user ended the session. USSD and short messages are answered from
/// a table, and only with consent.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use simcard::mock::VirtualCard;
/// use simcard::toolkit::ScriptedHost;
/// use simcard::Card;
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let mut host = ScriptedHost::new().consenting().ussd("*100#", "12.34 EUR left");
/// let mut toolkit = card.toolkit(&mut host);
/// toolkit.start()?;
/// toolkit.select(1)?;
/// assert_eq!(host.texts(), ["12.34 EUR left"]);
/// assert_eq!(host.actions()[0].target, "*100#");
/// # }
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct ScriptedHost {
    script: VecDeque<Line>,
    consents: bool,
    ussd: Vec<(String, String)>,
    events: Vec<Event>,
    commands: Option<CommandSet>,
    texts: Vec<String>,
    asked: Vec<String>,
    actions: Vec<NetworkAction>,
}

/// Without what is to be entered.
impl fmt::Debug for ScriptedHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptedHost")
            .field("lines", &self.script.len())
            .field("texts", &self.texts)
            .field("asked", &self.asked)
            .field("actions", &self.actions)
            .finish_non_exhaustive()
    }
}

/// One line of a script: what to do when the card asks.
#[derive(Clone)]
enum Line {
    Choose(String),
    ChooseAt(usize),
    Enter(String),
    Reply(Reply),
    Fail(String),
}

/// Why a scripted host could not go on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// The script says so.
    #[error("{0}")]
    Scripted(String),
    /// The next line of the script is no answer to what the card asks.
    #[error("the card asked by {asked}, and the script goes on with {line}")]
    Unexpected {
        /// What the card asked.
        asked: CommandType,
        /// What the script has.
        line: String,
    },
    /// The script chooses an item that the card does not offer.
    #[error("{0}")]
    NoSuchItem(String),
}

impl ScriptedHost {
    /// A host without a script: it sees texts, and ends the session when it is asked for something.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// toolkit.select(4)?; // asks for a language, and nobody answers
    /// assert_eq!(toolkit.host().asked(), ["Language"]);
    /// assert!(toolkit.host().texts().is_empty());
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Chooses the item with this text; see [`Choice::Text`].
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().choose("Deutsch"));
    /// toolkit.start()?;
    /// toolkit.select(4)?; // Language
    /// assert_eq!(toolkit.host().texts(), ["Die Sprache ist Deutsch."]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn choose(mut self, text: &str) -> Self {
        self.script.push_back(Line::Choose(text.to_string()));
        self
    }

    /// Chooses the item at this position, counted from 1.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().choose_at(2));
    /// toolkit.start()?;
    /// toolkit.select(4)?; // Language
    /// assert_eq!(toolkit.host().texts(), ["Die Sprache ist Deutsch."]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn choose_at(mut self, position: usize) -> Self {
        self.script.push_back(Line::ChooseAt(position));
        self
    }

    /// Enters a text, or a key.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let flow = Flow::new().ask("Which town?", 1, 20).show("Looking at {input}");
    /// let card = VirtualCard::builder().applet(Applet::new("Weather").item("Town", flow)).build();
    /// let mut card = Card::new(card);
    /// let mut toolkit = card.toolkit(ScriptedHost::new().enter("Leeds"));
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().asked(), ["Which town?"]);
    /// assert_eq!(toolkit.host().texts(), ["Looking at Leeds"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn enter(mut self, text: &str) -> Self {
        self.script.push_back(Line::Enter(text.to_string()));
        self
    }

    /// Replies so to whatever is asked, or shown, next.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::toolkit::{Reply, ScriptedHost};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().reply(Reply::ok()).reply(Reply::terminated()));
    /// toolkit.start()?;
    /// toolkit.select(5)?; // Info: three pages, and the user leaves at the second
    /// assert_eq!(toolkit.host().texts().len(), 2);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn reply(mut self, reply: Reply) -> Self {
        self.script.push_back(Line::Reply(reply));
        self
    }

    /// Fails at the next command.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().fail("the screen is broken"));
    /// toolkit.start()?;
    /// let error = toolkit.select(5).unwrap_err(); // the card was told "terminal unable"
    /// assert!(error.to_string().ends_with("the screen is broken"));
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn fail(mut self, why: &str) -> Self {
        self.script.push_back(Line::Fail(why.to_string()));
        self
    }

    /// Consents to everything.
    ///
    /// ```
    /// use simcard::toolkit::command::SendUssd;
    /// use simcard::toolkit::object::UssdString;
    /// use simcard::toolkit::{Host, NetworkAction, ProactiveCommand, ScriptedHost};
    ///
    /// let command = ProactiveCommand::new(1, SendUssd::new(UssdString::new("*100#")?));
    /// let action = NetworkAction::of(&command).unwrap();
    /// assert!(!ScriptedHost::new().consent(&action));
    /// assert!(ScriptedHost::new().consenting().consent(&action));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    #[must_use]
    pub const fn consenting(mut self) -> Self {
        self.consents = true;
        self
    }

    /// The network answers this USSD string so; others it can't serve.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let host = ScriptedHost::new().consenting().ussd("*110#", "+447700900123");
    /// let mut toolkit = card.toolkit(host);
    /// toolkit.start()?;
    /// toolkit.select(3)?; // My number
    /// assert_eq!(toolkit.host().texts(), ["+447700900123"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn ussd(mut self, request: &str, answer: &str) -> Self {
        self.ussd.push((request.to_string(), answer.to_string()));
        self
    }

    /// Tells the card of these events, if it asks.
    ///
    /// ```
    /// use simcard::toolkit::object::Event;
    /// use simcard::toolkit::{Host, ScriptedHost};
    ///
    /// let host = ScriptedHost::new().events(&[Event::USER_ACTIVITY]);
    /// assert_eq!(host.capabilities().events, [Event::USER_ACTIVITY]);
    /// ```
    #[must_use]
    pub fn events(mut self, events: &[Event]) -> Self {
        self.events.extend_from_slice(events);
        self
    }

    /// Can do these commands only.
    ///
    /// ```
    /// use simcard::toolkit::{CommandType, Host, ScriptedHost};
    ///
    /// let host = ScriptedHost::new().commands(&[CommandType::DISPLAY_TEXT]);
    /// assert!(!host.capabilities().commands.contains(CommandType::GET_INPUT));
    /// ```
    #[must_use]
    pub fn commands(mut self, commands: &[CommandType]) -> Self {
        self.commands = Some(CommandSet::of(commands));
        self
    }

    /// What the card showed.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// toolkit.select(5)?; // Info
    /// assert_eq!(toolkit.host().texts()[1], "Page 2 of 3: topping up costs nothing either.");
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// What the card asked.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// toolkit.select(2)?; // Top up
    /// assert_eq!(toolkit.host().asked(), ["Voucher code"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// What the card wanted of the network, allowed or not.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new()); // consents to nothing
    /// toolkit.start()?;
    /// toolkit.select(1)?; // Balance
    /// assert_eq!(toolkit.host().actions()[0].to_string(), "USSD *100#");
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn actions(&self) -> &[NetworkAction] {
        &self.actions
    }

    /// How many lines of the script have not been used.
    ///
    /// ```
    /// use simcard::toolkit::ScriptedHost;
    ///
    /// assert_eq!(ScriptedHost::new().choose("English").enter("20").left(), 2);
    /// ```
    pub fn left(&self) -> usize {
        self.script.len()
    }

    /// What a host of this kind can do.
    const COMMANDS: &'static [CommandType] = &[
        CommandType::DISPLAY_TEXT,
        CommandType::GET_INKEY,
        CommandType::GET_INPUT,
        CommandType::SELECT_ITEM,
        CommandType::PLAY_TONE,
        CommandType::SET_UP_IDLE_MODE_TEXT,
        CommandType::LANGUAGE_NOTIFICATION,
        CommandType::PROVIDE_LOCAL_INFORMATION,
        CommandType::SEND_USSD,
        CommandType::SEND_SHORT_MESSAGE,
        CommandType::SET_UP_CALL,
        CommandType::LAUNCH_BROWSER,
    ];

    /// What a script has for a command that asks or shows something; `default` without a line.
    fn next(&mut self, command: &ProactiveCommand, menu: Option<&Menu>, default: Reply) -> HostResult {
        let asks =
            matches!(command.command, Command::GetInkey(_) | Command::GetInput(_) | Command::SelectItem(_));
        let special = matches!(self.script.front(), Some(Line::Reply(_) | Line::Fail(_)));
        if !asks && !special {
            return Ok(default);
        }
        let choice = |choice: Choice<'_>| {
            let menu = menu
                .ok_or_else(|| ScriptError::Unexpected { asked: command.kind(), line: choice.to_string() })?;
            let found = menu.find(choice).map_err(|error| ScriptError::NoSuchItem(error.to_string()))?;
            Ok(Reply::item(menu.items.get(found).map_or(0, |item| item.identifier)))
        };
        let result: Result<Reply, ScriptError> = match self.script.pop_front() {
            None => Ok(default),
            Some(Line::Reply(reply)) => Ok(reply),
            Some(Line::Fail(why)) => Err(ScriptError::Scripted(why)),
            Some(Line::Choose(text)) => choice(Choice::Text(&text)),
            Some(Line::ChooseAt(position)) => choice(Choice::Position(position)),
            Some(Line::Enter(text)) if menu.is_none() => Ok(Reply::text(text)),
            // what was to be entered may be a secret
            Some(Line::Enter(_)) => {
                Err(ScriptError::Unexpected { asked: command.kind(), line: "something to enter".into() })
            }
        };
        Ok(result?)
    }
}

impl Host for ScriptedHost {
    fn capabilities(&self) -> Capabilities {
        let commands = self.commands.unwrap_or_else(|| CommandSet::of(Self::COMMANDS));
        let capabilities = Capabilities { commands, events: self.events.clone(), ..Capabilities::default() };
        capabilities.local_information(&[LocalInformation::LANGUAGE]).all_characters()
    }

    fn consent(&mut self, action: &NetworkAction) -> bool {
        self.actions.push(action.clone());
        self.consents
    }

    fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
        match &command.command {
            Command::DisplayText(display) => {
                self.texts.push(display.text.text());
                self.next(command, None, Reply::ok())
            }
            Command::SetUpIdleModeText(idle) => {
                self.texts.push(idle.text.text());
                self.next(command, None, Reply::ok())
            }
            Command::GetInkey(inkey) => {
                self.asked.push(inkey.text.text());
                self.next(command, None, Reply::terminated())
            }
            Command::GetInput(input) => {
                self.asked.push(input.text.text());
                self.next(command, None, Reply::terminated())
            }
            Command::SelectItem(select) => {
                let menu = Menu::from(select);
                self.asked.push(menu.title.clone());
                self.next(command, Some(&menu), Reply::terminated())
            }
            Command::SendUssd(send) => {
                let request = send.ussd_string.text();
                let answer = self.ussd.iter().find(|(known, _)| *known == request);
                let reply = match answer {
                    Some((_, answer)) => Reply::text(answer),
                    None => Reply::from(CommandResult::new(GeneralResult::NETWORK_UNABLE)),
                };
                self.next(command, None, reply)
            }
            Command::ProvideLocalInformation(provide) => {
                let reply = match provide.qualifier {
                    LocalInformation::LANGUAGE => Reply::ok().with(&Language(*b"en")),
                    _ => Reply::beyond_capabilities(),
                };
                self.next(command, None, reply)
            }
            _ => self.next(command, None, Reply::ok()),
        }
    }
}
