//! How texts look: ETSI TS 102 223 8.72 and 8.73, with the text formatting of 3GPP TS 23.040 9.2.3.24.10.1.1.

use alloc::vec::Vec;

use super::DataObject;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError};

/// How a part of a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TextFormat {
    /// The first character it is about, counted from 0.
    pub start: u8,
    /// How many characters it is about; 0: all that have no other format.
    pub length: u8,
    /// Where the text stands, how large it is, and its face.
    pub style: TextStyle,
    /// The colours.
    pub colour: TextColour,
}

impl TextFormat {
    /// The format of all of the text.
    pub const fn whole(style: TextStyle, colour: TextColour) -> Self {
        Self { start: 0, length: 0, style, colour }
    }

    const fn from_bytes(bytes: [u8; 4]) -> Self {
        let [start, length, style, colour] = bytes;
        Self { start, length, style: TextStyle(style), colour: TextColour(colour) }
    }

    const fn to_bytes(self) -> [u8; 4] {
        [self.start, self.length, self.style.0, self.colour.0]
    }
}

/// Where a line of text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Alignment {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
    /// Where the language begins its lines: the default.
    Language,
}

/// How large a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum FontSize {
    /// As other texts: the default.
    Normal,
    /// Larger.
    Large,
    /// Smaller.
    Small,
    /// The value that is reserved.
    Reserved,
}

/// Where a text stands, how large it is, and its face: the formatting mode of 3GPP TS 23.040 9.2.3.24.10.1.1.
///
/// ```
/// use simcard::toolkit::object::{Alignment, FontSize, TextStyle};
///
/// let style = TextStyle::new(Alignment::Centre, FontSize::Large).bold();
/// assert_eq!(style, TextStyle(0x15));
/// assert!(style.is_bold() && !style.is_italic());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextStyle(pub u8);

impl TextStyle {
    /// The default: normal, aligned as the language has it.
    pub const DEFAULT: Self = Self::new(Alignment::Language, FontSize::Normal);

    /// This alignment and size.
    pub const fn new(alignment: Alignment, size: FontSize) -> Self {
        let alignment = match alignment {
            Alignment::Left => 0,
            Alignment::Centre => 1,
            Alignment::Right => 2,
            Alignment::Language => 3,
        };
        let size = match size {
            FontSize::Normal => 0,
            FontSize::Large => 1,
            FontSize::Small => 2,
            FontSize::Reserved => 3,
        };
        Self(alignment | size << 2)
    }

    /// The same, bold.
    pub const fn bold(self) -> Self {
        Self(self.0 | 0x10)
    }

    /// The same, italic.
    pub const fn italic(self) -> Self {
        Self(self.0 | 0x20)
    }

    /// The same, underlined.
    pub const fn underlined(self) -> Self {
        Self(self.0 | 0x40)
    }

    /// The same, struck through.
    pub const fn strikethrough(self) -> Self {
        Self(self.0 | 0x80)
    }

    /// Where the text stands.
    pub const fn alignment(self) -> Alignment {
        match self.0 & 0x03 {
            0 => Alignment::Left,
            1 => Alignment::Centre,
            2 => Alignment::Right,
            _ => Alignment::Language,
        }
    }

    /// How large it is.
    pub const fn size(self) -> FontSize {
        match self.0 >> 2 & 0x03 {
            0 => FontSize::Normal,
            1 => FontSize::Large,
            2 => FontSize::Small,
            _ => FontSize::Reserved,
        }
    }

    /// Whether it is bold.
    pub const fn is_bold(self) -> bool {
        self.0 & 0x10 != 0
    }

    /// Whether it is italic.
    pub const fn is_italic(self) -> bool {
        self.0 & 0x20 != 0
    }

    /// Whether it is underlined.
    pub const fn is_underlined(self) -> bool {
        self.0 & 0x40 != 0
    }

    /// Whether it is struck through.
    pub const fn is_strikethrough(self) -> bool {
        self.0 & 0x80 != 0
    }
}

impl core::fmt::Debug for TextStyle {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "TextStyle({:02X}: {:?}, {:?}", self.0, self.alignment(), self.size())?;
        let faces = [
            (self.is_bold(), ", bold"),
            (self.is_italic(), ", italic"),
            (self.is_underlined(), ", underlined"),
            (self.is_strikethrough(), ", strikethrough"),
        ];
        faces.iter().filter(|(is, _)| *is).try_for_each(|(_, face)| f.write_str(face))?;
        f.write_str(")")
    }
}

serialize_fields!(TextStyle, style {
    "alignment" => style.alignment(),
    "size" => style.size(),
    "bold" => style.is_bold(),
    "italic" => style.is_italic(),
    "underlined" => style.is_underlined(),
    "strikethrough" => style.is_strikethrough(),
});

named_byte! {
    /// One of the 16 colours of 3GPP TS 23.040 9.2.3.24.10.1.1.
    Colour {
        BLACK = 0x0 "black",
        DARK_GREY = 0x1 "dark grey",
        DARK_RED = 0x2 "dark red",
        DARK_YELLOW = 0x3 "dark yellow",
        DARK_GREEN = 0x4 "dark green",
        DARK_CYAN = 0x5 "dark cyan",
        DARK_BLUE = 0x6 "dark blue",
        DARK_MAGENTA = 0x7 "dark magenta",
        GREY = 0x8 "grey",
        WHITE = 0x9 "white",
        BRIGHT_RED = 0xA "bright red",
        BRIGHT_YELLOW = 0xB "bright yellow",
        BRIGHT_GREEN = 0xC "bright green",
        BRIGHT_CYAN = 0xD "bright cyan",
        BRIGHT_BLUE = 0xE "bright blue",
        BRIGHT_MAGENTA = 0xF "bright magenta",
    }
}

/// The colour of a text, in the low half, and that behind it, in the high half.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextColour(pub u8);

impl TextColour {
    /// A text of this colour on that.
    pub const fn new(foreground: Colour, background: Colour) -> Self {
        Self(foreground.0 & 0x0F | background.0 << 4)
    }

    /// The colour of the text.
    pub const fn foreground(self) -> Colour {
        Colour(self.0 & 0x0F)
    }

    /// The colour behind it.
    pub const fn background(self) -> Colour {
        Colour(self.0 >> 4)
    }
}

impl core::fmt::Debug for TextColour {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "TextColour({} on {})", self.foreground(), self.background())
    }
}

serialize_fields!(TextColour, colour {
    "foreground" => colour.foreground(),
    "background" => colour.background(),
});

macro_rules! formats {
    ($(#[$attr:meta])* $name:ident, $tag:literal, $object:literal) => {
        $(#[$attr])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        pub struct $name {
            /// The formats, in the order they are given.
            pub formats: Vec<TextFormat>,
            /// Bytes that do not make one more format.
            #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
            pub rest: Vec<u8>,
        }

        impl FromIterator<TextFormat> for $name {
            fn from_iter<I: IntoIterator<Item = TextFormat>>(formats: I) -> Self {
                Self { formats: formats.into_iter().collect(), rest: Vec::new() }
            }
        }

        impl DataObject for $name {
            const TAG: Tag = Tag($tag);
            const NAME: &'static str = $object;

            fn decode(value: &[u8]) -> Result<Self, DecodeError> {
                let mut object = Self::default();
                let mut rest = value;
                while let Some((format, others)) = rest.split_first_chunk() {
                    object.formats.push(TextFormat::from_bytes(*format));
                    rest = others;
                }
                object.rest.extend_from_slice(rest);
                Ok(object)
            }

            fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
                out.extend(self.formats.iter().flat_map(|format| format.to_bytes()));
                out.extend_from_slice(&self.rest);
                Ok(())
            }
        }
    };
}

formats! {
    /// How the parts of a text look: ETSI TS 102 223 8.72. Of formats that overlap, the later holds.
    ///
    /// ```
    /// use simcard::toolkit::object::{Colour, DataObject, TextAttribute};
    ///
    /// let attribute = TextAttribute::decode(&[0x00, 0x04, 0x13, 0x92])?;
    /// assert!(attribute.formats[0].style.is_bold());
    /// assert_eq!(attribute.formats[0].colour.foreground(), Colour::DARK_RED);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    TextAttribute, 0x50, "text attribute"
}

formats! {
    /// How the items of a menu look: ETSI TS 102 223 8.73, a format for each item, in their order.
    ItemTextAttributes, 0x51, "item text attribute list"
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn formats() {
        // characters 3 to 8: centred 01, small 10, italic and struck through A0; white 9 on dark blue 6
        let style = TextStyle::new(Alignment::Centre, FontSize::Small).italic().strikethrough();
        let part = TextFormat {
            start: 3,
            length: 6,
            style,
            colour: TextColour::new(Colour::WHITE, Colour::DARK_BLUE),
        };
        let bytes = [0x03, 0x06, 0xA9, 0x69];
        vector(&bytes, &TextAttribute::from_iter([part]));
        vector(&bytes, &ItemTextAttributes::from_iter([part]));
        // default style is 03; white on black is 09
        let whole = TextFormat::whole(TextStyle::DEFAULT, TextColour::new(Colour::WHITE, Colour::BLACK));
        vector(&[0x03, 0x06, 0xA9, 0x69, 0x00, 0x00, 0x03, 0x09], &TextAttribute::from_iter([part, whole]));
        vector(
            &[0x00, 0x00, 0x03, 0x09, 0x03],
            &TextAttribute { formats: alloc::vec![whole], rest: alloc::vec![0x03] },
        );
        assert_eq!(format!("{style:?}"), "TextStyle(A9: Centre, Small, italic, strikethrough)");
        assert_eq!(format!("{:?}", part.colour), "TextColour(white on dark blue)");
    }

    #[test]
    fn every_style_reads() {
        for byte in 0..=0xFF {
            let style = TextStyle(byte);
            let mut again = TextStyle::new(style.alignment(), style.size());
            if style.is_bold() {
                again = again.bold();
            }
            if style.is_italic() {
                again = again.italic();
            }
            if style.is_underlined() {
                again = again.underlined();
            }
            if style.is_strikethrough() {
                again = again.strikethrough();
            }
            assert_eq!(again, style);
            let colour = TextColour(byte);
            assert_eq!(TextColour::new(colour.foreground(), colour.background()), colour);
            assert!(colour.foreground().name().is_some() && colour.background().name().is_some());
        }
    }
}
