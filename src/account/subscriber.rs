//! Whose account it is.

use alloc::string::String;

use super::directory::Selector;
use crate::card::{Absence, Card, Reading, absence};
use crate::error::Result;
use crate::files::content::Bytes;
use crate::files::{ElementaryFile, gsm, usim};
use crate::numbering::{Iccid, Imsi, MncLength, Msisdn, Plmn};
use crate::transport::Transport;

/// Whose account it is, and what tells the operator. `Debug` masks the numbers.
///
/// ```
/// use simcard::{Card, account::Subscriber, mock::VirtualCard};
///
/// let mut card = Card::new(VirtualCard::uicc());
/// let subscriber = Subscriber::read(&mut card)?;
/// assert_eq!(subscriber.plmn().unwrap().to_string(), "001-01");
/// assert_eq!(subscriber.msisdn.unwrap().to_string(), "+447700900123");
/// assert!(card.traffic().commands <= 20);
/// # Ok::<(), simcard::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subscriber {
    /// The number of the card.
    pub iccid: Reading<Iccid>,
    /// The number of the subscription.
    pub imsi: Reading<Imsi>,
    /// How many digits of the IMSI are the network code, if that is known.
    pub mnc_length: Option<MncLength>,
    /// The telephone number: the first record of EF.MSISDN.
    pub msisdn: Reading<Msisdn>,
    /// The name of the service provider.
    pub spn: Reading<String>,
    /// Group identifier level 1.
    pub gid1: Reading<Bytes>,
}

impl Subscriber {
    /// Reads it from the card.
    ///
    /// ```
    /// use simcard::{Card, account::Subscriber, mock::VirtualCard};
    ///
    /// let subscriber = Subscriber::read(&mut Card::new(VirtualCard::uicc()))?;
    /// assert_eq!(subscriber.imsi.unwrap().as_str(), "001010123456789");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only if the card can't be talked to. What is not there, or not given out without a PIN, is an [`Absence`].
    pub fn read<T: Transport>(card: &mut Card<T>) -> Result<Self> {
        card.reading(|card| {
            let iccid = absence(card.read_iccid(), Absence::EmptyFile)?;
            let imsi = absence(card.read_imsi(), Absence::EmptyFile)?;
            let mnc_length = card.read_mnc_length(imsi.as_ref().ok())?;
            let spn = absence(card.read_spn(), Absence::EmptyFile)?;
            let gid1_files = [usim::Gid1::DESCRIPTOR, gsm::Gid1::DESCRIPTOR];
            let gid1 = card.decode_beginning(&gid1_files, 8, |bytes| {
                let used =
                    bytes.iter().rposition(|byte| *byte != 0xFF).map_or(0, |last| last.saturating_add(1));
                Ok(Bytes(bytes.get(..used).unwrap_or(bytes).to_vec()))
            });
            let gid1 = absence(gid1, Absence::EmptyFile)?
                .and_then(|gid1| if gid1.0.is_empty() { Err(Absence::EmptyFile) } else { Ok(gid1) });
            let msisdn = absence(card.read_msisdn(), Absence::EmptyRecord)?;
            Ok(Self { iccid, imsi, mnc_length, msisdn, spn, gid1 })
        })
    }

    /// The network, if the IMSI could be read and it is known how long its network code is.
    ///
    /// ```
    /// use simcard::{Card, account::Subscriber, mock::VirtualCard};
    ///
    /// let subscriber = Subscriber::read(&mut Card::new(VirtualCard::uicc()))?;
    /// assert_eq!(subscriber.plmn(), Some("001-01".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn plmn(&self) -> Option<Plmn> {
        self.imsi.as_ref().ok()?.plmn(self.mnc_length?)
    }

    /// What to look for in the directory of operators; `None` without an IMSI.
    ///
    /// ```
    /// use simcard::account::{Subscriber, directory::Directory};
    /// use simcard::{Card, mock::VirtualCard, mock::virtual_operator};
    ///
    /// let mut directory = Directory::empty();
    /// directory.extend(&[virtual_operator()])?;
    /// let subscriber = Subscriber::read(&mut Card::new(VirtualCard::uicc()))?;
    /// let found = directory.find(&subscriber.selector().expect("it has an IMSI"));
    /// assert_eq!(found.operator().unwrap().name(), "simcard");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn selector(&self) -> Option<Selector<'_>> {
        let mut selector = Selector::of_imsi(self.imsi.as_ref().ok()?, self.mnc_length);
        if let Ok(spn) = &self.spn {
            selector = selector.with_spn(spn);
        }
        if let Ok(gid1) = &self.gid1 {
            selector = selector.with_gid1(&gid1.0);
        }
        if let Ok(iccid) = &self.iccid {
            selector = selector.with_iccid(*iccid);
        }
        Some(selector)
    }
}

serialize_fields!(Subscriber, this {
    "iccid" => this.iccid.as_ref().ok(),
    "imsi" => this.imsi.as_ref().ok(),
    "plmn" => this.plmn().map(|plmn| alloc::format!("{plmn}")),
    "msisdn" => this.msisdn.as_ref().ok(),
    "spn" => this.spn.as_ref().ok(),
    "gid1" => this.gid1.as_ref().ok(),
});
