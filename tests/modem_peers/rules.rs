//! A simulator made of rules: what it does not know is `ERROR`. Files by `+CRSM` in the way of a 2G card, the status word of a
//! T=0 card together with the data, paths not looked at; the answer of the network before the `OK`, if that comes at all.

use std::collections::BTreeMap;
use std::time::Duration;

use simcard::modem::at::AtCommand;
use simcard::modem::ussd::UssdForm;
use simcard::modem::{CrsmPath, Modem, ModemError, Port, SimRoute, Support};
use simcard::network::StoredStatus;
use simcard::sms::Composer;
use simcard::ussd::UssdState;
use simcard::{Card, Error};

use super::port::{Memory, Peer, over_tcp};
use super::{HELLO_LEN, hello};

/// How it writes.
#[derive(Clone, Copy)]
pub struct Style {
    pub name: &'static str,
    /// What stands before and behind each line.
    ends: (&'static str, &'static str),
    echo: bool,
    lower: bool,
    /// What stands behind the colon.
    colon: &'static str,
    /// Whether the status word stands behind the data, too.
    status_behind: bool,
    /// Whether `OK` follows the answer of the network.
    ok_after_ussd: bool,
    /// The form of requests that it knows.
    scheme: bool,
    /// The answer to `+CREG?`, if it knows that.
    registration: Option<&'static str>,
}

pub const PLAIN: Style = Style {
    name: "plain",
    ends: ("\r\n", "\r\n"),
    echo: false,
    lower: false,
    colon: ": ",
    status_behind: false,
    ok_after_ussd: true,
    scheme: true,
    registration: Some("1,0,1"),
};

pub const STYLES: [Style; 7] = [
    PLAIN,
    Style { name: "echo, line ends behind", echo: true, ends: ("", "\r\n"), ..PLAIN },
    Style { name: "LF alone, lower case", ends: ("", "\n"), lower: true, registration: None, ..PLAIN },
    Style { name: "CR alone, no blanks", ends: ("", "\r"), colon: ":", registration: None, ..PLAIN },
    Style { name: "status word behind the data", status_behind: true, registration: Some("0,1"), ..PLAIN },
    Style { name: "no OK after +CUSD", ok_after_ussd: false, echo: true, ..PLAIN },
    Style { name: "no coding scheme", scheme: false, colon: ":   ", ..PLAIN },
];

struct File {
    record_len: usize,
    contents: Vec<u8>,
}

pub struct Simulator {
    style: Style,
    files: BTreeMap<u16, File>,
    messages: BTreeMap<u32, (u8, String)>,
    at_prompt: bool,
    menu: bool,
    pub sent: Vec<String>,
    pub requests: Vec<String>,
}

impl Simulator {
    pub fn new(style: Style) -> Self {
        let transparent = |digits: &str| File { record_len: 0, contents: hex::decode(digits).unwrap() };
        let mut adn = [0xFF; 3 * 28];
        adn[..5].copy_from_slice(b"Alice");
        let files = [
            (0x2FE2, transparent("98440000000000214365")),
            // 001010123456789: 8 bytes, odd
            (0x6F07, transparent("080910101032547698")),
            (0x6FAD, transparent("00000002")),
            (0x6F05, transparent("6465FFFF")),
            (0x6F3A, File { record_len: 28, contents: adn.to_vec() }),
        ];
        Self {
            style,
            files: files.into(),
            messages: BTreeMap::from([(3, (0, hello()))]),
            at_prompt: false,
            menu: false,
            sent: Vec::new(),
            requests: Vec::new(),
        }
    }

    fn hex(&self, bytes: &[u8]) -> String {
        if self.style.lower { hex::encode(bytes) } else { hex::encode_upper(bytes) }
    }

    /// The lines of an answer, the last of which is the result.
    fn lines(&mut self, line: &str) -> Vec<String> {
        let colon = self.style.colon;
        if core::mem::take(&mut self.at_prompt) {
            self.sent.push(line.into());
            return vec![format!("+CMGS{colon}7"), "OK".into()];
        }
        let ok = |line: String| vec![line, "OK".into()];
        let Some(command) = line.strip_prefix("AT") else { return Vec::new() };
        match command {
            "" | "+CMGF=0" => vec!["OK".into()],
            "+CREG?" if self.style.registration.is_some() => {
                ok(format!("+CREG{colon}{}", self.style.registration.unwrap()))
            }
            // not registered with this one, which says nothing of the other
            "+CGREG?" => ok(format!("+CGREG{colon}0,0")),
            "+CSQ" => ok(format!("+CSQ{colon}15,99")),
            "+CMGL=4" => {
                let mut lines = Vec::new();
                for (index, (status, digits)) in &mut self.messages {
                    lines.push(format!("+CMGL{colon}{index},{status},,{HELLO_LEN}"));
                    lines.push(digits.clone());
                    *status = 1;
                }
                lines.push("OK".into());
                lines
            }
            _ => match command.split_once('=') {
                Some(("+CRSM", arguments)) => self.crsm(arguments),
                Some(("+CUSD", arguments)) => self.cusd(arguments),
                Some(("+CMGS", _)) => {
                    self.at_prompt = true;
                    Vec::new()
                }
                Some(("+CMGR", index)) => match self.messages.get(&index.parse().unwrap_or_default()) {
                    Some((status, digits)) => {
                        vec![format!("+CMGR{colon}{status},,{HELLO_LEN}"), digits.clone(), "OK".into()]
                    }
                    None => vec!["+CMS ERROR: 321".into()],
                },
                Some(("+CMGD", index)) => match self.messages.remove(&index.parse().unwrap_or_default()) {
                    Some(_) => vec!["OK".into()],
                    None => vec!["+CMS ERROR: 321".into()],
                },
                _ => vec!["ERROR".into()],
            },
        }
    }

    fn crsm(&mut self, arguments: &str) -> Vec<String> {
        let mut arguments = arguments.split(',');
        let mut number = || arguments.next().and_then(|number| number.parse::<usize>().ok()).unwrap_or(0);
        let (command, id, p1, p2, p3) = (number(), number(), number(), number(), number());
        // everything behind that is data
        let rest: String = arguments.collect::<String>().replace('"', "");
        let Ok(data) = hex::decode(rest) else { return vec!["ERROR".into()] };
        let id = u16::try_from(id).unwrap_or_default();
        let (status, data) = match self.files.get_mut(&id) {
            None => ([0x94, 0x04], Vec::new()),
            Some(file) => {
                let record = file.record_len * (p1.max(1) - 1);
                match (command, file.record_len) {
                    (176, 0) | (178, 1..) => {
                        let start = if command == 176 { p1 << 8 | p2 } else { record };
                        match file.contents.get(start..start + p3) {
                            Some(data) if p3 > 0 => ([0x9F, p3 as u8], data.to_vec()),
                            Some(_) => ([0x67, file.contents.len() as u8], Vec::new()),
                            None => ([0x94, 0x02], Vec::new()),
                        }
                    }
                    (214, 0) | (220, 1..) if data.len() == p3 => {
                        let start = if command == 214 { p1 << 8 | p2 } else { record };
                        match file.contents.get_mut(start..start + p3) {
                            Some(place) => {
                                place.copy_from_slice(&data);
                                ([0x90, 0x00], Vec::new())
                            }
                            None => ([0x94, 0x02], Vec::new()),
                        }
                    }
                    (192, len) => {
                        let [high, low] = (file.contents.len() as u16).to_be_bytes();
                        let [first, second] = id.to_be_bytes();
                        let (kind, len) = (u8::from(len > 0), len as u8);
                        let header = [0, 0, high, low, first, second, 4, 0, 0, 0, 0, 1, 2, kind, len];
                        ([0x90, 0x00], header.to_vec())
                    }
                    _ => ([0x94, 0x08], Vec::new()),
                }
            }
        };
        let mut line = format!("+CRSM{}{},{}", self.style.colon, status[0], status[1]);
        if !data.is_empty() {
            let behind = if self.style.status_behind { &status[..] } else { &[] };
            line += &format!(",{}", self.hex(&[&data, behind].concat()));
        }
        vec![line, "OK".into()]
    }

    fn cusd(&mut self, arguments: &str) -> Vec<String> {
        let colon = self.style.colon;
        let request = match arguments.strip_prefix("1,\"") {
            Some(text) if self.style.scheme => text.strip_suffix("\",15"),
            Some(text) => text.strip_suffix('"'),
            None => None,
        };
        let Some(request) = request else { return vec!["ERROR".into()] };
        self.requests.push(request.into());
        let digits = self.hex(&hex::decode("C2303BEC1E971B").unwrap());
        let wide = self.hex(&hex::decode("04110430043B0430043D0441").unwrap());
        let answer = match (request, core::mem::take(&mut self.menu)) {
            ("*100#", _) => "0,\"Balance 5.00 EUR\",15".to_string(),
            ("*101#", _) => {
                self.menu = true;
                "1,\"1. Balance\n2. More\",15".into()
            }
            // hex digits without quotes: packed, and UCS2
            ("1", true) => format!("0,{digits},15"),
            ("2", true) => format!("2,{wide},72"),
            _ => "4".into(),
        };
        let mut lines = vec![format!("+CUSD{colon}{answer}")];
        if self.style.ok_after_ussd {
            lines.push("OK".into());
        }
        lines
    }
}

impl Peer for Simulator {
    fn answer(&mut self, line: &str) -> Vec<u8> {
        let (before, behind) = self.style.ends;
        let lines = self.lines(line);
        if self.at_prompt {
            return format!("{before}> ").into();
        }
        lines.iter().map(|line| format!("{before}{line}{behind}")).collect::<String>().into()
    }

    fn echoes(&self) -> bool {
        self.style.echo
    }
}

/// Everything that there is, one after the other.
fn everything<P: Port>(modem: &mut Modem<P>, style: &Style) {
    let name = style.name;
    let mut card = Card::new(&mut *modem);
    assert_eq!(card.iccid().unwrap().as_str(), "8944000000000012345 6".replace(' ', ""), "{name}");
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789", "{name}");
    let identity = card.identity().unwrap();
    assert_eq!(identity.imsi.unwrap().as_str(), "001010123456789", "{name}");
    assert!(identity.msisdns.is_err(), "{name}");
    // files, read and written
    let language = simcard::fs::Path::mf(&[0x7F20, 0x6F05]);
    assert_eq!(card.read_binary(language, 0, 4).unwrap(), b"de\xFF\xFF", "{name}");
    card.update_binary(&language, 0, b"en").unwrap();
    assert_eq!(card.read_binary(language, 0, 4).unwrap(), b"en\xFF\xFF", "{name}");
    let numbers = simcard::fs::Path::mf(&[0x7F10, 0x6F3A]);
    let mut record = card.read_record(numbers, simcard::card::Record::Number(1)).unwrap();
    assert_eq!(&record[..6], b"Alice\xFF", "{name}");
    record[0] = b'a';
    card.update_record(&numbers, simcard::card::Record::Number(2), &record).unwrap();
    assert_eq!(card.read_record(numbers, simcard::card::Record::Number(2)).unwrap(), record, "{name}");
    let missing = card.read_binary(simcard::fs::Path::mf(&[0x7F20, 0x6F46]), 0, 17).unwrap_err();
    assert!(matches!(missing, Error::NotFound { .. }) || missing.is_not_found(), "{name}: {missing:?}");
    let found = *modem.capabilities();
    assert_eq!(
        (found.csim, found.logical_channels, found.crsm),
        (Support::Refused, Support::Refused, Support::Works)
    );
    assert_eq!((found.route, found.crsm_path), (Some(SimRoute::Crsm), Some(CrsmPath::None)), "{name}");

    let answer = modem.ussd("*100#").unwrap();
    assert_eq!((answer.text(), answer.state), ("Balance 5.00 EUR", UssdState::Done), "{name}");
    for (reply, text, state) in [("1", "Balance", UssdState::Done), ("2", "Баланс", UssdState::Released)]
    {
        let menu = modem.ussd("*101#").unwrap();
        assert_eq!((menu.text(), menu.wants_reply()), ("1. Balance\n2. More", true), "{name}");
        let answer = modem.ussd_reply(reply).unwrap();
        assert_eq!((answer.text(), answer.state), (text, state), "{name}");
    }
    assert!(matches!(modem.ussd("*999#"), Err(ModemError::Ussd(_))), "{name}");
    let form = if style.scheme { UssdForm::Plain } else { UssdForm::PlainWithoutScheme };
    assert_eq!(modem.capabilities().ussd, Some(form), "{name}");

    let sent = modem.send_text(&Composer::new("+447700900456".parse().unwrap()), "Hello").unwrap();
    assert_eq!(sent[0].reference, Some(7), "{name}");
    let listed = modem.messages().unwrap();
    assert_eq!((listed.len(), listed[0].index, listed[0].status), (1, 3, StoredStatus::Unread), "{name}");
    assert_eq!(listed[0].text().as_deref(), Some("Hello"), "{name}");
    let read = modem.message(3).unwrap().unwrap();
    assert_eq!((read.text().as_deref(), read.status), (Some("Hello"), StoredStatus::Read), "{name}");
    modem.delete_message(3).unwrap();
    assert!(modem.message(3).unwrap().is_none() && modem.messages().unwrap().is_empty(), "{name}");
    assert!(modem.receive(Duration::from_millis(300)).unwrap().is_none(), "{name}");
    assert_eq!(modem.signal().unwrap().rssi, Some(15), "{name}");
    assert!(modem.operator().is_err(), "{name}");
}

#[test]
fn in_every_style() {
    for style in STYLES {
        let mut modem = Modem::open(Memory::new(Simulator::new(style))).unwrap();
        let before = modem.port().now();
        everything(&mut modem, &style);
        let spent = modem.port().now() - before;
        // where no OK comes, waiting for it is all that takes time
        let most = if style.ok_after_ussd { 10 } else { 60 };
        assert!(spent < Duration::from_secs(most), "{}: {spent:?}", style.name);
        let peer = modem.port_mut().peer();
        assert_eq!(peer.requests, ["*100#", "*101#", "1", "*101#", "2", "*999#"], "{}", style.name);
        // SMS-SUBMIT without a service centre: to +44 7700 900456, "Hello" (3GPP TS 23.040 9.2.2.2)
        assert_eq!(peer.sent.len(), 1, "{}", style.name);
        assert!(
            peer.sent[0].ends_with("0C91447700094065000005C8329BFD06"),
            "{}: {:?}",
            style.name,
            peer.sent
        );
    }
}

#[test]
fn over_a_connection() {
    for style in [STYLES[0], STYLES[3]] {
        everything(&mut Modem::open(over_tcp(Simulator::new(style))).unwrap(), &style);
    }
}

#[test]
fn what_a_modem_has_no_form_for_is_told() {
    let mut modem = Modem::open(Memory::new(Simulator::new(PLAIN))).unwrap();
    // neither in its alphabet, nor does it take another one
    let error = modem.ussd("a€Ж").unwrap_err();
    assert!(error.to_string().ends_with("the character at index 2 has no coding"), "{error}");
    assert!(modem.port_mut().peer().requests.is_empty());
    assert_eq!(modem.ussd("*100#").unwrap().text(), "Balance 5.00 EUR");
}

#[test]
fn what_the_network_says_unasked() {
    for style in STYLES {
        let mut modem = Modem::open(Memory::new(Simulator::new(style))).unwrap();
        let (before, behind) = style.ends;
        modem
            .port_mut()
            .push(format!("{before}+CUSD{}0,\"You have won\",15{behind}", style.colon).as_bytes());
        // between two answers, and no answer to what is asked only then
        assert_eq!(modem.ussd("*100#").unwrap().text(), "Balance 5.00 EUR", "{}", style.name);
        let pushed = modem.ussd_listen(Duration::from_secs(1)).unwrap().unwrap();
        assert_eq!((pushed.text(), pushed.state), ("You have won", UssdState::Done), "{}", style.name);
        modem.port_mut().push(format!("{before}+CUSD{}1,486921,68{behind}", style.colon).as_bytes());
        let asked = modem.ussd_listen(Duration::from_secs(1)).unwrap().unwrap();
        assert_eq!((asked.text(), asked.wants_reply()), ("Hi!", true), "{}", style.name);
        assert_eq!(modem.run(AtCommand::execute("+CSQ")).unwrap().len(), 1, "{}", style.name);
    }
}
