//! What the text of a `+CUSD` says, whatever the modem made of it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::codec::dcs::{CbsDcs, Coding as DcsCoding};
use crate::codec::gsm7::{self, Alphabet};
use crate::codec::ucs2;
use crate::modem::at::Line;

/// How the text was coded in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UssdCoding {
    /// As it is, in the modem's character set.
    Plain,
    /// UCS2 in hex digits.
    Ucs2,
    /// GSM 7 bit, packed, in hex digits.
    Packed7,
    /// GSM 7 bit, a byte for each character, in hex digits.
    Unpacked7,
    /// Bytes in hex digits: UTF-8, or Latin-1.
    EightBit,
}

/// What told how the text is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UssdEvidence {
    /// The data coding scheme, and what came agreed with it.
    Scheme,
    /// The character set of the modem (`+CSCS`), or the form in which it took the request.
    Modem,
    /// Neither; only what the text itself looks like.
    Shape,
}

/// A text from the network, and how it was made of what the modem gave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UssdReading {
    /// The text.
    pub text: String,
    /// How it was coded.
    pub coding: UssdCoding,
    /// What told that.
    pub evidence: UssdEvidence,
    /// The line that it came in.
    pub raw: Line,
}

/// What is known of the modem.
pub(super) struct Context<'a> {
    /// `+CSCS`.
    pub charset: Option<&'a str>,
    /// It took the request packed, in hex.
    pub packed: bool,
}

/// Whether the text begins with the language it is in: two letters and a carriage return, or two packed letters.
fn begins_with_language(scheme: Option<u8>) -> bool {
    scheme.is_some_and(|scheme| CbsDcs(scheme).has_language_indication())
}

/// The text, unless digits were lost on the way.
pub(super) fn read(text: &[u8], scheme: Option<u8>, context: &Context<'_>, raw: Line) -> Option<UssdReading> {
    let (text, coding, evidence) = decode(text, scheme, context)?;
    let text = match text.split_at_checked(3) {
        Some((language, rest)) if begins_with_language(scheme) && is_language(language) => String::from(rest),
        _ => text,
    };
    Some(UssdReading { text, coding, evidence, raw })
}

fn is_language(start: &str) -> bool {
    matches!(start.as_bytes(), [first, second, b'\r' | b'\n']
        if first.is_ascii_alphabetic() && second.is_ascii_alphabetic())
}

fn decode(
    text: &[u8],
    scheme: Option<u8>,
    context: &Context<'_>,
) -> Option<(String, UssdCoding, UssdEvidence)> {
    use UssdCoding as Coding;
    use UssdEvidence as Evidence;
    // groups from 8 to E have nothing to do with USSD: there it is a digit too many
    let told =
        scheme.filter(|scheme| !matches!(scheme >> 4, 0x8..=0xE)).map(|scheme| CbsDcs(scheme).coding());
    let plain = |text: &[u8]| {
        let evidence = if told == Some(DcsCoding::Gsm7) { Evidence::Scheme } else { Evidence::Shape };
        Some((decode_plain(text, context), Coding::Plain, evidence))
    };
    // a quote that came twice is no digit
    let bare = text.strip_prefix(b"\"").unwrap_or(text);
    let bare = bare.strip_suffix(b"\"").unwrap_or(bare);
    let text = if bare.len() > 2 * MIN_HEX && bare.iter().all(u8::is_ascii_hexdigit) { bare } else { text };
    let digits: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let in_hex = context.packed
        || matches!(context.charset, Some("UCS2" | "HEX"))
        || matches!(told, Some(DcsCoding::Ucs2 | DcsCoding::EightBit));
    let Some(bytes) = hex::decode(&digits).ok().filter(|bytes| !bytes.is_empty()) else {
        let lost = in_hex && digits.len() > 2 * MIN_HEX && digits.iter().all(u8::is_ascii_hexdigit);
        return if lost { None } else { plain(text) };
    };
    let wide = decode_ucs2(&bytes, scheme);
    match (told, &wide) {
        (Some(DcsCoding::Ucs2), Some(text)) => return Some((text.clone(), Coding::Ucs2, Evidence::Scheme)),
        (Some(DcsCoding::EightBit), _) => {
            if let Some(text) = decode_bytes(&bytes).filter(|text| is_text(text)) {
                return Some((text, Coding::EightBit, Evidence::Scheme));
            }
        }
        _ => {}
    }
    if let Some(text) = wide.clone().filter(|_| context.charset == Some("UCS2")) {
        return Some((text, Coding::Ucs2, Evidence::Modem));
    }
    let unpacked = || {
        let septets = bytes.iter().all(|byte| *byte < 0x80);
        Some(Alphabet::DEFAULT.decode(&bytes)).filter(|text| septets && is_text(text))
    };
    if let Some(text) = unpacked().filter(|_| context.charset == Some("HEX")) {
        return Some((text, Coding::Unpacked7, Evidence::Modem));
    }
    // four digits a character, all of one or two scripts: nothing else looks like that
    let number = digits.iter().all(u8::is_ascii_digit);
    if let Some(text) = wide.filter(|text| is_one_script(text) && !(number && may_be_number(text))) {
        return Some((text, Coding::Ucs2, Evidence::Shape));
    }
    let packed = Some(Alphabet::DEFAULT.decode(&gsm7::unpack_ussd(&bytes))).filter(|text| is_text(text));
    if let Some(text) = packed.clone().filter(|_| context.packed) {
        return Some((text, Coding::Packed7, Evidence::Modem));
    }
    // a number is a number, however much it looks like hex
    if number || bytes.len() < MIN_HEX {
        return plain(text);
    }
    let best = [(packed, Coding::Packed7), (unpacked(), Coding::Unpacked7)]
        .into_iter()
        .filter_map(|(text, coding)| Some((text?, coding)))
        .max_by_key(|(text, coding)| (share_of_letters(text), *coding == Coding::Packed7));
    match best {
        Some((text, coding)) => Some((text, coding, Evidence::Shape)),
        None => plain(text),
    }
}

/// Fewer bytes than this may well be a word: `CAFE`, `DEAD`.
const MIN_HEX: usize = 4;

/// Text in the modem's character set. That of GSM is mostly sent as ASCII; only where control characters show that it
/// is not is it read by the GSM alphabet.
fn decode_plain(text: &[u8], context: &Context<'_>) -> String {
    let control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\r' | b'\n' | b'\t');
    if context.charset == Some("GSM") && text.iter().all(u8::is_ascii) && text.iter().any(control) {
        return Alphabet::DEFAULT.decode(text);
    }
    decode_bytes(text).unwrap_or_default()
}

/// UTF-8, or else Latin-1.
fn decode_bytes(bytes: &[u8]) -> Option<String> {
    Some(match core::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    })
}

/// UCS2, where the bytes can be that. With its language before it (scheme 11) two packed letters come first.
fn decode_ucs2(bytes: &[u8], scheme: Option<u8>) -> Option<String> {
    let without_language = || {
        let (language, rest) = bytes.split_at_checked(2)?;
        let letters = Alphabet::DEFAULT.decode(&gsm7::Septets::new(language, 2).collect::<Vec<u8>>());
        letters.chars().all(|letter| letter.is_ascii_alphabetic()).then_some(rest)
    };
    let bytes = match begins_with_language(scheme) {
        true => without_language().unwrap_or(bytes),
        false => bytes,
    };
    let whole = !bytes.is_empty() && bytes.len() % 2 == 0;
    Some(ucs2::decode(bytes)).filter(|text| whole && !text.is_empty() && is_text(text))
}

/// Whether it reads as something: no control characters but line ends, nothing that could not be decoded.
fn is_text(text: &str) -> bool {
    let strange = |character: char| {
        (character.is_control() && !matches!(character, '\r' | '\n' | '\t'))
            || matches!(character, char::REPLACEMENT_CHARACTER | '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}')
    };
    !text.contains(strange)
}

/// Whether nearly all characters are of Latin script or of one other: bytes that are something else, read as UCS2,
/// come from all over the table.
fn is_one_script(text: &str) -> bool {
    let blocks = |character: char| u32::from(character) >> 8;
    let other = text.chars().map(blocks).find(|block| *block != 0x00 && *block != 0x20);
    let strangers =
        text.chars().map(blocks).filter(|block| ![0x00, 0x20].contains(block) && Some(*block) != other);
    let few = match other {
        // ideographs are all over their blocks by themselves: they need the scheme or the character set
        Some(0x2E..=0x9F | 0xAC..=0xD7) => return false,
        _ => strangers.count() == 0,
    };
    few && share_of_letters_or_any(text, other.is_some()) >= 800
}

/// Whether decimal digits that read as this in UCS2 are more likely a number: few characters, or not of ASCII.
fn may_be_number(text: &str) -> bool {
    let ascii = text.is_ascii();
    text.chars().count() < if ascii { 2 } else { 5 }
}

/// How much of a text is what texts are made of, in thousandths: letters, digits, blanks, common punctuation of ASCII.
fn share_of_letters(text: &str) -> usize {
    share_of_letters_or_any(text, false)
}

fn share_of_letters_or_any(text: &str, any_script: bool) -> usize {
    let common = |character: &char| {
        character.is_ascii_alphanumeric()
            || " \r\n.,:;!?*#+-/()'\"%$@&=".contains(*character)
            || (any_script && character.is_alphanumeric())
    };
    let all = text.chars().count();
    let good = text.chars().filter(common).count();
    good.saturating_mul(1000).checked_div(all).unwrap_or(0)
}
