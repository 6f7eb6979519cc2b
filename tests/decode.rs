//! The example `decode`, as programs use it: lines in, JSON lines out.

#![cfg(feature = "serde")]

#[path = "../examples/decode/batch.rs"]
mod batch;
#[path = "../examples/decode/kinds.rs"]
mod kinds;

use proptest::prelude::*;
use serde_json::{Value, json};
use simcard::files::registry;

/// The answers to these lines.
fn answers(input: &[u8]) -> Vec<Value> {
    let mut out = Vec::new();
    batch::run(input, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The answer to one line.
fn answer(line: &str) -> Value {
    let [answer] = <[Value; 1]>::try_from(answers(line.as_bytes())).unwrap();
    answer
}

/// The value of a line that is decoded.
fn value(line: &str) -> Value {
    let answer = answer(line);
    assert_eq!(answer["ok"], true, "{line}: {answer}");
    answer["value"].clone()
}

#[test]
fn answers_have_one_form() {
    let mut out = Vec::new();
    batch::run(&b"ef ADF.USIM/EF.IMSI 080910101032547698\n"[..], &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "{\"ok\":true,\"value\":{\"imsi\":\"001010123456789\"},\"reencoded\":\"080910101032547698\"}\n"
    );
    assert_eq!(
        answer("ef EF.IMSI 080910101032547698"),
        json!({
            "ok": false,
            "error": "there are several files of this name: ADF.USIM/EF.IMSI, ADF.HPSIM/EF.IMSI, DF.GSM/EF.IMSI",
        })
    );
}

#[test]
fn no_line_ends_the_batch() {
    let input = b"status 9000\n\n  \t\r\nnonsense\nef\nef EF.ICCID\nef EF.ICCID 9\nef EF.ICCID zz\n\xFF\xFE 00\natr\r\nstatus 61";
    let answers = answers(input);
    let oks: Vec<_> = answers.iter().map(|answer| answer["ok"].as_bool().unwrap()).collect();
    assert_eq!(oks, [true, false, false, false, false, false, false, false, false]);
    assert_eq!(
        answers[1]["error"],
        "\"nonsense\" is not known; known are atr, status, command, fcp, ef, ber, sms-deliver, \
         sms-submit, sms-status, sms-command, ussd, cusd, proactive, terminal-response, envelope, terminal-profile, \
         balance"
    );
    assert_eq!(answers[8]["error"], "a status word has 2 bytes, not 1");
}

#[test]
fn a_blank_file_is_one() {
    assert_eq!(
        answer("ef MF/EF.ICCID FFFFFFFFFFFFFFFFFFFF"),
        json!({ "ok": true, "value": { "blank": true }, "reencoded": "ffffffffffffffffffff" })
    );
}

#[test]
fn hexadecimal_is_taken_as_people_write_it() {
    for line in [
        "ef EF.ICCID 984410000000000010F7",
        "EF mf/ef.iccid 98:44:10:00:00:00:00:00:10:f7\r",
        "  ef 3f00/2fe2 98 44 1000 0000 0000 10 f7  ",
    ] {
        let answer = answer(line);
        assert_eq!(answer["value"], json!({ "iccid": "8944010000000000017", "luhn": "valid" }), "{line}");
        assert_eq!(answer["reencoded"], "984410000000000010f7", "{line}");
    }
}

#[test]
fn every_example_of_the_registry_comes_back() {
    for entry in registry::all() {
        for example in entry.examples {
            let answer = answer(&format!("ef {} {}", entry.descriptor, example.content));
            assert_eq!(answer["ok"], true, "{}: {answer}", entry.descriptor);
            assert_eq!(answer["value"], serde_json::from_str::<Value>(example.json).unwrap());
            assert_eq!(answer["reencoded"], example.content.to_lowercase(), "{}", entry.descriptor);
        }
    }
}

#[test]
fn status_words() {
    // ETSI TS 102 221 10.2.1.5: file not found
    let answer = answer("status 6a82");
    assert_eq!(answer["reencoded"], "6a82");
    assert_eq!(answer["value"]["status"], "6A82");
    assert_eq!(answer["value"]["error"], true);
    assert!(!answer["value"]["meaning"].as_str().unwrap().is_empty());
    assert_eq!(value("status 9000")["success"], true);
}

#[test]
fn commands() {
    let select = value("command 00A40004023F0000");
    assert_eq!(select["name"], "SELECT");
    assert_eq!(
        (&select["p1"], &select["p2"], &select["data"], &select["ne"], &select["case"]),
        (&json!("00"), &json!("04"), &json!("3f00"), &json!(256), &json!(4))
    );
    assert_eq!(answer("command 00A40004023F0000")["reencoded"], "00a40004023f0000");
    assert_eq!(answer("command 00A4")["ok"], false);

    // A PIN is nobody's business.
    let verify = value("command 0020000108313233343FFFFFFF");
    assert_eq!((&verify["lc"], &verify["data"]), (&json!(8), &json!("redacted")));
}

#[test]
fn answers_to_reset() {
    // direct convention, T0 with TD1 and TD2 for T=1, no historical bytes, TCK 80 ^ 80 ^ 01
    let answer = answer("atr 3B 80 80 01 01");
    assert_eq!(answer["reencoded"], "3b80800101");
    let value = &answer["value"];
    assert_eq!((&value["convention"], &value["tck"]), (&json!("direct"), &json!("valid")));
    assert_eq!(value["protocols"], json!([0, 1]));
}

#[test]
fn files_control_parameters_and_headers() {
    let fcp = answer("fcp 62 0B 82 05 42 21 00 1A 05 83 02 6F 3B");
    assert_eq!((&fcp["ok"], &fcp["reencoded"]), (&json!(true), &Value::Null));
    assert!(fcp["value"]["uicc"].is_object(), "{fcp}");
    let header = answer("fcp 0000000A2FE204000FFFFF0102 0000");
    assert!(header["value"]["gsm"].is_object(), "{header}");
}

#[test]
fn objects_nest() {
    let tree = answer("ber 6208 8202 4121 A502 8000 C001 40FF");
    assert_eq!(
        tree["value"],
        json!({ "objects": [
            { "tag": "62", "objects": [
                { "tag": "82", "value": "4121" },
                { "tag": "A5", "objects": [{ "tag": "80", "value": "" }] },
            ] },
            { "tag": "C0", "value": "40" },
        ] })
    );
    // the padding is gone
    assert_eq!(tree["reencoded"], "620882024121a5028000c00140");
    // an empty template, and what comes after it
    assert_eq!(
        value("ber 6100 8001 AA"),
        json!({ "objects": [{ "tag": "61", "objects": [] }, { "tag": "80", "value": "aa" }] })
    );
    assert_eq!(answer("ber 6205 8001")["ok"], false);
    assert_eq!(answer("ber FFFF")["error"], "there is nothing but padding");
    // 17 levels
    let mut nested = String::new();
    for level in (0..17).rev() {
        nested.push_str(&format!("A5{:02X}", level * 2));
    }
    assert_eq!(answer(&format!("ber {nested}"))["ok"], false);
}

#[test]
fn proactive_commands() {
    // ETSI TS 102 223 6.6.1: details, devices, an unpacked text
    let display = "D0148103012180820281028D090442616C616E63653A";
    let expected = json!({
        "command": "DISPLAY TEXT",
        "number": 1,
        "source": "UICC",
        "destination": "display",
        "qualifier": ["wait_for_user"],
        "text": { "text": "Balance:", "coding": 4 },
    });
    // alone, or with the status word of the FETCH
    for status in ["", "9000", "9114"] {
        let line = format!("proactive {display}{status}");
        let reencoded = format!("{display}{status}").to_lowercase();
        assert_eq!(answer(&line), json!({ "ok": true, "value": expected, "reencoded": reencoded }), "{line}");
    }
    // a length in two bytes, and padding, stay as they are
    let long = "d0811481030121808202810 28d090442616c616e63653affff";
    let answer = answer(&format!("proactive {long}"));
    assert_eq!(answer["reencoded"], long.replace(' ', ""));
    assert_eq!(answer["value"]["warnings"], json!(["bytes behind the last object"]));
}

#[test]
fn refused_commands_say_what_to_answer() {
    // ETSI TS 102 223 6.11: a mandatory object is missing
    assert_eq!(
        answer("proactive D009 8103012180 82028102"),
        json!({
            "ok": false,
            "error": "DISPLAY TEXT, number 1: error, required values are missing (36): \
                toolkit message: a mandatory part is missing: text string (at byte 0)",
            "result": "error, required values are missing",
            "result_code": "36",
            "command": "DISPLAY TEXT",
            "number": 1,
        })
    );
    // an object that nobody knows, 7F0123, whose comprehension is required, is not understood; without that it is kept
    let unknown = |tag: &str| format!("proactive D0178103072180820281028D050442616C2E {tag}03010203");
    let refused = answer(&unknown("7F8123"));
    assert_eq!((&refused["result_code"], &refused["number"]), (&json!("32"), &json!(7)), "{refused}");
    assert_eq!(refused["result"], "command data not understood by terminal");
    assert_eq!(value(&unknown("7F0123"))["warnings"], json!(["unknown object 0123"]));
    // nothing is known of what is no command
    let refused = answer("proactive D101FF");
    assert_eq!((&refused["result_code"], &refused["command"]), (&json!("32"), &Value::Null));
    // an envelope without the item that was chosen
    let refused = answer("envelope D30482020181");
    assert_eq!((&refused["ok"], &refused["result_code"]), (&json!(false), &json!("36")), "{refused}");
}

#[test]
fn messages_of_the_toolkit_alone_and_as_commands() {
    // ETSI TS 102 223 6.8: the answer to GET INPUT; 7.2: an item of the menu
    let entered = "8103012300820282818301008d050431323334";
    let chosen = "d30782020181900103";
    let response = json!({
        "command": "GET INPUT",
        "number": 1,
        "qualifier": 0,
        "source": "terminal",
        "destination": "UICC",
        "result": { "general": "command performed successfully" },
        "objects": [{ "tag": "0D", "name": "text string", "value": { "text": "1234", "coding": 4 } }],
    });
    let envelope =
        json!({ "envelope": "menu selection", "source": "keypad", "destination": "UICC", "item": 3 });
    let profile = json!([
        { "byte": 1, "bit": 1, "name": "profile download" },
        { "byte": 1, "bit": 4, "name": "menu selection" },
        { "byte": 3, "bit": 1, "name": "DISPLAY TEXT" },
        { "byte": 14, "bit": 1, "name": "number of characters down the display", "value": 5 },
    ]);
    let shown = "09000100000000000000000000050000";
    for (kind, instruction, bytes, value) in [
        ("terminal-response", "14", entered, response),
        ("envelope", "c2", chosen, envelope),
        ("terminal-profile", "10", shown, profile),
    ] {
        let len = bytes.len() / 2;
        for line in [
            bytes.to_string(),
            format!("80{instruction}0000{len:02x}{bytes}"),
            format!("a0{instruction}0000{len:02x}{bytes}"),
            format!("80{instruction}0000{len:02x}{bytes}00"),
        ] {
            let expected = json!({ "ok": true, "value": value, "reencoded": line });
            assert_eq!(answer(&format!("{kind} {line}")), expected, "{line}");
        }
    }
    // what does not add up is no command, and no envelope either
    assert_eq!(answer("envelope 80C200000A D30782020181900103")["ok"], false);
    // but any bytes are a profile
    assert_eq!(answer("terminal-profile 8010000004 01")["reencoded"], "801000000401");
    assert_eq!(
        answer("terminal-response 8103012180 82028281")["error"],
        "toolkit message: a mandatory part is missing: result (at byte 0)"
    );
}

proptest! {
    #[test]
    fn any_input_gets_an_answer_a_line(lines in proptest::collection::vec("[^\n]{0,40}", 0..5), bytes: Vec<u8>) {
        let wanted = lines.iter().filter(|line| !line.trim().is_empty()).count();
        prop_assert_eq!(answers(lines.join("\n").as_bytes()).len(), wanted);
        let simple = ["atr", "status", "command", "fcp", "ber", "ef ADF.USIM/EF.SMSP", "ef MF/EF.DIR"];
        for kind in simple.iter().chain(&["proactive", "terminal-response", "envelope", "terminal-profile"]) {
            let answer = answer(&format!("{kind} {}", hex::encode(&bytes)));
            prop_assert!(answer["ok"].is_boolean());
        }
    }
}

#[test]
fn short_messages_that_came() {
    // from +447700900123, "Hello" in the GSM 7 bit alphabet (3GPP TS 23.040 9.2.2.1)
    let tpdu = "040c9144770009103200006211227163040005c8329bfd06";
    for (before, read_as) in
        [("0791447700090000", "service centre and TPDU"), ("00", "service centre and TPDU"), ("", "TPDU")]
    {
        let line = format!("sms-deliver {before}{tpdu}");
        let answer = answer(&line);
        assert_eq!(answer["reencoded"], format!("{before}{tpdu}"), "{answer}");
        let value = &answer["value"];
        assert_eq!(value["read_as"], read_as, "{line}");
        let message = &value["tpdu"];
        assert_eq!(
            (&message["type"], &message["originator"]),
            (&json!("SMS-DELIVER"), &json!("+447700900123"))
        );
        assert_eq!(
            (&message["timestamp"], &message["user_data"]["text"]),
            (&json!("2026-11-22T17:36:40+00:00"), &json!("Hello"))
        );
    }
    let with = value(&format!("sms-deliver 0791447700090000{tpdu}"));
    assert_eq!(with["service_centre"], "+447700900000");
    assert_eq!(
        answer("sms-deliver 060a04912143 62112271630400 62112271630400 00"),
        json!({ "ok": false, "error": "this is no SMS-DELIVER" })
    );
    assert_eq!(answer("sms-deliver 04")["ok"], false);
}

#[test]
fn short_messages_that_go() {
    // "Ба" in UCS2, for a day; to a service centre that the modem knows
    let sent = answer("sms-submit 0011000c9144770009103200 08a7 0404110430");
    assert_eq!(sent["reencoded"], "0011000c914477000910320008a70404110430");
    let message = &sent["value"]["tpdu"];
    assert_eq!(
        (&message["destination"], &message["user_data"]["text"]),
        (&json!("+447700900123"), &json!("Ба"))
    );
    assert_eq!(message["validity"], json!({ "format": "relative", "seconds": 86400 }));

    let report = answer("sms-status 062a0c9144770009103262112271630400 62112271631400 46");
    assert_eq!(report["value"]["read_as"], "TPDU");
    let report = &report["value"]["tpdu"];
    assert_eq!(report["reference"], 42);
    assert_eq!(
        report["status"],
        json!({ "value": "46", "outcome": "failed", "name": "validity period expired" })
    );

    let command = value("sms-command 020000022a0c9144770009103200");
    assert_eq!(
        (&command["tpdu"]["command"]["name"], &command["tpdu"]["message_reference"]),
        (&json!("delete message"), &json!(42))
    );
}

#[test]
fn ussd_strings_and_lines() {
    // "Balance" packed, with a CR as filling (3GPP TS 23.038 6.1.2.3.1)
    let packed = answer("ussd 0F C2303BEC1E971B");
    assert_eq!(
        (&packed["value"]["text"], &packed["reencoded"]),
        (&json!("Balance"), &json!("c2303bec1e971b"))
    );
    assert_eq!(value("ussd 48 0411043004 3B")["text"], "Бал");
    assert_eq!(answer("ussd 44 00")["error"], "no text: data coding scheme 44");
    assert_eq!(answer("ussd xx 00")["ok"], false);
    let line = value("cusd +CUSD: 1,\"Say  \"yes\" or no\",15");
    assert_eq!((&line["text"], &line["m"]), (&json!("Say  \"yes\" or no"), &json!(1)));
    assert_eq!((&line["state"], &line["coding"]), (&json!("reply_expected"), &json!("plain")));
    let line = value("cusd +CUSD: 0,\"00420061006C\",72");
    assert_eq!(
        (&line["text"], &line["coding"], &line["evidence"]),
        (&json!("Bal"), &json!("ucs2"), &json!("scheme"))
    );
    assert_eq!(value("cusd +CUSD: 4")["text"], Value::Null);
    assert_eq!(answer("cusd +CSQ: 20,99")["error"], "this is no +CUSD, or part of it is missing");
    assert_eq!(answer("cusd")["ok"], false);
}

#[test]
fn replies_about_a_balance() {
    let answer = value(
        r#"{"kind":"balance","text":"Guthaben 12,34 EUR bis 31.01.27","country":"de","today":"2026-11-22"}"#,
    );
    assert_eq!(
        (
            &answer["amount"],
            &answer["currency"],
            &answer["valid_until"],
            &answer["kind"],
            &answer["language"]
        ),
        (&json!("12.34"), &json!("EUR"), &json!("2027-01-31"), &json!("balance"), &json!("de"))
    );
    assert_eq!(answer["raw"], "Guthaben 12,34 EUR bis 31.01.27");
    // what is not said is there, and null
    let answer = value(r#"{"kind":"balance","text":"Please wait","country":null}"#);
    let nothing = ["amount", "currency", "valid_until"].map(|field| answer.get(field).cloned());
    assert_eq!(nothing, [Some(Value::Null), Some(Value::Null), Some(Value::Null)]);
    let answer = value("balance Your balance is 5.00 EUR");
    assert_eq!((&answer["amount"], &answer["currency"]), (&json!("5.00"), &json!("EUR")));
    for line in [
        r#"{"kind":"balance"}"#,
        r#"{"kind":"sms","text":""}"#,
        r#"{"kind":"balance","text":"","country":"XX"}"#,
        r#"{"kind":"balance","text":"","today":"tomorrow"}"#,
        r#"{"kind":"#,
    ] {
        assert_eq!(self::answer(line)["ok"], false, "{line}");
    }
}
