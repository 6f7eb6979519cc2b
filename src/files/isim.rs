//! Files of the ISIM (3GPP TS 31.103 4.2).

use super::content::schemas::{self, PcscfAddress};
use super::content::{
    AccessRuleRecord, AdministrativeData, DataObjects, HomeDomain, IsimServices, PrivateIdentity,
    PublicIdentity, ServiceTable, ShortMessageParameters,
};
use crate::fs::{Aid, Path};

pub(in crate::files) mod messages;
pub(in crate::files) mod settings;

pub use messages::*;
pub use settings::*;

elementary_files! {
    "ADF.ISIM" = Path::adf(Aid::ISIM, &[]), "3GPP TS 31.103";

    /// The mode the phone works in.
    Ad = "EF.AD", 0x6FAD, Transparent, Public, "4.2.5", sfi 0x03 => AdministrativeData {
        "000000" => concat!(
            r#"{"ue_operation_mode":"normal","additional_information":"0000","ciphering_indicator":false,"#,
            r#""csg_display_control":false,"prose_public_safety":false,"extended_drx":false,"mnc_length":null}"#,
        ),
    }

    /// Who the subscriber is to the home network.
    Impi = "EF.IMPI", 0x6F02, Transparent, Personal, "4.2.2", sfi 0x02 => PrivateIdentity {
        "801B30303130313031323334353637383940696D732E6578616D706C65FFFF" =>
            r#"{"impi":"001010123456789@ims.example"}"#,
    }

    /// The home network's domain.
    Domain = "EF.DOMAIN", 0x6F03, Transparent, Public, "4.2.3", sfi 0x05 => HomeDomain {
        "800B696D732E6578616D706C65FF" => r#"{"domain":"ims.example"}"#,
    }

    /// Under which names others reach the subscriber.
    Impu = "EF.IMPU", 0x6F04, LinearFixed, Personal, "4.2.4", sfi 0x04 => PublicIdentity {
        "801D7369703A2B34343737303039303031323340696D732E6578616D706C65" =>
            r#"{"impu":"sip:+447700900123@ims.example"}"#,
    }

    /// The services of the ISIM.
    Ist = "EF.IST", 0x6F07, Transparent, Public, "4.2.7", sfi 0x07 => ServiceTable<IsimServices> {
        "8102" => concat!(
            r#"{"services":[{"number":1,"name":"P-CSCF address"},"#,
            r#"{"number":8,"name":"SM-over-IP including data download via SMS-PP"},"#,
            r#"{"number":10,"name":"UICC access to IMS"}]}"#,
        ),
    }

    /// Access rules that files refer to.
    Arr = "EF.ARR", 0x6F06, LinearFixed, Public, "4.2.6", sfi 0x06 => AccessRuleRecord {
        "8001019000FF" =>
            r#"{"access":{"read":["always"]},"rules":[{"access":["read / delete child"],"conditions":["always"]}]}"#,
    }

    /// Where the phone reaches IMS, best first.
    PCscf = "EF.P-CSCF", 0x6F09, LinearFixed, Public, "4.2.8", service 1 => DataObjects<PcscfAddress> {
        "800D0070632E6578616D706C652E6EFF" => r#"{"p_cscf_address":"pc.example.n"}"#,
        "800501C0000201" => r#"{"p_cscf_address":"192.0.2.1"}"#,
        "80110220010DB8000000000000000000000001" => r#"{"p_cscf_address":"2001:db8::1"}"#,
        // an address of another type, and one object too many
        "80020AFF8000" => r#"{"p_cscf_address":"0aff","others":[{"tag":"80","value":""}]}"#,
    }

    /// Parameters for sending short messages.
    Smsp = "EF.SMSP", 0x6F42, LinearFixed, Personal, "4.2.15", service 8 => ShortMessageParameters {
        "E1FFFFFFFFFFFFFFFFFFFFFFFF0791447700090000FFFFFFFF0000A7" => concat!(
            r#"{"alpha":"","parameter_indicators":"e1","tp_destination_address":null,"#,
            r#""ts_service_centre_address":"+447700900000","tp_protocol_identifier":0,"#,
            r#""tp_data_coding_scheme":0,"tp_validity_period_minutes":1440}"#,
        ),
    }

    /// Where the phone reaches WebRTC.
    WebRtcUri = "EF.WebRTCURI", 0x6FFA, LinearFixed, Public, "4.2.20", service 20 => DataObjects<schemas::WebRtcUri> {
        "80077369703A612E62FF" => r#"{"web_rtc_uri":"sip:a.b"}"#,
    }
}
