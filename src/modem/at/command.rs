use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use super::CommandKind;

/// Why a command line was not built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum AtCommandError {
    /// A name is `+` and letters, digits, or one of the basic commands of V.250.
    #[error("not the name of an AT command")]
    Name,
    /// A character that would end the string, the line or the message, or is no printable ASCII at all.
    ///
    /// Its place is told, not the character: that may be part of a secret.
    #[error("the character at index {index} of {command} can't stand in an AT command")]
    Character {
        /// The command.
        command: &'static str,
        /// Which character of the parameter, counted in characters from 0.
        index: usize,
    },
}

/// Which lines belong to the answer of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Answer {
    /// None. All lines before the final result are unsolicited.
    Nothing,
    /// At least one, beginning with the command's name and a colon.
    One,
    /// Any number of lines beginning with the command's name and a colon.
    Many,
    /// As [`Many`](Self::Many), and lines of nothing but hex digits, as `+CMGL` and `+CMGR` have them in PDU mode.
    ManyWithHex,
    /// Lines of plain text, as `+CGMI` gives them, or with the name before them.
    Text,
}

/// A command line for a modem (ITU-T V.250 5.2).
///
/// Only what can do no harm gets in: names are fixed, strings are checked for quotes, line ends, Ctrl-Z and
/// everything else that is no printable ASCII. A fault is kept, and comes out when the line is asked for.
///
/// ```
/// use simcard::modem::at::{AtCommand, AtCommandError};
///
/// let select = AtCommand::set("+CSIM").number(14).hex(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00]);
/// assert_eq!(select.line()?, b"AT+CSIM=14,\"00A40004023F00\"");
///
/// let injected = AtCommand::set("+CUSD").number(1).quoted("*100#\",15\rATD+447700900123;");
/// assert_eq!(injected.line(), Err(AtCommandError::Character { command: "+CUSD", index: 5 }));
/// # Ok::<(), AtCommandError>(())
/// ```
///
/// `Debug` shows the name only: parameters may be a PIN.
#[derive(Clone)]
pub struct AtCommand {
    name: &'static str,
    line: Zeroizing<Vec<u8>>,
    /// Whether a parameter stands in the line already.
    parameters: bool,
    payload: Option<Zeroizing<Vec<u8>>>,
    kind: CommandKind,
    answer: Answer,
    fault: Option<AtCommandError>,
}

impl AtCommand {
    /// `AT` alone: is anybody there?
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::attention().line()?, b"AT");
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    pub fn attention() -> Self {
        Self::new("", "", false).answer(Answer::Nothing)
    }

    /// `ATE0`, `AT+CSQ`: an action without parameters. Basic commands have their number in the name.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::execute("+CSQ").line()?, b"AT+CSQ");
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    pub fn execute(name: &'static str) -> Self {
        Self::new(name, "", false)
    }

    /// `AT+COPS?`: what is set, or the state.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::read("+COPS").line()?, b"AT+COPS?");
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    pub fn read(name: &'static str) -> Self {
        Self::new(name, "?", false).answer(Answer::One)
    }

    /// `AT+CSIM=`: parameters follow.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::set("+CMGF").number(0).line()?, b"AT+CMGF=0");
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    pub fn set(name: &'static str) -> Self {
        Self::new(name, "=", true)
    }

    fn new(name: &'static str, suffix: &str, set: bool) -> Self {
        let mut line = Zeroizing::new(Vec::with_capacity(64));
        line.extend_from_slice(b"AT");
        line.extend_from_slice(name.as_bytes());
        line.extend_from_slice(suffix.as_bytes());
        let proper = |byte: u8| byte.is_ascii_alphanumeric() || b"+*^%$#&_-".contains(&byte);
        let fault = (!name.bytes().all(proper)).then_some(AtCommandError::Name);
        let answer = match name {
            "+CSIM" | "+CRSM" | "+CGLA" | "+CSQ" | "+CESQ" | "+CMGS" | "+CMGW" => Answer::One,
            "+CCHO" | "+CGMI" | "+CGMM" | "+CGMR" | "+CGSN" | "+CIMI" | "I" | "+CCID" | "+ICCID" => {
                Answer::Text
            }
            "+CMGL" | "+CMGR" => Answer::ManyWithHex,
            "+CUSD" => Answer::Nothing,
            _ => Answer::Many,
        };
        let kind = CommandKind::of(name, set);
        Self { name, line, parameters: false, payload: None, kind, answer, fault }
    }

    /// The same with another kind, for its deadline.
    ///
    /// ```
    /// use simcard::modem::at::{AtCommand, CommandKind};
    ///
    /// let cancel = AtCommand::set("+CUSD").number(2).kind(CommandKind::Status);
    /// assert_eq!(cancel.command_kind(), CommandKind::Status);
    /// ```
    #[must_use]
    pub fn kind(mut self, kind: CommandKind) -> Self {
        self.kind = kind;
        self
    }

    /// The same with other lines as its answer.
    ///
    /// ```
    /// use simcard::modem::at::{Answer, AtCommand};
    ///
    /// let own = AtCommand::execute("^SYSINFO").answer(Answer::One);
    /// assert_eq!(own.expected(), Answer::One);
    /// ```
    #[must_use]
    pub fn answer(mut self, answer: Answer) -> Self {
        self.answer = answer;
        self
    }

    /// A number as the next parameter.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::set("+CMGD").number(3).number(0).line()?, b"AT+CMGD=3,0");
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    #[must_use]
    pub fn number(mut self, number: u32) -> Self {
        self.separate();
        let digits: String = alloc::format!("{number}");
        self.line.extend_from_slice(digits.as_bytes());
        self
    }

    /// A string in quotes as the next parameter. What is not printable ASCII, or is a quote, is a fault.
    ///
    /// ```
    /// use simcard::modem::at::{AtCommand, AtCommandError};
    ///
    /// assert_eq!(AtCommand::set("+CSCS").quoted("GSM").line()?, b"AT+CSCS=\"GSM\"");
    /// let refused = AtCommand::set("+CSCS").quoted("GSM\"\r");
    /// assert!(matches!(refused.line(), Err(AtCommandError::Character { index: 3, .. })));
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    #[must_use]
    pub fn quoted(mut self, text: &str) -> Self {
        self.separate();
        self.check(text, |character| (' '..='~').contains(&character) && character != '"');
        self.line.push(b'"');
        self.push_text(text);
        self.line.push(b'"');
        self
    }

    /// Bytes as hex digits in quotes.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::set("+CCHO").hex(&[0xA0, 0x0F]).line()?, b"AT+CCHO=\"A00F\"");
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    #[must_use]
    pub fn hex(mut self, bytes: &[u8]) -> Self {
        self.separate();
        self.line.push(b'"');
        push_hex(&mut self.line, bytes);
        self.line.push(b'"');
        self
    }

    /// Bytes as hex digits without quotes.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::set("+CCHO").bare_hex(&[0xA0, 0x0F]).line()?, b"AT+CCHO=A00F");
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    #[must_use]
    pub fn bare_hex(mut self, bytes: &[u8]) -> Self {
        self.separate();
        push_hex(&mut self.line, bytes);
        self
    }

    /// Something without quotes, as a modem gave it: a handle. Only letters, digits and `-` are allowed.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::set("+CCHC").bare("1a").line()?, b"AT+CCHC=1a");
    /// assert!(AtCommand::set("+CCHC").bare("1,2").line().is_err());
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    #[must_use]
    pub fn bare(mut self, text: &str) -> Self {
        self.separate();
        self.check(text, |character| character.is_ascii_alphanumeric() || character == '-');
        self.push_text(text);
        self
    }

    /// A parameter left out, so that the modem takes its default.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// let command = AtCommand::set("+CNMI").omitted().number(1);
    /// assert_eq!(command.line()?, b"AT+CNMI=,1");
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    #[must_use]
    pub fn omitted(mut self) -> Self {
        self.separate();
        self
    }

    /// What is sent, in hex, once the modem prompts for it: the TPDU of `+CMGS`. Ctrl-Z follows.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// let command = AtCommand::set("+CMGS").number(2).payload(&[0x00, 0x01, 0x02]);
    /// assert_eq!(command.line()?, b"AT+CMGS=2"); // the rest waits for the prompt
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    #[must_use]
    pub fn payload(mut self, bytes: &[u8]) -> Self {
        let mut payload = Zeroizing::new(Vec::with_capacity(bytes.len().saturating_mul(2)));
        push_hex(&mut payload, bytes);
        self.payload = Some(payload);
        self
    }

    /// Its name, `+CSIM`.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::read("+CREG").name(), "+CREG");
    /// ```
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// How it should be answered.
    ///
    /// ```
    /// use simcard::modem::at::{Answer, AtCommand};
    ///
    /// assert_eq!(AtCommand::set("+CSIM").expected(), Answer::One);
    /// assert_eq!(AtCommand::set("+CUSD").expected(), Answer::Nothing);
    /// ```
    pub const fn expected(&self) -> Answer {
        self.answer
    }

    /// How long it may take.
    ///
    /// ```
    /// use simcard::modem::at::{AtCommand, CommandKind};
    ///
    /// assert_eq!(AtCommand::set("+CUSD").command_kind(), CommandKind::Message);
    /// ```
    pub const fn command_kind(&self) -> CommandKind {
        self.kind
    }

    /// The command line, without the carriage return that ends it.
    ///
    /// ```
    /// use simcard::modem::at::AtCommand;
    ///
    /// assert_eq!(AtCommand::execute("E0").line()?, b"ATE0");
    /// assert!(AtCommand::execute("D123;H").line().is_err()); // no name
    /// # Ok::<(), simcard::modem::at::AtCommandError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A parameter held what would have been something else than a parameter.
    pub fn line(&self) -> Result<&[u8], AtCommandError> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(&self.line),
        }
    }

    pub(super) fn payload_digits(&self) -> Option<&[u8]> {
        self.payload.as_ref().map(|payload| payload.as_slice())
    }

    fn separate(&mut self) {
        if self.parameters {
            self.line.push(b',');
        }
        self.parameters = true;
    }

    fn check(&mut self, text: &str, allowed: impl Fn(char) -> bool) {
        if let Some(index) = text.chars().position(|character| !allowed(character)) {
            let command = self.name;
            self.fault.get_or_insert(AtCommandError::Character { command, index });
        }
    }

    fn push_text(&mut self, text: &str) {
        if self.fault.is_none() {
            self.line.extend_from_slice(text.as_bytes());
        }
    }
}

impl fmt::Debug for AtCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtCommand")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

fn push_hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
    out.reserve(bytes.len().saturating_mul(2));
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 0x0F));
    }
}
