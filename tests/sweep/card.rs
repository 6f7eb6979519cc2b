//! Faults of the card, at every command, or at some of many.

use simcard::apdu::StatusWord;
use simcard::card::{LastTry, PinId};
use simcard::mock::{Access, Condition, File, KeyReference, Pin, VirtualCard};
use simcard::transport::{Fault, Faulty, Level, TransportErrorKind};
use simcard::{Card, Error, Result};

#[cfg(feature = "std")]
use super::operations::TOOLKIT;
use super::operations::{COMMON, Effect, Faced, GSM, ICCID, Operation, UICC, Values};

/// What one fault may cost beyond what the operation costs without: the 254 records of a file, whose 40 bytes drip one at
/// a time. A single command is given up after 256.
const MOST_MORE: u64 = 254 * 41;
/// What it may cost where all files are looked for that there are, and a card that says yes to everything is heard out.
const MOST_TO_EXPLORE: u64 = 40_000;
/// Operations with more commands than that have their faults at so many of them, evenly spread.
const MOST_PLACES: u64 = 16;

/// A card with files for everything, whose administrative key was verified.
fn uicc(level: Level) -> VirtualCard {
    let mut card = Card::new(with_files(VirtualCard::builder().level(level)));
    let key = simcard::card::Pin::from_bytes(*b"ADMADMAD");
    card.verify_pin(PinId::Adm(1), &key, LastTry::Refuse).unwrap();
    card.verify_pin(PinId::Pin2, &"5678".parse().unwrap(), LastTry::Refuse).unwrap();
    card.into_transport()
}

fn gsm() -> VirtualCard {
    with_files(VirtualCard::builder().gsm())
}

fn with_files(builder: simcard::mock::Builder) -> VirtualCard {
    let open = Access::new(Condition::Always, Condition::Always);
    let files = [
        File::transparent("EF.NOTE", 0x6FF0, &[0; 600]).access(open),
        File::cyclic("EF.RING", 0x6FF2, 4, [&[1; 4], &[2; 4], &[3; 4]]).access(open),
        File::ber_tlv("EF.OBJECTS", 0x6FF1, &hex_literal::hex!("80020102"), 2000).access(open),
    ];
    let card = files.into_iter().fold(builder, |builder, file| builder.file("MF", file));
    card.pin(KeyReference::adm(1), Pin::raw(*b"ADMADMAD")).build()
}

pub fn faults() -> Vec<Fault> {
    let kinds = [TransportErrorKind::Timeout, TransportErrorKind::CardReset, TransportErrorKind::Other];
    let refusals = [0x6A82, 0x6982, 0x6F00, 0x9300, 0x6581, 0x6700, 0x6E00, 0x6D00];
    let endless = [0x6110, 0x9F10, 0x6C10, 0x9110, 0x6282, 0x9000];
    let word = StatusWord::new;
    let mut all: Vec<Fault> = kinds.into_iter().map(Fault::Error).collect();
    all.extend([Fault::Mute, Fault::Removed, Fault::Reset]);
    all.extend([Fault::Empty, Fault::OneByte, Fault::Oversized]);
    all.extend([Fault::NoData, Fault::Zeros, Fault::Late, Fault::Behind]);
    all.extend([1, 2, 5].map(Fault::Truncated));
    all.extend([1, 3, 4].map(Fault::Garbage));
    all.extend(refusals.map(|status| Fault::Status(word(status))));
    all.push(Fault::Status(word(0x9110)));
    all.extend(endless.map(|status| Fault::Stuck(word(status))));
    all.extend(endless.map(|status| Fault::Dripping(word(status))));
    all
}

/// Whether the command does not come to its end.
fn fails(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::Error(_) | Fault::Mute | Fault::Late | Fault::Removed | Fault::Empty | Fault::OneByte
    )
}

/// Whether the card is lost for good.
pub fn is_for_ever(fault: Fault) -> bool {
    matches!(fault, Fault::Stuck(_) | Fault::Dripping(_))
}

/// Whether what comes is wrong and says that it is right, so that nobody can know.
fn is_credible(operation: &Operation, fault: Fault) -> bool {
    match fault {
        Fault::Zeros | Fault::Behind | Fault::Dripping(_) => true,
        // who says "done" to everything is believed, as long as no data are asked for
        Fault::Stuck(_) => {
            matches!(operation.effect, Effect::Writes | Effect::WritesMany) || operation.is_told_by_status()
        }
        Fault::Status(_) | Fault::Garbage(_) | Fault::Oversized if operation.is_told_by_status() => true,
        // a search that found nothing has no data either
        Fault::NoData => operation.name == "search_records",
        // what is not there is looked for elsewhere
        Fault::Status(status) => {
            let elsewhere = operation.effect == Effect::WritesMany || operation.name == "data_tags";
            elsewhere && matches!(status.value(), 0x6A82 | 0x6D00 | 0x6E00)
        }
        _ => false,
    }
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
        let more = if operation.name == "explore" { MOST_TO_EXPLORE } else { MOST_MORE };
        for fault in faults() {
            for index in places(commands) {
                let what = format!("{} with {fault:?} at command {index} of {commands}", operation.name);
                let mut faced = Card::new(Faulty::new(card.clone()).at(index, fault));
                let result = (operation.run)(&mut faced);
                judge(operation, fault, &result, &right, &what);
                let cost = faced.traffic().commands;
                assert!(cost <= 2 * commands + more, "{what}: {cost} commands");
                let inner = faced.transport().inner();
                if result.is_ok() && operation.effect == Effect::Writes && !is_credible(operation, fault) {
                    assert!(inner.files() == after.files(), "{what}: says that it is done, and it is not");
                }
                assert!(tries(inner) >= tries(card), "{what}: a try is gone");
                next_operation(faced, fault, &what);
            }
        }
    }
}

fn judge(operation: &Operation, fault: Fault, result: &Result<Values>, right: &Values, what: &str) {
    match result {
        Ok(values) if !is_credible(operation, fault) => {
            if operation.effect == Effect::ReadsMany {
                for (name, value) in values {
                    // more than there is without a fault is no harm: who does not know what there is looks further
                    let same = right.iter().find(|(same, _)| same == name);
                    assert!(
                        same.is_none_or(|(_, right)| value == right),
                        "{what}: {name} {value:?} {same:?}"
                    );
                }
            } else {
                assert_eq!(values, right, "{what}");
            }
        }
        Ok(_) => {}
        Err(error) => assert!(!error.to_string().is_empty(), "{what}"),
    }
    if let Fault::Removed = fault {
        // what an operation does after its work is done, such as closing a channel, may fail unnoticed
        assert!(result.is_ok() || result.as_ref().is_err_and(Error::is_card_gone), "{what}: {result:?}");
    }
    // an operation that can't do its work says so; starting over once after a reset is no failure
    let restarted = matches!(fault, Fault::Error(TransportErrorKind::CardReset));
    if fails(fault) && !restarted && matches!(operation.effect, Effect::Reads | Effect::Writes) {
        assert!(result.is_err() || result.as_ref().is_ok_and(|values| values == right), "{what}: {result:?}");
    }
}

/// The card is used on, by a program that starts over.
fn next_operation(mut faced: Faced, fault: Fault, what: &str) {
    if is_for_ever(fault) {
        return;
    }
    // without starting over, whatever is read is right, unless it is not told that answers come late
    if !matches!(fault, Fault::Late | Fault::Behind | Fault::Zeros) {
        if let Ok(imsi) = faced.imsi() {
            assert_eq!(imsi.as_str(), "001010123456789", "{what}");
        }
        if let Ok(bytes) = faced.read_file(&ICCID) {
            assert_eq!(bytes, [0x98, 0x44, 0x00, 0x00, 0x00, 0x00, 0x21, 0x43, 0x65, 0xF7], "{what}");
        }
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
    sweep(&gsm(), GSM);
}

#[cfg(feature = "std")]
#[test]
fn the_toolkit() {
    sweep(&uicc(Level::Tpdu), TOOLKIT);
    sweep(&uicc(Level::Apdu), TOOLKIT);
    sweep(&gsm(), TOOLKIT);
}
