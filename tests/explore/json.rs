//! Dumps as JSON.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

#[test]
fn a_dump_goes_through_json() {
    let all = cards().into_iter().chain([difficult(false), difficult(true), large(false, 320)]);
    for card in all {
        let dump = explore(card);
        let text = serde_json::to_string(&dump).unwrap();
        let read: Dump = serde_json::from_str(&text).unwrap();
        assert_eq!(read, dump);
        let again = explore(VirtualCard::from_dump(&read).unwrap());
        assert_eq!(again, dump);
        assert_eq!(serde_json::to_string(&again).unwrap(), text);
    }
}

fn in_json(dump: &Dump, name: &str) -> Value {
    let value = serde_json::to_value(dump).unwrap();
    value["files"].as_array().unwrap().iter().find(|file| file["name"] == name).unwrap().clone()
}

#[test]
fn a_file_in_json() {
    let dump = explore(VirtualCard::uicc());
    let imsi = in_json(&dump, "ADF.USIM/EF.IMSI");
    assert_eq!(imsi["path"], "3F00/A0000000871002FF44FFFF8901000000/6F07");
    assert_eq!((&imsi["structure"], &imsi["size"]), (&json!("transparent"), &json!(9)));
    assert_eq!(
        (&imsi["data"], &imsi["decoded"]),
        (&json!("080910101032547698"), &json!({"imsi": "001010123456789"}))
    );
    assert_eq!(imsi["selected"]["uicc"]["file_id"], "6F07");
    assert!(imsi["access"].as_str().unwrap().starts_with("read: PIN1, update: ADM1"));
    let dir = in_json(&dump, "MF/EF.DIR");
    assert_eq!(dir["decoded"][0]["application"], "usim");
    let kc = in_json(&dump, "DF.GSM/EF.Kc");
    assert_eq!((&kc["unread"], kc.get("data"), kc.get("decoded")), (&json!("secret"), None, None));
    let kc =
        explore_with(VirtualCard::uicc(), &ExploreOptions { secrets: true, ..ExploreOptions::default() });
    assert_eq!(in_json(&kc, "DF.GSM/EF.Kc")["decoded"]["kc"], "redacted");

    let dump = explore(difficult(true));
    let denied = in_json(&dump, "DF.GSM/EF.LOCI");
    assert_eq!((&denied["unread"], denied.get("data")), (&json!("9804"), None));
    assert!(denied["unread_reason"].is_string());
    assert_eq!(denied["selected"]["gsm"]["file"]["file_id"], "6F7E");
    // records are one by one, blank ones null
    let fdn = in_json(&explore(VirtualCard::uicc()), "ADF.USIM/EF.FDN");
    assert_eq!(fdn["decoded"], json!([null, null, null, null, null]));
}

/// As others write it: small letters, `df`, the beginning of an identifier, directories left out.
#[test]
fn other_ways_to_write_it() {
    let dump: Dump = serde_json::from_value(json!({
        "atr": "3b02 1450", "kind": "uicc", "aids": ["a0000000871002"],
        "files": [
            {"path": "3f00", "structure": "df", "select_response": "62088202782183023f00"},
            {"path": "3f00/a0000000871002/6f07", "structure": "transparent", "data": "080910101032547698",
             "select_response": "620c8202412183026f0780020009"},
            {"path": "ADF.USIM/5F3B/4F20", "structure": "transparent", "select_response": "", "unread": "6982"},
            {"path": "MF/2FE2", "structure": "transparent", "data": "984400000000214365F7"},
        ],
    }))
    .unwrap();
    assert_eq!((dump.atr, dump.files.len()), (Some("3B021450".parse().unwrap()), 4));
    let mut card = Card::new(VirtualCard::from_dump(&dump).unwrap());
    assert_eq!(card.imsi().unwrap().as_str(), "001010123456789");
    assert_eq!(card.iccid().unwrap().as_str(), "8944000000001234567");
    let error = card.read_file(&path("ADF.USIM/5F3B/4F20")).unwrap_err();
    assert_eq!(error.status_word(), Some(StatusWord::new(0x6982)));
}

#[test]
fn what_is_no_dump() {
    let file = json!({"path": "MF/2FE2", "structure": "transparent", "data": "00"});
    let load = |files: Value| {
        serde_json::from_value::<Dump>(json!({"kind": "uicc", "files": files}))
            .map_err(|error| error.to_string())
    };
    load(json!([file])).unwrap();
    for (key, wrong, says) in [
        ("path", json!("MF/2FE"), "MF/2FE: "),
        ("path", json!("3F00/A000/6F07/1/2"), "3F00/A000/6F07/1/2: "),
        ("path", json!("3F00/A0000000/6F07"), "3F00/A0000000/6F07: "),
        ("path", json!(7), "string"),
        ("structure", json!("sparse"), "no structure"),
        ("data", json!("0"), "hexadecimal"),
        ("select_response", json!("zz"), "hexadecimal"),
        ("records", json!(["00"]), "data and records"),
        ("unread", json!("because"), "reason"),
        ("select_status", json!("90"), ""),
    ] {
        let mut file = file.clone();
        file[key] = wrong;
        let error = load(json!([file])).unwrap_err();
        assert!(error.contains(says), "{error}");
    }
    assert!(load(json!([file, file])).unwrap_err().contains("is there twice"));
    let below = json!({"path": "MF/2FE2/6F07", "structure": "transparent", "data": "00"});
    assert!(load(json!([file, below])).unwrap_err().contains("is no directory"));
    assert!(serde_json::from_value::<Dump>(json!({"kind": "sim", "files": []})).is_err());
    assert!(serde_json::from_value::<Dump>(json!({"kind": "gsm"})).is_err());
}

fn hostile_file() -> impl Strategy<Value = Value> {
    let roots = prop::sample::select(vec!["3F00", "MF", "ADF.USIM", "3F00/A0000000871002", "7F20"]);
    let ids = prop::collection::vec(
        prop::sample::select(vec!["7F20", "5F3B", "6F07", "2F00", "7FFF", "3F00"]),
        0..5,
    );
    let structure =
        prop::sample::select(vec!["df", "transparent", "linear_fixed", "cyclic", "ber_tlv", "unknown"]);
    let bytes = || {
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..30),
            Just(hex!("62118205422100030583022F0080020 00F8800").to_vec()),
            Just(hex!("620C82024121830 22FE28002FFFF").to_vec()),
            Just(hex!("0000FFFF6F07040011F0550102011F").to_vec()),
        ]
        .prop_map(hex::encode)
    };
    let records = prop::collection::vec(bytes(), 0..5);
    let content = prop_oneof![
        bytes().prop_map(|data| ("data", json!(data))),
        records.prop_map(|records| ("records", json!(records))),
        Just(("unread", json!("6F00"))),
    ];
    (roots, ids, structure, bytes(), content).prop_map(|(root, ids, structure, response, (key, content))| {
        let path = [vec![root], ids].concat().join("/");
        let mut file = json!({"path": path, "structure": structure, "select_response": response});
        file[key] = content;
        file
    })
}

proptest! {
    #[test]
    fn hostile_dumps_are_refused_or_explored(gsm: bool, files in prop::collection::vec(hostile_file(), 0..12)) {
        let kind = if gsm { "gsm" } else { "uicc" };
        let Ok(dump) = serde_json::from_value::<Dump>(json!({"kind": kind, "files": files})) else { return Ok(()) };
        let card = VirtualCard::from_dump(&dump).unwrap();
        if let Ok(again) = Card::new(card).explore(&ExploreOptions::default(), |_| {}) {
            let text = serde_json::to_string(&again).unwrap();
            prop_assert_eq!(serde_json::from_str::<Dump>(&text).unwrap(), again);
        }
    }

    #[test]
    fn any_text_is_refused(text in "\\PC{0,80}") {
        prop_assert!(serde_json::from_str::<Dump>(&text).is_err());
    }
}
