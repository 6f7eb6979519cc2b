//! Ways through menus.

use simcard::mock::{Applet, Flow, VirtualCard};
use simcard::toolkit::command::{SelectItem, SendUssd, SetUpMenu};
use simcard::toolkit::object::{Item, UssdString};
use simcard::toolkit::{
    Choice, CommandType, GeneralResult, Limits, ManualClock, Navigation, NavigationEnd, ScriptedHost,
    Toolkit, ToolkitError,
};
use simcard::{Card, Error};

use crate::support::{Came, Puppet, assert_answered, network, proactive, responses, text};

type Default<'c> = Toolkit<'c, VirtualCard, ScriptedHost, ManualClock>;

fn started(card: &mut Card<VirtualCard>, host: ScriptedHost) -> Default<'_> {
    let mut toolkit = card.toolkit_with(host, ManualClock::default(), Limits::default());
    toolkit.start().unwrap();
    toolkit
}

fn deep() -> VirtualCard {
    let accounts = Flow::new().choose(
        "Which account?",
        [
            ("Main account", Flow::new().ussd("*100#").show("{answer}")),
            ("Bonus account", Flow::new().show("No bonus")),
            (
                "Bonus history",
                Flow::new().choose("Year?", [("2023", Flow::new()), ("2024", Flow::new().show("Much"))]),
            ),
        ],
    );
    let applet =
        Applet::new("Operator").item("Balance", accounts).item("Balance of others", Flow::new().show("?"));
    VirtualCard::builder().applet(applet).build()
}

#[test]
fn by_text_beginning_case_and_position() {
    let mut card = Card::new(deep());
    let mut toolkit = started(&mut card, network());
    let paths: [&[Choice<'_>]; 5] = [
        &[Choice::Text("Balance"), Choice::Text("Main account")],
        &[Choice::Text("BALANCE"), Choice::Text("main")],
        &[Choice::Position(1), Choice::Position(1)],
        &[Choice::Text(" balance "), Choice::Text("M")],
        &[Choice::Text("Balance"), Choice::Position(1)],
    ];
    for path in paths {
        let found = toolkit.navigate(path, &[]).unwrap();
        assert_eq!(found.text(), Some("Balance: 12.34 EUR"), "{path:?}");
        assert_eq!(found.ended, NavigationEnd::Done);
        let [taken] = &found.actions[..] else { panic!("{found:?}") };
        assert_eq!((taken.action.command, taken.action.target.as_str()), (CommandType::SEND_USSD, "*100#"));
        assert_eq!((taken.allowed, taken.result), (true, Some(GeneralResult::OK)));
        assert_eq!(taken.answer.as_deref(), Some("Balance: 12.34 EUR"));
    }
    // all the ways to write a path
    assert_eq!(toolkit.navigate(["Balance", "Main account"], &[]).unwrap().texts.len(), 1);
    assert_eq!(toolkit.navigate(&["Balance", "Main account"], &[]).unwrap().texts.len(), 1);
    assert_eq!(
        toolkit.navigate(&["Balance".to_string(), "Main account".to_string()], &[]).unwrap().texts.len(),
        1
    );
    assert_eq!(toolkit.navigate([1_usize, 1], &[]).unwrap().texts.len(), 1);
}

#[test]
fn the_tree_is_learned() {
    let mut card = Card::new(deep());
    let mut toolkit = started(&mut card, network());
    assert_eq!(toolkit.menu().unwrap().items[0].submenu, None);
    let found = toolkit.navigate(["Balance", "Bonus history", "2024"], &[]).unwrap();
    assert_eq!(found.texts, ["Much"]);
    let menu = toolkit.menu().unwrap();
    let accounts = menu.items[0].submenu.as_ref().unwrap();
    assert_eq!(accounts.title, "Which account?");
    let texts: Vec<_> = accounts.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["Main account", "Bonus account", "Bonus history"]);
    assert_eq!(accounts.items[2].submenu.as_ref().unwrap().items[1].text, "2024");
    assert_eq!(menu.items[1].submenu, None);
}

#[test]
fn paths_that_end_too_soon_too_late_or_nowhere() {
    let mut card = Card::new(deep());
    let mut toolkit = started(&mut card, network());
    let found = toolkit.navigate(["Balance"], &[]).unwrap();
    let NavigationEnd::Choice(menu) = &found.ended else { panic!("{found:?}") };
    assert_eq!((menu.title.as_str(), menu.items.len()), ("Which account?", 3));
    assert_eq!(found.texts, [""; 0]);

    for (wanted, is_ambiguous) in [("Savings", false), ("bonus", true)] {
        let found = toolkit.navigate(["Balance", wanted, "more"], &[]).unwrap();
        let NavigationEnd::NoSuchItem { wanted: missed, ambiguous, menu } = &found.ended else { panic!() };
        assert_eq!((missed.as_str(), *ambiguous, menu.items.len()), (wanted, is_ambiguous, 3));
        assert_eq!(found.path_left, 2);
    }
    let found = toolkit.navigate(["Balance", "Bonus account", "of today"], &["1"]).unwrap();
    assert_eq!((found.text(), found.path_left, found.answers_left), (Some("No bonus"), 1, 1));
    assert_eq!(found.ended, NavigationEnd::Done);

    // nothing is sent for a choice that the main menu does not have
    let error = toolkit.navigate(["Money"], &[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"there is no "Money" in this menu; it has ["Balance", "Balance of others"]"#
    );
    let error = toolkit.navigate(["Bal"], &[]).unwrap_err();
    assert!(matches!(error, Error::Toolkit(ToolkitError::NoSuchItem { ambiguous: true, .. })), "{error}");
    let error = toolkit.navigate([""; 0], &[]).unwrap_err();
    assert!(matches!(error, Error::Toolkit(ToolkitError::EmptyPath)), "{error}");
}

#[test]
fn the_menu_of_an_operator() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut toolkit = started(&mut card, network());
    let found = toolkit.navigate(["Language", "deu"], &[]).unwrap();
    assert_eq!(found.texts, ["Die Sprache ist Deutsch."]);
    let found = toolkit.navigate(["Language", "ΕΛΛΗΝΙΚΆ"], &[]).unwrap();
    assert_eq!(found.texts, ["Η γλώσσα είναι ελληνικά."]);
    let found = toolkit.navigate(["Info"], &[]).unwrap();
    assert_eq!(found.texts.len(), 3);
    let found = toolkit.navigate(["My number"], &[]).unwrap();
    assert_eq!(found.text(), Some("+447700900123"));

    let found = toolkit.navigate(["Top up"], &["1234567890"]).unwrap();
    assert_eq!((found.text(), found.answers_left), (Some("Topped up"), 0));
    assert_eq!(found.actions[0].action.target, "*103*1234567890#");
    // one that is too short is not even sent
    for answers in [&["123"][..], &["12345678x0"], &[]] {
        let found = toolkit.navigate(["Top up"], answers).unwrap();
        assert_eq!(found.ended, NavigationEnd::Input { prompt: "Voucher code".into() });
        assert!(found.actions.is_empty());
        assert_eq!(found.answers_left, answers.len());
    }
}

#[test]
fn a_question_that_is_asked_again() {
    // the card takes digits only, but does not say so
    let question = Flow::new().ask("Amount?", 1, 3).show("{input} it is");
    let applet = Applet::new("M").item("Pay", Flow::new().confirm("Sure?").show("Yes")).item("Ask", question);
    let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    let mut toolkit = started(&mut card, network());
    assert_eq!(toolkit.navigate(["Ask"], &["20"]).unwrap().texts, ["20 it is"]);
    assert_eq!(toolkit.navigate(["Pay"], &["yes"]).unwrap().texts, ["Yes"]);
    assert_eq!(toolkit.navigate(["Pay"], &["n"]).unwrap().texts, [""; 0]);
    let found = toolkit.navigate(["Pay"], &["perhaps"]).unwrap();
    assert_eq!(found.ended, NavigationEnd::Input { prompt: "Sure?".into() });
}

#[test]
fn without_consent() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut toolkit = started(&mut card, ScriptedHost::new().ussd("*100#", "never"));
    let found = toolkit.navigate(["Balance"], &[]).unwrap();
    let [taken] = &found.actions[..] else { panic!("{found:?}") };
    assert_eq!((taken.allowed, taken.result), (false, Some(GeneralResult::USER_DID_NOT_ACCEPT)));
    assert_eq!(taken.answer, None);
    assert_eq!(found.texts, ["The service is not available."]);
}

#[test]
fn labels_and_identifiers_that_are_not_unique() {
    let item = |identifier, text| Item::new(identifier, text).unwrap();
    let menu = SetUpMenu::new("M", [item(1, "One"), item(1, "Uno"), item(2, "Two"), item(3, "Two")]).unwrap();
    let select = SelectItem::new("S", [item(7, "Same"), item(8, "Same"), item(8, "Other")]).unwrap();
    let card = Puppet::thinking(move |came, queue| {
        match came {
            Came::Profile => queue.push_back(proactive(menu.clone())),
            Came::Envelope(_) => queue.push_back(proactive(select.clone())),
            Came::Response(bytes) if bytes.ends_with(&[0x90, 0x01, 0x08]) => queue.push_back(text("eight")),
            _ => {}
        }
        None
    });
    let log = card.log();
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit(ScriptedHost::new());
    toolkit.start().unwrap();
    assert_eq!(toolkit.menu().unwrap().items.len(), 4);
    let error = toolkit.navigate(["Two"], &[]).unwrap_err();
    assert!(matches!(error, Error::Toolkit(ToolkitError::NoSuchItem { ambiguous: true, .. })), "{error}");
    let found = toolkit.navigate([Choice::Position(4), Choice::Text("Same")], &[]).unwrap();
    assert!(matches!(found.ended, NavigationEnd::NoSuchItem { ambiguous: true, .. }), "{found:?}");
    let found = toolkit.navigate([Choice::Text("Uno"), Choice::Position(2)], &[]).unwrap();
    assert_eq!(found.texts, ["eight"]);
    toolkit.close();
    assert_answered(&log.borrow());
    // the identifiers of what was chosen: D3 menu selection
    let chosen: Vec<u8> = log
        .borrow()
        .iter()
        .filter_map(|came| match came {
            Came::Envelope(bytes) => bytes.last().copied(),
            _ => None,
        })
        .collect();
    assert_eq!(chosen, [3, 1]);
    let items: Vec<_> = responses(&log.borrow()).iter().filter_map(|response| response.item()).collect();
    assert_eq!(items, [8]);
}

#[cfg(feature = "serde")]
#[test]
fn as_json() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut toolkit = started(&mut card, network());
    let found = toolkit.navigate(["Balance"], &[]).unwrap();
    assert_eq!(
        serde_json::to_value(&found).unwrap(),
        serde_json::json!({
            "texts": ["Balance: 12.34 EUR"],
            "actions": [{
                "action": { "command": "SEND USSD", "target": "*100#" },
                "allowed": true,
                "result": "command performed successfully",
                "answer": "Balance: 12.34 EUR",
            }],
            "ended": "done",
            "path_left": 0,
            "answers_left": 0,
        })
    );
}

#[test]
fn what_was_shown_before_an_error_is_not_lost() {
    // one text, one request, and more commands than there may be
    let ussd = proactive(SendUssd::new(UssdString::new("*100#").unwrap()));
    let card = Puppet::thinking(move |came, queue| {
        match came {
            Came::Profile => queue.push_back(proactive(menu_of(&["Balance"]))),
            Came::Envelope(_) => queue.extend([text("Please wait"), ussd.clone(), text("never")]),
            _ => {}
        }
        None
    });
    let mut card = Card::new(card);
    let limits = Limits { commands: 2, ..Limits::default() };
    let mut toolkit = card.toolkit_with(network(), ManualClock::default(), limits);
    toolkit.start().unwrap();
    let mut found = Navigation::default();
    let error = toolkit.navigate_into(["Balance", "more"], &["1"], &mut found).unwrap_err();
    assert!(matches!(error, Error::Toolkit(ToolkitError::Ended(_))), "{error}");
    assert_eq!(found.texts, ["Please wait"]);
    let [taken] = &found.actions[..] else { panic!("{found:?}") };
    assert_eq!(taken.answer.as_deref(), Some("Balance: 12.34 EUR"));
    assert_eq!((&found.ended, found.path_left, found.answers_left), (&NavigationEnd::Interrupted, 1, 1));
    // what was in it before is gone
    toolkit.navigate_into([""; 0], &[], &mut found).unwrap_err();
    assert_eq!(found, Navigation::default());
    #[cfg(feature = "serde")]
    assert_eq!(serde_json::to_value(&found).unwrap()["ended"], "interrupted");
}

#[test]
fn a_card_that_takes_its_time() {
    // the choice is taken, and what comes of it is announced at the next STATUS
    let mut chosen = false;
    let card = Puppet::thinking(move |came, queue| {
        match came {
            Came::Profile => queue.push_back(proactive(menu_of(&["Balance"]))),
            Came::Envelope(_) => chosen = true,
            Came::Status if std::mem::take(&mut chosen) => queue.push_back(text("12.34 EUR")),
            _ => {}
        }
        None
    });
    let log = card.log();
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit(network());
    toolkit.start().unwrap();
    assert_eq!(toolkit.navigate(["Balance"], &[]).unwrap().texts, ["12.34 EUR"]);
    assert_eq!(log.borrow().iter().filter(|came| **came == Came::Status).count(), 1);
}

#[test]
fn a_second_toolkit_without_a_reset() {
    for early in [false, true] {
        let applet = Applet::new("M").item("Show", Flow::new().show("Here"));
        let applet = if early { applet.early() } else { applet };
        let mut card = Card::new(VirtualCard::builder().applet(applet).build());
        for _ in 0..3 {
            let mut toolkit = started(&mut card, network());
            assert_eq!(toolkit.session().menu().unwrap().items.len(), 1);
            assert_eq!(toolkit.navigate(["Show"], &[]).unwrap().texts, ["Here"], "early: {early}");
        }
        card.reset().unwrap();
        assert!(started(&mut card, network()).menu().is_some());
    }
    // a menu that was taken away, or belonged to the card before its reset, does not come back
    for reset in [false, true] {
        let mut profiles = 0;
        let card = Puppet::thinking(move |came, queue| {
            if *came == Came::Profile {
                profiles += 1;
                match profiles {
                    1 => queue.push_back(proactive(menu_of(&["Show"]))),
                    2 if !reset => queue.push_back(proactive(SetUpMenu::removal())),
                    _ => {}
                }
            }
            None
        });
        let mut card = Card::new(card);
        card.toolkit(network()).start().unwrap();
        if reset {
            card.reset().unwrap();
        } else {
            card.toolkit(network()).start().unwrap();
        }
        let mut toolkit = card.toolkit(network());
        toolkit.start().unwrap();
        assert!(toolkit.menu().is_none(), "reset: {reset}");
    }
}

fn menu_of(items: &[&str]) -> SetUpMenu {
    let items: Vec<_> =
        (1..).zip(items).map(|(identifier, text)| Item::new(identifier, text).unwrap()).collect();
    SetUpMenu::new("M", items).unwrap()
}
