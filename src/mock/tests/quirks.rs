use super::super::{Quirks, ReadPastEnd, VirtualCard};
use super::check;

fn with(quirks: Quirks) -> VirtualCard {
    VirtualCard::builder().quirks(quirks).build()
}

fn none() -> Quirks {
    Quirks::default()
}

#[test]
fn data_at_once() {
    check(
        &mut with(Quirks { data_at_once: true, ..none() }),
        &[
            ("00A40004022FE2", "621B 82024121 83022FE2 8A0105 8B032F0603 8002000A 8102001A 880110 9000"),
            ("00C000001D", "6F00"),
            ("00A4000C022FE2", "9000"),
        ],
    );
    let mut card = VirtualCard::builder().gsm().quirks(Quirks { data_at_once: true, ..none() }).build();
    check(&mut card, &[("A0A40000022FE2", "0000 000A 2FE2 04 00 0F F0 44 01 02 00 00 9000")]);
}

#[test]
fn plain_wrong_length() {
    check(
        &mut with(Quirks { plain_wrong_length: true, ..none() }),
        &[("00B201F400", "6700"), ("00B0820000", "6700")],
    );
}

#[test]
fn no_sfi() {
    check(
        &mut with(Quirks { no_sfi: true, ..none() }),
        &[
            ("00B082000A", "6A82"),
            ("00B201F426", "6A82"),
            ("00A40004022FE2", "611C"),
            ("00C000001C", "621A 82024121 83022FE2 8A0105 8B032F0603 8002000A 8102001A 8800 9000"),
        ],
    );
}

#[test]
fn selection() {
    check(
        &mut with(Quirks { full_aid_only: true, ..none() }),
        &[("00A4040C07A0000000871002", "6A82"), ("00A4040C10A0000000871002FF44FFFF8901000000", "9000")],
    );
    check(
        &mut with(Quirks { no_path_selection: true, ..none() }),
        &[("00A4080C022FE2", "6A86"), ("00A4090C022FE2", "6A86"), ("00A4000C022FE2", "9000")],
    );
    check(
        &mut with(Quirks { failed_select_drops_ef: true, ..none() }),
        &[("00A4000C022FE2", "9000"), ("00A4000C022FE3", "6A82"), ("00B0000001", "6986")],
    );
    check(
        &mut with(none()),
        &[("00A4000C022FE2", "9000"), ("00A4000C022FE3", "6A82"), ("00B0000001", "989000")],
    );
    let quirks = Quirks { failed_select_drops_ef: true, unknown_class_6d00: true, ..none() };
    check(
        &mut VirtualCard::builder().gsm().quirks(quirks).build(),
        &[
            ("A0A40000022FE2", "9F0F"),
            ("00A40004023F00", "6D00"),
            ("A0B0000001", "989000"),
            ("A0A40000022FE3", "9404"),
            ("A0B0000001", "9400"),
        ],
    );
}

#[test]
fn read_past_the_end() {
    let end = |read_past_end| with(Quirks { read_past_end, ..none() });
    check(&mut end(ReadPastEnd::Warning), &[("00B0820704", "4365F7 6282"), ("00B0820A01", "6B00")]);
    check(&mut end(ReadPastEnd::Short), &[("00B0820704", "4365F7 9000")]);
    check(&mut end(ReadPastEnd::WrongParameters), &[("00B0820704", "6B00")]);
    check(&mut end(ReadPastEnd::WrongLength), &[("00B0820704", "6C03")]);
}

#[test]
fn never_ending_and_noisy() {
    check(
        &mut with(Quirks { endless_61: true, ..none() }),
        &[("00A40004022FE2", "611D"), ("00C000001D", "6100"), ("00C0000000", "6100")],
    );
    check(&mut with(Quirks { null_bytes: 2, ..none() }), &[("00A4000C022FE2", "6060 9000")]);
}

#[test]
fn a_pending_proactive_command() {
    let mut card = VirtualCard::uicc();
    card.announce_proactive(3, 0x2A);
    check(
        &mut card,
        &[
            ("00A4000C022FE2", "912A"),
            ("00A40004022FE2", "611D"), // not before the data are fetched
            ("00C000001D", "621B 82024121 83022FE2 8A0105 8B032F0603 8002000A 8102001A 880110 912A"),
            ("00B000000B", "6C0A"),
            ("00B0000001", "98912A"),
            ("00B0000001", "989000"),
        ],
    );
    card.set_quirks(Quirks { no_sfi: true, ..none() });
    check(&mut card, &[("00B0820001", "6A82")]);
}
