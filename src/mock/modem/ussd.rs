//! The network's side of USSD.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::commands::{Failure, Reply, WRONG};
use super::{UssdStyle, VirtualModem};
use crate::codec::gsm7::{self, Alphabet};
use crate::codec::ucs2;
use crate::modem::at::Parameter;

/// How long the network takes.
const NETWORK: Duration = Duration::from_millis(500);

/// What the network answers, and where a dialogue stands.
#[derive(Debug)]
pub(super) struct Ussd {
    /// Requests, as the way to them, and the `+CUSD` that follow.
    answers: Vec<(String, Vec<(u8, String)>)>,
    /// The way so far, while the network waits for a reply.
    dialogue: Option<String>,
    /// What goes out after the result of the command: how much later, and the line.
    pub waiting: Vec<(Duration, String)>,
}

impl Default for Ussd {
    fn default() -> Self {
        let mut ussd = Self { answers: Vec::new(), dialogue: None, waiting: Vec::new() };
        ussd.set("*100#", &[(0, "Your balance is 12.34 EUR")]);
        ussd.set("*101#", &[(1, "1. Balance\n2. Own number\n0. End")]);
        ussd.set("*101#/1", &[(0, "Your balance is 12.34 EUR")]);
        ussd.set("*101#/2", &[(0, "+447700900123")]);
        ussd.set("*101#/0", &[(2, "")]);
        // the end of the dialogue first, then the text
        ussd.set("*102#", &[(2, ""), (0, "Your balance is 12.34 EUR")]);
        ussd.set("*103#", &[]);
        ussd.set("*104#", &[(2, "Balance 5.00 EUR, \"until\" 31 Dec")]);
        ussd
    }
}

impl Ussd {
    pub(super) fn set(&mut self, request: &str, answers: &[(u8, &str)]) {
        self.answers.retain(|(known, _)| known != request);
        let answers = answers.iter().map(|(m, text)| (*m, text.to_string())).collect();
        self.answers.push((request.into(), answers));
    }
}

impl VirtualModem {
    pub(super) fn ussd_command(&mut self, read: bool, parameters: &[Parameter<'_>], _due: Duration) -> Reply {
        let mode = parameters.first().and_then(|mode| mode.number());
        let text = parameters.get(1).map(|text| text.bytes());
        match (mode, text) {
            _ if read => Ok(Vec::from(["+CUSD: 1".into()])),
            (Some(0 | 1), None) => Ok(Vec::new()),
            (Some(2), _) => {
                self.ussd.dialogue = None;
                Ok(Vec::new())
            }
            (Some(1), Some(text)) => {
                let text = self.ussd_text(text)?;
                if !self.registered() {
                    return Err(Failure::Cme(30, "No network service"));
                }
                self.ussd_request(&text);
                Ok(Vec::new())
            }
            _ => Err(WRONG),
        }
    }

    /// The text of a request, in the form that this modem takes.
    fn ussd_text(&self, text: &[u8]) -> Result<String, Failure> {
        let bytes = hex::decode(text);
        match (self.dialect.ussd, self.charset.as_str()) {
            (UssdStyle::PackedHex, _) => {
                let septets = gsm7::unpack_ussd(&bytes.map_err(|_| WRONG)?);
                Ok(Alphabet::DEFAULT.decode(&septets))
            }
            (_, "UCS2") => {
                let bytes = bytes.ok().filter(|bytes| bytes.len() % 2 == 0).ok_or(WRONG)?;
                Ok(ucs2::decode(&bytes))
            }
            (UssdStyle::Ucs2, _) => Err(WRONG),
            _ => Ok(String::from_utf8_lossy(text).into_owned()),
        }
    }

    fn ussd_request(&mut self, text: &str) {
        let way = match self.ussd.dialogue.take() {
            Some(way) => format!("{way}/{text}"),
            None => text.into(),
        };
        let answers = self.ussd.answers.iter().find(|(known, _)| *known == way).map(|(_, answers)| answers);
        let unknown = Vec::from([(4, String::new())]);
        let mut after = NETWORK;
        for (m, text) in answers.cloned().unwrap_or(unknown) {
            if m == 1 {
                self.ussd.dialogue = Some(way.clone());
            }
            let line = self.cusd(m, &text);
            self.ussd.waiting.push((after, line));
            after = after.saturating_add(NETWORK);
        }
    }

    /// `+CUSD: <m>[,<text>,<scheme>]`, in the form that this modem gives.
    fn cusd(&self, m: u8, text: &str) -> String {
        if text.is_empty() {
            return format!("+CUSD: {m}");
        }
        let septets = Alphabet::DEFAULT.encode(text).ok();
        let scheme = if septets.is_some() { 15 } else { 72 };
        let text = match (self.dialect.ussd, septets) {
            (UssdStyle::PackedHex, Some(septets)) => hex::encode_upper(gsm7::pack_ussd(&septets)),
            (UssdStyle::PackedHex, None) => hex::encode_upper(ucs2::encode(text).unwrap_or_default()),
            _ => self.in_charset(text),
        };
        format!("+CUSD: {m},\"{text}\",{scheme}")
    }

    /// Sends a USSD text that nobody asked for.
    pub fn push_ussd(&mut self, m: u8, text: &str, at: Duration) {
        let line = self.cusd(m, text);
        self.send_line(&line, at);
    }
}
