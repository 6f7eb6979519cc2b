//! What the card says of its files is what the crate's own readers make of it, for every file there is.

use super::super::{Body, Condition, File, FileSystem, NodeId, Sfi, VirtualCard, fcp};
use crate::fs::access::{Access, AccessMode, AccessRules, Condition as Read};
use crate::fs::{self, Fcp, FileInfo, GsmHeader, Security, Structure};

fn structure(file: &File) -> Structure {
    match file.body() {
        Body::Directory | Body::Application(_) => Structure::Directory,
        Body::Transparent(_) => Structure::Transparent,
        Body::LinearFixed(_) => Structure::LinearFixed,
        Body::Cyclic(_) => Structure::Cyclic,
        Body::BerTlv(_) => Structure::BerTlv,
    }
}

fn template(card: &VirtualCard, id: NodeId) -> alloc::vec::Vec<u8> {
    let mut out = alloc::vec::Vec::new();
    fcp::template(&mut out, &card.files, id, &card.keys, card.style);
    out
}

#[test]
fn fcps() {
    let card = VirtualCard::uicc();
    assert!(card.files().iter().count() > 80);
    for (id, file) in card.files().iter() {
        let bytes = template(&card, id);
        let fcp = Fcp::parse(&bytes).unwrap();
        let info = FileInfo::from(&fcp);
        assert_eq!(info.file_id.unwrap().0, file.fid(), "{file:?}");
        assert_eq!(info.structure, structure(file), "{file:?}");
        assert_eq!(fcp.df_name().unwrap(), file.aid(), "{file:?}");
        assert!(info.activated, "{file:?}");
        if file.is_directory() {
            assert_eq!(fcp.pin_status().unwrap().count(), 4, "{file:?}");
            continue;
        }
        assert_eq!(info.size, u32::try_from(file.size()).ok(), "{file:?}");
        let sfi = match file.sfi_given() {
            Sfi::Explicit(sfi) => fs::Sfi::Explicit(sfi),
            Sfi::Implicit => fs::Sfi::FromFid(file.short_id().unwrap()),
            Sfi::None => fs::Sfi::NotSupported,
        };
        assert_eq!(info.sfi, sfi, "{file:?}");
        if let Body::LinearFixed(records) | Body::Cyclic(records) = file.body() {
            assert_eq!(info.record_len.map(usize::from), Some(records.record_len()), "{file:?}");
            assert_eq!(info.records.map(usize::from), Some(records.count()), "{file:?}");
        }
    }
}

/// The rule for reading that an FCP refers to is the condition that the card enforces.
#[test]
fn access_rules() {
    let card = VirtualCard::uicc();
    for (id, file) in card.files().iter().filter(|(_, file)| !file.is_directory()) {
        let bytes = template(&card, id);
        let fcp = Fcp::parse(&bytes).unwrap();
        let Some(Security::Referenced(reference)) = fcp.security().unwrap() else { panic!("{file:?}") };
        let mut arr = card.files().ancestry(id).skip(1).flat_map(|id| card.files().children(id));
        let wanted = reference.file_id().unwrap().0;
        let (_, arr) = arr.find(|(_, arr)| arr.fid() == wanted).unwrap();
        let Body::LinearFixed(records) = arr.body() else { panic!("{arr:?}") };
        let number = reference.records().next().unwrap().1;
        let record = records.get(usize::from(number)).unwrap();
        let mut reading = AccessRules::new(record)
            .map(Result::unwrap)
            .find(|rule| matches!(rule.access, Access::Mode(mode) if mode.contains(AccessMode::READ)))
            .unwrap();
        match (file.conditions().read, reading.conditions.next().unwrap().unwrap()) {
            (Condition::Always, Read::Always) | (Condition::Never, Read::Never) => {}
            (Condition::Pin1, Read::Authentication(key)) => {
                assert_eq!(key.key_reference, Some(0x01), "{file:?}");
            }
            other => panic!("{file:?}: {other:?}"),
        }
    }
}

#[test]
fn headers() {
    let card = VirtualCard::gsm();
    for (id, file) in card.files().iter() {
        let mut bytes = alloc::vec::Vec::new();
        fcp::header(&mut bytes, card.files(), id, &card.keys);
        let header = GsmHeader::parse(&bytes).unwrap();
        let info = FileInfo::from(&header);
        assert_eq!(info.file_id.unwrap().0, file.fid(), "{file:?}");
        assert_eq!(info.structure, structure(file), "{file:?}");
        match (header, file.body()) {
            (GsmHeader::Directory(directory), _) => {
                assert_eq!(directory.is_mf, id == FileSystem::MF);
                assert_eq!(directory.codes, 5);
            }
            (GsmHeader::File(ef), Body::LinearFixed(records) | Body::Cyclic(records)) => {
                assert_eq!(ef.record_len.map(usize::from), Some(records.record_len()), "{file:?}");
            }
            (GsmHeader::File(ef), _) => assert_eq!(usize::from(ef.size), file.size(), "{file:?}"),
        }
    }
}
