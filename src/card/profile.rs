//! Everything about a card that its owner may want to know.

use alloc::string::String;
use alloc::vec::Vec;

use super::identity::{Absence, Identity, Reading, absence, record_number};
use super::{Card, Exclusive};
use crate::codec::DecodeErrorKind;
use crate::error::{Error, Result};
use crate::files::content::{
    AccessControlClasses, ApplicationTemplate, Bytes, DialingRecord, GroupIdentifier, LanguagePreference,
    Languages, ServiceTable, SimServiceTable, UsimServices,
};
use crate::files::{Content, Descriptor, ElementaryFile, gsm, mf, telecom, usim};
use crate::fs::{Aid, Path};
use crate::numbering::Msisdn;
use crate::transport::{Transport, TransportError};

/// All about a card: what [`Card::profile`] found.
///
/// With feature `serde` it serialises as its [`Identity`] does, with its own fields beside.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Profile {
    /// Whose card it is.
    pub identity: Identity,
    /// All records of EF.MSISDN that are not blank.
    pub msisdn_records: Reading<Vec<MsisdnRecord>>,
    /// The languages that the owner prefers, most preferred first, as ISO 639-1 codes: from EF.PL, EF.LI or
    /// EF.LP.
    pub languages: Reading<Vec<String>>,
    /// The access control classes, 0 to 15: which share of phones may use an overloaded network.
    pub access_classes: Reading<Vec<u8>>,
    /// Group identifier level 1: with the network code, it tells a virtual operator.
    pub gid1: Reading<Bytes>,
    /// Group identifier level 2.
    pub gid2: Reading<Bytes>,
    /// The applications on the card, from EF.DIR.
    pub applications: Reading<Vec<ApplicationTemplate>>,
    /// The services of USIM or SIM, from EF.UST or EF.SST.
    pub services: Reading<ServiceSet>,
    /// Whether the card holds the root security domain of an eUICC, so that profiles can be loaded onto it.
    pub is_euicc: bool,
}

/// The services of the application that the card was read by.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServiceSet {
    /// Those of a USIM: EF.UST.
    Usim(ServiceTable<UsimServices>),
    /// Those of a 2G SIM: EF.SST.
    Sim(SimServiceTable),
}

impl ServiceSet {
    /// Whether the service with this number is there.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let services = Card::new(VirtualCard::uicc()).profile()?.services?;
    /// assert!(services.contains(19)); // service provider name
    /// assert!(!services.contains(4)); // service dialling numbers
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn contains(&self, number: u16) -> bool {
        match self {
            Self::Usim(table) => table.contains(number),
            Self::Sim(table) => table.is_allocated(number),
        }
    }

    /// The services that are there, by number and, where it has one, name.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let services = Card::new(VirtualCard::gsm()).profile()?.services?;
    /// assert_eq!(services.services()[0], (1, Some("CHV1 disable function")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn services(&self) -> Vec<(u16, Option<&'static str>)> {
        match self {
            Self::Usim(table) => {
                table.numbers().map(|number| (number, ServiceTable::<UsimServices>::name(number))).collect()
            }
            Self::Sim(table) => {
                table.numbers().map(|number| (number, SimServiceTable::name(number))).collect()
            }
        }
    }
}

/// A record of EF.MSISDN.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MsisdnRecord {
    /// Its number, from 1.
    pub record: u8,
    /// What the owner calls it.
    pub alpha: Option<String>,
    /// The number; `None` if there is none that can be read.
    pub msisdn: Option<Msisdn>,
}

impl<T: Transport> Card<T> {
    /// All about the card: its identity, and what else there is to know without a PIN beyond PIN1.
    ///
    /// Takes about three times the commands of [`Card::identity`]. Selects the applications of an eUICC last, because
    /// some cards take an unknown identifier amiss.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let profile = card.profile()?;
    /// assert_eq!(profile.applications?.len(), 2);
    /// assert!(!profile.is_euicc);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only if the card can't be talked to: the transport failed, or answers led nowhere.
    pub fn profile(&mut self) -> Result<Profile> {
        self.reading(|card| card.read_profile())
    }

    /// The applications that the card lists in EF.DIR (ETSI TS 102 221 13.1). Blank and unreadable records are
    /// left out.
    ///
    /// ```
    /// use simcard::{Card, fs::Aid, mock::VirtualCard};
    ///
    /// let applications = Card::new(VirtualCard::uicc()).applications()?;
    /// assert!(applications[0].aid().starts_with(&Aid::USIM));
    /// assert_eq!(applications[1].label().as_deref(), Some("ISIM"));
    /// assert!(Card::new(VirtualCard::gsm()).applications().unwrap_err().is_not_found());
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is no EF.DIR, as on GSM 11.11 cards, or the card can't be talked to.
    pub fn applications(&mut self) -> Result<Vec<ApplicationTemplate>> {
        self.reading(|card| card.read_applications())
    }

    /// Whether the card holds the root security domain of an eUICC (GSMA SGP.22 2.4.2). Selecting it is the only
    /// way to know; what was selected is forgotten.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// assert!(!Card::new(VirtualCard::uicc()).is_euicc()?);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card can't be talked to.
    pub fn is_euicc(&mut self) -> Result<bool> {
        self.reading(|card| card.read_is_euicc())
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    fn read_profile(&mut self) -> Result<Profile> {
        let identity = self.read_identity()?;
        let services = absence(self.read_services(), Absence::EmptyFile)?;
        let msisdn_records = absence(self.read_msisdn_records(), Absence::EmptyRecord)?;
        let languages = absence(self.read_languages(), Absence::EmptyFile)?;
        let acc: Reading<AccessControlClasses> =
            absence(self.read_first(&[usim::Acc::DESCRIPTOR, gsm::Acc::DESCRIPTOR]), Absence::EmptyFile)?;
        let gid1 = self.read_group(&[usim::Gid1::DESCRIPTOR, gsm::Gid1::DESCRIPTOR], &services)?;
        let gid2 = self.read_group(&[usim::Gid2::DESCRIPTOR, gsm::Gid2::DESCRIPTOR], &services)?;
        let applications = absence(self.read_applications(), Absence::EmptyRecord)?;
        let is_euicc = self.read_is_euicc()?;
        Ok(Profile {
            identity,
            msisdn_records,
            languages,
            access_classes: acc.map(|acc| acc.classes().collect()),
            gid1,
            gid2,
            applications,
            services,
            is_euicc,
        })
    }

    fn read_services(&mut self) -> Result<ServiceSet> {
        match self.read_first(&[usim::Ust::DESCRIPTOR]) {
            Err(error) if error.is_not_found() => {
                self.read_first(&[gsm::Sst::DESCRIPTOR]).map(ServiceSet::Sim)
            }
            table => table.map(ServiceSet::Usim),
        }
    }

    fn read_msisdn_records(&mut self) -> Result<Vec<MsisdnRecord>> {
        let files = [usim::Msisdn::DESCRIPTOR, telecom::Msisdn::DESCRIPTOR];
        let records = self.first_of(&files, |card, file| card.all_records(&file.path, file.sfi))?;
        let mut found = Vec::new();
        for (bytes, number) in records.iter().zip(1..) {
            match DialingRecord::decode(bytes) {
                Ok(record) => found.push(MsisdnRecord {
                    record: number,
                    alpha: Some(record.alpha.text()).filter(|alpha| !alpha.is_empty()),
                    msisdn: record_number(&record).ok(),
                }),
                Err(error) if error.kind == DecodeErrorKind::Blank => {}
                // a record that is not one must not hide the others
                Err(_) => found.push(MsisdnRecord { record: number, alpha: None, msisdn: None }),
            }
        }
        Ok(found)
    }

    /// EF.PL where it says something, else the application's own.
    fn read_languages(&mut self) -> Result<Vec<String>> {
        let mut result = Err(Error::NotFound { path: mf::Pl::DESCRIPTOR.path });
        for file in [mf::Pl::DESCRIPTOR, usim::Li::DESCRIPTOR, gsm::Lp::DESCRIPTOR] {
            let found = if file == gsm::Lp::DESCRIPTOR {
                self.read_first(&[file]).map(|lp: LanguagePreference| texts(lp.codes()))
            } else {
                self.read_first(&[file]).map(|languages: Languages| texts(languages.codes()))
            };
            match found {
                Ok(codes) if !codes.is_empty() => return Ok(codes),
                Err(error) if error.is_fatal() => return Err(error),
                // "blank" says more than "no such file"
                found if result.as_ref().is_err_and(Error::is_not_found) => result = found,
                _ => {}
            }
        }
        result
    }

    fn read_group(&mut self, files: &[Descriptor], services: &Reading<ServiceSet>) -> Result<Reading<Bytes>> {
        // the service table says whether asking is worth a command
        let by_usim = matches!(services, Ok(ServiceSet::Usim(_)));
        let file = files.iter().find(|file| file.path.application().is_some() == by_usim);
        if let (Some(service), Ok(services)) = (file.and_then(|file| file.service), services) {
            if !services.contains(service) {
                return Ok(Err(Absence::NoService));
            }
        }
        let group: Reading<GroupIdentifier> = absence(self.read_first(files), Absence::EmptyFile)?;
        Ok(group.map(|group| group.0))
    }

    fn read_applications(&mut self) -> Result<Vec<ApplicationTemplate>> {
        if self.is_gsm() {
            return Err(Error::NotFound { path: mf::Dir::DESCRIPTOR.path });
        }
        let records = self.all_records(&mf::Dir::DESCRIPTOR.path, mf::Dir::DESCRIPTOR.sfi)?;
        Ok(records.iter().filter_map(|record| mf::Dir::decode(record).ok()).collect())
    }

    fn read_is_euicc(&mut self) -> Result<bool> {
        self.find_dialect()?;
        if self.is_gsm() {
            return Ok(false);
        }
        match self.go_to(&Path::adf(Aid::ISD_R, &[])) {
            Ok(()) => Ok(true),
            Err(error) if error.is_fatal() => Err(error),
            Err(_) => Ok(false),
        }
    }

    /// Reads and decodes the first of these transparent files that the card has.
    fn read_first<C: Content>(&mut self, files: &[Descriptor]) -> Result<C> {
        self.first_of(files, |card, file| {
            let bytes = card.whole_file(&file.path, file.sfi)?;
            Ok(C::decode(&bytes).map_err(|error| error.within(file.name, 0))?)
        })
    }
}

/// The languages that have a code.
fn texts<'a>(codes: impl Iterator<Item = Option<&'a str>>) -> Vec<String> {
    codes.flatten().map(String::from).collect()
}

#[cfg(feature = "serde")]
mod serialize {
    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::super::identity::serialize::entry;
    use super::{Profile, ServiceSet};

    /// A service, as it serialises.
    #[derive(serde::Serialize)]
    struct Service {
        number: u16,
        name: Option<&'static str>,
    }

    impl Serialize for ServiceSet {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.services().into_iter().map(|(number, name)| Service { number, name }))
        }
    }

    impl Serialize for Profile {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            self.identity.entries(&mut map)?;
            entry(&mut map, "msisdn_records", &self.msisdn_records)?;
            entry(&mut map, "languages", &self.languages)?;
            entry(&mut map, "access_classes", &self.access_classes)?;
            entry(&mut map, "gid1", &self.gid1)?;
            entry(&mut map, "gid2", &self.gid2)?;
            entry(&mut map, "applications", &self.applications)?;
            entry(&mut map, "services", &self.services)?;
            map.serialize_entry("is_euicc", &self.is_euicc)?;
            map.end()
        }
    }
}
