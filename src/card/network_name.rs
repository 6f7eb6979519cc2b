//! Which name a phone with this card shows for a network.

use alloc::string::String;
use alloc::vec::Vec;

use super::identity::{Absence, absence};
use super::{Card, Exclusive};
use crate::error::Result;
use crate::files::content::{
    NetworkName, OperatorPlmn, PlmnList, ServiceProviderDisplay, ServiceProviderName,
};
use crate::files::{Content, Descriptor, ElementaryFile, gsm, usim};
use crate::numbering::Plmn;
use crate::transport::{Transport, TransportError};

/// What a card says about the names of networks: EF.SPN, EF.SPDI, EF.PNN and EF.OPL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetworkNames {
    /// The networks that are home: those of EF.EHPLMN, else the one in the IMSI.
    pub home: Vec<Plmn>,
    /// The name of the provider, and when it is shown.
    pub provider: Option<ServiceProviderName>,
    /// The networks in which the provider's name is shown as at home.
    pub provider_networks: Vec<Plmn>,
    /// The names that the card has, by record; `None` for a blank one.
    pub names: Vec<Option<NetworkName>>,
    /// Where which of them is shown, in order; `None` if the card has no EF.OPL.
    pub places: Option<Vec<OperatorPlmn>>,
}

/// What is shown while registered in a network.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DisplayedName {
    /// The provider's name, if it is shown.
    pub provider: Option<String>,
    /// Whether the network's name is shown.
    pub shows_network: bool,
    /// The network's name, if it is shown and the card has it. Otherwise it comes from the network or from a table
    /// of the phone's.
    pub network: Option<String>,
}

impl NetworkNames {
    /// What is shown while registered in this network, in an area with this location or tracking area code
    /// (3GPP TS 22.101 annex A.4, 3GPP TS 31.102 4.2.12, 4.2.58, 4.2.59).
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let names = Card::new(VirtualCard::uicc()).network_names()?;
    /// let home = names.displayed("001-01".parse()?, 1);
    /// assert_eq!(home.provider.as_deref(), Some("simcard"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn displayed(&self, registered: Plmn, area: u16) -> DisplayedName {
        let at_home = self.home.contains(&registered);
        let name =
            self.provider.as_ref().map(|spn| (spn, spn.name.text())).filter(|(_, name)| !name.is_empty());
        let (provider, shows_network) = match name {
            None => (None, true),
            Some((spn, name)) if at_home || self.provider_networks.contains(&registered) => {
                (Some(name), spn.shows_plmn_at_home())
            }
            Some((spn, name)) => (Some(name).filter(|_| spn.shows_name_when_roaming()), true),
        };
        let network = self.name(registered, area, at_home).filter(|_| shows_network);
        DisplayedName { provider, shows_network, network }
    }

    fn name(&self, registered: Plmn, area: u16, at_home: bool) -> Option<String> {
        let record = match &self.places {
            Some(places) => places.iter().find(|place| place.covers(registered, area))?.name_record,
            // without EF.OPL, the first name is that of the home network
            None => u8::from(at_home),
        };
        let index = usize::from(record).checked_sub(1)?;
        self.names.get(index)?.as_ref()?.full_name().filter(|name| !name.is_empty())
    }
}

impl OperatorPlmn {
    /// Whether this record is about the network, in an area with this code. `0000` to `FFFE` is every area.
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, usim};
    ///
    /// // every network of country 001 whose code begins with 0, in areas 0010 to 001F; shown with record 2 of EF.PNN
    /// let place = usim::Opl::decode(&[0x00, 0xF1, 0xD0, 0x00, 0x10, 0x00, 0x1F, 0x02])?;
    /// assert!(place.covers("001-01".parse()?, 0x0010));
    /// assert!(!place.covers("001-01".parse()?, 0x0020));
    /// assert!(!place.covers("001-11".parse()?, 0x0010));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn covers(&self, plmn: Plmn, area: u16) -> bool {
        let same = |(pattern, digit): (u8, u8)| {
            let half = |pattern: u8, digit: u8| pattern == 0x0D || pattern == digit;
            half(pattern >> 4, digit >> 4) && half(pattern & 0x0F, digit & 0x0F)
        };
        let everywhere = (self.first_area, self.last_area) == (0, 0xFFFE);
        self.plmn.0.into_iter().zip(plmn.to_bcd()).all(same)
            && (everywhere || (self.first_area..=self.last_area).contains(&area))
    }
}

impl<T: Transport> Card<T> {
    /// What the card says about the names of networks. What it does not have, or not give out, is left out.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let names = Card::new(VirtualCard::uicc()).network_names()?;
    /// assert_eq!(names.home, ["001-01".parse()?]);
    /// assert_eq!(names.provider.map(|spn| spn.name.text()), Some("simcard".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only if the card can't be talked to.
    pub fn network_names(&mut self) -> Result<NetworkNames> {
        self.reading(|card| card.read_network_names())
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    fn read_network_names(&mut self) -> Result<NetworkNames> {
        let identity = self.read_identity()?;
        let imsi = identity.imsi.ok().zip(identity.mnc_length).and_then(|(imsi, length)| imsi.plmn(length));
        let equivalent: Option<PlmnList> = self.optional(&[usim::Ehplmn::DESCRIPTOR])?;
        let equivalent = equivalent.map(|list| plmns(&list)).unwrap_or_default();
        let provider = self.optional(&[usim::Spn::DESCRIPTOR, gsm::Spn::DESCRIPTOR])?;
        let display: Option<ServiceProviderDisplay> =
            self.optional(&[usim::Spdi::DESCRIPTOR, gsm::Spdi::DESCRIPTOR])?;
        let names = self.optional_records(&[usim::Pnn::DESCRIPTOR, gsm::Pnn::DESCRIPTOR])?;
        let places = self.optional_records(&[usim::Opl::DESCRIPTOR, gsm::Opl::DESCRIPTOR])?;
        Ok(NetworkNames {
            home: if equivalent.is_empty() { imsi.into_iter().collect() } else { equivalent },
            provider,
            provider_networks: display.map(|display| plmns(display.plmns())).unwrap_or_default(),
            names: names.unwrap_or_default(),
            places: places.map(|places| places.into_iter().flatten().collect()),
        })
    }

    /// The content of the first of these transparent files that the card has, if there is one to be had.
    fn optional<C: Content>(&mut self, files: &[Descriptor]) -> Result<Option<C>> {
        let bytes = self.first_of(files, |card, file| card.whole_file(&file.path, file.sfi));
        let bytes = absence(bytes, Absence::EmptyFile)?.ok();
        Ok(bytes.and_then(|bytes| C::decode(&bytes).ok()))
    }

    /// The records of the first of these files that the card has, if there is one to be had.
    fn optional_records<C: Content>(&mut self, files: &[Descriptor]) -> Result<Option<Vec<Option<C>>>> {
        let records = self.first_of(files, |card, file| card.all_records(&file.path, file.sfi));
        let records = absence(records, Absence::EmptyRecord)?.ok();
        Ok(records.map(|records| records.iter().map(|record| C::decode(record).ok()).collect()))
    }
}

/// The networks in a list, without the blank places.
fn plmns(list: &PlmnList) -> Vec<Plmn> {
    list.entries.iter().filter_map(|field| field.plmn()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::content::{Bytes, PlmnField};
    use std::vec;

    fn names(display_condition: u8) -> NetworkNames {
        let place = |plmn, first_area, last_area, name_record| OperatorPlmn {
            plmn: PlmnField(plmn),
            first_area,
            last_area,
            name_record,
            rest: Bytes::default(),
        };
        NetworkNames {
            home: vec!["001-01".parse().unwrap()],
            provider: Some(ServiceProviderName::new(display_condition, "Provider").unwrap()),
            provider_networks: vec!["001-02".parse().unwrap()],
            names: vec![
                Some(NetworkName::new("Home net", None).unwrap()),
                Some(NetworkName::new("City net", None).unwrap()),
            ],
            // 001-01 areas 0010 to 001F: record 2; all of 001-0?: record 1; 001-1?: not from here
            places: Some(vec![
                place([0x00, 0xF1, 0x10], 0x10, 0x1F, 2),
                place([0x00, 0xF1, 0xD0], 0, 0xFFFE, 1),
                place([0x00, 0xF1, 0xD1], 0, 0xFFFE, 0),
            ]),
        }
    }

    fn shown(names: &NetworkNames, plmn: &str, area: u16) -> (Option<String>, bool, Option<String>) {
        let shown = names.displayed(plmn.parse().unwrap(), area);
        (shown.provider, shown.shows_network, shown.network)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.into())
    }

    #[test]
    fn at_home_the_provider_is_shown_and_the_network_if_bit_1_says_so() {
        assert_eq!(shown(&names(0), "001-01", 0x10), (some("Provider"), false, None));
        assert_eq!(shown(&names(1), "001-01", 0x10), (some("Provider"), true, some("City net")));
        assert_eq!(shown(&names(1), "001-01", 0x20), (some("Provider"), true, some("Home net")));
        // EF.SPDI makes it as at home
        assert_eq!(shown(&names(1), "001-02", 0x20), (some("Provider"), true, some("Home net")));
    }

    #[test]
    fn elsewhere_the_network_is_shown_and_the_provider_unless_bit_2_forbids() {
        assert_eq!(shown(&names(0), "001-03", 1), (some("Provider"), true, some("Home net")));
        assert_eq!(shown(&names(2), "001-03", 1), (None, true, some("Home net")));
        // record 0: the name is not on the card; neither is that of a network that no record covers
        assert_eq!(shown(&names(2), "001-11", 1), (None, true, None));
        assert_eq!(shown(&names(2), "999-99", 1), (None, true, None));
    }

    #[test]
    fn without_places_the_first_name_is_that_of_home() {
        let names = NetworkNames { places: None, provider: None, ..names(0) };
        assert_eq!(shown(&names, "001-01", 1), (None, true, some("Home net")));
        assert_eq!(shown(&names, "001-03", 1), (None, true, None));
    }
}
