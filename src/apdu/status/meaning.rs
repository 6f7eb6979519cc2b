//! What each status word means, in words. The texts are ours, the meanings those of ISO/IEC 7816-4 tables 5
//! to 7, ETSI TS 102 221 10.2.1, 3GPP TS 51.011 9.4, 3GPP TS 31.102 7.3 and, where none of them says
//! anything, GlobalPlatform.

use super::StatusWord;

impl StatusWord {
    /// What it means, in plain English, in lower case, for messages.
    ///
    /// Where specifications read a status word differently, both readings are told.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    ///
    /// assert_eq!(StatusWord::new(0x6A82).meaning(), "file not found");
    /// assert_eq!(StatusWord::new(0x6D00).meaning(), "instruction not supported");
    /// ```
    pub const fn meaning(self) -> &'static str {
        let [sw1, sw2] = self.to_bytes();
        match sw1 {
            0x61 => "done, response data wait for GET RESPONSE",
            0x62 => warning_unchanged(sw2),
            0x63 => warning_changed(sw2),
            0x64 => error_unchanged(sw2),
            0x65 => error_changed(sw2),
            0x66 => match sw2 {
                0x00 => "security-related problem",
                _ => "unknown security-related problem",
            },
            0x67 => match sw2 {
                0x00 => "wrong length",
                0x01 => "wrong length, the command is malformed (GSM: the right length is 1)",
                0x02 => "wrong length, Lc is not the one expected (GSM: the right length is 2)",
                _ => "wrong length (GSM: the second byte tells the right one)",
            },
            0x68 => class_function(sw2),
            0x69 => not_allowed(sw2),
            0x6A => wrong_parameters(sw2),
            0x6B => match sw2 {
                0x00 => "wrong P1 or P2, such as an offset beyond the end of the file",
                _ => "wrong P1 or P2",
            },
            0x6C => "wrong Le, the second byte tells the right one",
            0x6D => "instruction not supported",
            0x6E => "class not supported",
            0x6F => match sw2 {
                0x00 => "technical problem of the card, no diagnosis given",
                _ => "technical problem of the card, with a diagnosis of its own",
            },
            _ => gsm(sw1, sw2),
        }
    }
}

const fn warning_unchanged(sw2: u8) -> &'static str {
    match sw2 {
        0x00 => "warning, nothing was changed",
        0x02..=0x80 => "the card wants to be asked for data of its own before it goes on",
        0x81 => "part of the returned data may be corrupted",
        0x82 => "end of file or record reached before all bytes were read, or search without a match",
        0x83 => "the selected file is deactivated, activate it before use",
        0x84 => "file control information is malformed, or the selected file is terminated",
        0x85 => "the selected file is terminated, it can only be deleted",
        0x86 => "no input from a sensor on the card",
        0x87 => "at least one of the records is deactivated",
        0xF1 => "block done, repeat the command for the next one",
        0xF2 => "block done, repeat the command for the next one; a proactive command waits too",
        0xF3 => "response data wait to be fetched",
        _ => "unknown warning, nothing was changed",
    }
}

const fn warning_changed(sw2: u8) -> &'static str {
    match sw2 {
        0x00 => "warning, or verification failed",
        0x10 => "more data available, ask for the next ones",
        0x40 => "comparison failed",
        0x81 => "the file is full after this write",
        0xC0 => "verification failed, no tries left",
        0xC1 => "verification failed, 1 try left (or: updated after 1 retry)",
        0xC2 => "verification failed, 2 tries left (or: updated after 2 retries)",
        0xC3 => "verification failed, 3 tries left (or: updated after 3 retries)",
        0xC4 => "verification failed, 4 tries left (or: updated after 4 retries)",
        0xC5 => "verification failed, 5 tries left (or: updated after 5 retries)",
        0xC6 => "verification failed, 6 tries left (or: updated after 6 retries)",
        0xC7 => "verification failed, 7 tries left (or: updated after 7 retries)",
        0xC8 => "verification failed, 8 tries left (or: updated after 8 retries)",
        0xC9 => "verification failed, 9 tries left (or: updated after 9 retries)",
        0xCA => "verification failed, 10 tries left (or: updated after 10 retries)",
        0xCB => "verification failed, 11 tries left (or: updated after 11 retries)",
        0xCC => "verification failed, 12 tries left (or: updated after 12 retries)",
        0xCD => "verification failed, 13 tries left (or: updated after 13 retries)",
        0xCE => "verification failed, 14 tries left (or: updated after 14 retries)",
        0xCF => "verification failed, 15 tries left (or: updated after 15 retries)",
        0xF1 => "block taken, send the next one",
        0xF2 => "block taken, send the next one; a proactive command waits too",
        _ => "unknown warning, something was changed",
    }
}

const fn error_unchanged(sw2: u8) -> &'static str {
    match sw2 {
        0x00 => "execution failed, nothing was changed",
        0x01 => "the card wants an answer at once",
        0x02..=0x80 => "execution stopped, the card wants to be asked for data of its own first",
        0x81 => "the logical channel may not share this",
        0x82 => "the logical channel may not be opened",
        _ => "unknown execution error, nothing was changed",
    }
}

const fn error_changed(sw2: u8) -> &'static str {
    match sw2 {
        0x00 => "execution failed, something was changed",
        0x81 => "memory of the card failed",
        _ => "unknown execution error, something was changed",
    }
}

const fn class_function(sw2: u8) -> &'static str {
    match sw2 {
        0x00 => "function of the class byte not supported",
        0x81 => "logical channel not supported, or not open",
        0x82 => "secure messaging not supported",
        0x83 => "last command of the chain expected",
        0x84 => "command chaining not supported",
        _ => "unknown function of the class byte not supported",
    }
}

const fn not_allowed(sw2: u8) -> &'static str {
    match sw2 {
        0x00 => "command not allowed",
        0x81 => "command does not fit the structure of the file",
        0x82 => "security status not satisfied, a PIN or key must be presented first",
        0x83 => "authentication method blocked: unblock the PIN with its PUK",
        0x84 => "referenced data not usable: the file is deactivated or the PIN disabled",
        0x85 => "conditions of use not satisfied",
        0x86 => "command not allowed, no EF is selected",
        0x87 => "secure messaging data objects missing",
        0x88 => "secure messaging data objects incorrect",
        0x89 => "command not allowed without a secure channel",
        _ => "command not allowed, for an unknown reason",
    }
}

const fn wrong_parameters(sw2: u8) -> &'static str {
    match sw2 {
        0x00 => "wrong P1 or P2",
        0x80 => "incorrect command data",
        0x81 => "function not supported",
        0x82 => "file not found",
        0x83 => "record not found",
        0x84 => "not enough memory on the card or in the file",
        0x85 => "length does not match the TLV structure of the data",
        0x86 => "incorrect P1 or P2",
        0x87 => "length does not match P1 and P2",
        0x88 => "referenced data, PIN or key not found",
        0x89 => "file exists already",
        0x8A => "DF name exists already",
        _ => "wrong parameters, for an unknown reason",
    }
}

/// SW1 of 90 and more: of ETSI TS 102 221 and of the GSM cards before it.
const fn gsm(sw1: u8, sw2: u8) -> &'static str {
    match (sw1, sw2) {
        (0x90, 0x00) => "done",
        (0x91, _) => "done, a proactive command waits for FETCH",
        (0x92, 0x00) => "done",
        (0x92, 0x01..=0x0F) => "done, after writing the memory of the card more than once",
        (0x92, 0x40) => "memory of the card failed",
        (0x92, _) => "done, a data transfer session goes on",
        (0x93, 0x00) => "the toolkit of the card is busy, try again later",
        (0x94, 0x00) => "no EF is selected",
        (0x94, 0x02) => "address out of range: no such record, or beyond the end of the file",
        (0x94, 0x04) => "file not found, or pattern not found",
        (0x94, 0x08) => "command does not fit the structure of the file",
        (0x94, 0x84) => "algorithm not supported",
        (0x94, 0x85) => "invalid key check value",
        (0x94, _) => "unknown problem with a file or record",
        (0x98, 0x02) => "no PIN initialised",
        (0x98, 0x04) => "access condition not met, or PIN or PUK wrong with at least one try left",
        (0x98, 0x08) => "in contradiction with the status of the PIN (enabled or disabled)",
        (0x98, 0x10) => "in contradiction with the invalidation status of the file",
        (0x98, 0x40) => "PIN or PUK blocked, no tries left",
        (0x98, 0x50) => "cannot increase, the maximum is reached",
        (0x98, 0x62) => "authentication failed, wrong MAC: the challenge is not from the home network",
        (0x98, 0x63) => "security session or association expired",
        (0x98, 0x64) => "security context not supported, or the suspension asked for is too long",
        (0x98, 0x65) => "authentication failed, the key is not fresh",
        (0x98, 0x66) => "authentication failed, no memory left",
        (0x98, 0x67) => "authentication failed, no memory left in EF.MUK",
        (0x98, _) => "unknown security or application error",
        (0x9E, _) => "data download failed, an answer for the network waits for GET RESPONSE",
        (0x9F, _) => "done, response data wait for GET RESPONSE",
        (0x60, _) => "unknown status word: 60 asks to wait, and ends no response",
        (0x90, _) => "unknown status word, similar to a success",
        (0x93 | 0x95..=0x97 | 0x99..=0x9D, _) => "unknown status word of this card",
        _ => "unknown status word: none begins like this",
    }
}
