//! Tops up a prepaid card with a voucher: shows for whom and what would be sent, and asks before it is sent.
//!
//! ```sh
//! cargo run --example topup -- 11111111111111
//! cargo run --example topup -- 11111111111111 --yes --json
//! cargo run --example topup -- --plan --json
//! cargo run --features serial --example topup -- --modem /dev/ttyUSB2
//! ```
//!
//! Without a code it is asked for, and not shown. With `--plan` nothing is sent but an enquiry for the balance; what is
//! printed tells whoever pays in another way which account it is. Without `--reader` and `--modem` it is the virtual card in
//! the virtual network, where 11111111111111 is worth 10 EUR, 22222222222222 is used, and all others are wrong.

#[path = "support/account.rs"]
mod place;
#[path = "support/port.rs"]
mod port;

use std::error::Error;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use place::{Job, Place, printable};
use serde_json::json;
use simcard::Card;
use simcard::account::reply::TopUpOutcome;
use simcard::account::{self, Options, TopUpError, TopUpPlan, TopUpReport, WayKind};
use simcard::network::Network;
use simcard::numbering::Msisdn;
use simcard::transport::Transport;

/// Top up a prepaid card
#[derive(Parser)]
struct Args {
    /// The voucher code; others can see it in the list of processes, so leave it out to be asked for it
    code: Option<String>,
    /// The number whose account it is for, instead of the card's
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    beneficiary: Option<Msisdn>,
    /// Use the card in this reader (needs the feature `pcsc`)
    #[arg(long, value_name = "NAME", num_args = 0..=1, conflicts_with = "modem")]
    reader: Option<Option<String>>,
    /// Let the virtual network serve the card in the reader, which has to be a virtual one
    #[arg(long)]
    virtual_network: bool,
    /// Use this modem: a serial port (needs the feature `serial`), or tcp:HOST:PORT
    #[arg(long, value_name = "PORT")]
    modem: Option<String>,
    /// Send it in this way only: ussd, menu or sms; may be given several times
    #[arg(long = "way", value_name = "WAY", value_parser = place::way)]
    ways: Vec<WayKind>,
    /// The name of the operator, where the card does not tell which it is
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
    /// Only show the plan
    #[arg(long)]
    plan: bool,
    /// Send it without asking
    #[arg(long)]
    yes: bool,
    /// Print one JSON object, without the code
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: Args) -> Result<bool, Box<dyn Error + Send + Sync>> {
    if args.code.is_none() && !args.plan {
        args.code = Some(ask_code()?);
    }
    let place = match (&args.modem, &args.reader) {
        (Some(port), _) => Place::Modem(port.clone()),
        (None, Some(name)) => Place::Reader(name.clone(), args.virtual_network),
        (None, None) => Place::Virtual,
    };
    let ways = args.ways.clone();
    place::at(&place, &ways, TopUp(&args))?
}

fn ask_code() -> io::Result<String> {
    if io::stdin().is_terminal() {
        eprint!("Voucher code: ");
        return rpassword::read_password();
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().into())
}

struct TopUp<'a>(&'a Args);

impl Job for TopUp<'_> {
    type Output = Result<bool, Box<dyn Error + Send + Sync>>;

    fn run<T: Transport>(
        self,
        card: &mut Card<T>,
        network: &mut dyn Network,
        options: Options,
    ) -> Self::Output {
        let args = self.0;
        let options = Options { operator: args.operator.clone(), ..options };
        let mut top_up = account::top_up();
        if let Some(code) = &args.code {
            top_up = top_up.code(code);
        }
        if let Some(number) = args.beneficiary {
            top_up = top_up.beneficiary(number);
        }
        let plan = top_up.plan(card, network, &options)?;
        let exported = serde_json::to_value(&plan)?;
        if !args.json {
            show_plan(&plan)?;
        }
        if args.plan {
            if args.json {
                writeln!(io::stdout(), "{}", json!({ "plan": exported }))?;
            }
            return Ok(true);
        }
        if !args.yes && !confirmed()? {
            eprintln!("nothing was sent");
            return Ok(false);
        }
        let (report, unknown) = match plan.confirm(card, network) {
            Ok(report) => (report, false),
            Err(TopUpError::OutcomeUnknown(report)) => (*report, true),
            Err(error) => return Err(error.into()),
        };
        if args.json {
            let object = json!({ "plan": exported, "report": report, "outcome_unknown": unknown });
            writeln!(io::stdout(), "{object}")?;
        } else {
            show_report(&report)?;
        }
        Ok(report.outcome == TopUpOutcome::Accepted)
    }
}

fn confirmed() -> io::Result<bool> {
    eprint!("Send it? Type yes: ");
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().eq_ignore_ascii_case("yes"))
}

fn show_plan(plan: &TopUpPlan) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let subscriber = &plan.subscriber;
    let iccid =
        subscriber.iccid.map_or_else(|absence| format!("none ({absence})"), |iccid| iccid.to_string());
    let imsi = subscriber.imsi.map_or_else(|absence| format!("none ({absence})"), |imsi| imsi.to_string());
    let msisdn =
        subscriber.msisdn.map_or_else(|absence| format!("none ({absence})"), |number| number.to_string());
    writeln!(out, "ICCID        {iccid}\nIMSI         {imsi}\nMSISDN       {msisdn}")?;
    writeln!(out, "Operator     {}", plan.operator.name.as_deref().unwrap_or("unknown"))?;
    if let Some(number) = plan.beneficiary {
        writeln!(out, "For          {number}")?;
    }
    let balance = plan.balance.report.as_ref().and_then(|report| report.main);
    writeln!(out, "Balance      {}", balance.map_or("unknown".into(), |money| money.to_string()))?;
    match plan.sends() {
        Some(sends) => writeln!(out, "Would send   {sends}"),
        None => writeln!(out, "Would send   nothing"),
    }
}

fn show_report(report: &TopUpReport) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if let Some(reply) = &report.reply {
        writeln!(out, "It said      {}", printable(&reply.raw))?;
    }
    writeln!(out, "Top-up       {report}")?;
    match report.gained {
        Some(gained) => writeln!(out, "Gained       {gained}"),
        None => Ok(()),
    }
}
