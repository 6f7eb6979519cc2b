//! What can be decoded: one table. A new kind is one line in it, and a function.

use std::error::Error;
use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};
use simcard::account::reply::{self, Context};
use simcard::account::{Country, Date};
use simcard::apdu::atr::Atr;
use simcard::apdu::{Command, StatusWord};
use simcard::codec::DecodeErrorKind;
use simcard::codec::ber::{self, Tag, Walk};
use simcard::codec::dcs::{CbsDcs, Coding};
use simcard::codec::gsm7::{self, Alphabet};
use simcard::codec::ucs2;
use simcard::files::registry;
use simcard::fs::SelectResponse;
use simcard::modem::at::Line;
use simcard::modem::ussd::Cusd;
use simcard::sms::{Direction, Pdu, Tpdu};
use simcard::toolkit::{
    CommandType, Envelope, GeneralResult, ProactiveCommand, TerminalProfile, TerminalResponse,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What bytes mean.
pub struct Decoded {
    /// What they are, for people.
    #[allow(dead_code, reason = "batches have no titles")]
    pub title: String,
    /// What they mean.
    pub value: Value,
    /// The bytes again, from the value, where the library writes this kind.
    pub reencoded: Option<Vec<u8>>,
}

/// A toolkit message that has to be refused. How is an answer too.
#[derive(Debug, Serialize)]
pub struct Refused {
    #[serde(skip)]
    cause: String,
    /// How, in the words of a TERMINAL RESPONSE, and as a byte.
    result: GeneralResult,
    result_code: String,
    /// Which command it is, where that could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<CommandType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u8>,
}

impl Refused {
    fn new(cause: impl fmt::Display, result: GeneralResult) -> Self {
        let result_code = format!("{:02X}", result.0);
        Self { cause: cause.to_string(), result, result_code, command: None, number: None }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(command), Some(number)) = (self.command, self.number) {
            write!(f, "{command}, number {number}: ")?;
        }
        write!(f, "{} ({}): {}", self.result, self.result_code, self.cause)
    }
}

impl Error for Refused {}

/// Something that can be decoded.
struct Kind {
    name: &'static str,
    /// What stands before the bytes.
    argument: Option<&'static str>,
    about: &'static str,
    /// Decodes the bytes; the argument is empty where there is none.
    decode: fn(&str, &[u8]) -> Result<Decoded>,
}

const KINDS: [Kind; 17] = [
    Kind { name: "atr", argument: None, about: "an answer to reset", decode: atr },
    Kind { name: "status", argument: None, about: "a status word", decode: status },
    Kind { name: "command", argument: None, about: "a command APDU", decode: command },
    Kind { name: "fcp", argument: None, about: "an answer to SELECT: an FCP, or a 2G header", decode: fcp },
    Kind { name: "ef", argument: Some("PATH"), about: "a file, or a record of one", decode: file },
    Kind { name: "ber", argument: None, about: "BER-TLV objects", decode: objects },
    Kind {
        name: "sms-deliver",
        argument: None,
        about: "a message that came, with or without SMSC",
        decode: deliver,
    },
    Kind { name: "sms-submit", argument: None, about: "a message to be sent", decode: submit },
    Kind {
        name: "sms-status",
        argument: None,
        about: "a report on a message that was sent",
        decode: status_report,
    },
    Kind { name: "sms-command", argument: None, about: "a command about a message", decode: sms_command },
    Kind {
        name: "ussd",
        argument: Some("DCS"),
        about: "a USSD string of this coding scheme (hex)",
        decode: ussd,
    },
    Kind { name: CUSD, argument: Some("LINE"), about: "a line of a modem, as it is", decode: cusd },
    Kind {
        name: "proactive",
        argument: None,
        about: "a proactive command, as FETCH brings it",
        decode: proactive,
    },
    Kind {
        name: "terminal-response",
        argument: None,
        about: "a TERMINAL RESPONSE",
        decode: terminal_response,
    },
    Kind { name: "envelope", argument: None, about: "an ENVELOPE", decode: envelope },
    Kind { name: "terminal-profile", argument: None, about: "a TERMINAL PROFILE", decode: terminal_profile },
    Kind {
        name: BALANCE,
        argument: Some("TEXT"),
        about: "an operator's reply about a balance",
        decode: balance_line,
    },
];

/// Those that are no bytes.
const CUSD: &str = "cusd";
const BALANCE: &str = "balance";

/// The kinds, a line each.
#[allow(dead_code, reason = "batches need no help")]
pub fn help() -> String {
    let lines = KINDS.iter().map(|kind| {
        let bytes = (![CUSD, BALANCE].contains(&kind.name)).then_some("HEX");
        let words =
            [Some(kind.name), kind.argument, bytes].into_iter().flatten().collect::<Vec<_>>().join(" ");
        format!("  {words:<21} {}", kind.about)
    });
    let kinds = lines.collect::<Vec<_>>().join("\n");
    format!("Kinds:\n{kinds}\n\nPaths: ADF.USIM/EF.IMSI, DF.GSM/6F20, 3F00/2FE2, EF.ICCID")
}

/// Decodes a kind, its argument if it has one, and bytes in hexadecimal; or what a modem said.
pub fn decode(line: &str) -> Result<Decoded> {
    let line = line.trim();
    if line.starts_with('{') {
        return object(line);
    }
    if let Some((name, rest)) = line.split_once(char::is_whitespace) {
        if name.eq_ignore_ascii_case(CUSD) {
            return cusd(rest, &[]);
        }
        if name.eq_ignore_ascii_case(BALANCE) {
            return balance_line(rest, &[]);
        }
    }
    decode_words(&line.split_whitespace().collect::<Vec<_>>())
}

fn decode_words(words: &[&str]) -> Result<Decoded> {
    let names = || KINDS.map(|kind| kind.name).join(", ");
    let (name, rest) = words.split_first().ok_or_else(|| format!("say what it is: {}", names()))?;
    let kind = KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(name));
    let kind = kind.ok_or_else(|| format!("{name:?} is not known; known are {}", names()))?;
    let (argument, rest) = match (kind.argument, rest.split_first()) {
        (None, _) => ("", rest),
        (Some(_), Some((argument, rest))) => (*argument, rest),
        (Some(argument), None) => return Err(format!("{name} takes a {argument} before the bytes").into()),
    };
    (kind.decode)(argument, &bytes(rest)?)
}

/// Hexadecimal digits, with spaces and colons anywhere.
fn bytes(words: &[&str]) -> Result<Vec<u8>> {
    let digits = words.concat().replace(':', "");
    let bytes = hex::decode(digits).map_err(|error| format!("not hexadecimal: {error}"))?;
    if bytes.is_empty() {
        return Err("there are no bytes".into());
    }
    Ok(bytes)
}

fn atr(_: &str, bytes: &[u8]) -> Result<Decoded> {
    let atr = Atr::parse(bytes)?;
    // A historical object that is malformed ends them.
    let historical: Vec<_> = atr.compact_tlvs().map_while(std::result::Result::ok).collect();
    let value = json!({
        "atr": atr,
        "convention": atr.convention(),
        "protocols": atr.protocols().collect::<Vec<_>>(),
        "fi_di": atr.fi_di(),
        "specific_mode": atr.specific_mode(),
        "extra_guard_time": atr.extra_guard_time(),
        "waiting_integer": atr.waiting_integer(),
        "t1": atr.t1(),
        "clock_stop": atr.clock_stop(),
        "voltage_classes": atr.voltage_classes().iter_names().map(|(name, _)| name).collect::<Vec<_>>(),
        "uicc_features": atr.uicc_features().iter_names().map(|(name, _)| name).collect::<Vec<_>>(),
        "interface_bytes": atr.interface_bytes().collect::<Vec<_>>(),
        "historical_bytes": hex::encode(atr.historical_bytes()),
        "historical_objects": historical,
        "card_capabilities": atr.card_capabilities(),
        "tck": atr.tck(),
        "trailing": hex::encode(atr.trailing()),
    });
    Ok(Decoded { title: "answer to reset".into(), value, reencoded: Some(atr.to_vec()) })
}

fn status(_: &str, bytes: &[u8]) -> Result<Decoded> {
    let [sw1, sw2] = *bytes else {
        return Err(format!("a status word has 2 bytes, not {}", bytes.len()).into());
    };
    let status = StatusWord::new(u16::from_be_bytes([sw1, sw2]));
    let value = json!({
        "status": format!("{:04X}", status.value()),
        "kind": status.kind(),
        "meaning": status.meaning(),
        "success": status.is_success(),
        "warning": status.is_warning(),
        "error": status.is_error(),
    });
    Ok(Decoded { title: "status word".into(), value, reencoded: Some(status.to_bytes().to_vec()) })
}

fn command(_: &str, bytes: &[u8]) -> Result<Decoded> {
    let command = Command::parse(bytes)?;
    let secret = command.instruction.has_secret_data();
    let value = json!({
        "class": command.class,
        "channel": command.class.channel(),
        "instruction": format!("{:02X}", command.instruction.value()),
        "name": command.instruction.name_in(command.class),
        "p1": format!("{:02X}", command.p1),
        "p2": format!("{:02X}", command.p2),
        "case": command.case() as u8 + 1,
        "extended": command.is_extended(),
        "lc": command.data.len(),
        "data": if secret { "redacted".into() } else { hex::encode(command.data) },
        "ne": command.ne,
    });
    Ok(Decoded { title: "command".into(), value, reencoded: Some(command.to_vec()?) })
}

fn fcp(_: &str, bytes: &[u8]) -> Result<Decoded> {
    let response = SelectResponse::parse(bytes)?;
    let title = match response {
        SelectResponse::Uicc(_) => "file control parameters",
        SelectResponse::Gsm(_) => "2G header",
    };
    Ok(Decoded { title: title.into(), value: serde_json::to_value(&response)?, reencoded: None })
}

fn file(path: &str, bytes: &[u8]) -> Result<Decoded> {
    let entry = registry::find(path)?;
    let descriptor = entry.descriptor;
    let place = match descriptor.named_by {
        Some(file) => format!("its identifier is in {file}"),
        None => descriptor.path.to_string(),
    };
    let title = format!("{descriptor} ({place}, {} {})", descriptor.document, descriptor.clause);
    let (value, reencoded) = match (entry.decode)(bytes) {
        Ok(content) => (serde_json::to_value(&*content)?, Some(content.encode(bytes.len())?)),
        // nothing was ever written there: that is an answer
        Err(error) if error.kind == DecodeErrorKind::Blank => {
            let unused = vec![0xFF; bytes.len()];
            (json!({ "blank": true }), (unused == bytes).then_some(unused))
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Decoded { title, value, reencoded })
}

/// An object that is being read: its tag, its depth, and what it holds so far.
struct Open {
    tag: Tag,
    children: Vec<Value>,
    bytes: Vec<u8>,
}

fn objects(_: &str, bytes: &[u8]) -> Result<Decoded> {
    // The objects around the one that is read, the whole outermost.
    let mut open = vec![Open { tag: Tag(0), children: Vec::new(), bytes: Vec::new() }];
    for step in Walk::new(bytes) {
        let (depth, object) = step?;
        while open.len() > depth + 1 {
            close(&mut open)?;
        }
        if object.tag.is_constructed() {
            open.push(Open { tag: object.tag, children: Vec::new(), bytes: Vec::new() });
        } else if let Some(parent) = open.last_mut() {
            parent.children.push(json!({ "tag": object.tag, "value": hex::encode(object.value) }));
            ber::push_tlv(&mut parent.bytes, object.tag, object.value)?;
        }
    }
    while open.len() > 1 {
        close(&mut open)?;
    }
    let whole = open.pop().ok_or("there are no objects")?;
    if whole.children.is_empty() {
        return Err("there is nothing but padding".into());
    }
    let value = json!({ "objects": whole.children });
    Ok(Decoded { title: "BER-TLV".into(), value, reencoded: Some(whole.bytes) })
}

/// Puts the innermost object into the one around it.
fn close(open: &mut Vec<Open>) -> Result<()> {
    let (Some(inner), Some(parent)) = (open.pop(), open.last_mut()) else { return Ok(()) };
    parent.children.push(json!({ "tag": inner.tag, "objects": inner.children }));
    ber::push_tlv(&mut parent.bytes, inner.tag, &inner.bytes)?;
    Ok(())
}

fn deliver(_: &str, bytes: &[u8]) -> Result<Decoded> {
    message("SMS-DELIVER", Direction::ToMobile, |tpdu| matches!(tpdu, Tpdu::Deliver(_)), bytes)
}

fn submit(_: &str, bytes: &[u8]) -> Result<Decoded> {
    message("SMS-SUBMIT", Direction::ToNetwork, |tpdu| matches!(tpdu, Tpdu::Submit(_)), bytes)
}

fn status_report(_: &str, bytes: &[u8]) -> Result<Decoded> {
    message("SMS-STATUS-REPORT", Direction::ToMobile, |tpdu| matches!(tpdu, Tpdu::StatusReport(_)), bytes)
}

fn sms_command(_: &str, bytes: &[u8]) -> Result<Decoded> {
    message("SMS-COMMAND", Direction::ToNetwork, |tpdu| matches!(tpdu, Tpdu::Command(_)), bytes)
}

/// A short message: behind the address of a service centre, as modems give it, or alone, whichever makes sense.
fn message(name: &str, direction: Direction, wanted: fn(&Tpdu) -> bool, bytes: &[u8]) -> Result<Decoded> {
    let likely = Pdu::detect(direction, bytes)?;
    let readings = [Ok(likely), Pdu::decode(direction, bytes), Pdu::decode_bare(direction, bytes)];
    let pdu = readings.into_iter().flatten().find(|pdu| wanted(&pdu.tpdu));
    let pdu = pdu.ok_or_else(|| format!("this is no {name}"))?;
    let read_as = if pdu.has_service_centre_field() { "service centre and TPDU" } else { "TPDU" };
    let mut value = serde_json::to_value(&pdu)?;
    if let Value::Object(fields) = &mut value {
        fields.shift_insert(0, "read_as".into(), read_as.into());
    }
    Ok(Decoded { title: name.into(), value, reencoded: Some(pdu.encode()) })
}

/// The data of a toolkit command that came as a whole: what stands before it, the data, what stands behind it. Class 80, or
/// A0 on 2G cards; no message of the toolkit begins so itself.
fn unwrapped(instruction: u8, bytes: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let whole = (&[][..], bytes, &[][..]);
    let Some((head @ [0x80 | 0xA0, ins, 0, 0, len], rest)) = bytes.split_first_chunk() else { return whole };
    match rest.split_at_checked(usize::from(*len)) {
        Some((data, expected)) if *ins == instruction && expected.len() <= 1 => (head, data, expected),
        _ => whole,
    }
}

/// A proactive command without the status word that came with it.
fn without_status(bytes: &[u8]) -> (&[u8], &[u8]) {
    let len = match *bytes {
        [_, len @ ..=0x7F, ..] => 2 + usize::from(len),
        [_, 0x81, len, ..] => 3 + usize::from(len),
        _ => return (bytes, &[]),
    };
    match bytes.split_at_checked(len) {
        Some((command, status @ ([0x90, 0x00] | [0x91, _]))) => (command, status),
        _ => (bytes, &[]),
    }
}

fn proactive(_: &str, bytes: &[u8]) -> Result<Decoded> {
    let (bytes, status) = without_status(bytes);
    let command = ProactiveCommand::decode(bytes).map_err(|refusal| Refused {
        command: refusal.details.map(|details| CommandType(details.kind)),
        number: refusal.details.map(|details| details.number),
        ..Refused::new(refusal.cause, refusal.result)
    })?;
    let reencoded = [&command.encode()?, status].concat();
    let title = format!("proactive command {}", command.kind());
    Ok(Decoded { title, value: serde_json::to_value(&command)?, reencoded: Some(reencoded) })
}

fn terminal_response(_: &str, bytes: &[u8]) -> Result<Decoded> {
    let (head, data, expected) = unwrapped(0x14, bytes);
    let response = TerminalResponse::decode(data)?;
    let reencoded = [head, &response.encode()?, expected].concat();
    let title = format!("TERMINAL RESPONSE to {}", CommandType(response.details.kind));
    Ok(Decoded { title, value: serde_json::to_value(&response)?, reencoded: Some(reencoded) })
}

fn envelope(_: &str, bytes: &[u8]) -> Result<Decoded> {
    let (head, data, expected) = unwrapped(0xC2, bytes);
    let envelope = Envelope::decode(data).map_err(|error| Refused::new(error.cause, error.result))?;
    let reencoded = [head, &envelope.encode()?, expected].concat();
    Ok(Decoded {
        title: "ENVELOPE".into(),
        value: serde_json::to_value(&envelope)?,
        reencoded: Some(reencoded),
    })
}

fn terminal_profile(_: &str, bytes: &[u8]) -> Result<Decoded> {
    let (head, data, expected) = unwrapped(0x10, bytes);
    let profile = TerminalProfile::from_bytes(data);
    let reencoded = [head, profile.as_bytes(), expected].concat();
    Ok(Decoded {
        title: "TERMINAL PROFILE".into(),
        value: serde_json::to_value(&profile)?,
        reencoded: Some(reencoded),
    })
}

fn ussd(scheme: &str, bytes: &[u8]) -> Result<Decoded> {
    let scheme = u8::from_str_radix(scheme, 16).map_err(|error| format!("the coding scheme: {error}"))?;
    let scheme = CbsDcs(scheme);
    let text = scheme.decode(bytes);
    let text = text.ok_or_else(|| format!("no text: data coding scheme {:02X}", scheme.0))?;
    // a language before the text is told, and not written
    let reencoded = match scheme.coding() {
        _ if scheme.has_language_indication() => None,
        Coding::Gsm7 => Alphabet::DEFAULT.encode(&text.text).ok().map(|septets| gsm7::pack_ussd(&septets)),
        Coding::Ucs2 => ucs2::encode(&text.text).ok(),
        Coding::EightBit => None,
    };
    let value = json!({ "scheme": scheme, "language": text.language, "text": text.text });
    Ok(Decoded { title: "USSD string".into(), value, reencoded })
}

/// What is decoded as text, as an object: `{"kind":"balance","text":"...","country":"DE","today":"2026-11-22"}`.
fn object(line: &str) -> Result<Decoded> {
    let fields: Value = serde_json::from_str(line)?;
    let field = |name: &str| match &fields[name] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.as_str())),
        other => Err(format!("{name} is text, not {other}")),
    };
    match field("kind")? {
        Some(BALANCE) => {}
        other => return Err(format!("objects are of kind {BALANCE}, not {}", other.unwrap_or("none")).into()),
    }
    let country = field("country")?.map(|code| {
        code.to_ascii_uppercase()
            .parse::<Country>()
            .map_err(|_| format!("{code:?} is no country of ISO 3166"))
    });
    let today = field("today")?.map(|date| date.parse::<Date>().map_err(|error| format!("today: {error}")));
    let context = Context { country: country.transpose()?, today: today.transpose()? };
    balance(field("text")?.ok_or("there is no text")?, &context)
}

/// A reply, whose country is not known.
fn balance_line(text: &str, _: &[u8]) -> Result<Decoded> {
    balance(text, &Context::default())
}

fn balance(text: &str, context: &Context) -> Result<Decoded> {
    let report = reply::read(text, context);
    let mut value = json!({
        "amount": report.main.map(|money| money.amount.to_string()),
        "currency": report.main.and_then(|money| money.currency_code()),
    });
    if let (Value::Object(value), Value::Object(fields)) = (&mut value, serde_json::to_value(&report)?) {
        value.extend(fields.into_iter().filter(|(name, _)| name != "main"));
    }
    Ok(Decoded { title: "reply about a balance".into(), value, reencoded: None })
}

/// `+CUSD: 0,"...",15`, with its quotes or without.
fn cusd(line: &str, _: &[u8]) -> Result<Decoded> {
    let line = Line::new(line.trim().as_bytes());
    let cusd = Cusd::parse(&line).ok_or("this is no +CUSD, or part of it is missing")?;
    let reading = cusd.read(None);
    if cusd.text.is_some() && reading.is_none() {
        return Err("hex digits are missing".into());
    }
    let value = json!({
        "state": cusd.state,
        "m": cusd.state.number(),
        "text": reading.as_ref().map(|reading| &reading.text),
        "coding": reading.as_ref().map(|reading| reading.coding),
        "evidence": reading.as_ref().map(|reading| reading.evidence),
        "scheme": cusd.scheme.map(CbsDcs),
    });
    Ok(Decoded { title: "+CUSD".into(), value, reencoded: None })
}
