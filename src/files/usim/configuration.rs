//! Files that configure the phone (3GPP TS 31.102 4.2).
//!
//! The content of a BER-TLV file is its data objects, one after the other.

use crate::files::content::{
    DataOffExemptions, ExemptServiceList, FacilityList, FromPreferred as Preferred, ImsApplication,
    ImsConfiguration, ImsDataChannel, MultiDeviceConfiguration, NasConfiguration, XcapConfiguration,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM" = Path::adf(Aid::USIM, &[]), "3GPP TS 31.102";

    /// What only the phone may do of the toolkit, not a computer behind it.
    Ufc = "EF.UFC", 0x6FE6, Transparent, Public, "4.2.93" => FacilityList {
        "090080" =>
            r#"{"facilities":[{"byte":1,"bit":1},{"byte":1,"bit":4},{"byte":3,"bit":8}]}"#,
    }

    /// How the phone is to behave towards the network.
    NasConfig = "EF.NASCONFIG", 0x6FE8, Transparent, Public, "4.2.94", service 96 => NasConfiguration {
        "80010183011E9A02ABCDFF" => concat!(
            r#"{"parameters":[{"name":"nas_signalling_priority","tag":"80","value":1},"#,
            r#"{"name":"minimum_periodic_search_timer","tag":"83","value":30},"#,
            r#"{"name":null,"tag":"9A","value":43981}]}"#,
        ),
    }

    /// Which applications of IMS the applets are.
    UiccIari = "EF.UICCIARI", 0x6FE7, LinearFixed, Public, "4.2.95", service 95 => ImsApplication {
        "800575726E3A61FF" => r#"{"iari":"urn:a"}"#,
    }

    /// Whether the From header field says who calls.
    FromPreferred = "EF.FromPreferred", 0x6FF7, Transparent, Public, "4.2.106", service 114 => Preferred {
        "01" => r#"{"from_preferred":true,"value":1}"#,
        "00" => r#"{"from_preferred":false,"value":0}"#,
    }

    /// How the phone uses IMS.
    ImsConfigData = "EF.IMSConfigData", 0x6FF8, BerTlv, Personal, "4.2.107", service 115 => ImsConfiguration {
        // XML: "<ims/>"
        "80010081063C696D732F3E" => r#"{"encoding":0,"data":"<ims/>"}"#,
        // only one of the objects
        "81023C61" => r#"{"encoding":null,"data":"<a"}"#,
    }

    /// What goes on when the user has switched data off.
    PsDataOff = "EF.3GPPPSDATAOFF", 0x6FF9, Transparent, Public, "4.2.109", service 117 => DataOffExemptions {
        // voice and short messages at home, voice and device management abroad, and a reserved bit
        "12C20000" => concat!(
            r#"{"home":["mmtel_voice","sms_over_ip"],"#,
            r#""roaming":["mmtel_voice","device_management","128"]}"#,
        ),
    }

    /// Which other IMS services go on when the user has switched data off.
    PsDataOffServiceList = "EF.3GPPPSDATAOFFservicelist", 0x6FFA, LinearFixed, Public, "4.2.110", service 118
        => ExemptServiceList {
        "800575726E3A61FFFF" => r#"{"icsis":["urn:a"]}"#,
    }

    /// How settings of supplementary services are reached.
    XcapConfigData = "EF.XCAPConfigData", 0x6FFC, BerTlv, Secret, "4.2.111", service 120 => XcapConfiguration {
        // access 01, URI "x:a", user "u", password, access point "xcap"
        "8020A01E810100820101A1168101018403783A618501758603707764890478636170" => concat!(
            r#"{"access_for_xcap":"00","number_of_parts":1,"parts":[{"access":"01","application_name":null,"#,
            r#""provider_id":null,"uri":"x:a","xcap_authentication_user_name":"u","#,
            r#""xcap_authentication_password":"redacted","xcap_authentication_type":null,"address_type":null,"#,
            r#""address":"xcap","pdp_authentication_type":null,"pdp_authentication_name":null,"#,
            r#""pdp_authentication_secret":null}]}"#,
        ),
    }

    /// Several devices, several identities.
    MudMidConfigData = "EF.MuDMiDConfigData", 0x6FFE, BerTlv, Personal, "4.2.113", service 134
        => MultiDeviceConfiguration {
        "80010081063C6D75642F3E" => r#"{"encoding":0,"data":"<mud/>"}"#,
    }

    /// Whether and when an IMS data channel may be set up.
    ImsDci = "EF.IMSDCI", 0x6F0B, Transparent, Public, "4.2.117", service 150 => ImsDataChannel {
        "02" => r#"{"ims_data_channel":"allowed_with_ims_session","value":2}"#,
    }
}
