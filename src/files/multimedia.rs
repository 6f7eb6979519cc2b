//! Files for multimedia messages: DF.MULTIMEDIA below DF.TELECOM (3GPP TS 31.102 4.6.3). Service numbers are those of
//! EF.UST.

use super::content::DataObjects;
use super::content::schemas::{MultimediaData, MultimediaMessages};
use crate::fs::Path;

elementary_files! {
    "DF.TELECOM/DF.MULTIMEDIA" = Path::mf(&[0x7F10, 0x5F3B]), "3GPP TS 31.102";

    /// The messages.
    Mml = "EF.MML", 0x4F47, BerTlv, Personal, "4.6.3.1", service 67 => DataObjects<MultimediaMessages> {
        // a message in object 81 of file 4F48, 258 bytes, read, called "Hi"; another without anything
        "811580010181024F4882018183020102840101850248698200" => concat!(
            r#"{"mm_descriptors":[{"tag":"81","value":{"mms_implementation":["wap"],"#,
            r#""mm_file_identifier_or_sfi":"4f48","mm_content_data_object_tag":"81","mm_size":258,"#,
            r#""mm_status":"01","mm_alpha_identifier":"4869"}},{"tag":"82","value":{}}]}"#,
        ),
    }

    /// What is in the messages.
    Mmdf = "EF.MMDF", 0x4F48, BerTlv, Personal, "4.6.3.2", service 67 => DataObjects<MultimediaData> {
        "81038C84FF" => r#"{"mm_contents":[{"tag":"81","value":"8c84ff"}]}"#,
    }
}
