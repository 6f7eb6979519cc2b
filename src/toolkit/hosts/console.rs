use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::{fmt, mem};
use std::io::{self, BufRead, Write};

use zeroize::Zeroizing;

use crate::toolkit::action::NetworkAction;
use crate::toolkit::command::{
    CommandType, DisplayText, GetInkey, GetInput, LanguageNotification, LaunchBrowser, PlayTone,
    ProactiveCommand, Refusal, SelectItem, SendShortMessage, SendSs, SendUssd, SetUpCall, SetUpIdleModeText,
};
use crate::toolkit::host::{Capabilities, Host, HostResult};
use crate::toolkit::input::InputProblem;
use crate::toolkit::menu::{Choice, Menu};
use crate::toolkit::object::ItemIdentifier;
use crate::toolkit::reply::Reply;
use crate::toolkit::result::{CommandResult, GeneralResult};
use crate::toolkit::session::Note;

/// How often a person may enter something that the card does not take, before it counts as no response.
const TRIES: usize = 5;

/// Longer than most lines that a person types.
const LINE: usize = 256;

/// What reads a line that is not to be seen.
type SecretReader = Box<dyn FnMut() -> io::Result<String>>;
/// What sends a USSD string, and has the answer.
type UssdNetwork = Box<dyn FnMut(&str) -> Result<String, Box<dyn core::error::Error + Send + Sync>>>;

/// A host with a person at a console: lines in, lines out, no colours, no cursor.
///
/// An empty line takes what the card suggests as an answer. `b` goes back, `?` asks for help, and `q` ends the session, as
/// the end of the input does. A USSD string goes to the network if there is one ([`ussd`](Self::ussd)); otherwise the person
/// is asked what the network says, and may send it from a telephone of theirs.
pub struct ConsoleHost<R, W> {
    input: R,
    output: W,
    secret: Option<SecretReader>,
    ussd: Option<UssdNetwork>,
}

/// What a person typed.
enum Line {
    Text(Zeroizing<String>),
    Back,
    Quit,
    Help(Option<String>),
}

impl Line {
    fn of(line: &str) -> Self {
        let line = line.trim_end_matches(['\r', '\n']);
        match line.trim() {
            "b" => Self::Back,
            "q" => Self::Quit,
            help if help.starts_with('?') => Self::Help(
                help.strip_prefix('?').map(|item| item.trim().to_string()).filter(|item| !item.is_empty()),
            ),
            _ => Self::Text(line.to_string().into()),
        }
    }
}

impl<R: BufRead, W: Write> ConsoleHost<R, W> {
    /// A host that reads from `input` and writes to `output`.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::{Card, toolkit::ConsoleHost};
    ///
    /// let mut screen = Vec::new();
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ConsoleHost::new(&b"\n\n\n"[..], &mut screen));
    /// toolkit.start()?;
    /// toolkit.select(5)?; // Info: three pages
    /// drop(toolkit);
    /// assert!(String::from_utf8_lossy(&screen).contains("page 1 of 3"));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub const fn new(input: R, output: W) -> Self {
        Self { input, output, secret: None, ussd: None }
    }

    /// What is not to be seen on the screen is read by `reader`; [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) ends the
    /// session, as the end of the input does.
    ///
    /// ```
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ConsoleHost};
    ///
    /// let flow = Flow::new().ask_hidden_digits("Secret?", 4, 8).show("Thank you");
    /// let mut card = Card::new(VirtualCard::builder().applet(Applet::new("M").item("Log in", flow)).build());
    /// let mut screen = Vec::new();
    /// let host = ConsoleHost::new(&b"\n"[..], &mut screen).secret(|| Ok("1234".into()));
    /// let mut toolkit = card.toolkit(host);
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// drop(toolkit);
    /// assert!(String::from_utf8_lossy(&screen).contains("Thank you"));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn secret(mut self, reader: impl FnMut() -> io::Result<String> + 'static) -> Self {
        self.secret = Some(Box::new(reader));
        self
    }

    /// USSD strings go to `network`, which gives the answer.
    ///
    /// ```
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ConsoleHost};
    ///
    /// let applet = Applet::new("M").item("Today", Flow::new().ussd("*555#").show("{answer}"));
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut screen = Vec::new();
    /// let host = ConsoleHost::new(&b"y\n\n"[..], &mut screen).ussd(|request| Ok(format!("{request}: rain")));
    /// let mut toolkit = card.toolkit(host);
    /// toolkit.start()?;
    /// toolkit.select(1)?; // the person allows it
    /// drop(toolkit);
    /// assert!(String::from_utf8_lossy(&screen).contains("*555#: rain"));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn ussd(
        mut self,
        network: impl FnMut(&str) -> Result<String, Box<dyn core::error::Error + Send + Sync>> + 'static,
    ) -> Self {
        self.ussd = Some(Box::new(network));
        self
    }

    /// Writes a line.
    ///
    /// ```
    /// use simcard::toolkit::ConsoleHost;
    ///
    /// let mut screen = Vec::new();
    /// ConsoleHost::new(&b""[..], &mut screen).say("Hello")?;
    /// assert_eq!(screen, b"Hello\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It can't be written.
    pub fn say(&mut self, text: impl fmt::Display) -> io::Result<()> {
        writeln!(self.output, "{text}")
    }

    /// Lets the person choose from a menu: the identifier of an item, and whether help is wanted on it. `None`: they want to
    /// leave it.
    ///
    /// ```
    /// use simcard::toolkit::{ConsoleHost, Menu, MenuItem};
    ///
    /// let item = |identifier, text: &str| MenuItem { identifier, text: text.into(), submenu: None };
    /// let menu = Menu { title: "Bank".into(), items: vec![item(7, "Balance"), item(9, "Top up")] };
    /// let mut host = ConsoleHost::new(&b"2\n?1\n"[..], Vec::new());
    /// assert_eq!(host.choose(&menu)?, Some((9, false)));
    /// assert_eq!(host.choose(&menu)?, Some((7, true))); // help on the first item
    /// assert_eq!(host.choose(&menu)?, None); // the end of the input
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The console can't be read or written.
    pub fn choose(&mut self, menu: &Menu) -> io::Result<Option<(u8, bool)>> {
        // the end of the input ends it
        loop {
            match self.choose_from(menu, None)? {
                Chosen::Item(identifier) => return Ok(Some((identifier, false))),
                Chosen::Help(Some(identifier)) => return Ok(Some((identifier, true))),
                Chosen::Help(None) => self.say("?1 asks for help on the first item")?,
                Chosen::Nothing => {}
                Chosen::Back | Chosen::Quit => return Ok(None),
            }
        }
    }

    fn choose_from(&mut self, menu: &Menu, marked: Option<u8>) -> io::Result<Chosen> {
        if !menu.title.is_empty() {
            self.say(one_line(&menu.title))?;
        }
        for (number, item) in (1_usize..).zip(&menu.items) {
            let mark = if marked == Some(item.identifier) { '>' } else { ' ' };
            self.say(format_args!("{mark}{number:>3}  {}", one_line(&item.text)))?;
        }
        let find = |text: &str| {
            let choice = text.trim().parse().map_or(Choice::Text(text), Choice::Position);
            menu.find(choice).map(|index| menu.items.get(index).map_or(0, |item| item.identifier))
        };
        for _ in 0..TRIES {
            match self.ask("choose (b back, q quit, ? help)")? {
                Line::Back => return Ok(Chosen::Back),
                Line::Quit => return Ok(Chosen::Quit),
                Line::Help(None) => return Ok(Chosen::Help(None)),
                Line::Help(Some(item)) => match find(&item) {
                    Ok(identifier) => return Ok(Chosen::Help(Some(identifier))),
                    Err(error) => self.say(error)?,
                },
                Line::Text(text) => match find(&text) {
                    Ok(identifier) => return Ok(Chosen::Item(identifier)),
                    Err(error) => self.say(error)?,
                },
            }
        }
        Ok(Chosen::Nothing)
    }

    fn ask(&mut self, prompt: &str) -> io::Result<Line> {
        write!(self.output, "{prompt}: ")?;
        self.output.flush()?;
        // room for what a person types, which may be a secret: a buffer that grows leaves a part of it behind
        let mut line = Zeroizing::new(String::with_capacity(LINE));
        if self.input.read_line(&mut line)? == 0 {
            self.say("")?;
            return Ok(Line::Quit);
        }
        Ok(Line::of(&line))
    }

    /// Asks until the card would take what was entered. An empty line is what the card suggests, where it does.
    fn enter(
        &mut self,
        prompt: &str,
        hidden: bool,
        helps: bool,
        suggested: Option<&str>,
        check: impl Fn(&str) -> Result<(), InputProblem>,
    ) -> HostResult {
        self.say(prompt)?;
        let suggestion = match suggested {
            Some(_) if hidden => " [empty: as the card has it]".into(),
            Some(text) => format!(" [{}]", one_line(text)),
            None => String::new(),
        };
        let how = format!("enter{suggestion} (b back, q quit{})", if helps { ", ? help" } else { "" });
        for _ in 0..TRIES {
            let line = match &mut self.secret {
                Some(secret) if hidden => {
                    write!(self.output, "{how} (hidden): ")?;
                    self.output.flush()?;
                    match secret() {
                        Ok(line) => Line::of(&Zeroizing::new(line)),
                        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Line::Quit,
                        Err(error) => return Err(error.into()),
                    }
                }
                _ => self.ask(&how)?,
            };
            let line = match line {
                // without help a question mark may be what the card wants to know
                Line::Help(about) if !helps => Line::Text(format!("?{}", about.unwrap_or_default()).into()),
                Line::Text(text) if text.is_empty() => {
                    Line::Text(suggested.map_or(text, |suggested| Zeroizing::new(suggested.into())))
                }
                line => line,
            };
            match line {
                Line::Back => return Ok(Reply::back()),
                Line::Quit => return Ok(Reply::terminated()),
                Line::Help(_) => return Ok(Reply::help()),
                Line::Text(mut text) => match check(&text) {
                    Ok(()) => return Ok(Reply::text(mem::take(&mut *text))),
                    Err(problem) => self.say(problem)?,
                },
            }
        }
        Ok(Reply::no_response())
    }
}

/// What a person chose.
enum Chosen {
    Item(u8),
    Help(Option<u8>),
    Back,
    Quit,
    Nothing,
}

/// A text that stays on one line of a terminal, and can't steer it.
fn one_line(text: &str) -> String {
    text.chars().map(|character| if steers(character) { ' ' } else { character }).collect()
}

/// A text whose lines stay, and which can't steer a terminal.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .map(|character| if steers(character) && character != '\n' { ' ' } else { character })
        .collect()
}

/// Whether a terminal does something else with a character than to show it: control characters, and those that turn the
/// direction of the text around them, so that another address or number seems to be there.
fn steers(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl<R: BufRead, W: Write> Host for ConsoleHost<R, W> {
    fn capabilities(&self) -> Capabilities {
        Capabilities::new(&[
            CommandType::DISPLAY_TEXT,
            CommandType::GET_INKEY,
            CommandType::GET_INPUT,
            CommandType::SELECT_ITEM,
            CommandType::PLAY_TONE,
            CommandType::SET_UP_IDLE_MODE_TEXT,
            CommandType::LANGUAGE_NOTIFICATION,
            CommandType::SEND_USSD,
            CommandType::SEND_SS,
            CommandType::SEND_SHORT_MESSAGE,
            CommandType::SET_UP_CALL,
            CommandType::LAUNCH_BROWSER,
        ])
        .all_characters()
    }

    fn consent(&mut self, action: &NetworkAction) -> bool {
        let question = match &action.alpha {
            Some(alpha) => format!(
                "The card wants: {} ({}). Allow? [y/N]",
                one_line(&action.to_string()),
                one_line(alpha)
            ),
            None => format!("The card wants: {}. Allow? [y/N]", one_line(&action.to_string())),
        };
        match self.ask(&question) {
            Ok(Line::Text(answer)) => ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()),
            _ => false,
        }
    }

    fn display_text(&mut self, command: &DisplayText) -> HostResult {
        self.say(format_args!("--\n{}\n--", plain(&command.text.text())))?;
        if !command.qualifier.waits_for_user() || command.immediate_response.is_some() {
            return Ok(Reply::ok());
        }
        Ok(match self.ask("Enter to go on (b back, q quit)")? {
            // there is no help on a text
            Line::Text(_) | Line::Help(_) => Reply::ok(),
            Line::Back => Reply::back(),
            Line::Quit => Reply::terminated(),
        })
    }

    fn get_inkey(&mut self, command: &GetInkey) -> HostResult {
        let prompt = plain(&command.text.text());
        let kind = if command.qualifier.yes_no() { " (yes or no)" } else { "" };
        let helps = command.qualifier.help_available();
        self.enter(&format!("{prompt}{kind}"), false, helps, None, |text| command.check(text))
    }

    fn get_input(&mut self, command: &GetInput) -> HostResult {
        let prompt = plain(&command.text.text());
        let helps = command.qualifier.help_available();
        let suggested = command.default_text.as_ref().map(|text| Zeroizing::new(text.text()));
        let suggested = suggested.as_deref().map(String::as_str);
        self.enter(&prompt, command.qualifier.hides_input(), helps, suggested, |text| command.check(text))
    }

    fn select_item(&mut self, command: &SelectItem) -> HostResult {
        let marked = command.default_item.map(|item| item.0);
        Ok(match self.choose_from(&Menu::from(command), marked)? {
            Chosen::Item(identifier) => Reply::item(identifier),
            Chosen::Help(Some(identifier)) => Reply::help().with(&ItemIdentifier(identifier)),
            // help is always about an item (ETSI TS 102 223 6.8): about the first, if nobody says which
            Chosen::Help(None) => {
                let first = command.items.first().and_then(|item| item.identifier()).unwrap_or(1);
                Reply::help().with(&ItemIdentifier(first))
            }
            Chosen::Back => Reply::back(),
            Chosen::Quit => Reply::terminated(),
            Chosen::Nothing => Reply::no_response(),
        })
    }

    fn play_tone(&mut self, command: &PlayTone) -> HostResult {
        let text = command.alpha.as_ref().map(|alpha| alpha.text()).unwrap_or_default();
        self.say(format_args!("(a tone) {}", one_line(&text)))?;
        Ok(Reply::ok())
    }

    fn set_up_idle_mode_text(&mut self, command: &SetUpIdleModeText) -> HostResult {
        if !command.removes() {
            self.say(format_args!("(on the idle screen) {}", one_line(&command.text.text())))?;
        }
        Ok(Reply::ok())
    }

    fn language_notification(&mut self, _: &LanguageNotification) -> HostResult {
        Ok(Reply::ok())
    }

    fn send_ussd(&mut self, command: &SendUssd) -> HostResult {
        let request = command.ussd_string.text();
        if let Some(network) = &mut self.ussd {
            return Ok(match network(&request) {
                Ok(answer) => Reply::text(answer),
                Err(error) => {
                    self.say(error)?;
                    Reply::from(CommandResult::new(GeneralResult::NETWORK_UNABLE))
                }
            });
        }
        self.say(format_args!("There is no network here. Send {} from a telephone.", one_line(&request)))?;
        Ok(match self.ask("What does it answer? (q: nothing)")? {
            Line::Text(mut answer) if !answer.is_empty() => Reply::text(mem::take(&mut *answer)),
            _ => Reply::from(CommandResult::new(GeneralResult::NETWORK_UNABLE)),
        })
    }

    fn send_ss(&mut self, _: &SendSs) -> HostResult {
        self.no_network()
    }

    fn send_short_message(&mut self, _: &SendShortMessage) -> HostResult {
        self.no_network()
    }

    fn set_up_call(&mut self, _: &SetUpCall) -> HostResult {
        self.no_network()
    }

    fn launch_browser(&mut self, command: &LaunchBrowser) -> HostResult {
        self.say(format_args!("Open this address yourself: {}", one_line(&command.url.text())))?;
        Ok(Reply::ok())
    }

    fn answered(&mut self, command: &ProactiveCommand, _: &Reply) {
        for warning in &command.warnings {
            // what can't be written can't be told
            let _ = self.say(format_args!("(note on {}: {warning})", command.kind()));
        }
    }

    fn refused(&mut self, refusal: &Refusal) {
        let _ = self.say(format_args!("(a command of the card was refused: {refusal})"));
    }

    fn note(&mut self, note: &Note) {
        if !matches!(note, Note::EnvelopeAnswered { status, .. } if status.is_success()) {
            let _ = self.say(format_args!("({note})"));
        }
    }
}

impl<R: BufRead, W: Write> ConsoleHost<R, W> {
    fn no_network(&mut self) -> HostResult {
        self.say("There is no network here: the card was told so.")?;
        Ok(Reply::from(CommandResult::new(GeneralResult::NETWORK_UNABLE)))
    }
}

impl<R, W> fmt::Debug for ConsoleHost<R, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsoleHost").finish_non_exhaustive()
    }
}
