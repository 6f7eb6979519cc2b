//! Says what bytes of a card mean: answers to reset, status words, commands, FCPs, files, BER-TLV, short messages, USSD,
//! the toolkit's messages, and operators' replies about a balance.
//!
//! ```text
//! cargo run --example decode -- ef ADF.USIM/EF.IMSI 08 09 10 10 10 32 54 76 98
//! cargo run --example decode -- --json atr 3B9F96801FC78031A073BE21136743200718000001A5
//! cargo run --example decode -- proactive D014 8103012180 82028102 8D090442616C616E63653A
//! cargo run --example decode -- cusd '+CUSD: 0,"C2303BEC1E971B",15'
//! cargo run --example decode -- balance Your balance is 12.34 EUR, valid until 31.01.2027
//! echo "status 6A82" | cargo run --example decode -- --batch
//! ```

#[path = "decode/batch.rs"]
mod batch;
#[path = "decode/human.rs"]
mod human;
#[path = "decode/kinds.rs"]
mod kinds;

use std::io::{self, BufReader, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

/// Says what bytes of a card mean.
#[derive(Parser)]
#[command(name = "decode", after_help = kinds::help())]
struct Arguments {
    /// Prints the value as JSON.
    #[arg(long)]
    json: bool,
    /// Reads what to decode from standard input, a line each, and prints a JSON object for each.
    #[arg(long, conflicts_with_all = ["json", "words"])]
    batch: bool,
    /// What it is, and the bytes in hexadecimal: spaces and colons don't matter.
    #[arg(required_unless_present = "batch", value_name = "KIND [PATH] HEX")]
    words: Vec<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = io::stdout().lock();
    let written = if arguments.batch {
        batch::run(BufReader::new(io::stdin().lock()), &mut out)
    } else {
        match kinds::decode(&arguments.words.join(" ")) {
            Ok(decoded) if arguments.json => serde_json::to_writer_pretty(&mut out, &decoded.value)
                .map_err(Into::into)
                .and_then(|()| writeln!(out)),
            Ok(decoded) => human::write(&mut out, &decoded),
            Err(error) => {
                eprintln!("decode: {error}");
                return ExitCode::FAILURE;
            }
        }
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read this has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("decode: {error}");
            ExitCode::FAILURE
        }
    }
}
