//! Files of the MF (ETSI TS 102 221 13).

use super::content::{AccessRuleRecord, ApplicationTemplate, IccidFile, Languages, PowerConsumption};
use crate::fs::Path;

elementary_files! {
    "MF" = Path::MF, "ETSI TS 102 221";

    /// The applications on the card, one a record.
    Dir = "EF.DIR", 0x2F00, LinearFixed, Public, "13.1", sfi 0x1E => ApplicationTemplate {
        // template of 15 bytes, AID of 7, label of 4; filled up
        "610F4F07A000000087100250045553494DFFFF" =>
            r#"{"aid":"A0000000871002","application":"usim","label":"USIM"}"#,
        // a template that claims 31 bytes in a record of 11, no label, a discretionary object cut off
        "611F4F05F0000000017305" =>
            r#"{"aid":"F000000001","application":null,"label":null}"#,
        // a discretionary object in front
        "610D7302C0004F05F00000000151FF" =>
            r#"{"aid":"F000000001","application":null,"label":null,"others":[{"tag":"73","value":"c000"}]}"#,
        // an EAP client (ETSI TS 102 310 5.2): EAP-SIM and EAP-AKA, with files below 7001 and 7002
        "61184F05F000000001730FA00D80021217810470017002820141FF" => concat!(
            r#"{"aid":"F000000001","application":null,"label":null,"#,
            r#""eap_client":{"eap_types":[18,23],"directories":["7001","7002"],"label":"A"},"#,
            r#""others":[{"tag":"73","value":"a00d80021217810470017002820141"}]}"#,
        ),
    }

    /// The number of the card.
    Iccid = "EF.ICCID", 0x2FE2, Transparent, Personal, "13.2", sfi 0x02 => IccidFile {
        // 19 digits, the last one for checking
        "984410000000000010F7" => r#"{"iccid":"8944010000000000017","luhn":"valid"}"#,
        // longer than a number, and too short for one
        "984410000000000010F700" => r#"{"iccid":null,"raw":"984410000000000010f700"}"#,
        "98441000FFFFFFFFFFFF" => r#"{"iccid":null,"raw":"98441000ffffffffffff"}"#,
    }

    /// The languages the user prefers, best first.
    Pl = "EF.PL", 0x2F05, Transparent, Public, "13.3", sfi 0x05 => Languages {
        "656E6465FFFF" => r#"{"languages":["en","de"]}"#,
        // a gap, and what is no language
        "FFFF66723132" => r#"{"languages":[null,"fr",null]}"#,
    }

    /// Access rules that files refer to.
    Arr = "EF.ARR", 0x2F06, LinearFixed, Public, "13.4", sfi 0x06 => AccessRuleRecord {
        // whoever: read; PIN 1: update
        "8001019000800102A406830101950108FFFF" => concat!(
            r#"{"access":{"read":["always"],"update":["PIN1"]},"#,
            r#""rules":[{"access":["read / delete child"],"conditions":["always"]},"#,
            r#"{"access":["update / create EF"],"#,
            r#""conditions":[{"authentication":{"key_reference":"01","usage":"08"}}]}]}"#,
        ),
    }

    /// What the card needs of the phone's battery.
    Umpc = "EF.UMPC", 0x2F08, Transparent, Public, "13.6", sfi 0x08 => PowerConsumption {
        "3C0A03FFFF" => concat!(
            r#"{"maximum_power_consumption_ma":60,"operator_defined_timeout_s":10,"#,
            r#""needs_increased_idle_current":true,"supports_suspension":true}"#,
        ),
        "0000000000" => concat!(
            r#"{"maximum_power_consumption_ma":0,"operator_defined_timeout_s":0,"#,
            r#""needs_increased_idle_current":false,"supports_suspension":false,"rest":"0000"}"#,
        ),
    }
}
