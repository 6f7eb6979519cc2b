//! The PINs of a card: how many tries are left, verify, change, enable, disable, unblock.
//!
//! Shows the tries left before anything is sent, and never spends the last one unless told so with `--last-try`.
//!
//! ```sh
//! cargo run --example pin
//! cargo run --example pin -- verify change status
//! cargo run --features pcsc --example pin -- --reader "Virtual PCD 00 00" --pin pin2 unblock
//! ```
//!
//! PIN, new PIN and PUK are asked for on the terminal, without echo; without a terminal they are read from the
//! standard input, a line each. The environment may hold them instead: `SIMCARD_PIN`, `SIMCARD_NEW_PIN`,
//! `SIMCARD_PUK`. Never give them as arguments: other users of the computer can see those. The virtual card, which
//! is a new one in every run, has PIN1 1234 with PUK 12345678, and PIN2 5678 with PUK 87654321.

#[path = "support/reader.rs"]
mod reader;
#[path = "support/report.rs"]
mod report;

use std::error::Error;
use std::io::{IsTerminal, Write, stdin, stdout};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use simcard::card::{LastTry, Pin, PinId, PinStatus, Puk};
use simcard::mock::{self, Builder, KeyReference, VirtualCard};
use simcard::transport::Transport;
use simcard::{Card, PinError};
use zeroize::Zeroizing;

/// Show, verify, change, enable, disable or unblock a PIN
#[derive(Parser)]
struct Args {
    /// Use the card in the reader with this name, or part of it (needs the feature `pcsc`)
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Use the virtual 2G card instead of the virtual UICC
    #[arg(long, conflicts_with = "reader")]
    gsm: bool,
    /// Which PIN: pin1, pin2, universal, adm1 to adm10, or its key reference in hexadecimal
    #[arg(long, value_name = "PIN", default_value = "pin1")]
    pin: PinId,
    /// Send it even if a wrong one would block the PIN, or nobody knows whether it would
    #[arg(long)]
    last_try: bool,
    /// What to do, one after the other
    #[arg(value_name = "ACTION", default_value = "status")]
    actions: Vec<Action>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Action {
    /// Show how many tries are left; costs none
    Status,
    /// Verify the PIN
    Verify,
    /// Change the PIN
    Change,
    /// Have the PIN asked for
    Enable,
    /// Have the PIN not asked for any more
    Disable,
    /// Unblock the PIN with its PUK, and give it a new value
    Unblock,
}

fn main() -> ExitCode {
    report::report(run(&Args::parse()))
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let builder = if args.gsm { VirtualCard::builder().gsm() } else { VirtualCard::builder() };
    act(reader::open(args.reader.as_deref(), with_pins(builder)?)?, args)
}

fn with_pins(builder: Builder) -> Result<VirtualCard, mock::PinError> {
    let pin1 = mock::Pin::digits("1234")?.puk("12345678")?;
    let pin2 = mock::Pin::digits("5678")?.puk("87654321")?;
    Ok(builder.pin(KeyReference::PIN1, pin1).pin(KeyReference::PIN2, pin2).build())
}

fn act(mut card: Card<impl Transport>, args: &Args) -> Result<(), Box<dyn Error>> {
    let id = args.pin;
    let last_try = if args.last_try { LastTry::Allow } else { LastTry::Refuse };
    for action in &args.actions {
        let status = show(&mut card, id)?;
        // what would be refused anyway need not be typed first
        match action {
            Action::Status => continue,
            Action::Unblock => {
                let puk = puk()?;
                card.unblock_pin(id, &puk, &new_pin(id)?, last_try).map_err(advise)?;
                writeln!(stdout(), "{id} is unblocked and has its new value")?;
                continue;
            }
            _ if status.is_blocked() => return Err(PinError::Blocked.into()),
            _ if status.remaining == Some(1) && !args.last_try => {
                return Err(advise(PinError::LastTry.into()));
            }
            _ => {}
        }
        let pin = secret("SIMCARD_PIN", &format!("{id}: ")).and_then(|text| parse_pin(id, &text))?;
        let result = match action {
            Action::Change => card.change_pin(id, &pin, &new_pin(id)?, last_try),
            Action::Enable => card.enable_pin(id, &pin, last_try),
            Action::Disable => card.disable_pin(id, &pin, last_try),
            _ => card.verify_pin(id, &pin, last_try),
        };
        result.map_err(advise)?;
        let done = match action {
            Action::Change => "changed",
            Action::Enable => "enabled",
            Action::Disable => "disabled",
            _ => "verified",
        };
        writeln!(stdout(), "{id} is {done}")?;
    }
    Ok(())
}

/// Shows the tries left of the PIN and its PUK.
fn show<T: Transport>(card: &mut Card<T>, id: PinId) -> Result<PinStatus, Box<dyn Error>> {
    let status = card.pin_status(id)?;
    let state = match status.enabled {
        Some(true) => ", enabled",
        Some(false) => ", disabled",
        None => "",
    };
    writeln!(stdout(), "{id}: {}{state}", tries(status))?;
    match card.puk_status(id) {
        Ok(puk) => writeln!(stdout(), "PUK of {id}: {}", tries(puk))?,
        // an administrative key may have none
        Err(simcard::Error::Pin(_) | simcard::Error::Status { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(status)
}

fn tries(status: PinStatus) -> String {
    match status.remaining {
        Some(0) => "blocked".into(),
        Some(1) => "1 try left".into(),
        Some(tries) => format!("{tries} tries left"),
        None => "the card does not tell how many tries are left".into(),
    }
}

/// Says how to ask for it explicitly, where that is what the error wants.
fn advise(error: simcard::Error) -> Box<dyn Error> {
    use PinError::{LastPukTry, LastTry, UnknownPukTries, UnknownTries};

    match error {
        simcard::Error::Pin(LastTry | LastPukTry | UnknownTries | UnknownPukTries) => {
            format!("{error}, with --last-try").into()
        }
        error => error.into(),
    }
}

fn new_pin(id: PinId) -> Result<Pin, Box<dyn Error>> {
    let text = secret("SIMCARD_NEW_PIN", &format!("new {id}: "))?;
    let pin = parse_pin(id, &text)?;
    if std::env::var_os("SIMCARD_NEW_PIN").is_none() && stdin().is_terminal() {
        let again = Zeroizing::new(rpassword::prompt_password(format!("new {id} again: "))?);
        if *again != *text {
            return Err("these are two different ones: nothing was sent".into());
        }
    }
    Ok(pin)
}

fn puk() -> Result<Puk, Box<dyn Error>> {
    Ok(secret("SIMCARD_PUK", "PUK: ")?.parse()?)
}

/// 4 to 8 digits, or for an administrative key its 8 bytes in hexadecimal.
fn parse_pin(id: PinId, text: &str) -> Result<Pin, Box<dyn Error>> {
    if text.len() == 16 && matches!(id, PinId::Adm(_) | PinId::Reference(_)) {
        let mut bytes = Zeroizing::new([0; 8]);
        hex::decode_to_slice(text, &mut *bytes).map_err(|_| "the key is not hexadecimal")?;
        return Ok(Pin::from_bytes(*bytes));
    }
    Ok(text.parse()?)
}

/// A secret: from the environment, from the terminal without echo, or a line of the standard input.
fn secret(variable: &str, prompt: &str) -> Result<Zeroizing<String>, Box<dyn Error>> {
    if let Ok(text) = std::env::var(variable) {
        return Ok(Zeroizing::new(text));
    }
    if stdin().is_terminal() {
        return Ok(Zeroizing::new(rpassword::prompt_password(prompt)?));
    }
    let mut line = Zeroizing::new(String::new());
    stdin().read_line(&mut line)?;
    if line.is_empty() {
        return Err(format!("no {} on the standard input", prompt.trim_end_matches(": ")).into());
    }
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}
