//! Files of DF.TELECOM, the phone book and messages of a 2G SIM (3GPP TS 51.011 10.5). Service numbers are those
//! of EF.SST.

use super::content::{DialingRecord, ShortMessageParameters};
use crate::fs::Path;

elementary_files! {
    "DF.TELECOM" = Path::mf(&[0x7F10]), "3GPP TS 51.011";

    /// The telephone numbers of the subscription.
    Msisdn = "EF.MSISDN", 0x6F40, LinearFixed, Personal, "10.5.5", service 9 => DialingRecord {
        "4D65FFFF0791447700091032FFFFFFFFFFFF" =>
            r#"{"alpha":"Me","number":"+447700900123","ton_npi":145,"capability":null,"extension":null}"#,
    }

    /// Parameters for sending short messages.
    Smsp = "EF.SMSP", 0x6F42, LinearFixed, Personal, "10.5.6", service 12 => ShortMessageParameters {
        "E1FFFFFFFFFFFFFFFFFFFFFFFF0791447700090000FFFFFFFF0000A7" => concat!(
            r#"{"alpha":"","parameter_indicators":"e1","tp_destination_address":null,"#,
            r#""ts_service_centre_address":"+447700900000","tp_protocol_identifier":0,"#,
            r#""tp_data_coding_scheme":0,"tp_validity_period_minutes":1440}"#,
        ),
    }
}
