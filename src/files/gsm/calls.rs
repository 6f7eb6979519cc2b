//! Files about calls and messages: what they cost, who is called in groups, mailboxes (3GPP TS 51.011 10.3).

use crate::files::content::{
    AutomaticAnswer, CallForwarding, CallMeter, CallMeterMaximum, CallPriorities, DialingRecord,
    EmergencyCodes, Extension, GroupIds, GroupStatus, MailboxIdentifiers, MessageIdentifierRanges,
    MessageIdentifiers, MessageWaiting, MmsConnectivity, MmsExtension, MmsNotification, MmsPreferences,
    PriceTable, SetUpMenu,
};
use crate::fs::Path;

elementary_files! {
    "DF.GSM" = Path::mf(&[0x7F20]), "3GPP TS 51.011";

    /// How many units calls may cost.
    AcmMax = "EF.ACMmax", 0x6F37, Transparent, Personal, "10.3.6", service 5 => CallMeterMaximum {
        "0003E8" => r#"{"acm_maximum":1000}"#,
    }

    /// How many units calls have cost; record 1 is the latest.
    Acm = "EF.ACM", 0x6F39, Cyclic, Personal, "10.3.8", service 5 => CallMeter {
        "000010" => r#"{"accumulated_call_meter":16}"#,
    }

    /// What a unit costs.
    Puct = "EF.PUCT", 0x6F41, Transparent, Public, "10.3.12", service 5 => PriceTable {
        // 258 is 102: 10 in byte 4, 2 in the low half of byte 5; exponent 3 (011), negative: bits 8 to 5 are 0111
        "4742501072" => concat!(
            r#"{"currency_code":"GBP","elementary_price_per_unit":258,"exponent":-3,"#,
            r#""price_per_unit":"0.258"}"#,
        ),
    }

    /// The cell broadcast messages the user wants.
    Cbmi = "EF.CBMI", 0x6F45, Transparent, Personal, "10.3.13", service 14 => MessageIdentifiers {
        "0032FFFF" => r#"{"message_identifiers":[50]}"#,
    }

    /// The groups of group calls that the user belongs to.
    Vgcs = "EF.VGCS", 0x6FB1, Transparent, Personal, "10.3.20", service 21 => GroupIds {
        "214365F7FFFFFFFF" => r#"{"group_ids":["1234567"]}"#,
    }

    /// Which of them are switched on.
    Vgcss = "EF.VGCSS", 0x6FB2, Transparent, Personal, "10.3.21", service 21 => GroupStatus {
        // groups 1 and 10; the last six bits are 1
        "010200000000FC" => r#"{"active_groups":[1,10]}"#,
    }

    /// The groups of broadcast calls that the user belongs to.
    Vbs = "EF.VBS", 0x6FB3, Transparent, Personal, "10.3.22", service 22 => GroupIds {
        "21F3FFFF" => r#"{"group_ids":["123"]}"#,
    }

    /// Which of them are switched on.
    Vbss = "EF.VBSS", 0x6FB4, Transparent, Personal, "10.3.23", service 22 => GroupStatus {
        "010000000000FC" => r#"{"active_groups":[1]}"#,
    }

    /// The priorities the user's calls may have.
    EMlpp = "EF.eMLPP", 0x6FB5, Transparent, Public, "10.3.24", service 23 => CallPriorities {
        "0C04" => r#"{"priority_levels":["0","1"],"fast_call_set_up_conditions":["0"]}"#,
    }

    /// The priorities whose calls the phone answers by itself.
    AaeM = "EF.AAeM", 0x6FB6, Transparent, Public, "10.3.25", service 24 => AutomaticAnswer {
        "04" => r#"{"automatic_answer_priority_levels":["0"]}"#,
    }

    /// The cell broadcast messages that go to the card.
    Cbmid = "EF.CBMID", 0x6F48, Transparent, Public, "10.3.26", service 25 => MessageIdentifiers {
        "1000FFFF" => r#"{"message_identifiers":[4096]}"#,
    }

    /// Emergency numbers.
    Ecc = "EF.ECC", 0x6FB7, Transparent, Public, "10.3.27" => EmergencyCodes {
        // an entry of nothing between two; bytes too few for a number
        "11F2FFFFFFFF99F9FFFFFFFF12" => r#"{"emergency_call_codes":["112",null,"999",null],"rest":"12"}"#,
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" => r#"{"emergency_call_codes":[]}"#,
        // a digit behind the filling
        "F1F2FF" => r#"{"emergency_call_codes":[null],"bytes":"f1f2ff"}"#,
    }

    /// The cell broadcast messages the user wants, by ranges.
    Cbmir = "EF.CBMIR", 0x6F50, Transparent, Personal, "10.3.28", service 30 => MessageIdentifierRanges {
        "00000010FFFFFFFF" => r#"{"ranges":[{"lower":0,"upper":16}]}"#,
    }

    /// How the card's menu is called.
    Sume = "EF.SUME", 0x6F54, Transparent, Public, "10.3.34" => SetUpMenu {
        // title; an icon that needs the title, record 3 of EF.IMG
        "85044D656E751E020103FFFF" =>
            r#"{"title":"Menu","icon_identifier":3,"icon_self_explanatory":false}"#,
        "85044D656E75800101" => r#"{"title":"Menu","others":[{"tag":"80","value":"01"}]}"#,
    }

    /// Numbers of mailboxes.
    Mbdn = "EF.MBDN", 0x6FC7, LinearFixed, Personal, "10.3.43", service 53 => DialingRecord {
        "566F6963650481707700FFFFFFFFFFFFFFFFFF" =>
            r#"{"alpha":"Voice","number":"077700","ton_npi":129,"capability":null,"extension":null}"#,
    }

    /// Which mailbox is for which messages, a record for each subscriber profile.
    Mbi = "EF.MBI", 0x6FC9, LinearFixed, Public, "10.3.44", service 53 => MailboxIdentifiers {
        "01000002" => r#"{"voicemail":1,"fax":null,"electronic_mail":null,"other":2,"videomail":null}"#,
    }

    /// Which messages wait in mailboxes, a record for each subscriber profile.
    Mwis = "EF.MWIS", 0x6FCA, LinearFixed, Personal, "10.3.45", service 54 => MessageWaiting {
        "0103000000" => concat!(
            r#"{"active_indicators":["voicemail"],"#,
            r#""voicemail":3,"fax":0,"electronic_mail":0,"other":0,"videomail":null}"#,
        ),
    }

    /// Whether calls are forwarded, a record for each subscriber profile.
    Cfis = "EF.CFIS", 0x6FCB, LinearFixed, Personal, "10.3.46", service 55 => CallForwarding {
        "01010791447700091032FFFFFFFFFFFF" => concat!(
            r#"{"msp_number":1,"cfu_active":["voice"],"number":"+447700900123","ton_npi":145,"#,
            r#""capability":null,"extension":null}"#,
        ),
    }

    /// What did not fit into EF.MBDN.
    Ext6 = "EF.EXT6", 0x6FC8, LinearFixed, Personal, "10.3.48", service 53 => Extension {
        "020221F3FFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":null}"#,
    }

    /// What did not fit into EF.CFIS.
    Ext7 = "EF.EXT7", 0x6FCC, LinearFixed, Personal, "10.3.49", service 55 => Extension {
        "020221F3FFFFFFFFFFFFFFFF02" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":2}"#,
    }

    /// Multimedia messages that are there to be fetched.
    Mmsn = "EF.MMSN", 0x6FCE, LinearFixed, Personal, "10.3.51", service 57 => MmsNotification {
        "0100018C828D90FFFF01" => concat!(
            r#"{"used":true,"read":false,"retrieval":"not_retrieved","status":"0100","#,
            r#""mms_implementation":["wap"],"mms_notification":"8c828d90","extension":1}"#,
        ),
    }

    /// What did not fit into EF.MMSN.
    Ext8 = "EF.EXT8", 0x6FCF, LinearFixed, Personal, "10.3.52", service 58 => MmsExtension {
        "0203A1B2C3FFFFFF02" => r#"{"type":"additional_data","data":"03a1b2c3","next":2}"#,
    }

    /// How to reach the server for multimedia messages, as the operator wants it.
    MmsIcp = "EF.MMSICP", 0x6FD0, Transparent, Public, "10.3.53", service 57 => MmsConnectivity {
        "AB1D800101810B687474703A2F2F6D2E6578830B203139322E302E322E3200" => concat!(
            r#"{"mms_connectivity_parameters":[{"mms_implementation":["wap"],"mms_relay_server":"http://m.ex","#,
            r#""interfaces_to_core_network":[],"gateway":[["address","192.0.2.2"]]}]}"#,
        ),
    }

    /// How the user wants to send multimedia messages.
    MmsUp = "EF.MMSUP", 0x6FD1, LinearFixed, Personal, "10.3.54", service 57 => MmsPreferences {
        "80010181044D696E6582028F81FFFF" => concat!(
            r#"{"mms_implementation":["wap"],"mms_user_preference_profile_name":"Mine","#,
            r#""mms_user_preference_information":"8f81"}"#,
        ),
    }

    /// How to reach the server for multimedia messages, as the user wants it.
    MmsUcp = "EF.MMSUCP", 0x6FD2, Transparent, Personal, "10.3.55", service 59 => MmsConnectivity {
        "AB1D800101810B687474703A2F2F6D2E6578830B203139322E302E322E3200" => concat!(
            r#"{"mms_connectivity_parameters":[{"mms_implementation":["wap"],"mms_relay_server":"http://m.ex","#,
            r#""interfaces_to_core_network":[],"gateway":[["address","192.0.2.2"]]}]}"#,
        ),
    }
}
