//! Files of the USIM for phones close to each other in 5G: DF.5G_ProSe (3GPP TS 31.102 4.4.13).

use super::content::schemas::{
    FivegProseCommunication, FivegProseDiscovery, FivegProseEnd, FivegProseNetworkRelay, FivegProseRelay,
    FivegProseRemote, FivegProseReporting,
};
use super::content::{DataObjects, FivegProseServices, ServiceTable};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.5G_ProSe" = Path::adf(Aid::USIM, &[0x5FF0]), "3GPP TS 31.102";

    /// The services there are.
    St = "EF.5G_PROSE_ST", 0x4F01, Transparent, Public, "4.4.13.2", sfi 0x01, service 139 => ServiceTable<FivegProseServices> {
        "41" => concat!(
            r#"{"services":[{"number":1,"name":"5G ProSe configuration data for direct discovery"},"#,
            r#"{"number":7,"name":"5G ProSe configuration data for end UE"}]}"#,
        ),
    }

    /// How to find phones close by.
    Dd = "EF.5G_PROSE_DD", 0x4F02, Transparent, Public, "4.4.13.3", sfi 0x02, service 139 => DataObjects<FivegProseDiscovery> {
        // valid until a time of five bytes
        "A00D8002AABB85050000000E108700FF" => concat!(
            r#"{"5g_prose_direct_discovery":{"served_by_ng_ran":"aabb","validity_timer":"0000000e10","#,
            r#""hplmn_5g_ddnmf_address_information":""}}"#,
        ),
    }

    /// How to talk to phones close by.
    Dc = "EF.5G_PROSE_DC", 0x4F03, Transparent, Public, "4.4.13.4", sfi 0x03, service 139 => DataObjects<FivegProseCommunication> {
        "A00A85050000000E10870101" =>
            r#"{"5g_prose_direct_communication":{"validity_timer":"0000000e10","privacy_config":"01"}}"#,
    }

    /// How to relay for phones close by.
    U2nru = "EF.5G_PROSE_U2NRU", 0x4F04, Transparent, Public, "4.4.13.5", sfi 0x04, service 139 => DataObjects<FivegProseNetworkRelay> {
        "A00A85050000000E1092010A" =>
            r#"{"5g_prose_ue_to_network_relay_ue":{"validity_timer":"0000000e10","privacy_timer":"0a"}}"#,
    }

    /// How to reach the network through a phone close by.
    Ru = "EF.5G_PROSE_RU", 0x4F05, Transparent, Public, "4.4.13.6", sfi 0x05, service 139 => DataObjects<FivegProseRemote> {
        // an object that is unknown
        "A00E85050000000E108F031234569800" => concat!(
            r#"{"5g_prose_remote_ue":{"validity_timer":"0000000e10","default_destination_layer_2_ids":"123456","#,
            r#""others":[{"tag":"98","value":""}]}}"#,
        ),
    }

    /// How to report what was used.
    Uir = "EF.5G_PROSE_UIR", 0x4F06, Transparent, Public, "4.4.13.7", sfi 0x06, service 139 => DataObjects<FivegProseReporting> {
        "A00A85050000000E109401FFFF" =>
            r#"{"5g_prose_usage_information_reporting":{"validity_timer":"0000000e10","collection_period":"ff"}}"#,
    }

    /// How to relay between phones close by.
    U2uru = "EF.5G_PROSE_U2URU", 0x4F07, Transparent, Public, "4.4.13.8", sfi 0x07, service 139 => DataObjects<FivegProseRelay> {
        "A00A85050000000E109A01FF" =>
            r#"{"5g_prose_ue_to_ue_relay_ue":{"validity_timer":"0000000e10","default_destination_layer_2_ids_for_direct_communication":"ff"}}"#,
    }

    /// How to reach phones through others close by.
    Eu = "EF.5G_PROSE_EU", 0x4F08, Transparent, Public, "4.4.13.9", sfi 0x08, service 139 => DataObjects<FivegProseEnd> {
        // the address of the key management: IP version 4, one address
        "A00F85050000000E1093060101C0000201" =>
            r#"{"5g_prose_end_ue":{"validity_timer":"0000000e10","5g_pkmf_address_information":"0101c0000201"}}"#,
    }
}
