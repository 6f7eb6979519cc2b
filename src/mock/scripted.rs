use core::str::FromStr;

use crate::transport::script::{Script, plays_script};
use crate::transport::{ScriptError, ScriptParseError, TransportErrorKind, TransportInfo};

/// A card that knows which commands will come, and has the answers ready.
///
/// It is strict: a command that is not the next one is an error that names both. It can be put together, or
/// be read from lines as a [`Recorder`](crate::transport::Recorder) writes them.
///
/// ```
/// use simcard::Transport;
/// use simcard::mock::ScriptedCard;
///
/// let mut card: ScriptedCard = "
///     > 00A40004023F00
///     < 6102
///     > 00C0000002
///     < 6200 9000
/// "
/// .parse()?;
/// let mut buffer = [0; 258];
/// let answer = card.transmit(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00], &mut buffer)?;
/// assert_eq!(answer, [0x61, 0x02]);
///
/// let error = card.transmit(&[0x00, 0xB0, 0x00, 0x00, 0x02], &mut buffer).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "line 4 of the script expects > 00C0000002, and this came: > 00B0000002",
/// );
/// assert!(card.finish().is_err()); // the second command never came
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ScriptedCard(Script);

impl ScriptedCard {
    /// Expects nothing. T=0, short lengths, no ATR.
    ///
    /// ```
    /// use simcard::mock::ScriptedCard;
    ///
    /// assert!(ScriptedCard::new().finish().is_ok()); // nothing was expected
    /// ```
    pub const fn new() -> Self {
        Self(Script::new())
    }

    /// The same, telling this of itself.
    ///
    /// ```
    /// use simcard::mock::ScriptedCard;
    /// use simcard::transport::{Level, TransportInfo};
    /// use simcard::{Card, fs::Path};
    ///
    /// let script = ScriptedCard::new()
    ///     .with_info(TransportInfo::new(Level::Apdu))
    ///     .answer(&[0x00, 0xA4, 0x08, 0x0C, 0x02, 0x2F, 0xE2], &[0x90, 0x00])
    ///     .answer(&[0x00, 0xB0, 0x00, 0x00, 0x02], &[0x98, 0x44, 0x90, 0x00]);
    /// assert_eq!(Card::new(script).read_binary(Path::mf(&[0x2FE2]), 0, 2)?, [0x98, 0x44]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn with_info(mut self, info: TransportInfo) -> Self {
        self.0.info = info;
        self
    }

    /// The same, and then `command` comes and is answered with `response`, status word included.
    ///
    /// ```
    /// use simcard::mock::ScriptedCard;
    /// use simcard::{Card, fs::Path};
    ///
    /// let script = ScriptedCard::new()
    ///     .answer(&[0x00, 0xA4, 0x08, 0x0C, 0x02, 0x2F, 0xE2], &[0x90, 0x00])
    ///     .answer(&[0x00, 0xB0, 0x00, 0x00, 0x02], &[0x98, 0x44, 0x90, 0x00]);
    /// let mut card = Card::new(script);
    /// assert_eq!(card.read_binary(Path::mf(&[0x2FE2]), 0, 2)?, [0x98, 0x44]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn answer(mut self, command: &[u8], response: &[u8]) -> Self {
        self.0.push(command, Ok(response));
        self
    }

    /// The same, and then `command` comes and fails.
    ///
    /// ```
    /// use simcard::mock::ScriptedCard;
    /// use simcard::transport::TransportErrorKind;
    /// use simcard::{Card, fs::Path};
    ///
    /// let select = [0x00, 0xA4, 0x08, 0x04, 0x02, 0x2F, 0xE2];
    /// let mut card = Card::new(ScriptedCard::new().fail(&select, TransportErrorKind::CardRemoved));
    /// assert!(card.select(&Path::mf(&[0x2FE2])).unwrap_err().is_card_gone());
    /// ```
    #[must_use]
    pub fn fail(mut self, command: &[u8], kind: TransportErrorKind) -> Self {
        self.0.push(command, Err(kind));
        self
    }

    /// The same, and then a reset comes, and it succeeds.
    ///
    /// ```
    /// use simcard::{Card, mock::ScriptedCard};
    ///
    /// let mut card = Card::new(ScriptedCard::new().reset_ok());
    /// card.reset()?;
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn reset_ok(mut self) -> Self {
        self.0.push_reset(Ok(()));
        self
    }

    /// The same, and then a reset comes, and it fails.
    ///
    /// ```
    /// use simcard::mock::ScriptedCard;
    /// use simcard::transport::TransportErrorKind;
    /// use simcard::Card;
    ///
    /// let mut card = Card::new(ScriptedCard::new().reset_fails(TransportErrorKind::CardMute));
    /// assert!(card.reset().is_err());
    /// ```
    #[must_use]
    pub fn reset_fails(mut self, kind: TransportErrorKind) -> Self {
        self.0.push_reset(Err(kind));
        self
    }

    /// The same, and after what came last the epoch is this.
    ///
    /// ```
    /// use simcard::Transport;
    /// use simcard::mock::ScriptedCard;
    ///
    /// let status = [0x80, 0xF2, 0x00, 0x0C];
    /// let mut card = ScriptedCard::new().answer(&status, &[0x90, 0x00]).then_epoch(7);
    /// card.transmit(&status, &mut [0; 258])?;
    /// assert_eq!(card.epoch(), 7); // somebody else reset it
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn then_epoch(mut self, epoch: u32) -> Self {
        self.0.push_epoch(epoch);
        self
    }

    /// Whether everything that was expected came.
    ///
    /// ```
    /// use simcard::mock::ScriptedCard;
    ///
    /// let card = ScriptedCard::new().answer(&[0x80, 0xF2, 0x00, 0x0C], &[0x90, 0x00]);
    /// assert!(card.finish().is_err()); // STATUS never came
    /// ```
    ///
    /// # Errors
    ///
    /// [`ScriptError::Unused`] names the first step that did not.
    pub fn finish(&self) -> Result<(), ScriptError> {
        self.0.finish()
    }
}

impl Default for ScriptedCard {
    fn default() -> Self {
        Self::new()
    }
}

impl FromStr for ScriptedCard {
    type Err = ScriptParseError;

    fn from_str(text: &str) -> Result<Self, ScriptParseError> {
        text.parse().map(Self)
    }
}

plays_script!(ScriptedCard);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{Level, Transport, TransportError};

    #[test]
    fn a_script_put_together() {
        let mut card = ScriptedCard::new()
            .with_info(TransportInfo::new(Level::Apdu))
            .answer(&[0, 0xB0, 0, 0, 1], &[7, 0x90, 0])
            .fail(&[0, 0xB0, 0, 1, 1], TransportErrorKind::CardReset)
            .then_epoch(1)
            .reset_ok()
            .then_epoch(2)
            .reset_fails(TransportErrorKind::CardMute);
        assert_eq!(card.info().level, Level::Apdu);
        let mut buffer = [0; 3];
        assert_eq!(card.transmit(&[0, 0xB0, 0, 0, 1], &mut buffer).unwrap(), [7, 0x90, 0]);
        assert_eq!(card.epoch(), 0);
        let error = card.transmit(&[0, 0xB0, 0, 1, 1], &mut buffer).unwrap_err();
        assert_eq!((error.kind(), card.epoch()), (TransportErrorKind::CardReset, 1));
        card.reset().unwrap();
        assert_eq!(card.epoch(), 2);
        assert_eq!(card.finish(), Err(ScriptError::Unused { line: 6, steps: 1 }));
        assert_eq!(card.reset().unwrap_err().kind(), TransportErrorKind::CardMute);
        card.finish().unwrap();
    }
}
