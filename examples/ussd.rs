//! A USSD request, and what the network says. Where it asks back, so does this.
//!
//! ```sh
//! cargo run --example ussd -- '*100#'
//! printf '2\n' | cargo run --example ussd -- '*101#'
//! cargo run --features serial --example ussd -- '*100#' --modem /dev/ttyUSB2
//! cargo run --example ussd -- '*100#' --modem tcp:127.0.0.1:7000
//! ```
//!
//! Without `--modem` it is the virtual one. A request is never sent twice.

#[path = "support/port.rs"]
mod port;
#[path = "support/report.rs"]
mod report;

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use clap::Parser;
use simcard::modem::{ModemError, ussd::UssdAnswer};

/// Send a USSD request
#[derive(Parser)]
struct Args {
    /// What to send, such as *100#
    #[arg(allow_hyphen_values = true)]
    code: String,
    /// What to reply, once for each question; without it, what the standard input says
    #[arg(long = "reply", value_name = "TEXT", allow_hyphen_values = true)]
    replies: Vec<String>,
    /// Use this modem: a serial port (needs the feature `serial`), or tcp:HOST:PORT
    #[arg(long, value_name = "PORT")]
    modem: Option<String>,
    /// Print a JSON object for each answer (needs the feature `serde`)
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    report::report(run(&Args::parse()))
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut modem = port::open(args.modem.as_deref())?;
    let mut replies = args.replies.iter();
    let mut answer = modem.ussd(&args.code).map_err(|error| match &error {
        ModemError::Text(lacking) if lacking.character(&args.code).is_some() => {
            format!("{:?} can't be sent: {error}", lacking.character(&args.code).unwrap_or_default()).into()
        }
        _ => Box::<dyn Error>::from(error),
    })?;
    loop {
        show(&answer, args.json)?;
        if !answer.wants_reply() {
            break;
        }
        let reply = match replies.next() {
            Some(reply) => Some(reply.clone()),
            None => ask()?,
        };
        let Some(reply) = reply else {
            match modem.ussd_cancel() {
                Ok(()) | Err(ModemError::Refused { .. }) => break,
                Err(error) => return Err(error.into()),
            }
        };
        answer = modem.ussd_reply(&reply)?;
    }
    modem.close()?;
    Ok(())
}

/// A line from the standard input; `None` if there is none, or it is empty.
fn ask() -> io::Result<Option<String>> {
    eprint!("reply (nothing ends): ");
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let line = line.trim_end_matches(['\r', '\n']);
    Ok(Some(line.to_string()).filter(|line| !line.is_empty()))
}

#[cfg(feature = "serde")]
fn show(answer: &UssdAnswer, json: bool) -> Result<(), Box<dyn Error>> {
    if json {
        return Ok(writeln!(io::stdout(), "{}", serde_json::to_string(answer)?)?);
    }
    print(answer)
}

#[cfg(not(feature = "serde"))]
fn show(answer: &UssdAnswer, json: bool) -> Result<(), Box<dyn Error>> {
    if json {
        return Err("JSON needs the feature `serde`".into());
    }
    print(answer)
}

fn print(answer: &UssdAnswer) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for reading in &answer.earlier {
        writeln!(out, "{}", reading.text)?;
    }
    Ok(writeln!(out, "{}", answer.text())?)
}
