//! The elementary files of a card: where each is, and what its bytes mean.
//!
//! Every file is a marker type in the module of its directory ([`mf`], [`usim`], [`isim`], [`gsm`],
//! [`telecom`], [`df_5gs`] and so on). The marker carries a [`Descriptor`] and the type of its [`Content`]:
//!
//! ```
//! use simcard::files::{ElementaryFile, usim};
//!
//! let file = usim::Imsi::decode(&[0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98])?;
//! assert_eq!(file.imsi()?.as_str(), "001010123456789");
//! assert_eq!(usim::Imsi::DESCRIPTOR.to_string(), "ADF.USIM/EF.IMSI");
//! # Ok::<(), simcard::codec::DecodeError>(())
//! ```
//!
//! Where the file is known at run time only, [`registry`] finds it by name, identifier or path.
//!
//! Contents are read leniently and written strictly, and what is not understood is kept: a content that was
//! decoded is encoded to the bytes it came from.

#[macro_use]
mod declare;
pub mod acdc;
pub mod cd;
pub mod cdma;
pub mod content;
mod descriptor;
pub mod df_5gs;
pub mod eap;
pub mod eirene;
pub mod graphics;
pub mod gsm;
pub mod gsm_access;
pub mod hnb;
pub mod hpsim;
pub mod isim;
pub mod mbs;
pub mod mcs;
pub mod mexe;
pub mod mf;
pub mod multimedia;
pub mod phonebook;
pub mod prose;
pub mod prose_5g;
pub mod registry;
pub mod saip;
pub mod snpn;
pub mod solsa;
pub mod telecom;
pub mod usim;
pub mod v2x;
pub mod wlan;

pub use content::Content;
pub use descriptor::{Descriptor, Sensitivity};

use crate::codec::DecodeError;

/// A file that a standard defines; its marker type implements this.
///
/// ```
/// use simcard::files::{Descriptor, ElementaryFile, content::ServiceProviderName, usim};
/// use simcard::fs::{Aid, Path};
///
/// /// An issuer's own file, which holds what EF.SPN does.
/// struct Brand;
///
/// impl ElementaryFile for Brand {
///     const DESCRIPTOR: Descriptor = Descriptor {
///         name: "EF.BRAND",
///         path: Path::adf(Aid::USIM, &[0x6FF0]),
///         sfi: None,
///         service: None,
///         ..usim::Spn::DESCRIPTOR
///     };
///     type Content = ServiceProviderName;
/// }
///
/// assert_eq!(Brand::decode(b"\x00Brand\xFF\xFF")?.name.text(), "Brand");
/// // and from a card: card.read::<Brand>()?
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
pub trait ElementaryFile {
    /// Name, place and structure.
    const DESCRIPTOR: Descriptor;

    /// What the file holds, or each record of it if it has records.
    type Content: Content;

    /// Reads the bytes of the file, or of one record.
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, usim};
    ///
    /// let spn = usim::Spn::decode(b"\x00simcard\xFF\xFF")?;
    /// assert_eq!(spn.name.text(), "simcard");
    /// assert_eq!(usim::Spn::decode(&[0xFF; 9]).unwrap_err().object, "EF.SPN");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The bytes are no such content; [`Blank`](crate::codec::DecodeErrorKind::Blank) if nothing but `FF` is
    /// there and that says nothing. The error names the file.
    fn decode(bytes: &[u8]) -> Result<Self::Content, DecodeError> {
        Self::Content::decode(bytes).map_err(|error| error.within(Self::DESCRIPTOR.name, 0))
    }
}
