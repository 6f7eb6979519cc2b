//! Short messages, files, AT commands and languages: ETSI TS 102 223 clause 8.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::DataObject;
use super::macros::{bytes_object, fixed_value, whole_value};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind};
use crate::fs::{Aid, FileId, Path};
use crate::sms::{Direction, Tpdu};
use crate::toolkit::action::without_secrets;

/// A short message: ETSI TS 102 223 8.13, a TPDU of 3GPP TS 23.040 9.2.2 as it is, without a service centre.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SmsTpdu(pub Vec<u8>);

bytes_object!(SmsTpdu, 0x0B, "SMS TPDU", without Debug);

impl SmsTpdu {
    /// The type of message, 0 to 3 (TP-MTI, 3GPP TS 23.040 9.2.3.1): to the card 0 is SMS-DELIVER, from the card 1 is
    /// SMS-SUBMIT. `None` if there is nothing.
    pub fn message_type(&self) -> Option<u8> {
        self.0.first().map(|first| first & 0x03)
    }

    /// The message, which goes in this direction: from the card to the network in SEND SHORT MESSAGE, to the card in SMS-PP
    /// download.
    ///
    /// ```
    /// use simcard::sms::{Direction, Tpdu};
    /// use simcard::toolkit::object::SmsTpdu;
    ///
    /// let object = SmsTpdu(vec![0x01, 0x00, 0x03, 0x81, 0x21, 0xF3, 0x00, 0x00, 0x02, 0xC8, 0x34]);
    /// let message = object.message(Direction::ToNetwork)?;
    /// assert!(matches!(&message, Tpdu::Submit(submit) if submit.destination.to_string() == "123"));
    /// assert_eq!(message.user_data().and_then(|data| data.text()).as_deref(), Some("Hi"));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The bytes are no message.
    pub fn message(&self, direction: Direction) -> Result<Tpdu, DecodeError> {
        Tpdu::decode(direction, &self.0)
    }
}

/// Without the message: a code may be in it.
impl fmt::Debug for SmsTpdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmsTpdu({} bytes)", self.0.len())
    }
}

/// The path of a file as a [`FileList`] has it: all identifiers from the MF (`3F00`) on. `7FFF` is the ADF of the
/// application that is active.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FilePath(pub Vec<FileId>);

impl FilePath {
    /// The file it leads to.
    pub fn id(&self) -> Option<FileId> {
        self.0.last().copied()
    }

    /// The same as a [`Path`], with `application` as the one that is active. `None` if the path does not begin at the MF,
    /// is too deep, or goes through an ADF although no application is active.
    pub fn resolve(&self, application: Option<Aid>) -> Option<Path> {
        let (root, ids) = match self.0.as_slice() {
            [FileId::MF, FileId::ADF, ids @ ..] => (Path::adf(application?, &[]), ids),
            [FileId::MF, ids @ ..] => (Path::MF, ids),
            _ => return None,
        };
        ids.iter().try_fold(root, |path, id| path.child(*id))
    }
}

/// `3F00/7F10/6F3A`.
impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (level, id) in self.0.iter().enumerate() {
            write!(f, "{}{id}", if level > 0 { "/" } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FilePath({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for FilePath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Files, by their full paths: ETSI TS 102 223 8.18. Every path begins with `3F00`; that is what tells them apart.
///
/// ```
/// use simcard::toolkit::object::{DataObject, FileList};
///
/// let list = FileList::decode(&[0x02, 0x3F, 0x00, 0x2F, 0xE2, 0x3F, 0x00, 0x7F, 0xFF, 0x6F, 0x07])?;
/// let paths: Vec<_> = list.paths().map(|path| path.to_string()).collect();
/// assert_eq!(paths, ["3F00/2FE2", "3F00/7FFF/6F07"]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FileList(Vec<u8>);

impl FileList {
    /// The files at these paths.
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): more than 255 files; [`Value`](EncodeErrorKind::Value): a path that does not
    /// begin at the MF, or comes to it again.
    pub fn new(paths: &[FilePath]) -> Result<Self, EncodeError> {
        let too_long = EncodeErrorKind::TooLong { len: paths.len(), max: 0xFF };
        let count = u8::try_from(paths.len()).map_err(|_| EncodeError::new(Self::NAME, too_long))?;
        let mut bytes = alloc::vec![count];
        for path in paths {
            match path.0.as_slice() {
                [FileId::MF, rest @ ..] if !rest.contains(&FileId::MF) => {}
                other => {
                    let first = other.first().map_or(0, |id| u32::from(id.0));
                    return Err(EncodeError::new(Self::NAME, EncodeErrorKind::Value(first)));
                }
            }
            bytes.extend(path.0.iter().flat_map(|id| id.to_bytes()));
        }
        Ok(Self(bytes))
    }

    /// How many files the list says it has; 0 if it says nothing.
    pub fn count(&self) -> u8 {
        self.0.first().copied().unwrap_or_default()
    }

    /// The paths. They may be more or fewer than [`count`](Self::count) says.
    pub fn paths(&self) -> impl Iterator<Item = FilePath> + '_ {
        let mut rest = self.0.get(1..).unwrap_or_default();
        core::iter::from_fn(move || {
            let mut ids = Vec::new();
            while let Some((id, others)) = rest.split_first_chunk() {
                let id = FileId(u16::from_be_bytes(*id));
                if id == FileId::MF && !ids.is_empty() {
                    break;
                }
                ids.push(id);
                rest = others;
            }
            (!ids.is_empty()).then_some(FilePath(ids))
        })
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for FileList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileList")?;
        f.debug_list().entries(self.paths()).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for FileList {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.paths())
    }
}

whole_value!(FileList, 0x12, "file list");

/// Text of a modem. Bytes that are no UTF-8 are kept, and read as replacement characters.
macro_rules! at_text {
    ($(#[$attr:meta])* $name:ident, $tag:literal, $object:literal) => {
        $(#[$attr])*
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        pub struct $name(pub Vec<u8>);

        impl $name {
            /// This text.
            pub fn new(text: &str) -> Self {
                Self(text.as_bytes().to_vec())
            }

            /// The text.
            pub fn text(&self) -> String {
                String::from_utf8_lossy(&self.0).into_owned()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), without_secrets(&self.text()))
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text())
            }
        }

        whole_value!($name, $tag, $object);
    };
}

at_text! {
    /// An AT command that the terminal is to run: ETSI TS 102 223 8.40, a command line of 3GPP TS 27.007. It comes from the
    /// card: nothing is known of what it does.
    AtCommand, 0x28, "AT command"
}

at_text! {
    /// What an AT command was answered with: ETSI TS 102 223 8.41. A long answer is cut to what fits.
    AtResponse, 0x29, "AT response"
}

/// A language: ETSI TS 102 223 8.45, two letters of ISO 639 in the GSM 7 bit default alphabet, a byte a letter.
///
/// ```
/// use simcard::toolkit::object::{DataObject, Language};
///
/// let language = Language::decode(b"en")?;
/// assert_eq!(language, Language::new("en")?);
/// assert_eq!(language.to_string(), "en");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(pub [u8; 2]);

impl Language {
    /// The language of these two letters.
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong), [`Empty`](EncodeErrorKind::Empty): they are not two;
    /// [`Character`](EncodeErrorKind::Character): one that is no letter from `a` to `z`, small or capital.
    pub fn new(letters: &str) -> Result<Self, EncodeError> {
        let refused = |kind| Err(EncodeError::new(Self::NAME, kind));
        if let Some(index) = letters.chars().position(|letter| !letter.is_ascii_alphabetic()) {
            return refused(EncodeErrorKind::Character { index });
        }
        match *letters.as_bytes() {
            [first, second] => Ok(Self([first, second])),
            [] | [_] => refused(EncodeErrorKind::Empty),
            _ => refused(EncodeErrorKind::TooLong { len: letters.len(), max: 2 }),
        }
    }
}

/// The two letters, or the bytes in hexadecimal if they are none.
impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match core::str::from_utf8(&self.0) {
            Ok(letters) if letters.chars().all(|letter| letter.is_ascii_alphabetic()) => f.write_str(letters),
            _ => f.write_str(&hex::encode(self.0)),
        }
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fixed_value!(Language, 0x2D, "language");

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::super::testing::{round_trip, vector};
    use super::*;

    fn path(ids: &[u16]) -> FilePath {
        FilePath(ids.iter().copied().map(FileId).collect())
    }

    #[test]
    fn file_lists() {
        let paths = [path(&[0x3F00, 0x2FE2]), path(&[0x3F00, 0x7F10, 0x5F3A, 0x4F30]), path(&[0x3F00])];
        let list = FileList::new(&paths).unwrap();
        vector(&hex!("03 3F002FE2 3F007F105F3A4F30 3F00"), &list);
        assert_eq!((list.count(), list.paths().collect::<Vec<_>>()), (3, paths.to_vec()));
        assert_eq!(
            format!("{list:?}"),
            "FileList[FilePath(3F00/2FE2), FilePath(3F00/7F10/5F3A/4F30), FilePath(3F00)]"
        );
        vector(&[0x00], &FileList::new(&[]).unwrap());
        vector(&[], &FileList::default());
        // half an identifier at the end, and a path that begins elsewhere: read as far as it goes
        let odd = FileList(hex!("05 2FE2 3F00 6F").to_vec());
        vector(odd.as_bytes(), &odd);
        assert_eq!(odd.paths().collect::<Vec<_>>(), [path(&[0x2FE2]), path(&[0x3F00])]);
        assert!(FileList::new(&[path(&[0x2FE2])]).is_err());
        assert!(FileList::new(&[path(&[])]).is_err());
        assert!(FileList::new(&[path(&[0x3F00, 0x3F00])]).is_err());
        assert!(FileList::new(&alloc::vec![path(&[0x3F00]); 256]).is_err());
    }

    #[test]
    fn paths_of_the_card() {
        assert_eq!(path(&[0x3F00, 0x2FE2]).resolve(None), Some(Path::mf(&[0x2FE2])));
        let imsi = path(&[0x3F00, 0x7FFF, 0x6F07]);
        assert_eq!(imsi.resolve(None), None);
        let usim = "ADF.USIM".parse::<Path>().unwrap();
        assert_eq!(imsi.resolve(usim.application().copied()), usim.child(FileId(0x6F07)));
        assert_eq!(path(&[0x2FE2]).resolve(None), None);
        assert_eq!(path(&[0x3F00, 1, 2, 3, 4, 5, 6, 7]).resolve(None), None);
        assert_eq!((path(&[]).id(), imsi.id()), (None, Some(FileId(0x6F07))));
    }

    #[test]
    fn modems_and_languages() {
        vector(b"AT+CGMI\r", &AtCommand::new("AT+CGMI\r"));
        vector(b"\r\nOK\r\n", &AtResponse::new("\r\nOK\r\n"));
        assert_eq!(AtResponse(hex!("4F FF").to_vec()).text(), "O\u{FFFD}");
        vector(b"de", &Language::new("de").unwrap());
        round_trip::<Language>(&[0xFF, 0x00]);
        assert_eq!(Language([0xFF, 0x00]).to_string(), "ff00");
        for wrong in ["", "d", "deu", "d1", "é"] {
            assert!(Language::new(wrong).is_err(), "{wrong}");
        }
        assert!(Language::decode(b"deu").is_err());
        vector(&[0x11, 0x00], &SmsTpdu(alloc::vec![0x11, 0x00]));
        assert_eq!(
            (SmsTpdu::default().message_type(), SmsTpdu(alloc::vec![0x11]).message_type()),
            (None, Some(1))
        );
    }

    proptest! {
        #[test]
        fn any_list_of_files(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let ids: usize = FileList(bytes.clone()).paths().map(|path| path.0.len()).sum();
            prop_assert_eq!(ids, bytes.len().saturating_sub(1) / 2);
        }
    }
}
