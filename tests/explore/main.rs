//! The walk through a card, its dump, and the card that is made of a dump.

#[cfg(feature = "serde")]
mod json;
mod transports;

use std::collections::BTreeSet;

use hex_literal::hex;
use simcard::apdu::StatusWord;
use simcard::card::{Dump, DumpError, ExploreOptions, FileContent, Progress, Unread};
use simcard::files::registry;
use simcard::fs::{Aid, Path, Structure};
use simcard::mock::{
    Access, Condition, File, FileSystem, LifeCycle, NodeId, Quirks, ReadPastEnd, VirtualCard,
};
use simcard::transport::{Fault, Faulty, Level};
use simcard::{Card, Error};
use transports::{Hostile, noted};

const USIM: [u8; 16] = hex!("A0000000871002FF44FFFF8901000000");

fn explore(card: VirtualCard) -> Dump {
    explore_with(card, &ExploreOptions::default())
}

fn explore_with(card: VirtualCard, options: &ExploreOptions) -> Dump {
    Card::new(card).explore(options, |_| {}).unwrap()
}

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

/// All cards that exploring must cope with.
fn cards() -> Vec<VirtualCard> {
    let quirks = [
        Quirks::default(),
        Quirks { data_at_once: true, ..Quirks::default() },
        Quirks { plain_wrong_length: true, ..Quirks::default() },
        Quirks { no_sfi: true, full_aid_only: true, ..Quirks::default() },
        Quirks { no_path_selection: true, failed_select_drops_ef: true, ..Quirks::default() },
        Quirks { read_past_end: ReadPastEnd::WrongParameters, unknown_class_6d00: true, ..Quirks::default() },
    ];
    let mut cards = Vec::new();
    for quirks in quirks {
        for level in [Level::Tpdu, Level::Apdu] {
            cards.push(VirtualCard::builder().quirks(quirks).level(level).build());
            cards.push(VirtualCard::builder().gsm().quirks(quirks).level(level).build());
        }
    }
    cards
}

/// The paths of everything on a virtual card, in identifiers.
fn everything(files: &FileSystem) -> BTreeSet<Path> {
    let place = |mut id: NodeId| {
        let mut ids = Vec::new();
        loop {
            let file = files.file(id).unwrap();
            if let Some(aid) = file.aid() {
                ids.reverse();
                return Path::adf(Aid::new(aid).unwrap(), &ids);
            }
            match files.parent(id) {
                Some(parent) => {
                    ids.push(file.fid());
                    id = parent;
                }
                None => {
                    ids.reverse();
                    return Path::mf(&ids);
                }
            }
        }
    };
    files.iter().map(|(id, _)| place(id)).collect()
}

/// Options with which everything on a card is looked for, whether the library knows it or not.
fn all_of(card: &VirtualCard) -> ExploreOptions {
    let also = everything(card.files()).into_iter().collect();
    ExploreOptions { secrets: true, also, ..ExploreOptions::default() }
}

#[test]
fn all_that_is_there_is_found() {
    for card in cards() {
        let expected = everything(card.files());
        let dump = explore(card.clone());
        let found: BTreeSet<_> = dump.files.iter().map(|file| file.path).collect();
        assert_eq!(found, expected);
        assert_eq!(dump.files.len(), expected.len(), "nothing is there twice");
        for file in &dump.files {
            let secret = registry::by_path(&file.path)
                .is_some_and(|entry| entry.descriptor.sensitivity == simcard::files::Sensitivity::Secret);
            let unread = if secret { Some(Unread::Secret) } else { None };
            let unread = if file.structure == Structure::BerTlv { Some(Unread::BerTlv) } else { unread };
            assert_eq!(file.unread, unread, "{file:?}");
            let nothing = file.structure == Structure::Directory || unread.is_some();
            assert_eq!(file.content == FileContent::None, nothing, "{file:?}");
        }
    }
}

#[test]
fn what_is_found_is_what_is_there() {
    let dump = explore(VirtualCard::uicc());
    let imsi = dump.file(&path("ADF.USIM/6F07")).unwrap();
    assert_eq!(imsi.content, FileContent::Data(hex!("080910101032547698").to_vec()));
    assert_eq!((imsi.size(), imsi.structure), (Some(9), Structure::Transparent));
    assert_eq!(imsi.path.application().unwrap().as_bytes(), USIM);
    assert_eq!(dump.name(&imsi.path), "ADF.USIM/EF.IMSI");
    let access = dump.access(imsi).unwrap().unwrap().to_string();
    assert!(access.starts_with("read: PIN1, update: ADM1"), "{access}");
    let FileContent::Records(records) = &dump.file(&path("MF/2F00")).unwrap().content else { panic!() };
    assert_eq!((records.len(), records[0].len()), (2, 38));
    assert_eq!(dump.name(&path("ADF.USIM/5FC0")), "ADF.USIM/DF.5GS");
    assert_eq!(dump.name(&path("MF/7F10/5F3A")), "DF.TELECOM/DF.PHONEBOOK");
    assert_eq!(dump.name(&path("MF/7F10/5F3A/4F3A")), "DF.TELECOM/DF.PHONEBOOK/EF.ADN");
    assert_eq!(dump.name(&path("MF/7F10/6F99")), "DF.TELECOM/6F99");
    assert_eq!(dump.name(&path("ADF.USIM")), "ADF.USIM");
    assert_eq!(dump.name(&path("MF/7F99/6F99")), "MF/7F99/6F99");

    let dump = explore(VirtualCard::gsm());
    let imsi = dump.file(&path("MF/7F20/6F07")).unwrap();
    let access = "read: CHV1, update: ADM level 4, rehabilitate: ADM level 4, invalidate: ADM level 4";
    assert_eq!(dump.access(imsi).unwrap().unwrap().to_string(), access);
    // EF.DIR of a UICC is not asked for what is on a GSM card
    assert!(dump.files.iter().all(|file| file.path.application().is_none()));
}

/// A card with `count` files: those that the library knows, on a GSM card only those below the MF, and others.
fn large(gsm: bool, count: usize) -> VirtualCard {
    let builder = VirtualCard::builder();
    let mut card = if gsm { builder.gsm().build() } else { builder.build() };
    card.edit_files(|files| {
        let have = files.iter().filter(|(_, file)| !file.is_directory()).count();
        let mut left = count - have;
        for (index, entry) in registry::all().enumerate() {
            let path = &entry.descriptor.path;
            let root = match path.application() {
                None => FileSystem::MF,
                Some(_) if gsm => continue,
                Some(aid) => {
                    let fits = |file: &File| file.aid().is_some_and(|own| own.starts_with(aid.as_bytes()));
                    match files.children(FileSystem::MF).find(|(_, file)| fits(file)) {
                        Some((id, _)) => id,
                        None => continue,
                    }
                }
            };
            let (id, directories) = path.ids().split_last().unwrap();
            let child = |files: &FileSystem, parent, fid| {
                files
                    .children(parent)
                    .find(|(_, file)| file.fid() == fid && file.aid().is_none())
                    .map(|it| it.0)
            };
            let mut parent = root;
            for directory in directories {
                parent = child(files, parent, directory.0).unwrap_or_else(|| {
                    files.add(parent, File::directory(directory.to_string(), directory.0))
                });
            }
            if child(files, parent, id.0).is_none() && left > 0 {
                left -= 1;
                let byte = u8::try_from(index % 251).unwrap();
                let file = match index % 3 {
                    0 => File::transparent(id.to_string(), id.0, &[byte; 300]),
                    1 => File::linear(id.to_string(), id.0, 20, [[byte; 20]; 3]),
                    _ => File::cyclic(id.to_string(), id.0, 3, [[byte; 3]; 4]),
                };
                files.add(parent, file.access(Access::new(Condition::Always, Condition::Adm(1))));
            }
        }
        let maker = files.add(FileSystem::MF, File::directory("DF.MAKER", 0x7F66));
        for fid in (0x6F00..).take(left) {
            files.add(maker, File::transparent("EF", fid, &[0x55; 7]));
        }
    });
    card
}

#[test]
fn no_command_is_sent_twice() {
    for (gsm, count) in [(false, 320), (true, 320)] {
        let card = large(gsm, count);
        let expected = everything(card.files());
        let options = all_of(&card);
        let (dump, notes) = noted(card, &options);
        assert_eq!(notes.twice, [""; 0]);
        let files: Vec<_> = dump.files.iter().filter(|file| file.structure != Structure::Directory).collect();
        assert_eq!(files.len(), count);
        assert_eq!(dump.files.iter().map(|file| file.path).collect::<BTreeSet<_>>(), expected);
        // SELECT, READ, GET RESPONSE, STATUS
        assert!(
            notes.instructions.is_subset(&[0xA4, 0xB0, 0xB2, 0xC0, 0xF2].into()),
            "{:X?}",
            notes.instructions
        );
        let mut once = BTreeSet::new();
        let again: Vec<_> = notes.selected.iter().filter(|file| !once.insert((*file).clone())).collect();
        if gsm {
            // there is no other way back from a directory of a directory
            assert!(again.iter().all(|file| *file == "MF" || file.matches('/').count() == 1), "{again:?}");
        } else {
            assert_eq!(again, [""; 0]);
        }
    }
    for card in cards() {
        let (_, notes) = noted(card, &ExploreOptions::default());
        assert_eq!(notes.twice, [""; 0]);
    }
}

#[test]
fn progress_grows_to_the_end() {
    for card in [VirtualCard::uicc(), VirtualCard::gsm()] {
        let mut seen: Vec<(usize, usize)> = Vec::new();
        let mut places = BTreeSet::new();
        let note = |Progress { done, total, path, .. }: Progress<'_>| {
            seen.push((done, total));
            assert!(places.insert(*path), "{path} is looked at twice");
        };
        Card::new(card).explore(&ExploreOptions::default(), note).unwrap();
        assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        assert!(seen.iter().all(|(done, total)| done < total));
        let (done, total) = seen.last().unwrap();
        // the last place may be a directory that is not there, with all that would be in it
        assert!(total - done < 60, "{done} of {total}");
    }
}

#[test]
fn services_may_be_believed() {
    let options = ExploreOptions { trust_services: true, ..ExploreOptions::default() };
    let (_, all) = noted(VirtualCard::uicc(), &ExploreOptions::default());
    let (dump, some) = noted(VirtualCard::uicc(), &options);
    assert_eq!(some.twice, [""; 0]);
    assert!(some.commands < all.commands, "{} of {}", some.commands, all.commands);
    assert!(dump.file(&path("ADF.USIM/6F46")).is_some(), "EF.SPN, service 19");
    let mut card = VirtualCard::uicc();
    card.set_data("ADF.USIM/EF.UST", &[0; 12]).unwrap();
    let dump = explore_with(card.clone(), &options);
    assert!(dump.file(&path("ADF.USIM/6F46")).is_none());
    assert!(dump.file(&path("ADF.USIM/6F07")).is_some(), "EF.IMSI needs no service");
    assert!(explore(card).file(&path("ADF.USIM/6F46")).is_some());
}

/// Cards on which not everything can be read.
fn difficult(gsm: bool) -> VirtualCard {
    let builder = VirtualCard::builder();
    let mut card = if gsm { builder.gsm() } else { builder }
        .file("DF.GSM", File::transparent("EF.EMPTY", 0x6F3E, &[]))
        .file("DF.GSM", File::transparent("EF.ODD", 0x6F3F, b"odd").raw_fcp(b"\x00\x01"))
        .file("DF.GSM", File::transparent("EF.BUSY", 0x6F78, b"xy").read_status(StatusWord::new(0x6F42)))
        .file("DF.GSM", File::transparent("EF.SHY", 0x6FAE, b"x").select_status(StatusWord::new(0x6985)))
        .build();
    card.deny_reading("DF.GSM/EF.LOCI").unwrap();
    card.deny_reading("DF.TELECOM/EF.ADN").unwrap();
    card.set_life_cycle("DF.GSM/EF.IMSI", LifeCycle::Deactivated).unwrap();
    card
}

#[test]
fn why_something_is_not_read_is_told() {
    for (gsm, denied, deactivated) in [(false, 0x6982, 0x6984), (true, 0x9804, 0x9810)] {
        let dump = explore(difficult(gsm));
        let unread = |name: &str| dump.file(&path(name)).unwrap().unread;
        let status = |value| Some(Unread::Status(StatusWord::new(value)));
        assert_eq!(unread("7F20/6F7E"), status(denied));
        assert_eq!(unread("7F10/6F3A"), status(denied));
        assert_eq!(unread("7F20/6F07"), status(deactivated));
        assert_eq!(unread("7F20/6F78"), status(0x6F42));
        assert_eq!(unread("7F20/6F3E"), None);
        assert_eq!(dump.file(&path("7F20/6F3E")).unwrap().content, FileContent::Data(vec![]));
        assert_eq!(unread("7F20/6F20"), Some(Unread::Secret));
        let shy = dump.file(&path("7F20/6FAE")).unwrap();
        assert_eq!((shy.select_status, shy.unread), (StatusWord::new(0x6985), None));
        let imsi = dump.file(&path("7F20/6F07")).unwrap();
        assert_eq!(imsi.select_status, StatusWord::new(if gsm { 0x9000 } else { 0x6283 }));
        // keys, if they are asked for
        let options = ExploreOptions { secrets: true, ..ExploreOptions::default() };
        let dump = explore_with(difficult(gsm), &options);
        assert!(
            matches!(&dump.file(&path("7F20/6F20")).unwrap().content, FileContent::Data(kc) if kc.len() == 9)
        );
    }
}

#[test]
fn what_files_name_is_looked_for() {
    let rules = hex!("800101 9000 80011A A40683010A950108");
    let card = VirtualCard::builder()
        // a phone book with its own identifiers: A8 C0 4F77, A9 CA 4F78 09
        .file(
            "DF.TELECOM/DF.PHONEBOOK",
            File::linear("EF.PBR", 0x4F30, 14, [hex!("A804C0024F77 A905CA034F7809FF")]),
        )
        .file("DF.TELECOM/DF.PHONEBOOK", File::linear("EF.ADN", 0x4F77, 14, [[0xFF; 14]]))
        .file("DF.TELECOM/DF.PHONEBOOK", File::linear("EF.EMAIL", 0x4F78, 14, [[0xFF; 14]]))
        // an EF.ARR that no specification knows
        .file("MF", File::linear("EF.ARR2", 0x2F99, 17, [rules]))
        .file(
            "DF.GSM",
            File::transparent("EF.SPN", 0x6F46, b"ab")
                .raw_fcp(&hex!("6216 82024121 83026F46 8A0105 8B032F9901 80020002 8800")),
        )
        .build();
    let also =
        vec![path("7F10/5F3A/4F30"), path("MF/2F55"), path("ADF.USIM/5F99/4F01"), Path::adf(Aid::ISD_R, &[])];
    let (dump, notes) = noted(card, &ExploreOptions { also, ..ExploreOptions::default() });
    assert_eq!(notes.twice, [""; 0]);
    assert!(dump.file(&path("7F10/5F3A/4F77")).is_some());
    assert!(dump.file(&path("7F10/5F3A/4F78")).is_some());
    let spn = dump.file(&path("7F20/6F46")).unwrap();
    assert_eq!(
        dump.access(spn).unwrap().unwrap().to_string(),
        "read: always, update: ADM1, deactivate: ADM1, activate: ADM1"
    );
}

#[test]
fn a_loaded_card_reads_the_same() {
    let secrets = ExploreOptions { secrets: true, ..ExploreOptions::default() };
    let all =
        cards().into_iter().chain([difficult(false), difficult(true), large(false, 320), large(true, 320)]);
    for card in all {
        for options in [&ExploreOptions::default(), &secrets, &all_of(&card)] {
            let dump = explore_with(card.clone(), options);
            let loaded = VirtualCard::from_dump(&dump).unwrap();
            assert_eq!(loaded.atr(), card.atr());
            assert_eq!(explore_with(loaded, options), dump);
        }
    }
}

#[test]
fn a_loaded_card_is_the_same_subscriber() {
    for card in [VirtualCard::uicc(), VirtualCard::gsm()] {
        let dump = explore(card.clone());
        let before = Card::new(card).profile().unwrap();
        let after = Card::new(VirtualCard::from_dump(&dump).unwrap()).profile().unwrap();
        assert_eq!(before, after);
    }
}

#[test]
fn a_card_without_ef_dir_has_the_usual_applications() {
    let mut card = VirtualCard::uicc();
    card.remove_file("EF.DIR").unwrap();
    let dump = explore(card);
    // found by the beginning of the identifier, told by the whole
    assert!(dump.files.iter().any(|file| file.path == Path::adf(Aid::new(&USIM).unwrap(), &[0x6F07])));
    assert!(dump.file(&path("ADF.ISIM/6F02")).is_some());
}

#[test]
fn long_files_are_whole() {
    for (gsm, len) in [(false, 40_000), (true, 32_000)] {
        let data: Vec<u8> = (0..len).map(|at: u32| at.to_le_bytes()[0] ^ at.to_le_bytes()[1]).collect();
        let builder = VirtualCard::builder();
        let builder = if gsm { builder.gsm() } else { builder };
        let card = builder.file("DF.GSM", File::transparent("EF.SPN", 0x6F46, &data)).build();
        let dump = explore(card);
        assert_eq!(dump.file(&path("7F20/6F46")).unwrap().content, FileContent::Data(data));
        assert_eq!(explore(VirtualCard::from_dump(&dump).unwrap()), dump);
    }
}

#[test]
fn a_reset_starts_it_over_and_a_removal_ends_it() {
    let whole = explore(VirtualCard::uicc());
    for command in [0, 1, 50, 300] {
        let faulty = Faulty::new(VirtualCard::uicc()).at(command, Fault::Reset);
        let dump = Card::new(faulty).explore(&ExploreOptions::default(), |_| {}).unwrap();
        assert_eq!(dump, whole);
        let faulty = Faulty::new(VirtualCard::uicc()).at(command, Fault::Removed);
        let error = Card::new(faulty).explore(&ExploreOptions::default(), |_| {}).unwrap_err();
        assert!(error.is_card_gone(), "{error}");
    }
}

#[test]
fn a_card_without_mf_is_an_error() {
    let card: simcard::mock::ScriptedCard = "> 00A40004023F00\n< 6A82".parse().unwrap();
    let error = Card::new(card).explore(&ExploreOptions::default(), |_| {}).unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
}

#[test]
fn a_hostile_card_is_left_in_time() {
    let mut explored = 0;
    for seed in 1..=12 {
        let mut card = Card::new(Hostile::new(seed));
        if let Ok(dump) = card.explore(&ExploreOptions::default(), |_| {}) {
            explored += 1;
            assert!(dump.files.len() <= 2000, "{}", dump.files.len());
            let Ok(loaded) = VirtualCard::from_dump(&dump) else { continue };
            let _ = Card::new(loaded).explore(&ExploreOptions::default(), |_| {});
        }
        assert!(card.transport().commands < 300_000, "{}", card.transport().commands);
    }
    assert!(explored > 0);
}

#[test]
fn dumps_of_no_card() {
    let whole = explore(VirtualCard::uicc());
    let load = |change: fn(&mut Dump)| {
        let mut dump = whole.clone();
        change(&mut dump);
        VirtualCard::from_dump(&dump).map(|_| ())
    };
    assert_eq!(load(|_| {}), Ok(()));
    // only the files count
    assert_eq!(load(|dump| dump.files.clear()), Ok(()));
    assert_eq!(load(|dump| dump.files.reverse()), Ok(()));
    assert_eq!(load(|dump| dump.files.retain(|file| file.structure != Structure::Directory)), Ok(()));
    let iccid = path("MF/2FE2");
    let below = iccid.child(simcard::fs::FileId(0x6F01)).unwrap();
    assert_eq!(
        load(|dump| dump.files.push(dump.files[3].clone())),
        Err(DumpError::Duplicate(whole.files[3].path))
    );
    let moved = |to: Path| {
        let mut dump = whole.clone();
        let mut file = dump.file(&iccid).unwrap().clone();
        file.path = to;
        dump.files.push(file);
        VirtualCard::from_dump(&dump).map(|_| ())
    };
    assert_eq!(moved(below), Err(DumpError::NotADirectory(iccid)));
    assert_eq!(moved(path("MF/7FFF/6F01")), Err(DumpError::Place(path("MF/7FFF/6F01"))));
    assert_eq!(moved(path("MF/7F88/5F88/6F01")), Ok(()));
    assert_eq!(
        load(|dump| {
            let file = dump.files.iter_mut().find(|file| file.path == Path::mf(&[0x2FE2])).unwrap();
            file.content = FileContent::Data(vec![0; 65_537]);
        }),
        Err(DumpError::TooLong(iccid))
    );
    for records in [vec![vec![0; 256]], vec![vec![0; 1]; 255]] {
        let mut dump = whole.clone();
        dump.files.iter_mut().find(|file| file.path == iccid).unwrap().content =
            FileContent::Records(records);
        assert_eq!(VirtualCard::from_dump(&dump).map(|_| ()), Err(DumpError::Records(iccid)));
    }
    let mut dump = whole.clone();
    dump.files = vec![dump.files[0].clone(); Dump::MAX_FILES + 1];
    assert_eq!(VirtualCard::from_dump(&dump).map(|_| ()), Err(DumpError::TooManyFiles));
}
