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

macro_rules! replays {
    ($($(#[$meta:meta])* $name:ident)*) => {$(
        $(#[$meta])*
        #[test]
        fn $name() {
            replay(stringify!($name), targets::$name);
        }
    )*};
}

replays! {
    ber
    fcp
    atr
    at
    exchange
    sms
    cusd
    ussd
    ctlv
    toolkit_objects
    proactive
    terminal_response
    envelope
    terminal_profile
    toolkit_session
    toolkit_run
    applet
    file
    gsm_header
    command
    recording
    texts
    access
    gsm7_peer
    card
    virtual_card
    modem
    virtual_modem
    ussd_session
    sms_parts
    #[cfg(feature = "account")]
    directory
    #[cfg(feature = "account")]
    balance_reply
    #[cfg(feature = "account")]
    replies
    #[cfg(feature = "account")]
    balance_flow
    #[cfg(feature = "account")]
    top_up_flow
}
