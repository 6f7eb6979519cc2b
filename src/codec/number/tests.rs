use alloc::format;
use alloc::string::ToString;

use hex_literal::hex;
use proptest::prelude::*;

use super::*;

fn error(offset: usize, kind: DecodeErrorKind) -> DecodeError {
    DecodeError::new("dialling number", offset, kind)
}

#[test]
fn any_ton_npi_byte_is_kept() {
    for byte in 0..=0xFF {
        let ton_npi = TonNpi::from_byte(byte);
        assert_eq!(ton_npi.byte(), byte);
        assert_eq!(TonNpi::new(ton_npi.ton(), ton_npi.npi()).byte(), byte | 0x80);
        assert_eq!(ton_npi.is_extended(), byte < 0x80);
    }
    assert_eq!(TonNpi::new(TypeOfNumber::International, NumberingPlan::Telephony), TonNpi::INTERNATIONAL);
    assert_eq!(TonNpi::new(TypeOfNumber::Unknown, NumberingPlan::Telephony), TonNpi::UNKNOWN);
    assert_eq!(TonNpi::from_byte(0xA8).ton(), TypeOfNumber::National);
    assert_eq!(TonNpi::from_byte(0xA8).npi(), NumberingPlan::National);
    assert_eq!(TonNpi::from_byte(0x8B).npi(), NumberingPlan::Other(11));
    assert_eq!(format!("{:?}", TonNpi::INTERNATIONAL), "TonNpi(91: International, Telephony)");
}

#[test]
fn numbers_from_bytes() {
    for (bytes, shown) in [
        (&hex!("91 447700091032")[..], "+447700900123"),
        (&hex!("81 7000090010F2"), "07009000012"),
        (&hex!("A1 77009010F0"), "770009010"),
        (&hex!("FF 1A00FB"), "*100#"),
        (&hex!("81 213C 54"), "12a345"),
        (&hex!("81 21FFFF"), "12"),
    ] {
        let number = DialingNumber::from_bytes(bytes).unwrap().unwrap();
        assert_eq!(number.to_string(), shown);
        assert_eq!(number.ton_npi().byte(), bytes[0]);
    }
    assert_eq!(DialingNumber::from_bytes(&hex!("91")), Ok(None));
    assert_eq!(DialingNumber::from_bytes(&hex!("91FFFF")), Ok(None));
    assert_eq!(DialingNumber::from_bytes(&[]), Err(error(0, DecodeErrorKind::Truncated { missing: 1 })));
    assert_eq!(DialingNumber::from_bytes(&hex!("D0 C834")), Err(error(0, DecodeErrorKind::Value(0xD0))));
    assert_eq!(DialingNumber::from_bytes(&hex!("91 44F7 10")), Err(error(3, DecodeErrorKind::Digit(0))));
}

#[test]
fn fields_with_a_length() {
    let shown = |field: &[u8]| {
        DialingNumber::from_length_prefixed(field).map(|number| number.map(|number| number.to_string()))
    };
    let number = Ok(Some(String::from("+447700900123")));
    assert_eq!(shown(&hex!("07 91 447700091032 FFFFFFFF")), number);
    // the length counts filling
    assert_eq!(shown(&hex!("0B 91 447700091032 FFFFFFFF")), number);
    // bytes behind the length are not the number's
    assert_eq!(shown(&hex!("07 91 447700091032 05 FF")), number);
    // no number
    for field in [
        &hex!("FFFFFFFF")[..],
        &hex!("00 FFFFFF"),
        &hex!("FF 91 2143"),
        &hex!("00 91 2143"),
        &hex!("03 FFFFFF"),
    ] {
        assert_eq!(shown(field), Ok(None), "{field:02X?}");
    }
    assert_eq!(shown(&hex!("01 91 FFFF")), Ok(None));
    assert_eq!(shown(&hex!("20 FFFFFF")), Ok(None));
    // a length that lies
    assert_eq!(shown(&hex!("04 91 2143")), Err(error(0, DecodeErrorKind::Length)));
    assert_eq!(shown(&[]), Err(error(0, DecodeErrorKind::Truncated { missing: 1 })));
    // offsets count from the start of the field
    assert_eq!(shown(&hex!("04 91 44F7 10")), Err(error(4, DecodeErrorKind::Digit(0))));
}

#[test]
fn numbers_as_they_are_written_down() {
    for (text, byte) in [("+447700900123", 0x91), ("07700900123", 0x81), ("*100#", 0xFF), ("#31#", 0xFF)] {
        let number: DialingNumber = text.parse().unwrap();
        assert_eq!(number.ton_npi().byte(), byte);
        assert_eq!(number.to_string(), text);
    }
    let parse = |text: &str| text.parse::<DialingNumber>().map_err(|error| error.kind);
    assert_eq!(parse(""), Err(EncodeErrorKind::Empty));
    assert_eq!(parse("+"), Err(EncodeErrorKind::Empty));
    assert_eq!(parse("+44 7700"), Err(EncodeErrorKind::Character { index: 3 }));
    assert_eq!(parse("44+"), Err(EncodeErrorKind::Character { index: 2 }));
}

#[test]
fn a_field_holds_only_so_many_digits() {
    let number: DialingNumber = "+447700900123".parse().unwrap();
    assert_eq!(number.to_bytes(), hex!("91 447700091032"));
    assert_eq!(number.to_length_prefixed(8).unwrap(), hex!("07 91 447700091032"));
    assert_eq!(
        number.to_length_prefixed(7),
        Err(EncodeError::new("dialling number", EncodeErrorKind::TooLong { len: 12, max: 10 }))
    );
    let long = DialingNumber::new(TonNpi::UNKNOWN, "1".repeat(507)).unwrap();
    assert_eq!(
        long.to_length_prefixed(1000).map_err(|error| error.kind),
        Err(EncodeErrorKind::TooLong { len: 507, max: 506 })
    );
    let longest = DialingNumber::new(TonNpi::UNKNOWN, "1".repeat(506)).unwrap();
    let field = longest.to_length_prefixed(1000).unwrap();
    assert_eq!(DialingNumber::from_length_prefixed(&field), Ok(Some(longest)));
}

#[test]
fn debug_hides_the_number() {
    let number: DialingNumber = "+447700900123".parse().unwrap();
    assert_eq!(format!("{number:?}"), "DialingNumber(91 ••••••••••23)");
}

#[cfg(feature = "serde")]
#[test]
fn serialises_as_text() {
    let number: DialingNumber = "+447700900123".parse().unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), "\"+447700900123\"");
    assert_eq!(serde_json::from_str::<DialingNumber>("\"+447700900123\"").unwrap(), number);
    assert!(serde_json::from_str::<DialingNumber>("\"+\"").is_err());
}

proptest! {
    #[test]
    fn round_trip(byte: u8, digits in "[0-9*#abc]{1,40}", spare in 0usize..5) {
        let Ok(number) = DialingNumber::new(TonNpi::from_byte(byte), digits) else {
            prop_assert_eq!(TonNpi::from_byte(byte).ton(), TypeOfNumber::Alphanumeric);
            return Ok(());
        };
        prop_assert_eq!(DialingNumber::from_bytes(&number.to_bytes()), Ok(Some(number.clone())));
        let field = number.to_length_prefixed(number.to_bytes().len() + 1 + spare).unwrap();
        prop_assert_eq!(DialingNumber::from_length_prefixed(&field), Ok(Some(number)));
    }

    #[test]
    fn text_round_trip(text in "\\+?[0-9*#abc]{1,40}") {
        prop_assert_eq!(text.parse::<DialingNumber>().unwrap().to_string(), text);
    }

    #[test]
    fn random_bytes_never_panic_or_read_empty(bytes: Vec<u8>) {
        for number in [DialingNumber::from_bytes(&bytes), DialingNumber::from_length_prefixed(&bytes)] {
            if let Ok(Some(number)) = number {
                prop_assert!(!number.digits().is_empty());
                prop_assert_eq!(DialingNumber::from_bytes(&number.to_bytes()), Ok(Some(number)));
            }
        }
    }
}
