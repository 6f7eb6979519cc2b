//! The toolkit of a SIM card: its menu on a terminal, or a way through it without anybody there.
//!
//! ```sh
//! cargo run --example toolkit
//! cargo run --example toolkit -- --navigate Balance --yes --json
//! cargo run --example toolkit -- --navigate "Top up" --answer 11111111111111
//! printf 'Balance\ny\n\nq\n' | cargo run --example toolkit
//! cargo run --features pcsc --example toolkit -- --reader "Virtual PCD 00 00"
//! ```
//!
//! Nothing that costs money or reaches the network is done unasked. The virtual card has a virtual network, which answers
//! USSD and knows two vouchers, 11111111111111 for 10 EUR and 22222222222222, which is used. A card in a reader has none:
//! what it wants to send is shown, to be sent from a telephone.

#[path = "support/reader.rs"]
mod reader;
#[path = "support/report.rs"]
mod report;

use std::cell::RefCell;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use clap::Parser;
use simcard::Card;
use simcard::mock::{VirtualCard, VirtualNetwork};
use simcard::network::Network;
use simcard::toolkit::command::Refusal;
use simcard::toolkit::{
    Capabilities, Choice, Command, ConsoleHost, Host, HostResult, Navigation, NavigationEnd, NetworkAction,
    Note, ProactiveCommand, RecordingHost, Reply, SystemClock, Toolkit, ToolkitError,
};
use simcard::transport::Transport;

/// Show the menu of a SIM card, and do what it asks for
#[derive(Parser)]
struct Args {
    /// Use the card in the reader with this name, or part of it (needs the feature `pcsc`)
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Use the virtual 2G card instead of the virtual UICC
    #[arg(long, conflicts_with = "reader")]
    gsm: bool,
    /// Read what would be typed from this file, a line each; - is the standard input
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// Go this way through the menus, such as Language/English, and end: items by text, by its beginning, or by position
    #[arg(long, value_name = "PATH")]
    navigate: Option<String>,
    /// What to answer on the way, once for each question
    #[arg(long = "answer", value_name = "TEXT", requires = "navigate", allow_hyphen_values = true)]
    answers: Vec<String>,
    /// Print one JSON object
    #[arg(long, requires = "navigate")]
    json: bool,
    /// Allow everything that the card wants of the network, without asking
    #[arg(long)]
    yes: bool,
    /// Don't print what went on, at the end
    #[arg(long)]
    no_transcript: bool,
}

/// Shorter answers are no codes that could be told from other text.
const SHORTEST_CODE: usize = 4;

fn main() -> ExitCode {
    report::report(run(&Args::parse()))
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let card = if args.gsm { VirtualCard::gsm() } else { VirtualCard::uicc() };
    // a card in a reader has no network
    let network = args.reader.is_none().then(VirtualNetwork::new);
    act(reader::open(args.reader.as_deref(), card)?, network, args)
}

fn act(
    mut card: Card<impl Transport>,
    network: Option<VirtualNetwork>,
    args: &Args,
) -> Result<(), Box<dyn Error>> {
    let host = RecordingHost::new(Terminal::new(network, args)?);
    let mut toolkit = card.toolkit(host);
    let ended = match &args.navigate {
        Some(path) => navigate(&mut toolkit, path, args),
        None => converse(&mut toolkit),
    };
    let transcript = toolkit.host().transcript();
    if !args.no_transcript && !args.json {
        write!(io::stdout(), "\nTranscript:\n{transcript}")?;
    }
    ended
}

type Running<'c, T> = Toolkit<'c, T, RecordingHost<Terminal>, SystemClock>;

/// Shows the menu and does what is chosen, until nothing is.
fn converse(toolkit: &mut Running<impl Transport>) -> Result<(), Box<dyn Error>> {
    toolkit.start()?;
    loop {
        let menu = toolkit.menu().cloned().ok_or("the card has no menu")?;
        let done = match toolkit.host_mut().host_mut().console.choose(&menu)? {
            Some((item, false)) => toolkit.select(item),
            Some((item, true)) => toolkit.help(item),
            None => return Ok(()),
        };
        match done {
            // one choice that came to nothing leaves the others
            Err(error @ simcard::Error::Toolkit(_)) if toolkit.session().end().is_none() => {
                toolkit.host_mut().host_mut().console.say(error)?;
            }
            done => done?,
        }
    }
}

/// Goes one way through the menus and prints what came of it.
fn navigate(toolkit: &mut Running<impl Transport>, path: &str, args: &Args) -> Result<(), Box<dyn Error>> {
    toolkit.start()?;
    let choices = path.split('/').map(|item| match item.trim().parse() {
        Ok(position) => Choice::Position(position),
        Err(_) => Choice::Text(item),
    });
    let answers: Vec<_> = args.answers.iter().map(String::as_str).collect();
    let mut navigation = Navigation::default();
    let done = toolkit.navigate_into(choices, &answers, &mut navigation);
    // what was entered may be a code, and is in the transcript no more than here
    for taken in &mut navigation.actions {
        for answer in args.answers.iter().filter(|answer| answer.chars().count() >= SHORTEST_CODE) {
            taken.action.target = taken.action.target.replace(answer.as_str(), "…");
        }
    }
    // what was shown and done before an error counts too
    if args.json {
        let mut object = serde_json::to_value(&navigation)?;
        if !args.no_transcript {
            object["transcript"] = serde_json::to_value(toolkit.host().transcript())?;
        }
        object["commands"] = toolkit.card().traffic().commands.into();
        writeln!(io::stdout(), "{object}")?;
    } else {
        show(&navigation)?;
    }
    done?;
    match navigation.ended {
        NavigationEnd::Done if navigation.path_left > 0 => {
            Err("the card asked for no further choice, and the path goes on".into())
        }
        NavigationEnd::Done => Ok(()),
        NavigationEnd::Choice(menu) => {
            let items: Vec<_> = menu.items.into_iter().map(|item| item.text).collect();
            Err(format!("the card offers a further choice: {items:?}").into())
        }
        NavigationEnd::NoSuchItem { wanted, menu, ambiguous } => {
            let items = menu.items.into_iter().map(|item| item.text).collect();
            Err(ToolkitError::NoSuchItem { wanted, ambiguous, items }.into())
        }
        NavigationEnd::Input { prompt } => {
            Err(format!("the card asks {prompt:?}, and there is no --answer that it takes").into())
        }
        _ => Err("the card did something else".into()),
    }
}

fn show(navigation: &Navigation) -> io::Result<()> {
    let mut out = io::stdout();
    for taken in &navigation.actions {
        let result = match (taken.allowed, taken.result) {
            (false, _) => "not allowed".into(),
            (true, None) => "not done".into(),
            (true, Some(result)) => result.to_string(),
        };
        writeln!(out, "({}: {result})", printable(&taken.action.redacted()))?;
    }
    navigation.texts.iter().try_for_each(|text| writeln!(out, "{}", printable(text)))
}

/// A card may show any character, those that move the cursor included.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}

/// A person at a terminal, or lines that were written before.
struct Terminal {
    console: ConsoleHost<Box<dyn BufRead>, Box<dyn Write>>,
    /// Everything is allowed.
    yes: bool,
    /// Texts are collected, and shown later.
    collects: bool,
}

impl Terminal {
    fn new(network: Option<VirtualNetwork>, args: &Args) -> io::Result<Self> {
        // what is asked on the way is not what comes of it
        let collects = args.navigate.is_some();
        let output =
            || -> Box<dyn Write> { if collects { Box::new(io::stderr()) } else { Box::new(io::stdout()) } };
        let script = args.script.as_deref().filter(|path| *path != Path::new("-"));
        let source: Box<dyn BufRead> = match script {
            Some(path) => {
                let file = File::open(path)
                    .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
                Box::new(BufReader::new(file))
            }
            None => Box::new(io::stdin().lock()),
        };
        let console = if args.script.is_none() && io::stdin().is_terminal() {
            ConsoleHost::new(source, output()).secret(rpassword::read_password)
        } else {
            let source = Rc::new(RefCell::new(source));
            let echoed = Echoed { source: Rc::clone(&source), output: output(), line: Vec::new(), read: 0 };
            let (input, mut out): (Box<dyn BufRead>, _) = (Box::new(echoed), output());
            ConsoleHost::new(input, output()).secret(move || {
                let mut line = String::new();
                let read = source.borrow_mut().read_line(&mut line)?;
                writeln!(out)?;
                if read == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(line.trim_end_matches(['\r', '\n']).to_owned())
            })
        };
        let console = match network {
            Some(mut network) => console.ussd(move |request| Ok(network.ussd(request)?.text)),
            None => console,
        };
        Ok(Self { console, yes: args.yes, collects })
    }
}

impl Host for Terminal {
    fn capabilities(&self) -> Capabilities {
        self.console.capabilities()
    }

    fn consent(&mut self, action: &NetworkAction) -> bool {
        self.yes || self.console.consent(action)
    }

    fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
        match command.command {
            Command::DisplayText(_) if self.collects => Ok(Reply::ok()),
            _ => self.console.perform(command),
        }
    }

    fn answered(&mut self, command: &ProactiveCommand, reply: &Reply) {
        self.console.answered(command, reply);
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.console.refused(refusal);
    }

    fn note(&mut self, note: &Note) {
        self.console.note(note);
    }
}

/// Lines that nobody types: they are shown, as a terminal shows what is typed.
struct Echoed {
    source: Rc<RefCell<Box<dyn BufRead>>>,
    output: Box<dyn Write>,
    line: Vec<u8>,
    /// How much of the line was read.
    read: usize,
}

impl BufRead for Echoed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.line.len() {
            self.line.clear();
            self.read = 0;
            self.source.borrow_mut().read_until(b'\n', &mut self.line)?;
            self.output.write_all(&self.line)?;
        }
        Ok(&self.line[self.read..])
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount;
    }
}

impl Read for Echoed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}
