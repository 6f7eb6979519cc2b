use super::tables::{self, NONE};
use super::{Alphabet, Code};

/// A language with tables of its own (3GPP TS 23.038 annex A), by its identifier (6.2.1.2.4). Any value is kept; one
/// that is reserved stands for the default tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct NationalLanguage(pub u8);

type Table = &'static [char; 128];

impl NationalLanguage {
    /// None: the default alphabet, and its extension.
    pub const DEFAULT: Self = Self(0);
    /// Turkish.
    pub const TURKISH: Self = Self(1);
    /// Spanish. There is no locking shift table.
    pub const SPANISH: Self = Self(2);
    /// Portuguese.
    pub const PORTUGUESE: Self = Self(3);
    /// Bengali and Assamese.
    pub const BENGALI: Self = Self(4);
    /// Gujarati.
    pub const GUJARATI: Self = Self(5);
    /// Hindi.
    pub const HINDI: Self = Self(6);
    /// Kannada.
    pub const KANNADA: Self = Self(7);
    /// Malayalam.
    pub const MALAYALAM: Self = Self(8);
    /// Oriya.
    pub const ORIYA: Self = Self(9);
    /// Punjabi.
    pub const PUNJABI: Self = Self(10);
    /// Tamil.
    pub const TAMIL: Self = Self(11);
    /// Telugu.
    pub const TELUGU: Self = Self(12);
    /// Urdu.
    pub const URDU: Self = Self(13);

    /// All that have tables, but the default.
    pub const ALL: [Self; 13] = [
        Self::TURKISH,
        Self::SPANISH,
        Self::PORTUGUESE,
        Self::BENGALI,
        Self::GUJARATI,
        Self::HINDI,
        Self::KANNADA,
        Self::MALAYALAM,
        Self::ORIYA,
        Self::PUNJABI,
        Self::TAMIL,
        Self::TELUGU,
        Self::URDU,
    ];

    /// The name in English; `None` if the identifier is reserved.
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::DEFAULT => "default",
            Self::TURKISH => "Turkish",
            Self::SPANISH => "Spanish",
            Self::PORTUGUESE => "Portuguese",
            Self::BENGALI => "Bengali",
            Self::GUJARATI => "Gujarati",
            Self::HINDI => "Hindi",
            Self::KANNADA => "Kannada",
            Self::MALAYALAM => "Malayalam",
            Self::ORIYA => "Oriya",
            Self::PUNJABI => "Punjabi",
            Self::TAMIL => "Tamil",
            Self::TELUGU => "Telugu",
            Self::URDU => "Urdu",
            _ => return None,
        })
    }

    /// Whether there is a locking shift table for it, in place of the default alphabet (A.3).
    pub const fn has_locking_table(self) -> bool {
        self.locking().is_some()
    }

    /// Whether there is a single shift table for it, in place of the extension of the default alphabet (A.2).
    pub const fn has_single_table(self) -> bool {
        self.single().is_some()
    }

    const fn locking(self) -> Option<Table> {
        Some(match self {
            Self::TURKISH => &tables::TURKISH_LOCKING,
            Self::PORTUGUESE => &tables::PORTUGUESE_LOCKING,
            Self::BENGALI => &tables::BENGALI_LOCKING,
            Self::GUJARATI => &tables::GUJARATI_LOCKING,
            Self::HINDI => &tables::HINDI_LOCKING,
            Self::KANNADA => &tables::KANNADA_LOCKING,
            Self::MALAYALAM => &tables::MALAYALAM_LOCKING,
            Self::ORIYA => &tables::ORIYA_LOCKING,
            Self::PUNJABI => &tables::PUNJABI_LOCKING,
            Self::TAMIL => &tables::TAMIL_LOCKING,
            Self::TELUGU => &tables::TELUGU_LOCKING,
            Self::URDU => &tables::URDU_LOCKING,
            _ => return None,
        })
    }

    const fn single(self) -> Option<Table> {
        Some(match self {
            Self::TURKISH => &tables::TURKISH_SINGLE,
            Self::SPANISH => &tables::SPANISH_SINGLE,
            Self::PORTUGUESE => &tables::PORTUGUESE_SINGLE,
            Self::BENGALI => &tables::BENGALI_SINGLE,
            Self::GUJARATI => &tables::GUJARATI_SINGLE,
            Self::HINDI => &tables::HINDI_SINGLE,
            Self::KANNADA => &tables::KANNADA_SINGLE,
            Self::MALAYALAM => &tables::MALAYALAM_SINGLE,
            Self::ORIYA => &tables::ORIYA_SINGLE,
            Self::PUNJABI => &tables::PUNJABI_SINGLE,
            Self::TAMIL => &tables::TAMIL_SINGLE,
            Self::TELUGU => &tables::TELUGU_SINGLE,
            Self::URDU => &tables::URDU_SINGLE,
            _ => return None,
        })
    }
}

/// The name; a number if it is reserved.
#[cfg(feature = "serde")]
impl serde::Serialize for NationalLanguage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.name() {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_u8(self.0),
        }
    }
}

impl Alphabet {
    /// The alphabet of these languages: `locking` in place of the default alphabet, `single` in place of its extension.
    /// One that has no such table stands for the default.
    pub const fn national(locking: NationalLanguage, single: NationalLanguage) -> Self {
        let (locking, basic) = match locking.locking() {
            Some(table) => (locking, table),
            None => (NationalLanguage::DEFAULT, &tables::DEFAULT),
        };
        let (single, extension) = match single.single() {
            Some(table) => (single, table),
            None => (NationalLanguage::DEFAULT, &tables::DEFAULT_EXTENSION),
        };
        Self { locking, single, basic, extension }
    }

    /// The language of the locking shift table; the default one if there is none.
    pub const fn locking(&self) -> NationalLanguage {
        self.locking
    }

    /// The language of the single shift table; the default one if there is none.
    pub const fn single(&self) -> NationalLanguage {
        self.single
    }

    /// What a text takes in this alphabet, in septets; `None` if it has a character that the alphabet lacks.
    ///
    /// ```
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
    ///
    /// assert_eq!(Alphabet::DEFAULT.septets("5 €"), Some(4));
    /// assert_eq!(Alphabet::DEFAULT.septets("ığış"), None);
    /// let turkish = Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::DEFAULT);
    /// assert_eq!(turkish.septets("ığış"), Some(4));
    /// ```
    pub fn septets(&self, text: &str) -> Option<usize> {
        text.chars().try_fold(0usize, |sum, character| {
            Some(sum.saturating_add(match self.code(character)? {
                Code::Basic(_) => 1,
                Code::Extended(_) => 2,
            }))
        })
    }

    /// How many bytes tell in a user data header that this alphabet is used: 3 for each table that is not the default
    /// one (3GPP TS 23.040 9.2.3.24.15, 9.2.3.24.16). The byte that tells the length of the header is not among them.
    pub const fn header_len(&self) -> usize {
        let locking = if self.locking.0 == 0 { 0 } else { 3 };
        let single = if self.single.0 == 0 { 0usize } else { 3 };
        single.saturating_add(locking)
    }

    /// The alphabets made of the default tables and those of `languages`, fewest tables first, and those
    /// of one language before those of two.
    pub fn candidates(languages: &[NationalLanguage]) -> impl Iterator<Item = Self> + '_ {
        const DEFAULT: NationalLanguage = NationalLanguage::DEFAULT;
        let singles = languages
            .iter()
            .filter(|one| one.has_single_table())
            .map(|single| Self::national(DEFAULT, *single));
        let lockings = languages
            .iter()
            .filter(|one| one.has_locking_table())
            .map(|locking| Self::national(*locking, DEFAULT));
        let same = languages
            .iter()
            .filter(|one| one.has_locking_table() && one.has_single_table())
            .map(|language| Self::national(*language, *language));
        let mixed = languages.iter().filter(|one| one.has_locking_table()).flat_map(move |locking| {
            let others = languages.iter().filter(move |one| *one != locking && one.has_single_table());
            others.map(|single| Self::national(*locking, *single))
        });
        core::iter::once(Self::DEFAULT).chain(singles).chain(lockings).chain(same).chain(mixed)
    }
}

/// In what coding a text takes the least room, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Smallest {
    /// In septets.
    Gsm7 {
        /// The tables.
        alphabet: Alphabet,
        /// Septets of the text.
        septets: usize,
    },
    /// In UCS2.
    Ucs2 {
        /// Units of two bytes; characters beyond U+FFFF are two.
        units: usize,
    },
}

impl Smallest {
    /// The coding in which a text takes the fewest bytes in a short message: the default alphabet, one with tables of
    /// `languages`, whose place in the header counts, or UCS2. At the same size it is the one with the fewest tables.
    ///
    /// ```
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage, Smallest};
    ///
    /// // Ş, ş, ı and ğ are in the locking shift table: a septet each
    /// let text = "Şişli'de ağır yağış";
    /// let turkish = Smallest::of(text, &[NationalLanguage::TURKISH]);
    /// let locking = Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::DEFAULT);
    /// assert_eq!(turkish, Smallest::Gsm7 { alphabet: locking, septets: 19 });
    /// assert_eq!(Smallest::of(text, &[]), Smallest::Ucs2 { units: 19 });
    /// ```
    pub fn of(text: &str, languages: &[NationalLanguage]) -> Self {
        Self::by(text, languages, |smallest| match smallest {
            Self::Gsm7 { alphabet, septets } => {
                let header = match alphabet.header_len() {
                    0 => 0,
                    elements => elements.saturating_add(1),
                };
                septets.saturating_mul(7).div_ceil(8).saturating_add(header)
            }
            Self::Ucs2 { units } => units.saturating_mul(2),
        })
    }

    /// The coding that costs least, and the first of those that cost the same.
    pub(crate) fn by<C: Ord>(text: &str, languages: &[NationalLanguage], cost: impl Fn(&Self) -> C) -> Self {
        let characters = text.chars().count();
        match Alphabet::DEFAULT.septets(text) {
            // no other alphabet can take less
            Some(septets) if septets == characters => {
                return Self::Gsm7 { alphabet: Alphabet::DEFAULT, septets };
            }
            _ => {}
        }
        let in_septets = Alphabet::candidates(languages)
            .filter_map(|alphabet| Some(Self::Gsm7 { alphabet, septets: alphabet.septets(text)? }));
        let in_units = Self::Ucs2 { units: text.encode_utf16().count() };
        in_septets.chain(core::iter::once(in_units)).min_by_key(cost).unwrap_or(in_units)
    }
}

/// Where a character stands in a table. Letters and digits mostly stand where ASCII has them.
#[inline]
pub(super) fn place(table: &[char; 128], character: char) -> Option<u8> {
    if let Ok(ascii) = u8::try_from(character) {
        if table.get(usize::from(ascii)) == Some(&character) {
            return Some(ascii);
        }
    }
    search(table, character)
}

fn search(table: &[char; 128], character: char) -> Option<u8> {
    if character == NONE {
        return None;
    }
    // sixteen at a time, which is several times as fast as one after the other
    let has_it = |row: &[char]| row.iter().fold(false, |found, other| found | (*other == character));
    let (index, row) = table.chunks_exact(16).enumerate().find(|(_, row)| has_it(row))?;
    let column = row.iter().position(|other| *other == character)?;
    u8::try_from(index.wrapping_mul(16).wrapping_add(column)).ok()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    const D: NationalLanguage = NationalLanguage::DEFAULT;

    fn pairs() -> impl Iterator<Item = Alphabet> {
        (0..=14).flat_map(|locking| {
            (0..=14)
                .map(move |single| Alphabet::national(NationalLanguage(locking), NationalLanguage(single)))
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

        let gsm7 = |locking, single, septets| Smallest::Gsm7 {
            alphabet: Alphabet::national(locking, single),
            septets,
        };
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
}
