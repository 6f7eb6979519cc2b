//! Files for vehicles: DF.V2X below DF.TELECOM (3GPP TS 31.102 4.6.5).

use super::content::schemas::V2xConfiguration;
use super::content::{CodedServiceTable, DataObjects, V2xServices};
use crate::fs::Path;

elementary_files! {
    "DF.TELECOM/DF.V2X" = Path::mf(&[0x7F10, 0x5F3E]), "3GPP TS 31.102";

    /// The services there are, and how the data for them is coded. Service numbers are those of EF.UST.
    Vst = "EF.VST", 0x4F01, Transparent, Public, "4.6.5.2", sfi 0x01, service 119 => CodedServiceTable<V2xServices> {
        "0003" => concat!(
            r#"{"coding":0,"services":[{"number":1,"name":"V2X configuration data"},"#,
            r#"{"number":2,"name":"V2X policy configuration data over PC5"}]}"#,
        ),
        // nothing but ones behind the coding
        "01FF" => concat!(
            r#"{"coding":1,"services":[{"number":1,"name":"V2X configuration data"},"#,
            r#"{"number":2,"name":"V2X policy configuration data over PC5"},"#,
            r#"{"number":3,"name":"V2X policy configuration data over Uu"},{"number":4,"name":null},"#,
            r#"{"number":5,"name":null},{"number":6,"name":null},{"number":7,"name":null},"#,
            r#"{"number":8,"name":null}]}"#,
        ),
    }

    /// The settings.
    Config = "EF.V2X_CONFIG", 0x4F02, BerTlv, Public, "4.6.5.3", sfi 0x02, service 119 => DataObjects<V2xConfiguration> {
        // a length that is not the shortest
        "8081053C76322F3E" => r#"{"v2x_configuration_data":["<v2/>"]}"#,
    }
}
