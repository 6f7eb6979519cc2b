use alloc::vec::Vec;

use super::{AlphaIdentifier, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};

const OBJECT: &str = "EF.SPN";

/// The name the operator wants shown (3GPP TS 31.102 4.2.12, 3GPP TS 51.011 10.3.11).
///
/// ```
/// use simcard::files::{ElementaryFile, usim};
///
/// let spn = usim::Spn::decode(b"\x01Example\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")?;
/// assert_eq!(spn.name.text(), "Example");
/// assert!(spn.shows_plmn_at_home());
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServiceProviderName {
    /// When to show the name of the network besides, or instead: byte 1, with its reserved bits.
    pub display_condition: u8,
    /// The name. It may be empty.
    pub name: AlphaIdentifier,
}

impl ServiceProviderName {
    /// A name with its display condition.
    ///
    /// # Errors
    ///
    /// No coding has a character of the name.
    pub fn new(display_condition: u8, name: &str) -> Result<Self, EncodeError> {
        Ok(Self { display_condition, name: AlphaIdentifier::new(name)? })
    }

    /// Whether in the home network the name of that network is shown as well.
    pub const fn shows_plmn_at_home(&self) -> bool {
        self.display_condition & 0x01 != 0
    }

    /// Whether this name is shown in other networks too (those of EF.SPDI count as home).
    pub const fn shows_name_when_roaming(&self) -> bool {
        self.display_condition & 0x02 == 0
    }
}

impl Content for ServiceProviderName {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        let mut reader = Reader::new(OBJECT, bytes);
        Ok(Self { display_condition: reader.u8()?, name: AlphaIdentifier::from_bytes(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        out.push(self.display_condition);
        self.name.push(OBJECT, &mut out, len.saturating_sub(1))?;
        filled(OBJECT, out, len)
    }
}

serialize_fields!(ServiceProviderName, this {
    "name" => this.name,
    "show_plmn_in_hplmn" => this.shows_plmn_at_home(),
    "show_spn_when_roaming" => this.shows_name_when_roaming(),
    "reserved" if this.display_condition > 3 => this.display_condition & !3,
});
