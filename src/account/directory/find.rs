//! Whose card it is.

use alloc::vec::Vec;

use super::names::{self, Likeness};
use super::{Directory, Operator, Way};
use crate::card;
use crate::numbering::{Iccid, Imsi, MncLength, Plmn};

/// What a card says of its operator.
///
/// ```
/// use simcard::account::directory::{Directory, Evidence, Match, Selector};
///
/// let directory = Directory::builtin();
/// let network = "262-07".parse()?; // five brands
/// assert!(matches!(directory.find(&Selector::of_plmn(network)), Match::Candidates(all) if all.len() == 5));
///
/// let selector = Selector::of_plmn(network).with_spn("Tchibo mobil");
/// let Match::One { operator, evidence } = directory.find(&selector) else { panic!("it is listed") };
/// assert_eq!((operator.name(), evidence), ("Tchibo-Mobil", Evidence::Spn));
/// # Ok::<(), simcard::numbering::NumberError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Selector<'a> {
    /// The network; two where it is not known how many digits of an IMSI are the network code.
    plmns: [Option<Plmn>; 2],
    spn: Option<&'a str>,
    gid1: Option<&'a [u8]>,
    iccid: Option<Iccid>,
}

/// What makes one operator of those on a network the one of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Evidence {
    /// It is the only one that is known there, but the card names another provider. That may be another name of the
    /// same, or one that is not known: better ask.
    OnlyOneButOtherName,
    /// It is the only one that is known there, and the card names none.
    OnlyOne,
    /// Its name, or a brand of its, is on the card.
    Spn,
    /// The ICCID begins as those of its cards do.
    Iccid,
    /// EF.GID1 begins as on its cards.
    Gid1,
}

/// Whose card it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match<'d> {
    /// That of this operator.
    One {
        /// The operator.
        operator: Operator<'d>,
        /// Why it is this one.
        evidence: Evidence,
    },
    /// One of these, at least two where the network is certain. Those that run the network come first.
    Candidates(Vec<Operator<'d>>),
    /// Nobody's that is known.
    None,
}

impl<'a> Selector<'a> {
    /// The card of a network.
    pub const fn of_plmn(plmn: Plmn) -> Self {
        Self { plmns: [Some(plmn), None], spn: None, gid1: None, iccid: None }
    }

    /// The card with this IMSI. Without the length of its network code (EF.AD), and where the assignments of network
    /// codes don't tell, both lengths are looked up, and neither is certain.
    pub fn of_imsi(imsi: &Imsi, mnc_length: Option<MncLength>) -> Self {
        let plmns = match mnc_length.or_else(|| imsi.mnc_length()) {
            Some(length) => [imsi.plmn(length), None],
            None => [imsi.plmn(MncLength::Two), imsi.plmn(MncLength::Three)],
        };
        Self { plmns, spn: None, gid1: None, iccid: None }
    }

    /// The card with this identity: IMSI, provider name, ICCID. Without an IMSI nothing is found.
    pub fn of_identity(identity: &'a card::Identity) -> Self {
        let nothing = Self { plmns: [None; 2], spn: None, gid1: None, iccid: None };
        let selector =
            identity.imsi.as_ref().map_or(nothing, |imsi| Self::of_imsi(imsi, identity.mnc_length));
        let spn = identity.spn.as_deref().ok();
        Self { spn, iccid: identity.iccid.as_ref().ok().copied(), ..selector }
    }

    /// With the provider name of EF.SPN.
    #[must_use]
    pub const fn with_spn(self, spn: &'a str) -> Self {
        Self { spn: Some(spn), ..self }
    }

    /// With the content of EF.GID1.
    #[must_use]
    pub const fn with_gid1(self, gid1: &'a [u8]) -> Self {
        Self { gid1: Some(gid1), ..self }
    }

    /// With the ICCID.
    #[must_use]
    pub const fn with_iccid(self, iccid: Iccid) -> Self {
        Self { iccid: Some(iccid), ..self }
    }

    /// How well the card fits an operator on its network; `None` if it is not its card.
    fn rank(&self, operator: Operator<'_>) -> Option<Rank> {
        let listed = |matches: Option<bool>, rank| match matches {
            Some(true) => Some(rank),
            Some(false) => None,
            None => Some(Rank::Network),
        };
        let any = |prefixes: &mut dyn Iterator<Item = &str>, fits: &dyn Fn(&str) -> bool| {
            prefixes.map(fits).reduce(|one, other| one || other)
        };
        let spn = self.spn.filter(|spn| spn.chars().any(char::is_alphanumeric));
        let by_gid1 = self.gid1.and_then(|gid1| any(&mut operator.gid1_prefixes(), &|hex| begins(gid1, hex)));
        let by_iccid = self.iccid.and_then(|iccid| {
            any(&mut operator.iccid_prefixes(), &|prefix| iccid.as_str().starts_with(prefix))
        });
        let by_spn = spn.and_then(|spn| any(&mut operator.spns(), &|name| names::same(name, spn)));
        let ranks = [
            listed(by_gid1, Rank::Gid1)?,
            listed(by_iccid, Rank::Iccid)?,
            listed(by_spn, Rank::Spn(Likeness::Same))?,
        ];
        let by_name = spn.and_then(|spn| {
            let all = operator.brands().chain([operator.name()]);
            all.filter_map(|name| names::likeness(spn, name)).max()
        });
        ranks.into_iter().chain(by_name.map(Rank::Spn)).max()
    }
}

/// How well a card fits an operator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Network,
    Spn(Likeness),
    Iccid,
    Gid1,
}

/// Whether bytes begin with these hexadecimal digits.
fn begins(bytes: &[u8], hex: &str) -> bool {
    let mut nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    hex.chars().all(|digit| nibbles.next().is_some_and(|nibble| digit.to_digit(16) == Some(nibble.into())))
}

impl Directory {
    /// Whose card it is. Well under a microsecond where one operator has the network, a few where names have to be compared; allocates
    /// only for a list of candidates.
    pub fn find(&self, selector: &Selector<'_>) -> Match<'_> {
        let mut best: Option<(Rank, Operator<'_>)> = None;
        let mut others = Vec::new();
        for plmn in selector.plmns.into_iter().flatten() {
            for operator in self.operators_of(plmn) {
                let Some(rank) = selector.rank(operator) else { continue };
                match best {
                    Some((known, _)) if known > rank => {}
                    Some((known, _)) if known == rank => others.push(operator),
                    _ => {
                        best = Some((rank, operator));
                        others.clear();
                    }
                }
            }
        }
        let Some((rank, operator)) = best else { return Match::None };
        let certain = selector.plmns.iter().flatten().count() == 1;
        let evidence = match rank {
            Rank::Gid1 => Evidence::Gid1,
            Rank::Iccid => Evidence::Iccid,
            Rank::Spn(_) => Evidence::Spn,
            Rank::Network if selector.spn.is_some_and(|spn| !spn.trim().is_empty()) => {
                Evidence::OnlyOneButOtherName
            }
            Rank::Network => Evidence::OnlyOne,
        };
        if others.is_empty() && (certain || rank > Rank::Network) {
            return Match::One { operator, evidence };
        }
        others.insert(0, operator);
        // a stable sort: otherwise they stay as they are listed
        others.sort_by_key(|operator| operator.is_virtual() != Some(false));
        Match::Candidates(others)
    }
}

impl<'d> Match<'d> {
    /// The operator, if it is one.
    pub fn operator(&self) -> Option<Operator<'d>> {
        match self {
            Self::One { operator, .. } => Some(*operator),
            _ => None,
        }
    }

    /// The one operator, or all candidates.
    pub fn operators(&self) -> &[Operator<'d>] {
        match self {
            Self::One { operator, .. } => core::slice::from_ref(operator),
            Self::Candidates(candidates) => candidates,
            Self::None => &[],
        }
    }

    /// How to ask for the balance, in the ways that all who may be the card's operator know. Where there are several,
    /// it does not matter then which it is.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Selector, Way};
    ///
    /// let directory = Directory::builtin();
    /// let found = directory.find(&Selector::of_plmn("262-03".parse()?)); // E-Plus and three brands
    /// assert_eq!(found.operators().len(), 4);
    /// assert_eq!(found.common_balance(), [Way::Ussd("*100#".into())]);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn common_balance(&self) -> Vec<Way> {
        let Some((first, rest)) = self.operators().split_first() else { return Vec::new() };
        first
            .balance()
            .filter(|way| rest.iter().all(|other| other.balance().any(|known| known == *way)))
            .collect()
    }
}
