//! All the files the library knows, for when a name or path comes at run time.
//!
//! ```
//! use simcard::files::registry;
//!
//! let entry = registry::find("ADF.USIM/EF.IMSI")?;
//! assert_eq!(entry.descriptor.path.to_string(), "ADF.USIM/6F07");
//! let content = (entry.decode)(&[0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98])?;
//! # #[cfg(feature = "serde")]
//! assert_eq!(serde_json::to_string(&*content)?, r#"{"imsi":"001010123456789"}"#);
//!
//! let error = registry::find("EF.IMSI").unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "there are several files of this name: ADF.USIM/EF.IMSI, ADF.HPSIM/EF.IMSI, DF.GSM/EF.IMSI"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::content::{AnyContent, Unreadable};
use super::{
    Descriptor, ElementaryFile, Sensitivity, acdc, cd, cdma, df_5gs, eap, eirene, graphics, gsm, gsm_access,
    hnb, hpsim, isim, mbs, mcs, mexe, mf, multimedia, phonebook, prose, prose_5g, saip, snpn, solsa, telecom,
    usim, v2x, wlan,
};
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::fs::{Aid, FileId, Path};

/// A file in the registry.
#[derive(Clone, Copy)]
pub struct Entry {
    /// What the specification says of it.
    pub descriptor: Descriptor,
    /// Reads its bytes, or those of one record, as [`ElementaryFile::decode`] does. What that refuses is kept as it is,
    /// with the [error](AnyContent::error); an error is given only where there is nothing to keep: no bytes, or all `FF`.
    pub decode: DecodeFn,
    /// Contents, or records, with what they mean.
    pub examples: &'static [Example],
}

/// Reads the bytes of a file, or of one record.
pub type DecodeFn = fn(&[u8]) -> Result<Box<dyn AnyContent>, DecodeError>;

/// A content worked out by hand from the specification.
///
/// ```
/// use simcard::files::registry;
///
/// for entry in registry::all() {
///     let example = &entry.examples[0]; // there is at least one
///     let content = (entry.decode)(&hex::decode(example.content).unwrap())?;
/// #     #[cfg(feature = "serde")]
///     assert_eq!(serde_json::to_string(&*content)?, example.json);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The bytes of the file, or of a record, in hexadecimal.
    pub content: &'static str,
    /// What feature `serde` makes of them in JSON.
    pub json: &'static str,
}

/// Why no file was found.
///
/// ```
/// use simcard::files::registry::{self, FindError};
///
/// assert_eq!(registry::find("EF.NOSUCH"), Err(FindError::Unknown));
/// let Err(FindError::Ambiguous(candidates)) = registry::find("EF.SPN") else { panic!("only one") };
/// assert!(candidates.iter().all(|entry| entry.descriptor.name == "EF.SPN"));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FindError {
    /// The library knows no such file.
    Unknown,
    /// Several files end like this: say more of the path.
    Ambiguous(Vec<&'static Entry>),
}

static DIRECTORIES: &[&[Entry]] = &[
    mf::ENTRIES,
    usim::ENTRIES,
    usim::network::ENTRIES,
    usim::security::ENTRIES,
    usim::configuration::ENTRIES,
    usim::calls::ENTRIES,
    usim::connections::ENTRIES,
    usim::messages::ENTRIES,
    prose::ENTRIES,
    df_5gs::ENTRIES,
    saip::ENTRIES,
    snpn::ENTRIES,
    prose_5g::ENTRIES,
    mbs::ENTRIES,
    gsm_access::ENTRIES,
    mexe::ENTRIES,
    wlan::ENTRIES,
    hnb::ENTRIES,
    solsa::ENTRIES,
    acdc::ENTRIES,
    phonebook::usim::ENTRIES,
    isim::ENTRIES,
    isim::messages::ENTRIES,
    isim::settings::ENTRIES,
    hpsim::ENTRIES,
    telecom::ENTRIES,
    telecom::messages::ENTRIES,
    telecom::numbers::ENTRIES,
    telecom::uicc::ENTRIES,
    multimedia::ENTRIES,
    mcs::ENTRIES,
    v2x::ENTRIES,
    phonebook::telecom::ENTRIES,
    gsm::ENTRIES,
    gsm::calls::ENTRIES,
    gsm::network::ENTRIES,
    cd::ENTRIES,
    graphics::ENTRIES,
    cdma::ENTRIES,
    eirene::ENTRIES,
    eap::ENTRIES,
];

/// Every file, a directory after the other.
///
/// ```
/// use simcard::files::{Sensitivity, registry};
///
/// let secret = registry::all().filter(|entry| entry.descriptor.sensitivity == Sensitivity::Secret);
/// assert!(secret.into_iter().any(|entry| entry.descriptor.to_string() == "ADF.USIM/EF.Keys"));
/// ```
pub fn all() -> impl Iterator<Item = &'static Entry> {
    DIRECTORIES.iter().copied().flatten()
}

/// The file with this name: its path in names (`ADF.USIM/EF.IMSI`, `DF.GSM/EF.Kc`, `MF/EF.ICCID`), in
/// identifiers (`ADF.USIM/6F07`, `3F00/7F20/6F07`, `3F00/A0000000871002/6F07`) or a mixture, in any case, with or without the MF; or the end
/// of the path, if only one file has it. A file whose identifier each card chooses ([`Descriptor::named_by`]) is found
/// by its name only.
///
/// ```
/// use simcard::files::registry;
///
/// let iccid = registry::find("EF.ICCID")?;
/// for name in ["MF/EF.ICCID", "3F00/2FE2", "ef.iccid", "2FE2"] {
///     assert_eq!(registry::find(name)?, iccid);
/// }
/// # Ok::<(), registry::FindError>(())
/// ```
///
/// # Errors
///
/// There is none, or there are several.
pub fn find(name: &str) -> Result<&'static Entry, FindError> {
    let found: Vec<_> = all().filter_map(|entry| Some((entry, matches(&entry.descriptor, name)?))).collect();
    let whole = found.iter().find(|(_, matched)| *matched == Match::Whole);
    match (whole, found.as_slice()) {
        (Some((entry, _)), _) | (None, [(entry, _)]) => Ok(entry),
        (None, []) => Err(FindError::Unknown),
        (None, several) => Err(FindError::Ambiguous(several.iter().map(|(entry, _)| *entry).collect())),
    }
}

/// The file at this path. An application may be given by its whole identifier. A file whose identifier each card
/// chooses ([`Descriptor::named_by`]) is not found so.
///
/// ```
/// use simcard::files::registry;
///
/// // the whole AID of a card's USIM
/// let path = "A0000000871002FFFFFFFF8907090000/6F07".parse()?;
/// assert_eq!(registry::by_path(&path).unwrap().descriptor.name, "EF.IMSI");
/// # Ok::<(), simcard::fs::PathError>(())
/// ```
pub fn by_path(path: &Path) -> Option<&'static Entry> {
    all().find(|entry| {
        let known = &entry.descriptor.path;
        entry.descriptor.named_by.is_none()
            && known.ids() == path.ids()
            && match (known.application(), path.application()) {
                (Some(known), Some(aid)) => aid.starts_with(known),
                (None, None) => true,
                _ => false,
            }
    })
}

/// What the specifications call the directory at this path: `DF.TELECOM/DF.PHONEBOOK`, `ADF.USIM`.
///
/// ```
/// use simcard::files::registry;
///
/// assert_eq!(registry::directory_name(&"MF/7F10".parse()?), Some("DF.TELECOM"));
/// assert_eq!(registry::directory_name(&"MF/7F99".parse()?), None);
/// # Ok::<(), simcard::fs::PathError>(())
/// ```
pub fn directory_name(path: &Path) -> Option<&'static str> {
    all().find_map(|entry| {
        let Descriptor { directory, path: file, .. } = &entry.descriptor;
        let root = match (file.application(), path.application()) {
            (Some(known), Some(aid)) if aid.starts_with(known) => 1,
            (None, None) => 0,
            _ => return None,
        };
        let (_, directories) = file.ids().split_last()?;
        if !directories.starts_with(path.ids()) {
            return None;
        }
        if path.ids().is_empty() && root == 0 {
            return Some("MF");
        }
        // a name for each identifier, and one for the application
        let names = path.ids().len().saturating_add(root);
        let end = directory.match_indices('/').nth(names.checked_sub(1)?).map(|(at, _)| at);
        directory.get(..end.unwrap_or(directory.len()))
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    Whole,
    End,
}

/// Whether `name` is the path of this file or the end of it, part by part.
fn matches(descriptor: &Descriptor, name: &str) -> Option<Match> {
    let Descriptor { directory, name: own_name, path, named_by, .. } = descriptor;
    // From the file up to its root; the root comes last, by itself.
    let names = own_name_first(directory, own_name);
    let mut own = names.zip(path.ids().iter().rev());
    let mut given = name.split('/').rev().peekable();
    given.peek()?;
    while let Some(part) = given.next() {
        let Some((own_name, id)) = own.next() else {
            // One part is left for the root, and applications may be said to be below the MF.
            let application = path.application();
            let above = given.next().is_none_or(|part| application.is_some() && is_root(part, None));
            return (is_root(part, application) && above && given.next().is_none()).then_some(Match::Whole);
        };
        let by_id = is_id(part, *id) && (named_by.is_none() || path.id() != Some(*id));
        if !(part.eq_ignore_ascii_case(own_name) || by_id) {
            return None;
        }
    }
    // Below the MF, the root need not be said.
    Some(if own.next().is_none() && path.application().is_none() { Match::Whole } else { Match::End })
}

fn own_name_first<'a>(directory: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    core::iter::once(name).chain(directory.split('/').rev())
}

fn is_root(part: &str, application: Option<&Aid>) -> bool {
    let Some(known) = application else {
        return part.eq_ignore_ascii_case("MF") || is_id(part, FileId::MF);
    };
    part.parse::<Path>().is_ok_and(|path| {
        path.ids().is_empty() && path.application().is_some_and(|given| given.starts_with(known))
    })
}

fn is_id(part: &str, id: FileId) -> bool {
    part.len() == 4 && u16::from_str_radix(part, 16) == Ok(id.0)
}

impl Entry {
    pub(super) const fn new<F: ElementaryFile>(examples: &'static [Example]) -> Self {
        fn decode<F: ElementaryFile>(bytes: &[u8]) -> Result<Box<dyn AnyContent>, DecodeError> {
            let error = match F::decode(bytes) {
                Ok(content) => return Ok(Box::new(content)),
                Err(error) if bytes.is_empty() => return Err(error),
                Err(error) => error,
            };
            if bytes.iter().all(|byte| *byte == 0xFF) {
                return Err(DecodeError::new(error.object, 0, DecodeErrorKind::Blank));
            }
            let secret = F::DESCRIPTOR.sensitivity == Sensitivity::Secret;
            Ok(Box::new(Unreadable::new(bytes, error, secret)))
        }
        Self { descriptor: F::DESCRIPTOR, decode: decode::<F>, examples }
    }
}

/// Shows the descriptor.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entry").field(&self.descriptor).finish()
    }
}

/// Entries are the same if they are of the same file.
impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.descriptor == other.descriptor
    }
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Ambiguous(candidates) = self else {
            return f.write_str("no file of this name is known");
        };
        f.write_str("there are several files of this name: ")?;
        candidates.iter().enumerate().try_for_each(|(index, entry)| {
            write!(f, "{}{}", if index == 0 { "" } else { ", " }, entry.descriptor)
        })
    }
}

impl core::error::Error for FindError {}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod tests;
