use super::super::{LifeCycle, VirtualCard};
use super::check;

const USIM: &str = "A0000000871002FF44FFFF8901000000";

#[test]
fn by_fid_reaches_what_8_4_1_allows_and_no_more() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A4000C023F00", "9000"),
            ("00A4000C022FE2", "9000"), // child EF
            ("00A4000C027F10", "9000"), // child DF
            ("00A4000C026F3A", "9000"), // its child
            ("00A4000C025F3A", "9000"), // child DF
            ("00A4000C024F30", "9000"), // its child
            ("00A4000C026F3A", "6A82"), // an EF beside the current DF
            ("00A4000C027F10", "9000"), // parent
            ("00A4000C027F20", "9000"), // DF beside it
            ("00A4000C025F3A", "6A82"), // child of another DF
            ("00A4000C022FE2", "6A82"), // EF of the parent
            ("00A4000C027F20", "9000"), // itself
            ("00A4000C023F00", "9000"), // the MF, from anywhere
            ("00A4000C026F07", "6A82"),
            ("00A4000C027FFF", "6A82"), // no application yet
        ],
    );
}

#[test]
fn the_mf_without_data() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A4000C027F10", "9000"),
            ("00A4000C", "9000"), // a T=0 header without P3 is case 1 too
            ("00A4000C022FE2", "9000"),
            ("00A4000C00", "9000"),
            ("00A4000400", "6A86"), // then nothing can be returned
        ],
    );
}

#[test]
fn lengths_and_parameters() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A40004022FE2", "611D"),
            ("00A40000022FE2", "611D"),
            ("00A40004022FE21D", "6700"), // a case 4 that carries Le
            ("00A4000402", "6700"),
            ("00A40004022F", "6700"),
            ("00A40004012F", "6700"),
            ("00A40004032FE200", "6700"),
            ("00A40008022FE2", "6A86"),
            ("00A40001022FE2", "6A86"), // occurrence, but no AID
            ("00A40084022FE2", "6A86"),
            ("00A40204022FE2", "6A86"),
            ("00A4", "6700"),
            ("", "6700"),
        ],
    );
}

#[test]
fn by_path() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A4080C047F106F3A", "9000"),
            ("00A4080C022FE2", "9000"), // from the MF, whatever is current
            ("00A4080C067F105F3A4F30", "9000"),
            ("00A4090C024F3A", "9000"), // from the current DF
            ("00A4090C025F3A", "6A82"),
            ("00A4080C043F002FE2", "6A82"), // the MF is not named
            ("00A4080C047FFF6F07", "6A82"), // no application yet
            ("00A4080C037F1000", "6700"),
            ("00A4080C00", "6700"),
            ("00A4040C07A0000000871002", "9000"),
            ("00A4080C047FFF6F07", "9000"),
            ("00A4080C022FE2", "9000"),
            ("00A4080C047FFF6F07", "9000"), // still the current application
            ("00A4090C047FFF6F07", "6A82"),
        ],
    );
}

#[test]
fn children_and_parents() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00A4010C027F10", "9000"),
            ("00A4010C026F3A", "6A82"), // an EF is no child DF
            ("00A4010C027F20", "6A82"), // nor is a DF beside it
            ("00A4010C025F3A", "9000"),
            ("00A4030C00", "9000"), // DF.TELECOM
            ("00A4000C026F3A", "9000"),
            ("00A4030C", "9000"), // the parent of the directory, not of the EF
            ("00A4000C022FE2", "9000"),
            ("00A4030C00", "6A82"),
            ("00A4030C023F00", "6700"),
            ("00A4040C07A0000000871002", "9000"),
            ("00A4030C00", "9000"), // an application lies below the MF
            ("00A4000C022FE2", "9000"),
        ],
    );
}

#[test]
fn by_aid() {
    let mut card = VirtualCard::uicc();
    let whole = alloc::format!("00A4040C10{USIM}");
    let name = alloc::format!("8410{USIM}9000");
    let too_long = alloc::format!("00A4040C11{USIM}00");
    check(
        &mut card,
        &[
            ("80F2000112", "6A88"), // no application is current
            (&whole, "9000"),
            ("80F2000112", &name),
            ("80F2000100", "6C12"),
            ("00A4000C026F07", "9000"), // EF.IMSI
            ("00A4000C027F10", "6A82"), // nothing lies beside an application
            ("00A4040C07A0000000871005", "6A82"),
            ("80F2000112", &name),
            ("00B000000A", "6C09"), // EF.IMSI is still current
            (&too_long, "6700"),
            ("00A4040C00", "6700"),
            ("00A4000C027FFF", "9000"),
            ("00B0000009", "6986"),               // but no EF
            ("00A4044C07A0000000871002", "9000"), // terminated, which selects it first
        ],
    );
}

#[test]
fn by_part_of_an_aid() {
    let mut card = VirtualCard::uicc();
    let isim = "8410 A0000000871004FF44FFFF8901000000 9000";
    let usim = "8410 A0000000871002FF44FFFF8901000000 9000";
    check(
        &mut card,
        &[
            ("00A4040C05A000000087", "9000"), // first or only
            ("80F2000112", usim),
            ("00A4040E05A000000087", "9000"), // next
            ("80F2000112", isim),
            ("00A4040E05A000000087", "6A82"),
            ("00A4040F05A000000087", "9000"), // previous
            ("80F2000112", usim),
            ("00A4040F05A000000087", "6A82"),
            ("00A4040D05A000000087", "9000"), // last
            ("80F2000112", isim),
            ("00A4040E07A0000000871002", "9000"), // the first that fits
            ("80F2000112", usim),
        ],
    );
}

#[test]
fn get_response_follows_at_once_or_never() {
    check(
        &mut VirtualCard::uicc(),
        &[
            ("00C000001D", "6F00"),
            ("00A40004022FE2", "611D"),
            ("00C0000000", "6C1D"),
            ("00C000001E", "6C1D"),
            ("00C0000104", "6A86"),
            ("00C0000004", "621B8202 6119"),
            ("00C0000019", "412183022FE28A01058B032F060380 02000A8102001A880110 9000"),
            ("00C0000001", "6F00"),
            ("00A40004022FE2", "611D"),
            ("00B0000001", "989000"),
            ("00C000001D", "6F00"),
            ("00A40004022FE2", "611D"),
            ("00A4000C022FE3", "6A82"),
            ("00C000001D", "6F00"),
        ],
    );
}

#[test]
fn a_file_out_of_use_is_selected_with_a_warning() {
    let mut card = VirtualCard::uicc();
    card.set_life_cycle("EF.ICCID", LifeCycle::Deactivated).unwrap();
    card.set_life_cycle("EF.PL", LifeCycle::Terminated).unwrap();
    check(
        &mut card,
        &[
            ("00A40004022FE2", "6283"),
            ("00C000001D", "621B820241 2183022FE28A01048B032F06038002000A8102001A880110 9000"),
            ("00B000000A", "6984"),
            ("00A4000C022FE2", "6283"),
            ("00A4000C022F05", "6285"),
            ("00B0820001", "6984"),
            ("00B0880001", "3C9000"),
        ],
    );
}

#[test]
fn status() {
    let mut card = VirtualCard::builder().no_total_size().build();
    let mf = "622C 82027821 83023F00 A506800171870101 8A0105 8B032F0601 \
              C612 900170 830101 830181 950100 830111 83010A";
    let with_ok = alloc::format!("{mf}9000");
    check(
        &mut card,
        &[
            ("80F2000000", "6C2E"),
            ("80F200002E", &with_ok),
            ("80F201002E", &with_ok),
            ("80F2020C00", "9000"),
            ("80F2000C", "9000"),
            ("80F2000010", "6C2E"),
            ("80F203002E", "6A86"),
            ("80F200022E", "6A86"),
            ("00F200002E", "6E00"), // TS 102 221 table 10.5: class 8X
            ("00A4000C022FE2", "9000"),
            ("80F200002E", &with_ok), // the directory, not the EF
        ],
    );
}
