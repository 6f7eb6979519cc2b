//! What is on a card: its tree of directories and files, with sizes and who may read and write them.
//!
//! ```sh
//! cargo run --example explore
//! cargo run --features pcsc --example explore -- --reader "Virtual PCD 00 00" --dump card.json
//! cargo run --example explore -- --load card.json
//! ```

#[path = "support/reader.rs"]
mod reader;
#[path = "support/report.rs"]
mod report;

use std::error::Error;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use simcard::Card;
use simcard::card::{Dump, DumpedFile, ExploreOptions, FileContent, Progress, Unread};
use simcard::exchange::Traffic;
use simcard::fs::{Path, Structure};
use simcard::mock::VirtualCard;
use simcard::transport::Transport;

/// Show what is on a SIM card
#[derive(Parser)]
struct Arguments {
    /// Look at the card in the reader with this name, or part of it (needs the feature `pcsc`)
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Look at the virtual 2G card instead of the virtual UICC
    #[arg(long, conflicts_with_all = ["reader", "load"])]
    gsm: bool,
    /// Look at the card that this dump is of
    #[arg(long, value_name = "FILE", conflicts_with = "reader")]
    load: Option<PathBuf>,
    /// Write all that can be read, and what it means, into this file
    #[arg(long, value_name = "FILE")]
    dump: Option<PathBuf>,
    /// Read files that hold keys too
    #[arg(long)]
    secrets: bool,
    /// Leave out files whose service is not in the card's service table: faster, but many tables are wrong
    #[arg(long)]
    trust_services: bool,
    /// Look for this file, directory or application too: MF/2F55, ADF.USIM/5F99, A0000005591010FFFFFFFF8900000100
    #[arg(long, value_name = "PATH")]
    also: Vec<Path>,
}

fn main() -> ExitCode {
    report::report(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut options = ExploreOptions {
        secrets: arguments.secrets,
        trust_services: arguments.trust_services,
        also: arguments.also.clone(),
    };
    let mut card = if arguments.gsm { VirtualCard::gsm() } else { VirtualCard::uicc() };
    if let Some(file) = &arguments.load {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let dump: Dump =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        // what was found once is there, whether a specification knows it or not
        options.also.extend(dump.files.iter().map(|file| file.path));
        card = VirtualCard::from_dump(&dump)?;
    }
    explore(reader::open(arguments.reader.as_deref(), card)?, arguments, &options)
}

fn explore(
    mut card: Card<impl Transport>,
    arguments: &Arguments,
    options: &ExploreOptions,
) -> Result<(), Box<dyn Error>> {
    // draws on a terminal only
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} {eta:>4} {msg}")?);
    let dump = card.explore(options, |Progress { done, total, path, .. }| {
        bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        bar.set_message(path.to_string());
    });
    bar.finish_and_clear();
    let dump = dump?;
    let mut out = BufWriter::new(io::stdout().lock());
    let Traffic { commands, bytes_sent, bytes_received } = card.traffic();
    let shown = show(&dump, &mut out).and_then(|()| {
        writeln!(out, "\n{commands} commands, {bytes_sent} bytes sent, {bytes_received} bytes received")?;
        out.flush()
    });
    match shown {
        // whoever reads along has seen enough
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        shown => shown?,
    }
    if let Some(file) = &arguments.dump {
        let write = || -> io::Result<()> {
            let mut out = BufWriter::new(fs::File::create(file)?);
            serde_json::to_writer_pretty(&mut out, &dump)?;
            writeln!(out)?;
            out.flush()
        };
        write().map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

fn show(dump: &Dump, out: &mut impl Write) -> io::Result<()> {
    for file in tree(dump) {
        let depth = file.path.ids().len() + usize::from(file.path.application().is_some());
        let name = dump.name(&file.path);
        let name = name.rsplit('/').next().unwrap_or(&name);
        let id = file.path.id().map_or_else(String::new, |id| id.to_string());
        let line = format!("{:indent$}{name}", "", indent = 2 * depth);
        let access = match dump.access(file) {
            Some(Ok(access)) => access.to_string(),
            Some(Err(error)) => format!("access rules: {error}"),
            None => String::new(),
        };
        let text = format!("{line:34} {id:4}  {:24} {:22} {access}", kind(file), left_out(file));
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// The files as one reads a tree: what is in a directory right below it, files before directories.
fn tree(dump: &Dump) -> Vec<&DumpedFile> {
    let parent = |path: &Path| match (path.parent(), path.application()) {
        (None, Some(_)) => Some(Path::MF),
        (parent, _) => parent,
    };
    let mut ahead: Vec<&DumpedFile> = dump
        .files
        .iter()
        .filter(|file| !dump.files.iter().any(|it| Some(it.path) == parent(&file.path)))
        .collect();
    ahead.reverse();
    let mut order = Vec::new();
    while let Some(file) = ahead.pop() {
        order.push(file);
        let mut below: Vec<_> = dump
            .files
            .iter()
            .filter(|it| it.path != file.path && parent(&it.path) == Some(file.path))
            .collect();
        below.sort_by_key(|it| it.structure == Structure::Directory);
        ahead.extend(below.into_iter().rev());
    }
    order
}

/// Structure and size.
fn kind(file: &DumpedFile) -> String {
    let records = file.info().and_then(|info| Some((info.records?, info.record_len?)));
    let size = file.size().map_or_else(|| "size unknown".into(), |size| format!("{size} B"));
    match (file.structure, records) {
        (Structure::Directory, _) => "directory".into(),
        (Structure::Transparent, _) => format!("transparent {size}"),
        (Structure::LinearFixed, Some((count, len))) => format!("records {count} x {len} B"),
        (Structure::Cyclic, Some((count, len))) => format!("cyclic {count} x {len} B"),
        (Structure::BerTlv, _) => format!("BER-TLV {size}"),
        _ => size,
    }
}

/// What could not be had of it.
fn left_out(file: &DumpedFile) -> String {
    let unread = match file.unread {
        None => String::new(),
        Some(Unread::Status(status)) => format!("not read: {status:04X}"),
        Some(Unread::Secret) => "keys, not read".into(),
        Some(reason) => format!("not read: {reason}"),
    };
    let partly = if unread.is_empty() || file.content == FileContent::None { "" } else { "partly " };
    match file.select_status.value() {
        0x9000 => format!("{partly}{unread}"),
        _ => format!("SELECT {:04X} {partly}{unread}", file.select_status).trim_end().into(),
    }
}
