use core::{fmt, str::FromStr};

use thiserror::Error;

use super::{Aid, Application};

/// A two-byte file identifier (ETSI TS 102 221 8.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u16);

impl FileId {
    /// The master file.
    pub const MF: Self = Self(0x3F00);
    /// The current application's ADF, inside paths only.
    pub const ADF: Self = Self(0x7FFF);
    /// DF.GSM, where a 2G SIM keeps its network files.
    pub const DF_GSM: Self = Self(0x7F20);
    /// DF.TELECOM, where the phone book and messages are.
    pub const DF_TELECOM: Self = Self(0x7F10);

    /// Both bytes.
    ///
    /// ```
    /// use simcard::fs::FileId;
    ///
    /// assert_eq!(FileId::MF.to_bytes(), [0x3F, 0x00]);
    /// ```
    pub const fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileId({self})")
    }
}

/// As its hexadecimal digits, in a string.
#[cfg(feature = "serde")]
impl serde::Serialize for FileId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where a file is: the MF or an application, and the identifiers below it.
///
/// ```
/// use simcard::fs::Path;
///
/// let imsi: Path = "ADF.USIM/6F07".parse()?;
/// assert_eq!(imsi.to_string(), "ADF.USIM/6F07");
/// let kc: Path = "3F00/7F20/6F20".parse()?;
/// assert_eq!(kc, "7F20/6F20".parse()?);
/// assert_eq!(kc.parent().unwrap().to_string(), "MF/7F20");
/// # Ok::<(), simcard::fs::PathError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    application: Option<Aid>,
    ids: [FileId; Path::MAX_DEPTH],
    len: u8,
}

/// Why a text is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum PathError {
    /// More levels than cards have.
    #[error("a path has at most {} levels below its root", Path::MAX_DEPTH)]
    TooDeep,
    /// A part that is no identifier of four hexadecimal digits.
    #[error("a path is made of file identifiers (four hexadecimal digits), after MF, ADF.USIM or an AID")]
    Part,
}

impl Path {
    /// The most identifiers below the root.
    pub const MAX_DEPTH: usize = 6;
    /// The master file.
    pub const MF: Self = Self::new(None, &[]);

    /// The file at `ids` below the MF. Identifiers beyond [`Path::MAX_DEPTH`] are a compile-time error in
    /// a `const`.
    ///
    /// ```
    /// use simcard::fs::Path;
    ///
    /// const ICCID: Path = Path::mf(&[0x2FE2]);
    /// assert_eq!(ICCID.to_string(), "MF/2FE2");
    /// ```
    pub const fn mf(ids: &[u16]) -> Self {
        Self::new(None, ids)
    }

    /// The file at `ids` below the ADF of `application`.
    ///
    /// ```
    /// use simcard::fs::{Aid, Path};
    ///
    /// const IMSI: Path = Path::adf(Aid::USIM, &[0x6F07]);
    /// assert_eq!(IMSI.to_string(), "ADF.USIM/6F07");
    /// ```
    pub const fn adf(application: Aid, ids: &[u16]) -> Self {
        Self::new(Some(application), ids)
    }

    const fn new(application: Option<Aid>, ids: &[u16]) -> Self {
        let mut path = Self { application, ids: [FileId(0); Self::MAX_DEPTH], len: 0 };
        let mut rest = ids;
        while let [first, others @ ..] = rest {
            path = match path.child(FileId(*first)) {
                Some(longer) => longer,
                None => return path,
            };
            rest = others;
        }
        path
    }

    /// The file with this identifier right below; `None` if that is too deep.
    ///
    /// ```
    /// use simcard::fs::{FileId, Path};
    ///
    /// let telecom = Path::MF.child(FileId::DF_TELECOM);
    /// assert_eq!(telecom, Some(Path::mf(&[0x7F10])));
    /// let deepest = Path::mf(&[0x7F10, 0x5F01, 0x5F02, 0x5F03, 0x5F04, 0x5F05]);
    /// assert_eq!(deepest.child(FileId(0x6F01)), None);
    /// ```
    pub const fn child(mut self, id: FileId) -> Option<Self> {
        let (_, free) = self.ids.split_at_mut(self.len as usize);
        match free {
            [next, ..] => *next = id,
            [] => return None,
        }
        self.len = self.len.saturating_add(1);
        Some(self)
    }

    /// The directory that holds it; `None` for the MF and an ADF.
    ///
    /// ```
    /// use simcard::fs::Path;
    ///
    /// assert_eq!(Path::mf(&[0x7F20, 0x6F07]).parent(), Some(Path::mf(&[0x7F20])));
    /// assert_eq!(Path::MF.parent(), None);
    /// ```
    pub fn parent(mut self) -> Option<Self> {
        self.len = self.len.checked_sub(1)?;
        *self.ids.get_mut(usize::from(self.len))? = FileId(0);
        Some(self)
    }

    /// The directory `level` identifiers below the root on the way here; the path itself if that is deeper.
    ///
    /// ```
    /// use simcard::fs::Path;
    ///
    /// let adn = Path::mf(&[0x7F10, 0x5F3A, 0x4F30]);
    /// assert_eq!(adn.ancestor(1), Path::mf(&[0x7F10]));
    /// assert_eq!((adn.ancestor(0), adn.ancestor(9)), (Path::MF, adn));
    /// ```
    pub fn ancestor(mut self, level: usize) -> Self {
        while usize::from(self.len) > level {
            match self.parent() {
                Some(parent) => self = parent,
                None => break,
            }
        }
        self
    }

    /// The identifier of the application whose ADF it is below; `None` if it is below the MF.
    ///
    /// ```
    /// use simcard::fs::{Aid, Path};
    ///
    /// assert_eq!(Path::adf(Aid::USIM, &[0x6F07]).application(), Some(&Aid::USIM));
    /// assert_eq!(Path::mf(&[0x2FE2]).application(), None);
    /// ```
    pub const fn application(&self) -> Option<&Aid> {
        self.application.as_ref()
    }

    /// The identifiers below the root.
    ///
    /// ```
    /// use simcard::fs::{FileId, Path};
    ///
    /// assert_eq!(Path::mf(&[0x7F20, 0x6F07]).ids(), [FileId::DF_GSM, FileId(0x6F07)]);
    /// assert!(Path::MF.ids().is_empty());
    /// ```
    pub fn ids(&self) -> &[FileId] {
        self.ids.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// The last identifier: the MF's at the root, none for an ADF.
    ///
    /// ```
    /// use simcard::fs::{Aid, FileId, Path};
    ///
    /// assert_eq!(Path::mf(&[0x7F20, 0x6F07]).id(), Some(FileId(0x6F07)));
    /// assert_eq!((Path::MF.id(), Path::adf(Aid::USIM, &[]).id()), (Some(FileId::MF), None));
    /// ```
    pub fn id(&self) -> Option<FileId> {
        match (self.ids().last(), self.application) {
            (Some(id), _) => Some(*id),
            (None, None) => Some(FileId::MF),
            (None, Some(_)) => None,
        }
    }
}

/// `MF/7F20/6F07`, `ADF.USIM/6F07`, or the AID in hexadecimal where the application has no name.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.application {
            None => f.write_str("MF")?,
            Some(aid) => match aid.application() {
                Some(application) => write!(f, "ADF.{}", application.name())?,
                None => write!(f, "{aid}")?,
            },
        }
        self.ids().iter().try_for_each(|id| write!(f, "/{id}"))
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let (first, rest) = text.split_once('/').map_or((text, None), |(first, rest)| (first, Some(rest)));
        let named = first.split_at_checked(4).filter(|(adf, _)| adf.eq_ignore_ascii_case("ADF."));
        let (root, rest) = if first.eq_ignore_ascii_case("MF") || first.eq_ignore_ascii_case("3F00") {
            (Self::MF, rest)
        } else if let Some((_, name)) = named {
            (Self::adf(Application::by_name(name).ok_or(PathError::Part)?.aid(), &[]), rest)
        } else if first.len() > 4 {
            (Self::adf(first.parse().map_err(|_| PathError::Part)?, &[]), rest)
        } else {
            (Self::MF, Some(text))
        };
        rest.into_iter().flat_map(|rest| rest.split('/')).try_fold(root, |path, part| {
            let mut id = [0; 2];
            hex::decode_to_slice(part, &mut id).map_err(|_| PathError::Part)?;
            path.child(FileId(u16::from_be_bytes(id))).ok_or(PathError::TooDeep)
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Path {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::ToString;

    #[test]
    fn roots() {
        assert_eq!("MF".parse(), Ok(Path::MF));
        assert_eq!("3f00/2fe2".parse(), Ok(Path::mf(&[0x2FE2])));
        assert_eq!("2FE2".parse(), Ok(Path::mf(&[0x2FE2])));
        assert_eq!("adf.usim/5F3B/4F20".parse(), Ok(Path::adf(Aid::USIM, &[0x5F3B, 0x4F20])));
        assert_eq!("A0000000871002/6F07".parse(), Ok(Path::adf(Aid::USIM, &[0x6F07])));
        assert_eq!("ADF.NONE/6F07".parse::<Path>(), Err(PathError::Part));
        for wrong in ["", "/", "MF/", "6F0", "6F07/XX00", "2FE2F", "MF//2FE2"] {
            assert_eq!(wrong.parse::<Path>(), Err(PathError::Part), "{wrong}");
        }
        assert_eq!("MF/1000/1000/1000/1000/1000/1000/1000".parse::<Path>(), Err(PathError::TooDeep));
    }

    #[test]
    fn parents() {
        let path = Path::adf(Aid::USIM, &[0x5F3B, 0x4F20]);
        assert_eq!(path.parent(), Some(Path::adf(Aid::USIM, &[0x5F3B])));
        assert_eq!(path.parent().unwrap().parent(), Some(Path::adf(Aid::USIM, &[])));
        assert_eq!(Path::adf(Aid::USIM, &[]).parent(), None);
        assert_eq!(Path::MF.parent(), None);
        assert_eq!((Path::MF.id(), Path::adf(Aid::USIM, &[]).id()), (Some(FileId::MF), None));
    }

    proptest! {
        #[test]
        fn text_round_trips(usim in any::<bool>(), ids in proptest::collection::vec(any::<u16>(), 0..=6)) {
            let path = if usim { Path::adf(Aid::USIM, &ids) } else { Path::mf(&ids) };
            prop_assert_eq!(path.to_string().parse(), Ok(path));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            let _ = text.parse::<Path>();
        }
    }
}
