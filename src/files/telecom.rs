//! Files of DF.TELECOM, the phone book and messages of a 2G SIM (3GPP TS 51.011 10.5). Service numbers are those
//! of EF.SST.

use super::content::{DialingRecord, Extension, ShortMessageParameters};
use crate::fs::Path;

pub(in crate::files) mod messages;
pub(in crate::files) mod numbers;
pub(in crate::files) mod uicc;

pub use messages::*;
pub use numbers::*;
pub use uicc::*;

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

    /// The phone book.
    Adn = "EF.ADN", 0x6F3A, LinearFixed, Personal, "10.5.1", service 2 => DialingRecord {
        // a name in UCS2, a control string, capabilities in record 1
        "80041004300440FFFF04FF1A32FBFFFFFFFFFFFFFF01FF" =>
            r#"{"alpha":"Аар","number":"*123#","ton_npi":255,"capability":1,"extension":null}"#,
    }

    /// Numbers that may be dialled when no others may.
    Fdn = "EF.FDN", 0x6F3B, LinearFixed, Personal, "10.5.2", service 3 => DialingRecord {
        "4C6F63616C0481707700FFFFFFFFFFFFFFFFFF" =>
            r#"{"alpha":"Local","number":"077700","ton_npi":129,"capability":null,"extension":null}"#,
    }

    /// The numbers dialled last; record 1 is the latest.
    Lnd = "EF.LND", 0x6F44, Cyclic, Personal, "10.5.8", service 13 => DialingRecord {
        "0791447700091032FFFFFFFFFFFF" =>
            r#"{"alpha":"","number":"+447700900123","ton_npi":145,"capability":null,"extension":null}"#,
    }

    /// Numbers of the operator's services.
    Sdn = "EF.SDN", 0x6F49, LinearFixed, Public, "10.5.9", service 18 => DialingRecord {
        "48656C70038121F3FFFFFFFFFFFFFFFFFFFF" =>
            r#"{"alpha":"Help","number":"123","ton_npi":129,"capability":null,"extension":null}"#,
    }

    /// What did not fit into the other records with numbers.
    Ext1 = "EF.EXT1", 0x6F4A, LinearFixed, Personal, "10.5.10", service 10 => Extension {
        "020221F3FFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":null}"#,
        "0103A1B2C3FFFFFFFFFFFFFF02" =>
            r#"{"type":"called_party_subaddress","data":"03a1b2c3ffffffffffffff","next":2}"#,
    }
}
