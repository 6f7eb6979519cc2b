//! Everything about a card: what `Card::profile` adds to the identity.

use simcard::Card;
use simcard::card::{Absence, ServiceSet};
use simcard::fs::{Aid, Application};
use simcard::mock::{File, VirtualCard};

#[test]
fn a_uicc() {
    let mut card = Card::new(VirtualCard::uicc());
    let profile = card.profile().unwrap();
    assert_eq!(profile.identity, Card::new(VirtualCard::uicc()).identity().unwrap());
    let records = profile.msisdn_records.unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!((records[0].record, records[0].alpha.as_deref()), (1, Some("My number")));
    assert_eq!(records[0].msisdn.unwrap().to_string(), "+447700900123");
    assert_eq!(profile.languages.unwrap(), ["en"]);
    assert_eq!(profile.access_classes.unwrap(), [9]);
    assert_eq!(profile.gid1.unwrap().0, [1]);
    assert_eq!(profile.gid2, Err(Absence::EmptyFile));
    let applications = profile.applications.unwrap();
    let names: Vec<_> = applications.iter().map(|application| application.aid().application()).collect();
    assert_eq!(names, [Some(Application::Usim), Some(Application::Isim)]);
    let Ok(ServiceSet::Usim(services)) = profile.services else { panic!("{:?}", profile.services) };
    assert!(services.contains(19) && services.contains(21) && !services.contains(15));
    assert!(!profile.is_euicc);
    assert!(card.traffic().commands <= 50, "{:?}", card.traffic());
}

#[test]
fn a_gsm_card() {
    let profile = Card::new(VirtualCard::gsm()).profile().unwrap();
    assert_eq!(profile.msisdn_records.unwrap().len(), 1);
    assert_eq!(profile.languages.unwrap(), ["en"]);
    assert_eq!(profile.applications, Err(Absence::NoSuchFile));
    let Ok(ServiceSet::Sim(services)) = profile.services else { panic!("{:?}", profile.services) };
    assert!(services.is_activated(17));
    assert!(!profile.is_euicc);
}

#[test]
fn every_msisdn_record_counts() {
    let mut card = VirtualCard::uicc();
    let number = |digits: [u8; 6]| [&b"Fax"[..], &[0xFF; 11], &[0x07, 0x91], &digits, &[0xFF; 6]].concat();
    // the first is blank, the second and the fourth are not
    card.set_record("ADF.USIM/EF.MSISDN", 1, &[0xFF; 28]).unwrap();
    card.set_record("ADF.USIM/EF.MSISDN", 2, &number([0x44, 0x77, 0x00, 0x09, 0x10, 0x32])).unwrap();
    card.set_record("ADF.USIM/EF.MSISDN", 4, &number([0x44, 0x77, 0x00, 0x09, 0x10, 0x42])).unwrap();
    let profile = Card::new(card).profile().unwrap();
    assert_eq!(profile.identity.msisdn(), Err(Absence::EmptyRecord));
    let found: Vec<_> =
        profile.msisdn_records.unwrap().iter().map(|r| (r.record, r.msisdn.unwrap().to_string())).collect();
    assert_eq!(found, [(2, "+447700900123".to_string()), (4, "+447700900124".to_string())]);
}

#[test]
fn a_service_that_the_table_denies_is_not_asked_for() {
    let mut card = VirtualCard::uicc();
    // services 2 to 16 only, so neither group identifier
    card.set_data("ADF.USIM/EF.UST", &[0xFE, 0xFF]).unwrap();
    let profile = Card::new(card).profile().unwrap();
    assert_eq!((profile.gid1, profile.gid2), (Err(Absence::NoService), Err(Absence::NoService)));
}

#[test]
fn an_euicc_is_one_that_has_the_root_security_domain() {
    let mut card = VirtualCard::uicc();
    card.edit_files(|files| {
        let root = files.find("MF").unwrap();
        files.add(root, File::application("ISD-R", Aid::ISD_R.as_bytes()));
    });
    let mut card = Card::new(card);
    assert!(card.is_euicc().unwrap());
    assert!(card.profile().unwrap().is_euicc);
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789", "and the USIM is found again");
}

#[cfg(feature = "serde")]
#[test]
fn as_json() {
    let value = serde_json::to_value(Card::new(VirtualCard::uicc()).profile().unwrap()).unwrap();
    assert_eq!(value["imsi"], "001010123456789");
    assert_eq!(value["applications"][0]["aid"], "A0000000871002FF44FFFF8901000000");
    assert_eq!(value["services"][0], serde_json::json!({"number": 1, "name": "Local phone book"}));
    assert_eq!((&value["gid1"], &value["gid2_reason"]), (&"01".into(), &"empty file".into()));
    assert_eq!(value["is_euicc"], false);
}
