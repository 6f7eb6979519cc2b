use core::fmt;

use crate::apdu::{Class, Instruction};

/// Bytes of a command or response, without those that are, or may be, a secret: there is no way to get at
/// them from here.
///
/// Hidden are the data of PIN commands and what the card answers to AUTHENTICATE, with GET RESPONSE too. A
/// hidden byte is shown as `..`.
#[derive(Clone, Copy)]
pub struct Redacted<'a> {
    bytes: &'a [u8],
    /// The bytes from here to `end` are hidden.
    start: usize,
    end: usize,
}

impl<'a> Redacted<'a> {
    /// How many bytes there are, the hidden ones included.
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether something is hidden.
    pub const fn is_redacted(&self) -> bool {
        self.start < self.end
    }

    /// The bytes, with `None` for a hidden one.
    pub fn iter(&self) -> impl Iterator<Item = Option<u8>> + use<'a> {
        let hidden = self.start..self.end;
        let bytes = self.bytes.iter().enumerate();
        bytes.map(move |(position, byte)| (!hidden.contains(&position)).then_some(*byte))
    }
}

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|byte| match byte {
            Some(byte) => write!(f, "{byte:02X}"),
            None => f.write_str(".."),
        })
    }
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redacted({self})")
    }
}

/// Knows which bytes of a conversation are secret. It sees every command and every response, in order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Redactor {
    /// The channels on which the last command but GET RESPONSE was one with a secret answer, which may still
    /// lie ready in the card. Bit 31: classes that name no channel.
    waiting: u32,
    /// Whether the answer to the last command is secret.
    secret: bool,
}

/// Class, instruction, P1, P2 and Lc are never secret.
const COMMAND_HEADER: usize = 5;
const STATUS_WORD: usize = 2;

impl Redactor {
    pub(crate) fn command<'a>(&mut self, bytes: &'a [u8]) -> Redacted<'a> {
        let &[class, instruction, ..] = bytes else {
            self.secret = false;
            return Redacted { bytes, start: 0, end: 0 };
        };
        let channel = Class::new(class).channel().map_or(31, u32::from);
        let channel = 1_u32.checked_shl(channel).unwrap_or_default();
        let instruction = Instruction::new(instruction);
        if instruction == Instruction::GET_RESPONSE {
            // a card may mix up its channels: a secret that waits on any of them may be what comes
            self.secret = self.waiting != 0;
        } else {
            self.secret = instruction.has_secret_response();
            if self.secret {
                self.waiting |= channel;
            } else {
                self.waiting &= !channel;
            }
        }
        let end = if instruction.has_secret_data() { bytes.len() } else { 0 };
        Redacted { bytes, start: COMMAND_HEADER, end }
    }

    pub(crate) fn response<'a>(&self, bytes: &'a [u8]) -> Redacted<'a> {
        let end = if self.secret { bytes.len().saturating_sub(STATUS_WORD) } else { 0 };
        Redacted { bytes, start: 0, end }
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use hex_literal::hex;

    use super::*;

    #[test]
    fn pins_are_hidden() {
        let mut redactor = Redactor::default();
        let verify = hex!("0020000108 31323334FFFFFFFF");
        assert_eq!(redactor.command(&verify).to_string(), "0020000108................");
        assert_eq!(redactor.response(&hex!("63C2")).to_string(), "63C2");
        // the query for the counter hides nothing
        let query = redactor.command(&hex!("00200001"));
        assert_eq!((query.to_string().as_str(), query.is_redacted()), ("00200001", false));
        // UNBLOCK PIN on channel 5, PUK and new PIN
        let mut unblock = [0x41; 21];
        unblock[1] = 0x2C;
        let shown = redactor.command(&unblock);
        assert_eq!(shown.iter().filter(Option::is_none).count(), 16);
        assert_eq!(shown.len(), 21);
    }

    #[test]
    fn keys_are_hidden_wherever_they_are_fetched() {
        let mut redactor = Redactor::default();
        redactor.command(&hex!("0188008122"));
        assert_eq!(redactor.response(&hex!("6135")).to_string(), "6135");
        // another channel in between, and its answer
        assert!(!redactor.command(&hex!("00B0000002")).is_redacted());
        assert_eq!(redactor.response(&hex!("01029000")).to_string(), "01029000");
        for get_response in [hex!("01C0000035"), hex!("00C0000035")] {
            redactor.command(&get_response);
            assert_eq!(redactor.response(&hex!("DB089000")).to_string(), "....9000");
        }
        // the next command on that channel ends it
        redactor.command(&hex!("01A40004023F00"));
        redactor.command(&hex!("01C0000002"));
        assert_eq!(redactor.response(&hex!("62009000")).to_string(), "62009000");
        // RUN GSM ALGORITHM, answered at once
        redactor.command(&hex!("A088000010"));
        assert_eq!(redactor.response(&hex!("0102039000")).to_string(), "......9000");
        // a class that names no channel
        redactor.command(&hex!("2088000010"));
        redactor.command(&hex!("00C0000002"));
        assert_eq!(redactor.response(&hex!("00019F0C")).to_string(), "....9F0C");
    }

    #[test]
    fn bytes_that_are_no_command_do_no_harm() {
        let mut redactor = Redactor::default();
        for bytes in [&[][..], &[0x00], &[0x00, 0x20], &[0x00, 0x88, 0, 0]] {
            assert_eq!(redactor.command(bytes).len(), bytes.len());
            assert_eq!(redactor.response(bytes).iter().count(), bytes.len());
        }
        assert!(redactor.response(&[]).is_empty());
    }
}
