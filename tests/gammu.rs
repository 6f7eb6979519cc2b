//! A client that others have written uses the virtual modem: Debian's `gammu`, over a pseudo terminal.

#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const ADVICE: &str = "the test of feature \"serial\" needs gammu: install it (Debian: apt-get install gammu), or run \
                      tests/all.sh, which does so";

/// The virtual modem on a pseudo terminal, and a configuration of gammu that names this terminal and no other.
struct Phone {
    modem: Child,
    configuration: PathBuf,
}

impl Phone {
    fn new(name: &str, dialect: &str) -> Self {
        let mut path = std::env::current_exe().unwrap();
        path.pop();
        path.pop();
        let example = path.join("examples/virtual-modem");
        assert!(example.exists(), "build it first: cargo build --all-features --example virtual-modem");
        let mut modem = Command::new(example)
            .args(["--pty", "--dialect", dialect])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut terminal = String::new();
        BufReader::new(modem.stdout.take().unwrap()).read_line(&mut terminal).unwrap();
        let terminal = terminal.trim();
        assert!(terminal.starts_with("/dev/pts/"), "no pseudo terminal: {terminal}");
        let configuration = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("gammu-{name}"));
        let text = format!("[gammu]\ndevice = {terminal}\nconnection = at115200\n");
        std::fs::write(&configuration, text).unwrap();
        Self { modem, configuration }
    }

    /// What gammu prints, which must succeed.
    fn gammu(&self, arguments: &[&str]) -> String {
        let output = Command::new("gammu")
            .env("LC_ALL", "C.UTF-8")
            .arg("-c")
            .arg(&self.configuration)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect(ADVICE);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "gammu {arguments:?}: {printed}{errors}");
        printed
    }

    /// The values that gammu prints as `Name : "value"`, in order.
    fn values(&self, arguments: &[&str]) -> Vec<(String, String)> {
        let printed = self.gammu(arguments);
        let pairs = printed.lines().filter_map(|line| line.split_once(" : "));
        pairs.map(|(name, value)| (name.trim().into(), value.trim().trim_matches('"').into())).collect()
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        let _ = self.modem.kill();
        let _ = self.modem.wait();
        let _ = std::fs::remove_file(&self.configuration);
    }
}

fn value<'a>(values: &'a [(String, String)], name: &str) -> &'a str {
    let found = values.iter().find(|(known, _)| known == name);
    found.map_or_else(|| panic!("no {name} in {values:?}"), |(_, value)| value)
}

#[test]
fn identity_and_network() {
    let phone = Phone::new("identity", "standard");
    let identity = phone.values(&["identify"]);
    assert_eq!(value(&identity, "Manufacturer"), "simcard");
    assert_eq!(value(&identity, "Model"), "unknown (virtual modem)");
    assert_eq!(value(&identity, "Firmware"), env!("CARGO_PKG_VERSION"));
    assert_eq!(value(&identity, "IMEI"), "004999010640000");
    assert_eq!(value(&identity, "SIM IMSI"), "001010123456789");
    let network = phone.values(&["networkinfo"]);
    assert_eq!(value(&network, "Network state"), "home network");
    assert_eq!(value(&network, "Name in phone"), "Test network");
    assert!(value(&network, "Network").starts_with("001 01 ("), "{network:?}");
    assert!(value(&network, "Network").ends_with("LAC 0001, CID 00000001"), "{network:?}");
    assert_eq!(value(&phone.values(&["getsmsc", "1"]), "Number"), "+447700900000");
}

/// gammu waits long for what may still come, so all dialects are tried at once.
#[test]
fn ussd() {
    let menu = "1. Balance\n2. Own number\n3. Top up\n0. End";
    let cases = [
        ("standard", "*100#", "Your balance is 12.34 EUR", "No action needed"),
        ("chatty", "*101#", menu, "Action needed"),
        ("ucs2", "*100#", "Your balance is 12.34 EUR", "No action needed"),
    ];
    std::thread::scope(|scope| {
        for (dialect, request, text, status) in cases {
            scope.spawn(move || {
                let phone = Phone::new(&format!("ussd-{dialect}"), dialect);
                let answer = phone.gammu(&["getussd", request]);
                assert!(
                    answer.contains(&format!("Service reply        : \"{text}\"")),
                    "{dialect}: {answer}"
                );
                assert!(answer.contains(&format!("Status               : {status}")), "{dialect}: {answer}");
            });
        }
    });
}

#[test]
fn messages() {
    let phone = Phone::new("messages", "standard");
    let sent = phone.gammu(&["sendsms", "TEXT", "123", "-text", "BAL"]);
    assert!(sent.contains("OK, message reference=1"), "{sent}");
    let all = phone.gammu(&["getallsms"]);
    assert!(all.contains("\n\nYour balance is 12.34 EUR\n"), "{all}");
    assert!(all.contains("1 SMS parts in 1 SMS sequences"), "{all}");
    let one = phone.values(&["getsms", "1", "1"]);
    assert_eq!((value(&one, "Remote number"), value(&one, "Status")), ("123", "Read"));
    assert_eq!(value(&one, "SMSC number"), "+447700900000");
    phone.gammu(&["deletesms", "1", "1"]);
    assert!(phone.gammu(&["getallsms"]).contains("0 SMS parts in 0 SMS sequences"));
    // to the own number, which comes back: in UCS2, and in several parts
    let long = "Grüße aus dem Wald, wo es still ist. ".repeat(6);
    for text in ["Привет, мир", long.trim_end()] {
        let unicode = if text.is_ascii() || text.starts_with('G') { "-autolen" } else { "-unicode" };
        let len = if unicode == "-autolen" { &["-autolen", "300"][..] } else { &["-unicode"] };
        phone.gammu(&[&["sendsms", "TEXT", "+447700900123", "-text", text], len].concat());
    }
    let all = phone.gammu(&["geteachsms"]);
    assert!(all.contains("\nПривет, мир\n"), "{all}");
    assert!(all.contains(&format!("\n{}\n", long.trim_end())), "{all}");
    assert!(all.contains("3 SMS parts in 2 SMS sequences"), "{all}");
}
