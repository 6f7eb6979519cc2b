//! The directory of operators: what is built in, whose card it is, and entries of one's own.

use std::collections::BTreeSet;

use proptest::prelude::*;
use simcard::account::directory::{
    Directory, DirectoryError, EntryProblem, Evidence, Match, Operator, OperatorEntry, Replaces, Selector,
    TopUpError, TopUpRequest, TopUpWay, VoucherCode, VoucherDigits, Way, WayEntry,
};
use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
use simcard::network::Network;
use simcard::numbering::{Imsi, MncLength, Plmn};
use simcard::sms::Composer;
use simcard::{Card, Iccid};

const OPERATORS: &str = include_str!("../src/account/directory/operators.tsv");
const NETWORKS: &str = include_str!("../src/account/directory/networks.txt");

fn plmn(text: &str) -> Plmn {
    text.parse().unwrap()
}

fn ussd(code: &str) -> WayEntry {
    Way::Ussd(code.into()).into()
}

fn entry(name: &str, plmn: &str) -> OperatorEntry {
    OperatorEntry {
        name: name.into(),
        country: "GB".into(),
        plmns: vec![plmn.into()],
        ..OperatorEntry::default()
    }
}

fn names(found: &Match<'_>) -> Vec<String> {
    found.operators().iter().map(|operator| operator.name().to_string()).collect()
}

fn one<'d>(directory: &'d Directory, selector: &Selector<'_>) -> (&'d str, Evidence) {
    match directory.find(selector) {
        Match::One { operator, evidence } => (operator.name(), evidence),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_tables_are_what_their_entries_make() {
    let builtin = Directory::builtin();
    let entries: Vec<_> = builtin
        .operators()
        .map(|operator| OperatorEntry { replaces: Replaces::Nothing, ..operator.to_entry() })
        .collect();
    let mut again = Directory::empty();
    again.extend(&entries).unwrap();
    let comment: Vec<_> = OPERATORS.lines().map_while(|line| line.strip_prefix("# ")).collect();
    assert_eq!(comment[0], Directory::source());
    let tables = again.tables(&comment.join("\n"));
    assert!(tables.operators == OPERATORS && tables.networks == NETWORKS, "the tables were edited");
    assert_eq!(OPERATORS.len() + NETWORKS.len(), 32_717);
}

#[test]
fn the_tables_are_sorted_and_whole() {
    let rows: Vec<_> = NETWORKS.lines().collect();
    assert!(rows.is_sorted() && rows.iter().all(|row| row.len() == 13));
    let directory = Directory::builtin();
    let plmns: BTreeSet<_> = directory.operators().flat_map(Operator::plmns).collect();
    assert_eq!((directory.operators().count(), plmns.len(), rows.len()), (634, 818, 980));
    for network in &plmns {
        let on_it = directory.operators().filter(|operator| operator.plmns().any(|one| one == *network));
        assert!(directory.operators_of(*network).eq(on_it), "{network}");
    }
    // neighbours of networks that are there, and both ends
    for network in ["000-00", "001-01", "001-001", "262-00", "262-030", "262-99", "999-999"] {
        assert_eq!(directory.operators_of(plmn(network)).count(), 0, "{network}");
    }
    assert_eq!(directory.operators_of(plmn("202-01")).next().map(Operator::name), Some("Cosmote"));
}

#[test]
fn counts_of_the_source_less_what_was_dropped() {
    let directory = Directory::builtin();
    let count = |has: fn(Operator<'_>) -> bool| directory.operators().filter(|one| has(*one)).count();
    // 145 in the source: one has only a message without a text, one has no PLMN
    assert_eq!(count(|one| one.balance().next().is_some()), 143);
    assert_eq!(count(|one| one.top_up().next().is_some()), 72);
    assert_eq!(count(|one| one.own_number().next().is_some()), 28);
    assert_eq!(count(|one| one.ussd_replies().next().is_some()), 1);
    assert_eq!(count(|one| one.is_virtual() == Some(true)), 21);
    assert_eq!(count(|one| one.voucher_digits().is_some()), 0);
}

#[test]
fn every_code_can_be_sent() {
    let code = |text: &str| !text.is_empty() && text.chars().all(|c| matches!(c, '0'..='9' | '*' | '#'));
    let number = |text: &str| text.strip_prefix('+').unwrap_or(text).bytes().all(|c| c.is_ascii_digit());
    let voucher = VoucherCode::new("12345678901234", None).unwrap();
    for operator in Directory::builtin().operators() {
        for way in operator.balance().chain(operator.own_number()) {
            match way {
                Way::Ussd(text) => assert!(code(&text) && text.ends_with('#'), "{operator}: {text}"),
                Way::Sms { number: to, text } => {
                    assert!(number(&to) && !text.is_empty() && text.trim() == text, "{operator}: {text}");
                }
                Way::Call { digits } => assert!(code(&digits), "{operator}: {digits}"),
            }
        }
        for way in operator.top_up() {
            let TopUpRequest::Ussd(text) = way.with_code(&voucher).unwrap() else { panic!("{operator}") };
            assert!(code(text.expose()) && text.expose().contains("*12345678901234#"), "{operator}");
        }
    }
}

#[test]
fn traps_of_the_source() {
    let directory = Directory::builtin();
    let of = |network, name| directory.operators_of(plmn(network)).find(|one| one.name() == name).unwrap();
    // a space before the code
    assert!(of("404-09", "Reliance").balance().eq([Way::Ussd("*111*1*3#".into())]));
    // filed under Uganda
    assert_eq!(of("250-96", "+7Telecom").country_code(), "RU");
    assert!(of("250-99", "Beeline").brands().eq(["Билайн"]));
    // messages without a text
    let call = |digits: &str| Way::Call { digits: digits.into() };
    assert!(of("202-09", "Wind").balance().eq([call("1269"), call("1225")]));
    assert_eq!(of("712-03", "Kolbi").balance().count(), 0);
    // a response that is a request
    let ways = [call("125111"), call("1258888"), Way::Ussd("*100#".into())];
    assert!(of("505-01", "Telstra").balance().eq(ways));
    // no PLMN
    assert!(!directory.operators().any(|one| one.name() == "Suop"));
    let sms = |number: &str, text: &str| Way::Sms { number: number.into(), text: text.into() };
    assert!(of("208-10", "SFR").own_number().eq([sms("9445", "ABCd84367")]));
    assert!(of("244-91", "Telia").balance().eq([sms("15400", "EASY SALDO")]));
    let template = TopUpWay::Ussd("*100*01*CODE#".into());
    assert!(of("655-01", "Vodacom").top_up().eq([template]));
}

#[test]
fn countries() {
    let directory = Directory::builtin();
    let none: BTreeSet<_> =
        directory.operators().filter(|one| one.country().is_none()).map(Operator::country_code).collect();
    assert_eq!(none.into_iter().collect::<Vec<_>>(), ["XK"]);
    let guernsey = directory.operators_of(plmn("234-50")).map(Operator::country_code);
    assert!(guernsey.eq(["GG", "JE"]));
}

#[test]
fn brands_on_one_network() {
    let directory = Directory::builtin();
    let vodafone = Selector::of_plmn(plmn("262-02"));
    assert_eq!(names(&directory.find(&vodafone)), ["1&1", "Bild Mobil", "Vodafone"]);
    for (spn, expected) in
        [("Vodafone.de", "Vodafone"), ("1 & 1", "1&1"), ("BILDmobil", "Bild Mobil"), ("1und1 1&1", "1&1")]
    {
        assert_eq!(one(&directory, &vodafone.with_spn(spn)), (expected, Evidence::Spn), "{spn}");
    }
    // the name of none of them, or nothing: all, and none is chosen
    for spn in ["Lidl Connect", "", " ", "mobil"] {
        assert_eq!(directory.find(&vodafone.with_spn(spn)).operators().len(), 3, "{spn}");
    }
    // who runs the network comes first
    let eplus = directory.find(&Selector::of_plmn(plmn("262-03")));
    assert_eq!(names(&eplus)[0], "E-Plus");
    assert_eq!(eplus.operator(), None);
    let telekom = Selector::of_plmn(plmn("262-01"));
    assert_eq!(directory.find(&telekom).common_balance(), [Way::Ussd("*100#".into())]);
    let of_o2 = Selector::of_plmn(plmn("234-10"));
    assert_eq!(directory.find(&of_o2).common_balance(), []);
    assert_eq!(one(&directory, &of_o2.with_spn("giffgaff")), ("giffgaff", Evidence::Spn));
}

#[test]
fn the_only_one_on_a_network() {
    let directory = Directory::builtin();
    let lyca = Selector::of_plmn(plmn("262-43"));
    assert_eq!(one(&directory, &lyca), ("Lycamobile", Evidence::OnlyOne));
    assert_eq!(one(&directory, &lyca.with_spn("LycaMobile")), ("Lycamobile", Evidence::Spn));
    assert_eq!(one(&directory, &lyca.with_spn("Other")), ("Lycamobile", Evidence::OnlyOneButOtherName));
    assert_eq!(directory.find(&Selector::of_plmn(plmn("262-99"))), Match::None);
}

#[test]
fn network_codes_of_two_and_three_digits() {
    let mut directory = Directory::empty();
    let mut long = entry("Long", "405-025");
    long.country = "IN".into();
    let mut short = entry("Short", "405-02");
    short.country = "IN".into();
    directory.extend(&[long, short]).unwrap();
    let imsi: Imsi = "405025000000000".parse().unwrap();
    let found = |length| directory.find(&Selector::of_imsi(&imsi, length));
    assert_eq!(names(&found(Some(MncLength::Two))), ["Short"]);
    assert_eq!(names(&found(Some(MncLength::Three))), ["Long"]);
    assert_eq!(names(&found(None)), ["Short", "Long"]);
    assert_eq!(found(None).operator(), None);
    // only one of the two lengths leads anywhere, and still it is not certain
    let imsi: Imsi = "405029000000000".parse().unwrap();
    let selector = Selector::of_imsi(&imsi, None);
    assert_eq!(names(&directory.find(&selector)), ["Short"]);
    assert_eq!(directory.find(&selector).operator(), None);
    assert_eq!(one(&directory, &selector.with_spn("Short")), ("Short", Evidence::Spn));
    // where all codes of a country have as many digits, that is certain
    let german: Imsi = "262430000000000".parse().unwrap();
    let builtin = Directory::builtin();
    assert_eq!(one(&builtin, &Selector::of_imsi(&german, None)).0, "Lycamobile");
}

#[test]
fn group_identifiers_and_iccids() {
    let mut directory = Directory::empty();
    let host = entry("Host", "001-01");
    let gid1 = OperatorEntry { gid1: vec!["4d4".into(), "FF".into()], ..entry("Group", "001-01") };
    let iccid = OperatorEntry { iccid: vec!["8944000".into()], ..entry("Card", "001-01") };
    let spn = OperatorEntry { spn: vec!["Sign".into()], ..entry("Board", "001-01") };
    directory.extend(&[host, gid1, iccid, spn]).unwrap();
    let selector = Selector::of_plmn(plmn("001-01"));
    // nothing is known of the card: it may be anybody's
    assert_eq!(names(&directory.find(&selector)), ["Host", "Group", "Card", "Board"]);
    assert_eq!(one(&directory, &selector.with_gid1(&[0x4D, 0x47])), ("Group", Evidence::Gid1));
    let number: Iccid = "8944000000001234567".parse().unwrap();
    assert_eq!(one(&directory, &selector.with_iccid(number)), ("Card", Evidence::Iccid));
    assert_eq!(one(&directory, &selector.with_spn("SIGN")), ("Board", Evidence::Spn));
    // the group identifier says more than the rest
    let all = selector.with_gid1(&[0xFF]).with_iccid(number).with_spn("Sign");
    assert_eq!(one(&directory, &all), ("Group", Evidence::Gid1));
    // other cards than those that are listed
    let other: Iccid = "8945000000001234567".parse().unwrap();
    let nobodys = selector.with_gid1(&[0x4D]).with_iccid(other).with_spn("Other");
    assert_eq!(one(&directory, &nobodys), ("Host", Evidence::OnlyOneButOtherName));
}

#[test]
fn the_virtual_operator_offers_what_the_virtual_network_answers() {
    let mut directory = Directory::builtin();
    directory.extend(&[virtual_operator()]).unwrap();
    let mut card = Card::new(VirtualCard::uicc());
    let identity = card.identity().unwrap();
    assert_eq!(one(&directory, &Selector::of_identity(&identity)), ("simcard", Evidence::Spn));
    let operator = directory.find(&Selector::of_identity(&identity)).operator().unwrap();
    let mut network = VirtualNetwork::new();
    let mut ask = |way: &Way| match way {
        Way::Ussd(code) => {
            let said = network.ussd(code).unwrap();
            if said.wants_reply() {
                let replies: Vec<_> = operator.ussd_replies().collect();
                return network.ussd_reply(replies[0]).unwrap().text;
            }
            said.text
        }
        Way::Sms { number, text } => {
            network.send_text(&Composer::new(number.parse().unwrap()), text).unwrap();
            let answer = network.receive(std::time::Duration::from_secs(60)).unwrap().unwrap();
            answer.text().unwrap().to_string()
        }
        Way::Call { .. } => panic!("no calls"),
    };
    for way in operator.balance() {
        assert_eq!(ask(&way), "Your balance is 12.34 EUR", "{way}");
    }
    for way in operator.own_number() {
        assert!(ask(&way).ends_with("+447700900123"), "{way}");
    }
    let code = VoucherCode::new("1111-1111-1111-11", operator.voucher_digits()).unwrap();
    for (way, answer) in operator.top_up().zip(["Topped up with 10.00 EUR", "This voucher has been used"]) {
        let way = match way.with_code(&code).unwrap() {
            TopUpRequest::Ussd(text) => Way::Ussd(text.expose().into()),
            TopUpRequest::Sms { number, text } => Way::Sms { number, text: text.expose().into() },
        };
        assert!(ask(&way).starts_with(answer));
    }
}

#[test]
fn entries_replace_or_stand_beside() {
    let o2 = |replaces| OperatorEntry { replaces, ..entry("o2", "234-10") };
    let with = |entries: &[OperatorEntry], network: &str| {
        let mut directory = Directory::builtin();
        directory.extend(entries).unwrap();
        let all: Vec<_> = directory.operators_of(plmn(network)).map(|one| one.name().to_string()).collect();
        (all.join(" "), directory.operators().count())
    };
    assert_eq!(with(&[], "234-10"), ("O2 Tesco Mobile giffgaff".into(), 634));
    assert_eq!(with(&[o2(Replaces::Nothing)], "234-10"), ("o2 O2 Tesco Mobile giffgaff".into(), 635));
    assert_eq!(with(&[o2(Replaces::SameName)], "234-10"), ("o2 Tesco Mobile giffgaff".into(), 635));
    assert_eq!(with(&[o2(Replaces::Network)], "234-10"), ("o2".into(), 635));
    // its other networks are as they were
    assert_eq!(with(&[o2(Replaces::Network)], "234-11").0, "O2 Tesco Mobile giffgaff");
    // on all its networks: it is gone
    let whole = OperatorEntry {
        plmns: vec!["234-02".into(), "234-10".into(), "234-11".into()],
        ..o2(Replaces::SameName)
    };
    assert_eq!(with(std::slice::from_ref(&whole), "234-02"), ("o2 Tesco Mobile giffgaff".into(), 634));
    // later ones replace earlier ones
    assert_eq!(with(&[whole.clone(), o2(Replaces::SameName)], "234-10").1, 635);
    assert_eq!(with(&[whole.clone(), whole], "234-10"), ("o2 Tesco Mobile giffgaff".into(), 634));
}

#[test]
fn what_is_built_in_can_be_written_and_changed() {
    let builtin = Directory::builtin();
    let operators: Vec<_> = builtin.operators().collect();
    let json = serde_json::json!({ "operator": operators }).to_string();
    let mut again = Directory::empty();
    again.extend_from_json(&json).unwrap();
    assert!(again.operators().eq(builtin.operators()));
    let first = serde_json::to_value(operators[0]).unwrap();
    let expected = serde_json::json!({
        "name": "Andorra Telecom (Mobiland)", "country": "AD", "plmns": ["213-03"], "replaces": "same-name",
    });
    assert_eq!(first, expected);
}

#[test]
fn texts_of_ones_own() {
    let text = r##"
        [[operator]]
        name = "Example"
        country = "GB"
        plmns = ["001-01", "001-001", "001-01"]
        brands = ["Ex"]
        replaces = "network"
        mvno = true
        balance = [{ ussd = "*100#" }, { sms = "+447700900456", text = "BAL ?" }, { call = "*22" }]
        ussd_replies = ["1", "3"]
        top_up = [{ ussd = "*105*NUMBER*CODE#" }, { sms = "123", text = "TOPUP CODE" }]
        voucher_digits = [14, 16]
        own_number = [{ ussd = "*106#" }]
    "##;
    let mut directory = Directory::empty();
    directory.extend_from_toml(text).unwrap();
    let operator = directory.operators().next().unwrap();
    assert!(operator.plmns().eq([plmn("001-01"), plmn("001-001")]));
    assert_eq!(operator.is_virtual(), Some(true));
    assert_eq!(operator.voucher_digits(), Some(VoucherDigits { min: 14, max: 16 }));
    let ways: Vec<_> = operator.balance().map(|way| way.to_string()).collect();
    assert_eq!(ways, ["USSD *100#", "SMS to +447700900456: BAL ?", "call *22"]);
    let json = serde_json::json!({ "operator": [operator] }).to_string();
    let mut again = Directory::empty();
    again.extend_from_json(&json).unwrap();
    assert_eq!(again.operators().next(), Some(operator));
}

#[test]
fn mistakes_name_entry_and_field() {
    let mut directory = Directory::empty();
    let mut problem = |change: &dyn Fn(&mut OperatorEntry)| {
        let mut wrong = entry("Wrong", "001-01");
        change(&mut wrong);
        let good = entry("Good", "001-01");
        match directory.extend(&[good, wrong]).unwrap_err() {
            DirectoryError::Entry { entry: 2, field, problem, .. } => (field, problem),
            other => panic!("{other}"),
        }
    };
    use EntryProblem::*;
    assert_eq!(problem(&|e| e.name = " ".into()), ("name", Missing));
    assert_eq!(problem(&|e| e.name = "a\tb".into()), ("name", Character { position: 1 }));
    assert_eq!(problem(&|e| e.name = "a".repeat(81)), ("name", TooLong { max: 80 }));
    assert_eq!(problem(&|e| e.country = "gb".into()), ("country", Country));
    assert_eq!(problem(&|e| e.plmns.clear()), ("plmns", Missing));
    assert_eq!(problem(&|e| e.plmns = vec!["001-01".into(); 129]), ("plmns", TooMany { max: 128 }));
    assert!(matches!(problem(&|e| e.plmns[0] = "1-1".into()), ("plmns", Plmn(_))));
    let (field, germany) = problem(&|e| e.plmns[0] = "262-01".into());
    assert_eq!((field, germany.to_string().as_str()), ("plmns", "the country of this PLMN is Germany"));
    assert_eq!(problem(&|e| e.gid1 = vec!["4G".into()]), ("gid1", Character { position: 1 }));
    assert_eq!(problem(&|e| e.iccid = vec!["89A".into()]), ("iccid", Character { position: 2 }));
    for range in [(3, 14), (14, 33), (14, 13)] {
        let expected = ("voucher_digits", Range { min: 4, max: 32 });
        assert_eq!(problem(&|e| e.voucher_digits = Some(range)), expected);
    }
    let balance = |way: WayEntry| move |e: &mut OperatorEntry| e.balance = vec![way.clone()];
    assert_eq!(problem(&balance(ussd("*100#\r"))), ("balance", Character { position: 5 }));
    assert_eq!(problem(&balance(ussd("*100*CODE#"))), ("balance", Character { position: 6 }));
    assert_eq!(problem(&balance(ussd(""))), ("balance", Missing));
    assert_eq!(problem(&balance(WayEntry::default())), ("balance", Way));
    assert_eq!(problem(&balance(WayEntry { call: Some("1".into()), ..ussd("*1#") })), ("balance", Way));
    assert_eq!(problem(&balance(WayEntry { text: Some("BAL".into()), ..ussd("*1#") })), ("balance", Way));
    let sms = |number: &str, text: &str| WayEntry {
        sms: Some(number.into()),
        text: Some(text.into()),
        ..WayEntry::default()
    };
    assert_eq!(problem(&balance(sms("12a", "BAL"))), ("balance", Character { position: 2 }));
    assert_eq!(problem(&balance(sms("123", ""))), ("balance", Missing));
    assert_eq!(problem(&balance(sms("123", "\u{1A}"))), ("balance", Character { position: 0 }));
    let top_up = |way: WayEntry| move |e: &mut OperatorEntry| e.top_up = vec![way.clone()];
    let placeholder = |placeholder| ("top_up", Placeholder { placeholder });
    assert_eq!(problem(&top_up(ussd("*105#"))), placeholder("CODE"));
    assert_eq!(problem(&top_up(ussd("*CODE*CODE#"))), placeholder("CODE"));
    assert_eq!(problem(&top_up(ussd("*NUMBER*NUMBER*CODE#"))), placeholder("NUMBER"));
    assert_eq!(problem(&top_up(ussd("*105*CODE;#"))), ("top_up", Character { position: 9 }));
    assert_eq!(problem(&|e| e.ussd_replies = vec!["x".into()]), ("ussd_replies", Character { position: 0 }));
    assert_eq!(problem(&|e| e.own_number = vec![ussd("*1#"); 17]), ("own_number", TooMany { max: 16 }));
    // none of the good ones was taken
    assert_eq!(directory.operators().count(), 0);
}

#[test]
fn hostile_files() {
    let mut directory = Directory::builtin();
    let mut error = |toml: bool, text: &str| {
        let result = if toml { directory.extend_from_toml(text) } else { directory.extend_from_json(text) };
        result.unwrap_err()
    };
    let long = " ".repeat((1 << 20) + 1);
    let too_large = DirectoryError::TooLarge { len: (1 << 20) + 1, max: 1 << 20 };
    assert_eq!((error(true, &long), error(false, &long)), (too_large.clone(), too_large));
    let deep = ["[".repeat(100_000), "]".repeat(100_000)];
    assert!(matches!(error(false, &deep.concat()), DirectoryError::Syntax { line: 1, .. }));
    assert!(matches!(error(true, &format!("a = {}", deep.concat())), DirectoryError::Syntax { line: 1, .. }));
    let unknown = "[[operator]]\nname = \"A\"\ncountry = \"GB\"\nplmns = [\"001-01\"]\nbalances = []\n";
    let DirectoryError::Syntax { line, reason, .. } = error(true, unknown) else { panic!() };
    assert!(line == 5 && reason.contains("balances"), "{line} {reason}");
    assert!(matches!(error(false, "{\"operator\": [{}]}"), DirectoryError::Syntax { .. }));
    let many = vec![entry("Many", "001-01"); 4_097];
    assert_eq!(directory.extend(&many), Err(DirectoryError::TooManyEntries { max: 4_096 }));
    // as many as there can be, all of one name on one network
    directory.extend(&many[1..]).unwrap();
    assert_eq!(directory.operators_of(plmn("001-01")).count(), 1);
    assert!(directory.extend(&many[..1]).is_err());
}

#[test]
fn codes_are_secret() {
    let code = VoucherCode::new(" 1234 5678\u{2013}9012\u{A0}34", None).unwrap();
    assert_eq!(code.expose(), "12345678901234");
    let length = |digits| TopUpError::Length { digits, min: 6, max: 20 };
    assert_eq!(VoucherCode::new(&"1".repeat(21), None).unwrap_err(), length(21));
    assert_eq!(VoucherCode::new("", None).unwrap_err(), length(0));
    assert_eq!(VoucherCode::new("12345678#", None).unwrap_err(), TopUpError::Character { position: 8 });
    assert_eq!(VoucherCode::new("123٣567", None).unwrap_err(), TopUpError::Character { position: 3 });
    let digits = Some(VoucherDigits { min: 15, max: 16 });
    let error = VoucherCode::new("12345678901234", digits).unwrap_err();
    assert_eq!(error.to_string(), "the voucher code has 14 digits; it should have 15 to 16");

    let own = TopUpWay::Sms { number: "123".into(), text: "TOPUP CODE".into() };
    let others = TopUpWay::Ussd("*105*NUMBER*CODE#".into());
    let number = "+447700900456".parse().unwrap();
    let filled = others.with_code_for(&code, &number).unwrap();
    assert_eq!(format!("{filled:?}"), "Ussd(SecretText(*105*NUMBER*CODE#))");
    let TopUpRequest::Ussd(text) = filled else { panic!() };
    assert_eq!(text.preview(), "*105*447700900456*CODE#");
    assert_eq!(text.expose(), "*105*447700900456*12345678901234#");
    assert_eq!(others.with_code(&code).unwrap_err(), TopUpError::NumberNeeded);
    assert_eq!(own.with_code_for(&code, &number).unwrap_err(), TopUpError::OwnAccountOnly);
    let national = "07700900456".parse().unwrap();
    assert_eq!(others.with_code_for(&code, &national).unwrap_err(), TopUpError::NotInternational);
    let call = TopUpWay::Call { digits: "150".into() };
    assert_eq!(call.with_code(&code).unwrap_err(), TopUpError::Call);
    assert_eq!(call.with_code_for(&code, &number).unwrap_err(), TopUpError::Call);
    // made by hand, without a place for the code
    let none = TopUpWay::Ussd("*105#".into());
    assert_eq!(none.with_code(&code).unwrap_err(), TopUpError::Template);
}

proptest! {
    #[test]
    fn names_on_cards_never_panic(spn in ".{0,20}", gid1 in proptest::collection::vec(any::<u8>(), 0..4)) {
        let directory = Directory::builtin();
        let selector = Selector::of_plmn(plmn("505-02")).with_spn(&spn).with_gid1(&gid1);
        prop_assert!(!directory.find(&selector).operators().is_empty());
    }

    #[test]
    fn codes_of_digits_alone(text in "[0-9 -]{0,30}") {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        prop_assert_eq!(VoucherCode::new(&text, None).is_ok(), (6..=20).contains(&digits));
    }
}
