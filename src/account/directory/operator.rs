//! An operator: a view of one line of the directory.
//!
//! A line is what is known of an operator, between tabs: the letters of its country, its name, and then items, each of
//! which begins with the letter of what it is.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::entry::{OperatorEntry, Replaces};
use super::ways::{TopUpWay, VoucherDigits, Way};
use crate::account::Country;
use crate::numbering::Plmn;

/// What an item of a line is.
pub(super) mod item {
    pub const ALIAS: char = 'a';
    pub const PLMN: char = 'p';
    pub const OWN_NETWORK: char = 'o';
    pub const VIRTUAL: char = 'v';
    pub const SPN: char = 's';
    pub const GID1: char = 'g';
    pub const ICCID: char = 'i';
    pub const VOUCHER: char = 'l';
    pub const BALANCE: char = 'b';
    pub const REPLY: char = 'r';
    pub const TOP_UP: char = 't';
    pub const NUMBER: char = 'n';
}

/// An operator in the directory: a network, or a brand on somebody else's.
///
/// It is a view, and costs nothing to copy. What it knows is made when it is asked for.
///
/// ```
/// use simcard::account::directory::{Directory, Way};
///
/// let directory = Directory::builtin();
/// let operator = directory.operators_of("232-08".parse()?).next().expect("it is listed");
/// assert_eq!((operator.name(), operator.country_code()), ("Lycamobile", "AT"));
/// assert!(operator.balance().eq([Way::Ussd("*231#".into())]));
/// # Ok::<(), simcard::numbering::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Operator<'d> {
    line: &'d str,
}

impl<'d> Operator<'d> {
    pub(super) const fn new(line: &'d str) -> Self {
        Self { line }
    }

    pub(super) const fn line(self) -> &'d str {
        self.line
    }

    /// What stands behind this letter, as often as it does.
    fn items(self, kind: char) -> impl Iterator<Item = &'d str> {
        self.line.split('\t').skip(2).filter_map(move |item| item.strip_prefix(kind))
    }

    /// What tells whose card it is, and as what: other names, and what its cards begin with. Ways and codes, which stand
    /// behind them, are left out.
    pub(super) fn names_and_selectors(self) -> impl Iterator<Item = (char, &'d str)> {
        let items = self.line.split('\t').skip(2).filter_map(|item| {
            let kind = item.chars().next()?;
            Some((kind, item.get(kind.len_utf8()..)?))
        });
        items.take_while(|(kind, _)| {
            matches!(
                *kind,
                item::ALIAS
                    | item::PLMN
                    | item::OWN_NETWORK
                    | item::VIRTUAL
                    | item::SPN
                    | item::GID1
                    | item::ICCID
            )
        })
    }

    /// The country, by two letters of ISO 3166-1; `XK` is Kosovo.
    pub fn country_code(self) -> &'d str {
        self.line.split('\t').next().unwrap_or_default()
    }

    /// The country. `None` for Kosovo, which is not among those of ISO 3166-1.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// use simcard::account::Country;
    ///
    /// # let mut directory = Directory::empty();
    /// # directory.extend(&[virtual_operator()])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert_eq!((operator.country_code(), operator.country()), ("GB", Some("GB".parse::<Country>()?)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn country(self) -> Option<Country> {
        self.country_code().parse().ok()
    }

    /// The name.
    pub fn name(self) -> &'d str {
        self.line.split('\t').nth(1).unwrap_or_default()
    }

    /// Other names: brands, and the name in the country's script.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// # directory.extend(&[virtual_operator()])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert_eq!(operator.name(), "simcard");
    /// assert!(operator.brands().eq(["Test operator"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn brands(self) -> impl Iterator<Item = &'d str> {
        self.items(item::ALIAS)
    }

    /// The networks that its cards name as their own, in EF.IMSI.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// # directory.extend(&[virtual_operator()])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert!(operator.plmns().eq(["001-01".parse()?]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn plmns(self) -> impl Iterator<Item = Plmn> {
        self.items(item::PLMN).filter_map(|text| text.parse().ok())
    }

    /// Whether it is a brand on somebody else's network; `None` if that is not known.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// let mut entry = virtual_operator();
    /// entry.mvno = Some(true);
    /// directory.extend(&[entry])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert_eq!(operator.is_virtual(), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_virtual(self) -> Option<bool> {
        let has = |kind| self.items(kind).next().is_some();
        has(item::VIRTUAL).then_some(true).or_else(|| has(item::OWN_NETWORK).then_some(false))
    }

    /// The names in EF.SPN that its cards have, if only those are its cards.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// let mut entry = virtual_operator();
    /// entry.spn = vec!["Zebra".into()];
    /// directory.extend(&[entry])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert!(operator.spns().eq(["Zebra"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn spns(self) -> impl Iterator<Item = &'d str> {
        self.items(item::SPN)
    }

    /// What EF.GID1 begins with on its cards, in hexadecimal, if only those are its cards.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// let mut entry = virtual_operator();
    /// entry.gid1 = vec!["42".into()];
    /// directory.extend(&[entry])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert!(operator.gid1_prefixes().eq(["42"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn gid1_prefixes(self) -> impl Iterator<Item = &'d str> {
        self.items(item::GID1)
    }

    /// The digits that the ICCIDs of its cards begin with, if only those are its cards.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// let mut entry = virtual_operator();
    /// entry.iccid = vec!["894400".into()];
    /// directory.extend(&[entry])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert!(operator.iccid_prefixes().eq(["894400"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iccid_prefixes(self) -> impl Iterator<Item = &'d str> {
        self.items(item::ICCID)
    }

    /// How to ask for the balance, the usual way first.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// # directory.extend(&[virtual_operator()])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// let ways: Vec<String> = operator.balance().map(|way| way.to_string()).collect();
    /// assert_eq!(ways, ["USSD *100#", "USSD *101#", "SMS to 123: BAL"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn balance(self) -> impl Iterator<Item = Way> {
        self.items(item::BALANCE).filter_map(Way::read)
    }

    /// What to reply, one after the other, where a USSD enquiry for the balance opens a menu.
    ///
    /// ```
    /// use simcard::account::directory::Directory;
    ///
    /// let directory = Directory::builtin();
    /// let glo = directory.operators_of("621-50".parse()?).next().expect("it is listed");
    /// assert!(glo.ussd_replies().eq(["4"])); // after #124#
    /// # Ok::<(), simcard::numbering::NumberError>(())
    /// ```
    pub fn ussd_replies(self) -> impl Iterator<Item = &'d str> {
        self.items(item::REPLY)
    }

    /// How to top up, the usual way first.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// # directory.extend(&[virtual_operator()])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// let ways: Vec<String> = operator.top_up().map(|way| way.to_string()).collect();
    /// assert_eq!(ways, ["USSD *105*CODE#", "SMS to 123: TOPUP CODE"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn top_up(self) -> impl Iterator<Item = TopUpWay> {
        self.items(item::TOP_UP).filter_map(TopUpWay::read)
    }

    /// How to ask for the own number, the usual way first.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// # directory.extend(&[virtual_operator()])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// let ways: Vec<String> = operator.own_number().map(|way| way.to_string()).collect();
    /// assert_eq!(ways, ["USSD *106#", "SMS to 123: NUM"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn own_number(self) -> impl Iterator<Item = Way> {
        self.items(item::NUMBER).filter_map(Way::read)
    }

    /// How many digits its voucher codes have, if that is known.
    ///
    /// ```
    /// # use simcard::account::directory::{Directory, VoucherDigits};
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// # directory.extend(&[virtual_operator()])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert_eq!(operator.voucher_digits(), Some(VoucherDigits { min: 4, max: 20 }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn voucher_digits(self) -> Option<VoucherDigits> {
        self.items(item::VOUCHER).find_map(VoucherDigits::read)
    }

    /// The entry that makes this operator. With it, one can change a little of what is built in.
    ///
    /// ```
    /// # use simcard::account::directory::Directory;
    /// # use simcard::mock::virtual_operator;
    /// # let mut directory = Directory::empty();
    /// # directory.extend(&[virtual_operator()])?;
    /// let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// let mut entry = operator.to_entry();
    /// entry.voucher_digits = Some((14, 14));
    /// directory.extend(&[entry])?;
    /// # let operator = directory.operators_of("001-01".parse()?).next().expect("it was added");
    /// assert_eq!(operator.voucher_digits().map(|digits| digits.min), Some(14));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_entry(self) -> OperatorEntry {
        let texts =
            |items: &mut dyn Iterator<Item = &'d str>| -> Vec<String> { items.map(Into::into).collect() };
        OperatorEntry {
            name: self.name().into(),
            brands: texts(&mut self.brands()),
            country: self.country_code().into(),
            plmns: texts(&mut self.items(item::PLMN)),
            replaces: Replaces::default(),
            mvno: self.is_virtual(),
            spn: texts(&mut self.spns()),
            gid1: texts(&mut self.gid1_prefixes()),
            iccid: texts(&mut self.iccid_prefixes()),
            balance: self.balance().map(Into::into).collect(),
            ussd_replies: texts(&mut self.ussd_replies()),
            top_up: self.top_up().map(Into::into).collect(),
            voucher_digits: self.voucher_digits().map(|digits| (digits.min, digits.max)),
            own_number: self.own_number().map(Into::into).collect(),
        }
    }
}

impl fmt::Debug for Operator<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operator({}, {})", self.name(), self.country_code())
    }
}

impl fmt::Display for Operator<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// As the entry that makes it ([`Operator::to_entry`]).
impl serde::Serialize for Operator<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_entry().serialize(serializer)
    }
}
