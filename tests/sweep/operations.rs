//! What is done with a card, and what it says.

use std::fmt::Debug;
use std::time::Duration;

use simcard::apdu::{Class, Command, Instruction};
use simcard::card::{
    Authentication, Confirm, ExploreOptions, FileContent, LastTry, NewFile, NumberList, PhoneBook,
    PhoneBookPlace, PinId, PinStatus, Record, Search, Secret, TerminalCapability, WriteOptions,
};
use simcard::codec::ber::Tag;
use simcard::files::content::{CallMeter, MessageStatus, ServiceProviderName, ShortMessage};
use simcard::fs::{Aid, FileId, Path};
use simcard::mock::{Milenage, VirtualCard};
use simcard::transport::Faulty;
use simcard::{Card, Result, files};

pub type Faced = Card<Faulty<VirtualCard>>;
/// What came of an operation: one value, or several with names.
pub type Values = Vec<(String, String)>;

pub const ICCID: Path = Path::mf(&[0x2FE2]);
const NOTE: Path = Path::mf(&[0x6FF0]);
const RING: Path = Path::mf(&[0x6FF2]);
const OBJECTS: Path = Path::mf(&[0x6FF1]);
const MSISDN: Path = Path::adf(Aid::USIM, &[0x6F40]);
const SMS: Path = Path::adf(Aid::USIM, &[0x6F3C]);
const GSM_SMS: Path = Path::mf(&[0x7F10, 0x6F3C]);
const GSM_METER: Path = Path::mf(&[0x7F20, 0x6F39]);
const METER: Path = Path::adf(Aid::USIM, &[0x6F39]);
const RAND: [u8; 16] = [0x23; 16];

/// What an operation does to a card, which decides what may come of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It reads one thing: that, or an error.
    Reads,
    /// It reads many things, and says of each whether it could.
    ReadsMany,
    /// It changes what the card holds.
    Writes,
    /// It changes what the card holds by several commands that are each complete.
    WritesMany,
}

use Effect::{Reads, ReadsMany, Writes, WritesMany};

pub struct Operation {
    pub name: &'static str,
    pub effect: Effect,
    pub run: fn(&mut Faced) -> Result<Values>,
}

impl Operation {
    /// Whether it has nothing but status words to go by.
    pub fn is_told_by_status(&self) -> bool {
        ["kind", "transmit", "pin_status", "puk_status", "is_euicc", "terminal_capability", "search_records"]
            .contains(&self.name)
    }
}

macro_rules! operations {
    ($($effect:ident $name:ident($card:ident) $body:expr;)*) => {
        &[$(Operation { name: stringify!($name), effect: $effect, run: |$card| $body.map(Valued::values) }),*]
    };
}

/// What `Debug` hides, in full.
trait Valued {
    fn values(self) -> Values;
}

impl Valued for Values {
    fn values(self) -> Values {
        self
    }
}

impl Valued for String {
    fn values(self) -> Values {
        vec![(String::new(), self)]
    }
}

fn debug(value: impl Debug) -> String {
    format!("{value:?}")
}

/// What is told, where something is.
fn told(name: &str, value: Option<String>) -> Option<(String, String)> {
    Some(own(name, value?))
}

fn own(name: impl ToString, value: impl ToString) -> (String, String) {
    (name.to_string(), value.to_string())
}

fn secrets(secrets: &[&Secret]) -> String {
    debug(secrets.iter().map(|secret| secret.reveal()).collect::<Vec<_>>())
}

fn keys(answer: Authentication) -> String {
    match answer {
        Authentication::Success { res, ck, ik, kc } => {
            secrets(&[&res, &ck, &ik]) + &debug(kc.as_ref().map(Secret::reveal))
        }
        Authentication::SyncFailure { auts } => debug(auts),
    }
}

fn book(book: PhoneBook) -> Values {
    let contacts = book.contacts.iter().map(|contact| {
        let number = contact.number.as_ref().map(|number| number.number.to_string());
        // the rest of a long number may be told to be missing
        let whole = contact.number.as_ref().is_none_or(|number| !number.truncated);
        whole.then(|| {
            own(format!("{:?} {}", book.place, contact.record), format!("{} {number:?}", contact.name))
        })
    });
    contacts.flatten().collect()
}

fn pin(status: PinStatus) -> Values {
    let remaining = told("remaining", status.remaining.map(debug));
    remaining.into_iter().chain(told("enabled", status.enabled.map(debug))).collect()
}

fn identity(card: &mut Faced) -> Result<Values> {
    let identity = card.identity()?;
    let numbers =
        identity.msisdns.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    let all = [
        told("iccid", identity.iccid.ok().map(|iccid| iccid.to_string())),
        told("imsi", identity.imsi.ok().map(|imsi| imsi.to_string())),
        told("numbers", numbers.ok()),
        told("name", identity.spn.ok()),
        told("service centre", identity.smsc.ok().map(|smsc| smsc.to_string())),
    ];
    Ok(all.into_iter().flatten().collect())
}

fn explore(card: &mut Faced) -> Result<Values> {
    let dump = card.explore(&ExploreOptions { trust_services: true, ..ExploreOptions::default() }, |_| {})?;
    let whole = dump.files.into_iter().filter(|file| file.unread.is_none());
    let contents = whole.filter_map(|file| match file.content {
        FileContent::None => None,
        FileContent::Data(data) => Some(own(file.path, debug(data))),
        // records that the card denies to have are not in it
        FileContent::Records(records) => Some(own(file.path, debug(records.first()?))),
    });
    Ok(contents.collect())
}

fn challenge() -> [u8; 16] {
    Milenage::test_keys().challenge(&RAND, 0x40, [0x80, 0x00])
}

/// A stored message: "Hello" from +44 7700 900456.
fn message() -> ShortMessage {
    let tpdu = hex_literal::hex!("040C91447700094065000062112271630400 05 C8329BFD06");
    ShortMessage::new(MessageStatus(1), None, &tpdu).unwrap()
}

fn provider() -> ServiceProviderName {
    ServiceProviderName::new(1, "Other").unwrap()
}

/// What works on every kind of card.
pub const COMMON: &[Operation] = operations! {
    Reads kind(card) card.kind().map(debug);
    Reads iccid(card) card.iccid().map(|iccid| iccid.to_string());
    Reads imsi(card) card.imsi().map(|imsi| imsi.to_string());
    Reads mnc_length(card) card.mnc_length().map(debug);
    Reads msisdn(card) card.msisdn().map(|number| number.to_string());
    Reads spn(card) card.spn();
    Reads smsc(card) card.smsc().map(|number| number.to_string());
    ReadsMany identity(card) identity(card);
    ReadsMany network_names(card) card.network_names().map(|names| vec![
        told("home", (!names.home.is_empty()).then(|| debug(names.home))),
        told("provider", names.provider.map(debug)),
    ].into_iter().flatten().collect::<Values>());
    ReadsMany phonebook(card) card.phonebook().map(book);
    ReadsMany numbers(card) card.numbers(NumberList::Own).map(|all| all.iter().map(|contact| {
        own(contact.record, debug(contact.number.as_ref().map(|number| number.number.to_string())))
    }).collect::<Values>());
    ReadsMany explore(card) explore(card);
    Reads select(card) card.select(&ICCID).map(|selected| debug(selected.bytes()));
    Reads read_file(card) card.read_file(&ICCID).map(debug);
    Reads read_binary(card) card.read_binary(ICCID, 2, 4).map(debug);
    ReadsMany pin_status(card) card.pin_status(PinId::Pin1).map(pin);
    ReadsMany puk_status(card) card.puk_status(PinId::Pin1).map(pin);
    Reads authenticate_gsm(card) card
        .authenticate_gsm(&RAND)
        .map(|answer| secrets(&[&answer.sres, &answer.kc]));
    Reads transmit(card) card
        .transmit(Command::new(Class::ETSI, Instruction::STATUS, 0, 0x0C))
        .map(|response| debug(response.status));
    Writes verify_pin(card) card.verify_pin(PinId::Pin2, &"5678".parse().unwrap(), LastTry::Refuse).map(debug);
    Writes change_pin(card) card.change_pin(
        PinId::Pin2,
        &"5678".parse().unwrap(),
        &"8765".parse().unwrap(),
        LastTry::Refuse
    ).map(debug);
    Writes unblock_pin(card) card.unblock_pin(
        PinId::Pin2,
        &"87654321".parse().unwrap(),
        &"5678".parse().unwrap(),
        LastTry::Refuse
    ).map(debug);
    Writes enable_pin(card) card.enable_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse).map(debug);
    Writes disable_pin(card) card
        .enable_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse)
        .and_then(|()| card.disable_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse))
        .map(debug);
    Writes write_file(card) card.write_file(&NOTE, &[7; 600], WriteOptions::default()).map(debug);
    Writes write_file_verified(card) card
        .write_file(&NOTE, &[7; 600], WriteOptions::default().verified())
        .map(debug);
    Writes update_binary(card) card.update_binary(&NOTE, 3, &[1, 2, 3]).map(debug);
    Writes update_record(card) card.update_record(&RING, Record::Previous, &[9; 4]).map(debug);
    Reads read_record(card) card.read_record(RING, Record::Number(1)).map(debug);
    Reads read_records(card) card.read_records(&RING).map(debug);
    WritesMany add_contact(card) card.add_contact("Carol", &"+447700900555".parse().unwrap()).map(debug);
    WritesMany edit_contact(card) card
        .delete_contact(1)
        .and_then(|()| card.add_contact("Alice II", &"+447700900556".parse().unwrap()))
        .map(debug);
    WritesMany delete_contact(card) card.delete_contact(1).map(debug);
};

/// What a card of the second generation has beyond that.
pub const GSM: &[Operation] = operations! {
    Writes increase(card) card.increase(&GSM_METER, 5).map(debug);
    Writes store_message(card) card.write_record::<files::telecom::Sms>(2, &message()).map(drop).map(debug);
    Reads read_message(card) card.read_record(GSM_SMS, Record::Number(1)).map(debug);
    Writes delete_message(card) card.write_record::<files::telecom::Sms>(1, &ShortMessage::free()).map(drop).map(debug);
};

/// What a UICC has beyond that.
pub const UICC: &[Operation] = operations! {
    ReadsMany profile(card) card.profile().map(|profile| {
        let applications = profile.applications.ok().map(|all| own("applications", debug(all)));
        let languages = profile.languages.ok().map(|all| own("languages", debug(all)));
        applications.into_iter().chain(languages).collect::<Values>()
    });
    Reads applications(card) card.applications().map(debug);
    Reads is_euicc(card) card.is_euicc().map(debug);
    Reads select_application(card) card
        .select_application(&Aid::USIM)
        .map(|selected| debug(selected.bytes()));
    Reads select_parent(card) card
        .select_application(&Aid::USIM)
        .map(drop)
        .and_then(|()| card.select_parent().map(|selected| debug(selected.bytes())));
    Reads status(card) card.status().map(|selected| debug(selected.bytes()));
    Reads read_typed(card) card.read::<files::usim::Spn>().map(debug);
    ReadsMany read_all_typed(card) card.read_all::<files::usim::Msisdn>().map(|all| {
        let right = all.into_iter().enumerate().filter_map(|(at, one)| Some(own(at, debug(one.ok()?))));
        right.collect::<Values>()
    });
    Writes write_typed(card) card.write::<files::usim::Spn>(&provider()).map(drop).map(debug);
    Reads search_records(card) card.search_records(&MSISDN, Search::new(&[0x91])).map(debug);
    Reads access_rules(card) card.access_rules(&ICCID).map(|rules| rules.to_string());
    Reads data_tags(card) card.data_tags(&OBJECTS).map(debug);
    Reads retrieve_data(card) card.retrieve_data(&OBJECTS, Tag(0x80)).map(debug);
    Writes set_data(card) card.set_data(&OBJECTS, Tag(0x81), &[5; 600]).map(debug);
    Writes delete_data(card) card.delete_data(&OBJECTS, Tag(0x80)).map(debug);
    Writes deactivate_file(card) card.deactivate_file(&NOTE).map(debug);
    Writes activate_file(card) card
        .deactivate_file(&NOTE)
        .and_then(|()| card.activate_file(&NOTE))
        .map(debug);
    Writes create_file(card) card
        .create_file(&Path::MF, &NewFile::transparent(FileId(0x6F91), 10))
        .map(debug);
    Writes resize_file(card) card.resize_file(&NOTE, 700, Confirm::irreversible()).map(debug);
    Writes delete_file(card) card.delete_file(&NOTE, Confirm::irreversible()).map(debug);
    Writes terminate_file(card) card.terminate_file(&NOTE, Confirm::irreversible()).map(debug);
    Writes suspend(card) card
        .suspend(Duration::from_secs(3600), Duration::from_secs(86_400))
        .map(|suspension| debug(suspension.duration));
    Reads random(card) card.random(8).map(|random| debug(random.is_empty()));
    Reads terminal_capability(card) card.terminal_capability(&TerminalCapability::default()).map(debug);
    Writes authenticate(card) card.authenticate(&RAND, &challenge()).map(keys);
    Writes open_channel(card) card.open_channel().and_then(|channel| {
        let number = channel.number();
        channel.close().map(|()| debug(number))
    });
    Reads read_on_channel(card) card.open_channel().and_then(|mut channel| {
        channel.imsi().map(|imsi| imsi.to_string())
    });
    Writes replace_pin(card) card
        .enable_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse)
        .and_then(|()| card.replace_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse))
        .map(debug);
    Writes increase(card) card.increase(&METER, 5).map(debug);
    Writes push_record(card) card.push_record::<files::usim::Acm>(&CallMeter::new(7)).map(debug);
    ReadsMany messages(card) card.read_all::<files::usim::Sms>().map(|all| {
        let right = all.into_iter().enumerate().filter_map(|(at, one)| Some(own(at, debug(one.ok()?))));
        right.collect::<Values>()
    });
    Reads read_message(card) card.read_record(SMS, Record::Number(1)).map(debug);
    Writes store_message(card) card.write_record::<files::usim::Sms>(2, &message()).map(drop).map(debug);
    Writes delete_message(card) card.write_record::<files::usim::Sms>(1, &ShortMessage::free()).map(drop).map(debug);
    ReadsMany phonebook_at(card) card.phonebook_at(PhoneBookPlace::Usim).map(book);
};

/// The card's menu, whose commands come one after the other.
#[cfg(feature = "std")]
pub const TOOLKIT: &[Operation] = operations! {
    ReadsMany navigate(card) {
        let host = simcard::toolkit::ScriptedHost::new().consenting().ussd("*100#", "12.34 EUR");
        let mut toolkit = card.toolkit(host);
        let texts = toolkit.start().and_then(|_| toolkit.navigate(["Balance"], &[])).map(|found| {
            found.text().map(|text| own("text", text)).into_iter().collect::<Values>()
        });
        drop(toolkit);
        texts
    };
};
