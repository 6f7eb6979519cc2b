//! Command lines, and how they are answered.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use super::{LineEnd, UssdStyle, VirtualModem};
use crate::codec::ucs2;
use crate::modem::at::{Parameter, Parameters};

/// What a command gives: lines, and how it ends.
pub(super) type Reply = Result<Vec<String>, Failure>;

/// Why a command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// `ERROR`: there is no such command.
    Unknown,
    /// `+CME ERROR`.
    Cme(u16, &'static str),
    /// `+CMS ERROR`.
    Cms(u16, &'static str),
}

pub(super) const NO_SIM: Failure = Failure::Cme(10, "SIM not inserted");
pub(super) const WRONG: Failure = Failure::Cme(50, "Incorrect parameters");
/// What `+CSCS` takes.
pub(super) const CHARSETS: [&str; 4] = ["IRA", "GSM", "UCS2", "HEX"];
pub(super) const NOT_ALLOWED: Failure = Failure::Cme(3, "Operation not allowed");

impl VirtualModem {
    pub(super) fn command_line(&mut self, line: &[u8], now: Duration) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim();
        let Some(at) = line.get(..2).filter(|start| start.eq_ignore_ascii_case("AT")) else { return };
        let mut rest = line.get(at.len()..).unwrap_or_default();
        self.commands.push(rest.into());
        let due = self.due(now);
        let mut lines = Vec::new();
        // several in one line: those before the one that fails are done (ITU-T V.250 5.2.1)
        loop {
            let (command, more) = cut_command(rest);
            match self.execute(command) {
                Ok(own) => lines.extend(own),
                Err(failure) => return self.answer(lines, Some(failure), due),
            }
            if more.is_empty() || self.is_at_prompt() {
                break;
            }
            rest = more;
        }
        match self.is_at_prompt() {
            true => self.send_prompt(due),
            false => self.answer(lines, None, due),
        }
    }

    /// When the answer to what came now goes out.
    pub(super) fn due(&mut self, now: Duration) -> Duration {
        let mut due = now.saturating_add(self.dialect.delay);
        if let Some((count, delay)) = self.stall.take() {
            due = due.saturating_add(delay);
            self.stall = count.checked_sub(1).filter(|left| *left > 0).map(|left| (left, delay));
        }
        // no command overtakes the one before
        self.output.back().map_or(due, |(last, _)| due.max(*last))
    }

    pub(super) fn answer(&mut self, lines: Vec<String>, failure: Option<Failure>, due: Duration) {
        let last = failure.map_or_else(|| String::from("OK"), |failure| self.failure(failure));
        for line in lines {
            self.chat(due);
            self.send_line(&line, due);
        }
        self.chat(due);
        self.send_line(&last, due);
        // what the network says comes after the result, unless the modem is of the other kind
        for (after, line) in core::mem::take(&mut self.waiting) {
            let at = if self.dialect.ussd_before_ok { due } else { due.saturating_add(after) };
            self.send_line(&line, at);
        }
    }

    fn failure(&self, failure: Failure) -> String {
        match (failure, self.errors) {
            (Failure::Cme(code, _), 1) => format!("+CME ERROR: {code}"),
            (Failure::Cme(_, words), 2) => format!("+CME ERROR: {words}"),
            (Failure::Cms(_, words), 2) => format!("+CMS ERROR: {words}"),
            // these come with numbers whatever +CMEE says
            (Failure::Cms(code, _), _) => format!("+CMS ERROR: {code}"),
            _ => "ERROR".into(),
        }
    }

    fn chat(&mut self, at: Duration) {
        if self.dialect.chatty {
            self.send_line("^RSSI: 20", at);
            self.send_line("+CREG: 1", at);
        }
    }

    pub(super) fn send_line(&mut self, line: &str, at: Duration) {
        let bytes = match self.dialect.line_end {
            LineEnd::CrLf => format!("\r\n{line}\r\n"),
            LineEnd::Cr => format!("{line}\r"),
            LineEnd::Lf => format!("{line}\n"),
        };
        self.push(bytes.as_bytes(), at);
    }

    /// Runs a command.
    fn execute(&mut self, command: &str) -> Reply {
        let end = command.find(['=', '?']).unwrap_or(command.len());
        let (name, rest) = command.split_at_checked(end).unwrap_or((command, ""));
        let name = name.to_ascii_uppercase();
        let parameters: Vec<Parameter<'_>> =
            rest.strip_prefix('=').map(|rest| Parameters::new(rest.as_bytes()).collect()).unwrap_or_default();
        let read = rest == "?";
        let test = rest == "=?";
        if test {
            return self.probe(&name);
        }
        if let Some(reply) = self.general(&name, read, &parameters) {
            return reply;
        }
        match name.as_str() {
            "+CMEE" => self.setting_of_errors(read, &parameters),
            "+CSCS" => self.setting_of_charset(read, &parameters),
            "+CREG" | "+CGREG" | "+CEREG" => self.registration_command(&name, read, &parameters),
            "+COPS" => self.operator_command(read, &parameters),
            "+CSIM" if self.dialect.csim => self.csim(&parameters),
            "+CCHO" if self.dialect.channels => self.open_channel(&parameters),
            "+CGLA" if self.dialect.channels => self.channel_access(&parameters),
            "+CCHC" if self.dialect.channels => self.close_channel(&parameters),
            "+CRSM" if self.dialect.crsm => self.crsm(&parameters),
            "+CUSD" => self.ussd_command(read, &parameters),
            name => self.sms_command(name, read, &parameters),
        }
    }

    /// A string of the modem's own, in the character set that is set.
    pub(super) fn in_charset(&self, text: &str) -> String {
        match self.charset.as_str() {
            "UCS2" => hex::encode_upper(ucs2::encode(text).unwrap_or_default()),
            _ => text.into(),
        }
    }

    /// A string that came: in hex digits if the character set is UCS2, though many programs give names as they are.
    pub(super) fn text_of(&self, parameter: Parameter<'_>) -> String {
        let wide = parameter.hex().filter(|bytes| self.charset == "UCS2" && bytes.len() % 2 == 0);
        wide.map_or_else(|| parameter.text().into_owned(), |bytes| ucs2::decode(&bytes))
    }

    fn setting_of_errors(&mut self, read: bool, parameters: &[Parameter<'_>]) -> Reply {
        match parameters {
            _ if read => Ok(Vec::from([format!("+CMEE: {}", self.errors)])),
            [errors] => {
                self.errors = errors.number_as().filter(|errors| *errors <= 2).ok_or(WRONG)?;
                Ok(Vec::new())
            }
            _ => Err(WRONG),
        }
    }

    fn setting_of_charset(&mut self, read: bool, parameters: &[Parameter<'_>]) -> Reply {
        match parameters {
            _ if read => Ok(Vec::from([format!("+CSCS: \"{}\"", self.charset)])),
            [charset] => {
                // in the character set that is still set
                let charset = self.text_of(*charset);
                let known = CHARSETS.contains(&charset.as_str());
                let refused = self.dialect.ussd == UssdStyle::Ucs2 && charset != "UCS2";
                if !known || refused {
                    return Err(NOT_ALLOWED);
                }
                self.charset = charset;
                Ok(Vec::new())
            }
            _ => Err(WRONG),
        }
    }
}

/// Cuts off the first command of a line: basic ones follow each other without anything between, others end with a
/// semicolon (ITU-T V.250 5.2.1).
fn cut_command(line: &str) -> (&str, &str) {
    let line = line.trim_start_matches([';', ' ']);
    let mut quoted = false;
    let is_end = |(_, character): &(usize, char)| {
        quoted ^= *character == '"';
        !quoted && *character == ';'
    };
    let semicolon = line.char_indices().find(is_end).map_or(line.len(), |(at, _)| at);
    let digits_from = |start: usize| {
        let digits = line.get(start..).unwrap_or_default();
        let len = digits.bytes().take_while(u8::is_ascii_digit).count();
        start.saturating_add(len)
    };
    let end = match line.as_bytes() {
        [b'&', ..] => digits_from(2),
        // dialling takes the rest of the line, and S0=1 has a value
        [b'D' | b'd' | b'S' | b's', ..] => semicolon,
        [first, ..] if first.is_ascii_alphabetic() => digits_from(1),
        _ => semicolon,
    };
    let (command, rest) = line.split_at_checked(end).unwrap_or((line, ""));
    (command, rest.trim_start_matches([';', ' ']))
}
