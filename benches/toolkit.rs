//! How many messages of the SIM toolkit a second are read and written, and how long a turn with a card takes.
//!
//! * `proactive decode`, `proactive encode`: what FETCH brings, one bench for each of four usual commands: DISPLAY TEXT with
//!   40 characters, SELECT ITEM and SET UP MENU with five items, SEND USSD with an alpha identifier.
//! * `answer`: TERMINAL RESPONSE with a text and ENVELOPE (menu selection), read and written.
//! * `turn`: the sans-IO session alone, from `91xx` over FETCH and TERMINAL RESPONSE to nothing more to do, with the answers
//!   of the card there already.
//! * `turn on the virtual card`: a choice from its menu (ENVELOPE), FETCH, DISPLAY TEXT by a host, TERMINAL RESPONSE, with the
//!   work of the card and of everything between.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use simcard::Card;
use simcard::apdu::{Class, StatusWord};
use simcard::mock::{Applet, Flow, VirtualCard};
use simcard::toolkit::command::{DisplayText, SelectItem, SendUssd, SetUpMenu};
use simcard::toolkit::object::{AlphaIdentifier, CommandDetails, Item, TextString, UssdString};
use simcard::toolkit::{
    Capabilities, Command, CommandType, Envelope, GeneralResult, Host, HostResult, Limits, ManualClock,
    ProactiveCommand, Reply, Session, Step, TerminalProfile, TerminalResponse,
};

fn display_text() -> Command {
    DisplayText::new("Your balance is 12.34 EUR until 31.12.26").expect("a text").into()
}

fn items() -> Vec<Item> {
    let texts = ["Balance", "Top up", "My number", "Language", "Information"];
    (1..).zip(texts).map(|(identifier, text)| Item::new(identifier, text).expect("a text")).collect()
}

fn commands() -> [(&'static str, Vec<u8>); 4] {
    let mut ussd = SendUssd::new(UssdString::new("*100#").expect("a string"));
    ussd.alpha = Some(AlphaIdentifier::new("Please wait").expect("a text"));
    [
        ("DISPLAY TEXT", display_text()),
        ("SELECT ITEM", SelectItem::new("Operator", items()).expect("a menu").into()),
        ("SET UP MENU", SetUpMenu::new("Operator", items()).expect("a menu").into()),
        ("SEND USSD", ussd.into()),
    ]
    .map(|(name, command)| (name, ProactiveCommand::new(1, command).encode().expect("a command")))
}

fn proactive(c: &mut Criterion) {
    let mut group = c.benchmark_group("proactive decode");
    group.throughput(Throughput::Elements(1));
    for (name, bytes) in commands() {
        group.bench_function(name, |b| b.iter(|| ProactiveCommand::decode(black_box(&bytes)).expect("good")));
    }
    group.finish();
    let mut group = c.benchmark_group("proactive encode");
    group.throughput(Throughput::Elements(1));
    for (name, bytes) in commands() {
        let command = ProactiveCommand::decode(&bytes).expect("good");
        group.bench_function(name, |b| b.iter(|| black_box(&command).encode().expect("good")));
    }
    group.finish();
}

fn answers(c: &mut Criterion) {
    let details = CommandDetails { number: 1, kind: CommandType::GET_INPUT.0, qualifier: 0 };
    let text = TextString::new("1234567890").expect("a text");
    let response = TerminalResponse::new(details, GeneralResult::OK).with(&text).expect("a text");
    let selection = Envelope::menu_selection(3, false);
    let (response_bytes, selection_bytes) =
        (response.encode().expect("good"), selection.encode().expect("good"));
    let mut group = c.benchmark_group("answer");
    group.throughput(Throughput::Elements(1));
    group.bench_function("TERMINAL RESPONSE, decode", |b| {
        b.iter(|| TerminalResponse::decode(black_box(&response_bytes)).expect("good"));
    });
    group.bench_function("TERMINAL RESPONSE, encode", |b| {
        b.iter(|| black_box(&response).encode().expect("good"));
    });
    group.bench_function("ENVELOPE, decode", |b| {
        b.iter(|| Envelope::decode(black_box(&selection_bytes)).expect("good"));
    });
    group.bench_function("ENVELOPE, encode", |b| b.iter(|| black_box(&selection).encode().expect("good")));
    group.finish();
}

/// Has seen every text.
struct Reader;

impl Host for Reader {
    fn capabilities(&self) -> Capabilities {
        Capabilities::new(&[CommandType::DISPLAY_TEXT])
    }

    fn display_text(&mut self, _: &DisplayText) -> HostResult {
        Ok(Reply::ok())
    }
}

fn turns(c: &mut Criterion) {
    let mut group = c.benchmark_group("turn");
    group.throughput(Throughput::Elements(1));
    group.bench_function("session alone", |b| {
        let bytes = ProactiveCommand::new(1, display_text()).encode().expect("a command");
        let mut session = Session::new(&TerminalProfile::new(), Vec::new(), Limits::default());
        let now = Duration::ZERO;
        session.poll(now);
        session.answered(now, StatusWord::OK, &[]);
        b.iter(|| {
            session.announced(black_box(bytes.len() as u16));
            loop {
                match session.poll(now) {
                    Step::Transmit(request) => {
                        black_box(session.command(request, Class::ETSI));
                        session.answered(now, StatusWord::OK, black_box(&bytes));
                    }
                    Step::Perform(command) => drop(session.answer(&command, &Reply::ok())),
                    _ => break,
                }
            }
        });
    });
    group.bench_function("on the virtual card", |b| {
        let applet = Applet::new("Menu").item("Text", Flow::new().show("Your balance is 12.34 EUR"));
        let mut card = Card::new(VirtualCard::builder().applet(applet).build());
        let mut toolkit = card.toolkit_with(Reader, ManualClock::default(), Limits::default());
        toolkit.start().expect("a virtual card");
        b.iter(|| toolkit.select(black_box(1)).expect("a virtual card"));
    });
    group.finish();
}

criterion_group!(benches, proactive, answers, turns);
criterion_main!(benches);
