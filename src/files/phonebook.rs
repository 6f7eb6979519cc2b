//! Files of DF.PHONEBOOK, the phone book of a USIM or of the whole card (3GPP TS 31.102 4.4.2).
//!
//! Only EF.PBR, EF.PSC, EF.CC and EF.PUID have identifiers of their own. EF.PBR names the others, so the paths in
//! their descriptors are those of the example in annex G, or made up where it has none.
//! [`Card::phonebook`](crate::Card::phonebook) reads them all.

use super::content::{
    AdditionalNumber, CapabilityConfiguration, ChangeCounter, ContactUri, DialingRecord, EmailAddress,
    Extension, GroupMembership, IndexRecord, NameRecord, PhoneBookControl, PhoneBookReference,
    PreviousUniqueIdentifier, SecondName, SynchronisationCounter, UniqueIdentifier,
};
use crate::fs::{Aid, Path};

/// Declares the files of a phone book.
macro_rules! phone_book {
    ($directory:literal = $parent:expr) => {
        elementary_files! {
            $directory = $parent, "3GPP TS 31.102";

            /// Which files make up the phone book.
            Pbr = "EF.PBR", 0x4F30, LinearFixed, Public, "4.4.2.1" => PhoneBookReference {
                // EF.ADN with SFI 1, EF.PBC without
                "A809C0034F3A01C5024F09FFFF" => concat!(
                    r#"{"type_1":[{"file":"EF.ADN","file_id":"4F3A","sfi":1},"#,
                    r#"{"file":"EF.PBC","file_id":"4F09","sfi":null}]}"#,
                ),
                // all three types
                "A80AC0034F3A01C1034F2502A905CA034F5003AA0AC2034F4A04C7034F4B05" => concat!(
                    r#"{"type_1":[{"file":"EF.ADN","file_id":"4F3A","sfi":1},"#,
                    r#"{"file":"EF.IAP","file_id":"4F25","sfi":2}],"#,
                    r#""type_2":[{"file":"EF.EMAIL","file_id":"4F50","sfi":3}],"#,
                    r#""type_3":[{"file":"EF.EXT1","file_id":"4F4A","sfi":4},"#,
                    r#"{"file":"EF.AAS","file_id":"4F4B","sfi":5}]}"#,
                ),
            }

            /// How often all unique identifiers were given out anew.
            Psc = "EF.PSC", 0x4F22, Transparent, Public, "4.4.2.12.2" => SynchronisationCounter {
                "00000102" => r#"{"phone_book_synchronisation_counter":258}"#,
                "FFFFFFFF" => r#"{"phone_book_synchronisation_counter":4294967295}"#,
            }

            /// How often an entry was changed, added or deleted.
            Cc = "EF.CC", 0x4F23, Transparent, Public, "4.4.2.12.3" => ChangeCounter {
                "0010" => r#"{"change_counter":16}"#,
            }

            /// The unique identifier that was given out last.
            Puid = "EF.PUID", 0x4F24, Transparent, Public, "4.4.2.12.4" => PreviousUniqueIdentifier {
                "0003" => r#"{"previous_uid":3}"#,
            }

            /// Names and numbers.
            Adn = "EF.ADN", 0x4F3A, LinearFixed, Personal, "4.4.2.3", named_by "EF.PBR" => DialingRecord {
                "416C696365FF0791447700091032FFFFFFFFFF02" =>
                    r#"{"alpha":"Alice","number":"+447700900123","ton_npi":145,"capability":null,"extension":2}"#,
            }

            /// Which records of the files of type 2 belong to an entry.
            Iap = "EF.IAP", 0x4F25, LinearFixed, Public, "4.4.2.2", named_by "EF.PBR" => IndexRecord {
                "03FF01" => r#"{"record_numbers":[3,null,1]}"#,
                "FFFF" => r#"{"record_numbers":[null,null]}"#,
            }

            /// What does not fit into the records with numbers.
            Ext1 = "EF.EXT1", 0x4F4A, LinearFixed, Personal, "4.4.2.4", named_by "EF.PBR" => Extension {
                "020221F3FFFFFFFFFFFFFFFFFF" =>
                    r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":null}"#,
            }

            /// What was modified and what is hidden.
            Pbc = "EF.PBC", 0x4F09, LinearFixed, Public, "4.4.2.5", named_by "EF.PBR" => PhoneBookControl {
                "0000" => concat!(
                    r#"{"entry_control_information":0,"modified":false,"hidden":false,"#,
                    r#""hidden_information":0}"#,
                ),
                // hidden by the application of record 1 of EF.DIR
                "0301" => concat!(
                    r#"{"entry_control_information":3,"modified":true,"hidden":true,"#,
                    r#""hidden_information":1}"#,
                ),
            }

            /// The groups that an entry is in.
            Grp = "EF.GRP", 0x4F26, LinearFixed, Personal, "4.4.2.6", named_by "EF.PBR" => GroupMembership {
                "010300" => r#"{"groups":[1,3]}"#,
            }

            /// What kinds of additional numbers are called.
            Aas = "EF.AAS", 0x4F4B, LinearFixed, Public, "4.4.2.7", named_by "EF.PBR" => NameRecord {
                "576F726BFFFF" => r#"{"alpha":"Work"}"#,
            }

            /// What groups are called.
            Gas = "EF.GAS", 0x4F4C, LinearFixed, Personal, "4.4.2.8", named_by "EF.PBR" => NameRecord {
                // in UCS2
                "8003940391FFFF" => r#"{"alpha":"ΔΑ"}"#,
            }

            /// Additional numbers.
            Anr = "EF.ANR", 0x4F11, LinearFixed, Personal, "4.4.2.9", named_by "EF.PBR" => AdditionalNumber {
                // type 1: no kind
                "000791447700091042FFFFFFFFFFFF" => concat!(
                    r#"{"additional_number_identifier":0,"number":"+447700900124","ton_npi":145,"#,
                    r#""capability":null,"extension":null}"#,
                ),
                // type 2, of record 5 of the EF.ADN with SFI 1; goes on in record 3 of EF.EXT1
                "010791447700094065FFFFFFFFFF030105" => concat!(
                    r#"{"additional_number_identifier":1,"number":"+447700900456","ton_npi":145,"#,
                    r#""capability":null,"extension":3,"entry":{"sfi":1,"record":5}}"#,
                ),
            }

            /// Second names.
            Sne = "EF.SNE", 0x4F19, LinearFixed, Personal, "4.4.2.10", named_by "EF.PBR" => SecondName {
                "4C696464656C6CFFFF" => r#"{"alpha":"Liddell"}"#,
                "4C696464656C6CFF0105" => r#"{"alpha":"Liddell","entry":{"sfi":1,"record":5}}"#,
            }

            /// What calls need of their bearers.
            Ccp1 = "EF.CCP1", 0x4F3D, LinearFixed, Public, "4.4.2.11", named_by "EF.PBR" => CapabilityConfiguration {
                "01A0FFFF" =>
                    r#"{"bearer_capability":"a0","information_transfer_capability":"speech"}"#,
            }

            /// Unique identifiers of entries.
            Uid = "EF.UID", 0x4F21, LinearFixed, Public, "4.4.2.12.1", named_by "EF.PBR" => UniqueIdentifier {
                "0002" => r#"{"uid":2}"#,
                "0000" => r#"{"uid":0}"#,
            }

            /// E-mail addresses.
            Email = "EF.EMAIL", 0x4F50, LinearFixed, Personal, "4.4.2.13", named_by "EF.PBR" => EmailAddress {
                // the commercial at is 00 in the GSM alphabet
                "61006578616D706C652E6F7267FFFF" => r#"{"email_address":"a@example.org"}"#,
                "61006578616D706C652E6F7267FF0105" =>
                    r#"{"email_address":"a@example.org","entry":{"sfi":1,"record":5}}"#,
            }

            /// URIs.
            Puri = "EF.PURI", 0x4F55, LinearFixed, Personal, "4.4.2.15", named_by "EF.PBR" => ContactUri {
                "80117369703A61406578616D706C652E6F7267FFFF" => r#"{"uri":"sip:a@example.org"}"#,
                "80117369703A61406578616D706C652E6F7267FF0105" =>
                    r#"{"uri":"sip:a@example.org","entry":{"sfi":1,"record":5}}"#,
            }
        }
    };
}

/// The phone book of the USIM.
pub mod usim {
    use super::*;

    phone_book! { "ADF.USIM/DF.PHONEBOOK" = Path::adf(Aid::USIM, &[0x5F3A]) }
}

/// The phone book of the whole card.
pub mod telecom {
    use super::*;

    phone_book! { "DF.TELECOM/DF.PHONEBOOK" = Path::mf(&[0x7F10, 0x5F3A]) }
}
