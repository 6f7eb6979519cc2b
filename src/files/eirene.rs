//! Files of DF.EIRENE, the application of railway radios (UIC P38 T 9001, FFFIS for GSM-R SIM cards).

use super::content::{
    CallConfirmation, CallConfirmationRecord, DecisionRecord, DialledDigits, FunctionalNumber, GsmrNetwork,
    InternationalCode, PredefinedRecord, RailwayNetworkName, ShuntingGroups,
};
use crate::fs::Path;

elementary_files! {
    "DF.EIRENE" = Path::mf(&[0x7FE0]), "UIC P38 T 9001";

    /// Numbers by which others reach whoever does a job.
    Fn = "EF.FN", 0x6FF1, LinearFixed, Personal, "7.2" => FunctionalNumber {
        // permanent, in list 1
        "402421436510FF8F01" => concat!(
            r#"{"functional_number":"044212345601","presentation_of_only_this_fn":false,"#,
            r#""permanent_fn":true,"list_number":1}"#,
        ),
        "FFFFFFFFFFFFFF4F02" => concat!(
            r#"{"functional_number":null,"bytes":"ffffffffffffff4f","presentation_of_only_this_fn":true,"#,
            r#""permanent_fn":false,"list_number":2}"#,
        ),
    }

    /// How calls of high priority are confirmed.
    CallconfC = "EF.CallconfC", 0x6FF2, Transparent, Public, "7.3" => CallConfirmation {
        "022143FFFFFFFFFFFF0500030410010200017100000000F9" => concat!(
            r#"{"pl_conf":"3","conf_nr":"1234","max_rand":5,"n_ack_max":3,"pl_ack":"1","n_nested_max":16,"#,
            r#""train_emergency_gid":1,"shunting_emergency_gid":2,"imei":"001017000000009"}"#,
        ),
    }

    /// Calls of high priority that are to be confirmed.
    CallconfI = "EF.CallconfI", 0x6FF3, LinearFixed, Personal, "7.5" => CallConfirmationRecord {
        // 60 and 300 of the file's units; level 0; ended by the user
        "00003C0000012C0505214365F7214365F7FFFFFFFF" => concat!(
            r#"{"t_dur":60,"t_relcalc":300,"pl_call":"0","cause":5,"cause_name":"user_command","#,
            r#""gcr":"1234567","fnr":"1234567"}"#,
        ),
    }

    /// The groups of shunting.
    Shunting = "EF.Shunting", 0x6FF4, Transparent, Public, "7.6" => ShuntingGroups {
        "F5F6F7FFFFFFFFFF" => r#"{"common_gid":245,"shunting_gid":"f6f7ffffffffff"}"#,
    }

    /// Railway networks and what they can do.
    GsmrPlmn = "EF.GsmrPLMN", 0x6FF5, LinearFixed, Public, "7.7" => GsmrNetwork {
        "00F110F86F8D6F8E01" => concat!(
            r#"{"plmn":"001-01","supported":["eirene","fn","emlpp","vgcs","vbs"],"preference":0,"#,
            r#""ic_incoming_ref_tbl":"6F8D","outgoing_ref_tbl":"6F8E","ic_table_ref":1}"#,
        ),
        "00F110416F8D6F8E02" => concat!(
            r#"{"plmn":"001-01","supported":["fn"],"preference":1,"#,
            r#""ic_incoming_ref_tbl":"6F8D","outgoing_ref_tbl":"6F8E","ic_table_ref":2}"#,
        ),
    }

    /// International codes.
    Ic = "EF.IC", 0x6F8D, LinearFixed, Public, "7.8" => InternationalCode {
        "F06F8E00F10003" => concat!(
            r#"{"next_table_type":"decision","id_of_next_table":"6F8E","ic_decision_value":"001","#,
            r#""network_string_table_index":3}"#,
        ),
    }

    /// What networks are called.
    Nw = "EF.NW", 0x6F80, LinearFixed, Public, "7.9" => RailwayNetworkName {
        "5465737420526C79" => r#"{"network_name":"Test Rly"}"#,
    }

    /// Types of calls.
    Ct = "EF.CT", 0x6F8E, LinearFixed, Public, "8.4" => DecisionRecord {
        "F26F82F8FF08" => concat!(
            r#"{"next_table_type":"num_dial_digits","id_of_next_table":"6F82","decision_value":"8","#,
            r#""string_table_index":8}"#,
        ),
    }

    /// Short codes.
    Sc = "EF.SC", 0x6F8F, LinearFixed, Public, "8.4" => DecisionRecord {
        "FFFFFF21F3FF" => concat!(
            r#"{"next_table_type":"empty","id_of_next_table":null,"decision_value":"123","#,
            r#""string_table_index":null}"#,
        ),
    }

    /// Codes of functions.
    Fc = "EF.FC", 0x6F88, LinearFixed, Public, "8.5" => PredefinedRecord {
        // where to go on, in the first record; a value, in another
        "F26F83" => r#"{"next_table_type":"num_dial_digits","id_of_next_table":"6F83"}"#,
        "10FF2A" => r#"{"predefined_value":"01","string_table_index":42}"#,
    }

    /// Services of group calls.
    Service = "EF.Service", 0x6F89, LinearFixed, Public, "8.5" => PredefinedRecord {
        "F2FF07" => r#"{"predefined_value":"2","string_table_index":7}"#,
    }

    /// First digits of group identities.
    Call = "EF.Call", 0x6F8A, LinearFixed, Public, "8.5" => PredefinedRecord {
        "F5FF09" => r#"{"predefined_value":"5","string_table_index":9}"#,
    }

    /// Teams and the functions of their members.
    FctTeam = "EF.FctTeam", 0x6F8B, LinearFixed, Public, "8.5" => PredefinedRecord {
        "21430A" => r#"{"predefined_value":"1234","string_table_index":10}"#,
    }

    /// Functions of controllers.
    Controller = "EF.Controller", 0x6F92, LinearFixed, Public, "8.5" => PredefinedRecord {
        "F16F91" => r#"{"next_table_type":"predefined","id_of_next_table":"6F91"}"#,
    }

    /// Ways into other networks.
    Gateway = "EF.Gateway", 0x6F8C, LinearFixed, Public, "8.5" => PredefinedRecord {
        "FFFF0B" => r#"{"bytes":"ffff0b"}"#,
    }

    /// How many digits a user's identity has.
    Digits5To8 = "EF.5to8digits", 0x6F81, Transparent, Public, "8.6" => DialledDigits {
        "F16F8885" => r#"{"next_table_type":"predefined","id_of_next_table":"6F88","dialed_digits":"58"}"#,
    }

    /// Input of two digits.
    Digits2 = "EF.2digits", 0x6F82, Transparent, Public, "8.6" => DialledDigits {
        "FFFFFF22" => r#"{"next_table_type":"empty","id_of_next_table":null,"dialed_digits":"22"}"#,
    }

    /// Input of eight digits.
    Digits8 = "EF.8digits", 0x6F83, Transparent, Public, "8.6" => DialledDigits {
        "FFFFFF88" => r#"{"next_table_type":"empty","id_of_next_table":null,"dialed_digits":"88"}"#,
    }

    /// Input of nine digits.
    Digits9 = "EF.9digits", 0x6F84, Transparent, Public, "8.6" => DialledDigits {
        "FFFFFF99" => r#"{"next_table_type":"empty","id_of_next_table":null,"dialed_digits":"99"}"#,
    }

    /// Input of a group call area.
    Sssss = "EF.SSSSS", 0x6F85, Transparent, Public, "8.6" => DialledDigits {
        "F16F8A55" => r#"{"next_table_type":"predefined","id_of_next_table":"6F8A","dialed_digits":"55"}"#,
    }

    /// Input of a location, for teams.
    Lllll = "EF.LLLLL", 0x6F86, Transparent, Public, "8.6" => DialledDigits {
        "F16F8B55" => r#"{"next_table_type":"predefined","id_of_next_table":"6F8B","dialed_digits":"55"}"#,
    }

    /// Input of a location, for controllers.
    Location = "EF.Location", 0x6F91, Transparent, Public, "8.6" => DialledDigits {
        "F16F9255" => r#"{"next_table_type":"predefined","id_of_next_table":"6F92","dialed_digits":"55"}"#,
    }

    /// Input of any number.
    FreeNumber = "EF.FreeNumber", 0x6F87, Transparent, Public, "8.6" => DialledDigits {
        "FFFFFFF1" => r#"{"next_table_type":"empty","id_of_next_table":null,"dialed_digits":"1f"}"#,
    }
}
