//! Files of DF.WLAN below the USIM, for networks reached over WLAN (3GPP TS 31.102 4.4.5).

use super::content::{
    EhplmnPresentation, HomeDirectAccess, PlmnList, Pseudonym, RegisteredNetwork, WlanHomePriority,
    WlanIdentifier, WlanReauthentication,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.WLAN" = Path::adf(Aid::USIM, &[0x5F40]), "3GPP TS 31.102";

    /// The name the phone goes by for the time being.
    Pseudo = "EF.Pseudo", 0x4F41, Transparent, Personal, "4.4.5.1", sfi 0x01, service 59 => Pseudonym {
        "000475736572FF" => r#"{"pseudonym":"user"}"#,
        // no such length
        "00097573" => r#"{"pseudonym":null,"rest":"00097573"}"#,
    }

    /// Networks the user prefers, best first.
    UplmnWlan = "EF.UPLMNWLAN", 0x4F42, Transparent, Public, "4.4.5.2", sfi 0x02, service 60 => PlmnList {
        "00F110FFFFFF00111000FF" => r#"{"plmns":["001-01",null,"001-011"],"rest":"00"}"#,
    }

    /// Networks the operator prefers, best first.
    OplmnWlan = "EF.OPLMNWLAN", 0x4F43, Transparent, Public, "4.4.5.3", sfi 0x03, service 61 => PlmnList {
        "00F110FFFFFF" => r#"{"plmns":["001-01"]}"#,
    }

    /// WLANs the user prefers, best first.
    UwsIdl = "EF.UWSIDL", 0x4F44, LinearFixed, Personal, "4.4.5.4", sfi 0x04, service 62 => WlanIdentifier {
        "0443616665FFFF" => r#"{"wsid":"Cafe"}"#,
    }

    /// WLANs the operator prefers, best first.
    OwsIdl = "EF.OWSIDL", 0x4F45, LinearFixed, Public, "4.4.5.5", sfi 0x05, service 63 => WlanIdentifier {
        "0200FFFF" => r#"{"wsid":{"bytes":"00ff"}}"#,
    }

    /// As whom and with what the phone authenticates again quickly.
    Wri = "EF.WRI", 0x4F46, Transparent, Secret, "4.4.5.6", sfi 0x06, service 66 => WlanReauthentication {
        "80047573657281045A5A5A5A82020003FFFF" =>
            r#"{"reauthentication_identity":"user","master_key":"redacted","counter":3}"#,
    }

    /// WLANs of the home network, best first.
    HwsIdl = "EF.HWSIDL", 0x4F47, LinearFixed, Public, "4.4.5.7", sfi 0x07, service 81 => WlanIdentifier {
        "04486F6D65FF" => r#"{"wsid":"Home"}"#,
    }

    /// Which of the networks that count as home are shown.
    WehplmnPi = "EF.WEHPLMNPI", 0x4F48, Transparent, Public, "4.4.5.8", sfi 0x08, service 82 => EhplmnPresentation {
        "01" => r#"{"presentation":"highest_priority_only","value":1}"#,
    }

    /// Which network is tried first.
    Whpi = "EF.WHPI", 0x4F49, Transparent, Public, "4.4.5.9", sfi 0x09, service 83 => WlanHomePriority {
        "01" => r#"{"selection":"hplmn","value":1}"#,
    }

    /// The network the phone was registered in last.
    WlrPlmn = "EF.WLRPLMN", 0x4F4A, Transparent, Personal, "4.4.5.10", sfi 0x0A, service 84 => RegisteredNetwork {
        "00F110" => r#"{"plmn":"001-01"}"#,
    }

    /// Whether the home network may be reached directly.
    HplmnDai = "EF.HPLMNDAI", 0x4F4B, Transparent, Public, "4.4.5.11", sfi 0x0B, service 88 => HomeDirectAccess {
        "01" => r#"{"direct_access":"enabled","value":1}"#,
    }
}
