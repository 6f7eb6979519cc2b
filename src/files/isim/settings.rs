//! Files of the ISIM with settings, and about authentication to further servers.

use crate::files::content::{
    AppletNafAccess, BootstrappingParameters, FromPreferred as Preferred, ImsApplication, ImsConfiguration,
    ImsDataChannel, MultiDeviceConfiguration, NafKeyCentre, NafKeyIdentifier, XcapConfiguration,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.ISIM" = Path::adf(Aid::ISIM, &[]), "3GPP TS 31.103";

    /// The last bootstrapping of keys for applications.
    Gbabp = "EF.GBABP", 0x6FD5, Transparent, Personal, "4.2.9", service 2 => BootstrappingParameters {
        concat!("105A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A", "057540622E6E", "0431323334", "FF") =>
            r#"{"rand":"5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a","b_tid":"u@b.n","key_lifetime":"1234"}"#,
    }

    /// For which application servers keys were made.
    Gbanl = "EF.GBANL", 0x6FD7, LinearFixed, Personal, "4.2.10", service 2 => NafKeyIdentifier {
        // n.ex with protocol 0100000002, from bootstrapping u@b.n
        concat!("8009", "6E2E6578", "0100000002", "8105", "7540622E6E", "FF") =>
            r#"{"naf_id":{"fqdn":"n.ex","ua_security_protocol":"0100000002"},"b_tid":"u@b.n"}"#,
    }

    /// Where keys shared with a terminal are set up.
    NafKca = "EF.NAFKCA", 0x6FDD, LinearFixed, Public, "4.2.11", service 4 => NafKeyCentre {
        "80096E2E6578616D706C65FFFF" => r#"{"naf_key_centre_address":"n.example"}"#,
    }

    /// Which applications of IMS the applets are.
    UiccIari = "EF.UICCIARI", 0x6FE7, LinearFixed, Public, "4.2.16", service 10 => ImsApplication {
        "800575726E3A78FF" => r#"{"iari":"urn:x"}"#,
    }

    /// Whether the From header field says who calls.
    FromPreferred = "EF.FromPreferred", 0x6FF7, Transparent, Public, "4.2.17", service 17 => Preferred {
        "01" => r#"{"from_preferred":true,"value":1}"#,
        "82FF" => r#"{"from_preferred":false,"value":130}"#,
    }

    /// How the phone uses IMS.
    ImsConfigData = "EF.IMSConfigData", 0x6FF8, BerTlv, Personal, "4.2.18", service 18 => ImsConfiguration {
        // XML: "<a/>"
        "80010081043C612F3E" => r#"{"encoding":0,"data":"<a/>"}"#,
    }

    /// How settings of supplementary services are reached.
    XcapConfigData = "EF.XCAPConfigData", 0x6FFC, BerTlv, Secret, "4.2.19", service 19 => XcapConfiguration {
        // access 01, URI "x:", user "u", password
        concat!("801D", "A01B", "810100", "820101", "A113", "810101", "8402783A", "850175", "86077061737320776F") => concat!(
            r#"{"access_for_xcap":"00","number_of_parts":1,"parts":[{"access":"01","application_name":null,"#,
            r#""provider_id":null,"uri":"x:","xcap_authentication_user_name":"u","#,
            r#""xcap_authentication_password":"redacted","xcap_authentication_type":null,"address_type":null,"#,
            r#""address":null,"pdp_authentication_type":null,"pdp_authentication_name":null,"#,
            r#""pdp_authentication_secret":null}]}"#,
        ),
    }

    /// Several devices, several identities.
    MudMidConfigData = "EF.MuDMiDConfigData", 0x6FFE, BerTlv, Personal, "4.2.21", service 21
        => MultiDeviceConfiguration {
        "80010081043C612F3E" => r#"{"encoding":0,"data":"<a/>"}"#,
    }

    /// Which applets may use keys for which application servers.
    GbaUApi = "EF.GBAUAPI", 0x6F0A, LinearFixed, Public, "4.2.22", service 2 => AppletNafAccess {
        concat!("8010", "05F000000001", "09", "6E2E6578", "0100000002", "FF") => concat!(
            r#"{"applets":[{"aid":"f000000001","naf_id":{"fqdn":"n.ex","#,
            r#""ua_security_protocol":"0100000002"}}]}"#,
        ),
    }

    /// Whether and when an IMS data channel may be set up.
    ImsDci = "EF.IMSDCI", 0x6F0B, Transparent, Public, "4.2.23", service 22 => ImsDataChannel {
        "01" => r#"{"ims_data_channel":"allowed_after_ims_session","value":1}"#,
    }
}
