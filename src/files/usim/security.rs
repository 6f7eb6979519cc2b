//! Files about security (3GPP TS 31.102 4.2).

use crate::files::content::{
    AllowedPhones, AppletNafAccess, BootstrappingParameters, DepersonalisationKeys, EnhancedAka,
    EpsSecurityContext, NafKeyCentre, NafKeyIdentifier, PairedPhone, ServiceKeys, UserKeyId,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM" = Path::adf(Aid::USIM, &[]), "3GPP TS 31.102";

    /// The keys that set a phone free from its network.
    Dck = "EF.DCK", 0x6F2C, Transparent, Secret, "4.2.49", service 36 => DepersonalisationKeys {
        // of the network and the company
        "21436587FFFFFFFFFFFFFFFF21436587" => concat!(
            r#"{"network":"redacted","network_subset":null,"service_provider":null,"#,
            r#""corporate":"redacted"}"#,
        ),
    }

    /// The last bootstrapping of keys for applications.
    Gbabp = "EF.GBABP", 0x6FD6, Transparent, Personal, "4.2.79", service 68 => BootstrappingParameters {
        "04A1A2A3A407746964406273660431323334FF" =>
            r#"{"rand":"a1a2a3a4","b_tid":"tid@bsf","key_lifetime":"1234"}"#,
        // a challenge only
        "02A1A2FFFF" => r#"{"rand":"a1a2","b_tid":null,"key_lifetime":null}"#,
    }

    /// For which application servers keys were made.
    Gbanl = "EF.GBANL", 0x6FDA, LinearFixed, Personal, "4.2.83", service 68 => NafKeyIdentifier {
        // naf.ex with protocol 0100000002, from bootstrapping tid@bsf
        "800B6E61662E65780100000002810774696440627366FF" => concat!(
            r#"{"naf_id":{"fqdn":"naf.ex","ua_security_protocol":"0100000002"},"#,
            r#""b_tid":"tid@bsf"}"#,
        ),
        "800141" => r#"{"naf_id":{"bytes":"41"},"b_tid":null}"#,
    }

    /// Which service keys of MBMS the card has.
    Msk = "EF.MSK", 0x6FD7, LinearFixed, Personal, "4.2.80", service 69 => ServiceKeys {
        // two keys said to be there, two there
        "00F1100200010001000000050001000200000000FF" => concat!(
            r#"{"key_domain_id":"00f110","count":2,"keys":[{"msk_id":"00010001","time_stamp_counter":5},"#,
            r#"{"msk_id":"00010002","time_stamp_counter":0}]}"#,
        ),
    }

    /// Whom the user key of MBMS is shared with.
    Muk = "EF.MUK", 0x6FD8, LinearFixed, Personal, "4.2.81", service 69 => UserKeyId {
        "A00C8004626D7363820475736572810400000007FF" =>
            r#"{"muk_idr":"bmsc","muk_idi":"user","time_stamp_counter":7}"#,
    }

    /// Where keys shared with a terminal are set up.
    NafKca = "EF.NAFKCA", 0x6FDD, LinearFixed, Public, "4.2.87", service 76 => NafKeyCentre {
        "800B6E6B632E6578616D706C65FFFF" => r#"{"naf_key_centre_address":"nkc.example"}"#,
    }

    /// The security context of EPS.
    EpsNsc = "EF.EPSNSC", 0x6FE4, LinearFixed, Secret, "4.2.92", sfi 0x18, service 85 => EpsSecurityContext {
        // ciphering EEA1, integrity EIA2
        "A03480010381205A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A820400000005830400000102840112FF" => concat!(
            r#"{"ksi_asme":3,"k_asme":"redacted","uplink_nas_count":5,"downlink_nas_count":258,"#,
            r#""integrity_algorithm":2,"ciphering_algorithm":1}"#,
        ),
    }

    /// Which phones a card works in.
    Ial = "EF.IAL", 0x6FF0, LinearFixed, Public, "4.2.100", service 102 => AllowedPhones {
        // IMEIs without check digit 00123456000000 to 00123456999999
        "801000214365000000FF00214365999999FF" =>
            r#"{"ranges":[{"type":"imei","first":"00123456000000","last":"00123456999999"}]}"#,
        "8103001122" => r#"{"ranges":[{"type":"imeisv","bytes":"001122"}]}"#,
    }

    /// The phone a card was paired with.
    Ipd = "EF.IPD", 0x6FF2, LinearFixed, Personal, "4.2.102", service 102 => PairedPhone {
        "800800214365870921F3FF" => r#"{"imei":"001234567890123","imeisv":null}"#,
    }

    /// How the card calculates sequence numbers of authentications.
    EAka = "EF.eAKA", 0x6F01, Transparent, Public, "4.2.114" => EnhancedAka {
        "01" => r#"{"enhanced_sqn_calculation":true,"value":1}"#,
    }

    /// Which applets may use keys for which application servers.
    GbaUApi = "EF.GBAUAPI", 0x6F0A, LinearFixed, Public, "4.2.116", service 68 => AppletNafAccess {
        // applet A000000001
        "801205A0000000010B6E61662E65780100000002" => concat!(
            r#"{"applets":[{"aid":"a000000001","naf_id":{"fqdn":"naf.ex","#,
            r#""ua_security_protocol":"0100000002"}}]}"#,
        ),
        "80020341" => r#"{"applets":[{"bytes":"0341"}]}"#,
    }
}
