use core::{fmt, str::FromStr};

use thiserror::Error;

/// An application identifier, whole or its beginning: 5 to 16 bytes (ISO/IEC 7816-4 8.2.1.2,
/// ETSI TS 101 220).
///
/// ```
/// use simcard::fs::{Aid, Application};
///
/// let aid: Aid = "A0000000871002FFFFFFFF8907090000".parse()?;
/// assert_eq!(aid.application(), Some(Application::Usim));
/// assert!(aid.starts_with(&Aid::USIM));
/// # Ok::<(), simcard::fs::AidError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Aid {
    bytes: [u8; Aid::MAX_LEN],
    len: u8,
}

/// Why bytes are no application identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum AidError {
    /// Too short for a registered provider, or too long.
    #[error("an application identifier has 5 to 16 bytes, not {0}")]
    Length(usize),
    /// The text is not hexadecimal.
    #[error("an application identifier is written in hexadecimal")]
    Hex,
}

/// The applications that standards put on a UICC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Application {
    /// USIM, 3GPP TS 31.102.
    Usim,
    /// ISIM, 3GPP TS 31.103.
    Isim,
    /// HPSIM, 3GPP TS 31.104.
    Hpsim,
    /// USIM without IMSI, 3GPP TS 31.102.
    UsimNonImsi,
    /// Access rules, GlobalPlatform Secure Element Access Control (ARA-M).
    AccessRules,
    /// The root security domain of an eUICC, GSMA SGP.02 and SGP.22.
    IsdR,
    /// The controlling authority security domain of an eUICC, GSMA SGP.02 and SGP.22.
    Ecasd,
}

impl Aid {
    /// The longest identifier, in bytes.
    pub const MAX_LEN: usize = 16;
    /// The beginning that every USIM's identifier has.
    pub const USIM: Self = Self::begin([0xA0, 0, 0, 0, 0x87, 0x10, 0x02]);
    /// The beginning that every ISIM's identifier has.
    pub const ISIM: Self = Self::begin([0xA0, 0, 0, 0, 0x87, 0x10, 0x04]);
    /// The beginning that every HPSIM's identifier has.
    pub const HPSIM: Self = Self::begin([0xA0, 0, 0, 0, 0x87, 0x10, 0x0A]);
    /// The beginning that the identifier of every USIM without IMSI has.
    pub const USIM_NON_IMSI: Self = Self::begin([0xA0, 0, 0, 0, 0x87, 0x10, 0x0B]);
    /// The access rule application.
    pub const ACCESS_RULES: Self =
        Self { bytes: [0xA0, 0, 0, 1, 0x51, 0x41, 0x43, 0x4C, 0, 0, 0, 0, 0, 0, 0, 0], len: 9 };
    /// The root security domain of an eUICC.
    pub const ISD_R: Self =
        Self { bytes: [0xA0, 0, 0, 5, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0, 0, 1, 0], len: 16 };
    /// The controlling authority security domain of an eUICC.
    pub const ECASD: Self =
        Self { bytes: [0xA0, 0, 0, 5, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0, 0, 2, 0], len: 16 };

    const fn begin([a, b, c, d, e, f, g]: [u8; 7]) -> Self {
        Self { bytes: [a, b, c, d, e, f, g, 0, 0, 0, 0, 0, 0, 0, 0, 0], len: 7 }
    }

    /// The identifier with these bytes.
    ///
    /// ```
    /// use simcard::fs::{Aid, AidError};
    ///
    /// assert_eq!(Aid::new(&[0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02])?, Aid::USIM);
    /// assert_eq!(Aid::new(&[0xA0, 0x00]), Err(AidError::Length(2)));
    /// # Ok::<(), simcard::fs::AidError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fewer than 5 bytes or more than 16.
    pub fn new(bytes: &[u8]) -> Result<Self, AidError> {
        let length = AidError::Length(bytes.len());
        if bytes.len() < 5 {
            return Err(length);
        }
        let mut aid = Self { bytes: [0; Self::MAX_LEN], len: u8::try_from(bytes.len()).map_err(|_| length)? };
        aid.bytes.get_mut(..bytes.len()).ok_or(length)?.copy_from_slice(bytes);
        Ok(aid)
    }

    /// The bytes.
    ///
    /// ```
    /// use simcard::fs::Aid;
    ///
    /// assert_eq!(Aid::ISIM.as_bytes(), [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x04]);
    /// ```
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Whether this identifier begins with all of `beginning`.
    ///
    /// ```
    /// use simcard::fs::Aid;
    ///
    /// let aid: Aid = "A0000000871002FF44FF1289".parse()?;
    /// assert!(aid.starts_with(&Aid::USIM) && !aid.starts_with(&Aid::ISIM));
    /// # Ok::<(), simcard::fs::AidError>(())
    /// ```
    pub fn starts_with(&self, beginning: &Self) -> bool {
        self.as_bytes().starts_with(beginning.as_bytes())
    }

    /// Which standard application this is, if any.
    ///
    /// ```
    /// use simcard::fs::{Aid, Application};
    ///
    /// assert_eq!("A0000000871002FF44FF1289".parse::<Aid>()?.application(), Some(Application::Usim));
    /// assert_eq!("A000000018".parse::<Aid>()?.application(), None);
    /// # Ok::<(), simcard::fs::AidError>(())
    /// ```
    pub fn application(&self) -> Option<Application> {
        Application::ALL.into_iter().find(|application| self.starts_with(&application.aid()))
    }
}

impl Application {
    const ALL: [Self; 7] =
        [Self::Usim, Self::Isim, Self::Hpsim, Self::UsimNonImsi, Self::AccessRules, Self::IsdR, Self::Ecasd];

    /// The identifier, or the beginning of it that is the same on every card.
    ///
    /// ```
    /// use simcard::fs::Application;
    ///
    /// assert_eq!(Application::Usim.aid().to_string(), "A0000000871002");
    /// ```
    pub const fn aid(self) -> Aid {
        match self {
            Self::Usim => Aid::USIM,
            Self::Isim => Aid::ISIM,
            Self::Hpsim => Aid::HPSIM,
            Self::UsimNonImsi => Aid::USIM_NON_IMSI,
            Self::AccessRules => Aid::ACCESS_RULES,
            Self::IsdR => Aid::ISD_R,
            Self::Ecasd => Aid::ECASD,
        }
    }

    /// The name, as specifications write it.
    ///
    /// ```
    /// use simcard::fs::Application;
    ///
    /// assert_eq!((Application::Usim.name(), Application::AccessRules.name()), ("USIM", "ARA-M"));
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usim => "USIM",
            Self::Isim => "ISIM",
            Self::Hpsim => "HPSIM",
            Self::UsimNonImsi => "USIM-NON-IMSI",
            Self::AccessRules => "ARA-M",
            Self::IsdR => "ISD-R",
            Self::Ecasd => "ECASD",
        }
    }

    /// The application with this name, in any case.
    ///
    /// ```
    /// use simcard::fs::Application;
    ///
    /// assert_eq!(Application::by_name("isim"), Some(Application::Isim));
    /// assert_eq!(Application::by_name("RUIM"), None);
    /// ```
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|application| application.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Aid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for Aid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aid({self})")
    }
}

impl FromStr for Aid {
    type Err = AidError;

    fn from_str(text: &str) -> Result<Self, AidError> {
        let mut bytes = [0; Self::MAX_LEN];
        let len = text.len() / 2;
        let used = bytes.get_mut(..len).ok_or(AidError::Length(len))?;
        hex::decode_to_slice(text, used).map_err(|_| AidError::Hex)?;
        Self::new(used)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Aid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn lengths() {
        assert_eq!(Aid::new(&[1; 4]), Err(AidError::Length(4)));
        assert_eq!(Aid::new(&[1; 17]), Err(AidError::Length(17)));
        assert_eq!(Aid::new(&[1; 16]).unwrap().as_bytes(), [1; 16]);
        assert_eq!("A00000008".parse::<Aid>(), Err(AidError::Hex));
        assert_eq!("A0000000".parse::<Aid>(), Err(AidError::Length(4)));
        assert_eq!(("A0".repeat(300)).parse::<Aid>(), Err(AidError::Length(300)));
    }

    #[test]
    fn applications_know_their_identifiers() {
        for application in Application::ALL {
            let aid = application.aid();
            assert_eq!(aid.application(), Some(application));
            assert_eq!(aid.to_string().parse(), Ok(aid));
            assert_eq!(Application::by_name(&application.name().to_lowercase()), Some(application));
        }
        assert_eq!("A000000003000000".parse::<Aid>().unwrap().application(), None);
        assert_eq!("A000000087".parse::<Aid>().unwrap().application(), None);
    }
}
