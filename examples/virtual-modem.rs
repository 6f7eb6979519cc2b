//! A modem in memory, for other programs: on a pseudo terminal, or on a TCP port of this machine.
//!
//! ```sh
//! cargo run --example virtual-modem                            # 127.0.0.1, a free port; which one is printed
//! cargo run --example virtual-modem -- --listen 127.0.0.1:7000
//! cargo run --features serial --example virtual-modem -- --pty # the name of the terminal is printed
//! cargo run --example virtual-modem -- --dialect crsm
//! cargo run --example ussd -- '*100#' --modem tcp:127.0.0.1:7000
//! ```

#[path = "support/report.rs"]
mod report;

use std::error::Error;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use simcard::mock::{Dialect, VirtualCard, VirtualModem, serve_modem};

/// How often the modem looks whether it has something to say.
const TICK: Duration = Duration::from_millis(10);

/// Be a modem
#[derive(Parser)]
struct Args {
    /// Listen here. Only addresses of this machine are taken: whoever gets there has the card
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0", conflicts_with = "pty")]
    listen: SocketAddr,
    /// Be on a pseudo terminal instead (needs the feature `serial`)
    #[arg(long)]
    pty: bool,
    /// How it deviates from the specification
    #[arg(long, value_enum, default_value_t = Name::Standard)]
    dialect: Name,
    /// Have a 2G card in it instead of a UICC
    #[arg(long)]
    gsm: bool,
    /// End when the first one who connects has gone
    #[arg(long)]
    once: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// With everything
    Standard,
    /// No +CSIM
    WithoutCsim,
    /// +CCHO and +CGLA only
    Channels,
    /// +CRSM only
    Crsm,
    /// USSD texts packed, in hex digits
    PackedUssd,
    /// UCS2 for everything
    Ucs2,
    /// An echo that can't be switched off, and unsolicited results between all lines
    Chatty,
    /// Two seconds for each command
    Slow,
}

impl Name {
    fn dialect(self) -> Dialect {
        match self {
            Self::Standard => Dialect::STANDARD,
            Self::WithoutCsim => Dialect::WITHOUT_CSIM,
            Self::Channels => Dialect::CHANNELS_ONLY,
            Self::Crsm => Dialect::CRSM_ONLY,
            Self::PackedUssd => Dialect::PACKED_USSD,
            Self::Ucs2 => Dialect::UCS2,
            Self::Chatty => Dialect::CHATTY,
            Self::Slow => Dialect::SLOW,
        }
    }
}

fn main() -> ExitCode {
    report::report(run(&Args::parse()))
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let card = if args.gsm { VirtualCard::gsm() } else { VirtualCard::uicc() };
    let mut modem = VirtualModem::with_dialect(card, args.dialect.dialect());
    if args.pty {
        return on_a_terminal(&mut modem);
    }
    if !args.listen.ip().is_loopback() {
        return Err(format!("{} is no address of this machine alone", args.listen).into());
    }
    let listener = TcpListener::bind(args.listen)?;
    writeln!(io::stdout(), "tcp:{}", listener.local_addr()?)?;
    loop {
        let (mut stream, _) = listener.accept()?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TICK))?;
        if let Err(error) = serve_modem(&mut stream, &mut modem) {
            eprintln!("connection lost: {error}");
        }
        if args.once {
            return Ok(());
        }
    }
}

#[cfg(all(feature = "serial", unix))]
fn on_a_terminal(modem: &mut VirtualModem) -> Result<(), Box<dyn Error>> {
    use serialport::{SerialPort, TTYPort};

    // the other end is kept open, so that programs may come and go
    let (mut master, slave) = TTYPort::pair()?;
    master.set_timeout(TICK)?;
    let name = slave.name().ok_or("the terminal has no name")?;
    writeln!(io::stdout(), "{name}")?;
    Ok(serve_modem(&mut master, modem)?)
}

#[cfg(not(all(feature = "serial", unix)))]
fn on_a_terminal(_: &mut VirtualModem) -> Result<(), Box<dyn Error>> {
    Err("terminals need the feature `serial` and Unix: cargo run --features serial --example virtual-modem -- --pty"
        .into())
}
