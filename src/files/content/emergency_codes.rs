use alloc::string::String;
use alloc::vec::Vec;

use super::{Bytes, Content, entries};
use crate::codec::{DecodeError, EncodeError, bcd};

const OBJECT: &str = "EF.ECC";

/// Emergency numbers on a 2G SIM: EF.ECC (3GPP TS 51.011 10.3.27), three bytes each.
///
/// A file of nothing but `FF` is an empty list.
///
/// ```
/// use simcard::files::{ElementaryFile, gsm};
///
/// let codes = gsm::Ecc::decode(&[0x11, 0xF2, 0xFF, 0x99, 0xF9, 0xFF, 0xFF, 0xFF, 0xFF])?;
/// assert_eq!(codes.numbers().collect::<Vec<_>>(), ["112", "999"]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EmergencyCodes {
    /// The digits of each, two a byte; there may be empty entries before others.
    pub codes: Vec<[u8; 3]>,
    /// Bytes that are too few for another entry.
    pub rest: Bytes,
}

impl EmergencyCodes {
    /// The numbers, without entries that are none.
    pub fn numbers(&self) -> impl Iterator<Item = String> {
        self.codes.iter().filter_map(number)
    }
}

fn number(code: &[u8; 3]) -> Option<String> {
    let digits = bcd::decode(OBJECT, code, bcd::Alphabet::Dialling).ok()?;
    Some(digits).filter(|digits| !digits.is_empty())
}

impl Content for EmergencyCodes {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (codes, rest) = entries::read(OBJECT, bytes);
        Ok(Self { codes, rest })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        entries::write(OBJECT, self.codes.iter().copied(), &self.rest, len)
    }
}

serialize_fields!(EmergencyCodes, this {
    "emergency_call_codes" => this.codes.iter().map(number).collect::<Vec<_>>(),
    "bytes" if this.codes.iter().any(|code| *code != [0xFF; 3] && number(code).is_none()) =>
        Bytes(this.codes.concat()),
    "rest" if !this.rest.is_empty() => this.rest,
});
