use super::{bytes, command, opt, raw, read, refused};
use crate::toolkit::command::*;
use crate::toolkit::object::{FrameIdentifier, Item, ItemIdentifier};
use crate::toolkit::result::GeneralResult;

#[test]
fn display_text() {
    // ETSI TS 102 223 6.6.1, all objects: text, icon, immediate response, duration, text attribute, frame
    let text = command!(
        DisplayText,
        "81 03 01 21 81 82 02 81 02 8D 06 04 'Hello 9E 02 00 01 AB 00 84 02 01 05 D0 04 00 05 03 B4 E8 01 02"
    );
    assert_eq!(text.text.text(), "Hello");
    assert!(text.qualifier.waits_for_user() && text.qualifier.high_priority());
    assert_eq!(opt(&text.icon), Some(bytes("00 01")));
    assert!(text.immediate_response.is_some());
    assert_eq!(opt(&text.duration), Some(bytes("01 05")));
    assert_eq!(opt(&text.text_attribute), Some(bytes("00 05 03 B4")));
    assert_eq!(text.frame, Some(FrameIdentifier(2)));
    // packed: "80ul" takes 28 bits
    let packed = command!(DisplayText, "81 03 01 21 00 82 02 81 02 8D 05 00 38 58 9D 0D");
    assert_eq!(packed.text.text(), "80ul");
    assert!(!packed.qualifier.waits_for_user() && !packed.qualifier.high_priority());
    let cyrillic = command!(DisplayText, "81 03 01 21 80 82 02 81 02 8D 05 08 04 14 04 30");
    assert_eq!(cyrillic.text.text(), "Да");
    // no text at all is no refusal
    assert!(command!(DisplayText, "81 03 01 21 80 82 02 81 02 8D 00").text.is_empty());

    let mut built = DisplayText::new("Hello").unwrap();
    built.qualifier = DisplayTextQualifier::WAIT_FOR_USER;
    let pdu = ProactiveCommand::new(9, built).encode().unwrap();
    assert_eq!(pdu, super::around("81 03 09 21 80 82 02 81 02 8D 06 04 'Hello"));
}

#[test]
fn a_long_text_has_two_byte_lengths() {
    // 160 characters: the text string has 161 bytes, all objects 173
    let text = "x".repeat(160);
    let objects = alloc::format!("81 03 01 21 80 82 02 81 02 8D 81 A1 04 '{text}");
    assert_eq!(super::around(&objects)[..3], [0xD0, 0x81, 0xAD]);
    assert_eq!(command!(DisplayText, &objects).text.text(), text);
    // a length in more bytes than it needs stays as it is
    let pdu = bytes("D0 81 0F 81 03 01 21 80 82 02 81 02 8D 82 00 02 04 41");
    let command = ProactiveCommand::decode(&pdu).unwrap();
    assert_eq!(command.encode().unwrap(), pdu);
    assert_eq!(command.warnings, []);
}

#[test]
fn get_inkey() {
    let key = command!(
        GetInkey,
        "81 03 01 22 84 82 02 81 82 8D 06 04 'Sure? 1E 02 01 03 84 02 01 0A D0 04 00 06 00 B4 E8 01 00"
    );
    assert_eq!(key.text.text(), "Sure?");
    assert!(key.qualifier.yes_no() && key.qualifier.help_available());
    assert!(!key.qualifier.digits_only() && !key.qualifier.ucs2() && !key.qualifier.immediate());
    assert_eq!(opt(&key.icon), Some(bytes("01 03")));
    assert_eq!(opt(&key.duration), Some(bytes("01 0A")));
    assert_eq!(key.frame, Some(FrameIdentifier(0)));
    let digit = command!(GetInkey, "81 03 01 22 08 82 02 81 82 8D 02 04 '?").qualifier;
    assert!(digit.digits_only() && digit.immediate());
    let ucs2 = command!(GetInkey, "81 03 01 22 03 82 02 81 82 8D 02 04 '?").qualifier;
    assert!(ucs2.ucs2() && !ucs2.digits_only());
    assert_eq!(GetInkey::new("?").unwrap().text.text(), "?");
}

#[test]
fn get_input() {
    let input = command!(
        GetInput,
        "81 03 01 23 8D 82 02 81 82 8D 06 04 'Name: 91 02 01 14 17 04 04 'Bob \
         9E 02 00 02 D0 04 00 06 00 B4 E8 01 01 84 02 01 1E"
    );
    assert_eq!(input.text.text(), "Name:");
    assert_eq!(raw(&input.response_length), bytes("01 14"));
    assert_eq!(opt(&input.default_text), Some(bytes("04 'Bob")));
    assert_eq!(opt(&input.icon), Some(bytes("00 02")));
    assert_eq!(opt(&input.duration), Some(bytes("01 1E")));
    let qualifier = input.qualifier;
    assert!(qualifier.hides_input() && qualifier.packed() && qualifier.help_available());
    assert!(!qualifier.digits_only() && !qualifier.ucs2());
    assert!(GetInputQualifier::from(3).ucs2());
    // both the text and the response length are mandatory
    assert_eq!(refused("81 03 01 23 00 82 02 81 82 8D 02 04 41"), GeneralResult::VALUES_MISSING);
    assert_eq!(refused("81 03 01 23 00 82 02 81 82 91 02 01 05"), GeneralResult::VALUES_MISSING);
}

#[test]
fn play_tone() {
    let tone = command!(
        PlayTone,
        "81 03 01 20 01 82 02 81 03 85 04 'Ring 8E 01 11 84 02 01 05 1E 02 01 01 D0 04 00 04 00 B4 E8 01 03"
    );
    assert_eq!(tone.alpha.unwrap().text(), "Ring");
    assert_eq!(opt(&tone.tone), Some(bytes("11")));
    assert_eq!(opt(&tone.duration), Some(bytes("01 05")));
    assert!(tone.qualifier.vibrates());
    assert_eq!(tone.frame, Some(FrameIdentifier(3)));
    assert_eq!(PlayTone::new(None).tone, None);
}

#[test]
fn set_up_menu() {
    let menu = command!(
        SetUpMenu,
        "81 03 01 25 81 82 02 81 82 85 05 'Bank_ 8F 08 01 'Balance 8F 07 02 'Top_up \
         18 02 13 24 9E 02 00 01 9F 03 00 02 03 D0 04 00 05 00 B4 D1 08 00 05 00 B4 00 05 00 B4"
    );
    assert_eq!(menu.title.text(), "Bank ");
    assert_eq!(menu.items, [Item::new(1, "Balance").unwrap(), Item::new(2, "Top up").unwrap()]);
    assert_eq!(opt(&menu.next_actions), Some(bytes("13 24")));
    assert_eq!(opt(&menu.icon), Some(bytes("00 01")));
    assert_eq!(opt(&menu.item_icons), Some(bytes("00 02 03")));
    assert_eq!(opt(&menu.text_attribute), Some(bytes("00 05 00 B4")));
    assert_eq!(opt(&menu.item_text_attributes), Some(bytes("00 05 00 B4 00 05 00 B4")));
    assert!(menu.qualifier.soft_keys() && menu.qualifier.help_available());
    assert!(!menu.removes());

    let removal = command!(SetUpMenu, "81 03 01 25 00 82 02 81 82 85 00 8F 00");
    assert!(removal.removes());
    assert_eq!(removal, SetUpMenu::removal());
    // an item with an identifier and no text is no removal
    assert!(!command!(SetUpMenu, "81 03 01 25 00 82 02 81 82 85 00 8F 01 01").removes());
    assert_eq!(refused("81 03 01 25 00 82 02 81 82 85 01 41"), GeneralResult::VALUES_MISSING);
    assert_eq!(refused("81 03 01 25 00 82 02 81 82 8F 02 01 41"), GeneralResult::VALUES_MISSING);
}

#[test]
fn a_menu_of_250_items() {
    let items: alloc::vec::Vec<Item> =
        (1..=250).map(|identifier| Item::new(identifier, "same").unwrap()).collect();
    let pdu = ProactiveCommand::new(1, SetUpMenu::new("All", items.clone()).unwrap()).encode().unwrap();
    let Command::SetUpMenu(menu) = ProactiveCommand::decode(&pdu).unwrap().command else { panic!() };
    assert_eq!(menu.items, items);
}

#[test]
fn select_item() {
    let choice = command!(
        SelectItem,
        "81 03 01 24 87 82 02 81 82 85 06 'Choose 8F 04 01 'One 8F 04 02 'Two 18 02 21 22 90 01 02 \
         9E 02 00 01 9F 03 01 02 03 D0 04 00 06 00 B4 D1 08 00 06 00 B4 00 06 00 B4 E8 01 01"
    );
    assert_eq!(choice.title.unwrap().text(), "Choose");
    assert_eq!(choice.items.iter().map(Item::identifier).collect::<alloc::vec::Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(choice.default_item, Some(ItemIdentifier(2)));
    assert_eq!(opt(&choice.next_actions), Some(bytes("21 22")));
    assert_eq!(opt(&choice.item_icons), Some(bytes("01 02 03")));
    assert_eq!(choice.frame, Some(FrameIdentifier(1)));
    let qualifier = choice.qualifier;
    assert_eq!(qualifier.navigation(), Some(true));
    assert!(qualifier.soft_keys() && qualifier.help_available());
    assert_eq!(SelectItemQualifier::from(1).navigation(), Some(false));
    assert_eq!(SelectItemQualifier::from(2).navigation(), None);

    let built = SelectItem::new("", [Item::new(1, "One").unwrap()]).unwrap();
    assert_eq!(
        ProactiveCommand::new(1, built).encode().unwrap(),
        super::around("81 03 01 24 00 82 02 81 82 05 00 8F 04 01 'One")
    );
}

#[test]
fn set_up_idle_mode_text() {
    let text = command!(
        SetUpIdleModeText,
        "81 03 01 28 00 82 02 81 82 8D 05 04 'Idle 9E 02 00 01 D0 04 00 05 00 B4 E8 01 00"
    );
    assert_eq!((text.text.text().as_str(), text.removes()), ("Idle", false));
    assert_eq!(opt(&text.icon), Some(bytes("00 01")));
    let removal = command!(SetUpIdleModeText, "81 03 01 28 00 82 02 81 82 8D 00");
    assert!(removal.removes());
    assert_eq!(removal, SetUpIdleModeText::removal());
    assert_eq!(SetUpIdleModeText::new("Idle").unwrap().text, text.text);
}

#[test]
fn frames() {
    // frame 0 is divided, frame 1 is the default: two objects of one kind
    let frames = command!(SetFrames, "81 03 01 50 01 82 02 81 82 E8 01 00 E6 03 01 45 45 E8 01 01");
    assert_eq!(frames.frame, FrameIdentifier(0));
    assert_eq!(opt(&frames.layout), Some(bytes("01 45 45")));
    assert_eq!(frames.default_frame, Some(FrameIdentifier(1)));
    assert!(!frames.qualifier.draws_separators());
    read("81 03 01 51 00 82 02 81 82");
}

#[test]
fn an_icon_that_does_not_explain_itself_needs_a_text() {
    // ETSI TS 102 223 6.5.4; bit 1 of the icon qualifier, 8.31
    for objects in [
        "81 03 01 20 00 82 02 81 03 9E 02 01 01",
        "81 03 01 20 00 82 02 81 03 85 00 9E 02 01 01",
        "81 03 01 21 00 82 02 81 02 8D 01 04 9E 02 01 01",
        "81 03 01 40 00 82 02 81 82 9E 02 01 01 B5 01 03 B9 02 02 00 8D 02 04 41",
    ] {
        assert_eq!(refused(objects), GeneralResult::DATA_NOT_UNDERSTOOD, "{objects}");
    }
    read("81 03 01 20 00 82 02 81 03 9E 02 00 01");
    read("81 03 01 20 00 82 02 81 03 85 01 41 9E 02 01 01");
    read("81 03 01 21 00 82 02 81 02 8D 02 04 41 9E 02 01 01");
}
