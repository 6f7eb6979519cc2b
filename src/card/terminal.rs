//! What a terminal and a UICC arrange with each other: TERMINAL CAPABILITY, SUSPEND UICC, GET CHALLENGE,
//! GET IDENTITY.

use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use zeroize::Zeroizing;

use super::select::Selections;
use super::{Card, worked};
use crate::apdu::{Class, Command, Instruction};
use crate::codec::ber::{Tag, Tlv, Writer};
use crate::codec::{DecodeError, DecodeErrorKind, Reader};
use crate::error::{Error, Misuse, Result};
use crate::fs::{Aid, Path};
use crate::transport::Transport;

/// Seconds in the units of time that SUSPEND UICC has, by their number (ETSI TS 102 221 11.1.22).
const UNITS: [u64; 5] = [1, 60, 3600, 86_400, 864_000];

/// What a terminal tells of itself in TERMINAL CAPABILITY (ETSI TS 102 221 11.1.19).
///
/// ```
/// use simcard::{Card, card::TerminalCapability, mock::VirtualCard};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// card.terminal_capability(&TerminalCapability { extended_channels: true, ..Default::default() })?;
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TerminalCapability {
    /// The supply: voltage class in use, most power in mA, clock in units of 0.1 MHz (tag `80`).
    pub power_supply: Option<[u8; 3]>,
    /// Whether logical channels 4 to 19 are used (tag `81`).
    pub extended_channels: bool,
    /// Further interfaces to the card (tag `82`); bit 1 is the contactless front-end.
    pub interfaces: Option<Vec<u8>>,
    /// What it can do with an eUICC (tag `83`, GSMA SGP.22 3.4.2).
    pub euicc: Option<Vec<u8>>,
}

impl TerminalCapability {
    fn encode(&self) -> Result<Vec<u8>> {
        let mut writer = Writer::new();
        writer.nested(Tag(0xA9), |capability| {
            let channels = self.extended_channels.then_some(&[][..]);
            let objects = [
                (0x80, self.power_supply.as_ref().map(|supply| &supply[..])),
                (0x81, channels),
                (0x82, self.interfaces.as_deref()),
                (0x83, self.euicc.as_deref()),
            ];
            for (tag, value) in objects {
                if let Some(value) = value {
                    capability.tlv(Tag(tag), value);
                }
            }
        });
        Ok(writer.finish()?)
    }
}

/// What brings a suspended UICC back to where it was. Wiped when dropped, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ResumeToken(Zeroizing<[u8; 8]>);

impl ResumeToken {
    /// The token of these bytes.
    ///
    /// ```
    /// use simcard::card::ResumeToken;
    ///
    /// let token = ResumeToken::from_bytes([1, 2, 3, 4, 5, 6, 7, 8]);
    /// assert_eq!(format!("{token:?}"), "ResumeToken(..)");
    /// ```
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, to keep them while the card has no power: not to be shown.
    ///
    /// ```
    /// use simcard::card::ResumeToken;
    ///
    /// assert_eq!(ResumeToken::from_bytes([7; 8]).reveal(), &[7; 8]);
    /// ```
    pub fn reveal(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Debug for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResumeToken(..)")
    }
}

/// What a UICC agreed to when it was suspended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// How long it keeps its state.
    pub duration: Duration,
    /// What to resume it with.
    pub token: ResumeToken,
}

/// Which concealed identifier [`Card::suci`] asks for (3GPP TS 31.102 7.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SuciContext {
    /// That of 5G.
    #[default]
    Suci,
    /// That for offloading from 5G to a WLAN.
    Nswo,
}

impl<T: Transport> Card<T> {
    /// Tells the card what the terminal can do, before an application is selected (ETSI TS 102 221 11.1.19).
    ///
    /// ```
    /// use simcard::{Card, card::TerminalCapability, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let capability = TerminalCapability { power_supply: Some([0x0A, 60, 0xFF]), ..Default::default() };
    /// card.terminal_capability(&capability)?;
    /// card.select_application(&simcard::fs::Aid::USIM)?;
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card does not know the command; a GSM 11.11 card has none.
    pub fn terminal_capability(&mut self, capability: &TerminalCapability) -> Result<()> {
        let data = capability.encode()?;
        self.exclusive(|card| {
            card.uicc_only("TERMINAL CAPABILITY")?;
            let command = card.etsi_command(Instruction::TERMINAL_CAPABILITY, 0, 0).data(&data);
            let status = card.send(command)?.status;
            match worked(status) {
                true => Ok(()),
                false => Err(Error::status(status, Instruction::TERMINAL_CAPABILITY, None)),
            }
        })
    }

    /// Random bytes from the card, at most `len` (1 to 255): GET CHALLENGE (ETSI TS 102 221 11.1.18).
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// assert_eq!(card.random(8)?.len(), 8);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card does not know GET CHALLENGE; a GSM 11.11 card has none.
    pub fn random(&mut self, len: u8) -> Result<Vec<u8>> {
        if len == 0 {
            return Err(Misuse::Empty("number of bytes").into());
        }
        self.exclusive(|card| {
            card.uicc_only("GET CHALLENGE")?;
            let command = card.command(Instruction::GET_CHALLENGE, 0, 0).expect(u32::from(len));
            let status = card.send(command)?.status;
            match worked(status) {
                true if card.data().is_empty() => {
                    Err(DecodeError::new("GET CHALLENGE", 0, DecodeErrorKind::Length).into())
                }
                true => Ok(card.data().to_vec()),
                false => Err(Error::status(status, Instruction::GET_CHALLENGE, None)),
            }
        })
    }

    /// The concealed identifier of the subscription, computed by the card (GET IDENTITY, 3GPP TS 31.102 7.5): the
    /// mobile identity of 3GPP TS 24.501 9.11.3.4 without its first bytes.
    ///
    /// ```
    /// use simcard::{Card, card::SuciContext, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let suci = card.suci(SuciContext::Suci)?;
    /// assert_eq!(suci[..4], [0x01, 0x00, 0xF1, 0x10]); // a SUCI of PLMN 001-01
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card leaves that to the terminal (service 125 of EF.UST), has no USIM, or wants PIN1 first.
    pub fn suci(&mut self, context: SuciContext) -> Result<Vec<u8>> {
        let p2 = match context {
            SuciContext::Suci => 0x01,
            SuciContext::Nswo => 0x02,
        };
        self.exclusive(|card| {
            card.uicc_only("GET IDENTITY")?;
            let path = Path::adf(Aid::USIM, &[]);
            card.enter(&Aid::USIM)?;
            let command = card.etsi_command(Instruction::GET_IDENTITY, 0, p2).expect(256);
            let status = card.send(command)?.status;
            if !worked(status) {
                return Err(Error::status(status, Instruction::GET_IDENTITY, Some(path)));
            }
            match Tlv::parse(card.data())? {
                (Tlv { tag: Tag(0xA1), value, .. }, _) => Ok(value.to_vec()),
                _ => Err(DecodeError::new("GET IDENTITY", 0, DecodeErrorKind::Tag).into()),
            }
        })
    }

    /// Has the card keep its state, so that it can be without power for a time between `shortest` and `longest`
    /// (SUSPEND UICC, ETSI TS 102 221 11.1.22). Both are rounded up to what the card can be told.
    ///
    /// Take the power away next, and [`resume`](Self::resume) the card right after it comes back.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let (hour, day) = (Duration::from_secs(3600), Duration::from_secs(86_400));
    /// let suspension = card.suspend(hour, day)?;
    /// assert!((hour..=day).contains(&suspension.duration));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Misuse::Duration`] if that is more than 2550 days. The card can't, or not now.
    pub fn suspend(&mut self, shortest: Duration, longest: Duration) -> Result<Suspension> {
        let ([a, b], [c, d]) = (to_units(shortest)?, to_units(longest)?);
        self.exclusive(|card| {
            card.uicc_only("SUSPEND UICC")?;
            let data = [a, b, c, d];
            let command = card.etsi_command(Instruction::SUSPEND_UICC, 0, 0).data(&data).expect(256);
            let status = card.send(command)?.status;
            if !worked(status) {
                return Err(Error::status(status, Instruction::SUSPEND_UICC, None));
            }
            let mut reader = Reader::new("SUSPEND UICC", card.data());
            let duration = from_units(reader.array()?)?;
            let token = ResumeToken::from_bytes(reader.array()?);
            card.state.selections = Selections::default();
            Ok(Suspension { duration, token })
        })
    }

    /// Brings a suspended card back to where it was: the first command after it got power again.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::card::{LastTry, PinId};
    /// use simcard::mock::{KeyReference, VirtualCard};
    /// use simcard::Card;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.verify_pin(PinId::Pin2, &"5678".parse()?, LastTry::Refuse)?;
    /// let suspension = card.suspend(Duration::from_secs(60), Duration::from_secs(3600))?;
    /// card.reset()?; // off, and on again
    /// card.resume(&suspension.token)?;
    /// assert!(card.transport().is_verified(KeyReference::PIN2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card does not take the token, or came up anew: start over then, as after a reset.
    pub fn resume(&mut self, token: &ResumeToken) -> Result<()> {
        self.exclusive(|card| {
            let command = Command::new(Class::ETSI, Instruction::SUSPEND_UICC, 1, 0).data(token.reveal());
            // the state is the old one now, whatever was selected since
            card.state.selections = Selections::default();
            let status = card.send(command)?.status;
            match worked(status) {
                true => Ok(()),
                false => Err(Error::status(status, Instruction::SUSPEND_UICC, None)),
            }
        })
    }
}

/// Unit and number: the finest unit in which it can be said.
fn to_units(duration: Duration) -> Result<[u8; 2]> {
    let seconds = duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0));
    let mut units = (0..).zip(UNITS);
    let fitting = units.find_map(|(unit, length)| Some([unit, u8::try_from(seconds.div_ceil(length)).ok()?]));
    Ok(fitting.ok_or(Misuse::Duration)?)
}

fn from_units([unit, count]: [u8; 2]) -> Result<Duration> {
    let unknown = DecodeError::new("SUSPEND UICC", 0, DecodeErrorKind::Value(u32::from(unit)));
    let length = UNITS.get(usize::from(unit)).ok_or(unknown)?;
    Ok(Duration::from_secs(length.saturating_mul(u64::from(count))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        // ETSI TS 102 221 11.1.22: 00 seconds, 01 minutes, 02 hours, 03 days, 04 ten days
        let table = [
            (0, [0, 0]),
            (255, [0, 255]),
            (256, [1, 5]),
            (3600, [1, 60]),
            (43_200, [2, 12]),
            (86_400 * 30, [3, 30]),
            (864_000 * 255, [4, 255]),
        ];
        for (seconds, units) in table {
            assert_eq!(to_units(Duration::from_secs(seconds)).unwrap(), units, "{seconds}");
        }
        assert_eq!(to_units(Duration::from_millis(1)).unwrap(), [0, 1]);
        assert!(matches!(
            to_units(Duration::from_secs(864_000 * 255 + 1)),
            Err(Error::Misuse(Misuse::Duration))
        ));
        assert_eq!(from_units([2, 12]).unwrap(), Duration::from_secs(43_200));
        assert!(from_units([5, 1]).is_err());
    }
}
