//! The contacts on a SIM card: as a table, as vCards, in JSON; adds and deletes.
//!
//! ```sh
//! cargo run --example phonebook
//! cargo run --example phonebook -- --vcard > contacts.vcf
//! cargo run --example phonebook -- add "Zoë" +447700900042
//! cargo run --features pcsc --example phonebook -- --reader "Virtual PCD 00 00" delete 3
//! ```
//!
//! Before anything is written it asks, unless told `--yes`. The virtual card is a new one in every run.

#[path = "support/reader.rs"]
mod reader;
#[path = "support/report.rs"]
mod report;

use std::error::Error;
use std::io::{IsTerminal, Write, stdin, stdout};
use std::process::ExitCode;

use calcard::vcard::{VCard, VCardEntry, VCardParameter, VCardProperty, VCardType, VCardVersion};
use clap::{Parser, Subcommand, ValueEnum};
use simcard::Card;
use simcard::card::{Contact, ContactNumber, PhoneBook, PhoneBookPlace};
use simcard::codec::DialingNumber;
use simcard::mock::VirtualCard;
use simcard::transport::Transport;

/// Show, add or delete the contacts on a SIM card
#[derive(Parser)]
struct Args {
    /// Use the card in the reader with this name, or part of it (needs the feature `pcsc`)
    #[arg(long, value_name = "NAME", global = true)]
    reader: Option<String>,
    /// Use the virtual 2G card instead of the virtual UICC
    #[arg(long, conflicts_with = "reader", global = true)]
    gsm: bool,
    /// Which phone book; without this, the first that the card has
    #[arg(long, value_name = "PLACE", global = true)]
    place: Option<Place>,
    /// Show contacts that are to be hidden, too
    #[arg(long)]
    hidden: bool,
    /// Print vCards (version 4.0)
    #[arg(long, conflicts_with = "json")]
    vcard: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Write without asking
    #[arg(long, global = true)]
    yes: bool,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Place {
    /// That of the USIM
    Usim,
    /// That of the whole card, in DF.TELECOM
    Card,
    /// That of a 2G SIM
    Sim,
}

#[derive(Subcommand)]
enum Action {
    /// Add a contact
    Add {
        /// What it is called
        name: String,
        /// Its number: digits, *, # and a leading +
        #[arg(allow_hyphen_values = true)]
        number: DialingNumber,
    },
    /// Delete a contact
    Delete {
        /// Its record, the first column of the table
        record: u16,
    },
}

fn main() -> ExitCode {
    report::report(run(&Args::parse()))
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let card = if args.gsm { VirtualCard::gsm() } else { VirtualCard::uicc() };
    act(reader::open(args.reader.as_deref(), card)?, args)
}

fn act(mut card: Card<impl Transport>, args: &Args) -> Result<(), Box<dyn Error>> {
    let mut book = match args.place {
        None => card.phonebook()?,
        Some(place) => card.phonebook_at(place.into())?,
    };
    for file in &book.unread {
        eprintln!("warning: {} ({}) was not read: {}", file.file, file.path, file.reason);
    }
    match &args.action {
        None => return show(book, args, &card),
        Some(Action::Add { name, number }) => {
            confirm(args, &format!("Add {name}, {number}, to the phone book?"))?;
            let record = card.add_contact_at(book.place, name, number)?;
            eprintln!("Added as record {record}.");
        }
        Some(Action::Delete { record }) => {
            let contact = book.contacts.iter().find(|contact| contact.record == *record);
            let contact = contact.ok_or_else(|| format!("record {record} holds no contact"))?;
            confirm(
                args,
                &format!("Delete {}, {}, for good?", printable(&contact.name), main_number(contact)),
            )?;
            // another program may have changed it while the question stood
            let deleted = card.exclusive(|card| {
                let now = card.phonebook_at(book.place)?;
                let same = now.contacts.contains(contact);
                if same {
                    card.delete_contact_at(book.place, *record)?;
                }
                Ok(same)
            })?;
            if !deleted {
                return Err(format!("record {record} has changed meanwhile; nothing was deleted").into());
            }
            eprintln!("Deleted.");
        }
    }
    book = card.phonebook_at(book.place)?;
    show(book, args, &card)
}

impl From<Place> for PhoneBookPlace {
    fn from(place: Place) -> Self {
        match place {
            Place::Usim => Self::Usim,
            Place::Card => Self::Card,
            Place::Sim => Self::Sim,
        }
    }
}

/// Has somebody say yes.
fn confirm(args: &Args, question: &str) -> Result<(), Box<dyn Error>> {
    if args.yes {
        return Ok(());
    }
    if !stdin().is_terminal() {
        return Err("nothing was written: nobody is there to ask; say --yes".into());
    }
    eprint!("{question} [y/N] ");
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err("nothing was written".into()),
    }
}

fn show(mut book: PhoneBook, args: &Args, card: &Card<impl Transport>) -> Result<(), Box<dyn Error>> {
    let all = book.contacts.len();
    book.contacts.retain(|contact| args.hidden || !contact.hidden);
    let hidden = all - book.contacts.len();
    if args.json {
        return print_json(&book, card.traffic().commands);
    }
    let mut out = stdout().lock();
    if args.vcard {
        for contact in &book.contacts {
            let mut text = String::new();
            vcard(contact).write_to(&mut text, VCardVersion::V4_0)?;
            out.write_all(text.as_bytes())?;
        }
        return Ok(());
    }
    let width = |text: &dyn Fn(&Contact) -> String, title: &str| {
        let lengths = book.contacts.iter().map(|contact| text(contact).chars().count());
        lengths.chain([title.len()]).max().unwrap_or_default()
    };
    let name_width = width(&|contact| printable(&contact.name), "Name");
    let number_width = width(&main_number, "Number");
    writeln!(out, "Record  {:name_width$}  {:number_width$}  More", "Name", "Number")?;
    for contact in &book.contacts {
        let (name, number) = (printable(&contact.name), main_number(contact));
        let line = format!(
            "{:>6}  {name:name_width$}  {number:number_width$}  {}",
            contact.record,
            more(contact).join(", ")
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    let hidden = if hidden == 0 { String::new() } else { format!(" ({hidden} hidden)") };
    let commands = card.traffic().commands;
    writeln!(out, "\n{all} of {} records in use{hidden}, {commands} commands", book.capacity)?;
    Ok(())
}

/// What else there is to say of a contact.
fn more(contact: &Contact) -> Vec<String> {
    let second = contact.second_name.iter().map(|name| format!("\"{}\"", printable(name)));
    let numbers = contact.additional_numbers.iter().map(|number| {
        let kind = number.kind.as_deref().map_or("also".into(), printable);
        format!("{kind} {}", shown(number))
    });
    let texts = contact.emails.iter().chain(&contact.uris).map(|text| printable(text));
    let groups = contact.groups.iter().map(|group| {
        let name = group.name.as_deref().map_or_else(|| group.record.to_string(), printable);
        format!("in {name}")
    });
    let hidden = contact.hidden.then(|| "hidden".to_string());
    second.chain(numbers).chain(texts).chain(groups).chain(hidden).collect()
}

fn main_number(contact: &Contact) -> String {
    contact.number.as_ref().map_or_else(String::new, shown)
}

fn shown(number: &ContactNumber) -> String {
    format!("{}{}", number.number, if number.truncated { "..." } else { "" })
}

/// A card may hold any character, those that move the cursor included.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

fn vcard(contact: &Contact) -> VCard {
    let mut card = VCard::default();
    let mut add = |entry: VCardEntry| card.entries.push(entry);
    // a vCard needs a name
    let name = if contact.name.is_empty() { main_number(contact) } else { contact.name.clone() };
    add(VCardEntry::new(VCardProperty::Fn).with_value(name));
    if let Some(second) = &contact.second_name {
        add(VCardEntry::new(VCardProperty::Nickname).with_value(second.clone()));
    }
    for number in contact.number.iter().chain(&contact.additional_numbers) {
        // cards write "a" for the pause before tones, phones "p"
        let digits = number.number.to_string().replace('a', "p");
        let kind = match number.kind.as_deref().map(str::to_lowercase).as_deref() {
            Some("work" | "office") => Some(VCardType::Work),
            Some("home") => Some(VCardType::Home),
            Some("mobile" | "cell") => Some(VCardType::Cell),
            Some("fax") => Some(VCardType::Fax),
            _ => None,
        };
        let entry = VCardEntry::new(VCardProperty::Tel).with_value(digits);
        add(entry.with_param_opt(kind.map(VCardParameter::typ)));
    }
    for address in &contact.emails {
        add(VCardEntry::new(VCardProperty::Email).with_value(address.clone()));
    }
    for uri in &contact.uris {
        add(VCardEntry::new(VCardProperty::Impp).with_value(uri.clone()));
    }
    let groups: Vec<_> = contact.groups.iter().filter_map(|group| group.name.clone()).collect();
    if !groups.is_empty() {
        let groups = groups.into_iter().map(Into::into).collect();
        add(VCardEntry::new(VCardProperty::Categories).with_values(groups));
    }
    card
}

#[cfg(feature = "serde")]
fn print_json(book: &PhoneBook, commands: u64) -> Result<(), Box<dyn Error>> {
    let mut object = serde_json::to_value(book)?;
    object["commands"] = commands.into();
    writeln!(stdout(), "{object}")?;
    Ok(())
}

#[cfg(not(feature = "serde"))]
fn print_json(_: &PhoneBook, _: u64) -> Result<(), Box<dyn Error>> {
    Err("JSON needs the feature `serde`".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> PhoneBook {
        Card::new(VirtualCard::uicc()).phonebook().unwrap()
    }

    #[test]
    fn vcards_read_back() {
        let book = book();
        let mut text = String::new();
        vcard(&book.contacts[0]).write_to(&mut text, VCardVersion::V4_0).unwrap();
        let expected = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Alice\r\nNICKNAME:Liddell\r\nTEL:+447700900456\r\n\
            TEL;TYPE=WORK:+447700900457\r\nEMAIL:alice@example.org\r\nCATEGORIES:Friends\r\nEND:VCARD\r\n";
        assert_eq!(text, expected);

        let mut contact = book.contacts[2].clone();
        contact.name = "Name, with; a\nbreak\\ and END:VCARD".into();
        let mut text = String::new();
        vcard(&contact).write_to(&mut text, VCardVersion::V4_0).unwrap();
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(text.contains("TEL:+447700900100p12345678#"), "{text}");
        let read = VCard::parse(&text).unwrap();
        let name = read.entries.iter().find(|entry| entry.name == VCardProperty::Fn).unwrap();
        assert_eq!(name.values[0].as_text(), Some(&*contact.name));
    }

    #[test]
    fn all_that_there_is_fits_on_a_line() {
        let book = book();
        assert_eq!(
            more(&book.contacts[0]).join(", "),
            "\"Liddell\", Work +447700900457, alice@example.org, in Friends"
        );
        assert_eq!(more(&book.contacts[3]), ["hidden"]);
        assert_eq!(printable("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }
}
