//! Topping up: plan and confirmation in every way, and that a code goes out once at most whatever goes wrong.

use std::ops::ControlFlow;
use std::time::Duration;

use simcard::account::reply::TopUpOutcome;
use simcard::account::{self, AttemptOutcome, Options, TopUpError, TopUpPlan, TopUpReport, WayKind};
use simcard::mock::{
    Applet, Direction, Flow, Identity, LineFault, LineFaultKind, NetworkFault, VirtualCard, VirtualModem,
    VirtualNetwork, virtual_operator,
};
use simcard::modem::{Modem, SharedModem};
use simcard::network::{Network, NetworkError, NoNetwork, UssdMessage};
use simcard::transport::{Fault, Faulty, TransportErrorKind};
use simcard::ussd::SessionError;
use simcard::{Card, Transport};

const CODE: &str = "11111111111111";
const WAYS: [WayKind; 3] = [WayKind::Ussd, WayKind::Toolkit, WayKind::Sms];

fn options() -> Options {
    let mut options = Options { today: Some("2026-11-22".parse().unwrap()), ..Options::default() };
    options.directory.extend(&[virtual_operator()]).unwrap();
    options
}

fn by(kind: WayKind) -> Options {
    Options { ways: vec![kind], ..options() }
}

fn plan<T: Transport>(
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
    code: &str,
) -> TopUpPlan {
    account::top_up().code(code).plan(card, network, options).unwrap()
}

fn run(
    card: VirtualCard,
    network: &mut VirtualNetwork,
    options: &Options,
    code: &str,
) -> Result<TopUpReport, TopUpError> {
    let mut card = Card::new(card);
    plan(&mut card, network, options, code).confirm(&mut card, network)
}

/// How often the code reached the network.
fn sent(network: &VirtualNetwork) -> usize {
    network.requests().iter().filter(|request| request.contains(CODE)).count()
}

#[test]
fn in_every_way() {
    for (kind, request) in [
        (WayKind::Ussd, "*105*11111111111111#"),
        (WayKind::Toolkit, "*103*11111111111111#"),
        (WayKind::Sms, "123 TOPUP 11111111111111"),
    ] {
        let mut network = VirtualNetwork::new();
        let report = run(VirtualCard::uicc(), &mut network, &by(kind), "1111 1111-1111 11").unwrap();
        assert_eq!(report.outcome, TopUpOutcome::Accepted, "{kind}: {report:#?}");
        assert_eq!(report.before.unwrap().to_string(), "12.34 EUR");
        assert_eq!(report.after.unwrap().to_string(), "22.34 EUR");
        assert_eq!(report.gained.unwrap().to_string(), "10.00 EUR");
        assert_eq!(
            network.requests().iter().filter(|one| *one == request).count(),
            1,
            "{:?}",
            network.requests()
        );
        assert_eq!((sent(&network), network.balance()), (1, 2_234));
        assert!(!format!("{report:?}").contains(CODE));
        assert!(!serde_json::to_string(&report).unwrap().contains(CODE));
    }
}

#[test]
fn what_the_network_says_of_the_code() {
    for (code, outcome) in
        [("22222222222222", TopUpOutcome::AlreadyUsed), ("33333333333333", TopUpOutcome::WrongCode)]
    {
        for kind in WAYS {
            let mut network = VirtualNetwork::new();
            let report = run(VirtualCard::uicc(), &mut network, &by(kind), code).unwrap();
            assert_eq!(report.outcome, outcome, "{kind}: {report:#?}");
            assert_eq!(report.gained.unwrap().amount.to_string(), "0.00");
        }
    }
    for (text, outcome) in [
        ("Too many wrong attempts: recharging is blocked for 24 hours.", TopUpOutcome::Blocked),
        ("Thank you for using our service.", TopUpOutcome::Unknown),
    ] {
        let mut network = VirtualNetwork::new();
        network.set_ussd("*105*{code}#", &[(0, text)]);
        let report = run(VirtualCard::uicc(), &mut network, &by(WayKind::Ussd), CODE);
        match (report, outcome) {
            (Ok(report), outcome) => {
                assert_eq!(report.outcome, outcome, "{report:#?}");
                if outcome == TopUpOutcome::Unknown {
                    assert!(report.to_string().starts_with("unknown: check the balance"));
                }
            }
            (Err(error), _) => panic!("{error:?}"),
        }
        assert_eq!(sent(&network), 1);
    }
}

#[test]
fn the_answer_may_come_as_a_message() {
    let mut network = VirtualNetwork::new();
    network.set_ussd("*105*{code}#", &[(0, "Your request is being processed. You will receive an SMS.")]);
    let operator = simcard::sms::Address::alphanumeric("Operator").unwrap();
    let text = format!("Voucher {CODE}: your top-up of 10.00 EUR was successful.");
    network.push_message(&operator, &text, Duration::from_secs(20)).unwrap();
    let report = run(VirtualCard::uicc(), &mut network, &by(WayKind::Ussd), CODE).unwrap();
    assert_eq!(report.outcome, TopUpOutcome::Accepted, "{report:#?}");
    assert!(!format!("{report:?}").contains(CODE), "{report:?}");
    // and if it does not come, what was said is what is known
    let mut network = VirtualNetwork::new();
    network.set_ussd("*105*{code}#", &[(0, "Your request is being processed. You will receive an SMS.")]);
    let report = run(VirtualCard::uicc(), &mut network, &by(WayKind::Ussd), CODE).unwrap();
    assert_eq!(
        (report.outcome, report.attempt.outcome),
        (TopUpOutcome::SmsFollows, AttemptOutcome::NoMessage)
    );
}

/// A network that says what it refuses.
struct Refusing;

impl Network for Refusing {
    fn ussd(&mut self, request: &str) -> Result<UssdMessage, NetworkError> {
        Err(NetworkError::Refused { code: None, reason: format!("no {request} here") })
    }
}

#[test]
fn a_code_that_a_refusal_repeats_is_hidden() {
    let mut card = Card::new(VirtualCard::uicc());
    let result = plan(&mut card, &mut Refusing, &by(WayKind::Ussd), CODE).confirm(&mut card, &mut Refusing);
    let Err(TopUpError::NotSent(attempt)) = &result else { panic!("{result:?}") };
    let reason = "refused: no *105*…# here".to_string();
    assert_eq!(attempt.outcome, AttemptOutcome::Failed { reason });
    assert!(!format!("{result:?}").contains(CODE), "{result:?}");
}

/// A network that takes a request, and forgets it or never has an answer.
struct Begun {
    forgets: bool,
    begun: u32,
    cancelled: u32,
    now: Duration,
}

impl Network for Begun {
    fn ussd_begin(&mut self, request: &str, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        self.begun += u32::from(request.contains(CODE));
        self.now += timeout;
        Ok(None)
    }

    fn ussd_wait(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        self.now += timeout;
        match self.forgets {
            true => Err(SessionError::NotAsked.into()),
            false => Ok(None),
        }
    }

    fn ussd_cancel(&mut self) -> Result<(), NetworkError> {
        self.cancelled += 1;
        Ok(())
    }

    fn clock(&self) -> Option<Duration> {
        Some(self.now)
    }
}

#[test]
fn a_code_that_was_begun_to_be_sent_is_not_told_as_unsent() {
    for forgets in [true, false] {
        let mut card = Card::new(VirtualCard::uicc());
        let mut network = Begun { forgets, begun: 0, cancelled: 0, now: Duration::ZERO };
        let plan = plan(&mut card, &mut network, &by(WayKind::Ussd), CODE);
        let result = plan.confirm(&mut card, &mut network);
        assert!(matches!(result, Err(TopUpError::OutcomeUnknown(_))), "{result:?}");
        // what is never answered is ended when the time is over
        assert_eq!((network.begun, network.cancelled == 0), (1, forgets), "{result:?}");
    }
}

#[test]
fn a_code_that_the_network_repeats_in_a_balance_is_hidden() {
    let mut network = VirtualNetwork::new();
    let said = format!("Your balance is 22.34 EUR. Last voucher: {CODE}");
    network.set_ussd("*100#", &[(0, &said)]);
    let mut told = String::new();
    let mut progress = |progress: &account::Progress<'_>| {
        told += &format!("{progress:?}");
        ControlFlow::Continue(())
    };
    let mut card = Card::new(VirtualCard::uicc());
    let top_up = account::top_up().code(CODE);
    let plan = top_up.plan_with(&mut card, &mut network, &by(WayKind::Ussd), &mut progress).unwrap();
    assert_eq!(plan.balance.report.as_ref().unwrap().raw, "Your balance is 22.34 EUR. Last voucher: …");
    let report = plan.confirm_with(&mut card, &mut network, &mut progress).unwrap();
    assert_eq!(report.balance.as_ref().unwrap().attempts.len(), 1);
    for text in [told, format!("{report:?}"), serde_json::to_string(&report).unwrap()] {
        assert!(!text.contains(CODE), "{text}");
    }
}

#[test]
fn a_plan_shows_everything_but_the_code() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut network = VirtualNetwork::new();
    let plan = plan(&mut card, &mut network, &by(WayKind::Ussd), CODE);
    assert_eq!(network.requests(), ["*100#"]);
    assert_eq!(plan.sends().unwrap(), "USSD *105*CODE#");
    assert_eq!(plan.reveal().unwrap().as_str(), "USSD *105*11111111111111#");
    let debug = format!("{plan:?}");
    for secret in [CODE, "447700900123", "8944000000001234567", "1010123456789"] {
        assert!(!debug.contains(secret), "{debug}");
    }
    let json = serde_json::to_value(&plan).unwrap();
    assert!(!json.to_string().contains(CODE));
    assert_eq!(json["account"]["iccid"], "8944000000001234567");
    assert_eq!(json["account"]["imsi"], "001010123456789");
    assert_eq!(json["account"]["msisdn"], "+447700900123");
    assert_eq!(json["operator"]["name"], "simcard");
    assert_eq!(json["balance"]["main"]["amount"], "12.34");
    assert_eq!(json["way"], "ussd");
    assert_eq!(json["sends"], "USSD *105*CODE#");
    assert_eq!(json["code_digits"], 14);
    // without a code it is for somebody else to pay
    let plan = account::top_up().plan(&mut card, &mut NoNetwork, &options()).unwrap();
    let json = serde_json::to_value(&plan).unwrap();
    assert_eq!((&json["way"], &json["sends"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    assert!(matches!(plan.confirm(&mut card, &mut network), Err(TopUpError::NoCode)));
}

#[test]
fn codes_are_checked() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut network = VirtualNetwork::new();
    for code in ["", "123", "1111111111111A", &"1".repeat(40)] {
        let error = account::top_up().code(code).plan(&mut card, &mut network, &options()).unwrap_err();
        assert!(matches!(error, TopUpError::Code(_)), "{error:?}");
        assert!(code.is_empty() || !format!("{error:?} {error}").contains(code), "{error:?}");
    }
    assert_eq!(network.requests(), [""; 0]);
}

#[test]
fn for_somebody_else() {
    let mut options = options();
    let mut operator = virtual_operator();
    operator.top_up.push(simcard::account::directory::Way::Ussd("*107*NUMBER*CODE#".into()).into());
    options.directory.extend(&[operator]).unwrap();
    let mut network = VirtualNetwork::new();
    network.set_ussd("*107*447700900456*{code}#", &[(0, "{topup}")]);
    let mut card = Card::new(VirtualCard::uicc());
    let other = "+447700900456".parse().unwrap();
    let plan =
        account::top_up().code(CODE).beneficiary(other).plan(&mut card, &mut network, &options).unwrap();
    assert_eq!(plan.sends().unwrap(), "USSD *107*447700900456*CODE#");
    let report = plan.confirm(&mut card, &mut network).unwrap();
    assert_eq!(report.outcome, TopUpOutcome::Accepted);
    assert_eq!(sent(&network), 1);
    let national = "07700900456".parse().unwrap();
    let error = account::top_up()
        .code(CODE)
        .beneficiary(national)
        .plan(&mut card, &mut network, &options)
        .unwrap_err();
    assert!(matches!(error, TopUpError::Code(_)), "{error:?}");
    // an operator without such a way
    let plan = account::top_up()
        .code(CODE)
        .beneficiary(other)
        .plan(&mut card, &mut network, &self::options())
        .unwrap();
    assert!(matches!(plan.confirm(&mut card, &mut network), Err(TopUpError::NoWay)));
    assert_eq!(sent(&network), 1);
}

#[test]
fn another_card_gets_nothing() {
    let other = Identity { iccid: "8944000000007654321".into(), ..Identity::default() };
    for kind in WAYS {
        let mut card = Card::new(VirtualCard::uicc());
        let mut network = VirtualNetwork::new();
        let plan = plan(&mut card, &mut network, &by(kind), CODE);
        *card.transport_mut() = VirtualCard::builder().identity(other.clone()).build();
        let error = plan.confirm(&mut card, &mut network).unwrap_err();
        assert!(matches!(error, TopUpError::WrongCard { .. }), "{kind}: {error:?}");
        assert!(!error.may_have_had_effect());
        assert_eq!(sent(&network), 0);
    }
}

#[test]
fn a_question_is_not_answered() {
    let mut network = VirtualNetwork::new();
    network.set_ussd("*105*{code}#", &[(1, "Recharge 10 EUR? 1. Yes 2. No")]);
    let report = run(VirtualCard::uicc(), &mut network, &by(WayKind::Ussd), CODE);
    let report = match report {
        Ok(report) => report,
        Err(TopUpError::OutcomeUnknown(report)) => *report,
        Err(error) => panic!("{error:?}"),
    };
    assert_eq!(report.outcome, TopUpOutcome::Unknown, "{report:#?}");
    assert!(network.requests().iter().all(|request| !request.contains("#/")), "{:?}", network.requests());
    // a card that wants a yes does not get one, and the code stays here
    let flow = Flow::new().ask_digits("Code", 10, 16).confirm("Sure?").ussd("*103*{input}#");
    let card = VirtualCard::builder().applet(Applet::new("SIM").item("Top up", flow)).build();
    let mut network = VirtualNetwork::new();
    let error = run(card, &mut network, &by(WayKind::Toolkit), CODE).unwrap_err();
    assert!(
        matches!(&error, TopUpError::NotSent(attempt) if matches!(attempt.outcome, AttemptOutcome::NeedsConfirmation { .. })),
        "{error:?}"
    );
    assert_eq!(sent(&network), 0);
    // one that sends the code elsewhere, twice, or with something else, does not do so
    for (request, times) in [("*21*{input}#", 0), ("**62*{input}#", 0), ("*103*{input}*{input}#", 0)] {
        let flow = Flow::new().ask_digits("Code", 10, 16).ussd(request).ussd(request);
        let card = VirtualCard::builder().applet(Applet::new("SIM").item("Top up", flow)).build();
        let mut network = VirtualNetwork::new();
        let _ = run(card, &mut network, &by(WayKind::Toolkit), CODE);
        assert_eq!(sent(&network), times, "{request}: {:?}", network.requests());
    }
    let flow =
        Flow::new().ask_digits("Code", 10, 16).ussd("*103*{input}#").ussd("*103*{input}#").show("{answer}");
    let card = VirtualCard::builder().applet(Applet::new("SIM").item("Top up", flow)).build();
    let mut network = VirtualNetwork::new();
    let report = run(card, &mut network, &by(WayKind::Toolkit), CODE).unwrap();
    assert_eq!((report.outcome, sent(&network)), (TopUpOutcome::Accepted, 1));
}

#[test]
fn a_card_that_asks_for_payment_first_gets_no_code() {
    let flow = Flow::new()
        .show("Topping up costs 0.50 EUR. Please confirm")
        .ask_digits("Code", 10, 16)
        .ussd("*103*{input}#");
    let card = VirtualCard::builder().applet(Applet::new("SIM").item("Top up", flow)).build();
    let mut network = VirtualNetwork::new();
    let error = run(card, &mut network, &by(WayKind::Toolkit), CODE).unwrap_err();
    assert!(
        matches!(&error, TopUpError::NotSent(attempt) if matches!(attempt.outcome, AttemptOutcome::NeedsConfirmation { .. })),
        "{error:?}"
    );
    assert_eq!(sent(&network), 0);
}

#[test]
fn no_line_of_a_menu_is_chosen_where_one_pays() {
    for menu in [
        "Recharge:\n1. Recharge 10 EUR + 5 GB\n2. Recharge 20 EUR",
        "This recharge costs 1.00 EUR, confirm:\n1. Recharge\n2. Cancel",
    ] {
        let mut network = VirtualNetwork::new();
        network.set_ussd("*105*{code}#", &[(1, menu)]);
        let _ = run(VirtualCard::uicc(), &mut network, &by(WayKind::Ussd), CODE);
        let chosen = network.requests().iter().any(|request| request.contains("#/"));
        assert!(!chosen, "{menu}: {:?}", network.requests());
    }
}

#[test]
fn a_code_that_the_network_says_in_groups_is_hidden() {
    let mut network = VirtualNetwork::new();
    network.set_ussd("*105*{code}#", &[(0, "Voucher 1111-1111-1111 11 has already been used.")]);
    let report = run(VirtualCard::uicc(), &mut network, &by(WayKind::Ussd), CODE).unwrap();
    assert_eq!(report.outcome, TopUpOutcome::AlreadyUsed);
    let shown = format!("{report:?}");
    assert!(shown.contains("Voucher … has") && !shown.contains("1111-"), "{shown}");
}

#[test]
fn what_a_card_does_with_the_code_may_be_anything() {
    // it sends a message in which the code is not to be seen, twice
    let message = simcard::sms::Composer::new("123".parse().unwrap()).compose("TOPUP 1x1x1x1").unwrap();
    let message = simcard::toolkit::object::SmsTpdu(message[0].encode());
    let message = simcard::toolkit::command::SendShortMessage::new(message);
    let flow = Flow::new().ask_digits("Code", 10, 16).command(message.clone()).command(message);
    let card = VirtualCard::builder().applet(Applet::new("SIM").item("Top up", flow)).build();
    let mut network = VirtualNetwork::new();
    let report = run(card, &mut network, &by(WayKind::Toolkit), CODE).unwrap();
    let messages = network.requests().iter().filter(|request| request.contains("1x1x1x1")).count();
    assert_eq!(messages, 1, "{:?}", network.requests());
    assert_eq!(report.outcome, TopUpOutcome::WrongCode, "{report:#?}");
}

/// Whatever was said of it has to be true.
fn judge(result: &Result<TopUpReport, TopUpError>, network: &VirtualNetwork, what: &dyn Fn() -> String) {
    let times = sent(network);
    assert!(times <= 1, "{}: sent {times} times: {:?}", what(), network.requests());
    match result {
        Ok(report) => {
            assert_eq!(times, 1, "{}: {report:#?}", what());
            match report.outcome {
                TopUpOutcome::Accepted => assert!(network.balance() >= 2_000, "{}", what()),
                TopUpOutcome::Unknown => {}
                outcome => panic!("{}: {outcome:?}", what()),
            }
        }
        Err(error @ TopUpError::OutcomeUnknown(report)) => {
            assert_eq!(error.to_string(), "unknown: check the balance");
            assert_eq!(report.outcome, TopUpOutcome::Unknown);
        }
        Err(error) => assert_eq!(times, 0, "{}: {error:?} says that nothing was sent", what()),
    }
}

#[test]
fn a_fault_of_the_card_at_every_command() {
    let faults = [
        Fault::Error(TransportErrorKind::Timeout),
        Fault::Mute,
        Fault::Removed,
        Fault::Reset,
        Fault::Empty,
        Fault::Garbage(3),
        Fault::Status(simcard::apdu::StatusWord::new(0x6F00)),
    ];
    for kind in WAYS {
        let options = by(kind);
        let mut card = Card::new(VirtualCard::uicc());
        let mut network = VirtualNetwork::new();
        let plan = plan(&mut card, &mut network, &options, CODE);
        let begun = card.traffic().commands;
        plan.confirm(&mut card, &mut network).unwrap();
        let ended = card.traffic().commands;
        assert!(ended > begun);
        let (mut told, mut unknown) = (0, 0);
        for at in 0..=ended {
            for fault in faults {
                let mut card = Card::new(Faulty::new(VirtualCard::uicc()).at(at, fault));
                let mut network = VirtualNetwork::new();
                let Ok(plan) = account::top_up().code(CODE).plan(&mut card, &mut network, &options) else {
                    assert_eq!(sent(&network), 0);
                    continue;
                };
                let result = plan.confirm(&mut card, &mut network);
                judge(&result, &network, &|| format!("{kind}, {fault:?} at {at} of {begun}..{ended}"));
                told += u32::from(result.is_ok());
                unknown += u32::from(matches!(result, Err(TopUpError::OutcomeUnknown(_))));
            }
        }
        assert!(told > 20, "{kind}: {told}");
        assert!(kind != WayKind::Toolkit || unknown > 0, "{kind}");
    }
}

#[test]
fn a_fault_of_the_network_at_every_request() {
    let faults = [
        NetworkFault::LoseRequest,
        NetworkFault::LoseAnswer,
        NetworkFault::Refuse,
        NetworkFault::Delay(Duration::from_secs(200)),
    ];
    for kind in WAYS {
        for at in 0..5 {
            for fault in faults {
                let mut network = VirtualNetwork::new();
                (0..at).for_each(|_| network.add_fault(NetworkFault::Delay(Duration::ZERO)));
                network.add_fault(fault);
                let result = run(VirtualCard::uicc(), &mut network, &by(kind), CODE);
                let what = || format!("{kind}, {fault:?} at {at}");
                judge(&result, &network, &what);
                if at == 1 && fault == NetworkFault::LoseAnswer && kind != WayKind::Sms {
                    // the balance says what nobody else says
                    let Err(TopUpError::OutcomeUnknown(report)) = result else {
                        panic!("{}: {result:?}", what())
                    };
                    assert_eq!(report.gained.unwrap().to_string(), "10.00 EUR");
                }
            }
        }
    }
}

#[test]
fn a_fault_of_the_line_to_a_modem() {
    for kind in [WayKind::Ussd, WayKind::Sms, WayKind::Toolkit] {
        let options = by(kind);
        let open = |fault: Option<LineFault>| {
            let mut port = VirtualModem::new(VirtualCard::uicc()).into_port();
            fault.into_iter().for_each(|fault| port.add_fault(fault));
            Modem::open(port).ok().map(SharedModem::new)
        };
        let modem = open(None).unwrap();
        let (mut card, mut network) = (Card::new(modem.clone()), modem.clone());
        let plan = plan(&mut card, &mut network, &options, CODE);
        let begun = modem.modem().port().traffic();
        plan.confirm(&mut card, &mut network).unwrap();
        let ended = modem.modem().port().traffic();
        let kinds =
            [LineFaultKind::Lost, LineFaultKind::LineLost, LineFaultKind::Delayed(Duration::from_secs(20))];
        for (direction, range) in
            [(Direction::ToModem, begun.0..ended.0), (Direction::FromModem, begun.1..ended.1)]
        {
            for (index, at) in range.step_by(29).enumerate() {
                let fault = LineFault { direction, at, kind: kinds[index % kinds.len()] };
                let Some(modem) = open(Some(fault)) else { continue };
                let (mut card, mut network) = (Card::new(modem.clone()), modem.clone());
                let Ok(plan) = account::top_up().code(CODE).plan(&mut card, &mut network, &options) else {
                    continue;
                };
                let result = plan.confirm(&mut card, &mut network);
                let modem = modem.modem();
                judge(&result, modem.port().modem().network(), &|| format!("{kind}, {fault:?}"));
            }
        }
    }
}

#[test]
fn the_caller_cancels_at_every_step() {
    for kind in WAYS {
        for stop in 0..14 {
            let mut card = Card::new(VirtualCard::uicc());
            let mut network = VirtualNetwork::new();
            let plan = plan(&mut card, &mut network, &by(kind), CODE);
            let mut calls = 0;
            let result = plan.confirm_with(&mut card, &mut network, &mut |_| {
                calls += 1;
                if calls > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            judge(&result, &network, &|| format!("{kind}, {stop}"));
            if stop == 0 {
                assert_eq!(sent(&network), 0, "{kind}");
            }
        }
    }
}

#[test]
fn without_a_network_nothing_is_sent() {
    for kind in WAYS {
        let mut card = Card::new(VirtualCard::uicc());
        let plan = account::top_up().code(CODE).plan(&mut card, &mut NoNetwork, &by(kind)).unwrap();
        let error = plan.confirm(&mut card, &mut NoNetwork).unwrap_err();
        assert!(
            matches!(&error, TopUpError::NotSent(attempt) if attempt.outcome == AttemptOutcome::NoNetwork),
            "{kind}: {error:?}"
        );
    }
}

/// The plan shows the item of the card's menu, and another item does not get the code.
#[test]
fn the_card_gets_the_code_by_the_item_that_was_shown() {
    let with_item = |item: &str| {
        let flow = Flow::new().ask_digits("Code", 6, 20).ussd("*103*{input}#");
        let applet = Applet::new("Menu").item("Balance", Flow::new().ussd("*100#")).item(item, flow);
        Card::new(VirtualCard::builder().applet(applet).build())
    };
    let mut network = VirtualNetwork::new();
    let shown = plan(&mut with_item("Top up"), &mut network, &by(WayKind::Toolkit), CODE);
    assert!(shown.sends().unwrap().contains("Top up"), "{shown:?}");
    let error = shown.confirm(&mut with_item("Recharge"), &mut network).unwrap_err();
    assert!(matches!(error, TopUpError::NotSent(_)), "{error:?}");
    assert_eq!(sent(&network), 0);
}
