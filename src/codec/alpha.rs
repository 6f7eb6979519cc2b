//! Alpha identifiers: the names on a card, of contacts, networks, services and menus (ETSI TS 102 221 annex A).
//!
//! The first byte tells the coding:
//!
//! | first byte | then |
//! | --- | --- |
//! | below `80` | GSM 7 bit default alphabet, a septet a byte; this is the first |
//! | `80` | UCS2, two bytes a character |
//! | `81` | count, bits 15 to 8 of a base, and a byte for each character: GSM, or from `80` on an offset to the base |
//! | `82` | the same with a base of two bytes |
//! | `FF` | nothing: the field is blank |
//!
//! ```
//! use simcard::codec::alpha;
//!
//! assert_eq!(alpha::decode(b"Anna\xFF\xFF").as_deref(), Some("Anna"));
//! assert_eq!(alpha::decode(&[0xFF; 6]), None);
//!
//! // "Мама": Cyrillic, so 81 with base 0400 (08 << 7) is the shortest
//! let bytes = [0x81, 0x04, 0x08, 0x9C, 0xB0, 0xBC, 0xB0, 0xFF];
//! assert_eq!(alpha::decode(&bytes).as_deref(), Some("Мама"));
//! assert_eq!(alpha::encode_padded("Мама", 8).unwrap(), bytes);
//! ```

use alloc::string::String;
use alloc::vec::Vec;
use core::char::REPLACEMENT_CHARACTER;

use super::gsm7::Alphabet;
use super::{EncodeError, EncodeErrorKind, ucs2};

const OBJECT: &str = "alpha identifier";

/// The text in an alpha identifier, or `None` if there is none.
///
/// It ends where filling begins (`FF`, for UCS2 `FFFF`; after the count for `81` and `82`); cards leave all
/// sorts of bytes behind that. What is no character becomes U+FFFD. A count that is larger than what follows is
/// cut to that.
///
/// ```
/// use simcard::codec::alpha;
///
/// assert_eq!(alpha::decode(b"Anna\xFF\xFF\x21\x80").as_deref(), Some("Anna"));
/// assert_eq!(alpha::decode(&[0x80, 0x04, 0x2F, 0xFF, 0xFF]).as_deref(), Some("Я"));
/// assert_eq!(alpha::decode(&[0xFF; 10]), None);
/// ```
pub fn decode(bytes: &[u8]) -> Option<String> {
    let text = match *bytes {
        [0x80, ref text @ ..] => ucs2::decode(text),
        [0x81, count, base, ref text @ ..] => decode_based(u32::from(base) << 7, count, text),
        [0x82, count, high, low, ref text @ ..] => {
            decode_based(u32::from(u16::from_be_bytes([high, low])), count, text)
        }
        [0x81 | 0x82, ..] => String::new(),
        _ => Alphabet::DEFAULT.chars(bytes.iter().copied().take_while(|byte| *byte != 0xFF)).collect(),
    };
    Some(text).filter(|text| !text.is_empty())
}

fn decode_based(base: u32, count: u8, bytes: &[u8]) -> String {
    let mut bytes = bytes.iter().copied().take(usize::from(count));
    let mut text = String::new();
    while let Some(byte) = bytes.next() {
        match byte.checked_sub(0x80) {
            Some(offset) => {
                let code = base.saturating_add(u32::from(offset));
                // two bytes is all a UCS2 character has
                let character = char::from_u32(code).filter(|_| code <= 0xFFFF);
                text.push(character.unwrap_or(REPLACEMENT_CHARACTER));
            }
            // an escape takes the byte after it along
            None => text.extend(Alphabet::DEFAULT.chars([byte].into_iter().chain(bytes.by_ref())).next()),
        }
    }
    text
}

/// The shortest alpha identifier for `text`, without filling. No bytes for no text.
///
/// Text that the default alphabet has is always written in it, as annex A demands. Of two other codings of
/// the same length the plainer one is taken, since every terminal knows `80`.
///
/// ```
/// use simcard::codec::alpha;
///
/// assert_eq!(alpha::encode("Anna")?, *b"Anna");
/// assert_eq!(alpha::encode("Я")?, [0x80, 0x04, 0x2F]);
/// assert_eq!(alpha::encode("Яна")?, [0x81, 3, 0x08, 0xAF, 0xBD, 0xB0]);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
///
/// # Errors
///
/// [`Character`](EncodeErrorKind::Character): U+FFFF, which would read as filling.
pub fn encode(text: &str) -> Result<Vec<u8>, EncodeError> {
    if let Ok(septets) = Alphabet::DEFAULT.encode(text) {
        return Ok(septets);
    }
    let plain = ucs2::encode(text).map_err(|error| EncodeError { object: OBJECT, ..error })?;
    let mut shortest = [&[0x80], plain.as_slice()].concat();
    for candidate in [encode_81(text), encode_82(text)].into_iter().flatten() {
        if candidate.len() < shortest.len() {
            shortest = candidate;
        }
    }
    Ok(shortest)
}

/// The shortest alpha identifier for `text` as by [`encode`], filled up with `FF` to `len` bytes.
///
/// ```
/// use simcard::codec::alpha;
///
/// assert_eq!(alpha::encode_padded("Anna", 6)?, *b"Anna\xFF\xFF");
/// assert!(alpha::encode_padded("Anna", 3).is_err());
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
///
/// # Errors
///
/// As [`encode`], and [`TooLong`](EncodeErrorKind::TooLong): not even the shortest fits.
pub fn encode_padded(text: &str, len: usize) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = encode(text)?;
    if bytes.len() > len {
        return Err(EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len: bytes.len(), max: len }));
    }
    bytes.resize(len, 0xFF);
    Ok(bytes)
}

/// With a base of which only bits 15 to 8 can be told.
fn encode_81(text: &str) -> Option<Vec<u8>> {
    let base = lowest_offset_char(text)? & !0x7F;
    let base_byte = u8::try_from(base >> 7).ok()?;
    encode_based(text, base, [0x81, u8::try_from(text.chars().count()).ok()?, base_byte].to_vec())
}

/// With any base.
fn encode_82(text: &str) -> Option<Vec<u8>> {
    let base = lowest_offset_char(text)?;
    let [high, low] = u16::try_from(base).ok()?.to_be_bytes();
    encode_based(text, base, [0x82, u8::try_from(text.chars().count()).ok()?, high, low].to_vec())
}

fn lowest_offset_char(text: &str) -> Option<u32> {
    text.chars().filter(|character| Alphabet::DEFAULT.basic_septet(*character).is_none()).map(u32::from).min()
}

/// Characters of the extension table are not escaped here: whether the count would be one or two for them is left
/// open by annex A.
fn encode_based(text: &str, base: u32, mut out: Vec<u8>) -> Option<Vec<u8>> {
    for character in text.chars() {
        let byte = match Alphabet::DEFAULT.basic_septet(character) {
            Some(septet) => septet,
            None => {
                let code = u16::try_from(u32::from(character)).ok()?;
                u8::try_from(u32::from(code).checked_sub(base)?).ok()?.checked_add(0x80)?
            }
        };
        out.push(byte);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn default_alphabet() {
        assert_eq!(decode(b"Voicemail\xFF\xFF").unwrap(), "Voicemail");
        assert_eq!(decode(&hex!("1B65 35 00 FF")).unwrap(), "€5@");
        assert_eq!(encode_padded("€5@", 6).unwrap(), hex!("1B65 35 00 FFFF"));
        // behind the filling, parameters of a short message
        assert_eq!(decode(&hex!("534D53 FFFF E1 0291 21 80")).unwrap(), "SMS");
        assert_eq!(decode(&hex!("41 83 42")).unwrap(), "A\u{FFFD}B");
    }

    #[test]
    fn blank_is_none() {
        for bytes in [
            &[][..],
            &hex!("FFFFFF"),
            &hex!("80"),
            &hex!("80FFFF"),
            &hex!("8100"),
            &hex!("810008"),
            &hex!("82"),
        ] {
            assert_eq!(decode(bytes), None, "{bytes:02X?}");
        }
        assert_eq!(encode("").unwrap(), vec![0u8; 0]);
        assert_eq!(encode_padded("", 3).unwrap(), hex!("FFFFFF"));
    }

    // annex A, first coding; the odd byte at the end is filling
    #[test]
    fn ucs2_80() {
        assert_eq!(decode(&hex!("80 6F22 5B57 FFFFFF")).unwrap(), "漢字");
        assert_eq!(encode_padded("漢字", 8).unwrap(), hex!("80 6F22 5B57 FFFFFF"));
        assert_eq!(encode("\u{1F4F1}").unwrap(), hex!("80 D83D DCF1"));
        assert_eq!(decode(&hex!("80 0041 00")).unwrap(), "A\u{FFFD}");
    }

    // annex A, second coding: 13 in bits 15 to 8 is a base of 0980 (Bengali); 53 is the GSM letter S
    #[test]
    fn based_81() {
        assert_eq!(decode(&hex!("81 05 13 53 95 A6 A6 FF FFFF")).unwrap(), "S\u{995}\u{9A6}\u{9A6}\u{9FF}");
        assert_eq!(decode(&hex!("81 03 08 1B65 B0 41")).unwrap(), "€а");
        assert_eq!(decode(&hex!("81 20 08 B0 B1")).unwrap(), "аб");
        assert_eq!(encode("SMS Яна").unwrap(), hex!("81 07 08 534D5320 AF BD B0"));
    }

    // annex A, third coding: base 0530 (Armenian), 02 and 53 above it, hyphens in GSM
    #[test]
    fn based_82() {
        let bytes = hex!("82 05 0530 2D 82 D3 2D 31");
        assert_eq!(decode(&bytes).unwrap(), "-\u{532}\u{583}-1");
        // 0532 to 0583 is more than one half page, so 81 cannot say it; the lowest character is the base
        assert_eq!(encode("-\u{532}\u{583}-1").unwrap(), hex!("82 05 0532 2D 80 D1 2D 31"));
        assert_eq!(decode(&hex!("82 03 FFFF 80 81 FF")).unwrap(), "\u{FFFF}\u{FFFD}\u{FFFD}");
        assert_eq!(decode(&hex!("82 01 D800 80")).unwrap(), "\u{FFFD}");
    }

    #[test]
    fn the_shortest_coding_is_taken() {
        // 80: 1 + 2n, 81: 3 + n, 82: 4 + n; 80 wins a draw
        for (text, expected) in [
            ("Я", &hex!("80 042F")[..]),
            ("Ян", &hex!("80 042F 043D")),
            ("Яна", &hex!("81 03 08 AF BD B0")),
            // F000 and up is beyond what 81 can say
            ("\u{F001}\u{F002}\u{F003}\u{F004}", &hex!("82 04 F001 80 81 82 83")),
            // two alphabets: only 80
            ("Яא\u{5D1}\u{5D2}", &hex!("80 042F 05D0 05D1 05D2")),
            // within reach of a base, but beyond UCS2
            ("\u{FFFC}\u{10000}", &hex!("80 FFFC D800DC00")),
            // the euro sign is not escaped within 81
            ("Яна€", &hex!("80 042F 043D 0430 20AC")),
        ] {
            assert_eq!(encode(text).unwrap(), expected, "{text}");
            assert_eq!(decode(expected).unwrap(), text);
        }
        let long = "я".repeat(256);
        assert_eq!(encode(&long).unwrap().len(), 513);
        assert_eq!(encode(&long[2..]).unwrap().len(), 258);
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        for (text, len, max) in [("Anna", 4, 3), ("Я", 3, 2), ("€", 2, 1)] {
            assert_eq!(
                encode_padded(text, max),
                Err(EncodeError::new("alpha identifier", EncodeErrorKind::TooLong { len, max }))
            );
        }
        assert_eq!(
            encode("Я\u{FFFF}"),
            Err(EncodeError::new("alpha identifier", EncodeErrorKind::Character { index: 1 }))
        );
    }

    proptest! {
        #[test]
        fn round_trip(text in "\\PC{0,30}|[а-яА-Я €@]{0,300}|[\u{580}-\u{620}a-z]{0,20}", filling in 0usize..5) {
            let bytes = encode(&text).unwrap();
            let padded = encode_padded(&text, bytes.len() + filling).unwrap();
            prop_assert_eq!(decode(&padded).unwrap_or_default(), text);
        }

        #[test]
        fn random_bytes_never_panic(bytes: Vec<u8>, first in 0x80u8..0x83) {
            decode(&bytes);
            let text = decode(&[&[first], &bytes[..]].concat()).unwrap_or_default();
            prop_assert!(text.chars().count() <= bytes.len());
        }
    }
}
