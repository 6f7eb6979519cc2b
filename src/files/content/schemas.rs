//! Tables of the data objects in files.

use super::data_objects::ObjectKind as Kind;
use super::data_objects::ValueKind::{
    Address, Algorithms, Bytes, Entries, Flags, Number, Objects, Plmn, Secret, Text,
};
use super::{ObjectKind, Part, Schema};

/// A kind of file that holds data objects.
macro_rules! schemas {
    ($($(#[$meta:meta])* $type:ident = $object:literal $(, $secret:ident)? { $($objects:tt)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub struct $type;

            impl Schema for $type {
                const OBJECT: &'static str = $object;
                const OBJECTS: &'static [ObjectKind] = &[$($objects)*];
                $(const SECRET: bool = schemas!(@$secret);)?
            }
        )*
    };
    (@secret) => { true };
}

schemas! {
    /// Keys and counters of the phone's session with the network: a record of EF.5GS3GPPNSC or EF.5GSN3GPPNSC (3GPP TS
    /// 31.102 4.4.11.4 and 4.4.11.5).
    FivegsSecurityContext = "EF.5GS3GPPNSC", secret {
        Kind::one(0xA0, "5gs_nas_security_context", Objects(&[
            Kind::one(0x80, "ng_ksi", Number),
            Kind::one(0x81, "k_amf", Secret),
            Kind::one(0x82, "uplink_nas_count", Number),
            Kind::one(0x83, "downlink_nas_count", Number),
            Kind::one(0x84, "nas_algorithms", Algorithms),
            Kind::one(0x85, "eps_nas_algorithms", Algorithms),
            Kind::one(0x86, "plmn", Plmn),
        ])),
    }

    /// Keys of the last authentication in 5G: EF.5GAUTHKEYS (3GPP TS 31.102 4.4.11.6).
    FivegAuthenticationKeys = "EF.5GAUTHKEYS", secret {
        Kind::one(0x80, "k_ausf", Secret),
        Kind::one(0x81, "k_seaf_3gpp", Secret),
        Kind::one(0x82, "k_seaf_non_3gpp", Secret),
        Kind::one(0x83, "sor_counter", Number),
        Kind::one(0x84, "ue_parameter_update_counter", Number),
    }

    /// The name of a subscriber that has no IMSI: EF.SUPI_NAI (3GPP TS 31.102 4.4.11.10, 3GPP TS 23.003 28).
    SubscriberNai = "EF.SUPI_NAI" {
        Kind::one(0x80, "network_specific_identifier", Text),
        Kind::one(0x81, "global_line_identifier", Text),
        Kind::one(0x82, "global_cable_identifier", Text),
    }

    /// Which traffic goes which way: EF.URSP (3GPP TS 31.102 4.4.11.12, 3GPP TS 24.526 5.2).
    RouteSelectionPolicies = "EF.URSP" {
        Kind::many(0x80, "ursp_rules", Bytes),
    }

    /// Networks behind which a phone may authenticate over WLAN: the list in EF.TN3GPPSNN (3GPP TS 31.102 4.4.11.13).
    TrustedNetworks = "EF.TN3GPPSNN" {
        Kind::many(0x80, "serving_network_names", Text),
    }

    /// When a phone in a call is to obey the steering of its roaming: EF.SOR-CMCI (3GPP TS 31.102 4.4.11.15, 3GPP TS 24.501
    /// 9.11.3.51).
    SteeringControl = "EF.SOR-CMCI" {
        Kind::one(0x80, "sor_cmci", Bytes),
    }

    /// How to find phones close by: EF.5G_PROSE_DD (3GPP TS 31.102 4.4.13.3, 3GPP TS 24.555 5.3).
    FivegProseDiscovery = "EF.5G_PROSE_DD" {
        Kind::one(0xA0, "5g_prose_direct_discovery", Objects(&[
            Kind::one(0x80, "served_by_ng_ran", Bytes),
            Kind::one(0x81, "not_served_by_ng_ran", Bytes),
            Kind::one(0x82, "prose_identifiers", Bytes),
            Kind::one(0x83, "prose_identifier_to_default_destination_layer_2_id", Bytes),
            Kind::one(0x84, "group_member_discovery_parameters", Bytes),
            Kind::one(0x85, "validity_timer", Bytes),
            Kind::one(0x86, "prose_direct_discovery_ue_id", Bytes),
            Kind::one(0x87, "hplmn_5g_ddnmf_address_information", Bytes),
        ])),
    }

    /// How to talk to phones close by: EF.5G_PROSE_DC (3GPP TS 31.102 4.4.13.4, 3GPP TS 24.555 5.4).
    FivegProseCommunication = "EF.5G_PROSE_DC" {
        Kind::one(0xA0, "5g_prose_direct_communication", Objects(&[
            Kind::one(0x80, "served_by_ng_ran", Bytes),
            Kind::one(0x81, "not_served_by_ng_ran", Bytes),
            Kind::one(0x85, "validity_timer", Bytes),
            Kind::one(0x87, "privacy_config", Bytes),
            Kind::one(0x88, "direct_communication_in_nr_pc5", Bytes),
            Kind::one(0x89, "application_to_path_preference_mapping_rules", Bytes),
            Kind::one(0x91, "prose_identifier_to_nr_tx_profile_mapping_rules", Bytes),
        ])),
    }

    /// How to relay for phones close by: EF.5G_PROSE_U2NRU (3GPP TS 31.102 4.4.13.5, 3GPP TS 24.555 5.5).
    FivegProseNetworkRelay = "EF.5G_PROSE_U2NRU" {
        Kind::one(0xA0, "5g_prose_ue_to_network_relay_ue", Objects(&[
            Kind::one(0x80, "served_by_ng_ran", Bytes),
            Kind::one(0x81, "not_served_by_ng_ran", Bytes),
            Kind::one(0x85, "validity_timer", Bytes),
            Kind::one(0x8A, "default_destination_layer_2_ids", Bytes),
            Kind::one(0x8B, "rsc_info_list", Bytes),
            Kind::one(0x8C, "5qi_to_pc5_qos_parameters_mapping_rules", Bytes),
            Kind::one(0x8D, "prose_identifier_to_application_server_address_mapping_rules", Bytes),
            Kind::one(0x8E, "user_info_id_for_discovery", Bytes),
            Kind::one(0x92, "privacy_timer", Bytes),
            Kind::one(0x93, "5g_pkmf_address_information", Bytes),
        ])),
    }

    /// How to reach the network through a phone close by: EF.5G_PROSE_RU (3GPP TS 31.102 4.4.13.6, 3GPP TS 24.555 5.6).
    FivegProseRemote = "EF.5G_PROSE_RU" {
        Kind::one(0xA0, "5g_prose_remote_ue", Objects(&[
            Kind::one(0x80, "served_by_ng_ran", Bytes),
            Kind::one(0x81, "not_served_by_ng_ran", Bytes),
            Kind::one(0x85, "validity_timer", Bytes),
            Kind::one(0x8B, "rsc_info_list", Bytes),
            Kind::one(0x8E, "user_info_id_for_discovery", Bytes),
            Kind::one(0x8F, "default_destination_layer_2_ids", Bytes),
            Kind::one(0x90, "n3iwf_selection_information", Bytes),
            Kind::one(0x92, "privacy_timer", Bytes),
            Kind::one(0x93, "5g_pkmf_address_information", Bytes),
        ])),
    }

    /// How to report what was used: EF.5G_PROSE_UIR (3GPP TS 31.102 4.4.13.7, 3GPP TS 24.555 5.7).
    FivegProseReporting = "EF.5G_PROSE_UIR" {
        Kind::one(0xA0, "5g_prose_usage_information_reporting", Objects(&[
            Kind::one(0x85, "validity_timer", Bytes),
            Kind::one(0x94, "collection_period", Bytes),
            Kind::one(0x95, "reporting_window", Bytes),
            Kind::one(0x96, "reporting_indicators", Bytes),
            Kind::one(0x97, "5g_ddnmf_ctf_address", Bytes),
        ])),
    }

    /// How to relay between phones close by: EF.5G_PROSE_U2URU (3GPP TS 31.102 4.4.13.8).
    FivegProseRelay = "EF.5G_PROSE_U2URU" {
        Kind::one(0xA0, "5g_prose_ue_to_ue_relay_ue", Objects(&[
            Kind::one(0x80, "served_by_ng_ran", Bytes),
            Kind::one(0x81, "not_served_by_ng_ran", Bytes),
            Kind::one(0x85, "validity_timer", Bytes),
            Kind::one(0x8B, "rsc_info_list", Bytes),
            Kind::one(0x8E, "user_info_id_for_discovery", Bytes),
            Kind::one(0x99, "default_destination_layer_2_ids_for_discovery", Bytes),
            Kind::one(0x9A, "default_destination_layer_2_ids_for_direct_communication", Bytes),
        ])),
    }

    /// How to reach phones through others close by: EF.5G_PROSE_EU (3GPP TS 31.102 4.4.13.9).
    FivegProseEnd = "EF.5G_PROSE_EU" {
        Kind::one(0xA0, "5g_prose_end_ue", Objects(&[
            Kind::one(0x80, "served_by_ng_ran", Bytes),
            Kind::one(0x81, "not_served_by_ng_ran", Bytes),
            Kind::one(0x85, "validity_timer", Bytes),
            Kind::one(0x8B, "rsc_info_list", Bytes),
            Kind::one(0x8E, "user_info_id_for_discovery", Bytes),
            Kind::one(0x93, "5g_pkmf_address_information", Bytes),
            Kind::one(0x99, "default_destination_layer_2_ids_for_discovery", Bytes),
            Kind::one(0x9A, "default_destination_layer_2_ids_for_direct_communication", Bytes),
        ])),
    }

    /// Where there are broadcasts: EF.5MBSUECONFIG (3GPP TS 31.102 4.4.14.2).
    BroadcastConfiguration = "EF.5MBSUECONFIG" {
        Kind::many(0xA0, "plmn_5mbs_preconfigurations", Objects(&[
            Kind::one(0x80, "plmn", Plmn),
            Kind::one(0x81, "tmgi_list", Entries(&[
                Part::new("tmgi", 6, Bytes),
                Part::new("usd_file_identifier", 2, Bytes),
                Part::new("service_type", 1, Flags(&["mbs_service_announcement", "mbs_user_service"])),
            ])),
            Kind::one(0x82, "nr_arfcn_list", Entries(&[Part::new("nr_arfcn", 4, Number)])),
            Kind::one(0xA1, "pdu_session_information", Objects(&[
                Kind::one(0x83, "dnn", Bytes),
                Kind::one(0x84, "s_nssai", Bytes),
            ])),
        ])),
    }

    /// In which networks a phone may look for others close by: a record of EF.PROSE_MON (3GPP TS 31.102 4.4.8.2).
    ProseMonitoring = "EF.PROSE_MON" {
        Kind::one(0xA0, "prose_discovery_monitoring_parameters", Objects(&[
            Kind::one(0x80, "plmn", Text),
            Kind::one(0x82, "model", Flags(&["restricted_model_a_monitoring", "restricted_model_b_discoveree"])),
        ])),
    }

    /// In which networks a phone may announce itself to others close by: a record of EF.PROSE_ANN (3GPP TS 31.102 4.4.8.3).
    ProseAnnouncing = "EF.PROSE_ANN" {
        Kind::one(0xA0, "prose_discovery_announcing_parameters", Objects(&[
            Kind::one(0x80, "plmn", Text),
            Kind::one(0x81, "range", Bytes),
            Kind::one(0x82, "model", Bytes),
        ])),
    }

    /// Where the home network's server is: a record of EF.PROSEFUNC (3GPP TS 31.102 4.4.8.4).
    ProseFunction = "EF.PROSEFUNC" {
        Kind::many(0x80, "hplmn_prose_function", Address),
    }

    /// Parameters for radio links between phones: EF.PROSE_RADIO_COM, EF.PROSE_RADIO_MON, EF.PROSE_RADIO_ANN (3GPP TS
    /// 31.102 4.4.8.5 to 4.4.8.7).
    ProseRadio = "EF.PROSE_RADIO" {
        Kind::many(0xA0, "prose_radio_parameters", Objects(&[])),
    }

    /// Other parameters for phones close to each other: EF.PROSE_POLICY, EF.PROSE_PLMN, EF.PROSE_GC, EF.UIRC,
    /// EF.PROSE_GM_DISCOVERY, EF.PROSE_RELAY, EF.PROSE_RELAY_DISCOVERY (3GPP TS 31.102 4.4.8.8 to 4.4.8.15).
    ProseParameters = "EF.PROSE" {
        Kind::many(0xA0, "prose_parameters", Objects(&[])),
    }

    /// Settings for mission critical services: EF.MCS_CONFIG (3GPP TS 31.102 4.6.4.2), as XML unless EF.MST says
    /// otherwise.
    McsConfiguration = "EF.MCS_CONFIG" {
        Kind::one(0x80, "mcptt_ue_configuration_data", Text),
        Kind::one(0x81, "mcptt_user_profile_data", Text),
        Kind::one(0x82, "mcs_group_configuration_data", Text),
        Kind::one(0x83, "mcptt_service_configuration_data", Text),
        Kind::one(0x84, "mcs_ue_initial_configuration_data", Text),
        Kind::one(0x85, "mcdata_ue_configuration_data", Text),
        Kind::one(0x86, "mcdata_user_profile_data", Text),
        Kind::one(0x87, "mcdata_service_configuration_data", Text),
        Kind::one(0x88, "mcvideo_ue_configuration_data", Text),
        Kind::one(0x89, "mcvideo_user_profile_data", Text),
        Kind::one(0x8A, "mcvideo_service_configuration_data", Text),
    }

    /// Settings for vehicles: EF.V2X_CONFIG (3GPP TS 31.102 4.6.5.3), as XML unless EF.VST says otherwise.
    V2xConfiguration = "EF.V2X_CONFIG" {
        Kind::many(0x80, "v2x_configuration_data", Text),
    }

    /// Multimedia messages on the card: EF.MML (3GPP TS 31.102 4.6.3.1). An object, with a tag of its own, for each.
    MultimediaMessages = "EF.MML" {
        Kind::any("mm_descriptors", Objects(&[
            Kind::one(0x80, "mms_implementation", Flags(&["wap"])),
            Kind::one(0x81, "mm_file_identifier_or_sfi", Bytes),
            Kind::one(0x82, "mm_content_data_object_tag", Bytes),
            Kind::one(0x83, "mm_size", Number),
            Kind::one(0x84, "mm_status", Bytes),
            Kind::one(0x85, "mm_alpha_identifier", Bytes),
        ])),
    }

    /// The contents of multimedia messages: EF.MMDF (3GPP TS 31.102 4.6.3.2). Each has the tag that EF.MML says.
    MultimediaData = "EF.MMDF" {
        Kind::any("mm_contents", Bytes),
    }

    /// Where a phone reaches IMS: a record of EF.P-CSCF (3GPP TS 31.103 4.2.8).
    PcscfAddress = "EF.P-CSCF" {
        Kind::one(0x80, "p_cscf_address", Address),
    }

    /// Where a phone reaches WebRTC: a record of EF.WebRTCURI (3GPP TS 31.103 4.2.20).
    WebRtcUri = "EF.WebRTCURI" {
        Kind::one(0x80, "web_rtc_uri", Text),
    }
}
