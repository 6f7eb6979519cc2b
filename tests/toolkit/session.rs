//! A session without I/O: steps and bytes.

use std::time::Duration;

use hex_literal::hex;
use simcard::apdu::{Class, StatusWord};
use simcard::toolkit::command::{
    EndOfProactiveSession, GetInput, MoreTime, NoQualifier, PollInterval, PollingOff, SendUssd,
    SetUpEventList, SetUpMenu, TimerManagement,
};
use simcard::toolkit::envelope::{EventDownload, LanguageSelectionEvent, UserActivityEvent};
use simcard::toolkit::object::{
    self, Event, EventList, Item, Language, ResponseLength, SmsTpdu, TimerIdentifier, TimerValue, UssdString,
};
use simcard::toolkit::{
    Capabilities, Command, End, Envelope, GeneralResult, Limits, Note, Reply, Request, Session, Step,
    TerminalProfile, TerminalResponse,
};

use crate::support::{proactive, text};

const OK: StatusWord = StatusWord::OK;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A session and its time.
struct Bench {
    session: Session,
    now: Duration,
}

impl Bench {
    /// Behind the TERMINAL PROFILE.
    fn new() -> Self {
        Self::with(Limits::default(), vec![])
    }

    fn with(limits: Limits, events: Vec<Event>) -> Self {
        let mut bench = Self {
            session: Session::new(&Capabilities::default().terminal_profile(), events, limits),
            now: Duration::ZERO,
        };
        assert_eq!(bench.poll(), Step::Transmit(Request::Profile));
        bench.answered(OK);
        bench
    }

    fn poll(&mut self) -> Step {
        self.session.poll(self.now)
    }

    fn answered(&mut self, status: impl Into<StatusWord>) {
        self.session.answered(self.now, status.into(), &[]);
    }

    /// The card has this command.
    fn fetch(&mut self, command: &[u8]) -> Step {
        let len = u16::try_from(command.len()).unwrap();
        self.session.announced(len);
        assert_eq!(self.poll(), Step::Transmit(Request::Fetch(len)));
        self.session.answered(self.now, OK, command);
        self.poll()
    }

    /// What goes out as TERMINAL RESPONSE.
    fn response(&mut self) -> Vec<u8> {
        assert_eq!(self.poll(), Step::Transmit(Request::Response));
        let data = self.session.command(Request::Response, Class::ETSI).data.to_vec();
        self.answered(OK);
        data
    }

    /// A command that the session answers itself.
    fn handled(&mut self, command: &[u8]) -> Vec<u8> {
        let step = self.fetch(command);
        assert!(matches!(step, Step::Handled(..)), "{step:?}");
        self.response()
    }

    fn refused(&mut self, command: &[u8]) -> Vec<u8> {
        let step = self.fetch(command);
        assert!(matches!(step, Step::Refused(_)), "{step:?}");
        self.response()
    }
}

#[test]
fn the_profile_comes_first() {
    let profile = TerminalProfile::from_bytes(&hex!("FFFF"));
    let mut session = Session::new(&profile, vec![], Limits::default());
    assert_eq!(session.poll(seconds(0)), Step::Transmit(Request::Profile));
    let command = session.command(Request::Profile, Class::ETSI);
    assert_eq!(
        (command.class, command.instruction.value(), command.data),
        (Class::ETSI, 0x10, &hex!("FFFF")[..])
    );
    assert_eq!(session.poll(seconds(0)), Step::Waiting);
    session.answered(seconds(0), OK, &[]);
    // 30 seconds until the card is asked what it wants
    assert_eq!(session.poll(seconds(5)), Step::Idle(Some(seconds(35))));
}

#[test]
fn what_was_to_be_sent_when_it_was_closed_is_sent_whole() {
    let mut bench = Bench::new();
    for item in [1, 2] {
        bench.session.envelope(&Envelope::menu_selection(item, false)).unwrap();
    }
    assert_eq!(bench.poll(), Step::Transmit(Request::Envelope));
    bench.session.close();
    let command = bench.session.command(Request::Envelope, Class::ETSI);
    assert_eq!(command.data, Envelope::menu_selection(1, false).encode().unwrap());
    bench.answered(OK);
    assert!(matches!(bench.poll(), Step::Note(Note::EnvelopeAnswered { .. })));
    assert_eq!(bench.poll(), Step::Ended(End::Closed));
}

#[test]
fn what_was_announced_before_the_profile_is_answered_before_it() {
    let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    session.announced(256);
    assert_eq!(session.poll(seconds(0)), Step::Transmit(Request::Fetch(256)));
    let fetch = session.command(Request::Fetch(256), Class::GSM);
    assert_eq!((fetch.class, fetch.instruction.value(), fetch.ne), (Class::GSM, 0x12, 256));
    session.answered(seconds(0), OK, &text("early"));
    let Step::Perform(command) = session.poll(seconds(0)) else { panic!() };
    assert!(session.is_active());
    assert!(session.answer(&command, &Reply::ok()));
    // and no second answer
    assert!(!session.answer(&command, &Reply::back()));
    assert_eq!(session.poll(seconds(0)), Step::Transmit(Request::Response));
    assert!(!session.answer(&command, &Reply::back()));
    session.answered(seconds(0), OK, &[]);
    assert_eq!(session.poll(seconds(0)), Step::Transmit(Request::Profile));
    session.answered(seconds(0), OK, &[]);
    assert!(matches!(session.poll(seconds(0)), Step::Idle(_)));
}

#[test]
fn answers_to_what_can_not_be_carried_out() {
    let mut bench = Bench::new();
    // type 7E
    assert_eq!(
        bench.handled(&hex!("D009 8103017E00 82028182")),
        hex!("8103017E00 82028281 830131"),
        "command type not understood"
    );
    // DISPLAY TEXT with an object of tag 7E that has to be understood
    let command = hex!("D011 8103022180 82028102 8D020441 7FC12300");
    assert_eq!(bench.refused(&command), hex!("8103022180 82028281 830132"));
    // and without that flag
    let command = hex!("D011 8103022180 82028102 8D020441 7F412300");
    let Step::Perform(command) = bench.fetch(&command) else { panic!() };
    assert_eq!(command.warnings.len(), 1);
    bench.session.answer(&command, &Reply::ok());
    assert_eq!(bench.response(), hex!("8103022180 82028281 830100"));
    // DISPLAY TEXT without a text
    assert_eq!(bench.refused(&hex!("D009 8103032180 82028102")), hex!("8103032180 82028281 830136"));
    // command details of two bytes, and none
    assert_eq!(bench.refused(&hex!("D008 81020321 82028102")), hex!("8103000000 82028281 830132"));
    assert_eq!(bench.refused(&hex!("D004 82028102")), hex!("8103000000 82028281 830136"));
    // another tag, a length that lies, nothing that makes sense
    for garbage in [&hex!("D104 82028102")[..], &hex!("D0FF 81"), &hex!("D0"), &hex!("00"), &hex!("6F00")] {
        assert_eq!(bench.refused(garbage), hex!("8103000000 82028281 830132"), "{garbage:02X?}");
    }
    // from the network to the card: accepted
    let Step::Perform(command) = bench.fetch(&hex!("D00D 8103042180 82028381 8D020441")) else { panic!() };
    assert_eq!(command.warnings, [simcard::toolkit::Warning::Devices]);
    bench.session.answer(&command, &Reply::ok());
    assert_eq!(bench.response(), hex!("8103042180 82028281 830100"));
    assert!(matches!(bench.poll(), Step::Idle(_)));
}

#[test]
fn what_the_session_does_itself() {
    let mut bench = Bench::new();
    let head = |kind: u8, rest: &[u8]| [&hex!("810301")[..], &[kind, 0], &hex!("82028281"), rest].concat();
    let more_time = MoreTime { qualifier: NoQualifier::empty() };
    assert_eq!(bench.handled(&proactive(more_time)), head(0x02, &hex!("830100")));
    let end = EndOfProactiveSession { qualifier: NoQualifier::empty() };
    assert_eq!(bench.handled(&proactive(end)), head(0x81, &hex!("830100")));

    let menu = SetUpMenu::new("Menu", [Item::new(1, "One").unwrap()]).unwrap();
    assert_eq!(bench.handled(&proactive(menu.clone())), head(0x25, &hex!("830100")));
    assert_eq!(bench.session.menu().map(|menu| menu.title.text()), Some("Menu".into()));
    assert_eq!(bench.handled(&proactive(SetUpMenu::removal())), head(0x25, &hex!("830100")));
    assert_eq!(bench.session.menu(), None);
}

#[test]
fn polling() {
    let mut bench = Bench::new();
    assert_eq!(bench.poll(), Step::Idle(Some(seconds(30))));
    bench.now = seconds(30);
    assert_eq!(bench.poll(), Step::Transmit(Request::Status));
    let status = bench.session.command(Request::Status, Class::ETSI);
    assert_eq!((status.instruction.value(), status.p1, status.p2, status.ne), (0xF2, 0, 0x0C, 0));
    assert_eq!(bench.session.command(Request::Status, Class::GSM).ne, 22);
    bench.answered(OK);
    assert_eq!(bench.poll(), Step::Idle(Some(seconds(60))));

    // POLL INTERVAL of 10 seconds: the answer says what it is now
    let interval = proactive(PollInterval::new(object::Duration::seconds(10)));
    assert_eq!(bench.handled(&interval), hex!("8103010300 82028281 830100 8402010A"));
    assert_eq!(bench.poll(), Step::Idle(Some(seconds(40))));
    bench.now = seconds(41);
    assert_eq!(bench.poll(), Step::Transmit(Request::Status));
    bench.answered(0x910F);
    assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(15)));
    bench.session.answered(bench.now, OK, &proactive(PollingOff { qualifier: NoQualifier::empty() }));
    assert!(matches!(bench.poll(), Step::Handled(..)));
    assert_eq!(bench.response(), hex!("8103010400 82028281 830100"));
    assert_eq!(bench.poll(), Step::Idle(None));
    // no interval is shorter than a second
    let interval = proactive(PollInterval::new(object::Duration::tenths(0)));
    assert_eq!(bench.handled(&interval), hex!("8103010300 82028281 830100 84020101"));
    assert_eq!(bench.poll(), Step::Idle(Some(seconds(42))));

    let mut quiet = Bench::with(Limits { poll: None, ..Limits::default() }, vec![]);
    assert_eq!(quiet.poll(), Step::Idle(None));
}

#[test]
fn timers() {
    let mut bench = Bench::with(Limits { poll: None, ..Limits::default() }, vec![]);
    let (first, third) = (TimerIdentifier(1), TimerIdentifier(3));
    let value = |seconds: u64| TimerValue::try_from(Duration::from_secs(seconds)).unwrap();
    let start = |timer, seconds| proactive(TimerManagement::start(timer, value(seconds)));

    assert_eq!(bench.handled(&start(first, 10)), hex!("8103012700 82028281 830100 A40101"));
    assert_eq!(bench.handled(&start(third, 3600)), hex!("8103012700 82028281 830100 A40103"));
    assert_eq!(bench.poll(), Step::Idle(Some(seconds(10))));
    bench.now = seconds(3);
    // 7 seconds are left, as hours, minutes, seconds with their digits swapped (8.38)
    let get = proactive(TimerManagement::get_value(first));
    assert_eq!(bench.handled(&get), hex!("8103012702 82028281 830100 A40101 A503000070"));
    // started anew
    bench.handled(&start(first, 20));
    assert_eq!(bench.poll(), Step::Idle(Some(seconds(23))));
    let stop = proactive(TimerManagement::deactivate(third));
    assert_eq!(bench.handled(&stop), hex!("8103012701 82028281 830100 A40103 A503009575"));
    assert_eq!(bench.handled(&stop), hex!("8103012701 82028281 830124 A40103"), "contradiction");
    let get = proactive(TimerManagement::get_value(TimerIdentifier(8)));
    assert_eq!(bench.handled(&get), hex!("8103012702 82028281 830124 A40108"));

    bench.now = seconds(24);
    assert_eq!(bench.poll(), Step::Transmit(Request::Envelope));
    // timer expiration: it ran for 21 seconds
    let envelope = bench.session.command(Request::Envelope, Class::ETSI);
    assert_eq!((envelope.instruction.value(), envelope.ne), (0xC2, 0));
    assert_eq!(envelope.data, hex!("D70C 82028281 A40101 A503000012"));
    bench.answered(OK);
    assert!(matches!(bench.poll(), Step::Note(Note::EnvelopeAnswered { status: OK, .. })));
    assert_eq!(bench.poll(), Step::Idle(None));

    // what a timer can't be: number 9, no value, qualifier 3
    for (command, answer) in [
        (start(TimerIdentifier(9), 1), "810301270082028281830132"),
        (hex!("D00C 8103012700 82028182 A40101").to_vec(), "810301270082028281830136"),
        (hex!("D00C 8103012703 82028182 A40101").to_vec(), "810301270382028281830132"),
    ] {
        let step = bench.fetch(&command);
        assert!(matches!(step, Step::Handled(..) | Step::Refused(_)), "{step:?}");
        assert_eq!(hex::encode(bench.response()), answer);
    }
}

#[test]
fn a_card_that_starts_a_timer_of_no_time_again_and_again_is_stopped() {
    let mut bench = Bench::with(Limits { commands: 20, ..Limits::default() }, vec![]);
    let zero = TimerValue::try_from(Duration::ZERO).unwrap();
    let start = proactive(TimerManagement::start(TimerIdentifier(1), zero));
    let mut envelopes = 0;
    bench.handled(&start);
    for _ in 0..1000 {
        match bench.poll() {
            Step::Transmit(Request::Envelope) => {
                envelopes += 1;
                bench.answered(0x9100 | u16::try_from(start.len()).unwrap());
            }
            Step::Transmit(Request::Fetch(_)) => bench.session.answered(bench.now, OK, &start),
            Step::Transmit(_) => bench.answered(OK),
            Step::Ended(end) => {
                assert_eq!((end, envelopes), (End::TooManyCommands, 20));
                return;
            }
            Step::Note(_) | Step::Handled(..) => {}
            other => panic!("{other:?}"),
        }
    }
    panic!("no end");
}

#[test]
fn the_event_list() {
    let events = vec![Event::LANGUAGE_SELECTION, Event::USER_ACTIVITY, Event::IDLE_SCREEN_AVAILABLE];
    let mut bench = Bench::with(Limits::default(), events);
    let list = |events: &[Event]| proactive(SetUpEventList::new(EventList(events.to_vec())));
    let language = || EventDownload::from(LanguageSelectionEvent { language: Language(*b"de") });
    let activity = || EventDownload::from(UserActivityEvent {});

    assert!(!bench.session.event(language()).unwrap(), "nobody asked");
    let ok = hex!("8103010500 82028281 830100");
    assert_eq!(bench.handled(&list(&[Event::LANGUAGE_SELECTION, Event::USER_ACTIVITY])), ok);
    assert_eq!(bench.session.events(), [Event::LANGUAGE_SELECTION, Event::USER_ACTIVITY]);
    // told always, and told once (7.5.5)
    for (event, wanted) in [(language(), true), (language(), true), (activity(), true), (activity(), false)] {
        assert_eq!(bench.session.event(event).unwrap(), wanted);
        if wanted {
            assert_eq!(bench.poll(), Step::Transmit(Request::Envelope));
            bench.answered(OK);
            assert!(matches!(bench.poll(), Step::Note(_)));
        }
    }
    // one that the terminal does not have: the list stays as it is
    assert_eq!(
        bench.handled(&list(&[Event::IDLE_SCREEN_AVAILABLE, Event::MT_CALL])),
        hex!("8103010500 82028281 830130")
    );
    assert_eq!(bench.session.events(), [Event::LANGUAGE_SELECTION]);
    // replaced, and taken away
    assert_eq!(bench.handled(&list(&[Event::IDLE_SCREEN_AVAILABLE])), ok);
    assert_eq!(bench.session.events(), [Event::IDLE_SCREEN_AVAILABLE]);
    assert_eq!(bench.handled(&list(&[])), ok);
    assert_eq!(bench.session.events(), []);
}

#[test]
fn a_busy_card_is_asked_again_by_the_clock() {
    let limits = Limits { busy: (2, seconds(1)), poll: None, ..Limits::default() };
    let mut bench = Bench::with(limits, vec![]);
    bench.session.envelope(&Envelope::menu_selection(1, false)).unwrap();
    for time in 0..2 {
        assert_eq!(bench.poll(), Step::Transmit(Request::Envelope));
        bench.answered(StatusWord::TOOLKIT_BUSY);
        // perhaps it has something to say
        assert_eq!(bench.poll(), Step::Transmit(Request::Status));
        bench.answered(OK);
        assert_eq!(bench.poll(), Step::Idle(Some(seconds(time + 1))));
        bench.now += seconds(1);
    }
    assert_eq!(bench.poll(), Step::Transmit(Request::Envelope));
    bench.answered(StatusWord::TOOLKIT_BUSY);
    let busy = Note::EnvelopeAnswered { status: StatusWord::TOOLKIT_BUSY, data: vec![] };
    assert_eq!(bench.poll(), Step::Note(busy));
    assert_eq!(bench.poll(), Step::Idle(None));
}

#[test]
fn fetch_that_brings_nothing() {
    let mut bench = Bench::with(Limits { failures: 2, ..Limits::default() }, vec![]);
    bench.session.announced(20);
    assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(20)));
    bench.answered(0x6985);
    assert_eq!(bench.poll(), Step::Note(Note::FetchFailed(StatusWord::new(0x6985))));
    assert!(matches!(bench.poll(), Step::Idle(_)));
    // one that comes after all
    let Step::Perform(command) = bench.fetch(&text("A")) else { panic!() };
    bench.session.answer(&command, &Reply::ok());
    bench.response();
    // no byte, twice
    for _ in 0..2 {
        bench.session.announced(20);
        assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(20)));
        bench.answered(OK);
        assert_eq!(bench.poll(), Step::Note(Note::FetchFailed(OK)));
    }
    assert_eq!(bench.poll(), Step::Ended(End::FetchFails));
    assert_eq!(bench.poll(), Step::Ended(End::FetchFails));
    bench.session.reopen();
    assert!(matches!(bench.poll(), Step::Idle(_)));
}

#[test]
fn limits_end_a_session_with_everything_answered() {
    let mut bench = Bench::with(Limits { commands: 3, ..Limits::default() }, vec![]);
    let command = text("again");
    let again = 0x9100 | u16::try_from(command.len()).unwrap();
    bench.session.announced(u16::try_from(command.len()).unwrap());
    let mut results = Vec::new();
    loop {
        match bench.poll() {
            Step::Transmit(Request::Fetch(_)) => bench.session.answered(bench.now, OK, &command),
            Step::Transmit(Request::Response) => {
                results.push(*bench.session.command(Request::Response, Class::ETSI).data.last().unwrap());
                bench.answered(again);
            }
            Step::Perform(command) => assert!(bench.session.answer(&command, &Reply::ok())),
            Step::Ended(end) => {
                assert_eq!(end, End::TooManyCommands);
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(results, [0x00, 0x00, 0x00, 0x10]);
    // and by time
    let mut bench = Bench::with(Limits { duration: seconds(60), ..Limits::default() }, vec![]);
    let Step::Perform(first) = bench.fetch(&command) else { panic!() };
    bench.session.answer(&first, &Reply::ok());
    assert_eq!(bench.poll(), Step::Transmit(Request::Response));
    bench.answered(again);
    bench.now = seconds(61);
    assert!(matches!(bench.poll(), Step::Transmit(Request::Fetch(_))));
    bench.session.answered(bench.now, OK, &command);
    assert_eq!(bench.response(), hex!("8103012100 82028281 830110"));
    assert_eq!(bench.poll(), Step::Ended(End::TooLong));
}

#[test]
fn commands_that_make_no_sense_are_bounded_too() {
    let mut bench = Bench::with(Limits { commands: 5, ..Limits::default() }, vec![]);
    bench.session.announced(1);
    for _ in 0..6 {
        assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(1)));
        bench.session.answered(bench.now, OK, &[0x00]);
        assert!(matches!(bench.poll(), Step::Refused(_)));
        assert_eq!(bench.poll(), Step::Transmit(Request::Response));
        bench.answered(0x9101);
    }
    assert_eq!(bench.poll(), Step::Ended(End::TooManyCommands));
}

#[test]
fn a_session_that_is_closed_still_owes_its_answer() {
    let mut bench = Bench::new();
    let Step::Perform(command) = bench.fetch(&text("A")) else { panic!() };
    bench.session.close();
    assert_eq!(bench.poll(), Step::Waiting);
    assert!(bench.session.answer(&command, &Reply::ok()));
    assert_eq!(bench.poll(), Step::Transmit(Request::Response));
    bench.answered(0x9120);
    assert_eq!(bench.poll(), Step::Ended(End::Closed));
    assert_eq!(bench.session.end(), Some(End::Closed));
    // what waits is fetched when it goes on
    bench.session.reopen();
    assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(32)));
}

#[test]
fn what_is_sent_again_after_an_answer_was_lost() {
    let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    let now = seconds(0);
    // the profile
    assert_eq!(session.poll(now), Step::Transmit(Request::Profile));
    session.unanswered();
    assert_eq!(session.poll(now), Step::Transmit(Request::Profile));
    session.answered(now, OK, &[]);
    // then the question what the card wants
    assert_eq!(session.poll(now), Step::Transmit(Request::Status));
    session.answered(now, StatusWord::new(0x9114), &[]);
    // FETCH
    assert_eq!(session.poll(now), Step::Transmit(Request::Fetch(20)));
    session.unanswered();
    assert_eq!(session.poll(now), Step::Transmit(Request::Fetch(20)));
    session.answered(now, OK, &text("A"));
    let Step::Perform(command) = session.poll(now) else { panic!() };
    session.answer(&command, &Reply::ok());
    // the answer: the card is asked first, however often that takes; it had it, and says so
    assert_eq!(session.poll(now), Step::Transmit(Request::Response));
    session.unanswered();
    assert_eq!(session.poll(now), Step::Transmit(Request::Status));
    session.unanswered();
    assert_eq!(session.poll(now), Step::Transmit(Request::Status));
    session.answered(now, OK, &[]);
    assert_eq!(session.poll(now), Step::Transmit(Request::Response));
    assert_eq!(session.command(Request::Response, Class::ETSI).data, hex!("8103012100 82028281 830100"));
    session.answered(now, StatusWord::new(0x6985), &[]);
    assert_eq!(session.poll(now), Step::Note(Note::ResponseRejected(StatusWord::new(0x6985))));
    // an envelope is not
    session.envelope(&Envelope::menu_selection(1, false)).unwrap();
    assert_eq!(session.poll(now), Step::Transmit(Request::Envelope));
    session.unanswered();
    assert_eq!(session.poll(now), Step::Transmit(Request::Status));
    session.answered(now, OK, &[]);
    assert!(matches!(session.poll(now), Step::Idle(_)));
}

/// A session whose answer to this command was sent, and nobody knows whether it came.
fn answered_in_vain(command: &[u8], reply: &Reply) -> Bench {
    let mut bench = Bench::new();
    let Step::Perform(command) = bench.fetch(command) else { panic!() };
    bench.session.answer(&command, reply);
    assert_eq!(bench.poll(), Step::Transmit(Request::Response));
    bench.session.unanswered();
    assert_eq!(bench.poll(), Step::Transmit(Request::Status));
    bench
}

#[test]
fn an_answer_that_came_is_not_sent_again() {
    // the card has a further command: it went on
    let mut bench = answered_in_vain(&text("A"), &Reply::ok());
    bench.answered(0x9114);
    assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(20)));
    bench.session.answered(bench.now, OK, &text("B"));
    let Step::Perform(command) = bench.poll() else { panic!() };
    bench.session.answer(&command, &Reply::back());
    assert!(bench.response().ends_with(&[0x83, 0x01, 0x11]));
    assert!(matches!(bench.poll(), Step::Idle(_)));
    // it said so to somebody else's command
    let mut bench = answered_in_vain(&text("A"), &Reply::ok());
    bench.session.unanswered();
    bench.session.announced(20);
    assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(20)));
    // what it announced before the answer says nothing
    let mut bench = Bench::new();
    bench.session.announced(20);
    bench.poll();
    bench.session.answered(bench.now, StatusWord::new(0x9114), &text("A"));
    let Step::Perform(command) = bench.poll() else { panic!() };
    bench.session.answer(&command, &Reply::ok());
    assert_eq!(bench.poll(), Step::Transmit(Request::Response));
    bench.session.unanswered();
    assert_eq!(bench.poll(), Step::Transmit(Request::Status));
    // it takes nothing but the answer
    let mut bench = answered_in_vain(&text("A"), &Reply::ok());
    bench.answered(0x6F00);
    assert!(bench.response().ends_with(&[0x83, 0x01, 0x00]));
}

#[test]
fn what_was_sent_to_the_network_is_not_sent_again() {
    let ussd = |request: &str| proactive(SendUssd::new(UssdString::new(request).unwrap()));
    let replied = |bytes: &[u8]| TerminalResponse::decode(bytes).unwrap().text();
    // the card has the same command once more
    let mut bench = answered_in_vain(&ussd("*100#"), &Reply::text("1 EUR"));
    bench.answered(0x9120);
    assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(32)));
    bench.session.answered(bench.now, OK, &ussd("*100#"));
    assert_eq!(replied(&bench.response()).as_deref(), Some("1 EUR"));
    // but only where it has not had the answer for sure
    let Step::Perform(_) = bench.fetch(&ussd("*100#")) else { panic!() };
    // another request is another one
    let mut bench = answered_in_vain(&ussd("*100#"), &Reply::text("1 EUR"));
    bench.answered(0x9120);
    bench.poll();
    bench.session.answered(bench.now, OK, &ussd("*101#"));
    let Step::Perform(command) = bench.poll() else { panic!() };
    bench.session.answer(&command, &Reply::text("2 EUR"));
    assert_eq!(replied(&bench.response()).as_deref(), Some("2 EUR"));
    // a question is asked again: the card may have had the answer, and not liked it
    let ask = proactive(GetInput::new("Code?", ResponseLength::new(1, 4)).unwrap());
    let mut bench = answered_in_vain(&ask, &Reply::text("1234"));
    bench.answered(0x9120);
    bench.poll();
    bench.session.answered(bench.now, OK, &ask);
    assert!(matches!(bench.poll(), Step::Perform(_)));
}

#[test]
fn a_choice_that_leads_to_nothing_yet() {
    let mut bench = Bench::new();
    bench.session.envelope(&Envelope::menu_selection(1, false)).unwrap();
    assert_eq!(bench.poll(), Step::Transmit(Request::Envelope));
    bench.answered(OK);
    assert!(matches!(bench.poll(), Step::Note(Note::EnvelopeAnswered { .. })));
    // the card is asked once
    assert_eq!(bench.poll(), Step::Transmit(Request::Status));
    bench.answered(0x9114);
    assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(20)));
    bench.session.answered(bench.now, OK, &text("A"));
    assert!(matches!(bench.poll(), Step::Perform(_)));
    // and not at all where it says at once what comes, or takes no choice
    for status in [0x9114, 0x6A80] {
        let mut bench = Bench::new();
        bench.session.envelope(&Envelope::menu_selection(1, false)).unwrap();
        bench.poll();
        bench.answered(status);
        bench.poll();
        assert_ne!(bench.poll(), Step::Transmit(Request::Status), "{status:04X}");
    }
}

#[test]
fn cards_without_a_toolkit_and_those_that_do_not_like_the_profile() {
    let mut session = Session::new(&TerminalProfile::default(), vec![], Limits::default());
    for (status, end) in [(0x6D00, true), (0x6E00, true), (0x6F00, false), (0x6985, false)] {
        let status = StatusWord::new(status);
        session.reset();
        session.reopen();
        assert_eq!(session.poll(seconds(0)), Step::Transmit(Request::Profile));
        session.answered(seconds(0), status, &[]);
        let step = session.poll(seconds(0));
        match end {
            true => assert_eq!(step, Step::Ended(End::NoToolkit)),
            false => assert_eq!(step, Step::Note(Note::ProfileRejected(status))),
        }
    }
}

#[test]
fn answers_that_can_not_be_written() {
    let mut bench = Bench::new();
    let input = GetInput::new("?", ResponseLength { min: 0, max: 255 }).unwrap();
    for reply in ["Ж".to_string(), "1".repeat(250)] {
        let Step::Perform(command) = bench.fetch(&proactive(input.clone())) else { panic!() };
        assert!(bench.session.answer(&command, &Reply::text(reply)));
        assert!(matches!(bench.poll(), Step::Note(Note::Unwritable(_))));
        assert_eq!(bench.response(), hex!("8103012300 82028281 83022000"));
    }
    // nor an envelope that no command can carry
    let long = Envelope::sms_pp_download(None, SmsTpdu(vec![0; 250]));
    assert!(bench.session.envelope(&long).is_err());
    assert!(matches!(bench.poll(), Step::Idle(_)));
}

#[test]
fn a_command_is_not_carried_out_while_another_one_is() {
    let mut bench = Bench::new();
    let Step::Perform(command) = bench.fetch(&text("A")) else { panic!() };
    assert!(matches!(command.command, Command::DisplayText(_)));
    // the card announces one more through some other command
    bench.session.announced(30);
    assert_eq!(bench.poll(), Step::Waiting);
    bench.session.answer(&command, &Reply::from(GeneralResult::NO_RESPONSE));
    assert_eq!(bench.poll(), Step::Transmit(Request::Response));
    assert_eq!(
        bench.session.command(Request::Response, Class::ETSI).data,
        hex!("8103012100 82028281 830112")
    );
    bench.answered(0x911E);
    assert_eq!(bench.poll(), Step::Transmit(Request::Fetch(30)));
}
