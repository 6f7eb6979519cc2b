//! The contacts on a card.

mod layout;
mod lists;
mod read;
mod write;

pub use lists::NumberList;

use alloc::string::String;
use alloc::vec::Vec;

use super::identity::Absence;
use super::{Card, Exclusive};
use crate::codec::DialingNumber;
use crate::error::{Error, Result};
use crate::files::content::Bytes;
use crate::files::{ElementaryFile, phonebook, telecom};
use crate::fs::Path;
use crate::transport::{Transport, TransportError};

/// Which phone book of a card it is. A USIM's own and that of the whole card are independent of each other (3GPP TS
/// 31.102 4.4.2), though many cards have one behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PhoneBookPlace {
    /// That of the USIM, below `ADF.USIM/DF.PHONEBOOK`.
    Usim,
    /// That of the whole card, below `DF.TELECOM/DF.PHONEBOOK`.
    Card,
    /// That of a 2G SIM: `DF.TELECOM/EF.ADN`, names and numbers only.
    Sim,
}

impl PhoneBookPlace {
    const ALL: [Self; 3] = [Self::Usim, Self::Card, Self::Sim];

    /// The file that everything else is found by.
    const fn root(self) -> Path {
        match self {
            Self::Usim => phonebook::usim::Pbr::DESCRIPTOR.path,
            Self::Card => phonebook::telecom::Pbr::DESCRIPTOR.path,
            Self::Sim => telecom::Adn::DESCRIPTOR.path,
        }
    }
}

/// The contacts on a card: what [`Card::phonebook`] found.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PhoneBook {
    /// Which of the card's phone books it is.
    pub place: PhoneBookPlace,
    /// How many contacts there is room for.
    pub capacity: u16,
    /// The contacts, in the order of their records.
    pub contacts: Vec<Contact>,
    /// Files that belong to the phone book and could not be read. What they hold is missing from the contacts.
    pub unread: Vec<UnreadFile>,
}

/// A contact.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Contact {
    /// The number of its record, from 1. It goes on counting where a phone book has several EF.ADN.
    pub record: u16,
    /// What the contact is called; may be empty.
    pub name: String,
    /// The number, if there is one.
    pub number: Option<ContactNumber>,
    /// Further numbers.
    pub additional_numbers: Vec<ContactNumber>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// What else the contact is called, such as in another script.
    pub second_name: Option<String>,
    /// The groups it is in.
    pub groups: Vec<ContactGroup>,
    /// URIs, such as those of SIP.
    pub uris: Vec<String>,
    /// What tells the contact from all others that the phone book ever held.
    pub uid: Option<u16>,
    /// Whether it is to be shown only once a secret code was entered.
    pub hidden: bool,
}

/// A number of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ContactNumber {
    /// The number, with what its extension records add.
    pub number: DialingNumber,
    /// What kind of number it is, in the owner's words.
    pub kind: Option<String>,
    /// The called party subaddress (3GPP TS 24.008 10.5.4.8), without identifier and length.
    pub subaddress: Option<Bytes>,
    /// Whether an extension record is missing or malformed, so that digits may be missing at the end.
    pub truncated: bool,
}

/// A group of contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ContactGroup {
    /// Its record in EF.GAS.
    pub record: u8,
    /// Its name, if it has one.
    pub name: Option<String>,
}

/// A file of a phone book that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UnreadFile {
    /// Its name.
    pub file: &'static str,
    /// Where it is.
    pub path: Path,
    /// Why.
    pub reason: Absence,
}

impl<T: Transport> Card<T> {
    /// The contacts on the card: the phone book of the USIM, else that of the whole card, else that of a 2G SIM.
    ///
    /// All records of names and numbers are read, a command each; what else there is, for those in use only.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let book = card.phonebook()?;
    /// assert_eq!(book.contacts[0].name, "Customer care");
    /// let number = book.contacts[0].number.as_ref().unwrap();
    /// assert_eq!(number.number.to_string(), "+447700900100");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if the card has no phone book, [`Error::Security`] if it is not readable, usually
    /// because PIN1 was not verified.
    pub fn phonebook(&mut self) -> Result<PhoneBook> {
        self.reading(|card| card.in_phone_book(None, |card, place| card.read_phone_book(place)))
    }

    /// The contacts in this phone book of the card.
    ///
    /// ```
    /// use simcard::card::PhoneBookPlace;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let book = card.phonebook_at(PhoneBookPlace::Sim)?;
    /// assert_eq!(book.contacts[0].name, "Customer care");
    /// assert!(card.phonebook_at(PhoneBookPlace::Usim).unwrap_err().is_not_found());
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::phonebook`].
    pub fn phonebook_at(&mut self, place: PhoneBookPlace) -> Result<PhoneBook> {
        self.reading(|card| card.in_phone_book(Some(place), |card, place| card.read_phone_book(place)))
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    /// Does something with this phone book, or with the first that the card has.
    fn in_phone_book<R>(
        &mut self,
        place: Option<PhoneBookPlace>,
        mut body: impl FnMut(&mut Self, PhoneBookPlace) -> Result<R>,
    ) -> Result<R> {
        let mut result = None;
        for candidate in PhoneBookPlace::ALL {
            let asked_for = place.is_none_or(|place| place == candidate);
            // a 2G SIM has neither applications nor EF.PBR
            if !asked_for || (self.is_gsm() && candidate != PhoneBookPlace::Sim) {
                continue;
            }
            match body(self, candidate) {
                Err(error) if error.is_not_found() => result = Some(Err(error)),
                found => return found,
            }
        }
        result.unwrap_or(Err(Error::NotFound { path: place.unwrap_or(PhoneBookPlace::Sim).root() }))
    }
}
