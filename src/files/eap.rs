//! Files of an EAP client on the card (ETSI TS 102 310 7).
//!
//! Their directory, DF.EAP, has no fixed identifier: the record of the application in EF.DIR
//! [tells it](super::content::ApplicationTemplate::eap_client). In the paths here, `3FFF` stands for it, which is the current directory (ISO/IEC 7816-4).

use super::content::{
    self, CurrentIdentity, EapPseudonym, EapStatus, PermanentUserIdentity, ReauthenticationIdentity,
};
use crate::fs::Path;

elementary_files! {
    "DF.EAP" = Path::mf(&[0x3FFF]), "ETSI TS 102 310";

    /// Keys that the last authentication derived.
    EapKeys = "EF.EAPKEYS", 0x4F01, Transparent, Secret, "7.1", sfi 0x01 => content::EapKeys {
        "80041111111181042222FFFFFFFF" => r#"{"msk":"redacted","emsk":"redacted"}"#,
        "800411111111FFFF" => r#"{"msk":"redacted","emsk":null}"#,
    }

    /// How far the authentication is.
    EapStatusFile = "EF.EAPSTATUS", 0x4F02, Transparent, Public, "7.2", sfi 0x02 => EapStatus {
        "02" => r#"{"eap_status":"authenticated","value":2}"#,
    }

    /// Who the user is for good.
    PuId = "EF.PUId", 0x4F03, Transparent, Personal, "7.3", sfi 0x03 => PermanentUserIdentity {
        "75736572406578616D706C65FFFF" => r#"{"permanent_user_identity":"user@example"}"#,
    }

    /// Who the user says to be instead.
    Ps = "EF.Ps", 0x4F04, Transparent, Personal, "7.4", sfi 0x04 => EapPseudonym {
        "70736575646F" => r#"{"pseudonym":"pseudo"}"#,
        "70FEFF" => r#"{"pseudonym":"p�","bytes":"70fe"}"#,
    }

    /// The identity in use.
    CurId = "EF.CurID", 0x4F20, Transparent, Personal, "7.5", sfi 0x10 => CurrentIdentity {
        "010670736575646FFFFF" => r#"{"type":"pseudonym","identity":"pseudo"}"#,
        "FF00" => r#"{"type":"not_revealed","identity":""}"#,
    }

    /// The identity for being authenticated again faster.
    ReId = "EF.ReID", 0x4F21, Transparent, Personal, "7.6", sfi 0x11 => ReauthenticationIdentity {
        "8003726531810200FFFFFF" => r#"{"identity":"re1","counter":255}"#,
    }

    /// The realm of the identity.
    Realm = "EF.Realm", 0x4F22, Transparent, Public, "7.7", sfi 0x12 => content::Realm {
        "076578616D706C65FF" => r#"{"realm":"example"}"#,
    }
}
