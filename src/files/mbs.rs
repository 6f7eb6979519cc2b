//! Files of the USIM for broadcasts in 5G: DF.5MBSUECONFIG (3GPP TS 31.102 4.4.14).

use super::content::DataObjects;
use super::content::schemas::BroadcastConfiguration;
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.5MBSUECONFIG" = Path::adf(Aid::USIM, &[0x5FF1]), "3GPP TS 31.102";

    /// Where there are broadcasts.
    UeConfig = "EF.5MBSUECONFIG", 0x4F01, Transparent, Public, "4.4.14.2" => DataObjects<BroadcastConfiguration> {
        // one group: TMGI, description in file 4F08, service announcement; carrier 632448; any session; then another network
        "A01F800300F110810900000100F1104F080182040009A680A10783020161840101A005800300F120FF" => concat!(
            r#"{"plmn_5mbs_preconfigurations":[{"plmn":"001-01","tmgi_list":[{"tmgi":"00000100f110","usd_file_identifier":"4f08","#,
            r#""service_type":["mbs_service_announcement"]}],"#,
            r#""nr_arfcn_list":[632448],"pdu_session_information":{"dnn":"0161","s_nssai":"01"}},"#,
            r#"{"plmn":"001-02"}]}"#,
        ),
    }
}
