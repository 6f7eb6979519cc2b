//! Text of two bytes a character, high byte first: UCS2 (3GPP TS 23.038 6.2.3), read and written as UTF-16.
//!
//! ```
//! use simcard::codec::ucs2;
//!
//! assert_eq!(ucs2::decode(&[0x04, 0x11, 0x04, 0x30, 0xFF, 0xFF]), "Ба");
//! assert_eq!(ucs2::encode("Ба").unwrap(), [0x04, 0x11, 0x04, 0x30]);
//! ```

use alloc::string::String;
use alloc::vec::Vec;
use core::char::REPLACEMENT_CHARACTER;

use super::{EncodeError, EncodeErrorKind};

/// The text in `bytes`, up to the first `FFFF`: no character, but what cards fill unused room with.
///
/// What is no character becomes U+FFFD: a surrogate without its other half, an odd byte at the end. An odd `FF` at
/// the end is filling.
///
/// ```
/// use simcard::codec::ucs2;
///
/// assert_eq!(ucs2::decode(&[0x04, 0x2F, 0xFF, 0xFF]), "Я");
/// assert_eq!(ucs2::decode(&[0xD8, 0x3D, 0x00, 0x41]), "\u{FFFD}A"); // half a pair
/// ```
pub fn decode(bytes: &[u8]) -> String {
    let pairs = bytes.chunks(2).map_while(|pair| match *pair {
        [0xFF, 0xFF] | [0xFF] => None,
        [high, low] => Some(u16::from_be_bytes([high, low])),
        // half a character reads as half a surrogate pair
        _ => Some(0xD800),
    });
    char::decode_utf16(pairs).map(|unit| unit.unwrap_or(REPLACEMENT_CHARACTER)).collect()
}

/// The bytes of `text`. Characters beyond U+FFFF become surrogate pairs, four bytes each.
///
/// ```
/// use simcard::codec::ucs2;
///
/// assert_eq!(ucs2::encode("Я")?, [0x04, 0x2F]);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
///
/// # Errors
///
/// [`Character`](EncodeErrorKind::Character): U+FFFF, which would read as filling.
pub fn encode(text: &str) -> Result<Vec<u8>, EncodeError> {
    match text.chars().position(|character| character == '\u{FFFF}') {
        Some(index) => Err(EncodeError::new("UCS2 text", EncodeErrorKind::Character { index })),
        None => {
            // no character takes more bytes than it does in two times UTF-8, and the text may be a secret, of which a buffer
            // that grows leaves a part behind
            let mut bytes = Vec::with_capacity(text.len().saturating_mul(2));
            bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
            Ok(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn characters_and_surrogate_pairs() {
        // U+1F4F1: D83D DCF1
        let bytes = hex!("0053 0049 004D 20AC D83DDCF1");
        assert_eq!(decode(&bytes), "SIM€\u{1F4F1}");
        assert_eq!(encode("SIM€\u{1F4F1}").unwrap(), bytes);
    }

    #[test]
    fn filling_ends_the_text() {
        assert_eq!(decode(&hex!("0041 FFFF FFFF")), "A");
        assert_eq!(decode(&hex!("0041 FFFF 0042")), "A");
        assert_eq!(decode(&hex!("0041 FF")), "A");
        assert_eq!(decode(&hex!("FFFF")), "");
        assert_eq!(decode(&hex!("00FF FF00")), "\u{FF}\u{FF00}");
    }

    #[test]
    fn halves_are_replaced() {
        assert_eq!(decode(&hex!("D83D 0041")), "\u{FFFD}A");
        assert_eq!(decode(&hex!("DCF1 0041")), "\u{FFFD}A");
        assert_eq!(decode(&hex!("0041 D83D")), "A\u{FFFD}");
        assert_eq!(decode(&hex!("0041 00")), "A\u{FFFD}");
        assert_eq!(decode(&hex!("D83D DC")), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn what_would_read_as_filling_is_refused() {
        assert_eq!(
            encode("a\u{1F4F1}\u{FFFF}"),
            Err(EncodeError::new("UCS2 text", EncodeErrorKind::Character { index: 2 }))
        );
    }

    proptest! {
        #[test]
        fn round_trip(text: String, filling in 0usize..4) {
            if let Ok(mut bytes) = encode(&text) {
                bytes.extend([0xFF].repeat(filling));
                prop_assert_eq!(decode(&bytes), text);
            }
        }

        #[test]
        fn random_bytes_never_panic(bytes: Vec<u8>) {
            prop_assert!(decode(&bytes).chars().count() <= bytes.len().div_ceil(2));
        }
    }
}
