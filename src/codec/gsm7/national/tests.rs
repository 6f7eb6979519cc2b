use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

const D: NationalLanguage = NationalLanguage::DEFAULT;

fn pairs() -> impl Iterator<Item = Alphabet> {
    (0..=14).flat_map(|locking| {
        (0..=14).map(move |single| Alphabet::national(NationalLanguage(locking), NationalLanguage(single)))
    })
}

#[test]
fn identifiers() {
    for (index, language) in NationalLanguage::ALL.into_iter().enumerate() {
        assert_eq!(usize::from(language.0), index + 1);
        assert!(language.name().is_some());
        assert!(language.has_single_table());
        assert_eq!(language.has_locking_table(), language != NationalLanguage::SPANISH);
    }
    for reserved in [14, 0x7F, 0xFF].map(NationalLanguage) {
        assert_eq!(reserved.name(), None);
        assert_eq!(Alphabet::national(reserved, reserved), Alphabet::DEFAULT);
    }
    assert_eq!(Alphabet::national(NationalLanguage::SPANISH, D), Alphabet::DEFAULT);
}

// A character means the same wherever a table has it, so each septet that decodes to one encodes to a septet
// (perhaps another one: some tables have a character twice) that decodes to it again.
#[test]
fn every_septet_of_every_pair_of_tables() {
    for alphabet in pairs() {
        for septet in (0..0x80).filter(|septet| *septet != 0x1B) {
            let text = alphabet.decode(&[septet]);
            if text.starts_with(NONE) {
                assert_ne!(alphabet.locking(), D, "{alphabet:?} {septet:02X}");
                assert!(alphabet.encode(&text).is_err());
            } else {
                assert_eq!(alphabet.encode(&text).unwrap(), [septet], "{alphabet:?} {septet:02X}");
            }
            let text = alphabet.decode(&[0x1B, septet]);
            if let Ok(again) = alphabet.encode(&text) {
                assert_eq!(alphabet.decode(&again), text, "{alphabet:?} 1B{septet:02X}");
                assert_eq!(alphabet.septets(&text), Some(again.len()));
            }
        }
    }
}

// Counted in annex A; places that are empty there are none.
#[test]
fn how_many_characters_each_table_has() {
    let count = |table: &[char; 128]| table.iter().filter(|character| **character != NONE).count();
    let locking: Vec<usize> =
        NationalLanguage::ALL.iter().filter_map(|one| Some(count(one.locking()?))).collect();
    assert_eq!(locking, [128, 128, 115, 121, 128, 121, 121, 117, 111, 103, 121, 128]);
    let single: Vec<usize> =
        NationalLanguage::ALL.iter().filter_map(|one| Some(count(one.single()?))).collect();
    assert_eq!(single, [17, 19, 37, 82, 70, 88, 73, 82, 75, 76, 77, 78, 90]);
}

// What every table of annex A has: the controls, the escape, the capitals in the single shift tables of the
// scripts whose locking shift tables lack them, and the euro sign.
#[test]
fn what_the_tables_have_in_common() {
    for language in NationalLanguage::ALL {
        if let Some(table) = language.locking() {
            assert_eq!((table[0x0A], table[0x0D], table[0x1B], table[0x20]), ('\n', '\r', '\x1B', ' '));
            for letter in 'a'..='z' {
                assert_eq!(table[letter as usize], letter);
            }
            for digit in '0'..='9' {
                assert_eq!(table[digit as usize], digit);
            }
        }
        if let Some(table) = language.single() {
            assert_eq!((table[0x0A], table[0x0D], table[0x1B], table[0x65]), ('\x0C', NONE, NONE, '€'));
            let brackets: String =
                [0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40].map(|at| table[at]).iter().collect();
            assert_eq!(brackets, "^{}\\[~]|");
            if language.0 >= NationalLanguage::BENGALI.0 {
                assert!(('A'..='Z').all(|letter| table[letter as usize] == letter));
            }
        }
    }
}

// Digits of a script stand in a row, 19 or 1C to 25, but where 1B is.
#[test]
fn digits_of_the_scripts() {
    for (language, zero, first) in [
        (NationalLanguage::BENGALI, '\u{9E6}', 0x19),
        (NationalLanguage::GUJARATI, '\u{AE6}', 0x1C),
        (NationalLanguage::HINDI, '\u{966}', 0x1C),
        (NationalLanguage::KANNADA, '\u{CE6}', 0x1C),
        (NationalLanguage::MALAYALAM, '\u{D66}', 0x1C),
        (NationalLanguage::ORIYA, '\u{B66}', 0x1C),
        (NationalLanguage::PUNJABI, '\u{A66}', 0x1C),
        (NationalLanguage::TAMIL, '\u{BE6}', 0x1C),
        (NationalLanguage::TELUGU, '\u{C66}', 0x1C),
        (NationalLanguage::URDU, '\u{6F0}', 0x1C),
    ] {
        let alphabet = Alphabet::national(D, language);
        let digits: String = (zero..).take(10).collect();
        let septets: Vec<u8> = (first..0x80)
            .filter(|septet| *septet != 0x1B)
            .take(10)
            .flat_map(|septet| [0x1B, septet])
            .collect();
        assert_eq!(alphabet.encode(&digits).unwrap(), septets, "{language:?}");
        assert_eq!(alphabet.decode(&septets), digits);
    }
}

// Points of the tables of annex A, among them those where printed tables are wrong.
#[test]
fn points_of_the_tables() {
    use NationalLanguage as L;

    for (language, septet, character) in [
        (L::TURKISH, 0x04, '€'),
        (L::TURKISH, 0x07, 'ı'),
        (L::TURKISH, 0x0B, 'Ğ'),
        (L::TURKISH, 0x1D, 'ş'),
        (L::TURKISH, 0x40, 'İ'),
        (L::PORTUGUESE, 0x12, 'ª'),
        (L::PORTUGUESE, 0x15, '∞'),
        (L::PORTUGUESE, 0x18, '€'),
        (L::PORTUGUESE, 0x5C, 'Õ'),
        (L::PORTUGUESE, 0x7D, '`'),
        (L::BENGALI, 0x11, NONE),
        (L::BENGALI, 0x7F, '\u{9F1}'),
        (L::GUJARATI, 0x60, '\u{AD0}'),
        (L::HINDI, 0x3C, '\u{929}'),
        (L::HINDI, 0x7F, '\u{97F}'),
        (L::KANNADA, 0x24, '\u{CA1}'),
        (L::KANNADA, 0x3D, '\u{CAA}'),
        (L::MALAYALAM, 0x7F, '\u{D79}'),
        (L::ORIYA, 0x49, '\u{B35}'),
        (L::PUNJABI, 0x4B, NONE),
        (L::TAMIL, 0x11, NONE),
        (L::TAMIL, 0x3C, '\u{BA9}'),
        (L::TELUGU, 0x11, NONE),
        (L::URDU, 0x00, '\u{627}'),
        (L::URDU, 0x5D, '\u{650}'),
        (L::URDU, 0x7C, '\u{651}'),
    ] {
        assert_eq!(language.locking().unwrap()[septet], character, "{language:?} {septet:02X}");
    }
    for (language, septet, character) in [
        (L::TURKISH, 0x53, 'Ş'),
        (L::TURKISH, 0x69, 'ı'),
        (L::SPANISH, 0x09, 'ç'),
        (L::SPANISH, 0x75, 'ú'),
        (L::PORTUGUESE, 0x05, 'ê'),
        (L::PORTUGUESE, 0x0F, 'á'),
        (L::PORTUGUESE, 0x7F, 'â'),
        (L::BENGALI, 0x24, '\u{9DF}'),
        (L::HINDI, 0x26, '\u{951}'),
        (L::HINDI, 0x27, '\u{952}'),
        (L::KANNADA, 0x27, '\u{CF1}'),
        (L::MALAYALAM, 0x34, '\u{D7F}'),
        (L::ORIYA, 0x20, '\u{B6A}'),
        (L::PUNJABI, 0x2D, '\u{A75}'),
        (L::TAMIL, 0x24, '\u{BEE}'),
        (L::TAMIL, 0x2E, '\u{BFA}'),
        (L::TELUGU, 0x1C, '\u{C66}'),
        (L::TELUGU, 0x19, NONE),
        (L::URDU, 0x3F, '\u{6D4}'),
    ] {
        assert_eq!(language.single().unwrap()[septet], character, "{language:?} {septet:02X}");
    }
}

// A.2: what a single shift table lacks is shown as in the locking shift table if there is one.
#[test]
fn what_a_single_shift_table_lacks() {
    let alphabet = Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::SPANISH);
    assert_eq!(alphabet.decode(&[0x1B, 0x04]), "€");
    assert_eq!(alphabet.decode(&[0x1B, 0x41]), "Á");
    assert_eq!(alphabet.decode(&[0x1B, 0x1B, 0x41]), " A");
}

#[test]
fn the_smallest_way() {
    use NationalLanguage as L;

    let gsm7 =
        |locking, single, septets| Smallest::Gsm7 { alphabet: Alphabet::national(locking, single), septets };
    assert_eq!(Smallest::of("", &L::ALL), gsm7(D, D, 0));
    assert_eq!(Smallest::of("plain", &L::ALL), gsm7(D, D, 5));
    assert_eq!(Smallest::of("5 €", &L::ALL), gsm7(D, D, 4));
    // one character: 2 + 4 bytes with a header, 2 in UCS2
    assert_eq!(Smallest::of("ş", &L::ALL), Smallest::Ucs2 { units: 1 });
    // a few among many: the single shift table; many: the locking one
    assert_eq!(Smallest::of("Buenos días, María", &[L::SPANISH]), gsm7(D, L::SPANISH, 20));
    assert_eq!(Smallest::of("ışıkışıkışıkışık", &[L::TURKISH]), gsm7(L::TURKISH, D, 16));
    // both tables: capitals are in the single one only
    let text = "नमस्ते नमस्ते नमस्ते नमस्ते नमस्ते SIM";
    assert_eq!(Smallest::of(text, &L::ALL), gsm7(L::HINDI, L::HINDI, 41));
    assert_eq!(Smallest::of(text, &[]), Smallest::Ucs2 { units: 38 });
    assert_eq!(Smallest::of("\u{1F4F1}", &L::ALL), Smallest::Ucs2 { units: 2 });
}

proptest! {
    #[test]
    fn national_text_round_trip(locking in 0u8..16, single in 0u8..16, septets in prop::collection::vec(0u8..0x80, 0..60)) {
        let alphabet = Alphabet::national(NationalLanguage(locking), NationalLanguage(single));
        let text = alphabet.decode(&septets);
        if let Ok(again) = alphabet.encode(&text) {
            prop_assert_eq!(alphabet.decode(&again), &text[..]);
            prop_assert_eq!(alphabet.septets(&text), Some(again.len()));
        }
    }

    #[test]
    fn the_smallest_way_can_be_written(text in "[a-zA-Zığşçáéãõ€\\[ अ-ह।०-९А-Я]{0,40}") {
        match Smallest::of(&text, &NationalLanguage::ALL) {
            Smallest::Gsm7 { alphabet, septets } => {
                let written = alphabet.encode(&text).unwrap();
                prop_assert_eq!(written.len(), septets);
                prop_assert_eq!(alphabet.decode(&written), text);
            }
            Smallest::Ucs2 { units } => prop_assert_eq!(units, text.encode_utf16().count()),
        }
    }
}
