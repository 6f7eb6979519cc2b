use super::*;
use crate::account::{Currency, Decimal, Note, Quantity, ReplyKind, Unit};

const TODAY: Date = Date::constant(2026, 11, 22);

fn read_in(country: Country, text: &str) -> BalanceReport {
    read(text, &Context { country: Some(country), today: Some(TODAY) })
}

fn main_of(country: Country, text: &str) -> Option<String> {
    read_in(country, text).main.map(|money| money.to_string())
}

#[test]
fn words_of_all_languages_are_in_their_folded_form() {
    let lexicon = lexicon::Lexicon::shared();
    for word in ["balans", "guthaben", "رصيد", "余额", "ypoloipo", "잔액"] {
        assert!(lexicon.longest(word).is_some_and(|(entry, _)| entry.has(lexicon::Role::BALANCE)), "{word}");
    }
    assert!(currencies::CURRENCIES.len() < 256, "the place of a currency is a byte");
}

#[test]
fn marks_are_read_by_currency_country_and_the_rest_of_the_text() {
    for (country, text, amount) in [
        (Country::TZ, "Balance:36,998 Tsh", Some("36998 TZS")),
        (Country::KW, "Balance KD 1.234", Some("1.234 KWD")),
        (Country::DE, "Guthaben 1.234 EUR", None),
        (Country::DE, "Guthaben 1.234 EUR, Bonus 5,50 EUR", Some("1234 EUR")),
        (Country::DE, "Guthaben 1.234 EUR, Bonus 5.50 EUR", Some("1.234 EUR")),
        (Country::US, "Balance $1,234", Some("1234 USD")),
        (Country::IN, "Bal Rs 12,34,567.80", Some("1234567.80 INR")),
        (Country::CH, "Guthaben CHF 1'234.50", Some("1234.50 CHF")),
        (Country::RU, "Баланс 1 234,50 руб", Some("1234.50 RUB")),
        (Country::ID, "Pulsa Rp1.234.567", Some("1234567 IDR")),
        (Country::DE, "Guthaben 1.2.3.4 EUR", None),
    ] {
        assert_eq!(main_of(country, text).as_deref(), amount, "{text}");
    }
    let report = read_in(Country::DE, "Guthaben 1.234 EUR");
    assert_eq!(report.notes, [Note::AmbiguousAmount("1.234".into())]);
}

#[test]
fn two_that_differ_are_none() {
    let report = read_in(Country::GB, "Account A: £5.00 Account B: £6.00");
    assert_eq!((report.main, report.kind), (None, ReplyKind::Balance));
    assert_eq!(report.notes, [Note::CurrencyFromCountry, Note::SeveralAmounts].get(1..).unwrap());
    assert_eq!(main_of(Country::GB, "Balance £5.00. Your balance is £5.00").as_deref(), Some("5.00 GBP"));
}

#[test]
fn dates_need_a_country_where_they_have_two_readings() {
    let text = "Balance 5.00 EUR valid until 04/05/2027";
    let date = |country| read(text, &Context { country, today: None }).valid_until;
    assert_eq!(date(Some(Country::DE)), Some(Date::constant(2027, 5, 4)));
    assert_eq!(date(Some(Country::US)), Some(Date::constant(2027, 4, 5)));
    assert_eq!(date(None), None);
    let report = read(text, &Context::default());
    assert!(report.notes.contains(&Note::AmbiguousDate("04/05/2027".into())));
}

#[test]
fn what_is_relative_needs_today() {
    let text = "Balance is £7.20, valid for 30 days";
    let report = read_in(Country::GB, text);
    assert_eq!(report.valid_until, Some(Date::constant(2026, 12, 22)));
    assert!(report.notes.contains(&Note::RelativeDate));
    let report = read(text, &Context { country: Some(Country::GB), today: None });
    assert_eq!(report.valid_until, None);
    assert!(report.notes.contains(&Note::RelativeWithoutToday));
    // the next 12 May
    let report = read_in(Country::BR, "Saldo R$ 12,50 valido ate 12/05");
    assert_eq!(report.valid_until, Some(Date::constant(2027, 5, 12)));
    assert!(report.notes.contains(&Note::YearAssumed));
}

#[test]
fn the_persian_calendar() {
    // 1 Farvardin of 1400, 1404 (after a leap year) and 1405
    for (text, date) in [
        ("1400/01/01", Date::constant(2021, 3, 21)),
        ("1404/01/01", Date::constant(2025, 3, 21)),
        ("1405/01/01", Date::constant(2026, 3, 21)),
        ("1405/10/11", Date::constant(2027, 1, 1)),
    ] {
        let report = read_in(Country::IR, &alloc::format!("اعتبار 500 ریال تا {text}"));
        assert_eq!(report.valid_until, Some(date), "{text}");
    }
}

#[test]
fn what_else_is_left_is_told() {
    let report = read_in(Country::NG, "Main Bal: N45.20, Bonus: N5.00, 250MB valid till 30/11/2026");
    assert_eq!(report.main.map(|money| money.to_string()).as_deref(), Some("45.20 NGN"));
    let [bonus, data] = report.others.as_slice() else { panic!("{:?}", report.others) };
    let money = crate::account::Money { amount: Decimal::new(500, 2), currency: Some(Currency::NGN) };
    assert_eq!((bonus.label.as_str(), bonus.quantity), ("Bonus", Quantity::Money(money)));
    let bytes = Quantity::Count { amount: Decimal::from(250_000_000), unit: Unit::Bytes };
    assert_eq!((data.quantity, data.valid_until), (bytes, Some(Date::constant(2026, 11, 30))));
    assert_eq!(report.valid_until, None);
}

#[test]
fn letters_that_look_like_others() {
    let report = read_in(Country::RU, "OCTATOK 57.20 p.");
    assert_eq!(report.main.map(|money| money.to_string()).as_deref(), Some("57.20 RUB"));
    assert!(report.notes.contains(&Note::LookAlikeLetters));
    // no amount is made of letters
    assert_eq!(main_of(Country::NG, "Bal:N1,OOO.50"), None);
}

#[test]
fn what_is_no_balance() {
    for text in [
        "Minimum top-up: £5.00",
        "Your balance is below £1.00",
        "Last call cost £0.35",
        "Calls cost 5p/min",
        "Get 5GB for only £10! Dial *123#",
        "Your credit limit is £20.00",
        "Dial *100# or call 07700 900123",
        "",
    ] {
        assert_eq!(main_of(Country::GB, text), None, "{text}");
    }
}

#[test]
fn a_long_text_is_read_as_far_as_it_goes() {
    let text = "Balance 5.00 EUR ".repeat(2000);
    let report = read_in(Country::DE, &text);
    assert_eq!(report.raw, text);
    assert_eq!(report.main.map(|money| money.to_string()).as_deref(), Some("5.00 EUR"));
}

#[test]
fn answers_to_top_ups() {
    let outcome = |text| read_top_up(text, &Context { country: Some(Country::GB), today: None }).outcome;
    for (text, wanted) in [
        ("Recharge successful", TopUpOutcome::Accepted),
        ("Invalid voucher code", TopUpOutcome::WrongCode),
        ("This voucher has already been used", TopUpOutcome::AlreadyUsed),
        ("The voucher has expired", TopUpOutcome::Expired),
        ("Recharging is blocked", TopUpOutcome::Blocked),
        ("Der Aufladecode ist ungültig", TopUpOutcome::WrongCode),
        ("Ihr Guthaben wurde erfolgreich aufgeladen", TopUpOutcome::Accepted),
        ("Неверный код карты", TopUpOutcome::WrongCode),
        ("Hello", TopUpOutcome::Unknown),
        ("Your recharge was not successful", TopUpOutcome::Unknown),
    ] {
        assert_eq!(outcome(text), wanted, "{text}");
    }
}

#[test]
fn own_numbers() {
    let number = |text, country| own_number(text, Some(country)).map(|number| number.to_string());
    assert_eq!(number("Ihre Rufnummer: +44 7700 900123", Country::GB).as_deref(), Some("+447700900123"));
    assert_eq!(number("00447700900123", Country::GB).as_deref(), Some("+447700900123"));
    assert_eq!(number("MSISDN: 07700-900-123", Country::GB).as_deref(), Some("07700900123"));
    assert_eq!(number("07700900123 or 07700900124", Country::GB), None);
    for text in [
        "Service not available. Call 08001234567",
        "For help call 08001234567.",
        "Balance 5.00. Hotline 08001234567",
        "Please dial 08001234567 to go on",
    ] {
        assert_eq!(number(text, Country::GB), None, "{text}");
    }
    let text = "Your number is 07700900123. For help call 08001234567";
    assert_eq!(number(text, Country::GB).as_deref(), Some("07700900123"));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let report = read_in(Country::DE, &text);
        proptest::prop_assert_eq!(report.raw, text);
    }

    #[test]
    fn no_digits_panic(text in "[0-9.,/:*#$€ptrsA-Zа-я ()\\-\n+]{0,120}") {
        for country in [Country::DE, Country::US, Country::IN, Country::RU] {
            read_in(country, &text);
        }
        read_top_up(&text, &Context::default());
        own_number(&text, None);
        menu(&text);
    }
}
