//! Files of DF.GSM, the application of a 2G SIM (3GPP TS 51.011 10.3).

use super::content::{
    self, AccessControlClasses, AdministrativeData, GroupIdentifier, GsmKey, LanguagePreference, Location,
    PlmnList, SearchInterval, ServiceProviderName, SimServiceTable,
};
use crate::fs::Path;

pub(in crate::files) mod calls;
pub(in crate::files) mod network;

pub use calls::*;
pub use network::*;

elementary_files! {
    "DF.GSM" = Path::mf(&[0x7F20]), "3GPP TS 51.011";

    /// The number of the subscription.
    Imsi = "EF.IMSI", 0x6F07, Transparent, Personal, "10.3.2" => content::ImsiFile {
        "080910101032547698" => r#"{"imsi":"001010123456789"}"#,
    }

    /// The name the operator wants shown.
    Spn = "EF.SPN", 0x6F46, Transparent, Public, "10.3.11", service 17 => ServiceProviderName {
        "014578616D706C65FFFFFFFFFFFFFFFFFF" =>
            r#"{"name":"Example","show_plmn_in_hplmn":true,"show_spn_when_roaming":true}"#,
    }

    /// The mode the phone works in, and the number of digits of the network code.
    Ad = "EF.AD", 0x6FAD, Transparent, Public, "10.3.18" => AdministrativeData {
        "00000003" => concat!(
            r#"{"ue_operation_mode":"normal","additional_information":"0000","ciphering_indicator":false,"#,
            r#""csg_display_control":false,"prose_public_safety":false,"extended_drx":false,"mnc_length":3}"#,
        ),
    }

    /// The languages the user prefers, best first.
    Lp = "EF.LP", 0x6F05, Transparent, Public, "10.3.1" => LanguagePreference {
        "0120FFFF" => r#"{"languages":["en","cs"],"data_coding_schemes":"0120"}"#,
    }

    /// The key of the last authentication.
    Kc = "EF.Kc", 0x6F20, Transparent, Secret, "10.3.3" => GsmKey {
        "111111111111111103" => r#"{"kc":"redacted","cksn":3}"#,
        "FFFFFFFFFFFFFFFF07" => r#"{"kc":"redacted","cksn":null}"#,
    }

    /// Networks the user prefers, best first.
    PlmnSel = "EF.PLMNsel", 0x6F30, Transparent, Public, "10.3.4", service 7 => PlmnList {
        "00F110FFFFFF" => r#"{"plmns":["001-01"]}"#,
    }

    /// How often to look for a better network abroad.
    Hpplmn = "EF.HPPLMN", 0x6F31, Transparent, Public, "10.3.5" => SearchInterval {
        "50" => r#"{"interval":80,"minutes":480}"#,
    }

    /// The services of the SIM.
    Sst = "EF.SST", 0x6F38, Transparent, Public, "10.3.7" => SimServiceTable {
        // 1 there and in use, 2 there, 9 there and in use
        "070003" => concat!(
            r#"{"services":[{"number":1,"name":"CHV1 disable function","activated":true},"#,
            r#"{"number":2,"name":"Abbreviated dialling numbers (ADN)","activated":false},"#,
            r#"{"number":9,"name":"MSISDN","activated":true}]}"#,
        ),
    }

    /// A group of cards, such as those of a company or a virtual operator.
    Gid1 = "EF.GID1", 0x6F3E, Transparent, Public, "10.3.9", service 15 => GroupIdentifier {
        "01FFFF" => r#"{"group_identifier":"01"}"#,
    }

    /// A group within the group of EF.GID1.
    Gid2 = "EF.GID2", 0x6F3F, Transparent, Public, "10.3.10", service 16 => GroupIdentifier {
        "00A1" => r#"{"group_identifier":"00a1"}"#,
    }

    /// Which access classes the phone belongs to.
    Acc = "EF.ACC", 0x6F78, Transparent, Public, "10.3.15" => AccessControlClasses {
        "0008" => r#"{"access_control_classes":[3]}"#,
    }

    /// Networks that refused the card.
    Fplmn = "EF.FPLMN", 0x6F7B, Transparent, Personal, "10.3.16" => PlmnList {
        "00F110FFFFFFFFFFFFFFFFFF" => r#"{"plmns":["001-01"]}"#,
    }

    /// Location.
    Loci = "EF.LOCI", 0x6F7E, Transparent, Personal, "10.3.17" => Location {
        "1234567800F1101234FF02" =>
            r#"{"tmsi":"12345678","plmn":"001-01","lac":4660,"status":"plmn_not_allowed"}"#,
    }

    /// Which phase of GSM the SIM is of.
    Phase = "EF.Phase", 0x6FAE, Transparent, Public, "10.3.19" => content::Phase {
        "03" => r#"{"phase":"2 and profile download","value":3}"#,
    }
}
