//! Files about connections to packet networks, and the device the card is in (3GPP TS 31.102 4.2).

use crate::files::content::{AccessPointList, ConnectivityParameters, PairingStatus};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM" = Path::adf(Aid::USIM, &[]), "3GPP TS 31.102";

    /// The access points that may be used.
    Acl = "EF.ACL", 0x6F57, Transparent, Public, "4.2.48", service 35 => AccessPointList {
        // web.ex, and whichever the network provides
        "02DD0703776562026578DD00FFFF" => r#"{"number_of_apns":2,"apns":["web.ex",null]}"#,
        "00FFFF" => r#"{"number_of_apns":0,"apns":[]}"#,
    }

    /// How the card reaches IP networks through the phone, the best way first.
    NcpIp = "EF.NCP-IP", 0x6FE2, LinearFixed, Personal, "4.2.90", service 80 => ConnectivityParameters {
        // web.ex, "me", "pw", 10.0.0.0/8
        "80070377656202657881026D6582027077830321080AFFFF" => concat!(
            r#"{"access_point_name":"web.ex","login":"6d65","password":"redacted","#,
            r#""data_destination_address_range":{"type_of_address":"ipv4","prefix_length":8,"prefix":"0a"},"#,
            r#""bearer_description":null}"#,
        ),
    }

    /// Whether the card accepted the device it is in; record 1 is the latest.
    Ips = "EF.IPS", 0x6FF1, Cyclic, Public, "4.2.101" => PairingStatus {
        "4F4B01FF" => r#"{"paired":true,"ipd_record":1}"#,
        "4B4F02FF" => r#"{"paired":false,"ipd_record":2}"#,
    }
}
