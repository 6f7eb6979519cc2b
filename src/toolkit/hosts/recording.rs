use alloc::collections::VecDeque;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use crate::toolkit::action::{NetworkAction, without_secrets};
use crate::toolkit::command::{Command, CommandType, ProactiveCommand, Refusal, SetUpMenu};
use crate::toolkit::host::{Capabilities, Host, HostResult};
use crate::toolkit::reply::Reply;
use crate::toolkit::result::GeneralResult;
use crate::toolkit::session::Note;

/// A host that has another one do the work, and writes down what went on.
///
/// What the user entered is not written down, only how long it was, also where the card repeats it, and neither are long
/// numbers in what is sent to the network: they may be PINs and voucher codes.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use simcard::mock::VirtualCard;
/// use simcard::toolkit::{RecordingHost, ScriptedHost};
/// use simcard::Card;
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let mut host = RecordingHost::new(ScriptedHost::new().consenting().ussd("*100#", "12.34 EUR left"));
/// let mut toolkit = card.toolkit(&mut host);
/// toolkit.start()?;
/// toolkit.select(1)?;
/// let transcript = host.transcript().to_string();
/// assert!(transcript.contains("DISPLAY TEXT \"12.34 EUR left\": command performed successfully"));
/// # }
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct RecordingHost<H> {
    host: H,
    transcript: Transcript,
    /// What the user entered lately, so that it can be left out where the card repeats it.
    entered: VecDeque<Zeroizing<String>>,
}

/// How many of them are remembered.
const REMEMBERED: usize = 16;
/// Shorter ones are no secret that could be told from other text.
const SHORTEST_SECRET: usize = 4;

/// What went on between a card and a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Transcript(Vec<TranscriptLine>);

/// One thing that went on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum TranscriptLine {
    /// A command, and how it was answered.
    Command {
        /// Which.
        command: CommandType,
        /// What it says: its text, its question, the items to choose from.
        about: String,
        /// How it ended.
        result: GeneralResult,
        /// What came with the result, as far as it may be told.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        answer: Option<String>,
    },
    /// The host was asked for consent.
    Consent {
        /// To what.
        action: String,
        /// What it said.
        allowed: bool,
    },
    /// The card's menu.
    Menu(Vec<String>),
    /// A command that could not be understood.
    Refused(String),
    /// Something on the way.
    Note(String),
}

impl Transcript {
    /// What went on, in that order.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::toolkit::{RecordingHost, ScriptedHost, TranscriptLine};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut host = RecordingHost::new(ScriptedHost::new());
    /// card.toolkit(&mut host).start()?;
    /// let menu = host.transcript().lines().iter().find_map(|line| match line {
    ///     TranscriptLine::Menu(items) => Some(items[0].as_str()),
    ///     _ => None,
    /// });
    /// assert_eq!(menu, Some("Balance"));
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn lines(&self) -> &[TranscriptLine] {
        &self.0
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl fmt::Display for TranscriptLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command { command, about, result, answer } => {
                write!(f, "{command}")?;
                if !about.is_empty() {
                    write!(f, " {about:?}")?;
                }
                write!(f, ": {result}")?;
                match answer {
                    Some(answer) => write!(f, ", {answer}"),
                    None => Ok(()),
                }
            }
            Self::Consent { action, allowed } => {
                write!(f, "consent to {action}: {}", if *allowed { "yes" } else { "no" })
            }
            Self::Menu(items) if items.is_empty() => f.write_str("menu removed"),
            Self::Menu(items) => write!(f, "menu: {}", items.join(", ")),
            Self::Refused(why) => write!(f, "refused: {why}"),
            Self::Note(note) => f.write_str(note),
        }
    }
}

impl<H: Host> RecordingHost<H> {
    /// A host that has `host` do the work.
    ///
    /// ```
    /// use simcard::toolkit::{RecordingHost, ScriptedHost};
    ///
    /// let host = RecordingHost::new(ScriptedHost::new());
    /// assert!(host.transcript().lines().is_empty());
    /// ```
    pub fn new(host: H) -> Self {
        Self { host, transcript: Transcript::default(), entered: VecDeque::new() }
    }

    /// What went on so far.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::toolkit::{RecordingHost, ScriptedHost};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut host = RecordingHost::new(ScriptedHost::new());
    /// card.toolkit(&mut host).start()?;
    /// assert!(host.transcript().to_string().contains("menu: Balance, Top up, My number"));
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// The host that does the work.
    ///
    /// ```
    /// use simcard::toolkit::{RecordingHost, ScriptedHost};
    ///
    /// assert_eq!(RecordingHost::new(ScriptedHost::new().enter("20")).host().left(), 1);
    /// ```
    pub const fn host(&self) -> &H {
        &self.host
    }

    /// The host that does the work. What is done with it here is not written down.
    ///
    /// ```
    /// use simcard::toolkit::{RecordingHost, ScriptedHost};
    ///
    /// let mut host = RecordingHost::new(ScriptedHost::new());
    /// *host.host_mut() = ScriptedHost::new().enter("20");
    /// assert_eq!(host.host().left(), 1);
    /// ```
    pub const fn host_mut(&mut self) -> &mut H {
        &mut self.host
    }

    /// The host that does the work, for good, and what went on.
    ///
    /// ```
    /// use simcard::toolkit::{RecordingHost, ScriptedHost};
    ///
    /// let (host, transcript) = RecordingHost::new(ScriptedHost::new().enter("20")).into_parts();
    /// assert_eq!((host.left(), transcript.lines().len()), (1, 0));
    /// ```
    pub fn into_parts(self) -> (H, Transcript) {
        (self.host, self.transcript)
    }

    /// The text without what the user entered.
    fn without_entered(&self, text: String) -> String {
        self.entered.iter().fold(text, |text, entered| match text.contains(entered.as_str()) {
            true => text.replace(entered.as_str(), "…"),
            false => text,
        })
    }

    /// What a command says, in one line.
    fn about(&self, command: &ProactiveCommand) -> String {
        let about = match NetworkAction::of(command) {
            Some(action) => without_secrets(&action.target),
            None => about(command),
        };
        self.without_entered(about)
    }

    fn remember(&mut self, command: &ProactiveCommand, reply: &Reply) {
        let asked = matches!(command.command, Command::GetInput(_) | Command::GetInkey(_));
        let Some(entered) = reply.entered().filter(|text| asked && text.chars().count() >= SHORTEST_SECRET)
        else {
            return;
        };
        if self.entered.len() >= REMEMBERED {
            self.entered.pop_front();
        }
        self.entered.push_back(Zeroizing::new(entered.to_string()));
    }
}

/// Without what the user entered.
impl<H: fmt::Debug> fmt::Debug for RecordingHost<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingHost")
            .field("host", &self.host)
            .field("transcript", &self.transcript)
            .finish_non_exhaustive()
    }
}

impl<H: Host> Host for RecordingHost<H> {
    fn capabilities(&self) -> Capabilities {
        self.host.capabilities()
    }

    fn consent(&mut self, action: &NetworkAction) -> bool {
        let allowed = self.host.consent(action);
        let action = self.without_entered(action.redacted());
        self.transcript.0.push(TranscriptLine::Consent { action, allowed });
        allowed
    }

    fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
        self.host.perform(command)
    }

    fn menu_changed(&mut self, menu: Option<&SetUpMenu>) {
        let items =
            menu.map(|menu| menu.items.iter().map(|item| self.without_entered(item.text())).collect());
        self.transcript.0.push(TranscriptLine::Menu(items.unwrap_or_default()));
        self.host.menu_changed(menu);
    }

    fn answered(&mut self, command: &ProactiveCommand, reply: &Reply) {
        self.remember(command, reply);
        let answer = answer(command, reply).map(|answer| self.without_entered(answer));
        self.transcript.0.push(TranscriptLine::Command {
            command: command.kind(),
            about: self.about(command),
            result: reply.general(),
            answer,
        });
        self.host.answered(command, reply);
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.transcript.0.push(TranscriptLine::Refused(refusal.to_string()));
        self.host.refused(refusal);
    }

    fn note(&mut self, note: &Note) {
        self.transcript.0.push(TranscriptLine::Note(note.to_string()));
        self.host.note(note);
    }
}

fn about(command: &ProactiveCommand) -> String {
    match &command.command {
        Command::DisplayText(display) => display.text.text(),
        Command::GetInkey(inkey) => inkey.text.text(),
        Command::GetInput(input) => input.text.text(),
        Command::SelectItem(select) => {
            select.items.iter().map(|item| item.text()).collect::<Vec<_>>().join(", ")
        }
        Command::SetUpMenu(menu) => menu.title.text(),
        Command::SetUpIdleModeText(idle) => idle.text.text(),
        Command::PlayTone(tone) => tone.alpha.as_ref().map(|alpha| alpha.text()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// What was answered, as far as it may be told.
fn answer(command: &ProactiveCommand, reply: &Reply) -> Option<String> {
    if let Some(identifier) = reply.chosen() {
        let Command::SelectItem(select) = &command.command else { return None };
        let item = select.items.iter().find(|item| item.identifier() == Some(identifier));
        return Some(item.map_or_else(|| alloc::format!("item {identifier}"), |item| item.text()));
    }
    let entered = reply.entered()?;
    Some(match &command.command {
        Command::GetInput(_) | Command::GetInkey(_) => {
            alloc::format!("{} characters entered", entered.chars().count())
        }
        _ => entered.to_string(),
    })
}
