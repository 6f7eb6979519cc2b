use std::collections::BTreeSet;
use std::format;
use std::string::ToString;

use proptest::prelude::*;

use super::*;

/// Decodes and encodes: whatever was understood comes out as it went in.
fn check(entry: &Entry, bytes: &[u8]) {
    let name = entry.descriptor;
    let content = match (entry.decode)(bytes) {
        Ok(content) => content,
        Err(error) => {
            let blank = error.kind == DecodeErrorKind::Blank && bytes.iter().all(|byte| *byte == 0xFF);
            assert!(blank || bytes.is_empty(), "{name} {}: {error}", hex::encode(bytes));
            return;
        }
    };
    let again = content.encode(bytes.len());
    let again = again.unwrap_or_else(|error| panic!("{name} {}: {error}", hex::encode(bytes)));
    assert_eq!(hex::encode(&again), hex::encode(bytes), "{name}");
    let shown = format!("{content:?}");
    assert!(!shown.is_empty());
    #[cfg(feature = "serde")]
    assert!(serde_json::to_value(&*content).unwrap().is_object(), "{name}");
    // Other lengths either fit or don't.
    for len in [0, 1, bytes.len() / 2, bytes.len().saturating_sub(1), bytes.len() + 1, bytes.len() + 40] {
        if let Ok(resized) = content.encode(len) {
            assert_eq!(resized.len(), len, "{name}");
            #[cfg(feature = "serde")]
            if len < bytes.len() {
                check_shorter(entry, &*content, &resized);
            }
        }
    }
}

/// What fits a shorter file means the same there.
#[cfg(feature = "serde")]
fn check_shorter(entry: &Entry, content: &(dyn AnyContent + 'static), shorter: &[u8]) {
    let name = entry.descriptor;
    let meaning = serde_json::to_value(content).unwrap();
    // What is malformed means nothing; and where the last bytes of a record are known by their place, its length counts.
    let malformed = content.error().is_some() || meaning.get("malformed_from").is_some();
    if malformed || matches!(name.name, "EF.EMAIL" | "EF.SNE") {
        return;
    }
    let read = (entry.decode)(shorter).unwrap_or_else(|error| panic!("{name} {shorter:02x?}: {error}"));
    assert_eq!(serde_json::to_value(&*read).unwrap(), meaning, "{name} {shorter:02x?}");
}

#[test]
fn examples_mean_what_they_say() {
    for entry in all() {
        assert!(!entry.examples.is_empty(), "{}", entry.descriptor);
        for example in entry.examples {
            let bytes = hex::decode(example.content).unwrap();
            let content =
                (entry.decode)(&bytes).unwrap_or_else(|error| panic!("{}: {error}", entry.descriptor));
            #[cfg(feature = "serde")]
            assert_eq!(serde_json::to_string(&*content).unwrap(), example.json, "{}", entry.descriptor);
            assert_eq!(content.encode(bytes.len()).unwrap(), bytes, "{}", entry.descriptor);
        }
    }
}

#[test]
fn mutilated_contents_are_read_or_kept() {
    for entry in all() {
        for example in entry.examples {
            let bytes = hex::decode(example.content).unwrap();
            for padding in 1..=40 {
                let mut padded = bytes.clone();
                padded.resize(bytes.len() + padding, 0xFF);
                check(entry, &padded);
            }
            for len in 0..bytes.len() {
                check(entry, &bytes[..len]);
            }
            for bit in 0..bytes.len() * 8 {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                check(entry, &flipped);
            }
            for at in 0..bytes.len() {
                for value in [0x00, 0x7F, 0x80, 0xFF] {
                    let mut changed = bytes.clone();
                    changed[at] = value;
                    check(entry, &changed);
                }
            }
        }
        for len in 0..=64 {
            for byte in [0x00, 0xFF] {
                check(entry, &std::vec![byte; len]);
            }
        }
    }
}

proptest! {
    #[test]
    fn random_bytes_are_read_or_kept(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        for entry in all() {
            check(entry, &bytes);
        }
    }

    #[test]
    fn any_name_is_found_or_not(name in "([A-Za-z0-9.]{0,8}/){0,3}[A-Za-z0-9.]{0,8}") {
        let _ = find(&name);
    }
}

#[test]
fn errors_and_secrets_are_in_order() {
    for entry in all() {
        if let Err(error) = (entry.decode)(&[]) {
            assert_eq!(error.object, entry.descriptor.name);
        }
        if entry.descriptor.sensitivity == Sensitivity::Secret {
            for example in entry.examples {
                let content = (entry.decode)(&hex::decode(example.content).unwrap()).unwrap();
                assert!(format!("{content:?}").contains("redacted"), "{}", entry.descriptor);
                assert!(example.json.contains("redacted"), "{}", entry.descriptor);
            }
        }
    }
}

#[test]
fn every_file_is_found_by_name_and_path() {
    let mut names = BTreeSet::new();
    for entry in all() {
        let Descriptor { directory, name, path, .. } = &entry.descriptor;
        let full = entry.descriptor.to_string();
        assert!(names.insert(full.clone()), "{full} is declared twice");
        assert!(name.starts_with("EF."), "{full}");
        // Every directory of the path has a name.
        let unnamed = usize::from(*directory != "MF" && path.application().is_none());
        assert_eq!(directory.split('/').count() + unnamed, path.ids().len(), "{full}");

        for name in [full.clone(), full.to_uppercase(), full.to_lowercase()] {
            assert_eq!(find(&name), Ok(entry), "{name}");
        }
        if entry.descriptor.named_by.is_some() {
            assert_eq!((find(&path.to_string()), by_path(path)), (Err(FindError::Unknown), None), "{full}");
            continue;
        }
        assert_eq!((find(&path.to_string()), by_path(path)), (Ok(entry), Some(entry)), "{full}");
        if path.application().is_none() {
            assert_eq!(find(&path.to_string().replace("MF/", "3f00/")), Ok(entry));
            assert_eq!(find(&path.to_string().replace("MF/", "")), Ok(entry));
            assert_eq!(find(&format!("MF/{}", full.replace("MF/", ""))), Ok(entry));
        }
        if let Some(sfi) = entry.descriptor.sfi {
            assert!((1..=30).contains(&sfi), "{full}");
        }
    }
}

#[test]
fn names_are_found_in_several_ways() {
    let name = |name: &str| find(name).map(|entry| entry.descriptor.to_string());
    assert_eq!(name("EF.ICCID").as_deref(), Ok("MF/EF.ICCID"));
    assert_eq!(name("2FE2").as_deref(), Ok("MF/EF.ICCID"));
    assert_eq!(name("A0000000871002FFFFFFFF8907090000/6F07").as_deref(), Ok("ADF.USIM/EF.IMSI"));
    for usim in
        ["3f00/a0000000871002/6f07", "MF/ADF.USIM/EF.IMSI", "mf/A0000000871002FFFFFFFF8907090000/6F07"]
    {
        assert_eq!(name(usim).as_deref(), Ok("ADF.USIM/EF.IMSI"), "{usim}");
    }
    assert_eq!(name("mf/7f20/ef.imsi").as_deref(), Ok("DF.GSM/EF.IMSI"));
    assert_eq!(name("7F20/6F07").as_deref(), Ok("DF.GSM/EF.IMSI"));
    for unknown in [
        "",
        "/",
        "EF",
        "EF.",
        "MF",
        "MF/EF.IMSI",
        "X/DF.GSM/EF.IMSI",
        "ADF.USIM/7F20/EF.IMSI",
        "MF/MF/2FE2",
        "MF/MF/ADF.USIM/6F07",
        "X/ADF.USIM/6F07",
        "ADF.ISIM/ADF.USIM/6F07",
        "+F07",
    ] {
        assert_eq!(name(unknown), Err(FindError::Unknown), "{unknown}");
    }
    let Err(FindError::Ambiguous(candidates)) = find("6F07") else { panic!() };
    assert!(candidates.len() > 1);
}

#[test]
fn a_path_may_have_the_whole_identifier() {
    let aid = "A0000000871002FFFFFFFF8907090000".parse().unwrap();
    let entry = by_path(&Path::adf(aid, &[0x6F07])).unwrap();
    assert_eq!(entry.descriptor.to_string(), "ADF.USIM/EF.IMSI");
    let aid = "A000000087100".parse::<Aid>();
    assert!(aid.is_err());
    assert_eq!(by_path(&Path::adf("A00000008710".parse().unwrap(), &[0x6F07])), None);
    assert_eq!(by_path(&Path::mf(&[0x6F07])), None);
}

#[test]
fn blank_files_are_blank() {
    let error = (find("MF/EF.ICCID").unwrap().decode)(&[0xFF; 10]).unwrap_err();
    assert_eq!((error.object, error.kind), ("EF.ICCID", DecodeErrorKind::Blank));
    for name in ["ADF.USIM/EF.IMSI", "ADF.USIM/EF.MSISDN", "ADF.USIM/EF.SMSP", "ADF.USIM/EF.SPN", "MF/EF.DIR"]
    {
        let error = (find(name).unwrap().decode)(&[0xFF; 40]).map(|_| ()).unwrap_err();
        assert_eq!(error.kind, DecodeErrorKind::Blank, "{name}");
    }
}

#[test]
fn what_is_refused_is_kept() {
    let read = |name: &str, bytes: &[u8]| {
        let content = (find(name).unwrap().decode)(bytes).unwrap();
        assert_eq!(content.encode(bytes.len()).unwrap(), bytes);
        content
    };
    let spdi = read("ADF.USIM/EF.SPDI", &[0; 4]);
    let missing = DecodeErrorKind::Missing("display information (A3)");
    assert_eq!(spdi.error(), Some(DecodeError::new("EF.SPDI", 0, missing)));
    let keys = read("ADF.USIM/EF.Keys", &[0x07, 0xA5, 0x5A]);
    assert_eq!(
        format!("{keys:?}"),
        "Unreadable(3 bytes, redacted, EF.Keys: ends too early, 14 more bytes are needed (at byte 1))"
    );
    // a record cleared to zeros
    assert_eq!(read("EF.DIR", &[0; 20]).error().map(|error| error.kind), Some(DecodeErrorKind::Blank));
    #[cfg(feature = "serde")]
    {
        let json = serde_json::to_string(&*spdi).unwrap();
        let told = "EF.SPDI: a mandatory part is missing: display information (A3) (at byte 0)";
        assert_eq!(json, format!(r#"{{"error":"{told}","raw":"00000000"}}"#));
        let json = serde_json::to_string(&*keys).unwrap();
        assert!(json.ends_with(r#","raw":"redacted"}"#), "{json}");
    }
    let readable = read("EF.ICCID", &[0x98, 0x44, 0x10, 0, 0, 0, 0, 0, 0x10, 0xF7]);
    assert_eq!(readable.error(), None);
}
