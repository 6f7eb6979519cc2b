//! Files with short messages (3GPP TS 51.011 10.5).

use crate::files::content::{MessageServiceStatus, ShortMessage, StatusReport};
use crate::fs::Path;

elementary_files! {
    "DF.TELECOM" = Path::mf(&[0x7F10]), "3GPP TS 51.011";

    /// Short messages.
    Sms = "EF.SMS", 0x6F3C, LinearFixed, Personal, "10.5.3", service 4 => ShortMessage {
        // received and read; service centre; SMS-DELIVER from +447700900123 on 22 November 2026, "Hi"
        concat!("01", "0791447700090000", "040C914477000910320000", "62112251030040", "02C834", "FFFFFFFF") => concat!(
            r#"{"status":"received_read","status_byte":"01","service_centre":"+447700900000","#,
            r#""tpdu":"040c9144770009103200006211225103004002c834"}"#,
        ),
        // to be sent; no service centre; SMS-SUBMIT to 077700, "Hi"
        concat!("07", "00", "0100068170770000", "0002C834", "FFFFFF") => concat!(
            r#"{"status":"to_be_sent","status_byte":"07","service_centre":null,"#,
            r#""tpdu":"01000681707700000002c834"}"#,
        ),
    }

    /// The state of the short message service.
    Smss = "EF.SMSS", 0x6F43, Transparent, Personal, "10.5.7", service 4 => MessageServiceStatus {
        "00FF" => r#"{"last_used_tp_mr":0,"memory_capacity_exceeded":false}"#,
    }

    /// What became of the messages sent.
    Smsr = "EF.SMSR", 0x6F47, LinearFixed, Personal, "10.5.15", service 35 => StatusReport {
        // for record 2; SMS-STATUS-REPORT, reference 2A, to 077700, sent and delivered
        concat!("02", "062A0681707700", "62112251030040", "62112251133040", "00", "FFFFFFFFFFFFFF") =>
            r#"{"sms_record":2,"tpdu":"062a0681707700621122510300406211225113304000"}"#,
    }
}
