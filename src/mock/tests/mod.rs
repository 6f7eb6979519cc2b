//! Exchanges at byte level, worked out by hand from ETSI TS 102 221 and 3GPP TS 51.011.

mod admin;
mod agreement;
mod auth;
mod channels;
mod dump;
mod fcp;
mod gsm;
mod hostile;
mod life;
mod quirks;
mod read;
mod search;
mod security;
mod select;
mod suspend;
mod t1;
mod tlv;
mod transport;
mod update;

use alloc::string::String;
use alloc::vec::Vec;

use super::VirtualCard;

fn exchange(card: &mut VirtualCard, command: &str) -> String {
    let bytes: Vec<u8> = hex::decode(command.replace(' ', "")).unwrap();
    hex::encode_upper(card.process(&bytes))
}

/// Commands and what they must give, one after another on one card.
#[track_caller]
fn check(card: &mut VirtualCard, table: &[(&str, &str)]) {
    for (step, (command, expected)) in table.iter().enumerate() {
        let response = exchange(card, command);
        assert_eq!(response, expected.replace(' ', ""), "step {step}: {command}");
    }
}
