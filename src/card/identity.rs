//! Whose card this is.

use alloc::string::String;
use alloc::vec::Vec;

use thiserror::Error;

use super::read::MAX_RECORDS;
use super::{Card, Exclusive};
use crate::apdu::{Atr, StatusWord};
use crate::codec::{DecodeError, DecodeErrorKind, DialingNumber, TypeOfNumber};
use crate::error::{Error, Result};
use crate::exchange::Traffic;
use crate::files::content::{
    AdministrativeData, AlphaIdentifier, DialingRecord, ServiceProviderName, ShortMessageParameters,
};
use crate::files::{Content, Descriptor, ElementaryFile, gsm, mf, telecom, usim};
use crate::fs::Structure;
use crate::numbering::{Iccid, Imsi, Mcc, Mnc, MncLength, Msisdn};
use crate::transport::{Transport, TransportError};

/// What [`Card::identity`] spends at most, in commands and in bytes both ways, on MSISDN records beyond the first.
/// [`Card::profile`] reads all.
const BUDGET: (u64, u64) = (22, 450);

/// Where own numbers are.
const MSISDN_FILES: [Descriptor; 2] = [usim::Msisdn::DESCRIPTOR, telecom::Msisdn::DESCRIPTOR];

/// A value from a card, or why there is none.
pub type Reading<T> = Result<T, Absence>;

/// Why a card has no such value. It is an answer, not a failure: the card works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Absence {
    /// The card has no such file.
    #[error("no such file")]
    NoSuchFile,
    /// The card's service table says that it has no such thing, so it was not asked for the file.
    #[error("service not available")]
    NoService,
    /// The file is there and nothing was ever written into it.
    #[error("empty file")]
    EmptyFile,
    /// The file is there; the record is blank, or has no number in it.
    #[error("empty record")]
    EmptyRecord,
    /// The card wants a PIN or key first, or never gives it out.
    #[error("not allowed: {0}")]
    NotAllowed(StatusWord),
    /// The card refused for another reason.
    #[error("refused: {0}")]
    Refused(StatusWord),
    /// What is there is not what it should be.
    #[error("not readable: {0}")]
    Malformed(DecodeError),
    /// The file has another structure than the specification gives it.
    #[error("a file of another structure: {0:?}")]
    WrongStructure(Structure),
}

/// What kind of card it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CardKind {
    /// A UICC (ETSI TS 102 221): it takes class 00 and may hold USIM, ISIM and others.
    Uicc,
    /// A 2G SIM (GSM 11.11, 3GPP TS 51.011): it takes class A0 only.
    Gsm,
}

/// Whose card this is: what [`Card::identity`] found.
///
/// With feature `serde` it serialises flat: `atr`, `kind`, `iccid`, `issuer_country`, `imsi`, `mcc`, `mnc`,
/// `msisdn`, `spn`, `smsc`; what is not there is `null`, with the reason in a `..._reason` beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The answer to reset, where the transport knows it.
    pub atr: Option<Atr>,
    /// Which command set the card speaks.
    pub kind: CardKind,
    /// The number of the card itself.
    pub iccid: Reading<Iccid>,
    /// The number of the subscription.
    pub imsi: Reading<Imsi>,
    /// How many digits of the IMSI are the network code: from EF.AD, else as far as the
    /// assignments tell ([`Imsi::mnc_length`]), else not known.
    pub mnc_length: Option<MncLength>,
    /// The subscriber's own numbers, at least one: the records up to the first blank one, as far as 22 commands and
    /// 450 bytes for the whole identity go.
    pub msisdns: Reading<Vec<Msisdn>>,
    /// The name of the service provider.
    pub spn: Reading<String>,
    /// The SMS service centre.
    pub smsc: Reading<Msisdn>,
}

impl Identity {
    /// The country code in the IMSI.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let identity = Card::new(VirtualCard::uicc()).identity()?;
    /// assert_eq!(identity.mcc().map(|mcc| mcc.to_string()), Some("001".into()));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn mcc(&self) -> Option<Mcc> {
        self.imsi.as_ref().ok().map(Imsi::mcc)
    }

    /// The network code in the IMSI, if it is known how long that is.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let identity = Card::new(VirtualCard::uicc()).identity()?;
    /// assert_eq!(identity.mnc().map(|mnc| mnc.to_string()), Some("01".into())); // not 1
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn mnc(&self) -> Option<Mnc> {
        self.imsi.as_ref().ok()?.mnc(self.mnc_length?)
    }

    /// The subscriber's first number.
    ///
    /// ```
    /// use simcard::card::Absence;
    /// use simcard::mock::{Identity, VirtualCard};
    /// use simcard::Card;
    ///
    /// let none = Identity { msisdn: None, ..Identity::default() };
    /// let mut card = Card::new(VirtualCard::builder().identity(none).build());
    /// assert_eq!(card.identity()?.msisdn(), Err(Absence::EmptyRecord));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn msisdn(&self) -> Reading<Msisdn> {
        self.msisdns.as_ref().map_err(|absence| *absence)?.first().copied().ok_or(Absence::EmptyRecord)
    }
}

impl<T: Transport> Card<T> {
    /// Whose card this is: ICCID, IMSI with country and network code, own numbers, provider, SMS centre.
    ///
    /// In as few commands as the card allows. What the card does not have, or not give out, is an [`Absence`].
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let identity = card.identity()?;
    /// assert_eq!(identity.mnc().map(|mnc| mnc.to_string()), Some("01".to_string()));
    /// assert_eq!(identity.msisdn()?.to_string(), "+447700900123");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only if the card can't be talked to: the transport failed, or answers led nowhere.
    pub fn identity(&mut self) -> Result<Identity> {
        self.reading(|card| card.read_identity())
    }

    /// Which command set the card speaks. Selects the MF to find out, unless it is known.
    ///
    /// ```
    /// use simcard::card::CardKind;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// assert_eq!(Card::new(VirtualCard::uicc()).kind()?, CardKind::Uicc);
    /// assert_eq!(Card::new(VirtualCard::gsm()).kind()?, CardKind::Gsm);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card can't be talked to.
    pub fn kind(&mut self) -> Result<CardKind> {
        self.reading(|card| {
            match card.find_dialect() {
                // what the card speaks is known even if it has no MF
                Err(error) if error.is_fatal() || card.state.dialect.is_none() => return Err(error),
                _ => {}
            }
            Ok(card.card_kind())
        })
    }

    /// The number of the card itself (EF.ICCID, ETSI TS 102 221 13.2).
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let iccid = Card::new(VirtualCard::uicc()).iccid()?;
    /// assert_eq!(iccid.to_string(), "8944000000001234567");
    /// assert_eq!(iccid.issuer_country().map(|country| country.alpha2()), Some("GB"));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is none, or the card can't be talked to.
    pub fn iccid(&mut self) -> Result<Iccid> {
        self.reading(|card| card.read_iccid())
    }

    /// The number of the subscription (EF.IMSI, 3GPP TS 31.102 4.2.2, 3GPP TS 51.011 10.3.2).
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let imsi = Card::new(VirtualCard::uicc()).imsi()?;
    /// assert_eq!((imsi.as_str(), imsi.mcc().as_str()), ("001010123456789", "001"));
    /// // for logs
    /// assert_eq!(format!("{imsi:?}"), "Imsi(001…, 15 digits)");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is none, it is not readable (usually because PIN1 was not verified), or the card can't be talked to.
    pub fn imsi(&mut self) -> Result<Imsi> {
        self.reading(|card| card.read_imsi())
    }

    /// How many digits of the IMSI are the network code: from EF.AD, else as far as the
    /// assignments tell ([`Imsi::mnc_length`]); `None` if neither does.
    ///
    /// ```
    /// use simcard::numbering::MncLength;
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// assert_eq!(card.mnc_length()?, Some(MncLength::Two));
    /// // many old cards don't say; test networks have two
    /// card.transport_mut().set_data("ADF.USIM/EF.AD", &[0, 0, 0])?;
    /// assert_eq!(card.mnc_length()?, Some(MncLength::Two));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is no IMSI, or the card can't be talked to.
    pub fn mnc_length(&mut self) -> Result<Option<MncLength>> {
        self.reading(|card| {
            let imsi = card.read_imsi()?;
            card.read_mnc_length(Some(&imsi))
        })
    }

    /// The subscriber's own number: the first record of EF.MSISDN (3GPP TS 31.102 4.2.26).
    ///
    /// ```
    /// use simcard::mock::{Identity, VirtualCard};
    /// use simcard::{Card, Error};
    ///
    /// assert_eq!(Card::new(VirtualCard::uicc()).msisdn()?.to_string(), "+447700900123");
    /// let none = Identity { msisdn: None, ..Identity::default() };
    /// let mut card = Card::new(VirtualCard::builder().identity(none).build());
    /// assert!(matches!(card.msisdn(), Err(Error::Decode(_)))); // a blank record
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is none: [`Error::NotFound`], or [`DecodeErrorKind::Blank`] in an [`Error::Decode`]. Most cards have
    /// none. Or the card can't be talked to.
    pub fn msisdn(&mut self) -> Result<Msisdn> {
        self.reading(|card| card.read_msisdn())
    }

    /// The name of the service provider (EF.SPN, 3GPP TS 31.102 4.2.12).
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// assert_eq!(Card::new(VirtualCard::uicc()).spn()?, "simcard");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is none, or the card can't be talked to.
    pub fn spn(&mut self) -> Result<String> {
        self.reading(|card| card.read_spn())
    }

    /// The SMS service centre (EF.SMSP, 3GPP TS 31.102 4.2.27, first record).
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// assert_eq!(Card::new(VirtualCard::uicc()).smsc()?.to_string(), "+447700900999");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is none, or the card can't be talked to.
    pub fn smsc(&mut self) -> Result<Msisdn> {
        self.reading(|card| card.read_smsc())
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    pub(super) fn read_identity(&mut self) -> Result<Identity> {
        let before = self.state.traffic;
        let iccid = absence(self.read_iccid(), Absence::EmptyFile)?;
        let imsi = absence(self.read_imsi(), Absence::EmptyFile)?;
        let mnc_length = self.read_mnc_length(imsi.as_ref().ok())?;
        let spn = absence(self.read_spn(), Absence::EmptyFile)?;
        let smsc = absence(self.read_smsc(), Absence::EmptyRecord)?;
        let msisdns = absence(self.read_msisdns(before), Absence::EmptyRecord)?;
        Ok(Identity {
            atr: self.transport.info().atr,
            kind: self.card_kind(),
            iccid,
            imsi,
            mnc_length,
            msisdns,
            spn,
            smsc,
        })
    }

    pub(super) fn card_kind(&self) -> CardKind {
        if self.is_gsm() { CardKind::Gsm } else { CardKind::Uicc }
    }

    pub(crate) fn read_iccid(&mut self) -> Result<Iccid> {
        self.decode_beginning(&[mf::Iccid::DESCRIPTOR], 10, Iccid::from_ef)
    }

    pub(crate) fn read_imsi(&mut self) -> Result<Imsi> {
        self.decode_beginning(&[usim::Imsi::DESCRIPTOR, gsm::Imsi::DESCRIPTOR], 9, Imsi::from_ef)
    }

    pub(crate) fn read_mnc_length(&mut self, imsi: Option<&Imsi>) -> Result<Option<MncLength>> {
        let ad = self.decode_beginning(
            &[usim::Ad::DESCRIPTOR, gsm::Ad::DESCRIPTOR],
            4,
            AdministrativeData::decode,
        );
        let told = absence(ad, Absence::EmptyFile)?.ok().and_then(|ad| ad.mnc_length());
        Ok(told.or_else(|| imsi.and_then(Imsi::mnc_length)))
    }

    pub(crate) fn read_spn(&mut self) -> Result<String> {
        let files = [usim::Spn::DESCRIPTOR, gsm::Spn::DESCRIPTOR];
        let spn = self.decode_beginning(&files, 17, ServiceProviderName::decode)?;
        // some issuers fill up with zeros, which are @, or with spaces
        let bytes = spn.name.as_bytes();
        let zeros = bytes.iter().rev().take_while(|byte| **byte == 0).count();
        let used = bytes.get(..bytes.len().saturating_sub(zeros)).unwrap_or(bytes);
        let name = match bytes.first() {
            Some(0x80..=0x82) => spn.name.text(),
            _ => AlphaIdentifier::from_bytes(used).text(),
        };
        match name.trim_end() {
            "" => Err(blank("EF.SPN")),
            name => Ok(name.into()),
        }
    }

    /// The numbers up to the first blank record, within the budget since `start`.
    fn read_msisdns(&mut self, start: Traffic) -> Result<Vec<Msisdn>> {
        let (file, first) = self.first_record(&MSISDN_FILES)?;
        let mut found = alloc::vec![record_number(&first)?];
        let (most_commands, most_bytes) = BUDGET;
        for number in 2..=MAX_RECORDS {
            // the record, its status word and the command
            let record_len = self.selection().record_len.map_or(most_bytes, u64::from).saturating_add(7);
            let spent = self.state.traffic.since(start);
            if spent.commands >= most_commands || spent.bytes().saturating_add(record_len) > most_bytes {
                break;
            }
            let next =
                self.record_of(&file.path, number).and_then(|bytes| record_number(&decode(file, &bytes)?));
            match absence(next, Absence::EmptyRecord)? {
                Ok(msisdn) => found.push(msisdn),
                Err(_) => break,
            }
        }
        Ok(found)
    }

    pub(crate) fn read_msisdn(&mut self) -> Result<Msisdn> {
        let (_, record) = self.first_record(&MSISDN_FILES)?;
        record_number(&record)
    }

    fn read_smsc(&mut self) -> Result<Msisdn> {
        let files = [usim::Smsp::DESCRIPTOR, telecom::Smsp::DESCRIPTOR];
        let (_, parameters): (_, ShortMessageParameters) = self.first_record(&files)?;
        to_msisdn("EF.SMSP", parameters.service_centre())
    }

    /// Decodes the first `len` bytes of the first of these files that the card has.
    pub(crate) fn decode_beginning<R>(
        &mut self,
        files: &[Descriptor],
        len: u16,
        decode: fn(&[u8]) -> Result<R, DecodeError>,
    ) -> Result<R> {
        self.first_of(files, |card, file| {
            card.beginning(&file.path, file.sfi, len, |bytes| {
                Ok(decode(bytes).map_err(|error| error.within(file.name, 0))?)
            })
        })
    }

    /// The first of these files that the card has, and its first record.
    fn first_record<'d, C: Content>(&mut self, files: &'d [Descriptor]) -> Result<(&'d Descriptor, C)> {
        self.first_of(files, |card, file| {
            let bytes = card.record_of(&file.path, 1)?;
            Ok((file, decode(file, &bytes)?))
        })
    }

    /// Some cards have a file in the USIM only, some in the directories of a 2G SIM only.
    pub(crate) fn first_of<'d, R>(
        &mut self,
        files: &'d [Descriptor],
        mut read: impl FnMut(&mut Self, &'d Descriptor) -> Result<R>,
    ) -> Result<R> {
        let mut result = None;
        for file in files {
            if self.is_gsm() && file.path.application().is_some() {
                continue;
            }
            match read(self, file) {
                Err(error) if error.is_not_found() => result = Some(Err(error)),
                found => return found,
            }
        }
        let looked_for = files.first().map_or(crate::fs::Path::MF, |file| file.path);
        result.unwrap_or(Err(Error::NotFound { path: looked_for }))
    }
}

/// Tells an answer, even if it is "none", from a card that can't be talked to.
pub(crate) fn absence<T>(result: Result<T>, blank: Absence) -> Result<Reading<T>> {
    Ok(Err(match result {
        Ok(value) => return Ok(Ok(value)),
        Err(Error::NotFound { .. }) => Absence::NoSuchFile,
        Err(Error::Security { status, .. }) => Absence::NotAllowed(status),
        Err(Error::Status { status, .. }) => Absence::Refused(status),
        Err(Error::Decode(DecodeError { kind: DecodeErrorKind::Blank, .. })) => blank,
        Err(Error::Decode(error)) => Absence::Malformed(error),
        Err(Error::WrongStructure { structure, .. }) => Absence::WrongStructure(structure),
        Err(error) => return Err(error),
    }))
}

fn decode<C: Content>(file: &Descriptor, bytes: &[u8]) -> Result<C> {
    Ok(C::decode(bytes).map_err(|error| error.within(file.name, 0))?)
}

/// The number in a record of EF.MSISDN. One that goes on in an extension record is not told in part.
pub(super) fn record_number(record: &DialingRecord) -> Result<Msisdn> {
    // bytes 3 to 12 of the number field: full, so that there may be more elsewhere
    let full = record.number.as_bytes().last().is_some_and(|byte| *byte & 0xF0 != 0xF0);
    if full && record.extension.is_some() {
        return Err(DecodeError::new("EF.MSISDN", 0, DecodeErrorKind::Missing("extension record")).into());
    }
    to_msisdn("EF.MSISDN", DialingNumber::from_length_prefixed(record.number.as_bytes())?)
}

/// A number that can be called.
fn to_msisdn(object: &'static str, number: Option<DialingNumber>) -> Result<Msisdn> {
    let number = number.ok_or_else(|| blank(object))?;
    let international = number.ton() == TypeOfNumber::International;
    let msisdn = Msisdn::new(number.digits(), international);
    Ok(msisdn.map_err(|_| DecodeError::new(object, 0, DecodeErrorKind::Character))?)
}

fn blank(object: &'static str) -> Error {
    DecodeError::new(object, 0, DecodeErrorKind::Blank).into()
}

#[cfg(feature = "serde")]
pub(super) mod serialize {
    use alloc::string::ToString;

    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::*;

    impl Serialize for Absence {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    /// A value, or `null` and the reason.
    pub(in crate::card) fn entry<M: SerializeMap, T: Serialize>(
        map: &mut M,
        name: &str,
        reading: &Reading<T>,
    ) -> Result<(), M::Error> {
        map.serialize_entry(name, &reading.as_ref().ok())?;
        match reading {
            Ok(_) => Ok(()),
            Err(reason) => map.serialize_entry(&alloc::format!("{name}_reason"), reason),
        }
    }

    impl Identity {
        pub(in crate::card) fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
            let shown = |msisdn: Msisdn| msisdn.to_string();
            map.serialize_entry("atr", &self.atr)?;
            map.serialize_entry("kind", &self.kind)?;
            entry(map, "iccid", &self.iccid)?;
            let issuer = self.iccid.ok().and_then(|iccid| iccid.issuer_country());
            map.serialize_entry("issuer_country", &issuer.map(|country| country.alpha2()))?;
            entry(map, "imsi", &self.imsi)?;
            map.serialize_entry("mcc", &self.mcc())?;
            map.serialize_entry("mnc", &self.mnc())?;
            entry(map, "msisdn", &self.msisdn().map(shown))?;
            entry(map, "spn", &self.spn)?;
            entry(map, "smsc", &self.smsc.map(shown))
        }
    }

    impl Serialize for Identity {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            self.entries(&mut map)?;
            map.end()
        }
    }
}
