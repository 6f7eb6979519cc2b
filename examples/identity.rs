//! Whose SIM card is this? Asks the virtual card, or one in a PC/SC reader.
//!
//! ```sh
//! cargo run --example identity
//! cargo run --features pcsc --example identity -- --reader "Virtual PCD 00 00" --json
//! ```

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use simcard::Card;
use simcard::card::{Absence, Identity, Profile};
use simcard::exchange::Traffic;
use simcard::mock::VirtualCard;
use simcard::transport::Transport;

/// Show whose SIM card this is
#[derive(Parser)]
struct Args {
    /// Read the card in the reader with this name, or part of it (needs the feature `pcsc`)
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Read the virtual 2G card instead of the virtual UICC
    #[arg(long, conflicts_with = "reader")]
    gsm: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Show everything else too: all numbers, languages, applications, services
    #[arg(long)]
    full: bool,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because: {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    match &args.reader {
        Some(name) => read_from_reader(name, args),
        None if args.gsm => show(Card::new(VirtualCard::gsm()), args),
        None => show(Card::new(VirtualCard::uicc()), args),
    }
}

#[cfg(feature = "pcsc")]
fn read_from_reader(name: &str, args: &Args) -> Result<(), Box<dyn Error>> {
    use simcard::transport::pcsc::PcscTransport;

    show(Card::new(PcscTransport::open(&name.into())?), args)
}

#[cfg(not(feature = "pcsc"))]
fn read_from_reader(_: &str, _: &Args) -> Result<(), Box<dyn Error>> {
    Err("readers need the feature `pcsc`: cargo run --features pcsc --example identity -- --reader NAME"
        .into())
}

fn show(mut card: Card<impl Transport>, args: &Args) -> Result<(), Box<dyn Error>> {
    if args.full {
        let profile = card.profile()?;
        if args.json {
            return print_json(&profile, card.traffic());
        }
        print_identity(&profile.identity);
        print_profile(&profile);
    } else {
        let identity = card.identity()?;
        if args.json {
            return print_json(&identity, card.traffic());
        }
        print_identity(&identity);
    }
    let Traffic { commands, bytes_sent, bytes_received } = card.traffic();
    println!("\n{commands} commands, {bytes_sent} bytes sent, {bytes_received} bytes received");
    Ok(())
}

fn print_identity(identity: &Identity) {
    line("ATR", identity.atr.map_or("unknown".into(), |atr| atr.to_string()));
    line("Kind", format!("{:?}", identity.kind));
    line("ICCID", shown(&identity.iccid));
    let issuer = identity.iccid.ok().and_then(|iccid| iccid.issuer_country());
    line("Issued in", issuer.map_or("unknown".into(), |country| country.name().into()));
    line("IMSI", shown(&identity.imsi));
    let mnc = identity.mnc().map_or("length unknown".into(), |mnc| mnc.to_string());
    line("MCC, MNC", identity.mcc().map_or("unknown".into(), |mcc| format!("{mcc}, {mnc}")));
    match &identity.msisdns {
        Ok(numbers) => numbers.iter().for_each(|number| line("MSISDN", number.to_string())),
        Err(absence) => line("MSISDN", format!("none ({absence})")),
    }
    line("Provider", shown(&identity.spn));
    line("SMS centre", shown(&identity.smsc));
}

fn print_profile(profile: &Profile) {
    for record in profile.msisdn_records.iter().flatten() {
        let number = record.msisdn.map_or("unreadable".into(), |msisdn| msisdn.to_string());
        let alpha = record.alpha.as_deref().unwrap_or_default();
        line(&format!("MSISDN {}", record.record), format!("{number} {alpha}"));
    }
    line("Languages", profile.languages.as_ref().map_or_else(ToString::to_string, |codes| codes.join(", ")));
    let joined = |classes: &Vec<u8>| classes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    line("Access class", profile.access_classes.as_ref().map_or_else(ToString::to_string, joined));
    line("GID1", shown(&profile.gid1));
    line("GID2", shown(&profile.gid2));
    line("eUICC", if profile.is_euicc { "yes" } else { "no" }.into());
    for application in profile.applications.iter().flatten() {
        let name = application.aid().application().map_or("", |application| application.name());
        line("Application", format!("{} {name}", application.aid()));
    }
    for (number, name) in profile.services.iter().flat_map(|services| services.services()) {
        line("Service", format!("{number} {}", name.unwrap_or("")));
    }
}

fn line(name: &str, value: String) {
    println!("{name:12} {value}");
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
    println!("{object}");
    Ok(())
}

#[cfg(not(feature = "serde"))]
fn print_json<T>(_: &T, _: Traffic) -> Result<(), Box<dyn Error>> {
    Err("JSON needs the feature `serde`".into())
}
