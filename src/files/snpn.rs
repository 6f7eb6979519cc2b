//! Files of the USIM for stand-alone non-public networks: DF.SNPN (3GPP TS 31.102 4.4.12).

use super::content::{NetworkIdentifier, SnpnWarnings};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.SNPN" = Path::adf(Aid::USIM, &[0x5FE0]), "3GPP TS 31.102";

    /// Which public warnings to ignore in such networks.
    PwsSnpn = "EF.PWS_SNPN", 0x4F01, Transparent, Public, "4.4.12.2", sfi 0x01, service 143 => SnpnWarnings {
        "02" =>
            r#"{"ignore_all_warnings_in_subscribed_snpn":false,"ignore_all_warnings_in_other_snpns":true}"#,
        "05FF" => concat!(
            r#"{"ignore_all_warnings_in_subscribed_snpn":true,"ignore_all_warnings_in_other_snpns":false,"#,
            r#""reserved":4}"#,
        ),
    }

    /// Which network the subscriber belongs to.
    Nid = "EF.NID", 0x4F02, LinearFixed, Personal, "4.4.12.3", sfi 0x02, service 146 => NetworkIdentifier {
        "010123456789" => r#"{"assignment_mode":"self","network_identifier":"0123456789"}"#,
    }
}
