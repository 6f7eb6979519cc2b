//! Whose card it is.

use alloc::vec::Vec;

use super::names::{Folded, Likeness};
use super::operator::item;
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
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Evidence, Match, Selector};
    /// use simcard::mock::virtual_operator;
    ///
    /// let mut directory = Directory::empty();
    /// directory.extend(&[virtual_operator()])?;
    /// let found = directory.find(&Selector::of_plmn("001-01".parse()?));
    /// assert!(matches!(found, Match::One { evidence: Evidence::OnlyOne, .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn of_plmn(plmn: Plmn) -> Self {
        Self { plmns: [Some(plmn), None], spn: None, gid1: None, iccid: None }
    }

    /// The card with this IMSI. Without the length of its network code (EF.AD), and where the assignments of network
    /// codes don't tell, both lengths are looked up, and neither is certain.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Selector};
    /// use simcard::mock::virtual_operator;
    /// use simcard::numbering::MncLength;
    ///
    /// let mut directory = Directory::empty();
    /// directory.extend(&[virtual_operator()])?;
    /// let selector = Selector::of_imsi(&"001010123456789".parse()?, Some(MncLength::Two));
    /// assert_eq!(directory.find(&selector).operator().unwrap().name(), "simcard");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_imsi(imsi: &Imsi, mnc_length: Option<MncLength>) -> Self {
        let plmns = match mnc_length.or_else(|| imsi.mnc_length()) {
            Some(length) => [imsi.plmn(length), None],
            None => [imsi.plmn(MncLength::Two), imsi.plmn(MncLength::Three)],
        };
        Self { plmns, spn: None, gid1: None, iccid: None }
    }

    /// The card with this identity: IMSI, provider name, ICCID. Without an IMSI nothing is found.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Selector};
    /// use simcard::{Card, mock::VirtualCard, mock::virtual_operator};
    ///
    /// let mut directory = Directory::empty();
    /// directory.extend(&[virtual_operator()])?;
    /// let identity = Card::new(VirtualCard::uicc()).identity()?;
    /// let found = directory.find(&Selector::of_identity(&identity));
    /// assert_eq!(found.operator().unwrap().name(), "simcard");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_identity(identity: &'a card::Identity) -> Self {
        let nothing = Self { plmns: [None; 2], spn: None, gid1: None, iccid: None };
        let selector =
            identity.imsi.as_ref().map_or(nothing, |imsi| Self::of_imsi(imsi, identity.mnc_length));
        let spn = identity.spn.as_deref().ok();
        Self { spn, iccid: identity.iccid.as_ref().ok().copied(), ..selector }
    }

    /// With the provider name of EF.SPN.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Evidence, Match, Selector};
    /// use simcard::mock::virtual_operator;
    ///
    /// let mut directory = Directory::empty();
    /// directory.extend(&[virtual_operator()])?;
    /// let selector = Selector::of_plmn("001-01".parse()?);
    /// let named = directory.find(&selector.with_spn("SimCard"));
    /// assert!(matches!(named, Match::One { evidence: Evidence::Spn, .. }));
    /// let other = directory.find(&selector.with_spn("Zebra"));
    /// assert!(matches!(other, Match::One { evidence: Evidence::OnlyOneButOtherName, .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_spn(self, spn: &'a str) -> Self {
        Self { spn: Some(spn), ..self }
    }

    /// With the content of EF.GID1.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Selector};
    /// use simcard::mock::virtual_operator;
    ///
    /// let mut entry = virtual_operator();
    /// entry.gid1 = vec!["42".into()];
    /// let mut directory = Directory::empty();
    /// directory.extend(&[entry])?;
    /// let selector = Selector::of_plmn("001-01".parse()?);
    /// assert!(directory.find(&selector.with_gid1(&[0x42, 0x07])).operator().is_some());
    /// assert!(directory.find(&selector.with_gid1(&[0x43, 0x07])).operator().is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_gid1(self, gid1: &'a [u8]) -> Self {
        Self { gid1: Some(gid1), ..self }
    }

    /// With the ICCID.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Evidence, Match, Selector};
    /// use simcard::mock::virtual_operator;
    ///
    /// let mut entry = virtual_operator();
    /// entry.iccid = vec!["894400".into()];
    /// let mut directory = Directory::empty();
    /// directory.extend(&[entry])?;
    /// let selector = Selector::of_plmn("001-01".parse()?).with_iccid("8944000000001234567".parse()?);
    /// assert!(matches!(directory.find(&selector), Match::One { evidence: Evidence::Iccid, .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_iccid(self, iccid: Iccid) -> Self {
        Self { iccid: Some(iccid), ..self }
    }

    /// How well the card fits an operator on its network, and whether that runs the network; `None` if it is not its
    /// card. `spn` is the provider name, where it has letters.
    fn rank(&self, operator: Operator<'_>, spn: Option<&Folded>) -> Option<(Rank, bool)> {
        let (mut by_gid1, mut by_iccid, mut by_spn) = (None, None, None);
        let mut likeness = spn.and_then(|spn| spn.likeness(operator.name()));
        let mut runs_network = false;
        for (kind, text) in operator.names_and_selectors() {
            let fits = |known: &mut Option<bool>, fits: bool| {
                *known = Some(fits || *known == Some(true));
            };
            match (kind, spn) {
                (item::OWN_NETWORK, _) => runs_network = true,
                (item::VIRTUAL, _) => runs_network = false,
                (item::ALIAS, Some(spn)) if likeness < Some(Likeness::Same) => {
                    likeness = likeness.max(spn.likeness(text));
                }
                (item::SPN, Some(spn)) => fits(&mut by_spn, spn.same(&Folded::of(text))),
                (item::GID1, _) => {
                    if let Some(gid1) = self.gid1 {
                        fits(&mut by_gid1, begins(gid1, text));
                    }
                }
                (item::ICCID, _) => {
                    if let Some(iccid) = &self.iccid {
                        fits(&mut by_iccid, iccid.as_str().starts_with(text));
                    }
                }
                _ => {}
            }
        }
        let listed = |matches: Option<bool>, rank| match matches {
            Some(true) => Some(rank),
            Some(false) => None,
            None => Some(Rank::Network),
        };
        let ranks = [
            listed(by_gid1, Rank::Gid1)?,
            listed(by_iccid, Rank::Iccid)?,
            listed(by_spn, Rank::Spn(Likeness::Same))?,
        ];
        let best = ranks.into_iter().chain(likeness.map(Rank::Spn)).max()?;
        Some((best, runs_network))
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
    /// Whose card it is. Well under a microsecond, and a little more where many brands have names to compare; allocates at
    /// most once, for those that share a network.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Evidence, Match, Selector};
    ///
    /// let directory = Directory::builtin();
    /// let o2 = Selector::of_plmn("234-10".parse()?); // three brands
    /// assert_eq!(directory.find(&o2).operators().len(), 3);
    /// let found = directory.find(&o2.with_spn("GiffGaff"));
    /// assert_eq!(found.operator().map(|operator| operator.name()), Some("giffgaff"));
    /// assert!(matches!(found, Match::One { evidence: Evidence::Spn, .. }));
    /// assert_eq!(directory.find(&Selector::of_plmn("001-01".parse()?)), Match::None);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn find(&self, selector: &Selector<'_>) -> Match<'_> {
        let spn = selector.spn.map(Folded::of).filter(|spn| !spn.is_empty());
        let mut best: Option<(Rank, Operator<'_>)> = None;
        let mut best_runs = false;
        // those that run the network come first; otherwise they stay as they are listed
        let mut others = Vec::new();
        let mut running = 0_usize;
        for plmn in selector.plmns.into_iter().flatten() {
            for operator in self.operators_of(plmn) {
                let Some((rank, runs)) = selector.rank(operator, spn.as_ref()) else { continue };
                match best {
                    Some((known, _)) if known > rank => {}
                    Some((known, _)) if known == rank => {
                        if others.is_empty() {
                            others.reserve(16);
                        }
                        if runs {
                            others.insert(running, operator);
                            running = running.saturating_add(1);
                        } else {
                            others.push(operator);
                        }
                    }
                    _ => {
                        best = Some((rank, operator));
                        best_runs = runs;
                        others.clear();
                        running = 0;
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
        others.insert(if best_runs { 0 } else { running }, operator);
        Match::Candidates(others)
    }
}

impl<'d> Match<'d> {
    /// The operator, if it is one.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Selector};
    ///
    /// let directory = Directory::builtin();
    /// let shared = Selector::of_plmn("234-10".parse()?); // three brands
    /// assert_eq!(directory.find(&shared).operator(), None);
    /// assert!(directory.find(&shared.with_spn("giffgaff")).operator().is_some());
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn operator(&self) -> Option<Operator<'d>> {
        match self {
            Self::One { operator, .. } => Some(*operator),
            _ => None,
        }
    }

    /// The one operator, or all candidates.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Selector};
    ///
    /// let directory = Directory::builtin();
    /// assert_eq!(directory.find(&Selector::of_plmn("234-10".parse()?)).operators().len(), 3);
    /// assert!(directory.find(&Selector::of_plmn("001-01".parse()?)).operators().is_empty());
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
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
