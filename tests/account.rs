//! Balance and own number, in every way, over virtual cards, networks and modems.

use std::ops::ControlFlow;
use std::time::Duration;

use simcard::account::{
    self, AttemptOutcome, BalanceOutcome, Ended, Options, Progress, Step, Subscriber, WayKind,
};
use simcard::card::Absence;
use simcard::mock::{
    Applet, Flow, Identity, NetworkFault, VirtualCard, VirtualModem, VirtualNetwork, virtual_operator,
};
use simcard::modem::{Modem, SharedModem};
use simcard::network::NoNetwork;
use simcard::transport::{Fault, Faulty};
use simcard::{Card, toolkit};

fn options() -> Options {
    let mut options = Options { today: Some("2026-11-22".parse().unwrap()), ..Options::default() };
    options.directory.extend(&[virtual_operator()]).unwrap();
    options
}

fn by(ways: &[WayKind]) -> Options {
    Options { ways: ways.to_vec(), ..options() }
}

fn ask(card: VirtualCard, network: &mut VirtualNetwork, options: &Options) -> BalanceOutcome {
    account::balance(&mut Card::new(card), network, options).unwrap()
}

fn main_of(outcome: &BalanceOutcome) -> Option<String> {
    outcome.report.as_ref()?.main.map(|money| money.to_string())
}

fn card_with(applet: Applet) -> VirtualCard {
    VirtualCard::builder().applet(applet).build()
}

#[test]
fn by_ussd() {
    let mut network = VirtualNetwork::new();
    let outcome = ask(VirtualCard::uicc(), &mut network, &options());
    assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"));
    assert_eq!((outcome.ended, outcome.attempts.len()), (Ended::Found, 1));
    let attempt = &outcome.attempts[0];
    assert_eq!((attempt.kind, attempt.way.as_str()), (WayKind::Ussd, "USSD *100#"));
    let steps: Vec<_> = attempt.steps.iter().map(ToString::to_string).collect();
    assert_eq!(steps, ["sent USSD *100#", "the network said: Your balance is 12.34 EUR"]);
    assert_eq!(attempt.outcome, AttemptOutcome::Answered);
    assert_eq!(outcome.operator.name.as_deref(), Some("simcard"));
    assert_eq!(network.requests(), ["*100#"]);
}

#[test]
fn by_a_ussd_menu_that_has_to_be_walked() {
    let mut network = VirtualNetwork::new();
    network.clear_ussd();
    network.set_ussd("*100#", &[(1, "1. News\n2. My account\n0. End")]);
    network.set_ussd("*100#/2", &[(1, "1) Top up\n2) Saldo\n9) Back")]);
    network.set_ussd(
        "*100#/2/2",
        &[(1, "Your balance is 5.00 EUR, valid until 31.01.2027.\n1. Top up\n0. End")],
    );
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
    assert_eq!(main_of(&outcome).as_deref(), Some("5.00 EUR"), "{outcome:#?}");
    assert_eq!(outcome.report.unwrap().valid_until.unwrap().to_string(), "2027-01-31");
    assert_eq!(network.requests(), ["*100#", "*100#/2", "*100#/2/2"]);
    // the dialogue was ended: a new request is a request
    assert!(simcard::network::Network::ussd_reply(&mut network, "1").is_err());
}

#[test]
fn a_ussd_menu_of_several_pages() {
    for (more, key) in [
        ("9. More", "9"),
        ("0 Next", "0"),
        ("#: suite", "#"),
        ("00. Weiter", "00"),
        ("98>Далее", "98"),
        ("* Página siguiente", "*"),
        ("N. Next", "N"),
        ("99. 下一页", "99"),
    ] {
        let mut network = VirtualNetwork::new();
        network.clear_ussd();
        network.set_ussd("*100#", &[(1, &format!("2. News\n3. Offers\n{more}"))]);
        let second = format!("*100#/{key}");
        network.set_ussd(&second, &[(1, &format!("4. Music\n6. Sports\n{more}"))]);
        let third = format!("*100#/{key}/{key}");
        network.set_ussd(&third, &[(1, "5. Balance\n7. Help")]);
        network.set_ussd(&format!("{third}/5"), &[(0, "Your balance is 5.00 EUR")]);
        let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
        assert_eq!(main_of(&outcome).as_deref(), Some("5.00 EUR"), "{more}: {outcome:#?}");
        let label = more.split_once([' ', '>']).map_or("", |(_, label)| label).trim();
        let step = Step::UssdReplied { text: key.into(), label: label.into() };
        assert_eq!(outcome.attempts[0].steps[2], step);
    }
    // all on one line, and a text that goes on
    let mut network = VirtualNetwork::new();
    network.clear_ussd();
    network.set_ussd("*100#", &[(1, "2.News 3.Offers 4.More")]);
    network.set_ussd("*100#/4", &[(1, "Data: 1.5 GB left\n0 Next")]);
    network.set_ussd("*100#/4/0", &[(0, "Main balance: 7.00 EUR")]);
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
    assert_eq!(main_of(&outcome).as_deref(), Some("7.00 EUR"), "{outcome:#?}");
}

#[test]
fn no_more_pages_than_four_and_none_that_may_cost_something() {
    let mut network = VirtualNetwork::new();
    network.clear_ussd();
    let mut way = "*100#".to_string();
    for page in 0..12 {
        network.set_ussd(&way, &[(1, &format!("2. News {page}\n3. Info\n9. More"))]);
        way.push_str("/9");
    }
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
    assert_eq!(
        (outcome.ended, outcome.attempts[0].outcome.clone()),
        (Ended::Exhausted, AttemptOutcome::NotOffered)
    );
    assert_eq!(network.requests().iter().filter(|request| request.starts_with("*100#")).count(), 5);
    // what was said before a page that never comes is kept
    let mut network = VirtualNetwork::new();
    network.clear_ussd();
    network.set_ussd("*100#", &[(1, "Bonus: 1.50 EUR\n0 Next")]);
    network.set_ussd("*100#/0", &[(1, "Bonus: 1.50 EUR\n0 Next")]);
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
    assert_eq!((outcome.ended, outcome.report.unwrap().others.len()), (Ended::Found, 1));
    assert_eq!(network.requests(), ["*100#", "*100#/0"]);
    for menu in [
        "Buy 1 GB for 5 EUR\n1. Next\n2. Cancel",
        "Subscribe to news?\n1. More\n2. Back",
        "5 EUR will be charged. Confirm?\n1. Weiter\n2. Abbruch",
        "1. More data\n2. More airtime",
        "Enter your PIN\n9. Next",
        "Get 1 GB, subscribe for 5 EUR\n1. Next\n2. Cancel",
        "Get 5 GB! Buy it\n1. Next\n2. Cancel",
        "1 GB a month: 5 EUR\n1. Next\n2. Exit",
        "Daily pack Rs.20 1.Next 2.Exit",
        "Get 10 MB bonus for 5 EUR\n1. Next\n2. Exit",
    ] {
        let mut network = VirtualNetwork::new();
        network.clear_ussd();
        network.set_ussd("*100#", &[(1, menu)]);
        let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
        let chosen = network.requests().iter().any(|request| request.contains("#/"));
        assert!(!chosen, "{menu}: {:#?}", outcome.attempts);
    }
}

#[test]
fn a_menu_that_turns_in_circles_is_left() {
    let mut network = VirtualNetwork::new();
    network.clear_ussd();
    let mut way = "*100#".to_string();
    for _ in 0..12 {
        network.set_ussd(&way, &[(1, "1. Balance\n2. Info")]);
        way.push_str("/1");
    }
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
    assert_eq!((outcome.ended, outcome.report.is_none()), (Ended::Exhausted, true));
    assert!(network.requests().len() <= 4, "{:?}", network.requests());
    assert_eq!(outcome.attempts[0].outcome, AttemptOutcome::NotOffered);
}

#[test]
fn by_the_menu_of_the_card() {
    let mut network = VirtualNetwork::new();
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Toolkit]));
    assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"), "{outcome:#?}");
    assert_eq!(network.requests(), ["*100#"]);
    let steps: Vec<_> = outcome.attempts[0].steps.iter().map(ToString::to_string).collect();
    assert_eq!(
        steps,
        [
            "chose \"Balance\" from the card's menu",
            "the card wanted USSD *100#",
            "sent USSD *100#",
            "the network said: Your balance is 12.34 EUR",
            "the card showed: Your balance is 12.34 EUR"
        ]
    );
    let outcome = ask(VirtualCard::gsm(), &mut network, &by(&[WayKind::Toolkit]));
    assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"));
}

#[test]
fn the_menu_of_the_card_in_other_languages_and_deeper_down() {
    for (menu, item) in [
        ("Mein Konto", "Guthaben abfragen"),
        ("Mon compte", "Solde"),
        ("Мой счёт", "Баланс"),
        ("Mi cuenta", "Consultar saldo"),
        ("Moje konto", "Stan konta"),
        ("Hesabım", "Bakiye"),
    ] {
        let name: &'static str = item;
        let balance = Flow::new().ussd("*100#").show("{answer}");
        let inner = Flow::new().choose("?", [("Info", Flow::new().show("Hello")), (name, balance)]);
        let applet = Applet::new("SIM").item("Info", Flow::new().show("Hello")).item(menu, inner);
        let mut network = VirtualNetwork::new();
        let outcome = ask(card_with(applet), &mut network, &by(&[WayKind::Toolkit]));
        assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"), "{menu}/{item}: {:#?}", outcome.attempts);
        assert_eq!(network.requests(), ["*100#"]);
    }
}

#[test]
fn what_the_menu_of_the_card_may_send() {
    use toolkit::command::SetUpCall;
    let call = SetUpCall::new("+447700900456".parse().unwrap());
    let harmful: [Flow; 5] = [
        Flow::new().command(call),
        Flow::new().ussd("*21*447700900456#"),
        Flow::new().ussd("*103*11111111111111#"),
        Flow::new().ussd("**62*100#"),
        Flow::new().ask_digits("PIN", 4, 4).ussd("*100#"),
    ];
    for flow in harmful {
        let mut network = VirtualNetwork::new();
        let outcome =
            ask(card_with(Applet::new("SIM").item("Balance", flow)), &mut network, &by(&[WayKind::Toolkit]));
        assert!(outcome.report.is_none());
        assert_eq!(network.requests(), [""; 0], "{:#?}", outcome.attempts);
        assert!(
            matches!(
                outcome.attempts[0].outcome,
                AttemptOutcome::NotAllowed { .. }
                    | AttemptOutcome::NeedsConfirmation { .. }
                    // a call is nothing that the terminal does
                    | AttemptOutcome::NotOffered
            ),
            "{:#?}",
            outcome.attempts
        );
    }
    // what a card wants by itself, before anything was chosen
    let send = toolkit::command::SendUssd::new(toolkit::object::UssdString::new("*100#").unwrap());
    let applet = Applet::new("SIM").first(send).item("Info", Flow::new().show("Hello"));
    let mut network = VirtualNetwork::new();
    let outcome = ask(card_with(applet), &mut network, &by(&[WayKind::Toolkit]));
    assert_eq!(network.requests(), [""; 0]);
    assert_eq!(outcome.attempts[0].outcome, AttemptOutcome::NotOffered);
}

#[test]
fn a_card_has_nothing_sent_twice() {
    let flow = Flow::new().ussd("*104#").ussd("*104#").ussd("*100#").show("{answer}");
    let mut network = VirtualNetwork::new();
    network.set_ussd("*104#", &[(0, "Hello")]);
    let outcome =
        ask(card_with(Applet::new("SIM").item("Balance", flow)), &mut network, &by(&[WayKind::Toolkit]));
    assert_eq!(network.requests(), ["*104#"], "{outcome:#?}");
    assert!(matches!(outcome.attempts[0].outcome, AttemptOutcome::NotAllowed { .. }));
}

#[test]
fn a_line_of_a_menu_that_may_cost_something_is_not_chosen() {
    for menu in [
        "1. Buy 1 GB\n2. News",
        "1. Share balance\n2. News",
        "1. Close account\n2. News",
        "1. Daily offer\n2. News",
        "1. Pay from balance\n2. Cancel",
    ] {
        let mut network = VirtualNetwork::new();
        network.clear_ussd();
        network.set_ussd("*100#", &[(1, menu)]);
        let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
        let chosen = network.requests().iter().any(|request| request.contains("#/"));
        assert!(!chosen, "{menu}: {:#?}", outcome.attempts);
    }
}

#[test]
fn by_a_message() {
    let mut network = VirtualNetwork::new();
    let stranger = "+447700900456".parse().unwrap();
    network.push_message(&stranger, "Your balance is 99.00 EUR", Duration::from_millis(900)).unwrap();
    let old = "123".parse().unwrap();
    network.push_message(&old, "Your balance is 77.00 EUR", Duration::ZERO).unwrap();
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Sms]));
    assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"), "{outcome:#?}");
    assert_eq!(network.requests(), ["123 BAL"]);
    assert!(outcome.attempts[0].steps.contains(&Step::MessageIgnored));
    // nothing was deleted
    assert_eq!(simcard::network::Network::messages(&mut network).unwrap().len(), 3);
    let options = Options { delete_answers: true, ..by(&[WayKind::Sms]) };
    let outcome = ask(VirtualCard::uicc(), &mut network, &options);
    assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"));
    let left = simcard::network::Network::messages(&mut network).unwrap();
    assert_eq!(left.len(), 3, "only the answer is deleted");
}

#[test]
fn by_ussd_that_is_answered_by_a_message() {
    let mut network = VirtualNetwork::new();
    network.set_ussd("*100#", &[(0, "You will receive an SMS with your balance shortly.")]);
    let operator = simcard::sms::Address::alphanumeric("Operator").unwrap();
    let long = format!("Dear customer, {}your balance is 7.50 EUR.", "we are glad to have you. ".repeat(8));
    network
        .push_message(&"+447700900456".parse().unwrap(), "Your balance is 1.00 EUR", Duration::from_secs(3))
        .unwrap();
    network.push_message(&operator, "Buy our new phone!", Duration::from_secs(5)).unwrap();
    network.push_message(&operator, &long, Duration::from_secs(20)).unwrap();
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Ussd]));
    assert_eq!(main_of(&outcome).as_deref(), Some("7.50 EUR"), "{outcome:#?}");
    assert_eq!(outcome.attempts.len(), 1);
}

#[test]
fn ways_that_fail_fall_through() {
    let mut network = VirtualNetwork::new();
    network.clear_ussd();
    let card = card_with(Applet::new("SIM").item("Balance", Flow::new().ussd("*777#").show("{answer}")));
    let outcome = ask(card, &mut network, &options());
    assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"), "{outcome:#?}");
    let ways: Vec<_> = outcome.attempts.iter().map(|attempt| attempt.kind).collect();
    assert_eq!(ways, [WayKind::Ussd, WayKind::Ussd, WayKind::Toolkit, WayKind::Sms]);
    assert!(
        matches!(outcome.attempts[2].outcome, AttemptOutcome::Failed { .. }),
        "{:?}",
        outcome.attempts[2]
    );
    assert_eq!(network.requests(), ["*100#", "*101#", "*777#", "123 BAL"]);
}

#[test]
fn what_got_lost_is_not_sent_again() {
    let mut network = VirtualNetwork::new();
    network.add_fault(NetworkFault::LoseAnswer);
    let outcome = ask(VirtualCard::uicc(), &mut network, &options());
    assert_eq!(outcome.attempts[0].outcome, AttemptOutcome::OutcomeUnknown);
    assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"));
    // the next way is another one
    assert_eq!(network.requests(), ["*100#", "*101#", "*101#/1"]);
    // a message that may have been sent is answered
    network.add_fault(NetworkFault::LoseAnswer);
    let outcome = ask(VirtualCard::uicc(), &mut network, &by(&[WayKind::Sms]));
    assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"), "{outcome:#?}");
}

#[test]
fn a_network_that_never_answers_ends_at_the_deadline() {
    for deadline in [20, 45, 200] {
        let mut network = VirtualNetwork::new();
        network.set_silent(true);
        let options = Options {
            deadline: Duration::from_secs(deadline),
            way_deadline: Duration::from_secs(30),
            ..options()
        };
        let outcome = ask(VirtualCard::uicc(), &mut network, &options);
        assert!(outcome.report.is_none());
        let spent = network.now();
        // a message is handed over in a minute at most
        assert!(spent <= Duration::from_secs(deadline + 62), "{deadline}: {spent:?}");
        assert_eq!(outcome.attempts[0].outcome, AttemptOutcome::OutcomeUnknown);
        assert!(outcome.attempts[0].took <= Duration::from_secs(30));
        if deadline < 100 {
            assert_eq!(outcome.ended, Ended::Deadline, "{outcome:#?}");
            assert!(spent <= Duration::from_secs(deadline));
        }
        let requests = network.requests();
        assert!(
            (1..requests.len()).all(|at| !requests[..at].contains(&requests[at]) || requests[at] == "*100#")
        );
    }
}

#[test]
fn over_a_modem_too() {
    let mut network = VirtualNetwork::new();
    network.set_silent(true);
    let virtual_modem = VirtualModem::new(VirtualCard::uicc()).with_network(network);
    let modem = SharedModem::new(Modem::open(virtual_modem.into_port()).unwrap());
    let mut card = Card::new(modem.clone());
    let mut network = modem.clone();
    let limited = Options { deadline: Duration::from_secs(40), ..by(&[WayKind::Ussd]) };
    let before = modem.modem().port().now();
    let outcome = account::balance(&mut card, &mut network, &limited).unwrap();
    let spent = modem.modem().port().now() - before;
    assert!(outcome.report.is_none() && spent < Duration::from_secs(50), "{spent:?} {outcome:#?}");
    modem.modem().port_mut().modem_mut().network_mut().set_silent(false);
    for kind in [WayKind::Ussd, WayKind::Toolkit, WayKind::Sms] {
        let outcome = account::balance(&mut card, &mut network, &by(&[kind])).unwrap();
        assert_eq!(main_of(&outcome).as_deref(), Some("12.34 EUR"), "{kind}: {outcome:#?}");
    }
}

use simcard::modem::Port;

#[test]
fn who_asks_for_payment_or_a_pin_is_not_answered() {
    for text in ["Please enter your PIN:", "This service costs 1.00 EUR. Reply 1 to confirm, 2 to cancel."] {
        let mut network = VirtualNetwork::new();
        network.set_ussd("*100#", &[(1, text)]);
        let outcome = ask(VirtualCard::uicc(), &mut network, &options());
        assert_eq!(outcome.ended, Ended::NeedsConfirmation, "{outcome:#?}");
        let last = outcome.attempts.last().unwrap();
        assert_eq!(last.outcome, AttemptOutcome::NeedsConfirmation { text: text.into() });
        assert_eq!(network.requests(), ["*100#"]);
    }
    let flow = Flow::new().confirm("This costs 0.50 EUR. Go on?").ussd("*100#");
    let mut network = VirtualNetwork::new();
    let outcome =
        ask(card_with(Applet::new("SIM").item("Balance", flow)), &mut network, &by(&[WayKind::Toolkit]));
    assert_eq!(outcome.ended, Ended::NeedsConfirmation);
    assert_eq!(network.requests(), [""; 0]);
}

#[test]
fn without_a_network() {
    let mut card = Card::new(VirtualCard::uicc());
    let outcome = account::balance(&mut card, &mut NoNetwork, &options()).unwrap();
    assert_eq!(outcome.ended, Ended::Exhausted);
    assert!(
        outcome.attempts.iter().all(|attempt| attempt.outcome == AttemptOutcome::NoNetwork),
        "{outcome:#?}"
    );
    let wanted = Step::CardWanted { action: "USSD *100#".into(), allowed: true };
    assert!(outcome.attempts.iter().any(|attempt| attempt.steps.contains(&wanted)));
}

#[test]
fn the_caller_watches_and_cancels() {
    let mut seen = Vec::new();
    let mut network = VirtualNetwork::new();
    let mut card = Card::new(VirtualCard::uicc());
    let all = account::balance_with(&mut card, &mut network, &options(), &mut |progress| {
        seen.push(format!("{progress:?}"));
        ControlFlow::Continue(())
    });
    assert_eq!(all.unwrap().ended, Ended::Found);
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert!(!seen[0].contains("1010123456789"), "numbers are masked: {}", seen[0]);
    for stop in 0..seen.len() {
        let mut network = VirtualNetwork::new();
        let mut calls = 0;
        let outcome = account::balance_with(&mut card, &mut network, &options(), &mut |_| {
            calls += 1;
            if calls > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let outcome = outcome.unwrap();
        // what is already there is told all the same
        let found = outcome.report.is_some();
        assert_eq!(outcome.ended, if found { Ended::Found } else { Ended::Cancelled }, "{stop}");
        assert_eq!(network.requests().len(), usize::from(stop >= 3), "{stop}");
    }
    // while a message is waited for
    let mut network = VirtualNetwork::new();
    network.set_short_code("123", "BAL", "One moment please");
    let mut waited = 0;
    let outcome = account::balance_with(&mut card, &mut network, &by(&[WayKind::Sms]), &mut |progress| {
        waited += u32::from(matches!(progress, Progress::Waiting { .. }));
        if waited > 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(outcome.unwrap().ended, Ended::Cancelled);
    assert!(network.now() < Duration::from_secs(10));
}

#[test]
fn a_ussd_request_under_way_is_cancelled_at_once() {
    let silent = || {
        let mut network = VirtualNetwork::new();
        network.add_fault(NetworkFault::LoseAnswer);
        network
    };
    let mut waited = 0;
    let mut progress = |progress: &Progress<'_>| {
        waited += u32::from(matches!(progress, Progress::Waiting { .. }));
        if waited > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut card = Card::new(VirtualCard::uicc());
    let mut network = silent();
    let outcome = account::balance_with(&mut card, &mut network, &options(), &mut progress).unwrap();
    assert_eq!(outcome.ended, Ended::Cancelled, "{outcome:#?}");
    // it may have had its effect
    assert_eq!(outcome.attempts[0].outcome, AttemptOutcome::OutcomeUnknown);
    assert_eq!((outcome.attempts.len(), network.requests().len()), (1, 1));
    assert!(network.now() < Duration::from_secs(4), "{:?}", network.now());
    // with a modem, which is free for the next request then
    let modem = VirtualModem::new(VirtualCard::uicc()).with_network(silent()).into_port();
    let mut modem = Modem::open(modem).unwrap();
    let mut waited = 0;
    let mut progress = |progress: &Progress<'_>| {
        waited += u32::from(matches!(progress, Progress::Waiting { .. }));
        if waited > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let outcome = account::balance_with(&mut card, &mut modem, &options(), &mut progress).unwrap();
    assert_eq!(outcome.ended, Ended::Cancelled, "{outcome:#?}");
    assert_eq!(outcome.attempts[0].outcome, AttemptOutcome::OutcomeUnknown);
    assert_eq!(modem.ussd("*100#").unwrap().text(), "Your balance is 12.34 EUR");
}

#[test]
fn of_several_operators_only_what_they_share_is_sent() {
    let mut options = options();
    let mut other = virtual_operator();
    other.name = "Other".into();
    other.brands.clear();
    other.balance.retain(|way| way.sms.is_some());
    options.directory.extend(&[other]).unwrap();
    options.ways = vec![WayKind::Ussd, WayKind::Sms];
    let identity = Identity { spn: String::new(), ..Identity::default() };
    let card = || VirtualCard::builder().identity(identity.clone()).build();
    let mut network = VirtualNetwork::new();
    let outcome = ask(card(), &mut network, &options);
    assert_eq!(network.requests(), ["123 BAL"], "{outcome:#?}");
    assert_eq!(outcome.operator.candidates.len(), 2);
    options.operator = Some("simcard".into());
    let mut network = VirtualNetwork::new();
    let outcome = ask(card(), &mut network, &options);
    assert_eq!(network.requests(), ["*100#"]);
    assert!(outcome.operator.candidates.is_empty());
    options.operator = Some("Nobody".into());
    let outcome = ask(card(), &mut VirtualNetwork::new(), &options);
    assert_eq!(outcome.operator.name, None);
}

#[test]
fn a_card_that_fails_on_the_way_is_reported() {
    let total = {
        let mut card = Card::new(VirtualCard::uicc());
        account::balance(&mut card, &mut VirtualNetwork::new(), &by(&[WayKind::Toolkit])).unwrap();
        card.traffic().commands
    };
    for at in 0..total + 2 {
        for fault in [Fault::Removed, Fault::Mute, Fault::Reset, Fault::Empty, Fault::Garbage(7)] {
            let mut card = Card::new(Faulty::new(VirtualCard::uicc()).at(at, fault));
            let mut network = VirtualNetwork::new();
            match account::balance(&mut card, &mut network, &by(&[WayKind::Toolkit])) {
                Ok(outcome) => assert_eq!(outcome.ended == Ended::Found, outcome.report.is_some()),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
            assert!(network.requests().len() <= 1, "{at} {fault:?} {:?}", network.requests());
        }
    }
}

#[test]
fn the_own_number_is_asked_for_where_the_card_has_none() {
    let identity = Identity { msisdn: None, ..Identity::default() };
    let blank = || VirtualCard::builder().identity(identity.clone()).build();
    assert_eq!(Subscriber::read(&mut Card::new(blank())).unwrap().msisdn, Err(Absence::EmptyRecord));
    for (kind, request) in [(WayKind::Ussd, "*106#"), (WayKind::Toolkit, "*110#"), (WayKind::Sms, "123 NUM")]
    {
        let mut network = VirtualNetwork::new();
        let mut card = Card::new(blank());
        let outcome = account::own_number(&mut card, &mut network, &by(&[kind])).unwrap();
        let number = outcome.number.unwrap_or_else(|| panic!("{outcome:#?}"));
        assert_eq!((number.to_string().as_str(), outcome.from_card), ("+447700900123", false));
        assert_eq!(network.requests(), [request]);
        account::write_own_number(&mut card, &number).unwrap();
        assert_eq!(card.msisdn().unwrap(), number);
    }
    let mut card = Card::new(VirtualCard::gsm());
    account::write_own_number(&mut card, &"+447700900456".parse().unwrap()).unwrap();
    assert_eq!(card.msisdn().unwrap().to_string(), "+447700900456");
}

#[test]
fn json_and_debug() {
    let outcome = ask(VirtualCard::uicc(), &mut VirtualNetwork::new(), &options());
    let json = serde_json::to_value(&outcome).unwrap();
    assert_eq!(json["subscriber"]["msisdn"], "+447700900123");
    assert_eq!(json["subscriber"]["plmn"], "001-01");
    assert_eq!(json["operator"]["name"], "simcard");
    assert_eq!(json["report"]["main"]["amount"], "12.34");
    assert_eq!(json["ended"], "found");
    assert_eq!(json["attempts"][0]["kind"], "ussd");
    assert_eq!(json["attempts"][0]["outcome"], "answered");
    assert_eq!(json["attempts"][0]["steps"][0]["step"], "ussd_sent");
    let debug = format!("{outcome:?}");
    assert!(!debug.contains("447700900123") && !debug.contains("8944000000001234567"), "{debug}");
}
