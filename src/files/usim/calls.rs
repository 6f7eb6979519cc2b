//! Files about calls: whom one may call, who called, what it cost, who answers (3GPP TS 31.102 4.2).

use crate::files::content::{
    self, AutomaticAnswer, BarredNumber, CallForwarding, CallInformation, CallMeter, CallMeterMaximum,
    CallPriorities, CallTimer, CapabilityConfiguration, ComparisonMethod, DialingRecord, Extension,
    GroupCiphering, GroupIds, GroupStatus, IncomingCall, MailboxIdentifiers, MessageWaiting, PriceTable,
    UriRecord,
};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM" = Path::adf(Aid::USIM, &[]), "3GPP TS 31.102";

    /// How many units calls may cost.
    AcmMax = "EF.ACMmax", 0x6F37, Transparent, Personal, "4.2.7", service 13 => CallMeterMaximum {
        "000064" => r#"{"acm_maximum":100}"#,
        "000000" => r#"{"acm_maximum":null}"#,
    }

    /// How many units calls have cost; record 1 is the latest.
    Acm = "EF.ACM", 0x6F39, Cyclic, Personal, "4.2.9", service 13 => CallMeter {
        "000102" => r#"{"accumulated_call_meter":258}"#,
        "FFFFFF" => r#"{"accumulated_call_meter":16777215}"#,
    }

    /// What a unit costs.
    Puct = "EF.PUCT", 0x6F41, Transparent, Public, "4.2.13", service 13 => PriceTable {
        // 15 is 00F: 00 in byte 4, F in the low half of byte 5; exponent 2 (010), negative
        "474250005F" => concat!(
            r#"{"currency_code":"GBP","elementary_price_per_unit":15,"exponent":-2,"#,
            r#""price_per_unit":"0.15"}"#,
        ),
        "FFFFFF0000" => concat!(
            r#"{"currency_code":null,"currency_bytes":"ffffff","elementary_price_per_unit":0,"exponent":0,"#,
            r#""price_per_unit":"0"}"#,
        ),
    }

    /// How long calls from others took; record 1 is the latest.
    Ict = "EF.ICT", 0x6F82, Cyclic, Personal, "4.2.35", service 9 => CallTimer {
        "000030" => r#"{"accumulated_call_timer_s":48}"#,
    }

    /// How long calls to others took; record 1 is the latest.
    Oct = "EF.OCT", 0x6F83, Cyclic, Personal, "4.2.36", service 8 => CallTimer {
        "000E10" => r#"{"accumulated_call_timer_s":3600}"#,
    }

    /// The priorities the user's calls may have.
    EMlpp = "EF.eMLPP", 0x6FB5, Transparent, Public, "4.2.39", service 24 => CallPriorities {
        // levels 0, 1 and 2; fast set-up for 0 and 1
        "1C0C" => r#"{"priority_levels":["0","1","2"],"fast_call_set_up_conditions":["0","1"]}"#,
    }

    /// The priorities whose calls the phone answers by itself.
    AaeM = "EF.AAeM", 0x6FB6, Transparent, Public, "4.2.40", service 25 => AutomaticAnswer {
        "14" => r#"{"automatic_answer_priority_levels":["0","2"]}"#,
    }

    /// Numbers of mailboxes.
    Mbdn = "EF.MBDN", 0x6FC7, LinearFixed, Personal, "4.2.60", service 47 => DialingRecord {
        "566F6963650481707700FFFFFFFFFFFFFFFFFF" =>
            r#"{"alpha":"Voice","number":"077700","ton_npi":129,"capability":null,"extension":null}"#,
    }

    /// What did not fit into EF.MBDN.
    Ext6 = "EF.EXT6", 0x6FC8, LinearFixed, Personal, "4.2.61", service 47 => Extension {
        "020221F3FFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":null}"#,
    }

    /// Which mailbox is for which messages, a record for each subscriber profile.
    Mbi = "EF.MBI", 0x6FC9, LinearFixed, Public, "4.2.62", service 47 => MailboxIdentifiers {
        "01000002" =>
            r#"{"voicemail":1,"fax":null,"electronic_mail":null,"other":2,"videomail":null}"#,
        "0100000003" =>
            r#"{"voicemail":1,"fax":null,"electronic_mail":null,"other":null,"videomail":3}"#,
    }

    /// Which messages wait in mailboxes, a record for each subscriber profile.
    Mwis = "EF.MWIS", 0x6FCA, LinearFixed, Personal, "4.2.63", service 48 => MessageWaiting {
        "0503000100" => concat!(
            r#"{"active_indicators":["voicemail","electronic_mail"],"#,
            r#""voicemail":3,"fax":0,"electronic_mail":1,"other":0,"videomail":null}"#,
        ),
        "100000000002" => concat!(
            r#"{"active_indicators":["videomail"],"#,
            r#""voicemail":0,"fax":0,"electronic_mail":0,"other":0,"videomail":2}"#,
        ),
    }

    /// Whether calls are forwarded, a record for each subscriber profile.
    Cfis = "EF.CFIS", 0x6FCB, LinearFixed, Personal, "4.2.64", service 49 => CallForwarding {
        "01010791447700091032FFFFFFFFFFFF" => concat!(
            r#"{"msp_number":1,"cfu_active":["voice"],"number":"+447700900123","ton_npi":145,"#,
            r#""capability":null,"extension":null}"#,
        ),
    }

    /// What did not fit into EF.CFIS.
    Ext7 = "EF.EXT7", 0x6FCC, LinearFixed, Personal, "4.2.65", service 49 => Extension {
        "020221F3FFFFFFFFFFFFFFFF02" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":2}"#,
    }

    /// The groups for voice group calls that the user belongs to.
    Vgcs = "EF.VGCS", 0x6FB1, Transparent, Personal, "4.2.73", service 57 => GroupIds {
        // groups 12345 and 600, an empty entry between them
        "2143F5FFFFFFFFFF06F0FFFFFFFFFFFF" => r#"{"group_ids":["12345",null,"600"]}"#,
    }

    /// Which of the groups of EF.VGCS are on.
    Vgcss = "EF.VGCSS", 0x6FB2, Transparent, Personal, "4.2.74", service 57 => GroupStatus {
        // groups 1, 3 and 50; bits 3 to 8 of the last byte are reserved
        "050000000000FE" => r#"{"active_groups":[1,3,50]}"#,
    }

    /// The groups for voice broadcasts that the user belongs to.
    Vbs = "EF.VBS", 0x6FB3, Transparent, Personal, "4.2.75", service 58 => GroupIds {
        "21436587" => r#"{"group_ids":["12345678"]}"#,
    }

    /// Which of the groups of EF.VBS are on.
    Vbss = "EF.VBSS", 0x6FB4, Transparent, Personal, "4.2.76", service 58 => GroupStatus {
        "000100000000FC" => r#"{"active_groups":[9]}"#,
    }

    /// How the group calls of EF.VGCS are ciphered.
    Vgcsca = "EF.VGCSCA", 0x6FD4, Transparent, Public, "4.2.77", service 64 => GroupCiphering {
        "0301000A" => r#"{"algorithms":[["a5/3","a5/1"],["no_ciphering",10]]}"#,
    }

    /// How the broadcasts of EF.VBS are ciphered.
    Vbsca = "EF.VBSCA", 0x6FD5, Transparent, Public, "4.2.78", service 65 => GroupCiphering {
        "0707FFFF" => r#"{"algorithms":[["a5/7","a5/7"]]}"#,
    }

    /// What did not fit into EF.FDN.
    Ext2 = "EF.EXT2", 0x6F4B, LinearFixed, Personal, "4.2.30", service 3 => Extension {
        "020221F3FFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":null}"#,
        "00FFFFFFFFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"free","data":"ffffffffffffffffffffff","next":null}"#,
    }

    /// What did not fit into EF.SDN.
    Ext3 = "EF.EXT3", 0x6F4C, LinearFixed, Public, "4.2.31", service 5 => Extension {
        "020221F3FFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":null}"#,
    }

    /// Calls from others; record 1 is the latest.
    Ici = "EF.ICI", 0x6F80, Cyclic, Personal, "4.2.33", sfi 0x14, service 9 => IncomingCall {
        // 22 November 2026, 15:30:00, an hour (4 quarters) ahead; 60 s; not answered; in record 7 of the
        // application's own phone book
        concat!("4D756D", "0791447700091032FFFFFFFF", "FFFF", "62112251030040", "00003C", "01", "010107") => concat!(
            r#"{"alpha":"Mum","number":"+447700900123","ton_npi":145,"capability":null,"extension":null,"#,
            r#""date_and_time":"2026-11-22T15:30:00+01:00","duration_s":60,"answered":false,"#,
            r#""phone_book_entry":{"phone_book":"local","pbr_record":1,"adn_record":7}}"#,
        ),
        // a record of a new card
        concat!("FFFF", "FFFFFFFFFFFFFFFFFFFFFFFF", "FFFF", "FFFFFFFFFFFFFF", "000000", "01", "FFFFFF") => concat!(
            r#"{"alpha":"","number":null,"ton_npi":null,"capability":null,"extension":null,"#,
            r#""date_and_time":null,"duration_s":0,"answered":false,"phone_book_entry":null}"#,
        ),
    }

    /// Calls to others; record 1 is the latest.
    Oci = "EF.OCI", 0x6F81, Cyclic, Personal, "4.2.34", sfi 0x15, service 8 => CallInformation {
        concat!("0781707700092103FFFFFFFF", "0102", "6211225103008A", "000E10", "000103") => concat!(
            r#"{"alpha":"","number":"077700901230","ton_npi":129,"capability":1,"extension":2,"#,
            r#""date_and_time":"2026-11-22T15:30:00-07:00","duration_s":3600,"#,
            r#""phone_book_entry":{"phone_book":"global","pbr_record":1,"adn_record":3}}"#,
        ),
    }

    /// What did not fit into EF.ICI, EF.OCI and EF.MSISDN.
    Ext5 = "EF.EXT5", 0x6F4E, LinearFixed, Personal, "4.2.37", service 44 => Extension {
        "0103A1B2C3FFFFFFFFFFFFFF02" =>
            r#"{"type":"called_party_subaddress","data":"03a1b2c3ffffffffffffff","next":2}"#,
    }

    /// What calls need of their bearers.
    Ccp2 = "EF.CCP2", 0x6F4F, LinearFixed, Personal, "4.2.38", sfi 0x16, service 14 => CapabilityConfiguration {
        // circuit mode, GSM standard, full rate: 1 01 0 0 000
        "01A0FFFFFFFFFFFFFFFFFFFFFFFFFF" =>
            r#"{"bearer_capability":"a0","information_transfer_capability":"speech"}"#,
        "04A1B80000AAFFFFFFFFFFFFFFFFFF" => concat!(
            r#"{"bearer_capability":"a1b80000","#,
            r#""information_transfer_capability":"unrestricted_digital_information","rest":"aa"}"#,
        ),
    }

    /// The code that shows hidden entries of the phone book.
    HiddenKey = "EF.Hiddenkey", 0x6FC3, Transparent, Secret, "4.2.42" => content::HiddenKey {
        // 12345
        "2143F5FF" => r#"{"hidden_key":"redacted"}"#,
    }

    /// Numbers that may not be called.
    Bdn = "EF.BDN", 0x6F4D, LinearFixed, Personal, "4.2.44", service 6 => BarredNumber {
        "4261640481707700FFFFFFFFFFFFFFFFFF01" => concat!(
            r#"{"alpha":"Bad","number":"077700","ton_npi":129,"capability":null,"extension":null,"#,
            r#""comparison_method":1}"#,
        ),
    }

    /// What did not fit into EF.BDN.
    Ext4 = "EF.EXT4", 0x6F55, LinearFixed, Personal, "4.2.45", service 7 => Extension {
        "020221F3FFFFFFFFFFFFFFFFFF" =>
            r#"{"type":"additional_data","digits":"123","data":"0221f3ffffffffffffffff","next":null}"#,
    }

    /// How numbers are compared with those of EF.BDN.
    Cmi = "EF.CMI", 0x6F58, LinearFixed, Public, "4.2.46", service 6 => ComparisonMethod {
        "507265666978FF02" => r#"{"alpha":"Prefix","comparison_method_identifier":2}"#,
    }

    /// URIs that may be called when no others may.
    FdnUri = "EF.FDNURI", 0x6FED, LinearFixed, Personal, "4.2.97", service 99 => UriRecord {
        // tel:112; SOS
        "800774656C3A313132534F53FF" => r#"{"uri":"tel:112","alpha":"SOS"}"#,
        // the name at the end
        "800774656C3A313132FFFF534F53" => r#"{"uri":"tel:112","alpha":"SOS"}"#,
    }

    /// URIs that may not be called.
    BdnUri = "EF.BDNURI", 0x6FEE, LinearFixed, Personal, "4.2.98", service 99 => UriRecord {
        "80097369703A6140622E63FFFF" => r#"{"uri":"sip:a@b.c","alpha":""}"#,
    }

    /// URIs of the operator's services.
    SdnUri = "EF.SDNURI", 0x6FEF, LinearFixed, Public, "4.2.99", service 99 => UriRecord {
        "80097369703A6140622E6348656C70" => r#"{"uri":"sip:a@b.c","alpha":"Help"}"#,
    }
}
