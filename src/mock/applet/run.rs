//! An application while it runs: which command comes next, and what an answer leads to.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;

use super::flow::{Flow, Kind, Step};
use super::{Applet, Item};
use crate::toolkit::command::{
    DisplayText, DisplayTextQualifier, GetInkey, GetInput, SelectItem, SendUssd, SetUpMenu,
};
use crate::toolkit::object::{self, HelpRequest, ItemIdentifier, ResponseLength, UssdString};
use crate::toolkit::{Command, Envelope, EnvelopeContent, GeneralResult, ProactiveCommand, TerminalResponse};

/// How often an input that the card can't take is asked for again.
const TRIES: u8 = 3;

/// Where in a flow the application is: which step, and for the flow around it which entry was chosen at which step.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The entry of the choice that led here; for the outermost flow, the item of the menu.
    entry: usize,
    step: usize,
}

/// An application on a card.
#[derive(Clone, Debug, Default)]
pub(in crate::mock) struct Running {
    applet: Applet,
    /// What the terminal said it can do.
    profile: Option<Vec<u8>>,
    /// Commands that come before the flow goes on.
    queue: VecDeque<Command>,
    /// The flows that we are in, from the outermost; empty when nothing was chosen.
    places: Vec<Place>,
    /// The command that FETCH gives, or gave.
    current: Option<Vec<u8>>,
    /// Whether it was fetched, so that an answer is due.
    fetched: bool,
    /// Whether it is a step of the flow rather than one from the queue.
    is_step: bool,
    number: u8,
    tries: u8,
    input: String,
    answer: String,
}

impl Running {
    /// The application of a card that was just switched on.
    pub fn new(applet: Applet) -> Self {
        let mut running = Self { applet, ..Self::default() };
        running.restart();
        running
    }

    /// The card was reset: the application begins again.
    pub fn restart(&mut self) {
        *self = Self { applet: core::mem::take(&mut self.applet), ..Self::default() };
        if self.applet.early {
            self.begin();
        }
    }

    /// TERMINAL PROFILE came.
    pub fn profile(&mut self, profile: &[u8]) {
        self.profile = Some(profile.to_vec());
        if !self.applet.early {
            self.queue.clear();
            self.places.clear();
            self.current = None;
            self.begin();
        }
    }

    /// What the terminal said it can do.
    pub fn terminal_profile(&self) -> Option<&[u8]> {
        self.profile.as_deref()
    }

    fn begin(&mut self) {
        self.queue.extend(self.applet.first.iter().cloned());
        let items: Option<Vec<_>> = (1..=u8::MAX)
            .zip(&self.applet.items)
            .map(|(identifier, item)| object::Item::new(identifier, &item.text).ok())
            .collect();
        let menu = items.and_then(|items| SetUpMenu::new(&self.applet.title, items).ok());
        if let Some(mut menu) = menu.filter(|menu| !menu.items.is_empty()) {
            menu.qualifier.insert(crate::toolkit::command::SetUpMenuQualifier::HELP);
            self.queue.push_back(menu.into());
        }
        self.prepare();
    }

    /// The length of the command that waits for FETCH: what `91xx` tells.
    pub fn announces(&self) -> Option<u8> {
        let command = self.current.as_ref().filter(|_| !self.fetched)?;
        // 256 is coded as 00
        u8::try_from(command.len() % 256).ok().filter(|_| command.len() <= 256)
    }

    /// FETCH: the command that waits. One that was fetched and not answered comes again.
    pub fn fetch(&mut self) -> Option<&[u8]> {
        self.fetched = self.current.is_some();
        self.current.as_deref()
    }

    /// TERMINAL RESPONSE. `false`: it answers no command of ours.
    pub fn respond(&mut self, data: &[u8]) -> bool {
        let Ok(response) = TerminalResponse::decode(data) else { return false };
        // a terminal that can't read the command answers with details of 00 (ETSI TS 102 223 6.8.1)
        let ours = [self.number, 0].contains(&response.details.number);
        if !self.fetched || self.current.is_none() || !ours {
            return false;
        }
        self.current = None;
        self.fetched = false;
        if core::mem::take(&mut self.is_step) {
            self.after_step(&response);
        } else if response.general() == GeneralResult::SESSION_TERMINATED_BY_USER {
            self.places.clear();
        }
        self.prepare();
        true
    }

    /// Whether a command was fetched, and not answered.
    pub fn is_fetched(&self) -> bool {
        self.fetched && self.current.is_some()
    }

    /// Whether something runs, so that the card has no time for another choice.
    pub fn is_busy(&self) -> bool {
        self.current.is_some()
    }

    /// ENVELOPE. `false`: the card can't make anything of it.
    pub fn envelope(&mut self, data: &[u8]) -> bool {
        let Ok(envelope) = Envelope::decode(data) else { return false };
        if let EnvelopeContent::MenuSelection(selection) = &envelope.content {
            let ItemIdentifier(identifier) = selection.item;
            let help: Option<&HelpRequest> = selection.help.as_ref();
            let Some(entry) = usize::from(identifier).checked_sub(1) else { return false };
            let Some(item) = self.applet.items.get(entry) else { return false };
            match help {
                Some(_) => {
                    let text = item.help.clone().unwrap_or_else(|| "There is no help.".into());
                    self.show(&text);
                }
                None => {
                    self.places.push(Place { entry, step: 0 });
                    self.tries = 0;
                }
            }
            self.prepare();
        }
        true
    }

    /// Puts the next command in its place, if there is one and none waits.
    fn prepare(&mut self) {
        // a step without a command ends its flow, and there are as many flows as steps at most
        while self.current.is_none() {
            let (command, is_step) = match self.queue.pop_front() {
                Some(command) => (Some(command), false),
                None if self.places.is_empty() => return,
                None => (self.command(), true),
            };
            let encoded = command.and_then(|command| {
                self.number = self.number.checked_add(1).filter(|number| *number < 0xFF).unwrap_or(1);
                ProactiveCommand::new(self.number, command).encode().ok()
            });
            match encoded {
                Some(bytes) if bytes.len() <= 256 => {
                    self.current = Some(bytes);
                    self.is_step = is_step;
                }
                // what can't be said ends what it was part of
                _ if is_step => self.end_flow(),
                _ => {}
            }
        }
    }

    fn item(&self) -> Option<&Item> {
        self.applet.items.get(self.places.first()?.entry)
    }

    /// The step that we are at.
    fn step(&self) -> Option<&Step> {
        let mut flow: &Flow = &self.item()?.flow;
        let mut places = self.places.iter();
        let mut step = flow.steps.get(places.next()?.step)?;
        for place in places {
            let Kind::Choose { entries, .. } = &step.kind else { return None };
            flow = &entries.get(place.entry)?.1;
            step = flow.steps.get(place.step)?;
        }
        Some(step)
    }

    /// The command of the step that we are at; `None` at the end of its flow.
    fn command(&self) -> Option<Command> {
        Some(match &self.step()?.kind {
            Kind::Show(text) => shown(&self.filled(text))?,
            Kind::Ask { prompt, min, max, digits, hidden } => {
                use crate::toolkit::command::GetInputQualifier as Qualifier;

                let mut ask = GetInput::new(&self.filled(prompt), ResponseLength::new(*min, *max)).ok()?;
                ask.qualifier = Qualifier::HELP;
                ask.qualifier.set(Qualifier::ALPHABET, !digits);
                ask.qualifier.set(Qualifier::HIDDEN, *hidden);
                ask.into()
            }
            Kind::Confirm(prompt) => {
                use crate::toolkit::command::GetInkeyQualifier as Qualifier;

                let mut ask = GetInkey::new(&self.filled(prompt)).ok()?;
                ask.qualifier = Qualifier::HELP | Qualifier::YES_NO;
                ask.into()
            }
            Kind::Choose { title, entries } => {
                let items: Option<Vec<_>> = (1..=u8::MAX)
                    .zip(entries)
                    .map(|(identifier, (text, _))| object::Item::new(identifier, text).ok())
                    .collect();
                let mut select = SelectItem::new(title, items?).ok()?;
                select.qualifier.insert(crate::toolkit::command::SelectItemQualifier::HELP);
                select.into()
            }
            Kind::Ussd(request) => SendUssd::new(UssdString::new(&self.filled(request)).ok()?).into(),
            Kind::Command(command) => (**command).clone(),
        })
    }

    /// A text with what was entered and answered in it.
    fn filled(&self, text: &str) -> String {
        text.replace("{input}", &self.input).replace("{answer}", &self.answer)
    }

    fn show(&mut self, text: &str) {
        self.queue.extend(shown(text));
    }

    /// The flow that we are in is over: it goes on behind the choice that led into it.
    fn end_flow(&mut self) {
        self.places.pop();
        self.advance();
    }

    fn advance(&mut self) {
        if let Some(place) = self.places.last_mut() {
            place.step = place.step.saturating_add(1);
        }
        self.tries = 0;
    }

    /// What an answer to the step that we are at leads to.
    fn after_step(&mut self, response: &TerminalResponse) {
        let Some(Step { kind, help }) = self.step().cloned() else { return };
        match response.general() {
            result if result.is_performed() && result.0 < 0x10 => self.performed(&kind, response),
            GeneralResult::BACKWARD_MOVE => self.back(),
            GeneralResult::HELP_REQUESTED => {
                self.show(&help.unwrap_or_else(|| "There is no help.".into()));
            }
            GeneralResult::SESSION_TERMINATED_BY_USER | GeneralResult::NO_RESPONSE => self.places.clear(),
            _ => {
                self.places.clear();
                if matches!(kind, Kind::Ussd(_)) {
                    self.show("The service is not available.");
                }
            }
        }
    }

    fn performed(&mut self, kind: &Kind, response: &TerminalResponse) {
        match kind {
            Kind::Show(_) | Kind::Command(_) => self.advance(),
            Kind::Ask { min, max, digits, .. } => {
                let input = response.text().unwrap_or_default();
                let count = input.chars().count();
                let fits = (usize::from(*min)..=usize::from(*max)).contains(&count)
                    && (!digits || input.chars().all(|character| character.is_ascii_digit()));
                if fits {
                    self.input = input;
                    self.advance();
                    return;
                }
                self.tries = self.tries.saturating_add(1);
                self.show("That can't be right.");
                if self.tries >= TRIES {
                    self.places.clear();
                }
            }
            Kind::Confirm(_) => {
                let yes = response.object::<object::TextString>().is_some_and(|text| text.coded() == [0x01]);
                if yes { self.advance() } else { self.places.clear() }
            }
            Kind::Choose { entries, .. } => {
                let entry = response.item().and_then(|item| usize::from(item).checked_sub(1));
                match entry.filter(|entry| *entry < entries.len()) {
                    Some(entry) => self.places.push(Place { entry, step: 0 }),
                    None => {
                        self.tries = self.tries.saturating_add(1);
                        if self.tries >= TRIES {
                            self.places.clear();
                        }
                    }
                }
            }
            Kind::Ussd(_) => {
                self.answer = response.text().unwrap_or_else(|| "Done.".into());
                self.advance();
            }
        }
    }

    /// Goes back to what the user saw before: a step that asks the network is not done a second time for it.
    fn back(&mut self) {
        self.tries = 0;
        while let Some(place) = self.places.last_mut() {
            match place.step.checked_sub(1) {
                Some(step) => {
                    place.step = step;
                    match self.step().map(|step| &step.kind) {
                        Some(Kind::Ussd(_)) => {}
                        Some(Kind::Command(command)) if !is_seen(command) => {}
                        _ => return,
                    }
                }
                // at the beginning of a flow the way back is to the choice that led into it
                None => {
                    self.places.pop();
                    if !self.places.is_empty() {
                        return;
                    }
                }
            }
        }
    }
}

/// A text that stays until the user has read it.
fn shown(text: &str) -> Option<Command> {
    let mut display = DisplayText::new(text).ok()?;
    display.qualifier.insert(DisplayTextQualifier::WAIT_FOR_USER);
    Some(display.into())
}

/// Whether a command is something that the user sees, and can come back to.
const fn is_seen(command: &Command) -> bool {
    matches!(
        command,
        Command::DisplayText(_) | Command::GetInkey(_) | Command::GetInput(_) | Command::SelectItem(_)
    )
}
