use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// One parameter of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter<'a> {
    /// Nothing between two commas.
    Omitted,
    /// Without quotes: a number, hex digits, a name.
    Bare(&'a [u8]),
    /// What stands between quotes. Quotes inside are kept as they are.
    Quoted(&'a [u8]),
    /// What stands between parentheses: read it with [`Parameters::new`].
    List(&'a [u8]),
}

impl<'a> Parameter<'a> {
    /// Its bytes, without quotes or parentheses.
    ///
    /// ```
    /// use simcard::modem::at::Parameter;
    ///
    /// assert_eq!(Parameter::Quoted(b"SM").bytes(), b"SM");
    /// assert_eq!(Parameter::Omitted.bytes(), b"");
    /// ```
    pub const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Omitted => &[],
            Self::Bare(bytes) | Self::Quoted(bytes) | Self::List(bytes) => bytes,
        }
    }

    /// Its text, where it is UTF-8; what is not is replaced.
    ///
    /// ```
    /// use simcard::modem::at::Parameter;
    ///
    /// assert_eq!(Parameter::Quoted(b"Test network").text(), "Test network");
    /// ```
    pub fn text(self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// A decimal number, also one that a modem put into quotes.
    ///
    /// ```
    /// use simcard::modem::at::Parameter;
    ///
    /// assert_eq!(Parameter::Bare(b"-73").number(), Some(-73));
    /// assert_eq!(Parameter::Bare(b"SM").number(), None);
    /// ```
    pub fn number(self) -> Option<i64> {
        if matches!(self, Self::List(_)) {
            return None;
        }
        core::str::from_utf8(self.bytes()).ok()?.trim().parse().ok()
    }

    /// A number that fits, such as `u8` or `u16`.
    ///
    /// ```
    /// use simcard::modem::at::Parameter;
    ///
    /// assert_eq!(Parameter::Bare(b"20").number_as::<u8>(), Some(20));
    /// assert_eq!(Parameter::Bare(b"300").number_as::<u8>(), None);
    /// ```
    pub fn number_as<N: TryFrom<i64>>(self) -> Option<N> {
        N::try_from(self.number()?).ok()
    }

    /// Bytes in hex digits, in quotes or not; spaces between them do no harm.
    ///
    /// ```
    /// use simcard::modem::at::Parameter;
    ///
    /// assert_eq!(Parameter::Quoted(b"9000").hex(), Some(vec![0x90, 0x00]));
    /// assert_eq!(Parameter::Quoted(b"900").hex(), None);
    /// ```
    pub fn hex(self) -> Option<Vec<u8>> {
        let digits: Vec<u8> = self.bytes().iter().copied().filter(|byte| *byte != b' ').collect();
        hex::decode(digits).ok()
    }
}

/// The parameters of a line, one at a time: `0,"a, ""b""",,(1-3)`.
///
/// Lenient, as modems are careless: a quote ends a string only before a comma or the end; a string or list without
/// an end goes to the end of the line. Reads each byte at most twice and never recurses.
#[derive(Clone, Debug)]
pub struct Parameters<'a> {
    /// `None` at the end.
    rest: Option<&'a [u8]>,
}

impl<'a> Parameters<'a> {
    /// The parameters in what stands behind the colon.
    ///
    /// ```
    /// use simcard::modem::at::{Parameter, Parameters};
    ///
    /// let found: Vec<_> = Parameters::new(b"0,\"a, b\",,(1-3)").collect();
    /// assert_eq!(found[1..3], [Parameter::Quoted(b"a, b"), Parameter::Omitted]);
    /// assert_eq!(found[3], Parameter::List(b"1-3"));
    /// ```
    pub const fn new(value: &'a [u8]) -> Self {
        Self { rest: Some(value) }
    }
}

impl<'a> Iterator for Parameters<'a> {
    type Item = Parameter<'a>;

    fn next(&mut self) -> Option<Parameter<'a>> {
        let rest = self.rest.take()?.trim_ascii_start();
        let (parameter, behind) = match rest.split_first() {
            Some((b'"', inner)) => {
                let (string, behind) = cut(inner, string_end(inner));
                (Parameter::Quoted(string), behind)
            }
            Some((b'(', inner)) => {
                let (list, behind) = cut(inner, list_end(inner));
                (Parameter::List(list), behind)
            }
            _ => (Parameter::Omitted, rest),
        };
        let comma = behind.iter().position(|byte| *byte == b',');
        let (own, more) = match comma {
            Some(at) => (behind.get(..at), behind.get(at.saturating_add(1)..)),
            None => (Some(behind), None),
        };
        self.rest = more;
        Some(match (parameter, own.unwrap_or_default().trim_ascii()) {
            (Parameter::Omitted, []) => Parameter::Omitted,
            (Parameter::Omitted, bare) => Parameter::Bare(bare),
            // what follows a closing quote up to the comma is nothing we know of
            (parameter, _) => parameter,
        })
    }
}

/// What stands before the closing character at `end`, and what behind it.
fn cut(inner: &[u8], end: Option<usize>) -> (&[u8], &[u8]) {
    match end.and_then(|end| inner.split_at_checked(end)) {
        Some((own, behind)) => (own, behind.get(1..).unwrap_or_default()),
        None => (inner, &[]),
    }
}

/// The quote that is followed by a comma or nothing.
fn string_end(inner: &[u8]) -> Option<usize> {
    let ends = |at: usize| {
        let behind = inner.get(at.saturating_add(1)..).unwrap_or_default();
        matches!(behind.iter().find(|byte| !byte.is_ascii_whitespace()), None | Some(b',' | b')'))
    };
    // a run of blanks behind a quote is looked at once for each quote: few lines have more than two
    let quotes = inner.iter().enumerate().filter(|(_, byte)| **byte == b'"').map(|(at, _)| at);
    quotes.take(MAX_QUOTES).find(|at| ends(*at))
}

/// The parenthesis that closes the list, with lists inside it.
fn list_end(inner: &[u8]) -> Option<usize> {
    let mut depth = 0_u32;
    let mut quoted = false;
    for (at, byte) in inner.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'(' if !quoted => depth = depth.saturating_add(1),
            b')' if !quoted => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            },
            _ => {}
        }
    }
    None
}

/// More quotes than this in one string are taken as text up to the end of the line.
const MAX_QUOTES: usize = 256;
