//! What wraps a transport, from outside the crate: all of it at once, around a card.

use simcard::Card;
use simcard::mock::{ScriptedCard, VirtualCard};
use simcard::transport::{
    Fault, Faulty, Recorder, Replay, Tracer, Transport, TransportError, TransportErrorKind,
};

#[test]
fn wrappers_wrap_each_other() {
    let mut told = Vec::new();
    let traced = Tracer::new(VirtualCard::uicc(), |event| told.push(event.to_string()));
    let recorded = Recorder::new(Faulty::new(traced), String::new()).unwrap();
    let mut card = Card::new(recorded);
    let plain = Card::new(VirtualCard::uicc()).iccid().unwrap();
    assert_eq!(card.iccid().unwrap(), plain);
    let (faulty, recording) = card.into_transport().finish().unwrap();
    drop(faulty);
    // both tell the same story, in the same words
    let body: Vec<&str> = recording.lines().filter(|line| line.starts_with(['<', '>'])).collect();
    assert_eq!(told, body);

    let boxed = recording.parse::<Replay>().unwrap().boxed();
    assert_eq!(Card::new(boxed).iccid().unwrap(), plain);
}

#[test]
fn a_pin_is_in_no_trace_and_no_recording() {
    let mut told = Vec::new();
    let traced = Tracer::new(VirtualCard::uicc(), |event| told.push(format!("{event} {event:?}")));
    let mut transport = Recorder::new(traced, String::new()).unwrap();
    let verify = [0x00, 0x20, 0x00, 0x01, 0x08, 0x31, 0x32, 0x33, 0x34, 0xFF, 0xFF, 0xFF, 0xFF];
    transport.transmit(&verify, &mut [0; 2]).unwrap();
    let (_, recording) = transport.finish().unwrap();
    assert!(recording.contains("> 0020000108................\n"), "{recording}");
    assert!(!recording.contains("31323334"), "{recording}");
    assert!(told.iter().all(|line| !line.contains("31323334")), "{told:?}");
}

#[test]
fn a_reset_in_the_middle_is_seen_through_every_wrapper() {
    let faulty = Faulty::new(VirtualCard::uicc()).at(1, Fault::Reset);
    let mut transport = Tracer::new(Recorder::new(faulty, String::new()).unwrap(), |_| {}).boxed();
    let epoch = transport.epoch();
    let select = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00];
    transport.transmit(&select, &mut [0; 2]).unwrap();
    let mut kinds = Vec::new();
    transport
        .exclusive(&mut |inside| {
            kinds.push(inside.transmit(&select, &mut [0; 2]).unwrap_err().kind());
            assert_eq!(inside.epoch(), epoch + 1);
        })
        .unwrap();
    assert_eq!((kinds, transport.epoch()), (vec![TransportErrorKind::CardReset], epoch + 1));
}

#[test]
fn a_script_is_strict() {
    let mut card = ScriptedCard::new().answer(&[0x00, 0xA4, 0x00, 0x0C], &[0x90, 0x00]);
    let error = card.transmit(&[0x00, 0xA4, 0x04, 0x0C], &mut [0; 2]).unwrap_err();
    assert_eq!(error.to_string(), "line 1 of the script expects > 00A4000C, and this came: > 00A4040C");
    assert!(card.finish().is_err());
    card.transmit(&[0x00, 0xA4, 0x00, 0x0C], &mut [0; 2]).unwrap();
    card.finish().unwrap();
}
