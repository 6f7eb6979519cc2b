use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::Parameters;

/// A line from a modem, without its line end.
///
/// Its bytes are kept as they came: which characters they are is for the modem's character set to say. `Debug` shows
/// name and length only, since lines hold identities and keys.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Line(Vec<u8>);

impl Line {
    /// A line of these bytes.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    ///
    /// assert_eq!(Line::new(*b"OK").as_bytes(), b"OK");
    /// ```
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// Its bytes.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    ///
    /// assert_eq!(Line::new(*b"caf\xE9").as_bytes(), b"caf\xE9");
    /// ```
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its text, where it is UTF-8; what is not is replaced.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    ///
    /// assert_eq!(Line::new(*b"+CSQ: 20,99").text(), "+CSQ: 20,99");
    /// ```
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }

    /// What stands before the colon in `+CSQ: 20,99`, where the line has that form.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    ///
    /// assert_eq!(Line::new(*b"+CSQ: 20,99").name(), Some("+CSQ"));
    /// assert_eq!(Line::new(*b"001010123456789").name(), None);
    /// ```
    pub fn name(&self) -> Option<&str> {
        name_of(&self.0)
    }

    /// Whether it is an answer of this command: `+CSQ` and a colon.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    ///
    /// assert!(Line::new(*b"+csq: 20,99").is_of("+CSQ"));
    /// ```
    pub fn is_of(&self, name: &str) -> bool {
        self.name().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }

    /// What stands behind the colon, or the whole line where there is none.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    ///
    /// assert_eq!(Line::new(*b"+CSQ: 20,99").value(), b"20,99");
    /// ```
    pub fn value(&self) -> &[u8] {
        match self.name() {
            Some(name) => self.0.get(name.len().saturating_add(1)..).unwrap_or_default().trim_ascii(),
            None => &self.0,
        }
    }

    /// Whether a string in it has lost its end.
    pub(in crate::modem) fn is_cut_off(&self) -> bool {
        self.0.iter().filter(|byte| **byte == b'"').count() % 2 != 0
    }

    /// The parameters behind the colon.
    ///
    /// ```
    /// use simcard::modem::at::Line;
    ///
    /// let line = Line::new(*b"+COPS: 0,0,\"Test network\",7");
    /// let operator = line.parameters().nth(2).unwrap();
    /// assert_eq!(operator.text(), "Test network");
    /// ```
    pub fn parameters(&self) -> Parameters<'_> {
        Parameters::new(self.value())
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({}, {} bytes)", self.name().unwrap_or("text"), self.0.len())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Line {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

/// `+CSQ` of `+CSQ: 20,99`: a sign and letters, digits, up to a colon.
pub(super) fn name_of(line: &[u8]) -> Option<&str> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line.get(..colon)?;
    let (sign, rest) = name.split_first()?;
    let proper = is_sign(*sign) && !rest.is_empty() && rest.iter().all(|byte| byte.is_ascii_alphanumeric());
    core::str::from_utf8(name).ok().filter(|_| proper)
}

/// What the names of results begin with: `+` of the standards, the others of makers.
pub(super) const fn is_sign(byte: u8) -> bool {
    matches!(byte, b'+' | b'^' | b'*' | b'%' | b'$' | b'#' | b'!')
}
