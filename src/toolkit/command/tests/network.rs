use super::{bytes, command, opt, raw, read, refused};
use crate::toolkit::command::*;
use crate::toolkit::result::GeneralResult;

/// +44 7700 900123: ETSI TS 102 223 8.1, 3GPP TS 24.008 10.5.4.7.
const NUMBER: &str = "91 44 77 00 09 10 32";

#[test]
fn set_up_call() {
    // ETSI TS 102 223 6.6.12, all objects in their order
    let call = command!(
        SetUpCall,
        &alloc::format!(
            "81 03 01 10 03 82 02 81 83 85 05 'Call? 86 07 {NUMBER} 87 02 01 A0 88 02 80 50 84 02 01 3C \
             9E 02 00 01 85 07 'Calling 9E 02 00 02 D0 04 00 07 00 B4 D0 04 01 05 01 B4 E8 01 00"
        )
    );
    assert_eq!(call.confirmation_alpha.unwrap().text(), "Call?");
    assert_eq!(opt(&call.address), Some(bytes(NUMBER)));
    assert_eq!(opt(&call.capability_configuration), Some(bytes("01 A0")));
    assert_eq!(opt(&call.subaddress), Some(bytes("80 50")));
    assert_eq!(opt(&call.redial_duration), Some(bytes("01 3C")));
    assert_eq!(opt(&call.confirmation_icon), Some(bytes("00 01")));
    assert_eq!(call.setup_alpha.unwrap().text(), "Calling");
    assert_eq!(opt(&call.setup_icon), Some(bytes("00 02")));
    assert_eq!(opt(&call.confirmation_text_attribute), Some(bytes("00 07 00 B4")));
    assert_eq!(opt(&call.setup_text_attribute), Some(bytes("01 05 01 B4")));
    assert_eq!(call.qualifier, CallMode::HOLD_OTHERS_REDIAL);
    assert!(call.qualifier.redials());
}

#[test]
fn the_text_behind_the_address_is_the_second() {
    let second =
        command!(SetUpCall, &alloc::format!("81 03 01 10 00 82 02 81 83 86 07 {NUMBER} 85 07 'Calling"));
    assert_eq!(second.confirmation_alpha, None);
    assert_eq!(second.setup_alpha.unwrap().text(), "Calling");
    let first =
        command!(SetUpCall, &alloc::format!("81 03 01 10 00 82 02 81 83 85 05 'Call? 86 07 {NUMBER}"));
    assert_eq!(first.confirmation_alpha.unwrap().text(), "Call?");
    assert_eq!(first.setup_alpha, None);
    // two of them, both behind the address
    let both =
        command!(SetUpCall, &alloc::format!("81 03 01 10 00 82 02 81 83 86 07 {NUMBER} 85 01 'a 85 01 'b"));
    assert_eq!(both.setup_alpha.unwrap().text(), "a");
    assert_eq!(both.confirmation_alpha.unwrap().text(), "b");
    // an icon between the address and the second text is the first one's
    let icon = command!(
        SetUpCall,
        &alloc::format!(
            "81 03 01 10 00 82 02 81 83 85 01 'a 86 07 {NUMBER} 9E 02 00 01 85 01 'b 9E 02 00 02"
        )
    );
    assert_eq!(opt(&icon.confirmation_icon), Some(bytes("00 01")));
    assert_eq!(opt(&icon.setup_icon), Some(bytes("00 02")));
}

#[test]
fn a_call_goes_to_a_number_or_a_uri() {
    // 3GPP TS 31.111 6.6.12
    let call = command!(SetUpCall, "81 03 01 10 00 82 02 81 83 B1 11 'tel:+447700900123 FE 01 01");
    assert_eq!(call.uri.unwrap().text(), "tel:+447700900123");
    assert_eq!(opt(&call.media_type), Some(bytes("01")));
    assert_eq!(refused("81 03 01 10 00 82 02 81 83 85 01 41"), GeneralResult::VALUES_MISSING);
}

#[test]
fn send_ss() {
    let ss = command!(
        SendSs,
        "81 03 01 11 00 82 02 81 83 85 07 'Forward 89 04 FF BA 12 FB 9E 02 00 01 D0 04 00 07 00 B4 E8 01 00"
    );
    assert_eq!(ss.alpha.clone().unwrap().text(), "Forward");
    assert_eq!(raw(&ss.ss_string), bytes("FF BA 12 FB"));
    assert_eq!(opt(&ss.icon), Some(bytes("00 01")));
    let built = SendSs { alpha: None, icon: None, ..ss.clone() };
    assert_eq!(SendSs::new(ss.ss_string).qualifier, built.qualifier);
}

#[test]
fn send_ussd() {
    let ussd = command!(
        SendUssd,
        "81 03 01 12 00 82 02 81 83 85 00 8A 06 0F AA 18 0C 36 02 9E 02 00 01 D0 04 00 00 00 B4 E8 01 00"
    );
    // an empty alpha identifier: show nothing
    assert!(ussd.alpha.as_ref().unwrap().is_empty());
    assert_eq!(raw(&ussd.ussd_string), bytes("0F AA 18 0C 36 02"));
    let built = SendUssd::new(ussd.ussd_string);
    assert_eq!(
        ProactiveCommand::new(2, built).encode().unwrap(),
        super::around("81 03 02 12 00 82 02 81 83 8A 06 0F AA 18 0C 36 02")
    );
}

#[test]
fn send_short_message() {
    // an SMS-SUBMIT of 3GPP TS 23.040 9.2.2.2: 8-bit data "Hi"
    let message = command!(
        SendShortMessage,
        &alloc::format!(
            "81 03 01 13 01 82 02 81 83 85 04 'Send 86 07 {NUMBER} \
             8B 0F 01 00 0C {NUMBER} 00 04 02 'Hi 9E 02 00 01 D0 04 00 04 00 B4 E8 01 00"
        )
    );
    assert_eq!(message.alpha.unwrap().text(), "Send");
    assert_eq!(opt(&message.service_centre), Some(bytes(NUMBER)));
    assert_eq!(opt(&message.tpdu), Some(bytes(&alloc::format!("01 00 0C {NUMBER} 00 04 02 'Hi"))));
    assert!(message.qualifier.needs_packing());

    let cdma = command!(SendShortMessage, "81 03 01 13 00 82 02 81 83 C8 04 00 00 02 10");
    assert_eq!(opt(&cdma.cdma_tpdu), Some(bytes("00 00 02 10")));
    assert_eq!(cdma.tpdu, None);
    assert_eq!(refused("81 03 01 13 00 82 02 81 83 85 00"), GeneralResult::VALUES_MISSING);
}

#[test]
fn send_dtmf() {
    let dtmf = command!(
        SendDtmf,
        "81 03 01 14 00 82 02 81 83 85 04 'DTMF AC 05 21 43 65 C7 1C 9E 02 00 01 D0 04 00 04 00 B4 E8 01 00"
    );
    assert_eq!(raw(&dtmf.dtmf), bytes("21 43 65 C7 1C"));
    assert_eq!(SendDtmf::new(dtmf.dtmf.clone()).dtmf, dtmf.dtmf);
}

#[test]
fn geographical_location_request() {
    let request = command!(
        GeographicalLocationRequest,
        "81 03 01 16 00 82 02 81 82 85 05 'Where 9E 02 00 01 D0 04 00 05 00 B4 E8 01 00 F6 06 00 7F 00 00 00 00"
    );
    assert_eq!(request.alpha.unwrap().text(), "Where");
    assert_eq!(raw(&request.parameters), bytes("00 7F 00 00 00 00"));
}

#[test]
fn launch_browser() {
    // ETSI TS 102 223 6.6.26, all objects
    let browser = command!(
        LaunchBrowser,
        "81 03 01 15 02 82 02 81 82 B0 01 00 B1 10 'http://sim.test/ B2 02 03 00 B3 04 3F 00 2F E2 \
         B3 04 3F 00 2F 05 0D 06 04 'proxy 85 05 'Open? 9E 02 00 01 D0 04 00 05 00 B4 E8 01 00 \
         C7 05 04 'test 0D 05 04 'user 0D 05 04 'pass"
    );
    assert_eq!(browser.url.text(), "http://sim.test/");
    assert_eq!(opt(&browser.bearer), Some(bytes("03 00")));
    assert_eq!(browser.provisioning_files.len(), 2);
    assert_eq!(browser.gateway.unwrap().text(), "proxy");
    assert_eq!(browser.alpha.unwrap().text(), "Open?");
    assert_eq!(browser.access_point.unwrap().text().as_deref(), Some("test"));
    assert_eq!(browser.login.unwrap().text(), "user");
    assert_eq!(browser.password.unwrap().text(), "pass");
    assert_eq!(browser.qualifier, BrowserMode::USE_EXISTING);
    // a gateway without a login, and a login without a gateway
    let gateway = command!(LaunchBrowser, "81 03 01 15 00 82 02 81 82 B1 00 0D 02 04 'g");
    assert_eq!(gateway.gateway.unwrap().text(), "g");
    assert_eq!(gateway.login, None);
    let login =
        command!(LaunchBrowser, "81 03 01 15 00 82 02 81 82 B1 00 47 02 01 'a 0D 02 04 'u 0D 02 04 'p");
    assert_eq!((login.gateway, login.login.unwrap().text()), (None, "u".into()));
    assert_eq!(login.password.unwrap().text(), "p");
    assert_eq!(refused("81 03 01 15 00 82 02 81 82 B0 01 00"), GeneralResult::VALUES_MISSING);
}

#[test]
fn multimedia_messages() {
    let retrieve = command!(
        RetrieveMultimediaMessage,
        "81 03 01 60 00 82 02 81 83 85 03 'MMS 9E 02 00 01 EA 02 01 02 92 05 01 3F 00 2F E2 EE 01 03 EB 01 04 \
         D0 04 00 03 00 B4 E8 01 00"
    );
    assert_eq!(raw(&retrieve.reference), bytes("01 02"));
    assert_eq!(raw(&retrieve.reception_file), bytes("01 3F 00 2F E2"));
    assert_eq!(opt(&retrieve.content), Some(bytes("03")));
    assert_eq!(opt(&retrieve.message), Some(bytes("04")));
    let submit = command!(
        SubmitMultimediaMessage,
        "81 03 01 61 00 82 02 81 83 85 03 'MMS 9E 02 00 01 92 05 01 3F 00 2F E2 EB 01 04 D0 04 00 03 00 B4 E8 01 00"
    );
    assert_eq!(opt(&submit.message), Some(bytes("04")));
    let display = command!(
        DisplayMultimediaMessage,
        "81 03 01 62 81 82 02 81 02 92 05 01 3F 00 2F E2 EB 01 04 AB 00 E8 01 00"
    );
    assert!(display.qualifier.waits_for_user() && display.immediate_response.is_some());
    read("81 03 01 62 00 82 02 81 82 92 05 01 3F 00 2F E2");
}
