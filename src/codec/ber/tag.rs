use core::fmt;

/// A tag: its bytes, one to four, as one big-endian number. `Tag(0x62)` is the byte `62`, `Tag(0x7F21)` the bytes
/// `7F 21`.
///
/// ```
/// use simcard::codec::ber::{Tag, TagClass};
///
/// let tag = Tag(0x7F21);
/// assert_eq!((tag.to_string().as_str(), tag.len()), ("7F21", 2));
/// assert!(tag.is_constructed() && tag.is_valid());
/// assert_eq!((tag.class(), Tag(0x83).class()), (TagClass::Application, TagClass::Context));
/// assert!(!Tag(0x7F).is_valid()); // another byte must follow
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u32);

/// The class of a tag (X.690 8.1.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagClass {
    /// `00`: ASN.1's own types.
    Universal,
    /// `40`: the objects ISO/IEC 7816 defines for all.
    Application,
    /// `80`: what it is depends on the object around it.
    Context,
    /// `C0`: defined by whoever defines the application.
    Private,
}

impl Tag {
    /// How many bytes the tag has, 1 to 4.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    ///
    /// assert_eq!((Tag(0x62).len(), Tag(0x7F21).len(), Tag(0x5F8101).len()), (1, 2, 3));
    /// ```
    #[allow(clippy::len_without_is_empty, reason = "a tag is never empty")]
    pub const fn len(self) -> usize {
        match self.0 {
            0..=0xFF => 1,
            0x100..=0xFFFF => 2,
            0x1_0000..=0xFF_FFFF => 3,
            _ => 4,
        }
    }

    #[inline]
    const fn first_byte(self) -> u8 {
        let [a, b, c, d] = self.0.to_be_bytes();
        match self.0 {
            0..=0xFF => d,
            0x100..=0xFFFF => c,
            0x1_0000..=0xFF_FFFF => b,
            _ => a,
        }
    }

    /// Whether the value holds data objects rather than plain bytes (bit 6 of the first byte).
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    ///
    /// assert!(Tag(0x62).is_constructed() && Tag(0xA5).is_constructed() && Tag(0x7F21).is_constructed());
    /// assert!(!Tag(0x83).is_constructed());
    /// ```
    #[inline]
    pub const fn is_constructed(self) -> bool {
        self.first_byte() & 0x20 != 0
    }

    /// The class (bits 8 and 7 of the first byte).
    ///
    /// ```
    /// use simcard::codec::ber::{Tag, TagClass};
    ///
    /// assert_eq!(Tag(0x30).class(), TagClass::Universal);
    /// assert_eq!(Tag(0x62).class(), TagClass::Application);
    /// assert_eq!(Tag(0xA5).class(), TagClass::Context);
    /// assert_eq!(Tag(0xC6).class(), TagClass::Private);
    /// ```
    pub const fn class(self) -> TagClass {
        match self.first_byte() >> 6 {
            0 => TagClass::Universal,
            1 => TagClass::Application,
            2 => TagClass::Context,
            _ => TagClass::Private,
        }
    }

    /// Whether the number is a tag at all: it starts with neither `00` nor `FF`, and as many bytes follow as the
    /// first ones announce.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    ///
    /// assert!(Tag(0x83).is_valid() && Tag(0x7F21).is_valid());
    /// assert!(!Tag(0x00).is_valid() && !Tag(0x7F).is_valid() && !Tag(0x6221).is_valid());
    /// ```
    pub const fn is_valid(self) -> bool {
        const fn leads(byte: u8) -> bool {
            byte & 0x1F == 0x1F && byte != 0xFF
        }
        let [a, b, c, d] = self.0.to_be_bytes();
        match self.0 {
            0..=0xFF => d != 0 && d & 0x1F != 0x1F,
            0x100..=0xFFFF => leads(c) && d < 0x80,
            0x1_0000..=0xFF_FFFF => leads(b) && c >= 0x80 && d < 0x80,
            _ => leads(a) && b >= 0x80 && c >= 0x80 && d < 0x80,
        }
    }
}

/// The bytes in hexadecimal: `62`, `7F21`.
impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$X}", self.0, width = self.len().saturating_mul(2))
    }
}

/// As its hexadecimal bytes, in a string.
#[cfg(feature = "serde")]
impl serde::Serialize for Tag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
