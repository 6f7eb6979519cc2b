use alloc::string::String;
use alloc::vec::Vec;

use super::dialing::split_name;
use super::{AlphaIdentifier, Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, bcd};

const OBJECT: &str = "EF.ECC";

/// A number for emergencies: a record of EF.ECC (3GPP TS 31.102 4.2.21).
///
/// ```
/// use simcard::files::{ElementaryFile, usim};
///
/// let record = usim::Ecc::decode(b"\x11\xF2\xFFSOS\xFF\x00")?;
/// assert_eq!(record.number().as_deref(), Some("112"));
/// assert_eq!(record.alpha.text(), "SOS");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmergencyNumber {
    /// Its digits, two a byte.
    pub code: [u8; 3],
    /// What to show for it.
    pub alpha: AlphaIdentifier,
    /// Which services it is for, a bit each (3GPP TS 24.008 10.5.4.33).
    pub category: u8,
}

impl EmergencyNumber {
    /// The number; `None` if there is none, or if what is there is no number.
    pub fn number(&self) -> Option<String> {
        let digits = bcd::decode(OBJECT, &self.code, bcd::Alphabet::Dialling).ok()?;
        Some(digits).filter(|digits| !digits.is_empty())
    }

    /// The services it is for.
    pub fn services(&self) -> impl Iterator<Item = &'static str> {
        let names = [
            "police",
            "ambulance",
            "fire_brigade",
            "marine_guard",
            "mountain_rescue",
            "manual_ecall",
            "automatic_ecall",
        ];
        names.into_iter().enumerate().filter(|(bit, _)| self.category >> bit & 1 != 0).map(|(_, name)| name)
    }
}

impl Content for EmergencyNumber {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        // The code stands before the name, the category behind it.
        let (_, mut last) = split_name(OBJECT, bytes, 1)?;
        let mut reader = crate::codec::Reader::new(OBJECT, bytes);
        let code = reader.array()?;
        let name = reader.take(reader.remaining().saturating_sub(1))?;
        reader.array::<1>()?;
        Ok(Self { code, alpha: AlphaIdentifier::from_bytes(name), category: last.u8()? })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.code.to_vec();
        self.alpha.push(OBJECT, &mut out, len.saturating_sub(4))?;
        out.push(self.category);
        filled(OBJECT, out, len)
    }
}

serialize_fields!(EmergencyNumber, this {
    "number" => this.number(),
    "number_bytes" if this.code != [0xFF; 3] && this.number().is_none() => Bytes(this.code.to_vec()),
    "alpha" => this.alpha,
    "services" => this.services().collect::<Vec<_>>(),
    "category" => this.category,
});
