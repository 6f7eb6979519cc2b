//! Files about messages: short messages, cell broadcasts, multimedia messages (3GPP TS 31.102 4.2).

use crate::files::content::{
    MessageIdentifierRanges, MessageIdentifiers, MessageServiceStatus, MmsConnectivity, MmsExtension,
    MmsNotification, MmsPreferences, ShortMessage, StatusReport,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM" = Path::adf(Aid::USIM, &[]), "3GPP TS 31.102";

    /// The cell broadcast messages the user wants.
    Cbmi = "EF.CBMI", 0x6F45, Transparent, Personal, "4.2.14", service 15 => MessageIdentifiers {
        // 0032, an empty entry, 1112
        "0032FFFF1112FFFF" => r#"{"message_identifiers":[50,null,4370]}"#,
        "FFFFFFFF" => r#"{"message_identifiers":[]}"#,
    }

    /// The cell broadcast messages that go to the card.
    Cbmid = "EF.CBMID", 0x6F48, Transparent, Public, "4.2.20", sfi 0x0E, service 29 => MessageIdentifiers {
        "1000" => r#"{"message_identifiers":[4096]}"#,
    }

    /// The cell broadcast messages the user wants, by ranges.
    Cbmir = "EF.CBMIR", 0x6F50, Transparent, Personal, "4.2.22", service 16 => MessageIdentifierRanges {
        "00000010FFFFFFFF11121120" =>
            r#"{"ranges":[{"lower":0,"upper":16},null,{"lower":4370,"upper":4384}]}"#,
        "FFFFFFFF" => r#"{"ranges":[]}"#,
    }

    /// Multimedia messages that are there to be fetched.
    Mmsn = "EF.MMSN", 0x6FCE, LinearFixed, Personal, "4.2.67", service 52 => MmsNotification {
        // used, not read, not retrieved; WAP; goes on in record 1 of EF.EXT8
        "0100018C828D90FFFF01" => concat!(
            r#"{"used":true,"read":false,"retrieval":"not_retrieved","status":"0100","#,
            r#""mms_implementation":["wap"],"mms_notification":"8c828d90","extension":1}"#,
        ),
        // used, read, rejected
        "0B000199FF" => concat!(
            r#"{"used":true,"read":true,"retrieval":"rejected","status":"0b00","#,
            r#""mms_implementation":["wap"],"mms_notification":"99","extension":null}"#,
        ),
    }

    /// What did not fit into EF.MMSN.
    Ext8 = "EF.EXT8", 0x6FCF, LinearFixed, Personal, "4.2.68", service 53 => MmsExtension {
        "0203A1B2C3FFFFFF02" => r#"{"type":"additional_data","data":"03a1b2c3","next":2}"#,
    }

    /// How to reach the server for multimedia messages, as the operator wants it.
    MmsIcp = "EF.MMSICP", 0x6FD0, Transparent, Public, "4.2.69", service 52 => MmsConnectivity {
        // WAP; http://mms.ex; bearer AA, password "pw"; gateway 192.0.2.1, port 9203
        "AB2F800101810D687474703A2F2F6D6D732E6578820610AA0E7077008313203139322E302E322E31002185233932303300FFFF" => concat!(
            r#"{"mms_connectivity_parameters":[{"mms_implementation":["wap"],"mms_relay_server":"http://mms.ex","#,
            r#""interfaces_to_core_network":[[["bearer","aa"],["authentication_password","redacted"]]],"#,
            r#""gateway":[["address","192.0.2.1"],["type_of_address","85"],["port","9203"]]}]}"#,
        ),
    }

    /// How the user wants to send multimedia messages.
    MmsUp = "EF.MMSUP", 0x6FD1, LinearFixed, Personal, "4.2.70", service 52 => MmsPreferences {
        "80010181044D696E6582028F81FFFF" => concat!(
            r#"{"mms_implementation":["wap"],"mms_user_preference_profile_name":"Mine","#,
            r#""mms_user_preference_information":"8f81"}"#,
        ),
    }

    /// How to reach the server for multimedia messages, as the user wants it.
    MmsUcp = "EF.MMSUCP", 0x6FD2, Transparent, Personal, "4.2.71", service 55 => MmsConnectivity {
        "AB1D800101810B687474703A2F2F6D2E6578830B203139322E302E322E3200" => concat!(
            r#"{"mms_connectivity_parameters":[{"mms_implementation":["wap"],"mms_relay_server":"http://m.ex","#,
            r#""interfaces_to_core_network":[],"gateway":[["address","192.0.2.2"]]}]}"#,
        ),
    }

    /// Short messages.
    Sms = "EF.SMS", 0x6F3C, LinearFixed, Personal, "4.2.25", service 10 => ShortMessage {
        // received, not read; service centre; SMS-DELIVER from +447700900123 on 22 November 2026, "Hi"
        concat!("03", "0791447700090000", "040C914477000910320000", "62112251030040", "02C834", "FFFFFFFF") => concat!(
            r#"{"status":"received_to_be_read","status_byte":"03","service_centre":"+447700900000","#,
            r#""tpdu":"040c9144770009103200006211225103004002c834"}"#,
        ),
        // sent, status report asked for; no service centre; SMS-SUBMIT to 077700, "Hi"
        concat!("0D", "00", "2100068170770000", "0002C834", "FFFFFF") => concat!(
            r#"{"status":"sent_status_report_requested","status_byte":"0d","service_centre":null,"#,
            r#""tpdu":"21000681707700000002c834"}"#,
        ),
        "00FFFFFFFFFFFF" => r#"{"status":"free","status_byte":"00","service_centre":null,"tpdu":null}"#,
    }

    /// The state of the short message service.
    Smss = "EF.SMSS", 0x6F43, Transparent, Personal, "4.2.28", service 10 => MessageServiceStatus {
        "2AFE" => r#"{"last_used_tp_mr":42,"memory_capacity_exceeded":true}"#,
        "FFFF" => r#"{"last_used_tp_mr":255,"memory_capacity_exceeded":false}"#,
    }

    /// What became of the messages sent.
    Smsr = "EF.SMSR", 0x6F47, LinearFixed, Personal, "4.2.32", service 11 => StatusReport {
        // for record 1; SMS-STATUS-REPORT, reference 2A, to 077700, sent and delivered
        concat!("01", "062A0681707700", "62112251030040", "62112251133040", "00", "FFFFFFFFFFFFFF") =>
            r#"{"sms_record":1,"tpdu":"062a0681707700621122510300406211225113304000"}"#,
        "00FFFFFF" => r#"{"sms_record":null,"tpdu":""}"#,
    }
}
