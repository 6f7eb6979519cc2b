//! USSD: what the network says, in the form that this modem gives.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use super::super::network::Verdict;
use super::commands::{Failure, Reply, WRONG};
use super::{UssdStyle, VirtualModem};
use crate::codec::gsm7::{self, Alphabet};
use crate::codec::ucs2;
use crate::modem::at::Parameter;

impl VirtualModem {
    pub(super) fn ussd_command(&mut self, read: bool, parameters: &[Parameter<'_>]) -> Reply {
        let mode = parameters.first().and_then(|mode| mode.number());
        let text = parameters.get(1).map(|text| text.bytes());
        match (mode, text) {
            _ if read => Ok(Vec::from(["+CUSD: 1".into()])),
            (Some(0 | 1), None) => Ok(Vec::new()),
            (Some(2), _) => {
                self.network.end_ussd();
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
        let Verdict::Answer(delay, answers) = self.network.ussd_answers(text) else { return };
        let mut after = delay;
        for (m, text) in answers {
            let line = self.cusd(m, &text);
            self.waiting.push((after, line));
            after = after.saturating_add(delay);
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
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.push_ussd(0, "You have won", Duration::ZERO);
    /// let output = modem.poll_output(Duration::from_secs(1)).unwrap();
    /// assert_eq!(output, b"\r\n+CUSD: 0,\"You have won\",15\r\n");
    /// ```
    pub fn push_ussd(&mut self, m: u8, text: &str, at: Duration) {
        let line = self.cusd(m, text);
        self.send_line(&line, at);
    }
}
