//! One fault at every single command of reading an identity: a typed error or a stated absence comes of it, never a
//! panic, a hang or a wrong value, and the next operation works.

use simcard::apdu::{Instruction, StatusWord};
use simcard::card::{Identity, Reading};
use simcard::files::{self, ElementaryFile};
use simcard::mock::{KeyReference, VirtualCard};
use simcard::transport::{Fault, Faulty, Level, Transport, TransportErrorKind};
use simcard::{Card, Error};

/// What one fault may cost: the exchange gives up a loop after 256 commands, and a card that drips one byte a
/// time may make a few short loops before.
const MOST_COMMANDS: u64 = 2 * 256;

fn cards() -> Vec<VirtualCard> {
    let builders =
        [VirtualCard::builder(), VirtualCard::builder().gsm(), VirtualCard::builder().uicc_and_gsm()];
    let levels = [Level::Tpdu, Level::Apdu];
    builders
        .into_iter()
        .flat_map(|builder| levels.map(|level| builder.clone().level(level).build()))
        .collect()
}

fn commands_of(card: &VirtualCard) -> u64 {
    let mut card = Card::new(card.clone());
    card.identity().unwrap();
    card.traffic().commands
}

/// Runs `check` with the result of an identity read with one fault at one command, for all cards and commands.
fn sweep(fault: Fault, check: impl Fn(Result<Identity, Error>, &Identity, &str)) {
    for card in cards() {
        let expected = Card::new(card.clone()).identity().unwrap();
        for index in 0..commands_of(&card) {
            let what = format!("{fault:?} at command {index} of {:?}", expected.kind);
            let mut faulty = Card::new(Faulty::new(card.clone()).at(index, fault));
            check(faulty.identity(), &expected, &what);
            assert!(faulty.traffic().commands <= MOST_COMMANDS, "{what}: {:?}", faulty.traffic());
            if !matches!(fault, Fault::Stuck(_) | Fault::Dripping(_)) {
                faulty.transport_mut().insert().unwrap();
                assert_eq!(faulty.identity().unwrap(), expected, "{what}: the next operation");
            }
            let pin = |card: &VirtualCard| card.pin(KeyReference::PIN1).map(simcard::mock::Pin::remaining);
            assert_eq!(pin(faulty.transport().inner()), pin(&card), "{what}: PIN tries");
        }
    }
}

/// A value that is there is the right one.
fn right_or_absent(found: &Identity, expected: &Identity, what: &str) {
    fn same<T: PartialEq + std::fmt::Debug>(found: &Reading<T>, expected: &Reading<T>, what: &str) {
        if found.is_ok() {
            assert_eq!(found, expected, "{what}");
        }
    }
    // A fault on the command that tells 2G cards from others may hide the kind. That must not make values up.
    same(&found.iccid, &expected.iccid, what);
    same(&found.imsi, &expected.imsi, what);
    same(&found.msisdns, &expected.msisdns, what);
    same(&found.spn, &expected.spn, what);
    same(&found.smsc, &expected.smsc, what);
    // without EF.AD the country code tells, and here it says the same
    assert!(found.mnc().is_none() || found.mnc() == expected.mnc(), "{what}");
}

#[test]
fn a_transport_that_fails() {
    let kinds = [
        TransportErrorKind::NoService,
        TransportErrorKind::NoReader,
        TransportErrorKind::NoCard,
        TransportErrorKind::CardRemoved,
        TransportErrorKind::CardMute,
        TransportErrorKind::Busy,
        TransportErrorKind::Timeout,
        TransportErrorKind::Rejected,
        TransportErrorKind::Closed,
        TransportErrorKind::Other,
    ];
    for kind in kinds {
        sweep(Fault::Error(kind), |result, _, what| match result {
            Err(Error::Transport { kind: found, .. }) => assert_eq!(found, kind, "{what}"),
            other => panic!("{what}: {other:?}"),
        });
    }
}

#[test]
fn a_card_that_is_pulled() {
    sweep(Fault::Removed, |result, _, what| {
        assert!(result.is_err_and(|error| error.is_card_gone()), "{what}");
    });
}

#[test]
fn a_card_that_falls_silent() {
    sweep(Fault::Mute, |result, _, what| {
        assert!(matches!(result, Err(Error::Transport { .. })), "{what}");
    });
}

/// Another program resets the card: reading starts over, and comes to the same.
#[test]
fn a_card_that_is_reset() {
    for fault in [Fault::Reset, Fault::Error(TransportErrorKind::CardReset)] {
        sweep(fault, |result, expected, what| {
            assert_eq!(&result.unwrap_or_else(|error| panic!("{what}: {error}")), expected, "{what}");
        });
    }
}

/// A card that is reset again and again is given up.
#[test]
fn a_card_that_is_reset_twice() {
    let card = Faulty::new(VirtualCard::uicc()).at(3, Fault::Reset).at(8, Fault::Reset);
    let error = Card::new(card).identity().unwrap_err();
    assert!(error.is_state_lost(), "{error}");
}

/// What was read when it went wrong is told.
#[test]
fn a_failed_exchange_names_its_file() {
    let path = files::mf::Iccid::DESCRIPTOR.path;
    let reads = (0..8).filter(|index| {
        let card = Faulty::new(VirtualCard::uicc()).at(*index, Fault::OneByte);
        let Err(error) = Card::new(card).read_file(&path) else { return false };
        let Error::Exchange { instruction, path: told, .. } = error else { panic!("{error}") };
        assert_eq!(told, Some(path).filter(|_| instruction == Instruction::READ_BINARY), "{index}");
        told.is_some()
    });
    assert_ne!(reads.count(), 0);
}

#[test]
fn answers_that_are_none() {
    for fault in [Fault::Empty, Fault::OneByte] {
        sweep(fault, |result, _, what| {
            assert!(matches!(result, Err(Error::Exchange { .. })), "{what}: {result:?}")
        });
    }
    sweep(Fault::Oversized, |result, expected, what| match result {
        // where no data were asked for, none are taken, and the status word at the end of it is none
        Ok(identity) => right_or_absent(&identity, expected, what),
        Err(error) => assert!(matches!(error, Error::Exchange { .. }), "{what}: {error}"),
    });
}

#[test]
fn answers_that_are_cut_off() {
    for missing in [1, 2, 3, 5, 9] {
        sweep(Fault::Truncated(missing), |result, expected, what| match result {
            Ok(identity) => right_or_absent(&identity, expected, what),
            Err(error) => assert!(matches!(error, Error::Exchange { .. }), "{what}: {error}"),
        });
    }
}

#[test]
fn status_words_out_of_place() {
    let refusals =
        [0x6A82, 0x6982, 0x6985, 0x6F00, 0x6881, 0x9300, 0x9240, 0x9804, 0x9404, 0x6581, 0x6A86, 0x6700];
    for status in refusals {
        sweep(Fault::Status(StatusWord::new(status)), |result, expected, what| match result {
            Ok(identity) => right_or_absent(&identity, expected, what),
            Err(error) => panic!("{what}: {error}"),
        });
    }
}

/// A proactive command may be announced at any time, and is no reason to stop.
#[test]
fn a_proactive_command_that_waits() {
    sweep(Fault::Status(StatusWord::new(0x9110)), |result, expected, what| {
        right_or_absent(&result.unwrap_or_else(|error| panic!("{what}: {error}")), expected, what);
    });
}

#[test]
fn cards_that_never_come_to_an_end() {
    for status in [0x6110, 0x6100, 0x9F10, 0x6C10, 0x6C00, 0x9110, 0x6282, 0x63C1, 0x9000] {
        for fault in [Fault::Stuck, Fault::Dripping] {
            sweep(fault(StatusWord::new(status)), |result, expected, what| match result {
                // the values that came before the fault
                Ok(identity) => right_or_absent(&identity, expected, what),
                Err(error) => assert!(matches!(error, Error::Exchange { .. }), "{what}: {error}"),
            });
        }
    }
}

/// Noise may happen to be a name, but it must not be more: no panic, no hang.
#[test]
fn noise() {
    for seed in 0..40 {
        sweep(Fault::Garbage(seed), |result, _, _| drop(result));
    }
}

/// What has a transport of its own type can be given on as any transport.
#[test]
fn a_faulty_transport_is_one() {
    fn takes(transport: impl Transport) -> bool {
        Card::new(transport).iccid().is_ok()
    }
    assert!(takes(Faulty::new(VirtualCard::uicc())));
    assert!(!takes(Faulty::new(VirtualCard::uicc()).at(1, Fault::Mute)));
}
