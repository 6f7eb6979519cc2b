//! The directory of operators: looks one up, and makes the tables that are built in.
//!
//! ```sh
//! cargo run --example operator-directory -- find 26207 --spn "Tchibo mobil"
//! cargo run --example operator-directory -- find 001-01 --with my-operators.toml --json
//! cargo run --example operator-directory -- make serviceproviders.xml --version 20230416-1 --date 2023-04-16
//! ```
//!
//! `make` reads what the Debian package `mobile-broadband-provider-info` installs, and says what it left out or changed.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fmt, fs};

use clap::{Parser, Subcommand};
use roxmltree::{Document, Node, ParsingOptions};
use simcard::account::directory::{
    CODE, Directory, DirectoryError, EntryProblem, Match, OperatorEntry, Replaces, Selector, WayEntry,
};
use simcard::numbering::Plmn;

/// Look operators up, or make the directory
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show the operators of a network
    Find {
        /// The network, such as 262-03 or 26203
        plmn: Plmn,
        /// The provider name on the card
        #[arg(long)]
        spn: Option<String>,
        /// Entries of one's own, in TOML, or JSON if the file is called so
        #[arg(long, value_name = "FILE")]
        with: Option<PathBuf>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Make the tables from serviceproviders.xml
    Make {
        /// The file
        xml: PathBuf,
        /// The version of the package
        #[arg(long)]
        version: String,
        /// Its date
        #[arg(long)]
        date: String,
        /// Where to write operators.tsv and networks.txt
        #[arg(long, value_name = "FOLDER", default_value = "src/account/directory")]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Find { plmn, spn, with, json } => find(plmn, spn.as_deref(), with.as_deref(), json),
        Command::Make { xml, version, date, out } => make(&xml, &version, &date, &out),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn find(plmn: Plmn, spn: Option<&str>, with: Option<&Path>, json: bool) -> Result<(), Box<dyn Error>> {
    let mut directory = Directory::builtin();
    if let Some(path) = with {
        let text = fs::read_to_string(path)?;
        match path.extension() {
            Some(extension) if extension == "json" => directory.extend_from_json(&text)?,
            _ => directory.extend_from_toml(&text)?,
        }
    }
    let selector = Selector::of_plmn(plmn);
    let found = directory.find(&spn.map_or(selector, |spn| selector.with_spn(spn)));
    if json {
        let evidence = if let Match::One { evidence, .. } = &found { Some(*evidence) } else { None };
        let value = serde_json::json!({ "evidence": evidence, "operators": found.operators() });
        println!("{}", serde_json::to_string_pretty(&value)?);
        return Ok(());
    }
    match &found {
        Match::None => println!("no operator is known on {plmn}"),
        Match::One { .. } => {}
        Match::Candidates(all) => println!("one of {}:\n", all.len()),
    }
    for operator in found.operators() {
        println!("{operator} ({})", operator.country_code());
        show("also", operator.brands());
        show("networks", operator.plmns());
        show("balance", operator.balance());
        show("then", operator.ussd_replies());
        show("top-up", operator.top_up());
        show("own number", operator.own_number());
    }
    Ok(())
}

fn show(what: &str, items: impl Iterator<Item = impl fmt::Display>) {
    let items: Vec<_> = items.map(|item| item.to_string()).collect();
    if !items.is_empty() {
        println!("  {what:<11}{}", items.join(", "));
    }
}

fn make(xml: &Path, version: &str, date: &str, out: &Path) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(xml)?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options)?;
    let providers = mark_virtual(merge(providers(&document)));
    let mut directory = Directory::empty();
    for mut provider in providers {
        if provider.entry.plmns.is_empty() {
            let codes =
                provider.entry.balance.len() + provider.entry.top_up.len() + provider.entry.own_number.len();
            provider.report(format_args!("dropped, with {codes} codes: it has no PLMN"));
            continue;
        }
        if let Err(error) = directory.extend(std::slice::from_ref(&provider.entry)) {
            let of_plmn = match error {
                DirectoryError::Entry { problem: EntryProblem::CountryOfPlmn(country), .. } => country,
                error => {
                    provider.report(format_args!("dropped: {error}"));
                    continue;
                }
            };
            let alpha2 = of_plmn.alpha2();
            provider.report(format_args!("moved to {alpha2}: {} is there", provider.entry.plmns.join(" ")));
            provider.entry.country = alpha2.into();
            directory.extend(&[provider.entry])?;
        }
    }
    let comment = format!(
        "mobile-broadband-provider-info {version}, {date}\n\
         In the public domain. Made by examples/operator-directory.rs: do not edit."
    );
    let tables = directory.tables(&comment);
    fs::write(out.join("operators.tsv"), &tables.operators)?;
    fs::write(out.join("networks.txt"), &tables.networks)?;
    summary(&directory);
    Ok(())
}

/// What was made, and which networks have several brands.
fn summary(directory: &Directory) {
    let with = |has: fn(&OperatorEntry) -> bool| {
        directory.operators().filter(|operator| has(&operator.to_entry())).count()
    };
    let plmns: BTreeSet<Plmn> = directory.operators().flat_map(|operator| operator.plmns()).collect();
    for plmn in &plmns {
        let names: Vec<_> = directory.operators_of(*plmn).map(|operator| operator.name()).collect();
        if names.len() > 1 {
            eprintln!("{plmn}: shared by {}", names.join(", "));
        }
    }
    eprintln!(
        "{} operators on {} networks; {} with balance codes, {} with top-up codes, {} with own-number codes",
        directory.operators().count(),
        plmns.len(),
        with(|entry| !entry.balance.is_empty()),
        with(|entry| !entry.top_up.is_empty()),
        with(|entry| !entry.own_number.is_empty()),
    );
}

/// An entry in the making.
struct Provider {
    entry: OperatorEntry,
    /// What the file says of whose network it is.
    primary: Option<bool>,
}

impl Provider {
    fn report(&self, what: fmt::Arguments<'_>) {
        eprintln!("{} {}: {what}", self.entry.country, self.entry.name);
    }
}

fn children<'a, 'x>(node: Node<'a, 'x>, tag: &'static str) -> impl Iterator<Item = Node<'a, 'x>> {
    node.children().filter(move |child| child.has_tag_name(tag))
}

fn text(node: Node<'_, '_>) -> String {
    node.text().unwrap_or_default().to_string()
}

/// All of the file that have a network of GSM or its successors.
fn providers(document: &Document<'_>) -> Vec<Provider> {
    let mut found = Vec::new();
    for country in children(document.root_element(), "country") {
        let alpha2 = country.attribute("code").unwrap_or_default().to_ascii_uppercase();
        for node in children(country, "provider") {
            let (plain, in_other_languages): (Vec<_>, Vec<_>) =
                children(node, "name").partition(|name| name.attributes().len() == 0);
            let mut names = plain.into_iter().chain(in_other_languages).map(text);
            let entry = OperatorEntry {
                name: names.next().unwrap_or_default(),
                brands: names.collect(),
                country: alpha2.clone(),
                replaces: Replaces::Nothing,
                ..OperatorEntry::default()
            };
            let primary = node.attribute("primary").map(|value| value == "true");
            let mut provider = Provider { entry, primary };
            match children(node, "gsm").next() {
                Some(gsm) => {
                    read_gsm(&mut provider, gsm);
                    found.push(provider);
                }
                None => provider.report(format_args!("dropped: it has no network with a PLMN (CDMA only)")),
            }
        }
    }
    found
}

fn read_gsm(provider: &mut Provider, gsm: Node<'_, '_>) {
    for id in children(gsm, "network-id") {
        let part = |name| id.attribute(name).unwrap_or_default();
        provider.entry.plmns.push(format!("{}-{}", part("mcc"), part("mnc")));
    }
    for check in children(gsm, "balance-check") {
        for node in check.children().filter(Node::is_element) {
            let reply = text(node);
            if node.has_tag_name("ussd-response") && !reply.starts_with(['*', '#']) {
                provider.entry.ussd_replies.push(reply);
            } else {
                let way = read_way(provider, node, false);
                provider.entry.balance.extend(way);
            }
        }
    }
    for node in children(gsm, "balance-top-up").flat_map(|node| node.children().filter(Node::is_element)) {
        let way = read_way(provider, node, true);
        provider.entry.top_up.extend(way);
    }
    for node in children(gsm, "msisdn-query").flat_map(|node| node.children().filter(Node::is_element)) {
        let way = read_way(provider, node, false);
        provider.entry.own_number.extend(way);
    }
}

fn read_way(provider: &Provider, node: Node<'_, '_>, is_top_up: bool) -> Option<WayEntry> {
    let written = text(node);
    let mut code = written.trim().to_string();
    if code != written {
        provider.report(format_args!("spaces around {code} left out"));
    }
    if is_top_up {
        match node.attribute("replacement").filter(|word| !word.is_empty()) {
            Some(word) if code.matches(word).count() == 1 => code = code.replace(word, CODE),
            _ => {
                provider.report(format_args!("{code} dropped: it does not say where the voucher code goes"));
                return None;
            }
        }
    }
    let none = WayEntry::default();
    Some(match node.tag_name().name() {
        // an answer that begins like a request is the request that opens the menu
        "ussd" | "ussd-response" => WayEntry { ussd: Some(code), ..none },
        "dtmf" => WayEntry { call: Some(code), ..none },
        "sms" => match node.attribute("text").map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => WayEntry { sms: Some(code), text: Some(text.into()), ..none },
            None => {
                provider.report(format_args!("message to {code} dropped: it has no text"));
                return None;
            }
        },
        other => {
            provider.report(format_args!("{other} {code} dropped: nobody knows what it is"));
            return None;
        }
    })
}

/// Entries of one name in one country become one.
fn merge(providers: Vec<Provider>) -> Vec<Provider> {
    let mut merged: Vec<Provider> = Vec::new();
    let mut known = BTreeMap::new();
    for provider in providers {
        let key = (provider.entry.country.clone(), provider.entry.name.clone());
        let Some(&index) = known.get(&key) else {
            known.insert(key, merged.len());
            merged.push(provider);
            continue;
        };
        provider.report(format_args!("merged with the other of this name"));
        let entry = &mut merged[index].entry;
        entry.plmns.extend(provider.entry.plmns);
        entry.balance.extend(provider.entry.balance);
        entry.top_up.extend(provider.entry.top_up);
        entry.own_number.extend(provider.entry.own_number);
    }
    merged
}

/// Who is not the primary provider of any of its networks, although all have one, is a brand on somebody else's.
fn mark_virtual(mut providers: Vec<Provider>) -> Vec<Provider> {
    let primary = providers.iter().filter(|provider| provider.primary == Some(true));
    let owned: BTreeSet<String> = primary.flat_map(|provider| provider.entry.plmns.clone()).collect();
    for provider in &mut providers {
        let entry = &mut provider.entry;
        let on_others = !entry.plmns.is_empty() && entry.plmns.iter().all(|plmn| owned.contains(plmn));
        entry.mvno = provider.primary.map(|primary| !primary).or(on_others.then_some(true));
    }
    providers
}
