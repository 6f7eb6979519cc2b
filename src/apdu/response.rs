use core::fmt;

use super::StatusWord;
use crate::codec::{DecodeError, DecodeErrorKind};

/// A response APDU: data and status word (ISO/IEC 7816-4 5.1).
///
/// ```
/// use simcard::apdu::{Response, StatusWord};
///
/// let response = Response::parse(&[0x98, 0x10, 0x90, 0x00])?;
/// assert_eq!(response.data, [0x98, 0x10]);
/// assert_eq!(response.status, StatusWord::OK);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Response<'a> {
    /// Response data, maybe none.
    pub data: &'a [u8],
    /// The status word.
    pub status: StatusWord,
}

impl<'a> Response<'a> {
    /// Reads a response: the last two bytes are the status word, those before it the data.
    ///
    /// ```
    /// use simcard::apdu::{Response, StatusWord};
    ///
    /// let response = Response::parse(&[0x6A, 0x82])?;
    /// assert!(response.data.is_empty());
    /// assert_eq!(response.status, StatusWord::new(0x6A82));
    /// assert!(Response::parse(&[0x90]).is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There are fewer than two bytes.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        match bytes.split_last_chunk::<2>() {
            Some((data, status)) => Ok(Self { data, status: StatusWord::from(*status) }),
            None => {
                let missing = 2usize.saturating_sub(bytes.len());
                let kind = DecodeErrorKind::Truncated { missing };
                Err(DecodeError::new("response APDU", bytes.len(), kind))
            }
        }
    }
}

/// Shows how many bytes came, not which: a response may hold keys or a subscriber's identity.
impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({} bytes, {})", self.data.len(), self.status)
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn data_and_status() {
        let response = Response::parse(&[0x01, 0x02, 0x03, 0x61, 0x10]).unwrap();
        assert_eq!(response, Response { data: &[1, 2, 3], status: StatusWord::new(0x6110) });
        let response = Response::parse(&[0x6A, 0x82]).unwrap();
        assert_eq!(response, Response { data: &[], status: StatusWord::new(0x6A82) });
    }

    #[test]
    fn too_short() {
        for (bytes, missing) in [(&[][..], 2), (&[0x90][..], 1)] {
            let kind = DecodeErrorKind::Truncated { missing };
            assert_eq!(Response::parse(bytes), Err(DecodeError::new("response APDU", bytes.len(), kind)));
        }
    }

    #[test]
    fn debug_hides_the_data() {
        let response = Response::parse(&[0xDE, 0xAD, 0x90, 0x00]).unwrap();
        assert_eq!(format!("{response:?}"), "Response(2 bytes, 9000 (done))");
    }
}
