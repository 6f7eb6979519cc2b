//! Files of DF.GSM, the application of a 2G SIM (3GPP TS 51.011 10.3).

use super::content::{AdministrativeData, ServiceProviderName};
use crate::fs::Path;
use crate::numbering;

elementary_files! {
    "DF.GSM" = Path::mf(&[0x7F20]), "3GPP TS 51.011";

    /// The number of the subscription.
    Imsi = "EF.IMSI", 0x6F07, Transparent, Personal, "10.3.2" => numbering::Imsi {
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
}
