//! `Toolkit` over a card.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use hex_literal::hex;
use simcard::apdu::StatusWord;
use simcard::card::{LastTry, PinId};
use simcard::codec::TonNpi;
use simcard::mock::{KeyReference, Pin, Quirks, VirtualCard};
use simcard::toolkit::command::{
    DisplayText, LaunchBrowser, OpenChannel, PlayTone, PollInterval, Refusal, SendUssd, SetUpCall,
    SetUpEventList, SetUpMenu, TimerManagement,
};
use simcard::toolkit::envelope::{EventDownload, LanguageSelectionEvent};
use simcard::toolkit::object::{
    self, Address, BearerDescription, BearerType, BufferSize, Event, EventList, Item, Language, SmsTpdu,
    TimerIdentifier, TimerValue, Tone, Url, UssdString,
};
use simcard::toolkit::{
    Capabilities, Clock, Command, CommandType, End, Envelope, Facility, Host, HostResult, Limits,
    ManualClock, NetworkAction, Note, ProactiveCommand, Reply, ScriptedHost, TerminalProfile, ToolkitError,
};
use simcard::transport::Level;
use simcard::{Card, Error};

use crate::support::{Came, Puppet, assert_answered, network, proactive, responses, results, text};

fn ussd(request: &str) -> Vec<u8> {
    proactive(SendUssd::new(UssdString::new(request).unwrap()))
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn the_profile_says_what_the_host_can_do() {
    let card = Puppet::new([]);
    let log = card.log();
    let mut card = Card::new(card);
    let mut host = ScriptedHost::new().commands(&[CommandType::DISPLAY_TEXT]).events(&[Event::USER_ACTIVITY]);
    card.toolkit(&mut host).start().unwrap();
    assert_eq!(*log.borrow(), [Came::Profile]);

    let profile = host.capabilities().terminal_profile();
    let supported = [
        CommandType::DISPLAY_TEXT,
        CommandType::REFRESH,
        CommandType::MORE_TIME,
        CommandType::POLL_INTERVAL,
        CommandType::POLLING_OFF,
        CommandType::SET_UP_EVENT_LIST,
        CommandType::SET_UP_MENU,
        CommandType::TIMER_MANAGEMENT,
    ];
    for kind in (0..=u8::MAX).map(CommandType) {
        assert_eq!(profile.supports(kind), supported.contains(&kind), "{kind}");
    }
    assert!(profile.supports_event(Event::USER_ACTIVITY));
    assert!(!profile.supports_event(Event::IDLE_SCREEN_AVAILABLE));
    // local information: what the host has of it, if it answers the command at all
    let profile = ScriptedHost::new().capabilities().terminal_profile();
    let sorts: Vec<u8> = (0..=u8::MAX)
        .filter(|sort| {
            let bits = Facility::of_local_information(*sort);
            !bits.is_empty() && bits.iter().all(|bit| profile.contains(*bit))
        })
        .collect();
    assert_eq!(sorts, [0x04], "the language");
    assert_eq!(Capabilities::default().profile, TerminalProfile::default());
    // what every terminal says that reads this, and what is shown and entered in all alphabets
    let basic = Capabilities::default().terminal_profile();
    assert!(basic.contains(Facility::PROFILE_DOWNLOAD) && basic.contains(Facility::COMMAND_RESULT));
    assert!(!basic.contains(Facility::UCS2_DISPLAY));
    assert!(profile.contains(Facility::UCS2_DISPLAY) && profile.contains(Facility::UCS2_ENTRY));
}

#[test]
fn early_commands_of_a_card_that_goes_mute_when_it_is_not_answered() {
    let commands = [
        proactive(SetUpMenu::new("Menu", [Item::new(1, "One").unwrap()]).unwrap()),
        text("Hello"),
        proactive(PlayTone::new(Tone::GENERAL_BEEP)),
        proactive(LaunchBrowser::new(Url::new("http://example.com/").unwrap())),
        proactive(OpenChannel::new(
            BearerDescription::without_parameters(BearerType::DEFAULT),
            BufferSize(512),
        )),
        proactive(SetUpCall::new(Address::new(TonNpi::INTERNATIONAL, "447700900123").unwrap())),
    ];
    for consents in [false, true] {
        let card = Puppet::new([text("after the profile")]).early(commands.clone()).strict();
        let log = card.log();
        let mut card = Card::new(card);
        let host = if consents { ScriptedHost::new().consenting() } else { ScriptedHost::new() };
        let mut toolkit = card.toolkit(host);
        toolkit.start().unwrap();
        assert_eq!(toolkit.menu().unwrap().items[0].text, "One");
        assert_eq!(toolkit.host().texts(), ["Hello", "after the profile"]);
        let targets: Vec<_> = toolkit.host().actions().iter().map(ToString::to_string).collect();
        assert_eq!(targets, ["browser http://example.com/", "call +447700900123"]);
        toolkit.close();

        let log = log.borrow();
        assert_answered(&log);
        // menu, text, tone; then browser, channel (which the host does not have), call; then the text
        let asked = if consents { 0x00 } else { 0x22 };
        assert_eq!(results(&log), [0, 0, 0, asked, 0x30, asked, 0]);
        let profile = log.iter().position(|came| *came == Came::Profile).unwrap();
        assert_eq!(log[..profile].len(), 12, "all before the profile");
        // the card is there for other things
        card.identity().unwrap();
    }
}

#[test]
fn announced_on_a_command_of_the_card() {
    for level in [Level::Tpdu, Level::Apdu] {
        let pin = Pin::digits("1234").unwrap();
        let card = VirtualCard::builder().no_toolkit().pin(KeyReference::PIN1, pin).level(level).build();
        let card = Puppet::on(card, |_, _| None).early([text("A")]);
        let log = card.log();
        let mut card = Card::new(card);
        assert_eq!(card.pending_proactive(), None);
        // 91xx comes with every answer from the first SELECT on, and does no harm
        card.iccid().unwrap();
        assert_eq!(card.pending_proactive(), Some(15));
        card.verify_pin(PinId::Pin1, &"1234".parse().unwrap(), LastTry::Refuse).unwrap();
        assert_eq!(card.pending_proactive(), Some(15));
        let mut host = ScriptedHost::new();
        card.toolkit(&mut host).start().unwrap();
        assert_eq!(host.texts(), ["A"]);
        assert_eq!(card.pending_proactive(), None);
        assert!(matches!(log.borrow()[..], [Came::Fetch, Came::Response(_), Came::Profile]));
    }
}

#[test]
fn a_card_of_the_second_generation() {
    let mut card = Card::new(VirtualCard::builder().gsm().build());
    let mut toolkit = card.toolkit_with(network(), ManualClock::default(), Limits::default());
    toolkit.start().unwrap();
    toolkit.select(1).unwrap();
    toolkit.select(3).unwrap();
    toolkit.run_until(seconds(100)).unwrap();
    assert_eq!(toolkit.close().texts(), ["Balance: 12.34 EUR", "+447700900123"]);
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789");
}

#[test]
fn a_command_of_256_bytes() {
    // D0 81 FD, details, devices, and a text of what is left
    let long = DisplayText::new(&"x".repeat(240)).unwrap();
    let bytes = proactive(long);
    assert_eq!(bytes.len(), 256);
    let card = Puppet::new([bytes]);
    let mut card = Card::new(card);
    let mut host = ScriptedHost::new();
    card.toolkit(&mut host).start().unwrap();
    assert_eq!(host.texts(), ["x".repeat(240)]);
}

#[test]
fn what_the_host_does_not_have_is_not_asked_of_it() {
    let card = Puppet::new([text("A"), ussd("*100#"), hex!("D009 8103017E00 82028182").to_vec()]);
    let log = card.log();
    let mut card = Card::new(card);
    let mut host = network().commands(&[CommandType::GET_INPUT]);
    card.toolkit(&mut host).start().unwrap();
    assert!(host.texts().is_empty() && host.actions().is_empty());
    assert_eq!(results(&log.borrow()), [0x30, 0x30, 0x31]);
}

#[test]
fn without_consent_nothing_goes_to_the_network() {
    /// Counts what gets through.
    struct Guarded(u32);

    impl Host for Guarded {
        fn capabilities(&self) -> Capabilities {
            Capabilities::new(&[CommandType::SEND_USSD])
        }

        fn send_ussd(&mut self, _: &SendUssd) -> HostResult {
            self.0 += 1;
            Ok(Reply::ok())
        }
    }

    let card = Puppet::new([ussd("*100#")]);
    let log = card.log();
    let mut host = Guarded(0);
    Card::new(card).toolkit(&mut host).start().unwrap();
    assert_eq!((host.0, results(&log.borrow())), (0, vec![0x22]));
}

/// Where a host gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Consent,
    Perform,
    Error,
    Answered,
    Menu,
    Refused,
    Note,
}

struct Broken(At);

impl Broken {
    fn reach(&self, at: At) {
        if self.0 == at {
            std::panic::panic_any("the host is broken");
        }
    }
}

impl Host for Broken {
    fn capabilities(&self) -> Capabilities {
        Capabilities::new(&[CommandType::SEND_USSD])
    }

    fn consent(&mut self, _: &NetworkAction) -> bool {
        self.reach(At::Consent);
        true
    }

    fn send_ussd(&mut self, _: &SendUssd) -> HostResult {
        self.reach(At::Perform);
        if self.0 == At::Error { Err("no network".into()) } else { Ok(Reply::ok()) }
    }

    fn answered(&mut self, command: &ProactiveCommand, _: &Reply) {
        if matches!(command.command, Command::SendUssd(_)) {
            self.reach(At::Answered);
        }
    }

    fn menu_changed(&mut self, _: Option<&SetUpMenu>) {
        self.reach(At::Menu);
    }

    fn refused(&mut self, _: &Refusal) {
        self.reach(At::Refused);
    }

    fn note(&mut self, _: &Note) {
        self.reach(At::Note);
    }
}

#[test]
fn a_host_that_panics_or_fails_leaves_no_command_without_its_answer() {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for at in [At::Consent, At::Perform, At::Error, At::Answered, At::Menu, At::Refused, At::Note] {
        let commands = [
            ussd("*100#"),
            proactive(SetUpMenu::new("Menu", [Item::new(1, "One").unwrap()]).unwrap()),
            hex!("D009 8103012180 82028102").to_vec(),
        ];
        let card = Puppet::new(commands).strict();
        let log = card.log();
        let mut card = Card::new(card);
        let mut toolkit = card.toolkit_with(Broken(at), ManualClock::default(), Limits::default());
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            toolkit.start()?;
            toolkit.envelope(&Envelope::menu_selection(1, false)).map(drop)
        }));
        match (at, outcome) {
            (At::Error, Ok(Err(Error::Toolkit(ToolkitError::Host(error))))) => {
                assert_eq!(error.to_string(), "no network");
            }
            (At::Error, other) => panic!("{other:?}"),
            // its own panic comes out
            (_, outcome) => {
                let panic = outcome.expect_err("it panics");
                assert_eq!(panic.downcast_ref::<&str>(), Some(&"the host is broken"), "{at:?}");
            }
        }
        assert_answered(&log.borrow());
        let unable = matches!(at, At::Consent | At::Perform | At::Error);
        let response = &responses(&log.borrow())[0];
        assert_eq!(response.result.general.0, if unable { 0x20 } else { 0x00 }, "{at:?}");
        assert_eq!(response.result.additional, if unable { vec![0x00] } else { vec![] });
        // and it goes on
        toolkit.host_mut().0 = At::Perform;
        let mut card = Card::new(toolkit.card().transport_mut());
        card.identity().unwrap();
        let mut host = network();
        card.toolkit(&mut host).start().unwrap();
        assert_answered(&log.borrow());
    }
    std::panic::set_hook(quiet);
}

#[test]
fn busy_until_it_is_not_and_busy_for_ever() {
    for (busy, error) in [(3, false), (u32::MAX, true)] {
        let mut left = busy;
        let card = Puppet::thinking(move |came, queue| match came {
            Came::Profile => {
                queue.push_back(proactive(SetUpMenu::new("Menu", [Item::new(1, "One").unwrap()]).unwrap()));
                None
            }
            Came::Envelope(_) => match left.checked_sub(1) {
                Some(less) => {
                    left = less;
                    Some(0x9300)
                }
                None => {
                    queue.push_back(text("at last"));
                    None
                }
            },
            _ => None,
        });
        let log = card.log();
        let mut card = Card::new(card);
        let mut toolkit = card.toolkit_with(ScriptedHost::new(), ManualClock::default(), Limits::default());
        toolkit.start().unwrap();
        let selected = toolkit.select(1);
        let waited = toolkit.clock().now();
        let envelopes = log.borrow().iter().filter(|came| matches!(came, Came::Envelope(_))).count();
        if error {
            assert!(matches!(selected, Err(Error::Toolkit(ToolkitError::Busy))), "{selected:?}");
            assert_eq!((envelopes, waited), (11, Duration::from_millis(5000)));
            assert!(matches!(toolkit.navigate(["One"], &[]), Err(Error::Toolkit(ToolkitError::Busy))));
        } else {
            selected.unwrap();
            assert_eq!((envelopes, waited), (4, Duration::from_millis(1500)));
            assert_eq!(toolkit.host().texts(), ["at last"]);
        }
        toolkit.start().unwrap();
    }
}

#[test]
fn a_choice_that_the_card_refuses() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut toolkit = card.toolkit(network());
    toolkit.start().unwrap();
    let error = toolkit.select(77).unwrap_err();
    assert!(
        matches!(error, Error::Toolkit(ToolkitError::Refused(status)) if status.value() == 0x6A80),
        "{error}"
    );
    toolkit.select(1).unwrap();
}

#[test]
fn the_answer_to_an_envelope() {
    let card = Puppet::thinking(|came, _| matches!(came, Came::Envelope(_)).then_some(0x6200));
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit(ScriptedHost::new());
    toolkit.start().unwrap();
    let answer = toolkit.envelope(&Envelope::sms_pp_download(None, SmsTpdu(vec![0x04; 20]))).unwrap();
    assert_eq!((answer.status, answer.data), (StatusWord::new(0x6200), vec![]));
}

#[test]
fn timers_and_polling_by_the_clock() {
    let start = TimerManagement::start(TimerIdentifier(2), TimerValue::try_from(seconds(45)).unwrap());
    let mut statuses = 0;
    let card = Puppet::thinking(move |came, queue| {
        match came {
            Came::Profile => {
                queue.push_back(proactive(start.clone()));
                queue.push_back(proactive(PollInterval::new(object::Duration::seconds(20))));
            }
            Came::Envelope(_) => queue.push_back(text("Time is up")),
            Came::Status => {
                statuses += 1;
                if statuses == 3 {
                    queue.push_back(text("At last"));
                }
            }
            _ => {}
        }
        None
    });
    let log = card.log();
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit_with(ScriptedHost::new(), ManualClock::default(), Limits::default());
    toolkit.start().unwrap();
    assert_eq!(toolkit.run().unwrap(), Some(seconds(20)));
    toolkit.run_until(seconds(44)).unwrap();
    assert!(toolkit.host().texts().is_empty());
    toolkit.run_until(seconds(59)).unwrap();
    assert_eq!(toolkit.host().texts(), ["Time is up"]);
    toolkit.run_until(seconds(60)).unwrap();
    assert_eq!(toolkit.host().texts(), ["Time is up", "At last"]);
    assert_answered(&log.borrow());
    let expired = Came::Envelope(hex!("D70C 82028281 A40102 A503000054").to_vec());
    assert!(log.borrow().contains(&expired), "{:?}", log.borrow());
}

#[test]
fn events_that_the_card_asked_for() {
    let card = Puppet::thinking(|came, queue| {
        if *came == Came::Profile {
            let events = EventList(vec![Event::LANGUAGE_SELECTION]);
            queue.push_back(proactive(SetUpEventList::new(events)));
        }
        None
    });
    let log = card.log();
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit(ScriptedHost::new().events(&[Event::LANGUAGE_SELECTION]));
    let german = || EventDownload::from(LanguageSelectionEvent { language: Language(*b"de") });
    assert!(!toolkit.event(german()).unwrap());
    toolkit.start().unwrap();
    assert_eq!(toolkit.events(), [Event::LANGUAGE_SELECTION]);
    assert!(toolkit.event(german()).unwrap());
    // D6: event list, device identities, language
    let envelope = Came::Envelope(hex!("D60B 990107 82028281 AD026465").to_vec());
    assert_eq!(log.borrow().last(), Some(&envelope));
}

#[test]
fn a_session_that_is_over_leaves_the_card_usable() {
    let card = Puppet::thinking(|came, queue| {
        // again and again
        if matches!(came, Came::Profile | Came::Response(_)) {
            queue.push_back(text("again"));
        }
        None
    });
    let log = card.log();
    let mut card = Card::new(card);
    let limits = Limits { commands: 50, ..Limits::default() };
    let mut toolkit = card.toolkit_with(ScriptedHost::new(), ManualClock::default(), limits);
    let error = toolkit.start().unwrap_err();
    assert!(matches!(error, Error::Toolkit(ToolkitError::Ended(End::TooManyCommands))), "{error}");
    assert_eq!(error.to_string(), "the card sends commands without end");
    assert!(matches!(toolkit.select(1), Err(Error::Toolkit(ToolkitError::Ended(_)))));
    assert_eq!(toolkit.host().texts().len(), 50);
    assert_answered(&log.borrow());
    assert_eq!(results(&log.borrow()).last(), Some(&0x10));
    // one that starts again has as many once more
    toolkit.start().unwrap_err();
    assert_eq!(toolkit.host().texts().len(), 100);
    toolkit.close();
    assert_eq!(card.identity().unwrap().imsi.unwrap().as_str(), "001010123456789");
}

#[test]
fn cards_without_a_toolkit() {
    let mut card = Card::new(VirtualCard::builder().no_toolkit().build());
    let mut toolkit = card.toolkit(ScriptedHost::new());
    let error = toolkit.start().unwrap_err();
    assert!(matches!(error, Error::Toolkit(ToolkitError::Ended(End::NoToolkit))), "{error}");
    assert!(matches!(toolkit.navigate(["Balance"], &[]), Err(Error::Toolkit(ToolkitError::NoMenu))));
    toolkit.close();
    card.identity().unwrap();
}

#[test]
fn a_card_that_was_reset_by_another_program() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut toolkit = card.toolkit(network());
    toolkit.start().unwrap();
    // whoever chooses now means a menu that the card has not set up any more
    simcard::Transport::reset(toolkit.card().transport_mut()).unwrap();
    let error = toolkit.select(1).unwrap_err();
    assert!(error.is_state_lost(), "{error}");
    assert_eq!(toolkit.menu(), None);
    toolkit.start().unwrap();
    toolkit.select(1).unwrap();
    assert_eq!(toolkit.host().texts(), ["Balance: 12.34 EUR"]);
    // a start begins anew by itself
    simcard::Transport::reset(toolkit.card().transport_mut()).unwrap();
    toolkit.start().unwrap();
    assert_eq!(toolkit.menu().unwrap().items.len(), 5);
    toolkit.card().reset().unwrap();
    toolkit.start().unwrap();
    toolkit.select(1).unwrap();
    assert_eq!(toolkit.host().texts().len(), 2);
}

#[test]
fn the_virtual_card_can_go_mute_too() {
    let quirks = Quirks { needs_terminal_response: true, ..Quirks::default() };
    let mut card = VirtualCard::builder().quirks(quirks).build();
    card.process(&hex!("8010000002 FFFF"));
    let fetch = hex!("8012000000");
    let [0x6C, len] = card.process(&fetch)[..] else { panic!() };
    let fetch = [&fetch[..4], &[len]].concat();
    let command = card.process(&fetch);
    assert_eq!(card.process(&hex!("00A40004023F00")), [0x6F, 0x00]);
    assert_eq!(card.process(&hex!("80F2000C00")), [0x6F, 0x00]);
    assert_eq!(card.process(&fetch), command, "the same again");
    let number = ProactiveCommand::decode(&command[..command.len() - 2]).unwrap().number;
    let answer = [&hex!("801400000C 810301")[..], &hex!("2580 82028281 830100")].concat();
    assert_eq!((number, card.process(&answer)), (1, vec![0x90, 0x00]));
    assert_eq!(card.process(&hex!("80F2000C00")), [0x90, 0x00]);
}
