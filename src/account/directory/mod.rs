//! The directory of operators: how each is asked for the balance and the own number, and topped up.
//!
//! ```
//! use simcard::account::directory::{Directory, Match, Selector, Way};
//! use simcard::{Card, mock::{VirtualCard, virtual_operator}};
//!
//! let mut directory = Directory::builtin();
//! directory.extend(&[virtual_operator()])?; // the virtual card's; test networks are not built in
//! let mut card = Card::new(VirtualCard::uicc());
//! let found = directory.find(&Selector::of_identity(&card.identity()?));
//! let Match::One { operator, .. } = found else { panic!("{found:?}") };
//! assert_eq!(operator.name(), "simcard");
//! assert_eq!(operator.balance().next(), Some(Way::Ussd("*100#".into())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | part | what it is |
//! | --- | --- |
//! | [`Directory`] | what is built in, and what one adds |
//! | [`Selector`], [`Match`], [`Evidence`] | whose card it is, and how sure that is |
//! | [`Operator`], [`Way`], [`TopUpWay`] | an operator and its codes |
//! | [`VoucherCode`], [`TopUpRequest`], [`SecretText`] | what is secret about a top-up |
//! | [`OperatorEntry`], [`Replaces`] | entries of one's own |
//!
//! What is built in was made of the Debian package `mobile-broadband-provider-info`, which is in the public domain:
//! [`Directory::source`] says of which version. Codes change, and nobody vouches for these. An enquiry that an
//! operator does not know does nothing; who tops up should look at what will be sent.
//!
//! It has one PLMN for several brands. The card's provider name (EF.SPN) tells them apart where it is the name of one
//! of them; entries of one's own can also name EF.GID1 and the beginning of ICCIDs. Where that is not enough, all are
//! listed, and none is chosen.

mod entry;
mod error;
mod find;
mod names;
mod operator;
mod table;
mod voucher;
mod ways;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;

pub use entry::{OperatorEntry, Replaces, WayEntry};
pub use error::{DirectoryError, EntryProblem};
pub use find::{Evidence, Match, Selector};
pub use operator::Operator;
pub use table::Tables;
pub use voucher::{SecretText, TopUpError, VoucherCode};
pub use ways::{CODE, NUMBER, TopUpRequest, TopUpWay, VoucherDigits, Way};

use crate::numbering::Plmn;
use names::Folded;
use table::Key;

/// The operators that are known: those that are built in, and those that one adds.
///
/// Making one costs nothing. The tables that are built in have 32 KiB, and are searched as they are when something is
/// looked up.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// Whether what is built in belongs to it.
    builtin: bool,
    /// The lines of what was added, in this order.
    added: Vec<String>,
    /// Which of them are for a network.
    networks: BTreeMap<Key, Vec<usize>>,
    /// Networks of which nothing that is built in counts.
    closed: BTreeSet<Key>,
    /// The lines of what is built in that are replaced on a network.
    hidden: BTreeSet<(Key, &'static str)>,
}

/// A list of entries in TOML or JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    operator: Vec<OperatorEntry>,
}

impl Directory {
    /// The longest text of entries that is read, in bytes.
    pub const MAX_TEXT: usize = 1 << 20;
    /// How many entries one can add.
    pub const MAX_ENTRIES: usize = 4_096;

    /// What is built in.
    ///
    /// ```
    /// use simcard::account::directory::Directory;
    ///
    /// let directory = Directory::builtin();
    /// let operator = directory.operators_of("232-08".parse()?).next().expect("it is listed");
    /// assert_eq!(operator.name(), "Lycamobile");
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub const fn builtin() -> Self {
        Self::new(true)
    }

    /// Nothing.
    ///
    /// ```
    /// use simcard::account::directory::Directory;
    ///
    /// assert_eq!(Directory::empty().operators_of("232-08".parse()?).count(), 0);
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub const fn empty() -> Self {
        Self::new(false)
    }

    const fn new(builtin: bool) -> Self {
        Self {
            builtin,
            added: Vec::new(),
            networks: BTreeMap::new(),
            closed: BTreeSet::new(),
            hidden: BTreeSet::new(),
        }
    }

    /// Name, version and date of what the built-in tables were made of.
    ///
    /// ```
    /// use simcard::account::directory::Directory;
    ///
    /// assert_eq!(Directory::source(), "mobile-broadband-provider-info 20230416-1, 2023-04-16");
    /// ```
    pub fn source() -> &'static str {
        table::source()
    }

    /// Adds entries. Where they replace others, that is so for the networks they name ([`Replaces`]); of several
    /// entries the later ones replace the earlier ones.
    ///
    /// ```
    /// use simcard::account::directory::{Directory, Selector};
    /// use simcard::mock::virtual_operator;
    ///
    /// let mut directory = Directory::builtin();
    /// let network = Selector::of_plmn("001-01".parse()?);
    /// assert_eq!(directory.find(&network).operators().len(), 0);
    /// directory.extend(&[virtual_operator()])?;
    /// assert_eq!(directory.find(&network).operator().map(|operator| operator.name()), Some("simcard"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong with which field of which entry. Then none is added.
    pub fn extend(&mut self, entries: &[OperatorEntry]) -> Result<(), DirectoryError> {
        if self.added.len().saturating_add(entries.len()) > Self::MAX_ENTRIES {
            return Err(DirectoryError::TooManyEntries { max: Self::MAX_ENTRIES });
        }
        let checked: Result<Vec<_>, _> =
            entries.iter().enumerate().map(|(index, entry)| entry.check(index)).collect();
        for entry in checked? {
            self.add(entry);
        }
        Ok(())
    }

    /// Adds the entries of a text in TOML: tables `[[operator]]` with the fields of [`OperatorEntry`].
    ///
    /// ```
    /// use simcard::account::directory::{Directory, DirectoryError, EntryProblem};
    ///
    /// let mut directory = Directory::builtin();
    /// directory.extend_from_toml(r##"
    ///     [[operator]]
    ///     name = "Example Mobile"
    ///     country = "GB"
    ///     plmns = ["001-01"]
    ///     balance = [{ ussd = "*100#" }, { sms = "123", text = "BAL" }]
    /// "##)?;
    /// assert_eq!(directory.operators_of("001-01".parse()?).count(), 1);
    ///
    /// let error = directory.extend_from_toml(r##"
    ///     [[operator]]
    ///     name = "Example Mobile"
    ///     country = "GB"
    ///     plmns = ["001-01"]
    ///     top_up = [{ ussd = "*103#" }]
    /// "##).unwrap_err();
    /// assert_eq!(error.to_string(), "entry 1 (\"Example Mobile\"), top_up: it must have CODE once");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is too long, is not TOML, or one of its entries is not what it must be. Then none is added.
    pub fn extend_from_toml(&mut self, text: &str) -> Result<(), DirectoryError> {
        check_len(text)?;
        let file: File = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.rsplit('\n').next().unwrap_or_default();
            let known = usize::from(error.span().is_some());
            DirectoryError::Syntax {
                line: before.matches('\n').count().saturating_add(known),
                column: line.chars().count().saturating_add(known),
                reason: error.message().to_string(),
            }
        })?;
        self.extend(&file.operator)
    }

    /// Adds the entries of a text in JSON: `{"operator": [...]}` with the fields of [`OperatorEntry`].
    ///
    /// ```
    /// use simcard::account::directory::Directory;
    ///
    /// let mut directory = Directory::empty();
    /// directory.extend_from_json(
    ///     r##"{"operator": [{"name": "Example", "country": "GB", "plmns": ["001-01"], "balance": [{"ussd": "*100#"}]}]}"##,
    /// )?;
    /// assert_eq!(directory.operators().map(|operator| operator.name()).collect::<Vec<_>>(), ["Example"]);
    /// # Ok::<(), simcard::account::directory::DirectoryError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`extend_from_toml`](Self::extend_from_toml).
    pub fn extend_from_json(&mut self, text: &str) -> Result<(), DirectoryError> {
        check_len(text)?;
        let file: File = serde_json::from_str(text).map_err(|error| DirectoryError::Syntax {
            line: error.line(),
            column: error.column(),
            reason: error.to_string(),
        })?;
        self.extend(&file.operator)
    }

    fn add(&mut self, entry: entry::Checked) {
        let operator = Operator::new(&entry.line);
        let same = |other: Operator<'_>| {
            other.country_code() == operator.country_code()
                && Folded::of(other.name()).same(&Folded::of(operator.name()))
        };
        for plmn in entry.plmns {
            let key = table::key(plmn);
            let rows = self.networks.entry(key).or_default();
            match entry.replaces {
                Replaces::Nothing => {}
                Replaces::SameName => {
                    let added = &self.added;
                    rows.retain(|row| !added.get(*row).is_some_and(|line| same(Operator::new(line))));
                    let replaced = table::operators_of(key).filter(|other| same(*other));
                    self.hidden.extend(replaced.map(|other| (key, other.line())));
                }
                Replaces::Network => {
                    rows.clear();
                    self.closed.insert(key);
                }
            }
            rows.push(self.added.len());
        }
        self.added.push(entry.line);
    }

    /// The operators whose cards name this network, as they are listed: whose card it may be, [`find`](Self::find)
    /// tells.
    ///
    /// ```
    /// use simcard::account::directory::Directory;
    ///
    /// let directory = Directory::builtin();
    /// let names: Vec<_> = directory.operators_of("262-07".parse()?).map(|operator| operator.name()).collect();
    /// assert_eq!(names.len(), 5);
    /// assert!(names.contains(&"Tchibo-Mobil"));
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn operators_of(&self, plmn: Plmn) -> impl Iterator<Item = Operator<'_>> {
        let key = table::key(plmn);
        let open = self.builtin && !self.closed.contains(&key);
        let builtin = open.then(|| table::operators_of(key)).into_iter().flatten();
        let rows = self.networks.get(&key).map(Vec::as_slice).unwrap_or_default();
        let added = rows.iter().filter_map(|row| self.added.get(*row)).map(|line| Operator::new(line));
        added.chain(builtin.filter(move |other| !self.is_hidden(key, *other)))
    }

    /// Whether one that is built in is replaced on a network.
    fn is_hidden(&self, key: Key, operator: Operator<'_>) -> bool {
        !self.hidden.is_empty() && self.hidden.contains(&(key, operator.line()))
    }

    /// All operators, without those that are replaced on all their networks.
    ///
    /// ```
    /// use simcard::account::directory::Directory;
    ///
    /// let directory = Directory::builtin();
    /// assert_eq!(directory.operators().count(), 634);
    /// let austrian = directory.operators().filter(|operator| operator.country_code() == "AT");
    /// assert!(austrian.map(|operator| operator.name()).any(|name| name == "HoT"));
    /// ```
    pub fn operators(&self) -> impl Iterator<Item = Operator<'_>> {
        let builtin = self.builtin.then(table::operators).into_iter().flatten();
        let builtin = builtin.filter(|operator| {
            operator
                .plmns()
                .map(table::key)
                .any(|key| !self.closed.contains(&key) && !self.is_hidden(key, *operator))
        });
        let added = self.added.iter().enumerate().map(|(row, line)| (row, Operator::new(line)));
        let added = added.filter(|(row, operator)| {
            let mut rows = operator.plmns().filter_map(|plmn| self.networks.get(&table::key(plmn)));
            rows.any(|rows| rows.contains(row))
        });
        added.map(|(_, operator)| operator).chain(builtin)
    }

    /// The tables that would be built in if these operators were, for the program that makes them. `comment` is put
    /// before them; its first line is what [`source`](Self::source) says.
    ///
    /// ```
    /// use simcard::account::directory::Directory;
    /// use simcard::mock::virtual_operator;
    ///
    /// let mut directory = Directory::empty();
    /// directory.extend(&[virtual_operator()])?;
    /// let tables = directory.tables("Mine, 2026-11-22");
    /// assert!(tables.operators.starts_with("# Mine, 2026-11-22\nGB\tsimcard\t"));
    /// assert_eq!(tables.networks, "00101- 000019\n"); // where the line of the operator begins
    /// # Ok::<(), simcard::account::directory::DirectoryError>(())
    /// ```
    pub fn tables(&self, comment: &str) -> Tables {
        table::write(comment, self.operators())
    }
}

fn check_len(text: &str) -> Result<(), DirectoryError> {
    match text.len() {
        len if len > Directory::MAX_TEXT => Err(DirectoryError::TooLarge { len, max: Directory::MAX_TEXT }),
        _ => Ok(()),
    }
}
