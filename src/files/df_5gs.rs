//! Files of the USIM for 5G networks: DF.5GS (3GPP TS 31.102 4.4.11).

use super::content::schemas::{
    FivegAuthenticationKeys, FivegsSecurityContext, RouteSelectionPolicies, SteeringControl, SubscriberNai,
};
use super::content::{
    self, AccessIdentities, CagInformation, DataObjects, DisasterRoaming, ExtendedDrx, FivegsLocation,
    FivegsOperatorPlmn, SatelliteSearchFactor, SuciCalculation, TrustedNetworkNames, WlanOffload,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.5GS" = Path::adf(Aid::USIM, &[0x5FC0]), "3GPP TS 31.102";

    /// Location in 5GS, through its own radio networks.
    Loci = "EF.5GS3GPPLOCI", 0x4F01, Transparent, Personal, "4.4.11.2", sfi 0x01, service 122 => FivegsLocation {
        // 5G-GUTI: length 11, type 2, network, AMF region 80, set and pointer 0041, 5G-TMSI
        "000BF200F1108000411234567800F11000123400" =>
            r#"{"5g_guti":"000bf200f11080004112345678","plmn":"001-01","tac":4660,"5gs_update_status":"updated"}"#,
        // as delivered (annex E)
        "FFFFFFFFFFFFFFFFFFFFFFFFFF00F11000000001" =>
            r#"{"5g_guti":"ffffffffffffffffffffffffff","plmn":"001-01","tac":0,"5gs_update_status":"not_updated"}"#,
    }

    /// Location in 5GS, through other networks such as WLAN.
    N3gppLoci = "EF.5GSN3GPPLOCI", 0x4F02, Transparent, Personal, "4.4.11.3", sfi 0x02, service 122 => FivegsLocation {
        "FFFFFFFFFFFFFFFFFFFFFFFFFF00F110FFFFFE02" => concat!(
            r#"{"5g_guti":"ffffffffffffffffffffffffff","plmn":"001-01","tac":16777214,"#,
            r#""5gs_update_status":"roaming_not_allowed"}"#,
        ),
    }

    /// Keys and counters of the session with the network, through its own radio networks.
    Nsc = "EF.5GS3GPPNSC", 0x4F03, LinearFixed, Secret, "4.4.11.4", sfi 0x03, service 122 => DataObjects<FivegsSecurityContext> {
        // ciphering 5G-EA2, integrity 5G-IA1; EEA0 and EIA2 after a move to EPS
        "A03780010281201111111111111111111111111111111111111111111111111111111111111111820400000105830400000007840121850102FFFF" => concat!(
            r#"{"5gs_nas_security_context":{"ng_ksi":2,"k_amf":"redacted","uplink_nas_count":261,"#,
            r#""downlink_nas_count":7,"nas_algorithms":{"ciphering":2,"integrity":1},"#,
            r#""eps_nas_algorithms":{"ciphering":0,"integrity":2}}}"#,
        ),
    }

    /// Keys and counters of the session with the network, through other networks such as WLAN.
    N3gppNsc = "EF.5GSN3GPPNSC", 0x4F04, LinearFixed, Secret, "4.4.11.5", sfi 0x04, service 122 => DataObjects<FivegsSecurityContext> {
        "A034800100812022222222222222222222222222222222222222222222222222222222222222FF820400000000830400000000840100" => concat!(
            r#"{"5gs_nas_security_context":{"ng_ksi":0,"k_amf":"redacted","uplink_nas_count":0,"#,
            r#""downlink_nas_count":0,"nas_algorithms":{"ciphering":0,"integrity":0}}}"#,
        ),
        // cut off, and with an object that is unknown
        "A00A8001078703AABBCC81201111" =>
            r#"{"5gs_nas_security_context":{"ng_ksi":7,"others":[{"tag":"87","value":"redacted"}],"rest":"redacted"},"rest":"redacted"}"#,
    }

    /// Keys of the last authentication.
    AuthKeys = "EF.5GAUTHKEYS", 0x4F05, Transparent, Secret, "4.4.11.6", sfi 0x05, service 123 => DataObjects<FivegAuthenticationKeys> {
        "80201111111111111111111111111111111111111111111111111111111111111111812022222222222222222222222222222222222222222222222222222222222222FF820233338302000384020100FFFF" => concat!(
            r#"{"k_ausf":"redacted","k_seaf_3gpp":"redacted","k_seaf_non_3gpp":"redacted","sor_counter":3,"#,
            r#""ue_parameter_update_counter":256}"#,
        ),
    }

    /// For which services of high priority the subscriber may use the network when others may not.
    UacAic = "EF.UAC_AIC", 0x4F06, Transparent, Public, "4.4.11.7", sfi 0x06, service 126 => AccessIdentities {
        "02000000" =>
            r#"{"multimedia_priority_service":false,"mission_critical_services":true,"rest":"000000"}"#,
        "81" => r#"{"multimedia_priority_service":true,"mission_critical_services":false,"reserved":128}"#,
    }

    /// How to conceal the subscriber's identity on its way to the home network.
    SuciCalcInfo = "EF.SUCI_Calc_Info", 0x4F07, Transparent, Public, "4.4.11.8", sfi 0x07, service 124 => SuciCalculation {
        // profile B with key 2, profile A with key 1, none; keys 27 and 30
        "A006020201010000A14B80011B81205A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A80011E8121025A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5AFFFFFF" => concat!(
            r#"{"protection_scheme_identifier_list":["#,
            r#"{"protection_scheme_identifier":2,"protection_scheme":"profile_b","key_index":2},"#,
            r#"{"protection_scheme_identifier":1,"protection_scheme":"profile_a","key_index":1},"#,
            r#"{"protection_scheme_identifier":0,"protection_scheme":"null","key_index":0}],"#,
            r#""home_network_public_key_list":[{"home_network_public_key_identifier":27,"#,
            r#""home_network_public_key":"5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"},"#,
            r#"{"home_network_public_key_identifier":30,"#,
            r#""home_network_public_key":"025a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5aff"}]}"#,
        ),
        // no key at all; an incomplete entry, a key without an identifier, an unknown object, what is no object
        "A003000001A1038101AAB0008105" => concat!(
            r#"{"protection_scheme_identifier_list":["#,
            r#"{"protection_scheme_identifier":0,"protection_scheme":"null","key_index":0}],"#,
            r#""home_network_public_key_list":[],"others":[{"tag":"A0","value":"01"},{"tag":"81","value":"aa"},"#,
            r#"{"tag":"B0","value":""}],"rest":"8105"}"#,
        ),
    }

    /// Which networks and tracking areas have which name of EF.PNN.
    Opl5g = "EF.OPL5G", 0x4F08, LinearFixed, Public, "4.4.11.9", sfi 0x08, service 129 => FivegsOperatorPlmn {
        "00F110000000FFFFFE01" =>
            r#"{"plmn":"001-01","first_area":0,"last_area":16777214,"pnn_record":1}"#,
        // any network code; a longer record
        "00F1DD0001000001FF0200" =>
            r#"{"plmn":"001-??","first_area":256,"last_area":511,"pnn_record":2,"rest":"00"}"#,
    }

    /// The name of a subscriber that has no IMSI.
    SupiNai = "EF.SUPI_NAI", 0x4F09, Transparent, Personal, "4.4.11.10", sfi 0x09, service 130 => DataObjects<SubscriberNai> {
        "8010757365723137406578616D706C652E6EFFFF" =>
            r#"{"network_specific_identifier":"user17@example.n"}"#,
    }

    /// Which part of the home network looks after the subscriber.
    RoutingIndicator = "EF.Routing_Indicator", 0x4F0A, Transparent, Public, "4.4.11.11", sfi 0x0A, service 124 => content::RoutingIndicator {
        "17F2FFFF" => r#"{"routing_indicator":"712"}"#,
        "F0FF0000" => r#"{"routing_indicator":"0","rest":"0000"}"#,
        // a hole between digits
        "F112FFFF" => r#"{"routing_indicator":null,"coded":"f112"}"#,
    }

    /// Which traffic goes which way.
    Ursp = "EF.URSP", 0x4F0B, Transparent, Public, "4.4.11.12", service 132 => DataObjects<RouteSelectionPolicies> {
        // a network; a rule of 13 bytes, precedence 255: all traffic (01); a way of 5 bytes, precedence 1, SSC mode 1
        "801400F110000F000DFF000101000700050100020101FFFF" =>
            r#"{"ursp_rules":["00f110000f000dff000101000700050100020101"]}"#,
    }

    /// Networks through which the phone may authenticate over a WLAN that is trusted.
    Tn3gppSnn = "EF.TN3GPPSNN", 0x4F0C, Transparent, Public, "4.4.11.13", sfi 0x0C, service 135 => TrustedNetworkNames {
        "01802035473A6D6E633030312E6D63633030312E336770706E6574776F726B2E6F7267FF" => concat!(
            r#"{"number_of_serving_network_names":1,"#,
            r#""serving_network_names":["5G:mnc001.mcc001.3gppnetwork.org"]}"#,
        ),
        "800435473A41" =>
            r#"{"number_of_serving_network_names":null,"serving_network_names":["5G:A"]}"#,
    }

    /// Which closed groups of cells the subscriber may use.
    Cag = "EF.CAG", 0x4F0D, Transparent, Personal, "4.4.11.14", sfi 0x0D, service 137 => CagInformation {
        // two groups of one network, which are the only ones; another network without
        "00120C00F1100100000010000000110400F12000FFFF" => concat!(
            r#"{"entries":[{"plmn":"001-01","cag_only":true,"cag_ids":[16,17]},"#,
            r#"{"plmn":"001-02","cag_only":false,"cag_ids":[]}]}"#,
        ),
        // a length that counts itself
        "00090900F1100000000010" =>
            r#"{"entries":[{"plmn":"001-01","cag_only":false,"cag_ids":[16]}]}"#,
    }

    /// When a phone in a call is to obey the steering of its roaming.
    SorCmci = "EF.SOR-CMCI", 0x4F0E, Transparent, Public, "4.4.11.15", sfi 0x0E, service 138 => DataObjects<SteeringControl> {
        "80050002FF05AAFF" => r#"{"sor_cmci":"0002ff05aa"}"#,
    }

    /// What to do where the network of an area has failed.
    Dri = "EF.DRI", 0x4F0F, Transparent, Public, "4.4.11.17", sfi 0x0F, service 140 => DisasterRoaming {
        "010701050A1E01FF" => concat!(
            r#"{"disaster_roaming_is_enabled":true,"disaster_roaming_parameters_indicator_status":7,"#,
            r#""disaster_roaming_wait_range":[1,5],"disaster_return_wait_range":[10,30],"#,
            r#""applicability_indicator":1}"#,
        ),
        "00000000000000800300F110" => concat!(
            r#"{"disaster_roaming_is_enabled":false,"disaster_roaming_parameters_indicator_status":0,"#,
            r#""disaster_roaming_wait_range":[0,0],"disaster_return_wait_range":[0,0],"#,
            r#""applicability_indicator":0,"plmn_list":["001-01"]}"#,
        ),
    }

    /// How long the phone may sleep between looking for calls.
    Edrx = "EF.5GSEDRX", 0x4F10, Transparent, Public, "4.4.11.18", sfi 0x10, service 141 => ExtendedDrx {
        "0105" => r#"{"ng_ran":true,"satellite_ng_ran":false,"edrx_cycle_length":5}"#,
    }

    /// Whether traffic may leave the 5G network over WLAN after authentication there.
    NswoConf = "EF.5GNSWO_CONF", 0x4F11, Transparent, Public, "4.4.11.19", sfi 0x11, service 142 => WlanOffload {
        "01" => r#"{"5g_nswo_usage_indicator":true}"#,
        "02FF" => r#"{"5g_nswo_usage_indicator":false,"reserved":2}"#,
    }

    /// How many times as long to wait for a better network on a satellite link.
    Mchpplmn = "EF.MCHPPLMN", 0x4F15, Transparent, Public, "4.4.11.20", sfi 0x15, service 144 => SatelliteSearchFactor {
        "03" => r#"{"multiplier_coefficient":3}"#,
    }

    /// Which key of the EAP method the key for the authentication server is made from.
    KausfDerivation = "EF.KAUSF_DERIVATION", 0x4F16, Transparent, Public, "4.4.11.21", sfi 0x16, service 145 => content::KausfDerivation {
        "01FF" => r#"{"use_msk":true}"#,
        "0000" => r#"{"use_msk":false,"rest":"00"}"#,
    }
}
