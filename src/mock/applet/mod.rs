//! The toolkit application of a virtual card: menus, and what happens when an item is chosen.

mod flow;
mod operator;
mod run;

pub use flow::Flow;
pub(super) use run::Running;

use alloc::string::String;
use alloc::vec::Vec;

use crate::toolkit::Command;

/// A toolkit application for a [`VirtualCard`](super::VirtualCard): a menu, and a [`Flow`] behind each item.
///
/// When the card has been told what the terminal can do (TERMINAL PROFILE) it sets up the menu. What the user chooses runs, one
/// proactive command after the other; back, help, the end of the session, refusals and failures are dealt with as a user of a
/// real card would expect.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use simcard::mock::{Applet, Flow, VirtualCard};
/// use simcard::toolkit::ScriptedHost;
/// use simcard::Card;
///
/// let applet = Applet::new("Weather")
///     .item("Today", Flow::new().ussd("*555#").show("{answer}"))
///     .item("Town", Flow::new().ask("Which town?", 1, 20).show("Looking at {input}"));
/// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
/// let mut host = ScriptedHost::new().enter("Leeds");
/// let mut toolkit = card.toolkit(&mut host);
/// toolkit.start()?;
/// toolkit.select(2)?;
/// assert_eq!(host.texts(), ["Looking at Leeds"]);
/// # }
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Applet {
    title: String,
    items: Vec<Item>,
    /// What the card asks for before it sets up its menu.
    first: Vec<Command>,
    /// Whether it does so without waiting for TERMINAL PROFILE.
    early: bool,
}

#[derive(Clone, Debug)]
struct Item {
    text: String,
    help: Option<String>,
    flow: Flow,
}

impl Applet {
    /// An application whose menu has this title, and no items yet.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let applet = Applet::new("Weather").item("Today", Flow::new());
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// assert_eq!(toolkit.menu().unwrap().title, "Weather");
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn new(title: &str) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// An item of the menu, and what happens when it is chosen. Its identifier is its position, from 1.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let applet = Applet::new("Weather").item("Today", Flow::new()).item("Tomorrow", Flow::new());
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// assert_eq!(toolkit.menu().unwrap().items[1].identifier, 2);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn item(mut self, text: &str, flow: Flow) -> Self {
        self.items.push(Item { text: text.into(), help: None, flow });
        self
    }

    /// What the user is told who asks for help on the last item.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let applet = Applet::new("Weather").item("Today", Flow::new()).help("What it is like outside.");
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// toolkit.help(1)?;
    /// assert_eq!(toolkit.host().texts(), ["What it is like outside."]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn help(mut self, text: &str) -> Self {
        if let Some(item) = self.items.last_mut() {
            item.help = Some(text.into());
        }
        self
    }

    /// A command that the card has before it sets up its menu.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, VirtualCard};
    /// use simcard::toolkit::{ScriptedHost, command::DisplayText};
    /// use simcard::Card;
    ///
    /// let applet = Applet::new("Weather").first(DisplayText::new("Welcome")?);
    /// let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// assert_eq!(toolkit.host().texts(), ["Welcome"]);
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn first(mut self, command: impl Into<Command>) -> Self {
        self.first.push(command.into());
        self
    }

    /// The card does not wait for TERMINAL PROFILE with its commands, as some cards don't.
    ///
    /// ```
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    ///
    /// let applet = Applet::new("Weather").item("Today", Flow::new()).early();
    /// let mut card = VirtualCard::builder().applet(applet).build();
    /// let select = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00];
    /// assert_eq!(card.process(&select)[0], 0x91); // a command waits already
    /// ```
    #[must_use]
    pub const fn early(mut self) -> Self {
        self.early = true;
        self
    }
}
