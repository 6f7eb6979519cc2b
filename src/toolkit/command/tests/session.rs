use super::{bytes, command, opt, raw, read, refused};
use crate::toolkit::command::*;
use crate::toolkit::object::{Aid, RefreshEnforcementPolicy};
use crate::toolkit::result::GeneralResult;

#[test]
fn refresh() {
    // ETSI TS 102 223 6.6.13: file change notification of EF.ICCID, for an application, with a policy
    let refresh = command!(
        Refresh,
        "81 03 01 01 01 82 02 81 82 92 05 01 3F 00 2F E2 AF 07 A0 00 00 00 87 10 02 85 04 'Wait 9E 02 00 01 \
         D0 04 00 04 00 B4 E8 01 00 BA 01 03"
    );
    assert_eq!(refresh.qualifier, RefreshMode::FILE_CHANGE);
    assert_eq!(opt(&refresh.files), Some(bytes("01 3F 00 2F E2")));
    assert_eq!(refresh.aid, Some(Aid::USIM));
    assert_eq!(refresh.alpha.unwrap().text(), "Wait");
    assert_eq!(refresh.enforcement_policy, Some(RefreshEnforcementPolicy::from_bits_retain(3)));
    // 3GPP TS 31.111 6.6.13: steering of roaming, 001-01 with E-UTRAN
    let steering = command!(Refresh, "81 03 01 01 07 82 02 81 82 F2 05 00 F1 10 40 00");
    assert_eq!(steering.qualifier, RefreshMode::STEERING_OF_ROAMING);
    assert_eq!(opt(&steering.plmns_with_technology), Some(bytes("00 F1 10 40 00")));
    let wlan = command!(Refresh, "81 03 01 01 08 82 02 81 82 F9 03 00 F1 10");
    assert_eq!(opt(&wlan.plmns), Some(bytes("00 F1 10")));
    let update = command!(Refresh, "81 03 01 01 0A 82 02 81 82 BB 02 01 02");
    assert_eq!(opt(&update.application_data), Some(bytes("01 02")));
    // a reserved mode is kept
    let reserved = read("81 03 01 01 7F 82 02 81 82");
    assert_eq!(reserved.command, Refresh::new(RefreshMode(0x7F)).into());
}

#[test]
fn refresh_modes() {
    let modes = |test: fn(RefreshMode) -> bool| {
        RefreshMode::ALL.iter().filter(|mode| test(**mode)).map(|mode| mode.0).collect::<alloc::vec::Vec<_>>()
    };
    assert_eq!(modes(RefreshMode::initializes), [0, 2, 3]);
    assert_eq!(modes(RefreshMode::resets), [4, 5, 6, 9]);
    assert_eq!(modes(RefreshMode::changes_all_files), [0, 4, 5, 9]);
}

#[test]
fn polling() {
    let interval = command!(PollInterval, "81 03 01 03 00 82 02 81 82 84 02 01 14");
    assert_eq!(raw(&interval.duration), bytes("01 14"));
    assert_eq!(PollInterval::new(interval.duration), interval);
    read("81 03 FE 02 00 82 02 81 82");
    read("81 03 01 04 00 82 02 81 82");
    assert_eq!(refused("81 03 01 03 00 82 02 81 82"), GeneralResult::VALUES_MISSING);
}

#[test]
fn set_up_event_list() {
    let list = command!(SetUpEventList, "81 03 01 05 00 82 02 81 82 99 03 04 05 07");
    assert_eq!(raw(&list.events), bytes("04 05 07"));
    assert!(!list.removes());
    assert!(command!(SetUpEventList, "81 03 01 05 00 82 02 81 82 99 00").removes());
    assert_eq!(SetUpEventList::new(list.events.clone()), list);
}

#[test]
fn provide_local_information() {
    let imei = command!(ProvideLocalInformation, "81 03 01 26 01 82 02 81 82");
    assert_eq!(imei, ProvideLocalInformation::new(LocalInformation::IMEI));
    // 3GPP TS 31.111 6.6.15: measurements of UTRAN, inter-frequency
    let measurements = command!(ProvideLocalInformation, "81 03 01 26 02 82 02 81 82 E9 01 02");
    assert_eq!(measurements.qualifier, LocalInformation::NETWORK_MEASUREMENTS);
    assert_eq!(opt(&measurements.measurement_qualifier), Some(bytes("02")));
    assert_eq!(LocalInformation(0x18).name(), None);
    assert_eq!(LocalInformation::SUPPORTED_ACCESS_TECHNOLOGIES.0, 0x1A);
}

#[test]
fn timer_management() {
    // 8.38: hours, minutes, seconds, nibbles swapped: 0:05:30
    let start = command!(TimerManagement, "81 03 01 27 00 82 02 81 82 A4 01 01 A5 03 00 50 03");
    assert!(start.qualifier.starts());
    assert_eq!(raw(&start.timer), bytes("01"));
    assert_eq!(opt(&start.value), Some(bytes("00 50 03")));
    let stop = command!(TimerManagement, "81 03 01 27 01 82 02 81 82 A4 01 08");
    assert!(stop.qualifier.deactivates() && stop.value.is_none());
    // six bits are reserved
    let get = command!(TimerManagement, "81 03 01 27 FE 82 02 81 82 A4 01 08").qualifier;
    assert!(get.gets_value());
    assert_eq!((get.name(), u8::from(get)), (Some("get the current value"), 0xFE));
    assert_eq!(TimerAction(0x03).name(), None);
}

#[test]
fn other_commands() {
    let at = command!(
        RunAtCommand,
        "81 03 01 34 00 82 02 81 82 85 02 'AT A8 07 'AT+CGMI 9E 02 00 01 D0 04 00 02 00 B4 E8 01 00"
    );
    assert_eq!(raw(&at.at_command), bytes("'AT+CGMI"));
    let language = command!(LanguageNotification, "81 03 01 35 01 82 02 81 82 AD 02 'fr");
    assert!(language.qualifier.specific());
    assert_eq!(opt(&language.language), Some(bytes("'fr")));
    assert_eq!(LanguageNotification::new(language.language), language);
    assert!(!command!(LanguageNotification, "81 03 01 35 00 82 02 81 82").qualifier.specific());
    let activate = command!(Activate, "81 03 01 70 00 82 02 81 82 FB 01 01");
    assert_eq!(raw(&activate.target), bytes("01"));
    let contactless = command!(ContactlessStateChanged, "81 03 01 71 00 82 02 81 82 D4 01 00");
    assert_eq!(raw(&contactless.state), bytes("00"));
    read("81 03 01 81 00 82 02 81 82");
}

#[test]
fn encapsulated_commands() {
    let container = command!(
        CommandContainer,
        "81 03 01 72 00 82 02 81 31 85 01 'C 8F 01 01 A1 03 00 00 01 A2 02 AA BB E0 02 CC DD"
    );
    assert_eq!(opt(&container.client), Some(bytes("01")));
    assert_eq!(opt(&container.sequence_number), Some(bytes("00 00 01")));
    assert_eq!(opt(&container.encrypted), Some(bytes("AA BB")));
    assert_eq!(opt(&container.mac), Some(bytes("CC DD")));
    let control =
        command!(EncapsulatedSessionControl, "81 03 01 73 01 82 02 81 31 8F 01 01 A3 02 AA BB BA 01 01");
    assert_eq!(control.qualifier, SessionControl::MASTER_SETUP);
    assert_eq!(opt(&control.sa_template), Some(bytes("AA BB")));
    let lsi = command!(LsiCommand, "81 03 01 79 01 82 02 81 82 92 02 01 02");
    assert_eq!(lsi.qualifier, LsiAction::PLATFORM_RESET);
    assert_eq!(opt(&lsi.numbers), Some(bytes("01 02")));
}
