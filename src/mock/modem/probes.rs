//! What test commands (`=?`) answer.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::commands::{CHARSETS, Failure, Reply};
use super::{UssdStyle, VirtualModem};

/// What is the same in all dialects: commands and what stands behind their names, if anything.
const ANSWERS: &[(&str, &str)] = &[
    ("+CBC", "(0),(0-100)"),
    ("+CCID", ""),
    ("+CEREG", "(0-2)"),
    ("+CFUN", "(1)"),
    ("+CGATT", "(0,1)"),
    ("+CGMI", ""),
    ("+CGMM", ""),
    ("+CGMR", ""),
    ("+CGREG", "(0-2)"),
    ("+CGSN", ""),
    ("+CIMI", ""),
    ("+CMEE", "(0-2)"),
    ("+CMGD", "(1-10),(0)"),
    ("+CMGF", "(0)"),
    ("+CMGL", "(0-4)"),
    ("+CMGR", ""),
    ("+CMGS", ""),
    ("+CMGW", ""),
    ("+CMMS", "(0-2)"),
    ("+CMSS", ""),
    ("+CNMA", "(0)"),
    ("+CNMI", "(0-2),(0-2),(0),(0-2),(0)"),
    ("+CNUM", ""),
    ("+CPAS", "(0)"),
    ("+CPIN", ""),
    ("+CPMS", "(\"SM\",\"ME\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")"),
    ("+CREG", "(0-2)"),
    ("+CSCA", ""),
    ("+CSMS", "(0,1)"),
    ("+CSQ", "(0-31,99),(99)"),
    ("+CUSD", "(0-2)"),
    ("+GCAP", ""),
    ("+GMI", ""),
    ("+GMM", ""),
    ("+GMR", ""),
    ("+GSN", ""),
];

impl VirtualModem {
    /// Answers a test command.
    pub(super) fn probe(&self, name: &str) -> Reply {
        if name == "+COPS" {
            return Ok(Vec::from([self.operators()]));
        }
        if name == "+CSCS" {
            let wide = self.dialect.ussd == UssdStyle::Ucs2;
            let names = CHARSETS.iter().filter(|charset| !wide || **charset == "UCS2");
            let names: Vec<String> = names.map(|charset| format!("\"{charset}\"")).collect();
            return Ok(Vec::from([format!("+CSCS: ({})", names.join(","))]));
        }
        let of_card = match name {
            "+CSIM" => self.dialect.csim,
            "+CCHO" | "+CGLA" | "+CCHC" => self.dialect.channels,
            "+CRSM" => self.dialect.crsm,
            _ => false,
        };
        let known = ANSWERS.iter().find(|(known, _)| *known == name).map(|(_, answer)| *answer);
        match known.or(of_card.then_some("")) {
            Some("") => Ok(Vec::new()),
            Some(answer) => Ok(Vec::from([format!("{name}: {answer}")])),
            None => Err(Failure::Unknown),
        }
    }
}
