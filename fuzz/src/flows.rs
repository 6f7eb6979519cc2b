//! Balance and top-up against a network that says what the input has.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::time::Duration;

use arbitrary::Arbitrary;
use simcard::Card;
use simcard::account::reply::{self, Context};
use simcard::account::{self, Country, Date, Money, Options, TopUpError, WayKind};
use simcard::account::{Progress, directory::Directory};
use simcard::codec::dcs::SmsDcs;
use simcard::codec::gsm7::Alphabet;
use simcard::mock::{Applet, Flow, VirtualCard, VirtualNetwork, virtual_operator};
use simcard::network::{Incoming, Network, NetworkError, Sent, UssdMessage};
use simcard::sms::{Address, Deliver, Header, Pdu, Timestamp, Tpdu, UserData};
use simcard::transport::{Fault, Faulty, TransportErrorKind};
use simcard::ussd::{UssdError, UssdState};

use super::{ascii_digit, structured};

const CODE: &str = "11111111111111";

/// An account, and what is said to whoever asks for it.
#[derive(Arbitrary, Debug)]
struct Play<'a> {
    ways: Ways,
    menu: CardMenu,
    /// What goes wrong with the card, and at which command.
    fault: Option<(u8, CardFault)>,
    /// After how many steps the caller has had enough.
    cancel: Option<u8>,
    delete: bool,
    says: Vec<Says<'a>>,
    messages: Vec<Message<'a>>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Ways {
    All,
    Ussd,
    Toolkit,
    Sms,
    Backwards,
}

impl Ways {
    fn kinds(self) -> Vec<WayKind> {
        match self {
            Self::All => vec![WayKind::Ussd, WayKind::Toolkit, WayKind::Sms],
            Self::Ussd => vec![WayKind::Ussd],
            Self::Toolkit => vec![WayKind::Toolkit],
            Self::Sms => vec![WayKind::Sms],
            Self::Backwards => vec![WayKind::Sms, WayKind::Toolkit, WayKind::Ussd],
        }
    }
}

/// The menu of the card.
#[derive(Arbitrary, Debug)]
enum CardMenu {
    /// As an operator's card has it.
    Operator,
    None,
    /// A balance and a top-up, each with these steps.
    Of {
        balance: Vec<MenuStep>,
        top_up: Vec<MenuStep>,
    },
}

#[derive(Arbitrary, Debug)]
enum MenuStep {
    Show(Phrase),
    ShowAnswer,
    AskDigits,
    AskHidden,
    Ask,
    Confirm(Phrase),
    Ussd(MenuCode),
    Choose,
}

/// What a menu asks the network for.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum MenuCode {
    Balance,
    TopUp,
    TopUpTwice,
    OtherTopUp,
    Transfer,
    Diversion,
}

impl MenuStep {
    fn add(&self, flow: Flow) -> Flow {
        match self {
            Self::Show(phrase) => flow.show(phrase.text()),
            Self::ShowAnswer => flow.show("{answer}"),
            Self::AskDigits => flow.ask_digits("Voucher code", 4, 16),
            Self::AskHidden => flow.ask_hidden_digits("PIN", 4, 16),
            Self::Ask => flow.ask("Code", 1, 20),
            Self::Confirm(phrase) => flow.confirm(phrase.text()),
            Self::Ussd(code) => flow.ussd(match code {
                MenuCode::Balance => "*100#",
                MenuCode::TopUp => "*103*{input}#",
                MenuCode::TopUpTwice => "*103*{input}*{input}#",
                MenuCode::OtherTopUp => "*105*{input}#",
                MenuCode::Transfer => "*140*447700900999*{input}#",
                MenuCode::Diversion => "**21*{input}#",
            }),
            Self::Choose => flow.choose(
                "Which?",
                [("Balance", Flow::new().ussd("*100#")), ("Top up", Flow::new().ussd("*103*{input}#"))],
            ),
        }
    }
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum CardFault {
    Timeout,
    Mute,
    Removed,
    Reset,
    Empty,
    Truncated,
    Garbage(u16),
    Refused,
}

impl CardFault {
    fn fault(self) -> Fault {
        match self {
            Self::Timeout => Fault::Error(TransportErrorKind::Timeout),
            Self::Mute => Fault::Mute,
            Self::Removed => Fault::Removed,
            Self::Reset => Fault::Reset,
            Self::Empty => Fault::Empty,
            Self::Truncated => Fault::Truncated(3),
            Self::Garbage(seed) => Fault::Garbage(seed.into()),
            Self::Refused => Fault::Status(simcard::apdu::StatusWord::new(0x6F00)),
        }
    }
}

/// What the network says to a request or a message.
#[derive(Arbitrary, Debug)]
enum Says<'a> {
    /// What the virtual network says.
    Honest,
    /// It does as it is told, and its answer is lost.
    AnswerLost,
    /// This.
    Text {
        state: State,
        text: Words<'a>,
    },
    NoNetwork,
    Refused,
    StorageFull,
    NotSupported,
    Released,
    /// The way to it fails, and nobody knows when.
    Fails,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum State {
    Done,
    ReplyExpected,
    Released,
}

#[derive(Arbitrary, Debug)]
enum Words<'a> {
    Known(Phrase),
    Any(&'a str),
    /// With the voucher code in it.
    Code(Phrase),
}

impl Words<'_> {
    fn text(&self) -> String {
        match self {
            Self::Known(phrase) => phrase.text().into(),
            Self::Any(text) => (*text).into(),
            Self::Code(phrase) => format!("{}: {}", &CODE[..4], phrase.text()) + CODE,
        }
    }
}

/// Something that operators say.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Phrase {
    Balance,
    OtherBalance,
    Menu,
    MenuAgain,
    MenuOfServices,
    SmsFollows,
    PinWanted,
    PayWanted,
    Accepted,
    AcceptedWithBalance,
    Used,
    Wrong,
    Blocked,
    Error,
    Number,
    Nothing,
}

impl Phrase {
    const fn text(self) -> &'static str {
        match self {
            Self::Balance => "Your balance is 12.34 EUR, valid until 24.12.2026",
            Self::OtherBalance => "Ваш баланс 150,20 р.",
            Self::Menu => "1. Balance\n2. Top up\n3. My number\n0. Exit",
            Self::MenuAgain => "1. Services\n2. Account balance\n9. More",
            Self::MenuOfServices => "1) Subscribe for 5 EUR\n2) Call me\n3) News",
            Self::SmsFollows => "Your request is being processed. You will receive an SMS.",
            Self::PinWanted => "Please enter your PIN",
            Self::PayWanted => "This costs 0.50 EUR. Reply 1 to agree",
            Self::Accepted => "You have successfully topped up 10.00 EUR.",
            Self::AcceptedWithBalance => "Topped up with 10.00 EUR. Your balance is 22.34 EUR",
            Self::Used => "This voucher has been used",
            Self::Wrong => "This voucher code is wrong. 2 attempts left",
            Self::Blocked => "Too many wrong attempts: recharging is blocked",
            Self::Error => "Error. Try again later",
            Self::Number => "Your number is +447700900123",
            Self::Nothing => "Thank you for using our service.",
        }
    }
}

/// A message that comes.
#[derive(Arbitrary, Debug)]
struct Message<'a> {
    from: Sender,
    text: Words<'a>,
    /// How long it takes to come.
    after: u8,
    damaged: bool,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Sender {
    Asked,
    ShortCode,
    Name,
    Stranger,
}

/// What goes to the network.
#[derive(Debug)]
struct Request {
    text: String,
    /// Whether the network may have got it.
    taken: bool,
}

/// A network that says what it is told to.
struct Told<'a> {
    honest: VirtualNetwork,
    says: std::vec::IntoIter<Says<'a>>,
    messages: VecDeque<Message<'a>>,
    now: Duration,
    requests: Vec<Request>,
    /// All that it said.
    said: String,
    /// How often it was asked whether a message came.
    received: u32,
}

impl Told<'_> {
    fn new<'a>(says: Vec<Says<'a>>, messages: Vec<Message<'a>>) -> Told<'a> {
        Told {
            honest: VirtualNetwork::new(),
            says: says.into_iter(),
            messages: messages.into(),
            now: Duration::ZERO,
            requests: Vec::new(),
            said: String::new(),
            received: 0,
        }
    }

    /// What comes of a request; `ask` asks the virtual network.
    fn answer<R>(
        &mut self,
        request: &str,
        ask: impl FnOnce(&mut VirtualNetwork) -> Result<R, NetworkError>,
        say: impl FnOnce(&mut Self, State, String) -> R,
    ) -> Result<R, NetworkError> {
        self.now += Duration::from_secs(1);
        self.requests.push(Request { text: request.into(), taken: true });
        let refused = |told: &mut Self, error| {
            told.requests.last_mut().expect("it was just put there").taken = false;
            Err(error)
        };
        match self.says.next() {
            None | Some(Says::Honest) => ask(&mut self.honest),
            Some(Says::AnswerLost) => {
                let _ = ask(&mut self.honest);
                self.now += Duration::from_secs(60);
                Err(NetworkError::OutcomeUnknown)
            }
            Some(Says::Text { state, text }) => {
                let text = text.text();
                self.said += &text;
                Ok(say(self, state, text))
            }
            Some(Says::NoNetwork) => refused(self, NetworkError::NoNetwork),
            Some(Says::Refused) => {
                refused(self, NetworkError::Refused { code: None, reason: format!("no {request}") })
            }
            Some(Says::StorageFull) => refused(self, NetworkError::StorageFull),
            Some(Says::NotSupported) => refused(self, NetworkError::Ussd(UssdError::NotSupported)),
            Some(Says::Released) => Err(NetworkError::Ussd(UssdError::Released)),
            Some(Says::Fails) => Err(NetworkError::Failed("the line is down".into())),
        }
    }

    fn ask_by_ussd(
        &mut self,
        request: &str,
        ask: impl FnOnce(&mut VirtualNetwork) -> Result<UssdMessage, NetworkError>,
    ) -> Result<UssdMessage, NetworkError> {
        let message = self.answer(request, ask, |_, state, text| {
            let state = match state {
                State::Done => UssdState::Done,
                State::ReplyExpected => UssdState::ReplyExpected,
                State::Released => UssdState::Released,
            };
            UssdMessage { state, text }
        })?;
        self.said += &message.text;
        Ok(message)
    }

    /// How many requests with the voucher code there were, and how many of them the network may have got.
    fn codes(&self) -> (usize, usize) {
        let with_code = || self.requests.iter().filter(|request| request.text.contains(CODE));
        (with_code().count(), with_code().filter(|request| request.taken).count())
    }
}

impl Network for Told<'_> {
    fn ussd(&mut self, request: &str) -> Result<UssdMessage, NetworkError> {
        self.ask_by_ussd(request, |honest| honest.ussd(request))
    }

    fn ussd_reply(&mut self, reply: &str) -> Result<UssdMessage, NetworkError> {
        self.ask_by_ussd(reply, |honest| honest.ussd_reply(reply))
    }

    fn ussd_cancel(&mut self) -> Result<(), NetworkError> {
        self.honest.ussd_cancel()
    }

    fn send_pdu(&mut self, pdu: &Pdu) -> Result<Sent, NetworkError> {
        let text = match &pdu.tpdu {
            Tpdu::Submit(submit) => submit.text().expect("a text"),
            _ => panic!("only texts are sent"),
        };
        self.answer(&text, |honest| honest.send_pdu(pdu), |_, _, _| Sent { reference: None })
    }

    fn receive(&mut self, timeout: Duration) -> Result<Option<Incoming>, NetworkError> {
        self.received += 1;
        assert!(self.received < 20_000, "no end of it");
        let due = self.messages.front().map(|message| Duration::from_secs(message.after.into()));
        let is_due = due.is_some_and(|due| due <= self.now + timeout);
        let message = if is_due { self.messages.pop_front() } else { None };
        let Some(message) = message else {
            self.now += timeout;
            let incoming = self.honest.receive(timeout)?;
            let text = incoming.as_ref().and_then(Incoming::text);
            self.said += &text.unwrap_or_default();
            return Ok(incoming);
        };
        if message.damaged {
            return Err(NetworkError::Failed("it can't be read".into()));
        }
        let from = match message.from {
            Sender::Asked | Sender::ShortCode => "123".parse(),
            Sender::Name => Address::alphanumeric("Operator"),
            Sender::Stranger => "+447700900999".parse(),
        };
        let text: String = message.text.text().chars().take(60).collect();
        self.said += &text;
        let data = UserData::from_text(&text, SmsDcs::UCS2, &Alphabet::DEFAULT, &Header::new());
        let data = data.map_err(NetworkError::Text)?;
        let time = Timestamp::from_unix(1_795_365_400, 0).expect("a time");
        let pdu = Pdu::new(None, Tpdu::Deliver(Deliver::new(from.expect("an address"), time, data)))?;
        Ok(Some(Incoming { pdu, index: Some(9) }))
    }

    fn delete_message(&mut self, _: u32) -> Result<(), NetworkError> {
        Ok(())
    }

    fn clock(&self) -> Option<Duration> {
        Some(self.now)
    }
}

fn options(ways: Ways, delete: bool) -> Options {
    thread_local! {
        static DIRECTORY: Directory = {
            let mut directory = Directory::empty();
            directory.extend(&[virtual_operator()]).expect("a good entry");
            directory
        };
    }
    Options {
        ways: ways.kinds(),
        today: Some(Date::constant(2026, 11, 22)),
        directory: DIRECTORY.with(Clone::clone),
        delete_answers: delete,
        ..Options::default()
    }
}

fn card(menu: &CardMenu, fault: Option<(u8, CardFault)>) -> Card<Faulty<VirtualCard>> {
    thread_local! {
        static CARDS: [VirtualCard; 2] = [VirtualCard::uicc(), VirtualCard::builder().no_toolkit().build()];
    }
    let card = match menu {
        CardMenu::Operator => CARDS.with(|cards| cards[0].clone()),
        CardMenu::None => CARDS.with(|cards| cards[1].clone()),
        CardMenu::Of { balance, top_up } => {
            let flow =
                |steps: &[MenuStep]| steps.iter().take(8).fold(Flow::new(), |flow, step| step.add(flow));
            let applet = Applet::new("Menu").item("Balance", flow(balance)).item("Top up", flow(top_up));
            VirtualCard::builder().applet(applet).build()
        }
    };
    let card = Faulty::new(card);
    Card::new(match fault {
        Some((at, fault)) => card.at(at.into(), fault.fault()),
        None => card,
    })
}

/// Whether every digit of an amount was said by the network, or shown by the card, in this order.
fn was_said(money: Money, said: &str) -> bool {
    let digits: String = said.chars().filter_map(ascii_digit).collect();
    digits.contains(&money.amount.mantissa().unsigned_abs().to_string())
}

/// All texts that a menu may show.
fn shown(menu: &CardMenu) -> String {
    let CardMenu::Of { balance, top_up } = menu else { return String::new() };
    let texts = balance.iter().chain(top_up).map(|step| match step {
        MenuStep::Show(phrase) | MenuStep::Confirm(phrase) => phrase.text(),
        _ => "",
    });
    texts.collect()
}

/// Requests to the network that an enquiry makes at most: two codes, each with the replies to five menus; four of the card's
/// menu; one message.
const ENQUIRY: usize = 2 * 6 + 4 + 1;

/// Asking for balance and number: the requests are bounded, no message goes twice, nothing goes after the caller has had
/// enough, and every figure was said by the network or shown by the card.
pub fn balance_flow(data: &[u8]) {
    let Some(Play { ways, menu, fault, cancel, delete, says, messages }) = structured(data) else { return };
    let options = options(ways, delete);
    let mut card = card(&menu, fault);
    let mut network = Told::new(says, messages);
    let mut steps = 0_u32;
    let mut progress = |progress: &Progress<'_>| {
        assert!(!format!("{progress:?}").is_empty());
        steps += 1;
        match cancel {
            Some(most) if steps > most.into() => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    };
    let outcome = account::balance_with(&mut card, &mut network, &options, &mut progress);
    assert!(network.requests.len() <= ENQUIRY, "{:?}", network.requests);
    let messages = network.requests.iter().filter(|request| request.text == "BAL").count();
    assert!(messages <= 1, "a message goes twice");
    if let Ok(outcome) = outcome {
        assert_eq!(outcome.report.is_some(), outcome.ended == account::Ended::Found);
        let said = network.said.clone() + &shown(&menu);
        if let Some(money) = outcome.report.and_then(|report| report.main) {
            assert!(was_said(money, &said), "{money} of {said:?}");
        }
    }
    if cancel == Some(0) {
        assert!(network.requests.is_empty(), "the caller had enough");
    }
    let before = network.requests.len();
    if let Ok(outcome) = account::own_number(&mut card, &mut network, &options) {
        assert!(outcome.from_card || network.requests.len() <= before + ENQUIRY);
    }
}

/// Topping up: before it is confirmed the code goes nowhere; then the network gets it once at most, whatever card and network
/// do, and an error tells the truth about it. It is in nothing that is shown, the requests are bounded, and every figure was
/// said.
pub fn top_up_flow(data: &[u8]) {
    let Some(Play { ways, menu, fault, cancel, delete, says, messages }) = structured(data) else { return };
    let options = options(ways, delete);
    let mut card = card(&menu, fault);
    let mut network = Told::new(says, messages);
    let mut steps = 0_u32;
    let mut progress = |progress: &Progress<'_>| {
        assert!(!format!("{progress:?}").contains(CODE));
        steps += 1;
        match cancel {
            Some(most) if steps > most.into() => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    };
    let top_up = account::top_up().code(CODE);
    let Ok(plan) = top_up.plan_with(&mut card, &mut network, &options, &mut progress) else {
        assert_eq!(network.codes(), (0, 0), "it was not confirmed");
        return;
    };
    assert_eq!(network.codes(), (0, 0), "it was not confirmed");
    assert!(network.requests.len() <= ENQUIRY);
    assert!(!format!("{plan:?} {:?}", plan.sends()).contains(CODE));
    let by_menu = plan.way().is_some_and(|way| way.kind() == WayKind::Toolkit);
    let planned = network.requests.len();

    let result = plan.confirm_with(&mut card, &mut network, &mut progress);
    let (with_code, taken) = network.codes();
    assert!(taken <= 1, "the code went twice: {:?}", network.requests);
    assert!(with_code <= if by_menu { 4 } else { 1 }, "{:?}", network.requests);
    assert!(network.requests.len() <= planned + 6 + 4 + ENQUIRY, "{:?}", network.requests);
    assert!(!format!("{result:?}").contains(CODE));
    let report = match &result {
        Ok(report) => {
            assert_eq!(taken, 1, "an answer to what was not sent");
            report
        }
        Err(TopUpError::OutcomeUnknown(report)) => {
            assert!(taken == 1 || by_menu, "it was not sent for certain: {report:?}");
            report
        }
        Err(error) => {
            assert_eq!(taken, 0, "it was sent: {error:?}");
            assert!(!error.to_string().contains(CODE) && !error.may_have_had_effect());
            return;
        }
    };
    assert!(!report.to_string().contains(CODE));
    let said = network.said.clone() + &shown(&menu);
    for money in [report.before, report.after].into_iter().flatten() {
        assert!(was_said(money, &said), "{money} of {said:?}");
    }
}

/// The other things that are read in replies: menus, numbers, what became of a top-up. What they say stands in the text.
pub fn replies(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let digits: String = text.chars().filter_map(ascii_digit).collect();
    if let Some(menu) = reply::menu(&text) {
        assert!((2..=64).contains(&menu.len()));
        let flat: String = text.split_whitespace().collect();
        for line in &menu {
            assert!((1..=3).contains(&line.key.len()) && !line.label.is_empty());
            assert!(line.key.chars().all(|key| key.is_ascii_digit() || "*#".contains(key)), "{line:?}");
            let label: String = line.label.split_whitespace().collect();
            assert!(flat.contains(&label), "{line:?} of {text:?}");
            let _ = [reply::is_balance_label, reply::is_top_up_label, reply::is_number_label]
                .map(|leads| leads(&line.label));
        }
    }
    let today = Some(Date::constant(2026, 11, 22));
    for country in [None, Some(Country::GB), Some(Country::DE), Some(Country::IN), Some(Country::RU)] {
        if let Some(number) = reply::own_number(&text, country) {
            assert!((5..=15).contains(&number.digits().len()) && digits.contains(number.digits()));
            // international by its plus, by two zeros before one of the places where it stands, or by the country
            let mut places = digits.match_indices(number.digits()).map(|(at, _)| &digits[..at]);
            assert!(
                !number.to_string().starts_with('+')
                    || text.contains('+')
                    || places.any(|before| before.ends_with("00"))
                    || country.is_some()
            );
        }
        let top_up = reply::read_top_up(&text, &Context { country, today });
        assert_eq!((&*top_up.raw, &*top_up.balance.raw), (&*text, &*text));
        assert!(top_up.tries_left.is_none_or(|tries| tries < 100 && digits.contains(&tries.to_string())));
        for money in top_up.credited.into_iter().chain(top_up.balance.main) {
            assert!(was_said(money, &text), "{money} of {text:?}");
        }
        if let Some(credited) = top_up.credited {
            assert_eq!(top_up.outcome, reply::TopUpOutcome::Accepted, "{credited} of {text:?}");
        }
    }
}
