use super::country::Territories;
use super::{Country, Mcc, MncLength};

const TWO: Option<MncLength> = Some(MncLength::Two);
const THREE: Option<MncLength> = Some(MncLength::Three);
/// Both lengths are in use under this code, or no network is.
const UNKNOWN: Option<MncLength> = None;

impl Mcc {
    /// The country, if the code belongs to one alone.
    ///
    /// `None` for codes that several share, that belong to none (test and international networks), or that
    /// ITU-T has not assigned. Networks of a dependency under the code of a country, such as Jersey's under
    /// 234, are not told apart.
    ///
    /// ```
    /// use simcard::numbering::Mcc;
    ///
    /// assert_eq!(Mcc::new(262)?.country().map(|country| country.name()), Some("Germany"));
    /// assert_eq!(Mcc::TEST.country(), None);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn country(self) -> Option<Country> {
        self.territories().only()
    }

    /// All countries that share the code.
    ///
    /// ```
    /// use simcard::numbering::Mcc;
    ///
    /// assert!(Mcc::new(425)?.countries().map(|country| country.alpha2()).eq(["IL", "PS"]));
    /// assert_eq!(Mcc::TEST.countries().count(), 0);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn countries(self) -> impl Iterator<Item = Country> {
        self.territories().all()
    }

    /// How many digits the network codes under this country code have, where all have as many.
    ///
    /// This is what is left where EF.AD does not say ([`MncLength::from_ad`]). `None` where both lengths are
    /// in use, as in India under 405, in France, and in test networks: there, nobody can tell.
    ///
    /// ```
    /// use simcard::numbering::{Mcc, MncLength};
    ///
    /// assert_eq!(Mcc::new(262)?.mnc_length(), Some(MncLength::Two)); // Germany
    /// assert_eq!(Mcc::new(310)?.mnc_length(), Some(MncLength::Three)); // United States
    /// assert_eq!(Mcc::new(405)?.mnc_length(), None); // India: 405-01, but 405-025
    /// assert_eq!(Mcc::TEST.mnc_length(), None); // 001-01, but 001-001
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn mnc_length(self) -> Option<MncLength> {
        self.entry().and_then(|&(_, _, length)| length)
    }

    /// As [`mnc_length`](Self::mnc_length), for a network code that begins with these digits: where a country
    /// has network codes of both lengths, the first digits often tell.
    pub(super) fn mnc_length_of(self, digits: &str) -> Option<MncLength> {
        let exceptions = || EXCEPTIONS.iter().find(|(code, _)| *code == self.value());
        let usual =
            || exceptions().filter(|(_, unusual)| !unusual.iter().any(|start| digits.starts_with(start)));
        match (self, digits.get(..2)) {
            // the only test network that ITU-T names
            (Self::TEST, Some("01")) => TWO,
            _ => self.mnc_length().or_else(|| usual().and(TWO)),
        }
    }

    /// Whether ITU-T has assigned the code, to a country or to a purpose.
    ///
    /// ```
    /// use simcard::numbering::Mcc;
    ///
    /// assert!(Mcc::new(262)?.is_assigned() && Mcc::TEST.is_assigned());
    /// assert!(!Mcc::new(0)?.is_assigned());
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn is_assigned(self) -> bool {
        self.entry().is_some()
    }

    fn territories(self) -> Territories {
        Territories(self.entry().map_or("", |&(_, territories, _)| territories))
    }

    fn entry(self) -> Option<&'static Entry> {
        let index = CODES.binary_search_by_key(&self.value(), |(code, ..)| *code).ok()?;
        CODES.get(index)
    }
}

/// Code, countries, length of the network codes.
type Entry = (u16, &'static str, Option<MncLength>);

/// Country codes under which network codes have two digits, but for those that begin like this: they have, or may
/// have, three.
static EXCEPTIONS: &[(u16, &[&str])] =
    &[(208, &["5", "7"]), (214, &["7"]), (250, &["8"]), (255, &["7"]), (502, &["15"])];

/// The mobile country codes that ITU-T E.212 assigns, sorted.
///
/// The length is that of all network codes assigned under a code, those out of use included: their cards
/// may still be about.
static CODES: &[Entry] = &[
    (1, "", UNKNOWN),
    (202, "GR", TWO),
    (204, "NL", TWO),
    (206, "BE", TWO),
    (208, "FR", UNKNOWN),
    (212, "MC", TWO),
    (213, "AD", TWO),
    (214, "ES", UNKNOWN),
    (216, "HU", TWO),
    (218, "BA", TWO),
    (219, "HR", TWO),
    (220, "RS", TWO),
    (221, "XK", TWO),
    (222, "IT", TWO),
    (225, "VA", UNKNOWN),
    (226, "RO", TWO),
    (228, "CH", TWO),
    (230, "CZ", TWO),
    (231, "SK", TWO),
    (232, "AT", TWO),
    (234, "GB", TWO),
    (235, "GB", TWO),
    (238, "DK", TWO),
    (240, "SE", TWO),
    (242, "NO", TWO),
    (244, "FI", TWO),
    (246, "LT", TWO),
    (247, "LV", TWO),
    (248, "EE", TWO),
    (250, "RU", UNKNOWN),
    (255, "UA", UNKNOWN),
    (257, "BY", TWO),
    (259, "MD", TWO),
    (260, "PL", TWO),
    (262, "DE", TWO),
    (266, "GI", TWO),
    (268, "PT", TWO),
    (270, "LU", TWO),
    (272, "IE", TWO),
    (274, "IS", TWO),
    (276, "AL", TWO),
    (278, "MT", TWO),
    (280, "CY", TWO),
    (282, "GE", TWO),
    (283, "AM", TWO),
    (284, "BG", TWO),
    (286, "TR", TWO),
    (288, "FO", TWO),
    (290, "GL", TWO),
    (292, "SM", TWO),
    (293, "SI", TWO),
    (294, "MK", TWO),
    (295, "LI", TWO),
    (297, "ME", TWO),
    (302, "CA", THREE),
    (308, "PM", TWO),
    // One entry of 310 is listed with two digits, 59 in Bermuda: a CDMA network, which had no cards.
    (310, "US", THREE),
    (311, "US", THREE),
    (312, "US", THREE),
    (313, "US", THREE),
    (314, "US", THREE),
    (315, "US", THREE),
    (316, "US", THREE),
    (330, "PR", THREE),
    (332, "VI", UNKNOWN),
    (334, "MX", THREE),
    (338, "JM", UNKNOWN),
    (340, "GP MQ GF BL MF", TWO),
    (342, "BB", THREE),
    (344, "AG", THREE),
    (346, "KY", THREE),
    (348, "VG", THREE),
    (350, "BM", UNKNOWN),
    (352, "GD", THREE),
    (354, "MS", THREE),
    (356, "KN", THREE),
    (358, "LC", THREE),
    (360, "VC", THREE),
    (362, "CW BQ SX", TWO),
    (363, "AW", TWO),
    (364, "BS", TWO),
    (365, "AI", THREE),
    (366, "DM", THREE),
    (368, "CU", TWO),
    (370, "DO", TWO),
    (372, "HT", TWO),
    (374, "TT", UNKNOWN),
    (376, "TC", THREE),
    (400, "AZ", TWO),
    (401, "KZ", TWO),
    (402, "BT", TWO),
    (404, "IN", TWO),
    (405, "IN", UNKNOWN),
    (406, "IN", UNKNOWN),
    (410, "PK", TWO),
    (412, "AF", TWO),
    (413, "LK", TWO),
    (414, "MM", TWO),
    (415, "LB", TWO),
    (416, "JO", TWO),
    (417, "SY", TWO),
    (418, "IQ", TWO),
    (419, "KW", TWO),
    (420, "SA", TWO),
    (421, "YE", TWO),
    (422, "OM", TWO),
    (424, "AE", TWO),
    (425, "IL PS", TWO),
    (426, "BH", TWO),
    (427, "QA", TWO),
    (428, "MN", TWO),
    (429, "NP", TWO),
    (430, "AE", UNKNOWN),
    (431, "AE", UNKNOWN),
    (432, "IR", TWO),
    (434, "UZ", TWO),
    (436, "TJ", TWO),
    (437, "KG", TWO),
    (438, "TM", TWO),
    (440, "JP", TWO),
    (441, "JP", UNKNOWN),
    (450, "KR", TWO),
    (452, "VN", TWO),
    (454, "HK", TWO),
    (455, "MO", TWO),
    (456, "KH", TWO),
    (457, "LA", TWO),
    (460, "CN", TWO),
    (461, "CN", UNKNOWN),
    (466, "TW", TWO),
    (467, "KP", UNKNOWN),
    (470, "BD", TWO),
    (472, "MV", TWO),
    (502, "MY", UNKNOWN),
    (505, "AU", TWO),
    (510, "ID", TWO),
    (514, "TL", TWO),
    (515, "PH", TWO),
    (520, "TH", TWO),
    (525, "SG", TWO),
    (528, "BN", TWO),
    (530, "NZ", TWO),
    (534, "MP", UNKNOWN),
    (535, "GU", UNKNOWN),
    (536, "NR", TWO),
    (537, "PG", TWO),
    (539, "TO", TWO),
    (540, "SB", TWO),
    (541, "VU", TWO),
    (542, "FJ", TWO),
    (543, "WF", TWO),
    (544, "AS", UNKNOWN),
    (545, "KI", TWO),
    (546, "NC", TWO),
    (547, "PF", TWO),
    (548, "CK", TWO),
    (549, "WS", TWO),
    (550, "FM", TWO),
    (551, "MH", TWO),
    (552, "PW", TWO),
    (553, "TV", TWO),
    (554, "TK", TWO),
    (555, "NU", TWO),
    (602, "EG", TWO),
    (603, "DZ", TWO),
    (604, "MA", TWO),
    (605, "TN", TWO),
    (606, "LY", TWO),
    (607, "GM", TWO),
    (608, "SN", TWO),
    (609, "MR", TWO),
    (610, "ML", TWO),
    (611, "GN", TWO),
    (612, "CI", TWO),
    (613, "BF", TWO),
    (614, "NE", TWO),
    (615, "TG", TWO),
    (616, "BJ", TWO),
    (617, "MU", TWO),
    (618, "LR", TWO),
    (619, "SL", TWO),
    (620, "GH", TWO),
    (621, "NG", TWO),
    (622, "TD", TWO),
    (623, "CF", TWO),
    (624, "CM", TWO),
    (625, "CV", TWO),
    (626, "ST", TWO),
    (627, "GQ", TWO),
    (628, "GA", TWO),
    (629, "CG", TWO),
    (630, "CD", TWO),
    (631, "AO", TWO),
    (632, "GW", TWO),
    (633, "SC", TWO),
    (634, "SD", TWO),
    (635, "RW", TWO),
    (636, "ET", TWO),
    (637, "SO", TWO),
    (638, "DJ", TWO),
    (639, "KE", TWO),
    (640, "TZ", TWO),
    (641, "UG", TWO),
    (642, "BI", TWO),
    (643, "MZ", TWO),
    (645, "ZM", TWO),
    (646, "MG", TWO),
    (647, "RE YT", TWO),
    (648, "ZW", TWO),
    (649, "NA", TWO),
    (650, "MW", TWO),
    (651, "LS", TWO),
    (652, "BW", TWO),
    (653, "SZ", TWO),
    (654, "KM", TWO),
    (655, "ZA", TWO),
    (657, "ER", TWO),
    (658, "SH", TWO),
    (659, "SS", TWO),
    (702, "BZ", TWO),
    (704, "GT", UNKNOWN),
    (706, "SV", TWO),
    (708, "HN", THREE),
    (710, "NI", UNKNOWN),
    (712, "CR", TWO),
    (714, "PA", UNKNOWN),
    (716, "PE", TWO),
    (722, "AR", THREE),
    (724, "BR", TWO),
    (730, "CL", TWO),
    (732, "CO", THREE),
    (734, "VE", TWO),
    (736, "BO", TWO),
    (738, "GY", UNKNOWN),
    (740, "EC", TWO),
    (742, "GF", TWO),
    (744, "PY", TWO),
    (746, "SR", TWO),
    (748, "UY", TWO),
    (750, "FK", THREE),
    (901, "", TWO),
    (902, "", UNKNOWN),
    (999, "", UNKNOWN),
];

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_plausible() {
        assert!(CODES.is_sorted_by(|(a, ..), (b, ..)| a < b));
        assert_eq!(CODES.len(), 243);
        let with = |wanted| CODES.iter().filter(|(_, _, length)| *length == wanted).count();
        assert_eq!((with(TWO), with(THREE), with(UNKNOWN)), (190, 26, 27));
        for &(code, territories, _) in CODES {
            let count = Territories(territories).all().count();
            assert_eq!(count, territories.split_ascii_whitespace().count(), "{code} has an unknown country");
            assert_eq!(count == 0, [1, 901, 902, 999].contains(&code), "{code}");
            assert!(count == 0 || (202..=750).contains(&code), "{code}");
        }
    }

    #[test]
    fn every_code_under_1000_answers() {
        let assigned = (0..1000).filter(|code| Mcc::new(*code).unwrap().is_assigned()).count();
        assert_eq!(assigned, CODES.len());
    }

    #[test]
    fn countries_of_codes() {
        let country = |code| Mcc::new(code).unwrap().country().map(Country::alpha2);
        assert_eq!(country(202), Some("GR"));
        assert_eq!(country(234), Some("GB"));
        assert_eq!(country(310), Some("US"));
        assert_eq!(country(316), Some("US"));
        assert_eq!(country(460), Some("CN"));
        assert_eq!(country(655), Some("ZA"));
        assert_eq!(country(750), Some("FK"));
        for none in [0, 1, 200, 425, 901, 999] {
            assert_eq!(country(none), None, "{none}");
        }
        let shared: Vec<_> = Mcc::new(425).unwrap().countries().map(Country::alpha2).collect();
        assert_eq!(shared, ["IL", "PS"]);
    }

    #[test]
    fn lengths_are_told_only_where_uniform() {
        let length = |code| Mcc::new(code).unwrap().mnc_length();
        for two in [202, 204, 234, 235, 240, 262, 404, 440, 460, 655, 724, 901] {
            assert_eq!(length(two), TWO, "{two}");
        }
        for three in [302, 310, 311, 316, 330, 334, 342, 344, 346, 365, 708, 722, 732, 750] {
            assert_eq!(length(three), THREE, "{three}");
        }
        // France, but for the blocks that are given out in three digits
        let france = |digits| Mcc::new(208).unwrap().mnc_length_of(digits);
        assert_eq!((france("93"), france("500"), france("70")), (TWO, None, None));
        assert_eq!((Mcc::TEST.mnc_length_of("01"), Mcc::TEST.mnc_length_of("001")), (TWO, None));
        for unknown in [0, 1, 200, 208, 338, 374, 405, 441, 502, 710, 714, 738, 999] {
            assert_eq!(length(unknown), None, "{unknown}");
        }
    }
}
