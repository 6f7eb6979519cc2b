use core::fmt;

use super::Country;
use super::country::Territories;

/// A country code of ITU-T E.164: the one to three digits that international telephone numbers start with.
///
/// ITU-T assigns some to one country, some to several, and some to networks and services of no country. A
/// dependency that dials with the code of a country, such as Jersey with 44, is not told apart from it.
///
/// ```
/// use simcard::numbering::CallingCode;
///
/// let uk = CallingCode::of("447700900123").ok_or("no such code")?;
/// assert_eq!((uk.code(), uk.name()), (44, "United Kingdom"));
/// assert_eq!(uk.country().map(|country| country.alpha2()), Some("GB"));
///
/// // 25 countries and territories share this one.
/// let nanp = CallingCode::of("12025550123").ok_or("no such code")?;
/// assert_eq!((nanp.code(), nanp.country(), nanp.countries().count()), (1, None, 25));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallingCode {
    code: u16,
    territories: Territories,
    label: &'static str,
}

impl CallingCode {
    /// The country code that these digits of an international number start with.
    ///
    /// `None` if ITU-T has not assigned it, or if too few digits are given.
    ///
    /// ```
    /// use simcard::numbering::CallingCode;
    ///
    /// assert_eq!(CallingCode::of("447700900123").map(CallingCode::code), Some(44));
    /// assert_eq!(CallingCode::of("07700900123"), None); // no country code begins with 0
    /// assert_eq!(CallingCode::of("4"), None);
    /// ```
    pub fn of(digits: &str) -> Option<Self> {
        // No code is the beginning of another.
        (1..=3).find_map(|length| Self::new(digits.get(..length)?))
    }

    /// The country code of exactly these digits.
    fn new(digits: &str) -> Option<Self> {
        let code: u16 =
            digits.parse().ok().filter(|_| digits.starts_with(|first| ('1'..='9').contains(&first)))?;
        let index = CODES.binary_search_by_key(&code, |(code, ..)| *code).ok()?;
        let &(code, territories, label) = CODES.get(index)?;
        Some(Self { code, territories: Territories(territories), label })
    }

    /// The code as a number, 1 to 998.
    ///
    /// ```
    /// use simcard::numbering::CallingCode;
    ///
    /// assert_eq!(CallingCode::of("353").map(CallingCode::code), Some(353));
    /// ```
    pub const fn code(self) -> u16 {
        self.code
    }

    /// The country, if the code belongs to one alone.
    ///
    /// ```
    /// use simcard::numbering::CallingCode;
    ///
    /// let country = CallingCode::of("353").and_then(CallingCode::country);
    /// assert_eq!(country.map(|country| country.alpha2()), Some("IE"));
    /// assert_eq!(CallingCode::of("7").and_then(CallingCode::country), None); // of two countries
    /// ```
    pub fn country(self) -> Option<Country> {
        self.territories.only()
    }

    /// All countries that share the code; none if it belongs to a network or service of no country.
    ///
    /// ```
    /// use simcard::numbering::CallingCode;
    ///
    /// let shared = CallingCode::of("7").unwrap();
    /// assert!(shared.countries().map(|country| country.alpha2()).eq(["RU", "KZ"]));
    /// ```
    pub fn countries(self) -> impl Iterator<Item = Country> {
        self.territories.all()
    }

    /// The English name of what the code stands for: a country, a group of countries, a service.
    ///
    /// ```
    /// use simcard::numbering::CallingCode;
    ///
    /// assert_eq!(CallingCode::of("49").map(CallingCode::name), Some("Germany"));
    /// assert_eq!(CallingCode::of("1").map(CallingCode::name), Some("North American Numbering Plan"));
    /// ```
    pub fn name(self) -> &'static str {
        self.country().map_or(self.label, Country::name)
    }
}

impl fmt::Display for CallingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.code)
    }
}

/// The number.
#[cfg(feature = "serde")]
impl serde::Serialize for CallingCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.code)
    }
}

/// Code, countries, and a name where they are not one; sorted by code.
static CODES: &[(u16, &str, &str)] = &[
    (
        1,
        "US CA AG AI AS BB BM BS DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI",
        "North American Numbering Plan",
    ),
    (7, "RU KZ", "Russia and Kazakhstan"),
    (20, "EG", ""),
    (27, "ZA", ""),
    (30, "GR", ""),
    (31, "NL", ""),
    (32, "BE", ""),
    (33, "FR", ""),
    (34, "ES", ""),
    (36, "HU", ""),
    (39, "IT VA", "Italy and Vatican City"),
    (40, "RO", ""),
    (41, "CH", ""),
    (43, "AT", ""),
    (44, "GB", ""),
    (45, "DK", ""),
    (46, "SE", ""),
    (47, "NO", ""),
    (48, "PL", ""),
    (49, "DE", ""),
    (51, "PE", ""),
    (52, "MX", ""),
    (53, "CU", ""),
    (54, "AR", ""),
    (55, "BR", ""),
    (56, "CL", ""),
    (57, "CO", ""),
    (58, "VE", ""),
    (60, "MY", ""),
    (61, "AU", ""),
    (62, "ID", ""),
    (63, "PH", ""),
    (64, "NZ", ""),
    (65, "SG", ""),
    (66, "TH", ""),
    (81, "JP", ""),
    (82, "KR", ""),
    (84, "VN", ""),
    (86, "CN", ""),
    (90, "TR", ""),
    (91, "IN", ""),
    (92, "PK", ""),
    (93, "AF", ""),
    (94, "LK", ""),
    (95, "MM", ""),
    (98, "IR", ""),
    (211, "SS", ""),
    (212, "MA", ""),
    (213, "DZ", ""),
    (216, "TN", ""),
    (218, "LY", ""),
    (220, "GM", ""),
    (221, "SN", ""),
    (222, "MR", ""),
    (223, "ML", ""),
    (224, "GN", ""),
    (225, "CI", ""),
    (226, "BF", ""),
    (227, "NE", ""),
    (228, "TG", ""),
    (229, "BJ", ""),
    (230, "MU", ""),
    (231, "LR", ""),
    (232, "SL", ""),
    (233, "GH", ""),
    (234, "NG", ""),
    (235, "TD", ""),
    (236, "CF", ""),
    (237, "CM", ""),
    (238, "CV", ""),
    (239, "ST", ""),
    (240, "GQ", ""),
    (241, "GA", ""),
    (242, "CG", ""),
    (243, "CD", ""),
    (244, "AO", ""),
    (245, "GW", ""),
    (246, "IO", ""),
    (247, "SH", ""),
    (248, "SC", ""),
    (249, "SD", ""),
    (250, "RW", ""),
    (251, "ET", ""),
    (252, "SO", ""),
    (253, "DJ", ""),
    (254, "KE", ""),
    (255, "TZ", ""),
    (256, "UG", ""),
    (257, "BI", ""),
    (258, "MZ", ""),
    (260, "ZM", ""),
    (261, "MG", ""),
    (262, "RE YT TF", "French territories in the Indian Ocean"),
    (263, "ZW", ""),
    (264, "NA", ""),
    (265, "MW", ""),
    (266, "LS", ""),
    (267, "BW", ""),
    (268, "SZ", ""),
    (269, "KM", ""),
    (290, "SH", ""),
    (291, "ER", ""),
    (297, "AW", ""),
    (298, "FO", ""),
    (299, "GL", ""),
    (350, "GI", ""),
    (351, "PT", ""),
    (352, "LU", ""),
    (353, "IE", ""),
    (354, "IS", ""),
    (355, "AL", ""),
    (356, "MT", ""),
    (357, "CY", ""),
    (358, "FI", ""),
    (359, "BG", ""),
    (370, "LT", ""),
    (371, "LV", ""),
    (372, "EE", ""),
    (373, "MD", ""),
    (374, "AM", ""),
    (375, "BY", ""),
    (376, "AD", ""),
    (377, "MC", ""),
    (378, "SM", ""),
    (379, "VA", ""),
    (380, "UA", ""),
    (381, "RS", ""),
    (382, "ME", ""),
    (383, "XK", ""),
    (385, "HR", ""),
    (386, "SI", ""),
    (387, "BA", ""),
    (389, "MK", ""),
    (420, "CZ", ""),
    (421, "SK", ""),
    (423, "LI", ""),
    (500, "FK", ""),
    (501, "BZ", ""),
    (502, "GT", ""),
    (503, "SV", ""),
    (504, "HN", ""),
    (505, "NI", ""),
    (506, "CR", ""),
    (507, "PA", ""),
    (508, "PM", ""),
    (509, "HT", ""),
    (590, "GP", ""),
    (591, "BO", ""),
    (592, "GY", ""),
    (593, "EC", ""),
    (594, "GF", ""),
    (595, "PY", ""),
    (596, "MQ", ""),
    (597, "SR", ""),
    (598, "UY", ""),
    (599, "CW BQ", "Curaçao and the Caribbean Netherlands"),
    (670, "TL", ""),
    (672, "NF AQ", "Australian external territories"),
    (673, "BN", ""),
    (674, "NR", ""),
    (675, "PG", ""),
    (676, "TO", ""),
    (677, "SB", ""),
    (678, "VU", ""),
    (679, "FJ", ""),
    (680, "PW", ""),
    (681, "WF", ""),
    (682, "CK", ""),
    (683, "NU", ""),
    (685, "WS", ""),
    (686, "KI", ""),
    (687, "NC", ""),
    (688, "TV", ""),
    (689, "PF", ""),
    (690, "TK", ""),
    (691, "FM", ""),
    (692, "MH", ""),
    (800, "", "International Freephone"),
    (808, "", "International Shared Cost"),
    (850, "KP", ""),
    (852, "HK", ""),
    (853, "MO", ""),
    (855, "KH", ""),
    (856, "LA", ""),
    (870, "", "Inmarsat"),
    (878, "", "Universal Personal Telecommunications"),
    (880, "BD", ""),
    (881, "", "Global mobile satellite systems"),
    (882, "", "International networks"),
    (883, "", "International networks"),
    (886, "TW", ""),
    (960, "MV", ""),
    (961, "LB", ""),
    (962, "JO", ""),
    (963, "SY", ""),
    (964, "IQ", ""),
    (965, "KW", ""),
    (966, "SA", ""),
    (967, "YE", ""),
    (968, "OM", ""),
    (970, "PS", ""),
    (971, "AE", ""),
    (972, "IL", ""),
    (973, "BH", ""),
    (974, "QA", ""),
    (975, "BT", ""),
    (976, "MN", ""),
    (977, "NP", ""),
    (979, "", "International Premium Rate"),
    (992, "TJ", ""),
    (993, "TM", ""),
    (994, "AZ", ""),
    (995, "GE", ""),
    (996, "KG", ""),
    (998, "UZ", ""),
];

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_plausible() {
        assert!(CODES.is_sorted_by(|(a, ..), (b, ..)| a < b));
        assert_eq!(CODES.len(), 215);
        for &(code, territories, label) in CODES {
            let count = Territories(territories).all().count();
            assert_eq!(count, territories.split_ascii_whitespace().count(), "+{code} has an unknown country");
            // One country has its own name, anything else needs one.
            assert_eq!(count == 1, label.is_empty(), "+{code}");
        }
    }

    #[test]
    fn no_code_starts_another() {
        for (code, ..) in CODES {
            let digits = code.to_string();
            for length in 1..digits.len() {
                assert_eq!(CallingCode::new(&digits[..length]), None, "+{code}");
            }
            assert_eq!(CallingCode::of(&digits).map(CallingCode::code), Some(*code));
        }
    }

    #[test]
    fn finds_the_longest_code() {
        let name = |digits| CallingCode::of(digits).map(CallingCode::name);
        assert_eq!(name("447700900123"), Some("United Kingdom"));
        assert_eq!(name("353201234567"), Some("Ireland"));
        assert_eq!(name("77011234567"), Some("Russia and Kazakhstan"));
        assert_eq!(name("882161234567"), Some("International networks"));
        assert_eq!(name("8816"), Some("Global mobile satellite systems"));
        // 21 is the beginning of several codes, and none.
        for nothing in ["", "2", "21", "210", "999", "0", "01", "+44", "4", "é1"] {
            assert_eq!(name(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn shared_codes_have_no_one_country() {
        let countries = |digits| -> std::vec::Vec<_> {
            CallingCode::of(digits)
                .into_iter()
                .flat_map(CallingCode::countries)
                .map(Country::alpha2)
                .collect()
        };
        assert_eq!(countries("7"), ["RU", "KZ"]);
        assert_eq!(countries("39"), ["IT", "VA"]);
        assert_eq!(countries("870"), [""; 0]);
        assert!(countries("1").starts_with(&["US", "CA"]));
        assert_eq!(CallingCode::of("7").and_then(CallingCode::country), None);
    }
}
