//! The smart card readers of this machine, and the cards in them.
//!
//! ```text
//! cargo run --example readers --features pcsc
//! cargo run --example readers --features pcsc -- --wait 60
//! ```

#[path = "support/report.rs"]
mod report;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use simcard::Card;
use simcard::apdu::Atr;
use simcard::transport::pcsc::{CardPresence, PcscError, PcscTransport, ReaderInfo, ReaderSelector, Readers};

/// List the smart card readers of this machine and the cards in them
#[derive(Parser)]
struct Arguments {
    /// Only readers with this in their name
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Wait up to this many seconds for a card to be inserted, then again for it to be removed
    #[arg(long, value_name = "SECONDS")]
    wait: Option<u64>,
    /// Also ask each card for its ICCID
    #[arg(long)]
    iccid: bool,
}

fn main() -> ExitCode {
    report::report(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let selector = arguments.reader.as_deref().map_or(ReaderSelector::Only, ReaderSelector::from);
    let mut readers = Readers::new()?;
    let list: Vec<ReaderInfo> =
        readers.list()?.into_iter().filter(|reader| selector.matches(reader)).collect();
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&list)?);
    } else if list.is_empty() {
        println!("no reader");
    }
    for reader in list.iter().filter(|_| !arguments.json) {
        print(reader);
        if arguments.iccid && reader.card == CardPresence::Present {
            let transport = PcscTransport::connect(&readers, &reader.name)?;
            match Card::new(transport).iccid() {
                Ok(iccid) => println!("    ICCID {iccid}"),
                Err(error) => println!("    no ICCID: {error}"),
            }
        }
    }
    match arguments.wait {
        Some(seconds) => wait(&mut readers, &selector, Duration::from_secs(seconds)).map_err(Into::into),
        None => Ok(()),
    }
}

fn wait(readers: &mut Readers, selector: &ReaderSelector, timeout: Duration) -> Result<(), PcscError> {
    println!("waiting for a card ...");
    let reader = readers.wait_for_card(selector, timeout)?;
    print(&reader);
    println!("waiting for its removal ...");
    readers.wait_for_removal(&reader.name, timeout)?;
    println!("{}: removed", reader.name);
    Ok(())
}

fn print(reader: &ReaderInfo) {
    let card = match reader.card {
        CardPresence::Absent => "no card",
        CardPresence::Mute => "a card that does not answer",
        _ => "card",
    };
    let use_ = match (reader.exclusive, reader.in_use) {
        (true, _) => ", another program has it for itself",
        (false, true) => ", in use",
        (false, false) => "",
    };
    println!("{}: {card}{use_}", reader.name);
    if let Some(bytes) = &reader.atr {
        let check = if Atr::parse(bytes).is_ok() { "" } else { " (not a valid one)" };
        println!("    ATR {}{check}", hex::encode_upper(bytes));
    }
}
