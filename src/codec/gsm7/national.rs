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
    ///
    /// ```
    /// use simcard::codec::gsm7::NationalLanguage;
    ///
    /// assert_eq!(NationalLanguage(1).name(), Some("Turkish"));
    /// assert_eq!(NationalLanguage(14).name(), None);
    /// ```
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
    ///
    /// ```
    /// use simcard::codec::gsm7::NationalLanguage;
    ///
    /// assert!(NationalLanguage::TURKISH.has_locking_table());
    /// assert!(!NationalLanguage::SPANISH.has_locking_table());
    /// ```
    pub const fn has_locking_table(self) -> bool {
        self.locking().is_some()
    }

    /// Whether there is a single shift table for it, in place of the extension of the default alphabet (A.2).
    ///
    /// ```
    /// use simcard::codec::gsm7::NationalLanguage;
    ///
    /// assert!(NationalLanguage::SPANISH.has_single_table());
    /// assert!(!NationalLanguage::DEFAULT.has_single_table());
    /// ```
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
    ///
    /// ```
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
    ///
    /// let turkish = Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::DEFAULT);
    /// assert_eq!((turkish.septets("ığış"), Alphabet::DEFAULT.septets("ığış")), (Some(4), None));
    /// ```
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
    ///
    /// ```
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
    ///
    /// let spanish = Alphabet::national(NationalLanguage::SPANISH, NationalLanguage::SPANISH);
    /// assert_eq!(spanish.locking(), NationalLanguage::DEFAULT);
    /// ```
    pub const fn locking(&self) -> NationalLanguage {
        self.locking
    }

    /// The language of the single shift table; the default one if there is none.
    ///
    /// ```
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
    ///
    /// let spanish = Alphabet::national(NationalLanguage::SPANISH, NationalLanguage::SPANISH);
    /// assert_eq!(spanish.single(), NationalLanguage::SPANISH);
    /// ```
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
    ///
    /// ```
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
    ///
    /// assert_eq!(Alphabet::DEFAULT.header_len(), 0);
    /// assert_eq!(Alphabet::national(NationalLanguage::DEFAULT, NationalLanguage::SPANISH).header_len(), 3);
    /// assert_eq!(Alphabet::national(NationalLanguage::TURKISH, NationalLanguage::TURKISH).header_len(), 6);
    /// ```
    pub const fn header_len(&self) -> usize {
        let locking = if self.locking.0 == 0 { 0 } else { 3 };
        let single = if self.single.0 == 0 { 0usize } else { 3 };
        single.saturating_add(locking)
    }

    /// The alphabets made of the default tables and those of `languages`, fewest tables first, and those
    /// of one language before those of two.
    ///
    /// ```
    /// use simcard::codec::gsm7::{Alphabet, NationalLanguage};
    ///
    /// // the default, Turkish extension, Turkish alphabet, both
    /// let mut candidates = Alphabet::candidates(&[NationalLanguage::TURKISH]);
    /// assert_eq!(candidates.next(), Some(Alphabet::DEFAULT));
    /// assert!(candidates.map(|alphabet| alphabet.header_len()).eq([3, 3, 6]));
    /// ```
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
mod tests;
