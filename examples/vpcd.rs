//! A virtual card in the virtual reader of pcscd, where every program that uses PC/SC finds it.
//!
//! ```text
//! apt-get install pcscd vsmartcard-vpcd opensc
//! pcscd                                           # if it does not run already
//! cargo run --example vpcd -- --card uicc --log &
//! opensc-tool --list-readers
//! ```

#[path = "support/report.rs"]
mod report;

use std::error::Error;
use std::io;
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use simcard::apdu::Command;
use simcard::mock::VirtualCard;
use simcard::mock::vpcd::{self, VirtualDevice};
use simcard::transport::Level;

/// Put a virtual card into the virtual reader of pcscd
#[derive(Parser)]
struct Arguments {
    /// Which card
    #[arg(long, value_enum, default_value_t = Kind::Uicc)]
    card: Kind,
    /// Speak T=1, not T=0
    #[arg(long)]
    t1: bool,
    /// Where the reader waits
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// The reader's port: 35963 for the first one, 35964 for the second one
    #[arg(long, default_value_t = vpcd::PORT)]
    port: u16,
    /// Print what the card is asked
    #[arg(long)]
    log: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// With a USIM and an ISIM
    Uicc,
    /// A 2G SIM
    Gsm,
}

fn main() -> ExitCode {
    report::report(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    serve(arguments).map_err(|error| {
        let place = format!("{}:{}", arguments.host, arguments.port);
        let advice = match error.kind() {
            io::ErrorKind::ConnectionRefused => ": is pcscd running, and is vsmartcard-vpcd installed?",
            _ => "",
        };
        format!("{place}: {error}{advice}")
    })?;
    println!("the reader has closed the connection");
    Ok(())
}

fn serve(arguments: &Arguments) -> io::Result<()> {
    let mut builder = VirtualCard::builder();
    if let Kind::Gsm = arguments.card {
        builder = builder.gsm();
    }
    if arguments.t1 {
        builder = builder.level(Level::Apdu);
    }
    let mut stream = TcpStream::connect((arguments.host.as_str(), arguments.port))?;
    stream.set_nodelay(true)?;
    println!("the card is in the reader; pull it with Ctrl-C");
    let mut card = builder.build();
    if arguments.log {
        vpcd::serve(&mut stream, &mut Logged(card, Instant::now()), quick_ack)
    } else {
        vpcd::serve(&mut stream, &mut card, quick_ack)
    }
}

/// Without it, every command takes 44 ms: see the module `vpcd`.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn quick_ack(stream: &TcpStream) {
    // a card that is slow is still a card
    let _ = socket2::SockRef::from(stream).set_tcp_quickack(true);
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn quick_ack(_: &TcpStream) {}

/// A card that prints what it is asked, and when.
struct Logged(VirtualCard, Instant);

impl Logged {
    fn log(&self, text: &str) {
        println!("{:9.3} {text}", self.1.elapsed().as_secs_f64());
    }
}

impl VirtualDevice for Logged {
    fn atr(&self) -> &[u8] {
        VirtualDevice::atr(&self.0)
    }

    fn power(&mut self, on: bool) {
        self.log(if on { "power on" } else { "power off" });
        self.0.power(on);
    }

    fn reset(&mut self) {
        self.log("reset");
        self.0.reset();
    }

    fn process(&mut self, command: &[u8], response: &mut Vec<u8>) {
        VirtualDevice::process(&mut self.0, command, response);
        // the Display of a command hides PINs; of the answer only its length and end are told
        let shown = Command::parse(command).map_or_else(
            |_| format!("{} bytes that are no command", command.len()),
            |command| command.to_string(),
        );
        let (data, status) = response.split_at(response.len().saturating_sub(2));
        self.log(&format!("{shown} -> {} bytes, {}", data.len(), hex::encode_upper(status)));
    }
}
