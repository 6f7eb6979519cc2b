use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::command::{Command, GetInkey, GetInput, ProactiveCommand};
use super::input::yes_or_no;
use super::object::{DataObject, ItemIdentifier, RawObject, TextString};
use super::response::TerminalResponse;
use super::result::{CommandResult, GeneralResult};
use crate::codec::{EncodeError, EncodeErrorKind};

/// How a host carried out a command; it becomes a [`TerminalResponse`].
///
/// ```
/// use simcard::toolkit::command::GetInput;
/// use simcard::toolkit::object::ResponseLength;
/// use simcard::toolkit::{GeneralResult, ProactiveCommand, Reply};
///
/// let command = ProactiveCommand::new(1, GetInput::new("Amount?", ResponseLength { min: 1, max: 4 })?);
/// let response = Reply::text("20").to_response(&command)?;
/// assert_eq!(response.text().as_deref(), Some("20"));
/// assert_eq!(Reply::back().general(), GeneralResult::BACKWARD_MOVE);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    result: CommandResult,
    /// A text whose coding the command decides.
    text: Option<String>,
    objects: Vec<RawObject>,
    /// The first object that could not be written.
    error: Option<EncodeError>,
}

impl<R: Into<CommandResult>> From<R> for Reply {
    fn from(result: R) -> Self {
        Self { result: result.into(), text: None, objects: Vec::new(), error: None }
    }
}

impl Reply {
    /// Done.
    pub fn ok() -> Self {
        GeneralResult::OK.into()
    }

    /// Done, and this is what the user entered: for GET INPUT and GET INKEY, in the coding that they ask for.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::ok() }
    }

    /// Done, and this is the item that the user chose: for SELECT ITEM.
    pub fn item(identifier: u8) -> Self {
        Self::ok().with(&ItemIdentifier(identifier))
    }

    /// The user wants to go back one step.
    pub fn back() -> Self {
        GeneralResult::BACKWARD_MOVE.into()
    }

    /// The user wants no more of it.
    pub fn terminated() -> Self {
        GeneralResult::SESSION_TERMINATED_BY_USER.into()
    }

    /// The user did not react in time.
    pub fn no_response() -> Self {
        GeneralResult::NO_RESPONSE.into()
    }

    /// The user wants help; for SELECT ITEM add the item that it is about.
    pub fn help() -> Self {
        GeneralResult::HELP_REQUESTED.into()
    }

    /// The user does not want that to be done.
    pub fn not_accepted() -> Self {
        GeneralResult::USER_DID_NOT_ACCEPT.into()
    }

    /// The terminal can't at the moment, for this cause (ETSI TS 102 223 8.12.2); 0 is none in particular.
    pub fn unable(cause: u8) -> Self {
        CommandResult::with_cause(GeneralResult::TERMINAL_UNABLE, cause).into()
    }

    /// The terminal never can.
    pub fn beyond_capabilities() -> Self {
        GeneralResult::BEYOND_CAPABILITIES.into()
    }

    /// The same reply, with another object.
    #[must_use]
    pub fn with<T: DataObject>(mut self, object: &T) -> Self {
        match RawObject::new(object, true) {
            Ok(object) => self.objects.push(object),
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// How it ended.
    pub const fn general(&self) -> GeneralResult {
        self.result.general
    }

    /// The result, with what it says besides.
    pub const fn result(&self) -> &CommandResult {
        &self.result
    }

    /// What the user entered.
    pub fn entered(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The item that the user chose, or wants help on.
    pub fn chosen(&self) -> Option<u8> {
        self.objects.iter().find_map(RawObject::as_object::<ItemIdentifier>)?.ok().map(|item| item.0)
    }

    /// The answer that the card gets.
    ///
    /// # Errors
    ///
    /// A text has characters that the coding asked for does not have, or an object can't be written.
    pub fn to_response(&self, command: &ProactiveCommand) -> Result<TerminalResponse, EncodeError> {
        self.response(command, self.result.clone(), self.text.as_deref())
    }

    fn response(
        &self,
        command: &ProactiveCommand,
        result: CommandResult,
        text: Option<&str>,
    ) -> Result<TerminalResponse, EncodeError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut response = TerminalResponse::new(command.details(), result);
        if let Some(text) = text {
            response.objects.push(RawObject::new(&coded(text, &command.command)?, true)?);
        }
        response.objects.extend_from_slice(&self.objects);
        Ok(response)
    }

    /// The bytes of the answer, which are no more than `max`. The answer of a network is cut if it has to be, and the card
    /// told that something is missing; nothing else is.
    pub(super) fn encode_within(
        &self,
        command: &ProactiveCommand,
        max: usize,
    ) -> Result<Vec<u8>, EncodeError> {
        let bytes = self.to_response(command)?.encode()?;
        let Some(excess) = bytes.len().checked_sub(max).filter(|excess| *excess > 0) else {
            return Ok(bytes);
        };
        let too_long = EncodeErrorKind::TooLong { len: bytes.len(), max };
        let too_long = EncodeError::new("TERMINAL RESPONSE", too_long);
        let asked = matches!(command.command, Command::GetInput(_) | Command::GetInkey(_));
        let Some(text) = self.text.as_deref().filter(|_| !asked) else { return Err(too_long) };
        let width = if TextString::new(text)?.coding() == TextString::UCS2 { 2 } else { 1 };
        let kept = text.chars().count().checked_sub(excess.div_ceil(width)).ok_or(too_long)?;
        let result: CommandResult = match self.general() {
            GeneralResult::OK => GeneralResult::MISSING_INFORMATION.into(),
            _ => self.result.clone(),
        };
        // a shorter text may have a shorter length, which leaves room for one more
        for kept in [kept.saturating_add(1), kept] {
            let text: String = text.chars().take(kept).collect();
            let bytes = self.response(command, result.clone(), Some(&text))?.encode()?;
            if bytes.len() <= max {
                return Ok(bytes);
            }
        }
        Err(too_long)
    }
}

/// A text in the coding that a command wants.
fn coded(text: &str, command: &Command) -> Result<TextString, EncodeError> {
    let coding = match command {
        // a byte of 01 or 00 (ETSI TS 102 223 6.8.14)
        Command::GetInkey(inkey) if inkey.qualifier.yes_no() => {
            let neither = EncodeError::new(TextString::NAME, EncodeErrorKind::Character { index: 0 });
            return yes_or_no(text).map(TextString::yes_or_no).ok_or(neither);
        }
        Command::GetInput(GetInput { qualifier, .. }) if qualifier.ucs2() => TextString::UCS2,
        Command::GetInput(GetInput { qualifier, .. }) if qualifier.packed() => TextString::PACKED,
        Command::GetInkey(GetInkey { qualifier, .. }) if qualifier.ucs2() => TextString::UCS2,
        Command::GetInput(_) | Command::GetInkey(_) => TextString::UNPACKED,
        // what a network answers has the coding that it needs
        _ => return TextString::new(text),
    };
    TextString::with_coding(text, coding)
}

/// Without what the user entered.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("result", &self.result)
            .field("characters", &self.text.as_ref().map(|text| text.chars().count()))
            .field("objects", &self.objects.len())
            .field("error", &self.error)
            .finish()
    }
}
