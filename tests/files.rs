//! Files as users of the library read and write them.

use simcard::codec::DecodeErrorKind;
use simcard::files::content::{ApplicationTemplate, DialingRecord, PlmnField, PlmnList, ServiceProviderName};
use simcard::files::{Content, ElementaryFile, Sensitivity, gsm, isim, mf, registry, telecom, usim};
use simcard::fs::{Aid, Structure};
use simcard::numbering::MncLength;

#[test]
fn descriptors_say_where_a_file_is() {
    let descriptor = usim::Imsi::DESCRIPTOR;
    assert_eq!(descriptor.to_string(), "ADF.USIM/EF.IMSI");
    assert_eq!(descriptor.path.to_string(), "ADF.USIM/6F07");
    assert_eq!((descriptor.sfi, descriptor.structure), (Some(7), Structure::Transparent));
    assert_eq!((descriptor.document, descriptor.clause), ("3GPP TS 31.102", "4.2.2"));
    assert_eq!((descriptor.service, descriptor.sensitivity), (None, Sensitivity::Personal));

    assert_eq!(usim::Msisdn::DESCRIPTOR.service, Some(21));
    assert_eq!(telecom::Lnd::DESCRIPTOR.structure, Structure::Cyclic);
    assert_eq!(gsm::Kc::DESCRIPTOR.path.to_string(), "MF/7F20/6F20");
    assert_eq!(gsm::Kc::DESCRIPTOR.sensitivity, Sensitivity::Secret);
    assert_eq!(mf::Iccid::DESCRIPTOR.to_string(), "MF/EF.ICCID");
    assert_eq!(isim::Impi::DESCRIPTOR.path.to_string(), "ADF.ISIM/6F02");
}

#[test]
fn errors_name_the_file() {
    let error = usim::Msisdn::decode(&[0x41; 13]).unwrap_err();
    assert_eq!(error.to_string(), "EF.MSISDN: ends too early, 1 more byte is needed (at byte 13)");
    let error = telecom::Fdn::decode(&[0xFF; 20]).unwrap_err();
    assert_eq!((error.object, error.kind), ("EF.FDN", DecodeErrorKind::Blank));
}

#[test]
fn the_length_of_the_network_code_is_told_or_unknown() {
    // 3GPP TS 31.102 4.2.18: byte 4, which files of release 98 and before end without
    for (content, length) in [
        (&[0x00, 0x00, 0x01, 0x02][..], Some(MncLength::Two)),
        (&[0x00, 0x00, 0x01, 0x03], Some(MncLength::Three)),
        (&[0x00, 0x00, 0x01], None),
        (&[0x00, 0x00, 0x01, 0xFF], None),
        (&[0x00, 0x00, 0x01, 0x00], None),
        (&[0x00, 0x00, 0x01, 0x04], None),
    ] {
        let ad = usim::Ad::decode(content).unwrap();
        assert_eq!(ad.mnc_length(), length, "{content:02X?}");
        assert_eq!(ad.encode(content.len()).unwrap(), content);
    }
}

#[test]
fn an_empty_record_and_a_record_without_number_differ() {
    assert_eq!(usim::Msisdn::decode(&[0xFF; 24]).unwrap_err().kind, DecodeErrorKind::Blank);
    let mut record = [0xFF; 24];
    record[..2].copy_from_slice(b"Me");
    let own = usim::Msisdn::decode(&record).unwrap();
    assert_eq!(own.alpha.text(), "Me");
    assert_eq!((own.number.number(), own.number.msisdn()), (None, None));
}

#[test]
fn what_does_not_fit_is_refused() {
    let record = DialingRecord::new("Anna", &"+447700900123".parse().unwrap()).unwrap();
    assert_eq!(record.encode(18).unwrap().len(), 18);
    assert!(record.encode(17).is_err());
    assert_eq!(record.encode(30).unwrap()[..6], *b"Anna\xFF\xFF");
    assert!(ServiceProviderName::new(0, "Seventeen letters").unwrap().encode(17).is_err());

    let list: PlmnList = ["001-01".parse().unwrap(), "001-011".parse().unwrap()].into_iter().collect();
    assert_eq!(list.encode(9).unwrap(), [0x00, 0xF1, 0x10, 0x00, 0x11, 0x10, 0xFF, 0xFF, 0xFF]);
    assert!(list.encode(5).is_err());
}

#[test]
fn applications_are_written_and_read() {
    let template = ApplicationTemplate::new(Aid::USIM, Some("USIM")).unwrap();
    let record = template.encode(20).unwrap();
    assert_eq!(record[..6], [0x61, 0x0F, 0x4F, 0x07, 0xA0, 0x00]);
    assert_eq!(mf::Dir::decode(&record).unwrap(), template);
    // An identifier has 5 bytes at least.
    let error = mf::Dir::decode(&[0x61, 0x04, 0x4F, 0x02, 0xA0, 0x00]).unwrap_err();
    assert_eq!((error.offset, error.kind), (2, DecodeErrorKind::Value(2)));
}

#[test]
fn patterns_of_networks_are_read() {
    assert_eq!(PlmnField([0x00, 0xF1, 0x10]).pattern().as_deref(), Some("001-01"));
    assert_eq!(PlmnField([0x00, 0xD1, 0xDD]).pattern().as_deref(), Some("001-???"));
    assert_eq!(PlmnField([0x00, 0xD1, 0xDD]).plmn(), None);
    assert_eq!(PlmnField([0x0A, 0xF1, 0x10]).pattern(), None);
    assert_eq!(PlmnField::EMPTY.pattern(), None);
}

#[test]
fn what_identifies_people_stays_out_of_debug() {
    for entry in registry::all().filter(|entry| entry.descriptor.sensitivity == Sensitivity::Personal) {
        for example in entry.examples {
            let bytes = hex::decode(example.content).unwrap();
            let shown = format!("{:?}", (entry.decode)(&bytes).unwrap());
            for secret in ["7700900123", "0123456789", "0000000000017"] {
                assert!(!shown.contains(secret), "{}: {shown}", entry.descriptor);
            }
        }
    }
}
