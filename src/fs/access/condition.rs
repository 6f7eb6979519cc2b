use super::AccessRules;
use crate::codec::ber::{MAX_DEPTH, Tag, Tlv, Tlvs};
use crate::codec::{DecodeError, DecodeErrorKind};

/// What must be done first: a security condition data object (ISO/IEC 7816-4 9.3.3, ETSI TS 102 221 9.2).
#[derive(Clone, Debug)]
pub enum Condition<'a> {
    /// Nothing: always allowed (tag `90`).
    Always,
    /// Never allowed (tag `97`).
    Never,
    /// A PIN or key must have been verified (tag `A4`).
    Authentication(Authentication),
    /// What a security condition byte says (tag `9E`).
    Byte(SecurityByte),
    /// Any one of these (tag `A0`).
    Or(Conditions<'a>),
    /// All of these (tag `AF`).
    And(Conditions<'a>),
    /// None of these (tag `A7`).
    Not(Conditions<'a>),
    /// Something else, such as secure messaging (tags `B4`, `B6`, `B8`).
    Other(Tlv<'a>),
}

/// The PIN or key that must have been verified: a control reference template for authentication
/// (ETSI TS 102 221 9.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Authentication {
    /// Which one (tag `83`), as VERIFY calls it: `01` PIN1, `81` PIN2, `0A` ADM1.
    pub key_reference: Option<u8>,
    /// What it is used for (tag `95`): `08` is the verification of a PIN.
    pub usage: Option<u8>,
}

/// A security condition byte (ISO/IEC 7816-4 9.3.2, ETSI TS 102 221 11.1.1.4.7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SecurityByte(pub u8);

impl SecurityByte {
    /// No condition.
    pub const ALWAYS: Self = Self(0x00);
    /// Never allowed.
    pub const NEVER: Self = Self(0xFF);

    /// Whether all that is named is needed, and not just any one of it.
    ///
    /// ```
    /// use simcard::fs::access::SecurityByte;
    ///
    /// assert!(SecurityByte(0xD0).needs_all()); // secure messaging and a PIN
    /// assert!(!SecurityByte(0x50).needs_all()); // one of them
    /// ```
    pub const fn needs_all(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// Whether secure messaging is named.
    ///
    /// ```
    /// use simcard::fs::access::SecurityByte;
    ///
    /// assert!(SecurityByte(0x40).secure_messaging());
    /// assert!(!SecurityByte::NEVER.secure_messaging());
    /// ```
    pub const fn secure_messaging(self) -> bool {
        self.names(0x40)
    }

    /// Whether external authentication is named.
    ///
    /// ```
    /// use simcard::fs::access::SecurityByte;
    ///
    /// assert!(SecurityByte(0x20).external_authentication());
    /// assert!(!SecurityByte(0x10).external_authentication());
    /// ```
    pub const fn external_authentication(self) -> bool {
        self.names(0x20)
    }

    /// Whether user authentication is named: a PIN.
    ///
    /// ```
    /// use simcard::fs::access::SecurityByte;
    ///
    /// assert!(SecurityByte(0x10).user_authentication());
    /// assert!(!SecurityByte::ALWAYS.user_authentication());
    /// ```
    pub const fn user_authentication(self) -> bool {
        self.names(0x10)
    }

    /// The security environment that tells more, 1 to 14.
    ///
    /// ```
    /// use simcard::fs::access::SecurityByte;
    ///
    /// assert_eq!(SecurityByte(0x11).environment(), Some(1));
    /// assert_eq!((SecurityByte(0x10).environment(), SecurityByte::NEVER.environment()), (None, None));
    /// ```
    pub const fn environment(self) -> Option<u8> {
        match self.0 & 0x0F {
            0 | 0x0F => None,
            environment => Some(environment),
        }
    }

    const fn names(self, bit: u8) -> bool {
        self.0 != Self::NEVER.0 && self.0 & bit != 0
    }
}

/// Some conditions side by side. Nested ones are read as one comes to them, down to 16 levels. After an error it
/// ends.
#[derive(Clone, Debug)]
pub struct Conditions<'a> {
    objects: Tlvs<'a>,
    /// How many of the objects are conditions of this rule.
    count: usize,
    depth: usize,
}

impl<'a> Conditions<'a> {
    pub(super) const fn new(objects: Tlvs<'a>, count: usize) -> Self {
        Self { objects, count, depth: 0 }
    }

    fn read(&mut self) -> Result<Option<Condition<'a>>, DecodeError> {
        let Some(count) = self.count.checked_sub(1) else { return Ok(None) };
        self.count = count;
        let Some(object) = self.objects.next().transpose()? else { return Ok(None) };
        Ok(Some(match (object.tag, object.value) {
            (Tag(0x90), []) => Condition::Always,
            (Tag(0x97), []) => Condition::Never,
            (Tag(0x90 | 0x97), _) => return Err(error(&object, DecodeErrorKind::Length)),
            (Tag(0x9E), [byte]) => Condition::Byte(SecurityByte(*byte)),
            (Tag(0x9E), _) => return Err(error(&object, DecodeErrorKind::Length)),
            (Tag(0xA4), _) => Condition::Authentication(Authentication::read(&object)?),
            (Tag(0xA0), _) => Condition::Or(self.nested(&object)?),
            (Tag(0xAF), _) => Condition::And(self.nested(&object)?),
            (Tag(0xA7), _) => Condition::Not(self.nested(&object)?),
            _ => Condition::Other(object),
        }))
    }

    fn nested(&self, object: &Tlv<'a>) -> Result<Self, DecodeError> {
        let depth = self.depth.saturating_add(1);
        if depth >= MAX_DEPTH {
            return Err(error(object, DecodeErrorKind::Depth));
        }
        Ok(Self { objects: object.children(), count: usize::MAX, depth })
    }
}

impl<'a> Iterator for Conditions<'a> {
    type Item = Result<Condition<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let condition = self.read().map_err(|error| error.within(AccessRules::OBJECT, 0)).transpose();
        if let Some(Err(_)) = condition {
            self.count = 0;
        }
        condition
    }
}

impl Authentication {
    fn read(template: &Tlv<'_>) -> Result<Self, DecodeError> {
        let byte = |tag| match template.find(Tag(tag))? {
            None => Ok(None),
            Some(Tlv { value: [byte], .. }) => Ok(Some(*byte)),
            Some(object) => Err(error(&object, DecodeErrorKind::Length)),
        };
        Ok(Self { key_reference: byte(0x83)?, usage: byte(0x95)? })
    }
}

const fn error(object: &Tlv<'_>, kind: DecodeErrorKind) -> DecodeError {
    DecodeError::new(AccessRules::OBJECT, object.value_offset(), kind)
}
