//! Short messages through a modem: send, list, read, delete, and wait for what comes.
//!
//! ```sh
//! cargo run --example sms -- send 123 BAL --wait 10
//! cargo run --example sms -- send +447700900123 "Привет" --report --wait 10
//! cargo run --features serial --example sms -- --modem /dev/ttyUSB2 list
//! cargo run --example sms -- --modem tcp:127.0.0.1:7000 read 1
//! cargo run --example sms -- --modem tcp:127.0.0.1:7000 delete 1
//! ```
//!
//! Without `--modem` it is the virtual one, which is a new one in every run. A message is never sent twice.

#[path = "support/port.rs"]
mod port;
#[path = "support/report.rs"]
mod report;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::{Parser, Subcommand};
use simcard::network::{Incoming, StoredMessage};
use simcard::sms::{Composer, Reference, Tpdu};

/// Send, list, read and delete short messages
#[derive(Parser)]
struct Args {
    /// Use this modem: a serial port (needs the feature `serial`), or tcp:HOST:PORT
    #[arg(long, value_name = "PORT", global = true)]
    modem: Option<String>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Send a text, in as many messages as it takes
    Send {
        /// To whom
        #[arg(allow_hyphen_values = true)]
        number: String,
        /// What
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// Ask for a report on its delivery
        #[arg(long)]
        report: bool,
        /// Show what comes within so many seconds
        #[arg(long, value_name = "SECONDS", default_value_t = 0)]
        wait: u64,
    },
    /// List what is stored
    List,
    /// Show a stored message
    Read {
        /// Where it is
        index: u32,
    },
    /// Delete a stored message
    Delete {
        /// Where it is
        index: u32,
    },
    /// Show what comes within so many seconds
    Receive {
        /// For how long
        seconds: u64,
    },
}

fn main() -> ExitCode {
    report::report(run(&Args::parse()))
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut modem = port::open(args.modem.as_deref())?;
    let mut out = io::stdout().lock();
    let wait = match &args.action {
        Action::Send { number, text, report, wait } => {
            // so that the parts of one message are not taken for those of another
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let reference = Reference::Eight((since.as_secs() % 256) as u8);
            let composer =
                Composer::new(number.parse()?).with_reference(reference).with_status_report_request(*report);
            if let Err(error) = composer.compose(text) {
                return Err(match error.character(text) {
                    Some(character) => format!("{character:?} can't be sent: {error}").into(),
                    None => error.into(),
                });
            }
            if *wait > 0 {
                modem.listen_for_messages()?;
            }
            for sent in modem.send_text(&composer, text)? {
                match sent.reference {
                    Some(reference) => writeln!(out, "sent, reference {reference}")?,
                    None => writeln!(out, "sent")?,
                }
            }
            *wait
        }
        Action::List => {
            let messages = modem.messages()?;
            messages.iter().try_for_each(|message| show(&mut out, message))?;
            if messages.is_empty() {
                eprintln!("no messages");
            }
            0
        }
        Action::Read { index } => {
            let message = modem.message(*index)?.ok_or_else(|| format!("there is no message {index}"))?;
            show(&mut out, &message)?;
            0
        }
        Action::Delete { index } => {
            modem.delete_message(*index)?;
            0
        }
        Action::Receive { seconds } => *seconds,
    };
    let until = modem.port().now() + Duration::from_secs(wait);
    while let Some(left) = until.checked_sub(modem.port().now()).filter(|left| !left.is_zero()) {
        match modem.receive(left)? {
            Some(incoming) => show_incoming(&mut out, &incoming)?,
            None => break,
        }
    }
    modem.close()?;
    Ok(())
}

fn show(out: &mut impl Write, message: &StoredMessage) -> io::Result<()> {
    write!(out, "{} ", message.index)?;
    match &message.pdu {
        Ok(pdu) => show_tpdu(out, &pdu.tpdu),
        Err(error) => writeln!(out, "unreadable ({error})"),
    }
}

fn show_incoming(out: &mut impl Write, incoming: &Incoming) -> io::Result<()> {
    match incoming.index {
        Some(index) => write!(out, "{index} ")?,
        None => write!(out, "- ")?,
    }
    show_tpdu(out, &incoming.pdu.tpdu)
}

fn show_tpdu(out: &mut impl Write, tpdu: &Tpdu) -> io::Result<()> {
    let text = tpdu.user_data().and_then(|data| data.text()).unwrap_or_else(|| "(no text)".into());
    match tpdu {
        Tpdu::Deliver(message) => {
            let part = message.user_data.concatenation();
            let part = part.map(|part| format!(" ({} of {})", part.sequence, part.total)).unwrap_or_default();
            writeln!(out, "from {} at {}{part}: {text}", message.originator, message.timestamp)
        }
        Tpdu::Submit(message) => writeln!(out, "to {}: {text}", message.destination),
        Tpdu::StatusReport(report) => {
            writeln!(out, "report on {} to {}: {}", report.reference, report.recipient, report.status.name())
        }
        _ => writeln!(out, "{text}"),
    }
}
