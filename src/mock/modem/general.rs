//! Who the modem is, whose card is in it, and what it is asked by programs before they get to work.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::VirtualModem;
use super::commands::{Failure, NO_SIM, Reply, WRONG};
use crate::apdu::{Class, Command, Instruction};
use crate::codec::bcd;
use crate::modem::at::Parameter;

const PIN_REQUIRED: Failure = Failure::Cme(11, "SIM PIN required");
const WRONG_PIN: Failure = Failure::Cme(16, "Incorrect password");
const FAILED: Failure = Failure::Cme(13, "SIM failure");

impl VirtualModem {
    /// Answers a command of this kind; `None` if it is none.
    pub(super) fn general(&mut self, name: &str, read: bool, parameters: &[Parameter<'_>]) -> Option<Reply> {
        let first = parameters.first().copied();
        Some(match name {
            "E0" | "E" if self.dialect.echo_can_be_off => {
                self.echo = false;
                Ok(Vec::new())
            }
            "E1" => {
                self.echo = true;
                Ok(Vec::new())
            }
            name if is_harmless(name) => Ok(Vec::new()),
            "I" => Ok(Vec::from(["simcard".into(), "virtual modem".into()])),
            "+CGMI" | "+GMI" => self.text("simcard"),
            "+CGMM" | "+GMM" => self.text("virtual modem"),
            "+CGMR" | "+GMR" => self.text(env!("CARGO_PKG_VERSION")),
            "+CGSN" | "+GSN" => self.text("004999010640000"),
            "+GCAP" => self.text("+GCAP: +CGSM"),
            "+CPIN" if read => self.pin_state(),
            "+CPIN" => self.enter_pin(first?),
            "+CIMI" => self.imsi().map(|imsi| Vec::from([imsi])),
            "+CCID" => self.iccid().map(|iccid| Vec::from([format!("+CCID: {iccid}")])),
            "+CNUM" => {
                let number = self.in_charset(&self.network.number());
                self.text(&format!("+CNUM: \"{}\",\"{number}\",145", self.in_charset("Voice")))
            }
            "+CSQ" => self.text(if self.registered() { "+CSQ: 20,99" } else { "+CSQ: 99,99" }),
            // powered from outside; ready for commands; all of it on; attached
            "+CBC" => self.text("+CBC: 0,100"),
            "+CPAS" => self.text("+CPAS: 0"),
            "+CFUN" if read => self.text("+CFUN: 1"),
            "+CFUN" if first.and_then(Parameter::number) == Some(1) => Ok(Vec::new()),
            "+CGATT" if read => self.text(&format!("+CGATT: {}", u8::from(self.registered()))),
            _ => return None,
        })
    }

    pub(super) fn text(&self, text: &str) -> Reply {
        Ok(Vec::from([text.into()]))
    }

    fn pin_state(&mut self) -> Reply {
        match self.imsi() {
            Ok(_) => self.text("+CPIN: READY"),
            Err(PIN_REQUIRED) => self.text("+CPIN: SIM PIN"),
            Err(failure) => Err(failure),
        }
    }

    /// VERIFY for the PIN of the card.
    fn enter_pin(&mut self, pin: Parameter<'_>) -> Reply {
        let digits = self.text_of(pin);
        if !(4..=8).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(WRONG);
        }
        let mut data = [0xFF; 8];
        for (place, digit) in data.iter_mut().zip(digits.bytes()) {
            *place = digit;
        }
        let class = if self.is_gsm()? { Class::GSM } else { Class::INTERINDUSTRY };
        self.select(0x6F07, None)?;
        let (status, _) = self.run(Command::new(class, Instruction::VERIFY, 0, 0x01).data(&data))?;
        if status.is_error() || status.sw1() == 0x63 {
            return Err(WRONG_PIN);
        }
        Ok(Vec::new())
    }

    /// EF.IMSI (3GPP TS 31.102 4.2.2): a length, then digits, the first of which says whether they are odd.
    fn imsi(&mut self) -> Result<String, Failure> {
        let bytes = self.file(0x6F07, 9)?;
        let digits: String = bcd::halves(bytes.get(1..).unwrap_or_default())
            .skip(1)
            .map_while(|half| bcd::Alphabet::Decimal.digit(half))
            .collect();
        Some(digits).filter(|imsi| !imsi.is_empty()).ok_or(FAILED)
    }

    /// EF.ICCID (3GPP TS 102 221 13.2).
    fn iccid(&mut self) -> Result<String, Failure> {
        bcd::decode("ICCID", &self.file(0x2FE2, 10)?, bcd::Alphabet::Decimal).map_err(|_| FAILED)
    }

    fn file(&mut self, id: u16, len: u32) -> Result<Vec<u8>, Failure> {
        if self.card().is_none() {
            return Err(NO_SIM);
        }
        let class = if self.is_gsm()? { Class::GSM } else { Class::INTERINDUSTRY };
        self.select(id, None)?;
        let (status, data) = self.run(Command::new(class, Instruction::READ_BINARY, 0, 0).expect(len))?;
        match status.value() {
            0x6982 | 0x9804 => Err(PIN_REQUIRED),
            _ if status.is_error() => Err(FAILED),
            _ => Ok(data),
        }
    }
}

/// Basic commands of V.250 and settings that change nothing here.
fn is_harmless(name: &str) -> bool {
    const NAMES: &[&str] = &["", "V1", "V", "Q0", "Q", "H", "H0", "L", "M", "P", "T"];
    const BEGINNINGS: &[&str] = &["Z", "X", "S0", "S7", "&F", "&C", "&D", "&K", "&S", "&W", "L", "M"];
    let then_digits = |start: &&str| {
        name.strip_prefix(*start).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    NAMES.contains(&name) || BEGINNINGS.iter().any(then_digits)
}
