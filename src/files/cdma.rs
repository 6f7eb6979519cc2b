//! Files of DF.CDMA, the application of a removable user identity module (3GPP2 C.S0023-D 3.4).

use super::content::{
    AllocatedServices, CdmaMessage, CdmaServiceProviderName, RuimAdministrativeData, RuimServices,
};
use crate::fs::Path;

elementary_files! {
    "DF.CDMA" = Path::mf(&[0x7F25]), "3GPP2 C.S0023-D";

    /// The services of the module.
    Cst = "EF.CST", 0x6F32, Transparent, Public, "3.4.18" => AllocatedServices<RuimServices> {
        // 1 there and in use, 2 there, 17 there and in use
        "0700000003" => concat!(
            r#"{"services":[{"number":1,"name":"CHV disable function","activated":true},"#,
            r#"{"number":2,"name":"Abbreviated dialing numbers (ADN)","activated":false},"#,
            r#"{"number":17,"name":"CDMA home service provider name","activated":true}]}"#,
        ),
    }

    /// The name of the home service provider.
    Spn = "EF.SPN", 0x6F41, Transparent, Public, "3.4.31", service 17 => CdmaServiceProviderName {
        // Latin, English
        "0108014578616D706C65FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" => concat!(
            r#"{"show_in_home_service_area":true,"character_encoding":"latin","language_indicator":1,"#,
            r#""service_provider_name":"Example"}"#,
        ),
        // Unicode
        "00040100410042FFFF" => concat!(
            r#"{"show_in_home_service_area":false,"character_encoding":"unicode","language_indicator":1,"#,
            r#""service_provider_name":"AB"}"#,
        ),
    }

    /// The mode the phone works in.
    Ad = "EF.AD", 0x6F43, Transparent, Public, "3.4.33" => RuimAdministrativeData {
        "000000" => r#"{"ms_operation_mode":"normal","additional_information":"0000"}"#,
    }

    /// Short messages.
    Sms = "EF.SMS", 0x6F3C, LinearFixed, Personal, "3.4.27", service 4 => CdmaMessage {
        // read; point to point, teleservice identifier 4098
        "010500000210" => r#"{"status":"received_and_read","message":"00000210"}"#,
        "03050000021002FFFF" => r#"{"status":"received_to_be_read","message":"0000021002"}"#,
        // a free record
        "00FFFFFFFFFF" => r#"{"status":"free"}"#,
    }
}
