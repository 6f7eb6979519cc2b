use alloc::vec::Vec;
use core::fmt;

use crate::codec::ber::{Tag, Tlv, Tlvs};

/// The content of a BER-TLV file: data objects, each with a tag of its own (ETSI TS 102 221 8.2.2.4), and how much
/// room there is for them.
///
/// ```
/// use simcard::codec::ber::Tag;
/// use simcard::mock::Objects;
///
/// let objects = Objects::new(&[0x80, 0x01, 0xAA, 0x9F, 0x01, 0x01, 0xBB], 100);
/// assert_eq!(objects.get(Tag(0x9F01)), Some(&[0x9F, 0x01, 0x01, 0xBB][..]));
/// assert_eq!(objects.tags().collect::<Vec<_>>(), [Tag(0x80), Tag(0x9F01)]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Objects {
    bytes: Vec<u8>,
    capacity: usize,
}

impl Objects {
    /// These data objects, one after another, in a file that has room for `capacity` bytes, or for just these if that
    /// is more.
    ///
    /// ```
    /// use simcard::mock::Objects;
    ///
    /// assert_eq!(Objects::new(&[0x80, 0x01, 0xAA], 100).capacity(), 100);
    /// assert_eq!(Objects::new(&[0x80, 0x01, 0xAA], 2).capacity(), 3); // what is there has room
    /// ```
    pub fn new(bytes: &[u8], capacity: usize) -> Self {
        Self { bytes: bytes.to_vec(), capacity: capacity.max(bytes.len()) }
    }

    /// The room there is, in bytes.
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// All data objects, one after another.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The tags in use.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::Objects;
    ///
    /// assert!(Objects::new(&[0x80, 0x01, 0xAA, 0x81, 0x00], 100).tags().eq([Tag(0x80), Tag(0x81)]));
    /// ```
    pub fn tags(&self) -> impl Iterator<Item = Tag> + '_ {
        self.iter().map(|object| object.tag)
    }

    /// The data object with this tag: tag, length and value.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::Objects;
    ///
    /// let objects = Objects::new(&[0x80, 0x01, 0xAA], 100);
    /// assert_eq!(objects.get(Tag(0x80)), Some(&[0x80, 0x01, 0xAA][..]));
    /// assert_eq!(objects.get(Tag(0x81)), None);
    /// ```
    pub fn get(&self, tag: Tag) -> Option<&[u8]> {
        self.iter().find(|object| object.tag == tag).map(|object| object.raw())
    }

    /// Whether an object with this tag and of this whole length fits, in place of the one it replaces.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::Objects;
    ///
    /// let objects = Objects::new(&[0x80, 0x01, 0xAA], 5);
    /// assert!(objects.has_room(Tag(0x80), 5)); // in its place
    /// assert!(!objects.has_room(Tag(0x81), 3)); // beside it
    /// ```
    pub fn has_room(&self, tag: Tag, len: usize) -> bool {
        let used = self.bytes.len().saturating_sub(self.get(tag).map_or(0, <[u8]>::len));
        used.checked_add(len).is_some_and(|needed| needed <= self.capacity)
    }

    /// Writes a whole data object, in place of the one with its tag. False, and nothing is changed, if it does not fit
    /// or is none.
    ///
    /// ```
    /// use simcard::mock::Objects;
    ///
    /// let mut objects = Objects::new(&[0x80, 0x01, 0xAA], 5);
    /// assert!(objects.set(&[0x80, 0x02, 0xBB, 0xCC]));
    /// assert!(!objects.set(&[0x81, 0x00])); // no room
    /// assert_eq!(objects.as_bytes(), [0x80, 0x02, 0xBB, 0xCC]);
    /// ```
    pub fn set(&mut self, object: &[u8]) -> bool {
        let Ok((parsed, [])) = Tlv::parse(object) else { return false };
        if !self.has_room(parsed.tag, object.len()) {
            return false;
        }
        self.remove(parsed.tag);
        // Behind the last object, in front of what may stand there and is none.
        let end = self.iter().last().map_or(0, |last| last.offset().saturating_add(last.raw().len()));
        self.bytes.splice(end..end, object.iter().copied());
        true
    }

    /// Removes the data object with this tag. False if there is none.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::Objects;
    ///
    /// let mut objects = Objects::new(&[0x80, 0x01, 0xAA], 5);
    /// assert!(objects.remove(Tag(0x80)));
    /// assert!(!objects.remove(Tag(0x80)));
    /// ```
    pub fn remove(&mut self, tag: Tag) -> bool {
        let place = self.iter().find(|object| object.tag == tag);
        let place = place.map(|object| (object.offset(), object.offset().saturating_add(object.raw().len())));
        match place {
            Some((start, end)) => {
                self.bytes.drain(start..end);
                true
            }
            None => false,
        }
    }

    pub(super) fn set_capacity(&mut self, capacity: usize) {
        self.capacity = capacity.max(self.bytes.len());
    }

    pub(super) fn replace(&mut self, bytes: &[u8]) {
        *self = Self::new(bytes, self.capacity);
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    fn iter(&self) -> impl Iterator<Item = Tlv<'_>> {
        Tlvs::new(&self.bytes).map_while(Result::ok)
    }
}

/// How much there is, not the content: it may be a secret.
impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} bytes", self.bytes.len(), self.capacity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_and_remove() {
        let mut objects = Objects::new(&[0x80, 0x01, 0xAA, 0x81, 0x01, 0xBB], 10);
        assert!(objects.set(&[0x80, 0x02, 0xCC, 0xDD]));
        assert_eq!(objects.as_bytes(), [0x81, 0x01, 0xBB, 0x80, 0x02, 0xCC, 0xDD]);
        assert!(objects.has_room(Tag(0x82), 3) && !objects.has_room(Tag(0x82), 4));
        assert!(objects.has_room(Tag(0x80), 7) && !objects.has_room(Tag(0x80), 8));
        assert!(!objects.set(&[0x82, 0x02, 0xEE, 0xEE]));
        assert!(!objects.set(&[0x82, 0x02, 0xEE]));
        assert!(!objects.set(&[0x82, 0x01, 0xEE, 0x00]));
        assert!(objects.set(&[0x82, 0x01, 0xEE]));
        assert!(objects.remove(Tag(0x81)) && !objects.remove(Tag(0x81)));
        assert_eq!(objects.as_bytes(), [0x80, 0x02, 0xCC, 0xDD, 0x82, 0x01, 0xEE]);
    }

    #[test]
    fn what_is_no_object_stays() {
        let mut objects = Objects::new(&[0x80, 0x01, 0xAA, 0x81, 0x05], 0);
        assert_eq!((objects.capacity(), objects.tags().count()), (5, 1));
        objects.set_capacity(20);
        assert!(objects.set(&[0x82, 0x00]));
        assert_eq!(objects.as_bytes(), [0x80, 0x01, 0xAA, 0x82, 0x00, 0x81, 0x05]);
    }
}
