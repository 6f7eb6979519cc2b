use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use core::time::Duration;

use proptest::prelude::*;

use super::*;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// The tokens in `bytes`, given in chunks of `chunk`.
fn tokens(bytes: &[u8], chunk: usize) -> Vec<std::string::String> {
    let mut parser = LineParser::new();
    let mut found = Vec::new();
    for mut part in bytes.chunks(chunk.max(1)) {
        while let Some(token) = parser.next(&mut part) {
            found.push(match token {
                Token::Line(line) => std::string::String::from_utf8_lossy(line).into_owned(),
                Token::Prompt => ">".into(),
                Token::Overlong => "(overlong)".into(),
            });
        }
    }
    found
}

#[test]
fn lines_end_in_every_way() {
    let expected = ["+CSQ: 20,99", "OK", "RING"];
    for bytes in [
        &b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\nRING\r\n"[..],
        b"+CSQ: 20,99\rOK\rRING\r",
        b"+CSQ: 20,99\nOK\nRING\n",
        b"\0+CS\0Q: 20,99\r\n\0\r\n  OK  \r\n\t RING\r",
    ] {
        for chunk in [1, 2, 3, 7, 1000] {
            assert_eq!(tokens(bytes, chunk), expected);
        }
    }
    assert_eq!(tokens(b"\r\n+CSQ: 20,9", 1000), [""; 0]);
}

/// A line of nothing but a form feed is blank; the line after it lost its first byte if it came in another chunk.
#[test]
fn a_blank_line_takes_nothing_from_the_next_one() {
    for chunk in [1, 2, 3, 100] {
        assert_eq!(tokens(b"\x0C\r+CSQ: 20,99\rOK\r", chunk), ["+CSQ: 20,99", "OK"], "{chunk}");
    }
}

#[test]
fn the_text_of_a_ussd_message_may_hold_anything() {
    let cases: [(&[u8], &[&str]); 9] = [
        // line ends and quotes
        (b"+CUSD: 0,\"a\r\nb\n\nc\",15\r\nOK\r\n", &["+CUSD: 0,\"a\r\nb\n\nc\",15", "OK"]),
        (b"+CUSD: 0,\"Say \"yes\" or\n\"no\"\",15\r", &["+CUSD: 0,\"Say \"yes\" or\n\"no\"\",15"]),
        // a line that ends in a quote, and one that says OK
        (
            b"+CUSD: 1,\"Dial \"*100#\"\nOK\nfor more\",15\r\n",
            &["+CUSD: 1,\"Dial \"*100#\"", "OK", "for more\",15"],
        ),
        (b"+CUSD: 1,\"Reply\nOK\nto go on\",15\r\n", &["+CUSD: 1,\"Reply\nOK\nto go on\",15"]),
        // no scheme, quotes in pairs or not
        (b"+CUSD: 0,\"text\"\r\nOK\r\n", &["+CUSD: 0,\"text\"", "OK"]),
        (b"+CUSD: 0,\"5\" pipe\"\r\nOK\r\n", &["+CUSD: 0,\"5\" pipe\"", "OK"]),
        // the end is lost: an error, or another one, ends it
        (b"+CUSD: 0,\"text,15\r\n+CME ERROR: 3\r\n", &["+CUSD: 0,\"text,15", "+CME ERROR: 3"]),
        (b"+CUSD: 0,\"a\r\n+CUSD: 2\r\nOK\r", &["+CUSD: 0,\"a", "+CUSD: 2", "OK"]),
        // no quotes at all
        (b"+CUSD: 2\r\nOK\r\n+CUSD: 0,1050,15\r\n", &["+CUSD: 2", "OK", "+CUSD: 0,1050,15"]),
    ];
    for (bytes, expected) in cases {
        for chunk in [1, 2, 5, 1000] {
            assert_eq!(tokens(bytes, chunk), expected);
        }
    }
}

#[test]
fn a_text_without_end_ends_somewhere() {
    let mut bytes = b"+CUSD: 0,\"".to_vec();
    for _ in 0..2000 {
        bytes.extend(b"abc\r\n");
    }
    let found = tokens(&bytes, 64);
    assert!(found[0].len() >= 4096 && found[0].len() < 4110, "{}", found[0].len());
    assert_eq!(found.last().unwrap(), "abc");
}

#[test]
fn long_lines_pass_and_longer_ones_are_told() {
    let mut bytes = [b'a'].repeat(MAX_LINE);
    bytes.extend(b"\r\n");
    assert_eq!(tokens(&bytes, 1000), ["a".repeat(MAX_LINE)]);
    bytes.insert(0, b'a');
    bytes.extend(b"OK\r\n");
    assert_eq!(tokens(&bytes, 1000), ["(overlong)", "OK"]);
    assert_eq!(tokens(&bytes, 1), ["(overlong)", "OK"]);
}

#[test]
fn a_prompt_counts_where_one_is_expected() {
    let mut parser = LineParser::new();
    let mut input = &b"\r\n> "[..];
    assert_eq!(parser.next(&mut input), None);
    parser.reset();
    parser.expect_prompt(true);
    let mut input = &b"\r\n> \r\n+CMGS: 5\r\n"[..];
    assert_eq!(parser.next(&mut input), Some(Token::Prompt));
    assert_eq!(parser.next(&mut input), Some(Token::Line(b"+CMGS: 5")));
}

#[test]
fn command_lines() {
    let line = |command: AtCommand| command.line().map(<[u8]>::to_vec);
    assert_eq!(line(AtCommand::attention()).unwrap(), b"AT");
    assert_eq!(line(AtCommand::read("+COPS")).unwrap(), b"AT+COPS?");
    let crsm = AtCommand::set("+CRSM").number(176).number(28423).omitted().bare_hex(&[0xAB]).quoted("7FFF");
    assert_eq!(line(crsm).unwrap(), b"AT+CRSM=176,28423,,AB,\"7FFF\"");
    assert_eq!(line(AtCommand::set("+CGLA").bare("000038af")).unwrap(), b"AT+CGLA=000038af");
    for text in ["a\rb", "a\nb", "a\"b", "a\u{1A}b", "a\u{1B}b", "a\0b", "aéb", "a\u{7F}"] {
        let fault = AtCommandError::Character { command: "+CUSD", index: 1 };
        assert_eq!(line(AtCommand::set("+CUSD").number(1).quoted(text)), Err(fault), "{text:?}");
        assert_eq!(line(AtCommand::set("+CUSD").bare(text)), Err(fault), "{text:?}");
    }
    assert!(line(AtCommand::set("+CGLA").bare("1,2")).is_err());
    assert_eq!(line(AtCommand::execute("+CSQ\rATD1")), Err(AtCommandError::Name));
    // nothing that was refused is in the line
    assert_eq!(
        std::format!("{:?}", AtCommand::set("+CPIN").quoted("1234")),
        "AtCommand { name: \"+CPIN\", kind: Pin, .. }"
    );
}

#[test]
fn deadlines_go_from_300_ms_to_240_s() {
    assert_eq!(AtCommand::attention().command_kind().deadline(), ms(300));
    assert_eq!(AtCommand::set("+CLCK").command_kind().deadline(), ms(240_000));
    assert_eq!(AtCommand::set("+COPS").command_kind(), CommandKind::Scan);
    assert_eq!(AtCommand::read("+COPS").command_kind(), CommandKind::Operator);
    assert_eq!(AtCommand::set("+CSIM").command_kind(), CommandKind::Sim);
}

#[test]
fn parameters() {
    let read = |value: &'static str| Parameters::new(value.as_bytes()).collect::<Vec<_>>();
    assert_eq!(read("20, 99"), [Parameter::Bare(b"20"), Parameter::Bare(b"99")]);
    assert_eq!(
        read("0,\"a,b\",,7"),
        [Parameter::Bare(b"0"), Parameter::Quoted(b"a,b"), Parameter::Omitted, Parameter::Bare(b"7")]
    );
    assert_eq!(
        read("(1-3),(\"a)\",(2)),"),
        [Parameter::List(b"1-3"), Parameter::List(b"\"a)\",(2)"), Parameter::Omitted]
    );
    // unescaped quotes, and ends that are missing
    assert_eq!(
        read("\"say \"yes\" now\",15"),
        [Parameter::Quoted(b"say \"yes\" now"), Parameter::Bare(b"15")]
    );
    assert_eq!(read("\"open,1"), [Parameter::Quoted(b"open,1")]);
    assert_eq!(read("(open,1"), [Parameter::List(b"open,1")]);
    assert_eq!(read(""), [Parameter::Omitted]);
    assert_eq!(read("\"12\"")[0].number(), Some(12));
    assert_eq!(read("-73")[0].number(), Some(-73));
    assert_eq!(read("300")[0].number_as::<u8>(), None);
    assert_eq!(read("\"90 00\"")[0].hex(), Some(Vec::from([0x90, 0x00])));
    assert_eq!(read("900")[0].hex(), None);
}

#[test]
fn final_results() {
    use FinalResult as F;
    let parse = |line: &str| F::parse(line.as_bytes(), false);
    assert_eq!(parse("OK"), Some(F::Ok));
    assert_eq!(parse("ERROR"), Some(F::Error));
    assert_eq!(parse("+CME ERROR: 14"), Some(F::Cme(CmeError::Code(14))));
    assert_eq!(parse("+CME ERROR:SIM Busy"), Some(F::Cme(CmeError::Code(14))));
    assert_eq!(parse("+CME ERROR: out of order"), Some(F::Cme(CmeError::Words("out of order".into()))));
    assert_eq!(parse("+CMS ERROR: 331"), Some(F::Cms(CmsError::Code(331))));
    assert_eq!(parse("+CMS ERROR: 331").unwrap().to_string(), "no network service (+CMS ERROR 331)");
    assert_eq!(parse("COMMAND NOT SUPPORT"), Some(F::NotSupported));
    assert_eq!(parse("TOO MANY PARAMETERS"), Some(F::TooManyParameters));
    assert_eq!(parse("ABORTED"), Some(F::Aborted));
    for line in ["OKAY", "+CMEE: 1", "+CME ERRORS: 1", "NO CARRIER", "BUSY", "CONNECT 9600", "", "0"] {
        assert_eq!(parse(line), None, "{line}");
    }
    for (line, result) in [
        ("NO CARRIER", F::NoCarrier),
        ("BUSY", F::Busy),
        ("NO ANSWER", F::NoAnswer),
        ("NO DIALTONE", F::NoDialtone),
        ("CONNECT 9600", F::Connect("9600".into())),
    ] {
        assert_eq!(F::parse(line.as_bytes(), true), Some(result));
    }
}

/// A dialogue that has just sent `command`.
fn sent(command: AtCommand) -> Dialogue {
    let mut at = Dialogue::new(Duration::ZERO);
    at.assume_in_step();
    at.send(command, ms(0)).unwrap();
    assert!(at.poll_transmit().is_some());
    at
}

fn events(at: &mut Dialogue) -> Vec<Event> {
    core::iter::from_fn(|| at.poll_event()).collect()
}

fn line(text: &str) -> Event {
    Event::Line(Line::new(text.as_bytes()))
}

fn urc(text: &str) -> Event {
    Event::Urc(Line::new(text.as_bytes()))
}

const OK: Event = Event::Final(FinalResult::Ok);

#[test]
fn unsolicited_results_stand_anywhere() {
    let answer = b"\r\nRING\r\nAT+CSQ\r\r\n+CREG: 1\r\n\r\n+CSQ: 20,99\r\n^RSSI: 20\r\nNO CARRIER\r\nOK\r\n+CUSD: 2\r\n";
    for chunk in [1, 3, 1000] {
        let mut at = sent(AtCommand::execute("+CSQ"));
        for part in answer.chunks(chunk) {
            at.receive(part, ms(1));
        }
        let expected = [
            urc("RING"),
            urc("+CREG: 1"),
            line("+CSQ: 20,99"),
            urc("^RSSI: 20"),
            urc("NO CARRIER"),
            OK,
            urc("+CUSD: 2"),
        ];
        assert_eq!(events(&mut at), expected);
        assert!(at.is_in_step());
    }
}

#[test]
fn plain_text_and_its_look_alikes() {
    let mut at = sent(AtCommand::execute("+CGMI"));
    at.receive(b"AT+CGM\r\nRING\r\n+CREG: 1\r\nATMEL 0\r\n0\r\n+CGMI: x\r\nOK\r\n", ms(1));
    let expected = [urc("RING"), urc("+CREG: 1"), line("ATMEL 0"), line("0"), line("+CGMI: x"), OK];
    assert_eq!(events(&mut at), expected);
}

#[test]
fn numeric_results() {
    let mut at = sent(AtCommand::execute("+CSQ"));
    at.receive(b"+CSQ: 1,2\r\n0\r", ms(1));
    assert_eq!(events(&mut at), [line("+CSQ: 1,2"), OK]);
    let mut at = sent(AtCommand::set("+CMEE").number(1));
    at.receive(b"4\r", ms(1));
    assert_eq!(events(&mut at), [Event::Final(FinalResult::Error)]);
}

#[test]
fn messages_and_their_second_lines() {
    let mut at = sent(AtCommand::set("+CMGL").number(4));
    at.receive(b"+CMGL: 1,1,,23\r\n07A1\r\n+CMT: ,5\r\nBEEF\r\n+CMGL: 2,1,,23\r\n07A2\r\nOK\r\n", ms(1));
    let expected = [
        line("+CMGL: 1,1,,23"),
        line("07A1"),
        urc("+CMT: ,5"),
        urc("BEEF"),
        line("+CMGL: 2,1,,23"),
        line("07A2"),
        OK,
    ];
    assert_eq!(events(&mut at), expected);
}

#[test]
fn a_payload_goes_out_at_the_prompt_and_its_echo_is_known() {
    let mut at = sent(AtCommand::set("+CMGS").number(3).payload(&[0x00, 0xAB, 0x1A]));
    at.receive(b"AT+CMGS=3\r\r\n>", ms(5));
    assert_eq!(at.poll_transmit().unwrap().as_slice(), b"00AB1A\x1A");
    at.receive(b" 00AB1A\x1A\r\n+CMGS: 7\r\n\r\nOK\r\n", ms(2000));
    assert_eq!(events(&mut at), [Event::Prompt, line("+CMGS: 7"), OK]);
}

#[test]
fn a_late_result_is_not_the_next_commands() {
    let mut at = sent(AtCommand::execute("+CSQ"));
    assert_eq!(at.poll_timeout(), Some(ms(5000)));
    at.receive(b"+CS", ms(4999));
    at.handle_timeout(ms(4999));
    assert_eq!(events(&mut at), []);
    at.handle_timeout(ms(5000));
    assert_eq!(events(&mut at), [Event::TimedOut]);
    assert!(!at.is_in_step());
    // the next command waits until the modem answers to AT
    at.send(AtCommand::read("+CREG"), ms(5100)).unwrap();
    assert_eq!(at.poll_transmit().unwrap().as_slice(), b"AT\r");
    // the late answer, and an unsolicited result among it
    at.receive(b"+CSQ: 20,99\r\n\r\nOK\r\n+CUSD: 2\r\n", ms(5200));
    at.receive(b"\r\nOK\r\n", ms(5300));
    assert_eq!(at.poll_transmit(), None);
    at.handle_timeout(ms(5499));
    assert_eq!(at.poll_transmit(), None);
    at.handle_timeout(ms(5500));
    assert_eq!(at.poll_transmit().unwrap().as_slice(), b"AT+CREG?\r");
    at.receive(b"+CREG: 0,1\r\nOK\r\n", ms(5600));
    // what has the form of an unsolicited result is one, whoever it was meant for
    let events = events(&mut at);
    assert_eq!(events[events.len() - 3..], [urc("+CUSD: 2"), line("+CREG: 0,1"), OK]);
}

#[test]
fn an_ok_without_its_answer_is_a_late_one() {
    let mut at = sent(AtCommand::execute("+CSQ"));
    at.handle_timeout(ms(5000));
    at.send(AtCommand::execute("+CSQ"), ms(6000)).unwrap();
    at.receive(b"OK\r\n", ms(6010));
    at.handle_timeout(ms(6300));
    assert!(at.poll_transmit().is_some());
    // that of the first one comes only now
    at.receive(b"OK\r\n+CSQ: 20,99\r\nOK\r\n", ms(6400));
    assert_eq!(events(&mut at), [Event::TimedOut, line("+CSQ: 20,99"), OK]);
}

#[test]
fn a_modem_that_does_not_answer_is_given_up() {
    let mut at = Dialogue::new(ms(100));
    at.send(AtCommand::execute("+CSQ"), ms(0)).unwrap();
    assert_eq!(at.send(AtCommand::attention(), ms(0)), Err(DialogueError::Busy));
    let mut sent = 0;
    let mut now = ms(0);
    while let Some(due) = at.poll_timeout() {
        sent += usize::from(at.poll_transmit().is_some_and(|bytes| bytes.as_slice() == b"AT\r"));
        now = due;
        at.handle_timeout(now);
    }
    assert_eq!((sent, now), (5, ms(5500)));
    assert_eq!(events(&mut at), [Event::Unresponsive]);
    // and has another chance
    at.send(AtCommand::execute("+CSQ"), ms(9000)).unwrap();
    at.receive(b"ERROR\r\nOK\r\n", ms(9100));
    assert!(!at.is_in_step());
    let due = at.poll_timeout().unwrap();
    at.handle_timeout(due);
    assert!(at.poll_transmit().unwrap().ends_with(b"AT+CSQ\r"));
}

#[test]
fn a_prompt_that_came_too_late_is_left_with_escape() {
    let mut at = sent(AtCommand::set("+CMGS").number(1).payload(&[0x01]));
    at.handle_timeout(ms(10_000));
    at.send(AtCommand::execute("+CSQ"), ms(11_000)).unwrap();
    assert_eq!(at.poll_transmit().unwrap().as_slice(), b"\x1BAT\r");
}

#[test]
fn a_text_without_end_is_told_after_a_while() {
    let mut at = Dialogue::new(ms(0));
    at.receive(b"+CUSD: 0,\"5\" pipe\"\r\n", ms(0));
    assert_eq!(events(&mut at), []);
    assert_eq!(at.poll_timeout(), Some(ms(2000)));
    at.handle_timeout(ms(2000));
    assert_eq!(events(&mut at), [urc("+CUSD: 0,\"5\" pipe\"")]);
    assert_eq!(at.poll_timeout(), None);
}

#[test]
fn a_million_unsolicited_results_take_no_more_room_than_a_few() {
    let mut at = Dialogue::new(ms(0));
    at.assume_in_step();
    for _ in 0..1_000_000 {
        at.receive(b"^RSSI: 20\r\n", ms(0));
    }
    assert_eq!(events(&mut at).len(), 4096);
    assert_eq!(at.dropped(), 1_000_000 - 4096);
}

/// What modems send, in pieces that make trouble.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"\r\nOK\r\n".to_vec()),
        Just(b"ERROR\r".to_vec()),
        Just(b"+CME ERROR: 3\n".to_vec()),
        Just(b"+CUSD: 0,\"".to_vec()),
        Just(b"\",15".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"> ".to_vec()),
        Just(b"+CMT: ,2\r\nAB\r\n".to_vec()),
        Just(b"+CMGS: 1".to_vec()),
        Just(b"AT+CMGS=1\r".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"\n".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn lines_do_not_depend_on_chunks(bytes in noise(), chunk in 1_usize..9) {
        prop_assert_eq!(tokens(&bytes, chunk), tokens(&bytes, usize::MAX));
        prop_assert_eq!(tokens(&bytes, 1), tokens(&bytes, usize::MAX));
    }

    #[test]
    fn events_do_not_depend_on_chunks(bytes in noise(), chunk in 1_usize..9, in_step: bool) {
        let run = |chunk: usize| {
            let mut at = Dialogue::new(ms(0));
            if in_step {
                at.assume_in_step();
            }
            at.send(AtCommand::set("+CMGS").number(1).payload(&[0x01]), ms(0)).unwrap();
            for part in bytes.chunks(chunk) {
                at.receive(part, ms(1));
            }
            let sent: Vec<u8> = at.poll_transmit().map(|bytes| bytes.to_vec()).unwrap_or_default();
            let mut all = events(&mut at);
            // whatever came, it ends
            for _ in 0..1000 {
                let Some(due) = at.poll_timeout() else { break };
                at.handle_timeout(due);
                all.extend(events(&mut at));
            }
            (sent, all, at.poll_timeout())
        };
        let whole = run(usize::MAX);
        prop_assert_eq!(whole.2, None);
        prop_assert_eq!(&run(chunk), &whole);
        prop_assert_eq!(&run(1), &whole);
    }

    #[test]
    fn parameters_never_panic(bytes: Vec<u8>) {
        for parameter in Parameters::new(&bytes) {
            let _ = (parameter.number(), parameter.hex(), parameter.text());
        }
    }

    #[test]
    fn strings_come_back(text in "[ -!#-~]{0,40}") {
        let command = AtCommand::set("+X").number(1).quoted(&text).number(2);
        let line = Line::new(command.line().unwrap());
        let value = line.as_bytes().strip_prefix(b"AT+X=").unwrap();
        let mut parameters = Parameters::new(value);
        prop_assert_eq!(parameters.nth(1).unwrap().text(), text);
        prop_assert_eq!(parameters.next().unwrap().number(), Some(2));
    }
}
