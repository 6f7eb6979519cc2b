//! The PC/SC transport against a real pcscd, its virtual readers, and cards served from this process.

mod support;

use std::process::Command;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use pcsc::{Context, Disposition, Protocols, Scope, ShareMode};
use simcard::card::{CardKind, LastTry, Pin, PinId, WriteOptions};
use simcard::fs::{Aid, Path};
use simcard::mock::vpcd::VirtualDevice;
use simcard::mock::{self, Identity, KeyReference, VirtualCard};
use simcard::toolkit::{
    ActionTaken, Choice, ConsoleHost, GeneralResult, Host, NavigationEnd, RecordingHost, ScriptedHost,
};
use simcard::transport::pcsc::{CardPresence, PcscError, PcscTransport, ReaderSelector, Readers};
use simcard::transport::{Level, Transport, TransportError, TransportErrorKind};
use simcard::{Card, Error, PinError};
use support::{FIRST, Pcsc, SECOND, SOON, TestCard, eventually};

const READ_OK: &[u8] = &[1, 2, 3, 4, 0x90, 0x00];
const NOT_FOUND: &[u8] = &[0x6A, 0x82];

fn first() -> ReaderSelector {
    ReaderSelector::Name(FIRST.into())
}

fn send(
    transport: &mut (impl Transport<Error = PcscError> + ?Sized),
    command: &[u8],
) -> Result<Vec<u8>, PcscError> {
    let mut buffer = [0; 258];
    transport.transmit(command, &mut buffer).map(<[u8]>::to_vec)
}

fn select(transport: &mut (impl Transport<Error = PcscError> + ?Sized)) {
    assert_eq!(send(transport, TestCard::SELECT_MF).unwrap(), [0x90, 0x00]);
}

/// A program other than ours that uses the same card.
fn other_program(mode: ShareMode) -> pcsc::Card {
    let context = Context::establish(Scope::User).unwrap();
    let reader = std::ffi::CString::new(FIRST).unwrap();
    context.connect(&reader, mode, Protocols::ANY).unwrap()
}

#[test]
fn readers_are_listed_with_card_and_atr() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(TestCard::new(TestCard::T0));
    let mut readers = Readers::new().unwrap();
    let list = readers.list().unwrap();
    let with = list.iter().find(|reader| reader.name == FIRST).unwrap();
    assert_eq!((with.card, with.atr.as_deref()), (CardPresence::Present, Some(TestCard::T0)));
    let without = list.iter().find(|reader| reader.name == SECOND).unwrap();
    assert_eq!((without.card, without.atr.as_deref()), (CardPresence::Absent, None));
    assert!(!with.in_use && !with.exclusive);
    let names: Vec<_> = readers.with_cards().unwrap().map(|reader| reader.name).collect();
    assert_eq!(names, [FIRST]);

    let _transport = PcscTransport::open(&first()).unwrap();
    let in_use = || readers.list().unwrap().iter().any(|reader| reader.name == FIRST && reader.in_use);
    assert!(eventually(in_use));
}

#[test]
fn a_reader_is_selected_by_name_part_and_atr() {
    let pcsc = Pcsc::get();
    let _first = pcsc.insert(TestCard::new(TestCard::T0));
    let _second = pcsc.insert_second(TestCard::new(TestCard::T1));
    let error = PcscTransport::open(&ReaderSelector::Only).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Ambiguous);
    assert!(error.to_string().contains(&format!("{FIRST:?}, {SECOND:?}")), "{error}");
    let error = PcscTransport::open(&"virtual pcd".into()).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Ambiguous);

    let t1 = PcscTransport::open(&"pcd 00 01".into()).unwrap();
    assert_eq!((t1.reader(), t1.info().level, t1.atr_bytes()), (SECOND, Level::Apdu, TestCard::T1));
    let t0 = PcscTransport::open(&ReaderSelector::Atr(TestCard::T0.to_vec())).unwrap();
    assert_eq!((t0.reader(), t0.info().level, t0.atr_bytes()), (FIRST, Level::Tpdu, TestCard::T0));
}

#[test]
fn no_card_and_no_such_reader_are_two_errors() {
    let _pcsc = Pcsc::get();
    let error = PcscTransport::open(&ReaderSelector::Only).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::NoCard);
    assert!(error.to_string().contains(FIRST), "{error}");
    let error = PcscTransport::open(&"omnikey".into()).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::NoReader);
    assert!(error.to_string().contains(SECOND), "{error}");
    // without a look at the list first, the service has to tell the two apart
    let readers = Readers::new().unwrap();
    let error = PcscTransport::connect(&readers, FIRST).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::NoCard);
    let error = PcscTransport::connect(&readers, "Omnikey 00 00").unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::NoReader);
    assert!(error.to_string().contains(SECOND), "{error}");
}

#[test]
fn a_card_without_an_answer_to_reset_is_mute() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(TestCard::new(TestCard::MUTE));
    let error = PcscTransport::open(&first()).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::CardMute);
    let readers = Readers::new().unwrap();
    let error = PcscTransport::connect(&readers, FIRST).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::CardMute);
}

#[test]
fn a_card_in_use_is_busy() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(TestCard::new(TestCard::T0));
    let other = other_program(ShareMode::Exclusive);
    let error = PcscTransport::open(&first()).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Busy);
    let exclusive = || Readers::new().unwrap().list().unwrap().iter().any(|reader| reader.exclusive);
    assert!(eventually(exclusive));
    drop(other);
    PcscTransport::open(&first()).unwrap();
}

#[test]
fn commands_and_answers_of_all_lengths() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(TestCard::new(TestCard::T0));
    let mut transport = PcscTransport::open(&first()).unwrap();
    select(&mut transport);
    assert_eq!(send(&mut transport, TestCard::READ).unwrap(), READ_OK);
    let long = send(&mut transport, TestCard::READ_LONG).unwrap();
    assert_eq!((long.len(), &long[254..]), (258, &[0xA5, 0xA5, 0x90, 0x00][..]));
    let error = transport.transmit(TestCard::READ_LONG, &mut [0; 257]).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::ResponseTooLong);
    // malformed ones are refused, and the connection lives on
    for command in [&[][..], &[0x00], &[0x00, 0xA4, 0x00]] {
        let error = send(&mut transport, command).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Rejected);
    }
    assert_eq!(send(&mut transport, TestCard::READ).unwrap(), READ_OK);
    assert_eq!(transport.epoch(), 0);
}

#[test]
fn a_reset_is_an_epoch() {
    let pcsc = Pcsc::get();
    let card = TestCard::new(TestCard::T0);
    let life = card.life();
    let _card = pcsc.insert(card);
    let mut transport = PcscTransport::open(&first()).unwrap();
    select(&mut transport);
    let before = life();
    transport.reset().unwrap();
    assert_eq!(transport.epoch(), 1);
    assert!(life().resets + life().powered > before.resets + before.powered);
    assert_eq!(send(&mut transport, TestCard::READ).unwrap(), NOT_FOUND);
    assert_eq!(transport.atr_bytes(), TestCard::T0);
}

#[test]
fn a_reset_by_another_program_is_noticed() {
    let pcsc = Pcsc::get();
    let card = TestCard::new(TestCard::T0);
    let life = card.life();
    let _card = pcsc.insert(card);
    let mut transport = PcscTransport::open(&first()).unwrap();
    select(&mut transport);
    other_program(ShareMode::Shared).disconnect(Disposition::ResetCard).map_err(|(_, error)| error).unwrap();

    let commands = life().commands;
    let error = send(&mut transport, TestCard::READ).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::CardReset);
    assert_eq!((transport.epoch(), life().commands), (1, commands), "the command must not be sent again");
    assert_eq!(send(&mut transport, TestCard::READ).unwrap(), NOT_FOUND);

    // when a transaction begins, it is seen before anything is sent: the epoch tells the body
    other_program(ShareMode::Shared).disconnect(Disposition::ResetCard).map_err(|(_, error)| error).unwrap();
    let mut seen = Vec::new();
    transport
        .exclusive(&mut |inside| seen.push((inside.epoch(), send(inside, TestCard::READ).unwrap())))
        .unwrap();
    assert_eq!(seen, [(2, NOT_FOUND.to_vec())]);
    assert_eq!(transport.epoch(), 2);
}

#[test]
fn exclusive_keeps_others_out() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(TestCard::new(TestCard::T0));
    let mut transport = PcscTransport::open(&first()).unwrap();
    let mut other = PcscTransport::open(&first()).unwrap();
    let (sender, receiver) = mpsc::channel();
    // even connecting waits for the end of a transaction, so this is done before it
    let mut second = Some(PcscTransport::open(&first()).unwrap());
    let mut thread = None;
    let mut ran = 0;
    transport
        .exclusive(&mut |inside| {
            let sender = sender.clone();
            let mut second = second.take().unwrap();
            thread = Some(std::thread::spawn(move || {
                let result = send(&mut second, TestCard::SELECT_MF);
                sender.send(()).unwrap();
                result.unwrap_err().kind()
            }));
            select(inside);
            assert!(receiver.recv_timeout(Duration::from_millis(500)).is_err(), "a command came in between");
            // nested, and a reset inside
            inside
                .exclusive(&mut |nested| {
                    ran += 1;
                    nested.reset().unwrap();
                    assert_eq!(send(nested, TestCard::READ).unwrap(), NOT_FOUND);
                })
                .unwrap();
            assert!(receiver.try_recv().is_err(), "the reset ended the transaction");
            assert_eq!(inside.epoch(), 1);
        })
        .unwrap();
    // the others are let in, and told of the reset
    assert_eq!(thread.unwrap().join().unwrap(), TransportErrorKind::CardReset);
    assert_eq!((ran, transport.epoch()), (1, 1));
    let error = send(&mut other, TestCard::READ).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::CardReset);
    select(&mut other);
}

#[test]
fn a_pulled_card_is_noticed_and_the_next_one_taken_after_a_reset() {
    let pcsc = Pcsc::get();
    let card = pcsc.insert(TestCard::new(TestCard::T0));
    let mut transport = PcscTransport::open(&first()).unwrap();
    select(&mut transport);
    card.pull();
    let error = send(&mut transport, TestCard::READ).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::CardRemoved, "{error:?}");
    let epoch = transport.epoch();
    assert!(epoch > 0);
    drop(card);
    let error = send(&mut transport, TestCard::READ).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::CardRemoved, "{error:?}");
    assert!(transport.exclusive(&mut |_| panic!("there is no card")).unwrap_err().kind().is_card_gone());
    assert!(transport.reset().unwrap_err().kind().is_card_gone());

    let _card = pcsc.insert(TestCard::new(TestCard::T1));
    let error = send(&mut transport, TestCard::READ).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::CardRemoved, "another card is not the same card: {error:?}");
    transport.reset().unwrap();
    assert!(transport.epoch() > epoch);
    assert_eq!(send(&mut transport, TestCard::READ).unwrap(), NOT_FOUND);
    assert_eq!((transport.info().level, transport.atr_bytes()), (Level::Apdu, TestCard::T1));
}

#[test]
fn a_card_pulled_in_the_middle_of_a_command_is_noticed() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(TestCard::new(TestCard::T0));
    let mut transport = PcscTransport::open(&first()).unwrap();
    let error = send(&mut transport, TestCard::PULL).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::CardRemoved, "{error:?}");
    assert!(transport.epoch() > 0);
}

#[test]
fn a_dropped_transport_leaves_the_card_as_it_is() {
    let pcsc = Pcsc::get();
    let card = TestCard::new(TestCard::T0);
    let life = card.life();
    let _card = pcsc.insert(card);
    // keeps the service from switching off a card that nobody uses
    let mut witness = PcscTransport::open(&first()).unwrap();
    let mut transport = PcscTransport::open(&first()).unwrap();
    select(&mut transport);
    transport.exclusive(&mut |inside| select(inside)).unwrap();
    let before = life();
    drop(transport);
    assert_eq!(send(&mut witness, TestCard::READ).unwrap(), READ_OK);
    assert_eq!((life().resets, life().powered), (before.resets, before.powered));
    assert_eq!(witness.epoch(), 0);
}

#[test]
fn waiting_ends_with_the_event_or_the_deadline() {
    let pcsc = Pcsc::get();
    let mut readers = Readers::new().unwrap();
    let short = Duration::from_millis(300);

    let start = Instant::now();
    let error = readers.wait_for_card(&ReaderSelector::Only, short).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert!(start.elapsed() >= short && start.elapsed() < SOON);
    let error = readers.wait_for_reader(&"omnikey".into(), short).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert_eq!(readers.wait_for_reader(&"00 01".into(), short).unwrap().name, SECOND);
    readers.wait_for_removal(FIRST, short).unwrap();

    let waiting =
        std::thread::spawn(move || readers.wait_for_card(&first(), SOON).map(|found| (found, readers)));
    std::thread::sleep(short);
    let card = pcsc.insert(TestCard::new(TestCard::T0));
    let (found, mut readers) = waiting.join().unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.atr.as_deref()), (FIRST, Some(TestCard::T0)));
    // at once if it is there already
    readers.wait_for_card(&ReaderSelector::Only, Duration::ZERO).unwrap();
    let error = readers.wait_for_removal(FIRST, short).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);

    let waiting = std::thread::spawn(move || readers.wait_for_removal(FIRST, SOON));
    std::thread::sleep(short);
    drop(card);
    waiting.join().unwrap().unwrap();
}

#[test]
fn a_wait_can_be_cancelled() {
    let _pcsc = Pcsc::get();
    let mut readers = Readers::new().unwrap();
    let canceller = readers.canceller();
    let start = Instant::now();
    let waiting = std::thread::spawn(move || {
        let minute = Duration::from_secs(60);
        let error = readers.wait_for_card(&ReaderSelector::Only, minute).unwrap_err();
        (error, readers)
    });
    std::thread::sleep(Duration::from_millis(200));
    canceller.cancel();
    let (error, mut readers) = waiting.join().unwrap();
    assert!(matches!(error, PcscError::Cancelled), "{error:?}");
    assert!(start.elapsed() < SOON);
    // and the next wait waits
    let error = readers.wait_for_card(&ReaderSelector::Only, Duration::from_millis(50)).unwrap_err();
    assert!(matches!(error, PcscError::Deadline), "{error:?}");
}

#[test]
fn a_restarted_service_is_found_again() {
    let mut pcsc = Pcsc::get();
    let card = pcsc.insert(TestCard::new(TestCard::T0));
    let mut readers = Readers::new().unwrap();
    let mut transport = PcscTransport::open(&first()).unwrap();
    let mut in_transaction = PcscTransport::open(&first()).unwrap();
    select(&mut transport);
    drop(card);
    if !pcsc.restart() {
        eprintln!("not tested: the PC/SC service is not ours to restart");
        return;
    }
    let _card = pcsc.insert(TestCard::new(TestCard::T0));

    let error = send(&mut transport, TestCard::READ).unwrap_err();
    assert_eq!((error.kind(), transport.epoch()), (TransportErrorKind::CardReset, 1), "{error:?}");
    assert_eq!(send(&mut transport, TestCard::READ).unwrap(), NOT_FOUND);

    let mut epochs = Vec::new();
    in_transaction
        .exclusive(&mut |inside| epochs.push((inside.epoch(), send(inside, TestCard::READ).unwrap())))
        .unwrap();
    assert_eq!(epochs, [(1, NOT_FOUND.to_vec())]);
    assert_eq!(readers.list().unwrap().len(), 2);
}

#[test]
fn a_virtual_card_in_a_reader_tells_who_it_is() {
    let pcsc = Pcsc::get();
    let builders: [fn() -> VirtualCard; 3] =
        [VirtualCard::uicc, VirtualCard::gsm, || VirtualCard::builder().level(Level::Apdu).build()];
    for build in builders {
        let direct = Card::new(build()).identity().unwrap();
        let _card = pcsc.insert(build());
        let mut card = Card::new(PcscTransport::open(&first()).unwrap());
        assert_eq!(card.atr().unwrap().as_bytes(), build().atr());
        assert_eq!(card.transport().info().level, build().level());
        assert_eq!(format!("{:?}", card.identity().unwrap()), format!("{direct:?}"));
    }
}

#[test]
fn opensc_agrees() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(TestCard::new(TestCard::T0));
    let opensc = |arguments: &[&str]| {
        let output = Command::new("opensc-tool").args(arguments).output().expect("opensc must be installed");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let list = opensc(&["-l"]);
    assert!(list.contains(FIRST) && list.contains("Yes"), "{list}");
    assert_eq!(opensc(&["-r", FIRST, "-a"]).trim(), "3b:02:14:50");
    let sent = opensc(&["-r", FIRST, "-c", "default", "-s", "00:A4:00:04:02:3F:00", "-s", "00:B0:00:00:04"]);
    assert!(sent.contains("SW1=0x90, SW2=0x00"), "{sent}");
    assert!(sent.contains("01 02 03 04"), "{sent}");
}

#[test]
fn a_card_is_found_by_its_iccid() {
    let pcsc = Pcsc::get();
    let other = Identity { iccid: "8944000000007654321".into(), ..Identity::default() };
    let _first = pcsc.insert(VirtualCard::uicc());
    let _second = pcsc.insert_second(VirtualCard::builder().gsm().identity(other).build());
    let mut card = Card::with_iccid(&"8944000000007654321".parse().unwrap()).unwrap();
    assert_eq!(card.transport().reader(), SECOND);
    assert_eq!(card.kind().unwrap(), CardKind::Gsm);
    let error = Card::with_iccid(&"8944000000000000001".parse().unwrap()).unwrap_err();
    assert!(matches!(error, Error::Transport { kind: TransportErrorKind::NoCard, .. }), "{error:?}");
}

/// Another program resets the card while we read; we start over, and what we say is right.
#[test]
fn a_reset_between_two_reads_goes_unnoticed_by_the_reader_of_values() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(VirtualCard::uicc());
    let mut card = Card::new(PcscTransport::open(&first()).unwrap());
    let imsi = card.imsi().unwrap();
    let epoch = card.transport().epoch();
    other_program(ShareMode::Shared).disconnect(Disposition::ResetCard).map_err(|(_, error)| error).unwrap();
    assert_eq!(card.imsi().unwrap(), imsi);
    assert!(card.transport().epoch() != epoch);
}

/// Another program selects something else between two of our reads: ours is selected again.
#[test]
fn another_program_may_select_what_it_likes() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(VirtualCard::uicc());
    let mut card = Card::new(PcscTransport::open(&first()).unwrap());
    let mut other = Card::new(PcscTransport::open(&first()).unwrap());
    let (imsi, iccid) = (card.imsi().unwrap(), other.iccid().unwrap());
    for _ in 0..3 {
        assert_eq!(other.iccid().unwrap(), iccid);
        assert_eq!(card.imsi().unwrap(), imsi);
    }
}

/// A PIN to its last try and back, in a reader.
#[test]
fn the_life_of_a_pin_in_a_reader() {
    let pcsc = Pcsc::get();
    let pin = mock::Pin::digits("1234").unwrap().puk("12345678").unwrap();
    let builders =
        [VirtualCard::builder(), VirtualCard::builder().gsm(), VirtualCard::builder().level(Level::Apdu)];
    for builder in builders {
        let _card = pcsc.insert(builder.pin(KeyReference::PIN1, pin.clone()).build());
        let mut card = Card::new(PcscTransport::open(&first()).unwrap());
        let (id, right, wrong) = (PinId::Pin1, "1234".parse().unwrap(), "0000".parse().unwrap());
        let refused = |result| match result {
            Err(Error::Pin(error)) => error,
            other => panic!("{other:?}"),
        };
        card.verify_pin(id, &right, LastTry::Refuse).unwrap();
        for left in [2, 1] {
            let error = refused(card.verify_pin(id, &wrong, LastTry::Refuse));
            assert_eq!(error, PinError::Wrong { remaining: Some(left) });
        }
        assert_eq!(refused(card.verify_pin(id, &wrong, LastTry::Refuse)), PinError::LastTry);
        assert_eq!(refused(card.verify_pin(id, &wrong, LastTry::Allow)), PinError::Blocked);
        let puk = "12345678".parse().unwrap();
        card.unblock_pin(id, &puk, &wrong, LastTry::Refuse).unwrap();
        card.change_pin(id, &wrong, &right, LastTry::Refuse).unwrap();
        card.disable_pin(id, &right, LastTry::Refuse).unwrap();
        card.enable_pin(id, &right, LastTry::Refuse).unwrap();
        assert_eq!(card.pin_status(id).unwrap().remaining, Some(3));
    }
}

/// Another program resets the card after a key was verified: a write says that the key is missing.
#[test]
fn a_reset_takes_the_keys_with_it() {
    let pcsc = Pcsc::get();
    let adm = mock::Pin::raw(*b"ADMADMAD");
    let _card = pcsc.insert(VirtualCard::builder().pin(KeyReference::adm(1), adm).build());
    let mut card = Card::new(PcscTransport::open(&first()).unwrap());
    let spn = Path::adf(Aid::USIM, &[0x6F46]);
    let mut content = card.read_file(&spn).unwrap();
    content[1] = b'S';
    card.verify_pin(PinId::Adm(1), &Pin::from_bytes(*b"ADMADMAD"), LastTry::Refuse).unwrap();
    let options = WriteOptions::default().verified();
    assert_eq!(card.write_file(&spn, &content, options).unwrap(), 1);
    other_program(ShareMode::Shared).disconnect(Disposition::ResetCard).map_err(|(_, error)| error).unwrap();
    content[1] = b's';
    let error = card.write_file(&spn, &content, options).unwrap_err();
    assert!(error.is_denied(), "{error}");
    assert!(error.to_string().ends_with("; needs ADM1"), "{error}");
}

#[test]
fn a_card_is_explored_dumped_and_loaded_again() {
    use simcard::card::{Dump, ExploreOptions};

    let pcsc = Pcsc::get();
    let explore = |card: VirtualCard| -> Dump {
        let _card = pcsc.insert(card);
        let transport = PcscTransport::open(&first()).unwrap();
        Card::new(transport).explore(&ExploreOptions::default(), |_| {}).unwrap()
    };
    for (card, t1) in [
        (VirtualCard::uicc(), VirtualCard::builder().level(Level::Apdu).build()),
        (VirtualCard::gsm(), VirtualCard::builder().gsm().build()),
    ] {
        let in_memory = Card::new(card.clone()).explore(&ExploreOptions::default(), |_| {}).unwrap();
        let dump = explore(card);
        assert_eq!(dump, in_memory);
        #[cfg(feature = "serde")]
        let dump: Dump = serde_json::from_str(&serde_json::to_string(&dump).unwrap()).unwrap();
        assert_eq!(explore(VirtualCard::from_dump(&dump).unwrap()), dump);
        // the same files, another protocol
        assert_eq!(explore(t1).files, dump.files);
    }
}

/// A virtual card that passes on the TERMINAL PROFILE it got.
struct Watched {
    card: VirtualCard,
    profile: Arc<Mutex<Option<Vec<u8>>>>,
}

impl VirtualDevice for Watched {
    fn atr(&self) -> &[u8] {
        VirtualDevice::atr(&self.card)
    }

    fn power(&mut self, on: bool) {
        self.card.power(on);
    }

    fn reset(&mut self) {
        VirtualDevice::reset(&mut self.card);
    }

    fn process(&mut self, command: &[u8], response: &mut Vec<u8>) {
        VirtualDevice::process(&mut self.card, command, response);
        *self.profile.lock().unwrap() = self.card.terminal_profile_received().map(<[u8]>::to_vec);
    }
}

#[test]
fn the_menu_of_a_card_is_used() {
    let pcsc = Pcsc::get();
    let builders: [fn() -> VirtualCard; 3] =
        [VirtualCard::uicc, VirtualCard::gsm, || VirtualCard::builder().level(Level::Apdu).build()];
    for build in builders {
        let profile = Arc::default();
        let _card = pcsc.insert(Watched { card: build(), profile: Arc::clone(&profile) });
        let mut card = Card::new(PcscTransport::open(&first()).unwrap());
        let mut host = ScriptedHost::new()
            .consenting()
            .ussd("*100#", "Your balance is 12.34 EUR")
            .ussd("*103*12345678901234#", "10.00 EUR added");
        let sent = host.capabilities().terminal_profile().to_bytes();
        let mut toolkit = card.toolkit(&mut host);
        toolkit.start().unwrap();
        assert_eq!(profile.lock().unwrap().as_ref(), Some(&sent));
        let menu = toolkit.menu().unwrap();
        assert_eq!(menu.title, "Test operator");
        let items: Vec<_> = menu.items.iter().map(|item| item.text.as_str()).collect();
        assert_eq!(items, ["Balance", "Top up", "My number", "Language", "Info"]);

        let found = toolkit.navigate(["Balance"], &[]).unwrap();
        assert_eq!(found.texts, ["Your balance is 12.34 EUR"]);
        let [taken] = <[ActionTaken; 1]>::try_from(found.actions).unwrap();
        assert_eq!((taken.action.to_string().as_str(), taken.allowed), ("USSD *100#", true));
        assert_eq!((taken.result, found.ended), (Some(GeneralResult::OK), NavigationEnd::Done));

        let found = toolkit.navigate(["Top up"], &["12345678901234"]).unwrap();
        assert_eq!((found.text(), &found.ended), (Some("10.00 EUR added"), &NavigationEnd::Done));
        let found = toolkit.navigate([Choice::Text("Language"), Choice::Position(3)], &[]).unwrap();
        assert_eq!(found.texts, ["Η γλώσσα είναι ελληνικά."]);
        // what is asked in vain ends, and the card is used on
        let found = toolkit.navigate(["Top up"], &["123"]).unwrap();
        assert_eq!(found.ended, NavigationEnd::Input { prompt: "Voucher code".into() });
        assert_eq!(toolkit.card().imsi().unwrap().as_str(), "001010123456789");
        drop(toolkit);
        assert_eq!(host.texts().len(), 3);
    }
}

#[test]
fn a_person_at_a_console_uses_the_menu() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(VirtualCard::uicc());
    let mut card = Card::new(PcscTransport::open(&first()).unwrap());
    let mut shown = Vec::new();
    // the balance is asked for on another telephone
    let typed = "?1\n\nbal\ny\n12.34 EUR left\n\nq\n";
    let host = RecordingHost::new(ConsoleHost::new(typed.as_bytes(), &mut shown));
    let mut toolkit = card.toolkit(host);
    toolkit.start().unwrap();
    let menu = toolkit.menu().unwrap().clone();
    while let Some((item, help)) = toolkit.host_mut().host_mut().choose(&menu).unwrap() {
        if help { toolkit.help(item).unwrap() } else { toolkit.select(item).unwrap() }
    }
    let transcript = toolkit.host().transcript().to_string();
    drop(toolkit);
    let shown = String::from_utf8(shown).unwrap();
    for line in [
        "   2  Top up",
        "Shows what is left on your account.",
        "The card wants: USSD *100#. Allow? [y/N]: There is no network here. Send *100# from a telephone.",
        "12.34 EUR left",
    ] {
        assert!(shown.lines().any(|shown| shown.ends_with(line)), "{line}: {shown}");
    }
    assert!(transcript.contains("consent to USSD *100#: yes\n"), "{transcript}");
    assert!(transcript.contains("SEND USSD \"*100#\": command performed successfully"), "{transcript}");
}

/// Another program resets the card between two choices: its menu is gone, and comes again with the next start.
#[test]
fn a_reset_ends_a_session_and_the_next_start_begins_another() {
    let pcsc = Pcsc::get();
    let _card = pcsc.insert(VirtualCard::uicc());
    let mut card = Card::new(PcscTransport::open(&first()).unwrap());
    let host = ScriptedHost::new().consenting().ussd("*100#", "12.34 EUR left");
    let mut toolkit = card.toolkit(host);
    toolkit.start().unwrap();
    other_program(ShareMode::Shared).disconnect(Disposition::ResetCard).map_err(|(_, error)| error).unwrap();
    let error = toolkit.navigate(["Balance"], &[]).unwrap_err();
    assert!(error.is_state_lost(), "{error:?}");
    toolkit.start().unwrap();
    let found = toolkit.navigate(["Balance"], &[]).unwrap();
    assert_eq!(found.text(), Some("12.34 EUR left"));
}

/// The flows of accounts, with the reader's card and a network in memory.
#[cfg(feature = "account")]
mod account {
    use super::*;
    use simcard::account::{self, Ended, Options, TopUpError, TopUpPlan, WayKind, reply::TopUpOutcome};
    use simcard::mock::{VirtualNetwork, virtual_operator};

    const CODE: &str = "11111111111111";

    fn options() -> Options {
        let mut options = Options { ways: vec![WayKind::Toolkit], ..Options::default() };
        options.directory.extend(&[virtual_operator()]).unwrap();
        options
    }

    fn plan(card: &mut Card<PcscTransport>, network: &mut VirtualNetwork) -> TopUpPlan {
        account::top_up().code(CODE).plan(card, network, &options()).unwrap()
    }

    #[test]
    fn balance_and_top_up_through_the_menu_of_a_card() {
        let pcsc = Pcsc::get();
        let builders: [fn() -> VirtualCard; 3] =
            [VirtualCard::uicc, VirtualCard::gsm, || VirtualCard::builder().level(Level::Apdu).build()];
        for build in builders {
            let _card = pcsc.insert(build());
            let mut card = Card::new(PcscTransport::open(&first()).unwrap());
            let mut network = VirtualNetwork::new();
            let outcome = account::balance(&mut card, &mut network, &options()).unwrap();
            assert_eq!(outcome.ended, Ended::Found, "{outcome:#?}");
            assert_eq!(outcome.report.unwrap().main.unwrap().to_string(), "12.34 EUR");

            let plan = plan(&mut card, &mut network);
            assert_eq!(plan.subscriber.iccid.unwrap().as_str(), "8944000000001234567");
            assert_eq!(plan.sends().unwrap(), "the card's menu, \"Top up\", with CODE");
            let report = plan.confirm(&mut card, &mut network).unwrap();
            assert_eq!(report.outcome, TopUpOutcome::Accepted, "{report:#?}");
            assert_eq!(
                (report.before.unwrap().to_string(), report.after.unwrap().to_string()),
                ("12.34 EUR".into(), "22.34 EUR".into())
            );
            let code = "*103*11111111111111#";
            assert_eq!(network.requests().iter().filter(|request| *request == code).count(), 1);
        }
    }

    #[test]
    fn another_card_in_the_reader_is_not_topped_up() {
        let pcsc = Pcsc::get();
        let inserted = pcsc.insert(VirtualCard::uicc());
        let mut card = Card::new(PcscTransport::open(&first()).unwrap());
        let mut network = VirtualNetwork::new();
        let pulled = plan(&mut card, &mut network);
        let swapped = plan(&mut card, &mut network);
        drop(inserted);
        let error = pulled.confirm(&mut card, &mut network).unwrap_err();
        assert!(!error.may_have_had_effect(), "{error:?}");
        let identity = Identity { iccid: "8944000000007654321".into(), ..Identity::default() };
        let _other = pcsc.insert(VirtualCard::builder().identity(identity).build());
        // as a program that opens the reader anew, or has it reset
        let mut card = Card::new(PcscTransport::open(&first()).unwrap());
        let error = swapped.confirm(&mut card, &mut network).unwrap_err();
        assert!(matches!(error, TopUpError::WrongCard { .. }), "{error:?}");
        assert!(network.requests().iter().all(|request| !request.contains(CODE)));
    }

    #[test]
    fn the_examples_ask_and_top_up_the_card_in_a_reader() {
        let pcsc = Pcsc::get();
        let _card = pcsc.insert(VirtualCard::uicc());
        let run = |name: &str, arguments: &[&str]| -> serde_json::Value {
            let mut path = std::env::current_exe().unwrap();
            path.pop();
            path.pop();
            let path = path.join("examples").join(name);
            assert!(path.exists(), "build it first: cargo build --example {name}");
            let output =
                Command::new(path).args(["--json", "--reader", FIRST]).args(arguments).output().unwrap();
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
        };
        // a reader has no network; what the card would send is told
        let alone = run("balance", &[]);
        assert_eq!((&alone["ended"], &alone["report"]), (&"exhausted".into(), &serde_json::Value::Null));
        assert_eq!(alone["attempts"][0]["outcome"], "no_network");
        assert_eq!(alone["attempts"][0]["steps"][1]["action"], "USSD *100#");
        let served = run("balance", &["--virtual-network"]);
        assert_eq!(served["report"]["main"]["amount"], "12.34");
        let all = run("balance", &["--all", "--virtual-network"]);
        assert_eq!(all[0]["outcome"]["report"]["main"]["amount"], "12.34", "{all}");
        let topped_up = run("topup", &["--virtual-network", "--yes", CODE]);
        assert_eq!(topped_up["report"]["outcome"], "accepted", "{topped_up}");
        assert_eq!(topped_up["report"]["after"]["amount"], "22.34");
        assert!(!topped_up.to_string().contains(CODE));
    }
}

/// A program that is not ours reads the numbers of the virtual cards.
#[test]
fn opensc_reads_the_virtual_cards() {
    let opensc = |arguments: &[&str]| {
        let mut command = Command::new("opensc-tool");
        command.args(["-r", FIRST, "-c", "default"]);
        arguments.iter().for_each(|apdu| {
            command.args(["-s", apdu]);
        });
        let output = command.output().expect("opensc must be installed");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let pcsc = Pcsc::get();
    let uicc = pcsc.insert(VirtualCard::uicc());
    let read = opensc(&[
        "00:A4:08:0C:02:2F:E2",
        "00:B0:00:00:0A",
        "00:A4:04:0C:07:A0:00:00:00:87:10:02",
        "00:B0:87:00:09",
    ]);
    assert!(read.contains("98 44 00 00 00 00 21 43 65 F7"), "ICCID: {read}");
    assert!(read.contains("08 09 10 10 10 32 54 76 98"), "IMSI: {read}");
    drop(uicc);
    assert!(eventually(|| PcscTransport::open(&first()).is_err()));
    let _gsm = pcsc.insert(VirtualCard::gsm());
    let read = opensc(&["A0:A4:00:00:02:7F:20", "A0:A4:00:00:02:6F:07", "A0:B0:00:00:09"]);
    assert!(read.contains("08 09 10 10 10 32 54 76 98"), "IMSI: {read}");
    assert!(read.contains("SW1=0x9F, SW2=0x0F"), "2G answers: {read}");
}
