//! Files of DF.MExE below the USIM, for programs on the phone (3GPP TS 31.102 4.4.4).
//!
//! The files with the keys themselves have no identifier of their own: the records here name them.

use super::content::{MexeServices, RootKeyDescriptor, ServiceTable, ThirdPartyKeyDescriptor};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.MExE" = Path::adf(Aid::USIM, &[0x5F3C]), "3GPP TS 31.102";

    /// The services for programs.
    MexeSt = "EF.MExE-ST", 0x4F40, Transparent, Public, "4.4.4.1", service 41 => ServiceTable<MexeServices> {
        "05" => concat!(
            r#"{"services":[{"number":1,"name":"Operator root public key"},"#,
            r#"{"number":3,"name":"Third party root public key"}]}"#,
        ),
    }

    /// Where the operator's root keys are.
    Orpk = "EF.ORPK", 0x4F41, LinearFixed, Public, "4.4.4.2", service 41 => RootKeyDescriptor {
        // a certificate of an authority, X.509, bytes 16 to 271 of 4F44
        "0101014F4400100100024B31FF" => concat!(
            r#"{"describes":"certificate","authority_certificate":true,"certificate_type":"x509","#,
            r#""file":"4F44","offset":16,"length":256,"key_identifier":"4b31"}"#,
        ),
    }

    /// Where the administrator's root keys are.
    Arpk = "EF.ARPK", 0x4F42, LinearFixed, Public, "4.4.4.3", service 41 => RootKeyDescriptor {
        // no identifier of this length
        "0000004F45000000800501" => concat!(
            r#"{"describes":"key","authority_certificate":false,"certificate_type":"wtls","#,
            r#""file":"4F45","offset":0,"length":128,"key_identifier":null,"rest":"0501"}"#,
        ),
    }

    /// Where third parties' root keys are.
    Tprpk = "EF.TPRPK", 0x4F43, LinearFixed, Public, "4.4.4.4", service 41 => ThirdPartyKeyDescriptor {
        "0001014F4600000040024B32014CFF" => concat!(
            r#"{"key":{"describes":"key","authority_certificate":true,"certificate_type":"x509","#,
            r#""file":"4F46","offset":0,"length":64,"key_identifier":"4b32"},"#,
            r#""certificate_identifier":"4c"}"#,
        ),
    }
}
