//! The examples for networks, as one runs them: against the virtual modem, over TCP and a pseudo terminal.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// An example. `cargo test` builds them all; with `--test` they have to be there.
fn example(name: &str) -> Command {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    let path = path.join("examples").join(name);
    assert!(path.exists(), "build it first: cargo build --example {name}");
    Command::new(path)
}

/// What it prints, and whether it succeeds.
fn run(name: &str, arguments: &[&str], input: &str) -> (String, String, bool) {
    let mut child = example(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // it may end without reading
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.success())
}

fn printed(name: &str, arguments: &[&str], input: &str) -> String {
    let (out, err, succeeded) = run(name, arguments, input);
    assert!(succeeded, "{name} {arguments:?}: {err}");
    out
}

/// A modem that listens until it is dropped.
struct Listening(Child, String);

impl Listening {
    fn new(arguments: &[&str]) -> Self {
        let mut child = example("virtual-modem").args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut place = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut place).unwrap();
        Self(child, place.trim().into())
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn ussd() {
    assert_eq!(printed("ussd", &["*100#"], ""), "Your balance is 12.34 EUR\n");
    let menu = "1. Balance\n2. Own number\n3. Top up\n0. End\n";
    assert_eq!(printed("ussd", &["*101#"], "2\n"), format!("{menu}+447700900123\n"));
    assert_eq!(printed("ussd", &["*101#"], ""), menu);
    let topped_up = printed("ussd", &["*101#", "--reply", "3", "--reply", "11111111111111"], "");
    assert!(topped_up.ends_with("Topped up with 10.00 EUR. Your balance is 22.34 EUR\n"), "{topped_up}");
    let (out, err, succeeded) = run("ussd", &["*103#"], "");
    assert_eq!((out.as_str(), succeeded), ("", false));
    assert!(err.contains("it may have had its effect"), "{err}");
}

#[test]
fn messages_over_tcp() {
    let modem = Listening::new(&["--dialect", "chatty"]);
    let sms = |arguments: &[&str]| printed("sms", &[&["--modem", &modem.1], arguments].concat(), "");
    assert_eq!(sms(&["list"]), "");
    let sent = sms(&["send", "123", "BAL", "--wait", "2"]);
    assert!(sent.starts_with("sent, reference 1\n1 from 123 at 2026-"), "{sent}");
    assert!(sent.ends_with(": Your balance is 12.34 EUR\n"), "{sent}");
    sms(&["send", "+447700900123", "Привет"]);
    assert!(sms(&["receive", "2"]).ends_with(": Привет\n"));
    let listed = sms(&["list"]);
    assert_eq!(listed.lines().count(), 2);
    assert!(listed.lines().nth(1).unwrap().starts_with("2 from +447700900123"), "{listed}");
    assert!(sms(&["read", "2"]).ends_with(": Привет\n"));
    assert_eq!(sms(&["delete", "1"]), "");
    assert_eq!(sms(&["list"]).lines().count(), 1);
    let (_, err, succeeded) = run("sms", &["read", "1", "--modem", &modem.1], "");
    assert_eq!((err.as_str(), succeeded), ("error: there is no message 1\n", false));
}

#[cfg(feature = "serde")]
#[test]
fn the_identity_is_the_same_as_without_a_modem() {
    let json = |arguments: &[&str]| -> serde_json::Value {
        let mut json: serde_json::Value =
            serde_json::from_str(&printed("identity", &[&["--json"], arguments].concat(), "")).unwrap();
        // no modem tells the answer to reset, and ways differ in what goes over them
        for field in ["atr", "commands", "bytes_sent", "bytes_received"] {
            json[field] = serde_json::Value::Null;
        }
        json
    };
    let direct = json(&[]);
    assert_eq!(direct["imsi"], "001010123456789");
    for dialect in ["standard", "channels", "crsm"] {
        let modem = Listening::new(&["--dialect", dialect]);
        assert_eq!(json(&["--modem", &modem.1]), direct, "{dialect}");
    }
}

#[cfg(feature = "account")]
#[test]
fn balance_and_top_up() {
    let json = |name: &str, arguments: &[&str]| -> serde_json::Value {
        let (out, err, _) = run(name, &[&["--json"], arguments].concat(), "");
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{name} {arguments:?}: {err}"))
    };
    let first = Listening::new(&[]);
    let second = Listening::new(&["--dialect", "chatty"]);
    for way in [&["--way", "ussd"][..], &["--way", "menu"], &["--way", "sms"], &[]] {
        let outcome = json("balance", &[&["--modem", &first.1], way].concat());
        assert_eq!(outcome["report"]["main"]["amount"], "12.34", "{outcome}");
        assert_eq!(outcome["report"]["main"]["currency"], "EUR");
    }
    let plan = json("topup", &["--modem", &first.1, "--plan"]);
    assert_eq!(plan["plan"]["account"]["imsi"], "001010123456789");
    let refused = run("topup", &["--modem", &first.1, "11111111111111"], "no\n");
    assert!(refused.0.contains("Would send   USSD *105*CODE#") && !refused.2, "{refused:?}");
    let report = json("topup", &["--modem", &first.1, "--yes", "11111111111111"]);
    assert_eq!(report["report"]["outcome"], "accepted", "{report}");
    assert_eq!(report["report"]["gained"]["amount"], "10.00");
    let report = json("topup", &["--modem", &first.1, "--yes", "--way", "menu", "11111111111111"]);
    assert_eq!(report["report"]["outcome"], "already_used", "{report}");
    // both at once
    let all = ["--all", "--modem", &first.1, "--modem", &second.1];
    let list = json("balance", &all);
    let amounts: Vec<_> =
        list.as_array().unwrap().iter().map(|one| &one["outcome"]["report"]["main"]["amount"]).collect();
    assert_eq!(amounts[..2], ["22.34", "12.34"]);
    let table = run("balance", &all, "").0;
    assert!(table.starts_with("account") && table.lines().count() >= 3, "{table}");
}

#[cfg(all(feature = "serial", unix))]
#[test]
fn on_a_pseudo_terminal() {
    let modem = Listening::new(&["--pty"]);
    for _ in 0..2 {
        assert_eq!(printed("ussd", &["*106#", "--modem", &modem.1], ""), "+447700900123\n");
    }
}

#[test]
fn only_this_machine_is_listened_to() {
    let (_, err, succeeded) = run("virtual-modem", &["--listen", "0.0.0.0:0"], "");
    assert!(!succeeded && err.contains("no address of this machine alone"), "{err}");
    let (_, err, succeeded) = run("ussd", &["*100#", "--modem", "/dev/no-such-port"], "");
    assert!(!succeeded && !err.is_empty());
}
