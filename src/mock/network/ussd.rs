use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Verdict, VirtualNetwork};

/// Where a code stands in the way to an answer.
const CODE: &str = "{code}";

/// What the network answers, and where a dialogue stands.
pub(super) struct Menu {
    /// The way to an answer, and what is said there.
    answers: Vec<(String, Vec<(u8, String)>)>,
    /// The way so far, while the network waits for a reply.
    dialogue: Option<String>,
}

impl Default for Menu {
    fn default() -> Self {
        let mut menu = Self { answers: Vec::new(), dialogue: None };
        let balance = "Your balance is {balance}";
        menu.set("*100#", &[(0, balance)]);
        menu.set("*101#", &[(1, "1. Balance\n2. Own number\n3. Top up\n0. End")]);
        menu.set("*101#/1", &[(0, balance)]);
        menu.set("*101#/2", &[(0, "{number}")]);
        menu.set("*101#/3", &[(1, "Voucher code?")]);
        menu.set("*101#/3/{code}", &[(0, "{topup}")]);
        menu.set("*101#/0", &[(2, "")]);
        // the end of the dialogue first, then the text
        menu.set("*102#", &[(2, ""), (0, balance)]);
        menu.set("*103*{code}#", &[(0, "{topup}")]);
        menu.set("*103#", &[]);
        menu.set("*104#", &[(2, "Balance 5.00 EUR, \"until\" 31 Dec")]);
        menu.set("*105*{code}#", &[(0, "{topup}")]);
        menu.set("*106#", &[(0, "{number}")]);
        menu.set("*110#", &[(0, "{number}")]);
        menu
    }
}

impl Menu {
    pub fn set(&mut self, way: &str, answers: &[(u8, &str)]) {
        self.answers.retain(|(known, _)| known != way);
        let answers = answers.iter().map(|(m, text)| (*m, text.to_string())).collect();
        self.answers.push((way.into(), answers));
    }

    pub fn clear(&mut self) {
        self.answers.clear();
    }

    /// What is said at the end of this way, and the code in it.
    fn find(&self, way: &str) -> Option<(Vec<(u8, String)>, String)> {
        let exact = self.answers.iter().find(|(known, _)| known == way);
        if let Some((_, answers)) = exact {
            return Some((answers.clone(), String::new()));
        }
        self.answers.iter().find_map(|(known, answers)| {
            let (before, behind) = known.split_once(CODE)?;
            let code = way.strip_prefix(before)?.strip_suffix(behind)?;
            Some((answers.clone(), code.to_string()))
        })
    }
}

impl VirtualNetwork {
    /// What is said to a request, or to a reply in the dialogue that goes on.
    pub(in crate::mock) fn ussd_answers(&mut self, text: &str) -> Verdict<Vec<(u8, String)>> {
        let way = match self.ussd.dialogue.take() {
            Some(way) => format!("{way}/{text}"),
            None => text.into(),
        };
        let verdict = self.verdict(|network| {
            network.requests.push(way.clone());
            let Some((answers, code)) = network.ussd.find(&way) else {
                return Vec::from([(4, String::new())]);
            };
            let mut said = Vec::new();
            for (m, text) in answers {
                if m == 1 {
                    network.ussd.dialogue = Some(way.clone());
                }
                let text = match text.as_str() {
                    "{topup}" => network.account.top_up(&code),
                    text => network.account.fill(text),
                };
                said.push((m, text));
            }
            said
        });
        match verdict {
            Verdict::Refused => Verdict::Answer(self.delay, Vec::from([(4, String::new())])),
            verdict => verdict,
        }
    }

    /// Ends the dialogue.
    pub(in crate::mock) fn end_ussd(&mut self) {
        self.ussd.dialogue = None;
    }
}
