use core::fmt;

use thiserror::Error;

/// The class byte of a command: which coding, which logical channel, chaining, secure messaging.
///
/// ISO/IEC 7816-4 5.4.1 and ETSI TS 102 221 10.1.1 know three codings that carry a channel:
///
/// | coding | channels | classes |
/// | --- | --- | --- |
/// | first interindustry | 0 to 3 | `0X`, and its copies `8X` (ETSI) and `AX` (GSM 11.11) |
/// | further interindustry | 4 to 19 | `4X` and `6X` |
/// | further proprietary | 4 to 19 | `CX` and `EX` |
///
/// ```
/// use simcard::apdu::Class;
///
/// let class = Class::INTERINDUSTRY.with_channel(5)?;
/// assert_eq!(class.value(), 0x41); // b7 = 1, channel number less 4 in b4 to b1
/// assert_eq!(class.channel(), Some(5));
/// assert_eq!(Class::ETSI.with_channel(19)?.value(), 0xCF);
/// # Ok::<(), simcard::apdu::ClassError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class(u8);

/// How secure messaging is applied to a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecureMessaging {
    /// None, or none that the class byte tells.
    None,
    /// A proprietary format (only on channels 0 to 3).
    Proprietary,
    /// ISO 7816-4 clause 10, header not authenticated. On channels 4 to 19: secure messaging as such.
    Standard,
    /// ISO 7816-4 clause 10, header authenticated (only on channels 0 to 3).
    StandardWithHeader,
}

/// Why a class byte cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ClassError {
    /// Logical channels go from 0 to 19.
    #[error("there is no logical channel {0}: they go from 0 to 19")]
    Channel(u8),
    /// This class has no coding for the channel.
    #[error("class {class:02X} cannot carry logical channel {channel}")]
    NotInClass {
        /// The class.
        class: u8,
        /// The channel asked for.
        channel: u8,
    },
    /// This kind of secure messaging has no coding on channels 4 to 19, or in this class.
    #[error("class {0:02X} cannot carry this kind of secure messaging")]
    SecureMessaging(u8),
    /// This class has no chaining bit.
    #[error("class {0:02X} has no chaining bit")]
    Chaining(u8),
    /// The class would be `FF`, which no command may have: it begins a PPS request (ISO/IEC 7816-3 9.1).
    #[error("class FF is no class: it begins a PPS request")]
    Invalid,
}

/// Which of the codings a class byte follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// `0X`, `8X`, `AX`: channel in b2 b1, secure messaging in b4 b3, chaining in b5 (`0X`, `8X`).
    First,
    /// `4X`, `6X`, `CX`, `EX`: channel less 4 in b4 to b1, chaining in b5, secure messaging in b6.
    Further,
    /// Reserved or proprietary: nothing can be told of it.
    Other,
}

impl Class {
    /// `00`: the commands of ISO 7816-4, basic channel.
    pub const INTERINDUSTRY: Self = Self(0x00);
    /// `80`: the commands that ETSI TS 102 221 and 102 223 add (STATUS, FETCH, ...), basic channel.
    pub const ETSI: Self = Self(0x80);
    /// `A0`: every command of a GSM 11.11 (3GPP TS 51.011) card.
    pub const GSM: Self = Self(0xA0);
    /// The highest logical channel.
    pub const MAX_CHANNEL: u8 = 19;

    /// The class with this byte, whatever it is.
    ///
    /// ```
    /// use simcard::apdu::Class;
    ///
    /// assert_eq!(Class::new(0xA0), Class::GSM);
    /// assert_eq!(Class::new(0x82).channel(), Some(2));
    /// ```
    pub const fn new(value: u8) -> Self {
        Self(value)
    }

    /// The byte.
    ///
    /// ```
    /// use simcard::apdu::Class;
    ///
    /// assert_eq!((Class::ETSI.value(), Class::GSM.value()), (0x80, 0xA0));
    /// ```
    pub const fn value(self) -> u8 {
        self.0
    }

    const fn coding(self) -> Coding {
        match self.0 >> 4 {
            0x0 | 0x1 | 0x8 | 0x9 | 0xA => Coding::First,
            0x4..=0x7 | 0xC..=0xF if self.0 != 0xFF => Coding::Further,
            _ => Coding::Other,
        }
    }

    const fn valid(self) -> Result<Self, ClassError> {
        match self.0 {
            0xFF => Err(ClassError::Invalid),
            _ => Ok(self),
        }
    }

    /// Whether this is the class of GSM 11.11 cards (`A0`, on any channel).
    ///
    /// ```
    /// use simcard::apdu::Class;
    ///
    /// assert!(Class::GSM.is_gsm() && Class::new(0xA2).is_gsm());
    /// assert!(!Class::ETSI.is_gsm());
    /// ```
    pub const fn is_gsm(self) -> bool {
        self.0 & 0xF0 == 0xA0
    }

    /// The logical channel, 0 to 19; `None` where the class is reserved or proprietary.
    ///
    /// ```
    /// use simcard::apdu::Class;
    ///
    /// assert_eq!(Class::new(0x03).channel(), Some(3));
    /// assert_eq!(Class::new(0xC1).channel(), Some(5));
    /// assert_eq!(Class::new(0x20).channel(), None); // reserved
    /// ```
    pub const fn channel(self) -> Option<u8> {
        match self.coding() {
            Coding::First => Some(self.0 & 0x03),
            Coding::Further => Some((self.0 & 0x0F).saturating_add(4)),
            Coding::Other => None,
        }
    }

    /// The same class on another channel. Chaining and secure messaging are kept where the coding of
    /// the new channel can say them.
    ///
    /// ```
    /// use simcard::apdu::{Class, ClassError};
    ///
    /// assert_eq!(Class::ETSI.with_channel(4)?, Class::new(0xC0));
    /// assert_eq!(Class::GSM.with_channel(3)?, Class::new(0xA3));
    /// assert_eq!(Class::GSM.with_channel(4), Err(ClassError::NotInClass { class: 0xA0, channel: 4 }));
    /// assert_eq!(Class::ETSI.with_channel(20), Err(ClassError::Channel(20)));
    /// # Ok::<(), simcard::apdu::ClassError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such channel, this class has none, the secure messaging kind does not exist there, or the
    /// class would be `FF`.
    pub const fn with_channel(self, channel: u8) -> Result<Self, ClassError> {
        if channel > Self::MAX_CHANNEL {
            return Err(ClassError::Channel(channel));
        }
        let not_in_class = Err(ClassError::NotInClass { class: self.0, channel });
        let chained = if self.is_chained() { 0x10 } else { 0 };
        let sm = self.secure_messaging();
        let high = match self.coding() {
            Coding::Other => return not_in_class,
            // GSM's AX has no further coding: EX belongs to the ETSI classes.
            _ if self.is_gsm() => {
                return if channel < 4 { Ok(Self(self.0 & 0xFC | channel)) } else { not_in_class };
            }
            Coding::First | Coding::Further => self.0 & 0x80,
        };
        let base = if channel < 4 {
            Self(high | chained | channel)
        } else {
            Self(high | 0x40 | chained | channel.saturating_sub(4))
        };
        base.with_secure_messaging(sm)
    }

    /// Whether more commands of the same chain follow (ISO 7816-4 5.3.3).
    ///
    /// ```
    /// use simcard::apdu::Class;
    ///
    /// assert!(Class::new(0x10).is_chained() && Class::new(0x91).is_chained());
    /// assert!(!Class::INTERINDUSTRY.is_chained() && !Class::GSM.is_chained());
    /// ```
    pub const fn is_chained(self) -> bool {
        match self.coding() {
            Coding::First => !self.is_gsm() && self.0 & 0x10 != 0,
            Coding::Further => self.0 & 0x10 != 0,
            Coding::Other => false,
        }
    }

    /// The same class with the chaining bit set or cleared.
    ///
    /// ```
    /// use simcard::apdu::{Class, ClassError};
    ///
    /// assert_eq!(Class::INTERINDUSTRY.with_chaining(true)?, Class::new(0x10));
    /// assert_eq!(Class::new(0x91).with_chaining(false)?, Class::new(0x81));
    /// assert_eq!(Class::GSM.with_chaining(true), Err(ClassError::Chaining(0xA0)));
    /// # Ok::<(), simcard::apdu::ClassError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Class `AX` and reserved classes have no such bit; or the class would be `FF`.
    pub const fn with_chaining(self, chained: bool) -> Result<Self, ClassError> {
        if self.is_gsm() || matches!(self.coding(), Coding::Other) {
            return if chained { Err(ClassError::Chaining(self.0)) } else { Ok(self) };
        }
        Self(self.0 & !0x10 | if chained { 0x10 } else { 0 }).valid()
    }

    /// The secure messaging that the class announces.
    ///
    /// ```
    /// use simcard::apdu::{Class, SecureMessaging};
    ///
    /// assert_eq!(Class::INTERINDUSTRY.secure_messaging(), SecureMessaging::None);
    /// assert_eq!(Class::new(0x0C).secure_messaging(), SecureMessaging::StandardWithHeader);
    /// assert_eq!(Class::new(0x60).secure_messaging(), SecureMessaging::Standard); // channel 4
    /// ```
    pub const fn secure_messaging(self) -> SecureMessaging {
        match self.coding() {
            Coding::First => match self.0 >> 2 & 0x03 {
                0 => SecureMessaging::None,
                1 => SecureMessaging::Proprietary,
                2 => SecureMessaging::Standard,
                _ => SecureMessaging::StandardWithHeader,
            },
            Coding::Further if self.0 & 0x20 != 0 => SecureMessaging::Standard,
            Coding::Further | Coding::Other => SecureMessaging::None,
        }
    }

    /// The same class with other secure messaging.
    ///
    /// ```
    /// use simcard::apdu::{Class, ClassError, SecureMessaging};
    ///
    /// assert_eq!(Class::INTERINDUSTRY.with_secure_messaging(SecureMessaging::Standard)?, Class::new(0x08));
    /// let channel_4 = Class::INTERINDUSTRY.with_channel(4)?;
    /// assert_eq!(channel_4.with_secure_messaging(SecureMessaging::Standard)?, Class::new(0x60));
    /// let proprietary = channel_4.with_secure_messaging(SecureMessaging::Proprietary);
    /// assert_eq!(proprietary, Err(ClassError::SecureMessaging(0x40)));
    /// # Ok::<(), simcard::apdu::ClassError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The coding has no bits for it: channels 4 to 19 know only [`SecureMessaging::Standard`]. Or the class
    /// would be `FF`.
    pub const fn with_secure_messaging(self, sm: SecureMessaging) -> Result<Self, ClassError> {
        let bits = match (self.coding(), sm) {
            (Coding::First, SecureMessaging::None) => return Ok(Self(self.0 & !0x0C)),
            (Coding::First, SecureMessaging::Proprietary) => 0x04,
            (Coding::First, SecureMessaging::Standard) => 0x08,
            (Coding::First, SecureMessaging::StandardWithHeader) => 0x0C,
            (Coding::Further, SecureMessaging::None) => return Ok(Self(self.0 & !0x20)),
            (Coding::Further, SecureMessaging::Standard) => return Self(self.0 | 0x20).valid(),
            (Coding::Other, SecureMessaging::None) => return Ok(self),
            _ => return Err(ClassError::SecureMessaging(self.0)),
        };
        Ok(Self(self.0 & !0x0C | bits))
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Class({:02X})", self.0)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}", self.0)
    }
}

/// Two hexadecimal digits, as `"A0"`.
#[cfg(feature = "serde")]
impl serde::Serialize for Class {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use std::{format, string::ToString};

    use super::{ClassError as Error, SecureMessaging as Sm, *};

    const SM: [Sm; 4] = [Sm::None, Sm::Proprietary, Sm::Standard, Sm::StandardWithHeader];

    /// ISO/IEC 7816-4 tables 2 and 3, ETSI TS 102 221 tables 10.3 to 10.5: from a class to its channel,
    /// chaining and secure messaging.
    #[test]
    fn every_class() {
        for value in 0..=0xFFu8 {
            let class = Class::new(value);
            let low = value & 0x0F;
            let sm = SM[usize::from(low >> 2)];
            let further = if value & 0x20 == 0 { Sm::None } else { Sm::Standard };
            let (channel, chained, sm) = match value >> 4 {
                0x0 | 0x8 | 0xA => (Some(low & 3), false, sm),
                0x1 | 0x9 => (Some(low & 3), true, sm),
                0x4 | 0x6 | 0xC | 0xE => (Some(low + 4), false, further),
                0x5 | 0x7 | 0xD | 0xF if value != 0xFF => (Some(low + 4), true, further),
                _ => (None, false, Sm::None),
            };
            assert_eq!(class.channel(), channel, "{value:02X}");
            assert_eq!(class.is_chained(), chained, "{value:02X}");
            assert_eq!(class.secure_messaging(), sm, "{value:02X}");
            assert_eq!(class.is_gsm(), value >> 4 == 0xA, "{value:02X}");
            assert_eq!(class.value(), value);
            assert_eq!(class.to_string(), format!("{value:02X}"));
        }
    }

    #[test]
    fn every_class_on_every_channel() {
        let mut possible = 0;
        for value in 0..=0xFFu8 {
            let class = Class::new(value);
            for channel in 0..=Class::MAX_CHANNEL {
                let Ok(other) = class.with_channel(channel) else { continue };
                possible += 1;
                let context = format!("{value:02X} on channel {channel}: {other}");
                assert_eq!(other.channel(), Some(channel), "{context}");
                assert_eq!(other.is_chained(), class.is_chained(), "{context}");
                assert_eq!(other.secure_messaging(), class.secure_messaging(), "{context}");
                assert_eq!(other.is_gsm(), class.is_gsm(), "{context}");
                // proprietary stays proprietary
                assert_eq!(other.value() & 0x80, value & 0x80, "{context}");
                assert_ne!(other.value(), 0xFF, "{context}");
                assert_eq!(other.with_channel(class.channel().unwrap()), Ok(class), "{context}");
            }
            let beyond = Class::MAX_CHANNEL + 1;
            assert_eq!(class.with_channel(beyond), Err(Error::Channel(beyond)));
        }
        // 0X, 1X, 8X, 9X: 4 codings of 4 channels; 2 of 4 kinds of secure messaging go to all 20 channels,
        // the others to the first 4. 4X to 7X, CX to EX: 7 codings of 16 channels, all to 20; FX has 15.
        // AX: 16 to 4. FF is no target, for 4 classes of 9X and 15 of FX.
        assert_eq!(possible, 4 * (8 * 20 + 8 * 4) + (7 * 16 + 15) * 20 + 16 * 4 - 4 - 15);
    }

    #[test]
    fn channels_by_hand() {
        let value = |class: Class, channel| class.with_channel(channel).map(Class::value);
        assert_eq!(value(Class::INTERINDUSTRY, 0), Ok(0x00));
        assert_eq!(value(Class::INTERINDUSTRY, 3), Ok(0x03));
        assert_eq!(value(Class::INTERINDUSTRY, 4), Ok(0x40));
        assert_eq!(value(Class::INTERINDUSTRY, 19), Ok(0x4F));
        assert_eq!(value(Class::ETSI, 1), Ok(0x81));
        assert_eq!(value(Class::ETSI, 4), Ok(0xC0));
        assert_eq!(value(Class::ETSI, 19), Ok(0xCF));
        assert_eq!(value(Class::GSM, 2), Ok(0xA2));
        assert_eq!(value(Class::GSM, 4), Err(Error::NotInClass { class: 0xA0, channel: 4 }));
        assert_eq!(value(Class::new(0x20), 0), Err(Error::NotInClass { class: 0x20, channel: 0 }));
        assert_eq!(value(Class::new(0xFF), 0), Err(Error::NotInClass { class: 0xFF, channel: 0 }));
        // secure messaging: 08 on channel 0 is 60 on channel 4; 04 and 0C have no such form
        assert_eq!(value(Class::new(0x08), 4), Ok(0x60));
        assert_eq!(value(Class::new(0x6F), 0), Ok(0x08));
        assert_eq!(value(Class::new(0x88), 5), Ok(0xE1));
        assert_eq!(value(Class::new(0x04), 4), Err(Error::SecureMessaging(0x40)));
        assert_eq!(value(Class::new(0x0C), 4), Err(Error::SecureMessaging(0x40)));
        assert_eq!(value(Class::new(0x0C), 3), Ok(0x0F));
        // chained: 10 on channel 0 is 50 on channel 4
        assert_eq!(value(Class::new(0x10), 4), Ok(0x50));
        assert_eq!(value(Class::new(0x98), 18), Ok(0xFE));
        assert_eq!(value(Class::new(0x98), 19), Err(Error::Invalid));
    }

    #[test]
    fn chaining_of_every_class() {
        for value in 0..=0xFFu8 {
            let class = Class::new(value);
            let has_bit = !class.is_gsm() && class.channel().is_some();
            match class.with_chaining(true) {
                Ok(chained) => {
                    assert!(has_bit, "{value:02X}");
                    assert_eq!(chained.value(), value | 0x10);
                    assert!(chained.is_chained());
                    assert_eq!(chained.channel(), class.channel());
                }
                Err(Error::Invalid) => assert_eq!(value, 0xEF),
                Err(error) => {
                    assert!(!has_bit, "{value:02X}");
                    assert_eq!(error, Error::Chaining(value));
                }
            }
            let expected = if has_bit { value & !0x10 } else { value };
            assert_eq!(class.with_chaining(false).map(Class::value), Ok(expected));
        }
    }

    #[test]
    fn secure_messaging_of_every_class() {
        for value in 0..=0xFFu8 {
            let class = Class::new(value);
            for sm in SM {
                match class.with_secure_messaging(sm) {
                    Ok(secure) => {
                        assert_eq!(secure.secure_messaging(), sm, "{value:02X}");
                        assert_eq!(secure.channel(), class.channel(), "{value:02X}");
                        assert_eq!(secure.is_chained(), class.is_chained(), "{value:02X}");
                    }
                    Err(Error::Invalid) => assert_eq!((value, sm), (0xDF, Sm::Standard)),
                    Err(error) => {
                        assert_eq!(error, Error::SecureMessaging(value));
                        assert!(class.channel().is_none_or(|channel| channel >= 4), "{value:02X}");
                    }
                }
            }
            assert!(class.with_secure_messaging(Sm::None).is_ok(), "{value:02X}");
        }
    }
}
