//! Files of the ISIM (3GPP TS 31.103 4.2).

use super::content::AdministrativeData;
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
}
