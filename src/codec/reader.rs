use super::{DecodeError, DecodeErrorKind};

/// Reads big-endian numbers and byte strings from front to back, and never beyond the end.
///
/// It knows the name of what it reads and how far it got, so its errors say both. Copying one is cheap; a
/// copy is a bookmark.
///
/// ```
/// use simcard::codec::Reader;
///
/// let mut reader = Reader::new("EF.LOCI", &[0x00, 0xF1, 0x10, 0x12, 0x34, 0xFF, 0x00]);
/// let plmn = reader.array::<3>()?;
/// let area = reader.u16()?;
/// assert_eq!((plmn, area), ([0x00, 0xF1, 0x10], 0x1234));
/// assert_eq!(reader.remaining(), 2);
///
/// let error = reader.u32().unwrap_err();
/// assert_eq!(error.to_string(), "EF.LOCI: ends too early, 2 more bytes are needed (at byte 5)");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    object: &'static str,
    rest: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the first of `bytes`, which are said to be an `object`.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[0x12, 0x34, 0x56]);
    /// assert_eq!((reader.u8()?, reader.u16()?), (0x12, 0x3456));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn new(object: &'static str, bytes: &'a [u8]) -> Self {
        Self { object, rest: bytes, position: 0 }
    }

    /// What is being read.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// assert_eq!(Reader::new("EF.LOCI", &[]).object(), "EF.LOCI");
    /// ```
    pub const fn object(&self) -> &'static str {
        self.object
    }

    /// How many bytes have been read. In a reader made by [`sub`](Self::sub) it counts from where the outer one
    /// began.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[1, 2, 3]);
    /// reader.u16()?;
    /// assert_eq!(reader.position(), 2);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn position(&self) -> usize {
        self.position
    }

    /// How many bytes are left.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[1, 2, 3]);
    /// reader.u16()?;
    /// assert_eq!(reader.remaining(), 1);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Whether no byte is left.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[1]);
    /// assert!(!reader.is_empty());
    /// reader.u8()?;
    /// assert!(reader.is_empty());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next byte, without reading it.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[7]);
    /// assert_eq!((reader.peek(), reader.u8()?, reader.peek()), (Some(7), 7, None));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn peek(&self) -> Option<u8> {
        match self.rest {
            [first, ..] => Some(*first),
            [] => None,
        }
    }

    /// The next `len` bytes.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[1, 2, 3]);
    /// assert_eq!(reader.take(2)?, [1, 2]);
    /// assert!(reader.take(2).is_err());
    /// assert_eq!(reader.take(1)?, [3]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fewer are left. Nothing has been read then.
    pub const fn take(&mut self, len: usize) -> Result<&'a [u8], DecodeError> {
        match self.rest.split_at_checked(len) {
            Some((taken, rest)) => {
                self.rest = rest;
                self.position = self.position.saturating_add(len);
                Ok(taken)
            }
            None => Err(self.truncated(len)),
        }
    }

    /// The next `N` bytes.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[0x00, 0xF1, 0x10, 0x12]);
    /// let plmn: [u8; 3] = reader.array()?;
    /// assert_eq!(plmn, [0x00, 0xF1, 0x10]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fewer are left. Nothing has been read then.
    pub const fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        match self.rest.split_first_chunk::<N>() {
            Some((taken, rest)) => {
                self.rest = rest;
                self.position = self.position.saturating_add(N);
                Ok(*taken)
            }
            None => Err(self.truncated(N)),
        }
    }

    /// A reader of the next `len` bytes, which are an `object` of their own; its positions go on counting from
    /// here.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[1, 2, 3, 4]);
    /// reader.u8()?;
    /// let mut area = reader.sub("location area", 2)?;
    /// assert_eq!((area.position(), area.rest()), (1, &[2, 3][..]));
    /// assert_eq!(reader.u8()?, 4);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fewer are left. Nothing has been read then.
    pub fn sub(&mut self, object: &'static str, len: usize) -> Result<Self, DecodeError> {
        let position = self.position;
        Ok(Self { object, rest: self.take(len)?, position })
    }

    /// The next byte.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[0xAB]);
    /// assert_eq!(reader.u8()?, 0xAB);
    /// assert!(reader.u8().is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None is left.
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        let [value] = self.array()?;
        Ok(value)
    }

    /// The next two bytes as a number, high byte first.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// assert_eq!(Reader::new("file identifier", &[0x2F, 0xE2]).u16()?, 0x2FE2);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fewer are left.
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    /// The next three bytes as a number, high byte first.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// assert_eq!(Reader::new("charge", &[0x01, 0x02, 0x03]).u24()?, 0x01_0203);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fewer are left.
    pub fn u24(&mut self) -> Result<u32, DecodeError> {
        let [high, middle, low] = self.array()?;
        Ok(u32::from_be_bytes([0, high, middle, low]))
    }

    /// The next four bytes as a number, high byte first.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// assert_eq!(Reader::new("counter", &[0x01, 0x02, 0x03, 0x04]).u32()?, 0x0102_0304);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fewer are left.
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// All the bytes that are left; the reader is at its end afterwards.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[1, 2, 3]);
    /// reader.u8()?;
    /// assert_eq!(reader.rest(), [2, 3]);
    /// assert!(reader.is_empty());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn rest(&mut self) -> &'a [u8] {
        let rest = self.rest;
        self.position = self.position.saturating_add(rest.len());
        self.rest = &[];
        rest
    }

    /// Says that the object ends here.
    ///
    /// ```
    /// use simcard::codec::Reader;
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[1, 2]);
    /// reader.u8()?;
    /// assert!(reader.finish().is_err());
    /// reader.u8()?;
    /// reader.finish()?;
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It does not: bytes follow.
    pub const fn finish(self) -> Result<(), DecodeError> {
        match self.rest.len() {
            0 => Ok(()),
            extra => Err(self.error(DecodeErrorKind::Trailing { extra })),
        }
    }

    /// An error at the present position.
    ///
    /// ```
    /// use simcard::codec::{DecodeErrorKind, Reader};
    ///
    /// let mut reader = Reader::new("EF.LOCI", &[1, 2]);
    /// reader.u8()?;
    /// let error = reader.error(DecodeErrorKind::Value(2));
    /// assert_eq!(error.to_string(), "EF.LOCI: invalid value 0x2 (at byte 1)");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub const fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError::new(self.object, self.position, kind)
    }

    const fn truncated(&self, wanted: usize) -> DecodeError {
        self.error(DecodeErrorKind::Truncated { missing: wanted.saturating_sub(self.rest.len()) })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_big_endian() {
        let mut reader = Reader::new("test", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(reader.u8(), Ok(0x01));
        assert_eq!(reader.u16(), Ok(0x0203));
        assert_eq!(reader.u24(), Ok(0x0004_0506));
        assert_eq!(reader.peek(), Some(7));
        assert_eq!(reader.u32(), Ok(0x0708_090A));
        assert!(reader.is_empty());
        assert_eq!(reader.peek(), None);
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn a_failed_read_moves_nothing_and_says_what_is_missing() {
        let mut reader = Reader::new("test", &[1, 2, 3]);
        reader.u8().unwrap();
        let error = DecodeError::new("test", 1, DecodeErrorKind::Truncated { missing: 2 });
        assert_eq!(reader.take(4), Err(error));
        assert_eq!(reader.u32(), Err(error));
        assert_eq!(reader.take(usize::MAX).unwrap_err().offset, 1);
        assert_eq!((reader.position(), reader.remaining()), (1, 2));
        assert_eq!(reader.u16(), Ok(0x0203));
        assert_eq!(reader.u8(), Err(DecodeError::new("test", 3, DecodeErrorKind::Truncated { missing: 1 })));
    }

    #[test]
    fn what_is_left_over_is_an_error_or_the_rest() {
        let mut reader = Reader::new("test", &[1, 2, 3]);
        reader.u8().unwrap();
        assert_eq!(reader.finish(), Err(DecodeError::new("test", 1, DecodeErrorKind::Trailing { extra: 2 })));
        assert_eq!(reader.rest(), [2, 3]);
        assert!(reader.rest().is_empty());
        assert_eq!(reader.position(), 3);
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn a_part_keeps_counting_and_keeps_to_itself() {
        let mut reader = Reader::new("outer", &[1, 2, 3, 4]);
        reader.u8().unwrap();
        let mut part = reader.sub("inner", 2).unwrap();
        assert_eq!(part.u8(), Ok(2));
        assert_eq!(part.u16(), Err(DecodeError::new("inner", 2, DecodeErrorKind::Truncated { missing: 1 })));
        assert_eq!(reader.u8(), Ok(4));
    }

    proptest! {
        #[test]
        fn position_and_remaining_add_up(bytes: Vec<u8>, steps: Vec<u8>) {
            let mut reader = Reader::new("test", &bytes);
            for step in steps {
                let before = reader.position();
                match step % 5 {
                    0 => _ = reader.u8(),
                    1 => _ = reader.u16(),
                    2 => _ = reader.u24(),
                    3 => _ = reader.u32(),
                    _ => {
                        if let Ok(taken) = reader.take(usize::from(step)) {
                            prop_assert_eq!(taken, &bytes[before..before + usize::from(step)]);
                        }
                    }
                }
                prop_assert_eq!(reader.position() + reader.remaining(), bytes.len());
            }
        }
    }
}
