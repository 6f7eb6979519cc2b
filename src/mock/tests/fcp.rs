use super::super::{Access, Condition, File, FileSystem, KeyReference, Pin, Sfi, VirtualCard};
use super::{check, exchange};

#[test]
fn of_elementary_files() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A40804022FE2", "611D"),
            ("00C000001D", "621B 82024121 83022FE2 8A0105 8B032F0603 8002000A 8102001A 880110 9000"),
            ("00A40804022F00", "6120"),
            ("00C0000020", "621E 82054221002602 83022F00 8A0105 8B032F0602 8002004C 8102005C 8801F0 9000"),
            ("00A4040C07A0000000871002", "9000"),
            ("00A40804047FFF6F07", "611D"),
            ("00C000001D", "621B 82024121 83026F07 8A0105 8B036F0607 80020009 81020019 880138 9000"),
        ],
    );
}

#[test]
fn of_a_cyclic_file_without_sfi() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A40804047F206F39", "611F"),
            ("00C000001F", "621D 82054621000303 83026F39 8A0105 8B032F0608 80020009 81020019 8800 9000"),
        ],
    );
}

#[test]
fn of_an_application() {
    let mut card = VirtualCard::builder().no_total_size().build();
    check(
        &mut card,
        &[
            ("00A4040407A0000000871002", "6138"),
            (
                "00C0000038",
                "6236 82027821 83027FFF 8410A0000000871002FF44FFFF8901000000 8A0105 8B032F0601 \
             C612 900170 830101 830181 950100 830111 83010A 9000",
            ),
        ],
    );
}

#[test]
fn with_compact_security() {
    let mut card = VirtualCard::builder().compact_security().no_total_size().build();
    check(
        &mut card,
        &[
            ("00A40804047F206F07", "611A"),
            // activate, deactivate, update: key 1; read: PIN1
            ("00C000001A", "6218 82024121 83026F07 8A0105 8C051B21212111 80020009 8800 9000"),
            ("00A40804022FE2", "611B"),
            ("00C000001B", "6219 82024121 83022FE2 8A0105 8C051B2121FF00 8002000A 880110 9000"),
        ],
    );
}

#[test]
fn pin_status_follows_the_pins() {
    let mut card = VirtualCard::builder().no_total_size().build();
    let status = |card: &mut VirtualCard| {
        let fcp = exchange(card, "80F200002E");
        let at = fcp.find("C612").unwrap();
        alloc::string::String::from(&fcp[at + 4..at + 10])
    };
    assert_eq!(status(&mut card), "900170");
    check(&mut card, &[("002800010831323334FFFFFFFF", "9000")]);
    assert_eq!(status(&mut card), "9001F0");
}

#[test]
fn raw_templates_and_headers_are_given_as_they_are() {
    let mut files = FileSystem::new();
    let fcp = File::transparent("EF.A", 0x2F01, b"a").raw_fcp(&[0x62, 0x01, 0x00]);
    let header = File::transparent("EF.B", 0x2F02, b"b").raw_fcp(&[0x00, 0x01]);
    files.add(FileSystem::MF, fcp);
    files.add(FileSystem::MF, header);
    let mut card = VirtualCard::builder().uicc_and_gsm().files(files).build();
    check(
        &mut card,
        &[
            ("00A40004022F01", "6103"),
            ("00C0000003", "6201009000"),
            ("A0A40000022F01", "9F0F"),
            ("A0A40000022F02", "9F02"),
            ("A0C0000002", "00019000"),
            // without any EF.ARR, security is compact
            ("00A40004022F02", "611E"),
            ("00C000001E", "621C 82024121 83022F02 8A0105 8C051B21212111 80020001 81020011 8800 9000"),
        ],
    );
}

/// EF.ARR holds the rule that an FCP refers to, for the EF and for the directory (TS 102 221 9.2.4).
#[test]
fn access_rules() {
    let mut card = VirtualCard::uicc();
    let length = card.files().find("EF.ARR").and_then(|id| card.files().file(id)).unwrap().content().len();
    let mut rule = |number: u8| {
        let commands = ["00A4000C023F00", "00A4000C022F06"].map(alloc::string::String::from);
        for command in commands {
            assert_eq!(exchange(&mut card, &command), "9000");
        }
        let wrong = exchange(&mut card, &alloc::format!("00B2{number:02X}0400"));
        assert!(length % usize::from_str_radix(&wrong[2..], 16).unwrap() == 0);
        let record = exchange(&mut card, &alloc::format!("00B2{number:02X}04{}", &wrong[2..]));
        let rule = record.strip_suffix("9000").unwrap().trim_end_matches("FF");
        alloc::string::String::from(rule)
    };
    // directories: create and delete for ADM1, activate and deactivate too
    assert_eq!(rule(1), "80011FA40683010A950108".replace(' ', ""));
    // EF.ICCID: read always; update never; the rest ADM1
    assert_eq!(rule(3), "8001019000 8001029700 800118A40683010A950108".replace(' ', ""));
    // EF.ADN: read and update PIN1
    assert_eq!(rule(5), "800103A406830101950108 800118A40683010A950108".replace(' ', ""));
    // EF.FDN: read PIN1, update PIN2
    let fdn = "800101A406830101950108 800102A406830181950108 800118A40683010A950108";
    assert_eq!(rule(6), fdn.replace(' ', ""));
    // EF.ACM: the same, and INCREASE with PIN1
    assert_eq!(rule(8), alloc::format!("{fdn} 840132A406830101950108").replace(' ', ""));
}

#[test]
fn rules_follow_an_edit() {
    let mut card = VirtualCard::uicc();
    card.deny_reading("EF.ICCID").unwrap();
    let fcp = {
        exchange(&mut card, "00A40804022FE2");
        exchange(&mut card, "00C000001D")
    };
    let at = fcp.find("8B032F06").unwrap() + 8;
    let number = alloc::string::String::from(&fcp[at..at + 2]);
    exchange(&mut card, "00A4000C022F06");
    let wrong = exchange(&mut card, &alloc::format!("00B2{number}0400"));
    let record = exchange(&mut card, &alloc::format!("00B2{number}04{}", &wrong[2..]));
    assert!(record.starts_with("8001039700800118A40683010A950108"), "{record}");
}

#[test]
fn other_structures() {
    let mut files = FileSystem::new();
    let access = Access::new(Condition::Pin2, Condition::UniversalPin)
        .activate(Condition::Adm(5))
        .deactivate(Condition::Never);
    files.add(FileSystem::MF, File::ber_tlv("EF.T", 0x2F03, &[0x80, 0x01, 0xAA], 300).access(access));
    files.add(FileSystem::MF, File::transparent("EF.L", 0x2F04, &[0; 70_000]).sfi_mode(Sfi::Explicit(1)));
    let mut card = VirtualCard::builder().files(files).no_total_size().build();
    card.set_pin(KeyReference::PIN1, Pin::digits("1234").unwrap());
    check(
        &mut card,
        &[
            ("00A40004022F03", "6127"),
            // 300 bytes reserved, and no more
            (
                "00C0000027",
                "6225 82027921 83022F03 A50B 840101 8502012C 8602012C 8A0105 8C051B25FF1312 80020003 8800 9000",
            ),
            ("00B0000001", "6981"),
            // a size of three bytes
            ("00A40004022F04", "611C"),
            ("00C000001C", "621A 82024121 83022F04 8A0105 8C051B21212111 8003011170 880108 9000"),
        ],
    );
}
