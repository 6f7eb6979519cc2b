//! Files about networks (3GPP TS 31.102 4.2).

use crate::files::content::{
    AlertingIndication, CooperativeNetworks, EarfcnList as Earfcns, EhplmnPresentation, EpdgIdentifiers,
    EpdgSelection as EpdgEntries, Icons, NetworkParameters, RegisteredTechnologies, RplmnSelection,
    SignalThresholds, TelevisionConfiguration, WarningConfiguration,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM" = Path::adf(Aid::USIM, &[]), "3GPP TS 31.102";

    /// Networks that a personalised phone may use too.
    Cnl = "EF.CNL", 0x6F32, Transparent, Public, "4.2.50", service 37 => CooperativeNetworks {
        // network subset 12, service provider 3, no company; the list ends
        "00F11021F3FFFFFFFFFFFFFF" => concat!(
            r#"{"networks":[{"plmn":"001-01","network_subset":"12","service_provider":"3","#,
            r#""corporate":null}]}"#,
        ),
        "FFFFFFFFFFFF" => r#"{"networks":[]}"#,
    }

    /// How alerts of the network are to be shown.
    Nia = "EF.NIA", 0x6FD3, LinearFixed, Public, "4.2.72", service 56 => AlertingIndication {
        "0352696E67FFFF" => r#"{"alerting_category":3,"informative_text":"Ring"}"#,
    }

    /// The access technologies of the network the phone was registered in last (Release 1999 only).
    RplmnActD = "EF.RPLMNAcTD", 0x6F65, Transparent, Personal, "4.2.56" => RegisteredTechnologies {
        "8000" => r#"{"access_technologies":["utran"]}"#,
        "0080FFFF" => r#"{"access_technologies":["gsm"]}"#,
    }

    /// Where the phone found cells last.
    NetPar = "EF.NETPAR", 0x6FC4, Transparent, Personal, "4.2.57" => NetworkParameters {
        // GSM: 935.2 MHz, neighbours 935.4 and 937.6 MHz; FDD: 2112.4 MHz with scrambling codes 10 and 258, 2117.4 MHz
        // with code 7; TDD: 1900.2 MHz
        "A00A80021244810412451250A10E80062942000A01028104295B0007A2048002251DFFFF" => concat!(
            r#"{"gsm":{"camped_khz":935200,"neighbours_khz":[935400,937600]},"#,
            r#""fdd":{"intra_frequency":[{"frequency_khz":2112400,"scrambling_codes":[10,258]}],"#,
            r#""inter_frequency":[{"frequency_khz":2117400,"scrambling_codes":[7]}]},"#,
            r#""tdd":{"intra_frequency":[{"frequency_khz":1900200,"cell_parameters":""}],"inter_frequency":[]}}"#,
        ),
        // an object of no meaning, and bytes that are no object
        "A000AF0101A105FF" => concat!(
            r#"{"gsm":{"camped_khz":null,"neighbours_khz":[]},"fdd":null,"tdd":null,"#,
            r#""others":[{"tag":"AF","value":"01"}],"rest":"a105"}"#,
        ),
    }

    /// Which of the networks that count as home are shown.
    EhplmnPi = "EF.EHPLMNPI", 0x6FDB, Transparent, Public, "4.2.85", service 73 => EhplmnPresentation {
        "02" => r#"{"presentation":"all","value":2}"#,
        "00" => r#"{"presentation":"no_preference","value":0}"#,
    }

    /// Which network is tried when the phone is switched on.
    LrplmnSi = "EF.LRPLMNSI", 0x6FDC, Transparent, Public, "4.2.86", service 74 => RplmnSelection {
        "01" => r#"{"selection":"hplmn_or_last_rplmn","value":1}"#,
    }

    /// Pictures to show for the service provider's name.
    Spni = "EF.SPNI", 0x6FDE, Transparent, Public, "4.2.88", service 78 => Icons {
        "800901687474703A2F2F6181020203FFFF" => concat!(
            r#"{"icons":[{"qualifier":"self_explanatory","uri":"http://a"},"#,
            r#"{"qualifier":"not_self_explanatory","image_record":3}]}"#,
        ),
    }

    /// Pictures to show for the names in EF.PNN.
    Pnni = "EF.PNNI", 0x6FDF, LinearFixed, Public, "4.2.89", service 79 => Icons {
        "81020104FF" => r#"{"icons":[{"qualifier":"self_explanatory","image_record":4}]}"#,
    }

    /// Which warnings of the public warning system are ignored.
    Pws = "EF.PWS", 0x6FEC, Transparent, Public, "4.2.96", service 97 => WarningConfiguration {
        "02" => r#"{"ignore_in_hplmn":false,"ignore_in_vplmn":true,"value":2}"#,
        "05FF" => r#"{"ignore_in_hplmn":true,"ignore_in_vplmn":false,"value":5}"#,
    }

    /// The home network's gateways for access over other networks.
    EpdgId = "EF.ePDGId", 0x6FF3, Transparent, Public, "4.2.103", service 106 => EpdgIdentifiers {
        "800D00657064672E6578616D706C65800501C0000201FF" =>
            r#"{"epdgs":[{"fqdn":"epdg.example"},{"ip":"192.0.2.1"}]}"#,
        "80110220010DB8000000000000000000000001" => r#"{"epdgs":[{"ip":"2001:db8::1"}]}"#,
        // an IPv4 address of three bytes
        "800401C00002" => r#"{"epdgs":[{"bytes":"01c00002"}]}"#,
    }

    /// In which networks such a gateway is looked for.
    EpdgSelection = "EF.ePDGSelection", 0x6FF4, Transparent, Public, "4.2.104", service 106 => EpdgEntries {
        // this network first, then any
        "800C00F110000100DDDDDD000201FF" => concat!(
            r#"{"plmns":[{"plmn":"001-01","priority":1,"fqdn_format":"operator_identifier"},"#,
            r#"{"plmn":"???-???","priority":2,"fqdn_format":"location_based"}]}"#,
        ),
    }

    /// The home network's gateways for emergencies.
    EpdgIdEm = "EF.ePDGIdEm", 0x6FF5, Transparent, Public, "4.2.104a", service 110 => EpdgIdentifiers {
        "800501C0000209" => r#"{"epdgs":[{"ip":"192.0.2.9"}]}"#,
    }

    /// In which networks a gateway is looked for in an emergency.
    EpdgSelectionEm = "EF.ePDGSelectionEm", 0x6FF6, Transparent, Public, "4.2.105", service 110 => EpdgEntries {
        "800600F110010001" =>
            r#"{"plmns":[{"plmn":"001-01","priority":256,"fqdn_format":"location_based"}]}"#,
    }

    /// The television of networks.
    TvConfig = "EF.TVCONFIG", 0x6FFB, LinearFixed, Public, "4.2.108", service 116 => TelevisionConfiguration {
        // service 010203 described in 4F01, a user service, on EARFCN 6400
        "00F110A00901020300F1104F0102A10400001900FF" => concat!(
            r#"{"plmn":"001-01","services":[{"mbms_service_id":"010203","plmn":"001-01","usd_file_id":"4F01","#,
            r#""service_type":2}],"earfcns":[6400]}"#,
        ),
        "00F110FFFF" => r#"{"plmn":"001-01","services":[],"earfcns":[]}"#,
    }

    /// Where which carriers for machines are.
    EarfcnList = "EF.EARFCNList", 0x6FFD, Transparent, Public, "4.2.112", service 121 => Earfcns {
        // corners 45 N 90 E, 45 S 90 W, 22.5 N 22.5 E
        "A01A8004000019008112400000400000C00000C00000200000100000FF" => concat!(
            r#"{"earfcns":[{"earfcn":6400,"areas":[[{"latitude":45.0,"longitude":90.0},"#,
            r#"{"latitude":-45.0,"longitude":-90.0},{"latitude":22.5,"longitude":22.5}]]}]}"#,
        ),
    }

    /// From which signal strength on a network counts as strong.
    Ocst = "EF.OCST", 0x6F02, Transparent, Public, "4.2.115", service 148 => SignalThresholds {
        // E-UTRAN from -110 dBm on; GSM without a threshold
        "01800640006E0080FF" => concat!(
            r#"{"sense_enabled":true,"thresholds":[{"access_technologies":["e_utran"],"dbm":-110},"#,
            r#"{"access_technologies":["gsm"],"dbm":null}]}"#,
        ),
        "00FFFF" => r#"{"sense_enabled":false,"thresholds":[]}"#,
    }
}
