//! The screen and its frames: ETSI TS 102 223 8.62, 8.78 to 8.80.

use alloc::vec::Vec;

use super::DataObject;
use super::macros::byte_object;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::files::content::Bytes;

/// What the screen can show: ETSI TS 102 223 8.62. The bytes are those of the TERMINAL PROFILE, 14 to 16 (5.2).
///
/// ```
/// use simcard::toolkit::object::{DataObject, DisplayParameters};
///
/// let screen = DisplayParameters::decode(&[0x88, 0x14, 0x06])?;
/// assert_eq!((screen.lines(), screen.columns()), (Some(8), Some(20)));
/// assert!(screen.wraps_text() && screen.scrolls_text());
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DisplayParameters {
    /// Byte 14: the height.
    pub height: u8,
    /// Byte 15: the width.
    pub width: u8,
    /// Byte 16: the effects.
    pub effects: u8,
}

impl DisplayParameters {
    /// Set in the height if the sizes mean anything.
    const SIZED: u8 = 0x80;
    /// Set in the width if the characters are of different widths.
    const PROPORTIONAL: u8 = 0x80;

    const fn is_sized(self) -> bool {
        self.height & Self::SIZED != 0
    }

    /// How many lines of text it has, if the terminal says so.
    pub const fn lines(self) -> Option<u8> {
        if self.is_sized() { Some(self.height & 0x1F) } else { None }
    }

    /// How many characters a line has, if the terminal says so.
    pub const fn columns(self) -> Option<u8> {
        if self.is_sized() { Some(self.width & 0x7F) } else { None }
    }

    /// Whether the characters are of different widths.
    pub const fn is_proportional(self) -> bool {
        self.width & Self::PROPORTIONAL != 0
    }

    /// Whether the screen can change its size.
    pub const fn is_resizable(self) -> bool {
        self.effects & 0x01 != 0
    }

    /// Whether long lines are broken.
    pub const fn wraps_text(self) -> bool {
        self.effects & 0x02 != 0
    }

    /// Whether long texts can be scrolled.
    pub const fn scrolls_text(self) -> bool {
        self.effects & 0x04 != 0
    }

    /// By how many characters a line is shorter in a menu.
    pub const fn menu_reduction(self) -> u8 {
        self.effects >> 5
    }
}

impl DataObject for DisplayParameters {
    const TAG: Tag = Tag(0x40);
    const NAME: &'static str = "display parameters";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let [height, width, effects] = reader.array()?;
        reader.finish()?;
        Ok(Self { height, width, effects })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.extend([self.height, self.width, self.effects]);
        Ok(())
    }
}

serialize_fields!(DisplayParameters, screen {
    "lines" => screen.lines(),
    "columns" => screen.columns(),
    "proportional" => screen.is_proportional(),
    "resizable" => screen.is_resizable(),
    "wraps_text" => screen.wraps_text(),
    "scrolls_text" => screen.scrolls_text(),
    "menu_reduction" => screen.menu_reduction(),
});

named_byte! {
    /// How frames lie on the screen. Any value is kept.
    FrameArrangement {
        HORIZONTAL = 0x01 "horizontal",
        VERTICAL = 0x02 "vertical",
    }
}

/// How the screen is divided into frames: ETSI TS 102 223 8.78.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FrameLayout {
    /// How they lie.
    pub arrangement: FrameArrangement,
    /// The relative size of each frame, in percent.
    pub sizes: Vec<u8>,
}

impl DataObject for FrameLayout {
    const TAG: Tag = Tag(0x66);
    const NAME: &'static str = "frame layout";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let arrangement = FrameArrangement(reader.u8()?);
        Ok(Self { arrangement, sizes: reader.rest().to_vec() })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.arrangement.0);
        out.extend_from_slice(&self.sizes);
        Ok(())
    }
}

/// The frames that there are: ETSI TS 102 223 8.79.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FramesInformation {
    /// Where texts go that are for no frame.
    pub default_frame: FrameIdentifier,
    /// What there is to know of each frame, as it is coded.
    pub frames: Bytes,
}

impl DataObject for FramesInformation {
    const TAG: Tag = Tag(0x67);
    const NAME: &'static str = "frames information";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let default_frame = FrameIdentifier(reader.u8()?);
        Ok(Self { default_frame, frames: Bytes(reader.rest().to_vec()) })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.default_frame.0);
        out.extend_from_slice(&self.frames.0);
        Ok(())
    }
}

/// A frame on the screen, by its number: ETSI TS 102 223 8.80.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FrameIdentifier(pub u8);

byte_object!(FrameIdentifier, 0x68, "frame identifier");

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn screens() {
        // 5.2: byte 14 b1-b5 lines, b8 sizes supported; byte 15 b1-b7 columns, b8 variable fonts; byte 16 b1 resizable,
        // b2 wrapping, b3 scrolling, b6-b8 reduction in menus
        let screen = DisplayParameters { height: 0x85, width: 0x90, effects: 0x43 };
        vector(&[0x85, 0x90, 0x43], &screen);
        assert_eq!((screen.lines(), screen.columns(), screen.menu_reduction()), (Some(5), Some(16), 2));
        assert!(screen.is_proportional() && screen.is_resizable() && screen.wraps_text());
        assert!(!screen.scrolls_text());
        let unsized_screen = DisplayParameters { height: 0x05, ..screen };
        assert_eq!((unsized_screen.lines(), unsized_screen.columns()), (None, None));
        assert!(DisplayParameters::decode(&[0x85, 0x90]).is_err());
    }

    #[test]
    fn frames() {
        // two frames of half the screen each
        let layout = FrameLayout { arrangement: FrameArrangement::VERTICAL, sizes: alloc::vec![50, 50] };
        vector(&[0x02, 0x32, 0x32], &layout);
        vector(&[0x03], &FrameIdentifier(3));
        let information =
            FramesInformation { default_frame: FrameIdentifier(1), frames: Bytes(alloc::vec![0x08, 0x14]) };
        vector(&[0x01, 0x08, 0x14], &information);
        assert!(FramesInformation::decode(&[]).is_err());
    }
}
