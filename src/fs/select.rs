use super::{Fcp, FileInfo, GsmHeader};
use crate::codec::DecodeError;

/// What a card answers to SELECT and STATUS: an FCP, or the header of a 2G card.
///
/// ```
/// use simcard::fs::{SelectResponse, Structure};
///
/// let fcp = [0x62, 0x08, 0x82, 0x02, 0x41, 0x21, 0x83, 0x02, 0x2F, 0xE2];
/// let header = [0, 0, 0, 0x0A, 0x2F, 0xE2, 0x04, 0, 0x0F, 0xFF, 0xFF, 0x01, 0x02, 0x00, 0x00];
/// for answer in [&fcp[..], &header] {
///     assert_eq!(SelectResponse::parse(answer)?.info().structure, Structure::Transparent);
/// }
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[allow(clippy::large_enum_variant, reason = "it lives on the stack, for as long as an answer is looked at")]
pub enum SelectResponse<'a> {
    /// From a UICC.
    Uicc(Fcp<'a>),
    /// From a 2G card.
    Gsm(GsmHeader),
}

impl<'a> SelectResponse<'a> {
    /// Reads an answer of either kind. They are told apart by the first byte: `62` or `6F` in an FCP, a reserved
    /// `00` in a header.
    ///
    /// ```
    /// use simcard::fs::SelectResponse;
    ///
    /// let answer = [0x62, 0x04, 0x83, 0x02, 0x2F, 0xE2];
    /// assert!(matches!(SelectResponse::parse(&answer)?, SelectResponse::Uicc(_)));
    /// let answer = [0, 0, 0, 0x0A, 0x2F, 0xE2, 0x04, 0, 0x0F, 0xFF, 0xFF, 0x01, 0x02, 0x00];
    /// assert!(matches!(SelectResponse::parse(&answer)?, SelectResponse::Gsm(_)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Fcp::parse`] or [`GsmHeader::parse`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        match bytes.first() {
            Some(0x62 | 0x6F) => Fcp::parse(bytes).map(Self::Uicc),
            _ => GsmHeader::parse(bytes).map(Self::Gsm),
        }
    }

    /// What reading and writing the file needs.
    ///
    /// ```
    /// use simcard::fs::{FileId, SelectResponse};
    ///
    /// let answer = [0x62, 0x08, 0x83, 0x02, 0x2F, 0xE2, 0x80, 0x02, 0x00, 0x0A];
    /// let info = SelectResponse::parse(&answer)?.info();
    /// assert_eq!((info.file_id, info.size), (Some(FileId(0x2FE2)), Some(10)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn info(&self) -> FileInfo {
        match self {
            Self::Uicc(fcp) => FileInfo::from(fcp),
            Self::Gsm(header) => FileInfo::from(header),
        }
    }
}
