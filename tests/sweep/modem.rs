//! Faults of the line to a modem, at some places of every operation; at every byte in the unit tests of `modem`.

use std::time::Duration;

use simcard::Card;
use simcard::mock::{
    Dialect, Direction, LineFault, LineFaultKind, VirtualCard, VirtualModem, VirtualNetwork, VirtualPort,
};
use simcard::modem::{Modem, ModemError, Port};
use simcard::network::StoredStatus;
use simcard::sms::{Composer, Pdu, Tpdu};

type Faced = Modem<VirtualPort>;
type Run = fn(&mut Faced) -> Result<String, Box<dyn std::error::Error>>;

/// At how many places of each operation, each way.
const PLACES: u64 = 30;
/// What an operation may take, in the time of the modem: the deadline of one command and what it takes to be back in step.
const LONGEST: Duration = Duration::from_secs(420);
const OTHER: &str = "+447700900456";

struct Operation {
    name: &'static str,
    dialect: Dialect,
    /// Whether a byte more or less shows: hex digits whose number is told.
    checked: bool,
    run: Run,
}

fn card_of(modem: &mut Faced) -> Result<String, Box<dyn std::error::Error>> {
    let mut card = Card::new(modem);
    Ok(format!("{} {} {}", card.iccid()?, card.imsi()?, card.msisdn()?))
}

/// A message of one part.
fn submit(text: &str) -> Pdu {
    let parts = Composer::new(OTHER.parse().unwrap()).compose(text).unwrap();
    Pdu::new(None, Tpdu::Submit(parts[0].clone())).unwrap()
}

fn operations() -> Vec<Operation> {
    let standard = Dialect::STANDARD;
    let over = |name, dialect| Operation { name, dialect, checked: true, run: card_of };
    let spoken = |name, run| Operation { name, dialect: standard, checked: false, run };
    vec![
        over("+CSIM", standard),
        over("+CGLA", Dialect::CHANNELS_ONLY),
        over("+CRSM", Dialect::CRSM_ONLY),
        over("+CSIM, with chatter", Dialect::CHATTY),
        spoken("registration", |modem| Ok(format!("{:?}", modem.registration()?.best()))),
        spoken("signal", |modem| Ok(format!("{:?}", modem.signal()?))),
        spoken("operator", |modem| Ok(format!("{:?}", modem.operator()?.and_then(|operator| operator.name)))),
        spoken("own_numbers", |modem| {
            let numbers: Vec<_> = modem.own_numbers()?.iter().map(|number| number.to_string()).collect();
            Ok(numbers.join(" "))
        }),
        spoken("ussd", |modem| Ok(modem.ussd("*100#")?.text().into())),
        Operation {
            name: "ussd, packed",
            dialect: Dialect::PACKED_USSD,
            checked: false,
            run: |modem| Ok(modem.ussd("*100#")?.text().into()),
        },
        spoken("ussd_reply", |modem| {
            modem.ussd("*101#")?;
            Ok(modem.ussd_reply("2")?.text().into())
        }),
        spoken("send_text", |modem| {
            Ok(modem.send_text(&Composer::new(OTHER.parse()?), "Hello")?.len().to_string())
        }),
        spoken("send_text of two parts", |modem| {
            let sent = modem.send_text(&Composer::new(OTHER.parse()?), &"Hello! ".repeat(30))?;
            Ok(sent.len().to_string())
        }),
        spoken("store", |modem| Ok(modem.store(&submit("Later"), StoredStatus::Unsent)?.to_string())),
        spoken("receive", |modem| {
            modem.send_text(&Composer::new("123".parse()?), "BAL")?;
            let answer = modem.receive(Duration::from_secs(30))?.ok_or("nothing came")?;
            Ok(answer.text().unwrap_or_default())
        }),
        spoken("messages", |modem| {
            modem.store(&submit("Later"), StoredStatus::Unsent)?;
            let texts: Vec<_> = modem.messages()?.iter().map(|message| message.text()).collect();
            Ok(format!("{texts:?}"))
        }),
        spoken("message", |modem| {
            let index = modem.store(&submit("Later"), StoredStatus::Unsent)?;
            let message = modem.message(index)?.ok_or("it is not there")?;
            Ok(message.text().unwrap_or_default())
        }),
        spoken("delete_message", |modem| {
            let index = modem.store(&submit("Later"), StoredStatus::Unsent)?;
            modem.delete_message(index)?;
            Ok(modem.messages()?.len().to_string())
        }),
        spoken("service_centre", |modem| {
            modem.set_service_centre(&"+447700900999".parse()?)?;
            Ok(format!("{:?}", modem.service_centre()?.map(|number| number.to_string())))
        }),
        spoken("message_storage", |modem| {
            modem.set_message_storage("ME")?;
            Ok(modem.message_storage()?.name)
        }),
    ]
}

fn open(dialect: Dialect, fault: Option<LineFault>) -> Faced {
    let mut port = VirtualModem::with_dialect(VirtualCard::uicc(), dialect).into_port();
    fault.into_iter().for_each(|fault| port.add_fault(fault));
    Modem::open(port).unwrap()
}

/// Nothing of what goes to the network went twice.
fn nothing_twice(network: &VirtualNetwork, what: &str) {
    let requests = network.requests();
    let parts = requests.iter().filter(|request| request.contains("Hello! Hello!")).count();
    let others: Vec<_> = requests.iter().filter(|request| !request.contains("Hello! Hello!")).collect();
    let twice = (1..others.len()).any(|at| others[..at].contains(&others[at]));
    assert!(!twice && parts <= 2, "{what}: {requests:?}");
}

/// The modem is used on, as if nothing had been.
fn next_operation(modem: &mut Faced, what: &str) {
    let text = match modem.ussd("*106#") {
        Ok(answer) => answer.text().to_string(),
        Err(error) => panic!("{what}: the next operation: {error}"),
    };
    assert_eq!(text, "+447700900123", "{what}");
    let iccid = Card::new(&mut *modem).iccid();
    assert_eq!(
        iccid.as_ref().map(|iccid| iccid.as_str()).ok(),
        Some("8944000000001234567"),
        "{what}: {iccid:?}"
    );
}

#[test]
fn faults_of_the_line() {
    let late = [Duration::from_millis(900), Duration::from_secs(20), Duration::from_secs(300)];
    let mut kinds = vec![LineFaultKind::Lost, LineFaultKind::Doubled, LineFaultKind::LineLost];
    kinds.extend(late.map(LineFaultKind::Delayed));
    for operation in operations() {
        let mut clean = open(operation.dialect, None);
        let begun = clean.port().traffic();
        let right = (operation.run)(&mut clean).unwrap_or_else(|error| panic!("{}: {error}", operation.name));
        let ended = clean.port().traffic();
        let ways = [(Direction::ToModem, begun.0, ended.0), (Direction::FromModem, begun.1, ended.1)];
        for (direction, begun, ended) in ways {
            let step = usize::try_from((ended - begun) / PLACES).unwrap().max(1);
            for (index, at) in (begun..ended).step_by(step).enumerate() {
                let kind = kinds[index % kinds.len()];
                let fault = LineFault { direction, at, kind };
                let what = format!("{}, {fault:?} of {begun}..{ended}", operation.name);
                let mut modem = open(operation.dialect, Some(fault));
                let before = modem.port().now();
                let result = (operation.run)(&mut modem);
                let spent = modem.port().now() - before;
                assert!(spent < LONGEST, "{what}: {spent:?}");
                // in a text nobody counts the letters
                let mangled = matches!(kind, LineFaultKind::Lost | LineFaultKind::Doubled);
                match &result {
                    // a card that has no number has no line
                    Ok(value) if operation.name == "own_numbers" && value.is_empty() => {}
                    Ok(value) if operation.checked || !mangled => assert_eq!(*value, right, "{what}"),
                    Ok(_) => {}
                    Err(error) => {
                        assert!(!error.to_string().is_empty(), "{what}");
                        if let Some(ModemError::Port(_)) = error.downcast_ref() {
                            panic!("{what}: the port did not fail: {error}");
                        }
                    }
                }
                nothing_twice(modem.port().modem().network(), &what);
                next_operation(&mut modem, &what);
            }
        }
    }
}
