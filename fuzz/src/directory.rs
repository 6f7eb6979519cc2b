use simcard::account::directory::{
    Directory, OperatorEntry, Replaces, Selector, TopUpRequest, VoucherCode, Way,
};

/// Entries of one's own, as JSON if the text begins with a brace and else as TOML: what is taken can be found, is written
/// as it was taken, and has no code that could end a command.
pub fn directory(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let mut directory = Directory::builtin();
    let before = directory.operators().count();
    let taken = match text.trim_start().starts_with('{') {
        true => directory.extend_from_json(text),
        false => directory.extend_from_toml(text),
    };
    if let Err(error) = taken {
        assert!(!error.to_string().is_empty());
        assert_eq!(directory.operators().count(), before, "of a list with a mistake nothing is taken");
        return;
    }
    let mut own = Directory::empty();
    match text.trim_start().starts_with('{') {
        true => own.extend_from_json(text),
        false => own.extend_from_toml(text),
    }
    .expect("it was taken once");
    let code = VoucherCode::new("12345678901234", None).expect("a code");
    let safe = |text: &str| !text.contains(char::is_control);
    for operator in own.operators() {
        for way in operator.balance().chain(operator.own_number()) {
            match way {
                Way::Ussd(text) | Way::Call { digits: text } => assert!(safe(&text) && !text.is_empty()),
                Way::Sms { number, text } => assert!(safe(&number) && safe(&text)),
            }
        }
        for way in operator.top_up() {
            let number = "+447700900456".parse().expect("a number");
            let request = way.with_code(&code).or_else(|_| way.with_code_for(&code, &number));
            if let Ok(TopUpRequest::Ussd(text) | TopUpRequest::Sms { text, .. }) = request {
                assert!(safe(text.expose()));
                assert_eq!(text.expose().matches(code.expose()).count(), 1, "the code goes in once");
            }
        }
        for plmn in operator.plmns() {
            let found = directory.find(&Selector::of_plmn(plmn));
            assert!(!found.operators().is_empty());
        }
    }
    let entries: Vec<_> = own
        .operators()
        .map(|operator| OperatorEntry { replaces: Replaces::Nothing, ..operator.to_entry() })
        .collect();
    let mut again = Directory::empty();
    again.extend(&entries).expect("what was taken is taken again");
    assert!(again.operators().eq(own.operators()));
}
