//! What a phone book is made of: EF.PBR.

use alloc::vec::Vec;

use super::Content;
use super::objects::RawObjects;
use crate::codec::ber::{Tag, Tlv, Tlvs};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError};
use crate::fs::FileId;

const OBJECT: &str = "EF.PBR";

/// How the records of a file belong to those of EF.ADN (3GPP TS 31.102 4.4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PhoneBookFileLink {
    /// `A8`: by their number, record for record.
    Type1,
    /// `A9`: by the record of EF.IAP that has their number.
    Type2,
    /// `AA`: by a number in a record of another file.
    Type3,
}

impl PhoneBookFileLink {
    const ALL: [Self; 3] = [Self::Type1, Self::Type2, Self::Type3];

    const fn tag(self) -> Tag {
        Tag(match self {
            Self::Type1 => 0xA8,
            Self::Type2 => 0xA9,
            Self::Type3 => 0xAA,
        })
    }
}

/// Declares the kinds of files of a phone book.
macro_rules! file_kinds {
    ($($kind:ident = $tag:literal, $name:literal, $doc:literal;)*) => {
        /// What a file of a phone book holds (3GPP TS 31.102 4.4.2.1, table 4.3).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum PhoneBookFileKind {
            $(#[doc = $doc] $kind,)*
        }

        impl PhoneBookFileKind {
            const ALL: &[Self] = &[$(Self::$kind),*];

            const fn tag(self) -> Tag {
                Tag(match self { $(Self::$kind => $tag),* })
            }

            /// The name of the file, under which [`registry::find`](crate::files::registry::find) knows it in a
            /// DF.PHONEBOOK.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name),* }
            }
        }
    };
}

file_kinds! {
    Adn = 0xC0, "EF.ADN", "Names and numbers.";
    Iap = 0xC1, "EF.IAP", "Which records of the files of type 2 belong to an entry.";
    Ext1 = 0xC2, "EF.EXT1", "What does not fit into the records with numbers.";
    Sne = 0xC3, "EF.SNE", "Second names.";
    Anr = 0xC4, "EF.ANR", "Additional numbers.";
    Pbc = 0xC5, "EF.PBC", "What was modified and what is hidden.";
    Grp = 0xC6, "EF.GRP", "The groups that an entry is in.";
    Aas = 0xC7, "EF.AAS", "What kinds of additional numbers are called.";
    Gas = 0xC8, "EF.GAS", "What groups are called.";
    Uid = 0xC9, "EF.UID", "Unique identifiers of entries.";
    Email = 0xCA, "EF.EMAIL", "E-mail addresses.";
    Ccp1 = 0xCB, "EF.CCP1", "What calls need of their bearers.";
    Puri = 0xCC, "EF.PURI", "URIs.";
}

/// A file of a phone book, as EF.PBR names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PhoneBookFile {
    /// How its records belong to those of EF.ADN.
    pub link: PhoneBookFileLink,
    /// What it holds.
    pub kind: PhoneBookFileKind,
    /// Its identifier, in the directory of EF.PBR.
    pub id: FileId,
    /// Its short file identifier, if it has one.
    pub sfi: Option<u8>,
}

/// The files that make up a phone book of up to 254 entries: a record of EF.PBR (3GPP TS 31.102 4.4.2.1).
///
/// ```
/// use simcard::files::content::{Content, PhoneBookFileKind, PhoneBookReference};
///
/// // EF.ADN is 4F3A, with SFI 1; e-mail addresses are in 4F50, without
/// let record = [0xA8, 0x09, 0xC0, 0x03, 0x4F, 0x3A, 0x01, 0xCA, 0x02, 0x4F, 0x50, 0xFF];
/// let book = PhoneBookReference::decode(&record)?;
/// let [adn, email] = book.files() else { unreachable!() };
/// assert_eq!((adn.kind, adn.id.0, adn.sfi), (PhoneBookFileKind::Adn, 0x4F3A, Some(1)));
/// assert_eq!((email.kind, email.id.0, email.sfi), (PhoneBookFileKind::Email, 0x4F50, None));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhoneBookReference {
    files: Vec<PhoneBookFile>,
    /// The whole record: it may name files that we know nothing of.
    raw: RawObjects,
}

impl PhoneBookReference {
    /// The record that names these files, those of type 1 first.
    ///
    /// # Errors
    ///
    /// There are more than a record can name.
    pub fn new(files: &[PhoneBookFile]) -> Result<Self, EncodeError> {
        let of = |link| files.iter().filter(move |file| file.link == link);
        let raw = RawObjects::write(|record| {
            for link in PhoneBookFileLink::ALL.into_iter().filter(|link| of(*link).next().is_some()) {
                record.nested(link.tag(), |objects| {
                    for file in of(link) {
                        let [high, low] = file.id.to_bytes();
                        let sfi = file.sfi.unwrap_or_default();
                        let value = if file.sfi.is_some() { &[high, low, sfi][..] } else { &[high, low] };
                        objects.tlv(file.kind.tag(), value);
                    }
                });
            }
        })?;
        let ordered = PhoneBookFileLink::ALL.into_iter().flat_map(of).copied().collect();
        Ok(Self { files: ordered, raw })
    }

    /// The files, in the order of the record: that of type 2 is also the order of the bytes of EF.IAP.
    pub fn files(&self) -> &[PhoneBookFile] {
        &self.files
    }

    /// The first file of this kind.
    pub fn file(&self, kind: PhoneBookFileKind) -> Option<&PhoneBookFile> {
        self.files.iter().find(|file| file.kind == kind)
    }

    fn of_type(&self, link: PhoneBookFileLink) -> Option<Vec<&PhoneBookFile>> {
        let files: Vec<_> = self.files.iter().filter(|file| file.link == link).collect();
        Some(files).filter(|files| !files.is_empty())
    }
}

serialize_fields!(PhoneBookFile, this {
    "file" => this.kind.name(),
    "file_id" => this.id,
    "sfi" => this.sfi,
});

impl Content for PhoneBookReference {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let raw = RawObjects::decode(OBJECT, bytes)?;
        let mut files = Vec::new();
        for object in Tlvs::new(bytes) {
            let object = match object {
                Ok(object) => object,
                // what came before is still a phone book
                Err(_) if !files.is_empty() => break,
                Err(error) => return Err(error.within(OBJECT, 0)),
            };
            if let Some(link) = PhoneBookFileLink::ALL.into_iter().find(|link| link.tag() == object.tag) {
                files.extend(object.children().map_while(Result::ok).filter_map(|child| file(link, &child)));
            }
        }
        if files.is_empty() {
            return Err(DecodeError::new(OBJECT, 0, DecodeErrorKind::Missing("a file (A8, A9 or AA)")));
        }
        Ok(Self { files, raw })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(OBJECT, len)
    }
}

/// The file that an object names, if it is of a kind that we know.
fn file(link: PhoneBookFileLink, object: &Tlv<'_>) -> Option<PhoneBookFile> {
    let kind = PhoneBookFileKind::ALL.iter().copied().find(|kind| kind.tag() == object.tag)?;
    let ([high, low], rest) = object.value.split_first_chunk()?;
    let sfi = rest.first().copied().filter(|sfi| matches!(sfi, 1..=30));
    Some(PhoneBookFile { link, kind, id: FileId(u16::from_be_bytes([*high, *low])), sfi })
}

serialize_fields!(PhoneBookReference, this {
    "type_1" => this.of_type(PhoneBookFileLink::Type1).unwrap_or_default(),
    "type_2" if this.of_type(PhoneBookFileLink::Type2).is_some() => this.of_type(PhoneBookFileLink::Type2),
    "type_3" if this.of_type(PhoneBookFileLink::Type3).is_some() => this.of_type(PhoneBookFileLink::Type3),
});

#[cfg(test)]
mod tests {
    use super::*;

    const fn named(
        link: PhoneBookFileLink,
        kind: PhoneBookFileKind,
        id: u16,
        sfi: Option<u8>,
    ) -> PhoneBookFile {
        PhoneBookFile { link, kind, id: FileId(id), sfi }
    }

    #[test]
    fn records_are_written_as_they_are_read() {
        let adn = named(PhoneBookFileLink::Type1, PhoneBookFileKind::Adn, 0x4F3A, Some(1));
        let email = named(PhoneBookFileLink::Type2, PhoneBookFileKind::Email, 0x4F50, None);
        let ext = named(PhoneBookFileLink::Type3, PhoneBookFileKind::Ext1, 0x4F4A, None);
        let book = PhoneBookReference::new(&[ext, email, adn]).unwrap();
        let bytes = hex::decode("a805c0034f3a01a904ca024f50aa04c2024f4affff").unwrap();
        assert_eq!(book.encode(21).unwrap(), bytes);
        assert_eq!(PhoneBookReference::decode(&bytes), Ok(book.clone()));
        assert_eq!(book.files(), [adn, email, ext]);
        assert_eq!(book.file(PhoneBookFileKind::Anr), None);
    }

    #[test]
    fn what_is_cut_off_does_not_hide_what_is_there() {
        // the second object claims 20 bytes
        let bytes = hex::decode("a805c0034f3a01a914ca024f50").unwrap();
        let book = PhoneBookReference::decode(&bytes).unwrap();
        assert_eq!(book.files().len(), 1);
        assert_eq!(book.encode(bytes.len()).unwrap(), bytes);
        assert_eq!(PhoneBookReference::decode(&[0x00; 20]).unwrap_err().object, OBJECT);
        assert!(PhoneBookReference::decode(&[0xA8; 20]).is_err());
    }
}
