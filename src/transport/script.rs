mod error;

pub use error::{ScriptError, ScriptParseError, ScriptParseErrorKind};

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::str::FromStr;

use super::redact::Redactor;
use super::{ChannelOwner, Level, Limits, Transport, TransportErrorKind, TransportInfo};
use crate::apdu::Atr;

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
mod tests;
