//! Whether the provider name on a card is that of an operator.

use crate::account::reply::fold;

/// Words that are in many names, and tell nothing on their own.
const COMMON: [&[u8]; 8] =
    [b"mobile", b"mobil", b"movil", b"telecom", b"telekom", b"gsm", b"network", b"prepaid"];

/// What stands between several names of one operator.
const SEPARATORS: [char; 4] = ['/', '(', ')', ','];

/// How well a name on a card fits an operator's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It is part of the operator's name: `Reliance` of `Reliance Jio`.
    Part,
    /// It has the operator's name in it: `Vodafone.de`.
    Longer,
    /// It is the same, but for case, accents, spaces and punctuation.
    Same,
}

/// A name in one form: lower case, Latin letters without accents, and its words with a space before each and behind the
/// last: ` t mobile `. It is made without a heap, as whoever looks up an operator compares many.
#[derive(Debug)]
pub(super) struct Folded {
    bytes: [u8; Self::MAX],
    len: usize,
    /// Whether there was more of it.
    cut: bool,
}

impl Folded {
    /// The longest form. EF.SPN has 16 characters, and those of a name have three bytes at most.
    const MAX: usize = 96;

    pub fn of(text: &str) -> Self {
        let mut folded = Self { bytes: [b' '; Self::MAX], len: 1, cut: false };
        let mut word = false;
        for character in text.chars() {
            if character.is_ascii() {
                if let Ok(byte) = u8::try_from(character) {
                    if byte.is_ascii_alphanumeric() {
                        folded.push(&[byte.to_ascii_lowercase()]);
                        word = true;
                        continue;
                    }
                }
            } else if fold::is_accent(character) {
                continue;
            } else if character.is_alphanumeric() {
                for lower in character.to_lowercase() {
                    match fold::without_accent(lower) {
                        Some(plain) => folded.push(plain.as_bytes()),
                        None => folded.push(lower.encode_utf8(&mut [0; 4]).as_bytes()),
                    }
                }
                word = true;
                continue;
            }
            if word {
                folded.push(b" ");
                word = false;
            }
        }
        if word {
            folded.push(b" ");
        }
        folded
    }

    fn push(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        match self.bytes.get_mut(self.len..end) {
            Some(place) if !self.cut => {
                place.copy_from_slice(bytes);
                self.len = end;
            }
            _ => self.cut = true,
        }
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn letters(&self) -> impl Iterator<Item = u8> + '_ {
        self.as_bytes().iter().copied().filter(|byte| *byte != b' ')
    }

    /// Whether it has no letter and no digit.
    pub fn is_empty(&self) -> bool {
        self.len <= 1
    }

    /// Whether two names are the same, but for spaces.
    pub fn same(&self, other: &Self) -> bool {
        !self.is_empty() && !self.cut && !other.cut && self.letters().eq(other.letters())
    }

    /// Whether the words of `part` stand in it one after the other, and one of them tells something.
    fn has_words(&self, part: &Self) -> bool {
        let (whole, cut, part) = (self.as_bytes(), part.cut, part.as_bytes());
        // both have spaces around their words, so that only whole words are found
        let mut places = whole.iter().zip(0_usize..).filter(|(byte, _)| **byte == b' ');
        whole.len() >= part.len()
            && part.len() > 1
            && !cut
            && places.any(|(_, at)| whole.get(at..).is_some_and(|rest| rest.starts_with(part)))
            && part.split(|byte| *byte == b' ').any(|word| !word.is_empty() && !COMMON.contains(&word))
    }

    /// How well it, from a card, fits an operator's name, which may be several at once: `AldiTalk/MedionMobile`,
    /// `T-Mobile(Telekom)`.
    pub fn likeness(&self, name: &str) -> Option<Likeness> {
        let several = name.contains(SEPARATORS);
        let parts = several.then(|| name.split(SEPARATORS)).into_iter().flatten();
        let mut best = None;
        for part in parts.chain([name]) {
            let part = Self::of(part);
            if self.same(&part) {
                return Some(Likeness::Same);
            }
            if best < Some(Likeness::Longer) && self.has_words(&part) {
                best = Some(Likeness::Longer);
            } else if best < Some(Likeness::Part) && part.has_words(self) {
                best = Some(Likeness::Part);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_fit() {
        for (spn, name, expected) in [
            ("congstar", "Congstar", Some(Likeness::Same)),
            ("Telekom", "T-Mobile(Telekom)", Some(Likeness::Same)),
            ("T-MOBILE", "T-Mobile(Telekom)", Some(Likeness::Same)),
            ("Tchibo mobil", "Tchibo-Mobil", Some(Likeness::Same)),
            ("giff gaff", "giffgaff", Some(Likeness::Same)),
            ("Vodafone.de", "Vodafone", Some(Likeness::Longer)),
            ("o2 - de", "O2", Some(Likeness::Longer)),
            ("БИЛАЙН", "Билайн", Some(Likeness::Same)),
            ("Reliance", "Reliance Jio", Some(Likeness::Part)),
            ("1&1", "1&1", Some(Likeness::Same)),
            ("O2", "giffgaff", None),
            ("O2", "O2x", None),
            ("O", "O2", None),
            ("mobile", "Virgin Mobile", None),
            ("Virgin", "Virgin Mobile", Some(Likeness::Part)),
            ("", "O2", None),
            ("...", "O2", None),
            ("O2", "", None),
            ("a b", "b a", None),
            ("x a a b", "a b", Some(Likeness::Longer)),
            // accents, in one character or two
            ("Telefonica", "Telefónica", Some(Likeness::Same)),
            ("TELEFÓNICA", "Telefonica", Some(Likeness::Same)),
            ("Telefo\u{301}nica", "Telefónica", Some(Likeness::Same)),
            ("MÓVIL", "Claro Móvil", None),
            ("Telia Latvija", "Telía Látvija", Some(Likeness::Same)),
            ("Play Łódź", "PLAY Lodz", Some(Likeness::Same)),
            // letters of other scripts stay what they are
            ("Билаин", "Билайн", None),
            ("ΑΒΓ", "abg", None),
        ] {
            assert_eq!(Folded::of(spn).likeness(name), expected, "{spn} {name}");
        }
    }

    #[test]
    fn names_that_are_too_long_are_never_the_same() {
        let (long, longer) = ("ab ".repeat(40), "ab ".repeat(50));
        assert!(!Folded::of(&long).same(&Folded::of(&longer)));
        assert_eq!(Folded::of(&long).likeness("ab"), Some(Likeness::Longer));
        assert_eq!(Folded::of(&long).likeness(&longer), None);
        // what does not fit is not cut within a character
        assert_eq!(Folded::of(&"ж".repeat(60)).len % 2, 1);
    }
}
