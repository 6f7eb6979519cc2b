//! Files for mission critical services: DF.MCS below DF.TELECOM (3GPP TS 31.102 4.6.4).

use super::content::schemas::McsConfiguration;
use super::content::{CodedServiceTable, DataObjects, McsServices};
use crate::fs::Path;

elementary_files! {
    "DF.TELECOM/DF.MCS" = Path::mf(&[0x7F10, 0x5F3D]), "3GPP TS 31.102";

    /// The services there are, and how the data for them is coded. Service numbers are those of EF.UST.
    Mst = "EF.MST", 0x4F01, Transparent, Public, "4.6.4.1", sfi 0x01, service 109 => CodedServiceTable<McsServices> {
        "000104" => concat!(
            r#"{"coding":0,"services":[{"number":1,"name":"MCPTT UE configuration data"},"#,
            r#"{"number":11,"name":"MCVideo service configuration data"}]}"#,
        ),
        "0000" => r#"{"coding":0,"services":[]}"#,
    }

    /// The settings.
    Config = "EF.MCS_CONFIG", 0x4F02, BerTlv, Public, "4.6.4.2", sfi 0x02, service 109 => DataObjects<McsConfiguration> {
        "80043C612F3E8A043C622F3E" =>
            r#"{"mcptt_ue_configuration_data":"<a/>","mcvideo_service_configuration_data":"<b/>"}"#,
    }
}
