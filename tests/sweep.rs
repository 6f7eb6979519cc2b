//! Every operation on a card, with every fault at every one of its commands: a typed error or the right value comes of it, in
//! a bounded number of commands, no PIN loses a try, and the next operation works.

use std::time::Duration;

use hex_literal::hex;
use simcard::apdu::{Class, Command, Instruction, StatusWord};
use simcard::card::{
    Confirm, ExploreOptions, LastTry, NewFile, PinId, Record, Search, TerminalCapability, WriteOptions,
};
use simcard::codec::ber::Tag;
use simcard::fs::{Aid, FileId, Path};
use simcard::mock::{Access, Condition, File, KeyReference, Milenage, Pin, VirtualCard};
use simcard::transport::{Fault, Faulty, Level, TransportErrorKind};
use simcard::{Card, Error, Result, files};

type Faced = Card<Faulty<VirtualCard>>;

/// What one fault may cost beyond what the operation costs without: the 254 records of a file, whose 40 bytes drip one at
/// a time. A single command is given up after 256.
const MOST_MORE: u64 = 254 * 41;
/// Operations with more commands than that have their faults at so many of them, evenly spread.
const MOST_PLACES: u64 = 24;

const ICCID: Path = Path::mf(&[0x2FE2]);
const NOTE: Path = Path::mf(&[0x6FF0]);
const RING: Path = Path::mf(&[0x6FF2]);
const OBJECTS: Path = Path::mf(&[0x6FF1]);
const MSISDN: Path = Path::adf(Aid::USIM, &[0x6F40]);
const RAND: [u8; 16] = [0x23; 16];

/// What an operation does to a card, which decides what may come of a fault.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// It reads one thing: that, or an error.
    Reads,
    /// It reads many things, and says of each whether it could.
    ReadsMany,
    /// It changes what the card holds.
    Writes,
    /// It changes what the card holds by several commands that are each complete.
    WritesMany,
}

use Effect::{Reads, ReadsMany, Writes, WritesMany};

struct Operation {
    name: &'static str,
    effect: Effect,
    run: fn(&mut Faced) -> Result<String>,
}

impl Operation {
    /// How many commands it may take, beyond those it takes without a fault, before it gives up.
    fn most_more(&self) -> u64 {
        match self.name {
            // it looks for all files there are, and a card that says yes to everything is heard out
            "explore" => 40_000,
            _ => MOST_MORE,
        }
    }
}

fn shown<T: std::fmt::Debug>(value: T) -> String {
    format!("{value:?}")
}

macro_rules! operations {
    ($($effect:ident $name:ident($card:ident) $body:expr;)*) => {
        &[$(Operation { name: stringify!($name), effect: $effect, run: |$card| $body.map(shown) }),*]
    };
}

/// What works on every kind of card.
const COMMON: &[Operation] = operations! {
    Reads kind(card) card.kind();
    Reads iccid(card) card.iccid();
    Reads imsi(card) card.imsi();
    Reads mnc_length(card) card.mnc_length();
    Reads msisdn(card) card.msisdn();
    Reads spn(card) card.spn();
    Reads smsc(card) card.smsc();
    ReadsMany identity(card) card.identity().map(|identity| identity.iccid.map(|iccid| iccid.to_string()));
    ReadsMany network_names(card) card.network_names().map(drop);
    ReadsMany phonebook(card) card.phonebook().map(drop);
    ReadsMany explore(card) card.explore(&ExploreOptions::default(), |_| {}).map(drop);
    Reads select(card) card.select(&ICCID).map(|selected| selected.bytes().to_vec());
    Reads read_file(card) card.read_file(&ICCID);
    Reads read_binary(card) card.read_binary(ICCID, 2, 4);
    Reads pin_status(card) card.pin_status(PinId::Pin1);
    Reads puk_status(card) card.puk_status(PinId::Pin1);
    Reads authenticate_gsm(card) card.authenticate_gsm(&RAND).map(|answer| answer.kc.reveal().to_vec());
    Reads transmit(card) card
        .transmit(Command::new(Class::ETSI, Instruction::STATUS, 0, 0x0C))
        .map(|response| response.status);
    Writes verify_pin(card) card.verify_pin(PinId::Pin2, &"5678".parse().unwrap(), LastTry::Refuse);
    Writes change_pin(card) card.change_pin(
        PinId::Pin2,
        &"5678".parse().unwrap(),
        &"8765".parse().unwrap(),
        LastTry::Refuse
    );
    Writes unblock_pin(card) card.unblock_pin(
        PinId::Pin2,
        &"87654321".parse().unwrap(),
        &"5678".parse().unwrap(),
        LastTry::Refuse
    );
    Writes enable_pin(card) card.enable_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse);
    Writes write_file(card) card.write_file(&NOTE, &[7; 600], WriteOptions::default());
    Writes write_file_verified(card) card.write_file(&NOTE, &[7; 600], WriteOptions::default().verified());
    Writes update_binary(card) card.update_binary(&NOTE, 3, &[1, 2, 3]);
    Writes update_record(card) card.update_record(&RING, Record::Previous, &[9; 4]);
    Reads read_record(card) card.read_record(RING, Record::Number(1));
    Reads read_records(card) card.read_records(&RING);
    WritesMany add_contact(card) card.add_contact("Carol", &"+447700900555".parse().unwrap());
    WritesMany delete_contact(card) card.delete_contact(1);
};

/// What a UICC has beyond that.
const UICC: &[Operation] = operations! {
    ReadsMany profile(card) card.profile().map(drop);
    Reads applications(card) card.applications();
    Reads is_euicc(card) card.is_euicc();
    Reads select_application(card) card
        .select_application(&Aid::USIM)
        .map(|selected| selected.bytes().to_vec());
    Reads read_typed(card) card.read::<files::usim::Spn>();
    ReadsMany read_all_typed(card) card.read_all::<files::usim::Msisdn>().map(|all| all.len());
    Reads search_records(card) card.search_records(&MSISDN, Search::new(&[0x91]));
    ReadsMany access_rules(card) card.access_rules(&ICCID).map(drop);
    Reads data_tags(card) card.data_tags(&OBJECTS);
    Reads retrieve_data(card) card.retrieve_data(&OBJECTS, Tag(0x80));
    Writes set_data(card) card.set_data(&OBJECTS, Tag(0x81), &[5; 600]);
    Writes delete_data(card) card.delete_data(&OBJECTS, Tag(0x80));
    Writes deactivate_file(card) card.deactivate_file(&NOTE);
    Writes create_file(card) card.create_file(&Path::MF, &NewFile::transparent(FileId(0x6F91), 10));
    Writes resize_file(card) card.resize_file(&NOTE, 700, Confirm::irreversible());
    Writes delete_file(card) card.delete_file(&NOTE, Confirm::irreversible());
    Writes terminate_file(card) card.terminate_file(&NOTE, Confirm::irreversible());
    Writes suspend(card) card
        .suspend(Duration::from_secs(3600), Duration::from_secs(86_400))
        .map(|suspension| suspension.duration);
    Reads random(card) card.random(8).map(|random| random.len());
    Reads terminal_capability(card) card.terminal_capability(&TerminalCapability::default());
    Writes authenticate(card) card
        .authenticate(&RAND, &Milenage::test_keys().challenge(&RAND, 0x40, [0x80, 0x00]))
        .map(drop);
    Writes open_channel(card) card.open_channel().and_then(|channel| {
        let number = channel.number();
        channel.close().map(|()| number)
    });
    Writes disable_pin(card) card
        .enable_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse)
        .and_then(|()| card.disable_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse));
};

/// The card's menu, whose commands come one after the other.
#[cfg(feature = "std")]
const TOOLKIT: &[Operation] = operations! {
    WritesMany navigate(card) {
        let host = simcard::toolkit::ScriptedHost::new().consenting().ussd("*100#", "12.34 EUR");
        let mut toolkit = card.toolkit(host);
        let texts = toolkit.start().and_then(|_| toolkit.navigate(["Balance"], &[])).map(|found| {
            found.text().map(str::to_string)
        });
        drop(toolkit);
        texts
    };
};

fn with_files(builder: simcard::mock::Builder) -> VirtualCard {
    let open = Access::new(Condition::Always, Condition::Always);
    let files = [
        File::transparent("EF.NOTE", 0x6FF0, &[0; 600]).access(open),
        File::cyclic("EF.RING", 0x6FF2, 4, [&[1; 4], &[2; 4], &[3; 4]]).access(open),
        File::ber_tlv("EF.OBJECTS", 0x6FF1, &hex!("80020102"), 2000).access(open),
    ];
    let card = files.into_iter().fold(builder, |builder, file| builder.file("MF", file));
    card.pin(KeyReference::adm(1), Pin::raw(*b"ADMADMAD")).build()
}

/// A UICC whose administrative key was verified.
fn uicc(level: Level) -> VirtualCard {
    let mut card = Card::new(with_files(VirtualCard::builder().level(level)));
    let key = simcard::card::Pin::from_bytes(*b"ADMADMAD");
    card.verify_pin(PinId::Adm(1), &key, LastTry::Refuse).unwrap();
    card.into_transport()
}

fn gsm() -> VirtualCard {
    with_files(VirtualCard::builder().gsm())
}

fn faults() -> Vec<Fault> {
    let kinds = [TransportErrorKind::Timeout, TransportErrorKind::CardReset, TransportErrorKind::Other];
    let refusals = [0x6A82, 0x6982, 0x6F00, 0x9300, 0x6581, 0x6700, 0x6E00, 0x6D00];
    let endless = [0x6110, 0x9F10, 0x6C10, 0x9110, 0x6282, 0x9000];
    let word = StatusWord::new;
    let mut all: Vec<Fault> = kinds.into_iter().map(Fault::Error).collect();
    all.extend([Fault::Mute, Fault::Removed, Fault::Reset]);
    all.extend([Fault::Empty, Fault::OneByte, Fault::Oversized]);
    all.extend([1, 2, 5].map(Fault::Truncated));
    all.extend([1, 2, 3].map(Fault::Garbage));
    all.extend(refusals.map(|status| Fault::Status(word(status))));
    all.push(Fault::Status(word(0x9110)));
    all.extend(endless.map(|status| Fault::Stuck(word(status))));
    all.extend(endless.map(|status| Fault::Dripping(word(status))));
    all
}

/// Whether the bytes that come may be wrong, so that a value may be too.
fn lies(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::Garbage(_)
            | Fault::Oversized
            | Fault::Truncated(_)
            | Fault::Stuck(_)
            | Fault::Dripping(_)
            | Fault::Status(_)
    )
}

/// Whether the command does not come to its end.
fn fails(fault: Fault) -> bool {
    matches!(fault, Fault::Error(_) | Fault::Mute | Fault::Removed | Fault::Empty | Fault::OneByte)
}

fn tries(card: &VirtualCard) -> Vec<Option<u8>> {
    let references = [KeyReference::PIN1, KeyReference::PIN2, KeyReference::UNIVERSAL, KeyReference::adm(1)];
    references.iter().map(|reference| card.pin(*reference).map(Pin::remaining)).collect()
}

fn places(commands: u64) -> impl Iterator<Item = u64> {
    let step = commands.div_ceil(MOST_PLACES).max(1);
    (0..commands).step_by(usize::try_from(step).unwrap())
}

fn sweep(card: &VirtualCard, operations: &[Operation]) {
    for operation in operations {
        let mut clean = Card::new(Faulty::new(card.clone()));
        let right = (operation.run)(&mut clean).unwrap_or_else(|error| panic!("{}: {error}", operation.name));
        let commands = clean.traffic().commands;
        let after = clean.transport().inner();
        for fault in faults() {
            for index in places(commands) {
                let what = format!("{} with {fault:?} at command {index} of {commands}", operation.name);
                let mut faced = Card::new(Faulty::new(card.clone()).at(index, fault));
                let result = (operation.run)(&mut faced);
                judge(operation, fault, &result, &right, &what);
                let cost = faced.traffic().commands;
                assert!(cost <= 2 * commands + operation.most_more(), "{what}: {cost} commands");
                let inner = faced.transport().inner();
                if result.is_ok() && operation.effect == Writes && !lies(fault) {
                    assert!(inner.files() == after.files(), "{what}: says that it is done, and it is not");
                }
                assert!(tries(inner) >= tries(card), "{what}: a try is gone");
                next_operation(faced, fault, &what);
            }
        }
    }
}

fn judge(operation: &Operation, fault: Fault, result: &Result<String>, right: &str, what: &str) {
    match result {
        Ok(value) if operation.effect != ReadsMany && !lies(fault) => assert_eq!(value, right, "{what}"),
        Ok(_) => {}
        Err(error) => assert!(!error.to_string().is_empty(), "{what}"),
    }
    if let Fault::Removed = fault {
        // what an operation does after its work is done, such as closing a channel, may fail unnoticed
        assert!(result.is_ok() || result.as_ref().is_err_and(Error::is_card_gone), "{what}: {result:?}");
    }
    // an operation that can't do its work says so; starting over once after a reset is no failure
    let restarted = matches!(fault, Fault::Error(TransportErrorKind::CardReset));
    if fails(fault) && !restarted && matches!(operation.effect, Reads | Writes) {
        assert!(result.is_err() || result.as_ref().is_ok_and(|value| value == right), "{what}: {result:?}");
    }
}

/// The card is used on, by a program that starts over.
fn next_operation(mut faced: Faced, fault: Fault, what: &str) {
    if matches!(fault, Fault::Stuck(_) | Fault::Dripping(_)) {
        return; // this card is lost
    }
    faced.transport_mut().insert().unwrap();
    match faced.iccid() {
        Ok(iccid) => assert_eq!(iccid.as_str(), "8944000000001234567", "{what}"),
        Err(error) => panic!("{what}: the next operation: {error}"),
    }
}

#[test]
fn a_uicc() {
    sweep(&uicc(Level::Tpdu), COMMON);
    sweep(&uicc(Level::Tpdu), UICC);
}

#[test]
fn a_uicc_over_whole_apdus() {
    sweep(&uicc(Level::Apdu), COMMON);
    sweep(&uicc(Level::Apdu), UICC);
}

#[test]
fn a_card_of_the_second_generation() {
    sweep(&gsm(), COMMON);
}

#[cfg(feature = "std")]
#[test]
fn the_toolkit() {
    sweep(&uicc(Level::Tpdu), TOOLKIT);
    sweep(&uicc(Level::Apdu), TOOLKIT);
    sweep(&gsm(), TOOLKIT);
}
