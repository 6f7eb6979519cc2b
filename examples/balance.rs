//! How much is left on a prepaid card, and until when.
//!
//! ```sh
//! cargo run --example balance
//! cargo run --example balance -- --way sms --json
//! cargo run --features pcsc --example balance -- --reader
//! cargo run --features serial --example balance -- --modem /dev/ttyUSB2
//! cargo run --features pcsc,serial --example balance -- --all --modem /dev/ttyUSB2 --modem /dev/ttyUSB5
//! ```
//!
//! Without `--reader` and `--modem` it is the virtual card in the virtual network. A card in a reader has no network: it is
//! asked through its menu, and what it wants to send is shown, to be sent from a telephone. Enquiries by USSD are free with
//! most operators; a message may cost what any message costs (`--way` says which ways are tried).

#[path = "support/account.rs"]
mod place;
#[path = "support/port.rs"]
mod port;

use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap::Parser;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use place::{Job, Place, printable};
use serde_json::{Value, json};
use simcard::Card;
use simcard::account::{self, BalanceOutcome, Ended, Options, Progress, Watch, WayKind};
use simcard::network::Network;
use simcard::transport::Transport;

/// Ask how much is left on a prepaid card
#[derive(Parser)]
struct Args {
    /// Ask the card in this reader, by its name or part of it; without a name, in the only reader with a card (needs the
    /// feature `pcsc`)
    #[arg(long, value_name = "NAME", num_args = 0..=1)]
    reader: Option<Option<String>>,
    /// Let the virtual network serve the card in the reader, which has to be a virtual one
    #[arg(long)]
    virtual_network: bool,
    /// Ask through this modem: a serial port (needs the feature `serial`), or tcp:HOST:PORT
    #[arg(long, value_name = "PORT")]
    modem: Vec<String>,
    /// Ask all readers that hold a card, and all modems named, at once
    #[arg(long)]
    all: bool,
    /// Ask in this way only: ussd, menu or sms; may be given several times
    #[arg(long = "way", value_name = "WAY", value_parser = place::way)]
    ways: Vec<WayKind>,
    /// The name of the operator, where the card does not tell which it is
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
    /// How many seconds it may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    deadline: u64,
    /// Print JSON: an object, or a list of them with --all
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<bool, Box<dyn Error + Send + Sync>> {
    let places = places(args)?;
    if args.all {
        return all(&places, args);
    }
    let [place] = &places[..] else { return Err("several cards: use --all".into()) };
    let outcome = place::at(place, &args.ways, Enquiry { args, bar: &bar(args), name: None })??;
    if args.json {
        writeln!(io::stdout(), "{}", serde_json::to_string(&outcome)?)?;
    } else {
        show(&outcome)?;
    }
    Ok(outcome.report.is_some())
}

fn places(args: &Args) -> Result<Vec<Place>, Box<dyn Error + Send + Sync>> {
    let mut places: Vec<Place> = args.modem.iter().cloned().map(Place::Modem).collect();
    match &args.reader {
        Some(name) => places.push(Place::Reader(name.clone(), args.virtual_network)),
        None if args.all => match readers(args.virtual_network) {
            Ok(readers) => places.extend(readers),
            // there may be modems only
            Err(error) if !places.is_empty() => eprintln!("readers: {error}"),
            Err(error) => return Err(error),
        },
        None => {}
    }
    if places.is_empty() {
        places.push(Place::Virtual);
    }
    Ok(places)
}

#[cfg(feature = "pcsc")]
fn readers(served: bool) -> Result<Vec<Place>, Box<dyn Error + Send + Sync>> {
    let readers = simcard::transport::pcsc::readers()?;
    let with_card = readers.into_iter().filter(|reader| reader.has_card());
    Ok(with_card.map(|reader| Place::Reader(Some(reader.name), served)).collect())
}

#[cfg(not(feature = "pcsc"))]
fn readers(_: bool) -> Result<Vec<Place>, Box<dyn Error + Send + Sync>> {
    Ok(Vec::new())
}

/// Asks all of them at once, and shows a table.
fn all(places: &[Place], args: &Args) -> Result<bool, Box<dyn Error + Send + Sync>> {
    let (sender, receiver) = mpsc::channel();
    let bar = bar(args);
    bar.set_length(places.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?);
    thread::scope(|scope| {
        for (index, place) in places.iter().enumerate() {
            let (sender, bar) = (sender.clone(), &bar);
            scope.spawn(move || {
                let job = Enquiry { args, bar, name: Some(place.to_string()) };
                let result = place::at(place, &args.ways, job).and_then(|outcome| Ok(outcome?));
                bar.inc(1);
                let _ = sender.send((index, result));
            });
        }
    });
    drop(sender);
    bar.finish_and_clear();
    let mut results: Vec<_> = receiver.into_iter().collect();
    results.sort_by_key(|(index, _)| *index);
    let results: Vec<_> =
        results.into_iter().filter_map(|(index, result)| Some((places.get(index)?, result))).collect();
    let found =
        results.iter().all(|(_, result)| result.as_ref().is_ok_and(|outcome| outcome.report.is_some()));
    if args.json {
        let list: Vec<Value> = results
            .iter()
            .map(|(place, result)| match result {
                Ok(outcome) => json!({ "place": place.to_string(), "outcome": outcome }),
                Err(error) => json!({ "place": place.to_string(), "error": error.to_string() }),
            })
            .collect();
        writeln!(io::stdout(), "{}", Value::from(list))?;
        return Ok(found);
    }
    let accounts = results.iter().map(|(place, result)| {
        let report = result.as_ref().ok().and_then(|outcome| outcome.report.as_ref());
        (place.to_string(), report)
    });
    let today = jiff::Zoned::now().date();
    write!(io::stdout(), "{}", Watch::default().table(accounts, today))?;
    for (place, result) in &results {
        match result {
            Ok(outcome) if outcome.report.is_some() => {}
            Ok(outcome) => eprintln!("{place}: {}", printable(&why(outcome))),
            Err(error) => eprintln!("{place}: {error}"),
        }
    }
    Ok(found)
}

/// Shown on a terminal only, and not among JSON.
fn bar(args: &Args) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if args.json || !io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar
}

/// Asking for the balance.
struct Enquiry<'a> {
    args: &'a Args,
    bar: &'a ProgressBar,
    /// The card's, where there are several.
    name: Option<String>,
}

impl Job for Enquiry<'_> {
    type Output = Result<BalanceOutcome, simcard::Error>;

    fn run<T: Transport>(
        self,
        card: &mut Card<T>,
        network: &mut dyn Network,
        options: Options,
    ) -> Self::Output {
        let deadline = Duration::from_secs(self.args.deadline);
        let options = Options { deadline, operator: self.args.operator.clone(), ..options };
        let tell = |text: String| {
            let text = printable(&text).replace('\n', " ");
            self.bar.set_message(match &self.name {
                Some(name) => format!("{name}: {text}"),
                None => text,
            });
            self.bar.tick();
        };
        account::balance_with(card, network, &options, &mut |progress| {
            match progress {
                Progress::Trying { way, .. } => tell(format!("trying {way}")),
                Progress::Step(step) => tell(step.to_string()),
                Progress::Waiting { left } => tell(format!("waiting for a message, {} s", left.as_secs())),
                _ => {}
            }
            ControlFlow::Continue(())
        })
    }
}

fn show(outcome: &BalanceOutcome) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let subscriber = &outcome.subscriber;
    let iccid =
        subscriber.iccid.map_or_else(|absence| format!("none ({absence})"), |iccid| iccid.to_string());
    writeln!(out, "ICCID        {iccid}")?;
    writeln!(out, "Operator     {}", outcome.operator.name.as_deref().unwrap_or("unknown"))?;
    if !outcome.operator.candidates.is_empty() {
        writeln!(
            out,
            "             one of {}: say which by --operator",
            outcome.operator.candidates.join(", ")
        )?;
    }
    match &outcome.report {
        Some(report) => {
            let main = report.main.map_or("not stated".into(), |money| money.to_string());
            writeln!(out, "Balance      {main}")?;
            let validity = Watch::default().validity(report.valid_until, jiff::Zoned::now().date());
            if let (Some(date), Some(days)) = (validity.valid_until, validity.days_left) {
                writeln!(out, "Valid until  {date} ({days} days left, {})", validity.urgency)?;
            }
            for other in &report.others {
                writeln!(out, "Also         {}: {:?}", printable(&other.label), other.quantity)?;
            }
            writeln!(out, "It said      {}", printable(&report.raw).replace('\n', "\n             "))?;
        }
        None => writeln!(out, "Balance      unknown: {}", printable(&why(outcome)))?,
    }
    for attempt in &outcome.attempts {
        writeln!(
            out,
            "\n{} ({}): {}",
            printable(&attempt.way),
            attempt.kind,
            printable(&attempt.outcome.to_string())
        )?;
        for step in &attempt.steps {
            writeln!(out, "  {}", printable(&step.to_string()).replace('\n', "\n    "))?;
        }
    }
    outcome.calls.iter().try_for_each(|digits| writeln!(out, "\nYou can also call {digits}."))
}

/// Why there is no balance.
fn why(outcome: &BalanceOutcome) -> String {
    match (outcome.ended, outcome.attempts.last()) {
        (Ended::Deadline, _) => "the time was over".into(),
        (_, Some(attempt)) => attempt.outcome.to_string(),
        (_, None) => "no way is known to ask".into(),
    }
}
