//! What the card tells the phone of the non-access stratum, and keeps of it.

use alloc::vec::Vec;

use super::objects::{RawObjects, find, number, redacted};
use super::{Bytes, Content, Key, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind};

secret_object_content! {
    /// The security context of EPS: a record of EF.EPSNSC (3GPP TS 31.102 4.2.92).
    EpsSecurityContext, "EF.EPSNSC", this {
        "ksi_asme" => this.key_set(),
        "k_asme" => redacted(this.part(0x81)),
        "uplink_nas_count" => this.uplink_count(),
        "downlink_nas_count" => this.downlink_count(),
        "integrity_algorithm" => this.integrity_algorithm(),
        "ciphering_algorithm" => this.ciphering_algorithm(),
    }
}

impl EpsSecurityContext {
    /// The record of this context; algorithms are numbers 0 to 7.
    ///
    /// # Errors
    ///
    /// None for values like these.
    pub fn new(
        key_set: Option<u8>,
        key: &Key<32>,
        counts: (u32, u32),
        (integrity, ciphering): (u8, u8),
    ) -> Result<Self, EncodeError> {
        let (uplink, downlink) = counts;
        let objects = RawObjects::write(|record| {
            record.nested(Tag(0xA0), |context| {
                context
                    .tlv(Tag(0x80), &[key_set.unwrap_or(0x07)])
                    .tlv(Tag(0x81), key.reveal())
                    .tlv(Tag(0x82), &uplink.to_be_bytes())
                    .tlv(Tag(0x83), &downlink.to_be_bytes())
                    .tlv(Tag(0x84), &[integrity & 0x07 | (ciphering & 0x07) << 4]);
            });
        });
        objects.map(|objects| Self(objects.into()))
    }

    fn part(&self, tag: u32) -> Option<&[u8]> {
        find(self.0.find(0xA0)?, tag)
    }

    /// The number of the key set (KSI ASME); `None` if it says that there are no keys.
    pub fn key_set(&self) -> Option<u8> {
        self.part(0x80)?.first().map(|set| set & 0x07).filter(|set| *set != 7)
    }

    /// The key (K ASME); `None` if there is none of 32 bytes.
    pub fn key(&self) -> Option<Key<32>> {
        self.part(0x81)?.try_into().ok().map(Key::new)
    }

    /// How many messages went to the network.
    pub fn uplink_count(&self) -> Option<u32> {
        number(self.part(0x82)?)
    }

    /// How many messages came from the network.
    pub fn downlink_count(&self) -> Option<u32> {
        number(self.part(0x83)?)
    }

    /// The algorithm for integrity, 0 to 7 for EIA0 to EIA7 (3GPP TS 24.301 9.9.3.23).
    pub fn integrity_algorithm(&self) -> Option<u8> {
        self.part(0x84)?.first().map(|algorithms| algorithms & 0x07)
    }

    /// The algorithm for ciphering, 0 to 7 for EEA0 to EEA7 (3GPP TS 24.301 9.9.3.23).
    pub fn ciphering_algorithm(&self) -> Option<u8> {
        self.part(0x84)?.first().map(|algorithms| algorithms >> 4 & 0x07)
    }
}

/// A parameter of EF.NASCONFIG (3GPP TS 24.368 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[non_exhaustive]
pub enum NasParameter {
    /// Whether signalling has low priority: 1.
    SignallingPriority = 0x80,
    /// Whether the network's mode of operation I is heeded: 1.
    NmoIBehaviour = 0x81,
    /// Whether the phone attaches with its IMSI in a network that is not equivalent: 1.
    AttachWithImsi = 0x82,
    /// The least time between searches for a better network, in minutes.
    MinimumPeriodicSearchTimer = 0x83,
    /// Whether extended access barring applies: 1.
    ExtendedAccessBarring = 0x84,
    /// Whether timer T3245 is used: 1.
    TimerT3245Behaviour = 0x85,
    /// Whether the low priority may be overridden: 1.
    OverrideSignallingLowPriority = 0x86,
    /// Whether extended access barring may be overridden: 1.
    OverrideExtendedAccessBarring = 0x87,
    /// Whether the phone looks for a better network right after it chose a visited one: 1.
    FastFirstHigherPriorityPlmnSearch = 0x88,
    /// Whether E-UTRA may be switched off for EMM cause 15: 1.
    EutraDisablingAllowedForEmmCause15 = 0x89,
    /// When session management is tried again, as GPRS timer 3.
    SmRetryWaitTime = 0x8A,
    /// Whether it is tried again in another radio access technology: bits.
    SmRetryAtRatChange = 0x8B,
    /// The dedicated core network.
    DefaultDcnId = 0x8C,
    /// Whether exceptions may be reported: 1.
    ExceptionDataReportingAllowed = 0x8D,
}

impl NasParameter {
    /// All of them with their names.
    const NAMES: [(Self, &'static str); 14] = [
        (Self::SignallingPriority, "nas_signalling_priority"),
        (Self::NmoIBehaviour, "nmo_i_behaviour"),
        (Self::AttachWithImsi, "attach_with_imsi"),
        (Self::MinimumPeriodicSearchTimer, "minimum_periodic_search_timer"),
        (Self::ExtendedAccessBarring, "extended_access_barring"),
        (Self::TimerT3245Behaviour, "timer_t3245_behaviour"),
        (Self::OverrideSignallingLowPriority, "override_nas_signalling_low_priority"),
        (Self::OverrideExtendedAccessBarring, "override_extended_access_barring"),
        (Self::FastFirstHigherPriorityPlmnSearch, "fast_first_higher_priority_plmn_search"),
        (Self::EutraDisablingAllowedForEmmCause15, "eutra_disabling_allowed_for_emm_cause_15"),
        (Self::SmRetryWaitTime, "sm_retry_wait_time"),
        (Self::SmRetryAtRatChange, "sm_retry_at_rat_change"),
        (Self::DefaultDcnId, "default_dcn_id"),
        (Self::ExceptionDataReportingAllowed, "exception_data_reporting_allowed"),
    ];

    /// What the specification calls it, in small letters.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(parameter, _)| *parameter == self).map_or("", |(_, name)| name)
    }
}

/// How the phone is to behave towards the network: EF.NASCONFIG (3GPP TS 31.102 4.2.94, 3GPP TS 24.368).
///
/// ```
/// use simcard::files::{ElementaryFile, content::NasParameter, usim};
///
/// let configuration = usim::NasConfig::decode(&[0x82, 0x01, 0x01, 0x83, 0x01, 0x1E, 0xFF])?;
/// assert_eq!(configuration.value(NasParameter::AttachWithImsi), Some(1));
/// assert_eq!(configuration.value(NasParameter::MinimumPeriodicSearchTimer), Some(30));
/// assert_eq!(configuration.value(NasParameter::SignallingPriority), None);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NasConfiguration(RawObjects);

impl NasConfiguration {
    /// The file with these values, each in the fewest bytes.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(values: impl IntoIterator<Item = (NasParameter, u32)>) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            for (parameter, value) in values {
                let bytes = value.to_be_bytes();
                let unused = bytes.iter().take(3).take_while(|byte| **byte == 0).count();
                file.tlv(Tag(parameter as u32), bytes.get(unused..).unwrap_or_default());
            }
        });
        objects.map(Self)
    }

    /// The value of a parameter; `None` if it is not there, or has more than four bytes.
    pub fn value(&self, parameter: NasParameter) -> Option<u32> {
        number(self.0.find(parameter as u32)?)
    }

    fn name(tag: u32) -> Option<&'static str> {
        NasParameter::NAMES.iter().find(|(parameter, _)| *parameter as u32 == tag).map(|(_, name)| *name)
    }
}

impl Content for NasConfiguration {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        RawObjects::decode("EF.NASCONFIG", bytes).map(Self)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.0.encode("EF.NASCONFIG", len)
    }
}

struct Parameter<'a> {
    tag: u32,
    value: &'a [u8],
}

serialize_fields!(Parameter<'_>, this {
    "name" => NasConfiguration::name(this.tag),
    "tag" => Tag(this.tag),
    "value" if number(this.value).is_some() => number(this.value),
    "bytes" if number(this.value).is_none() => Bytes(this.value.to_vec()),
});

serialize_fields!(NasConfiguration, this {
    "parameters" => this
        .0
        .iter()
        .map(|object| Parameter { tag: object.tag.0, value: object.value })
        .collect::<Vec<_>>(),
    "rest" if !this.0.rest().is_empty() => this.0.rest(),
});

/// What only the phone may do of the toolkit, not a computer behind it: EF.UFC (3GPP TS 31.102 4.2.93), bits as in
/// TERMINAL PROFILE (3GPP TS 31.111 5.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FacilityList(Vec<u8>);

impl FacilityList {
    /// The list of these bytes.
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Whether a facility is the phone's, by its byte and bit in TERMINAL PROFILE, both from 1.
    pub fn contains(&self, byte: usize, bit: u8) -> bool {
        let value = byte.checked_sub(1).and_then(|index| self.0.get(index)).copied().unwrap_or_default();
        (1..=8).contains(&bit) && value >> bit.saturating_sub(1) & 1 != 0
    }

    /// The facilities, by byte and bit.
    pub fn facilities(&self) -> impl Iterator<Item = (usize, u8)> {
        let places = (1..=self.0.len()).flat_map(|byte| (1..=8).map(move |bit| (byte, bit)));
        places.filter(|(byte, bit)| self.contains(*byte, *bit))
    }
}

impl Content for FacilityList {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.UFC", bytes)?;
        Ok(Self(bytes.to_vec()))
    }

    /// Facilities that are not there are 0.
    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let used = self.0.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
        if used > len {
            return Err(EncodeError::new("EF.UFC", EncodeErrorKind::TooLong { len: used, max: len }));
        }
        let mut out = self.0.clone();
        out.resize(len, 0);
        Ok(out)
    }
}

struct Facility((usize, u8));

serialize_fields!(Facility, this { "byte" => this.0.0, "bit" => this.0.1 });

serialize_fields!(FacilityList, this { "facilities" => this.facilities().map(Facility).collect::<Vec<_>>() });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_written_and_read() {
        let key = Key::new([0x5A; 32]);
        let context = EpsSecurityContext::new(Some(3), &key, (5, 0x0102_0304), (2, 1)).unwrap();
        let bytes = context.encode(60).unwrap();
        assert_eq!(bytes[..7], [0xA0, 0x34, 0x80, 0x01, 0x03, 0x81, 0x20]);
        let read = EpsSecurityContext::decode(&bytes).unwrap();
        assert_eq!((read.key_set(), read.key().as_ref()), (Some(3), Some(&key)));
        assert_eq!((read.uplink_count(), read.downlink_count()), (Some(5), Some(0x0102_0304)));
        assert_eq!((read.integrity_algorithm(), read.ciphering_algorithm()), (Some(2), Some(1)));
        assert!(!std::format!("{read:?}").contains("5a"));
    }

    #[test]
    fn parameters_take_the_fewest_bytes() {
        let values = [(NasParameter::AttachWithImsi, 0), (NasParameter::DefaultDcnId, 0x0102)];
        let configuration = NasConfiguration::new(values).unwrap();
        assert_eq!(configuration.encode(8).unwrap(), [0x82, 0x01, 0x00, 0x8C, 0x02, 0x01, 0x02, 0xFF]);
        assert_eq!(configuration.value(NasParameter::DefaultDcnId), Some(0x0102));
        assert_eq!(NasParameter::SmRetryWaitTime.name(), "sm_retry_wait_time");
    }

    #[test]
    fn facilities_have_bytes_and_bits() {
        let list = FacilityList::new(&[0x09, 0x00, 0x80, 0x00]);
        assert_eq!(list.facilities().collect::<Vec<_>>(), [(1, 1), (1, 4), (3, 8)]);
        assert_eq!(list.encode(3).unwrap(), [0x09, 0x00, 0x80]);
        assert!(list.encode(2).is_err() && !list.contains(0, 1) && !list.contains(1, 9));
    }
}
