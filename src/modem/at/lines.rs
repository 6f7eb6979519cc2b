use alloc::vec::Vec;

use super::FinalResult;

/// The longest line, in bytes. What is longer is thrown away as a whole.
pub const MAX_LINE: usize = 65_536;

const CR: u8 = b'\r';
const LF: u8 = b'\n';
/// The most bytes of an open text: 182 characters, four hex digits each, and room to spare. What goes on longer has lost
/// its end.
const MAX_TEXT: usize = 4_096;
/// The results whose text may contain line ends: what operators write into USSD messages.
const USSD: &[u8] = b"+CUSD:";

/// What [`LineParser::next`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'p> {
    /// A line that is not blank, without its line end, NULs, and blanks at both ends.
    Line(&'p [u8]),
    /// The modem prompts for text. Only if that was [expected](LineParser::expect_prompt).
    Prompt,
    /// A line of more than [`MAX_LINE`] bytes went by.
    Overlong,
}

/// Cuts what a modem sends into lines.
///
/// Bytes may come in any chunks: the tokens are the same. A line ends with CR, LF or both; blank lines are left out.
/// The text of a `+CUSD` may hold line ends and quotes: that line ends where its text does, with a quote and perhaps
/// the coding scheme behind it.
///
/// ```
/// use simcard::modem::at::{LineParser, Token};
///
/// let mut parser = LineParser::new();
/// let mut input = &b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n+CUSD: 0,\"two\nlines\",15\r"[..];
/// assert_eq!(parser.next(&mut input), Some(Token::Line(b"+CSQ: 20,99")));
/// assert_eq!(parser.next(&mut input), Some(Token::Line(b"OK")));
/// assert_eq!(parser.next(&mut input), Some(Token::Line(b"+CUSD: 0,\"two\nlines\",15")));
/// assert_eq!(parser.next(&mut input), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct LineParser {
    /// The line so far; with a `+CUSD` whose text has not ended, several.
    line: Vec<u8>,
    /// Where its last line begins: not 0 in an open text only.
    start: usize,
    /// Where the text may have ended: behind a quote at the end of a line, as the quotes before it don't pair up.
    may_end: Option<usize>,
    /// How much of `line` was handed out and is to be removed before going on.
    taken: usize,
    /// The end of the line that is left in `line` then, where one is.
    waiting: Option<u8>,
    /// We are in a line that is too long.
    skipping: bool,
    prompt: bool,
}

impl LineParser {
    /// A parser at the beginning of a line.
    ///
    /// ```
    /// use simcard::modem::at::{LineParser, Token};
    ///
    /// let mut parser = LineParser::new();
    /// let mut input = &b"\r\nOK\r\n"[..];
    /// assert_eq!(parser.next(&mut input), Some(Token::Line(b"OK")));
    /// ```
    pub const fn new() -> Self {
        Self {
            line: Vec::new(),
            start: 0,
            may_end: None,
            taken: 0,
            waiting: None,
            skipping: false,
            prompt: false,
        }
    }

    /// Whether a `>` at the beginning of a line is a prompt from now on.
    ///
    /// ```
    /// use simcard::modem::at::{LineParser, Token};
    ///
    /// let mut parser = LineParser::new();
    /// parser.expect_prompt(true);
    /// assert_eq!(parser.next(&mut &b"\r\n> "[..]), Some(Token::Prompt));
    /// ```
    pub fn expect_prompt(&mut self, expected: bool) {
        self.prompt = expected;
    }

    /// Forgets the line that has not ended yet, as after a time-out.
    ///
    /// ```
    /// use simcard::modem::at::{LineParser, Token};
    ///
    /// let mut parser = LineParser::new();
    /// assert_eq!(parser.next(&mut &b"\r\n+CSQ: 2"[..]), None);
    /// parser.reset();
    /// assert_eq!(parser.next(&mut &b"OK\r\n"[..]), Some(Token::Line(b"OK")));
    /// ```
    pub fn reset(&mut self) {
        let Self { line, prompt, .. } = core::mem::take(self);
        *self = Self { line, prompt, ..Self::new() };
        self.line.clear();
    }

    /// Whether the text of a `+CUSD` goes on after a line end.
    ///
    /// ```
    /// use simcard::modem::at::LineParser;
    ///
    /// let mut parser = LineParser::new();
    /// assert_eq!(parser.next(&mut &b"+CUSD: 0,\"Your balance\r\n"[..]), None);
    /// assert!(parser.is_in_text());
    /// ```
    pub const fn is_in_text(&self) -> bool {
        self.start > 0
    }

    /// The text of a `+CUSD` as it is, where it has found no end: for when nothing more comes.
    ///
    /// ```
    /// use simcard::modem::at::LineParser;
    ///
    /// let mut parser = LineParser::new();
    /// assert_eq!(parser.next(&mut &b"+CUSD: 0,\"Your balance\r\n"[..]), None);
    /// assert_eq!(parser.end_text().as_deref(), Some(&b"+CUSD: 0,\"Your balance"[..]));
    /// assert_eq!(parser.end_text(), None);
    /// ```
    pub fn end_text(&mut self) -> Option<Vec<u8>> {
        let open = self.is_in_text();
        let text = self.line.trim_ascii_end().to_vec();
        if open {
            self.reset();
        }
        open.then_some(text)
    }

    /// Takes bytes from the front of `input` up to the next token. `None`: all were taken.
    ///
    /// ```
    /// use simcard::modem::at::{LineParser, Token};
    ///
    /// let mut parser = LineParser::new();
    /// assert_eq!(parser.next(&mut &b"+CSQ: 2"[..]), None);
    /// let mut input = &b"0,99\r\nOK\r\n"[..];
    /// assert_eq!(parser.next(&mut input), Some(Token::Line(b"+CSQ: 20,99")));
    /// assert_eq!(parser.next(&mut input), Some(Token::Line(b"OK")));
    /// ```
    pub fn next<'p>(&'p mut self, input: &mut &[u8]) -> Option<Token<'p>> {
        self.remove_taken();
        let mut waiting = self.waiting.take();
        loop {
            let end = match waiting.take() {
                Some(end) => end,
                None => {
                    if self.line.is_empty() && !self.skipping {
                        *input = trim_start(input);
                        if let Some(rest) = input.strip_prefix(b">").filter(|_| self.prompt) {
                            *input = rest;
                            self.prompt = false;
                            return Some(Token::Prompt);
                        }
                    }
                    self.take_line(input)?
                }
            };
            if self.skipping {
                self.reset();
                return Some(Token::Overlong);
            }
            match self.end_line(end) {
                // nothing but NULs and blanks
                Some(0) => {
                    self.line.clear();
                    self.taken = 0;
                }
                Some(len) => return Some(Token::Line(self.line.get(..len).unwrap_or_default())),
                None => {
                    // the line end belongs to the text
                    self.line.push(end);
                    self.start = self.line.len();
                }
            }
        }
    }

    /// Takes what is left of the line, and its end, which it returns.
    fn take_line(&mut self, input: &mut &[u8]) -> Option<u8> {
        let end = input.iter().position(|byte| matches!(*byte, CR | LF));
        let (part, rest) = input.split_at_checked(end.unwrap_or(input.len()))?;
        *input = rest.get(1..).unwrap_or_default();
        self.append(part);
        rest.first().copied()
    }

    fn append(&mut self, part: &[u8]) {
        if self.skipping {
            return;
        }
        if part.contains(&0) {
            self.line.extend(part.iter().copied().filter(|byte| *byte != 0));
        } else {
            self.line.extend_from_slice(part);
        }
        if self.line.len() > MAX_LINE {
            self.line = Vec::new();
            self.skipping = true;
        }
    }

    /// A line end was read. How much of `line` is to be handed out now, if any: blanks at its end not counted.
    fn end_line(&mut self, end: u8) -> Option<usize> {
        let last = self.line.get(self.start..).unwrap_or_default().trim_ascii();
        let open = self.is_in_text();
        let mut len = self.line.len();
        if open && self.ends_text_before(last) {
            len = self.may_end.unwrap_or(self.start);
            self.taken = self.start;
            self.waiting = Some(end);
        } else if open && last.is_empty() && len < MAX_TEXT {
            return None;
        } else if !is_ussd(&self.line) || len >= MAX_TEXT || self.text_ended() {
            self.taken = len;
        } else {
            return None;
        }
        self.start = 0;
        self.may_end = None;
        Some(self.line.get(..len).unwrap_or_default().trim_ascii_end().len())
    }

    /// Whether `last`, a line in an open text, shows that the text has lost its end, or ended where it did not look
    /// like it.
    fn ends_text_before(&self, last: &[u8]) -> bool {
        match FinalResult::parse(last, false) {
            None => is_ussd(last),
            Some(FinalResult::Cme(_) | FinalResult::Cms(_)) => true,
            // a text may well have a line that says OK
            Some(_) => self.may_end.is_some(),
        }
    }

    /// Whether the text of the `+CUSD` in `line` ends where that does. Notes where it may have.
    fn text_ended(&mut self) -> bool {
        let line = self.line.trim_ascii_end();
        let Some(first) = line.iter().position(|byte| *byte == b'"') else { return true };
        let Some(last) = line.iter().rposition(|byte| *byte == b'"').filter(|last| *last > first) else {
            return false;
        };
        match line.get(last.saturating_add(1)..).unwrap_or_default().trim_ascii() {
            // a coding scheme behind a quote
            [b',', scheme @ ..] => scheme.iter().all(|byte| byte.is_ascii_digit() || *byte == b' '),
            [] if line.iter().filter(|byte| **byte == b'"').count() % 2 == 0 => true,
            [] => {
                self.may_end = Some(line.len());
                false
            }
            _ => false,
        }
    }

    fn remove_taken(&mut self) {
        let taken = core::mem::take(&mut self.taken);
        if taken >= self.line.len() {
            self.line.clear();
        } else if taken > 0 {
            self.line.drain(..taken);
            let blank = self.line.len().saturating_sub(trim_start(&self.line).len());
            self.line.drain(..blank);
        }
    }
}

fn is_ussd(line: &[u8]) -> bool {
    line.get(..USSD.len()).is_some_and(|name| name.eq_ignore_ascii_case(USSD))
}

/// Without what means nothing before a line: blanks, NULs, ends of blank lines.
fn trim_start(bytes: &[u8]) -> &[u8] {
    let blank = bytes.iter().take_while(|byte| matches!(**byte, 0 | b' ' | b'\t' | CR | LF)).count();
    bytes.get(blank..).unwrap_or_default()
}
