use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::at::{AtCommand, FinalResult};
use super::*;
use crate::card::{Card, LastTry, PinId, Record};
use crate::error::Error;
use crate::fs::{Aid, Path};
use crate::mock::{
    Dialect, Direction, Handles, LineEnd, LineFault, LineFaultKind, VirtualCard, VirtualModem, VirtualPort,
};
use crate::transport::{Level, Transport, TransportError, TransportErrorKind};

fn open(card: VirtualCard, dialect: Dialect) -> Modem<VirtualPort> {
    Modem::open(VirtualModem::with_dialect(card, dialect).into_port()).unwrap()
}

fn cards() -> [(&'static str, VirtualCard); 3] {
    [
        ("UICC, T=0", VirtualCard::uicc()),
        ("UICC, T=1", VirtualCard::builder().level(Level::Apdu).build()),
        ("SIM", VirtualCard::gsm()),
    ]
}

fn dialects() -> Vec<(&'static str, Dialect)> {
    let standard = Dialect::STANDARD;
    let channels = Dialect::CHANNELS_ONLY;
    let crsm = Dialect::CRSM_ONLY;
    Vec::from([
        ("standard", standard),
        ("without +CSIM", Dialect::WITHOUT_CSIM),
        ("channels only", channels),
        ("+CRSM only", crsm),
        ("chatty", Dialect::CHATTY),
        ("slow", Dialect::SLOW),
        ("with a lock", Dialect { lock: true, ..standard }),
        ("lone CR", Dialect { line_end: LineEnd::Cr, ..standard }),
        ("lone CR, channels", Dialect { line_end: LineEnd::Cr, echo: false, ..channels }),
        ("lone LF, +CRSM", Dialect { line_end: LineEnd::Lf, ..crsm }),
        ("no quotes", Dialect { quoted: false, ..standard }),
        ("no quotes, channels", Dialect { quoted: false, handles: Handles::Bare, ..channels }),
        ("no quotes, +CRSM", Dialect { quoted: false, ..crsm }),
        ("data at once", Dialect { data_at_once: true, ..standard }),
        ("data at once, channels", Dialect { data_at_once: true, handles: Handles::Quoted, ..channels }),
        ("numbers for handles", Dialect { handles: Handles::Number, ..channels }),
        ("+CRSM with whole paths", Dialect { crsm_path: Some(true), ..crsm }),
        ("+CRSM without paths", Dialect { crsm_path: None, ..crsm }),
        ("+CRSM without GET RESPONSE", Dialect { crsm_describes: false, ..crsm }),
        ("+CRSM, chatty", Dialect { chatty: true, echo_can_be_off: false, ..crsm }),
    ])
}

/// The identity without the answer to reset, which no modem tells.
fn identity<T: Transport>(transport: T) -> Result<String, Error> {
    let mut identity = Card::new(transport).identity()?;
    identity.atr = None;
    Ok(std::format!("{identity:?} {:?}", identity.imsi.map(|imsi| imsi.as_str().to_string())))
}

#[test]
fn identity_is_the_same_over_every_way_to_the_card() {
    for (card_name, card) in cards() {
        let direct = identity(card.clone()).unwrap();
        for (name, dialect) in dialects() {
            let mut modem = open(card.clone(), dialect);
            let result = identity(&mut modem);
            let gsm_over_channels = card_name == "SIM" && !dialect.csim && !dialect.crsm;
            if gsm_over_channels {
                // a 2G card has no applications
                let Err(Error::Transport { kind, .. }) = result else { panic!("{name}: {result:?}") };
                assert_eq!(kind, TransportErrorKind::Rejected);
                continue;
            }
            let describes = dialect.crsm_describes || card_name != "SIM";
            if describes {
                assert_eq!(result.unwrap(), direct, "{card_name}, {name}");
            }
        }
    }
}

#[test]
fn what_works_is_found_and_told() {
    let mut modem = open(VirtualCard::uicc(), Dialect::STANDARD);
    assert_eq!(modem.capabilities(), &ModemCapabilities::default());
    assert_eq!(modem.connect_sim().unwrap(), SimRoute::Csim);
    assert_eq!(modem.info().level, Level::Tpdu);
    assert_eq!(modem.capabilities().csim, Support::Works);

    let mut modem = open(VirtualCard::uicc(), Dialect { data_at_once: true, ..Dialect::CHANNELS_ONLY });
    assert_eq!(modem.connect_sim().unwrap(), SimRoute::LogicalChannel);
    assert_eq!(modem.capabilities().csim, Support::Refused);
    assert_eq!(modem.capabilities().logical_channels, Support::Works);

    for (dialect, path) in [
        (Some(false), Some(CrsmPath::BelowMf)),
        (Some(true), Some(CrsmPath::FromMf)),
        (None, Some(CrsmPath::None)),
    ] {
        let mut modem = open(VirtualCard::uicc(), Dialect { crsm_path: dialect, ..Dialect::CRSM_ONLY });
        assert_eq!(modem.connect_sim().unwrap(), SimRoute::Crsm);
        assert_eq!(modem.capabilities().crsm_path, path);
    }

    let nothing = Dialect { crsm: false, ..Dialect::CRSM_ONLY };
    let mut modem = open(VirtualCard::uicc(), nothing);
    assert!(matches!(modem.connect_sim(), Err(ModemError::NoSimAccess { .. })));
    // no test command was sent
    assert!(modem.port().modem().commands().iter().all(|command| !command.ends_with("=?")));
}

#[test]
fn pins_and_writes_go_through() {
    for dialect in
        [Dialect::STANDARD, Dialect::CHANNELS_ONLY, Dialect { data_at_once: true, ..Dialect::STANDARD }]
    {
        let pin = crate::mock::Pin::digits("1234").unwrap();
        let card = VirtualCard::builder().pin(crate::mock::KeyReference::PIN1, pin).build();
        let mut card = Card::new(open(card, dialect));
        let wrong = card.verify_pin(PinId::Pin1, &"9999".parse().unwrap(), LastTry::Refuse).unwrap_err();
        assert_eq!(wrong.to_string(), "wrong PIN, 2 tries left");
        card.verify_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse).unwrap();
        writes(&mut card);
    }
    let mut card = Card::new(open(VirtualCard::uicc(), Dialect::CRSM_ONLY));
    writes(&mut card);
    // PINs are not for +CRSM
    let error = card.verify_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Allow).unwrap_err();
    assert!(matches!(error, Error::Transport { kind: TransportErrorKind::Rejected, .. }), "{error:?}");
}

/// Writes a transparent file and a record, and reads them back.
fn writes(card: &mut Card<Modem<VirtualPort>>) {
    let language = Path::adf(Aid::USIM, &[0x6F05]);
    card.update_binary(&language, 0, b"de").unwrap();
    assert_eq!(card.read_binary(language, 0, 2).unwrap(), b"de");
    let numbers = Path::mf(&[0x7F10, 0x6F3A]);
    let mut record = card.read_record(numbers, Record::Number(3)).unwrap();
    record[0] = b'Q';
    card.update_record(&numbers, Record::Number(3), &record).unwrap();
    assert_eq!(card.read_record(numbers, Record::Number(3)).unwrap(), record);
}

#[test]
fn applications_have_channels_of_their_own() {
    let mut card = Card::new(open(VirtualCard::uicc(), Dialect::CHANNELS_ONLY));
    card.iccid().unwrap();
    card.select_application(&Aid::ISIM).unwrap();
    assert_eq!(card.transport().port().modem().open_channels(), 2);
    card.imsi().unwrap();
    let unknown = Aid::new(&[0xA0, 1, 2, 3, 4, 5]).unwrap();
    assert!(card.select_application(&unknown).unwrap_err().is_not_found());
    card.imsi().unwrap();
    assert!(matches!(card.open_channel(), Err(Error::Misuse(crate::error::Misuse::Channels))));
    let mut modem = card.into_transport();
    modem.close().unwrap();
    assert_eq!(modem.port().modem().open_channels(), 0);
}

#[test]
fn what_was_changed_is_put_back() {
    let mut modem = open(VirtualCard::uicc(), Dialect { lock: true, ..Dialect::STANDARD });
    identity(&mut modem).unwrap();
    assert_eq!(modem.capabilities().lock, Support::Works);
    modem.close().unwrap();
    let commands = modem.port().modem().commands();
    let locks = commands.iter().filter(|command| *command == "+CSIM=1").count();
    assert_eq!(locks, commands.iter().filter(|command| *command == "+CSIM=0").count());
    assert!(locks > 0);
    assert_eq!(commands.last().unwrap(), "+CMEE=0");
    // without a lock it is tried once
    let mut modem = open(VirtualCard::uicc(), Dialect::STANDARD);
    let mut card = Card::new(&mut modem);
    card.iccid().unwrap();
    card.imsi().unwrap();
    let commands = modem.port().modem().commands();
    assert_eq!(commands.iter().filter(|command| *command == "+CSIM=1").count(), 1);
}

#[test]
fn a_modem_without_a_card_says_so() {
    for dialect in [Dialect::STANDARD, Dialect::CHANNELS_ONLY, Dialect::CRSM_ONLY] {
        let mut modem = open(VirtualCard::uicc(), dialect);
        modem.port_mut().modem_mut().remove_card();
        let error = Card::new(&mut modem).iccid().unwrap_err();
        assert!(matches!(error, Error::Transport { kind: TransportErrorKind::NoCard, .. }), "{error:?}");
        assert!(error.is_card_gone());
        // the modem works all the same
        assert_eq!(modem.signal().unwrap().dbm(), Some(-73));
    }
}

#[test]
fn refusals_have_kinds() {
    let kind = |result: FinalResult| ModemError::Refused { command: "+CSIM", result }.kind();
    let cme = |code| FinalResult::Cme(super::at::CmeError::Code(code));
    let cases = [
        (10, TransportErrorKind::NoCard),
        (11, TransportErrorKind::Rejected),
        (13, TransportErrorKind::CardMute),
        (14, TransportErrorKind::Busy),
        (4, TransportErrorKind::Rejected),
    ];
    for (code, expected) in cases {
        assert_eq!(kind(cme(code)), expected, "{code}");
    }
    assert_eq!(kind(FinalResult::Error), TransportErrorKind::Rejected);
    let timed_out = ModemError::TimedOut { command: "+CSIM" };
    assert_eq!(timed_out.kind(), TransportErrorKind::Timeout);
    assert_eq!(timed_out.to_string(), "the modem did not finish AT+CSIM in time");
}

#[test]
fn a_silent_modem_is_given_up_in_time() {
    struct Silent(Duration);
    impl Port for Silent {
        fn read(&mut self, _: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
            self.0 += timeout;
            Ok(0)
        }
        fn write(&mut self, _: &[u8]) -> Result<(), PortError> {
            Ok(())
        }
        fn now(&self) -> Duration {
            self.0
        }
    }
    let mut port = Silent(Duration::ZERO);
    assert!(matches!(Modem::open(&mut port), Err(ModemError::Unresponsive { command: "E0" })));
    assert!(port.0 < Duration::from_secs(12), "{:?}", port.0);
}

#[test]
fn after_a_time_out_the_next_command_gets_its_own_answer() {
    for delay in [6, 7, 8, 20, 60] {
        let mut modem = open(VirtualCard::uicc(), Dialect::STANDARD);
        modem.port_mut().modem_mut().stall(1, Duration::from_secs(delay));
        let error = modem.signal().unwrap_err();
        assert!(matches!(error, ModemError::TimedOut { command: "+CSQ" }), "{error:?}");
        // while it is still busy it may be unresponsive, but it never gives the wrong answer
        for _ in 0..12 {
            match modem.run(AtCommand::read("+CSCS")) {
                Ok(lines) => assert_eq!(lines[0].as_bytes(), b"+CSCS: \"IRA\""),
                Err(error) => assert!(matches!(error, ModemError::Unresponsive { .. }), "{error:?}"),
            }
        }
        assert_eq!(modem.signal().unwrap().dbm(), Some(-73));
        assert_eq!(modem.registration().unwrap().circuit, Some(RegistrationState::Home));
    }
}

#[test]
fn small_reads_change_nothing() {
    let direct = identity(VirtualCard::uicc()).unwrap();
    for chunk in [1, 2, 7] {
        let port =
            VirtualModem::with_dialect(VirtualCard::uicc(), Dialect::CHATTY).into_port().with_chunks(chunk);
        assert_eq!(identity(&mut Modem::open(port).unwrap()).unwrap(), direct);
    }
}

#[test]
fn unsolicited_results_are_kept_up_to_a_bound() {
    let mut modem = open(VirtualCard::uicc(), Dialect::STANDARD);
    let now = modem.port().now();
    for number in 0..300 {
        modem.port_mut().modem_mut().push(std::format!("\r\n^RSSI: {number}\r\n").as_bytes(), now);
    }
    modem.signal().unwrap();
    assert_eq!(modem.urcs_dropped(), 44);
    assert_eq!(modem.next_urc(Duration::ZERO).unwrap().unwrap().as_bytes(), b"^RSSI: 44");
}

#[test]
fn a_new_card_begins_a_new_epoch() {
    let mut modem = open(VirtualCard::uicc(), Dialect::STANDARD);
    identity(&mut modem).unwrap();
    let epoch = modem.epoch();
    let now = modem.port().now();
    modem.port_mut().modem_mut().push(b"\r\n+CPIN: READY\r\n", now);
    modem.signal().unwrap();
    assert_eq!(modem.epoch(), epoch + 1);
    identity(&mut modem).unwrap();
}

/// A modem that knows just these commands: what it gets, and what it says. `ERROR` to all others.
struct Table {
    answers: &'static [(&'static str, &'static str)],
    line: Vec<u8>,
    output: Vec<u8>,
    now: Duration,
}

impl Table {
    fn new(answers: &'static [(&'static str, &'static str)]) -> Self {
        Self { answers, line: Vec::new(), output: Vec::new(), now: Duration::ZERO }
    }
}

impl Port for Table {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
        if self.output.is_empty() {
            self.now += timeout;
        }
        let len = self.output.len().min(buffer.len());
        buffer[..len].copy_from_slice(&self.output[..len]);
        self.output.drain(..len);
        Ok(len)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        for byte in bytes {
            if *byte != b'\r' {
                self.line.push(*byte);
                continue;
            }
            let line = String::from_utf8(core::mem::take(&mut self.line)).unwrap();
            let known = self.answers.iter().find(|(command, _)| line.strip_prefix("AT") == Some(command));
            self.output.extend(known.map_or("\r\nERROR\r\n", |(_, answer)| answer).as_bytes());
        }
        Ok(())
    }

    fn now(&self) -> Duration {
        self.now
    }
}

#[test]
fn a_modem_that_can_do_next_to_nothing() {
    // reads by +CRSM without paths and descriptions, hex without quotes, the status word behind the data as well, and
    // the answer of the network before the OK
    let mut modem = Modem::open(Table::new(&[
        ("", "\r\nOK\r\n"),
        ("+CRSM=176,12258,0,0,10", "\r\n+CRSM: 144,0,984400000000214365F79000\r\n\r\nOK\r\n"),
        ("+CRSM=176,28423,0,0,9", "\r\n+CRSM: 144,0,080910101032547698\r\n\r\nOK\r\n"),
        ("+CUSD=1,\"*100#\",15", "\r\n+CUSD: 0,C2303BEC1E971B,15\r\n\r\nOK\r\n"),
        ("+CSQ", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n"),
    ]))
    .unwrap();
    assert_eq!(modem.ussd("*100#").unwrap().text(), "Balance");
    let identity = Card::new(&mut modem).identity().unwrap();
    assert_eq!(identity.iccid.unwrap().as_str(), "8944000000001234567");
    assert_eq!(identity.imsi.unwrap().as_str(), "001010123456789");
    assert!(identity.msisdns.is_err());
    let found = modem.capabilities();
    assert_eq!(
        (found.csim, found.logical_channels, found.crsm),
        (Support::Refused, Support::Refused, Support::Works)
    );
    assert_eq!((found.route, found.crsm_path), (Some(SimRoute::Crsm), None));
    assert_eq!(modem.registration().unwrap(), Registration::default());
}

/// Every byte of a flow lost, doubled and delayed, and every line cut off from there: what comes is right, or a typed error, and the next command works.
#[test]
fn faults_at_every_byte() {
    let dialects = [
        Dialect { channels: false, ..Dialect::PACKED_USSD },
        Dialect { csim: false, crsm: false, ..Dialect::PACKED_USSD },
        Dialect { csim: false, channels: false, ..Dialect::PACKED_USSD },
    ];
    for dialect in dialects {
        let mut modem = open(VirtualCard::uicc(), dialect);
        let begun = modem.port().traffic();
        flow(&mut modem).unwrap();
        let ended = modem.port().traffic();
        let kinds = [
            LineFaultKind::Lost,
            LineFaultKind::Doubled,
            LineFaultKind::Delayed(Duration::from_secs(20)),
            LineFaultKind::LineLost,
        ];
        let (mut right, mut wrong) = (0, 0);
        let ways = [(Direction::ToModem, begun.0..ended.0), (Direction::FromModem, begun.1..ended.1)];
        for (direction, range) in ways {
            for (at, kind) in range.flat_map(|at| kinds.map(|kind| (at, kind))) {
                let mut modem = open(VirtualCard::uicc(), dialect);
                modem.port_mut().add_fault(LineFault { direction, at, kind });
                let before = modem.port().now();
                match flow(&mut modem) {
                    Ok(()) => right += 1,
                    Err(_) => wrong += 1,
                }
                let spent = modem.port().now() - before;
                assert!(spent < Duration::from_secs(200), "{direction:?} {at} {kind:?}: {spent:?}");
                // the modem may still be busy with what was late
                let mut next = modem.signal();
                if next.is_err() {
                    next = modem.signal();
                }
                assert_eq!(next.unwrap().dbm(), Some(-73), "{direction:?} {at} {kind:?}");
                assert_eq!(Card::new(&mut modem).imsi().unwrap().as_str(), "001010123456789");
            }
        }
        assert!(right > 100 && wrong > 100, "{right} {wrong}");
    }
}

/// Reads and asks. A value that is not the right one is a failed test, an error is not.
fn flow(modem: &mut Modem<VirtualPort>) -> Result<(), std::boxed::Box<dyn core::error::Error>> {
    let mut card = Card::new(&mut *modem);
    assert_eq!(card.iccid()?.as_str(), "8944000000001234567");
    assert_eq!(card.imsi()?.as_str(), "001010123456789");
    assert_eq!(modem.ussd("*100#")?.text(), "Your balance is 12.34 EUR");
    Ok(())
}

/// A modem that is pulled when it is asked for the first command that begins like this.
struct Pulled {
    port: VirtualPort,
    at: &'static [u8],
    gone: bool,
}

impl Port for Pulled {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
        if self.gone { Err(PortError::closed()) } else { self.port.read(buffer, timeout) }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        self.gone |= bytes.starts_with(self.at);
        self.port.write(bytes)
    }

    fn now(&self) -> Duration {
        self.port.now()
    }
}

/// A modem that is pulled while the network is asked leaves a doubt, and one that is pulled before does not.
#[test]
fn a_modem_that_is_pulled() {
    use crate::network::{Network, NetworkError};

    for (at, doubt) in [(&b"AT+CUSD=1,"[..], true), (b"AT+CREG", false)] {
        let port = VirtualModem::new(VirtualCard::uicc()).into_port();
        let mut modem = Modem::open(Pulled { port, at, gone: false }).unwrap();
        let error = Network::ussd(&mut modem, "*100#").unwrap_err();
        assert_eq!(matches!(error, NetworkError::OutcomeUnknown), doubt, "{error}");
        assert_eq!(error.may_have_had_effect(), doubt, "{error}");
        assert_eq!(matches!(error, NetworkError::Failed(_)), !doubt, "{error}");
    }
}
