//! What ties a phone to networks, and sets it free.

use alloc::string::String;
use alloc::vec::Vec;

use super::objects::redacted;
use super::{Bytes, Content, Key, PlmnField, entries, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader, bcd};

/// The keys that set a phone free: EF.DCK, the de-personalization control keys (3GPP TS 31.102 4.2.49, 3GPP TS 22.022).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepersonalisationKeys {
    /// From a network; eight digits, as in all of them.
    pub network: Key<4>,
    /// From a subset of a network's subscriptions.
    pub network_subset: Key<4>,
    /// From a service provider.
    pub service_provider: Key<4>,
    /// From a company.
    pub corporate: Key<4>,
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for DepersonalisationKeys {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.DCK", bytes)?;
        let mut reader = Reader::new("EF.DCK", bytes);
        let mut key = || reader.array().map(Key::new);
        let (network, network_subset, service_provider, corporate) = (key()?, key()?, key()?, key()?);
        let rest = Bytes::unpadded(reader.rest());
        Ok(Self { network, network_subset, service_provider, corporate, rest })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let keys = [&self.network, &self.network_subset, &self.service_provider, &self.corporate];
        let mut out: Vec<u8> = keys.into_iter().flat_map(|key| *key.reveal()).collect();
        out.extend(&self.rest.0);
        super::filled("EF.DCK", out, len)
    }
}

fn there(key: &Key<4>) -> Option<&'static str> {
    redacted(Some(&key.reveal()[..]).filter(|key| *key != [0xFF; 4]))
}

serialize_fields!(DepersonalisationKeys, this {
    "network" => there(&this.network),
    "network_subset" => there(&this.network_subset),
    "service_provider" => there(&this.service_provider),
    "corporate" => there(&this.corporate),
});

/// A network that a personalised phone may use too, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CooperativeNetwork {
    /// The network.
    pub plmn: PlmnField,
    /// Two digits; fewer, or none (`FF`), if they don't matter.
    pub network_subset: u8,
    /// Two digits.
    pub service_provider: u8,
    /// Two digits.
    pub corporate: u8,
}

/// The digits of a byte, the first in its lower half.
fn digits(byte: u8) -> Option<String> {
    let digit = |half| char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase());
    let bytes = [byte];
    let digits: String = bcd::halves(&bytes).take_while(|half| *half != 0xF).filter_map(digit).collect();
    Some(digits).filter(|digits| !digits.is_empty())
}

serialize_fields!(CooperativeNetwork, this {
    "plmn" => this.plmn,
    "network_subset" => digits(this.network_subset),
    "service_provider" => digits(this.service_provider),
    "corporate" => digits(this.corporate),
});

/// Networks that a personalised phone may use too: EF.CNL, the co-operative network list (3GPP TS 31.102 4.2.50).
///
/// A file of nothing but `FF` is an empty list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CooperativeNetworks {
    /// The entries, in order. The list ends at the first without a network; others may stand behind it.
    pub entries: Vec<CooperativeNetwork>,
    /// Bytes that are too few for another entry.
    pub rest: Bytes,
}

impl CooperativeNetworks {
    /// The networks of the list.
    pub fn networks(&self) -> impl Iterator<Item = &CooperativeNetwork> {
        self.entries
            .iter()
            .take_while(|entry| !matches!(entry.plmn.0, [0xFF, middle, _] if middle & 0x0F == 0x0F))
    }
}

impl Content for CooperativeNetworks {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (found, rest) = entries::read("EF.CNL", bytes);
        let entry = |[mcc, middle, mnc, network_subset, service_provider, corporate]: [u8; 6]| {
            let plmn = PlmnField([mcc, middle, mnc]);
            CooperativeNetwork { plmn, network_subset, service_provider, corporate }
        };
        Ok(Self { entries: found.into_iter().map(entry).collect(), rest })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let bytes = |entry: &CooperativeNetwork| {
            let [mcc, middle, mnc] = entry.plmn.0;
            [mcc, middle, mnc, entry.network_subset, entry.service_provider, entry.corporate]
        };
        entries::write("EF.CNL", self.entries.iter().map(bytes), &self.rest, len)
    }
}

serialize_fields!(CooperativeNetworks, this {
    "networks" => this.entries,
    "rest" if !this.rest.is_empty() => this.rest,
});

#[cfg(test)]
mod tests {
    use super::*;

    // 3GPP TS 31.102 4.2.50: the list ends at the first MCC of FFF
    #[test]
    fn the_list_ends_at_the_first_entry_without_a_network() {
        let bytes =
            [[0x00, 0xF1, 0x10, 0x21, 0xF3, 0xFF], [0xFF; 6], [0x00, 0xF1, 0x10, 0xFF, 0xFF, 0xFF]].concat();
        let list = CooperativeNetworks::decode(&bytes).unwrap();
        assert_eq!((list.entries.len(), list.networks().count()), (3, 1));
        assert_eq!(list.encode(18).unwrap(), bytes);
        assert_eq!((digits(0x21).as_deref(), digits(0xF3).as_deref()), (Some("12"), Some("3")));
    }
}
