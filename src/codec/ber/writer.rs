use alloc::vec::Vec;
use core::fmt;

use super::{OBJECT, Tag};
use crate::codec::{EncodeError, EncodeErrorKind};

/// Appends a data object to `out`, with the shortest length there is.
///
/// ```
/// use simcard::codec::ber::{self, Tag};
///
/// let mut out = Vec::new();
/// ber::push_tlv(&mut out, Tag(0x83), &[0x2F, 0xE2])?;
/// assert_eq!(out, [0x83, 0x02, 0x2F, 0xE2]);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
///
/// # Errors
///
/// The tag is none, or the value is longer than four length bytes can say. `out` is unchanged then.
pub fn push_tlv(out: &mut Vec<u8>, tag: Tag, value: &[u8]) -> Result<(), EncodeError> {
    if !tag.is_valid() {
        return Err(EncodeError::new(OBJECT, EncodeErrorKind::Tag(tag.0)));
    }
    let Ok(len) = u32::try_from(value.len()) else {
        let max = usize::try_from(u32::MAX).unwrap_or(usize::MAX);
        return Err(EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len: value.len(), max }));
    };
    let tag_bytes = tag.0.to_be_bytes();
    out.extend(tag_bytes.iter().skip(tag_bytes.len().saturating_sub(tag.len())));
    let [a, b, c, d] = len.to_be_bytes();
    match len {
        0..=0x7F => out.push(d),
        0x80..=0xFF => out.extend([0x81, d]),
        0x100..=0xFFFF => out.extend([0x82, c, d]),
        0x1_0000..=0xFF_FFFF => out.extend([0x83, b, c, d]),
        0x100_0000.. => out.extend([0x84, a, b, c, d]),
    }
    out.extend(value);
    Ok(())
}

/// Writes data objects one after the other and within each other.
///
/// An error stays with the writer and comes out at [`finish`](Self::finish), so calls can be chained.
///
/// ```
/// use simcard::codec::ber::{Tag, Writer};
///
/// let mut record = Writer::new();
/// record.nested(Tag(0x61), |template| {
///     template.tlv(Tag(0x4F), &[0xA0, 0, 0, 0, 0x87]).tlv(Tag(0x50), b"ME");
/// });
/// assert_eq!(record.finish()?, *b"\x61\x0B\x4F\x05\xA0\0\0\0\x87\x50\x02ME");
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Default)]
pub struct Writer {
    out: Vec<u8>,
    error: Option<EncodeError>,
}

impl Writer {
    /// A writer that has written nothing yet.
    ///
    /// ```
    /// use simcard::codec::ber::Writer;
    ///
    /// assert!(Writer::new().finish()?.is_empty());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn new() -> Self {
        Self { out: Vec::new(), error: None }
    }

    /// Writes an object that holds `value`.
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Writer};
    ///
    /// let mut writer = Writer::new();
    /// writer.tlv(Tag(0x80), &[0x01]).tlv(Tag(0x81), &[]);
    /// assert_eq!(writer.finish()?, [0x80, 0x01, 0x01, 0x81, 0x00]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn tlv(&mut self, tag: Tag, value: &[u8]) -> &mut Self {
        let result = push_tlv(&mut self.out, tag, value);
        self.note(result)
    }

    /// Writes an object that holds what `body` writes.
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Writer};
    ///
    /// let mut writer = Writer::new();
    /// writer.nested(Tag(0xA5), |inner| _ = inner.tlv(Tag(0x80), &[0x71]));
    /// assert_eq!(writer.finish()?, [0xA5, 0x03, 0x80, 0x01, 0x71]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn nested(&mut self, tag: Tag, body: impl FnOnce(&mut Self)) -> &mut Self {
        let mut inner = Self::new();
        body(&mut inner);
        match inner.finish() {
            Ok(value) => self.tlv(tag, &value),
            Err(error) => self.note(Err(error)),
        }
    }

    /// Writes bytes that are data objects already, as [`Tlv::raw`](super::Tlv::raw) gives them.
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Writer};
    ///
    /// // a length that is not the shortest stays as it is
    /// let mut writer = Writer::new();
    /// writer.nested(Tag(0xA5), |inner| _ = inner.raw(&[0x80, 0x81, 0x01, 0x71]));
    /// assert_eq!(writer.finish()?, [0xA5, 0x04, 0x80, 0x81, 0x01, 0x71]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn raw(&mut self, objects: &[u8]) -> &mut Self {
        self.out.extend(objects);
        self
    }

    /// What was written.
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Writer};
    ///
    /// let mut writer = Writer::new();
    /// writer.tlv(Tag(0x00), &[1]).tlv(Tag(0x80), &[2]);
    /// assert_eq!(writer.finish().unwrap_err().to_string(), "BER-TLV: 0x0 is not a tag");
    /// ```
    ///
    /// # Errors
    ///
    /// The first error there was, as by [`push_tlv`].
    pub fn finish(self) -> Result<Vec<u8>, EncodeError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.out),
        }
    }

    fn note(&mut self, result: Result<(), EncodeError>) -> &mut Self {
        self.error = self.error.or(result.err());
        self
    }
}

/// Shows how much was written, but not what: that may be a secret.
impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({} bytes", self.out.len())?;
        self.error.iter().try_for_each(|error| write!(f, ", {error}"))?;
        f.write_str(")")
    }
}
