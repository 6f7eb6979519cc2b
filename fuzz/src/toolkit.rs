//! The targets of the SIM toolkit.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::time::Duration;

use simcard::Card;
use simcard::apdu::{Class, Response, StatusWord};
use simcard::codec::ctlv::{Form, Tag, Tlvs};
use simcard::mock::{MockError, VirtualCard};
use simcard::toolkit::envelope::{CallControlResponse, EventDownload, UserActivityEvent};
use simcard::toolkit::object::{
    self, CommandDetails, Device, Duration as TimeSpan, Event, OBJECTS, TextString,
};
use simcard::toolkit::{
    Capabilities, Command, CommandResult, CommandSet, CommandType, Envelope, GeneralResult, Host, HostResult,
    Limits, ManualClock, Menu, NetworkAction, ProactiveCommand, RecordingHost, Reply, Request, Session, Step,
    TerminalProfile, TerminalResponse,
};
use simcard::transport::{Level, Transport, TransportError, TransportErrorKind, TransportInfo};

/// COMPREHENSION-TLV: what was read is written again to the same bytes, and the shortest form says the same.
pub fn ctlv(data: &[u8]) {
    let mut written = Vec::new();
    for object in Tlvs::new(data) {
        let Ok(object) = object else { break };
        assert_eq!(object.offset, written.len(), "objects stand one behind the other");
        object.form.push(&mut written, object.value).expect("what was read can be written");
        let mut short = Vec::new();
        let form = Form::new(object.tag(), object.form.comprehension);
        form.push(&mut short, object.value).expect("what was read can be written");
        let again = Tlvs::new(&short).next().expect("an object").expect("what was written can be read");
        assert_eq!((again.tag(), again.value), (object.tag(), object.value));
        assert!(short.len() <= written.len() - object.offset, "no form is shorter");
    }
    assert!(data.starts_with(&written));
}

/// The value of a data object: the first byte is its tag. It is written again to what it was read from, as each of the
/// kinds of objects that share the tag.
pub fn toolkit_objects(data: &[u8]) {
    let Some((tag, value)) = data.split_first() else { return };
    for descriptor in OBJECTS.iter().filter(|descriptor| descriptor.tag == Tag(u16::from(*tag))) {
        let Ok(object) = (descriptor.decode)(value) else { continue };
        assert_eq!(object.to_bytes().expect("what was read can be written"), value, "{}", descriptor.name);
        shown(&object);
        #[cfg(feature = "serde")]
        serde_json::to_value(object.as_serialize()).expect("values have a JSON form");
    }
}

/// What FETCH brings: it is written again to what it was read from, or is refused in one of two ways; and whatever a
/// host replies to it, the card gets an answer that it can read.
pub fn proactive(data: &[u8]) {
    let command = match ProactiveCommand::decode(data) {
        Ok(command) => command,
        Err(refusal) => {
            let expected = [GeneralResult::DATA_NOT_UNDERSTOOD, GeneralResult::VALUES_MISSING];
            assert!(expected.contains(&refusal.result), "{refusal}");
            return;
        }
    };
    assert_eq!(command.encode().expect("what was read can be written"), data);
    // one that is made anew of the same values says the same, unless there are more than fit
    if let Ok(again) = ProactiveCommand::new(command.number, command.command.clone()).encode() {
        let again = ProactiveCommand::decode(&again).expect("what was written can be read");
        assert_eq!(again.command, command.command);
    }
    said(&command);
    let _ = NetworkAction::of(&command).map(|action| action.to_string());
    match &command.command {
        Command::SetUpMenu(menu) => drop(Menu::from(menu).find("a".into())),
        Command::SelectItem(menu) => drop(Menu::from(menu).find(1.into())),
        Command::GetInput(input) => drop(input.check("12")),
        Command::GetInkey(inkey) => drop(inkey.check("1")),
        _ => {}
    }
    for choice in 0..REPLIES {
        let Ok(response) = reply(&mut Input(&[choice, 1])).to_response(&command) else { continue };
        let bytes = response.encode().expect("what a host replies can be written");
        let read = TerminalResponse::decode(&bytes).expect("what was written can be read");
        assert_eq!((read.details, &read.result), (command.details(), &response.result));
        assert_eq!(read.devices.destination, Device::UICC);
    }
}

/// TERMINAL RESPONSE: written again to what it was read from.
pub fn terminal_response(data: &[u8]) {
    let Ok(response) = TerminalResponse::decode(data) else { return };
    assert_eq!(response.encode().expect("what was read can be written"), data);
    let _ = (response.text(), response.item(), response.result.to_string());
    let _ = (response.result.additional_info(), response.result.ss_return_result().map(|(code, _)| code));
    said(&response);
}

/// ENVELOPE, and what cards answer to call control: written again to what they were read from.
pub fn envelope(data: &[u8]) {
    if let Ok(envelope) = Envelope::decode(data) {
        assert_eq!(envelope.encode().expect("what was read can be written"), data);
        said(&envelope);
    }
    if let Ok(response) = CallControlResponse::decode(data) {
        assert_eq!(response.encode().expect("what was read can be written"), data);
        said(&response);
    }
}

/// TERMINAL PROFILE: its bits and numbers make the same profile again.
pub fn terminal_profile(data: &[u8]) {
    let profile = TerminalProfile::from_bytes(data);
    assert_eq!(profile.as_bytes(), data);
    let mut again: TerminalProfile = profile.facilities().collect();
    for (number, value) in profile.numbers() {
        again.set_number(number, value).expect("a value that was read");
    }
    let short = &data[..data.len().min(255)];
    assert_eq!(again.to_bytes(), TerminalProfile::from_bytes(short).to_bytes());
    for kind in data.iter().take(4).copied().map(CommandType) {
        let _ = profile.supports(kind);
        let mut more = profile.clone();
        more.insert_command(kind);
        assert!(profile.facilities().all(|facility| more.contains(facility)));
    }
    said(&profile);
}

/// Something that can be shown and told.
#[cfg(feature = "serde")]
fn said(value: &(impl Debug + serde::Serialize)) {
    shown(value);
    serde_json::to_value(value).expect("values have a JSON form");
}

/// Something that can be shown.
#[cfg(not(feature = "serde"))]
fn said(value: &impl Debug) {
    shown(value);
}

fn shown(value: &impl Debug) {
    assert!(!format!("{value:?}").is_empty());
}

/// What a fuzzer has for us, a byte at a time.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    /// The next byte; 0 at the end.
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// As many bytes as the next one says, or as there are.
    fn bytes(&mut self) -> &'a [u8] {
        let len = usize::from(self.byte()).min(self.0.len());
        let (bytes, rest) = self.0.split_at(len);
        self.0 = rest;
        bytes
    }
}

/// How many replies [`reply`] has.
const REPLIES: u8 = 10;

/// What a host says.
fn reply(input: &mut Input<'_>) -> Reply {
    match input.byte() % REPLIES {
        0 => Reply::ok(),
        1 => Reply::item(input.byte()),
        2 => Reply::text("12"),
        3 => Reply::text(char::from(input.byte())),
        4 => Reply::text("\u{20AC}\u{1F4B6}".repeat(input.byte().into())),
        5 => Reply::back(),
        6 => Reply::terminated(),
        7 => Reply::help().with(&object::ItemIdentifier(input.byte())),
        8 => Reply::from(CommandResult::with_cause(GeneralResult(input.byte()), input.byte())),
        _ => Reply::ok().with(&TextString::default()).with(&TimeSpan::seconds(input.byte())),
    }
}

const LIMITS: Limits = Limits {
    commands: 8,
    duration: Duration::from_secs(60),
    busy: (3, Duration::from_millis(500)),
    failures: 3,
    poll: Some(Duration::from_secs(30)),
};
/// How often we go on after there was nothing to do.
const IDLES: u32 = 16;
/// What a session may send between two times that there is nothing to do. A card gets a profile, FETCH and TERMINAL
/// RESPONSE for as many commands as the limits allow and the one that is too many; FETCHes that fail; and an envelope,
/// with a STATUS if the card is busy, for each timer and for each command that starts one again, and for one of ours.
const AT_ONCE: u32 = {
    let (commands, failures) = (LIMITS.commands + 1, LIMITS.failures as u32);
    2 + 2 * commands + failures * (commands + 1) + 2 * (8 + commands + 1)
};

/// A session against a card that answers with the input, and a host that does as the input says. Every command that was
/// fetched is answered once, and it ends.
pub fn toolkit_session(data: &[u8]) {
    let input = &mut Input(data);
    let events = vec![Event::USER_ACTIVITY, Event::IDLE_SCREEN_AVAILABLE];
    let mut session = Session::new(&TerminalProfile::default(), events, LIMITS);
    let mut now = Duration::ZERO;
    // the command that has been fetched and not answered yet
    let mut owed: Option<CommandDetails> = None;
    // whether its answer was sent, and may not have come
    let mut lost = false;
    let (mut idles, mut at_once) = (0, 0);
    while idles < IDLES {
        match session.poll(now) {
            Step::Transmit(request) => {
                let command = session.command(request, Class::ETSI);
                assert!(command.to_vec().is_ok(), "what goes out is a command");
                if request == Request::Response {
                    let response = TerminalResponse::decode(command.data).expect("a good answer");
                    assert_eq!(Some(response.details), owed, "an answer to what was fetched");
                } else {
                    let asks = lost && request == Request::Status;
                    assert!(owed.is_none() || asks, "the answer comes first");
                }
                let (status, answer) = card_answers(input);
                if status == StatusWord::new(0) {
                    // what may not have arrived is sent again, as long as the card is silent
                    session.unanswered();
                    lost |= request == Request::Response;
                    continue;
                }
                at_once += 1;
                assert!(at_once <= AT_ONCE, "no end of it");
                // a card that goes on has had the answer
                if request == Request::Response || lost && status.proactive_len().is_some() {
                    owed = None;
                    lost = false;
                }
                if matches!(request, Request::Fetch(_)) && !status.is_error() && !answer.is_empty() {
                    owed = Some(match ProactiveCommand::decode(answer) {
                        Ok(command) => command.details(),
                        Err(refusal) => refusal.details.unwrap_or_default(),
                    });
                }
                session.answered(now, status, answer);
            }
            Step::Perform(command) => {
                assert_eq!(Some(command.details()), owed);
                now += Duration::from_secs(input.byte().into());
                assert_eq!(session.poll(now), Step::Waiting);
                if input.byte() == 0xFF {
                    session.reset();
                    owed = None;
                    continue;
                }
                let reply = reply(input);
                assert!(session.answer(&command, &reply));
                assert!(!session.answer(&command, &reply), "one answer is enough");
            }
            Step::Handled(command, _) => assert_eq!(Some(command.details()), owed),
            Step::Refused(refusal) => assert_eq!(Some(refusal.details.unwrap_or_default()), owed),
            Step::Note(note) => drop(note.to_string()),
            Step::Idle(until) => {
                assert_eq!(owed, None, "a command was not answered");
                idles += 1;
                at_once = 0;
                now = until.map_or(now, |until| until.max(now));
                match input.byte() {
                    0 if until.is_none() => return,
                    1 => session.envelope(&Envelope::menu_selection(1, false)).expect("it can be written"),
                    2 => drop(session.event(EventDownload::UserActivity(UserActivityEvent {}))),
                    3 => session.announced(u16::from(input.byte()) + 1),
                    4 => session.reset(),
                    5 => session.close(),
                    _ => {}
                }
            }
            Step::Ended(_) => {
                assert_eq!(owed, None, "a command was not answered");
                idles += 1;
                at_once = 0;
                match input.byte() {
                    1 => session.reopen(),
                    _ => return,
                }
            }
            Step::Waiting => panic!("nothing is due from us"),
        }
        let _ = (session.menu(), session.events(), session.is_active());
    }
}

/// A status word, 0000 for none at all, and data.
fn card_answers<'a>(input: &mut Input<'a>) -> (StatusWord, &'a [u8]) {
    let status = match input.byte() {
        0 => 0x9000,
        1 => 0x9300,
        2 => 0x6F00,
        3 => 0x6D00,
        4 => 0x0000,
        len => 0x9100 | u16::from(len),
    };
    (StatusWord::new(status), input.bytes())
}

/// A whole toolkit over a card. The first byte says over which: one that answers with the input, or the virtual card. The
/// host does as the rest says. It ends, and the virtual card sees every command answered.
pub fn toolkit_run(data: &[u8]) {
    let Some((choice, data)) = data.split_first() else { return };
    let (host, answers) = data.split_at(data.len() / 2);
    let host = FuzzedHost(host.iter().copied().collect());
    if choice & 1 == 0 {
        let card = FuzzedCard { answers: answers.iter().copied().collect(), apdus: 0 };
        run(Card::new(card), host, *choice);
    } else {
        let mut card = Answered { card: virtual_card(), owed: false };
        run(Card::new(&mut card), host, *choice);
        assert!(!card.owed, "a command was not answered");
    }
}

fn run<T: Transport>(mut card: Card<T>, host: FuzzedHost, choice: u8) {
    let mut host = RecordingHost::new(host);
    let mut toolkit = card.toolkit_with(&mut host, ManualClock::default(), LIMITS);
    let _ = toolkit.start();
    for item in [choice >> 1 & 7, choice >> 4 & 7] {
        let _ = toolkit.navigate([usize::from(item), 1], &["1234567890", "1"]);
        let _ = toolkit.help(item);
        let _ = toolkit.select(item);
    }
    let _ = toolkit.event(EventDownload::UserActivity(UserActivityEvent {}));
    let _ = toolkit.run_until(Duration::from_secs(100));
    toolkit.close();
    let _ = host.transcript().to_string();
}

/// A host that does everything that it is asked for, somehow.
struct FuzzedHost(VecDeque<u8>);

impl Host for FuzzedHost {
    fn capabilities(&self) -> Capabilities {
        let commands: CommandSet = (0..=u8::MAX).map(CommandType).collect();
        Capabilities { commands, events: vec![Event::USER_ACTIVITY], ..Capabilities::default() }
    }

    fn consent(&mut self, _: &NetworkAction) -> bool {
        self.0.pop_front().is_none_or(|byte| byte & 1 == 0)
    }

    fn perform(&mut self, _: &ProactiveCommand) -> HostResult {
        match self.0.pop_front() {
            Some(0xFF) => Err("the host fails".into()),
            Some(first) => Ok(reply(&mut Input(&[first, self.0.pop_front().unwrap_or_default()]))),
            None => Ok(Reply::terminated()),
        }
    }
}

/// A card that answers with what it was given, each answer with its length before it; and then with 9000.
struct FuzzedCard {
    answers: VecDeque<u8>,
    apdus: u32,
}

#[derive(Debug)]
struct Gone;

impl std::fmt::Display for Gone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("gone")
    }
}

impl std::error::Error for Gone {}

impl TransportError for Gone {
    fn kind(&self) -> TransportErrorKind {
        TransportErrorKind::Timeout
    }
}

impl Transport for FuzzedCard {
    type Error = Gone;

    fn transmit<'r>(&mut self, _: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], Gone> {
        // far more than the data of any input that a fuzzer tries could bring about
        self.apdus += 1;
        assert!(self.apdus < 20_000, "no end of it");
        let answer: Vec<u8> = match self.answers.pop_front() {
            None => vec![0x90, 0x00],
            Some(len) => self.answers.drain(..usize::from(len).min(self.answers.len())).collect(),
        };
        if answer.len() < 2 {
            return Err(Gone);
        }
        let fitting = response.get_mut(..answer.len()).ok_or(Gone)?;
        fitting.copy_from_slice(&answer);
        Ok(fitting)
    }

    fn info(&self) -> TransportInfo {
        TransportInfo::new(Level::Apdu)
    }

    fn reset(&mut self) -> Result<(), Gone> {
        Ok(())
    }

    fn epoch(&self) -> u32 {
        0
    }

    fn exclusive(&mut self, body: &mut dyn FnMut(&mut dyn Transport<Error = Gone>)) -> Result<(), Gone> {
        body(self);
        Ok(())
    }
}

/// A virtual card as it comes; to put it together takes longer than most inputs do.
fn virtual_card() -> VirtualCard {
    thread_local! {
        static CARD: VirtualCard = VirtualCard::uicc();
    }
    CARD.with(Clone::clone)
}

/// A virtual card that sees to it that each command which it gives by FETCH is answered before anything else comes.
struct Answered {
    card: VirtualCard,
    owed: bool,
}

impl Transport for Answered {
    type Error = MockError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], MockError> {
        let instruction = command.get(1).copied();
        assert!(!self.owed || instruction == Some(0x14), "the answer comes first");
        let answer = self.card.transmit(command, response)?;
        self.owed = instruction == Some(0x12) && answer.len() > 2;
        Ok(answer)
    }

    fn info(&self) -> TransportInfo {
        self.card.info()
    }

    fn reset(&mut self) -> Result<(), MockError> {
        self.owed = false;
        self.card.reset()
    }

    fn epoch(&self) -> u32 {
        self.card.epoch()
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = MockError>),
    ) -> Result<(), MockError> {
        body(self);
        Ok(())
    }
}

/// The application of the virtual card: a command at a time, each with its kind and its length before it. What it announces
/// is there, and is as the specification has it.
pub fn applet(data: &[u8]) {
    let input = &mut Input(data);
    let mut card = virtual_card();
    // the number and type of the command that was fetched last
    let mut fetched = CommandDetails::default();
    let mut announced = None;
    while !input.0.is_empty() {
        let (instruction, data) = match input.byte() {
            0 => (0x10, input.bytes().to_vec()),
            1 => (0x14, input.bytes().to_vec()),
            2 => (0xC2, input.bytes().to_vec()),
            3 => (0xC2, Envelope::menu_selection(input.byte(), false).encode().expect("an envelope")),
            4 => (0xC2, Envelope::menu_selection(input.byte(), true).encode().expect("an envelope")),
            // a good answer, with the result that the input says and an object behind it
            5 => {
                let result = CommandResult { general: GeneralResult(input.byte()), additional: Vec::new() };
                let mut response = TerminalResponse::new(fetched, result).encode().expect("an answer");
                response.extend_from_slice(input.bytes());
                (0x14, response)
            }
            _ => (0x12, Vec::new()),
        };
        let data = &data[..data.len().min(255)];
        let mut command = vec![0x80, instruction, 0x00, 0x00];
        match (instruction, announced) {
            (0x12, len) => command.push(len.unwrap_or(0)),
            _ if data.is_empty() => {}
            _ => {
                command.push(data.len() as u8);
                command.extend_from_slice(data);
            }
        }
        let mut buffer = [0; 300];
        let answer = card.transmit(&command, &mut buffer).expect("the card always answers");
        let response = Response::parse(answer).expect("a status word");
        if instruction == 0x12 && announced.is_some() {
            assert!(!response.status.is_error(), "what was announced is there");
            let command = ProactiveCommand::decode(response.data).expect("a good command");
            assert_eq!(command.warnings, []);
            assert_eq!(command.encode().as_deref(), Ok(response.data));
            fetched = command.details();
        }
        announced = match response.status.to_bytes() {
            [0x91, len] => Some(len),
            _ => None,
        };
    }
}
