//! Files of the ISIM (3GPP TS 31.103 4.2).

use super::content::{
    AccessRuleRecord, AdministrativeData, HomeDomain, IsimServices, PrivateIdentity, PublicIdentity,
    ServiceTable,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.ISIM" = Path::adf(Aid::ISIM, &[]), "3GPP TS 31.103";

    /// The mode the phone works in.
    Ad = "EF.AD", 0x6FAD, Transparent, Public, "4.2.5", sfi 0x03 => AdministrativeData {
        "000000" => concat!(
            r#"{"ue_operation_mode":"normal","additional_information":"0000","ciphering_indicator":false,"#,
            r#""csg_display_control":false,"prose_public_safety":false,"extended_drx":false,"mnc_length":null}"#,
        ),
    }

    /// Who the subscriber is to the home network.
    Impi = "EF.IMPI", 0x6F02, Transparent, Personal, "4.2.2", sfi 0x02 => PrivateIdentity {
        "801B30303130313031323334353637383940696D732E6578616D706C65FFFF" =>
            r#"{"impi":"001010123456789@ims.example"}"#,
    }

    /// The home network's domain.
    Domain = "EF.DOMAIN", 0x6F03, Transparent, Public, "4.2.3", sfi 0x05 => HomeDomain {
        "800B696D732E6578616D706C65FF" => r#"{"domain":"ims.example"}"#,
    }

    /// Under which names others reach the subscriber.
    Impu = "EF.IMPU", 0x6F04, LinearFixed, Personal, "4.2.4", sfi 0x04 => PublicIdentity {
        "801D7369703A2B34343737303039303031323340696D732E6578616D706C65" =>
            r#"{"impu":"sip:+447700900123@ims.example"}"#,
    }

    /// The services of the ISIM.
    Ist = "EF.IST", 0x6F07, Transparent, Public, "4.2.7", sfi 0x07 => ServiceTable<IsimServices> {
        "8102" => concat!(
            r#"{"services":[{"number":1,"name":"P-CSCF address"},"#,
            r#"{"number":8,"name":"SM-over-IP including data download via SMS-PP"},"#,
            r#"{"number":10,"name":"UICC access to IMS"}]}"#,
        ),
    }

    /// Access rules that files of the application refer to.
    Arr = "EF.ARR", 0x6F06, LinearFixed, Public, "4.2.6", sfi 0x06 => AccessRuleRecord {
        "8001019000FF" => concat!(
                r#"{"access":{"read":["always"]},"#,
                r#""rules":[{"access":["read / delete child"],"conditions":["always"]}]}"#,
            ),
    }
}
