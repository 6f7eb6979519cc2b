//! Whose SIM card is this? Asks the virtual card, or one in a PC/SC reader or a modem.
//!
//! ```sh
//! cargo run --example identity
//! cargo run --features pcsc --example identity -- --reader "Virtual PCD 00 00" --json
//! cargo run --features serial --example identity -- --modem /dev/ttyUSB2 --json
//! cargo run --example identity -- --modem tcp:127.0.0.1:7000 --json
//! ```

#[path = "support/port.rs"]
mod port;
#[path = "support/reader.rs"]
mod reader;
#[path = "support/report.rs"]
mod report;

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use simcard::Card;
use simcard::card::{Absence, CardKind, Identity, Profile};
use simcard::exchange::Traffic;
use simcard::mock::VirtualCard;
use simcard::transport::Transport;

/// Show whose SIM card this is
#[derive(Parser)]
struct Args {
    /// Read the card in the reader with this name, or part of it (needs the feature `pcsc`)
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Read the card in this modem: a serial port (needs the feature `serial`), or tcp:HOST:PORT
    #[arg(long, value_name = "PORT", conflicts_with = "reader")]
    modem: Option<String>,
    /// Read the virtual 2G card instead of the virtual UICC
    #[arg(long, conflicts_with_all = ["reader", "modem"])]
    gsm: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Show everything else too: all numbers, languages, applications, services
    #[arg(long)]
    full: bool,
}

fn main() -> ExitCode {
    report::report(run(&Args::parse()))
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    if let Some(place) = &args.modem {
        return show(Card::new(port::open(Some(place))?), args);
    }
    let card = if args.gsm { VirtualCard::gsm() } else { VirtualCard::uicc() };
    show(reader::open(args.reader.as_deref(), card)?, args)
}

fn show(mut card: Card<impl Transport>, args: &Args) -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    if args.full {
        let profile = card.profile()?;
        if args.json {
            return print_json(&profile, card.traffic());
        }
        describe_identity(&mut text, &profile.identity);
        describe_profile(&mut text, &profile);
    } else {
        let identity = card.identity()?;
        if args.json {
            return print_json(&identity, card.traffic());
        }
        describe_identity(&mut text, &identity);
    }
    let Traffic { commands, bytes_sent, bytes_received } = card.traffic();
    writeln!(text, "\n{commands} commands, {bytes_sent} bytes sent, {bytes_received} bytes received")?;
    Ok(io::stdout().write_all(text.as_bytes())?)
}

fn describe_identity(text: &mut String, identity: &Identity) {
    line(text, "ATR", identity.atr.map_or("unknown".into(), |atr| atr.to_string()));
    let kind = match identity.kind {
        CardKind::Uicc => "UICC",
        CardKind::Gsm => "2G SIM",
    };
    line(text, "Kind", kind.into());
    line(text, "ICCID", shown(&identity.iccid));
    let issuer = identity.iccid.ok().and_then(|iccid| iccid.issuer_country());
    line(text, "Issued in", issuer.map_or("unknown".into(), |country| country.name().into()));
    line(text, "IMSI", shown(&identity.imsi));
    let mnc = identity.mnc().map_or("length unknown".into(), |mnc| mnc.to_string());
    line(text, "MCC, MNC", identity.mcc().map_or("unknown".into(), |mcc| format!("{mcc}, {mnc}")));
    match &identity.msisdns {
        Ok(numbers) => numbers.iter().for_each(|number| line(text, "MSISDN", number.to_string())),
        Err(absence) => line(text, "MSISDN", format!("none ({absence})")),
    }
    line(text, "Provider", shown(&identity.spn));
    line(text, "SMS centre", shown(&identity.smsc));
}

fn describe_profile(text: &mut String, profile: &Profile) {
    for record in profile.msisdn_records.iter().flatten() {
        let number = record.msisdn.map_or("unreadable".into(), |msisdn| msisdn.to_string());
        let alpha = record.alpha.as_deref().unwrap_or_default();
        line(text, &format!("MSISDN {}", record.record), format!("{number} {alpha}"));
    }
    let languages = profile.languages.as_ref().map(|codes| codes.join(", "));
    line(text, "Languages", shown(&languages.map_err(|absence| *absence)));
    let joined = |classes: &Vec<u8>| classes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    line(text, "Access class", profile.access_classes.as_ref().map_or_else(ToString::to_string, joined));
    line(text, "GID1", shown(&profile.gid1));
    line(text, "GID2", shown(&profile.gid2));
    line(text, "eUICC", if profile.is_euicc { "yes" } else { "no" }.into());
    for application in profile.applications.iter().flatten() {
        let name = application.aid().application().map_or("", |application| application.name());
        line(text, "Application", format!("{} {name}", application.aid()));
    }
    for (number, name) in profile.services.iter().flat_map(|services| services.services()) {
        line(text, "Service", format!("{number} {}", name.unwrap_or("")));
    }
}

fn line(text: &mut String, name: &str, value: String) {
    text.push_str(format!("{name:12} {value}").trim_end());
    text.push('\n');
}

fn shown<T: ToString>(reading: &Result<T, Absence>) -> String {
    reading.as_ref().map_or_else(|absence| format!("none ({absence})"), ToString::to_string)
}

#[cfg(feature = "serde")]
fn print_json(value: &impl serde::Serialize, traffic: Traffic) -> Result<(), Box<dyn Error>> {
    use serde_json::Value;

    let mut object = serde_json::to_value(value)?;
    if let (Value::Object(object), Value::Object(traffic)) = (&mut object, serde_json::to_value(traffic)?) {
        object.extend(traffic);
    }
    Ok(writeln!(io::stdout(), "{object}")?)
}

#[cfg(not(feature = "serde"))]
fn print_json<T>(_: &T, _: Traffic) -> Result<(), Box<dyn Error>> {
    Err("JSON needs the feature `serde`".into())
}
