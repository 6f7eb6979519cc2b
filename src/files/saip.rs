//! Files of the USIM that profile packages add: DF.SAIP (TCA eUICC Profile Package: Interoperable Format Technical
//! Specification).

use super::content::SuciCalculation;
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.SAIP" = Path::adf(Aid::USIM, &[0x5FD0]), "TCA Interoperable Profile";

    /// How the card itself is to conceal the subscriber's identity.
    SuciCalcInfo = "EF.SUCI_Calc_Info", 0x4F01, Transparent, Public, "9.5.11.4" => SuciCalculation {
        // the null scheme
        "A0020000FFFF" => concat!(
            r#"{"protection_scheme_identifier_list":["#,
            r#"{"protection_scheme_identifier":0,"protection_scheme":"null","key_index":0}],"#,
            r#""home_network_public_key_list":[]}"#,
        ),
    }
}
