//! One fault at every single command of asking for the balance: a typed error comes of it or none, the network is never
//! asked a second time, and the next start works.

use simcard::apdu::StatusWord;
use simcard::mock::VirtualCard;
use simcard::toolkit::{Limits, ManualClock, ScriptedHost, Toolkit};
use simcard::transport::{Fault, Faulty, Level, TransportErrorKind};
use simcard::{Card, Error};

use crate::support::network;

type Sick<'c> = Toolkit<'c, Faulty<VirtualCard>, ScriptedHost, ManualClock>;

const BALANCE: &str = "Balance: 12.34 EUR";

fn cards() -> Vec<VirtualCard> {
    let builders = [VirtualCard::builder(), VirtualCard::builder().gsm()];
    let levels = [Level::Tpdu, Level::Apdu];
    builders
        .into_iter()
        .flat_map(|builder| levels.map(|level| builder.clone().level(level).build()))
        .collect()
}

fn sick(card: &mut Card<Faulty<VirtualCard>>) -> Sick<'_> {
    card.toolkit_with(network(), ManualClock::default(), Limits::default())
}

fn ask(toolkit: &mut Sick<'_>) -> Result<(), Error> {
    toolkit.start()?;
    toolkit.navigate(["Balance"], &[]).map(drop)
}

fn commands_of(card: &VirtualCard) -> u64 {
    let mut card = Card::new(Faulty::new(card.clone()));
    ask(&mut sick(&mut card)).unwrap();
    card.traffic().commands
}

/// Asks for the balance with one fault at one command, for all cards and commands; `check` sees what came of it, and the
/// host after one more start.
fn sweep(fault: Fault, check: impl Fn(Result<(), Error>, &ScriptedHost, &str)) {
    for card in cards() {
        for index in 0..commands_of(&card) {
            let what = format!("{fault:?} at command {index}");
            let mut faulty = Card::new(Faulty::new(card.clone()).at(index, fault));
            let mut toolkit = sick(&mut faulty);
            let asked = ask(&mut toolkit);
            assert!(toolkit.host().actions().len() <= 1, "{what}");
            toolkit.card().transport_mut().insert().unwrap_or_else(|error| panic!("{what}: {error}"));
            toolkit.start().unwrap_or_else(|error| panic!("{what}: {error}"));
            check(asked, toolkit.host(), &what);
            assert!(toolkit.host().actions().len() <= 1, "{what}: asked again");
            // and the balance
            let found = toolkit.navigate(["Balance"], &[]).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(found.text(), Some(BALANCE), "{what}");
            toolkit.close();
            faulty.identity().unwrap();
            assert!(faulty.traffic().commands < 200, "{what}: {:?}", faulty.traffic());
        }
    }
}

#[test]
fn what_never_reaches_the_card() {
    for kind in [
        TransportErrorKind::CardMute,
        TransportErrorKind::Busy,
        TransportErrorKind::Timeout,
        TransportErrorKind::Other,
    ] {
        sweep(Fault::Error(kind), |asked, _, what| {
            let error = asked.expect_err(what);
            assert!(
                matches!(&error, Error::Transport { kind: found, .. } if *found == kind),
                "{what}: {error:?}"
            );
        });
    }
}

#[test]
fn removed_and_reset() {
    sweep(Fault::Removed, |asked, _, what| assert!(asked.expect_err(what).is_card_gone(), "{what}"));
    sweep(Fault::Reset, |asked, _, what| assert!(asked.expect_err(what).is_state_lost(), "{what}"));
}

#[test]
fn nonsense() {
    let faults = [
        Fault::Empty,
        Fault::OneByte,
        Fault::Truncated(1),
        Fault::Truncated(3),
        Fault::Oversized,
        Fault::Garbage(1),
        Fault::Garbage(0x1234_5678),
        Fault::Mute,
    ];
    for fault in faults {
        sweep(fault, |_, _, _| {});
    }
    for status in [0x6F00, 0x6985, 0x9240, 0x6A80, 0x9000, 0x9100, 0x6100, 0x6C05, 0x6D00, 0x6E00] {
        sweep(Fault::Status(StatusWord::new(status)), |_, _, _| {});
    }
}

/// A lost answer is made good without a reset: whatever was begun goes on with the next start.
#[test]
fn an_answer_that_is_lost_does_not_lose_the_command() {
    for card in cards() {
        let all = commands_of(&card);
        let (mut finished, mut failed) = (0_u64, 0_u64);
        for index in 0..all {
            for fault in [Fault::Mute, Fault::Error(TransportErrorKind::Timeout), Fault::OneByte] {
                let mut faulty = Card::new(Faulty::new(card.clone()).at(index, fault));
                let mut toolkit = sick(&mut faulty);
                ask(&mut toolkit).unwrap_err();
                toolkit.start().unwrap();
                assert!(toolkit.menu().is_some(), "{fault:?} at {index}");
                match toolkit.host().texts() {
                    [text] => {
                        assert_eq!((text.as_str(), toolkit.host().actions().len()), (BALANCE, 1));
                        finished += 1;
                    }
                    // it never came to the choice
                    [] => {
                        assert_eq!(toolkit.host().actions().len(), 0, "{fault:?} at {index}");
                        failed += 1;
                    }
                    texts => panic!("{texts:?}"),
                }
                toolkit.navigate(["Balance"], &[]).unwrap();
            }
        }
        // FETCH and TERMINAL RESPONSE of USSD and text; and the choice, where it is only the answer that is lost
        assert_eq!((finished, failed), (4 * 3 + 2, 3 * all - 14));
    }
}

#[test]
fn stuck_for_ever() {
    for status in [0x6100, 0x6C10, 0x9110, 0x9F10, 0x9300, 0x6F00] {
        for fault in [Fault::Stuck(StatusWord::new(status)), Fault::Dripping(StatusWord::new(status))] {
            for card in cards() {
                for index in 0..commands_of(&card) {
                    let mut faulty = Card::new(Faulty::new(card.clone()).at(index, fault));
                    let limits = Limits { commands: 20, ..Limits::default() };
                    let mut toolkit = faulty.toolkit_with(network(), ManualClock::default(), limits);
                    let _ = ask(&mut toolkit);
                    let _ = toolkit.start();
                    assert!(toolkit.host().actions().len() <= 1);
                    toolkit.close();
                    assert!(faulty.traffic().commands < 8000, "{fault:?} at {index}: {:?}", faulty.traffic());
                }
            }
        }
    }
}
