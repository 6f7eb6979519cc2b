use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::toolkit::Command;

/// What happens when an item is chosen: steps, one after the other.
///
/// In texts and USSD strings `{input}` is what the user entered last, and `{answer}` what the network said last.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(super) struct Step {
    pub kind: Kind,
    pub help: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Show(String),
    Ask { prompt: String, min: u8, max: u8, digits: bool, hidden: bool },
    Confirm(String),
    Choose { title: String, entries: Vec<(String, Flow)> },
    Ussd(String),
    Command(Box<Command>),
}

impl Flow {
    /// Nothing yet.
    ///
    /// ```
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    ///
    /// let flow = Flow::new().show("Hello");
    /// let card = VirtualCard::builder().applet(Applet::new("Menu").item("Greet", flow)).build();
    /// assert_eq!(card.terminal_profile_received(), None); // it waits for TERMINAL PROFILE
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows a text until the user has read it (DISPLAY TEXT).
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let applet = Applet::new("M").item("Info", Flow::new().show("Page 1").show("Page 2"));
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().texts(), ["Page 1", "Page 2"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn show(self, text: &str) -> Self {
        self.step(Kind::Show(text.into()))
    }

    /// Asks for a text of `min` to `max` characters (GET INPUT).
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let applet = Applet::new("M").item("Name", Flow::new().ask("Your name?", 1, 20).show("Hello, {input}"));
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().enter("Ada"));
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().texts(), ["Hello, Ada"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn ask(self, prompt: &str, min: u8, max: u8) -> Self {
        self.step(Kind::Ask { prompt: prompt.into(), min, max, digits: false, hidden: false })
    }

    /// Asks for `min` to `max` digits (GET INPUT).
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let flow = Flow::new().ask_digits("Voucher code?", 4, 16).ussd("*105*{input}#");
    /// let mut card = Card::new(VirtualCard::builder().applet(Applet::new("M").item("Top up", flow)).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().enter("11111111111111"));
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().actions()[0].target, "*105*11111111111111#");
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn ask_digits(self, prompt: &str, min: u8, max: u8) -> Self {
        self.step(Kind::Ask { prompt: prompt.into(), min, max, digits: true, hidden: false })
    }

    /// Asks for `min` to `max` digits that are not to be seen (GET INPUT).
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let flow = Flow::new().ask_hidden_digits("Secret?", 4, 8).show("Thank you");
    /// let mut card = Card::new(VirtualCard::builder().applet(Applet::new("M").item("Log in", flow)).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().enter("1234"));
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().asked(), ["Secret?"]);
    /// assert_eq!(toolkit.host().texts(), ["Thank you"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn ask_hidden_digits(self, prompt: &str, min: u8, max: u8) -> Self {
        self.step(Kind::Ask { prompt: prompt.into(), min, max, digits: true, hidden: true })
    }

    /// Asks a question, and goes on only after a yes (GET INKEY).
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let flow = Flow::new().confirm("Sure?").show("Done");
    /// let mut card = Card::new(VirtualCard::builder().applet(Applet::new("M").item("Do", flow)).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().enter("yes"));
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().texts(), ["Done"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn confirm(self, prompt: &str) -> Self {
        self.step(Kind::Confirm(prompt.into()))
    }

    /// Lets the user choose, and goes on with the flow behind the choice (SELECT ITEM). What follows this step comes after
    /// that.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let flow = Flow::new().choose("Which?", [
    ///     ("Tea", Flow::new().show("Tea it is")),
    ///     ("Coffee", Flow::new().show("Coffee it is")),
    /// ]);
    /// let mut card = Card::new(VirtualCard::builder().applet(Applet::new("M").item("Drink", flow)).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().choose("Coffee"));
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().texts(), ["Coffee it is"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn choose(self, title: &str, entries: impl IntoIterator<Item = (&'static str, Flow)>) -> Self {
        let entries = entries.into_iter().map(|(text, flow)| (text.into(), flow)).collect();
        self.step(Kind::Choose { title: title.into(), entries })
    }

    /// Asks the network (SEND USSD). If that does not work the user is told so, and the flow ends.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let applet = Applet::new("M").item("Today", Flow::new().ussd("*555#").show("Today: {answer}"));
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new().consenting().ussd("*555#", "rain"));
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().texts(), ["Today: rain"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn ussd(self, request: &str) -> Self {
        self.step(Kind::Ussd(request.into()))
    }

    /// Any other command. The flow goes on if the terminal could do it.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::toolkit::{ScriptedHost, command::DisplayText};
    /// use simcard::Card;
    ///
    /// let flow = Flow::new().command(DisplayText::new("Hello")?);
    /// let mut card = Card::new(VirtualCard::builder().applet(Applet::new("M").item("Greet", flow)).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().texts(), ["Hello"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn command(self, command: impl Into<Command>) -> Self {
        self.step(Kind::Command(Box::new(command.into())))
    }

    /// What the user is told who asks for help at the last step.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::toolkit::{GeneralResult, Reply, ScriptedHost};
    /// use simcard::Card;
    ///
    /// let flow = Flow::new().ask("Which town?", 1, 20).help("Any town will do.").show("{input}");
    /// let mut card = Card::new(VirtualCard::builder().applet(Applet::new("M").item("Town", flow)).build());
    /// let help = Reply::from(GeneralResult::HELP_REQUESTED);
    /// let mut toolkit = card.toolkit(ScriptedHost::new().reply(help).reply(Reply::ok()).enter("Leeds"));
    /// toolkit.start()?;
    /// toolkit.select(1)?;
    /// assert_eq!(toolkit.host().texts(), ["Any town will do.", "Leeds"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn help(mut self, text: &str) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.help = Some(text.into());
        }
        self
    }

    fn step(mut self, kind: Kind) -> Self {
        self.steps.push(Step { kind, help: None });
        self
    }
}
