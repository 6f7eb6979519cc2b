//! Files with numbers besides those of the phone book (3GPP TS 51.011 10.5).

use crate::files::content::{BarredNumber, CapabilityConfiguration, ComparisonMethod, Extension};
use crate::fs::Path;

elementary_files! {
    "DF.TELECOM" = Path::mf(&[0x7F10]), "3GPP TS 51.011";

    /// What calls need of their bearers.
    Ccp = "EF.CCP", 0x6F3D, LinearFixed, Personal, "10.5.4.1", service 6 => CapabilityConfiguration {
        // circuit mode, GSM standard, full rate, 3.1 kHz audio: 1 01 0 0 010
        "02A2B8FFFFFFFFFFFFFFFFFFFFFF" =>
            r#"{"bearer_capability":"a2b8","information_transfer_capability":"3.1_khz_audio_ex_plmn"}"#,
    }

    /// What calls need of their bearers, at greater length.
    Eccp = "EF.ECCP", 0x6F4F, LinearFixed, Personal, "10.5.4.2", service 48 => CapabilityConfiguration {
        "01A0FFFFFFFFFFFFFFFFFFFFFFFFFF" =>
            r#"{"bearer_capability":"a0","information_transfer_capability":"speech"}"#,
    }

    /// What did not fit into EF.FDN.
    Ext2 = "EF.EXT2", 0x6F4B, LinearFixed, Personal, "10.5.11", service 11 => Extension {
        "020221F3FFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":null}"#,
    }

    /// What did not fit into EF.SDN.
    Ext3 = "EF.EXT3", 0x6F4C, LinearFixed, Public, "10.5.12", service 19 => Extension {
        "00FFFFFFFFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"free","data":"ffffffffffffffffffffff","next":null}"#,
    }

    /// Numbers that may not be called.
    Bdn = "EF.BDN", 0x6F4D, LinearFixed, Personal, "10.5.13", service 31 => BarredNumber {
        "4261640481707700FFFFFFFFFFFFFFFFFF01" => concat!(
            r#"{"alpha":"Bad","number":"077700","ton_npi":129,"capability":null,"extension":null,"#,
            r#""comparison_method":1}"#,
        ),
    }

    /// What did not fit into EF.BDN.
    Ext4 = "EF.EXT4", 0x6F4E, LinearFixed, Personal, "10.5.14", service 32 => Extension {
        "0103A1B2C3FFFFFFFFFFFFFF02" =>
            r#"{"type":"called_party_subaddress","data":"03a1b2c3ffffffffffffff","next":2}"#,
    }

    /// How numbers are compared with those of EF.BDN.
    Cmi = "EF.CMI", 0x6F58, LinearFixed, Public, "10.5.16", service 31 => ComparisonMethod {
        "457861637400" => r#"{"alpha":"Exact","comparison_method_identifier":0}"#,
    }
}
