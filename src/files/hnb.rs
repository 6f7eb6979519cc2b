//! Files of DF.HNB below the USIM, for home base stations (3GPP TS 31.102 4.4.6).

use super::content::{CsgLists, CsgType, HomeNodeBName};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.HNB" = Path::adf(Aid::USIM, &[0x5F50]), "3GPP TS 31.102";

    /// The groups of cells the subscriber is in.
    Acsgl = "EF.ACSGL", 0x4F81, LinearFixed, Personal, "4.4.6.2", sfi 0x01, service 86 => CsgLists {
        // group 1 of type 2, group 2 called as record 3 says
        "A015800300F11081060200000000208106000300000040FF" => concat!(
            r#"{"csg_lists":[{"plmn":"001-01","csgs":["#,
            r#"{"csg_type_record":2,"hnb_name_record":0,"csg_id":1},"#,
            r#"{"csg_type_record":0,"hnb_name_record":3,"csg_id":2}]}]}"#,
        ),
        // an identifier of three bytes
        "A00781050000000001" => concat!(
            r#"{"csg_lists":[{"plmn":null,"csgs":["#,
            r#"{"csg_type_record":0,"hnb_name_record":0,"csg_id":null,"identifier":"000001"}]}]}"#,
        ),
    }

    /// What sorts of groups there are.
    Csgt = "EF.CSGT", 0x4F82, LinearFixed, Public, "4.4.6.3", sfi 0x02, service 86 => CsgType {
        "8904486F6D65800A687474703A2F2F612F62FF" =>
            r#"{"text":"Home","uri":"http://a/b"}"#,
    }

    /// What home base stations are called.
    Hnbn = "EF.HNBN", 0x4F83, LinearFixed, Personal, "4.4.6.4", sfi 0x03, service 86 => HomeNodeBName {
        "800681030894BEBCFF" => r#"{"hnb_name":"Дом"}"#,
    }

    /// The operator's lists of groups.
    Ocsgl = "EF.OCSGL", 0x4F84, LinearFixed, Public, "4.4.6.5", sfi 0x04, service 90 => CsgLists {
        "A010800300F1108106000000000020820101FF" => concat!(
            r#"{"csg_lists":[{"plmn":"001-01","csgs":["#,
            r#"{"csg_type_record":0,"hnb_name_record":0,"csg_id":1}],"#,
            r#""display_indicator":"only_in_operator_list"}]}"#,
        ),
    }

    /// What sorts of groups the operator has.
    Ocsgt = "EF.OCSGT", 0x4F85, LinearFixed, Public, "4.4.6.6", sfi 0x05, service 90 => CsgType {
        "8904486F6D65810103FF" => r#"{"text":"Home","image_record":3}"#,
    }

    /// What the operator calls home base stations.
    Ohnbn = "EF.OHNBN", 0x4F86, LinearFixed, Public, "4.4.6.7", sfi 0x06, service 90 => HomeNodeBName {
        "8004486F6D65FFFF" => r#"{"hnb_name":"Home"}"#,
    }
}
