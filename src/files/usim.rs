//! Files of the USIM (3GPP TS 31.102 4.2).

use super::content::{AdministrativeData, DialingRecord, ServiceProviderName, ShortMessageParameters};
use crate::fs::{Aid, Path};
use crate::numbering;

elementary_files! {
    "ADF.USIM" = Path::adf(Aid::USIM, &[]), "3GPP TS 31.102";

    /// The number of the subscription.
    Imsi = "EF.IMSI", 0x6F07, Transparent, Personal, "4.2.2", sfi 0x07 => numbering::Imsi {
        // 15 digits, so parity odd
        "080910101032547698" => r#"{"imsi":"001010123456789"}"#,
        // 14 digits, parity even, the last half byte filled
        "0801101010325476F8" => r#"{"imsi":"00101012345678"}"#,
    }

    /// The name the operator wants shown.
    Spn = "EF.SPN", 0x6F46, Transparent, Public, "4.2.12", service 19 => ServiceProviderName {
        "014578616D706C65FFFFFFFFFFFFFFFFFF" =>
            r#"{"name":"Example","show_plmn_in_hplmn":true,"show_spn_when_roaming":true}"#,
        "02FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" =>
            r#"{"name":"","show_plmn_in_hplmn":false,"show_spn_when_roaming":false}"#,
    }

    /// The mode the phone works in, and the number of digits of the network code.
    Ad = "EF.AD", 0x6FAD, Transparent, Public, "4.2.18", sfi 0x03 => AdministrativeData {
        "00000102" => concat!(
            r#"{"ue_operation_mode":"normal","additional_information":"0001","ciphering_indicator":true,"#,
            r#""csg_display_control":false,"prose_public_safety":false,"extended_drx":false,"mnc_length":2}"#,
        ),
        "810000" => concat!(
            r#"{"ue_operation_mode":"type_approval_specific_facilities","additional_information":"0000","#,
            r#""ciphering_indicator":false,"csg_display_control":false,"prose_public_safety":false,"#,
            r#""extended_drx":false,"mnc_length":null}"#,
        ),
    }

    /// The telephone numbers of the subscription.
    Msisdn = "EF.MSISDN", 0x6F40, LinearFixed, Personal, "4.2.26", service 21 => DialingRecord {
        // name of 4 bytes, 7 bytes of type and digits
        "4D65FFFF0791447700091032FFFFFFFFFFFF" =>
            r#"{"alpha":"Me","number":"+447700900123","ton_npi":145,"capability":null,"extension":null}"#,
        // no name, 12 digits of unknown type
        "0781707700092103FFFFFFFFFF02" =>
            r#"{"alpha":"","number":"077700901230","ton_npi":129,"capability":null,"extension":2}"#,
    }

    /// Parameters for sending short messages.
    Smsp = "EF.SMSP", 0x6F42, LinearFixed, Personal, "4.2.27", service 12 => ShortMessageParameters {
        // all but the destination; validity A7 is 12 h and 24 half hours
        "E1FFFFFFFFFFFFFFFFFFFFFFFF0791447700090000FFFFFFFF0000A7" => concat!(
            r#"{"alpha":"","parameter_indicators":"e1","tp_destination_address":null,"#,
            r#""ts_service_centre_address":"+447700900000","tp_protocol_identifier":0,"#,
            r#""tp_data_coding_scheme":0,"tp_validity_period_minutes":1440}"#,
        ),
        // a destination of 12 digits, all else absent
        "4142FE0C91447700091032FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" => concat!(
            r#"{"alpha":"AB","parameter_indicators":"fe","tp_destination_address":"+447700900123","#,
            r#""ts_service_centre_address":null,"tp_protocol_identifier":null,"#,
            r#""tp_data_coding_scheme":null,"tp_validity_period_minutes":null}"#,
        ),
    }
}
