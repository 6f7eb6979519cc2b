use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::command::{SelectItem, SetUpMenu};
use super::error::ToolkitError;
use super::object::Item;

/// A menu of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Menu {
    /// What it is called.
    pub title: String,
    /// What there is to choose from, in the order of the card.
    pub items: Vec<MenuItem>,
}

/// A line of a menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MenuItem {
    /// What the card calls it. Several items may have the same; the card can't tell them apart then.
    pub identifier: u8,
    /// Its text.
    pub text: String,
    /// The menu behind it, once it was shown.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub submenu: Option<Menu>,
}

impl Menu {
    /// The menu with this title and these items; those without an identifier can't be chosen, and are left out.
    pub(super) fn new(title: String, items: &[Item]) -> Self {
        let items = items.iter().filter_map(|item| {
            Some(MenuItem { identifier: item.identifier()?, text: item.text(), submenu: None })
        });
        Self { title, items: items.collect() }
    }

    /// The item that a choice means: the one at that position; or the one with that text, exactly; or in any case of its
    /// letters; or the only one that begins with it.
    ///
    /// ```
    /// use simcard::toolkit::{Menu, MenuItem};
    ///
    /// let item = |text: &str| MenuItem { text: text.into(), ..MenuItem::default() };
    /// let menu = Menu { title: String::new(), items: vec![item("Balance"), item("Top up")] };
    /// assert_eq!(menu.find("top".into())?, 1); // the only one that begins so
    /// assert_eq!(menu.find(1.into())?, 0);
    /// assert!(menu.find("Data".into()).is_err());
    /// # Ok::<(), simcard::toolkit::ToolkitError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ToolkitError::NoSuchItem`].
    pub fn find(&self, choice: Choice<'_>) -> Result<usize, ToolkitError> {
        let fail = |ambiguous| ToolkitError::NoSuchItem {
            wanted: choice.to_string(),
            ambiguous,
            items: self.items.iter().map(|item| item.text.clone()).collect(),
        };
        let text = match choice {
            Choice::Position(position) => {
                let index = position.checked_sub(1).filter(|index| *index < self.items.len());
                return index.ok_or_else(|| fail(false));
            }
            Choice::Text(text) => text.trim(),
        };
        let folded = text.to_lowercase();
        let matches: [&dyn Fn(&str) -> bool; 3] =
            [&|item| item == text, &|item| item.to_lowercase() == folded, &|item| {
                !folded.is_empty() && item.to_lowercase().starts_with(&folded)
            }];
        for is_match in matches {
            let mut found = self.items.iter().zip(0..).filter(|(item, _)| is_match(item.text.trim()));
            match (found.next(), found.next()) {
                (Some((_, index)), None) => return Ok(index),
                (Some(_), Some(_)) => return Err(fail(true)),
                (None, _) => {}
            }
        }
        Err(fail(false))
    }

    /// Hangs a menu behind the item at the end of `path`, which has the positions of the items from here on.
    pub(super) fn learn(&mut self, path: &[usize], menu: Menu) {
        let mut place = Some(self);
        let mut path = path.iter();
        // as long as the path is
        while let Some(index) = path.next() {
            let Some(item) = place.and_then(|menu| menu.items.get_mut(*index)) else { return };
            if path.len() == 0 {
                item.submenu = Some(menu);
                return;
            }
            place = item.submenu.as_mut();
        }
    }
}

impl From<&SetUpMenu> for Menu {
    fn from(menu: &SetUpMenu) -> Self {
        Self::new(menu.title.text(), &menu.items)
    }
}

impl From<&SelectItem> for Menu {
    fn from(menu: &SelectItem) -> Self {
        Self::new(menu.title.as_ref().map(|title| title.text()).unwrap_or_default(), &menu.items)
    }
}

/// Which item of a menu is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// The item with this text: exactly, in any case of its letters, or the only one that begins so.
    Text(&'a str),
    /// The item at this position, counted from 1.
    Position(usize),
}

impl<'a> From<&'a str> for Choice<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Choice<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&&'a str> for Choice<'a> {
    fn from(text: &&'a str) -> Self {
        Self::Text(text)
    }
}

impl From<&Self> for Choice<'_> {
    fn from(choice: &Self) -> Self {
        *choice
    }
}

impl From<usize> for Choice<'_> {
    fn from(position: usize) -> Self {
        Self::Position(position)
    }
}

impl fmt::Display for Choice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Position(position) => write!(f, "item {position}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn menu(texts: &[&str]) -> Menu {
        let items: Vec<_> = (1..).zip(texts).map(|(number, text)| Item::new(number, text).unwrap()).collect();
        Menu::new("Menu".into(), &items)
    }

    #[test]
    fn items_are_found_by_text_and_position() {
        let menu = menu(&["Balance", "balance (old)", "Top up", "Info", "INFO"]);
        assert_eq!(menu.find("Balance".into()).unwrap(), 0);
        assert_eq!(menu.find(" top UP ".into()).unwrap(), 2);
        assert_eq!(menu.find("to".into()).unwrap(), 2);
        assert_eq!(menu.find(4.into()).unwrap(), 3);
        // the exact text comes before its beginning, and before other cases of letters
        assert_eq!(menu.find("INFO".into()).unwrap(), 4);
        for (wanted, ambiguous) in [("info", true), ("bal", true), ("Money", false), ("", false)] {
            let error = menu.find(wanted.into()).unwrap_err();
            assert!(
                matches!(error, ToolkitError::NoSuchItem { ambiguous: found, .. } if found == ambiguous),
                "{error}"
            );
        }
        assert!(menu.find(0.into()).is_err());
        assert!(menu.find(6.into()).is_err());
    }

    #[test]
    fn the_tree_grows() {
        let mut tree = menu(&["A", "B"]);
        tree.learn(&[1], menu(&["C"]));
        tree.learn(&[1, 0], menu(&["D"]));
        tree.learn(&[0, 0], menu(&["nowhere"]));
        tree.learn(&[], menu(&["nowhere"]));
        let b = tree.items[1].submenu.as_ref().unwrap();
        assert_eq!(b.items[0].submenu.as_ref().unwrap().items[0].text, "D");
        assert_eq!(tree.items[0].submenu, None);
        assert_eq!(vec![b.title.as_str()], ["Menu"]);
    }
}
