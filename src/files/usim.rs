//! Files of the USIM (3GPP TS 31.102 4.2).

use super::content::{
    self, AccessControlClasses, AccessRuleRecord, AdministrativeData, CipherKeys, DialingRecord,
    EmergencyNumber, EnabledServices, EpsLocation, GroupIdentifier, Languages, Location, NetworkName,
    OperatorPlmn, PacketLocation, PlmnAccessList, PlmnList, SearchInterval, ServiceProviderDisplay,
    ServiceProviderName, ServiceTable, ShortMessageParameters, UsimServices,
};
use crate::fs::{Aid, Path};

pub(in crate::files) mod calls;
pub(in crate::files) mod configuration;
pub(in crate::files) mod connections;
pub(in crate::files) mod messages;
pub(in crate::files) mod network;
pub(in crate::files) mod security;

pub use calls::*;
pub use configuration::*;
pub use connections::*;
pub use messages::*;
pub use network::*;
pub use security::*;

elementary_files! {
    "ADF.USIM" = Path::adf(Aid::USIM, &[]), "3GPP TS 31.102";

    /// The number of the subscription.
    Imsi = "EF.IMSI", 0x6F07, Transparent, Personal, "4.2.2", sfi 0x07 => content::ImsiFile {
        // 15 digits, so parity odd
        "080910101032547698" => r#"{"imsi":"001010123456789"}"#,
        // 14 digits, parity even, the last half byte filled
        "0801101010325476F8" => r#"{"imsi":"00101012345678"}"#,
        // 6 digits, and a length that counts the filling in
        "08011010F7FFFFFFFF" => r#"{"imsi":"001017"}"#,
        // no number yet; digits that are not decimal; zeros
        "08FFFFFFFFFFFFFFFF" => r#"{"imsi":null,"raw":"08ffffffffffffffff"}"#,
        "080910101032547A98" => r#"{"imsi":null,"raw":"080910101032547a98"}"#,
        "000000000000000000" => r#"{"imsi":null,"raw":"000000000000000000"}"#,
    }

    /// The name the operator wants shown.
    Spn = "EF.SPN", 0x6F46, Transparent, Public, "4.2.12", service 19 => ServiceProviderName {
        "014578616D706C65FFFFFFFFFFFFFFFFFF" =>
            r#"{"name":"Example","show_plmn_in_hplmn":true,"show_spn_when_roaming":true}"#,
        "02FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" =>
            r#"{"name":"","show_plmn_in_hplmn":false,"show_spn_when_roaming":false}"#,
    }

    /// The mode the phone works in, and the number of digits of the network code.
    Ad = "EF.AD", 0x6FAD, Transparent, Public, "4.2.18", sfi 0x03 => AdministrativeData {
        "00000102" => concat!(
            r#"{"ue_operation_mode":"normal","additional_information":"0001","ciphering_indicator":true,"#,
            r#""csg_display_control":false,"prose_public_safety":false,"extended_drx":false,"mnc_length":2}"#,
        ),
        "810000" => concat!(
            r#"{"ue_operation_mode":"type_approval_specific_facilities","additional_information":"0000","#,
            r#""ciphering_indicator":false,"csg_display_control":false,"prose_public_safety":false,"#,
            r#""extended_drx":false,"mnc_length":null}"#,
        ),
    }

    /// The telephone numbers of the subscription.
    Msisdn = "EF.MSISDN", 0x6F40, LinearFixed, Personal, "4.2.26", service 21 => DialingRecord {
        // name of 4 bytes, 7 bytes of type and digits
        "4D65FFFF0791447700091032FFFFFFFFFFFF" =>
            r#"{"alpha":"Me","number":"+447700900123","ton_npi":145,"capability":null,"extension":null}"#,
        // no name, 12 digits of unknown type
        "0781707700092103FFFFFFFFFF02" =>
            r#"{"alpha":"","number":"077700901230","ton_npi":129,"capability":null,"extension":2}"#,
    }

    /// Parameters for sending short messages.
    Smsp = "EF.SMSP", 0x6F42, LinearFixed, Personal, "4.2.27", service 12 => ShortMessageParameters {
        // all but the destination; validity A7 is 12 h and 24 half hours
        "E1FFFFFFFFFFFFFFFFFFFFFFFF0791447700090000FFFFFFFF0000A7" => concat!(
            r#"{"alpha":"","parameter_indicators":"e1","tp_destination_address":null,"#,
            r#""ts_service_centre_address":"+447700900000","tp_protocol_identifier":0,"#,
            r#""tp_data_coding_scheme":0,"tp_validity_period_minutes":1440}"#,
        ),
        // a destination of 12 digits, all else absent
        "4142FE0C91447700091032FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" => concat!(
            r#"{"alpha":"AB","parameter_indicators":"fe","tp_destination_address":"+447700900123","#,
            r#""ts_service_centre_address":null,"tp_protocol_identifier":null,"#,
            r#""tp_data_coding_scheme":null,"tp_validity_period_minutes":null}"#,
        ),
    }

    /// The languages the user prefers, best first.
    Li = "EF.LI", 0x6F05, Transparent, Public, "4.2.1", sfi 0x02 => Languages {
        "656EFFFF" => r#"{"languages":["en"]}"#,
    }

    /// Keys of the last authentication for the circuit-switched domain.
    Keys = "EF.Keys", 0x6F08, Transparent, Secret, "4.2.3", sfi 0x08 => CipherKeys {
        "021111111111111111111111111111111122222222222222222222222222222222" => r#"{"ksi":2,"ck":"redacted","ik":"redacted"}"#,
        "07FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" => r#"{"ksi":null,"ck":"redacted","ik":"redacted"}"#,
    }

    /// Keys of the last authentication for the packet-switched domain.
    KeysPs = "EF.KeysPS", 0x6F09, Transparent, Secret, "4.2.4", sfi 0x09 => CipherKeys {
        "021111111111111111111111111111111122222222222222222222222222222222" => r#"{"ksi":2,"ck":"redacted","ik":"redacted"}"#,
    }

    /// Networks the user prefers, best first.
    PlmnWAct = "EF.PLMNwAcT", 0x6F60, Transparent, Public, "4.2.5", sfi 0x0A, service 20 => PlmnAccessList {
        // UTRAN, E-UTRAN and GSM; an empty entry; a file too long for another
        "00F110C080FFFFFF0000FFFF" =>
            r#"{"plmns":[{"plmn":"001-01","access_technologies":["utran","e_utran","gsm"]}]}"#,
        "FFFFFF000000F1100801" => concat!(
            r#"{"plmns":[{"plmn":null,"access_technologies":[]},"#,
            r#"{"plmn":"001-01","access_technologies":["ng_ran","1"]}]}"#,
        ),
    }

    /// How often to look for a better network abroad.
    Hpplmn = "EF.HPPLMN", 0x6F31, Transparent, Public, "4.2.6", sfi 0x12 => SearchInterval {
        "05" => r#"{"interval":5,"minutes":30}"#,
        "00" => r#"{"interval":0,"minutes":null}"#,
    }

    /// The services of the USIM.
    Ust = "EF.UST", 0x6F38, Transparent, Public, "4.2.8", sfi 0x04 => ServiceTable<UsimServices> {
        // services 2, 19, 86; 160 has no name
        "0200040000000000000020000000000000000080" => concat!(
            r#"{"services":[{"number":2,"name":"Fixed dialling numbers (FDN)"},"#,
            r#"{"number":19,"name":"Service provider name"},"#,
            r#"{"number":86,"name":"Allowed CSG lists and corresponding indications"},"#,
            r#"{"number":160,"name":null}]}"#,
        ),
    }

    /// A group of cards, such as those of a company or a virtual operator.
    Gid1 = "EF.GID1", 0x6F3E, Transparent, Public, "4.2.10", service 17 => GroupIdentifier {
        "01FFFF" => r#"{"group_identifier":"01"}"#,
    }

    /// A group within the group of EF.GID1.
    Gid2 = "EF.GID2", 0x6F3F, Transparent, Public, "4.2.11", service 18 => GroupIdentifier {
        "00A1" => r#"{"group_identifier":"00a1"}"#,
    }

    /// Which access classes the phone belongs to.
    Acc = "EF.ACC", 0x6F78, Transparent, Public, "4.2.15", sfi 0x06 => AccessControlClasses {
        // bits 4 and 16
        "8008" => r#"{"access_control_classes":[3,15]}"#,
    }

    /// Networks that refused the card.
    Fplmn = "EF.FPLMN", 0x6F7B, Transparent, Personal, "4.2.16", sfi 0x0D => PlmnList {
        // the third one with a three-digit network code, the fourth no network
        "00F110FFFFFF00111000A1B0FFFFFF" => r#"{"plmns":["001-01",null,"001-011",{"invalid":"00a1b0"}]}"#,
        "FFFFFFFFFFFF" => r#"{"plmns":[]}"#,
    }

    /// Location in the circuit-switched domain.
    Loci = "EF.LOCI", 0x6F7E, Transparent, Personal, "4.2.17", sfi 0x0B => Location {
        "1234567800F1101234FF00" =>
            r#"{"tmsi":"12345678","plmn":"001-01","lac":4660,"status":"updated"}"#,
        "FFFFFFFFFFFFFF0000FF01" =>
            r#"{"tmsi":"ffffffff","plmn":null,"lac":0,"status":"not_updated"}"#,
    }

    /// Location in the packet-switched domain.
    PsLoci = "EF.PSLOCI", 0x6F73, Transparent, Personal, "4.2.23", sfi 0x0C => PacketLocation {
        "12345678ABCDEF00F11012340503" => concat!(
            r#"{"p_tmsi":"12345678","p_tmsi_signature":"abcdef","plmn":"001-01","lac":4660,"rac":5,"#,
            r#""status":"routing_area_not_allowed"}"#,
        ),
    }

    /// Location in EPS.
    EpsLoci = "EF.EPSLOCI", 0x6FE3, Transparent, Personal, "4.2.91", sfi 0x1E, service 85 => EpsLocation {
        "0BF600F1108001011234567800F110123400" =>
            r#"{"guti":"0bf600f11080010112345678","plmn":"001-01","tac":4660,"status":"updated"}"#,
    }

    /// Emergency numbers.
    Ecc = "EF.ECC", 0x6FB7, LinearFixed, Public, "4.2.21", sfi 0x01 => EmergencyNumber {
        "11F2FF534F53FF03" =>
            r#"{"number":"112","alpha":"SOS","services":["police","ambulance"],"category":3}"#,
        // no name at all
        "99F9FF00" => r#"{"number":"999","alpha":"","services":[],"category":0}"#,
    }

    /// Numbers that may be dialled when no others may.
    Fdn = "EF.FDN", 0x6F3B, LinearFixed, Personal, "4.2.24", service 2 => DialingRecord {
        "038144F7FFFFFFFFFFFFFFFFFFFF" =>
            r#"{"alpha":"","number":"447","ton_npi":129,"capability":null,"extension":null}"#,
    }

    /// Numbers of the operator's services.
    Sdn = "EF.SDN", 0x6F49, LinearFixed, Public, "4.2.29", service 4 => DialingRecord {
        "48656C70038121F3FFFFFFFFFFFFFFFFFFFF" =>
            r#"{"alpha":"Help","number":"123","ton_npi":129,"capability":null,"extension":null}"#,
    }

    /// Which of the services that can be switched off are on.
    Est = "EF.EST", 0x6F56, Transparent, Public, "4.2.47", sfi 0x05, service 34 => ServiceTable<EnabledServices> {
        "04" => r#"{"services":[{"number":3,"name":"APN control list (ACL)"}]}"#,
        "00" => r#"{"services":[]}"#,
    }

    /// How far the lifetimes of the keys have run.
    StartHfn = "EF.START-HFN", 0x6F5B, Transparent, Public, "4.2.51", sfi 0x0F => content::StartHfn {
        "F00000000102" => r#"{"start_cs":15728640,"start_ps":258}"#,
    }

    /// How far the lifetimes of the keys may run.
    Threshold = "EF.THRESHOLD", 0x6F5C, Transparent, Public, "4.2.52", sfi 0x10 => content::Threshold {
        "0A0000" => r#"{"maximum_start":655360}"#,
        "FFFFFF" => r#"{"maximum_start":16777215}"#,
    }

    /// Networks the operator prefers, best first.
    OplmnWAct = "EF.OPLMNwAcT", 0x6F61, Transparent, Public, "4.2.53", sfi 0x11, service 42 => PlmnAccessList {
        "00F1104000" => r#"{"plmns":[{"plmn":"001-01","access_technologies":["e_utran"]}]}"#,
    }

    /// The home network's access technologies, best first.
    HplmnWAct = "EF.HPLMNwAcT", 0x6F62, Transparent, Public, "4.2.54", sfi 0x13, service 43 => PlmnAccessList {
        "00F1100800" => r#"{"plmns":[{"plmn":"001-01","access_technologies":["ng_ran"]}]}"#,
    }

    /// What networks are called.
    Pnn = "EF.PNN", 0x6FC5, LinearFixed, Public, "4.2.58", sfi 0x19, service 45 => NetworkName {
        // GSM 7 bit, packed, 4 spare bits: "Test"; UCS2: "T"
        "430584D4F29C0E4503900054FFFF" => r#"{"full_name":"Test","short_name":"T"}"#,
        "430584D4F29C0E8001AA" =>
            r#"{"full_name":"Test","short_name":null,"others":[{"tag":"80","value":"aa"}]}"#,
    }

    /// Which networks and areas have which name of EF.PNN.
    Opl = "EF.OPL", 0x6FC6, LinearFixed, Public, "4.2.59", sfi 0x1A, service 46 => OperatorPlmn {
        "00F1100000FFFE01" => r#"{"plmn":"001-01","first_area":0,"last_area":65534,"pnn_record":1}"#,
        // any network code that starts with 0
        "00F1D00000FFFE02" => r#"{"plmn":"001-0?","first_area":0,"last_area":65534,"pnn_record":2}"#,
    }

    /// Networks that count as home for showing the service provider's name.
    Spdi = "EF.SPDI", 0x6FCD, Transparent, Public, "4.2.66", sfi 0x1B, service 51 => ServiceProviderDisplay {
        "A308800600F110FFFFFFFFFF" => r#"{"plmns":["001-01"]}"#,
    }

    /// Networks that count as home when looking for one, best first.
    Ehplmn = "EF.EHPLMN", 0x6FD9, Transparent, Public, "4.2.84", sfi 0x1D, service 71 => PlmnList {
        "00F110FFFFFF" => r#"{"plmns":["001-01"]}"#,
    }

    /// Access rules that files of the application refer to.
    Arr = "EF.ARR", 0x6F06, LinearFixed, Public, "4.2.55", sfi 0x17 => AccessRuleRecord {
        "8001019000FF" => r#"{"access":{"read":["always"]},"rules":[{"access":["read / delete child"],"conditions":["always"]}]}"#,
    }
}
