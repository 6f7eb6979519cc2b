//! One fault of the line at every place of what is done with each of these modems: the right value or an error comes of it, in
//! bounded time, nothing is sent twice, and the next operation works.

use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

use simcard::Card;
use simcard::mock::VirtualCard;
use simcard::modem::{Modem, Port};
use simcard::sms::Composer;
use simcard::toolkit::ScriptedHost;

use super::port::{Fault, Memory, Mishap, Peer};
use super::{channels, rules};

type Step<P> = (&'static str, fn(&mut Modem<Memory<P>>) -> Result<String, Box<dyn Error>>);

/// How much time one step may take, of the modem's.
const LONGEST: Duration = Duration::from_secs(420);

fn iccid<P: Peer>(modem: &mut Modem<Memory<P>>) -> Result<String, Box<dyn Error>> {
    Ok(Card::new(modem).iccid()?.to_string())
}

fn own_text<P: Peer>(modem: &mut Modem<Memory<P>>) -> Result<String, Box<dyn Error>> {
    let sent = modem.send_text(&Composer::new("+447700900456".parse()?), "Hello")?;
    Ok(format!("{}", sent.len()))
}

fn file_steps() -> Vec<Step<rules::Simulator>> {
    vec![
        ("iccid", iccid),
        ("imsi", |modem| Ok(Card::new(modem).imsi()?.to_string())),
        ("contacts", |modem| {
            let book = Card::new(modem).phonebook()?;
            Ok(book.contacts.iter().map(|contact| contact.name.clone()).collect())
        }),
        ("ussd", |modem| Ok(modem.ussd("*100#")?.text().into())),
        ("reply", |modem| {
            modem.ussd("*101#")?;
            Ok(modem.ussd_reply("2")?.text().into())
        }),
        ("send", own_text),
        ("messages", |modem| Ok(format!("{:?}", modem.messages()?.first().and_then(|one| one.text())))),
        ("message", |modem| Ok(format!("{:?}", modem.message(3)?.and_then(|one| one.text())))),
        ("delete", |modem| Ok(format!("{:?}", modem.delete_message(3)?))),
    ]
}

fn channel_steps() -> Vec<Step<channels::Simulator>> {
    vec![
        ("iccid", iccid),
        ("numbers", |modem| Ok(Card::new(modem).msisdn()?.to_string())),
        ("registration", |modem| Ok(format!("{:?}", modem.registration()?.is_registered()))),
        ("operator", |modem| Ok(format!("{:?}", modem.operator()?.and_then(|operator| operator.plmn)))),
        ("send", own_text),
        ("toolkit", |modem| {
            let mut host = ScriptedHost::new();
            let mut card = Card::new(modem);
            let mut toolkit = card.toolkit(&mut host);
            toolkit.start()?;
            toolkit.select(1)?;
            drop(toolkit);
            Ok(format!("{:?}", host.texts()))
        }),
    ]
}

/// Whether letters may be missing in what the step gives without anybody noticing.
fn is_plain(step: &str) -> bool {
    matches!(step, "ussd" | "reply" | "registration" | "operator")
}

fn sweep<P: Peer>(
    name: &str,
    make: impl Fn() -> P,
    steps: &[Step<P>],
    sent: impl Fn(&mut P) -> usize,
    next: &str,
) {
    let mishaps =
        [Mishap::Lost, Mishap::LineLost, Mishap::Late(Duration::from_secs(1)), Mishap::Late(LONGEST)];
    let open = |fault| {
        // the fault comes behind what opening it takes
        let mut modem = Modem::open(Memory::new(make())).unwrap();
        let (to, from) = modem.port().traffic();
        let later = |fault: Fault| Fault { at: fault.at + if fault.to_peer { to } else { from }, ..fault };
        modem.port_mut().set_fault(Option::<Fault>::map(fault, later));
        modem
    };
    for (step, run) in steps {
        let mut clean = open(None);
        let before = clean.port().traffic();
        let right = run(&mut clean).unwrap_or_else(|error| panic!("{name}, {step}: {error}"));
        let after = clean.port().traffic();
        for (to_peer, bytes) in [(true, after.0 - before.0), (false, after.1 - before.1)] {
            for (index, at) in (0..bytes).step_by(bytes / 40 + 1).enumerate() {
                let mishap = mishaps[index % mishaps.len()];
                let fault = Fault { to_peer, at, mishap };
                let what = format!("{name}, {step}, {fault:?} of {bytes}");
                let mut modem = open(Some(fault));
                let begun = modem.port().now();
                let result = run(&mut modem);
                let spent = modem.port().now() - begun;
                assert!(spent < LONGEST + Duration::from_secs(130), "{what}: {spent:?}");
                judge(step, mishap, &result, &right, &what);
                assert!(sent(modem.port_mut().peer()) <= 1, "{what}: sent twice");
                let iccid = iccid(&mut modem);
                assert_eq!(iccid.as_deref().ok(), Some(next), "{what}: then {iccid:?}");
            }
        }
    }
}

fn judge<E: Debug + ToString>(
    step: &str,
    mishap: Mishap,
    result: &Result<String, E>,
    right: &str,
    what: &str,
) {
    match result {
        Ok(value) if is_plain(step) && !matches!(mishap, Mishap::Late(_)) => {
            assert!(!value.is_empty(), "{what}")
        }
        Ok(value) => assert_eq!(value, right, "{what}"),
        Err(error) => assert!(!error.to_string().is_empty(), "{what}"),
    }
}

#[test]
fn of_the_one_made_of_rules() {
    for style in rules::STYLES {
        let next = "89440000000000123456";
        sweep(style.name, || rules::Simulator::new(style), &file_steps(), |peer| peer.sent.len(), next);
    }
}

#[test]
fn of_the_one_with_channels() {
    let with_table = || channels::Simulator::new(None, false);
    let next = "89440000000000123456";
    sweep("table", with_table, &channel_steps(), |peer| peer.sent.len(), next);
    let with_card = || channels::Simulator::new(Some(VirtualCard::uicc()), true);
    let steps: Vec<_> = channel_steps().into_iter().filter(|(name, _)| *name != "toolkit").collect();
    let next = "8944000000001234567";
    sweep("card", with_card, &steps, |peer| peer.sent.len(), next);
}
