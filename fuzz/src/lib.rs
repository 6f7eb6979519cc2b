//! What each fuzz target does with its input. A normal test of the crate includes this file and replays the
//! corpora through it, so nothing here may need a fuzzer.

mod card;
#[cfg(feature = "account")]
mod directory;
#[cfg(feature = "account")]
mod flows;
mod hostile;
mod messages;
mod modem;
mod toolkit;

pub use card::*;
#[cfg(feature = "account")]
pub use directory::*;
#[cfg(feature = "account")]
pub use flows::*;
use hostile::structured;
pub use hostile::{card, virtual_card};
pub use messages::*;
pub use modem::*;
pub use toolkit::*;

#[cfg(feature = "account")]
use simcard::account::reply::{self, Context};
#[cfg(feature = "account")]
use simcard::account::{Country, Date, Quantity};
use simcard::apdu::{Atr, Class, Command, Instruction, Response, StatusWord};
use simcard::codec::ber::{self, Tlvs, Walk};
use simcard::codec::dcs::CbsDcs;
use simcard::codec::gsm7::{self, Alphabet};
use simcard::codec::ucs2;
use simcard::exchange::{Exchange, ExchangeError, MAX_RESPONSE, MAX_ROUNDS};
use simcard::fs::{FileInfo, SelectResponse};
use simcard::modem::at::{AtCommand, Dialogue, Line, LineParser, MAX_LINE, Token};
use simcard::modem::ussd::Cusd;
use simcard::sms::{Composer, Direction, Pdu, Reassembler, Received, Tpdu};
use simcard::transport::{Level, TransportInfo};
use std::time::Duration;

/// BER-TLV: objects lie within the input and one after the other, are written again to what they were read
/// from, and agree with another reader where that one is right.
pub fn ber(data: &[u8]) {
    let mut end = 0;
    for object in Tlvs::new(data) {
        let Ok(object) = object else { break };
        assert!(object.offset() >= end, "objects overlap");
        end = object.offset() + object.raw().len();
        assert_eq!(&data[object.offset()..end], object.raw());
        let mut written = Vec::new();
        ber::push_tlv(&mut written, object.tag, object.value).expect("what was read can be written");
        let (again, rest) = ber::Tlv::parse(&written).expect("what was written can be read");
        assert_eq!((again.tag, again.value, rest.len()), (object.tag, object.value, 0));
        assert!(written.len() <= object.raw().len(), "the shortest length is no longer than any other");
    }
    let mut steps = 0;
    for step in Walk::new(data) {
        steps += 1;
        assert!(steps <= data.len(), "each step reads at least a byte");
        let Ok((depth, _)) = step else { break };
        assert!(depth < ber::MAX_DEPTH);
    }
    agrees_with_iso7816_tlv(data);
}

/// On one primitive object with a short tag and length, iso7816-tlv is right, and so must we be.
fn agrees_with_iso7816_tlv(data: &[u8]) {
    let [tag, len @ 0..=0x7F, value @ ..] = data else { return };
    if *tag == 0 || tag & 0x20 != 0 || tag & 0x1F == 0x1F || value.len() < usize::from(*len) {
        return;
    }
    let (theirs, _) = iso7816_tlv::ber::Tlv::parse(data);
    let (Ok(theirs), Ok((ours, _))) = (theirs, ber::Tlv::parse(data)) else {
        panic!("one reads it, one does not")
    };
    assert_eq!(theirs.tag().to_bytes(), [*tag]);
    assert_eq!(theirs.value(), &iso7816_tlv::ber::Value::Primitive(ours.value.to_vec()));
}

/// The answer to SELECT: every accessor, and figures that can be worked with.
pub fn fcp(data: &[u8]) {
    let Ok(response) = SelectResponse::parse(data) else { return };
    let info = match &response {
        SelectResponse::Uicc(fcp) => {
            let _ =
                (fcp.file_descriptor(), fcp.df_name(), fcp.aid(), fcp.total_file_size(), fcp.life_cycle());
            let _ = fcp.security();
            assert!(fcp.objects().count() <= data.len());
            assert!(fcp.unknown().count() <= data.len());
            assert!(fcp.pin_status().into_iter().flatten().count() <= data.len());
            FileInfo::from(fcp)
        }
        SelectResponse::Gsm(header) => FileInfo::from(header),
    };
    assert_ne!(info.record_len, Some(0));
    let _ = format!("{response:?}");
}

/// The answer to reset: every accessor, and text that reads back.
pub fn atr(data: &[u8]) {
    let Ok(atr) = Atr::parse(data) else { return };
    assert!(data.starts_with(atr.as_bytes()));
    assert_eq!(atr.to_string().parse(), Ok(atr));
    assert!(atr.historical_bytes().len() <= 15);
    assert!(atr.protocols().count() <= data.len());
    assert!(atr.compact_tlvs().count() <= 16);
    let _ =
        (atr.convention(), atr.tck(), atr.fi_di(), atr.extra_guard_time(), atr.t1(), atr.card_capabilities());
}

/// One command against a card that answers with the input, cut into responses: it ends, within its limits.
/// The first byte chooses the command; each response begins with its length.
pub fn exchange(data: &[u8]) {
    let Some((&choice, mut script)) = data.split_first() else { return };
    let class = [Class::INTERINDUSTRY, Class::GSM, Class::ETSI, Class::new(0x43)][usize::from(choice & 3)];
    let payload = [0x5A; 300];
    let payload = [&payload[..0], &payload[..2], &payload[..], &payload[..255]][usize::from(choice >> 2 & 3)];
    let ne = [0, 1, 10, 256][usize::from(choice >> 4 & 3)];
    let level = if choice & 0x40 == 0 { Level::Tpdu } else { Level::Apdu };
    let command = Command::new(class, Instruction::SELECT, 0, 4).data(payload).expect(ne);
    let Ok(mut exchange) = Exchange::new(command, &TransportInfo::new(level)) else { return };

    let (mut buffer, mut data) = ([0; 300], Vec::new());
    for round in 0..=MAX_ROUNDS {
        match exchange.next(&mut buffer) {
            Ok(Some(sent)) => assert!(Command::parse(sent).is_ok(), "what goes out is a command"),
            Ok(None) => {
                assert!(exchange.outcome().is_some());
                return;
            }
            Err(error) => {
                assert_eq!((error, round), (ExchangeError::TooManyRounds, MAX_ROUNDS));
                return;
            }
        }
        let (answer, rest) = match script.split_first() {
            Some((&len, rest)) => rest.split_at(usize::from(len).min(rest.len())),
            None => (&[0x61, 0x01][..], &[][..]),
        };
        script = rest;
        let before = data.len();
        if exchange.receive(answer, &mut data).is_err() {
            return;
        }
        assert!(data.len() <= MAX_RESPONSE && data.len() - before <= answer.len());
        let _ = Response::parse(answer).map(|response| StatusWord::meaning(response.status));
    }
    panic!("the exchange did not end");
}

/// Short messages: what is read is written as it was, a text that is read can be sent and reads the same, and parts
/// never fill more than they may.
pub fn sms(data: &[u8]) {
    const CAPACITY: usize = 8;
    for direction in [Direction::ToMobile, Direction::ToNetwork] {
        if let Ok(pdu) = Pdu::detect(direction, data) {
            assert_eq!(pdu.encode(), data);
        }
        let Ok(tpdu) = Tpdu::decode(direction, data) else { continue };
        assert_eq!(tpdu.encode(), data);
        let Some(user_data) = tpdu.user_data() else { continue };
        assert!(user_data.elements().map(|element| element.data.len() + 2).sum::<usize>() <= data.len());
        let Some(text) = user_data.text() else { continue };
        let composer = Composer::new("123".parse().expect("a number"));
        let sent = composer.compose(&text).expect("what fitted once fits in a few parts");
        let again: String = sent.iter().map(|part| part.text().expect("it is text")).collect();
        assert_eq!(again, text);
    }
    // The input as several messages, each with its length before it.
    let mut reassembler = Reassembler::new().with_capacity(CAPACITY);
    let mut rest = data;
    while let [len, after @ ..] = rest {
        let (one, after) = after.split_at(after.len().min(usize::from(*len)));
        rest = after;
        let Ok(Tpdu::Deliver(message)) = Tpdu::decode(Direction::ToMobile, one) else { continue };
        if let Received::Whole(message) = reassembler.push(message, None) {
            assert!(message.is_complete());
            let _ = (message.text(), message.data());
        }
        assert!(reassembler.pending().map(|message| message.parts().count()).sum::<usize>() <= CAPACITY);
    }
}

/// What a modem sends: the first byte is how many bytes come at once. The lines are the same as if all came together, and
/// a dialogue ends whatever comes.
pub fn at(data: &[u8]) {
    let Some((chunk, data)) = data.split_first() else { return };
    let chunk = usize::from(*chunk).max(1);
    assert_eq!(lines(data, chunk), lines(data, usize::MAX));
    for line in lines(data, usize::MAX) {
        assert!(line.len() <= MAX_LINE + 1);
        let line = Line::new(line);
        assert!(line.parameters().count() <= line.as_bytes().len() + 1);
        for charset in [None, Some("GSM"), Some("UCS2"), Some("HEX")] {
            let _ = Cusd::parse(&line).and_then(|cusd| cusd.read(charset));
        }
    }
    let mut dialogue = Dialogue::new(Duration::ZERO);
    dialogue.send(AtCommand::execute("+CSQ"), Duration::ZERO).expect("a good command");
    let mut now = Duration::ZERO;
    for part in data.chunks(chunk) {
        dialogue.receive(part, now);
        now += Duration::from_millis(1);
    }
    let mut steps = 0;
    while let Some(due) = dialogue.poll_timeout() {
        dialogue.handle_timeout(due.max(now));
        steps += 1;
        assert!(steps < 100, "the dialogue does not end");
    }
    assert!(!dialogue.is_busy());
}

/// A reply about a balance, in countries that write numbers and dates in different ways: the text is kept, and every amount
/// stands in it digit by digit, unless it is zero in a word.
#[cfg(feature = "account")]
pub fn balance_reply(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let digits: String = text.chars().filter_map(ascii_digit).collect();
    let today = Some(Date::constant(2026, 11, 22));
    let countries =
        [None, Some(Country::DE), Some(Country::US), Some(Country::IR), Some(Country::CN), Some(Country::RU)];
    for country in countries {
        let context = Context { country, today };
        let report = reply::read(&text, &context);
        assert_eq!(report.raw, text);
        let others = report.others.iter().filter_map(|other| match other.quantity {
            Quantity::Money(money) => Some(money),
            _ => None,
        });
        for money in report.main.into_iter().chain(others) {
            let amount = money.amount.mantissa().unsigned_abs().to_string();
            // zero may be a word
            let nil = money.amount.is_zero() && text.chars().any(char::is_alphabetic);
            assert!(digits.contains(&amount) || nil, "{amount} is not in {text:?}");
        }
        let top_up = reply::read_top_up(&text, &context);
        assert_eq!(top_up.raw, text);
        if let Some(number) = reply::own_number(&text, country) {
            assert!(digits.contains(number.digits()));
        }
        let _ = (reply::menu(&text), reply::is_balance_label(&text), reply::is_top_up_label(&text));
    }
}

/// The ASCII form of a digit of any script that replies are in.
#[cfg(feature = "account")]
fn ascii_digit(c: char) -> Option<char> {
    const ZEROS: [u32; 18] = [
        0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20,
        0x1040, 0x1090, 0x17E0, 0xFF10,
    ];
    let value = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|value| *value < 10));
    if c.is_ascii_digit() { Some(c) } else { char::from_digit(value?, 10) }
}

/// The lines in `data`, given in chunks.
fn lines(data: &[u8], chunk: usize) -> Vec<Vec<u8>> {
    let mut parser = LineParser::new();
    let mut found = Vec::new();
    for mut part in data.chunks(chunk) {
        while let Some(token) = parser.next(&mut part) {
            if let Token::Line(line) = token {
                found.push(line.to_vec());
            }
        }
    }
    found
}

/// The line of a USSD answer, in every character set that a modem may have: its text is read or not, the line is kept, and
/// what is read as one coding is sent as that again.
pub fn cusd(data: &[u8]) {
    let line = Line::new(data);
    let Some(cusd) = Cusd::parse(&line) else { return };
    assert_eq!(cusd.raw, line);
    assert!(cusd.text.as_ref().is_none_or(|text| !text.is_empty() && text.len() < data.len()));
    for charset in [None, Some("GSM"), Some("IRA"), Some("UCS2"), Some("HEX"), Some("8859-1")] {
        let Some(reading) = cusd.read(charset) else { continue };
        assert!(cusd.text.is_some());
        assert_eq!(reading.raw, line);
        // a byte becomes one character at most, of three bytes in UTF-8
        assert!(reading.text.len() <= 3 * data.len());
    }
}

/// The codings of USSD texts (3GPP TS 23.038): every data coding scheme has one; what is packed is unpacked to the same.
pub fn ussd(data: &[u8]) {
    let Some((scheme, data)) = data.split_first() else { return };
    let scheme = CbsDcs(*scheme);
    let _ = (scheme.coding(), scheme.language(), scheme.has_language_indication());
    let septets: Vec<u8> = data.iter().map(|byte| byte & 0x7F).collect();
    let unpacked = gsm7::unpack_ussd(&gsm7::pack_ussd(&septets));
    // a CR that would look like filling gets another one (6.1.2.3.1)
    let doubled = septets.len() % 8 == 0 && septets.last() == Some(&b'\r');
    assert_eq!(unpacked, [&septets[..], if doubled { b"\r" } else { b"" }].concat());
    let text = Alphabet::DEFAULT.decode(&gsm7::unpack_ussd(data));
    assert!(text.len() <= 3 * data.len() * 8 / 7 + 3);
    let text = ucs2::decode(data);
    if let Ok(bytes) = ucs2::encode(&text) {
        assert_eq!(ucs2::decode(&bytes), text);
    }
}
