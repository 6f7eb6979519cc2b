//! A simulator with `+CSIM`, `+CCHO`, `+CGLA` and `+CRSM`: lines that end in a lone CR, numbers for errors, handles without a
//! name before them. Once it is honest, with a card behind all of it; once it serves nothing but a table, and says 9000 to
//! whatever it does not look at.

use std::collections::BTreeMap;
use std::time::Duration;

use simcard::Card;
use simcard::card::Record;
use simcard::fs::Path;
use simcard::mock::VirtualCard;
use simcard::modem::{CrsmPath, Modem, ModemOptions, SimRoute, Support};
use simcard::sms::Composer;
use simcard::toolkit::ScriptedHost;

use super::hello;
use super::port::{Memory, Peer, over_tcp};

const NOT_SUPPORTED: &str = "+CME ERROR: 4";
const NOT_FOUND: &str = "+CME ERROR: 22";
/// SET UP MENU with one item, "Hi" (ETSI TS 102 223 6.6.7), and DISPLAY TEXT "Hi" in 8 bit (6.6.1).
const MENU: &str = "D01481030125008202818285044D656E758F03014869";
const TEXT: &str = "D00E8103012180820281028D03044869";
const WRONG: &str = "+CME ERROR: 50";

pub struct Simulator {
    /// A card; without one only the table.
    card: Option<VirtualCard>,
    /// Whether names of applications and commands may stand in quotes.
    quotes: bool,
    channel: Option<u8>,
    waiting_for_text: bool,
    /// Directory, file, command with P1 to P3, response.
    table: BTreeMap<(&'static str, u16, [u32; 4]), &'static str>,
    pub sent: Vec<String>,
    pub responses: Vec<String>,
}

impl Simulator {
    pub fn new(card: Option<VirtualCard>, quotes: bool) -> Self {
        let table = [
            (("3F00", 0x2FE2, [192, 0, 0, 15]), "62178202412183022FE28A01058B032F06038002000A880110"),
            (("3F00", 0x2FE2, [176, 0, 0, 10]), "98440000000000214365"),
            (("3F007FFF", 0x6FAD, [192, 0, 0, 15]), "62178202412183026FAD8A01058B036F060180020004880118"),
            (("3F007FFF", 0x6FAD, [176, 0, 0, 4]), "00000002"),
            (("3F007FFF", 0x6F40, [192, 0, 0, 15]), "621982054221001C0183026F408A01058B036F06058002001C8800"),
            (
                ("3F007FFF", 0x6F40, [178, 1, 4, 28]),
                "4F776EFFFFFFFFFFFFFFFFFFFFFF0791447700091032FFFFFFFFFFFF",
            ),
        ];
        Self {
            card,
            quotes,
            channel: None,
            waiting_for_text: false,
            table: table.into(),
            sent: Vec::new(),
            responses: Vec::new(),
        }
    }

    fn lines(&mut self, line: &str) -> Vec<String> {
        if core::mem::take(&mut self.waiting_for_text) {
            self.sent.push(line.into());
            // the message comes back, its length not counted
            return vec!["+CMGS: 2".into(), "OK".into(), "+CMT: 0".into(), hello()];
        }
        let line = line.replace('\n', "");
        let Some(command) = line.strip_prefix("AT") else { return Vec::new() };
        let ok = |line: String| vec![line, "OK".into()];
        let (name, arguments) = command.split_once('=').unwrap_or((command, ""));
        match name {
            "" | "E0" | "+CMEE" | "+CNMA" | "+CUSD" => vec!["OK".into()],
            "+CREG?" => ok("+CREG: 2,1,\"2142\",\"00015f41\",7".into()),
            "+COPS?" => ok("+COPS: 0,2,\"00101\",7".into()),
            "+CSQ" => ok("+CSQ: 4,2,-1,-1".into()),
            "+CIMI" => ok("001010123456789".into()),
            "+CMGS" => {
                self.waiting_for_text = true;
                vec!["> ".into()]
            }
            "+CSIM" => self.csim(arguments).map_or_else(|error| vec![error.into()], ok),
            "+CCHO" => self.open(arguments).map_or_else(|error| vec![error.into()], ok),
            "+CCHC" => match self.channel.take() {
                Some(channel) => {
                    self.process(&[0x00, 0x70, 0x80, channel]);
                    ok("+CCHC".into())
                }
                None => vec![NOT_FOUND.into()],
            },
            "+CGLA" => self.cgla(arguments).map_or_else(|error| vec![error.into()], ok),
            "+CRSM" => ok(self.crsm(arguments)),
            // the toolkit, which this modem keeps for itself
            "+CUSATD?" if self.card.is_none() => {
                vec!["+CUSATD: 0,1".into(), "OK".into(), format!("+CUSATP:{MENU}")]
            }
            "+CUSATT" => {
                self.responses.push(arguments.trim_matches('"').into());
                vec!["+CUSATT: 0".into(), "OK".into(), "+CUSATEND".into()]
            }
            "+CUSATE" if arguments.contains("900101") => {
                vec!["+CUSATE: 0".into(), "OK".into(), format!("+CUSATP: \"{TEXT}\"")]
            }
            "+CUSATE" => vec!["+CUSATE: \"\",1".into(), "OK".into()],
            _ => vec![NOT_SUPPORTED.into()],
        }
    }

    fn process(&mut self, command: &[u8]) -> Vec<u8> {
        self.card.as_mut().map(|card| card.process(command)).unwrap_or_default()
    }

    fn csim(&mut self, arguments: &str) -> Result<String, &'static str> {
        let (length, digits) = arguments.split_once(',').ok_or(WRONG)?;
        let digits = digits.trim_matches('"');
        let command = hex::decode(digits).map_err(|_| WRONG)?;
        if length.parse() != Ok(digits.len()) {
            return Err(WRONG);
        }
        if self.card.is_none() {
            return if digits.len() > 10 { Ok("+CSIM: 4,9000".into()) } else { Err(NOT_FOUND) };
        }
        let response = hex::encode(self.process(&command));
        Ok(format!("+CSIM: {},{response}", response.len()))
    }

    fn open(&mut self, name: &str) -> Result<String, &'static str> {
        if name.contains('"') && !self.quotes || self.card.is_none() {
            return Err(NOT_FOUND);
        }
        let aid = hex::decode(name.trim_matches('"')).map_err(|_| WRONG)?;
        let [channel, 0x90, 0x00] = self.process(&[0x00, 0x70, 0x00, 0x00, 0x01])[..] else {
            return Err("+CME ERROR: 20");
        };
        let length = u8::try_from(aid.len()).unwrap();
        let select = [&[channel, 0xA4, 0x04, 0x0C, length], &aid[..]].concat();
        if self.process(&select) != [0x90, 0x00] {
            self.process(&[0x00, 0x70, 0x80, channel]);
            return Err(NOT_FOUND);
        }
        self.channel = Some(channel);
        Ok(channel.to_string())
    }

    fn cgla(&mut self, arguments: &str) -> Result<String, &'static str> {
        let [session, length, digits] = arguments.splitn(3, ',').collect::<Vec<_>>()[..] else {
            return Err(WRONG);
        };
        // the quotes count, where they are not known
        let digits = if self.quotes { digits.trim_matches('"') } else { digits };
        let channel =
            self.channel.filter(|channel| session == channel.to_string()).ok_or("+CME ERROR: 21")?;
        if length.parse() != Ok(digits.len()) {
            return Err(WRONG);
        }
        let mut command = hex::decode(digits).map_err(|_| WRONG)?;
        *command.first_mut().ok_or(WRONG)? |= channel;
        let response = hex::encode(self.process(&command));
        Ok(format!("+CGLA: {},{response}", response.len()))
    }

    fn crsm(&mut self, arguments: &str) -> String {
        let arguments: Vec<&str> = arguments.split(',').collect();
        let number = |at: usize| arguments.get(at).and_then(|number| number.parse().ok()).unwrap_or(0);
        let file = u16::try_from(number(1)).unwrap_or_default();
        let home = if file >> 8 == 0x2F { "3F00" } else { "3F007FFF" };
        let path = arguments.get(6).map_or(home, |path| path.trim_matches('"'));
        let wanted = [number(0), number(2), number(3), number(4)];
        let found = self
            .table
            .iter()
            .find(|((directory, id, command), _)| *directory == path && *id == file && *command == wanted);
        found.map_or("+CRSM: 106,130".into(), |(_, response)| format!("+CRSM: 144,0,{response}"))
    }
}

impl Peer for Simulator {
    fn answer(&mut self, line: &str) -> Vec<u8> {
        self.lines(line).iter().map(|line| format!("{line}\r")).collect::<String>().into()
    }

    fn echoes(&self) -> bool {
        false
    }
}

#[test]
fn a_card_over_every_way() {
    for quotes in [true, false] {
        for route in [SimRoute::Csim, SimRoute::LogicalChannel] {
            let peer = Simulator::new(Some(VirtualCard::uicc()), quotes);
            let options = ModemOptions { route: Some(route), ..ModemOptions::default() };
            let mut modem = Modem::open_with(Memory::new(peer), options).unwrap();
            let mut direct = Card::new(VirtualCard::uicc()).identity().unwrap();
            let mut over = Card::new(&mut modem).identity().unwrap();
            (direct.atr, over.atr) = (None, None);
            assert_eq!(format!("{over:?}"), format!("{direct:?}"), "{route:?}, quotes {quotes}");
            let mut card = Card::new(&mut modem);
            let language = Path::adf(simcard::fs::Aid::USIM, &[0x6F05]);
            card.update_binary(&language, 0, b"de").unwrap();
            assert_eq!(card.read_binary(language, 0, 2).unwrap(), b"de");
            modem.close().unwrap();
            assert_eq!(modem.port_mut().peer().channel, None);
        }
    }
}

#[test]
fn nothing_but_a_table() {
    let mut modem = Modem::open(Memory::new(Simulator::new(None, false))).unwrap();
    let mut card = Card::new(&mut modem);
    assert_eq!(card.iccid().unwrap().as_str(), "89440000000000123456");
    // it has no EF.IMSI, and tells it all the same
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789");
    let identity = card.identity().unwrap();
    assert_eq!(identity.msisdns.unwrap()[0].to_string(), "+447700900123");
    let numbers = Path::adf(simcard::fs::Aid::USIM, &[0x6F40]);
    assert_eq!(card.read_record(numbers, Record::Number(1)).unwrap()[..3], *b"Own");
    let found = modem.capabilities();
    // 9000 to everything is no card
    assert_eq!((found.csim, found.logical_channels), (Support::Refused, Support::Refused));
    assert_eq!((found.route, found.crsm_path), (Some(SimRoute::Crsm), Some(CrsmPath::FromMf)));
}

#[test]
fn network_and_messages() {
    let mut modem = Modem::open(Memory::new(Simulator::new(None, false))).unwrap();
    assert_eq!(modem.registration().unwrap().is_registered(), Some(true));
    assert_eq!(modem.operator().unwrap().unwrap().plmn, "00101".parse().ok());
    assert_eq!(modem.signal().unwrap().rssi, Some(4));
    // it takes the request, and the network says nothing: in time, and the next command works
    let before = simcard::modem::Port::now(modem.port());
    assert!(modem.ussd("*100#").is_err());
    assert!(simcard::modem::Port::now(modem.port()) - before < Duration::from_secs(130));
    let sent = modem.send_text(&Composer::new("+447700900456".parse().unwrap()), "Hello").unwrap();
    assert_eq!(sent[0].reference, Some(2));
    let came = modem.receive(Duration::from_secs(5)).unwrap().unwrap();
    assert_eq!((came.text().as_deref(), came.index), (Some("Hello"), None));
    assert_eq!(modem.port_mut().peer().sent.len(), 1);
}

#[test]
fn a_toolkit_that_the_modem_keeps() {
    let mut modem = Modem::open(Memory::new(Simulator::new(None, false))).unwrap();
    let mut host = ScriptedHost::new();
    let mut card = Card::new(&mut modem);
    let mut toolkit = card.toolkit(&mut host);
    toolkit.start().unwrap();
    let menu = toolkit.menu().unwrap();
    assert_eq!((menu.title.as_str(), menu.items.len()), ("Menu", 1));
    toolkit.select(1).unwrap();
    assert_eq!(host.texts(), ["Hi"]);
    // command details, device identities, command performed (ETSI TS 102 223 6.8): for the menu, and for the text
    let responses = &modem.port_mut().peer().responses;
    assert_eq!(responses[..], ["810301250082028281830100", "810301218082028281830100"]);
}

#[test]
fn over_a_connection() {
    let mut modem = Modem::open(over_tcp(Simulator::new(Some(VirtualCard::uicc()), true))).unwrap();
    assert_eq!(Card::new(&mut modem).imsi().unwrap().as_str(), "001010123456789");
    assert_eq!(modem.capabilities().route, Some(SimRoute::Csim));
    let sent = modem.send_text(&Composer::new("+447700900456".parse().unwrap()), "Hello").unwrap();
    assert_eq!(sent[0].reference, Some(2));
}
