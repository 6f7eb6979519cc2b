//! The GSM 7 bit default alphabet and its extension: 3GPP TS 23.038 6.2.1, packed (6.1.2) and unpacked.
//!
//! Text becomes *septets* first, one or two a character; a septet is a byte below `80`. Alpha identifiers and
//! unpacked text strings hold them as they are. SMS, cell broadcast and USSD pack eight of them into seven bytes.
//!
//! ```
//! use simcard::codec::gsm7::{self, Alphabet, Septets};
//!
//! let septets = Alphabet::DEFAULT.encode("€ 5").unwrap();
//! assert_eq!(septets, [0x1B, 0x65, 0x20, 0x35]);
//! assert_eq!(Alphabet::DEFAULT.decode(&septets), "€ 5");
//!
//! // a USSD string, as 3GPP TS 24.080 carries it
//! let packed = gsm7::pack_ussd(&Alphabet::DEFAULT.encode("*100#").unwrap());
//! assert_eq!(packed, [0xAA, 0x18, 0x0C, 0x36, 0x02]);
//! assert_eq!(Alphabet::DEFAULT.decode(&gsm7::unpack_ussd(&packed)), "*100#");
//!
//! // the user data of a short message: packed bytes, and how many septets they are
//! let text: String = Alphabet::DEFAULT.chars(Septets::new(&[0xC8, 0x34], 2)).collect();
//! assert_eq!(text, "Hi");
//! ```
//!
//! Languages that the default alphabet does not serve have tables of their own, which the header of a short message
//! names ([`Alphabet::national`]); [`Smallest`] tells which of them a text fits best.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;

use super::{EncodeError, EncodeErrorKind};
use national::place;
pub use national::{NationalLanguage, Smallest};
use tables::NONE;

mod national;
mod tables;

const OBJECT: &str = "GSM 7 bit text";
const ESCAPE: u8 = 0x1B;
const CARRIAGE_RETURN: u8 = 0x0D;

/// A table of 128 characters, and one of those behind the escape septet `1B`.
///
/// ```
/// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
///
/// assert_eq!(Alphabet::DEFAULT.encode("ñ€")?, [0x7D, 0x1B, 0x65]);
/// let spanish = Alphabet::national(NationalLanguage::DEFAULT, NationalLanguage::SPANISH);
/// assert_eq!(spanish.encode("á")?, [0x1B, 0x61]); // which the default one does not have
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Alphabet {
    locking: NationalLanguage,
    single: NationalLanguage,
    basic: &'static [char; 128],
    extension: &'static [char; 128],
}

/// The septets of a character.
#[derive(Clone, Copy)]
enum Code {
    Basic(u8),
    /// Behind an escape.
    Extended(u8),
}

impl Alphabet {
    /// The GSM 7 bit default alphabet (6.2.1) with its extension table (6.2.1.1).
    pub const DEFAULT: Self = Self::national(NationalLanguage::DEFAULT, NationalLanguage::DEFAULT);

    /// The characters that `septets` stand for, one at a time.
    ///
    /// As 6.2.1 and 6.2.1.1 have it for those that display text: an escape before a septet that the extension
    /// table does not have is ignored; an escape before an escape, or before nothing, is a space. Septets for which
    /// a national table has no character become U+FFFD, and so do bytes from `80` on, which are no septets.
    ///
    /// ```
    /// use simcard::codec::gsm7::Alphabet;
    ///
    /// let mut chars = Alphabet::DEFAULT.chars([0x48, 0x69, 0x1B, 0x65]);
    /// assert!(chars.eq("Hi€".chars()));
    /// ```
    pub fn chars<I: IntoIterator<Item = u8>>(&self, septets: I) -> Chars<I::IntoIter> {
        Chars { alphabet: *self, septets: septets.into_iter() }
    }

    /// The text that unpacked septets stand for; see [`chars`](Self::chars).
    ///
    /// ```
    /// use simcard::codec::gsm7::Alphabet;
    ///
    /// assert_eq!(Alphabet::DEFAULT.decode(&[0x00, 0x11, 0x1B, 0x3E]), "@_]");
    /// ```
    pub fn decode(&self, septets: &[u8]) -> String {
        self.chars(septets.iter().copied()).collect()
    }

    /// The septets of a text, unpacked.
    ///
    /// ```
    /// use simcard::codec::gsm7::Alphabet;
    ///
    /// assert_eq!(Alphabet::DEFAULT.encode("@_]")?, [0x00, 0x11, 0x1B, 0x3E]);
    /// let error = Alphabet::DEFAULT.encode("Hi Яна").unwrap_err();
    /// assert_eq!(error.to_string(), "GSM 7 bit text: the character at index 3 has no coding");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Character`](EncodeErrorKind::Character): one that neither table has.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, EncodeError> {
        let mut septets = Vec::with_capacity(text.len());
        for (index, character) in text.chars().enumerate() {
            match self.code(character) {
                Some(Code::Basic(septet)) => septets.push(septet),
                Some(Code::Extended(septet)) => septets.extend([ESCAPE, septet]),
                None => return Err(EncodeError::new(OBJECT, EncodeErrorKind::Character { index })),
            }
        }
        Ok(septets)
    }

    /// The septet that stands for a character without an escape before it.
    ///
    /// ```
    /// use simcard::codec::gsm7::Alphabet;
    ///
    /// assert_eq!(Alphabet::DEFAULT.basic_septet('@'), Some(0x00));
    /// assert_eq!(Alphabet::DEFAULT.basic_septet('€'), None); // it stands behind an escape
    /// ```
    pub fn basic_septet(&self, character: char) -> Option<u8> {
        place(self.basic, character).filter(|septet| *septet != ESCAPE)
    }

    fn code(&self, character: char) -> Option<Code> {
        match self.basic_septet(character) {
            Some(septet) => Some(Code::Basic(septet)),
            None => place(self.extension, character).map(Code::Extended),
        }
    }

    fn basic_char(&self, septet: u8) -> char {
        self.basic.get(usize::from(septet)).copied().unwrap_or(NONE)
    }

    fn extension_char(&self, septet: u8) -> Option<char> {
        self.extension.get(usize::from(septet)).copied().filter(|character| *character != NONE)
    }
}

impl fmt::Debug for Alphabet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [locking, single] =
            [self.locking, self.single].map(|language| language.name().unwrap_or_default());
        write!(f, "Alphabet({locking}, {single})")
    }
}

/// Septets as characters; see [`Alphabet::chars`].
#[derive(Clone, Debug)]
pub struct Chars<I> {
    alphabet: Alphabet,
    septets: I,
}

impl<I: Iterator<Item = u8>> Iterator for Chars<I> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let septet = self.septets.next()?;
        if septet != ESCAPE {
            return Some(self.alphabet.basic_char(septet));
        }
        match self.septets.next() {
            None | Some(ESCAPE) => Some(' '),
            Some(septet) => {
                Some(self.alphabet.extension_char(septet).unwrap_or_else(|| self.alphabet.basic_char(septet)))
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (least, most) = self.septets.size_hint();
        (least.div_ceil(2), most)
    }

    // what makes a text of all of them: some faster than one after the other
    fn fold<B, F: FnMut(B, char) -> B>(self, start: B, mut each: F) -> B {
        let Self { alphabet, septets } = self;
        let mut escaped = false;
        let text = septets.fold(start, |text, septet| {
            if escaped {
                escaped = false;
                let extended = Some(septet).filter(|septet| *septet != ESCAPE).map(|septet| {
                    alphabet.extension_char(septet).unwrap_or_else(|| alphabet.basic_char(septet))
                });
                each(text, extended.unwrap_or(' '))
            } else if septet == ESCAPE {
                escaped = true;
                text
            } else {
                each(text, alphabet.basic_char(septet))
            }
        });
        if escaped { each(text, ' ') } else { text }
    }
}

/// The septets in packed bytes (6.1.2.1.1), one at a time.
///
/// ```
/// use simcard::codec::gsm7::Septets;
///
/// assert!(Septets::new(&[0xC8, 0x34], 2).eq(*b"Hi"));
/// // one bit of filling, as behind a header of six bytes
/// assert!(Septets::with_fill_bits(&[0x90, 0x69], 1, 2).eq(*b"Hi"));
/// ```
#[derive(Clone, Debug)]
pub struct Septets<'a> {
    bytes: &'a [u8],
    /// The next septet starts at this bit of the first byte.
    bit: u32,
    left: usize,
}

impl<'a> Septets<'a> {
    /// The first `count` septets in `bytes`. If the bytes hold fewer, there are only those.
    ///
    /// ```
    /// use simcard::codec::gsm7::Septets;
    ///
    /// assert!(Septets::new(&[0xC8, 0x34], 2).eq(*b"Hi"));
    /// assert_eq!(Septets::new(&[0xC8, 0x34], 9).len(), 2); // no more are there
    /// ```
    pub const fn new(bytes: &'a [u8], count: usize) -> Self {
        Self::with_fill_bits(bytes, 0, count)
    }

    /// The first `count` septets after `fill_bits` bits of no meaning (0 to 6; only the remainder by 8 counts), as
    /// they stand between the header of a short message's user data and its text (3GPP TS 23.040 9.2.3.24).
    ///
    /// ```
    /// use simcard::codec::gsm7::Septets;
    ///
    /// assert!(Septets::with_fill_bits(&[0x90, 0x69], 1, 2).eq(*b"Hi"));
    /// ```
    pub const fn with_fill_bits(bytes: &'a [u8], fill_bits: u8, count: usize) -> Self {
        let bit = fill_bits as u32 & 7;
        let bits = bytes.len().saturating_mul(8).saturating_sub(bit as usize);
        let held = bits / 7;
        Self { bytes, bit, left: if count < held { count } else { held } }
    }
}

impl Iterator for Septets<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        self.left = self.left.checked_sub(1)?;
        let (first, rest) = self.bytes.split_first()?;
        let next = rest.first().copied().unwrap_or_default();
        let septet = u16::from_le_bytes([*first, next]).wrapping_shr(self.bit) & 0x7F;
        // Seven bits on is one bit back in the next byte; from bit 0 it stays in this one.
        match self.bit.checked_sub(1) {
            Some(bit) => {
                self.bit = bit;
                self.bytes = rest;
            }
            None => self.bit = 7,
        }
        u8::try_from(septet).ok()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    fn fold<B, F: FnMut(B, u8) -> B>(mut self, start: B, mut each: F) -> B {
        let mut all = start;
        // seven bytes are eight septets, wherever a byte begins with one
        while let (0, 8.., Some((seven, rest))) = (self.bit, self.left, self.bytes.split_first_chunk::<7>()) {
            let [a, b, c, d, e, f, g] = *seven;
            let bits = u64::from_le_bytes([a, b, c, d, e, f, g, 0]);
            for shift in [0, 7, 14, 21, 28, 35, 42, 49] {
                let [septet, ..] = bits.wrapping_shr(shift).to_le_bytes();
                all = each(all, septet & 0x7F);
            }
            self.bytes = rest;
            self.left = self.left.wrapping_sub(8);
        }
        for septet in self {
            all = each(all, septet);
        }
        all
    }
}

impl ExactSizeIterator for Septets<'_> {}
impl FusedIterator for Septets<'_> {}

/// Packs septets into bytes (6.1.2.1.1); the bits left over are 0. How many septets they are must be told
/// besides, as short messages do. Only the low seven bits of each byte count.
///
/// ```
/// use simcard::codec::gsm7;
///
/// assert_eq!(gsm7::pack(b"Hi"), [0xC8, 0x34]);
/// ```
pub fn pack(septets: &[u8]) -> Vec<u8> {
    pack_with_fill_bits(0, septets)
}

/// As [`pack`], with `fill_bits` zero bits before the first septet (0 to 6; only the remainder by 8 counts).
///
/// ```
/// use simcard::codec::gsm7;
///
/// assert_eq!(gsm7::pack_with_fill_bits(1, b"Hi"), [0x90, 0x69]);
/// ```
pub fn pack_with_fill_bits(fill_bits: u8, septets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(septets.len());
    let mut bits = u32::from(fill_bits & 7);
    let mut pending = 0u16;
    for septet in septets {
        pending |= u16::from(septet & 0x7F).wrapping_shl(bits);
        bits = bits.wrapping_add(7);
        if let Some(left) = bits.checked_sub(8) {
            let [low, high] = pending.to_le_bytes();
            out.push(low);
            pending = u16::from(high);
            bits = left;
        }
    }
    if bits > 0 {
        let [low, _] = pending.to_le_bytes();
        out.push(low);
    }
    out
}

/// Packs septets as USSD and cell broadcast do (6.1.2.3.1, 6.1.2.2.1), where nothing but the number of bytes tells
/// how many there are: seven bits left over hold a carriage return, since zeros would read as `@`.
///
/// A text whose own last septet is a carriage return and ends with a byte gets another one, so that not it is
/// taken for filling. It then reads back with both, which the specification says is the same.
///
/// ```
/// use simcard::codec::gsm7;
///
/// // 49 bits: seven are left over, and hold a carriage return
/// assert_eq!(gsm7::pack_ussd(b"*100*1#").last(), Some(&(0x0D << 1)));
/// ```
pub fn pack_ussd(septets: &[u8]) -> Vec<u8> {
    let spare_septet = septets.len() % 8 == 7;
    let looks_filled = septets.len() % 8 == 0 && septets.last() == Some(&CARRIAGE_RETURN);
    if spare_septet || looks_filled { pack(&[septets, &[CARRIAGE_RETURN]].concat()) } else { pack(septets) }
}

/// The septets in bytes that [`pack_ussd`] or a network packed: a carriage return as the last septet is dropped if
/// it ends with the last byte.
///
/// ```
/// use simcard::codec::gsm7;
///
/// assert_eq!(gsm7::unpack_ussd(&gsm7::pack_ussd(b"*100*1#")), *b"*100*1#");
/// ```
pub fn unpack_ussd(bytes: &[u8]) -> Vec<u8> {
    let packed = Septets::new(bytes, usize::MAX);
    let mut septets = Vec::with_capacity(packed.len());
    packed.for_each(|septet| septets.push(septet));
    if bytes.len() % 7 == 0 && septets.last() == Some(&CARRIAGE_RETURN) {
        septets.pop();
    }
    septets
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    const ALPHABET: Alphabet = Alphabet::DEFAULT;

    proptest! {
        /// All at once is the same as one after the other, whatever was taken before.
        #[test]
        fn all_at_once(
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            fill in 0_u8..7,
            count in 0_usize..50,
            before in 0_usize..20,
        ) {
            let mut septets = Septets::with_fill_bits(&bytes, fill, count);
            septets.by_ref().take(before).for_each(drop);
            let mut one_by_one = Vec::new();
            let rest = septets.clone();
            for septet in rest {
                one_by_one.push(septet);
            }
            let mut at_once = Vec::new();
            septets.for_each(|septet| at_once.push(septet));
            prop_assert_eq!(&at_once, &one_by_one);
            let mut text = String::new();
            let characters = ALPHABET.chars(one_by_one.iter().copied());
            for character in characters {
                text.push(character);
            }
            prop_assert_eq!(ALPHABET.decode(&one_by_one), text);
        }
    }

    #[test]
    fn the_tables_have_each_character_once() {
        let mut all: Vec<char> =
            ALPHABET.basic.iter().chain(ALPHABET.extension).copied().filter(|one| *one != NONE).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 138);
        // corners of the table in 6.2.1
        for (septet, character) in [
            (0x00, '@'),
            (0x09, 'Ç'),
            (0x0F, 'å'),
            (0x10, 'Δ'),
            (0x1A, 'Ξ'),
            (0x1F, 'É'),
            (0x24, '¤'),
            (0x40, '¡'),
        ]
        .into_iter()
        .chain([(0x5B, 'Ä'), (0x5F, '§'), (0x60, '¿'), (0x7B, 'ä'), (0x7F, 'à')])
        {
            assert_eq!(ALPHABET.decode(&[septet]), String::from(character));
            assert_eq!(ALPHABET.encode(&String::from(character)).unwrap(), [septet]);
        }
        assert_eq!(
            ALPHABET.decode(&hex!("1B0A 1B14 1B28 1B29 1B2F 1B3C 1B3D 1B3E 1B40 1B65")),
            "\x0C^{}\\[~]|€"
        );
    }

    // 6.2.1.1: what the extension table lacks is shown as in the main table, 1B 1B as a space
    #[test]
    fn odd_escapes() {
        assert_eq!(ALPHABET.decode(&hex!("41 1B41 42")), "AAB");
        assert_eq!(ALPHABET.decode(&hex!("41 1B0D 42")), "A\rB");
        assert_eq!(ALPHABET.decode(&hex!("41 1B1B 65")), "A e");
        assert_eq!(ALPHABET.decode(&hex!("41 1B")), "A ");
        assert_eq!(ALPHABET.decode(&hex!("41 80 1BFF 42")), "A\u{FFFD}\u{FFFD}B");
    }

    #[test]
    fn what_has_no_septet() {
        for (text, index) in [("aЖ", 1), ("€€ç", 2), ("\x1B", 0), ("`", 0)] {
            assert_eq!(
                ALPHABET.encode(text),
                Err(EncodeError::new("GSM 7 bit text", EncodeErrorKind::Character { index }))
            );
        }
    }

    // 6.1.2.1.1: septet n starts at bit 7n. "hellohello": 68 65 6C 6C 6F 68 65 6C 6C 6F
    #[test]
    fn packing() {
        let septets = ALPHABET.encode("hellohello").unwrap();
        let packed = hex!("E8329BFD4697D9EC37");
        assert_eq!(pack(&septets), packed);
        assert!(Septets::new(&packed, 10).eq(septets));
        assert_eq!(Septets::new(&packed, 300).len(), 10);
        assert!(Septets::new(&packed, 3).eq(hex!("68656C")));
        assert_eq!(Septets::new(&[], 3).next(), None);
        assert!(pack(&[]).is_empty());
    }

    // a header of 6 bytes (48 bits) takes 7 septets (49 bits), so one bit of filling comes before the text
    #[test]
    fn fill_bits() {
        assert_eq!(pack_with_fill_bits(1, &hex!("41")), [0x41 << 1]);
        // 41 at bits 1 to 7, 42 at bits 8 to 14
        assert_eq!(pack_with_fill_bits(1, &hex!("4142")), [0x82, 0x42]);
        assert!(Septets::with_fill_bits(&[0x82, 0x42], 1, 2).eq(hex!("4142")));
        // 41 at bits 6 to 12: low two bits 01 in the first byte, the rest 10000 in the second
        assert_eq!(pack_with_fill_bits(6, &hex!("41")), [0x40, 0x10]);
        assert!(Septets::with_fill_bits(&[0x40, 0x10], 6, 1).eq(hex!("41")));
    }

    #[test]
    fn seven_spare_bits_hold_a_carriage_return() {
        // seven characters: 49 bits in 7 bytes, the last septet is 0D: its bits are the high seven of byte 7
        let seven = ALPHABET.encode("1234567").unwrap();
        let packed = pack_ussd(&seven);
        assert_eq!(packed.len(), 7);
        assert_eq!(packed[6] >> 1, CARRIAGE_RETURN);
        assert_eq!(unpack_ussd(&packed), seven);
        assert_eq!(pack(&seven)[6] >> 1, 0);

        // eight that end with an @: it stays
        let at = ALPHABET.encode("1234567@").unwrap();
        assert_eq!(unpack_ussd(&pack_ussd(&at)), at);

        // eight that end with a carriage return: one more is added, and both are read
        let eight = ALPHABET.encode("1234567\r").unwrap();
        let packed = pack_ussd(&eight);
        assert_eq!(packed.len(), 8);
        assert_eq!(ALPHABET.decode(&unpack_ussd(&packed)), "1234567\r\r");

        // a carriage return elsewhere is none of this
        let three = ALPHABET.encode("12\r").unwrap();
        assert_eq!(unpack_ussd(&pack_ussd(&three)), three);
        assert!(pack_ussd(&[]).is_empty());
        assert!(unpack_ussd(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn text_round_trip(text in "[ -~£¥èéùìòÇ\nØø\rÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€\u{C}]{0,80}") {
            if let Ok(septets) = ALPHABET.encode(&text) {
                prop_assert_eq!(ALPHABET.decode(&septets), text);
            } else {
                prop_assert!(text.contains('`'));
            }
        }

        #[test]
        fn packed_round_trip(septets in prop::collection::vec(0u8..0x80, 0..200), fill in 0u8..7) {
            let packed = pack_with_fill_bits(fill, &septets);
            prop_assert_eq!(packed.len(), (septets.len() * 7 + usize::from(fill)).div_ceil(8));
            let unpacked: Vec<u8> = Septets::with_fill_bits(&packed, fill, septets.len()).collect();
            prop_assert_eq!(unpacked, septets);
        }

        #[test]
        fn ussd_round_trip(septets in prop::collection::vec(0u8..0x80, 0..200)) {
            let mut expected = septets.clone();
            if septets.len() % 8 == 0 && septets.last() == Some(&CARRIAGE_RETURN) {
                expected.push(CARRIAGE_RETURN);
            }
            prop_assert_eq!(unpack_ussd(&pack_ussd(&septets)), expected);
        }

        #[test]
        fn random_bytes_never_panic(bytes: Vec<u8>, fill: u8, count: usize) {
            prop_assert!(ALPHABET.decode(&bytes).chars().count() <= bytes.len());
            let septets = Septets::with_fill_bits(&bytes, fill, count);
            prop_assert_eq!(septets.len(), septets.clone().count());
            prop_assert!(septets.into_iter().all(|septet| septet < 0x80));
            prop_assert_eq!(pack(&vec![0xFF; bytes.len()]).len(), (bytes.len() * 7).div_ceil(8));
            unpack_ussd(&bytes);
        }
    }
}
