//! Files of DF.GSM-ACCESS below the USIM, for GSM networks (3GPP TS 31.102 4.4.3).

use super::content::{GsmKey, InvestigationScan, PacketCarriers};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.GSM-ACCESS" = Path::adf(Aid::USIM, &[0x5F3B]), "3GPP TS 31.102";

    /// The key of the last GSM authentication.
    Kc = "EF.Kc", 0x4F20, Transparent, Secret, "4.4.3.1", sfi 0x01, service 27 => GsmKey {
        "111111111111111103" => r#"{"kc":"redacted","cksn":3}"#,
        "FFFFFFFFFFFFFFFF07" => r#"{"kc":"redacted","cksn":null}"#,
    }

    /// The key of the last GPRS authentication.
    KcGprs = "EF.KcGPRS", 0x4F52, Transparent, Secret, "4.4.3.2", sfi 0x02, service 27 => GsmKey {
        "111111111111111100" => r#"{"kc":"redacted","cksn":0}"#,
    }

    /// Where the phone found the broadcast channel of GPRS.
    CpBcch = "EF.CPBCCH", 0x4F63, Transparent, Personal, "4.4.3.3", service 39 => PacketCarriers {
        // 62; an empty entry; 530 in the high band
        "3E0000801206FFFF" =>
            r#"{"carriers":[{"arfcn":62,"high_band":false},null,{"arfcn":530,"high_band":true}]}"#,
        "FFFFFFFF" => r#"{"carriers":[]}"#,
    }

    /// When the phone scans for a network more thoroughly.
    InvScan = "EF.InvScan", 0x4F64, Transparent, Public, "4.4.3.4", service 40 => InvestigationScan {
        "01" =>
            r#"{"in_limited_service":true,"after_successful_plmn_selection":false,"value":1}"#,
        "00" =>
            r#"{"in_limited_service":false,"after_successful_plmn_selection":false,"value":0}"#,
    }
}
