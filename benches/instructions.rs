//! How many instructions the paths take that are gone most often: `cargo bench --bench instructions`.
//!
//! They are counted by valgrind's callgrind (Debian: `valgrind`), which runs this program twice for each path, a thousand rounds
//! the second time more than the first. The difference, by a thousand, is one round without start and end. The counts
//! are the same whatever else the machine does, so small changes show that the other benches can't see.

use std::hint::black_box;
use std::process::{Command, ExitCode};

use hex_literal::hex;
use simcard::account::directory::{Directory, Selector};
use simcard::account::reply::{self, Context};
use simcard::account::{Country, Date};
use simcard::apdu::{self, Class, Instruction};
use simcard::codec::ber::Walk;
use simcard::codec::gsm7::{self, Alphabet};
use simcard::exchange::{self, Buffers, Traffic};
use simcard::fs::SelectResponse;
use simcard::mock::VirtualCard;
use simcard::modem::at::{Line, LineParser};
use simcard::modem::ussd::Cusd;
use simcard::sms::{Direction, Tpdu};
use simcard::toolkit::command::DisplayText;
use simcard::toolkit::object::CommandDetails;
use simcard::toolkit::{self, CommandType, GeneralResult, ProactiveCommand, TerminalResponse};
use simcard::{Card, files};

/// A linear fixed EF, as in ETSI TS 102 221 11.1.1.3.
const FCP: [u8; 36] =
    hex!("6222 82054221001A0A 83026F3B A503C00100 8A0105 8B036F0603 80020104 81020118 8800");
/// A message of 10 characters from a number reserved for fiction (3GPP TS 23.040 9.2.2.1).
const DELIVER: [u8; 29] = hex!("040C91 447700090000 0000 62112271630400 0A E8329BFD4697D9EC37 00");
const TEXT: &str = "Your balance is 12.34 EUR. It is valid until 31 December 2026";
const ROUNDS: u32 = 1000;

type Path = (&'static str, Box<dyn FnMut()>);

fn path(name: &'static str, round: impl FnMut() + 'static) -> Path {
    (name, Box::new(round))
}

fn paths() -> Vec<Path> {
    let proactive = {
        let text = DisplayText::new("Your balance is 12.34 EUR until 31.12.26").expect("a text");
        ProactiveCommand::new(1, toolkit::Command::from(text)).encode().expect("a command")
    };
    let response = TerminalResponse::new(
        CommandDetails { number: 1, kind: CommandType::DISPLAY_TEXT.0, qualifier: 0 },
        GeneralResult::OK,
    );
    let cusd = Line::new(format!("+CUSD: 0,\"{TEXT}\",15").into_bytes());
    let septets = Alphabet::DEFAULT.encode(TEXT).expect("it has a coding");
    let packed = gsm7::pack_ussd(&septets);
    let lines = b"\r\n+CSIM: 8,\"61299000\"\r\n\r\nOK\r\n\r\n+CREG: 2,1,\"1A2B\",\"0000C3D4\",7\r\n";
    let directory = Directory::builtin();
    let (mut card, mut buffers, mut traffic) = (VirtualCard::uicc(), Buffers::default(), Traffic::default());
    let mut reading = Card::new(VirtualCard::uicc());
    vec![
        path("BER-TLV: the 10 objects of an FCP visited", || {
            let objects = Walk::new(black_box(&FCP)).filter(|step| black_box(step).is_ok());
            assert_eq!(objects.count(), 10);
        }),
        path("FCP: parsed, and all fields a card needs", || {
            black_box(SelectResponse::parse(black_box(&FCP)).expect("an FCP").info());
        }),
        path("exchange and virtual card: SELECT, GET RESPONSE", move || {
            let select = apdu::Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x08, 0x04)
                .data(&[0x2F, 0xE2])
                .expect(256);
            exchange::run(&mut card, black_box(select), &mut buffers, &mut traffic).expect("a virtual card");
        }),
        path("Card: EF.SPN read and decoded", move || {
            black_box(reading.read::<files::usim::Spn>().expect("it is there"));
        }),
        path("toolkit: DISPLAY TEXT decoded", move || {
            black_box(ProactiveCommand::decode(black_box(&proactive)).expect("a command"));
        }),
        path("toolkit: TERMINAL RESPONSE encoded", move || {
            black_box(black_box(&response).encode().expect("a response"));
        }),
        path("AT: three lines cut", move || {
            let (mut parser, mut bytes) = (LineParser::new(), black_box(&lines[..]));
            while let Some(line) = parser.next(&mut bytes) {
                black_box(line);
            }
        }),
        path("USSD: +CUSD of 61 characters read", move || {
            black_box(Cusd::parse(black_box(&cusd)).expect("a line").read(Some("GSM")).expect("a text"));
        }),
        path("GSM 7 bit: 61 characters unpacked", move || {
            black_box(Alphabet::DEFAULT.decode(&gsm7::unpack_ussd(black_box(&packed))));
        }),
        path("SMS-DELIVER: decoded, with its text", || {
            let message = Tpdu::decode(Direction::ToMobile, black_box(&DELIVER)).expect("a message");
            black_box(message.user_data().and_then(|data| data.text())).expect("a text");
        }),
        path("account: a reply of 61 characters read", || {
            let context = Context { country: Some(Country::DE), today: Some(Date::constant(2026, 11, 22)) };
            assert!(reply::read(black_box(TEXT), &context).main.is_some());
        }),
        path("directory: whose network is it", move || {
            let selector = Selector::of_plmn(black_box("262-43").parse().expect("a PLMN"));
            assert_eq!(directory.find(&selector).operators().len(), 1);
        }),
    ]
}

/// What callgrind counts in a run of path `index` with so many rounds.
fn counted(index: usize, rounds: u32) -> Result<u64, Box<dyn std::error::Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args([index.to_string(), rounds.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(told.into());
    }
    let count =
        told.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim().parse());
    count.ok_or_else(|| format!("valgrind did not count: {told}"))?.map_err(Into::into)
}

fn main() -> ExitCode {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if let [index, rounds] = numbers[..] {
        let (_, round) = &mut paths()[index];
        (0..rounds).for_each(|_| round());
        return ExitCode::SUCCESS;
    }
    for (index, (name, _)) in paths().iter().enumerate() {
        match counted(index, ROUNDS).and_then(|once| Ok(counted(index, 2 * ROUNDS)?.saturating_sub(once))) {
            Ok(instructions) => println!("{:>9}  {name}", instructions / u64::from(ROUNDS)),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
