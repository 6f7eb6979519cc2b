//! Replays the corpora of the fuzz targets: what a fuzzer once found stays found.

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// Runs every file of a corpus through its target; a corpus without files would test nothing.
fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "no corpus in {}", folder.display());
    for file in files {
        let data = fs::read(&file).unwrap();
        let name = file.display().to_string();
        std::panic::catch_unwind(|| target(&data)).unwrap_or_else(|_| panic!("{name} fails"));
    }
}

#[cfg(feature = "account")]
#[test]
fn balance_reply() {
    replay("balance_reply", targets::balance_reply);
}

#[test]
fn ber() {
    replay("ber", targets::ber);
}

#[test]
fn fcp() {
    replay("fcp", targets::fcp);
}

#[test]
fn atr() {
    replay("atr", targets::atr);
}

#[test]
fn at() {
    replay("at", targets::at);
}

#[test]
fn exchange() {
    replay("exchange", targets::exchange);
}

#[test]
fn sms() {
    replay("sms", targets::sms);
}

#[test]
fn ctlv() {
    replay("ctlv", targets::ctlv);
}

#[test]
fn toolkit_objects() {
    replay("toolkit_objects", targets::toolkit_objects);
}

#[test]
fn proactive() {
    replay("proactive", targets::proactive);
}

#[test]
fn terminal_response() {
    replay("terminal_response", targets::terminal_response);
}

#[test]
fn envelope() {
    replay("envelope", targets::envelope);
}

#[test]
fn terminal_profile() {
    replay("terminal_profile", targets::terminal_profile);
}

#[test]
fn toolkit_session() {
    replay("toolkit_session", targets::toolkit_session);
}

#[test]
fn toolkit_run() {
    replay("toolkit_run", targets::toolkit_run);
}

#[test]
fn applet() {
    replay("applet", targets::applet);
}

#[cfg(feature = "account")]
#[test]
fn directory() {
    replay("directory", targets::directory);
}
