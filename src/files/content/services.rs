use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use super::service_names::{ENABLED, ISIM, MEXE, RUIM, SIM, USIM};
use super::{Content, not_blank};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind};

/// Which services an application has, by their numbers: EF.UST, EF.IST, EF.EST.
///
/// Service 1 is the lowest bit of the first byte. Numbers that no specification names yet are kept.
///
/// ```
/// use simcard::files::{ElementaryFile, content::{ServiceTable, UsimServices}, usim};
///
/// let table = usim::Ust::decode(&[0x02, 0x00, 0x04])?;
/// assert_eq!(table.numbers().collect::<Vec<_>>(), [2, 19]);
/// assert!(table.contains(19) && !table.contains(21) && !table.contains(1000));
/// assert_eq!(ServiceTable::<UsimServices>::name(19), Some("Service provider name"));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ServiceTable<K> {
    bits: Vec<u8>,
    kind: PhantomData<K>,
}

/// Which services the numbers of a [`ServiceTable`] stand for.
pub trait Services: 'static {
    /// The name of the file.
    const OBJECT: &'static str;
    /// The names of services 1, 2, and so on; empty where a number is reserved.
    const NAMES: &'static [&'static str];
}

/// The services of a USIM (3GPP TS 31.102 4.2.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UsimServices;

/// The services of a USIM that can be switched off, and are on (3GPP TS 31.102 4.2.47).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EnabledServices;

/// The services for programs on the phone (3GPP TS 31.102 4.4.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MexeServices;

/// The services of an ISIM (3GPP TS 31.103 4.2.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IsimServices;

impl Services for UsimServices {
    const OBJECT: &'static str = "EF.UST";
    const NAMES: &'static [&'static str] = USIM;
}

impl Services for EnabledServices {
    const OBJECT: &'static str = "EF.EST";
    const NAMES: &'static [&'static str] = ENABLED;
}

impl Services for MexeServices {
    const OBJECT: &'static str = "EF.MExE-ST";
    const NAMES: &'static [&'static str] = MEXE;
}

impl Services for IsimServices {
    const OBJECT: &'static str = "EF.IST";
    const NAMES: &'static [&'static str] = ISIM;
}

impl<K: Services> ServiceTable<K> {
    /// The table of these services. Number 0 is none.
    pub fn new(numbers: impl IntoIterator<Item = u16>) -> Self {
        let mut table = Self { bits: Vec::new(), kind: PhantomData };
        numbers.into_iter().for_each(|number| table.insert(number));
        table
    }

    /// Whether this service is there.
    pub fn contains(&self, number: u16) -> bool {
        place(number).is_some_and(|(byte, bit)| self.bits.get(byte).is_some_and(|byte| byte & bit != 0))
    }

    /// Adds a service.
    pub fn insert(&mut self, number: u16) {
        let Some((byte, bit)) = place(number) else { return };
        if self.bits.len() <= byte {
            self.bits.resize(byte.saturating_add(1), 0);
        }
        if let Some(byte) = self.bits.get_mut(byte) {
            *byte |= bit;
        }
    }

    /// The numbers of the services that are there.
    pub fn numbers(&self) -> impl Iterator<Item = u16> {
        let bits = self.bits.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 != 0));
        (1..=u16::MAX).zip(bits).filter(|(_, there)| *there).map(|(number, _)| number)
    }

    /// What a service is called, if it is known.
    pub fn name(number: u16) -> Option<&'static str> {
        name(K::NAMES, number)
    }
}

/// The byte and the bit of a service.
fn place(number: u16) -> Option<(usize, u8)> {
    let index = usize::from(number).checked_sub(1)?;
    Some((index / 8, 1 << (index % 8)))
}

fn name(names: &[&'static str], number: u16) -> Option<&'static str> {
    let index = usize::from(number).checked_sub(1)?;
    names.get(index).copied().filter(|name| !name.is_empty())
}

fn read(object: &'static str, bytes: &[u8]) -> Result<Vec<u8>, DecodeError> {
    not_blank(object, bytes)?;
    if bytes.is_empty() {
        return Err(DecodeError::new(object, 0, DecodeErrorKind::Truncated { missing: 1 }));
    }
    Ok(bytes.to_vec())
}

/// In a service table, what is not used is 0.
fn write(object: &'static str, bits: &[u8], len: usize) -> Result<Vec<u8>, EncodeError> {
    let used = bits.len().saturating_sub(bits.iter().rev().take_while(|byte| **byte == 0).count()).max(1);
    if used > len {
        return Err(EncodeError::new(object, EncodeErrorKind::TooLong { len: used, max: len }));
    }
    let mut out = bits.to_vec();
    out.resize(len, 0);
    Ok(out)
}

impl<K: Services> Content for ServiceTable<K> {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self { bits: read(K::OBJECT, bytes)?, kind: PhantomData })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        write(K::OBJECT, &self.bits, len)
    }
}

impl<K: Services> fmt::Debug for ServiceTable<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.numbers()).finish()
    }
}

#[cfg(feature = "serde")]
impl<K: Services> serde::Serialize for ServiceTable<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let services: Vec<_> =
            self.numbers().map(|number| NamedService { number, name: Self::name(number) }).collect();
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("services", &services)?;
        map.end()
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct NamedService {
    number: u16,
    name: Option<&'static str>,
}

/// The services of a 2G SIM (3GPP TS 51.011 10.3.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GsmServices;

/// The services of a removable user identity module (3GPP2 C.S0023-D 3.4.18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RuimServices;

impl Services for GsmServices {
    const OBJECT: &'static str = "EF.SST";
    const NAMES: &'static [&'static str] = SIM;
}

impl Services for RuimServices {
    const OBJECT: &'static str = "EF.CST";
    const NAMES: &'static [&'static str] = RUIM;
}

/// EF.SST of a 2G SIM (3GPP TS 51.011 10.3.7).
pub type SimServiceTable = AllocatedServices<GsmServices>;

/// Which services an application has, and which of them are in use: EF.SST of a 2G SIM (3GPP TS 51.011 10.3.7), EF.CST
/// of a module for cdma2000 (3GPP2 C.S0023-D 3.4.18).
///
/// ```
/// use simcard::files::{ElementaryFile, gsm};
///
/// // 1 there and in use, 2 there but not in use
/// let table = gsm::Sst::decode(&[0x07])?;
/// assert!(table.is_activated(1));
/// assert!(table.is_allocated(2) && !table.is_activated(2));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AllocatedServices<K> {
    bits: Vec<u8>,
    kind: PhantomData<K>,
}

impl<K: Services> AllocatedServices<K> {
    /// The table with these services in use.
    pub fn new(activated: impl IntoIterator<Item = u16>) -> Self {
        // Two bits a service: as if it were two services of another table.
        let mut bits = ServiceTable::<K>::new([]);
        for number in activated {
            for bit in second_bit(number).into_iter().flat_map(|second| [second.saturating_sub(1), second]) {
                bits.insert(bit);
            }
        }
        Self { bits: bits.bits, kind: PhantomData }
    }

    /// Whether the card has this service.
    pub fn is_allocated(&self, number: u16) -> bool {
        self.bits(number) & 1 != 0
    }

    /// Whether the card has this service, and it is in use.
    pub fn is_activated(&self, number: u16) -> bool {
        self.bits(number) & 3 == 3
    }

    /// The services the card has, in use or not.
    pub fn numbers(&self) -> impl Iterator<Item = u16> {
        let most = u16::try_from(self.bits.len().saturating_mul(4)).unwrap_or(u16::MAX);
        (1..=most).filter(|number| self.is_allocated(*number))
    }

    /// What a service is called, if it is known.
    pub fn name(number: u16) -> Option<&'static str> {
        name(K::NAMES, number)
    }

    fn bits(&self, number: u16) -> u8 {
        let Some(index) = usize::from(number).checked_sub(1) else { return 0 };
        self.bits
            .get(index / 4)
            .map_or(0, |byte| byte >> [0, 2, 4, 6].get(index % 4).copied().unwrap_or(0) & 3)
    }
}

fn second_bit(number: u16) -> Option<u16> {
    number.checked_mul(2).filter(|bit| *bit > 0)
}

impl<K: Services> Content for AllocatedServices<K> {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self { bits: read(K::OBJECT, bytes)?, kind: PhantomData })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        write(K::OBJECT, &self.bits, len)
    }
}

impl<K: Services> fmt::Debug for AllocatedServices<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let services = self.numbers().map(|number| (number, self.is_activated(number)));
        f.debug_map().entries(services).finish()
    }
}

struct SimService {
    number: u16,
    name: Option<&'static str>,
    activated: bool,
}

serialize_fields!(SimService, this {
    "number" => this.number,
    "name" => this.name,
    "activated" => this.activated,
});

#[cfg(feature = "serde")]
impl<K: Services> serde::Serialize for AllocatedServices<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let service =
            |number| SimService { number, name: Self::name(number), activated: self.is_activated(number) };
        let services: Vec<_> = self.numbers().map(service).collect();
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("services", &services)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_the_names_of_the_specifications() {
        // 3GPP TS 31.102 4.2.8, 3GPP TS 31.103 4.2.7, 3GPP TS 51.011 10.3.7
        assert_eq!(ServiceTable::<UsimServices>::name(1), Some("Local phone book"));
        assert_eq!(ServiceTable::<UsimServices>::name(21), Some("MSISDN"));
        assert_eq!(ServiceTable::<UsimServices>::name(26), None);
        assert_eq!(ServiceTable::<UsimServices>::name(85), Some("EPS mobility management information"));
        assert_eq!(ServiceTable::<UsimServices>::name(98), None);
        assert_eq!(ServiceTable::<UsimServices>::name(124), Some("Subscription identifier privacy support"));
        assert_eq!(ServiceTable::<UsimServices>::name(150), Some("IMS data channel indication"));
        assert_eq!(ServiceTable::<UsimServices>::name(151), None);
        assert_eq!(ServiceTable::<UsimServices>::name(0), None);
        assert_eq!(ServiceTable::<IsimServices>::name(7), Some("Short message status reports (SMSR)"));
        assert_eq!(ServiceTable::<IsimServices>::name(22), Some("IMS data channel indication"));
        assert_eq!(SimServiceTable::name(9), Some("MSISDN"));
        assert_eq!(SimServiceTable::name(17), Some("Service provider name"));
        assert_eq!(SimServiceTable::name(38), Some("GPRS"));
        assert_eq!(SimServiceTable::name(59), Some("MMS user connectivity parameters"));
    }

    #[test]
    fn tables_are_built_from_numbers() {
        let table = ServiceTable::<UsimServices>::new([1, 8, 9, 150, 0]);
        assert_eq!(table.numbers().collect::<Vec<_>>(), [1, 8, 9, 150]);
        assert_eq!(table.encode(20).unwrap()[..3], [0x81, 0x01, 0x00]);
        assert_eq!(table.encode(18).unwrap_err().kind, EncodeErrorKind::TooLong { len: 19, max: 18 });

        let table = SimServiceTable::new([1, 4, 5, 0]);
        assert_eq!(table.encode(3).unwrap(), [0xC3, 0x03, 0x00]);
        assert!(table.is_activated(4) && !table.is_allocated(3) && !table.is_allocated(0));
    }
}
