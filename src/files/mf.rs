//! Files of the MF (ETSI TS 102 221 13).

use super::content::ApplicationTemplate;
use crate::fs::Path;
use crate::numbering;

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
    }

    /// The number of the card.
    Iccid = "EF.ICCID", 0x2FE2, Transparent, Personal, "13.2", sfi 0x02 => numbering::Iccid {
        // 19 digits, the last one for checking
        "984410000000000010F7" => r#"{"iccid":"8944010000000000017","luhn":"valid"}"#,
    }
}
