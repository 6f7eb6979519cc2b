use core::fmt::{self, Write};
use core::str::FromStr;

use super::layer::{Layer, layered};
use super::redact::Redactor;
use super::script::{MAGIC, Script, ScriptError, ScriptParseError, VERSION, kind_name, plays_script};
use super::{ChannelOwner, Level, Transport, TransportError, TransportInfo};

/// A transport that writes down what goes over another, for [`Replay`] or to be read.
///
/// What it writes is text, a line for each thing that happens:
///
/// ```text
/// simcard-session 1
/// atr 3B9F96801FC78031A073BE21136743200718000001A5
/// level tpdu
/// limits 255 256
/// # a remark
/// > 00A40004023F00
/// < 6120
/// > 0020000108................
/// ! card-reset
/// epoch 1
/// ```
///
/// `>` is a command, `<` its answer, `!` an error in its place. `reset` and a failing `exclusive` stand where
/// they happened, `epoch` where the card lost its state. Secrets are not written, but `..` for each of their
/// bytes: PINs, and what the card answers to AUTHENTICATE. What identifies the subscriber **is** written:
/// ICCID, IMSI, phone numbers.
///
/// ```
/// use simcard::Card;
/// use simcard::mock::VirtualCard;
/// use simcard::transport::{Recorder, Replay};
///
/// let mut card = Card::new(Recorder::new(VirtualCard::uicc(), String::new())?);
/// let iccid = card.iccid()?;
/// let (_, recording) = card.into_transport().finish()?;
///
/// let replay: Replay = recording.parse()?;
/// let mut again = Card::new(replay);
/// assert_eq!(again.iccid()?, iccid);
/// again.transport().finish()?; // nothing was left out
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Recorder<T, W> {
    inner: T,
    layer: Log<W>,
}

#[derive(Debug)]
struct Log<W> {
    out: W,
    redactor: Redactor,
    epoch: u32,
    /// The first failure to write, after which nothing more is written.
    result: fmt::Result,
}

impl<T: Transport, W: Write> Recorder<T, W> {
    /// Writes the header of a recording to `out`, and from then on all that goes over `transport`.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::Recorder;
    ///
    /// let (_, text) = Recorder::new(VirtualCard::uicc(), String::new())?.finish()?;
    /// assert!(text.starts_with("simcard-session 1\natr 3B"));
    /// assert!(text.contains("\nlevel tpdu\n"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The header can't be written.
    pub fn new(transport: T, mut out: W) -> Result<Self, fmt::Error> {
        let info = transport.info();
        let epoch = transport.epoch();
        writeln!(out, "{MAGIC} {VERSION}")?;
        if let Some(atr) = info.atr {
            writeln!(out, "atr {}", hex::encode_upper(atr.as_bytes()))?;
        }
        let level = match info.level {
            Level::Tpdu => "tpdu",
            Level::Apdu => "apdu",
        };
        writeln!(out, "level {level}")?;
        writeln!(out, "limits {} {}", info.limits.command_data, info.limits.response_data)?;
        if info.channels == ChannelOwner::Backend {
            writeln!(out, "channels backend")?;
        }
        if info.shared {
            writeln!(out, "shared")?;
        }
        if epoch != 0 {
            writeln!(out, "epoch {epoch}")?;
        }
        let layer = Log { out, redactor: Redactor::default(), epoch, result: Ok(()) };
        Ok(Self { inner: transport, layer })
    }

    /// Writes a remark, one line for each of its lines.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::Recorder;
    ///
    /// let mut recorder = Recorder::new(VirtualCard::uicc(), String::new())?;
    /// recorder.comment("before\nthe first command");
    /// let (_, text) = recorder.finish()?;
    /// assert!(text.ends_with("\n# before\n# the first command\n"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn comment(&mut self, text: &str) {
        text.lines().for_each(|line| self.layer.line(format_args!("# {line}")));
    }

    /// The transport and what was written to, for good.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Recorder, Transport};
    ///
    /// let mut recorder = Recorder::new(VirtualCard::uicc(), String::new())?;
    /// recorder.transmit(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], &mut [0; 258])?;
    /// let (_, text) = recorder.finish()?;
    /// assert!(text.ends_with("\n> 00A4000C023F00\n< 9000\n"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something could not be written: the recording is not complete.
    pub fn finish(self) -> Result<(T, W), fmt::Error> {
        self.layer.result.map(|()| (self.inner, self.layer.out))
    }
}

impl<W: Write> Log<W> {
    fn line(&mut self, line: fmt::Arguments<'_>) {
        if self.result.is_ok() {
            self.result = writeln!(self.out, "{line}");
        }
    }

    fn epoch(&mut self, epoch: u32) {
        if epoch != self.epoch {
            self.epoch = epoch;
            self.line(format_args!("epoch {epoch}"));
        }
    }
}

impl<E: TransportError, W: Write> Layer<E> for Log<W> {
    type Error = E;

    fn transmit<'r>(
        &mut self,
        inner: &mut dyn Transport<Error = E>,
        command: &[u8],
        response: &'r mut [u8],
    ) -> Result<&'r [u8], E> {
        self.epoch(inner.epoch());
        let shown = self.redactor.command(command);
        self.line(format_args!("> {shown}"));
        let result = inner.transmit(command, response);
        match &result {
            Ok(response) => {
                let shown = self.redactor.response(response);
                self.line(format_args!("< {shown}"));
            }
            Err(error) => self.line(format_args!("! {}", kind_name(error.kind()))),
        }
        self.epoch(inner.epoch());
        result
    }

    fn reset(&mut self, inner: &mut dyn Transport<Error = E>) -> Result<(), E> {
        self.epoch(inner.epoch());
        self.line(format_args!("reset"));
        let result = inner.reset();
        if let Err(error) = &result {
            self.line(format_args!("! {}", kind_name(error.kind())));
        }
        self.epoch(inner.epoch());
        result
    }

    fn not_exclusive(&mut self, error: E) -> E {
        self.line(format_args!("exclusive\n! {}", kind_name(error.kind())));
        error
    }
}

layered!([T: Transport, W: Write] Recorder<T, W>, T::Error);

/// A transport that plays a recording back: see [`Recorder`].
///
/// It is strict: what comes must be what was recorded, in the same order. Bytes that were not written down
/// because they are secret match anything, and come back as 00.
#[derive(Clone, Debug)]
pub struct Replay(Script);

impl Replay {
    /// Whether all of the recording was used.
    ///
    /// ```
    /// use simcard::transport::{Replay, Transport};
    ///
    /// let mut replay: Replay = "simcard-session 1\nlevel tpdu\nlimits 255 256\n> 00A4000C023F00\n< 9000\n".parse()?;
    /// assert!(replay.finish().is_err()); // a command was recorded that nobody sent yet
    /// replay.transmit(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], &mut [0; 258])?;
    /// replay.finish()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ScriptError::Unused`] names the first line that was not.
    pub fn finish(&self) -> Result<(), ScriptError> {
        self.0.finish()
    }
}

impl FromStr for Replay {
    type Err = ScriptParseError;

    fn from_str(text: &str) -> Result<Self, ScriptParseError> {
        Script::parse_recording(text).map(Self)
    }
}

plays_script!(Replay);

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;
    use crate::Card;
    use crate::mock::{ScriptedCard, VirtualCard};
    use crate::transport::{Fault, Faulty, TransportErrorKind};

    #[test]
    fn a_whole_session_comes_back() {
        for card in [VirtualCard::uicc(), VirtualCard::gsm()] {
            let mut card = Card::new(Recorder::new(card, String::new()).unwrap());
            let identity = card.identity().unwrap();
            card.reset().unwrap();
            let iccid = card.iccid().unwrap();
            let (_, text) = card.into_transport().finish().unwrap();
            let mut card = Card::new(text.parse::<Replay>().unwrap());
            assert_eq!(std::format!("{:?}", card.identity().unwrap()), std::format!("{identity:?}"));
            card.reset().unwrap();
            assert_eq!(card.iccid().unwrap(), iccid);
            card.transport().finish().unwrap();
        }
    }

    #[test]
    fn a_recording_is_this_text() {
        let script = "level apdu\nlimits 65535 65536\nshared\nepoch 3\n\
            > 0020000108 31323334FFFFFFFF\n< 63C2\n> 0088008100\n< 6102\n> 01C0000002\n< 01029000\n\
            > 00B0000001\n! card-reset\nepoch 4\nreset\n! card-mute\nexclusive\n! busy";
        let card: ScriptedCard = script.parse().unwrap();
        let mut recorder = Recorder::new(card, String::new()).unwrap();
        let mut buffer = [0; 258];
        recorder.comment("two\nlines");
        recorder.transmit(&hex!("002000010831323334FFFFFFFF"), &mut buffer).unwrap();
        recorder.transmit(&hex!("0088008100"), &mut buffer).unwrap();
        recorder.transmit(&hex!("01C0000002"), &mut buffer).unwrap();
        recorder.transmit(&hex!("00B0000001"), &mut buffer).unwrap_err();
        recorder.reset().unwrap_err();
        recorder.exclusive(&mut |_| panic!("busy")).unwrap_err();
        let (card, text) = recorder.finish().unwrap();
        card.finish().unwrap();
        let expected = "simcard-session 1\nlevel apdu\nlimits 65535 65536\nshared\nepoch 3\n# two\n# lines\n\
            > 0020000108................\n< 63C2\n> 0088008100\n< 6102\n> 01C0000002\n< ....9000\n\
            > 00B0000001\n! card-reset\nepoch 4\nreset\n! card-mute\nexclusive\n! busy\n";
        assert_eq!(text, expected);

        let mut replay: Replay = text.parse().unwrap();
        assert_eq!((replay.info().level, replay.info().shared, replay.epoch()), (Level::Apdu, true, 3));
        assert_eq!(replay.info().limits.response_data, 65_536);
        // another PIN: it was not written down
        replay.transmit(&hex!("002000010839393939FFFFFFFF"), &mut buffer).unwrap();
        replay.transmit(&hex!("0088008100"), &mut buffer).unwrap();
        assert_eq!(replay.transmit(&hex!("01C0000002"), &mut buffer).unwrap(), hex!("00009000"));
        let error = replay.transmit(&hex!("00B0000001"), &mut buffer).unwrap_err();
        assert_eq!((error.kind(), replay.epoch()), (TransportErrorKind::CardReset, 4));
        assert_eq!(replay.reset().unwrap_err().kind(), TransportErrorKind::CardMute);
        assert_eq!(replay.exclusive(&mut |_| panic!("busy")).unwrap_err().kind(), TransportErrorKind::Busy);
        replay.finish().unwrap();
    }

    #[test]
    fn a_recording_of_faults_plays_them_again() {
        let faulty = Faulty::new(VirtualCard::uicc()).at(3, Fault::Reset).at(9, Fault::Removed);
        let mut card = Card::new(Recorder::new(faulty, String::new()).unwrap());
        let first = card.identity().unwrap_err();
        let (_, text) = card.into_transport().finish().unwrap();
        let mut card = Card::new(text.parse::<Replay>().unwrap());
        assert_eq!(card.identity().unwrap_err().is_card_gone(), first.is_card_gone());
        card.transport().finish().unwrap();
    }

    #[test]
    fn a_recording_needs_its_first_line() {
        assert_eq!("> 00\n< 9000".parse::<Replay>().unwrap_err().line, 1);
        assert!("".parse::<Replay>().is_err());
        assert!("simcard-session 1".parse::<Replay>().is_ok());
    }

    #[test]
    fn a_writer_that_fails_fails_the_recording_only() {
        struct Full(usize);

        impl Write for Full {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0 = self.0.checked_sub(text.len()).ok_or(fmt::Error)?;
                Ok(())
            }
        }

        assert!(Recorder::new(VirtualCard::uicc(), Full(0)).is_err());
        let (_, header) = Recorder::new(VirtualCard::uicc(), String::new()).unwrap().finish().unwrap();
        let room = Full(header.len() + 5);
        let mut card = Card::new(Recorder::new(VirtualCard::uicc(), room).unwrap());
        card.iccid().unwrap();
        assert!(card.into_transport().finish().is_err());
    }

    proptest! {
        #[test]
        fn every_conversation_comes_back(
            steps in prop::collection::vec(
                (prop::collection::vec(any::<u8>(), 4..20), prop::collection::vec(any::<u8>(), 2..20)),
                0..20,
            ),
        ) {
            let script = steps.iter().fold(ScriptedCard::new(), |card, (command, answer)| card.answer(command, answer));
            let mut recorder = Recorder::new(script, String::new()).unwrap();
            let mut redactor = Redactor::default();
            let mut expected = alloc::vec![];
            for (command, answer) in &steps {
                recorder.transmit(command, &mut [0; 20]).unwrap();
                redactor.command(command);
                let shown = redactor.response(answer).iter().map(|byte| byte.unwrap_or(0));
                expected.push(shown.collect::<alloc::vec::Vec<u8>>());
            }
            let mut replay: Replay = recorder.finish().unwrap().1.parse().unwrap();
            for ((command, _), answer) in steps.iter().zip(expected) {
                let mut buffer = [0xEE; 20];
                prop_assert_eq!(replay.transmit(command, &mut buffer).unwrap(), answer);
            }
            prop_assert!(replay.finish().is_ok());
        }
    }
}
