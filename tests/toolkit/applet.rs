//! The applet of the virtual card: what a user of it can do.

use simcard::Card;
use simcard::codec::TonNpi;
use simcard::mock::{Applet, Flow, Quirks, VirtualCard};
use simcard::toolkit::command::{DisplayText, LaunchBrowser, OpenChannel, PlayTone, SetUpCall};
use simcard::toolkit::object::{
    Address, BearerDescription, BearerType, BufferSize, ItemIdentifier, Tone, Url,
};
use simcard::toolkit::{CommandType, Host, Limits, ManualClock, Reply, ScriptedHost, Toolkit};
use simcard::transport::Level;

use crate::support::network;

/// Chooses these items, and gives the host back.
fn run(card: VirtualCard, host: ScriptedHost, items: &[u8]) -> ScriptedHost {
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit_with(host, ManualClock::default(), Limits::default());
    toolkit.start().unwrap();
    for item in items {
        toolkit.select(*item).unwrap();
    }
    toolkit.close()
}

fn ok() -> Reply {
    Reply::ok()
}

const SORRY: &str = "The service is not available.";
const WRONG: &str = "That can't be right.";

#[test]
fn every_item_of_the_operator_on_every_kind_of_card() {
    let builders =
        [VirtualCard::builder(), VirtualCard::builder().gsm(), VirtualCard::builder().uicc_and_gsm()];
    for builder in builders {
        for level in [Level::Tpdu, Level::Apdu] {
            let host = network().enter("1234567890").choose("English");
            let host = run(builder.clone().level(level).build(), host, &[1, 2, 3, 4, 5, 1]);
            let info = "Test operator, page 1 of 3: calls are free in this test network.";
            assert_eq!(
                host.texts()[..5],
                ["Balance: 12.34 EUR", "Topped up", "+447700900123", "The language is English.", info]
            );
            assert_eq!(host.texts()[7], "Balance: 12.34 EUR");
            assert_eq!((host.texts().len(), host.left()), (8, 0));
            let sent: Vec<_> = host.actions().iter().map(|action| action.target.as_str()).collect();
            assert_eq!(sent, ["*100#", "*103*1234567890#", "*110#", "*100#"]);
        }
    }
}

#[test]
fn help() {
    let mut card = Card::new(VirtualCard::uicc());
    let mut toolkit = card.toolkit(network());
    toolkit.start().unwrap();
    for item in 1..=5 {
        toolkit.help(item).unwrap();
    }
    assert_eq!(
        toolkit.host().texts(),
        [
            "Shows what is left on your account.",
            "Tops up your account with a voucher.",
            "Shows your telephone number.",
            "Chooses the language of these menus.",
            "Three pages of information.",
        ]
    );
    assert!(toolkit.host().actions().is_empty());
    toolkit.close();
    // in the middle: the step comes again
    let host = network()
        .reply(Reply::help())
        .reply(ok())
        .enter("1234567890")
        .reply(Reply::text("Topped up"))
        .reply(ok())
        .reply(Reply::help().with(&ItemIdentifier(2)))
        .reply(ok())
        .choose("Deutsch");
    let host = run(VirtualCard::uicc(), host, &[2, 4]);
    assert_eq!(host.asked(), ["Voucher code", "Voucher code", "Language", "Language"]);
    let help = ["The 10 to 16 digits on your voucher.", "Topped up", "The language of these menus."];
    assert_eq!(host.texts()[..3], help);
}

#[test]
fn wrong_inputs() {
    // too short, not digits, then right
    let host = network().enter("123").enter("12345abc90").enter("1234567890");
    let host = run(VirtualCard::uicc(), host, &[2]);
    assert_eq!(host.texts(), [WRONG, WRONG, "Topped up"]);
    // three times wrong is the end, and nothing goes to the network
    let host = network().enter("1").enter("").enter("12345678901234567").enter("1234567890");
    let host = run(VirtualCard::uicc(), host, &[2]);
    assert_eq!((host.texts(), host.left()), (&[WRONG.to_string(), WRONG.into(), WRONG.into()][..], 1));
    assert!(host.actions().is_empty());
    // an item that is not there
    let host = network().reply(Reply::item(9)).reply(Reply::item(0)).reply(Reply::item(2));
    assert_eq!(run(VirtualCard::uicc(), host, &[4]).texts(), ["Die Sprache ist Deutsch."]);
    let host = network().reply(Reply::item(9)).reply(ok()).reply(Reply::item(4)).reply(Reply::item(2));
    let host = run(VirtualCard::uicc(), host, &[4]);
    assert_eq!((host.texts().len(), host.left()), (0, 1));
}

#[test]
fn back() {
    // pages: 1, 2, back to 1, 2, 3
    let host = network().reply(ok()).reply(Reply::back()).reply(ok()).reply(ok()).reply(ok());
    let host = run(VirtualCard::uicc(), host, &[5]);
    let pages: Vec<_> = host
        .texts()
        .iter()
        .map(|text| text.contains("1 of 3") as u8 + 2 * text.contains("2 of 3") as u8)
        .collect();
    assert_eq!(pages, [1, 2, 1, 2, 0]);
    // from the first page out of it
    assert_eq!(run(VirtualCard::uicc(), network().reply(Reply::back()), &[5]).texts().len(), 1);
    // from the balance: never asks the network a second time
    let host = run(VirtualCard::uicc(), network().reply(ok()).reply(Reply::back()), &[1]);
    assert_eq!(host.actions().len(), 1);
    // from the top-up's answer to the voucher code, and out
    let host = network().enter("1234567890").reply(ok()).reply(Reply::back()).reply(Reply::back());
    let host = run(VirtualCard::uicc(), host, &[2]);
    assert_eq!((host.asked().len(), host.actions().len(), host.left()), (2, 1, 0));
    // from a language to the choice of them
    let host = network().choose("English").reply(Reply::back()).choose("Deutsch");
    let host = run(VirtualCard::uicc(), host, &[4]);
    assert_eq!(host.texts(), ["The language is English.", "Die Sprache ist Deutsch."]);
}

#[test]
fn the_end_of_a_session() {
    for reply in [Reply::terminated(), Reply::no_response()] {
        let host = run(VirtualCard::uicc(), network().reply(ok()).reply(reply.clone()), &[5, 1]);
        assert_eq!(host.texts().len(), 3, "two pages, and the balance: {reply:?}");
        assert_eq!(host.texts()[2], "Balance: 12.34 EUR");
    }
}

#[test]
fn a_network_that_does_not_answer() {
    // no consent, no such service, unable
    assert_eq!(run(VirtualCard::uicc(), ScriptedHost::new(), &[1]).texts(), [SORRY]);
    assert_eq!(run(VirtualCard::uicc(), ScriptedHost::new().consenting(), &[1]).texts(), [SORRY]);
    let host = run(VirtualCard::uicc(), network().reply(Reply::unable(0x04)), &[1, 1]);
    assert_eq!(host.texts(), [SORRY, "Balance: 12.34 EUR"]);
    // done, without a word
    assert_eq!(run(VirtualCard::uicc(), network().reply(ok()), &[1]).texts(), ["Done."]);
    // in the language of the country, and longer than a command can carry
    let long = "Ж".repeat(182);
    let host = ScriptedHost::new().consenting().ussd("*100#", "Υπόλοιπο: 12€").ussd("*110#", &long);
    let host = run(VirtualCard::uicc(), host, &[1, 3]);
    assert_eq!(host.texts()[0], "Υπόλοιπο: 12€");
    assert_eq!(host.texts()[1], "Ж".repeat(host.texts()[1].chars().count()));
    assert!(host.texts()[1].chars().count() > 100);
}

#[test]
fn a_reset_in_the_middle() {
    /// Asks for a choice, and leaves it open.
    fn begin(card: &mut VirtualCard) {
        card.process(&[0x80, 0x10, 0, 0, 1, 0xFF]);
        let menu = [0x80, 0xC2, 0, 0, 9, 0xD3, 7, 0x82, 2, 1, 0x81, 0x90, 1, 4];
        assert_eq!(card.process(&menu), [0x93, 0x00], "the menu waits to be fetched");
    }

    let mut card = VirtualCard::uicc();
    begin(&mut card);
    let [0x91, len] = card.process(&[0x80, 0xF2, 0, 0x0C, 0])[..] else { panic!() };
    let first = card.process(&[0x80, 0x12, 0, 0, len]);
    assert!(simcard::toolkit::ProactiveCommand::decode(&first[..first.len() - 2]).is_ok());
    card.restart();
    assert_eq!(card.process(&[0x80, 0xF2, 0, 0x0C, 0]), [0x90, 0x00], "nothing before the profile");
    assert_eq!(card.terminal_profile_received(), None);
    assert_eq!(run(card, network(), &[1]).texts(), ["Balance: 12.34 EUR"]);
}

#[test]
fn an_applet_of_ones_own() {
    let empty = Applet::new("Empty");
    let mut card = Card::new(VirtualCard::builder().applet(empty).build());
    let mut toolkit = card.toolkit(ScriptedHost::new());
    toolkit.start().unwrap();
    assert_eq!(toolkit.menu(), None);
    toolkit.close();

    // flows within flows, and what comes behind them
    let inner = Flow::new().choose("Inner", [("Deep", Flow::new().show("deep"))]).show("behind inner");
    let flow = Flow::new().choose("Outer", [("In", inner), ("Out", Flow::new())]).show("behind outer");
    let applet = Applet::new("M").item("Go", flow);
    let card = || VirtualCard::builder().applet(applet.clone()).build();
    let host = run(card(), ScriptedHost::new().choose("In").choose("Deep"), &[1]);
    assert_eq!(host.texts(), ["deep", "behind inner", "behind outer"]);
    assert_eq!(run(card(), ScriptedHost::new().choose("Out"), &[1]).texts(), ["behind outer"]);
    let host = ScriptedHost::new().choose("In").reply(Reply::back()).choose("Out");
    assert_eq!(run(card(), host, &[1]).texts(), ["behind outer"]);
}

#[test]
fn a_toolkit_may_be_made_again() {
    let mut card = Card::new(VirtualCard::uicc());
    for _ in 0..3 {
        let mut toolkit: Toolkit<'_, _, _, _> = card.toolkit(network());
        toolkit.start().unwrap();
        toolkit.select(1).unwrap();
        assert_eq!(toolkit.close().texts().len(), 1);
        card.iccid().unwrap();
    }
}

#[test]
fn commands_before_the_profile_on_a_card_that_goes_mute() {
    let quirks = Quirks { needs_terminal_response: true, ..Quirks::default() };
    let bearer = BearerDescription::without_parameters(BearerType::DEFAULT);
    let applet = Applet::new("Early")
        .early()
        .first(DisplayText::new("Hello").unwrap())
        .first(PlayTone::new(Tone::DIAL))
        .first(LaunchBrowser::new(Url::new("http://example.com/").unwrap()))
        .first(OpenChannel::new(bearer, BufferSize(512)))
        .first(SetUpCall::new(Address::new(TonNpi::INTERNATIONAL, "447700900123").unwrap()))
        .item("Balance", Flow::new().ussd("*100#").show("{answer}"));
    for level in [Level::Tpdu, Level::Apdu] {
        let card = VirtualCard::builder().applet(applet.clone()).quirks(quirks).level(level).build();
        let mut card = Card::new(card);
        // the card can be read before, between and after
        card.iccid().unwrap();
        let mut toolkit = card.toolkit(network());
        toolkit.start().unwrap();
        let profile = toolkit.host().capabilities().terminal_profile();
        let received = toolkit.card().transport().terminal_profile_received().unwrap();
        assert_eq!(received, profile.as_bytes());
        toolkit.card().imsi().unwrap();
        toolkit.select(1).unwrap();
        let host = toolkit.close();
        assert_eq!(host.texts(), ["Hello", "Balance: 12.34 EUR"]);
        let asked: Vec<_> = host.actions().iter().map(|action| action.command).collect();
        assert_eq!(asked, [CommandType::LAUNCH_BROWSER, CommandType::SET_UP_CALL, CommandType::SEND_USSD]);
        card.identity().unwrap();
    }
}
