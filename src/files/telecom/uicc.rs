//! Files that DF.TELECOM has on a UICC only (3GPP TS 31.102 4.5).

use crate::files::content::{AccessRuleRecord, DialingRecord, EmergencyInformation, ServiceCentreIdentity};
use crate::fs::Path;

elementary_files! {
    "DF.TELECOM" = Path::mf(&[0x7F10]), "3GPP TS 31.102";

    /// Access rules that files refer to.
    Arr = "EF.ARR", 0x6F06, LinearFixed, Public, "4.5.5" => AccessRuleRecord {
        "8001019000FF" => r#"{"access":{"read":["always"]},"rules":[{"access":["read / delete child"],"conditions":["always"]}]}"#,
    }

    /// Whom to call when the user is in an emergency.
    IceDn = "EF.ICE_DN", 0x6FE0, LinearFixed, Personal, "4.5.6" => DialingRecord {
        "4D756D0791447700091032FFFFFFFFFFFF" =>
            r#"{"alpha":"Mum","number":"+447700900123","ton_npi":145,"capability":null,"extension":null}"#,
    }

    /// What is to be known of the user in an emergency.
    IceFf = "EF.ICE_FF", 0x6FE1, LinearFixed, Personal, "4.5.7" => EmergencyInformation {
        // "Allergy", "Nuts"
        "8007416C6C6572677981044E757473FFFF" => r#"{"label":"Allergy","content":"Nuts"}"#,
    }

    /// The address of the service centre in IMS.
    PsiSmSc = "EF.PSISMSC", 0x6FE5, LinearFixed, Public, "4.5.9" => ServiceCentreIdentity {
        "800D7369703A736340696D732E6578FF" => r#"{"psi_sm_sc":"sip:sc@ims.ex"}"#,
    }
}
