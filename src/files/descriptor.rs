use core::fmt;

use crate::fs::{Path, Structure};

/// What a specification says of an elementary file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Descriptor {
    /// The directory by its names: `MF`, `DF.GSM`, `ADF.USIM/DF.PHONEBOOK`.
    pub directory: &'static str,
    /// The name, as the specification writes it: `EF.IMSI`.
    pub name: &'static str,
    /// Where it is.
    pub path: Path,
    /// The short file identifier it has unless the card says otherwise: 1 to 30.
    pub sfi: Option<u8>,
    /// How its bytes are organised.
    pub structure: Structure,
    /// The specification that defines it: `3GPP TS 31.102`.
    pub document: &'static str,
    /// The clause of it: `4.2.2`.
    pub clause: &'static str,
    /// The service, by its number in the application's service table (EF.UST, EF.IST, EF.SST), without which
    /// the file need not exist.
    pub service: Option<u16>,
    /// The file that tells its identifier, where each card has its own: `EF.PBR`. The last identifier of `path` is an
    /// example then, and of no use with a card.
    pub named_by: Option<&'static str>,
    /// How careful to be with what it holds.
    pub sensitivity: Sensitivity,
}

/// How careful to be with what a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Sensitivity {
    /// The same on many cards.
    Public,
    /// It identifies the card or its owner, or tells whom they call or where they are.
    Personal,
    /// Key material. Its content is redacted wherever it is shown.
    Secret,
}

/// Directory and name: `ADF.USIM/EF.IMSI`. [`registry::find`](super::registry::find) reads it.
impl fmt::Display for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.directory, self.name)
    }
}
