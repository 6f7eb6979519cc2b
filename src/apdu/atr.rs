//! The answer to reset.

mod historical;
mod interface;
#[cfg(test)]
mod tests;

pub use historical::{
    AccessService, CardCapabilities, CardServiceData, CommandCoding, CompactTlv, CompactTlvs, DataCoding,
    Selection, StatusIndicator, WriteBehaviour,
};
pub use interface::{
    ClockStop, FiDi, InterfaceByte, InterfaceBytes, InterfaceKind, SpecificMode, T1, UiccFeatures,
    VoltageClasses,
};

use alloc::vec::Vec;
use core::{fmt, str::FromStr};

use crate::codec::{DecodeError, DecodeErrorKind};

const OBJECT: &str = "ATR";

/// An answer to reset: 2 to 33 bytes with which a card introduces itself (ISO/IEC 7816-3 8.2).
///
/// Reading one checks its structure, so that no accessor can fail. A check byte that is wrong or
/// missing is told by [`tck`](Self::tck) and refuses nothing: cards that have one work nevertheless.
///
/// ```
/// use simcard::apdu::atr::{Atr, Tck};
///
/// let atr: Atr = "3B 9F 96 80 1F C7 80 31 A0 73 BE 21 13 67 43 20 07 18 00 00 01 A5".parse()?;
/// assert_eq!(atr.protocols().collect::<Vec<_>>(), [0]); // T=0 only
/// assert_eq!(atr.tck(), Tck::Valid);
/// let speed = atr.fi_di().unwrap(); // TA1 = 96
/// assert_eq!((speed.fi, speed.di), (512, 32));
///
/// let capabilities = atr.card_capabilities().unwrap();
/// assert!(capabilities.selection.short_ef_id);
/// assert_eq!(capabilities.commands.unwrap().max_channels, 4);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Atr {
    bytes: [u8; Self::MAX_LEN],
    len: u8,
    historical_at: u8,
    /// Where the structure ends, TCK included.
    end: u8,
    tck: Tck,
}

/// How bits become bytes (ISO/IEC 7816-3 8.1). Readers sort this out; bytes arrive decoded in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Convention {
    /// TS = `3B`: high is one, least significant bit first.
    Direct,
    /// TS = `3F`: low is one, most significant bit first.
    Inverse,
}

/// The check byte TCK (ISO/IEC 7816-3 8.2.5): needed unless T=0 is all that the ATR names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Tck {
    /// None, and none is needed.
    Absent,
    /// It matches.
    Valid,
    /// It does not match: the ATR came over damaged, or the card has it wrong.
    Wrong,
    /// One is needed, but the ATR ends before it.
    Missing,
}

impl Atr {
    /// The most bytes an ATR has: TS and 32 more.
    pub const MAX_LEN: usize = 33;

    /// Reads an ATR. What follows its end is kept: see [`trailing`](Self::trailing).
    ///
    /// ```
    /// use simcard::apdu::Atr;
    ///
    /// let atr = Atr::parse(&[0x3B, 0x80, 0x81, 0x31, 0xFE, 0x45, 0x8B])?;
    /// assert_eq!(atr.protocols().collect::<Vec<_>>(), [1]);
    /// assert!(Atr::parse(&[0x00, 0x80]).is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first byte is neither `3B` nor `3F`, the bytes end too early (before TCK: a missing TCK is no
    /// error), or there are more than 33.
    pub fn parse(bytes: &[u8]) -> Result<Self, DecodeError> {
        let error = |offset, kind| Err(DecodeError::new(OBJECT, offset, kind));
        let truncated = |missing| error(bytes.len(), DecodeErrorKind::Truncated { missing });
        let mut all = [0; Self::MAX_LEN];
        let Some(inline) = all.get_mut(..bytes.len()) else {
            let extra = bytes.len().saturating_sub(Self::MAX_LEN);
            return error(Self::MAX_LEN, DecodeErrorKind::Trailing { extra });
        };
        inline.copy_from_slice(bytes);
        let [ts, t0, rest @ ..] = bytes else {
            return truncated(2usize.saturating_sub(bytes.len()));
        };
        if !matches!(ts, 0x3B | 0x3F) {
            return error(0, DecodeErrorKind::Value(u32::from(*ts)));
        }
        let mut interface = InterfaceBytes::new(*t0, rest);
        // reads on to the last interface byte
        let other_than_t0 =
            interface.by_ref().filter(|byte| byte.names_protocol().is_some_and(|t| t != 0)).count();
        let historical_len = usize::from(t0 & 0x0F);
        let missing = interface.missing();
        if missing > 0 {
            return truncated(missing.saturating_add(historical_len));
        }
        let Some((_, after)) = interface.rest().split_at_checked(historical_len) else {
            return truncated(historical_len.saturating_sub(interface.rest().len()));
        };
        let (tck, trailing) = match (other_than_t0, after) {
            (0, _) => (Tck::Absent, after),
            (_, []) => (Tck::Missing, after),
            (_, [check, trailing @ ..]) => {
                let checked = bytes.len().saturating_sub(after.len());
                // T0 to TCK, exclusive-or: zero
                let sum = bytes.iter().take(checked).skip(1).fold(*check, |sum, byte| sum ^ byte);
                (if sum == 0 { Tck::Valid } else { Tck::Wrong }, trailing)
            }
        };
        // all of these are at most 33
        let position = |rest: &[u8]| u8::try_from(bytes.len().saturating_sub(rest.len())).unwrap_or(u8::MAX);
        Ok(Self {
            bytes: all,
            len: position(&[]),
            historical_at: position(interface.rest()),
            end: position(trailing),
            tck,
        })
    }

    /// All bytes, trailing ones included.
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 40 FF".parse()?;
    /// assert_eq!(atr.as_bytes(), [0x3B, 0x40, 0xFF]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// All bytes, trailing ones included.
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 40 FF".parse()?;
    /// assert_eq!(atr.to_vec(), [0x3B, 0x40, 0xFF]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn to_vec(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }

    /// Direct or inverse.
    ///
    /// ```
    /// use simcard::apdu::atr::{Atr, Convention};
    ///
    /// assert_eq!("3B 00".parse::<Atr>()?.convention(), Convention::Direct);
    /// assert_eq!("3F 00".parse::<Atr>()?.convention(), Convention::Inverse);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn convention(&self) -> Convention {
        match self.bytes {
            [0x3F, ..] => Convention::Inverse,
            _ => Convention::Direct,
        }
    }

    /// The check byte.
    ///
    /// ```
    /// use simcard::apdu::atr::{Atr, Tck};
    ///
    /// // T=0 only; T=1, and one wrong bit in the check byte
    /// assert_eq!("3B 00".parse::<Atr>()?.tck(), Tck::Absent);
    /// assert_eq!("3B 80 81 31 FE 45 8A".parse::<Atr>()?.tck(), Tck::Wrong);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn tck(&self) -> Tck {
        self.tck
    }

    /// The historical bytes, 0 to 15: what the card says of itself. See [`compact_tlvs`](Self::compact_tlvs).
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 03 80 31 A0".parse()?;
    /// assert_eq!(atr.historical_bytes(), [0x80, 0x31, 0xA0]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn historical_bytes(&self) -> &[u8] {
        let len = self.bytes.get(1).map_or(0, |t0| usize::from(t0 & 0x0F));
        let from_here = self.as_bytes().get(usize::from(self.historical_at)..).unwrap_or_default();
        from_here.get(..len).unwrap_or_default()
    }

    /// What followed the end of the ATR; nothing, as a rule. A card that speaks only T=0 and sends a TCK
    /// anyway has it here.
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 01 80 81".parse()?;
    /// assert_eq!((atr.historical_bytes(), atr.trailing()), (&[0x80][..], &[0x81][..]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn trailing(&self) -> &[u8] {
        self.as_bytes().get(usize::from(self.end)..).unwrap_or_default()
    }

    /// The interface bytes TA1, TB1, TC1, TD1, TA2 and so on, those present.
    ///
    /// ```
    /// use simcard::apdu::atr::{Atr, InterfaceKind};
    ///
    /// let atr: Atr = "3B 80 81 31 FE 45 8B".parse()?;
    /// let last = atr.interface_bytes().last().unwrap();
    /// assert_eq!((last.kind, last.index, last.protocol, last.value), (InterfaceKind::Tb, 3, Some(1), 0x45));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn interface_bytes(&self) -> InterfaceBytes<'_> {
        match self.as_bytes() {
            [_, t0, rest @ ..] => InterfaceBytes::new(*t0, rest),
            _ => InterfaceBytes::new(0, &[]),
        }
    }

    /// The objects in the historical bytes: of those whose first byte is `80` or `00`, others have none
    /// (ISO/IEC 7816-4 8.1.1).
    ///
    /// ```
    /// use simcard::apdu::atr::{Atr, CompactTlv};
    ///
    /// let atr: Atr = "3B 04 80 52 01 02".parse()?;
    /// assert_eq!(atr.compact_tlvs().next().transpose()?, Some(CompactTlv::IssuerData(&[1, 2])));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn compact_tlvs(&self) -> CompactTlvs<'_> {
        CompactTlvs::new(self.historical_bytes())
    }

    /// What the card says it can do, where its historical bytes tell.
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 04 80 72 BE 21".parse()?;
    /// let capabilities = atr.card_capabilities().unwrap();
    /// assert!(capabilities.selection.path && capabilities.selection.short_ef_id);
    /// assert_eq!(capabilities.commands, None); // not told
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn card_capabilities(&self) -> Option<CardCapabilities> {
        self.compact_tlvs().map_while(Result::ok).find_map(|object| match object {
            CompactTlv::CardCapabilities(capabilities) => Some(capabilities),
            _ => None,
        })
    }
}

impl TryFrom<&[u8]> for Atr {
    type Error = DecodeError;

    fn try_from(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::parse(bytes)
    }
}

impl AsRef<[u8]> for Atr {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// Hexadecimal digits; white space and colons between them are skipped.
impl FromStr for Atr {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        let separator = |byte: &u8| byte.is_ascii_whitespace() || *byte == b':';
        let digits: Vec<u8> = text.bytes().filter(|byte| !separator(byte)).collect();
        let bytes = hex::decode(&digits).map_err(|_| {
            let stray = text.bytes().position(|byte| !separator(&byte) && !byte.is_ascii_hexdigit());
            match stray {
                Some(at) => DecodeError::new(OBJECT, at, DecodeErrorKind::Character),
                // an odd number of digits
                None => DecodeError::new(OBJECT, text.len(), DecodeErrorKind::Length),
            }
        })?;
        Self::parse(&bytes)
    }
}

/// Hexadecimal digits, in capitals.
impl fmt::Display for Atr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for Atr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Atr({self})")
    }
}

/// Hexadecimal digits, in capitals.
#[cfg(feature = "serde")]
impl serde::Serialize for Atr {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Atr {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        alloc::string::String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
