//! REFRESH: what the card changed behind our back is read anew, and resets are resets.

use simcard::mock::VirtualCard;
use simcard::toolkit::command::{Refresh, RefreshMode};
use simcard::toolkit::{
    Capabilities, CommandType, End, Host, HostResult, Limits, ManualClock, Reply, ScriptedHost, ToolkitError,
};
use simcard::{Card, Error};

use crate::support::{Came, Puppet, assert_answered, proactive, results, text};

const IMSI: &str = "ADF.USIM/EF.IMSI";

/// A card that asks for a REFRESH at the first choice.
fn card(mode: RefreshMode) -> Puppet {
    Puppet::thinking(move |came, queue| {
        if matches!(came, Came::Envelope(_)) {
            queue.push_back(proactive(Refresh::new(mode)));
        }
        None
    })
}

#[test]
fn files_are_read_anew() {
    let modes = [
        RefreshMode::INITIALIZATION_AND_FULL_FILE_CHANGE,
        RefreshMode::FILE_CHANGE,
        RefreshMode::INITIALIZATION_AND_FILE_CHANGE,
        RefreshMode::INITIALIZATION,
        RefreshMode::UICC_RESET,
        RefreshMode::APPLICATION_RESET,
        RefreshMode::SESSION_RESET,
        RefreshMode::STEERING_OF_ROAMING,
        RefreshMode::STEERING_OF_ROAMING_WLAN,
        RefreshMode::PROFILE_STATE_CHANGE,
        RefreshMode::APPLICATION_UPDATE,
    ];
    for mode in modes {
        let puppet = card(mode);
        let log = puppet.log();
        let mut card = Card::new(puppet);
        assert_eq!(card.imsi().unwrap().as_str(), "001010123456789");
        let mut toolkit = card.toolkit(ScriptedHost::new());
        toolkit.start().unwrap();
        // 001010000000042, nine bytes behind their length (3GPP TS 31.102 4.2.2)
        let imsi = [0x08, 0x09, 0x10, 0x10, 0x00, 0x00, 0x00, 0x00, 0x24];
        toolkit.card().transport_mut().card_mut().set_data(IMSI, &imsi).unwrap();
        let envelope = simcard::toolkit::Envelope::menu_selection(1, false);
        toolkit.envelope(&envelope).unwrap();
        assert_eq!(toolkit.card().imsi().unwrap().as_str(), "001010000000042", "{mode}");
        toolkit.close();

        let log = log.borrow();
        assert_answered(&log);
        if mode == RefreshMode::UICC_RESET {
            assert!(
                matches!(
                    log[..],
                    [Came::Profile, Came::Envelope(_), Came::Fetch, Came::Reset, Came::Profile]
                ),
                "{log:?}"
            );
        } else {
            assert_eq!(results(&log), [0x00], "{mode}");
            assert!(!log.contains(&Came::Reset));
        }
    }
}

#[test]
fn a_reset_really_happens_and_the_menu_comes_again() {
    use simcard::mock::{Applet, Flow};

    let flow = Flow::new().command(Refresh::new(RefreshMode::UICC_RESET)).show("never shown");
    let applet = Applet::new("Reset").item("Reset", flow).item("Text", Flow::new().show("still here"));
    let mut card = Card::new(VirtualCard::builder().applet(applet).build());
    let mut toolkit = card.toolkit(ScriptedHost::new());
    toolkit.start().unwrap();
    toolkit.select(1).unwrap();
    assert_eq!(toolkit.menu().unwrap().title, "Reset");
    toolkit.select(2).unwrap();
    assert_eq!(toolkit.host().texts(), ["still here"]);
}

#[test]
fn a_card_that_wants_to_be_reset_for_ever() {
    let puppet = Puppet::thinking(|came, queue| {
        if *came == Came::Profile {
            queue.push_back(proactive(Refresh::new(RefreshMode::UICC_RESET)));
        }
        None
    })
    .strict();
    let log = puppet.log();
    let mut card = Card::new(puppet);
    let mut toolkit = card.toolkit(ScriptedHost::new());
    let error = toolkit.start().unwrap_err();
    assert!(matches!(error, Error::Toolkit(ToolkitError::Ended(End::TooManyCommands))), "{error}");
    toolkit.close();
    {
        let log = log.borrow();
        assert_eq!(log.iter().filter(|came| **came == Came::Reset).count(), 3);
        // the last one is told that it is not done
        assert_eq!(results(&log), [0x20]);
        assert_answered(&log);
    }
    card.identity().unwrap();
}

/// A host in the middle of a call.
struct Calling(Reply);

impl Host for Calling {
    fn capabilities(&self) -> Capabilities {
        Capabilities::new(&[CommandType::DISPLAY_TEXT])
    }

    fn refresh(&mut self, _: &Refresh) -> HostResult {
        Ok(self.0.clone())
    }
}

#[test]
fn a_host_may_put_it_off() {
    for mode in [RefreshMode::UICC_RESET, RefreshMode::FILE_CHANGE] {
        let puppet = card(mode);
        let log = puppet.log();
        let mut card = Card::new(puppet);
        // busy on a call (ETSI TS 102 223 8.12.2)
        let mut toolkit =
            card.toolkit_with(Calling(Reply::unable(0x02)), ManualClock::default(), Limits::default());
        toolkit.start().unwrap();
        toolkit.select(1).unwrap();
        assert_eq!(results(&log.borrow()), [0x20]);
        assert!(!log.borrow().contains(&Came::Reset));
    }
}

#[test]
fn a_text_behind_a_refresh() {
    let puppet = Puppet::new([proactive(Refresh::new(RefreshMode::FILE_CHANGE)), text("done")]);
    let mut card = Card::new(puppet);
    let mut host = ScriptedHost::new();
    card.toolkit(&mut host).start().unwrap();
    assert_eq!(host.texts(), ["done"]);
}
