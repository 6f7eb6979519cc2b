use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::{Zeroize, Zeroizing};

use super::command::{Command, GetInkey, GetInput, ProactiveCommand};
use super::input::yes_or_no;
use super::object::{DataObject, ItemIdentifier, RawObject, TextString};
use super::response::{self, TerminalResponse};
use super::result::{CommandResult, GeneralResult};
use crate::codec::ctlv::Form;
use crate::codec::{EncodeError, EncodeErrorKind};

/// How the text is written.
const TEXT: Form = Form::new(TextString::TAG, true);
/// What an object takes besides its value, and more.
const OBJECT_ROOM: usize = 8;
/// What details, device identities, a result and a text take besides the text, and more.
const HEAD_ROOM: usize = 64;

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
    /// A text whose coding the command decides. It may be a secret, as texts in `objects` may be, and is overwritten when the
    /// reply is dropped.
    text: Option<Zeroizing<String>>,
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
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, Reply};
    ///
    /// assert_eq!(Reply::ok().general(), GeneralResult::OK);
    /// ```
    pub fn ok() -> Self {
        GeneralResult::OK.into()
    }

    /// Done, and this is what the user entered: for GET INPUT and GET INKEY, in the coding that they ask for.
    ///
    /// ```
    /// use simcard::toolkit::Reply;
    ///
    /// let reply = Reply::text("1234");
    /// assert_eq!(reply.entered(), Some("1234"));
    /// assert!(!format!("{reply:?}").contains("1234")); // it may be a secret
    /// ```
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(Zeroizing::new(text.into())), ..Self::ok() }
    }

    /// Done, and this is the item that the user chose: for SELECT ITEM.
    ///
    /// ```
    /// use simcard::toolkit::Reply;
    ///
    /// assert_eq!(Reply::item(3).chosen(), Some(3));
    /// ```
    pub fn item(identifier: u8) -> Self {
        Self::ok().with(&ItemIdentifier(identifier))
    }

    /// The user wants to go back one step.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, Reply};
    ///
    /// assert_eq!(Reply::back().general(), GeneralResult::BACKWARD_MOVE);
    /// ```
    pub fn back() -> Self {
        GeneralResult::BACKWARD_MOVE.into()
    }

    /// The user wants no more of it.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, Reply};
    ///
    /// assert_eq!(Reply::terminated().general(), GeneralResult::SESSION_TERMINATED_BY_USER);
    /// ```
    pub fn terminated() -> Self {
        GeneralResult::SESSION_TERMINATED_BY_USER.into()
    }

    /// The user did not react in time.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, Reply};
    ///
    /// assert_eq!(Reply::no_response().general(), GeneralResult::NO_RESPONSE);
    /// ```
    pub fn no_response() -> Self {
        GeneralResult::NO_RESPONSE.into()
    }

    /// The user wants help; for SELECT ITEM add the item that it is about.
    ///
    /// ```
    /// use simcard::toolkit::object::ItemIdentifier;
    /// use simcard::toolkit::{GeneralResult, Reply};
    ///
    /// let help = Reply::help().with(&ItemIdentifier(2));
    /// assert_eq!((help.general(), help.chosen()), (GeneralResult::HELP_REQUESTED, Some(2)));
    /// ```
    pub fn help() -> Self {
        GeneralResult::HELP_REQUESTED.into()
    }

    /// The user does not want that to be done.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, Reply};
    ///
    /// assert_eq!(Reply::not_accepted().general(), GeneralResult::USER_DID_NOT_ACCEPT);
    /// ```
    pub fn not_accepted() -> Self {
        GeneralResult::USER_DID_NOT_ACCEPT.into()
    }

    /// The terminal can't at the moment, for this cause (ETSI TS 102 223 8.12.2); 0 is none in particular.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, Reply, TerminalProblem};
    ///
    /// let reply = Reply::unable(TerminalProblem::NO_SERVICE.0);
    /// assert_eq!(reply.general(), GeneralResult::TERMINAL_UNABLE);
    /// ```
    pub fn unable(cause: u8) -> Self {
        CommandResult::with_cause(GeneralResult::TERMINAL_UNABLE, cause).into()
    }

    /// The terminal never can.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, Reply};
    ///
    /// assert_eq!(Reply::beyond_capabilities().general(), GeneralResult::BEYOND_CAPABILITIES);
    /// ```
    pub fn beyond_capabilities() -> Self {
        GeneralResult::BEYOND_CAPABILITIES.into()
    }

    /// The same reply, with another object.
    ///
    /// ```
    /// use simcard::toolkit::Reply;
    /// use simcard::toolkit::command::{LocalInformation, ProvideLocalInformation};
    /// use simcard::toolkit::{ProactiveCommand, object::Language};
    ///
    /// let asked = ProactiveCommand::new(1, ProvideLocalInformation::new(LocalInformation::LANGUAGE));
    /// let response = Reply::ok().with(&Language(*b"en")).to_response(&asked)?;
    /// assert_eq!(response.object::<Language>(), Some(Language(*b"en")));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    #[must_use]
    pub fn with<T: DataObject>(mut self, object: &T) -> Self {
        match RawObject::new(object, true) {
            Ok(object) => self.objects.push(object),
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// How it ended.
    ///
    /// ```
    /// use simcard::toolkit::{GeneralResult, Reply, TerminalProblem};
    ///
    /// let reply = Reply::from(TerminalProblem::NO_SERVICE);
    /// assert_eq!(reply.general(), GeneralResult::TERMINAL_UNABLE);
    /// ```
    pub const fn general(&self) -> GeneralResult {
        self.result.general
    }

    /// The result, with what it says besides.
    ///
    /// ```
    /// use simcard::toolkit::{CommandResult, GeneralResult, Reply};
    ///
    /// assert_eq!(*Reply::ok().result(), CommandResult::new(GeneralResult::OK));
    /// ```
    pub const fn result(&self) -> &CommandResult {
        &self.result
    }

    /// What the user entered.
    ///
    /// ```
    /// use simcard::toolkit::Reply;
    ///
    /// assert_eq!((Reply::text("yes").entered(), Reply::ok().entered()), (Some("yes"), None));
    /// ```
    pub fn entered(&self) -> Option<&str> {
        self.text.as_deref().map(String::as_str)
    }

    /// The item that the user chose, or wants help on.
    ///
    /// ```
    /// use simcard::toolkit::Reply;
    ///
    /// assert_eq!((Reply::item(2).chosen(), Reply::back().chosen()), (Some(2), None));
    /// ```
    pub fn chosen(&self) -> Option<u8> {
        self.objects.iter().find_map(RawObject::as_object::<ItemIdentifier>)?.ok().map(|item| item.0)
    }

    /// The answer that the card gets.
    ///
    /// ```
    /// use simcard::toolkit::command::GetInkey;
    /// use simcard::toolkit::{ProactiveCommand, Reply};
    ///
    /// let question = ProactiveCommand::new(1, GetInkey::new("1 or 2?")?);
    /// let response = Reply::text("2").to_response(&question)?;
    /// assert_eq!(response.encode()?, b"\x81\x03\x01\x22\x00\x82\x02\x82\x81\x83\x01\x00\x8D\x02\x042");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A text has characters that the coding asked for does not have, or an object can't be written.
    pub fn to_response(&self, command: &ProactiveCommand) -> Result<TerminalResponse, EncodeError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut response = TerminalResponse::new(command.details(), self.result.clone());
        if let Some(text) = &self.text {
            let mut object = RawObject { form: TEXT, value: Vec::new() };
            append(text, &command.command, &mut object.value)?;
            response.objects.push(object);
        }
        response.objects.extend_from_slice(&self.objects);
        Ok(response)
    }

    /// Writes the answer into `out`, in no more than `max` bytes. The answer of a network is cut if it has to be, and the
    /// card told that something is missing; nothing else is.
    pub(super) fn encode_within(
        &self,
        command: &ProactiveCommand,
        max: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        self.encode(command, &self.result, self.entered(), out)?;
        let Some(excess) = out.len().checked_sub(max).filter(|excess| *excess > 0) else {
            return Ok(());
        };
        let too_long = EncodeErrorKind::TooLong { len: out.len(), max };
        let too_long = EncodeError::new("TERMINAL RESPONSE", too_long);
        let asked = matches!(command.command, Command::GetInput(_) | Command::GetInkey(_));
        let Some(text) = self.entered().filter(|_| !asked) else { return Err(too_long) };
        let width = if TextString::new(text)?.coding() == TextString::UCS2 { 2 } else { 1 };
        let kept = text.chars().count().checked_sub(excess.div_ceil(width)).ok_or(too_long)?;
        let result: CommandResult = match self.general() {
            GeneralResult::OK => GeneralResult::MISSING_INFORMATION.into(),
            _ => self.result.clone(),
        };
        // a shorter text may have a shorter length, which leaves room for one more
        for kept in [kept.saturating_add(1), kept] {
            let text: String = text.chars().take(kept).collect();
            self.encode(command, &result, Some(&text), out)?;
            if out.len() <= max {
                return Ok(());
            }
        }
        Err(too_long)
    }

    /// Writes what [`to_response`](Self::to_response) would have it be into `out`, without making it.
    fn encode(
        &self,
        command: &ProactiveCommand,
        result: &CommandResult,
        text: Option<&str>,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        // a buffer that grows leaves behind what is in it
        out.as_mut_slice().zeroize();
        out.clear();
        let texts = text.map_or(0, |text| text.len().saturating_mul(2));
        let objects = self
            .objects
            .iter()
            .fold(texts, |len, object| len.saturating_add(object.value.len()).saturating_add(OBJECT_ROOM));
        out.reserve(objects.saturating_add(HEAD_ROOM));
        response::encode_head(out, command.details(), result)?;
        if let Some(text) = text {
            let start = out.len();
            append(text, &command.command, out)?;
            TEXT.enclose(out, start)?;
        }
        self.objects.iter().try_for_each(|object| object.form.push(out, &object.value))
    }
}

/// Appends a text string with this text in the coding that a command wants.
fn append(text: &str, command: &Command, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let coding = match command {
        // a byte of 01 or 00 (ETSI TS 102 223 6.8.14)
        Command::GetInkey(inkey) if inkey.qualifier.yes_no() => {
            let neither = EncodeError::new(TextString::NAME, EncodeErrorKind::Character { index: 0 });
            return TextString::yes_or_no(yes_or_no(text).ok_or(neither)?).encode(out);
        }
        Command::GetInput(GetInput { qualifier, .. }) if qualifier.ucs2() => TextString::UCS2,
        Command::GetInput(GetInput { qualifier, .. }) if qualifier.packed() => TextString::PACKED,
        Command::GetInkey(GetInkey { qualifier, .. }) if qualifier.ucs2() => TextString::UCS2,
        Command::GetInput(_) | Command::GetInkey(_) => TextString::UNPACKED,
        // what a network answers has the coding that it needs
        _ => return TextString::new(text)?.encode(out),
    };
    TextString::append(text, coding, out)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::command::{DisplayText, GetInputQualifier, SendUssd};
    use crate::toolkit::object::{ResponseLength, UssdString};

    #[test]
    fn what_is_sent_is_the_response() {
        let mut input = GetInput::new("Code?", ResponseLength::new(1, 20)).unwrap();
        input.qualifier = GetInputQualifier::PACKED;
        let ussd = SendUssd::new(UssdString::new("*100#").unwrap());
        let commands = [
            ProactiveCommand::new(1, DisplayText::new("Hello").unwrap()),
            ProactiveCommand::new(2, input),
            ProactiveCommand::new(3, ussd),
        ];
        let replies = [
            Reply::ok(),
            Reply::text("12"),
            Reply::text("12").with(&ItemIdentifier(1)),
            Reply::help().with(&ItemIdentifier(3)),
            Reply::unable(4),
        ];
        // what was there before is overwritten
        let mut sent = Vec::from([0xAA; 40]);
        for (command, reply) in
            commands.iter().flat_map(|command| replies.iter().map(move |reply| (command, reply)))
        {
            reply.encode_within(command, 255, &mut sent).unwrap();
            assert_eq!(sent, reply.to_response(command).unwrap().encode().unwrap(), "{command:?} {reply:?}");
        }
    }

    #[test]
    fn the_answer_of_a_network_is_cut_to_what_fits() {
        let command = ProactiveCommand::new(1, SendUssd::new(UssdString::new("*100#").unwrap()));
        let mut sent = Vec::new();
        Reply::text("a".repeat(300)).encode_within(&command, 255, &mut sent).unwrap();
        // ETSI TS 102 223 6.8: 5 + 4 + 3 bytes of details, devices and result, then tag, length in two bytes, coding
        assert_eq!(sent.len(), 255);
        let response = TerminalResponse::decode(&sent).unwrap();
        assert_eq!(response.general(), GeneralResult::MISSING_INFORMATION);
        assert_eq!(response.text(), Some("a".repeat(255 - 12 - 4)));
        // what the user entered is not
        let input = GetInput::new("?", ResponseLength::at_least(1)).unwrap();
        let command = ProactiveCommand::new(1, input);
        let refused = Reply::text("a".repeat(300)).encode_within(&command, 255, &mut sent).unwrap_err();
        assert!(matches!(refused.kind, EncodeErrorKind::TooLong { max: 255, .. }));
    }
}
