//! Files of the ISIM about short messages.

use crate::files::content::{MessageServiceStatus, ShortMessage, StatusReport};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.ISIM" = Path::adf(Aid::ISIM, &[]), "3GPP TS 31.103";

    /// Short messages.
    Sms = "EF.SMS", 0x6F3C, LinearFixed, Personal, "4.2.12", service 6 => ShortMessage {
        // received, read; no service centre; SMS-DELIVER from +447700900123 on 22 November 2026, "Hi"
        concat!("01", "00", "040C914477000910320000", "62112251030040", "02C834", "FFFF") => concat!(
            r#"{"status":"received_read","status_byte":"01","service_centre":null,"#,
            r#""tpdu":"040c9144770009103200006211225103004002c834"}"#,
        ),
    }

    /// Where the sending of messages stands.
    Smss = "EF.SMSS", 0x6F43, Transparent, Personal, "4.2.13", service 6 => MessageServiceStatus {
        "2AFE" => r#"{"last_used_tp_mr":42,"memory_capacity_exceeded":true}"#,
    }

    /// What became of the messages sent.
    Smsr = "EF.SMSR", 0x6F47, LinearFixed, Personal, "4.2.14", service 7 => StatusReport {
        // for record 2; SMS-STATUS-REPORT, reference 2A, to 077700, sent and delivered
        concat!("02", "062A0681707700", "62112251030040", "62112251133040", "00", "FFFF") =>
            r#"{"sms_record":2,"tpdu":"062a0681707700621122510300406211225113304000"}"#,
    }
}
