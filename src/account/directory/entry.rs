//! Entries of one's own: what is in them, and what they must be.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::error::{DirectoryError, EntryProblem};
use super::operator::item;
use super::ways::{CODE, NUMBER, TopUpWay, VoucherDigits, Way};
use crate::numbering::{Country, Mcc, Plmn};

const MAX_NAME: usize = 80;
const MAX_NAMES: usize = 16;
const MAX_PLMNS: usize = 128;
const MAX_SELECTORS: usize = 64;
const MAX_WAYS: usize = 16;
/// What fits into a USSD string in the GSM 7 bit alphabet (3GPP TS 23.038 6.1.2.3).
const MAX_USSD: usize = 182;
/// What fits into one message.
const MAX_SMS: usize = 160;
/// What fits into the address of a message (3GPP TS 23.040 9.1.2.5).
const MAX_NUMBER: usize = 20;
/// EF.GID1 has no largest size; no operator is known to use more.
const MAX_GID1: usize = 40;

/// Which operators an entry stands in place of, on the networks it names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Replaces {
    /// None: it stands beside them.
    Nothing,
    /// The one of the same name in the same country.
    #[default]
    SameName,
    /// All: it is the only one.
    Network,
}

/// An operator as users write it, in TOML or JSON or Rust. [`Directory::extend`](super::Directory::extend) checks it.
///
/// ```toml
/// [[operator]]
/// name = "Example Mobile"
/// country = "GB"                 # ISO 3166-1
/// plmns = ["001-01"]             # "001-01" is not "001-001"
/// brands = ["Example"]           # other names
/// replaces = "same-name"         # or "nothing", or "network": all others on these networks
/// mvno = true                    # on somebody else's network
/// spn = ["Example"]              # only cards that say this in EF.SPN ...
/// gid1 = ["4D"]                  # ... or whose EF.GID1 begins so, in hexadecimal ...
/// iccid = ["894400"]             # ... or whose ICCID does
/// balance = [{ ussd = "*100#" }, { sms = "123", text = "BAL" }, { call = "*22" }]
/// ussd_replies = ["1", "3"]      # what to answer if the USSD enquiry opens a menu
/// top_up = [{ ussd = "*105*CODE#" }, { ussd = "*105*NUMBER*CODE#" }]
/// voucher_digits = [14, 16]
/// own_number = [{ ussd = "*106#" }]
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorEntry {
    /// Its name.
    pub name: String,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brands: Vec<String>,
    /// Its country, by two letters of ISO 3166-1.
    pub country: String,
    /// The networks that its cards name as their own: `001-01`.
    pub plmns: Vec<String>,
    /// Which operators it stands in place of.
    #[serde(default)]
    pub replaces: Replaces,
    /// Whether it is a brand on somebody else's network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mvno: Option<bool>,
    /// The names in EF.SPN that its cards have; others are not its.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spn: Vec<String>,
    /// What EF.GID1 begins with on its cards, in hexadecimal; others are not its.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gid1: Vec<String>,
    /// The digits that the ICCIDs of its cards begin with; others are not its.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iccid: Vec<String>,
    /// How to ask for the balance, the usual way first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balance: Vec<WayEntry>,
    /// What to answer, one after the other, if a USSD enquiry for the balance opens a menu.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ussd_replies: Vec<String>,
    /// How to top up, with [`CODE`] and perhaps [`NUMBER`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub top_up: Vec<WayEntry>,
    /// How many digits its voucher codes have: the fewest, the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher_digits: Option<(u8, u8)>,
    /// How to ask for the own number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own_number: Vec<WayEntry>,
}

/// A [`Way`] or [`TopUpWay`] as users write it: one of `ussd`, `sms` with `text`, and `call`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayEntry {
    /// A USSD request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ussd: Option<String>,
    /// The number a message goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<String>,
    /// What the message says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What to dial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
}

impl From<Way> for WayEntry {
    fn from(way: Way) -> Self {
        let none = Self::default();
        match way {
            Way::Ussd(code) => Self { ussd: Some(code), ..none },
            Way::Sms { number, text } => Self { sms: Some(number), text: Some(text), ..none },
            Way::Call { digits } => Self { call: Some(digits), ..none },
        }
    }
}

impl From<TopUpWay> for WayEntry {
    fn from(way: TopUpWay) -> Self {
        Self::from(match way {
            TopUpWay::Ussd(template) => Way::Ussd(template),
            TopUpWay::Sms { number, text } => Way::Sms { number, text },
            TopUpWay::Call { digits } => Way::Call { digits },
        })
    }
}

/// An entry that was checked: its line, and the networks it is for.
pub(super) struct Checked {
    pub line: String,
    pub plmns: Vec<Plmn>,
    pub replaces: Replaces,
}

type Check<T> = Result<T, (&'static str, EntryProblem)>;

impl OperatorEntry {
    /// Checks it, as entry number `index`, counted from 0.
    pub(super) fn check(&self, index: usize) -> Result<Checked, DirectoryError> {
        self.line().map_err(|(field, problem)| DirectoryError::Entry {
            entry: index.saturating_add(1),
            name: self.name.chars().take(MAX_NAME).collect(),
            field,
            problem,
        })
    }

    fn line(&self) -> Check<Checked> {
        let within = |list: usize, max, field| match list {
            list if list > max => Err((field, EntryProblem::TooMany { max })),
            _ => Ok(()),
        };
        name(&self.name).map_err(|problem| ("name", problem))?;
        let country = Country::from_alpha2(&self.country).ok_or(("country", EntryProblem::Country))?;
        let mut line = Line([country.alpha2(), "\t", &self.name].concat());

        within(self.brands.len(), MAX_NAMES, "brands")?;
        for brand in &self.brands {
            name(brand).map_err(|problem| ("brands", problem))?;
            line.push(item::ALIAS, brand);
        }
        let plmns = self.checked_plmns(country).map_err(|problem| ("plmns", problem))?;
        for plmn in &plmns {
            line.push(item::PLMN, &alloc::format!("{plmn}"));
        }
        match self.mvno {
            Some(true) => line.push(item::VIRTUAL, ""),
            Some(false) => line.push(item::OWN_NETWORK, ""),
            None => {}
        }
        within(self.spn.len(), MAX_SELECTORS, "spn")?;
        for spn in &self.spn {
            name(spn).map_err(|problem| ("spn", problem))?;
            line.push(item::SPN, spn);
        }
        within(self.gid1.len(), MAX_SELECTORS, "gid1")?;
        for gid1 in &self.gid1 {
            text(gid1, MAX_GID1, |c| c.is_ascii_hexdigit()).map_err(|problem| ("gid1", problem))?;
            line.push(item::GID1, &gid1.to_ascii_uppercase());
        }
        within(self.iccid.len(), MAX_SELECTORS, "iccid")?;
        for iccid in &self.iccid {
            text(iccid, MAX_NUMBER, |c| c.is_ascii_digit()).map_err(|problem| ("iccid", problem))?;
            line.push(item::ICCID, iccid);
        }
        if let Some((min, max)) = self.voucher_digits {
            let limits = VoucherDigits::LIMITS;
            if min > max || min < limits.min || max > limits.max {
                let problem = EntryProblem::Range { min: limits.min, max: limits.max };
                return Err(("voucher_digits", problem));
            }
            line.push(item::VOUCHER, &alloc::format!("{min}-{max}"));
        }
        for (field, kind, ways) in [
            ("balance", item::BALANCE, &self.balance),
            ("top_up", item::TOP_UP, &self.top_up),
            ("own_number", item::NUMBER, &self.own_number),
        ] {
            within(ways.len(), MAX_WAYS, field)?;
            for way in ways {
                let way = way.item(kind == item::TOP_UP).map_err(|problem| (field, problem))?;
                line.push(kind, &way);
            }
        }
        within(self.ussd_replies.len(), MAX_WAYS, "ussd_replies")?;
        for reply in &self.ussd_replies {
            text(reply, MAX_USSD, is_code).map_err(|problem| ("ussd_replies", problem))?;
            line.push(item::REPLY, reply);
        }
        Ok(Checked { line: line.0, plmns, replaces: self.replaces })
    }

    fn checked_plmns(&self, country: Country) -> Result<Vec<Plmn>, EntryProblem> {
        match self.plmns.len() {
            0 => return Err(EntryProblem::Missing),
            len if len > MAX_PLMNS => return Err(EntryProblem::TooMany { max: MAX_PLMNS }),
            _ => {}
        }
        let mut plmns = Vec::with_capacity(self.plmns.len());
        for text in &self.plmns {
            let plmn: Plmn = text.parse()?;
            if let Some(other) = other_country(plmn.mcc, country) {
                return Err(EntryProblem::CountryOfPlmn(other));
            }
            if !plmns.contains(&plmn) {
                plmns.push(plmn);
            }
        }
        Ok(plmns)
    }
}

/// A line in the making.
struct Line(String);

impl Line {
    fn push(&mut self, kind: char, text: &str) {
        self.0.push('\t');
        self.0.push(kind);
        self.0.push_str(text);
    }
}

impl WayEntry {
    /// What stands in a line.
    fn item(&self, is_top_up: bool) -> Result<String, EntryProblem> {
        match (&self.ussd, &self.sms, &self.text, &self.call) {
            (Some(code), None, None, None) => {
                template(code, MAX_USSD, is_top_up, is_code)?;
                Ok(["u", code].concat())
            }
            (None, Some(number), Some(message), None) => {
                text(number.strip_prefix('+').unwrap_or(number), MAX_NUMBER, |c| c.is_ascii_digit())?;
                template(message, MAX_SMS, is_top_up, |c| !c.is_control())?;
                Ok(["s", number, " ", message].concat())
            }
            (None, None, None, Some(digits)) => {
                let dialled = digits.strip_prefix('+').unwrap_or(digits);
                text(dialled, MAX_USSD, is_code)?;
                Ok(["c", digits].concat())
            }
            _ => Err(EntryProblem::Way),
        }
    }
}

/// What keys a telephone has.
fn is_code(character: char) -> bool {
    matches!(character, '0'..='9' | '*' | '#' | 'A'..='D')
}

/// A text that is there, is not too long, and has no other characters than these.
fn text(text: &str, max: usize, allowed: impl Fn(char) -> bool) -> Result<(), EntryProblem> {
    if text.trim().is_empty() {
        return Err(EntryProblem::Missing);
    }
    if text.chars().count() > max {
        return Err(EntryProblem::TooLong { max });
    }
    match text.chars().position(|character| !allowed(character)) {
        Some(position) => Err(EntryProblem::Character { position }),
        None => Ok(()),
    }
}

fn name(name: &str) -> Result<(), EntryProblem> {
    text(name, MAX_NAME, |character| !character.is_control())
}

/// A text, for top-ups with its placeholders.
fn template(
    template: &str,
    max: usize,
    is_top_up: bool,
    allowed: impl Fn(char) -> bool,
) -> Result<(), EntryProblem> {
    if !is_top_up {
        return text(template, max, allowed);
    }
    if template.trim().is_empty() {
        return Err(EntryProblem::Missing);
    }
    if template.matches(CODE).count() != 1 {
        return Err(EntryProblem::Placeholder { placeholder: CODE });
    }
    if template.matches(NUMBER).count() > 1 {
        return Err(EntryProblem::Placeholder { placeholder: NUMBER });
    }
    // as many characters as the placeholders have, that any text may have
    let filled = template.replacen(CODE, "0000", 1).replacen(NUMBER, "000000", 1);
    text(&filled, max, allowed)
}

/// Territories whose networks have the code of the country they belong to, or of a neighbour.
const UNDER_ANOTHER_CODE: &[(&str, &str)] = &[
    ("AU", "CC CX NF"),
    ("CH", "LI"),
    ("FI", "AX"),
    ("FR", "BL GF GP MC MF MQ PM RE YT"),
    ("GB", "GG IM JE"),
    ("GP", "BL GF MF MQ"),
    ("IT", "SM VA"),
    ("MA", "EH"),
    ("MC", "XK"),
    ("NO", "BV SJ"),
    ("RS", "XK"),
    ("SI", "XK"),
    ("TR", "CY"),
    ("US", "AS GU MP PR UM VI"),
];

/// The country of a code, if it can't be this one.
fn other_country(mcc: Mcc, country: Country) -> Option<Country> {
    let first = mcc.countries().next()?;
    let known = mcc.countries().any(|owner| {
        let under = UNDER_ANOTHER_CODE.iter().filter(|(alpha2, _)| *alpha2 == owner.alpha2());
        owner == country
            || under.flat_map(|(_, under)| under.split(' ')).any(|alpha2| alpha2 == country.alpha2())
    });
    (!known).then_some(first)
}
