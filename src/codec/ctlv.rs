//! COMPREHENSION-TLV data objects: ETSI TS 101 220 7.1.1, the objects of the SIM toolkit.
//!
//! Neither BER-TLV nor SIMPLE-TLV: the highest bit of the tag is a flag ("comprehension required"), `7F` begins a tag of
//! three bytes, and a length has one to four bytes.
//!
//! ```
//! use simcard::codec::ctlv::{Tag, Tlvs};
//!
//! let objects: Vec<_> = Tlvs::new(&[0x81, 0x03, 0x01, 0x21, 0x80, 0x04, 0x00]).collect::<Result<_, _>>()?;
//! assert_eq!(objects[0].tag(), Tag(0x01));
//! assert!(objects[0].form.comprehension);
//! assert_eq!(objects[0].value, [0x01, 0x21, 0x80]);
//! assert_eq!((objects[1].tag(), objects[1].form.comprehension), (Tag(0x04), false));
//! # Ok::<(), simcard::codec::DecodeError>(())
//! ```

use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;

use super::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind, Reader};

const OBJECT: &str = "COMPREHENSION-TLV";
/// The first byte of a tag of three bytes, with the flag or without.
const LONG: u8 = 0x7F;
/// The flag in the first byte of a short tag.
const FLAG: u8 = 0x80;
/// The flag in the second byte of a long tag.
const LONG_FLAG: u16 = 0x8000;

/// Which object it is: the tag without its flag, `01` to `7E` in one byte, up to `7FFF` in three.
///
/// ```
/// use simcard::codec::ctlv::Tag;
///
/// assert_eq!((Tag(0x0D).to_string(), Tag(0x0D).is_long()), ("0D".into(), false));
/// assert_eq!((Tag(0x0123).to_string(), Tag(0x0123).is_long()), ("0123".into(), true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Tag(pub u16);

impl Tag {
    /// Whether it takes three bytes.
    ///
    /// ```
    /// use simcard::codec::ctlv::Tag;
    ///
    /// assert!(!Tag(0x7E).is_long());
    /// assert!(Tag(0x7F).is_long()); // 7F alone begins a long tag
    /// ```
    pub const fn is_long(self) -> bool {
        self.0 >= LONG as u16
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // whole bytes: one, or the two behind 7F
        let digits = if self.0 > 0xFF { 4 } else { 2 };
        write!(f, "{:0digits$X}", self.0)
    }
}

/// How an object is written, beyond what it says.
///
/// ```
/// use simcard::codec::ctlv::{Form, Tag, Tlvs};
///
/// // a length in two bytes although one would do
/// let read = Tlvs::new(&[0x8D, 0x81, 0x01, 0x04]).next().unwrap()?;
/// assert_eq!(read.form, Form { length_bytes: 2, ..Form::new(Tag(0x0D), true) });
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Form {
    /// Which object.
    pub tag: Tag,
    /// The flag: whoever does not understand the object must refuse the whole.
    pub comprehension: bool,
    /// Whether the tag takes three bytes although one would do.
    pub long_tag: bool,
    /// How many bytes the length takes, 1 to 4; more than needed is possible.
    pub length_bytes: u8,
}

impl Form {
    /// The shortest form.
    ///
    /// ```
    /// use simcard::codec::ctlv::{Form, Tag};
    ///
    /// let form = Form::new(Tag(0x0D), true);
    /// assert_eq!((form.tag, form.comprehension), (Tag(0x0D), true));
    /// assert_eq!((form.long_tag, form.length_bytes), (false, 1));
    /// ```
    pub const fn new(tag: Tag, comprehension: bool) -> Self {
        Self { tag, comprehension, long_tag: false, length_bytes: 1 }
    }

    /// Writes an object in this form; its length in more bytes if those of the form do not do.
    ///
    /// ```
    /// use simcard::codec::ctlv::{Form, Tag};
    ///
    /// let mut out = Vec::new();
    /// Form::new(Tag(0x0D), true).push(&mut out, b"\x04Hi")?;
    /// Form::new(Tag(0x0123), false).push(&mut out, &[])?;
    /// assert_eq!(out, *b"\x8D\x03\x04Hi\x7F\x01\x23\x00");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The tag is none (`00`, or above `7FFF`), or the value has more than 16,777,215 bytes.
    pub fn push(self, out: &mut Vec<u8>, value: &[u8]) -> Result<(), EncodeError> {
        self.push_tag(out)?;
        push_length(out, value.len(), self.length_bytes)?;
        out.extend_from_slice(value);
        Ok(())
    }

    /// Makes an object of the value that stands in `out` from `start` on: puts the tag and the length before it.
    ///
    /// # Errors
    ///
    /// As for [`push`](Self::push).
    pub(crate) fn enclose(self, out: &mut Vec<u8>, start: usize) -> Result<(), EncodeError> {
        let len = out.len().saturating_sub(start);
        self.push_tag(out)?;
        push_length(out, len, self.length_bytes)?;
        to_front(out, start, len);
        Ok(())
    }

    fn push_tag(self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match u8::try_from(self.tag.0) {
            _ if self.tag.0 == 0 || self.tag.0 >= LONG_FLAG => {
                return Err(EncodeError::new(OBJECT, EncodeErrorKind::Tag(self.tag.0.into())));
            }
            Ok(short) if short < LONG && !self.long_tag => {
                out.push(if self.comprehension { short | FLAG } else { short });
            }
            _ => {
                let flag = if self.comprehension { LONG_FLAG } else { 0 };
                out.push(LONG);
                out.extend((self.tag.0 | flag).to_be_bytes());
            }
        }
        Ok(())
    }
}

/// Puts what stands in `out` behind the `len` bytes from `start` on before them.
pub(crate) fn to_front(out: &mut [u8], start: usize, len: usize) {
    if let Some(object) = out.get_mut(start..).filter(|object| len <= object.len()) {
        object.rotate_left(len);
    }
}

/// Writes a length (ETSI TS 101 220 7.1.2), in at least `bytes` bytes.
///
/// ```
/// use simcard::codec::ctlv::push_length;
///
/// let mut out = Vec::new();
/// push_length(&mut out, 5, 1)?;
/// push_length(&mut out, 5, 2)?;
/// push_length(&mut out, 200, 1)?;
/// assert_eq!(out, [0x05, 0x81, 0x05, 0x81, 0xC8]);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
///
/// # Errors
///
/// More than 16,777,215, which is what four bytes can say.
pub fn push_length(out: &mut Vec<u8>, len: usize, bytes: u8) -> Result<(), EncodeError> {
    const MAX: usize = 0xFF_FFFF;
    let too_long = EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len, max: MAX });
    let [high, middle, low] = match u32::try_from(len) {
        Ok(len) => match len.to_be_bytes() {
            [0, rest @ ..] => rest,
            _ => return Err(too_long),
        },
        Err(_) => return Err(too_long),
    };
    let needed = match len {
        0..=0x7F => 1,
        0x80..=0xFF => 2,
        0x100..=0xFFFF => 3,
        _ => 4,
    };
    match needed.max(bytes) {
        0..=1 => out.push(low),
        2 => out.extend([0x81, low]),
        3 => out.extend([0x82, middle, low]),
        _ => out.extend([0x83, high, middle, low]),
    }
    Ok(())
}

/// Reads a length, and says how many bytes it took.
///
/// ```
/// use simcard::codec::Reader;
/// use simcard::codec::ctlv::read_length;
///
/// let mut reader = Reader::new("text string", &[0x81, 0xC8, 0x04]);
/// assert_eq!(read_length(&mut reader)?, (200, 2));
/// assert_eq!(reader.remaining(), 1);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
///
/// # Errors
///
/// The bytes end within it, or it is none (`80`, or above `83`).
pub fn read_length(reader: &mut Reader<'_>) -> Result<(usize, u8), DecodeError> {
    let position = reader.position();
    let (len, bytes) = match reader.u8()? {
        short @ 0..=0x7F => (u32::from(short), 1),
        0x81 => (u32::from(reader.u8()?), 2),
        0x82 => (u32::from(reader.u16()?), 3),
        0x83 => (reader.u24()?, 4),
        _ => return Err(DecodeError::new(reader.object(), position, DecodeErrorKind::Length)),
    };
    let len = usize::try_from(len)
        .map_err(|_| DecodeError::new(reader.object(), position, DecodeErrorKind::Length))?;
    Ok((len, bytes))
}

/// One object, borrowed from the bytes it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// How it is written.
    pub form: Form,
    /// Its value.
    pub value: &'a [u8],
    /// Where it began, counted from the start of what is read.
    pub offset: usize,
}

impl Tlv<'_> {
    /// Which object it is.
    ///
    /// ```
    /// use simcard::codec::ctlv::{Tag, Tlvs};
    ///
    /// let alpha = Tlvs::new(&[0x85, 0x02, b'H', b'i']).next().unwrap()?;
    /// assert_eq!(alpha.tag(), Tag(0x05)); // without the flag
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn tag(&self) -> Tag {
        self.form.tag
    }
}

/// The objects in a row of them, one at a time. After an error there are no more.
///
/// ```
/// use simcard::codec::ctlv::{Tag, Tlvs};
///
/// let mut objects = Tlvs::new(&[0x02, 0x02, 0x81, 0x82, 0x0D, 0x05, 0x04]);
/// let identities = objects.next().unwrap()?;
/// assert_eq!((identities.tag(), identities.value), (Tag(0x02), &[0x81, 0x82][..]));
/// assert_eq!(objects.rest().position(), 4);
/// assert!(objects.next().unwrap().is_err() && objects.next().is_none()); // cut short
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tlvs<'a> {
    reader: Reader<'a>,
}

impl<'a> Tlvs<'a> {
    /// The objects in `bytes`.
    ///
    /// ```
    /// use simcard::codec::ctlv::{Tag, Tlvs};
    ///
    /// let objects: Vec<_> = Tlvs::new(&[0x81, 0x01, 0x07, 0x7F, 0x01, 0x23, 0x00]).collect::<Result<_, _>>()?;
    /// assert_eq!((objects[0].tag(), objects[1].tag()), (Tag(0x01), Tag(0x0123)));
    /// assert_eq!((objects[0].offset, objects[1].offset), (0, 3));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { reader: Reader::new(OBJECT, bytes) }
    }

    /// The objects in what `reader` has left.
    ///
    /// ```
    /// use simcard::codec::Reader;
    /// use simcard::codec::ctlv::{Tag, Tlvs};
    ///
    /// let mut reader = Reader::new("BER-TLV of a proactive command", &[0xD0, 0x03, 0x81, 0x01, 0x07]);
    /// reader.take(2)?;
    /// let details = Tlvs::read(reader).next().unwrap()?;
    /// assert_eq!((details.tag(), details.offset), (Tag(0x01), 2)); // counted from where the reader began
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn read(reader: Reader<'a>) -> Self {
        Self { reader }
    }

    /// What has not been read yet.
    ///
    /// ```
    /// use simcard::codec::ctlv::Tlvs;
    ///
    /// let mut objects = Tlvs::new(&[0x81, 0x01, 0x07, 0x82, 0x00]);
    /// objects.next().transpose()?;
    /// assert_eq!(objects.rest().rest(), [0x82, 0x00]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn rest(&self) -> Reader<'a> {
        self.reader
    }

    fn read_one(reader: &mut Reader<'a>) -> Result<Tlv<'a>, DecodeError> {
        let offset = reader.position();
        let not_a_tag = DecodeError::new(reader.object(), offset, DecodeErrorKind::Tag);
        let (number, comprehension, long_tag) = match reader.u8()? {
            0x00 | FLAG | 0xFF => return Err(not_a_tag),
            LONG => {
                let tag = reader.u16()?;
                (tag & !LONG_FLAG, tag & LONG_FLAG != 0, true)
            }
            short => (u16::from(short & !FLAG), short & FLAG != 0, false),
        };
        if number == 0 {
            return Err(not_a_tag);
        }
        let (len, length_bytes) = read_length(reader)?;
        let form = Form { tag: Tag(number), comprehension, long_tag, length_bytes };
        Ok(Tlv { form, value: reader.take(len)?, offset })
    }
}

impl<'a> Iterator for Tlvs<'a> {
    type Item = Result<Tlv<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.reader.is_empty() {
            return None;
        }
        let mut reader = self.reader;
        let result = Self::read_one(&mut reader);
        self.reader = match result {
            Ok(_) => reader,
            Err(_) => Reader::new(OBJECT, &[]),
        };
        Some(result)
    }
}

impl FusedIterator for Tlvs<'_> {}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_lengths_and_tags() {
        // ETSI TS 101 220 7.1.1: one byte; 7F and two bytes, flag in the highest bit; 7.1.2: 81, 82, 83
        let cases: [(&[u8], Form, usize); 5] = [
            (&[0x0D, 0x01], Form::new(Tag(0x0D), false), 1),
            (&[0x8D, 0x01], Form::new(Tag(0x0D), true), 1),
            (
                &[0x7F, 0x81, 0x23, 0x81, 0x01],
                Form { long_tag: true, length_bytes: 2, ..Form::new(Tag(0x0123), true) },
                1,
            ),
            (
                &[0x7F, 0x00, 0x0D, 0x82, 0x00, 0x01],
                Form { long_tag: true, length_bytes: 3, ..Form::new(Tag(0x0D), false) },
                1,
            ),
            (&[0x0D, 0x83, 0x00, 0x00, 0x01], Form { length_bytes: 4, ..Form::new(Tag(0x0D), false) }, 1),
        ];
        for (header, form, len) in cases {
            let mut bytes = header.to_vec();
            bytes.push(0xAB);
            let tlv = Tlvs::new(&bytes).next().unwrap().unwrap();
            assert_eq!((tlv.form, tlv.value.len()), (form, len), "{header:02X?}");
            let mut again = vec![];
            form.push(&mut again, tlv.value).unwrap();
            assert_eq!(again, bytes);
            let mut enclosed = vec![0x55, 0xAB];
            form.enclose(&mut enclosed, 1).unwrap();
            assert_eq!(enclosed.split_first().unwrap(), (&0x55, &bytes[..]));
        }
    }

    #[test]
    fn what_is_no_object() {
        for bytes in [
            &[0x00, 0x00][..],
            &[0x80, 0x00],
            &[0xFF, 0x00],
            &[0x7F, 0x80, 0x00, 0x00],
            &[0x0D],
            &[0x0D, 0x80],
            &[0x0D, 0x84, 0, 0, 0, 0],
            &[0x0D, 0x02, 0x00],
            &[0x7F, 0x01],
        ] {
            let mut tlvs = Tlvs::new(bytes);
            assert!(tlvs.next().unwrap().is_err(), "{bytes:02X?}");
            assert_eq!(tlvs.next(), None);
        }
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut again = vec![];
            let mut tlvs = Tlvs::new(&bytes);
            while let Some(Ok(tlv)) = tlvs.next() {
                tlv.form.push(&mut again, tlv.value).unwrap();
            }
            prop_assert!(bytes.starts_with(&again));
        }
    }
}
