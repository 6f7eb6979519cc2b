use super::super::{Applet, VirtualCard};
use super::check;

#[test]
fn opened_by_the_card() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("01A4000C022FE2", "6881"), // not open
            ("0070000000", "6C01"),
            ("0070000001", "019000"),
            ("01A4000C022FE2", "9000"),
            ("01B000000A", "984400000000214365F7 9000"),
            ("00B000000A", "6986"), // nothing selected on channel 0
            ("00A4000C027F10", "9000"),
            ("01B0000001", "989000"),
            ("0070000001", "029000"),
            ("0070000001", "039000"),
            ("0070000001", "6A81"), // four are all there are
            ("0070800100", "9000"),
            ("01B0000001", "6881"),
            ("0070800100", "6881"),
            ("0070000001", "019000"),
            ("01B0000001", "6986"), // as new
            ("0070800000", "6A86"), // the basic channel stays open
            ("0270800000", "9000"), // ISO 7816-4: the channel of the class
            ("02B0000001", "6881"),
            ("0070801400", "6A86"),
            ("0070801300", "6881"),
            ("0070400000", "6A86"),
        ],
    );
}

#[test]
fn opened_by_number_in_all_three_codings() {
    let mut card = VirtualCard::builder().channels(20).build();
    check(
        &mut card,
        &[
            ("0070000300", "9000"),
            ("0070000300", "6A86"), // open already
            ("0070000400", "9000"),
            ("0070001300", "9000"),
            ("0070001400", "6A86"),     // there is no channel 20
            ("40A4000C027F10", "9000"), // channel 4
            ("4FA4000C022FE2", "9000"), // channel 19
            ("40A4000C026F3A", "9000"), // below DF.TELECOM
            ("4FB000000A", "984400000000214365F7 9000"),
            ("03A4000C026F3A", "6A82"), // channel 3 is at the MF
            ("41A4000C022FE2", "6881"), // channel 5
            ("CFF2000C00", "9000"),     // STATUS on channel 19
            ("CFF2000100", "6A88"),
            ("4FA4040407A0000000871002", "613C"),
            ("40C000003C", "6F00"), // another channel's response
            ("4FC000003C", "6F00"), // and now it is lost
            ("83F2000C00", "9000"),
            ("63A4000C022FE2", "6881"), // b6 is secure messaging, but the channel comes first
            ("6FA4000C022FE2", "6882"),
            ("50A4000C022FE2", "6884"), // b5 is chaining
        ],
    );
}

#[test]
fn a_channel_opened_from_another_starts_there() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("0070000001", "019000"),
            ("01A4040C07A0000000871002", "9000"),
            ("01A4000C026F07", "9000"),
            ("0170000001", "029000"),
            ("02B0000009", "6986"), // the directory, not the EF
            ("02B0870009", "080910101032547698 9000"),
            ("0070000001", "039000"), // from the basic channel: at the MF
            ("03B0820001", "989000"),
        ],
    );
}

#[test]
fn a_reset_closes_all() {
    let mut card = VirtualCard::uicc();
    check(&mut card, &[("0070000001", "019000"), ("00A4000C022FE2", "9000")]);
    card.restart();
    check(&mut card, &[("01A4000C022FE2", "6881"), ("00B0000001", "6986")]);
}

#[test]
fn classes_and_instructions() {
    check(
        // an application without a menu has nothing to say
        &mut VirtualCard::builder().applet(Applet::default()).build(),
        &[
            ("A0A40000023F00", "6E00"),
            ("FFA40000023F00", "6E00"),
            ("20A40000023F00", "6E00"),
            ("B0A40000023F00", "6E00"),
            ("80A40000023F00", "6E00"),
            ("00FF000000", "6D00"),
            ("0003000000", "6D00"),
            ("04A4000C023F00", "6882"),
            ("0CA4000C023F00", "6882"),
            ("10A4000C023F00", "6884"),
            ("80100000020102", "9000"), // TERMINAL PROFILE
            ("8010000000", "6700"),
            ("8010000100", "6A86"),
            ("80AA000003A90100", "9000"), // TERMINAL CAPABILITY
            ("80AA0000020100", "6A80"),
            ("00AA000003A90100", "6E00"),
        ],
    );
    let mut card = VirtualCard::uicc();
    let first = super::exchange(&mut card, "0084000008");
    let second = super::exchange(&mut card, "0084000008");
    assert_eq!((first.len(), &first[16..]), (20, "9000"));
    assert_ne!(first, second);
    check(&mut card, &[("0084010008", "6A86"), ("008400000100", "6700")]);
}
