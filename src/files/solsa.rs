//! Files of DF.SoLSA below the USIM, for localised service areas (3GPP TS 31.102 4.4.1).
//!
//! The files with the cells of an area have no identifier of their own: EF.SLL names them;
//! [`AreaCells`](super::content::AreaCells) reads their records.

use super::content::{AreaAccess, ServiceArea};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.SoLSA" = Path::adf(Aid::USIM, &[0x5F70]), "3GPP TS 31.102";

    /// Whether the phone may be used in its service areas only.
    Sai = "EF.SAI", 0x4F30, Transparent, Public, "4.4.1.1", service 23 => AreaAccess {
        "014F7574FFFF" => r#"{"lsa_only_access":true,"indicator":1,"text":"Out"}"#,
    }

    /// The service areas.
    Sll = "EF.SLL", 0x4F31, LinearFixed, Personal, "4.4.1.2", service 23 => ServiceArea {
        // icon in record 3 stands for itself, support in idle mode, priority 2; cells in 4F32 from record 1
        "4F6666696365FF0500030200F1104F3201" => concat!(
            r#"{"lsa_name":"Office","icon_qualifier":"self_explanatory","idle_mode_support":true,"#,
            r#""shown_in_idle_mode":false,"configuration":5,"reserved":0,"icon_record":3,"priority":2,"#,
            r#""plmn":"001-01","descriptor_file":"4F32","descriptor_record":1}"#,
        ),
    }
}
