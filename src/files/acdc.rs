//! Files of DF.ACDC below the USIM, for which applications may use a congested network (3GPP TS 31.102 4.4.9).
//!
//! The files with the applications have no identifier of their own: EF.ACDC_LIST names them;
//! [`AcdcConfiguration`](super::content::AcdcConfiguration) reads them.

use super::content;
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.ACDC" = Path::adf(Aid::USIM, &[0x5FA0]), "3GPP TS 31.102";

    /// Which file lists the applications of which operating system.
    AcdcList = "EF.ACDC_LIST", 0x4F01, Transparent, Public, "4.4.9.2", sfi 0x01, service 108 => content::AcdcList {
        "A013000102030405060708090A0B0C0D0E0F4F0202FF" => concat!(
            r#"{"operating_systems":[{"os_id":"00010203-0405-0607-0809-0a0b0c0d0e0f","file":"4F02","#,
            r#""sfi":2}]}"#,
        ),
    }
}
