//! BER-TLV data objects: ISO/IEC 7816-4 6.3, ISO/IEC 8825-1 (X.690), ETSI TS 102 221 11.1.1.4.
//!
//! A view, not a tree: [`Tlv`] borrows its bytes, nothing is allocated, nothing recurses. [`Tlvs`] goes through
//! the objects that stand side by side, [`Walk`] through all of them with their depth.
//!
//! ```
//! use simcard::codec::ber::{self, Tag, Tlvs};
//!
//! // the FCP of a linear fixed file (ETSI TS 102 221 11.1.1.3), and what a card put after it
//! let fcp = [0x62, 0x0B, 0x82, 0x05, 0x42, 0x21, 0x00, 0x1A, 0x05, 0x83, 0x02, 0x6F, 0x3B, 0xFF, 0xFF];
//! let template = ber::find(&fcp, Tag(0x62))?.unwrap();
//! for object in Tlvs::new(template.value) {
//!     let object = object?;
//!     match object.tag {
//!         Tag(0x82) => assert_eq!(object.value, [0x42, 0x21, 0x00, 0x1A, 0x05]),
//!         Tag(0x83) => assert_eq!(object.value, [0x6F, 0x3B]),
//!         other => panic!("{other}"),
//!     }
//! }
//!
//! let mut writer = ber::Writer::new();
//! writer.nested(Tag(0x62), |fcp| {
//!     fcp.tlv(Tag(0x82), &[0x42, 0x21, 0x00, 0x1A, 0x05]).tlv(Tag(0x83), &[0x6F, 0x3B]);
//! });
//! assert_eq!(writer.finish().unwrap(), fcp[..13]);
//! # Ok::<(), simcard::codec::DecodeError>(())
//! ```

mod tag;
mod writer;

pub use tag::{Tag, TagClass};
pub use writer::{Writer, push_tlv};

use core::fmt;
use core::iter::FusedIterator;

use super::{DecodeError, DecodeErrorKind, Reader};

const OBJECT: &str = "BER-TLV";

/// How many levels of objects [`Walk`] enters.
pub const MAX_DEPTH: usize = 16;

/// A data object: its tag and what it holds.
///
/// Two are equal if their bytes are and if they stood at the same [offset](Self::offset).
///
/// ```
/// use simcard::codec::ber::{Tag, Tlv};
///
/// let (template, _) = Tlv::parse(&[0x61, 0x04, 0x50, 0x02, b'M', b'E'])?;
/// let label = template.find(Tag(0x50))?.unwrap();
/// assert_eq!((label.value, label.raw()), (&b"ME"[..], &[0x50, 0x02, b'M', b'E'][..]));
/// assert_eq!((label.offset(), label.value_offset()), (2, 4)); // counted from the template's start
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag.
    pub tag: Tag,
    /// The value: bytes, or further objects if the tag says so.
    pub value: &'a [u8],
    raw: &'a [u8],
    offset: usize,
}

impl<'a> Tlv<'a> {
    /// Reads the object at the very start of `bytes`; returns it and the bytes after it.
    ///
    /// A length may have one to five bytes and need not be the shortest. Its value is not looked into.
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Tlv};
    ///
    /// let (object, rest) = Tlv::parse(&[0x83, 0x02, 0x2F, 0xE2, 0x88, 0x00])?;
    /// assert_eq!((object.tag, object.value), (Tag(0x83), &[0x2F, 0xE2][..]));
    /// assert_eq!(rest, [0x88, 0x00]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Tag`](DecodeErrorKind::Tag): no object starts with `00` or `FF`, and a tag has at most four bytes;
    /// * [`Length`](DecodeErrorKind::Length): an indefinite length (`80`), or one of more than four bytes;
    /// * [`Truncated`](DecodeErrorKind::Truncated): the bytes end within the object.
    #[inline]
    pub fn parse(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), DecodeError> {
        Self::parse_at(bytes, 0)
    }

    #[inline]
    fn parse_at(bytes: &'a [u8], offset: usize) -> Result<(Self, &'a [u8]), DecodeError> {
        // Nearly every object on a card has one tag byte and one length byte.
        if let [tag, len @ 0..=0x7F, ..] = *bytes {
            if tag & 0x1F != 0x1F && tag != 0 {
                if let Some((raw, rest)) = bytes.split_at_checked(usize::from(len).wrapping_add(2)) {
                    let value = raw.get(2..).unwrap_or_default();
                    return Ok((Self { tag: Tag(u32::from(tag)), value, raw, offset }, rest));
                }
            }
        }
        Self::parse_long(bytes, offset)
    }

    #[inline(never)]
    fn parse_long(bytes: &'a [u8], offset: usize) -> Result<(Self, &'a [u8]), DecodeError> {
        let mut reader = Reader::new(OBJECT, bytes);
        let (tag, value) = read_object(&mut reader).map_err(|error| error.within(OBJECT, offset))?;
        let raw = bytes.get(..reader.position()).unwrap_or_default();
        Ok((Self { tag, value, raw, offset }, reader.rest()))
    }

    /// The whole object as it stands in the bytes: tag, length and value.
    ///
    /// ```
    /// use simcard::codec::ber::Tlv;
    ///
    /// let (object, _) = Tlv::parse(&[0x83, 0x02, 0x2F, 0xE2, 0xFF])?;
    /// assert_eq!(object.raw(), [0x83, 0x02, 0x2F, 0xE2]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Where the object starts in the bytes that were read.
    ///
    /// ```
    /// use simcard::codec::ber::{self, Tag};
    ///
    /// let found = ber::find(&[0x80, 0x01, 0x0A, 0x88, 0x01, 0x10], Tag(0x88))?.unwrap();
    /// assert_eq!(found.offset(), 3);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Where its value starts in the bytes that were read: the base for [`DecodeError::within`].
    ///
    /// ```
    /// use simcard::codec::ber::{self, Tag};
    ///
    /// // a tag of one byte, a length of two
    /// let found = ber::find(&[0x80, 0x01, 0x0A, 0x88, 0x81, 0x01, 0x10], Tag(0x88))?.unwrap();
    /// assert_eq!((found.offset(), found.value_offset()), (3, 6));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn value_offset(&self) -> usize {
        self.offset.saturating_add(self.raw.len().saturating_sub(self.value.len()))
    }

    /// The objects within the value, padding skipped. Their offsets go on counting from this one's.
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Tlv};
    ///
    /// let (template, _) = Tlv::parse(&[0xA5, 0x05, 0x80, 0x01, 0x71, 0xC0, 0x00])?;
    /// let tags: Result<Vec<_>, _> = template.children().map(|child| child.map(|child| child.tag)).collect();
    /// assert_eq!(tags?, [Tag(0x80), Tag(0xC0)]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn children(&self) -> Tlvs<'a> {
        Tlvs { rest: self.value, position: self.value_offset(), padding: true }
    }

    /// The first object with this tag directly within the value.
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Tlv};
    ///
    /// let (template, _) = Tlv::parse(&[0xA5, 0x05, 0x80, 0x01, 0x71, 0xC0, 0x00])?;
    /// assert_eq!(template.find(Tag(0x80))?.map(|found| found.value), Some(&[0x71][..]));
    /// assert_eq!(template.find(Tag(0x81))?, None);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The value is malformed before such an object comes.
    pub fn find(&self, tag: Tag) -> Result<Option<Tlv<'a>>, DecodeError> {
        self.children().first_with(tag)
    }
}

/// Shows tag, length and place, but not the value: that may be a secret.
impl fmt::Debug for Tlv<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tlv({}, {} bytes, at {})", self.tag, self.value.len(), self.offset)
    }
}

fn read_object<'a>(reader: &mut Reader<'a>) -> Result<(Tag, &'a [u8]), DecodeError> {
    let start = *reader;
    let first = reader.u8()?;
    let mut tag = u32::from(first);
    if matches!(first, 0x00 | 0xFF) {
        return Err(start.error(DecodeErrorKind::Tag));
    }
    let mut more = first & 0x1F == 0x1F;
    while more {
        if tag > 0x00FF_FFFF {
            return Err(start.error(DecodeErrorKind::Tag));
        }
        let byte = reader.u8()?;
        tag = tag << 8 | u32::from(byte);
        more = byte & 0x80 != 0;
    }
    let at_length = *reader;
    let len = match reader.u8()? {
        len @ 0..=0x7F => u32::from(len),
        0x81 => u32::from(reader.u8()?),
        0x82 => u32::from(reader.u16()?),
        0x83 => reader.u24()?,
        0x84 => reader.u32()?,
        _ => return Err(at_length.error(DecodeErrorKind::Length)),
    };
    let value = reader.take(usize::try_from(len).unwrap_or(usize::MAX))?;
    Ok((Tag(tag), value))
}

/// The first object with this tag among those that stand side by side in `bytes`, padding skipped.
///
/// ```
/// use simcard::codec::ber::{self, Tag};
///
/// let found = ber::find(&[0x80, 0x01, 0x0A, 0x88, 0x01, 0x10, 0xFF], Tag(0x88))?;
/// assert_eq!(found.map(|object| object.value), Some(&[0x10][..]));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
///
/// # Errors
///
/// The bytes are malformed before such an object comes.
pub fn find(bytes: &[u8], tag: Tag) -> Result<Option<Tlv<'_>>, DecodeError> {
    Tlvs::new(bytes).first_with(tag)
}

/// The objects that stand side by side in some bytes. After an error it ends.
///
/// ```
/// use simcard::codec::ber::Tlvs;
///
/// // a record of which one object was erased
/// let record = [0x80, 0x01, 0x0A, 0xFF, 0xFF, 0x88, 0x01, 0x10, 0xFF];
/// assert_eq!(Tlvs::new(&record).filter_map(Result::ok).count(), 2);
///
/// let mut strict = Tlvs::strict(&record);
/// assert_eq!(strict.next().transpose()?.map(|object| object.value), Some(&[0x0A][..]));
/// assert_eq!((strict.position(), strict.next().unwrap().is_err()), (3, true));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tlvs<'a> {
    rest: &'a [u8],
    position: usize,
    padding: bool,
}

impl<'a> Tlvs<'a> {
    /// The objects in `bytes`. Bytes `00` and `FF` before, between and after them are skipped: cards leave
    /// them where something was erased, and behind what does not fill a record (ISO/IEC 7816-4 6.3).
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Tlvs};
    ///
    /// let bytes = [0x00, 0x80, 0x01, 0x0A, 0xFF, 0x88, 0x00, 0xFF];
    /// let tags: Result<Vec<_>, _> = Tlvs::new(&bytes).map(|object| object.map(|it| it.tag)).collect();
    /// assert_eq!(tags?, [Tag(0x80), Tag(0x88)]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, position: 0, padding: true }
    }

    /// The objects in `bytes`, which may hold nothing else: `00` or `FF` where an object should start is an
    /// error.
    ///
    /// ```
    /// use simcard::codec::ber::Tlvs;
    ///
    /// let mut objects = Tlvs::strict(&[0x80, 0x01, 0x0A, 0xFF]);
    /// assert!(objects.next().is_some_and(|object| object.is_ok()));
    /// assert!(objects.next().is_some_and(|padding| padding.is_err()));
    /// ```
    pub const fn strict(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, position: 0, padding: false }
    }

    /// How far it got: where the next object, or padding before it, starts. In [`Tlv::children`] it counts from
    /// where the outermost object was read.
    ///
    /// ```
    /// use simcard::codec::ber::Tlvs;
    ///
    /// let mut objects = Tlvs::new(&[0x80, 0x01, 0x0A, 0x88, 0x00]);
    /// objects.next().transpose()?;
    /// assert_eq!(objects.position(), 3);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn position(&self) -> usize {
        self.position
    }

    fn first_with(self, tag: Tag) -> Result<Option<Tlv<'a>>, DecodeError> {
        for tlv in self {
            match tlv {
                Ok(tlv) if tlv.tag != tag => {}
                found => return found.map(Some),
            }
        }
        Ok(None)
    }

    #[inline]
    fn skip_padding(&mut self) {
        if self.padding {
            while let [0x00 | 0xFF, rest @ ..] = self.rest {
                self.rest = rest;
                self.position = self.position.wrapping_add(1);
            }
        }
    }

    /// Reads an object and moves behind it; moves to the end if there is an error.
    #[inline]
    fn read(&mut self) -> Result<Tlv<'a>, DecodeError> {
        match Tlv::parse_at(self.rest, self.position) {
            Ok((tlv, rest)) => {
                self.rest = rest;
                self.position = self.position.wrapping_add(tlv.raw.len());
                Ok(tlv)
            }
            Err(error) => {
                self.rest = &[];
                Err(error)
            }
        }
    }
}

impl<'a> Iterator for Tlvs<'a> {
    type Item = Result<Tlv<'a>, DecodeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.skip_padding();
        if self.rest.is_empty() { None } else { Some(self.read()) }
    }
}

impl FusedIterator for Tlvs<'_> {}

/// Every object in some bytes with its depth, an object before what it holds. After an error it ends.
///
/// Objects whose tag says "constructed" are entered, down to [`MAX_DEPTH`] levels: the outermost have depth 0,
/// the innermost at most 15.
///
/// ```
/// use simcard::codec::ber::{Tag, Walk};
///
/// let bytes = [0x62, 0x05, 0xA5, 0x03, 0xC0, 0x01, 0x40];
/// let seen: Result<Vec<_>, _> = Walk::new(&bytes).map(|step| step.map(|(depth, tlv)| (depth, tlv.tag))).collect();
/// assert_eq!(seen?, [(0, Tag(0x62)), (1, Tag(0xA5)), (2, Tag(0xC0))]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    level: Tlvs<'a>,
    /// What is left of the levels around, outermost first.
    outer: [&'a [u8]; MAX_DEPTH - 1],
    depth: usize,
}

impl<'a> Walk<'a> {
    /// Walks through `bytes`, padding skipped as by [`Tlvs::new`].
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, Walk};
    ///
    /// // an object, erased bytes, and an object within another
    /// let bytes = [0x80, 0x01, 0x0A, 0xFF, 0xA5, 0x02, 0xC0, 0x00];
    /// let seen: Result<Vec<_>, _> = Walk::new(&bytes).map(|step| step.map(|(depth, tlv)| (depth, tlv.tag))).collect();
    /// assert_eq!(seen?, [(0, Tag(0x80)), (0, Tag(0xA5)), (1, Tag(0xC0))]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { level: Tlvs::new(bytes), outer: [&[]; MAX_DEPTH - 1], depth: 0 }
    }

    /// Walks through `bytes`, in which padding is an error as with [`Tlvs::strict`].
    ///
    /// ```
    /// use simcard::codec::ber::Walk;
    ///
    /// let bytes = [0xA5, 0x03, 0xC0, 0x00, 0xFF];
    /// assert!(Walk::strict(&bytes).any(|step| step.is_err()));
    /// assert!(Walk::new(&bytes).all(|step| step.is_ok()));
    /// ```
    pub const fn strict(bytes: &'a [u8]) -> Self {
        Self { level: Tlvs::strict(bytes), outer: [&[]; MAX_DEPTH - 1], depth: 0 }
    }

    /// Goes on within `tlv`, which was just read.
    #[inline]
    fn enter(&mut self, tlv: &Tlv<'a>) -> Result<(), DecodeError> {
        let Some(outer) = self.outer.get_mut(self.depth) else {
            return Err(DecodeError::new(OBJECT, tlv.offset, DecodeErrorKind::Depth));
        };
        *outer = self.level.rest;
        self.level.rest = tlv.value;
        self.level.position = tlv.value_offset();
        self.depth = self.depth.wrapping_add(1);
        Ok(())
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Result<(usize, Tlv<'a>), DecodeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.level.skip_padding();
        while self.level.rest.is_empty() {
            self.depth = self.depth.checked_sub(1)?;
            // The position needs no restoring: the outer level goes on where the inner one ended.
            self.level.rest = self.outer.get(self.depth).copied().unwrap_or_default();
            self.level.skip_padding();
        }
        let depth = self.depth;
        let step = self.level.read().and_then(|tlv| {
            if tlv.tag.is_constructed() && !tlv.value.is_empty() {
                self.enter(&tlv)?;
            }
            Ok((depth, tlv))
        });
        if step.is_err() {
            self.level.rest = &[];
            self.depth = 0;
        }
        Some(step)
    }
}

impl FusedIterator for Walk<'_> {}

#[cfg(test)]
mod tests;
