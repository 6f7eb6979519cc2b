use super::*;
use crate::network::{Network, NetworkError, StoredStatus};
use crate::sms::{Composer, Outcome};
use crate::ussd::{SessionError, UssdError, UssdState};

fn composer(to: &str) -> Composer {
    Composer::new(to.parse().unwrap())
}

#[test]
fn vouchers_are_valid_once() {
    let mut network = VirtualNetwork::new();
    let mut top_up = |code: &str| network.ussd(&std::format!("*105*{code}#")).unwrap().text;
    assert_eq!(top_up("11111111111111"), "Topped up with 10.00 EUR. Your balance is 22.34 EUR");
    assert_eq!(top_up("11111111111111"), "This voucher has been used");
    assert_eq!(top_up("22222222222222"), "This voucher has been used");
    assert_eq!(top_up("3333"), "This voucher code is wrong");
    network.add_voucher("3333", 5);
    network.send_text(&composer("123"), "topup 3333").unwrap();
    let answer = network.receive(Duration::from_secs(60)).unwrap().unwrap();
    assert_eq!(answer.text().unwrap(), "Topped up with 0.05 EUR. Your balance is 22.39 EUR");
    network.set_balance(-5);
    assert_eq!(network.ussd("*100#").unwrap().text, "Your balance is -0.05 EUR");
    assert_eq!(network.requests().len(), 6);
}

#[test]
fn dialogues() {
    let mut network = VirtualNetwork::new();
    assert!(matches!(network.ussd_reply("1"), Err(NetworkError::UssdSession(SessionError::NotAsked))));
    assert!(network.ussd("*101#").unwrap().wants_reply());
    assert_eq!(network.ussd_reply("2").unwrap().text, "+447700900123");
    assert!(network.ussd("*101#").unwrap().wants_reply());
    assert!(matches!(network.ussd_reply("0"), Err(NetworkError::Ussd(UssdError::Released))));
    assert!(matches!(network.ussd("*9#"), Err(NetworkError::Ussd(UssdError::NotSupported))));
    // a new request in a dialogue is no reply
    assert!(network.ussd("*101#").unwrap().wants_reply());
    assert_eq!(network.ussd("*102#").unwrap().text, "Your balance is 12.34 EUR");
    assert_eq!(network.ussd("*104#").unwrap().state, UssdState::Released);
    network.push_ussd(1, "Rate us");
    assert!(network.ussd_listen(Duration::from_secs(5)).unwrap().unwrap().wants_reply());
    network.ussd_cancel().unwrap();
    assert_eq!(network.ussd_listen(Duration::from_secs(5)).unwrap(), None);
}

#[test]
fn silence_and_lost_answers_are_an_unknown_outcome() {
    let mut network = VirtualNetwork::new();
    assert!(matches!(network.ussd("*103#"), Err(NetworkError::OutcomeUnknown)));
    assert!(network.now() >= Duration::from_secs(120));
    let code = "*105*11111111111111#";
    network.add_fault(NetworkFault::LoseRequest);
    assert!(network.ussd(code).unwrap_err().may_have_had_effect());
    assert_eq!(network.balance(), 1_234);
    network.add_fault(NetworkFault::LoseAnswer);
    assert!(matches!(network.ussd(code), Err(NetworkError::OutcomeUnknown)));
    assert_eq!(network.balance(), 2_234);
    network.add_fault(NetworkFault::Refuse);
    assert!(!network.ussd("*100#").unwrap_err().may_have_had_effect());
    // what comes too late is no answer to the next request
    network.add_fault(NetworkFault::Delay(Duration::from_secs(200)));
    assert!(matches!(network.ussd("*106#"), Err(NetworkError::OutcomeUnknown)));
    assert_eq!(network.ussd("*100#").unwrap().text, "Your balance is 22.34 EUR");
    let late = network.ussd_listen(Duration::from_secs(200)).unwrap().unwrap();
    assert_eq!(late.text, "+447700900123");
    network.set_reachable(false);
    assert!(matches!(network.ussd("*100#"), Err(NetworkError::NoNetwork)));
    assert!(matches!(network.send_text(&composer("123"), "BAL"), Err(NetworkError::NoNetwork)));
}

#[test]
fn messages_cost_money_and_come_back() {
    let mut network = VirtualNetwork::new();
    let to = composer("+447700900456").with_status_report_request(true);
    let [sent] = network.send_text(&to, "Hello").unwrap()[..] else { panic!() };
    assert_eq!(network.balance(), 1_224);
    let incoming = network.receive(Duration::from_secs(60)).unwrap().unwrap();
    let report = incoming.report().unwrap();
    assert_eq!((Some(report.reference), report.status.outcome()), (sent.reference, Outcome::Completed));
    assert_eq!(incoming.index, None);

    let own = composer("+447700900123");
    let text = "Жизнь 😀 ".repeat(12);
    assert_eq!(network.send_text(&own, &text).unwrap().len(), 2);
    let mut reassembler = crate::sms::Reassembler::new();
    let mut whole = None;
    while let Some(incoming) = network.receive(Duration::from_secs(10)).unwrap() {
        let part = incoming.message().unwrap().clone();
        if let crate::sms::Received::Whole(message) = reassembler.push(part, None) {
            whole = message.text();
        }
    }
    assert_eq!(whole, Some(text));
    let stored = network.messages().unwrap();
    assert_eq!(
        stored.iter().map(|one| (one.index, one.status)).collect::<Vec<_>>(),
        [(1, StoredStatus::Unread), (2, StoredStatus::Unread)]
    );
    assert_eq!(network.message(2).unwrap().unwrap().status, StoredStatus::Read);
    network.delete_message(1).unwrap();
    assert!(matches!(network.delete_message(1), Err(NetworkError::NoMessage)));
    assert_eq!(network.message(1).unwrap(), None);
}

#[test]
fn of_several_parts_some_are_sent() {
    let mut network = VirtualNetwork::new();
    network.add_fault(NetworkFault::Delay(Duration::ZERO));
    network.add_fault(NetworkFault::LoseAnswer);
    let error = network.send_text(&composer("+447700900456"), &"a".repeat(400)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 of 3 parts were sent: no answer in time: it may have had its effect, and was not sent again"
    );
    assert!(error.may_have_had_effect());
    assert_eq!((network.balance(), network.requests().len()), (1_214, 2));
}

#[test]
fn a_full_memory_keeps_messages_back() {
    let mut network = VirtualNetwork::new();
    let from = "+447700900456".parse().unwrap();
    for number in 0..12 {
        network.push_message(&from, &std::format!("{number}"), Duration::ZERO).unwrap();
    }
    for number in 0..10_u32 {
        let incoming = network.receive(Duration::ZERO).unwrap().unwrap();
        assert_eq!((incoming.text(), incoming.index), (Some(number.to_string()), Some(number + 1)));
    }
    assert_eq!(network.receive(Duration::from_secs(5)).unwrap(), None);
    network.delete_message(4).unwrap();
    let incoming = network.receive(Duration::ZERO).unwrap().unwrap();
    assert_eq!((incoming.text().as_deref(), incoming.index), (Some("10"), Some(4)));
}
