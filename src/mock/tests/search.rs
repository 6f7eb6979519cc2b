use super::super::{Access, Condition, File, VirtualCard};
use super::check;
use crate::transport::Level;

fn card(level: Level) -> VirtualCard {
    let list = ["Anna1", "Otto2", "Hanno", "Anton", "-----"];
    VirtualCard::builder()
        .level(level)
        .uicc_and_gsm()
        .file(
            "MF",
            File::linear("EF.LIST", 0x2F41, 5, list)
                .sfi(10)
                .access(Access::new(Condition::Always, Condition::Never)),
        )
        .file("MF", File::cyclic("EF.RING", 0x2F42, 1, [[1], [2], [1]]).sfi(11))
        .build()
}

#[test]
fn simple() {
    check(
        &mut card(Level::Tpdu),
        &[
            ("00A2010402 416E", "6986"),
            ("00A2015402 6E6E", "6102"), // "nn", forward from 1, SFI 0A
            ("00C0000002", "0103 9000"),
            ("00B2000405", "416E6E6131 9000"), // the first hit is the current record
            ("00A2020402 6E6E", "6101"),
            ("00C0000001", "03 9000"),
            ("00A2050502 416E", "6102"), // "An", backward from 5
            ("00C0000002", "0401 9000"),
            ("00A2000401 74", "6101"), // "t" from the current record: 4
            ("00C0000001", "04 9000"),
            ("00A2000401 31", "6282"),         // not behind it
            ("00B2000405", "416E746F6E 9000"), // and still current
            ("00A2010405 416E746F6E", "6101"),
            ("00A2010406 416E746F6E2D", "6700"), // longer than a record
            ("00A2010400", "6700"),
            ("00A2060401 31", "6A83"),
            ("00A2010101 31", "6A86"),
            ("00A2010701 31", "6A86"),
        ],
    );
    check(
        &mut card(Level::Tpdu),
        &[
            ("00A2015C01 01", "6102"), // a ring
            ("00C0000002", "0103 9000"),
            ("00A4000C022F41", "9000"),
            ("00A2000401 31", "6A83"), // no record is current
            ("00A4000C022FE2", "9000"),
            ("00A2010401 31", "6981"),
        ],
    );
    check(
        &mut card(Level::Apdu),
        &[
            ("00A2015402 6E6E 00", "0103 9000"),
            ("00A2015402 6E6E 01", "01 9000"),
            ("00A2015402 6E6E", "9000"),
        ],
    );
}

#[test]
fn enhanced() {
    check(
        &mut card(Level::Tpdu),
        &[
            // forward from P1, from offset 1: not in "Anton"
            ("00A2015604 04016E6E", "6102"),
            ("00C0000002", "0103 9000"),
            ("00A2010604 0402 6E6E", "6101"), // from offset 2: "nno"
            ("00C0000001", "03 9000"),
            ("00A2045603 0D6F 32", "6101"), // backward from 4, behind the first "o": "Otto2"
            ("00C0000001", "02 9000"),
            ("00A2000603 06006E", "6102"), // forward from the next record: 3 and 4
            ("00C0000002", "0304 9000"),
            ("00A2000603 070074", "6101"), // backward from the one before 3
            ("00C0000001", "02 9000"),
            ("00A2000603 070041", "6101"),
            ("00C0000001", "01 9000"),
            ("00A2000603 070041", "6282"), // nothing before the first
            ("00A2010603 040541", "6282"), // an offset behind the end
            ("00A2010602 0400", "6700"),
            ("00A2010601 04", "6700"),
            ("00A2010603 000041", "6A80"),
            ("00A2010603 140041", "6A80"),
            ("00A4000C022F41", "9000"),
            ("00A2000603 070041", "6102"), // previous, from nowhere: from the last
            ("00C0000002", "0401 9000"),
        ],
    );
}

#[test]
fn seek() {
    check(
        &mut card(Level::Tpdu),
        &[
            ("A0A2000002 416E", "9400"),
            ("A0A40000022F41", "9F0F"),
            ("A0A2000002 416E", "9000"), // type 1, from the beginning
            ("A0B2000405", "416E6E6131 9000"),
            ("A0A2000202 416E", "9000"), // the next one
            ("A0B2000405", "416E746F6E 9000"),
            ("A0A2000202 416E", "9404"),
            ("A0B2000405", "416E746F6E 9000"),
            ("A0A2001302 4F74", "9F01"), // type 2, the one before
            ("A0C0000001", "02 9000"),
            ("A0A2001102 416E", "9F01"), // from the end
            ("A0C0000001", "04 9000"),
            ("A0A2001002 6E6E", "9404"), // at the beginning of a record only
            ("A0A2000006 416E746F6E2D", "6705"),
            ("A0A2000000", "6705"),
            ("A0A2000401 41", "6B00"),
            ("A0A2010001 41", "6B00"),
            ("A0A2002001 41", "6B00"),
            ("A0A40000022F41", "9F0F"),
            ("A0A2001301 41", "9F01"), // from nowhere: from the last
            ("A0C0000001", "04 9000"),
            ("A0A40000022F42", "9F0F"),
            ("A0A2000001 01", "9408"), // no rings
            ("A0A40000022FE2", "9F0F"),
            ("A0A2000001 01", "9408"),
        ],
    );
}
