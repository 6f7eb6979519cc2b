use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;

use super::{Class, Instruction};
use crate::codec::{DecodeError, DecodeErrorKind};

/// A command APDU: header, data and the number of response bytes wanted.
///
/// It borrows its data, so that building and encoding one allocates nothing.
///
/// ```
/// use simcard::apdu::{Case, Class, Command, Instruction};
///
/// // SELECT EF.ICCID by path, no answer wanted
/// let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x08, 0x0C).data(&[0x2F, 0xE2]);
/// assert_eq!(select.case(), Case::Three);
/// assert_eq!(select.to_vec()?, [0x00, 0xA4, 0x08, 0x0C, 0x02, 0x2F, 0xE2]);
///
/// // READ BINARY, 256 bytes wanted: Le is 00
/// let read = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0, 0).expect(256);
/// assert_eq!(read.to_vec()?, [0x00, 0xB0, 0x00, 0x00, 0x00]);
/// # Ok::<(), simcard::apdu::CommandError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Command<'a> {
    /// The class byte.
    pub class: Class,
    /// The instruction.
    pub instruction: Instruction,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
    /// Command data, 0 to 65,535 bytes.
    pub data: &'a [u8],
    /// Ne: the most response bytes wanted, 0 (none) to 65,536.
    pub ne: u32,
}

/// The four cases of ISO/IEC 7816-3 12.1: with or without command data, with or without response data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// Neither.
    One,
    /// Response data only.
    Two,
    /// Command data only.
    Three,
    /// Both.
    Four,
}

/// Why a command cannot be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum CommandError {
    /// More command data than the coding can say.
    #[error("{len} bytes of command data are too many, at most {max} fit")]
    DataTooLong {
        /// Bytes given.
        len: usize,
        /// Bytes that fit.
        max: usize,
    },
    /// More response data wanted than the coding can say.
    #[error("{ne} response bytes cannot be asked for, at most {max} can")]
    ExpectedTooLong {
        /// Bytes wanted.
        ne: u32,
        /// Bytes that can be asked for.
        max: u32,
    },
    /// The buffer given is too small.
    #[error("the command needs a buffer of {needed} bytes")]
    Buffer {
        /// Bytes needed.
        needed: usize,
    },
}

impl<'a> Command<'a> {
    /// The most data a short command carries.
    pub const MAX_SHORT_DATA: usize = 255;
    /// The most data an extended command carries.
    pub const MAX_DATA: usize = 65_535;
    /// The most response bytes a short command asks for.
    pub const MAX_SHORT_NE: u32 = 256;
    /// The most response bytes an extended command asks for.
    pub const MAX_NE: u32 = 65_536;

    /// A command of case 1: a header, no data, no answer wanted.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction};
    ///
    /// let status = Command::new(Class::ETSI, Instruction::STATUS, 0x00, 0x0C);
    /// assert_eq!(status.to_vec()?, [0x80, 0xF2, 0x00, 0x0C]);
    /// # Ok::<(), simcard::apdu::CommandError>(())
    /// ```
    pub const fn new(class: Class, instruction: Instruction, p1: u8, p2: u8) -> Self {
        Self { class, instruction, p1, p2, data: &[], ne: 0 }
    }

    /// The same command with this data.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction};
    ///
    /// let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x00, 0x0C).data(&[0x3F, 0x00]);
    /// assert_eq!(select.to_vec()?, [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]);
    /// # Ok::<(), simcard::apdu::CommandError>(())
    /// ```
    #[must_use]
    pub const fn data(self, data: &'a [u8]) -> Self {
        Self { data, ..self }
    }

    /// The same command, asking for up to `ne` response bytes.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction};
    ///
    /// let read = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0, 0).expect(10);
    /// assert_eq!(read.to_vec()?, [0x00, 0xB0, 0x00, 0x00, 0x0A]);
    /// # Ok::<(), simcard::apdu::CommandError>(())
    /// ```
    #[must_use]
    pub const fn expect(self, ne: u32) -> Self {
        Self { ne, ..self }
    }

    /// Which of the four cases this is.
    ///
    /// ```
    /// use simcard::apdu::{Case, Class, Command, Instruction};
    ///
    /// let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x00, 0x04);
    /// assert_eq!(select.case(), Case::One);
    /// assert_eq!(select.expect(256).case(), Case::Two);
    /// assert_eq!(select.data(&[0x3F, 0x00]).expect(256).case(), Case::Four);
    /// ```
    pub const fn case(&self) -> Case {
        match (self.data.is_empty(), self.ne) {
            (true, 0) => Case::One,
            (true, _) => Case::Two,
            (false, 0) => Case::Three,
            (false, _) => Case::Four,
        }
    }

    /// Whether the command needs extended length fields.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction};
    ///
    /// let read = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0, 0);
    /// assert!(!read.expect(256).is_extended());
    /// assert!(read.expect(257).is_extended());
    /// ```
    pub const fn is_extended(&self) -> bool {
        self.data.len() > Self::MAX_SHORT_DATA || self.ne > Self::MAX_SHORT_NE
    }

    /// Class, instruction, P1 and P2.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction};
    ///
    /// let read = Command::new(Class::GSM, Instruction::READ_BINARY, 0x01, 0x00).expect(4);
    /// assert_eq!(read.header(), [0xA0, 0xB0, 0x01, 0x00]);
    /// ```
    pub const fn header(&self) -> [u8; 4] {
        [self.class.value(), self.instruction.value(), self.p1, self.p2]
    }

    /// How many bytes the encoded command takes.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction};
    ///
    /// let select = Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0, 0x04).data(&[0x3F, 0x00]);
    /// assert_eq!(select.encoded_len(), 7); // header, Lc, data
    /// assert_eq!(select.expect(256).encoded_len(), 8); // and Le
    /// assert_eq!(select.expect(1_000).encoded_len(), 11); // Lc of three bytes, Le of two
    /// ```
    pub const fn encoded_len(&self) -> usize {
        // the header, and the length fields of ISO/IEC 7816-3 12.1.3
        let around_data: usize = match (self.is_extended(), self.case()) {
            (_, Case::One) => 4,
            (false, Case::Two | Case::Three) => 5,
            (false, Case::Four) => 6,
            (true, Case::Two | Case::Three) => 7,
            (true, Case::Four) => 9,
        };
        self.data.len().saturating_add(around_data)
    }

    /// Encodes into `out` (ISO/IEC 7816-3 12.1.3) and returns the part used: short where that is enough,
    /// extended where not.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, CommandError, Instruction};
    ///
    /// let read = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0, 0).expect(1_000);
    /// let mut buffer = [0; 16];
    /// assert_eq!(read.encode(&mut buffer)?, [0x00, 0xB0, 0x00, 0x00, 0x00, 0x03, 0xE8]);
    /// assert_eq!(read.encode(&mut [0; 5]), Err(CommandError::Buffer { needed: 7 }));
    /// # Ok::<(), simcard::apdu::CommandError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Data or Ne are beyond the extended coding, or `out` is too small.
    pub fn encode<'b>(&self, out: &'b mut [u8]) -> Result<&'b [u8], CommandError> {
        if self.data.len() > Self::MAX_DATA {
            return Err(CommandError::DataTooLong { len: self.data.len(), max: Self::MAX_DATA });
        }
        if self.ne > Self::MAX_NE {
            return Err(CommandError::ExpectedTooLong { ne: self.ne, max: Self::MAX_NE });
        }
        let needed = self.encoded_len();
        let buffer = CommandError::Buffer { needed };
        let out = out.get_mut(..needed).ok_or(buffer)?;
        let [lc_high, lc_low] = u16::try_from(self.data.len()).unwrap_or(u16::MAX).to_be_bytes();
        // 256 and 65,536 are written as zeros
        let [.., le_high, le_low] = self.ne.to_be_bytes();
        let extended = self.is_extended();
        let data_present = !self.data.is_empty();
        let (before, after): (&[u8], &[u8]) = match (extended, data_present, self.ne > 0) {
            (false, false, false) => (&[], &[]),
            (false, false, true) => (&[], &[le_low]),
            (false, true, false) => (&[lc_low], &[]),
            (false, true, true) => (&[lc_low], &[le_low]),
            (true, false, _) => (&[], &[0, le_high, le_low]),
            (true, true, false) => (&[0, lc_high, lc_low], &[]),
            (true, true, true) => (&[0, lc_high, lc_low], &[le_high, le_low]),
        };
        let mut rest = &mut *out;
        for part in [&self.header(), before, self.data, after] {
            let (head, tail) = rest.split_at_mut_checked(part.len()).ok_or(buffer)?;
            head.copy_from_slice(part);
            rest = tail;
        }
        Ok(out)
    }

    /// Encodes into a new vector.
    ///
    /// ```
    /// use simcard::apdu::{Class, Command, Instruction};
    ///
    /// let envelope = Command::new(Class::ETSI, Instruction::ENVELOPE, 0, 0).data(&[0xD3, 0x00]).expect(256);
    /// assert_eq!(envelope.to_vec()?, [0x80, 0xC2, 0x00, 0x00, 0x02, 0xD3, 0x00, 0x00]);
    /// # Ok::<(), simcard::apdu::CommandError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Command::encode`].
    pub fn to_vec(&self) -> Result<Vec<u8>, CommandError> {
        let mut out = alloc::vec![0; self.encoded_len()];
        self.encode(&mut out)?;
        Ok(out)
    }

    /// Reads a command APDU, short or extended, of any case. Encoding it again gives the same bytes, unless
    /// it was extended without need.
    ///
    /// A five-byte command with a last byte of `00` is read as case 2 (Ne = 256): that is what it is as an
    /// APDU. Below T=0 it may also be a case 1 command with P3 = 00.
    ///
    /// ```
    /// use simcard::apdu::{Command, Instruction};
    ///
    /// let select = Command::parse(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00, 0x00])?;
    /// assert_eq!(select.instruction, Instruction::SELECT);
    /// assert_eq!((select.data, select.ne), (&[0x3F, 0x00][..], 256));
    /// assert!(Command::parse(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F]).is_err()); // Lc says two bytes
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The bytes are no command APDU: too short, or lengths that do not add up.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        const OBJECT: &str = "command APDU";
        let error = |offset, kind| DecodeError::new(OBJECT, offset, kind);
        let Some((&[class, instruction, p1, p2], body)) = bytes.split_first_chunk::<4>() else {
            let missing = 4usize.saturating_sub(bytes.len());
            return Err(error(bytes.len(), DecodeErrorKind::Truncated { missing }));
        };
        let header = Self::new(Class::new(class), Instruction::new(instruction), p1, p2);
        let short_ne = |le: u8| if le == 0 { Self::MAX_SHORT_NE } else { u32::from(le) };
        let long_ne = |high: u8, low: u8| match u16::from_be_bytes([high, low]) {
            0 => Self::MAX_NE,
            ne => u32::from(ne),
        };
        let (lc, rest, extended) = match body {
            [] => return Ok(header),
            [le] => return Ok(header.expect(short_ne(*le))),
            [0, high, low] => return Ok(header.expect(long_ne(*high, *low))),
            [0, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest, true),
            [lc, rest @ ..] => (usize::from(*lc), rest, false),
        };
        let start = bytes.len().saturating_sub(rest.len());
        let Some((data, le)) = rest.split_at_checked(lc) else {
            let missing = lc.saturating_sub(rest.len());
            return Err(error(bytes.len(), DecodeErrorKind::Truncated { missing }));
        };
        if data.is_empty() {
            return Err(error(4, DecodeErrorKind::Length));
        }
        match (extended, le) {
            (_, []) => Ok(header.data(data)),
            (false, [le]) => Ok(header.data(data).expect(short_ne(*le))),
            (true, [high, low]) => Ok(header.data(data).expect(long_ne(*high, *low))),
            (true, [_]) => Err(error(bytes.len(), DecodeErrorKind::Truncated { missing: 1 })),
            _ => Err(error(start.saturating_add(lc), DecodeErrorKind::Trailing { extra: le.len() })),
        }
    }
}

/// Shows the command without what its data holds where that may be a secret.
impl fmt::Debug for Command<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Command({self})")
    }
}

/// Name and bytes, as `SELECT 00A4080C 2FE2`; the data of PIN commands and of TERMINAL RESPONSE are shown as `[n bytes]`.
impl fmt::Display for Command<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [class, instruction, p1, p2] = self.header();
        match self.instruction.name_in(self.class) {
            Some(name) => f.write_str(name)?,
            None => write!(f, "{}", self.instruction)?,
        }
        write!(f, " {class:02X}{instruction:02X}{p1:02X}{p2:02X}")?;
        // a TERMINAL RESPONSE may have in it what a user typed
        let secret = self.instruction.has_secret_data() || self.instruction == Instruction::TERMINAL_RESPONSE;
        if secret && !self.data.is_empty() {
            write!(f, " [{} bytes]", self.data.len())?;
        } else if !self.data.is_empty() {
            f.write_str(" ")?;
            self.data.iter().try_for_each(|byte| write!(f, "{byte:02X}"))?;
        }
        if self.ne > 0 {
            write!(f, " (Ne {})", self.ne)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{format, string::ToString, vec};

    use proptest::prelude::*;

    use super::*;

    const HEADER: [u8; 4] = [0x00, 0xB0, 0x01, 0x02];

    fn command(data: &[u8], ne: u32) -> Command<'_> {
        Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0x01, 0x02).data(data).expect(ne)
    }

    /// ISO/IEC 7816-3 12.1.3: the length fields around the data, at every boundary.
    #[test]
    fn length_fields() {
        let rows: &[(usize, u32, &[u8], &[u8])] = &[
            // case 1
            (0, 0, &[], &[]),
            // case 2, short and extended
            (0, 1, &[], &[0x01]),
            (0, 255, &[], &[0xFF]),
            (0, 256, &[], &[0x00]),
            (0, 257, &[], &[0x00, 0x01, 0x01]),
            (0, 65_535, &[], &[0x00, 0xFF, 0xFF]),
            (0, 65_536, &[], &[0x00, 0x00, 0x00]),
            // case 3
            (1, 0, &[0x01], &[]),
            (255, 0, &[0xFF], &[]),
            (256, 0, &[0x00, 0x01, 0x00], &[]),
            (65_535, 0, &[0x00, 0xFF, 0xFF], &[]),
            // case 4
            (1, 1, &[0x01], &[0x01]),
            (255, 255, &[0xFF], &[0xFF]),
            (255, 256, &[0xFF], &[0x00]),
            (255, 257, &[0x00, 0x00, 0xFF], &[0x01, 0x01]),
            (256, 1, &[0x00, 0x01, 0x00], &[0x00, 0x01]),
            (256, 256, &[0x00, 0x01, 0x00], &[0x01, 0x00]),
            (1, 65_536, &[0x00, 0x00, 0x01], &[0x00, 0x00]),
            (65_535, 65_535, &[0x00, 0xFF, 0xFF], &[0xFF, 0xFF]),
            (65_535, 65_536, &[0x00, 0xFF, 0xFF], &[0x00, 0x00]),
        ];
        for &(len, ne, before, after) in rows {
            let data = vec![0xA5; len];
            let command = command(&data, ne);
            let expected = [&HEADER[..], before, &data, after].concat();
            let encoded = command.to_vec().unwrap();
            assert!(encoded == expected, "Lc {len}, Ne {ne}");
            assert_eq!(command.encoded_len(), expected.len(), "Lc {len}, Ne {ne}");
            assert_eq!(command.is_extended(), before.len() + after.len() > 2, "Lc {len}, Ne {ne}");
            assert!(Command::parse(&encoded) == Ok(command), "Lc {len}, Ne {ne}");
        }
    }

    #[test]
    fn cases() {
        assert_eq!(command(&[], 0).case(), Case::One);
        assert_eq!(command(&[], 256).case(), Case::Two);
        assert_eq!(command(&[0], 0).case(), Case::Three);
        assert_eq!(command(&[0], 1).case(), Case::Four);
    }

    #[test]
    fn what_cannot_be_encoded() {
        let data = vec![0; 65_536];
        let too_long = CommandError::DataTooLong { len: 65_536, max: 65_535 };
        assert_eq!(command(&data, 0).to_vec(), Err(too_long));
        let too_much = CommandError::ExpectedTooLong { ne: 65_537, max: 65_536 };
        assert_eq!(command(&[], 65_537).to_vec(), Err(too_much));
        let small = command(&[1, 2, 3], 16);
        for len in 0..9 {
            assert_eq!(small.encode(&mut vec![0; len]), Err(CommandError::Buffer { needed: 9 }));
        }
        let mut buffer = [0xEE; 10];
        assert_eq!(small.encode(&mut buffer), Ok(&[0x00, 0xB0, 0x01, 0x02, 3, 1, 2, 3, 16][..]));
        assert_eq!(buffer[9], 0xEE);
    }

    #[test]
    fn what_is_no_command() {
        let error = |bytes: &[u8], offset, kind| {
            assert_eq!(
                Command::parse(bytes),
                Err(DecodeError::new("command APDU", offset, kind)),
                "{bytes:02X?}"
            );
        };
        for len in 0..4 {
            error(&HEADER[..len], len, DecodeErrorKind::Truncated { missing: 4 - len });
        }
        let with = |body: &[u8]| [&HEADER[..], body].concat();
        error(&with(&[2, 1]), 6, DecodeErrorKind::Truncated { missing: 1 });
        error(&with(&[1, 1, 1, 1]), 6, DecodeErrorKind::Trailing { extra: 2 });
        error(&with(&[0, 1]), 4, DecodeErrorKind::Length);
        error(&with(&[0, 0, 0, 1]), 4, DecodeErrorKind::Length);
        error(&with(&[0, 0, 2, 1]), 8, DecodeErrorKind::Truncated { missing: 1 });
        error(&with(&[0, 0, 1, 1, 1]), 9, DecodeErrorKind::Truncated { missing: 1 });
        error(&with(&[0, 0, 1, 1, 1, 1, 1]), 8, DecodeErrorKind::Trailing { extra: 3 });
    }

    #[test]
    fn extended_without_need_is_read() {
        let parse = |body: &[u8]| {
            let bytes = [&HEADER[..], body].concat();
            Command::parse(&bytes).map(|command| (command.data.to_vec(), command.ne))
        };
        assert_eq!(parse(&[0, 0, 16]), Ok((vec![], 16)));
        assert_eq!(parse(&[0, 0, 1, 7]), Ok((vec![7], 0)));
        assert_eq!(parse(&[0, 0, 1, 7, 0, 16]), Ok((vec![7], 16)));
    }

    #[test]
    fn truncated_at_every_byte() {
        for (len, ne) in [(0, 300), (5, 0), (5, 16), (300, 0), (300, 300)] {
            let data = vec![0xFF; len];
            let whole = command(&data, ne).to_vec().unwrap();
            for cut in 0..whole.len() {
                let Ok(command) = Command::parse(&whole[..cut]) else { continue };
                // what is left is a command too only where a length field was cut off whole
                let encoded = command.to_vec().unwrap();
                let header_only = cut == 4 || cut == 5;
                let without_le = cut + if len > 255 { 2 } else { 1 } == whole.len() && ne > 0;
                // 00 01 2C: the extended Lc alone reads as Le
                let lc_as_le = cut == 7 && len > 255;
                assert!(header_only || without_le || lc_as_le, "{cut} of Lc {len}, Ne {ne}");
                assert_eq!(encoded, whole[..cut]);
            }
        }
    }

    #[test]
    fn display_hides_secrets() {
        let show = |class, instruction, data: &[u8], ne| {
            Command::new(class, instruction, 0, 1).data(data).expect(ne).to_string()
        };
        let pin = b"1234\xFF\xFF\xFF\xFF";
        for instruction in (0..=0xFF).map(Instruction::new).filter(|ins| ins.has_secret_data()) {
            let text = show(Class::INTERINDUSTRY, instruction, pin, 0);
            assert!(text.ends_with(" [8 bytes]") && !text.contains("3132"), "{text}");
            let command = Command::new(Class::GSM, instruction, 0, 1).data(pin);
            assert!(!format!("{command:?}").contains("3132"), "{command:?}");
        }
        assert_eq!(show(Class::INTERINDUSTRY, Instruction::VERIFY, pin, 0), "VERIFY PIN 00200001 [8 bytes]");
        assert_eq!(show(Class::INTERINDUSTRY, Instruction::VERIFY, &[], 0), "VERIFY PIN 00200001");
        assert_eq!(show(Class::GSM, Instruction::VERIFY, pin, 0), "VERIFY CHV A0200001 [8 bytes]");
        let select = show(Class::INTERINDUSTRY, Instruction::SELECT, &[0x3F, 0x00], 256);
        assert_eq!(select, "SELECT 00A40001 3F00 (Ne 256)");
        assert_eq!(show(Class::ETSI, Instruction::new(0xEE), &[], 0), "INS EE 80EE0001");
    }

    proptest! {
        #[test]
        fn encode_and_parse(
            header: [u8; 4],
            data in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..=300),
                proptest::collection::vec(any::<u8>(), 65_000..=65_535),
            ],
            ne in prop_oneof![Just(0), 1..=300u32, 65_000..=65_536u32],
        ) {
            let [class, instruction, p1, p2] = header;
            let command = Command::new(Class::new(class), Instruction::new(instruction), p1, p2)
                .data(&data)
                .expect(ne);
            let encoded = command.to_vec().unwrap();
            prop_assert_eq!(encoded.len(), command.encoded_len());
            prop_assert!(Command::parse(&encoded) == Ok(command));
        }

        #[test]
        fn any_bytes(mut bytes in proptest::collection::vec(any::<u8>(), 0..300), short: Option<u8>) {
            if let (Some(lc), Some(byte)) = (short, bytes.get_mut(4)) {
                *byte = lc % 16;
            }
            if let Ok(command) = Command::parse(&bytes) {
                let encoded = command.to_vec().unwrap();
                prop_assert!(encoded.len() <= bytes.len());
                prop_assert_eq!(Command::parse(&encoded), Ok(command));
                let _ = command.to_string();
            }
            if let Ok(response) = super::super::Response::parse(&bytes) {
                prop_assert_eq!([response.data, &response.status.to_bytes()].concat(), bytes);
            }
        }
    }
}
