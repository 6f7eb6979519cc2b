//! Files of DF.GRAPHICS below DF.TELECOM: pictures (3GPP TS 31.102 4.6.1).
//!
//! The files with the pictures themselves have no fixed identifiers: EF.IMG names them, and
//! [`ImageInstance::image`](super::content::ImageInstance::image) reads a picture out of one.

use super::content::{ImageInstances, ObjectFile};
use crate::fs::Path;

elementary_files! {
    "DF.TELECOM/DF.GRAPHICS" = Path::mf(&[0x7F10, 0x5F50]), "3GPP TS 31.102";

    /// Where pictures are and how they are coded.
    Img = "EF.IMG", 0x4F20, LinearFixed, Public, "4.6.1.1" => ImageInstances {
        // 46 by 40 points in the basic coding: 232 bytes at the start of 4F40; the same in colour in 4F41
        "022E28114F40000000E82E28214F410010039AFF" => concat!(
            r#"{"number_of_image_instances":2,"image_instances":["#,
            r#"{"width":46,"height":40,"coding":"basic","file":"4F40","offset":0,"length":232},"#,
            r#"{"width":46,"height":40,"coding":"colour","file":"4F41","offset":16,"length":922}]}"#,
        ),
        // no picture yet
        "00FFFFFFFFFFFFFFFFFF" => r#"{"number_of_image_instances":0,"image_instances":[]}"#,
        // one descriptor is there but does not count; a byte for later use
        "0008081122330000000AFE" => concat!(
            r#"{"number_of_image_instances":0,"image_instances":[],"unused":[{"width":8,"height":8,"#,
            r#""coding":"basic","file":"2233","offset":0,"length":10}],"rest":"fe"}"#,
        ),
    }

    /// Pictures to show in an emergency.
    IceGraphics = "EF.ICE_graphics", 0x4F21, BerTlv, Personal, "4.6.1.3" => ObjectFile {
        "8003A1B2C3" => r#"{"objects":[{"tag":"80","value":"a1b2c3"}]}"#,
    }

    /// What the phone needs to offer the card's web server in a menu.
    LaunchScws = "EF.LAUNCH_SCWS", 0x4F01, Transparent, Public, "4.6.1.4" => ObjectFile {
        "800201FF8101AAFFFF" => r#"{"objects":[{"tag":"80","value":"01ff"},{"tag":"81","value":"aa"}]}"#,
    }
}
