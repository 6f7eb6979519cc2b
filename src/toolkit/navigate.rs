use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::Envelope;
use super::action::NetworkAction;
use super::clock::Clock;
use super::command::{Command, ProactiveCommand, Refusal, SelectItem, SetUpMenu};
use super::error::ToolkitError;
use super::host::{Capabilities, Host, HostResult};
use super::menu::{Choice, Menu};
use super::reply::Reply;
use super::result::GeneralResult;
use super::run::Toolkit;
use super::session::Note;
use crate::error::Result;
use crate::transport::Transport;

/// What came of a way through the menus of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Navigation {
    /// What the card showed, in that order.
    pub texts: Vec<String>,
    /// What the card wanted of the network, or at somebody's expense.
    pub actions: Vec<ActionTaken>,
    /// How it ended.
    pub ended: NavigationEnd,
    /// How many steps of the path the card did not ask for.
    pub path_left: usize,
    /// How many of the answers the card did not ask for.
    pub answers_left: usize,
}

impl Navigation {
    /// The last text that the card showed: mostly what one came for.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::{Card, mock::VirtualCard, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// let found = toolkit.navigate(["Language", "English"], &[])?;
    /// assert_eq!(found.text(), Some("The language is English."));
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn text(&self) -> Option<&str> {
        self.texts.last().map(String::as_str)
    }
}

/// Something that a card wanted of the network, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ActionTaken {
    /// What it is.
    pub action: NetworkAction,
    /// Whether the host consented.
    pub allowed: bool,
    /// What the card was told; `None` if the host failed.
    pub result: Option<GeneralResult>,
    /// The text that the network answered with, where there was one.
    pub answer: Option<String>,
}

/// How a way through menus ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NavigationEnd {
    /// An error broke it off, or it did not begin: see [`Toolkit::navigate_into`].
    #[default]
    Interrupted,
    /// The card asks no more.
    Done,
    /// The card offers a further choice, and the path has ended. It was told that the user ended the session.
    Choice(Menu),
    /// The path goes on to an item that is not there. The card was told that the user ended the session.
    NoSuchItem {
        /// What was looked for.
        wanted: String,
        /// Whether it could be more than one.
        ambiguous: bool,
        /// What the card offers instead.
        menu: Menu,
    },
    /// The card asks for something that there is no answer for, or none that it takes. It was told that the user ended the
    /// session.
    Input {
        /// What the card asks.
        prompt: String,
    },
}

impl<T: Transport, H: Host, C: Clock> Toolkit<'_, T, H, C> {
    /// Walks through the menus of the card: from its main menu to each item of `path`, by text or by position (a
    /// [`Choice`]), and gives `answers` to what the card asks (GET INPUT, GET INKEY), one after the other. What it shows is
    /// collected, and shown by the host too.
    ///
    /// The host is asked for consent as ever, and carries out all else.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::VirtualCard;
    /// use simcard::toolkit::{Choice, NavigationEnd, ScriptedHost};
    /// use simcard::Card;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let host = ScriptedHost::new().consenting().ussd("*100#", "Your balance is 12.34 EUR");
    /// let mut toolkit = card.toolkit(host);
    /// toolkit.start()?;
    /// let found = toolkit.navigate(["Balance"], &[])?;
    /// assert_eq!(found.text(), Some("Your balance is 12.34 EUR"));
    /// assert_eq!(found.actions[0].action.to_string(), "USSD *100#");
    /// assert_eq!(found.ended, NavigationEnd::Done);
    ///
    /// let found = toolkit.navigate([Choice::Text("lang"), Choice::Position(2)], &[])?;
    /// assert_eq!(found.text(), Some("Die Sprache ist Deutsch."));
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`select`](Self::select); the path is empty, the card has no menu, or its menu no such item.
    pub fn navigate<'p, P>(&mut self, path: P, answers: &[&str]) -> Result<Navigation>
    where
        P: IntoIterator<Item: Into<Choice<'p>>>,
    {
        let mut navigation = Navigation::default();
        self.navigate_into(path, answers, &mut navigation)?;
        Ok(navigation)
    }

    /// As [`navigate`](Self::navigate), and after an error `navigation` has what was shown and done before it: money may have
    /// been spent on it. What was in it is overwritten.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::toolkit::{Navigation, NavigationEnd, ScriptedHost};
    /// use simcard::Card;
    ///
    /// let flow = Flow::new().show("Please wait").ask("PIN?", 4, 4);
    /// let card = VirtualCard::builder().applet(Applet::new("Bank").item("Balance", flow)).build();
    /// let mut card = Card::new(card);
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// let mut found = Navigation::default();
    /// toolkit.navigate_into(["Balance"], &[], &mut found)?;
    /// assert_eq!(found.texts, ["Please wait"]);
    /// assert_eq!(found.ended, NavigationEnd::Input { prompt: "PIN?".into() });
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`navigate`](Self::navigate).
    pub fn navigate_into<'p, P>(
        &mut self,
        path: P,
        answers: &[&str],
        navigation: &mut Navigation,
    ) -> Result<()>
    where
        P: IntoIterator<Item: Into<Choice<'p>>>,
    {
        let path: Vec<Choice<'p>> = path.into_iter().map(Into::into).collect();
        *navigation =
            Navigation { path_left: path.len(), answers_left: answers.len(), ..Navigation::default() };
        let (first, rest) = path.split_first().ok_or(ToolkitError::EmptyPath)?;
        let menu = self.engine.menu.as_ref().ok_or(ToolkitError::NoMenu)?;
        let position = menu.find(*first)?;
        let identifier = menu.items.get(position).map_or(0, |item| item.identifier);
        let mut navigator = Navigator {
            host: &mut self.host,
            path: rest,
            answers,
            place: vec![position],
            learned: Vec::new(),
            navigation,
        };
        let run = self.engine.choose(&mut navigator, &Envelope::menu_selection(identifier, false));
        let Navigator { path, answers, learned, navigation, .. } = navigator;
        navigation.path_left = path.len();
        navigation.answers_left = answers.len();
        if let Some(menu) = &mut self.engine.menu {
            for (path, submenu) in learned {
                menu.learn(&path, submenu);
            }
        }
        match (&run, &navigation.ended) {
            (Ok(()), NavigationEnd::Interrupted) => navigation.ended = NavigationEnd::Done,
            (Err(_), _) => navigation.ended = NavigationEnd::Interrupted,
            _ => {}
        }
        run
    }
}

/// A host that chooses and answers as it was told, and leaves everything else to another one.
struct Navigator<'n, 'c> {
    host: &'n mut dyn Host,
    path: &'n [Choice<'c>],
    answers: &'n [&'n str],
    /// Where in the tree of menus we are, by positions.
    place: Vec<usize>,
    /// The menus that were shown, and where.
    learned: Vec<(Vec<usize>, Menu)>,
    navigation: &'n mut Navigation,
}

impl Navigator<'_, '_> {
    fn choose(&mut self, command: &SelectItem) -> Reply {
        let menu = Menu::from(command);
        self.learned.push((self.place.clone(), menu.clone()));
        let Some((choice, rest)) = self.path.split_first() else {
            return self.stop(NavigationEnd::Choice(menu));
        };
        match menu.find(*choice).map(|index| (index, menu.items.get(index).map(|item| item.identifier))) {
            Ok((index, Some(identifier))) => {
                self.path = rest;
                self.place.push(index);
                Reply::item(identifier)
            }
            other => {
                let ambiguous = matches!(other, Err(ToolkitError::NoSuchItem { ambiguous: true, .. }));
                self.stop(NavigationEnd::NoSuchItem { wanted: choice.to_string(), ambiguous, menu })
            }
        }
    }

    /// Tells the card that the user has enough. What counts is where that was first.
    fn stop(&mut self, end: NavigationEnd) -> Reply {
        if self.navigation.ended == NavigationEnd::Interrupted {
            self.navigation.ended = end;
        }
        Reply::terminated()
    }

    /// The next answer, if there is one and the card takes it.
    fn answer(&mut self, prompt: String, takes: impl FnOnce(&str) -> bool) -> Reply {
        match self.answers.split_first() {
            Some((answer, rest)) if takes(answer) => {
                self.answers = rest;
                Reply::text(*answer)
            }
            _ => self.stop(NavigationEnd::Input { prompt }),
        }
    }
}

impl Host for Navigator<'_, '_> {
    fn capabilities(&self) -> Capabilities {
        self.host.capabilities()
    }

    fn consent(&mut self, action: &NetworkAction) -> bool {
        let allowed = self.host.consent(action);
        let taken = ActionTaken { action: action.clone(), allowed, result: None, answer: None };
        self.navigation.actions.push(taken);
        allowed
    }

    fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
        match &command.command {
            Command::DisplayText(display) => {
                self.navigation.texts.push(display.text.text());
                self.host.perform(command)
            }
            Command::SetUpIdleModeText(idle) if !idle.removes() => {
                self.navigation.texts.push(idle.text.text());
                self.host.perform(command)
            }
            Command::SelectItem(select) => Ok(self.choose(select)),
            Command::GetInput(input) => {
                Ok(self.answer(input.text.text(), |answer| input.check(answer).is_ok()))
            }
            Command::GetInkey(inkey) => {
                Ok(self.answer(inkey.text.text(), |answer| inkey.check(answer).is_ok()))
            }
            _ => self.host.perform(command),
        }
    }

    fn menu_changed(&mut self, menu: Option<&SetUpMenu>) {
        self.host.menu_changed(menu);
    }

    fn answered(&mut self, command: &ProactiveCommand, reply: &Reply) {
        let action = NetworkAction::of(command);
        let last = self.navigation.actions.last_mut();
        if let Some(taken) =
            last.filter(|taken| taken.result.is_none() && Some(&taken.action) == action.as_ref())
        {
            taken.result = Some(reply.general());
            taken.answer = reply.entered().map(ToString::to_string);
        }
        self.host.answered(command, reply);
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.host.refused(refusal);
    }

    fn note(&mut self, note: &Note) {
        self.host.note(note);
    }
}
