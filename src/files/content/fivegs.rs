//! Where a phone was last in a 5G network, and how it is to behave there.

use alloc::string::String;
use alloc::vec::Vec;

use super::schemas::TrustedNetworks;
use super::{Bytes, Content, DataObjects, PlmnField, UpdateStatus, Value, not_blank};
use crate::codec::ber::{Tag, Tlv};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader, bcd};

fixed_fields! {
    /// Location in 5GS: EF.5GS3GPPLOCI and EF.5GSN3GPPLOCI (3GPP TS 31.102 4.4.11.2 and 4.4.11.3).
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, df_5gs};
    ///
    /// let mut content = [0xFF; 20];
    /// content[13..].copy_from_slice(&[0x00, 0xF1, 0x10, 0x00, 0x12, 0x34, 0x00]);
    /// let location = df_5gs::Loci::decode(&content)?;
    /// assert_eq!(location.plmn.plmn(), Some("001-01".parse()?));
    /// assert_eq!(location.tracking_area_code(), 0x1234);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    FivegsLocation = "EF.5GS3GPPLOCI" {
        /// The temporary identity (5G-GUTI) as the network sent it, from its length on: length, type, network,
        /// AMF, 5G-TMSI (3GPP TS 24.501 9.11.3.4).
        guti: [u8; 13],
        /// The network of the last tracking area.
        plmn: PlmnField,
        /// The tracking area code (TAC).
        area_code: [u8; 3],
        /// What came of the last registration, with its reserved bits.
        status: u8,
    }
}

impl FivegsLocation {
    /// The tracking area code as a number.
    pub const fn tracking_area_code(&self) -> u32 {
        number(self.area_code)
    }

    /// What came of the last registration.
    pub const fn update_status(&self) -> UpdateStatus {
        UpdateStatus(self.status)
    }

    const fn status_name(&self) -> &'static str {
        match self.status & 0x07 {
            0 => "updated",
            1 => "not_updated",
            2 => "roaming_not_allowed",
            _ => "reserved",
        }
    }
}

const fn number([high, middle, low]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, high, middle, low])
}

serialize_fields!(FivegsLocation, this {
    "5g_guti" => Bytes(this.guti.to_vec()),
    "plmn" => this.plmn,
    "tac" => this.tracking_area_code(),
    "5gs_update_status" => this.status_name(),
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// For which services of high priority a subscriber may use the network when others may not: EF.UAC_AIC
    /// (3GPP TS 31.102 4.4.11.7).
    AccessIdentities = "EF.UAC_AIC" {
        /// A bit for each access identity, identity 1 the lowest.
        configuration: u8,
    }
}

impl AccessIdentities {
    /// Whether the phone is set up for the multimedia priority service: access identity 1.
    pub const fn multimedia_priority_service(&self) -> bool {
        self.configuration & 0x01 != 0
    }

    /// Whether the phone is set up for mission critical services: access identity 2.
    pub const fn mission_critical_services(&self) -> bool {
        self.configuration & 0x02 != 0
    }
}

serialize_fields!(AccessIdentities, this {
    "multimedia_priority_service" => this.multimedia_priority_service(),
    "mission_critical_services" => this.mission_critical_services(),
    "reserved" if this.configuration > 3 => this.configuration & 0xFC,
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// Which networks and tracking areas have which name: a record of EF.OPL5G (3GPP TS 31.102 4.4.11.9).
    FivegsOperatorPlmn = "EF.OPL5G" {
        /// The networks; digits `D` stand for any.
        plmn: PlmnField,
        /// The first tracking area code.
        first_area: [u8; 3],
        /// The last one.
        last_area: [u8; 3],
        /// The record of EF.PNN with the name, from 1. With 0, the name is taken from elsewhere.
        name_record: u8,
    }
}

impl FivegsOperatorPlmn {
    /// The tracking area codes, first and last.
    pub const fn areas(&self) -> core::ops::RangeInclusive<u32> {
        number(self.first_area)..=number(self.last_area)
    }
}

serialize_fields!(FivegsOperatorPlmn, this {
    "plmn" => this.plmn,
    "first_area" => number(this.first_area),
    "last_area" => number(this.last_area),
    "pnn_record" => this.name_record,
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// Which part of the home network looks after the subscriber: EF.Routing_Indicator (3GPP TS 31.102 4.4.11.11).
    ///
    /// ```
    /// use simcard::files::content::RoutingIndicator;
    /// use simcard::files::{ElementaryFile, df_5gs};
    ///
    /// let indicator = df_5gs::RoutingIndicator::decode(&[0x17, 0xF2, 0xFF, 0xFF])?;
    /// assert_eq!(indicator.digits().as_deref(), Some("712"));
    /// assert_eq!(indicator, RoutingIndicator::new("712")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    RoutingIndicator = "EF.Routing_Indicator" {
        /// One to four digits, two a byte, as 3GPP TS 24.501 9.11.3.4 has them.
        coded: [u8; 2],
    }
}

impl RoutingIndicator {
    /// The indicator of these digits.
    ///
    /// # Errors
    ///
    /// They are none, or more than four, or no digits.
    pub fn new(digits: &str) -> Result<Self, EncodeError> {
        const OBJECT: &str = "EF.Routing_Indicator";
        if digits.is_empty() {
            return Err(EncodeError::new(OBJECT, EncodeErrorKind::Empty));
        }
        let mut halves = [0xF; 4];
        for (index, digit) in digits.chars().enumerate() {
            let value = digit.to_digit(10).and_then(|value| u8::try_from(value).ok());
            let value = value.ok_or(EncodeError::new(OBJECT, EncodeErrorKind::Character { index }))?;
            let Some(half) = halves.get_mut(index) else {
                let len = digits.chars().count();
                return Err(EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len, max: 4 }));
            };
            *half = value;
        }
        let [first, second, third, fourth] = halves;
        Ok(Self { coded: [second << 4 | first, fourth << 4 | third], rest: Bytes::default() })
    }

    /// The digits; `None` if what is there are none.
    pub fn digits(&self) -> Option<String> {
        let mut halves: Vec<u8> = bcd::halves(&self.coded).collect();
        while halves.last() == Some(&0xF) {
            halves.pop();
        }
        let digits: Option<String> =
            halves.iter().map(|half| char::from_digit(u32::from(*half), 10)).collect();
        digits.filter(|digits| !digits.is_empty())
    }
}

serialize_fields!(RoutingIndicator, this {
    "routing_indicator" => this.digits(),
    "coded" if this.digits().is_none() => Bytes(this.coded.to_vec()),
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// What to do where the network of an area has failed: EF.DRI (3GPP TS 31.102 4.4.11.17).
    DisasterRoaming = "EF.DRI" {
        /// Whether roaming is allowed then: 1 if so.
        enabled: u8,
        /// Which of the fields that follow are used, with reserved bits.
        indicators: u8,
        /// How long to wait before registering: the least and the most (3GPP TS 24.501 9.11.3.84).
        roaming_wait: [u8; 2],
        /// How long to wait before going back: the least and the most.
        return_wait: [u8; 2],
        /// Whether lists of networks for this case from a visited network may be used.
        applicability: u8,
    }
}

impl DisasterRoaming {
    /// The networks of the home operator's list for this case; `None` if what is there is no such list.
    pub fn plmns(&self) -> Option<Vec<PlmnField>> {
        let (list, _) = Tlv::parse(&self.rest.0).ok().filter(|(list, _)| list.tag == Tag(0x80))?;
        let plmns = list.value.chunks_exact(3);
        plmns
            .remainder()
            .is_empty()
            .then(|| plmns.filter_map(|plmn| plmn.try_into().ok()).map(PlmnField).collect())
    }
}

serialize_fields!(DisasterRoaming, this {
    "disaster_roaming_is_enabled" => this.enabled & 1 != 0,
    "disaster_roaming_parameters_indicator_status" => this.indicators,
    "disaster_roaming_wait_range" => this.roaming_wait,
    "disaster_return_wait_range" => this.return_wait,
    "applicability_indicator" => this.applicability,
    "plmn_list" if this.plmns().is_some() => this.plmns(),
    "rest" if this.plmns().is_none() && !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// How long the phone may sleep between looking for calls: EF.5GSEDRX (3GPP TS 31.102 4.4.11.18).
    ExtendedDrx = "EF.5GSEDRX" {
        /// In which radio networks: bit 1 NG-RAN, bit 2 satellite NG-RAN.
        rat_type: u8,
        /// The length of the cycle, coded (3GPP TS 24.008 10.5.5.32).
        cycle_length: u8,
    }
}

serialize_fields!(ExtendedDrx, this {
    "ng_ran" => this.rat_type & 0x01 != 0,
    "satellite_ng_ran" => this.rat_type & 0x02 != 0,
    "reserved" if this.rat_type > 3 => this.rat_type & 0xFC,
    "edrx_cycle_length" => this.cycle_length,
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// Whether traffic may leave the 5G network over WLAN after authentication there: EF.5GNSWO_CONF (3GPP TS 31.102
    /// 4.4.11.19).
    WlanOffload = "EF.5GNSWO_CONF" {
        /// Whether it may: bit 1, with reserved bits.
        usage: u8,
    }
}

serialize_fields!(WlanOffload, this {
    "5g_nswo_usage_indicator" => this.usage & 0x01 != 0,
    "reserved" if this.usage > 1 => this.usage & 0xFE,
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// How many times as long to wait for a better network where the present one is reached over a satellite:
    /// EF.MCHPPLMN (3GPP TS 31.102 4.4.11.20).
    SatelliteSearchFactor = "EF.MCHPPLMN" {
        /// The factor for the interval in EF.HPPLMN.
        multiplier: u8,
    }
}

serialize_fields!(SatelliteSearchFactor, this {
    "multiplier_coefficient" => this.multiplier,
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// Which key of the EAP method the key for the authentication server is made from: EF.KAUSF_DERIVATION (3GPP TS
    /// 31.102 4.4.11.21).
    KausfDerivation = "EF.KAUSF_DERIVATION" {
        /// Bit 1: the MSK; else the EMSK. The others are reserved.
        configuration: u8,
    }
}

serialize_fields!(KausfDerivation, this {
    "use_msk" => this.configuration & 0x01 != 0,
    "reserved" if this.configuration > 1 => this.configuration & 0xFE,
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// Which public warnings to ignore in stand-alone non-public networks: EF.PWS_SNPN (3GPP TS 31.102 4.4.12.2).
    SnpnWarnings = "EF.PWS_SNPN" {
        /// Bit 1: all, in the subscribed network and those equivalent to it; bit 2: all, in other networks.
        configuration: u8,
    }
}

serialize_fields!(SnpnWarnings, this {
    "ignore_all_warnings_in_subscribed_snpn" => this.configuration & 0x01 != 0,
    "ignore_all_warnings_in_other_snpns" => this.configuration & 0x02 != 0,
    "reserved" if this.configuration > 3 => this.configuration & 0xFC,
    "rest" if !this.rest.is_empty() => this.rest,
});

fixed_fields! {
    /// Which stand-alone non-public network a subscriber belongs to: a record of EF.NID (3GPP TS 31.102 4.4.12.3,
    /// 3GPP TS 23.003 12.7).
    NetworkIdentifier = "EF.NID" {
        /// How the identifier was assigned, in the lower half: 0 coordinated (option 1), 1 by the network itself,
        /// 2 coordinated (option 2).
        assignment_mode: u8,
        /// The identifier: ten half bytes.
        identifier: [u8; 5],
    }
}

serialize_fields!(NetworkIdentifier, this {
    "assignment_mode" => match this.assignment_mode & 0x0F {
        0 => "coordinated_option_1",
        1 => "self",
        2 => "coordinated_option_2",
        _ => "reserved",
    },
    "assignment_mode_value" if this.assignment_mode > 2 => this.assignment_mode,
    "network_identifier" => Bytes(this.identifier.to_vec()),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Networks through which a phone may authenticate over a WLAN that is trusted: EF.TN3GPPSNN (3GPP TS 31.102
/// 4.4.11.13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedNetworkNames {
    /// How many names there are, as the file says; on some cards it does not.
    pub count: Option<u8>,
    /// The names.
    pub objects: DataObjects<TrustedNetworks>,
}

impl TrustedNetworkNames {
    const OBJECT: &'static str = "EF.TN3GPPSNN";
    const NAME: u8 = 0x80;

    /// The names of the networks, such as `5G:mnc001.mcc001.3gppnetwork.org`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.objects.objects().filter_map(|object| match object.value() {
            Value::Text(name) if object.name().is_some() => Some(name),
            _ => None,
        })
    }
}

impl Content for TrustedNetworkNames {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        // Without a count, the first byte is the tag of a name.
        let count = if reader.peek() == Some(Self::NAME) { None } else { Some(reader.u8()?) };
        Ok(Self { count, objects: DataObjects::new(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out: Vec<u8> = self.count.into_iter().collect();
        out.extend(self.objects.as_bytes());
        super::filled(Self::OBJECT, &out, len)
    }
}

serialize_fields!(TrustedNetworkNames, this {
    "number_of_serving_network_names" => this.count,
    "serving_network_names" => this.names().collect::<Vec<_>>(),
    "rest" if !this.objects.rest().is_empty() => Bytes(this.objects.rest().to_vec()),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routing_indicators_have_one_to_four_digits() {
        for (digits, coded) in
            [("0", [0xF0, 0xFF]), ("71", [0x17, 0xFF]), ("712", [0x17, 0xF2]), ("9876", [0x89, 0x67])]
        {
            let indicator = RoutingIndicator::new(digits).unwrap();
            assert_eq!(indicator.coded, coded);
            assert_eq!(indicator.digits().as_deref(), Some(digits));
            assert_eq!(indicator.encode(4).unwrap(), [coded[0], coded[1], 0xFF, 0xFF]);
        }
        let error = |digits| RoutingIndicator::new(digits).unwrap_err().kind;
        assert_eq!(error(""), EncodeErrorKind::Empty);
        assert_eq!(error("1a"), EncodeErrorKind::Character { index: 1 });
        assert_eq!(error("12345"), EncodeErrorKind::TooLong { len: 5, max: 4 });
    }

    #[test]
    fn networks_are_named_with_and_without_a_count() {
        let bytes = b"\x02\x80\x04\x35G:A\x81\x01B\x80\x01C\xFF";
        let names = TrustedNetworkNames::decode(bytes).unwrap();
        assert_eq!(names.count, Some(2));
        assert_eq!(names.names().collect::<Vec<_>>(), ["5G:A", "C"]);
        assert_eq!(names.encode(bytes.len()).unwrap(), bytes);
        let names = TrustedNetworkNames::decode(&bytes[1..]).unwrap();
        assert_eq!((names.count, names.names().count()), (None, 2));
    }

    #[test]
    fn areas_and_status() {
        let record = FivegsOperatorPlmn::decode(&[0x00, 0xF1, 0x10, 0, 1, 0, 0, 1, 0xFF, 2]).unwrap();
        assert!(record.areas().contains(&0x1FF) && !record.areas().contains(&0x200));
        let mut content = [0; 20];
        content[19] = 2;
        let location = FivegsLocation::decode(&content).unwrap();
        assert!(!location.update_status().is_updated());
        assert_eq!(location.status_name(), "roaming_not_allowed");
    }
}
