use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::str::FromStr;

use thiserror::Error;

use super::redact::Redactor;
use super::{ChannelOwner, Level, Limits, Transport, TransportError, TransportErrorKind, TransportInfo};
use crate::apdu::Atr;
use crate::codec::DecodeError;

/// The first line of a recording, without its version.
pub(super) const MAGIC: &str = "simcard-session";
/// The version of the format that is written here, and the only one that is read.
pub(super) const VERSION: u32 = 1;
/// The longest command: header, extended Lc, 65,535 bytes, extended Le.
const MAX_COMMAND: usize = 65_544;
/// The longest response: 65,536 bytes and the status word.
const MAX_RESPONSE: usize = 65_538;

/// The names of the error kinds in a recording.
const KINDS: [(TransportErrorKind, &str); 13] = [
    (TransportErrorKind::NoService, "no-service"),
    (TransportErrorKind::NoReader, "no-reader"),
    (TransportErrorKind::NoCard, "no-card"),
    (TransportErrorKind::CardRemoved, "card-removed"),
    (TransportErrorKind::CardReset, "card-reset"),
    (TransportErrorKind::CardMute, "card-mute"),
    (TransportErrorKind::Busy, "busy"),
    (TransportErrorKind::Ambiguous, "ambiguous"),
    (TransportErrorKind::Timeout, "timeout"),
    (TransportErrorKind::ResponseTooLong, "response-too-long"),
    (TransportErrorKind::Rejected, "rejected"),
    (TransportErrorKind::Closed, "closed"),
    (TransportErrorKind::Other, "other"),
];

/// The name of an error kind in a recording.
pub(super) fn kind_name(kind: TransportErrorKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("other", |(_, name)| name)
}

/// Why a transport that plays a script did not do what it was asked to.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// Something else comes next in the script.
    #[error("line {line} of the script expects {expected}, and this came: {got}")]
    Unexpected {
        /// The line of the script, or the number of the step where it was not made from text.
        line: usize,
        /// What should have come.
        expected: String,
        /// What came. Secrets are shown as `..`.
        got: String,
    },
    /// The script is at its end.
    #[error("the script is at its end, and this came: {got}")]
    Ended {
        /// What came. Secrets are shown as `..`.
        got: String,
    },
    /// The script says that this fails.
    #[error("line {line} of the script: {kind}")]
    Scripted {
        /// The line of the script, or the number of the step.
        line: usize,
        /// How it fails.
        kind: TransportErrorKind,
    },
    /// The answer does not fit the buffer.
    #[error("line {line} of the script: the answer of {len} bytes does not fit the buffer")]
    ResponseTooLong {
        /// The line of the script, or the number of the step.
        line: usize,
        /// The length of the answer in bytes, with its status word.
        len: usize,
    },
    /// The script goes on, but nothing more came.
    #[error("{steps} steps of the script were not used, the first in line {line}")]
    Unused {
        /// The line of the script, or the number of the step.
        line: usize,
        /// How many are left.
        steps: usize,
    },
}

impl TransportError for ScriptError {
    fn kind(&self) -> TransportErrorKind {
        match self {
            Self::Unexpected { .. } => TransportErrorKind::Rejected,
            Self::Scripted { kind, .. } => *kind,
            Self::ResponseTooLong { .. } => TransportErrorKind::ResponseTooLong,
            Self::Ended { .. } | Self::Unused { .. } => TransportErrorKind::Closed,
        }
    }
}

/// Text that is no script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {kind}")]
pub struct ScriptParseError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub kind: ScriptParseErrorKind,
}

/// What is wrong with a line of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScriptParseErrorKind {
    /// A recording begins with the line `simcard-session 1`.
    #[error("a recording begins with the line \"{MAGIC} {VERSION}\"")]
    Magic,
    /// A version that is not known here.
    #[error("only version {VERSION} of the format is known")]
    Version,
    /// None of the lines there are.
    #[error("unknown line")]
    Unknown,
    /// A line about the transport stands after the first command.
    #[error("this must stand before the first command")]
    Late,
    /// Bytes are written as two hexadecimal digits each, or `..`.
    #[error("not a list of bytes in hexadecimal digits")]
    Hex,
    /// More bytes than a command or a response can have.
    #[error("longer than any command or response")]
    TooLong,
    /// An answer or an error that nothing asked for.
    #[error("an answer without a command before it")]
    NoCommand,
    /// A command without an answer, or `exclusive` without an error.
    #[error("no answer follows")]
    NoAnswer,
    /// Not the name of an error.
    #[error("unknown error name")]
    ErrorName,
    /// Not a number, or one that is too large.
    #[error("not a number, or too large")]
    Number,
    /// Bytes that are no ATR.
    #[error(transparent)]
    Atr(DecodeError),
}

/// Bytes, some of which may be anything.
type Pattern = Vec<Option<u8>>;

/// What happens next, and how it ends.
#[derive(Clone, Debug)]
enum Action {
    Transmit {
        command: Pattern,
        answer: Result<Pattern, TransportErrorKind>,
    },
    Reset(Result<(), TransportErrorKind>),
    /// Only written down if it fails.
    Exclusive(TransportErrorKind),
    Epoch(u32),
}

#[derive(Clone, Debug)]
struct Step {
    line: usize,
    action: Action,
}

/// A conversation to be repeated word by word.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) info: TransportInfo,
    steps: Vec<Step>,
    next: usize,
    epoch: u32,
}

impl Script {
    pub(crate) const fn new() -> Self {
        Self { info: TransportInfo::new(Level::Tpdu), steps: Vec::new(), next: 0, epoch: 0 }
    }

    /// Reads a recording, which tells in its first line that it is one.
    pub(super) fn parse_recording(text: &str) -> Result<Self, ScriptParseError> {
        let error = |kind| ScriptParseError { line: 1, kind };
        let mut first = text.lines().next().unwrap_or_default().split_whitespace();
        if first.next() != Some(MAGIC) {
            return Err(error(ScriptParseErrorKind::Magic));
        }
        if first.next().and_then(|version| version.parse().ok()) != Some(VERSION) {
            return Err(error(ScriptParseErrorKind::Version));
        }
        Self::parse_lines(text, 1)
    }

    /// Reads lines of which the first few are to be skipped.
    fn parse_lines(text: &str, skip: usize) -> Result<Self, ScriptParseError> {
        let mut script = Self::new();
        let mut waiting = Waiting::None;
        let mut last = 0;
        for (line, text) in text.lines().enumerate().skip(skip) {
            let line = line.saturating_add(1);
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            last = line;
            script.line(line, text, &mut waiting).map_err(|kind| ScriptParseError { line, kind })?;
        }
        match waiting {
            Waiting::None | Waiting::Reset => {
                script.skip_epochs();
                Ok(script)
            }
            _ => Err(ScriptParseError { line: last, kind: ScriptParseErrorKind::NoAnswer }),
        }
    }

    fn line(&mut self, line: usize, text: &str, waiting: &mut Waiting) -> Result<(), ScriptParseErrorKind> {
        use ScriptParseErrorKind as K;
        // a sign may stand right before what it is about
        let (word, rest) = match text.split_at_checked(1) {
            Some((sign @ (">" | "<" | "!"), rest)) => (sign, rest.trim_start()),
            _ => text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim())),
        };
        match (&*waiting, word) {
            (Waiting::Command(..), "<" | "!") | (Waiting::Exclusive(_), "!") => {}
            (Waiting::Command(..) | Waiting::Exclusive(_), _) => return Err(K::NoAnswer),
            _ => {}
        }
        let (line, action) = match (core::mem::replace(waiting, Waiting::None), word) {
            (_, ">") => {
                *waiting = Waiting::Command(line, pattern(rest, MAX_COMMAND)?);
                return Ok(());
            }
            (Waiting::Command(line, command), "<") => {
                (line, Action::Transmit { command, answer: Ok(pattern(rest, MAX_RESPONSE)?) })
            }
            (Waiting::Command(line, command), "!") => {
                (line, Action::Transmit { command, answer: Err(kind(rest)?) })
            }
            (Waiting::Exclusive(line), "!") => (line, Action::Exclusive(kind(rest)?)),
            (Waiting::Reset, "!") => {
                let kind = kind(rest)?;
                if let Some(Step { action: Action::Reset(result), .. }) = self.steps.last_mut() {
                    *result = Err(kind);
                }
                return Ok(());
            }
            (_, "<" | "!") => return Err(K::NoCommand),
            (_, "reset") if rest.is_empty() => {
                *waiting = Waiting::Reset;
                (line, Action::Reset(Ok(())))
            }
            (_, "exclusive") if rest.is_empty() => {
                *waiting = Waiting::Exclusive(line);
                return Ok(());
            }
            (_, "epoch") => (line, Action::Epoch(rest.parse().map_err(|_| K::Number)?)),
            (_, word) => return self.header(word, rest),
        };
        self.steps.push(Step { line, action });
        Ok(())
    }

    /// What is said of the transport before the first step.
    fn header(&mut self, word: &str, rest: &str) -> Result<(), ScriptParseErrorKind> {
        use ScriptParseErrorKind as K;
        let started = self.steps.iter().any(|step| !matches!(step.action, Action::Epoch(_)));
        let info = match (word, rest) {
            ("level", "tpdu") => TransportInfo { level: Level::Tpdu, ..self.info },
            ("level", "apdu") => TransportInfo { level: Level::Apdu, ..self.info },
            ("channels", "us") => self.info.with_channels(ChannelOwner::Us),
            ("channels", "backend") => self.info.with_channels(ChannelOwner::Backend),
            ("shared", "") => self.info.with_shared(true),
            ("limits", numbers) => {
                let (command, response) = numbers.split_once(' ').ok_or(K::Number)?;
                let number = |text: &str, max| text.trim().parse().ok().filter(|number| *number <= max);
                let max = Limits::EXTENDED;
                self.info.with_limits(Limits {
                    command_data: number(command, max.command_data).ok_or(K::Number)?,
                    response_data: number(response, max.response_data).ok_or(K::Number)?,
                })
            }
            ("atr", bytes) => {
                // no ATR has a secret, so none of its bytes may be missing
                let bytes: Option<Vec<u8>> = pattern(bytes, MAX_COMMAND)?.into_iter().collect();
                self.info.with_atr(Atr::parse(&bytes.ok_or(K::Hex)?).map_err(K::Atr)?)
            }
            _ => return Err(K::Unknown),
        };
        if started {
            return Err(K::Late);
        }
        self.info = info;
        Ok(())
    }

    pub(crate) fn push(&mut self, command: &[u8], answer: Result<&[u8], TransportErrorKind>) {
        let exact = |bytes: &[u8]| bytes.iter().copied().map(Some).collect();
        self.push_action(Action::Transmit { command: exact(command), answer: answer.map(exact) });
    }

    pub(crate) fn push_reset(&mut self, result: Result<(), TransportErrorKind>) {
        self.push_action(Action::Reset(result));
    }

    pub(crate) fn push_epoch(&mut self, epoch: u32) {
        self.push_action(Action::Epoch(epoch));
        self.skip_epochs();
    }

    fn push_action(&mut self, action: Action) {
        let line = self.steps.len().saturating_add(1);
        self.steps.push(Step { line, action });
    }

    pub(crate) fn finish(&self) -> Result<(), ScriptError> {
        let rest = self.steps.get(self.next..).unwrap_or_default();
        match rest.first() {
            None => Ok(()),
            Some(step) => Err(ScriptError::Unused { line: step.line, steps: rest.len() }),
        }
    }

    fn step(&self) -> Option<&Step> {
        self.steps.get(self.next)
    }

    fn advance(&mut self) {
        self.next = self.next.saturating_add(1);
        self.skip_epochs();
    }

    /// A new epoch belongs to what came before it.
    fn skip_epochs(&mut self) {
        while let Some(&Step { action: Action::Epoch(epoch), .. }) = self.step() {
            self.epoch = epoch;
            self.next = self.next.saturating_add(1);
        }
    }

    fn unexpected(&self, got: String) -> ScriptError {
        match self.step() {
            Some(step) => ScriptError::Unexpected { line: step.line, expected: step.action.to_string(), got },
            None => ScriptError::Ended { got },
        }
    }
}

impl FromStr for Script {
    type Err = ScriptParseError;

    /// Reads lines, with or without the first one of a recording.
    fn from_str(text: &str) -> Result<Self, ScriptParseError> {
        if text.starts_with(MAGIC) { Self::parse_recording(text) } else { Self::parse_lines(text, 0) }
    }
}

impl core::fmt::Display for Action {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Transmit { command, .. } => {
                let bytes: Vec<u8> = command.iter().map(|byte| byte.unwrap_or_default()).collect();
                write!(f, "> {}", Redactor::default().command(&bytes))
            }
            Self::Reset(_) => f.write_str("reset"),
            Self::Exclusive(_) => f.write_str("exclusive"),
            Self::Epoch(epoch) => write!(f, "epoch {epoch}"),
        }
    }
}

/// What the lines read so far want to be followed by.
enum Waiting {
    None,
    /// An answer or an error, to the command in this line.
    Command(usize, Pattern),
    /// An error, perhaps.
    Reset,
    /// An error, of this line.
    Exclusive(usize),
}

fn kind(name: &str) -> Result<TransportErrorKind, ScriptParseErrorKind> {
    let known = KINDS.iter().find(|(_, known)| *known == name);
    known.map(|(kind, _)| *kind).ok_or(ScriptParseErrorKind::ErrorName)
}

fn pattern(text: &str, max: usize) -> Result<Pattern, ScriptParseErrorKind> {
    let mut characters = text.chars().filter(|character| !character.is_whitespace());
    let mut bytes = Vec::new();
    while let Some(high) = characters.next() {
        let low = characters.next().ok_or(ScriptParseErrorKind::Hex)?;
        let digit = |digit: char| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(match (high, low) {
            ('.', '.') => None,
            (high, low) => match (digit(high), digit(low)) {
                (Some(high), Some(low)) => Some(high << 4 | low),
                _ => return Err(ScriptParseErrorKind::Hex),
            },
        });
        if bytes.len() > max {
            return Err(ScriptParseErrorKind::TooLong);
        }
    }
    Ok(bytes)
}

fn matches(pattern: &Pattern, bytes: &[u8]) -> bool {
    let equal = |(wanted, byte): (&Option<u8>, &u8)| wanted.is_none_or(|wanted| wanted == *byte);
    pattern.len() == bytes.len() && pattern.iter().zip(bytes).all(equal)
}

impl Transport for Script {
    type Error = ScriptError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], ScriptError> {
        let expected = match self.step() {
            Some(Step { line, action: Action::Transmit { command: wanted, answer } }) => {
                matches(wanted, command).then_some((*line, answer))
            }
            _ => None,
        };
        let Some((line, answer)) = expected else {
            let got = Redactor::default().command(command).to_string();
            return Err(self.unexpected(alloc::format!("> {got}")));
        };
        let result = match answer {
            Err(kind) => Err(ScriptError::Scripted { line, kind: *kind }),
            Ok(answer) => match response.get_mut(..answer.len()) {
                None => Err(ScriptError::ResponseTooLong { line, len: answer.len() }),
                Some(response) => {
                    // what was redacted is lost
                    let bytes = answer.iter().map(|byte| byte.unwrap_or_default());
                    response.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
                    Ok(&*response)
                }
            },
        };
        self.advance();
        result
    }

    fn info(&self) -> TransportInfo {
        self.info
    }

    fn reset(&mut self) -> Result<(), ScriptError> {
        let Some(&Step { line, action: Action::Reset(result) }) = self.step() else {
            return Err(self.unexpected("reset".into()));
        };
        self.advance();
        result.map_err(|kind| ScriptError::Scripted { line, kind })
    }

    fn epoch(&self) -> u32 {
        self.epoch
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = ScriptError>),
    ) -> Result<(), ScriptError> {
        if let Some(&Step { line, action: Action::Exclusive(kind) }) = self.step() {
            self.advance();
            return Err(ScriptError::Scripted { line, kind });
        }
        body(self);
        Ok(())
    }
}

/// Makes a transport of a struct whose only field is a [`Script`].
macro_rules! plays_script {
    ($type:ty) => {
        impl $crate::transport::Transport for $type {
            type Error = $crate::transport::ScriptError;

            fn transmit<'r>(
                &mut self,
                command: &[u8],
                response: &'r mut [u8],
            ) -> Result<&'r [u8], Self::Error> {
                self.0.transmit(command, response)
            }

            fn info(&self) -> $crate::transport::TransportInfo {
                self.0.info()
            }

            fn reset(&mut self) -> Result<(), Self::Error> {
                self.0.reset()
            }

            fn epoch(&self) -> u32 {
                self.0.epoch()
            }

            fn exclusive(
                &mut self,
                body: &mut dyn FnMut(&mut dyn $crate::transport::Transport<Error = Self::Error>),
            ) -> Result<(), Self::Error> {
                self.0.exclusive(body)
            }
        }
    };
}
pub(crate) use plays_script;

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    fn fails(text: &str) -> (usize, ScriptParseErrorKind) {
        let error = text.parse::<Script>().map(|_| ()).unwrap_err();
        (error.line, error.kind)
    }

    #[test]
    fn every_bad_line_is_named() {
        use ScriptParseErrorKind as K;
        assert_eq!(fails("> 00A\n< 9000"), (1, K::Hex));
        assert_eq!(fails("> 0.A4\n< 9000"), (1, K::Hex));
        assert_eq!(fails("> 00Ä4"), (1, K::Hex));
        assert_eq!(fails("# hello\n< 9000"), (2, K::NoCommand));
        assert_eq!(fails("! busy"), (1, K::NoCommand));
        assert_eq!(fails("reset\n\n> 00A4\n# where is it?"), (3, K::NoAnswer));
        assert_eq!(fails("> 00\n> 01\n< 9000"), (2, K::NoAnswer));
        assert_eq!(fails("exclusive\nreset"), (2, K::NoAnswer));
        assert_eq!(fails("> 00\n! tired"), (2, K::ErrorName));
        assert_eq!(fails("epoch x"), (1, K::Number));
        assert_eq!(fails("epoch 4294967296"), (1, K::Number));
        assert_eq!(fails("limits 255"), (1, K::Number));
        assert_eq!(fails("limits 255 99999999"), (1, K::Number));
        assert_eq!(fails("level t=0"), (1, K::Unknown));
        assert_eq!(fails("resets"), (1, K::Unknown));
        assert_eq!(fails("> 00\n< 9000\nlevel tpdu"), (3, K::Late));
        assert_eq!(fails("atr 3B.."), (1, K::Hex));
        assert!(matches!(fails("atr 00"), (1, K::Atr(_))));
        assert_eq!(fails("simcard-session 2"), (1, K::Version));
        assert_eq!(fails("simcard-sessions 1"), (1, K::Magic));
        let long = alloc::format!("> 00\n< {}", "00".repeat(MAX_RESPONSE + 1));
        assert_eq!(fails(&long), (2, K::TooLong));
    }

    #[test]
    fn names_of_errors_are_unique() {
        for (kind, name) in KINDS {
            assert_eq!(super::kind(name), Ok(kind));
            assert_eq!(kind_name(kind), name);
        }
    }

    #[test]
    fn a_mismatch_names_both_and_shows_no_secret() {
        let mut script: Script = "> 0020000108 3132333435363738\n< 9000".parse().unwrap();
        let error = script.transmit(&hex!("002000010839393939FFFFFFFF"), &mut [0; 2]).unwrap_err();
        let shown = "> 0020000108................";
        let unexpected = ScriptError::Unexpected { line: 1, expected: shown.into(), got: shown.to_string() };
        assert_eq!((error.kind(), &error), (TransportErrorKind::Rejected, &unexpected));
        assert_eq!(script.reset().map_err(|error| error.kind()), Err(TransportErrorKind::Rejected));
        // it stays where it is
        assert_eq!(script.finish(), Err(ScriptError::Unused { line: 1, steps: 1 }));
        script.transmit(&hex!("00200001083132333435363738"), &mut [0; 2]).unwrap();
        assert_eq!(script.finish(), Ok(()));
        let error = script.transmit(&hex!("00B00000"), &mut [0; 2]).unwrap_err();
        assert_eq!(error, ScriptError::Ended { got: "> 00B00000".into() });
    }

    #[test]
    fn an_answer_that_does_not_fit() {
        let mut script: Script = "> 00B0000002\n< 01029000".parse().unwrap();
        let error = script.transmit(&hex!("00B0000002"), &mut [0; 3]).unwrap_err();
        assert_eq!(error, ScriptError::ResponseTooLong { line: 1, len: 4 });
    }

    #[test]
    fn epochs_belong_to_what_came_before() {
        let mut script: Script = "epoch 7\n> 00\n! card-reset\nepoch 8\nreset\nepoch 9\n".parse().unwrap();
        assert_eq!(script.epoch(), 7);
        let error = script.transmit(&[0], &mut []).unwrap_err();
        assert_eq!((error.kind(), script.epoch()), (TransportErrorKind::CardReset, 8));
        script.reset().unwrap();
        assert_eq!((script.epoch(), script.finish()), (9, Ok(())));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([><!#] ?|reset|epoch |atr |limits |exclusive|[0-9A-F. ä]{0,9}|busy|\n){0,40}") {
            if let Ok(mut script) = text.parse::<Script>() {
                let _ = script.transmit(&[0], &mut [0; 4]);
                let _ = script.reset();
                let _ = script.exclusive(&mut |_| {});
                let _ = script.finish();
            }
        }
    }
}
