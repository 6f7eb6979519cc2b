//! Cards that mean no good: everything is bounded, and nothing panics.

use proptest::prelude::*;
use simcard::mock::VirtualCard;
use simcard::toolkit::command::{SelectItem, SetUpMenu};
use simcard::toolkit::object::Item;
use simcard::toolkit::{
    Command, Envelope, GeneralResult, Limits, ManualClock, ProactiveCommand, Reply, ScriptedHost, Session,
    Step, TerminalProfile, TerminalResponse,
};
use simcard::{Card, Error};

use crate::support::{Came, Puppet, assert_answered, proactive, responses, results, text};

#[test]
fn objects_in_objects() {
    // 64 KiB: each object holds the next one
    let mut nested = Vec::new();
    while nested.len() < 0xFFF0 {
        let len = u16::try_from(nested.len()).unwrap();
        nested.splice(0..0, [0xD0, 0x82].into_iter().chain(len.to_be_bytes()));
    }
    let refusal = ProactiveCommand::decode(&nested).unwrap_err();
    assert!(refusal.details.is_none());
    assert!(Envelope::decode(&nested).is_err());
    assert!(TerminalResponse::decode(&nested).is_err());
    // and many small ones next to one another
    let details = [0x81, 0x03, 0x01, 0x21, 0x00, 0x82, 0x02, 0x81, 0x02, 0x8D, 0x02, 0x04, 0x41];
    let many = [&details[..], &[0x13, 0x00].repeat(30_000)].concat();
    let len = u16::try_from(many.len()).unwrap().to_be_bytes();
    let many = [&[0xD0, 0x82][..], &len, &many].concat();
    match ProactiveCommand::decode(&many) {
        Ok(command) => {
            assert_eq!(command.others.len(), 30_000);
            assert_eq!(command.encode().unwrap(), many);
        }
        Err(refusal) => assert_eq!(refusal.result, GeneralResult::DATA_NOT_UNDERSTOOD),
    }
    // as much of it as FETCH can carry
    let puppet = Puppet::new([nested[..256].to_vec(), nested[nested.len() - 256..].to_vec(), text("and on")]);
    let log = puppet.log();
    let mut host = ScriptedHost::new();
    Card::new(puppet).toolkit(&mut host).start().unwrap();
    assert_eq!(host.texts(), ["and on"]);
    assert_eq!(results(&log.borrow()), [0x32, 0x36, 0x00]);
    assert_answered(&log.borrow());
}

#[test]
fn a_menu_of_250_items() {
    let items: Vec<_> = (1..=250).map(|number| Item::new(number, "x").unwrap()).collect();
    let menu = proactive(SetUpMenu::new("", items).unwrap());
    // three bytes each and the identifier: too many for one FETCH, but not for a decoder
    let command = ProactiveCommand::decode(&menu).unwrap();
    let Command::SetUpMenu(menu) = &command.command else { panic!() };
    assert_eq!(menu.items.len(), 250);
    let menu = simcard::toolkit::Menu::from(menu);
    assert_eq!(menu.find(250_usize.into()).unwrap(), 249);

    // 60 of them are what FETCH can carry
    let items: Vec<_> = (1..=60).map(|_| Item::new(7, "x").unwrap()).collect();
    let bytes = proactive(SelectItem::new("", items).unwrap());
    assert!(bytes.len() <= 256, "{}", bytes.len());
    let puppet = Puppet::new([bytes]);
    let log = puppet.log();
    let mut host = ScriptedHost::new().choose_at(60);
    Card::new(puppet).toolkit(&mut host).start().unwrap();
    assert_eq!(responses(&log.borrow())[0].item(), Some(7));
}

#[test]
fn texts_in_broken_codings() {
    let texts: [&[u8]; 8] = [
        &[0x08, 0x04],                   // half a character
        &[0x08, 0xD8, 0x00, 0x00, 0x41], // half a pair
        &[0x04, 0x1B],                   // an escape to nothing
        &[0x04, 0xFF, 0x80],             // no septets
        &[0x00, 0xFF],
        &[0x00, 0x1B, 0x1B, 0x1B],
        &[0xF7, 0x41], // no such coding
        &[0x04],
    ];
    let commands: Vec<_> = texts
        .iter()
        .map(|text| {
            let object = [&[0x8D, u8::try_from(text.len()).unwrap()][..], text].concat();
            let body = [&[0x81, 0x03, 0x01, 0x21, 0x00, 0x82, 0x02, 0x81, 0x02][..], &object].concat();
            [&[0xD0, u8::try_from(body.len()).unwrap()][..], &body].concat()
        })
        .collect();
    let puppet = Puppet::new(commands);
    let log = puppet.log();
    let mut host = ScriptedHost::new();
    Card::new(puppet).toolkit(&mut host).start().unwrap();
    assert_answered(&log.borrow());
    assert_eq!(results(&log.borrow()).len(), texts.len());
    assert!(host.texts().iter().all(|text| text.chars().count() <= 4), "{:?}", host.texts());
}

#[test]
fn fetch_of_more_or_less_than_was_announced() {
    for (announced, expected) in [(0x9105, false), (0x91FF, true)] {
        let puppet = Puppet::thinking(move |came, queue| match came {
            Came::Profile => {
                queue.push_back(text("A text"));
                Some(announced)
            }
            _ => None,
        });
        let log = puppet.log();
        let mut card = Card::new(puppet);
        let mut toolkit = card.toolkit_with(ScriptedHost::new(), ManualClock::default(), Limits::default());
        let started = toolkit.start();
        if expected {
            started.unwrap();
            assert_eq!(toolkit.host().texts(), ["A text"]);
            assert_answered(&log.borrow());
        } else {
            // longer than what was asked for: an error, and in the end one that says so
            let error = started.unwrap_err();
            assert!(!matches!(error, Error::Toolkit(_)), "{error}");
        }
        toolkit.close();
        card.identity().unwrap();
    }
}

#[test]
fn announcements_without_a_command() {
    let mut card = VirtualCard::builder().no_toolkit().build();
    card.announce_proactive(u32::MAX, 20);
    let puppet = Puppet::on(card, |came, _| match came {
        Came::Fetch => Some(0x6985),
        Came::Profile | Came::Status => Some(0x9114),
        _ => None,
    });
    let mut card = Card::new(puppet);
    let mut toolkit = card.toolkit_with(ScriptedHost::new(), ManualClock::default(), Limits::default());
    toolkit.start().unwrap();
    let error = toolkit.run_until(std::time::Duration::from_secs(3600)).unwrap_err();
    assert_eq!(error.to_string(), "the card announces commands and does not give them");
    toolkit.close();
    card.identity().unwrap();
}

/// What a random card does when something comes.
#[derive(Clone, Debug)]
enum Whim {
    Status(u16),
    Command(Vec<u8>),
}

fn whims() -> impl Strategy<Value = Vec<Whim>> {
    let status = prop_oneof![
        Just(0x9000_u16),
        Just(0x9300),
        Just(0x6F00),
        Just(0x6985),
        Just(0x9100),
        Just(0x6200),
        (0x9101..=0x91FF_u16),
        any::<u16>(),
    ];
    // something like a command: a type, a qualifier, and objects
    let objects = prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..12)), 0..5);
    let command =
        (any::<u8>(), 0..0x90_u8, any::<u8>(), objects).prop_map(|(number, kind, qualifier, objects)| {
            let mut body = vec![0x81, 0x03, number, kind, qualifier, 0x82, 0x02, 0x81, 0x82];
            for (tag, value) in objects {
                body.extend([tag, u8::try_from(value.len()).unwrap()]);
                body.extend(value);
            }
            let mut bytes = vec![0xD0, u8::try_from(body.len()).unwrap()];
            bytes.extend(body);
            bytes
        });
    let noise = prop::collection::vec(any::<u8>(), 1..40);
    let whim = prop_oneof![
        2 => status.prop_map(Whim::Status),
        5 => command.prop_map(Whim::Command),
        1 => noise.prop_map(Whim::Command),
    ];
    prop::collection::vec(whim, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_random_card(whims in whims(), endless: bool) {
        let mut next = whims.clone().into_iter();
        let again = whims.clone();
        let mut left = 3;
        let puppet = Puppet::thinking(move |came, queue| {
            if *came == Came::Reset {
                return None;
            }
            let whim = next.next().or_else(|| {
                left -= 1;
                (endless && left > 0).then(|| next = again.clone().into_iter())?;
                next.next()
            })?;
            match whim {
                Whim::Status(status) => Some(status),
                Whim::Command(command) => {
                    queue.push_back(command);
                    None
                }
            }
        });
        let log = puppet.log();
        let mut card = Card::new(puppet);
        let host = ScriptedHost::new().consenting().enter("1").choose_at(1);
        let limits = Limits { commands: 30, ..Limits::default() };
        let mut toolkit = card.toolkit_with(host, ManualClock::default(), limits);
        let _ = toolkit.start();
        let _ = toolkit.navigate(["A"], &["1"]);
        let _ = toolkit.select(1);
        let _ = toolkit.run_until(std::time::Duration::from_secs(300));
        toolkit.close();
        prop_assert!(log.borrow().len() < 2000, "{}", log.borrow().len());
        prop_assert!(card.traffic().commands < 20_000);
    }

    #[test]
    fn a_session_that_is_given_anything(
        steps in prop::collection::vec((any::<u16>(), prop::collection::vec(any::<u8>(), 0..64)), 0..60)
    ) {
        let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
        let mut now = std::time::Duration::ZERO;
        let mut owed = 0_i32;
        for (status, data) in steps {
            for _ in 0..8 {
                match session.poll(now) {
                    Step::Transmit(request) => {
                        owed -= i32::from(request == simcard::toolkit::Request::Response);
                        prop_assert!(owed >= 0);
                        let fetched = matches!(request, simcard::toolkit::Request::Fetch(_));
                        let status = simcard::apdu::StatusWord::new(status);
                        session.answered(now, status, &data);
                        owed += i32::from(fetched && !status.is_error() && !data.is_empty());
                        break;
                    }
                    Step::Perform(command) => {
                        prop_assert!(session.answer(&command, &Reply::ok()));
                    }
                    Step::Idle(Some(until)) => now = until,
                    Step::Idle(None) | Step::Ended(_) => return Ok(()),
                    Step::Waiting => prop_assert!(false, "nothing to wait for"),
                    _ => {}
                }
            }
        }
        prop_assert!(owed <= 1);
    }
}
