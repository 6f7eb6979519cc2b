//! Files of DF.CD below the MF: what the phone shows to launch the card's own configuration (ETSI TS 102 221 13.5).
//!
//! The icons are in files of their own, `6F40` to `6F7F`.

use super::content::ObjectFile;
use crate::fs::Path;

elementary_files! {
    "DF.CD" = Path::mf(&[0x7F11]), "ETSI TS 102 221";

    /// What can be launched.
    LaunchPad = "EF.LAUNCHPAD", 0x6F01, Transparent, Public, "13.5.1" => ObjectFile {
        "A005800341424300FF" => r#"{"objects":[{"tag":"A0","value":"8003414243"}]}"#,
    }
}
