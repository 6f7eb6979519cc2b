//! The other lists of names and numbers: own, fixed, service, barred and last dialled ones.

use alloc::vec::Vec;

use super::layout::FileSet;
use super::read::{References, drafts};
use super::{Contact, Exclusive};
use crate::card::Card;
use crate::error::{Error, Result};
use crate::files::content::{PhoneBookFileKind as Kind, PhoneBookFileLink as Link};
use crate::files::{Descriptor, ElementaryFile, telecom, usim};
use crate::transport::{Transport, TransportError};

/// A list of names and numbers beside the phone book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NumberList {
    /// The owner's own numbers: EF.MSISDN.
    Own,
    /// The only numbers that may be called while fixed dialling is on: EF.FDN.
    Fixed,
    /// The provider's service numbers: EF.SDN.
    Service,
    /// Numbers that may not be called: EF.BDN.
    Barred,
    /// The numbers dialled last, the latest first: EF.LND.
    LastDialled,
}

impl NumberList {
    /// Where the list is, and its extension records: in the USIM, and in DF.TELECOM.
    const fn files(self) -> [Option<(Descriptor, Descriptor)>; 2] {
        use telecom as old;
        match self {
            Self::Own => [
                Some((usim::Msisdn::DESCRIPTOR, usim::Ext5::DESCRIPTOR)),
                Some((old::Msisdn::DESCRIPTOR, old::Ext1::DESCRIPTOR)),
            ],
            Self::Fixed => [
                Some((usim::Fdn::DESCRIPTOR, usim::Ext2::DESCRIPTOR)),
                Some((old::Fdn::DESCRIPTOR, old::Ext2::DESCRIPTOR)),
            ],
            Self::Service => [
                Some((usim::Sdn::DESCRIPTOR, usim::Ext3::DESCRIPTOR)),
                Some((old::Sdn::DESCRIPTOR, old::Ext3::DESCRIPTOR)),
            ],
            Self::Barred => [
                Some((usim::Bdn::DESCRIPTOR, usim::Ext4::DESCRIPTOR)),
                Some((old::Bdn::DESCRIPTOR, old::Ext4::DESCRIPTOR)),
            ],
            Self::LastDialled => [None, Some((old::Lnd::DESCRIPTOR, old::Ext1::DESCRIPTOR))],
        }
    }
}

impl<T: Transport> Card<T> {
    /// The names and numbers in one of the card's lists, long numbers put together from their extension records.
    ///
    /// Blank records are left out; [`Contact::record`] says where the others are. The list in the USIM counts where
    /// there is one, else that in DF.TELECOM.
    ///
    /// ```
    /// use simcard::card::NumberList;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let own = card.numbers(NumberList::Own)?;
    /// let number = own[0].number.as_ref().unwrap();
    /// assert_eq!(number.number.to_string(), "+447700900123");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if the card has no such list, [`Error::Security`] if it is not readable.
    pub fn numbers(&mut self, list: NumberList) -> Result<Vec<Contact>> {
        self.reading(|card| card.read_numbers(list))
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    fn read_numbers(&mut self, list: NumberList) -> Result<Vec<Contact>> {
        let mut missing = None;
        for (numbers, extensions) in list.files().into_iter().flatten() {
            if self.is_gsm() && numbers.path.application().is_some() {
                continue;
            }
            let mut records = match self.all_records(&numbers.path, numbers.sfi) {
                Err(error) if error.is_not_found() => {
                    missing = Some(error);
                    continue;
                }
                records => records?,
            };
            if list == NumberList::Barred {
                // the last byte says how numbers are compared with this one
                for record in &mut records {
                    record.pop();
                }
            }
            let set = FileSet::of([
                (Link::Type1, Kind::Adn, numbers.path),
                (Link::Type3, Kind::Ext1, extensions.path),
            ]);
            let mut references = References::default();
            let drafts = drafts(&records, 0, numbers.path, &mut references.unread);
            return drafts.into_iter().map(|draft| self.complete(&set, draft, &mut references)).collect();
        }
        Err(missing.unwrap_or(Error::NotFound { path: telecom::Lnd::DESCRIPTOR.path }))
    }
}
