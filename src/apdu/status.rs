use core::fmt;

/// The two status bytes that end every response.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatusWord(u16);

impl StatusWord {
    /// `9000`: normal ending.
    pub const OK: Self = Self(0x9000);

    /// The status word with this value, SW1 in the upper byte.
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// Both bytes, SW1 in the upper one.
    pub const fn value(self) -> u16 {
        self.0
    }

    /// The first byte.
    pub const fn sw1(self) -> u8 {
        self.0.to_be_bytes()[0]
    }

    /// The second byte.
    pub const fn sw2(self) -> u8 {
        self.0.to_be_bytes()[1]
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusWord({:04X})", self.0)
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}
