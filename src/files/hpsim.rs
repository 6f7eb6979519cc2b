//! Files of the HPSIM, the application of a hosting party (3GPP TS 31.104 4.2).

use super::content::{AccessRuleRecord, AdministrativeData, ImsiFile};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.HPSIM" = Path::adf(Aid::HPSIM, &[]), "3GPP TS 31.104";

    /// Access rules that files refer to.
    Arr = "EF.ARR", 0x6F06, LinearFixed, Public, "4.2.2", sfi 0x06 => AccessRuleRecord {
        "8001019000FF" =>
            r#"{"access":{"read":["always"]},"rules":[{"access":["read / delete child"],"conditions":["always"]}]}"#,
    }

    /// The number of the subscription.
    Imsi = "EF.IMSI", 0x6F07, Transparent, Personal, "4.2.3", sfi 0x07 => ImsiFile {
        "080910101032547698" => r#"{"imsi":"001010123456789"}"#,
    }

    /// The number of digits of the network code.
    Ad = "EF.AD", 0x6FAD, Transparent, Public, "4.2.4", sfi 0x03 => AdministrativeData {
        "00000003" => concat!(
            r#"{"ue_operation_mode":"normal","additional_information":"0000","ciphering_indicator":false,"#,
            r#""csg_display_control":false,"prose_public_safety":false,"extended_drx":false,"mnc_length":3}"#,
        ),
    }
}
