//! Commands that show something, sound something, and ask the user: ETSI TS 102 223 6.6.1 to 6.6.8, 6.6.22, 6.6.35.

use alloc::vec::Vec;

use super::qualifier::{
    DisplayTextQualifier, GetInkeyQualifier, GetInputQualifier, NoQualifier, PlayToneQualifier,
    SelectItemQualifier, SetFramesQualifier, SetUpMenuQualifier,
};
use crate::codec::EncodeError;
use crate::toolkit::message::message;
use crate::toolkit::object::{
    AlphaIdentifier, DefaultText, Duration, FrameIdentifier, FrameLayout, IconIdentifier, ImmediateResponse,
    Item, ItemIcons, ItemIdentifier, ItemTextAttributes, NextActions, ResponseLength, TextAttribute,
    TextString, Tone,
};

message! {
    /// DISPLAY TEXT: ETSI TS 102 223 6.6.1.
    DisplayText [DisplayTextQualifier] {
        /// The text.
        text: required TextString,
        /// An icon beside or instead of it.
        icon: optional IconIdentifier,
        /// If it is there, the answer is due as soon as the text is shown.
        immediate_response: optional ImmediateResponse,
        /// How long it is shown.
        duration: optional Duration,
        /// How it looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// GET INKEY: one character from the user, ETSI TS 102 223 6.6.2.
    GetInkey [GetInkeyQualifier] {
        /// What is asked for.
        text: required TextString,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How long the terminal waits.
        duration: optional Duration,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// GET INPUT: a line from the user, ETSI TS 102 223 6.6.3.
    ///
    /// ```
    /// use simcard::toolkit::command::{GetInput, GetInputQualifier};
    /// use simcard::toolkit::{Command, ProactiveCommand};
    ///
    /// // "PIN?", digits only, not to be shown, four to eight of them
    /// let bytes = b"\xD0\x14\x81\x03\x01\x23\x04\x82\x02\x81\x82\x8D\x05\x04PIN?\x91\x02\x04\x08";
    /// let Command::GetInput(input) = ProactiveCommand::decode(bytes)?.command else { panic!() };
    /// assert_eq!(input.text.text(), "PIN?");
    /// assert!(input.qualifier.hides_input() && input.qualifier.digits_only());
    ///
    /// let mut built = GetInput::new("PIN?", input.response_length.clone())?;
    /// built.qualifier = GetInputQualifier::HIDDEN;
    /// assert_eq!(ProactiveCommand::new(1, built).encode()?, bytes);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    GetInput [GetInputQualifier] {
        /// What is asked for.
        text: required TextString,
        /// How many characters are an answer.
        response_length: required ResponseLength,
        /// What the answer begins as.
        default_text: optional DefaultText,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
        /// How long the terminal waits.
        duration: optional Duration,
    }
}

message! {
    /// PLAY TONE: ETSI TS 102 223 6.6.5.
    PlayTone [PlayToneQualifier] {
        /// What is shown meanwhile.
        alpha: optional AlphaIdentifier,
        /// Which tone; without one, the terminal's general beep.
        tone: optional Tone,
        /// How long; without it, as long as the terminal likes.
        duration: optional Duration,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// SET UP MENU: the menu of the card's applications, ETSI TS 102 223 6.6.7.
    ///
    /// ```
    /// use simcard::toolkit::ProactiveCommand;
    /// use simcard::toolkit::command::SetUpMenu;
    /// use simcard::toolkit::object::Item;
    ///
    /// let menu = SetUpMenu::new("Operator", [Item::new(1, "Balance")?, Item::new(2, "Top up")?])?;
    /// assert!(!menu.removes());
    /// assert!(SetUpMenu::removal().removes());
    /// let bytes = ProactiveCommand::new(1, menu).encode()?;
    /// assert_eq!(bytes[11..], *b"\x85\x08Operator\x8F\x08\x01Balance\x8F\x07\x02Top up");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    SetUpMenu [SetUpMenuQualifier] {
        /// The title.
        title: required AlphaIdentifier,
        /// The lines. A single empty one takes the menu away.
        items: some Item,
        /// What each of them leads to.
        next_actions: optional NextActions,
        /// An icon for the title.
        icon: optional IconIdentifier,
        /// Icons for the lines.
        item_icons: optional ItemIcons,
        /// How the title looks.
        text_attribute: optional TextAttribute,
        /// How the lines look.
        item_text_attributes: optional ItemTextAttributes,
    }
}

message! {
    /// SELECT ITEM: one of several, ETSI TS 102 223 6.6.8.
    SelectItem [SelectItemQualifier] {
        /// What the choice is about.
        title: optional AlphaIdentifier,
        /// What there is to choose from.
        items: some Item,
        /// What each of them leads to.
        next_actions: optional NextActions,
        /// Which item is marked to begin with.
        default_item: optional ItemIdentifier,
        /// An icon for the title.
        icon: optional IconIdentifier,
        /// Icons for the items.
        item_icons: optional ItemIcons,
        /// How the title looks.
        text_attribute: optional TextAttribute,
        /// How the items look.
        item_text_attributes: optional ItemTextAttributes,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// SET UP IDLE MODE TEXT: what stands on the idle screen, ETSI TS 102 223 6.6.22.
    SetUpIdleModeText [NoQualifier] {
        /// The text. An empty one takes it away.
        text: required TextString,
        /// An icon beside or instead of it.
        icon: optional IconIdentifier,
        /// How it looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
    }
}

message! {
    /// SET FRAMES: divides the screen, ETSI TS 102 223 6.6.35.
    SetFrames [SetFramesQualifier] {
        /// The frame that is divided.
        frame: required FrameIdentifier,
        /// Into which frames.
        layout: optional FrameLayout,
        /// Where everything goes that does not say where.
        default_frame: optional FrameIdentifier,
    }
}

message! {
    /// GET FRAMES STATUS: ETSI TS 102 223 6.6.36.
    GetFramesStatus [NoQualifier] {}
}

impl DisplayText {
    /// This text, which goes after a delay.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        Ok(Self {
            qualifier: DisplayTextQualifier::empty(),
            text: TextString::new(text)?,
            icon: None,
            immediate_response: None,
            duration: None,
            text_attribute: None,
            frame: None,
        })
    }
}

impl GetInkey {
    /// This question, for a digit.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        Ok(Self {
            qualifier: GetInkeyQualifier::empty(),
            text: TextString::new(text)?,
            icon: None,
            duration: None,
            text_attribute: None,
            frame: None,
        })
    }
}

impl GetInput {
    /// This question, for digits.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters.
    pub fn new(text: &str, response_length: ResponseLength) -> Result<Self, EncodeError> {
        Ok(Self {
            qualifier: GetInputQualifier::empty(),
            text: TextString::new(text)?,
            response_length,
            default_text: None,
            icon: None,
            text_attribute: None,
            frame: None,
            duration: None,
        })
    }
}

impl PlayTone {
    /// This tone, or the general beep.
    pub fn new(tone: impl Into<Option<Tone>>) -> Self {
        Self {
            qualifier: PlayToneQualifier::empty(),
            alpha: None,
            tone: tone.into(),
            duration: None,
            icon: None,
            text_attribute: None,
            frame: None,
        }
    }
}

impl SetUpMenu {
    /// This menu.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters of the title.
    pub fn new(title: &str, items: impl Into<Vec<Item>>) -> Result<Self, EncodeError> {
        Ok(Self::with(AlphaIdentifier::new(title)?, items.into()))
    }

    /// The command that takes the menu away.
    pub fn removal() -> Self {
        Self::with(AlphaIdentifier::default(), alloc::vec![Item::empty()])
    }

    const fn with(title: AlphaIdentifier, items: Vec<Item>) -> Self {
        Self {
            qualifier: SetUpMenuQualifier::empty(),
            title,
            items,
            next_actions: None,
            icon: None,
            item_icons: None,
            text_attribute: None,
            item_text_attributes: None,
        }
    }

    /// Whether it takes the menu away: it has a single item, which is empty.
    pub fn removes(&self) -> bool {
        matches!(self.items.as_slice(), [item] if item.is_empty())
    }
}

impl SelectItem {
    /// This choice.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters of the title.
    pub fn new(title: &str, items: impl Into<Vec<Item>>) -> Result<Self, EncodeError> {
        Ok(Self {
            qualifier: SelectItemQualifier::empty(),
            title: Some(AlphaIdentifier::new(title)?),
            items: items.into(),
            next_actions: None,
            default_item: None,
            icon: None,
            item_icons: None,
            text_attribute: None,
            item_text_attributes: None,
            frame: None,
        })
    }
}

impl SetUpIdleModeText {
    /// This text.
    ///
    /// # Errors
    ///
    /// No coding has one of the characters.
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        Ok(Self::with(TextString::new(text)?))
    }

    /// The command that takes the text away.
    pub const fn removal() -> Self {
        Self::with(TextString::empty())
    }

    const fn with(text: TextString) -> Self {
        Self { qualifier: NoQualifier::empty(), text, icon: None, text_attribute: None, frame: None }
    }

    /// Whether it takes the text away.
    pub fn removes(&self) -> bool {
        self.text.is_empty()
    }
}
