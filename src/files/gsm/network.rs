//! Files about networks (3GPP TS 51.011 10.3).

use crate::files::content::{
    AlertingIndication, CooperativeNetworks, DepersonalisationKeys, GsmKey, InvestigationScan,
    NeighbourCells, NetworkName, OperatorPlmn, PacketCarriers, PacketLocation, PlmnAccessList,
    RegisteredTechnologies, ServiceProviderDisplay,
};
use crate::fs::Path;

elementary_files! {
    "DF.GSM" = Path::mf(&[0x7F20]), "3GPP TS 51.011";

    /// Where to look for cells first.
    Bcch = "EF.BCCH", 0x6F74, Transparent, Personal, "10.3.14" => NeighbourCells {
        // variable bit map from 871 (1101100111): 871, 872, 982
        "8FB3C000000000000000000000000001" => r#"{"format":"variable_bit_map","carriers":[871,872,982]}"#,
        // bit map 0: carriers 124, 120 and 1
        "08800000000000000000000000000001" => r#"{"format":"bit_map_0","carriers":[1,120,124]}"#,
        "88000000000000000000000000000000" =>
            r#"{"format":"range_512","description":"88000000000000000000000000000000"}"#,
    }

    /// The keys that set a phone free from its network.
    Dck = "EF.DCK", 0x6F2C, Transparent, Secret, "10.3.29", service 33 => DepersonalisationKeys {
        "21436587FFFFFFFFFFFFFFFFFFFFFFFF" => concat!(
            r#"{"network":"redacted","network_subset":null,"service_provider":null,"#,
            r#""corporate":null}"#,
        ),
    }

    /// Networks that a personalised phone may use too.
    Cnl = "EF.CNL", 0x6F32, Transparent, Public, "10.3.30", service 34 => CooperativeNetworks {
        "00F11021F3FFFFFFFFFFFFFF" => concat!(
            r#"{"networks":[{"plmn":"001-01","network_subset":"12","service_provider":"3","#,
            r#""corporate":null}]}"#,
        ),
    }

    /// How alerts of the network are to be shown.
    Nia = "EF.NIA", 0x6F51, LinearFixed, Public, "10.3.31", service 36 => AlertingIndication {
        "0352696E67FFFF" => r#"{"alerting_category":3,"informative_text":"Ring"}"#,
    }

    /// The key of the last authentication for GPRS.
    KcGprs = "EF.KcGPRS", 0x6F52, Transparent, Secret, "10.3.32", service 38 => GsmKey {
        "111111111111111102" => r#"{"kc":"redacted","cksn":2}"#,
    }

    /// Location in GPRS.
    LociGprs = "EF.LOCIGPRS", 0x6F53, Transparent, Personal, "10.3.33", service 38 => PacketLocation {
        "12345678ABCDEF00F11012340500" => concat!(
            r#"{"p_tmsi":"12345678","p_tmsi_signature":"abcdef","plmn":"001-01","lac":4660,"rac":5,"#,
            r#""status":"updated"}"#,
        ),
    }

    /// Networks the user prefers, best first.
    PlmnWAct = "EF.PLMNwAcT", 0x6F60, Transparent, Public, "10.3.35", service 43 => PlmnAccessList {
        "00F1108080FFFFFF0000" => r#"{"plmns":[{"plmn":"001-01","access_technologies":["utran","gsm"]}]}"#,
    }

    /// Networks the operator prefers, best first.
    OplmnWAct = "EF.OPLMNwAcT", 0x6F61, Transparent, Public, "10.3.36", service 44 => PlmnAccessList {
        "00F1100080" => r#"{"plmns":[{"plmn":"001-01","access_technologies":["gsm"]}]}"#,
    }

    /// The home network's access technologies, best first.
    HplmnWAct = "EF.HPLMNwAcT", 0x6F62, Transparent, Public, "10.3.37", service 45 => PlmnAccessList {
        "00F1108000" => r#"{"plmns":[{"plmn":"001-01","access_technologies":["utran"]}]}"#,
    }

    /// Where the phone found the broadcast channel of GPRS.
    CpBcch = "EF.CPBCCH", 0x6F63, Transparent, Personal, "10.3.38", service 46 => PacketCarriers {
        "3E00FFFF" => r#"{"carriers":[{"arfcn":62,"high_band":false}]}"#,
    }

    /// When the phone scans for a network more thoroughly.
    InvScan = "EF.InvScan", 0x6F64, Transparent, Public, "10.3.39", service 47 => InvestigationScan {
        "02" =>
            r#"{"in_limited_service":false,"after_successful_plmn_selection":true,"value":2}"#,
    }

    /// The access technologies of the network the phone was registered in last.
    RplmnAct = "EF.RPLMNAcT", 0x6F65, Transparent, Personal, "10.3.40", service 50 => RegisteredTechnologies {
        "0080" => r#"{"access_technologies":["gsm"]}"#,
    }

    /// What networks are called.
    Pnn = "EF.PNN", 0x6FC5, LinearFixed, Public, "10.3.41", service 51 => NetworkName {
        "430584D4F29C0EFFFF" => r#"{"full_name":"Test","short_name":null}"#,
    }

    /// Which networks and areas have which name of EF.PNN.
    Opl = "EF.OPL", 0x6FC6, LinearFixed, Public, "10.3.42", service 52 => OperatorPlmn {
        "00F1100000FFFE01" => r#"{"plmn":"001-01","first_area":0,"last_area":65534,"pnn_record":1}"#,
    }

    /// Networks that count as home for showing the service provider's name.
    Spdi = "EF.SPDI", 0x6FCD, Transparent, Public, "10.3.50", service 56 => ServiceProviderDisplay {
        "A305800300F110FFFF" => r#"{"plmns":["001-01"]}"#,
    }
}
