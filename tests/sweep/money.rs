//! Faults where somebody wants to know what is left, or pays.

use std::time::Duration;

use simcard::account::reply::TopUpOutcome;
use simcard::account::{self, Options, TopUpError, TopUpReport, WayKind};
use simcard::mock::{
    Direction, Identity, LineFault, LineFaultKind, NetworkFault, VirtualCard, VirtualModem, VirtualNetwork,
    VirtualPort, virtual_operator,
};
use simcard::modem::{Modem, Port, SharedModem};
use simcard::network::Network;
use simcard::transport::{Fault, Faulty, Transport};
use simcard::{Card, Error};

use super::card::{faults, is_for_ever};

const CODE: &str = "11111111111111";
const WAYS: [WayKind; 3] = [WayKind::Ussd, WayKind::Toolkit, WayKind::Sms];
const BALANCE: &str = "12.34 EUR";
const NUMBER: &str = "+447700900123";
/// How often something may be sent of which one answer is wanted: once by each way of its kind that the operator has.
const MOST_ASKED: usize = 2;

fn by(kind: WayKind) -> Options {
    let mut options =
        Options { today: Some("2026-11-22".parse().unwrap()), ways: vec![kind], ..Options::default() };
    options.directory.extend(&[virtual_operator()]).unwrap();
    options
}

/// A card that does not know its number.
fn nameless() -> VirtualCard {
    VirtualCard::builder().identity(Identity { msisdn: None, ..Identity::default() }).build()
}

/// One of each sort.
fn some_faults() -> Vec<Fault> {
    let mut seen = Vec::new();
    let mut all = faults();
    all.retain(|fault| {
        let kind = std::mem::discriminant(fault);
        let words = matches!(fault, Fault::Status(_)) && seen.iter().filter(|one| **one == kind).count() < 3;
        let new = words || !seen.contains(&kind);
        seen.push(kind);
        new
    });
    all
}

/// Where a card has its faults; less often those that cost most.
fn places(commands: u64, fault: Fault) -> impl Iterator<Item = u64> {
    (0..commands).step_by(if is_for_ever(fault) { 29 } else { 5 })
}

/// Whether a card says of the right file that there is none, or of what it did not do that it did.
fn misleads(fault: Fault) -> bool {
    match fault {
        Fault::Behind | Fault::Zeros => true,
        Fault::Status(status) => matches!(status.value(), 0x6A82 | 0x6D00 | 0x6E00),
        _ => false,
    }
}

/// What one wants to know.
#[derive(Clone, Copy, Debug)]
enum Question {
    Balance,
    Number,
}

impl Question {
    fn ask<T: Transport>(
        self,
        card: &mut Card<T>,
        network: &mut dyn Network,
        options: &Options,
    ) -> Result<Option<String>, Error> {
        Ok(match self {
            Self::Balance => {
                let report = account::balance(card, network, options)?.report;
                report.and_then(|report| report.main).map(|money| money.to_string())
            }
            Self::Number => {
                account::own_number(card, network, options)?.number.map(|number| number.to_string())
            }
        })
    }

    const fn answer(self) -> &'static str {
        match self {
            Self::Balance => BALANCE,
            Self::Number => NUMBER,
        }
    }

    fn card(self) -> VirtualCard {
        match self {
            Self::Balance => VirtualCard::uicc(),
            Self::Number => nameless(),
        }
    }
}

const QUESTIONS: [Question; 2] = [Question::Balance, Question::Number];

/// The right answer, or none; and no request twice.
fn judge_answer(
    question: Question,
    result: &Result<Option<String>, Error>,
    network: &VirtualNetwork,
    what: &str,
) {
    match result {
        Ok(Some(answer)) => assert_eq!(answer, question.answer(), "{what}"),
        Ok(None) => {}
        Err(error) => assert!(!error.to_string().is_empty(), "{what}"),
    }
    let requests = network.requests();
    let replies = requests.iter().filter(|request| request.contains("#/")).count();
    assert!(requests.len() - replies <= MOST_ASKED, "{what}: {requests:?}");
    let twice = (1..requests.len()).any(|at| requests[..at].contains(&requests[at]));
    assert!(!twice, "{what}: {requests:?}");
}

#[test]
fn questions_with_faults_of_the_card() {
    for question in QUESTIONS {
        for kind in WAYS {
            let options = by(kind);
            let mut clean = Card::new(question.card());
            let asked = question.ask(&mut clean, &mut VirtualNetwork::new(), &options).unwrap();
            assert_eq!(asked.as_deref(), Some(question.answer()), "{question:?}, {kind}");
            let commands = clean.traffic().commands;
            for fault in some_faults() {
                for at in places(commands, fault) {
                    let what = format!("{question:?} by {kind}, {fault:?} at {at} of {commands}");
                    let mut card = Card::new(Faulty::new(question.card()).at(at, fault));
                    let mut network = VirtualNetwork::new();
                    let result = question.ask(&mut card, &mut network, &options);
                    judge_answer(question, &result, &network, &what);
                }
            }
        }
    }
}

fn network_faults() -> [NetworkFault; 4] {
    let delay = NetworkFault::Delay(Duration::from_secs(200));
    [NetworkFault::LoseRequest, NetworkFault::LoseAnswer, NetworkFault::Refuse, delay]
}

#[test]
fn questions_with_faults_of_the_network() {
    for question in QUESTIONS {
        for kind in WAYS {
            for fault in network_faults() {
                let what = format!("{question:?} by {kind}, {fault:?}");
                let mut network = VirtualNetwork::new();
                network.add_fault(fault);
                let mut card = Card::new(question.card());
                let options = by(kind);
                let result = question.ask(&mut card, &mut network, &options);
                assert!(network.now() <= options.deadline + Duration::from_secs(62), "{what}");
                judge_answer(question, &result, &network, &what);
                // and then it works
                let again = question.ask(&mut card, &mut network, &options).unwrap();
                assert_eq!(again.as_deref(), Some(question.answer()), "{what}");
            }
        }
    }
}

/// A modem with a card in it, and with this fault on its line.
fn shared(card: VirtualCard, fault: Option<LineFault>) -> Option<SharedModem<VirtualPort>> {
    let mut port = VirtualModem::new(card).into_port();
    fault.into_iter().for_each(|fault| port.add_fault(fault));
    Modem::open(port).ok().map(SharedModem::new)
}

/// A line that is lost, or late by more than it may be, at so many places between `begun` and `ended`.
fn line_faults(begun: (u64, u64), ended: (u64, u64), places: u64) -> Vec<LineFault> {
    let late = LineFaultKind::Delayed(Duration::from_secs(20));
    let ways = [(Direction::ToModem, begun.0, ended.0), (Direction::FromModem, begun.1, ended.1)];
    let of = |(direction, begun, ended): (Direction, u64, u64)| {
        let step = usize::try_from((ended - begun) / places).unwrap().max(1);
        let kinds = [LineFaultKind::LineLost, late];
        let places = (begun..ended).step_by(step);
        places.flat_map(move |at| kinds.map(|kind| LineFault { direction, at, kind }))
    };
    ways.into_iter().flat_map(of).collect()
}

#[test]
fn questions_with_faults_of_the_line() {
    for question in QUESTIONS {
        for kind in WAYS {
            let options = by(kind);
            let modem = shared(question.card(), None).unwrap();
            let begun = modem.modem().port().traffic();
            let (mut card, mut network) = (Card::new(modem.clone()), modem.clone());
            let right = question.ask(&mut card, &mut network, &options).unwrap();
            assert_eq!(right.as_deref(), Some(question.answer()), "{question:?} by {kind}");
            let ended = modem.modem().port().traffic();
            for fault in line_faults(begun, ended, if kind == WayKind::Toolkit { 8 } else { 20 }) {
                let what = format!("{question:?} by {kind}, {fault:?}");
                let modem = shared(question.card(), Some(fault)).unwrap();
                let (mut card, mut network) = (Card::new(modem.clone()), modem.clone());
                let result = question.ask(&mut card, &mut network, &options);
                let modem = modem.modem();
                judge_answer(question, &result, modem.port().modem().network(), &what);
                let spent = modem.port().now();
                assert!(spent <= options.deadline + Duration::from_secs(120), "{what}: {spent:?}");
            }
        }
    }
}

/// How often the code reached the network.
fn sent(network: &VirtualNetwork) -> usize {
    network.requests().iter().filter(|request| request.contains(CODE)).count()
}

fn top_up<T: Transport>(
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
) -> Option<Result<TopUpReport, TopUpError>> {
    let plan = account::top_up().code(CODE).plan(card, network, options).ok()?;
    Some(plan.confirm(card, network))
}

/// Whatever was said of a code has to be true.
fn judge_top_up(result: Option<&Result<TopUpReport, TopUpError>>, network: &VirtualNetwork, what: &str) {
    let times = sent(network);
    assert!(times <= 1, "{what}: {:?}", network.requests());
    match result {
        // nothing goes out before a confirmation
        None => assert_eq!(times, 0, "{what}"),
        Some(Ok(report)) => {
            assert_eq!(times, 1, "{what}");
            if report.outcome == TopUpOutcome::Accepted {
                assert_eq!(network.balance() / 1_000, 2, "{what}: {report:?}");
            }
            let gained = report.gained.map(|gained| gained.to_string());
            assert!(gained.is_none_or(|gained| gained == "10.00 EUR"), "{what}: {report:?}");
        }
        Some(Err(TopUpError::OutcomeUnknown(_))) => {}
        Some(Err(error)) => assert_eq!(times, 0, "{what}: {error} says that nothing was sent"),
    }
}

/// After an uncertain end another plan has to be made; the code is worth its money once.
fn judge_repetition<T: Transport>(
    card: &mut Card<T>,
    network: &mut dyn Network,
    options: &Options,
    what: &str,
) -> Option<TopUpOutcome> {
    let again = top_up(card, network, options).unwrap_or_else(|| panic!("{what}: no plan"));
    let report = match again {
        Ok(report) => report,
        Err(error) => panic!("{what}: {error:?}"),
    };
    Some(report.outcome)
}

#[test]
fn top_ups_with_faults_of_the_card() {
    for kind in WAYS {
        let options = by(kind);
        let mut clean = Card::new(VirtualCard::uicc());
        top_up(&mut clean, &mut VirtualNetwork::new(), &options).unwrap().unwrap();
        let commands = clean.traffic().commands;
        for fault in some_faults() {
            for at in places(commands, fault) {
                let what = format!("by {kind}, {fault:?} at {at} of {commands}");
                let mut card = Card::new(Faulty::new(VirtualCard::uicc()).at(at, fault));
                let mut network = VirtualNetwork::new();
                let result = top_up(&mut card, &mut network, &options);
                judge_top_up(result.as_ref(), &network, &what);
                if is_for_ever(fault) {
                    continue;
                }
                card.transport_mut().insert().unwrap();
                let spent = sent(&network);
                let outcome = judge_repetition(&mut card, &mut network, &options, &what);
                let right = if spent == 0 { TopUpOutcome::Accepted } else { TopUpOutcome::AlreadyUsed };
                assert_eq!(outcome, Some(right), "{what}");
                assert!((2_200..2_235).contains(&network.balance()), "{what}: {}", network.balance());
            }
        }
    }
}

#[test]
fn top_ups_with_faults_of_the_line() {
    for kind in WAYS {
        let options = by(kind);
        let modem = shared(VirtualCard::uicc(), None).unwrap();
        let begun = modem.modem().port().traffic();
        top_up(&mut Card::new(modem.clone()), &mut modem.clone(), &options).unwrap().unwrap();
        let ended = modem.modem().port().traffic();
        for fault in line_faults(begun, ended, if kind == WayKind::Toolkit { 8 } else { 20 }) {
            let what = format!("by {kind}, {fault:?}");
            let modem = shared(VirtualCard::uicc(), Some(fault)).unwrap();
            let result = top_up(&mut Card::new(modem.clone()), &mut modem.clone(), &options);
            judge_top_up(result.as_ref(), modem.modem().port().modem().network(), &what);
        }
    }
}

#[test]
fn the_own_number_is_written_once() {
    let mut clean = Card::new(nameless());
    account::write_own_number(&mut clean, &NUMBER.parse().unwrap()).unwrap();
    let commands = clean.traffic().commands;
    for fault in faults().into_iter().filter(|fault| !is_for_ever(*fault)) {
        for at in 0..commands {
            let what = format!("{fault:?} at {at} of {commands}");
            let mut card = Card::new(Faulty::new(nameless()).at(at, fault));
            let result = account::write_own_number(&mut card, &NUMBER.parse().unwrap());
            card.transport_mut().insert().unwrap();
            match (result, card.msisdn()) {
                (_, Ok(number)) => assert_eq!(number.to_string(), NUMBER, "{what}"),
                (Ok(()), Err(error)) if !misleads(fault) => panic!("{what}: {error}"),
                _ => {}
            }
        }
    }
}

#[test]
fn call_charges_are_right_or_absent() {
    let mut clean = Card::new(VirtualCard::uicc());
    let right = format!("{:?}", account::call_charges(&mut clean).unwrap());
    let commands = clean.traffic().commands;
    for fault in faults().into_iter().filter(|fault| !is_for_ever(*fault)) {
        for at in 0..commands {
            let mut card = Card::new(Faulty::new(VirtualCard::uicc()).at(at, fault));
            let _ = account::call_charges(&mut card);
            card.transport_mut().insert().unwrap();
            assert_eq!(
                format!("{:?}", account::call_charges(&mut card).unwrap()),
                right,
                "{fault:?} at {at}"
            );
        }
    }
}
