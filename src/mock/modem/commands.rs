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
const NOT_ALLOWED: Failure = Failure::Cme(3, "Operation not allowed");

impl VirtualModem {
    pub(super) fn command_line(&mut self, line: &[u8], now: Duration) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim();
        let Some(at) = line.get(..2).filter(|start| start.eq_ignore_ascii_case("AT")) else { return };
        let command = line.get(at.len()..).unwrap_or_default();
        self.commands.push(command.into());
        let due = self.due(now);
        let reply = self.execute(command);
        match reply {
            Ok(_) if self.is_at_prompt() => self.send_prompt(due),
            reply => self.answer(reply, due),
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

    pub(super) fn answer(&mut self, reply: Reply, due: Duration) {
        let (lines, last) = match reply {
            Ok(lines) => (lines, String::from("OK")),
            Err(failure) => (Vec::new(), self.failure(failure)),
        };
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
            // what modems answer here says nothing about what they do
            return Ok(Vec::new());
        }
        match name.as_str() {
            "" | "Z" | "&F" | "V1" => Ok(Vec::new()),
            "E0" if self.dialect.echo_can_be_off => {
                self.echo = false;
                Ok(Vec::new())
            }
            "E1" => {
                self.echo = true;
                Ok(Vec::new())
            }
            "I" => Ok(Vec::from(["simcard".into(), "virtual modem".into()])),
            "+CGMI" => self.text("simcard"),
            "+CGMM" => self.text("virtual modem"),
            "+CGMR" => self.text(env!("CARGO_PKG_VERSION")),
            "+CGSN" => self.text("004999010640000"),
            "+CMEE" => self.setting_of_errors(read, &parameters),
            "+CSCS" => self.setting_of_charset(read, &parameters),
            "+CPIN" if read => match self.card {
                Some(_) => self.text("+CPIN: READY"),
                None => Err(NO_SIM),
            },
            "+CSQ" => self.text(if self.registered() { "+CSQ: 20,99" } else { "+CSQ: 99,99" }),
            "+CREG" | "+CGREG" if read => Ok(Vec::from([format!("{name}: 0,{}", self.registration)])),
            "+COPS" if read => Ok(Vec::from([self.operator()])),
            "+CSIM" if self.dialect.csim => self.csim(&parameters),
            "+CCHO" if self.dialect.channels => self.open_channel(&parameters),
            "+CGLA" if self.dialect.channels => self.channel_access(&parameters),
            "+CCHC" if self.dialect.channels => self.close_channel(&parameters),
            "+CRSM" if self.dialect.crsm => self.crsm(&parameters),
            "+CUSD" => self.ussd_command(read, &parameters),
            name => self.sms_command(name, read, &parameters),
        }
    }

    pub(super) fn text(&self, text: &str) -> Reply {
        Ok(Vec::from([text.into()]))
    }

    pub(super) fn registered(&self) -> bool {
        matches!(self.registration, 1 | 5)
    }

    fn operator(&self) -> String {
        if !self.registered() {
            return "+COPS: 0".into();
        }
        format!("+COPS: 0,0,\"{}\",7", self.in_charset("Test network"))
    }

    /// A string of the modem's own, in the character set that is set.
    pub(super) fn in_charset(&self, text: &str) -> String {
        match self.charset.as_str() {
            "UCS2" => hex::encode_upper(ucs2::encode(text).unwrap_or_default()),
            _ => text.into(),
        }
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
                let charset = charset.text();
                let known = ["IRA", "GSM", "UCS2", "HEX"].contains(&charset.as_ref());
                let refused = self.dialect.ussd == UssdStyle::Ucs2 && charset != "UCS2";
                if !known || refused {
                    return Err(NOT_ALLOWED);
                }
                self.charset = charset.into_owned();
                Ok(Vec::new())
            }
            _ => Err(WRONG),
        }
    }
}
