//! The hosts that come with the library.

use simcard::mock::{Applet, Flow, VirtualCard};
use simcard::toolkit::command::{
    DisplayText, DisplayTextQualifier, GetInput, GetInputQualifier, PlayTone, SetUpIdleModeText,
};
use simcard::toolkit::object::{DefaultText, ResponseLength, Tone};
use simcard::toolkit::{
    Capabilities, CommandType, ConsoleHost, GeneralResult, Host, HostResult, ProactiveCommand, RecordingHost,
    Reply, ScriptedHost, ToolkitError, TranscriptLine,
};
use simcard::{Card, Error};

use crate::support::{Puppet, network, proactive, text};

/// What a person sees who types `input` while the items with these identifiers are chosen one after the other.
fn console(card: VirtualCard, items: &[u8], input: &str) -> String {
    let mut output = Vec::new();
    let host = ConsoleHost::new(input.as_bytes(), &mut output).ussd(|request| match request {
        "*100#" => Ok("12.34 EUR".into()),
        _ => Err("no such service".into()),
    });
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit(host);
    toolkit.start().unwrap();
    for item in items {
        toolkit.select(*item).unwrap();
    }
    toolkit.close();
    String::from_utf8(output).unwrap()
}

fn waiting(text: &str) -> DisplayText {
    let mut display = DisplayText::new(text).unwrap();
    display.qualifier |= DisplayTextQualifier::WAIT_FOR_USER;
    display
}

#[test]
fn a_person_asks_for_the_balance() {
    let shown = console(VirtualCard::uicc(), &[1, 1], "y\n\nn\n\n");
    assert_eq!(
        shown,
        "The card wants: USSD *100#. Allow? [y/N]: --\n\
         12.34 EUR\n\
         --\n\
         Enter to go on (b back, q quit): \
         The card wants: USSD *100#. Allow? [y/N]: --\n\
         The service is not available.\n\
         --\n\
         Enter to go on (b back, q quit): "
    );
}

#[test]
fn a_person_chooses() {
    let shown = console(VirtualCard::uicc(), &[4], "9\nFrench\n? 2\n\ndeu\n\n");
    assert_eq!(
        shown,
        "Language\n\
         \u{20}  1  English\n\
         \u{20}  2  Deutsch\n\
         \u{20}  3  Ελληνικά\n\
         choose (b back, q quit, ? help): \
         there is no \"item 9\" in this menu; it has [\"English\", \"Deutsch\", \"Ελληνικά\"]\n\
         choose (b back, q quit, ? help): \
         there is no \"French\" in this menu; it has [\"English\", \"Deutsch\", \"Ελληνικά\"]\n\
         choose (b back, q quit, ? help): --\n\
         The language of these menus.\n\
         --\n\
         Enter to go on (b back, q quit): Language\n\
         \u{20}  1  English\n\
         \u{20}  2  Deutsch\n\
         \u{20}  3  Ελληνικά\n\
         choose (b back, q quit, ? help): --\n\
         Die Sprache ist Deutsch.\n\
         --\n\
         Enter to go on (b back, q quit): "
    );
}

#[test]
fn a_person_enters_a_voucher() {
    let shown = console(VirtualCard::uicc(), &[2], "?\n\n123\n12345x7890\n1234567890\ny\n\n");
    assert_eq!(
        shown,
        "Voucher code\n\
         enter (b back, q quit, ? help): --\n\
         The 10 to 16 digits on your voucher.\n\
         --\n\
         Enter to go on (b back, q quit): Voucher code\n\
         enter (b back, q quit, ? help): at least 10 characters are needed\n\
         enter (b back, q quit, ? help): only 0 to 9, *, # and + are allowed\n\
         enter (b back, q quit, ? help): \
         The card wants: USSD *103*1234567890#. Allow? [y/N]: no such service\n\
         --\n\
         The service is not available.\n\
         --\n\
         Enter to go on (b back, q quit): "
    );
    // back, the end of the session, the end of the input
    for input in ["b\n", "q\n", ""] {
        let shown = console(VirtualCard::uicc(), &[2], input);
        let end = if input.is_empty() { "\n" } else { "" };
        assert_eq!(shown, format!("Voucher code\nenter (b back, q quit, ? help): {end}"));
    }
}

#[test]
fn texts_wait_and_can_not_steer_a_terminal() {
    let hostile = "Your \u{1B}[2Jbalance\r\nis \u{202E}12";
    let flow = Flow::new().command(waiting("one")).command(waiting("two")).show(hostile);
    let applet = Applet::new("M").item("Pages", flow).item(
        "Others",
        Flow::new()
            .command(PlayTone::new(Tone::DIAL))
            .command(SetUpIdleModeText::new("Test network").unwrap())
            .command(SetUpIdleModeText::removal()),
    );
    let card = VirtualCard::builder().applet(applet).build();
    // forward, back, forward, forward: a question mark is no request for help here
    let shown = console(card, &[1, 2], "\nb\n?\n\n\n");
    assert_eq!(
        shown,
        "--\none\n--\nEnter to go on (b back, q quit): --\ntwo\n--\nEnter to go on (b back, q quit): \
         --\none\n--\nEnter to go on (b back, q quit): --\ntwo\n--\nEnter to go on (b back, q quit): \
         --\nYour  [2Jbalance\nis  12\n--\nEnter to go on (b back, q quit): \
         (a tone) \n\
         (on the idle screen) Test network\n"
    );
}

#[test]
fn a_network_that_is_a_person() {
    let mut output = Vec::new();
    let host = ConsoleHost::new(&b"y\n5 EUR\n\n"[..], &mut output);
    let mut card = Card::new(VirtualCard::uicc());
    let mut toolkit = card.toolkit(host);
    toolkit.start().unwrap();
    toolkit.select(1).unwrap();
    drop(toolkit);
    assert_eq!(
        String::from_utf8(output).unwrap(),
        "The card wants: USSD *100#. Allow? [y/N]: \
         There is no network here. Send *100# from a telephone.\n\
         What does it answer? (q: nothing): --\n\
         5 EUR\n\
         --\n\
         Enter to go on (b back, q quit): "
    );
}

#[test]
fn what_is_hidden_is_read_elsewhere() {
    let flow = Flow::new().ask_hidden_digits("PIN", 4, 8).show("thanks");
    let card = VirtualCard::builder().applet(Applet::new("M").item("PIN", flow)).build();
    let mut lines = ["12", "1234"].into_iter();
    let mut output = Vec::new();
    let host =
        ConsoleHost::new(&b"\n"[..], &mut output).secret(move || Ok(lines.next().unwrap().to_string()));
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit(host);
    toolkit.start().unwrap();
    toolkit.select(1).unwrap();
    drop(toolkit);
    assert_eq!(
        String::from_utf8(output).unwrap(),
        "PIN\nenter (b back, q quit, ? help) (hidden): at least 4 characters are needed\nenter (b back, q quit, ? help) (hidden): --\nthanks\n--\nEnter to go on (b back, q quit): "
    );
}

#[test]
fn what_is_hidden_can_be_left() {
    for (line, result) in [
        (Some("b"), GeneralResult::BACKWARD_MOVE),
        (Some("q"), GeneralResult::SESSION_TERMINATED_BY_USER),
        (None, GeneralResult::SESSION_TERMINATED_BY_USER),
    ] {
        let flow = Flow::new().ask_hidden_digits("PIN", 4, 8);
        let card = VirtualCard::builder().applet(Applet::new("M").item("PIN", flow)).build();
        let console = ConsoleHost::new(&b""[..], std::io::sink())
            .secret(move || line.map(str::to_string).ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into()));
        let mut host = RecordingHost::new(console);
        let mut card = Card::new(card);
        let mut toolkit = card.toolkit(&mut host);
        toolkit.start().unwrap();
        toolkit.select(1).unwrap();
        let last = host.transcript().lines().last().unwrap();
        assert!(
            matches!(last, TranscriptLine::Command { command: CommandType::GET_INPUT, result: found, .. } if *found == result),
            "{last}"
        );
    }
}

#[test]
fn a_transcript_without_secrets() {
    let question = Flow::new().ask("PIN", 4, 8).ussd("*7*{input}#").show("{input} is right: {answer}");
    let applet = Applet::new("M")
        .item("Top up", Flow::new().ask_digits("Voucher code", 10, 16).ussd("*103*{input}#").show("{answer}"))
        .item("PIN", question);
    let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    let host = network().ussd("*7*4711#", "4711 it is").enter("1234567890").enter("4711");
    let mut host = RecordingHost::new(host);
    let mut toolkit = card.toolkit(&mut host);
    toolkit.start().unwrap();
    toolkit.select(1).unwrap();
    toolkit.select(2).unwrap();
    let lines = [
        "menu: Top up, PIN",
        "SET UP MENU \"M\": command performed successfully",
        "the card answered the envelope with 910F",
        "GET INPUT \"Voucher code\": command performed successfully, 10 characters entered",
        "consent to USSD *103*…#: yes",
        "SEND USSD \"*103*…#\": command performed successfully, Topped up",
        "DISPLAY TEXT \"Topped up\": command performed successfully",
        "the card answered the envelope with 910F",
        "GET INPUT \"PIN\": command performed successfully, 4 characters entered",
        "consent to USSD *7*…#: yes",
        "SEND USSD \"*7*…#\": command performed successfully, … it is",
        "DISPLAY TEXT \"… is right: … it is\": command performed successfully",
    ];
    let transcript = host.transcript().to_string();
    let shown: Vec<_> = transcript.lines().collect();
    let envelope = |line: &&&str| !line.starts_with("the card answered");
    assert_eq!(
        shown.iter().filter(envelope).collect::<Vec<_>>(),
        lines.iter().filter(envelope).collect::<Vec<_>>()
    );
    for secret in ["1234567890", "4711"] {
        assert!(!format!("{transcript} {:?}", host.transcript()).contains(secret));
    }
    assert!(matches!(&host.transcript().lines()[0], TranscriptLine::Menu(items) if items.len() == 2));
    let (host, _) = host.into_parts();
    assert_eq!(host.left(), 0);
}

#[test]
fn a_script() {
    let mut card = Card::new(VirtualCard::uicc());
    let host = network().choose("Ελ").choose_at(1).enter("1234567890").reply(Reply::text("Thanks"));
    let mut toolkit = card.toolkit(host);
    toolkit.start().unwrap();
    toolkit.select(4).unwrap();
    toolkit.select(4).unwrap();
    toolkit.select(2).unwrap();
    assert_eq!(toolkit.host().left(), 0, "a reply is for whatever comes");
    let host = toolkit.close();
    assert_eq!(host.asked(), ["Language", "Language", "Voucher code"]);
    assert_eq!(host.texts(), ["Η γλώσσα είναι ελληνικά.", "The language is English.", "Thanks"]);
}

#[test]
fn a_script_that_does_not_fit() {
    let cases = [
        (ScriptedHost::new().fail("enough"), "what the card asked for could not be carried out: enough"),
        (
            ScriptedHost::new().enter("12345"),
            "what the card asked for could not be carried out: \
             the card asked by SELECT ITEM, and the script goes on with something to enter",
        ),
        (
            ScriptedHost::new().choose("Latin"),
            "what the card asked for could not be carried out: \
             there is no \"Latin\" in this menu; it has [\"English\", \"Deutsch\", \"Ελληνικά\"]",
        ),
    ];
    for (host, expected) in cases {
        let mut card = Card::new(VirtualCard::uicc());
        let mut toolkit = card.toolkit(host);
        toolkit.start().unwrap();
        let error = toolkit.select(4).unwrap_err();
        assert!(matches!(error, Error::Toolkit(ToolkitError::Host(_))));
        assert_eq!(error.to_string(), expected);
        // the card was told, and goes on
        toolkit.select(5).unwrap();
        assert_eq!(toolkit.host().texts().len(), 3);
    }
}

#[test]
fn what_a_recording_host_tells_is_what_was_answered() {
    let puppet = Puppet::new([proactive(PlayTone::new(Tone::DIAL)), text("Text")]);
    let mut host = RecordingHost::new(ScriptedHost::new().reply(Reply::no_response()).fail("broken"));
    let error = Card::new(puppet).toolkit(&mut host).start().unwrap_err();
    assert!(matches!(error, Error::Toolkit(ToolkitError::Host(_))));
    let lines = host.transcript().lines();
    let result = |kind| {
        lines.iter().find_map(|line| match line {
            TranscriptLine::Command { command, result, .. } if *command == kind => Some(*result),
            _ => None,
        })
    };
    assert_eq!(result(CommandType::PLAY_TONE), Some(GeneralResult::NO_RESPONSE));
    assert_eq!(result(CommandType::DISPLAY_TEXT), Some(GeneralResult::TERMINAL_UNABLE));
}

#[test]
fn an_empty_line_is_what_the_card_suggests() {
    let mut ask = GetInput::new("Name?", ResponseLength::new(1, 10)).unwrap();
    ask.qualifier = GetInputQualifier::ALPHABET;
    ask.default_text = Some(DefaultText::new("Ann").unwrap());
    let entered = |ask: &GetInput, typed: &str| {
        let flow = Flow::new().command(ask.clone());
        let card = VirtualCard::builder().applet(Applet::new("M").item("Name", flow)).build();
        let mut output = Vec::new();
        let host = RecordingHost::new(ConsoleHost::new(typed.as_bytes(), &mut output));
        let mut card = Card::new(card);
        let mut toolkit = card.toolkit(Keeping { host, texts: Vec::new() });
        toolkit.start().unwrap();
        toolkit.select(1).unwrap();
        let texts = toolkit.close().texts;
        (texts, String::from_utf8(output).unwrap())
    };
    let (texts, shown) = entered(&ask, "\n");
    assert_eq!((texts, shown.as_str()), (vec!["Ann".into()], "Name?\nenter [Ann] (b back, q quit): "));
    assert_eq!(entered(&ask, "Bob\n").0, ["Bob"]);
    // what is not to be seen is not shown either
    ask.qualifier |= GetInputQualifier::HIDDEN;
    let (texts, shown) = entered(&ask, "\n");
    assert_eq!(texts, ["Ann"]);
    assert!(!shown.contains("Ann"), "{shown}");
    // one that the card would not take is not taken
    ask.default_text = Some(DefaultText::new("far too long for it").unwrap());
    assert_eq!(entered(&ask, "\nBob\n").0, ["Bob"]);
}

/// Keeps what was entered.
struct Keeping<H> {
    host: H,
    texts: Vec<String>,
}

impl<H: Host> Host for Keeping<H> {
    fn capabilities(&self) -> Capabilities {
        self.host.capabilities()
    }

    fn perform(&mut self, command: &ProactiveCommand) -> HostResult {
        let reply = self.host.perform(command)?;
        self.texts.extend(reply.entered().map(String::from));
        Ok(reply)
    }
}
