use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::super::attempt::{AttemptOutcome, Step};
use super::super::line::Line;
use super::super::options::Options;
use super::{Asked, Goal, Verdict, message};
use crate::card::Card;
use crate::toolkit::{
    Capabilities, Command, CommandType, GeneralResult, Host, HostResult, Limits, Menu, NetworkAction,
    NetworkHost, ProactiveCommand, Reply, SystemClock,
};
use crate::transport::Transport;

/// How many menus are walked through at most.
const MAX_MENUS: usize = 6;
/// What a card may send to the network on one walk at most.
const MAX_SENT: usize = 4;
/// Commands in a row that a card may have.
const MAX_COMMANDS: u32 = 200;

/// What came of a walk through the menu of a card.
pub struct Walk<F> {
    pub result: Asked<F>,
    /// Whether the card was given an input.
    pub entered: bool,
}

/// Chooses from the menu of the card what leads to the goal, and has carried out what the card then wants.
///
/// Only what the chosen item leads to may reach the network, and of that only what the goal allows, and messages to
/// `numbers`.
pub fn walk<T: Transport, G: Goal>(
    card: &mut Card<T>,
    line: &mut Line<'_>,
    goal: &G,
    numbers: &[&str],
    options: &Options,
) -> Walk<G::Found> {
    walk_checked(card, line, goal, numbers, options, |_| Ok(()))
}

/// As [`walk`], with something to do right before an item is chosen.
pub fn walk_checked<T: Transport, G: Goal>(
    card: &mut Card<T>,
    line: &mut Line<'_>,
    goal: &G,
    numbers: &[&str],
    options: &Options,
    check: impl FnOnce(&mut Card<T>) -> Result<(), AttemptOutcome>,
) -> Walk<G::Found> {
    // a card that is busy for longer waits for something that it will not get
    let busy = (8, Duration::from_millis(200));
    let limits = Limits { commands: MAX_COMMANDS, duration: line.left(), busy, ..Limits::default() };
    let walker = Walker {
        line,
        goal,
        numbers,
        walking: false,
        entered: false,
        found: None,
        shown: false,
        follows: false,
        problem: None,
        seen: Vec::new(),
        allowed: Vec::new(),
    };
    let mut toolkit = card.toolkit_with(walker, SystemClock::default(), limits);
    let ran = (|| {
        toolkit.start().map_err(|error| failed(&error))?;
        let menu = toolkit.menu().ok_or(AttemptOutcome::NotOffered)?;
        let item =
            menu.items.iter().find(|item| goal.begins(&item.text)).ok_or(AttemptOutcome::NotOffered)?;
        let (identifier, label) = (item.identifier, item.text.clone());
        check(toolkit.card())?;
        let walker = toolkit.host_mut();
        walker.line.note(Step::MenuChosen { label });
        if walker.line.halted().is_some() {
            return Err(AttemptOutcome::Cancelled);
        }
        walker.walking = true;
        toolkit.select(identifier).map_err(|error| failed(&error))
    })();
    let Walker { line, entered, found, shown, follows, problem, .. } = toolkit.close();
    let result = match (found, ran) {
        (Some(found), _) => Ok(found),
        _ if follows => message::wait(line, goal, numbers, options),
        (None, _) if problem.is_some() => Err(problem.unwrap_or(AttemptOutcome::NotOffered)),
        (None, ran) => Err(match (line.trouble.take(), ran) {
            (Some(trouble), _) => trouble,
            (None, Err(outcome)) => outcome,
            (None, Ok(())) if shown => AttemptOutcome::NotUnderstood,
            (None, Ok(())) => AttemptOutcome::NotOffered,
        }),
    };
    Walk { result, entered }
}

fn failed(error: &crate::Error) -> AttemptOutcome {
    AttemptOutcome::Failed { reason: error.to_string() }
}

/// A user who wants one thing.
struct Walker<'w, 'l, G: Goal> {
    line: &'w mut Line<'l>,
    goal: &'w G,
    numbers: &'w [&'w str],
    /// Whether something was chosen, so that what the card wants may be about that.
    walking: bool,
    entered: bool,
    found: Option<G::Found>,
    /// Whether the card showed something, or the network said something.
    shown: bool,
    follows: bool,
    problem: Option<AttemptOutcome>,
    /// The menus so far, so that none is walked through twice.
    seen: Vec<Menu>,
    /// What was allowed to go to the network, so that none of it goes twice.
    allowed: Vec<NetworkAction>,
}

impl<G: Goal> Walker<'_, '_, G> {
    /// Takes in what the card shows, or the network says.
    fn take(&mut self, text: &str, by_network: bool) {
        // what a card shows of a code that the network has not, or did not answer, is the card's own
        let unanswered = !self.line.code_sent() || self.line.trouble.is_some();
        let early = self.goal.input().is_some() && unanswered;
        if !self.walking {
            return;
        }
        if early {
            if self.goal.asks(text) {
                let text = text.into();
                self.problem.get_or_insert(AttemptOutcome::NeedsConfirmation { text });
            }
            return;
        }
        self.shown = true;
        match self.goal.judge(text) {
            // what the network says is news; what the card shows may be old
            Verdict::Found(found) if by_network || self.found.is_none() => self.found = Some(found),
            Verdict::Found(_) => {}
            Verdict::SmsFollows => self.follows = true,
            Verdict::NeedsConfirmation => {
                let text = text.into();
                self.problem.get_or_insert(AttemptOutcome::NeedsConfirmation { text });
            }
            Verdict::Nothing => {}
        }
    }

    fn choose(&mut self, menu: Menu) -> Reply {
        let leads = |label: &str| self.goal.leads(label);
        let again = self.seen.contains(&menu) || self.seen.len() >= MAX_MENUS;
        let item = menu.items.iter().find(|item| leads(&item.text)).filter(|_| !again && self.walking);
        let Some(item) = item else {
            self.problem.get_or_insert(AttemptOutcome::NotOffered);
            return Reply::terminated();
        };
        let (identifier, label) = (item.identifier, item.text.clone());
        self.seen.push(menu);
        self.line.note(Step::MenuChosen { label });
        Reply::item(identifier)
    }

    /// Stops: what the card asks is for the user to say.
    fn stop(&mut self, prompt: String) -> Reply {
        self.line.note(Step::CardAsked { prompt: prompt.clone(), answered: false });
        self.problem.get_or_insert(AttemptOutcome::NeedsConfirmation { text: prompt });
        Reply::terminated()
    }

    fn send(&mut self, command: &ProactiveCommand) -> HostResult {
        let mut host = NetworkHost::new(Nobody, &mut *self.line);
        let result = host.perform(command);
        if let Ok(reply) = &result {
            if let Some(text) = reply.entered().map(ToString::to_string) {
                self.take(&text, true);
            } else if matches!(command.command, Command::SendShortMessage(_))
                && reply.general() < GeneralResult::SESSION_TERMINATED_BY_USER
            {
                self.follows = true;
            }
        }
        result
    }
}

/// What is promised to a card whose menu is used, or only looked at: some make their menu by what the terminal can.
pub(in crate::account) fn capabilities() -> Capabilities {
    Capabilities::new(&[
        CommandType::DISPLAY_TEXT,
        CommandType::GET_INKEY,
        CommandType::GET_INPUT,
        CommandType::SELECT_ITEM,
        CommandType::PLAY_TONE,
        CommandType::SET_UP_IDLE_MODE_TEXT,
        CommandType::LANGUAGE_NOTIFICATION,
        CommandType::SEND_USSD,
        CommandType::SEND_SHORT_MESSAGE,
    ])
    .all_characters()
}

impl<G: Goal> Host for Walker<'_, '_, G> {
    fn capabilities(&self) -> Capabilities {
        capabilities()
    }

    fn consent(&mut self, action: &NetworkAction) -> bool {
        let to_operator = action.command == CommandType::SEND_SHORT_MESSAGE
            && self.numbers.contains(&action.target.as_str());
        let message = CommandType::SEND_SHORT_MESSAGE;
        let again = self.allowed.iter().any(|before| {
            // the text of a message is not known here: one is enough
            before.command == action.command && (action.command == message || before.target == action.target)
        });
        let allowed = self.walking
            && self.problem.is_none()
            && self.line.halted().is_none()
            && (to_operator || self.goal.allows(action))
            && !again
            && self.allowed.len() < MAX_SENT;
        if allowed {
            self.allowed.push(action.clone());
        }
        let action = self.line.redact(&action.to_string());
        self.line.note(Step::CardWanted { action: action.clone(), allowed });
        // the caller may just have had enough
        let allowed = allowed && self.line.halted().is_none();
        if !allowed && self.walking {
            self.problem.get_or_insert(AttemptOutcome::NotAllowed { action });
        }
        allowed
    }

    fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
        Ok(match &command.command {
            Command::SendUssd(_) | Command::SendShortMessage(_) => return self.send(command),
            _ if self.walking && self.line.halted().is_some() => Reply::terminated(),
            Command::DisplayText(display) => {
                let text = self.line.redact(&display.text.text());
                self.line.note(Step::CardShowed { text: text.clone() });
                self.take(&text, false);
                // to go on would be to agree
                let asked = matches!(self.problem, Some(AttemptOutcome::NeedsConfirmation { .. }));
                if asked { Reply::terminated() } else { Reply::ok() }
            }
            Command::SelectItem(select) => self.choose(Menu::from(select)),
            Command::GetInput(input) => {
                let prompt = self.line.redact(&input.text.text());
                match self.goal.input() {
                    Some(code) if self.walking && !self.entered && input.check(code.expose()).is_ok() => {
                        self.line.note(Step::CardAsked { prompt, answered: true });
                        if self.line.halted().is_some() {
                            return Ok(Reply::terminated());
                        }
                        self.entered = true;
                        self.line.code_with_card = true;
                        Reply::text(code.expose())
                    }
                    _ => self.stop(prompt),
                }
            }
            Command::GetInkey(inkey) => {
                let prompt = self.line.redact(&inkey.text.text());
                self.stop(prompt)
            }
            Command::PlayTone(_) | Command::SetUpIdleModeText(_) | Command::LanguageNotification(_) => {
                Reply::ok()
            }
            _ => Reply::beyond_capabilities(),
        })
    }
}

/// What carries out nothing but what goes to the network.
struct Nobody;

impl Host for Nobody {
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }
}

/// Whether a USSD string is an enquiry by its looks: it has no long number in it, and is none of the codes that set up,
/// divert or bar calls (3GPP TS 22.030 6.5.2 and annexes B and C).
pub fn is_enquiry(text: &str) -> bool {
    const LONGEST: usize = 6;
    const SUPPLEMENTARY: &[&str] = &[
        "002", "004", "21", "61", "62", "67", "30", "31", "76", "77", "300", "33", "331", "332", "35", "351",
        "330", "333", "353", "43", "66", "96", "03", "04", "042", "05", "052", "37", "06",
    ];
    let Some(inner) = text.strip_prefix(['*', '#']).and_then(|rest| rest.strip_suffix('#')) else {
        return false;
    };
    let mut runs = inner.split(['*', '#']);
    let first = runs.next().unwrap_or_default();
    let is_run = |run: &str| {
        !run.is_empty() && run.len() <= LONGEST && run.bytes().all(|character| character.is_ascii_digit())
    };
    is_run(first) && !SUPPLEMENTARY.contains(&first) && runs.all(is_run)
}
