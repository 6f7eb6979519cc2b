//! TERMINAL PROFILE: what a terminal tells a card that it can do. ETSI TS 102 223 5.2, 3GPP TS 31.111 5.2.

mod commands;
mod table;
#[cfg(test)]
mod tests;

pub use commands::{CommandSupport, SUPPORT};
pub use table::FACILITIES;

use alloc::vec::Vec;
use core::fmt;

use super::command::CommandType;
use crate::codec::{EncodeError, EncodeErrorKind};

const OBJECT: &str = "TERMINAL PROFILE";

/// One bit of a TERMINAL PROFILE, most often a facility that the terminal has. Bits without a name are reserved.
///
/// ```
/// use simcard::toolkit::Facility;
///
/// assert_eq!((Facility::DISPLAY_TEXT.byte(), Facility::DISPLAY_TEXT.bit()), (3, 1));
/// assert_eq!(Facility::new(3, 1), Some(Facility::DISPLAY_TEXT));
/// assert_eq!(Facility::DISPLAY_TEXT.name(), Some("DISPLAY TEXT"));
/// assert_eq!(Facility::new(10, 8).map(|facility| facility.name()), Some(None));
/// assert_eq!(Facility::new(0, 1), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facility {
    byte: u8,
    bit: u8,
}

impl Facility {
    /// Bit `bit`, 1 to 8, of byte `byte`, 1 to 255, as the specifications count them.
    ///
    /// ```
    /// use simcard::toolkit::Facility;
    ///
    /// assert_eq!(Facility::new(3, 1), Some(Facility::DISPLAY_TEXT));
    /// assert_eq!(Facility::new(3, 9), None);
    /// ```
    pub const fn new(byte: u8, bit: u8) -> Option<Self> {
        match (byte, bit) {
            (1.., 1..=8) => Some(Self { byte, bit }),
            _ => None,
        }
    }

    /// Which byte it is in, counted from 1.
    ///
    /// ```
    /// use simcard::toolkit::Facility;
    ///
    /// assert_eq!(Facility::DISPLAY_TEXT.byte(), 3);
    /// ```
    pub const fn byte(self) -> u8 {
        self.byte
    }

    /// Which bit of the byte it is: 1, the lowest, to 8.
    ///
    /// ```
    /// use simcard::toolkit::Facility;
    ///
    /// assert_eq!(Facility::GET_INKEY.bit(), 2);
    /// ```
    pub const fn bit(self) -> u8 {
        self.bit
    }

    /// The name; `None` for reserved bits, and for those of a [`Number`].
    ///
    /// ```
    /// use simcard::toolkit::Facility;
    ///
    /// assert_eq!(Facility::SELECT_ITEM.name(), Some("SELECT ITEM"));
    /// ```
    pub fn name(self) -> Option<&'static str> {
        let found = FACILITIES.binary_search_by_key(&self, |(facility, ..)| *facility).ok()?;
        FACILITIES.get(found).map(|(_, name, _)| *name)
    }

    /// Which specification names it.
    ///
    /// ```
    /// use simcard::toolkit::Facility;
    /// use simcard::toolkit::profile::ProfileSource;
    ///
    /// assert_eq!(Facility::DISPLAY_TEXT.source(), Some(ProfileSource::Ts102223));
    /// assert_eq!(Facility::SEND_USSD.source(), Some(ProfileSource::Ts31111));
    /// ```
    pub fn source(self) -> Option<ProfileSource> {
        let found = FACILITIES.binary_search_by_key(&self, |(facility, ..)| *facility).ok()?;
        FACILITIES.get(found).map(|(.., source)| *source)
    }

    /// The number that the bit is a part of.
    ///
    /// ```
    /// use simcard::toolkit::Facility;
    /// use simcard::toolkit::profile::Number;
    ///
    /// assert_eq!(Facility::new(14, 2).and_then(Facility::number), Some(Number::DISPLAY_LINES));
    /// assert_eq!(Facility::DISPLAY_TEXT.number(), None);
    /// ```
    pub fn number(self) -> Option<Number> {
        Number::ALL.iter().copied().find(|number| number.covers(self))
    }

    fn index(self) -> usize {
        usize::from(self.byte).saturating_sub(1)
    }

    const fn mask(self) -> u8 {
        mask(self.bit, 1)
    }
}

impl fmt::Display for Facility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "byte {}, bit {}", self.byte, self.bit),
        }
    }
}

impl fmt::Debug for Facility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facility({}.{}, {self})", self.byte, self.bit)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Facility {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("byte", &self.byte)?;
        map.serialize_entry("bit", &self.bit)?;
        map.serialize_entry("name", self.name().unwrap_or("reserved"))?;
        map.end()
    }
}

/// Which specification says what a bit means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum ProfileSource {
    /// ETSI TS 102 223 5.2.
    Ts102223,
    /// 3GPP TS 31.111 5.2; ETSI TS 102 223 reserves it for 3GPP.
    Ts31111,
}

/// Several bits of one byte of a TERMINAL PROFILE that make a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    byte: u8,
    bit: u8,
    width: u8,
    name: &'static str,
}

impl Number {
    /// Which byte it is in, counted from 1.
    ///
    /// ```
    /// use simcard::toolkit::profile::Number;
    ///
    /// assert_eq!(Number::DISPLAY_LINES.byte(), 14);
    /// ```
    pub const fn byte(self) -> u8 {
        self.byte
    }

    /// Its lowest bit, 1 to 8.
    ///
    /// ```
    /// use simcard::toolkit::profile::Number;
    ///
    /// assert_eq!(Number::CHANNELS.bit(), 6);
    /// ```
    pub const fn bit(self) -> u8 {
        self.bit
    }

    /// How many bits it has.
    ///
    /// ```
    /// use simcard::toolkit::profile::Number;
    ///
    /// let lines = Number::DISPLAY_LINES;
    /// assert_eq!((lines.byte(), lines.bit(), lines.width(), lines.largest()), (14, 1, 5, 31));
    /// ```
    pub const fn width(self) -> u8 {
        self.width
    }

    /// What it counts.
    ///
    /// ```
    /// use simcard::toolkit::profile::Number;
    ///
    /// assert_eq!(Number::CHANNELS.name(), "number of channels");
    /// ```
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The largest value that its bits can say.
    ///
    /// ```
    /// use simcard::toolkit::profile::Number;
    ///
    /// assert_eq!(Number::CHANNELS.largest(), 7);
    /// ```
    pub const fn largest(self) -> u8 {
        mask(1, self.width)
    }

    const fn covers(self, facility: Facility) -> bool {
        facility.byte == self.byte && facility.mask() & mask(self.bit, self.width) != 0
    }

    fn index(self) -> usize {
        usize::from(self.byte).saturating_sub(1)
    }

    const fn shift(self) -> u32 {
        (self.bit as u32).saturating_sub(1)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({}.{}, {} bits, {})", self.byte, self.bit, self.width, self.name)
    }
}

/// `width` bits from bit `bit` on, 1 being the lowest.
const fn mask(bit: u8, width: u8) -> u8 {
    let ones = match 1_u8.checked_shl(width as u32) {
        Some(above) => above.wrapping_sub(1),
        None => u8::MAX,
    };
    ones.wrapping_shl((bit as u32).saturating_sub(1))
}

/// What a terminal can do, as it tells the card: ETSI TS 102 223 5.2, 3GPP TS 31.111 5.2.
///
/// Bytes that are not there say no, as if they were zero. Bits that have no meaning are kept.
///
/// ```
/// use simcard::toolkit::profile::Number;
/// use simcard::toolkit::{CommandType, Facility, TerminalProfile};
///
/// let mut profile = TerminalProfile::for_commands([CommandType::DISPLAY_TEXT, CommandType::SET_UP_MENU]);
/// profile.insert(Facility::UCS2_DISPLAY);
/// assert!(profile.contains(Facility::MENU_SELECTION));
/// assert!(profile.supports(CommandType::DISPLAY_TEXT));
/// assert!(!profile.supports(CommandType::SEND_USSD));
/// assert_eq!(profile.as_bytes(), [0x09, 0xC1, 0x01, 0x20, 0, 0, 0, 0, 0x01]);
///
/// profile.set_number(Number::DISPLAY_LINES, 4)?;
/// assert_eq!(profile.number(Number::DISPLAY_LINES), 4);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TerminalProfile(Vec<u8>);

impl TerminalProfile {
    /// The profile of a terminal that can do nothing.
    ///
    /// ```
    /// use simcard::toolkit::TerminalProfile;
    ///
    /// assert_eq!(TerminalProfile::new().facilities().count(), 0);
    /// ```
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The profile with these bytes, however many.
    ///
    /// ```
    /// use simcard::toolkit::{Facility, TerminalProfile};
    ///
    /// let profile = TerminalProfile::from_bytes(&[0x01, 0x00, 0x01]);
    /// assert!(profile.contains(Facility::PROFILE_DOWNLOAD) && profile.contains(Facility::DISPLAY_TEXT));
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// The profile of a terminal that carries out these commands: profile download, command result, and what
    /// [`insert_command`](Self::insert_command) adds for each.
    ///
    /// ```
    /// use simcard::toolkit::{CommandType, Facility, TerminalProfile};
    ///
    /// let profile = TerminalProfile::for_commands([CommandType::SELECT_ITEM]);
    /// let set: Vec<_> = profile.facilities().collect();
    /// assert_eq!(set, [Facility::PROFILE_DOWNLOAD, Facility::COMMAND_RESULT, Facility::SELECT_ITEM]);
    /// ```
    pub fn for_commands(commands: impl IntoIterator<Item = CommandType>) -> Self {
        let mut profile: Self = [Facility::PROFILE_DOWNLOAD, Facility::COMMAND_RESULT].into_iter().collect();
        for command in commands {
            profile.insert_command(command);
        }
        profile
    }

    /// The bytes: those it was made of, if it has not been changed.
    ///
    /// ```
    /// use simcard::toolkit::TerminalProfile;
    ///
    /// assert_eq!(TerminalProfile::from_bytes(&[0x01, 0x00]).as_bytes(), [0x01, 0x00]);
    /// ```
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes without zeros at the end, but at least one: TERMINAL PROFILE has no empty form.
    ///
    /// ```
    /// use simcard::toolkit::TerminalProfile;
    ///
    /// assert_eq!(TerminalProfile::from_bytes(&[0x01, 0x00]).to_bytes(), [0x01]);
    /// assert_eq!(TerminalProfile::new().to_bytes(), [0x00]);
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let end = self.0.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
        let mut bytes = self.0.get(..end).unwrap_or_default().to_vec();
        if bytes.is_empty() {
            bytes.push(0);
        }
        bytes
    }

    /// Whether this bit is set.
    ///
    /// ```
    /// use simcard::toolkit::{Facility, TerminalProfile};
    ///
    /// let profile = TerminalProfile::from_bytes(&[0x01]);
    /// assert!(profile.contains(Facility::PROFILE_DOWNLOAD));
    /// assert!(!profile.contains(Facility::DISPLAY_TEXT)); // beyond the end
    /// ```
    pub fn contains(&self, facility: Facility) -> bool {
        self.0.get(facility.index()).is_some_and(|byte| byte & facility.mask() != 0)
    }

    /// Sets a bit.
    ///
    /// ```
    /// use simcard::toolkit::{Facility, TerminalProfile};
    ///
    /// let mut profile = TerminalProfile::new();
    /// profile.insert(Facility::DISPLAY_TEXT);
    /// assert_eq!(profile.as_bytes(), [0x00, 0x00, 0x01]);
    /// ```
    pub fn insert(&mut self, facility: Facility) {
        self.update(facility.index(), |byte| byte | facility.mask());
    }

    /// Clears a bit.
    ///
    /// ```
    /// use simcard::toolkit::{Facility, TerminalProfile};
    ///
    /// let mut profile = TerminalProfile::from_bytes(&[0x01, 0x00, 0x03]);
    /// profile.remove(Facility::DISPLAY_TEXT);
    /// assert_eq!(profile.as_bytes(), [0x01, 0x00, 0x02]);
    /// ```
    pub fn remove(&mut self, facility: Facility) {
        if let Some(byte) = self.0.get_mut(facility.index()) {
            *byte &= !facility.mask();
        }
    }

    /// The value of a number; 0 if its byte is not there.
    ///
    /// ```
    /// use simcard::toolkit::TerminalProfile;
    /// use simcard::toolkit::profile::Number;
    ///
    /// let mut profile = TerminalProfile::new();
    /// profile.set_number(Number::DISPLAY_COLUMNS, 20)?;
    /// assert_eq!(profile.number(Number::DISPLAY_COLUMNS), 20);
    /// assert_eq!(profile.number(Number::CHANNELS), 0);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn number(&self, number: Number) -> u8 {
        let byte = self.0.get(number.index()).copied().unwrap_or(0);
        byte.wrapping_shr(number.shift()) & number.largest()
    }

    /// Sets a number.
    ///
    /// ```
    /// use simcard::toolkit::TerminalProfile;
    /// use simcard::toolkit::profile::Number;
    ///
    /// let mut profile = TerminalProfile::new();
    /// profile.set_number(Number::CHANNELS, 7)?;
    /// assert!(profile.set_number(Number::CHANNELS, 8).is_err()); // it has three bits
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Its bits can't say `value`.
    pub fn set_number(&mut self, number: Number, value: u8) -> Result<(), EncodeError> {
        if value > number.largest() {
            return Err(EncodeError::new(OBJECT, EncodeErrorKind::Value(value.into())));
        }
        let others = !mask(number.bit, number.width);
        self.update(number.index(), |byte| byte & others | value.wrapping_shl(number.shift()));
        Ok(())
    }

    /// The bits that are set, in their order, without those of numbers.
    ///
    /// ```
    /// use simcard::toolkit::TerminalProfile;
    ///
    /// let profile = TerminalProfile::from_bytes(&[0x01, 0x00, 0x03]);
    /// let names: Vec<_> = profile.facilities().map(|facility| facility.to_string()).collect();
    /// assert_eq!(names, ["profile download", "DISPLAY TEXT", "GET INKEY"]);
    /// ```
    pub fn facilities(&self) -> impl Iterator<Item = Facility> + '_ {
        let bits = (1..=u8::MAX).zip(&self.0).filter(|(_, value)| **value != 0);
        bits.flat_map(|(byte, value)| {
            (1..=8)
                .map(move |bit| Facility { byte, bit })
                .filter(move |facility| value & facility.mask() != 0 && facility.number().is_none())
        })
    }

    /// The numbers that are not zero.
    ///
    /// ```
    /// use simcard::toolkit::TerminalProfile;
    /// use simcard::toolkit::profile::Number;
    ///
    /// let mut profile = TerminalProfile::new();
    /// profile.set_number(Number::DISPLAY_LINES, 4)?;
    /// assert_eq!(profile.numbers().collect::<Vec<_>>(), [(Number::DISPLAY_LINES, 4)]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn numbers(&self) -> impl Iterator<Item = (Number, u8)> + '_ {
        Number::ALL.iter().map(|number| (*number, self.number(*number))).filter(|(_, value)| *value != 0)
    }

    /// Changes the byte with this index; a profile that is too short grows, to 255 bytes at most.
    fn update(&mut self, index: usize, change: impl FnOnce(u8) -> u8) {
        if self.0.len() <= index {
            self.0.resize(index.saturating_add(1), 0);
        }
        if let Some(byte) = self.0.get_mut(index) {
            *byte = change(*byte);
        }
    }
}

impl Extend<Facility> for TerminalProfile {
    fn extend<I: IntoIterator<Item = Facility>>(&mut self, facilities: I) {
        for facility in facilities {
            self.insert(facility);
        }
    }
}

impl FromIterator<Facility> for TerminalProfile {
    fn from_iter<I: IntoIterator<Item = Facility>>(facilities: I) -> Self {
        let mut profile = Self::new();
        profile.extend(facilities);
        profile
    }
}

impl fmt::Debug for TerminalProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TerminalProfile")
            .field("bytes", &format_args!("{}", hex::encode(&self.0)))
            .field("facilities", &self.facilities().collect::<Vec<_>>())
            .field("numbers", &self.numbers().collect::<Vec<_>>())
            .finish()
    }
}

/// A list of what is set, in order: byte, bit and name, with numbers their value too.
#[cfg(feature = "serde")]
impl serde::Serialize for TerminalProfile {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Entry {
            byte: u8,
            bit: u8,
            name: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            value: Option<u8>,
        }

        let facilities = self.facilities().map(|facility| Entry {
            byte: facility.byte,
            bit: facility.bit,
            name: facility.name().unwrap_or("reserved"),
            value: None,
        });
        let numbers = self.numbers().map(|(number, value)| Entry {
            byte: number.byte,
            bit: number.bit,
            name: number.name,
            value: Some(value),
        });
        let mut entries: Vec<_> = facilities.chain(numbers).collect();
        entries.sort_by_key(|entry| (entry.byte, entry.bit));
        serializer.collect_seq(entries)
    }
}
